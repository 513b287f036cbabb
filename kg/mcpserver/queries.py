"""The tools that ask the engine: a saved question, a query of one's own.  They run in a child process."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg import gate
from kg.answer import Cell, ColumnType, Table, term_to_json
from kg.engine import Embedded, Result
from kg.errors import LimitReached, UsageError
from kg.mcpserver import answers as a
from kg.mcpserver import asks
from kg.mcpserver import parts as p
from kg.mcpserver.book import Book
from kg.mcpserver.telling import Teller, said, shown
from kg.namespaces import PREFIXES, compact, local_id, resource
from kg.query import load

Row = dict[str, Any]
MAX_ROWS = 10_000
# So many figures leave room for the rows.
_FIGURES = 10
# Periods and dates are texts too, but no words.
_TIME = re.compile(r"[0-9][0-9QH/-]*|as of [0-9-]+|undated")
_WORDS = ("", PREFIXES["xsd"] + "string")


def _engine(book: Book) -> Embedded:
    return Embedded(book.built.open(), MAX_ROWS)


def question(book: Book, ask: asks.RunQuestion) -> a.Rows:
    """The rows of a saved question."""
    query = load(ask.name)
    try:
        answer = query.ask(_engine(book), ask.parameters, ask.language)
    except UsageError as error:
        # What the command line would have one do.
        remedy = "find ids by search_entities" if "`kg " in error.remedy else error.remedy
        raise UsageError(error.what, place="parameters", remedy=remedy) from None
    rows = answer.rows
    if rows and ask.offset >= len(rows):
        raise UsageError(f"there are {len(rows)} rows", place="offset", remedy="begin at 0")
    if not rows:
        given = ", ".join(f"{name} {value}" for name, value in ask.parameters.items())
        what = f"no source in the graph answers {ask.name}" + (f" with {given}" if given else "")
        raise UsageError(what, remedy="give fewer parameters, or look by search_slots")
    page = rows[ask.offset : ask.offset + ask.limit]
    named = [name for name in answer.columns if name.split("_")[-1] == "article"]
    stems = dict.fromkeys(str(row[name]) for row in page for name in named if row[name])
    teller = Teller(book, ask.language)
    told: Row = {
        "question": query.name,
        "summary": query.summary[ask.language],
        "parameters": {param.name: param.hint for param in query.params},
        "columns": list(answer.columns),
        "rows": [
            [_cell(row[name], kind) for name, kind in zip(answer.columns, answer.types, strict=True)]
            for row in page
        ],
        "offset": ask.offset,
        "total": len(rows),
        "sources": [teller.source(stem) for stem in stems],
    }
    if query.answer:
        told["sentence"] = said(answer.sentence(ask.language))
    return a.Rows(**book.head, **told)


def _cell(cell: Cell, kind: ColumnType) -> p.Cell:
    if cell is None or isinstance(cell, bool):
        return cell
    if kind is ColumnType.TEXT and not _TIME.fullmatch(str(cell)):
        return said(str(cell))
    return shown(f"{cell:f}" if not isinstance(cell, str) else cell)


def sparql(book: Book, ask: asks.Sparql) -> a.Result:
    """The result of a query that the gate lets through."""
    passed = gate.check(ask.query)
    with passed.places():
        result = _run(book, passed)
    if isinstance(result, bool):
        return a.Result(**book.head, form="boolean", boolean=result, total=1, claims_named=0, figures=[])
    if isinstance(result, Table):
        if not result.rows:
            raise _nothing()
        return a.Result(
            **book.head,
            form="rows",
            columns=list(result.columns),
            rows=[[None if t is None else _term(t) for t in row] for row in result.rows],
            total=len(result.rows),
            **_figures(book, (term for row in result.rows for term in row)),
        )
    if not result:
        raise _nothing()
    terms: list[list[Any]] = [[triple.subject, triple.predicate, triple.object] for triple in result]
    return a.Result(
        **book.head,
        form="triples",
        triples=[[_term(term) for term in triple] for triple in terms],
        total=len(result),
        **_figures(book, (term for triple in terms for term in triple)),
    )


def _nothing() -> UsageError:
    remedy = "look ids up by search_entities and search_slots"
    return UsageError("the query finds nothing", place="query", remedy=remedy)


def _run(book: Book, passed: gate.Passed) -> Result:
    try:
        return _engine(book).run(passed.text, union=passed.union)
    except LimitReached as error:
        raise LimitReached(error.what, remedy="add LIMIT and OFFSET, or count") from None


def _term(term: Any) -> p.Term:
    held = term_to_json(term)
    value = shown(held["value"])
    if held["type"] == "uri":
        return p.Term(iri=value)
    if held["type"] == "bnode":
        return p.Term(value=f"_:{value}")
    if language := held.get("xml:lang"):
        return p.Term(quoted_data=value, language=language)
    datatype = held.get("datatype", "")
    if datatype in _WORDS:
        return p.Term(quoted_data=value)
    return p.Term(value=value, datatype=compact(datatype))


def _figures(book: Book, terms: Iterable[object]) -> Row:
    """How many figure claims a result names, and the first of them in full."""
    start = resource("claim", "x")[:-1]
    named = (term.value for term in terms if isinstance(term, ox.NamedNode))
    ids = dict.fromkeys(local_id(iri) for iri in named if iri.startswith(start))
    if not ids:
        return {"claims_named": 0, "figures": []}
    teller = Teller(book)
    held = [book.figures[id_] for id_ in ids if id_ in book.figures]
    return {"claims_named": len(held), "figures": [teller.figure(claim) for claim in held[:_FIGURES]]}
