"""All shipped seeds together: what they hold, that every row cites, and that look-alikes are kept apart."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections import defaultdict
from pathlib import Path

import pytest
from conftest import ROOT, RunKg

from kg import KnowledgeGraph
from kg.corpus import Corpus
from kg.seeds import read_corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT / "seeds")


def test_how_much_there_is(kg: RunKg, ecosystem_store: Path) -> None:
    done = kg("stats", "--store", str(ecosystem_store), "-f", "json")
    counts = json.loads(done.stdout)
    assert counts["sources"] >= 130
    assert counts["figure_claims"] >= 680
    assert counts["relation_claims"] >= 200


def test_no_violation_and_no_warning_is_left(ecosystem_store: Path) -> None:
    graph = KnowledgeGraph.open(ecosystem_store)
    report = json.loads((graph.generation.path / "report.json").read_text(encoding="utf-8"))
    assert [f for f in report if f["severity"] != "info"] == []


def test_every_source_has_an_address_and_every_claim_a_source(corpus: Corpus) -> None:
    articles = {article.stem: article for article in corpus.articles}
    assert all(article.url for article in corpus.articles)
    assert len({article.url for article in corpus.articles}) == len(articles)
    assert {claim.article for claim in corpus.claims} == set(articles)


def test_what_a_row_leaves_open_stays_unknown(corpus: Corpus) -> None:
    """Dates and titles are those of the tables, never made up."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for path in (ROOT / "seeds" / "tables").glob("*.csv"):
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
            rows[row["source_url"]].append(row)
    imported = [a for a in corpus.articles if a.url in rows and a.place.startswith("imported/")]
    assert len(imported) >= 130
    for article in imported:
        told = rows[str(article.url)]
        assert (article.date or "") in {row.get("date") or "" for row in told} | _mapped(article.stem, "date")
        assert article.title in {row.get("title") or "" for row in told} | _mapped(article.stem, "title")


def _mapped(stem: str, field: str) -> set[str]:
    """What the mapping itself says of a source."""
    from kg.importing.mapping import read_mapping
    from kg.importing.seedfiles import stem_of

    sources = read_mapping(ROOT / "seeds" / "tables").sources
    return {known[field] for url, known in sources.items() if stem_of(url) == stem and field in known}


LOOK_ALIKES = (
    "vietnam-ict-industry", "vietnam-it-industry", "vietnam-digital-technology-industry",
    "vietnam-information-and-communications-sector", "vietnam-science-and-technology-sector",
)  # fmt: skip


def test_series_that_look_alike_are_kept_apart_with_notes_and_typed_links(corpus: Corpus) -> None:
    subjects = {claim.subject for claim in corpus.figures}
    linked = set()
    for name in LOOK_ALIKES:
        entity = corpus.entities[f"aggregate/{name}"]
        assert entity.ref in subjects
        assert {language for _, language in entity.scope} == {"en", "vi"}
        linked |= {frozenset((entity.ref, ref)) for link, ref in entity.links if link != "country"}
    reached = {f"aggregate/{LOOK_ALIKES[0]}"}
    for _, pair in itertools.product(LOOK_ALIKES, linked):
        if pair & reached:
            reached |= pair
    assert {f"aggregate/{name}" for name in LOOK_ALIKES} <= reached


def test_every_metric_and_body_that_claims_name_says_what_is_meant(corpus: Corpus) -> None:
    used = {claim.metric for claim in corpus.figures}
    used |= {claim.subject for claim in corpus.figures if claim.subject.startswith("aggregate/")}
    without = {ref for ref in used if {lang for _, lang in corpus.entities[ref].scope} != {"en", "vi"}}
    assert without == set()


def test_group_and_parent_gmv_and_value_added_are_measures_of_their_own(corpus: Corpus) -> None:
    vnpt = {c.metric for c in corpus.figures if c.subject == "company/vnpt" and c.period.label == "2019"}
    assert {"metric/revenue", "metric/parent_company_revenue"} <= vnpt
    digital = {c.metric for c in corpus.figures if c.subject == "aggregate/vietnam-digital-economy"}
    assert {"metric/share_of_gdp", "metric/core_share_of_gdp", "metric/value_added"} <= digital
    assert "metric/gmv" not in digital
    assert any(
        c.metric == "metric/gmv" and c.subject == "aggregate/vietnam-internet-economy" for c in corpus.figures
    )


def test_a_series_over_years_can_be_asked_for(corpus: Corpus) -> None:
    series = defaultdict(set)
    for claim in corpus.figures:
        if claim.period.year and not (claim.sector or claim.market or claim.ownership):
            series[claim.subject, claim.metric].add(claim.period.year)
    assert {2017, 2018, 2019, 2020, 2021, 2022} <= series["company/mobifone", "metric/net_revenue"]
    assert {2019, 2020, 2021, 2022, 2023, 2024} <= series["aggregate/vietnam-ict-industry", "metric/revenue"]
    assert {2020, 2021, 2022, 2023, 2024, 2025} <= series[
        "aggregate/vietnam-digital-economy", "metric/share_of_gdp"
    ]


def test_the_graph_is_the_same_from_any_order_of_files(
    ecosystem_store: Path, kg: RunKg, tmp_path: Path
) -> None:
    again = tmp_path / "store"
    assert kg("build", "--store", str(again), "--seeds", str(ROOT / "seeds")).returncode == 0
    one, two = (KnowledgeGraph.open(store).generation.manifest for store in (ecosystem_store, again))
    assert one.graphs == two.graphs
