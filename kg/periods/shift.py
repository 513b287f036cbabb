"""Reckoning with periods: the same one of another year, the one before, what a moment ends.

All results are again periods of the grammar of `kg.literals`; what cannot be reckoned is undated.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.literals import UNDATED, Period, period

_YEAR = re.compile(r"(?<![0-9-])[0-9]{4}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_PART = re.compile(r"([0-9]{4})-([HQ])([1-4])")
_PARTS = {"H": 2, "Q": 4}
# "2020/2024", "2024-Q1/2024-Q3", "2024-07/2024-09".
_SPAN = re.compile("(?P<within>(?:[0-9]{4}-Q?)?)(?P<first>[0-9]{1,4})/(?P=within)(?P<last>[0-9]{1,4})")
_LONGEST_LIST = 12
_AS_OF = "as of "


@lru_cache(maxsize=4096)
def dated(label: str) -> Period:
    """The period with this label; undated where the label names no real one (30 February, the year 2101)."""
    try:
        return period(label)
    except ValueError:
        return UNDATED


def shift_year(given: Period, years: int) -> Period:
    """The same period `years` later (earlier, when negative): 2024-Q3 and -1 give 2023-Q3.

    29 February goes to 28 February.  Undated stays undated, as does what falls outside 1900–2100.
    """
    if given.start is None:
        return UNDATED
    label = _YEAR.sub(lambda match: f"{int(match[0]) + years:04d}", given.label)
    moved = dated(label)
    return moved if moved != UNDATED else dated(label.replace("-02-29", "-02-28"))


def base_of(given: Period, years: int = 1) -> Period:
    """What a year-on-year change over `given` is measured against: the same period a year before."""
    return shift_year(given, -years)


def previous(given: Period) -> Period:
    """The period right before one of the same length: quarter-on-quarter, month-on-month.

    Known for years, halves, quarters and months, also as moments; undated for others.
    """
    label = given.label.removeprefix(_AS_OF)
    if match := _PART.fullmatch(label):
        year, letter, number = int(match[1]), match[2], int(match[3])
        before = f"{year}-{letter}{number - 1}" if number > 1 else f"{year - 1}-{letter}{_PARTS[letter]}"
    elif match := _MONTH.fullmatch(label):
        year, number = int(match[1]), int(match[2])
        before = f"{year}-{number - 1:02d}" if number > 1 else f"{year - 1}-12"
    elif label.isdigit():
        before = str(int(label) - 1)
    else:
        return UNDATED
    return dated((_AS_OF if given.as_of else "") + before)


def ends_year(given: Period) -> bool:
    """Whether a period is a moment, the end of a year."""
    return given.as_of and given.end is not None and (given.end.month, given.end.day) == (12, 31)


def flow_of(given: Period) -> Period:
    """The part of the year that a moment ends, for what is earned over time: as of 2024-12 gives 2024.

    Other moments give the year to date (as of 2024-09 gives 2024-01/2024-09); what is no moment stays.
    """
    if not given.as_of or given.end is None:
        return given
    label, year = given.label.removeprefix(_AS_OF), given.end.year
    if ends_year(given):
        return dated(str(year))
    if _PART.fullmatch(label):
        return dated(label) if label.endswith(("H1", "Q1")) else dated(f"{year}-01/{given.end:%Y-%m}")
    return dated(f"{year}-01-01/{label}" if len(label) == len("2024-01-01") else f"{year}-01/{label}")


def span_of(start: Period, end: Period) -> Period:
    """From the start of one period to the end of another, named by both labels; undated if they cross."""
    first, last = (p.label.removeprefix(_AS_OF) for p in (start, end))
    return dated(f"{first.partition('/')[0]}/{last.rpartition('/')[2]}")


def parts_of(given: Period) -> tuple[Period, ...]:
    """The years that a period of whole years spans, or the quarters or months of one year, in order.

    Empty for any other period, and where there are more than twelve of them.
    """
    if (match := _SPAN.fullmatch(given.label)) is None:
        return ()
    first, last = match["first"], match["last"]
    if not 0 < int(last) - int(first) < _LONGEST_LIST:
        return ()
    numbers = range(int(first), int(last) + 1)
    return tuple(dated(f"{match['within']}{number:0{len(first)}d}") for number in numbers)
