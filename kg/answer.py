"""An answer: typed cells in named columns, and the terms they were read from.

Stores spell the same value in their own ways (``5.0``, ``5``, a boolean as 1).  A saved question says what
each of its columns holds, and the cells are read by that, so that an answer is the same from every store.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from kg.errors import BadInput, UsageError
from kg.literals import decimal_text
from kg.namespaces import ID, PREFIXES, compact, local_id, reference

if TYPE_CHECKING:
    import pandas as pd

Term = ox.NamedNode | ox.Literal | ox.BlankNode
Cell = str | Decimal | bool | None
Terms = tuple[Term | None, ...]

_XSD = PREFIXES["xsd"]
_NUMBER_TYPES = ("decimal", "integer", "int", "long", "nonNegativeInteger", "double", "float")
_NUMBERS = {_XSD + name for name in _NUMBER_TYPES}
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class ColumnType(StrEnum):
    """What a column holds, and how its terms become cells."""

    ENTITY = "entity"  # one of our resources, as kind/id
    ID = "id"  # one of our resources, as the last segment of its IRI
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    TEXT = "text"
    ANY = "any"  # whatever a query of one's own finds


@dataclass(frozen=True, slots=True)
class Table:
    """What a SELECT found: the names of its variables, and a term or nothing for each in each row."""

    columns: tuple[str, ...]
    rows: tuple[Terms, ...]


def cell(term: Term | None, type_: ColumnType = ColumnType.ANY) -> Cell:
    """The value of a term in a column; raises ValueError where it is not what the column holds."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        if type_ is ColumnType.ENTITY:
            return reference(term.value)
        if type_ is ColumnType.ID:
            return local_id(term.value)
        if type_ is ColumnType.ANY:
            return reference(term.value) if term.value.startswith(ID) else compact(term.value)
        raise ValueError(f"an IRI where {type_} is expected: {term.value}")
    if isinstance(term, ox.BlankNode):
        if type_ is ColumnType.ANY:
            return f"_:{term.value}"
        raise ValueError(f"a blank node where {type_} is expected")
    return _literal(term, type_)


def _literal(term: ox.Literal, type_: ColumnType) -> Cell:
    if type_ in (ColumnType.ENTITY, ColumnType.ID):
        raise ValueError(f"a text where an IRI is expected: {term.value!r}")
    datatype = term.datatype.value
    if type_ is ColumnType.DECIMAL or (type_ is ColumnType.ANY and datatype in _NUMBERS):
        try:
            return Decimal(decimal_text(Decimal(term.value)))
        except (InvalidOperation, ValueError):
            if type_ is ColumnType.ANY:
                return term.value
            raise ValueError(f"not a number: {term.value!r}") from None
    if type_ is ColumnType.BOOLEAN or (type_ is ColumnType.ANY and datatype == _XSD + "boolean"):
        if term.value not in _BOOLEANS:
            raise ValueError(f"not a boolean: {term.value!r}")
        return _BOOLEANS[term.value]
    return term.value


