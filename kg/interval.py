"""What a printed figure stands for: rounding and hedges as intervals.

Every figure has three intervals.  *Rounding* (r): the half-unit interval around the printed number; years,
ranks and counts under 100 are exact.  *Expected*: what a careful reader takes the words for.  *Hard*: what
they allow.  With v the value and u one unit of its last significant digit:

=========  ========================  ==============
hedge      expected                  hard
=========  ========================  ==============
exact      r                         r
about      r and [0.95 v, 1.05 v]    the same
over       (v, v + u]                (v, ∞)
at_least   [v, v + u]                [v, ∞)
nearly     [v − u, v)                (0, v)
under      (0, v)                    (0, v)
at_most    (0, v]                    (0, v]
range      [a, b]                    [a, b]
=========  ========================  ==============

The lower end 0 of the last rows holds for positive figures; a negative figure is unbounded below.
`POLICY` is that table as data; a run names the policy it used.  All ends are exact decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Final, NamedTuple

from kg.lists import ClaimKind, Hedge

_TWO = Decimal(2)
EXACT_BELOW: Final = Decimal(100)
_ALWAYS_EXACT = frozenset({ClaimKind.RANK, ClaimKind.DATE})
_COUNTED = frozenset({ClaimKind.COUNT, ClaimKind.DURATION})


class Interval(NamedTuple):
    """Numbers between two ends; None = unbounded, `*_open` = the end itself does not belong to it."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def is_empty(self) -> bool:
        """Whether no number lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def intersection(self, other: Interval) -> Interval:
        """The numbers in both; may be empty."""
        low, low_open = self.low, self.low_open
        if low is None or (other.low is not None and (other.low, other.low_open) > (low, low_open)):
            low, low_open = other.low, other.low_open
        high, high_open = self.high, self.high_open
        if high is None or (
            other.high is not None and (other.high, not other.high_open) < (high, not high_open)
        ):
            high, high_open = other.high, other.high_open
        return Interval(low, high, low_open and low is not None, high_open and high is not None)

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return not self.intersection(other).is_empty()

    def contains(self, other: Interval) -> bool:
        """Whether every number of `other` lies in this one."""
        return self.intersection(other) == other

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        low, low_open = self.low, self.low_open
        if other.low is None or (low is not None and (other.low, other.low_open) < (low, low_open)):
            low, low_open = other.low, other.low_open
        high, high_open = self.high, self.high_open
        if other.high is None or (
            high is not None and (other.high, not other.high_open) > (high, not high_open)
        ):
            high, high_open = other.high, other.high_open
        return Interval(low, high, low_open and low is not None, high_open and high is not None)


class End(Enum):
    """What an end of a policy row is made of."""

    ROUNDING = auto()  # the end of r
    VALUE = auto()  # v
    VALUE_OPEN = auto()  # v, not included
    STEP = auto()  # v − u below, v + u above
    WIDE = auto()  # the wider of r and v ± width
    ZERO_OPEN = auto()  # 0, not included; unbounded for a negative figure
    INFINITE = auto()


@dataclass(frozen=True, slots=True)
class Policy:
    """The meaning of each hedge: (expected low, expected high), (hard low, hard high)."""

    name: str
    about_width: Decimal
    rows: dict[Hedge, tuple[tuple[End, End], tuple[End, End]]]


_R = (End.ROUNDING, End.ROUNDING)
_ABOUT = (End.WIDE, End.WIDE)
_RANGE = (End.VALUE, End.VALUE)
POLICY: Final = Policy(
    "house-1",
    Decimal("0.05"),
    {
        Hedge.EXACT: (_R, _R),
        Hedge.ABOUT: (_ABOUT, _ABOUT),
        Hedge.OVER: ((End.VALUE_OPEN, End.STEP), (End.VALUE_OPEN, End.INFINITE)),
        Hedge.AT_LEAST: ((End.VALUE, End.STEP), (End.VALUE, End.INFINITE)),
        Hedge.NEARLY: ((End.STEP, End.VALUE_OPEN), (End.ZERO_OPEN, End.VALUE_OPEN)),
        Hedge.UNDER: ((End.ZERO_OPEN, End.VALUE_OPEN), (End.ZERO_OPEN, End.VALUE_OPEN)),
        Hedge.AT_MOST: ((End.ZERO_OPEN, End.VALUE), (End.ZERO_OPEN, End.VALUE)),
        Hedge.RANGE: (_RANGE, _RANGE),
    },
)


class Bounds(NamedTuple):
    """The three intervals of one figure."""

    rounding: Interval
    expected: Interval
    hard: Interval


def is_exact(kind: ClaimKind, value: Decimal) -> bool:
    """Whether a printed number stands for itself: years, ranks, and whole counts under 100."""
    return kind in _ALWAYS_EXACT or (
        kind in _COUNTED and abs(value) < EXACT_BELOW and value == value.to_integral_value()
    )


def rounding(value: Decimal, step: Decimal, kind: ClaimKind) -> Interval:
    """The half-unit interval around `value`, or the value alone where it is exact by nature."""
    half = Decimal(0) if is_exact(kind, value) else step / _TWO
    return Interval(value - half, value + half)


def _end(
    end: End, sign: int, value: Decimal, step: Decimal, rounded: Decimal | None, width: Decimal
) -> tuple[Decimal | None, bool]:
    match end:
        case End.ROUNDING:
            return rounded, False
        case End.VALUE:
            return value, False
        case End.VALUE_OPEN:
            return value, True
        case End.STEP:
            return value + sign * step, False
        case End.WIDE:
            wide = value + sign * abs(value) * width
            assert rounded is not None
            return (min(wide, rounded) if sign < 0 else max(wide, rounded)), False
        case End.ZERO_OPEN:
            return (Decimal(0), True) if value > 0 else (None, False)
        case End.INFINITE:
            return None, False


def bounds(
    hedge: Hedge,
    value: Decimal,
    step: Decimal,
    kind: ClaimKind,
    *,
    value_max: Decimal | None = None,
    step_max: Decimal | None = None,
    policy: Policy = POLICY,
) -> Bounds:
    """The three intervals of a figure printed as `value` (to `value_max` for a range) with steps `step`.

    A range whose words carry a further hedge widens to both; raises ValueError on an impossible range.
    """
    low_r = rounding(value, step, kind)
    if value_max is None:
        top, top_step, high_r, r = value, step, low_r, low_r
    else:
        top, top_step = value_max, step_max or step
        if top < value:
            raise ValueError(f"the range {value}–{top} runs downwards")
        high_r = rounding(top, top_step, kind)
        r = Interval(value, top) if hedge is Hedge.RANGE else Interval(low_r.low, high_r.high)

    def interval(ends: tuple[End, End]) -> Interval:
        low, low_open = _end(ends[0], -1, value, step, low_r.low, policy.about_width)
        high, high_open = _end(ends[1], 1, top, top_step, high_r.high, policy.about_width)
        return Interval(low, high, low_open, high_open)

    expected_ends, hard_ends = policy.rows[hedge]
    expected = interval(expected_ends)
    return Bounds(r, expected, expected if hard_ends == expected_ends else interval(hard_ends))
