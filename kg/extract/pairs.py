"""Figures of one sentence that say something of each other: conversions, second limbs, lists, coordination.

Each method looks at figures that stand side by side and at the words between them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.candidate import Cue
from kg.extract.catalogue import PERCENTS, Catalogue
from kg.extract.draft import Draft
from kg.extract.grammar import BRACKETS, LINK
from kg.extract.measures import Measure
from kg.extract.reading import Mark, View
from kg.extract.spans import within_longer
from kg.lists import UnitFamily

# Units in which a level is measured.
LEVELS: Final = frozenset((UnitFamily.CURRENCY, UnitFamily.COUNT, UnitFamily.PHYSICAL))
# "Revenue of 50 trillion dong (about 2 billion dollars)": between a sum and the same in another currency.
_CONVERTS: Final = {
    "en": re.compile(
        r"\s*[(,\[–—-]?\s*(?:or|about|around|approximately|roughly|nearly|some|over|more than|almost|"
        r"equivalent to|equal to|equivalent|worth|~|≈|i\.e\.|,|\s)*\s*",
        re.I,
    ),
    "vi": re.compile(
        r"\s*[(,\[–—-]?\s*(?:tương đương với|tương đương|tương ứng với|tương ứng|hay|hoặc|khoảng|xấp xỉ|gần|"
        r"hơn|trên|quy đổi|ước|là|bằng|~|≈|,|\s)*\s*",
        re.I,
    ),
}
_CONVERSION_REACH: Final = 60
# The second of two changes, which leaves the verb out.
_LIMB: Final = re.compile(
    r"\b(?:and|và|or|hoặc)\s+(?:by\s+)?"
    r"(?:more than |over |about |nearly |around |almost |hơn |gần |khoảng |trên )?$",
    re.I,
)
_LIMB_REACH: Final = 70
_BASE_REACH: Final = 20
# "Grew by 21% to", "tăng 21% lên": from a change to the level that it led to.
_TO: Final = re.compile(
    r"\s*,?\s*(?:a year |year-on-year |mỗi năm )?"
    r"(?:to|to reach|reaching|hitting|lên|đạt|lên mức|xuống|xuống còn)(?:\s+\w+){0,3}?\s*",
    re.I,
)
_AND: Final = re.compile(r"\s*(?:,\s*)?(?:and|và|&)\s+(?:its\s+|the\s+|total\s+)?", re.I)
_NOUNS_REACH: Final = 70
# A measure that a stronger one beside it replaces.
_LOOSE_RULES: Final = frozenset(("metric-carried", "metric-generic"))
_LOOSE_SCORE: Final = 1.2


class Pairs:
    """What the figures of one text say of their neighbours."""

    def __init__(self, text: str, language: str, catalogue: Catalogue) -> None:
        self._text = text
        self._language = language
        self._catalogue = catalogue

    def is_conversion(self, before: Draft, draft: Draft) -> bool:
        """Whether `draft` prints the same sum as the figure right before it, in another currency."""
        if before.family != UnitFamily.CURRENCY or draft.family != UnitFamily.CURRENCY:
            return False
        low, high = before.figure.end, draft.figure.start
        if before.unit == draft.unit or high - low >= _CONVERSION_REACH:
            return False
        return _CONVERTS[self._language].fullmatch(self._text, low, high) is not None

    def second_limbs(self, view: View, drafts: Sequence[Draft]) -> None:
        """ "Down 3 per cent on June and 16 per cent over the same period" falls twice."""
        for first, second in itertools.pairwise(drafts):
            if not (first.is_change and first.in_percent and second.in_percent):
                continue
            if second.is_change or second.is_base:
                continue
            between = self._text[first.figure.end : second.figure.start]
            if len(between) > _LIMB_REACH or not _LIMB.search(between):
                continue
            end = second.figure.end
            if not any(t.role == "base" and 0 <= t.start - end < _BASE_REACH for t in view.times):
                continue
            second.change = first.change
            if first.change.sign < 0:
                second.value = -second.value
                second.cues.append(Cue.at(self._text, "change", first.change.start, first.change.end))

    def share_measures(self, view: View, drafts: Sequence[Draft]) -> None:
        """Give figures the measures that their neighbours name for them too."""
        self._from_the_last(drafts)
        self._grown_to(drafts)
        self._in_order(view, drafts)

    def _from_the_last(self, drafts: Sequence[Draft]) -> None:
        """In a list that ends "… and 15% of the money", what follows the last figure names them all."""
        for first, last in reversed(list(itertools.pairwise(drafts))):
            if first.family != last.family or last.measure is None or first.converts or last.converts:
                continue
            loose = first.measure is None or first.measure.score < _LOOSE_SCORE
            after = last.measure.rule in ("metric-after", "metric-share")
            if loose and after and LINK.fullmatch(self._text, first.figure.end, last.figure.start):
                first.measure = last.measure

    def _grown_to(self, drafts: Sequence[Draft]) -> None:
        """ "Grow by 210 per cent to 685 MW" says the growth of what the level measures."""
        for change, level in itertools.pairwise(drafts):
            loose = change.measure is None or change.measure.rule in _LOOSE_RULES
            if not loose or not change.is_change or not change.in_percent or level.family not in LEVELS:
                continue
            if _TO.fullmatch(self._text, change.figure.end, level.figure.start) is None:
                continue
            metric = self._catalogue.growth_metric(level.metric or "", UnitFamily.PERCENT) or "growth_rate"
            cue = level.measure.cue if level.measure else None
            change.measure = Measure(metric, None, cue, 1.2, "metric-grown")

    def _in_order(self, view: View, drafts: Sequence[Draft]) -> None:
        """ "Revenue and profit of A and B, up x and y": coordinated metrics and figures go in order."""
        plain = [d for d in drafts if d.converts is None]
        for first, second in itertools.pairwise(plain):
            if first.family != UnitFamily.CURRENCY or second.family != UnitFamily.CURRENCY:
                continue
            if not self._are_joined(first, second):
                continue
            nouns = self._coordinated(view, first.figure.start)
            if not nouns:
                continue
            for draft, noun in zip((first, second), nouns, strict=True):
                draft.measure = self._ordered(noun.term.ref, noun)
            later = [d for d in plain if d.figure.start > second.figure.end and d.is_change][:2]
            if len(later) == 2 and self._are_joined(*later) and {d.family for d in later} <= PERCENTS:
                for draft, noun in zip(later, nouns, strict=True):
                    grown = self._catalogue.growth_metric(noun.term.ref, UnitFamily.PERCENT)
                    if grown is not None:
                        draft.measure = self._ordered(grown, noun)

    def _ordered(self, metric: str, noun: Mark) -> Measure:
        cue = Cue.at(self._text, "metric", noun.start, noun.end)
        return Measure(metric, None, cue, 2.2, "metric-in-order")

    def _are_joined(self, first: Draft, second: Draft) -> bool:
        """Whether two figures are joined by "and", conversions in brackets left out."""
        between = BRACKETS.sub("", self._text[first.figure.end : second.figure.start])
        return LINK.fullmatch(between) is not None and "," not in between.strip(" ,")

    def _coordinated(self, view: View, before: int) -> tuple[Mark, ...]:
        """The two nouns of metrics that are joined by "and" before a place, the longest at each; or none."""
        nouns = [
            m
            for m in view.marks
            if m.term.role == "noun"
            and 0 <= before - m.end < _NOUNS_REACH
            and self._catalogue.fits(m.term.ref, UnitFamily.CURRENCY, change=False) is not None
        ]
        within = within_longer(nouns)
        longest = {m[:2]: m for m in nouns if m[:2] not in within}
        pairs = [
            (a, b)
            for a, b in itertools.pairwise(longest.values())
            if _AND.fullmatch(self._text, a.end, b.start) and a.term.ref != b.term.ref
        ]
        return pairs[-1] if pairs else ()


def grown(measure: Measure, metric: str, score: float) -> Measure:
    """The measure of the growth that `metric` is, by the words of the level's `measure`."""
    return replace(measure, metric=metric, score=score, rule="metric-grown")
