"""The metrics that the words around a figure name, each weighed by its role and its distance.

What goes in is a sentence and the place of a figure; what comes out is a `Measure`: a metric, the words that
name it and a score, so that the caller can weigh it against what other figures say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.candidate import Cue
from kg.extract.catalogue import COUNTED, Catalogue
from kg.extract.grammar import BRACKETS, Distance
from kg.extract.reading import Mark, View
from kg.extract.spans import within_longer

# What a part of a whole is called: (metric of the part or any, metric of the whole) -> share.
_SHARES: Final = {
    ("domestic_value_amount", "revenue"): "domestic_value_share",
    ("overseas_revenue", "revenue"): "overseas_revenue_share",
    ("export_value", "export_value"): "share_of_national_exports",
    ("", "revenue"): "revenue_share",
    ("", "export_value"): "export_share",
    ("", "funding_amount"): "funding_share",
    ("", "gdp"): "share_of_gdp",
    ("", "employee_count"): "employee_share",
    ("", "enterprise_count"): "enterprise_share",
    ("", "user_count"): "user_share",
    ("", "customer_count"): "customer_share",
    ("", "investment_capital"): "capital_share",
}
# Metrics whose words say little: any other that stands near is meant.
_GENERIC: Final = frozenset(
    ("share", "price", "multiple", "growth_rate", "annual_growth_rate", "spending", "market_size",
     "sales_value", "transaction_value", "investment_capital", "deal_value")
)  # fmt: skip
_METRIC_ROLES: Final = frozenset(("noun", "verb", "after", "counted"))
# How much a role says of a figure that comes later.
_WEIGHTS: Final = {"noun": 2.0, "verb": 1.7, "counted": 1.0}
# "40% of the total", "40% của tổng": what leads to the whole that a share is of.
_OF_WHOLE: Final = {
    "en": re.compile(
        r"\s+of\s+(?:the\s+|its\s+|all\s+|total\s+|overall\s+|their\s+|\w+['’]s\s+|[\w-]+\s+){0,5}", re.I
    ),
    "vi": re.compile(r"\s+(?:của\s+|trong\s+)?(?:tổng\s+|toàn\s+|số\s+|kim ngạch\s+|[\w-]+\s+){0,4}", re.I),
}
# How far back the part may stand that "of the whole" is a share of.
_PART_REACH: Final = 60
# "$3 billion in revenue": what joins a figure to a noun behind it.
_AFTER_FIGURE: Final = {
    "en": re.compile(r"\s+(?:in|of|worth of|for)\s+(?:[\w’'-]+\s+){0,5}$", re.I),
    "vi": re.compile(r"\s+(?:về\s+)?(?:[\w-]+\s+){0,1}$", re.I),
}
_COMPLEMENT: Final = {
    "en": re.compile(r"\s+(?:of|in|from|to)\s+(?:[\w’'&-]+\s+){0,7}", re.I),
    "vi": re.compile(r"\s+(?:của|trong)\s+(?:[\w-]+\s+){0,6}", re.I),
}
_COMPLEMENT_REACH: Final = 60
_JOINS: Final = re.compile(r"\s(?:and|or|và|hoặc|while|but)\s|[;:,()]", re.I)
# How far behind a figure the words may stand that name what it is of.
_AFTER_REACH: Final = 45
# Events whose year is a fact about somebody; when a plant opens is only when.
_EVENTS: Final = frozenset(("founding_year", "launch_year", "going_abroad_year"))
_EVENT_REACH: Final = 48
# Between the verb of an event and its year stands no other number, and no end of a clause.
_NO_EVENT: Final = re.compile(r"[;:.(]|\d")
# "In 2006 it founded": the year that heads its sentence.
_HEAD_YEAR: Final = re.compile(r"\s*(?:(?:back |early |late )?in|năm|vào năm|từ năm)?\s*", re.I)


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric with the words that name it; `unit` is what a counted noun adds."""

    metric: str | None
    unit: str | None
    cue: Cue | None
    score: float
    rule: str


