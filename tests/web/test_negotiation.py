"""Which form an answer has: the Accept header with all its rules, and each form as others read it."""

from __future__ import annotations

import csv
import gzip
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from http_client import ask, send
from hypothesis import given
from hypothesis import strategies as st
from servers import KgServer

from kg.web.http.negotiate import (
    GRAPHS,
    HTML,
    JSON,
    ROWS,
    TSV,
    TURTLE,
    XML,
    Media,
    accepts_gzip,
    choose,
    language,
)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv;q=0.5, application/sparql-results+xml", "xml"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.4", "csv"),
        ("text/*", "csv"),
        ("text/*;q=0.3, text/tab-separated-values", "tsv"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        (BROWSER, "xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "xml"),
        ("text/csv;q=0, text/*", "tsv"),
        ("*/*;q=0", None),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;charset=utf-8;header=present", "csv"),
        ("text/csv;q=2, application/sparql-results+xml;q=0.1", "xml"),
        ("nonsense, text/csv", "csv"),
        ("text/csv;q=0.001, application/sparql-results+xml;q=0.0001", "csv"),
    ],
)
def test_the_best_form_is_chosen(accept: str | None, chosen: str | None) -> None:
    found = choose(accept, ROWS)
    assert (found.name if found else None) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (BROWSER, "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json, */*;q=0.1", "jsonld"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.8", "rdf"),
        ("application/json", "jsonld"),
        ("*/*", "html"),
    ],
)
def test_a_page_is_for_who_names_it_or_takes_anything(accept: str, chosen: str) -> None:
    found = choose(accept, (HTML, *GRAPHS))
    assert found
    assert found.name == chosen


@given(st.text(max_size=60))
def test_any_header_gets_one_of_ours_or_none(accept: str) -> None:
    assert choose(accept, ROWS) in (*ROWS, None)
    assert language(accept, ("en", "vi")) in ("en", "vi")


@given(st.permutations([(JSON, "0.9"), (XML, "0.8"), (TSV, "0.7")]))
def test_the_order_of_a_header_does_not_matter(elements: list[tuple[Media, str]]) -> None:
    accept = ", ".join(f"{media.types[0]};q={q}" for media, q in elements)
    assert choose(accept, ROWS) is JSON


@pytest.mark.parametrize(
    ("header", "chosen"),
    [(None, "en"), ("vi", "vi"), ("vi-VN,vi;q=0.9,en;q=0.8", "vi"), ("fr, en;q=0.5, vi;q=0.4", "en"),
     ("de", "en"), ("en;q=0.1, vi;q=0.2", "vi")],
)  # fmt: skip
def test_the_language_that_is_liked_best(header: str | None, chosen: str) -> None:
    assert language(header, ("en", "vi")) == chosen


SELECT = """SELECT ?s ?label ?value ?none WHERE {
  ?s a vt:FigureClaim ; skos:prefLabel ?label ; vt:value ?value FILTER(LANG(?label) = "vi")
} ORDER BY ?s LIMIT 5"""


@pytest.mark.parametrize("media", ROWS, ids=lambda m: m.name)
def test_rows_are_the_same_in_every_form(served: KgServer, media: Media) -> None:
    answer = ask(served, SELECT, media.types[0])
    assert answer.status == 200
    assert answer.headers["content-type"] == media.header
    wanted = ask(served, SELECT).json()["results"]["bindings"]
    if media.name == "csv":
        header, *rows = csv.reader(io.StringIO(answer.text, newline=""))
        assert header == ["s", "label", "value", "none"]
        assert rows == [[row[n]["value"] if n in row else "" for n in header] for row in wanted]
        assert answer.text.count("\r\n") == 6
        return
    solutions = ox.parse_query_results(answer.body, format=FORMATS[media.name])
    assert isinstance(solutions, ox.QuerySolutions)
    assert [v.value for v in solutions.variables] == ["s", "label", "value", "none"]
    assert [tuple(row) for row in solutions] == list(_terms(wanted))


FORMATS = {
    "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV,
}  # fmt: skip


def _terms(bindings: list[dict[str, dict[str, str]]]) -> Iterator[tuple[object, ...]]:
    for row in bindings:
        label, value = row["label"], row["value"]
        yield (
            ox.NamedNode(row["s"]["value"]), ox.Literal(label["value"], language=label["xml:lang"]),
            ox.Literal(value["value"], datatype=ox.NamedNode(value["datatype"])), None,
        )  # fmt: skip


