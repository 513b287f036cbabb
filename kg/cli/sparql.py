"""`kg sparql`: a SPARQL query of one's own, behind the gate and within limits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import PATH, output_option, store_option
from kg.cli.output import write_rows, write_text
from kg.cli.query import FORMATS, row_format
from kg.errors import UsageError
from kg.export.formats import NAMES, Format

if TYPE_CHECKING:
    from kg.engine import Result

# The names that `kg export` knows, for triples: what a query constructs stands in no named graph.
GRAPH_FORMATS = tuple(n for n, f in NAMES.items() if f not in (Format.TRIG, Format.NQUADS))
_STDIN_LIMIT = 1 << 20


@click.command(short_help="Run a SPARQL query of your own.")
@click.argument("query", required=False)
@click.option("-F", "--file", "file", type=PATH, help="Read the query from this file.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the embedded store.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=60.0,
    show_default=True,
    help="Seconds before the query is stopped.",
)
@click.option(
    "--memory",
    type=click.IntRange(256, 1 << 20),
    default=1024,
    show_default=True,
    help="Megabytes that the query may use.",
)
@click.option(
    "--rows",
    type=click.IntRange(1, 10_000_000),
    default=100_000,
    show_default=True,
    help="Rows above which the answer is refused.",
)
@store_option
@click.option(
    "-f",
    "--format",
    "fmt",
    type=click.Choice(FORMATS + GRAPH_FORMATS),
    help="How the answer is written (default: by -o, else table or turtle).",
)
@output_option
def sparql(
    query: str | None,
    file: Path | None,
    endpoint: str | None,
    timeout: float,
    memory: int,
    rows: int,
    store: Path,
    fmt: str | None,
    output: Path | None,
) -> None:
    """Run a SPARQL 1.1 query: text, a file (-F), or stdin (-).

    Prefixes of this project need no declaration, nor do its kinds: company:fpt-corporation, metric:revenue,
    unit:USD.  Without FROM, the default graph is the union of all graphs, here, on Oxigraph and on Virtuoso;
    on any other --endpoint it may be empty: write GRAPH ?g { … } around the patterns.

    Updates and SERVICE are refused; time, memory and rows are limited, and an answer is never cut short
    silently.

    \b
    Examples:
      kg sparql 'SELECT ?c ?v WHERE { ?c a vt:FigureClaim ; vt:value ?v } ORDER BY DESC(?v) LIMIT 5'
      kg sparql -F question.rq -f csv
      kg sparql 'SELECT ?surface { ?c vt:subject company:viettel-group ; vt:surface ?surface }'
      kg sparql 'DESCRIBE company:fpt-corporation' -f turtle
      echo 'ASK { ?s ?p ?o }' | kg sparql -
    """
    from kg import gate

    passed = gate.check(*_text(query, file))
    chosen = _format(fmt, output, is_graph=passed.is_graph)
    result: Result
    with passed.places():
        if endpoint:
            from kg.remote import Remote

            result = Remote(endpoint, seconds=timeout, limit=rows).run(passed.text, union=passed.union)
        else:
            from kg.sandbox import Limits
            from kg.worker import run

            result = run(store, passed.text, Limits(timeout, memory), rows, passed.union)
    _write(result, chosen, output)


def _text(query: str | None, file: Path | None) -> tuple[bytes, str]:
    if (query is None) == (file is None):
        raise UsageError("give one query: as text, with -F FILE, or `-` for stdin")
    if file is not None and str(file) != "-":
        from kg.files import read_bytes

        return read_bytes(file, _STDIN_LIMIT), str(file)
    if file is not None or query == "-":
        return sys.stdin.buffer.read(_STDIN_LIMIT), "stdin"
    assert query is not None
    return query.encode("utf-8", "surrogateescape"), "query"


def _format(fmt: str | None, output: Path | None, *, is_graph: bool) -> str:
    if not is_graph:
        chosen = row_format(fmt, output)
    else:
        ending = output.suffix.lower().removeprefix(".") if output else ""
        chosen = fmt or (ending if ending in GRAPH_FORMATS else "turtle")
    if (chosen in GRAPH_FORMATS) != is_graph:
        kind, fits = ("triples", GRAPH_FORMATS) if is_graph else ("rows", FORMATS)
        raise UsageError(f"this query gives {kind}, not {chosen}", remedy=f"use -f {', '.join(fits)}")
    return chosen


def _write(result: Result, fmt: str, output: Path | None) -> None:
    if isinstance(result, bool):
        if fmt == "sparql-json":
            write_text([f'{{"head": {{}}, "boolean": {str(result).lower()}}}\n'], output)
        else:
            write_rows(("answer",), [{"answer": result}], fmt, output)
        return
    from kg.answer import Answer, Table

    if isinstance(result, Table):
        answer = Answer.of(result, "")
        if fmt == "sparql-json":
            write_text([answer.to_sparql_json()], output)
        else:
            write_rows(answer.columns, answer.rows, fmt, output)
        return
    import pyoxigraph as ox

    from kg.gate import KNOWN_PREFIXES

    formats = {
        Format.TURTLE: ox.RdfFormat.TURTLE,
        Format.NTRIPLES: ox.RdfFormat.N_TRIPLES,
        Format.JSONLD: ox.RdfFormat.JSON_LD,
        Format.RDFXML: ox.RdfFormat.RDF_XML,
    }
    text = " ".join(map(str, result))
    used = {name: iri for name, iri in sorted(KNOWN_PREFIXES.items()) if name != "kg" and f"<{iri}" in text}
    written = NAMES[fmt]
    prefixes = used if written is not Format.NTRIPLES else None
    data = ox.serialize(result, format=formats[written], prefixes=prefixes)
    assert data is not None  # it is None only when a file is given
    write_text([data.decode("utf-8")], output)
