"""The figure phrase: at most twelve words around a figure, with the words that matter to it."""

from __future__ import annotations

import re
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
    words = [
        (m.start(), m.end())
        for m in _WORD.finditer(text, max(start, figure[0] - _REACH), min(end, figure[1] + _REACH))
    ]
    inside = [n for n, (a, b) in enumerate(words) if a < figure[1] and figure[0] < b]
    if not inside:
        return figure
    low, high = inside[0], inside[-1]
    for a, b in sorted(wanted, key=lambda place: min(abs(place[1] - figure[0]), abs(place[0] - figure[1]))):
        covered = [n for n, (x, y) in enumerate(words) if x < b and a < y]
        if not covered:
            continue
        new_low, new_high = min(low, covered[0]), max(high, covered[-1])
        if new_high - new_low < MAX_PHRASE_WORDS:
            low, high = new_low, new_high
    while high - low + 1 < 4 and low > 0:
        low -= 1
    return min(words[low][0], figure[0]), max(_trim(text, *words[high]), figure[1])


def _trim(text: str, start: int, end: int) -> int:
    """The end of a word without the signs that follow it."""
    while end > start + 1 and text[end - 1] in ",.;:)”\"’'":
        end -= 1
    return end
