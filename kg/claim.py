"""What an article states, as frozen values whose id is their content.

"Article A says, at this place and in these words, that METRIC of SUBJECT in PERIOD was VALUE UNIT, hedged so,
on the word of X."  Two claims with the same content and place have the same id on every machine; anything
that changes what is said changes the id.  References to entities are ``kind/id``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from kg.interval import POLICY, Bounds, Policy, bounds
from kg.lists import ClaimKind, EvidenceLevel, Hedge, Status
from kg.literals import Period, decimal_text
from kg.slot import Slot

ID_LENGTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One publication.  What is not known of it (`publisher`, `date`, `url`) is None, never guessed; of a
    cited one, the title may be empty and the language ``und``.

    `recorded` is the day on which its file became part of the seeds.
    """

    stem: str
    title: str
    publisher: str | None
    date: str | None
    language: str
    url: str | None
    level: EvidenceLevel
    text_file: str | None = None
    file_sha256: str | None = None
    text_sha256: str | None = None
    recorded: str | None = None
    note: str = ""
    place: str = ""

    @property
    def name(self) -> str:
        """What to call it by: its title, else its address."""
        return self.title or self.url or self.stem


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in its article a claim stands.

    `start` and `end` are the code points of `exact` (a figure's surface, a relation's cue) in the canonical
    text; `phrase` is at most twelve words around it, from `phrase_start` on.  A cited claim has no place.
    """

    level: EvidenceLevel
    exact: str = ""
    start: int | None = None
    end: int | None = None
    phrase: str = ""
    phrase_start: int | None = None

    @property
    def phrase_end(self) -> int | None:
        """The code point after the phrase."""
        return None if self.phrase_start is None else self.phrase_start + len(self.phrase)

    def spans(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The places of `exact` and of the phrase; raises ValueError for a claim without a place."""
        if self.start is None or self.end is None or self.phrase_start is None:
            raise ValueError("a cited claim has no place in a text")
        return (self.start, self.end), (self.phrase_start, self.phrase_start + len(self.phrase))

    @property
    def prefix(self) -> str:
        """The part of the phrase before `exact`."""
        if self.start is None or self.phrase_start is None:
            return ""
        return self.phrase[: self.start - self.phrase_start]

    @property
    def suffix(self) -> str:
        """The part of the phrase after `exact`."""
        if self.end is None or self.phrase_start is None:
            return ""
        return self.phrase[self.end - self.phrase_start :]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom an article credits: `agents` from the nearest to the farthest, the `cue` words, and whether the
    credit is taken over from an earlier sentence."""

    agents: tuple[str, ...] = ()
    cue: str = ""
    inherited: bool = False


NOBODY = Attribution()


def _content_id(content: list[Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


@dataclass(frozen=True, kw_only=True)
class FigureClaim:
    """One figure of one article.

    `value` (to `value_max`, for a range) is in base units of `unit`; `step` is one unit of the last
    significant digit as printed.  `base_period` is what a growth is measured against.  `ambiguity` is a code
    and words, where the article can be read in more than one way.  `policy` says how its hedge is read, `key`
    is what the seeds call it, and `stated` is the claim as the seeds have it, where it names an entity that
    another stands for now.
    """

    article: str
    subject: str
    metric: str
    kind: ClaimKind
    value: Decimal
    step: Decimal
    unit: str
    hedge: Hedge
    status: Status
    period: Period
    evidence: Evidence
    slot: Slot
    value_max: Decimal | None = None
    step_max: Decimal | None = None
    period_inherited: bool = False
    base_period: str = ""
    sector: str | None = None
    market: str | None = None
    ownership: str | None = None
    attribution: Attribution = NOBODY
    conversion_of: str | None = None
    ambiguity: str = ""
    key: str = field(default="", compare=False)
    note: str = field(default="", compare=False)
    place: str = field(default="", compare=False)
    policy: Policy = field(default=POLICY, compare=False, repr=False)
    stated: FigureClaim | None = field(default=None, compare=False, repr=False)

    @cached_property
    def id(self) -> str:
        """Hash of everything that the article says here, and of the place where it says it.

        It is of the entities that the seeds name: what editors judge of these later does not change it.
        """
        if self.stated is not None:
            return self.stated.id
        e = self.evidence
        return _content_id([
            "figure", self.article, self.subject, self.metric, self.kind, decimal_text(self.value),
            None if self.value_max is None else decimal_text(self.value_max), self.unit, self.hedge,
            self.status, self.period.label, self.period_inherited, self.base_period, self.sector, self.market,
            self.ownership, self.attribution.agents, self.attribution.cue, self.attribution.inherited,
            self.conversion_of, self.ambiguity, e.level, e.exact, e.start, e.phrase, e.phrase_start,
        ])  # fmt: skip

    @cached_property
    def bounds(self) -> Bounds:
        """The rounding, expected and hard interval of the figure under its policy."""
        return bounds(
            self.hedge,
            self.value,
            self.step,
            self.kind,
            value_max=self.value_max,
            step_max=self.step_max,
            policy=self.policy,
        )


@dataclass(frozen=True, kw_only=True)
class RelationClaim:
    """One relation that one article states: `subject` `predicate` `object`; `stated` as of a figure."""

    article: str
    subject: str
    predicate: str
    object: str
    period: Period
    evidence: Evidence
    status: Status = Status.ACTUAL
    period_inherited: bool = False
    attribution: Attribution = NOBODY
    ambiguity: str = ""
    key: str = field(default="", compare=False)
    note: str = field(default="", compare=False)
    place: str = field(default="", compare=False)
    stated: RelationClaim | None = field(default=None, compare=False, repr=False)

    @cached_property
    def id(self) -> str:
        """Hash of everything that the article says here, and of the place where it says it; see a figure."""
        if self.stated is not None:
            return self.stated.id
        e = self.evidence
        return _content_id([
            "relation", self.article, self.subject, self.predicate, self.object, self.status,
            self.period.label, self.period_inherited, self.attribution.agents, self.attribution.cue,
            self.attribution.inherited, self.ambiguity, e.level, e.exact, e.start, e.phrase, e.phrase_start,
        ])  # fmt: skip


Claim = FigureClaim | RelationClaim
