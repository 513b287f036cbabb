"""What the service says of itself: the SPARQL service description, and the dataset in VoID and DCAT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.knowledge import KnowledgeGraph
from kg.namespaces import DATASET, DATASET_GRAPH, PREFIXES
from kg.web.answers.query import held
from kg.web.answers.resource import dataset_quads, written
from kg.web.http.negotiate import GRAPHS, ROWS, SUFFIXES
from kg.web.workers.message import Reply
from kg.web.workers.settings import Settings

_SD = "http://www.w3.org/ns/sparql-service-description#"
_IANA = "https://www.iana.org/assignments/media-types/"
_PROTOCOL = "http://www.w3.org/TR/sparql11-protocol/"


class _About:
    """Collects statements of one graph."""

    def __init__(self, graph: str) -> None:
        self._graph = ox.NamedNode(graph)
        self.quads: list[ox.Quad] = []

    def add(self, subject: str, predicate: str, *values: str | int | ox.Literal) -> None:
        """`predicate` is prefix:name; a text is an IRI, or prefix:name."""
        for value in values:
            term: ox.NamedNode | ox.Literal
            if isinstance(value, str):
                term = ox.NamedNode(_expanded(value))
            elif isinstance(value, int):
                term = ox.Literal(str(value), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
            else:
                term = value
            quad = ox.Quad(ox.NamedNode(subject), ox.NamedNode(_expanded(predicate)), term, self._graph)
            self.quads.append(quad)


def _expanded(name: str) -> str:
    prefix, colon, local = name.partition(":")
    if prefix == "sd":
        return _SD + local
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def service(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """The service description of the endpoint below `base`, in `format`."""
    media = SUFFIXES[given["format"]]
    endpoint = given["base"] + "sparql"
    dataset, union = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    about = _About(endpoint)
    about.add(endpoint, "rdf:type", "sd:Service")
    about.add(endpoint, "sd:endpoint", endpoint)
    about.add(endpoint, "sd:supportedLanguage", "sd:SPARQL11Query")
    about.add(endpoint, "sd:feature", "sd:UnionDefaultGraph")
    about.add(endpoint, "sd:resultFormat", *(media.iri for media in (*ROWS, *GRAPHS)))
    about.add(endpoint, "sd:defaultDataset", dataset)
    about.add(dataset, "rdf:type", "sd:Dataset")
    about.add(dataset, "sd:defaultGraph", union)
    about.add(union, "rdf:type", "sd:Graph")
    about.add(union, "void:triples", sum(g.count for g in _graphs(graph).values()))
    for name, digest in _graphs(graph).items():
        node = f"{endpoint}#{name.rpartition('/graph/')[2]}"
        about.add(dataset, "sd:namedGraph", node)
        about.add(node, "rdf:type", "sd:NamedGraph")
        about.add(node, "sd:name", name)
        about.add(node, "sd:graph", name)
        about.add(name, "rdf:type", "sd:Graph")
        about.add(name, "void:triples", digest.count)
    return Reply(200, media.header, written(about.quads, media))


def _graphs(graph: KnowledgeGraph) -> Mapping[str, Any]:
    return held(graph)


def void(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """What the build says of itself, and where all of it can be asked and downloaded below `base`."""
    media = SUFFIXES[given["format"]]
    quads = [*dataset_quads(graph), *_access(given["base"], graph)]
    return Reply(200, media.header, written(quads, media))


def _access(base: str, graph: KnowledgeGraph) -> Iterator[ox.Quad]:
    about = _About(DATASET_GRAPH)
    endpoint = base + "sparql"
    about.add(DATASET, "foaf:homepage", base)
    about.add(DATASET, "dcat:landingPage", base)
    about.add(DATASET, "void:sparqlEndpoint", endpoint)
    about.add(DATASET, "dcterms:identifier", ox.Literal(graph.generation.name))
    about.add(endpoint, "rdf:type", "dcat:DataService")
    about.add(endpoint, "dcterms:title", ox.Literal("SPARQL endpoint", language="en"))
    about.add(endpoint, "dcterms:title", ox.Literal("Điểm truy vấn SPARQL", language="vi"))
    about.add(endpoint, "dcat:endpointURL", endpoint)
    about.add(endpoint, "dcat:endpointDescription", f"{base}openapi.json")
    about.add(endpoint, "dcat:servesDataset", DATASET)
    about.add(endpoint, "dcterms:conformsTo", _PROTOCOL)
    for media in GRAPHS:
        dump = f"{base}dataset.{media.name}"
        about.add(DATASET, "void:dataDump", dump)
        about.add(DATASET, "void:feature", media.iri)
        about.add(DATASET, "dcat:distribution", dump)
        about.add(dump, "rdf:type", "dcat:Distribution")
        about.add(dump, "dcat:accessURL", dump)
        about.add(dump, "dcat:downloadURL", dump)
        about.add(dump, "dcat:mediaType", _IANA + media.types[0])
        about.add(dump, "dcterms:format", media.iri)
    yield from about.quads
