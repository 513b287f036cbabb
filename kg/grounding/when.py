"""The times of a candidate: each must be what the grammar of times reads at the place pointed to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.candidate import Candidate, Cue, FigureCandidate
from kg.grounding.conventions import YEARLY
from kg.grounding.curated import Curated
from kg.grounding.reasons import Ungrounded
from kg.grounding.sight import Sight
from kg.lists import Status
from kg.literals import UNDATED, Period, date_bounds
from kg.periods import Relation, Role, TimeMention, dated, ends_year, flow_of, shift_year, span_of

# How many times before a mention it may lean on.
_ANCHORS = 3
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AHEAD = frozenset((Status.FORECAST, Status.TARGET))


def check_times(sight: Sight, curated: Curated, c: Candidate) -> None:
    """Raises Ungrounded unless the period and the base stand in the text, or none is stated."""
    _check_period(sight, curated, c)
    if isinstance(c, FigureCandidate):
        _check_base(sight, c)


def _cues(c: Candidate, role: str) -> list[Cue]:
    return [cue for cue in c.cues if cue.role == role]


def _check_period(sight: Sight, curated: Curated, c: Candidate) -> None:
    pointed = _cues(c, "period")
    if c.period == UNDATED:
        if pointed or c.period_inherited:
            raise Ungrounded("period", "undated, although words are pointed to")
        return
    if not pointed:
        raise Ungrounded("period", f"{c.period.label} without words")
    metric = c.metric if isinstance(c, FigureCandidate) else None
    stock = f"metric/{metric}" in curated.stocks
    saying = [
        (cue, time)
        for cue in pointed
        for time in sight.times_in(cue)
        if c.period in _readings(sight, time, c, stock=stock)
    ]
    if not saying:
        raise Ungrounded("period", f"{pointed[0].text!r} does not say {c.period.label}")
    low, high = sight.sentence(c.start)
    # "In the same period" stands in the sentence, and says which one no more than nothing would.
    own = [cue for cue, time in saying if time.relation is not Relation.SAME]
    inside = any(low <= cue.start < high for cue in own)
    before = any(cue.start < low for cue in own) or not own
    if (c.period_inherited and inside) or not (before if c.period_inherited else inside):
        where = "in the sentence" if inside else "before the sentence" if before else "after it"
        words = saying[0][0].text
        raise Ungrounded("period", f"inherited: {c.period_inherited}, but {words!r} stands {where}")


def _readings(sight: Sight, time: TimeMention, c: Candidate, *, stock: bool) -> list[Period]:
    """The periods that a mention can give a candidate."""
    if time.names_year:
        return [time.period]
    if time.in_name or time.role is Role.PER:
        return []
    own = [time.period, *time.expansion]
    # "On September 30 assets stood at": a date that elsewhere only says when something happened.
    if time.role is Role.EVENT and _DAY.fullmatch(time.period.label):
        own.append(dated(f"as of {time.period.label}"))
    # "By the end of November" of a year that is not said: the last one, where the next lies ahead; not of
    # what is planned.
    if c.status not in _AHEAD and time.relative and time.relation is None and _is_ahead(sight, time.period):
        own.append(shift_year(time.period, -1))
    # "In the last six months of the year", of what is planned: those to come.
    if time.yearless and c.status in _AHEAD:
        own.append(shift_year(time.period, 1))
    # "A year earlier" leans on another time: one pointed to, one of the sentence, or the last one before.
    if time.relation is not None:
        own += [time.base_for(anchor.period) for anchor in _anchors(sight, time, c)]
    # From one time of the sentence to another: over both.
    if "/" in c.period.label:
        low, high = sight.sentence(c.start)
        ends = [
            p for t in sight.times_over(low, high) if not t.in_name for p in (t.period, flow_of(t.period))
        ]
        own += [span_of(first, last) for first in ends for last in (*ends, *own)]
        if isinstance(c, FigureCandidate) and c.metric in YEARLY:
            own += _of_years(sight, time, c)
    # What is earned up to a moment is earned in a period, and what is planned for the end of a year in it.
    planned = c.status in _AHEAD
    flows = [flow_of(p) for p in own if not stock or (planned and ends_year(p))]
    return [p for p in (*own, *flows) if p != UNDATED]


def _of_years(sight: Sight, time: TimeMention, c: Candidate) -> Iterator[Period]:
    """What a yearly rate sums up: the years since `time`, until it, or between it and another pointed to."""
    published = sight.document.published
    if published is not None:
        now = dated(published[:4])
        yield span_of(time.period, now) if time.role is Role.SINCE else span_of(now, time.period)
    for other in (t.period for cue in _cues(c, "period") for t in sight.times_in(cue)):
        for first, last in ((time.period, other), (other, time.period)):
            if first.year is not None:
                yield span_of(dated(str(first.year)), last)


def _is_ahead(sight: Sight, period: Period) -> bool:
    published = sight.document.published
    return published is not None and period.start is not None and period.start > date_bounds(published)[1]


def _anchors(sight: Sight, time: TimeMention, c: Candidate) -> list[TimeMention]:
    low, high = sight.sentence(time.start)
    pointed = [t for cue in c.cues if cue.role in ("period", "base") for t in sight.times_in(cue)]
    inside = sight.times_over(low, high)
    before = sight.times_before(time.start, _ANCHORS)
    found = (*pointed, *inside, *before)
    return [t for t in found if t != time and t.period != UNDATED and not t.in_name]


def _check_base(sight: Sight, c: FigureCandidate) -> None:
    pointed = _cues(c, "base")
    if not c.base_period:
        for time in (time for cue in pointed for time in sight.times_in(cue)):
            # Of a figure without a date, "a year ago" may lean on other times.
            undated = c.period == UNDATED
            bases = _readings(sight, time, c, stock=True) if undated else [time.base_for(c.period)]
            if any(base not in (UNDATED, c.period) for base in bases):
                raise Ungrounded("base", f"{time.text!r} is pointed to, and no base is stated")
        return
    if c.base_period == c.period.label:
        raise Ungrounded("base", "it is the period itself")
    for cue in pointed:
        for time in sight.times_in(cue):
            readings = _readings(sight, time, c, stock=True)
            if c.base_period in (time.base_for(c.period).label, *(p.label for p in readings)):
                return
    words = repr(pointed[0].text) if pointed else "nothing"
    raise Ungrounded("base", f"{words} does not say {c.base_period}")
