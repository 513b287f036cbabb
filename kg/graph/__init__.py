"""From a corpus to RDF: N-Quads text, streamed, one named graph per article and one per other part.

`write_nquads` is deterministic: the same corpus gives the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby, islice
from typing import IO

from kg import settings
from kg.audited import Audit
from kg.collector import without_collector
from kg.corpus import Corpus
from kg.graph.claims import article_lines
from kg.graph.dataset import dataset_lines
from kg.graph.entities import entity_lines
from kg.graph.findings import Findings
from kg.graph.ontology import OntologyGraph
from kg.graph.resolution import resolution_lines
from kg.graph.slots import by_slot, slot_lines
from kg.graph.view import view_lines
from kg.namespaces import (
    DATASET_GRAPH,
    ENTITIES_GRAPH,
    FINDINGS_GRAPH,
    ONTOLOGY_GRAPH,
    SLOTS_GRAPH,
    VIEW_GRAPH,
    article_graph,
)

# Pieces (claims, entities, slots) encoded and written at a time.
_BLOCK = 128

__all__ = ["OntologyGraph", "by_slot", "write_nquads"]


def _parts(
    corpus: Corpus, ontology: OntologyGraph, audit: Audit | None, findings: Findings | None
) -> Iterator[tuple[str, Iterable[str]]]:
    """Each named graph with its text, in the order in which they are written."""
    named = corpus.named()
    yield ENTITIES_GRAPH, chain(entity_lines(named), resolution_lines(corpus.resolution, named))
    yield ONTOLOGY_GRAPH, ontology.lines
    figures = {stem: list(group) for stem, group in groupby(corpus.figures, key=lambda c: c.article)}
    relations = {stem: list(group) for stem, group in groupby(corpus.relations, key=lambda c: c.article)}
    for article in corpus.articles:
        stem = article.stem
        yield (
            article_graph(stem),
            article_lines(
                article, figures.get(stem, ()), relations.get(stem, ()), corpus.entities, corpus.predicates
            ),
        )
    yield SLOTS_GRAPH, slot_lines(corpus.figures, corpus.entities, audit)
    yield VIEW_GRAPH, view_lines(corpus.relations, corpus.entities)
    if findings is not None:
        yield FINDINGS_GRAPH, findings.lines()


def _write(pieces: Iterable[str], out: IO[bytes]) -> int:
    """Write pieces of text in blocks; returns the number of lines.  Memory stays at one block."""
    count = 0
    # Encoded before they are joined: most pieces are ASCII, whose encoding is a plain copy.
    encoded = (piece.encode("utf-8") for piece in pieces)
    while block := b"".join(islice(encoded, _BLOCK)):
        count += block.count(b"\n")
        out.write(block)
    return count


def write_nquads(
    corpus: Corpus,
    out: IO[bytes],
    *,
    timestamp: str | None = None,
    ontology: OntologyGraph | None = None,
    audit: Audit | None = None,
) -> dict[str, int]:
    """Write the whole dataset; returns the number of quads of each named graph.

    `timestamp` is an xsd:dateTime to state as the build's end; without it the data holds no clock.  The
    `ontology` is the shipped one where none is given.  With the `audit` of the corpus, there is a graph of
    findings, and slots name their origins.  Raises ValueError on a term that may not stand in RDF.
    """
    terms = ontology or OntologyGraph.of_folder(settings.ontology_dir())
    findings = None
    if audit is not None:
        corpus = replace(corpus, also=corpus.also | audit.named)
        findings = Findings(corpus, audit)
    # Writing makes no cycles, but the collector would walk the whole corpus again and again.
    with without_collector():
        counts = {graph: _write(pieces, out) for graph, pieces in _parts(corpus, terms, audit, findings)}
    things = findings.counts() if findings is not None else {}
    description = "".join(dataset_lines(corpus, counts, terms.header, timestamp, things)).encode("utf-8")
    out.write(description)
    counts[DATASET_GRAPH] = description.count(b"\n")
    return counts
