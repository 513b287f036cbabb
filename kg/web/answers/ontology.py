"""The ontology: as RDF, all axioms of it, and as a page to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pyoxigraph as ox

from kg import settings as places
from kg.knowledge import KnowledgeGraph
from kg.namespaces import ONTOLOGY, PREFIXES, VT, compact, local_id
from kg.web.answers.page import document
from kg.web.answers.query import FORMATS
from kg.web.answers.results import answer_json
from kg.web.http.negotiate import NQUADS, NTRIPLES, PLAIN_JSON, SUFFIXES
from kg.web.workers.message import Reply
from kg.web.workers.settings import Settings

_TYPE, _OWL, _SKOS = PREFIXES["rdf"] + "type", PREFIXES["owl"], PREFIXES["skos"]
_VERSION = _OWL + "versionInfo"
_SECTIONS = (
    ("classes", {"en": "Classes", "vi": "Lớp"}, {_OWL + "Class"}),
    ("properties", {"en": "Properties", "vi": "Thuộc tính"},
     {_OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}),
    ("concepts", {"en": "Closed lists", "vi": "Danh mục"}, {_SKOS + "ConceptScheme"}),
)  # fmt: skip
_SHOWN = (
    ("subClassOf", PREFIXES["rdfs"] + "subClassOf"),
    ("subPropertyOf", PREFIXES["rdfs"] + "subPropertyOf"),
    ("domain", PREFIXES["rdfs"] + "domain"),
    ("range", PREFIXES["rdfs"] + "range"),
    ("inverseOf", _OWL + "inverseOf"),
    ("isReplacedBy", PREFIXES["dcterms"] + "isReplacedBy"),
)


def ontology(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """The ontology that travels with the program, in `format`; a page in `lang`."""
    media = SUFFIXES[given["format"]]
    triples = _triples()
    if media.name == "html":
        return Reply(200, media.header, _page(triples, given["lang"]))
    prefixes = None if media in (NTRIPLES, NQUADS) else {n: p for n, p in PREFIXES.items() if n != "kg"}
    data = ox.serialize(triples, format=FORMATS[media.name], prefixes=prefixes)
    assert data is not None  # it is None only when a file is given
    return Reply(200, media.header, data)


def _triples() -> list[ox.Triple]:
    """The statements of all files; blank nodes are counted, so that they are called the same every time."""
    names: dict[str, ox.BlankNode] = {}

    def named(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term.value, ox.BlankNode(f"b{len(names) + 1}"))
        return term

    return [
        ox.Triple(named(quad.subject), quad.predicate, named(quad.object))
        for path in sorted(places.ontology_dir().glob("*.ttl"))
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def version(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """The version of the ontology that the build was made with, as JSON."""
    found = graph.engine.store.quads_for_pattern(ox.NamedNode(ONTOLOGY), ox.NamedNode(_VERSION), None)
    quad = next(found, None)
    said = quad.object.value if quad is not None and isinstance(quad.object, ox.Literal) else ""
    return Reply(200, PLAIN_JSON.header, answer_json({"version": said}))


class _Terms:
    """What is said of each named term."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.of: dict[str, dict[str, list[Any]]] = {}
        for triple in triples:
            if isinstance(triple.subject, ox.NamedNode):
                held = self.of.setdefault(triple.subject.value, {})
                held.setdefault(triple.predicate.value, []).append(triple.object)

    def text(self, iri: str, predicate: str, lang: str) -> str:
        """The text of a property in a language, or ''."""
        found = self.of.get(iri, {}).get(predicate, ())
        return next((t.value for t in found if isinstance(t, ox.Literal) and t.language == lang), "")

    def iris(self, iri: str, predicate: str) -> list[str]:
        """The IRIs of a property."""
        return sorted(t.value for t in self.of[iri].get(predicate, ()) if isinstance(t, ox.NamedNode))


def _page(triples: list[ox.Triple], lang: str) -> bytes:
    terms = _Terms(triples)
    title = terms.text(ONTOLOGY, PREFIXES["dcterms"] + "title", lang)
    version = next(iter(terms.of[ONTOLOGY].get(_VERSION, ())), None)
    out = [f"<h1>{escape(title)}</h1>"]
    out.append(f"<p>{escape(terms.text(ONTOLOGY, PREFIXES['dcterms'] + 'description', lang))}</p>")
    formats = " · ".join(f'<a href="ont.{name}">{name}</a>' for name in SUFFIXES if name != "html")
    out.append(f"<p><code>{escape(VT)}</code> · {escape(version.value if version else '')} · {formats}</p>")
    for anchor, titles, kinds in _SECTIONS:
        found = sorted(
            iri for iri in terms.of if set(terms.iris(iri, _TYPE)) & kinds and iri.startswith(VT[:-4])
        )
        if anchor != "concepts":
            found = [iri for iri in found if iri.startswith(VT)]
        out.append(f'<h2 id="{anchor}">{titles[lang]} ({len(found)})</h2>')
        out += (_term(terms, iri, lang) for iri in found)
    return document(title, lang, "\n".join(out))


def _term(terms: _Terms, iri: str, lang: str) -> str:
    label = terms.text(iri, PREFIXES["rdfs"] + "label", lang) or terms.text(iri, _SKOS + "prefLabel", lang)
    meaning = terms.text(iri, _SKOS + "definition", lang)
    lines = [
        f'<section id="{escape(local_id(iri))}"><h3>{escape(label)} <code>{escape(compact(iri))}</code></h3>'
    ]
    if meaning:
        lines.append(f"<p>{escape(meaning)}</p>")
    pairs = [(name, terms.iris(iri, predicate)) for name, predicate in _SHOWN]
    pairs.append(("members", sorted(m for m in terms.of if iri in terms.iris(m, _SKOS + "inScheme"))))
    shown = [(name, values) for name, values in pairs if values]
    if shown:
        lines.append("<dl>")
        for name, values in shown:
            said = ", ".join(_link(value) for value in values)
            lines.append(f"<dt>{name}</dt><dd>{said}</dd>")
        lines.append("</dl>")
    return "\n".join([*lines, "</section>"])


def _link(iri: str) -> str:
    name = escape(compact(iri))
    if iri.startswith(VT):
        return f'<a href="#{escape(local_id(iri))}">{name}</a>'
    return f"<code>{name}</code>"
