"""Rows as comma- or tab-separated text, for programs and spreadsheets.

A row is a mapping from column to text, number, bool, or None for nothing.  A cell that a spreadsheet would
run as a formula gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

Cell = str | int | float | bool | Decimal | None
Row = Mapping[str, Cell]


def cell_text(value: Cell) -> str:
    """A cell as plain text; nothing is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _spreadsheet_safe(text: str) -> str:
    risky = text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not _is_number(text))
    return "'" + text if risky else text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def delimited(columns: Sequence[str], rows: Iterable[Row], delimiter: str = ",") -> Iterator[str]:
    """The rows below a line of column names, as pieces of text; lines end with LF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_spreadsheet_safe(cell_text(row.get(c))) for c in columns])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
