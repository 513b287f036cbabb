"""The first page: the headline series, open disputes, sums that do not come out, what is in the graph."""

from __future__ import annotations

from typing import Any

from kg.web import urls
from kg.web.here import Here
from kg.web.library import Library
from kg.web.pages.parts import finding_line, series_chart, slot_line, spread
from kg.web.pages.questions import listed
from kg.web.pages.view import View

_SERIES, _DISPUTES, _SUMS, _QUESTIONS = 9, 6, 6, 10
_SHOWN_COUNTS = (
    ("sources", "source", urls.SOURCES),
    ("figure_claims", "figure", urls.SLOTS),
    ("slots", "slot", urls.SLOTS),
    ("relation_claims", "relation", urls.ENTITIES),
    ("entities", "entity", urls.ENTITIES),
)


def headline(library: Library, limit: int) -> list[tuple[str, ...]]:
    """The series told for most years, then with most claims: of industries, groups and countries only."""

    def size(key: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
        slots = library.series[key]
        years = {s.period[-4:] for slot in slots if (s := library.question(slot)).period.isdigit()}
        return -len(years), -sum(len(library.slots[slot]["claims"]) for slot in slots), key

    wide = [key for key in library.series if key[1].partition("/")[0] in ("aggregate", "country")]
    return sorted(wide, key=size)[:limit]


def overview(here: Here) -> View:
    """The overview."""
    library = here.library
    charts: list[dict[str, Any]] = []
    for key in headline(library, _SERIES + 4):
        slots = library.series[key]
        chart = series_chart(here, slots)
        if chart is None or len(charts) == _SERIES:
            continue
        charts.append(
            {
                "metric": key[0],
                "subject": key[1],
                "narrowed": [ref for ref in key[3:] if ref],
                "chart": chart,
                "latest": slot_line(here, chart.latest, picture=False),
                "said": spread(here, chart.latest, chart.unit),
            }
        )
    disputes = library.disputes
    broken = [row for row in library.checks if row["verdict"] in ("inconsistent", "implausible", "not_met")]
    counts = [
        {
            "value": library.counts[key],
            "noun": here.counted(library.counts[key], noun),
            "href": here.to.to(page),
        }
        for key, noun, page in _SHOWN_COUNTS
        if key in library.counts
    ]
    counts.append(
        {
            "value": len(disputes),
            "noun": here.counted(len(disputes), "dispute"),
            "href": here.to.to(urls.SLOTS, anchor="disputed"),
        }
    )

    def data() -> dict[str, Any]:
        return {
            "build": library.build,
            "counts": dict(library.counts),
            "disputes": disputes,
            "series": [{"metric": c["metric"], "subject": c["subject"]} for c in charts],
        }

    fields = {
        "charts": charts,
        "counts": counts,
        "disputes": [slot_line(here, row["slot"]) for row in disputes[:_DISPUTES]],
        "dispute_count": len(disputes),
        "sums": [finding_line(here, row) for row in broken[:_SUMS]],
        "sum_count": len(broken),
        "questions": [q for q in listed(here) if q["numbers"]][:_QUESTIONS],
    }
    return View("overview.html", here.t.site, data, fields, description=here.t.tagline)
