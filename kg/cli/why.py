"""`kg why`: everything that the graph knows about one claim, slot or finding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from kg.cli.options import as_of_options, opened, output_option, store_option
from kg.cli.output import table_text, terminal_width, write_text
from kg.cli.table import wrap
from kg.cli.words import figure_words, interval_words
from kg.errors import UsageError, printable
from kg.store import Readable

Row = dict[str, Any]
_CLAIM_COLUMNS = ("figure", "expected", "possible", "status", "period", "attributed_to", "article", "claim")


@dataclass(slots=True)
class _Known:
    """What was asked for: its kind and id, the slots and claims concerned, and what was found about them."""

    kind: str
    id: str
    slots: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)
    articles: dict[str, Row] = field(default_factory=dict)


def _find(built: Readable, given: str) -> tuple[str, str]:
    """The kind and the id of what `given` names, an id or its beginning; raises UsageError where it is
    nothing, or not one thing."""
    local = given.rpartition("/")[2]
    keys = (("claim", "figures", "claim"), ("claim", "relations", "claim"), ("slot", "slots", "slot"),
            ("finding", "checks", "id"), ("finding", "conflicts", "id"))  # fmt: skip
    ids = {(kind, row[key]) for kind, table, key in keys for row in built.rows(table)}
    found = sorted(pair for pair in ids if pair[1] == local) or sorted(
        pair for pair in ids if local and pair[1].startswith(local)
    )
    if len(found) == 1:
        return found[0]
    if found:
        what = f"{printable(given, 60)!r} is the beginning of {len(found)}"
        remedy = f"give more of it: {', '.join(name for _, name in found[:3])}"
    else:
        from difflib import get_close_matches

        what = f"there is no claim, slot or finding {printable(given, 60)!r}"
        near = get_close_matches(local, [name for kind, name in ids if kind == "slot"], n=2)
        remedy = f"did you mean {' or '.join(near)}?" if near else "see `kg claims -f csv` or `kg audit`"
    raise UsageError(what, remedy=remedy)


def _gather(built: Readable, kind: str, asked: str) -> _Known:
    known = _Known(kind, asked)
    checks, conflicts = (list(built.rows(name)) for name in ("checks", "conflicts"))
    if kind == "finding":
        known.checks = [row for row in checks if row["id"] == asked]
        known.conflicts = [row for row in conflicts if row["id"] == asked]
        named = {claim for row in (*known.checks, *known.conflicts) for claim in row["claims"]}
    else:
        named = {asked}
    for row in built.rows("slots"):
        if row["slot"] == asked or named.intersection(row["claims"]):
            known.slots.append(row)
    if kind != "finding":
        shown = {claim for row in known.slots for claim in row["claims"]}
        wanted = shown if kind == "slot" else named
        known.conflicts = [row for row in conflicts if wanted.intersection(row["claims"])]
        known.checks = [row for row in checks if wanted.intersection(row["claims"])]
        named = shown or named
    known.claims = [row for row in built.rows("figures") if row["claim"] in named]
    known.relations = [row for row in built.rows("relations") if row["claim"] in named]
    wanted_articles = {row["article"] for row in (*known.claims, *known.relations)}
    known.articles = {
        row["article"]: row for row in built.rows("articles") if row["article"] in wanted_articles
    }
    return known


def _shown(row: Row) -> Row:
    unit = row["unit"]
    return {
        **row,
        "figure": figure_words(row["hedge"], row["surface"], row["value"], row["value_max"], unit),
        "expected": interval_words(row["lower"], row["upper"], unit),
        "possible": interval_words(row["lower_hard"], row["upper_hard"], unit),
        "period": row["period_label"],
    }


def _place(row: Row, article: Row) -> str:
    """Where the words of a claim stand, and whom the article credits."""
    title = f"“{article['title']}”"
    facts = ", ".join(
        str(v) for v in (article["publisher"], article["date"] or "undated", article["url"]) if v
    )
    where = "cited by its address only" if row["start"] is None else f"at {row['start']}-{row['end']}"
    words = f": “{row['phrase']}”" if row["phrase"] else ""
    credit = "on its own word"
    if row["attributed_to"]:
        who = row["attributed_to"].replace("-", " ").replace(";", ", who has it from ")
        how = "taken over from before" if row["attribution_inherited"] else f"“{row['cue']}”"
        credit = (
            f"credited to {who} ({how})"
            if row["cue"] or row["attribution_inherited"]
            else f"credited to {who}"
        )
    return f"{title} ({facts}), {where}{words}; {credit}"


def _relation(row: Row, article: Row) -> str:
    """What a relation claim says, and where."""
    said = " ".join(row[name].replace("_", " ") for name in ("subject", "predicate", "object"))
    facts = ", ".join(
        str(v) for v in (article["publisher"], article["date"] or "undated", article["url"]) if v
    )
    cue = f": “{row['cue']}”" if row["cue"] else ""
    return f"{said} ({row['period_label']}): “{article['title']}” ({facts}){cue} [{row['claim'][:6]}…]"


class _Text:
    """The explanation as lines: plain for a terminal, or Markdown."""

    def __init__(self, width: int, lang: str, day: str | None, *, markdown: bool) -> None:
        self._width, self._markdown = width, markdown
        self._day = day or ("today" if lang == "en" else "hôm nay")
        self._key = "explanation" if lang == "en" else "explanation_vi"
        self._lang = lang

    def lines(self, known: _Known) -> Iterator[str]:
        suffix = "" if self._lang == "en" else "_vi"
        for slot in known.slots:
            yield from self._heading(slot["question" + suffix])
            yield from self._item(f"slot {slot['slot']}")
            yield from self._item(f"{self._day}: {slot['statement' + suffix]}")
            held = [row for row in known.claims if row["claim"] in slot["claims"]]
            if known.kind == "claim":
                held.sort(key=lambda row: row["claim"] != known.id)
            yield from self._claims(held, known, slot)
        if known.relations:
            yield from self._heading(self._say("Relations", "Quan hệ"))
            for row in known.relations:
                yield from self._item(_relation(row, known.articles[row["article"]]))
        if known.conflicts:
            yield from self._heading(self._say("Compared", "So sánh"))
            for row in known.conflicts:
                yield from self._item(f"{row['verdict']}: {row[self._key]} [{row['id'][:6]}…]")
                yield from self._causes(row)
        if known.checks:
            yield from self._heading(self._say("Sums", "Phép tính"))
            for row in known.checks:
                yield from self._item(f"{row['verdict']}, {row['rule']}: {row[self._key]} [{row['id'][:6]}…]")
                yield from self._causes(row)

    def _claims(self, held: list[Row], known: _Known, slot: Row) -> Iterator[str]:
        if self._markdown:
            from kg.cli.output import render

            yield from ("", *"".join(render(_CLAIM_COLUMNS, map(_shown, held), "markdown")).splitlines(), "")
        else:
            yield from ("", *table_text(_CLAIM_COLUMNS, map(_shown, held), self._width).splitlines()[:-1], "")
        for row in held:
            figure = _shown(row)["figure"]
            yield from self._item(f"{figure}: {_place(row, known.articles[row['article']])}")
            if row["ambiguity"]:
                yield from self._item(f"open: {row['ambiguity']}", 1)
            if row["claim"] in slot["echoes"]:
                yield from self._item(f"an echo of {slot['echoes'][row['claim']]}", 1)
        origins = ", ".join(origin.rpartition("/")[2] for origin in slot["origins"])
        yield from self._item(
            f"{self._say('independent origins', 'nguồn gốc độc lập')}: {len(slot['origins'])} ({origins})"
        )

    def _causes(self, row: Row) -> Iterator[str]:
        why = "why" if self._lang == "en" else "why_vi"
        for cause in row["causes"]:
            yield from self._item(f"{cause['cause']}, {cause['status']}: {cause[why]}", 1)

    def _say(self, en: str, vi: str) -> str:
        return en if self._lang == "en" else vi

    def _heading(self, text: str) -> Iterator[str]:
        yield from (
            ("", f"## {text}", "") if self._markdown else ("", text, "─" * min(len(text), self._width))
        )

    def _item(self, text: str, depth: int = 0) -> Iterator[str]:
        text = printable(text, 4000)
        if self._markdown:
            yield f"{'  ' * depth}- {text}"
            return
        first, *rest = wrap(text, self._width - 4 - 2 * depth)
        yield f"{'  ' * depth}· {first}"
        yield from (f"{'  ' * depth}  {line}" for line in rest)


@click.command(short_help="Explain a claim, a slot or a finding: words, origin, interval, neighbours, sums.")
@click.argument("id", metavar="CLAIM|SLOT|FINDING")
@click.option("--lang", type=click.Choice(("en", "vi")), default="en", show_default=True,
              help="Language of the sentences.")  # fmt: skip
@click.option("-f", "--format", "fmt", type=click.Choice(("table", "json", "markdown")), default="table",
              show_default=True, help="How it is written.")  # fmt: skip
@store_option
@as_of_options
@output_option
def why(
    id: str, lang: str, fmt: str, store: Path, as_of: str | None, clock: str | None, output: Path | None
) -> None:
    """Everything behind a figure: its words and their place, whom the article credits, its intervals, the
    other claims of its slot, the sums it takes part in, what is ruled out, and the safest statement to print
    today.

    Give an id, or its beginning, of a claim (`kg claims -f csv`), a slot, or a finding (`kg audit`).

    \b
    Examples:
      kg why leading-market-count--viettel-group
      kg why 71edf2
      kg why 71edf2 --lang vi -f markdown
      kg why 71edf2 --as-of 2025-06-30
    """
    built = opened(store, as_of, clock)
    known = _gather(built, *_find(built, id))
    if fmt == "json":
        told = {
            "kind": known.kind, "id": known.id, "slots": known.slots, "claims": known.claims,
            "relations": known.relations,
            "conflicts": known.conflicts, "checks": known.checks, "articles": list(known.articles.values()),
        }  # fmt: skip
        write_text([json.dumps(told, ensure_ascii=False, indent=1) + "\n"], output)
        return
    text = _Text(terminal_width(output), lang, as_of, markdown=fmt == "markdown")
    lines = list(text.lines(known))
    write_text(["\n".join(lines).strip("\n") + "\n"], output)
