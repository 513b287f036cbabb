"""The graph from Python: open a built store, read its tables, ask questions, export.

>>> from kg import KnowledgeGraph
>>> graph = KnowledgeGraph.open(".kg")                        # doctest: +SKIP
>>> graph.ask("industry-size", year="2024").to_dataframe()    # doctest: +SKIP
>>> [c["surface"] for c in graph.claims()]                    # doctest: +SKIP
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import settings
from kg.answer import Answer, Table
from kg.errors import UsageError
from kg.store import Generation, Readable, current

if TYPE_CHECKING:
    from kg.asking import Asker, Reply
    from kg.diff import Diff
    from kg.engine import Embedded, Result


@dataclass(frozen=True, repr=False)
class KnowledgeGraph:
    """One build of the graph, read-only.  It stays what it is when a newer build is published."""

    generation: Readable

    @classmethod
    def open(cls, store: Path | str | None = None) -> KnowledgeGraph:
        """The current build in `store` (default: KG_STORE, else ./.kg).

        Raises BadInput when there is none and StoreDamaged when it does not match its manifest.
        """
        return cls(current(settings.store_dir(None if store is None else Path(store))))

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.generation.name}>"

    @cached_property
    def engine(self) -> Embedded:
        """What runs queries on this build; raises StoreDamaged."""
        from kg.engine import Embedded

        return Embedded(self.generation.open())

    def as_of(self, day: dt.date | str, clock: str = "published") -> KnowledgeGraph:
        """The graph as one could have known it on a day, by when articles were `published` or `recorded`.

        An article whose day is not known is left out.  Raises UsageError on what is no day, and where this
        already is a graph as of a day.
        """
        from kg.past import as_of

        if not isinstance(self.generation, Generation):
            raise UsageError("this is the graph as of a day already", remedy="ask the graph it came from")
        return KnowledgeGraph(as_of(self.generation, day, clock))

    def diff(self, before: KnowledgeGraph) -> Diff:
        """What changed since `before`: sources, entities, claims, conflicts, checks (see `kg.diff`)."""
        from kg.diff import diff

        return diff(before.generation, self.generation)

    def claims(self) -> Iterator[dict[str, Any]]:
        """The figure claims, as `kg claims -f jsonl` has them, with IRI, seed place and `disputed`."""
        return self.generation.rows("figures")

    def relations(self) -> Iterator[dict[str, Any]]:
        """The relation claims, as `kg relations -f jsonl` has them, with their IRI and seed place."""
        return self.generation.rows("relations")

    def articles(self) -> Iterator[dict[str, Any]]:
        """The articles, as `kg articles -f jsonl` has them."""
        return self.generation.rows("articles")

    def checks(self) -> Iterator[dict[str, Any]]:
        """The arithmetic between claims, as `kg audit --all -f json` has it."""
        return self.generation.rows("checks")

    def conflicts(self) -> Iterator[dict[str, Any]]:
        """The comparisons of claims, as `kg conflicts --all -f json` has them."""
        return self.generation.rows("conflicts")

    def slots(self) -> Iterator[dict[str, Any]]:
        """The slots: question, claims, origins, and what can safely be printed of each."""
        return self.generation.rows("slots")

    def counts(self) -> dict[str, int]:
        """What `kg stats` counts."""
        return self.generation.counts

    def ask(self, question: str, language: str = "en", /, **params: str | int | Decimal) -> Answer:
        """The answer to a saved question, with values for its parameters.

        Raises UsageError on an unknown question or parameter, and on a value that does not fit.
        """
        from kg.query import load

        return load(question).ask(self.engine, params, language)

    @cached_property
    def _asker(self) -> Asker:
        from kg.asking import Asker

        return Asker(self.generation.rows, lambda: self.engine)

    def ask_text(self, question: str, language: str | None = None) -> Reply:
        """The answer to a question in plain English or Vietnamese, in its own language where none is given.

        A SlotReply holds the figures asked for with all their claims, a SavedReply the rows of a saved query; a
        question that cannot be placed comes back as a Refusal with what is near.  Raises UsageError where the
        question is empty or too long.
        """
        return self._asker.ask(question, language)

    def sparql(self, query: str) -> Answer:
        """The rows of a SELECT query of your own.

        The query passes the gate (size, depth, no SERVICE, no update) but runs in this process: no time-out.
        Raises UsageError where it is refused or no SELECT.
        """
        from kg.gate import check

        passed = check(query)
        with passed.places():
            result: Result = self.engine.run(passed.text, union=passed.union)
        if not isinstance(result, Table):
            raise UsageError("the query is no SELECT", remedy="use `kg sparql` for the other forms")
        return Answer.of(result, query)
