"""Each saved question answers with what `kg claims` and `kg relations` hold, worked out again in Python."""

from __future__ import annotations

import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import founding
import pyoxigraph as ox
import pytest
import yaml
from conftest import ROOT, RunKg

from kg import query
from kg.answer import Answer
from kg.audit import audit
from kg.corpus import Corpus
from kg.engine import Embedded
from kg.graph import write_nquads
from kg.seeds import read_corpus
from kg.store import current

Row = dict[str, Any]
DIMENSIONS = ("sector", "market", "ownership")
# Where sources disagree; everything else agrees, refines or stands alone.
DISPUTED = {
    ("revenue", "vietnam-digital-technology-industry", "2024"),
    ("enterprise_count", "vietnam-ict-industry", "2024"),
    ("leading_market_count", "viettel-group", "undated"),
}


@dataclass
class Tables:
    """The rows that scripts see, and the kinds and links of entities as the seeds have them."""

    figures: list[Row]
    relations: list[Row]

    @cached_property
    def entities(self) -> dict[str, tuple[str, Row]]:
        found: dict[str, tuple[str, Row]] = {}
        # The seeds hold more names than the graph: those to read further articles by (test_golden).
        corpus = read_corpus(founding.SEEDS)
        graph = replace(corpus, also=audit(corpus).named).named()
        for file in sorted((ROOT / "seeds/entities").glob("*.yaml")):
            document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
            for name, fields in document["entities"].items():
                if f"{document['kind']}/{name}" not in graph:
                    continue
                assert name not in found, f"{name} is of two kinds: local ids would not do"
                found[name] = (document["kind"], fields)
        return found

    def kind(self, name: str | None) -> str:
        return self.entities[name][0] if name else ""

    def links(self, name: str) -> dict[str, Any]:
        links: dict[str, Any] = self.entities[name][1].get("links", {})
        return links

    @cached_property
    def by_claim(self) -> dict[str, Row]:
        return {row["claim"]: row for row in (*self.figures, *self.relations)}


@pytest.fixture(scope="module")
def tables(kg: RunKg, built_store: Path) -> Tables:
    def rows(command: str) -> list[Row]:
        done = kg(command, "-f", "jsonl", "--store", str(built_store))
        return [json.loads(line) for line in done.stdout.splitlines()]

    return Tables(rows("claims"), rows("relations"))


@pytest.fixture(scope="module")
def engine(built_store: Path) -> Embedded:
    return Embedded(current(built_store).open())


def plain(row: Row) -> bool:
    return not any(row[d] for d in DIMENSIONS)


def credited(row: Row) -> list[str]:
    return row["attributed_to"].split(";") if row["attributed_to"] else []


def metric(*names: str) -> Callable[[Row, Tables], bool]:
    return lambda row, _: row["metric"] in names


