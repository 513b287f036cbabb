"""Loading into real servers, with a proxy in between that does harm: what is called loaded has arrived."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import servers
from click.testing import CliRunner
from conftest import ROOT, RunKg
from faultproxy import FaultProxy, Request

from kg.cli.main import cli
from kg.digest import graph_digests
from kg.errors import BadInput, EndpointFailed, UsageError
from kg.load import Client, Options, Row, Source, State, find, load
from kg.load.client import Reply
from kg.load.login import Login
from kg.namespaces import GRAPH, ID, LOADING_GRAPH, VT
from kg.store import current

SECRET = "s3cret-Passw0rd"
GRAPHS = [GRAPH + name for name in ("entities", "article/000_test", "view")]
OLD = GRAPH + "article/999_old"
WORDS = 'Đại thắng: "152 tỷ" \\ đô la\n(ước tính) 😀'
Servers = Iterator[servers.Server]


def small_lines(count: int = 40) -> Iterator[str]:
    """A dataset of three graphs with every kind of literal that ours have."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    text = str(ox.Literal(WORDS, language="vi"))
    for graph in GRAPHS:
        for i in range(count):
            value = [
                f'"{i * 10**15}"^^<{xsd}decimal>',
                f'"{i}.000001"^^<{xsd}decimal>',
                f'"2024-01-{i % 28 + 1:02d}"^^<{xsd}date>',
                f'"{str(i % 16 == 3).lower()}"^^<{xsd}boolean>',
                text,
                f'"so {i}"@en',
                '""',
                f"<{ID}company/c{i}>",
            ][i % 8]
            yield f"<{ID}claim/c{i}> <{VT}p{i % 3}> {value} <{graph}> .\n"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "dataset.nq"
    path.write_text("".join(small_lines()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def source(dataset: Path) -> Source:
    return Source.of(dataset)


@pytest.fixture(scope="module")
def module_server(tmp_path_factory: pytest.TempPathFactory) -> Servers:
    if servers.find_oxigraph() is None:
        pytest.skip("no `oxigraph` server binary (pip install oxigraph)")
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture
def server(module_server: servers.Server) -> servers.Server:
    """An Oxigraph server that holds nothing but one old graph of ours and one of somebody else."""
    held = f'<{ID}claim/old> <{VT}p> "old" <{OLD}> .\n<http://x/s> <http://x/p> "theirs" <http://x/g> .\n'
    update(module_server, "DROP ALL")
    send(module_server.gsp_url, held.encode(), "application/n-quads")
    return module_server


def send(url: str, data: bytes, media_type: str) -> None:
    request = urllib.request.Request(url, data, {"Content-Type": media_type}, method="POST")
    with urllib.request.urlopen(request, timeout=60):
        pass


def update(server: servers.Server, text: str) -> None:
    send(server.update_url, text.encode(), "application/sparql-update")


def held(server: servers.Server) -> set[ox.Quad]:
    """Everything that an Oxigraph server holds, asked of the server itself and not through our code."""
    request = urllib.request.Request(server.gsp_url, headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return set(ox.parse(answer.read(), format=ox.RdfFormat.N_QUADS))


def quads(path: Path) -> set[ox.Quad]:
    return set(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


def ours(found: set[ox.Quad]) -> set[ox.Quad]:
    return {quad for quad in found if quad.graph_name.value.startswith(GRAPH)}


def into(
    url: str,
    source: Source,
    *,
    driver: str = "auto",
    credentials: tuple[str, str] | None = None,
    timeout: float = 20,
    pauses: list[float] | None = None,
    **options: object,
) -> list[Row]:
    """Load without waiting between attempts; the pauses that would have been made go to `pauses`."""
    wait = (pauses if pauses is not None else []).append
    with Client(url, credentials, timeout=timeout, sleep=wait) as client:
        endpoint = find(url, client, driver, login=credentials is not None)
        return load(source, endpoint, Options(**options))  # type: ignore[arg-type]


def nothing_loaded(server: servers.Server) -> None:
    """No graph of the new build stands under its name, and what was there is there."""
    names = {quad.graph_name.value for quad in held(server)}
    assert not names & set(GRAPHS)
    assert {OLD, "http://x/g"} <= names


# Real servers


@pytest.mark.parametrize("method", ["gsp", "update"])
def test_oxigraph_holds_exactly_the_build(
    built_store: Path, server: servers.Server, kg: RunKg, method: str
) -> None:
    done = kg("load", server.url, "--store", str(built_store), "--method", method, "-f", "csv")
    assert done.returncode == 0, done.stderr
    # No progress bar where nobody looks.
    assert done.stderr.splitlines() == [line for line in done.stderr.splitlines() if "verified" in line]
    assert {line.split(",")[1] for line in done.stdout.splitlines()[1:]} == {"loaded", "removed"}
    assert ours(held(server)) == quads(current(built_store).dataset)
    again = kg("load", server.gsp_url, "--store", str(built_store), "-f", "csv")
    assert again.returncode == 0
    assert {line.split(",")[1:4:2][0] for line in again.stdout.splitlines()[1:]} == {"unchanged"}
    assert ours(held(server)) == quads(current(built_store).dataset)


@pytest.mark.parametrize("method", ["gsp", "update"])
def test_virtuoso_holds_exactly_the_build(
    built_store: Path, virtuoso_server: servers.Server, kg: RunKg, method: str
) -> None:
    login = {"KG_ENDPOINT_USER": virtuoso_server.user, "KG_ENDPOINT_PASSWORD": virtuoso_server.password}
    path = current(built_store).dataset
    emptied(virtuoso_server)
    shared = ("--store", str(built_store), "-f", "csv")
    done = kg("load", virtuoso_server.url, "--method", method, *shared, **login)
    assert done.returncode == 0, done.stderr
    assert {line.split(",")[1] for line in done.stdout.splitlines()[1:]} == {"loaded"}
    for graph, digest in Source.of(path).graphs.items():
        sparql = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        url = f"{virtuoso_server.query_url}?{urllib.parse.urlencode({'query': sparql})}"
        request = urllib.request.Request(url, headers={"Accept": "application/n-triples"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            triples = {q.triple for q in ox.parse(answer.read(), format=ox.RdfFormat.N_TRIPLES)}
        found = (ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph)) for t in triples)
        assert graph_digests(found) == {graph: digest}
    again = kg("load", virtuoso_server.gsp_url, *shared, **login)
    assert again.returncode == 0, again.stderr
    assert {line.split(",")[1] for line in again.stdout.splitlines()[1:]} == {"unchanged"}


def emptied(server: servers.Server) -> None:
    with Client(server.url, (server.user, server.password)) as client:
        endpoint = find(server.url, client, "virtuoso", login=True)
        endpoint.drop(list(endpoint.counts() or ()))


def test_virtuoso_refuses_a_wrong_password(
    built_store: Path, virtuoso_server: servers.Server, kg: RunKg
) -> None:
    login = {"KG_ENDPOINT_USER": virtuoso_server.user, "KG_ENDPOINT_PASSWORD": SECRET}
    done = kg("load", virtuoso_server.url, "--store", str(built_store), **login)
    assert done.returncode == 6
    assert "refused the credentials" in done.stderr
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize("address", ["url", "query_url", "update_url", "gsp_url"])
@pytest.mark.parametrize("driver", ["auto", "oxigraph", "generic"])
def test_any_address_of_a_server_will_do(
    server: servers.Server, source: Source, dataset: Path, address: str, driver: str
) -> None:
    into(getattr(server, address) + "/" * (address == "url"), source, driver=driver)
    assert ours(held(server)) == quads(dataset)


def test_other_peoples_graphs_stay_and_ours_of_older_builds_go(
    server: servers.Server, source: Source, dataset: Path
) -> None:
    left = f'<{ID}claim/x> <{VT}p> "x" <{GRAPH}staging/0123456789ab/entities> .\n'
    send(server.gsp_url, left.encode(), "application/n-quads")
    rows = into(server.url, source, keep=True)
    assert [row.graph for row in rows if row.state is State.KEPT] == [OLD]
    names = {quad.graph_name.value for quad in held(server)}
    assert names == {*GRAPHS, OLD, "http://x/g"}
    rows = into(server.url, source)
    assert [(row.graph, row.triples) for row in rows if row.state is State.REMOVED] == [(OLD, 1)]
    assert {quad.graph_name.value for quad in held(server)} == {*GRAPHS, "http://x/g"}


def test_only_a_changed_graph_is_sent(
    server: servers.Server, source: Source, dataset: Path, tmp_path: Path
) -> None:
    into(server.url, source)
    text = dataset.read_text(encoding="utf-8").replace('"so 5"@en', '"so five"@en', 1)
    changed = tmp_path / "dataset.nq"
    changed.write_text(text, encoding="utf-8")
    rows = into(server.url, Source.of(changed))
    assert {row.graph: row.state.value for row in rows if row.sent} == {GRAPHS[0]: "loaded"}
    assert ours(held(server)) == quads(changed)


def test_a_dry_run_sends_nothing(server: servers.Server, source: Source) -> None:
    before = held(server)
    with FaultProxy(server.url) as proxy:
        rows = into(proxy.url, source, dry_run=True)
    assert held(server) == before
    assert {request.kind for request in proxy.requests} <= {"other", "query"}
    assert {row.state for row in rows if row.graph in GRAPHS} == {State.LOADED}


# Faults


FAULTS = ["500", "503", "hang", "reset", "truncate", "html", "redirect"]
KINDS = {"query": "update", "update": "update", "gsp": "gsp"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_an_error_and_nothing_is_called_loaded(
    server: servers.Server, source: Source, fault: str, kind: str
) -> None:
    def harm(request: Request) -> str | None:
        return fault if request.kind == kind and (kind != "gsp" or request.writes) else None

    pauses: list[float] = []
    with FaultProxy() as elsewhere, FaultProxy(server.url, harm, elsewhere.url) as proxy:
        with pytest.raises(EndpointFailed) as caught:
            into(
                proxy.url, source, driver="oxigraph", method=KINDS[kind], credentials=("kg", SECRET),
                timeout=0.2 if fault == "hang" else 20, pauses=pauses,
            )  # fmt: skip
        assert elsewhere.requests == []
    error = caught.value
    assert error.exit_code == 6
    assert "\n" not in error.line()
    assert SECRET not in error.line()
    assert len(pauses) <= 2 * (2 if fault in ("html", "truncate", "reset") else 1)
    if fault == "503":
        assert pauses == [7, 14]
    if fault == "redirect":
        assert f"redirects to {urllib.parse.urlsplit(elsewhere.url).netloc}" in error.line()
    nothing_loaded(server)


@pytest.mark.parametrize("method", ["gsp", "update"])
def test_lost_batches_are_noticed_and_the_next_run_sends_only_them(
    server: servers.Server, source: Source, dataset: Path, method: str
) -> None:
    def third(request: Request) -> str | None:
        return "drop" if request.writes and request.number % 3 == 0 else None

    with FaultProxy(server.url, third) as proxy:
        with pytest.raises(EndpointFailed) as caught:
            into(proxy.url, source, method=method, chunk=5)
        sent = len(proxy.written())
    assert f"<{GRAPHS[0]}> is not what was sent: of 40 statements 10 are missing" in caught.value.line()
    assert "missing: <" in caught.value.line()
    nothing_loaded(server)
    assert sent == 8
    rows = into(server.url, source, method=method, chunk=5)
    assert [row.sent for row in rows if row.state is State.LOADED] == [10, 40, 40]
    assert ours(held(server)) == quads(dataset)


def test_a_changed_text_is_noticed_with_both_versions(server: servers.Server, source: Source) -> None:
    def alter(request: Request) -> str | None:
        return "alter" if request.writes else None

    with FaultProxy(server.url, alter) as proxy, pytest.raises(EndpointFailed) as caught:
        into(proxy.url, source)
    line = caught.value.line()
    assert GRAPHS[0] in line
    assert "missing:" in line
    assert "Đại thắng" in line
    assert "instead:" in line
    assert "Đại thằng" in line
    nothing_loaded(server)
    # What stands in the staging graph is not part of the build: it is thrown away, not added to.
    rows = into(server.url, source)
    assert sum(row.sent for row in rows) == 120
    assert ours(held(server)) == quads(source.path)


def test_the_old_build_stays_complete_when_a_new_one_does_not_arrive(
    server: servers.Server, source: Source, dataset: Path, tmp_path: Path
) -> None:
    into(server.url, source)
    newer = tmp_path / "dataset.nq"
    newer.write_text(dataset.read_text(encoding="utf-8").replace('"so ', '"no '), encoding="utf-8")
    new = Source.of(newer)

    def forget(request: Request) -> str | None:
        return "drop" if request.writes and request.number > 1 else None

    with FaultProxy(server.url, forget) as proxy, pytest.raises(EndpointFailed, match="not what was sent"):
        into(proxy.url, new)
    assert {q for q in ours(held(server)) if q.graph_name.value in GRAPHS} == quads(dataset)


def test_a_switch_that_did_not_happen_is_noticed(server: servers.Server, source: Source) -> None:
    def claimed(request: Request) -> str | None:
        return "drop" if request.body.startswith(b"MOVE") else None

    words = f"<{GRAPHS[0]}> is not what was sent: of 40 statements 40"
    with FaultProxy(server.url, claimed) as proxy, pytest.raises(EndpointFailed, match=words):
        into(proxy.url, source)
    nothing_loaded(server)


def test_a_failure_while_switching_is_healed_by_the_next_run(
    server: servers.Server, source: Source, dataset: Path
) -> None:
    def lost(request: Request) -> str | None:
        return "reset" if request.body.startswith(b"MOVE") else None

    with FaultProxy(server.url, lost) as proxy:
        with pytest.raises(EndpointFailed, match="switching"):
            into(proxy.url, source)
        assert sum(r.body.startswith(b"MOVE") for r in proxy.requests) == 1
    # The server did switch, only its answer was lost: nothing is sent a second time.
    rows = into(server.url, source)
    assert sum(row.sent for row in rows) == 0
    assert ours(held(server)) == quads(dataset)


@pytest.mark.parametrize("nth", [1, 4, 11])
def test_a_load_that_is_killed_is_taken_up(
    built_store: Path, server: servers.Server, source: Source, dataset: Path, nth: int, tmp_path: Path
) -> None:
    script = (
        "import sys; from pathlib import Path; from kg.load import *\n"
        "url, path = sys.argv[1:]; client = Client(url)\n"
        "load(Source.of(Path(path)), find(url, client, 'auto', login=False), Options('update', 10))"
    )

    def stop(request: Request) -> str | None:
        return "hang" if request.writes and sum(r.writes for r in proxy.requests) == nth else None

    with FaultProxy(server.url, stop) as proxy:
        process = subprocess.Popen(
            [sys.executable, "-c", script, proxy.url, str(dataset)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        try:
            assert proxy.hanging.wait(30)
        finally:
            process.kill()
            process.wait()
    nothing_loaded(server)
    rows = into(server.url, source, chunk=10)
    assert sum(row.sent for row in rows) == 120 - 10 * (nth - 1)
    assert ours(held(server)) == quads(dataset)
    assert not any("staging" in quad.graph_name.value for quad in held(server))


def test_without_resume_everything_is_sent_anew(server: servers.Server, source: Source) -> None:
    def stop(request: Request) -> str | None:
        return "500" if request.writes and len(proxy.written()) > 5 else None

    with FaultProxy(server.url, stop) as proxy, pytest.raises(EndpointFailed, match="batch 2 of 4"):
        into(proxy.url, source, method="update", chunk=10)
    rows = into(server.url, source, resume=False)
    assert sum(row.sent for row in rows) == 120


@pytest.mark.parametrize("method", ["gsp", "update"])
def test_a_sign_stands_from_the_first_staged_graph_to_the_last_removed(
    server: servers.Server, source: Source, method: str
) -> None:
    """Who asks the store meanwhile can tell that there are graphs of two builds."""
    signs: list[tuple[str, bool]] = []

    def note(request: Request) -> str | None:
        if request.kind in ("gsp", "update"):
            names = {quad.graph_name.value for quad in held(server)}
            what = request.body[:4].decode() if request.kind == "update" else request.method
            signs.append((what, LOADING_GRAPH in names))
        return None

    with FaultProxy(server.url, note) as proxy:
        into(proxy.url, source, method=method)
        assert {"MOVE", "DROP"} <= {what for what, _ in signs}
        assert all(there for _, there in signs)
        assert LOADING_GRAPH not in {quad.graph_name.value for quad in held(server)}
        signs.clear()
        into(proxy.url, source, method=method)
        assert signs == []


# Stores that can less


def test_a_store_without_move_is_written_directly(
    server: servers.Server, source: Source, dataset: Path
) -> None:
    def no_move(request: Request) -> str | None:
        return "400" if request.body.startswith(b"MOVE") else None

    for method in ("gsp", "update"):
        update(server, "DROP ALL")
        with FaultProxy(server.url, no_move) as proxy:
            into(proxy.url, source, method=method)
        assert held(server) == quads(dataset)


def test_a_graph_store_alone_will_do(server: servers.Server, source: Source, dataset: Path) -> None:
    with FaultProxy(server.url, lambda r: None if r.kind in ("gsp", "sign") else "404") as proxy:
        rows = into(proxy.url + "/store", source)
        assert {row.state for row in rows} == {State.LOADED}
        assert {row.state for row in into(proxy.url + "/store", source)} == {State.UNCHANGED}
    assert ours(held(server)) - {q for q in held(server) if q.graph_name.value == OLD} == quads(dataset)


def test_a_store_that_wants_small_batches_gets_them(
    server: servers.Server, source: Source, dataset: Path
) -> None:
    def picky(request: Request) -> str | None:
        return "413" if request.writes and request.body.count(b"\n") > 7 else None

    with FaultProxy(server.url, picky) as proxy:
        into(proxy.url, source)
        assert max(r.body.count(b"\n") for r in proxy.written()[4:]) <= 7
    assert ours(held(server)) == quads(dataset)


def test_a_store_that_cuts_long_answers_is_read_in_parts(server: servers.Server, source: Source) -> None:
    def cut(request: Request) -> str | None:
        return "cut" if b"CONSTRUCT" in request.body else None

    with FaultProxy(server.url, cut) as proxy:
        rows = into(proxy.url, source)
    assert {row.state for row in rows if row.graph in GRAPHS} == {State.LOADED}


# Credentials


def test_credentials_go_only_to_a_server_that_asks(server: servers.Server, source: Source) -> None:
    with FaultProxy(server.url) as proxy:
        into(proxy.url, source, credentials=("kg", SECRET))
        assert not any("Authorization" in request.headers for request in proxy.requests)
    update(server, "DROP ALL")
    with FaultProxy(server.url, lambda r: "basic") as proxy:
        into(proxy.url, source, driver="oxigraph", credentials=("kg", SECRET))
        assert "Authorization" not in proxy.requests[0].headers
        with pytest.raises(EndpointFailed, match="KG_ENDPOINT_USER"):
            into(proxy.url, source, driver="oxigraph")


@pytest.mark.parametrize("fault", ["echo", "redirect", "500", "html"])
def test_a_planted_secret_is_in_no_output(
    built_store: Path, server: servers.Server, kg: RunKg, tmp_path: Path, fault: str
) -> None:
    def after_login(request: Request) -> str | None:
        return "basic" if "Authorization" not in request.headers else fault

    login = {"KG_ENDPOINT_USER": "kg", "KG_ENDPOINT_PASSWORD": SECRET}
    with FaultProxy() as elsewhere, FaultProxy(server.url, after_login, elsewhere.url) as proxy:
        output = tmp_path / "rows.csv"
        options = ("--driver", "oxigraph", "--store", str(built_store), "-f", "csv", "-o", str(output))
        done = kg("load", proxy.url, *options, **login)
        token = next(r.headers["Authorization"] for r in proxy.requests if "Authorization" in r.headers)
        assert elsewhere.requests == []
    assert done.returncode == 6
    assert done.stdout == ""
    assert not output.exists()
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    for secret in (SECRET, token.removeprefix("Basic ")):
        assert secret not in done.stderr
    assert not any(SECRET.encode() in path.read_bytes() for path in built_store.rglob("*") if path.is_file())


def test_digest_login_answers_as_the_rfc_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda size: "0a4f113b")
    login = Login(("Mufasa", "Circle Of Life"))
    assert login.header("GET", "/dir/index.html") == {}
    assert login.answer(
        'Digest realm="testrealm@host.com", qop="auth,auth-int", '
        'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )
    header = login.header("GET", "/dir/index.html")["Authorization"]
    assert 'response="6629fae49393a05397450978507c4ef1"' in header
    assert 'opaque="5ccc069c403ebaf9f0171e9517f40e41"' in header
    assert "nc=00000001" in header
    assert not login.answer('Digest realm="x", algorithm=MD4, nonce="1"')
    assert not login.answer("Negotiate")


# Refusals


@pytest.mark.parametrize(
    "address",
    [
        f"http://kg:{SECRET}@localhost:7878",
        f"https://{SECRET}@localhost",
        "ftp://localhost/x",
        "localhost:7878",
        "file:///etc/passwd",
        "http://",
        "http://localhost:99999",
        "http://localhost:0",
        "http://local host/",
        "http://localhost/\n",
        "http://lócalhost/",
        "http://localhost/store?graph=http://x",
        "http://localhost/#x",
        "",
        "/tmp/store",
        "http://[::1",
        "javascript:alert(1)",
    ],
)
def test_bad_addresses_are_refused_without_a_request(built_store: Path, address: str) -> None:
    done = CliRunner().invoke(cli, ["load", address, "--store", str(built_store)])
    assert isinstance(done.exception, UsageError)
    assert done.exception.exit_code == 2
    line = done.exception.line()
    assert SECRET not in line
    assert line.isprintable()


def test_a_server_that_is_not_there_is_named(built_store: Path, kg: RunKg) -> None:
    url = f"http://127.0.0.1:{servers.free_port()}"
    done = kg("load", url, "--store", str(built_store))
    assert done.returncode == 6
    assert done.stdout == ""
    assert done.stderr.startswith(f"error: {url}: ")
    assert "refused" in done.stderr


@pytest.mark.parametrize(("arguments", "code"), [
    (["--chunk", "0"], 2), (["--timeout", "0"], 2), (["--timeout", "nan"], 2), (["--driver", "neptune"], 2),
    (["--method", "ftp"], 2), (["--store", "/nowhere"], 3),
])  # fmt: skip
def test_bad_options_end_before_anything_is_sent(
    built_store: Path, kg: RunKg, arguments: list[str], code: int
) -> None:
    with FaultProxy() as listener:
        done = kg("load", listener.url, "--store", str(built_store), *arguments)
        assert listener.requests == []
    assert done.returncode == code
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "line",
    [
        "<http://x/s> <http://x/p> <http://x/o> <http://x/g> .\n",
        "<http://x/s> <http://x/p> <http://x/o> .\n",
        f"<http://x/s> <http://x/p> <http://x/o> <{GRAPH}staging/x/y> .\n",
        "no quads\n",
    ],
)
def test_a_dataset_that_is_not_ours_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "dataset.nq"
    path.write_text(line)
    with pytest.raises(BadInput):
        Source.of(path)


def test_a_page_in_the_way_is_no_store(server: servers.Server, source: Source) -> None:
    with FaultProxy(server.url, lambda r: "html") as proxy:
        with pytest.raises(EndpointFailed, match="answers SPARQL"):
            into(proxy.url, source)
        with pytest.raises(EndpointFailed, match="text/html"):
            into(proxy.url + "/store", source)


def test_a_graphs_lines_are_found_wherever_they_lie_in_the_file(tmp_path: Path, dataset: Path) -> None:
    lines = sorted(dataset.read_text(encoding="utf-8").splitlines(keepends=True))
    mixed = tmp_path / "dataset.nq"
    mixed.write_text("".join(lines), encoding="utf-8")
    source = Source.of(mixed)
    assert source.graphs == Source.of(dataset).graphs
    for graph in GRAPHS:
        triples = {q.triple for q in ox.parse(b"".join(source.lines(graph)), format=ox.RdfFormat.N_TRIPLES)}
        assert triples == {q.triple for q in quads(dataset) if q.graph_name.value == graph}


def test_server_words_cannot_draw_on_the_terminal() -> None:
    reply = Reply(500, {"content-type": "text/plain"}, "\x1b[31mred\u202e evil".encode())
    assert "\x1b" not in reply.excerpt()
    assert "\u202e" not in reply.excerpt()


def test_progress_is_shown_on_a_terminal_and_only_there(built_store: Path, server: servers.Server) -> None:
    terminal, end = os.openpty()
    command = [sys.executable, "-m", "kg.cli.main", "load", server.url, "--store", str(built_store)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "200"}
    shown = b""
    with subprocess.Popen(
        [*command, "-f", "csv"], stdout=subprocess.PIPE, stderr=end, env=environment
    ) as process:
        os.close(end)
        # Reading a terminal whose other end was closed is an error, not an end of file.
        with contextlib.suppress(OSError):
            while piece := os.read(terminal, 1 << 16):
                shown += piece
        os.close(terminal)
        assert process.stdout is not None
        rows = process.stdout.read()
    assert process.returncode == 0
    assert b"\x1b[" in shown
    assert b"verified" in shown
    assert b"\x1b[" not in rows
