"""What the engines reason over: the ontology's files, a sample of the dataset, and what of them is logic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadInput, LimitReached
from kg.namespaces import ID, PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

MAX_SAMPLE: Final = 250_000
OWL_NS, RDF_NS, RDFS_NS, XSD_NS = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "xsd"))
_OWLREADY = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#"
_DESCRIBING = frozenset(
    {RDFS_NS + n for n in ("label", "comment", "seeAlso", "isDefinedBy")}
    | {OWL_NS + n for n in ("imports", "versionInfo", "versionIRI", "priorVersion", "deprecated")}
)
# The types of literals that the dataset uses and HermiT knows; xsd:date it does not.
_KNOWN = frozenset({XSD_NS + n for n in ("boolean", "decimal", "string")} | {RDF_NS + "langString"})


def ontology_files(folder: Path) -> list[Path]:
    """The Turtle files of an ontology folder in order of name; raises BadInput when there is none."""
    files = sorted(folder.glob("*.ttl")) if folder.is_dir() else []
    if not files:
        raise BadInput.at(folder, "holds no *.ttl file", remedy="give the folder of the ontology")
    return files


def load_ontology(folder: Path) -> Graph:
    """All ontology/*.ttl of `folder` as one graph.

    Raises BadInput, with line and column, on what is not strict Turtle.
    """
    import pyoxigraph as ox
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for path in ontology_files(folder):
        try:
            triples = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))
        except SyntaxError as error:
            line, column = error.lineno or 0, error.offset or 0
            raise BadInput.at(path, f"is not Turtle: {error.msg}", line=line, column=column) from None
        except OSError as error:
            raise BadInput.at(path, f"cannot be read: {error.strerror or error}") from None
        add(graph, triples)
    return graph


def load_sample(lines: Iterable[bytes]) -> Graph:
    """N-Triples or N-Quads (their graphs are dropped) as one graph, without dates.

    Raises BadInput on a line that is neither, LimitReached above `MAX_SAMPLE` statements.
    """
    import pyoxigraph as ox
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    data = b"\n".join(line.rstrip(b"\r\n") for line in lines)
    if data.count(b"\n") >= MAX_SAMPLE:
        what = f"the sample has more than {MAX_SAMPLE:,} statements"
        raise LimitReached(what, remedy="reason over a part of it")
    try:
        found = statements(data)
    except SyntaxError as error:
        raise BadInput.at("sample", f"is not N-Triples: {error.msg}", line=error.lineno or 0) from None
    add(
        graph, (t for t in found if not isinstance(t.object, ox.Literal) or t.object.datatype.value in _KNOWN)
    )
    return graph


def statements(data: bytes) -> list[Any]:
    """N-Triples or N-Quads as pyoxigraph reads them; raises SyntaxError."""
    import pyoxigraph as ox

    return list(ox.parse(data, format=ox.RdfFormat.N_QUADS))


def add(graph: Graph, triples: Iterable[Any]) -> None:
    """Put pyoxigraph statements into an rdflib graph."""
    import pyoxigraph as ox
    from rdflib import BNode, Literal, URIRef

    def term(node: Any) -> Node:
        if isinstance(node, ox.NamedNode):
            return URIRef(node.value)
        if isinstance(node, ox.BlankNode):
            return BNode(node.value)
        if node.language:
            return Literal(node.value, lang=node.language)
        return Literal(node.value, datatype=URIRef(node.datatype.value), normalize=False)

    for t in triples:
        graph.add((term(t.subject), term(t.predicate), term(t.object)))


def logical(graph: Graph, *, figures: bool = True) -> Graph:
    """A copy of `graph` without what only describes: annotations, imports, and owlready2's own terms.

    Without `figures`, the decimals of our resources are left out as well.
    """
    from rdflib import OWL, RDF, XSD, Graph, Literal, URIRef

    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    found = Graph(bind_namespaces="none")
    for s, p, o in graph:
        if str(p) in _DESCRIBING or p in annotations or s in annotations:
            continue
        if any(isinstance(t, URIRef) and t.startswith(_OWLREADY) for t in (s, p, o)):
            continue
        if not figures and str(s).startswith(ID) and isinstance(o, Literal) and o.datatype == XSD.decimal:
            continue
        found.add((s, p, o))
    return found


def assume_distinct(graph: Graph, sample: Graph) -> None:
    """State in `graph` that two resources of ours of one kind in `sample` are two things.

    Each of our IRIs stands for a thing of its own, which OWL does not assume; without it a claim in two slots
    would merely mean that the two slots are one.  Kinds need no comparison with each other: their classes are
    disjoint.
    """
    from rdflib import OWL, RDF, BNode, URIRef
    from rdflib.collection import Collection

    kinds: dict[str, set[URIRef]] = defaultdict(set)
    for node in {t for triple in sample for t in (triple[0], triple[2])}:
        if isinstance(node, URIRef) and node.startswith(ID) and node.count("/") == ID.count("/") + 1:
            kinds[node[len(ID) :].partition("/")[0]].add(node)
    for members in kinds.values():
        if len(members) > 1:
            head, items = BNode(), BNode()
            graph.add((head, RDF.type, OWL.AllDifferent))
            graph.add((head, OWL.distinctMembers, items))
            Collection(graph, items, [*sorted(members)])
