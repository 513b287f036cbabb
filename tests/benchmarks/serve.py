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
from typing import Any
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CLAIMS = 900  # about 100,000 quads
ID = "https://w3id.org/vietnam-tech-kg/id/"
JSON, HTML = "application/sparql-results+json", "text/html"


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


def memory(pid: int) -> float:
    """Megabytes of the server and all its processes; what they share counts once."""

    def own(process: int) -> float:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    return int(line.split()[1]) / 1000
        return 0.0

    def family(process: int) -> list[int]:
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
            return [process, *(one for child in children for one in family(int(child)))]
        return []

    return sum(map(own, family(pid)))


async def watch(pid: int, work: asyncio.Future[Any]) -> dict[str, float]:
    """Memory while some work goes on: the mean of each quarter of the time."""
    held = []
    while not work.done():
        await asyncio.wait([work], timeout=1)
        held.append(memory(pid))
    quarter = max(1, len(held) // 4)
    return {
        name: round(statistics.mean(held[n * quarter : (n + 1) * quarter] or held), 1)
        for n, name in enumerate(("first quarter", "second", "third", "last"))
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
    """What people and programs ask: pages, things, searches, saved questions, queries of their own."""

    def __init__(self, claims: list[str], slots: list[str], companies: list[str]) -> None:
        self._claims, self._slots, self._companies = claims, slots, companies

    @classmethod
    async def of(cls, host: str, port: int) -> Questions:
        """About what the server holds."""
        client = Client(host, port)

        async def ids(type_: str) -> list[str]:
            query = f"SELECT DISTINCT ?x WHERE {{ ?x a {type_} }} ORDER BY ?x LIMIT 5000"
            _, body = await client.get(sparql(query), JSON)
            return [row["x"]["value"].partition("/id/")[2] for row in json.loads(body)["results"]["bindings"]]

        found = [await ids(type_) for type_ in ("vt:FigureClaim", "vt:Slot", "vt:Company")]
        client.close()
        return cls(*found)

    def next(self, random_: random.Random) -> tuple[str, str]:
        """A target, and what is accepted."""
        claim, slot, company = map(random_.choice, (self._claims, self._slots, self._companies))
        language = random_.choice(["", "/vi"])
        # No two queries of different people are the same to the letter: none of these is kept from before.
        only = f"# {random_.random()}"
        year = random_.randint(1990, 2030)
        other = f"<{ID}{claim}> vt:slot ?slot . ?other vt:slot ?slot ; vt:value ?value"
        highest = f'?c a vt:FigureClaim ; vt:periodLabel "{year}" ; vt:value ?v'
        thing = random_.choice([claim, slot, company])
        choices = [
            (20, sparql(f"SELECT ?p ?o WHERE {{ <{ID}{claim}> ?p ?o }} {only}"), JSON),
            (10, sparql(f"SELECT ?other ?value WHERE {{ {other} }} LIMIT 50 {only}"), JSON),
            (5, sparql(f"SELECT ?c ?v WHERE {{ {highest} }} ORDER BY DESC(?v) LIMIT 20 {only}"), JSON),
            (15, f"{language}/{slot}", HTML),
            (15, f"{language}/entity/{company}", HTML),
            (5, f"{language}/{claim}", HTML),
            (5, random_.choice(["/", "/vi/", "/slots", "/entities", "/audit", "/questions"]), HTML),
            (10, f"/id/{thing}.{random_.choice(['ttl', 'jsonld'])}", "*/*"),
            (5, f"{language}/search?q=firm+{random_.randint(1, 10_000)}", HTML),
            (10, f"/api/questions/overseas-revenue?company={quote(company)}", "application/json"),
        ]
        ((_, target, accept),) = random_.choices(choices, [weight for weight, _, _ in choices])
        return target, accept


async def kept(host: str, port: int) -> int:
    """How many requests the server has answered from what it keeps."""
    client = Client(host, port)
    _, body = await client.get("/metrics")
    client.close()
    return int(body.decode().split("\nkg_kept_hits_total ")[1].split()[0])


async def ask(
    client: Client, questions: Questions, until: float, think: float, seed: int
) -> list[tuple[int, float]]:
    """Status and seconds of each request of one client; 0 for a connection that broke."""
    random_ = random.Random(seed)
    done: list[tuple[int, float]] = []
    while time.monotonic() < until:
        target, accept = questions.next(random_)
        start = time.monotonic()
        try:
            async with asyncio.timeout(30):
                status, body = await client.get(target, accept)
            if status != 200:
                print(status, target, body[:300].decode(errors="replace"), file=sys.stderr)
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
    questions, before = await Questions.of(host, port), await kept(host, port)
    until = time.monotonic() + seconds
    work = asyncio.gather(*(ask(Client(host, port), questions, until, think, seed) for seed in range(32)))
    held = await watch(pid, work)
    done = [request for client in await work for request in client]
    again = (await kept(host, port) - before) / len(done)
    return {**figures(done, seconds), "from kept answers": round(again, 2), "memory MB": held}


# --- Attack

PRODUCT = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EVIL = (
    sparql(PRODUCT),
    sparql("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"),
    sparql("SELECT ?a ?b WHERE { ?a (<urn:p>|!<urn:p>)* ?b }"),
    sparql("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"),
    sparql("SELECT * WHERE " + "{" * 3000),
    sparql("SELECT ?x WHERE { " + "OPTIONAL { ?s ?p ?o } " * 300 + "}"),
    "/dataset.jsonld",
    "/id/company/" + "x" * 100,
    "/" + "a" * 70_000,
    "/..%2f..%2fetc/passwd",
    "/api/questions/industry-size?year=NaN",
    "/search?q={}",
    "/nowhere/{}",
    sparql("SELECT * WHERE { ?s ?p ?o } LIMIT 9999 # ") + "{}",
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
                    target = random_.choice(EVIL).replace("{}", str(random_.random()))
                    status, _ = await client.get(target, "text/html, */*;q=0.5")
            except (OSError, EOFError, TimeoutError):
                status = 0
                client.close()
            statuses[status] += 1
        client.close()

    await asyncio.gather(*(one(number * 4 + n) for n in range(4)))
    return statuses


async def attack(host: str, port: int, pid: int, seconds: float, think: float) -> dict[str, object]:
    """16 good clients beside 300 slow connections and 8 attackers."""
    questions, before = await Questions.of(host, port), await kept(host, port)
    until = time.monotonic() + seconds
    slows = [asyncio.ensure_future(slow(host, port, n, until)) for n in range(300)]
    bad = [asyncio.ensure_future(attacker(host, port, n, until)) for n in range(8)]
    work = asyncio.gather(
        *(ask(Client(host, port, f"127.0.1.{n + 1}"), questions, until, think, n) for n in range(16))
    )
    held = await watch(pid, work)
    done = [request for client in await work for request in client]
    again = await kept(host, port) - before
    client = Client(host, port)
    status, _ = await client.get("/health")
    client.close()
    attacks = sum((await asyncio.gather(*bad)), Counter())
    return {
        "good": figures(done, seconds),
        "from kept answers, of all": round(again / (len(done) + attacks.total()), 2),
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
