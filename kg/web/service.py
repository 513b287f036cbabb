"""The service behind the addresses: from a piece of work to the response, by the build that is served.

The server's own process reads HTTP and hands out work; everything else happens in workers (kg/web/workers).
Every response names its build.  A new build is taken once the workers have opened it; until then, and for
requests under way, the one before answers.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import resource
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.web.http import metrics
from kg.web.http.connections import ConnectionLimits, Door, neighbourhood
from kg.web.http.metrics import Requests
from kg.web.http.negotiate import accepts_gzip
from kg.web.http.problem import RETRY_SECONDS, Problem
from kg.web.mirror import Mirror
from kg.web.workers.builds import Newest
from kg.web.workers.kept import Kept
from kg.web.workers.message import Failure, Reply
from kg.web.workers.pool import Pool
from kg.web.workers.scratch import Scratch
from kg.web.workers.settings import Settings

_LOOK_SECONDS = 0.1
_LATEST_LOOK_SECONDS = 30.0
# Most answers are there by then; only for others it is worth to notice that the client has gone.
_LISTEN_SECONDS = 0.3
_ATTEMPTS = 10
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve; see `kg serve --help`. `url` is the address that the world knows us by, with a slash.

    `store` is a folder, or as a text the address of a store elsewhere.
    """

    store: Path | str
    host: str = "127.0.0.1"
    port: int = 8000
    url: str = ""
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    workers: int = 4
    seconds: float = 10.0
    megabytes: int = 512
    rows: int = 10_000
    size: int = 8_000_000
    connections: ConnectionLimits = field(default_factory=ConnectionLimits)


