"""What customs count: exports and imports are the country's, not of those that it sells to and buys from."""

from __future__ import annotations

import re
from typing import Final

from kg.extract.actor import REGIONS, VIETNAM, Actor
from kg.extract.draft import Draft
from kg.extract.reading import View
from kg.grounding.conventions import ABOUT_REACH, IN_TRADE, TRADE, TRADERS

_COUNTED: Final = ("export_", "import_")
# "Exports of" Malaysia; "in" India; India "sold": what a country is to be told of itself.
_BEFORE: Final = {
    "en": re.compile(r"\b(?:in|of|(?:exports?|imports?|shipments)\b[^.;,]{0,30} by) (?:the )?$", re.I),
    "vi": re.compile(r"\b(?:xuất|nhập) khẩu\b[^.;,]{0,40} của $", re.I),
}
_AFTER: Final = {
    "en": re.compile(
        r"(?:, [^,.;]{1,60},|,)?(?:['’]s?)? (?:[^\W\d]+ ){0,4}?"
        r"(?:exports?|exported|exporting|imports?|imported|shipped|ships|shipments|sold|sells)\b"
    ),
    "vi": re.compile(r"(?:, [^,.;]{1,60},)? (?:[^\W\d]+ ){0,4}?(?:(?:xuất|nhập) khẩu|bán ra|mua vào)\b"),
}
_REACH: Final = 80


def is_counted(metric: str | None) -> bool:
    """Whether a metric is one of exports or imports."""
    return metric is not None and metric.startswith(_COUNTED)


def is_trade(text: str, view: View, start: int, metric: str | None) -> bool:
    """Whether customs count what `metric` measures for the figure at `start` in the sentence of `view`."""
    return is_counted(metric) or (metric in IN_TRADE and _speaks_of_it(text, start, view))


def name_export(text: str, view: View, draft: Draft) -> None:
    """Call what a country earns by selling abroad what it is."""
    measure = draft.measure
    if measure is None or draft.actor is None or draft.actor.ref not in TRADERS:
        return
    if measure.metric in IN_TRADE and _speaks_of_it(text, draft.figure.start, view):
        draft.measure = measure._replace(metric=IN_TRADE[measure.metric])


def _speaks_of_it(text: str, start: int, view: View) -> bool:
    """Whether the text around a figure speaks of exports; the gate looks as far."""
    return TRADE.search(text, max(0, start - ABOUT_REACH), view.end) is not None


def is_abroad(actor: Actor) -> bool:
    """Whether an actor is another country or a region of several."""
    return actor.ref in REGIONS or (actor.kind == "country" and actor.ref != VIETNAM)


def is_partner(text: str, language: str, actor: Actor) -> bool:
    """Whether `actor` is a country or region abroad that is named as a market, not as one that trades."""
    if actor.carried or not is_abroad(actor):
        return False
    before = text[max(0, actor.start - _REACH) : actor.start]
    return not (_BEFORE[language].search(before) or _AFTER[language].match(text, actor.end))
