"""What a figure stands for and what a sum of figures comes to, worked out without the engine.

An end of a span is (number, nudge): the number itself (0), or infinitely close below (-1) or above it (1).
Compared as tuples, ends say by themselves whether two spans meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import inf
from typing import TypeAlias

from kg.claim import FigureClaim

End: TypeAlias = "tuple[Fraction | float, int]"
Span: TypeAlias = "tuple[End, End]"
WIDTHS = ("printed", "plain", "hedged")


def _exact_by_nature(claim: FigureClaim) -> bool:
    whole = claim.value == int(claim.value)
    return claim.kind in ("rank", "date") or (
        claim.kind in ("count", "duration") and claim.value < 100 and whole
    )


def span(claim: FigureClaim, width: str) -> Span:
    """What a positive figure may be: as printed, with what a directional word is taken for, or with all that
    the words allow."""
    v, u = Fraction(claim.value), Fraction(claim.step)
    half = Fraction(0) if _exact_by_nature(claim) else u / 2
    if claim.value_max is not None:
        return (v, 0), (Fraction(claim.value_max), 0)
    low, high = (v - half, 0), (v + half, 0)
    if width == "printed" or claim.hedge == "exact":
        return low, high
    hard = width == "hedged"
    match claim.hedge:
        case "about" if hard:
            return min(low, (v * 95 / 100, 0)), max(high, (v * 105 / 100, 0))
        case "about":
            return low, high
        case "over" | "at_least":
            return min(low, (v, 0)), (inf, 0) if hard else max(high, (v + u, 0))
        case "nearly":
            return min(low, (v - u, 0), (Fraction(0), 1) if hard else (v, 0)), high
        case "under" | "at_most":
            return (Fraction(0), 1), high
    raise AssertionError(claim.hedge)


def spans(claims: Sequence[FigureClaim], width: str) -> list[Span]:
    return [span(claim, width) for claim in claims]


def meet(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def rising(formula: Callable[..., Fraction | float], parts: Sequence[Span]) -> Span:
    """What a formula that rises with each of its numbers may come to."""
    low = formula(*(part[0][0] for part in parts)), int(any(part[0][1] > 0 for part in parts))
    high = formula(*(part[1][0] for part in parts)), -int(any(part[1][1] < 0 for part in parts))
    return low, high


def verdict(
    result: FigureClaim,
    formula: Callable[..., Fraction | float],
    parts: Sequence[FigureClaim],
    *,
    at_least: bool = False,
) -> str:
    """Whether result = formula(parts) plainly, by the hedges, or not; with `at_least`, result ≥ that."""
    for width, word in (("plain", "consistent"), ("hedged", "strained")):
        whole, made = span(result, width), rising(formula, spans(parts, width))
        if meet(whole, (made[0], (inf, 0)) if at_least else made):
            return word
    return "inconsistent"
