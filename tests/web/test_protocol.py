"""The SPARQL 1.1 Protocol: every case that the W3C's test suite names, as a request to our own graphs.

The suite's manifest (sparql11/protocol) names the cases and says what they are about; what is sent and what
is expected stands here.  Our service reads only: update cases must be refused.  Two things differ: our graphs
are named where the suite names its own, and relative IRIs, which our gate refuses, are written in full.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import webhost
from http_client import FORM, QUERY, ROWS, Answer, ask, send
from servers import KgServer

from kg.namespaces import DATASET_GRAPH, ENTITIES_GRAPH, SLOTS_GRAPH, VT

VOID = "http://rdfs.org/ns/void#"
FPT = "https://w3id.org/vietnam-tech-kg/id/company/fpt-corporation"
CURATED = f"ASK {{ <{FPT}> ?p ?o }}"
# Each needs a statement of one graph and one of another, so that leaving one out changes the answer.
BOTH = f"ASK {{ <{FPT}> skos:prefLabel ?name . ?dataset a <{VOID}Dataset> }}"
NAMED = f"ASK {{ GRAPH ?g1 {{ <{FPT}> skos:prefLabel ?name }} GRAPH ?g2 {{ ?slot a vt:Slot }} }}"
FULL = NAMED.replace("{", f"{{ ?dataset a <{VOID}Dataset>", 1)
COUNTED = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
UPDATE = f"INSERT DATA {{ GRAPH <{ENTITIES_GRAPH}> {{ <urn:s> <urn:p> <urn:o> }} }}"
SPARQL_UPDATE = "application/sparql-update"

Case = Callable[[KgServer], Answer]
Expected = int | bool | Callable[[Answer], bool]
CASES: dict[str, tuple[Case, Expected]] = {}


def case(name: str, expected: Expected) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert name not in CASES
        CASES[name] = (function, expected)
        return function

    return keep


def get(*fields: tuple[str, str], accept: str = "*/*") -> Case:
    return lambda server: send(server, f"/sparql?{urlencode(fields)}", Accept=accept)


def post_form(*fields: tuple[str, str], path: str = "/sparql", type_: str = FORM) -> Case:
    return lambda server: send(server, path, "POST", urlencode(fields), Content_Type=type_)


def post(text: str | bytes, type_: str, *fields: tuple[str, str], path: str = "/sparql") -> Case:
    body = text.encode() if isinstance(text, str) else text
    target = f"{path}?{urlencode(fields)}" if fields else path
    return lambda server: send(server, target, "POST", body, Content_Type=type_)


DEFAULTS = ("default-graph-uri", ENTITIES_GRAPH), ("default-graph-uri", DATASET_GRAPH)
NAMES = ("named-graph-uri", ENTITIES_GRAPH), ("named-graph-uri", SLOTS_GRAPH)
case("query_get", True)(get(("query", "ASK {}"), DEFAULTS[0]))
case("query_post_form", True)(
    lambda s: send(s, f"/sparql?{urlencode(DEFAULTS)}", "POST", "query=ASK%20%7B%7D", Content_Type=FORM)
)
case("query_post_direct", True)(post("ASK {}", QUERY))
case("query_dataset_default_graphs_get", True)(get(("query", BOTH), *DEFAULTS))
case("query_dataset_default_graphs_post", True)(post(BOTH, QUERY, *DEFAULTS))
case("query_dataset_named_graphs_get", True)(get(("query", NAMED), *NAMES))
case("query_dataset_named_graphs_post", True)(post(NAMED, QUERY, *NAMES))
case("query_dataset_full", True)(post(FULL, QUERY, DEFAULTS[1], *NAMES))
# What the protocol says counts, not what the query says.
case("query_multiple_dataset", True)(post(NAMED.replace("ASK", f"ASK FROM <{DATASET_GRAPH}>"), QUERY, *NAMES))
ROW_TYPES = {ROWS, "application/sparql-results+xml"}
GRAPH_TYPES = {"application/rdf+xml", "text/turtle", "application/n-triples"}
case("query_content_type_select", lambda a: a.type in ROW_TYPES)(
    post("SELECT (1 AS ?value) {}", QUERY, DEFAULTS[0])
)
case("query_content_type_ask", lambda a: a.type in ROW_TYPES)(post("ASK {}", QUERY, DEFAULTS[0]))
case("query_content_type_describe", lambda a: a.type in GRAPH_TYPES)(
    post("DESCRIBE <http://example.org/>", QUERY, DEFAULTS[0])
)
case("query_content_type_construct", lambda a: a.type in GRAPH_TYPES)(
    post("CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}", QUERY, DEFAULTS[0])
)
case("bad_query_method", 405)(lambda s: send(s, f"/sparql?query={quote('ASK {}')}", "PUT"))
case("bad_multiple_queries", 400)(get(("query", "ASK {}"), ("query", "SELECT * {}")))
case("bad_query_wrong_media_type", 415)(post("ASK {}", "text/plain"))
case("bad_query_missing_form_type", 415)(lambda s: send(s, "/sparql", "POST", b"query=ASK%20%7B%7D"))
case("bad_query_missing_direct_type", 415)(lambda s: send(s, "/sparql", "POST", b"ASK {}"))
case("bad_query_non_utf8", 415)(post("ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"))
case("bad_query_syntax", 400)(get(("query", "ASK {")))
# There is nothing to update, here or at the address where services that can be updated are.
case("update_post_form", 403)(post_form(("update", UPDATE), path="/update"))
case("update_post_direct", 403)(post(UPDATE, SPARQL_UPDATE, path="/update"))
USING = ("using-graph-uri", ENTITIES_GRAPH), ("using-named-graph-uri", SLOTS_GRAPH)
case("update_dataset_default_graph", 403)(post(UPDATE, SPARQL_UPDATE, USING[0], path="/update"))
case("update_dataset_default_graphs", 403)(post(UPDATE, SPARQL_UPDATE, USING[0], USING[0], path="/update"))
case("update_dataset_named_graphs", 403)(post(UPDATE, SPARQL_UPDATE, USING[1], path="/update"))
case("update_dataset_full", 403)(post(UPDATE, SPARQL_UPDATE, *USING, path="/update"))
case("update_base_uri", 403)(post("INSERT DATA { <s> <p> <o> }", SPARQL_UPDATE, path="/update"))
case("bad_update_get", 405)(lambda s: send(s, f"/update?{urlencode([('update', UPDATE)])}"))
case("bad_multiple_updates", 403)(post_form(("update", UPDATE), ("update", UPDATE), path="/update"))
case("bad_update_wrong_media_type", 403)(post(UPDATE, "text/plain", path="/update"))
case("bad_update_missing_form_type", 403)(
    lambda s: send(s, "/update", "POST", urlencode([("update", UPDATE)]).encode())
)
case("bad_update_non_utf8", 403)(
    post(UPDATE.encode("utf-16"), f"{SPARQL_UPDATE}; charset=UTF-16", path="/update")
)
case("bad_update_syntax", 403)(post("INSERT DATA {", SPARQL_UPDATE, path="/update"))
case("bad_update_dataset_conflict", 403)(
    post(f"WITH <{ENTITIES_GRAPH}> {UPDATE}", SPARQL_UPDATE, *USING, path="/update")
)
# The names of the manifest, so that none is missing above.
MANIFEST = """
query_post_form query_dataset_default_graphs_get query_dataset_default_graphs_post
query_dataset_named_graphs_post query_dataset_named_graphs_get query_dataset_full
query_multiple_dataset query_get query_content_type_select query_content_type_ask
query_content_type_describe query_content_type_construct update_dataset_default_graph
update_dataset_default_graphs update_dataset_named_graphs update_dataset_full update_post_form
update_post_direct update_base_uri query_post_direct bad_query_method bad_multiple_queries
bad_query_wrong_media_type bad_query_missing_form_type bad_query_missing_direct_type
bad_query_non_utf8 bad_query_syntax bad_update_get bad_multiple_updates bad_update_wrong_media_type
bad_update_missing_form_type bad_update_non_utf8 bad_update_syntax bad_update_dataset_conflict
""".split()  # noqa: SIM905


def test_every_case_of_the_manifest_is_here() -> None:
    assert set(CASES) == set(MANIFEST)
    assert len(MANIFEST) == 34


@pytest.mark.parametrize("name", MANIFEST)
def test_case_of_the_manifest(served: KgServer, name: str) -> None:
    request, expected = CASES[name]
    answer = request(served)
    if isinstance(expected, bool):
        assert answer.status == 200, answer.text
        assert answer.json()["boolean"] is expected
    elif isinstance(expected, int):
        assert answer.status == expected, answer.text
        assert answer.type == "application/problem+json"
        assert answer.json()["status"] == expected
    else:
        assert answer.status == 200, answer.text
        assert expected(answer), answer.type


@pytest.mark.parametrize("name", [name for name in MANIFEST if "update" in name])
def test_updates_are_refused_at_the_query_address_too(
    served: KgServer, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def to_query(server: KgServer, target: str, *arguments: Any, **options: Any) -> Answer:
        return original(server, target.replace("/update", "/sparql", 1), *arguments, **options)

    original = send
    monkeypatch.setitem(globals(), "send", to_query)
    answer = CASES[name][0](served)
    untyped = name in ("bad_update_wrong_media_type", "bad_update_missing_form_type")
    assert answer.status == (415 if untyped else 403), answer.text


def test_after_all_updates_everything_is_as_before(served: KgServer) -> None:
    def statements() -> list[str]:
        return ask(served, f"{COUNTED} ORDER BY ?g # {time.monotonic()}").column("n")

    before = statements()
    for name in MANIFEST:
        if "update" in name:
            assert CASES[name][0](served).status in (403, 405)
    assert statements() == before
    assert not ask(served, "ASK { <urn:s> ?p ?o }").json()["boolean"]


# --- The dataset


@pytest.mark.parametrize(
    ("query", "graphs"), [(BOTH, DEFAULTS), (NAMED, NAMES), (FULL, (DEFAULTS[1], *NAMES))], ids=range(3)
)
def test_each_graph_that_is_named_is_needed(
    served: KgServer, query: str, graphs: tuple[tuple[str, str], ...]
) -> None:
    for way in (lambda *fields: get(("query", query), *fields), lambda *fields: post(query, QUERY, *fields)):
        assert way(*graphs)(served).json()["boolean"] is True
        for number in range(len(graphs)):
            some = graphs[:number] + graphs[number + 1 :]
            assert way(*some)(served).json()["boolean"] is False, some


def test_the_protocol_s_graphs_replace_those_of_the_query(served: KgServer) -> None:
    query = f"ASK FROM <{ENTITIES_GRAPH}> {{ <{FPT}> skos:prefLabel ?name }}"
    assert ask(served, query).json()["boolean"] is True
    assert ask(served, query, default_graph_uri=SLOTS_GRAPH).json()["boolean"] is False


def test_the_default_graph_is_the_union_unless_graphs_are_named(served: KgServer) -> None:
    everything = int(ask(served, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").column("n")[0])
    by_graph = dict(zip(*(ask(served, COUNTED).column(c) for c in ("g", "n")), strict=True))
    assert everything == sum(map(int, by_graph.values()))
    one = ask(served, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graph_uri=SLOTS_GRAPH).column("n")
    assert one == [by_graph[SLOTS_GRAPH]]
    two = ask(
        served, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graph_uri=[SLOTS_GRAPH, ENTITIES_GRAPH]
    ).column("n")
    assert int(two[0]) == int(by_graph[SLOTS_GRAPH]) + int(by_graph[ENTITIES_GRAPH])


def test_graphs_that_are_not_named_are_not_there(served: KgServer) -> None:
    assert ask(served, COUNTED, named_graph_uri=SLOTS_GRAPH).column("g") == [SLOTS_GRAPH]
    assert ask(served, COUNTED, default_graph_uri=SLOTS_GRAPH).column("g") == []
    assert ask(served, CURATED, named_graph_uri=ENTITIES_GRAPH).json()["boolean"] is False
    named = f"SELECT DISTINCT ?g FROM NAMED <{ENTITIES_GRAPH}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert ask(served, named).column("g") == [ENTITIES_GRAPH]
    assert ask(served, named, named_graph_uri=SLOTS_GRAPH).column("g") == [SLOTS_GRAPH]


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_from_elsewhere_is_an_error_and_never_fetched(served: KgServer, name: str) -> None:
    with webhost.host(webhost.answer(b"<urn:s> <urn:p> <urn:o> .", type_="text/turtle")) as elsewhere:
        address = elsewhere.url("/data.ttl", "127.0.0.1")
        answer = ask(served, "SELECT * { ?s ?p ?o }", **{name.replace("-", "_"): address})
        assert answer.status == 400
        assert address in answer.json()["detail"]
        assert elsewhere.requests == []


def test_a_graph_name_with_a_slip_is_an_error_not_an_empty_answer(served: KgServer) -> None:
    answer = ask(served, "SELECT * { ?s ?p ?o }", default_graph_uri=ENTITIES_GRAPH + "s")
    assert answer.status == 400


# --- Methods, forms, errors


def test_head_is_get_without_a_body(served: KgServer) -> None:
    target = f"/sparql?query={quote('SELECT ?s { ?s ?p ?o } LIMIT 2')}"
    head, get_ = send(served, target, "HEAD"), send(served, target)
    assert head.status == 200
    assert head.body == b""
    assert head.headers["content-length"] == str(len(get_.body))
    assert head.type == get_.type


def test_options_says_what_may_be_sent(served: KgServer) -> None:
    answer = send(served, "/sparql", "OPTIONS")
    assert answer.status == 204
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "MKCOL", "get"])
def test_other_methods_are_refused_everywhere(served: KgServer, method: str) -> None:
    for path in ("/sparql", "/graph-store?default", "/id/company/fpt-corporation", "/nowhere"):
        answer = send(served, path, method)
        assert answer.status == 405, (path, answer.text)
        assert "GET" in answer.headers["allow"]


def test_graph_store_reads_and_does_not_write(served: KgServer) -> None:
    target = f"/graph-store?{urlencode({'graph': SLOTS_GRAPH})}"
    assert send(served, target, Accept="application/n-triples").body.startswith(b"<")
    assert (
        send(served, target, "POST", b"<urn:s> <urn:p> <urn:o> .", Content_Type="text/turtle").status == 405
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([("query", "")], "empty"),
        ([("query", "SELECT ?x { ?x nope:y ?z }")], "unknown prefix"),
        ([("query", "SELECT\n * {\n ?s ?p")], "not a SPARQL query"),
        ([("query", "DROP ALL")], "updates are not allowed"),
        ([("query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")], "SERVICE"),
        ([("query", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")], "FROM"),
    ],
)
def test_a_refused_query_is_told_what_is_wrong(
    served: KgServer, fields: list[tuple[str, str]], said: str
) -> None:
    answer = send(served, f"/sparql?{urlencode(fields)}")
    assert answer.status == 400
    assert said in answer.json()["detail"]


def test_a_slip_is_placed_by_line_and_column(served: KgServer) -> None:
    answer = ask(served, "SELECT *\nWHERE { ?s nope:p ?o }")
    assert answer.json()["place"] == "query:2:12"


def test_a_post_without_a_query_is_no_question_for_the_description(served: KgServer) -> None:
    assert post_form(("qeury", "ASK {}"))(served).status == 400


def test_parameters_in_the_address_of_a_post_count_as_well(served: KgServer) -> None:
    again = send(
        served, f"/sparql?{urlencode([('query', 'ASK {}')])}", "POST", "query=ASK%20%7B%7D", Content_Type=FORM
    )
    assert again.status == 400


def test_a_query_in_vietnamese_is_read_as_utf8(served: KgServer) -> None:
    query = 'SELECT ?s { ?s skos:prefLabel "Tập đoàn FPT"@vi }'
    for answer in (ask(served, query), post(query, QUERY)(served), post_form(("query", query))(served)):
        assert answer.status == 200
        assert answer.column("s") == [FPT], answer.text


def test_not_utf8_is_refused_wherever_it_stands(served: KgServer) -> None:
    assert send(served, "/sparql?query=ASK%20%7B%7D%20%23%FF").status == 400
    assert post(b"ASK {} # \xff", QUERY)(served).status == 400
    assert send(served, "/sparql", "POST", b"query=%FF", Content_Type=FORM).status == 400


def test_the_service_describes_itself(served: KgServer) -> None:
    import pyoxigraph as ox

    answer = send(served, "/sparql", Accept="text/turtle")
    assert answer.status == 200
    sd = "http://www.w3.org/ns/sparql-service-description#"
    told = {
        (q.subject.value, q.predicate.value.removeprefix(sd), q.object.value)  # type: ignore[union-attr]
        for q in ox.parse(answer.body, format=ox.RdfFormat.TURTLE)
    }
    endpoint = f"{served.url}sparql"
    assert (endpoint, "endpoint", endpoint) in told
    assert (endpoint, "supportedLanguage", f"{sd}SPARQL11Query") in told
    assert (endpoint, "feature", f"{sd}UnionDefaultGraph") in told
    assert not any("Update" in value for _, _, value in told)
    named = {value for _, predicate, value in told if predicate == "name"}
    assert named == set(ask(served, COUNTED).column("g"))


def test_terms_of_our_vocabulary_need_no_prefix_line(served: KgServer) -> None:
    assert ask(served, f"ASK {{ ?c a <{VT}FigureClaim> FILTER EXISTS {{ ?c vt:value ?v }} }}").json()[
        "boolean"
    ]
