"""`kg audit`, `kg conflicts`: what the last build found between claims, or would have found on a day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.audited import RULES
from kg.cli.options import Command, as_of_options, opened, output_option, store_option
from kg.cli.output import compact_number, write_rows, write_text
from kg.errors import UsageError, printable
from kg.lists import DISPUTED, Verdict

if TYPE_CHECKING:
    from kg.store import Readable

Row = dict[str, Any]

_CHECK_VERDICTS = [
    Verdict.CONSISTENT, Verdict.STRAINED, Verdict.INCONSISTENT, Verdict.AMBIGUOUS, Verdict.NOT_COMPARABLE,
    Verdict.MET, Verdict.NOT_MET, Verdict.NOT_YET_DUE, Verdict.MOVED, Verdict.IMPLAUSIBLE,
]  # fmt: skip
_CONFLICT_VERDICTS = [
    Verdict.EQUAL, Verdict.COMPATIBLE, Verdict.REFINING, Verdict.RELATED, Verdict.SOFT_CONFLICT,
    Verdict.HARD_CONFLICT,
]  # fmt: skip
# What a check that says nothing is silent about: that a sum fits, that a target cannot be judged.
_SILENT = (Verdict.CONSISTENT, Verdict.NOT_COMPARABLE)
# Worst first, as one would read them.
_ORDER = [
    Verdict.INCONSISTENT, Verdict.IMPLAUSIBLE, Verdict.MOVED, Verdict.NOT_MET, Verdict.STRAINED,
    Verdict.AMBIGUOUS, Verdict.NOT_COMPARABLE,
    Verdict.NOT_YET_DUE, Verdict.MET, Verdict.CONSISTENT,
    Verdict.HARD_CONFLICT, Verdict.SOFT_CONFLICT, Verdict.RELATED, Verdict.REFINING, Verdict.COMPATIBLE,
    Verdict.EQUAL,
]  # fmt: skip


def _shared_options(verdicts: list[Verdict]) -> Callable[[Command], Command]:
    """What both commands take: filters, how rows are written, and when to fail."""
    options = [
        store_option,
        as_of_options,
        click.option("--all", "everything", is_flag=True, help="Also what fits."),
        click.option("--verdict", type=click.Choice([str(v) for v in verdicts]), help="Only this verdict."),
        click.option("--article", metavar="ID", help="Only what names a claim of this article."),
        click.option("--subject", metavar="ID", help="Only what is about this entity."),
        click.option("--claim", metavar="ID", help="Only what names this claim (or a beginning of its id)."),
        click.option("--lang", type=click.Choice(("en", "vi")), default="en", show_default=True,
                     help="Language of the sentences."),
        click.option("-f", "--format", "fmt", type=click.Choice(("table", "json", "markdown")),
                     default="table", show_default=True, help="How the findings are written."),
        output_option,
        click.option("--fail-on", type=click.Choice([str(v) for v in verdicts]), multiple=True,
                     help="Exit with 1 where a finding of this verdict is listed."),
    ]  # fmt: skip

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _local(given: str) -> str:
    return given.rpartition("/")[2]


def _selected(
    rows: Iterable[Row], articles: dict[str, str], *, article: str | None, subject: str | None,
    claim: str | None, verdict: str | None,
) -> list[Row]:  # fmt: skip
    """The rows that the filters let through, worst first; `articles` has the article of each claim."""
    held = [
        row for row in rows
        if (verdict is None or row["verdict"] == verdict)
        and (claim is None or any(c.startswith(_local(claim)) for c in row["claims"]))
        and (article is None or any(articles[c].startswith(_local(article)) for c in row["claims"]))
        and (subject is None or _local(subject) in row["subjects"])
    ]  # fmt: skip
    return sorted(held, key=lambda row: _ORDER.index(Verdict(row["verdict"])))


def _known(built: Readable, given: dict[str, str | None]) -> dict[str, str]:
    """The article of each claim; raises UsageError on a filter that names nothing there is."""
    articles: dict[str, str] = {}
    subjects: set[str] = set()
    for table in ("figures", "relations"):
        for row in built.rows(table):
            articles[row["claim"]] = row["article"]
            subjects.add(row["subject"])
    for name, known, where in (
        ("article", set(articles.values()), "kg articles"),
        ("claim", set(articles), "kg claims -f csv"),
        ("subject", subjects, "kg claims"),
    ):
        text = given[name]
        if text is None:
            continue
        local = _local(text)
        if not any(k == local or (name != "subject" and k.startswith(local)) for k in known):
            from difflib import get_close_matches

            near = get_close_matches(local, known, n=3)
            remedy = f"did you mean {' or '.join(near)}?" if near else f"see `{where}`"
            raise UsageError(f"there is no {name} {printable(text, 60)!r}", place=f"--{name}", remedy=remedy)
    return articles


def _write(
    rows: list[Row], columns: tuple[str, ...], shown: Callable[[Row], Row], fmt: str, output: Path | None
) -> None:
    if fmt == "json":
        for row in rows:
            row.pop("subjects")
        write_text([json.dumps(rows, ensure_ascii=False, indent=1) + "\n"], output)
    else:
        write_rows(columns, map(shown, rows), fmt, output)


def _fail(ctx: click.Context, rows: list[Row], fail_on: tuple[str, ...]) -> None:
    if any(row["verdict"] in fail_on for row in rows):
        ctx.exit(1)


@click.command(short_help="List the arithmetic between claims that does not hold, and what it implies.")
@click.option("--rule", type=click.Choice(RULES), help="Only this rule.")
@_shared_options(_CHECK_VERDICTS)
@click.pass_context
def audit(
    ctx: click.Context, /, store: Path, as_of: str | None, clock: str | None, rule: str | None,
    everything: bool, lang: str, fmt: str, output: Path | None, fail_on: tuple[str, ...], **given: str | None,
) -> None:  # fmt: skip
    """List the sums between claims: growth against levels, shares and parts against totals, ratios, exchange
    rates, targets and the goals that were moved, records, and figures out of all proportion to the rest of
    their series.  What fits is left out, and so are targets that no later figure tells about, unless --all,
    --verdict or --rule asks for them.  A finding is about the figure that is held against the others.

    consistent: it holds within rounding.  strained: it holds only by a hedge.  inconsistent: it cannot hold.
    moved: one goal, two deadlines.  implausible: nothing forbids it, but nothing near is like it.  No verdict
    says which of the figures is wrong.

    \b
    Examples:
      kg audit
      kg audit --all --rule sum_of_parts
      kg audit --article 001 --verdict inconsistent -f markdown
      kg audit -f json --fail-on inconsistent
      kg audit --as-of 2024
    """
    built = opened(store, as_of, clock)
    articles = _known(built, given)
    rows = []
    silent = () if everything or given["verdict"] else _SILENT if rule is None else _SILENT[:1]
    for row in built.rows("checks"):
        if row["verdict"] not in silent and rule in (None, row["rule"]):
            row["subjects"] = [row["stated"]["subject"], *(q["subject"] for q in row["implied"])]
            rows.append(row)
    rows = _selected(rows, articles, **given)

    def shown(row: Row) -> Row:
        told = row["explanation" if lang == "en" else "explanation_vi"]
        about = row["question" if lang == "en" else "question_vi"]
        return {**row, "about": about, "finding": told}

    _write(rows, ("verdict", "rule", "about", "finding", "id"), shown, fmt, output)
    _fail(ctx, rows, fail_on)


@click.command(short_help="List where sources disagree, by how much, and what might be why.")
@_shared_options(_CONFLICT_VERDICTS)
@click.pass_context
def conflicts(
    ctx: click.Context, /, store: Path, as_of: str | None, clock: str | None, everything: bool, lang: str,
    fmt: str, output: Path | None, fail_on: tuple[str, ...], **given: str | None,
) -> None:  # fmt: skip
    """List the claims of one question that disagree: softly, where a hedge leaves room for both, or hard.
    Each comes with the gap, whether one authority is credited with both, and the causes that the figures rule
    out or leave.  Relations that cannot both be, such as head offices in two countries, are listed with them.
    --all lists every comparison that was made; in slots of more than eight readings these
    are neighbours and extremes.

    \b
    Examples:
      kg conflicts
      kg conflicts --subject company/viettel-group --all
      kg conflicts -f json --fail-on hard_conflict
      kg conflicts --as-of 2024-12-31
    """
    built = opened(store, as_of, clock)
    articles = _known(built, given)
    rows = []
    for row in built.rows("conflicts"):
        if everything or row["verdict"] in DISPUTED or given["verdict"]:
            row["subjects"] = [row["subject"]]
            rows.append(row)
    rows = _selected(rows, articles, **given)

    def shown(row: Row) -> Row:
        return {
            "verdict": row["verdict"],
            "question": row["question" if lang == "en" else "question_vi"],
            "figures": " | ".join(row["figures"]),
            "gap": _gap(row),
            "same_authority": row["same_authority"],
            "left": ", ".join(c["cause"] for c in row["causes"] if c["status"] != "ruled_out"),
            "ruled_out": ", ".join(c["cause"] for c in row["causes"] if c["status"] == "ruled_out"),
            "id": row["id"],
        }

    columns = ("verdict", "question", "figures", "gap", "same_authority", "left", "ruled_out", "id")
    _write(rows, columns, shown, fmt, output)
    _fail(ctx, rows, fail_on)


def _gap(row: Row) -> str:
    from decimal import Decimal

    if not row["gap"]:
        return ""
    part = (Decimal(row["gap"]["relative"]) * 100).quantize(Decimal("0.1"))
    return f"{compact_number(Decimal(row['gap']['absolute']))} ({part}\u00a0%)"
