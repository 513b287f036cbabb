"""RDF/XML of the union of the graphs: one element per subject and graph, no nesting, no DOCTYPE."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg.export.nodes import Node, Object, Source, graphs
from kg.namespaces import PREFIXES

_PREDICATE = re.compile(r"(.*[/#])([A-Za-z_][A-Za-z0-9_-]*)")
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XSD_STRING = PREFIXES["xsd"] + "string"
# A bare carriage return would come back as a line feed.
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_NAMESPACES = {iri: prefix for prefix, iri in PREFIXES.items() if prefix not in ("kg", "graph")}


def _split(predicate: str) -> tuple[str, str]:
    match = _PREDICATE.fullmatch(predicate)
    if match is None:
        raise ValueError(f"<{predicate}> cannot be written as an XML element")
    return match[1], match[2]


class _Names:
    """Qualified names of predicates; namespaces that have no prefix of ours are called ns1, ns2, …"""

    def __init__(self) -> None:
        self.used: dict[str, str] = {PREFIXES["rdf"]: "rdf"}

    def __call__(self, predicate: str) -> str:
        namespace, local = _split(predicate)
        if namespace not in self.used:
            self.used[namespace] = _NAMESPACES.get(namespace) or f"ns{len(self.used)}"
        return f"{self.used[namespace]}:{local}"


def _property(predicate: str, term: Object, names: _Names) -> str:
    name = names(predicate)
    if isinstance(term, ox.NamedNode):
        return f'    <{name} rdf:resource="{term.value.translate(_ATTRIBUTE)}"/>\n'
    if bad := _NOT_XML.search(term.value):
        raise ValueError(f"RDF/XML cannot hold the character U+{ord(bad[0]):04X}")
    attribute = ""
    if term.language:
        attribute = f' xml:lang="{term.language}"'
    elif term.datatype.value != _XSD_STRING:
        attribute = f' rdf:datatype="{term.datatype.value.translate(_ATTRIBUTE)}"'
    return f"    <{name}{attribute}>{term.value.translate(_TEXT)}</{name}>\n"


def _element(node: Node, names: _Names) -> str:
    lines = [_property(p, o, names) for p, objects in node.properties for o in objects]
    about = node.subject.translate(_ATTRIBUTE)
    return f'  <rdf:Description rdf:about="{about}">\n{"".join(lines)}  </rdf:Description>\n'


def rdfxml(source: Source) -> Iterator[str]:
    """RDF/XML, every triple of the union.  Raises ValueError on what XML cannot hold."""
    names = _Names()
    for quad in source():
        names(quad.predicate.value)
    declared = sorted(names.used.items(), key=lambda item: item[1])
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    yield "".join(f'\n    xmlns:{prefix}="{iri.translate(_ATTRIBUTE)}"' for iri, prefix in declared) + ">\n"
    for graph in graphs(source()):
        yield from (_element(node, names) for node in graph.nodes)
    yield "</rdf:RDF>\n"
