"""Scores as rows: one table of fields per language, one of patterns, one of what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.evaluate.score import FIELDS, Scores, Tally

FIELD_COLUMNS = ("language", "field", "gold", "predicted", "right", "precision", "recall", "f1")
PATTERN_COLUMNS = ("pattern", "gold", "found", "amount", "whole")
MISS_COLUMNS = ("article", "what", "surface", "words", "expected", "got", "start")
_DIGITS = 3


def field_rows(scores: Scores) -> Iterator[dict[str, Any]]:
    """One row per language and field; relations are a field of their own."""
    for language, tally in scores.figures.items():
        for name in FIELDS:
            yield _row(language, name, tally)
        yield _row(language, "relation", scores.relations[language])


def _row(language: str, name: str, tally: Tally) -> dict[str, Any]:
    return {
        "language": language, "field": name, "gold": tally.gold, "predicted": tally.predicted,
        "right": tally.right[name], "precision": round(tally.precision(name), _DIGITS),
        "recall": round(tally.recall(name), _DIGITS), "f1": round(tally.f1(name), _DIGITS),
    }  # fmt: skip


def pattern_rows(scores: Scores) -> Iterator[dict[str, Any]]:
    """One row per pattern of writing: how many of its figures were found, and found right (recall)."""
    for pattern, tally in scores.patterns.items():
        yield {
            "pattern": pattern, "gold": tally.gold, "found": tally.matched,
            "amount": round(tally.recall("amount"), _DIGITS), "whole": round(tally.recall("whole"), _DIGITS),
        }  # fmt: skip


def miss_rows(scores: Scores) -> Iterator[dict[str, Any]]:
    """One row per thing that is wrong, in the order of the texts."""
    for miss in scores.misses:
        yield {name: getattr(miss, name) for name in MISS_COLUMNS}


def summary(scores: Scores) -> dict[str, dict[str, float]]:
    """F1 per language and field, as thresholds are kept: rounded to four digits."""
    found: dict[str, dict[str, float]] = {}
    for language, tally in scores.figures.items():
        found[language] = {name: round(tally.f1(name), 4) for name in FIELDS}
        found[language]["relation"] = round(scores.relations[language].f1("relation"), 4)
    return found
