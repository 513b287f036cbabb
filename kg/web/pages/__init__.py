"""Every page of the explorer, as a pure function of the build, the path and the language.

>>> from kg import KnowledgeGraph
>>> from kg.web.pages import render
>>> page = render(KnowledgeGraph.open(), "slots", {}, "en")     # doctest: +SKIP
>>> page.status, page.media_type                                # doctest: +SKIP
(200, 'text/html; charset=utf-8')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote

from kg.knowledge import KnowledgeGraph
from kg.web import urls, writing
from kg.web.here import Here
from kg.web.library import Library
from kg.web.pages import (
    about,
    board,
    claim,
    editor,
    entity,
    finding,
    lists,
    overview,
    questions,
    search,
    slot,
    source,
)
from kg.web.pages.view import View
from kg.web.site import Page, Site

_SERVER: Final = Site()
_TWINS: Final = ("json", "csv", "html")


def render(
    graph: KnowledgeGraph, path: str, query: Mapping[str, str], language: str, site: Site = _SERVER
) -> Page | None:
    """The page at a page path (`kg.web.urls`), or its twin where the path ends in ``.json`` or ``.csv``.

    None where there is none.  Raises what reading the build raises.
    """
    library = Library.of(graph)
    if path == urls.SEARCH_INDEX:
        return Page(200, writing.SCRIPT, search.index(library))
    page, twin = _split(path)
    here = Here(library, site, language, page)
    made = view(here, query)
    if made is None:
        return None
    if twin == "json":
        return writing.as_json(made)
    if twin == "csv":
        return writing.as_csv(made)
    return writing.html(made, here)


def warm(graph: KnowledgeGraph) -> None:
    """Read what pages need of a build, and compile what they are made with; its store is not opened."""
    for language in urls.LANGUAGES:
        for path in (urls.ABOUT, urls.SLOTS):
            render(graph, path, {}, language)


def not_found(graph: KnowledgeGraph, language: str, site: Site = _SERVER, path: str = urls.OVERVIEW) -> Page:
    """The page that says there is none; its links are those of a page at `path`, percent-encoded."""
    here = Here(Library.of(graph), site, language, path)
    return writing.html(View("notfound.html", here.t.not_found, dict, status=404), here)


def view(here: Here, query: Mapping[str, str]) -> View | None:  # noqa: PLR0912 - a case per kind of page
    """What is shown at `here.page`; None where there is no such page."""
    parts = [unquote(part) for part in here.page.split("/")]
    match parts:
        case [""]:
            return overview.overview(here)
        case [urls.SLOTS]:
            return lists.slots(here)
        case [urls.ENTITIES]:
            return lists.entities(here)
        case [urls.SOURCES]:
            return lists.sources(here)
        case [urls.AUDIT]:
            return board.board(here, query)
        case [urls.QUESTIONS]:
            return questions.questions(here)
        case [urls.EDITOR]:
            return editor.editor(here, query)
        case [urls.SEARCH]:
            return search.search(here, query)
        case [urls.ABOUT]:
            return about.about(here)
        case ["slot", local]:
            return slot.slot(here, local)
        case ["claim", local]:
            return claim.claim(here, local)
        case ["source", local]:
            return source.source(here, local)
        case ["finding", local]:
            return finding.finding(here, local)
        case ["entity", kind, local]:
            return entity.entity(here, f"{kind}/{local}")
        case [urls.QUESTIONS, name]:
            return questions.question(here, name, query)
    return None


def paths(graph: KnowledgeGraph) -> Iterator[str]:
    """The paths of all pages of a build, in an order that does not change."""
    library = Library.of(graph)
    yield from (
        urls.OVERVIEW, urls.SLOTS, urls.ENTITIES, urls.SOURCES, urls.AUDIT, urls.QUESTIONS, urls.EDITOR,
        urls.SEARCH, urls.ABOUT,
    )  # fmt: skip
    yield from (urls.question(question.name) for question in questions.saved())
    yield from map(urls.slot, library.slots)
    yield from map(urls.entity, library.entities)
    yield from map(urls.claim, library.figures)
    yield from map(urls.claim, library.relations)
    yield from map(urls.source, library.articles)
    yield from map(urls.finding, library.findings)


def _split(path: str) -> tuple[str, str]:
    """A path without its suffix, and the suffix: ``slot/x.json`` -> ``("slot/x", "json")``."""
    page, dot, suffix = path.rpartition(".")
    if not dot or suffix not in _TWINS:
        return path, ""
    return ("" if page == "index" else page), "" if suffix == "html" else suffix
