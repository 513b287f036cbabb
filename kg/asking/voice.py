"""The words of a reply: its language, and what things are called in it."""

from __future__ import annotations

from typing import Any

from kg.asking.index import Index

Row = dict[str, Any]


class Voice:
    """Speaks in the language of a reply."""

    def __init__(self, index: Index, language: str) -> None:
        self._index, self.language = index, language

    def say(self, en: str, vi: str) -> str:
        """A sentence in the language of the reply."""
        return vi if self.language == "vi" else en

    def label(self, ref: str) -> str:
        """The name of a thing."""
        return self._index.things[ref].label(self.language)

    def question(self, slot: Row) -> str:
        """The question of a slot in words."""
        return str(slot[self.say("question", "question_vi")])


def small(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins an abbreviation."""
    return label[0].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label


def local(ref: str) -> str:
    """The id of a reference, as tables have it."""
    return ref.partition("/")[2]


def recent(slot: Row) -> tuple[int, str]:
    """Orders slots by their time, the latest first, those without one last."""
    digits = "".join(c for c in str(slot["period"]).rpartition("/")[2] if c.isdigit())[:4]
    return (-int(digits) if digits else 1, str(slot["period"]))
