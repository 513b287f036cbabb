"""The shape of an article: headings, list items and paragraphs, and the sentences in them.

A block is a line, or several lines that were wrapped.  A heading has few words and no full stop; an item
begins with a bullet, or is one of several short lines after a line that ends with a colon.

What reads a sentence weighs every figure against every name and time of it.  So that no text takes long, a
sentence has at most `MAX_SENTENCE` characters and `MAX_NUMBERS` numbers; what goes on is cut after a sign
that ends a clause, else at a blank, else after any sign.  Sentences of articles are far shorter.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from kg.extract.grammar import words
from kg.wrapping import BULLET, CLOSERS, ENDINGS, paragraphs

MAX_HEADING = 140
MAX_SENTENCE = 800
MAX_NUMBERS = 20
_INNER_STOP = re.compile(r"[a-zà-ỹ)][.!?]\s")
# A sentence ends at a stop, its closing quotes and a blank, when a new one can begin there.
_STOP = re.compile(
    r"(?<![.!?…])[.!?…]++[\"”’')\]]*+(?=\s+[\"“‘'(\[]*[^\W_a-zà-ỹđ])|"
    # "236.000; 154.700 và 38.200" is one list.
    r";(?=\s)(?!(?<=\d;)\s[\d.,]{1,12}(?:;| và | and ))"
)
_ABBREVIATIONS = words(
    """mr mrs ms dr prof corp inc ltd co pte pty sdn bhd no nos st jr sr vs approx dept gen col maj lt sen
    rep gov est jan feb mar apr jun jul aug sep sept oct nov dec fig vol tp ts th.s ths pgs gs ks q p tr đ/c
    """
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Where a sentence that is too long is cut, the best first.
_CUTS = (re.compile(r"[;:,]\s+|\s[-–—]\s+"), re.compile(r"\s+"), re.compile(r"\W(?=\w)"))


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at ``text[start:end]``, in the block with this number."""

    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block at ``text[start:end]``; `lead` is the block that introduces the list of an item."""

    kind: BlockKind
    start: int
    end: int
    lead: int | None = None


def blocks(text: str) -> list[Block]:
    """The blocks of `text`, in its order."""
    found: list[Block] = []
    lead: int | None = None
    bulleted = False
    for start, end in paragraphs(text):
        line = text[start:end]
        bullet = BULLET.match(line)
        ended = line.rstrip(CLOSERS)[-1:] in ENDINGS
        if bullet:
            kind = BlockKind.ITEM
            if lead is None and found and found[-1].kind is not BlockKind.ITEM:
                lead = len(found) - 1
            bulleted = True
        elif lead is not None and not bulleted and len(line) <= MAX_HEADING and not line.endswith((".", ":")):
            kind = BlockKind.ITEM
        elif ended or len(line) > MAX_HEADING or _INNER_STOP.search(line):
            kind, lead = BlockKind.PARAGRAPH, None
        else:
            kind, lead = BlockKind.HEADING, None
        found.append(Block(kind, start, end, lead if kind is BlockKind.ITEM else None))
        if kind is not BlockKind.ITEM:
            lead = len(found) - 1 if line.endswith(":") else None
            bulleted = False
    return found


def sentences(text: str, parts: list[Block]) -> list[Sentence]:
    """The sentences of all blocks, in the order of the text."""
    found: list[Sentence] = []
    for number, block in enumerate(parts):
        start = block.start
        if block.kind is BlockKind.ITEM and (bullet := BULLET.match(text, start, block.end)):
            start = bullet.end()
        for stop in _STOP.finditer(text, start, block.end):
            if _is_abbreviation(text, start, stop.start()):
                continue
            found += _cut(text, start, stop.end(), number)
            start = stop.end()
            while start < block.end and text[start].isspace():
                start += 1
        if start < block.end:
            found += _cut(text, start, block.end, number)
    return found


def _cut(text: str, start: int, end: int, block: int) -> Iterator[Sentence]:
    """The sentence, in parts where it is too long or holds too many numbers."""
    while end - start > MAX_NUMBERS:
        last = min(end, start + MAX_SENTENCE)
        number = next(islice(_NUMBER.finditer(text, start, last), MAX_NUMBERS, None), None)
        if number is not None:
            last = number.start()
        if last == end:
            break
        middle = (start + last) // 2
        cuts = (deque(sign.finditer(text, middle, last), maxlen=1) for sign in _CUTS)
        cut = next((found[0] for found in cuts if found), None) or _CUTS[-1].search(text, last, end)
        if cut is None or cut.end() >= end:
            break
        yield Sentence(start, cut.end() - len(cut[0]) + len(cut[0].rstrip()), block)
        start = cut.end()
    yield Sentence(start, end, block)


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to the word before it."""
    if text[stop] != "." or (stop + 1 < len(text) and text[stop + 1] in ".!?"):
        return False
    first = stop
    while first > start and stop - first < 12 and (text[first - 1].isalnum() or text[first - 1] in "./"):
        first -= 1
    word = text[first:stop]
    # "J. Smith", "U.S. Department": a single capital, or capitals with stops between, begins a name.
    return (
        word.casefold() in _ABBREVIATIONS
        or (len(word) == 1 and word.isupper())
        or bool(re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word))
    )
