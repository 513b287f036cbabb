"""Lines that were wrapped: a sentence that goes on in the next line is no new paragraph.

A line break is a wrap where the line before is long, ends no sentence and goes on in a small letter; and all
over a text whose lines are broken exactly where the next word would not have fit into one width.  List items
begin lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.files import canonical_text

BULLET = re.compile(r"[ \t]*(?:[-–—•●▪◦*+·]|\(?\d{1,2}[.)]|[a-zđ]\))[ \t]+(?=\S)")
# What a sentence ends with, and what may follow that.
ENDINGS, CLOSERS = frozenset(".!?…:;"), "\"”’')]"
# A shorter line was not wrapped, whatever goes on below it.
_WRAPPED = 55
# A text may be filled to a width when its lines are at most so long, and so many break a sentence.
_FILLED_TO = 100
_FILLED_LINES = 3
# So many closing signs may follow the end of a sentence.
_CLOSING = 8


def article_text(text: str) -> str:
    """The canonical text of an article, each wrap a blank: positions stay those of `canonical_text`.

    "$20.4" at the end of a line and "billion" on the next are one figure.
    """
    text = canonical_text(text)
    if "\n" not in text:
        return text
    parts, at = [], 0
    for start, end in paragraphs(text):
        parts += [text[at:start], text[start:end].replace("\n", " ")]
        at = end
    return "".join((*parts, text[at:]))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The places of what is one line, or was before it was wrapped, without blanks around; no empty ones."""
    printed = [place for match in re.finditer(r"[^\n]+", text) if (place := _stripped(match)) is not None]
    width = max((end - start for start, end in printed), default=0)
    filled = width <= _FILLED_TO and _is_filled(text, printed, width)
    start = end = -1
    for first, last in printed:
        goes_on = end >= 0 and first - end <= 3 and "\n\n" not in text[end:first]
        if goes_on and not BULLET.match(text, first, last):
            broken = end - start >= _WRAPPED and text[first].islower() and not _ends(text, start, end)
            if filled or broken:
                end = last
                continue
        if end >= 0:
            yield start, end
        start, end = first, last
    if end >= 0:
        yield start, end


def _stripped(line: re.Match[str]) -> tuple[int, int] | None:
    """The place of what a line prints; None for blanks."""
    printed = line[0].strip()
    if not printed:
        return None
    start = line.start() + line[0].index(printed[0])
    return start, start + len(printed)


def _ends(text: str, start: int, end: int) -> bool:
    """Whether a line ends a sentence."""
    return text[max(start, end - _CLOSING) : end].rstrip(CLOSERS)[-1:] in ENDINGS


def _is_filled(text: str, printed: list[tuple[int, int]], width: int) -> bool:
    """Whether lines are broken where the next word would not have fit into `width`, and nowhere else.

    Lines that each end a sentence may only happen to be of one length.
    """
    within = breaks = 0
    for (start, end), (after, last) in pairwise(printed):
        if "\n\n" in text[end:after]:
            continue
        if end - start + 1 + len(text[after:last].split(maxsplit=1)[0]) <= width:
            return False
        breaks += 1
        within += not _ends(text, start, end)
    return within >= _FILLED_LINES and 2 * within >= breaks
