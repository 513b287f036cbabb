"""Where two proposers read one figure differently, and which figures only one of them saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kg.candidate import Candidate, FigureCandidate
from kg.literals import Period, decimal_text

FIELDS = (
    "surface", "value", "value_max", "unit", "hedge", "metric", "subject_id", "status", "period",
    "base_period", "sector", "market", "ownership", "attributed_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Disagreement:
    """At one place, what `one` and `other` say of a field; ``figure`` where only one saw a figure there."""

    start: int
    end: int
    surface: str
    field: str
    one: str
    other: str


def disagreements(one: Iterable[Candidate], other: Iterable[Candidate]) -> list[Disagreement]:
    """How two proposers' figures differ, in the order of the text; figures that overlap are one figure."""
    rest = sorted((c for c in other if isinstance(c, FigureCandidate)), key=lambda c: (c.start, c.end))
    found: list[Disagreement] = []
    for c in sorted((c for c in one if isinstance(c, FigureCandidate)), key=lambda c: (c.start, c.end)):
        match = next((o for o in rest if o.start < c.end and c.start < o.end), None)
        if match is None:
            found.append(Disagreement(c.start, c.end, c.surface, "figure", c.surface, ""))
            continue
        rest.remove(match)
        for name in FIELDS:
            mine, theirs = _shown(getattr(c, name)), _shown(getattr(match, name))
            if mine != theirs:
                found.append(Disagreement(c.start, c.end, c.surface, name, mine, theirs))
    found += [Disagreement(o.start, o.end, o.surface, "figure", "", o.surface) for o in rest]
    return sorted(found, key=lambda d: (d.start, d.end, d.field))


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Period):
        return value.label
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
