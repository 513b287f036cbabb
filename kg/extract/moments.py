"""Every time that a figure may have: of its sentence, of the figures beside it, spoken of before, or none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.candidate import Cue
from kg.extract.clock import Clock, Known, cue_of
from kg.extract.reading import View
from kg.extract.spans import overlaps
from kg.extract.timing import NO_TIME, Datable, Timing
from kg.literals import UNDATED, Period
from kg.periods import Relation, Role, TimeMention, dated, ends_year, flow_of, shift_year, span_of

# What makes two times one span.
_TO: Final = re.compile(r"\s*(?:to|until|through|and|đến|tới|và|[-–—])\s*", re.I)

# What tells more of the figure before it.
_BRACKETS: Final = re.compile(r"\([^()]{1,120}\)")


class Moment(NamedTuple):
    """A time that a figure may have; `source` says where it comes from, `reading` how its words are taken.

    `time` is the mention of the sentence that states it; `known` is that of one before, by the `names` that
    the clock has for it.
    """

    timing: Timing
    source: str
    reading: str = "own"
    time: TimeMention | None = None
    known: Known | None = None
    names: Sequence[str] = ()


# Ways to read a time by another, with what ends in a moment.
_LEANING: Final = frozenset(("same", "from before", "same until", "from before until"))
_NONE: Final = Moment(NO_TIME, "none")


class Moments:
    """Finds what times the figures of one document may have."""

    def __init__(self, text: str, clock: Clock) -> None:
        self._text = text
        self._clock = clock
        # The times before the sentence that is read, for each way to take moments.
        self._number = -1
        self._kept: dict[tuple[bool, ...], Sequence[Moment]] = {}

    def possible(self, view: View, asked: Datable) -> list[Moment]:
        """All times that the figure may have, those of its sentence first; a list hands out one alone.

        An item of a list that states none has the one that its lead states.
        """
        if asked.listed is not None:
            return [Moment(asked.listed, "list")]
        found = [m for time in self._times(view, asked.start) for m in self._of(time, asked)]
        found += self._pairs(view, asked)
        found += _given(asked, {m.timing.period.label for m in found})
        before = self._before(view, asked)
        if (lead := self._clock.of_lead(view)) is not None:
            led = [m for m in before if m.known is not None and m.known.period == lead.period]
            if led:
                return [*found, *led]
        return [*found, *before, _NONE]

    def _times(self, view: View, at: int) -> Sequence[TimeMention]:
        """The times of a sentence, without those that brackets give another figure than the one at `at`.

        "Up 11% to 158 (137 in 2023)": the earlier year is not that of the growth.
        """
        found = view.times
        if not found:
            return found
        for match in _BRACKETS.finditer(self._text, view.start, view.end):
            low, high = match.span()
            figures = (f for f in view.figures if low < f.start < high and f.amount is not None)
            if low < at < high or all(overlaps(view.times, f.start, f.end) for f in figures):
                continue
            found = [time for time in found if not low < time.start < high]
        return found

    # --- of the sentence --------------------------------------------------------------------------------

    def _of(self, time: TimeMention, asked: Datable) -> Iterator[Moment]:
        """What a mention of the sentence may say of the figure."""
        if time.role is Role.PER:
            return
        if time.in_name:
            # The Readiness Index of 2022 may have ranked by what was so in 2022.
            if time.names_year:
                timing = Timing(time.period, cues=(cue_of(time),), rule="period-name")
                yield Moment(timing, "here", "name", time)
            return
        seen: set[str] = set()
        for reading, period in self._readings(time, asked):
            if period is UNDATED or period.label in seen:
                continue
            seen.add(period.label)
            rule = "period-before" if time.role is Role.BASE else f"period-{time.role}"
            inherited = reading == "same"
            # What leans on another time points to that one too.
            cues = (*self._leant(asked), cue_of(time)) if reading in _LEANING else (cue_of(time),)
            timing = Timing(period, inherited, None, cues, rule)
            yield Moment(timing, "here", reading, time)

    def _leant(self, asked: Datable) -> tuple[Cue, ...]:
        own = asked.leant if asked.before is not UNDATED else self._clock.leant
        return tuple(cue for cue in own if cue.role == "period")

    def _readings(self, time: TimeMention, asked: Datable) -> Iterator[tuple[str, Period]]:
        """The periods that a mention may stand for, each with the way it is read."""
        own = self._clock.past(time)
        yield from _over(own, asked, "own")
        if time.relative and time.relation is None and self._clock.is_ahead(time.period):
            yield from _over(time.period if own != time.period else shift_year(own, -1), asked, "other year")
        elif time.yearless and asked.future:
            yield from _over(shift_year(own, 1), asked, "next year")
        if time.role is Role.EVENT and asked.moment and len(own.label) == len("2024-12-31"):
            yield "moment", dated(f"as of {own.label}")
        if time.relation is not None:
            before = asked.before if asked.before is not UNDATED else self._clock.before
            if before is not None and before is not UNDATED:
                same = time.relation is Relation.SAME
                yield from _over(time.base_for(before), asked, "same" if same else "from before")

    def _pairs(self, view: View, asked: Datable) -> Iterator[Moment]:
        """From one time of the sentence to the next."""
        dates = [
            t for t in view.times if not t.in_name and t.role is not Role.PER and t.period is not UNDATED
        ]
        seen: set[str] = set()
        summed = asked.multiple or asked.yearly
        for first, last in itertools.combinations(dates, 2) if summed else itertools.pairwise(dates):
            if "/" in first.period.label or "/" in last.period.label:
                continue
            if not summed and _TO.fullmatch(self._text, first.end, last.start) is None:
                continue
            over = span_of(first.period, last.period)
            if over is not UNDATED and over.label not in (first.period.label, last.period.label):
                timing = Timing(over, cues=(cue_of(first), cue_of(last)), rule="period-span")
                yield Moment(timing, "here", "pair", last)
                seen.add(over.label)
        if asked.yearly:
            yield from (m for m in self._years(dates) if m.timing.period.label not in seen)

    def _years(self, dates: Sequence[TimeMention]) -> Iterator[Moment]:
        """The years that a yearly rate sums up: since a year, until one, from that of the figure before."""
        now, before = self._clock.year, self._clock.before
        spans: list[tuple[str, Period, tuple[Cue, ...]]]
        for time in dates:
            if len(time.period.label) != len("2024"):
                continue
            if time.role is Role.SINCE:
                spans = [("since", span_of(time.period, now), ())]
            else:
                spans = [("until", span_of(now, time.period), ())]
                if before is not None and before.year is not None and self._clock.leant:
                    first = dated(str(before.year))
                    spans.append(("from before until", span_of(first, time.period), self._clock.leant))
            for how, over, leant in spans:
                if over is not UNDATED and over.year is None:
                    timing = Timing(over, cues=(*leant, cue_of(time)), rule="period-span")
                    yield Moment(timing, "here", how, time)

    # --- of before --------------------------------------------------------------------------------------

    def _before(self, view: View, asked: Datable) -> Sequence[Moment]:
        """The times before the sentence, each once, by all the names that the clock has for it."""
        if view.number != self._number:
            self._number, self._kept = view.number, {}
        way = asked.earned, asked.moment, asked.planned
        kept = self._kept.get(way)
        if kept is None:
            kept = self._kept[way] = list(self._carried(view, asked))
        return kept

    def _carried(self, view: View, asked: Datable) -> Iterator[Moment]:
        names: dict[str, list[str]] = {}
        found: dict[str, Known] = {}
        for name, known in self._clock.spoken_of(view):
            label = known.period.label
            found.setdefault(label, known)
            names.setdefault(label, []).append(name)
        seen: set[str] = set()
        for label, known in found.items():
            for reading, period in _over(known.period, asked, "own"):
                if period.label in seen:
                    continue
                seen.add(period.label)
                timing = Timing(period, True, None, (known.cue,), "period-inherited")
                yield Moment(timing, "before", reading, None, known, names[label])


def _given(asked: Datable, here: set[str]) -> Iterator[Moment]:
    """The times that figures beside it give."""
    if asked.over is not None:
        yield Moment(asked.over, "over")
    if asked.level is not None and not asked.level.inherited and asked.level.period.label not in here:
        yield Moment(asked.level, "level")
        here.add(asked.level.period.label)
    if asked.last is not None and not asked.last.inherited and asked.last.period.label not in here:
        yield Moment(asked.last, "last")


def _over(period: Period, asked: Datable, reading: str) -> Iterator[tuple[str, Period]]:
    """A period, and what is earned until it, where it is a moment."""
    if period.as_of and asked.earned:
        yield reading, flow_of(period)
        return
    yield reading, period
    # What is planned for the end of a year is planned for that year.
    if period.as_of and (not asked.moment or (asked.planned and ends_year(period))):
        yield f"{reading} until", flow_of(period)
