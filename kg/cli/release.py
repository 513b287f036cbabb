"""`kg release`: a build as a versioned folder for others, and the check of one."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import PATH, store_option
from kg.cli.output import note
from kg.errors import UsageError


@click.command(short_help="Write a versioned release of the current build, or check one.")
@click.argument("folder", type=PATH, metavar="DIR")
@click.option("--version", metavar="X.Y.Z", help="Write the current build as this version.")
@click.option("--previous", type=PATH, metavar="DIR", help="The release before it, for the list of changes.")
@click.option("--date", metavar="YYYY-MM-DD",
              help="The day of the release (default: when its newest source was recorded).")  # fmt: skip
@click.option("--check", "checking", is_flag=True, help="Check the release in DIR instead.")
@store_option
@click.pass_context
def release(
    ctx: click.Context, folder: Path, version: str | None, previous: Path | None, date: str | None,
    checking: bool, store: Path,
) -> None:  # fmt: skip
    """Write the current build as a release: all formats, tables, a description (VoID, DCAT, RO-Crate),
    digests, the list of changes, and a proof of every disputed question with a program that checks it.

    DIR must be new or empty, and appears only when it is complete.  The same build gives the same bytes.
    With --check nothing is written: every digest is compared, all formats must hold the same statements, and
    every proof is recomputed, with nothing online.  Without this program, `sha256sum -c SHA256SUMS` compares
    the digests.

    \b
    Examples:
      kg release releases/0.4.0 --version 0.4.0
      kg release releases/0.5.0 --version 0.5.0 --previous releases/0.4.0
      kg release releases/0.5.0 --check
    """
    if checking == (version is not None) or (checking and (previous or date)):
        raise UsageError("give --version to write a release, or --check alone to check one")
    from kg.release import check, make, seal

    if checking:
        findings = check(folder)
        for finding in findings:
            note(finding.line())
        if findings:
            ctx.exit(1)
        click.echo(f"{folder} is whole: SHA-256 of its SHA256SUMS is {seal(folder)}")
        return
    from kg.store import current

    assert version is not None
    made = make(current(store), folder, version, date=date, previous=previous)
    files = len(made.manifest["files"]) + 3
    click.echo(f"{made.name}: {files} files in {folder}, SHA-256 of its SHA256SUMS is {seal(folder)}")
