"""The JSON-LD context: short keys for the ontology's properties, with the type that their values have.

ontology/context.jsonld is what `build()` makes of ontology/*.ttl, published so that others may link to it; a
test holds the two equal.  ``python -m kg.export.context > ontology/context.jsonld`` writes it anew.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg import settings
from kg.namespaces import PREFIXES, VT, compact, local_id

Context = dict[str, Any]

_OWL, _RDFS, _XSD = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["xsd"]
_KINDS = {_OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
# Properties whose values are texts in languages: a JSON object by language.
_TEXTS = {
    compact_iri.partition(":")[2]: PREFIXES[compact_iri.partition(":")[0]] + compact_iri.partition(":")[2]
    for compact_iri in (
        "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:definition", "skos:scopeNote", "skos:note",
        "skos:example", "skos:editorialNote", "dcterms:title", "dcterms:description",
    )
}  # fmt: skip
# xsd:date is not in OWL 2's datatype map, so the ontology cannot say it; the shapes do.
_DATES = {
    VT + "periodStart",
    VT + "periodEnd",
    VT + "recorded",
    VT + "statedFrom",
    VT + "statedTo",
    PREFIXES["dcterms"] + "date",
    PREFIXES["dcterms"] + "issued",
}
# Values of these types are told by JSON itself.
_NATIVE = {_XSD + "string", _XSD + "boolean", PREFIXES["rdf"] + "langString"}


def _properties(folder: Path) -> dict[str, tuple[set[str], set[str]]]:
    """Every declared property with its kinds and its ranges."""
    import pyoxigraph as ox

    declared: dict[str, tuple[set[str], set[str]]] = {_RDFS + "label": (set(), set())}
    ranges: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.ttl")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode):
                continue
            if predicate == PREFIXES["rdf"] + "type" and value.value in _KINDS:
                declared.setdefault(subject.value, (set(), set()))[0].add(value.value)
            elif predicate == _RDFS + "range":
                ranges.setdefault(subject.value, set()).add(value.value)
    return {iri: (kinds, ranges.get(iri, set())) for iri, (kinds, _) in declared.items()}


def _definition(iri: str, kinds: set[str], ranges: set[str]) -> str | dict[str, str]:
    name = compact(iri)
    if iri in _TEXTS.values():
        return {"@id": name, "@container": "@language"}
    if _OWL + "ObjectProperty" in kinds:
        return {"@id": name, "@type": "@id"}
    if iri in _DATES:
        return {"@id": name, "@type": "xsd:date"}
    if len(ranges) == 1 and next(iter(ranges)).startswith(_XSD) and not ranges & _NATIVE:
        return {"@id": name, "@type": compact(next(iter(ranges)))}
    return name


def build(folder: Path) -> Context:
    """The context of the ontology in `folder`: prefixes, then keys in alphabetical order.

    A key is a property's local name; where two vocabularies use the same, only ours has it, and the other is
    written with its prefix.
    """
    properties = _properties(folder)
    names = Counter(local_id(iri) for iri in properties)
    terms = {
        local_id(iri): _definition(iri, kinds, ranges)
        for iri, (kinds, ranges) in properties.items()
        if (names[local_id(iri)] == 1 or iri.startswith(VT)) and local_id(iri) not in PREFIXES
    }
    return {"@version": 1.1, "@vocab": VT, **dict(sorted(PREFIXES.items())), **dict(sorted(terms.items()))}


@lru_cache(maxsize=1)
def shipped() -> Context:
    """The published context, ontology/context.jsonld."""
    document = json.loads((settings.ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))
    context: Context = document["@context"]
    return context


def text(context: Context, pad: str = "  ") -> str:
    """The context as JSON, an entry a line."""
    entries = (f"{pad}  {json.dumps(key)}: {json.dumps(value)}" for key, value in context.items())
    return "{\n" + ",\n".join(entries) + f"\n{pad}}}"


def document(context: Context) -> str:
    """The file that is published."""
    return f'{{\n  "@context": {text(context)}\n}}\n'


if __name__ == "__main__":
    sys.stdout.write(document(build(settings.ontology_dir())))
