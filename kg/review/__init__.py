"""Review: what a person (or a script) decides about candidates, and the seed file that follows from it.

Decisions are data: an append-only log holds each of them with the candidate that it is about, so that the
seed file can be written again from the log and the text alone.  `decisions` is the log, `session` the walk
through an article, `correct` the editing of a candidate, `replay` the way from decisions back to a seed file,
`seedfile` and `entry` its writing, `newcomers` the entities that it would need.

What other stages know comes in as values: the entities, the grounding check and the seeds' reader.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.candidate import Candidate, Refusal
from kg.errors import BadInput

__all__ = ["Check", "Gate", "Violations"]

# The grounding check of one document: None for a candidate that stands on it.
Gate = Callable[[Candidate], Refusal | None]
# The seeds' reader on the bytes of one article's file: None where it accepts them.
Check = Callable[[bytes], BadInput | None]
# What of an article's file would block a build: the line it is about (0 for none), and what is wrong.
Violations = Callable[[bytes], list[tuple[int, str]]]
