"""What arithmetic takes a claim's figure for: its intervals, as exact fractions, each within the next."""

from __future__ import annotations

from typing import NamedTuple

from kg.claim import FigureClaim
from kg.lists import Hedge
from kg.rational import Range, exact

_DIRECTIONAL = frozenset({Hedge.OVER, Hedge.AT_LEAST, Hedge.NEARLY, Hedge.UNDER, Hedge.AT_MOST})


class Extent(NamedTuple):
    """The intervals of a figure: as *printed*, by rounding alone; *plain*, also with the expected interval of
    a directional hedge; *hedged*, whatever the words allow.  Each lies within the next."""

    printed: Range
    plain: Range
    hedged: Range


def extent(claim: FigureClaim) -> Extent:
    """The intervals of the figure of a claim."""
    bounds = claim.bounds
    printed = exact(bounds.rounding)
    if bounds.hard == bounds.rounding:
        # One object for all three: whoever compares them need not look at the numbers.
        return Extent(printed, printed, printed)
    plain = printed.hull(exact(bounds.expected)) if claim.hedge in _DIRECTIONAL else printed
    return Extent(printed, plain, plain.hull(exact(bounds.hard)))
