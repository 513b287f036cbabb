"""What a figure measures: the metric that the words around it name, and the unit that it counts.

Every term of the lexicon in the sentence whose unit family fits is weighed by its role and its distance;
the best one wins.  Where none stands, the metric of the figure before, of the list's lead or of the heading
carries over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.candidate import Cue
from kg.extract.catalogue import Catalogue
from kg.extract.grammar import Distance, Grammar
from kg.extract.reading import Mark, View
from kg.lists import UnitFamily
from kg.tokens import Token

# The metric that a plain count of a unit's things is, where nothing else is named.
COUNTED = {
    "enterprises": "enterprise_count", "persons": "employee_count", "projects": "project_count",
    "countries": "country_count", "markets": "market_count", "subscribers": "subscriber_count",
    "users": "user_count", "customers": "customer_count", "stations": "base_station_count",
    "racks": "rack_count", "servers": "server_count", "centres": "data_centre_count", "offices": "office_count",
    "stores": "store_count", "plants": "plant_count", "deals": "deal_count", "patents": "patent_count",
    "vehicles": "vehicle_count", "products": "product_count", "accounts": "account_count",
    "households": "household_count", "transactions": "transaction_count", "views": "view_count",
    "downloads": "download_count", "awards": "award_count", "devices": "device_count",
    "localities": "locality_count", "hectares": "land_area", "square_metres": "floor_area",
}  # fmt: skip
# What a part of a whole is called: (metric of the part or any, metric of the whole) -> share.
_SHARES = {
    ("domestic_value_amount", "revenue"): "domestic_value_share",
    ("overseas_revenue", "revenue"): "overseas_revenue_share",
    ("investment_capital", "investment_capital"): "capital_share",
    ("employee_count", "employee_count"): "employee_share",
    ("enterprise_count", "enterprise_count"): "enterprise_share",
    ("user_count", "user_count"): "user_share",
    ("customer_count", "customer_count"): "customer_share",
    ("", "revenue"): "revenue_share",
    ("", "export_value"): "export_share",
    ("", "funding_amount"): "funding_share",
    ("export_value", "export_value"): "share_of_national_exports",
    ("", "gdp"): "share_of_gdp",
    ("", "employee_count"): "employee_share",
    ("", "enterprise_count"): "enterprise_share",
    ("", "user_count"): "user_share",
    ("", "customer_count"): "customer_share",
    ("", "investment_capital"): "capital_share",
}
# Metrics whose words say little: any other that stands near is meant.
_GENERIC = frozenset(
    ("share", "price", "multiple", "growth_rate", "annual_growth_rate", "spending", "market_size", "sales_value",
     "transaction_value", "investment_capital", "deal_value")
)  # fmt: skip
_OF_WHOLE = {
    "en": re.compile(
        r"\s+of\s+(?:the\s+|its\s+|all\s+|total\s+|overall\s+|their\s+|\w+['’]s\s+|[\w-]+\s+){0,5}", re.I
    ),
    "vi": re.compile(r"\s+(?:của\s+|trong\s+)?(?:tổng\s+|toàn\s+|số\s+|kim ngạch\s+|[\w-]+\s+){0,4}", re.I),
}
_AFTER_FIGURE = {
    "en": re.compile(r"\s+(?:in|of|worth of|for)\s+(?:[\w’'-]+\s+){0,5}$", re.I),
    "vi": re.compile(r"\s+(?:về\s+)?(?:[\w-]+\s+){0,1}$", re.I),
}
_COMPLEMENT = {
    "en": re.compile(r"\s+(?:of|in|from|to)\s+(?:[\w’'&-]+\s+){0,7}", re.I),
    "vi": re.compile(r"\s+(?:của|trong)\s+(?:[\w-]+\s+){0,6}", re.I),
}
_OUT_OF = re.compile(r"\s+(?:out of|trên|trong số)\s+(?:\d+|\w+)", re.I)
# Events whose year is a fact about somebody; when a plant opens is only when.
_EVENTS = frozenset(("founding_year", "launch_year", "going_abroad_year"))
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_JOINS = re.compile(r"\s(?:and|or|và|hoặc|while|but)\s|[;:]", re.I)
_EVENT_REACH = 48
_HEAD_YEAR = re.compile(r"\s*(?:(?:back |early |late )?in|năm|vào năm|từ năm)?\s*", re.I)
_METRIC_ROLES = frozenset(("noun", "verb", "after", "counted"))
_NOUN_SPAN = {"en": 6, "vi": 3}


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric with the words that name it; `unit` is what a counted noun adds."""

    metric: str | None
    unit: str | None
    cue: Cue | None
    score: float
    rule: str


