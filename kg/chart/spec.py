"""A chart as a Vega-Lite specification: a panel for each metric and unit, and all data in it.

Colours have a contrast of 3 to 1 or more, and text of 4 to 1 or more, on white and on the usual dark grounds
alike; the ground itself is left to the page.  What colour says is said by shape or in words as well.
"""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kg.chart.header import Chart, Kind
from kg.chart.points import Panel, Point, Points, in_order
from kg.figurewords import scale

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
TEXT = "#6e7680"
COLOURS = ("#2f7ed8", "#d95f02", "#1b9e77", "#a855c7", "#a67c00", "#d6336c", "#5b8c00", "#8a6d5a")
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_WIDTH, _HEIGHT, _ROW = 640, 260, 20
_MOST_PANELS, _MOST_ROWS = 4, 60
_LINE, _CAPTION_LETTERS, _CAPTION_LINES = 15, 112, 8
# A span of values beyond which small ones would lie on the axis.
_LOGARITHMIC = 500
_STATUSES = {
    "actual": ("reported", "thực hiện"),
    "forecast": ("forecast", "dự báo"),
    "target": ("target", "chỉ tiêu"),
}
_SHAPES = ("circle", "triangle-up", "diamond")


def vegalite(chart: Chart, held: Points, language: str, *, subtitle: str = "", description: str = "") -> Spec:
    """The specification of a chart of `held`, in a language.

    `subtitle` stands under the title (what was asked of), `description` is what a reader who does not see
    the picture is told.
    """
    local = 0 if language == "en" else 1
    panels = held.panels[:_MOST_PANELS]
    left_out = held.undrawn + sum(len(panel.points) for panel in held.panels[_MOST_PANELS:])
    draw = _over_time if chart.kind is Kind.OVER_TIME else _by_category
    drawn = []
    for panel in panels:
        made, missing = draw(panel, local)
        if len({panel.metric for panel in panels}) > 1:
            made["title"] = _panel_title(panel.metric)
        drawn.append(made)
        left_out += missing
    shown = [point for panel in panels for point in panel.points]
    title = chart.title[language]
    under = {"subtitle": _wrapped(subtitle, _CAPTION_LETTERS)} if subtitle else {}
    return {
        "$schema": SCHEMA,
        "title": {"text": title, **under},
        "description": f"{title}. {description}".strip(),
        "background": None,
        "padding": 12,
        "vconcat": [*drawn, _caption(shown, left_out, local)],
        "spacing": 18,
        "config": _CONFIG,
    }  # fmt: skip


_CONFIG: Spec = {
    "font": FONT,
    "axis": {
        "labelColor": TEXT, "titleColor": TEXT, "tickColor": TEXT, "domainColor": TEXT, "gridColor": TEXT,
        "gridOpacity": 0.25, "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": TEXT, "titleColor": TEXT, "labelFontSize": 11, "orient": "top", "title": None,
        "labelLimit": 300, "symbolSize": 70, "symbolOpacity": 1, "columns": 3, "offset": 4,
    },
    "title": {
        "color": TEXT, "subtitleColor": TEXT, "anchor": "start", "fontSize": 15, "subtitleFontSize": 11,
        "subtitlePadding": 4, "offset": 10,
    },
    "view": {"stroke": None},
}  # fmt: skip


# Panels


