"""The header of a question's file: its ``#+`` lines as typed values, each with its line in an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from kg import params as p
from kg.answer import ColumnType
from kg.chart.header import NEEDED, NEEDED_OVER_TIME, Chart, Kind
from kg.entity import KINDS
from kg.errors import BadInput
from kg.params import LANGUAGES, Param, ParamType
from kg.template import Call, Template, calls, parse
from kg.yamlfile import Mapping as YamlMapping
from kg.yamlfile import Node, Sequence, Text

_PARAM_NAME = re.compile(r"[a-z][a-z0-9_]*")
_REQUIRED_KEYS = ("question", "summary_en", "summary_vi", "columns", "tags")
_TOLD = ("answer_en", "answer_vi", "none_en", "none_vi")
_OPTIONAL_KEYS = ("params", "table", *_TOLD, "chart")


class Header:
    """The header's entries, typed, each with its line in an error."""

    def __init__(self, path: Path, top: YamlMapping) -> None:
        self.path, self.top = path, top
        for key in top.entries:
            if key not in _REQUIRED_KEYS + _OPTIONAL_KEYS:
                known = ", ".join(_REQUIRED_KEYS + _OPTIONAL_KEYS)
                raise self.error(key, f"unknown key {key!r}", f"known: {known}")
        for key in _REQUIRED_KEYS:
            if key not in top.entries:
                raise BadInput.at(path, f"the header lacks {key!r}", line=1)

    def error(self, key: str, what: str, remedy: str = "") -> BadInput:
        """`what`, at the line of a key."""
        return BadInput.at(self.path, what, line=self.top.key_lines.get(key, 1), remedy=remedy)

    def _at(self, node: Node, what: str, remedy: str = "") -> BadInput:
        return BadInput.at(self.path, what, line=node.line, remedy=remedy)

    def _plain(self, node: Node, what: str) -> str:
        if not isinstance(node, Text) or not node.text:
            raise self._at(node, f"{what} must be a text")
        return node.text

    def text(self, key: str) -> str:
        """The text of a key."""
        return self._plain(self.top.entries[key], key)

    def texts(self, key: str) -> list[str]:
        """The list of texts of a key."""
        node = self.top.entries[key]
        if not isinstance(node, Sequence):
            raise self.error(key, f"{key} must be a list", "write [a, b]")
        return [self._plain(item, key) for item in node.items]

    def numbers(self, key: str) -> list[int]:
        """The list of whole numbers of a key."""
        found = self.texts(key)
        for text in found:
            if not re.fullmatch(r"[1-9][0-9]?", text):
                raise self.error(key, f"{text!r} is not the number of a question")
        return [int(text) for text in found]

    def _mapping(self, key: str) -> Mapping[str, Node]:
        node = self.top.entries.get(key, YamlMapping())
        if not isinstance(node, YamlMapping):
            raise self.error(key, f"{key} must map names to types", "write {name: type}")
        return node.entries

    def columns(self) -> dict[str, ColumnType]:
        """The columns and what they hold."""
        found = {}
        for name, node in self._mapping("columns").items():
            type_ = self._plain(node, name)
            if type_ not in list(ColumnType) or type_ == ColumnType.ANY or not _PARAM_NAME.fullmatch(name):
                raise self._at(node, f"column {name!r} cannot be of the type {type_!r}")
            found[name] = ColumnType(type_)
        if not found:
            raise self.error("columns", "no columns")
        return found

    def params(self) -> list[Param]:
        """The parameters."""
        return [self._param(name, node) for name, node in self._mapping("params").items()]

    def templates(self, key: str, columns: Mapping[str, ColumnType]) -> dict[str, Template]:
        """The templates of ``answer`` or ``none`` by language; empty where the header has no sentences."""
        if not any(name in self.top.entries for name in _TOLD):
            return {}
        found = {}
        for language in LANGUAGES:
            name = f"{key}_{language}"
            if name not in self.top.entries:
                raise self.error(
                    next(n for n in _TOLD if n in self.top.entries), f"the header lacks {name!r}"
                )
            try:
                found[language] = parse(self.text(name), columns)
            except ValueError as error:
                raise self.error(name, f"{name}: {error}", "see kg/template.py") from None
            if key == "none" and any(call != Call("for") for call in calls(found[language])):
                raise self.error(name, f"{name}: without rows there is only {{for}}")
        return found

    def chart(self, columns: Mapping[str, ColumnType]) -> Chart | None:
        """What a picture of the answer shows; None where the header names none."""
        if "chart" not in self.top.entries:
            return None
        entries = self._mapping("chart")
        wanted = ("kind", "label", *(f"title_{language}" for language in LANGUAGES))
        if set(entries) != set(wanted):
            raise self.error("chart", f"chart must have {', '.join(wanted)}")
        kind, label = self._plain(entries["kind"], "kind"), entries["label"]
        if kind not in list(Kind):
            raise self.error("chart", f"no chart of the kind {kind!r}", f"known: {', '.join(Kind)}")
        named = [self._plain(item, "label") for item in label.items] if isinstance(label, Sequence) else []
        lacking = [c for c in (*named, *NEEDED, *(NEEDED_OVER_TIME if kind == Kind.OVER_TIME else ()))
                   if c not in columns]  # fmt: skip
        if not named or lacking:
            raise self.error(
                "chart", f"the chart needs the column {lacking[0]}" if lacking else "label is a list"
            )
        titles = {language: self._plain(entries[f"title_{language}"], "title") for language in LANGUAGES}
        return Chart(Kind(kind), tuple(named), titles)

    def _param(self, name: str, node: Node) -> Param:
        if not _PARAM_NAME.fullmatch(name):
            raise self._at(node, f"{name!r} cannot name a parameter", "use a-z, 0-9 and _")
        entries = node.entries if isinstance(node, YamlMapping) else {"type": node}
        given: dict[str, str] = {}
        kinds: list[str] = []
        for key, value in entries.items():
            if key == "kind":
                items = value.items if isinstance(value, Sequence) else [value]
                kinds = [self._plain(item, key) for item in items]
            elif key in ("type", "list", "default", "required"):
                given[key] = self._plain(value, key)
            else:
                raise self._at(value, f"parameter {name}: unknown key {key!r}")
        problem = _problem(given, kinds)
        if problem:
            raise self._at(node, f"parameter {name}: {problem}")
        return Param(
            name, ParamType(given["type"]), tuple(kinds), given.get("list", ""), given.get("default"),
            given.get("required") == "yes",
        )  # fmt: skip


def _problem(given: Mapping[str, str], kinds: list[str]) -> str:
    """What is wrong with the description of a parameter, or ''."""
    type_ = given.get("type", "")
    checks: list[tuple[Callable[[], bool], str]] = [
        (lambda: type_ in list(ParamType), f"no type {type_!r}; types are {', '.join(ParamType)}"),
        (lambda: not kinds or type_ == ParamType.ENTITY, "only an entity has a kind"),
        (lambda: all(kind in KINDS or kind in p.MADE_KINDS for kind in kinds), "no such kind"),
        (lambda: (type_ == ParamType.CHOICE) == ("list" in given), "a choice, and only a choice, has a list"),
        (lambda: given.get("list", "status") in p.CHOICES, "no such list"),
        (lambda: given.get("required", "no") in ("yes", "no"), "required is yes or no"),
    ]
    return next((message for holds, message in checks if not holds()), "")
