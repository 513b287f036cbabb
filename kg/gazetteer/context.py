"""What surrounds a word: line and sentence ends, headings, and how else the text prints it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from kg.gazetteer.mention import NameMention
from kg.gazetteer.spelling import sign_keys
from kg.gazetteer.words import FUNCTION, ROLES
from kg.tokens import Token, tokens

_LINE_END = re.compile(r"\n+")
_ENDS = frozenset('.!?:;…•·"“”„‘«»|*–—-')
# A line is a heading in title case where so much of its longer words is capitalised.
_TITLE_SHARE = 0.7
_TITLE_MIN = 4
_TITLE_MAX = 30
_CAMEL = re.compile(r"(?!e(?:Commerce|Learning|Sports?|Books?|Gov|Wallets?|Banking))[a-z]{1,2}[A-Z][a-z]{2,}")


def is_camel(printed: str) -> bool:
    """Whether a word is printed like "eMoney"."""
    return _CAMEL.fullmatch(printed) is not None


class Context:
    """The tokens of a text, and what can be asked about their surroundings, found in one pass."""

    def __init__(self, words: Sequence[Token], language: str, text: str | None = None) -> None:
        self.words = words
        self.language = language
        self.text = text
        self.texts = [word.text for word in words]
        self._starts = [word.start for word in words]
        # As names are looked up: with signs that they use alike made one.
        self.keys = sign_keys(words)
        distinct = set(self.texts)
        upper = {printed for printed in distinct if printed[:1].isupper() or is_camel(printed)}
        # The tokens that begin with a capital, or nearly: all that a new name can begin with.
        self.capitals = [at for at, printed in enumerate(self.texts) if printed in upper]
        self._lower = {printed for printed in distinct if printed.islower()}
        self._styles: dict[int, str] = {}
        self._lines, self._line = self._in_lines()
        after_end = [True, *map(_ENDS.__contains__, self.texts[:-1])] if words else []
        self._initial = bytearray(after_end)
        for begin, end in self._lines:
            if begin < end:
                self._initial[begin] = True

    @classmethod
    def of(cls, source: str | Sequence[Token], language: str, text: str | None = None) -> Context:
        """The context of a text, or of its tokens (with the `text`, if it is at hand)."""
        if isinstance(source, str):
            return cls(tokens(source), language, source)
        return cls(source, language, text)

    def _in_lines(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Where the lines begin and end, and the number of the line of each token.

        Without the text, a line ends where more than a blank stands.
        """
        words, starts, count = self.words, self._starts, len(self.words)
        if self.text is None:
            breaks = {at for at in range(1, count) if words[at].start - words[at - 1].end > 1}
        else:
            breaks = {bisect_left(starts, match.start()) for match in _LINE_END.finditer(self.text)}
        edges = [0, *sorted(at for at in breaks if 0 < at < count), count]
        lines = list(pairwise(edges))
        numbers = [number for number, (begin, end) in enumerate(lines) for _ in range(begin, end)]
        return lines, numbers

    @cached_property
    def ending(self) -> dict[int, int]:
        """The number of the token that ends at a place."""
        return {word.end: at for at, word in enumerate(self.words)}

    @cached_property
    def beginning(self) -> dict[int, int]:
        """The number of the token that begins at a place."""
        return {start: at for at, start in enumerate(self._starts)}

    def slice(self, start: int, end: int) -> str:
        """What is printed from `start` to `end`; without the text, its words with blanks between."""
        if self.text is not None:
            return self.text[start:end]
        at = bisect_left(self._starts, start)
        printed, last = "", start
        while at < len(self.words) and self.words[at].end <= end:
            printed += " " * (self.words[at].start - last) + self.words[at].text
            last = self.words[at].end
            at += 1
        return printed

    def joined(self, first: int, last: int) -> bool:
        """Whether the tokens from `first` to before `last` stand in one line."""
        return self._line[first] == self._line[last - 1]

    def next_to(self, at: int) -> bool:
        """Whether the token `at` stands one blank after the one before it, in its line."""
        return (
            0 < at < len(self.words)
            and self._line[at] == self._line[at - 1]
            and self.words[at].start - self.words[at - 1].end == 1
        )

    def begins_sentence(self, at: int) -> bool:
        """Whether a sentence, heading, quotation or list item begins at the token `at`."""
        return bool(self._initial[at])

    def begins_line(self, at: int) -> bool:
        """Whether the token `at` is the first one of its line."""
        return self._lines[self._line[at]][0] == at

    def is_ordinary(self, word: Token) -> bool:
        """Whether the text also prints the word in lower case."""
        return word.text.lower() in self._lower

    def capitals_inside(self, taken: Sequence[int]) -> set[str]:
        """The words that have a capital inside a sentence, where only names have one.

        A place that `taken` numbers is in a known name, and tells nothing of the word by itself.
        """
        return {
            self.texts[at]
            for at in self.capitals
            if not (self._initial[at] or taken[at] or self.in_heading(at))
        }

    def is_name_part(self, at: int) -> bool:
        """Whether the words around the Vietnamese syllable `at` make it a part of a longer name."""
        words = self.words
        if at and self.next_to(at):
            before = words[at - 1]
            if before.text.lower() in ROLES:
                return True
            small = before.text.lower() in FUNCTION[self.language]
            if before.text[:1].isupper() and not (self._initial[at - 1] and small):
                return True
        if self.next_to(at + 1):
            after = words[at + 1].text
            return after[:1].isupper() and not after.isascii()
        return False

    def style(self, at: int) -> str:
        """``caps`` or ``title`` for the line of the token `at`, where it is printed so; else ""."""
        line = self._line[at]
        if line not in self._styles:
            self._styles[line] = _style(self.words[slice(*self._lines[line])], self.language)
        return self._styles[line]

    def in_heading(self, at: int) -> bool:
        """Whether capitals in the line of the token `at` tell no name."""
        return self.style(at) != ""

    def in_shouting_line(self, at: int) -> bool:
        """Whether the line of the token `at` is all in capitals."""
        return self.style(at) == "caps"

    def covered(self, mentions: Sequence[NameMention]) -> list[int]:
        """For each token the number of the mention that it stands in, counted from 1; else 0."""
        taken = [0] * len(self.words)
        at = 0
        for number, mention in enumerate(mentions, start=1):
            at = bisect_left(self._starts, mention.start, at)
            while at < len(self.words) and self.words[at].end <= mention.end:
                taken[at] = number
                at += 1
        return taken


def _style(line: Sequence[Token], language: str) -> str:
    longer = [word.text for word in line if len(word.text) >= 4 and word.text.isalpha()]
    if len(longer) < _TITLE_MIN or len(line) > _TITLE_MAX:
        return ""
    if sum(word.isupper() for word in longer) > _TITLE_SHARE * len(longer):
        return "caps"
    if language == "vi" or line[-1].text in ".!;":
        return ""
    capitals = sum(word[:1].isupper() for word in longer)
    return "title" if capitals >= max(_TITLE_MIN, _TITLE_SHARE * len(longer)) else ""
