"""Plans told in two ways; records; what is out of all proportion."""

from __future__ import annotations

import pytest
from claims import article, check, checks, corpus, figure, verdict

from kg.audit import audit
from kg.audited import Check
from kg.claim import Article, FigureClaim
from kg.lists import CauseKind, CauseStatus

EARLY, LATE = article("early", "2019-07-12"), article("late", "2020-12")


def moved(*figures: FigureClaim, articles: tuple[Article, ...] = (EARLY, LATE)) -> list[Check]:
    return [c for c in audit(corpus(figures, articles)).checks if c.rule == "moved_target"]


def goal(period: str, stem: str, text: str = "1 billion", **more: str) -> FigureClaim:
    return figure(text, status="target", period=period, article=stem, **more)  # type: ignore[arg-type]


# One goal, two deadlines


@pytest.mark.parametrize(
    ("first", "then", "years", "words"),
    [
        ("2023", "2025", 2, "was put off"),
        ("2030", "2025", -5, "was brought forward"),
    ],
)
def test_a_goal_told_again_with_another_deadline_was_moved(
    first: str, then: str, years: int, words: str
) -> None:
    before, after = goal(first, "early"), goal(then, "late")
    (found,) = moved(before, after)
    assert found.verdict == "moved"
    assert [term.claim for term in found.terms] == [after.id, before.id]
    assert dict(found.parameters) == {"years": years, "order_known": 1}
    assert words in found.why[0]
    assert f"due in {first} (“early”, 2019-07-12) and in {then} (“late”, 2020-12)" in found.why[0]


def test_where_the_order_is_not_known_none_is_told() -> None:
    (found,) = moved(goal("2023", "early"), goal("2025", "none"), articles=(EARLY, article("none", None)))
    assert not dict(found.parameters)["order_known"]
    assert "two deadlines" in found.why[0]


def test_three_deadlines_are_told_step_by_step() -> None:
    goals = [goal(due, stem) for due, stem in (("2028", "c"), ("2023", "a"), ("2025", "b"))]
    dates = [article(stem, f"20{n}-01-01") for stem, n in (("a", 19), ("b", 20), ("c", 25))]
    found = moved(*goals, articles=tuple(dates))
    assert [(c.implied[0].period, c.stated.period) for c in found] in (
        [("2023", "2025"), ("2025", "2028")], [("2025", "2028"), ("2023", "2025")],
    )  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        goal("2023", "late"),  # the same deadline
        goal("2025", "late", "2 billion"),
        goal("2025", "late", market="market/japan"),
        goal("undated", "late"),
        figure("1 billion", status="forecast", period="2025", article="late"),
        figure("1 billion", period="2025", article="late"),
    ],
)
def test_other_goals_are_not_this_one_moved(other: FigureClaim) -> None:
    assert not moved(goal("2023", "early"), other)


def test_a_rate_for_each_year_is_not_moved() -> None:
    told = [
        goal(due, stem, "10", metric="revenue_growth") for due, stem in (("2023", "early"), ("2025", "late"))
    ]
    assert not moved(*told)


def test_the_year_of_publication_is_no_deadline() -> None:
    told = [
        goal("undated", "early", "900", metric="firms", published="2019-07-12"),
        goal("undated", "late", "900", metric="firms", published="2020-12"),
    ]
    assert not moved(*told)


# Planned, or done


def told_twice(plan: FigureClaim, done: FigureClaim) -> list[Check]:
    return [c for c in audit(corpus([plan, done], [LATE])).checks if c.rule == "plan_or_done"]


def test_a_plan_that_another_source_tells_as_done() -> None:
    plan, done = goal("undated", "late"), figure("1 billion", "about", period="2020", article="b")
    (found,) = told_twice(plan, done)
    assert (found.verdict, found.claims) == ("ambiguous", (plan.id, done.id))
    assert "told as done" in found.why[0]
    assert "as still planned (“late”, 2020-12)" in found.why[0]


@pytest.mark.parametrize(
    ("plan", "done"),
    [
        (goal("undated", "late"), figure("1 billion", period="2021", article="b")),  # fulfilled since
        (goal("2021", "late"), figure("1 billion", period="2020", article="b")),
        (goal("undated", "late"), figure("2 billion", period="2020", article="b")),
        (goal("undated", "late"), figure("1 billion", period="undated", article="b")),
    ],
)
def test_a_plan_fulfilled_later_is_no_contradiction(plan: FigureClaim, done: FigureClaim) -> None:
    assert not told_twice(plan, done)


# Records


@pytest.mark.parametrize(
    ("now", "hedge", "before", "word"),
    [
        ("220.4 billion", "exact", "264 billion", "inconsistent"),
        ("65 billion", "exact", "65.5 billion", "consistent"),  # 65 may be 65.5
        ("250 billion", "about", "264 billion", "inconsistent"),
        ("252 billion", "about", "264 billion", "strained"),
        ("300 billion", "exact", "264 billion", "consistent"),
    ],
)
def test_the_highest_yet_is_not_below_an_earlier_period(now: str, hedge: str, before: str, word: str) -> None:
    known = [figure(before, period="2020"), figure("9 billion", period="2021")]
    found = check(figure(now, hedge), *known, figure("1", metric="revenue_record"), rule="record")
    assert found.verdict.value == word
    assert [term.role for term in found.terms] == ["record", "level", "before"]
    assert found.implied[1].period == "2020"


