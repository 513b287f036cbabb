"""The terms of SHACL that shapes may use.

SHACL takes an unknown term for a remark, so that a misspelt ``sh:minCout`` checks nothing and everything
conforms.  So what is not on this list is refused.  It holds the core and the SPARQL part of the
recommendation, without what runs foreign code or reaches the network.
"""

from __future__ import annotations

from typing import Final

from kg.namespaces import PREFIXES

SH: Final = PREFIXES["sh"]

_CLASSES = """
    NodeShape PropertyShape PrefixDeclaration SPARQLConstraint SPARQLSelectValidator SPARQLAskValidator
    ConstraintComponent Parameter
"""
_VALUES = """
    Violation Warning Info BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral
"""
_TARGETS = "targetClass targetNode targetObjectsOf targetSubjectsOf"
_PATHS = "path alternativePath inversePath zeroOrMorePath oneOrMorePath zeroOrOnePath"
_DESCRIPTION = "name description group order defaultValue message severity deactivated"
_CONSTRAINTS = """
    and class closed datatype disjoint equals flags hasValue ignoredProperties in languageIn lessThan
    lessThanOrEquals maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength
    node nodeKind not or pattern property qualifiedMaxCount qualifiedMinCount qualifiedValueShape
    qualifiedValueShapesDisjoint uniqueLang xone
"""
_SPARQL = """
    sparql select ask prefixes declare prefix namespace parameter optional validator nodeValidator
    propertyValidator labelTemplate
"""

ALLOWED: Final = frozenset(
    SH + name
    for names in (_CLASSES, _VALUES, _TARGETS, _PATHS, _DESCRIPTION, _CONSTRAINTS, _SPARQL)
    for name in names.split()
)
# These only qualify another constraint.
_QUALIFIERS = {"flags", "ignoredProperties", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"}
CONSTRAINTS: Final = frozenset(SH + name for name in {*_CONSTRAINTS.split(), "sparql"} - _QUALIFIERS)
TARGETS: Final = frozenset(SH + name for name in _TARGETS.split())
