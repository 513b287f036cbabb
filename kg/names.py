"""Pure functions on names: folding for matching, and flags for look-alikes.

Folding is for matching only; nothing folded is ever stored.  Vietnamese tone marks may stand on either of two
vowels (hòa, hoà) and đ has no decomposition, so both are folded away.
"""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "Ɖ": "D", "ɖ": "d"})


def fold(name: str) -> str:
    """`name` without case, marks, width and surplus blanks, for comparing."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


def mixed_scripts(name: str) -> str:
    """The first letter that is of another script than Latin inside a word with Latin letters, else ''.

    A Cyrillic А in a Latin name is a look-alike, not a spelling; it is flagged, never merged.
    """
    for word in name.split():
        latin = [
            c
            for c in word
            if c.isalpha() and unicodedata.name(c, "").startswith(("LATIN", "FULLWIDTH LATIN"))
        ]
        other = [c for c in word if c.isalpha() and c not in latin]
        if latin and other:
            return other[0]
    return ""
