"""Figures and intervals in the words a reader would use, for tables on a screen."""

from __future__ import annotations

from decimal import Decimal

from kg.cli.output import compact_number
from kg.csvtext import Cell, cell_text

_HEDGE_WORDS = {"": "", "exact": "", "range": "", "at_least": "at least ", "at_most": "at most "}


def figure_words(
    hedge: Cell, surface: Cell, value: Cell = None, value_max: Cell = None, unit: Cell = None
) -> str:
    """``about $152 billion``: the printed figure with its hedge; where none is kept, value and unit."""
    word = cell_text(hedge)
    said = cell_text(surface) or interval_words(value, value if value_max is None else value_max, unit)
    return _HEDGE_WORDS.get(word, f"{word} ") + said


# Units that an interval says otherwise than by their id: a sign, a plain word, or not at all.
_UNIT_WORDS = {"percent": "%", "ratio": " times", "year": "", "rank": ""}


def interval_words(lower: Cell, upper: Cell, unit: Cell = None) -> str:
    """``144.4 bn – 159.6 bn USD``; an open end is an ellipsis, nothing at all is the empty text."""
    if lower is None and upper is None:
        return ""
    ends = [
        compact_number(Decimal(cell_text(end))) if end not in (None, "") else "…" for end in (lower, upper)
    ]
    said = ends[0] if ends[0] == ends[1] else " – ".join(ends)
    name = cell_text(unit)
    return said + _UNIT_WORDS.get(name, f" {name.replace('_', ' ')}" if name else "")
