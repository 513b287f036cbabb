"""Exchange rates: what the sums that articles print in two currencies imply, and one rate for each year.

Each pair of a figure and its conversion implies a rate, an interval.  The *common rate* of a year is where
most of the intervals of that year meet.  Rules:

``common_rate``   one rate serves every pair of the year
``conversion``    one pair against the common rate that the others of the year share; where there are none, or
                  no majority, against the rate of the nearest year, give or take `DRIFT`; also two figures of
                  one slot that nobody converted, where they are off by more than that: by a slip, or because
                  one article prints both

A sum that slipped by a scale (trillion for billion, VND for USD) lies far from any rate.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product

from kg.audit.equations import MULTIPLE, Product
from kg.audit.series import Reading, Slots
from kg.audit.slips import slip_of_term, swapped
from kg.audited import Cause, Check, Quantity, Term
from kg.claim import FigureClaim
from kg.corpus import Corpus
from kg.extent import Extent, extent
from kg.identity import EXCHANGE_RATE
from kg.lists import CauseStatus, ClaimKind, Verdict
from kg.rational import ANYTHING, ZERO, Range, over, times

DOLLAR = ("unit/USD", "unit/VND")
# No rate between two years that follow each other moved further; it is there to find slips, not errors.
DRIFT = Fraction(1, 2)
# Where a slot has more pairs of figures in two currencies than this, only the first of each are compared.
MOST_PAIRS = 24
# VND for a dollar, 2018-2026 (State Bank); for a corpus that tells no rate.
USUAL: Range = Range(Fraction(22_700), Fraction(26_400))


@dataclass(frozen=True, slots=True)
class Pair:
    """A sum in two currencies: `units` as (dearer, cheaper), the claims likewise, and the implied rate, how
    many of the cheaper for one of the dearer."""

    year: str
    units: tuple[str, str]
    dearer: FigureClaim
    cheaper: FigureClaim
    rate: Extent

    @property
    def figures(self) -> tuple[object, ...]:
        """What is printed: pairs that print the same have one vote together, however often they are
        copied."""
        return tuple((c.value, c.value_max, c.step, c.hedge) for c in (self.cheaper, self.dearer))

    @property
    def claims(self) -> tuple[str, str]:
        """The ids of both claims, the one converted from first where it is the cheaper."""
        return self.cheaper.id, self.dearer.id


class Rates:
    """The rates of a corpus by year and pair of currencies."""

    def __init__(self, corpus: Corpus) -> None:
        self.pairs: dict[tuple[str, tuple[str, str]], list[Pair]] = {}
        self.by_claim: dict[str, list[Pair]] = {}
        self._known: dict[tuple[str, tuple[str, str]], tuple[Range, list[Pair]] | None] = {}
        self._ends: dict[str, list[Pair]] = {}
        by_id = {claim.id: claim for claim in corpus.figures}
        for claim in corpus.figures:
            original = by_id.get(claim.conversion_of or "")
            if original is not None and (pair := _pair(original, claim)) is not None:
                self.pairs.setdefault((pair.year, pair.units), []).append(pair)
                for each in pair.claims:
                    self.by_claim.setdefault(each, []).append(pair)

    def common(self, year: str, units: tuple[str, str]) -> Range | None:
        """The rate that most pairs of a year share; None where it has no pairs, or no two that agree among
        several that do not."""
        found = self._agreed(year, units)
        return found[0] if found else None

    def _agreed(self, year: str, units: tuple[str, str]) -> tuple[Range, list[Pair]] | None:
        if (year, units) not in self._known:
            pairs = self.pairs.get((year, units), [])
            rate, members = _meeting(pairs) if pairs else (ANYTHING, [])
            alone = len(members) < len(pairs) and len(distinct(members)) == 1
            self._known[year, units] = (rate, members) if members and not alone else None
        return self._known[year, units]

    def nearest(self, year: str, units: tuple[str, str]) -> tuple[Range, Sequence[Pair]] | None:
        """The common rate of the nearest other year, give or take DRIFT, and the pairs that share it."""
        if not year.isdigit():
            return None
        years = [y for y, u in self.pairs if u == units and y != year and y.isdigit()]
        for near in sorted(years, key=lambda y: (abs(int(y) - int(year)), y)):
            found = self._agreed(near, units)
            if found and found[0].low is not None and found[0].high is not None:
                return _drifted(found[0]), found[1]
        return None

    def dollar(self, period: str) -> Range:
        """How many VND make a dollar: the common rate of the year, else of the nearest year, else the
        usual."""
        rate = self.common(period[:4], DOLLAR)
        if rate is None:
            near = self.nearest(period[:4], DOLLAR)
            rate = near[0] if near else _drifted(USUAL)
        return rate

    def checks(self) -> Iterator[Check]:
        """The common rate of each year, then each of its pairs."""
        for (year, units), pairs in sorted(self.pairs.items()):
            rate, members = _meeting(pairs)
            if len(pairs) > 1:
                yield _common_check(year, units, pairs, rate, members)
            lows, highs = _ranked(members)
            if len(lows) == 1:
                witnesses = self._far(year, units)
                if witnesses is not None:
                    yield from (_pair_check(pair, witnesses, drift=True) for pair in pairs)
                continue
            for pair in pairs:
                # A pair is no witness to the rate that it is held against.
                low, high = (next(p for p in ranked if p.figures != pair.figures) for ranked in (lows, highs))
                edges = [low] if low is high else [low, high]
                yield _pair_check(pair, edges)

    def _far(self, year: str, units: tuple[str, str]) -> list[Pair] | None:
        """Who witnesses the rate where the year itself does not: the pairs of the nearest year, or nobody,
        for the usual rate of the dollar; None where no rate is known."""
        near = self.nearest(year, units)
        if near is not None:
            return _edges(near[1])
        return [] if units == DOLLAR else None

    def crossed(self, slots: Slots) -> Iterator[Check]:
        """Figures of one slot in two currencies that nobody converted, where no rate of these years makes one
        the other: one of them must have slipped, or one article prints both as the only figures of the slot.
        What differs otherwise is told as a conflict of each currency."""
        for series, label in slots.all():
            by_unit: dict[str, list[Reading]] = {}
            for reading in slots.at(series, label):
                by_unit.setdefault(reading.unit, []).append(reading)
            dollars, dongs = (by_unit.get(unit, []) for unit in DOLLAR)
            if len(dollars) * len(dongs) > MOST_PAIRS:
                dollars, dongs = dollars[:1], dongs[:1]
            for one, other in product(dollars, dongs):
                pair = _pair(other.first, one.first)
                if pair is None or self._converted(one, other):
                    continue
                agreed = self._agreed(pair.year, DOLLAR)
                if pair.rate.plain.meets(_drifted(agreed[0] if agreed else USUAL)):
                    continue
                check = _pair_check(pair, self._witnesses(pair.year), drift=True)
                beside = _beside(one, other, dollars, dongs)
                if beside or any(cause.status is CauseStatus.LIKELY for cause in check.causes):
                    yield check

    def _witnesses(self, year: str) -> list[Pair]:
        """The pairs that give the rate of the dollar its ends: of the year, else of the nearest one."""
        if year not in self._ends:
            agreed = self._agreed(year, DOLLAR)
            self._ends[year] = _edges(agreed[1]) if agreed else self._far(year, DOLLAR) or []
        return self._ends[year]

    def _converted(self, *readings: Reading) -> bool:
        """Whether an article prints two readings as one sum."""
        ids = [{claim.id for claim in reading.claims} for reading in readings]
        return any(
            all(set(pair.claims) & held for held in ids)
            for claim in ids[0]
            for pair in self.by_claim.get(claim, ())
        )


def _beside(one: Reading, other: Reading, dollars: Iterable[Reading], dongs: Iterable[Reading]) -> bool:
    """Whether an article prints two readings, and no others, for their slot."""
    shared = {claim.article for claim in one.claims} & {claim.article for claim in other.claims}
    others = [held for held in (*dollars, *dongs) if held is not one and held is not other]
    return bool(shared - {claim.article for held in others for claim in held.claims})


def _pair(original: FigureClaim, converted: FigureClaim) -> Pair | None:
    """The pair of two claims in two currencies; None where a rate cannot be told."""
    one, other = extent(original), extent(converted)
    usable = original.kind is converted.kind is ClaimKind.LEVEL and original.unit != converted.unit
    if not usable or any(e.printed.low is None or e.printed.low <= 0 for e in (one, other)):
        return None
    # By name, so that a slip of scale does not turn a pair round: USD and EUR are dearer than VND.
    dearer, cheaper = (original, converted) if converted.unit == "unit/VND" else (converted, original)
    if "unit/VND" not in (original.unit, converted.unit) and original.unit < converted.unit:
        dearer, cheaper = original, converted
    rates = (over(a, b) for a, b in zip(extent(cheaper), extent(dearer), strict=True))
    return Pair(original.slot.period, (dearer.unit, cheaper.unit), dearer, cheaper, Extent(*rates))


def _meeting(pairs: Sequence[Pair]) -> tuple[Range, list[Pair]]:
    """Where most of the plain intervals meet, and whose these are; the lowest of several such places."""
    voices = distinct(pairs)
    # A place is a number and what lies just before it (-1), at it (0) or just after it (1).
    ends = [(_begin(pair), False) for pair in voices]
    ends += [(close, True) for pair in voices if (close := _close(pair)) is not None]
    best, count, start = 0, 0, _begin(voices[0])
    for place, is_end in sorted(ends):
        count += -1 if is_end else 1
        if count > best:
            best, start = count, place
    members = [p for p in pairs if _begin(p) <= start and ((close := _close(p)) is None or start <= close)]
    return _shared(members), members


def _begin(pair: Pair) -> tuple[Fraction, int]:
    return pair.rate.plain.low or ZERO, int(pair.rate.plain.low_open)


def _close(pair: Pair) -> tuple[Fraction, int] | None:
    high = pair.rate.plain.high
    return None if high is None else (high, -int(pair.rate.plain.high_open))


def distinct(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs that print different figures, the first of each sort."""
    found: dict[tuple[object, ...], Pair] = {}
    for pair in pairs:
        found.setdefault(pair.figures, pair)
    return list(found.values())


