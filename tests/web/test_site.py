"""`kg site`: a folder of pages that opens from a disk, in which no link leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from kg.knowledge import KnowledgeGraph
from kg.web import assets, folder, urls
from kg.web.folder import MARKER, write_site
from kg.web.library import Library
from kg.web.pages import paths
from kg.web.pages.questions import saved
from kg.web.renaming import renamed

ADDRESS = re.compile(r'\s(href|src|action|data-index|data-folder)="([^"]*)"')
ID = re.compile(r'\sid="([^"]*)"')


@pytest.fixture(scope="module")
def graph(ecosystem_store: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(ecosystem_store)


@pytest.fixture(scope="module")
def site(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole graph as a folder."""
    target = tmp_path_factory.mktemp("site") / "out"
    write_site(graph, target)
    return target


def files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file())


def test_every_page_is_there_in_both_languages(graph: KnowledgeGraph, site: Path) -> None:
    expected = {urls.file(page, language) for page in paths(graph) for language in urls.LANGUAGES}
    assert {p.relative_to(site).as_posix() for p in site.rglob("*.html")} == expected


def test_no_link_is_broken(site: Path) -> None:
    """Every link of every page leads to a file of the folder, to a place in it, or to another site."""
    there = {path.relative_to(site).as_posix() for path in files(site)}
    text = {name: (site / name).read_text(encoding="utf-8") for name in there if name.endswith(".html")}
    ids = {name: set(ID.findall(body)) for name, body in text.items()}
    broken = []
    links = 0
    for name, body in text.items():
        base = name.rpartition("/")[0]
        for attribute, written in set(ADDRESS.findall(body)):
            address = written.replace("&amp;", "&")
            if address.startswith(("https://", "http://")):
                assert attribute == "href", f"{name} loads {address}"
                continue
            path, _, anchor = address.partition("#")
            path = path.partition("?")[0]
            target = unquote(_resolved(base, path)) if path else name
            links += 1
            if target.endswith("/"):
                continue
            if target not in there or (anchor and target in ids and anchor not in ids[target]):
                broken.append(f"{name}: {address}")
    assert not broken, f"{len(broken)} of {links}: {broken[:5]}"
    assert links > 100_000


def _resolved(base: str, path: str) -> str:
    parts = base.split("/") if base else []
    for part in path.split("/"):
        if part == "..":
            assert parts, f"{base}/{path} leads out of the folder"
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def test_no_two_files_differ_by_case_only(site: Path) -> None:
    """Where file systems do not tell ``A`` from ``a``, a page would replace another."""
    names = [path.relative_to(site).as_posix() for path in files(site)]
    assert len({name.lower() for name in names}) == len(names)
    assert max(len(name) for name in names) < 200


def test_the_same_build_makes_the_same_bytes(built_store: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph.open(built_store)
    for name in ("one", "two"):
        write_site(graph, tmp_path / name)
        Library.of(graph).__dict__.pop("_kept", None)
    one, two = (
        {p.relative_to(tmp_path / n).as_posix(): p.read_bytes() for p in files(tmp_path / n)}
        for n in ("one", "two")
    )
    assert one == two
    assert len(one) > 500


def test_answers_are_asked_once_where_only_names_differ(graph: KnowledgeGraph) -> None:
    """An answer in English with Vietnamese names and texts is the answer in Vietnamese."""
    library = Library.of(graph)
    told = 0
    for question in saved():
        if any(param.required for param in question.params):
            continue
        english, local = graph.ask(question.name, "en"), graph.ask(question.name, "vi")
        made = renamed(question, english, library, "vi")
        if made is None:
            continue
        told += 1
        assert made.query == local.query, question.name
        # Rows that are ordered by name may stand in another order.
        assert sorted(map(str, made.rows)) == sorted(map(str, local.rows)), question.name
    assert told > 30


def test_an_earlier_site_is_replaced_and_nothing_else(built_store: Path, tmp_path: Path, kg) -> None:
    target = tmp_path / "out"
    done = kg("site", str(target), "--store", str(built_store))
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"wrote [\d,]+ pages, [\d,]+ files, [\d.]+ MB: .*index\.html\n", done.stderr)
    (target / "slot" / "old.html").write_text("old")
    assert kg("site", str(target), "--store", str(built_store)).returncode == 0
    assert not (target / "slot" / "old.html").exists()
    (target / MARKER).unlink()
    refused = kg("site", str(target), "--store", str(built_store))
    assert refused.returncode == 2
    assert "holds something else than a site" in refused.stderr
    assert (target / "index.html").exists()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")], "something was left beside it"


@pytest.mark.parametrize("broken", ["file", "url", "nostore"])
def test_what_cannot_be_written_to_is_told(built_store: Path, tmp_path: Path, kg, broken: str) -> None:
    (tmp_path / "file").write_text("x")
    target = {"file": tmp_path / "file", "url": "https://x.test/site", "nostore": tmp_path / "out"}[broken]
    store = tmp_path / "none" if broken == "nostore" else built_store
    done = kg("site", str(target), "--store", str(store))
    assert done.returncode == {"file": 3, "url": 2, "nostore": 3}[broken]
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr


def test_a_failure_leaves_the_old_site(
    built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = KnowledgeGraph.open(built_store)
    target = tmp_path / "out"
    target.mkdir()
    (target / MARKER).write_text("x\n")

    def fails(*_: object) -> Iterator[tuple[str, bytes]]:
        raise OSError(28, "No space left on device")
        yield "", b""

    monkeypatch.setattr(folder, "_pages", fails)
    with pytest.raises(Exception, match="no room to write"):
        write_site(graph, target)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_as_of_a_day(built_store: Path, tmp_path: Path) -> None:
    """What was known on a day is a site too."""
    graph = KnowledgeGraph.open(built_store).as_of("2026-12-31", "recorded")
    done = write_site(graph, tmp_path / "out")
    assert done.pages == 2 * len(list(paths(graph)))
    assert "as of 2026-12-31" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_static_files_are_known_by_name() -> None:
    names = list(assets.names())
    assert {"explorer.css", "explorer.js", "icon.svg", "yasgui/yasgui.min.js", "fonts/OFL.txt"} <= set(names)
    for name in names:
        found = assets.asset(name)
        assert found is not None
        assert found[1]
    for name in ("", "../site.py", "none.css", "fonts", "fonts/../../site.py"):
        assert assets.asset(name) is None
