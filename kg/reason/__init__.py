"""Does the ontology hold together, and what follows from it?

In: the folder of ontology/*.ttl and, if wished, a sample of the dataset as N-Triples or N-Quads.  Out: a
`ReasonReport`: consistent or not, the unsatisfiable classes, and the named statements that follow.  The
engine is HermiT; where Java is absent an OWL 2 RL check by owlrl takes its place, and the report says so,
because OWL 2 RL finds less.

Refused: files that are not ours to load.  owlready2 imports any Python module that an ontology names and
follows owl:imports, so the engines only ever see N-Triples written here, stripped of imports, of owlready2's
own annotations and of everything that only describes.  Dates are left out of a sample: xsd:date is not in
OWL 2's datatype map, and HermiT stops on it.  owlready2 sees no figures: it turns decimals into floats.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.reason.engines import HERMIT, OWL_RL, hermit_classify, hermit_consistent, java, owlrl_expand
from kg.reason.graphs import assume_distinct, load_ontology, load_sample, logical
from kg.reason.report import Counts, ReasonReport, count, read_off

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = [
    "HERMIT",
    "OWL_RL",
    "Counts",
    "ReasonReport",
    "is_consistent",
    "load_ontology",
    "reason",
    "reason_graph",
]

TIMEOUT = 600.0
_NO_JAVA = "no Java found, so HermiT cannot run: OWL 2 RL finds less than it would"


def reason(
    ontology_dir: Path,
    sample: Iterable[bytes] | None = None,
    *,
    distinct: bool = True,
    explain: bool = False,
    timeout: float = TIMEOUT,
) -> ReasonReport:
    """Reason over the ontology of a folder and, if given, a sample of the dataset.

    The ontology is classified; with a sample, the two together are then checked for consistency, but what
    follows for the sample's individuals is not listed (`reason_graph` does, slowly).  With `distinct`, two
    IRIs of the sample are two things (see `assume_distinct`).  With `explain`, OWL 2 RL looks for the reason
    of an inconsistency.  Raises BadInput on files that cannot be read or are not RDF, LimitReached after
    `timeout` seconds, KGError when the engine fails.
    """
    graph = load_ontology(ontology_dir)
    extra = None if sample is None else load_sample(sample)
    report = reason_graph(graph, explain=explain)
    if extra is None or not report.consistent:
        return report
    for triple in extra:
        graph.add(triple)
    if distinct:
        assume_distinct(graph, extra)
    whole = logical(graph)
    counts = count(whole)
    if java() is None:
        clashes = owlrl_expand(whole)
        return replace(report, counts=counts, consistent=not clashes, clashes=clashes)
    if hermit_consistent(whole, timeout):
        return replace(report, counts=counts)
    return ReasonReport(HERMIT, True, False, counts, clashes=owlrl_expand(whole) if explain else ())


def reason_graph(graph: Graph, *, explain: bool = False) -> ReasonReport:
    """Classify an ontology, with individuals or without, that has been read into one graph."""
    core = logical(graph, figures=False)
    counts = count(core)
    if java() is None:
        clashes = owlrl_expand(core)
        if clashes:
            return ReasonReport(OWL_RL, False, False, counts, clashes=clashes, note=_NO_JAVA)
        return read_off(core, OWL_RL, counts, complete=False, note=_NO_JAVA)
    if hermit_classify(core):
        return read_off(core, HERMIT, counts, complete=True)
    return ReasonReport(HERMIT, True, False, counts, clashes=owlrl_expand(core) if explain else ())


def is_consistent(graph: Graph, *, timeout: float = TIMEOUT) -> bool:
    """Whether an ontology that has been read into one graph is consistent, figures included, by HermiT.

    Raises KGError where HermiT cannot run, LimitReached after `timeout` seconds.
    """
    return hermit_consistent(logical(graph), timeout)
