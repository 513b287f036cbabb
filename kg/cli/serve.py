"""`kg serve`: the graph over HTTP, read-only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from kg import settings
from kg.cli.options import PathArgument
from kg.cli.output import note
from kg.errors import UsageError


class FolderOrAddress(PathArgument):
    """A local path, or as a text the http(s) address of a store."""

    name = "store"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).startswith(("http://", "https://")):
            return super().convert(value, param, ctx)
        from kg.remote import check_endpoint

        return check_endpoint(value)


@click.command(short_help="Serve the graph over HTTP: SPARQL, linked data, saved questions, pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port; 0: any that is free.",
)
@click.option(
    "--store",
    type=FolderOrAddress(),
    callback=lambda _ctx, _param, value: value if isinstance(value, str) else settings.store_dir(value),
    metavar="DIR|URL",
    help="The store: a folder (default: KG_STORE, else ./.kg), or the address of a SPARQL 1.1 store.",
)
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
    store: Path | str,
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

    With the address of a store, its build (`kg load ENDPOINT --with-build`) is taken from there, queries are
    answered there, and a build that is loaded later is taken over. A user and password come from
    KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD.

    \b
    Examples:
      kg serve
      kg serve --store http://localhost:7878
      kg serve --port 8080 --cors https://example.org
      kg serve --host 0.0.0.0 --url https://kg.example.org/ --allow-host kg.example.org
      curl 'http://127.0.0.1:8000/sparql?query=ASK%20%7B%7D'
    """
    try:
        from kg.web.server import serve as run
    except ModuleNotFoundError as error:
        remedy = 'pip install "vietnam-tech-kg[serve]"'
        raise UsageError(f"{error.name} is not installed", remedy=remedy) from None
    from kg.web.http.connections import ConnectionLimits
    from kg.web.service import Options

    options = Options(
        store=store, host=host, port=port, url=_root(url),
        origins=cors, hosts=allow_host, workers=workers or 2 * (os.cpu_count() or 2), seconds=timeout,
        megabytes=memory, rows=rows,
        connections=ConnectionLimits(per_address=per_address, request_seconds=request_timeout),
    )  # fmt: skip
    ended_by = run(options, lambda address, build: note(f"serving {build} at {address} (Ctrl-C ends)"))
    raise SystemExit(128 + ended_by)


def _root(url: str) -> str:
    from kg.remote import check_endpoint

    return check_endpoint(url).rstrip("/") + "/" if url else ""
