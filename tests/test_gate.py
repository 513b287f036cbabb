"""The gate before queries from outside: hardening T12, each refused in one line, before any parser."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import RunKg
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import KnowledgeGraph, worker
from kg.entity import KINDS
from kg.errors import BadInput, KGError, LimitReached
from kg.gate import MAX_BYTES, GateRefused, Passed, check
from kg.namespaces import ID, KIND_PREFIXES, PREFIXES, SLOTS_GRAPH
from kg.sandbox import Limits
from kg.store import current

SERVICE = "SERVICE<http://127.0.0.1:9/x>{?s ?p ?o}"

REFUSED: dict[str, str | bytes] = {
    "service": "SELECT*{SERVICE <http://127.0.0.1:9/x> {?s ?p ?o}}",
    "service-silent": "SELECT*{SERVICE SILENT <http://127.0.0.1:9/x> {?s ?p ?o}}",
    "service-lower-case": "SELECT*{service <http://127.0.0.1:9/x> {?s ?p ?o}}",
    "service-no-blanks": "SELECT*{" + SERVICE + "}",
    "service-glued-silent": "SELECT*{SERVICESILENT<http://127.0.0.1:9/x>{?s ?p ?o}}",
    "service-glued-prefix": "PREFIX x: <http://127.0.0.1:9/> SELECT*{SERVICEx:y{?s ?p ?o}}",
    "service-comment-between": "SELECT*{SERVICE#no\n<http://127.0.0.1:9/x>{?s ?p ?o}}",
    "service-variable": "SELECT*{SERVICE ?where {?s ?p ?o}}",
    "service-in-exists": "SELECT*{?s ?p ?o FILTER EXISTS {" + SERVICE + "}}",
    "service-in-subselect": "SELECT*{{SELECT*{OPTIONAL{" + SERVICE + "}}}}",
    "service-prefixed-name": "PREFIX x: <http://127.0.0.1:9/> ASK{SERVICE x:y {?s ?p ?o}}",
    "service-escaped": "SELECT*{SERVIC\\u0045 <http://127.0.0.1:9/x>{?s ?p ?o}}",
    "service-escaped-quote": 'SELECT*{?s ?p "a\\u0022 . ' + SERVICE + ' #"}',
    "service-after-literal": "SELECT*{?s ?p true" + SERVICE + "}",
    "service-after-name": "SELECT*{?s ?p vt:." + SERVICE + "}",
    "service-after-variable": "SELECT*{?s ?p ?o." + SERVICE + "}",
    "service-in-what-looks-like-an-iri": "SELECT*{?a ?b ?c FILTER(?a<?b)SERVICE?c#>\n{?s ?p ?o}}",
    "insert": "INSERT DATA {<a:a> <a:b> <a:c>}",
    "delete": "DELETE WHERE {?s ?p ?o}",
    "load": "LOAD <file:///etc/passwd>",
    "clear": "clear all",
    "update-behind-a-query": "SELECT*{?s ?p ?o} ; INSERT DATA {<a:a> <a:b> <a:c>}",
    "define-of-virtuoso": 'DEFINE get:soft "replace" SELECT*{?s ?p ?o}',
    "from-file": "SELECT*FROM<file:///etc/passwd>{?s ?p ?o}",
    "from-http": "SELECT * FROM <http://127.0.0.1:9/g> {?s ?p ?o}",
    "from-named": "SELECT * FROM NAMED <http://127.0.0.1:9/g> {?s ?p ?o}",
    "from-redeclared-prefix": "PREFIX graph: <file:///> SELECT * FROM graph:etc {?s ?p ?o}",
    "base": "BASE <http://127.0.0.1:9/> SELECT * FROM <g> {?s ?p ?o}",
    "version": 'VERSION "1.2" SELECT * {?s ?p ?o}',
    "braces": "SELECT*" + "{" * 2208,
    "only-braces": "{" * 2208,
    "parentheses": "SELECT*{FILTER" + "(" * 5000,
    "parentheses-few": "SELECT*{FILTER" + "(" * 65 + "1" + ")" * 65 + "}",
    "collections": "SELECT*{?s ?p " + "(" * 200 + ")" * 200 + "}",
    "brackets": "SELECT*{" + "[ ?p " * 100 + "]" * 100 + "}",
    "nots": "SELECT*{FILTER(" + "!" * 9344 + "true)}",
    "nots-few": "SELECT*{FILTER(" + "!" * 3000 + "true)}",
    "parentheses-in-what-looks-like-an-iri": "SELECT*{FILTER(?a<" + "(" * 5000 + ">1)}",
    "unions": "SELECT*{" + "{}UNION" * 6656 + "{}}",
    "tokens": "SELECT*{" + "?a ?b ?c." * 1400 + "}",
    "values": "SELECT*{VALUES ?x {" + "1 " * 100_000 + "}}",
    "comment-1-mb": "SELECT*{?s ?p ?o} #" + "x" * 1_000_000,
    "long-by-bytes": "SELECT*{?s ?p '" + "đ" * (MAX_BYTES // 2) + "'}",
    "nul": "SELECT*{?s ?p ?o}\x00",
    "control-character": "SELECT*{?s ?p 'a\x1bb'}",
    "not-utf-8": b"SELECT*{?s ?p '\xff'}",
    "utf-16": "SELECT*{?s ?p ?o}".encode("utf-16"),
    "lone-surrogate": "SELECT*{?s ?p '\ud800'}",
    "open-quote": 'SELECT*{?s ?p "abc}',
    "stray-backslash": "SELECT*{?s ?p ?o \\}",
    "empty": "",
    "blanks": " \n\t",
    "comment-only": "# SELECT*{?s ?p ?o}",
    "no-query": "How big is the industry?",
    "sql": "DROP TABLE claims",
    "unknown-prefix": "SELECT * {?s foo:bar ?o}",
    "slash-in-a-name": "SELECT * {?s a kg:company/lego}",
}

PASSED = {
    "plain": "SELECT * { ?s ?p ?o }",
    "lower-case": "select distinct ?s where { ?s a vt:Company } limit 3",
    "our-prefixes": "SELECT * FROM graph:entities { kg:company\\/lego ?p ?o ; a vt:Company }",
    "our-kinds": "SELECT * { company:lego ^vt:subject/vt:unit unit:USD , slot:x--y , claim-kind:a }",
    "path-of-our-names": "SELECT * { ?s kg:a/a|kg:b/vt:c ?o }",
    "our-graph": "SELECT * FROM NAMED <https://w3id.org/vietnam-tech-kg/graph/slots> { GRAPH ?g {?s ?p ?o} }",
    "service-in-a-text": "SELECT * { ?s ?p 'SERVICE <http://x>' , \"a \\\"quoted\\\" SERVICE\"@en }",
    "long-text": "SELECT * { ?s ?p '''it's\nSERVICE <http://x> {}''' }",
    "service-in-a-comment": "SELECT * { ?s ?p ?o } # SERVICE <http://x> { }",
    "service-in-an-iri": "SELECT * { ?service <http://example.org/service#web> ?o }",
    "service-as-local-name": "PREFIX x: <http://x/> SELECT * { ?s x:service ?o }",
    "less-than": "SELECT * { ?s ?p ?o FILTER(?o<5&&?o>1) }",
    "paths": "SELECT * { ?s (vt:a/^vt:b|!vt:c)* ?o }",
    "numbers": "SELECT (1.5e3+-2*.5 AS ?x) { }",
    "escapes": "SELECT * { ?s ?p \"Ti\\u1EBFng Vi\\u1EC7t\\n\" }",
    "sixty-four-deep": "SELECT*{" + "{" * 63 + "}" * 63 + "}",
    "ask": "ASK {?s ?p ?o}",
    "construct": "CONSTRUCT WHERE {?s ?p ?o}",
    "describe": "DESCRIBE <https://w3id.org/vietnam-tech-kg/id/company/lego>",
    "byte-order-mark": "\ufeffSELECT * {?s ?p ?o}",
}  # fmt: skip


def verdict(query: str | bytes) -> Passed | GateRefused:
    """What the gate says, within 50 ms of work: the best of several runs, as other work may slow one down."""
    for _ in range(8):
        began = time.process_time()
        try:
            found: Passed | GateRefused = check(query)
        except GateRefused as error:
            found = error
        if time.process_time() - began < 0.05:
            return found
    raise AssertionError("not within 50 ms")


def refusal(query: str | bytes) -> GateRefused:
    found = verdict(query)
    assert isinstance(found, GateRefused)
    return found


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_query_is_refused_at_once_in_one_line(name: str) -> None:
    error = refusal(REFUSED[name])
    line = error.line()
    assert "\n" not in line
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in line)
    assert line.startswith("query")
    assert error.exit_code == 3


@pytest.mark.parametrize("name", PASSED)
def test_a_good_query_passes_and_parses(name: str) -> None:
    passed = check(PASSED[name])
    ox.Store().query(passed.text)


def test_the_place_of_what_is_wrong_is_named() -> None:
    assert refusal("SELECT * {\n  SERVICE <http://x> {}\n}").place == "query:2:3"


def test_prefixes_of_ours_are_declared_where_the_query_does_not() -> None:
    passed = check("PREFIX vt: <http://other/> SELECT * { ?s a vt:X ; skos:prefLabel ?l }")
    assert passed.text.count("PREFIX vt:") == 1
    assert "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in passed.text


def test_kinds_are_prefixes_unless_the_query_says_otherwise() -> None:
    assert (
        "PREFIX unit: <https://w3id.org/vietnam-tech-kg/id/unit/>" in check("ASK {?c vt:unit unit:USD}").text
    )
    assert "/id/unit/" not in check("PREFIX unit: <http://x/> ASK {?c vt:unit unit:USD}").text


def test_every_kind_of_the_graph_is_a_prefix(built_store: Path) -> None:
    text = current(built_store).dataset.read_text(encoding="utf-8")
    assert {*re.findall(f"<{ID}([^/>]+)/", text), *KINDS} <= set(KIND_PREFIXES)
    assert not set(KIND_PREFIXES) & set(PREFIXES)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "SELECT * {\n  ?s foo:bar ?o }",
            ["query:2:6", "unknown prefix 'foo'", "known: vt, kg", "skos", "unit"],
        ),
        ("SELECT * { ?s a kg:company/lego }", ["query:1:17", "write company:lego"]),
        ("SELECT * {\n ?s a <company/fpt> }", ["query:2:7", "<company/fpt> is no full address", "https"]),
    ],
)
def test_a_name_that_cannot_be_read_is_explained(query: str, words: list[str]) -> None:
    line = refusal(query).line()
    assert all(word in line for word in words)


def test_forms_are_told_apart() -> None:
    assert [check(q).is_graph for q in ("ASK {}", "SELECT * {}", "DESCRIBE <a:b>")] == [False, False, True]


FRAGMENTS = [
    "SELECT", "*", "{", "}", "?s", "?p", "?o", ".", ";", "(", ")", "<", ">", "<http://127.0.0.1:9/x>",
    "SERVICE", "service", "SILENT", "#", "\n", "'", '"', '"""', "\\", "\\u0053", "FILTER", "EXISTS",
    "OPTIONAL", "UNION", "vt:", "x:y", "true", "1", ".5", "@en", "^^", "a", "!", "=", "<=", "&&", "BIND",
    "AS", "VALUES", "GRAPH", "_:b", "[", "]", "FROM", "NAMED", "PREFIX", "INSERT", "DATA",
    "LATERAL", "-", "'a'", "<?b)",
]  # fmt: skip


