"""What a printed figure stands for: rounding and hedges as intervals.

Every figure has three intervals.  *Rounding* (r): the half-unit interval around the printed number; years,
ranks, counts under 100 and 0 are exact.  *Expected*: what a careful reader takes the words for.  *Hard*: what
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

The lower end 0 of the last rows holds for positive figures; a negative figure is unbounded below. `POLICY`
is that table as data; seeds may bring another (`kg.seeds.policy`), and a run names the policy it used.  All
ends are exact decimals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

from kg.lists import ClaimKind, Hedge

_ZERO, _TWO = Decimal(0), Decimal(2)
EXACT_BELOW: Final = Decimal(100)
_ALWAYS_EXACT = frozenset({ClaimKind.RANK, ClaimKind.DATE})
_COUNTED = frozenset({ClaimKind.COUNT, ClaimKind.DURATION})


class _Ordered(Protocol):
    """What can be an end: a Decimal, a Fraction."""

    def __lt__(self, other: Any, /) -> bool: ...
    def __gt__(self, other: Any, /) -> bool: ...


Number = TypeVar("Number", bound=_Ordered)


class Interval(NamedTuple, Generic[Number]):
    """Numbers between two ends; None = unbounded, `*_open` = the end itself does not belong to it.

    The ends are exact: decimals as printed, or the fractions that arithmetic makes of them.
    """

    low: Number | None
    high: Number | None
    low_open: bool = False
    high_open: bool = False

    def is_empty(self) -> bool:
        """Whether no number lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def intersection(self, other: Interval[Number]) -> Interval[Number]:
        """The numbers in both; may be empty."""
        low, low_open, high, high_open = self.low, self.low_open, self.high, self.high_open
        if other.low is not None:
            if low is None or other.low > low:
                low, low_open = other.low, other.low_open
            elif other.low_open and not low_open and other.low == low:
                low_open = True
        if other.high is not None:
            if high is None or other.high < high:
                high, high_open = other.high, other.high_open
            elif other.high_open and not high_open and other.high == high:
                high_open = True
        return Interval(low, high, low_open and low is not None, high_open and high is not None)

    def meets(self, other: Interval[Number]) -> bool:
        """Whether some number lies in both.  As `intersection`, but it makes nothing."""
        low, low_open, high, high_open = self.low, self.low_open, self.high, self.high_open
        if other.low is not None:
            if low is None or other.low > low:
                low, low_open = other.low, other.low_open
            elif other.low_open and other.low == low:
                low_open = True
        if other.high is not None:
            if high is None or other.high < high:
                high, high_open = other.high, other.high_open
            elif other.high_open and other.high == high:
                high_open = True
        if low is None or high is None or low < high:
            return True
        return not (low > high or low_open or high_open)

    def contains(self, other: Interval[Number]) -> bool:
        """Whether every number of `other` lies in this one."""
        return self.intersection(other) == other

    def hull(self, other: Interval[Number]) -> Interval[Number]:
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


# An end of a policy row, from the sign (-1 low, 1 high), v, u, the end of r and the width of an "about":
# (number or None, whether it is open).
End = Callable[[int, Decimal, Decimal, Decimal, Decimal], tuple[Decimal | None, bool]]


def _rounded(sign: int, v: Decimal, u: Decimal, r: Decimal, width: Decimal) -> tuple[Decimal, bool]:
    return r, False


def _value(sign: int, v: Decimal, u: Decimal, r: Decimal, width: Decimal) -> tuple[Decimal, bool]:
    return v, False


def _beyond(sign: int, v: Decimal, u: Decimal, r: Decimal, width: Decimal) -> tuple[Decimal, bool]:
    return v, True


def _step(sign: int, v: Decimal, u: Decimal, r: Decimal, width: Decimal) -> tuple[Decimal, bool]:
    return v + sign * u, False