@pytest.mark.parametrize("media", ROWS, ids=lambda m: m.name)
def test_yes_or_no_in_every_form(served: KgServer, media: Media) -> None:
    answer = ask(served, "ASK {}", media.types[0])
    assert answer.type == media.types[0]
    if media.name in FORMATS and media.name != "tsv":
        assert bool(ox.parse_query_results(answer.body, format=FORMATS[media.name]))
    assert b"true" in answer.body


@pytest.mark.parametrize("media", GRAPHS, ids=lambda m: m.name)
def test_triples_are_the_same_in_every_form(served: KgServer, media: Media) -> None:
    query = "CONSTRUCT WHERE { company:fpt-corporation ?p ?o }"
    answer = ask(served, query, media.types[0])
    assert answer.headers["content-type"] == media.header
    formats = {f.file_extension: f for f in (
        ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG,
        ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML,
    )}  # fmt: skip
    found = {q.triple for q in ox.parse(answer.body, format=formats[media.name])}
    assert found == {
        q.triple for q in ox.parse(ask(served, query, "text/turtle").body, format=ox.RdfFormat.TURTLE)
    }
    assert len(found) > 5


def test_what_cannot_be_written_is_said(served: KgServer) -> None:
    for query, offered in (
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/csv"),
        ("DESCRIBE unit:USD", "text/turtle"),
    ):
        answer = ask(served, query, "image/png")
        assert answer.status == 406
        assert offered in answer.text


def test_a_text_that_xml_cannot_hold_is_an_error_there_and_none_in_json(served: KgServer) -> None:
    query = r'SELECT ("\uFFFE" AS ?x) {}'
    assert ask(served, query, "application/sparql-results+xml").status == 406
    assert ask(served, query).column("x") == ["\ufffe"]


def test_xml_escapes_what_it_must(served: KgServer) -> None:
    answer = ask(served, 'SELECT ("<a>&\\"]]>\\r" AS ?x) {}', "application/sparql-results+xml")
    literal = ET.fromstring(answer.body).find(".//{*}literal")
    assert literal is not None
    assert literal.text == '<a>&"]]>\r'


def test_tsv_keeps_a_tab_in_its_cell(served: KgServer) -> None:
    lines = ask(served, 'SELECT ("a\\tb" AS ?x) (1 AS ?y) {}', "text/tab-separated-values").text.splitlines()
    assert [len(line.split("\t")) for line in lines] == [2, 2]


def test_an_error_has_the_form_that_the_client_reads(served: KgServer) -> None:
    page = send(served, "/id/company/%3Cscript%3E", Accept=BROWSER)
    assert page.status == 404
    assert page.type == "text/html"
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert send(served, "/sparql?query=x", Accept="text/plain").text.startswith(
        "query:1:1: not a SPARQL query"
    )
    assert (
        send(served, "/sparql?query=x", Accept="application/sparql-results+json").type
        == "application/problem+json"
    )


@pytest.mark.parametrize(
    ("header", "taken"),
    [(None, False), ("", False), ("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("*", True),
     ("gzip;q=0.0, *", False), ("identity", False)],
)  # fmt: skip
def test_who_takes_gzip(header: str | None, taken: bool) -> None:
    assert accepts_gzip(header) is taken


def test_a_long_answer_is_compressed_for_who_takes_it(served: KgServer) -> None:
    target = "/sparql?query=SELECT+%2A+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+500"
    plain, small = send(served, target), send(served, target, Accept_Encoding="gzip")
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) * 3 < len(plain.body)
    assert small.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"]


def test_forms_are_kept_apart_by_caches(served: KgServer) -> None:
    as_json, as_csv = ask(served, "ASK {}"), ask(served, "ASK {}", "text/csv")
    assert as_json.headers["etag"] != as_csv.headers["etag"]
    assert "Accept" in as_json.headers["vary"]
    again = send(served, "/sparql?query=ASK+%7B%7D", Accept="application/sparql-results+json",
                 If_None_Match=as_json.headers["etag"])  # fmt: skip
    assert again.status == 304
    assert again.body == b""
    assert choose("text/turtle", GRAPHS) is TURTLE
