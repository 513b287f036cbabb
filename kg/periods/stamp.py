"""Times as the words give them, before the publication date is known, and how that date settles them."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.literals import UNDATED, Period
from kg.periods.shift import dated

_UNITS_BACK = 120
# Offices report a month or quarter in its last days: a period counts as over from this day on.
_REPORTING_DAY = 20
# A year with all days that any year has.
_LEAP = 2024
# So long into a year the year that has passed is the one before.
_LOOKING_BACK = 2
_MONTHS, _WEEK = 12, 7


@dataclass(frozen=True, slots=True)
class Stamp:
    """A part of a year: `first` to `last` are what follows the year in a label ("", "-11", "-Q3", "-11-30").

    The year is printed (`year`), told from the publication (`shift`: 0 this year, -1 last year) or not told.
    """

    year: int | None = None
    shift: int | None = None
    first: str = ""
    last: str | None = None

    @property
    def relative(self) -> bool:
        return self.year is None

    @property
    def yearless(self) -> bool:
        return self.year is None and self.shift is None

    def label(self, today: dt.date | None, ahead: bool) -> str:
        year = self.year
        if year is None:
            assert today is not None, "a relative time is settled with a date"
            year = self._near(today, ahead) if self.shift is None else today.year + self.shift
        return f"{year}{self.first}" if self.last is None else f"{year}{self.first}/{year}{self.last}"

    def _near(self, today: dt.date, ahead: bool) -> int:
        """The year of the latest such part that is over (month, day: has begun), or of the next to end."""
        this = dated(replace(self, year=today.year).label(None, ahead))
        if this.start is None or this.end is None:
            return today.year
        if ahead:
            return today.year if this.end >= today else today.year + 1
        if self.last is None and self.first[1:2].isdigit():
            over = this.start <= today
        else:
            reported = today.replace(day=calendar.monthrange(today.year, today.month)[1])
            over = this.end <= (reported if today.day >= _REPORTING_DAY else today)
        return today.year if over else today.year - 1


@dataclass(frozen=True, slots=True)
class Around:
    """Units counted from the day of publication: last month is ("month", -1, -1).

    `calendar`: as many months as the year has had are those of the year (9 tháng qua, said in October), and
    in January the year that has passed is the one before.
    """

    unit: str
    first: int
    last: int
    calendar: bool = False
    relative: bool = True
    yearless: bool = False

    def label(self, today: dt.date | None, ahead: bool) -> str:
        assert today is not None, "a relative time is settled with a date"
        if self.calendar and self.unit == "month" and -self.first in (today.month - 1, today.month):
            return f"{today.year}-01/{today.year}-{-self.first:02d}"
        if self.calendar and self.unit == "year" and self.first == -1 and today.month <= _LOOKING_BACK:
            return str(today.year - 1)
        first, last = self._unit(today, self.first), self._unit(today, self.last)
        if self.first == self.last:
            return "/".join(dict.fromkeys(first))
        return f"{first[0]}/{last[-1]}"

    def _unit(self, today: dt.date, count: int) -> tuple[str, str]:
        count = max(-_UNITS_BACK, min(_UNITS_BACK, count))
        match self.unit:
            case "year":
                only = str(today.year + count)
            case "quarter" | "month":
                size = 3 if self.unit == "quarter" else 1
                index = (today.year * 12 + today.month - 1) // size + count
                year, part = divmod(index, 12 // size)
                only = f"{year}-Q{part + 1}" if size == 3 else f"{year}-{part + 1:02d}"
            case "week":
                monday = today + dt.timedelta(weeks=count, days=-today.weekday())
                return monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat()
            case _:
                only = (today + dt.timedelta(days=count)).isoformat()
        return only, only


@dataclass(frozen=True, slots=True)
class YearToDate:
    """From January to the month of publication."""

    relative: bool = True
    yearless: bool = False

    def label(self, today: dt.date | None, ahead: bool) -> str:
        assert today is not None, "a relative time is settled with a date"
        return f"{today.year}-01/{today:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Between:
    """From one part of a year to one of another year."""

    start: Stamp
    end: Stamp

    @property
    def relative(self) -> bool:
        return self.start.relative or self.end.relative

    @property
    def yearless(self) -> bool:
        return False

    def label(self, today: dt.date | None, ahead: bool) -> str:
        first, last = self.start.label(today, ahead), self.end.label(today, ahead)
        return f"{first.partition('/')[0]}/{last.rpartition('/')[2]}"


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of a week (0 is Monday): the last such day until the publication, or by `shift` another one.

    "Friday", said on a Friday, is that day, "last Friday" is before it (-1), "next Friday" to come (1).  Of a
    `week` it is that day of the week so many weeks on: "Friday of last week" (-1).
    """

    day: int
    shift: int = 0
    week: int = 0
    relative: bool = True
    yearless: bool = False

    def label(self, today: dt.date | None, ahead: bool) -> str:
        assert today is not None, "a relative time is settled with a date"
        if self.week:
            return (today + dt.timedelta(weeks=self.week, days=self.day - today.weekday())).isoformat()
        back = (today.weekday() - self.day) % _WEEK
        if self.shift < 0:
            back = back or _WEEK
        elif self.shift > 0 or (ahead and back):
            back -= _WEEK
        return (today - dt.timedelta(days=back)).isoformat()


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """The twelve months from `month` on of the year that they are named for, or the last ones reported on."""

    month: int
    year: int | None = None
    yearless: bool = False

    @property
    def relative(self) -> bool:
        return self.year is None

    def label(self, today: dt.date | None, ahead: bool) -> str:
        year = self.year
        if year is None:
            assert today is not None, "a relative time is settled with a date"
            year = today.year if today.month >= self.month else today.year - 1
            # Right after its end the year that has passed is reported on.
            if (today.month - self.month) % _MONTHS < _LOOKING_BACK:
                year -= 1
        return f"{year}-{self.month:02d}/{year + 1}-{self.month - 1:02d}"