def _over_time(panel: Panel, local: int) -> tuple[Spec, int]:
    """The panel with years across, and how many points it leaves out."""
    labels = in_order(panel.points)[: len(COLOURS)]
    held = [point for point in panel.points if point.label in labels]
    axis = _Axis(held, panel, local)
    years = sorted({year for point in held if (year := point.year) is not None})
    rows = _dodged(held, labels, local, axis)
    across = {
        "field": "x", "type": "quantitative", "title": None,
        "scale": {"domain": [years[0] - 0.5, years[-1] + 0.5], "nice": False},
        "axis": {"values": _ticks(years), "format": "d", "grid": False, "tickCount": len(years)},
    }  # fmt: skip
    colour = {
        "field": "label", "type": "nominal",
        "scale": {"domain": list(labels), "range": list(COLOURS[: len(labels)])},
        "legend": {"symbolType": "circle"} if len(labels) > 1 or labels[0] else None,
    }  # fmt: skip
    # From the lowest to the highest figure of each year; where they are one, a line.
    ends: Spec = {"x": across, "color": colour}
    low, high = axis.encoding("low"), axis.encoding("high")
    spread: Spec = {
        "data": {"values": _spread(held, labels, axis)},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.18},
             "encoding": {**ends, "y": high, "y2": {"field": "low"}}},
            *({"mark": {"type": "line", "strokeWidth": 1.2, "opacity": 0.6}, "encoding": {**ends, "y": end}}
              for end in (low, high)),
        ],
    }  # fmt: skip
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "layer": [
            spread,
            *_marks(rows, {"x": across}, {"y": axis.encoding("y")}, colour, local),
        ],
        "resolve": {"scale": {"color": "shared", "shape": "shared"}},
    }, len(panel.points) - len(held)


def _by_category(panel: Panel, local: int) -> tuple[Spec, int]:
    """The panel with a row for each claim under its category, and how many points it leaves out."""
    highest: dict[str, Decimal] = {}
    for point in panel.points:
        highest[point.label] = max(highest.get(point.label, point.value), point.value)
    ordered = sorted(panel.points, key=lambda p: (-highest[p.label], p.label, -p.value, p.claim))
    held = ordered[:_MOST_ROWS]
    axis = _Axis(held, panel, local, room=0.32)
    rows = []
    for n, point in enumerate(held):
        first = n == 0 or held[n - 1].label != point.label
        rows.append({**_row(point, axis, local), "row": n, "name": point.label if first else ""})
    up = {
        "field": "row", "type": "ordinal", "title": None, "sort": None,
        "axis": {
            # The rows are numbers; a category is named at its first.
            "labelExpr": f"{_expression([row['name'] for row in rows])}[datum.value]",
            "labelLimit": 280, "ticks": False, "domain": False, "grid": True, "labelOverlap": False,
        },
    }  # fmt: skip
    colour = {"value": COLOURS[0]}
    said: Spec = {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 10.5, "color": TEXT, "limit": 200},
        "encoding": {"x": {**axis.encoding("high")}, "y": up, "text": {"field": "text"}},
    }
    return {
        "width": _WIDTH - 120,
        "height": {"step": _ROW},
        "layer": [*_marks(rows, {"y": up}, {"x": axis.encoding("y")}, colour, local), said],
        "resolve": {"scale": {"color": "shared", "shape": "shared"}},
    }, len(panel.points) - len(held)


def _panel_title(text: str) -> Spec:
    return {"text": text[:1].upper() + text[1:], "fontSize": 12, "anchor": "start", "offset": 6}


