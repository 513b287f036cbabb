"""A query from outside, run in a sandboxed process: pyoxigraph has no time-out and no cancel.

What passes the gate may still ask for more time, memory or stack than there is; then the child dies, and the
caller only sees a LimitReached.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.answer import Table, term_from_json, term_to_json
from kg.engine import Embedded, Result
from kg.sandbox import Limits, child_main, run_child
from kg.store import current, engine_errors

LIMITS = Limits(seconds=60.0, megabytes=1024)
MAX_ROWS = 100_000


def run(store: Path, query: str, limits: Limits = LIMITS, rows: int = MAX_ROWS, union: bool = True) -> Result:
    """The result of `query` on the current generation of `store`; `union` as for an engine.

    Raises LimitReached when time, memory or rows ran out, and what the query itself raises otherwise.
    """
    job = {"store": os.fspath(store), "query": query, "rows": rows, "union": union}
    message = run_child("kg.worker", job, limits, "the query")
    if "boolean" in message:
        return bool(message["boolean"])
    found = [tuple(None if t is None else term_from_json(t) for t in row) for row in message["rows"]]
    if "vars" in message:
        return Table(tuple(message["vars"]), tuple(found))
    return [ox.Triple(*row) for row in found]  # type: ignore[arg-type]


def _work(job: Mapping[str, Any]) -> dict[str, Any]:
    generation = current(Path(job["store"]))
    with engine_errors(generation.path):
        result = Embedded(generation.open(), job["rows"]).run(job["query"], union=job["union"])
    if isinstance(result, bool):
        return {"boolean": result}
    if isinstance(result, Table):
        rows = [[None if t is None else term_to_json(t) for t in row] for row in result.rows]
        return {"vars": result.columns, "rows": rows}
    return {"rows": [[term_to_json(t) for t in triple] for triple in result]}


if __name__ == "__main__":
    child_main(_work)
