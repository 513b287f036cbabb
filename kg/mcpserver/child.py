"""A call that asks the engine, in a process of its own: `python -m kg.mcpserver.child`, a job on stdin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.mcpserver import asks, queries
from kg.mcpserver.fit import fitted
from kg.mcpserver.shelf import Shelf
from kg.sandbox import child_main
from kg.store import current, engine_errors


def _work(job: dict[str, Any]) -> dict[str, Any]:
    store, tool = Path(job["store"]), job["tool"]
    with engine_errors(current(store).path):
        if tool == "sparql":
            query = asks.read(asks.Sparql, job["arguments"])
            return {"answer": fitted(queries.sparql(Shelf(store).book(query.as_of), query))}
        asked = asks.read(asks.RunQuestion, job["arguments"])
        return {"answer": fitted(queries.question(Shelf(store).book(asked.as_of), asked))}


if __name__ == "__main__":
    child_main(_work)
