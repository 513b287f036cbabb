"""Typed access to the fields of a mapping: each value is checked, and unknown fields are refused."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Collection
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from kg.errors import BadInput
from kg.namespaces import LOCAL_ID
from kg.yamlfile import Mapping, Node, Sequence, Text

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
MAX_WORDS = 12


class Fields:
    """The entries of one mapping of one file; `only` refuses what does not belong there."""

    def __init__(self, mapping: Mapping, path: Path, where: str) -> None:
        self._mapping = mapping
        self.path = path
        self.where = where

    @property
    def place(self) -> str:
        """File and line of the mapping's first key, the file as named below the seeds folder."""
        return f"{self.path.parent.name}/{self.path.name}:{self._mapping.line}"

    def error(self, what: str, name: str = "", remedy: str = "") -> BadInput:
        """The error at the field `name` (or the mapping), saying which thing it belongs to."""
        node = self._mapping.entries.get(name)
        line = node.line if node else self._mapping.line
        column = node.column if node else self._mapping.column
        label = f"{name}: " if name else ""
        return BadInput.at(self.path, f"{self.where}: {label}{what}", line=line, column=column, remedy=remedy)

    def node(self, name: str) -> Node | None:
        """The raw node of a field, None where it is absent."""
        return self._mapping.entries.get(name)

    def text(self, name: str) -> str:
        """A text that must be there and not be empty."""
        value = self.optional(name)
        if value is None:
            raise self.error(f"field {name!r} is missing", remedy="add it")
        return value

    def optional(self, name: str) -> str | None:
        """A text, or None where the field is absent; an empty or unprintable one is refused."""
        node = self.node(name)
        if node is None:
            return None
        if not isinstance(node, Text):
            raise self.error("a text is expected here", name)
        if not node.text.strip() or node.text != node.text.strip():
            raise self.error("empty, or blanks around the text", name, "remove the field or the blanks")
        for character in node.text:
            if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
                raise self.error(f"control or format character U+{ord(character):04X}", name, "remove it")
        return node.text

    def parsed(self, name: str, reader: Callable[[str], T]) -> T:
        """A text that `reader` understands; its ValueError becomes the message."""
        text = self.text(name)
        try:
            return reader(text)
        except ValueError as error:
            raise self.error(str(error), name) from None

    def choice(self, name: str, values: type[E], default: E | None = None) -> E:
        """A member of a closed list."""
        text = self.optional(name)
        if text is None:
            if default is None:
                raise self.error(f"field {name!r} is missing", remedy=f"one of {', '.join(values)}")
            return default
        try:
            return values(text)
        except ValueError:
            near = difflib.get_close_matches(text, list(values), n=1)
            hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(values)}"
            raise self.error(f"{text!r} is not in the list", name, hint) from None

    def flag(self, name: str) -> bool:
        """``yes`` or ``no``; absent is no."""
        text = self.optional(name)
        if text not in (None, "yes", "no"):
            raise self.error(f"{text!r} is neither yes nor no", name)
        return text == "yes"

    def local_id(self, name: str) -> str:
        """An id that may stand in an IRI."""
        text = self.text(name)
        if LOCAL_ID.fullmatch(text) is None:
            raise self.error(f"{text!r} is not an id", name, "letters, digits, hyphens and underscores")
        return text

    def phrase(self, name: str) -> str | None:
        """A text of at most twelve words: facts carry over, sentences do not."""
        text = self.optional(name)
        if text is not None and len(text.split()) > MAX_WORDS:
            raise self.error(
                f"{len(text.split())} words; at most {MAX_WORDS} may be kept", name, "shorten it"
            )
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one text; absent is the empty list."""
        node = self.node(name)
        if node is None:
            return ()
        if isinstance(node, Text):
            return (self.text(name),)
        if not isinstance(node, Sequence):
            raise self.error("a list of texts is expected here", name)
        out: list[str] = []
        for item in node.items:
            if not isinstance(item, Text) or not item.text.strip():
                raise self.error("a list of texts is expected here", name)
            if item.text in out:
                raise self.error(f"{item.text!r} stands here twice", name)
            out.append(item.text)
        return tuple(out)

    def mappings(self, name: str) -> list[Mapping]:
        """A list of mappings; absent is the empty list."""
        node = self.node(name)
        if node is None:
            return []
        if not isinstance(node, Sequence) or not all(isinstance(i, Mapping) for i in node.items):
            raise self.error("a list of entries (- key: value) is expected here", name)
        return [i for i in node.items if isinstance(i, Mapping)]

    def mapping(self, name: str) -> Mapping | None:
        """A nested mapping, None where it is absent."""
        node = self.node(name)
        if node is not None and not isinstance(node, Mapping):
            raise self.error("a mapping (key: value) is expected here", name)
        return node

    def names(self) -> list[str]:
        """All keys of the mapping."""
        return list(self._mapping.entries)

    def only(self, names: Collection[str]) -> None:
        """Refuse the first field that is none of `names`, before any that is missing."""
        for name in self._mapping.entries:
            if name not in names:
                unused = [n for n in names if n not in self._mapping.entries]
                near = difflib.get_close_matches(name, unused, n=1)
                raise self.error("unknown field", name, f"did you mean {near[0]}?" if near else "remove it")
