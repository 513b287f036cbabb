"""Comparisons and their causes: planted causes are never ruled out, what the figures exclude is."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import oracle
import pytest
from claims import ENTITIES, SEGMENTS, article, cause, check, corpus, disagreement, figure, named, without
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.audit import audit
from kg.audit.conflicts import ALL_PAIRS
from kg.audited import Audit, Conflict
from kg.claim import FigureClaim
from kg.compare import agreement, compare
from kg.lists import Agreement, CauseStatus, Hedge, Verdict

RULED_OUT, POSSIBLE, LIKELY = CauseStatus.RULED_OUT, CauseStatus.POSSIBLE, CauseStatus.LIKELY
SECTOR = "aggregate/sector"
MINISTRY, CUSTOMS = "ministry/new", "agency/customs"
DISPUTED = {Verdict.SOFT_CONFLICT, Verdict.HARD_CONFLICT}
WORDS = ("exact", "about", "over", "at_least", "nearly", "under", "at_most")


# Comparison


def compare_hard(one: FigureClaim, other: FigureClaim) -> bool:
    """Whether the words of two figures leave room for one number, by the ends of the spans."""
    sides = {c.hedge.value for c in (one, other)}
    if one.value != other.value or one.value_max != other.value_max:
        return True
    low, high = {"over", "at_least"} & sides, {"under", "nearly", "at_most"} & sides
    return not (low and high) or (low == {"at_least"} and high == {"at_most"})


def _expected(one: FigureClaim, other: FigureClaim) -> str:
    """The verdicts in the words of the design, from the ends of the spans."""
    values = [
        (Fraction(c.value), Fraction(c.value if c.value_max is None else c.value_max)) for c in (one, other)
    ]
    if values[0] == values[1]:
        # "Over 3" and "under 3" print one number and cannot both be.
        meet = compare_hard(one, other)
        return "equal" if meet else "hard_conflict"

    def refines(a: FigureClaim, inner: tuple[Fraction, Fraction]) -> bool:
        v, u = Fraction(a.value), Fraction(a.step)
        low, high = {
            "over": ((v, 1), (v + u, 0)), "at_least": ((v, 0), (v + u, 0)), "nearly": ((v - u, 0), (v, -1)),
            "under": ((Fraction(0), 1), (v, -1)), "at_most": ((Fraction(0), 1), (v, 0)),
            "range": ((v, 0), (Fraction(a.value_max or a.value), 0)),
        }.get(a.hedge.value, ((Fraction(1), 0), (Fraction(0), 0)))  # fmt: skip
        return low <= (inner[0], 0) and (inner[1], 0) <= high

    refining = [refines(one, values[1]), refines(other, values[0])]
    if any(r and c.value_max is not None for r, c in zip(refining, (one, other), strict=True)):
        return "refining"
    if oracle.meet(*oracle.spans([one, other], "printed")):
        return "compatible"
    if any(refining):
        return "refining"
    hard = [oracle.span(c, "hedged") for c in (one, other)]
    strict = []
    for c, (low, high) in zip((one, other), hard, strict=True):
        v = Fraction(c.value)
        # The words of a directional hedge exclude what rounding would allow.
        floor = {"over": (v, 1), "at_least": (v, 0), "nearly": (Fraction(0), 1)}.get(c.hedge.value, low)
        top = {"nearly": (v, -1), "under": (v, -1), "at_most": (v, 0)}.get(c.hedge.value, high)
        strict.append((floor, top))
    return "soft_conflict" if oracle.meet(*strict) else "hard_conflict"


amounts = st.integers(1, 99).map(lambda n: f"{n}") | st.integers(10, 99).map(lambda n: f"{n / 10}")
scaled = st.builds(lambda text, scale: f"{text} {scale}", amounts, st.sampled_from(["billion", "million"]))
plain_figures = st.builds(figure, scaled, st.sampled_from(WORDS))
ranges = st.tuples(st.integers(1, 50), st.integers(1, 30)).map(
    lambda n: figure(f"{n[0]}-{n[0] + n[1]} billion")
)
any_figure = plain_figures | ranges


@given(any_figure, any_figure)
@settings(max_examples=400)
def test_comparison_against_the_words_of_the_design_and_symmetry(
    one: FigureClaim, other: FigureClaim
) -> None:
    assert compare(one, other).value == _expected(one, other)
    assert compare(one, other) is compare(other, one)


@given(any_figure, any_figure, st.sampled_from([1000, 10**6]))
def test_the_scale_does_not_matter(one: FigureClaim, other: FigureClaim, factor: int) -> None:
    def raised(c: FigureClaim) -> FigureClaim:
        top = None if c.value_max is None else c.value_max * factor
        top_step = None if c.step_max is None else c.step_max * factor
        return replace(c, value=c.value * factor, step=c.step * factor, value_max=top, step_max=top_step)

    assert compare(raised(one), raised(other)) is compare(one, other)


@given(
    plain_figures, any_figure, st.sampled_from(["about", "over", "at_least", "nearly", "under", "at_most"])
)
@settings(max_examples=300)
def test_a_hedge_never_makes_a_disagreement_worse_or_a_fit_a_hard_conflict(
    one: FigureClaim, other: FigureClaim, hedge: str
) -> None:
    bare, hedged = replace(one, hedge=Hedge.EXACT), replace(one, hedge=Hedge(hedge))
    before, after = compare(bare, other), compare(hedged, other)
    opposed = one.value == other.value and not compare_hard(hedged, other)
    if before in (Agreement.EQUAL, Agreement.COMPATIBLE, Agreement.REFINING) and not opposed:
        assert not after.disputed
    looser = {"over": "at_least", "nearly": "at_most", "under": "at_most"}.get(hedge)
    order = list(Agreement)
    if looser:
        wide = compare(replace(one, hedge=Hedge(looser)), other)
        assert opposed or order.index(wide) <= max(order.index(after), order.index(Agreement.REFINING))


def _worst(found: Audit) -> Verdict | None:
    held = [c.verdict for c in found.conflicts if c.verdict in DISPUTED]
    return max(held, key=lambda v: v is Verdict.HARD_CONFLICT, default=None)


def test_a_conflict_is_found_in_any_order_of_claims() -> None:
    figures = [
        figure("152 billion", "about", article="b"), figure("155 billion", article="a"),
        figure("155 billion", article="c"), figure("155 billion", article="d"),
        figure("137 billion", period="2023"), figure("10.9", metric="revenue_growth"),
        figure("150 billion", subject=SECTOR),
    ]  # fmt: skip
    found = [audit(corpus(order)) for order in list(permutations(figures))[::97]]
    assert len({tuple(c.id for c in each.conflicts) for each in found}) == 1
    assert len({tuple(c.id for c in each.checks) for each in found}) == 1
    assert len({tuple(d.id for d in each.derived) for each in found}) == 1


def test_gaps_are_between_the_nearer_ends() -> None:
    found = disagreement(figure("10-20 billion"), figure("30 billion", "exact"))
    assert found.gap == (Fraction(10**10), Fraction(1, 3))
    assert disagreement(figure("22-28 billion"), figure("24 billion")).gap == (0, 0)


def test_one_authority_is_named_also_by_its_older_name() -> None:
    for by in (["ministry/new"], ["ministry/old"], ["agency/unit"], ["office/minister"]):
        assert disagreement(figure("152 billion", by=[MINISTRY]), figure("155 billion", by=by)).same_authority
    assert not disagreement(
        figure("152 billion", by=[MINISTRY]), figure("155 billion", by=[CUSTOMS])
    ).same_authority
    assert not disagreement(figure("152 billion"), figure("155 billion")).same_authority


def test_overlapping_subjects_are_compared_over_a_named_link_only() -> None:
    found = disagreement(figure("152 billion"), figure("165 billion", subject=SECTOR))
    assert [link.kind.value for link in found.links] == ["overlap"]
    assert cause(found, "scope") is LIKELY
    apart = audit(corpus([figure("152 billion"), figure("165 billion", subject="company/firm")]))
    assert not apart.conflicts
    other_year = audit(corpus([figure("152 billion"), figure("165 billion", subject=SECTOR, period="2023")]))
    assert not other_year.conflicts


def test_units_families_and_narrowed_figures_are_not_compared() -> None:
    pairs = [
        (figure("5 billion"), figure("9 billion", unit="VND")),
        (figure("5 billion"), figure("9 billion", status="target")),
        (figure("5 billion"), figure("9 billion", market="market/japan")),
        (figure("5", metric="firms"), figure("9", metric="firms", sector=SEGMENTS[0])),
    ]
    for pair in pairs:
        assert not audit(corpus(pair)).conflicts


def test_two_events_of_one_year_are_related_and_two_years_of_one_event_conflict() -> None:
    founded, abroad = (
        figure("1999", metric="founded", period="undated"),
        figure("1999", metric="went_abroad", period="undated"),
    )
    assert disagreement(founded, abroad).verdict is Verdict.RELATED
    later = figure("2000", metric="founded", period="undated")
    found = disagreement(founded, later, abroad)
    assert found.verdict is Verdict.HARD_CONFLICT
    assert cause(found, "as_of_date") is RULED_OUT


# Many readings


def _crowd(count: int, draw: random.Random, subject: str = "aggregate/industry") -> list[FigureClaim]:
    return [
        figure(
            f"{10 + draw.randint(0, 80)}.{n % 10}{n // 10 % 10} billion", draw.choice(WORDS), subject=subject
        )
        for n in range(count)
    ]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[FigureClaim, FigureClaim]]:
    """The pairs of claims that were compared."""
    seen: list[tuple[FigureClaim, FigureClaim]] = []

    def noted(one: FigureClaim, other: FigureClaim) -> Agreement:
        seen.append((one, other))
        return compare(one, other)

    monkeypatch.setattr(sys.modules["kg.audit.conflicts"], "compare", noted)
    return seen


@pytest.mark.parametrize("count", [ALL_PAIRS, ALL_PAIRS + 1, 40, 400])
def test_a_crowded_slot_is_compared_in_proportion_and_leaves_no_reading_out(
    compared: list[tuple[FigureClaim, FigureClaim]], count: int
) -> None:
    figures = _crowd(count, random.Random(count))
    audit(corpus(figures))
    assert len(compared) <= max(count * (count - 1) // 2 if count <= ALL_PAIRS else 0, count + 3)
    assert {c.id for pair in compared for c in pair} == {c.id for c in figures}


@pytest.mark.parametrize(("here", "there"), [(1, 200), (200, 1), (60, 60), (3, 4)])
def test_crowded_overlapping_slots_are_compared_in_proportion(
    compared: list[tuple[FigureClaim, FigureClaim]], here: int, there: int
) -> None:
    draw = random.Random(here)
    own, near = _crowd(here, draw), _crowd(there, draw, SECTOR)
    audit(corpus([*own, *near]))
    across = [pair for pair in compared if pair[0].subject != pair[1].subject]
    assert len(across) <= max(ALL_PAIRS**2, here + there)
    assert {c.id for pair in across for c in pair} == {c.id for c in (*own, *near)}


def test_a_crowded_slot_tells_its_worst_disagreement() -> None:
    draw = random.Random(5)
    seen = set()
    for _ in range(150):
        kind = draw.choice(
            [WORDS, ("over", "at_least"), ("under", "at_most", "about"), ("over", "about", "exact")]
        )
        low, width = draw.randint(100, 900), draw.choice([3, 30, 300])
        figures = [
            figure(f"{(low + draw.randint(0, width)) / 10} billion", draw.choice(kind))
            for _ in range(ALL_PAIRS + draw.randint(1, 9))
        ]
        worst = agreement(figures)
        seen.add(worst)
        told = _worst(audit(corpus(figures)))
        if worst is Agreement.HARD_CONFLICT:
            assert told is Verdict.HARD_CONFLICT
        elif not worst.disputed:
            assert told is None
    assert {Agreement.HARD_CONFLICT, Agreement.SOFT_CONFLICT} <= seen


def test_a_hard_conflict_between_vague_neighbours_is_told() -> None:
    vague = [figure(f"{n} billion", "about") for n in (52, 53, 54, 56, 57, 58)]
    ends = [figure("10 billion", "over"), figure("99 billion", "under")]
    exact = [figure("51.5 billion"), figure("58.5 billion")]
    found = audit(corpus([*ends, *vague, *exact]))
    hard = [set(c.claims) for c in found.conflicts if c.verdict is Verdict.HARD_CONFLICT]
    assert {c.id for c in exact} in hard


# Causes that are there


def _rates(one: str, other: str, dong: tuple[str, str], **more: str) -> Conflict:
    """Two sums in USD, each converted from one in VND."""
    sources = [figure(text, unit="VND", article=stem) for text, stem in zip(dong, "ab", strict=True)]
    pair = [
        figure(text, article=stem, of=source)
        for text, stem, source in zip((one, other), "ab", sources, strict=True)
    ]
    return disagreement(pair[0], pair[1], *sources)


@pytest.mark.parametrize(
    ("one", "other", "dong"),
    [
        ("100.0 billion", "110.0 billion", ("2.50 quadrillion", "2.50 quadrillion")),
        ("152 billion", "159 billion", ("3.88 quadrillion", "3.9 quadrillion")),
        ("1.00 billion", "1.16 billion", ("26.4 trillion", "26.4 trillion")),
        ("4.4 million", "3.8 million", ("100 billion", "100.2 billion")),
    ],
)
def test_one_sum_converted_at_two_rates(one: str, other: str, dong: tuple[str, str]) -> None:
    assert cause(_rates(one, other, dong), "exchange_rate") is LIKELY


@pytest.mark.parametrize(
    ("dong", "low_rate", "high_rate", "digits"),
    [
        (dong, 22_700, rate, digits)
        for dong in (3.88e15, 27e12, 1.5e9)
        for rate in (24_100, 26_400)
        for digits in (1, 2, 3)
    ],
)
def test_two_rates_stay_possible_where_the_sums_before_are_not_known(
    dong: float, low_rate: int, high_rate: int, digits: int
) -> None:
    sums = [f"{float(f'{dong / rate:.{digits}g}'):.0f}" for rate in (low_rate, high_rate)]
    exact = [f"{float(f'{dong / rate:.3g}'):.0f}" for rate in (low_rate, high_rate)]
    for one, other in ((sums[0], exact[1]), (exact[0], sums[1]), tuple(sums)):
        for words in ("exact", "about"):
            found = disagreement(figure(one, words, article="a"), figure(other, article="b"))
            if found.verdict in DISPUTED:
                assert cause(found, "exchange_rate") is not RULED_OUT


def test_two_sums_at_two_rates_stay_possible() -> None:
    found = _rates("152 billion", "166 billion", ("3.88 quadrillion", "3.95 quadrillion"))
    assert cause(found, "exchange_rate") is POSSIBLE


def test_other_currencies_move_further() -> None:
    found = disagreement(figure("100.0 billion", unit="JPY"), figure("150.0 billion", unit="JPY"))
    assert cause(found, "exchange_rate") is POSSIBLE


def test_what_one_pair_of_sums_rules_out_another_allows() -> None:
    sources = [
        figure(text, unit="VND", article=stem)
        for text, stem in (("3.88 quadrillion", "a"), ("3.95 quadrillion", "b"), ("3.88 quadrillion", "c"))
    ]
    converted = [
        figure(text, article=stem, of=source)
        for text, stem, source in zip(
            ("152 billion", "155 billion", "155 billion"), "abc", sources, strict=True
        )
    ]
    found = audit(corpus([*sources, *converted]))
    (told,) = [c for c in found.conflicts if c.verdict in DISPUTED and c.unit == "unit/USD"]
    assert cause(told, "exchange_rate") is LIKELY
    only = disagreement(converted[0], converted[1], *sources[:2])
    assert cause(only, "exchange_rate") is RULED_OUT


@pytest.mark.parametrize("words", ["exact", "about", "over", "nearly"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.345 billion", "1.345 million"), ("3.88 quadrillion", "3.88 trillion"),
        ("5.5 trillion", "5.5 billion"),
        ("155 billion", "0.155 billion"), ("27.6 thousand", "27.6 million"), ("5.5 billion", "5.46 trillion"),
        ("672 million", "0.67 billion"), ("7 billion", "7 quadrillion"),
    ],
)  # fmt: skip
def test_a_slip_of_scale(one: str, other: str, words: str) -> None:
    found = disagreement(figure(one, words), figure(other))
    if found.verdict in DISPUTED:
        assert cause(found, "scale_slip") is LIKELY


@pytest.mark.parametrize(
    ("one", "other"), [("27.6 thousand", "276 thousand"), ("1.5 million", "150 million"), ("32", "3.2")]
)
def test_a_slip_of_the_point_is_possible(one: str, other: str) -> None:
    assert cause(disagreement(figure(one), figure(other)), "scale_slip") is POSSIBLE


def test_a_slip_of_scale_in_a_loss() -> None:
    found = disagreement(figure("-5.5 billion"), figure("-5.52 trillion"))
    assert cause(found, "scale_slip") is LIKELY
    assert cause(disagreement(figure("-5.5 billion"), figure("5.52 trillion")), "scale_slip") is RULED_OUT
    assert cause(disagreement(figure("-5.5 billion"), figure("-7.5 billion")), "scale_slip") is RULED_OUT


@pytest.mark.parametrize("known", ["its own year", "another year", "no rate"])
@pytest.mark.parametrize("dollars", [152, 5.5, 0.672])
@pytest.mark.parametrize("period", ["2024", "2024-H1"])
def test_dong_printed_as_dollars(known: str, dollars: float, period: str) -> None:
    rate = 25_500
    year = {"its own year": "2024", "another year": "2021"}.get(known)
    dong = figure("25.5 trillion", unit="VND", subject="company/firm", period=year or "2024")
    converted = figure("1.00 billion", subject="company/firm", period=year or "2024", of=dong)
    more = [dong, converted] if year else []
    one = figure(f"{dollars} billion", period=period)
    other = figure(f"{dollars * 10**9 * rate:.0f}", period=period)
    assert cause(disagreement(one, other, *more), "scale_slip") is LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"period": "as of 2024-06-30"}, {"period": "as of 2024-12-31"}),
        ({"period": "as of 2024-06-30"}, {"period": "2024"}),
        ({"period": "2024"}, {"period": "2024"}),
        ({"period": "undated", "published": "2024-03-01"}, {"period": "as of 2024-01"}),
        ({"period": "2024", "inherited": True}, {"period": "as of 2024-03"}),
    ],
)
@pytest.mark.parametrize("numbers", [("27600", "50000"), ("1270", "1320")])
def test_two_dates_of_one_stock(one: dict[str, str], other: dict[str, str], numbers: tuple[str, str]) -> None:
    pair = [figure(n, metric="firms", **said) for n, said in zip(numbers, (one, other), strict=True)]  # type: ignore[arg-type]
    assert cause(disagreement(pair[0], pair[1]), "as_of_date") is POSSIBLE


def test_several_dates_behind_both_figures_may_be_crossed() -> None:
    dates = ("as of 2024-06-30", "as of 2024-12-31")
    figures = [
        figure(n, metric="firms", period=p, article=f"{n}{p}") for n in ("27600", "31200") for p in dates
    ]
    found = [c for c in audit(corpus(figures)).conflicts if c.verdict in DISPUTED]
    assert [cause(c, "as_of_date") for c in found] == [POSSIBLE]


@pytest.mark.parametrize(
    ("goal", "words", "copied", "copied_words"),
    [
        ("100 billion", "exact", "100 billion", "exact"), ("100 billion", "over", "100 billion", "exact"),
        ("98.5 billion", "exact", "98.5 billion", "about"),
        ("100-120 billion", "exact", "120 billion", "exact"),
        ("100.4 billion", "exact", "100 billion", "over"), ("100 billion", "at_least", "100 billion", "over"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("other_plan", [False, True])
def test_a_target_copied_as_a_figure(
    goal: str, words: str, copied: str, copied_words: str, other_plan: bool
) -> None:
    plans = [figure(goal, words, status="target", article="plan")]
    if other_plan:
        plans.append(figure("333 billion", status="forecast", article="plan-2"))
    found = disagreement(figure(copied, copied_words), figure("37.1 billion", article="b"), *plans)
    assert cause(found, "target_as_actual") is LIKELY


def test_the_target_of_the_other_of_two_subjects_counts() -> None:
    plans = [figure("91 billion", status="target"), figure("210 billion", status="target", subject=SECTOR)]
    found = disagreement(figure("152 billion"), figure("210 billion", subject=SECTOR), *plans)
    assert cause(found, "target_as_actual") is LIKELY


@pytest.mark.parametrize(("percent", "points"), [("10.8", "3.1"), ("3.1", "1.0"), ("25", "5.0")])
def test_points_printed_with_a_percent_sign(percent: str, points: str) -> None:
    found = disagreement(figure(percent, metric="margin_growth"), figure(points, metric="margin_growth"))
    assert cause(found, "percent_or_points") is POSSIBLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([MINISTRY], [MINISTRY]), ([MINISTRY], ["ministry/old"]), (["agency/unit"], [MINISTRY]),
        ([], [MINISTRY]), ([], []),
        ([MINISTRY], ["media/herald", MINISTRY]), ([MINISTRY], [MINISTRY, CUSTOMS]),
        (["office/minister"], [MINISTRY]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", ["exact", "about"])
def test_an_echo_of_one_origin(one: list[str], other: list[str], words: str) -> None:
    found = disagreement(figure("152 billion", words, by=one), figure("155 billion", by=other, article="b"))
    assert cause(found, "echo") is POSSIBLE


@pytest.mark.parametrize(
    ("one", "words", "other"),
    [
        ("152 billion", "about", "155 billion"), ("50000", "over", "127600"),
        ("3 billion", "over", "7.2 billion"),
        ("5 billion", "under", "3.5 billion"), ("160 billion", "nearly", "121 billion"),
        ("7 billion", "at_least", "33 billion"),
    ],
)  # fmt: skip
def test_a_hedge_that_leaves_room(one: str, words: str, other: str) -> None:
    pair = figure(one, words), figure(other)
    found = disagreement(*pair)
    if found.verdict in DISPUTED:
        assert found.verdict is Verdict.SOFT_CONFLICT
        assert cause(found, "hedge") is POSSIBLE
        assert disagreement(replace(pair[0], hedge=Hedge.EXACT), pair[1]).verdict is Verdict.HARD_CONFLICT


@pytest.mark.parametrize("pair", [("6.1", "7.3"), ("152", "155"), ("27600", "51000")])
@pytest.mark.parametrize("metric", ["firms", "revenue", "margin_growth"])
def test_scope_is_never_ruled_out(pair: tuple[str, str], metric: str) -> None:
    found = disagreement(
        *(figure(n, metric=metric, ambiguity=a) for n, a in zip(pair, ("", "scope: whose"), strict=True))
    )
    assert cause(found, "scope") is POSSIBLE


# Causes that the figures exclude


def test_what_the_figures_exclude_is_ruled_out() -> None:
    found = _rates("152 billion", "155 billion", ("3.88 quadrillion", "3.95 quadrillion"))
    assert found.verdict is Verdict.HARD_CONFLICT
    for kind in ("exchange_rate", "scale_slip", "percent_or_points", "hedge", "as_of_date"):
        assert cause(found, kind) is RULED_OUT
    for kind in ("scope", "target_as_actual", "echo"):
        assert cause(found, kind) is POSSIBLE


@pytest.mark.parametrize(
    ("pair", "kind"),
    [
        ((figure("27600", metric="firms"), figure("31000", metric="firms")), "exchange_rate"),
        ((figure("101 billion"), figure("190 billion")), "exchange_rate"),
        ((figure("101 billion", unit="VND"), figure("190 billion", unit="VND")), "exchange_rate"),
        ((figure("6", metric="firms"), figure("7", metric="firms")), "scale_slip"),
        ((figure("152 billion"), figure("310 billion")), "scale_slip"),
        ((figure("20", metric="firms"), figure("500000", metric="firms")), "scale_slip"),
        ((figure("152 billion"), figure("310 billion")), "as_of_date"),
        ((figure("27600", metric="firms", period="as of 2024-06"),
        figure("31000", metric="firms", period="as of 2024-06")), "as_of_date"),
        ((figure("152 billion"), figure("310 billion")), "percent_or_points"),
        ((figure("12", metric="revenue_growth"), figure("19", metric="revenue_growth")), "percent_or_points"),
        ((figure("152 billion", by=[MINISTRY]), figure("310 billion", by=[CUSTOMS])), "echo"),
        ((figure("152 billion", "about"), figure("310 billion", "about")), "hedge"),
        ((figure("152 billion", status="target"),
        figure("310 billion", status="forecast")), "target_as_actual"),
    ],
)  # fmt: skip
def test_clear_non_causes(pair: tuple[FigureClaim, FigureClaim], kind: str) -> None:
    assert cause(disagreement(*pair), kind) is RULED_OUT


def test_known_plans_with_other_figures_rule_a_copied_target_out() -> None:
    found = disagreement(figure("152 billion"), figure("310 billion"), figure("90 billion", status="target"))
    assert cause(found, "target_as_actual") is RULED_OUT


# Causes of sums


@pytest.mark.parametrize("factor", [1000, 10**6, Fraction(1, 1000), Fraction(1, 10**6)])
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("words", ["exact", "about"])
def test_a_slip_of_scale_in_a_sum(factor: Fraction, which: int, words: str) -> None:
    values = [Fraction("45.5e9"), Fraction("143e9")]
    values[which] *= factor
    part, whole = (f"{float(v):.15g}" if v < 1 else f"{v:.0f}" for v in map(float, values))
    found = check(
        figure(part, words, metric="value"),
        figure(whole),
        figure("31.8", metric="value_share"),
        rule="share_of_total",
    )
    assert found.verdict is Verdict.INCONSISTENT
    assert cause(found, "scale_slip") is LIKELY


def test_a_slip_that_only_the_hedges_leave_room_for() -> None:
    found = check(
        figure("45.5 trillion", "about", metric="value"),
        figure("150 billion", "about"),
        figure("31.8", metric="value_share"),
        rule="share_of_total",
    )
    assert found.verdict is Verdict.INCONSISTENT
    assert cause(found, "scale_slip") is LIKELY


@pytest.mark.parametrize("known", ["2024", "2020", None])
@pytest.mark.parametrize("rate", [24_900, 25_450])
def test_dong_printed_as_dollars_in_a_sum(known: str | None, rate: int) -> None:
    more = []
    if known:
        at = rate if known == "2024" else 23_200
        dong = figure(f"{at} billion", unit="VND", subject="company/firm", period=known)
        more = [dong, figure("1.000 billion", subject="company/firm", period=known, of=dong)]
    found = check(
        figure("10.00 billion", period="2023"),
        figure(f"{11 * rate} billion"),
        figure("10.0", metric="revenue_growth"),
        *more,
        rule="growth",
    )
    assert found.verdict is Verdict.INCONSISTENT
    assert cause(found, "scale_slip") is LIKELY


def test_a_slip_of_the_point_in_a_sum_is_possible_and_a_wrong_share_no_slip() -> None:
    part, share = figure("45.5 billion", metric="value"), figure("31.8", metric="value_share")
    assert cause(check(part, figure("1.43 trillion"), share, rule="share_of_total"), "scale_slip") is POSSIBLE
    assert cause(check(part, figure("155 billion"), share, rule="share_of_total"), "scale_slip") is RULED_OUT


def test_links_of_a_sum_name_scope_and_date_as_possible() -> None:
    exports = figure("384 billion", metric="exports", subject="country/land", period="2024-01/2024-11")
    found = check(
        figure("5.5 billion", metric="exports"),
        figure("32", metric="export_share"),
        exports,
        rule="share_of_total",
    )
    assert cause(found, "as_of_date") is POSSIBLE
    assert cause(found, "scope") is POSSIBLE


# What goes with a claim


def _mixed(draw: random.Random) -> list[FigureClaim]:
    dong = figure("3.88 quadrillion", unit="VND", article="a")
    other = figure("3.95 quadrillion", unit="VND", article="b")
    return [
        dong, figure("152 billion", "about", article="a", of=dong),
        other, figure("155 billion", article="b", of=other),
        figure("137 billion", period="2023"), figure("10.9", metric="revenue_growth"),
        figure("45.5 billion", metric="value"), figure("31.8", metric="value_share"),
        figure("27600", "over", metric="firms"), figure("50000", "over", metric="firms", article="b"),
        *(figure(str(draw.randint(700, 9000)), metric="firms", sector=s) for s in SEGMENTS),
        figure("101.3 million", metric="population", subject="country/land"),
        figure("0.76", metric="firms_per_1000"),
        figure("200 billion", status="target"), figure("160 billion", subject=SECTOR),
        figure("31.8", metric="margin"), figure("3.1", metric="margin_growth"),
        figure("70 billion", period="2024-H1"),
    ]  # fmt: skip


def test_what_rests_on_a_claim_goes_with_it_and_the_rest_stays() -> None:
    figures = _mixed(random.Random(3))
    held = corpus(figures)
    found = audit(held)
    before, derived = named(found), {d.id for d in found.derived}
    assert len({c.rule for c in found.checks}) >= 7
    converted = {c.id for c in figures if c.conversion_of} | {
        c.conversion_of for c in figures if c.conversion_of
    }
    for claim in figures:
        after = named(audit(without(held, claim)))
        assert not [i for i, claims in after.items() if claim.id in claims]
        gone = {i for i, claims in before.items() if claim.id in claims}
        assert gone.isdisjoint(after)
        # A rate is shared: without one of its pairs, the others are held against less.  What a check implies
        # goes with the check, also where it is implied by the other claims.
        lost = {i for i in before.keys() - after.keys() - gone if not before[i] & converted}
        assert lost <= derived


def test_ids_are_the_same_in_every_build_and_each_once() -> None:
    figures = _mixed(random.Random(4))
    one, other = audit(corpus(figures)), audit(corpus(random.Random(1).sample(figures, len(figures))))
    assert list(named(one)) == list(named(other))
    for found in (one.checks, one.conflicts, one.derived):
        assert len({each.id for each in found}) == len(found)
    assert one == other


def test_every_subject_of_these_tests_is_an_entity() -> None:
    assert {c.subject for c in _mixed(random.Random(0))} <= set(ENTITIES)


# Both in one article; a revision; a slip and its neighbours


def test_a_conflict_within_one_article_is_said_to_be_one() -> None:
    one, other = figure("19 trillion", "over", unit="VND"), figure("1.3 trillion", "over", unit="VND")
    found = disagreement(one, other)
    assert (found.verdict, found.same_article) == (Verdict.SOFT_CONFLICT, True)
    assert found.why[0].endswith("Both stand in one article.")
    apart = disagreement(one, figure("1.3 trillion", "over", unit="VND", article="b"))
    assert not apart.same_article
    assert "one article" not in apart.why[0]


@pytest.mark.parametrize(
    ("status", "who", "dates", "word"),
    [
        ("estimate", "ministry/new", ("2019-10", "2020-11"), "likely"),
        ("actual", "ministry/new", ("2019-10", "2020-11"), "possible"),
        ("estimate", "ministry/new", ("2020-11", "2020-11"), "possible"),
        ("estimate", "ministry/new", ("2019-10", None), "possible"),
        ("estimate", "agency/customs", ("2019-10", "2020-11"), "ruled_out"),
    ],
)
def test_a_later_edition_of_one_body(status: str, who: str, dates: tuple[str, str | None], word: str) -> None:
    one = figure("43.0 billion", status=status, by=["ministry/new"])
    other = figure("52.0 billion", by=[who], article="b")
    held = corpus([one, other], [article("a", dates[0]), article("b", dates[1])])
    (found,) = (c for c in audit(held).conflicts if {*c.claims} == {one.id, other.id})
    assert cause(found, "revision") == word
    same = disagreement(one, figure("52.0 billion", by=["ministry/new"]))
    assert cause(same, "revision") == "ruled_out", "one article prints both"


def test_a_slip_is_told_with_what_the_figure_would_be_and_what_other_years_have() -> None:
    slipped, right = figure("4.43 billion", unit="VND"), figure("4.43 trillion", unit="VND", article="b")
    before = figure("4.1 trillion", unit="VND", period="2023", article="c")
    (why,) = (c.why[0] for c in disagreement(slipped, right, before).causes if c.kind == "scale_slip")
    assert why.startswith("4,430,000,000 times 1,000 is 4,430,000,000,000, the other.")
    assert why.endswith("Other periods have figures of the size of 4,430,000,000,000.")


# Periods and events


@pytest.mark.parametrize(
    ("one", "other"),
    [("2023", "2023-01/2023-12"), ("2023-H1", "2023-01/2023-06"), ("2023-Q3", "2023-07/2023-09"),
     ("2023-05", "2023-05/2023-05")],
)  # fmt: skip
def test_the_same_days_are_one_period_however_they_are_written(one: str, other: str) -> None:
    found = disagreement(figure("529 million", period=one), figure("142 million", period=other, article="b"))
    assert found.verdict is Verdict.HARD_CONFLICT
    assert found.period == one


def test_other_days_are_another_period() -> None:
    told = [figure("5 billion", period=p) for p in ("2023", "2023-01/2023-11", "2023-01-02/2023-12-31")]
    assert len({claim.slot.id for claim in told}) == 3


def test_an_event_has_no_period_but_its_date() -> None:
    one = figure("2010", metric="founded", period="2010-10-29")
    found = disagreement(one, figure("2012", metric="founded", period="undated", article="b"))
    assert found.verdict is Verdict.HARD_CONFLICT
    assert "2010 and 2012: they cannot both be true. They lie 2 years apart." in found.why[0]
