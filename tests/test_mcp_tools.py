"""The tools for language models: what they answer, that nothing in it is made up, and that it fits."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import founding
import pytest
from conftest import run_kg
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg.errors import KGError, LimitReached, UsageError
from kg.mcpserver import answers, parts
from kg.mcpserver.fit import MAX_BYTES, fitted, size_of
from kg.mcpserver.shelf import Shelf
from kg.mcpserver.tools import TOOLS, answered

SIZE_2024 = "revenue--vietnam-digital-technology-industry--2024--e728fae5"
ABOUT_152 = "f252d120b59e9473550c"


class Desk:
    """The tools on one store, called without any protocol."""

    def __init__(self, store: Path) -> None:
        self.shelf = Shelf(store)

    def ask(self, tool: str, **arguments: Any) -> dict[str, Any]:
        return answered(TOOLS[tool], self.shelf, arguments)

    def error(self, tool: str, **arguments: Any) -> str:
        with pytest.raises(KGError) as caught:
            self.ask(tool, **arguments)
        return caught.value.line()


@pytest.fixture(scope="module")
def desk(built_store: Path) -> Desk:
    return Desk(built_store)


@pytest.fixture(scope="module")
def wide(ecosystem_store: Path) -> Desk:
    return Desk(ecosystem_store)


# -- finding ids


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Viettel", "company/viettel-group"),
        ("tap doan viettel", "company/viettel-group"),
        ("TẬP ĐOÀN VIETTEL", "company/viettel-group"),
        ("Bộ Thông tin và Truyền thông", "ministry/ministry-of-information-and-communications"),
        ("bo thong tin va truyen", "ministry/ministry-of-information-and-communications"),
        ("doanh thu", "metric/revenue"),
        ("revenues", "metric/revenue"),
        ("what did FPT earn", "company/fpt-corporation"),
    ],
)
def test_entities_are_found_by_names_in_both_languages_without_marks(
    desk: Desk, text: str, first: str
) -> None:
    assert desk.ask("search_entities", text=text)["entities"][0]["id"] == first


def test_a_kind_narrows_and_what_is_of_another_is_said(desk: Desk) -> None:
    found = desk.ask("search_entities", text="vietnam", kinds=["country"])
    assert [entity["id"] for entity in found["entities"]] == ["country/vietnam"]
    assert "of another kind: company/viettel-group" in desk.error(
        "search_entities", text="Viettel", kinds=["metric"]
    )


def test_entities_say_how_much_there_is_about_them(desk: Desk, built_store: Path) -> None:
    graph = KnowledgeGraph.open(built_store)
    (found,) = desk.ask("search_entities", text="Viettel Group", limit=1)["entities"]
    about = [row for row in graph.claims() if "viettel-group" in (row["subject"], row["attributed_to"])]
    assert found["figures"] == len(about) > 0


def test_every_slot_is_listed_once_page_by_page(wide: Desk, ecosystem_store: Path) -> None:
    held = {row["slot"] for row in KnowledgeGraph.open(ecosystem_store).slots()}
    seen: list[str] = []
    while len(seen) < len(held):
        page = wide.ask("search_slots", limit=100, offset=len(seen))
        assert page["total"] == len(held)
        shown = [slot["slot"] for slot in page["slots"]]
        left_out = page.get("left_out", {}).get("slots", 0)
        assert page["truncated"] == (left_out > 0)
        assert len(shown) + left_out == min(100, len(held) - len(seen))
        assert size_of(page) <= MAX_BYTES
        seen += shown
    assert len(seen) == len(set(seen))
    assert set(seen) == held


def test_slots_by_subject_metric_period_and_words(desk: Desk) -> None:
    asked = {"subject": "aggregate/vietnam-digital-technology-industry", "metric": "metric/revenue"}
    found = desk.ask("search_slots", **asked, period="2024")["slots"]
    assert SIZE_2024 in {slot["slot"] for slot in found}
    assert all(slot["period"] == "2024" or slot["period"].startswith("2024-") for slot in found)
    by_words = desk.ask("search_slots", text="doanh thu cong nghiep so 2024")["slots"]
    assert SIZE_2024 in {slot["slot"] for slot in by_words}
    disputed = desk.ask("search_slots", disputed=True)["slots"]
    assert disputed
    assert all(slot["disputed"] for slot in disputed)


def test_what_there_is_instead_is_said(desk: Desk) -> None:
    fpt = "company/fpt-corporation"
    assert "of company/fpt-corporation there are: metric/" in desk.error(
        "search_slots", subject=fpt, metric="metric/population"
    )
    assert "there are: 2" in desk.error("search_slots", subject=fpt, period="1980")
    assert "none of these" in desk.error("search_slots", subject=fpt, period="2030", disputed=True)
    assert "offset: there are" in desk.error("search_slots", offset=100_000)


@pytest.mark.parametrize(
    "text",
    [
        "size of Vietnam's digital technology industry in 2024",
        "quy mô ngành công nghiệp công nghệ số Việt Nam năm 2024",
        "how large was the digital tech industry of vietnam 2024?",
    ],
)
def test_a_question_in_plain_words_finds_its_slot_and_says_what_is_near(wide: Desk, text: str) -> None:
    found = wide.ask("search_slots", text=text)
    assert SIZE_2024 in [slot["slot"] for slot in found["slots"]]
    assert "2024" in found["read_as"]["quoted_data"]
    near = {slot["slot"] for slot in found["near"]}
    assert any("vietnam-ict-industry" in slot for slot in near), "the series that looks alike"
    assert SIZE_2024 not in near
    assert wide.ask("get_slot", slot=found["near"][0]["slot"])["question"] == found["near"][0]["question"]


def test_a_question_that_no_slot_answers_is_an_error_that_leads_on(wide: Desk) -> None:
    assert "ask run_question for ownership, company: company/mobifone" in wide.error(
        "search_slots", text="who owns MobiFone?"
    )
    of_1970 = wide.error("search_slots", text="revenue of FPT in 1970")
    assert "none of that time (near are the slots revenue--fpt-corporation--" in of_1970
    assert "no opinions" in wide.error("search_slots", text="is FPT a good investment?")
    assert "find ids by search_entities" in wide.error("search_slots", text="quark")
    kept = wide.error(
        "search_slots", text="size of the digital technology industry 2024", metric="metric/profit"
    )
    assert "not of the subject, metric and period that are given" in kept


def test_ids_that_are_nearly_right_are_put_right(wide: Desk) -> None:
    for wrong, right in (
        ("company/vietell", "company/viettel-group"),
        ("company/fpt", "company/fpt-corporation"),
        ("company/digital-technology-industry-vietnam", "aggregate/vietnam-digital-technology-industry"),
    ):
        assert right in wide.error("search_slots", subject=wrong)
    assert SIZE_2024 in wide.error("get_slot", slot="revenue-vietnam-digital-technology-industry-2024")
    assert SIZE_2024 in wide.error("get_slot", slot=SIZE_2024.removesuffix("e728fae5"))


# -- figures


def test_a_slot_has_every_figure_with_hedge_interval_source_and_disputes(desk: Desk) -> None:
    slot = desk.ask("get_slot", slot=SIZE_2024)
    assert (slot["agreement"], slot["disputed"], slot["truncated"]) == ("soft_conflict", True, False)
    assert slot["total"] == len(slot["figures"])
    assert "sources disagree" in slot["safest_statement"]["quoted_data"]
    figure = next(figure for figure in slot["figures"] if figure["claim"] == ABOUT_152)
    assert figure["words"] == {"quoted_data": "$152 billion"}
    assert (figure["hedge"], figure["value"], figure["unit"]) == ("about", "152000000000", "USD")
    assert figure["expected"] == {"low": "144400000000", "high": "159600000000"}
    assert (figure["status"], figure["period"]["label"]) == ("actual", "2024")
    assert figure["attribution"]["to"][0]["id"] == "ministry/ministry-of-information-and-communications"
    assert figure["source"]["url"].startswith("https://primetweets.com/")
    assert figure["source"]["date"] is None
    assert figure["source"]["evidence_level"] == "anchored"
    assert figure["printed"] == "about $152 billion"
    assert figure["question"] == slot["question"]
    assert {dispute["verdict"] for dispute in figure["disputes"]} <= {"hard_conflict", "soft_conflict"}
    assert figure["disputes"]
    findings = {found["finding"] for found in slot["findings"]}
    assert {dispute["finding"] for figure in slot["figures"] for dispute in figure["disputes"]} == findings


def test_a_slot_comes_page_by_page_and_in_vietnamese(desk: Desk) -> None:
    whole = desk.ask("get_slot", slot=SIZE_2024, language="vi")
    assert whole["subject"]["name"] == "Ngành công nghiệp công nghệ số Việt Nam"
    assert "khoảng 152 tỷ USD" in [figure["printed"] for figure in whole["figures"]]
    pages = [
        desk.ask("get_slot", slot=SIZE_2024, limit=1, offset=n)["figures"] for n in range(whole["total"])
    ]
    assert [figure["claim"] for (figure,) in pages] == [figure["claim"] for figure in whole["figures"]]
    assert "has" in desk.error("get_slot", slot=SIZE_2024, offset=whole["total"])


def test_figures_are_compared_as_the_audit_compares_them(desk: Desk, built_store: Path) -> None:
    graph = KnowledgeGraph.open(built_store)
    compared = 0
    for row in graph.conflicts():
        sides = row["sides"]
        if row["slot"] is None or row["links"] or row["verdict"] == "related":
            continue
        answer = desk.ask("compare", claims=[sides[0][0], sides[1][0]])
        (pair,) = answer["pairs"]
        assert (pair["verdict"], pair["different"]) == (row["verdict"], [])
        assert pair["finding"]["finding"] == row["id"]
        compared += 1
    assert compared > 5


def test_figures_of_two_questions_are_not_compared_and_why_is_said(desk: Desk, built_store: Path) -> None:
    rows = list(KnowledgeGraph.open(built_store).claims())
    one = next(row for row in rows if row["metric"] == "enterprise_count" and row["period_label"] == "2024")
    (pair,) = desk.ask("compare", claims=[one["claim"], ABOUT_152])["pairs"]
    assert pair["verdict"] == "not_comparable"
    assert "metric: metric/enterprise_count and metric/revenue" in pair["different"]
    dong = next(row for row in rows if row["slot"] == SIZE_2024 and row["unit"] == "VND")
    (pair,) = desk.ask("compare", claims=[dong["claim"], ABOUT_152])["pairs"]
    assert pair["different"] == ["unit: VND and USD"]


def test_a_conflict_comes_with_its_causes_gap_and_claims(desk: Desk, built_store: Path) -> None:
    row = next(r for r in KnowledgeGraph.open(built_store).conflicts() if r["verdict"] == "hard_conflict")
    answer = desk.ask("explain_conflict", id=row["id"])
    (found,) = answer["findings"]
    assert found["gap"] == {**row["gap"], "unit": row["unit"]}
    assert [(c["cause"], c["status"]) for c in found["causes"]] == [
        (c["cause"], c["status"]) for c in row["causes"]
    ]
    assert {figure["claim"] for figure in answer["figures"]} == set(row["claims"])
    by_slot = desk.ask("explain_conflict", id=row["slot"], limit=50)
    by_claim = desk.ask("explain_conflict", id=row["claims"][0], limit=50)
    assert row["id"] in {found["finding"] for found in by_slot["findings"]}
    assert row["id"] in {found["finding"] for found in by_claim["findings"]}


def test_what_is_open_about_a_slot_comes_page_by_page_comparisons_first(wide: Desk) -> None:
    first = wide.ask("explain_conflict", id=SIZE_2024)
    assert first["total"] > len(first["findings"]) == 3
    seen: list[dict[str, Any]] = []
    while len(seen) < first["total"]:
        page = wide.ask("explain_conflict", id=SIZE_2024, limit=3, offset=len(seen))
        assert {f["claim"] for f in page["figures"]} == {
            c for found in page["findings"] for c in found["claims"]
        }
        seen += page["findings"]
    assert len({found["finding"] for found in seen}) == len(seen)
    sums = ["stated" in found for found in seen]
    assert sums == sorted(sums)
    assert [found["verdict"] for found in seen[: sums.index(True)]] == sorted(
        found["verdict"] for found in seen[: sums.index(True)]
    ), "hard conflicts before soft ones"
    assert "offset: there are" in wide.error("explain_conflict", id=SIZE_2024, offset=first["total"])


def test_arithmetic_that_does_not_hold_is_explained_with_what_it_implies(
    desk: Desk, built_store: Path
) -> None:
    row = next(r for r in KnowledgeGraph.open(built_store).checks() if r["verdict"] == "inconsistent")
    (found,) = desk.ask("explain_conflict", id=row["id"])["findings"]
    assert found["implied"][0]["low"] == row["implied"][0]["low"]
    assert found["cannot_all_hold"] == row["minimal_sets"]


def test_what_nobody_disputes_is_an_error(desk: Desk, built_store: Path) -> None:
    graph = KnowledgeGraph.open(built_store)
    quarrels = {c for t in (graph.conflicts(), graph.checks()) for r in t for c in r["claims"]}
    row = next(row for row in graph.slots() if not quarrels.intersection(row["claims"]))
    assert "nothing disputes the slot" in desk.error("explain_conflict", id=row["slot"])


def test_evidence_leads_to_the_words(desk: Desk, built_store: Path) -> None:
    graph = KnowledgeGraph.open(built_store)
    row = next(row for row in graph.claims() if row["claim"] == ABOUT_152)
    found = desk.ask("get_evidence", claim=f"claim/{ABOUT_152}")
    assert found["place"]["start"] == row["start"]
    assert found["place"]["text_sha256"].startswith("00f8cff495190a51")
    assert found["phrase"]["quoted_data"] == row["phrase"]
    assert "kg verify" in found["how_to_check"]
    cited = next(row for row in graph.claims() if row["evidence_level"] == "cited")
    found = desk.ask("get_evidence", claim=cited["claim"])
    assert (found["place"], found["figure"]["words"], found["phrase"]) == (None, None, None)
    assert "by its address only" in found["how_to_check"]
    relation = next(graph.relations())
    found = desk.ask("get_evidence", claim=relation["claim"])
    assert found["relation"]["predicate"] == relation["predicate"]
    assert found["relation"]["words"] == {"quoted_data": relation["cue"]}


# -- the engine


def test_a_saved_question_has_rows_sources_and_a_sentence(desk: Desk) -> None:
    answer = desk.ask("run_question", name="industry-size", parameters={"year": 2024})
    assert answer["total"] == len(answer["rows"])
    place = {name: n for n, name in enumerate(answer["columns"])}
    assert {row[place["article"]] for row in answer["rows"]} == {s["article"] for s in answer["sources"]}
    row = next(row for row in answer["rows"] if row[place["claim"]] == ABOUT_152)
    assert row[place["value"]] == "152000000000"
    assert row[place["surface"]] == {"quoted_data": "$152 billion"}
    assert row[place["disputed"]] is True
    assert row[place["period"]] == "2024"
    assert answer["sentence"]["quoted_data"].startswith("Revenue")
    assert "no parameter 'yeer'" in desk.error("run_question", name="industry-size", parameters={"yeer": 1})
    assert "no source in the graph answers industry-size with year 1990" in desk.error(
        "run_question", name="industry-size", parameters={"year": "1990"}
    )


def test_a_query_brings_the_figures_of_the_claims_that_it_names(desk: Desk) -> None:
    query = f"SELECT ?c ?v ?t {{ VALUES ?c {{ claim:{ABOUT_152} }} ?c vt:value ?v ; vt:surface ?t }}"
    answer = desk.ask("sparql", query=query)
    ((claim, value, text),) = answer["rows"]
    assert claim["iri"].endswith(ABOUT_152)
    assert value == {"value": "152000000000", "datatype": "xsd:decimal"}
    assert text == {"quoted_data": "$152 billion"}
    assert (answer["claims_named"], answer["figures"][0]["claim"]) == (1, ABOUT_152)
    triples = desk.ask("sparql", query=f"DESCRIBE claim:{ABOUT_152}")
    assert triples["form"] == "triples"
    assert len(triples["triples"]) == triples["total"]
    assert desk.ask("sparql", query="ASK { ?s ?p ?o }")["boolean"] is True
    assert "the query finds nothing" in desk.error("sparql", query="SELECT ?s { ?s a vt:Nonsense }")


# -- back in time, and a new build


def test_as_of_a_day_only_what_was_known_counts(wide: Desk, ecosystem_store: Path) -> None:
    day = "2023-12-31"
    then = KnowledgeGraph.open(ecosystem_store).as_of(day)
    slots = {row["slot"] for row in then.slots()}
    page = wide.ask("search_slots", as_of=day, limit=100)
    assert (page["as_of"], page["total"]) == (day, len(slots))
    slot = wide.ask("get_slot", slot=page["slots"][0]["slot"], as_of=day)
    assert all((figure["source"]["date"] or "") <= day for figure in slot["figures"])
    assert "there is no slot" in (error := wide.error("get_slot", slot=SIZE_2024, as_of=day))
    assert f"as of {day} (as_of leaves out articles of later or unknown date: ask without it" in error
    assert "nothing was known as of 1999-12-31" in wide.error("search_slots", as_of="1999")
    rows = wide.ask("run_question", name="industry-size", as_of="2024-06-30")
    assert all(source["date"] <= "2024-06-30" for source in rows["sources"])
    assert "2024-06-31" in wide.error("search_slots", as_of="2024-06-31")


def test_a_new_build_is_answered_from_with_the_next_call(built_store: Path, tmp_path: Path) -> None:
    store = shutil.copytree(built_store, tmp_path / "store")
    desk = Desk(store)
    first = desk.ask("get_slot", slot=SIZE_2024)
    seeds = tmp_path / "seeds"
    shutil.copytree(founding.SEEDS, seeds)
    (seeds / "articles" / "vietnamnet-2360811.yaml").unlink()
    assert run_kg("build", "--store", str(store), "--seeds", str(seeds)).returncode == 0
    second = desk.ask("get_slot", slot=SIZE_2024)
    assert second["build"] != first["build"]
    assert second["total"] < first["total"]


# -- nothing is made up

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What is said of the answer, not of the graph; and what no article changes.
_OF_THE_ANSWER = {
    "build",
    "as_of",
    "notice",
    "truncated",
    "left_out",
    "narrow",
    "offset",
    "total",
    "how_to_check",
    "printed",  # another test reads it back
}
_COUNTS = {"claims", "independent_origins", "figures", "relations"}


def _numbers(told: Any, key: str = "") -> Iterator[str]:
    """Every number in an answer, but for counts of its own items."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name not in _OF_THE_ANSWER and not (name in _COUNTS and isinstance(value, int)):
                yield from _numbers(value, name)
    elif isinstance(told, list):
        for item in told:
            yield from _numbers(item, key)
    elif isinstance(told, str | int) and not isinstance(told, bool):
        yield from _NUMBER.findall(str(told))


