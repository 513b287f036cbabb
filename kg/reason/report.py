"""What an engine says of an ontology, and how it is read off a graph that holds its inferences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import ID, VT
from kg.reason.graphs import OWL_NS, RDF_NS, RDFS_NS, XSD_NS

if TYPE_CHECKING:
    from rdflib import Graph

_RESERVED = (OWL_NS, RDF_NS, RDFS_NS, XSD_NS)
_BACKWARDS = "^"  # no IRI ends with it
Pair = tuple[str, str]
Triple = tuple[str, str, str]


class Counts(NamedTuple):
    """How many classes and properties of ours there are, and how many resources that have a type."""

    classes: int
    properties: int
    individuals: int


@dataclass(frozen=True, slots=True)
class ReasonReport:
    """What an engine says of an ontology.

    `complete` is False where the engine cannot find every consequence; `note` says why it ran.
    `subclasses` (class, superclass), `types` (individual, class) and `relations` (subject, property, object)
    are all named statements that hold, stated or inferred; none when the ontology is inconsistent.
    `clashes` says why it is, where that was asked for and found.
    """

    engine: str
    complete: bool
    consistent: bool
    counts: Counts
    unsatisfiable: tuple[str, ...] = ()
    subclasses: frozenset[Pair] = frozenset()
    types: frozenset[Pair] = frozenset()
    relations: frozenset[Triple] = frozenset()
    clashes: tuple[str, ...] = ()
    note: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong: consistent, and every class can have members."""
        return self.consistent and not self.unsatisfiable


def count(graph: Graph) -> Counts:
    """The counts of a graph."""
    from rdflib import OWL, RDF, URIRef

    def ours(*kinds: URIRef) -> int:
        found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
        return sum(isinstance(s, URIRef) and s.startswith(VT) for s in found)

    typed = {s for s in graph.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(ID)}
    return Counts(ours(OWL.Class), ours(OWL.ObjectProperty, OWL.DatatypeProperty), len(typed))


def read_off(graph: Graph, engine: str, counts: Counts, *, complete: bool, note: str = "") -> ReasonReport:
    """The report on a consistent graph to which an engine has added what it inferred."""
    from rdflib import OWL, RDF, RDFS, URIRef

    above: dict[str, set[str]] = defaultdict(set)
    for link, both_ways in ((RDFS.subClassOf, False), (OWL.equivalentClass, True)):
        for child, parent in graph.subject_objects(link):
            if isinstance(child, URIRef) and isinstance(parent, URIRef):
                above[str(child)].add(str(parent))
                if both_ways:
                    above[str(parent)].add(str(child))
    nothing = OWL_NS + "Nothing"
    # Everything stands above the empty class: a chain that passes through it says nothing more.
    above.pop(nothing, None)
    empty = {c for c in above if not c.startswith(_RESERVED) and nothing in _reachable(c, above)}
    named = {
        c: {a for a in _reachable(c, above) if not a.startswith(_RESERVED) and a != c}
        for c in above
        if not c.startswith(_RESERVED)
    }
    types = {
        (str(s), c)
        for s, stated in graph.subject_objects(RDF.type)
        if isinstance(s, URIRef) and isinstance(stated, URIRef)
        if not str(s).startswith(_RESERVED) and not str(stated).startswith(_RESERVED)
        for c in {str(stated), *named.get(str(stated), ())}
    }
    return ReasonReport(
        engine,
        complete,
        True,
        counts,
        tuple(sorted(empty)),
        frozenset((c, a) for c, parents in named.items() for a in parents),
        frozenset(types),
        frozenset(_relations(graph)),
        note=note,
    )


def _reachable(start: str, links: dict[str, set[str]]) -> set[str]:
    """Everything that a chain of links leads to from `start`."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in links.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _relations(graph: Graph) -> Iterator[Triple]:
    """Named statements by object properties, and what they say by the properties above and by inverses.

    Engines may leave those out as understood: HermiT those above, owlready2 the inverses.
    """
    from rdflib import OWL, RDF, RDFS, URIRef

    # A property, and a mark where it is read backwards.
    links: dict[str, set[str]] = defaultdict(set)
    reads = {str(p) for p in graph.subjects(RDF.type, OWL.ObjectProperty) if isinstance(p, URIRef)}
    back = {p: p + _BACKWARDS for p in reads}
    for link, both_ways, turned in (
        (RDFS.subPropertyOf, False, False),
        (OWL.equivalentProperty, True, False),
        (OWL.inverseOf, True, True),
    ):
        for a, b in graph.subject_objects(link):
            low, high = str(a), str(b)
            if low not in reads or high not in reads:
                continue
            for x, y in ((low, high), (high, low)) if both_ways else ((low, high),):
                links[x].add(back[y] if turned else y)
                links[back[x]].add(y if turned else back[y])
    for p in graph.subjects(RDF.type, OWL.SymmetricProperty):
        links[str(p)].add(str(p) + _BACKWARDS)
        links[str(p) + _BACKWARDS].add(str(p))
    for prop in reads:
        said = {prop} | _reachable(prop, links)
        for s, o in graph.subject_objects(URIRef(prop)):
            if isinstance(s, URIRef) and isinstance(o, URIRef):
                for other in said:
                    name = other.removesuffix(_BACKWARDS)
                    yield (str(s), name, str(o)) if name == other else (str(o), name, str(s))
