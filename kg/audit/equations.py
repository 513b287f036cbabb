"""The equations that sums are held against, solved for each of their quantities.

An equation knows the order of its terms, and what each may be at all (its domain).  Given an interval for
each term, `holds` tells whether some choice of numbers from them makes it true, and `solve` what one of them
must be by the others.  Each quantity stands in its equation once, so that both are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, combinations
from typing import Protocol

from kg.rational import (
    ONE,
    ZERO,
    Range,
    at_least,
    minus,
    over,
    plus,
    point,
    power,
    root,
    scale,
    shift,
    times,
    total,
)

MAGNITUDE: Range = Range(ZERO, None)
NOTHING: Range = Range(ZERO, ZERO, True, True)
_PERCENT = Fraction(1, 100)
_NO_LESS_THAN_NOTHING: Range = Range(Fraction(-100), None)
# Subsets are tried one by one up to so many terms: 4,096 of them.
MOST_TERMS = 12


class Equation(Protocol):
    """What the terms must obey."""

    def domain(self, index: int) -> Range:
        """What the term may be at all."""

    def holds(self, ranges: Sequence[Range]) -> bool:
        """Whether some numbers from the ranges obey the equation."""

    def solve(self, index: int, ranges: Sequence[Range]) -> Range:
        """What the term must be by the others; for a root, an interval of decimals that holds it.  It is
        empty where the others alone cannot be."""

    def implied(self, ranges: Sequence[Range]) -> tuple[Range, ...]:
        """What each term must be by the others: `solve` for all of them."""


class Factor(Protocol):
    """How a stated figure multiplies."""

    @property
    def domain(self) -> Range:
        """What the stated figure may be at all."""

    def forward(self, stated: Range) -> Range:
        """The factor that the figure stands for."""

    def back(self, factor: Range) -> Range:
        """The figure that stands for a factor."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """The figure divided by `per`: a share (100), a ratio per thousand (1000), a multiple (1)."""

    per: int
    domain: Range = MAGNITUDE

    def forward(self, stated: Range) -> Range:
        return scale(stated, Fraction(1, self.per))

    def back(self, factor: Range) -> Range:
        return scale(factor, self.per)


SHARE = Scaled(100, Range(ZERO, Fraction(100)))
MULTIPLE = Scaled(1)


@lru_cache(maxsize=4096)
def _grown(stated: Range, years: int) -> Range:
    """The factor of a growth; one figure stands in many sums."""
    return power(shift(scale(stated, _PERCENT), ONE).intersection(MAGNITUDE), years)


@dataclass(frozen=True, slots=True)
class Grown:
    """A growth of so many percent a year, over some years: (1 + g/100)^years.

    Nothing shrinks by more than all of it.
    """

    years: int = 1
    domain: Range = _NO_LESS_THAN_NOTHING

    def forward(self, stated: Range) -> Range:
        return _grown(stated, self.years)

    def back(self, factor: Range) -> Range:
        return scale(shift(root(factor, self.years) if self.years > 1 else factor, -1), 100)


@dataclass(frozen=True, slots=True)
class Product:
    """result = base × factor(stated), in this order; result and base are magnitudes."""

    factor: Factor

    def domain(self, index: int) -> Range:
        return self.factor.domain if index == 2 else MAGNITUDE

    def holds(self, ranges: Sequence[Range]) -> bool:
        result, base, stated = ranges
        stated = stated.intersection(self.factor.domain)
        if stated.is_empty():
            return False
        return result.meets(times(base, self.factor.forward(stated)))

    def solve(self, index: int, ranges: Sequence[Range]) -> Range:
        result, base, stated = ranges
        if index == 2:
            return self.factor.back(over(result, base))
        stated = stated.intersection(self.factor.domain)
        if stated.is_empty():
            return NOTHING
        factor = self.factor.forward(stated)
        if index == 0:
            return times(base, factor)
        if factor.high == 0:
            return MAGNITUDE if result.meets(factor) else NOTHING
        return over(result, factor)

    def implied(self, ranges: Sequence[Range]) -> tuple[Range, ...]:
        result, base, stated = ranges
        stated = stated.intersection(self.factor.domain)
        factor = NOTHING if stated.is_empty() else self.factor.forward(stated)
        if factor.is_empty() or factor.high == 0:
            return tuple(self.solve(index, ranges) for index in range(3))
        return times(base, factor), over(result, factor), self.factor.back(over(result, base))


@dataclass(frozen=True, slots=True)
class Sum:
    """total = Σ parts, in this order; total ≥ Σ parts where the parts are not all (`exhaustive`)."""

    exhaustive: bool = True

    def domain(self, index: int) -> Range:
        return MAGNITUDE

    def holds(self, ranges: Sequence[Range]) -> bool:
        return ranges[0].meets(self.solve(0, ranges))

    def solve(self, index: int, ranges: Sequence[Range]) -> Range:
        if index == 0:
            return self._total(total(ranges[1:]))
        return self._part(ranges[0], total(r for n, r in enumerate(ranges) if n not in (0, index)))

    def implied(self, ranges: Sequence[Range]) -> tuple[Range, ...]:
        whole, *parts = ranges
        # The sum of the parts before each, and of those after it.
        before, after = [*accumulate(parts, plus)], [*accumulate(reversed(parts), plus)][::-1]
        others = [after[1], *map(plus, before, after[2:]), before[-2]] if len(parts) > 1 else [point(0)]
        return self._total(before[-1]), *(self._part(whole, rest) for rest in others)

    def _total(self, added: Range) -> Range:
        return added if self.exhaustive else at_least(added)

    def _part(self, whole: Range, others: Range) -> Range:
        rest = minus(whole, others)
        if not self.exhaustive:
            rest = Range(None, rest.high, False, rest.high_open)
        return rest.intersection(MAGNITUDE)


def minimal_sets(equation: Equation, ranges: Sequence[Range]) -> list[tuple[int, ...]]:
    """The smallest sets of terms that cannot all be right, whatever the other terms are, by index.

    Empty where the equation holds.  Up to `MOST_TERMS` terms these are all; beyond, one of them.
    """
    free = [equation.domain(index) for index in range(len(ranges))]

    def contradict(indices: Sequence[int]) -> bool:
        kept = set(indices)
        return not equation.holds([r if n in kept else free[n] for n, r in enumerate(ranges)])

    everything = tuple(range(len(ranges)))
    if not contradict(everything):
        return []
    if not any(contradict([n for n in everything if n != index]) for index in everything):
        # Whatever is left out of the whole makes the rest possible.
        return [everything]
    if len(ranges) > MOST_TERMS:
        kept = list(everything)
        for index in everything:
            if contradict([n for n in kept if n != index]):
                kept.remove(index)
        return [tuple(kept)]
    found: list[tuple[int, ...]] = []
    for size in range(1, len(ranges) + 1):
        for indices in combinations(everything, size):
            if not any(set(smaller) <= set(indices) for smaller in found) and contradict(indices):
                found.append(indices)
    return found
