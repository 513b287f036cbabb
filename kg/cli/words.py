"""Figures and intervals in the words a reader would use, for tables on a screen."""

from __future__ import annotations

from decimal import Decimal

from kg.cli.output import Cell, cell_text, compact_number

_HEDGE_WORDS = {"": "", "exact": "", "range": "", "at_least": "at least ", "at_most": "at most "}


def figure_words(hedge: Cell, surface: Cell) -> str:
    """``about $152 billion``: the printed figure with its hedge."""
    word = cell_text(hedge)
    return _HEDGE_WORDS.get(word, f"{word} ") + cell_text(surface)


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
