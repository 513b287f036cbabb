"""`kg serve` under load: healthy clients on a large graph, and good clients beside slow ones and attackers.

    python tests/benchmarks/serve.py healthy --seconds 120
    python tests/benchmarks/serve.py attack --seconds 120
    python tests/benchmarks/serve.py healthy --store DIR      # a store that is there already

Every client is a connection of its own on loopback; in `attack` each kind has addresses of its own
(127.0.1.x, 127.0.2.x …).  Prints one JSON object and asserts nothing.  The clients take part of the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CLAIMS = 900  # about 100,000 quads


def build(store: Path, claims: int) -> int:
    """Publish a synthetic graph, as a build would, and return its quads."""
    sys.path[:0] = [str(ROOT), str(HERE)]
    from synthetic import world

    from kg.audit import audit
    from kg.auditrows import audit_tables
    from kg.corpusfile import write_corpus
    from kg.graph import write_nquads
    from kg.pipeline import counts
    from kg.store import stage
    from kg.tables import jsonl, tables

    corpus = world(claims)
    found = audit(corpus)
    corpus = replace(corpus, also=found.named)
    with stage(store) as staged:
        with (staged.path / "dataset.nq").open("wb") as out:
            graphs = write_nquads(corpus, out, audit=found)
        with (staged.path / "corpus.jsonl").open("wb") as out:
            write_corpus(corpus, out)
        for name, rows in (tables(corpus) | audit_tables(corpus, found)).items():
            with (staged.path / f"{name}.jsonl").open("wb") as out:
                out.writelines(jsonl(rows))
        (staged.path / "report.json").write_text("[]")
        quads = sum(graphs.values())
        staged.publish({"counts": {**counts(corpus), "quads": quads}})
    return quads


@contextlib.contextmanager
def server(store: Path, *options: str) -> Iterator[tuple[str, int, int]]:
    """`kg serve` at host and port, with its process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        if not line.startswith("serving"):
            raise SystemExit(line + process.stderr.read())
        yield "127.0.0.1", int(line.split("/ ")[0].rpartition(":")[2]), process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def memory(pid: int) -> dict[str, float]:
    """Megabytes of the server and of its workers together."""

    def resident(process: int) -> float:
        with contextlib.suppress(OSError):
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        return 0.0

    def children(process: int) -> list[int]:
        with contextlib.suppress(OSError):
            return [int(c) for c in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
        return []

    nurseries = children(pid)
    workers = [worker for nursery in nurseries for worker in children(nursery)]
    return {
        "server": round(resident(pid), 1),
        "nursery": round(sum(map(resident, nurseries)), 1),
        "workers": round(sum(map(resident, workers)), 1),
    }


class Client:
    """One keep-alive connection that asks one thing after the other."""

    def __init__(self, host: str, port: int, local: str | None = None) -> None:
        self._place = host, port
        self._local = (local, 0) if local else None
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, target: str, accept: str = "*/*") -> tuple[int, bytes]:
        """Status and body."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self._place, local_addr=self._local)
        reader, writer = self._streams
        writer.write(f"GET {target} HTTP/1.1\r\nHost: {self._place[0]}\r\nAccept: {accept}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0]) if "content-length:" in head else 0
        body = await reader.readexactly(length)
        if "connection: close" in head:
            self.close()
        return int(head.split(" ", 2)[1]), body

    def close(self) -> None:
        """Drop the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def sparql(query: str) -> str:
    """The target of a query."""
    return f"/sparql?query={quote(query)}"


class Questions:
    """What healthy clients ask: single things, pages, small joins, listings, saved questions, at random."""

    def __init__(self, claims: list[str]) -> None:
        self._claims = claims

    def next(self, random_: random.Random) -> str:
        """A target."""
        claim = random_.choice(self._claims)
        kind = random_.random()
        if kind < 0.4:
            return sparql(f"SELECT ?p ?o WHERE {{ <{claim}> ?p ?o }}")
        if kind < 0.6:
            return sparql(
                "SELECT ?other ?value WHERE { "
                f"<{claim}> vt:slot ?slot . ?other vt:slot ?slot ; vt:value ?value }} LIMIT 50"
            )
        if kind < 0.7:
            return f"/id/claim/{claim.rpartition('/')[2]}.ttl"
        if kind < 0.8:
            return f"/claim/{claim.rpartition('/')[2]}"
        if kind < 0.9:
            year = random_.randint(1990, 2030)
            return sparql(
                "SELECT ?c ?v WHERE { "
                f'?c a vt:FigureClaim ; vt:periodLabel "{year}" ; vt:value ?v }} ORDER BY DESC(?v) LIMIT 20'
            )
        return f"/api/questions/entity-counts?lang={random_.choice(['en', 'vi'])}"


async def claims_of(host: str, port: int) -> list[str]:
    """IRIs of claims."""
    client = Client(host, port)
    query = "SELECT ?c WHERE { ?c a vt:FigureClaim } LIMIT 5000"
    _, body = await client.get(sparql(query), "application/sparql-results+json")
    client.close()
    return [row["c"]["value"] for row in json.loads(body)["results"]["bindings"]]


