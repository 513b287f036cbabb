"""Finding the times of a text: forms, the cues before them, and what the publication date settles."""

from __future__ import annotations

import datetime as dt
import re

from kg.literals import UNDATED, Period, date_bounds
from kg.periods import english, vietnamese
from kg.periods.form import Edge, Grammar, Reading
from kg.periods.mention import Role, TimeMention
from kg.periods.sentence import joined
from kg.periods.shift import dated
from kg.periods.stamp import Stamp, settle

_GRAMMARS = {"en": english.GRAMMAR, "vi": vietnamese.GRAMMAR}
_WINDOW, _CLAUSE = 64, 40
_WORD = re.compile(r"\S+")
_NEXT_WORD = re.compile(r"[ \u00a0\u202f]{1,3}(%|[^\W\d_][\w-]*)")
_LAST_WORD = re.compile(r"([^\s(“\"‘]{1,40})[ \u00a0\u202f]$")
_OPENERS = "(\"'“‘[«"
Bounds = tuple[dt.date, dt.date] | None


def find_periods(text: str, language: str, published: str | None) -> list[TimeMention]:
    """The words of `text` (``en`` or ``vi``) that speak of time, in order and without overlaps.

    A mention covers the words of the time, with the cue that gives them their role ("compared with 2023",
    "by the end of June").  `published` (YYYY, YYYY-MM or YYYY-MM-DD) settles words like "last year"; None
    leaves them undated.  Raises ValueError for another language or a date that is none.
    """
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        raise ValueError(f"no grammar of times for language {language!r}")
    bounds = date_bounds(published) if published is not None else None
    return joined(text, _Scan(text, grammar, bounds).mentions(), grammar)


