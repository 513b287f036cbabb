"""Everything that was read from the seeds, ready to become a graph."""

from __future__ import annotations

from dataclasses import dataclass

from kg.claim import Article, FigureClaim, RelationClaim
from kg.entity import Entity


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file the corpus was read from: its name below the seeds folder and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Entities by reference, articles and claims in a fixed order (article, place in the text, id), and the
    English and Vietnamese words of each predicate by reference (``predicate/operates_in``)."""

    entities: dict[str, Entity]
    articles: tuple[Article, ...]
    figures: tuple[FigureClaim, ...]
    relations: tuple[RelationClaim, ...]
    predicates: dict[str, tuple[str, str]]
    inputs: tuple[InputFile, ...] = ()

    @property
    def claims(self) -> tuple[FigureClaim | RelationClaim, ...]:
        """Figure claims, then relation claims."""
        return self.figures + self.relations
