"""Equations and minimal sets, against numbers tried one by one and against all subsets."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.audit.equations import (
    MOST_TERMS,
    MULTIPLE,
    SHARE,
    Equation,
    Grown,
    Product,
    Scaled,
    Sum,
    minimal_sets,
)
from kg.interval import Interval
from kg.rational import ZERO, Range, point, scale

whole_ends = st.integers(0, 12).map(Fraction)


@st.composite
def magnitudes(draw: st.DrawFn, lowest: int = 0, highest: int = 12) -> Range:
    """An interval of numbers that are not negative, sometimes without an upper end."""
    ends = st.integers(lowest * 2, highest * 2).map(lambda n: Fraction(n, 2))
    low, high = sorted((draw(ends), draw(ends)))
    if draw(st.integers(0, 5)) == 0:
        return Interval(low, None, draw(st.booleans()), False)
    open_ends = (draw(st.booleans()), draw(st.booleans())) if low < high else (False, False)
    return Interval(low, high, *open_ends)


growths = magnitudes(0, 300).map(
    lambda i: Interval(i.low - 100, None if i.high is None else i.high - 100, i.low_open, i.high_open)
)  # type: ignore[operator]
shares = magnitudes(0, 100)
numbers = st.integers(0, 60).map(lambda n: Fraction(n, 4))

Case = tuple[Equation, list[Range]]
_products = st.one_of(
    st.tuples(st.just(Product(SHARE)), st.tuples(magnitudes(), magnitudes(), shares).map(list)),
    st.tuples(st.just(Product(MULTIPLE)), st.tuples(magnitudes(), magnitudes(), magnitudes()).map(list)),
    st.tuples(
        st.just(Product(Scaled(1000))), st.tuples(magnitudes(), magnitudes(), magnitudes(0, 500)).map(list)
    ),
    st.tuples(
        st.integers(1, 3).map(lambda years: Product(Grown(years))),
        st.tuples(magnitudes(), magnitudes(), growths).map(list),
    ),
)
_sums = st.tuples(st.booleans().map(Sum), st.lists(magnitudes(), min_size=3, max_size=5))
cases = st.one_of(_products, _sums)


def _obeys(equation: Equation, values: list[Fraction]) -> bool:
    """The equations as one would write them down."""
    if isinstance(equation, Sum):
        added = sum(values[1:], ZERO)
        return values[0] == added if equation.exhaustive else values[0] >= added
    assert isinstance(equation, Product)
    result, base, stated = values
    factor = equation.factor
    if isinstance(factor, Grown):
        return result * 100**factor.years == base * (100 + stated) ** factor.years
    assert isinstance(factor, Scaled)
    return result * factor.per == base * stated


def _members(interval: Range) -> list[Fraction]:
    """A few numbers of an interval, its ends or what lies close to them among them."""
    low = interval.low
    assert low is not None
    high = low + 40 if interval.high is None else interval.high
    near = Fraction(1, 1000)
    found = {
        low + near if interval.low_open else low,
        high - near if interval.high_open else high,
        (low + high) / 2,
    }
    return sorted(found)


@given(cases)
def test_what_some_numbers_obey_holds(case: Case) -> None:
    equation, ranges = case
    for values in product(*map(_members, ranges)):
        if _obeys(equation, list(values)):
            assert equation.holds(ranges)
            break


def _by_ends(equation: Equation, ranges: list[Range]) -> bool:
    """Whether the equation can be obeyed, from the ends of the ranges alone; ends are (number, nudge)."""
    lows = [(r.low, int(r.low_open)) for r in ranges]
    highs = [(inf if r.high is None else r.high, -int(r.high_open)) for r in ranges]
    if equation == Product(SHARE):
        highs[2] = min(highs[2], (Fraction(100), 0))

    def made(ends: list[tuple[Fraction | float, int]]) -> tuple[Fraction | float, int]:
        values, nudge = [value for value, _ in ends], sum(n for _, n in ends)
        if isinstance(equation, Sum):
            return sum(values), nudge
        assert isinstance(equation, Product)
        base, stated = values
        factor = equation.factor
        if isinstance(factor, Grown):
            stated = (1 + stated / 100) ** factor.years
        else:
            assert isinstance(factor, Scaled)
            stated = stated / factor.per
        # A zero that belongs to its range makes zero of whatever the other is.
        zeros = [n == 0 for (_, n), value in zip(ends, (base, stated), strict=True) if value == 0]
        return (ZERO, 0 if any(zeros) else nudge) if zeros else (base * stated, nudge)

    low, high = made(lows[1:]), made(highs[1:])
    low, high = (low[0], min(low[1], 1)), (high[0], max(high[1], -1))
    if isinstance(equation, Sum) and not equation.exhaustive:
        high = (inf, 0)
    return max(lows[0], low) <= min(highs[0], high)


@given(cases)
@settings(max_examples=400)
def test_an_equation_holds_exactly_where_its_ends_say_so(case: Case) -> None:
    equation, ranges = case
    assert equation.holds(ranges) is _by_ends(equation, ranges)


def _contains(interval: Range, value: Fraction) -> bool:
    return not interval.intersection(point(value)).is_empty()


@given(cases, numbers, st.integers(0, 4))
@settings(max_examples=400)
def test_a_term_is_solved_for_exactly_the_numbers_with_which_it_holds(
    case: Case, value: Fraction, which: int
) -> None:
    equation, ranges = case
    index = which % len(ranges)
    if isinstance(equation, Product) and (index == 2 and ranges[1].high == 0):
        return  # no share of nothing
    solved = equation.solve(index, ranges)
    if isinstance(equation, Product) and isinstance(equation.factor, Grown) and index == 2:
        if equation.factor.years > 1:
            return  # a root is known to twelve places: see below
        value -= 100
    if not _contains(equation.domain(index), value):
        return
    holds = equation.holds([point(value) if n == index else r for n, r in enumerate(ranges)])
    if isinstance(equation, Product) and index > 0 and value == 0 and not _contains(solved, value):
        assert not holds or ranges[0].low == 0  # 0 = 0 × anything: what divides is taken to be more than 0
        return
    if isinstance(equation, Product) and index > 0 and ranges[0].low == 0 and not ranges[0].low_open:
        assert holds or not _contains(solved, value) or ranges[3 - index].low == 0
        return
    assert _contains(solved, value) is holds


@given(st.integers(2, 12), magnitudes(1), magnitudes(1), numbers)
def test_a_rate_a_year_holds_where_its_powers_meet(
    years: int, level: Range, base: Range, rate: Fraction
) -> None:
    equation = Product(Grown(years))
    solved = equation.solve(2, [level, base, point(0)])
    if equation.holds([level, base, point(rate)]):
        assert _contains(solved, rate)
    assert solved.low is not None
    margin = Fraction(1, 10**8)
    if (solved.high is not None and rate > solved.high + margin) or rate < solved.low - margin:
        assert not equation.holds([level, base, point(rate)])


@given(cases, st.integers(0, 4), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=300)
def test_to_widen_a_term_never_breaks_an_equation(case: Case, which: int, down: int, up: int) -> None:
    equation, ranges = case
    index = which % len(ranges)
    narrow = ranges[index]
    assert narrow.low is not None
    wide = narrow.hull(
        Interval(max(narrow.low - down, ZERO), None if narrow.high is None else narrow.high + up)
    )
    if equation.holds(ranges):
        assert equation.holds([wide if n == index else r for n, r in enumerate(ranges)])


@given(cases, st.sampled_from([Fraction(1000), Fraction(1, 1000), Fraction(7, 3)]))
@settings(max_examples=300)
def test_the_measure_of_levels_does_not_matter(case: Case, factor: Fraction) -> None:
    equation, ranges = case
    levels = range(2) if isinstance(equation, Product) else range(len(ranges))
    scaled = [scale(r, factor) if n in levels else r for n, r in enumerate(ranges)]
    assert equation.holds(scaled) is equation.holds(ranges)
    for index in levels:
        if not equation.solve(index, ranges).is_empty():
            assert equation.solve(index, scaled) == scale(equation.solve(index, ranges), factor)


@pytest.mark.parametrize(
    ("equation", "stated", "solved"),
    [
        (Product(SHARE), Interval(Fraction(-1, 2), Fraction(1, 2)), Interval(ZERO, Fraction(1, 20))),
        (Product(SHARE), Interval(Fraction(-3), Fraction(-2)), None),
        (Product(Scaled(1000)), Interval(Fraction(-3), Fraction(-2)), None),
        (Product(Grown()), Interval(Fraction(-300), Fraction(-200)), None),
        (Product(Grown(2)), Interval(Fraction(-300), Fraction(-200)), None),
        (Product(Grown()), Interval(Fraction(-110), Fraction(-100)), Interval(ZERO, ZERO)),
    ],
)
def test_stated_figures_at_the_edge_of_what_they_may_be(
    equation: Equation, stated: Range, solved: Range | None
) -> None:
    ranges = [point(5), point(10), stated]
    result = equation.solve(0, ranges)
    assert result.is_empty() if solved is None else result == solved
    assert equation.holds(ranges) is False
    assert (2,) in minimal_sets(equation, ranges) or solved is not None
    equation.solve(1, ranges)


# Minimal sets


def _satisfiable(equation: Equation, ranges: list[Range], kept: tuple[int, ...]) -> bool:
    free: dict[int, Range] = {
        n: Interval(ZERO, None) if not isinstance(equation, Product) or n < 2 else equation.domain(2)
        for n in range(len(ranges))
    }
    return _by_ends(equation, [r if n in kept else free[n] for n, r in enumerate(ranges)])


def _exhaustive(equation: Equation, ranges: list[Range]) -> set[tuple[int, ...]]:
    """Every set that cannot hold and of which every smaller one can, from all subsets."""
    bad = {
        kept
        for size in range(len(ranges) + 1)
        for kept in combinations(range(len(ranges)), size)
        if not _satisfiable(equation, ranges, kept)
    }
    return {kept for kept in bad if not any(tuple(k for k in kept if k != n) in bad for n in kept)}


@given(cases)
@settings(max_examples=200)
def test_minimal_sets_against_all_subsets(case: Case) -> None:
    equation, ranges = case
    assert set(minimal_sets(equation, ranges)) == _exhaustive(equation, ranges)


@pytest.mark.parametrize("terms", [8, 10, MOST_TERMS])
@pytest.mark.parametrize("exhaustive", [True, False])
def test_minimal_sets_of_long_sums_against_all_subsets(terms: int, exhaustive: bool) -> None:
    draw = random.Random(terms)
    for total in (3, 20, 35, 60):
        parts = [
            Interval(Fraction(n), Fraction(n + draw.randint(0, 2)))
            for n in draw.choices(range(9), k=terms - 1)
        ]
        ranges: list[Range] = [Interval(Fraction(total), Fraction(total + 1)), *parts]
        equation = Sum(exhaustive)
        found = minimal_sets(equation, ranges)
        assert len(set(found)) == len(found)
        assert set(found) == _exhaustive(equation, ranges)


def test_of_more_terms_than_are_tried_one_minimal_set_is_told() -> None:
    parts: list[Range] = [point(n) for n in range(1, 40)]
    ranges = [point(100), *parts]
    (found,) = minimal_sets(Sum(), ranges)
    assert not _satisfiable(Sum(), ranges, found)
    assert all(_satisfiable(Sum(), ranges, tuple(k for k in found if k != n)) for n in found)
    assert minimal_sets(Sum(), [point(sum(range(1, 40))), *parts]) == []
