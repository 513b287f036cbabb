"""`kg claims`, `kg relations`, `kg articles`, `kg stats`: the tables of the current build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kg.cli.options import Command, output_option, rows_options, store_option
from kg.cli.output import write_rows, write_text
from kg.cli.words import figure_words, interval_words
from kg.tables import ARTICLE_COLUMNS, CLAIM_COLUMNS, RELATION_COLUMNS

# What fits a terminal; every other format has all columns of the contract.
_CLAIMS_ON_SCREEN = ("subject_label", "metric", "period", "figure", "expected", "status", "article")
_RELATIONS_ON_SCREEN = ("subject", "predicate", "object", "period_label", "cue", "article")
_ARTICLES_ON_SCREEN = ("article", "title", "publisher", "date", "language")


def _on_screen(row: dict[str, Any]) -> dict[str, Any]:
    """A claim in the words a reader would use: its figure with its hedge, its interval in short numbers."""
    return {
        **row,
        "figure": figure_words(row["hedge"], row["surface"] or f"{row['value']} {row['unit']}"),
        "expected": interval_words(row["lower"], row["upper"]),
        "period": row["period_label"],
    }


def _rows(store: Path, table: str, article: str | None) -> Iterator[dict[str, Any]]:
    from kg.store import current

    generation = current(store)
    with generation.table(table).open(encoding="utf-8") as file:
        rows = (json.loads(line) for line in file)
        yield from (row for row in rows if article is None or row["article"] == article)


def _article_option(command: Command) -> Command:
    return click.option("--article", help="Only claims of this article (its id, see `kg articles`).")(command)


@click.command(short_help="List the figure claims with their intervals and places.")
@store_option
@_article_option
@rows_options
def claims(store: Path, article: str | None, fmt: str, output: Path | None) -> None:
    """List every figure claim: value, words, hedge, both intervals, period, origin, place in the text.

    The table shows the columns that fit; csv, tsv, json, jsonl and markdown have all.

    \b
    Examples:
      kg claims
      kg claims -f csv -o claims.csv
      kg claims --article 001_3c753eb78a909be4 -f jsonl
    """
    rows = _rows(store, "figures", article)
    if fmt == "table":
        write_rows(_CLAIMS_ON_SCREEN, map(_on_screen, rows), fmt, output)
    else:
        write_rows(CLAIM_COLUMNS, rows, fmt, output)


@click.command(short_help="List the relation claims.")
@store_option
@_article_option
@rows_options
def relations(store: Path, article: str | None, fmt: str, output: Path | None) -> None:
    """List every relation claim: who does what with whom, on whose word, and the place of the cue.

    \b
    Example:
      kg relations -f csv
    """
    columns = RELATION_COLUMNS if fmt != "table" else _RELATIONS_ON_SCREEN
    write_rows(columns, _rows(store, "relations", article), fmt, output)


@click.command(short_help="List the articles.")
@store_option
@rows_options
def articles(store: Path, fmt: str, output: Path | None) -> None:
    """List the articles: title, publisher, date, address, and the digest of the text.  Unknown stays empty.

    \b
    Example:
      kg articles -f csv
    """
    columns = _ARTICLES_ON_SCREEN if fmt == "table" else ARTICLE_COLUMNS
    write_rows(columns, _rows(store, "articles", None), fmt, output)


@click.command(short_help="Count what the graph holds.")
@store_option
@click.option(
    "-f", "--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@output_option
def stats(store: Path, fmt: str, output: Path | None) -> None:
    """Count sources, articles, claims, entities, slots, quads and findings of the current build.

    \b
    Example:
      kg stats -f json
    """
    from kg.store import current

    counts = current(store).manifest.meta["counts"]
    assert isinstance(counts, dict)
    if fmt == "json":
        write_text([json.dumps(counts, indent=2) + "\n"], output)
    else:
        write_rows(
            ("what", "count"),
            ({"what": k.replace("_", " "), "count": v} for k, v in counts.items()),
            "table",
            output,
        )
