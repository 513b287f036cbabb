"""The `kg` command: an explicit table of commands, each imported only when it is called.

Rows go to stdout, everything else to stderr.  Every error of ours ends in one line and its own exit code;
SIGINT and SIGTERM end in 130 and 143 after the blocks in progress have cleaned up.
"""

from __future__ import annotations

import importlib
import keyword
import os
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

import click

from kg.errors import KGError, printable
from kg.files import FULL

# name -> (module below kg.cli, one line of help); the order is the order of a first visit
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build", "Build the graph from the seeds, check it, and make it the current one."),
    "validate": ("validate", "Check a graph against the SHACL shapes."),
    "query": ("query", "List, describe and run the saved questions."),
    "ask": ("ask", "Ask in plain English or Vietnamese."),
    "sparql": ("sparql", "Run a SPARQL query of your own."),
    "claims": ("claims", "List the figure claims with their intervals and places."),
    "conflicts": ("audit", "List where sources disagree, by how much, and what might be why."),
    "audit": ("audit", "List the arithmetic between claims that does not hold, and what it implies."),
    "why": ("why", "Explain a claim, a slot or a finding: words, origin, interval, neighbours, sums."),
    "relations": ("claims", "List the relation claims."),
    "articles": ("claims", "List the articles."),
    "stats": ("claims", "Count what the graph holds."),
    "extract": ("extract", "Read candidate claims from an article, each with the places it leans on."),
    "review": ("review", "Accept, correct or reject candidates, and write the article's seed file."),
    "import": ("import_", "Import tables of cited figures and relations into seed files."),
    "reconcile": ("reconcile", "List entities and names that may be one, and judge them."),
    "verify": ("verify", "Check every claim against the texts of its articles."),
    "bundle": ("bundle", "Write the proof of a finding or slot, with a program that checks it."),
    "fetch": ("fetch", "Fetch a page and print what it is, without keeping its text."),
    "eval": ("evaluate", "Score a proposer against articles whose claims are known."),
    "locate": ("locate", "Find the place of words in a text, ready for a seed file."),
    "reason": ("reason", "Check the ontology with an OWL reasoner."),
    "export": ("export", "Write the graph, an article or an entity in a standard format."),
    "diff": ("diff", "Tell what changed between two builds or releases."),
    "release": ("release", "Write a versioned release of the current build, or check one."),
    "load": ("load", "Load the graph into a triple store and prove that it arrived."),
    "serve": ("serve", "Serve the graph over HTTP: SPARQL, linked data, saved questions, pages."),
    "site": ("site", "Write the explorer's pages as a folder that opens without a server."),
    "mcp": ("mcp", "Serve the graph to language models (Model Context Protocol)."),
    "doctor": ("doctor", "Check the store against its manifest."),
    "completion": ("completion", "Print the shell completion script."),
}


class _LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kg.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, n=2)
            hint = f" Did you mean {' or '.join(near)}?" if near else " See `kg --help`."
            raise click.UsageError(f"no such command: {printable(name, 60)}.{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Here and not in main(): click would make it exit code 1, which means findings.
            _leave_quietly()
            return None


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        click.echo(f"kg {version('vietnam-tech-kg')}")
        ctx.exit()


@click.group(
    cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version."
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Vietnam's tech ecosystem as a knowledge graph.

    Every figure with its words, its origin, its uncertainty and its contradictions.

    \b
    First steps:
      kg build                          build the graph into ./.kg
      kg query --list                   what can be asked
      kg query industry-size            how big was the industry, per source?
      kg claims -f csv -o claims.csv    every figure with its place
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def _terminated(signum: int, frame: FrameType | None) -> NoReturn:
    # Raised as an exception so that open files, staged builds and child processes are cleaned up.
    raise SystemExit(128 + signum)


def main() -> NoReturn:
    """Run the command line; never a traceback for an error that is ours or the user's."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = cli.main(prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except KGError as error:
        _complain(error.line())
        code = error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = error.exit_code
    except click.ClickException as error:
        hint = (
            f" (see `{error.ctx.command_path} --help`)"
            if isinstance(error, click.UsageError) and error.ctx
            else ""
        )
        _complain(printable(" ".join(error.format_message().split())) + hint)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        _leave_quietly()
        code = 0
    except MemoryError:
        _complain("out of memory (give the process more, or a smaller input)")
        code = 7
    except OSError as error:
        # Whatever reads and writes files says so itself; what is left is the output that cannot be written.
        _leave_quietly()
        _complain(
            printable(
                f"{error.filename or 'output'}: {error.strerror or error} (free some space, or check it)"
            )
        )
        code = 7 if error.errno in FULL else 3
    sys.exit(code or 0)


def _leave_quietly() -> None:
    """The reader of our rows has gone, as `head` does: what is still buffered goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(line: str) -> None:
    click.echo(f"error: {line}", err=True)


if __name__ == "__main__":
    main()
