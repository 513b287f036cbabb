"""Which time a figure is about: stated beside it, at the head of its sentence, or carried over.

A growth is about the later of its two periods; the earlier one is its base.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.grammar import Distance
from kg.extract.reading import Reading, View
from kg.literals import UNDATED, Period
from kg.periods import Role, TimeMention

_SAYS_WHEN = frozenset((Role.WITHIN, Role.AS_OF, Role.BY, Role.SPAN, Role.LIST, Role.SINCE))
_ADJACENT = re.compile(r"[\s(,]*(?:(?:in|of|for|during|at|by|năm|trong|vào|của)\s+)?[\s(]*", re.I)


@dataclass(frozen=True, slots=True)
class Timing:
    """The period of a figure, its base, and where the text says so."""

    period: Period = UNDATED
    inherited: bool = False
    base: Period | None = None
    cues: tuple[Cue, ...] = ()
    rule: str = "undated"


class Clock:
    """The times of a document, sentence by sentence in its order."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self._last: tuple[Period, TimeMention] | None = None
        self._heads: dict[int, tuple[Period, TimeMention]] = {}
        self._block = -1

    def enter(self, view: View) -> None:
        """Begin a sentence: a new block forgets the times of the one before, a list keeps its lead's."""
        if view.sentence.block == self._block:
            return
        self._block = view.sentence.block
        lead = view.block.lead
        if view.block.kind is BlockKind.ITEM and lead is not None:
            self._last = self._heads.get(lead)
        elif view.block.kind is not BlockKind.ITEM:
            heading = self._block - 1
            self._last = self._heads.get(-1 - heading)

    def leave(self, view: View) -> None:
        """End a sentence: its first time is what later ones of the block take over."""
        for time in view.times:
            if time.role in _SAYS_WHEN and time.period is not UNDATED and not time.in_name:
                self._last = (time.period, time)
                break
        if self._last is not None:
            self._heads.setdefault(view.sentence.block, self._last)
            if view.block.kind is BlockKind.HEADING:
                self._heads[-1 - view.sentence.block] = self._last

    def time(
        self, view: View, figure: tuple[int, int], others: Sequence[tuple[int, int]], *, change: bool,
        base_level: bool, distance: Distance,
    ) -> Timing:  # fmt: skip
        """The timing of the figure at `figure`; `others` are the places of the sentence's other figures."""
        start, end = figure
        best, top = None, -99.0
        for time in view.times:
            if time.in_name or time.role in (Role.PER, Role.EVENT):
                continue
            if time.role is Role.BASE and (change or not base_level) and not self._beside(end, time, others):
                continue
            if time.role is Role.BASE and change:
                continue
            score = self._score(view, time, start, end, others, distance, base_level=base_level)
            if score > top:
                best, top = time, score
        base = self._base(view, start, end, others) if change else None
        if best is not None and best.period is not UNDATED:
            cue = Cue("period", best.text, best.start, best.end)
            timing = Timing(best.period, False, None, (cue,), f"period-{best.role}")
        elif best is None and self._last is not None:
            period, time = self._last
            cue = Cue("period", time.text, time.start, time.end)
            timing = Timing(period, True, None, (cue,), "period-inherited")
        else:
            timing = Timing()
        if base is None:
            return timing
        older = base.base_for(timing.period)
        if older is UNDATED or older.label == timing.period.label:
            return timing
        cue = Cue("base", base.text, base.start, base.end)
        return Timing(timing.period, timing.inherited, older, (*timing.cues, cue), timing.rule)

    def _beside(self, end: int, time: TimeMention, others: Sequence[tuple[int, int]]) -> bool:
        """Whether `time` follows the figure that ends at `end` directly."""
        return time.start >= end and _ADJACENT.fullmatch(self._text, end, time.start) is not None

    def _score(
        self, view: View, time: TimeMention, start: int, end: int, others: Sequence[tuple[int, int]],
        distance: Distance, *, base_level: bool,
    ) -> float:  # fmt: skip
        if time.start >= end:
            between = sum(1 for a, b in others if end <= a and b <= time.start)
            if self._beside(end, time, others):
                return 3.0
            score = 1.2 - distance.cost(end, time.start) - 0.8 * between
            if time.role is Role.SINCE:
                score -= 0.5
            return score
        between = sum(1 for a, b in others if time.end <= a and b <= start)
        # A time right after another figure belongs to that one.
        owned = any(self._beside(b, time, others) for a, b in others if b <= time.start)
        score = 1.6 - 0.6 * distance.cost(time.end, start) - 0.15 * between - (1.6 if owned else 0.0)
        if time.start - view.start < 12 and not owned:
            score += 0.9
        return score - (1.0 if base_level else 0.0)

    def _base(
        self, view: View, start: int, end: int, others: Sequence[tuple[int, int]]
    ) -> TimeMention | None:
        """The time that a change is measured against: the nearest base, after the figure rather than before."""
        bases = [t for t in view.times if t.role is Role.BASE]
        after = [t for t in bases if t.start >= end and not any(end <= a < t.start for a, _ in others)]
        if after:
            return after[0]
        before = [t for t in bases if t.end <= start and not any(t.end <= a < start for a, _ in others)]
        if before:
            return before[-1]
        return next((t for t in bases if t.start >= end), None)
