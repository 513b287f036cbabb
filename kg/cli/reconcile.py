"""`kg reconcile`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import PATH, rows_options
from kg.cli.output import note, write_rows
from kg.entity import KINDS
from kg.errors import UsageError
from kg.lists import Ruling

if TYPE_CHECKING:
    from kg.reconcile.listing import Found

_TABLE = ("score", "left", "right", "reasons")
_JUDGED = ("judgement", "who", "when", "why")
_COLUMNS = ("score", "left", "left_name", "right", "right_name", "reasons", "codes")


@click.command(short_help="List entities and names that may be one, and judge them.")
@click.argument("names", nargs=-1)
@click.option("--table", type=PATH, metavar="FILE", help="Names of a CSV or Parquet file, each a row.")
@click.option("--column", default="name", show_default=True, help="The column of the table with the names.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), metavar="KIND",
              help="Only entities of this kind (may be repeated).")  # fmt: skip
@click.option("--at-least", type=click.FloatRange(0, 1), metavar="SCORE", help="From this score on (0.5).")
@click.option("--all", "judged", is_flag=True, help="Also what is judged, with the judgement.")
@click.option("--lang", type=click.Choice(("en", "vi")), default="en", show_default=True,
              help="Language of the reasons.")  # fmt: skip
@click.option("--judge", nargs=3, metavar="LEFT RIGHT RULING", help="Judge two: same, different or unsure.")
@click.option("--undo", nargs=2, metavar="LEFT RIGHT", help="Take the last judgement of two back.")
@click.option("--canonical", metavar="REF", help="Which of two that are the same keeps its id.")
@click.option("--why", help="The reason of a judgement, in English.")
@click.option("--who", "--by", help="Who judges (default: the user's name).")
@click.option("--when", metavar="DATE", help="The day of the judgement (default: today).")
@click.option("--seeds", type=PATH, help="The seeds' folder (default: KG_SEEDS, ./seeds, the shipped ones).")
@rows_options
def reconcile(
    names: tuple[str, ...],
    table: Path | None,
    column: str,
    kinds: tuple[str, ...],
    at_least: float | None,
    judged: bool,
    lang: str,
    judge: tuple[str, str, str] | None,
    undo: tuple[str, str] | None,
    seeds: Path | None,
    fmt: str,
    output: Path | None,
    **said: str | None,
) -> None:
    """List entities and names that may be one, and judge them.

    Pairs come with a score from 0 to 1 and its reasons.  A score decides nothing: two become one only by a
    judgement, which is a line of SEEDS/judgements.jsonl and takes effect with the next `kg build`.  A later
    line about the same two counts instead, and --undo takes it back.

    \b
    Examples:
      kg reconcile
      kg reconcile "Viettel Global Investment JSC" "Bộ KH&CN"
      kg reconcile --table names.csv --column company -f csv -o pairs.csv
      kg reconcile --judge company/vng-corporation company/vng-limited different --why "two firms"
      kg reconcile --undo company/vng-corporation company/vng-limited --why "judged by mistake"
    """
    if judge is not None or undo is not None:
        if names or table or (judge and undo):
            raise UsageError("one judgement at a time, without names", remedy="give --judge or --undo alone")
        _judge(*(judge or (*(undo or ("", "")), "undo")), seeds, said)
        return
    if any(said.values()):
        given = next(name for name, value in said.items() if value)
        raise UsageError(f"--{given} belongs to a judgement", remedy="give --judge or --undo as well")
    from kg import settings
    from kg.pipeline import reconcile as find

    found = find(
        settings.seeds_dir(seeds), names, table, column=column, kinds=kinds, at_least=at_least, judged=judged
    )
    columns = (_TABLE if fmt in ("table", "markdown") else _COLUMNS) + (_JUDGED if judged else ())
    write_rows(columns, list(_rows(found, lang)), fmt, output)


def _rows(found: Iterable[Found], language: str) -> Iterator[dict[str, Any]]:
    for each in found:
        pair, judgement = each.pair, each.judgement
        implied = " (follows)" if each.ruling and judgement is None else ""
        yield {
            "score": f"{pair.score:.2f}",
            "left": pair.left.ref or pair.left.name,
            "left_name": pair.left.name,
            "right": pair.right.ref or pair.right.name,
            "right_name": pair.right.name,
            "reasons": "; ".join(reason.words(language) for reason in pair.reasons),
            "codes": ";".join(reason.code for reason in pair.reasons),
            "judgement": f"{each.ruling}{implied}" if each.ruling else None,
            "who": judgement.who if judgement else None,
            "when": judgement.when if judgement else None,
            "why": judgement.why if judgement else None,
        }


def _judge(left: str, right: str, ruling: str, seeds: Path | None, said: Mapping[str, str | None]) -> None:
    from kg.cli.options import user_name
    from kg.judgement import UNDO, from_json
    from kg.pipeline import judge
    from kg.review.folder import working_seeds

    if ruling not in (*Ruling, UNDO):
        raise UsageError(f"{ruling!r} is no ruling", remedy=f"one of {', '.join(Ruling)}")
    if not said["why"]:
        raise UsageError("a judgement needs its reason", remedy='give --why "…"')
    line = {"left": left, "right": right, "judgement": ruling}
    line |= {"who": user_name(), "when": dt.date.today().isoformat()}
    try:
        judgement = from_json(line | {name: text for name, text in said.items() if text})
    except ValueError as error:
        raise UsageError(str(error), remedy="see `kg reconcile --help`") from None
    folder, begun = working_seeds(seeds)
    if begun:
        note(f"{folder}: begun as a copy of the shipped seeds")
    click.echo(f"{judge(folder, judgement)}: {left} {right} {ruling}")
