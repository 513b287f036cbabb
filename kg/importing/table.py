"""Tables of figures and of relations: CSV or Parquet, read strictly, each row with its place.

A file is taken as a whole or not at all: a wrong header, a quote that never ends or a missing cell refuses
it, naming the row.  What a row means is not decided here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import BadInput, UsageError
from kg.files import check_path, decode, read_bytes

FIGURE_COLUMNS = (
    "source_url", "publisher", "title", "date", "subject", "metric", "value", "unit", "period", "qualifier",
    "attributed_to", "note",
)  # fmt: skip
RELATION_COLUMNS = ("source_url", "subject", "predicate", "object", "period", "note")
MAX_TABLE = 500_000_000
MAX_CELL = 4_000
_PARQUET = b"PAR1"


@dataclass(frozen=True)
class Row:
    """One row: its cells by column, without blanks around them, and where it stands."""

    cells: Mapping[str, str]
    place: str

    @property
    def is_figure(self) -> bool:
        """Whether the row states a figure, not a relation."""
        return "metric" in self.cells

    @cached_property
    def id(self) -> str:
        """Eight hexadecimal digits of the row's content: the same row has the same id in every table."""
        content = json.dumps(sorted(self.cells.items()), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:8]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_table(path: Path) -> list[Row]:
    """The rows of a CSV (UTF-8, comma) or Parquet file with the columns of figures or of relations.

    Raises BadInput naming file, line and what is wrong with it; for Parquet, the row counts from 1.
    """
    path = check_path(path)
    data = read_bytes(path, MAX_TABLE)
    rows = _parquet(data, path) if data[:4] == _PARQUET else _csv(data, path)
    return list(rows)


def _columns(header: list[str], path: Path) -> tuple[str, ...]:
    """The columns that a header names; raises BadInput where they are not those of either kind of table."""
    wanted = RELATION_COLUMNS if "predicate" in header else FIGURE_COLUMNS
    missing = [name for name in wanted if name not in header]
    strange = [name for name in header if name not in wanted]
    if len(set(header)) < len(header):
        raise BadInput.at(path, "a column stands there twice", line=1, remedy="name every column once")
    if missing or strange:
        what = f"the column {missing[0]!r} is missing" if missing else f"unknown column {strange[0]!r}"
        raise BadInput.at(path, what, line=1, remedy=f"the columns are {','.join(wanted)}")
    return tuple(header)


def _csv(data: bytes, path: Path) -> Iterator[Row]:
    text = decode(data, path).removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadInput.at(path, "holds a NUL", line=line, remedy="is it a table in UTF-8?")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: tuple[str, ...] = ()
    line = 1
    try:
        for cells in reader:
            if not columns:
                columns = _columns(cells, path)
            elif cells:
                if len(cells) != len(columns):
                    raise BadInput.at(
                        path, f"{len(cells)} cells, not {len(columns)}", line=line, remedy="quote the commas"
                    )
                yield _row(dict(zip(columns, cells, strict=True)), path, line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput.at(path, f"no CSV: {error}", line=line, remedy="close the quotes") from None
    if not columns:
        raise BadInput.at(path, "the file is empty", line=1, remedy=f"start with {','.join(FIGURE_COLUMNS)}")


def _parquet(data: bytes, path: Path) -> Iterator[Row]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        remedy = 'pip install "vietnam-tech-kg[parquet]", or give a CSV'
        raise UsageError("pyarrow is not installed, which reads Parquet", remedy=remedy) from None
    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise BadInput.at(path, f"no Parquet: {str(error).splitlines()[0]}") from None
    _columns(table.column_names, path)
    for number, cells in enumerate(table.to_pylist(), 1):
        yield _row({name: "" if v is None else str(v) for name, v in cells.items()}, path, number)


def _row(cells: Mapping[str, str], path: Path, line: int) -> Row:
    clean = {}
    for name, cell in cells.items():
        text = unicodedata.normalize("NFC", cell).strip()
        if len(text) > MAX_CELL:
            raise BadInput.at(path, f"{name}: a cell of {len(text):,} characters", line=line)
        for character in text:
            if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
                what = f"{name}: control or format character U+{ord(character):04X}"
                raise BadInput.at(path, what, line=line, remedy="remove it")
        clean[name] = text
    return Row(clean, f"{path}:{line}")
