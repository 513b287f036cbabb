"""What the audit says of the two founding articles and the cited reference figures, claim by claim.

Every expected interval is worked out here from the printed figures, in plain fractions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import founding
import pytest

from kg.audit import audit
from kg.audited import Audit, Check, Conflict, Quantity
from kg.corpus import Corpus
from kg.lists import CauseKind, CauseStatus, LinkKind, Verdict
from kg.rational import Range
from kg.seeds import read_corpus

ROOT = Path(__file__).resolve().parent.parent
A, B = "000_48115a4c648cb1ef", "001_3c753eb78a909be4"
BN = 10**9
F = Fraction


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(founding.SEEDS)


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> Audit:
    return audit(corpus)


def ids(corpus: Corpus, *values: str, article: str = "") -> set[str]:
    """The claims that print these surfaces or, where none is kept, have these values."""
    held = {
        c.id for c in corpus.figures
        if (c.evidence.exact or str(c.value)) in values and article in ("", c.article)
    }  # fmt: skip
    assert held, values
    return held


def checks(found: Audit, rule: str, *claims: Iterable[str]) -> list[Check]:
    """The checks of a rule in which one of each of the groups of claims takes part."""
    return [c for c in found.checks if c.rule == rule and all(set(g) & set(c.claims) for g in claims)]


def implied(check: Check, metric: str, reading: str = "") -> Quantity:
    (quantity,) = [
        q for q in check.implied if q.metric == f"metric/{metric}" and q.reading == reading and not q.reading
    ] or [q for q in check.implied if q.metric == f"metric/{metric}" and q.reading == reading]
    return quantity


def closed(low: F | int, high: F | int) -> Range:
    return Range(F(low), F(high))


def test_domestic_value_of_the_total(corpus: Corpus, found: Audit) -> None:
    share, part = ids(corpus, "31.8%"), ids(corpus, "$45.5 billion")
    (wrong,) = checks(found, "share_of_total", share, part, ids(corpus, "$155 billion"))
    assert wrong.verdict is Verdict.INCONSISTENT
    assert set(wrong.articles) == {B}
    of_total = implied(wrong, "domestic_value_share")
    assert of_total.printed == closed(F(4545, 155500) * 1000, F(4555, 154500) * 1000)
    assert of_total.hedged == closed(F(455 * 95, 1555), F(455 * 105, 1545))
    assert implied(wrong, "revenue").printed == closed(F(4545, 3185) * 100 * BN, F(4555, 3175) * 100 * BN)
    assert [link.kind for link in wrong.links] == [LinkKind.OVERLAP]
    assert [set(claims) for claims in wrong.minimal] == [set(wrong.claims)]
    (other,) = checks(found, "share_of_total", share, part, ids(corpus, "$152 billion"))
    assert other.verdict is Verdict.STRAINED


def test_enterprises_per_thousand_people(corpus: Corpus, found: Audit) -> None:
    (check,) = checks(found, "ratio_to_level", ids(corpus, "0.76"), ids(corpus, "27,600"))
    assert check.verdict is Verdict.STRAINED
    people = ids(corpus, "101343754")
    assert people < set(check.claims)
    level = implied(check, "enterprise_count").printed
    assert level.low is not None
    assert level.high is not None
    assert 76_500 < level.low < level.high < 77_600


def test_growth_over_four_years_and_twofold(corpus: Corpus, found: Audit) -> None:
    base, level = ids(corpus, "$672 million"), ids(corpus, "$1.345 billion")
    (yearly,) = checks(found, "compound_growth", base, level)
    assert yearly.verdict is Verdict.INCONSISTENT
    assert yearly.parameters == (("years", 4),)
    rate = implied(yearly, "annual_revenue_growth").printed
    assert rate.low is not None
    assert rate.high is not None
    assert F(189, 10) < rate.low < rate.high < 19
    # The ends are the fourth roots of the quotients, found without taking one.
    assert (1 + rate.low / 100) ** 4 <= F("1344.5") / F("672.5") < (1 + rate.low / 100 + F(1, 10**9)) ** 4
    assert (1 + rate.high / 100) ** 4 >= F("1345.5") / F("671.5") > (1 + rate.high / 100 - F(1, 10**9)) ** 4
    (twofold,) = checks(found, "multiple", base, level, ids(corpus, "twofold"))
    assert twofold.verdict is Verdict.CONSISTENT


def test_hardware_exports_of_national_exports(corpus: Corpus, found: Audit) -> None:
    (check,) = checks(found, "share_of_total", ids(corpus, "32%"), ids(corpus, "$5.5 billion"))
    assert check.verdict is Verdict.INCONSISTENT
    total = next(term for term in check.terms if term.role == "total")
    assert total.lower_bound
    assert [link.kind for link in check.links] == [LinkKind.PART_OF_PERIOD]
    whole = next(q for q in check.implied if q.role == "total").printed
    assert whole == closed(F(545, 325) * 10 * BN, F(555, 315) * 10 * BN)
    slip = next(c for c in check.causes if c.kind is CauseKind.SCALE_SLIP)
    assert slip.status is CauseStatus.LIKELY


def test_capital_abroad_fits_the_stock_not_the_flow(corpus: Corpus, found: Audit) -> None:
    (check,) = checks(found, "share_of_total", ids(corpus, "13%"), ids(corpus, "$2.82 billion"))
    assert check.verdict is Verdict.CONSISTENT
    assert ids(corpus, "22100000000") < set(check.claims)
    flow = implied(check, "share_of_overseas_investment", "investment_capital_flow")
    assert flow.printed.low is not None
    assert flow.printed.low > 600


def test_a_change_of_a_percentage_has_two_readings(corpus: Corpus, found: Audit) -> None:
    (check,) = checks(found, "percent_or_points", ids(corpus, "3.1%"), ids(corpus, "31.8%"))
    assert check.verdict is Verdict.AMBIGUOUS
    percent = implied(check, "domestic_value_share", "percent").printed
    assert percent == closed(F("31.75") / F("1.0315"), F("31.85") / F("1.0305"))
    assert implied(check, "domestic_value_share", "points").printed == closed(F("28.6"), F("28.8"))


FITS = [
    ("sum_of_parts", ["27,600"], ["4,500"], ["12,500"], ["750"], ["9,700"]),
    ("sum_of_parts", ["1.26 million"], ["900,000"], ["224,000"], ["84,000"], ["3,700"]),
    ("growth", ["10.9%"], ["$137 billion"], ["$152 billion"]),
    ("conversion", ["3.88 million billion VND"], ["$152 billion"]),
    ("common_rate", ["3.88 million billion VND"], ["$152 billion"]),
    ("sum_of_parts", ["$45.5 billion"], ["$26.4 billion"], ["$19 billion"]),
]


@pytest.mark.parametrize("case", FITS, ids=lambda case: f"{case[0]}-{case[1][0]}")
def test_what_fits_is_not_reported(
    corpus: Corpus, found: Audit, case: tuple[str, *tuple[list[str], ...]]
) -> None:
    rule, *figures = case
    held = checks(found, rule, *(ids(corpus, *surfaces) for surfaces in figures))
    assert held
    assert {check.verdict for check in held} == {Verdict.CONSISTENT}


def conflict(found: Audit, one: set[str], other: set[str]) -> Conflict:
    (held,) = [
        c for c in found.conflicts
        if any(set(a) & one and set(b) & other for a, b in (c.sides, c.sides[::-1]))
    ]  # fmt: skip
    return held


def status(held: Conflict, kind: CauseKind) -> CauseStatus:
    return next(cause.status for cause in held.causes if cause.kind is kind)


def test_two_counts_of_one_ministry(corpus: Corpus, found: Audit) -> None:
    held = conflict(found, ids(corpus, "50,000"), ids(corpus, "27,600"))
    assert held.verdict is Verdict.SOFT_CONFLICT
    assert held.same_authority
    assert held.gap == (F(22_400), F(22_400, 50_000))
    assert len(held.origins) == 1


def test_two_sizes_of_the_industry(corpus: Corpus, found: Audit) -> None:
    held = conflict(found, ids(corpus, "$152 billion"), ids(corpus, "$155 billion"))
    assert held.verdict is Verdict.SOFT_CONFLICT
    rate = next(cause for cause in held.causes if cause.kind is CauseKind.EXCHANGE_RATE)
    assert rate.status is CauseStatus.RULED_OUT
    assert "3,880,000,000,000,000 VND" in rate.why[0]
    hedge = next(cause for cause in held.causes if cause.kind is CauseKind.HEDGE)
    assert "without the hedges they are disjoint" in hedge.why[0]
    assert held.gap == (F(3 * BN), F(3, 155))


def test_six_markets_or_seven(corpus: Corpus, found: Audit) -> None:
    one = {c.id for c in corpus.figures if c.metric == "metric/leading_market_count" and c.article == A}
    other = {c.id for c in corpus.figures if c.metric == "metric/leading_market_count" and c.article == B}
    held = conflict(found, one, other)
    assert held.verdict is Verdict.HARD_CONFLICT
    assert status(held, CauseKind.SCOPE) is CauseStatus.POSSIBLE
    assert status(held, CauseKind.HEDGE) is CauseStatus.RULED_OUT


def test_founded_and_gone_abroad_in_one_year(corpus: Corpus, found: Audit) -> None:
    held = conflict(found, ids(corpus, "1999", article=A), ids(corpus, "1999", article=B))
    assert held.verdict is Verdict.RELATED


@pytest.mark.parametrize(("one", "other"), [("$3.6 billion", "$3 billion"), ("$1 billion", None)])
def test_a_vaguer_figure_is_no_conflict(corpus: Corpus, found: Audit, one: str, other: str | None) -> None:
    held = conflict(found, ids(corpus, one, article=A), ids(corpus, other or one, article=B))
    assert held.verdict in (Verdict.REFINING, Verdict.EQUAL)


def test_nothing_else_is_inconsistent(corpus: Corpus, found: Audit) -> None:
    """What is reported beyond the cases above was read by eye: it follows from the two disputed totals."""
    told = {
        (check.rule, frozenset(by_id[c] for c in check.claims))
        for by_id in [{c.id: c.evidence.exact or str(c.value) for c in corpus.figures}]
        for check in found.checks
        if check.verdict in (Verdict.INCONSISTENT, Verdict.STRAINED)
    }
    parts = {"4,500", "12,500", "750", "9,700"}
    assert told == {
        ("share_of_total", frozenset({"31.8%", "$45.5 billion", "$155 billion"})),
        ("share_of_total", frozenset({"31.8%", "$45.5 billion", "$152 billion"})),
        ("ratio_to_level", frozenset({"0.76", "27,600", "101343754"})),
        ("compound_growth", frozenset({"22-28%", "$672 million", "$1.345 billion"})),
        ("share_of_total", frozenset({"32%", "$5.5 billion", "384000000000"})),
        # Of the two totals of 2024, growth fits the one of its own article, 152.
        ("growth", frozenset({"10.9%", "$137 billion", "$155 billion"})),
        # Of the two counts, segments and ratio are told with 27,600.
        ("sum_of_parts", frozenset({"50,000", *parts})),
        ("ratio_to_level", frozenset({"0.76", "50,000", "101343754"})),
    }


def test_nothing_rests_on_a_claim_that_is_gone(corpus: Corpus, found: Audit) -> None:
    for gone in corpus.figures[:: len(corpus.figures) // 12]:
        less = audit(replace(corpus, figures=tuple(c for c in corpus.figures if c.id != gone.id)))
        named = {i for c in less.checks for i in c.claims} | {i for c in less.conflicts for i in c.claims}
        assert gone.id not in named | {i for d in less.derived for i in d.quantity.claims}
        kept = {c.id for c in found.checks if gone.id not in c.claims}
        assert {c.id for c in less.checks} >= {
            c for c in kept
            if gone.conversion_of is None and not any(f.conversion_of == gone.id for f in corpus.figures)
        }  # fmt: skip


def test_the_order_of_claims_changes_nothing(corpus: Corpus, found: Audit) -> None:
    again = audit(replace(corpus, figures=corpus.figures[::-1]))
    assert [c.id for c in again.checks] == [c.id for c in found.checks]
    assert [c.id for c in again.conflicts] == [c.id for c in found.conflicts]
    assert [d.id for d in again.derived] == [d.id for d in found.derived]
    assert again.statements == found.statements


def test_every_sentence_is_told_in_both_languages(found: Audit) -> None:
    for check in found.checks:
        assert all(check.why)
        assert all(text for cause in check.causes for text in cause.why)
    for held in found.conflicts:
        assert all(held.why)
        assert held.why[0] != held.why[1]
    assert all(en and vi for en, vi in found.statements.values())
