"""Strict readers for figures, dates and periods as our files write them.

Nothing is guessed: what does not have the one allowed form is refused with ValueError, whose message says
what is wrong.  Figures are limited to 18 digits before and 6 after the point, because Oxigraph's integers are
64 bit and its decimals end near 1.7e20, beyond which sums are silently unbound.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PART = re.compile(r"([0-9]{4})-(H[12]|Q[1-4])")
FIRST_YEAR, LAST_YEAR = 1900, 2100
PERIOD_GRAMMAR = (
    "YYYY, YYYY-MM, YYYY-MM-DD, YYYY-H1, YYYY-Q1, A/B (from A to B, of those), as of A, or undated"
)


def decimal(text: str) -> Decimal:
    """The number written in `text`; raises ValueError on anything but plain ASCII digits and a point."""
    if _DECIMAL.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a plain decimal number of at most 18 digits and 6 decimals")
    return Decimal(text)


def decimal_text(value: Decimal) -> str:
    """The canonical form of a finite number: no exponent, no needless zeros, no ``-0``."""
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _bounds(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Hn or YYYY-Qn."""
    if match := _PART.fullmatch(text):
        year, part = int(match[1]), match[2]
        months = 6 if part[0] == "H" else 3
        first = (int(part[1]) - 1) * months + 1
        last = first + months - 1
        start, end = dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
    elif match := _DAY.fullmatch(text):
        year = int(match[1])
        first = last = int(match[2] or 0)
        if not match[2]:
            first, last = 1, 12
        if not 1 <= first <= 12 or year < 1:
            raise ValueError(f"{text!r} is no calendar date")
        day = int(match[3] or 0)
        try:
            start = dt.date(year, first, day or 1)
            end = dt.date(year, last, day or calendar.monthrange(year, last)[1])
        except ValueError:
            raise ValueError(f"{text!r} is no calendar date") from None
    else:
        raise ValueError(f"{text!r} is not {PERIOD_GRAMMAR}")
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise ValueError(f"the year of {text!r} lies outside {FIRST_YEAR}–{LAST_YEAR}")
    return start, end


@dataclass(frozen=True, slots=True)
class Period:
    """What a figure is about in time: an interval of days, a moment (`as_of`), or nothing stated."""

    label: str
    start: dt.date | None
    end: dt.date | None
    as_of: bool = False

    @property
    def year(self) -> int | None:
        """The calendar year of the moment, or of the whole period where it lies within one."""
        if self.start is None or self.end is None or self.start.year != self.end.year:
            return None
        return self.end.year


UNDATED = Period("undated", None, None)


def period(text: str) -> Period:
    """The period written as ``2024``, ``2024-11``, ``2024-H1``, ``A/B``, ``as of A`` or ``undated``.

    ``as of 2024-11`` is the last day of that month, as both start and end.  Raises ValueError otherwise.
    """
    if text == UNDATED.label:
        return UNDATED
    if text.startswith("as of "):
        _, end = _bounds(text.removeprefix("as of "))
        return Period(text, end, end, as_of=True)
    first, slash, second = text.partition("/")
    start, end = _bounds(first)
    if slash:
        later, end = _bounds(second)
        if later < start or end < start:
            raise ValueError(f"the period {text!r} ends before it starts")
    return Period(text, start, end)


def day(text: str) -> dt.date:
    """The day written as YYYY-MM-DD; raises ValueError otherwise, and on a date that is only partial."""
    if len(text) != len("YYYY-MM-DD") or _DAY.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not YYYY-MM-DD")
    return _bounds(text)[0]


def date_bounds(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a date that may be partial (``2024``, ``2024-02``, ``2024-02-29``)."""
    if _DAY.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    return _bounds(text)
