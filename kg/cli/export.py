"""`kg export`: the graph, an article or an entity in a standard format."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import output_option, store_option
from kg.errors import UsageError
from kg.export.formats import NAMES, named
from kg.files import write_atomic


@click.command()
@click.option(
    "-f",
    "--format",
    "fmt",
    type=click.Choice(tuple(NAMES), case_sensitive=False),
    metavar="FORMAT",
    help=f"One of {', '.join(NAMES)} (default: by the ending of -o, else trig).",
)
@output_option
@click.option("--article", metavar="STEM", help="Only this article: its claims, evidence and slots.")
@click.option(
    "--entity", metavar="KIND/ID", help="Only this entity: every claim that names it, with all its evidence."
)
@store_option
def export(
    fmt: str | None, output: Path | None, article: str | None, entity: str | None, store: Path
) -> None:
    """Write the graph, an article or an entity in a standard format.

    TriG, N-Quads and JSON-LD keep the named graphs.  Turtle, N-Triples and RDF/XML hold the union, from which
    the same graphs can be rebuilt, as each claim names its article.  A file is replaced only when the new one
    is complete.

    \b
    Examples:
      kg export -o graph.trig
      kg export -f json-ld --entity company/fpt-corporation
      kg export -f nquads | gzip > graph.nq.gz
      kg export -o article.ttl --article 000_48115a4c648cb1ef
    """
    if article is not None and entity is not None:
        raise UsageError("--article and --entity exclude each other", remedy="give one of them")
    output_format = named(fmt, output)

    from kg.export import Scope, write
    from kg.store import current

    dataset = current(store).dataset
    scope = Scope(article, entity) if article is not None or entity is not None else None
    if output is None:
        write(dataset, sys.stdout.buffer, output_format, scope)
        return
    if output.exists() and output.samefile(dataset):
        raise UsageError(f"{output} is the store's own file", remedy="give another output")
    with write_atomic(output) as file:
        write(dataset, file, output_format, scope)
