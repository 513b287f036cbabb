"""`kg serve`: the graph over HTTP, read-only."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli.options import store_option
from kg.cli.output import note
from kg.errors import UsageError


@click.command(short_help="Serve the graph over HTTP: SPARQL, linked data, saved questions, pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port; 0: any that is free.",
)
@store_option
@click.option("--url", default="", help="The address that the world knows this server by (behind a proxy).")
@click.option("--allow-host", multiple=True, metavar="NAME",
              help="A name that requests may use for this server; repeatable.")  # fmt: skip
@click.option("--cors", multiple=True, metavar="ORIGIN",
              help="Origin whose pages may read answers: https://example.org, or *; repeatable.")  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Queries at a time (default: twice the processors)."
)
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True,
              help="Seconds before a query is stopped.")  # fmt: skip
@click.option("--request-timeout", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True,
              help="Seconds in which a request must have arrived.")  # fmt: skip
@click.option("--memory", type=click.IntRange(128, 1 << 20), default=512, show_default=True,
              help="Megabytes that a worker may use.")  # fmt: skip
@click.option("--rows", type=click.IntRange(1, 10_000_000), default=10_000, show_default=True,
              help="Rows above which an answer is refused.")  # fmt: skip
@click.option("--per-address", type=click.IntRange(0, 100_000), default=32, show_default=True,
              help="Connections of one address at a time; 0: any number (behind a proxy).")  # fmt: skip
def serve(
    host: str,
    port: int,
    store: Path,
    url: str,
    allow_host: tuple[str, ...],
    cors: tuple[str, ...],
    workers: int | None,
    timeout: float,
    request_timeout: float,
    memory: int,
    rows: int,
    per_address: int,
) -> None:
    """Serve the current build, and every later one, until Ctrl-C.

    At /sparql the SPARQL 1.1 Protocol, at /id/KIND/ID what the graph says of a thing, at /api/questions the
    saved questions, at /openapi.json the description of all this. Nothing can be written.

    \b
    Examples:
      kg serve
      kg serve --port 8080 --cors https://example.org
      kg serve --host 0.0.0.0 --url https://kg.example.org/ --allow-host kg.example.org
      curl 'http://127.0.0.1:8000/sparql?query=ASK%20%7B%7D'
    """
    try:
        from kg.web.server import serve as run
    except ModuleNotFoundError as error:
        remedy = 'pip install "vietnam-tech-kg[serve]"'
        raise UsageError(f"{error.name} is not installed", remedy=remedy) from None
    from kg.remote import check_endpoint
    from kg.web.http.connections import ConnectionLimits
    from kg.web.service import Options

    options = Options(
        store=store, host=host, port=port, url=check_endpoint(url).rstrip("/") + "/" if url else "",
        origins=cors, hosts=allow_host, workers=workers or 2 * (os.cpu_count() or 2), seconds=timeout,
        megabytes=memory, rows=rows,
        connections=ConnectionLimits(per_address=per_address, request_seconds=request_timeout),
    )  # fmt: skip
    ended_by = run(options, lambda address, build: note(f"serving {build} at {address} (Ctrl-C ends)"))
    raise SystemExit(128 + ended_by)