FIGURES: dict[str, Callable[[Row, Tables], bool]] = {
    "industry-size": lambda r, t: (
        r["metric"] == "revenue" and plain(r) and t.kind(r["subject"]) == "aggregate"
    ),
    "industry-growth": metric("revenue_growth", "annual_revenue_growth"),
    "enterprise-count": lambda r, _: (
        r["metric"] in ("enterprise_count", "enterprises_per_1000_people") and plain(r)
    ),
    "workforce": metric("employee_count", "employee_increase", "engineer_count", "job_count", "expert_count"),
    "enterprises-by-segment": lambda r, _: (
        r["metric"] == "enterprise_count" and bool(r["sector"]) and not r["market"] and not r["ownership"]
    ),
    "domestic-value-share": lambda r, _: (
        r["metric"] in ("domestic_value_share", "domestic_value_share_growth") and plain(r)
    ),
    "domestic-value": lambda r, _: (
        r["unit"] in ("USD", "VND") and (r["metric"] == "domestic_value_amount" or bool(r["ownership"]))
    ),
    "state-budget": metric("state_budget_contribution"),
    "hardware-exports": metric("export_value", "share_of_national_exports", "export_share"),
    "currency-pairs": lambda r, t: any(f["conversion_of"] == r["claim"] for f in t.figures),
    "company-markets": metric("market_count", "leading_market_count"),
    "overseas-revenue": metric("overseas_revenue"),
    "firms-over-a-billion": lambda r, _: (
        r["metric"] == "overseas_revenue"
        and r["unit"] == "USD"
        and Decimal(r["lower"] or 0) >= 10**9
        and r["status"] in ("actual", "estimate", "provisional")
    ),
    "disputed": lambda r, _: (r["metric"], r["subject"], year(r)) in DISPUTED and plain(r),
    "firms-abroad": lambda r, _: r["metric"] == "enterprise_count" and bool(r["market"]),
    "figure-status": lambda r, _: True,
    "origin-ministry": lambda r, t: any(t.kind(c) == "ministry" for c in credited(r)),
    "unattributed": lambda r, _: not credited(r),
    "evidence-place": lambda r, _: True,
    "went-abroad": metric("going_abroad_year", "going_abroad_duration"),
    "strategy": lambda r, t: t.kind(r["subject"]) == "strategy",
    "who-said-what": lambda r, _: bool(credited(r)),
    "ranks": lambda r, _: r["kind"] == "rank",
    "targets": lambda r, _: r["status"] == "target",
    "known-by": lambda r, _: PUBLISHED.get(r["article"], "9999") <= "2024-12-31",
}
# When the dated articles of the founding seeds were published.
PUBLISHED = {
    path.stem: date
    for path in (founding.SEEDS / "articles").glob("*.yaml")
    if (date := yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["date"]) != "unknown"
}
PRESENCE = ("operates_in", "market_leader_in", "operates_for", "opened_office_in")


def investors(t: Tables) -> set[str]:
    abroad = {r["subject"] for r in t.relations if (r["predicate"], r["object"]) == ("invests_in", "vietnam")}
    return {name for name in abroad if t.links(name).get("country") != "country/vietnam"}


RELATIONS: dict[str, Callable[[Row, Tables], bool]] = {
    "went-abroad": lambda r, t: t.kind(r["object"]) in ("market", "country") and r["object"] != "vietnam",
    "products": lambda r, t: t.kind(r["object"]) == "product",
    "foreign-investors": lambda r, t: r["subject"] in investors(t),
    "strategy": lambda r, t: "strategy" in (t.kind(r["subject"]), t.kind(r["object"])),
    "who-said-what": lambda r, _: bool(credited(r)),
    "priority-technologies": lambda r, _: r["predicate"] == "prioritises",
    "market-presence": lambda r, _: r["predicate"] in PRESENCE,
}

# Columns of answers, and the columns of the tables that they repeat.
SAME = {
    "period": "period_label", "hedge": "hedge", "surface": "surface", "value": "value",
    "value_max": "value_max",
    "unit": "unit", "lower": "lower", "upper": "upper", "status": "status", "article": "article",
    "metric": "metric", "sector": "sector", "market": "market", "ownership": "ownership",
    "start": "start", "end": "end", "ambiguity": "ambiguity", "inherited": "attribution_inherited",
}  # fmt: skip


def local(value: Any) -> Any:
    return value.rpartition("/")[2] if isinstance(value, str) else value


def number_or_text(value: Any) -> Any:
    try:
        return Decimal(value) if isinstance(value, str | int) and not isinstance(value, bool) else value
    except ArithmeticError:
        return value


