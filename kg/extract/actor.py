"""Who or what a figure may be about: a value, and the kinds of entities that matter when one is chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from kg.candidate import Cue
from kg.gazetteer import NameMention
from kg.grounding.conventions import COUNTRY

VIETNAM = COUNTRY
FIRMS = frozenset(("company", "state-owned-enterprise"))
# Who stands behind statistics: what such a body reports is seldom about the body.
BODIES = frozenset(("agency", "association", "international-organisation", "media", "ministry"))
# Where things happen.
PLACES = frozenset(("country", "market"))
# Plans and occasions: they have dates and durations, and are measured by nothing else.
PLANS = frozenset(("event", "law", "programme", "strategy"))
_THINGS = frozenset(("aggregate", "facility", "product", "technology", "university"))
# The kinds of entities that a figure may be about; persons and offices only speak.
ELIGIBLE = FIRMS | BODIES | PLACES | PLANS | _THINGS
# A name that nobody knows has no kind.
UNKNOWN = ""
# What a sentence goes on speaking of; a body speaks, a place is where it happens.
TOPICS = FIRMS | {"aggregate", "university", UNKNOWN}
# What a new paragraph leaves, to go on with what the article is about.
PASSING = FIRMS | {UNKNOWN}

# Regions are spoken of as markets of their own; other markets are places in Vietnam.
REGIONS = frozenset(
    f"market/{name}"
    for name in ("world", "southeast-asia", "asean", "asia", "asia-pacific", "europe", "european-union",
                 "africa", "latin-america", "north-america", "south-america", "americas", "east-asia",
                 "middle-east", "northeast-asia", "oceania", "south-asia")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """A possible subject at its place.  `ref` is None for a name that nobody knows.

    `aside`: it stands after a preposition; `owner`: a possessive follows; `owned`: "of" stands before;
    `place`: it says where; `carried`: it stands for something named earlier, at `start` and `end` then or
    here; `sector` is set for a segment that narrows its industry, `market` for a place that narrows a
    company, `ownership` for a part of an industry's enterprises; `until`: where the words end that only tell
    more of it; `named`: where the text names what the words here stand for; `also`: what else makes it the
    subject.
    """

    start: int
    end: int
    text: str
    ref: str | None
    aside: bool = False
    owner: bool = False
    owned: bool = False
    place: bool = False
    carried: bool = False
    rule: str = "subject-named"
    sector: str | None = None
    market: str | None = None
    ownership: str | None = None
    until: int = 0
    named: Cue | None = None
    also: tuple[Cue, ...] = ()
    instead: Self | None = None

    @classmethod
    def of_name(cls, name: NameMention) -> Self:
        """The actor that a name names, wherever it stands."""
        return cls(name.start, name.end, name.text, ref_of(name))

    @property
    def kind(self) -> str:
        """The kind of entity; empty for an unknown name."""
        return (self.ref or "").partition("/")[0]

    @property
    def identity(self) -> str:
        """What is the same wherever the same is named: its reference, else the name that nobody knows."""
        return self.ref or (self.text if self.named is None else self.named.text)

    @property
    def is_place(self) -> bool:
        """Whether it is a country or a region."""
        return self.kind in PLACES

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Where the text names it, the words that stand for it here, and what else makes it so."""
        own = Cue("subject", self.text, self.start, self.end)
        found = [self.named, own if self.text else None, *self.also]
        return tuple(dict.fromkeys(cue for cue in found if cue is not None))

    @property
    def origin(self) -> Cue | None:
        """Where the text names it first; None for what the text never names."""
        if self.named is not None:
            return self.named
        if self.text:
            return Cue("subject", self.text, self.start, self.end)
        return self.also[0] if self.also else None

    def is_same(self, other: Actor) -> bool:
        """Whether both are one entity, or one name that nobody knows."""
        return self.identity == other.identity

    def carry(self, rule: str = "subject-carried") -> Self:
        """This actor as the subject of a figure whose own words do not name it."""
        return replace(self, carried=True, rule=rule, named=self.origin)


def ref_of(name: NameMention) -> str | None:
    """The likeliest entity that a name names; None for a name that nobody knows."""
    return name.refs[0] if name.refs else None


def kind_of(name: NameMention) -> str:
    """The kind of the likeliest entity that a name names; empty for a name that nobody knows."""
    return name.refs[0].partition("/")[0] if name.refs else UNKNOWN
