"""A remote endpoint that misbehaves is an error that says so: no half answers, no login given away."""

from __future__ import annotations

import base64
import io
import json
import time
import urllib.error
from collections.abc import Iterator
from email.message import Message
from typing import Any, ClassVar

import pytest
import servers
from conftest import RunKg
from faultproxy import FaultProxy, Request

from kg import remote
from kg.answer import Table
from kg.errors import EndpointFailed, KGError, LimitReached, UsageError
from kg.gate import check
from kg.remote import Remote, check_endpoint

USER, SECRET = "someone", "s3cret-Passw0rd"
QUERY = "SELECT ?x { VALUES ?x { 1 2 3 } }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    if servers.find_oxigraph() is None:
        pytest.skip("no `oxigraph` server binary (pip install oxigraph)")
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as found:
        yield found


@pytest.fixture
def proxy(server: servers.Server) -> Iterator[FaultProxy]:
    with FaultProxy(server.url) as found:
        yield found


def ask(proxy: FaultProxy, fault: str, query: str = QUERY, **options: Any) -> tuple[KGError, list[float]]:
    """The error of a query through the proxy, and the waits between its attempts."""
    proxy.fault = lambda request: fault
    waits: list[float] = []
    options.setdefault("credentials", None)
    with pytest.raises(KGError) as error:
        Remote(proxy.url + "/query", sleep=waits.append, **options).run(query)
    line = error.value.line()
    assert "\n" not in line
    assert "127.0.0.1" in line
    return error.value, waits


@pytest.mark.parametrize(
    ("fault", "words", "attempts"),
    [
        ("500", "HTTP 500", 1),
        ("404", "HTTP 404", 1),
        ("400", "HTTP 400", 1),
        ("503", "HTTP 503", 3),
        ("html", "text/html", 1),
        ("drop", "HTTP 204", 1),
        ("truncate", "does not answer", 3),
        ("reset", "does not answer", 3),
    ],
)
@pytest.mark.parametrize(
    "query", [QUERY, "CONSTRUCT WHERE { ?s ?p ?o }", "ASK {}"], ids=["select", "construct", "ask"]
)
def test_a_fault_is_exit_6_after_a_bounded_number_of_attempts(
    proxy: FaultProxy, fault: str, words: str, attempts: int, query: str
) -> None:
    error, waits = ask(proxy, fault, query)
    assert isinstance(error, EndpointFailed)
    assert error.exit_code == 6
    assert words in error.line()
    assert len(proxy.requests) == attempts
    assert len(waits) == attempts - 1
    assert all(0 < wait <= remote.MAX_WAIT for wait in waits)


def test_a_server_that_says_when_to_come_back_is_heard_up_to_a_limit(proxy: FaultProxy) -> None:
    _, waits = ask(proxy, "503")  # Retry-After: 7
    assert waits == [remote.MAX_WAIT] * 2


def test_a_passing_fault_is_overcome(proxy: FaultProxy) -> None:
    proxy.fault = lambda request: "503" if request.number < 3 else None
    result = Remote(proxy.url + "/query", credentials=None, sleep=lambda _: None).run(QUERY)
    assert isinstance(result, Table)
    assert len(result.rows) == 3


def test_a_server_that_hangs_is_given_up(proxy: FaultProxy) -> None:
    began = time.monotonic()
    error, _ = ask(proxy, "hang", seconds=0.3)
    assert isinstance(error, EndpointFailed)
    assert time.monotonic() - began < 20, "far less than the proxy would hang"


def test_a_redirect_is_not_followed_and_the_login_not_sent_on(proxy: FaultProxy) -> None:
    with FaultProxy() as elsewhere:
        proxy.elsewhere = elsewhere.url
        error, _ = ask(proxy, "redirect", credentials=(USER, SECRET))
        assert isinstance(error, EndpointFailed)
        assert elsewhere.url.removeprefix("http://") in error.line()
        assert elsewhere.requests == []