def check_row(name: str, row: Row, source: Row) -> None:
    """`row` of an answer repeats what the claim says."""
    is_figure = "metric" in source
    for column, other in SAME.items():
        if column in row and other in source:
            assert number_or_text(row[column]) == number_or_text(source[other]), (name, column)
    if "attributed_to" in row:
        assert row["attributed_to"] == (credited(source) or [None])[0], name
    for column in ("subject", "company", "investor"):
        if column in row:
            assert local(row[column]) == source["subject"], name
    if "agent" in row:
        assert local(row["agent"]) in credited(source)
    if name not in ("strategy", "who-said-what", "entity-dump") and "statement" in row:
        assert row["statement"] == source["metric" if is_figure else "predicate"]
    if is_figure and "disputed" in row:
        key = (source["metric"], source["subject"], year(source))
        assert row["disputed"] is (key in DISPUTED and plain(source)), (name, source["surface"])


def year(row: Row) -> str:
    return row["period_end"][:4] if row["period_end"] else "undated"


@pytest.mark.parametrize("name", sorted({*FIGURES, *RELATIONS}))
def test_a_question_finds_the_claims_it_is_about(name: str, engine: Embedded, tables: Tables) -> None:
    expected = {r["claim"] for r in tables.figures if name in FIGURES and FIGURES[name](r, tables)}
    expected |= {r["claim"] for r in tables.relations if name in RELATIONS and RELATIONS[name](r, tables)}
    rows = query.load(name).ask(engine).rows
    assert expected
    assert {row["claim"] for row in rows} == expected
    for row in rows:
        check_row(name, row, tables.by_claim[row["claim"]])


def test_every_question_is_checked() -> None:
    own_tests = {"shared-entities", "entity-dump", "entity-counts", "laws", "related-series"}
    # The founding articles say nothing of it: test_ecosystem_answers.
    silent = {"ownership"}
    # Those about what the audit found: test_findings.
    audited = {
        "arithmetic", "contradictions", "implied", "origins", "safest-statement", "weak-slots",
        "why-disagree",
    }  # fmt: skip
    assert {*FIGURES, *RELATIONS, *own_tests, *audited, *silent} == set(query.names())


@pytest.mark.parametrize(
    ("name", "params", "keep"),
    [
        ("industry-size", {"year": "2024"}, lambda r: r["period_end"] and r["period_end"].startswith("2024")),
        ("overseas-revenue", {"company": "Viettel"}, lambda r: r["subject"] == "viettel-group"),
        ("overseas-revenue", {"company": "FPT", "year": "2030"}, lambda r: r["period_label"] == "2030"),
        ("enterprise-count", {"article": "000"}, lambda r: r["article"].startswith("000")),
        ("figure-status", {"status": "target"}, lambda r: r["status"] == "target"),
        ("figure-status", {"metric": "revenue"}, lambda r: r["metric"] == "revenue"),
        ("firms-over-a-billion", {"threshold": "3500000000"}, lambda r: Decimal(r["lower"]) >= 3_500_000_000),
        ("origin-ministry", {"ministry": "MPI"}, lambda r: "planning" in r["attributed_to"]),
        ("evidence-place", {"subject": "FPT"}, lambda r: r["subject"] == "fpt-corporation"),
        ("disputed", {"subject": "Viettel"}, lambda r: r["subject"] == "viettel-group"),
        ("disputed", {"metric": "revenue", "article": "001"}, lambda r: r["surface"] == "$155 billion"),
        ("unattributed", {"year": "2019"}, lambda r: r["period_label"] == "2019"),
    ],
    ids=lambda v: "" if callable(v) else str(v),
)
def test_a_parameter_keeps_what_it_names(
    name: str, params: dict[str, str], keep: Callable[[Row], bool], engine: Embedded, tables: Tables
) -> None:
    expected = {r["claim"] for r in tables.figures if FIGURES[name](r, tables) and keep(r)}
    assert expected
    assert {row["claim"] for row in query.load(name).ask(engine, params)} == expected


def test_what_a_plain_billion_may_be_rounded_from_is_not_over_a_billion(
    engine: Embedded, tables: Tables
) -> None:
    found = {(row["surface"], row["hedge"]) for row in query.load("firms-over-a-billion").ask(engine)}
    assert ("$1 billion", "over") in found
    printed = {(r["surface"], r["hedge"]) for r in tables.figures if r["metric"] == "overseas_revenue"}
    assert ("$1 billion", "exact") in printed - found


