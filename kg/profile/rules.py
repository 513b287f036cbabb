"""The rules of the profile, each a function that reports what breaks it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Final

from rdflib import OWL, RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kg.profile.view import (
    ANNOTATION,
    AXIOMS,
    BOOLEANS,
    BUILT_IN_PROPERTIES,
    CLASS_LINKS,
    DATA,
    DATATYPES,
    FACETS,
    FILLERS,
    LISTS,
    OBJECT,
    PLAIN,
    PROPERTY_LINKS,
    QUALIFIED,
    RESERVED,
    TRAITS,
    TYPES,
    View,
    closure,
)


def _check_header(c: View) -> None:
    headers = sorted(str(s) for s in c.graph.subjects(RDF.type, OWL.Ontology))
    if len(headers) != 1:
        focus = URIRef(headers[0]) if headers else OWL.Ontology
        c.report("header", focus, f"{len(headers)} ontology headers, not one")
    for s, o in c.graph.subject_objects(OWL.imports):
        c.report("header", s, "imports another ontology", path=OWL.imports, value=o)


def _check_reserved(c: View) -> None:
    known = AXIOMS | TYPES | set(BUILT_IN_PROPERTIES) | DATATYPES | FACETS | {RDF.nil}
    for s, p, o in c.graph:
        if str(p).startswith(RESERVED) and p not in known:
            c.report("reserved", s, "a reserved name that OWL 2 DL does not use as a property", path=p)
        if isinstance(s, URIRef) and str(s).startswith(RESERVED):
            c.report("reserved", s, "a statement about reserved vocabulary", path=p, value=o)
        if p == RDF.type and str(o).startswith(RESERVED) and o not in TYPES:
            c.report("reserved", s, "a reserved name that is no type of OWL 2 DL", path=p, value=o)


def _check_roles(c: View) -> None:
    for prop, kinds in c.roles.items():
        if len(kinds) > 1:
            c.report("punning", prop, f"declared as {' and '.join(sorted(kinds))}")
    for name in c.classes & c.datatypes:
        c.report("punning", name, "declared as class and datatype")
    for trait in TRAITS:
        for prop in c.graph.subjects(RDF.type, trait):
            role = c.role(prop)
            if not role:
                c.report("undeclared", prop, "a property without one declared kind", value=trait)
            elif role != OBJECT and not (role == DATA and trait == OWL.FunctionalProperty):
                c.report("kind", prop, f"a characteristic that a {role} cannot have", value=trait)


def _check_statements(c: View) -> None:
    """Each statement by a property that is no axiom: the property is declared and fits its object."""
    for s, p, o in c.graph:
        if p in AXIOMS or p in FACETS or (str(p).startswith(RESERVED) and p not in BUILT_IN_PROPERTIES):
            continue
        role = c.role(p)
        if not c.roles.get(p):
            c.report("undeclared", p, "used as a property, never declared")
        elif (role == OBJECT and isinstance(o, Literal)) or (role == DATA and not isinstance(o, Literal)):
            c.report("kind", s, f"the object does not fit: {p} is an {role}", path=p, value=o)
    for s, p, o in c.graph:
        if isinstance(o, Literal) and o.datatype is not None and o.datatype not in c.datatypes:
            c.report("datatype", s, f"a literal of the datatype {o.datatype}", path=p, value=o)


def _check_class_links(c: View) -> None:
    """Axioms between classes, and types, name classes."""
    for link in CLASS_LINKS:
        for s, o in c.graph.subject_objects(link):
            _class(c, s, s, link)
            _class(c, s, o, link)
    for s, o in c.graph.subject_objects(RDF.type):
        if not str(o).startswith(RESERVED):
            _class(c, s, o, RDF.type)
    for s, o in c.graph.subject_objects(OWL.complementOf):
        _class(c, s, o, OWL.complementOf)


def _check_property_links(c: View) -> None:
    """Axioms between properties join properties of one kind; only object properties have inverses."""
    for link in PROPERTY_LINKS:
        for s, o in c.graph.subject_objects(link):
            if _property(c, s, s, link) != _property(c, s, o, link):
                c.report("kind", s, "joins two kinds of properties", path=link, value=o)
    for s, o in c.graph.subject_objects(OWL.inverseOf):
        for prop in (o,) if isinstance(s, BNode) else (s, o):
            if _property(c, s, prop, OWL.inverseOf) != OBJECT:
                c.report("kind", s, "only object properties have inverses", path=OWL.inverseOf, value=o)


def _check_domains(c: View) -> None:
    """Domains are classes; ranges are classes of object properties and datatypes of data properties."""
    for s, o in c.graph.subject_objects(RDFS.domain):
        if _property(c, s, s, RDFS.domain) != ANNOTATION:
            _class(c, s, o, RDFS.domain)
    for s, o in c.graph.subject_objects(RDFS.range):
        role = _property(c, s, s, RDFS.range)
        if role in (OBJECT, DATA):
            (_class if role == OBJECT else _datatype)(c, s, o, RDFS.range)


def _class(c: View, focus: Node, name: Node, path: Node) -> None:
    if name in c.datatypes:
        c.report("kind", focus, "a datatype where a class is needed", path=path, value=name)
    elif name not in c.classes:
        c.report("undeclared", focus, "a class that is not declared", path=path, value=name)


def _datatype(c: View, focus: Node, name: Node, path: Node) -> None:
    if name not in c.datatypes:
        c.report("datatype", focus, "not a datatype of OWL 2's map, nor declared", path=path, value=name)


def _property(c: View, focus: Node, name: Node, path: Node) -> str:
    role = c.role(name)
    if not role and not c.roles.get(name):
        c.report("undeclared", focus, "a property that is not declared", path=path, value=name)
    return role


def _check_lists(c: View) -> None:
    heads = {o for p in LISTS for o in c.graph.objects(None, p)} - {RDF.nil}
    for node in heads.union(c.graph.subjects(RDF.first), c.graph.subjects(RDF.rest)):
        counts = [len(list(c.graph.objects(node, p))) for p in (RDF.first, RDF.rest)]
        if counts != [1, 1]:
            c.report("list", node, f"a list node with {counts[0]} rdf:first and {counts[1]} rdf:rest")
    for p in LISTS:
        least = 2 if p in (OWL.propertyChainAxiom, OWL.members, OWL.disjointUnionOf) else 1
        for s, head in c.graph.subject_objects(p):
            items = c.items(head)
            if len(items) < least:
                c.report("list", s, f"a list of {len(items)} members", path=p)
            for item in items:
                _check_item(c, s, p, item)


def _check_item(c: View, s: Node, p: Node, item: Node) -> None:
    """A member of a list is of the kind that the list's axiom needs."""
    of_data = s in c.datatypes
    if p == OWL.propertyChainAxiom:
        if _property(c, s, item, p) != OBJECT:
            c.report("kind", s, "a chain joins object properties", path=p, value=item)
    elif p == OWL.hasKey or (p == OWL.members and (s, RDF.type, OWL.AllDisjointProperties) in c.graph):
        _property(c, s, item, p)
    elif p in (OWL.members, OWL.unionOf, OWL.intersectionOf, OWL.disjointUnionOf):
        (_datatype if of_data else _class)(c, s, item, p)
    elif p in (OWL.oneOf, OWL.distinctMembers) and not of_data:
        if isinstance(item, Literal):
            c.report("kind", s, "a literal where an individual is needed", path=p, value=item)
        elif (item, None, None) not in c.graph:
            c.report("undeclared", s, "an individual that nothing describes", path=p, value=item)


