"""`kg import`: tables of cited figures and relations into seed files."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import seeds_option
from kg.cli.output import note, write_rows


@click.command("import", short_help="Import tables of cited figures and relations into seed files.")
@click.argument("tables", nargs=-1, required=True, type=click.Path(path_type=Path))
@seeds_option
@click.option(
    "--fresh", is_flag=True, help="Remove what earlier imports wrote and these tables do not state."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--recorded", metavar="DATE", default="", help="The day that new files bear (YYYY-MM-DD).")
@click.option(
    "--refused",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the refused rows there, as CSV: place, why, decided.",
)
@click.pass_context
def import_(
    ctx: click.Context,
    tables: tuple[Path, ...],
    seeds: Path,
    fresh: bool,
    dry_run: bool,
    recorded: str,
    refused: Path | None,
) -> None:
    """Import tables of cited figures and relations into seed files, one file a source.

    A table is CSV (UTF-8) or Parquet with the columns of SEEDS/tables/figures.csv or relations.csv.  Names
    are read by the curated entities and by the mapping in SEEDS/tables/*.yaml.  Every row gives a claim in
    SEEDS/imported/, or is listed with the reason why not; exit code 1 where the mapping did not foresee it.
    Importing again, in another order or in parts gives the same files.

    \b
    Examples:
      kg import seeds/tables/figures.csv seeds/tables/relations.csv
      kg import more.parquet --recorded 2026-11-22
      kg import more.csv --dry-run --refused refused.csv
    """
    from kg.importing import import_rows, rows_of

    _check_day(recorded)
    rows = rows_of(tables)
    done = import_rows(rows, seeds, fresh=fresh, recorded=recorded, write=not dry_run)
    for refusal in done.refusals:
        if not refusal.decided:
            note(f"refused: {refusal.line()}")
    if refused is not None:
        listed = [
            {"place": r.place, "why": r.why, "decided": "yes" if r.decided else "no"} for r in done.refusals
        ]
        write_rows(("place", "why", "decided"), listed, "csv", refused)
    foreseen = sum(r.decided for r in done.refusals)
    click.echo(
        f"{'would import' if dry_run else 'imported'} {done.rows:,} rows; {len(done.refusals):,} refused, "
        f"{foreseen:,} of them by the mapping: {done.figures:,} figure claims and {done.relations:,} "
        f"relation claims in {len(done.written) + done.unchanged:,} files ({len(done.written):,} written, "
        f"{len(done.removed):,} removed)"
    )
    if foreseen < len(done.refusals):
        ctx.exit(1)


def _check_day(text: str) -> None:
    from kg.errors import UsageError
    from kg.literals import date_bounds

    if text:
        try:
            if len(text) != len("YYYY-MM-DD"):
                raise ValueError(f"{text!r} is not YYYY-MM-DD")
            date_bounds(text)
        except ValueError as error:
            raise UsageError(f"--recorded: {error}", remedy="give a day") from None
