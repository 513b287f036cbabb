"""The dimensions of a figure: the sector, market and ownership that narrow it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.candidate import Cue
from kg.extract.actor import UNKNOWN, VIETNAM, Actor
from kg.extract.grammar import Distance
from kg.extract.reading import Mark, View
from kg.extract.scene import Scene
from kg.extract.spans import Place

_ABROAD = {
    "en": re.compile(
        r"\b(?:overseas|abroad|foreign (?:markets?|customers|clients)|international markets?|global markets?|"
        r"export markets?|outside (?:of )?Viet ?nam)\b",
        re.I,
    ),
    "vi": re.compile(r"\b(?:nước ngoài|quốc tế|hải ngoại|thị trường ngoài)\b", re.I),
}
# Metrics that are about business abroad by themselves.
_ABROAD_ALREADY = frozenset(
    ("overseas_revenue", "overseas_revenue_growth", "overseas_revenue_share", "market_count", "country_count",
     "leading_market_count", "export_value", "export_growth", "cash_repatriated", "going_abroad_year",
     "going_abroad_duration", "share_of_overseas_investment", "fdi_share", "registered_capital")
)  # fmt: skip
# How far from a figure words about business abroad may stand, and a place.
_ABROAD_WITHIN = 60
_PLACE_WITHIN = 90
# What has owners of several kinds: a named company is of one.
_OF_MANY_OWNERS = frozenset(("aggregate", "country", UNKNOWN))
_Named = tuple[str | None, Cue | None]
_NOTHING: _Named = (None, None)


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Ids of the dimensions, None where there is none, and the words that name them."""

    sector: str | None = None
    market: str | None = None
    ownership: str | None = None
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Finds what narrows the figures of one text; `sectors` gives the own sector of an aggregate."""

    text: str
    language: str
    sectors: Mapping[str, str]

    def of(
        self, scene: Scene, figure: Place, metric: str | None, subject: Actor | None, others: Sequence[Place]
    ) -> Dimensions:
        """What narrows a figure of `subject` and `metric`; `others` are the other figures of the sentence."""
        sector, by_sector = self._sector(scene, figure, subject, others)
        ownership, by_ownership = self._ownership(scene, figure, subject, others)
        market, by_market = self._market(scene, figure, metric, subject)
        cues = tuple(cue for cue in (by_sector, by_ownership, by_market) if cue is not None)
        return Dimensions(sector, market, ownership, cues)

    def _sector(self, scene: Scene, figure: Place, subject: Actor | None, others: Sequence[Place]) -> _Named:
        """The sector that the subject is a segment of, else the nearest that is not the subject's own."""
        if subject is not None and subject.sector is not None:
            return subject.sector, _words("sector", subject)
        mark = _nearest(scene, figure, "sector", others, subject)
        own = self.sectors.get(subject.ref or "") if subject is not None else None
        if mark is None or mark.term.ref == own:
            return _NOTHING
        return mark.term.ref, Cue.at(self.text, "sector", mark.start, mark.end)

    def _ownership(
        self, scene: Scene, figure: Place, subject: Actor | None, others: Sequence[Place]
    ) -> _Named:
        """Whose enterprises the figure is of, where it is of enterprises."""
        if subject is not None and subject.ownership is not None:
            return subject.ownership, _words("ownership", subject)
        if subject is not None and subject.kind not in _OF_MANY_OWNERS:
            return _NOTHING
        mark = _nearest(scene, figure, "ownership", others)
        if mark is None:
            return _NOTHING
        return mark.term.ref, Cue.at(self.text, "ownership", mark.start, mark.end)

    def _market(self, scene: Scene, figure: Place, metric: str | None, subject: Actor | None) -> _Named:
        """Where the subject has its figure: a place that is no subject, or abroad."""
        if subject is None:
            return _NOTHING
        if subject.market is not None:
            return subject.market, _words("market", subject)
        start, end = figure
        for actor in scene.actors:
            if not (actor.place and actor.is_place) or actor.ref in (VIETNAM, subject.ref):
                continue
            near = abs(actor.start - start) < _PLACE_WITHIN
            if near and not scene.distance.barriers(min(actor.end, end), max(actor.start, start)):
                return actor.ref, _words("market", actor)
        if metric in _ABROAD_ALREADY:
            return _NOTHING
        place = abroad(self.text, self.language, scene.view, figure, scene.distance)
        return _NOTHING if place is None else ("market/international", Cue.at(self.text, "market", *place))


def abroad(text: str, language: str, view: View, figure: Place, distance: Distance) -> Place | None:
    """The place of words that say that the figure is about business abroad; None where there are none."""
    for match in _ABROAD[language].finditer(text, view.start, view.end):
        low, high = sorted((match.start(), figure[0]))
        if high - low < _ABROAD_WITHIN and distance.barriers(low, high) == 0:
            return match.start(), match.end()
    return None


def _words(role: str, actor: Actor) -> Cue:
    return Cue(role, actor.text, actor.start, actor.end)


def _nearest(
    scene: Scene, figure: Place, role: str, others: Sequence[Place], subject: Actor | None = None
) -> Mark | None:
    """The term of `role` nearest to the figure, outside the words that name `subject`.

    Another figure between the two counts against a term; of two that are as near, the longer is meant.
    """
    start, end = figure
    best, top = None, 0.0
    for mark in scene.view.marks:
        if mark.term.role != role:
            continue
        if subject is not None and not subject.carried and subject.start <= mark.start < subject.end:
            continue
        if mark.start >= end:
            between = sum(1 for a, _ in others if end <= a < mark.start)
            score = 1.0 - 1.2 * scene.distance.cost(end, mark.start) - 0.8 * between
        else:
            between = sum(1 for a, b in others if mark.end <= a and b <= start)
            score = 1.0 - 0.8 * scene.distance.cost(mark.end, start) - 0.8 * between
        longer = best is not None and mark.end - mark.start > best.end - best.start
        if score > top or (score == top and longer):
            best, top = mark, score
    return best
