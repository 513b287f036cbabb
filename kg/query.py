"""Saved questions: one file of queries/*.rq each, read strictly, asked with typed parameters.

A file starts with a header of ``#+`` lines, YAML whose keys are

* ``question``: its numbers in the list of questions (may be empty),
* ``summary_en``, ``summary_vi``: the question in one line,
* ``params`` (optional): name -> type, or name -> {type, kind, list, default, required},
* ``columns``: name -> type, in the order of the SELECT clause,
* ``table`` (optional): what a table for people shows, columns or ``figure`` (hedge and words) and
  ``expected`` (the interval),
* ``answer_en``, ``answer_vi``, ``none_en``, ``none_vi`` (optional, all four): the answer in one sentence,
  with rows and without (kg/template.py),
* ``chart`` (optional): {kind, label, title_en, title_vi} of a picture (kg/chart/header.py),
* ``tags``.

A parameter is written ``?_name``; its value stands in a VALUES block on the line ``#values``, the first of
the WHERE group.  Data is matched inside ``GRAPH`` only, so that the same text means the same on stores whose
default graph is the union of the named ones, and on those where it is empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import params as p
from kg import settings
from kg.answer import Answer, ColumnType, Table, Term
from kg.chart.header import Chart
from kg.engine import Engine
from kg.errors import BadInput, UsageError, printable
from kg.files import check_path, decode, read_bytes
from kg.header import Header
from kg.labels import labels, sources
from kg.namespaces import PREFIXES
from kg.params import MARKER, Param, ParamType
from kg.sentence import Naming, sentence
from kg.template import Template
from kg.yamlfile import parse

Value = str | int | Decimal
MAX_FILE = 64_000
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VARIABLE = re.compile(r"[?$]_([A-Za-z0-9_]+)")
_PREFIX = re.compile(r"\s*PREFIX\s+([a-z]*):\s*<([^<>]*)>\s*")
_OPENING = re.compile(r"\bWHERE\s*\{\s*$")
# What a table may show besides columns, and the columns that it is made of.
ON_SCREEN = {
    "figure": ("hedge", "surface"),
    "converted": ("converted_hedge", "converted_surface"),
    "expected": ("lower", "upper"),
}


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One question: what its header says, and the text of its query."""

    name: str
    questions: tuple[int, ...]
    summary: Mapping[str, str]
    params: tuple[Param, ...]
    columns: Mapping[str, ColumnType]
    table: tuple[str, ...]
    tags: tuple[str, ...]
    text: str
    answer: Mapping[str, Template]
    none: Mapping[str, Template]
    chart: Chart | None

    def ask(self, engine: Engine, given: Mapping[str, Value] | None = None, language: str = "en") -> Answer:
        """The answer on `engine` to the question with the values `given` for its parameters.

        Raises UsageError on a parameter that the question has not, on one missing, and on a bad value.
        """
        values = dict(given or {})
        for name in values:
            if name not in {param.name for param in self.params}:
                known = ", ".join(param.name for param in self.params) or "none"
                what = f"{self.name} has no parameter {printable(name, 60)!r}"
                raise UsageError(what, remedy=f"it has: {known}")
        terms: dict[str, tuple[Term, ...]] = {}
        for param in self.params:
            default = language if param.type is ParamType.LANGUAGE else param.default
            value = values.get(param.name, default)
            if value is not None:
                terms[param.name] = (p.term(param, _text(param, value), engine),)
            elif param.required:
                what = f"{self.name} needs the parameter {param.name}"
                raise UsageError(what, remedy=f"wanted: {param.hint}")
        text = p.bind(self.text, terms) if self.params else self.text
        table = engine.run(text)
        assert isinstance(table, Table)
        named = {param: terms[param.name][0] for param in self.params if param.name in values}
        spoken = next((t.value for param, t in named.items() if param.type is ParamType.LANGUAGE), language)
        return Answer.of(table, text, self.columns, _Asked(self, engine, values, named, spoken))


# Parameters whose values do not speak for themselves.
_SPOKEN = {"from": ("from", "từ"), "to": ("to", "đến"), "date": ("until", "đến")}


