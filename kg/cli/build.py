"""`kg build`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from kg.cli.options import seeds_option, store_option
from kg.cli.output import note
from kg.errors import UsageError

_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")


def _timestamp(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    import datetime as dt

    try:
        if _TIMESTAMP.fullmatch(value) is None:
            raise ValueError
        dt.datetime.fromisoformat(value)
    except ValueError:
        raise UsageError(f"--timestamp {value!r} is not YYYY-MM-DDThh:mm:ssZ") from None
    return value


@click.command(short_help="Build the graph from the seeds, check it, and make it the current one.")
@seeds_option
@store_option
@click.option(
    "--engine",
    type=click.Choice(["shacl", "pyshacl"]),
    default="shacl",
    show_default=True,
    help="SHACL engine.",
)
@click.option(
    "--timestamp", callback=_timestamp, help="State this time of the build in the data (default: none)."
)
@click.pass_context
def build(ctx: click.Context, seeds: Path, store: Path, engine: str, timestamp: str | None) -> None:
    """Build the graph from the seeds, check it, and make it the current one.

    The same seeds give the same bytes on every machine.  A violation of a shape, or a kill at any moment,
    leaves the store as it was.

    \b
    Examples:
      kg build
      kg build --seeds my-seeds --store /tmp/kg-store
      kg build --timestamp 2025-03-01T00:00:00Z
    """
    from kg.lists import Severity
    from kg.pipeline import build as run

    step = note if sys.stderr.isatty() else lambda _text: None
    result = run(seeds, store, timestamp=timestamp, engine=engine, progress=lambda text: step(f"· {text}"))
    for finding in result.findings:
        if finding.severity is not Severity.INFO:
            note(finding.line())
    if result.generation is None:
        note("error: violations block this build; the store is as it was (see the lines above)")
        ctx.exit(1)
    shown = ", ".join(f"{value:,} {name.replace('_', ' ')}" for name, value in result.counts.items())
    click.echo(f"built {result.generation.name}: {shown}")
