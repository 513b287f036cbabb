"""Everything that is seen in a text before anything is concluded: a pass per kind of thing, then by sentence.

Each kind is found over the whole text by its own module; a `View` holds what falls into one sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

from kg.amount import Figure, Form, find_amounts
from kg.document import Document
from kg.extract.blocks import Block, Sentence, blocks, sentences
from kg.extract.spans import Placed
from kg.gazetteer import NameMention, Names
from kg.lexicon import Lexicon, Term
from kg.periods import TimeMention, find_periods
from kg.tokens import Token, tokens

# More than so many figures, beside dates, in so many characters are no prose; the densest article has nearly
# as many.
CROWD, ROOM = 20, 480
_DATES = frozenset((Form.DATE, Form.YEAR, Form.TIME))
_SHORT_LINE = 60
_OUT_OF = re.compile(r"(\S+) (?:out of|trên|trong(?: số)?) (\S+)", re.I)
_COUNTS = re.compile(
    r"\s+(?:\w+ ){0,2}(?:markets|countries|territories|provinces|localities|thị trường|quốc gia|nước|tỉnh)\b",
    re.I,
)


class Mark(NamedTuple):
    """A term of the lexicon at its place."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class View:
    """One sentence, from `start` to `end`, with all that was seen in it, in the order of the text."""

    number: int
    sentence: Sentence
    block: Block
    tokens: Sequence[Token]
    figures: Sequence[Figure]
    times: Sequence[TimeMention]
    names: Sequence[NameMention]
    marks: Sequence[Mark]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as seen: its blocks, and its sentences with what stands in them.

    `crowded` are figures so close together that they are a table or a list of codes, and no prose: what they
    are about cannot be told, and they stand in no sentence.
    """

    document: Document
    blocks: Sequence[Block]
    views: Sequence[View]
    crowded: Sequence[Figure] = ()


_T = TypeVar("_T", bound=Placed)


class _Bucket(Generic[_T]):
    """Things of one kind in the order of the text, to be had by sentence."""

    def __init__(self, things: Sequence[_T]) -> None:
        self._things = things
        self._starts = [thing.start for thing in things]

    def of(self, sentence: Sentence) -> Sequence[_T]:
        """The things that begin in `sentence`."""
        first = bisect_left(self._starts, sentence.start)
        last = bisect_left(self._starts, sentence.end, first)
        return self._things[first:last]


def read(document: Document, names: Names, lexicon: Lexicon) -> Reading:
    """What is seen in `document`."""
    text, language = document.text, document.language
    words = tokens(text)
    marks = [
        Mark(words[hit.first].start, words[hit.last - 1].end, term)
        for hit in lexicon.find(words, language)
        for term in hit.terms
    ]
    mentions = _no_terms(names.find(words, language, text), marks)
    marks = _outside(marks, mentions)
    parts = blocks(text)
    figures, crowded = _apart_from_crowds(_apart(find_amounts(text, language), text, language), parts)
    times = find_periods(text, language, document.published)
    words_in, figures_in, times_in = _Bucket(words), _Bucket(figures), _Bucket(times)
    names_in, marks_in = _Bucket(mentions), _Bucket(marks)
    views = [
        View(
            number, sentence, parts[sentence.block], words_in.of(sentence), figures_in.of(sentence),
            times_in.of(sentence), names_in.of(sentence), marks_in.of(sentence), sentence.start, sentence.end,
        )
        for number, sentence in enumerate(sentences(text, parts))
    ]  # fmt: skip
    return Reading(document, parts, views, crowded)


def _apart_from_crowds(
    figures: Sequence[Figure], parts: Sequence[Block]
) -> tuple[list[Figure], list[Figure]]:
    """The figures of prose, and those that stand too close together to be.

    A crowd is within one block, or within lines that are all short.
    """
    short = [part.end - part.start <= _SHORT_LINE for part in parts]
    firsts = [0, *(n for n in range(1, len(parts)) if not (short[n] and short[n - 1]))]
    starts = [parts[n].start for n in firsts] if parts else []
    said = [figure for figure in figures if figure.form not in _DATES]
    until = -1
    kept: list[Figure] = []
    crowded: list[Figure] = []
    at = 0
    for figure in figures:
        if figure.form not in _DATES:
            last = at + CROWD
            there = said[last].start if last < len(said) else figure.start + ROOM
            near = there - figure.start < ROOM
            if near and bisect_right(starts, figure.start) == bisect_right(starts, there):
                until = there
            at += 1
        (crowded if figure.start <= until else kept).append(figure)
    return kept, crowded


def _no_terms(names: Sequence[NameMention], marks: Sequence[Mark]) -> list[NameMention]:
    """`names` without those that nobody knows and that are words of ours: "Gross Merchandise Value"."""
    terms = {(mark.start, mark.end) for mark in marks}
    return [n for n in names if n.refs or n.flag != "new" or n.kind or (n.start, n.end) not in terms]


def _outside(marks: Sequence[Mark], names: Sequence[NameMention]) -> list[Mark]:
    """Marks that are no part of a name: the ministry of investment invests nothing."""
    kept, at = [], 0
    for mark in marks:
        while at < len(names) and names[at].end <= mark.start:
            at += 1
        inside = at < len(names) and names[at].start <= mark.start and mark.end <= names[at].end
        if not inside or names[at].flag == "new":
            kept.append(mark)
    return kept


def _apart(figures: Sequence[Figure], text: str, language: str) -> list[Figure]:
    """ "7 out of 10 markets" are two counts, as opposed to "one in five": such a pair taken apart."""
    found: list[Figure] = []
    for figure in figures:
        parts = _OUT_OF.fullmatch(figure.surface) if figure.form is Form.FRACTION else None
        if parts is None or not _COUNTS.match(text, figure.end):
            found.append(figure)
            continue
        for start, end in (parts.span(1), parts.span(2)):
            for part in find_amounts(figure.surface[start:end], language):
                at = figure.start + start
                found.append(replace(part, start=at + part.start, end=at + part.end))
    return found
