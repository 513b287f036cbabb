"""What every request passes first, and what every answer gets on its way out.

Refused are: hosts that are not ours (a page of the web that had its name point at this machine), methods that
write, addresses that two programs could read in two ways, lines and headers that are long, and posts from
pages of other origins.  Answers get headers that keep a browser from guessing, framing and calling elsewhere.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from kg.errors import printable
from kg.web.http.metrics import Requests
from kg.web.http.problem import RETRY_SECONDS, Problem, body

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

TARGET_BYTES = 32 * 1024
HEADER_BYTES = 32 * 1024
HEADERS = 100
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
_PIECE = 65_536
_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("content-security-policy", _CSP),
    ("cross-origin-opener-policy", "same-origin"),
)
_EXPOSED = "ETag, X-KG-Build, Retry-After"


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom we serve: `hosts` are the names we answer to (none: any), `origins` whose pages may read.

    `own` is the origin of our own pages, where the world knows us by another address than we listen at;
    `in_flight`: bytes of answers that may be on their way at once.
    """

    hosts: tuple[str, ...] = _LOOPBACK
    origins: tuple[str, ...] = ()
    own: str = ""
    in_flight: int = 256_000_000

    @classmethod
    def of(
        cls, bound: str, hosts: tuple[str, ...] = (), origins: tuple[str, ...] = (), url: str = ""
    ) -> Policy:
        """The policy of a server bound to an address and known by `url`.

        On loopback only its names, `hosts` and that of the url are ours; elsewhere any, unless there are
        `hosts`.
        """
        known = urlsplit(url)
        own = f"{known.scheme}://{known.netloc}" if url else ""
        named = f"[{bound}]" if ":" in bound else bound.lower()
        given = [host.lower() for host in (*hosts, *([known.hostname] if known.hostname else []))]
        if named in _LOOPBACK or named.startswith("127."):
            return cls((*_LOOPBACK, named, *given), origins, own)
        return cls(tuple(given) if hosts else (), origins, own)

    def allowed_origin(self, origin: str) -> str | None:
        """What Access-Control-Allow-Origin says to pages of `origin`; None where they may not read."""
        if "*" in self.origins:
            return "*"
        return origin if origin in self.origins else None


class Guard:
    """The application behind the checks above."""

    def __init__(self, app: App, policy: Policy, requests: Requests, build: Callable[[], str]) -> None:
        self._app = app
        self._requests = requests
        self.policy = policy
        self.build = build
        self.in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        answer = _Answer(self, scope, send)
        try:
            headers = self._check(scope)
            answer.cors = self._cors(scope, headers)
            if scope["method"] == "OPTIONS":
                await answer.plain(204, {"allow": ", ".join(METHODS)})
            else:
                await self._app(scope, receive, answer.send)
        except Problem as problem:
            await answer.problem(problem)
        except Exception as error:
            if answer.status:
                raise
            # A slip of ours: whoever runs the server is told what, the client is not.
            where = error.__traceback__
            while where is not None and where.tb_next is not None:
                where = where.tb_next
            place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
            told = printable(f"{type(error).__name__}: {error} at {place}")
            print(f"error: {scope['method']} {printable(scope['path'], 200)}: {told}", file=sys.stderr)
            await answer.problem(Problem(500, "the server made a mistake; its log says which"))
        finally:
            answer.done()
            route = getattr(scope.get("route"), "path", "other")
            self._requests.add(route, answer.status or 499, time.monotonic() - started)

    def _check(self, scope: Scope) -> Mapping[str, str]:
        """The headers by name, of a request that may pass; raises Problem."""
        raw: list[tuple[bytes, bytes]] = scope["headers"]
        if scope["http_version"] not in ("1.0", "1.1"):
            raise Problem(505, "HTTP/1.1 is spoken here")
        if len(scope["raw_path"]) + len(scope["query_string"]) > TARGET_BYTES:
            remedy = "send the query by POST"
            raise Problem(414, f"the address has more than {TARGET_BYTES:,} bytes", remedy=remedy)
        if len(raw) > HEADERS or sum(len(n) + len(v) for n, v in raw) > HEADER_BYTES:
            raise Problem(431, f"more than {HEADERS} headers, or {HEADER_BYTES:,} bytes of them")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in raw}
        _check_path(scope["raw_path"])
        host = headers.get("host")
        match = _HOST.fullmatch(host or "")
        # HTTP/1.0 may leave it out; no browser does.
        if host is not None and (match is None or not self._answers_to(match[1].lower())):
            raise Problem(
                400, f"no such host here: {printable(host, 80)}", remedy="see `kg serve --allow-host`"
            )
        if scope["method"] not in METHODS:
            allow = {"Allow": ", ".join(METHODS)}
            raise Problem(405, f"{printable(scope['method'], 20)} is not offered: read only", headers=allow)
        _check_length(scope, headers)
        return headers

    def _answers_to(self, host: str) -> bool:
        return not self.policy.hosts or host in self.policy.hosts

    def _cors(self, scope: Scope, headers: Mapping[str, str]) -> list[tuple[str, str]]:
        """Headers for a page of another origin; raises Problem on a post that such a page may not make."""
        found = [("vary", "Origin")] if self.policy.origins and "*" not in self.policy.origins else []
        origin = headers.get("origin")
        if origin is None:
            return found
        allowed = self.policy.allowed_origin(origin)
        own = (self.policy.own, f"{scope.get('scheme', 'http')}://{headers.get('host', '')}")
        if allowed is None:
            if scope["method"] == "POST" and origin not in own:
                remedy = "see `kg serve --cors`"
                raise Problem(403, "pages of other origins may not ask here", remedy=remedy)
            return found
        found += [
            ("access-control-allow-origin", allowed),
            ("access-control-expose-headers", _EXPOSED),
        ]
        if scope["method"] == "OPTIONS":
            found += [
                ("access-control-allow-methods", ", ".join(METHODS)),
                ("access-control-allow-headers", "Accept, Accept-Language, Content-Type, If-None-Match"),
                ("access-control-max-age", "86400"),
            ]
        return found


