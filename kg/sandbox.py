"""Work on foreign input in a process of its own, which can be killed.

A parser or an engine may hang, exhaust the memory or overflow its stack, and none of that can be caught in
Python.  So the parent (`run_child`) sends a job as JSON to a child module, which confines itself (`confine`)
and answers in JSON; whatever happens to the child, the parent only sees an answer or a LimitReached.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kg import errors
from kg.errors import KGError, LimitReached

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take."""

    seconds: float = 120.0
    megabytes: int = 4096


def run_child(module: str, job: Mapping[str, Any], limits: Limits, what: str) -> dict[str, Any]:
    """The answer of `python -m MODULE` to `job`; `what` names the work in messages (``the validation``).

    Raises LimitReached when time or memory ran out or the child broke, and every KGError that it reports.
    """
    message = json.dumps({**job, "megabytes": limits.megabytes})
    with subprocess.Popen(
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        try:
            out, _ = child.communicate(message.encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise overtime(limits, what) from None
        finally:
            child.kill()
    return read_answer(child.returncode, out, limits, what)


def overtime(limits: Limits, what: str) -> LimitReached:
    """The error for a child that took too long and was killed."""
    return LimitReached(
        f"{what} took longer than {limits.seconds:g} seconds", remedy="give it less, or more time"
    )


def read_answer(returncode: int, out: bytes, limits: Limits, what: str) -> dict[str, Any]:
    """What a child that has ended answered; errors as of `run_child`."""
    if returncode != 0:
        how = f"exit {returncode}"
        if returncode < 0:
            how = f"signal {signal.Signals(-returncode).name}"
        raise LimitReached(
            f"{what} broke its process ({how}); memory is limited to {limits.megabytes:,} MB",
            remedy="give it less, or more memory",
        )
    answer: dict[str, Any] = json.loads(out)
    if "error" in answer:
        name, text, place, remedy = answer["error"]
        kind: type[KGError] = getattr(errors, name, KGError)
        raise kind(text, place=place, remedy=remedy)
    return answer


def child_main(work: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """The child: one job from stdin, confined, its answer or its error to stdout."""
    # A Ctrl-C reaches the whole group; the parent decides and kills.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job = json.load(sys.stdin)
    confine(job["megabytes"])
    try:
        answer = work(job)
    except KGError as error:
        answer = error_answer(error)
    except MemoryError:
        text = f"more than {job['megabytes']:,} MB are needed"
        answer = {"error": ["LimitReached", text, "", "give it less, or more memory"]}
    sys.stdout.write(json.dumps(answer))


def error_answer(error: KGError) -> dict[str, Any]:
    """What a child answers instead, for `read_answer` to raise."""
    # A class that only one module knows crosses as the one of kg.errors that it is a kind of.
    name = next(kind.__name__ for kind in type(error).__mro__ if hasattr(errors, kind.__name__))
    return {"error": [name, error.what, error.place, error.remedy]}


def confine(megabytes: int, *, network: bool = False) -> None:
    """Limit memory, write no core, die with the parent, and without `network` leave it where permitted."""
    # What is written to counts, not what is reserved: each thread reserves address space that it never uses.
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    die_with_parent()
    if network:
        return
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        if libc.unshare(_CLONE_NEWNET) != 0:
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def die_with_parent() -> None:
    """Be killed when the process that made this one ends, where the system knows how."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
