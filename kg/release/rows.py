"""The tables of a release: every row as JSON lines, and what fits a spreadsheet as CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from kg.csvtext import delimited
from kg.tables import ARTICLE_COLUMNS, CLAIM_COLUMNS, RELATION_COLUMNS

Row = dict[str, Any]
_COLUMNS: Final = {
    "figures": CLAIM_COLUMNS,
    "relations": RELATION_COLUMNS,
    "articles": ARTICLE_COLUMNS,
    "entities": ("entity", "type", "en", "vi", "aliases", "scope_en", "scope_vi", "wikidata"),
    "conflicts": (
        "id", "verdict", "severity", "slot", "question", "question_vi", "figures", "unit", "gap_absolute",
        "gap_relative", "same_authority", "claims", "origins", "explanation", "explanation_vi",
    ),
    "checks": (
        "id", "verdict", "severity", "rule", "question", "question_vi", "claims", "articles",
        "explanation", "explanation_vi",
    ),
    "slots": (
        "slot", "question", "question_vi", "metric", "subject", "sector", "market", "ownership", "period",
        "family", "agreement", "claims", "origins", "statement", "statement_vi",
    ),
}  # fmt: skip


def _entity(row: Row) -> Row:
    scope = {f"scope_{lang}": text for text, lang in row["scope"]}
    return {**row, **scope, "aliases": [name for name, _ in row["names"]]}


def _conflict(row: Row) -> Row:
    gap = row["gap"] or {}
    return {**row, "gap_absolute": gap.get("absolute"), "gap_relative": gap.get("relative")}


_FLAT: Final[dict[str, Callable[[Row], Row]]] = {"entities": _entity, "conflicts": _conflict}


def csv_lines(table: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as CSV: lists are joined by " | ", what is nested deeper stays in the JSON lines."""
    flat, columns = _FLAT.get(table, dict), _COLUMNS[table]
    cells = ({name: _cell(row.get(name)) for name in columns} for row in map(flat, rows))
    return (text.encode("utf-8") for text in delimited(columns, cells))


def _cell(value: Any) -> Any:
    return " | ".join(map(str, value)) if isinstance(value, list | tuple) else value


def json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as JSON lines."""
    return (json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n" for row in rows)
