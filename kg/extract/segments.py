"""What only narrows the subject spoken of: a market or segment of a company, a segment of an industry.

"Software earned $5 billion" is of the ICT industry's software, in an article about the ICT industry, and
"Japan brought $200 million" is of the company that the article is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.extract.actor import FIRMS, PASSING, VIETNAM, Actor, kind_of, ref_of
from kg.extract.blocks import BlockKind
from kg.extract.reading import View

SEGMENT = "subject-segment"
MARKET = "subject-market"
STARTUPS = "aggregate/vietnam-startups"
_FOREIGN_OWNED = "aggregate/vietnam-fdi-enterprises"
# Aggregates whose money comes from countries.
_FUNDED = frozenset((STARTUPS, "aggregate/vietnam-foreign-investment"))
# Industries that sources break down; a segment named beneath one is a sector of it.
_BROAD = frozenset(
    f"aggregate/vietnam-{name}"
    for name in ("ict-industry", "digital-technology-industry", "information-and-communications-sector",
                 "it-industry", "digital-economy", "internet-economy", "science-and-technology-sector",
                 "software-and-it-services-industry", "telecommunications-industry", "startups",
                 "overseas-investment", "foreign-investment")
)  # fmt: skip
# Industries that are segments of a broader one where that is spoken of.
_ALSO_SEGMENTS = frozenset(
    ("aggregate/vietnam-it-industry", "aggregate/vietnam-software-and-it-services-industry")
)
# Segments that statistics report as industries of their own.
_OWN_INDUSTRIES = frozenset(("postal", "telecommunications", "semiconductors", "chip-design", "fintech"))
_REPORTERS = frozenset(("ministry", "agency", "association"))
# Words that make an industry the country's, where a company is spoken of.
_NATIONAL = re.compile(r"Viet ?nam|Việt Nam|country|national|domestic|industry|ngành|toàn quốc|cả nước", re.I)
# Words after which Vietnamese names the parts of a whole.
_PART = re.compile(r"\b(?:trong đó|riêng|bao gồm|gồm)\b", re.I)


@dataclass(frozen=True, slots=True)
class Segments:
    """Tells segments from subjects in one text; `sectors` gives the sector of an aggregate."""

    text: str
    language: str
    sectors: Mapping[str, str]

    def narrowed(self, view: View, actor: Actor, topic: Actor | None) -> Actor:
        """`actor`, or `topic` narrowed by it where it is only a part of what is spoken of."""
        if topic is None or actor.ref == VIETNAM:
            return actor
        sector = "5g" if actor.ref == "technology/5g" else self.sectors.get(actor.ref or "")
        if actor.is_place:
            if _is_market(actor, topic):
                return replace(_part(actor, topic), market=actor.ref, rule=MARKET)
        elif topic.kind in FIRMS and (actor.kind == "aggregate" or sector == "5g"):
            if not _is_national(view, actor):
                return replace(_part(actor, topic), sector=sector)
        elif topic.ref in _BROAD and actor.ref == _FOREIGN_OWNED:
            return replace(_part(actor, topic), ownership="foreign-invested")
        elif sector is not None and self._is_part(view, actor, topic, sector):
            return replace(_part(actor, topic), sector=sector)
        return actor

    def _is_part(self, view: View, actor: Actor, topic: Actor, sector: str) -> bool:
        """Whether an industry is spoken of as a sector of the broader one that is the topic."""
        if topic.ref not in _BROAD or sector in _OWN_INDUSTRIES:
            return False
        if actor.ref in _BROAD and (actor.ref not in _ALSO_SEGMENTS or topic.ref in _ALSO_SEGMENTS):
            return False
        # A Vietnamese sentence that lists no parts has its industry as its subject.
        return self.language != "vi" or topic.ref == STARTUPS or self._lists_parts(view)

    def _lists_parts(self, view: View) -> bool:
        return view.block.kind is BlockKind.ITEM or _PART.search(self.text, view.start, view.end) is not None


def of_whom(actors: list[Actor]) -> list[Actor]:
    """The actors of a sentence; segments of a company are of the one that the sentence names before them."""
    firm: Actor | None = None
    found = []
    for actor in actors:
        if actor.rule in (SEGMENT, MARKET) and firm is not None:
            found.append(replace(actor, ref=firm.ref, named=firm.cues[0]))
            continue
        if actor.rule == "subject-named" and actor.kind in FIRMS and not actor.aside:
            firm = actor
        found.append(actor)
    return found


def _part(actor: Actor, topic: Actor) -> Actor:
    """What is spoken of, at the place of the actor that narrows it."""
    return replace(actor, ref=topic.ref, carried=True, rule=SEGMENT, named=topic.origin)


def _is_market(actor: Actor, topic: Actor) -> bool:
    """Whether a place is where a company earns, or who pays for what is funded."""
    if topic.kind in PASSING:
        return not actor.owner
    paying = not (actor.place or actor.aside or actor.owner)
    return paying and actor.kind == "country" and topic.ref in _FUNDED


def _is_national(view: View, actor: Actor) -> bool:
    """Whether an industry is the country's, where a company is spoken of, and no segment of the company."""
    if _NATIONAL.search(actor.text):
        return True
    return any(kind_of(name) in _REPORTERS or ref_of(name) == VIETNAM for name in view.names)
