"""Files of rows, CSV or Parquet, read strictly: each row with its cells by column and its place.

A file is taken as a whole or not at all: a wrong header, a quote that never ends or a missing cell refuses
it, naming the row.  What a row means is not decided here.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.errors import BadInput, UsageError
from kg.files import check_path, decode, read_bytes

MAX_TABLE = 500_000_000
MAX_CELL = 4_000
_PARQUET = b"PAR1"
Cells = dict[str, str]
# Checks the names of the columns of a file; raises BadInput where they are not those that are meant.
Header = Callable[[Sequence[str], Path], None]


def read_rows(path: Path, header: Header) -> Iterator[tuple[Cells, str]]:
    """The rows of a CSV (UTF-8, comma) or Parquet file, each as its cells and its place (``FILE:LINE``).

    Raises BadInput naming file, line and what is wrong with it; for Parquet, the row counts from 1.
    """
    path = check_path(path)
    data = read_bytes(path, MAX_TABLE)
    return _parquet(data, path, header) if data[:4] == _PARQUET else _csv(data, path, header)


def refuse_columns(columns: Sequence[str], wanted: Sequence[str], path: Path) -> None:
    """Raises BadInput unless the columns are those that are wanted, each once, in any order."""
    refuse_twice(columns, path)
    missing = [name for name in wanted if name not in columns]
    strange = [name for name in columns if name not in wanted]
    if missing or strange:
        what = f"the column {missing[0]!r} is missing" if missing else f"unknown column {strange[0]!r}"
        raise BadInput.at(path, what, line=1, remedy=f"the columns are {','.join(wanted)}")


def refuse_twice(columns: Sequence[str], path: Path) -> None:
    """Raises BadInput where a column stands there twice."""
    if len(set(columns)) < len(columns):
        raise BadInput.at(path, "a column stands there twice", line=1, remedy="name every column once")


def _csv(data: bytes, path: Path, header: Header) -> Iterator[tuple[Cells, str]]:
    text = decode(data, path).removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadInput.at(path, "holds a NUL", line=line, remedy="is it a table in UTF-8?")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not columns:
                header(cells, path)
                columns = cells
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
        raise BadInput.at(path, "the file is empty", line=1, remedy="start with a line of column names")


def _parquet(data: bytes, path: Path, header: Header) -> Iterator[tuple[Cells, str]]:
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
    header(table.column_names, path)
    for number, cells in enumerate(table.to_pylist(), 1):
        yield _row({name: "" if v is None else str(v) for name, v in cells.items()}, path, number)


def _row(cells: Mapping[str, str], path: Path, line: int) -> tuple[Cells, str]:
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
    return clean, f"{path}:{line}"
