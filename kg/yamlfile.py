"""A strict reader for the YAML of seeds and question headers: mappings, lists, texts, each with its line.

YAML's surprises are refused instead of resolved: no anchors, aliases or tags, no duplicate keys, no nesting
deeper than 20, one document a file.  Every scalar is text; what it means is decided by our schema, so that
``no``, ``1_000``, ``12:30:00`` and ``~`` are never turned into something else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kg.errors import BadInput
from kg.files import canonical_text, decode

MAX_DEPTH = 20


@dataclass(slots=True)
class Text:
    """A scalar, as the text between its quotes."""

    text: str
    line: int
    column: int


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


@dataclass(slots=True)
class Mapping:
    """Key texts and their nodes, in the order of the file."""

    entries: dict[str, Node] = field(default_factory=dict)
    line: int = 1
    column: int = 1
    key_lines: dict[str, int] = field(default_factory=dict)


Node = Text | Sequence | Mapping

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(data: bytes, path: Path | str) -> Mapping:
    """The top mapping of a YAML file; raises BadInput with file, line and column on anything else."""
    text = canonical_text(decode(data, path))
    tree = _Tree(path)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            tree.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "not YAML"
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise BadInput.at(path, f"not valid YAML: {problem}", line=line, column=column) from None
    except yaml.YAMLError as error:
        raise BadInput.at(path, f"not valid YAML: {' '.join(str(error).split())}") from None
    if tree.top is None:
        raise BadInput.at(path, "the file is empty", line=1, remedy="see the README for the format")
    return tree.top


class _Tree:
    """Builds the nodes from YAML's events without recursion, so that we set the depth and not the stack."""

    def __init__(self, path: Path | str) -> None:
        self.path = path
        self.top: Mapping | None = None
        self._open: list[Mapping | Sequence] = []
        # The key that waits for its value, for each open container (sequences never have one).
        self._keys: list[str | None] = []
        self._documents = 0
        self._line = self._column = 0

    def _error(self, what: str, remedy: str = "") -> BadInput:
        return BadInput.at(self.path, what, line=self._line, column=self._column, remedy=remedy)

    def take(self, event: yaml.Event) -> None:
        """Take the next event; raises BadInput on what seeds may not hold."""
        if event.start_mark is not None:
            self._line, self._column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._error("a second document in one file", "keep one document a file")
        elif isinstance(event, yaml.AliasEvent):
            raise self._error(f"alias *{event.anchor}", "write the value out")
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if event.anchor is not None:
                raise self._error(f"anchor &{event.anchor}", "write the value out where it is needed")
            if event.tag is not None:
                raise self._error(f"tag {event.tag}", "tags are not used here")
            self._value(event)

    def _value(self, event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
        container = self._open[-1] if self._open else None
        if isinstance(container, Mapping) and self._keys[-1] is None:
            self._key(container, event)
            return
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Text(event.value, self._line, self._column)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence([], self._line, self._column)
        else:
            node = Mapping(line=self._line, column=self._column)
        if isinstance(container, Mapping):
            key = self._keys[-1]
            assert key is not None
            container.entries[key] = node
            self._keys[-1] = None
        elif isinstance(container, Sequence):
            container.items.append(node)
        elif isinstance(node, Mapping):
            self.top = node
        else:
            raise self._error("the file must be a mapping (key: value)")
        if not isinstance(node, Text):
            if len(self._open) >= MAX_DEPTH:
                raise self._error(f"nested deeper than {MAX_DEPTH}")
            self._open.append(node)
            self._keys.append(None)

    def _key(self, mapping: Mapping, event: yaml.Event) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._error("a key must be a text")
        if event.value in mapping.entries:
            raise self._error(
                f"key {event.value!r} stands here twice", f"first on line {mapping.key_lines[event.value]}"
            )
        mapping.key_lines[event.value] = self._line
        self._keys[-1] = event.value
