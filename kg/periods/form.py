"""What a language says of its times: forms (pattern and reader), cues as words, and how both are written.

Patterns run on the lower-cased text.  In them a blank stands for one to three blanks of any width on one
line, ``~`` for a hyphen or a blank, ``<->`` for a dash with or without blanks, ``<Y>`` for a year that ends
there and ``<YY>`` for its four digits alone.  Every repetition has an upper bound, so that reading stays
linear whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.periods.fiscal import FiscalWords
from kg.periods.mention import Relation, Role
from kg.periods.stamp import AnyStamp

_BLANK = "(?:[ \t\u00a0\u202f]{1,3})"
_DASH = "[ \u00a0\u202f]{0,2}[-‐‑–—][ \u00a0\u202f]{0,2}"
_YEAR = "(?:19|20)[0-9]{2}"
# A year is no part of a longer number, a date, a document's number or a percentage.
_YEAR_END = r"(?![\w%])(?![.,/:–-][0-9])(?!/\w)"


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


def words(text: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Edge:
    """The part of a time that words pick: its end (a moment), its start, or something vaguer (mid-2024)."""

    moment: bool = False
    start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a form makes of its words; fields as in TimeMention where they share a name.

    `leaning`: the relation gives way to the stamp where the sentence has no other time ("the month before").
    `bare`: only digits, which may also count things or end a name.  `prompted`: a time only after a word
    that times follow (in May, đến 30/6); `edged`: only after an edge (the end of the year).  `lasting`: a
    duration after words like "for".  `capital`: only
    if printed with a capital (May, Q3).  `edge`: the words themselves pick an edge (year-end).  `fiscal`: a
    fiscal year; where the text says with which month these begin, the stamp gives way to that year.
    """

    stamp: AnyStamp | None = None
    role: Role | None = None
    relation: Relation | None = None
    count: int = 1
    approximate: bool = False
    leaning: bool = False
    bare: bool = False
    prompted: bool = False
    lasting: bool = False
    edged: bool = False
    capital: bool = False
    edge: Edge | None = None
    fiscal: bool = False


Reader = Callable[["re.Match[str]"], Reading | None]


class Form:
    """A pattern that is compiled when it is first matched: few texts need all of a language's forms."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """`re.Pattern.match` of the pattern."""
        return re.compile(self.pattern).match


Forms = tuple[tuple[Form, Reader], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Forms in order of preference where several begin at one place, and the words read around them.

    `change_cues` name a base only after a change ("up 12 per cent on 2023"), else the role given.  `fillers`
    may stand between a cue and its time.  `by_is_ahead`: "by November" alone speaks of the next November;
    after a time, `coming` says that it lies ahead.  `hedges` before bare digits make them a number, as
    `counted` things after them do; `prompts` are the words
    that times follow.  `listing` is "respectively", `each_of` what makes a range a list, `joint` what stands
    between members of a list, `part_of` the words and percentage of what a figure is so much of ("bằng 118%
    năm 2013").  `decision` ends the text before the date of a document, `founding` the text
    before the year of an event, `named` a name that a bare year goes with.  `plain` words may have a capital
    without being a name; after `no_rate`, "a year" is a duration.
    """

    forms: Forms
    master: re.Pattern[str]
    cues: Mapping[str, Role]
    change_cues: Mapping[str, Role]
    fillers: frozenset[str]
    edges: Mapping[str, Edge]
    by_is_ahead: bool
    hedges: frozenset[str]
    counted: frozenset[str]
    prompts: frozenset[str]
    plain: frozenset[str]
    no_rate: frozenset[str]
    change: re.Pattern[str]
    future: re.Pattern[str]
    coming: re.Pattern[str]
    past: re.Pattern[str]
    listing: re.Pattern[str]
    each_of: re.Pattern[str]
    joint: re.Pattern[str]
    part_of: re.Pattern[str]
    decision: re.Pattern[str]
    founding: re.Pattern[str]
    named: re.Pattern[str]
    fiscal: FiscalWords


def compiled(
    forms: list[tuple[str, Reader]], glued: list[tuple[str, Reader]], starts: frozenset[str]
) -> tuple[Forms, re.Pattern[str]]:
    """The forms ready to match, and one pattern that finds where any begins; its last group tells which.

    `glued` forms may follow a letter (đồng/năm), all others begin with a digit or one of the words `starts`:
    most words of a text begin no time, and are passed over without a look at the forms.
    """
    patterns = tuple((Form(spelled(pattern)), read) for pattern, read in forms + glued)
    named = re.compile(r"\(\?P<\w+>")
    groups = [f"({named.sub('(?:', pattern.pattern)})" for pattern, _ in patterns]
    free, joined = "|".join(groups[: len(forms)]), "|".join(groups[len(forms) :])
    start = rf"(?=[0-9]|(?:{_any_of(starts)})(?![^\W\d_]))"
    return patterns, re.compile(rf"(?<!\w){start}(?:{free})|{joined}")


def _any_of(listed: frozenset[str]) -> str:
    """A pattern of any of the words, by their first letters."""
    tails: dict[str, list[str]] = {}
    for word in sorted(listed):
        tails.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in tails.items())
