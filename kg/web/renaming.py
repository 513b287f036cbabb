"""The answer to a saved question in another language, without asking again.

Most answers differ between languages by names of entities, and by texts of slots and findings, which the
library knows in both.  Rows that the question orders by such a text keep the order of the first language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pyoxigraph as ox

from kg.answer import Answer, ColumnType, Term
from kg.namespaces import reference
from kg.query import SavedQuery
from kg.web.library import Library, pick

# Where a query chooses the language of a variable.
_CHOSEN: Final = re.compile(r"LANG\(\?(\w+)\)\s*=\s*\?_lang")
# Columns of texts: the kind of thing that such a text belongs to, the column of that, the key of its row.
_TEXTS: Final = {
    "slot_label": ("slot", "slot", "question"),
    "statement": ("slot", "slot", "statement"),
    "explanation": ("finding", "finding", "explanation"),
}


def renamed(question: SavedQuery, answer: Answer, library: Library, language: str) -> Answer | None:
    """The answer in another language; None where the library does not know all its words."""
    columns = question.columns
    place = {name: n for n, name in enumerate(answer.columns)}
    changes: list[tuple[int, int, str]] = []
    for name in dict.fromkeys(_CHOSEN.findall(question.text)):
        owner = name.removesuffix("_label")
        if name in columns and owner != name and columns.get(owner) is ColumnType.ENTITY:
            changes.append((place[name], place[owner], ""))
        elif name in columns and name in _TEXTS and _TEXTS[name][1] in columns:
            changes.append((place[name], place[_TEXTS[name][1]], name))
        else:
            return None
    rows = []
    known: dict[tuple[Term | None, str], ox.Literal] = {}
    for terms in answer.terms:
        row = list(terms)
        for text, owner, name in changes:
            if row[text] is None:
                continue
            key = (row[owner], name)
            if key not in known:
                said = _said(library, row[owner], name, language)
                if said is None:
                    return None
                known[key] = ox.Literal(said, language=language)
            row[text] = known[key]
        rows.append(tuple(row))
    return replace(answer, terms=tuple(rows))


def _said(library: Library, owner: Term | None, name: str, language: str) -> str | None:
    """The text of a column in a language, for the thing that it belongs to."""
    if not isinstance(owner, ox.NamedNode):
        return None
    if not name:
        return pick(library.name(reference(owner.value)), language)
    kind, _, key = _TEXTS[name]
    own, _, local = reference(owner.value).partition("/")
    held: Mapping[str, Any] = library.slots if kind == "slot" else library.findings
    row = held.get(local) if own == kind else None
    return None if row is None else row[key if language == "en" else f"{key}_{language}"]
