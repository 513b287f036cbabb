"""The first pass over a text: which words are times, and which cues stand before them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from kg.periods.form import Edge, Grammar, Reading
from kg.periods.mention import Role
from kg.periods.stamp import Stamp

_WINDOW = 64
CLAUSE = 40
_WORD = re.compile(r"\S+")
_BLANK = "[ \u00a0\u202f]"
_NEXT_WORD = re.compile(rf"{_BLANK}{{1,3}}(%|[^\W\d_][\w-]*)")
_LAST_WORD = re.compile(rf"([^\s(“\"‘]{{1,40}}){_BLANK}$")
_NAMED_AFTER = re.compile(rf"{_BLANK}[^\W\d_a-zà-ỹ][a-zà-ỹ]")
_OPENERS = "(\"'“‘[«"
_BREAKS = ",.;:–—"
_NO_NAME = ("'s", "’s", "s’", *',.:;)?!-–—”"')
Words = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A time as found: its place with the cue, what its form makes of it, and the words before it."""

    start: int
    end: int
    reading: Reading
    edge: Edge | None
    cue: Role | None
    in_name: bool

    @property
    def whole_year(self) -> Stamp | None:
        """The printed or told year, where the time is one whole year that other times may lean on."""
        stamp = self.reading.stamp
        if self.in_name or self.edge is not None or self.cue is not None or not isinstance(stamp, Stamp):
            return None
        return stamp if not stamp.first and not stamp.yearless else None


