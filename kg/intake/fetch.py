"""One page from the web, by a client that trusts neither the address nor the server.

http and https only; each hop is resolved, checked and connected to under one deadline (`kg.intake.guard`);
at most two redirects, never from https to http; TLS failures are failures; the size counts after
decompression; no cookies, no credentials, no proxy of the environment.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import ipaddress
import os
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from kg.errors import BadInput, EndpointFailed, LimitReached, UsageError, printable
from kg.intake.guard import STRICT, Guard, Target, parse_url

MEDIA_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
AGENT = "vietnam-tech-kg (kg fetch; one page at a time)"
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_BLOCK = 1 << 16
_PROXIES = ("https_proxy", "http_proxy", "all_proxy")


class SourceGone(EndpointFailed):
    """The server says that there is no such page, or no longer."""


class OtherMedia(BadInput):
    """The address leads to something else than a text or page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came: `url` as asked for, `final_url` after redirects, `data` decompressed, `charset` as the
    server says (None: it does not), `notes` for the reader."""

    url: str
    final_url: str
    media_type: str
    charset: str | None
    data: bytes
    notes: tuple[str, ...] = ()


def fetch(url: str, guard: Guard = STRICT) -> Fetched:
    """The page at `url`.

    Raises UsageError (no http(s) address), BadInput (not public, or OtherMedia), SourceGone (404, 410),
    EndpointFailed (everything else that the server or network does), LimitReached (time, size).
    """
    deadline = guard.clock() + guard.seconds
    target = parse_url(url)
    notes = list(target.notes)
    for _ in range(guard.max_redirects + 1):
        with _answer(target, guard, deadline) as response:
            if response.status not in _REDIRECTS:
                media_type, charset = _media(response, target)
                data = _body(response, target, guard)
                return Fetched(
                    url=url, final_url=target.url, media_type=media_type, charset=charset, data=data,
                    notes=tuple(dict.fromkeys(notes)),
                )  # fmt: skip
            target = _next(response, target)
            notes += target.notes
    what = f"redirects more than {guard.max_redirects} times, last to {target}"
    raise EndpointFailed(what, place=printable(url, 200), remedy="give the final address")


def _next(response: http.client.HTTPResponse, target: Target) -> Target:
    """Where a redirect leads; raises EndpointFailed where we do not follow."""
    location = response.headers.get("Location", "")
    # Servers write raw UTF-8 here; the header came in as Latin-1.
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        new = parse_url(urljoin(target.url, location.strip()))
    except (UsageError, ValueError):
        what = f"redirects to no http(s) address: {printable(location, 100)!r}"
        raise EndpointFailed(what, place=str(target)) from None
    if target.scheme == "https" and new.scheme == "http":
        what = f"redirects from https to http: {new}"
        raise EndpointFailed(what, place=str(target), remedy="give the final address, if it is to be trusted")
    return new


class _Timed(io.RawIOBase):
    """A socket to read from, whose every read ends by the deadline: slow servers send a byte at a time."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock = sock
        self._left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)


@dataclass
class _Wire:
    """What `http.client.HTTPResponse` needs of a socket."""

    raw: _Timed
    files: list[io.BufferedReader] = field(default_factory=list)

    def makefile(self, mode: str) -> io.BufferedReader:
        self.files.append(io.BufferedReader(self.raw, _BLOCK))
        return self.files[-1]

    def close(self) -> None:
        for file in self.files:
            file.close()


@contextlib.contextmanager
def _answer(target: Target, guard: Guard, deadline: float) -> Iterator[http.client.HTTPResponse]:
    """The head of the answer of `target`, its body yet to be read; closes everything at the end."""

    def left() -> float:
        seconds = deadline - guard.clock()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    try:
        with contextlib.ExitStack() as stack:
            sock = stack.enter_context(_connected(target, guard, deadline, left))
            request = (
                f"GET {target.path} HTTP/1.1\r\nHost: {target.authority}\r\nUser-Agent: {AGENT}\r\n"
                f"Accept: {', '.join(MEDIA_TYPES)}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
            )
            sock.settimeout(left())
            sock.sendall(request.encode("ascii"))
            wire = _Wire(_Timed(sock, left))
            response = http.client.HTTPResponse(wire, method="GET")  # type: ignore[arg-type]
            stack.callback(wire.close)
            stack.callback(response.close)
            response.begin()
            yield response
    except TimeoutError:
        what = f"took longer than {guard.seconds:g} seconds"
        raise LimitReached(what, place=str(target), remedy="try again later") from None
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or error.reason or "no TLS"
        what = f"TLS failed: {printable(str(why), 120)}"
        raise EndpointFailed(what, place=str(target), remedy="it is not fetched without") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        what = f"does not answer as a web server: {printable(' '.join(str(reason).split()), 120)}"
        raise EndpointFailed(what, place=str(target), remedy=_proxy_hint()) from None


