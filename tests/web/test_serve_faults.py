"""Faults of the server and its workers: killed, crashed, hung, out of memory, rebuilt under load, crowded."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import servers
import stores
import uvicorn
from http_client import Answer, ask, raw, send, statuses
from servers import KgServer

from kg.knowledge import KnowledgeGraph
from kg.store import current, doctor
from kg.web.answers.resource import named_graph
from kg.web.http.connections import ConnectionLimits, Door, protocol
from kg.web.workers.child import Builds, do
from kg.web.workers.message import Failure, Replies, Reply
from kg.web.workers.scratch import Scratch
from kg.web.workers.settings import Settings

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != <urn:%d>) }"


def until(holds: Callable[[], bool], seconds: float = 20.0) -> float:
    """Seconds until something holds; fails when it does not in time."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < seconds, "it never came to hold"
        time.sleep(0.01)
    return time.monotonic() - start


def timed(request: Callable[[], Answer]) -> float:
    """Seconds that a request took, which must go well."""
    start = time.monotonic()
    assert request().status == 200
    return time.monotonic() - start


def gauge(server: KgServer, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", send(server, "/metrics").text, re.MULTILINE)
    assert found, name
    return float(found[1])


def jobs_stopped(server: KgServer) -> float:
    """How many jobs were ended for others."""
    return gauge(server, 'kg_jobs_ended_total{why="stopped"}')


class Background:
    """A request made meanwhile."""

    def __init__(self, request: Callable[[], Answer]) -> None:
        self.answer: Answer | None = None
        self._thread = threading.Thread(target=self._run, args=(request,))
        self._thread.start()

    def _run(self, request: Callable[[], Answer]) -> None:
        self.answer = request()

    def result(self) -> Answer:
        self._thread.join(60)
        assert self.answer is not None
        return self.answer


def busy(server: KgServer) -> int:
    """The worker that uses the processor."""

    def ticks(pid: int) -> int:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            return int(fields[11]) + int(fields[12])
        return -1

    before = {pid: ticks(pid) for pid in server.workers()}
    until(lambda: any(ticks(pid) > used + 10 for pid, used in before.items()))
    return max(before, key=lambda pid: ticks(pid) - before[pid])


@pytest.fixture(scope="module")
def patient(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KgServer]:
    """A server on which a query has half a minute, so that what ends it is something else."""
    options = ("--timeout", "30", "--workers", "2", "--memory", "384")
    with servers.kg_server(built_store, tmp_path_factory.mktemp("patient"), *options) as server:
        yield server


# --- Workers (F11, F20, F21)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_crash_of_a_worker_is_503_for_its_request_only(patient: KgServer, number: signal.Signals) -> None:
    before = set(patient.workers())
    asked = Background(lambda: _from("127.0.0.9", patient, ENDLESS % number))
    until(lambda: gauge(patient, "kg_workers_busy") == 1)
    victim = busy(patient)
    usual = timed(lambda: ask(patient, f"SELECT ({number} AS ?x) {{ }}"))
    os.kill(victim, number)
    assert timed(lambda: ask(patient, f"SELECT ({number} AS ?y) {{ }}")) < 0.5 + 10 * usual
    answer = asked.result()
    assert answer.status == 503
    assert signal.Signals(number).name in answer.json()["detail"]
    assert "retry-after" in answer.headers
    until(lambda: victim not in patient.workers() and gauge(patient, "kg_workers") == len(before))


def test_workers_that_die_together_are_replaced_one_for_one(patient: KgServer) -> None:
    count = len(patient.workers())
    for _ in range(5):
        dying = patient.workers()
        for pid in dying:
            os.kill(pid, signal.SIGKILL)
        until(lambda dying=dying: not set(dying) & set(patient.workers()))  # type: ignore[misc]
        until(lambda: gauge(patient, "kg_workers") == count)
    assert ask(patient, "SELECT (8 AS ?x) {}").status == 200
    assert len(patient.workers()) == count


def test_a_worker_that_stands_still_is_ended_with_its_query(built_store: Path, tmp_path: Path) -> None:
    with servers.kg_server(built_store, tmp_path, "--timeout", "1", "--workers", "1") as server:
        assert ask(server, "ASK {}").status == 200
        for pid in server.workers():
            os.kill(pid, signal.SIGSTOP)
        start = time.monotonic()
        assert ask(server, "ASK { ?s ?p ?o }").status == 503
        assert time.monotonic() - start < 2.5
        until(lambda: ask(server, "SELECT (2 AS ?x) {}").status == 200)


def test_a_query_that_takes_all_memory_ends_alone(patient: KgServer) -> None:
    grow = "SELECT (GROUP_CONCAT(CONCAT(STR(?s), STR(?o), STR(?x))) AS ?all) { ?s ?p ?o . ?x ?y ?z }"
    asked = Background(lambda: _from("127.0.0.9", patient, grow))
    for number in range(20):
        assert ask(patient, f"SELECT ({number} AS ?x) {{ }}").status == 200
    answer = asked.result()
    assert answer.status == 503
    assert "384 MB" in answer.json()["detail"]
    assert ask(patient, "ASK {}").status == 200


def test_a_client_that_leaves_takes_its_query_along(patient: KgServer) -> None:
    with socket.create_connection((patient.host, patient.port)) as connection:
        request = f"GET /sparql?query={quote(ENDLESS % 1)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(request.encode())
        until(lambda: gauge(patient, "kg_workers_busy") == 1)
    assert until(lambda: gauge(patient, "kg_workers_busy") == 0) < 10


def test_the_same_question_at_the_same_time_is_worked_on_once(patient: KgServer) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a vt:value ?b . ?c vt:value ?d . ?e vt:unit ?f }"
    asked = [Background(lambda: ask(patient, query)) for _ in range(6)]
    most = 0.0
    while any(a.answer is None for a in asked):
        most = max(most, gauge(patient, "kg_workers_busy"))
    assert {a.result().status for a in asked} == {200}
    assert len({a.result().body for a in asked}) == 1
    assert most <= 1


