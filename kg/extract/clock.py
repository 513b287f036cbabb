"""The times that an article has spoken of so far, for the figures whose sentence states none."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.reading import Reading, View
from kg.extract.timing import Span, Timing
from kg.literals import UNDATED, Period, date_bounds
from kg.periods import Role, TimeMention, dated, flow_of, shift_year

REPORTS: Final = frozenset((Role.WITHIN, Role.AS_OF, Role.SPAN))
# The end of the month that runs is as good as reached.
_NEARLY_OVER: Final = dt.timedelta(days=31)
# How long a heading is that says no more than when, and how far before its end a lead states that.
_SHORT_HEADING, _LEAD_REACH = 40, 200
# What lasts less is a day or a week.
_MONTH: Final = dt.timedelta(days=27)
# What is reported on takes a quarter or more.
_QUARTER: Final = dt.timedelta(days=85)
# How many of the times before may be meant again.
_RECENT: Final = 5
# How many blocks open an article.
_OPENING: Final = 2


class Dated(NamedTuple):
    """A figure that has its time: whose it is, and how it lies in time."""

    timing: Timing
    actor: str | None
    span: Span
    metric: str | None


@dataclass(slots=True, eq=False)
class Known:
    """A period that the text stated, the words that did, and the sentence; how many figures took it last.

    `actor` and `span` are those of the last figure that did.
    """

    period: Period
    time: TimeMention
    cue: Cue
    sentence: int
    block: int
    uses: int = 0
    used: int = -1
    actor: str | None = None
    span: Span = Span.NONE
    metric: str | None = None

    @property
    def is_base(self) -> bool:
        """Whether figures were only compared with it so far."""
        return self.time.role is Role.BASE and not self.uses


class Clock:
    """The times of a document, sentence by sentence in its order."""

    def __init__(self, reading: Reading) -> None:
        document = reading.document
        self._text, self._blocks = document.text, reading.blocks
        self._bounds = None if document.published is None else date_bounds(document.published)
        # What the article reports on, when its counts were taken, and the last time of this paragraph.
        self._report: Known | None = None
        self._moment: Known | None = None
        self._last: Known | None = None
        # The first time of a block by its number, and that of a heading for the block after it.
        self._of_block: dict[int, Known] = {}
        self._of_heading: dict[int, Known] = {}
        # All that a block states.
        self._in_block: dict[int, dict[str, Known]] = {}
        # Every period stated so far, the one that most figures took, and that of the figure before.
        self._stated: dict[str, Known] = {}
        self._most: str | None = None
        self._before: Period | None = None
        self._sentence_before: Known | None = None
        # The first time that the title or the first paragraphs report on.
        self._opening: Known | None = None
        self._block = -1

    @property
    def before(self) -> Period | None:
        """The period of the figure before, in whatever sentence."""
        return self._before

    @property
    def year(self) -> Period:
        """The year of the publication; undated where that is not known."""
        return UNDATED if self._bounds is None else dated(str(self._bounds[1].year))

    @property
    def leant(self) -> tuple[Cue, ...]:
        """The words that say the period of the figure before, where the text states it."""
        known = None if self._before is None else self._stated.get(self._before.label)
        return () if known is None else (known.cue,)

    @property
    def report(self) -> Known | None:
        """The time that the article reports on, as far as it is known."""
        return self._report

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

    def spoken_of(self, view: View) -> Iterator[tuple[str, Known]]:
        """The times that may go on, each with what makes it known."""
        if self._last is not None:
            yield "paragraph", self._last
        if self._report is not None:
            yield "report", self._report
        if self._moment is not None:
            yield "moment", self._moment
        if self._sentence_before is not None:
            yield "sentence before", self._sentence_before
        if self._before is not None and self._before.label in self._stated:
            yield "figure before", self._stated[self._before.label]
        if (first := self._of_block.get(view.sentence.block)) is not None:
            yield "first of block", first
        if self._opening is not None:
            yield "opening", self._opening
        if self._most is not None and self._stated[self._most].uses > 1:
            yield "most used", self._stated[self._most]
        told = (known for known in reversed(self._stated.values()) if not known.is_base)
        for known in itertools.islice(told, _RECENT):
            yield "earlier", known

    def of_lead(self, view: View) -> Known | None:
        """The only time that the lead of a list states, for an item that states none."""
        if view.block.kind is not BlockKind.ITEM or view.block.lead is None or view.times:
            return None
        lead = self._blocks[view.block.lead]
        stated = list(self._in_block.get(view.block.lead, {}).values())
        if len(stated) != 1 or stated[0].time.role is Role.BASE:
            return None
        if lead.kind is BlockKind.HEADING:
            # A heading that says more than when speaks of something else; a day, or a week, is that of news.
            told = lead.end - lead.start <= _SHORT_HEADING and not _is_short(stated[0].period)
        else:
            low = stated[0].cue.end
            behind = self._text[low : lead.end].rstrip() if lead.end - low <= _LEAD_REACH else ""
            told = behind.endswith(":") and ". " not in behind
        return stated[0] if told else None

    def leave(self, view: View, figures: Sequence[Dated] = ()) -> None:
        """End a sentence: the first time that it reports on, by its `figures`, is taken over."""
        timings = [figure.timing for figure in figures]
        if timings and timings[-1].period is not UNDATED:
            self._before = timings[-1].period
        self._note(view, figures)
        stated = {c.start for t in timings if not t.inherited for c in t.cues if c.role == "period"}
        for time in view.times:
            if timings and time.start not in stated:
                continue
            if time.role in REPORTS and time.period is not UNDATED and not time.in_name:
                known = self._stated[self.past(time).label]
                if self._is_plan(known):
                    continue
                self._take(known, counted=bool(timings))
                break
        if self._last is not None:
            self._of_block.setdefault(view.sentence.block, self._last)
            if view.block.kind is BlockKind.HEADING:
                self._of_heading[view.sentence.block + 1] = self._last

    def past(self, time: TimeMention) -> Period:
        """The period of a mention; a month without a year that has passed lies in the past, by any cue."""
        if time.relative and time.role in (Role.AS_OF, Role.BY) and self.is_ahead(time.period):
            past = shift_year(time.period, -1)
            if not self.is_ahead(past):
                return past
        return time.period

    def is_ahead(self, period: Period) -> bool:
        """Whether a period begins well after the publication."""
        return self._after(period.start)

    def side(self, period: Period) -> str:
        """Where a period lies, seen from the publication."""
        if self._bounds is None or period.start is None or period.end is None:
            return "unknown"
        if period.start > self._bounds[1]:
            return "ahead"
        if period.end > self._bounds[1]:
            return "running"
        years = self._bounds[1].year - period.end.year
        return "this year" if years == 0 else "last year" if years == 1 else "earlier"

    def _note(self, view: View, figures: Sequence[Dated]) -> None:
        """Keep the times of a sentence in mind, and which of those before its figures took."""
        self._sentence_before = None
        for time in view.times:
            named = time.in_name and not time.names_year
            if named or time.role is Role.PER or time.period is UNDATED:
                continue
            period = self.past(time)
            old = self._stated.pop(period.label, None)
            known = Known(period, time, cue_of(time), view.number, view.sentence.block)
            if old is not None:
                known.uses, known.used = old.uses, old.used
                known.actor, known.span, known.metric = old.actor, old.span, old.metric
            self._stated[period.label] = known
            self._in_block.setdefault(view.sentence.block, {})[period.label] = known
            if self._opening is None and time.role in REPORTS and view.sentence.block <= _OPENING:
                self._opening = known
            if self._sentence_before is None and time.role in REPORTS:
                self._sentence_before = known
        for figure in figures:
            if (used := self._stated.get(figure.timing.period.label)) is not None:
                used.uses += 1
                used.used, used.metric = view.number, figure.metric
                used.actor, used.span = figure.actor, figure.span
                if self._most is None or used.uses > self._stated[self._most].uses:
                    self._most = used.period.label

    def _take(self, known: Known, *, counted: bool) -> None:
        """Go on with a time; that of `counted` figures may be what the article reports on."""
        self._last = known
        if not counted:
            return
        if known.time.role is Role.AS_OF:
            self._moment = known
        if self._report is None:
            over = flow_of(known.period)
            if _is_long(over):
                self._report = known

    def _is_plan(self, known: Known) -> bool:
        """Whether a period begins after the publication, or is a span that ends well after it."""
        if self.is_ahead(known.period):
            return True
        return known.time.role is Role.SPAN and self._after(known.period.end)

    def _after(self, date: dt.date | None) -> bool:
        if self._bounds is None or date is None:
            return False
        return date > self._bounds[1] + _NEARLY_OVER


def cue_of(time: TimeMention) -> Cue:
    """The words of a time, as those that say a period."""
    return Cue("period", time.text, time.start, time.end)


def _is_short(period: Period) -> bool:
    """Whether a period is less than a month, and no moment."""
    if period.start is None or period.end is None or period.as_of:
        return False
    return period.end - period.start < _MONTH


def _is_long(period: Period) -> bool:
    """Whether a period is one that is reported on."""
    if period.start is None or period.end is None:
        return False
    return period.end - period.start >= _QUARTER
