"""Who is served next: a line that is fair between clients, whatever each of them asks for.

Every client has an account of the processor seconds it has taken, half of which are forgiven every
HALF_LIFE seconds.  Whoever has taken least is next.  What a job takes beyond LONG seconds counts as
*overtime* too, which is forgiven more slowly, for whoever asked long ones will ask more of them.  Clients
with overtime come after those without, and get half of the workers (of which there are two for each
processor); those with more than HEAVY seconds of it are heavy and get a quarter.  When somebody else has
waited for PATIENCE seconds while heavy ones hold more than that, the longest-running of their jobs is to be
stopped; it may wait `again`, for it may be somebody's whom the others slow down.  Among heavy clients, too,
one that has taken much more than somebody who waits makes room.  So clients with endless queries cannot
keep the others out, and one with many short queries may use every worker.

No processes and no clock here: the pool starts what `next` gives, and tells the time.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

HALF_LIFE = 10.0
OVERTIME_HALF_LIFE = 60.0
LONG = 0.25
# Less overtime than this is none.
SOME = 0.05
HEAVY = 0.5
PATIENCE = 0.1
# How much more than another a heavy client has taken before its job is stopped for the other's.
MUCH = 3.0
_FORGIVEN = 0.001


@dataclass(eq=False, slots=True)
class Ticket:
    """A client's place in line, and from `started` on at a worker."""

    client: str
    since: float
    started: float | None = None

    def taken(self, now: float, seconds: float | None = None) -> _Account:
        """What the job has taken so far, or `seconds`, which are known when it is done."""
        if seconds is None:
            seconds = now - self.started if self.started is not None else 0.0
        return _Account(seconds, max(0.0, seconds - LONG), now)


class _Account(NamedTuple):
    used: float
    overtime: float
    at: float

    def when(self, now: float) -> _Account:
        """What is left of it now."""
        used, overtime = (0.5 ** ((now - self.at) / life) for life in (HALF_LIFE, OVERTIME_HALF_LIFE))
        return _Account(self.used * used, self.overtime * overtime, now)

    def plus(self, other: _Account) -> _Account:
        return _Account(self.used + other.used, self.overtime + other.overtime, self.at)


@dataclass
class Line:
    """The tickets that wait and those at the `workers`; at most `places` may wait."""

    workers: int
    places: int = 256
    waiting: list[Ticket] = field(default_factory=list)
    running: list[Ticket] = field(default_factory=list)
    _accounts: dict[str, _Account] = field(default_factory=dict)
    _most_accounts: int = 1_000

    @property
    def heavy_workers(self) -> int:
        """How many workers heavy clients are given."""
        return max(1, self.workers // 4)

    @property
    def overtime_workers(self) -> int:
        """How many workers clients with overtime are given, the heavy ones among them."""
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
        if not self.waiting or len(self.running) >= self.workers:
            return None
        accounts = {client: self.account(client, now) for client in {t.client for t in self.waiting}}
        most = math.inf
        if len(self._with_overtime(HEAVY, now)) >= self.heavy_workers:
            most = HEAVY
        if len(self._with_overtime(SOME, now)) >= self.overtime_workers:
            most = SOME
        allowed = (t for t in self.waiting if accounts[t.client].overtime <= most)

        def order(ticket: Ticket) -> tuple[bool, float, float]:
            account = accounts[ticket.client]
            return account.overtime > SOME, account.used, ticket.since

        ticket = min(allowed, key=order, default=None)
        if ticket is not None:
            self.waiting.remove(ticket)
            ticket.started = now
            self.running.append(ticket)
        return ticket

    def leave(self, ticket: Ticket, now: float, seconds: float | None = None) -> None:
        """A ticket is done, or has given up waiting; what it took is put on its client's account.

        Where the `seconds` that it kept a processor are not known, all its time counts.
        """
        if ticket in self.waiting:
            self.waiting.remove(ticket)
        elif ticket in self.running:
            self.running.remove(ticket)
            self._accounts[ticket.client] = self._held(ticket.client, now).plus(ticket.taken(now, seconds))
            if len(self._accounts) > self._most_accounts:
                held = {client: account.when(now) for client, account in self._accounts.items()}
                self._accounts = {
                    c: a for c, a in held.items() if a.used > _FORGIVEN or a.overtime > _FORGIVEN
                }
                # Not again for each of a crowd: looking through all of them takes time.
                self._most_accounts = max(1_000, 2 * len(self._accounts))

    def again(self, ticket: Ticket) -> None:
        """A ticket that left because it had to make room waits once more, where it waited before."""
        ticket.started = None
        self.waiting.append(ticket)

    def share(self, ticket: Ticket, client: str, now: float) -> None:
        """Another client wants what a ticket is for: it is in the name of whoever has taken least.

        Or somebody could keep others from a page by asking for it when his own turn never comes.
        """
        if self.account(client, now).used < self.account(ticket.client, now).used:
            ticket.client = client

    def to_stop(self, now: float) -> Ticket | None:
        """A running ticket of a heavy client that must make room for somebody who has waited long enough."""
        heavy = sorted(self._with_overtime(HEAVY, now), key=lambda t: t.started or 0.0)
        # A single worker is for whoever is not heavy.
        too_many = len(heavy) > (self.heavy_workers if self.workers > 1 else 0)
        for ticket in self.waiting:
            if now - ticket.since < PATIENCE:
                continue
            account = self.account(ticket.client, now)
            if account.overtime <= HEAVY:
                if too_many and len(self.running) >= self.workers:
                    return heavy[0]
            elif len(heavy) >= self.heavy_workers:
                for running in heavy:
                    if self.account(running.client, now).used > MUCH * account.used:
                        return running
        return None

    def account(self, client: str, now: float) -> _Account:
        """What a client has taken, its running jobs included."""
        found = self._held(client, now)
        for ticket in self.running:
            if ticket.client == client:
                found = found.plus(ticket.taken(now))
        return found

    def _held(self, client: str, now: float) -> _Account:
        return self._accounts.get(client, _Account(0.0, 0.0, now)).when(now)

    def _with_overtime(self, seconds: float, now: float) -> list[Ticket]:
        """The running tickets of clients with more overtime than that."""
        return [t for t in self.running if self.account(t.client, now).overtime > seconds]
