"""Words and signs of a text with their places, in one linear pass.

A token's `key` is its folded text: what is compared when names and phrases are looked up.  Runs of signs are
single characters, and blanks are no tokens.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kg.names import fold

# A word keeps its inner full stops and ampersands ("U.S.", "R&D", "TT&TT"); an apostrophe ends it.
_TOKEN = re.compile(r"[^\W_]+(?:[.&][^\W_]+)*|[^\s]")


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


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, placed in the whole text."""
    stop = len(text) if end is None else end
    return [
        Token(match.start(), match.end(), word := match[0], key_of(word))
        for match in _TOKEN.finditer(text, start, stop)
    ]
