"""What the words of tables stand for: seeds/tables/*.yaml, read strictly.

``sources.yaml`` says what is known of a source beyond its rows; ``names.yaml`` whom publishers and credits
name; ``figures.yaml`` what the subjects, metrics, units and qualifiers mean; its rules look at whole rows,
notes above all, and correct what the names alone would give, or refuse the row with a reason.  A name that
stands nowhere there must be the name of a curated entity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import BadInput
from kg.files import read_bytes
from kg.importing.table import Row
from kg.seeds.fields import Fields
from kg.yamlfile import parse

Set = Mapping[str, str | tuple[str, ...]]
# What a rule or a name may decide: fields of a figure in the seeds.
SETTABLE = (
    "subject", "metric", "kind", "value", "value_max", "unit", "hedge", "status", "period", "base_period",
    "sector", "market", "ownership", "attributed_to", "ambiguity",
)  # fmt: skip
SOURCE_FIELDS = ("title", "publisher", "date", "language")
_NAME_KEYS = ("publishers", "authorities")
_FIGURE_KEYS = ("subjects", "metrics", "units", "qualifiers")


@dataclass(frozen=True)
class Rule:
    """Rows whose cells fit all of `when` have `fields` set, or are refused for the reason `refuse`.

    A cell fits one of several texts; ``*`` in a text stands for anything.
    """

    when: Mapping[str, tuple[str, ...]]
    fields: Set
    refuse: str
    place: str

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        def pattern(texts: Sequence[str]) -> re.Pattern[str]:
            return re.compile("|".join(".*".join(map(re.escape, text.split("*"))) for text in texts))

        return tuple((column, pattern(texts)) for column, texts in self.when.items())

    def fits(self, row: Row) -> bool:
        """Whether the rule speaks of `row`."""
        return all(pattern.fullmatch(row.cells.get(column, "")) for column, pattern in self._patterns)


@dataclass(frozen=True)
class Mapped:
    """What names and qualifiers stand for, and the rules, in the order of the file."""

    names: Mapping[str, Mapping[str, Set]]
    rules: tuple[Rule, ...]
    sources: Mapping[str, Mapping[str, str]]

    def meaning(self, sort: str, name: str) -> Set | None:
        """What the `name` of a sort (``subjects``, ``metrics``, …) stands for, where the mapping says so."""
        return self.names.get(sort, {}).get(name)


def read_mapping(folder: Path) -> Mapped:
    """The mapping in ``folder``; a file that is not there maps nothing.  Raises BadInput, file and line."""
    names: dict[str, Mapping[str, Set]] = {}
    rules: list[Rule] = []
    for path, keys in ((folder / "names.yaml", _NAME_KEYS), (folder / "figures.yaml", _FIGURE_KEYS)):
        if not path.is_file():
            continue
        top = Fields(parse(read_bytes(path), path), path, path.name)
        top.only((*keys, "rules") if keys is _FIGURE_KEYS else keys)
        for sort in keys:
            if (inner := top.mapping(sort)) is not None:
                below = Fields(inner, path, sort)
                names[sort] = {name: _meaning(below, sort, name) for name in below.names()}
        rules += [
            read_rule(Fields(node, path, f"rule {n}")) for n, node in enumerate(top.mappings("rules"), 1)
        ]
    return Mapped(names, tuple(rules), _sources(folder / "sources.yaml"))


# The field that a plain text stands for, by the sort of the name.
_PLAIN = {
    "subjects": "subject", "metrics": "metric", "units": "unit", "publishers": "publisher",
    "authorities": "attributed_to",
}  # fmt: skip


def _meaning(fields: Fields, sort: str, name: str) -> Set:
    node = fields.node(name)
    if sort in _PLAIN and not hasattr(node, "entries"):
        found = fields.texts(name)
        if sort != "authorities" and len(found) != 1:
            raise fields.error("one text is expected here", name)
        return {_PLAIN[sort]: found if sort == "authorities" else found[0]}
    inner = fields.mapping(name)
    if inner is None:
        raise fields.error("a mapping (field: value) is expected here", name)
    return _fields(Fields(inner, fields.path, f"{sort}: {name}"), SETTABLE)


def _fields(given: Fields, settable: Sequence[str]) -> Set:
    given.only(settable)
    return {
        name: given.texts(name) if name == "attributed_to" else given.text(name) for name in given.names()
    }


def read_rule(top: Fields, settable: Sequence[str] = SETTABLE, *, more: str = "") -> Rule:
    """The rule of one entry, which may set the fields `settable`; beside `set` and `refuse` it may have the
    field `more`, which is read elsewhere."""
    top.only(("when", "set", "refuse", *filter(None, (more,))))
    when, sets, refuse = top.mapping("when"), top.mapping("set"), top.optional("refuse")
    said = sets is not None or (more and top.node(more) is not None)
    if when is None or bool(said) == (refuse is not None):
        raise top.error("a rule has `when`, and either `set` or `refuse`")
    columns = Fields(when, top.path, f"{top.where}: when")
    return Rule(
        {name: columns.texts(name) if columns.node(name) is not None else () for name in columns.names()},
        _fields(Fields(sets, top.path, f"{top.where}: set"), settable) if sets is not None else {},
        refuse or "",
        f"{top.path.name}:{when.line}",
    )


def _sources(path: Path) -> Mapping[str, Mapping[str, str]]:
    if not path.is_file():
        return {}
    top = Fields(parse(read_bytes(path), path), path, path.name)
    out = {}
    for url in top.names():
        inner = top.mapping(url)
        if inner is None:
            raise BadInput.at(path, f"{url}: what is known is expected here (title: …)", line=1)
        fields = Fields(inner, path, url)
        fields.only(SOURCE_FIELDS)
        out[url] = {name: fields.text(name) for name in fields.names()}
    return out
