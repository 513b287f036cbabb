"""The rows of an answer as points of a chart, and the panels in which they can stand together.

A panel has one metric and one unit.  A row without a number has no point; on an axis of years, neither has a
figure whose slot is no calendar year: that of a part of a year, or of several, would look like a yearly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from kg.answer import Answer
from kg.chart.header import Chart, Kind
from kg.figurewords import figure_words, period_words
from kg.sentence import Naming

_YEAR = re.compile(r"[0-9]{4}")
_PLANNED = ("forecast", "target")


@dataclass(frozen=True, slots=True)
class Point:
    """One claim on a chart; the words are those of the chart's language."""

    panel: tuple[str, str]
    label: str
    year: int | None
    value: Decimal
    low: Decimal
    high: Decimal
    said: str
    period: str
    status: str
    status_word: str
    disputed: bool
    source: str
    cited: str
    claim: str

    @property
    def planned(self) -> bool:
        """Whether it is a forecast or a target."""
        return self.status in _PLANNED

    @property
    def sort(self) -> str:
        """``forecast`` or ``target``; ``actual`` for all that has happened, estimates too."""
        return self.status if self.planned else "actual"


@dataclass(frozen=True, slots=True)
class Panel:
    """Points that share an axis: those of one metric in one unit."""

    metric: str
    unit: str
    unit_name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """All that a chart shows of an answer, in panels, the fullest first; `undrawn` rows have no point."""

    panels: tuple[Panel, ...]
    undrawn: int


def points(chart: Chart, answer: Answer, naming: Naming) -> Points:
    """The points of an answer."""
    reader = _Reader(chart, answer, naming)
    drawn: dict[tuple[str, str], list[Point]] = {}
    undrawn = 0
    for n in range(len(answer.terms)):
        point = reader.point(n)
        if point is None:
            undrawn += 1
        else:
            drawn.setdefault(point.panel, []).append(point)
    fullest = sorted(drawn.items(), key=lambda item: (-len(item[1]), item[0]))
    panels = (Panel(*key, reader.units[key[1]], tuple(held)) for key, held in fullest)
    return Points(tuple(panels), undrawn)


class _Reader:
    def __init__(self, chart: Chart, answer: Answer, naming: Naming) -> None:
        self._chart, self._naming = chart, naming
        self._rows, self._terms = answer.rows, answer.terms
        self._place = {name: n for n, name in enumerate(answer.columns)}
        self.units: dict[str, str] = {}

    def _name(self, n: int, column: str) -> str:
        term = self._terms[n][self._place[column]]
        if isinstance(term, ox.NamedNode):
            return self._naming.term(term)
        text = "" if term is None else term.value
        return self._naming.pick(period_words(text)) if column == "period" else text

    def _id(self, n: int, column: str) -> str:
        value = self._rows[n][column]
        return "" if value is None else str(value)

    def point(self, n: int) -> Point | None:
        """The point of a row, or None."""
        row = self._rows[n]
        value, most = row["value"], row["value_max"]
        if not isinstance(value, Decimal):
            return None
        most = most if isinstance(most, Decimal) else value
        low, high = row["lower"], row["upper"]
        year = self._id(n, "year") if "year" in self._place else ""
        if self._chart.kind is Kind.OVER_TIME and not _YEAR.fullmatch(year):
            return None
        unit, unit_name = self._id(n, "unit"), self._name(n, "unit")
        self.units[unit] = unit_name
        said = figure_words(self._id(n, "hedge"), value, most, unit, (unit_name, unit_name))
        source = self._naming.sources.get(self._terms[n][self._place["article"]].value)  # type: ignore[union-attr]
        return Point(
            panel=(self._name(n, "metric"), unit),
            label=", ".join(text for column in self._chart.label if (text := self._name(n, column))),
            year=int(year) if _YEAR.fullmatch(year) else None,
            value=(value + most) / 2,
            low=min(low, value) if isinstance(low, Decimal) else value,
            high=max(high, most) if isinstance(high, Decimal) else most,
            said=self._naming.pick(said),
            period=self._naming.pick(period_words(self._id(n, "period"))),
            status=self._id(n, "status"),
            status_word=self._name(n, "status"),
            disputed=row["disputed"] is True,
            source=source.name if source else "",
            cited=", ".join(filter(None, (source.name, source.date))) if source else "",
            claim=self._id(n, "claim"),
        )


def in_order(held: Iterable[Point]) -> Sequence[str]:
    """The labels of points, those of most points first."""
    count: dict[str, int] = {}
    for point in held:
        count[point.label] = count.get(point.label, 0) + 1
    return sorted(count, key=lambda label: (-count[label], label))
