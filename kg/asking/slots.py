"""The slots that a reading asks for, among those that the graph has.

Every slot of a likely subject is weighed by how well its subject, metric, period and narrowing fit the
question; the best and all that fit as well are the answer.  Whoever is named by name is never exchanged for
somebody else: where nothing of theirs fits, nothing is answered.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.asking.index import Index, Thing
from kg.asking.reading import AGENTS, PLACES, TOPICS, Mention, Reading
from kg.asking.text import key_of, words
from kg.asking.times import Asked
from kg.literals import Period, period

Row = dict[str, Any]
_DIMENSIONS = ("sector", "market", "ownership")
HOME = "country/vietnam"
# Weights of a subject: named; a part that the rest of the question names; one that narrows the name by "Vietnam";
# the body of a sector; the sector of a larger body; a series that overlaps.
# The country, where only its industries are named, or nothing is.
_NAMED, _COMPLETED, _NARROWED, _OF_SECTOR, _SEGMENT, _OVERLAP = 2.0, 2.15, 1.5, 1.85, 1.8, 1.2
_AT_HOME, _UNNAMED = 1.6, 1.0
# A metric that the question does not name but stands for one that it does; a growth of one that it names.
_FAMILY, _GROWTH, _TURN, _TURNED = 0.55, 0.55, 0.4, 0.4
_AGREES, _DISAGREES = 0.25, -0.35
_DIM_AS_ASKED, _DIM_UNASKED, _DIM_MISSING, _PLANNED = 0.4, -0.5, -0.15, 0.1
_PERIOD = {3: 0.6, 2: 0.5, 1: 0.25, 0: 0.0}
_TIE = 0.04
# Words of a name that need not be said.
_FREE = frozenset(("and", "of"))
_ABROAD = "international"
_LEAST_METRIC, _LIKELY = 0.5, 0.1


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or something that the question may be about: its weight and how it was reached."""

    ref: str
    weight: float
    how: str
    mention: Mention
    sector: str | None = None  # only its slots of this sector


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

    @property
    def figured(self) -> list[Thing]:
        """Everything that figures are about."""
        return self._index.figured

    # -- subjects

    def groups(self, reading: Reading) -> list[list[Subject]]:
        """Whom the question may be about: one list for each that it names, each with the likeliest."""
        spoken_of = [m for m in reading.actors if not reading.is_source(m)]
        actors = [m for m in spoken_of if self._has_figures(m, reading)]
        if actors:
            return [list(self._of_actor(mention, reading)) for mention in actors]
        if any(ref.partition("/")[0] not in AGENTS for m in spoken_of for ref in m.refs):
            return []
        topics = [m for m in reading.topics if not all(ref.startswith("ownership/") for ref in m.refs)]
        made = [list(self._of_topic(mention)) for mention in topics]
        if len(made) > 1 and _compared(reading, topics):
            return made
        named = {ref for mention in reading.places for ref in mention.refs}
        # "AI readiness" is a quantity of the country; "software exports" are none of the whole country.
        free = [_sectors(self._index, mention) for mention in self._free(reading)]
        if any(not sectors for sectors in free):
            return [[subject for group in made for subject in group]]
        parts: list[str | None] = [*sorted(set().union(*free))] if free else [None]
        weight = _AT_HOME if made else _NAMED
        home = [
            Subject(r, weight * m.quality, "named", m, part) for m in reading.places for r in m.refs for part in parts
        ]
        if HOME not in named and HOME in self._index.things:
            nobody = Mention((), (HOME,), "", 1.0)
            home += [Subject(HOME, _UNNAMED, "unnamed", nobody, part) for part in parts]
        return [[*(subject for group in made for subject in group), *home]]

    def _thing(self, ref: str) -> Thing:
        return self._index.things[ref]

    def _has_figures(self, mention: Mention, reading: Reading) -> bool:
        return any(s.ref for s in self._of_actor(mention, reading) if self._thing(s.ref).figures)

    def _of_actor(self, mention: Mention, reading: Reading) -> Iterator[Subject]:
        for ref in mention.refs:
            yield Subject(ref, _NAMED * mention.quality, "named", mention)
        own = frozenset(reading.words[n].key for n in mention.covered)
        asked = frozenset(word.key for word in reading.words)
        unknown = not any(self._thing(ref).figures for ref in mention.refs)
        for thing in self.figured:
            if thing.ref in mention.refs:
                continue
            extras = [name - own - _FREE for name in self._index.name_words[thing.ref] if own < name]
            if any(extra - {"vietnam"} <= asked and extra & asked for extra in extras):
                yield Subject(thing.ref, _COMPLETED * mention.quality, "completed", mention)
            elif {"vietnam"} in extras or (unknown and self._begins(thing, mention, reading)):
                yield Subject(thing.ref, _NARROWED * mention.quality, "narrowed", mention)

    def _begins(self, thing: Thing, mention: Mention, reading: Reading) -> bool:
        """Whether the name of a thing begins with the words of a mention."""
        typed = "".join(reading.words[n].key for n in mention.covered)
        return any(
            key_of(words(phrase)[: len(mention.covered)]) == typed for phrase in (thing.en, thing.vi)
        )

    def _of_topic(self, mention: Mention) -> Iterator[Subject]:
        for ref in mention.refs:
            thing = self._thing(ref)
            if thing.kind == "ownership":
                continue
            if thing.kind != "sector":
                yield Subject(ref, _NAMED * mention.quality, "named", mention)
            sectors = (ref,) if thing.kind == "sector" else thing.sector
            for sector in sectors:
                yield from self._of_sector(sector, mention, named=thing.kind != "sector")
            for other in self.overlapping(ref):
                yield Subject(other, _OVERLAP * mention.quality, "overlap", mention)

    def _of_sector(self, sector: str, mention: Mention, *, named: bool) -> Iterator[Subject]:
        local = sector.partition("/")[2]
        for thing in self.figured:
            if sector in thing.sector and not named:
                yield Subject(thing.ref, _OF_SECTOR * mention.quality, "sector", mention)
            if any(row["sector"] == local for row in self.by_subject[thing.local]) and thing.kind in (
                "aggregate", "country",
            ):  # fmt: skip
                yield Subject(thing.ref, _SEGMENT * mention.quality, "segment", mention, local)

    def overlapping(self, ref: str) -> list[str]:
        """The series that are easily taken for another one, by links in both directions."""
        ahead = list(self._thing(ref).overlaps)
        return sorted({*ahead, *(t.ref for t in self._index.things.values() if ref in t.overlaps)} - {ref})

    def _free(self, reading: Reading) -> list[Mention]:
        """The topics that are not only words of a quantity."""
        within = {n for mention, _ in reading.metrics for n in mention.covered}
        topics = [m for m in reading.topics if not all(ref.startswith("ownership/") for ref in m.refs)]
        return [mention for mention in topics if not within.issuperset(mention.covered)]

    def only_body(self, metrics: Mapping[str, float], reading: Reading) -> list[Subject]:
        """The one body of firms that has a quantity of which nobody is named; none where several have it."""
        if reading.actors or self._free(reading):
            return []
        best = max(metrics.values(), default=0.0)
        likely = {ref.partition("/")[2] for ref, weight in metrics.items() if weight >= best - _LIKELY}
        found = [
            thing
            for thing in self.figured
            if thing.kind == "aggregate" and any(s["metric"] in likely for s in self.by_subject[thing.local])
        ]
        nobody = Mention((), (HOME,), "", 1.0)
        return [Subject(found[0].ref, _UNNAMED, "unnamed", nobody)] if len(found) == 1 else []

    # -- metrics

    def metrics(self, reading: Reading, only: Mention | None = None) -> dict[str, float]:
        """What may be measured, with weights; `only` one of the mentions where several are asked for."""
        weights: dict[str, float] = defaultdict(float)
        for mention, ranked in reading.metrics:
            if only is None or mention == only:
                for ref, weight in ranked:
                    weights[ref] += weight
        named = dict(weights)
        for thing in self._index.things.values():
            if thing.kind != "metric":
                continue
            if "growth" in reading.signs and any(base in named for base in thing.growth_of):
                base = max(named.get(ref, 0.0) for ref in thing.growth_of)
                weights[thing.ref] = max(weights[thing.ref], base + _GROWTH)
            if "share" in reading.signs and any(base in named for base in thing.share_of):
                base = max(named.get(ref, 0.0) for ref in thing.share_of)
                weights[thing.ref] = max(weights[thing.ref], base)
        for sign, base_ref, made in self._index.turns:
            if sign in reading.signs and base_ref in named:
                weights[made] = max(weights[made], named[base_ref] + _TURN)
                weights[base_ref] *= _TURNED
        for ref in list(weights):
            weights[ref] += self._agreement(self._thing(ref), reading)
        for family in self._index.families:
            best = max((weights[ref] for ref in family[:1] if ref in named), default=0.0)
            for ref in family[1:]:
                if best and weights.get(ref, 0.0) < best * _FAMILY:
                    weights[ref] = best * _FAMILY
        return {ref: weight for ref, weight in weights.items() if weight >= _LEAST_METRIC}

    def _agreement(self, metric: Thing, reading: Reading) -> float:
        """How well the unit of a metric goes with what the question wants: how many, how much, what share."""
        families = set(metric.unit_family)
        wants = [
            ("share", {"percent", "percentage_point", "rate"}),
            ("rank", {"rank", "score"}),
            ("growth", {"percent", "percentage_point", "multiple"}),
        ]
        for sign, fitting in wants:
            if sign in reading.signs and families & fitting:
                return _AGREES
        if "count" in reading.signs and families:
            return _AGREES if families & {"count", "physical"} else _DISAGREES
        if "money" in reading.signs and families:
            return 0.0 if "currency" in families or "percent" in families else _DISAGREES / 2
        if "share" in reading.signs and "currency" in families:
            return _DISAGREES / 2
        return 0.0

    # -- slots

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
            if thing.kind not in TOPICS | PLACES and any(HOME in self._thing(r).country for r in mention.refs):
                continue
            wanted.update(ref.partition("/")[2] for ref in mention.refs)
        return frozenset(wanted)

    def _level(self, slot: Row, asked: Asked) -> int:
        """How well the slot's time is the one asked for: 3 the same, 2 by its claims, 1 near it, 0 another."""
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
        return [row for row in rows if row["metric"] == fit.slot["metric"] and row["slot"] != fit.slot["slot"]]


def _sectors(index: Index, mention: Mention) -> set[str]:
    """The sectors that a topic is, by their local ids."""
    things = [index.things[ref] for ref in mention.refs]
    found = {thing.local for thing in things if thing.kind == "sector"}
    return found | {ref.partition("/")[2] for thing in things for ref in thing.sector}


def _compared(reading: Reading, mentions: Sequence[Mention]) -> bool:
    """Whether words like "and" or "vs" stand between mentions."""
    together = reading.signs.get("together", frozenset())
    return any(
        any(one.covered[-1] < n < other.covered[0] for n in together)
        for one, other in zip(mentions, mentions[1:], strict=False)
    )


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

