"""Whom or what a question may be about, among what figures are about.

Whoever is named by name is never exchanged for somebody else; a topic may be a body of firms, the sector of a
larger one, or, said so, a series that overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kg.asking.index import Index, Thing
from kg.asking.mentions import AGENTS, Mention
from kg.asking.reading import Reading
from kg.asking.text import key_of, words

Row = dict[str, Any]
HOME = "country/vietnam"
# Weights: named; a part that the rest of the question names; one that narrows the name by "Vietnam"; the body
# of a sector; the sector of a larger body; a series that overlaps.
_NAMED, _COMPLETED, _NARROWED, _OF_SECTOR, _SEGMENT, _OVERLAP = 2.0, 2.15, 1.5, 1.85, 1.8, 1.2
# The country, where only its industries are named, or nothing is.
_AT_HOME, _UNNAMED = 1.6, 1.0
# Words of a name that need not be said.
_FREE = frozenset(("and", "of"))
# So near the likeliest quantity, another is as likely.
_LIKELY = 0.1


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or something that the question may be about: its weight and how it was reached.

    With a `sector`, only its slots of this sector.
    """

    ref: str
    weight: float
    how: str
    mention: Mention
    sector: str | None = None


class Subjects:
    """Finds whom a question may be about, on one build; `slots` are its slots by the id of the subject."""

    def __init__(self, index: Index, slots: Mapping[str, Sequence[Row]]) -> None:
        self._index, self._slots = index, slots

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
            Subject(r, weight * m.quality, "named", m, part)
            for m in reading.places
            for r in m.refs
            for part in parts
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
        for thing in self._index.figured:
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
        return any(key_of(words(phrase)[: len(mention.covered)]) == typed for phrase in (thing.en, thing.vi))

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
        for thing in self._index.figured:
            if sector in thing.sector and not named:
                yield Subject(thing.ref, _OF_SECTOR * mention.quality, "sector", mention)
            if any(row["sector"] == local for row in self._slots.get(thing.local, ())) and thing.kind in (
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
            for thing in self._index.figured
            if thing.kind == "aggregate"
            and any(s["metric"] in likely for s in self._slots.get(thing.local, ()))
        ]
        nobody = Mention((), (HOME,), "", 1.0)
        return [Subject(found[0].ref, _UNNAMED, "unnamed", nobody)] if len(found) == 1 else []


def _sectors(index: Index, mention: Mention) -> set[str]:
    """The sectors that a topic is, by their local ids."""
    things = [index.things[ref] for ref in mention.refs]
    found = {thing.local for thing in things if thing.kind == "sector"}
    return found | {ref.partition("/")[2] for thing in things for ref in thing.sector}


def _compared(reading: Reading, mentions: Sequence[Mention]) -> bool:
    """Whether words like "and" or "vs" stand between mentions."""
    together = reading.signs.get("together", frozenset())
    return any(
        any(one.covered[-1] < n < other.covered[0] for n in together) for one, other in pairwise(mentions)
    )
