"""The seeds against a table that another reader wrote from the texts alone, before seeing the seeds.

tests/golden/figures.csv is that independent table.  Where the two readers differed, the agreed reading and
its reason stand in adjudicated.csv; everything else must be equal field by field.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import founding
import pytest

from kg.claim import FigureClaim
from kg.corpus import Corpus
from kg.literals import decimal_text
from kg.seeds import read_corpus

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "golden"
FIELDS = (
    "surface", "value", "value_max", "unit", "hedge", "status", "period_start", "period_end", "attributed_to",
    "attribution_inherited",
)  # fmt: skip
A, B = "000_48115a4c648cb1ef", "001_3c753eb78a909be4"


def _table(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(founding.SEEDS)


def _fields(claim: FigureClaim) -> dict[str, str]:
    return {
        "surface": claim.evidence.exact,
        "value": decimal_text(claim.value),
        "value_max": "" if claim.value_max is None else decimal_text(claim.value_max),
        "unit": claim.unit.removeprefix("unit/"),
        "hedge": claim.hedge,
        "status": claim.status,
        "period_start": str(claim.period.start or ""),
        "period_end": str(claim.period.end or ""),
        "attributed_to": ";".join(a.partition("/")[2] for a in claim.attribution.agents),
        "attribution_inherited": str(claim.attribution.inherited).lower(),
    }


def test_every_figure_of_the_independent_table_is_a_claim_and_no_other(corpus: Corpus) -> None:
    expected = {(r["article"], int(r["start"]), int(r["end"])) for r in _table("figures.csv")}
    anchored = [c for c in corpus.figures if c.article in (A, B)]
    assert {(c.article, c.evidence.start, c.evidence.end) for c in anchored} == expected
    assert len(anchored) == len(expected)


def test_figures_are_equal_field_by_field(corpus: Corpus) -> None:
    claims = {(c.article, c.evidence.start): _fields(c) for c in corpus.figures}
    agreed = {(r["article"], int(r["start"]), r["field"]): r for r in _table("adjudicated.csv")}
    used = set()
    differences = []
    for row in _table("figures.csv"):
        place = (row["article"], int(row["start"]))
        for field in FIELDS:
            expected = row[field]
            if ruling := agreed.get((*place, field)):
                assert ruling["independent"] == expected, "a ruling must quote the reading that it replaces"
                assert ruling["why"]
                expected = ruling["agreed"]
                used.add((*place, field))
            if claims[place][field] != expected:
                differences.append((place, row["what"], field, claims[place][field], expected))
    assert differences == []
    assert used == set(agreed), "a ruling that rules on nothing"


def test_counts_per_article(corpus: Corpus) -> None:
    figures = Counter(c.article for c in corpus.figures)
    relations = Counter(c.article for c in corpus.relations)
    assert figures[A] >= 19
    assert figures[B] >= 42
    assert relations[A] >= 11
    assert relations[B] >= 17


def test_the_known_ambiguities_are_marked_and_stated_as_printed(corpus: Corpus) -> None:
    marked = {(c.article, c.evidence.exact): c for c in corpus.figures if c.ambiguity}
    points = marked[A, "3.1%"]
    assert points.ambiguity.startswith("percent_or_points")
    assert points.unit == "unit/percent"
    assert marked[A, "1999"].ambiguity.startswith("event")
    assert marked[A, "six"].ambiguity
    assert marked[B, "7"].ambiguity


def test_every_entity_is_named_by_a_claim_or_publishes_or_is_linked_from_one_that_is(corpus: Corpus) -> None:
    named = {a.publisher for a in corpus.articles}
    for claim in corpus.figures:
        named |= {claim.subject, claim.metric, claim.unit, claim.sector, claim.market, claim.ownership}
        named |= set(claim.attribution.agents)
    for relation in corpus.relations:
        named |= {relation.subject, relation.object, *relation.attribution.agents}
    queue = list(named)
    while queue:
        if (entity := corpus.entities.get(queue.pop() or "")) is not None:
            led = {ref for _, ref in entity.links} | {str(ref) for _, ref in entity.flags}
            queue += led - named
            named |= led
    assert set(corpus.named()) - named == set()


def test_phrases_are_short(corpus: Corpus) -> None:
    for claim in corpus.claims:
        assert len(claim.evidence.phrase.split()) <= 12, claim.place
        assert len(claim.attribution.cue.split()) <= 12, claim.place
