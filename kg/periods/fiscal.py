"""Fiscal years: those of a text begin with the month that it says, and are named for the year they begin in.

So name them CMC, Japanese companies and most of Asia; where a text does not say when its fiscal years begin,
they pass for calendar years, approximately.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.periods.stamp import AnyStamp, Between, FiscalYear, Stamp

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class FiscalWords:
    """How a language says with which month fiscal years begin, or end.

    Of their groups one is the month, a number or one of `names`; `part` says that it is that of a quarter.
    `word` is in every text that says so; a text without it is not searched.
    """

    word: re.Pattern[str]
    begins: re.Pattern[str]
    ends: re.Pattern[str]
    names: Sequence[str] = ()

    def month(self, pattern: re.Pattern[str], low: str) -> int | None:
        """The month, 1 to 12, of the first match that is of a whole year; None where there is none."""
        for match in pattern.finditer(low):
            if match["part"] is None:
                said = next(filter(None, match.groups()))
                number = int(said) if said.isdigit() else self.names.index(said[:3]) + 1
                if 1 <= number <= _MONTHS:
                    return number
        return None


def first_fiscal_month(low: str, words: FiscalWords) -> int | None:
    """With which month the fiscal years of a text in lower case begin; None for January, or if silent."""
    if words.word.search(low) is None:
        return None
    first = words.month(words.begins, low)
    if first is None and (last := words.month(words.ends, low)) is not None:
        first = last % _MONTHS + 1
    return None if first == 1 else first


def fiscal_stamp(stamp: AnyStamp | None, month: int) -> AnyStamp | None:
    """The fiscal year that `stamp` names, where these begin with `month`; other stamps as they are."""
    if isinstance(stamp, Stamp) and not stamp.first:
        return FiscalYear(month, stamp.year)
    if isinstance(stamp, Between) and isinstance(stamp.start, Stamp) and isinstance(stamp.end, Stamp):
        first, last = stamp.start.year, stamp.end.year
        # 2022-2023 is the one year that begins in the one and ends in the other.
        if first is not None and last == first + 1:
            return FiscalYear(month, first)
    return stamp
