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
from kg.audited import VIETNAMESE, Cause, Words
from kg.lists import CauseKind, CauseStatus
from kg.rational import Range, minus, point, times


def number(value: Fraction) -> Words:
    """A number for people: four significant digits, thousands apart; as English and Vietnamese write it."""
    text = f"{float(value):.4g}"
    text = f"{float(text):,.0f}" if abs(value) >= 1000 else text
    return text, text.translate(VIETNAMESE)


class Factor(NamedTuple):
    """By what a slip multiplies a figure, and what such a slip would be as a cause."""

    range: Range
    low: float
    high: float
    status: CauseStatus

    def shown(self) -> Words:
        """The factor as a number for people."""
        return number(Fraction((self.low + self.high) / 2))

    def leads(self, one: Range, other: Range, quotients: tuple[float, float]) -> bool:
        """Whether `one` times the factor meets `other`; most are told apart by a glance at floats."""
        if self.high < 0.9 * quotients[0] or self.low > 1.1 * quotients[1]:
            return False
        held = one.intersection(MAGNITUDE)
        return not held.is_empty() and times(held, self.range).meets(other)


def _factor(range_: Range, status: CauseStatus) -> Factor:
    assert range_.low is not None
    assert range_.high is not None
    return Factor(range_, float(range_.low), float(range_.high), status)


# By less than this, figures may differ for many reasons.
_NEEDED = 8
_BY_THOUSANDS = [_factor(point(10**power), CauseStatus.LIKELY) for power in (3, 6, 9)]
# A slip beside a small difference of its own: off a power of a thousand by no more than this.
_NEAR = 0.1
_NEARLY_THOUSANDS = [factor._replace(status=CauseStatus.POSSIBLE) for factor in _BY_THOUSANDS]
_BY_TENS = [_factor(point(10**power), CauseStatus.POSSIBLE) for power in (1, 2)]


def slip(one: Range, other: Range, rate: Range | None) -> tuple[Factor, bool] | None:
    """The factor by which one interval times it meets the other, and whether it is the first that is to be
    multiplied: a power of a thousand, an exchange rate where one is known, else ten or a hundred."""
    by_rate = [_factor(rate, CauseStatus.LIKELY)] if rate is not None and rate.low and rate.high else []
    if one.high is not None and one.high <= 0 and other.high is not None and other.high <= 0:
        # Of two losses, the amounts are compared.
        one, other = minus(point(0), one), minus(point(0), other)
    forth, back = _quotients(one, other), _quotients(other, one)
    # Where one end is open, any large factor fits: it tells something only if a large one is needed.
    if forth[1] == inf and forth[0] < _NEEDED:
        forth = (0.0, 0.0)
    if back[1] == inf and back[0] < _NEEDED:
        back = (0.0, 0.0)
    for factor in (*_BY_THOUSANDS, *by_rate, *_BY_TENS):
        if factor.leads(one, other, forth):
            return factor, True
        if factor.leads(other, one, back):
            return factor, False
    for factor in _NEARLY_THOUSANDS:
        for quotients, first in ((forth, True), (back, False)):
            if 0 < quotients[0] <= factor.high * (1 + _NEAR) and quotients[1] >= factor.low * (1 - _NEAR):
                return factor, first
    return None


def _quotients(one: Range, other: Range) -> tuple[float, float]:
    """Between which numbers, about, the quotients of `other` by `one` lie."""
    low = 0.0
    if one.high is not None and one.high > 0 and other.low is not None:
        low = float(other.low) / float(one.high)
    if other.high is None or one.low is None or one.low <= 0:
        return low, inf
    return low, float(other.high) / float(one.low)


def swapped(rate: Range) -> Cause | None:
    """What sums in two currencies tell that have the same digits: a rate of one, or of a power of a thousand,
    is that of no two currencies."""
    powers = (power for power in (0, 3, -3, 6, -6) if rate.meets(point(Fraction(10) ** power)))
    if (power := next(powers, None)) is None:
        return None
    scale = ("", "") if power == 0 else (", and another scale", ", và nhầm cả bậc")
    return Cause(CauseKind.SCALE_SLIP, CauseStatus.LIKELY, (
        f"Both have the same digits: one currency stands for the other{scale[0]}.",
        f"Hai số có cùng chữ số: nhầm loại tiền này với loại tiền kia{scale[1]}.",
    ))  # fmt: skip


def slip_of_term(
    equation: Equation, ranges: Sequence[Range], levels: Sequence[int], rate: Range | None
) -> Cause:
    """Whether a slip of one of the terms `levels` would explain a sum that does not hold on `ranges`."""
    implied = equation.implied(ranges)
    found = [held for n in levels if (held := slip(ranges[n], implied[n], rate)) is not None]
    if found:
        # What is likely comes before what is possible.
        factor, more = min(found, key=lambda held: held[0].status is not CauseStatus.LIKELY)
        how = ("more", "lên") if more else ("less", "xuống")
        return Cause(CauseKind.SCALE_SLIP, factor.status, (
            f"With one figure {factor.shown()[0]} times {how[0]} it would hold: a slip of scale or currency.",
            f"Nếu một số {how[1]} {factor.shown()[1]} lần thì khớp: nhầm bậc hoặc nhầm loại tiền.",
        ))  # fmt: skip
    return Cause(CauseKind.SCALE_SLIP, CauseStatus.RULED_OUT, (
        "No power of ten and no exchange rate makes it hold.",
        "Không lũy thừa nào của mười và không tỷ giá nào làm cho khớp.",
    ))  # fmt: skip
