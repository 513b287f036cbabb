"""The figures of a corpus by the question that they answer, for rules that look claims up.

A *series* is a slot without its period: (subject, metric, sector, market, ownership, status family).  Within
a slot, claims that print the same figure with the same hedge are one *reading*: for arithmetic it matters
what was printed, not how often.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kg.audited import Link
from kg.claim import FigureClaim
from kg.corpus import Corpus
from kg.entity import OVERLAP
from kg.extent import Extent, extent
from kg.lists import ClaimKind, LinkKind, StatusFamily, TimeNature
from kg.literals import UNDATED
from kg.literals import period as parse_period

# Years, halves and quarters differ in length by no more days.
_AS_LONG = 4


class Series(NamedTuple):
    """The question that a row of figures over the years answers."""

    subject: str
    metric: str
    sector: str | None
    market: str | None
    ownership: str | None
    family: StatusFamily

    @classmethod
    def of(cls, claim: FigureClaim) -> Series:
        """The series of a claim."""
        family = claim.status.family
        return cls(claim.subject, claim.metric, claim.sector, claim.market, claim.ownership, family)


@dataclass(frozen=True, slots=True)
class Reading:
    """What claims of one slot print alike, and those claims in the order of the corpus."""

    unit: str
    extent: Extent
    claims: tuple[FigureClaim, ...]

    @property
    def first(self) -> FigureClaim:
        """A claim that prints it."""
        return self.claims[0]


def readings(claims: Iterable[FigureClaim]) -> list[Reading]:
    """The readings of the claims of one slot, in the order of the corpus.

    Counts have no unit here: "ten countries" and "10 markets" answer one question.
    """
    groups: dict[tuple[object, ...], list[FigureClaim]] = {}
    for claim in claims:
        unit = "" if claim.kind is ClaimKind.COUNT else claim.unit
        key = (unit, claim.value, claim.value_max, claim.step, claim.hedge)
        groups.setdefault(key, []).append(claim)
    return [Reading(str(key[0]), extent(group[0]), tuple(group)) for key, group in groups.items()]


class Found(NamedTuple):
    """A reading that may play a part in a sum, the links crossed to reach it, and whether it covers only a
    part of the period, so that it is no more than a lower bound."""

    reading: Reading
    links: tuple[Link, ...] = ()
    lower_bound: bool = False


class Slots:
    """The figures of a corpus, looked up by series and period."""

    def __init__(self, corpus: Corpus) -> None:
        self._entities = corpus.entities
        grouped: dict[Series, dict[str, list[FigureClaim]]] = {}
        for claim in corpus.figures:
            grouped.setdefault(Series.of(claim), {}).setdefault(claim.slot.period, []).append(claim)
        self._claims = grouped
        self._readings: dict[tuple[Series, str], list[Reading]] = {}
        self._by_metric: dict[str, list[Series]] = {}
        for series in grouped:
            self._by_metric.setdefault(series.metric, []).append(series)
        self._overlaps: dict[str, list[str]] = {}
        for entity in corpus.entities.values():
            for name, other in entity.links:
                if name == OVERLAP:
                    self._overlaps.setdefault(entity.ref, []).append(other)
                    self._overlaps.setdefault(other, []).append(entity.ref)

    def of_metric(self, metric: str) -> list[Series]:
        """All series of a metric."""
        return self._by_metric.get(metric, [])

    def series(self) -> Iterator[Series]:
        """Every series."""
        return iter(self._claims)

    def all(self) -> Iterator[tuple[Series, str]]:
        """Every series with each of its periods."""
        for series, periods in self._claims.items():
            for label in periods:
                yield series, label

    def periods(self, series: Series) -> list[str]:
        """The labels of the periods of a series."""
        return list(self._claims.get(series, ()))

    def at(self, series: Series, label: str) -> list[Reading]:
        """The readings of one slot."""
        key = (series, label)
        if key not in self._readings:
            self._readings[key] = readings(self._claims.get(series, {}).get(label, ()))
        return self._readings[key]

    def beside(self, series: Series, label: str) -> list[Reading]:
        """The readings of the nearest period before and after the one called `label` that is as long."""
        if label == UNDATED.label:
            return []
        start, end = span(label)
        near = []
        for other in self._claims.get(series, ()):
            if other not in (label, UNDATED.label):
                first, last = span(other)
                if abs((last - first).days - (end - start).days) <= _AS_LONG:
                    near.append((last - end, other))
        before = max((pair for pair in near if pair[0].days < 0), default=None)
        after = min((pair for pair in near if pair[0].days > 0), default=None)
        return [reading for pair in (before, after) if pair for reading in self.at(series, pair[1])]

    def overlapping(self, subject: str) -> list[str]:
        """The subjects that statistics take for nearly the same."""
        return sorted(set(self._overlaps.get(subject, ())))

    def country(self, subject: str) -> str | None:
        """The country that a subject belongs to, which it may be itself."""
        entity = self._entities.get(subject)
        if entity is None or entity.kind == "country":
            return subject if entity else None
        return next((target for name, target in entity.links if name == "country"), None)

    def is_flow(self, metric: str) -> bool:
        """Whether the values of a metric grow with the length of the period and are never negative."""
        flags = self._entities[metric].flags
        flow = ("timeNature", f"time-nature/{TimeNature.FLOW}") in flags
        return flow and ("additive", True) in flags and ("signed", True) not in flags

    def find(self, series: Series, label: str, articles: Collection[str] = ()) -> list[Found]:
        """What may stand for a series at a period: its own figures, and of overlapping subjects what one of
        `articles` prints; where there are none of its own, all those of overlapping subjects, or else flows
        over parts of the period.  Nothing else is near enough."""
        near = [
            Found(reading, (Link(LinkKind.OVERLAP, series.subject, other),))
            for other in self.overlapping(series.subject)
            for reading in self.at(series._replace(subject=other), label)
        ]
        if own := self.at(series, label):
            beside = [f for f in near if any(claim.article in articles for claim in f.reading.claims)]
            return [Found(reading) for reading in own] + beside
        return near or [
            Found(reading, (Link(LinkKind.PART_OF_PERIOD, label, part),), lower_bound=True)
            for part in self.parts(series, label)
            for reading in self.at(series, part)
        ]

    def parts(self, series: Series, label: str) -> list[str]:
        """The periods of a series of flows that lie within the one called `label`, itself left out."""
        if label == UNDATED.label or not self.is_flow(series.metric):
            return []
        whole = span(label)
        inside = []
        for other in self._claims.get(series, ()):
            start, end = span(other) if other != UNDATED.label else (None, None)
            if other != label and start and end and whole[0] <= start and end <= whole[1]:
                inside.append(other)
        return inside


def span(label: str) -> tuple[dt.date, dt.date]:
    """First and last day of the period of a slot; raises ValueError on one that is undated."""
    period = parse_period(label)
    if period.start is None or period.end is None:
        raise ValueError("an undated slot has no days")
    return period.start, period.end
