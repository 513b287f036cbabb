"""How the claims of one question stand to each other, pair of readings by pair of readings.

The verdicts are those of `kg.compare`.  Slots are compared with themselves, and with the slots of subjects
that overlap, where the link is named; two events of one subject that fall into one year are *related*.  A
slot with more readings than `ALL_PAIRS` is not compared all against all: its readings are sorted by value,
each is compared with the next one, and the lowest with the highest, so that the work stays in proportion to
the claims and no disagreement of the slot goes untold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

from kg.audit.series import Reading, Series, Slots
from kg.audited import Cause, Conflict, Link, Origins
from kg.compare import compare
from kg.corpus import Corpus
from kg.entity import Entity
from kg.lists import ClaimKind, LinkKind, TimeNature, Verdict

ALL_PAIRS = 8
_EVENT = ("timeNature", f"time-nature/{TimeNature.EVENT}")
Test = Callable[[Reading, Reading, Verdict, tuple[Link, ...]], tuple[Cause, ...]]


def conflicts(corpus: Corpus, slots: Slots, origins: Origins, causes: Test) -> Iterator[Conflict]:
    """Every comparison, whatever its verdict, slot by slot."""
    for series, label in slots.all():
        own = slots.at(series, label)
        for reading in own:
            if len(reading.claims) > 1:
                yield _repeated(reading, origins)
        for one, other in _pairs(own):
            if one.unit == other.unit:
                yield _compared(one, other, (), origins, causes)
        yield from _across(series, label, own, slots, origins, causes)
    yield from _related(corpus.entities, slots, origins)


def _pairs(held: Sequence[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """The pairs of readings to compare, of one unit each."""
    by_unit: dict[str, list[Reading]] = defaultdict(list)
    for reading in held:
        by_unit[reading.unit].append(reading)
    for group in by_unit.values():
        if len(group) <= ALL_PAIRS:
            yield from combinations(group, 2)
        else:
            group.sort(key=lambda r: (r.first.value, r.first.value_max or r.first.value, r.first.id))
            yield from pairwise(group)
            yield group[0], group[-1]


def _across(
    series: Series, label: str, own: list[Reading], slots: Slots, origins: Origins, causes: Test
) -> Iterator[Conflict]:
    """Comparisons with the slots of overlapping subjects, each pair of slots once."""
    for subject in slots.overlapping(series.subject):
        if subject > series.subject:
            near = slots.at(series._replace(subject=subject), label)
            links = (Link(LinkKind.OVERLAP, series.subject, subject),)
            if near and len(own) * len(near) <= ALL_PAIRS**2:
                for one in own:
                    for other in near:
                        if one.unit == other.unit:
                            yield _compared(one, other, links, origins, causes)


def _conflict(
    one: Reading, other: Reading, verdict: Verdict, links: tuple[Link, ...], origins: Origins
) -> Conflict:
    claim = one.first
    sides = (tuple(c.id for c in one.claims), tuple(c.id for c in other.claims))
    claims = tuple(dict.fromkeys((*sides[0], *sides[1])))
    credited = [{a for c in r.claims for a in c.attribution.agents} for r in (one, other)]
    return Conflict(
        slot=claim.slot.id,
        metric=claim.metric,
        subject=claim.subject,
        period=claim.slot.period,
        verdict=verdict,
        claims=claims,
        sides=sides,
        values=("", ""),
        unit=claim.unit,
        gap=_gap(one, other),
        same_authority=bool(credited[0] & credited[1]) or _same_origin(one, other, origins),
        why=("", ""),
        origins=origins.independent(claims),
        links=links,
    )


def _same_origin(one: Reading, other: Reading, origins: Origins) -> bool:
    """Whether one credited body stands behind both, today's body for the one it succeeded."""
    bodies = [{origins.of[c.id] for c in reading.claims if c.attribution.agents} for reading in (one, other)]
    return bool(bodies[0] & bodies[1])


def _gap(one: Reading, other: Reading) -> tuple[Fraction, Fraction] | None:
    """How far the printed figures lie apart, and as a part of the larger; ranges from their nearer ends."""
    a, b = one.first, other.first
    a_top, b_top = a.value_max or a.value, b.value_max or b.value
    apart = max(Fraction(b.value - a_top), Fraction(a.value - b_top), Fraction(0))
    largest = max(abs(Fraction(v)) for v in (a.value, a_top, b.value, b_top))
    return apart, apart / largest if largest else Fraction(0)


def _repeated(reading: Reading, origins: Origins) -> Conflict:
    """Claims that print one figure alike."""
    first, *rest = reading.claims
    sides = (
        Reading(reading.unit, reading.extent, (first,)),
        Reading(reading.unit, reading.extent, tuple(rest)),
    )
    return _conflict(*sides, Verdict.EQUAL, (), origins)


def _compared(
    one: Reading, other: Reading, links: tuple[Link, ...], origins: Origins, causes: Test
) -> Conflict:
    verdict = Verdict(compare(one.first, other.first))
    conflict = _conflict(one, other, verdict, links, origins)
    if verdict in (Verdict.SOFT_CONFLICT, Verdict.HARD_CONFLICT):
        return replace(conflict, causes=causes(one, other, verdict, links))
    return conflict


def _related(entities: dict[str, Entity], slots: Slots, origins: Origins) -> Iterator[Conflict]:
    """Different events that one subject is given the same year for."""
    events: dict[tuple[str, Fraction], list[Reading]] = defaultdict(list)
    for series, label in slots.all():
        if _EVENT in entities[series.metric].flags:
            for reading in slots.at(series, label):
                if reading.first.kind is ClaimKind.DATE:
                    events[series.subject, Fraction(reading.first.value)].append(reading)
    for readings in events.values():
        for one, other in _pairs(readings):
            if one.first.metric != other.first.metric:
                yield _conflict(one, other, Verdict.RELATED, (), origins)
