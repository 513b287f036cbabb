"""The server's process: one listening socket, one event loop, and an end that cleans up."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import uvicorn

from kg.errors import Busy, UsageError
from kg.web.app import application
from kg.web.http.connections import HEAD_BYTES, protocol
from kg.web.service import Options

_KEEP_ALIVE_SECONDS = 5
# What is under way when the server is told to end: first the jobs are ended, then the connections.
_GRACE_SECONDS = 2.0
_PARTING_SECONDS = 5
_BACKLOG = 1024
# Descriptors for what is no connection: workers, files that are sent, connections that are turned away.
_DESCRIPTORS = 256


class _Server(uvicorn.Server):
    """uvicorn, but for the signals, which are ours."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to an address; raises Busy where another process has it, UsageError where it is none."""
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, number)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen(_BACKLOG)
        except OSError:
            bound.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Busy(f"{host}:{port} is in use", remedy="give another with --port") from None
        what = f"cannot listen at {host}:{port}: {error.strerror or error}"
        raise UsageError(what, remedy="check --host and --port") from None
    return bound


def descriptors(wanted: int) -> int:
    """How many files and sockets this process may have open, after asking for as many as wanted."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return 1 << 20
    more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if more > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
    return max(soft, more)


def serve(options: Options, started: Callable[[str, str], None]) -> int:
    """Serve until a signal ends it, and return that signal; `started` hears the address and the build.

    Raises as `kg.store.current` (`kg.web.mirror.Mirror`, for a store elsewhere) and `listen` do, and Problem
    when no worker starts.
    """
    # What uvicorn would log of foreign requests, a flood could fill a disk with.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    limits = options.connections
    room = descriptors(limits.total + _DESCRIPTORS) - _DESCRIPTORS
    options = replace(options, connections=replace(limits, total=min(limits.total or room, max(room, 1))))
    guard, service = application(options)
    with contextlib.ExitStack() as stack:
        stack.callback(service.clear)
        bound = stack.enter_context(listen(options.host, options.port))
        config = uvicorn.Config(
            guard,
            http=protocol(service.door), ws="none", loop="asyncio", lifespan="off", log_config=None,
            access_log=False, proxy_headers=False, server_header=False, backlog=_BACKLOG,
            h11_max_incomplete_event_size=HEAD_BYTES, timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_PARTING_SECONDS,
        )  # fmt: skip
        server = _Server(config)
        ended_by: list[int] = []

        def end(number: int) -> None:
            server.force_exit = bool(ended_by)
            ended_by.append(number)
            server.should_exit = True
            asyncio.get_running_loop().call_later(_GRACE_SECONDS, service.pool.stop_all)

        async def run() -> None:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, end, number)
            try:
                await service.start()
                host, port = bound.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                started(f"http://{shown}:{port}/", service.build)
                await server.serve(sockets=[bound])
            finally:
                await service.close()

        asyncio.run(run())
    return ended_by[0] if ended_by else 0