def services(node: Any) -> bool:
    """Whether an rdflib algebra calls another endpoint anywhere."""
    if getattr(node, "name", "") == "ServiceGraphPattern":
        return True
    if isinstance(node, dict):
        return any(map(services, node.values()))
    return isinstance(node, list | tuple) and any(map(services, node))


@settings(max_examples=300)
@given(st.one_of(st.text(), st.binary(), st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)))
def test_the_gate_raises_only_its_own_error_and_at_once(query: str | bytes) -> None:
    found = verdict(query)
    assert isinstance(found, Passed) or "\n" not in found.line()


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(FRAGMENTS), max_size=14),
    st.sampled_from([" ", ""]),
    st.sampled_from(["SELECT*{ ?s ?p ?o ", "SELECT*{ ?s ?p true", "ASK{FILTER(?a<?b", "SELECT*{?s ?p 1"]),
    st.sampled_from(["", "PREFIX x: <http://127.0.0.1:9/> "]),
)
def test_what_passes_the_gate_calls_no_other_endpoint(
    inner: list[str], blank: str, opening: str, prologue: str
) -> None:
    query = prologue + opening + blank.join(inner) + "}"
    try:
        text = check(query).text
    except GateRefused:
        return
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        # An engine that reaches for port 9 says that the port is not allowed.
        list(ox.Store().query(text))  # type: ignore[arg-type]
    except SyntaxError:
        pass
    except OSError as error:
        pytest.fail(f"reached the network: {query!r}: {error}")
    except TypeError:  # ASK is not iterable
        pass
    try:
        algebra = translateQuery(parseQuery(text)).algebra
    except Exception:
        return  # rdflib does not understand it at all
    assert not services(algebra)


