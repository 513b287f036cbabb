"""Names that are not curated: rows of a table, and names by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.entity import KINDS, Entity
from kg.errors import BadInput, UsageError, printable
from kg.names import fold
from kg.reconcile.reading import MAX_NAME, reading
from kg.reconcile.record import Record
from kg.rows import read_rows, refuse_twice


def name_record(name: str) -> Record:
    """A name of which nothing else is known; raises UsageError where it is none."""
    text = name.strip()
    if len(text) > MAX_NAME or not reading(text).tokens:
        raise UsageError(
            f"{printable(name, 60)!r} is no name", remedy=f"letters or digits, at most {MAX_NAME} characters"
        )
    return Record(ref="", names=(text,))


def table_records(path: Path, column: str, entities: Mapping[str, Entity]) -> list[Record]:
    """The names in a column of a CSV or Parquet file, each under the place of its row.

    The columns ``kind``, ``country``, ``ticker`` and ``wikidata`` are used where there are any; a country is
    a reference or a name.  Rows without a name are left out.  Raises BadInput with file and line.
    """
    countries = {
        fold(name): entity.ref
        for entity in entities.values()
        if entity.kind == "country"
        for name in (entity.ref, entity.en, entity.vi, *(text for text, _ in entity.names))
    }

    def check(columns: Sequence[str], file: Path) -> None:
        refuse_twice(columns, file)
        if column not in columns:
            remedy = f"name one of {', '.join(columns[:8])} with --column"
            raise BadInput.at(file, f"there is no column {column!r}", line=1, remedy=remedy)

    records = []
    for cells, place in read_rows(path, check):
        name, kind, country = cells[column], cells.get("kind", ""), cells.get("country", "")
        if kind and kind not in KINDS:
            raise BadInput(f"{kind!r} is no kind", place=place, remedy=f"one of {', '.join(KINDS)}")
        if len(name) > MAX_NAME:
            raise BadInput(f"a name of {len(name):,} characters", place=place, remedy=f"at most {MAX_NAME}")
        if not reading(name).tokens:
            continue
        known = countries.get(fold(country), f"country {country}")
        records.append(
            Record(
                ref=place,
                names=(name,),
                kind=kind,
                countries=frozenset({known} if country else ()),
                ticker=cells.get("ticker", ""),
                wikidata=cells.get("wikidata", ""),
            )
        )
    return records
