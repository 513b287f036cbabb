"""Which metric each figure of a sentence measures.

Its own words come first, then what stands beside it, then what was spoken of before, and at last a generic
metric of its unit.  A figure of which nothing can be said is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.amount import Form
from kg.candidate import Cue
from kg.extract.catalogue import COUNTED, PERCENTS, Catalogue
from kg.extract.counting import counted
from kg.extract.draft import Draft
from kg.extract.measures import Measure, Measures, Neighbour
from kg.extract.memory import Memory
from kg.extract.pairs import LEVELS, Pairs, grown
from kg.extract.reading import View
from kg.extract.scene import Scene
from kg.grounding.conventions import PART_OF
from kg.hedges import Change, ChangeKind
from kg.lists import UnitFamily

# "80% of its plan": a share of a plan is its completion.
_OF_PLAN: Final = {
    "en": re.compile(r"\s+of (?:the |its |their |this )?(?:[\w’'-]+ ){0,3}?(?:plan|target|goal)\b", re.I),
    "vi": re.compile(r"\s+(?:so với |của |trong )?(?:[^\W\d]+ ){0,2}?(?:kế hoạch|chỉ tiêu|mục tiêu)\b", re.I),
}
_OF_TOTAL: Final = {
    "en": re.compile(
        r"\s+of (?:the |its |this |that )?(?:total|whole|sum|overall|amount|money|figure)\b", re.I
    ),
    "vi": re.compile(r"\s+(?:tổng|trong tổng|của tổng)\b", re.I),
}
_MAKES_UP: Final = {
    "en": re.compile(
        r"\b(?:account(?:s|ed|ing)? for|mak(?:es|ing) up|made up|represent(?:s|ed|ing)?|took|"
        r"contribut(?:es|ed|ing))\b[^.;]{0,24}$",
        re.I,
    ),
    "vi": re.compile(r"\b(?:chiếm|đóng góp|tương đương)\b[^.;]{0,20}$", re.I),
}
_MAKES_UP_REACH: Final = 40
# "On the four platforms": words that point back to things counted before.
_DEFINITE: Final = {
    "en": re.compile(r"\b(?:the|its|these|those|all|on|their|any)\s+$", re.I),
    "vi": re.compile(r"\b(?:cả|các|những)\s+$", re.I),
}
_DEFINITE_REACH: Final = 14
_RANKS: Final = (
    ("world_rank", re.compile(r"\b(?:world|global|globally|worldwide|thế giới|toàn cầu)\b", re.I)),
    (
        "regional_rank",
        re.compile(r"\b(?:southeast asia|asean|asia|region|Đông Nam Á|khu vực|châu Á)\b", re.I),
    ),
)
# Metrics whose verbs stand before any number of people.
_LOOSE: Final = frozenset(("investment_capital", "multiple", "country_count"))
# How near a verb must stand to say what a number of people or things is for.
_NEAR: Final = 26
# Below this, a number without a currency is not taken for money.
_MONEY: Final = 1000
# The families in which a number without a unit can be read.
_BARE: Final = (UnitFamily.RATE, UnitFamily.COUNT, UnitFamily.MULTIPLE, UnitFamily.SCORE)
# Units whose figures are claims even if their metric is not known.
_ALWAYS: Final = PERCENTS | {UnitFamily.CURRENCY, UnitFamily.PHYSICAL}


@dataclass(frozen=True, slots=True)
class _Case:
    """A figure to be measured: what it is in, what is before it, and the last level among that.

    `family` is that of the metrics to look for, "" for a number without a unit.
    """

    scene: Scene
    draft: Draft
    family: str
    before: Sequence[Draft]
    others: Sequence[Neighbour]
    level: Draft | None

    @property
    def is_change(self) -> bool:
        return self.draft.is_change

    @property
    def in_percent(self) -> bool:
        return self.family in PERCENTS


class Measurer:
    """Gives the figures of one text their measures, sentence by sentence."""

    def __init__(
        self, text: str, language: str, catalogue: Catalogue, measures: Measures, memory: Memory
    ) -> None:
        self._text = text
        self._language = language
        self._catalogue = catalogue
        self._measures = measures
        self._memory = memory
        self._pairs = Pairs(text, language, catalogue)

    def measured(self, scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
        """The figures that measure something, each with its metric, or with what it converts."""
        kept: list[Draft] = []
        self._pairs.second_limbs(scene.view, drafts)
        places = [Neighbour(*d.span, d.family) for d in drafts]
        for number, draft in enumerate(drafts):
            if kept and self._pairs.is_conversion(kept[-1], draft):
                draft.converts = kept[-1].converts or kept[-1]
                draft.rule = "conversion"
                kept.append(draft)
                continue
            others = places[:number] + places[number + 1 :]
            draft.measure = self._measure(scene, draft, kept, others)
            if draft.measure is None and draft.family not in _ALWAYS:
                continue
            if draft.unit is None and draft.measure is not None:
                draft.unit = draft.measure.unit or self._catalogue.unit_of(draft.metric)
                draft.family = self._catalogue.families.get(draft.unit or "", "")
            kept.append(draft)
        self._pairs.share_measures(scene.view, kept)
        return kept

    def _measure(
        self, scene: Scene, draft: Draft, before: Sequence[Draft], others: Sequence[Neighbour]
    ) -> Measure | None:
        level = next((d for d in reversed(before) if d.family in LEVELS and d.metric), None)
        case = _Case(scene, draft, _asked_family(draft), before, others, level)
        if case.in_percent and (plan := self._of_plan(scene.view, draft)) is not None:
            draft.change = Change(ChangeKind.LEVEL)
            return plan
        best = self._beside(case, self._by_words(case))
        if best is None or best.score < 0.3:
            best = self._memory.carried(scene.view, draft, case.family, before) or best
        vague = best is None or best.metric == "share" or best.score < 0.7
        if vague and case.in_percent and not case.is_change:
            best = self._part(case) or best
        return best or self._generic(case)

    # --- its own words ----------------------------------------------------------------------------------

    def _of_plan(self, view: View, draft: Draft) -> Measure | None:
        plan = _OF_PLAN[self._language].match(self._text, draft.figure.end, view.end)
        if plan is None:
            return None
        word = Cue.at(self._text, "metric", plan.end() - len(plan[0].split()[-1]), plan.end())
        return Measure("plan_completion", None, word, 3.4, "metric-plan")

    def _by_words(self, case: _Case) -> Measure | None:
        """The measure that the words around the figure name."""
        draft = case.draft
        if case.family == "" and draft.unit is None:
            return _again(case) or self._bare(case)
        best = self._chosen(case, case.family, change=case.is_change)
        if case.in_percent and not case.is_change:
            part = case.level.metric if case.level else None
            share = self._measures.share(case.scene.view, draft.span, part)
            if share is not None and (best is None or best.score < share.score):
                best = share
        if case.family == UnitFamily.COUNT and draft.unit is not None:
            best = self._count(case, best)
        return best

    def _chosen(self, case: _Case, family: str, *, change: bool = False) -> Measure | None:
        scene = case.scene
        return self._measures.choose(
            scene.view, case.draft.span, family, case.others, scene.distance, change=change
        )

    def _bare(self, case: _Case) -> Measure | None:
        """The measure of a number without a unit: a rate, a score, or a count whose noun stands before it.

        Money that lacks its currency is a figure too, where its metric stands right before it.
        """
        best: Measure | None = None
        for family in _BARE:
            found = self._chosen(case, family)
            if found is None or (family == UnitFamily.MULTIPLE and found.metric != "pue"):
                continue
            if found.score > 1.0 and (best is None or found.score > best.score):
                best = found
        if case.draft.value < _MONEY:
            return best
        money = self._chosen(case, UnitFamily.CURRENCY)
        if money is not None and money.score > 1.6 and (best is None or money.score > best.score):
            return money
        return best

    def _count(self, case: _Case, best: Measure | None) -> Measure | None:
        """The metric of a counted noun, unless words right before the number say what it counts for."""
        draft, view = case.draft, case.scene.view
        if best is not None and best.rule == "metric-after" and self._counts(best, draft.unit):
            return best
        nouns = [m for m in counted(self._text, self._language, view, draft.figure.end) if m.term.ref]
        metric = self._catalogue.fits(nouns[0].term.ref, case.family, change=False) if nouns else None
        for near in self._measures.near(view, draft.figure.start, case.family, _NEAR):
            if near.metric in _LOOSE or not self._counts(near, draft.unit):
                continue
            if near.metric == "employee_count" and metric is not None:
                break  # "employs 500 engineers" counts engineers
            return replace(near, unit=draft.unit)
        if self._points_back(draft):
            return None
        if metric is not None:
            cue = Cue.at(self._text, "metric", nouns[0].start, nouns[0].end)
            return Measure(metric, draft.unit, cue, 3.0, "metric-counted")
        if best is not None and best.score >= 1.4 and self._counts(best, draft.unit):
            return best
        plain = COUNTED.get(draft.unit or "")
        if plain in self._catalogue.metrics:
            return Measure(plain, draft.unit, None, 1.0, "metric-unit")
        return Measure(None, draft.unit, None, 0.3, "metric-unknown") if draft.value >= 10 else None

    def _points_back(self, draft: Draft) -> bool:
        """Whether a small number counts nothing anew: "on the four platforms"."""
        if draft.figure.form is not Form.WORD or draft.value >= 10:
            return False
        start = draft.figure.start
        return (
            _DEFINITE[self._language].search(self._text[max(0, start - _DEFINITE_REACH) : start]) is not None
        )

    def _counts(self, measure: Measure, unit: str | None) -> bool:
        """Whether a metric counts the things that the figure counts."""
        counts = {measure.unit, measure.unit or self._catalogue.unit_of(measure.metric)}
        return unit in counts or {unit, *counts} >= {"countries", "markets"}

    # --- what stands beside it --------------------------------------------------------------------------

    def _beside(self, case: _Case, best: Measure | None) -> Measure | None:
        """The measure that the level beside a figure gives it, or `best`."""
        if case.level is not None:
            best = self._growth_of(case, case.level, best)
        if case.draft.is_base and (best is None or best.score < 1.9):
            best = _as_before(case) or best
        if best is None and case.family == UnitFamily.MULTIPLE:
            best = self._multiple(case.level)
        return best

    def _growth_of(self, case: _Case, level: Draft, best: Measure | None) -> Measure | None:
        """The growth of `level`, where a change names nothing better."""
        apart = case.scene.distance.barriers(level.figure.end, case.draft.figure.start) > 0
        if case.is_change and case.in_percent and (best is None or best.score < 1.2):
            metric = self._catalogue.growth_metric(level.metric or "", UnitFamily.PERCENT)
            if metric is not None and (best is None or not apart):
                cue = level.measure.cue if level.measure else None
                best = Measure(metric, None, cue, 1.3, "metric-grown")
        if best is None or best.metric not in ("annual_growth_rate", "growth_rate"):
            return best
        annual = best.metric == "annual_growth_rate"
        named = f"{'annual_' if annual else ''}{level.metric}_growth"
        if named in self._catalogue.metrics and (annual or not apart):
            return replace(best, metric=named)
        return best

    def _multiple(self, level: Draft | None) -> Measure:
        """A multiple of what the level beside it measures, else of something unnamed."""
        if level is not None and level.measure is not None:
            metric = self._catalogue.growth_metric(level.metric or "", UnitFamily.MULTIPLE)
            if metric is not None:
                return grown(level.measure, metric, 1.2)
        return Measure("multiple", None, None, 0.6, "metric-generic")

    def _part(self, case: _Case) -> Measure | None:
        """The share that "accounting for 32% of the total" is, by the level that it is a share of."""
        view, figure = case.scene.view, case.draft.figure
        low = max(view.start, figure.start - _MAKES_UP_REACH)
        if (
            _OF_TOTAL[self._language].match(self._text, figure.end, view.end) is None
            and _MAKES_UP[self._language].search(self._text[low : figure.start]) is None
        ):
            return None
        measure = case.level.measure if case.level is not None else None
        measure = measure or self._memory.in_paragraph(view, UnitFamily.CURRENCY)
        if measure is None or measure.metric not in PART_OF:
            return None
        return replace(measure, metric=PART_OF[measure.metric], unit=None, score=1.1, rule="metric-part")

    # --- nothing but its unit ---------------------------------------------------------------------------

    def _generic(self, case: _Case) -> Measure | None:
        """The generic metric of a figure that names none."""
        if case.in_percent:
            metric = "growth_rate" if case.is_change else "share"
            return Measure(metric, None, None, 0.3, "metric-generic")
        if case.family != UnitFamily.RANK:
            return None
        view = case.scene.view
        for metric, pattern in _RANKS:
            if pattern.search(self._text, view.start, view.end):
                return Measure(metric, None, None, 0.5, "metric-generic")
        if self._language == "vi" or case.draft.figure.surface[:1].isdigit():
            return Measure("market_rank", None, None, 0.4, "metric-generic")
        return None


def _asked_family(draft: Draft) -> str:
    """The family of metrics to look for: a place is a rank, a fraction a share of something."""
    if draft.figure.form is Form.ORDINAL or draft.unit == "rank":
        return UnitFamily.RANK
    if draft.figure.form is Form.FRACTION and not draft.is_change:
        return UnitFamily.PERCENT
    return draft.family


def _again(case: _Case) -> Measure | None:
    """What a bare number counts that says where a count stood before: "up from about 1,150"."""
    if not case.draft.is_base or not case.before:
        return None
    last = case.before[-1]
    if last.family == UnitFamily.COUNT and last.measure is not None:
        return replace(last.measure, unit=last.unit, score=1.5, rule="metric-same")
    return None


def _as_before(case: _Case) -> Measure | None:
    """What the last figure of the family measures, for a level that it rose or fell from."""
    same = next((d for d in reversed(case.before) if d.family == case.family and d.metric), None)
    if same is None or same.measure is None or (same.is_change and case.in_percent):
        return None
    return replace(same.measure, score=1.5, rule="metric-same")
