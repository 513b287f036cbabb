"""The slots that a reading asks for, among those that the graph has.

Every slot of a likely subject is weighed by how well its subject, metric, period and narrowing fit the
question; the best and all that fit as well are the answer.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.asking.index import Index, Thing
from kg.asking.mentions import PLACES, TOPICS
from kg.asking.reading import Reading
from kg.asking.subjects import HOME, Subject, Subjects
from kg.asking.times import Asked
from kg.literals import Period, period

Row = dict[str, Any]
_DIMENSIONS = ("sector", "market", "ownership")
# How a narrowing agrees, a plan where plans are asked for, and the time.
_DIM_AS_ASKED, _DIM_UNASKED, _DIM_MISSING, _PLANNED = 0.4, -0.5, -0.15, 0.1
_PERIOD = {3: 0.6, 2: 0.5, 1: 0.25, 0: 0.0}
_TIE = 0.04
_ABROAD = "international"


@dataclass(frozen=True, slots=True)
class Fit:
    """A slot that fits: how well in all, how well by whom and what it is about, and by which subject.

    `weight` is that of its metric alone, `level` says how well its time fits.
    """

    slot: Row
    score: float
    match: float
    subject: Subject
    metric: str
    weight: float
    level: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the graph has for one subject: the slots that answer, and those that were near.

    `missing` says what is not there, where nothing answers: ``metric``, ``period`` or ``place``.
    """

    fits: tuple[Fit, ...] = ()
    near: tuple[Fit, ...] = ()
    missing: str = ""