def test_one_client_with_endless_queries_does_not_keep_out_another(built_store: Path, tmp_path: Path) -> None:
    options = ("--timeout", "20", "--workers", "2")
    with servers.kg_server(built_store, tmp_path, *options) as server:
        greedy = [
            Background(lambda n=n: _from("127.0.0.9", server, ENDLESS % n))
            for n in range(4)  # type: ignore[misc]
        ]
        until(lambda: gauge(server, "kg_workers_busy") > 0)
        for number in range(30):
            assert timed(lambda n=number: ask(server, f"SELECT ({n} AS ?x) {{ }}")) < 5  # type: ignore[misc]
    assert {g.result().status for g in greedy} <= {0, 503}


def test_who_asks_what_a_greedy_client_waits_for_does_not_wait_with_it(
    built_store: Path, tmp_path: Path
) -> None:
    options = ("--timeout", "5", "--workers", "1")
    with servers.kg_server(built_store, tmp_path, *options) as server:
        greedy = [Background(lambda: _from("127.0.0.9", server, ENDLESS % 1))]
        busy(server)
        time.sleep(1)
        greedy.append(Background(lambda: _from("127.0.0.9", server, "SELECT (5 AS ?x) {}")))
        until(lambda: gauge(server, "kg_waiting") == 1)
        assert _from("127.0.0.8", server, "SELECT (5 AS ?x) {}").status == 200
        assert greedy[0].answer is None, "it came to its end before"
        assert [g.result().status for g in greedy] == [503, 200]


