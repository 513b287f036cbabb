"""The server's folder for answers that are files: its own while it lives, and cleared away after its death.

A server that is killed cannot remove its folder.  Each holds a lock on its own, which the system takes back
when the process ends, however it ends; who starts removes the folders that nobody holds.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "kg-serve-"


class Scratch:
    """A fresh folder at `path`, until `close`; what dead servers of the same user left behind is removed."""

    def __init__(self) -> None:
        for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            _remove_if_left(left)
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            lock = _lock(self.path)
            if lock is not None:
                self._lock = lock
                return

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def _lock(folder: Path) -> int | None:
    """A descriptor that holds the lock of a folder; None where another has it, or the folder is gone."""
    try:
        found = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between its making and our lock somebody else may have taken it for left behind.
        if os.path.samestat(os.fstat(found), folder.stat()):
            return found
    except OSError:
        pass
    os.close(found)
    return None


def _remove_if_left(folder: Path) -> None:
    with contextlib.suppress(OSError):
        if folder.stat(follow_symlinks=False).st_uid != os.getuid():
            return
        if (lock := _lock(folder)) is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)
