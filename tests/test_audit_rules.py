"""Each rule on invented figures, against verdicts that the test works out with plain fractions."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import oracle
import pytest
from claims import SEGMENTS, check, checks, figure, verdict

from kg.audit.judging import MOST_CHOICES
from kg.audited import Check
from kg.claim import FigureClaim
from kg.lists import CauseStatus, Hedge, Verdict

SECTOR = "aggregate/sector"
HEDGES = ("exact", "about", "over", "at_least", "nearly", "under", "at_most")


@dataclass(frozen=True)
class Planted:
    """A true piece of arithmetic: its rule, the figures (result first) with the formula of the others."""

    rule: str
    values: list[Fraction]
    make: list[Callable[[str, str], FigureClaim]]
    formula: Callable[..., Fraction | float]
    at_least: bool = False


def _maker(**fixed: object) -> Callable[[str, str], FigureClaim]:
    return lambda text, hedge: figure(text, hedge, **fixed)  # type: ignore[arg-type]


def _product(rule: str, per: int = 1, plus: int = 0, years: int = 1) -> Callable[..., Fraction | float]:
    return lambda base, stated: base * (plus + stated / per) ** years


def _plain_sum(*parts: Fraction | float) -> Fraction | float:
    return sum(parts)


def _level(draw: random.Random) -> Fraction:
    return Fraction(draw.randint(10**5, 10**7)) * 1000


def _growth(draw: random.Random) -> Planted:
    base, rate = _level(draw), Fraction(draw.randint(10, 900), 10)
    return Planted(
        "growth", [base * (1 + rate / 100), base, rate],
        [_maker(), _maker(period="2023"), _maker(metric="revenue_growth")], _product("", 100, 1),
    )  # fmt: skip


def _compound(draw: random.Random) -> Planted:
    base, rate, years = _level(draw), Fraction(draw.randint(10, 400), 10), draw.randint(2, 8)
    period = f"{2024 - years}/2024"
    return Planted(
        "compound_growth", [base * (1 + rate / 100) ** years, base, rate],
        [_maker(), _maker(period=str(2024 - years)), _maker(metric="revenue_rate", period=period)],
        _product("", 100, 1, years),
    )  # fmt: skip


def _multiple(draw: random.Random) -> Planted:
    base, rate = _level(draw), Fraction(draw.randint(110, 900), 100)
    return Planted(
        "multiple", [base * rate, base, rate],
        [_maker(), _maker(period="2023"), _maker(metric="revenue_multiple")], _product(""),
    )  # fmt: skip


def _share(draw: random.Random) -> Planted:
    whole, share = _level(draw), Fraction(draw.randint(20, 800), 10)
    return Planted(
        "share_of_total", [whole * share / 100, whole, share],
        [_maker(metric="value"), _maker(), _maker(metric="value_share")], _product("", 100),
    )  # fmt: skip


def _ratio(draw: random.Random) -> Planted:
    people, ratio = Fraction(draw.randint(10**6, 10**8)), Fraction(draw.randint(20, 900), 100)
    return Planted(
        "ratio_to_level", [people * ratio / 1000, people, ratio],
        [
            _maker(metric="firms"), _maker(metric="population", subject="country/land"),
            _maker(metric="firms_per_1000"),
        ],
        _product("", 1000),
    )  # fmt: skip


def _parts(draw: random.Random) -> Planted:
    parts = [Fraction(draw.randint(200, 99999)) for _ in SEGMENTS]
    return Planted(
        "sum_of_parts", [sum(parts, Fraction(0)), *parts],
        [_maker(metric="firms"), *(_maker(metric="firms", sector=s) for s in SEGMENTS)], _plain_sum,
    )  # fmt: skip


def _some_parts(draw: random.Random) -> Planted:
    parts = [Fraction(draw.randint(200, 99999)) for _ in range(2)]
    rest = draw.choice([0, draw.randint(0, 50000)])
    return Planted(
        "sum_of_parts", [sum(parts, Fraction(rest)), *parts],
        [
            _maker(metric="firms", subject=SECTOR),
            *(_maker(metric="firms", subject=SECTOR, sector=s) for s in SEGMENTS[:2]),
        ],
        _plain_sum, True,
    )  # fmt: skip


def _part_of_year(draw: random.Random) -> Planted:
    part = _level(draw)
    label = draw.choice(["2024-H1", "2024-Q3", "2024-05", "2024-01/2024-11"])
    return Planted(
        "part_of_period", [part + draw.choice([0, draw.randint(0, 10**9)]), part],
        [_maker(), _maker(period=label)], _plain_sum, True,
    )  # fmt: skip


RULES = [_growth, _compound, _multiple, _share, _ratio, _parts, _some_parts, _part_of_year]


def rounded(value: Fraction, digits: int, *, up: bool | None = None) -> str:
    """A value as one would print it with so many digits; `up` rounds that way."""
    size = 0
    while value >= 10**size:
        size += 1
    while value and value < Fraction(10) ** (size - 1):
        size -= 1
    unit = Fraction(10) ** (size - digits)
    scaled = value / unit
    whole = (
        round(scaled) if up is None else (-((-scaled.numerator) // scaled.denominator) if up else int(scaled))
    )
    number = Decimal(whole).scaleb(size - digits)
    return f"{number:f}"


def print_truly(value: Fraction, make: Callable[[str, str], FigureClaim], draw: random.Random) -> FigureClaim:
    """A claim whose words are true of the value: rounded, or cut with "over", or rounded up with "nearly"."""
    digits = draw.randint(2, 5)
    match draw.choice(["exact", "exact", "about", "over", "nearly", "at_least", "range"]):
        case "exact":
            return make(rounded(value, digits), "exact")
        case "about":
            return make(rounded(value, digits), "about")
        case "over" if value != Fraction(rounded(value, digits, up=False)):
            return make(rounded(value, digits, up=False), "over")
        case "nearly" if value != Fraction(rounded(value, digits, up=True)):
            return make(rounded(value, digits, up=True), "nearly")
        case "range":
            low, high = rounded(value, digits, up=False), rounded(value * Fraction(11, 10), digits, up=True)
            return make(f"{low}-{high}", "exact")
        case _:
            return make(rounded(value, digits, up=False), "at_least")


def judged(planted: Planted, figures: list[FigureClaim]) -> Check:
    """The check of exactly these figures."""
    wanted = {claim.id for claim in figures}
    (found,) = [c for c in checks(*figures, rule=planted.rule) if set(c.claims) == wanted]
    return found


def expected(planted: Planted, figures: list[FigureClaim]) -> str:
    return oracle.verdict(figures[0], planted.formula, figures[1:], at_least=planted.at_least)


@pytest.mark.parametrize("rule", RULES)
def test_200_true_sums_are_not_reported(rule: Callable[[random.Random], Planted]) -> None:
    draw = random.Random(11)
    for _ in range(200 // len(RULES)):
        planted = rule(draw)
        pairs = zip(planted.values, planted.make, strict=True)
        figures = [print_truly(value, make, draw) for value, make in pairs]
        assert expected(planted, figures) == "consistent", "the test itself is at fault"
        assert judged(planted, figures).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("rule", RULES)
def test_200_errors_beyond_the_slack_are_found(rule: Callable[[random.Random], Planted]) -> None:
    draw = random.Random(12)
    done = 0
    while done < 200 // len(RULES):
        planted = rule(draw)
        values = list(planted.values)
        wrong = 0 if planted.at_least else draw.randrange(len(values))
        factor = Fraction(draw.randint(105, 400), 100)
        values[wrong] = (
            values[wrong] / factor if planted.at_least or draw.random() < 0.5 else values[wrong] * factor
        )
        pairs = zip(values, planted.make, strict=True)
        figures = [print_truly(value, make, draw) for value, make in pairs]
        word = expected(planted, figures)
        if word == "consistent" or (wrong == 2 and planted.rule == "share_of_total" and values[2] > 100):
            continue  # the error drowns in the rounding
        done += 1
        found = judged(planted, figures)
        assert found.verdict.value == word
        assert bool(found.minimal) is (word == "inconsistent")
        assert {c for held in found.minimal for c in held} <= set(found.claims)


@pytest.mark.parametrize("rule", RULES)
def test_any_words_get_the_verdict_of_plain_fractions(rule: Callable[[random.Random], Planted]) -> None:
    draw = random.Random(13)
    seen = set()
    for _ in range(60):
        planted = rule(draw)
        figures = []
        for value, make in zip(planted.values, planted.make, strict=True):
            off = value * Fraction(draw.choice([90, 96, 100, 104, 110]), 100)
            figures.append(make(rounded(off, draw.randint(1, 4)), draw.choice(HEDGES)))
        word = expected(planted, figures)
        seen.add(word)
        assert judged(planted, figures).verdict.value == word
    assert seen == {"consistent", "strained", "inconsistent"}


def test_a_weaker_hedge_or_coarser_rounding_never_makes_it_worse() -> None:
    weaker = {
        "exact": ("about", "over", "at_least", "nearly", "under", "at_most"),
        "over": ("at_least",),
        "nearly": ("at_most",),
        "under": ("at_most",),
        "about": (),
        "at_least": (),
        "at_most": (),
    }
    order = ["consistent", "strained", "inconsistent"]
    draw = random.Random(14)
    for rule in RULES * 6:
        planted = rule(draw)
        figures = [
            make(
                rounded(value * Fraction(draw.randint(90, 110), 100), draw.randint(1, 3)), draw.choice(HEDGES)
            )
            for value, make in zip(planted.values, planted.make, strict=True)
        ]
        before = order.index(judged(planted, figures).verdict.value)
        for n, claim in enumerate(figures):
            if claim.value > 3 * claim.step:
                coarser = [replace(c, step=c.step * 3) if k == n else c for k, c in enumerate(figures)]
                assert order.index(judged(planted, coarser).verdict.value) <= before
            for hedge in weaker[claim.hedge.value]:
                looser = [replace(c, hedge=Hedge(hedge)) if k == n else c for k, c in enumerate(figures)]
                assert order.index(judged(planted, looser).verdict.value) <= before


def test_a_thousand_times_all_levels_changes_nothing() -> None:
    draw = random.Random(15)
    for rule in [_growth, _compound, _multiple, _share, _part_of_year] * 8:
        planted = rule(draw)
        figures = [
            make(
                rounded(value * Fraction(draw.randint(90, 110), 100), draw.randint(1, 3)), draw.choice(HEDGES)
            )
            for value, make in zip(planted.values, planted.make, strict=True)
        ]
        raised = [
            replace(c, value=c.value * 1000, step=c.step * 1000) if c.kind == "level" else c for c in figures
        ]
        one, other = judged(planted, figures), judged(planted, raised)
        assert one.verdict is other.verdict
        assert len(one.minimal) == len(other.minimal)
        assert [(c.kind, c.status) for c in one.causes] == [(c.kind, c.status) for c in other.causes]


# What is implied


def test_what_is_implied_comes_from_the_other_figures() -> None:
    base, level = figure("137 billion", period="2023"), figure("155 billion")
    found = check(base, level, figure("10.9", metric="revenue_growth"), rule="growth")
    growth, later, earlier = found.implied
    assert growth.printed.low == 100 * (Fraction("154.5") / Fraction("137.5") - 1)
    assert growth.printed.high == 100 * (Fraction("155.5") / Fraction("136.5") - 1)
    assert later.printed.low == Fraction("136.5e9") * Fraction("1.1085")
    assert earlier.printed.high == Fraction("155.5e9") / Fraction("1.1085")
    assert set(growth.claims) == {base.id, level.id}
    assert later.claims == (base.id, found.terms[0].claim)
    assert earlier.claims == (level.id, found.terms[0].claim)


def test_what_contradicts_itself_implies_nothing() -> None:
    parts = [
        figure(n, metric="firms", sector=s)
        for n, s in zip(("4000", "5000", "6000", "7000"), SEGMENTS, strict=True)
    ]
    found = check(figure("3500", metric="firms"), *parts, rule="sum_of_parts")
    assert found.verdict is Verdict.INCONSISTENT
    assert [q.role for q in found.implied] == ["total"]
    total = found.stated.claims[0]
    # The first part rounds to 3,500; each of the others alone is more than the total.
    assert set(found.minimal) == {(total, part.id) for part in parts[1:]}


@pytest.mark.parametrize("text", ["0", "-3", "0.0", "250", "-205"])
@pytest.mark.parametrize(
    "metric", ["value_share", "firms_per_1000", "revenue_growth", "revenue_multiple", "margin_growth"]
)
def test_odd_figures_do_not_stop_the_audit(text: str, metric: str) -> None:
    figures = [
        figure("10 billion"), figure("0.02 billion", metric="value"), figure("9 billion", period="2023"),
        figure("7000", metric="firms"), figure("9 million", metric="population", subject="country/land"),
        figure("30", metric="margin"), figure("29", metric="margin", period="2023"),
    ]  # fmt: skip
    for unit in (None, "percentage_point"):
        for found in (
            c
            for rule in ("share_of_total", "ratio_to_level", "growth", "multiple", "percent_or_points")
            for c in checks(*figures, figure(text, metric=metric, unit=unit), rule=rule)
        ):
            assert all(not q.printed.is_empty() for q in found.implied)
            assert all(found.why)


# Periods


@pytest.mark.parametrize(
    ("period", "base", "level_at", "base_at"),
    [
        ("2024", "", "2024", "2023"),
        ("2024-H1", "", "2024-H1", "2023-H1"),
        ("2024-02", "", "2024-02", "2023-02"),
        ("2024-01-01/2024-02-29", "", "2024-01-01/2024-02-29", "2023-01-01/2023-02-28"),
        ("2024-02-29", "", "2024-02-29", "2023-02-28"),
        ("2023-07/2024-06", "", "2023-07/2024-06", "2022-07/2023-06"),
        ("2020/2024", "", "2024", "2020"),
        ("2024", "2019", "2024", "2019"),
    ],
)
def test_a_growth_is_against_its_base(period: str, base: str, level_at: str, base_at: str) -> None:
    level, start = figure("11.0 billion", period=level_at), figure("10.0 billion", period=base_at)
    growth = figure("10", metric="revenue_growth", period=period, base=base)
    assert verdict(level, start, growth, rule="growth") == "consistent"


def test_a_growth_before_the_first_year_has_no_base() -> None:
    assert not checks(
        figure("1 billion", period="1900"), figure("1", metric="revenue_growth", period="1900"), rule="growth"
    )


def test_one_growth_that_two_articles_hold_against_two_bases_is_two_checks() -> None:
    levels = [
        figure("30.0", metric="margin"),
        figure("25.0", metric="margin", period="2023"),
        figure("20.0", metric="margin", period="2022"),
    ]
    rises = [figure("5.0", metric="margin_growth", base=base) for base in ("2023", "2022")]
    found = checks(*levels, *rises, rule="percent_or_points")
    assert {c.terms[0].claim: c.verdict.value for c in found} == {
        rises[0].id: "consistent", rises[1].id: "inconsistent"
    }  # fmt: skip


def test_a_stock_is_looked_up_by_year_and_a_flow_of_a_part_is_a_lower_bound() -> None:
    firms = [
        figure("1100", metric="firms", period="as of 2024-06-30"),
        figure("1000", metric="firms", period="2023"),
    ]
    assert verdict(*firms, figure("10", metric="firms_growth"), rule="growth") == "consistent"
    exports = figure("384 billion", metric="exports", subject="country/land", period="2024-01/2024-11")
    share = figure("2.0", metric="export_share")
    for part, word in (
        ("8.0 billion", "consistent"),
        ("5.5 billion", "inconsistent"),
        ("100 billion", "consistent"),
    ):
        found = check(exports, share, figure(part, metric="exports"), rule="share_of_total")
        assert found.verdict.value == word
        assert [t.lower_bound for t in found.terms] == [False, False, True]
        assert [link.kind.value for link in found.links] == ["part_of_period"]


def test_a_share_is_tested_against_each_total_that_it_may_be_of() -> None:
    part, share = figure("2.82 billion", metric="capital"), figure("13", "nearly", metric="capital_share")
    stock = figure("22.1 billion", metric="capital", subject="country/land")
    flow = figure("0.42 billion", metric="capital_flow", subject="country/land")
    assert verdict(part, share, flow, rule="share_of_total") == "inconsistent"
    found = check(part, share, flow, stock, rule="share_of_total")
    assert found.verdict is Verdict.CONSISTENT
    (other,) = [q for q in found.implied if q.reading]
    assert other.reading == "capital_flow"
    assert other.printed.low is not None
    assert other.printed.low > 600


# Percent or points


def _points_oracle(level: FigureClaim, base: FigureClaim, growth: FigureClaim) -> str:
    fits = {}
    for width in ("plain", "hedged"):
        whole = oracle.span(level, width)
        parts = oracle.spans([base, growth], width)
        fits[width] = [
            oracle.meet(whole, oracle.rising(lambda b, g: b * (1 + g / 100), parts)),
            oracle.meet(whole, oracle.rising(lambda b, g: b + g, parts)),
        ]
    if sum(fits["plain"]) == 1:
        return "consistent"
    if all(fits["plain"]):
        return "ambiguous"
    return "strained" if any(fits["hedged"]) else "inconsistent"


def test_percent_or_points_against_both_readings() -> None:
    draw = random.Random(16)
    seen = set()
    for _ in range(150):
        base, rise = Fraction(draw.randint(20, 800), 10), Fraction(draw.randint(1, 90), 10)
        level = draw.choice([base + rise, base * (1 + rise / 100), base + 3 * rise + 2])
        figures = [
            figure(
                rounded(v, draw.randint(2, 3)), draw.choice(["exact", "about", "over"]), metric=m, period=p
            )
            for v, m, p in (
                (level, "margin", "2024"),
                (base, "margin", "2023"),
                (rise, "margin_growth", "2024"),
            )
        ]
        word = _points_oracle(*figures)
        seen.add(word)
        assert verdict(*figures, rule="percent_or_points") == word
    assert seen == {"consistent", "ambiguous", "strained", "inconsistent"}


def test_with_one_level_both_readings_are_implied() -> None:
    found = check(
        figure("31.8", metric="margin"), figure("3.1", metric="margin_growth"), rule="percent_or_points"
    )
    assert found.verdict is Verdict.AMBIGUOUS
    percent, points = found.implied
    assert (percent.reading, points.reading) == ("percent", "points")
    assert percent.printed.low == Fraction("31.75") / Fraction("1.0315")
    assert points.printed.low == Fraction("31.75") - Fraction("3.15")
    assert points.printed.high == Fraction("31.85") - Fraction("3.05")


# Rates and conversions


def _sums(rates: list[tuple[str, str]], year: str = "2024") -> list[FigureClaim]:
    """Pairs of a sum in VND and what it comes to in USD, each about a subject of its own."""
    made = []
    for n, (dong, dollars) in enumerate(rates):
        subject = ["aggregate/industry", "aggregate/sector", "company/firm", "country/land"][n % 4]
        original = figure(dong, unit="VND", subject=subject, article=f"a{n}", period=year)
        made += [original, figure(dollars, subject=subject, article=f"a{n}", period=year, of=original)]
    return made


def test_one_rate_serves_all_pairs_or_it_does_not() -> None:
    draw = random.Random(17)
    seen = set()
    for _ in range(80):
        count = draw.randint(2, 4)
        pairs = []
        for _ in range(count):
            rate = draw.choice([25000, 25000, 25000, 24000, 26500])
            dollars = Fraction(draw.randint(10**9, 10**11))
            pairs.append((rounded(dollars * rate, draw.randint(2, 4)), rounded(dollars, draw.randint(2, 4))))
        figures = _sums(pairs)
        low, high = Fraction(0), Fraction(10**9)
        for cheap, dear in zip(figures[::2], figures[1::2], strict=True):
            (a, _), (b, _) = oracle.span(cheap, "plain")
            (c, _), (d, _) = oracle.span(dear, "plain")
            low, high = max(low, Fraction(a) / Fraction(d)), min(high, Fraction(b) / Fraction(c))
        found = checks(*figures, rule="common_rate")
        word = "consistent" if low <= high else "inconsistent"
        seen.add(word)
        assert [c.verdict.value for c in found] == [word]
        if word == "consistent":
            assert (found[0].implied[0].printed.low, found[0].implied[0].printed.high) == (low, high)
        else:
            assert found[0].minimal
            assert all(len(held) == 4 for held in found[0].minimal)
    assert seen == {"consistent", "inconsistent"}


def test_a_conversion_is_held_against_the_rate_of_the_others_only() -> None:
    figures = _sums(
        [
            ("25.0 trillion", "1.00 billion"),
            ("100.0 trillion", "4.00 billion"),
            ("76.2 trillion", "3.00 billion"),
        ]
    )
    for found in checks(*figures, rule="conversion"):
        converted, original = found.terms[0].claim, found.terms[1].claim
        witnesses = {t.claim for t in found.terms[2:]}
        assert not witnesses & {converted, original}
        for implied in found.implied[:2]:
            assert set(implied.claims) <= witnesses | {converted, original}
            assert implied.claims[0] == (original if implied.role == "converted" else converted)
        by_id = {c.id: c for c in figures}
        low, high = Fraction(0), Fraction(10**9)
        for n in range(2, len(found.terms), 2):
            (a, _), (b, _) = oracle.span(by_id[found.terms[n].claim], "plain")
            (c, _), (d, _) = oracle.span(by_id[found.terms[n + 1].claim], "plain")
            low, high = max(low, Fraction(a) / Fraction(d)), min(high, Fraction(b) / Fraction(c))
        (a, _), (b, _) = oracle.span(by_id[original], "plain")
        assert (found.implied[0].printed.low, found.implied[0].printed.high) == (
            Fraction(a) / high,
            Fraction(b) / low,
        )


@pytest.mark.parametrize("slip", ["trillion for billion", "VND for USD", "a third too much"])
def test_a_conversion_that_slipped_is_told_from_those_that_agree(slip: str) -> None:
    wrong = {
        "trillion for billion": "2 trillion",
        "VND for USD": "50 trillion",
        "a third too much": "2.66 billion",
    }[slip]
    good = [("25.0 trillion", "1.00 billion"), ("100.0 trillion", "4.00 billion")]
    figures = _sums([*good, ("50.0 trillion", wrong)])
    found = {c.terms[0].claim: c.verdict.value for c in checks(*figures, rule="conversion")}
    assert found == {figures[1].id: "consistent", figures[3].id: "consistent", figures[5].id: "inconsistent"}


def test_a_lone_conversion_is_held_against_the_nearest_year() -> None:
    known = _sums([("25.0 trillion", "1.00 billion"), ("100.0 trillion", "4.00 billion")], "2022")
    for dollars, word in (("2 billion", "consistent"), ("2 trillion", "inconsistent")):
        lone = _sums([("48 trillion", dollars)])
        (found,) = [c for c in checks(*known, *lone, rule="conversion") if c.stated.period == "2024"]
        assert found.verdict.value == word


def test_a_slip_is_no_rate_for_other_years() -> None:
    split = _sums([("25.0 trillion", "1 trillion"), ("100.0 trillion", "4.00 billion")], "2023")
    good = _sums([("25.0 trillion", "1.00 billion"), ("75.0 trillion", "3.00 billion")], "2020")
    lone = _sums([("48 trillion", "2 billion")])
    (found,) = [c for c in checks(*split, *good, *lone, rule="conversion") if c.stated.period == "2024"]
    assert found.verdict is Verdict.CONSISTENT


def test_copies_of_a_slip_do_not_outvote_two_sums_that_agree() -> None:
    good = _sums([("25.0 trillion", "1.00 billion"), ("100.0 trillion", "4.00 billion")])
    slipped = [c for _ in range(9) for c in _sums([("50.0 trillion", "2 trillion")])]
    found = checks(*good, *slipped, rule="conversion")
    assert {c.verdict.value for c in found if c.stated.claims[0] in {g.id for g in good}} == {"consistent"}
    assert {c.verdict.value for c in found if c.stated.claims[0] not in {g.id for g in good}} == {
        "inconsistent"
    }


@pytest.mark.parametrize(
    ("dollars", "hedge", "word"),
    [
        ("5 billion", "exact", "consistent"),
        ("6 billion", "under", "consistent"),
        ("5 billion", "about", "consistent"),
        ("4.8 billion", "about", "strained"),
        ("3 billion", "over", "strained"),
        ("4.5 billion", "exact", "inconsistent"),
    ],
)
def test_hedges_in_a_common_rate(dollars: str, hedge: str, word: str) -> None:
    known = _sums([("25.0 trillion", "1.00 billion"), ("250.0 trillion", "10.00 billion")])
    original = figure("125.0 trillion", unit="VND", subject="company/firm")
    converted = figure(dollars, hedge, subject="company/firm", of=original)
    assert verdict(*known, original, converted, rule="common_rate") == word
    (found,) = [
        c for c in checks(*known, original, converted, rule="conversion") if converted.id in c.stated.claims
    ]
    assert found.verdict.value == word


def test_two_outliers_that_only_contradict_each_other_are_the_minimal_set() -> None:
    pairs = _sums([("25.0 trillion", "1.0 billion"), ("250.0 trillion", "10.0 billion")])
    held = []
    for dong, subject in (("23.9 trillion", "company/firm"), ("26.1 trillion", "country/land")):
        original = figure(dong, unit="VND", subject=subject)
        held += [original, figure("1.00 billion", "exact", subject=subject, of=original)]
    loose = [replace(c, hedge=Hedge.ABOUT) if c.unit == "unit/USD" else c for c in pairs]
    found = check(*loose, *held, rule="common_rate")
    assert found.verdict is Verdict.INCONSISTENT
    assert {frozenset(s) for s in found.minimal} == {frozenset(c.id for c in held)}


# Targets


def _target_oracle(target: FigureClaim, actual: FigureClaim) -> str:
    """Upward targets: reached where the figure, as read plainly, may be as high."""
    goal = ((Fraction(target.value), 0), (Fraction(target.value), 0))
    plain, hedged = oracle.span(actual, "plain"), oracle.span(actual, "hedged")
    if target.hedge in ("under", "at_most") or target.kind == "rank":
        if plain[0][0] <= goal[1][0]:
            return "met"
        return "not_comparable" if hedged[0][0] <= goal[1][0] else "not_met"
    if plain[1][0] >= goal[0][0]:
        return "met"
    return "not_comparable" if hedged[1][0] >= goal[0][0] else "not_met"


def test_targets_against_their_figures() -> None:
    draw = random.Random(18)
    seen = set()
    for _ in range(150):
        rank = draw.random() < 0.3
        metric, size = ("place", 1) if rank else ("revenue", 10**9)
        words = ("exact",) if rank else HEDGES
        target = figure(
            str(draw.randint(10, 60) * size),
            draw.choice(words),
            metric=metric,
            status="target",
            unit="rank" if rank else None,
        )
        actual = figure(
            str(draw.randint(10, 60) * size), draw.choice(words), metric=metric, unit="rank" if rank else None
        )
        word = _target_oracle(target, actual)
        seen.add(word)
        assert verdict(target, actual, rule="target_vs_actual") == word
    assert seen == {"met", "not_met", "not_comparable"}


@pytest.mark.parametrize(
    ("period", "actual_at", "amount", "word"),
    [
        ("2030", "2024", "10 billion", "not_yet_due"),
        ("2030", "2024", "60 billion", "met"),
        ("2020", "2019", "10 billion", "not_comparable"),
        ("undated", "2024", "60 billion", "not_comparable"),
        ("2020", "2020", "10 billion", "not_met"),
    ],
)
def test_targets_are_due_by_what_the_graph_knows(period: str, actual_at: str, amount: str, word: str) -> None:
    target = figure("50 billion", status="target", period=period)
    assert verdict(target, figure(amount, period=actual_at), rule="target_vs_actual") == word


@pytest.mark.parametrize(
    ("words", "amount", "word"),
    [
        ("exact", "60 billion", "met"),
        ("exact", "30 billion", "not_comparable"),
        ("at_most", "30 billion", "not_comparable"),
        ("under", "60 billion", "not_comparable"),
    ],
)
def test_half_a_year_reaches_a_target_but_keeps_no_limit(words: str, amount: str, word: str) -> None:
    target = figure("51 billion", words, status="target")
    assert verdict(target, figure(amount, period="2024-H1"), rule="target_vs_actual") == word


def test_a_forecast_is_no_target_and_plans_are_not_judged_as_figures() -> None:
    assert not checks(figure("50 billion", status="forecast"), figure("10 billion"), rule="target_vs_actual")


def test_the_widths_of_the_oracle_lie_within_each_other() -> None:
    for hedge in HEDGES:
        spans = [oracle.span(figure("12 billion", hedge), width) for width in oracle.WIDTHS]
        assert spans[0][0] >= spans[1][0] >= spans[2][0]
        assert spans[0][1] <= spans[1][1] <= spans[2][1]


# Crowds


def _crowd(count: int, articles: int, metric: str, **more: str) -> list[FigureClaim]:
    return [
        figure(f"{100 + n}.5 billion", metric=metric, article=f"a{n % articles:03d}", **more)  # type: ignore[arg-type]
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [4, MOST_CHOICES // 4, 30, 200])
@pytest.mark.parametrize("articles", [1, 1000])
def test_crowded_parts_are_checked_in_proportion_and_none_is_left_out(count: int, articles: int) -> None:
    parts, wholes = _crowd(count, articles, "value"), _crowd(count, articles, "revenue")
    shares = [figure(f"{n}.5", metric="value_share") for n in (11, 44)]
    found = checks(*parts, *wholes, *shares, rule="share_of_total")
    assert len(found) <= len(shares) * max(MOST_CHOICES, 3 * count)
    assert {c for check in found for c in check.claims} == {c.id for c in (*parts, *wholes, *shares)}
    assert len({c.id for c in found}) == len(found)


@pytest.mark.parametrize("count", [2, 30])
def test_crowded_sums_are_checked_in_proportion(count: int) -> None:
    segments = [
        figure(f"{1000 + n}", metric="firms", sector=s, article=f"a{n}")
        for s in SEGMENTS
        for n in range(count)
    ]
    totals = [figure(f"{4000 + n}", metric="firms", article=f"a{n}") for n in range(count)]
    found = checks(*segments, *totals, rule="sum_of_parts")
    assert len(found) <= 6 * count + MOST_CHOICES
    assert {c for check in found for c in check.claims} == {c.id for c in (*segments, *totals)}
    within = [c for c in found if len(c.articles) == 1]
    assert len(within) == count, "the figures of one article are always held against each other"


def test_crowded_periods_are_checked_in_proportion() -> None:
    year, half = _crowd(40, 40, "revenue"), _crowd(40, 40, "revenue", period="2024-H1")
    found = checks(*year, *half, rule="part_of_period")
    assert len(found) <= 3 * 40
    assert {c for check in found for c in check.claims} == {c.id for c in (*year, *half)}


def test_an_odd_reading_does_not_keep_the_others_of_its_slot_from_a_check() -> None:
    odd = figure("0", article="b")
    found = check(figure("5.0 billion"), odd, figure("7.0 billion", period="2024-H1"), rule="part_of_period")
    assert found.verdict is Verdict.INCONSISTENT
    assert odd.id not in found.claims


def test_figures_without_a_date_meet_within_an_article_only() -> None:
    def three(*stems: str) -> list[FigureClaim]:
        texts = (("45.5 billion", "value"), ("155 billion", "revenue"), ("31.8", "value_share"))
        return [
            figure(text, metric=metric, period="undated", article=stem, published=None)
            for (text, metric), stem in zip(texts, stems, strict=True)
        ]

    assert len(checks(*three("a", "a", "a"), rule="share_of_total")) == 1
    assert not checks(*three("a", "a", "b"), rule="share_of_total")


@pytest.mark.parametrize(("dollars", "told"), [("10 trillion", 1), ("400 million", 0), ("700 million", 0)])
def test_two_currencies_of_one_slot_tell_a_slip_that_nobody_converted(dollars: str, told: int) -> None:
    """One outlet prints 10 trillion dong, another 10 trillion dollars."""
    known = _sums([("25.0 trillion", "1.00 billion"), ("100.0 trillion", "4.00 billion")], "2023")
    dong, dollar = _sums([("10 trillion", dollars)])
    apart = [dong, replace(dollar, conversion_of=None, article="another")]
    found = [c for c in checks(*known, *apart, rule="conversion") if c.stated.period == "2024"]
    assert len(found) == told
    assert all(c.verdict is Verdict.INCONSISTENT for c in found)
    assert all(c.causes[0].status is CauseStatus.LIKELY for c in found)


def test_crowds_of_shares_parts_and_totals_are_checked_in_proportion() -> None:
    """Many articles, each with a share, a part and a total of its own."""
    count = 60
    parts, wholes = _crowd(count, count, "value"), _crowd(count, count, "revenue")
    shares = [figure(f"{20 + n}.5", metric="value_share", article=f"a{n}") for n in range(count)]
    found = checks(*parts, *wholes, *shares, rule="share_of_total")
    assert len(found) <= 4 * count
    assert {c for check in found for c in check.claims} == {c.id for c in (*parts, *wholes, *shares)}


def test_crowds_of_growths_are_checked_in_proportion() -> None:
    count = 60
    now, before = _crowd(count, count, "revenue"), _crowd(count, count, "revenue", period="2023")
    growths = [figure(f"{n}.5", metric="revenue_growth", article=f"a{n}") for n in range(1, count)]
    found = checks(*now, *before, *growths, rule="growth")
    assert len(found) <= 4 * count
    assert {c for check in found for c in check.claims} >= {c.id for c in growths}


@pytest.mark.parametrize(("year", "word"), [("4.6 billion", "consistent"), ("4.0 billion", "inconsistent")])
@pytest.mark.parametrize("tiles", [("H1", "H2"), ("Q1", "Q2", "Q3", "Q4")])
def test_quarters_and_halves_make_up_their_year(tiles: tuple[str, ...], year: str, word: str) -> None:
    shares = {"H1": "2.1", "H2": "2.5", "Q1": "1.0", "Q2": "1.1", "Q3": "1.2", "Q4": "1.3"}
    parts = [figure(f"{shares[tile]} billion", period=f"2024-{tile}") for tile in tiles]
    found = check(figure(year), *parts, rule="sum_of_parts")
    assert found.verdict.value == word
    assert set(found.claims) >= {part.id for part in parts}
    assert not checks(figure(year), *parts[1:], rule="sum_of_parts"), "one is not known"


def test_two_currencies_of_one_article_are_held_against_each_other() -> None:
    """Profits of 494 billion dong, and $135.9 million beside them, that nobody marked as a conversion."""
    one, other = figure("494 billion", unit="VND"), figure("135.9 million")
    assert verdict(one, other, rule="conversion") == "inconsistent"
    assert not checks(one, figure("21.7 million"), rule="conversion"), "a rate of those years"
    assert not checks(one, figure("135.9 million", article="b"), rule="conversion"), "another article"
    third = figure("21.7 million")
    assert not checks(one, other, third, rule="conversion"), "which of the two is the conversion is open"


@pytest.mark.parametrize(("dong", "scale"), [("132 trillion", True), ("132 billion", False)])
def test_the_same_digits_in_two_currencies_are_a_slip(dong: str, scale: bool) -> None:
    found = check(figure(dong, unit="VND"), figure("132.3 billion", article="b"), rule="conversion")
    (cause,) = found.causes
    assert cause.status is CauseStatus.LIKELY
    assert ("another scale" in cause.why[0]) is scale
