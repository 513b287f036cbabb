"""Words and signs of a text with their places, in one linear pass.

A token's `key` is its folded text: what is compared when names and phrases are looked up.  Runs of signs are
single characters, and blanks are no tokens.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from kg.names import fold

# A word keeps its inner full stops and ampersands ("U.S.", "R&D", "TT&TT"); an apostrophe ends it.
_TOKEN = re.compile(r"[^\W_]+(?:[.&][^\W_]+)*|[^\s]")


# Grave, acute, hook, tilde, dot below: the marks that say a tone, as opposed to those that make a letter.
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")


class Token(NamedTuple):
    """A word, number or sign: its place in the text, as printed, and folded."""

    start: int
    end: int
    text: str
    key: str


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """`word` folded for comparing; a sign that folds to nothing is its own key."""
    return fold(word) or word


@lru_cache(maxsize=65536)
def exact_key(word: str) -> str:
    """`word` without case, its tone moved to the end: "hòa" and "hoà" are one word, "hoa" is another."""
    letters = unicodedata.normalize("NFD", word.casefold())
    tones = "".join(c for c in letters if c in _TONES)
    return "".join(c for c in letters if c not in _TONES) + tones


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, placed in the whole text."""
    stop = len(text) if end is None else end
    return [
        Token(match.start(), match.end(), word := match[0], key_of(word))
        for match in _TOKEN.finditer(text, start, stop)
    ]
