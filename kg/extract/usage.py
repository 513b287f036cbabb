"""What figures among such words usually are, by the articles that were learned from.

The lexicon says what words name; usage says what went with them: where "adults" and "a bank account" stand
beside a percentage, it was an adoption rate.  A table has a weight for each sign (a word of the sentence, one
beside the figure, a kind of name, a sector) and each class, a metric or a kind of subject; the weights of a
figure's signs add up.
Usage chooses nothing and offers nothing: how an option ranks by it is told to the models that choose.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import attrgetter
from typing import Final

from kg.extract.actor import VIETNAM
from kg.extract.reading import Reading, View
from kg.extract.spans import Place

_START: Final = attrgetter("start")
# Terms that name what a figure may be of.
_NAMING: Final = frozenset(("sector", "aggregate"))
# How many words before a figure and behind it stand beside it.
_BEFORE: Final = 7
_BEHIND: Final = 6
# What a class weighs that nothing was learned of, in tenths.
_UNKNOWN: Final = -40
# Steps of what a class lacks to the best, in tenths.
_STEPS: Final = (0, 3, 7, 12, 20, 30, 45)


@dataclass(frozen=True, slots=True)
class Usage:
    """A table: of each class the signs that speak for it or against it, and how much, in tenths."""

    of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    @cache
    def learned(cls, name: str) -> Usage:
        """The table that ships with the package."""
        text = files("kg.extract").joinpath("weights", f"usage-{name}.json").read_text(encoding="utf-8")
        return cls(json.loads(text))


@dataclass(frozen=True, slots=True)
class Usages:
    """What usage there is of metrics, and of kinds of subjects."""

    metric: Usage = field(default_factory=Usage)
    subject: Usage = field(default_factory=Usage)

    @classmethod
    def learned(cls) -> Usages:
        """Those that ship with the package."""
        return cls(*(Usage.learned(each.name) for each in fields(cls)))


class InUse:
    """What usage says of the figures of one text, sentence by sentence."""

    def __init__(self, usages: Usages, reading: Reading) -> None:
        self._tables = {each.name: _Totals(getattr(usages, each.name)) for each in fields(usages)}
        self._of_title = title_signs(reading)
        self._view: View | None = None
        self._place: Place = (-1, -1)
        self._beside: set[str] = set()

    def ranks(self, kind: str, view: View, place: Place, options: Iterable[str]) -> dict[str, str]:
        """How each of `options` ranks for the figure at `place` among them all, in a word or two.

        `kind` is that of the options, a field of `Usages`.
        """
        if view is not self._view:
            self._view, self._place = view, (-1, -1)
            signs = sentence_signs(view) | self._of_title
            for table in self._tables.values():
                table.enter(signs)
        if place != self._place:
            self._place, self._beside = place, figure_signs(view, place)
        return self._tables[kind].ranks(self._beside, options)


class _Totals:
    """What the signs of a sentence add up to by one table: for the classes that are asked for, once each."""

    def __init__(self, usage: Usage) -> None:
        self._of = usage.of
        self._signs: Collection[str] = ()
        self._of_sentence: dict[str, int] = {}

    def enter(self, signs: Collection[str]) -> None:
        """Begin a sentence that has `signs`."""
        self._signs, self._of_sentence = signs, {}

    def ranks(self, signs: Collection[str], options: Iterable[str]) -> dict[str, str]:
        """How `options` rank for a figure that has `signs` of its own."""
        scores = {option: self._score(signs, option) for option in options}
        order = sorted(set(scores.values()), reverse=True)
        return {option: _rank(score, order) for option, score in scores.items()}

    def _score(self, signs: Collection[str], option: str) -> int:
        weights = self._of.get(option)
        if weights is None:
            return _UNKNOWN
        total = self._of_sentence.get(option)
        if total is None:
            total = self._of_sentence[option] = _sum(weights, self._signs)
        return total + _sum(weights, signs)


def _sum(weights: Mapping[str, int], signs: Collection[str]) -> int:
    return sum(map(weights.get, signs, repeat(0)))


def _rank(score: int, order: Sequence[int]) -> str:
    gap = order[0] - score
    step = next((n for n, limit in enumerate(_STEPS) if gap <= limit), len(_STEPS))
    if gap == 0:
        ahead = score - order[1] if len(order) > 1 else _STEPS[-1]
        return f"first by {next((n for n, limit in enumerate(_STEPS) if ahead <= limit), len(_STEPS))}"
    return f"{'second' if score == order[1] else 'later'} by {step}"


def usage_class(ref: str | None) -> str:
    """What usage calls a subject: an industry and the country by name, others by their kind."""
    if ref is None:
        return "new"
    return ref if ref == VIETNAM or ref.startswith("aggregate/") else ref.partition("/")[0]


def title_signs(reading: Reading) -> set[str]:
    """The sectors and industries that the first line of a text names."""
    return {f"t{sign}" for sign in _named(reading.views[0])} if reading.views else set()


def sentence_signs(view: View) -> set[str]:
    """The words of a sentence, what it names, and in what kind of block it stands."""
    words = {f"s:{token.text.lower()}" for token in view.tokens if token.text.isalpha()}
    names = {f"n:{usage_class(name.refs[0] if name.refs else None)}" for name in view.names}
    return words | names | _named(view) | {f"k:{view.block.kind}"}


def _named(view: View) -> set[str]:
    """The sectors and industries that a sentence names."""
    return {f"{m.term.role}:{m.term.ref}" for m in view.marks if m.term.role in _NAMING}


def figure_signs(view: View, place: Place) -> set[str]:
    """The words beside a figure, by themselves and in twos, on either side."""
    first = bisect_left(view.tokens, place[0], key=_START)
    last = bisect_left(view.tokens, place[1], first, key=_START)
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
