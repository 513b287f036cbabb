"""The figure phrase: at most twelve words around a figure, with the words that matter to it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.candidate import MAX_PHRASE_WORDS

_WORD = re.compile(r"\S+")
_REACH = 160


def phrase_around(
    text: str, start: int, end: int, figure: tuple[int, int], wanted: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """The place of a phrase in the sentence ``text[start:end]`` that holds `figure`.

    It begins and ends at words, takes in as many of the `wanted` places as twelve words allow, the nearest
    first, and at least two words before the figure, where there are any.
    """
    words = _WORD.finditer(text, max(start, figure[0] - _REACH), min(end, figure[1] + _REACH))
    places = [match.span() for match in words]
    starts, ends = [place[0] for place in places], [place[1] for place in places]

    def covered(a: int, b: int) -> tuple[int, int]:
        """The first and the last word that the place reaches into; the last comes first for none."""
        return bisect_right(ends, a), bisect_left(starts, b) - 1

    low, high = covered(*figure)
    if low > high:
        return figure
    for place in sorted(wanted, key=lambda w: min(abs(w[1] - figure[0]), abs(w[0] - figure[1]))):
        first, last = covered(*place)
        if first <= last:
            new_low, new_high = min(low, first), max(high, last)
            if new_high - new_low < MAX_PHRASE_WORDS:
                low, high = new_low, new_high
    while high - low + 1 < 4 and low > 0:
        low -= 1
    return min(starts[low], figure[0]), max(_trim(text, *places[high]), figure[1])


def _trim(text: str, start: int, end: int) -> int:
    """The end of a word without the signs that follow it."""
    while end > start + 1 and text[end - 1] in ",.;:)”\"’'":
        end -= 1
    return end
