"""The saved questions as an HTTP interface: a list, and the answer to one as JSON, CSV or SPARQL results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg import query
from kg.answer import Answer, Table
from kg.csvtext import delimited
from kg.errors import UsageError
from kg.knowledge import KnowledgeGraph
from kg.params import LANGUAGES, Param, ParamType
from kg.store import engine_errors
from kg.web.answers.query import negotiated, within
from kg.web.answers.results import answer_json, rows
from kg.web.elsewhere import asked as engine
from kg.web.http.negotiate import CSV, JSON, PLAIN_JSON, TSV, XML, Media
from kg.web.http.problem import Problem
from kg.web.workers.message import Reply
from kg.web.workers.settings import Settings

# Our own JSON first; the forms of the W3C for who asks for them by name.
_ROWS = Media("sparql", JSON.types[:1], JSON.iri)
OFFERED = (PLAIN_JSON, CSV, TSV, _ROWS, XML)
LANGUAGE = "lang"


def questions(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """What can be asked: every question with its parameters and columns; links are below `base`."""
    listed = [described(question, given["base"]) for question in query.load_all()]
    return Reply(200, PLAIN_JSON.header, answer_json({"build": graph.generation.name, "questions": listed}))


def described(question: query.SavedQuery, base: str) -> dict[str, Any]:
    """A question for programs."""
    return {
        "name": question.name,
        "numbers": list(question.questions),
        "summary": dict(question.summary),
        "tags": list(question.tags),
        "parameters": {param.name: _parameter(param) for param in question.params},
        "columns": {name: str(type_) for name, type_ in question.columns.items()},
        "url": f"{base}api/questions/{question.name}",
        "sparql": question.text,
    }


def _parameter(param: Param) -> dict[str, Any]:
    found: dict[str, Any] = {"type": str(param.type), "hint": param.hint, "required": param.required}
    if param.kinds:
        found["kinds"] = list(param.kinds)
    if param.default is not None:
        found["default"] = param.default
    return found


def asked(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """The answer to the question `name` with `params`, a list of name and value pairs, as of `accept`.

    Raises Problem 404 on an unknown question, 400 on parameters that do not fit, with what would.
    """
    media = negotiated(given["accept"], OFFERED)
    try:
        question = query.load(given["name"])
    except UsageError as error:
        raise Problem(404, error.what, remedy=error.remedy) from None
    params: dict[str, str] = {}
    for name, value in given["params"]:
        if name in params:
            raise Problem(400, f"parameter {name} is given twice", remedy="ask twice")
        params[name] = value
    # `lang` is the language of the answer, also where the question has no such parameter.
    language = params.get(LANGUAGE, LANGUAGES[0])
    if language not in LANGUAGES:
        raise Problem(400, "lang is en or vi")
    if all(param.type is not ParamType.LANGUAGE for param in question.params):
        params.pop(LANGUAGE, None)
    with engine_errors(graph.generation.path):
        answer = question.ask(engine(graph, settings), params, language)
        if len(answer) > settings.rows:
            raise Problem(400, f"the answer has more than {settings.rows:,} rows", remedy="give a parameter")
        body = _body(graph, question, answer, params, language, media)
    return Reply(200, media.header, within(body, settings))


def _body(
    graph: KnowledgeGraph,
    question: query.SavedQuery,
    answer: Answer,
    params: Mapping[str, str],
    language: str,
    media: Media,
) -> bytes:
    if media is CSV:
        return "".join(delimited(answer.columns, answer.rows)).encode()
    if media is not PLAIN_JSON:
        return rows(Table(answer.columns, answer.terms), JSON if media is _ROWS else media)
    content = {
        "build": graph.generation.name,
        "question": question.name,
        "summary": question.summary[language],
        "parameters": dict(params),
        "answer": answer.sentence(language) if question.answer else None,
        "columns": list(answer.columns),
        "rows": answer.rows,
        "sparql": answer.query,
    }
    return answer_json(content)