def _held(store: Path) -> set[str]:
    """Every number that the tables of a build hold."""
    folder = KnowledgeGraph.open(store).generation.path
    return {n for path in folder.glob("*.jsonl") for n in _NUMBER.findall(path.read_text(encoding="utf-8"))}


def _everything(desk: Desk, graph: KnowledgeGraph) -> Iterator[dict[str, Any]]:
    for row in graph.slots():
        yield desk.ask("get_slot", slot=row["slot"], language="vi" if len(row["slot"]) % 2 else "en")
    for row in (*graph.claims(), *graph.relations()):
        yield desk.ask("get_evidence", claim=row["claim"])
    for table in (graph.conflicts(), graph.checks()):
        for row in table:
            yield desk.ask("explain_conflict", id=row["id"])
    for row in graph.conflicts():
        if row["slot"] and len(row["claims"]) <= 8:
            yield desk.ask("compare", claims=row["claims"])
    for offset in range(0, len(list(graph.slots())), 30):
        yield desk.ask("search_slots", limit=30, offset=offset)
    for name in ("Viettel", "FPT", "doanh thu", "semiconductor", "bộ"):
        yield desk.ask("search_entities", text=name)


def test_every_number_of_every_answer_is_in_the_graph(wide: Desk, ecosystem_store: Path) -> None:
    graph, held = KnowledgeGraph.open(ecosystem_store), _held(ecosystem_store)
    answered_calls = 0
    for answer in _everything(wide, graph):
        assert set(_numbers(answer)) <= held, answer
        assert size_of(answer) <= MAX_BYTES
        answered_calls += 1
    assert answered_calls > 1_500


