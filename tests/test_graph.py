"""From corpus to N-Quads: every term valid, nothing lost, the same bytes everywhere."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import founding
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import Corpus
from kg.graph import terms, write_nquads
from kg.lists import EvidenceLevel, StatusFamily
from kg.namespaces import (
    ID,
    PREFIXES,
    VT,
    article_graph,
    camel,
    compact,
    is_local_id,
    local_id,
    resource,
    slug,
)
from kg.seeds import read_corpus

ROOT = Path(__file__).resolve().parent.parent
Quads = list[ox.Quad]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(founding.SEEDS)


def written(corpus: Corpus, **options: str) -> bytes:
    out = io.BytesIO()
    write_nquads(corpus, out, **options)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.fixture(scope="module")
def quads(corpus: Corpus) -> Quads:
    return list(ox.parse(written(corpus), format=ox.RdfFormat.N_QUADS))


def test_a_strict_parser_reads_every_line_once(corpus: Corpus, quads: Quads) -> None:
    data = written(corpus)
    assert len(quads) == len(set(quads)) == data.count(b"\n")
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object))


def test_the_counts_are_those_of_the_graphs(corpus: Corpus, quads: Quads) -> None:
    counts = write_nquads(corpus, io.BytesIO())
    assert counts == Counter(q.graph_name.value for q in quads)
    total = [q.object.value for q in quads if q.predicate.value == PREFIXES["void"] + "triples"]
    assert str(len(quads)) in total


def test_each_claim_stands_in_the_graph_of_its_article_with_evidence_slot_metric_and_unit(
    corpus: Corpus, quads: Quads
) -> None:
    about: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        about.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(
            quad.object.value
        )
    homes = {q.subject.value: q.graph_name.value for q in quads}
    for claim in corpus.figures:
        iri = resource("claim", claim.id)
        assert homes[iri] == article_graph(claim.article)
        for name in ("evidence", "slot", "metric", "unit", "subject", "hedge", "status", "kind", "value"):
            assert len(about[iri][VT + name]) == 1, (claim.place, name)
        evidence = resource("evidence", claim.id)
        assert about[evidence][VT + "evidenceLevel"] == [resource("evidence-level", claim.evidence.level)]
        if claim.evidence.level is EvidenceLevel.CITED:
            assert VT + "surface" not in about[iri]
            assert PREFIXES["oa"] + "hasSelector" not in about[evidence]
            continue
        position = about[evidence + "/position"]
        assert position[PREFIXES["oa"] + "start"] == [str(claim.evidence.start)]
        quote = about[evidence + "/quote"]
        phrase = "".join(quote[PREFIXES["oa"] + part][0] for part in ("prefix", "exact", "suffix"))
        assert phrase == claim.evidence.phrase


def test_two_writings_are_equal_and_hold_no_clock(corpus: Corpus) -> None:
    assert written(corpus) == written(corpus)
    stamped = written(corpus, timestamp="2025-03-01T00:00:00Z")
    assert b"2025-03-01T00:00:00Z" in stamped
    assert len(stamped.splitlines()) == len(written(corpus).splitlines()) + 1


def test_a_changed_figure_changes_its_id_and_nothing_else(corpus: Corpus) -> None:
    first = corpus.figures[0]
    changed = replace(first, value=first.value + 1)
    assert changed.id != first.id
    assert replace(first, place="elsewhere.yaml:1").id == first.id, "where a seed stands is not content"


@given(st.text())
def test_any_text_becomes_the_literal_that_oxigraph_writes_or_is_refused(text: str) -> None:
    try:
        mine = terms.tagged(text, "vi")
    except ValueError:
        return
    (quad,) = ox.parse(f"<x:a> <x:b> {mine} .\n".encode(), format=ox.RdfFormat.N_TRIPLES)
    assert quad.object == ox.Literal(text, language="vi")


@given(st.text())
def test_minting_is_valid_for_any_string_or_refuses(text: str) -> None:
    assert slug(text) == "" or is_local_id(slug(text))
    assert "." not in slug(text)
    try:
        iri = resource("company", text)
    except ValueError:
        return
    assert ox.NamedNode(iri).value == iri
    assert iri.removeprefix(ID + "company/") == text


@pytest.mark.parametrize(
    "text",
    ["FPT> <http://evil/p> ", "a b", 'a"b', "../../etc", "%2e%2e", "a#b", "a?b", "x" * 200, "", "🏢", "VNРАY",
     "ＦＰＴ", "Đ", "a\u200db", "\ufeffa", "CON."],
)  # fmt: skip
def test_names_that_may_not_stand_in_an_iri(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        resource("company", text)
    with pytest.raises(ValueError, match="not"):
        terms.ref(f"company/{text}")
    with pytest.raises(ValueError, match="not"):
        article_graph(text)


@pytest.mark.parametrize(
    "iri", ["http://a b", "http://a/<", 'http://a"', "http://a\n", "no scheme", "{x}", ""]
)
def test_foreign_iris_are_checked(iri: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        terms.foreign(iri)


def test_names_of_terms() -> None:
    assert camel("market_leader_in") == "marketLeaderIn"
    assert compact(VT + "value") == "vt:value"
    assert compact("https://example.org/x") == "https://example.org/x"
    assert local_id(VT + "value") == "value"


def test_the_view_states_what_is_observed_and_plain_and_nothing_else(corpus: Corpus, quads: Quads) -> None:
    view = {
        (local_id(q.subject.value), local_id(q.predicate.value), local_id(q.object.value))
        for q in quads
        if q.graph_name.value.endswith("/graph/view")
    }
    plain, other = set(), set()
    for claim in corpus.relations:
        names = (claim.subject, camel(claim.predicate.partition("/")[2]), claim.object)
        triple = tuple(name.rpartition("/")[2] for name in names)
        fits = not claim.ambiguity and claim.status.family is StatusFamily.OBSERVED
        (plain if fits else other).add(triple)
    assert plain <= view
    assert other - plain
    assert not (other - plain) & view