def _check_path(raw: bytes) -> None:
    """Raise Problem on an address that does not name one place by itself."""
    path = unquote_to_bytes(raw)
    try:
        text = path.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "the address is not UTF-8") from None
    odd = b"%2f" in raw.lower() or b"%5c" in raw.lower() or "\\" in text or "//" in text
    if not text.startswith("/") or odd or any(c < " " or c == "\x7f" for c in text):
        raise Problem(400, "not an address of this server", remedy="write it without escapes")
    if any(part in (".", "..") for part in text.split("/")):
        raise Problem(400, "not an address of this server", remedy="write it without dots")


def _check_length(scope: Scope, headers: Mapping[str, str]) -> None:
    """Raise Problem on a body whose end two programs could see in two places, or whose length is not told."""
    chunked, length = "transfer-encoding" in headers, "content-length" in headers
    close = {"Connection": "close"}
    if chunked and (length or scope["http_version"] == "1.0"):
        raise Problem(400, "the length of the body is told in two ways", headers=close)
    if scope["method"] == "POST" and not (chunked or length):
        raise Problem(411, "the length of the body is not told", remedy="send Content-Length", headers=close)


class _Answer:
    """Sends one answer: headers added, the body in pieces, its bytes counted while they are on their way.

    An answer that is sent piece by piece, such as a file, takes no memory to speak of and is not counted.
    """

    def __init__(self, guard: Guard, scope: Scope, send: Send) -> None:
        self._guard = guard
        self._scope = scope
        self._send = send
        self.cors: list[tuple[str, str]] = []
        self.status = 0
        self._size = 0
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        """Pass a message on, the first one with its body; raises Problem on an answer too many."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        data: bytes = message.get("body", b"")
        large = len(data) > _PIECE and self._scope["method"] != "HEAD"
        if self._start is not None:
            if large and self._guard.in_flight + len(data) > self._guard.policy.in_flight:
                again = {"Retry-After": str(RETRY_SECONDS)}
                raise Problem(503, "too many large answers are on their way", headers=again)
            await self._begin(self._start)
            self._start = None
        if not large:
            await self._send(message)
            return
        # What a slow client has not taken yet is memory of ours.
        self._size += len(data)
        self._guard.in_flight += len(data)
        for at in range(0, len(data), _PIECE):
            more = at + _PIECE < len(data) or message.get("more_body", False)
            await self._send({**message, "body": data[at : at + _PIECE], "more_body": more})

    async def _begin(self, start: Message) -> None:
        self.status = start["status"]
        raw = list(start.get("headers", ()))
        held = {name for name, _ in raw}
        for name, value in (*_ALWAYS, ("x-kg-build", self._guard.build()), *self.cors):
            if name == "vary" or name.encode() not in held:
                raw.append((name.encode(), value.encode("latin-1", "replace")))
        await self._send({**start, "headers": raw})

    async def plain(self, status: int, headers: Mapping[str, str]) -> None:
        """An answer without a body."""
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await self.send({"type": "http.response.start", "status": status, "headers": raw})
        await self.send({"type": "http.response.body", "body": b""})

    async def problem(self, problem: Problem) -> None:
        """A problem, unless an answer has begun."""
        if self.status:
            return
        accept = next((v.decode("latin-1") for n, v in self._scope["headers"] if n == b"accept"), None)
        media_type, content = body(problem, accept)
        headers = {
            "content-type": media_type,
            "content-length": str(len(content)),
            "cache-control": "no-store",
            **problem.headers,
        }
        raw = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await self.send({"type": "http.response.start", "status": problem.status, "headers": raw})
        await self.send({"type": "http.response.body", "body": content})

    def done(self) -> None:
        """The answer is sent, or never will be."""
        self._guard.in_flight -= self._size
