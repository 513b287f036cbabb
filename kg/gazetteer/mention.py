"""What finding names gives: a name at its place, and whom it may mean."""

from __future__ import annotations

from typing import NamedTuple


class NameMention(NamedTuple):
    """A name in a text, ``text[start:end]``.

    `refs` are the entities that it names, the likeliest first; empty where none is known.  `exact` says that
    it is printed as curated.  `flag` is empty for a name that is known, else

        lookalike  letters of another script imitate a known name: nothing is resolved
        near       one letter away from a known name: `refs` is a guess to be confirmed
        new        nobody knows it; `kind` is guessed from its words

    `kind` is that of the first reference, or the guess ("" for none).  `stands_for` is the long form, where
    the text gives it before: "VDCA", "Mr Binh".
    """

    start: int
    end: int
    text: str
    refs: tuple[str, ...] = ()
    exact: bool = False
    flag: str = ""
    kind: str = ""
    stands_for: str = ""
