"""Entities that may be one: candidate pairs with a score and reasons; people judge, scores never do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.reconcile.blocking import candidates
from kg.reconcile.compare import Pair, compare
from kg.reconcile.record import Record, entity_record

__all__ = ["LISTED", "Pair", "Record", "compare", "entity_record", "pairs"]

# From this score on a pair is worth a look.
LISTED = 0.5


def pairs(
    records: Sequence[Record], given: Iterable[int] | None = None, at_least: float = LISTED
) -> list[Pair]:
    """The pairs of records that may be one, the likeliest first; with `given`, those of these records only.

    The records may come in any order: neither pairs nor scores depend on it.
    """
    # What is not curated comes first, as the left one.
    ordered = sorted(
        range(len(records)), key=lambda n: (bool(records[n].labels), records[n].ref, records[n].names)
    )
    place = {number: at for at, number in enumerate(ordered)}
    chosen = None if given is None else [place[number] for number in given]
    held = [records[number] for number in ordered]
    found = (compare(held[left], held[right], at_least) for left, right in candidates(held, chosen))
    return sorted(filter(None, found), key=lambda pair: pair.order)
