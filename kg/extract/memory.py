"""What the figures before measured, and what the lines above name, where a sentence names nothing itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.draft import Draft
from kg.extract.measures import Measure
from kg.extract.reading import Mark, View
from kg.extract.spans import within_longer
from kg.lists import UnitFamily

# What a number without a unit may be one more of, as long as it is printed with one nearby.
AGAIN: Final = frozenset((UnitFamily.PERCENT, UnitFamily.PHYSICAL, UnitFamily.TIME))
# Only a measure that its own words name, or the words beside it, goes on.
_SURE: Final = 1.0
# The family of a figure, and whether it is a change.
_Kind = tuple[str, bool]
_ROLES: Final = frozenset(("noun", "counted"))


class Memory:
    """The measures of a document so far; heard sentence by sentence, in the order of the text."""

    def __init__(self, views: Iterable[View]) -> None:
        self._last: dict[_Kind, Measure] = {}
        # What was measured before that, if another thing, and how often each thing was.
        self._other: dict[_Kind, Measure] = {}
        self._times: dict[_Kind, Counter[str | None]] = defaultdict(Counter)
        self._measures: dict[tuple[_Kind, str | None], Measure] = {}
        # What the last figure measured, if that was a level printed with its unit.
        self.last_printed: Measure | None = None
        self._block = -1
        self._marks: dict[int, list[Mark]] = defaultdict(list)
        self._sentence: Sequence[Mark] = ()
        self._sentence_block = -1
        self._headings: dict[int, int] = {}
        heading = -1
        for view in views:
            block = view.sentence.block
            self._marks[block] += view.marks
            if view.block.kind is BlockKind.HEADING:
                heading = block
            self._headings[block] = heading

    def remember(self, view: View, drafts: Sequence[Draft]) -> None:
        """End a sentence: what its figures measure goes on."""
        if drafts:
            self._block = view.sentence.block
            self.last_printed = self._again(drafts[-1])
        for draft in drafts:
            if draft.measure is not None and draft.metric is not None and draft.measure.score >= _SURE:
                counted = next((cue for cue in draft.cues if cue.role == "unit"), None)
                measure = draft.measure
                if counted is not None:
                    measure = measure._replace(unit=draft.unit, counted=counted)
                self._keep((draft.family, draft.is_change), measure)

    def _keep(self, kind: _Kind, measure: Measure) -> None:
        last = self._last.get(kind)
        if last is not None and last.metric != measure.metric:
            self._other[kind] = last
        self._last[kind] = self._measures[kind, measure.metric] = measure
        self._times[kind][measure.metric] += 1

    def printed(self, draft: Draft) -> Cue | None:
        """The words that give the unit of a figure, if it prints one, or goes on with one that does."""
        given = next((cue for cue in draft.cues if cue.role == "unit"), None)
        if given is not None or draft.figure.unit is None:
            return given
        return Cue("unit", draft.figure.surface, *draft.span)

    def _again(self, draft: Draft) -> Measure | None:
        if draft.measure is None or draft.metric is None or draft.family not in AGAIN or draft.is_change:
            return None
        words = self.printed(draft)
        return None if words is None else draft.measure._replace(unit=draft.unit, counted=words)

    def leave(self, view: View) -> None:
        """End a sentence, with or without figures: what it names may be measured in the next."""
        self._sentence, self._sentence_block = view.marks, view.sentence.block

    def same_block(self, view: View) -> bool:
        """Whether the last sentence that measured something stands in the same block."""
        return self._block == view.sentence.block

    def last(self, family: str, *, change: bool) -> Measure | None:
        """What the last figure of `family` measured by its own words."""
        return self._last.get((family, change))

    def others(self, family: str, *, change: bool) -> Iterator[tuple[str, Measure]]:
        """What else figures of `family` measured: the last other thing, and what most of them did."""
        kind = family, change
        if (other := self._other.get(kind)) is not None:
            yield "last but one", other
        for metric, times in self._times[kind].most_common(1) if kind in self._times else ():
            if times > 1:
                yield "usual", self._measures[kind, metric]

    def above(self, view: View) -> Iterator[tuple[str, Sequence[Mark]]]:
        """What the lines above a sentence name: the lead of its list, its heading, the sentence before."""
        if view.block.lead is not None:
            yield "lead", self._named(self._marks.get(view.block.lead, ()))
        if view.block.kind is not BlockKind.PARAGRAPH:
            yield "block", self._named(self._marks.get(view.sentence.block, ()))
        if self._sentence_block == view.sentence.block:
            yield "sentence", self._named(self._sentence)
        heading = self._headings.get(view.sentence.block, -1)
        if heading not in (-1, view.sentence.block):
            yield "heading", self._named(self._marks.get(heading, ()))

    def _named(self, marks: Sequence[Mark]) -> Sequence[Mark]:
        """The longest words that name metrics."""
        nouns = [m for m in marks if m.term.role in _ROLES and (m.term.ref or m.term.unit)]
        within = within_longer(nouns)
        return [m for m in nouns if m[:2] not in within]