@dataclass(frozen=True)
class _Asked:
    """What was asked, of which engine and of what: enough to tell the answer in words and as a picture."""

    question: SavedQuery
    engine: Engine
    values: Mapping[str, Value]
    given: Mapping[Param, Term]
    language: str

    def sentence(self, answer: Answer, language: str | None) -> str:
        """The answer in one sentence; raises UsageError where the question has none."""
        return self._told(*self._in(answer, language))

    def chart(self, answer: Answer, language: str | None) -> dict[str, Any]:
        """The answer as a Vega-Lite specification; raises UsageError where there is nothing to draw."""
        from kg.chart.points import points
        from kg.chart.spec import vegalite

        chart = self.question.chart
        if chart is None:
            drawn = ", ".join(name for name in names() if load(name).chart is not None)
            raise UsageError(f"{self.question.name} has no chart", remedy=f"these have: {drawn}")
        answer, naming = self._in(answer, language)
        held = points(chart, answer, naming)
        if not held.panels:
            raise UsageError("no figure of this answer can be drawn", remedy="see the table")
        told = self._told(answer, naming) if self.question.answer else ""
        return vegalite(chart, held, naming.language, subtitle=self._of(naming), description=told)

    def _in(self, answer: Answer, language: str | None) -> tuple[Answer, Naming]:
        """The answer with its texts in a language, and what its things are called there."""
        language = language or self.language
        if language not in p.LANGUAGES:
            what = f"there is no language {printable(language, 20)!r}"
            raise UsageError(what, remedy=" or ".join(p.LANGUAGES))
        if language != self.language:
            given = {param.name for param in self.given if param.type is not ParamType.LANGUAGE}
            values = {name: value for name, value in self.values.items() if name in given}
            answer = self.question.ask(self.engine, values, language)
        named = [term for term in self.given.values() if isinstance(term, ox.NamedNode)]
        naming = Naming(
            language, labels(self.engine, answer, language, named), sources(self.engine, answer, language)
        )
        return answer, naming

    def _told(self, answer: Answer, naming: Naming) -> str:
        told = (self.question.answer if answer.terms else self.question.none).get(naming.language)
        if told is None:
            raise UsageError(f"{self.question.name} has no sentence")
        of = self._of(naming)
        return sentence(told, answer, naming, f"({of})" if of else "")

    def _of(self, naming: Naming) -> str:
        """What was asked of, in words."""
        said = []
        for param, term in self.given.items():
            if param.type is not ParamType.LANGUAGE:
                value = naming.term(term) if isinstance(term, ox.NamedNode) else term.value
                said.append(f"{naming.pick(_SPOKEN.get(param.name, ('', '')))} {value}".strip())
        return ", ".join(said)


def _text(param: Param, value: Value) -> str:
    """The value of a parameter as it would be typed."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    what = f"parameter {param.name} cannot be of the type {type(value).__name__}"
    raise UsageError(what, remedy="give a text or a number")


def names(folder: Path | None = None) -> list[str]:
    """The names of the saved questions in `folder` (default: the shipped ones), sorted."""
    folder = folder or settings.queries_dir()
    return sorted(path.stem for path in folder.glob("*.rq"))


def load(name: str, folder: Path | None = None) -> SavedQuery:
    """The saved question `name`; raises UsageError when there is none, with the nearest names."""
    folder = folder or settings.queries_dir()
    known = names(folder)
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, known, n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else "see `kg query --list`"
        raise UsageError(f"no saved question {printable(name, 60)!r}", remedy=hint)
    return read(folder / f"{name}.rq")


def load_all(folder: Path | None = None) -> list[SavedQuery]:
    """Every saved question, by its numbers, then by name."""
    found = [load(name, folder) for name in names(folder)]
    return sorted(found, key=lambda query: (query.questions[:1] or (0,), query.name))


def read(path: Path) -> SavedQuery:
    """The question in a file; raises BadInput with file and line where it breaks the form above."""
    path = check_path(path)
    lines = decode(read_bytes(path, MAX_FILE), path).split("\n")
    head = next((n for n, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    if head == 0:
        raise BadInput.at(path, "no header", line=1, remedy="start with `#+ question:`")
    # Each header line keeps its number, so that the lines of the YAML are the lines of the file.
    header = parse("\n".join(line[2:].removeprefix(" ") for line in lines[:head]).encode(), path)
    reader = Header(path, header)
    columns = reader.columns()
    query = SavedQuery(
        name=path.stem,
        questions=tuple(reader.numbers("question")),
        summary={"en": reader.text("summary_en"), "vi": reader.text("summary_vi")},
        params=tuple(reader.params()),
        columns=columns,
        table=tuple(reader.texts("table")) if "table" in header.entries else tuple(columns),
        tags=tuple(reader.texts("tags")),
        text="\n".join(lines[head:]).strip("\n") + "\n",
        answer=reader.templates("answer", columns),
        none=reader.templates("none", columns),
        chart=reader.chart(columns),
    )
    if _NAME.fullmatch(path.stem) is None:
        raise BadInput.at(path, "the name of the file is not a slug", remedy="use a-z, 0-9 and hyphens")
    for name in query.table:
        if not set(ON_SCREEN.get(name, (name,))) <= set(query.columns):
            raise reader.error("table", f"{name!r} is not one of the columns")
    _check_body(path, query, lines, head)
    return query


def _check_body(path: Path, query: SavedQuery, lines: list[str], head: int) -> None:
    markers = []
    before: list[str] = []
    for number, line in enumerate(lines[head:], head + 1):
        if line.startswith("#+"):
            raise BadInput.at(path, "a header line below the header", line=number, remedy="move it up")
        if "PREFIX" in line.upper().split("#")[0].split():
            match = _PREFIX.fullmatch(line)
            if match is None or PREFIXES.get(match[1]) != match[2]:
                raise BadInput.at(path, "not one of our prefixes", line=number, remedy="see kg/namespaces.py")
        if line.strip() == MARKER:
            markers.append(number)
            if not _OPENING.search("\n".join(before)) or "\n".join(before).count("{") != 1:
                raise BadInput.at(path, f"{MARKER} must be the first line of the WHERE group", line=number)
        before.append(line.split("#")[0] if line.lstrip().startswith("#") else line)
    used = set(_VARIABLE.findall("\n".join(before)))
    declared = {param.name for param in query.params}
    if used != declared:
        odd = sorted(used ^ declared)[0]
        what = "is used and not declared" if odd in used else "is declared and not used"
        raise BadInput.at(path, f"parameter {odd!r} {what}", line=1, remedy="see `#+ params`")
    if len(markers) != bool(declared):
        raise BadInput.at(path, f"{len(markers)} lines {MARKER} for {len(declared)} parameters", line=1)