@dataclass(frozen=True, slots=True)
class Until:
    """The `count` months that end with `month`, of a year that is not told."""

    count: int
    month: int
    relative: bool = True
    yearless: bool = True

    def label(self, today: dt.date | None, ahead: bool) -> str:
        year = int(Stamp(first=f"-{self.month:02d}").label(today, ahead)[:4])
        stamp = months_until(self.count, self.month, year)
        assert stamp is not None, "some months of a year that is known"
        return stamp.label(None, ahead)


AnyStamp = Stamp | Around | Between | YearToDate | Weekday | FiscalYear | Until


def between(start: Stamp, end: Stamp) -> AnyStamp:
    """From `start` to `end`; a year printed once belongs to both, or to the turn of the year between them."""
    if start.yearless and not end.yearless:
        back = 1 if start.first > end.first else 0
        year = None if end.year is None else end.year - back
        shift = None if end.shift is None else end.shift - back
        start = replace(start, year=year, shift=shift)
    elif end.yearless and not start.yearless:
        end = replace(end, year=start.year, shift=start.shift)
    elif start.yearless:
        return Stamp(first=start.first, last=end.last or end.first)
    return Between(start, end)


def first_months(count: int, year: int | None = None, shift: int | None = None) -> Stamp | None:
    """The first `count` months of a year: three are its first quarter, six its first half."""
    if not 1 <= count <= 12:
        return None
    whole = {1: "-01", 3: "-Q1", 6: "-H1", 12: ""}.get(count)
    return Stamp(year, shift, whole) if whole is not None else Stamp(year, shift, "-01", f"-{count:02d}")


def first_days(month: int, day: int, year: int | None = None, shift: int | None = None) -> Stamp | None:
    """A year until a day of it; None where the month, in a leap year, has no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(_LEAP, month)[1]:
        return None
    return Stamp(year, shift, "-01-01", f"-{month:02d}-{day:02d}")


def last_months(count: int, year: int | None = None, shift: int | None = None) -> Stamp | None:
    """The last `count` months of a year."""
    if not 1 <= count <= 12:
        return None
    whole = {1: "-12", 3: "-Q4", 6: "-H2", 12: ""}.get(count)
    return Stamp(year, shift, whole) if whole is not None else Stamp(year, shift, f"-{13 - count:02d}", "-12")


def months_until(
    count: int, month: int, year: int | None = None, shift: int | None = None
) -> AnyStamp | None:
    """The `count` months that end with `month`; None for none, and for too many."""
    if count == month:
        return first_months(count, year, shift)
    if count == 3 and month % 3 == 0:
        return Stamp(year, shift, f"-Q{month // 3}")
    if 1 <= count < month:
        return Stamp(year, shift, f"-{month - count + 1:02d}", f"-{month:02d}")
    if not 1 <= count <= _UNITS_BACK:
        return None
    if year is None:
        return Until(count, month) if shift is None else None
    start, rest = divmod(year * 12 + month - count, 12)
    return Between(Stamp(start, None, f"-{rest + 1:02d}"), Stamp(year, None, f"-{month:02d}"))


@lru_cache(maxsize=4096)
def settle(stamp: AnyStamp, bounds: tuple[dt.date, dt.date] | None, ahead: bool) -> Period:
    """The period of `stamp` for a text published between `bounds` (None: unknown).

    Undated where the possible days of publication do not all lead to the same period.
    """
    if not stamp.relative:
        return dated(stamp.label(None, ahead))
    if bounds is None:
        return UNDATED
    labels = {stamp.label(day, ahead) for day in bounds}
    return dated(labels.pop()) if len(labels) == 1 else UNDATED
