"""The page of a finding: the figures, what was held against what, and what may be why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.claim import FigureClaim, RelationClaim
from kg.namespaces import resource
from kg.web import urls, words
from kg.web.drawing.axis import axis
from kg.web.drawing.strip import Span, scale_line, strip
from kg.web.here import Here
from kg.web.library import Row
from kg.web.pages.parts import cause_lists, claim_data, claim_tables, question_of, said_of
from kg.web.pages.view import View


def finding(here: Here, local: str) -> View | None:
    """The page of the finding `local`; None where there is none."""
    library = here.library
    row = library.findings.get(local)
    if row is None:
        return None
    figures = [library.figures[c] for c in dict.fromkeys(row["claims"]) if c in library.figures]
    relations = [library.relations[c] for c in dict.fromkeys(row["claims"]) if c in library.relations]
    left, out = cause_lists(here, row)
    roles = {term["claim"]: here.word("ROLES", term["role"]) for term in row.get("terms", ())}
    fields: dict[str, Any] = {
        "row": row,
        "said": said_of(here, row),
        "question": question_of(here, row),
        "rule": here.word("RULES", row["rule"]),
        "tables": claim_tables(here, figures, ask="stated" in row),
        "roles": roles,
        "relations": relations,
        "left": left,
        "out": out,
        "implied": _implied(here, row) if "stated" in row else None,
        "minimal": [
            [library.figures[c] for c in held if c in library.figures] for held in row.get("minimal_sets", ())
        ],
        "long": here.say(words.pair(words.VERDICTS_LONG, row["verdict"])),
        "iri": resource("finding", local),
    }

    every: tuple[FigureClaim | RelationClaim, ...] = (*figures, *relations)

    def data() -> dict[str, Any]:
        return {"finding": row, "claims": [claim_data(here, claim) for claim in every]}

    return View(
        "finding.html",
        f"{here.word('RULES', row['rule'])}: {question_of(here, row)}",
        data,
        fields,
        urls.AUDIT,
    )


def _implied(here: Here, row: Row) -> dict[str, Any] | None:
    """What is stated beside what the other figures imply, on one line; None without a common unit."""
    stated = row["stated"]
    told = [("stated", stated)]
    told += [
        ("implied", q) for q in row["implied"] if q["unit"] == stated["unit"] and q["role"] == stated["role"]
    ]
    spans = [(key, quantity, span) for key, quantity in told if (span := _span(quantity)) is not None]
    if len(spans) < 2:
        return None
    unit = next(
        (e.ref for e in here.library.corpus.entities.values() if e.kind == "unit" and e.id == stated["unit"]),
        f"unit/{stated['unit']}",
    )
    reach = [span.reach() for _, _, span in spans]
    line = axis(reach, stated["unit"], here.library.name(unit), here.language)
    rows = []
    for key, quantity, span in spans:
        said = here.between(span.low, span.high, unit)
        hedged = here.between(span.hard_low, span.hard_high, unit)
        rows.append(
            {
                "key": here.t.stated if key == "stated" else here.t.implied,
                "reading": quantity.get("reading") or "",
                "said": said,
                "hedged": hedged if hedged != said else "",
                "strip": strip(line, span, said),
                "stated": key == "stated",
            }
        )
    return {"scale": scale_line(line), "unit": line.title, "rows": rows}


def _span(quantity: Row) -> Span | None:
    low, high, hard_low, hard_high = (
        None if quantity[key] is None else Decimal(quantity[key])
        for key in ("low", "high", "low_hedged", "high_hedged")
    )
    if low is None and high is None:
        return None
    return Span(
        None, None, low if low is not None else high, high if high is not None else low, hard_low, hard_high
    )