def _lowered(text: str) -> str:
    """`text` in lower case, every character in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class _Scan:
    """One pass over one text."""

    def __init__(self, text: str, grammar: Grammar, bounds: Bounds) -> None:
        self.text, self.low, self.grammar, self.bounds = text, _lowered(text), grammar, bounds

    def mentions(self) -> list[TimeMention]:
        found: list[TimeMention] = []
        at = floor = 0
        while match := self.grammar.master.search(self.low, at):
            assert match.lastindex is not None, "some form has matched"
            pattern, read = self.grammar.forms[match.lastindex - 1]
            words = pattern.match(self.low, match.start())
            reading = read(words) if words else None
            mention = self._mention(match.start(), match.end(), reading, floor) if reading else None
            if mention is None:
                at = match.start() + 1
                continue
            found.append(mention)
            at = floor = mention.end
        return found

    def _mention(self, start: int, end: int, reading: Reading, floor: int) -> TimeMention | None:
        if reading.capital and not self._capital(start, end):
            return None
        words = self._words_before(floor, start)
        if words is None:
            return None
        if reading.role is Role.PER and self._no_rate(start, words):
            return None
        edge, role, begin = self._cue(words, start, reading)
        if reading.needs_edge and edge is None:
            return None
        if reading.needs_cue and role is None and edge is None and not self._enclosed(start, end):
            return None
        in_name = False
        if role in (None, Role.BY, Role.SINCE) and edge is None:
            if reading.bare and self._counts(end):
                return None
            in_name = self._in_name(start, end, reading)
        if in_name:
            role, begin = Role.EVENT, start
        return self._placed(begin, end, reading, edge, role, in_name)

    def _capital(self, start: int, end: int) -> bool:
        """A month or Q3 is printed with a capital: its first letter that has a case decides."""
        for character in self.text[start:end]:
            if character.isupper():
                return True
        return False

    def _words_before(self, floor: int, start: int) -> list[tuple[int, str]] | None:
        """Up to a few words before `start` on its line with their places; None where `start` is inside a word."""
        window = self.low[max(floor, start - _WINDOW) : start]
        offset = start - len(window)
        if (line := window.rfind("\n")) >= 0:
            window, offset = window[line + 1 :], offset + line + 1
        words = [(offset + m.start(), m[0]) for m in _WORD.finditer(window)]
        if not window or window[-1].isspace() or self.low[start] == "/":
            return words
        last = words[-1][1]
        if last in self.grammar.edges or last[-1] in _OPENERS + ",.;:–—~":
            return words if last in self.grammar.edges else []
        return None

    def _cue(
        self, words: list[tuple[int, str]], start: int, reading: Reading
    ) -> tuple[Edge | None, Role | None, int]:
        """The edge and the role that the words before give, and where they begin."""
        edge, begin = None, start
        rest = words
        for _ in range(4):
            if edge is None and reading.stamp is not None and (hit := self._phrase(rest, self.grammar.edges)):
                edge, size = self.grammar.edges[hit], hit.count(" ") + 1
                begin, rest = rest[-size][0], rest[:-size]
                continue
            if hit := self._phrase(rest, self.grammar.cues):
                return edge, self.grammar.cues[hit], rest[-hit.count(" ") - 1][0]
            if hit := self._phrase(rest, self.grammar.change_cues):
                place = rest[-1][0]
                if reading.role is not Role.EVENT or hit == "from":
                    before = self.low[max(0, place - _CLAUSE) : place]
                    if self.grammar.change.search(before):
                        return edge, Role.BASE, place
                    if self.grammar.change_cues[hit] is not Role.WITHIN:
                        return edge, self.grammar.change_cues[hit], place
                return edge, None, begin
            if not rest or rest[-1][1] not in self.grammar.fillers:
                break
            rest = rest[:-1]
        return edge, None, begin

    @staticmethod
    def _phrase(words: list[tuple[int, str]], phrases: object) -> str | None:
        """The longest of `phrases` that the words end with."""
        assert hasattr(phrases, "__contains__")
        for size in range(min(4, len(words)), 0, -1):
            phrase = " ".join(word for _, word in words[-size:]).lstrip(_OPENERS)
            if phrase in phrases:
                return phrase
        return None

    def _no_rate(self, start: int, words: list[tuple[int, str]]) -> bool:
        if self.low[start] == "/":
            return False
        word = self.low[start : start + 4]
        return word.startswith(("a ", "một")) and bool(words) and words[-1][1] in self.grammar.no_rate

    def _enclosed(self, start: int, end: int) -> bool:
        return self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")"

    def _counts(self, end: int) -> bool:
        """Whether the word after bare digits makes them a count: 2000 employees."""
        match = _NEXT_WORD.match(self.low, end, end + 24)
        return match is not None and match[1] in self.grammar.counted

    def _in_name(self, start: int, end: int, reading: Reading) -> bool:
        before = self.low[max(0, start - _WINDOW) : start]
        if self.grammar.decision.search(before):
            return True
        if not reading.bare:
            return False
        word = _LAST_WORD.search(self.text, max(0, start - 42), start)
        if word is None or not any(c.isupper() for c in word[1]):
            return False
        name = word[1]
        return name.lower() not in self.grammar.plain and not name.endswith(
            ("'s", "’s", ",", ".", ":", ";", ")", "?", "!", "-", "–", "”", "s’")
        )

    def _placed(
        self, begin: int, end: int, reading: Reading, edge: Edge | None, cue: Role | None, in_name: bool
    ) -> TimeMention:
        """The mention with its period settled and its role final."""
        stamp = reading.stamp
        moment = reading.moment or (edge is not None and edge.moment)
        period, needs_date = UNDATED, False
        role = self._role(reading, cue, moment)
        if stamp is not None:
            ahead = stamp.yearless and self._ahead(begin, end, role)
            period = settle(stamp, self.bounds, ahead)
            needs_date = stamp.relative and period == UNDATED
            if moment:
                period = _end_of(period)
                if role is Role.BY:
                    role = Role.AS_OF
            elif edge is not None and edge.start and role is Role.BASE and isinstance(stamp, Stamp):
                period = _before_start(period)
            elif role is Role.BY and self._over(period):
                role = Role.AS_OF
            elif role is Role.AS_OF and self._is_future_year(period):
                role = Role.BY
            if role is Role.AS_OF:
                period = _moment(period)
        elif role is Role.WITHIN and reading.relation is not None:
            role = Role.WITHIN
        if role is Role.WITHIN and self.grammar.beginning.search(self.low, max(0, begin - _WINDOW), begin):
            role = Role.EVENT
        return TimeMention(
            start=begin,
            end=end,
            text=self.text[begin:end],
            period=period,
            role=role,
            relative=reading.relation is not None or (stamp is not None and stamp.relative),
            needs_date=needs_date,
            approximate=reading.approximate or (edge is not None and not edge.moment),
            in_name=in_name,
            relation=reading.relation,
            count=reading.count,
        )

    @staticmethod
    def _role(reading: Reading, cue: Role | None, moment: bool) -> Role:
        if reading.role is Role.PER:
            return Role.PER
        if reading.role is Role.BASE or cue is Role.BASE:
            return Role.BASE
        if reading.role is Role.SPAN:
            return Role.SPAN
        if cue is not None:
            return cue
        if moment:
            return Role.AS_OF
        return reading.role or Role.WITHIN

    def _ahead(self, begin: int, end: int, role: Role) -> bool:
        """Whether a time without a year lies ahead: a word of the future before it, or "by" and no past."""
        before = self.low[max(0, begin - _CLAUSE) : begin]
        after = self.low[end : end + _CLAUSE]
        before, after = before.rpartition(". ")[2], after.partition(". ")[0]
        if self.grammar.future.search(before):
            return True
        if role is not Role.BY:
            return False
        return bool(self.grammar.future.search(after)) or not self.grammar.past.search(before + " | " + after)

    def _over(self, period: Period) -> bool:
        """Whether "by" this time speaks of a state reached: a day or month not after publication, a past year."""
        if period.end is None or period.start is None:
            return False
        if len(period.label) == len("2024"):
            return self.bounds is not None and period.end.year < self.bounds[0].year
        return self.bounds is None or period.start <= self.bounds[1]

    def _is_future_year(self, period: Period) -> bool:
        known = self.bounds is not None and period.end is not None
        return known and len(period.label) == len("2024") and period.end > self.bounds[1]  # type: ignore


def _end_of(period: Period) -> Period:
    """The moment a period ends, as of its last month (or day)."""
    if period.end is None or period.as_of:
        return period
    if len(period.label) == len("2024-11-30"):
        return dated(f"as of {period.label}")
    return dated(f"as of {period.end:%Y-%m}")


def _before_start(period: Period) -> Period:
    """The moment right before a period begins: what a level at its start is."""
    if period.start is None:
        return period
    return dated(f"as of {period.start - dt.timedelta(days=1):%Y-%m}")


def _moment(period: Period) -> Period:
    if period.end is None or period.as_of:
        return period
    return dated(f"as of {period.label.rpartition('/')[2]}")
