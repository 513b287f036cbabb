"""The pages as a folder of files that opens without a server.

The answers to the saved questions and all other pages are made side by side, in a process for each core.
The folder is written beside its place and takes the name only when it is whole; one that is there already is
replaced only where it is an earlier site.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.answer import Answer
from kg.answerrows import Kept, kept
from kg.errors import BadInput, KGError, UsageError
from kg.files import check_path, disk_errors
from kg.knowledge import KnowledgeGraph
from kg.web import assets, urls, writing
from kg.web.here import Here
from kg.web.library import Library
from kg.web.pages import paths, search, view
from kg.web.pages.questions import saved
from kg.web.renaming import renamed
from kg.web.site import FOLDER, Site

MARKER: Final = ".vietnam-tech-kg-site"
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# Pages of one job, and more processes than would still be of use: the questions take one of them nearly all
# the time.
_PART: Final = 200
_MOST_PROCESSES: Final = 4
# Makes the names and the contents of files.
Job = Callable[[], Iterator[tuple[str, bytes]]]


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
    asked = [page for page in pages if page.startswith(f"{urls.QUESTIONS}/")]
    plain = [page for page in pages if not page.startswith(f"{urls.QUESTIONS}/")]
    # The questions share a graph in memory, and take about half of all the time: they are begun first.
    jobs: list[Job] = [lambda: _pages(library, asked, urls.LANGUAGES)]
    for language in urls.LANGUAGES:
        for first in range(0, len(plain), _PART):
            jobs.append(partial(_pages, library, plain[first : first + _PART], (language,)))
    count, size = _side_by_side(jobs, root, lambda: _static(library))
    return Written(len(pages) * len(urls.LANGUAGES), count, size)


def _static(library: Library) -> Iterator[tuple[str, bytes]]:
    """The files that are no pages: style, scripts, type, and the index of the search box."""
    for name in assets.names():
        found = assets.asset(name)
        assert found is not None
        yield urls.ASSETS + name, found[1]
    yield urls.SEARCH_INDEX, search.index(library)


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
            if here.has_json and language == urls.DEFAULT_LANGUAGE:
                yield urls.twin(page, "json"), writing.as_json(made).body
            if (table := writing.as_csv(made)) is not None:
                yield urls.twin(page, "csv", language), table.body


def _asking(library: Library) -> Site:
    """A folder whose questions were asked when the build was made; what it has not kept is asked now.

    A question is asked once where what the library knows tells its answer in the other language.
    """
    graph = library.graph
    engine = Kept(kept(graph.generation), lambda: graph.engine)
    known = {question.name: question for question in saved()}
    asked: dict[str, Answer] = {}

    def ask(name: str, given: Mapping[str, str], language: str) -> Answer:
        question = known[name]
        if name not in asked:
            asked[name] = question.ask(engine, dict(given), urls.DEFAULT_LANGUAGE)
        if language == urls.DEFAULT_LANGUAGE:
            return asked[name]
        return renamed(question, asked[name], library, language) or question.ask(
            engine, dict(given), language
        )

    return Site(folder=True, ask=ask)


def _side_by_side(jobs: list[Job], root: Path, own: Job) -> tuple[int, int]:
    """Write what the jobs make, in a process for each core, and `own` here meanwhile.

    The number of files and of bytes.

    Where processes cannot be forked, one after the other.
    """
    if sys.platform == "win32" or not hasattr(os, "fork"):
        return _sum(_files(job, root) for job in (*jobs, own))
    # Whatever is loaded already is shared and never collected: the processes are short.
    gc.freeze()
    context = get_context("fork")
    running = []
    begun = context.Value("i", 0)
    for _ in range(min(os.cpu_count() or 1, _MOST_PROCESSES)):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_worker, args=(jobs, begun, root, theirs))
        process.start()
        theirs.close()
        running.append((process, ours))
    failed: BaseException | None = None
    try:
        done = [_files(own, root)]
    except (KGError, OSError) as error:
        done, failed = [], error
    for process, pipe in running:
        try:
            told = pipe.recv()
        except EOFError:
            told = BadInput("a process that wrote pages ended early")
        process.join()
        if isinstance(told, tuple):
            done.append(told)
        else:
            failed = failed or told
    gc.unfreeze()
    if failed is not None:
        raise failed
    return _sum(done)


def _sum(counted: Iterable[tuple[int, int]]) -> tuple[int, int]:
    files, sizes = zip(*counted, strict=True)
    return sum(files), sum(sizes)


def _worker(jobs: list[Job], begun: Any, root: Path, pipe: Connection) -> None:
    """Do jobs that no other process has begun until none is left, and tell of them."""
    gc.disable()
    send = pipe.send
    done = [(0, 0)]
    try:
        while True:
            with begun.get_lock():
                number = begun.value
                begun.value += 1
            if number >= len(jobs):
                break
            done.append(_files(jobs[number], root))
        send(_sum(done))
    except KGError as error:
        send(BadInput(error.what, place=error.place, remedy=error.remedy))
    except OSError as error:
        send(error)


def _files(job: Job, root: Path) -> tuple[int, int]:
    """Write the files of a job; how many files and bytes they are."""
    count = size = 0
    base = f"{root}/"
    made: set[str] = set()
    for name, body in job():
        folder = name.rpartition("/")[0]
        if folder not in made:
            os.makedirs(base + folder, exist_ok=True)
            made.add(folder)
        # Thousands of small files: without the buffers and the look at each that open() brings.
        file = os.open(base + name, _NEW, 0o666)
        try:
            rest = memoryview(body)
            while rest:
                rest = rest[os.write(file, rest) :]
        finally:
            os.close(file)
        count += 1
        size += len(body)
    return count, size