def _check_expressions(c: View) -> None:
    for node in set(c.graph.subjects(RDF.type, OWL.Restriction)):
        _check_restriction(c, node)
    for p in (OWL.onProperty, *FILLERS):
        for node in c.graph.subjects(p):
            if (node, RDF.type, OWL.Restriction) not in c.graph:
                c.report("restriction", node, "has parts of a restriction but is none", path=p)
    for node in {s for s in c.graph.subjects(RDF.type, OWL.Class) if isinstance(s, BNode)}:
        if sum(len(list(c.graph.objects(node, p))) for p in BOOLEANS) != 1:
            c.report(
                "restriction",
                node,
                "an unnamed class needs one of unionOf, intersectionOf, complementOf, oneOf",
            )
    for node, other in c.graph.subject_objects(OWL.complementOf):
        _class(c, node, other, OWL.complementOf)
    for node in {s for s in c.graph.subjects(RDF.type, RDFS.Datatype) if isinstance(s, BNode)}:
        for base in c.graph.objects(node, OWL.onDatatype):
            _datatype(c, node, base, OWL.onDatatype)


def _check_restriction(c: View, node: Node) -> None:
    properties = list(c.graph.objects(node, OWL.onProperty))
    fillers = [(p, o) for p in FILLERS for o in c.graph.objects(node, p)]
    if len(properties) != 1 or len(fillers) != 1:
        found = f"{len(properties)} properties and {len(fillers)} fillers"
        c.report("restriction", node, f"a restriction of {found}, not one of each")
        return
    (prop,), ((how, filler),) = properties, fillers
    role = _property(c, node, prop, OWL.onProperty)
    if role == ANNOTATION:
        c.report("restriction", node, "an annotation property cannot be restricted", path=prop)
    elif how in PLAIN or how in QUALIFIED:
        _check_cardinality(c, node, how, filler, role)
    elif how in (OWL.someValuesFrom, OWL.allValuesFrom):
        (_datatype if role == DATA else _class)(c, node, filler, how)
    elif how == OWL.hasValue:
        if (role == DATA) != isinstance(filler, Literal):
            c.report("restriction", node, f"the value does not fit an {role}", path=prop, value=filler)
    elif role != OBJECT or filler != Literal(True):
        c.report("restriction", node, "owl:hasSelf is true, on an object property", path=prop, value=filler)


