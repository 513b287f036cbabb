"""A corpus as a file: what a build keeps of the seeds, so that it can be looked at as it was on a day.

The form follows the classes of `kg.corpus` and `kg.claim` by their types: each value is the list of its
fields, one thing a line.  Whatever a class gains is kept too; a file that was written from other classes is
refused, never misread.  It is for this program alone: others read the tables and the graph.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import IO, Any, NamedTuple

from kg.corpus import Corpus
from kg.errors import BadInput
from kg.interval import POLICY, Policy

_PLAIN = (str, int, bool)


class _Codec(NamedTuple):
    """How values of a type become JSON, and come back; `form` describes the type."""

    form: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


@cache
def _codec(type_: Any) -> _Codec:
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if origin in (types.UnionType, typing.Union):
        return _union(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin in (dict, Mapping):
        return _mapping(*map(_codec, arguments))
    if origin is frozenset:
        item = _codec(arguments[0])
        return _Codec(
            f"{{{item.form}}}",
            lambda value: sorted(map(item.encode, value)),
            lambda held: frozenset(map(item.decode, held)),
        )
    if type_ in _PLAIN:
        return _Codec(type_.__name__, _same, _same)
    if type_ is Decimal:
        return _Codec("decimal", str, Decimal)
    if type_ is dt.date:
        return _Codec("date", dt.date.isoformat, dt.date.fromisoformat)
    if isinstance(type_, type) and issubclass(type_, StrEnum):
        return _Codec(type_.__name__, str, {str(member): member for member in type_}.__getitem__)
    if is_dataclass(type_):
        return _class(type_)
    raise TypeError(f"a corpus cannot hold {type_}")


def _union(arguments: tuple[Any, ...]) -> _Codec:
    """X | None, one of several classes (written with its name), or one of several plain types."""
    optional = type(None) in arguments
    rest = [argument for argument in arguments if argument is not type(None)]
    if all(argument in _PLAIN for argument in rest):
        return _Codec("|".join(sorted(a.__name__ for a in rest)) + "?" * optional, _same, _same)
    if len(rest) == 1:
        item = _codec(rest[0])
        return _Codec(
            f"{item.form}?",
            lambda value: None if value is None else item.encode(value),
            lambda held: None if held is None else item.decode(held),
        )
    named = {argument.__name__: _codec(argument) for argument in rest}
    return _Codec(
        "|".join(named[name].form for name in sorted(named)),
        lambda value: [type(value).__name__, named[type(value).__name__].encode(value)],
        lambda held: named[held[0]].decode(held[1]),
    )


def _tuple(arguments: tuple[Any, ...]) -> _Codec:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _codec(arguments[0])
        return _Codec(
            f"[{item.form}]",
            lambda value: [item.encode(each) for each in value],
            lambda held: tuple(item.decode(each) for each in held),
        )
    parts = [_codec(argument) for argument in arguments]
    return _Codec(
        f"({','.join(part.form for part in parts)})",
        lambda value: [part.encode(each) for part, each in zip(parts, value, strict=True)],
        lambda held: tuple(part.decode(each) for part, each in zip(parts, held, strict=True)),
    )


def _mapping(key: _Codec, item: _Codec) -> _Codec:
    return _Codec(
        f"{{{key.form}:{item.form}}}",
        lambda value: {key.encode(k): item.encode(v) for k, v in value.items()},
        lambda held: {key.decode(k): item.decode(v) for k, v in held.items()},
    )


def _members(type_: Any) -> list[tuple[str, Any]]:
    hints = typing.get_type_hints(type_)
    return [(field.name, hints[field.name]) for field in fields(type_) if field.init]


_open: set[Any] = set()


def _class(type_: Any) -> _Codec:
    if type_ in _open:
        # A class that holds itself, as a claim holds what the seeds stated: its name says enough.
        return _Codec(
            type_.__name__, lambda value: _codec(type_).encode(value), lambda held: _codec(type_).decode(held)
        )
    _open.add(type_)
    try:
        return _fields(type_)
    finally:
        _open.discard(type_)


def _fields(type_: Any) -> _Codec:
    # The policy of a claim is that of its corpus, where it is written once.
    parts = [(name, _codec(hint)) for name, hint in _members(type_) if hint is not Policy]
    form = ",".join(f"{name}:{part.form}" for name, part in parts)
    return _Codec(
        f"{type_.__name__}({form})",
        lambda value: [part.encode(getattr(value, name)) for name, part in parts],
        lambda held: type_(**{n: part.decode(h) for (n, part), h in zip(parts, held, strict=True)}),
    )


# The policy comes first: what reads the claims must know it.
_MEMBERS = sorted(_members(Corpus), key=lambda member: member[1] is not Policy)
_CLAIMS = ("figures", "relations")


@cache
def _form() -> str:
    """What tells files of other classes from ours."""
    text = ";".join(f"{name}:{_codec(hint).form}" for name, hint in _MEMBERS)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def write_corpus(corpus: Corpus, out: IO[bytes]) -> None:
    """Write everything that a corpus holds: the same corpus gives the same bytes."""
    out.write(_line({"corpus": _form()}))
    for name, hint in _MEMBERS:
        value = getattr(corpus, name)
        if name in _CLAIMS:
            item = _codec(typing.get_args(hint)[0])
            out.write(_line([name, len(value)]))
            out.writelines(_line(item.encode(each)) for each in value)
        else:
            out.write(_line([name, _codec(hint).encode(value)]))


def load_corpus(path: Path) -> Corpus:
    """The corpus that a file holds; raises BadInput where another version of the program wrote it."""
    with path.open(encoding="utf-8") as lines:
        if json.loads(next(lines, "{}")) != {"corpus": _form()}:
            raise BadInput.at(
                path, "was written by another version of this program", remedy="rebuild with `kg build`"
            )
        held = dict(_members_in(lines))
    if held["policy"] != POLICY:
        held["figures"] = tuple(replace(claim, policy=held["policy"]) for claim in held["figures"])
    return Corpus(**held)


def _members_in(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    for name, hint in _MEMBERS:
        _, value = json.loads(next(lines))
        if name in _CLAIMS:
            item = _codec(typing.get_args(hint)[0])
            value = tuple(item.decode(json.loads(next(lines))) for _ in range(value))
        else:
            value = _codec(hint).decode(value)
        yield name, value
