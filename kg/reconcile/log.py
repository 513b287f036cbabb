"""Writing a judgement down: one more line of ``judgements.jsonl``, whole or not at all.

A line is only ever added.  What the judgements would then say is worked out first, so that a line that
contradicts what stands is refused, and the file stays as it was.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import Busy
from kg.files import check_path, disk_errors, read_bytes, write_atomic
from kg.judgement import Judgement, to_line

MAX_LOG = 200_000_000


def append(path: Path, judgement: Judgement, check: Callable[[], None]) -> int:
    """Add a judgement to the file, which need not be there yet; the number of its line.

    `check` is called while no other process can write, and refuses by raising.  Raises Busy
    where another process writes, BadInput where the file cannot be read or written, LimitReached on a full
    disk.
    """
    path = check_path(path)
    with _alone(path.parent):
        before = read_bytes(path, MAX_LOG) if path.exists() else b""
        if before and not before.endswith(b"\n"):
            before += b"\n"
        number = before.count(b"\n") + 1
        check()
        with write_atomic(path) as file:
            file.write(before + to_line(judgement).encode("utf-8") + b"\n")
    return number


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the kernel's lock of the folder; it dies with its holder."""
    with disk_errors(folder):
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(
                "another process writes a judgement", place=str(folder), remedy="try again when it has ended"
            ) from None
        yield
    finally:
        os.close(descriptor)
