"""Answers in one sentence: figures in words, strict templates, and nothing said that no row holds."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import RunKg
from hypothesis import given
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg.answer import Answer, ColumnType, Table
from kg.errors import UsageError
from kg.figurewords import figure_words, number_words, period_words
from kg.labels import Source
from kg.lists import Hedge
from kg.namespaces import ID
from kg.sentence import Naming, sentence
from kg.template import Call, calls, parse

# Figures in words.


@pytest.mark.parametrize(
    ("hedge", "value", "value_max", "unit", "names", "english", "vietnamese"),
    [
        ("about", "152000000000", None, "USD", ("US dollar", "Đô la Mỹ"), "about $152 billion",
         "khoảng 152 tỷ USD"),
        ("exact", "3950000000000000", None, "VND", ("", ""), "3.95 quadrillion VND", "3,95 triệu tỷ đồng"),
        ("over", "62849000000000", None, "VND", ("", ""), "over 62.849 trillion VND",
         "hơn 62,849 nghìn tỷ đồng"),
        ("exact", "1347087000000000", None, "VND", ("", ""), "1.347087 quadrillion VND",
         "1,347087 triệu tỷ đồng"),
        ("at_least", "5", None, "EUR", ("euro", "Đồng euro"), "at least 5 EUR", "ít nhất 5 EUR"),
        ("exact", "31.8", None, "percent", ("percent", "phần trăm"), "31.8%", "31,8%"),
        ("range", "22", "28", "percent", ("", ""), "22–28%", "22–28%"),
        ("range", "-5", "3", "percent", ("", ""), "-5 to 3%", "-5 đến 3%"),
        ("exact", "10.5", None, "percentage_point", ("percentage points", "điểm phần trăm"),
         "10.5 percentage points", "10,5 điểm phần trăm"),
        ("nearly", "27600", None, "enterprises", ("enterprises", "doanh nghiệp"),
         "nearly 27,600 enterprises", "gần 27.600 doanh nghiệp"),
        ("exact", "1", None, "countries", ("countries", "quốc gia"), "1 country", "1 quốc gia"),
        ("exact", "1", None, "businesses", ("business", ""), "1 business", "1 businesses"),
        ("at_most", "10", None, "rank", ("rank", "hạng"), "at most number 10", "tối đa hạng 10"),
        ("exact", "1999", None, "year", ("year", "năm"), "1999", "1999"),
        ("under", "1.5", None, "ratio", ("", ""), "under 1.5 times", "dưới 1,5 lần"),
        ("exact", "0", None, "persons", ("persons", "người"), "0 persons", "0 người"),
        ("roughly", "7", None, "", ("", ""), "roughly 7", "roughly 7"),
    ],
)  # fmt: skip
def test_a_figure_is_said_as_people_say_it(
    hedge: str,
    value: str,
    value_max: str | None,
    unit: str,
    names: tuple[str, str],
    english: str,
    vietnamese: str,
) -> None:
    most = None if value_max is None else Decimal(value_max)
    assert figure_words(hedge, Decimal(value), most, unit, names) == (english, vietnamese)


@given(st.decimals(min_value="0.000001", max_value=10**17, places=6, allow_nan=False))
def test_a_number_in_words_is_the_number(value: Decimal) -> None:
    english, vietnamese = number_words(value)
    factors = {"million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}
    digits, _, name = english.partition(" ")
    assert Decimal(digits.replace(",", "")) * factors.get(name, 1) == value
    swapped = vietnamese.split(" ")[0].translate(str.maketrans(",.", ".,"))
    assert swapped == digits


def test_every_hedge_has_words() -> None:
    said = {figure_words(hedge, Decimal(7), None, "", ("", "")) for hedge in Hedge}
    assert len(said) == len(Hedge) - 1, "exact and range have none"


@pytest.mark.parametrize(
    ("label", "english", "vietnamese"),
    [
        ("2024", "2024", "2024"),
        ("as of 2024-11", "as of 2024-11", "tính đến 2024-11"),
        ("2018-01/2018-09", "2018-01 to 2018-09", "2018-01 đến 2018-09"),
        ("undated", "no date given", "không nêu thời điểm"),
    ],
)
def test_a_period_is_said(label: str, english: str, vietnamese: str) -> None:
    assert period_words(label) == (english, vietnamese)


# Templates.

COLUMNS = dict.fromkeys(
    ("subject", "period", "hedge", "value", "value_max", "unit", "status", "disputed", "article", "slot",
     "year", "note", "where"), ColumnType.TEXT
)  # fmt: skip


def test_a_template_is_read() -> None:
    template = parse(
        'A {count article source "many sources"}[: {figures subject period 5}]{subject}.', COLUMNS
    )
    assert list(calls(template)) == [
        Call("count", ("article",), nouns=("source", "many sources")),
        Call("figures", ("subject", "period"), 5),
        Call("list", ("subject",)),
    ]
    (call,) = calls(parse("{count article source sources where note!=}", COLUMNS))
    assert (call.where, call.nouns) == (("note", False, ""), ("source", "sources"))
    # A column may be called so.
    assert list(calls(parse("{pairs subject where 2}", COLUMNS))) == [Call("pairs", ("subject", "where"), 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{nothing}", "neither a column nor a call"),
        ("{subject 3}", "neither a column nor a call"),
        ("{subject.__class__}", "neither a column nor a call"),
        ("{0}", "neither"),
        ("{}", "empty"),
        ("{list}", "needs a column"),
        ("{list colour}", "needs a column"),
        ("{list subject 0}", "no column here"),
        ("{count subject one many more}", "no column here"),
        ("{tally subject slot 3}", "no column here"),
        ("{list subject where colour=red}", "'colour' is no column"),
        ("{disputed now}", "no column here"),
        ("a { b", "a lone {"),
        ("a } b", "a lone }"),
        ("{a {subject}}", "a lone {"),
        ("a ] b", "a lone ]"),
        ("[a", "not closed"),
        ("[{subject} [b]]", "brackets in brackets"),
        ("[always]", "without a placeholder"),
    ],
)
def test_what_is_no_template_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        parse(text, COLUMNS)


def test_a_call_needs_its_columns() -> None:
    with pytest.raises(ValueError, match="needs the column slot"):
        parse("{figures}", {name: type_ for name, type_ in COLUMNS.items() if name != "slot"})
    with pytest.raises(ValueError, match="needs the column hedge"):
        parse("{lowest}", {"value": ColumnType.DECIMAL})


@given(st.text(alphabet="{}[]\"' abcount3=!where_subject.list", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        template = parse(text, COLUMNS)
    except ValueError:
        return
    assert all(set(call.columns) <= set(COLUMNS) for call in calls(template))


# Sentences.

TYPES = {
    "subject": ColumnType.ENTITY, "metric": ColumnType.ID, "period": ColumnType.TEXT,
    "hedge": ColumnType.ID, "value": ColumnType.DECIMAL, "value_max": ColumnType.DECIMAL,
    "unit": ColumnType.ID, "status": ColumnType.ID,
    "disputed": ColumnType.BOOLEAN, "article": ColumnType.ID, "slot": ColumnType.ID, "year": ColumnType.TEXT,
}  # fmt: skip
KINDS = {"subject": "company", "metric": "metric", "hedge": "hedge", "unit": "unit", "status": "status",
         "article": "article", "slot": "slot"}  # fmt: skip
NAMES = {
    f"{ID}company/fpt": "FPT", f"{ID}company/cmc": "CMC",
    f"{ID}status/target": "target", f"{ID}unit/persons": "persons",
    f"{ID}status/estimate": "estimate", f"{ID}status/actual": "actual",
}  # fmt: skip
SOURCES = {f"{ID}article/{n}": Source(f"Title {n}", "" if n == "c" else f"Paper {n}", "", "https://c.example/x")
           for n in "abcd"}  # fmt: skip
BASE: dict[str, Any] = {
    "subject": "fpt", "metric": "revenue", "period": "2024", "hedge": "exact", "value": 2, "value_max": None,
    "unit": "persons", "status": "actual", "disputed": False, "article": "a", "slot": "s", "year": "2024",
}  # fmt: skip


def term(column: str, value: Any) -> Any:
    if value is None:
        return None
    if column in KINDS:
        return ox.NamedNode(f"{ID}{KINDS[column]}/{value}")
    return ox.Literal(value if isinstance(value, bool) else str(value))


def answer(*rows: dict[str, Any]) -> Answer:
    held = [{**BASE, **row} for row in rows]
    terms = tuple(tuple(term(column, row[column]) for column in TYPES) for row in held)
    return Answer.of(Table(tuple(TYPES), terms), "", TYPES)


def say(template: str, *rows: dict[str, Any], language: str = "en") -> str:
    naming = Naming(language, NAMES, SOURCES)
    return sentence(parse(template, TYPES), answer(*rows), naming, "(FPT)")


FIGURES = "{figures subject period}"


def test_one_figure_names_its_source() -> None:
    assert say(FIGURES, {}) == "FPT, 2024: 2 persons (Paper a)"
    assert say(FIGURES, {"article": "c"}) == "FPT, 2024: 2 persons (“Title c”)"
    assert say(FIGURES, {}, language="vi") == "FPT, 2024: 2 persons (Paper a)"


def test_figures_that_differ_are_a_spread_with_hedges_sources_and_dispute() -> None:
    rows = [
        {"value": 3, "hedge": "about", "article": "b", "disputed": True},
        {"value": 2, "hedge": "over", "disputed": True},
        {"value": 5, "article": "c", "disputed": True},
    ]
    said = "FPT, 2024: from over 2 persons to 5 persons (3 sources, disputed)"
    assert say(FIGURES, *rows) == say(FIGURES, *reversed(rows)) == said
    assert say(FIGURES, *rows, language="vi") == (
        "FPT, 2024: từ hơn 2 persons đến 5 persons (3 nguồn, các nguồn không thống nhất)"
    )


def test_one_number_hedged_in_two_ways_is_said_in_both() -> None:
    said = say(FIGURES, {}, {"hedge": "about", "article": "b"})
    assert said == "FPT, 2024: 2 persons or about 2 persons (Paper a and Paper b)"


def test_figures_of_two_slots_are_never_put_together() -> None:
    rows = [{"slot": "s"}, {"slot": "t", "subject": "cmc", "value": 900}]
    assert say(FIGURES, *rows) == "FPT, 2024: 2 persons (Paper a); CMC, 2024: 900 persons (Paper a)"
    rows = [{"slot": "s"}, {"slot": "t", "value": 900, "metric": "profit"}]
    assert "from" not in say(FIGURES, *rows)


def test_two_currencies_of_a_slot_stand_side_by_side() -> None:
    rows = [{"unit": "USD", "value": 152 * 10**9}, {"unit": "VND", "value": 388 * 10**13, "article": "b"}]
    assert say("{figures}", *rows) == "$152 billion or 3.88 quadrillion VND (Paper a and Paper b)"


def test_a_plan_is_called_one() -> None:
    assert say("{figures}", {"status": "target"}) == "2 persons (target, Paper a)"


def test_the_newest_reported_year_of_the_fullest_series_comes_first() -> None:
    rows = [
        {"slot": "cmc", "subject": "cmc", "period": "2025", "year": "2025"},
        {"slot": "old", "period": "2019", "year": "2019"},
        {"slot": "month", "period": "2025-07", "year": "2025-07"},
        {"slot": "plan", "period": "2030", "year": "2030", "status": "target"},
        {"slot": "new", "period": "2024", "year": "2024"},
    ]
    assert say("{figures subject period 2}", *rows) == (
        "FPT, 2024: 2 persons (Paper a); CMC, 2025: 2 persons (Paper a); and 3 more"
    )


def test_disputes_that_were_not_told_are_counted() -> None:
    rows = [{"slot": "s"}, {"slot": "t", "disputed": True, "year": "2020", "period": "2020"}]
    assert say("{figures period 1}.[ {disputed}]", *rows).endswith(
        "and 1 more. Sources disagree on 1 of these 2 figures."
    )
    assert say("{figures period 2}.[ {disputed}]", *rows).endswith("(Paper a, disputed).")
    assert say("{count slot}.[ {disputed}]", {"disputed": True}) == "1. The sources disagree."
    assert say("{count slot}.[ {disputed}]", {}) == "1."


def test_counts_lists_tallies_pairs_and_ends() -> None:
    held = ((3, "a", "actual"), (1, "b", "target"), (2, "c", "actual"), (2, "d", "actual"))
    rows = [{"value": n, "article": a, "slot": a, "status": s} for n, a, s in held]
    assert (
        say('{count} {count article paper papers} {count subject "firm" "firms"}', *rows)
        == "4 4 papers 1 firm"
    )
    assert (
        say("{list article 2}; {article}", *rows)
        == "Paper a, Paper b and 2 more; Paper a, Paper b, “Title c” and 1 more"
    )
    assert say("{list article 1}", *rows) == "Paper a (and 3 more)"
    assert say("{list article 4}", *rows) == "Paper a, Paper b, “Title c” and Paper d"
    assert say("{tally status slot}", *rows) == "3 actual, 1 target"
    assert say("{pairs article status 1}", *rows[:1]) == "Paper a (actual)"
    assert say("{lowest value} to {highest value}, {lowest}", *rows) == "1 to 3, 1 person"
    assert say("x[, {count slot plan plans where status=target}]", *rows) == "X, 1 plan"
    assert say("x[, {count slot plan plans where status=forecast}]", *rows) == "X"
    assert say("{years}", {}, {"period": "2019-H1"}, {"period": "undated"}) == "2019–2024"
    assert say("none {for}", {}) == "None (FPT)"


NUMBERS = st.integers(min_value=1, max_value=10**16)
ROWS = st.lists(
    st.fixed_dictionaries({
        "value": NUMBERS, "slot": st.sampled_from("stuv"), "hedge": st.sampled_from(list(Hedge)),
        "unit": st.sampled_from(["USD", "VND", "persons"]), "article": st.sampled_from("abcd"),
        "year": st.sampled_from(["2019", "2024", "undated"]), "disputed": st.booleans(),
    }), min_size=1, max_size=12,
)  # fmt: skip


@given(ROWS)
def test_every_figure_said_is_one_of_a_row_with_its_hedge_and_unit(rows: list[dict[str, Any]]) -> None:
    said = say("it: {figures 9}", *rows).removeprefix("It: ")
    possible = {
        figure_words(row["hedge"], Decimal(row["value"]), None, row["unit"], ("persons", ""))[0]
        for row in rows
    }
    for group in said.split("; "):
        body = group.rsplit(" (", 1)[0]
        for figure in re.split(r" or |^from | to ", body):
            assert figure.removeprefix("from ") in possible | {""}


@given(ROWS)
def test_the_order_of_rows_changes_no_spread(rows: list[dict[str, Any]]) -> None:
    one_slot = [{**row, "slot": "s", "unit": "USD", "value": n + 1} for n, row in enumerate(rows)]
    spread = [re.split(r" \(", say("{figures}", *order))[0] for order in (one_slot, one_slot[::-1])]
    assert spread[0] == spread[1]


# From Python and on the command line.


def test_an_answer_tells_itself(built_store: Path) -> None:
    graph = KnowledgeGraph.open(built_store)
    found = graph.ask("enterprise-count", year="2024", subject="Vietnam ICT industry")
    said = found.sentence()
    assert said.startswith(
        "Enterprises, as 2 sources count them: Vietnam ICT industry, 2024 and as of 2024-11:"
    )
    assert "from over 27,600 enterprises to over 50,000 enterprises (" in said
    assert said.endswith("VietNamNet, disputed). What counts as one is left open: 2 figures.")
    # In another language, everything is.
    assert (
        found.sentence("vi")
        == graph.ask("enterprise-count", "vi", year="2024", subject="Vietnam ICT industry").sentence()
    )
    assert "hơn 27.600 doanh nghiệp" in found.sentence("vi")
    assert graph.ask("enterprise-count", lang="vi").sentence() == graph.ask("enterprise-count").sentence("vi")
    with pytest.raises(UsageError, match="no language 'fr'"):
        found.sentence("fr")
    with pytest.raises(UsageError, match="no answer to a saved question"):
        graph.sparql("SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1").sentence()


def test_the_command_prints_the_sentence_alone(kg: RunKg, built_store: Path, tmp_path: Path) -> None:
    asked = ("query", "state-budget", "--sentence", "--store", str(built_store))
    done = kg(*asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Paid into the state budget, as 1 source states it: Vietnam digital technology industry, 2024: "
        "over $2.2 billion (estimate, VietNamNet).\n"
    )
    target = tmp_path / "said.txt"
    assert kg(*asked, "--lang", "vi", "-o", str(target)).stdout == ""
    assert target.read_text(encoding="utf-8").startswith("Nộp ngân sách nhà nước, theo 1 nguồn:")
    nothing = kg(*asked, "-p", "from", "1950", "-p", "to", "1960")
    assert (
        nothing.stdout
        == "No source in the graph states a payment into the state budget (from 1950, to 1960).\n"
    )


@pytest.mark.parametrize("extra", [["-f", "csv"], ["--chart", "x.svg"]], ids=str)
def test_the_sentence_comes_alone_or_not_at_all(kg: RunKg, built_store: Path, extra: list[str]) -> None:
    done = kg("query", "state-budget", "--sentence", "--store", str(built_store), *extra)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "--sentence takes no format" in done.stderr
