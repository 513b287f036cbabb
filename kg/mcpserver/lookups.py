"""The tools that read the tables of a build: a slot, a comparison, a conflict, the evidence of a claim."""

from __future__ import annotations

from itertools import combinations

from kg.claim import FigureClaim
from kg.compare import compare as agree
from kg.contents import Row, is_arithmetic, worst_first
from kg.errors import UsageError
from kg.lists import ClaimKind
from kg.mcpserver import answers as a
from kg.mcpserver import asks
from kg.mcpserver import parts as p
from kg.mcpserver.book import Book
from kg.mcpserver.telling import Teller, quoted, said

_DIMENSIONS = ("subject", "metric", "kind", "period", "family", "sector", "market", "ownership")
_CHECK_ANCHORED = (
    "Whoever has the text of the article, with this digest, finds the words at these code points; "
    "`kg verify` checks all of them."
)
_CHECK_CITED = "The article is cited by its address only: open it and look the figure up before you print it."


def slot(book: Book, ask: asks.GetSlot) -> a.Slot:
    """A slot with its figures."""
    row, teller = book.slot("slot", ask.slot), Teller(book, ask.language)
    claims = [book.figures[id_] for id_ in row["claims"]]
    if ask.offset >= len(claims):
        raise UsageError(f"the slot has {len(claims)} figures", place="offset", remedy="begin at 0")
    of, page = claims[0].slot, claims[ask.offset : ask.offset + ask.limit]
    found = {row["id"]: row for claim in page for row in book.disputes(claim.id)}
    told: Row = {
        "slot": row["slot"],
        "question": teller.pick(row, "question"),
        "subject": teller.name(of.subject),
        "metric": teller.name(of.metric),
        "period": of.period,
        "family": str(of.family),
        "agreement": row["agreement"],
        "disputed": book.is_disputed(row),
        "independent_origins": row["origins"],
        "safest_statement": said(teller.pick(row, "statement")),
        "figures": [teller.figure(claim) for claim in page],
        "offset": ask.offset,
        "total": len(claims),
        "findings": [teller.told(row) for row in worst_first(found.values())],
    }
    if scope := teller.scope(of.metric):
        told["metric_scope"] = scope
    for dimension in ("sector", "market", "ownership"):
        if ref := getattr(of, dimension):
            told[dimension] = teller.name(ref)
    return a.Slot(**book.head, **told)


def compare(book: Book, ask: asks.Compare) -> a.Comparison:
    """Every two of some figures compared, as the audit compares figures of one slot."""
    claims = [book.figure("claims", given) for given in ask.claims]
    if len({claim.id for claim in claims}) < len(claims):
        raise UsageError("one is given twice", place="claims", remedy="give each claim once")
    teller = Teller(book, ask.language)
    return a.Comparison(
        **book.head,
        figures=[teller.figure(claim) for claim in claims],
        pairs=[_pair(teller, one, other) for one, other in combinations(claims, 2)],
    )


def _pair(teller: Teller, one: FigureClaim, other: FigureClaim) -> p.Pair:
    different = _different(one, other)
    told: Row = {
        "one": one.id,
        "other": other.id,
        "verdict": "not_comparable" if different else str(agree(one, other)),
        "different": different,
    }
    both = (row for row in teller.book.findings_of_claim.get(one.id, ()) if other.id in row["claims"])
    if finding := next((row for row in both if not is_arithmetic(row)), None):
        told["finding"] = teller.told(finding)
    return p.Pair(**told)


def _different(one: FigureClaim, other: FigureClaim) -> list[str]:
    """In what the questions of two figures differ, with both answers; nothing: they can be compared."""
    found = [
        f"{name}: {getattr(one.slot, name) or 'all'} and {getattr(other.slot, name) or 'all'}"
        for name in _DIMENSIONS
        if getattr(one.slot, name) != getattr(other.slot, name)
    ]
    # "Ten countries" and "10 markets" answer one question; dollars and dong do not compare.
    if one.unit != other.unit and {one.kind, other.kind} != {ClaimKind.COUNT}:
        found.append(f"unit: {one.unit.rpartition('/')[2]} and {other.unit.rpartition('/')[2]}")
    return found


def explain(book: Book, ask: asks.Explain) -> a.Explanation:
    """A finding, or what is open about a slot or a claim: comparisons first, then sums, worst first."""
    what, id_ = book.found("id", ask.id)
    if what == "finding":
        rows = [book.findings[id_]]
    else:
        claims = book.slots[id_]["claims"] if what == "slot" else [id_]
        open_ = {row["id"]: row for claim in claims for row in book.open(claim)}
        rows = sorted(worst_first(open_.values()), key=is_arithmetic)
    if not rows:
        tool = "get_slot" if what == "slot" else "get_evidence"
        raise UsageError(f"nothing disputes the {what} {id_}", place="id", remedy=f"{tool} shows it")
    if ask.offset >= len(rows):
        raise UsageError(f"there are {len(rows)} findings", place="offset", remedy="begin at 0")
    page = rows[ask.offset : ask.offset + ask.limit]
    teller = Teller(book, ask.language)
    figures, relations = teller.claims(claim for row in page for claim in row["claims"])
    told: Row = {"findings": [teller.finding(row) for row in page], "offset": ask.offset, "total": len(rows)}
    return a.Explanation(**book.head, **told, figures=figures, relations=relations)


def evidence(book: Book, ask: asks.GetEvidence) -> a.Evidence:
    """A claim with the words around it."""
    claim, teller = book.claim("claim", ask.claim), Teller(book, ask.language)
    told: Row = {
        "phrase": quoted(claim.evidence.phrase),
        "place": teller.place(claim),
        "how_to_check": _CHECK_CITED if claim.evidence.start is None else _CHECK_ANCHORED,
    }
    if isinstance(claim, FigureClaim):
        told["figure"] = teller.figure(claim)
    else:
        told["relation"] = teller.relation(claim)
    return a.Evidence(**book.head, **told)
