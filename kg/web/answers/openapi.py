"""The HTTP interface as an OpenAPI 3.1 document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from kg import query
from kg.answer import ColumnType
from kg.knowledge import KnowledgeGraph
from kg.literals import FIRST_YEAR, LAST_YEAR
from kg.params import CHOICES, LANGUAGES, MAX_TEXT, Param, ParamType
from kg.web.answers.question import LANGUAGE, OFFERED
from kg.web.answers.results import answer_json
from kg.web.http.negotiate import GRAPHS, PLAIN_JSON, ROWS, SUFFIXES, Media
from kg.web.http.problem import PROBLEM, phrase
from kg.web.workers.message import Reply
from kg.web.workers.settings import Settings

Json = dict[str, Any]
_COLUMN: Mapping[ColumnType, Json] = {
    ColumnType.BOOLEAN: {"type": ["boolean", "null"]},
    ColumnType.DECIMAL: {"type": ["string", "null"], "format": "decimal"},
}
_TEXT: Json = {"type": ["string", "null"]}


def openapi(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """The document, for the server at `base`."""
    return Reply(200, PLAIN_JSON.header, answer_json(document(given["base"])))


def document(base: str) -> Json:
    """The interface of a server at `base`."""
    paths: Json = {
        "/sparql": _sparql(),
        "/graph-store": {"get": _graph_store()},
        "/id/{kind}/{id}": {"get": _resource()},
        "/api/questions": {"get": _plain("listQuestions", "The saved questions", "questions", PLAIN_JSON)},
    }
    for question in query.load_all():
        paths[f"/api/questions/{question.name}"] = {"get": _question(question)}
    for path, summary, media in (
        ("/ont", "The ontology", SUFFIXES.values()),
        ("/.well-known/void", "The dataset, in VoID and DCAT", GRAPHS),
        ("/questions.ttl", "The saved questions for SPARQL editors", (SUFFIXES["ttl"],)),
        ("/context.jsonld", "The JSON-LD context", (SUFFIXES["jsonld"],)),
        ("/health", "Whether the service can answer", (PLAIN_JSON,)),
        ("/metrics", "Counters for Prometheus", (Media("text", ("text/plain",)),)),
    ):
        name = "get" + path.strip("/").replace(".", "-").replace("/", "-").title().replace("-", "")
        paths[path] = {"get": _plain(name, summary, "about", *media)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vietnam tech knowledge graph",
            "summary": "Figures of Vietnam's tech ecosystem: words, origin, uncertainty, contradictions",
            "version": _version(),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": base.rstrip("/")}],
        "tags": [
            {"name": "questions", "description": "Saved questions with typed parameters"},
            {"name": "sparql", "description": "SPARQL 1.1 Protocol and Graph Store Protocol, to read"},
            {"name": "linked-data", "description": "What the graph says of one thing"},
            {"name": "about", "description": "The service, the dataset and its vocabulary"},
        ],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM_SCHEMA, "Term": _TERM_SCHEMA, "SparqlResults": _RESULTS_SCHEMA},
            "headers": {"Build": {"description": "The build that was read", "schema": {"type": "string"}}},
        },
    }


def _version() -> str:
    try:
        return version("vietnam-tech-kg")
    except PackageNotFoundError:
        return "0"


_PROBLEM_SCHEMA: Json = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "place": {"type": "string"},
        "remedy": {"type": "string"},
    },
}
_TERM_SCHEMA: Json = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {
        "type": {"enum": ["uri", "literal", "bnode"]},
        "value": {"type": "string"},
        "xml:lang": {"type": "string"},
        "datatype": {"type": "string"},
    },
}
_RESULTS_SCHEMA: Json = {
    "type": "object",
    "required": ["head"],
    "properties": {
        "head": {"type": "object", "properties": {"vars": {"type": "array", "items": {"type": "string"}}}},
        "boolean": {"type": "boolean"},
        "results": {
            "type": "object",
            "properties": {
                "bindings": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": {"$ref": "#/components/schemas/Term"},
                    },
                }
            },
        },
    },
}


def _answers(content: Json, *statuses: int) -> Json:
    problem = {PROBLEM.types[0]: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    headers = {"X-KG-Build": {"$ref": "#/components/headers/Build"}}
    found: Json = {"200": {"description": phrase(200), "headers": headers, "content": content}}
    for status in statuses:
        found[str(status)] = {"description": phrase(status), "content": problem}
    return found


def _content(media: Iterable[Media], schemas: Mapping[str, Json] | None = None) -> Json:
    found: Json = {}
    for form in media:
        schema = (schemas or {}).get(form.types[0])
        found.setdefault(form.types[0], {"schema": schema} if schema else {})
    return found


def _plain(name: str, summary: str, tag: str, *media: Media) -> Json:
    return {
        "operationId": name, "summary": summary, "tags": [tag], "responses": _answers(_content(media), 503),
    }  # fmt: skip


def _sparql() -> Json:
    graphs = [
        {
            "name": name, "in": "query", "description": "A named graph of this store; repeatable",
            "schema": {"type": "array", "items": {"type": "string", "format": "iri"}}, "explode": True,
        }
        for name in ("default-graph-uri", "named-graph-uri")
    ]  # fmt: skip
    results = {ROWS[0].types[0]: {"$ref": "#/components/schemas/SparqlResults"}}
    responses = _answers(_content((*ROWS, *GRAPHS), results), 400, 406, 413, 414, 415, 429, 503)
    query_parameter = {
        "name": "query", "in": "query", "schema": {"type": "string"},
        "description": "SPARQL 1.1; without it the answer is the service description",
    }  # fmt: skip
    return {
        "get": {
            "operationId": "sparqlGet", "summary": "Ask with SPARQL", "tags": ["sparql"],
            "parameters": [query_parameter, *graphs], "responses": responses,
        },
        "post": {
            "operationId": "sparqlPost", "summary": "Ask with SPARQL", "tags": ["sparql"],
            "parameters": graphs,
            "requestBody": {
                "required": True,
                "content": {
                    "application/sparql-query": {"schema": {"type": "string"}},
                    "application/x-www-form-urlencoded": {
                        "schema": {
                            "type": "object", "required": ["query"],
                            "properties": {"query": {"type": "string"}},
                        }
                    },
                },
            },
            "responses": responses,
        },
    }  # fmt: skip


def _graph_store() -> Json:
    return {
        "operationId": "getGraph", "summary": "A named graph, or with `default` all of them",
        "tags": ["sparql"],
        "parameters": [
            {"name": "graph", "in": "query", "schema": {"type": "string", "format": "iri"}},
            {"name": "default", "in": "query", "allowEmptyValue": True, "schema": {"type": "string"}},
        ],
        "responses": _answers(_content(GRAPHS), 400, 404, 406, 503),
    }  # fmt: skip


def _resource() -> Json:
    responses = _answers(_content(SUFFIXES.values()), 404, 406, 503)
    responses["303"] = {"description": "Where the form that you accept is"}
    return {
        "operationId": "getResource", "summary": "What the graph says of a thing", "tags": ["linked-data"],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": example}
            for name, example in (("kind", "company"), ("id", "fpt-corporation"))
        ],
        "responses": responses,
    }  # fmt: skip


def _question(question: query.SavedQuery) -> Json:
    parameters = [_parameter(param) for param in question.params]
    if LANGUAGE not in {param.name for param in question.params}:
        parameters.append(_parameter(Param(LANGUAGE, ParamType.LANGUAGE)))
    row = {
        "type": "object",
        "properties": {name: _COLUMN.get(type_, _TEXT) for name, type_ in question.columns.items()},
    }
    answer = {
        "type": "object",
        "required": ["build", "question", "columns", "rows"],
        "properties": {
            "build": {"type": "string"},
            "question": {"const": question.name},
            "summary": {"type": "string"},
            "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
            "answer": {"type": ["string", "null"], "description": "The answer in one sentence"},
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": row},
            "sparql": {"type": "string"},
        },
    }
    camel = "".join(word.title() for word in question.name.split("-"))
    return {
        "operationId": f"ask{camel}",
        "summary": question.summary["en"],
        "description": question.summary["vi"],
        "tags": ["questions"],
        "parameters": parameters,
        "responses": _answers(_content(OFFERED, {PLAIN_JSON.types[0]: answer}), 400, 404, 406, 503),
    }


def _parameter(param: Param) -> Json:
    schema: Json = {"type": "string", "maxLength": MAX_TEXT}
    if param.type is ParamType.CHOICE:
        schema = {"enum": [str(choice) for choice in CHOICES[param.choices]]}
    elif param.type is ParamType.LANGUAGE:
        schema = {"enum": list(LANGUAGES), "default": LANGUAGES[0]}
    elif param.type is ParamType.YEAR:
        schema = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    elif param.type is ParamType.DATE:
        schema = {"type": "string", "format": "date"}
    elif param.type is ParamType.INTEGER:
        schema = {"type": "integer"}
    if param.default is not None:
        schema["default"] = int(param.default) if schema.get("type") == "integer" else param.default
    return {
        "name": param.name, "in": "query", "required": param.required, "description": param.hint,
        "schema": schema,
    }  # fmt: skip
