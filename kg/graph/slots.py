"""The graph of slots: the question that each figure answers, whether its answers agree, who stands behind
them, and what can safely be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.audited import Audit
from kg.claim import FigureClaim
from kg.compare import agreement
from kg.entity import Entity
from kg.graph import terms as t
from kg.graph.lines import LABEL, A
from kg.namespaces import SLOTS_GRAPH
from kg.slot import Slot


def by_slot(figures: Iterable[FigureClaim]) -> dict[str, list[FigureClaim]]:
    """Figures by the id of their slot, in the order of ids."""
    groups: dict[str, list[FigureClaim]] = {}
    for figure in figures:
        groups.setdefault(figure.slot.id, []).append(figure)
    return dict(sorted(groups.items()))


def slot_lines(
    figures: Iterable[FigureClaim], entities: Mapping[str, Entity], audit: Audit | None = None
) -> Iterator[str]:
    """The slots of `figures` as N-Quads, one piece of text per slot; origins and statements by `audit`."""
    graph = f"<{SLOTS_GRAPH}>"
    for slot_id, claims in by_slot(figures).items():
        slot = claims[0].slot
        verdict = agreement(claims)
        node = t.ref(f"slot/{slot_id}")
        out = [
            f"{A} {t.vt('Slot')}",
            f"{LABEL} {t.tagged(_label(slot, entities, 'en'), 'en')}",
            f"{LABEL} {t.tagged(_label(slot, entities, 'vi'), 'vi')}",
            f"{t.vt('subject')} {t.ref(slot.subject)}",
            f"{t.vt('metric')} {t.ref(slot.metric)}",
            f"{t.vt('kind')} {t.ref(f'claim-kind/{slot.kind}')}",
            f"{t.vt('statusFamily')} {t.ref(f'status-family/{slot.family}')}",
            f"{t.vt('periodLabel')} {t.quoted(slot.period)}",
            f"{t.vt('agreement')} {t.ref(f'agreement/{verdict}')}",
            f"{t.vt('disputed')} {t.boolean(verdict.disputed)}",
            f"{t.vt('claimCount')} {t.whole(len(claims))}",
        ]
        for name, value in (("sector", slot.sector), ("market", slot.market), ("ownership", slot.ownership)):
            if value is not None:
                out.append(f"{t.vt(name)} {t.ref(value)}")
        if audit is not None:
            out += _audited(slot_id, claims, audit)
        yield "".join(f"{node} {line} {graph} .\n" for line in out)


def _audited(slot_id: str, claims: Iterable[FigureClaim], audit: Audit) -> Iterator[str]:
    origins = audit.origins.independent(claim.id for claim in claims)
    yield f"{t.vt('originCount')} {t.whole(len(origins))}"
    yield from (f"{t.vt('origin')} {t.ref(origin)}" for origin in origins)
    if slot_id in audit.statements:
        en, vi = audit.statements[slot_id]
        yield f"{t.vt('safestStatement')} {t.tagged(en, 'en')}"
        yield f"{t.vt('safestStatement')} {t.tagged(vi, 'vi')}"


def _label(slot: Slot, entities: Mapping[str, Entity], language: str) -> str:
    refs = [slot.metric, slot.subject, *(d for d in (slot.sector, slot.market, slot.ownership) if d)]
    return ", ".join([*(getattr(entities[ref], language) for ref in refs), slot.period])
