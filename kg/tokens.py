"""Words and signs of a text with their places, in one linear pass.

A token's `key` is its folded text: what is compared when names and phrases are looked up.  Runs of signs are
single characters, and blanks are no tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kg.names import fold

# A word keeps its inner full stops and ampersands ("U.S.", "R&D", "TT&TT"); an apostrophe ends it.
_TOKEN = re.compile(r"[^\W_]+(?:[.&][^\W_]+)*|[^\s]")


# Words that are kept with their keys, and how many: a text made to fill the memory must not.
_LONGEST_KEPT = 40
_MOST_KEPT = 65536
# Grave, acute, hook, tilde, dot below: the marks that say a tone, as opposed to those that make a letter.
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")


class Token(NamedTuple):
    """A word, number or sign: its place in the text, as printed, and folded."""

    start: int
    end: int
    text: str
    key: str


def _exact(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold())
    tones = "".join(c for c in letters if c in _TONES)
    return "".join(c for c in letters if c not in _TONES) + tones


class Kept(dict[str, str]):
    """What `make` gives for a word, made once per word; a dictionary is the fastest cache."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> str:
        made = self._make(word)
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[word] = made
        return made


_FOLDED = Kept(lambda word: fold(word) or word)
_EXACT = Kept(_exact)


def key_of(word: str) -> str:
    """`word` folded for comparing; a sign that folds to nothing is its own key."""
    return _FOLDED[word]


def exact_key(word: str) -> str:
    """`word` without case, its tone moved to the end: "hòa" and "hoà" are one word, "hoa" is another."""
    return _EXACT[word]


def exact_keys(words: Sequence[Token]) -> list[str]:
    """The exact keys of tokens."""
    return [_EXACT[text] for _, _, text, _ in words]


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, placed in the whole text."""
    stop = len(text) if end is None else end
    return [
        Token(*match.span(), word := match[0], _FOLDED[word]) for match in _TOKEN.finditer(text, start, stop)
    ]
