"""Statements as N-Quads lines, and the predicates that the graph uses, written once."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.terms import known, vt

A = known("rdf", "type")
LABEL = known("skos", "prefLabel")
ALT_LABEL = known("skos", "altLabel")
SCOPE_NOTE = known("skos", "scopeNote")
EXACT_MATCH = known("skos", "exactMatch")
IDENTIFIER = known("dcterms", "identifier")
DATE = known("dcterms", "date")
DERIVED_FROM = known("prov", "wasDerivedFrom")

Statement = tuple[str, str]


def node(subject: str, graph: str, statements: Iterator[Statement] | list[Statement]) -> Iterator[str]:
    """The lines of one subject; `subject`, predicates, objects and `graph` are finished terms."""
    for predicate, value in statements:
        yield f"{subject} {predicate} {value} {graph} .\n"


def type_of(name: str) -> Statement:
    """``a vt:Name``."""
    return (A, vt(name))
