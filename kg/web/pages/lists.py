"""The lists: every question, every entity, every source."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from kg.web import urls
from kg.web.here import Here
from kg.web.library import DISPUTED
from kg.web.pages.parts import article_data, slot_line
from kg.web.pages.view import View


def slots(here: Here) -> View:
    """All questions: the disputed ones first, then by metric."""
    library = here.library
    by_metric: dict[str, list[str]] = {}
    for slot in library.slots:
        by_metric.setdefault(library.question(slot).metric, []).append(slot)
    groups = []
    for metric, held in sorted(by_metric.items(), key=lambda item: (here.name(item[0]).casefold(), item[0])):
        lines = []
        for slot in sorted(held, key=lambda x: (here.name(library.question(x).subject).casefold(), x)):
            lines.append(slot_line(here, slot, picture=False))
        groups.append({"metric": metric, "id": metric.rpartition("/")[2], "lines": lines})
    fields = {
        "disputed": [slot_line(here, row["slot"]) for row in library.disputes],
        "groups": groups,
        "total": len(library.slots),
    }

    def data() -> dict[str, Any]:
        return {"slots": list(library.slots.values())}

    return View("slots.html", here.t.slots_title, data, fields, urls.SLOTS)


def entities(here: Here) -> View:
    """All entities, by kind; those of which most is said first in a kind."""
    library = here.library

    def weight(ref: str) -> int:
        return len(library.slots_about.get(ref, ())) + len(library.relations_about.get(ref, ()))

    ordered = sorted(
        library.entities, key=lambda r: (r.partition("/")[0], -weight(r), here.name(r).casefold(), r)
    )
    groups = []
    for kind, held in groupby(ordered, key=lambda ref: ref.partition("/")[0]):
        groups.append(
            {
                "kind": kind,
                "name": here.kind(kind, several=True),
                "lines": [
                    {"link": here.link(ref), "other": _other_name(here, ref), "weight": weight(ref)}
                    for ref in held
                ],
            }
        )
    order = ("aggregate", "company", "ministry", "agency", "association", "person", "product", "market")
    groups.sort(key=lambda g: (order.index(g["kind"]) if g["kind"] in order else len(order), g["name"]))

    def data() -> dict[str, Any]:
        return {
            "entities": [
                {"entity": ref, "en": e.en, "vi": e.vi, "type": e.type}
                for ref, e in sorted(library.entities.items())
            ]
        }

    return View("entities.html", here.t.entities_title, data, {"groups": groups}, urls.ENTITIES)


def _other_name(here: Here, ref: str) -> str:
    """The name in the other language, where it is another one."""
    pair = here.library.name(ref)
    return pair[1 - here.local] if pair[0] != pair[1] else ""


def sources(here: Here) -> View:
    """All sources, newest first; those of unknown date at the end."""
    library = here.library
    ordered = sorted(library.corpus.articles, key=lambda a: a.stem)
    ordered.sort(key=lambda a: a.date or "", reverse=True)
    lines: list[dict[str, Any]] = []
    for article in ordered:
        claims = library.claims_of_source.get(article.stem, ())
        disputed = sum(
            1
            for c in claims
            if c.id in library.slot_of and library.slots[library.slot_of[c.id]]["agreement"] in DISPUTED
        )
        lines.append({"article": article, "claims": len(claims), "disputed": disputed})
    groups = [
        {"year": year, "lines": list(held)}
        for year, held in groupby(lines, key=lambda x: (x["article"].date or "")[:4])
    ]

    def data() -> dict[str, Any]:
        return {"sources": [article_data(a) for a in ordered]}

    return View(
        "sources.html", here.t.sources_title, data, {"groups": groups, "total": len(lines)}, urls.SOURCES
    )
