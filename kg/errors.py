"""One tree of errors, each with the exit code that the command line returns for it.

::

    KGError                 1
    ├── UsageError          2   the command was called wrongly
    ├── BadInput            3   a file or text that we were given is wrong (file:line:column where known)
    ├── Busy                4   another process holds the store
    ├── StoreDamaged        5   the store does not match its manifest
    ├── EndpointFailed      6   a remote store refused, failed, or returned something else than was sent
    │   └── EndpointTimeout     it did not answer in time
    └── LimitReached        7   time, size, memory or disk ran out

Every message says what is wrong, where, and what to do.  `line()` renders it as the one line a user sees;
control and bidirectional characters are escaped, so that foreign input cannot draw on the terminal.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

_UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def printable(text: str, limit: int = 400) -> str:
    """`text` on one line: control and format characters as \\u escapes, cut at `limit` characters."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in _UNSAFE_CATEGORIES else c for c in shown)


class KGError(Exception):
    """Something the user can act on: `what`, the `place` it is in, and the `remedy`."""

    exit_code = 1

    def __init__(self, what: str, *, place: str = "", remedy: str = "") -> None:
        self.what = what
        self.place = place
        self.remedy = remedy
        super().__init__(self.line())

    def line(self) -> str:
        """The message as one printable line, `PLACE: WHAT (REMEDY)`."""
        place = f"{self.place}: " if self.place else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return printable(f"{place}{self.what}{remedy}", limit=1000)


class UsageError(KGError):
    """The command or function was called wrongly."""

    exit_code = 2


class BadInput(KGError):
    """A file, a text or a value from outside is wrong; nothing of it was taken."""

    exit_code = 3

    @classmethod
    def at(cls, path: Path | str, what: str, *, line: int = 0, column: int = 0, remedy: str = "") -> BadInput:
        """The error at a place in a file; `line` and `column` count from 1, 0 = not known."""
        place = str(path)
        if line:
            place += f":{line}"
            if column:
                place += f":{column}"
        return cls(what, place=place, remedy=remedy)


class Busy(KGError):
    """Another process holds the store."""

    exit_code = 4


class StoreDamaged(KGError):
    """The store does not match its manifest."""

    exit_code = 5


class EndpointFailed(KGError):
    """A remote store refused, failed, or holds something else than was sent."""

    exit_code = 6


class EndpointTimeout(EndpointFailed):
    """A remote store did not answer in time."""


class LimitReached(KGError):
    """Time, size, memory or disk ran out."""

    exit_code = 7