def test_a_query_that_breaks_the_engine_breaks_only_its_own_process(built_store: Path) -> None:
    me = os.getpid()
    with pytest.raises(LimitReached, match="broke its process"):
        worker.run(built_store, "SELECT*" + "{" * 2208)
    assert os.getpid() == me
    assert worker.run(built_store, "ASK { ?s ?p ?o }") is True


@pytest.mark.parametrize(
    ("query", "limits", "rows", "complaint"),
    [
        ("SELECT (COUNT(*) AS ?n) {?a ?b ?c . ?d ?e ?f . ?g ?h ?i}", Limits(1, 512), 10, "longer than 1 s"),
        ("SELECT * {?a ?b ?c . ?d ?e ?f} ORDER BY ?c ?f", Limits(60, 256), 10**9, "256 MB"),
        ("SELECT * {?a ?b ?c}", Limits(60, 512), 100, "more than 100 rows"),
        ("CONSTRUCT {?a ?b ?c} WHERE {?a ?b ?c}", Limits(60, 512), 100, "more than 100 rows"),
    ],
    ids=["time", "memory", "rows", "triples"],
)
def test_time_memory_and_rows_are_limited(
    built_store: Path, query: str, limits: Limits, rows: int, complaint: str
) -> None:
    began = time.monotonic()
    with pytest.raises(LimitReached, match=complaint):
        worker.run(built_store, query, limits, rows)
    assert time.monotonic() - began < limits.seconds + 20


