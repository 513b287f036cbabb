"""What the figures before measured, for those whose own sentence names nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.blocks import BlockKind
from kg.extract.catalogue import PERCENTS
from kg.extract.draft import Draft
from kg.extract.measures import Measure, Measures
from kg.extract.reading import Mark, View
from kg.lists import UnitFamily

_OF_THEM: Final = re.compile(r"\s+of (?:them|these|those|which|whom)\b")
# Only a measure that its own words name goes on.
_SURE: Final = 1.0


class Memory:
    """The measures of a document so far; heard sentence by sentence, in the order of the text."""

    def __init__(self, text: str, measures: Measures, views: Iterable[View]) -> None:
        self._text = text
        self._measures = measures
        self._last: dict[tuple[str, bool], Measure] = {}
        self._block = -1
        self._marks: dict[int, list[Mark]] = defaultdict(list)
        for view in views:
            self._marks[view.sentence.block] += view.marks

    def remember(self, view: View, drafts: Sequence[Draft]) -> None:
        """End a sentence: what its figures measure goes on."""
        self._block = view.sentence.block
        for draft in drafts:
            if draft.measure is not None and draft.measure.score >= _SURE:
                self._last[draft.family, draft.is_change] = draft.measure

    def in_paragraph(self, view: View, family: str) -> Measure | None:
        """What the last level in units of `family` measures, where the paragraph spoke of it."""
        return self._last.get((family, False)) if self._block == view.sentence.block else None

    def last_share(self, view: View) -> Measure | None:
        """The market share that the paragraph speaks of, where "its share" is said."""
        last = self.in_paragraph(view, UnitFamily.PERCENT)
        return last if last is not None and last.metric == "market_share" else None

    def carried(self, view: View, draft: Draft, family: str, before: Sequence[Draft]) -> Measure | None:
        """The measure of the last figure like `draft`: of its sentence, its list or heading, or before.

        `family` is that of the metrics in question, "" for a number without a unit; `before` are the figures
        before it in the sentence.
        """
        return (
            self._in_sentence(draft, family, before)
            or self._in_lead(view, draft, family)
            or self._from_before(view, draft, family)
        )

    def _in_sentence(self, draft: Draft, family: str, before: Sequence[Draft]) -> Measure | None:
        if family == "" and draft.value < 10:
            return None
        wanted = family or UnitFamily.COUNT
        for other in reversed(before):
            alike = other.family in (family, wanted) and other.is_change == draft.is_change
            if alike and other.measure is not None:
                return replace(other.measure, score=0.8, rule="metric-same")
        return None

    def _in_lead(self, view: View, draft: Draft, family: str) -> Measure | None:
        blocks = [view.block.lead]
        if view.block.kind is not BlockKind.PARAGRAPH:
            blocks.append(view.sentence.block)
        for number in blocks:
            if number is None:
                continue
            for wanted in (family,) if family else (UnitFamily.COUNT, UnitFamily.CURRENCY):
                found = self._measures.beyond(self._marks.get(number, ()), wanted, change=draft.is_change)
                if found is not None:
                    return found
        return None

    def _from_before(self, view: View, draft: Draft, family: str) -> Measure | None:
        last = self._last.get((family or UnitFamily.COUNT, draft.is_change))
        if last is None or not self._goes_on(view, draft, family):
            return None
        return replace(last, score=0.5, rule="metric-carried")

    def _goes_on(self, view: View, draft: Draft, family: str) -> bool:
        """Whether a figure without words of its own goes on with what was measured before."""
        same_block = self._block == view.sentence.block
        if family == "":
            # "Climbed to 9 from 5": a number that something rose to.
            if same_block and draft.change.start != draft.change.end:
                return True
            of_them = _OF_THEM.match(self._text, draft.figure.end) is not None
            return draft.value >= 10 and (view.block.kind is BlockKind.ITEM or of_them)
        if draft.is_change:
            # An industry that grows, in a sentence that names no quantity.
            return not any(m.term.role == "aggregate" for m in view.marks)
        # A share is of what its own paragraph says.
        return same_block or family not in PERCENTS
