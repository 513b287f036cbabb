"""What a figure may measure where a metric is named: the metric itself, its growth, a share or part of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.catalogue import PERCENTS, Catalogue
from kg.grounding.conventions import ALIKE, INCREASE_OF, PART_OF, SORT_OF
from kg.lists import UnitFamily

GROWTHS: Final = frozenset(("growth_rate", "annual_growth_rate"))
# What a part of a whole is called, where both are spoken of.
PARTS: Final = {
    ("domestic_value_amount", "revenue"): "domestic_value_share",
    ("overseas_revenue", "revenue"): "overseas_revenue_share",
    ("export_value", "export_value"): "share_of_national_exports",
}
WHOLES: Final = frozenset(whole for _, whole in PARTS)
# The ways by which words may mean a metric that is called alike.
_MAY_BE_ALIKE: Final = frozenset(("own", "own as ratio"))


class Way(NamedTuple):
    """A metric that a figure may have where another is named, and how it comes from that."""

    metric: str
    how: str


class Ways:
    """The ways from metrics to those of figures, each looked up once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._named: dict[tuple[str, str, bool], tuple[Way, ...]] = {}
        self._measured: dict[tuple[str, str, bool], tuple[Way, ...]] = {}

    def of(self, named: str, family: str, *, change: bool) -> tuple[Way, ...]:
        """What a figure of `family` may measure where words name `named`; `change`: it says a change."""
        key = named, family, change
        found = self._named.get(key)
        if found is None:
            ways = {way.metric: way for way in self.going_on(named, family, change=change)}
            # What the words name may be called otherwise too.
            for way in tuple(ways.values()):
                for metric in ALIKE.get(way.metric, ()) if way.how in _MAY_BE_ALIKE else ():
                    if self._fits(metric, family):
                        ways.setdefault(metric, Way(metric, f"{way.how} alike"))
            found = self._named[key] = tuple(ways.values())
        return found

    def going_on(self, measured: str, family: str, *, change: bool) -> tuple[Way, ...]:
        """What a figure of `family` may measure where another measured `measured`."""
        key = measured, family, change
        found = self._measured.get(key)
        if found is None:
            ways: dict[str, Way] = {}
            for way in self._ways(measured, family, change=change):
                if self._fits(way.metric, family):
                    ways.setdefault(way.metric, way)
            found = self._measured[key] = tuple(ways.values())
        return found

    def _fits(self, metric: str, family: str) -> bool:
        """Whether a metric can be measured in units of `family`, a share in multiples too."""
        known = self._catalogue.metrics.get(metric)
        if known is None:
            return False
        if family in (*PERCENTS, UnitFamily.MULTIPLE):
            return bool(known.families & {UnitFamily.PERCENT, family})
        return family in known.families

    def _ways(self, named: str, family: str, *, change: bool) -> Iterator[Way]:
        known = self._catalogue.metrics.get(named)
        if known is None:
            return
        if family in PERCENTS:
            yield from self._in_percent(named)
        elif family == UnitFamily.MULTIPLE:
            if family in known.families:
                yield Way(named, "own")
            grown = self._catalogue.growth_metric(named, family)
            if grown is not None:
                yield Way(grown, "growth")
            # "A third of revenue" is printed as a fraction, and something may grow "by half".
            for metric, how in self._in_percent(named):
                if change or how != "growth":
                    yield Way(metric, f"{how} as ratio")
        elif family in known.families and not known.growth_of:
            yield Way(named, "own")
            if change and family in (UnitFamily.CURRENCY, UnitFamily.COUNT) and named in INCREASE_OF:
                yield Way(INCREASE_OF[named], "increase")

    def _in_percent(self, named: str) -> Iterator[Way]:
        known = self._catalogue.metrics[named]
        if known.growth_of or named in GROWTHS:
            yield Way(named, "named growth")
            return
        if UnitFamily.PERCENT in known.families:
            yield Way(named, "own")
        sort = SORT_OF.get(named, named)
        grown = self._catalogue.growth_metric(named, UnitFamily.PERCENT)
        grown = grown or self._catalogue.growth_metric(sort, UnitFamily.PERCENT)
        if grown is not None:
            yield Way(grown, "growth")
        if sort in PART_OF:
            yield Way(PART_OF[sort], "share")
