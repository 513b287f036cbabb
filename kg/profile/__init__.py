"""Is an ontology OWL 2 DL?  A check of the profile's rules on an RDF graph.

In: an ontology as one graph, individuals included or not.  Out: a `Finding` for each breach of the OWL 2
structural specification (§5 entities, §8 expressions, §11 global restrictions, and the RDF mapping) that our
style of ontology can fall into: undeclared terms, one name in two incompatible roles, misuse of reserved
vocabulary, malformed lists and restrictions, datatypes outside OWL 2's datatype map, shared or circular blank
nodes, non-simple properties where simple ones are required, property chains without a regular order.

Outside of what is checked: facets against the value space of their datatype, and anonymous individuals, which
our data does not have: each blank node is taken for an axiom or an expression.
"""

from __future__ import annotations

from rdflib import Graph

from kg.finding import Finding
from kg.profile.rules import RULES
from kg.profile.view import View


def profile_violations(graph: Graph) -> list[Finding]:
    """What in `graph` is not OWL 2 DL, in a stable order; empty when nothing is."""
    view = View(graph)
    for rule in RULES:
        rule(view)
    return sorted(set(view.findings), key=lambda f: (f.focus, f.rule, f.path, f.value, f.message))