def _proxy_hint() -> str:
    """A proxy would connect for us, to an address that nobody here has checked: so none is used, and said."""
    named = [name for name in _PROXIES if os.environ.get(name) or os.environ.get(name.upper())]
    return f"{named[0]} is set but not used: pages are fetched directly" if named else ""


@contextlib.contextmanager
def _connected(
    target: Target, guard: Guard, deadline: float, left: Callable[[], float]
) -> Iterator[socket.socket]:
    """A socket to one of the checked addresses of `target`, with TLS where it is https."""
    failure: OSError | None = None
    for address in guard.addresses(target, deadline):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(left())
            plain.connect((address, target.port))
            # Nothing was resolved again: the peer is the address that was checked.
            if not guard.allow(ipaddress.ip_address(plain.getpeername()[0].partition("%")[0])):
                raise BadInput("its peer is no public address", place=str(target))
        except TimeoutError:
            plain.close()
            raise
        except OSError as error:
            plain.close()
            failure = error
            continue
        except BaseException:
            plain.close()
            raise
        with plain:
            if target.scheme == "http":
                yield plain
                return
            plain.settimeout(left())
            with guard.tls().wrap_socket(plain, server_hostname=target.host) as secure:
                yield secure
            return
    raise failure or OSError("no address")


def _media(response: http.client.HTTPResponse, target: Target) -> tuple[str, str | None]:
    """Media type and charset of a good answer; raises SourceGone, EndpointFailed, OtherMedia."""
    if response.status in _GONE:
        raise SourceGone(f"is gone (HTTP {response.status})", place=str(target), remedy="check the address")
    if response.status != 200:
        what = f"HTTP {response.status} {printable(response.reason or '', 60)}".rstrip()
        raise EndpointFailed(what, place=str(target), remedy="try again later, or check the address")
    if "Content-Type" not in response.headers:
        raise OtherMedia("does not say what it is (no Content-Type)", place=str(target))
    media_type = response.headers.get_content_type()
    if media_type not in MEDIA_TYPES:
        what = f"is {printable(media_type, 60)}, not a page or text"
        raise OtherMedia(what, place=str(target), remedy="save its text as UTF-8 and give the file")
    return media_type, response.headers.get_content_charset()


def _body(response: http.client.HTTPResponse, target: Target, guard: Guard) -> bytes:
    """The body, decompressed; raises LimitReached above the limit, EndpointFailed where it is broken."""
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise EndpointFailed(f"is compressed as {printable(coding, 40)!r}", place=str(target))
    unpack = zlib.decompressobj(wbits=31) if coding != "identity" else None
    out = bytearray()
    received = 0
    too_large = LimitReached(
        f"is larger than {guard.max_bytes:,} bytes", place=str(target), remedy="give one article"
    )
    while block := response.read1(_BLOCK):
        received += len(block)
        while block:
            if unpack is None:
                out += block
                block = b""
            else:
                if unpack.eof:
                    raise EndpointFailed("has more after its compressed end", place=str(target))
                try:
                    out += unpack.decompress(block, guard.max_bytes + 1 - len(out))
                except zlib.error:
                    raise EndpointFailed("is broken: no gzip", place=str(target)) from None
                block = unpack.unconsumed_tail or unpack.unused_data
            if len(out) > guard.max_bytes or received > guard.max_bytes:
                raise too_large
    # read1 ends quietly on a body that was cut; the length that is still owed says so.
    if response.length or (unpack is not None and not unpack.eof):
        raise EndpointFailed("ended before its end", place=str(target), remedy="try again")
    return bytes(out)
