"""How the claims of one question stand to each other, pair of readings by pair of readings.

The verdicts are those of `kg.compare`.  Slots are compared with themselves, and with the slots of subjects
that overlap, where the link is named; two events of one subject that fall into one year are *related*.  A
slot with more readings than `ALL_PAIRS` is not compared all against all: its readings are sorted by value,
each is compared with the next one, the lowest with the highest, and the one that ends first with the one
that begins last, so that the work stays in proportion to the claims and no disagreement of the slot goes
untold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise, product

from kg.audit.series import Reading, Series, Slots
from kg.audited import Cause, Conflict, Link, Origins
from kg.compare import compare
from kg.corpus import Corpus
from kg.entity import Entity
from kg.lists import ClaimKind, LinkKind, TimeNature, Verdict
from kg.rational import Range

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
            pairs = [*pairwise(group), (group[0], group[-1])]
            # Where any two are disjoint, these are: as printed, and whatever the words allow.
            pairs += [
                _extremes(group, lambda r: r.extent.printed),
                _extremes(group, lambda r: r.extent.hedged),
            ]
            order = {id(reading): n for n, reading in enumerate(group)}
            unique = {(order[id(a)], order[id(b)]): (a, b) for a, b in pairs}
            yield from (pair for (a, b), pair in unique.items() if a < b or (a > b and (b, a) not in unique))


def _extremes(group: Sequence[Reading], of: Callable[[Reading], Range]) -> tuple[Reading, Reading]:
    """The reading that ends first and the one that begins last."""
    first = min(group, key=lambda r: (of(r).high is None, of(r).high or 0, not of(r).high_open))
    last = max(group, key=lambda r: (of(r).low is not None, of(r).low or 0, of(r).low_open))
    return first, last


def _beside(own: Sequence[Reading], near: Sequence[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """The pairs of readings of two slots to compare: all where they are few, else each with what most claims
    of the other slot print."""
    if len(own) * len(near) <= ALL_PAIRS**2:
        yield from product(own, near)
    else:
        usual, other = (max(held, key=lambda r: len(r.claims)) for held in (own, near))
        yield from ((one, other) for one in own)
        yield from ((usual, one) for one in near if one is not other)


def _across(
    series: Series, label: str, own: list[Reading], slots: Slots, origins: Origins, causes: Test
) -> Iterator[Conflict]:
    """Comparisons with the slots of overlapping subjects, each pair of slots once."""
    for subject in slots.overlapping(series.subject):
        if subject > series.subject:
            near = slots.at(series._replace(subject=subject), label)
            links = (Link(LinkKind.OVERLAP, series.subject, subject),)
            for unit in sorted({r.unit for r in own} & {r.unit for r in near}):
                sides = ([r for r in held if r.unit == unit] for held in (own, near))
                for one, other in _beside(*sides):
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
        same_article=bool({c.article for c in one.claims} & {c.article for c in other.claims}),
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
