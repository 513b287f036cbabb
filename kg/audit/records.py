"""Figures that are called the highest yet, beside what is known of the earlier periods.

``record``   level ≥ the level of every earlier period as long

A record is a figure of a metric that ranks the periods of another one (`record_of`): rank 1 is the highest.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.series import Reading, Series, Slots, span
from kg.audited import Check, Quantity, Term
from kg.corpus import Corpus
from kg.identity import Record
from kg.lists import Verdict
from kg.literals import UNDATED
from kg.rational import at_least

_TWO_DAYS = 2  # quarters and leap years differ by as much


def checks(corpus: Corpus, slots: Slots) -> Iterator[Check]:
    """A check of every record beside the highest of the earlier periods."""
    for identity in corpus.identities:
        if isinstance(identity, Record):
            for series in slots.of_metric(identity.metric):
                for label in slots.periods(series):
                    if label != UNDATED.label:
                        records = [r for r in slots.at(series, label) if r.first.value == 1]
                        levels = series._replace(metric=identity.of)
                        for record in records[:1]:
                            yield from _checks(record, levels, label, slots)


def _checks(record: Reading, levels: Series, label: str, slots: Slots) -> Iterator[Check]:
    before = [reading for earlier in _earlier(levels, label, slots) for reading in slots.at(levels, earlier)]
    for reading in slots.at(levels, label):
        known = [
            other for other in before if other.unit == reading.unit and other.extent.hedged.low is not None
        ]
        if known:
            yield _check(record, reading, max(known, key=lambda r: (r.extent.plain.low or 0, r.first.id)))


def _earlier(series: Series, label: str, slots: Slots) -> Iterator[str]:
    """The labels of the periods that end before the one called `label` begins, and are as long."""
    start, end = span(label)
    for other in slots.periods(series):
        if other != UNDATED.label:
            first, last = span(other)
            if last < start and abs((last - first).days - (end - start).days) <= _TWO_DAYS:
                yield other


def _check(record: Reading, level: Reading, before: Reading) -> Check:
    def reaches(width: int) -> bool:
        return level.extent[width].meets(at_least(before.extent[width]))

    verdict = Verdict.CONSISTENT
    if not reaches(1):
        verdict = Verdict.STRAINED if reaches(2) else Verdict.INCONSISTENT

    # Of those that print a level, the article that calls it a record speaks for it.
    stems = {claim.article for claim in record.claims}
    parts = [
        (role, reading, min(reading.claims, key=lambda c: (c.article not in stems, c.article, c.id)))
        for role, reading in (("record", record), ("level", level), ("before", before))
    ]
    quantities = [
        Quantity(
            role, claim.metric, claim.subject, claim.slot.period, claim.unit, reading.extent.printed,
            reading.extent.hedged, (claim.id,),
        )
        for role, reading, claim in parts
    ]  # fmt: skip
    claims = tuple(claim.id for _, _, claim in parts)
    return Check(
        rule="record",
        verdict=verdict,
        terms=tuple(Term(role, claim.id, claim.article) for role, _, claim in parts),
        stated=quantities[0],
        implied=tuple(quantities[1:]),
        why=("", ""),
        minimal=(claims,) if verdict is Verdict.INCONSISTENT else (),
    )
