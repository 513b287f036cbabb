"""The dimensions of a figure: the sector, market and ownership that narrow it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.candidate import Cue
from kg.extract.actor import VIETNAM, Actor
from kg.extract.grammar import Distance
from kg.extract.reading import Mark, View

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


_CLOSE = 60


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Ids of the dimensions, None where there is none, and the words that name them."""

    sector: str | None = None
    market: str | None = None
    ownership: str | None = None
    cues: tuple[Cue, ...] = ()


def dimensions(
    text: str, language: str, view: View, figure: tuple[int, int], metric: str | None, subject: Actor | None,
    own_sector: str | None, actors: Sequence[Actor], distance: Distance, spans: Sequence[tuple[int, int]],
) -> Dimensions:  # fmt: skip
    """What narrows the figure at `figure`; `own_sector` is the subject's own, which narrows nothing."""
    cues: list[Cue] = []
    sector = _nearest(text, view, figure, "sector", subject, distance, spans)
    sector_id = None
    if subject is not None and subject.sector is not None:
        sector_id = subject.sector
        cues.append(Cue("sector", subject.text, subject.start, subject.end))
    elif sector is not None and sector.term.ref != own_sector:
        sector_id = sector.term.ref
        cues.append(Cue("sector", text[sector.start : sector.end], sector.start, sector.end))
    ownership = _nearest(text, view, figure, "ownership", None, distance, spans)
    ownership_id = None
    if subject is not None and subject.ownership is not None:
        ownership_id = subject.ownership
        cues.append(Cue("ownership", subject.text, subject.start, subject.end))
    elif ownership is not None and (subject is None or subject.kind in ("aggregate", "country", "")):
        ownership_id = ownership.term.ref
        cues.append(Cue("ownership", text[ownership.start : ownership.end], ownership.start, ownership.end))
    market = None
    if subject is not None and subject.market is not None:
        market = subject.market
        cues.append(Cue("market", subject.text, subject.start, subject.end))
    elif subject is not None:
        for actor in actors:
            if (
                actor.kind not in ("country", "market")
                or not actor.place
                or actor.ref in (VIETNAM, subject.ref)
            ):
                continue
            near = distance.barriers(min(actor.end, figure[1]), max(actor.start, figure[0])) == 0
            if near and abs(actor.start - figure[0]) < 90:
                market = actor.ref
                cues.append(Cue("market", actor.text, actor.start, actor.end))
                break
        if market is None and metric not in _ABROAD_ALREADY:
            place = abroad(text, language, view, figure, distance)
            if place is not None:
                market = "market/international"
                cues.append(Cue("market", text[slice(*place)], *place))
    return Dimensions(sector_id, market, ownership_id, tuple(cues))


def abroad(
    text: str, language: str, view: View, figure: tuple[int, int], distance: Distance
) -> tuple[int, int] | None:
    """The place of words that say that the figure is about business abroad; None where there are none."""
    for match in _ABROAD[language].finditer(text, view.start, view.end):
        low, high = sorted((match.start(), figure[0]))
        if high - low < _CLOSE and distance.barriers(low, high) == 0:
            return match.start(), match.end()
    return None


def _nearest(
    text: str, view: View, figure: tuple[int, int], role: str, subject: Actor | None, distance: Distance,
    spans: Sequence[tuple[int, int]],
) -> Mark | None:  # fmt: skip
    """The term of `role` nearest to the figure, outside the words that name the subject."""
    start, end = figure
    best, top = None, 0.0
    for mark in view.marks:
        if mark.term.role != role:
            continue
        if subject is not None and subject.start <= mark.start < subject.end and not subject.carried:
            continue
        if mark.start >= end:
            between = sum(1 for a, _ in spans if end <= a < mark.start)
            score = 1.0 - 1.2 * distance.cost(end, mark.start) - 0.8 * between
        else:
            between = sum(1 for a, b in spans if mark.end <= a and b <= start)
            score = 1.0 - 0.8 * distance.cost(mark.end, start) - 0.8 * between
        if score > top or (
            score == top and best is not None and mark.end - mark.start > best.end - best.start
        ):
            best, top = mark, score
    return best
