"""SHACL property paths: read from a shapes graph, written as SPARQL would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.namespaces import PREFIXES, compact
from kg.validate.terms import SH

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Subject | ox.Literal
Pairs = list[tuple[ox.NamedNode, Term]]
Statements = Mapping[Subject, Pairs]
_RDF = PREFIXES["rdf"]
_MAX_DEPTH = 20
_STEPS = {
    SH + "inversePath": "^",
    SH + "zeroOrMorePath": "*",
    SH + "oneOrMorePath": "+",
    SH + "zeroOrOnePath": "?",
}


@dataclass(frozen=True, slots=True)
class Path:
    """A path: a predicate (`kind` empty), ``/`` sequence, ``|`` alternatives, or ``^ * + ?`` of one path."""

    kind: str
    predicate: str = ""
    parts: tuple[Path, ...] = ()

    @property
    def is_predicate(self) -> bool:
        """Whether it is a single step forward."""
        return not self.kind

    def text(self) -> str:
        """The path as SPARQL writes it, with short names."""
        if self.is_predicate:
            return compact(self.predicate)
        if self.kind in "/|":
            return self.kind.join(f"({p.text()})" if p.kind in ("/", "|") else p.text() for p in self.parts)
        inner = self.parts[0].text()
        inner = f"({inner})" if self.parts[0].kind in ("/", "|") else inner
        return self.kind + inner if self.kind == "^" else inner + self.kind

    def predicates(self) -> frozenset[str]:
        """Every predicate that occurs in it."""
        if self.is_predicate:
            return frozenset({self.predicate})
        return frozenset().union(*(p.predicates() for p in self.parts))


def rdf_list(graph: Statements, head: Term) -> list[Term]:
    """The members of an RDF list; raises ValueError when it is none or runs in a circle."""
    members: list[Term] = []
    seen = set()
    while head != ox.NamedNode(_RDF + "nil"):
        if head in seen or not isinstance(head, ox.BlankNode | ox.NamedNode):
            raise ValueError("a list that has no end")
        seen.add(head)
        values = dict(graph.get(head, []))
        first, rest = values.get(ox.NamedNode(_RDF + "first")), values.get(ox.NamedNode(_RDF + "rest"))
        if first is None or rest is None:
            raise ValueError("a list that is cut off")
        members.append(first)
        head = rest
    return members


def read_path(graph: Statements, node: Term, depth: int = 0) -> Path:
    """The path that `node` describes; raises ValueError on what is none, or on a path within itself."""
    if depth > _MAX_DEPTH:
        raise ValueError("a path that contains itself")
    if isinstance(node, ox.NamedNode):
        return Path("", node.value)
    if not isinstance(node, ox.BlankNode):
        raise ValueError(f"not a path: {node}")
    read: Callable[[Term], Path] = lambda part: read_path(graph, part, depth + 1)  # noqa: E731
    statements = graph.get(node, [])
    for predicate, value in statements:
        if predicate.value in _STEPS:
            return Path(_STEPS[predicate.value], parts=(read(value),))
        if predicate.value == SH + "alternativePath":
            return Path("|", parts=tuple(map(read, rdf_list(graph, value))))
    if not statements:
        raise ValueError("a path that is empty")
    return Path("/", parts=tuple(map(read, rdf_list(graph, node))))