def counted(text: str, view: View, end: int, grammar: Grammar, language: str) -> tuple[Mark, ...]:
    """The counted nouns of the noun phrase that begins at `end`, right after a bare number, the best first."""
    if out_of := _OUT_OF.match(text, end):
        end = out_of.end()  # "7 out of 10 markets"
    reach = _phrase_end(view.tokens, end, grammar, _NOUN_SPAN[language])
    inside = [m for m in view.marks if m.term.role == "counted" and end <= m.start and m.end <= reach]
    if not inside:
        return ()
    # English puts the head noun last, Vietnamese first; there the longest phrase wins.
    if language == "en":
        best_end = max(m.end for m in inside)
        inside = [m for m in inside if m.end == best_end]
        return tuple(sorted(inside, key=lambda m: (m.start, m.term.ref == "")))
    first = min(m.start for m in inside)
    inside = [m for m in inside if m.start == first]
    return tuple(sorted(inside, key=lambda m: (-m.end, m.term.ref == "")))


def _phrase_end(words: Sequence[Token], end: int, grammar: Grammar, span: int) -> int:
    """Where the noun phrase after `end` stops: at a sign, a little word, or after `span` words."""
    reach, count = end, 0
    for word in words:
        if word.start < end:
            continue
        if not (word.text[0].isalnum() or word.text in "-/&") or word.text.casefold() in grammar.stop:
            break
        if word.text[0].isdigit() and word.text.isdigit():
            break
        count += 1
        if count > span:
            break
        reach = word.end
    return reach


