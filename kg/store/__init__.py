"""The embedded store: generations of the graph on disk, the only place that opens Oxigraph.

A build is staged and published (`stage`), a reader asks for the generation in use (`current`), and `doctor`
compares everything with what the build wrote down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.store.layout import FileEntry, Manifest
from kg.store.open import Generation, Readable, Tables, current, engine_errors

if TYPE_CHECKING:
    from kg.store.checkup import doctor
    from kg.store.publish import Staged, stage

__all__ = [
    "FileEntry", "Generation", "Manifest", "Readable", "Staged", "Tables", "current", "doctor",
    "engine_errors", "stage",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # Most commands only read: building and checking are imported on first use, which saves them 10 ms.
    if name in ("Staged", "stage"):
        from kg.store import publish

        return getattr(publish, name)
    if name == "doctor":
        from kg.store import checkup

        return checkup.doctor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