class Neighbour(NamedTuple):
    """Another figure of the sentence: its place, and the family of its unit."""

    start: int
    end: int
    family: str


class Measures:
    """Finds the metrics that are named near the figures of one text."""

    def __init__(self, text: str, language: str, catalogue: Catalogue) -> None:
        self._text = text
        self._language = language
        self._catalogue = catalogue

    def choose(
        self, view: View, figure: tuple[int, int], family: str, others: Sequence[Neighbour],
        distance: Distance, *, change: bool,
    ) -> Measure | None:  # fmt: skip
        """The metric named in the sentence for the figure at `figure`, whose unit is of `family`.

        `others` are the other figures of the sentence.
        """
        fitting = self._fitting(view, figure, family, change=change)
        within = within_longer(mark for mark, _ in fitting)
        nouns = [mark for mark, _ in fitting if mark.term.role == "noun"]
        best: Measure | None = None
        for mark, metric in fitting:
            # "Share" within "domestic value share" says nothing of its own.
            if mark[:2] in within:
                continue
            score = self._score(mark, figure, family, others, distance)
            if score is None:
                continue
            if mark.term.role == "noun" and any(
                0 < mark.start - o.end <= _COMPLEMENT_REACH and self._belongs(o, mark) for o in nouns
            ):
                score -= 0.9  # "the domestic value of its revenue" is no revenue
            if metric == mark.term.ref and change:
                score += 0.2  # a growth that has a name of its own
            if metric in _GENERIC:
                score -= _vagueness(metric, mark.term.role)
            if best is None or score > best.score:
                best = self._named(mark, metric, score)
        return best

    def _fitting(
        self, view: View, figure: tuple[int, int], family: str, *, change: bool
    ) -> list[tuple[Mark, str]]:
        """The words outside the figure that name a metric which it can have, each with that metric."""
        start, end = figure
        found: list[tuple[Mark, str]] = []
        for mark in view.marks:
            term = mark.term
            if term.role not in _METRIC_ROLES or not term.ref or (mark.start < end and start < mark.end):
                continue
            metric = self._catalogue.fits(term.ref, family, change=change)
            if metric is not None:
                found.append((mark, metric))
        return found

    def _named(self, mark: Mark, metric: str, score: float) -> Measure:
        cue = Cue.at(self._text, "metric", mark.start, mark.end)
        return Measure(metric, mark.term.unit, cue, score, f"metric-{mark.term.role}")

    def _belongs(self, head: Mark, noun: Mark) -> bool:
        """Whether `noun` is a complement of `head`: "contribution of its revenue"."""
        return _COMPLEMENT[self._language].fullmatch(self._text[head.end : noun.start]) is not None

    def _score(
        self, mark: Mark, figure: tuple[int, int], family: str, others: Sequence[Neighbour],
        distance: Distance,
    ) -> float | None:  # fmt: skip
        """How much the words speak for the figure; None where they cannot be about it."""
        start, end = figure
        role = mark.term.role
        longer = 0.02 * (mark.end - mark.start)
        if mark.start >= end:
            if role == "counted":
                return None
            between = sum(1 for o in others if end <= o.start < mark.start)
            gap = self._text[end : mark.start]
            if role == "after":
                bare = BRACKETS.sub("", gap)  # "(over $2.1 billion) to the State budget"
                if len(bare) > _AFTER_REACH or _JOINS.search(bare):
                    return None
                if bare == gap and (between or distance.barriers(end, mark.start)):
                    return None
                return 3.2 + longer - 0.02 * len(gap)
            near = role == "noun" and _AFTER_FIGURE[self._language].fullmatch(gap) is not None
            return (2.5 if near else 0.5) + longer - distance.cost(end, mark.start) - 1.2 * between
        if role == "after":
            return None
        between = sum(1 for o in others if mark.end <= o.start and o.end <= start and o.family == family)
        return _WEIGHTS[role] + longer - 0.8 * distance.cost(mark.end, start) - 0.45 * between

    def near(self, view: View, start: int, family: str, reach: int) -> list[Measure]:
        """The metrics that verbs and nouns name right before `start`, within `reach`, the nearest first."""
        found = []
        for mark in view.marks:
            if mark.term.role not in ("noun", "verb") or not mark.term.ref:
                continue
            if not 0 <= start - mark.end <= reach:
                continue
            if any(
                o.start < mark.start and mark.end <= o.end and o.term.role in _METRIC_ROLES
                for o in view.marks
            ):
                continue
            metric = self._catalogue.fits(mark.term.ref, family, change=False)
            if metric is not None:
                found.append(self._named(mark, metric, 2.6))
        return found[::-1]

    def share(self, view: View, figure: tuple[int, int], part: str | None) -> Measure | None:
        """The share that "… % of total revenue" is; `part` is what it is of, if no noun before says so."""
        start, end = figure
        match = _OF_WHOLE[self._language].match(self._text, end, view.end)
        if match is None:
            return None
        for mark in view.marks:
            whole = mark.term.ref
            if mark.term.role not in ("noun", "counted") or not whole:
                continue
            if not end < mark.start <= match.end() + 1:
                continue
            for noun in view.marks:
                known = noun.term.role == "noun" and (noun.term.ref, whole) in _SHARES
                if known and 0 <= start - noun.end < _PART_REACH:
                    part = noun.term.ref
            metric = _SHARES.get((part or "", whole)) or _SHARES.get(("", whole))
            if metric is not None and metric in self._catalogue.metrics:
                cue = Cue.at(self._text, "metric", mark.start, mark.end)
                return Measure(metric, None, cue, 2.4, "metric-share")
        return None

    def event(self, view: View, year: tuple[int, int]) -> Measure | None:
        """The event whose year stands at `year`: the nearest verb of one, few words apart."""
        best: Measure | None = None
        for mark in view.marks:
            if mark.term.ref not in _EVENTS or mark.term.ref not in self._catalogue.metrics:
                continue
            if mark.term.role not in ("noun", "verb"):
                continue
            low, high = (mark.end, year[0]) if mark.end <= year[0] else (year[1], mark.start)
            if not 0 <= high - low <= _EVENT_REACH or _NO_EVENT.search(self._text, low, high):
                continue
            if mark.start >= year[1] and not _HEAD_YEAR.fullmatch(self._text, view.start, year[0]):
                continue
            score = 2.0 - (high - low) / _EVENT_REACH + 0.01 * (mark.end - mark.start)
            if best is None or score > best.score:
                cue = Cue.at(self._text, "metric", mark.start, mark.end)
                best = Measure(mark.term.ref, "year", cue, score, "metric-event")
        return best

    def beyond(self, marks: Sequence[Mark], family: str, *, change: bool) -> Measure | None:
        """The metric that a heading or a list's lead names for figures of `family`: its longest words."""
        best: Measure | None = None
        length = 0
        for mark in marks:
            if mark.term.role not in ("noun", "counted") or mark.end - mark.start <= length:
                continue
            named = mark.term.ref or COUNTED.get(mark.term.unit or "", "")
            metric = self._catalogue.fits(named, family, change=change)
            if metric is not None and metric not in _GENERIC:
                cue = Cue.at(self._text, "metric", mark.start, mark.end)
                best = Measure(metric, mark.term.unit, cue, 0.9, "metric-heading")
                length = mark.end - mark.start
        return best


def _vagueness(metric: str, role: str) -> float:
    """What the score of a generic metric loses: right after a figure its words were worth the most."""
    if role != "after":
        return 0.5
    return 2.6 if metric == "growth_rate" else 1.5
