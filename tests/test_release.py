"""Releases: whole, the same every time, and refused when a single byte is not what it was."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import founding
import pyoxigraph as ox
import pytest
import rdflib
from conftest import RunKg

from kg import KGError, KnowledgeGraph
from kg.errors import BadInput, UsageError
from kg.export import Format, write
from kg.namespaces import PREFIXES
from kg.pipeline import build
from kg.release import Release, check, make
from kg.release.folder import TABLES
from kg.release.making import canonical_digests
from kg.store import current
from kg.tables import CLAIM_COLUMNS
from kg.yamlfile import parse

ROOT = Path(__file__).resolve().parent.parent
NAME = "data/vietnam-tech-kg"
FORMATS = {
    "trig": Format.TRIG, "nq": Format.NQUADS, "jsonld": Format.JSONLD, "ttl": Format.TURTLE,
    "nt": Format.NTRIPLES, "rdf": Format.RDFXML,
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding seeds, built, with their folder gone."""
    folder = tmp_path_factory.mktemp("release")
    seeds = Path(shutil.copytree(founding.SEEDS, folder / "seeds"))
    build(seeds, folder / "store")
    shutil.rmtree(seeds)
    return folder / "store"


@pytest.fixture(scope="module")
def released(store: Path) -> Path:
    """A release of it; read it, never write to it."""
    folder = store.parent / "releases" / "0.4.0"
    make(current(store), folder, "0.4.0")
    return folder


@pytest.fixture
def copy(released: Path, tmp_path: Path) -> Path:
    """A release that a test may spoil."""
    return Path(shutil.copytree(released, tmp_path / "copy"))


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# What a release holds


