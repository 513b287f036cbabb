"""A build as an archive and as statements: whole, always the same, and refused when it is something else."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import stores

from kg.archive import Label, Standing, fetch, look, pack, standing, statements, unpack
from kg.archive.statements import PIECE
from kg.engine import Embedded
from kg.errors import BadInput, EndpointFailed, LimitReached, StoreDamaged
from kg.files import sha256
from kg.namespaces import BUILD_GRAPH, BUILDS, LOADING_GRAPH, PREFIXES
from kg.store import Generation, Manifest, current, doctor, stage
from kg.store.layout import generations

Change = Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    root = tmp_path_factory.mktemp("store") / "store"
    stores.build(root, 1)
    return stores.build(root, 7, 2_000)


def copied(archive: bytes, name: str, root: Path) -> Generation:
    with stage(root) as staged:
        manifest = unpack(archive, staged.path, name)
        return staged.publish(manifest.meta, like=manifest)


# --- Files


def test_a_copy_is_the_build(build: Generation, tmp_path: Path) -> None:
    copy = copied(pack(build), build.name, tmp_path / "copy")
    assert copy.name == build.name == current(tmp_path / "copy").name
    assert copy.manifest.graphs == build.manifest.graphs
    assert copy.manifest.meta == build.manifest.meta
    for name in ("dataset.nq", "figures.jsonl", "report.json"):
        assert copy.file(name).read_bytes() == build.file(name).read_bytes()
    assert set(copy.open()) == set(build.open())
    assert doctor(tmp_path / "copy") == []


def test_the_same_build_gives_the_same_bytes(build: Generation, tmp_path: Path) -> None:
    first = pack(build)
    again = pack(copied(first, build.name, tmp_path / "copy"))
    # The manifest names the files of the engine, which no two builds share.
    assert contents(first)[1:] == contents(again)[1:]
    assert pack(build) == first
    # No time and no name of this machine.
    assert first[4:8] == b"\0\0\0\0"
    with tarfile.open(fileobj=io.BytesIO(first)) as archive:
        assert {(m.mtime, m.uid, m.uname) for m in archive} == {(0, 0, "")}


def contents(archive: bytes) -> list[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        return [(m.name, file.read()) for m in opened if (file := opened.extractfile(m))]


def archived(members: list[tuple[str, bytes]], kind: bytes = tarfile.REGTYPE) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size, member.type = len(data), kind
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda members: [],
        lambda members: members[1:],
        lambda members: [*members, ("../escaped", b"x")],
        lambda members: [*members, ("/tmp/escaped", b"x")],
        lambda members: [*members, ("oxigraph/CURRENT", b"x")],
        lambda members: [members[0], ("figures.jsonl", b"longer than its entry says")],
        lambda members: [
            ("manifest.json", members[0][1].replace(b".nq", b".nt")),
            *members[1:],
        ],
        lambda members: [("manifest.json", b"{}"), *members[1:]],
    ],
)
def test_an_archive_of_something_else_is_refused(build: Generation, tmp_path: Path, change: Change) -> None:
    before = set(tmp_path.rglob("*"))
    with pytest.raises(BadInput, match="the archive of the build is damaged"):
        unpack(archived(change(contents(pack(build)))), tmp_path, build.name)
    written = {path.name for path in set(tmp_path.rglob("*")) - before}
    assert written <= {"dataset.nq", "figures.jsonl", "report.json"}


def test_a_manifest_cannot_name_a_file_elsewhere(build: Generation, tmp_path: Path) -> None:
    entry = build.manifest.files["report.json"]
    manifest = Manifest(build.name, {}, {"../report.json": entry}, {})
    inside = tmp_path / "inside"
    inside.mkdir()
    members = [
        ("manifest.json", manifest.to_bytes()),
        ("../report.json", build.file("report.json").read_bytes()),
    ]
    with pytest.raises(BadInput, match="not as its manifest says"):
        unpack(archived(members), inside, build.name)
    assert list(tmp_path.iterdir()) == [inside]


def test_a_link_is_no_file(build: Generation, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no file"):
        unpack(archived([("manifest.json", b"")], tarfile.DIRTYPE), tmp_path, build.name)


@pytest.mark.parametrize(
    "data",
    [b"", b"no archive", gzip.compress(b"no archive", mtime=0)[:-4]],
    ids=["empty", "text", "cut short"],
)
def test_what_is_no_archive_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="the archive of the build is damaged"):
        unpack(data, tmp_path, "000001-0123456789ab")


def test_a_cut_archive_is_refused(build: Generation, tmp_path: Path) -> None:
    archive = pack(build)
    with pytest.raises(BadInput, match="the archive of the build is damaged"):
        unpack(archive[: len(archive) // 2], tmp_path, build.name)


def test_another_build_than_the_one_named_is_refused(build: Generation, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="belongs to another store"):
        unpack(pack(build), tmp_path, "000001-0123456789ab")


def test_a_changed_file_is_no_copy_and_nothing_is_published(build: Generation, tmp_path: Path) -> None:
    members = [
        (name, data.replace(b"c7", b"c8") if name == "figures.jsonl" else data)
        for name, data in contents(pack(build))
    ]
    root = tmp_path / "copy"
    before = stores.build(root, 1).name
    with pytest.raises(StoreDamaged, match=r"figures\.jsonl differs"):
        copied(archived(members), build.name, root)
    assert current(root).name == before
    assert generations(root) == [before]


def test_a_copy_may_have_a_lower_number_than_what_it_follows(build: Generation, tmp_path: Path) -> None:
    """Which build is kept goes by which was current last: readers of the one before are not cut off."""
    root, other = tmp_path / "copy", tmp_path / "other"
    first = stores.build(other, 3)
    one = pack(first)
    two = pack(build)
    assert first.name < build.name
    for archive, name, kept in (
        (two, build.name, {build.name}),
        (one, first.name, {build.name, first.name}),
        (two, build.name, {build.name, first.name}),
    ):
        copied(archive, name, root)
        assert current(root).name == name
        assert set(generations(root)) == kept
        assert set(current(root).open()) == set((build if name == build.name else first).open())


# --- Statements


class Held(Embedded):
    """A store that holds the statements of a build."""

    def __init__(self, build: Generation) -> None:
        store = ox.Store()
        super().__init__(store)
        data = b"".join(statements(build.name, pack(build)))
        store.load(data, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(BUILD_GRAPH))

    def pieces(self) -> list[ox.Quad]:
        value = ox.NamedNode(PREFIXES["rdf"] + "value")
        found = self.store.quads_for_pattern(None, value, None)
        return sorted(found, key=lambda q: int(q.subject.value.rpartition("/")[2]))

    def change(self, quad: ox.Quad, text: str) -> None:
        self.store.remove(quad)
        self.store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal(text), quad.graph_name))


def test_what_is_put_into_a_store_comes_back(build: Generation) -> None:
    held, archive = Held(build), pack(build)
    label = look(held)
    assert label == Label(build.name, len(archive), sha256(archive))
    assert fetch(held, label) == archive
    assert len(held.pieces()) == label.pieces > 3
    assert max(len(quad.object.value) for quad in held.pieces()) == PIECE * 4 // 3
    assert standing(held, build.name) is Standing.ALONE


def test_a_store_without_a_build_says_so() -> None:
    empty = Embedded(ox.Store())
    assert look(empty) is None
    assert standing(empty, "000001-0123456789ab") is Standing.GONE


def test_a_store_that_is_being_loaded_is_told_from_one_that_is_not(build: Generation) -> None:
    held = Held(build)
    sign = ox.NamedNode(LOADING_GRAPH)
    held.store.add(ox.Quad(sign, ox.NamedNode(PREFIXES["dcterms"] + "title"), ox.Literal("x"), sign))
    assert standing(held, build.name) is Standing.AMID_OTHERS
    assert standing(held, "000001-0123456789ab") is Standing.GONE


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_piece_that_is_gone_or_changed_is_noticed(build: Generation, number: int) -> None:
    held = Held(build)
    label = look(held)
    assert label is not None
    piece = held.pieces()[number]
    which = int(piece.subject.value.rpartition("/")[2])
    for text in ("", "%%%", "é", "QUJD" * PIECE):
        held.change(piece, text)
        piece = held.pieces()[number]
        with pytest.raises(EndpointFailed, match=f"holds piece {which} of the build .* with another text"):
            fetch(held, label)
    held.change(piece, "QUJD")
    with pytest.raises(EndpointFailed, match="with other bytes than were loaded"):
        fetch(held, label)
    held.store.remove(held.pieces()[number])
    with pytest.raises(EndpointFailed, match=f"lacks piece {which} of {label.pieces}"):
        fetch(held, label)


def test_a_piece_twice_is_noticed(build: Generation) -> None:
    held = Held(build)
    label = look(held)
    assert label is not None
    first, second, *_ = held.pieces()
    held.store.add(ox.Quad(first.subject, first.predicate, second.object, first.graph_name))
    with pytest.raises(EndpointFailed, match="holds piece 1 "):
        fetch(held, label)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("dcterms:identifier", "../../etc"),
        ("dcterms:identifier", "latest"),
        ("dcat:byteSize", "-1"),
        ("dcat:byteSize", "many"),
        ("schema:sha256", "abc"),
    ],
)
def test_a_description_that_makes_no_sense_is_an_error(build: Generation, term: str, value: str) -> None:
    held = Held(build)
    prefix, _, local = term.partition(":")
    predicate = ox.NamedNode(PREFIXES[prefix] + local)
    (quad,) = held.store.quads_for_pattern(ox.NamedNode(BUILDS + build.name), predicate, None)
    held.change(quad, value)
    with pytest.raises(EndpointFailed, match="does not describe its build"):
        look(held)
    held.store.add(quad)
    with pytest.raises(EndpointFailed, match="names 2 builds"):
        look(held)


def test_a_build_that_is_too_large_is_not_fetched(build: Generation) -> None:
    held = Held(build)
    size = ox.NamedNode(PREFIXES["dcat"] + "byteSize")
    (quad,) = held.store.quads_for_pattern(None, size, None)
    held.change(quad, "300000000")
    with pytest.raises(LimitReached, match="300,000,000 bytes"):
        look(held)
