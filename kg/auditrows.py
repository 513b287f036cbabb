"""What an audit found, as rows: the tables behind `kg audit`, `kg conflicts` and `kg why`.

The keys are a contract (README, "Does it add up?").  Numbers are decimal texts, rounded outward where they do
not end; an end that is not there is None.  References are local ids, as in the tables of claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any

from kg.audited import Audit, Cause, Check, Clash, Conflict, Link, Quantity
from kg.claim import FigureClaim, RelationClaim
from kg.compare import agreement
from kg.corpus import Corpus
from kg.entity import Entity
from kg.literals import decimal_text
from kg.namespaces import resource
from kg.rational import Range, decimal_end
from kg.slot import Slot

Row = dict[str, Any]


def _local(ref: str) -> str:
    return ref.rpartition("/")[2]


def _end(value: Fraction | None, *, up: bool) -> str | None:
    return None if value is None else decimal_text(decimal_end(value, up=up))


def _ends(interval: Range) -> tuple[str | None, str | None]:
    return _end(interval.low, up=False), _end(interval.high, up=True)


def _quantity(quantity: Quantity) -> Row:
    low, high = _ends(quantity.printed)
    low_hedged, high_hedged = _ends(quantity.hedged)
    return {
        "quantity": _local(quantity.metric),
        "reading": quantity.reading or None,
        "low": low,
        "high": high,
        "unit": _local(quantity.unit),
        "low_hedged": low_hedged,
        "high_hedged": high_hedged,
        "low_open": quantity.printed.low_open,
        "high_open": quantity.printed.high_open,
        "role": quantity.role,
        "subject": _local(quantity.subject),
        "period": quantity.period,
        "claims": list(quantity.claims),
    }


def _links(links: Iterable[Link]) -> list[Row]:
    return [{"kind": str(link.kind), "from": _local(link.one), "to": _local(link.other)} for link in links]


def _causes(causes: Iterable[Cause]) -> list[Row]:
    return [
        {"cause": str(c.kind), "status": str(c.status), "why": c.why[0], "why_vi": c.why[1]} for c in causes
    ]


def check_row(check: Check, claims: Mapping[str, FigureClaim], entities: Mapping[str, Entity]) -> Row:
    """One piece of arithmetic as a row; its question is that of the stated figure."""
    stated = _quantity(check.stated)
    del stated["reading"]
    low_hedged, high_hedged = _ends(check.implied[0].hedged) if check.implied else (None, None)
    return {
        "id": check.id,
        "rule": check.rule,
        "verdict": str(check.verdict),
        "severity": str(check.severity),
        "claims": list(check.claims),
        "articles": list(check.articles),
        "links": _links(check.links),
        "stated": stated,
        "implied": [_quantity(quantity) for quantity in check.implied],
        "low_hedged": low_hedged,
        "high_hedged": high_hedged,
        "explanation": check.why[0],
        "explanation_vi": check.why[1],
        "terms": [{"role": t.role, "claim": t.claim, "lower_bound": t.lower_bound} for t in check.terms],
        "parameters": dict(check.parameters),
        "minimal_sets": [list(claims) for claims in check.minimal],
        "causes": _causes(check.causes),
        **_question(claims[check.terms[0].claim].slot, entities),
        "iri": resource("finding", check.id),
    }


def _question(slot: Slot, entities: Mapping[str, Entity]) -> Row:
    """The question of a slot in words."""
    refs = [slot.metric, slot.subject, *(d for d in (slot.sector, slot.market, slot.ownership) if d)]
    return {
        "question": ", ".join([*(entities[ref].en for ref in refs), slot.period]),
        "question_vi": ", ".join([*(entities[ref].vi for ref in refs), slot.period]),
    }


def conflict_row(
    conflict: Conflict, claims: Mapping[str, FigureClaim], entities: Mapping[str, Entity]
) -> Row:
    """One comparison as a row."""
    gap = None
    if conflict.gap is not None:
        absolute, relative = (_end(part, up=False) for part in conflict.gap)
        gap = {"absolute": absolute, "relative": relative}
    return {
        "id": conflict.id,
        "slot": conflict.slot,
        "metric": _local(conflict.metric),
        "subject": _local(conflict.subject),
        "period": conflict.period,
        "verdict": str(conflict.verdict),
        "severity": str(conflict.severity),
        "same_authority": conflict.same_authority,
        "claims": list(conflict.claims),
        "values": [_value(claims[claim]) for claim in conflict.claims],
        "unit": _local(conflict.unit),
        "gap": gap,
        "links": _links(conflict.links),
        "causes": _causes(conflict.causes),
        "origins": list(conflict.origins),
        "sides": [list(side) for side in conflict.sides],
        "figures": list(conflict.values),
        **_question(claims[conflict.claims[0]].slot, entities),
        "explanation": conflict.why[0],
        "explanation_vi": conflict.why[1],
        "iri": resource("finding", conflict.id),
        "rule": "comparison",
        "same_article": conflict.same_article,
    }


def clash_row(clash: Clash, claims: Mapping[str, RelationClaim], corpus: Corpus) -> Row:
    """Two relations that cannot both be, as a row with the keys of a comparison; the keys that only figures
    have are None or empty."""
    credited = [{a for key in side for a in claims[key].attribution.agents} for side in clash.sides]
    subject = corpus.entities[clash.subject]
    told = [(corpus.predicates[predicate].words, corpus.entities[end]) for predicate, end in clash.told]
    about = [
        ", ".join([*dict.fromkeys(words[n] for words, _ in told), name, clash.period])
        for n, name in enumerate((subject.en, subject.vi))
    ]
    return {
        "id": clash.id,
        "slot": None,
        "metric": None,
        "subject": _local(clash.subject),
        "period": clash.period,
        "verdict": str(clash.verdict),
        "severity": str(clash.severity),
        "same_authority": bool(credited[0] & credited[1]),
        "claims": list(clash.claims),
        "values": [
            _local(end) for (_, end), side in zip(clash.told, clash.sides, strict=True) for _ in side
        ],
        "unit": None,
        "gap": None,
        "links": [],
        "causes": [],
        "origins": [],
        "sides": [list(side) for side in clash.sides],
        "figures": [f"{words[0]} {end.en}" for words, end in told],
        "question": about[0],
        "question_vi": about[1],
        "explanation": clash.why[0],
        "explanation_vi": clash.why[1],
        "iri": resource("finding", clash.id),
        "rule": clash.rule,
        "same_article": clash.same_article,
    }


def _value(claim: FigureClaim) -> str:
    low = decimal_text(claim.value)
    return low if claim.value_max is None else f"{low}–{decimal_text(claim.value_max)}"


def slot_row(slot_id: str, claims: list[FigureClaim], audit: Audit, entities: Mapping[str, Entity]) -> Row:
    """One slot as a row: its question, its claims, and what can safely be printed of it."""
    slot = claims[0].slot
    statement = audit.statements.get(slot_id, ("", ""))
    return {
        "slot": slot_id,
        "metric": _local(slot.metric),
        "subject": _local(slot.subject),
        "sector": None if slot.sector is None else _local(slot.sector),
        "market": None if slot.market is None else _local(slot.market),
        "ownership": None if slot.ownership is None else _local(slot.ownership),
        "period": slot.period,
        "family": str(slot.family),
        "agreement": str(agreement(claims)),
        "claims": [claim.id for claim in claims],
        "origins": list(audit.origins.independent(claim.id for claim in claims)),
        "echoes": {c.id: audit.origins.echo_of[c.id] for c in claims if c.id in audit.origins.echo_of},
        "statement": statement[0],
        "statement_vi": statement[1],
        **_question(slot, entities),
    }


def audit_tables(corpus: Corpus, audit: Audit) -> dict[str, Iterator[Row]]:
    """The tables of an audit by name: checks, conflicts, slots."""
    claims = {claim.id: claim for claim in corpus.figures}
    relations = {claim.id: claim for claim in corpus.relations}
    by_slot: dict[str, list[FigureClaim]] = {}
    for claim in corpus.figures:
        by_slot.setdefault(claim.slot.id, []).append(claim)
    return {
        "checks": (check_row(check, claims, corpus.entities) for check in audit.checks),
        "conflicts": chain(
            (conflict_row(conflict, claims, corpus.entities) for conflict in audit.conflicts),
            (clash_row(clash, relations, corpus) for clash in audit.clashes),
        ),
        "slots": (slot_row(slot, held, audit, corpus.entities) for slot, held in sorted(by_slot.items())),
    }
