"""Everything that is seen in a text before anything is concluded: one pass per kind of thing, then by sentence.

Each kind is found over the whole text by its own module; a `View` holds what falls into one sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from kg.amount import Figure, find_amounts
from kg.document import Document
from kg.extract.blocks import Block, Sentence, blocks, sentences
from kg.gazetteer import NameMention, Names
from kg.lexicon import Lexicon, Term
from kg.periods import TimeMention, find_periods
from kg.tokens import Token, tokens


class Mark(NamedTuple):
    """A term of the lexicon at its place."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class View:
    """One sentence with all that was seen in it, in the order of the text."""

    number: int
    sentence: Sentence
    block: Block
    tokens: Sequence[Token]
    figures: Sequence[Figure]
    times: Sequence[TimeMention]
    names: Sequence[NameMention]
    marks: Sequence[Mark]

    @property
    def start(self) -> int:
        """Where the sentence begins."""
        return self.sentence.start

    @property
    def end(self) -> int:
        """Where the sentence ends."""
        return self.sentence.end


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as seen: its blocks, and its sentences with what stands in them."""

    document: Document
    blocks: Sequence[Block]
    views: Sequence[View]


_T = TypeVar("_T", Token, Figure, TimeMention, NameMention, Mark)


class _Bucket:
    """Things in the order of the text, cut by sentence."""

    def __init__(self, things: Sequence[_T]) -> None:
        self._things = things
        self._starts = [thing.start for thing in things]

    def of(self, sentence: Sentence) -> Sequence:  # type: ignore[type-arg]
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
    mentions = names.find(words, language, text)
    marks = _outside(marks, mentions)
    parts = blocks(text)
    seen = [
        _Bucket(words),
        _Bucket(find_amounts(text, language)),
        _Bucket(find_periods(text, language, document.published)),
        _Bucket(mentions),
        _Bucket(marks),
    ]
    views = [
        View(number, sentence, parts[sentence.block], *(bucket.of(sentence) for bucket in seen))
        for number, sentence in enumerate(sentences(text, parts))
    ]
    return Reading(document, parts, views)


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
