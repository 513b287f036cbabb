"""One builder at a time: the lock of a store's folder.

The lock is the kernel's (`flock`), so it dies with its holder; the process id in the file is for people.
Readers take no lock: what they read never changes.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from kg.errors import Busy
from kg.store.layout import LOCK

# Between taking the lock and writing its process id a builder needs microseconds.
_PATIENCE = 0.2


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return True


def _named(descriptor: int) -> int | None:
    """The living process that the lock's file names, or None."""
    text = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
    return int(text) if text.isdigit() and int(text) > 0 and _alive(int(text)) else None


@contextlib.contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """Hold the lock of a store's folder; raises Busy, naming the holder, when another process does."""
    descriptor = os.open(root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            what = f"the store is in use by {_holder(descriptor)}"
            raise Busy(what, place=str(root), remedy="try again when it has ended") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        # Said explicitly, because a forked worker that outlives us shares the lock until it closes its copy.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    deadline = time.monotonic() + _PATIENCE
    while (pid := _named(descriptor)) is None:
        if time.monotonic() > deadline:
            return "another process"
        time.sleep(_PATIENCE / 50)
    return f"pid {pid}"


def is_held(root: Path) -> bool:
    """Whether a process is building into the store at this moment."""
    try:
        descriptor = os.open(root / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