def test_an_invented_number_would_be_noticed(desk: Desk, built_store: Path) -> None:
    answer = desk.ask("get_slot", slot=SIZE_2024)
    answer["figures"][0]["value"] = "152000000001"
    assert not set(_numbers(answer)) <= _held(built_store)


_SCALES = {"quadrillion": 10**15, "trillion": 10**12, "billion": 10**9, "million": 10**6}


def _read(printed: str) -> set[Decimal]:
    """The ends of a printed figure."""
    scale = next((scale for name, scale in _SCALES.items() if f" {name}" in printed), 1)
    ends = re.match(r"\D*?(-?[\d.,]+)(?:(?:–| to )(-?[\d.,]+))?", printed)
    assert ends
    return {Decimal(end.replace(",", "")) * scale for end in ends.groups() if end}


def test_every_figure_is_the_row_of_its_claim(wide: Desk, ecosystem_store: Path) -> None:
    graph = KnowledgeGraph.open(ecosystem_store)
    articles = {row["article"]: row for row in graph.articles()}
    for row in graph.claims():
        figure = wide.ask("get_evidence", claim=row["claim"])["figure"]
        article = articles[row["article"]]
        assert figure["value"] == row["value"]
        assert figure.get("value_max") == row["value_max"]
        assert _read(figure["printed"]) == {Decimal(row[n]) for n in ("value", "value_max") if row[n]}
        assert (figure["hedge"], figure["status"], figure["unit"]) == (
            row["hedge"],
            row["status"],
            row["unit"],
        )
        assert (figure["expected"]["low"], figure["expected"]["high"]) == (row["lower"], row["upper"])
        assert (figure["possible"]["low"], figure["possible"]["high"]) == (
            row["lower_hard"],
            row["upper_hard"],
        )
        assert (figure["period"]["label"], figure["slot"]) == (row["period_label"], row["slot"])
        assert figure["disputed"] is row["disputed"]
        assert (figure["source"]["url"], figure["source"]["date"]) == (article["url"], article["date"])
        agents = ";".join(to["id"].rpartition("/")[2] for to in figure["attribution"]["to"])
        assert (agents or None) == row["attributed_to"]


