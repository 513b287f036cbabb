"""What figures among such words usually are, by the articles that were learned from.

The lexicon says what words name; usage says what went with them: where "adults" and "a bank account" stand
beside a percentage, it was an adoption rate.  A table has a weight for each sign, a word of the sentence or
one beside the figure, and each class, a metric or a kind of subject; the weights of a sentence add up.
Usage chooses nothing and offers nothing: how an option ranks by it is told to the models that choose.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from kg.extract.reading import View
from kg.extract.spans import Place

# How many words before a figure and behind it stand beside it.
_BEFORE: Final = 7
_BEHIND: Final = 6
# Steps of what a class lacks to the best, in tenths.
_STEPS: Final = (0, 3, 7, 12, 20, 30, 45)


@dataclass(frozen=True, slots=True)
class Usage:
    """A table of signs: to each, the classes that it speaks for, by number, and how much, in tenths."""

    classes: Sequence[str] = ()
    table: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    @cache
    def learned(cls, name: str) -> Usage:
        """The table that ships with the package."""
        text = files("kg.extract").joinpath("weights", f"usage-{name}.json").read_text(encoding="utf-8")
        data = json.loads(text)
        return cls(data["classes"], data["table"])

    def add(self, totals: list[int], signs: Iterable[str]) -> None:
        """Add what `signs` speak for to `totals`, one number for each class."""
        table = self.table
        for sign in signs:
            for number, weight in table.get(sign, ()):
                totals[number] += weight


@dataclass(frozen=True, slots=True)
class Usages:
    """What usage there is of metrics, and of kinds of subjects."""

    metric: Usage = field(default_factory=Usage)
    subject: Usage = field(default_factory=Usage)

    @classmethod
    def learned(cls) -> Usages:
        """Those that ship with the package."""
        return cls(Usage.learned("metric"), Usage.learned("subject"))


class InUse:
    """What usage says of the figures of one text, sentence by sentence."""

    def __init__(self, usage: Usage) -> None:
        self._usage = usage
        self._numbers = {name: number for number, name in enumerate(usage.classes)}
        self._view: View | None = None
        self._of_sentence: list[int] = []

    def ranks(self, view: View, place: Place, options: Iterable[str]) -> dict[str, str]:
        """How each of `options` ranks for the figure at `place` among them all, in a word or two."""
        if view is not self._view:
            self._view = view
            self._of_sentence = [0] * len(self._usage.classes)
            self._usage.add(self._of_sentence, sentence_signs(view))
        totals = self._of_sentence.copy()
        self._usage.add(totals, figure_signs(view, place))
        scores = {option: self._score(totals, option) for option in options}
        order = sorted(set(scores.values()), reverse=True)
        return {option: _rank(score, order) for option, score in scores.items()}

    def _score(self, totals: Sequence[int], option: str) -> int:
        number = self._numbers.get(option)
        return _UNKNOWN if number is None else totals[number]


# What a class weighs that nothing was learned of.
_UNKNOWN: Final = -40


def _rank(score: int, order: Sequence[int]) -> str:
    gap = order[0] - score
    step = next((n for n, limit in enumerate(_STEPS) if gap <= limit), len(_STEPS))
    if gap == 0:
        ahead = score - order[1] if len(order) > 1 else _STEPS[-1]
        return f"first by {next((n for n, limit in enumerate(_STEPS) if ahead <= limit), len(_STEPS))}"
    return f"{'second' if score == order[1] else 'later'} by {step}"


def sentence_signs(view: View) -> set[str]:
    """The words of a sentence."""
    return {f"s:{token.text.lower()}" for token in view.tokens if token.text.isalpha()}


def figure_signs(view: View, place: Place) -> set[str]:
    """The words beside a figure, by themselves and in twos, on either side."""
    starts = [token.start for token in view.tokens]
    first, last = bisect_left(starts, place[0]), bisect_left(starts, place[1])
    before = [token.text.lower() for token in view.tokens[max(0, first - _BEFORE) : first]]
    behind = [token.text.lower() for token in view.tokens[last : last + _BEHIND]]
    return {
        *_beside("b", before),
        *_beside("a", behind),
        *_next("b", before[:-3:-1]),
        *_next("a", behind[:2]),
    }


def _beside(side: str, words: Sequence[str]) -> Iterator[str]:
    for number, word in enumerate(words):
        if word.isalpha():
            yield f"{side}:{word}"
            if number and words[number - 1].isalpha():
                yield f"{side}:{words[number - 1]} {word}"


def _next(side: str, words: Sequence[str]) -> Iterator[str]:
    """The word right beside the figure, and with the one after it."""
    if words:
        yield f"{side}1:{words[0]}"
        yield f"{side}2:{' '.join(words)}"
