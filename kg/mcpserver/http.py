"""The protocol over streamable HTTP, on this machine alone.

A page of a foreign site that a browser of this machine shows must not reach the tools: whatever does not name
this server as its host, or comes from another origin, is refused before anything is read.  No request leaves
anything behind (no sessions).
"""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from mcp.server.lowlevel import Server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import Busy, UsageError
from kg.mcpserver.stdio import MAX_MESSAGE

HOST, PATH = "127.0.0.1", "/mcp"
_NAMES = (HOST, "localhost", "[::1]")
_CONNECTIONS = 64
_SECONDS_IDLE, _SECONDS_PARTING = 5, 2


def application(server: Server[Any], port: int) -> ASGIApp:
    """The server as an application that listens at `port` of this machine."""
    hosts = [f"{name}:{port}" for name in _NAMES]
    origins = [f"http://{host}" for host in hosts]
    security = TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)
    app = server.streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, transport_security=security,
        max_request_body_size=MAX_MESSAGE, host=HOST,
    )  # fmt: skip
    return _Guard(app, frozenset(map(str.encode, hosts)), frozenset(map(str.encode, origins)))


class _Guard:
    """Refuses what does not come from this machine's own, whatever it asks for."""

    def __init__(self, app: ASGIApp, hosts: frozenset[bytes], origins: frozenset[bytes]) -> None:
        self._app, self._hosts, self._origins = app, hosts, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given: dict[bytes, set[bytes]] = {b"host": set(), b"origin": set()}
            for name, value in scope["headers"]:
                if name in given:
                    given[name].add(value)
            if not given[b"host"] or not given[b"host"] <= self._hosts:
                return await _refuse(send, 421, b"error: this is no host of this server\n")
            if not given[b"origin"] <= self._origins:
                return await _refuse(send, 403, b"error: requests of other origins are refused\n")
            if scope["path"] == PATH and scope["method"] != "POST":
                # Without sessions there is nothing to listen to and nothing to end.
                return await _refuse(send, 405, b"error: only POST is served here\n", (b"allow", b"POST"))
        return await self._app(scope, receive, send)


async def _refuse(send: Send, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    usual = ((b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": [*usual, *headers]})
    await send({"type": "http.response.body", "body": body})


def listen(port: int) -> socket.socket:
    """A socket that listens at a port of this machine (0: any that is free); raises Busy, UsageError."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
        bound.listen(_CONNECTIONS)
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            raise Busy(f"{HOST}:{port} is in use", remedy="give another with --port") from None
        raise UsageError(f"cannot listen at {HOST}:{port}: {error.strerror}", remedy="check --port") from None
    return bound


class _Server(uvicorn.Server):
    """uvicorn, but for the signals, which end the program as they end every command."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


async def serve(server: Server[Any], bound: socket.socket, started: Callable[[str], None]) -> None:
    """Serve at a socket until cancelled; `started` hears the address."""
    # What would be logged of foreign requests, a flood could fill a disk with.
    for name in ("uvicorn.error", "mcp"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    port = bound.getsockname()[1]
    config = uvicorn.Config(
        application(server, port), ws="none", log_config=None, access_log=False, proxy_headers=False,
        server_header=False, limit_concurrency=_CONNECTIONS, timeout_keep_alive=_SECONDS_IDLE,
        timeout_graceful_shutdown=_SECONDS_PARTING,
    )  # fmt: skip
    started(f"http://{HOST}:{port}{PATH}")
    await _Server(config).serve(sockets=[bound])
