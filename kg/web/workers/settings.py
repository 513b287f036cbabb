"""What a worker is told when it is made: which store, and the limits of one answer."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker is told when it is made; `rows` and `size` (bytes) limit one answer.

    Larger answers, which a client takes in its own time, are files in `folder`.  With `endpoint`, the address
    of a store elsewhere, queries are answered there, each within `seconds`; without `union` they must name
    the graphs that the default graph consists of.
    """

    store: str
    folder: str
    megabytes: int = 512
    rows: int = 10_000
    size: int = 8_000_000
    seconds: float = 10.0
    endpoint: str = ""
    union: bool = True

    def argument(self) -> str:
        """The settings as the one argument of the process."""
        return json.dumps(asdict(self))