async def ask(
    client: Client, questions: Questions, until: float, think: float, seed: int
) -> list[tuple[int, float]]:
    """Status and seconds of each request of one client; 0 for a connection that broke."""
    random_ = random.Random(seed)
    done: list[tuple[int, float]] = []
    while time.monotonic() < until:
        target = questions.next(random_)
        start = time.monotonic()
        try:
            async with asyncio.timeout(30):
                status, body = await client.get(target)
            if status != 200:
                print(status, body[:300].decode(errors="replace"), file=sys.stderr)
        except (OSError, EOFError, TimeoutError):
            status = 0
            client.close()
        done.append((status, time.monotonic() - start))
        if think:
            await asyncio.sleep(random_.uniform(0, 2 * think))
    client.close()
    return done


def figures(done: list[tuple[int, float]], seconds: float) -> dict[str, object]:
    """What to report of requests."""
    times = sorted(second for _, second in done)
    cut = statistics.quantiles(times, n=100, method="inclusive")
    return {
        "requests": len(done),
        "per second": round(len(done) / seconds, 1),
        "p50 ms": round(cut[49] * 1000, 1),
        "p99 ms": round(cut[98] * 1000, 1),
        "max ms": round(times[-1] * 1000, 1),
        "statuses": {str(status): n for status, n in sorted(Counter(status for status, _ in done).items())},
    }


async def healthy(host: str, port: int, pid: int, seconds: float, think: float) -> dict[str, object]:
    """32 clients of one address."""
    questions = Questions(await claims_of(host, port))
    until = time.monotonic() + seconds
    clients = [ask(Client(host, port), questions, until, think, seed) for seed in range(32)]
    work = asyncio.gather(*clients)
    held = []
    while not work.done():
        await asyncio.wait([work], timeout=seconds / 8)
        held.append(memory(pid))
    return {**figures([r for client in await work for r in client], seconds), "memory MB": held}


# --- Attack

PRODUCT = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EVIL = (
    sparql(PRODUCT),
    sparql("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"),
    sparql("SELECT ?a ?b WHERE { ?a (<urn:p>|!<urn:p>)* ?b }"),
    sparql("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"),
    sparql("SELECT * WHERE " + "{" * 3000),
    sparql("SELECT ?x WHERE { " + "OPTIONAL { ?s ?p ?o } " * 300 + "}"),
    "/id/company/" + "x" * 100,
    "/" + "a" * 70_000,
    "/..%2f..%2fetc/passwd",
    "/api/questions/industry-size?year=NaN",
)


async def slow(host: str, port: int, number: int, until: float) -> Counter[str]:
    """A connection that sends a byte each two seconds, opened again whenever it is closed."""
    ended: Counter[str] = Counter()
    local = (f"127.0.{3 + number // 30}.{1 + number // 30}", 0)
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(host, port, local_addr=local)
            writer.write(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
            reading = asyncio.ensure_future(reader.read(2000))
            while not reading.done() and time.monotonic() < until:
                writer.write(b"a")
                await asyncio.wait([reading], timeout=2)
            if reading.done():
                with contextlib.suppress(OSError):
                    ended[reading.result()[9:12].decode() or "closed"] += 1
            else:
                reading.cancel()
            writer.close()
        await asyncio.sleep(0.05)
    return ended


async def attacker(host: str, port: int, number: int, until: float) -> Counter[int]:
    """Asks what hurts, as fast as it is answered, on four connections."""
    statuses: Counter[int] = Counter()

    async def one(seed: int) -> None:
        random_ = random.Random(seed)
        client = Client(host, port, f"127.0.2.{number + 1}")
        while time.monotonic() < until:
            try:
                async with asyncio.timeout(30):
                    status, _ = await client.get(random_.choice(EVIL))
            except (OSError, EOFError, TimeoutError):
                status = 0
                client.close()
            statuses[status] += 1
        client.close()

    await asyncio.gather(*(one(number * 4 + n) for n in range(4)))
    return statuses


async def attack(host: str, port: int, pid: int, seconds: float, think: float) -> dict[str, object]:
    """16 good clients beside 300 slow connections and 8 attackers."""
    questions = Questions(await claims_of(host, port))
    until = time.monotonic() + seconds
    slows = [asyncio.ensure_future(slow(host, port, n, until)) for n in range(300)]
    bad = [asyncio.ensure_future(attacker(host, port, n, until)) for n in range(8)]
    good = [
        ask(Client(host, port, f"127.0.1.{n + 1}"), questions, until, think, n) for n in range(16)
    ]  # fmt: skip
    work = asyncio.gather(*good)
    held = []
    while not work.done():
        await asyncio.wait([work], timeout=seconds / 8)
        held.append(memory(pid))
    done = [r for client in await work for r in client]
    client = Client(host, port)
    status, _ = await client.get("/health")
    attacks = sum((await asyncio.gather(*bad)), Counter())
    return {
        "good": figures(done, seconds),
        "attackers": {str(s): n for s, n in sorted(attacks.items())},
        "slow": dict(sum((await asyncio.gather(*slows)), Counter())),
        "memory MB": held,
        "same process": status == 200 and Path(f"/proc/{pid}").exists(),
    }


def main() -> None:
    """Run one scenario."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scenario", choices=["healthy", "attack"])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--think", type=float, default=0.1, help="mean seconds between a client's requests")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or Path(folder) / "store"
        quads = build(store, given.claims) if given.store is None else 0
        scenario = healthy if given.scenario == "healthy" else attack
        with server(store) as (host, port, pid):
            found = asyncio.run(scenario(host, port, pid, given.seconds, given.think))
    print(
        json.dumps({"scenario": given.scenario, "seconds": given.seconds, "quads": quads, **found}, indent=1)
    )


if __name__ == "__main__":
    main()
