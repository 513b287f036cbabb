"""Digests per graph: what changes them, and what must not."""

from __future__ import annotations

import random
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.digest import GraphDigester, canonical_term, graph_digests
from kg.namespaces import PREFIXES, VT

XSD = PREFIXES["xsd"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
GRAPHS = st.sampled_from(["https://example.org/g1", "https://example.org/g2"])


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


OBJECTS = st.one_of(
    TEXT.map(Literal),
    st.tuples(TEXT, st.sampled_from(["vi", "EN-gb"])).map(lambda t: Literal(t[0], language=t[1])),
    st.decimals(-(10**17), 10**17, places=4).map(lambda d: typed(str(d), "decimal")),
    st.integers(-(10**17), 10**17).map(lambda i: typed(f"0{i}" if i >= 0 else str(i), "integer")),
    st.dates().map(lambda d: typed(d.isoformat(), "date")),
    st.booleans().map(lambda b: typed(str(b).lower(), "boolean")),
    st.just(NamedNode(VT + "x")),
)
QUADS = st.lists(
    st.builds(lambda o, g: Quad(NamedNode(VT + "s"), NamedNode(VT + "p"), o, NamedNode(g)), OBJECTS, GRAPHS),
    max_size=12,
    unique_by=lambda q: (str(q.graph_name), canonical_term(str(q.object))),
)


def digest_of(*objects: Literal) -> str:
    quads = (Quad(NamedNode(VT + "s"), NamedNode(VT + "p"), o, NamedNode(VT + "g")) for o in objects)
    return graph_digests(quads)[VT + "g"].sha256


@given(QUADS, st.randoms())
def test_order_does_not_matter(quads: list[Quad], order: random.Random) -> None:
    shuffled = list(quads)
    order.shuffle(shuffled)
    assert graph_digests(shuffled) == graph_digests(quads)


@given(QUADS)
def test_what_comes_back_from_oxigraph_has_the_same_digests(quads: list[Quad]) -> None:
    store = Store()
    store.extend(quads)
    assert graph_digests(store) == graph_digests(quads)


@given(QUADS, QUADS)
def test_other_statements_have_other_digests(one: list[Quad], other: list[Quad]) -> None:
    def said(quads: list[Quad]) -> set[tuple[str, str]]:
        return {(str(q.graph_name), canonical_term(str(q.object))) for q in quads}

    assert (graph_digests(one) == graph_digests(other)) == (said(one) == said(other))


@pytest.mark.parametrize(
    ("text", "kind"),
    [("7", "integer"), ("007", "integer"), ("+7", "int"), ("7.0", "decimal"), ("7.", "decimal"),
     ("7E0", "double"), ("0.7e1", "float"), ("7", "nonNegativeInteger")],
)  # fmt: skip
def test_numbers_count_by_value(text: str, kind: str) -> None:
    assert digest_of(typed(text, kind)) == digest_of(typed("7", "decimal"))


@pytest.mark.parametrize(
    "term",
    ['"٧"^^<{x}integer>', '"7_0"^^<{x}integer>', '"NaN"^^<{x}double>', '"-INF"^^<{x}double>',
     '""^^<{x}decimal>', '" 7"^^<{x}decimal>', '"1e999999999"^^<{x}double>', '"7.0"', '"7.0"@en',
     '"2024"^^<{x}gYear>',
     '"a\\"^^<{x}integer>"', "<{x}integer>"],
)  # fmt: skip
def test_what_is_no_plain_number_stays_byte_for_byte(term: str) -> None:
    term = term.format(x=XSD)
    assert canonical_term(term) == term


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=6))
def test_a_number_keeps_its_value(number: Decimal) -> None:
    text = canonical_term(f'"{number:f}"^^<{XSD}decimal>').split('"')[1]
    assert Decimal(text) == number
    assert "E" not in text


def test_a_statement_that_is_there_twice_is_seen() -> None:
    assert digest_of(Literal("a"), Literal("a")) != digest_of(Literal("a"))
    # An exclusive or would take these two for equal.
    assert digest_of(Literal("a"), Literal("a")) != digest_of(Literal("b"), Literal("b"))


def test_text_counts_to_the_last_byte() -> None:
    composed, decomposed = (Literal(unicodedata.normalize(form, "hòa")) for form in ("NFC", "NFD"))
    assert digest_of(composed) != digest_of(decomposed)
    assert digest_of(Literal("a ")) != digest_of(Literal("a"))
    assert digest_of(Literal("a", language="en")) != digest_of(Literal("a", language="vi"))
    assert digest_of(Literal("a", language="EN")) == digest_of(Literal("a", language="en"))


def test_quads_are_counted_by_graph_as_they_pass() -> None:
    quads = [
        Quad(NamedNode(VT + "s"), NamedNode(VT + "p"), Literal(str(i)), NamedNode(f"{VT}g{i % 2}"))
        for i in range(5)
    ]
    digester = GraphDigester()
    assert list(digester.watch(quads)) == quads
    assert {g: d.count for g, d in digester.result().items()} == {f"{VT}g0": 3, f"{VT}g1": 2}
    assert digester.result() == graph_digests(quads)


def test_the_default_graph_has_the_empty_name() -> None:
    assert list(graph_digests([Quad(NamedNode(VT + "s"), NamedNode(VT + "p"), Literal("a"))])) == [""]
