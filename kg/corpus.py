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
class Classes:
    """What a domain or range allows: the classes it names, and with them all their subclasses."""

    named: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()

    def allow(self, type_: str) -> bool:
        """Whether a thing of the class `type_` fits; without a named class everything does."""
        return not self.named or type_ in self.members

    def __str__(self) -> str:
        return " or ".join(self.named)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation: its words in English and Vietnamese, and what its subject and object may be."""

    words: tuple[str, str]
    domain: Classes = Classes()
    range: Classes = Classes()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Entities by reference, articles and claims in a fixed order (article, place in the text, id), and the
    predicates by reference (``predicate/operates_in``)."""

    entities: dict[str, Entity]
    articles: tuple[Article, ...]
    figures: tuple[FigureClaim, ...]
    relations: tuple[RelationClaim, ...]
    predicates: dict[str, Predicate]
    inputs: tuple[InputFile, ...] = ()

    @property
    def claims(self) -> tuple[FigureClaim | RelationClaim, ...]:
        """Figure claims, then relation claims."""
        return self.figures + self.relations
