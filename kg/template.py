"""Templates of answers: a sentence with placeholders, and what each of them counts, lists or names.

``{figures subject period 3}[ {disputed}]`` — between braces stands one call: a name, columns, numbers and
nouns (in double quotes where they have blanks), and perhaps ``where COLUMN=VALUE`` or ``COLUMN!=VALUE``,
which keeps only the rows whose cell has, or has not, that id or text.  Between brackets stands what is left
out when all placeholders in it say nothing.  There is nothing else: no expression, no nesting but brackets,
no way to reach beyond the rows.

=====================================  ===========================================================
``{COLUMN}``                           the different values of a column, as ``{list COLUMN 3}``
``{list COLUMN N}``                    the first N different values, and how many more
``{count}``, ``{count COLUMN}``        how many rows, or different values; with a noun after it (in
                                       English for one and for many): ``{count article source sources}``;
                                       none of some rows (``where``) says nothing
``{pairs COLUMN OTHER N}``             the first N different pairs: ``Mytel (Viettel Global)``
``{tally COLUMN KEY}``                 how many (different KEYs) have each value: ``4 met, 3 not met``
``{figures COLUMN … N}``               the figures of the first N slots, the newest of each series
                                       first, each under its COLUMNs: lowest and highest with hedge
                                       and unit, the sources, whether they disagree; and how many more
``{lowest COLUMN}``, ``{highest …}``   the end of a column of numbers; without a column, the figure
``{years}``                            from the first to the last year of the column ``period``
``{disputed}``                         of how many figures the sources disagree; nothing where none
``{for}``                              the parameters that were given
=====================================  ===========================================================
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

_PIECE = re.compile(r"\{([^{}]*)\}|([\[\]])|([^{}\[\]]+)|(.)", re.DOTALL)
_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_WHERE = re.compile(r"([a-z][a-z0-9_]*)(!?=)(.*)")
_NUMBER = re.compile(r"[1-9][0-9]?")
_FIGURE = (
    "slot", "year", "hedge", "value", "value_max", "unit", "period", "status", "article", "disputed",
)  # fmt: skip
# What each call may be given: columns (least, most), whether a number, nouns at most, columns it rests on.
_CALLS: dict[str, tuple[int, int, bool, int, tuple[str, ...]]] = {
    "count": (0, 1, False, 2, ()),
    "disputed": (0, 0, False, 0, ("slot", "disputed")),
    "figures": (0, 6, True, 0, _FIGURE),
    "for": (0, 0, False, 0, ()),
    "highest": (0, 1, False, 0, ()),
    "list": (1, 1, True, 0, ()),
    "lowest": (0, 1, False, 0, ()),
    "pairs": (2, 2, True, 0, ()),
    "tally": (1, 2, False, 0, ()),
    "years": (0, 0, False, 0, ("period",)),
}
LISTED = 3


@dataclass(frozen=True, slots=True)
class Call:
    """One placeholder: what to do, with which columns, how many, in which nouns, of which rows."""

    name: str
    columns: tuple[str, ...] = ()
    limit: int = LISTED
    nouns: tuple[str, ...] = ()
    where: tuple[str, bool, str] | None = None


@dataclass(frozen=True, slots=True)
class Optional:
    """A part that stands only when a placeholder in it says something."""

    parts: tuple[str | Call, ...]


Template = tuple[str | Call | Optional, ...]


def parse(text: str, columns: Container[str]) -> Template:
    """The template that `text` is, over rows with `columns`; raises ValueError saying what is wrong."""
    out: list[str | Call | Optional] = []
    inner: list[str | Call] | None = None
    for match in _PIECE.finditer(text):
        call, bracket, plain, odd = match.groups()
        if odd is not None:
            raise ValueError(f"a lone {odd}")
        if bracket == "[":
            if inner is not None:
                raise ValueError("brackets in brackets")
            inner = []
        elif bracket == "]":
            if inner is None:
                raise ValueError("a lone ]")
            if not any(isinstance(part, Call) for part in inner):
                raise ValueError("brackets without a placeholder")
            out.append(Optional(tuple(inner)))
            inner = None
        else:
            part = plain if call is None else _call(call, columns)
            (out if inner is None else inner).append(part)
    if inner is not None:
        raise ValueError("a [ that is not closed")
    return tuple(out)


def _call(text: str, columns: Container[str]) -> Call:
    words = [(quoted or plain, bool(quoted)) for quoted, plain in _WORD.findall(text)]
    if not words:
        raise ValueError("an empty placeholder")
    where = None
    match = _WHERE.fullmatch(words[-1][0])
    if match is not None and len(words) > 2 and words[-2] == ("where", False):
        if match[1] not in columns:
            raise ValueError(f"{{{text}}}: {match[1]!r} is no column")
        where, words = (match[1], match[2] == "=", match[3]), words[:-2]
    (name, _), *rest = words
    if name not in _CALLS:
        if name not in columns or rest:
            raise ValueError(f"{{{text}}} is neither a column nor a call")
        return Call("list", (name,), where=where)
    least, most, numbered, nouns_at_most, needed = _CALLS[name]
    given: list[str] = []
    while rest and len(given) < most and rest[0][0] in columns and not rest[0][1]:
        given.append(rest.pop(0)[0])
    if len(given) < least:
        raise ValueError(f"{{{text}}} needs a column")
    limit = LISTED
    if numbered and rest and _NUMBER.fullmatch(rest[0][0]):
        limit = int(rest.pop(0)[0])
    if len(rest) > nouns_at_most:
        raise ValueError(f"{{{text}}}: {rest[0][0]!r} is no column here")
    if name in ("lowest", "highest") and not given:
        needed = ("hedge", "value", "value_max", "unit")
    lacking = next((column for column in needed if column not in columns), None)
    if lacking is not None:
        raise ValueError(f"{{{text}}} needs the column {lacking}")
    return Call(name, tuple(given), limit, tuple(word for word, _ in rest), where)


def calls(template: Template) -> Iterator[Call]:
    """The placeholders of a template."""
    for part in template:
        if isinstance(part, Call):
            yield part
        elif isinstance(part, Optional):
            yield from (inner for inner in part.parts if isinstance(inner, Call))
