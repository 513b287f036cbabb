"""Making a release from a build: everything into a folder beside the wanted one, then one rename.

The same build gives the same bytes: there is no clock, and what is compressed bears no name or time.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg import settings
from kg.audit import audit
from kg.audited import Audit
from kg.auditrows import audit_tables
from kg.bundle import VERIFIER, bundle
from kg.bundle import written as bundle_text
from kg.compare import agreement
from kg.corpus import Corpus
from kg.corpusfile import load_corpus
from kg.diff import diff
from kg.diff.words import pieces
from kg.errors import BadInput, KGError, UsageError
from kg.export import Format, write
from kg.files import check_path, disk_errors, fsync_dir, sha256_file
from kg.graph import OntologyGraph, by_slot
from kg.literals import day
from kg.release.about import About
from kg.release.crate import crate
from kg.release.description import description
from kg.release.folder import (
    CRATE,
    DESCRIPTION,
    FORMAT,
    MANIFEST,
    NAME,
    NQUADS,
    PROOF,
    SUMS,
    TABLES,
    Release,
    version_key,
)
from kg.release.forms import VERSION
from kg.release.inventory import Inventory
from kg.release.papers import citation, readme
from kg.release.rows import csv_lines, json_lines
from kg.store import Generation

_FORMATS = {
    "trig": (Format.TRIG, "The graph as TriG, with its named graphs"),
    "nq": (Format.NQUADS, "The graph as N-Quads, with its named graphs"),
    "jsonld": (Format.JSONLD, "The graph as JSON-LD, with its named graphs"),
    "ttl": (Format.TURTLE, "The graph as Turtle, all named graphs in one"),
    "nt": (Format.NTRIPLES, "The graph as N-Triples, all named graphs in one"),
    "rdf": (Format.RDFXML, "The graph as RDF/XML, all named graphs in one"),
}


def make(
    built: Generation,
    folder: Path,
    version: str,
    *,
    date: str | None = None,
    previous: Path | None = None,
) -> Release:
    """Write the build as release `version` into `folder`, which must be new or empty.

    `date` (YYYY-MM-DD) is the day of the release, by default the day on which the newest of its sources was
    recorded.  `previous` is the folder of the release that it follows.  Raises UsageError on a version or
    day that is none, or a folder that is taken; BadInput where the build is of another version of the
    program or `previous` is not whole; LimitReached; nothing is left behind.
    """
    folder = check_path(folder)
    if VERSION.fullmatch(version) is None:
        raise UsageError(f"{version!r} is no version", place="--version", remedy="write X.Y.Z, such as 1.4.0")
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise UsageError(
            "is taken", place=str(folder), remedy="a release is never changed: give a new folder"
        )
    before = None if previous is None else Release.opened(previous)
    if before is not None and version_key(before.version) >= version_key(version):
        what = f"{version} does not come after {before.version}"
        raise UsageError(what, place="--version", remedy="give a higher version")
    corpus = load_corpus(built.corpus)
    when = _date(corpus, date)
    found = audit(corpus)
    _check_program(built, corpus, found)
    with _staged(folder) as staged:
        _fill(Inventory(staged), built, corpus, found, version, when, before)
    return Release.opened(folder)


def _date(corpus: Corpus, given: str | None) -> str:
    if given is not None:
        try:
            return day(given).isoformat()
        except ValueError as error:
            raise UsageError(str(error), place="--date", remedy="write YYYY-MM-DD") from None
    recorded = [article.recorded for article in corpus.articles if article.recorded]
    if not recorded:
        raise UsageError("no source says when it was recorded", remedy="give the day with --date YYYY-MM-DD")
    return max(recorded)


def _check_program(built: Generation, corpus: Corpus, found: Audit) -> None:
    """Raise BadInput where the build is not what this program would make of its corpus."""
    told = {row["id"] for table in ("conflicts", "checks") for row in built.rows(table)}
    made = audit_tables(corpus, found)
    same = told == {row["id"] for table in ("conflicts", "checks") for row in made[table]}
    ontology = OntologyGraph.of_folder(settings.ontology_dir())
    if not same or ontology != OntologyGraph.of_dataset(built.dataset):
        what = "was built with other rules or another ontology than this program has"
        raise BadInput.at(built.path, what, remedy="rebuild with `kg build`")


@contextlib.contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` that becomes it when the block ends well, and goes otherwise."""
    staged = folder.with_name(f".{folder.name[:100]}.{os.urandom(4).hex()}.tmp")
    with disk_errors(folder):
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.mkdir()
        try:
            yield staged
            for path in staged.rglob("*"):
                if path.is_file():
                    with path.open("rb") as file:
                        os.fsync(file.fileno())
                else:
                    fsync_dir(path)
            fsync_dir(staged)
            try:
                staged.rename(folder)
            except OSError as error:
                if folder.is_dir() and any(folder.iterdir()):
                    raise UsageError("was taken meanwhile", place=str(folder)) from None
                raise error
            fsync_dir(folder.parent)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise


