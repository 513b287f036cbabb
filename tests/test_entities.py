"""Curated entities: what their fields may hold, what becomes of them in the graph, and who is told apart."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kg.corpus import Corpus
from kg.entity import LOOSE, OVERLAP, Entity
from kg.errors import BadInput
from kg.graph.entities import entity_lines
from kg.namespaces import ID, PREFIXES, VT, WIKIDATA
from kg.seeds import read_corpus
from kg.seeds.entities import read_entities


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT / "seeds")


def _read(kind: str, stem: str, *lines: str) -> Entity:
    text = (
        "\n".join((f"kind: {kind}", "entities:", "  thing:", "    en: Thing", "    vi: Thứ", *lines)) + "\n"
    )
    ((entity, _),) = read_entities(text.encode(), Path("entities") / f"{stem}.yaml")
    return entity


def _statements(*entities: Entity) -> set[tuple[str, str, str]]:
    text = "".join(entity_lines({entity.ref: entity for entity in entities}))
    quads = ox.parse(text, format=ox.RdfFormat.N_QUADS)
    return {(str(q.subject.value).removeprefix(ID), q.predicate.value, str(q.object)) for q in quads}  # type: ignore[union-attr]


def test_a_ticker_a_day_and_a_wikidata_id_reach_the_graph() -> None:
    company = _read("company", "companies", "    ticker: FPT", "    wikidata: Q42")
    assert {
        ("company/thing", VT + "ticker", '"FPT"'),
        ("company/thing", PREFIXES["skos"] + "exactMatch", f"<{WIKIDATA}Q42>"),
    } <= _statements(company)
    law = _read("law", "laws", "    date: 2025-06-14")
    day = f'"2025-06-14"^^<{PREFIXES["xsd"]}date>'
    assert ("law/thing", PREFIXES["dcterms"] + "date", day) in _statements(law)


@pytest.mark.parametrize(
    ("kind", "stem", "line", "why"),
    [
        ("company", "companies", "ticker: FPT on HoSE", "is not a code of shares"),
        ("person", "persons", "ticker: FPT", "ticker: unknown field"),
        ("company", "companies", "wikidata: 881", "is not an id of Wikidata"),
        ("company", "companies", "wikidata: http://www.wikidata.org/entity/Q881", "is not an id of Wikidata"),
        ("company", "companies", "date: 2020-01-01", "date: unknown field"),
        ("law", "laws", "date: 2025-06", "a whole date is expected"),
        ("law", "laws", "date: 2025-06-31", "is no calendar date"),
    ],
)
def test_what_these_fields_refuse(kind: str, stem: str, line: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as caught:
        _read(kind, stem, f"    {line}")
    assert f"entities/{stem}.yaml:" in str(caught.value)


def test_links_that_only_tell_apart_do_not_bring_in_the_other_body(corpus: Corpus) -> None:
    sector = corpus.entities["aggregate/vietnam-science-and-technology-sector"]
    former = corpus.entities["aggregate/vietnam-information-and-communications-sector"]
    link = (sector.ref, VT + "continues", f"<{ID}{former.ref}>")
    assert link not in _statements(sector)
    assert link in _statements(sector, former)


def test_wider_and_narrower_bodies_and_broken_series_are_never_held_against_each_other(
    corpus: Corpus,
) -> None:
    """Only what overlaps is compared: no pair is both, and no body includes itself through others."""
    links = {
        name: {(e.ref, ref) for e in corpus.entities.values() for link, ref in e.links if link == name}
        for name in LOOSE
    }
    wider = set(links["includes"])
    while more := {(a, d) for a, b in wider for c, d in wider if b == c} - wider:
        wider |= more
    assert not {(a, b) for a, b in wider if (b, a) in wider}
    apart = wider | links["continues"]
    assert not links[OVERLAP] & (apart | {(b, a) for a, b in apart})
    assert links[OVERLAP] == {(b, a) for a, b in links[OVERLAP]}
    assert (
        "aggregate/vietnam-information-and-communications-sector",
        "aggregate/vietnam-5g-network",
    ) in wider


def test_who_answers_for_a_figure_of_the_former_ministry(corpus: Corpus) -> None:
    former, present = (
        corpus.entities[f"ministry/ministry-of-{name}"]
        for name in ("information-and-communications", "science-and-technology")
    )
    (event,) = [corpus.entities[ref] for name, ref in former.links if name == "changedBy"]
    assert event.date == "2025-03-01"
    assert dict(event.links) == {"originalOrganization": former.ref, "resultingOrganization": present.ref}
    assert ("succeeds", former.ref) in present.links
    assert event.ref in corpus.named()


@pytest.mark.parametrize(
    ("ref", "who", "day"),
    [
        ("law/resolution-57", "agency/politburo", "2024-12-22"),
        ("law/law-on-digital-technology-industry", "agency/national-assembly", "2025-06-14"),
        ("strategy/semiconductor-strategy", "office/prime-minister-of-vietnam", "2024-09-21"),
    ],
)
def test_who_issued_a_policy_and_when(ref: str, who: str, day: str, corpus: Corpus) -> None:
    policy = corpus.entities[ref]
    assert ("issuedBy", who) in policy.links
    assert policy.date == day


def test_tickers_are_of_one_company_each(corpus: Corpus) -> None:
    tickers = {e.ticker: e.ref for e in corpus.entities.values() if e.ticker}
    assert {"FPT", "CMG", "VNZ", "VGI"} <= tickers.keys()
    assert len(tickers) == len([e for e in corpus.entities.values() if e.ticker])
    ids = [e.wikidata for e in corpus.entities.values() if e.wikidata]
    assert len(ids) == len(set(ids)) > 40


def test_a_name_of_a_company_is_no_name_of_its_brand(corpus: Corpus) -> None:
    """A name in a table or a text that means a company must not mean its brand as well."""
    for local in ("bitel", "mytel", "unitel", "vinaphone"):
        company, brand = corpus.entities[f"company/{local}"], corpus.entities[f"product/{local}-brand"]
        names = [{e.en, e.vi, *(alias for alias, _ in e.names)} for e in (company, brand)]
        assert names[0].isdisjoint(names[1])
