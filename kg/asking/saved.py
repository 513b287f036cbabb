"""Saved queries by what they are about: which of them a question is near to, and values for their parameters.

A query needs no entry here to be found: the words of its summary and tags are compared with the question's.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg import settings
from kg.asking.reading import ACTORS, AGENTS, Mention, Reading
from kg.asking.text import words

if TYPE_CHECKING:
    from kg.params import Param
    from kg.query import SavedQuery

# How much of what a question says a summary must hold, and how many words of it.
_ENOUGH, _LEAST = 0.6, 2
_LINE = re.compile(r"#\+ (summary_en|summary_vi|tags): *(.*)")
_PLACES = ("country", "market")
# What parameters of any kind take in truth, those first that they rather take.
_TAKES = {"agent": (*sorted(AGENTS), *sorted(ACTORS - AGENTS)), "who": tuple(sorted(ACTORS))}


@dataclass(frozen=True, slots=True)
class Head:
    """What a saved query says of itself: its name, its summaries, and the keys of their words."""

    name: str
    en: str
    vi: str
    keys: frozenset[str]

    def summary(self, language: str) -> str:
        """The question in one line."""
        return self.vi if language == "vi" else self.en


class Shelf:
    """The saved queries of a folder (default: the shipped ones)."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or settings.queries_dir()

    @cached_property
    def heads(self) -> dict[str, Head]:
        """Every query by its name; its header is only read as far as its words go."""
        return {path.stem: _head(path) for path in sorted(self.folder.glob("*.rq"))}

    def load(self, name: str) -> SavedQuery:
        """The query itself; raises BadInput where its file is damaged."""
        from kg.query import load

        return load(name, self.folder)

    def ranked(self, reading: Reading, small: Iterable[str]) -> list[tuple[float, int, Head]]:
        """The queries by how much of the question their words hold: share, number of words, query."""
        names = {n for m in (*reading.actors, *reading.places) for n in m.covered}
        plain = reading.plain | reading.timed | names
        asked = {word.key for n, word in enumerate(reading.words) if n not in plain and not word.key.isdigit()}
        asked -= set(small)
        count = Counter(key for head in self.heads.values() for key in head.keys)
        weight = {key: math.log(1 + len(self.heads) / (1 + count[key])) for key in asked}
        total = sum(weight.values()) or 1.0
        found = [
            (sum(weight[key] for key in asked & head.keys) / total, len(asked & head.keys), head)
            for head in self.heads.values()
        ]
        return sorted(found, key=lambda item: (-item[0], item[2].name))

    def nearest(self, reading: Reading, small: Iterable[str]) -> Head | None:
        """The query whose own words hold enough of the question."""
        best = next(iter(self.ranked(reading, small)), None)
        return best[2] if best and best[0] >= _ENOUGH and best[1] >= _LEAST else None


def _head(path: Path) -> Head:
    said = {"summary_en": path.stem, "summary_vi": path.stem, "tags": ""}
    with path.open(encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#+"):
                break
            if match := _LINE.match(line):
                said[match[1]] = match[2].strip().strip("\"'")
    text = " ".join((said["summary_en"], said["summary_vi"], said["tags"], path.stem.replace("-", " ")))
    return Head(path.stem, said["summary_en"], said["summary_vi"], frozenset(w.key for w in words(text)))


def values(
    query: SavedQuery, reading: Reading, subject: str | None, metrics: Sequence[str]
) -> dict[str, str]:
    """What the question says for the parameters of a query; what it does not say is left out.

    `subject` is whom the question is about, resolved; `metrics` are the likeliest quantities, the first first.
    """
    given: dict[str, str] = {}
    # What takes few kinds goes first, and nobody is given twice.
    for param in sorted(query.params, key=lambda p: (not p.kinds, query.params.index(p))):
        value = _entity(param, reading, subject, metrics) if str(param.type) == "entity" else None
        if value is not None and value not in given.values():
            given[param.name] = value
    return given | _times(query, reading)


def _times(query: SavedQuery, reading: Reading) -> dict[str, str]:
    """The time of the question as a day, a year, or from one year to another, whichever the query takes."""
    asked = reading.times.asked
    if asked is None:
        return {}
    kinds = {param.name: str(param.type) for param in query.params}
    first, last = asked.periods[0].start, asked.periods[-1].end
    assert first is not None
    assert last is not None
    if days := [name for name, kind in kinds.items() if kind == "date"]:
        return {days[0]: last.isoformat()}
    if first.year == last.year and kinds.get("year") == "year" and not asked.since:
        return {"year": str(first.year)}
    if kinds.get("from") == kinds.get("to") == "year":
        return {"from": str(first.year)} | ({} if asked.since else {"to": str(last.year)})
    return {}


def _entity(param: Param, reading: Reading, subject: str | None, metrics: Sequence[str]) -> str | None:
    kinds = param.kinds or _TAKES.get(param.name, ())
    if param.kinds == ("metric",):
        return metrics[0].partition("/")[2] if metrics else None
    if param.name == "article" or (param.kinds and set(param.kinds) <= {"article", "claim", "slot"}):
        return None
    if set(param.kinds) and set(param.kinds) <= set(_PLACES):
        return _first(reading.places, param.kinds)
    topics = [m for m in reading.topics if not m.refs[0].startswith("ownership/")]
    everybody = (*reading.actors, *topics)
    if param.name == "agent" and (agent := _first(reading.actors, tuple(AGENTS))):
        return agent
    if subject is not None and _fits(subject, kinds):
        return subject
    # A place is rather where something is than what a question is about.
    return _first(everybody, kinds) or (_first(reading.places, kinds) if param.name == "subject" else None)


def _first(mentions: Iterable[Mention], kinds: Sequence[str]) -> str | None:
    return next((ref for mention in mentions for ref in mention.refs if _fits(ref, kinds)), None)


def _fits(ref: str, kinds: Sequence[str]) -> bool:
    return not kinds or ref.partition("/")[0] in kinds
