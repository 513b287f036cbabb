"""Rows as CSV for those who download them; a cell that a spreadsheet would run as a formula is made text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kg.answer import Cell

_FORMULA = ("=", "+", "@", "\t", "\r")
_SUSPECT = {*_FORMULA, "-"}


def csv_text(names: Sequence[str], columns: Iterable[Sequence[Cell]]) -> str:
    """Columns as CSV with a line of their names; what is not known is the empty text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(zip(*map(_texts, columns), strict=True))
    return out.getvalue()


def _texts(cells: Sequence[Cell]) -> list[str]:
    # The most frequent cells first: a large answer has a hundred thousand.
    return [
        cell if type(cell) is str and cell[:1] not in _SUSPECT else "" if cell is None else _text(cell)
        for cell in cells
    ]


def _text(value: str | Decimal | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if type(value) is str else str(value)
    if text[:1] not in _SUSPECT:
        return text
    number = text.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(_FORMULA) or (text.startswith("-") and not number) else text
