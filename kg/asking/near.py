"""What lies near an answer, or a question that cannot be placed: look-alikes, other times and questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.asking.index import Index
from kg.asking.reading import Reading
from kg.asking.reply import Near
from kg.asking.saved import Shelf
from kg.asking.slots import Fit, Found, SlotBook
from kg.asking.voice import Voice, local, recent

Row = dict[str, Any]
_NEIGHBOURS, _NEAREST = 8, 6
# What anybody may ask, where nothing is near.
_ALWAYS = ("entity-counts", "disputed", "industry-size")


class Nearby:
    """Finds what is near one question."""

    def __init__(self, index: Index, book: SlotBook, shelf: Shelf, reading: Reading, voice: Voice) -> None:
        self._index, self._book, self._shelf = index, book, shelf
        self._reading, self._voice = reading, voice

    def neighbours(self, answered: Sequence[Found], chosen: Mapping[str, Fit]) -> list[Near]:
        """What lies near: look-alike series with the same quantity, and the other slots that fitted less."""
        made: dict[str, Near] = {}
        asked = self._reading.times.asked
        for found in answered:
            top = found.fits[0]
            for ref in self._book.subjects.overlapping(top.subject.ref):
                thing = self._index.things[ref]
                rows = [r for r in self._book.by_subject[thing.local] if r["metric"] == top.slot["metric"]]
                rows.sort(key=lambda r: (r["period"] != top.slot["period"], recent(r), r["slot"]))
                if rows:
                    scope = thing.scope(self._voice.language)
                    made.setdefault(
                        rows[0]["slot"], Near(self._voice.question(rows[0]), rows[0]["slot"], scope=scope)
                    )
            near = [
                fit.slot
                for fit in found.near
                if fit.metric == top.metric and fit.subject.ref == top.subject.ref
            ]
            if asked:
                near.sort(key=lambda r: (r["period"] == top.slot["period"], recent(r), r["slot"]))
            for slot in near:
                made.setdefault(slot["slot"], Near(self._voice.question(slot), slot["slot"]))
        return [near for name, near in made.items() if name not in chosen][:_NEIGHBOURS]

    def nearest(self, founds: Sequence[Found]) -> tuple[Near, ...]:
        """What can be asked instead of a question that is refused: slots first, then saved queries."""
        near = dict.fromkeys((*self._slots(founds), *self._queries()))
        return tuple(near)[:_NEAREST]

    def _slots(self, founds: Sequence[Found]) -> Iterator[Near]:
        rows = [fit.slot for found in founds for fit in found.near or found.fits]
        if not rows:
            rows = self._by_subject() or self._by_metric()
        rows = list({row["slot"]: row for row in rows}.values())
        for row in rows[: _NEAREST - 2]:
            yield Near(self._voice.question(row), slot=row["slot"])

    def _by_subject(self) -> list[Row]:
        """One slot of each quantity that the graph has of whoever is named."""
        mentions = [*self._reading.actors, *self._reading.topics]
        rows = [
            row
            for mention in mentions
            for ref in mention.refs
            for row in sorted(self._book.by_subject.get(local(ref), ()), key=lambda r: (recent(r), r["slot"]))
        ]
        return list({row["metric"]: row for row in reversed(rows)}.values())

    def _by_metric(self) -> list[Row]:
        """The slots of the quantity that is named: of the time asked for, observed, the newest first."""
        wanted = {local(ref) for _, ranked in self._reading.metrics for ref, _ in ranked[:1]}
        rows = [row for held in self._book.by_subject.values() for row in held if row["metric"] in wanted]
        asked = self._reading.period
        return sorted(
            rows, key=lambda r: (r["period"] != asked, r["family"] == "planned", recent(r), r["slot"])
        )

    def _queries(self) -> Iterator[Near]:
        language = self._voice.language
        hinted = [
            name for kind, _ in self._reading.kinds for name in kind.queries if name in self._shelf.heads
        ]
        ranked = [head.name for share, _, head in self._shelf.ranked(self._reading, ()) if share]
        for name in dict.fromkeys((*hinted, *ranked[:3], *_ALWAYS)):
            if name in self._shelf.heads:
                yield Near(self._shelf.heads[name].summary(language), query=name)
