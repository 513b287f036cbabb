"""Which time a figure is about: stated beside it, at the head of its sentence, or carried over.

A growth is about the later of its two periods; the earlier one is its base.  What is earned over time goes on
with the period that its paragraph or the article reports on; what is counted at a moment only with its
paragraph's, and what is said to be so now with none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.grammar import Distance
from kg.extract.reading import Reading, View
from kg.literals import UNDATED, Period, period
from kg.periods import Relation, Role, TimeMention, flow_of, shift_year

_SAYS_WHEN = frozenset((Role.WITHIN, Role.AS_OF, Role.BY, Role.SPAN, Role.LIST, Role.SINCE))
_REPORTS = frozenset((Role.WITHIN, Role.AS_OF, Role.SPAN))
_ADJACENT = re.compile(
    r"[\s(,–-]*(?:(?:in|of|for|during|at|by|over|năm|trong|vào|của|hồi|ở)\s+)?(?:the\s+)?[\s(]*", re.I
)
# Words between a change and a time that make the time its base.
_AGAINST = re.compile(
    r"\s*(?:above|below|on|over|from|than|against|versus|vs\.?|higher than|lower than|more than|less than|"
    r"(?:as )?compared (?:with|to)|so với|của)\s+(?:that of |those of |the level of |in |its level in |năm |cùng kỳ )?",
    re.I,
)
_PRESENT = re.compile(
    r"\b(?:is|are|stands?|has|have|makes?|earns?|accounts?|spends?|holds?|remains?|keeps?|earn)\b", re.I
)
_JUST_NOW = re.compile(r"\s+(?:\w+\s+){0,2}(?:now|today|at present|currently|hiện nay|hiện tại)\b", re.I)
# "told shareholders in April": when something was said, not when it is true.
_SAID_THEN = re.compile(
    r"\b(?:said|told|announced|reported|noted|added|revealed|signed|unveiled|published|released|cho biết|"
    r"công bố|thông báo)\b[^.,;]{0,40}$",
    re.I,
)
_LISTED = re.compile(r"\s*(?:,|and|or|và|hay|to|,\s*and)\s*", re.I)
_NOW = {
    "en": re.compile(r"\b(?:now|currently|today|at present|to date|so far|still|already|nowadays)\b", re.I),
    "vi": re.compile(r"\b(?:hiện|hiện nay|hiện có|hiện tại|đang|bây giờ|đến nay|tới nay)\b", re.I),
}


class Span(StrEnum):
    """How a metric lies in time, as far as a period can be taken over."""

    FLOW = "flow"
    SHARE = "share"
    STOCK = "stock"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Timing:
    """The period of a figure, its base, and where the text says so."""

    period: Period = UNDATED
    inherited: bool = False
    base: Period | None = None
    cues: tuple[Cue, ...] = ()
    rule: str = "undated"


NO_TIME = Timing()
# A time that fits less than this is no better than none.
_LEAST = 0.15
# "14.02 % of GDP in 2025", "1.26 million people in 2024": a few words that go on with the figure.
_NEAR = re.compile(r"(?:\s+[^\W\d][\w-]*){1,4}\s+(?:in|of|for|during|năm|trong|vào|hồi)?\s*", re.I)
_RECORD = re.compile(
    r"(?:highest|lowest|largest|biggest|first|best|worst|cao nhất|thấp nhất|lớn nhất|đầu tiên)[^,;.]{0,24}$",
    re.I,
)
_NEARLY_OVER = 31
_AT = re.compile(r"\b(?:tại|đến|tới|tính đến|as at|at|as of)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that asks for its time: its place, whether it is a change, a level that something rose from, or
    a multiple, planned, or a count of an industry; how it lies in time; and the period of the figure before it."""

    start: int
    end: int
    change: bool = False
    base_level: bool = False
    multiple: bool = False
    planned: bool = False
    counted: bool = False
    span: Span = Span.FLOW
    before: Period = UNDATED


_Known = tuple[Period, TimeMention]


