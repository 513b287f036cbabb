"""The pages as a folder of files that opens without a server.

Both languages and the answers to the saved questions are made side by side, each in a process of its own.
The folder is written beside its place and takes the name only when it is whole; one that is there already is
replaced only where it is an earlier site.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import BadInput, KGError, UsageError
from kg.files import check_path, disk_errors
from kg.knowledge import KnowledgeGraph
from kg.web import assets, urls, writing
from kg.web.here import Here
from kg.web.library import Library
from kg.web.pages import paths, search, view
from kg.web.site import FOLDER, Site

MARKER: Final = ".vietnam-tech-kg-site"


class Written(NamedTuple):
    """How much was written."""

    pages: int
    files: int
    size: int


def write_site(graph: KnowledgeGraph, target: Path) -> Written:
    """Write the pages of a build to the folder `target`.

    Raises UsageError where `target` holds anything but an earlier site, and what reading the build raises.
    """
    target = check_path(target)
    _check(target)
    staged = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.tmp")
    with disk_errors(target):
        try:
            staged.mkdir(parents=True)
            done = _write(graph, staged)
            (staged / MARKER).write_text(f"{graph.generation.name}\n", encoding="utf-8")
            if target.exists():
                shutil.rmtree(target)
            staged.rename(target)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
    return done


def _check(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir() or target.is_symlink():
        raise BadInput.at(target, "is not a folder", remedy="name another")
    if any(target.iterdir()) and not (target / MARKER).is_file():
        raise UsageError(f"{target} holds something else than a site", remedy="name an empty folder")


def _write(graph: KnowledgeGraph, root: Path) -> Written:
    library = Library.of(graph)
    pages = list(paths(graph))
    for page in pages:
        for language in urls.LANGUAGES:
            (root / urls.file(page, language)).parent.mkdir(parents=True, exist_ok=True)
    for name in assets.names():
        found = assets.asset(name)
        assert found is not None
        place = root / urls.ASSETS / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(found[1])
    (root / urls.SEARCH_INDEX).write_bytes(search.index(library))
    asked = [page for page in pages if page.startswith(f"{urls.QUESTIONS}/")]
    plain = [page for page in pages if not page.startswith(f"{urls.QUESTIONS}/")]
    jobs: list[Callable[[], Iterator[tuple[str, bytes]]]] = [
        lambda: _pages(library, asked, urls.LANGUAGES),
        *(lambda language=language: _pages(library, plain, (language,)) for language in urls.LANGUAGES),  # type: ignore[misc]
    ]
    made = _side_by_side(jobs, root)
    size = sum(entry.stat().st_size for entry in root.rglob("*") if entry.is_file())
    return Written(len(pages) * len(urls.LANGUAGES), made, size)


def _pages(library: Library, pages: list[str], languages: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The files of some pages, with their twins."""
    site = FOLDER
    if pages and pages[0].startswith(f"{urls.QUESTIONS}/"):
        site = _asking(library)
    for page in pages:
        for language in languages:
            here = Here(library, site, language, page)
            made = view(here, {})
            assert made is not None, page
            yield urls.file(page, language), writing.html(made, here).body
            if here.has_json:
                yield f"{urls.place(page, language)}.json", writing.as_json(made).body
            if (table := writing.as_csv(made)) is not None:
                yield f"{urls.place(page, language)}.csv", table.body


def _asking(library: Library) -> Site:
    """A folder whose questions are asked of the graph in memory: many queries run faster there."""
    import pyoxigraph as ox

    from kg.engine import Embedded
    from kg.query import load

    store = ox.Store()
    dataset = library.graph.generation.dataset  # type: ignore[attr-defined]
    if isinstance(dataset, bytes):
        store.bulk_load(dataset, ox.RdfFormat.N_QUADS)
    else:
        store.bulk_load(path=str(dataset), format=ox.RdfFormat.N_QUADS)
    engine = Embedded(store)
    return Site(folder=True, ask=lambda name, given, language: load(name).ask(engine, dict(given), language))


def _side_by_side(jobs: list[Callable[[], Iterator[tuple[str, bytes]]]], root: Path) -> int:
    """Write what each job makes, in a process for each; how many files there are.

    Where processes cannot be forked, one after the other.
    """
    if sys.platform == "win32" or not hasattr(os, "fork"):
        return sum(_files(job, root) for job in jobs)
    # Whatever is loaded already is shared and never collected: the processes are short.
    gc.freeze()
    context = get_context("fork")
    running = []
    for job in jobs:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_worker, args=(job, root, theirs))
        process.start()
        theirs.close()
        running.append((process, ours))
    total = 0
    failed: BaseException | None = None
    for process, pipe in running:
        try:
            told = pipe.recv()
        except EOFError:
            told = BadInput("a process that wrote pages ended early")
        process.join()
        if isinstance(told, int):
            total += told
        else:
            failed = failed or told
    gc.unfreeze()
    if failed is not None:
        raise failed
    return total


def _worker(job: Callable[[], Iterator[tuple[str, bytes]]], root: Path, pipe: object) -> None:
    gc.disable()
    send = pipe.send  # type: ignore[attr-defined]
    try:
        send(_files(job, root))
    except KGError as error:
        send(BadInput(error.what, place=error.place, remedy=error.remedy))
    except OSError as error:
        send(error)


def _files(job: Callable[[], Iterator[tuple[str, bytes]]], root: Path) -> int:
    count = 0
    base = f"{root}/"
    for name, body in job():
        with open(base + name, "xb") as file:
            file.write(body)
        count += 1
    return count
