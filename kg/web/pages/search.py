"""Searching by name: the page, and the index from which the search box suggests.

Case, accents and tone marks are folded away on both sides.  The script of the box ranks as `found` does; a
test in a browser holds them together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast

from kg.names import fold
from kg.web import urls, words
from kg.web.here import Here
from kg.web.library import Library
from kg.web.pages.view import View
from kg.web.shown import visible

_MOST, _LONGEST_QUERY = 100, 200
# What is found besides entities, and the words for it.
_OTHERS: Final = {"slot": "figures_of", "source": "source", "question": "question"}


class Entry(NamedTuple):
    """What can be found: its page, its names in both languages, what else it is called, what it is."""

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
        made.append(
            Entry(urls.entity(ref), visible(en), visible(vi), " | ".join(other), ref.partition("/")[0])
        )
    for slot, row in library.slots.items():
        made.append(Entry(urls.slot(slot), visible(row["question"]), visible(row["question_vi"]), "", "slot"))
    for article in library.corpus.articles:
        outlet = library.name(article.publisher) if article.publisher else ("", "")
        title = visible(article.title or article.url or article.stem)
        made.append(Entry(urls.source(article.stem), title, title, outlet[0], "source"))
    for question in load_all():
        made.append(
            Entry(
                urls.question(question.name),
                question.summary["en"],
                question.summary["vi"],
                question.name,
                "question",
            )
        )
    return made


def found(library: Library, text: str, limit: int = _MOST) -> list[Entry]:
    """What is called like `text`: every word of it begins a word of a name.

    A whole name comes before the beginning of one, that before a word within, entities before questions.
    """
    wanted = fold(text[:_LONGEST_QUERY])
    if not wanted:
        return []
    parts = wanted.split()
    scored = []
    for place, held in enumerate(_folded(library)):
        score = _score(held, wanted, parts)
        if score is not None:
            scored.append((score, place, held.entry))
    scored.sort(key=lambda item: item[:2])
    return [entry for _, _, entry in scored[:limit]]


class _Folded(NamedTuple):
    """An entry with its names and their words as they are compared."""

    entry: Entry
    names: tuple[str, ...]
    words: frozenset[str]


def _folded(library: Library) -> list[_Folded]:
    """All entries, folded once for a build."""
    kept = library.kept("search")
    if "all" not in kept:
        made = []
        for entry in entries(library):
            names = tuple(map(fold, (entry.en, entry.vi, *entry.other.split(" | "))))
            made.append(_Folded(entry, names, frozenset(word for name in names for word in _words(name))))
        kept["all"] = made
    return cast(list[_Folded], kept["all"])


def _score(held: _Folded, wanted: str, parts: list[str]) -> int | None:
    if not all(any(word.startswith(part) for word in held.words) for part in parts):
        return None
    best = 3
    if wanted in held.names:
        best = 0
    elif any(name.startswith(wanted) for name in held.names):
        best = 1
    elif any(wanted in name for name in held.names):
        best = 2
    return best * 2 + (held.entry.kind in _OTHERS)


def _words(name: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in name).split()


def search(here: Here, query: Mapping[str, str]) -> View:
    """The page of results for ``q``."""
    text = query.get("q", "").strip()[:_LONGEST_QUERY]
    held = found(here.library, text) if text else []
    lines = [
        {
            "href": here.to.to(entry.page),
            "name": here.say((entry.en, entry.vi)),
            "other": here.say((entry.vi, entry.en)) if entry.en != entry.vi else "",
            "kind": here.say(kind_words(entry.kind)),
        }
        for entry in held
    ]

    def data() -> dict[str, Any]:
        return {"query": text, "results": [entry._asdict() for entry in held]}

    return View(
        "search.html", here.t.search_title, data, {"query": visible(text), "lines": lines}, urls.SEARCH
    )


def kind_words(kind: str) -> words.Words:
    """What sort of thing was found, in both languages."""
    if kind in _OTHERS:
        return words.TEXTS[_OTHERS[kind]]
    return words.ENTITY_KINDS[kind][0] if kind in words.ENTITY_KINDS else (kind.replace("-", " "),) * 2


def index(library: Library) -> bytes:
    """The index of the search box as a script: a page from ``file://`` may load one, but fetch nothing."""
    rows = entries(library)
    kinds = {kind: kind_words(kind) for kind in sorted({row.kind for row in rows})}
    return b"window.kgKinds=" + _script(kinds) + b";\nwindow.kgIndex=" + _script(rows) + b";\n"


def _script(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Not HTML, but whoever inlines it must not end a script.
    return text.replace("<", "\\u003c").encode()