def test_a_syntax_error_comes_back_from_the_worker_as_one_line(built_store: Path) -> None:
    with pytest.raises(BadInput, match="not a SPARQL query") as error:
        worker.run(built_store, "SELECT * { ?s ?p }")
    assert "\n" not in error.value.line()


@pytest.mark.parametrize(
    "query", ["ASK { ?s ?p FILTR(?s) }", "ASK { ?s a vt:Claim ,", "ASK {\n?s vt:x unit:USD ]"]
)
def test_the_place_of_a_syntax_error_is_that_of_the_text_as_typed(built_store: Path, query: str) -> None:
    above = "PREFIX vt: <http://x/> PREFIX unit: <http://y/>\n"
    with pytest.raises(SyntaxError) as plain:
        ox.Store().query(above + query)
    place = re.search(r"at (\d+):(\d+)", str(plain.value))
    assert place is not None
    with pytest.raises(BadInput, match=f"at {int(place[1]) - 1}:{place[2]}(?!\\d)"):
        KnowledgeGraph.open(built_store).sparql(query)


def test_from_names_the_graphs_that_are_asked(built_store: Path) -> None:
    graph = KnowledgeGraph.open(built_store)

    def count(dataset: str) -> object:
        (row,) = graph.sparql(f"SELECT (COUNT(*) AS ?n) {dataset} {{ ?s ?p ?o }}").rows
        return row["n"]

    dataset = graph.generation.dataset.read_text(encoding="utf-8")
    slots = dataset.count(f" <{SLOTS_GRAPH}> .\n")
    assert 0 < slots == count("FROM graph:slots") < count("FROM graph:slots FROM graph:entities") < count("")


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["ASK { ?s a vt:Claim ,"], 3, "not a SPARQL query: error at 1:22"),
        (["SELECT*" + "{" * 2208], 3, "nested deeper than 64"),
        (["SELECT*{" + SERVICE + "}"], 3, "SERVICE is not allowed"),
        (["SELECT * { ?s ?p }"], 3, "not a SPARQL query"),
        (["ASK {}", "-f", "turtle"], 2, "gives rows, not turtle"),
        (["DESCRIBE <a:b>", "-f", "csv"], 2, "gives triples, not csv"),
        ([], 2, "give one query"),
        (["ASK {}", "-F", "x.rq"], 2, "give one query"),
        (["-F", "missing.rq"], 3, "cannot be read"),
        (["-F", "http://127.0.0.1:9/x.rq"], 2, "not a URL"),
        (["SELECT * {?a ?b ?c . ?d ?e ?f}", "--rows", "10"], 7, "more than 10 rows"),
    ],
    ids=lambda value: "" if isinstance(value, int | str) else " ".join(value)[:24],
)
def test_kg_sparql_refuses_in_one_line_with_the_right_code(
    kg: RunKg, built_store: Path, arguments: list[str], code: int, complaint: str
) -> None:
    done = kg("sparql", *arguments, "--store", str(built_store))
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert complaint in done.stderr


