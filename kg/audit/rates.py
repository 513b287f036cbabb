"""Exchange rates: what the sums that articles print in two currencies imply, and one rate for each year.

Each pair of a figure and its conversion implies a rate, an interval.  The *common rate* of a year is where
most of the intervals of that year meet.  Rules:

``common_rate``   one rate serves every pair of the year
``conversion``    one pair against the common rate that the others of the year share; where there are none, or
                  no majority, against the rate of the nearest year, give or take `DRIFT`

A sum that slipped by a scale (trillion for billion, VND for USD) lies far from any rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kg.audit.equations import MULTIPLE, Product
from kg.audit.series import Extent, extent
from kg.audited import Check, Quantity, Term
from kg.claim import FigureClaim
from kg.corpus import Corpus
from kg.identity import EXCHANGE_RATE
from kg.lists import ClaimKind, Verdict
from kg.rational import ANYTHING, Range, over, times

DOLLAR = ("unit/USD", "unit/VND")
# No rate between two years that follow each other moved further; it is there to find slips, not errors.
DRIFT = Fraction(1, 2)


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
    def claims(self) -> tuple[str, str]:
        """The ids of both claims, the one converted from first where it is the cheaper."""
        return self.cheaper.id, self.dearer.id


class Rates:
    """The rates of a corpus by year and pair of currencies."""

    def __init__(self, corpus: Corpus) -> None:
        self.pairs: dict[tuple[str, tuple[str, str]], list[Pair]] = {}
        self.by_claim: dict[str, list[Pair]] = {}
        by_id = {claim.id: claim for claim in corpus.figures}
        for claim in corpus.figures:
            original = by_id.get(claim.conversion_of or "")
            if original is not None and (pair := _pair(original, claim)) is not None:
                self.pairs.setdefault((pair.year, pair.units), []).append(pair)
                for each in pair.claims:
                    self.by_claim.setdefault(each, []).append(pair)
        self._meetings = {key: _meeting(pairs) for key, pairs in self.pairs.items()}

    def common(self, year: str, units: tuple[str, str]) -> Range | None:
        """The rate that most pairs of a year share, None where it has none."""
        meeting = self._meetings.get((year, units))
        return meeting[0] if meeting else None

    def nearest(self, year: str, units: tuple[str, str]) -> tuple[Range, Sequence[Pair]] | None:
        """The common rate of the nearest other year, give or take DRIFT, and the pairs that share it."""
        if not year.isdigit():
            return None
        years = [y for y, u in self.pairs if u == units and y != year and y.isdigit()]
        if not years:
            return None
        near = min(years, key=lambda y: (abs(int(y) - int(year)), y))
        rate, members = self._meetings[near, units]
        if rate.low is None or rate.high is None:
            return None
        return Range(rate.low * (1 - DRIFT), rate.high * (1 + DRIFT)), members

    def dollar(self, year: str) -> Range | None:
        """How many VND make a dollar: the common rate of the year, else of the nearest year."""
        rate = self.common(year, DOLLAR)
        if rate is None:
            near = self.nearest(year, DOLLAR)
            rate = near[0] if near else None
        return rate

    def checks(self) -> Iterator[Check]:
        """The common rate of each year, then each of its pairs."""
        for (year, units), pairs in sorted(self.pairs.items()):
            rate, members = self._meetings[year, units]
            if len(pairs) > 1:
                yield _common_check(year, units, pairs, rate, members)
            against: Range = rate
            witnesses: Sequence[Pair] = members
            if len(members) == 1:
                near = self.nearest(year, units)
                if near is None:
                    continue
                against, witnesses = near
            edges = _edges(witnesses)
            yield from (_pair_check(pair, against, edges) for pair in pairs if edges != [pair])


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
    ends: list[tuple[Fraction, int, bool]] = []
    for pair in pairs:
        low, high = pair.rate.plain.low, pair.rate.plain.high
        if low is not None and high is not None:
            # A closed end begins before and ends after an open one at the same place.
            ends.append((low, 1 if pair.rate.plain.low_open else 0, True))
            ends.append((high, -1 if pair.rate.plain.high_open else 2, False))
    best, count, start = 0, 0, None
    for place, _, opens in sorted(ends):
        count += 1 if opens else -1
        if opens and count > best:
            best, start = count, place
    if start is None:
        return pairs[0].rate.plain, list(pairs[:1])
    members = [
        pair for pair in pairs
        if pair.rate.plain.low is not None and pair.rate.plain.high is not None
        and pair.rate.plain.low <= start <= pair.rate.plain.high
    ]  # fmt: skip
    rate = ANYTHING
    for pair in members:
        narrower = rate.intersection(pair.rate.plain)
        rate = rate if narrower.is_empty() else narrower
    return rate, [pair for pair in members if pair.rate.plain.meets(rate)]


def _edges(members: Sequence[Pair]) -> list[Pair]:
    """The pairs that give the common rate its two ends."""
    lowest = max(members, key=lambda p: (p.rate.plain.low or 0, p.claims))
    highest = min(members, key=lambda p: (p.rate.plain.high or 0, p.claims))
    return [lowest] if lowest is highest else [lowest, highest]


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
    minimal = [
        (*outlier.claims, *next(p for p in members if not p.rate.hedged.meets(outlier.rate.hedged)).claims)
        for outlier in outliers
        if any(not p.rate.hedged.meets(outlier.rate.hedged) for p in members)
    ]
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


def _pair_check(pair: Pair, rate: Range, witnesses: list[Pair]) -> Check:
    """cheaper = dearer × rate."""
    equation = Product(MULTIPLE)
    others = [witness for witness in witnesses if witness is not pair]
    widths = [
        (cheap, dear, rate) for cheap, dear in zip(extent(pair.cheaper), extent(pair.dearer), strict=True)
    ]
    if equation.holds(widths[1]):
        verdict = Verdict.CONSISTENT
    else:
        verdict = Verdict.STRAINED if equation.holds(widths[2]) else Verdict.INCONSISTENT

    def level(
        claim: FigureClaim, role: str, printed: Range, hedged: Range, held: tuple[str, ...]
    ) -> Quantity:
        return Quantity(
            role, claim.metric, claim.subject, claim.slot.period, claim.unit, printed, hedged, held
        )

    shown = extent(pair.dearer)
    known = tuple(claim for other in others for claim in other.claims)
    printed, _, hedged = extent(pair.cheaper)
    return Check(
        rule="conversion",
        verdict=verdict,
        terms=(
            Term("converted", pair.dearer.id, pair.dearer.article),
            Term("original", pair.cheaper.id, pair.cheaper.article),
            *(Term("rate", c.id, c.article) for other in others for c in (other.cheaper, other.dearer)),
        ),
        stated=level(pair.dearer, "converted", shown.printed, shown.hedged, (pair.dearer.id,)),
        implied=(
            level(
                pair.dearer, "converted", over(printed, rate), over(hedged, rate), (pair.cheaper.id, *known)
            ),
            level(
                pair.cheaper, "original", times(shown.printed, rate), times(shown.hedged, rate),
                (pair.dearer.id, *known),
            ),
            _rate([pair], pair.year, pair.units, pair.rate.printed, pair.rate.hedged),
        ),
        why=("", ""),
        minimal=((*pair.claims, *known),) if verdict is Verdict.INCONSISTENT else (),
    )  # fmt: skip
