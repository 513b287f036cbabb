"""Metrics that need more than their own words: of an index, of research, abroad, of a body.

What is renamed here follows the house rules of `kg.grounding.conventions`, which the gate knows too; the
words that make the difference are pointed to.  What a metric may also be called is only offered: whether it
is meant is weighed with all else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from kg.candidate import Cue
from kg.extract.actor import FIRMS
from kg.extract.dimensions import abroad
from kg.extract.memory import Memory
from kg.extract.reading import View
from kg.extract.sought import Case
from kg.extract.topics import Topics
from kg.grounding.conventions import (
    ABROAD_OF,
    ANNUAL_OF,
    FOREIGN_CAPITAL,
    FOREIGN_INVESTMENT,
    IN_FOREIGN,
    IN_SHOPS,
    IN_STARTUPS,
    IN_WORK,
    NAMED_BY,
    OF_FIRMS,
    OF_PARENT,
    ON_PLATFORMS,
    REGISTERED,
    SHOPS,
    SIZE_OF,
    STARTUPS,
    WORKFORCES,
)

# What firms invest elsewhere, as opposed to what is invested in the country.
_OUTWARD: Final = re.compile(
    r"overseas investment|invest(?:ed|ment|ing)? (?:abroad|overseas)|ra nước ngoài|outward", re.I
)
_OVERSEAS: Final = "aggregate/vietnam-overseas-investment"
# How far before its sentence the index of a rank or a survey may be named, and how far behind a figure what
# a revenue is spent on.
_INDEX_REACH: Final = 300
_SURVEY_REACH: Final = 200
_LOOK_AHEAD: Final = 80
# Growth of every year of several.
_ANNUAL: Final = re.compile(
    r"\b(?:annual(?:ly|i[sz]ed)?|(?:a|per|each|every) year|yearly|per annum|CAGR|compound|on average|average|"
    r"bình quân|trung bình|kép|(?:mỗi|hằng|hàng|một) năm)\b|/năm",
    re.I,
)
_ANNUAL_REACH: Final = 60
# What metrics are called by whose they are, if the text speaks of one of those.
_OF_BODIES: Final[tuple[tuple[str, frozenset[str], Mapping[str, str]], ...]] = (
    ("work", WORKFORCES, IN_WORK),
    ("shops", frozenset((SHOPS,)), IN_SHOPS),
    ("platforms", frozenset((SHOPS,)), ON_PLATFORMS),
    ("startups", frozenset((STARTUPS,)), IN_STARTUPS),
    ("foreign", frozenset((FOREIGN_INVESTMENT,)), IN_FOREIGN),
    ("overseas", frozenset((_OVERSEAS,)), {"capital_share": "share_of_overseas_investment"}),
)
_BODIES_OF: Final = {
    metric: [(rule, bodies, called[metric]) for rule, bodies, called in _OF_BODIES if metric in called]
    for _, _, renamed in _OF_BODIES
    for metric in renamed
}
# Metrics that other words of the sentence may make others, beside those of bodies.
_BY_WORDS: Final = frozenset(
    (
        *REGISTERED, *OF_PARENT, "share_of_gdp", "revenue_share", "share", "market_share", "user_share",
        "growth_rate", "market_size",
    )
)  # fmt: skip
# All metrics that may be called otherwise.
NAMES: Final = _BY_WORDS.union(ABROAD_OF, ANNUAL_OF, OF_FIRMS, _BODIES_OF)


class Renamed(NamedTuple):
    """What a metric is called by a rule, and the words that make it so; `fit` tells how well they stand."""

    metric: str
    rule: str
    fit: str
    cues: tuple[Cue, ...] = ()


class Naming:
    """What the metrics of the figures of one text are called by the words around their own words."""

    def __init__(self, text: str, language: str, memory: Memory, topics: Topics) -> None:
        self._text = text
        self._language = language
        self._memory = memory
        self._topics = topics
        self._view: View | None = None
        # Of the sentence: how the text speaks of bodies, whether of firms; what words make of metrics, and
        # where they say "abroad".
        self._fits: dict[str, str | None] = {}
        self._firms = False
        self._worded: dict[tuple[str, int], tuple[Renamed, ...]] = {}
        self._abroad: dict[tuple[int, int], tuple[int, int] | None] = {}

    def names(self, case: Case, metric: str, anchor: tuple[int, int]) -> Iterator[Renamed]:
        """What else `metric`, named at `anchor`, may be called for the figure of `case`; one of `NAMES`."""
        self._enter(case)
        if metric in _BY_WORDS:
            # What a revenue is spent on is told behind the figure.
            key = metric, case.draft.figure.end if metric == "revenue_share" else 0
            if key not in self._worded:
                self._worded[key] = tuple(self._by_words(case, metric))
            yield from self._worded[key]
        if metric in ABROAD_OF:
            place = self._place_abroad(case, anchor)
            if place is not None:
                cue = Cue.at(self._text, "market", *place)
                yield Renamed(ABROAD_OF[metric], "abroad", _nearness(anchor, place), (cue,))
        if metric in ANNUAL_OF:
            start, end = case.draft.span
            low, high = (
                max(case.scene.view.start, start - _ANNUAL_REACH),
                min(case.scene.view.end, end + _ANNUAL_REACH),
            )
            if _ANNUAL.search(self._text, low, high):
                behind = _ANNUAL.match(self._text, end + 1) is not None
                yield Renamed(ANNUAL_OF[metric], "annual", "behind" if behind else "near")
        for rule, bodies, called in _BODIES_OF.get(metric, ()):
            fit = self._fit(case, rule, bodies)
            if fit is not None:
                yield Renamed(called, rule, fit)
        if self._firms and metric in OF_FIRMS:
            yield Renamed(OF_FIRMS[metric], "firms", "here")

    def sizes(self, case: Case) -> Iterator[Renamed]:
        """What a sum is of which only the body is named: "the internet economy will hit $36 billion"."""
        self._enter(case)
        for ref, metrics in SIZE_OF.items():
            fit = self._fit(case, ref, (ref,))
            if fit is not None:
                yield from (Renamed(metric, "size", fit) for metric in metrics)

    def _enter(self, case: Case) -> None:
        """Begin the sentence of `case`, unless it has begun."""
        if case.scene.view is not self._view:
            self._view = case.scene.view
            self._fits.clear()
            self._abroad.clear()
            self._worded.clear()
            self._firms = any(a.kind in FIRMS for a in (*case.scene.actors, *case.carried))

    def _place_abroad(self, case: Case, anchor: tuple[int, int]) -> tuple[int, int] | None:
        """Where words near `anchor` say that business is done abroad."""
        if anchor not in self._abroad:
            view, distance = case.scene.view, case.scene.distance
            self._abroad[anchor] = abroad(self._text, self._language, view, anchor, distance)
        return self._abroad[anchor]

    def ranks(self, case: Case) -> Iterator[Renamed]:
        """The ranks by the indices that are named near the figure, the likeliest first."""
        view, at = case.scene.view, case.draft.figure.start
        low = max(0, view.start - _INDEX_REACH)
        found = [
            (match.end() <= at, match.end() if match.end() <= at else -match.start(), metric, match.span())
            for metric, pattern in NAMED_BY.items()
            if metric.endswith("_rank")
            for match in pattern.finditer(self._text, low, view.end)
        ]
        seen: set[str] = set()
        for _, _, metric, place in sorted(found, reverse=True):
            if metric not in seen:
                fit = ("here" if place[0] >= view.start else "above") + (" first" if not seen else "")
                yield Renamed(metric, "index", fit, (Cue.at(self._text, "metric", *place),))
            seen.add(metric)

    def _fit(self, case: Case, rule: str, bodies: Collection[str]) -> str | None:
        """How the text speaks of one of the `bodies` of a rule: in the sentence, or before."""
        if rule not in self._fits:
            self._fits[rule] = self._fit_of(case, bodies)
        return self._fits[rule]

    def _fit_of(self, case: Case, bodies: Collection[str]) -> str | None:
        if any(a.ref in bodies for a in case.scene.actors):
            return "here"
        for name, actor in self._topics.spoken_of():
            if actor is not None and actor.ref in bodies:
                return name
        return None

    def _by_words(self, case: Case, metric: str) -> Iterator[Renamed]:
        """What other words of the sentence make of a metric."""
        view, end = case.scene.view, case.draft.figure.end
        low, high = view.start, view.end
        if metric in REGISTERED:
            outward = _OUTWARD.search(self._text, low, high) is not None
            if FOREIGN_CAPITAL.search(self._text, low, high):
                yield Renamed(REGISTERED[metric], "registered", "outward" if outward else "here")
        elif metric in OF_PARENT:
            yield from self._named_by(OF_PARENT[metric], low, high)
        elif metric == "share_of_gdp":
            yield from self._named_by("rnd_share_of_gdp", low, high)
        elif metric == "growth_rate":
            yield from self._named_by("gdp_growth", low, high)
            yield from self._named_by("export_growth", low, high)
        elif metric == "user_share":
            yield from self._asked(low, high)
        elif metric == "revenue_share":
            yield from self._named_by("rnd_share_of_revenue", end, min(high, end + _LOOK_AHEAD))
        elif metric == "share":
            yield from self._asked(low, high)
            yield from self._of_many(low, high)
            for called in ("adoption_rate", "share_of_gdp", "sales_share"):
                yield from self._named_by(called, low, high)
        elif metric == "market_share":
            yield from self._of_many(low, high)
            yield from self._named_by("sales_share", low, high)
        elif metric == "market_size" and any(m.term.ref == "transaction_count" for m in view.marks):
            yield Renamed("transaction_value", "transactions", "here")

    def _asked(self, low: int, high: int) -> Iterator[Renamed]:
        """The share of those who were asked in a survey that the text speaks of."""
        near = list(self._named_by("respondent_share", low, high))
        yield from near or self._named_by("respondent_share", max(0, low - _SURVEY_REACH), low, "above")

    def _of_many(self, low: int, high: int) -> Iterator[Renamed]:
        """The shares of what the world and the region have."""
        yield from self._named_by("global_share", low, high)
        yield from self._named_by("regional_share", low, high)

    def _named_by(self, metric: str, low: int, high: int, fit: str = "here") -> Iterator[Renamed]:
        """`metric`, where the words that make it so stand between two places."""
        match = NAMED_BY[metric].search(self._text, low, high)
        if match is not None:
            yield Renamed(metric, "words", fit, (Cue.at(self._text, "metric", *match.span()),))


def _nearness(anchor: tuple[int, int], place: tuple[int, int]) -> str:
    """How two places stand to each other."""
    gap = place[0] - anchor[1] if place[0] >= anchor[1] else anchor[0] - place[1]
    side = "after" if place[0] >= anchor[1] else "before"
    return f"{side} {'beside' if gap <= 2 else 'near' if gap <= 25 else 'far'}"
