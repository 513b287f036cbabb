"""The graph of the ontology: every statement of ontology/*.ttl between named things.

Axioms that need blank nodes (restrictions, unions, lists) stay in the ontology files: released data has none,
so that it can be compared line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.namespaces import ONTOLOGY, ONTOLOGY_GRAPH


def _statements(folder: Path) -> Iterator[tuple[str, str, str]]:
    import pyoxigraph as ox

    for path in sorted(folder.glob("*.ttl")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if not isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode):
                yield str(quad.subject), str(quad.predicate), str(quad.object)


def ontology_lines(folder: Path) -> Iterator[str]:
    """The named statements of a folder of Turtle files as sorted N-Quads lines."""
    graph = f"<{ONTOLOGY_GRAPH}>"
    for subject, predicate, value in sorted(set(_statements(folder))):
        yield f"{subject} {predicate} {value} {graph} .\n"


def ontology_header(folder: Path) -> dict[str, str]:
    """Literal statements of the ontology's header by property IRI (the last one where there are several)."""
    import pyoxigraph as ox

    return {
        quad.predicate.value: quad.object.value
        for quad in ox.parse(path=str(folder / "core.ttl"), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value == ONTOLOGY
        and isinstance(quad.object, ox.Literal)
    }