def term_to_json(term: Term) -> dict[str, str]:
    """A term as SPARQL 1.1 Query Results JSON writes it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    out = {"type": "literal", "value": term.value}
    if term.language:
        out["xml:lang"] = term.language
    elif term.datatype.value != _XSD + "string":
        out["datatype"] = term.datatype.value
    return out


def term_from_json(binding: object) -> Term:
    """The term that SPARQL 1.1 Query Results JSON wrote; raises ValueError on anything else."""
    if not isinstance(binding, Mapping) or not isinstance(binding.get("value"), str):
        raise ValueError("a binding without a text value")
    kind, value = binding.get("type"), binding["value"]
    if kind == "uri":
        return ox.NamedNode(value)
    if kind == "bnode":
        return ox.BlankNode(value)
    # "typed-literal" is of the format's 2007 draft; Virtuoso still writes it.
    if kind in ("literal", "typed-literal"):
        language, datatype = binding.get("xml:lang"), binding.get("datatype")
        if isinstance(language, str):
            return ox.Literal(value, language=language)
        if isinstance(datatype, str):
            return ox.Literal(value, datatype=ox.NamedNode(datatype))
        return ox.Literal(value)
    raise ValueError(f"a binding of the unknown type {kind!r}")


class Asked(Protocol):
    """The saved question behind an answer, as far as the answer needs it."""

    def sentence(self, answer: Answer, language: str | None) -> str: ...

    def chart(self, answer: Answer, language: str | None) -> dict[str, Any]: ...


@dataclass(frozen=True, repr=False)
class Answer:
    """The rows of one question: `columns`, the terms found, and the SPARQL text that found them.

    `rows` maps column names to cells: numbers are Decimal, IRIs of ours are short, nothing is None.
    """

    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    terms: tuple[Terms, ...]
    query: str
    asked: Asked | None = field(default=None, compare=False)

    @classmethod
    def of(
        cls,
        table: Table,
        query: str,
        types: Mapping[str, ColumnType] | None = None,
        asked: Asked | None = None,
    ) -> Answer:
        """The answer that `table` holds; raises BadInput where it has other columns than `types` says."""
        expected = tuple(types) if types is not None else table.columns
        if table.columns != expected:
            found, wanted = ", ".join(table.columns), ", ".join(expected)
            raise BadInput(f"the store answered with the columns {found}, not {wanted}")
        held = tuple(types.values()) if types is not None else (ColumnType.ANY,) * len(table.columns)
        return cls(table.columns, held, tuple(_as_held(row, held) for row in table.rows), query, asked)

    @cached_property
    def rows(self) -> list[dict[str, Cell]]:
        """The rows as mappings; raises BadInput naming the column whose cell is not what it should be."""
        return [dict(zip(self.columns, cells, strict=True)) for cells in zip(*self.cells, strict=True)]

    @cached_property
    def cells(self) -> tuple[list[Cell], ...]:
        """The cells of each column; raises BadInput as `rows` does."""
        return tuple(self._cells(place) for place in range(len(self.columns)))

    def instead(self, columns: Mapping[int, list[Term | None]], query: str) -> Answer:
        """The answer to `query`, which differs from this one in some columns, given by their places."""
        held = [columns.get(n) or column for n, column in enumerate(zip(*self.terms, strict=True))]
        made = replace(self, terms=tuple(zip(*held, strict=True)), query=query)
        if "cells" in self.__dict__:
            made.__dict__["cells"] = tuple(
                made._cells(n) if n in columns else cells for n, cells in enumerate(self.cells)
            )
        return made

    def _cells(self, place: int) -> list[Cell]:
        """The cells of a column; a term that comes again is read once."""
        known: dict[Term | None, Cell] = {}
        out = []
        for number, terms in enumerate(self.terms, 1):
            term = terms[place]
            if term not in known:
                try:
                    known[term] = cell(term, self.types[place])
                except ValueError as error:
                    what = f"row {number} of the answer, column {self.columns[place]}: {error}"
                    raise BadInput(what) from None
            out.append(known[term])
        return out

    def __repr__(self) -> str:
        sizes = ((len(self), "row"), (len(self.columns), "column"))
        return f"<Answer {' × '.join(f'{size} {word}' + 's' * (size != 1) for size, word in sizes)}>"

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.terms)

    def sentence(self, language: str | None = None) -> str:
        """The answer in one sentence, ``en`` or ``vi`` (default: the language that was asked in).

        Raises UsageError for what is no answer to a saved question, or one without a sentence.
        """
        return self._asked().sentence(self, language)

    def chart(self, language: str | None = None) -> dict[str, Any]:
        """The answer as a Vega-Lite specification with the data in it.

        Raises UsageError for what is no answer to a saved question, or one with nothing to draw.
        """
        return self._asked().chart(self, language)

    def _asked(self) -> Asked:
        if self.asked is None:
            raise UsageError("this is no answer to a saved question", remedy="see `kg query --list`")
        return self.asked

    def to_dataframe(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame; raises UsageError where pandas is not installed."""
        try:
            import pandas
        except ImportError:
            remedy = 'pip install "vietnam-tech-kg[dataframe]"'
            raise UsageError("pandas is not installed", remedy=remedy) from None
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def to_sparql_json(self) -> str:
        """The terms as SPARQL 1.1 Query Results JSON."""
        return sparql_json(self.columns, self.terms)


_RESOURCES = (ColumnType.ENTITY, ColumnType.ID)


def _as_held(row: Terms, held: tuple[ColumnType, ...]) -> Terms:
    """A row whose columns of resources hold IRIs: Virtuoso gives those that a query makes as text."""
    if not any(t in _RESOURCES and isinstance(term, ox.Literal) for term, t in zip(row, held, strict=True)):
        return row
    return tuple(
        ox.NamedNode(term.value)
        if t in _RESOURCES and isinstance(term, ox.Literal) and term.value.startswith(ID)
        else term
        for term, t in zip(row, held, strict=True)
    )


def sparql_json(columns: Iterable[str], rows: Iterable[Terms]) -> str:
    """Rows of terms as SPARQL 1.1 Query Results JSON, a row a line."""
    names = list(columns)
    lines: list[str] = []
    for row in rows:
        found = ((name, term) for name, term in zip(names, row, strict=True) if term is not None)
        lines.append(json.dumps({name: term_to_json(term) for name, term in found}, ensure_ascii=False))
    head = json.dumps({"vars": names}, ensure_ascii=False)
    return f'{{"head": {head}, "results": {{"bindings": [\n' + ",\n".join(lines) + "\n]}}\n"
