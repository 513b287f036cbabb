"""Which time a figure is about: stated beside it, at the head of its sentence, or carried over.

A growth is about the later of its two periods; the earlier one is its base.  What is earned over time goes on
with the period that its paragraph or the article reports on; what is counted at a moment only with its
paragraph's, and what is said to be so now with none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.grammar import Distance
from kg.extract.reading import Reading, View
from kg.extract.spans import Place
from kg.extract.stated import SAYS_WHEN, Stated
from kg.extract.timing import NO_TIME, Asked, Span, Timing
from kg.literals import UNDATED, Period, date_bounds, period
from kg.periods import Relation, Role, TimeMention, flow_of, shift_year

_REPORTS: Final = frozenset((Role.WITHIN, Role.AS_OF, Role.SPAN))
_PRESENT: Final = re.compile(
    r"\b(?:is|are|stands?|has|have|makes?|earns?|accounts?|spends?|holds?|remains?|keeps?|earn)\b", re.I
)
_JUST_NOW: Final = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:now|today|at present|currently|hiện nay|hiện tại)\b", re.I
)
_NOW: Final = {
    "en": re.compile(r"\b(?:now|currently|today|at present|to date|so far|still|already|nowadays)\b", re.I),
    "vi": re.compile(r"\b(?:hiện|hiện nay|hiện có|hiện tại|đang|bây giờ|đến nay|tới nay)\b", re.I),
}
# "At December 31, 2024": the date at which something is counted.
_AT: Final = re.compile(r"\b(?:tại|đến|tới|tính đến|as at|at|as of)\s+$", re.I)
_AT_REACH: Final = 12
# The end of the month that runs is as good as reached.
_NEARLY_OVER: Final = dt.timedelta(days=31)
# What is reported on takes a quarter or more.
_QUARTER: Final = dt.timedelta(days=85)


class _Known(NamedTuple):
    """A period that the text stated, and the words that did."""

    period: Period
    time: TimeMention


class Clock:
    """The times of a document, sentence by sentence in its order."""

    def __init__(self, reading: Reading) -> None:
        document = reading.document
        self._text = document.text
        self._language = document.language
        self._published = None if document.published is None else date_bounds(document.published)[1]
        self._stated = Stated(document.text)
        # What the article reports on, when its counts were taken, and the last time of this paragraph.
        self._report: _Known | None = None
        self._moment: _Known | None = None
        self._last: _Known | None = None
        # The first time of a block by its number, and that of a heading for the block after it.
        self._of_block: dict[int, _Known] = {}
        self._of_heading: dict[int, _Known] = {}
        self._before: Period | None = None
        self._block = -1

    def enter(self, view: View) -> None:
        """Begin a sentence: a new block forgets the times of the one before, a list keeps its lead's."""
        number = view.sentence.block
        if number == self._block:
            return
        self._block = number
        self._last = None
        if view.block.kind is BlockKind.ITEM and view.block.lead is not None:
            self._last = self._of_block.get(view.block.lead)
        elif view.block.kind is BlockKind.PARAGRAPH:
            self._last = self._of_heading.get(number)

    def leave(self, view: View, timings: Sequence[Timing] = ()) -> None:
        """End a sentence: the first time that it reports on, by its figures' `timings`, is taken over."""
        if timings and timings[-1].period is not UNDATED:
            self._before = timings[-1].period
        stated = {c.start for t in timings if not t.inherited for c in t.cues if c.role == "period"}
        for time in view.times:
            if timings and time.start not in stated:
                continue
            if time.role in _REPORTS and time.period is not UNDATED and not time.in_name:
                known = _Known(self._placed(view, time), time)
                if self._is_plan(known):
                    continue
                self._take(known, counted=bool(timings))
                break
        if self._last is not None:
            self._of_block.setdefault(view.sentence.block, self._last)
            if view.block.kind is BlockKind.HEADING:
                self._of_heading[view.sentence.block + 1] = self._last

    def _take(self, known: _Known, *, counted: bool) -> None:
        """Go on with a time; that of `counted` figures may be what the article reports on."""
        self._last = known
        if not counted:
            return
        if known.time.role is Role.AS_OF:
            self._moment = known
        if self._report is None:
            over = flow_of(known.period)
            if _is_long(over):
                self._report = _Known(over, known.time)

    def time(self, view: View, asked: Asked, others: Sequence[Place], distance: Distance) -> Timing:
        """The timing of a figure; `others` are the places of the sentence's other figures."""
        relative = self._relative(view, asked, others)
        if relative is not None:
            return relative
        if not asked.change and _JUST_NOW.match(self._text, asked.end, view.end):
            return replace(NO_TIME, rule="now")
        special = self._same_or_moment(view, asked)
        if special is not None:
            return special
        best = self._stated.best(view, asked, others, distance)
        if best is not None:
            timing = Timing(self._placed(view, best), False, None, (_cue(best),), f"period-{best.role}")
        else:
            timing = self._inherited(view, asked)
        base = self._stated.base(view, asked, others) if asked.change or asked.multiple else None
        if base is None:
            return timing
        older = base.base_for(timing.period if timing.period is not UNDATED else asked.before)
        if older is UNDATED or older.label == timing.period.label:
            return timing
        cue = Cue("base", base.text, base.start, base.end)
        return replace(timing, base=older, cues=(*timing.cues, cue))

    def _relative(self, view: View, asked: Asked, others: Sequence[Place]) -> Timing | None:
        """The time of a level beside "a year earlier": that much before the period just spoken of."""
        if asked.change or asked.multiple:
            return None
        for time in view.times:
            if time.role is Role.BASE and self._stated.is_beside(asked.end, time, others):
                now = asked.before
                if now is UNDATED and (known := self._last or self._report) is not None:
                    now = known.period
                then = time.base_for(now)
                if then is not UNDATED:
                    return Timing(then, False, None, (_cue(time),), "period-before")
        return None

    def _same_or_moment(self, view: View, asked: Asked) -> Timing | None:
        """The time of "the same period", which the sentence before named; or of a balance sheet's date."""
        for time in view.times:
            same = time.relation is Relation.SAME and time.role in SAYS_WHEN and asked.before is UNDATED
            if same and self._before is not None:
                return Timing(self._before, True, None, (_cue(time),), "period-same")
            if time.role is Role.EVENT and asked.span is Span.STOCK and self._is_balance_date(view, time):
                moment = period(f"as of {time.period.label}")
                return Timing(moment, False, None, (_cue(time),), "period-as_of")
        return None

    def _is_balance_date(self, view: View, time: TimeMention) -> bool:
        """Whether a plain date is the one at which something is counted: "at December 31, 2024"."""
        before = self._text[max(view.start, time.start - _AT_REACH) : time.start]
        return time.period is not UNDATED and not time.in_name and _AT.search(before) is not None

    def _inherited(self, view: View, asked: Asked) -> Timing:
        known = self._to_inherit(view, asked)
        if known is None:
            return NO_TIME
        return Timing(known.period, True, None, (_cue(known.time),), "period-inherited")

    def _to_inherit(self, view: View, asked: Asked) -> _Known | None:
        """The time that goes on for a figure that states none, by how it lies in time."""
        if asked.span is Span.NONE:
            return None
        if asked.span is Span.FLOW:
            return self._last or self._report
        if _NOW[self._language].search(self._text, view.start, view.end):
            return None
        if asked.span is Span.SHARE:
            return None if _PRESENT.search(self._text, view.start, view.end) else self._last
        as_of = self._last is not None and self._last.time.role is Role.AS_OF
        if as_of or not asked.counted:
            return self._last if as_of else None
        return self._moment or self._last or self._report

    def _placed(self, view: View, time: TimeMention) -> Period:
        """The period of a mention; a month without a year that has passed lies in the past, by any cue."""
        if time.relative and time.role in (Role.AS_OF, Role.BY) and self._is_ahead(time.period.start):
            past = shift_year(time.period, -1)
            future = any(m.term.role == "status" and m.term.ref in ("target", "forecast") for m in view.marks)
            if not future and not self._is_ahead(past.start):
                return past
        return time.period

    def _is_plan(self, known: _Known) -> bool:
        """Whether a period begins after the publication, or is a span that ends well after it."""
        if self._is_ahead(known.period.start):
            return True
        return known.time.role is Role.SPAN and self._is_ahead(known.period.end)

    def _is_ahead(self, date: dt.date | None) -> bool:
        if self._published is None or date is None:
            return False
        return date > self._published + _NEARLY_OVER


def _cue(time: TimeMention) -> Cue:
    return Cue("period", time.text, time.start, time.end)


def _is_long(period: Period) -> bool:
    """Whether a period is one that is reported on."""
    if period.start is None or period.end is None:
        return False
    return period.end - period.start >= _QUARTER
