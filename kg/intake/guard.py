"""Which addresses a fetch may go to: public ones only, as text, as a name and as a number.

A page that somebody names may lead into our own network (by its address, by its name's address, by a
redirect, by a name that answers otherwise the second time).  So every name is resolved here, all of its
addresses must be public, and the connection goes to an address that was checked.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kg.errors import BadInput, EndpointFailed, LimitReached, UsageError, printable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# Addresses that carry an IPv4 address inside, or that leave through a relay of somebody else.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_RELAYS = tuple(ipaddress.ip_network(n) for n in ("2002::/16", "2001::/32", "64:ff9b:1::/48", "::/96"))


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was taken apart: `host` is ASCII, `path` begins with a slash and holds the query.

    `notes` tell what a reader of the address may take for something else.
    """

    scheme: str
    host: str
    port: int
    path: str
    notes: tuple[str, ...] = ()

    @property
    def authority(self) -> str:
        """Host and port as a Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address, without a fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"

    def __str__(self) -> str:
        """The address as messages show it: without its query."""
        return printable(f"{self.scheme}://{self.authority}{self.path.partition('?')[0]}", 200)


def parse_url(url: str) -> Target:
    """The target that `url` names; raises UsageError on anything but a plain http(s) address."""
    shown = printable(url, 200)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UsageError(f"not an address: {shown}") from None
    if parts.scheme not in _PORTS or not url[len(parts.scheme) :].startswith("://"):
        raise UsageError(f"not an http(s) address: {shown}", remedy="give http(s)://HOST/PATH")
    if "@" in parts.netloc:
        raise UsageError("an address must not hold a user or password", remedy="leave out what is before @")
    if "\\" in url or len(url) > _LONGEST or any(c.isspace() or not c.isprintable() for c in url):
        raise UsageError(f"not an address: {shown}", remedy="leave out blanks, controls and backslashes")
    # urlsplit takes [::1]x for ::1.
    bracketed = parts.netloc[:1] != "[" or re.fullmatch(r"\[[0-9a-fA-F:.]+\](:\d+)?", parts.netloc)
    if port == 0 or not parts.hostname or not bracketed:
        raise UsageError(f"not an address: {shown}", remedy="give http(s)://HOST/PATH")
    host, notes = _host(parts.hostname, shown)
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'()*@-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:=&~+!$,;'()*@-._?[]|")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path, notes)


def _host(host: str, shown: str) -> tuple[str, tuple[str, ...]]:
    """The host in ASCII, and notes; raises UsageError where it is none or looks like another."""
    host = host.removesuffix(".")
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host)), ()
        except ValueError:
            raise UsageError(f"not an address: {shown}") from None
    notes: list[str] = []
    if not host.isascii():
        if letter := next((c for c in host if not _plain_letter(c)), None):
            what = (
                f"the host of {shown} has {unicodedata.name(letter, 'a character')}, a look-alike or foreign"
            )
            raise UsageError(what, remedy="give the host in its xn-- form if it is meant")
        try:
            ascii_host = host.encode("idna").decode("ascii")
        except UnicodeError:
            raise UsageError(f"not a host's name: {shown}") from None
        notes.append(f"the host {printable(host, 80)} has letters with marks: it is {ascii_host}")
        host = ascii_host
    elif "xn--" in host.lower():
        notes.append(f"the host {host} is written {_decoded(host)!a}")
    host = host.lower()
    labels = host.split(".")
    if _NUMERIC.fullmatch(labels[-1]):
        # 2130706433, 0x7f000001 and 0177.0.0.1 are numbers that systems read in several ways.
        try:
            return str(ipaddress.IPv4Address(host)), tuple(notes)
        except ValueError:
            raise UsageError(f"not an address: {shown}", remedy="write an IPv4 address as 1.2.3.4") from None
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise UsageError(f"not a host's name: {shown}")
    return host, tuple(notes)


def _plain_letter(character: str) -> bool:
    """Whether it is a letter a–z with or without marks, a đ, a digit, a hyphen or a dot."""
    base = unicodedata.normalize("NFD", character)
    return all(c.isascii() or unicodedata.combining(c) or c in "đĐ" for c in base)


def _decoded(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def is_public(address: Address) -> bool:
    """Whether the address is one of the open internet, and no way around into somewhere else."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.is_site_local or address.scope_id or any(address in relay for relay in _RELAYS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def system_resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Guard:
    """The policy of a fetch.  The default is the strict one; tests give another to reach loopback."""

    allow: Callable[[Address], bool] = is_public
    resolve: Resolve = system_resolve
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    clock: Callable[[], float] = time.monotonic
    seconds: float = 20.0
    max_bytes: int = 10_000_000
    max_redirects: int = 2

    def addresses(self, target: Target, deadline: float) -> list[str]:
        """The addresses of `target`, every one checked.

        Raises BadInput where one is not public, EndpointFailed where there is none, LimitReached after
        `deadline`.
        """
        try:
            found = [str(ipaddress.ip_address(target.host))]
        except ValueError:
            found = self._resolved(target, deadline)
        for text in found:
            try:
                allowed = self.allow(ipaddress.ip_address(text))
            except ValueError:
                allowed = False
            if not allowed:
                what = f"leads to {text}, which is no public address"
                raise BadInput(what, place=str(target), remedy="only public pages are fetched")
        return found

    def _resolved(self, target: Target, deadline: float) -> list[str]:
        """What the name resolves to; in a thread, because the system's resolver knows no deadline."""
        answer: list[list[str] | Exception] = []

        def ask() -> None:
            try:
                answer.append(self.resolve(target.host, target.port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(max(0.0, deadline - self.clock()))
        if not answer:
            raise LimitReached("its name took too long to resolve", place=str(target))
        if isinstance(answer[0], Exception) or not answer[0]:
            raise EndpointFailed("its name does not resolve", place=str(target), remedy="check the address")
        return answer[0]


STRICT = Guard()
