"""What the pages speak of, read once from a build and indexed: entities, sources, claims, slots, findings.

Pages look things up here and ask no SPARQL.  Of a claim or slot that is not there, the answer is None or an
empty tuple: a page decides what that means.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from kg.claim import Article, FigureClaim, RelationClaim
from kg.contents import Contents, Row, grouped, is_arithmetic, worst_first
from kg.corpus import Predicate, figure_label, relation_label
from kg.figurewords import figure_words
from kg.knowledge import KnowledgeGraph
from kg.lists import DISPUTED
from kg.store import Generation
from kg.web.shown import visible

__all__ = ["DISPUTED", "Library", "Row", "Words", "pick", "worst_first"]

Words = tuple[str, str]
# Longer names are cut: whoever wrote one wanted a page, not a name.
_LONGEST_NAME = 300


class Library(Contents):
    """One build, as pages need it.

    Raises as `KnowledgeGraph.open` and the reading of its tables do, all of which are read at once: no page
    finds only part of a build that is about to go.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        super().__init__(built := graph.generation)
        self.graph = graph
        self.build, self.counts = built.name, graph.counts()
        self.remarks: tuple[Row, ...] = ()
        if isinstance(built, Generation):
            self.remarks = tuple(json.loads(built.file("report.json").read_bytes()))
        _ = self.corpus, self.slots, self.conflicts, self.checks

    @classmethod
    def of(cls, graph: KnowledgeGraph) -> Library:
        """The library of a build; one is kept for each of the last two builds asked for.

        Raises as the class does.
        """
        key = (str(graph.generation.path), graph.generation.name)
        if key not in _KEPT:
            while len(_KEPT) >= _MOST_KEPT:
                del _KEPT[next(iter(_KEPT))]
            _KEPT[key] = cls(graph)
        return _KEPT[key]

    # Names

    @cached_property
    def names(self) -> dict[str, Words]:
        """What each entity is called in English and in Vietnamese, by reference; fit to be shown."""
        return {ref: (_short(e.en), _short(e.vi)) for ref, e in self.corpus.entities.items()}

    def name(self, ref: str) -> Words:
        """What an entity is called; its id in blanks where it is not curated."""
        return self.names.get(ref) or (ref.rpartition("/")[2].replace("-", " ").replace("_", " "),) * 2

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of entity that have pages."""
        return frozenset(entity.kind for entity in self.entities.values())

    def kept(self, *key: object) -> dict[Any, Any]:
        """A place for what several pages share: the same for the same key."""
        return self._kept.setdefault(key, {})

    @cached_property
    def _kept(self) -> dict[tuple[object, ...], dict[Any, Any]]:
        return {}

    # Sources and claims

    @cached_property
    def figure_words(self) -> dict[str, Words]:
        """The figure of each claim with its hedge and unit, in both languages."""
        return {
            claim.id: figure_words(
                claim.hedge,
                claim.value,
                claim.value_max,
                claim.unit.rpartition("/")[2],
                self.name(claim.unit),
            )
            for claim in self.corpus.figures
        }

    def predicate(self, ref: str) -> Predicate:
        """The predicate of a relation; one without a definition is called by its id."""
        known = self.corpus.predicates.get(ref)
        return known or Predicate((ref.rpartition("/")[2].replace("_", " "),) * 2)

    @cached_property
    def claims_of_source(self) -> dict[str, tuple[FigureClaim | RelationClaim, ...]]:
        """The claims of each source, in the order of its text."""
        return grouped((claim.article, claim) for claim in self.corpus.claims)

    @cached_property
    def sources_of_publisher(self) -> dict[str, tuple[Article, ...]]:
        """The sources that an outlet published."""
        return grouped((a.publisher, a) for a in self.corpus.articles if a.publisher)

    @cached_property
    def credited(self) -> dict[str, tuple[FigureClaim | RelationClaim, ...]]:
        """The claims that articles credit to someone."""
        return grouped((ref, claim) for claim in self.corpus.claims for ref in claim.attribution.agents)

    @cached_property
    def claim_rows(self) -> dict[str, Row]:
        """The claims as rows of the tables of the build, by id."""
        return {row["claim"]: row for row in (*self.graph.claims(), *self.graph.relations())}

    def claim_label(self, local: str) -> Words | None:
        """A claim in one line, as the graph calls it; None where there is none."""
        if local in self.figures:
            return figure_label(self.figures[local], self.corpus.entities)
        if local in self.relations:
            claim = self.relations[local]
            return relation_label(claim, self.corpus.entities, self.predicate(claim.predicate))
        return None

    # Slots

    @cached_property
    def slot_of(self) -> dict[str, str]:
        """The slot of each figure claim."""
        return {claim: slot for slot, row in self.slots.items() for claim in row["claims"]}

    def claims_of_slot(self, slot: str) -> list[FigureClaim]:
        """The claims of a slot, the highest figure first."""
        held = [self.figures[claim] for claim in self.slots[slot]["claims"]]
        return sorted(held, key=lambda c: (c.unit, -c.value, c.article, c.id))

    @cached_property
    def slots_about(self) -> dict[str, tuple[str, ...]]:
        """The slots that name an entity: as subject, metric, sector, market or ownership."""
        return grouped(
            (ref, slot)
            for slot in self.slots
            if (s := self.question(slot))
            for ref in dict.fromkeys((s.subject, s.metric, s.sector, s.market, s.ownership))
            if ref
        )

    @cached_property
    def series(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Slots that differ in their period or status only, in the order of time, by what they share."""
        held = grouped((self.series_key(slot), slot) for slot in self.slots)
        return {key: tuple(sorted(slots, key=self._when)) for key, slots in held.items()}

    def series_key(self, slot: str) -> tuple[str, ...]:
        """What the slots of one series share: metric, subject, kind and dimensions."""
        s = self.question(slot)
        return (s.metric, s.subject, str(s.kind), s.sector or "", s.market or "", s.ownership or "")

    def _when(self, slot: str) -> tuple[str, str, str]:
        s = self.question(slot)
        return (s.period if s.period != "undated" else "9999", s.family, slot)

    # Findings

    def findings_about(self, claims: Iterable[str]) -> tuple[list[Row], list[Row]]:
        """The comparisons and the arithmetic in which some of `claims` take part, each once, worst first."""
        found = {row["id"]: row for claim in claims for row in self.findings_of_claim.get(claim, ())}
        rows = worst_first(found.values())
        return [row for row in rows if not is_arithmetic(row)], [row for row in rows if is_arithmetic(row)]

    @cached_property
    def disputes(self) -> list[Row]:
        """The slots whose claims cannot all hold, or do only through a hedge: hard ones first, of what
        has happened before what is planned, those of most claims."""
        gaps = {
            row["slot"]: float(row["gap"]["relative"] or 0)
            for row in reversed(self.conflicts)
            if row.get("gap") and row["verdict"] in DISPUTED
        }
        rows = [row for row in self.slots.values() if row["agreement"] in DISPUTED]
        return sorted(
            rows,
            key=lambda r: (
                r["agreement"] != "hard_conflict",
                r["family"] == "planned",
                -len(r["claims"]),
                -gaps.get(r["slot"], 0),
                r["slot"],
            ),
        )

    # Relations

    @cached_property
    def relations_about(self) -> dict[str, tuple[RelationClaim, ...]]:
        """The relation claims that name an entity at either end."""
        return grouped(
            (ref, claim)
            for claim in self.corpus.relations
            for ref in dict.fromkeys((claim.subject, claim.object))
        )

    @cached_property
    def linked_from(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The curated links that lead to an entity, as (name of the link, where it comes from)."""
        return grouped(
            (target, (name, ref)) for ref, entity in self.entities.items() for name, target in entity.links
        )


def _short(name: str) -> str:
    return visible(name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…")


_MOST_KEPT = 2
_KEPT: dict[tuple[str, str], Library] = {}


def pick(words: Words | Sequence[str], language: str) -> str:
    """The words of a pair in a language."""
    return words[0] if language == "en" else words[1]
