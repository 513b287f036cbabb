"""`kg diff`: what changed between two builds or releases."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import output_option, store_option
from kg.cli.output import write_text


@click.command(short_help="Tell what changed between two builds or releases.")
@click.argument("before", required=False)
@click.argument("after", required=False)
@store_option
@click.option("--all", "everything", is_flag=True, help="List every change, not the first 20 of each kind.")
@click.option("-f", "--format", "fmt", type=click.Choice(("text", "json", "markdown")), default="text",
              show_default=True, help="How it is written; json and markdown have every change.")  # fmt: skip
@output_option
def diff(
    before: str | None, after: str | None, store: Path, everything: bool, fmt: str, output: Path | None
) -> None:
    """Tell what changed: sources, metrics, entities and claims added, changed and withdrawn, conflicts and
    checks opened, changed and closed.

    BEFORE and AFTER are generations of the store (`000007-9c1f…`, or the beginning of a name), folders of
    stores, of generations or of releases.  Without them, the previous generation is compared with the
    current one; without AFTER, BEFORE with the current one.  Ids are stable: what was not changed has the
    same id in both.

    \b
    Examples:
      kg diff
      kg diff 000003
      kg diff releases/0.3.0 releases/0.4.0 -f markdown -o CHANGES.md
      kg diff releases/0.3.0 -f json | jq .summary
    """
    from kg.builds import build_called, previous
    from kg.diff import diff as compare
    from kg.diff.words import pieces
    from kg.store import current

    old = previous(store) if before is None else build_called(before, store)
    new = current(store) if after is None else build_called(after, store)
    write_text(pieces(compare(old, new), fmt, everything=everything), output)
