"""void.ttl: the release described by VoID and DCAT, its graphs and tables each with its digest.

No blank nodes.  What else lies in the folder is listed in manifest.json.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.graph.terms import quoted, tagged
from kg.namespaces import BASE, DATASET, ONTOLOGY, PREFIXES, VT
from kg.release.about import CREATOR, CREATOR_IRI, KEYWORDS, LICENCE, SUMMARY, TITLE, About, release_iri
from kg.release.inventory import Item

_PREFIXES: Final = {
    **{p: PREFIXES[p] for p in ("dcat", "dcterms", "foaf", "void", "xsd")},
    "spdx": "http://spdx.org/rdf/terms#",
}
_DISTRIBUTED: Final = ("data/", "tables/")
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"


def description(about: About, items: Iterable[Item]) -> str:
    """The description as Turtle."""
    head = [f"@base <{about.base}> .", *(f"@prefix {p}: <{iri}> ." for p, iri in _PREFIXES.items())]
    return (
        "\n".join([*head, *_lines(about, [item for item in items if item.path.startswith(_DISTRIBUTED)])])
        + "\n"
    )


def _node(iri: str, *statements: str) -> str:
    return f"\n<{iri}> " + " ;\n    ".join(statements) + " ."


def _lines(about: About, items: list[Item]) -> Iterator[str]:
    day = f"dcterms:issued {quoted(about.date)}^^xsd:date"
    yield _node(
        "",
        "a dcat:Dataset, void:Dataset",
        f"dcterms:title {tagged(TITLE, 'en')}",
        f"dcterms:description {tagged(SUMMARY, 'en')}",
        f"dcterms:creator <{CREATOR_IRI}>",
        f"dcterms:license <{LICENCE}>",
        f"dcterms:conformsTo <{ONTOLOGY}>",
        day,
        f"dcat:version {quoted(about.version)}",
        f"dcat:isVersionOf <{DATASET}>",
        *([f"dcat:previousVersion <{release_iri(about.previous)}>"] if about.previous else []),
        f"dcat:keyword {', '.join(tagged(word, 'en') for word in KEYWORDS)}",
        f"void:uriSpace {quoted(BASE)}",
        f"void:vocabulary <{VT}>",
        f"void:triples {about.dataset['quads']}",
        f"void:entities {about.counts['entities']}",
        *(f"void:subset <{iri}>" for iri in about.graphs),
        *(f"void:dataDump <{item.path}>" for item in items if item.path.startswith("data/")),
        *(f"dcat:distribution <{item.path}>" for item in items),
    )
    yield _node(CREATOR_IRI, "a foaf:Group", f"foaf:name {quoted(CREATOR)}")
    for iri, graph in about.graphs.items():
        yield _node(iri, "a void:Dataset", f"void:triples {graph['quads']}")
    for item in items:
        compressed = [f"dcat:compressFormat <{_MEDIA}{item.file_type}>"] if item.compressed else []
        yield _node(
            item.path,
            "a dcat:Distribution",
            f"dcterms:title {tagged(item.about, 'en')}",
            f"dcat:downloadURL <{item.path}>",
            f"dcat:mediaType <{_MEDIA}{item.media_type}>",
            *compressed,
            f'dcat:byteSize "{item.size}"^^xsd:nonNegativeInteger',
            f"dcterms:license <{LICENCE}>",
            f"spdx:checksum <{item.path}#sha256>",
        )
        yield _node(
            f"{item.path}#sha256",
            "a spdx:Checksum",
            "spdx:algorithm spdx:checksumAlgorithm_sha256",
            f'spdx:checksumValue "{item.sha256}"^^xsd:hexBinary',
        )