def _fill(
    out: Inventory, built: Generation, corpus: Corpus, found: Audit, version: str, date: str,
    before: Release | None,
) -> None:  # fmt: skip
    """Write every file; the lists of files come last, each of what was written before it."""
    for ending, (format_, words) in _FORMATS.items():
        with out.written(f"data/{NAME}.{ending}.gz", words) as file:
            write(built.dataset, file, format_)
    for table, name in TABLES.items():
        with out.written(f"tables/{name}.csv", f"All {name}, what fits a spreadsheet") as file:
            file.writelines(csv_lines(table, built.rows(table)))
        with out.written(f"tables/{name}.jsonl", f"All {name}, with everything that is told of them") as file:
            file.writelines(json_lines(built.rows(table)))
    disputed = _proofs(out, corpus, found)
    for source in (
        *sorted(settings.ontology_dir().glob("*.ttl")),
        settings.ontology_dir() / "context.jsonld",
    ):
        out.copy(f"ontology/{source.name}", "Part of the vocabulary", source)
    for source in sorted(settings.shapes_dir().glob("*.ttl")):
        out.copy(f"shapes/{source.name}", "Shapes of one topic", source)
    out.copy("LICENSE", "Licence of the program", settings.legal_text("LICENSE"))
    out.copy("LICENSE-DATA", "Licence of the data", settings.legal_text("LICENSE-DATA"))
    if before is not None:
        changes = diff(before, _Named(built, f"release {version}"))
        for name, fmt in (("CHANGES.md", "markdown"), ("changes.json", "json")):
            out.text(name, f"What changed since {before.version}", "".join(pieces(changes, fmt)))
    graphs, dataset = canonical_digests(gzip.decompress((out.folder / NQUADS).read_bytes()))
    about = About(
        version=version, date=date, build=built.name, policy=found.policy,
        previous=before.version if before else None, counts=built.counts, graphs=graphs, dataset=dataset,
        disputed=disputed,
    )  # fmt: skip
    out.text("CITATION.cff", "How to cite the release", citation(about))
    out.text("README.md", "What the release is, how to check and how to use it", readme(about))
    out.text(DESCRIPTION, "Description of the release: VoID and DCAT", description(about, out.items))
    files = {item.path: item.entry() for item in out.items}
    manifest = {"format": FORMAT, "name": NAME, **asdict(about), "files": files}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    out.text(MANIFEST, "Version, counts, and digests of graphs and files", text)
    out.text(CRATE, "Description of the release: RO-Crate 1.2", crate(about, out.items))
    sums = (f"{item.sha256}  {item.path}\n" for item in sorted(out.items, key=lambda item: item.path))
    (out.folder / SUMS).write_text("".join(sums), encoding="ascii")


def _proofs(out: Inventory, corpus: Corpus, found: Audit) -> int:
    """Write a bundle for each slot whose claims disagree, and the program that checks them; how many."""
    disputed = [slot for slot, claims in by_slot(corpus.figures).items() if agreement(claims).disputed]
    for slot in disputed:
        text = bundle_text(bundle(corpus, found, slot))
        out.text(f"{PROOF}/{slot}.json", "What a disputed question rests on", text)
    out.copy(f"{PROOF}/{VERIFIER.name}", "Checks the bundles with Python's standard library alone", VERIFIER)
    return len(disputed)


class _Named:
    """The tables of a build under another name."""

    def __init__(self, built: Generation, name: str) -> None:
        self._built, self.name = built, name
        self.counts, self.rows = built.counts, built.rows


def canonical_digests(nquads: bytes) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Count and SHA-256 of the sorted lines of each named graph, by IRI, and of all: canonical, as there are
    no blank nodes.  Raises KGError where a statement stands there twice."""
    lines = sorted(nquads.splitlines(keepends=True))
    graphs: dict[str, Any] = {}
    counts: dict[str, int] = {}
    whole, last = hashlib.sha256(), b""
    for line in lines:
        if line == last:
            raise KGError(f"a statement stands there twice: {line!r}")
        graph = line.rstrip().rsplit(b" ", 2)[-2].decode()[1:-1]
        graphs.setdefault(graph, hashlib.sha256()).update(line)
        counts[graph] = counts.get(graph, 0) + 1
        whole.update(line)
        last = line
    digests = {iri: {"quads": counts[iri], "sha256": graphs[iri].hexdigest()} for iri in sorted(graphs)}
    return digests, {"quads": len(lines), "sha256": whole.hexdigest()}


def seal(folder: Path) -> str:
    """The SHA-256 of the list of digests: it stands for the whole release."""
    return sha256_file(folder / SUMS)
