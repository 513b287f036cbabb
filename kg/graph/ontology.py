"""The graph of the ontology: every statement of ontology/*.ttl between named things.

Axioms that need blank nodes (restrictions, unions, lists) stay in the ontology files: released data has none,
so that it can be compared line by line.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.namespaces import ONTOLOGY, ONTOLOGY_GRAPH, PREFIXES

_ENDING = f" <{ONTOLOGY_GRAPH}> .\n"
_HEADER = tuple(PREFIXES[prefix] + name for prefix, name in (("owl", "versionInfo"), ("dcterms", "modified")))


@dataclass(frozen=True, slots=True)
class OntologyGraph:
    """The statements of an ontology as sorted N-Quads lines."""

    lines: tuple[str, ...]

    @classmethod
    def of_folder(cls, folder: Path) -> OntologyGraph:
        """The named statements of a folder of Turtle files."""
        return cls(tuple(f"{' '.join(statement)}{_ENDING}" for statement in sorted(set(_statements(folder)))))

    @classmethod
    def of_dataset(cls, dataset: Path) -> OntologyGraph:
        """The ontology that a dataset of ours was written with."""
        with dataset.open(encoding="utf-8", newline="\n") as file:
            after = itertools.dropwhile(lambda line: not line.endswith(_ENDING), file)
            return cls(tuple(itertools.takewhile(lambda line: line.endswith(_ENDING), after)))

    @property
    def header(self) -> dict[str, str]:
        """What the ontology says of itself that its dataset repeats, by property IRI: version and date."""
        found = {}
        for line in self.lines:
            if line.startswith(f"<{ONTOLOGY}> "):
                _, predicate, value = line.removesuffix(_ENDING).split(" ", 2)
                if predicate[1:-1] in _HEADER:
                    found[predicate[1:-1]] = value[1:-1]
        return found


def _statements(folder: Path) -> Iterator[tuple[str, str, str]]:
    import pyoxigraph as ox

    for path in sorted(folder.glob("*.ttl")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if not isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode):
                yield str(quad.subject), str(quad.predicate), str(quad.object)
