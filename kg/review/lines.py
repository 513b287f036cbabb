"""Candidates as JSON Lines, in the order of the text."""

from __future__ import annotations

from pathlib import Path

from kg.candidate import Candidate, from_json
from kg.errors import BadInput
from kg.jsonlines import read_lines


def read_candidates(path: Path) -> tuple[Candidate, ...]:
    """The candidates of a file as `kg extract -f jsonl` writes it, in the order of the text.

    One that stands there twice, by two proposers, is taken once.  Raises BadInput with file and line.
    """
    found: dict[str, Candidate] = {}
    for candidate in read_lines(path, from_json):
        if not candidate.id:
            raise BadInput.at(path, "a candidate without an id", remedy="let `kg extract` write the file")
        found.setdefault(candidate.id, candidate)
    return tuple(sorted(found.values(), key=order))


def order(candidate: Candidate) -> tuple[int, int, str, str]:
    """The order of the text, the same for every reader."""
    return candidate.start, candidate.end, candidate.kind, candidate.id