# -- the size of an answer


def _slots(texts: list[str]) -> answers.Slots:
    made = [
        parts.SlotFound(
            slot=str(n), question=text, subject="s", metric="m", period="2024", family="observed",
            agreement="single", disputed=False, claims=1, independent_origins=1,
            safest_statement=parts.Quoted(quoted_data=text),
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip
    return answers.Slots(
        build="b", notice=answers.NOTICE, truncated=False, slots=made, offset=0, total=len(made)
    )


# Whatever stands in an answer has been made printable before.
_PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z")), max_size=40)


@settings(max_examples=40)
@given(st.lists(_PRINTABLE.map(lambda text: (text or "đ") * 60), max_size=60))
def test_an_answer_fits_and_says_what_it_leaves_out(texts: list[str]) -> None:
    whole = _slots(texts)
    told = fitted(whole)
    assert size_of(told) <= MAX_BYTES
    kept = len(told["slots"])
    assert told["slots"] == whole.model_dump(mode="json", exclude_unset=True)["slots"][:kept]
    assert kept + told.get("left_out", {}).get("slots", 0) == len(texts)
    assert told["truncated"] is (kept < len(texts))
    assert ("narrow" in told) is told["truncated"]
    if told["truncated"]:
        one_more = {**told, "slots": whole.model_dump(mode="json", exclude_unset=True)["slots"][: kept + 1]}
        assert size_of(one_more) > MAX_BYTES - 16


def test_an_item_that_never_fits_is_an_error() -> None:
    with pytest.raises(LimitReached, match="larger than 64 KB"):
        fitted(_slots(["đ" * MAX_BYTES]))


def test_figures_that_are_left_out_take_their_findings_along(wide: Desk, ecosystem_store: Path) -> None:
    graph = KnowledgeGraph.open(ecosystem_store)
    seen = 0
    for row in graph.slots():
        try:
            answer = wide.ask("explain_conflict", id=row["slot"], limit=50)
        except UsageError:
            continue
        named = {claim for found in answer["findings"] for claim in found["claims"]}
        shown = {claim["claim"] for claim in (*answer["figures"], *answer["relations"])}
        assert answer["truncated"] or shown == named
        assert shown <= named
        seen += answer["truncated"]
    assert seen, "some slot has more findings than fit"


def test_an_answer_is_json_that_reads_back(desk: Desk) -> None:
    answer = desk.ask("get_slot", slot=SIZE_2024)
    assert json.loads(json.dumps(answer)) == answer
