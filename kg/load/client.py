"""HTTP to one server, and to no other.

Redirects are never followed, so that neither data nor credentials reach a host that nobody named.  A request
is tried three times at most, with growing pauses and respect for Retry-After; it fails when the server says
nothing for the time-out, or is not done in ten times that.  What comes out is a `Reply` whatever its status,
or EndpointFailed with the address, the reason and what to do.
"""

from __future__ import annotations

import http.client
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kg.errors import EndpointFailed, UsageError, printable
from kg.load.login import Login
from kg.remote import check_endpoint

ATTEMPTS = 3
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
PATIENCE = 10
MAX_ANSWER = 4_000_000_000
_BLOCK = 1 << 16
_BUSY = {429, 500, 502, 503, 504}
_SAFE = "!$&'()*+,;=:@/~"
AGAIN = "check the server and run the command again; what has arrived is not sent twice"
CREDENTIALS = "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD"


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the server says that it did what was asked."""
        return 200 <= self.status < 300

    @property
    def media_type(self) -> str:
        """The type of the body without parameters, in lower case; empty when none is given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def excerpt(self) -> str:
        """The first words of the body, for an error message."""
        text = self.body[:2000].decode("utf-8", "replace")
        if "html" in self.media_type or text.lstrip()[:1] == "<":
            text = re.sub(r"<[^<>]*>", " ", text)
        return printable(" ".join(text.split()), 160)


def check_address(url: str) -> str:
    """The address of a server, without a final slash; raises UsageError on what is none."""
    if "?" in url:
        raise UsageError("the address has a query", remedy="give it up to the `?`")
    return check_endpoint(url).rstrip("/")


class Client:
    """Requests to the server of one address, over one connection, in a `with` block.

    `sleep` is called between attempts.
    """

    def __init__(
        self,
        address: str,
        credentials: tuple[str, str] | None = None,
        *,
        timeout: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(check_address(address))
        if not 0 < timeout < 1e6:
            raise UsageError(f"not a time-out in seconds: {timeout}", remedy="give a number above 0")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.timeout = timeout
        self._sleep = sleep
        self._login = Login(credentials)
        host = parts.hostname or ""
        self._connection = (
            http.client.HTTPConnection(host, parts.port, timeout=timeout)
            if parts.scheme == "http"
            else http.client.HTTPSConnection(
                host, parts.port, timeout=timeout, context=ssl.create_default_context()
            )
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def send(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        doing: str = "",
        once: bool = False,
        login: bool = True,
    ) -> Reply:
        """One request with its retries; `doing` says in errors what it was for.

        `once` forbids retries, and gives the server ten times as long; without `login` no credentials are
        sent and a 401 is a reply like others.
        Raises EndpointFailed on a redirect, on refused credentials, and when the attempts are used up.
        """
        assert url.startswith(self.origin + "/") or url == self.origin
        pause = FIRST_PAUSE
        attempts = 1 if once else ATTEMPTS
        if once:
            # A connection that the server has meanwhile given up would cost the only attempt.
            self._connection.close()
        self._connection.timeout = self.timeout * (PATIENCE if once else 1)
        if self._connection.sock is not None:
            self._connection.sock.settimeout(self._connection.timeout)
        for attempt in range(1, attempts + 1):
            last = attempt == attempts
            try:
                reply = self._exchange_as(login, method, url, body, headers or {})
            except ssl.SSLCertVerificationError as error:
                raise self.failure(
                    url, f"its certificate is not valid: {error.verify_message}", doing
                ) from None
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                if last:
                    raise self.failure(url, _reason(error, self._connection.timeout), doing) from None
            else:
                self._check(url, reply, doing, login)
                if last or reply.status not in _BUSY:
                    return reply
                pause = max(pause, _retry_after(reply))
            self._sleep(min(pause, LONGEST_PAUSE))
            pause *= 2
        raise AssertionError("unreachable")

    def failure(self, url: str, what: str, doing: str = "", remedy: str = AGAIN) -> EndpointFailed:
        """The error that says what went wrong at an address; never with a secret in it."""
        what = f"{doing}: {what}" if doing else what
        return EndpointFailed(self._login.redact(what), place=url, remedy=remedy)

    def refused(self, url: str, reply: Reply, doing: str = "", remedy: str = AGAIN) -> EndpointFailed:
        """The error for a reply whose status is not the one that was hoped for."""
        words = reply.excerpt()
        return self.failure(url, f"answered {reply.status}" + (f": {words}" if words else ""), doing, remedy)

    def _check(self, url: str, reply: Reply, doing: str, login: bool) -> None:
        if 300 <= reply.status < 400:
            target = reply.headers.get("location", "")
            host = urlsplit(target).netloc.rpartition("@")[2] or "another path of the same host"
            raise self.failure(
                url,
                f"redirects to {host}; nothing was sent there",
                doing,
                "give the address of the store itself",
            )
        if login and reply.status in (401, 403):
            what = "wants credentials" if not self._login.known else "refused the credentials"
            remedy = (
                CREDENTIALS if not self._login.known else "check KG_ENDPOINT_USER, its password and rights"
            )
            raise self.failure(url, f"{what} (status {reply.status})", doing, remedy)

    def _exchange_as(
        self, login: bool, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> Reply:
        target = quote(url[len(self.origin) :] or "/", safe=_SAFE + "?%")
        if not login:
            return self._exchange(method, target, body, headers)
        reply = self._exchange(method, target, body, {**headers, **self._login.header(method, target)})
        if reply.status == 401 and self._login.answer(reply.headers.get("www-authenticate", "")):
            reply = self._exchange(method, target, body, {**headers, **self._login.header(method, target)})
        return reply

    def _exchange(self, method: str, target: str, body: bytes, sent: Mapping[str, str]) -> Reply:
        deadline = time.monotonic() + PATIENCE * self.timeout
        fixed = {"Accept-Encoding": "identity", "Cache-Control": "no-cache", "User-Agent": "vietnam-tech-kg"}
        self._connection.request(method, target, body or None, {**fixed, **sent})
        response = self._connection.getresponse()
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_BLOCK):
            pieces.append(piece)
            size += len(piece)
            if size > MAX_ANSWER:
                raise OSError(f"the answer is longer than {MAX_ANSWER:,} bytes")
            if time.monotonic() > deadline:
                raise TimeoutError
        if response.length:
            # read1() takes the end of the connection for the end of the body.
            raise http.client.IncompleteRead(b"", response.length)
        # Nor does it notice the end of a body of known length, without which the connection stays taken.
        response.close()
        headers = {name.lower(): value for name, value in response.getheaders()}
        challenges = response.headers.get_all("www-authenticate") or [""]
        # Of several challenges the one that does not send the password.
        headers["www-authenticate"] = max(challenges, key=lambda c: c.lower().startswith("digest"))
        return Reply(response.status, headers, b"".join(pieces))


def _reason(error: Exception, timeout: float | None) -> str:
    if isinstance(error, TimeoutError):
        return f"no complete answer within the time-out of {timeout:g} s"
    if isinstance(error, http.client.IncompleteRead):
        return "the connection ended in the middle of the answer"
    if isinstance(error, http.client.RemoteDisconnected | ConnectionResetError | BrokenPipeError):
        return "the connection was closed without an answer"
    if isinstance(error, http.client.HTTPException):
        return f"the answer is not HTTP ({type(error).__name__})"
    return str(getattr(error, "strerror", None) or error)


def _retry_after(reply: Reply) -> float:
    value = reply.headers.get("retry-after", "").strip()
    return float(value) if re.fullmatch(r"[0-9]{1,6}", value) else 0.0