def lowered(text: str) -> str:
    """`text` in lower case, every character in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Scan:
    """One pass over one text."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text, self.low, self.grammar = text, lowered(text), grammar
        self._cue_ends, self._edge_ends = _last_words(grammar.cues), _last_words(grammar.edges)

    def found(self) -> list[Found]:
        """All times of the text, in order, without overlaps."""
        out: list[Found] = []
        at = floor = 0
        while match := self.grammar.master.search(self.low, at):
            assert match.lastindex is not None, "some form has matched"
            one = self._read(match.start(), match.lastindex - 1, floor)
            if one is None:
                at = match.start() + 1
            else:
                out.append(one)
                at = floor = one.end
        return out

    def _read(self, start: int, form: int, floor: int) -> Found | None:
        """The time that begins at `start`, by the first form from number `form` on that reads it."""
        for pattern, read in self.grammar.forms[form:]:
            if (words := pattern.match(self.low, start)) and (reading := read(words)):
                return self._one(start, words.end(), reading, floor)
        return None

    def _one(self, start: int, end: int, reading: Reading, floor: int) -> Found | None:
        if reading.capital and not any(c.isupper() for c in self.text[start:end]):
            return None
        words = self._words_before(floor, start)
        if words is None:
            return None
        if reading.role is Role.PER:
            return None if self._no_rate(start, words) else Found(start, end, reading, None, None, False)
        edge, cue, begin = self._cue(words, start, reading)
        if reading.edged and edge is None:
            return None
        last = words[-1][1].lstrip(_OPENERS) if words else ""
        # (30/11) alone in brackets is a date.
        alone = self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")"
        if (
            reading.prompted
            and edge is None
            and cue is not Role.BASE
            and last not in self.grammar.prompts
            and not alone
        ):
            return None
        if reading.lasting and last in self.grammar.no_rate:
            return None
        # "2000 employees" are counted; "between 2015 and 2024 investors put" are years.
        counts = reading.role is not Role.SPAN and self._counts(end)
        if reading.bare and edge is None and (last in self.grammar.hedges or counts):
            return None
        if cue in (None, Role.BY, Role.SINCE) and edge is None and self._in_name(start, end, reading):
            return Found(start, end, reading, None, None, True)
        return Found(begin, end, reading, edge or reading.edge, cue, False)

    def _words_before(self, floor: int, start: int) -> Words | None:
        """The words before `start` on its line with their places; None where `start` goes on a word."""
        window = self.low[max(floor, start - _WINDOW) : start]
        offset = start - len(window)
        if (line := window.rfind("\n")) >= 0:
            window, offset = window[line + 1 :], offset + line + 1
        words = [(offset + m.start(), m[0]) for m in _WORD.finditer(window)]
        if not words or window[-1].isspace() or self.low[start] == "/":
            return words
        last = words[-1][1]
        if last.lstrip(_OPENERS) in self.grammar.edges or last[-1] in _OPENERS:
            return words
        return [] if last[-1] in _BREAKS else None

    def _cue(self, words: Words, start: int, reading: Reading) -> tuple[Edge | None, Role | None, int]:
        """The edge and the role that the words before give, and where they begin."""
        grammar = self.grammar
        edge, begin, rest = None, start, words
        for _ in range(4):
            if not rest:
                break
            last = rest[-1][1]
            bare = last.lstrip(_OPENERS)
            if (
                edge is None
                and (reading.stamp is not None or reading.edged)
                and bare in self._edge_ends
                and (size := _ending(rest, grammar.edges))
            ):
                edge = grammar.edges[_phrase(rest, size)]
                begin, rest = _place(rest, size), rest[:-size]
            elif bare in self._cue_ends and (size := _ending(rest, grammar.cues)):
                return edge, grammar.cues[_phrase(rest, size)], _place(rest, size)
            elif last in grammar.change_cues:
                cue = self._change_cue(rest[-1], reading)
                return edge, cue, begin if cue is None else rest[-1][0]
            elif last in grammar.fillers:
                rest = rest[:-1]
            else:
                break
        # "Bằng 118% năm 2013" compares, "bằng 43% kế hoạch năm" does not.
        if edge is None and not reading.leaning and grammar.part_of.search(
            self.low, max(0, start - _WINDOW), start
        ):  # fmt: skip
            return None, Role.BASE, begin
        return edge, None, begin

    def _change_cue(self, word: tuple[int, str], reading: Reading) -> Role | None:
        """Up 12 per cent from 2023: a base after a change; otherwise the cue's other role."""
        place, cue = word
        other = self.grammar.change_cues[cue]
        if reading.role is Role.SPAN:
            return None
        part = isinstance(reading.stamp, Stamp) and bool(reading.stamp.first)
        # "Up 12 per cent over the first half", "on November 30" only say when.
        says_when = other is Role.WITHIN and (reading.role is Role.EVENT or (cue == "over" and part))
        if not says_when and self.grammar.change.search(self.low, max(0, place - CLAUSE), place):
            return Role.BASE
        return None if other is Role.WITHIN else other

    def _no_rate(self, start: int, words: Words) -> bool:
        """Whether "a year" is a duration (for a year), or "Daily" part of a name."""
        if self.low[start] == "/":
            return False
        if self.text[start].isupper() and words:
            return True
        single = self.low.startswith(("a ", "an ", "một "), start)
        return single and bool(words) and words[-1][1] in self.grammar.no_rate

    def _counts(self, end: int) -> bool:
        """Whether the word after bare digits makes them a count: 2000 employees."""
        match = _NEXT_WORD.match(self.low, end, end + 24)
        if match is None or match[1] not in self.grammar.counted:
            return False
        return self.grammar.listing.match(self.low, match.start(1)) is None

    def _in_name(self, start: int, end: int, reading: Reading) -> bool:
        """Whether a date belongs to a document, or a bare year to a name: e-Conomy SEA 2024."""
        if reading.stamp is None:
            return False
        if self.grammar.decision.search(self.low, max(0, start - _WINDOW), start):
            return True
        word = _LAST_WORD.search(self.text, max(0, start - 42), start) if reading.bare else None
        if word is None:
            return False
        if self.grammar.named.search(self.low, max(0, start - _WINDOW), start):
            return True
        name = word[1]
        if name.lower() == "the":
            return _NAMED_AFTER.match(self.text, end) is not None
        capital = any(c.isupper() for c in name)
        return capital and name.lower() not in self.grammar.plain and not name.endswith(_NO_NAME)


def _last_words(phrases: Collection[str]) -> frozenset[str]:
    """The words that end one of `phrases`."""
    return frozenset(phrase.rpartition(" ")[2] for phrase in phrases)


def _phrase(words: Words, size: int) -> str:
    return " ".join(word for _, word in words[-size:]).lstrip(_OPENERS)


def _place(words: Words, size: int) -> int:
    place, word = words[-size]
    return place + len(word) - len(word.lstrip(_OPENERS))


def _ending(words: Words, phrases: Collection[str]) -> int:
    """How many of the last words make the longest of `phrases`; 0 for none."""
    for size in range(min(4, len(words)), 0, -1):
        if _phrase(words, size) in phrases:
            return size
    return 0
