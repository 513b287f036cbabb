"""What a build holds, by id: entities, articles, claims, slots and findings, as pages and tools look them up.

Each part is read when it is first asked for, and kept.  Of an id that is not there the mappings say nothing:
whoever looks it up decides what that means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from kg.claim import Article, FigureClaim, RelationClaim
from kg.corpus import Corpus
from kg.corpusfile import load_corpus
from kg.entity import Entity
from kg.slot import Slot
from kg.store import Readable

Row = dict[str, Any]
K = TypeVar("K")
V = TypeVar("V")
_WORST_FIRST = (
    "hard_conflict", "inconsistent", "implausible", "not_met", "moved", "soft_conflict", "strained",
    "ambiguous", "refining", "related", "compatible", "equal", "consistent", "met", "not_yet_due",
    "not_comparable",
)  # fmt: skip
_RANK = {verdict: n for n, verdict in enumerate(_WORST_FIRST)}


class Contents:
    """The tables and claims of `built`; whatever is asked for first raises as its reading does."""

    def __init__(self, built: Readable) -> None:
        self.built = built

    @cached_property
    def corpus(self) -> Corpus:
        """The claims with their articles and entities."""
        # A build keeps its corpus as a file; what was known on a day holds its own.
        held = self.built.corpus
        return held if isinstance(held, Corpus) else load_corpus(held)

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """The entities of the graph, by reference; other curated ones are only names to read by."""
        return self.corpus.named()

    @cached_property
    def articles(self) -> dict[str, Article]:
        """The articles by id."""
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
    def slots(self) -> Mapping[str, Row]:
        """The rows of the table of slots, by id."""
        return {row["slot"]: row for row in self.built.rows("slots")}

    def question(self, slot: str) -> Slot:
        """The slot itself: its subject, metric, period and dimensions by reference."""
        return self.figures[self.slots[slot]["claims"][0]].slot

    @cached_property
    def conflicts(self) -> tuple[Row, ...]:
        """The comparisons of claims."""
        return tuple(self.built.rows("conflicts"))

    @cached_property
    def checks(self) -> tuple[Row, ...]:
        """The arithmetic between claims."""
        return tuple(self.built.rows("checks"))

    @cached_property
    def findings(self) -> dict[str, Row]:
        """The comparisons and the arithmetic, by id."""
        return {row["id"]: row for row in (*self.conflicts, *self.checks)}

    @cached_property
    def findings_of_claim(self) -> dict[str, tuple[Row, ...]]:
        """The findings in which a claim takes part, the comparisons first."""
        return grouped(
            (claim, row) for row in self.findings.values() for claim in dict.fromkeys(row["claims"])
        )


def is_arithmetic(finding: Row) -> bool:
    """Whether a finding is about a sum, and not a comparison of claims."""
    return "stated" in finding


def worst_first(findings: Iterable[Row]) -> list[Row]:
    """Findings, those that matter most first."""
    return sorted(findings, key=lambda row: (_RANK[row["verdict"]], row["rule"], row["id"]))


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """The values of each key, in the order given."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
