"""Verdicts between two figures of one slot, on the pairs that the design names."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.amount import read_amount
from kg.claim import Evidence, FigureClaim
from kg.compare import agreement, compare
from kg.lists import Agreement, ClaimKind, EvidenceLevel, Hedge, Status, StatusFamily
from kg.literals import period
from kg.slot import Slot

SLOT = Slot("aggregate/x", "metric/y", ClaimKind.LEVEL, "2024", StatusFamily.OBSERVED)


def figure(surface: str, hedge: str = "exact", kind: str = "level") -> FigureClaim:
    amount = read_amount(surface, "en")
    return FigureClaim(
        article="a",
        subject=SLOT.subject,
        metric=SLOT.metric,
        kind=ClaimKind(kind),
        value=amount.value,
        step=amount.step,
        value_max=amount.value_max,
        step_max=amount.step_max,
        unit=f"unit/{amount.unit or 'n'}",
        hedge=Hedge(hedge),
        status=Status.ACTUAL,
        period=period("2024"),
        evidence=Evidence(EvidenceLevel.CITED),
        slot=SLOT,
    )


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (figure("$1 billion"), figure("$1 billion", "over"), Agreement.EQUAL),
        (figure("$1.2 billion"), figure("$1.24 billion"), Agreement.COMPATIBLE),
        (figure("$3.6 billion"), figure("$3 billion", "over"), Agreement.REFINING),
        (figure("24%"), figure("22-28%", "range"), Agreement.REFINING),
        (figure("$152 billion", "about"), figure("$155 billion"), Agreement.SOFT_CONFLICT),
        (figure("$152 billion"), figure("$155 billion"), Agreement.HARD_CONFLICT),
        (figure("50,000", "over", "count"), figure("27,600", "over", "count"), Agreement.SOFT_CONFLICT),
        (figure("six", "exact", "count"), figure("7", "exact", "count"), Agreement.HARD_CONFLICT),
        (figure("900,000", "over", "count"), figure("900,000", "over", "count"), Agreement.EQUAL),
    ],
)
def test_verdict_and_symmetry(one: FigureClaim, other: FigureClaim, verdict: Agreement) -> None:
    assert compare(one, other) is verdict
    assert compare(other, one) is verdict


def test_a_slot_takes_the_worst_verdict_in_any_order() -> None:
    claims = [figure("$152 billion", "about"), figure("$155 billion"), figure("$155.4 billion")]
    assert {agreement(p) for p in permutations(claims)} == {Agreement.SOFT_CONFLICT}


tenths = st.integers(10, 99).map(lambda n: f"{n / 10} billion")
printed = st.integers(1, 9).map(lambda n: f"{n} billion") | tenths
hedges = st.sampled_from(["exact", "about", "over", "nearly", "under", "at_most", "at_least"])


@given(st.lists(st.builds(figure, printed, hedges), min_size=2, max_size=6))
def test_a_slot_is_as_bad_as_its_worst_pair(claims: list[FigureClaim]) -> None:
    order = list(Agreement)
    expected = max((compare(a, b) for a, b in combinations(claims, 2)), key=order.index)
    assert agreement(claims) is expected


def test_units_are_not_compared_with_each_other() -> None:
    assert agreement([figure("$152 billion"), figure("3.88 million billion VND")]) is Agreement.SINGLE


def test_counts_of_one_slot_are_compared_whatever_the_counted_things_are_called() -> None:
    ten = replace(figure("ten", "exact", "count"), unit="unit/countries")
    assert agreement([ten, replace(figure("10", "exact", "count"), unit="unit/markets")]) is Agreement.EQUAL
    assert agreement([ten, replace(figure("11", "exact", "count"), unit="unit/markets")]).disputed


def test_one_claim_is_single_and_a_repeated_one_equal() -> None:
    claim = figure("$5 billion")
    assert agreement([claim]) is Agreement.SINGLE
    assert agreement([claim, replace(claim, article="b")]) is Agreement.EQUAL
    assert Agreement.SOFT_CONFLICT.disputed
    assert not Agreement.REFINING.disputed
