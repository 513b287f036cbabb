"""The question a figure answers.  Claims of one slot can be compared; claims of two slots cannot.

A slot is (subject, metric, kind, period, sector, market, ownership, status family).  The period of a stock,
and of any as-of figure, is the calendar year of its date; the finer date stays on the claim.  A stock with no
date of its own takes the publication year, marked as inferred.  An event has no period: its date is the
answer.  The months from January to June are the first half, however they are written.  Currencies share a
slot: the same sum is often printed twice.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from kg.lists import ClaimKind, StatusFamily
from kg.literals import UNDATED, Period
from kg.namespaces import slug


@dataclass(frozen=True, slots=True)
class Slot:
    """(subject, metric, period, dimensions), with `period` as a label; references are ``kind/id``."""

    subject: str
    metric: str
    kind: ClaimKind
    period: str
    family: StatusFamily
    sector: str | None = None
    market: str | None = None
    ownership: str | None = None
    period_inferred: bool = False

    @property
    def id(self) -> str:
        """A readable id, ``metric--subject--period--hash``, the same for equal slots."""
        return _slot_id(self)


@lru_cache(maxsize=65536)
def _slot_id(slot: Slot) -> str:
    key = "\x1f".join(
        part or ""
        for part in (
            slot.subject, slot.metric, slot.kind, slot.period, slot.family, slot.sector, slot.market,
            slot.ownership,
        )
    )  # fmt: skip
    subject, metric = (slug(ref.partition("/")[2]) for ref in (slot.subject, slot.metric))
    readable = "--".join((metric, subject, slug(slot.period, 24)))
    return f"{readable}--{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def slot_period(
    period: Period, *, stock: bool, published: str | None, event: bool = False
) -> tuple[str, bool]:
    """Label of the slot's period for a claim's `period`, and whether it is inferred from `published`."""
    if event:
        return UNDATED.label, False
    if period is UNDATED or period.start is None or period.end is None:
        return (published[:4], True) if stock and published else (UNDATED.label, False)
    if stock or period.as_of:
        return str(period.end.year), False
    return _usual_label(period.label, period.start, period.end), False


# First and last month of the periods that have a name, with the end of that name.
_NAMED = {
    (1, 12): "", (1, 6): "-H1", (7, 12): "-H2", (1, 3): "-Q1", (4, 6): "-Q2", (7, 9): "-Q3", (10, 12): "-Q4",
}  # fmt: skip


def _usual_label(label: str, start: dt.date, end: dt.date) -> str:
    """The shortest label of the days from `start` to `end`: 2024-H1 for 2024-01/2024-06."""
    whole_months = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if "/" not in label or start.year != end.year or not whole_months:
        return label
    if start.month == end.month:
        return f"{end:%Y-%m}"
    name = _NAMED.get((start.month, end.month))
    return label if name is None else f"{end.year}{name}"
