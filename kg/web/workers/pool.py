"""The workers and what they do: one job each, killed when they take too long and replaced at once.

One more than may work at a time is kept, so that a replacement is there when it is needed.  Workers are made
for a build; when there is a new one, new workers take over, and the old ones finish what they do.  A job that
takes long does so at a low priority: the short ones beside it hardly notice.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.web.http.problem import RETRY_SECONDS, Problem
from kg.web.workers.line import Line, Ticket
from kg.web.workers.making import Nursery
from kg.web.workers.message import Failure, Replies, Reply, pack_job
from kg.web.workers.settings import Settings

_PATROL_SECONDS = 0.05
_START_SECONDS = 30.0
_PARTING_SECONDS = 1.0
_AGAIN_SECONDS = 1.0
_SPARE = 1
# Seconds of work after which a job lets shorter ones go before it, and how far.
_SHORT = 0.2
_NICE = 15
_AGAIN = {"Retry-After": str(RETRY_SECONDS)}


def _busy(what: str) -> Problem:
    return Problem(503, what, remedy="try again later", headers=_AGAIN)


class Died(Exception):
    """The process ended before it answered."""


class Worker(asyncio.Protocol):
    """One process, and the socket to it; `ready` once it has done its first job."""

    def __init__(self, nursery: Nursery, pid: int, lost: Callable[[Worker], None]) -> None:
        self.nursery = nursery
        self.pid = pid
        self.ready = False
        self.killed = False
        self.slow = False
        self._lost = lost
        self._reply: asyncio.Future[Reply | Failure] | None = None
        self._replies = Replies()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        reply = self._replies.feed(data)
        if reply is not None and self._reply is not None and not self._reply.done():
            self._reply.set_result(reply)

    def connection_lost(self, exc: Exception | None) -> None:
        self.kill()
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(Died())
        self._lost(self)

    def times(self) -> tuple[float, float]:
        """Seconds that the process has worked, and waited for a processor; zeros where nobody knows."""
        try:
            worked, waited, _ = Path(f"/proc/{self.pid}/schedstat").read_text().split()
            return int(worked) / 1e9, int(waited) / 1e9
        except (OSError, ValueError):
            return 0.0, 0.0

    def yield_to_others(self) -> None:
        """Give the processor to shorter jobs; the process is to be replaced after its job."""
        if not (self.killed or self.slow):
            self.slow = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def kill(self) -> None:
        """End the process; who waits for its reply hears of it when its socket closes."""
        if not self.killed:
            self.killed = True
            self.nursery.kill(self.pid)

    async def do(self, job: bytes, seconds: float) -> Reply | Failure:
        """The reply to a job; raises Died, and TimeoutError after ending the process."""
        assert self._transport is not None
        if self.killed or self._transport.is_closing():
            raise Died
        self._reply = asyncio.get_running_loop().create_future()
        self._transport.write(job)
        try:
            async with asyncio.timeout(seconds):
                return await self._reply
        except TimeoutError:
            self.kill()
            raise
        finally:
            self._reply = None


@dataclass(slots=True)
class _Request:
    """A job that waits, or is done at `worker`.

    `begun` are that worker's times before it, `seconds` what the job had worked when it was ended to make
    room; if `again`, it then waits once more.
    """

    job: bytes
    result: asyncio.Future[Reply | Failure]
    worker: Worker | None = None
    stopped: Problem | None = None
    begun: tuple[float, float] = (0.0, 0.0)
    seconds: float | None = None
    again: bool = False
    chances: int = 1

    def fail(self, why: BaseException) -> None:
        if not self.result.done():
            self.result.set_exception(why)


class Pool:
    """As many workers as told, each with one job at a time; clients stand in one fair line."""

    def __init__(self, workers: int, settings: Settings, seconds: float = 10.0) -> None:
        self.line = Line(workers)
        self.seconds = seconds
        self.ended: Counter[str] = Counter()
        self._settings = settings
        self._nursery: Nursery | None = None
        self._coming: Nursery | None = None
        self._renewing = asyncio.Lock()
        self._nurseries: set[Nursery] = set()
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._requests: dict[Ticket, _Request] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def processes(self) -> list[int]:
        """The ids of the processes that can take jobs."""
        return [worker.pid for worker in self._workers if worker.ready and not worker.killed]

    async def start(self, build: str) -> None:
        """Start workers for a build; raises Problem when that fails."""
        await self.renew(build)
        self._keep(self._patrol())

    async def renew(self, build: str) -> None:
        """Have workers for another build; those for the one before end when they have nothing to do.

        Raises Problem when none can be made; then everything is as it was.
        """
        async with self._renewing:
            nursery = self._coming = Nursery(self._settings, build, self._nursery_lost)
            try:
                await self._open(nursery)
            finally:
                self._coming = None
                self._close_unused()
        for worker in [w for w in self._idle if self._outdated(w)]:
            self._idle.remove(worker)
            worker.kill()
        self._replace()
        self._serve()

    def stop_all(self) -> None:
        """End every job, because the server ends."""
        why = _busy("the server is being stopped")
        for ticket, request in list(self._requests.items()):
            if request.worker is None:
                request.fail(why)
            else:
                self._stop(ticket, why)

    async def close(self) -> None:
        """Kill all workers."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        for nursery in list(self._nurseries):
            nursery.close()
        while self._nurseries or self._workers:
            await asyncio.sleep(0.01)

    async def run(self, job: Mapping[str, Any], client: str) -> Reply | Failure:
        """The reply to a job of a client; raises Problem when it is refused, stopped, or breaks its worker.

        When the caller is cancelled, a job that was begun is given a second to end.
        """
        loop = asyncio.get_running_loop()
        ticket, evicted = self.line.join(client, time.monotonic())
        request = self._requests[ticket] = _Request(pack_job(job), loop.create_future())
        if evicted is not None:
            self._requests[evicted].fail(_busy("too many requests are waiting"))
        waiting = loop.call_later(self.seconds, self._waited, ticket)
        self._serve()
        try:
            return await request.result
        except asyncio.CancelledError:
            loop.call_later(_PARTING_SECONDS, self._stop, ticket, _busy("the client has gone"))
            raise
        finally:
            waiting.cancel()
            if request.worker is None:
                self.line.leave(ticket, time.monotonic())
                self._requests.pop(ticket, None)

    def share(self, job: Mapping[str, Any], client: str) -> None:
        """Another client waits for a job that is being run for one; see `Line.share`."""
        data = pack_job(job)
        for ticket, request in self._requests.items():
            if request.job == data:
                self.line.share(ticket, client, time.monotonic())
                self._serve()
                return

    # --- One job

    def _serve(self) -> None:
        """Give idle workers to whoever is next in line."""
        while self._idle and (ticket := self.line.next(time.monotonic())) is not None:
            request = self._requests[ticket]
            if request.result.done():
                self.line.leave(ticket, time.monotonic())
                continue
            request.worker = self._idle.pop()
            request.begun = request.worker.times()
            self._keep(self._work(request.worker, ticket, request))

    async def _work(self, worker: Worker, ticket: Ticket, request: _Request) -> None:
        seconds: float | None = None
        try:
            reply = await worker.do(request.job, self.seconds)
            seconds = reply.seconds
            if not request.result.done():
                request.result.set_result(reply)
        except TimeoutError:
            self.ended["time"] += 1
            what = f"the query took longer than {self.seconds:g} seconds"
            request.fail(Problem(503, what, remedy="ask for less", headers=_AGAIN))
        except Died:
            seconds = request.seconds
            if request.stopped is not None:
                self.ended["stopped"] += 1
                request.fail(request.stopped)
            elif request.again:
                self.ended["stopped"] += 1
            else:
                self.ended["broke"] += 1
                limit = f"memory is limited to {self._settings.megabytes:,} MB"
                how = await worker.nursery.ending(worker.pid)
                what = f"the query broke its process ({how}); {limit}"
                request.fail(Problem(503, what, remedy="ask for less", headers=_AGAIN))
        finally:
            self.line.leave(ticket, time.monotonic(), seconds)
            request.worker, request.again = None, False
            if request.result.done():
                del self._requests[ticket]
            else:
                self.line.again(ticket)
            self._free(worker)

    def _waited(self, ticket: Ticket) -> None:
        request = self._requests.get(ticket)
        if request is not None and request.worker is None:
            request.fail(_busy(f"no worker was free for {self.seconds:g} seconds"))

    def _make_room(self, ticket: Ticket) -> None:
        """End a job for those who wait; once, and in its time, it may begin again."""
        request, now = self._requests[ticket], time.monotonic()
        if request.worker is None or request.worker.killed or ticket.started is None:
            return
        # That the machine was too busy to let it work is not put on its client's account.
        _, waited = request.worker.times()
        request.seconds = max(0.0, now - ticket.started - max(0.0, waited - request.begun[1]))
        if request.chances and now - ticket.since < self.seconds:
            request.chances, request.again = request.chances - 1, True
            request.worker.kill()
        else:
            self._stop(ticket, _busy("stopped: others wait who have used less than you"))

    def _stop(self, ticket: Ticket, why: Problem) -> None:
        """End the job of a ticket, if it still runs."""
        request = self._requests.get(ticket)
        if request is not None and request.worker is not None:
            request.stopped = why
            request.worker.kill()

    async def _patrol(self) -> None:
        while True:
            await asyncio.sleep(_PATROL_SECONDS)
            for request in self._requests.values():
                worker = request.worker
                if worker is not None and worker.times()[0] - request.begun[0] > _SHORT:
                    worker.yield_to_others()
            if (ticket := self.line.to_stop(time.monotonic())) is not None:
                self._make_room(ticket)

    # --- Processes

    def _outdated(self, worker: Worker) -> bool:
        return worker.nursery not in (self._nursery, self._coming)

    def _free(self, worker: Worker) -> None:
        """A worker has nothing to do."""
        if worker.killed:
            pass
        elif worker.slow or self._outdated(worker):
            worker.kill()
        elif worker.ready and worker.nursery is self._nursery:
            self._idle.append(worker)
        self._serve()

    def _lost(self, worker: Worker) -> None:
        self._workers.discard(worker)
        worker.nursery.workers -= 1
        if worker in self._idle:
            self._idle.remove(worker)
        self._close_unused()
        if not self._closed and not self._outdated(worker):
            # What cannot even start is not tried again at once.
            asyncio.get_running_loop().call_later(0.0 if worker.ready else _AGAIN_SECONDS, self._replace)

    def _replace(self) -> None:
        nursery = self._nursery
        if nursery is not None and not self._closed and not nursery.closed:
            for making in self._missing(nursery):
                self._keep(making)

    def _missing(self, nursery: Nursery) -> list[Coroutine[Any, Any, None]]:
        """What makes the workers that a nursery should have besides those that it has."""
        wanted = self.line.workers + _SPARE
        missing, nursery.workers = wanted - nursery.workers, wanted
        return [self._make(nursery) for _ in range(missing)]

    async def _make(self, nursery: Nursery) -> None:
        """A new worker, ready."""
        try:
            pid, channel = await nursery.make()
        except OSError:
            # The nursery has ended, or no descriptor is left for now.
            nursery.workers -= 1
            asyncio.get_running_loop().call_later(_AGAIN_SECONDS, self._replace)
            return
        worker = Worker(nursery, pid, self._lost)
        self._workers.add(worker)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=channel)
        first = pack_job({"op": "ready", "build": nursery.build, "given": {}, "gzip": False})
        try:
            reply = await worker.do(first, _START_SECONDS)
        except (Died, TimeoutError):
            return
        if isinstance(reply, Failure):
            worker.kill()
            return
        worker.ready = True
        self._free(worker)

    # --- Nurseries

    async def _open(self, nursery: Nursery) -> None:
        """Start a nursery and its workers, and let these take over; until they are ready others work on."""
        self._nurseries.add(nursery)
        try:
            await nursery.start()
        except OSError as error:
            self._nurseries.discard(nursery)
            raise _busy(f"the workers do not start: {error}") from None
        await asyncio.gather(*self._missing(nursery))
        fresh = [w for w in self._workers if w.nursery is nursery and w.ready and not w.killed]
        if not fresh:
            nursery.close()
            raise _busy("no worker can be made")
        self._nursery = nursery
        self._idle.extend(fresh)

    def _close_unused(self) -> None:
        """End the nurseries of builds that no worker is about."""
        used = {worker.nursery for worker in self._workers}
        for nursery in self._nurseries - used:
            if nursery not in (self._nursery, self._coming):
                nursery.close()

    def _nursery_lost(self, nursery: Nursery) -> None:
        self._nurseries.discard(nursery)
        if nursery is self._nursery and not self._closed:
            self._keep(self._again(nursery))

    async def _again(self, ended: Nursery) -> None:
        """Start over with a nursery for the build of one that ended, unless there is another by then."""
        while not self._closed and self._nursery is ended:
            try:
                await self.renew(ended.build)
                return
            except Problem:
                await asyncio.sleep(_AGAIN_SECONDS)

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
