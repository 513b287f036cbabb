"""Places in a text: what overlaps, what is longest, which match stands last."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Protocol, TypeVar

# A place in the text: where it begins and where it ends.
Place = tuple[int, int]


class Placed(Protocol):
    """Anything that stands at ``text[start:end]``."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


_P = TypeVar("_P", bound=Placed)
_END = attrgetter("end")


def overlaps(things: Iterable[Placed], start: int, end: int) -> bool:
    """Whether one of `things` shares a place with ``text[start:end]``."""
    return any(thing.start < end and start < thing.end for thing in things)


def overlaps_ordered(things: Sequence[Placed], start: int, end: int) -> bool:
    """`overlaps` for things in order of which none overlaps another, without a look at each."""
    at = bisect_right(things, start, key=_END)
    return at < len(things) and things[at].start < end


def lies_within(place: Place, things: Iterable[Placed]) -> bool:
    """Whether one of `things` has `place` in it and more."""
    start, end = place
    return any(t.start <= start and end <= t.end and t.end - t.start > end - start for t in things)


def within_longer(things: Iterable[Placed]) -> set[Place]:
    """The places of those `things` that lie within longer ones."""
    within: set[Place] = set()
    reached = -1
    for start, back in sorted({(thing.start, -thing.end) for thing in things}):
        if -back <= reached:
            within.add((start, -back))
        reached = max(reached, -back)
    return within


def longest(things: Iterable[_P]) -> list[_P]:
    """`things` without those that overlap a longer one, or an earlier one of the same length, in order."""
    kept: list[_P] = []
    for thing in sorted(things, key=lambda t: (t.start - t.end, t.start)):
        if not overlaps(kept, thing.start, thing.end):
            kept.append(thing)
    return sorted(kept, key=lambda t: t.start)


def last_match(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The match of `pattern` in ``text[start:end]`` that stands last."""
    last = None
    for match in pattern.finditer(text, start, end):
        last = match
    return last
