"""The page where one asks the graph in SPARQL: a plain form that works without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from kg.answer import Table, term_to_json
from kg.errors import BadInput, KGError, LimitReached, UsageError
from kg.namespaces import ID, compact, reference
from kg.web import urls
from kg.web.here import Here
from kg.web.pages.questions import exists, saved
from kg.web.pages.view import View
from kg.web.shown import visible

_MOST_ROWS = 500
_FIRST = """\
PREFIX vt: <https://w3id.org/vietnam-tech-kg/ont#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

# Which metrics do most claims speak of?
SELECT ?metric ?label (COUNT(?claim) AS ?claims) WHERE {
  GRAPH ?article { ?claim a vt:FigureClaim ; vt:metric ?metric }
  GRAPH ?entities { ?metric skos:prefLabel ?label }
  FILTER(LANG(?label) = "en")
}
GROUP BY ?metric ?label
ORDER BY DESC(?claims)
LIMIT 20
"""


def editor(here: Here, query: Mapping[str, str]) -> View:
    """The editor; on a server, ``query`` is run and its result shown."""
    text = query.get("query", "")
    example = query.get("example", "")
    if not text and example:
        text = _example(here, example, query)
        asked = False
    else:
        asked = bool(text.strip())
    result: dict[str, Any] | None = None
    problem, status = "", 200
    data: dict[str, Any] = {"query": text}
    if asked and here.site.select is not None:
        try:
            found = here.site.select(text)
        except (BadInput, UsageError) as error:
            problem, status = error.line(), 400
        except LimitReached as error:
            problem, status = error.line(), 503
        except KGError as error:
            problem, status = error.line(), 502
        else:
            result = _shown(here, found)
            data["result"] = _plain(found)
    if problem:
        data["error"] = problem
    fields = {
        "query": text or _FIRST,
        "result": result,
        "problem": problem,
        "can_run": here.site.select is not None,
        "examples": [(q.name, q.summary[here.language]) for q in saved()],
    }
    return View("editor.html", here.t.editor_title, lambda: data, fields, urls.EDITOR, status)


def _example(here: Here, name: str, query: Mapping[str, str]) -> str:
    """The query of a saved question, asked with the parameters in `query`; empty where there is none."""
    held = next((q for q in saved() if q.name == name), None)
    if held is None:
        return ""
    own = {param.name for param in held.params}
    given = {key: value for key, value in query.items() if key in own and value}
    try:
        return here.ask(name, given).query
    except KGError:
        # A parameter is missing or wrong: the text with its open places says more than nothing.
        return held.text


def _shown(here: Here, found: Table | bool | str) -> dict[str, Any]:
    if isinstance(found, bool):
        return {"truth": found, "columns": (), "rows": [], "total": 0, "text": ""}
    if isinstance(found, str):
        return {"truth": None, "columns": (), "rows": [], "total": found.count("\n"), "text": found}
    rows = [[_cell(here, term) for term in row] for row in found.rows[:_MOST_ROWS]]
    return {"truth": None, "columns": found.columns, "rows": rows, "total": len(found.rows), "text": ""}


def _cell(here: Here, term: Any) -> Any:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        if term.value.startswith(ID):
            kind, _, local = reference(term.value).partition("/")
            page = urls.of_resource(kind, local, here.library.kinds)
            if page and exists(here.library, kind, local):
                return here.page_link(page, reference(term.value))
            return visible(reference(term.value))
        short = compact(term.value)
        return here.out(term.value) if short == term.value else visible(short)
    return visible(term.value)


def _plain(found: Table | bool | str) -> Any:
    if isinstance(found, bool | str):
        return found
    names = found.columns
    return [
        {name: term_to_json(term) for name, term in zip(names, row, strict=True) if term is not None}
        for row in found.rows[:_MOST_ROWS]
    ]
