"""The embedded store: generations of the graph on disk, the only place that opens Oxigraph.

A build is staged and published (`stage`), a reader asks for the current generation (`current`), and
`doctor` compares everything with what the build wrote down.
"""

from kg.store.doctor import doctor
from kg.store.layout import FileEntry, Manifest
from kg.store.open import Generation, current, engine_errors
from kg.store.publish import Staged, stage

__all__ = ["FileEntry", "Generation", "Manifest", "Staged", "current", "doctor", "engine_errors", "stage"]