def test_a_dispute_says_how_the_claims_disagree(engine: Embedded) -> None:
    rows = query.load("disputed").ask(engine).rows
    assert {(row["metric"], row["agreement"]) for row in rows} == {
        ("enterprise_count", "soft_conflict"),
        ("leading_market_count", "hard_conflict"),
        ("revenue", "soft_conflict"),
    }
    assert len({row["slot"] for row in rows}) == len(DISPUTED)
    assert all(row["slot_label"] for row in rows)


def test_things_of_one_kind_can_be_listed(engine: Embedded, tables: Tables) -> None:
    question = query.load("entity-counts")
    units = question.ask(engine, {"kind": "unit"}).rows
    assert {local(r["entity"]) for r in units} == {
        n for n, (kind, _) in tables.entities.items() if kind == "unit"
    }
    assert units == [row for row in question.ask(engine).rows if row["kind"] == "unit"]


def test_one_claim_can_be_asked_for(engine: Embedded, tables: Tables) -> None:
    claim = next(r for r in tables.figures if r["surface"] == "$155 billion")
    (row,) = query.load("evidence-place").ask(engine, {"claim": claim["claim"]}).rows
    assert (row["start"], row["end"], row["phrase"]) == (589, 601, "estimated to reach $155 billion")


# What an answer works out.


def one(tables: Tables, **fields: str) -> Row:
    (row,) = (r for r in tables.figures if all(r[k] == v for k, v in fields.items()))
    return row


def percent(later: Any, base: Any) -> Decimal:
    """Growth in percent to one decimal, halves up."""
    tenths = (Fraction(later) / Fraction(base) - 1) * 1000
    return Decimal(int(tenths + Fraction(1, 2))) / 10


def test_growth_is_held_against_its_levels(engine: Embedded) -> None:
    rows = query.load("industry-growth").ask(engine).rows
    verdicts = {row["verdict"]: str(row["explanation"]) for row in rows if row["surface"] == "10.9%"}
    # Consistent with the levels of the article that states it, not with those of another.
    assert set(verdicts) == {"consistent", "inconsistent"}
    assert "$137 billion to about $152 billion" in verdicts["consistent"]
    assert "$137 billion to $155 billion" in verdicts["inconsistent"]
    (compound,) = (r for r in rows if r["surface"] == "22-28%")
    assert (compound["rule"], compound["verdict"]) == ("compound_growth", "inconsistent")


def test_segments_are_added_up(engine: Embedded, tables: Tables) -> None:
    rows = query.load("enterprises-by-segment").ask(engine).rows
    total = sum(int(r["value"]) for r in tables.figures if FIGURES["enterprises-by-segment"](r, tables))
    assert total == 27_450
    by_verdict = {row["verdict"]: str(row["explanation"]) for row in rows}
    assert set(by_verdict) == {"consistent", "inconsistent"}
    assert "over 27,600" in by_verdict["consistent"]
    assert "over 50,000" in by_verdict["inconsistent"]


def test_laws_and_strategies_are_listed_with_what_mentions_them(engine: Embedded, tables: Tables) -> None:
    kinds = ("law", "strategy", "programme")
    mentioned = Counter(
        (name, row["article"])
        for row in (*tables.figures, *tables.relations)
        for name in roles(row)
        if tables.kind(name) in kinds
    )
    rows = query.load("laws").ask(engine).rows
    assert {(local(r["law"]), r["article"]): r["claims"] for r in rows} == mentioned
    assert mentioned


