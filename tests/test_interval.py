"""Intervals: the policy table row by row, and what must hold for any figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.amount import read_amount
from kg.interval import Bounds, Interval, bounds, is_exact
from kg.lists import ClaimKind, Hedge

D = Decimal


def figure(surface: str, hedge: str, kind: str = "level") -> Bounds:
    amount = read_amount(surface, "en")
    return bounds(
        Hedge(hedge),
        amount.value,
        amount.step,
        ClaimKind(kind),
        value_max=amount.value_max,
        step_max=amount.step_max,
    )


def ends(interval: Interval) -> tuple[str, str]:
    """(low, high) as in mathematics: ``[`` closed, ``(`` open, ``∞`` unbounded."""
    low = "(-∞" if interval.low is None else f"{'(' if interval.low_open else '['}{interval.low:f}"
    high = "∞)" if interval.high is None else f"{interval.high:f}{')' if interval.high_open else ']'}"
    return low, high


@pytest.mark.parametrize(
    ("surface", "hedge", "kind", "expected", "hard"),
    [
        ("45.5", "exact", "level", ("[45.45", "45.55]"), ("[45.45", "45.55]")),
        ("152", "about", "level", ("[144.40", "159.60]"), ("[144.40", "159.60]")),
        ("400", "about", "level", ("[350", "450]"), ("[350", "450]")),  # r is wider than 5 %
        ("27,600", "over", "count", ("(27600", "27700]"), ("(27600", "∞)")),
        ("50,000", "over", "count", ("(50000", "60000]"), ("(50000", "∞)")),
        ("50,000", "at_least", "count", ("[50000", "60000]"), ("[50000", "∞)")),
        ("13", "nearly", "share", ("[12", "13)"), ("(0", "13)")),
        ("8,000", "nearly", "count", ("[7000", "8000)"), ("(0", "8000)")),
        ("30", "under", "share", ("(0", "30)"), ("(0", "30)")),
        ("6", "at_most", "rank", ("(0", "6]"), ("(0", "6]")),
        ("22-28%", "range", "growth", ("[22", "28]"), ("[22", "28]")),
        ("0.76", "exact", "ratio", ("[0.755", "0.765]"), ("[0.755", "0.765]")),
        ("2019", "exact", "date", ("[2019", "2019]"), ("[2019", "2019]")),
        ("ten", "exact", "count", ("[10", "10]"), ("[10", "10]")),
        ("15", "exact", "duration", ("[15", "15]"), ("[15", "15]")),
        ("207", "exact", "count", ("[206.5", "207.5]"), ("[206.5", "207.5]")),
        ("twofold", "exact", "multiple", ("[1.5", "2.5]"), ("[1.5", "2.5]")),
    ],
)
def test_the_policy_table(
    surface: str, hedge: str, kind: str, expected: tuple[str, str], hard: tuple[str, str]
) -> None:
    result = figure(surface, hedge, kind)
    assert ends(result.expected) == expected
    assert ends(result.hard) == hard


def test_parts_rounded_to_hundreds_add_up_to_what_over_27600_allows() -> None:
    parts = [figure(s, "exact", "count").rounding for s in ("4,500", "12,500", "750", "9,700")]
    total = Interval(sum(p.low or D(0) for p in parts), sum(p.high or D(0) for p in parts))
    assert total == Interval(D(27295), D(27605))
    assert total.meets(figure("27,600", "over", "count").expected)


def test_negative_figures_have_no_floor_at_zero() -> None:
    under = bounds(Hedge.UNDER, D(-5), D(1), ClaimKind.GROWTH)
    assert ends(under.hard) == ("(-∞", "-5)")
    about = bounds(Hedge.ABOUT, D(-100), D(1), ClaimKind.GROWTH)
    assert ends(about.expected) == ("[-105.00", "-95.00]")


def test_a_range_that_runs_downwards_is_refused() -> None:
    with pytest.raises(ValueError, match="downwards"):
        bounds(Hedge.RANGE, D(5), D(1), ClaimKind.LEVEL, value_max=D(4))


values = st.decimals(min_value=-(10**15), max_value=10**15, places=3)
hedges = st.sampled_from([h for h in Hedge if h is not Hedge.RANGE])
steps = st.integers(-3, 12).map(lambda n: D(1).scaleb(n))


@given(
    st.sampled_from([h for h in Hedge if h is not Hedge.RANGE]),
    values,
    steps,
    st.sampled_from(list(ClaimKind)),
)
def test_expected_lies_within_hard_and_both_touch_the_figure(
    hedge: Hedge, value: D, step: D, kind: ClaimKind
) -> None:
    result = bounds(hedge, value, step, kind)
    assert not result.expected.is_empty() or value == 0
    closed = Interval(result.hard.low, result.hard.high)
    assert closed.contains(Interval(value, value)), "the printed figure is an end or a member"
    if hedge not in (Hedge.NEARLY, Hedge.OVER, Hedge.AT_LEAST) or value > step:
        assert result.hard.contains(result.expected) or result.expected.is_empty()


@given(values, values, steps)
def test_a_hedge_of_about_never_narrows(value: D, other: D, step: D) -> None:
    exact = bounds(Hedge.EXACT, value, step, ClaimKind.LEVEL).expected
    about = bounds(Hedge.ABOUT, value, step, ClaimKind.LEVEL).expected
    assert about.contains(exact)
    assert exact.meets(Interval(other, other)) <= about.meets(Interval(other, other))


ends_of = st.none() | st.integers(-5, 5).map(D)
intervals = st.builds(Interval, ends_of, ends_of, st.booleans(), st.booleans()).filter(
    lambda i: not i.is_empty() and not (i.low is None and i.low_open) and not (i.high is None and i.high_open)
)
POINTS = [D(n) / 4 for n in range(-24, 25)]


def _members(interval: Interval) -> set[D]:
    return {p for p in POINTS if not interval.intersection(Interval(p, p)).is_empty()}


@given(intervals, intervals)
def test_set_operations_against_brute_force_on_a_grid(one: Interval, other: Interval) -> None:
    assert _members(one.intersection(other)) == _members(one) & _members(other)
    assert one.meets(other) == other.meets(one) == bool(_members(one) & _members(other))
    assert one.contains(other) == (_members(other) <= _members(one) and _reaches(one, other))
    assert _members(one) | _members(other) <= _members(one.hull(other))


def _reaches(one: Interval, other: Interval) -> bool:
    """Unbounded ends lie off the grid."""
    return not ((other.low is None and one.low is not None) or (other.high is None and one.high is not None))


def test_exact_by_nature() -> None:
    assert is_exact(ClaimKind.COUNT, D(99))
    assert not is_exact(ClaimKind.COUNT, D(100))
    assert not is_exact(ClaimKind.COUNT, D("9.5"))
    assert is_exact(ClaimKind.RANK, D(150))
    assert not is_exact(ClaimKind.SHARE, D(32))
