"""Finding many phrases in a text at once: a trie over the keys of tokens.

Looking up costs at most the length of the longest phrase per token, whatever the number of phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from kg.tokens import Token, exact_keys, tokens

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
        self.longest = 0
        for phrase, held in entries:
            self.add(phrase, held)

    def add(self, phrase: str, held: P) -> None:
        """Let `phrase` stand for `held`; raises ValueError for a phrase without a word."""
        keys = self.keys(tokens(phrase))
        if not keys:
            raise ValueError(f"{phrase!r} holds no word")
        self.longest = max(self.longest, len(keys))
        node = self._root
        for key in keys:
            node = node.below.setdefault(key, _Node())
        node.held.append(held)

    def keys(self, words: Sequence[Token]) -> list[str]:
        """What of `words` is compared."""
        return exact_keys(words) if self._exact else [key for _, _, _, key in words]

    def at(self, words: Sequence[Token], first: int) -> list[Hit[P]]:
        """Every phrase that begins at the token `first`, the shortest first."""
        # As many tokens as the longest phrase has are enough.
        near = words[first : first + self.longest]
        return [Hit(first, first + last, held) for _, last, held in self.at_key(self.keys(near), 0)]

    def at_key(self, keys: Sequence[str], first: int) -> list[Hit[P]]:
        """As `at`, where the `keys` of the tokens are at hand."""
        hits: list[Hit[P]] = []
        below, count, last = self._root.below, len(keys), first
        while last < count and (node := below.get(keys[last])) is not None:
            last += 1
            below = node.below
            if node.held:
                hits.append(Hit(first, last, node.held))
        return hits

    def starts(self, keys: Sequence[str]) -> list[int]:
        """Where the first word of some phrase stands."""
        begins = self._root.below
        return [at for at, key in enumerate(keys) if key in begins]

    def find_all(self, words: Sequence[Token]) -> list[Hit[P]]:
        """Every phrase at every place, also those inside longer ones, in the order of the text."""
        return self.find_all_keys(self.keys(words))

    def find_all_keys(self, keys: Sequence[str]) -> list[Hit[P]]:
        """As `find_all`, where the `keys` of the tokens are at hand."""
        if self._root.below.keys().isdisjoint(keys):
            return []
        return [hit for first in self.starts(keys) for hit in self.at_key(keys, first)]

    def find(self, words: Sequence[Token]) -> list[Hit[P]]:
        """The longest phrase at each place, left to right, none overlapping another."""
        return self.find_keys(self.keys(words))

    def find_keys(self, keys: Sequence[str]) -> list[Hit[P]]:
        """As `find`, where the `keys` of the tokens are at hand."""
        found: list[Hit[P]] = []
        if self._root.below.keys().isdisjoint(keys):
            return found
        done = 0
        for first in self.starts(keys):
            if first >= done and (hits := self.at_key(keys, first)):
                found.append(hits[-1])
                done = hits[-1].last
        return found
