"""`kg serve --store URL`: pages of the build, answers of the store that holds it, and what may go wrong."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import servers
import stores
from conftest import RunKg
from faultproxy import FaultProxy
from http_client import Answer, ask, send
from servers import KgServer

from kg.archive import pack, statements
from kg.engine import Embedded
from kg.errors import BadInput, EndpointFailed
from kg.knowledge import KnowledgeGraph
from kg.namespaces import BUILD_GRAPH, GRAPH, ID, LOADING_GRAPH, VT
from kg.query import load_all
from kg.store import Generation, current, stage
from kg.web.elsewhere import Elsewhere
from kg.web.mirror.child import bring
from kg.web.workers.settings import Settings

OPTIONS = ("--timeout", "5", "--workers", "2", "--per-address", "0")
SAME = ("content-type", "etag", "x-kg-build", "vary")


def until(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until something holds; fails when it does not in time."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < seconds, "it never came to hold"
        time.sleep(0.02)


def load(kg: RunKg, store: Path, server: servers.Server, url: str = "") -> None:
    login = {"KG_ENDPOINT_USER": server.user, "KG_ENDPOINT_PASSWORD": server.password} if server.user else {}
    done = kg("load", url or server.url, "--store", str(store), "--with-build", **login)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, built_store: Path, kg: RunKg) -> Iterator[servers.Server]:
    """An Oxigraph server that holds the founding articles with their build."""
    if servers.find_oxigraph() is None:
        pytest.skip("no `oxigraph` server binary (pip install oxigraph)")
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        load(kg, built_store, server)
        yield server


@pytest.fixture(scope="module")
def remote(store: servers.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KgServer]:
    """One `kg serve` on that store."""
    with servers.kg_server(store.url, tmp_path_factory.mktemp("remote"), *OPTIONS) as server:
        yield server
        said = server.log.read_text()
    assert said.count("\n") == 1, said


def update(server: servers.Server, text: str) -> None:
    media = "application/sparql-update"
    request = servers.urllib.request.Request(server.update_url, text.encode(), {"Content-Type": media})
    with servers.urllib.request.urlopen(request, timeout=60):
        pass


# --- The same as from the folder

PAGES = [
    "/", "/vi/", "/slots", "/entities", "/sources", "/audit", "/questions", "/about",
    "/questions/industry-size?year=2024",
    "/vi/questions/why-disagree", "/editor?query=ASK+%7B%7D", "/search?q=FPT",
    "/entity/company/fpt-corporation", "/vi/entity/company/fpt-corporation",
    "/entity/company/fpt-corporation.json", "/id/company/fpt-corporation.ttl",
    "/id/company/fpt-corporation.jsonld", "/id/company/fpt-corporatio.ttl",
    "/ont.html", "/ont.ttl", "/dataset.nq", "/dataset.trig", "/graph/entities.ttl", "/graph/nothing.ttl",
    "/.well-known/void", "/questions.ttl", "/openapi.json", "/context.jsonld", "/nothing",
    "/graph-store?graph=" + quote(GRAPH + "slots", safe=""),
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_one_that_the_folder_gives(remote: KgServer, served: KgServer, path: str) -> None:
    """Byte for byte, with the same tag: behind one address, both may answer."""
    there, here = (send(server, path, Host="localhost") for server in (remote, served))
    assert (there.status, there.body) == (here.status, here.body)
    assert {n: there.headers.get(n) for n in SAME} == {n: here.headers.get(n) for n in SAME}


def test_pages_of_claims_and_slots_are_the_same_too(
    remote: KgServer, served: KgServer, built_store: Path
) -> None:
    build = current(built_store)
    slot = next(row["slot"] for row in build.rows("slots") if row["agreement"] == "hard_conflict")
    claim = next(build.rows("figures"))["claim"]
    for path in (f"/slot/{slot}", f"/vi/claim/{claim}", f"/slot/{slot}.json"):
        there, here = (send(server, path) for server in (remote, served))
        assert there.status == 200
        assert there.body == here.body


QUERIES = [
    "SELECT ?c ?v { ?c a vt:FigureClaim ; vt:value ?v } ORDER BY ?c",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?c a vt:FigureClaim } } GROUP BY ?g ORDER BY ?g",
    f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}entities> {{ ?s ?p ?o }}",
    f"SELECT (COUNT(*) AS ?n) FROM NAMED <{GRAPH}slots> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "ASK { company:fpt-corporation ?p ?o }",
    "ASK { company:nobody ?p ?o }",
    "CONSTRUCT { ?c vt:metric ?m } WHERE { ?c vt:metric ?m }",
    "SELECT {",
    "SELECT ?x { SERVICE <http://example.org/> { ?x ?y ?z } }",
    "DROP ALL",
]


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "application/n-triples"])
@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_answered_as_from_the_folder(
    remote: KgServer, served: KgServer, query: str, accept: str
) -> None:
    there, here = (ask(server, query, accept) for server in (remote, served))
    assert (there.status, there.type) == (here.status, here.type)
    assert there.body == here.body


@pytest.mark.parametrize("names", [("entities",), ("entities", "slots")])
def test_the_graphs_that_a_request_names_are_its_dataset(
    remote: KgServer, served: KgServer, names: tuple[str, ...]
) -> None:
    graphs = [GRAPH + name for name in names]
    for fields in ({"default_graph_uri": graphs}, {"named_graph_uri": graphs}):
        query = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        there, here = (ask(server, query, **fields) for server in (remote, served))
        assert there.column("n") == here.column("n") != ["0"]
    nowhere = ask(remote, "ASK {}", default_graph_uri="http://example.org/g")
    assert nowhere.status == 400
    assert "none is fetched" in nowhere.json()["detail"]


@pytest.mark.parametrize(
    "question", [q for q in load_all() if not any(p.required for p in q.params)], ids=lambda q: q.name
)
def test_a_saved_question_is_answered_as_from_the_folder(
    remote: KgServer, served: KgServer, question: object
) -> None:
    name = question.name  # type: ignore[attr-defined]
    there, here = (send(server, f"/api/questions/{name}?lang=vi") for server in (remote, served))
    assert there.status == here.status == 200
    assert there.json() == here.json()


def test_the_limits_on_answers_hold(store: servers.Server, tmp_path: Path) -> None:
    with servers.kg_server(store.url, tmp_path, *OPTIONS, "--rows", "50") as server:
        answer = ask(server, "SELECT * { ?s ?p ?o }")
        assert answer.status == 400
        assert "more than 50 rows" in answer.json()["detail"]
        assert len(ask(server, "SELECT * { ?s ?p ?o } LIMIT 50").column("s")) == 50


# --- The store has other things too


def test_what_is_being_loaded_is_no_part_of_an_answer(remote: KgServer, store: servers.Server) -> None:
    """Graphs are staged in the store that answers: until they are the build, nobody sees them."""
    staged = GRAPH + "staging/test/view"
    count = "SELECT (COUNT(*) AS ?n) { ?c a vt:FigureClaim } #"
    named = "SELECT ?g { GRAPH ?g { ?c a vt:FigureClaim } FILTER(CONTAINS(STR(?g), 'staging')) } #"
    before = ask(remote, count + "before").column("n")
    claims = " ".join(f"<{ID}claim/staged-{n}> a <{VT}FigureClaim> ." for n in range(5))
    sign = f"GRAPH <{LOADING_GRAPH}> {{ <{LOADING_GRAPH}> <http://purl.org/dc/terms/title> 'x' }}"
    update(store, f"INSERT DATA {{ {sign} GRAPH <{staged}> {{ {claims} }} }}")
    try:
        assert ask(remote, count + "during").column("n") == before
        assert ask(remote, named + "during").column("g") == []
    finally:
        update(store, f"DROP GRAPH <{staged}> ; DROP GRAPH <{LOADING_GRAPH}>")


def test_a_store_whose_default_graph_is_not_all_graphs_is_told_them(
    store: servers.Server, built_store: Path
) -> None:
    """Oxigraph's own is empty; it is asked to take all graphs only where that is the store's way."""
    graph = KnowledgeGraph.open(built_store)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    here = graph.engine.run(count)
    settings = Settings("", "", endpoint=store.query_url)
    assert Elsewhere(graph, replace(settings, union=False)).run(count) == here
    # As the store does it, the graph that carries the build is one of all.
    assert Elsewhere(graph, settings).run(count) != here
    assert Elsewhere(graph, settings).run(count, union=False) != here


# --- Another build


def small(root: Path, seed: int, corpus: Path) -> Generation:
    """A build whose claims tell which one it is; the corpus is that of another, which the pages need."""
    with stage(root) as staged:
        quads = "".join(stores.lines(seed, 200))
        (staged.path / "dataset.nq").write_text(quads, encoding="utf-8")
        shutil.copy(corpus, staged.path / "corpus.jsonl")
        return staged.publish({"counts": {}})


def test_another_build_is_taken_over_without_a_failed_request(
    fresh_oxigraph_server: servers.Server, built_store: Path, tmp_path: Path, kg: RunKg
) -> None:
    corpus, root = current(built_store).corpus, tmp_path / "store"
    builds = {small(root, 0, corpus).name: 0}
    load(kg, root, fresh_oxigraph_server)
    seen: list[tuple[str, str]] = []
    failed: list[str] = []
    done = threading.Event()
    with servers.kg_server(fresh_oxigraph_server.url, tmp_path / "log", *OPTIONS[2:]) as server:

        def go_on(number: int) -> None:
            count = 0
            while not done.is_set():
                count += 1
                where = ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }")[count % 2]
                query = (
                    f"SELECT DISTINCT ?s {{ {where} FILTER(CONTAINS(STR(?s), '/claim/')) }} #{number}.{count}"
                )
                answer = ask(server, query)
                if answer.status == 200:
                    subjects = {iri.rpartition("/")[2].partition("-")[0] for iri in answer.column("s")}
                    seen.append((answer.headers["x-kg-build"], " ".join(sorted(subjects))))
                else:
                    failed.append(answer.text)

        threads = [threading.Thread(target=go_on, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        for seed in (1, 2):
            name = small(root, seed, corpus).name
            builds[name] = seed
            load(kg, root, fresh_oxigraph_server)
            until(lambda name=name: seen[-1][0] == name)  # type: ignore[misc]
        done.set()
        for thread in threads:
            thread.join()
        said = server.log.read_text()
    assert failed == []
    assert {build for build, _ in seen} == set(builds)
    for build, subjects in seen:
        assert subjects == f"c{builds[build]}", "an answer of one build under the name of another"
    assert said.count("\n") == 1, said


def test_a_store_that_lost_its_build_is_not_asked_in_its_name(
    fresh_oxigraph_server: servers.Server, built_store: Path, tmp_path: Path, kg: RunKg
) -> None:
    load(kg, built_store, fresh_oxigraph_server)
    options = ("--timeout", "1", "--workers", "2")
    with servers.kg_server(fresh_oxigraph_server.url, tmp_path / "log", *options) as server:
        # As every load without --with-build leaves it.
        update(fresh_oxigraph_server, f"DROP GRAPH <{BUILD_GRAPH}>")
        answer = ask(server, "SELECT (COUNT(*) AS ?n) { ?s a vt:Slot }")
        assert answer.status == 503
        assert "another build" in answer.json()["detail"]
        assert send(server, "/slots").status == 200
        until(lambda: "holds no build that can be served" in server.log.read_text())
        load(kg, built_store, fresh_oxigraph_server)
        assert ask(server, "SELECT (COUNT(*) AS ?n) { ?s a vt:Slot }").status == 200


# --- The store fails


@pytest.fixture
def fault() -> dict[str, str]:
    """Which fault the store has at the moment; none when empty."""
    return {}


@pytest.fixture
def behind(store: servers.Server, fault: dict[str, str], tmp_path: Path) -> Iterator[KgServer]:
    """A server whose store may begin to fail."""
    with (
        FaultProxy(store.url, lambda _: fault.get("name")) as proxy,
        servers.kg_server(proxy.url, tmp_path / "log", "--timeout", "3", "--workers", "2") as server,
    ):
        yield server


def test_while_the_store_fails_pages_go_on_and_queries_say_so(
    behind: KgServer, fault: dict[str, str]
) -> None:
    question = "/api/questions/industry-size?year=2024"
    assert send(behind, question).status == 200

    def refused(answer: Answer, status: int, words: str) -> None:
        assert answer.status == status
        assert answer.type == "application/problem+json"
        told = answer.json()
        assert told["detail"].startswith("the store: ")
        assert words in told["detail"]
        # Where the store is, is nobody's business.
        assert "127.0.0.1" not in answer.text

    fault["name"] = "500"
    page = send(behind, "/questions/why-disagree", Accept="text/html")
    assert page.status == 503
    assert "the store: HTTP 500" in page.text
    for number, (name, status, words) in enumerate(
        (
            ("500", 502, "HTTP 500"),
            ("html", 502, "not well-formed"),
            ("redirect", 502, "redirects"),
            ("hang", 504, "does not answer"),
        )
    ):
        fault["name"] = name
        refused(ask(behind, f"SELECT ('{name}' AS ?x) {{ ?s ?p ?o }}"), status, words)
        refused(send(behind, f"/api/questions/industry-size?year={2010 + number}"), status, words)
        assert send(behind, "/slots").status == 200
        assert send(behind, "/health").status == 200
    # What was answered once is a function of the build, and still there.
    assert send(behind, question).status == 200
    fault.clear()
    until(lambda: ask(behind, "SELECT ('again' AS ?x) {}").status == 200)


def test_a_store_that_wants_a_login_gets_it_from_the_environment(
    store: servers.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kg: RunKg
) -> None:
    with FaultProxy(store.url, lambda _: "basic") as proxy:
        refused = kg("serve", "--store", proxy.url, "--port", "0")
        assert refused.returncode == 6
        assert "KG_ENDPOINT_USER" in refused.stderr
        monkeypatch.setenv("KG_ENDPOINT_USER", "reader")
        monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "s3cret")
        with servers.kg_server(proxy.url, tmp_path, *OPTIONS) as server:
            assert ask(server, "ASK { company:fpt-corporation ?p ?o }").json()["boolean"] is True


# --- What keeps it from starting


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("ftp://localhost/store", 2, "not a URL"),
        ("http://me:secret@localhost:1/", 2, "KG_ENDPOINT_USER"),
        ("http://127.0.0.1:1/", 6, "does not answer"),
    ],
)
def test_an_address_that_does_not_do_is_one_line(kg: RunKg, url: str, code: int, words: str) -> None:
    done = kg("serve", "--store", url, "--port", "0")
    assert done.returncode == code
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert "secret" not in done.stderr


def test_a_store_without_a_build_says_what_to_do(
    fresh_oxigraph_server: servers.Server, kg: RunKg, tmp_path: Path
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    url = fresh_oxigraph_server.url
    done = kg("serve", "--store", url, "--port", "0", TMPDIR=str(temporary))
    assert done.returncode == 3
    assert done.stderr == (
        f"error: {url}: holds no build that can be served (load one with `kg load {url} --with-build`)\n"
    )
    assert list(temporary.iterdir()) == []


class InMemory(Embedded):
    """A store in memory in the place of one elsewhere."""

    url = "http://store.example:7878/query"

    def __init__(self, build: Generation) -> None:
        super().__init__(ox.Store())
        self.store.load(path=str(build.dataset), format=ox.RdfFormat.N_QUADS)
        self.put(build)

    def put(self, build: Generation) -> None:
        self.store.clear_graph(ox.NamedNode(BUILD_GRAPH))
        data = b"".join(statements(build.name, pack(build)))
        self.store.load(data, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(BUILD_GRAPH))

    def change(self, text: str) -> None:
        self.store.update(text)


@pytest.fixture
def elsewhere(built_store: Path) -> InMemory:
    return InMemory(current(built_store))


def brought(elsewhere: InMemory, folder: Path) -> str:
    return bring(elsewhere, folder)  # type: ignore[arg-type]


def test_the_build_that_is_brought_is_the_very_one(
    elsewhere: InMemory, built_store: Path, tmp_path: Path
) -> None:
    build = current(built_store)
    assert brought(elsewhere, tmp_path / "store") == build.name
    copy = current(tmp_path / "store")
    assert copy.manifest.graphs == build.manifest.graphs
    assert copy.dataset.read_bytes() == build.dataset.read_bytes()
    # A second look fetches nothing.
    elsewhere.change(f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} "
                     f"FILTER(?g = <{BUILD_GRAPH}> && ?p = rdf:value) }}".replace("rdf:value",
                     "<http://www.w3.org/1999/02/22-rdf-syntax-ns#value>"))  # fmt: skip
    assert brought(elsewhere, tmp_path / "store") == build.name


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (f"DELETE WHERE {{ GRAPH <{GRAPH}slots> {{ ?s a ?o }} }}", r"holds .* statements in <.*/slots>"),
        (f"INSERT DATA {{ GRAPH <{GRAPH}slots> {{ <a:b> <a:b> 1 }} }}", r"holds .* statements in <.*/slots>"),
        (
            f"INSERT DATA {{ GRAPH <{GRAPH}article/old> {{ <a:b> <a:b> 1 }} }}",
            "1 statements in <.*/old>, .* has 0",
        ),
        (f"DROP GRAPH <{GRAPH}entities>", "holds 0 statements in <.*/entities>"),
        (
            "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p 'QUJD' } } WHERE { GRAPH ?g "
            "{ ?s ?p ?o FILTER(STRENDS(STR(?s), '/2') && STRENDS(STR(?p), '#value')) } }",
            "with other bytes than were loaded",
        ),
        (
            "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g "
            "{ ?s ?p ?o FILTER(STRENDS(STR(?s), '/2') && STRENDS(STR(?p), '#value')) } }",
            "lacks piece 2 of",
        ),
    ],
)
def test_a_store_that_holds_something_else_is_refused(
    elsewhere: InMemory, tmp_path: Path, change: str, words: str
) -> None:
    elsewhere.change(change)
    with pytest.raises(EndpointFailed, match=words) as caught:
        brought(elsewhere, tmp_path / "store")
    assert caught.value.place == elsewhere.url
    assert "kg load" in caught.value.remedy
    with pytest.raises(BadInput):
        current(tmp_path / "store")


def test_graphs_that_a_load_is_about_to_remove_do_not_matter(elsewhere: InMemory, tmp_path: Path) -> None:
    for graph in (LOADING_GRAPH, GRAPH + "article/old", GRAPH + "staging/1/view"):
        elsewhere.change(f"INSERT DATA {{ GRAPH <{graph}> {{ <{graph}> <a:b> 1 }} }}")
    brought(elsewhere, tmp_path / "store")


def test_a_build_of_another_version_is_refused(built_store: Path, tmp_path: Path) -> None:
    build = current(built_store)
    for number, corpus in enumerate(['{"corpus":"0123456789abcdef"}\n', "no corpus"]):
        other = tmp_path / f"other-{number}"
        with stage(other) as staged:
            shutil.copy(build.dataset, staged.path / "dataset.nq")
            (staged.path / "corpus.jsonl").write_text(corpus)
            staged.publish({})
        with pytest.raises(BadInput, match="by another version of this program") as caught:
            brought(InMemory(current(other)), tmp_path / "store")
        assert caught.value.place == InMemory.url


def test_a_build_that_changes_while_it_is_fetched_is_fetched_anew(
    elsewhere: InMemory, tmp_path: Path, built_store: Path
) -> None:
    later = small(tmp_path / "later", 5, current(built_store).corpus)
    run = elsewhere.run

    def once(query: str, **options: bool) -> object:
        if "VALUES" in query and next(iter(changed), None) is None:
            changed.append(True)
            elsewhere.store.clear()
            elsewhere.store.load(path=str(later.dataset), format=ox.RdfFormat.N_QUADS)
            elsewhere.put(later)
        return run(query, **options)

    changed: list[bool] = []
    elsewhere.run = once  # type: ignore[method-assign, assignment]
    assert brought(elsewhere, tmp_path / "store") == later.name


# --- Virtuoso


def test_virtuoso_answers_as_the_folder_does(
    virtuoso_server: servers.Server, built_store: Path, served: KgServer, tmp_path: Path, kg: RunKg
) -> None:
    load(kg, built_store, virtuoso_server, virtuoso_server.gsp_url)
    # It takes its time for the first query of a kind.
    options = ("--timeout", "60", *OPTIONS[2:])
    with servers.kg_server(virtuoso_server.query_url, tmp_path, *options) as server:
        for path in (
            "/slots",
            "/vi/entity/company/fpt-corporation",
            "/id/company/fpt-corporation.ttl",
            "/dataset.nq",
        ):
            assert send(server, path).body == send(served, path).body
        for name, params in (("industry-size", {"year": "2024"}), ("why-disagree", {})):
            target = f"/api/questions/{name}?{urlencode(params)}"
            there, here = (send(each, target) for each in (server, served))
            assert there.status == 200
            assert there.json()["rows"] == here.json()["rows"]
        for query in QUERIES[:5]:
            there, here = (ask(each, query) for each in (server, served))
            assert there.status == 200
            assert rows(there) == rows(here)


def rows(answer: Answer) -> object:
    """The values of an answer; Virtuoso calls numbers by other types, and writes them as it likes."""
    found = answer.json()
    if "boolean" in found:
        return found["boolean"]
    return [
        {
            name: float(v) if (v := cell["value"]).replace(".", "").isdigit() else v
            for name, cell in row.items()
        }
        for row in found["results"]["bindings"]
    ]
