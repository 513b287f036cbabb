"""The page of a source: what it is, what it states, and where others differ from it."""

from __future__ import annotations

from typing import Any

from kg.claim import FigureClaim, RelationClaim
from kg.namespaces import resource
from kg.web import urls
from kg.web.here import Here
from kg.web.library import DISPUTED
from kg.web.pages.claim import span_of
from kg.web.pages.parts import article_data, claim_data, spread
from kg.web.pages.view import View


def source(here: Here, local: str) -> View | None:
    """The page of the source `local`; None where there is none."""
    library = here.library
    article = library.articles.get(local)
    if article is None:
        return None
    claims = library.claims_of_source.get(local, ())
    figures = [c for c in claims if isinstance(c, FigureClaim)]
    relations = [c for c in claims if isinstance(c, RelationClaim)]
    lines = []
    for held in figures:
        slot = library.slot_of[held.id]
        row = library.slots[slot]
        disputed = row["agreement"] in DISPUTED
        lines.append(
            {
                "claim": held,
                "slot": slot,
                "row": row,
                "disputed": disputed,
                "others": spread(here, slot) if disputed else "",
            }
        )
    fields = {
        "article": article,
        "lines": lines,
        "relations": relations,
        "disputed": [line for line in lines if line["disputed"]],
        "spans": [span_of(c) for c in claims if c.evidence.start is not None],
        "iri": resource("article", local),
    }

    def data() -> dict[str, Any]:
        return {
            "article": article_data(article),
            "figures": [claim_data(here, c) for c in figures],
            "relations": [claim_data(here, c) for c in relations],
        }

    return View("source.html", here.title(article), data, fields, urls.SOURCES)
