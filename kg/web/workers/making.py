"""The server's side of the nursery: asks it for workers, has them killed, and hears how they ended."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from kg.web.workers.nursery import KILL, MAKE, PID
from kg.web.workers.settings import Settings

_START_SECONDS = 60.0
_TELL_SECONDS = 1.0
_REMEMBERED = 64


class Nursery(asyncio.Protocol):
    """One nursery of one build."""

    def __init__(self, settings: Settings, build: str, lost: Callable[[Nursery], None]) -> None:
        self.build = build
        self.closed = False
        # Workers that are there or being made.
        self.workers = 0
        self._settings = settings
        self._lost = lost
        self._lines = bytearray()
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._made: list[asyncio.Future[int]] = []
        self._codes: dict[int, asyncio.Future[int]] = {}

    async def start(self) -> None:
        """Start the process; raises ConnectionError where it does not come to be ready."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kg.web.workers.nursery", self._settings.argument(), self.build],
                stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        ours.setblocking(False)
        self._socket = ours
        self._transport, _ = await asyncio.get_running_loop().create_unix_connection(lambda: self, sock=ours)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await self._ready
        except TimeoutError:
            self.close()
            raise ConnectionError("the nursery is not ready in time") from None

    async def make(self) -> tuple[int, socket.socket]:
        """A new worker: its process id, and the socket to it.

        Raises ConnectionError where the nursery has ended, OSError where no descriptor is left.
        """
        if self.closed:
            raise ConnectionError("the nursery has ended")
        ours, theirs = socket.socketpair()
        made: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        try:
            with theirs:
                # A byte and a descriptor: the buffer of the socket has room for thousands.
                socket.send_fds(self._socket, [MAKE], [theirs.fileno()])
            self._made.append(made)
            pid = await asyncio.shield(made)
        except BaseException:
            ours.close()
            raise
        ours.setblocking(False)
        return pid, ours

    def kill(self, pid: int) -> None:
        """Have a worker killed, if it is still there."""
        if not self.closed:
            self._transport.write(KILL + PID.pack(pid))

    async def ending(self, pid: int) -> str:
        """How a worker ended, in words."""
        code = self._codes.setdefault(pid, asyncio.get_running_loop().create_future())
        try:
            async with asyncio.timeout(_TELL_SECONDS):
                number = await asyncio.shield(code)
        except (TimeoutError, ConnectionError):
            return "nobody knows how"
        finally:
            self._codes.pop(pid, None)
        return f"signal {signal.Signals(-number).name}" if number < 0 else f"exit {number}"

    def close(self) -> None:
        """End the process, and with it its workers."""
        self._process.kill()

    # What the loop tells us.

    def data_received(self, data: bytes) -> None:
        self._lines += data
        *whole, rest = self._lines.split(b"\n")
        self._lines = bytearray(rest)
        for line in whole:
            word, *numbers = line.decode().split()
            if word == "ready":
                self._ready.set_result(None)
            elif word == "made":
                self._made.pop(0).set_result(int(numbers[0]))
            else:
                code = self._codes.setdefault(int(numbers[0]), asyncio.get_running_loop().create_future())
                if not code.done():
                    code.set_result(int(numbers[1]))
                while len(self._codes) > _REMEMBERED:
                    del self._codes[next(iter(self._codes))]

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        self._process.kill()
        self._process.wait()
        waiting: list[asyncio.Future[Any]] = [self._ready, *self._made, *self._codes.values()]
        for future in waiting:
            if not future.done():
                future.set_exception(ConnectionError("the nursery has ended"))
                # Perhaps nobody asks.
                future.exception()
        self._lost(self)
