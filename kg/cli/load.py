"""`kg load`: the graph into a triple store, and the proof that it arrived."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import settings
from kg.cli.options import rows_options, store_option
from kg.cli.output import note, write_rows
from kg.errors import EndpointFailed
from kg.namespaces import BUILD_GRAPH

if TYPE_CHECKING:
    from kg.load import Endpoint, Progress

_LOOK_SECONDS = 1.0
_COLUMNS = ("graph", "state", "triples", "sent", "sha256")


@contextlib.contextmanager
def _progress() -> Iterator[Progress | None]:
    """A progress bar on stderr, when that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(what: str, done: int, total: int) -> None:
            # Square brackets would be markup.
            bar.update(task, description=what.replace("[", "("), completed=done, total=total)

        yield show


def _up(look: Callable[[], Endpoint], seconds: float) -> Endpoint:
    """What `look` finds, looking again for so many seconds while nothing answers."""
    last = time.monotonic() + seconds
    while True:
        try:
            return look()
        except EndpointFailed:
            if time.monotonic() >= last:
                raise
        time.sleep(_LOOK_SECONDS)


@click.command()
@click.argument("endpoint", metavar="ENDPOINT")
@click.option(
    "--driver",
    type=click.Choice(("auto", "generic", "oxigraph", "virtuoso")),
    default="auto",
    show_default=True,
    help="The kind of store; auto asks the server.",
)
@click.option(
    "--method",
    type=click.Choice(("gsp", "update")),
    help="Graph Store Protocol or SPARQL Update (default: what the store does best).",
)
@click.option("--chunk", type=click.IntRange(1, 1_000_000), help="Statements per request, at most.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.05, 86_400),
    default=60.0,
    show_default=True,
    help="Seconds to wait for a sign of life from the server.",
)
@click.option("--wait", type=click.FloatRange(0, 3600), default=0.0, show_default=True,
              help="Seconds to wait for the server to be up.")  # fmt: skip
@click.option(
    "--resume/--no-resume", default=True, help="Take up a load that broke off (default), or start anew."
)
@click.option(
    "--with-build", is_flag=True, help="Load what `kg serve --store URL` needs as well (one graph)."
)
@click.option("--keep", is_flag=True, help="Keep graphs of ours on the server that this build does not have.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@rows_options
@store_option
def load(
    endpoint: str,
    driver: str,
    method: str | None,
    chunk: int | None,
    timeout: float,
    wait: float,
    resume: bool,
    with_build: bool,
    keep: bool,
    dry_run: bool,
    fmt: str,
    output: Path | None,
    store: Path,
) -> None:
    """Load the graph into a triple store and prove that it arrived.

    ENDPOINT is a server's base address, or its query, update or Graph Store address.  Graphs are staged,
    read back, switched to their names together, and read back again; only then is anything called loaded.
    A user and password come from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, never from the command line.

    \b
    Examples:
      kg load http://localhost:7878
      kg load http://localhost:8890/sparql-graph-crud-auth --driver virtuoso
      kg load http://localhost:3030/ds --method update --chunk 500
      kg load http://localhost:7878 --dry-run -f csv
      kg load http://localhost:7878 --with-build
    """
    from kg.load import Client, Options, Source, State, find
    from kg.load import load as load_into
    from kg.store import current

    credentials = settings.endpoint_credentials()
    options = Options(method or "", chunk, resume, keep, dry_run)
    with Client(endpoint, credentials, timeout=timeout) as client, _progress() as progress:
        build = current(store)
        source = Source.of(build.dataset)
        if with_build:
            from kg.archive import pack, statements

            source = source.beside(BUILD_GRAPH, statements(build.name, pack(build)))
        target = _up(lambda: find(endpoint, client, driver, login=credentials is not None), wait)
        rows = load_into(source, target, options, progress)
    write_rows(
        _COLUMNS,
        [
            {
                "graph": r.graph,
                "state": r.state.value,
                "triples": r.triples,
                "sent": r.sent,
                "sha256": r.sha256,
            }
            for r in rows
        ],
        fmt,
        output,
    )
    held = [row for row in rows if row.state in (State.LOADED, State.UNCHANGED)]
    total = sum(row.triples for row in held)
    if dry_run:
        note(f"would load into {target.address} ({target.driver.name}); nothing was sent")
    else:
        note(
            f"verified: {len(held)} graphs, {total:,} statements stand in {target.address} as they were sent"
        )
