"""`kg claims`, `kg relations`, `kg articles`, `kg stats`: the tables of the current build, or as of a day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Command, as_of_options, opened, output_option, rows_options, store_option
from kg.cli.output import write_rows, write_text
from kg.cli.words import figure_words, interval_words
from kg.errors import UsageError, printable
from kg.namespaces import slug
from kg.tables import ARTICLE_COLUMNS, CLAIM_COLUMNS, RELATION_COLUMNS

if TYPE_CHECKING:
    from kg.store import Readable

# What fits a terminal; every other format has all columns of the contract.
_CLAIMS_ON_SCREEN = ("subject", "metric", "period", "figure", "expected", "status", "article")
_RELATIONS_ON_SCREEN = ("subject", "predicate", "object", "period", "cue", "article")
_ARTICLES_ON_SCREEN = ("article", "title", "publisher", "date", "language")
# What may be named by an unambiguous beginning, because its ids are long.
_LONG = ("article", "slot")
# Where the ids of a column are to be found.
_LISTED = {
    "article": "kg articles",
    "metric": "kg query entity-counts",
    "predicate": "kg relations",
    "slot": "kg claims -f csv",
    "subject": "kg query entity-counts",
}

Row = dict[str, Any]


def _on_screen(row: Row) -> Row:
    """A claim in the words a reader would use: its figure with its hedge, its interval in short numbers."""
    return {
        **row,
        "subject": row["subject_label"],
        "figure": figure_words(*(row[c] for c in ("hedge", "surface", "value", "value_max", "unit"))),
        "expected": interval_words(row["lower"], row["upper"], row["unit"]),
        "period": row["period_label"],
    }


def _selected(built: Readable, table: str, given: Mapping[str, str | None]) -> Iterator[Row]:
    """The rows of a table that hold what is `given` for their columns; raises UsageError on an unknown id."""
    wanted = {
        column: _local_id(column, text, _known(built, table, column))
        for column, text in given.items()
        if text is not None
    }
    return (row for row in built.rows(table) if all(row[c] == local for c, local in wanted.items()))


def _known(built: Readable, table: str, column: str) -> set[str]:
    """What a column may be asked for, as ``kind/id``."""
    if column == "article":
        return {f"article/{row['article']}" for row in built.rows("articles")}
    if column in ("slot", "predicate"):
        return {f"{column}/{row[column]}" for row in built.rows(table)}
    entities = {row["entity"] for row in built.rows("entities")}
    return {e for e in entities if column != "metric" or e.startswith("metric/")}


def _local_id(column: str, given: str, known: set[str]) -> str:
    """The id of the one of `known` that is `given`; raises UsageError with the nearest where none is."""
    local = {ref: ref.partition("/")[2] for ref in known}
    found = sorted(ref for ref in known if given in (ref, local[ref]))
    if not found and column in _LONG:
        found = sorted(ref for ref in known if local[ref].startswith(given.removeprefix(f"{column}/")))
    if len(found) == 1:
        return local[found[0]]
    from difflib import get_close_matches

    what = f"{printable(given, 60)!r} is the beginning of {len(found)}"
    if not found:
        what = f"there is no {column} {printable(given, 60)!r}"
        word = slug(given.rpartition("/")[2])
        slugs = {slug(name): ref for ref, name in local.items()}
        near = [word] if word in slugs else get_close_matches(word, slugs, n=3)
        near = near or sorted(name for name in slugs if word and word in name)
        found = [slugs[name] for name in near]
    remedy = f"did you mean {' or '.join(found[:3])}?" if found else f"see `{_LISTED[column]}`"
    raise UsageError(what, place=f"--{column}", remedy=remedy)


def _id_option(column: str, of: str) -> Callable[[Command], Command]:
    return click.option(f"--{column}", metavar="ID", help=f"Only claims {of}: its id, or kind/id.")


@click.command(short_help="List the figure claims with their intervals and places.")
@store_option
@as_of_options
@_id_option("article", "of this article (a beginning of the id will do)")
@_id_option("subject", "about this entity")
@_id_option("metric", "of this metric")
@_id_option("slot", "of this slot (a beginning of the id will do)")
@click.option("--disputed", is_flag=True, help="Only claims that others dispute, slot by slot.")
@rows_options
def claims(
    store: Path,
    as_of: str | None,
    clock: str | None,
    disputed: bool,
    fmt: str,
    output: Path | None,
    **given: str | None,
) -> None:
    """List every figure claim: value, words, hedge, both intervals, period, origin, place in the text.

    The table shows the columns that fit; csv, tsv, json, jsonl and markdown have all.

    \b
    Examples:
      kg claims
      kg claims -f csv -o claims.csv
      kg claims --article 001 -f jsonl
      kg claims --subject company/fpt-corporation --metric overseas_revenue
      kg claims --disputed
      kg claims --as-of 2024-12-31
    """
    rows = _selected(opened(store, as_of, clock), "figures", given)
    if disputed:
        rows = iter(sorted((row for row in rows if row["disputed"]), key=itemgetter("slot")))
    if fmt == "table":
        write_rows(_CLAIMS_ON_SCREEN, map(_on_screen, rows), fmt, output)
    else:
        write_rows(CLAIM_COLUMNS, rows, fmt, output)


@click.command(short_help="List the relation claims.")
@store_option
@as_of_options
@_id_option("article", "of this article (a beginning of the id will do)")
@_id_option("subject", "about this entity")
@_id_option("predicate", "with this predicate")
@rows_options
def relations(
    store: Path, as_of: str | None, clock: str | None, fmt: str, output: Path | None, **given: str | None
) -> None:
    """List every relation claim: who does what with whom, on whose word, and the place of the cue.

    \b
    Examples:
      kg relations -f csv
      kg relations --subject company/viettel-group --predicate operates_in
    """
    rows = _selected(opened(store, as_of, clock), "relations", given)
    if fmt == "table":
        write_rows(
            _RELATIONS_ON_SCREEN, ({**row, "period": row["period_label"]} for row in rows), fmt, output
        )
    else:
        write_rows(RELATION_COLUMNS, rows, fmt, output)


@click.command(short_help="List the articles.")
@store_option
@as_of_options
@rows_options
def articles(store: Path, as_of: str | None, clock: str | None, fmt: str, output: Path | None) -> None:
    """List the articles: title, publisher, date, address, and the digest of the text.  Unknown stays empty.

    \b
    Example:
      kg articles -f csv
      kg articles --as-of 2026-11-21 --clock recorded
    """
    columns = _ARTICLES_ON_SCREEN if fmt == "table" else ARTICLE_COLUMNS
    write_rows(columns, opened(store, as_of, clock).rows("articles"), fmt, output)


@click.command(short_help="Count what the graph holds.")
@store_option
@as_of_options
@click.option(
    "-f", "--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@output_option
def stats(store: Path, as_of: str | None, clock: str | None, fmt: str, output: Path | None) -> None:
    """Count sources, articles, claims, entities, slots, quads and findings of the current build.

    \b
    Example:
      kg stats -f json
    """
    counts = opened(store, as_of, clock).counts
    if fmt == "json":
        write_text([json.dumps(counts, indent=2) + "\n"], output)
    else:
        write_rows(
            ("what", "count"),
            ({"what": k.replace("_", " "), "count": v} for k, v in counts.items()),
            "table",
            output,
        )
