"""Where the code points of a canonical text stand in the bytes of the file that it was read from.

Canonical text drops the byte order mark, turns CRLF and CR into LF and composes letters (NFC).  Almost all of
a file goes through unchanged; only what changes is remembered.  A place that begins or ends inside a changed
piece (between a letter and the mark that was composed with it) takes in the whole piece.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from functools import cache

_STRIDE = 4096


@cache
def _changes() -> re.Pattern[str]:
    """What canonical text may write otherwise: line ends, a letter with what joins it, and letters that NFC
    replaces by others even alone.

    Which characters join the one before is computed from the Unicode data of this Python, because it grows.
    """
    joiners = set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))  # Hangul vowels and finals
    replaced = set()
    for code in range(0x80, sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.combining(character):
            joiners.add(code)
        elif parts := unicodedata.decomposition(character):
            if parts.startswith("<"):
                continue
            _, *rest = parts.split()
            if rest:
                joiners.add(int(rest[0], 16))
            if unicodedata.combining(unicodedata.normalize("NFD", character)[0]):
                joiners.add(code)
            elif unicodedata.normalize("NFC", character) != character:
                replaced.add(code)
    joins, alone = _class(joiners), _class(replaced - joiners)
    return re.compile(rf"\r\n?|[^{joins}\r]?[{joins}]+|[{alone}]")


def _class(codes: set[int]) -> str:
    """The inside of a character class that holds these code points."""
    out: list[str] = []
    start = last = -2
    for code in [*sorted(codes), sys.maxunicode + 2]:
        if code == last + 1:
            last = code
            continue
        if start >= 0:
            out.append(f"\\U{start:08x}" + (f"-\\U{last:08x}" if last > start else ""))
        start = last = code
    return "".join(out)


class Offsets:
    """The map from places in the canonical text to places in the UTF-8 bytes that it was read from."""

    def __init__(self, data: bytes) -> None:
        """Raises UnicodeDecodeError where `data` is not UTF-8."""
        raw = data.decode("utf-8")
        self._raw = raw
        # Pieces that changed: where they start and end in the canonical and in the raw text.
        self._pieces: list[tuple[int, int, int, int]] = [(0, 0, 0, 1)] if raw.startswith("\ufeff") else []
        offset = -1 if self._pieces else 0  # canonical place minus raw place
        simple = unicodedata.is_normalized("NFC", raw)
        for match in (re.compile(r"\r\n?") if simple else _changes()).finditer(raw, len(self._pieces)):
            piece = match[0]
            written = "\n" if piece[0] == "\r" else unicodedata.normalize("NFC", piece)
            # Of an unchanged piece, and of CR alone, every code point keeps its own place.
            if piece in (written, "\r"):
                continue
            start = match.start() + offset
            self._pieces.append((start, start + len(written), match.start(), match.end()))
            offset += len(written) - len(piece)
        self._starts = [piece[0] for piece in self._pieces]
        self.length = len(raw) + offset
        self._blocks = [0]
        for at in range(0, len(raw), _STRIDE):
            self._blocks.append(self._blocks[-1] + len(raw[at : at + _STRIDE].encode("utf-8")))

    def byte_span(self, start: int, end: int) -> tuple[int, int]:
        """The bytes of the code points `start` to `end`; raises ValueError for no place in the text."""
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"{start}-{end} is no place in a text of {self.length} code points")
        first = self._raw_at(start, after=False)
        last = first if start == end else self._raw_at(end, after=True)
        return self._byte(first), self._byte(last)

    def _raw_at(self, place: int, *, after: bool) -> int:
        """The raw place of a canonical one; inside a changed piece its start, or its end with `after`."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return place
        start, end, raw_start, raw_end = self._pieces[number]
        if place >= end:
            return raw_end + place - end
        if place == start:
            return raw_start
        return raw_end if after else raw_start

    def _byte(self, at: int) -> int:
        block = at // _STRIDE
        return self._blocks[block] + len(self._raw[block * _STRIDE : at].encode("utf-8"))


def byte_span(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the code points `start` to `end` of the canonical text of `data` stand in its bytes.

    Raises UnicodeDecodeError where `data` is not UTF-8, ValueError where the text has no such place.
    """
    return Offsets(data).byte_span(start, end)
