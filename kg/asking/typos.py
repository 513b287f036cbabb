"""Words one slip away from a known one: a letter too many, one too few, another, or two swapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.asking.text import Word, words

# Shorter words are too often one letter away from another word; in longer ones two slips are forgiven.
_SHORTEST, _LONG = 5, 9
_MOST = 6


def corrected(typed: Sequence[Word], unknown: Iterable[int], vocabulary: frozenset[str]) -> dict[int, Word]:
    """The words numbered `unknown` that are a slip of one known word, as that word at the same place."""
    found: dict[int, Word] = {}
    for number in list(unknown)[:_MOST]:
        word = typed[number]
        if len(word.folded) < _SHORTEST or not word.folded.isalpha() or word.folded in vocabulary:
            continue
        if near := _nearest(word.folded, vocabulary):
            (meant,) = words(near)
            found[number] = word._replace(text=near, folded=meant.folded, key=meant.key)
    return found


def _nearest(word: str, vocabulary: frozenset[str]) -> str:
    """The one known word that `word` is a slip of; "" for none or several."""
    allowed = 2 if len(word) >= _LONG else 1
    near: dict[int, list[str]] = {1: [], 2: []}
    for known in vocabulary:
        # The first letter is rarely wrong, and a plural or a form of a verb is no slip.
        if abs(len(known) - len(word)) > allowed or known[0] != word[0] or len(known) < _SHORTEST or not known.isalpha():
            continue
        if distance := _slips(word, known, allowed):
            near[distance].append(known)
    for distance in (1, 2):
        if near[distance]:
            return near[distance][0] if len(near[distance]) == 1 else ""
    return ""


def _slips(a: str, b: str, most: int) -> int:
    """The slips that lead from `a` to `b`; 0 where there are more than `most`, or none."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row, older = row, [i, *([0] * len(b))], before
        for j, y in enumerate(b, 1):
            row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > most:
            return 0
        before = previous
    return row[-1] if 0 < row[-1] <= most else 0
