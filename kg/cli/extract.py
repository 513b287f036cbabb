"""`kg extract`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import output_option, seeds_option
from kg.cli.output import ROW_FORMATS, note, write_rows
from kg.cli.words import figure_words
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.candidate import Candidate, Refusal

_ON_SCREEN = ("figure", "metric", "subject", "period", "status", "attributed_to", "confidence", "id")
_REFUSED = ("surface", "reason", "message", "start", "end", "proposer")
_COLUMNS = (
    "id", "kind", "subject", "subject_id", "metric", "quantity", "value", "value_max", "unit", "hedge",
    "predicate", "object", "object_id", "status", "period_start", "period_end", "period_label",
    "period_inherited", "base_period", "sector", "market", "ownership", "attributed_to",
    "attribution_inherited", "conversion_of", "ambiguity", "surface", "start", "end", "phrase",
    "phrase_start", "proposer", "rule", "confidence",
)  # fmt: skip


def _on_screen(candidate: Candidate) -> dict[str, Any]:
    """A candidate in the words a reader would use."""
    from kg.candidate import FigureCandidate

    if isinstance(candidate, FigureCandidate):
        figure = figure_words(candidate.hedge, candidate.surface)
        metric = candidate.metric or "?"
    else:
        figure, metric = candidate.surface, f"{candidate.predicate} {candidate.object_id or candidate.object}"
    subject = (candidate.subject_id or f"{candidate.subject}?").partition("/")
    return {
        "figure": figure,
        "metric": metric,
        "subject": subject[2] or subject[0],
        "period": candidate.period.label + (" (inherited)" if candidate.period_inherited else ""),
        "status": candidate.status,
        "attributed_to": "; ".join(agent.partition("/")[2] or agent for agent in candidate.attributed_to),
        "confidence": candidate.confidence,
        "id": candidate.id,
    }


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A candidate for a spreadsheet: lists joined, cues left out."""
    return {**row, "attributed_to": ";".join(row["attributed_to"])}


@click.command(short_help="Read candidate claims from an article, by rules, with the place of every word.")
@click.argument("source", metavar="FILE|URL|-")
@click.option(
    "--date", "published", metavar="DATE", help="When it was published: YYYY, YYYY-MM or YYYY-MM-DD."
)
@click.option("--lang", "language", type=click.Choice(["en", "vi"]), help="Its language (default: found).")
@click.option("--explain", is_flag=True, help="List what was refused instead, each with the reason.")
@click.option("--figures", "only", flag_value="figure", help="Only figures.")
@click.option("--relations", "only", flag_value="relation", help="Only relations.")
@click.option("--model", is_flag=True, help="Ask the language model of KG_MODEL_URL too; sends it the text.")
@seeds_option
@click.option(
    "-f", "--format", "fmt", type=click.Choice(ROW_FORMATS), default="table", show_default=True,
    help="How rows are written; jsonl is what `kg review` reads.",
)  # fmt: skip
@output_option
@click.pass_context
def extract(
    ctx: click.Context, source: str, published: str | None, language: str | None, explain: bool,
    only: str | None, model: bool, seeds: Path, fmt: str, output: Path | None,
) -> None:  # fmt: skip
    """Read the figures and relations that an article states, with everything they lean on.

    Rules for English and Vietnamese read the text offline and the same way every time; each candidate passes
    the grounding check (the words really stand there and mean what is stated), or is refused with a reason.
    Candidates are no claims: `kg review` is where somebody accepts them.

    \b
    Examples:
      kg extract article.txt --date 2025-01-15
      kg extract article.txt --date 2025-01-15 -f jsonl -o candidates.jsonl
      kg extract article.html --explain
      cat article.txt | kg extract - --lang vi -f jsonl
    """
    from kg.candidate import FigureCandidate, to_json
    from kg.cli.fetch import guard_of
    from kg.intake import read_document
    from kg.literals import date_bounds
    from kg.pipeline import propose

    if published is not None:
        try:
            date_bounds(published)
        except ValueError as error:
            raise UsageError(str(error), place="--date", remedy="as in 2025-01-15") from None
    document = read_document(
        source, language=language, published=published, allow_fetch=True, warn=note, guard=guard_of(ctx)
    )
    found = propose(document, seeds, model=model)
    if explain:
        write_rows(_REFUSED, map(_refused, found.refusals), fmt, output)
        return
    candidates = [c for c in found.candidates if only in (None, c.kind)]
    if fmt == "table":
        write_rows(_ON_SCREEN, map(_on_screen, candidates), fmt, output)
    elif fmt in ("json", "jsonl"):
        _write_json(candidates, fmt, output)
    else:
        write_rows(_COLUMNS, (_flat(to_json(c)) for c in candidates), fmt, output)
    figures = sum(isinstance(c, FigureCandidate) for c in candidates)
    relations = len(candidates) - figures
    dated = document.published or "no date known: give --date, where the text says last year"
    note(
        f"{figures} figures and {relations} relations proposed, {len(found.refusals)} refused "
        f"({document.language}, {dated}); see --explain"
    )


def _write_json(candidates: list[Candidate], fmt: str, output: Path | None) -> None:
    """Candidates as they are: each kind has its own keys, all of them always there."""
    import json

    from kg.candidate import to_json
    from kg.cli.output import write_text

    lines = (json.dumps(to_json(c), ensure_ascii=False) for c in candidates)
    if fmt == "jsonl":
        write_text((line + "\n" for line in lines), output)
    else:
        write_text(_array(lines), output)


def _array(lines: Iterator[str]) -> Iterator[str]:
    separator = "[\n"
    for line in lines:
        yield separator + line
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {name: getattr(refusal, name) for name in _REFUSED}
