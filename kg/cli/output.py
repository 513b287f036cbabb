"""Writing rows: tables for people, csv, tsv, json, jsonl and markdown for programs.

A row is a mapping from column to text, number, bool, or None for nothing.  Text of articles is data: on a
terminal, control and bidirectional characters are shown as escapes; csv and tsv are kg.csvtext's.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Context, Decimal
from pathlib import Path

import click

from kg.cli.table import table
from kg.csvtext import Cell, Row, cell_text, delimited
from kg.errors import printable
from kg.files import write_atomic

_COMPUTED = 6
ROW_FORMATS = ("table", "csv", "tsv", "json", "jsonl", "markdown")


def compact_number(value: Decimal) -> str:
    """A number in short form for people: 144400000000 -> ``144.4 bn``; small ones as they are.

    What was computed, and so does not end where it was printed, is cut to six significant digits.
    """
    if value != value.to_integral_value() and len(value.as_tuple().digits) > _COMPUTED:
        value = Context(prec=_COMPUTED).plus(value).normalize()
        value = Decimal(f"{value:f}")
    for power, sign in ((12, "tn"), (9, "bn"), (6, "m")):
        if abs(value) >= Decimal(10) ** power:
            # A no-break space keeps the scale beside its number in a narrow column.
            return f"{(value / Decimal(10) ** power).normalize():,f}\u00a0{sign}"
    return f"{value:,}" if abs(value) >= 10_000 else str(value)


def _json_cell(value: Cell) -> str | int | float | bool | None:
    return str(value) if isinstance(value, Decimal) else value


def _markdown(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |\n|" + " --- |" * len(columns) + "\n"
    for row in rows:
        cells = (printable(cell_text(row.get(c)), 1000).replace("|", "\\|") for c in columns)
        yield "| " + " | ".join(cells) + " |\n"


def _json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    separator = "[\n"
    for row in rows:
        yield separator + json.dumps({c: _json_cell(row.get(c)) for c in columns}, ensure_ascii=False)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _jsonl(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield json.dumps({c: _json_cell(row.get(c)) for c in columns}, ensure_ascii=False) + "\n"


# Twelve or more hexadecimal digits, a letter among them: an id, not a number.
_HASH = re.compile(r"\b((?:[0-9a-z]+_)?)(?=[0-9]*[a-f])([0-9a-f]{6})[0-9a-f]{6,}\b")
_LONG_NUMBER = 1_000_000
# Columns whose ids are read, not typed: on screen they are words.
_NAMED = frozenset({"attributed_to", "object", "subject"})
_IDS = re.compile(r"[a-z0-9]+(?:[-;][a-z0-9]+)*")
# Where there is no terminal to fit, so that a file or a pipe gets the same everywhere.
_WIDTH = 120
_NARROWEST = 20


def _screen_text(column: str, value: Cell) -> str:
    """A cell for a terminal: long numbers and hashes shortened (in no other format), nothing unprintable."""
    if isinstance(value, Decimal) and abs(value) >= _LONG_NUMBER:
        return compact_number(value)
    text = cell_text(value)
    if column in _NAMED and _IDS.fullmatch(text):
        text = text.replace("-", " ").replace(";", "; ")
    return _HASH.sub(r"\1\2…", printable(text, 1000))


def _is_numeric(values: Iterable[Cell]) -> bool:
    held = [value for value in values if value is not None]
    return bool(held) and all(isinstance(v, int | float | Decimal) and not isinstance(v, bool) for v in held)


def table_text(
    columns: Sequence[str], rows: Iterable[Row], width: int = _WIDTH, *, bold: bool = False
) -> str:
    """The rows as a table that fits `width` columns, and their number."""
    held = list(rows)
    right = {n for n, column in enumerate(columns) if _is_numeric(row.get(column) for row in held)}
    cells = [[_screen_text(column, row.get(column)) for column in columns] for row in held]
    lines = table(columns, cells, width, right=right, bold=bold)
    return "\n".join([*lines, f"{len(held)} row{'s' * (len(held) != 1)}\n"])


def terminal_width(output: Path | None = None) -> int:
    """The columns that text may take: those of the terminal, or what a pipe or file gets."""
    import shutil

    if output is None and sys.stdout.isatty():
        return max(shutil.get_terminal_size().columns, _NARROWEST)
    return _piped_width()


def _terminal_table(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """The rows for the terminal that stdout is."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return table_text(columns, rows, terminal_width(), bold=not plain)


def _piped_width() -> int:
    """The width for a table that goes into a pipe or file: COLUMNS where it is set, as other tools do."""
    given = os.environ.get("COLUMNS", "")
    return max(int(given), _NARROWEST) if given.isascii() and given.isdigit() else _WIDTH


def render(columns: Sequence[str], rows: Iterable[Row], fmt: str) -> Iterator[str]:
    """The rows in a format of ROW_FORMATS, as pieces of text."""
    if fmt == "table":
        return iter((table_text(columns, rows, _piped_width()),))
    if fmt in ("csv", "tsv"):
        return delimited(columns, rows, "," if fmt == "csv" else "\t")
    return {"json": _json, "jsonl": _jsonl, "markdown": _markdown}[fmt](columns, rows)


def write_text(pieces: Iterable[str], output: Path | None) -> None:
    """Write text to stdout, or atomically to a file."""
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    with write_atomic(output) as file:
        for piece in pieces:
            file.write(piece.encode("utf-8"))


def write_rows(columns: Sequence[str], rows: Iterable[Row], fmt: str, output: Path | None = None) -> None:
    """Write rows in a format of ROW_FORMATS to stdout, or atomically to a file."""
    if fmt == "table" and output is None and sys.stdout.isatty():
        write_text([_terminal_table(columns, rows)], None)
        return
    write_text(render(columns, rows, fmt), output)


def note(text: str) -> None:
    """A line for people, on stderr."""
    click.echo(text, err=True)
