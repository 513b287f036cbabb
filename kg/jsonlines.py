"""JSON Lines, read strictly: one object a line; anything else is one error with file and line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from kg.errors import BadInput
from kg.files import decode, read_bytes

T = TypeVar("T")
MAX_LINES = 200_000_000


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} stands here twice")
        found[name] = value
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def parse_line(line: str) -> dict[str, Any]:
    """The object of one line; raises ValueError on anything that is not one JSON object."""
    try:
        value = json.loads(line, object_pairs_hook=_object, parse_constant=_constant)
        line.encode("utf-8")
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("half of a character (a lone surrogate)") from None
    if not isinstance(value, dict):
        raise ValueError("a JSON object is expected")
    return value


def read_lines(path: Path, reader: Callable[[dict[str, Any]], T]) -> Iterator[T]:
    """What `reader` makes of each line of a file, empty lines left out; its ValueError becomes BadInput."""
    for number, line in enumerate(decode(read_bytes(path, MAX_LINES), path).split("\n"), 1):
        if line.strip():
            yield read_line(path, number, line, reader)


def read_line(path: Path, number: int, line: str, reader: Callable[[dict[str, Any]], T]) -> T:
    """What `reader` makes of one line; raises BadInput with file and line where it refuses."""
    try:
        return reader(parse_line(line))
    except ValueError as error:
        raise BadInput.at(path, str(error), line=number, remedy="correct the line, or remove it") from None
