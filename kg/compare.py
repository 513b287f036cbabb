"""Whether figures of one slot agree.

Two figures of one unit are, in this order: *equal* (same printed value, and hedges that leave room for both),
*compatible* (their rounding intervals meet), *refining* (one has a directional hedge or is a range, and its
expected interval holds the other's printed value), in *soft conflict* (they meet only through a hedge) or in
*hard conflict* (disjoint even so).  Figures of two units are not compared here.  No verdict says who is
right.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations

from kg.claim import FigureClaim
from kg.interval import Interval
from kg.lists import Agreement, ClaimKind, Hedge

_DIRECTIONAL = frozenset({Hedge.OVER, Hedge.AT_LEAST, Hedge.NEARLY, Hedge.UNDER, Hedge.AT_MOST, Hedge.RANGE})
_ORDER = list(Agreement)


def _printed(claim: FigureClaim) -> Interval[Decimal]:
    return Interval(claim.value, claim.value if claim.value_max is None else claim.value_max)


def _refines(one: FigureClaim, other: FigureClaim) -> bool:
    return one.hedge in _DIRECTIONAL and one.bounds.expected.contains(_printed(other))


def compare(one: FigureClaim, other: FigureClaim) -> Agreement:
    """How two figures of one slot and unit stand to each other; symmetric."""
    possible = one.bounds.hard.meets(other.bounds.hard)
    if _printed(one) == _printed(other):
        # "Over 3" and "under 3" print one number, and cannot both be.
        return Agreement.EQUAL if possible else Agreement.HARD_CONFLICT
    # A range that holds the other is the coarser of the two, although their rounding meets as well.
    if any(a.value_max is not None and _refines(a, b) for a, b in ((one, other), (other, one))):
        return Agreement.REFINING
    if one.bounds.rounding.meets(other.bounds.rounding):
        return Agreement.COMPATIBLE
    if _refines(one, other) or _refines(other, one):
        return Agreement.REFINING
    return Agreement.SOFT_CONFLICT if possible else Agreement.HARD_CONFLICT


def agreement(claims: Iterable[FigureClaim]) -> Agreement:
    """The worst that holds between any two claims of one slot; SINGLE where no two can be compared.

    Currencies are apart.  Counts are not: "ten countries" and "10 markets" answer one question.
    """
    by_unit: dict[str, dict[tuple[object, ...], FigureClaim]] = {}
    repeated = False
    for claim in claims:
        distinct = by_unit.setdefault("" if claim.kind is ClaimKind.COUNT else claim.unit, {})
        key = (claim.value, claim.value_max, claim.step, claim.hedge)
        repeated = repeated or key in distinct
        distinct[key] = claim
    worst = Agreement.EQUAL if repeated else Agreement.SINGLE
    for distinct in by_unit.values():
        ceiling = _ceiling(distinct.values())
        for one, other in combinations(distinct.values(), 2):
            worst = max(worst, compare(one, other), key=_ORDER.index)
            if _ORDER.index(worst) >= _ORDER.index(ceiling):
                break
    return worst


def _ceiling(claims: Iterable[FigureClaim]) -> Agreement:
    """The worst that any two of `claims` can be, in one pass: where all hard intervals share a number, no two
    are disjoint.  It lets a slot of many "over" figures stop at the first soft conflict."""
    common: Interval[Decimal] = Interval(None, None)
    for claim in claims:
        common = common.intersection(claim.bounds.hard)
    return Agreement.HARD_CONFLICT if common.is_empty() else Agreement.SOFT_CONFLICT
