"""What a language says of its times: forms (pattern and reader), cues as words, and how both are written.

Patterns run on the lower-cased text.  In them a blank stands for one to three blanks of any width on one line,
``~`` for a hyphen or a blank, ``<->`` for a dash with or without blanks, ``<Y>`` for a year.  Every repetition
has an upper bound, so that reading stays linear whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.periods.mention import Relation, Role
from kg.periods.stamp import AnyStamp

_BLANK = "(?:[ \t\u00a0\u202f]{1,3})"
_DASH = "[ \u00a0\u202f]{0,2}[-‐‑–—][ \u00a0\u202f]{0,2}"
_YEAR = "(?:19|20)[0-9]{2}"
# A year is no part of a longer number, a date, a document's number or a percentage.
_YEAR_END = r"(?![\w%])(?![.,/:-][0-9])(?!/\w)"


_SHORTHANDS = {
    "<->": _DASH,
    "<Y>": _YEAR + _YEAR_END,
    "<YY>": _YEAR,
    "~": f"(?:[-‐‑–]|{_BLANK})",
    " ": _BLANK,
}
_SHORTHAND = re.compile("|".join(_SHORTHANDS))


def spelled(pattern: str) -> str:
    """`pattern` with its shorthands written out."""
    return _SHORTHAND.sub(lambda match: _SHORTHANDS[match[0]], pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a form makes of its words; fields as in TimeMention, plus how far cues before it are needed.

    `bare`: only digits, which may also count things or end a name.  `needs_cue`: no time without a cue or
    an edge word before it (the year; 30/6).  `capital`: a time only if printed with a capital (May, Q3).
    `moment`: the words name a point in time (year-end).  `to_now`: since then until publication.
    """

    stamp: AnyStamp | None = None
    role: Role | None = None
    relation: Relation | None = None
    count: int = 1
    approximate: bool = False
    bare: bool = False
    needs_cue: bool = False
    needs_edge: bool = False
    capital: bool = False
    moment: bool = False
    trim: int = 0


Reader = Callable[["re.Match[str]"], Reading | None]


@dataclass(frozen=True, slots=True)
class Edge:
    """A word that picks a part of the time after it: its end (a moment), its start, or something vaguer."""

    moment: bool = False
    start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Forms in order of preference where several begin at one place, and the words read around them."""

    forms: tuple[tuple[re.Pattern[str], Reader], ...]
    master: re.Pattern[str]
    cues: Mapping[str, Role]
    # Cues that only after a change ("up 12 per cent") name its base; else the role given here.
    change_cues: Mapping[str, Role]
    fillers: frozenset[str]
    edges: Mapping[str, Edge]
    change: re.Pattern[str]
    future: re.Pattern[str]
    past: re.Pattern[str]
    listing: re.Pattern[str]  # respectively
    each_of: re.Pattern[str]  # the words before a range that make it a list
    joint: re.Pattern[str]  # what stands between the members of a list
    decision: re.Pattern[str]  # the end of the text before a date that belongs to a document
    beginning: re.Pattern[str]  # words of an event before its year
    plain: frozenset[str]  # words that may be capitalised without being a name
    counted: frozenset[str]  # what a bare number of four digits may count
    no_rate: frozenset[str]  # "for a year" is no "a year"


def compiled(
    forms: list[tuple[str, Reader]],
) -> tuple[tuple[tuple[re.Pattern[str], Reader], ...], re.Pattern[str]]:
    """The forms ready to match, and one pattern that finds where any begins; its last group tells which."""
    patterns = [(re.compile(spelled(pattern)), read) for pattern, read in forms]
    names = re.compile(r"\(\?P<\w+>")
    alternatives = "|".join(f"({names.sub('(?:', pattern.pattern)})" for pattern, _ in patterns)
    return tuple(patterns), re.compile(rf"(?<!\w)(?:{alternatives})")
