"""Slips of scale and of currency: a trillion for a billion, VND for USD.

A figure slipped where, times a power of a thousand or an exchange rate, it would fit; times ten or a hundred
it may have.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf
from typing import NamedTuple

from kg.audit.equations import MAGNITUDE, Equation
from kg.audited import Cause
from kg.lists import CauseKind, CauseStatus
from kg.rational import Range, minus, point, times


def number(value: Fraction) -> str:
    """A number for people: four significant digits, thousands apart."""
    text = f"{float(value):.4g}"
    return f"{float(text):,.0f}" if abs(value) >= 1000 else text


class Factor(NamedTuple):
    """By what a slip multiplies a figure, and what such a slip would be as a cause."""

    range: Range
    low: float
    high: float
    status: CauseStatus

    def shown(self) -> str:
        """The factor as a number for people."""
        return number(Fraction((self.low + self.high) / 2))

    def leads(self, one: Range, other: Range) -> bool:
        """Whether `one` times the factor meets `other`; most are told apart by a glance at floats."""
        if one.high is not None and one.high <= 0 and other.high is not None and other.high <= 0:
            one, other = (minus(point(0), interval) for interval in (one, other))
        low, high = _quotients(one, other)
        if self.high < 0.9 * low or self.low > 1.1 * high:
            return False
        held = one.intersection(MAGNITUDE)
        return not held.is_empty() and times(held, self.range).meets(other)


def _factor(range_: Range, status: CauseStatus) -> Factor:
    assert range_.low is not None
    assert range_.high is not None
    return Factor(range_, float(range_.low), float(range_.high), status)


_BY_THOUSANDS = [_factor(point(10**power), CauseStatus.LIKELY) for power in (3, 6, 9)]
_BY_TENS = [_factor(point(10**power), CauseStatus.POSSIBLE) for power in (1, 2)]


def factors(rate: Range | None) -> list[Factor]:
    """The powers of a thousand, an exchange rate where one is known, then ten and a hundred."""
    by_rate = [_factor(rate, CauseStatus.LIKELY)] if rate is not None and rate.low and rate.high else []
    return [*_BY_THOUSANDS, *by_rate, *_BY_TENS]


def _quotients(one: Range, other: Range) -> tuple[float, float]:
    """Between which numbers, about, the quotients of `other` by `one` lie."""
    low = 0.0
    if one.high is not None and one.high > 0 and other.low is not None:
        low = float(other.low) / float(one.high)
    if other.high is None or one.low is None or one.low <= 0:
        return low, inf
    return low, float(other.high) / float(one.low)


def slip_of_term(
    equation: Equation, ranges: Sequence[Range], levels: Sequence[int], rate: Range | None
) -> Cause:
    """Whether a slip of one of the terms `levels` would explain a sum that does not hold on `ranges`."""
    implied = equation.implied(ranges)
    for factor in factors(rate):
        for index in levels:
            more = factor.leads(ranges[index], implied[index])
            if more or factor.leads(implied[index], ranges[index]):
                how = ("more", "lên") if more else ("less", "xuống")
                return Cause(CauseKind.SCALE_SLIP, factor.status, (
                    f"With one figure {factor.shown()} times {how[0]} it would hold: "
                    "a slip of scale or currency.",
                    f"Nếu một số {how[1]} {factor.shown()} lần thì khớp: nhầm bậc hoặc nhầm loại tiền.",
                ))  # fmt: skip
    return Cause(CauseKind.SCALE_SLIP, CauseStatus.RULED_OUT, (
        "No power of ten and no exchange rate makes it hold.",
        "Không lũy thừa nào của mười và không tỷ giá nào làm cho khớp.",
    ))  # fmt: skip
