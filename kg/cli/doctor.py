"""`kg doctor`: is the store what its builder wrote?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.cli.options import store_option
from kg.cli.output import note, write_text
from kg.finding import Finding

CLEAN, FOREIGN, DAMAGED = 0, 1, 5


@click.command()
@store_option
@click.option(
    "-f",
    "--format",
    "fmt",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How it is told.",
)
@click.pass_context
def doctor(ctx: click.Context, store: Path, fmt: str) -> None:
    """Check the store against its manifest.

    Digests every file, reads every graph back from the engine, and looks for what killed builds have left.
    Exit code 0: sound (the next build sweeps left-overs); 1: works, with foreign files or damage to an older
    build; 5: damaged, rebuild with `kg build`.

    \b
    Examples:
      kg doctor
      kg doctor --store /data/kg -f json
    """
    from kg import store as stores
    from kg.errors import KGError
    from kg.lists import Severity

    # On a terminal one sees what takes time; in a log it would be noise.
    findings = stores.doctor(store, note if sys.stderr.isatty() else None)
    try:
        live = stores.current(store)
    except KGError:
        live = None
    quads = live.manifest.quads if live else 0
    if fmt == "json":
        content = {
            "store": str(store),
            "generation": live.name if live else None,
            "graphs": len(live.manifest.graphs) if live else 0,
            "quads": quads,
            "findings": [
                {
                    "severity": f.severity,
                    "file": f.focus,
                    "rule": f.rule,
                    "message": f.message,
                    "remedy": f.remedy,
                }
                for f in findings
            ],
        }
        write_text([json.dumps(content, ensure_ascii=False, indent=1) + "\n"], None)
    else:
        write_text((f.line() + "\n" for f in findings), None)
        if live and not _serious(findings):
            write_text(
                [f"{live.path} is sound: {len(live.manifest.graphs):,} graphs, {quads:,} quads\n"], None
            )
    damage = any(f.severity is Severity.VIOLATION for f in findings)
    ctx.exit(DAMAGED if damage else FOREIGN if _serious(findings) else CLEAN)


def _serious(findings: list[Finding]) -> bool:
    """Whether something must be done; what killed builds have left is swept without."""
    from kg.lists import Severity

    return any(f.severity is not Severity.INFO for f in findings)
