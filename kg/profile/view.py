"""An ontology as the rules see it: which names OWL 2 reserves, and a graph with questions to ask of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib.term import Node

from kg.finding import Finding
from kg.lists import Severity

ANNOTATION, DATA, OBJECT = "annotation property", "data property", "object property"
ROLE: Final = {OWL.AnnotationProperty: ANNOTATION, OWL.DatatypeProperty: DATA, OWL.ObjectProperty: OBJECT}
RESERVED: Final = tuple(str(n) for n in (OWL, RDF, RDFS, XSD))
BUILT_IN_PROPERTIES: Final = {
    **dict.fromkeys((RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy), ANNOTATION),
    **dict.fromkeys(
        (OWL.backwardCompatibleWith, OWL.deprecated, OWL.incompatibleWith, OWL.priorVersion, OWL.versionInfo),
        ANNOTATION,
    ),
    OWL.topObjectProperty: OBJECT, OWL.bottomObjectProperty: OBJECT,
    OWL.topDataProperty: DATA, OWL.bottomDataProperty: DATA,
}  # fmt: skip
# OWL 2's datatype map (§4), and rdf:langString, which RDF 1.1 gives to text with a language.
DATATYPES: Final = frozenset(
    {RDFS.Literal, RDF.PlainLiteral, RDF.XMLLiteral, RDF.langString, OWL.real, OWL.rational}
    | {
        XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.positiveInteger,
        XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte, XSD.unsignedLong, XSD.unsignedInt,
        XSD.unsignedShort, XSD.unsignedByte, XSD.double, XSD.float, XSD.string, XSD.normalizedString,
        XSD.token, XSD.language, XSD.Name, XSD.NCName, XSD.NMTOKEN, XSD.boolean, XSD.hexBinary,
        XSD.base64Binary, XSD.anyURI, XSD.dateTime, XSD.dateTimeStamp,
    }
)  # fmt: skip
FACETS: Final = frozenset(
    {
        XSD.minInclusive, XSD.maxInclusive, XSD.minExclusive, XSD.maxExclusive, XSD.length, XSD.minLength,
        XSD.maxLength, XSD.pattern, URIRef(f"{RDF}langRange"),
    }
)  # fmt: skip
TRAITS: Final = frozenset(
    {
        OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.TransitiveProperty, OWL.SymmetricProperty,
        OWL.AsymmetricProperty, OWL.ReflexiveProperty, OWL.IrreflexiveProperty,
    }
)  # fmt: skip
NARY: Final = {
    OWL.AllDisjointClasses: OWL.members,
    OWL.AllDisjointProperties: OWL.members,
    OWL.AllDifferent: OWL.distinctMembers,
}
TYPES: Final = frozenset(
    {OWL.Ontology, OWL.Class, RDFS.Datatype, OWL.Restriction, OWL.NamedIndividual, OWL.Axiom, OWL.Thing}
    | {OWL.Nothing} | set(ROLE) | TRAITS | set(NARY) | {OWL.NegativePropertyAssertion, RDF.List}
)  # fmt: skip
PLAIN: Final = (OWL.cardinality, OWL.maxCardinality, OWL.minCardinality)
QUALIFIED: Final = (OWL.qualifiedCardinality, OWL.maxQualifiedCardinality, OWL.minQualifiedCardinality)
FILLERS: Final = (*PLAIN, *QUALIFIED, OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue, OWL.hasSelf)
BOOLEANS: Final = (OWL.unionOf, OWL.intersectionOf, OWL.complementOf, OWL.oneOf)
CLASS_LINKS: Final = (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith)
PROPERTY_LINKS: Final = (RDFS.subPropertyOf, OWL.equivalentProperty, OWL.propertyDisjointWith)
LISTS: Final = (
    OWL.unionOf, OWL.intersectionOf, OWL.oneOf, OWL.members, OWL.distinctMembers, OWL.disjointUnionOf,
    OWL.propertyChainAxiom, OWL.hasKey, OWL.withRestrictions,
)  # fmt: skip
AXIOMS: Final = frozenset(
    {RDF.type, RDF.first, RDF.rest, RDFS.domain, RDFS.range, OWL.onProperty, OWL.onClass, OWL.onDataRange}
    | {OWL.onDatatype, OWL.complementOf, OWL.datatypeComplementOf, OWL.inverseOf, OWL.sameAs}
    | {OWL.differentFrom, OWL.imports, OWL.versionIRI}
    | set(CLASS_LINKS) | set(PROPERTY_LINKS) | set(FILLERS) | set(LISTS)
)  # fmt: skip
REMEDY: Final = {
    "undeclared": "declare it in ontology/reused.ttl if it is another vocabulary's, or mend the name",
    "punning": "keep one role per name",
    "reserved": "use the OWL 2 vocabulary as its specification defines it",
    "list": "write the list with ( … ) in Turtle",
    "restriction": "give one owl:onProperty and one filler that fits the kind of property",
    "datatype": "use a datatype of OWL 2's map, or no range, and leave the check to the shapes",
    "blank": "write the expression out at each place, or give it a name",
    "simple": "do not use a transitive or chained property (or one above it) here",
    "regularity": "break the circle between the chained properties",
    "kind": "use an object property between things, a data property for literals",
    "header": "keep one owl:Ontology, and import nothing",
}


class View:
    """A graph with the questions that the rules ask of it, and the findings so far."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.findings: list[Finding] = []

    def report(
        self, rule: str, focus: Node, message: str, *, path: Node | None = None, value: Node | None = None
    ) -> None:
        """Add a finding; a blank node is named by the term that it hangs from."""
        self.findings.append(
            Finding(
                Severity.VIOLATION,
                self.named(focus),
                f"owl-dl-{rule}",
                message,
                REMEDY[rule],
                str(path or ""),
                "" if value is None or isinstance(value, BNode) else str(value),
            )
        )

    def named(self, node: Node) -> str:
        """The IRI itself, or that of the nearest subject above a blank node."""
        seen: set[Node] = set()
        while isinstance(node, BNode) and node not in seen:
            seen.add(node)
            node = next(self.graph.subjects(None, node), node)
        return "(blank node)" if isinstance(node, BNode) else str(node)

    @cached_property
    def roles(self) -> dict[Node, set[str]]:
        """Property -> its declared kinds, built-in ones included."""
        found: dict[Node, set[str]] = defaultdict(set)
        for name, role in BUILT_IN_PROPERTIES.items():
            found[name].add(role)
        for kind, role in ROLE.items():
            for prop in self.graph.subjects(RDF.type, kind):
                found[prop].add(role)
        return found

    @cached_property
    def classes(self) -> set[Node]:
        """Declared classes, named and not, and the two that are built in."""
        declared = {s for kind in (OWL.Class, OWL.Restriction) for s in self.graph.subjects(RDF.type, kind)}
        return declared | {OWL.Thing, OWL.Nothing}

    @cached_property
    def datatypes(self) -> set[Node]:
        """OWL 2's datatypes and the data ranges declared here."""
        return set(self.graph.subjects(RDF.type, RDFS.Datatype)) | DATATYPES

    def role(self, prop: Node) -> str:
        """The kind of a property, `inverse of` resolved; "" when there is none or more than one."""
        if isinstance(prop, BNode):
            return OBJECT if (prop, OWL.inverseOf, None) in self.graph else ""
        kinds = self.roles.get(prop, set())
        return next(iter(kinds)) if len(kinds) == 1 else ""

    def base(self, prop: Node) -> Node:
        """The named property of an anonymous inverse; other properties are their own base."""
        return next(self.graph.objects(prop, OWL.inverseOf), prop) if isinstance(prop, BNode) else prop

    def items(self, head: Node) -> list[Node]:
        """The members of a list; what there is, where the list is malformed."""
        found: list[Node] = []
        seen: set[Node] = set()
        while head != RDF.nil and head not in seen:
            seen.add(head)
            found.extend(self.graph.objects(head, RDF.first))
            head = next(self.graph.objects(head, RDF.rest), RDF.nil)
        return found

    def chains(self) -> Iterator[tuple[Node, list[Node]]]:
        """Each property chain as (property it implies, members), inverses resolved to their base."""
        for prop, head in self.graph.subject_objects(OWL.propertyChainAxiom):
            yield prop, [self.base(p) for p in self.items(head)]

    @cached_property
    def above(self) -> dict[Node, set[Node]]:
        """Property -> the properties that it implies: stated ones, and those of an inverse."""
        links: dict[Node, set[Node]] = defaultdict(set)
        for low, high in self.graph.subject_objects(RDFS.subPropertyOf):
            links[self.base(low)].add(self.base(high))
        for link in (OWL.equivalentProperty, OWL.inverseOf):
            for a, b in self.graph.subject_objects(link):
                links[self.base(a)].add(self.base(b))
                links[self.base(b)].add(self.base(a))
        return links

    @cached_property
    def composite(self) -> set[Node]:
        """Properties that are not simple: transitive or chained, or implied by such."""
        start = set(self.graph.subjects(RDF.type, OWL.TransitiveProperty)) | {p for p, _ in self.chains()}
        return closure(start, self.above)


def closure(start: Iterable[Node], links: dict[Node, set[Node]]) -> set[Node]:
    """`start` and everything that links lead to from there."""
    found = set(start)
    waiting = list(found)
    while waiting:
        for other in links.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
