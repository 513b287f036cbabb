"""Validation of what comes from outside, in a process of its own with limits of time and memory.

The parent (`validate_foreign`) sends the job; the child (``python -m kg.validate.foreign``) parses,
validates and answers with the report.  A hanging pattern in foreign shapes, or a parser that runs out of
stack, ends the child only.
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.files import disk_errors, read_bytes
from kg.finding import Finding
from kg.lists import Severity
from kg.sandbox import Limits, child_main, run_child
from kg.validate.report import Item, Report

# Limits of the child; a graph of a million claims needs more, and says so.
LIMITS = Limits(seconds=120.0, megabytes=6144)


def validate_foreign(
    source: Path | bytes,
    fmt: str,
    *,
    shown: str = "",
    engine: str = "shacl",
    shapes: str | Path = "all",
    limits: Limits = LIMITS,
) -> Report:
    """Check a file, or the bytes of one, in a format of `kg.validate.reader.FORMATS`; `shown` names it.

    Raises BadInput (not RDF, unusable shapes), LimitReached (time, memory, size).
    """
    if isinstance(source, bytes):
        with (
            tempfile.NamedTemporaryFile(prefix="kg-validate-", suffix=f".{fmt}") as file,
            disk_errors(Path(file.name)),
        ):
            file.write(source)
            file.flush()
            return _run(Path(file.name), shown or "stdin", fmt, engine, shapes, limits)
    return _run(source, shown or str(source), fmt, engine, shapes, limits)


def _run(path: Path, shown: str, fmt: str, engine: str, shapes: str | Path, limits: Limits) -> Report:
    job = {"path": str(path), "shown": shown, "format": fmt, "engine": engine, "shapes": str(shapes)}
    return _report(run_child("kg.validate.foreign", job, limits, f"the validation of {shown}"))


def _work(job: dict[str, Any]) -> dict[str, Any]:
    from kg.validate.checks import validate
    from kg.validate.reader import MAX_GRAPH, to_nquads

    nquads = to_nquads(read_bytes(Path(job["path"]), MAX_GRAPH), job["shown"], job["format"])
    report = validate(nquads, engine=job["engine"], shapes=job["shapes"], foreign=True)
    return {
        "items": [asdict(item) for item in report.items],
        "engine": report.engine,
        "rules": report.rules,
        "focus": report.focus,
        "quads": report.quads,
        "seconds": report.seconds,
    }


def _report(answer: dict[str, Any]) -> Report:
    items = []
    for item in answer.pop("items"):
        finding = item.pop("finding")
        finding["severity"] = Severity(finding["severity"])
        items.append(Item(Finding(**finding), **item))
    return Report(tuple(items), **answer)


if __name__ == "__main__":
    child_main(_work)
