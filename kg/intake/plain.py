"""The canonical text of plain text: strict in what it takes, and it says what a reader would not see."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from kg.errors import BadInput
from kg.files import MAX_TEXT, decode
from kg.wrapping import article_text

Warn = Callable[[str], None]
# Signatures of files that are often taken for texts.
_BINARY = ((b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP archive or office file"), (b"\x1f\x8b", "a gzip file"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Format characters: zero width, marks of direction, soft hyphens.  None has an ink of its own.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0001-\U000e007f]"
)


def read_plain(data: bytes, place: str, warn: Warn) -> str:
    """The canonical text of `data`, which came from `place`; `warn` hears of characters that nobody sees.

    Raises BadInput for anything but UTF-8 text of at most MAX_TEXT bytes without control characters.
    """
    check_size(data, MAX_TEXT, place)
    for signature, what in _BINARY:
        if data.startswith(signature):
            raise BadInput(f"is {what}, not a text", place=place, remedy="save its text as UTF-8")
    text = article_text(decode(data, place))
    check_text(text, place)
    warn_of_invisible(text, place, warn)
    return text


def check_size(data: bytes, limit: int, place: str) -> None:
    """Raise BadInput above `limit` bytes."""
    if len(data) > limit:
        raise BadInput(f"has more than the limit of {limit:,} bytes", place=place, remedy="give one article")


def check_text(text: str, place: str) -> None:
    """Raise BadInput on a text that says nothing, or that holds control characters."""
    if found := _CONTROLS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        what = f"control character U+{ord(found[0]):04X}"
        raise BadInput.at(place, what, line=line, column=column, remedy="remove it; a text is plain UTF-8")
    if not text.strip():
        raise BadInput("holds no text", place=place, remedy="give an article")


def warn_of_invisible(text: str, place: str, warn: Warn) -> None:
    """Tell of format characters: they stay, because positions count them, but they can hide or turn words."""
    found = list(_INVISIBLE.finditer(text))
    if not found:
        return
    counts = Counter(match[0] for match in found)
    kinds = ", ".join(
        f"{count} × U+{ord(c):04X} {unicodedata.name(c, 'unnamed').lower()}"
        for c, count in sorted(counts.items())
    )
    line = text.count("\n", 0, found[0].start()) + 1
    warn(f"{place}: invisible characters are kept, the first on line {line}: {kinds}")