def _marks(
    rows: Sequence[Spec], fixed: Mapping[str, Spec], measured: Mapping[str, Spec], colour: Spec, local: int
) -> list[Spec]:
    """Intervals, points and the rings of what is disputed; `measured` is the axis of the values."""
    ((name, axis),) = measured.items()
    words = [_STATUSES[status][local] for status in ("actual", "forecast", "target")]
    present = [word for word in words if any(row["sort"] == word for row in rows)]
    shape: Spec = {
        "field": "sort", "type": "nominal",
        "scale": {"domain": words, "range": list(_SHAPES)},
        "legend": {"values": present, "symbolFillColor": "transparent", "symbolStrokeColor": TEXT}
        if present != words[:1] else None,
    }  # fmt: skip
    tooltip = [{"field": field, "type": "nominal", "title": _TOOLTIP[field][local]} for field in _TOOLTIP]
    base: Spec = {"data": {"values": list(rows)}}
    ends = {name: {**axis, "field": "low"}, f"{name}2": {"field": "high"}}
    both = {name: axis, **fixed, "color": colour, "shape": shape, "tooltip": tooltip}
    return [
        {**base, "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.55, "strokeCap": "round"},
         "encoding": {**ends, **fixed, "color": {**colour, "legend": None} if "field" in colour else colour}},
        {**base, "transform": [{"filter": "!datum.planned"}],
         "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1}, "encoding": both},
        {**base, "transform": [{"filter": "datum.planned"}],
         "mark": {"type": "point", "filled": False, "size": 65, "strokeWidth": 1.6, "opacity": 1},
         "encoding": both},
        {**base, "transform": [{"filter": "datum.disputed"}],
         "mark": {"type": "point", "shape": "circle", "filled": False, "size": 190, "strokeDash": [2.5, 2],
                  "strokeWidth": 1.2, "color": TEXT, "opacity": 1},
         "encoding": {name: axis, **fixed, "tooltip": tooltip}},
    ]  # fmt: skip


_TOOLTIP = {
    "label": ("of", "của"),
    "period": ("period", "thời kỳ"),
    "text": ("figure", "số liệu"),
    "status": ("status", "tính chất"),
    "dispute": ("sources", "các nguồn"),
    "cited": ("source", "nguồn"),
}


# Data


class _Axis:
    """The axis of the values: the unit in which numbers are shown, and how far it goes."""

    def __init__(self, held: Sequence[Point], panel: Panel, local: int, room: float = 0.0) -> None:
        top = max(max(abs(p.high), abs(p.low)) for p in held)
        self._factor, *names = scale(top)
        self.least = min(p.value for p in held)
        self._logarithmic = self.least > 0 and top > _LOGARITHMIC * self.least
        unit = _UNIT_TITLES.get(panel.unit, (panel.unit_name, panel.unit_name))[local]
        unit = panel.unit if len(panel.unit) == 3 and panel.unit.isupper() else unit
        title = " ".join(filter(None, (names[local], unit)))
        note = (" (log scale)", " (thang logarit)")[local] if self._logarithmic else ""
        self._title = f"{title}{note}".strip()
        lows = [self.number(self.low(p)) for p in held]
        self._domain = _domain(lows, [self.number(p.high) for p in held], self._logarithmic, room)

    def low(self, point: Point) -> Decimal:
        """The low end of a point's interval, kept on the axis."""
        return max(point.low, self.least / 2) if self._logarithmic else point.low

    def number(self, value: Decimal) -> float:
        """A value in the unit of the axis."""
        return float(value / self._factor)

    def encoding(self, field: str) -> Spec:
        """The channel of a field on this axis."""
        type_: Spec = {"type": "log"} if self._logarithmic else {}
        return {
            "field": field, "type": "quantitative", "title": self._title,
            "scale": {**type_, "domain": self._domain, "nice": False, "zero": False},
            "axis": {"format": ",~r" if self._logarithmic else ",~g", "tickCount": 6},
        }  # fmt: skip


_UNIT_TITLES = {"percent": ("%", "%"), "ratio": ("times", "lần"), "rank": ("rank", "hạng"), "year": ("", "")}


def _domain(lows: Sequence[float], highs: Sequence[float], logarithmic: bool, room: float) -> list[float]:
    """The ends of the axis: from 0 where the figures begin low, else a little below them."""
    low, high = min(lows), max(highs)
    if logarithmic:
        below, above = math.log10(low), math.log10(high)
        span = max(above - below, 0.5)
        return [_even(10 ** (below - 0.06 * span)), _even(10 ** (above + (0.06 + room / (1 - room)) * span))]
    span = (high - low) or abs(high) or 1.0
    start = 0.0 if 0 <= low <= 0.5 * high else low - 0.12 * span
    if low > 0:
        start = max(start, 0.0)
    end = high + 0.08 * (high - start) if high > 0 else 0.0
    return [_even(start), _even(end + room / (1 - room) * (end - start))]


def _even(value: float) -> float:
    """A number to six significant digits, so that the same data makes the same bytes."""
    return float(f"{value:.6g}")


def _row(point: Point, axis: _Axis, local: int) -> Spec:
    """A point as a row of data."""
    sort = point.status if point.planned else "actual"
    dispute = (("disputed", "agree or alone"), ("không thống nhất", "thống nhất hoặc chỉ có một"))[local]
    return {
        "label": point.label,
        "period": point.period,
        "text": point.said,
        "status": point.status_word,
        "sort": _STATUSES[sort][local],
        "planned": point.planned,
        "disputed": point.disputed,
        "dispute": dispute[0] if point.disputed else dispute[1],
        "cited": point.cited,
        "claim": point.claim,
        "y": _even(axis.number(point.value)),
        "low": _even(axis.number(axis.low(point))),
        "high": _even(axis.number(point.high)),
    }


def _dodged(held: Sequence[Point], labels: Sequence[str], local: int, axis: _Axis) -> list[Spec]:
    """The points as rows, those of one year side by side."""
    by_year: dict[int, list[Point]] = {}
    for point in held:
        if point.year is not None:
            by_year.setdefault(point.year, []).append(point)
    rows = []
    for year, points in sorted(by_year.items()):
        points.sort(key=lambda p: (labels.index(p.label), p.planned, p.value, p.claim))
        step = min(0.16, 0.8 / len(points))
        for n, point in enumerate(points):
            offset = (n - (len(points) - 1) / 2) * step
            rows.append({**_row(point, axis, local), "x": round(year + offset, 4), "year": year})
    return rows


def _spread(held: Sequence[Point], labels: Sequence[str], axis: _Axis) -> list[Spec]:
    """By series and year, the lowest and highest figure of what was reported."""
    ends: dict[tuple[str, int], tuple[Decimal, Decimal]] = {}
    for point in held:
        if not point.planned and point.year is not None:
            key = (point.label, point.year)
            low, high = ends.get(key, (point.value, point.value))
            ends[key] = (min(low, point.value), max(high, point.value))
    ordered = sorted(ends.items(), key=lambda item: (labels.index(item[0][0]), item[0][1]))
    return [
        {"label": label, "x": year, "low": _even(axis.number(low)), "high": _even(axis.number(high))}
        for (label, year), (low, high) in ordered
    ]


def _ticks(years: Sequence[int]) -> list[int]:
    """The years that are written under the axis: all, or every second, fifth or tenth."""
    span = years[-1] - years[0] + 1
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if span / step <= 16)
    return [year for year in range(years[0], years[-1] + 1) if year % step == 0] or [years[0]]


