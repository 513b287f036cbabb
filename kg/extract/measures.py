"""The metrics that the words around a figure name, each weighed by its role and its distance.

What goes in is a sentence and the place of a figure; what comes out is a `Measure`: a metric, the words that
name it and a score, so that the caller can weigh it against what other figures say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from kg.candidate import Cue
from kg.catalogue import Catalogue
from kg.extract.grammar import BRACKETS, Distance
from kg.extract.reading import Mark, View
from kg.grounding.conventions import EVENT_YEARS

METRIC_ROLES: Final = frozenset(("noun", "verb", "after", "counted"))
# How much a role says of a figure that comes later.
_WEIGHTS: Final = {"noun": 2.0, "verb": 1.7, "counted": 1.0}
# "40% of the total", "40% của tổng": what leads to the whole that a share is of.
_OF_WHOLE: Final = {
    "en": re.compile(
        r"\s+of\s+(?:the\s+|its\s+|all\s+|total\s+|overall\s+|their\s+|\w+['’]s\s+|[\w-]+\s+){0,5}", re.I
    ),
    "vi": re.compile(r"\s+(?:của\s+|trong\s+)?(?:tổng\s+|toàn\s+|số\s+|kim ngạch\s+|[\w-]+\s+){0,4}", re.I),
}
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
_EVENT_REACH: Final = 48
# Between the verb of an event and its year stands no other number, and no end of a clause.
_NO_EVENT: Final = re.compile(r"[;:.(]|\d(?!\d{0,3},? (?:and|và) (?:in |năm )?$)")
# From a number to what happened to so many.
_OF_SOME: Final = re.compile(r"(?: (?!(?:since|and|or|it|its|was|which|that|từ|và|được)\b)[\w-]+){1,3} ")
# "In 2006 it founded": the year that heads its sentence.
_HEAD_YEAR: Final = re.compile(r"\s*(?:(?:back |early |late )?in|năm|vào năm|từ năm)?\s*", re.I)


class Measure(NamedTuple):
    """A metric with the words that name it; `unit` is what a counted noun adds.

    `score` tells how sure it is: from 1 its own words name it; `also` are further words that make it so, and
    `counted` those that give the unit, where they stand at another figure.
    """

    metric: str | None
    unit: str | None
    cue: Cue | None
    score: float
    rule: str
    also: tuple[Cue, ...] = ()
    counted: Cue | None = None


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

    def strength(
        self,
        mark: Mark,
        figure: tuple[int, int],
        family: str,
        others: Sequence[Neighbour],
        distance: Distance,
    ) -> float | None:
        """How much words speak for the figure by where they stand; None where they cannot be about it."""
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

    def belongs(self, head: Mark, noun: Mark) -> bool:
        """Whether `noun` is a complement of `head`: "contribution of its revenue"."""
        if not 0 < noun.start - head.end <= _COMPLEMENT_REACH:
            return False
        return _COMPLEMENT[self._language].fullmatch(self._text, head.end, noun.start) is not None

    def is_whole(self, figure: tuple[int, int], mark: Mark) -> bool:
        """Whether words behind a figure are what it is a share of: "40% of the total"."""
        return _OF_WHOLE[self._language].fullmatch(self._text, figure[1], mark.start) is not None

    def is_behind(self, figure: tuple[int, int], mark: Mark) -> bool:
        """Whether a noun is joined to the figure before it: "$3 billion in revenue"."""
        return _AFTER_FIGURE[self._language].fullmatch(self._text, figure[1], mark.start) is not None

    def event(self, view: View, year: tuple[int, int]) -> Measure | None:
        """The event whose year stands at `year`: the nearest verb of one, few words apart."""
        best: Measure | None = None
        for mark in view.marks:
            if mark.term.ref not in EVENT_YEARS or mark.term.ref not in self._catalogue.metrics:
                continue
            if mark.term.role not in ("noun", "verb"):
                continue
            low, high = (mark.end, year[0]) if mark.end <= year[0] else (year[1], mark.start)
            if not 0 <= high - low <= _EVENT_REACH or _NO_EVENT.search(self._text, low, high):
                continue
            if mark.start >= year[1] and not _HEAD_YEAR.fullmatch(self._text, view.start, year[0]):
                continue
            if self._is_of_some(view, mark):
                continue
            score = 2.0 - (high - low) / _EVENT_REACH + 0.01 * (mark.end - mark.start)
            if best is None or score > best.score:
                cue = Cue.at(self._text, "metric", mark.start, mark.end)
                best = Measure(mark.term.ref, "year", cue, score, "metric-event")
        return best

    def _is_of_some(self, view: View, verb: Mark) -> bool:
        """Whether a verb says what happened to so many things: "23,500 stations rolled out in 2025"."""
        if self._text.startswith(("since", "Since"), verb.start):
            return False
        return any(_OF_SOME.fullmatch(self._text, figure.end, verb.start) for figure in view.figures)
