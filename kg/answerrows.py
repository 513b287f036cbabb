"""The saved questions, asked once when a build is made: what they found is a table of it.

They are asked in English, with no parameters but the defaults, in a process of its own beside what else there
is to do.  An answer is kept by the text of its query: who asks the same text of the same build need not ask
the engine (`Kept`), and a question that was changed since is simply asked anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.answer import Table, Term, term_from_json, term_to_json
from kg.engine import Embedded, Engine, Result
from kg.errors import KGError
from kg.query import load_all
from kg.store import Generation, Readable

TABLE: Final = "answers"
# Of more quads asking would take longer than all the rest of a build.
MOST_QUADS: Final = 250_000
LANGUAGE: Final = "en"


def answers(dataset: Path) -> list[dict[str, Any]]:
    """The rows of the table for a dataset (N-Quads), made in a process of its own.

    Raises LimitReached when that takes too much time or memory.
    """
    from kg.sandbox import Limits, run_child

    limits = Limits(seconds=120.0, megabytes=2048)
    found = run_child("kg.answerrows", {"dataset": str(dataset)}, limits, "asking the saved questions")
    rows: list[dict[str, Any]] = found["rows"]
    return rows


def kept(built: Readable) -> Iterable[Mapping[str, Any]]:
    """The rows of the table of a build; none of one that has no such table."""
    if isinstance(built, Generation) and f"{TABLE}.jsonl" in built.manifest.files:
        return built.rows(TABLE)
    return ()


class Kept:
    """An engine that knows what the queries of `table` find, and leaves all others to another engine.

    `engine` gives the other one: it is opened only where it is needed.
    """

    def __init__(self, table: Iterable[Mapping[str, Any]], engine: Callable[[], Engine]) -> None:
        self._rows = {row["query"]: row for row in table}
        self._engine = engine

    def run(self, query: str) -> Result:
        """The result of `query`; raises as the other engine does."""
        row = self._rows.get(_digest(query))
        return self._engine().run(query) if row is None else _table(row)


class _Noting:
    """An engine that notes what queries find."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.found: dict[str, Table] = {}

    def run(self, query: str) -> Result:
        """The result of `query`; raises as the engine does."""
        result = self._engine.run(query)
        if isinstance(result, Table):
            self.found[_digest(query)] = result
        return result


def _digest(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()


def _row(question: str, query: str, table: Table) -> dict[str, Any]:
    """Each term once, and rows of the places of terms: most terms stand in many rows."""
    places: dict[Term | None, int] = {None: 0}
    rows = [[places.setdefault(term, len(places)) for term in terms] for terms in table.rows]
    terms = [term_to_json(term) for term in places if term is not None]
    return {"question": question, "query": query, "columns": table.columns, "terms": terms, "rows": rows}


def _table(row: Mapping[str, Any]) -> Table:
    terms: list[Term | None] = [None, *map(term_from_json, row["terms"])]
    return Table(tuple(row["columns"]), tuple(tuple([terms[n] for n in places]) for places in row["rows"]))


def _asked(dataset: Path) -> Iterator[dict[str, Any]]:
    store = ox.Store()
    # The dataset was written by us from what was checked: its IRIs are not checked again.
    store.bulk_load(path=str(dataset), format=ox.RdfFormat.N_QUADS, lenient=True)
    for question in load_all():
        if any(param.required for param in question.params):
            continue
        noting = _Noting(Embedded(store))
        try:
            question.ask(noting, {}, LANGUAGE)
        except KGError:
            # Whoever asks it hears what is wrong with it.
            continue
        for query, table in noting.found.items():
            yield _row(question.name, query, table)


def _work(job: Mapping[str, Any]) -> dict[str, Any]:
    return {"rows": list(_asked(Path(job["dataset"])))}


if __name__ == "__main__":
    from kg.sandbox import child_main

    child_main(_work)
