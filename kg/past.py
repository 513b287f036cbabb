"""What could one have known on a day: a build as it would be from the articles known then.

The corpus that a build kept is cut down to those articles and audited anew, so that slots, conflicts, safest
statements and findings are those of that day, and not today's with rows missing.  It answers as a build from
seeds that hold only these articles would; the ontology is the build's own.  Everything stays in memory.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.audit import audit
from kg.audited import Audit
from kg.auditrows import audit_tables
from kg.clocks import Clock, Known, known_on
from kg.corpus import Corpus
from kg.corpusfile import load_corpus
from kg.errors import BadInput, UsageError
from kg.graph import OntologyGraph, write_nquads
from kg.literals import date_bounds
from kg.store import Generation, Readable
from kg.tables import tables

if TYPE_CHECKING:
    import pyoxigraph as ox

_NOT_DATED = {Clock.PUBLISHED: "of unknown date", Clock.RECORDED: "not known to be recorded on any day"}


def day_of(text: str) -> dt.date:
    """The day that is written, the last one of a month or year; raises UsageError where it is none."""
    try:
        return date_bounds(text)[1]
    except ValueError as error:
        raise UsageError(str(error), remedy="write 2024-06-30, 2024-06 or 2024") from None


def as_of(generation: Generation, day: dt.date | str, clock: Clock | str = Clock.PUBLISHED) -> Past:
    """The build `generation` as of a day, by when articles were published or recorded.

    Raises UsageError where `day` or `clock` is none, BadInput where the build kept no corpus that this
    version of the program can read, StoreDamaged.
    """
    try:
        by = Clock(clock)
    except ValueError:
        raise UsageError(f"there is no clock {clock!r}", remedy=" or ".join(Clock)) from None
    when = day_of(day) if isinstance(day, str) else day
    return Past(generation, when, by, known_on(load_corpus(generation.corpus), when, by))


@dataclass(frozen=True, repr=False)
class Past(Readable):
    """A build as of a day; it reads like a generation."""

    generation: Generation
    day: dt.date
    clock: Clock
    known: Known

    def __repr__(self) -> str:
        return f"<Past {self.name}>"

    @property
    def name(self) -> str:
        """Which build, and as of when."""
        return f"{self.generation.name} as of {self.day} ({self.clock})"

    @property
    def path(self) -> Path:
        """The folder of the build."""
        return self.generation.path

    @cached_property
    def audit(self) -> Audit:
        """What an audit finds in what was known."""
        return audit(self.known.corpus)

    @cached_property
    def corpus(self) -> Corpus:
        """What was known, with whatever the audit names."""
        return replace(self.known.corpus, also=self.known.corpus.also | self.audit.named)

    @cached_property
    def dataset(self) -> bytes:
        """The graph as N-Quads."""
        out = io.BytesIO()
        ontology = OntologyGraph.of_dataset(self.generation.dataset)
        write_nquads(self.corpus, out, ontology=ontology, audit=self.audit)
        return out.getvalue()

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table (`figures`, `checks`, …); raises BadInput when there is none of the name."""
        if table in ("names", "questions"):
            # What questions are read by: names are no figures, and are known at all times.
            return self.generation.rows(table)
        made = tables(self.corpus) | audit_tables(self.corpus, self.audit)
        if table not in made:
            raise BadInput(f"there is no table {table!r}")
        return made[table]

    def open(self) -> ox.Store:
        """The graph in an engine of its own, in memory."""
        import pyoxigraph as ox

        store = ox.Store()
        store.bulk_load(self.dataset, ox.RdfFormat.N_QUADS)
        return store

    @cached_property
    def counts(self) -> dict[str, int]:
        """What `kg stats` counts, but for the findings of the shapes, which are not asked again."""
        from kg.pipeline import counts

        return counts(self.corpus) | {"quads": self.dataset.count(b"\n")}

    def line(self) -> str:
        """What is looked at, and what is left out, in one line for people."""
        held, unknown = len(self.corpus.articles), len(self.known.unknown)
        total = held + unknown + len(self.known.later)
        line = f"as of {self.day}, by the day {self.clock}: {held} of {total} sources"
        if unknown:
            line += f"; {unknown} {_NOT_DATED[self.clock]} left out (see `kg articles -f csv`)"
        return line