def test_look_alike_series_are_shown_and_not_mixed(engine: Embedded, tables: Tables) -> None:
    rows = query.load("related-series").ask(engine).rows
    ict, digital = "vietnam-ict-industry", "vietnam-digital-technology-industry"
    assert (ict, "overlapsWith", digital) in {(local(r["series"]), r["link"], local(r["other"])) for r in rows}
    counts = Counter(row["subject"] for row in tables.figures)
    assert all(row["figures"] == counts[local(row["series"])] for row in rows)
    said = query.load("industry-size").ask(engine, {"subject": ict}).rows
    assert {row["subject"] for row in said} <= {f"aggregate/{ict}"}


def test_the_share_is_compared_in_points_and_in_percent(engine: Embedded) -> None:
    rows = query.load("domestic-value-share").ask(engine).rows
    compared = [r for r in rows if r["since"]]
    assert {r["surface"] for r in compared} == {"31.8%"}
    assert {r["change_points"] for r in compared} == {Decimal("31.8") - Decimal("21.35")}
    assert {r["change_percent"] for r in compared} == {percent("31.8", "21.35")}


def test_the_exchange_rate_is_implied(engine: Embedded, tables: Tables) -> None:
    pairs = {r["claim"]: r["conversion_of"] for r in tables.figures if r["conversion_of"]}
    assert one(tables, surface="$152 billion")["claim"] in pairs
    rows = query.load("currency-pairs").ask(engine).rows
    assert {row["converted_claim"]: row["claim"] for row in rows} == pairs
    for row in rows:
        dong, dollars = tables.by_claim[row["claim"]], tables.by_claim[row["converted_claim"]]
        assert (dong["unit"], dollars["unit"]) == ("VND", "USD")
        rates = [
            round(Fraction(dong[a]) / Fraction(dollars[b]))
            for a, b in (("value", "value"), ("lower", "upper"), ("upper", "lower"))
        ]
        assert [row[c] for c in ("rate", "rate_low", "rate_high")] == rates


def roles(row: Row) -> set[str]:
    """The entities that a claim names, metric and unit apart."""
    names = [row.get(c) for c in ("subject", "object", *DIMENSIONS)]
    return {*filter(None, names), *credited(row)}


def test_entities_of_several_sources_are_counted(engine: Embedded, tables: Tables) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    disputes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in (*tables.figures, *tables.relations):
        for name in roles(row):
            counts[name][row["article"]] += 1
            key = (row.get("metric"), row["subject"], year(row) if "metric" in row else "")
            disputes[name][row["article"]] += key in DISPUTED and plain(row)
    expected = {
        (name, article, len(articles), claims, disputes[name][article])
        for name, articles in counts.items()
        if len(articles) > 1
        for article, claims in articles.items()
    }
    rows = query.load("shared-entities").ask(engine).rows
    assert {
        (local(r["entity"]), r["article"], r["sources"], r["claims"], r["disputed_claims"]) for r in rows
    } == expected


@pytest.mark.parametrize("entity", ["viettel-group", "vinasa", "hardware", "make-in-vietnam", "USD", "japan"])
def test_everything_about_one_entity(entity: str, engine: Embedded, tables: Tables) -> None:
    named = [
        r
        for r in (*tables.figures, *tables.relations)
        if entity in roles(r) | {r.get("unit"), r.get("metric")}
    ]
    rows = query.load("entity-dump").ask(engine, {"entity": entity}).rows
    said = [row for row in rows if row["part"] != "entity"]
    assert sorted(row["claim"] for row in said) == sorted(r["claim"] for r in named)
    for row in said:
        check_row("entity-dump", row, tables.by_claim[row["claim"]])
    labels = {row["statement"] for row in rows if row["property"] == "prefLabel"}
    assert labels == {tables.entities[entity][1]["en"], tables.entities[entity][1]["vi"]}


