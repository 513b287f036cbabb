"""What the ontology says about relations and links: their words, and what they lead from and to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import settings
from kg.corpus import Classes, Predicate
from kg.namespaces import ID, PREFIXES, VT

_CAPITAL = re.compile(r"[A-Z]")
_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Predicates by reference (``predicate/operates_in``), and the domain and range of every object property
    by its name as seeds write it (``office_of``)."""

    predicates: dict[str, Predicate]
    links: dict[str, tuple[Classes, Classes]]


class _Ontology:
    """The statements of ontology/*.ttl, and the few readings of them that are needed here."""

    def __init__(self, folder: Path) -> None:
        import pyoxigraph as ox

        self.objects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.words: dict[str, dict[str, str]] = defaultdict(dict)
        self.stated: dict[str, set[str]] = defaultdict(set)
        label = PREFIXES["skos"] + "prefLabel"
        for path in sorted(folder.glob("*.ttl")):
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                subject, value = quad.subject, quad.object
                if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                    continue
                if not isinstance(value, ox.Literal):
                    self.objects[quad.predicate.value][subject.value].append(value.value)
                elif quad.predicate.value == label:
                    self.words[subject.value][value.language or ""] = value.value
                elif value.value == "true":
                    self.stated[quad.predicate.value].add(subject.value)
        self._below: dict[str, set[str]] = defaultdict(set)
        for name, parents in self.objects[_RDFS + "subClassOf"].items():
            for parent in parents:
                self._below[parent].add(name)
        for name, equals in self.objects[_OWL + "equivalentClass"].items():
            for other in equals:
                self._below[name].update(self._union(other))

    def _first(self, subject: str, predicate: str) -> str:
        return next(iter(self.objects[predicate].get(subject, ())), "")

    def _union(self, node: str) -> Iterator[str]:
        """The classes of a union."""
        rest = self._first(node, _OWL + "unionOf")
        while rest and rest != _RDF + "nil":
            yield self._first(rest, _RDF + "first")
            rest = self._first(rest, _RDF + "rest")

    def classes(self, property_: str, end: str) -> Classes:
        """The domain or range of a property: a class, or a union of classes, with all below them."""
        node = self._first(property_, _RDFS + end)
        named = [node] if node.startswith("http") else list(self._union(node))
        members, queue = set[str](), list(named)
        while queue:
            name = queue.pop()
            if name not in members:
                members.add(name)
                queue += self._below[name]
        return Classes(
            tuple(name.removeprefix(VT) for name in named),
            frozenset(name.removeprefix(VT) for name in members),
        )


def _snake(iri: str) -> str:
    """``…#officeOf`` -> ``office_of``, the inverse of `camel`."""
    return _CAPITAL.sub(lambda letter: "_" + letter[0].lower(), iri.removeprefix(VT))


def read_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The relations and links that the ontology in `folder` (default: the shipped one) defines."""
    ontology = _Ontology(folder or settings.ontology_dir())
    links = {
        _snake(iri): (ontology.classes(iri, "domain"), ontology.classes(iri, "range"))
        for iri, types in sorted(ontology.objects[_RDF + "type"].items())
        if iri.startswith(VT) and _OWL + "ObjectProperty" in types
    }
    predicates = {}
    for iri, (view, *_) in sorted(ontology.objects[VT + "viewProperty"].items()):
        ref, words = iri.removeprefix(ID), ontology.words[iri]
        ends = links.get(_snake(view), (Classes(), Classes()))
        excluded = ontology.objects[VT + "excludes"]
        predicates[ref] = Predicate(
            (words.get("en", ref), words.get("vi", ref)),
            *ends,
            single_object=iri in ontology.stated[VT + "singleObject"],
            single_subject=iri in ontology.stated[VT + "singleSubject"],
            excludes=frozenset(
                other.removeprefix(ID)
                for other in (*excluded[iri], *(one for one, others in excluded.items() if iri in others))
            ),
        )
    return Vocabulary(predicates, links)
