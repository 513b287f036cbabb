"""The graph of slots: the question that each figure answers, and whether its answers agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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


def slot_lines(figures: Iterable[FigureClaim], entities: Mapping[str, Entity]) -> Iterator[str]:
    """The slots of `figures` as N-Quads, one piece of text per slot."""
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
        yield "".join(f"{node} {line} {graph} .\n" for line in out)


def _label(slot: Slot, entities: Mapping[str, Entity], language: str) -> str:
    refs = [slot.metric, slot.subject, *(d for d in (slot.sector, slot.market, slot.ownership) if d)]
    return ", ".join([*(getattr(entities[ref], language) for ref in refs), slot.period])
