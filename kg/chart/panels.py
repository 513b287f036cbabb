"""One panel of a chart: figures over years, or a row for each claim under its category."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kg.chart.axis import Axis, years_marked
from kg.chart.points import Panel, Point

Spec = dict[str, Any]
TEXT = "#6e7680"
COLOURS = ("#2f7ed8", "#d95f02", "#1b9e77", "#a855c7", "#a67c00", "#d6336c", "#5b8c00", "#8a6d5a")
WIDTH = 640
HEIGHT, _ROW = 260, 20
_ROWS_WIDTH = 500
_MOST_ROWS = 60
# How near two points may come, and how far one may be moved from the middle of its year.
_NEAR, _FARTHEST = 9, 0.42
SHAPES = {"actual": "circle", "forecast": "triangle-up", "target": "diamond"}
_TOOLTIP = {
    "label": ("of", "của"),
    "period": ("period", "thời kỳ"),
    "text": ("figure", "số liệu"),
    "status": ("status", "tính chất"),
    "sources": ("sources", "các nguồn"),
    "cited": ("source", "nguồn"),
}
_SOURCES = {True: ("disputed", "không thống nhất"), False: ("not disputed", "không có bất đồng")}


def over_time(panel: Panel, labels: Sequence[str], local: int, height: int) -> tuple[Spec, list[Point]]:
    """Years across, values up, a colour for each of `labels`; and the points that it shows."""
    held = [point for point in panel.points if point.label in labels]
    axis = Axis(held, panel, local)
    years = sorted({year for point in held if (year := point.year) is not None})
    first, last = years[0], years[-1]
    across: Spec = {
        "field": "x", "type": "quantitative", "title": None,
        "scale": {"domain": [first - 0.5, last + 0.5], "nice": False},
        "axis": {"values": years_marked(first, last), "format": "d", "grid": False, "labelOverlap": False},
    }  # fmt: skip
    colour: Spec = {
        "field": "label", "type": "nominal",
        "scale": {"domain": list(labels), "range": list(COLOURS[: len(labels)])},
        "legend": {"symbolType": "circle"},
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
    rows = _side_by_side(held, labels, local, axis, (WIDTH / (last - first + 1), height))
    marks = _marks(rows, {"x": across}, "y", axis, colour, local)
    return {"width": WIDTH, "height": height, "layer": [spread, *marks]}, held


def by_category(panel: Panel, _labels: Sequence[str], local: int, _height: int) -> tuple[Spec, list[Point]]:
    """A row for each claim, those of a category together, values across; and the points that it shows."""
    highest: dict[str, Decimal] = {}
    for point in panel.points:
        highest[point.label] = max(highest.get(point.label, point.value), point.value)
    ordered = sorted(panel.points, key=lambda p: (-highest[p.label], p.label, -p.value, p.claim))
    held = ordered[:_MOST_ROWS]
    axis = Axis(held, panel, local, spread=100, room=0.34)
    rows = [{**_row(point, axis, local), "row": n} for n, point in enumerate(held)]
    # Rows are numbers, since claims of one category have rows of their own; it is named at its first.
    names = [p.label if n == 0 or held[n - 1].label != p.label else "" for n, p in enumerate(held)]
    up: Spec = {
        "field": "row", "type": "ordinal", "title": None, "sort": None,
        "axis": {
            "labelExpr": f"{json.dumps(names, ensure_ascii=False)}[datum.value]",
            "labelLimit": 290, "labelPadding": 10, "ticks": False, "domain": False, "grid": False,
            "labelOverlap": False,
        },
    }  # fmt: skip
    said: Spec = {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 11, "fontSize": 10.5, "color": TEXT, "limit": 220},
        "encoding": {"x": axis.encoding("high"), "y": up, "text": {"field": "text"}},
    }
    marks = _marks(rows, {"y": up}, "x", axis, {"value": COLOURS[0]}, local)
    return {"width": _ROWS_WIDTH, "height": {"step": _ROW}, "layer": [*marks, said]}, held


def _marks(
    rows: Sequence[Spec], fixed: Mapping[str, Spec], measured: str, axis: Axis, colour: Spec, local: int
) -> list[Spec]:
    """Intervals, points and the rings of what is disputed; `measured` is the channel of the values."""
    value = axis.encoding("value")
    shape: Spec = {
        "field": "sort", "type": "nominal", "legend": None,
        "scale": {"domain": list(SHAPES), "range": list(SHAPES.values())},
    }  # fmt: skip
    tooltip = [
        {"field": field, "type": "nominal", "title": words[local]} for field, words in _TOOLTIP.items()
    ]
    told = {**fixed, measured: value, "tooltip": tooltip}
    seen: Spec = {**told, "color": colour, "shape": shape}
    ends: Spec = {**fixed, measured: {**value, "field": "low"}, f"{measured}2": {"field": "high"}}
    data: Spec = {"data": {"values": list(rows)}}
    return [
        {**data, "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.55, "strokeCap": "round"},
         "encoding": {**ends, "color": colour}},
        {**data, "transform": [{"filter": "datum.sort === 'actual'"}],
         "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1}, "encoding": seen},
        {**data, "transform": [{"filter": "datum.sort !== 'actual'"}],
         "mark": {"type": "point", "filled": False, "size": 65, "strokeWidth": 1.6, "opacity": 1},
         "encoding": seen},
        {**data, "transform": [{"filter": "datum.disputed"}],
         "mark": {"type": "point", "shape": "circle", "filled": False, "size": 190, "strokeDash": [2.5, 2],
                  "strokeWidth": 1.2, "color": TEXT, "opacity": 1},
         "encoding": told},
    ]  # fmt: skip


def _row(point: Point, axis: Axis, local: int) -> Spec:
    """A point as a row of data."""
    return {
        "label": point.label,
        "period": point.period,
        "text": point.said,
        "status": point.status_word,
        "sort": point.sort,
        "disputed": point.disputed,
        "sources": _SOURCES[point.disputed][local],
        "cited": point.cited,
        "claim": point.claim,
        "value": axis.number(point.value),
        "low": axis.number(axis.low(point)),
        "high": axis.number(point.high),
    }


def _side_by_side(
    held: Sequence[Point], labels: Sequence[str], local: int, axis: Axis, size: tuple[float, int]
) -> list[Spec]:
    """The points as rows, each as near to the middle of its year as those before it allow.

    `size` is the width of a year and the height of the panel.
    """
    width, height = size
    steps = range(1, max(int(_FARTHEST * width / _NEAR), 1) + 1)
    offsets = [0, *(sign * step * _NEAR for step in steps for sign in (1, -1))]
    placed: list[tuple[int, float, float, float]] = []
    rows = []
    for point in sorted(held, key=lambda p: (labels.index(p.label), p.sort, p.value, p.claim)):
        year = point.year or 0
        low = axis.place(axis.low(point)) * height - _NEAR / 2
        high = axis.place(point.high) * height + _NEAR / 2
        taken = {at for y, at, below, above in placed if y == year and below < high and low < above}
        offset = next((o for o in offsets if o not in taken), 0)
        placed.append((year, offset, low, high))
        rows.append({**_row(point, axis, local), "x": round(year + offset / width, 4)})
    return rows


def _spread(held: Sequence[Point], labels: Sequence[str], axis: Axis) -> list[Spec]:
    """By series and year, the lowest and highest figure of what was reported."""
    ends: dict[tuple[str, int], tuple[Decimal, Decimal]] = {}
    for point in held:
        if not point.planned and point.year is not None:
            key = (point.label, point.year)
            low, high = ends.get(key, (point.value, point.value))
            ends[key] = (min(low, point.value), max(high, point.value))
    ordered = sorted(ends.items(), key=lambda item: (labels.index(item[0][0]), item[0][1]))
    return [
        {"label": label, "x": year, "low": axis.number(low), "high": axis.number(high)}
        for (label, year), (low, high) in ordered
    ]
