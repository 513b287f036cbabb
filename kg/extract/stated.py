"""Which of the times that a sentence states is that of a figure, and which is the base of its change.

What goes in is a sentence, a figure that asks, and the places of the other figures, since a time right behind
another figure is that one's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.extract.grammar import LINK, Distance
from kg.extract.reading import View
from kg.extract.spans import Place
from kg.extract.timing import Asked
from kg.literals import UNDATED
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
# A time that fits less than this is no better than none.
_LEAST: Final = 0.15
# A time that begins so near to the head of its sentence dates all of it.
_AT_HEAD: Final = 12


class Stated:
    """The times that the sentences of one text state."""

    def __init__(self, text: str) -> None:
        self._text = text

    def best(
        self, view: View, asked: Asked, others: Sequence[Place], distance: Distance
    ) -> TimeMention | None:
        """The time of the sentence that fits the figure best; None where none fits."""
        best, top = None, _LEAST
        for time in view.times:
            if time.in_name or time.role not in SAYS_WHEN or time.period is UNDATED:
                continue
            if time.relative and self._ends(_RECORD, max(view.start, time.start - _RECORD_REACH), time.start):
                continue
            if (asked.change or asked.multiple) and _AGAINST.fullmatch(self._text, asked.end, time.start):
                continue
            score = self._score(view, time, asked, others, distance)
            if score > top:
                best, top = time, score
        return best or self._lone(view, asked, others)

    def base(self, view: View, asked: Asked, others: Sequence[Place]) -> TimeMention | None:
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

    def _lone(self, view: View, asked: Asked, others: Sequence[Place]) -> TimeMention | None:
        """The only time of a sentence, where it closes it and belongs to no level before a change."""
        if asked.base_level or asked.multiple or asked.planned:
            return None
        usable = [
            t
            for t in view.times
            if t.role in (Role.WITHIN, Role.SPAN) and t.period is not UNDATED and not t.in_name
        ]
        if len(usable) != 1 or self._is_of_another(usable[0], asked, others):
            return None
        time = usable[0]
        closes = view.end - time.end <= 2 and time.start > asked.end
        return time if closes and not any(t.role is Role.BASE for t in view.times) else None

    def _score(
        self, view: View, time: TimeMention, asked: Asked, others: Sequence[Place], distance: Distance
    ) -> float:
        if time.start >= asked.end:
            return self._score_behind(time, asked, others, distance)
        return self._score_before(view, time, asked, others, distance)

    def _score_behind(
        self, time: TimeMention, asked: Asked, others: Sequence[Place], distance: Distance
    ) -> float:
        """How well a time fits a figure that it stands behind."""
        end = asked.end
        if self.is_beside(end, time, others):
            return 0.4 if asked.multiple else 3.0
        between = sum(1 for a, b in others if end <= a and b <= time.start)
        if not asked.multiple and not between and _NEAR.fullmatch(self._text, end, time.start):
            return 2.3
        if self._is_of_another(time, asked, others):
            return -1.0
        score = 1.3 - distance.cost(end, time.start) - 0.8 * between
        if asked.planned and time.role is Role.BY:
            score += 1.2
        if time.role is Role.SINCE or asked.multiple:
            score -= 0.7
        return score

    def _score_before(
        self, view: View, time: TimeMention, asked: Asked, others: Sequence[Place], distance: Distance
    ) -> float:
        """How well a time fits a figure that it stands before."""
        start = asked.start
        between = sum(1 for a, b in others if time.end <= a and b <= start)
        owned = self._is_of_another(time, asked, others)
        score = 1.6 - 0.6 * distance.cost(time.end, start) - 0.15 * between - (2.0 if owned else 0.0)
        if time.relative and self._ends(_SAID_THEN, max(view.start, time.start - _SAID_REACH), time.start):
            score -= 1.2
        heads = time.start - view.start < _AT_HEAD and not owned
        if heads and not self._has_nearer(view, time, asked, others):
            score += 0.9
        return score - (1.0 if asked.base_level else 0.0)

    def _has_nearer(self, view: View, time: TimeMention, asked: Asked, others: Sequence[Place]) -> bool:
        """Whether another time stands between `time` and the figure, and is no other figure's."""
        return any(
            t.start > time.end
            and t.end <= asked.start
            and t.role in SAYS_WHEN
            and not self._is_of_another(t, asked, others)
            for t in view.times
        )

    def _is_of_another(self, time: TimeMention, asked: Asked, others: Sequence[Place]) -> bool:
        """Whether a time stands right after another figure that is in no list with this one."""
        for start, end in others:
            if end <= time.start and self.is_beside(end, time, others):
                low, high = sorted(((asked.start, asked.end), (start, end)))
                return LINK.fullmatch(self._text, low[1], high[0]) is None
        return False

    def _ends(self, pattern: re.Pattern[str], low: int, high: int) -> bool:
        """Whether the words between two places end as `pattern` says."""
        return pattern.search(self._text[low:high]) is not None
