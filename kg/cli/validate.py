"""`kg validate`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import PATH, output_option, store_option
from kg.cli.output import note, write_text
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.validate import Report

_RDF_FORMATS = ("turtle", "ttl", "trig", "nquads", "nq", "nt", "ntriples", "json-ld", "jsonld", "xml", "rdf")


@click.command(short_help="Check a graph against the SHACL shapes.")
@click.argument("file", type=PATH, required=False)
@click.option(
    "--engine",
    type=click.Choice(("shacl", "pyshacl", "both")),
    default="shacl",
    show_default=True,
    help="The fast engine, the reference, or both, compared.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("violation", "warning", "info")),
    default="violation",
    show_default=True,
    help="The mildest finding that makes the exit code 1.",
)
@click.option(
    "-f",
    "--format",
    "fmt",
    type=click.Choice(("text", "json", "turtle", "sarif")),
    default="text",
    show_default=True,
    help="How the report is written.",
)
@output_option
@click.option(
    "--format-in", type=click.Choice(_RDF_FORMATS), help="The format of FILE (default: by its ending)."
)
@click.option("--allow-rdfxml", is_flag=True, help="Read RDF/XML, from a source that you trust.")
@click.option(
    "--shapes",
    "shapes_text",
    default="all",
    show_default=True,
    metavar="all|core|PATH",
    help="All shipped shapes, those without SPARQL rules, or a file or folder of your own.",
)
@click.option("--self-test", is_flag=True, help="Break the example of each rule and see that the rule fires.")
@click.option(
    "--timeout", type=click.FloatRange(min=1), default=120.0, show_default=True, help="Seconds for FILE."
)
@click.option(
    "--lang", type=click.Choice(("en", "vi")), default="en", show_default=True, help="Language of the text."
)
@store_option
@click.pass_context
def validate(
    ctx: click.Context,
    file: Path | None,
    engine: str,
    fail_on: str,
    fmt: str,
    output: Path | None,
    format_in: str | None,
    allow_rdfxml: bool,
    shapes_text: str,
    self_test: bool,
    timeout: float,
    lang: str,
    store: Path,
) -> None:
    """Check FILE (Turtle, TriG, N-Quads, N-Triples, JSON-LD; - for stdin), or else the store's graph.

    Every finding names its rule, the node and, for our own graph, the seed file and line.  Exit code 0:
    nothing of the level of --fail-on; 1: findings; 3: not readable as RDF.  The report is always written.

    \b
    Examples:
      kg validate
      kg validate graph.ttl --fail-on warning
      kg validate -f sarif -o report.sarif
      kg export -f trig | kg validate - --format-in trig
      kg validate --self-test
    """
    from kg.lists import Severity
    from kg.validate.checks import cross_check
    from kg.validate.render import render
    from kg.validate.shapes import parse_choice

    shapes = parse_choice(shapes_text)
    if output is not None and file is not None and output.resolve() == file.resolve():
        raise UsageError("the report would overwrite the graph", remedy="give another -o")
    if self_test:
        _self_test(ctx, shapes, engine, output)
        return
    run = _runner(file, format_in, allow_rdfxml, shapes, timeout, store)
    if engine == "both":
        first, second = run("shacl"), run("pyshacl")
        report = cross_check(first, second)
        if first.engine == second.engine:
            note(f"only {first.engine} is installed here: there was nothing to compare it with")
    else:
        report = run(engine)
        if report.engine != engine:
            note(f"the engine {engine} is not installed here: {report.engine} was used, which takes longer")
    write_text(render(report, fmt, lang), output)
    if output is not None:
        note(list(render(report, "text", lang))[-1].strip())
    ctx.exit(1 if report.fails(Severity(fail_on)) else 0)


def _runner(
    file: Path | None,
    format_in: str | None,
    allow_rdfxml: bool,
    shapes: str | Path,
    timeout: float,
    store: Path,
) -> Callable[[str], Report]:
    """What validates the chosen graph with an engine."""
    if file is None and isinstance(shapes, str):
        from kg.validate import validate as check

        generation, places = _current(store)
        return lambda engine: check(generation, engine=engine, shapes=shapes, places=places)
    # Shapes of one's own may hang an engine as well as a foreign graph may: both run in a process apart.
    from dataclasses import replace

    from kg.validate.foreign import LIMITS, validate_foreign
    from kg.validate.reader import MAX_GRAPH, format_of

    limits = replace(LIMITS, seconds=timeout)
    if file is None:
        generation, _ = _current(store)
        return lambda engine: validate_foreign(
            generation, "nquads", engine=engine, shapes=shapes, limits=limits
        )
    stdin = str(file) == "-"
    fmt = format_of(format_in, None if stdin else file, allow_rdfxml=allow_rdfxml)
    source = sys.stdin.buffer.read(MAX_GRAPH + 1) if stdin else file
    return lambda engine: validate_foreign(source, fmt, engine=engine, shapes=shapes, limits=limits)


def _current(store: Path) -> tuple[Path, Mapping[str, str]]:
    """The dataset of the store, and where its claims, articles and entities were written."""
    import json

    from kg.store import current

    generation = current(store)
    places: dict[str, str] = {}
    for name in ("figures", "relations", "articles", "entities"):
        table = generation.table(name)
        if table.exists():
            for line in table.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                places[row["iri"]] = row["place"]
    return generation.dataset, places


def _self_test(ctx: click.Context, shapes: str | Path, engine: str, output: Path | None) -> None:
    from kg.validate.selftest import self_test

    result = self_test(shapes, engines=("shacl", "pyshacl") if engine == "both" else (engine,))
    write_text(result.lines(), output)
    ctx.exit(1 if result.dead else 0)
