"""Figures of one sentence that say something of each other: conversions, second limbs, lists, coordination.

Each method looks at figures that stand side by side and at the words between them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from kg.candidate import Cue
from kg.extract.draft import Draft
from kg.extract.grammar import linked
from kg.extract.reading import Mark, View
from kg.extract.sought import Run
from kg.lists import UnitFamily

# Units in which a level is measured.
LEVELS: Final = (UnitFamily.CURRENCY, UnitFamily.COUNT, UnitFamily.PHYSICAL)
# "Revenue of 50 trillion dong (about 2 billion dollars)": between a sum and the same in another currency.
_CONVERTS: Final = {
    "en": re.compile(
        r"\s*[(,\[–—-]?\s*(?:or|about|around|approximately|roughly|nearly|some|over|more than|almost|"
        r"equivalent to|equal to|equivalent|worth|~|≈|i\.e\.|,|\s)*\s*",
        re.I,
    ),
    "vi": re.compile(
        r"\s*[(,\[–—-]?\s*(?:tương đương với|tương đương|tương ứng với|tương ứng|hay|hoặc|khoảng|xấp xỉ|gần|"
        r"hơn|trên|quy đổi|ước|là|bằng|~|≈|,|\s)*\s*",
        re.I,
    ),
}
_CONVERSION_REACH: Final = 60
# The second of two changes, which leaves the verb out.
_LIMB: Final = re.compile(
    r"\b(?:and|và|or|hoặc)\s+(?:by\s+)?"
    r"(?:more than |over |about |nearly |around |almost |hơn |gần |khoảng |trên )?$",
    re.I,
)
_LIMB_REACH: Final = 70
_BASE_REACH: Final = 20
# Behind a number that counts what a figure before it counted: no noun of its own.
_NO_NOUN: Final = {
    "en": re.compile(
        r"\s*(?:$|[.,;)!?”\"](?!\d)|(?:and|or|but|in|by|for|at|on|from|a|per|this|last|now|today|later|so|"
        r"have|has|had|are|were|will|would|who|valid)\b)"
    ),
    "vi": re.compile(r"\s*(?:$|[.,;)!?”\"](?!\d)|(?:và|hay|trong|vào|ở|tại|còn|năm|so|hồi|cuối|đầu)\b)"),
}
# The families of units that a bare number may take from a figure before it.
_TAKEN: Final = (UnitFamily.COUNT, UnitFamily.PERCENT, UnitFamily.PHYSICAL)
_HUNDRED: Final = 100
# Between the nouns of a list.
_AND: Final = re.compile(r"\s*(?:,\s*)?(?:,|and|và|&|cùng)\s+(?:its\s+|the\s+|total\s+)?", re.I)


class Pairs:
    """What the figures of one text say of their neighbours."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language

    def is_conversion(self, before: Draft, draft: Draft) -> bool:
        """Whether `draft` prints the same sum as the figure right before it, in another currency."""
        if before.family != UnitFamily.CURRENCY or draft.family != UnitFamily.CURRENCY:
            return False
        low, high = before.figure.end, draft.figure.start
        if before.unit == draft.unit or high - low >= _CONVERSION_REACH:
            return False
        return _CONVERTS[self._language].fullmatch(self._text, low, high) is not None

    def goes_on(self, before: Draft, draft: Draft) -> bool:
        """Whether a bare number is one more of what was counted `before`: "26 cables, and Malaysia 22"."""
        if draft.family or before.family not in _TAKEN or before.is_change or draft.is_change:
            return False
        if before.family == UnitFamily.PERCENT and max(before.value, draft.value) > _HUNDRED:
            return False
        if before.family == UnitFamily.COUNT and draft.value != int(draft.value):
            return False
        return _NO_NOUN[self._language].match(self._text, draft.figure.end) is not None

    def second_limbs(self, view: View, drafts: Sequence[Draft]) -> None:
        """ "Down 3 per cent on June and 16 per cent over the same period" falls twice."""
        for first, second in itertools.pairwise(drafts):
            if not (first.is_change and first.in_percent and second.in_percent):
                continue
            if second.is_change or second.is_base:
                continue
            between = self._text[first.figure.end : second.figure.start]
            if len(between) > _LIMB_REACH or not _LIMB.search(between):
                continue
            end = second.figure.end
            if not any(t.role == "base" and 0 <= t.start - end < _BASE_REACH for t in view.times):
                continue
            second.change = first.change
            if first.change.sign < 0:
                second.value = -second.value
                second.cues.append(Cue.at(self._text, "change", first.change.start, first.change.end))

    def runs(self, drafts: Sequence[Draft]) -> dict[Draft, Run]:
        """The list that each figure stands in: figures of one family with no more than "and" between them."""
        plain: list[Draft] = []
        groups: list[list[Draft]] = []
        for draft in drafts:
            if plain and self.is_conversion(plain[-1], draft):
                groups.append([draft])
                continue
            if plain and self._are_joined(plain[-1], draft):
                next(g for g in reversed(groups) if plain[-1] in g).append(draft)
            else:
                groups.append([draft])
            plain.append(draft)
        return {
            draft: Run(number, len(group), group[0].figure.start, group[-1].figure.end)
            for group in groups
            for number, draft in enumerate(group)
        }

    def _are_joined(self, first: Draft, second: Draft) -> bool:
        """Whether two figures are members of one list, conversions in brackets left out."""
        if first.family != second.family or second.is_base:
            return False
        return linked(self._text, first.figure.end, second.figure.start)

    def chains(self, nouns: Sequence[Mark]) -> list[list[Mark]]:
        """`nouns`, in their order, by the lists in which "and" joins them."""
        groups: list[list[Mark]] = []
        for mark in nouns:
            if groups and _AND.fullmatch(self._text, groups[-1][-1].end, mark.start):
                groups[-1].append(mark)
            else:
                groups.append([mark])
        return groups
