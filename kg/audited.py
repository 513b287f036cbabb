"""What an audit found, as frozen values: conflicts, clashes, checks, derived claims, origins.

Claims are named by id, slots by id, entities by reference.  The id of whatever is found is a hash of the rule
and of what it rests on, so that it is the same in every build that holds the same claims.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from kg.lists import CauseKind, CauseStatus, LinkKind, Severity, Verdict
from kg.rational import Range

ID_LENGTH = 20
RULES = (
    "common_rate", "compound_growth", "conversion", "growth", "moved_target", "multiple", "part_of_period",
    "percent_or_points", "plan_or_done", "ratio_to_level", "record", "rest_of_period", "share_of_total",
    "step", "sum_of_parts", "target_vs_actual",
)  # fmt: skip
# Rules that make no sum: what they "imply" is shown beside the stated figure, not computed from it.
WITHOUT_SUMS = ("moved_target", "plan_or_done", "record", "rest_of_period", "step", "target_vs_actual")
CLASH_RULES = ("exclusion", "single_object", "single_subject")
# A comma for the point and a point for thousands, as Vietnamese writes numbers.
VIETNAMESE = str.maketrans(",.", ".,")
Words = tuple[str, str]
"""A sentence in English and in Vietnamese."""


def hashed(*content: object) -> str:
    """The id of something found: a hash of what it rests on."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A step from one slot to a near one that a comparison or sum has taken: between two subjects that
    overlap, or from a whole period to a part of it (`one` and `other` are references or period labels)."""

    kind: LinkKind
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Cause:
    """One hypothesis about a disagreement, what the figures say of it, and the numbers that show it."""

    kind: CauseKind
    status: CauseStatus
    why: Words


class Quantity(NamedTuple):
    """A quantity of a sum: what it is, and between which ends.

    `printed` rests on the rounding of the figures alone, `hedged` on all that the words allow.  `reading`
    says which of several readings of the words gives it.  `claims` are what it was computed from (a stated
    one: itself).
    """

    role: str
    metric: str
    subject: str
    period: str
    unit: str
    printed: Range
    hedged: Range
    claims: tuple[str, ...]
    reading: str = ""


class Term(NamedTuple):
    """A claim in its part of a sum.  With `lower_bound`, only the low end of its interval counts."""

    role: str
    claim: str
    article: str
    lower_bound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One piece of arithmetic between claims, and what came of it.

    `stated` is the figure that is held against the others, `implied` what each quantity would have to be by
    the others; `parameters` are the numbers of the rule that no claim states (years, per).  `minimal` are the
    smallest sets of its claims that cannot all hold.
    """

    rule: str
    verdict: Verdict
    terms: tuple[Term, ...]
    stated: Quantity
    implied: tuple[Quantity, ...]
    why: Words
    links: tuple[Link, ...] = ()
    parameters: tuple[tuple[str, int], ...] = ()
    minimal: tuple[tuple[str, ...], ...] = ()
    causes: tuple[Cause, ...] = ()

    @property
    def id(self) -> str:
        """Hash of the rule, its parameters, and which claim plays which part."""
        parts = [[t.role, t.claim, t.lower_bound] for t in self.terms]
        return hashed("check", self.rule, self.parameters, parts)

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims in the order of the sum, each once."""
        return tuple(dict.fromkeys(term.claim for term in self.terms))

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles of the claims, each once."""
        return tuple(dict.fromkeys(term.article for term in self.terms))

    @property
    def severity(self) -> Severity:
        """A warning where figures contradict each other, else information."""
        return Severity.WARNING if self.verdict is Verdict.INCONSISTENT else Severity.INFO


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """How the claims of two readings of one question stand to each other.

    `slot` is the question (of the first claim, where `links` lead to another); `values` are the two figures
    as one would print them; `gap` is the distance of the printed figures, in `unit` and as a part of the
    larger.  `origins` are the independent origins of the claims; with `same_article`, one article prints
    both.
    """

    slot: str
    metric: str
    subject: str
    period: str
    verdict: Verdict
    claims: tuple[str, ...]
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    values: tuple[str, str]
    unit: str
    gap: tuple[Fraction, Fraction] | None
    same_authority: bool
    why: Words
    origins: tuple[str, ...]
    links: tuple[Link, ...] = ()
    causes: tuple[Cause, ...] = ()
    same_article: bool = False

    @property
    def id(self) -> str:
        """Hash of the claims on both sides."""
        return hashed("conflict", sorted(map(sorted, self.sides)))

    @property
    def severity(self) -> Severity:
        """A warning where the figures cannot both be, else information."""
        return Severity.WARNING if self.verdict is Verdict.HARD_CONFLICT else Severity.INFO


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two things that relation claims say of one subject, and that cannot both be at one time.

    `rule` is one of CLASH_RULES; `told` are predicate and other end of each side.  Where the other end is
    what both share (`single_subject`), `subject` is that end.  `period` is where the claims meet.
    """

    rule: str
    verdict: Verdict
    subject: str
    told: tuple[tuple[str, str], tuple[str, str]]
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    period: str
    why: Words
    same_article: bool = False

    @property
    def id(self) -> str:
        """Hash of the rule and the claims on both sides."""
        return hashed("clash", self.rule, sorted(map(sorted, self.sides)))

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims of both sides."""
        return (*self.sides[0], *self.sides[1])

    @property
    def severity(self) -> Severity:
        """A warning where both are stated of one time, else information."""
        return Severity.WARNING if self.verdict is Verdict.HARD_CONFLICT else Severity.INFO


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that no article states: computed by a rule from claims."""

    rule: str
    quantity: Quantity

    @property
    def id(self) -> str:
        """Hash of the rule, the quantity and what it was computed from."""
        q = self.quantity
        return hashed(
            "derived", self.rule, q.metric, q.subject, q.period, q.unit, q.reading, sorted(q.claims)
        )


@dataclass(frozen=True, slots=True)
class Origins:
    """Where figures come from: the origin of each claim, and of which claim another is an echo.

    An origin is the reference of whoever is credited (today's body, where one succeeded another), else of the
    outlet or article that speaks on its own word.
    """

    of: Mapping[str, str] = field(default_factory=dict)
    echo_of: Mapping[str, str] = field(default_factory=dict)

    def independent(self, claims: Iterable[str]) -> tuple[str, ...]:
        """The origins behind some claims, each once, sorted."""
        return tuple(sorted({self.of[claim] for claim in claims}))


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything that an audit found, and the hedge policy that it used.

    `statements` say of each slot, by its id, what can safely be printed of it.
    """

    policy: str
    conflicts: tuple[Conflict, ...] = ()
    checks: tuple[Check, ...] = ()
    clashes: tuple[Clash, ...] = ()
    derived: tuple[Derived, ...] = ()
    origins: Origins = Origins()
    statements: Mapping[str, Words] = field(default_factory=dict)

    @property
    def named(self) -> frozenset[str]:
        """References of whatever the origins and the derived claims speak of."""
        quantities = (made.quantity for made in self.derived)
        found = {ref for q in quantities for ref in (q.metric, q.subject, q.unit)}
        return frozenset(found.union(self.origins.of.values()))
