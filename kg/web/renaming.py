"""The answer to a saved question in another language, without asking again.

Most answers differ between languages by names of entities, and by texts of slots and findings, which the
library knows in both.  Rows that the question orders by such a text keep the order of the first language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox

from kg.answer import Answer, ColumnType, Term
from kg.namespaces import reference
from kg.query import SavedQuery
from kg.web.library import Library, pick

# Where a query chooses the language of a variable.
_CHOSEN: Final = re.compile(r"LANG\(\?(\w+)\)\s*=\s*\?_lang")
# Where a question that was asked says its language.
_LANGUAGE: Final = re.compile(r'(VALUES \?_lang \{ )"\w+"')
# Columns of texts: the columns of what such a text may belong to, and the key of its row (none: its name).
_TEXTS: Final = {
    "label": {"entity": ""},
    "slot_label": {"slot": "question"},
    "statement": {"slot": "statement", "claim": ""},
    "explanation": {"finding": "explanation"},
}


def renamed(question: SavedQuery, answer: Answer, library: Library, language: str) -> Answer | None:
    """The answer in another language; None where the library does not know all its words."""
    columns = question.columns
    place = {name: n for n, name in enumerate(answer.columns)}
    # What changes: the column of a text, the column of what it belongs to, the key of that text.
    changes: list[tuple[int, int, str]] = []
    for name in dict.fromkeys(_CHOSEN.findall(question.text)):
        owner = name.removesuffix("_label")
        if name in columns and owner != name and columns.get(owner) is ColumnType.ENTITY:
            changes.append((place[name], place[owner], ""))
            continue
        held = next((each for each in _TEXTS.get(name, {}).items() if each[0] in columns), None)
        if name not in columns or held is None:
            return None
        changes.append((place[name], place[held[0]], held[1]))
    made: dict[int, list[Term | None]] = {}
    for text, owner, key in changes:
        known: dict[Term | None, ox.Literal] = {}
        made[text] = []
        for terms in answer.terms:
            shown, whose = terms[text], terms[owner]
            # A text of no language, or of nothing, is the same in all.
            if isinstance(shown, ox.Literal) and shown.language and whose is not None:
                if whose not in known:
                    said = _said(library, whose, key, language)
                    if said is None:
                        return None
                    known[whose] = ox.Literal(said, language=language)
                shown = known[whose]
            made[text].append(shown)
    return answer.instead(made, _LANGUAGE.sub(rf'\g<1>"{language}"', answer.query))


def _said(library: Library, owner: Term, key: str, language: str) -> str | None:
    """The text `key` of a thing in a language; its name where `key` is empty."""
    if not isinstance(owner, ox.NamedNode):
        return None
    kind, _, local = reference(owner.value).partition("/")
    if not key:
        words = library.claim_label(local) if kind == "claim" else library.name(f"{kind}/{local}")
        return None if words is None else pick(words, language)
    held: Mapping[str, Any] = {"slot": library.slots, "finding": library.findings}.get(kind, {})
    row = held.get(local)
    return None if row is None else row[key if language == "en" else f"{key}_{language}"]