def test_the_same_build_gives_the_same_bytes(kg: RunKg, store: Path, released: Path, tmp_path: Path) -> None:
    environment = {"TZ": "Asia/Ho_Chi_Minh", "LANG": "C", "PYTHONHASHSEED": "7", "COLUMNS": "40"}
    done = kg("release", str(tmp_path / "again"), "--version", "0.4.0", "--store", str(store), **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert files(tmp_path / "again") == files(released)
    seal = hashlib.sha256((released / "SHA256SUMS").read_bytes()).hexdigest()
    assert done.stdout.endswith(f"SHA-256 of its SHA256SUMS is {seal}\n")


def test_a_stranger_can_check_it_with_standard_tools(released: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"],
        cwd=released,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(": OK\n") == len(files(released)) - 1
    for bundle in (released / "proof").glob("*.json"):
        checked = subprocess.run(
            [sys.executable, "-I", str(released / "proof" / "verify_bundle.py"), str(bundle)],
            capture_output=True, check=False,
        )  # fmt: skip
        assert checked.returncode == 0, checked.stdout


def test_there_is_a_proof_of_every_disputed_slot(store: Path, released: Path) -> None:
    disputed = {claim["slot"] for claim in KnowledgeGraph.open(store).claims() if claim["disputed"]}
    assert disputed
    assert {path.stem for path in (released / "proof").glob("*.json")} == disputed


def test_canonical_digests_are_those_of_sorted_nquads(released: Path) -> None:
    manifest = json.loads((released / "manifest.json").read_text())
    lines = sorted(gzip.decompress((released / f"{NAME}.nq.gz").read_bytes()).splitlines(keepends=True))
    assert manifest["dataset"] == {"quads": len(lines), "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
    for iri, graph in manifest["graphs"].items():
        own = [line for line in lines if line.endswith(f" <{iri}> .\n".encode())]
        assert graph == {"quads": len(own), "sha256": hashlib.sha256(b"".join(own)).hexdigest()}
    assert sum(graph["quads"] for graph in manifest["graphs"].values()) == len(lines)


def test_a_statement_that_is_there_twice_has_no_digest() -> None:
    line = b"<http://a/s> <http://a/p> <http://a/o> <http://a/g> .\n"
    with pytest.raises(KGError, match="stands there twice"):
        canonical_digests(line + line)


def test_all_formats_are_those_of_the_export(store: Path, released: Path, tmp_path: Path) -> None:
    for ending, format_ in FORMATS.items():
        with (tmp_path / ending).open("wb") as out:
            write(current(store).dataset, out, format_)
        packed = (released / f"{NAME}.{ending}.gz").read_bytes()
        assert gzip.decompress(packed) == (tmp_path / ending).read_bytes()
        assert packed[3:8] == b"\0\0\0\0\0", "no file name, no time"


def test_tables_hold_every_row(store: Path, released: Path) -> None:
    graph, release = KnowledgeGraph.open(store), Release.opened(released)
    for table in TABLES:
        assert list(release.rows(table)) == list(graph.generation.rows(table))
    with (released / "tables" / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == CLAIM_COLUMNS
    assert [r["claim"] for r in rows] == [c["claim"] for c in graph.claims()]
    with (released / "tables" / "conflicts.csv").open(encoding="utf-8", newline="") as file:
        conflicts = {row["id"]: row for row in csv.DictReader(file)}
    for row in graph.conflicts():
        flat = conflicts[row["id"]]
        assert flat["claims"] == " | ".join(row["claims"])
        assert flat["gap_absolute"] == (row["gap"]["absolute"] if row["gap"] else "")


def test_the_description_lists_every_graph_and_distribution(released: Path) -> None:
    manifest = json.loads((released / "manifest.json").read_text())
    by_rdflib = rdflib.Graph().parse(released / "void.ttl", format="turtle")
    quads = list(ox.parse(path=str(released / "void.ttl"), format=ox.RdfFormat.TURTLE))
    assert len(quads) == len(by_rdflib)
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    base = "https://w3id.org/vietnam-tech-kg/release/0.4.0/"
    found: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(
            quad.object.value
        )
    dcat, void, spdx = PREFIXES["dcat"], PREFIXES["void"], "http://spdx.org/rdf/terms#"
    top = found[base]
    assert top[f"{dcat}version"] == ["0.4.0"]
    assert f"{dcat}previousVersion" not in top
    assert sorted(top[f"{void}subset"]) == sorted(manifest["graphs"])
    assert top[f"{void}triples"] == [str(manifest["dataset"]["quads"])]
    distributed = [p for p in manifest["files"] if p.startswith(("data/", "tables/"))]
    assert sorted(top[f"{dcat}distribution"]) == sorted(base + p for p in distributed)
    for path in distributed:
        node, data = found[base + path], (released / path).read_bytes()
        assert node[f"{dcat}byteSize"] == [str(len(data))]
        (checksum,) = node[f"{spdx}checksum"]
        assert found[checksum][f"{spdx}checksumValue"] == [hashlib.sha256(data).hexdigest()]


def test_the_crate_is_flat_complete_and_closed(released: Path) -> None:
    """RO-Crate 1.2: descriptor, root with its five properties, every data entity below it and on the disk."""
    document = json.loads((released / "ro-crate-metadata.json").read_text("utf-8"))
    assert document["@context"] == "https://w3id.org/ro/crate/1.2/context"
    entities = {entity["@id"]: entity for entity in document["@graph"]}
    assert len(entities) == len(document["@graph"])
    descriptor = entities["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    root = entities[descriptor["about"]["@id"]]
    assert root["@type"] == "Dataset"
    assert all(root[name] for name in ("name", "description", "license"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", root["datePublished"])

    def nested(value: object) -> Iterator[str]:
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                assert set(each) == {"@id"}, "properties refer, nothing is nested"
                yield each["@id"]

    values = [value for entity in entities.values() for value in entity.values()]
    referred = {id_ for value in values for id_ in nested(value)}
    assert referred - entities.keys() == {"https://w3id.org/ro/crate/1.2"}
    reached, queue = set(), [root["@id"]]
    while queue:
        here = queue.pop()
        reached.add(here)
        queue += nested(entities[here].get("hasPart", []))
    data = {i for i, e in entities.items() if "File" in e["@type"] or e["@type"] == "Dataset"}
    assert reached == data
    described = {i for i, e in entities.items() if "File" in e["@type"]}
    assert described == {*files(released)} - {"ro-crate-metadata.json", "SHA256SUMS"}
    for id_ in described:
        content = (released / id_).read_bytes()
        assert entities[id_]["sha256"] == hashlib.sha256(content).hexdigest()
        assert entities[id_]["contentSize"] == str(len(content))
    assert all((released / i).is_dir() for i in data - described - {"./"})


def test_its_papers_speak_of_this_release(released: Path) -> None:
    top = parse((released / "CITATION.cff").read_bytes().replace(b"cff-version", b"cff_version"), released)
    assert {"message", "title", "authors", "version", "license"} <= set(top.entries)
    readme = (released / "README.md").read_text("utf-8")
    assert "# Vietnam tech knowledge graph 0.4.0" in readme
    assert "This is the first release" in readme
    assert "Creative Commons" in (released / "LICENSE-DATA").read_text()
    assert "Apache License" in (released / "LICENSE").read_text()
    text = b"".join(content for name, content in files(released).items() if not name.endswith(".gz"))
    for folder in (str(released.parent.parent), str(ROOT), str(Path.home()) + "/"):
        assert folder.encode() not in text, "no path of this machine"


def test_the_day_is_that_of_the_newest_source_or_the_one_given(store: Path, tmp_path: Path) -> None:
    recorded = [a["recorded"] for a in KnowledgeGraph.open(store).articles()]
    assert make(current(store), tmp_path / "a", "1.0.0").manifest["date"] == max(filter(None, recorded))
    given = make(current(store), tmp_path / "b", "1.0.0", date="2027-01-31")
    assert given.manifest["date"] == "2027-01-31"
    assert 'date-released: "2027-01-31"' in (tmp_path / "b" / "CITATION.cff").read_text()


def test_the_shipped_graph_can_be_released(ecosystem_store: Path, tmp_path: Path) -> None:
    made = make(current(ecosystem_store), tmp_path / "out", "1.0.0")
    assert made.counts["sources"] > 100
    assert check(tmp_path / "out") == []


# The next release


def test_the_next_release_tells_what_changed(kg: RunKg, released: Path, tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(founding.SEEDS, tmp_path / "seeds"))
    path = seeds / "articles" / "dtinews-20241219153148375.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 384000000000", "value: 385000000000"), "utf-8")
    build(seeds, tmp_path / "store")
    arguments = ("--version", "0.5.0", "--previous", str(released), "--store", str(tmp_path / "store"))
    done = kg("release", str(tmp_path / "next"), *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    changes = json.loads((tmp_path / "next" / "changes.json").read_text("utf-8"))
    assert (changes["before"], changes["after"]) == ("release 0.4.0", "release 0.5.0")
    assert changes["summary"]["figure_claims"] == {"added": 0, "changed": 1, "withdrawn": 0}
    marked = (tmp_path / "next" / "CHANGES.md").read_text("utf-8")
    assert "value: 384000000000 → 385000000000" in marked
    assert "CHANGES.md" in (tmp_path / "next" / "README.md").read_text("utf-8")
    void = (tmp_path / "next" / "void.ttl").read_text("utf-8")
    assert "dcat:previousVersion <https://w3id.org/vietnam-tech-kg/release/0.4.0/>" in void
    assert check(tmp_path / "next") == []
    told = kg("diff", str(released), str(tmp_path / "next"), "-f", "json", "--store", str(tmp_path / "none"))
    assert json.loads(told.stdout) == changes


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--version", "1"), 2, "'1' is no version (write X.Y.Z"),
        (("--version", "01.0.0"), 2, "is no version"),
        (("--version", "1.0.0-beta"), 2, "is no version"),
        (("--version", "1.0.0", "--date", "2026"), 2, "'2026' is not YYYY-MM-DD"),
        (("--version", "1.0.0", "--check"), 2, "give --version to write a release, or --check alone"),
        ((), 2, "give --version to write a release"),
        (("--version", "0.4.0", "--previous", "{released}"), 2, "0.4.0 does not come after 0.4.0"),
        (("--version", "0.3.9", "--previous", "{released}"), 2, "0.3.9 does not come after 0.4.0"),
        (("--version", "0.5.0", "--previous", "{store}"), 3, "is no release: it has no SHA256SUMS"),
        (("--version", "0.5.0", "--store", "{none}"), 3, "there is no store"),
        (("--check",), 3, "is no release"),
    ],
)
def test_what_cannot_be_released_leaves_nothing(
    kg: RunKg, store: Path, released: Path, tmp_path: Path, options: tuple[str, ...], code: int, message: str
) -> None:
    filled = [o.format(released=released, store=store, none=tmp_path / "none") for o in options]
    done = kg("release", str(tmp_path / "out"), "--store", str(store), *filled)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_taken_is_not_touched(kg: RunKg, store: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    make(current(store), tmp_path / "out", "1.0.0")
    before = files(tmp_path / "out")
    done = kg("release", str(tmp_path / "out"), "--version", "1.0.1", "--store", str(store))
    assert done.returncode == 2
    assert "is taken (a release is never changed" in done.stderr
    assert files(tmp_path / "out") == before
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    for name in ("link", "file"):
        with pytest.raises(UsageError, match="is taken"):
            make(current(store), tmp_path / name, "1.0.1")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "link", "out"]


def test_one_that_fails_on_the_way_leaves_nothing(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.release.making.crate", full)
    with pytest.raises(KGError, match="no room to write"):
        make(current(store), tmp_path / "out", "1.0.0")
    assert list(tmp_path.iterdir()) == []


def test_a_build_by_other_rules_is_not_released(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ontology = Path(shutil.copytree(ROOT / "ontology", tmp_path / "ontology"))
    path = ontology / "core.ttl"
    path.write_text(path.read_text("utf-8").replace('"Vietnam tech knowledge graph: vocabulary"', '"Other"'))
    monkeypatch.setattr("kg.settings.ontology_dir", lambda: ontology)
    with pytest.raises(BadInput, match="another ontology than this program has"):
        make(current(store), tmp_path / "out", "1.0.0")


# Mutants


def test_a_whole_release_passes(kg: RunKg, released: Path) -> None:
    done = kg("release", str(released), "--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r".* is whole: SHA-256 of its SHA256SUMS is [0-9a-f]{64}\n", done.stdout)


def refused(folder: Path, *said: str) -> None:
    """The release is refused by the check, and by whoever reads it."""
    lines = "\n".join(finding.line() for finding in check(folder))
    for words in said:
        assert words in lines
    with pytest.raises(BadInput):
        Release.opened(folder)


def test_a_flipped_byte_in_any_file_is_found(copy: Path) -> None:
    for path in sorted(copy.rglob("*")):
        if path.is_file() and path.name != "SHA256SUMS":
            content = path.read_bytes()
            middle = len(content) // 2
            path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
            refused(copy, path.name, "was changed: it has another SHA-256")
            path.write_bytes(content)
    assert check(copy) == []


def test_a_file_that_is_missing_or_additional_is_found(copy: Path) -> None:
    for name in ("tables/claims.csv", "LICENSE", f"{NAME}.nq.gz"):
        kept = (copy / name).read_bytes()
        (copy / name).unlink()
        refused(copy, f"{name}", "is missing")
        (copy / name).write_bytes(kept)
    for name in ("tables/extra.csv", ".hidden", "proof/a.json"):
        (copy / name).write_text("x")
        refused(copy, name, "does not belong to the release")
        (copy / name).unlink()
    (copy / "empty").mkdir()
    refused(copy, "empty", "does not belong")


def test_a_link_or_folder_in_the_place_of_a_file_is_found(copy: Path) -> None:
    shutil.move(copy / "LICENSE", copy.parent / "elsewhere")
    (copy / "LICENSE").symlink_to(copy.parent / "elsewhere")
    refused(copy, "LICENSE", "is not a regular file")
    (copy / "LICENSE").unlink()
    (copy / "LICENSE").mkdir()
    refused(copy, "LICENSE", "is not a regular file")
    (copy / "LICENSE").rmdir()
    os.mkfifo(copy / "LICENSE")
    refused(copy, "LICENSE", "is not a regular file")


@pytest.mark.parametrize(
    "spoilt",
    [
        b"", b"x\n", b"0" * 64 + b"  ../../etc/passwd\n", b"0" * 64 + b"  /etc/passwd\n",
        b"0" * 64 + b"  a//b\n", b"0" * 64 + b"  SHA256SUMS\n", b"0" * 64 + b" *LICENSE\n",
        b"F" * 64 + b"  LICENSE\n", b"0" * 64 + b"  LICENSE\n" * 2, b"\xff\xfe\n", b"0" * 64 + b"  a\\b\n",
    ],
    ids=[str(n) for n in range(11)],
)  # fmt: skip
def test_a_list_of_digests_that_is_none_is_refused(kg: RunKg, copy: Path, spoilt: bytes) -> None:
    (copy / "SHA256SUMS").write_bytes(spoilt)
    done = kg("release", str(copy), "--check")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


def resealed(folder: Path, *, manifest: bool = True) -> None:
    """Make the lists of files agree with the files again, as a forger would."""
    path = folder / "manifest.json"
    content = json.loads(path.read_text("utf-8"))
    if manifest:
        for name, entry in content["files"].items():
            data = (folder / name).read_bytes()
            entry |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            if "content_size" in entry:
                data = gzip.decompress(data)
                entry |= {"content_size": len(data), "content_sha256": hashlib.sha256(data).hexdigest()}
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    held = sorted(name for name in files(folder) if name != "SHA256SUMS")
    sums = (f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in held)
    (folder / "SHA256SUMS").write_text("".join(sums))


def test_resealing_a_whole_release_changes_nothing(copy: Path, released: Path) -> None:
    resealed(copy)
    assert files(copy) == files(released)


def _replaced(path: Path, old: bytes, new: bytes) -> None:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    assert old in data
    data = data.replace(old, new, 1)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (f"{NAME}.nq.gz", b'"152000000000"', b'"153000000000"', "manifest's digest"),
        (f"{NAME}.trig.gz", b"152000000000", b"153000000000", "statements differ from those of the N-Quads"),
        (f"{NAME}.jsonld.gz", b"152000000000", b"153000000000", "statements differ"),
        (f"{NAME}.ttl.gz", b"152000000000", b"153000000000", "statements differ"),
        (f"{NAME}.nt.gz", b"152000000000", b"153000000000", "statements differ"),
        (f"{NAME}.rdf.gz", b"152000000000", b"153000000000", "statements differ"),
        ("tables/claims.jsonl", b'{"claim"', b'{}\n{"claim"', "violation: the row is not what a release has"),
        ("tables/claims.jsonl", b'{"claim": "', b'{"claim": "0', "and the graph do not hold the same"),
        ("tables/conflicts.jsonl", b'{"id": "', b'{"id": "0', "and the graph do not hold the same"),
        ("tables/claims.jsonl", b'"value": "', b'"value": "x', "violation: value is not what a release has"),
        ("manifest.json", b'"dataset": {', b'"dataset": {"x": 1,', "manifest's digest"),
        ("manifest.json", b'"format": "vietnam-tech-kg release 1"', b'"format": "x"', "is no manifest"),
        ("manifest.json", b'"sources": 7', b'"sources": 8', "has 7 rows, not 8"),
        ("manifest.json", b'"version": "0.4.0"', b'"version": 4', "is no manifest of a release"),
        ("manifest.json", b'"sources": 7', b'"sources": "7"', "is no manifest of a release"),
        ("manifest.json", b'"version": "0.4.0"', b'"version": "1.x"', "is no manifest of a release"),
    ],
)
def test_a_forger_who_seals_anew_must_make_everything_agree(
    copy: Path, name: str, old: bytes, new: bytes, said: str
) -> None:
    _replaced(copy / name, old, new)
    resealed(copy)
    assert said in "\n".join(finding.line() for finding in check(copy))


def test_a_proof_that_does_not_recompute_is_found(copy: Path) -> None:
    path = sorted((copy / "proof").glob("*.json"))[0]
    whole = path.read_bytes()
    made = json.loads(whole)
    next(iter(made["claims"].values()))["value"] = "1"
    path.write_text(json.dumps(made))
    resealed(copy)
    assert "expected" in check(copy)[0].message
    path.write_text("{}")
    resealed(copy)
    assert "is no bundle" in check(copy)[0].message
    other = sorted((copy / "proof").glob("*.json"))[1]
    path.write_bytes(other.read_bytes())
    resealed(copy)
    assert "is about something else" in check(copy)[0].message
    path.unlink()
    content = json.loads((copy / "manifest.json").read_text("utf-8"))
    del content["files"][f"proof/{path.name}"]
    (copy / "manifest.json").write_text(json.dumps(content))
    resealed(copy)
    assert "is not of exactly one disputed slot" in check(copy)[0].message


def test_a_manifest_that_lists_other_files_is_found(copy: Path) -> None:
    (copy / "tables" / "more.csv").write_text("x\n")
    resealed(copy)
    assert "does not list the same files as SHA256SUMS: tables/more.csv" in check(copy)[0].message


def test_a_bomb_is_not_unpacked(copy: Path) -> None:
    path = copy / f"{NAME}.ttl.gz"
    path.write_bytes(gzip.compress(b"\n" * 50_000_000, mtime=0))
    resealed(copy)
    content = json.loads((copy / "manifest.json").read_text("utf-8"))
    content["files"][f"{NAME}.ttl.gz"]["content_size"] = 1000
    (copy / "manifest.json").write_text(json.dumps(content))
    resealed(copy, manifest=False)
    assert "does not unpack to 1,000 bytes" in check(copy)[0].message
    path.write_bytes(path.read_bytes()[:1000])
    resealed(copy, manifest=False)
    assert check(copy), "cut short"