def test_the_login_is_sent_only_when_asked_for_and_only_there(proxy: FaultProxy) -> None:
    proxy.fault = lambda request: "basic"
    result = Remote(proxy.url + "/query", credentials=(USER, SECRET)).run(QUERY)
    assert isinstance(result, Table)
    first, second = (request.headers.get("Authorization") for request in proxy.requests)
    assert first is None
    assert second == "Basic " + base64.b64encode(f"{USER}:{SECRET}".encode()).decode()


def test_a_refused_login_names_the_variables(proxy: FaultProxy) -> None:
    error, _ = ask(proxy, "basic")
    assert "401" in error.line()
    assert "KG_ENDPOINT_PASSWORD" in error.line()


def test_a_login_that_the_server_repeats_is_not_shown(proxy: FaultProxy, kg: RunKg) -> None:
    def fault(request: Request) -> str:
        return "echo" if "Authorization" in request.headers else "basic"

    proxy.fault = fault
    login = base64.b64encode(f"{USER}:{SECRET}".encode()).decode()
    environment = {"KG_ENDPOINT_USER": USER, "KG_ENDPOINT_PASSWORD": SECRET}
    for command in (["sparql", QUERY], ["query", "industry-size"]):
        done = kg(*command, "--endpoint", proxy.url + "/query", **environment)
        assert done.returncode == 6
        assert "HTTP 500" in done.stderr
        assert SECRET not in done.stdout + done.stderr
        assert login not in done.stdout + done.stderr
    assert any(request.headers.get("Authorization", "").endswith(login) for request in proxy.requests)


def test_digest_login_works(virtuoso_server: servers.Server) -> None:
    credentials = (virtuoso_server.user, virtuoso_server.password)
    assert Remote(virtuoso_server.update_url, credentials).run("ASK {}") is True
    with pytest.raises(EndpointFailed, match="401"):
        Remote(virtuoso_server.update_url, (virtuoso_server.user, "wrong"), sleep=lambda _: None).run(
            "ASK {}"
        )


def test_an_error_without_an_answer_is_told() -> None:
    # What urllib itself raises after its last try; the releases of Python differ in what is read from it.
    for body in (io.StringIO(), io.BytesIO()):
        error = urllib.error.HTTPError("http://localhost/", 401, "digest auth failed", Message(), body)  # type: ignore[arg-type]
        assert remote._said(error) == "HTTP 401 digest auth failed"


def test_answers_are_limited_in_rows_and_size(proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = Remote(proxy.url + "/query", credentials=None, limit=2)
    with pytest.raises(LimitReached, match="more than 2 rows"):
        endpoint.run(QUERY)
    monkeypatch.setattr(remote, "MAX_ANSWER", 100)
    with pytest.raises(LimitReached, match="larger than 100 bytes"):
        endpoint.run(QUERY)


def test_a_long_query_goes_by_post(proxy: FaultProxy) -> None:
    endpoint = Remote(proxy.url + "/query", credentials=None)
    endpoint.run(QUERY)
    endpoint.run(QUERY + " " * remote.LONG_QUERY + "# đ")
    assert [request.method for request in proxy.requests] == ["GET", "POST"]


def test_a_servers_syntax_error_is_placed_in_the_query_as_typed(server: servers.Server, kg: RunKg) -> None:
    done = kg("sparql", "ASK { ?s a vt:Claim ,", "--endpoint", server.url)
    assert done.returncode == 6
    assert "HTTP 400" in done.stderr
    assert "at 1:22" in done.stderr


def test_the_union_of_graphs_is_asked_for_where_it_is_wanted(proxy: FaultProxy) -> None:
    endpoint = Remote(proxy.url + "/query", credentials=None)
    endpoint.run(QUERY)
    endpoint.run(QUERY, union=False)
    assert ["union-default-graph=true" in request.path for request in proxy.requests] == [True, False]


class Fixed(FaultProxy):
    """A proxy that gives one answer, whatever is asked."""

    body = b""
    media_type = "application/sparql-results+json"
    more: ClassVar[dict[str, str]] = {}

    def _harm(self, handler: Any, request: Request, fault: str | None) -> None:
        handler.answer(200, self.body, Content_Type=self.media_type, **self.more)


A_ROW = {"y": {"type": "uri", "value": "a:b"}}
BAD_RESULTS: dict[str, object] = {
    "no object": [],
    "no head": {"results": {"bindings": []}},
    "no bindings": {"head": {"vars": ["x"]}, "results": {}},
    "vars no list": {"head": {"vars": "x"}, "results": {"bindings": []}},
    "vars twice": {"head": {"vars": ["x", "x"]}, "results": {"bindings": []}},
    "bindings no list": {"head": {"vars": ["x"]}, "results": {"bindings": {}}},
    "a row no object": {"head": {"vars": ["x"]}, "results": {"bindings": [1]}},
    "unknown variable": {"head": {"vars": ["x"]}, "results": {"bindings": [A_ROW]}},
    "bad IRI": {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "a b"}}]}},
    "bad type": {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "thing", "value": "a"}}]}},
    "no value": {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri"}}]}},
    "boolean no boolean": {"head": {}, "boolean": "yes"},
}  # fmt: skip