class Service:
    """The workers, the build that is served, the answers that are kept, and the counters."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.mirror = Mirror(options.store) if isinstance(options.store, str) else None
        store = self.mirror.folder if self.mirror else Path(options.store)
        self.newest = Newest(store)
        self.build = self.newest.name
        self.door = Door(options.connections)
        self.requests = Requests()
        self.kept = Kept()
        self._scratch = Scratch()
        settings = Settings(
            str(store),
            str(self._scratch.path),
            options.megabytes,
            options.rows,
            options.size,
            options.seconds,
        )
        if self.mirror:
            settings = replace(settings, endpoint=self.mirror.endpoint, union=self.mirror.union)
        self.pool = Pool(options.workers, settings, options.seconds)
        self._flying: dict[tuple[str, str], asyncio.Task[Reply]] = {}
        self._waiting: Counter[tuple[str, str]] = Counter()
        self._watching: asyncio.Task[None] | None = None
        self._started = time.time()

    async def start(self) -> None:
        """Start the workers; raises Problem when they do not."""
        await self.pool.start(self.build)
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def close(self) -> None:
        """End the workers."""
        if self._watching is not None:
            self._watching.cancel()
        await self.pool.close()

    def clear(self) -> None:
        """Remove what was written, also where nothing was started."""
        self._scratch.close()
        if self.mirror:
            self.mirror.close()

    def base(self, request: Request) -> str:
        """The address of the server's root as this client knows it."""
        if self.options.url:
            return self.options.url
        host = request.headers.get("host") or f"{self.options.host}:{self.options.port}"
        return f"{request.url.scheme}://{host}/"

    # --- Answers

    async def answer(self, request: Request, op: str, given: Mapping[str, Any]) -> Response:
        """The response to a piece of work, from the answers kept or from a worker."""
        gzip = accepts_gzip(request.headers.get("accept-encoding"))
        key = _key(op, given, gzip=gzip)
        build = self.build
        headers = {"cache-control": "no-cache", "etag": _etag(build, key), "x-kg-build": build}
        headers["vary"] = "Accept, Accept-Encoding, Accept-Language"
        if request.method != "POST" and _matches(request.headers.get("if-none-match"), headers["etag"]):
            return Response(status_code=304, headers=headers)
        for _ in range(_ATTEMPTS):
            reply = self.kept.get(build, key)
            if reply is None:
                work = self._shared(op, given, key, client_of(request), gzip=gzip)
                reply = await self._listening(request, work)
                headers |= {"etag": _etag(reply.build, key), "x-kg-build": reply.build}
            headers |= {"content-type": reply.media_type, **reply.headers}
            if not reply.path:
                return Response(reply.body, reply.status, headers)
            try:
                return _file(Path(reply.path), headers, only_head=request.method == "HEAD")
            except FileNotFoundError:
                build = self.build = self.newest()
        again = {"Retry-After": str(RETRY_SECONDS)}
        raise Problem(503, "new builds are being published", headers=again)

    async def known(self, op: str, given: Mapping[str, Any], client: str) -> Any:
        """The JSON that a piece of work gives, for the server's own use; raises Problem."""
        key = _key(op, given)
        reply = self.kept.get(self.build, key)
        if reply is None:
            reply = await self._shared(op, given, key, client)
        return json.loads(reply.body)

    async def _shared(
        self, op: str, given: Mapping[str, Any], key: str, client: str, *, gzip: bool = False
    ) -> Reply:
        """The reply of a worker, kept; who asks the same at the same time waits for the same reply."""
        place = (self.build, key)
        task = self._flying.get(place)
        if task is None:
            task = self._flying[place] = asyncio.get_running_loop().create_task(
                self.work(op, given, client, gzip=gzip)
            )
        else:
            self.pool.share(self._job(op, given, gzip=gzip), client)
        self._waiting[place] += 1
        try:
            reply = await asyncio.shield(task)
            self.kept.put(key, reply)
            return reply
        finally:
            self._waiting[place] -= 1
            if not self._waiting[place]:
                del self._waiting[place]
                del self._flying[place]
                task.cancel()

    async def work(self, op: str, given: Mapping[str, Any], client: str, *, gzip: bool = False) -> Reply:
        """The reply of a worker; raises Problem.  A build that went away meanwhile is asked anew."""
        for _ in range(_ATTEMPTS):
            build = self.build
            reply = await self.pool.run(self._job(op, given, gzip=gzip), client)
            if isinstance(reply, Reply):
                return reply
            if not reply.gone:
                break
            await self._after(build)
        assert isinstance(reply, Failure)
        headers = {**reply.headers, "x-kg-build": reply.build}
        raise Problem(reply.status, reply.what, place=reply.place, remedy=reply.remedy, headers=headers)

    async def _after(self, build: str) -> None:
        """Have the build that follows one that went away."""
        if self.mirror is None:
            self.build = self.newest()
            return
        # The folder will have it soon.
        last = time.monotonic() + self.options.seconds
        while self.build == build and time.monotonic() < last:
            await asyncio.sleep(_LOOK_SECONDS)

    def _job(self, op: str, given: Mapping[str, Any], *, gzip: bool) -> Mapping[str, Any]:
        return {"op": op, "build": self.build, "given": given, "gzip": gzip}

    @staticmethod
    async def _listening(request: Request, work: Any) -> Reply:
        """Do the work, and stop when the client has gone."""
        task: asyncio.Task[Reply] = asyncio.get_running_loop().create_task(work)
        try:
            await asyncio.wait({task}, timeout=_LISTEN_SECONDS)
            while not task.done():
                ear = asyncio.get_running_loop().create_task(_next(request))
                try:
                    await asyncio.wait({task, ear}, return_when=asyncio.FIRST_COMPLETED)
                    if ear.done() and not task.done() and ear.result() == "http.disconnect":
                        raise Problem(499, "the client has gone")
                finally:
                    ear.cancel()
            return task.result()
        finally:
            task.cancel()

    # --- Builds

    async def _watch(self) -> None:
        taken, failed, delay = self.build, "", _LOOK_SECONDS
        while True:
            await asyncio.sleep(delay)
            if self.mirror:
                self.mirror.keep()
            newest = self.newest()
            if newest == taken:
                continue
            try:
                await self.pool.renew(newest)
            except Problem:
                # It may be gone already, or damaged: the one that is served goes on.
                delay = min(2 * delay, _LATEST_LOOK_SECONDS) if newest == failed else _LOOK_SECONDS
                failed = newest
                continue
            # An answer of the build before may be a file that is about to be opened.
            for folder in self._scratch.path.glob("*"):
                if folder.name not in (newest, taken):
                    shutil.rmtree(folder, ignore_errors=True)
            self.build, taken, delay = newest, newest, _LOOK_SECONDS

    # --- The service about itself

    def health(self) -> tuple[int, Mapping[str, Any]]:
        """Status and content for whoever watches the service."""
        alive = len(self.pool.processes)
        fine = alive > 0 and self._watching is not None and not self._watching.done()
        line = self.pool.line
        return 200 if fine else 503, {
            "status": "ok" if fine else "failing",
            "build": self.build,
            "workers": {"alive": alive, "busy": len(line.running), "allowed": line.workers},
            "waiting": len(line.waiting),
        }

    def metrics(self) -> str:
        """The counters as text for Prometheus."""
        line = self.pool.line
        lines: Iterable[Iterable[str]] = (
            self.requests.lines(),
            metrics.gauge("kg_build_info", "The build that is served.", {f'build="{self.build}"': 1}),
            metrics.gauge("kg_connections", "Connections that are open.", self.door.open),
            metrics.counter(
                "kg_connections_refused_total", "Connections answered before there was a request.",
                {f'status="{status}"': n for status, n in sorted(self.door.refused.items())},
            ),
            metrics.gauge("kg_workers", "Worker processes that can take jobs.", len(self.pool.processes)),
            metrics.gauge("kg_workers_busy", "Workers with a job.", len(line.running)),
            metrics.gauge("kg_waiting", "Requests that wait for a worker.", len(line.waiting)),
            metrics.counter(
                "kg_jobs_ended_total", "Jobs that were ended before they were done.",
                {f'why="{why}"': self.pool.ended[why] for why in ("broke", "stopped", "time")},
            ),
            metrics.gauge("kg_kept_bytes", "Bytes of answers that are kept.", self.kept.held),
            metrics.counter("kg_kept_hits_total", "Requests answered from what is kept.", self.kept.hits),
            metrics.gauge("process_resident_memory_bytes", "Memory of the server's process.", _memory()),
            metrics.gauge("process_start_time_seconds", "When the server was started.", self._started),
        )  # fmt: skip
        return "".join(text for part in lines for text in part)


