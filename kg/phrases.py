"""Finding many phrases in a text at once: a trie over the keys of tokens.

Looking up costs at most the length of the longest phrase per token, whatever the number of phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from kg.tokens import Token, tokens

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
    """Phrases, each with what it stands for; one phrase may stand for several things."""

    def __init__(self, entries: Iterable[tuple[str, P]] = ()) -> None:
        self._root: _Node[P] = _Node()
        for phrase, held in entries:
            self.add(phrase, held)

    def add(self, phrase: str, held: P) -> None:
        """Let `phrase` stand for `held`; raises ValueError for a phrase without a word."""
        keys = [token.key for token in tokens(phrase)]
        if not keys:
            raise ValueError(f"{phrase!r} holds no word")
        node = self._root
        for key in keys:
            node = node.below.setdefault(key, _Node())
        node.held.append(held)

    def at(self, words: Sequence[Token], first: int) -> list[Hit[P]]:
        """Every phrase that begins at the token `first`, the shortest first."""
        hits: list[Hit[P]] = []
        node = self._root
        for last in range(first, len(words)):
            step = node.below.get(words[last].key)
            if step is None:
                break
            node = step
            if node.held:
                hits.append(Hit(first, last + 1, node.held))
        return hits

    def find(self, words: Sequence[Token]) -> list[Hit[P]]:
        """The longest phrase at each place, left to right, none overlapping another."""
        found: list[Hit[P]] = []
        first, count = 0, len(words)
        root = self._root.below
        while first < count:
            if words[first].key in root and (hits := self.at(words, first)):
                found.append(hits[-1])
                first = hits[-1].last
            else:
                first += 1
        return found
