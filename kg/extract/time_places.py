"""How the times of a sentence stand to its figures: the features of their places and of the words beside."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.extract.clock import Clock
from kg.extract.reading import View
from kg.extract.spans import Place
from kg.extract.stated import SAYS_WHEN, Stated
from kg.extract.timing import Datable
from kg.literals import UNDATED, Period
from kg.periods import TimeMention

# A time that begins so early begins its sentence.
_AT_HEAD: Final = 12
# So few characters behind a time close the sentence.
_AT_CLOSE: Final = 2
_STEPS: Final = (3, 10, 25, 50, 90, 150, 999)
# How far from a time the word beside it is looked for.
_REACH: Final = 24
_WORD: Final = re.compile(r"[^\W\d_]+")


class _Seen(NamedTuple):
    """What can be said of a time whatever the figure: the features, and those that depend on its side."""

    role: str
    plain: Sequence[str]
    tail: str


class _Gap(NamedTuple):
    """What lies between a figure and a time."""

    side: str
    low: int
    high: int
    figures: int
    nearer: int
    rest: int


class TimePlaces:
    """Tells where the times of one text stand."""

    def __init__(self, text: str, clock: Clock, stated: Stated) -> None:
        self._text = text
        self._clock = clock
        self._stated = stated
        # Of the sentence that is read: the times that say when, and what is said of each.
        self._number = -1
        self._usable: Sequence[TimeMention] = ()
        self._seen: dict[int, _Seen] = {}

    def of(
        self, view: View, asked: Datable, others: Sequence[Place], time: TimeMention, period: Period
    ) -> list[str]:
        """The features of `time`, read as `period`, as that of the figure; `others` are the other figures."""
        self._enter(view)
        seen = self._seen.get(time.start)
        if seen is None:
            seen = self._seen[time.start] = self._look(view, time)
        gap = self._gap(asked, others, time)
        found = [*seen.plain, *_of_role(asked, time, seen.role, gap.side), *_of_gap(gap, asked.what)]
        found += self._of_words(asked, others, time, seen.role, gap)
        found += _of_order(view, asked.what, time, gap)
        if seen.tail:
            found.append(f"{gap.side} {seen.tail}")
        report = self._clock.report
        if report is not None and report.period == period:
            found.append("here is:report")
        return found

    def _enter(self, view: View) -> None:
        if view.number == self._number:
            return
        self._number = view.number
        self._seen = {}
        self._usable = [
            time
            for time in view.times
            if not time.in_name and time.period is not UNDATED and time.role in SAYS_WHEN
        ]

    def _look(self, view: View, time: TimeMention) -> _Seen:
        role = "name" if time.in_name else str(time.role)
        plain = [f"role:{role}"]
        if time.relation is not None:
            plain.append(f"relation:{time.relation}")
        if self._stated.of_record(view, time):
            plain.append("record")
        if time.relative and self._stated.of_saying(view, time):
            plain.append("said then")
        if time.approximate:
            plain.append("approximate")
        following = self._text[time.end : time.end + 2]
        owner = following in ("'s", "’s")
        tail = "owner" if owner else f"then {following[0]}" if following[:1] in (")", "(", ",") else ""
        return _Seen(role, plain, tail)

    def _gap(self, asked: Datable, others: Sequence[Place], time: TimeMention) -> _Gap:
        if time.end <= asked.start:
            side, low, high = "before", time.end, asked.start
        else:
            side, low, high = "behind", asked.end, max(asked.end, time.start)
        figures = sum(low <= start and end <= high for start, end in others)
        rest = [each for each in self._usable if each is not time]
        nearer = sum(low <= each.start and each.end <= high for each in rest)
        return _Gap(side, low, high, figures, nearer, len(rest))

    def _of_words(
        self, asked: Datable, others: Sequence[Place], time: TimeMention, role: str, gap: _Gap
    ) -> Iterator[str]:
        """Features of the words that tie a time to the figure, or keep it off."""
        what, side = asked.what, gap.side
        if side == "before":
            if self._text[gap.low : gap.high].strip() == "(":
                yield "right before brackets"
                yield f"right before brackets {what}"
            beside = _WORD.search(self._text, gap.low, min(gap.high, gap.low + _REACH))
            word = None if beside is None else beside[0]
        else:
            if self._stated.is_beside(asked.end, time, others):
                yield "beside"
                yield f"beside {what}"
                yield f"beside role:{role} {what}"
            elif not gap.figures and self._stated.is_near(asked.end, time):
                yield "near"
                yield f"near {what}"
            if self._stated.is_against(asked.end, time):
                yield f"against {what}"
            listed = _WORD.findall(self._text, max(gap.low, gap.high - _REACH), gap.high)
            word = listed[-1] if listed else None
        if word is not None:
            yield f"{side} by:{word.lower()}"
        if self._stated.is_of_another(time, asked, others):
            yield f"of another {side}"


def _of_role(asked: Datable, time: TimeMention, role: str, side: str) -> Iterator[str]:
    """Features of what the time does."""
    what = asked.what
    yield f"role:{role} {what}"
    yield f"role:{role} {asked.span}"
    yield f"role:{role} {side}"
    if asked.planned:
        yield f"role:{role} planned"
    if time.relation is not None:
        yield f"relation:{time.relation} {what}"
        yield f"relation:{time.relation} {side}"


def _of_gap(gap: _Gap, what: str) -> tuple[str, ...]:
    """Features of how far the time is from the figure, and of what lies between."""
    side = gap.side
    within = _STEPS[bisect_left(_STEPS, min(gap.high - gap.low, _STEPS[-1]))]
    figures = min(3, gap.figures)
    return (
        side, f"{side} {what}", f"{side} within:{within}", f"{side} within:{within} {what}",
        f"{side} figures:{figures}", f"{side} figures:{figures} {what}",
        f"{side} nearer:{min(2, gap.nearer)}", f"{side} others:{min(2, gap.rest)}",
    )  # fmt: skip


def _of_order(view: View, what: str, time: TimeMention, gap: _Gap) -> Iterator[str]:
    """Features of whether a time begins its sentence, or closes it."""
    if time.start - view.start < _AT_HEAD:
        yield f"head nearer:{min(1, gap.nearer)}"
        yield f"head {what}"
    if gap.side == "behind" and view.end - time.end <= _AT_CLOSE:
        yield "closes"
        yield f"closes others:{min(1, gap.rest)}"
        yield f"closes {what}"
