"""Everything that was read from the seeds, ready to become a graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.claim import Article, FigureClaim, RelationClaim
from kg.entity import LOOSE, Entity
from kg.identity import Identity
from kg.interval import POLICY, Policy
from kg.resolution import NONE, Resolution


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
    """A relation: its words in English and Vietnamese, what its subject and object may be, whether at one
    time a subject has one object (`single_object`) or an object one subject, and the predicates that cannot
    be said of the same subject at the same time (`excludes`, by reference)."""

    words: tuple[str, str]
    domain: Classes = Classes()
    range: Classes = Classes()
    single_object: bool = False
    single_subject: bool = False
    excludes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Entities by reference, articles and claims in a fixed order (article, place in the text, id), the
    predicates by reference (``predicate/operates_in``), the arithmetic that figures must obey, the policy by
    which their hedges were read, references of what else speaks of the claims (`also`), and which entities
    were judged to be one (`resolution`; no claim and no link names one that was replaced)."""

    entities: dict[str, Entity]
    articles: tuple[Article, ...]
    figures: tuple[FigureClaim, ...]
    relations: tuple[RelationClaim, ...]
    predicates: dict[str, Predicate]
    inputs: tuple[InputFile, ...] = ()
    identities: tuple[Identity, ...] = ()
    policy: Policy = POLICY
    also: frozenset[str] = frozenset()
    resolution: Resolution = NONE

    @property
    def claims(self) -> tuple[FigureClaim | RelationClaim, ...]:
        """Figure claims, then relation claims."""
        return self.figures + self.relations

    def named(self) -> dict[str, Entity]:
        """The entities that become part of the graph: those that an article or claim names, those named by
        what was found in the claims (`also`), and all that their links lead to.  The others are names to read
        further articles by.

        Links between bodies of statistics lead nowhere: they say of two, both named, that they are not to be
        confused.
        """
        queue: list[str | None] = [article.publisher for article in self.articles]
        queue += self.also
        for figure in self.figures:
            queue += (figure.subject, figure.metric, figure.unit, figure.sector, figure.market)
            queue += (figure.ownership, *figure.attribution.agents)
        for relation in self.relations:
            queue += (relation.subject, relation.object, *relation.attribution.agents)
        found: set[str] = set()
        while queue:
            ref = queue.pop()
            if ref is None or ref in found or ref not in self.entities:
                continue
            found.add(ref)
            entity = self.entities[ref]
            queue += (target for name, target in entity.links if name not in LOOSE)
            queue += (target for _, target in entity.flags if isinstance(target, str))
        return {ref: entity for ref, entity in self.entities.items() if ref in found}


def figure_label(claim: FigureClaim, entities: Mapping[str, Entity]) -> tuple[str, str]:
    """A figure claim in one line of English and of Vietnamese: its question, and the figure as printed."""
    metric, subject = entities[claim.metric], entities[claim.subject]
    shown = claim.evidence.exact or f"{claim.value:f} {entities[claim.unit].en}"
    tail = f"{claim.period.label}: {shown}"
    return f"{metric.en}, {subject.en}, {tail}", f"{metric.vi}, {subject.vi}, {tail}"


def relation_label(
    claim: RelationClaim, entities: Mapping[str, Entity], predicate: Predicate
) -> tuple[str, str]:
    """A relation claim in one line of English and of Vietnamese."""
    (en, vi), subject, object_ = predicate.words, entities[claim.subject], entities[claim.object]
    return f"{subject.en} {en} {object_.en}", f"{subject.vi} {vi} {object_.vi}"