def test_a_record_is_held_against_periods_as_long_and_before() -> None:
    told, level = figure("1", metric="revenue_record"), figure("10 billion")
    others = [figure("40 billion", period=period) for period in ("2025", "2019/2022", "undated")]
    assert not checks(told, level, *others, rule="record")
    assert not checks(figure("2", metric="revenue_record"), level, figure("40 billion", period="2020"),
                      rule="record")  # fmt: skip


# Out of all proportion


@pytest.mark.parametrize(
    ("year", "part", "told"),
    [
        ("398 million", "372 million", True),  # the last quarter would have next to nothing
        ("398 million", "280 million", False),
        ("4000 million", "280 million", True),
        ("300 million", "372 million", False),  # more than the whole: another rule's
    ],
)
def test_the_rest_of_a_year_runs_at_a_like_pace(year: str, part: str, told: bool) -> None:
    found = checks(figure(year), figure(part, period="2024-01/2024-09"), rule="rest_of_period")
    assert [c.verdict.value for c in found] == ["implausible"] * told
    assert all(dict(c.parameters) == {"days": 274, "rest": 92} for c in found)


def test_an_open_end_leaves_room_for_any_pace() -> None:
    part = figure("372 million", period="2024-01/2024-09")
    assert not checks(figure("398 million", "over"), part, rule="rest_of_period")


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("4.0 billion", "4.2 billion", "4.4 billion"), 0),
        (("4.0 billion", "4.2 million", "4.4 billion"), 2),
        (("4.0 billion", "411 billion", "412 billion"), 1),
        (("4.0 billion", "399 billion", "398 billion"), 0),
    ],
)
def test_a_hundredfold_step_between_years_is_implausible(texts: tuple[str, ...], told: int) -> None:
    years = [figure(text, period=str(2021 + n)) for n, text in enumerate(texts)]
    found = checks(*years, rule="step")
    assert [c.verdict.value for c in found] == ["implausible"] * told


def test_a_step_tells_the_slip_and_where_it_belongs() -> None:
    odd, right = figure("4.2 million", period="2022"), figure("4.1 billion", period="2022", article="b")
    found = check(odd, right, figure("4.0 billion", period="2021"), rule="step")
    assert found.claims[0] == odd.id, "the figure beside it has the size of the year before"
    (cause,) = found.causes
    assert (cause.kind, cause.status) == (CauseKind.SCALE_SLIP, CauseStatus.LIKELY)
    assert "4,200,000,000" in cause.why[0]


def test_steps_over_many_years_are_growth() -> None:
    assert not checks(figure("5 million", period="2013"), figure("900 million", period="2024"), rule="step")


# Growth of what is planned; targets without a deadline


def test_a_planned_growth_starts_from_what_was() -> None:
    told = [
        figure("26.333 billion", status="target"), figure("1.3", metric="revenue_growth", status="target"),
        figure("25.461 billion", period="2023", article="b"),
    ]  # fmt: skip
    assert verdict(*told, rule="growth") == "inconsistent"
    planned = figure("25.995 billion", period="2023", status="target")
    assert verdict(*told, planned, rule="growth") == "consistent"


def test_a_figure_is_not_held_against_what_contradicts_its_own_article() -> None:
    """Another edition's forecast says nothing of this edition's growth."""
    own = [figure("14 billion", period="2020"), figure("52.0 billion", period="2025", article="a"),
           figure("29.5", metric="revenue_rate", period="2020/2025")]  # fmt: skip
    other = figure("43.0 billion", period="2025", article="b")
    found = checks(*own, other, rule="compound_growth")
    assert {c.verdict.value for c in found} == {"consistent"}
    assert other.id not in {claim for c in found for claim in c.claims}


def test_a_base_that_fits_speaks_for_the_figure() -> None:
    told = [figure("23.0 billion"), figure("28", metric="revenue_growth", article="c")]
    fits, does_not = figure("18.0 billion", period="2023", article="b"), figure("21.0 billion", period="2023")
    (found,) = checks(*told, fits, does_not, rule="growth")
    assert (found.verdict.value, fits.id in found.claims) == ("consistent", True)
    assert verdict(*told, does_not, rule="growth") == "inconsistent"


def test_a_target_without_a_deadline_cannot_be_judged() -> None:
    plan = figure("900", metric="firms", period="undated", status="target", published="2024-05-01")
    found = check(plan, figure("1000", metric="firms"), rule="target_vs_actual")
    assert found.verdict.value == "not_comparable"
    assert "without a deadline" in found.why[0]


def test_a_flow_is_met_early_by_the_latest_year_only() -> None:
    plan = figure("50 billion", status="target", period="2024")
    known = [figure("60 billion", period="2020"), figure("40 billion", period="2023")]
    assert verdict(plan, *known, rule="target_vs_actual") == "not_comparable"