class SlotBook:
    """The slots of a build, by what they are about, and the periods of their claims."""

    def __init__(self, index: Index, slots: Iterable[Row], periods: Mapping[str, Sequence[str]]) -> None:
        self._index = index
        self.by_subject: dict[str, list[Row]] = defaultdict(list)
        for row in slots:
            self.by_subject[row["subject"]].append(row)
        self._periods = periods
        self.subjects = Subjects(index, self.by_subject)

    def _thing(self, ref: str) -> Thing:
        return self._index.things[ref]

    def find(self, group: Sequence[Subject], metrics: Mapping[str, float], reading: Reading) -> Found:
        """The slots of a group's subjects that answer best."""
        fits = [fit for subject in group for fit in self._fits(subject, metrics, reading)]
        best_of: dict[str, Fit] = {}
        for fit in fits:
            known = best_of.get(fit.slot["slot"])
            if known is None or fit.score > known.score:
                best_of[fit.slot["slot"]] = fit
        fits = sorted(best_of.values(), key=lambda fit: (-fit.score, fit.slot["slot"]))
        if not fits:
            return Found(missing="metric")
        asked_place = self._wanted_place(reading, fits[0].subject)
        if asked_place:
            there = [f for f in fits if f.slot["market"] in asked_place]
            if not there:
                return Found((), tuple(fits), "place")
            fits = there
        # First who and what, then how narrow: a part of the right quantity is better than another quantity.
        first = max(fits, key=lambda fit: (fit.match, fit.score))
        same = [f for f in fits if f.slot["subject"] == first.slot["subject"] and f.metric == first.metric]
        top = same[0]
        if reading.times.asked and not (top.level and self._alike(top, fits)):
            likeliest = max(fits, key=lambda fit: fit.weight).metric
            return Found((), tuple(f for f in fits if f.metric == likeliest), "period")
        chosen = [f for f in same if f.score >= top.score - _TIE]
        near = [f for f in fits if f not in chosen]
        return Found(tuple(chosen), tuple(near))

    def all_of(self, group: Sequence[Subject], reading: Reading) -> Found:
        """Every slot of whoever is named that is of the time asked for, or of what is planned."""
        metrics = {thing.ref: 1.0 for thing in self._index.things.values() if thing.kind == "metric"}
        planned = "plan" in reading.signs
        for how in ("named", "completed", "narrowed", "sector"):
            subjects = [subject for subject in group if subject.how == how and subject.mention.covered]
            fits = [fit for subject in subjects for fit in self._fits(subject, metrics, reading)]
            best = max((fit.level for fit in fits), default=0)
            if reading.times.asked:
                fits = [fit for fit in fits if best and fit.level == best]
            fits = [fit for fit in fits if not planned or fit.slot["family"] == "planned"]
            if fits:
                return Found(tuple(sorted(fits, key=lambda fit: (-fit.score, fit.slot["slot"]))))
        return Found(missing="metric")

    def _alike(self, top: Fit, fits: Sequence[Fit]) -> bool:
        """Whether the best fit measures what the likeliest metric does: money is no count of deals."""
        likeliest = max(fits, key=lambda fit: fit.weight).metric
        return bool({*self._thing(top.metric).unit_family} & {*self._thing(likeliest).unit_family})

    def _fits(self, subject: Subject, metrics: Mapping[str, float], reading: Reading) -> Iterator[Fit]:
        thing = self._thing(subject.ref)
        for slot in self.by_subject.get(thing.local, ()):
            metric = f"metric/{slot['metric']}"
            weight = metrics.get(metric)
            if weight is None or (subject.sector and slot["sector"] != subject.sector):
                continue
            if slot["market"] == _ABROAD and "abroad" in reading.signs:
                # Revenue in "international markets" is what is earned abroad.
                weight = max(weight, self._turned(metric, reading))
            level = self._level(slot, reading.times.asked) if reading.times.asked else 0
            match = subject.weight + weight + _PERIOD[level]
            narrowing = self._narrowing(slot, subject, thing, reading)
            planned = _PLANNED if "plan" in reading.signs and slot["family"] == "planned" else 0.0
            yield Fit(
                slot, match + narrowing + planned, match + max(narrowing, 0.0), subject, metric, weight, level
            )

    def _turned(self, metric: str, reading: Reading) -> float:
        """The weight of a metric as it is named, whatever a sign makes of it."""
        return max((w for _, ranked in reading.metrics for ref, w in ranked if ref == metric), default=0.0)

    def _narrowing(self, slot: Row, subject: Subject, thing: Thing, reading: Reading) -> float:
        """Whether the slot is as narrow as the question."""
        score = 0.0
        for dimension in _DIMENSIONS:
            asked = _asked(dimension, reading)
            if dimension == "market" and "abroad" in reading.signs:
                asked = asked | {_ABROAD}
            if dimension == "sector" and subject.sector:
                asked = asked | {subject.sector}
            held = slot[dimension]
            own = {ref.partition("/")[2] for ref in (*thing.sector, *thing.country)}
            if held and held in asked:
                score += _DIM_AS_ASKED if held != subject.sector else 0.0
            elif held:
                score += _DIM_UNASKED / (5 if held in own else 1)
            elif asked - own - {_ABROAD}:
                score += _DIM_MISSING
        return score

    def _wanted_place(self, reading: Reading, subject: Subject) -> frozenset[str]:
        """The places by which the question narrows its subject; none where they go without saying."""
        thing = self._thing(subject.ref)
        named = {ref for mention in reading.places for ref in mention.refs}
        if not named or subject.ref in named:
            return frozenset()
        name_words = {word for name in self._index.name_words.get(thing.ref, ()) for word in name}
        home = set(thing.country) | {HOME}
        wanted: set[str] = set()
        for mention in reading.places:
            own = {reading.words[n].key for n in mention.covered}
            if own <= name_words or home & set(mention.refs):
                continue
            if set(thing.places) & set(mention.refs) and len({*thing.places} - home) == 1:
                continue
            # A firm's figures rarely say in which town: then the town is only noted.
            if thing.kind not in TOPICS | PLACES and any(
                HOME in self._thing(r).country for r in mention.refs
            ):
                continue
            wanted.update(ref.partition("/")[2] for ref in mention.refs)
        return frozenset(wanted)

    def _level(self, slot: Row, asked: Asked) -> int:
        """How well the slot's time is the one asked for: 3 the same, 2 by its claims, 1 near it, 0 not."""
        held = _period(slot["period"])
        if held is None:
            return 0
        best = 0
        for wanted in asked.periods:
            level = _level(held, wanted, since=asked.since)
            # What was earned in a year is not what was earned in a quarter of it; a level stands all year.
            flow = self._thing(f"metric/{slot['metric']}").time == "flow"
            best = max(best, 0 if level == 1 and flow and not _within(held, wanted) else level)
            if best < 2:
                moments = (_period(label) for label in self._periods.get(slot["slot"], ()))
                if any(m is not None and _within(m, wanted) for m in moments) and _within(wanted, held):
                    best = 2
        return best

    def others(self, fit: Fit) -> list[Row]:
        """The slots of the same subject and metric in other times or narrower ones."""
        rows = self.by_subject[fit.slot["subject"]]
        return [
            row for row in rows if row["metric"] == fit.slot["metric"] and row["slot"] != fit.slot["slot"]
        ]


def _asked(dimension: str, reading: Reading) -> frozenset[str]:
    mentions = reading.places if dimension == "market" else reading.topics
    kinds = ("country", "market") if dimension == "market" else (dimension,)
    return frozenset(
        ref.partition("/")[2]
        for mention in mentions
        for ref in mention.refs
        if ref.partition("/")[0] in kinds
    )


def _period(label: str) -> Period | None:
    try:
        found = period(label)
    except ValueError:
        return None
    return None if found.end is None else found


def _level(held: Period, wanted: Period, *, since: bool) -> int:
    assert held.start is not None
    assert held.end is not None
    assert wanted.start is not None
    assert wanted.end is not None
    if since:
        return 3 if held.start >= wanted.start else 0
    if (held.start, held.end) == (wanted.start, wanted.end):
        return 3
    if _within(held, wanted):
        whole = held.end - held.start >= dt.timedelta(days=364)
        longer = wanted.end - wanted.start > dt.timedelta(days=366)
        return 3 if whole and longer else 1
    return 1 if _within(wanted, held) and held.end - held.start < dt.timedelta(days=367) else 0


def _within(inner: Period, outer: Period) -> bool:
    assert inner.start is not None
    assert inner.end is not None
    assert outer.start is not None
    assert outer.end is not None
    return outer.start <= inner.start and inner.end <= outer.end
