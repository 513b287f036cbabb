"""Arithmetic with intervals, against every pair of numbers of a small grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.interval import Interval
from kg.rational import (
    Range,
    at_least,
    decimal_end,
    exact,
    minus,
    over,
    plus,
    point,
    power,
    root,
    scale,
    shift,
    times,
    total,
)

NUDGE = Fraction(1, 10**6)
FAR = Fraction(10**9)
EDGE = Fraction(1, 100)


def _all(ends: list[int]) -> list[Range]:
    """Every interval that is not empty between some whole numbers, with each sort of end."""
    found = []
    for low, high in product([*ends, None], repeat=2):
        for low_open, high_open in product((False, True), repeat=2):
            if (low is None and low_open) or (high is None and high_open):
                continue
            made: Range = Interval(
                None if low is None else Fraction(low),
                None if high is None else Fraction(high),
                low_open,
                high_open,
            )
            if not made.is_empty():
                found.append(made)
    return found


ANY = _all([-2, 0, 1])
MAGNITUDES = [i for i in _all([0, 1, 3]) if i.low is not None]


def _inside(interval: Range) -> list[Fraction]:
    """Its closed ends, a number just inside each open one, one far out, and some between."""
    low = -FAR if interval.low is None else interval.low
    high = FAR if interval.high is None else interval.high
    low += NUDGE if interval.low_open else 0
    high -= NUDGE if interval.high_open else 0
    return sorted(
        {low, (low + high) / 2, (2 * low + high) / 3, high}
        | ({low, Fraction(0)} if low <= 0 <= high else set())
    )


def _has(interval: Range, value: Fraction) -> bool:
    above = interval.low is None or (value > interval.low if interval.low_open else value >= interval.low)
    below = interval.high is None or (value < interval.high if interval.high_open else value <= interval.high)
    return above and below


def _tight(result: Range, values: list[Fraction]) -> None:
    """All of the values lie in the result; its ends are reached, or nearly where they are open."""
    assert not result.is_empty()
    assert all(_has(result, value) for value in values)
    for end, is_open, found in (
        (result.low, result.low_open, min(values)),
        (result.high, result.high_open, max(values)),
    ):
        if end is None:
            assert abs(found) >= 100
        elif is_open:
            assert found != end
            assert abs(found - end) < EDGE
        else:
            assert found == end


OPERATIONS: list[
    tuple[Callable[[Range, Range], Range], Callable[[Fraction, Fraction], Fraction], list[Range]]
] = [
    (plus, Fraction.__add__, ANY),
    (minus, Fraction.__sub__, ANY),
    (times, Fraction.__mul__, MAGNITUDES),
    (over, Fraction.__truediv__, MAGNITUDES),
]


@pytest.mark.parametrize(("operation", "on_numbers", "operands"), OPERATIONS)
def test_operations_against_every_pair_of_numbers(
    operation: Callable[[Range, Range], Range],
    on_numbers: Callable[[Fraction, Fraction], Fraction],
    operands: list[Range],
) -> None:
    for one, other in product(operands, repeat=2):
        if operation is over and other.high == 0:
            with pytest.raises(ValueError, match="zero"):
                over(one, other)
            continue
        values = [
            on_numbers(a, b) for a in _inside(one) for b in _inside(other) if operation is not over or b != 0
        ]
        if operation is over and other.low == 0:
            values += [a / NUDGE for a in _inside(one)]
        result = operation(one, other)
        try:
            _tight(result, values)
        except AssertionError as error:  # pragma: no cover - only to name the operands
            raise AssertionError(f"{one} {other} -> {result}") from error


@pytest.mark.parametrize("operation", [times, over])
def test_what_may_be_negative_is_refused(operation: Callable[[Range, Range], Range]) -> None:
    negative: Range = Interval(Fraction(-1), Fraction(1))
    for pair in ((negative, point(1)), (point(1), negative), (Interval(None, Fraction(1)), point(1))):
        with pytest.raises(ValueError, match="negative"):
            operation(*pair)


@pytest.mark.parametrize("exponent", [1, 2, 3, 5])
def test_powers_are_those_of_the_ends(exponent: int) -> None:
    for base in MAGNITUDES:
        if base.high is None:
            assert power(base, exponent) == Interval(base.low**exponent, None, base.low_open, False)
        else:
            values = [value**exponent for value in _inside(base)]
            _tight(power(base, exponent), values)


magnitudes = st.fractions(min_value=0, max_value=10**15, max_denominator=10**6)


@given(magnitudes, st.integers(1, 7))
def test_a_root_is_held_between_its_ends(value: Fraction, degree: int) -> None:
    held = root(point(value), degree)
    assert held.low is not None
    assert held.high is not None
    assert held.low**degree <= value <= held.high**degree
    assert held.high - held.low <= Fraction(1, 10**12)


@given(magnitudes, st.integers(2, 7))
def test_a_root_that_is_a_decimal_is_that_decimal(value: Fraction, degree: int) -> None:
    whole = Fraction(round(value))
    assert root(point(whole**degree), degree) == point(whole)
    assert root(Interval(whole, None), 1) == Interval(whole, None)


def test_powers_decide_where_the_root_cannot() -> None:
    # 1.5 ** 2 = 2.25 is met exactly; a number that is less by 1e-30 is not, though the roots look alike.
    closer = Fraction(9, 4) - Fraction(1, 10**30)
    assert power(point(Fraction(3, 2)), 2).meets(point(Fraction(9, 4)))
    assert not power(point(Fraction(3, 2)), 2).meets(point(closer))
    assert _has(root(point(closer), 2), Fraction(3, 2))


numbers = st.fractions(max_denominator=10**9) | st.integers(-(10**40), 10**40).map(Fraction)


@given(numbers, st.booleans())
def test_a_decimal_end_is_rounded_outward_and_not_far(value: Fraction, up: bool) -> None:
    text = decimal_end(value, up=up)
    assert isinstance(text, Decimal)
    apart = Fraction(text) - value
    assert apart >= 0 if up else apart <= 0
    assert abs(apart) <= abs(value) / 10**11


@given(st.integers(-(10**12) + 1, 10**12 - 1), st.integers(-20, 20))
def test_a_decimal_of_twelve_digits_is_its_own_end(digits: int, power_of_ten: int) -> None:
    value = Fraction(digits) * Fraction(10) ** power_of_ten
    assert Fraction(decimal_end(value, up=True)) == value == Fraction(decimal_end(value, up=False))


def _few() -> Iterator[tuple[Range, list[Fraction]]]:
    for interval in ANY:
        yield interval, _inside(interval)


def test_scaling_shifting_and_lower_bounds() -> None:
    for interval, values in _few():
        for factor in (Fraction(1, 3), 1, 7):
            assert all(_has(scale(interval, factor), value * factor) for value in values)
            assert scale(scale(interval, factor), 1 / Fraction(factor)) == interval
        for by in (-2, 0, Fraction(1, 2)):
            assert all(_has(shift(interval, by), value + by) for value in values)
            assert shift(shift(interval, by), -by) == interval
        bound = at_least(interval)
        assert all(_has(bound, value + more) for value in values for more in (0, 1, FAR))
        assert interval.low is None or not _has(bound, interval.low - NUDGE)
        assert interval.low is None or _has(bound, interval.low) is not interval.low_open


@given(st.lists(st.sampled_from(ANY), max_size=4))
def test_a_total_is_the_sum_one_by_one(parts: list[Range]) -> None:
    result = total(parts)
    assert (result.low is None) is any(p.low is None for p in parts)
    assert (result.high is None) is any(p.high is None for p in parts)
    if result.low is not None:
        assert result.low == sum((p.low for p in parts if p.low is not None), Fraction(0))
        assert result.low_open is any(p.low_open for p in parts)
    assert total(reversed(parts)) == result


def test_decimals_are_taken_over_exactly() -> None:
    assert exact(Interval(Decimal("0.1"), None, True, False)) == Interval(Fraction(1, 10), None, True, False)
    assert exact(Interval(None, Decimal("1e-6"))) == Interval(None, Fraction(1, 10**6))
