"""Hostile requests: queries that hurt, HTTP that is none, hosts and pages that are not ours.

Each is answered with the right status, and after all of them it is the same server process that answers.
"""

from __future__ import annotations

import asyncio
import itertools
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import servers
from http_client import FORM, QUERY, ask, raw, send, statuses
from servers import KgServer
from starlette.responses import Response, StreamingResponse

from kg.namespaces import ENTITIES_GRAPH
from kg.web.http.guard import Guard, Message, Policy, Receive, Scope, Send
from kg.web.http.metrics import Requests

SECONDS = 2.0  # what a query has at `served`


@pytest.fixture(autouse=True)
def _the_same_server(served: KgServer) -> Iterator[None]:
    yield
    assert send(served, "/health").status == 200
    assert Path(f"/proc/{served.pid}").exists()


# --- T12: SPARQL


def chain(count: int) -> str:
    binds = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(count))
    return f'SELECT (STRLEN(?x{count}) AS ?n) {{ BIND("ab" AS ?x0) {binds} }}'


REFUSED = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "service, in lower case and without blanks": "SELECT*{service<http://127.0.0.1:1/>{?s ?p ?o}}",
    "service, silent and after a comment": "SELECT * { SERVICE#x\nSILENT <http://127.0.0.1:1/> { ?s ?p ?o }}",
    "service in exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
    "service, prefixed": "PREFIX x: <http://127.0.0.1:1/> SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "service, escaped": r"SELECT * { S\u0045RVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "service, in a later version": 'VERSION "1.2" SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }',
    "service of a variable": "SELECT * { ?s ?p ?o SERVICE ?s { ?a ?b ?c } }",
    "insert": "INSERT DATA { <urn:s> <urn:p> <urn:o> }",
    "insert in a query": "SELECT * { ?s ?p ?o } ; INSERT { ?s <urn:p> 1 } WHERE { ?s ?p ?o }",
    "update in a query": f"SELECT * {{ ?s ?p ?o }}; DROP GRAPH <{ENTITIES_GRAPH}>",
    "load": "LOAD <http://127.0.0.1:1/>",
    "a file as a graph": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "deep braces": "SELECT * " + "{" * 2208,
    "deep parentheses": "SELECT * { FILTER" + "(" * 5000,
    "many signs": "SELECT * { FILTER(" + "!" * 9344 + "true) }",
    "many unions": "SELECT * {" + "UNION".join(["{}"] * 2000) + "}",
    "more unions": "SELECT * {" + "UNION".join(["{}"] * 6656) + "}",
    "nested collections": "SELECT * { ?s ?p " + "(" * 200 + ")" * 200 + " }",
    "long": "SELECT * { ?s ?p ?o } #" + "x" * 20_000,
    "nul": "SELECT * { ?s ?p '\x00' }",
    "many values": "SELECT * { VALUES ?x { " + "1 " * 5_000 + "} }",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_query_that_does_not_pass_the_gate(served: KgServer, name: str) -> None:
    answer = send(served, "/sparql", "POST", REFUSED[name], Content_Type=QUERY)
    assert answer.status == 400, answer.text
    assert answer.type == "application/problem+json"


LARGE = {
    "a comment of a megabyte": "ASK {} #" + "x" * 1_000_000,
    "a hundred thousand values": "SELECT * { VALUES ?x { " + "1 " * 100_000 + "} }",
    "two megabytes": "#" * 2_000_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_a_query_of_a_megabyte_is_not_even_read(served: KgServer, name: str) -> None:
    assert send(served, "/sparql", "POST", LARGE[name], Content_Type=QUERY).status == 413
    assert send(served, "/sparql", "POST", f"query={quote(LARGE[name])}", Content_Type=FORM).status == 413


STOPPED = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "ordered product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT 5",
    "texts that double": chain(60),
    "product of values": "SELECT (COUNT(*) AS ?n) {"
    + "".join(f" VALUES ?x{n} {{ {'1 ' * 60}}}" for n in range(6)) + " }",
    "path of everything": "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:x>)* ?b . ?b (<urn:x>|!<urn:x>)* ?c }",
}  # fmt: skip


@pytest.mark.parametrize("name", STOPPED)
def test_a_query_that_takes_too_much_is_stopped(served: KgServer, name: str) -> None:
    start = time.monotonic()
    answer = ask(served, STOPPED[name])
    assert answer.status == 503, answer.text[:200]
    assert int(answer.headers["retry-after"]) > 0
    assert time.monotonic() - start < SECONDS + 1.5
    assert ask(served, "ASK {}").json()["boolean"]


# What hurts other engines is nothing to ours, or is stopped: in no case does it last.
HARMLESS = {
    "paths in paths": "SELECT (COUNT(*) AS ?n) { ?a ((skos:broader*)*)* ?b }",
    "everything, in paths in paths": "ASK { ?a (((<urn:x>|!<urn:x>)*)*)* <urn:nothing> }",
    "a regex that backtracks": f'ASK {{ FILTER(REGEX("{"a" * 5_000}!", "^(a+)+$")) }}',
    "a regex that refers back": f'ASK {{ FILTER(REGEX("{"a" * 5_000}!", "^(a*)*\\\\1$")) }}',
    "a regex of much space": 'ASK { ?s ?p ?o FILTER(REGEX(STR(?o), "(((((x{99}){99}){99}){99}){99})")) }',
    "many optionals": "SELECT ?x { " + "OPTIONAL { ?s ?p ?o } " * 200 + "} LIMIT 1",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_query_that_is_said_to_take_forever_does_not(served: KgServer, name: str) -> None:
    start = time.monotonic()
    answer = ask(served, HARMLESS[name])
    assert answer.status in (200, 503), answer.text
    assert time.monotonic() - start < SECONDS + 1.5


def test_an_answer_of_too_many_rows_is_an_error_and_never_cut(served: KgServer) -> None:
    everything = ask(served, "SELECT * { ?s ?p ?o }")
    assert everything.status == 400
    assert "more than 10,000 rows" in everything.json()["detail"]
    assert ask(served, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "text/turtle").status == 400
    exactly = ask(served, "SELECT * { ?s ?p ?o } LIMIT 10000")
    assert exactly.status == 200
    assert len(exactly.column("s")) == 10_000


def test_an_answer_of_too_many_bytes_is_an_error(served: KgServer) -> None:
    query = 'SELECT (CONCAT(STR(?s), "' + "x" * 9_000 + '") AS ?x) { ?s ?p ?o } LIMIT 1000'
    answer = ask(served, query)
    assert answer.status == 400
    assert "bytes" in answer.json()["detail"]


# --- T14: HTTP

GET = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
BROKEN: dict[str, tuple[bytes, int]] = {
    "no http": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "no version": (b"GET /health\r\n\r\n", 400),
    "http 3": (b"GET /health HTTP/3.0\r\nHost: 127.0.0.1\r\n\r\n", 505),
    "no host": (b"GET /health HTTP/1.1\r\n\r\n", 400),
    "two hosts": (GET + b"Host: evil.example\r\n\r\n", 400),
    "a line of a megabyte": (b"GET /" + b"a" * 1_000_000, 414),
    "a line of forty kilobytes": (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 414),
    "ten thousand headers": (GET + b"".join(b"X-%d: a\r\n" % n for n in range(10_000)) + b"\r\n", 431),
    "two hundred headers": (GET + b"X-A: a\r\n" * 200 + b"\r\n", 431),
    "a header of a megabyte": (GET + b"X-A: " + b"a" * 1_000_000, 431),
    "a folded header": (GET + b"X-A: a\r\n b\r\n\r\n", 200),
    "a header without a colon": (GET + b"nonsense\r\n\r\n", 400),
    "a blank before the colon": (GET + b"X-A : a\r\n\r\n", 400),
    "a line feed in a value": (GET + b"X-A: a\x00b\r\n\r\n", 400),
    "a negative length": (POST + b"Content-Length: -1\r\n\r\nASK {}", 400),
    "a length that is no number": (POST + b"Content-Length: six\r\n\r\nASK {}", 400),
    "two lengths": (POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}", 400),
    "a length and chunks": (
        POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET + b"\r\n",
        400,
    ),
    "chunks in http 1.0": (
        POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
        400,
    ),
    "two codings": (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    "no length": (POST + b"\r\nASK {}", 411),
    "a huge length": (POST + b"Content-Length: 99999999999\r\n\r\n", 413),
    "an unknown coding": (POST + b"Transfer-Encoding: gzip\r\n\r\n", 501),
    "a bad chunk": (POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nASK {}\r\n", 400),
    "an absolute address": (b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400),
    "connect": (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", 400),
    "a trace": (b"TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 405),
    "a long method": (b"A" * 50 + b" / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 405),
}


@pytest.mark.parametrize("name", BROKEN)
def test_http_that_is_none_or_too_long(served: KgServer, name: str) -> None:
    data, status = BROKEN[name]
    received = raw(served, data.replace(b"\r\nHost", b"\r\nConnection: close\r\nHost", 1))
    assert statuses(received) == [status], received[-300:]


def test_a_chunked_body_is_read_up_to_the_limit(served: KgServer) -> None:
    head = POST + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    received = raw(served, head + b"3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n")
    assert statuses(received) == [200]
    assert b'"boolean": true' in received
    bomb = head + b"10000\r\n" + b"#" * 0x10000 + b"\r\n" + (b"10000\r\n" + b"#" * 0x10000 + b"\r\n") * 4
    assert statuses(raw(served, bomb + b"0\r\n\r\n")) == [413]


def test_requests_in_a_row_are_answered_in_their_order(served: KgServer) -> None:
    ask_ = b"GET /sparql?query=%s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    row = [ask_ % quote(f"SELECT ({n} AS ?x) {{}}").encode() for n in range(20)]
    row.append(GET + b"Connection: close\r\n\r\n")
    received = raw(served, b"".join(row)).decode()
    assert received.count("HTTP/1.1 200") == 21
    places = [received.index(f'"value": "{n}"') for n in range(20)]
    assert places == sorted(places)


def test_a_request_that_is_begun_and_left_is_forgotten(served: KgServer) -> None:
    for data in (GET, POST + b"Content-Length: 100\r\n\r\nASK", b""):
        with socket.create_connection((served.host, served.port), 10) as connection:
            connection.sendall(data)
    assert send(served, "/health").json()["waiting"] == 0


PATHS = {
    "/..%2f..%2fetc%2fpasswd": 400, "/%2e%2e/etc/passwd": 400, "/../etc/passwd": 400, "/id/../../etc": 400,
    "/id/company/a%00b": 400, "/id%5c..%5cetc": 400, "//evil.example/": 400, "/%0d%0aSet-Cookie:%20a=b": 400,
    "/%ff": 400, "/id/company/x%0d%0aX-Evil:1": 400, "/static/..%2f..%2fapp.py": 400, "/./health": 400,
    "/{{7*7}}": 404, "/%u0041": 404,
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_addresses_that_name_no_place(served: KgServer, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    received = raw(served, request)
    assert statuses(received) == [PATHS[path]]
    head = received.split(b"\r\n\r\n")[0].lower()
    assert b"\r\nset-cookie" not in head
    assert b"\r\nx-evil" not in head


def test_what_is_not_known_does_no_harm(served: KgServer) -> None:
    target = f"/sparql?query={quote('ASK {}')}&format=x&timeout=99999&output=../x&using-graph-uri=urn:x"
    assert (
        send(served, target, Range="bytes=0-1", X_Forwarded_For="127.0.0.1", Forwarded="for=x").status == 200
    )
    assert send(served, target, If_None_Match="W/\"x\", '*'").status == 200


# --- Hosts and origins


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("localhost:1234", 200), ("LOCALHOST", 200), ("[::1]:80", 200),
     ("evil.example", 400), ("127.0.0.1.evil.example", 400), ("evil.example:8000", 400),
     ("127.0.0.1@evil.example", 400), ("127.0.0.1:x", 400), ("a b", 400), ("", 400)],
)  # fmt: skip
def test_only_our_own_names_are_answered(served: KgServer, host: str, status: int) -> None:
    request = f"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    assert statuses(raw(served, request)) == [status]


def test_pages_of_other_origins_may_not_post_and_get_no_leave_to_read(served: KgServer) -> None:
    posted = send(served, "/sparql", "POST", b"ASK {}", Content_Type=QUERY, Origin="https://evil.example")
    assert posted.status == 403
    got = ask_from(served, "https://evil.example")
    assert "access-control-allow-origin" not in got
    own = send(served, "/sparql", "POST", b"ASK {}", Content_Type=QUERY, Origin=served.url.rstrip("/"))
    assert own.status == 200
    assert send(served, "/sparql", "POST", b"ASK {}", Content_Type=QUERY, Origin="null").status == 403


def test_our_own_pages_may_post_where_the_world_knows_us_by_another_address() -> None:
    policy = Policy.of("0.0.0.0", url="https://kg.example.org:8443/graph/")
    assert asyncio.run(_posted(policy, b"https://kg.example.org:8443")) == 200
    assert asyncio.run(_posted(policy, b"https://kg.example.org")) == 403
    assert asyncio.run(_posted(Policy.of("0.0.0.0"), b"https://kg.example.org:8443")) == 403
    assert asyncio.run(_posted(Policy.of("0.0.0.0"), b"null")) == 403


async def _posted(policy: Policy, origin: bytes) -> int:
    """The status of a post from a page of `origin` to an application that has no objections."""
    headers = [(b"host", b"10.0.0.1:8000"), (b"origin", origin), (b"content-length", b"0")]
    return (await _answers(policy, [Response()], headers))[0]


async def _answers(
    policy: Policy, answers: list[Response], headers: list[tuple[bytes, bytes]], hold: float = 0.0
) -> list[int]:
    """The statuses of `answers` sent all at once through the guard to clients that take `hold` seconds."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await scope["answer"](scope, receive, send)

    statuses = []

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        else:
            await asyncio.sleep(hold)

    async def receive() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    guard = Guard(app, policy, Requests(), lambda: "build")
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/",
        "raw_path": b"/", "query_string": b"", "headers": headers,
    }  # fmt: skip
    await asyncio.gather(*(guard({**scope, "answer": answer}, receive, take) for answer in answers))
    assert guard.in_flight == 0
    return statuses


def test_large_answers_on_their_way_are_limited_and_files_are_none() -> None:
    headers = [(b"host", b"localhost"), (b"content-length", b"0")]

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 65_536

    def several(make: Callable[[], Response]) -> list[int]:
        policy = Policy(in_flight=1_000_000)
        return sorted(asyncio.run(_answers(policy, [make() for _ in range(5)], headers, 0.001)))

    assert several(lambda: Response(b"x" * 400_000)) == [200, 200, 503, 503, 503]
    length = {"content-length": str(30 * 65_536)}
    assert several(lambda: StreamingResponse(pieces(), headers=length)) == [200] * 5
    assert several(lambda: Response(b"x" * 60_000)) == [200] * 5


def ask_from(server: KgServer, origin: str, method: str = "GET") -> dict[str, str]:
    return dict(send(server, "/sparql?query=ASK+%7B%7D", method, Origin=origin).headers)


def test_a_named_origin_may_read_and_no_other(built_store: Path, tmp_path: Path) -> None:
    with servers.kg_server(
        built_store, tmp_path, "--cors", "https://good.example", "--workers", "1"
    ) as server:
        good, bad = ask_from(server, "https://good.example"), ask_from(server, "https://evil.example")
        assert good["access-control-allow-origin"] == "https://good.example"
        assert "Origin" in good["vary"]
        assert "access-control-allow-origin" not in bad
        assert "Origin" in bad["vary"]
        asked = ask_from(server, "https://good.example", "OPTIONS")
        assert "Content-Type" in asked["access-control-allow-headers"]
        posted = send(server, "/sparql", "POST", b"ASK {}", Content_Type=QUERY, Origin="https://good.example")
        assert posted.status == 200


def test_who_is_served_depends_on_where_the_server_listens() -> None:
    assert Policy.of("127.0.0.1").hosts
    assert "kg.example.org" in Policy.of("127.0.0.1", ("KG.example.org",)).hosts
    assert Policy.of("0.0.0.0").hosts == ()
    assert Policy.of("0.0.0.0", ("kg.example.org",)).hosts == ("kg.example.org",)
    assert "kg.example.org" in Policy.of("127.0.0.1", url="https://kg.example.org/").hosts
    assert Policy.of("0.0.0.0", url="https://kg.example.org/").hosts == ()
    assert Policy.of("127.0.0.1", origins=("*",)).allowed_origin("https://any.example") == "*"


def test_every_answer_keeps_a_browser_from_guessing(served: KgServer) -> None:
    for path, method in itertools.product(
        ("/health", "/nowhere", "/ont.html", "/sparql?query=x"), ("GET", "HEAD")
    ):
        headers = send(served, path, method).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers
