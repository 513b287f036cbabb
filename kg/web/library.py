"""What the pages speak of, read once from a build and indexed: entities, sources, claims, slots, findings.

Pages look things up here and ask no SPARQL.  Of a claim or slot that is not there, the answer is None or an
empty tuple: a page decides what that means.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.claim import Article, FigureClaim, RelationClaim
from kg.corpus import Corpus, Predicate
from kg.entity import Entity
from kg.figurewords import figure_words
from kg.knowledge import KnowledgeGraph
from kg.store import Generation
from kg.web.shown import visible

Row = dict[str, Any]
Words = tuple[str, str]
# Longer names are cut: whoever wrote one wanted a page, not a name.
_LONGEST_NAME = 300
DISPUTED = ("hard_conflict", "soft_conflict")


@dataclass(frozen=True, eq=False)
class Library:
    """One build, as pages need it."""

    build: str
    counts: Mapping[str, int]
    corpus: Corpus
    slots: Mapping[str, Row]
    conflicts: tuple[Row, ...]
    checks: tuple[Row, ...]
    remarks: tuple[Row, ...]
    graph: KnowledgeGraph

    @classmethod
    def of(cls, graph: KnowledgeGraph) -> Library:
        """The library of a build; one is kept for each of the last two builds asked for.

        Raises as `KnowledgeGraph.open` and the reading of its tables do.
        """
        key = (str(graph.generation.path), graph.generation.name)
        if key not in _KEPT:
            while len(_KEPT) >= _MOST_KEPT:
                del _KEPT[next(iter(_KEPT))]
            _KEPT[key] = _read(graph)
        return _KEPT[key]

    # Names

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """The entities of the graph, by reference."""
        return self.corpus.named()

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
    def articles(self) -> dict[str, Article]:
        """The sources by id."""
        return {article.stem: article for article in self.corpus.articles}

    @cached_property
    def figures(self) -> dict[str, FigureClaim]:
        """The figure claims by id."""
        return {claim.id: claim for claim in self.corpus.figures}

    @cached_property
    def relations(self) -> dict[str, RelationClaim]:
        """The relation claims by id."""
        return {claim.id: claim for claim in self.corpus.relations}

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
        return _grouped((claim.article, claim) for claim in self.corpus.claims)

    @cached_property
    def sources_of_publisher(self) -> dict[str, tuple[Article, ...]]:
        """The sources that an outlet published."""
        return _grouped((a.publisher, a) for a in self.corpus.articles if a.publisher)

    @cached_property
    def credited(self) -> dict[str, tuple[FigureClaim | RelationClaim, ...]]:
        """The claims that articles credit to someone."""
        return _grouped((ref, claim) for claim in self.corpus.claims for ref in claim.attribution.agents)

    @cached_property
    def claim_rows(self) -> dict[str, Row]:
        """The claims as rows of the tables of the build, by id."""
        return {row["claim"]: row for row in (*self.graph.claims(), *self.graph.relations())}

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
        return _grouped(
            (ref, slot)
            for slot in self.slots
            if (s := self.question(slot))
            for ref in dict.fromkeys((s.subject, s.metric, s.sector, s.market, s.ownership))
            if ref
        )

    def question(self, slot: str) -> Any:
        """The slot itself: its subject, metric, period and dimensions by reference."""
        return self.figures[self.slots[slot]["claims"][0]].slot

    @cached_property
    def series(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Slots that differ in their period or status only, in the order of time, by what they share."""
        held = _grouped((self.series_key(slot), slot) for slot in self.slots)
        return {key: tuple(sorted(slots, key=self._when)) for key, slots in held.items()}

    def series_key(self, slot: str) -> tuple[str, ...]:
        """What the slots of one series share: metric, subject, kind and dimensions."""
        s = self.question(slot)
        return (s.metric, s.subject, str(s.kind), s.sector or "", s.market or "", s.ownership or "")

    def _when(self, slot: str) -> tuple[str, str, str]:
        s = self.question(slot)
        return (s.period if s.period != "undated" else "9999", s.family, slot)

    # Findings

    @cached_property
    def findings(self) -> dict[str, Row]:
        """The comparisons and the arithmetic of the audit, by id."""
        return {row["id"]: row for row in (*self.conflicts, *self.checks)}

    @cached_property
    def findings_of_claim(self) -> dict[str, tuple[Row, ...]]:
        """The findings in which a claim takes part, the comparisons first."""
        return _grouped(
            (claim, row) for row in (*self.conflicts, *self.checks) for claim in dict.fromkeys(row["claims"])
        )

    def findings_about(self, claims: Iterable[str]) -> tuple[list[Row], list[Row]]:
        """The comparisons and the arithmetic in which some of `claims` take part, each once, worst first."""
        found = {row["id"]: row for claim in claims for row in self.findings_of_claim.get(claim, ())}
        rows = sorted(found.values(), key=_badness)
        return [row for row in rows if "stated" not in row], [row for row in rows if "stated" in row]

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
        return _grouped(
            (ref, claim)
            for claim in self.corpus.relations
            for ref in dict.fromkeys((claim.subject, claim.object))
        )

    @cached_property
    def linked_from(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The curated links that lead to an entity, as (name of the link, where it comes from)."""
        return _grouped(
            (target, (name, ref)) for ref, entity in self.entities.items() for name, target in entity.links
        )


_ORDER = (
    "hard_conflict", "inconsistent", "implausible", "not_met", "moved", "soft_conflict", "strained",
    "ambiguous", "refining", "related", "compatible", "equal", "consistent", "met", "not_yet_due",
    "not_comparable",
)  # fmt: skip
_RANK = {verdict: n for n, verdict in enumerate(_ORDER)}


def _badness(row: Row) -> tuple[int, str, str]:
    return _RANK.get(row["verdict"], len(_RANK)), row["rule"], row["id"]


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """Findings, those that matter most first."""
    return sorted(rows, key=_badness)


def _short(name: str) -> str:
    return visible(name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…")


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, tuple[Any, ...]]:
    found: dict[Any, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


_MOST_KEPT = 2
_KEPT: dict[tuple[str, str], Library] = {}


def _read(graph: KnowledgeGraph) -> Library:
    from kg.corpusfile import load_corpus

    built = graph.generation
    # A build keeps the corpus as a file, what was known on a day is one.
    kept: Any = getattr(built, "corpus", None)
    corpus = kept if isinstance(kept, Corpus) else load_corpus(kept)
    return Library(
        build=built.name,
        counts=graph.counts(),
        corpus=corpus,
        slots={row["slot"]: row for row in built.rows("slots")},
        conflicts=tuple(built.rows("conflicts")),
        checks=tuple(built.rows("checks")),
        remarks=tuple(json.loads(built.file("report.json").read_bytes()))
        if isinstance(built, Generation)
        else (),
        graph=graph,
    )


def pick(words: Words | Sequence[str], language: str) -> str:
    """The words of a pair in a language."""
    return words[0] if language == "en" else words[1]
