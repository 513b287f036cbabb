"""What a release says of itself, as values: the one place that its descriptions take their words from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from kg.namespaces import BASE

TITLE: Final = "Vietnam tech knowledge graph"
SUMMARY: Final = (
    "Figures and relations that published sources state about Vietnam's tech ecosystem, each with its words' "
    "place or address, its origin, its uncertainty as an interval, and its contradictions. It gives no "
    "verdict of truth."
)
CREATOR: Final = "vietnam-tech-kg contributors"
CREATOR_IRI: Final = f"{BASE}contributors"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME: Final = "Creative Commons Attribution 4.0 International (CC BY 4.0)"
CODE_LICENCE: Final = "https://www.apache.org/licenses/LICENSE-2.0"
KEYWORDS: Final = ("Vietnam", "technology", "knowledge graph", "RDF", "provenance", "statistics")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Version, day and size of a release; `graphs` has quads and SHA-256 of each named graph by IRI, and
    `dataset` those of all.  `previous` is the version before, None for the first."""

    version: str
    date: str
    build: str
    policy: str
    previous: str | None
    counts: dict[str, int]
    graphs: dict[str, dict[str, Any]]
    dataset: dict[str, Any]
    disputed: int

    @property
    def base(self) -> str:
        """What its paths are relative to."""
        return release_iri(self.version)


def release_iri(version: str) -> str:
    """The IRI of a version, with a slash at its end."""
    return f"{BASE}release/{version}/"
