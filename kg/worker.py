"""A query from outside in a process of its own, which can be killed.

pyoxigraph has no time-out and no cancel, and a query can still exhaust the memory or the stack.  So the
parent (`run`) gives query and limits to a child (`main`), which limits its own memory, leaves the network
where the system allows it, opens the store read-only, and writes the result as JSON.  Whatever happens to the
child, the parent only sees an answer or a LimitReached.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import errors
from kg.answer import Table, term_from_json, term_to_json
from kg.engine import Embedded, Result
from kg.errors import KGError, LimitReached
from kg.store import current, engine_errors

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take."""

    seconds: float = 60.0
    megabytes: int = 1024
    rows: int = 100_000


def run(store: Path, query: str, limits: Limits) -> Result:
    """The result of `query` on the current generation of `store`.

    Raises LimitReached when time, memory or rows ran out, and what the query itself raises otherwise.
    """
    job = json.dumps({"store": os.fspath(store), "query": query, "limits": asdict(limits)})
    with subprocess.Popen(
        [sys.executable, "-m", "kg.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        try:
            out, _ = child.communicate(job.encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise LimitReached(
                f"the query took longer than {limits.seconds:g} seconds", remedy="narrow it, or raise --timeout"
            ) from None
        finally:
            child.kill()
    if child.returncode == 0:
        return _result(json.loads(out))
    if child.returncode < 0:
        how = f"signal {signal.Signals(-child.returncode).name}"
    else:
        how = f"exit {child.returncode}"
    raise LimitReached(
        f"the query broke its process ({how}); memory is limited to {limits.megabytes:,} MB",
        remedy="simplify it, or raise --memory",
    )


def _result(message: Mapping[str, Any]) -> Result:
    if "error" in message:
        name, what, place, remedy = message["error"]
        kind: type[KGError] = getattr(errors, name, KGError)
        raise kind(what, place=place, remedy=remedy)
    if "boolean" in message:
        return bool(message["boolean"])
    rows = [tuple(None if t is None else term_from_json(t) for t in row) for row in message["rows"]]
    if "vars" in message:
        return Table(tuple(message["vars"]), tuple(rows))
    return [ox.Triple(*row) for row in rows]  # type: ignore[arg-type]


def _message(result: Result) -> dict[str, Any]:
    if isinstance(result, bool):
        return {"boolean": result}
    if isinstance(result, Table):
        rows = [[None if t is None else term_to_json(t) for t in row] for row in result.rows]
        return {"vars": result.columns, "rows": rows}
    return {"rows": [[term_to_json(t) for t in triple] for triple in result]}  # type: ignore[arg-type]


def _confine(megabytes: int) -> None:
    """Limit memory, write no core, die with the parent, and leave the network where that is permitted."""
    import ctypes

    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if libc.unshare(_CLONE_NEWNET) != 0:
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _work(job: Mapping[str, Any]) -> dict[str, Any]:
    limits = Limits(**job["limits"])
    _confine(limits.megabytes)
    try:
        generation = current(Path(job["store"]))
        with engine_errors(generation.path):
            return _message(Embedded(generation.open(), limits.rows).run(job["query"]))
    except KGError as error:
        return {"error": [type(error).__name__, error.what, error.place, error.remedy]}
    except MemoryError:
        what = f"the query needs more than {limits.megabytes:,} MB"
        return {"error": ["LimitReached", what, "", "narrow it, or raise --memory"]}


def main() -> None:
    """The child: one job from stdin, one result to stdout."""
    # A Ctrl-C reaches the whole group; the parent decides and kills.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout.write(json.dumps(_work(json.load(sys.stdin))))


if __name__ == "__main__":
    main()