def _check_cardinality(c: View, node: Node, how: Node, number: Node, role: str) -> None:
    whole = isinstance(number, Literal) and number.datatype == XSD.nonNegativeInteger
    if not (whole and str(number).isdigit()):
        c.report("restriction", node, "a cardinality is an xsd:nonNegativeInteger", path=how, value=number)
    ranges = list(c.graph.objects(node, OWL.onClass)), list(c.graph.objects(node, OWL.onDataRange))
    needed = (0, 0) if how in PLAIN else (1, 0) if role == OBJECT else (0, 1)
    if (len(ranges[0]), len(ranges[1])) != needed:
        c.report("restriction", node, "owl:onClass or owl:onDataRange does not fit the cardinality", path=how)
    for name in ranges[0]:
        _class(c, node, name, OWL.onClass)
    for name in ranges[1]:
        _datatype(c, node, name, OWL.onDataRange)


def _check_blank_nodes(c: View) -> None:
    """Expressions form trees: a blank node is used once, and never within itself."""
    uses = Counter(o for o in c.graph.objects() if isinstance(o, BNode))
    for used, count in uses.items():
        if count > 1:
            c.report("blank", used, f"an unnamed expression used in {count} places")
    links: dict[Node, set[Node]] = defaultdict(set)
    for s, _, o in c.graph:
        if isinstance(s, BNode) and isinstance(o, BNode):
            links[s].add(o)
    for node in list(links):
        if node in closure(links[node], links):
            c.report("blank", node, "an unnamed expression that contains itself")


def _check_simple(c: View) -> None:
    def need(prop: Node, focus: Node, where: str) -> None:
        if c.base(prop) in c.composite:
            c.report("simple", focus, f"a property that is not simple, in {where}", value=c.base(prop))

    for trait in (
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    ):
        for prop in c.graph.subjects(RDF.type, trait):
            need(prop, prop, str(trait))
    for how in (*PLAIN, *QUALIFIED, OWL.hasSelf):
        for node in c.graph.subjects(how):
            for prop in c.graph.objects(node, OWL.onProperty):
                need(prop, node, str(how))
    for s, o in c.graph.subject_objects(OWL.propertyDisjointWith):
        need(s, s, str(OWL.propertyDisjointWith))
        need(o, s, str(OWL.propertyDisjointWith))
    for node in c.graph.subjects(RDF.type, OWL.AllDisjointProperties):
        for head in c.graph.objects(node, OWL.members):
            for prop in c.items(head):
                need(prop, node, str(OWL.AllDisjointProperties))


def _check_regularity(c: View) -> None:
    """A strict order of the properties exists in which each chain stands below what it implies."""
    below: dict[Node, set[Node]] = defaultdict(set)
    for prop, chain in c.chains():
        members = chain
        if members == [prop, prop]:
            continue  # transitivity
        if members[0] == prop:
            members = members[1:]
        elif members[-1] == prop:
            members = members[:-1]
        for member in members:
            below[member].add(prop)
    order = {p: closure(above, below) for p, above in list(below.items())}
    for member, higher in order.items():
        for prop in higher:
            # What stands below another may not be implied by it as well.
            if member in closure({prop}, c.above):
                c.report("regularity", prop, "a chain that leads back to its own member", value=member)


RULES: Final[tuple[Callable[[View], None], ...]] = (
    _check_header, _check_reserved, _check_roles, _check_statements, _check_class_links,
    _check_property_links, _check_domains, _check_lists,
    _check_expressions, _check_blank_nodes, _check_simple, _check_regularity,
)  # fmt: skip
