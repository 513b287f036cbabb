"""The axis of the values of a panel: the unit in which numbers are shown, how far it goes, its marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kg.chart.points import Panel, Point
from kg.figurewords import scale

_UNITS = {"percent": ("%", "%"), "ratio": ("times", "lần"), "rank": ("rank", "hạng"), "year": ("", "")}


class Axis:
    """An axis for the values of some points of a panel.

    It is logarithmic where the highest is more than `spread` times the lowest, which would lie on its end.
    With `room`, a part of its length beyond the highest value is left for text.
    """

    def __init__(
        self, held: Sequence[Point], panel: Panel, local: int, spread: int = 500, room: float = 0.0
    ) -> None:
        top = max(max(abs(point.high), abs(point.low)) for point in held)
        self._least = min(point.value for point in held)
        self.logarithmic = self._least > 0 and top > spread * self._least
        self._factor, *names = scale(top if not self.logarithmic else (top * self._least).sqrt())
        code = len(panel.unit) == 3 and panel.unit.isupper()
        unit = panel.unit if code else _UNITS.get(panel.unit, (panel.unit_name,) * 2)[local]
        note = (" (log scale)", " (thang logarit)")[local] if self.logarithmic else ""
        self._title = " ".join(filter(None, (names[local], unit))) + note
        lows, highs = [self.number(self.low(p)) for p in held], [self.number(p.high) for p in held]
        self._whole = self._factor == 1 and all(p.value == int(p.value) for p in held)
        self.domain = _domain(lows, highs, logarithmic=self.logarithmic, room=room)

    def low(self, point: Point) -> Decimal:
        """The low end of a point's interval, kept on the axis."""
        return max(point.low, self._least / 2) if self.logarithmic else point.low

    def number(self, value: Decimal) -> float:
        """A value in the unit of the axis, to six significant digits: the same data makes the same bytes."""
        return even(float(value / self._factor))

    def place(self, value: Decimal) -> float:
        """Where on the axis a value lies, from 0 to 1."""
        low, high = self.domain
        number = self.number(value)
        if self.logarithmic:
            low, high, number = (math.log10(max(end, 1e-12)) for end in (low, high, number))
        return (number - low) / (high - low)

    def encoding(self, field: str) -> dict[str, Any]:
        """The channel of a field on this axis."""
        marks: dict[str, Any] = {"values": _decades(*self.domain)} if self.logarithmic else {"tickCount": 6}
        if self._whole:
            marks["tickMinStep"] = 1
        return {
            "field": field, "type": "quantitative", "title": self._title or None,
            "scale": {"type": "log" if self.logarithmic else "linear", "domain": self.domain,
                      "nice": False, "zero": False},
            "axis": {"format": ",~f", **marks},
        }  # fmt: skip


def even(value: float) -> float:
    """A number to six significant digits."""
    return float(f"{value:.6g}")


def _domain(lows: Sequence[float], highs: Sequence[float], *, logarithmic: bool, room: float) -> list[float]:
    """The ends of the axis: from 0 where the figures begin low, else a little below them."""
    low, high = min(lows), max(highs)
    beyond = room / (1 - room)
    if logarithmic:
        below, above = math.log10(low), math.log10(high)
        span = max(above - below, 0.5)
        return [even(10 ** (below - 0.06 * span)), even(10 ** (above + (0.06 + beyond) * span))]
    # An axis spans a tenth of its values at least: a rounding must not look like a difference.
    span = max(high - low, 0.1 * max(abs(high), abs(low)), 1e-9)
    low, high = low - (span - (high - low)) / 2, high + (span - (high - low)) / 2
    start = 0.0 if 0 <= low <= 0.5 * high else low - 0.12 * span
    if min(lows) >= 0:
        start = max(start, 0.0)
    end = high + 0.08 * (high - start)
    return [even(start), even(end + beyond * (end - start))]


def _decades(low: float, high: float) -> list[float]:
    """The marks of a logarithmic axis: powers of ten; between them 3 where there are few."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (1, 3) if len(powers) < 5 else (1,)
    return [mark for power in powers for step in steps if low <= (mark := even(step * 10.0**power)) <= high]


def years_marked(first: int, last: int) -> list[int]:
    """The years that are written under an axis: all, or every second, fifth or tenth."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first + 1) / step <= 16)
    return [year for year in range(first, last + 1) if year % step == 0] or [first]
