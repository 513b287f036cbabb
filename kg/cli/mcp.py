"""`kg mcp`: the graph as tools for language models."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import store_option
from kg.cli.output import note
from kg.errors import UsageError


@click.command(short_help="Serve the graph to language models (Model Context Protocol).")
@click.option("--http", is_flag=True, help="Serve streamable HTTP on 127.0.0.1 instead of stdin and stdout.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port for --http (default: 8765; 0: any that is free)."
)
@click.option("--timeout", type=click.FloatRange(0.5, 600), default=10.0, show_default=True,
              help="Seconds before a query is stopped.")  # fmt: skip
@click.option("--memory", type=click.IntRange(256, 1 << 20), default=1024, show_default=True,
              help="Megabytes that a query may use.")  # fmt: skip
@store_option
def mcp(http: bool, port: int | None, timeout: float, memory: int, store: Path) -> None:
    """Serve tools to a language model, read-only: find entities and figures by name, get a figure with its
    hedge, interval, source and disputes, compare figures, explain a conflict, see the evidence, run a saved
    question or SPARQL.

    An unknown id is an error with suggestions; an answer is at most 64 KB and says what it left out; words of
    articles stand in fields named quoted_data. A new build is served from the next call on.

    \b
    Examples:
      kg mcp                               as a client starts it, over stdin and stdout
      kg mcp --store ~/kg/.kg
      kg mcp --http --port 8765            at http://127.0.0.1:8765/mcp
    """
    if port is not None and not http:
        raise UsageError("--port says nothing without --http", remedy="give both")
    try:
        import anyio

        from kg.mcpserver.calls import Calls
        from kg.mcpserver.server import server
    except ModuleNotFoundError as error:
        remedy = 'pip install "vietnam-tech-kg[mcp]"'
        raise UsageError(f"{error.name} is not installed", remedy=remedy) from None
    from kg.sandbox import Limits

    calls = Calls(store, Limits(timeout, memory))
    build = calls.build()
    if http:
        from kg.mcpserver import http as over_http

        with over_http.listen(8765 if port is None else port) as bound:
            told = f"serving {build} at"
            anyio.run(
                over_http.serve, server(calls), bound, lambda address: note(f"{told} {address} (Ctrl-C ends)")
            )
    else:
        from kg.mcpserver import stdio

        anyio.run(stdio.serve, server(calls))
