"""A strict reader for the YAML of the seeds: mappings, sequences and texts, each with its line.

YAML's surprises are refused instead of resolved: no anchors, aliases or tags, no duplicate keys, no nesting
deeper than 20, one document a file.  Every scalar is text; what it means is decided by our schema, so that
``no``, ``1_000``, ``12:30:00`` and ``~`` are never turned into something else.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    try:
        events = yaml.parse(text, Loader=_LOADER)
        return _document(events, path)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "not YAML"
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise BadInput.at(path, f"not valid YAML: {problem}", line=line, column=column) from None
    except yaml.YAMLError as error:
        raise BadInput.at(path, f"not valid YAML: {' '.join(str(error).split())}") from None


def _document(events: Iterator[yaml.Event], path: Path | str) -> Mapping:
    """Build the tree without recursion, so that depth is limited by us and not by the stack."""
    # A frame is a container, and for a mapping the key that waits for its value.
    stack: list[tuple[Mapping | Sequence, list[str]]] = []
    top: Mapping | None = None
    documents = 0
    for event in events:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1

        def refuse(what: str, remedy: str = "", line: int = line, column: int = column) -> BadInput:
            return BadInput.at(path, what, line=line, column=column, remedy=remedy)

        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise refuse("a second document in one file", "keep one document a file")
        elif isinstance(event, yaml.AliasEvent):
            raise refuse(f"alias *{event.anchor}", "write the value out")
        elif isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if event.anchor is not None:
                raise refuse(f"anchor &{event.anchor}", "write the value out where it is needed")
            if event.tag is not None:
                raise refuse(f"tag {event.tag}", "tags are not used here")
            node: Node
            if isinstance(event, yaml.ScalarEvent):
                if stack and isinstance(stack[-1][0], Mapping) and not stack[-1][1]:
                    mapping, pending = stack[-1]
                    if event.value in mapping.entries:
                        raise refuse(
                            f"key {event.value!r} stands here twice",
                            f"first on line {mapping.key_lines[event.value]}",
                        )
                    mapping.key_lines[event.value] = line
                    pending.append(event.value)
                    continue
                node = Text(event.value, line, column)
            elif isinstance(event, yaml.SequenceStartEvent):
                node = Sequence([], line, column)
            else:
                node = Mapping(line=line, column=column)
            if stack:
                container, pending = stack[-1]
                if isinstance(container, Mapping):
                    if not pending:
                        raise refuse("a key must be a text")
                    container.entries[pending.pop()] = node
                else:
                    container.items.append(node)
            elif isinstance(node, Mapping):
                top = node
            else:
                raise refuse("the file must be a mapping (key: value)")
            if not isinstance(node, Text):
                if len(stack) >= MAX_DEPTH:
                    raise refuse(f"nested deeper than {MAX_DEPTH}")
                stack.append((node, []))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            stack.pop()
    if top is None:
        raise BadInput.at(path, "the file is empty", line=1, remedy="see the README for the format")
    return top
