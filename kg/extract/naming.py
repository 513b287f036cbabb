"""Metrics that need more than their own words: of an index, of research, abroad, of a body.

What is renamed here follows the house rules of `kg.grounding.conventions`, which the gate knows too; the
words that make the difference are pointed to.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kg.candidate import Cue
from kg.extract.actor import FIRMS, Actor
from kg.extract.catalogue import Catalogue
from kg.extract.dimensions import abroad
from kg.extract.draft import Draft
from kg.extract.measures import Measure
from kg.extract.reading import View
from kg.extract.scene import Scene
from kg.grounding.conventions import (
    ABROAD_OF,
    FOREIGN_INVESTMENT,
    IN_FOREIGN,
    IN_SHOPS,
    IN_STARTUPS,
    IN_WORK,
    INCREASE_OF,
    NAMED_BY,
    OF_FIRMS,
    REGISTERED,
    SHOPS,
    SIZE_OF,
    STARTUPS,
    WORKFORCES,
)
from kg.lists import UnitFamily

# Investment into the country, as opposed to what its firms invest elsewhere.
_FDI: Final = re.compile(
    r"\bFDI\b|foreign direct investment|foreign[- ]invest|đầu tư (?:trực tiếp )?nước ngoài|vốn đăng ký", re.I
)
_OUTWARD: Final = re.compile(
    r"overseas investment|invest(?:ed|ment|ing)? (?:abroad|overseas)|ra nước ngoài|outward", re.I
)
_PER_THOUSAND: Final = re.compile(r"[^.;,]{0,40}?(?:per|for every|trên|/)\s*1[.,]?000\b", re.I)
_OVERSEAS: Final = "aggregate/vietnam-overseas-investment"
_PLAIN_RANKS: Final = frozenset(("world_rank", "market_rank", None))
# How far before its sentence the index of a rank or a survey may be named, and how far behind a figure what
# a revenue is spent on.
_INDEX_REACH: Final = 300
_SURVEY_REACH: Final = 200
_LOOK_AHEAD: Final = 80


class Naming:
    """Gives figures the metric that the words around their own words make it."""

    def __init__(self, text: str, language: str, catalogue: Catalogue) -> None:
        self._text = text
        self._language = language
        self._catalogue = catalogue

    def by_words(self, view: View, draft: Draft, last_share: Measure | None) -> None:
        """What other words of the sentence make of a metric; `last_share` is the share spoken of before."""
        metric, end = draft.metric, draft.figure.end
        low, high = view.start, view.end
        words = self._text[low:high]
        if draft.family == UnitFamily.RANK and metric in _PLAIN_RANKS:
            self._index(draft, max(0, low - _INDEX_REACH), high)
        elif metric in REGISTERED and _FDI.search(words) and not _OUTWARD.search(words):
            self._rename(draft, REGISTERED[metric])
        elif metric == "share_of_gdp":
            self._named_by(draft, "rnd_share_of_gdp", low, high)
        elif metric == "revenue_share":
            self._named_by(draft, "rnd_share_of_revenue", end, min(high, end + _LOOK_AHEAD))
        elif metric == "share":
            self._share(view, draft, last_share)
        elif metric == "market_share":
            self._named_by(draft, "global_share", low, high)
        elif metric == "market_size" and any(m.term.ref == "transaction_count" for m in view.marks):
            self._rename(draft, "transaction_value")
        elif draft.family == UnitFamily.COUNT and _PER_THOUSAND.match(self._text, end, high):
            self._rename(draft, "enterprises_per_1000_people")
            draft.unit, draft.family = "per_1000_persons", UnitFamily.RATE
        elif draft.is_change and draft.family in (UnitFamily.CURRENCY, UnitFamily.COUNT):
            self._rename(draft, INCREASE_OF.get(metric or ""))

    def in_points(self, draft: Draft) -> None:
        """A change in percentage points is a growth rate, unless its metric is one that is measured so."""
        if draft.family != UnitFamily.PERCENTAGE_POINT or draft.metric is None:
            return
        bases = self._catalogue.metrics[draft.metric].growth_of
        if not any(UnitFamily.PERCENT in self._catalogue.metrics[base].families for base in bases):
            self._rename(draft, "growth_rate")

    def by_subject(self, scene: Scene, draft: Draft, main: Actor | None) -> None:
        """What it makes of a metric whose it is; `main` is what the article is about."""
        metric, actor = draft.metric, draft.actor
        ref = actor.ref if actor is not None else None
        if metric in ABROAD_OF and actor is not None and actor.kind != "country":
            named = draft.measure.cue if draft.measure else None
            anchor = draft.span if named is None else (named.start, named.end)
            place = abroad(self._text, self._language, scene.view, anchor, scene.distance)
            if place is not None:
                draft.cues.append(Cue.at(self._text, "market", *place))
                self._rename(draft, ABROAD_OF[metric])
        elif actor is not None and actor.kind in FIRMS and metric in OF_FIRMS:
            self._rename(draft, OF_FIRMS[metric])
        elif ref in WORKFORCES and metric in IN_WORK:
            self._rename(draft, IN_WORK[metric])
        elif ref == SHOPS and metric in IN_SHOPS:
            self._rename(draft, IN_SHOPS[metric])
        elif metric in IN_STARTUPS and _of_startups(actor, main):
            self._rename(draft, IN_STARTUPS[metric])
        elif ref == FOREIGN_INVESTMENT and metric in IN_FOREIGN:
            self._rename(draft, IN_FOREIGN[metric])
        elif metric == "capital_share" and ref == _OVERSEAS:
            self._rename(draft, "share_of_overseas_investment")
        elif draft.family == UnitFamily.CURRENCY and metric in (None, "market_size"):
            self._rename(draft, SIZE_OF.get(ref or "", metric))

    def _share(self, view: View, draft: Draft, last_share: Measure | None) -> None:
        """A plain share is one of those asked, the one spoken of before, or one of the world."""
        low, high = view.start, view.end
        if self._named_by(draft, "respondent_share", max(0, low - _SURVEY_REACH), high):
            return
        if last_share is None:
            self._named_by(draft, "global_share", low, high)
            return
        if last_share.cue is not None:
            draft.cues.append(last_share.cue)
        self._rename(draft, last_share.metric)

    def _index(self, draft: Draft, low: int, high: int) -> None:
        """The rank by the index that is named last before the figure, else in its sentence."""
        at = draft.figure.start
        found = [
            (match.end() <= at, match.end() if match.end() <= at else -match.start(), metric, match.span())
            for metric, pattern in NAMED_BY.items()
            if metric.endswith("_rank")
            for match in pattern.finditer(self._text, low, high)
        ]
        if found:
            _, _, metric, place = max(found)
            draft.cues.append(Cue.at(self._text, "metric", *place))
            self._rename(draft, metric)

    def _named_by(self, draft: Draft, metric: str, low: int, high: int) -> bool:
        """Rename to `metric` where the words that make it so stand between two places; whether they do."""
        match = NAMED_BY[metric].search(self._text, low, high)
        if match is None:
            return False
        draft.cues.append(Cue.at(self._text, "metric", *match.span()))
        self._rename(draft, metric)
        return True

    def _rename(self, draft: Draft, metric: str | None) -> None:
        if metric is not None and metric != draft.metric and metric in self._catalogue.metrics:
            old = draft.measure or Measure(None, None, None, 0.8, "metric-of-body")
            draft.measure = replace(old, metric=metric)


def _of_startups(actor: Actor | None, main: Actor | None) -> bool:
    """Whether money put in is a funding: of startups, or of a young firm in an article about them."""
    if actor is None:
        return False
    return actor.ref == STARTUPS or (
        main is not None and main.ref == STARTUPS and actor.kind in ("", "company")
    )