class Clock:
    """The times of a document, sentence by sentence in its order."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self._language = reading.document.language
        self._published = _last_day(reading.document.published)
        self._report: _Known | None = None
        self._moment: _Known | None = None
        self._last: _Known | None = None
        self._heads: dict[int, _Known] = {}
        self._before: Period | None = None
        self._block = -1

    def enter(self, view: View) -> None:
        """Begin a sentence: a new block forgets the times of the one before, a list keeps its lead's."""
        if view.sentence.block == self._block:
            return
        self._block = view.sentence.block
        lead = view.block.lead
        self._last = None
        if view.block.kind is BlockKind.ITEM and lead is not None:
            self._last = self._heads.get(lead)
        elif view.block.kind is BlockKind.PARAGRAPH:
            self._last = self._heads.get(-view.sentence.block)

    def leave(self, view: View, timings: Sequence[Timing] = ()) -> None:
        """End a sentence: the first time that it reports on, by its figures' `timings`, is taken over."""
        if timings and timings[-1].period is not UNDATED:
            self._before = timings[-1].period
        stated = {c.start for t in timings if not t.inherited for c in t.cues if c.role == "period"}
        for time in view.times:
            if timings and time.start not in stated:
                continue
            if time.role in _REPORTS and time.period is not UNDATED and not time.in_name:
                period = self._placed(view, time)
                if self._is_ahead(period) or (time.role is Role.SPAN and self._runs_on(period)):
                    continue
                self._last = (period, time)
                if timings and time.role is Role.AS_OF:
                    self._moment = self._last
                if timings and self._report is None:
                    over = flow_of(period)
                    if _is_long(over):
                        self._report = (over, time)
                break
        if self._last is not None:
            self._heads.setdefault(view.sentence.block, self._last)
            if view.block.kind is BlockKind.HEADING:
                self._heads[-view.sentence.block - 1] = self._last

    def _is_ahead(self, period: Period) -> bool:
        if self._published is None or period.start is None:
            return False
        # The end of the month or year that runs is as good as reached.
        return period.start > self._published + dt.timedelta(days=_NEARLY_OVER)

    def _runs_on(self, period: Period) -> bool:
        """Whether a span ends well after the publication, as plans do."""
        if self._published is None or period.end is None:
            return False
        return period.end > self._published + dt.timedelta(days=_NEARLY_OVER)

    def _placed(self, view: View, time: TimeMention) -> Period:
        """The period of a mention; a month without a year that has passed lies in the past, whatever the cue."""
        period = time.period
        if time.relative and time.role in (Role.AS_OF, Role.BY) and self._is_ahead(period):
            past = shift_year(period, -1)
            future = any(m.term.role == "status" and m.term.ref in ("target", "forecast") for m in view.marks)
            if not future and not self._is_ahead(past):
                return past
        return period

    def time(self, view: View, asked: Asked, others: Sequence[tuple[int, int]], distance: Distance) -> Timing:
        """The timing of a figure; `others` are the places of the sentence's other figures."""
        relative = self._relative(view, asked, others)
        if relative is not None:
            return relative
        if not asked.change and _JUST_NOW.match(self._text, asked.end, view.end):
            return replace(NO_TIME, rule="now")
        best, top = None, _LEAST
        for time in view.times:
            if time.relation is Relation.SAME and time.role in _SAYS_WHEN and asked.before is UNDATED:
                if (known := self._before) is not None:
                    cue = Cue("period", time.text, time.start, time.end)
                    return Timing(known, True, None, (cue,), "period-same")
            if time.role is Role.EVENT and asked.span is Span.STOCK and self._is_balance_date(view, time):
                cue = Cue("period", time.text, time.start, time.end)
                moment = period(f"as of {time.period.label}")
                return Timing(moment, False, None, (cue,), "period-as_of")
            if time.in_name or time.role not in _SAYS_WHEN or time.period is UNDATED:
                continue
            if time.relative and _RECORD.search(self._text[max(view.start, time.start - 40) : time.start]):
                continue  # "the highest in nine years" compares
            if (asked.change or asked.multiple) and _AGAINST.fullmatch(self._text, asked.end, time.start):
                continue
            score = self._score(view, time, asked, others, distance)
            if score > top:
                best, top = time, score
        if best is None:
            best = self._lone(view, asked, others)
        if best is not None:
            cue = Cue("period", best.text, best.start, best.end)
            timing = Timing(self._placed(view, best), False, None, (cue,), f"period-{best.role}")
        else:
            timing = self._inherited(view, asked)
        base = self._base(view, asked, others) if asked.change or asked.multiple else None
        if base is None:
            return timing
        older = base.base_for(timing.period if timing.period is not UNDATED else asked.before)
        if older is UNDATED or older.label == timing.period.label:
            return timing
        cue = Cue("base", base.text, base.start, base.end)
        return Timing(timing.period, timing.inherited, older, (*timing.cues, cue), timing.rule)

    def _lone(self, view: View, asked: Asked, others: Sequence[tuple[int, int]]) -> TimeMention | None:
        """The only time of a sentence, where it closes the sentence and belongs to no level before a change."""
        usable = [
            t
            for t in view.times
            if t.role in (Role.WITHIN, Role.SPAN) and t.period is not UNDATED and not t.in_name
        ]
        if len(usable) != 1 or asked.base_level or asked.multiple or asked.planned:
            return None
        time = usable[0]
        closes = view.end - time.end <= 2 and time.start > asked.end
        if self._of_another(time, asked, others):
            return None
        return time if closes and not any(t.role is Role.BASE for t in view.times) else None

    def _is_balance_date(self, view: View, time: TimeMention) -> bool:
        """Whether a plain date is the one at which something is counted: "at December 31, 2024"."""
        before = self._text[max(view.start, time.start - 12) : time.start]
        return time.period is not UNDATED and not time.in_name and _AT.search(before) is not None

    def _relative(self, view: View, asked: Asked, others: Sequence[tuple[int, int]]) -> Timing | None:
        """The time of a level beside "a year earlier": that much before the period just spoken of."""
        if asked.change or asked.multiple:
            return None
        for time in view.times:
            if time.role is Role.BASE and self._beside(asked.end, time, others):
                now = asked.before
                if now is UNDATED and (known := self._last or self._report) is not None:
                    now = known[0]
                period = time.base_for(now)
                if period is not UNDATED:
                    cue = Cue("period", time.text, time.start, time.end)
                    return Timing(period, False, None, (cue,), "period-before")
        return None

    def _inherited(self, view: View, asked: Asked) -> Timing:
        known = self._last
        if asked.span is Span.NONE:
            return NO_TIME
        if asked.span is Span.FLOW:
            known = known or self._report
        elif _NOW[self._language].search(self._text, view.start, view.end):
            return NO_TIME
        elif asked.span is Span.SHARE:
            if _PRESENT.search(self._text, view.start, view.end):
                return NO_TIME
        elif not asked.counted:
            if known is not None and known[1].role is not Role.AS_OF:
                return NO_TIME
        elif known is None or known[1].role is not Role.AS_OF:
            known = self._moment or known or self._report
        if known is None:
            return NO_TIME
        when, time = known
        return Timing(when, True, None, (Cue("period", time.text, time.start, time.end),), "period-inherited")

    def _beside(self, end: int, time: TimeMention, others: Sequence[tuple[int, int]]) -> bool:
        """Whether `time` follows the figure that ends at `end` directly, or after what it counts."""
        if time.start < end or any(end <= a < time.start for a, _ in others):
            return False
        return _ADJACENT.fullmatch(self._text, end, time.start) is not None

    def _score(
        self,
        view: View,
        time: TimeMention,
        asked: Asked,
        others: Sequence[tuple[int, int]],
        distance: Distance,
    ) -> float:
        start, end = asked.start, asked.end
        if time.start >= end:
            between = sum(1 for a, b in others if end <= a and b <= time.start)
            if self._beside(end, time, others):
                return 0.4 if asked.multiple else 3.0
            if not asked.multiple and not between and _NEAR.fullmatch(self._text, end, time.start):
                return 2.3
            if self._of_another(time, asked, others):
                return -1.0
            score = 1.3 - distance.cost(end, time.start) - 0.8 * between
            if asked.planned and time.role is Role.BY:
                score += 1.2
            if time.role is Role.SINCE or asked.multiple:
                score -= 0.7
            return score
        between = sum(1 for a, b in others if time.end <= a and b <= start)
        owned = self._of_another(time, asked, others)
        score = 1.6 - 0.6 * distance.cost(time.end, start) - 0.15 * between - (2.0 if owned else 0.0)
        if time.relative and _SAID_THEN.search(self._text[max(view.start, time.start - 60) : time.start]):
            score -= 1.2
        nearer = any(
            t.start > time.end
            and t.end <= start
            and t.role in _SAYS_WHEN
            and not self._of_another(t, asked, others)
            for t in view.times
        )
        if time.start - view.start < 12 and not owned and not nearer:
            score += 0.9
        return score - (1.0 if asked.base_level else 0.0)

    def _of_another(self, time: TimeMention, asked: Asked, others: Sequence[tuple[int, int]]) -> bool:
        """Whether a time stands right after another figure, and that is not the last of a list with this one."""
        for start, end in others:
            if end <= time.start and self._beside(end, time, others):
                low, high = sorted(((asked.start, asked.end), (start, end)))
                return _LISTED.fullmatch(self._text, low[1], high[0]) is None
        return False

    def _base(self, view: View, asked: Asked, others: Sequence[tuple[int, int]]) -> TimeMention | None:
        """The time that a change is measured against: the nearest base, after the figure rather than before."""
        start, end = asked.start, asked.end
        roles = (Role.BASE, Role.WITHIN) if asked.multiple else (Role.BASE,)
        bases = [
            t
            for t in view.times
            if not t.in_name and (t.role in roles or _AGAINST.fullmatch(self._text, end, t.start))
        ]
        after = [t for t in bases if t.start >= end and not any(end <= a < t.start for a, _ in others)]
        if after:
            return after[0]
        if asked.multiple:
            return None
        before = [t for t in bases if t.end <= start and not any(t.end <= a < start for a, _ in others)]
        if before:
            return before[-1]
        return next((t for t in bases if t.start >= end), None)


def _is_long(period: Period) -> bool:
    """Whether a period is one that is reported on: a quarter or more."""
    if period.start is None or period.end is None:
        return False
    return (period.end - period.start).days >= 85


def _last_day(published: str | None) -> dt.date | None:
    if published is None:
        return None
    from kg.literals import date_bounds

    return date_bounds(published)[1]
