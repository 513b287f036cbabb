"""What a language model is asked to answer: the schema, and answers read strictly into plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.extract.chat import BadAnswer
from kg.lists import Hedge, Status

MAX_ENTRIES: Final = 200
MAX_WORDS: Final = 300
_TEXT: Final = {"type": "string"}
_MAYBE: Final = {"type": ["string", "null"]}
_TEXTS: Final = {"type": "array", "items": {"type": "string"}}
_FIGURE: Final[dict[str, Any]] = {
    "phrase": _TEXT, "surface": _TEXT, "value": _TEXT, "value_max": _MAYBE, "unit": _MAYBE,
    "unit_words": _MAYBE, "hedge": {"type": "string", "enum": [str(h) for h in Hedge]},
    "hedge_words": _MAYBE, "change_words": _MAYBE, "metric": _MAYBE, "metric_words": _MAYBE,
    "subject": _TEXT, "subject_name": _TEXT, "status": {"type": "string", "enum": [str(s) for s in Status]},
    "status_words": _MAYBE, "period": _TEXT, "period_words": _MAYBE, "base_period": _MAYBE,
    "base_words": _MAYBE, "sector": _MAYBE, "sector_words": _MAYBE, "ownership": _MAYBE,
    "ownership_words": _MAYBE, "market_words": _MAYBE, "sources": _TEXTS, "source_words": _MAYBE,
    "converts": _MAYBE,
}  # fmt: skip
_RELATION: Final[dict[str, Any]] = {
    "phrase": _TEXT, "cue": _TEXT, "subject": _TEXT, "subject_name": _TEXT, "predicate": _TEXT,
    "object": _TEXT, "object_name": _TEXT, "status": _FIGURE["status"], "status_words": _MAYBE,
    "period": _TEXT, "period_words": _MAYBE, "sources": _TEXTS, "source_words": _MAYBE,
}  # fmt: skip


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": dict(properties), "required": list(properties),
        "additionalProperties": False,
    }  # fmt: skip


SCHEMA: Final = _object(
    {
        "figures": {"type": "array", "items": _object(_FIGURE)},
        "relations": {"type": "array", "items": _object(_RELATION)},
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure or relation as a model states it, in its words; `get` gives '' for what it left out."""

    kind: str
    words: Mapping[str, str]
    sources: tuple[str, ...]

    def get(self, name: str) -> str:
        """The text of a field, '' where it is null."""
        return self.words.get(name, "")

    @property
    def surface(self) -> str:
        """The words that state it."""
        return self.get("surface") if self.kind == "figure" else self.get("cue")


@dataclass(frozen=True, slots=True)
class Answer:
    """The entries that could be read, and what was wrong with the others: (their words, why)."""

    entries: tuple[Entry, ...]
    wrong: tuple[tuple[str, str], ...]


def read_answer(text: str) -> Answer:
    """The answer of a model; raises BadAnswer where it is no JSON object with lists of entries."""
    try:
        answer = json.loads(_bare(text), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadAnswer("the answer is not JSON") from None
    if not isinstance(answer, dict):
        raise BadAnswer("the answer is no object")
    entries: list[Entry] = []
    wrong: list[tuple[str, str]] = []
    for name, kind, fields in (("figures", "figure", _FIGURE), ("relations", "relation", _RELATION)):
        listed = answer.get(name, [])
        if not isinstance(listed, list):
            raise BadAnswer(f"{name} is no list")
        if len(listed) > MAX_ENTRIES:
            raise BadAnswer(f"{len(listed)} {name} for one passage")
        for item in listed:
            try:
                entries.append(_entry(kind, item, fields))
            except ValueError as error:
                shown = item.get("surface", item.get("cue", "")) if isinstance(item, dict) else item
                wrong.append((str(shown)[:MAX_WORDS], str(error)))
    return Answer(tuple(entries), tuple(wrong))


def _bare(text: str) -> str:
    """The text without the fence that models like to put around JSON."""
    text = text.strip()
    if text.startswith("```") and text.endswith("```"):
        text = text.partition("\n")[2].rpartition("```")[0]
    return text


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _entry(kind: str, item: Any, fields: Mapping[str, Any]) -> Entry:
    if not isinstance(item, dict):
        raise ValueError("an object is expected")
    words: dict[str, str] = {}
    sources: tuple[str, ...] = ()
    for name, form in fields.items():
        value = item.get(name)
        if form is _TEXTS:
            value = [] if value is None else value
            if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
                raise ValueError(f"{name}: a list of names is expected")
            sources = tuple(dict.fromkeys(v.strip() for v in value))
        elif value is None:
            if form is not _MAYBE:
                raise ValueError(f"{name}: missing")
        elif not isinstance(value, str) or len(value) > MAX_WORDS:
            raise ValueError(f"{name}: a short text is expected")
        elif "enum" in form and value not in form["enum"]:
            raise ValueError(f"{name}: {value[:40]!r} is none of {', '.join(form['enum'])}")
        else:
            words[name] = value.strip()
    if not words.get("phrase") or not (words.get("surface") or words.get("cue")):
        raise ValueError("phrase: missing")
    return Entry(kind, words, sources)
