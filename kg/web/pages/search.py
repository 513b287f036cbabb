"""Searching by name: the page, and the index from which the search box suggests.

Case, accents and tone marks are folded away on both sides.  The script of the box ranks as `found` does; a
test in a browser holds them together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from typing import Any

from kg.names import fold
from kg.web import urls
from kg.web.here import Here, visible
from kg.web.library import Library
from kg.web.pages.view import View

_MOST, _LONGEST_QUERY = 100, 200
_KINDS = ("entity", "slot", "source", "question")


class Entry(NamedTuple):
    """Something that can be found: its page, its names in both languages, what else it is called, what it is."""

    page: str
    en: str
    vi: str
    other: str
    kind: str


def entries(library: Library) -> list[Entry]:
    """Everything that can be found, in an order of its own: entities, questions, sources, saved questions."""
    from kg.query import load_all

    made = []
    for ref, entity in library.entities.items():
        other = [name for name, _ in entity.names] + ([entity.ticker] if entity.ticker else [])
        en, vi = library.name(ref)
        made.append(Entry(urls.entity(ref), visible(en), visible(vi), " | ".join(other), ref.partition("/")[0]))
    for slot, row in library.slots.items():
        made.append(Entry(urls.slot(slot), visible(row["question"]), visible(row["question_vi"]), "", "slot"))
    for article in library.corpus.articles:
        outlet = library.name(article.publisher) if article.publisher else ("", "")
        title = visible(article.title or article.url or article.stem)
        made.append(Entry(urls.source(article.stem), title, title, outlet[0], "source"))
    for question in load_all():
        made.append(
            Entry(urls.question(question.name), question.summary["en"], question.summary["vi"], question.name, "question")
        )
    return made


def found(library: Library, text: str, language: str, limit: int = _MOST) -> list[Entry]:
    """What is called like `text`: every word of it begins a word of a name.

    A whole name comes before the beginning of one, that before a word within, entities before questions.
    """
    wanted = fold(text[:_LONGEST_QUERY])
    if not wanted:
        return []
    parts = wanted.split()
    scored = []
    for place, entry in enumerate(entries(library)):
        score = _score(entry, wanted, parts, language)
        if score is not None:
            scored.append((score, place, entry))
    scored.sort(key=lambda item: item[:2])
    return [entry for _, _, entry in scored[:limit]]


def _score(entry: Entry, wanted: str, parts: list[str], language: str) -> int | None:
    own, far = (entry.en, entry.vi) if language == "en" else (entry.vi, entry.en)
    names = [fold(own), fold(far), *(fold(name) for name in entry.other.split(" | "))]
    held = {word for name in names for word in _words(name)}
    if not all(any(word.startswith(part) for word in held) for part in parts):
        return None
    best = 3
    if wanted in names:
        best = 0
    elif any(name.startswith(wanted) for name in names):
        best = 1
    elif any(wanted in name for name in names):
        best = 2
    late = entry.kind in ("slot", "source", "question")
    return best * 2 + late


def _words(name: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in name).split()


def search(here: Here, query: Mapping[str, str]) -> View:
    """The page of results for ``q``."""
    text = query.get("q", "").strip()[:_LONGEST_QUERY]
    held = found(here.library, text, here.language) if text else []
    lines = [
        {
            "href": here.to.to(entry.page),
            "name": here.say((entry.en, entry.vi)),
            "other": here.say((entry.vi, entry.en)) if entry.en != entry.vi else "",
            "kind": kind_name(here, entry.kind),
        }
        for entry in held
    ]
    def data() -> dict[str, Any]:
        return {"query": text, "results": [entry._asdict() for entry in held]}

    return View("search.html", here.t.search_title, data, {"query": visible(text), "lines": lines}, urls.SEARCH)


def kind_name(here: Here, kind: str) -> str:
    """What sort of thing was found."""
    own = {"slot": here.t.figures_of, "source": here.t.source, "question": here.t.question}
    return own.get(kind) or here.kind(kind)


def index(library: Library) -> bytes:
    """The index of the search box as a script: a page from ``file://`` may load one, but fetch nothing."""
    rows = [list(entry) for entry in entries(library)]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    # Not HTML, but whoever inlines it must not end a script.
    return b"window.kgIndex=" + text.replace("<", "\\u003c").encode() + b";\n"
