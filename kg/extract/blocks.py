"""The shape of an article: headings, list items and paragraphs, and the sentences in them.

A block is a line, or several lines that were wrapped.  A heading has few words and no full stop; an item
begins with a bullet, or is one of several short lines after a line that ends with a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.extract.grammar import words

MAX_HEADING = 140
_WRAPPED = 55
_BULLET = re.compile(r"[ \t]*(?:[-–—•●▪◦*+·]|\(?\d{1,2}[.)]|[a-zđ]\))[ \t]+(?=\S)")
_ENDS = re.compile(r"[.!?…:;][\"”’')\]]*$")
_INNER_STOP = re.compile(r"[a-zà-ỹ)][.!?]\s")
# A sentence ends at a stop, its closing quotes and a blank, when a new one can begin there.
_STOP = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[^\W_a-zà-ỹđ])|[;](?=\s)")
_ABBREVIATIONS = words(
    """mr mrs ms dr prof corp inc ltd co no nos st jr sr vs approx dept gen col maj lt sen rep gov est
    jan feb mar apr jun jul aug sep sept oct nov dec fig vol tp ts th.s ths pgs gs ks q p tr đ/c
    """
)  # fmt: skip


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
    for start, end in _lines(text):
        line = text[start:end]
        bullet = _BULLET.match(line)
        ended = _ENDS.search(line) is not None
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


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that are not blank, without blanks around; lines wrapped within a sentence are one."""
    start = end = -1
    for match in re.finditer(r"[^\n]+", text):
        line = match[0].strip()
        if not line:
            continue
        first = match.start() + match[0].index(line[0])
        last = first + len(line)
        wrapped = (
            end >= 0
            and first - end <= 3
            and "\n\n" not in text[end:first]
            and end - start >= _WRAPPED
            and line[0].islower()
            and not _ENDS.search(text[start:end])
            and _BULLET.match(line) is None
        )
        if wrapped:
            end = last
            continue
        if end >= 0:
            yield start, end
        start, end = first, last
    if end >= 0:
        yield start, end


def sentences(text: str, parts: list[Block]) -> list[Sentence]:
    """The sentences of all blocks, in the order of the text."""
    found: list[Sentence] = []
    for number, block in enumerate(parts):
        start = block.start
        if block.kind is BlockKind.ITEM and (bullet := _BULLET.match(text, start, block.end)):
            start = bullet.end()
        for stop in _STOP.finditer(text, start, block.end):
            if _is_abbreviation(text, start, stop.start()):
                continue
            found.append(Sentence(start, stop.end(), number))
            start = stop.end()
            while start < block.end and text[start].isspace():
                start += 1
        if start < block.end:
            found.append(Sentence(start, block.end, number))
    return found


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
