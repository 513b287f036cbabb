"""Tables of figures and of relations: CSV or Parquet, read strictly, each row with its place.

A file is taken as a whole or not at all: a wrong header, a quote that never ends or a missing cell refuses
it, naming the row.  What a row means is not decided here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.rows import read_rows, refuse_columns

FIGURE_COLUMNS = (
    "source_url", "publisher", "title", "date", "subject", "metric", "value", "unit", "period", "qualifier",
    "attributed_to", "note",
)  # fmt: skip
RELATION_COLUMNS = ("source_url", "subject", "predicate", "object", "period", "note")


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
    return [Row(cells, place) for cells, place in read_rows(path, _check_header)]


def _check_header(columns: Sequence[str], path: Path) -> None:
    """Raises BadInput where the columns are not those of either kind of table."""
    refuse_columns(columns, RELATION_COLUMNS if "predicate" in columns else FIGURE_COLUMNS, path)
