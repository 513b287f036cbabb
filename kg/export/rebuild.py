"""Which named graph a statement stands in, told from the statements alone.

Turtle, N-Triples and RDF/XML keep no graphs, but nothing is lost: each statement has one place.  By its
subject:

- an article, or what names its article with vt:article (claims, evidence and its parts, attributions):
  the graph of that article;
- a slot: the graph of slots; a market presence or a membership: the view; a finding, its causes, links and
  contradictions, a derived claim: the graph of findings;
- a judgement: the graph of entities;
- the dataset, one of its graphs, or a thing that only describes the build (activity, software, file,
  partition): the dataset graph;
- a curated entity: the view where a relation claim among the statements says so (one that is no plan and can
  be read in one way only), else the graph of entities, whose links may have the same properties;
- everything else, our terms, the concepts of the closed lists, terms that we reuse: the ontology.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.entity import KINDS
from kg.lists import Status, StatusFamily
from kg.namespaces import (
    DATASET,
    DATASET_GRAPH,
    ENTITIES_GRAPH,
    FINDINGS_GRAPH,
    GRAPH,
    ID,
    ONTOLOGY_GRAPH,
    SLOTS_GRAPH,
    VIEW_GRAPH,
    VT,
    article_graph,
    camel,
    local_id,
)

if TYPE_CHECKING:
    import pyoxigraph as ox

_BY_KIND = {
    "slot": SLOTS_GRAPH,
    "finding": FINDINGS_GRAPH,
    "cause": FINDINGS_GRAPH,
    "contradiction": FINDINGS_GRAPH,
    "derived": FINDINGS_GRAPH,
    "link": FINDINGS_GRAPH,
    "judgement": ENTITIES_GRAPH,
    "presence": VIEW_GRAPH,
    "membership": VIEW_GRAPH,
    "activity": DATASET_GRAPH,
    "software": DATASET_GRAPH,
    "file": DATASET_GRAPH,
    "partition": DATASET_GRAPH,
}
_ARTICLE = VT + "article"
_CLAIMED = {VT + name: name for name in ("subject", "predicate", "object", "status", "ambiguity")}
_Statement = tuple[str, str, str]


def _kind(iri: str) -> str:
    return iri[len(ID) :].partition("/")[0] if iri.startswith(ID) else ""


def _observed(status: str) -> bool:
    return status in list(Status) and Status(status).family is StatusFamily.OBSERVED


def _view(claims: Iterable[dict[str, str]]) -> set[_Statement]:
    """What the view says of claims, each given as its statements; figures have no predicate."""
    return {
        (claim["subject"], VT + camel(local_id(claim["predicate"])), claim["object"])
        for claim in claims
        if {"subject", "predicate", "object", "status"} <= claim.keys()
        and "ambiguity" not in claim
        and _observed(local_id(claim["status"]))
    }


def _graph(statement: _Statement, articles: dict[str, str], view: set[_Statement]) -> str:
    subject = statement[0]
    kind = _kind(subject)
    if subject in articles:
        return article_graph(articles[subject])
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    if subject == DATASET or subject.startswith(GRAPH):
        return DATASET_GRAPH
    if kind in KINDS:
        return VIEW_GRAPH if statement in view else ENTITIES_GRAPH
    return ONTOLOGY_GRAPH


def rebuild_graphs(triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    """The quads of the dataset whose union is `triples`, which are held in memory.

    Works as well on a part that `kg export` wrote.  Raises ValueError on a blank node as a subject.
    """
    import pyoxigraph as ox

    held = list(triples)
    articles: dict[str, str] = {}
    claims: dict[str, dict[str, str]] = {}
    for triple in held:
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, ox.NamedNode):
            raise ValueError(f"a statement about no named thing: {triple}")
        if _kind(subject.value) == "article":
            articles[subject.value] = local_id(subject.value)
        if predicate == _ARTICLE and isinstance(value, ox.NamedNode):
            articles[subject.value] = local_id(value.value)
        elif predicate in _CLAIMED and _kind(subject.value) == "claim":
            text = value.value if isinstance(value, ox.NamedNode | ox.Literal) else ""
            claims.setdefault(subject.value, {})[_CLAIMED[predicate]] = text
    view = _view(claims.values())
    graphs: dict[str, ox.NamedNode] = {}
    for triple in held:
        assert isinstance(triple.subject, ox.NamedNode)
        value = triple.object
        target = value.value if isinstance(value, ox.NamedNode) else ""
        graph = _graph((triple.subject.value, triple.predicate.value, target), articles, view)
        name = graphs.setdefault(graph, ox.NamedNode(graph))
        yield ox.Quad(triple.subject, triple.predicate, triple.object, name)