def _wide(sign: int, v: Decimal, u: Decimal, r: Decimal, width: Decimal) -> tuple[Decimal, bool]:
    wide = v + sign * abs(v) * width
    return (min(wide, r) if sign < 0 else max(wide, r)), False


def _above_zero(sign: int, v: Decimal, u: Decimal, r: Decimal, width: Decimal) -> tuple[Decimal | None, bool]:
    return (_ZERO, True) if v > 0 else (None, False)


def _unbounded(sign: int, v: Decimal, u: Decimal, r: Decimal, width: Decimal) -> tuple[None, bool]:
    return None, False


Ends = tuple[tuple[str, str], tuple[str, str]]
"""(expected low, expected high), (hard low, hard high), by the names in `END`."""

END: Final[dict[str, End]] = {
    "rounded": _rounded,  # the end of the rounding interval
    "value": _value,  # the printed number, itself included
    "beyond": _beyond,  # the printed number, itself left out
    "step": _step,  # one unit of the last significant digit beyond it
    "wide": _wide,  # the width of an "about", or the end of the rounding interval where that is farther
    "above_zero": _above_zero,  # 0, left out; unbounded for a negative figure
    "unbounded": _unbounded,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """The meaning of each hedge, by the names of its ends, and how wide an "about" is (0.05: 5 %)."""

    name: str
    about_width: Decimal
    rows: dict[Hedge, Ends]


POLICY: Final = Policy(
    "house-1",
    Decimal("0.05"),
    {
        Hedge.EXACT: (("rounded", "rounded"), ("rounded", "rounded")),
        Hedge.ABOUT: (("wide", "wide"), ("wide", "wide")),
        Hedge.OVER: (("beyond", "step"), ("beyond", "unbounded")),
        Hedge.AT_LEAST: (("value", "step"), ("value", "unbounded")),
        Hedge.NEARLY: (("step", "beyond"), ("above_zero", "beyond")),
        Hedge.UNDER: (("above_zero", "beyond"), ("above_zero", "beyond")),
        Hedge.AT_MOST: (("above_zero", "value"), ("above_zero", "value")),
        Hedge.RANGE: (("value", "value"), ("value", "value")),
    },
)


class Bounds(NamedTuple):
    """The three intervals of one figure."""

    rounding: Interval[Decimal]
    expected: Interval[Decimal]
    hard: Interval[Decimal]


def is_exact(kind: ClaimKind, value: Decimal) -> bool:
    """Whether a printed number stands for itself: years, ranks, whole counts under 100, and 0."""
    return (
        value == 0
        or kind in _ALWAYS_EXACT
        or (kind in _COUNTED and abs(value) < EXACT_BELOW and value == value.to_integral_value())
    )


def _rounding(value: Decimal, step: Decimal, kind: ClaimKind) -> tuple[Decimal, Decimal]:
    """The ends of the half-unit interval around `value`, or the value alone where it is exact by nature."""
    if is_exact(kind, value):
        return value, value
    half = step / _TWO
    return value - half, value + half


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
    low_r, high_r = _rounding(value, step, kind)
    top, top_step = value, step
    r = Interval(low_r, high_r)
    if value_max is not None:
        top, top_step = value_max, step_max or step
        if top < value:
            raise ValueError(f"the range {value}–{top} runs downwards")
        high_r = _rounding(top, top_step, kind)[1]
        r = Interval(value, top) if hedge is Hedge.RANGE else Interval(low_r, high_r)
    width = policy.about_width

    def interval(ends: tuple[str, str]) -> Interval[Decimal]:
        low, low_open = END[ends[0]](-1, value, step, low_r, width)
        high, high_open = END[ends[1]](1, top, top_step, high_r, width)
        return Interval(low, high, low_open, high_open)

    expected_ends, hard_ends = policy.rows[hedge]
    expected = interval(expected_ends)
    return Bounds(r, expected, expected if hard_ends == expected_ends else interval(hard_ends))