class Measures:
    """Chooses the metric of a figure."""

    def __init__(self, text: str, language: str, catalogue: Catalogue) -> None:
        self._text = text
        self._language = language
        self._catalogue = catalogue

    def fits(self, metric: str, family: str, *, change: bool) -> str | None:
        """The metric to be read where `metric` is named beside a figure of `family`; None where it cannot be."""
        known = self._catalogue.metrics.get(metric)
        if known is None:
            return None
        percent = family in (UnitFamily.PERCENT, UnitFamily.PERCENTAGE_POINT)
        if percent and change:
            if known.growth_of or metric in ("growth_rate", "annual_growth_rate"):
                return metric
            grown = self._catalogue.growth_metric(metric, UnitFamily.PERCENT)
            return grown or "growth_rate"
        if family == UnitFamily.MULTIPLE:
            if UnitFamily.MULTIPLE in known.families:
                return metric
            return self._catalogue.growth_metric(metric, family)
        if percent:
            return metric if UnitFamily.PERCENT in known.families and not known.growth_of else None
        return metric if family in known.families and not known.growth_of else None

    def choose(
        self, view: View, figure: tuple[int, int], family: str, others: Sequence[tuple[int, int, str]],
        distance: Distance, *, change: bool,
    ) -> Measure | None:  # fmt: skip
        """The metric named in the sentence for the figure at `figure`, whose unit is of `family`.

        `others` are the other figures of the sentence, each with the family of its unit.
        """
        start, end = figure
        best: Measure | None = None
        fitting: list[tuple[Mark, str]] = []
        for mark in view.marks:
            term = mark.term
            if term.role not in _METRIC_ROLES or not term.ref or (mark.start < end and start < mark.end):
                continue
            metric = self.fits(term.ref, family, change=change)
            if metric is not None:
                fitting.append((mark, metric))
        for mark, metric in fitting:
            # "Share" within "domestic value share" says nothing of its own.
            if any(o.start <= mark.start and mark.end <= o.end and o[:2] != mark[:2] for o, _ in fitting):
                continue
            score = self._score(mark, figure, family, others, distance)
            if score is None:
                continue
            if mark.term.role == "noun" and any(
                o.term.role == "noun" and o.end < mark.start and self._belongs(o, mark) for o, _ in fitting
            ):
                score -= 0.9  # "the domestic value of its revenue" is no revenue
            if metric == mark.term.ref and change:
                score += 0.2  # a growth that has a name of its own
            if metric in _GENERIC:
                score -= 0.5 if mark.term.role != "after" else (2.6 if metric == "growth_rate" else 1.5)
            if best is None or score > best.score:
                cue = Cue("metric", self._text[mark.start : mark.end], mark.start, mark.end)
                best = Measure(metric, mark.term.unit, cue, score, f"metric-{mark.term.role}")
        return best

    def _belongs(self, head: Mark, noun: Mark) -> bool:
        """Whether `noun` is a complement of `head`: "contribution of its revenue"."""
        gap = self._text[head.end : noun.start]
        return len(gap) <= 60 and _COMPLEMENT[self._language].fullmatch(gap) is not None

    def near(self, view: View, start: int, family: str, reach: int) -> list[Measure]:
        """The metrics that verbs and nouns name right before `start`, within `reach`, the nearest first."""
        found = []
        for mark in view.marks:
            if (
                mark.term.role not in ("noun", "verb")
                or not mark.term.ref
                or not 0 <= start - mark.end <= reach
            ):
                continue
            if any(
                o.start < mark.start and mark.end <= o.end and o.term.role in _METRIC_ROLES
                for o in view.marks
            ):
                continue
            metric = self.fits(mark.term.ref, family, change=False)
            if metric is not None:
                cue = Cue("metric", self._text[mark.start : mark.end], mark.start, mark.end)
                found.append(Measure(metric, mark.term.unit, cue, 2.6, f"metric-{mark.term.role}"))
        return found[::-1]

    def event(self, view: View, year: tuple[int, int]) -> Measure | None:
        """The event whose year stands at `year`: the nearest verb of one, with nothing but a few words between."""
        best: Measure | None = None
        for mark in view.marks:
            known = self._catalogue.metrics.get(mark.term.ref)
            if known is None or known.id not in _EVENTS or mark.term.role not in ("noun", "verb"):
                continue
            low, high = (mark.end, year[0]) if mark.end <= year[0] else (year[1], mark.start)
            gap = self._text[low:high]
            if (
                not 0 <= high - low <= _EVENT_REACH
                or any(sign in gap for sign in ";:.(")
                or re.search(r"\d", gap)
            ):
                continue
            if mark.start >= year[1] and not _HEAD_YEAR.fullmatch(self._text, view.start, year[0]):
                continue
            score = 2.0 - (high - low) / _EVENT_REACH + 0.01 * (mark.end - mark.start)
            if best is None or score > best.score:
                cue = Cue("metric", self._text[mark.start : mark.end], mark.start, mark.end)
                best = Measure(mark.term.ref, "year", cue, score, "metric-event")
        return best

    def beyond(self, marks: Sequence[Mark], family: str, *, change: bool) -> Measure | None:
        """The metric that a heading or a list's lead names for figures of `family`: its longest words."""
        best: Measure | None = None
        length = 0
        for mark in marks:
            if mark.term.role not in ("noun", "counted") or mark.end - mark.start <= length:
                continue
            metric = self.fits(mark.term.ref or COUNTED.get(mark.term.unit or "", ""), family, change=change)
            if metric is not None and metric not in _GENERIC:
                cue = Cue("metric", self._text[mark.start : mark.end], mark.start, mark.end)
                best, length = (
                    Measure(metric, mark.term.unit, cue, 0.9, "metric-heading"),
                    mark.end - mark.start,
                )
        return best

    def _score(
        self, mark: Mark, figure: tuple[int, int], family: str, others: Sequence[tuple[int, int, str]],
        distance: Distance,
    ) -> float | None:  # fmt: skip
        start, end = figure
        role = mark.term.role
        longer = 0.02 * (mark.end - mark.start)
        if mark.start >= end:
            between = sum(1 for a, _, _ in others if end <= a < mark.start)
            gap = self._text[end : mark.start]
            near = _AFTER_FIGURE[self._language].fullmatch(gap) is not None
            if role == "after":
                bare = _BRACKETS.sub("", gap)  # "(over $2.1 billion) to the State budget"
                if len(bare) > 45 or "," in bare or "(" in bare or ")" in bare or _JOINS.search(bare):
                    return None
                if bare == gap and (between or distance.barriers(end, mark.start)):
                    return None
                return 3.2 + longer - 0.02 * len(gap)
            if role == "counted":
                return None
            score = (2.5 if near and role == "noun" else 0.5) + longer - distance.cost(end, mark.start)
            return score - 1.2 * between
        if role == "after":
            return None
        between = sum(1 for a, b, f in others if mark.end <= a and b <= start and f == family)
        weight = {"noun": 2.0, "verb": 1.7, "counted": 1.0}[role]
        return weight + longer - 0.8 * distance.cost(mark.end, start) - 0.45 * between

    def share(self, view: View, figure: tuple[int, int], part: str | None) -> Measure | None:
        """The share that "… % of total revenue" is; `part` is what it is a part of, if no noun before says so."""
        start, end = figure
        match = _OF_WHOLE[self._language].match(self._text, end, view.end)
        if match is None:
            return None
        for mark in view.marks:
            if mark.term.role not in ("noun", "counted") or not mark.term.ref:
                continue
            if not end < mark.start <= match.end() + 1:
                continue
            whole = mark.term.ref
            for noun in view.marks:
                if (
                    noun.term.role == "noun"
                    and (noun.term.ref, whole) in _SHARES
                    and 0 <= start - noun.end < 60
                ):
                    part = noun.term.ref
            metric = _SHARES.get((part or "", whole)) or _SHARES.get(("", whole))
            if metric is not None and metric in self._catalogue.metrics:
                cue = Cue("metric", self._text[mark.start : mark.end], mark.start, mark.end)
                return Measure(metric, None, cue, 2.4, "metric-share")
        return None
