"""A diff for readers: plain text, Markdown, and a value that JSON can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from kg.diff import SECTIONS, Change, Diff
from kg.errors import printable

# How many changes of one kind plain text lists, unless all are asked for.
SHOWN: Final = 20
_TITLES: Final = {
    "sources": "Sources", "metrics": "Metrics", "entities": "Other entities",
    "figure_claims": "Figure claims", "relation_claims": "Relation claims",
    "conflicts": "Conflicts", "checks": "Arithmetic checks",
}  # fmt: skip
_SIGNS: Final = {"added": "+", "opened": "+", "changed": "~", "withdrawn": "-", "closed": "-"}
Json = dict[str, Any]


def to_json(found: Diff) -> Json:
    """The whole diff: builds, counts before and after, how many of each, and the changes with their rows."""
    return {
        "before": found.before,
        "after": found.after,
        "counts": {what: list(pair) for what, pair in found.counts.items()},
        "summary": {
            section: {kind: len(found.of(section, kind)) for kind in kinds}
            for section, kinds in SECTIONS.items()
        },
        "changes": {
            section: [_change(section, change) for change in changes]
            for section, changes in found.sections.items()
        },
    }


def _change(section: str, change: Change) -> Json:
    return {
        "kind": change.kind,
        "id": change.id,
        "label": label(section, change.row),
        "matched_by": change.by,
        "fields": {name: {"before": old, "after": new} for name, (old, new) in change.fields.items()},
        "before": change.before,
        "after": change.after,
    }


def text(found: Diff, *, everything: bool = False) -> str:
    """The diff as plain text, at most SHOWN changes of each kind unless `everything` is asked for."""
    lines = [f"from {found.before} to {found.after}"]
    lines += (f"  {words}" for words in _sums(found))
    for section, kinds in SECTIONS.items():
        if found.sections[section]:
            lines += ("", f"{_TITLES[section]}: {_tally(found, section)}")
        for kind in kinds:
            changes = found.of(section, kind)
            for change in changes if everything else changes[:SHOWN]:
                lines.append(f"  {_SIGNS[kind]} {kind} {_line(section, change)}")
                lines += (f"      {words}" for words in _fields(change))
            if not everything and len(changes) > SHOWN:
                lines.append(f"  … and {len(changes) - SHOWN:,} more {kind}")
    return "\n".join([*lines, *(() if found else ("nothing changed",))]) + "\n"


def markdown(found: Diff) -> str:
    """The diff as Markdown, with all changes."""
    lines = ["# Changes", "", f"From `{found.before}` to `{found.after}`.", ""]
    lines += ("| | before | after |", "| --- | --- | --- |")
    lines += (f"| {_named(what)} | {old:,} | {new:,} |" for what, (old, new) in found.counts.items())
    for section, kinds in SECTIONS.items():
        if found.sections[section]:
            lines += ("", f"## {_TITLES[section]}", "", f"{_tally(found, section)}.", "")
        for kind in kinds:
            for change in found.of(section, kind):
                lines.append(f"- **{kind}** {_escaped(_line(section, change))}")
                lines += (f"  - {_escaped(words)}" for words in _fields(change))
    return "\n".join([*lines, *(() if found else ("", "Nothing changed."))]) + "\n"


def _named(what: str) -> str:
    return what.replace("_", " ")


def _sums(found: Diff) -> Iterator[str]:
    """The counts that moved."""
    for what, (old, new) in found.counts.items():
        if old != new:
            yield f"{_named(what)}: {old:,} → {new:,}"


def _tally(found: Diff, section: str) -> str:
    counts = ((kind, len(found.of(section, kind))) for kind in SECTIONS[section])
    return ", ".join(f"{count:,} {kind}" for kind, count in counts if count)


def label(section: str, row: Json) -> str:
    """One thing in a few words."""
    if section == "sources":
        return str(row["title"] or row["url"] or row["article"])
    if section in ("metrics", "entities"):
        return str(row["en"])
    if section == "figure_claims":
        hedge = "" if row["hedge"] in ("exact", "range") else f"{row['hedge'].replace('_', ' ')} "
        ends = "–".join(f"{Decimal(end):,f}" for end in (row["value"], row["value_max"]) if end is not None)
        figure = row["surface"] or f"{ends} {row['unit']}"
        return f"{row['metric']}, {row['subject_label']}, {row['period_label']}: {hedge}{figure}"
    if section == "relation_claims":
        return f"{row['subject']} {row['predicate']} {row['object']} ({row['period_label']})"
    if section == "conflicts":
        return f"{row['verdict']}: {row['question']}: {' | '.join(row['figures'])}"
    return f"{row['verdict']}, {row['rule']}: {row['explanation']}"


def _line(section: str, change: Change) -> str:
    """A change in one line: what it is of, its article, its id."""
    where = f" ({change.row['article']})" if section.endswith("claims") else ""
    return f"{printable(label(section, change.row), 1000)}{where} [{change.id}]"


def _fields(change: Change) -> Iterator[str]:
    """What differs, a line each."""
    for name, (old, new) in change.fields.items():
        yield printable(f"{_named(name)}: {_value(old)} → {_value(new)}", 1000)
    if change.kind == "changed" and not change.fields:
        yield "in what the tables do not show"


def _value(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(held)}" for name, held in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(words: str) -> str:
    """Text of others within Markdown: nothing of it is markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|" else c for c in words)


def pieces(found: Diff, fmt: str, *, everything: bool = False) -> Iterable[str]:
    """The diff in a format: text, json or markdown."""
    if fmt == "json":
        import json

        return [json.dumps(to_json(found), ensure_ascii=False, indent=1) + "\n"]
    return [markdown(found) if fmt == "markdown" else text(found, everything=everything)]
