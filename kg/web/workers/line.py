"""Who is served next: a line that is fair between clients, whatever each of them asks for.

Every client has a *use*: the worker seconds it has taken, of which half are forgiven every HALF_LIFE seconds.
Whoever has used least is next.  A client that has used more than HEAVY seconds is *heavy*: all heavy clients
together are given at most half of the workers, and when somebody light has waited for PATIENCE seconds while
heavy ones hold more than that half, the longest-running of their jobs is to be stopped.  So clients with
endless queries cannot keep the others out.

No processes and no clock here: the pool starts what `next` gives, and tells the time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

HALF_LIFE = 10.0
HEAVY = 1.0
PATIENCE = 0.1
_FORGIVEN = 0.001


@dataclass(eq=False, slots=True)
class Ticket:
    """A client's place in line, and then at a worker."""

    client: str
    since: float
    started: float | None = None


@dataclass
class Line:
    """The tickets that wait and those at the `workers`; at most `places` may wait."""

    workers: int
    places: int = 256
    waiting: list[Ticket] = field(default_factory=list)
    running: list[Ticket] = field(default_factory=list)
    _used: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def heavy_workers(self) -> int:
        """How many workers heavy clients may have while others wait."""
        return max(1, self.workers // 2)

    def join(self, client: str, now: float) -> tuple[Ticket, Ticket | None]:
        """A new ticket, and the one that must go for it because the line was full.

        It is the last of the client with most tickets, which may be the new one.
        """
        ticket = Ticket(client, now)
        self.waiting.append(ticket)
        if len(self.waiting) <= self.places:
            return ticket, None
        most, _ = Counter(t.client for t in self.waiting).most_common(1)[0]
        evicted = next(t for t in reversed(self.waiting) if t.client == most)
        self.waiting.remove(evicted)
        return ticket, evicted

    def next(self, now: float) -> Ticket | None:
        """The ticket to serve now, taken out of the line; None where nobody may be served."""
        if len(self.running) >= self.workers:
            return None
        used = {client: self.used(client, now) for client in {t.client for t in self.waiting}}
        if not used:
            return None
        lightest = min(self.waiting, key=lambda t: (used[t.client], t.since))
        if (
            used[lightest.client] > HEAVY
            and len(list(self._heavy(now))) >= self.heavy_workers
            and self.workers > 1
        ):
            return None
        self.waiting.remove(lightest)
        lightest.started = now
        self.running.append(lightest)
        return lightest

    def leave(self, ticket: Ticket, now: float) -> None:
        """A ticket is done, or has given up waiting; what it took is put on its client's account."""
        if ticket in self.waiting:
            self.waiting.remove(ticket)
        elif ticket in self.running:
            self.running.remove(ticket)
            before = self._held(ticket.client, now)
            self._used[ticket.client] = (before + now - (ticket.started or now), now)
            if len(self._used) > 4 * (self.places + self.workers):
                self._forgive(now)

    def to_stop(self, now: float) -> Ticket | None:
        """A running ticket that must make room for somebody light who has waited long enough."""
        if len(self.running) < self.workers or not any(
            now - t.since >= PATIENCE and self.used(t.client, now) <= HEAVY for t in self.waiting
        ):
            return None
        heavy = list(self._heavy(now))
        if len(heavy) <= (self.heavy_workers if self.workers > 1 else 0):
            return None
        return min(heavy, key=lambda t: t.started or 0.0)

    def used(self, client: str, now: float) -> float:
        """The use of a client, with what its running jobs have taken so far."""
        taken = sum(now - t.started for t in self.running if t.client == client and t.started is not None)
        return self._held(client, now) + taken

    def _held(self, client: str, now: float) -> float:
        held, at = self._used.get(client, (0.0, now))
        return float(held * 0.5 ** ((now - at) / HALF_LIFE))

    def _heavy(self, now: float) -> Iterator[Ticket]:
        return (t for t in self.running if self.used(t.client, now) > HEAVY)

    def _forgive(self, now: float) -> None:
        self._used = {c: (self._held(c, now), now) for c in self._used if self._held(c, now) > _FORGIVEN}
