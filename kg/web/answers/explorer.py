"""The pages of the explorer, rendered in a worker: what they ask of the graph is limited as any query is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from kg.answer import Answer, Table
from kg.errors import BadInput, LimitReached
from kg.gate import check
from kg.knowledge import KnowledgeGraph
from kg.query import load
from kg.web.answers.query import run, triples
from kg.web.elsewhere import asked
from kg.web.http.negotiate import GRAPHS, TURTLE
from kg.web.http.problem import Problem
from kg.web.pages import not_found, render
from kg.web.site import Page, Site
from kg.web.workers.message import Reply
from kg.web.workers.settings import Settings


def page(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """The page at `path` in `lang`, asked with `query`; where there is none, a page that says so.

    Raises Problem 404 where nobody asked for a page (`html` is false), 400 on what is too long.
    """
    site = _site(graph, settings)
    path, lang = given["path"], given["lang"]
    found = render(graph, path, given["query"], lang, site)
    if found is None and not given["html"]:
        raise Problem(404, "there is no such address", remedy="see / and /openapi.json")
    made: Page = found or not_found(graph, lang, site, quote(path))
    return Reply(made.status, made.media_type, made.body)


def _site(graph: KnowledgeGraph, settings: Settings) -> Site:
    def ask(name: str, given: Mapping[str, str], language: str) -> Answer:
        answer = load(name).ask(asked(graph, settings), given, language)
        if len(answer) > settings.rows:
            raise LimitReached(f"the answer has more than {settings.rows:,} rows", remedy="give a parameter")
        return answer

    def select(text: str) -> Table | bool | str:
        passed = check(text)
        try:
            result = run(graph, passed, settings)
        except Problem as error:
            raise BadInput(error.what, remedy=error.remedy) from None
        return result if isinstance(result, bool | Table) else triples(result, TURTLE).decode()

    return Site(ask=ask, select=select, formats=tuple(media.name for media in GRAPHS))
