"""Saved questions: one file of queries/*.rq each, read strictly, asked with typed parameters.

A file starts with a header of ``#+`` lines, YAML whose keys are

* ``question``: its numbers in the list of questions (may be empty),
* ``summary_en``, ``summary_vi``: the question in one line,
* ``params`` (optional): name -> type, or name -> {type, kind, list, default, required},
* ``columns``: name -> type, in the order of the SELECT clause,
* ``table`` (optional): what a table for people shows, columns or ``figure`` (hedge and words) and
  ``expected`` (the interval),
* ``tags``.

A parameter is written ``?_name``; its value stands in a VALUES block on the line ``#values``, the first of
the WHERE group.  Data is matched inside ``GRAPH`` only, so that the same text means the same on stores whose
default graph is the union of the named ones, and on those where it is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg import params as p
from kg import settings
from kg.answer import Answer, ColumnType, Table
from kg.engine import Engine
from kg.entity import KINDS
from kg.errors import BadInput, UsageError, printable
from kg.files import check_path, decode, read_bytes
from kg.namespaces import PREFIXES, reference
from kg.params import MARKER, Param, ParamType
from kg.yamlfile import Mapping as YamlMapping
from kg.yamlfile import Node, Sequence, Text, parse

Value = str | int | Decimal
MAX_FILE = 64_000
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PARAM_NAME = re.compile(r"[a-z][a-z0-9_]*")
_VARIABLE = re.compile(r"[?$]_([A-Za-z0-9_]+)")
_PREFIX = re.compile(r"\s*PREFIX\s+([a-z]*):\s*<([^<>]*)>\s*")
_OPENING = re.compile(r"\bWHERE\s*\{\s*$")
_REQUIRED_KEYS = ("question", "summary_en", "summary_vi", "columns", "tags")
_OPTIONAL_KEYS = ("params", "table")
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
        terms = {}
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
        return Answer.of(table, text, self.columns)


_LABELS = """\
PREFIX graph: <https://w3id.org/vietnam-tech-kg/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?label WHERE {
  #values
  GRAPH graph:ontology { ?concept skos:topConceptOf ?scheme ; skos:prefLabel ?label }
  FILTER(LANG(?label) = ?_lang)
}
ORDER BY STR(?concept)"""


def list_labels(engine: Engine, language: str) -> dict[str, str]:
    """The labels of the closed lists in a language: ``hedge/about`` -> ``khoảng``."""
    table = engine.run(
        p.bind(_LABELS, {"lang": (p.term(Param("lang", ParamType.LANGUAGE), language, engine),)})
    )
    assert isinstance(table, Table)
    return {reference(row[0].value): row[1].value for row in table.rows if row[0] and row[1]}


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
    reader = _Header(path, header)
    query = SavedQuery(
        name=path.stem,
        questions=tuple(reader.numbers("question")),
        summary={"en": reader.text("summary_en"), "vi": reader.text("summary_vi")},
        params=tuple(reader.params()),
        columns=reader.columns(),
        table=tuple(reader.texts("table")) if "table" in header.entries else tuple(reader.columns()),
        tags=tuple(reader.texts("tags")),
        text="\n".join(lines[head:]).strip("\n") + "\n",
    )
    if _NAME.fullmatch(path.stem) is None:
        raise BadInput.at(path, "the name of the file is not a slug", remedy="use a-z, 0-9 and hyphens")
    for name in query.table:
        if not set(ON_SCREEN.get(name, (name,))) <= set(query.columns):
            raise reader.error("table", f"{name!r} is not one of the columns")
    _check_body(path, query, lines, head)
    return query


class _Header:
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
