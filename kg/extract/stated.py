"""How the times that a sentence states stand to its figures, and which is the base of a change.

What goes in is a sentence, a figure that asks, and the places of the other figures, since a time right behind
another figure is that one's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.extract.grammar import LINK
from kg.extract.reading import View
from kg.extract.spans import Place
from kg.extract.timing import Datable
from kg.periods import Role, TimeMention

# The roles of times that say when something was or will be so.
SAYS_WHEN: Final = frozenset((Role.WITHIN, Role.AS_OF, Role.BY, Role.SPAN, Role.LIST, Role.SINCE))
# Between a figure and a time right behind it.
_ADJACENT: Final = re.compile(
    r"[\s(,–-]*(?:(?:in|of|for|during|at|by|over|năm|trong|vào|của|hồi|ở)\s+)?(?:the\s+)?[\s(]*", re.I
)
# "14.02 % of GDP in 2025", "1.26 million people in 2024": a few words that go on with the figure.
_NEAR: Final = re.compile(r"(?:\s+[^\W\d][\w-]*){1,4}\s+(?:in|of|for|during|năm|trong|vào|hồi)?\s*", re.I)
# Words between a change and a time that make the time its base.
_AGAINST: Final = re.compile(
    r"\s*(?:above|below|on|over|from|than|against|versus|vs\.?|higher than|lower than|more than|less than|"
    r"(?:as )?compared (?:with|to)|so với|của)\s+"
    r"(?:that of |those of |the level of |in |its level in |năm |cùng kỳ )?",
    re.I,
)
# "The highest in nine years" compares, and dates nothing.
_RECORD: Final = re.compile(
    r"(?:highest|lowest|largest|biggest|first|best|worst|cao nhất|thấp nhất|lớn nhất|đầu tiên)[^,;.]{0,24}$",
    re.I,
)
_RECORD_REACH: Final = 40
# "Told shareholders in April": when something was said, not when it is true.
_SAID_THEN: Final = re.compile(
    r"\b(?:said|told|announced|reported|noted|added|revealed|signed|unveiled|published|released|cho biết|"
    r"công bố|thông báo)\b[^.,;]{0,40}$",
    re.I,
)
_SAID_REACH: Final = 60


class Stated:
    """The times that the sentences of one text state."""

    def __init__(self, text: str) -> None:
        self._text = text

    def base(self, view: View, asked: Datable, others: Sequence[Place]) -> TimeMention | None:
        """The time that a change is measured against: the nearest base, rather after the figure."""
        start, end = asked.start, asked.end
        roles = (Role.BASE, Role.WITHIN) if asked.multiple else (Role.BASE,)
        bases = [
            t
            for t in view.times
            if not t.in_name and (t.role in roles or _AGAINST.fullmatch(self._text, end, t.start))
        ]
        after = [t for t in bases if t.start >= end and not any(end <= a < t.start for a, _ in others)]
        if after:
            return after[0]
        if asked.multiple:
            return None
        before = [t for t in bases if t.end <= start and not any(t.end <= a < start for a, _ in others)]
        if before:
            return before[-1]
        return next((t for t in bases if t.start >= end), None)

    def is_beside(self, end: int, time: TimeMention, others: Sequence[Place]) -> bool:
        """Whether `time` follows the figure that ends at `end` directly, or after what it counts."""
        if time.start < end or any(end <= a < time.start for a, _ in others):
            return False
        return _ADJACENT.fullmatch(self._text, end, time.start) is not None

    def is_of_another(self, time: TimeMention, asked: Datable, others: Sequence[Place]) -> bool:
        """Whether a time stands right after another figure that is in no list with this one."""
        for start, end in others:
            if end <= time.start and self.is_beside(end, time, others):
                low, high = sorted(((asked.start, asked.end), (start, end)))
                return LINK.fullmatch(self._text, low[1], high[0]) is None
        return False

    def is_near(self, end: int, time: TimeMention) -> bool:
        """Whether but a few words of its own stand between the figure that ends at `end` and `time`."""
        return time.start >= end and _NEAR.fullmatch(self._text, end, time.start) is not None

    def is_against(self, end: int, time: TimeMention) -> bool:
        """Whether what stands between the figure that ends at `end` and `time` compares the two."""
        return time.start >= end and _AGAINST.fullmatch(self._text, end, time.start) is not None

    def of_record(self, view: View, time: TimeMention) -> bool:
        """Whether a time says how long there was nothing like it: "the highest in nine years"."""
        return self._ends(_RECORD, max(view.start, time.start - _RECORD_REACH), time.start)

    def of_saying(self, view: View, time: TimeMention) -> bool:
        """Whether a time says when something was said."""
        return self._ends(_SAID_THEN, max(view.start, time.start - _SAID_REACH), time.start)

    def _ends(self, pattern: re.Pattern[str], low: int, high: int) -> bool:
        """Whether the words between two places end as `pattern` says."""
        return pattern.search(self._text[low:high]) is not None