@pytest.mark.parametrize("name", [*BAD_RESULTS, "cut", "NaN", "deep", "empty"])
def test_results_that_are_not_well_formed_are_refused(name: str) -> None:
    with Fixed("http://127.0.0.1:9") as endpoint:
        whole = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": []}}).encode()
        odd = {
            "cut": whole[:-3],
            "NaN": whole.replace(b"[]}}", b"[NaN]}}"),
            "deep": b"[" * 100_000,
            "empty": b"",
        }
        endpoint.body = odd[name] if name in odd else json.dumps(BAD_RESULTS[name]).encode()
        with pytest.raises(EndpointFailed, match="not well-formed"):
            Remote(endpoint.url + "/sparql", credentials=None).run(QUERY)


def test_triples_that_are_not_well_formed_are_refused() -> None:
    with Fixed("http://127.0.0.1:9") as endpoint:
        endpoint.media_type = "application/n-triples"
        endpoint.body = b"<a:b> <a:c> <a:d> .\n<a:b> <a:c>"
        with pytest.raises(EndpointFailed, match="not well-formed"):
            Remote(endpoint.url + "/sparql", credentials=None).run("CONSTRUCT WHERE { ?s ?p ?o }")


def test_an_answer_that_virtuoso_cut_is_no_answer() -> None:
    class Cut(Fixed):
        more: ClassVar[dict[str, str]] = {"X_SPARQL_MaxRows": "10000"}

    with Cut("http://127.0.0.1:9") as endpoint:
        endpoint.body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": []}}).encode()
        with pytest.raises(LimitReached, match="10000 rows at most"):
            Remote(endpoint.url + "/sparql", credentials=None).run(QUERY)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:pw@127.0.0.1/query", "http://user@127.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd",
        "127.0.0.1:7878", "/query", "", "http://", "http:///query", "http://127.0.0.1:99999/", "http://[::1/",
        "http://127.0.0.1/query#x", "http://127.0.0.1/a b", "http://127.0.0.1/\n", "http://127.0.0.1/đ",
    ],
)  # fmt: skip
def test_what_is_no_endpoint_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(UsageError) as error:
        check_endpoint(url)
    assert "pw" not in error.value.line()
    assert "\n" not in error.value.line()


def test_a_server_that_is_not_there_is_exit_6() -> None:
    url = f"http://127.0.0.1:{servers.free_port()}"
    with pytest.raises(EndpointFailed, match="does not answer"):
        Remote(url, credentials=None).run(check("ASK {}").text)
