"""The page of a slot: one question, every claim that answers it, and what follows from them."""

from __future__ import annotations

from typing import Any

from kg.namespaces import resource
from kg.web import urls
from kg.web.here import Here
from kg.web.library import DISPUTED
from kg.web.pages.parts import (
    article_data,
    cause_lists,
    claim_data,
    finding_line,
    series_chart,
    slot_line,
    slot_tables,
    spread,
)
from kg.web.pages.view import View


def slot(here: Here, local: str) -> View | None:
    """The page of the slot `local`; None where there is none."""
    library = here.library
    row = library.slots.get(local)
    if row is None:
        return None
    s, claims = library.question(local), library.claims_of_slot(local)
    conflicts, checks = library.findings_about(row["claims"])
    own = [c for c in conflicts if set(c["claims"]) <= set(row["claims"])]
    near = [c for c in conflicts if c not in own]
    siblings = library.series[library.series_key(local)]
    compared = []
    for conflict in own:
        left, out = cause_lists(here, conflict)
        compared.append(
            {
                "line": finding_line(here, conflict),
                "left": left,
                "out": out,
                "open": conflict["verdict"] in DISPUTED,
            }
        )
    iri = resource("slot", local)
    fields: dict[str, Any] = {
        "row": row,
        "slot": s,
        "narrowed": [ref for ref in (s.sector, s.market, s.ownership) if ref],
        "question": here.question(local),
        "spread": spread(here, local),
        "statement": row[here.key("statement")],
        "tables": slot_tables(here, local),
        "origins": [origin(here, ref) for ref in row["origins"]],
        "compared": compared,
        "checks": [finding_line(here, check) for check in (*near, *checks)],
        "chart": series_chart(here, siblings) if len(siblings) > 1 else None,
        "siblings": [(other == local, slot_line(here, other, picture=False)) for other in siblings],
        "iri": iri,
        "citation": f"{here.question(local)}. {here.t.site}, {here.t.build} {library.build}. {iri}",
    }

    def data() -> dict[str, Any]:
        return {
            "iri": iri,
            "slot": row,
            "claims": [claim_data(here, claim) for claim in claims],
            "conflicts": conflicts,
            "checks": checks,
            "articles": [article_data(library.articles[a]) for a in dict.fromkeys(c.article for c in claims)],
        }

    title = f"{here.name(s.metric)}, {here.name(s.subject)}, {here.period(s.period)}"
    return View("slot.html", title, data, fields, urls.SLOTS, description=row[here.key("statement")])


def origin(here: Here, ref: str) -> Any:
    """An origin by name: a body, an outlet, or a source that names no outlet."""
    kind, _, local = ref.partition("/")
    if kind == "article" and local in here.library.articles:
        return here.source(here.library.articles[local])
    return here.link(ref)
