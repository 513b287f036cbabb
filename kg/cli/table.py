"""Text in columns that fits a width and loses nothing: cells in, lines out.

A cell breaks at blanks, and after ``-``, ``_``, ``/`` and ``;`` that follow a letter, so that an id such as
``000_48115a…`` and a date stay whole; a no-break space never breaks.  Only a word that is longer than a
column may be is folded.  Where the columns do not fit side by side, every row becomes a record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from itertools import zip_longest

_LONGEST_WORD = 24
_GAP = "  "
_NAMES_SHARE = 3  # a record's names take a third of the width at most
_PIECE = re.compile(r".+?(?:(?<=[^\W\d_])[-_/;]+|\Z)", re.DOTALL)


def display_width(text: str) -> int:
    """Columns of a terminal that `text` takes: none for a combining mark, two for a wide letter."""
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _pieces(word: str) -> list[str]:
    return _PIECE.findall(word)


def _least(text: str) -> int:
    longest = max((display_width(p) for word in text.split(" ") for p in _pieces(word)), default=0)
    return min(longest, _LONGEST_WORD)


def _fold(word: str, width: int) -> list[str]:
    """`word` in lines of at most `width`; a mark stays with its letter."""
    lines, used = [""], 0
    for letter in word:
        size = _letter_width(letter)
        if lines[-1] and used + size > width:
            lines.append("")
            used = 0
        lines[-1] += letter
        used += size
    return lines


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` (two at least), all its characters but the blanks at the breaks."""
    if display_width(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for word in filter(None, text.split(" ")):
        glue = " " if line else ""
        for piece in _pieces(word):
            size = len(glue) + display_width(piece)
            if used + size <= width:
                line += glue + piece
                used += size
            else:
                *full, rest = _fold(piece, width)
                lines += filter(None, (line, *full))
                line, used = rest, display_width(rest)
            glue = ""
    return [*lines, line]


def _padded(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks


def column_widths(rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide each column of `rows` (the heading among them) may be within `width`; None: they do not fit.

    Where not everything fits on one line, the widest column is narrowed first, none below its longest word.
    """
    columns = list(zip(*rows, strict=True))
    room = width - len(columns) * len(_GAP) + 1
    if sum(least := [max(map(_least, column)) for column in columns]) > room:
        return None
    widths = [min(max(map(display_width, column)), room) for column in columns]
    for _ in range(sum(widths) - room):
        widest = max((w, n) for n, w in enumerate(widths) if w > least[n])[1]
        widths[widest] -= 1
    return widths


def _side_by_side(row: Sequence[str], widths: Sequence[int], right: Container[int]) -> list[str]:
    cells = [wrap(text, width) for text, width in zip(row, widths, strict=True)]
    lines = []
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (_padded(p, w, right=n in right) for n, (p, w) in enumerate(zip(parts, widths, strict=True)))
        lines.append((" " + _GAP.join(padded)).rstrip(" "))
    return lines


def _record(columns: Sequence[str], row: Sequence[str], width: int) -> list[str]:
    """One row as lines of name and text; what is empty is left out.  A blank line ends it."""
    names = min(max(map(display_width, columns)), width // _NAMES_SHARE)
    lines = []
    for column, text in zip(columns, row, strict=True):
        if text:
            parts = zip_longest(wrap(column, names), wrap(text, width - names - len(_GAP)), fillvalue="")
            lines += [(_padded(name, names, right=True) + _GAP + part).rstrip(" ") for name, part in parts]
    return [*lines, ""]


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    right: Container[int] = (),
    bold: bool = False,
) -> list[str]:
    """The lines of a table of at most `width` (20 at least); the columns numbered in `right` are flush right.

    Where the longest words of all columns do not fit side by side, the rows are records.  `bold` marks the
    heading with the terminal's escapes.
    """
    widths = column_widths([columns, *rows], width)
    if widths is None:
        return [line for row in rows for line in _record(columns, row, width)]
    heading = _side_by_side(columns, widths, right)
    if bold:
        heading = [f"\x1b[1m{line}\x1b[0m" for line in heading]
    rule = " " + "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    return [*heading, rule, *(line for row in rows for line in _side_by_side(row, widths, right))]