def _expression(texts: Iterable[str]) -> str:
    """A list of texts in Vega's expression language, which reads JSON strings."""
    return json.dumps(list(texts), ensure_ascii=False)


# Caption


def _caption(shown: Sequence[Point], left_out: int, local: int) -> Spec:
    """How to read the picture, what is not drawn, and the sources."""
    lines = []
    keys = [("Bars: what words and rounding allow.", "Vạch: khoảng mà câu chữ và làm tròn cho phép.")]
    if any(point.disputed for point in shown):
        keys.append(("Dashed ring: the sources disagree.", "Vòng nét đứt: các nguồn không thống nhất."))
    if any(point.planned for point in shown):
        keys.append(("Hollow: not yet reported.", "Rỗng: chưa thực hiện."))
    if left_out:
        keys.append((f"Not drawn (no year, part of a year, another unit): {left_out}.",
                     f"Không vẽ (không rõ năm, một phần năm, đơn vị khác): {left_out}."))  # fmt: skip
    lines += _wrapped(" ".join(key[local] for key in keys), _CAPTION_LETTERS)
    cited = sorted({point.cited for point in shown if point.cited})
    named = _wrapped(f"{('Sources', 'Nguồn')[local]} ({len(cited)}): {'; '.join(cited)}", _CAPTION_LETTERS)
    if len(named) > _CAPTION_LINES:
        named = [*named[: _CAPTION_LINES - 1], f"{named[_CAPTION_LINES - 1][: _CAPTION_LETTERS - 2]} …"]
    lines += named
    return {
        "data": {"values": [{"n": 0}]},
        "mark": {
            "type": "text", "align": "left", "baseline": "top", "fontSize": 10.5, "color": TEXT,
            "text": lines, "lineHeight": _LINE,
        },
        "encoding": {"x": {"value": 0}, "y": {"value": 0}},
        "width": _WIDTH,
        "height": _LINE * len(lines),
    }  # fmt: skip


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` letters, broken at blanks."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]
