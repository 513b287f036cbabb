"""Finding many phrases in a text at once: a trie over the keys of tokens.

Looking up costs at most the length of the longest phrase per token, whatever the number of phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from kg.tokens import Token, exact_key, tokens

P = TypeVar("P")


@dataclass(slots=True)
class _Node(Generic[P]):
    below: dict[str, _Node[P]] = field(default_factory=dict)
    held: list[P] = field(default_factory=list)


class Hit(NamedTuple, Generic[P]):
    """Phrases found at the tokens ``first`` to before ``last``; `held` is what they stand for."""

    first: int
    last: int
    held: Sequence[P]


class PhraseIndex(Generic[P]):
    """Phrases, each with what it stands for; one phrase may stand for several things.

    Words are compared folded, or, where the index is `exact`, with their marks: in Vietnamese text another
    tone is another word.
    """

    def __init__(self, entries: Iterable[tuple[str, P]] = (), *, exact: bool = False) -> None:
        self._root: _Node[P] = _Node()
        self._exact = exact
        for phrase, held in entries:
            self.add(phrase, held)

    def add(self, phrase: str, held: P) -> None:
        """Let `phrase` stand for `held`; raises ValueError for a phrase without a word."""
        keys = self._keys(tokens(phrase))
        if not keys:
            raise ValueError(f"{phrase!r} holds no word")
        node = self._root
        for key in keys:
            node = node.below.setdefault(key, _Node())
        node.held.append(held)

    def _keys(self, words: Sequence[Token]) -> list[str]:
        return [exact_key(word.text) if self._exact else word.key for word in words]

    def at(self, words: Sequence[Token], first: int) -> list[Hit[P]]:
        """Every phrase that begins at the token `first`, the shortest first."""
        hits: list[Hit[P]] = []
        node = self._root
        for last in range(first, len(words)):
            word = words[last]
            step = node.below.get(exact_key(word.text) if self._exact else word.key)
            if step is None:
                break
            node = step
            if node.held:
                hits.append(Hit(first, last + 1, node.held))
        return hits

    def find_all(self, words: Sequence[Token]) -> list[Hit[P]]:
        """Every phrase at every place, also those inside longer ones, in the order of the text."""
        return [hit for first in range(len(words)) for hit in self.at(words, first)]

    def find(self, words: Sequence[Token]) -> list[Hit[P]]:
        """The longest phrase at each place, left to right, none overlapping another."""
        found: list[Hit[P]] = []
        first, count = 0, len(words)
        while first < count:
            if hits := self.at(words, first):
                found.append(hits[-1])
                first = hits[-1].last
            else:
                first += 1
        return found
