"""Where two proposers read one figure differently, and which figures only one of them saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kg.candidate import Candidate, Extraction, FigureCandidate, Refusal, RelationCandidate
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


def merged(first: Extraction, second: Extraction) -> Extraction:
    """What two proposers found of one text: all of the first, and of the second what the first did not see.

    Where both saw a figure or relation, the second one's is a refusal, which says how it differs, if it does.
    """
    differing: dict[tuple[int, int], list[str]] = {}
    for d in disagreements(first.candidates, second.candidates):
        if d.field != "figure":
            shown = f"{d.field} {d.one or 'none'} or {d.other or 'none'}"
            differing.setdefault((d.start, d.end), []).append(shown)
    figures = [c for c in first.candidates if isinstance(c, FigureCandidate)]
    stated = {_statement(c) for c in first.candidates if isinstance(c, RelationCandidate)}
    kept: list[Candidate] = list(first.candidates)
    refusals = [*first.refusals, *second.refusals]
    ids: set[str] = {c.id for c in first.candidates}
    for c in second.candidates:
        if isinstance(c, RelationCandidate):
            if _statement(c) not in stated:
                kept.append(c)
            continue
        same = next((f for f in figures if f.start < c.end and c.start < f.end), None)
        if same is not None:
            said = differing.get((same.start, same.end), [])
            reason, message = ("disagreement", "; ".join(said)) if said else ("duplicate", f"as {same.id}")
        elif c.conversion_of is not None and c.conversion_of not in ids:
            reason, message = "conversion", "what it converts was read otherwise"
        else:
            kept.append(c)
            ids.add(c.id)
            continue
        refusals.append(Refusal(c.start, c.end, c.surface, reason, message, c.proposer))
    kept.sort(key=lambda c: (c.start, c.end, c.kind, c.id))
    refusals.sort(key=lambda r: (r.start, r.end, r.proposer, r.reason, r.message))
    return Extraction(tuple(kept), tuple(refusals))


def _statement(c: RelationCandidate) -> tuple[str, str, str]:
    return c.subject_id or c.subject, c.predicate, c.object_id or c.object


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Period):
        return value.label
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
