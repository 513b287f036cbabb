"""One place in a text that speaks of time, and what its words make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg.literals import UNDATED, Period
from kg.periods.shift import base_of, dated, previous, shift_year


class Role(StrEnum):
    """What a time does for the figure beside it."""

    WITHIN = "within"  # in 2024, the first seven months
    AS_OF = "as_of"  # as of November 30, by the end of June
    BY = "by"  # by 2030: a deadline
    SINCE = "since"  # since 2019; the period is the printed start
    BASE = "base"  # compared with 2023, year-on-year
    SPAN = "span"  # 2020-2025, over the past five years
    PER = "per"  # a year, monthly: no period at all
    LIST = "list"  # one of several: 2022, 2023 and 2024
    EVENT = "event"  # a date that only says when, or part of a name


class Relation(StrEnum):
    """How a time that leans on another one is reached from it."""

    SAME = "same"  # during the same period
    YEAR_BEFORE = "year_before"  # year-on-year
    QUARTER_BEFORE = "quarter_before"  # quarter-on-quarter
    MONTH_BEFORE = "month_before"  # the previous month
    PERIOD_BEFORE = "period_before"  # the period before, of whatever length
    SAME_IN_YEAR = "same_in_year"  # the same period of 2023
    YEAR_OF = "year_of"  # the full year, of which a part was spoken of
    QUARTER_END = "quarter_end"  # the end of the quarter that was spoken of
    MONTH_END = "month_end"  # the end of the month that was spoken of


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """Words about time at `start`…`end` of a text, with the cue that gives them their role.

    `period` is undated where the words alone and the publication date do not settle it; `needs_date` says
    that a (more precise) publication date would.  `relative`: the period was, or would be, reached from the
    publication date or from another time of the sentence, by `relation` and `count` in the latter case.
    `approximate`: the words are vaguer than the period (early 2025, the past five years, FY2024).
    `in_name`: the year belongs to a name or to the number of a decision.  `expansion`: the years of a range
    that stands for a list.  `yearless`: a part of a year whose year is told neither by a number nor by words.
    """

    start: int
    end: int
    text: str
    period: Period
    role: Role
    relative: bool = False
    needs_date: bool = False
    approximate: bool = False
    in_name: bool = False
    expansion: tuple[Period, ...] = ()
    relation: Relation | None = None
    count: int = 1
    yearless: bool = False

    @property
    def names_year(self) -> bool:
        """Whether it is the year of something named: "the 2022 Readiness Index"."""
        return self.in_name and len(self.period.label) == len("2022")

    def base_for(self, period: Period) -> Period:
        """The base that this mention names for a change over `period`; undated where that cannot be told.

        Year-on-year is the same period one year before, month-on-month the month before a month, and a
        mention that stands on its own feet (compared with 2023) is its own period.
        """
        return related(self.relation, self.count, period, self.period)


def _ends_with(period: Period, relation: Relation) -> Period:
    """The moment at the end of a month, or of what ends with a quarter; undated for anything else."""
    label, end = period.label.removeprefix("as of "), period.end
    if end is None:
        return UNDATED
    if relation is Relation.MONTH_END:
        fits = _MONTH.fullmatch(label) is not None
    else:
        fits = end.month % 3 == 0 and len(label) > len("2024")
    return dated(f"as of {end:%Y-%m}") if fits else UNDATED


_MONTH = re.compile("[0-9]{4}-[0-9]{2}")
_UNITS = {
    Relation.QUARTER_BEFORE: re.compile("[0-9]{4}-Q[1-4]"),
    Relation.MONTH_BEFORE: _MONTH,
}


def related(relation: Relation | None, count: int, period: Period, own: Period = UNDATED) -> Period:
    """The period that `relation` reaches from `period`; `own` where there is no relation.

    Undated where the relation does not fit: a year has no month before.
    """
    match relation:
        case None:
            return own
        case Relation.SAME:
            return period
        case Relation.YEAR_BEFORE:
            return base_of(period, count)
        case Relation.SAME_IN_YEAR:
            return UNDATED if period.end is None else shift_year(period, count - period.end.year)
        case Relation.YEAR_OF:
            return UNDATED if period.year is None else dated(str(period.year))
        case Relation.QUARTER_END | Relation.MONTH_END:
            return _ends_with(period, relation)
    unit = _UNITS.get(relation)
    if unit is not None and unit.fullmatch(period.label.removeprefix("as of ")) is None:
        return UNDATED
    return previous(period)