def test_a_long_job_lets_short_ones_go_first_and_its_process_is_replaced(tmp_path: Path) -> None:
    stores.build(tmp_path / "store", 1, 3_500)
    with servers.kg_server(tmp_path / "store", tmp_path, "--timeout", "50", "--workers", "2") as server:
        count = len(server.workers())
        long = Background(lambda: ask(server, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"))
        worker = busy(server)
        # The tests themselves may run with a lower priority than others.
        own = os.getpriority(os.PRIO_PROCESS, 0)
        until(lambda: os.getpriority(os.PRIO_PROCESS, worker) > own)
        assert [pid for pid in server.workers() if os.getpriority(os.PRIO_PROCESS, pid) > own] == [worker]
        assert long.result().column("n") == [str(3_500**2)]
        until(lambda: worker not in server.workers() and len(server.workers()) == count)


def test_a_job_that_made_room_begins_once_more(tmp_path: Path) -> None:
    stores.build(tmp_path / "store", 1, 3_500)
    count = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    options = ("--timeout", "50", "--workers", "1")
    with servers.kg_server(tmp_path / "store", tmp_path, *options) as server:
        long = Background(lambda: _from("127.0.0.9", server, count))
        busy(server)
        for number in range(100):
            assert ask(server, f"SELECT ({number} AS ?x) {{}}").status == 200
            if jobs_stopped(server):
                break
        assert long.result().status == 200
        assert jobs_stopped(server) == 1


def _from(address: str, server: KgServer, query: str) -> Answer:
    """What a client of another address is answered; status 0 where the server dies meanwhile."""
    try:
        return send(server, f"/sparql?query={quote(query)}", local=address)
    except OSError:
        return Answer(0, {}, b"")


# --- The server (F04) and how it ends


def test_a_killed_server_leaves_no_worker_and_the_store_as_it_was(tmp_path: Path) -> None:
    store, temporary, port = tmp_path / "store", tmp_path / "temporary", servers.free_port()
    temporary.mkdir()
    stores.build(store, 1, 1_000)
    restarts: list[float] = []
    for number in range(11):
        start = time.monotonic()
        with servers.kg_server(
            store, tmp_path / str(number), "--workers", "2", port=port, TMPDIR=str(temporary)
        ) as server:
            assert ask(server, "ASK { ?s ?p ?o }").json()["boolean"]
            restarts.append(time.monotonic() - start)
            assert len(list(temporary.iterdir())) == 1, "the folders of the killed are cleared away"
            if number == 10:
                break
            workers = server.workers()
            for n in range(3):
                Background(lambda s=server, n=n: _from("127.0.0.1", s, ENDLESS % n))  # type: ignore[misc]
            until(lambda s=server: gauge(s, "kg_workers_busy") > 0)  # type: ignore[misc]
            os.kill(server.pid, signal.SIGKILL)
        until(lambda gone=workers: not any(Path(f"/proc/{pid}").exists() for pid in gone))  # type: ignore[misc]
    assert list(temporary.iterdir()) == []
    assert doctor(store) == []
    assert statistics.median(restarts) < 5


def test_a_folder_is_cleared_away_only_when_its_server_is_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (elsewhere := tmp_path / "elsewhere").mkdir()
    (elsewhere / "file").touch()
    (left := tmp_path / "kg-serve-left").mkdir()
    (left / "all.ttl").touch()
    (tmp_path / "kg-serve-link").symlink_to(elsewhere)
    first = Scratch()
    second = Scratch()
    assert not left.exists()
    assert first.path.is_dir()
    assert (elsewhere / "file").exists()
    second.close()
    first.close()
    assert {path.name for path in tmp_path.iterdir()} == {"elsewhere", "kg-serve-link"}


def test_what_a_killed_worker_has_begun_to_write_is_removed(built_store: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph.open(built_store)
    (folder := tmp_path / graph.generation.name).mkdir()
    with subprocess.Popen(["true"]) as dead:
        dead.wait()
    begun, writing = folder / f"all.nt.{dead.pid}", folder / f"all.nt.{os.getppid()}"
    begun.touch()
    writing.touch()
    reply = named_graph(graph, {"graph": None, "format": "nt"}, Settings(str(built_store), str(tmp_path)))
    assert reply.path == str(folder / "all.nt")
    assert sorted(folder.iterdir()) == sorted([folder / "all.nt", writing])


def test_few_descriptors_mean_few_connections_and_no_standstill(built_store: Path, tmp_path: Path) -> None:
    few = ("bash", "-c", 'ulimit -n 300; exec "$@"', "bash")
    options = ("--workers", "1", "--per-address", "0")
    with servers.kg_server(built_store, tmp_path, *options, before=few) as server:
        assert ask(server, "ASK {}").status == 200
        with contextlib.ExitStack() as stack:
            for _ in range(60):
                stack.enter_context(socket.create_connection((server.host, server.port)))
            assert send(server, "/health").status == 503
            (worker, *_) = server.workers()
            os.kill(worker, signal.SIGKILL)
            until(lambda: worker not in server.workers() and len(server.workers()) == 2)
        until(lambda: send(server, "/health").status == 200)


def test_a_server_asks_for_the_descriptors_that_it_needs() -> None:
    program = (
        "import resource, sys; from kg.web.server import descriptors; "
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 500)); "
        "print(descriptors(100), descriptors(9000), resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split(" ", 2) == ["100", "500", "(500, 500)\n"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_server_its_workers_and_its_files(
    built_store: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--store", str(built_store), "--port", "0", "--workers", "1"],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    with process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("serving")
        assert list(tmp_path.iterdir())
        workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.send_signal(number)
        assert process.wait(20) == code
        assert process.stderr.read() == ""
    assert list(tmp_path.iterdir()) == []
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_what_keeps_it_from_starting_is_said_in_one_line(
    built_store: Path, tmp_path: Path, kg: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = kg("serve", "--store", str(built_store), "--port", port)
    assert done.returncode == 4
    assert done.stderr == f"error: 127.0.0.1:{port} is in use (give another with --port)\n"
    done = kg("serve", "--store", str(tmp_path / "none"))
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    done = kg("serve", "--store", str(built_store), "--host", "no.such.host.invalid")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


# --- Builds under load (F13)


def test_twenty_builds_under_load_fail_no_request(tmp_path: Path) -> None:
    store = tmp_path / "store"
    builds = {stores.build(store, 0).name: 0}
    with servers.kg_server(store, tmp_path / "log", "--workers", "2") as server:
        seen: list[tuple[str, str]] = []
        failed: list[str] = []
        done = threading.Event()

        def load(number: int) -> None:
            count = 0
            while not done.is_set():
                count += 1
                if number == 0:
                    answer = send(server, f"/dataset.{'nq' if count % 2 else 'nt'}")
                else:
                    answer = ask(server, f"SELECT ?s {{ ?s ?p ?o }} LIMIT 1 # {number}.{count}")
                if answer.status != 200:
                    failed.append(answer.text)
                elif number == 0:
                    seen.append((answer.headers["x-kg-build"], answer.text.partition(" ")[0]))
                else:
                    seen.append((answer.headers["x-kg-build"], answer.column("s")[0]))

        threads = [threading.Thread(target=load, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for seed in range(1, 21):
            last = stores.build(store, seed).name
            builds[last] = seed
            if seed % 5 == 0:
                until(lambda name=last: send(server, "/health").headers["x-kg-build"] == name)  # type: ignore[misc]
        assert last == current(store).name
        until(lambda: seen[-1][0] == last)
        done.set()
        for thread in threads:
            thread.join()
    assert failed == []
    assert len({build for build, _ in seen}) > 2
    for build, subject in seen:
        assert f"/claim/c{builds[build]}-" in subject, "an answer of one build under the name of another"


def test_a_file_of_a_build_that_is_removed_meanwhile_is_asked_anew(tmp_path: Path) -> None:
    root = tmp_path / "store"
    name = stores.build(root, 0).name
    (tmp_path / "answers").mkdir()
    builds = Builds(root, KnowledgeGraph.open(root))
    builds(name).engine.run("ASK {}")
    job = {"op": "graph", "build": name, "given": {"graph": None, "format": "nt"}, "gzip": False}
    settings = Settings(str(root), str(tmp_path / "answers"))
    assert isinstance(do(job, settings, builds), Reply)
    shutil.rmtree(tmp_path / "answers" / name)
    shutil.rmtree(root / "generations" / name)
    told = do(job, settings, builds)
    assert isinstance(told, Failure)
    assert told.gone


def test_a_new_build_is_taken_while_workers_die(tmp_path: Path) -> None:
    store = tmp_path / "store"
    stores.build(store, 0)
    with servers.kg_server(store, tmp_path / "log", "--workers", "1") as server:
        build = stores.build(store, 1).name
        deadline = time.monotonic() + 30
        while send(server, "/health").headers["x-kg-build"] != build:
            assert time.monotonic() < deadline
            for pid in server.workers()[:1]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
        assert ask(server, "SELECT ?s { ?s ?p ?o } LIMIT 1").headers["x-kg-build"] == build
        until(lambda: len(server.workers()) == 2)


def test_a_nursery_that_dies_is_replaced(patient: KgServer) -> None:
    count = len(patient.workers())
    for _ in range(2):
        (nursery,) = servers.children(patient.pid)
        os.kill(nursery, signal.SIGKILL)
        until(lambda nursery=nursery: nursery not in servers.children(patient.pid))  # type: ignore[misc]
        until(lambda: ask(patient, f"SELECT ({time.monotonic()} AS ?x) {{}}").status == 200)
        until(lambda: len(patient.workers()) == count)
    assert len(servers.children(patient.pid)) == 1


def test_a_new_build_has_new_tags(tmp_path: Path) -> None:
    store = tmp_path / "store"
    stores.build(store, 1)
    with servers.kg_server(store, tmp_path / "log", "--workers", "1") as server:
        first = ask(server, "SELECT * { ?s ?p ?o } LIMIT 3")
        build = stores.build(store, 2).name
        until(lambda: send(server, "/health").headers["x-kg-build"] == build)
        target = "/sparql?query=SELECT+%2A+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+3"
        again = send(server, target, Accept=first.type, If_None_Match=first.headers["etag"])
        assert again.status == 200
        assert again.body != first.body


# --- Slow clients and crowds


@pytest.fixture(scope="module")
def strict(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KgServer]:
    """A server that gives a request one second, and an address four connections."""
    options = ("--request-timeout", "1", "--per-address", "4", "--workers", "1")
    with servers.kg_server(built_store, tmp_path_factory.mktemp("strict"), *options) as server:
        yield server


HEAD = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = HEAD.replace(b"GET /health", b"POST /sparql") + (
    b"Content-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\n"
)


@pytest.mark.parametrize("begun", [b"G", HEAD, POST, POST + b"ASK", HEAD + b"\r\n" + HEAD], ids=range(5))
def test_a_request_that_does_not_end_is_answered_408(strict: KgServer, begun: bytes) -> None:
    start = time.monotonic()
    found = statuses(raw(strict, begun, local="127.0.0.2"))
    assert time.monotonic() - start < 8
    # After a request that was answered, the connection is just closed.
    assert found in ([408], [200, 408])


def test_a_request_that_trickles_has_the_same_time_as_any(strict: KgServer) -> None:
    with socket.create_connection((strict.host, strict.port), 10, ("127.0.0.3", 0)) as connection:
        connection.settimeout(0.2)
        connection.sendall(HEAD + b"X-A: ")
        start, received = time.monotonic(), b""
        while b"\r\n\r\n" not in received and time.monotonic() - start < 8:
            with contextlib.suppress(ConnectionError):
                connection.sendall(b"a")
            with contextlib.suppress(TimeoutError, ConnectionError):
                received += connection.recv(4096)
    assert statuses(received) == [408]
    assert time.monotonic() - start < 4


def test_a_connection_that_says_nothing_is_closed(strict: KgServer) -> None:
    start = time.monotonic()
    assert raw(strict, b"", local="127.0.0.4") == b""
    assert time.monotonic() - start < 8


def test_an_address_has_so_many_connections_and_others_have_theirs(strict: KgServer) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(4):
            held = stack.enter_context(
                socket.create_connection((strict.host, strict.port), 5, ("127.0.0.5", 0))
            )
            held.sendall(b"G")
        refused = raw(strict, HEAD + b"\r\n", local="127.0.0.5")
        assert statuses(refused) == [429]
        assert b"Retry-After: " in refused
        assert statuses(raw(strict, HEAD + b"Connection: close\r\n\r\n", local="127.0.0.6")) == [200]
    until(lambda: statuses(raw(strict, HEAD + b"Connection: close\r\n\r\n", local="127.0.0.5")) == [200])


def test_a_crowd_of_slow_clients_does_not_slow_a_quick_one(strict: KgServer) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(300):
            place = (f"127.0.7.{1 + number // 4}", 0)
            held = stack.enter_context(socket.create_connection((strict.host, strict.port), 5, place))
            held.sendall(HEAD)
        start = time.monotonic()
        assert all(ask(strict, f"SELECT ({n} AS ?x) {{ }}").status == 200 for n in range(10))
        assert time.monotonic() - start < 5
    until(lambda: gauge(strict, "kg_connections") <= 1)


@pytest.mark.parametrize(
    ("size", "request_"),
    [(131_072_000, HEAD), (60_000, HEAD), (60_000, HEAD + b"Connection: close\r\n")],
    ids=["an endless answer", "the end of an answer", "the end of the last answer"],
)
def test_a_client_that_does_not_take_its_answer_is_let_go(size: int, request_: bytes) -> None:
    async def app(scope, receive, send):  # type: ignore[no-untyped-def]
        headers = [(b"content-length", str(size).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for at in range(0, size, 65_536):
            more = at + 65_536 < size
            await send(
                {"type": "http.response.body", "body": b"x" * min(65_536, size - at), "more_body": more}
            )

    door = Door(ConnectionLimits(answer_seconds=0.3))

    async def scenario() -> float:
        config = uvicorn.Config(
            app, http=protocol(door), lifespan="off", log_config=None, port=0, timeout_keep_alive=1
        )  # type: ignore[arg-type]
        server = uvicorn.Server(config)
        with socket.create_server(("127.0.0.1", 0)) as bound, socket.socket() as client:
            # The system itself would take this much off the server's hands.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            serving = asyncio.ensure_future(server.serve([bound]))
            client.connect(bound.getsockname())
            client.sendall(request_ + b"\r\n")
            start = time.monotonic()
            while door.open == 0:
                await asyncio.sleep(0.01)
            while door.open:
                await asyncio.sleep(0.01)
            taken = time.monotonic() - start
            server.should_exit = True
            await serving
        return taken

    assert asyncio.run(asyncio.wait_for(scenario(), 30)) < 10


def test_what_a_broken_worker_says_is_not_collected_without_end() -> None:
    with pytest.raises(ValueError, match="reply of"):
        Replies().feed(b"\xff" * 8)
