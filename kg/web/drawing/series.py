"""A series over the years: every claim a mark with its interval, a band where sources differ.

Years go across; a figure of a part of a year, or of several years, has no place there and is counted as not
drawn.  Nothing is averaged: the band goes from the lowest to the highest figure of each year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from kg.web.drawing.axis import Axis

WIDTH, HEIGHT = 380, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 10, 22, 22
_ROOM = 34
_NEAR = 10.0
_SHAPES = {
    "dot": '<circle r="3.6"/>',
    "target": '<path d="M0-4.6 4.6 0 0 4.6-4.6 0Z"/>',
    "forecast": '<path d="M0-4.8 4.5 3.6H-4.5Z"/>',
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim: when (a year, or a fraction of it for a day), how much, and what it is."""

    at: float
    value: Decimal
    low: Decimal
    high: Decimal
    status: str
    said: str

    @property
    def planned(self) -> bool:
        """Whether it is a forecast or a target."""
        return self.status in ("forecast", "target")


@dataclass(frozen=True, slots=True)
class Group:
    """The claims of one slot: they lead to one page, which `label` announces."""

    href: str
    label: str
    disputed: bool
    marks: tuple[Mark, ...]


def series(groups: Sequence[Group], axis: Axis, label: str) -> Markup:
    """The picture of a series; `axis` is that of the values, `label` says in words what it shows."""
    marks = [mark for group in groups for mark in group.marks]
    first, last = int(min(m.at for m in marks)), int(max(m.at for m in marks))
    years = last - first + 1
    left = _LEFT + max(_ROOM, max((6 * len(label) for _, label in axis.ticks), default=0) + 10)
    width = (WIDTH - left - _RIGHT) / years

    def across(at: float) -> float:
        return left + (at - first) * width

    def up(value: Decimal) -> float:
        return _TOP + (100 - axis.at(value)) / 100 * (HEIGHT - _TOP - _BOTTOM)

    parts = [
        f'<svg class="series" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(label)}">',
        *_frame(axis, first, years, width, left),
        _band(marks, across, up),
    ]
    placed: list[tuple[float, float]] = []
    for group in groups:
        parts.append(
            f'<a href="{escape(group.href)}" aria-label="{escape(group.label)}">'
            f"<title>{escape(group.label)}</title>"
        )
        for mark in group.marks:
            y = up(mark.value)
            x = _free(across(mark.at), y, placed, width)
            placed.append((x, y))
            kind = mark.status if mark.planned else "dot"
            ends = up(mark.low), up(mark.high)
            parts.append(
                f'<line class="bar" x1="{x:.1f}" x2="{x:.1f}" y1="{ends[0]:.1f}" y2="{ends[1]:.1f}"/>'
            )
            parts.append(f'<g class="mark {kind}" transform="translate({x:.1f} {y:.1f})">{_SHAPES[kind]}</g>')
        if group.disputed:
            top = max(min(up(mark.high) for mark in group.marks) - 5, 14) - 7
            start = across(group.marks[0].at) - 3.5
            parts.append(f'<path class="differ" d="M{start:.1f} {top:.1f}l7 7m0-7l-7 7"/>')
        parts.append("</a>")
    parts.append("</svg>")
    return Markup("".join(parts))


def _frame(axis: Axis, first: int, years: int, width: float, left: float) -> Iterable[str]:
    height = HEIGHT - _TOP - _BOTTOM
    yield '<g class="grid">'
    for place, _ in axis.ticks:
        y = _TOP + (100 - place) / 100 * height
        yield f'<line x1="{left - 4}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
    yield "</g>"
    for place, label in axis.ticks:
        y = _TOP + (100 - place) / 100 * height
        yield f'<text class="tick" x="{left - 8}" y="{y + 3.5:.1f}" text-anchor="end">{escape(label)}</text>'
    yield f'<text class="unit" x="{_LEFT}" y="11">{escape(axis.title)}</text>'
    step = next(step for step in (1, 2, 5, 10, 20, 50) if years / step <= 9)
    for year in range(first, first + years):
        if year % step == 0 or years < 3:
            x = left + (year - first + 0.5) * width
            yield f'<text class="tick" x="{x:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{year}</text>'


def _band(marks: Sequence[Mark], across: Callable[[float], float], up: Callable[[Decimal], float]) -> str:
    """The lowest and highest of what was reported, by year, as an area; a line where they are one."""
    ends: dict[float, tuple[Decimal, Decimal]] = {}
    for mark in marks:
        if not mark.planned:
            low, high = ends.get(mark.at, (mark.value, mark.value))
            ends[mark.at] = (min(low, mark.value), max(high, mark.value))
    if len(ends) < 2:
        return ""
    ordered = sorted(ends.items())
    there = [f"{across(at):.1f} {up(high):.1f}" for at, (_, high) in ordered]
    back = [f"{across(at):.1f} {up(low):.1f}" for at, (low, _) in reversed(ordered)]
    return f'<path class="band" d="M{" L".join((*there, *back))}Z"/>'


def _free(x: float, y: float, placed: Sequence[tuple[float, float]], width: float) -> float:
    """A place near x where the mark covers no other, as far as the year has room."""
    steps = max(int(0.4 * width / _NEAR), 0)
    for offset in (0, *(sign * n for n in range(1, steps + 1) for sign in (1, -1))):
        here = x + offset * _NEAR
        if all(abs(here - px) >= _NEAR - 0.1 or abs(y - py) >= _NEAR - 2 for px, py in placed):
            return here
    return x
