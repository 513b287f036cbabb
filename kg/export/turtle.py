"""Turtle and TriG for people: short names, one block per subject, the same order every time.

Our own resources get a prefix per kind (`company:fpt-corporation`), as in ontology/*.ttl; only prefixes that
are used stand at the top.  Literals keep their lexical form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg.export.nodes import RDF_TYPE, Node, Object, Source, graphs, parts
from kg.namespaces import ID, KIND_PREFIXES, PREFIXES

_INDENT = "    "
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(/[A-Za-z0-9_][A-Za-z0-9_-]*)*")
_XSD = PREFIXES["xsd"]
_BARE = {
    _XSD + "decimal": re.compile(r"[+-]?[0-9]+\.[0-9]+"),
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
# `kg:` and the prefixes below it would be two ways of writing the same name.
_NAMESPACES = {iri: prefix for prefix, iri in PREFIXES.items() if prefix != "kg"}


class Names:
    """Short names of IRIs; remembers which prefixes were used."""

    def __init__(self) -> None:
        self.used: dict[str, str] = {}
        self._short: dict[str, str] = {}

    def __call__(self, iri: str) -> str:
        """`prefix:name` where that is possible, else `<iri>`."""
        short = self._short.get(iri)
        if short is None:
            short = self._short[iri] = self._shorten(iri)
        return short

    def _shorten(self, iri: str) -> str:
        if iri.startswith(ID):
            kind, _, local = iri[len(ID) :].partition("/")
            prefix, namespace = kind, KIND_PREFIXES.get(kind, "")
            if not namespace:
                return f"<{iri}>"
        else:
            namespace = max((n for n in _NAMESPACES if iri.startswith(n)), key=len, default="")
            prefix, local = _NAMESPACES.get(namespace, ""), iri[len(namespace) :]
        if not prefix or not _LOCAL.fullmatch(local):
            return f"<{iri}>"
        self.used[prefix] = namespace
        return f"{prefix}:{local.replace('/', chr(92) + '/')}"

    def header(self) -> str:
        """The prefix lines of every name that was given so far."""
        ours_first = sorted(self.used, key=lambda prefix: (prefix != "vt", prefix))
        return "".join(f"@prefix {prefix}: <{self.used[prefix]}> .\n" for prefix in ours_first)


def _term(term: Object, names: Names) -> str:
    if isinstance(term, ox.NamedNode):
        return names(term.value)
    datatype = term.datatype.value
    if (bare := _BARE.get(datatype)) and bare.fullmatch(term.value):
        return term.value
    text = str(term)
    if term.language or datatype == _XSD + "string":
        return text
    return text[: text.rindex("^^") + 2] + names(datatype)


def _block(node: Node, names: Names, indent: str) -> str:
    lines = []
    for predicate, objects in node.properties:
        verb = "a" if predicate == RDF_TYPE else names(predicate)
        lines.append(verb + " " + " , ".join(_term(o, names) for o in objects))
    return indent + names(node.subject) + " " + f" ;\n{indent}{_INDENT}".join(lines) + " .\n"


def _names(source: Source, *, graph_names: bool) -> Names:
    names = Names()
    for subject, predicate, object_, graph in map(parts, source()):
        names(subject)
        if predicate != RDF_TYPE:
            names(predicate)
        _term(object_, names)
        if graph_names and graph is not None:
            names(graph)
    return names


def trig(source: Source) -> Iterator[str]:
    """TriG, every quad."""
    names = _names(source, graph_names=True)
    yield names.header()
    for graph in graphs(source()):
        yield "\n" + (f"{names(graph.name)} {{\n" if graph.name is not None else "{\n")
        for number, node in enumerate(graph.nodes):
            yield ("\n" if number else "") + _block(node, names, _INDENT)
        yield "}\n"


def turtle(source: Source) -> Iterator[str]:
    """Turtle, every triple of the union; a comment says where each graph began."""
    names = _names(source, graph_names=False)
    yield names.header()
    for graph in graphs(source()):
        if graph.name is not None:
            yield f"\n# From the graph <{graph.name}>\n"
        yield from ("\n" + _block(node, names, "") for node in graph.nodes)
