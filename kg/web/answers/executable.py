"""The saved questions as `sh:SPARQLExecutable`, so that editors and catalogues can list and run them.

Each is asked of everything: only parameters that have a value by themselves are bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from kg import query
from kg.knowledge import KnowledgeGraph
from kg.namespaces import BASE, PREFIXES
from kg.params import LANGUAGES, ParamType, bind, term
from kg.web.http.negotiate import TURTLE
from kg.web.workers.message import Reply
from kg.web.workers.settings import Settings

QUERIES = BASE + "query/"


def executables(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """Every saved question as Turtle, with the endpoint below `base` as its target."""
    lines = [f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("rdfs", "schema", "sh")]
    target = str(ox.NamedNode(given["base"] + "sparql"))
    for question in query.load_all():
        comments = [str(ox.Literal(text, language=tag)) for tag, text in sorted(question.summary.items())]
        keywords = [str(ox.Literal(tag)) for tag in question.tags]
        lines.append(
            f"\n<{QUERIES}{question.name}> a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ;\n"
            f"    rdfs:comment {' , '.join(comments)} ;\n"
            f"    schema:keywords {' , '.join(keywords)} ;\n"
            f"    schema:target {target} ;\n"
            f"    sh:select {_long(bound(question, graph))} .\n"
        )
    return Reply(200, TURTLE.header, "".join(lines).encode())


def bound(question: query.SavedQuery, graph: KnowledgeGraph) -> str:
    """The text of a question with the defaults of its parameters, in English."""
    terms = {}
    for param in question.params:
        default = LANGUAGES[0] if param.type is ParamType.LANGUAGE else param.default
        if default is not None:
            terms[param.name] = (term(param, default, graph.engine),)
    return bind(question.text, terms) if terms else question.text


def _long(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').replace("\r", "\\r")
    # A quote before the closing ones would join them.
    return f'"""{escaped[:-1]}\\""""' if escaped.endswith('"') else f'"""{escaped}"""'
