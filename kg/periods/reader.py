"""Finding the times of a text: what the publication date and the words around them settle."""

from __future__ import annotations

import datetime as dt
import importlib

from kg.literals import UNDATED, Period, date_bounds
from kg.periods.fiscal import first_fiscal_month, fiscal_stamp
from kg.periods.form import Grammar
from kg.periods.mention import Relation, Role, TimeMention
from kg.periods.scan import CLAUSE, Found, Scan
from kg.periods.sentence import joined, with_years
from kg.periods.shift import dated
from kg.periods.stamp import Weekday, settle

# Imported when first asked for: making a grammar's patterns takes a tenth of a second.
_GRAMMARS = {"en": "kg.periods.english", "vi": "kg.periods.vietnamese"}
_YEAR, _DAY = len("2024"), len("2024-11-30")


def find_periods(text: str, language: str, published: str | None) -> list[TimeMention]:
    """The words of `text` (``en`` or ``vi``) that speak of time, in order and without overlaps.

    A mention covers the words of the time, with the cue that gives them their role ("compared with 2023",
    "by the end of June").  `published` (YYYY, YYYY-MM or YYYY-MM-DD) settles words like "last year"; None
    leaves them undated.  Raises ValueError for another language or a date that is none.
    """
    if language not in _GRAMMARS:
        raise ValueError(f"no grammar of times for language {language!r}")
    grammar: Grammar = importlib.import_module(_GRAMMARS[language]).GRAMMAR
    bounds = date_bounds(published) if published is not None else None
    scan = Scan(text, grammar)
    placing = _Placing(scan, grammar, bounds)
    mentions = [placing.mention(found) for found in with_years(text, scan.found(), grammar)]
    return joined(text, mentions, grammar)


# What is spoken of again, where it does not lie ahead.
_ENDS = (Relation.QUARTER_END, Relation.MONTH_END)


class _Placing:
    """From words to periods, for one text and its publication date."""

    def __init__(self, scan: Scan, grammar: Grammar, bounds: tuple[dt.date, dt.date] | None) -> None:
        self.text, self.low, self.grammar, self.bounds = scan.text, scan.low, grammar, bounds
        self._fiscal_month = first_fiscal_month(scan.low, grammar.fiscal)

    def mention(self, found: Found) -> TimeMention:
        """The mention with its period settled and its role final."""
        reading, edge, stamp = found.reading, found.edge, found.reading.stamp
        if reading.fiscal and self._fiscal_month is not None:
            stamp = fiscal_stamp(stamp, self._fiscal_month)
        role = _role(found)
        relation = reading.relation
        if relation is Relation.SAME and role is Role.BASE:
            relation = Relation.YEAR_BEFORE
        if relation in _ENDS:
            if edge is not None and edge.moment and not self._ahead(found, Role.BY):
                stamp, role = None, Role.BASE if role is Role.BASE else Role.AS_OF
            else:
                relation = None
        period, needs_date = UNDATED, False
        if stamp is not None and not (reading.leaning and role is Role.BASE):
            either = stamp.yearless or isinstance(stamp, Weekday)
            period = settle(stamp, self.bounds, either and self._ahead(found, role))
            needs_date = stamp.relative and period == UNDATED
            role, period = self._fitted(found, role, period)
        if role is Role.WITHIN and self.grammar.founding.search(
            self.low, max(0, found.start - CLAUSE), found.start
        ):
            role = Role.EVENT
        return TimeMention(
            start=found.start,
            end=found.end,
            text=self.text[found.start : found.end],
            period=period,
            role=role,
            relative=relation is not None or (stamp is not None and stamp.relative),
            needs_date=needs_date,
            approximate=reading.approximate or (edge is not None and not edge.moment),
            in_name=found.in_name,
            relation=relation,
            count=reading.count,
            yearless=stamp is not None and stamp.yearless,
        )

    def _fitted(self, found: Found, role: Role, period: Period) -> tuple[Role, Period]:
        """Role and period made to agree: a moment is "as of", a deadline lies ahead."""
        edge = found.edge
        if edge is not None and edge.moment:
            period = _end_of(period)
            role = role if role in (Role.BASE, Role.SINCE) else Role.AS_OF
        elif edge is not None and edge.start and role is Role.BASE:
            period = _before(period)
        elif role is Role.BY and self._reached(found, period):
            role = Role.AS_OF
        elif role is Role.AS_OF and self._future_year(period):
            role = Role.BY
        return role, _moment(period) if role is Role.AS_OF else period

    def _ahead(self, found: Found, role: Role) -> bool:
        """Whether a time without a year lies ahead: beside a word of the future, or "by" it and no past.

        "By the end of November" is as a rule said of a November that is over.
        """
        before, after = self._around(found)
        if self.grammar.future.search(before):
            return True
        if role is Role.WITHIN and self.grammar.coming.match(after):
            return True
        if role is not Role.BY:
            return False
        if self.grammar.future.search(after):
            return True
        moment = found.edge is not None and found.edge.moment
        if moment or not self.grammar.by_is_ahead:
            return False
        return not (self.grammar.past.search(before) or self.grammar.past.search(after))

    def _around(self, found: Found) -> tuple[str, str]:
        """The words near a time, in its sentence."""
        before = self.low[max(0, found.start - CLAUSE) : found.start].rpartition(". ")[2]
        after = self.low[found.end : found.end + CLAUSE].partition(". ")[0]
        return before.rpartition("\n")[2], after.partition("\n")[0]

    def _reached(self, found: Found, period: Period) -> bool:
        """Whether "by" speaks of a state reached: a day or month not after publication, a past year."""
        if period.start is None or period.end is None:
            return False
        if self.bounds is None:
            return len(period.label) != _YEAR and not any(
                map(self.grammar.future.search, self._around(found))
            )
        if len(period.label) == _YEAR:
            return period.end.year < self.bounds[0].year
        return period.start <= self.bounds[1]

    def _future_year(self, period: Period) -> bool:
        if self.bounds is None or period.end is None or len(period.label) != _YEAR:
            return False
        return period.end > self.bounds[1]


def _role(found: Found) -> Role:
    reading = found.reading
    if found.in_name:
        return Role.EVENT
    if reading.role is Role.PER:
        return Role.PER
    if Role.BASE in (reading.role, found.cue):
        return Role.BASE
    if reading.role is Role.SPAN:
        return Role.SPAN
    if found.cue is not None:
        return found.cue
    if found.edge is not None and found.edge.moment:
        return Role.AS_OF
    return reading.role or Role.WITHIN


def _end_of(period: Period) -> Period:
    """The moment a period ends: as of its last month, or of the day it is."""
    if period.end is None:
        return period
    return dated(f"as of {period.label}" if len(period.label) == _DAY else f"as of {period.end:%Y-%m}")


def _before(period: Period) -> Period:
    """The moment right before a period: what a level at its start is."""
    if period.start is None or period.start == dt.date.min:
        return period
    return dated(f"as of {period.start - dt.timedelta(days=1):%Y-%m}")


def _moment(period: Period) -> Period:
    """The end of a period as a moment."""
    if period.end is None or period.as_of:
        return period
    return dated(f"as of {period.label.rpartition('/')[2]}")
