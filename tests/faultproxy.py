"""A proxy on loopback that stands before a real store and does it harm, and a host that must hear nothing.

`fault(request)` decides for each request: None lets it through, else the name of a fault:

- ``500``, ``503`` (with Retry-After), ``413``, ``400``, ``404``: answer so, forward nothing
- ``drop``: say that it was done, forward nothing
- ``html``: a friendly page with status 200
- ``redirect``: to `elsewhere`
- ``hang``: say nothing until the proxy is closed
- ``reset``: forward, send half of the answer, then reset the connection
- ``truncate``: forward, send half of the answer, then close the connection
- ``alter``: forward, with one word of the body changed
- ``cut``: forward, keep only the first lines of the answer, as Virtuoso does above its limit
- ``echo``: status 500 and a page that repeats the request's headers
- ``basic``: want a login (Basic), and let through who has one
"""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kg.namespaces import LOADING_GRAPH

KEPT_LINES = 20
_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "date"}


@dataclass(frozen=True)
class Request:
    """What the proxy saw: the running number among requests of its `kind`.

    Kinds are query, update, gsp, sign (that a load is under way) and other.
    """

    number: int
    kind: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def writes(self) -> bool:
        """Whether it adds statements to a graph."""
        return (self.kind == "gsp" and self.method == "POST") or (
            self.kind == "update" and self.body.startswith(b"INSERT DATA { GRAPH")
        )


Fault = Callable[[Request], str | None]


def _kind(path: str) -> str:
    url = urlsplit(path)
    if "graph" in parse_qs(url.query):
        return "gsp"
    return {"/query": "query", "/sparql": "query", "/update": "update"}.get(url.path, "other")


def _is_sign(method: str, path: str, body: bytes) -> bool:
    """Whether a request only puts up the sign that a load is under way."""
    if body.startswith(b"INSERT DATA { GRAPH"):
        return LOADING_GRAPH.encode() in body
    return method == "POST" and LOADING_GRAPH in parse_qs(urlsplit(path).query).get("graph", ())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body go out in one packet, else each answer waits for an acknowledgement.
    wbufsize = -1
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the client has gone
            self.close_connection = True

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.owner.serve(self, self.command, self.path, dict(self.headers), body)

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 (the names are http.server's)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: FaultProxy


@dataclass
class FaultProxy:
    """A context manager; `target` is the base address of the store, or empty for a host that only listens."""

    target: str = ""
    fault: Fault = lambda request: None
    elsewhere: str = ""
    requests: list[Request] = field(default_factory=list)
    # Set when a request begins to hang.
    hanging: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> FaultProxy:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The proxy's own base address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def written(self) -> list[Request]:
        """The requests that added statements."""
        return [request for request in self.requests if request.writes]

    def serve(self, handler: _Handler, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        kind = "sign" if _is_sign(method, path, body) else _kind(path)
        with self._lock:
            number = 1 + sum(r.kind == kind for r in self.requests)
            request = Request(number, kind, method, path, headers, body)
            self.requests.append(request)
        if not self.target:
            handler.answer(200, b"hello", Content_Type="text/plain")
            return
        self._harm(handler, request, self.fault(request))

    def _harm(self, handler: _Handler, request: Request, fault: str | None) -> None:
        match fault:
            case "500" | "413" | "400" | "404":
                handler.answer(int(fault), b"no", Content_Type="text/plain")
            case "503":
                handler.answer(503, b"later", Retry_After="7")
            case "drop":
                handler.answer(204)
            case "html":
                page = b"<html><head><title>Welcome</title></head><body>Sign in</body></html>"
                handler.answer(200, page, Content_Type="text/html")
            case "redirect":
                handler.answer(307, Location=self.elsewhere + request.path)
            case "hang":
                self.hanging.set()
                self.closing.wait()
                handler.close_connection = True
            case "echo":
                handler.answer(500, repr(request.headers).encode(), Content_Type="text/plain")
            case "basic" if "Authorization" not in request.headers:
                handler.answer(401, WWW_Authenticate='Basic realm="store"')
            case _:
                self._forward(handler, request, fault)

    def _forward(self, handler: _Handler, request: Request, fault: str | None) -> None:
        body = request.body.replace("thắng".encode(), "thằng".encode()) if fault == "alter" else request.body
        connection = http.client.HTTPConnection(urlsplit(self.target).netloc, timeout=60)
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _HOP | {"host"}}
        try:
            connection.request(request.method, request.path, body or None, headers)
            response = connection.getresponse()
            data = response.read()
        finally:
            connection.close()
        if fault in ("reset", "truncate"):
            self._half(handler, data, reset=fault == "reset")
            return
        if fault == "cut":
            data = b"".join(data.splitlines(keepends=True)[:KEPT_LINES])
        kept = {k.replace("-", "_"): v for k, v in response.getheaders() if k.lower() not in _HOP}
        handler.answer(response.status, data, **kept)

    def _half(self, handler: _Handler, data: bytes, *, reset: bool) -> None:
        data = data or b"0123456789"
        handler.send_response_only(200)
        handler.send_header("Content-Type", "application/n-triples")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[: len(data) // 2])
        handler.wfile.flush()
        if reset:
            # Lingering for zero seconds makes close() send a reset.
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
