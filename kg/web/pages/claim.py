"""The page of a claim: its words and their place, who says so, what it stands for, what it meets."""

from __future__ import annotations

from typing import Any

from kg.claim import Attribution, Evidence, FigureClaim, RelationClaim
from kg.namespaces import resource
from kg.web import urls
from kg.web.drawing.axis import axis
from kg.web.drawing.strip import Span, scale_line, strip
from kg.web.here import Here
from kg.web.pages.parts import (
    article_data,
    claim_data,
    finding_line,
    relation_words,
    slot_tables,
)
from kg.web.pages.view import View
from kg.web.shown import visible


def claim(here: Here, local: str) -> View | None:
    """The page of the claim `local`, of a figure or a relation; None where there is none."""
    library = here.library
    if local in library.figures:
        return _figure(here, library.figures[local])
    if local in library.relations:
        return _relation(here, library.relations[local])
    return None


def _figure(here: Here, held: FigureClaim) -> View:
    library = here.library
    slot = library.slot_of[held.id]
    row, s = library.slots[slot], held.slot
    conflicts, checks = library.findings_about([held.id])
    fields: dict[str, Any] = {
        **_common(here, held),
        "figure": here.figure(held.id),
        "slot": s,
        "slot_row": row,
        "slot_page": urls.slot(slot),
        "question": here.question(slot),
        "narrowed": [ref for ref in (s.sector, s.market, s.ownership) if ref],
        "intervals": _intervals(here, held),
        "tables": slot_tables(here, slot) if len(row["claims"]) > 1 else (),
        "findings": [finding_line(here, found) for found in (*conflicts, *checks)],
        "conversion": held.conversion_of if held.conversion_of in library.figures else None,
        "echo": row["echoes"].get(held.id),
    }

    def data() -> dict[str, Any]:
        return {
            "claim": claim_data(here, held),
            "slot": row,
            "article": article_data(library.articles[held.article]),
            "conflicts": conflicts,
            "checks": checks,
        }

    title = f"{here.figure(held.id)}: {here.question(slot)}"
    return View("claim.html", title, data, fields, urls.SLOTS)


def _relation(here: Here, held: RelationClaim) -> View:
    library = here.library
    conflicts, _ = library.findings_about([held.id])
    fields = {
        **_common(here, held),
        "predicate": here.say(library.predicate(held.predicate).words),
        "findings": [finding_line(here, found) for found in conflicts],
    }

    def data() -> dict[str, Any]:
        return {
            "claim": claim_data(here, held),
            "article": article_data(library.articles[held.article]),
            "conflicts": conflicts,
        }

    return View("relation.html", relation_words(here, held), data, fields, urls.ENTITIES)


def _common(here: Here, held: FigureClaim | RelationClaim) -> dict[str, Any]:
    article = here.library.articles[held.article]
    return {
        "claim": held,
        "article": article,
        "iri": resource("claim", held.id),
        "words": words_of(held.evidence),
        "chain": chain(here, held.attribution),
        "spans": [span_of(held)] if held.evidence.start is not None else [],
    }


def words_of(evidence: Evidence) -> tuple[str, str, str]:
    """The phrase in three parts: before the figure, the figure, after it."""
    if not evidence.phrase:
        return "", visible(evidence.exact), ""
    return visible(evidence.prefix), visible(evidence.exact), visible(evidence.suffix)


def span_of(held: FigureClaim | RelationClaim) -> dict[str, Any]:
    """The place of a claim's words, for whoever has the text."""
    e = held.evidence
    return {"id": held.id, "start": e.start, "end": e.end, "exact": e.exact}


def chain(here: Here, credited: Attribution) -> list[dict[str, Any]]:
    """Whom the article credits, from the nearest to the farthest, with the words that do so."""
    links = []
    for n, ref in enumerate(credited.agents):
        links.append(
            {
                "link": here.link(ref),
                "kind": here.kind(ref.partition("/")[0]),
                "cue": visible(credited.cue) if n == 0 and not credited.inherited else "",
                "inherited": n == 0 and credited.inherited,
            }
        )
    return links


def _intervals(here: Here, held: FigureClaim) -> dict[str, Any]:
    """The three intervals of a figure on one line."""
    bounds = held.bounds
    told = (("rounding", bounds.rounding), ("expected", bounds.expected), ("hard", bounds.hard))
    reach = [here.span(held).reach()]
    # An end at zero, or none at all, would press the others together: there the line runs out of the picture.
    reach += [(end, end) for _, interval in told for end in (interval.low, interval.high) if end]
    line = axis(reach, held.unit.rpartition("/")[2], here.library.name(held.unit), here.language)
    rows = []
    for key, interval in told:
        said = here.between(interval.low, interval.high, held.unit)
        one = Span(
            held.value, held.value_max, interval.low, interval.high, interval.low, interval.high,
            str(held.status),
        )  # fmt: skip
        rows.append({"key": key, "said": said, "strip": strip(line, one, said)})
    return {"scale": scale_line(line), "unit": line.title, "rows": rows}