def test_every_entity_is_counted_with_both_names(engine: Embedded, tables: Tables) -> None:
    rows = query.load("entity-counts").ask(engine).rows
    # A publisher is named by every claim of its articles.
    publishers = {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["publisher"]
        for path in (founding.SEEDS / "articles").glob("*.yaml")
    }
    counts: Counter[str] = Counter()
    for row in (*tables.figures, *tables.relations):
        named = roles(row) | {row[c] for c in ("metric", "unit") if c in row}
        counts.update(named | {publishers[row["article"]].rpartition("/")[2]})
    by_entity = {local(r["entity"]): r for r in rows}
    for name, (kind, fields) in tables.entities.items():
        row = by_entity[name]
        assert (row["kind"], row["label_en"], row["label_vi"]) == (kind, fields["en"], fields["vi"])
        assert (row["claims"] or 0) == counts[name]
    of_kind = Counter(kind for kind, _ in tables.entities.values())
    assert all(r["kind_count"] == of_kind[r["kind"]] for r in rows if r["kind"] in of_kind)


def test_the_graph_holds_what_the_first_slice_promises(engine: Embedded) -> None:
    rows = query.load("entity-counts").ask(engine).rows

    def of(kind: str, detail: str = "") -> set[str]:
        return {r["entity"] for r in rows if r["kind"] == kind and (not detail or r["detail"] == detail)}

    assert len(of("ministry")) >= 2
    assert len(of("agency")) >= 1
    assert of("strategy", "launched") & of("strategy", "aims_at")
    assert len(of("company")) >= 8
    assert len(of("association")) >= 1
    assert len(of("person", "role_of")) >= 1
    assert len(of("media", "credited_in")) >= 2
    assert len(of("event")) >= 1
    presences = " ".join(sorted(of("presence")))
    assert "company-viettel-group" in presences
    assert "company-fpt-corporation" in presences
    assert all(r["label_en"] and r["label_vi"] for r in rows)


def test_no_entity_stands_without_a_claim_that_names_it(engine: Embedded, tables: Tables) -> None:
    rows = query.load("entity-counts").ask(engine).rows
    named = {r["entity"] for r in rows if r["claims"] or r["detail"] == "published"}
    linked = {
        target
        for name, (kind, fields) in tables.entities.items()
        if f"{kind}/{name}" in named
        for value in fields.get("links", {}).values()
        for target in ([value] if isinstance(value, str) else value)
    }
    # Or the audit speaks of it: a body that answers today, a metric that figures imply.
    audited = audit(read_corpus(founding.SEEDS)).named
    assert {r["entity"] for r in rows} <= named | linked | audited


# An answer rests on its claims.


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(founding.SEEDS)


def without(corpus: Corpus, claim: str) -> Embedded:
    """An engine over the same graph, built without one claim."""
    less = replace(
        corpus,
        figures=tuple(f for f in corpus.figures if f.id != claim),
        relations=tuple(r for r in corpus.relations if r.id != claim),
    )
    assert len(less.claims) == len(corpus.claims) - 1
    out = io.BytesIO()
    write_nquads(less, out, audit=audit(less))
    store = ox.Store()
    store.bulk_load(out.getvalue(), format=ox.RdfFormat.N_QUADS)
    return Embedded(store)


def ask(name: str, engine: Embedded) -> Answer:
    params = {"entity": "viettel-group"} if name == "entity-dump" else {}
    return query.load(name).ask(engine, params)


@pytest.mark.parametrize("name", sorted({*query.names()} - {"ownership"}))
def test_without_one_of_its_claims_the_answer_is_another(name: str, engine: Embedded, corpus: Corpus) -> None:
    before = ask(name, engine).rows
    claims = [row["claim"] for row in before if row.get("claim")] or [corpus.figures[0].id]
    if name == "laws":
        claims = [claim.id for claim in corpus.relations if claim.object == "strategy/make-in-vietnam"]
    assert ask(name, without(corpus, str(claims[0]))).rows != before


def test_without_the_converted_figure_there_is_no_rate(corpus: Corpus) -> None:
    dollars = next(f for f in corpus.figures if f.evidence.exact == "$152 billion")
    rows = ask("currency-pairs", without(corpus, dollars.id)).rows
    assert dollars.conversion_of not in {row["claim"] for row in rows}