def client_of(request: Request) -> str:
    """Who a client is, for the fair line."""
    return neighbourhood(request.client.host) if request.client else ""


async def _next(request: Request) -> str:
    message = await request.receive()
    return str(message["type"])


def _key(op: str, given: Mapping[str, Any], *, gzip: bool = False) -> str:
    return f"{op} {json.dumps(given, sort_keys=True)}{' gzip' if gzip else ''}"


def _etag(build: str, key: str) -> str:
    return f'"{build}.{hashlib.sha256(key.encode()).hexdigest()[:16]}"'


def _matches(header: str | None, etag: str) -> bool:
    # Not `*`: that there is any answer at all is not known before it is worked out.
    return header is not None and etag in [tag.strip().removeprefix("W/") for tag in header.split(",")]


def _file(path: Path, headers: Mapping[str, str], *, only_head: bool) -> Response:
    """A response whose body is a file, opened now: what happens to its name later does not matter.

    Raises FileNotFoundError.
    """
    file = path.open("rb")
    headers = {**headers, "content-length": str(os.fstat(file.fileno()).st_size)}
    if only_head:
        file.close()
        return Response(headers=headers)

    async def pieces() -> AsyncIterator[bytes]:
        with file:
            while piece := file.read(_PIECE):
                yield piece

    return StreamingResponse(pieces(), headers=headers)


def _memory() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * resource.getpagesize()
