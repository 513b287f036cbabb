"""JSON-LD for people and programs that know no RDF: short keys, every quad, the context inside.

Each named graph is an object with `@id` and `@graph`.  Numbers stay text (their type is in the context), so
that no JSON reader rounds them.  A value that does not have the type its key promises says its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.export.context import Context, shipped, text
from kg.export.nodes import RDF_TYPE, Node, Object, Source, graphs, parts
from kg.namespaces import GRAPH, ID, PREFIXES, VT, compact, is_local_id

_XSD = PREFIXES["xsd"]
_STRING, _BOOLEAN = _XSD + "string", _XSD + "boolean"
_INDENT = 2


def _iri(iri: str) -> str:
    """`kg:kind/id` or `graph:…` for ours, `prefix:name` where it is safe, else the IRI."""
    for prefix, namespace in (("kg", ID), ("graph", GRAPH)):
        rest = iri[len(namespace) :]
        if iri.startswith(namespace) and rest and all(map(is_local_id, rest.split("/"))):
            return f"{prefix}:{rest}"
    return compact(iri)


class _Keys:
    """The keys of predicates, and the values that they allow to be written short."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._by_iri: dict[str, tuple[str, str | None, bool]] = {}
        for key, definition in context.items():
            if key.startswith("@") or key in PREFIXES:
                continue
            name = definition if isinstance(definition, str) else definition["@id"]
            typed = None if isinstance(definition, str) else definition.get("@type")
            texts = not isinstance(definition, str) and "@container" in definition
            self._by_iri[self._expand(name)] = (key, typed, texts)

    @staticmethod
    def _expand(name: str) -> str:
        prefix, colon, local = name.partition(":")
        return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name

    def used(self, predicates: set[str]) -> Context:
        """The part of the context that these predicates need."""
        keys = {self._by_iri[p][0] for p in predicates if p in self._by_iri}
        return {k: v for k, v in self._context.items() if k.startswith("@") or k in PREFIXES or k in keys}

    def pair(self, predicate: str, objects: tuple[Object, ...]) -> tuple[str, Any]:
        """Key and value of a predicate with its objects."""
        key, typed, texts = self._by_iri.get(predicate, (compact(predicate), None, False))
        if texts:
            by_language: dict[str, list[str]] = {}
            for term in objects:
                if not isinstance(term, ox.Literal) or not term.language:
                    # The prefixed name carries no promise, so any value may stand below it.
                    return compact(predicate), _values(objects, None)
                by_language.setdefault(term.language, []).append(term.value)
            return key, {tag: _one_or_many(found) for tag, found in by_language.items()}
        return key, _values(objects, typed)


def _one_or_many(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _value(term: Object, typed: str | None) -> Any:
    if isinstance(term, ox.NamedNode):
        return _iri(term.value) if typed == "@id" else {"@id": _iri(term.value)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    datatype = term.datatype.value
    if typed is None:
        if datatype == _STRING:
            return term.value
        if datatype == _BOOLEAN and term.value in ("true", "false"):
            return term.value == "true"
    elif compact(datatype) == typed:
        return term.value
    told = {} if datatype == _STRING else {"@type": compact(datatype)}
    return {**told, "@value": term.value}


def _values(objects: tuple[Object, ...], typed: str | None) -> Any:
    return _one_or_many([_value(term, typed) for term in objects])


def _type(term: Object) -> str:
    if not isinstance(term, ox.NamedNode):
        raise ValueError(f"a literal as a type: {term}")
    rest = term.value.removeprefix(VT)
    return rest if rest != term.value and is_local_id(rest) else _iri(term.value)


def _object(node: Node, keys: _Keys) -> dict[str, Any]:
    out: dict[str, Any] = {"@id": _iri(node.subject)}
    for predicate, objects in node.properties:
        if predicate == RDF_TYPE:
            out["@type"] = _one_or_many([_type(term) for term in objects])
            continue
        key, value = keys.pair(predicate, objects)
        out[key] = value
    return out


def _indented(document: Any, depth: int) -> str:
    """JSON of a part of the document, as deep in as it will stand."""
    pad = " " * _INDENT * depth
    return pad + json.dumps(document, ensure_ascii=False, indent=_INDENT).replace("\n", "\n" + pad)


def jsonld(source: Source) -> Iterator[str]:
    """JSON-LD, every quad."""
    keys = _Keys(shipped())
    context = keys.used({predicate for _, predicate, _, _ in map(parts, source())})
    yield f'{{\n  "@context": {text(context)},\n  "@graph": ['
    between = "\n"
    for graph in graphs(source()):
        depth = 2
        if graph.name is not None:
            yield f'{between}    {{\n      "@id": {json.dumps(_iri(graph.name))},\n      "@graph": ['
            between, depth = "\n", 4
        for node in graph.nodes:
            yield between + _indented(_object(node, keys), depth)
            between = ",\n"
        if graph.name is not None:
            yield "\n      ]\n    }"
        between = ",\n"
    yield "\n  ]\n}\n"
