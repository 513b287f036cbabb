"""A chart as a Vega-Lite specification: a panel for each metric and unit, and all data in it.

Colours have a contrast of 3 to 1 or more, and text of 4 to 1 or more, on white and on the usual dark grounds
alike; the ground itself is left to the page.  What colour says is said by shape or in words as well.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from itertools import chain

from kg.chart.header import Chart, Kind
from kg.chart.panels import COLOURS, HEIGHT, TEXT, WIDTH, Spec, by_category, over_time
from kg.chart.points import Panel, Point, Points, in_order

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# Ours (kg/chart/fonts), then those with letters of the same width.
FONT = "VTKG Sans, Liberation Sans, Arial, Helvetica, sans-serif"
_MOST_PANELS = 4
# The height of a panel where there are more than two.
_LOWER = 190
_LINE, _LETTERS, _SOURCE_LINES = 15, 112, 8
_CONFIG: Spec = {
    "font": FONT,
    "axis": {
        "labelColor": TEXT, "titleColor": TEXT, "tickColor": TEXT, "domainColor": TEXT, "gridColor": TEXT,
        "gridOpacity": 0.25, "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": TEXT, "titleColor": TEXT, "labelFontSize": 11, "orient": "top", "title": None,
        "labelLimit": 310, "symbolSize": 70, "symbolOpacity": 1, "columns": 2, "offset": 4,
    },
    "title": {
        "color": TEXT, "subtitleColor": TEXT, "anchor": "start", "fontSize": 15, "subtitleFontSize": 11,
        "subtitlePadding": 4, "offset": 10,
    },
    "view": {"stroke": None},
}  # fmt: skip
_NUMBERS = (
    {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["$", ""]},
    {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
)
_KEYS = {
    "bars": ("Bars: what words and rounding allow.", "Vạch: khoảng mà câu chữ và làm tròn cho phép."),
    "disputed": ("Dashed ring: the sources disagree.", "Vòng nét đứt: các nguồn không thống nhất."),
    "forecast": ("Hollow triangle: forecast.", "Tam giác rỗng: dự báo."),
    "target": ("Hollow diamond: target.", "Hình thoi rỗng: mục tiêu."),
}


def vegalite(chart: Chart, held: Points, language: str, *, subtitle: str = "", description: str = "") -> Spec:
    """The specification of a chart of `held`, which has a panel at least, in a language.

    `subtitle` stands under the title (what was asked of), `description` is what a reader who does not see
    the picture is told.
    """
    local = 0 if language == "en" else 1
    panels = held.panels[:_MOST_PANELS]
    labels = in_order(chain.from_iterable(panel.points for panel in panels))
    named = labels[: len(COLOURS)]
    draw: Callable[[Panel, Sequence[str], int, int], tuple[Spec, list[Point]]] = by_category
    if chart.kind is Kind.OVER_TIME:
        draw = over_time
        panels = tuple(panel for panel in panels if any(point.label in named for point in panel.points))
    drawn, shown = [], []
    for panel in panels:
        made, points = draw(panel, named, local, HEIGHT if len(panels) <= 2 else _LOWER)
        if len({panel.metric for panel in panels}) > 1:
            made["title"] = {"text": _capital(panel.metric), "fontSize": 12, "offset": 6, "frame": "group"}
        drawn.append(made)
        shown += points
    missing = held.undrawn + sum(len(panel.points) for panel in held.panels) - len(shown)
    title = chart.title[language]
    return {
        "$schema": SCHEMA,
        "title": {"text": title, **({"subtitle": _wrapped(subtitle)} if subtitle else {})},
        "description": f"{title}. {description}".strip(),
        "background": None,
        "padding": 12,
        "vconcat": [*drawn, _caption(shown, missing, local)],
        "spacing": 18,
        "config": {**_CONFIG, "locale": {"number": _NUMBERS[local]}},
    }


def _caption(shown: Sequence[Point], missing: int, local: int) -> Spec:
    """How to read the picture, what is not drawn, and the sources."""
    sorts = {point.sort for point in shown}
    keys = ["bars", *(["disputed"] if any(p.disputed for p in shown) else []), *sorted(sorts - {"actual"})]
    said = [_KEYS[key][local] for key in keys]
    if missing:
        said.append((f"Not drawn: {missing} more (no year, a part of a year, another unit or series).",
                     f"Không vẽ: {missing} số khác (không rõ năm, một phần năm, đơn vị hay chuỗi khác).",
                     )[local])  # fmt: skip
    cited = sorted({point.cited for point in shown if point.cited})
    named = _wrapped(f"{('Sources', 'Nguồn')[local]} ({len(cited)}): {'; '.join(cited)}")
    if len(named) > _SOURCE_LINES:
        named = [*named[: _SOURCE_LINES - 1], f"{named[_SOURCE_LINES - 1][: _LETTERS - 2]} …"]
    lines = [*_wrapped(" ".join(said)), *named]
    return {
        "data": {"values": [{"n": 0}]},
        "mark": {
            "type": "text", "align": "left", "baseline": "top", "fontSize": 10.5, "color": TEXT,
            "text": lines, "lineHeight": _LINE,
        },
        "encoding": {"x": {"value": 0}, "y": {"value": 0}},
        "width": WIDTH,
        "height": _LINE * len(lines),
    }  # fmt: skip


def _wrapped(text: str) -> list[str]:
    """The text in lines that fit under a panel, broken at blanks."""
    return textwrap.wrap(text, _LETTERS, break_long_words=False, break_on_hyphens=False) or [""]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
