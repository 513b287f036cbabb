"""The strip of a figure: its interval and its number on a line that the figures beside it share.

Places are percentages, so that a strip is as wide as its cell on a phone and on a desk, and nothing is
distorted.  What colour says, shape says too: a filled dot happened, a hollow diamond is a target, a hollow
triangle a forecast.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from kg.web.drawing.axis import Axis

_HEIGHT = 22
_MIDDLE = _HEIGHT // 2
_MARKS = {
    "dot": '<circle r="4.5"/>',
    "target": '<path d="M0-5.5 5.5 0 0 5.5-5.5 0Z"/>',
    "forecast": '<path d="M0-5.5 5.2 4.2H-5.2Z"/>',
}


@dataclass(frozen=True, slots=True)
class Span:
    """What a strip draws: the figure from `value` to `value_max`, and what its words are taken for and allow.

    An end that is None is open: the line runs on beyond the picture.
    """

    value: Decimal | None
    value_max: Decimal | None
    low: Decimal | None
    high: Decimal | None
    hard_low: Decimal | None
    hard_high: Decimal | None
    status: str = "actual"

    def reach(self) -> tuple[Decimal, Decimal]:
        """The part of the line that has to be seen: the figure and its expected interval."""
        held = [end for end in (self.value, self.value_max, self.low, self.high) if end is not None]
        # An expected interval from 0 (``under 5 million``) need not be seen whole.
        return min(held), max(held)


def _mark(status: str) -> str:
    return status if status in ("target", "forecast") else "dot"


def strip(axis: Axis, span: Span, label: str) -> Markup:
    """The strip of a figure on `axis`; `label` says it in words."""
    parts = [_opening(label), _grid(axis)]
    low = 0.0 if span.hard_low is None else axis.at(span.hard_low)
    high = 100.0 if span.hard_high is None else axis.at(span.hard_high)
    if high > low:
        parts.append(f'<line class="hard" x1="{low}%" x2="{high}%" y1="{_MIDDLE}" y2="{_MIDDLE}"/>')
    if span.hard_low is None:
        parts.append(f'<svg x="0" y="{_MIDDLE}" class="arrow"><path d="M5-4 1 0 5 4"/></svg>')
    if span.hard_high is None:
        parts.append(f'<svg x="100%" y="{_MIDDLE}" class="arrow"><path d="M-5-4-1 0-5 4"/></svg>')
    if span.low is not None and span.high is not None:
        start, end = axis.at(span.low), axis.at(span.high)
        width = round(max(end - start, 0.4 if span.value is not None else 0.8), 2)
        # Where there is no dot, the bar is all that is seen.
        kind = "bar" if span.value is not None else "bar alone"
        parts.append(
            f'<rect class="{kind}" x="{start}%" y="{_MIDDLE - 4}" width="{width}%" height="8" rx="3"/>'
        )
    if span.value is not None:
        last = span.value if span.value_max is None else span.value_max
        if last != span.value:
            ends = axis.at(span.value), axis.at(last)
            parts.append(
                f'<line class="range" x1="{ends[0]}%" x2="{ends[1]}%" y1="{_MIDDLE}" y2="{_MIDDLE}"/>'
            )
        for value in dict.fromkeys((span.value, last)):
            kind = _mark(span.status)
            parts.append(f'<svg x="{axis.at(value)}%" y="{_MIDDLE}" class="mark {kind}">{_MARKS[kind]}</svg>')
    parts.append("</svg>")
    return Markup("".join(parts))


def together(axis: Axis, spans: Sequence[Span], label: str) -> Markup:
    """All figures on one strip: the spread at a glance."""
    parts = [_opening(label), _grid(axis)]
    reach = [span.reach() for span in spans]
    values = [v for span in spans for v in (span.value, span.value_max) if v is not None]
    low, high = axis.at(min(low for low, _ in reach)), axis.at(max(high for _, high in reach))
    width = round(max(high - low, 0.4), 2)
    parts.append(f'<rect class="bar" x="{low}%" y="{_MIDDLE - 4}" width="{width}%" height="8" rx="3"/>')
    if len(set(values)) > 1:
        ends = axis.at(min(values)), axis.at(max(values))
        parts.append(f'<line class="gap" x1="{ends[0]}%" x2="{ends[1]}%" y1="{_MIDDLE}" y2="{_MIDDLE}"/>')
    seen = {
        (axis.at(value), _mark(span.status))
        for span in spans
        for value in (span.value, span.value_max)
        if value is not None
    }
    parts += (
        f'<svg x="{place}%" y="{_MIDDLE}" class="mark {kind}">{_MARKS[kind]}</svg>'
        for place, kind in sorted(seen)
    )
    parts.append("</svg>")
    return Markup("".join(parts))


def scale_line(axis: Axis) -> Markup:
    """The marks of the line, to stand above strips that share it."""
    labels = []
    for place, label in axis.ticks:
        anchor = "start" if place < 4 else "end" if place > 96 else "middle"
        labels.append(f'<text x="{place}%" y="12" text-anchor="{anchor}">{escape(label)}</text>')
    lines = "".join(f'<line x1="{place}%" x2="{place}%" y1="16" y2="20"/>' for place, _ in axis.ticks)
    return Markup(
        '<svg class="scale" width="100%" height="20" aria-hidden="true">'
        f'<g class="grid">{lines}</g>{"".join(labels)}</svg>'
    )


def _opening(label: str) -> str:
    return f'<svg class="strip" width="100%" height="{_HEIGHT}" role="img" aria-label="{escape(label)}">'


def _grid(axis: Axis) -> str:
    lines = "".join(f'<line x1="{place}%" x2="{place}%" y1="0" y2="{_HEIGHT}"/>' for place, _ in axis.ticks)
    return f'<g class="grid">{lines}</g>'


def reaches(spans: Iterable[Span]) -> list[tuple[Decimal, Decimal]]:
    """What has to be seen of some figures, for `axis`."""
    return [span.reach() for span in spans]
