"""Figures that nothing forbids, but that are far from what the rest of their series is like.

``rest_of_period``   what a flow over a part of a period leaves for the rest of it runs, day by day, over
                     `PACE` times faster or slower than the part did
``step``             a level is over `STEP` times that of the nearest period as long, or under as small a
                     part of it

Both are told only where it is so, whatever the words allow: the verdict is *implausible*.  A step that a
power of a thousand takes back to the size of its neighbours is likely a slip of scale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

from kg.audit.conflicts import ALL_PAIRS
from kg.audit.series import Reading, Series, Slots, span
from kg.audit.slips import number
from kg.audited import Cause, Check, Link, Quantity, Term
from kg.lists import CauseKind, CauseStatus, ClaimKind, LinkKind, Verdict
from kg.literals import UNDATED
from kg.rational import Range, minus, scale

PACE = 4
STEP = 100
# Back at its size is what lies within so many times of the neighbour.
_ALIKE = 10
# A month at least must be left: the last days of a year have their own pace.
_LEFT = 28
# Over more years than this, much may grow a hundredfold.
_NEAR_YEARS = 3
_LEVELS = frozenset({ClaimKind.LEVEL, ClaimKind.COUNT})


def checks(slots: Slots) -> Iterator[Check]:
    """What is implausible, series by series."""
    for series in slots.series():
        labels = [label for label in slots.periods(series) if label != UNDATED.label]
        if slots.is_flow(series.metric):
            for label in labels:
                for part in slots.parts(series, label):
                    yield from _rests(series, label, part, slots)
        if len(labels) > 1:
            yield from _steps(series, labels, slots)


def _days(label: str) -> int:
    start, end = span(label)
    return (end - start).days + 1


def _rests(series: Series, label: str, part: str, slots: Slots) -> Iterator[Check]:
    days = _days(part), _days(label) - _days(part)
    wholes, parts = slots.at(series, label), slots.at(series, part)
    if days[1] < _LEFT or len(wholes) * len(parts) > ALL_PAIRS**2:
        return
    for whole, one in product(wholes, parts):
        if whole.unit != one.unit:
            continue
        rest = minus(whole.extent.hedged, one.extent.hedged).intersection(Range(Fraction(0), None))
        paces = scale(one.extent.hedged, Fraction(1, days[0])), scale(rest, Fraction(1, days[1]))
        if not rest.is_empty() and (_faster(*paces) or _faster(*reversed(paces))):
            check = _check("rest_of_period", ("whole", whole, label), ("part", one, part))
            yield replace(
                check,
                links=(Link(LinkKind.PART_OF_PERIOD, label, part),),
                parameters=(("days", days[0]), ("rest", days[1])),
            )


def _faster(one: Range, other: Range) -> bool:
    """Whether the second pace is over `PACE` times the first whatever the words allow."""
    return one.high is not None and other.low is not None and other.low > PACE * one.high


def _steps(series: Series, labels: Sequence[str], slots: Slots) -> Iterator[Check]:
    by_length: dict[int, list[str]] = defaultdict(list)
    for label in labels:
        by_length[round(_days(label) / 30)].append(label)
    for group in by_length.values():
        group.sort(key=lambda label: span(label)[1])
        for earlier, later in pairwise(group):
            if span(later)[1].year - span(earlier)[1].year <= _NEAR_YEARS:
                before, after = slots.at(series, earlier), slots.at(series, later)
                odd, odd_before = _odd(after, before), _odd(before, after)
                # Where no figure of the one fits any of the other, the step is told once, of the later.
                if len(odd_before) < len(before):
                    odd += odd_before
                for reading, beside in odd:
                    at = (later, earlier) if reading in after else (earlier, later)
                    yield _check("step", ("level", reading, at[0]), ("neighbour", beside, at[1]))


def _odd(readings: Sequence[Reading], others: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """The readings that are a step from every figure of a neighbour, each with what most print there."""
    odd = []
    for reading in readings:
        peers = [other for other in others if other.unit == reading.unit]
        if reading.first.kind in _LEVELS and peers and all(_is_step(reading, peer) for peer in peers):
            odd.append((reading, max(peers, key=lambda peer: (len(peer.claims), peer.first.id))))
    return odd


def _is_step(one: Reading, other: Reading) -> bool:
    """Whether two levels lie over `STEP` times apart, as printed."""
    below, above = sorted((one.extent.printed, other.extent.printed), key=lambda r: r.low or 0)
    if below.low is None or below.low <= 0 or below.high is None or above.low is None:
        return False
    return above.low > STEP * below.high


def _check(rule: str, stated: tuple[str, Reading, str], other: tuple[str, Reading, str]) -> Check:
    def quantity(role: str, reading: Reading, label: str) -> Quantity:
        claim, (printed, _, hedged) = reading.first, reading.extent
        return Quantity(role, claim.metric, claim.subject, label, claim.unit, printed, hedged, (claim.id,))

    return Check(
        rule=rule,
        verdict=Verdict.IMPLAUSIBLE,
        terms=tuple(Term(role, r.first.id, r.first.article) for role, r, _ in (stated, other)),
        stated=quantity(*stated),
        implied=(quantity(*other),),
        why=("", ""),
        causes=_slip(stated[1], other[1]) if rule == "step" else (),
    )


def _slip(one: Reading, other: Reading) -> tuple[Cause, ...]:
    """Whether a power of a thousand brings a level back to the size of its neighbour."""
    sizes = [Fraction(reading.first.value) for reading in (one, other)]
    low, high = sorted(sizes)
    for factor in (10**3, 10**6, 10**9):
        if Fraction(1, _ALIKE) < high / low / factor < _ALIKE:
            right = sizes[0] * factor if sizes[0] == low else sizes[0] / factor
            shown, times = number(right), number(Fraction(factor))
            return (
                Cause(CauseKind.SCALE_SLIP, CauseStatus.LIKELY, (
                    f"Off by {times[0]} times, it would be {shown[0]}, near its neighbour.",
                    f"Nếu lệch {times[1]} lần thì số đúng là {shown[1]}, gần với kỳ bên cạnh.",
                )),
            )  # fmt: skip
    return ()
