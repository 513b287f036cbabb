"""Quads in the order in which people read them: by graph, by subject, type and label first.

The dataset file holds the statements of a graph one after the other, so only one graph at a time is held in
memory.  A graph that comes again later in the input is simply begun again, which every format allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pyoxigraph as ox

from kg.namespaces import PREFIXES

Object = ox.NamedNode | ox.Literal
# Writers read the quads twice: once for the names that the top of the file declares, once to write.
Source = Callable[[], Iterable[ox.Quad]]
RDF_TYPE = PREFIXES["rdf"] + "type"
# What a reader looks for first; the other predicates follow by their IRI.
_FIRST = {RDF_TYPE: 0, PREFIXES["skos"] + "prefLabel": 1, PREFIXES["dcterms"] + "title": 1}


@dataclass(frozen=True, slots=True)
class Node:
    """All that one graph says about a subject: predicates in reading order, each with its objects."""

    subject: str
    properties: tuple[tuple[str, tuple[Object, ...]], ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph, or the default graph where `name` is None, with its nodes sorted by IRI."""

    name: str | None
    nodes: tuple[Node, ...]


def parts(quad: ox.Quad) -> tuple[str, str, Object, str | None]:
    """Subject, predicate, object and graph of a quad; raises ValueError on a blank node."""
    subject, object_, graph = quad.subject, quad.object, quad.graph_name
    if (
        not isinstance(subject, ox.NamedNode)
        or not isinstance(object_, ox.NamedNode | ox.Literal)
        or isinstance(graph, ox.BlankNode)
    ):
        raise ValueError(f"blank node in the statement {quad}")
    name = graph.value if isinstance(graph, ox.NamedNode) else None
    return subject.value, quad.predicate.value, object_, name


def _reading_order(term: Object) -> tuple[str, str]:
    return ((term.language or "") if isinstance(term, ox.Literal) else "", str(term))


def _nodes(statements: Iterable[tuple[str, str, Object, str | None]]) -> Iterator[Node]:
    held: dict[str, dict[str, set[Object]]] = {}
    for subject, predicate, object_, _ in statements:
        held.setdefault(subject, {}).setdefault(predicate, set()).add(object_)
    for subject_iri in sorted(held):
        properties = held[subject_iri]
        yield Node(
            subject_iri,
            tuple(
                (predicate, tuple(sorted(properties[predicate], key=_reading_order)))
                for predicate in sorted(properties, key=lambda p: (_FIRST.get(p, 2), p))
            ),
        )


def graphs(quads: Iterable[ox.Quad]) -> Iterator[Graph]:
    """The quads as graphs of nodes, graphs in the order of the input.  Raises ValueError on a blank node."""
    for name, run in groupby(map(parts, quads), key=itemgetter(3)):
        yield Graph(name, tuple(_nodes(run)))
