"""What a worker can be asked: from a build and a few given values to the answer that the client gets.

Every answer is a function of the build and what is given; nothing else is read, so an answer may be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kg.knowledge import KnowledgeGraph
from kg.store import engine_errors
from kg.web.answers import about, executable, explorer, ontology, openapi, query, question, resource
from kg.web.http.negotiate import PLAIN_JSON
from kg.web.workers.message import Reply
from kg.web.workers.settings import Settings

Work = Callable[[KnowledgeGraph, Mapping[str, Any], Settings], Reply]


def ready(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """Open the build and look into it: what a worker does first."""
    with engine_errors(graph.generation.path):
        graph.engine.run("ASK { ?s ?p ?o }")
    return Reply(200, PLAIN_JSON.header, b"{}\n")


_WORK: dict[str, Work] = {
    "ask": question.asked,
    "graph": resource.named_graph,
    "locate": resource.locate,
    "ontology": ontology.ontology,
    "openapi": openapi.openapi,
    "page": explorer.page,
    "questions": question.questions,
    "questions.ttl": executable.executables,
    "ready": ready,
    "resource": resource.resource,
    "service": about.service,
    "sparql": query.sparql,
    "version": ontology.version,
    "void": about.void,
}


def answer(graph: KnowledgeGraph, op: str, given: Mapping[str, Any], settings: Settings) -> Reply:
    """The answer of the work called `op`; raises what that raises."""
    return _WORK[op](graph, given, settings)
