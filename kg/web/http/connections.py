"""Connections, before there is a request: how many there may be, and how long they may dawdle.

uvicorn and h11 read HTTP strictly (both lengths given, two Host lines, a bad chunk: 400).  What they lack is
here: a limit of connections for each address and in all, a deadline for a request to arrive in full, one for
an answer to be taken, and the status that says what was too long.  A connection that is turned away is heard
out for a moment, so that its answer is not lost in a reset.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import sys
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.web.http.problem import PROBLEM, RETRY_SECONDS, phrase

# The request line and all headers.
HEAD_BYTES = 64 * 1024
_PARTING_SECONDS = 1.0
_MOST_PARTING = 64


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Connections of one address and in all (0: any number), and seconds for a request and for an answer.

    `answer_seconds` is how long a client may leave what was sent to it untouched.
    """

    per_address: int = 32
    total: int = 2048
    request_seconds: float = 10.0
    answer_seconds: float = 20.0


@lru_cache(maxsize=4096)
def neighbourhood(address: str) -> str:
    """Whom an address belongs to: itself, or for IPv6 its /64 network, of which one subscriber has all."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


class Door:
    """Counts who is in."""

    def __init__(self, limits: ConnectionLimits) -> None:
        self.limits = limits
        self.inside: Counter[str] = Counter()
        self.refused: Counter[int] = Counter()
        self.parting = 0

    @property
    def open(self) -> int:
        """How many connections there are."""
        return self.inside.total()

    def enter(self, address: str) -> int:
        """0 where the connection may come in, else the status that it is turned away with."""
        status = 0
        if self.limits.total and self.open >= self.limits.total:
            status = 503
        elif self.limits.per_address and self.inside[address] >= self.limits.per_address:
            status = 429
        if status:
            self.refused[status] += 1
        else:
            self.inside[address] += 1
        return status

    def leave(self, address: str) -> None:
        """A connection that came in has gone."""
        self.inside[address] -= 1
        if self.inside[address] <= 0:
            del self.inside[address]


def protocol(door: Door) -> type[H11Protocol]:
    """The class that uvicorn makes one of for each connection."""
    return type("Connection", (Connection,), {"door": door})


class Connection(H11Protocol):
    """One connection."""

    door: ClassVar[Door]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._address: str | None = None
        self._parted = False
        self._request_timer: asyncio.TimerHandle | None = None
        self._answer_timer: asyncio.TimerHandle | None = None

    # What the loop tells us.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        peer = transport.get_extra_info("peername")
        address = neighbourhood(str(peer[0])) if isinstance(peer, tuple) else ""
        if status := self.door.enter(address):
            self.transport = transport
            what = "too many connections" + (" from your address" if status == 429 else "")
            self._part(status, what)
            return
        self._address = address
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        if not self._parted:
            super().data_received(data)
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._request_timer, self._answer_timer):
            if timer is not None:
                timer.cancel()
        if self._parted:
            self.door.parting -= 1
        if self._address is not None:
            self.door.leave(self._address)
            super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._answer_timer = self.loop.call_later(self.door.limits.answer_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._answer_timer is not None:
            self._answer_timer.cancel()

    # What uvicorn tells us.

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            # The next request has begun already.
            self._unset_keepalive_if_required()
        self._watch()
        self._see_off()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._see_off()

    def send_400_response(self, msg: str) -> None:
        """Say what was wrong with a request that h11 could not read; called while its error is handled."""
        error = sys.exception()
        status = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        if status == 431 and b"\n" not in self.conn.trailing_data[0]:
            status = 414
        self._break_off(status, "the request is not HTTP/1.1 as this server reads it")

    # Ours.

    def _watch(self) -> None:
        """Run the request's timer exactly while a request, or the first byte of the first, is owed.

        Between two requests uvicorn's own timer runs.
        """
        state = self.conn.their_state
        owed = state is h11.SEND_BODY or (state is h11.IDLE and self.timeout_keep_alive_task is None)
        if owed and not self._parted and self._request_timer is None:
            self._request_timer = self.loop.call_later(self.door.limits.request_seconds, self._late)
        elif not owed and self._request_timer is not None:
            self._request_timer.cancel()
            self._request_timer = None

    def _see_off(self) -> None:
        """Give a client that has not taken the end of its last answer so long, and no longer."""
        if self.transport.is_closing() and self.transport.get_write_buffer_size():
            self.loop.call_later(self.door.limits.answer_seconds, self.transport.abort)

    def _late(self) -> None:
        if self.transport.is_closing():
            return
        if self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]:
            self.transport.abort()
        else:
            seconds = self.door.limits.request_seconds
            self._break_off(408, f"the request did not arrive within {seconds:g} seconds")

    def _break_off(self, status: int, what: str) -> None:
        """Answer with an error, unless an answer is on its way already, and close."""
        answered = self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE)
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if answered:
            self.transport.abort()
        else:
            self.door.refused[status] += 1
            self._part(status, what)

    def _part(self, status: int, what: str) -> None:
        """Send an error, say that no more will come, and read on for a moment without looking."""
        self._parted = True
        self.door.parting += 1
        self._unset_keepalive_if_required()
        if self.door.parting > _MOST_PARTING:
            self.transport.abort()
            return
        content = {"type": "about:blank", "title": phrase(status), "status": status, "detail": what}
        body = json.dumps(content).encode() + b"\n"
        head = [
            f"HTTP/1.1 {status} {phrase(status)}",
            f"Content-Type: {PROBLEM.header}",
            f"Content-Length: {len(body)}",
            "Connection: close",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            *([f"Retry-After: {RETRY_SECONDS}"] if status in (429, 503) else []),
        ]
        self.transport.write("\r\n".join([*head, "", ""]).encode() + body)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(_PARTING_SECONDS, self.transport.abort)
