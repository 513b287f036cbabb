"""Arithmetic with intervals of exact rationals.

The result of an operation is the smallest interval that holds what the operation gives for every pair of
numbers from its operands; each operand may stand in a formula once, so that formulas are exact too (Moore,
Kearfott & Cloud, *Introduction to Interval Analysis*, 2009, chapters 2 and 5).  Ends keep whether they
belong.

Products, quotients, powers and roots are of magnitudes, numbers of at least 0; ValueError otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import isqrt

from kg.interval import Interval

Range = Interval[Fraction]
ZERO, ONE = Fraction(0), Fraction(1)
ANYTHING: Range = Interval(None, None)
# Decimal digits that the text of an end has at least, and places of a root.
_DIGITS = 12


def exact(interval: Interval[Decimal]) -> Range:
    """The same interval with fractions for its ends."""
    low, high, low_open, high_open = interval
    return Interval(
        None if low is None else Fraction(low), None if high is None else Fraction(high), low_open, high_open
    )


def point(value: Fraction | int) -> Range:
    """The interval that holds one number."""
    return Interval(Fraction(value), Fraction(value))


def at_least(interval: Range) -> Range:
    """Everything from the low end of `interval` up."""
    return Interval(interval.low, None, interval.low_open, False)


def plus(one: Range, other: Range) -> Range:
    """What sums may be."""
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    return Interval(
        low,
        high,
        low is not None and (one.low_open or other.low_open),
        high is not None and (one.high_open or other.high_open),
    )


def total(ranges: Iterable[Range]) -> Range:
    """What the sum of one number from each may be."""
    return reduce(plus, ranges, point(0))


def minus(one: Range, other: Range) -> Range:
    """What differences may be."""
    low = None if other.high is None else -other.high
    high = None if other.low is None else -other.low
    return plus(one, Interval(low, high, other.high_open, other.low_open))


def _magnitude(interval: Range) -> tuple[Fraction, bool]:
    """The low end of a magnitude and whether it is open."""
    if interval.low is None or interval.low.numerator < 0:
        raise ValueError("a product or quotient of numbers that may be negative")
    return interval.low, interval.low_open


def times(one: Range, other: Range) -> Range:
    """What products of two magnitudes may be."""
    (a, a_open), (b, b_open) = _magnitude(one), _magnitude(other)
    # An attained 0 makes 0 of whatever it is multiplied with.
    low_open = (a_open or b_open) and not (
        (a.numerator == 0 and not a_open) or (b.numerator == 0 and not b_open)
    )
    if any(end is not None and not end.numerator for end in (one.high, other.high)):
        return point(0)
    if one.high is None or other.high is None:
        return Interval(a * b, None, low_open, False)
    return Interval(a * b, one.high * other.high, low_open, one.high_open or other.high_open)


def over(one: Range, other: Range) -> Range:
    """What quotients of two magnitudes may be; what divides is taken to be more than 0."""
    (a, a_open), (b, b_open) = _magnitude(one), _magnitude(other)
    if one.high == 0 and other.high != 0:
        return point(0)
    if other.high is None:
        low, low_open = ZERO, a > 0 or a_open
    elif other.high == 0:
        raise ValueError("a division by zero")
    else:
        low = a / other.high
        low_open = (a_open or other.high_open) and not (a.numerator == 0 and not a_open)
    high = None if one.high is None or b.numerator == 0 else one.high / b
    return Interval(low, high, low_open, high is not None and (one.high_open or b_open))


def power(interval: Range, exponent: int) -> Range:
    """What powers of a magnitude may be."""
    low, low_open = _magnitude(interval)
    high = None if interval.high is None else interval.high**exponent
    return Interval(low**exponent, high, low_open, interval.high_open)


def root(interval: Range, degree: int) -> Range:
    """An interval of decimals that holds every root of a magnitude, wider by 1e-12 at most.

    It is for reading; whether figures fit is found by comparing powers, which is exact.
    """
    low, low_open = _magnitude(interval)
    high = None if interval.high is None else _root(interval.high, degree, up=True)
    return Interval(_root(low, degree, up=False), high, low_open, interval.high_open)


def _root(value: Fraction, degree: int, *, up: bool) -> Fraction:
    scale = 10**_DIGITS
    found = _whole_root(value.numerator * scale**degree // value.denominator, degree)
    if up and Fraction(found, scale) ** degree < value:
        found += 1
    return Fraction(found, scale)


def _whole_root(value: int, degree: int) -> int:
    """The largest whole number whose power is at most `value`."""
    if degree == 1:
        return value
    if degree == 2:
        return isqrt(value)
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle - 1)
    return low


def scale(interval: Range, factor: Fraction | int) -> Range:
    """The interval times a positive number."""
    low, high, low_open, high_open = interval
    return Interval(
        None if low is None else low * factor, None if high is None else high * factor, low_open, high_open
    )


def shift(interval: Range, by: Fraction | int) -> Range:
    """The interval moved by a number."""
    return plus(interval, point(by))


def decimal_end(value: Fraction, *, up: bool) -> Decimal:
    """The number as a decimal: itself where it has at most twelve significant digits, else the nearest
    decimal of so many below it (above it with `up`)."""
    # Digits before the point; negative for zeros after it.
    size = len(str(abs(value.numerator) // value.denominator)) if abs(value) >= 1 else 0
    if size == 0 and value:
        size = -(len(str(value.denominator // abs(value.numerator))) - 1)
    places = max(_DIGITS - size, 0)
    scaled = value * 10**places
    whole = -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator
    # Written out: arithmetic with decimals would round to the digits of its context.
    return Decimal(f"{whole}E-{places}")