def test_kg_sparql_reads_text_file_and_stdin_and_writes_every_form(
    kg: RunKg, built_store: Path, tmp_path: Path
) -> None:
    store = ("--store", str(built_store))
    query = "SELECT ?v { ?c a vt:FigureClaim ; vt:surface '$155 billion' ; vt:value ?v }"
    file = tmp_path / "q.rq"
    file.write_text("\ufeff" + query, encoding="utf-8")
    assert kg("sparql", query, "-f", "csv", *store).stdout == "v\n155000000000\n"
    assert kg("sparql", "-F", str(file), "-f", "csv", *store).stdout == "v\n155000000000\n"
    assert kg("sparql", "-", "-f", "csv", *store, input=query).stdout == "v\n155000000000\n"
    asked = kg("sparql", "ASK {?s ?p ?o}", "-f", "sparql-json", *store)
    assert asked.stdout == '{"head": {}, "boolean": true}\n'
    describe = "DESCRIBE company:lego"
    counts = set()
    for fmt, parser in (("turtle", ox.RdfFormat.TURTLE), ("ntriples", ox.RdfFormat.N_TRIPLES),
                        ("jsonld", ox.RdfFormat.JSON_LD), ("rdfxml", ox.RdfFormat.RDF_XML)):  # fmt: skip
        done = kg("sparql", describe, "-f", fmt, *store)
        counts.add(len({str(quad.triple) for quad in ox.parse(done.stdout, format=parser)}))
    assert len(counts) == 1
    assert counts.pop() > 5


def test_every_gate_error_is_a_kg_error() -> None:
    assert issubclass(GateRefused, KGError)