def _shared(members: Iterable[Pair], width: int = 1) -> Range:
    """The rates that all of some pairs allow, at one of the widths of an extent."""
    return reduce(Range.intersection, (pair.rate[width] for pair in members), ANYTHING)


def _drifted(rate: Range) -> Range:
    """The rates that a year beside one of `rate` may have."""
    low, high, low_open, high_open = rate
    return Range(
        None if low is None else low * (1 - DRIFT),
        None if high is None else high * (1 + DRIFT),
        low_open,
        high_open,
    )


def _edges(members: Sequence[Pair]) -> list[Pair]:
    """The pairs that give the common rate its two ends."""
    lowest, highest = (ranked[0] for ranked in _ranked(members))
    return [lowest] if lowest is highest else [lowest, highest]


def _ranked(members: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The pairs that bound the common rate from below and from above, the narrowest bound first; two of each
    are enough, so that one can be left out."""
    voices = distinct(members)
    lows = heapq.nsmallest(2, voices, key=lambda p: (-(p.rate.plain.low or ZERO), p.claims))
    highs = heapq.nsmallest(
        2, voices, key=lambda p: (p.rate.plain.high is None, p.rate.plain.high or ZERO, p.claims)
    )
    return lows, highs


def _rate(
    pairs: Iterable[Pair], year: str, units: tuple[str, str], printed: Range, hedged: Range
) -> Quantity:
    claims = tuple(claim for pair in pairs for claim in pair.claims)
    return Quantity("rate", EXCHANGE_RATE, units[0], year, units[1], printed, hedged, claims)


def _common_check(
    year: str, units: tuple[str, str], pairs: list[Pair], rate: Range, members: list[Pair]
) -> Check:
    hedged = ANYTHING
    for pair in pairs:
        hedged = hedged.intersection(pair.rate.hedged)
    held = set(map(id, members))
    outliers = [pair for pair in pairs if id(pair) not in held]
    if not outliers:
        verdict = Verdict.CONSISTENT
    else:
        verdict = Verdict.INCONSISTENT if hedged.is_empty() else Verdict.STRAINED
    # Whatever is disjoint from some pair is disjoint from one of these two.
    edges = (
        min(pairs, key=lambda p: (p.rate.hedged.high is None, p.rate.hedged.high or ZERO, p.claims)),
        max(pairs, key=lambda p: (p.rate.hedged.low or ZERO, p.claims)),
    )
    minimal = dict.fromkeys(
        tuple(dict.fromkeys((*outlier.claims, *edge.claims)))
        for outlier in outliers
        for edge in edges
        if not edge.rate.hedged.meets(outlier.rate.hedged)
    )
    terms = [
        Term(role, claim.id, claim.article)
        for role, group in (("rate", members), ("outlier", outliers))
        for pair in group
        for claim in (pair.cheaper, pair.dearer)
    ]
    odd = outliers[0] if outliers else members[0]
    return Check(
        rule="common_rate",
        verdict=verdict,
        terms=tuple(terms),
        stated=_rate([odd], year, units, odd.rate.printed, odd.rate.hedged),
        implied=(_rate(members, year, units, rate, rate),),
        why=("", ""),
        minimal=tuple(minimal) if verdict is Verdict.INCONSISTENT else (),
    )


def _pair_check(pair: Pair, witnesses: list[Pair], *, drift: bool = False) -> Check:
    """cheaper = dearer × rate, by the rate that the witnesses share (the usual one where there are none);
    with `drift`, give or take DRIFT."""
    equation = Product(MULTIPLE)

    def rate(of: Sequence[Pair], width: int) -> Range:
        shared = _shared(of, width) if of else USUAL
        return _drifted(shared) if drift else shared

    printed, plain, hedged = extent(pair.cheaper)
    shown = extent(pair.dearer)
    usual, widest = rate(witnesses, 1), rate(witnesses, 2)
    if equation.holds((plain, shown.plain, usual)):
        verdict = Verdict.CONSISTENT
    elif equation.holds((hedged, shown.hedged, widest)):
        verdict = Verdict.STRAINED
    else:
        verdict = Verdict.INCONSISTENT
    minimal = [
        tuple(dict.fromkeys((*pair.claims, *witness.claims)))
        for witness in witnesses
        if not equation.holds((hedged, shown.hedged, rate([witness], 2)))
    ]

    def level(
        claim: FigureClaim, role: str, printed: Range, hedged: Range, held: tuple[str, ...]
    ) -> Quantity:
        return Quantity(
            role, claim.metric, claim.subject, claim.slot.period, claim.unit, printed, hedged, held
        )

    known = tuple(claim for other in witnesses for claim in other.claims)
    return Check(
        rule="conversion",
        verdict=verdict,
        terms=(
            Term("converted", pair.dearer.id, pair.dearer.article),
            Term("original", pair.cheaper.id, pair.cheaper.article),
            *(Term("rate", c.id, c.article) for other in witnesses for c in (other.cheaper, other.dearer)),
        ),
        stated=level(pair.dearer, "converted", shown.printed, shown.hedged, (pair.dearer.id,)),
        implied=(
            level(
                pair.dearer, "converted", over(printed, usual), over(hedged, widest),
                (pair.cheaper.id, *known),
            ),
            level(
                pair.cheaper, "original", times(shown.printed, usual), times(shown.hedged, widest),
                (pair.dearer.id, *known),
            ),
            _rate([pair], pair.year, pair.units, pair.rate.printed, pair.rate.hedged),
        ),
        why=("", ""),
        parameters=(("drift", int(drift)),),
        minimal=tuple(minimal or [pair.claims]) if verdict is Verdict.INCONSISTENT else (),
        causes=(_slip(pair, usual),) if verdict is Verdict.INCONSISTENT else (),
    )  # fmt: skip


def _slip(pair: Pair, usual: Range) -> Cause:
    """What a slip of one of the two sums would explain."""
    ranges = (extent(pair.cheaper).plain, extent(pair.dearer).plain, usual)
    told = slip_of_term(Product(MULTIPLE), ranges, (0, 1), usual)
    return told if told.status is CauseStatus.LIKELY else swapped(pair.rate.plain) or told
