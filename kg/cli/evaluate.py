"""`kg eval`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import PATH, output_option, seeds_option
from kg.errors import BadInput, UsageError

if TYPE_CHECKING:
    from kg.candidate import Candidate
    from kg.evaluate import GoldArticle

    Propose = Callable[[GoldArticle], Iterable[Candidate]]

DEFAULT_GOLD = Path("tests/extract/scored")
_FORMATS = ("table", "json", "markdown")
MAX_CANDIDATES = 50_000_000


def _from_files(path: Path, articles: int) -> Propose:
    """What was proposed before: ``<article>.jsonl`` in a folder, or one file for one article."""
    from kg.candidate import from_json
    from kg.files import decode, read_bytes

    if path.is_file() and articles != 1:
        remedy = "give a folder of <article>.jsonl"
        raise UsageError(f"one file of candidates for {articles} articles", remedy=remedy)

    def propose(article: GoldArticle) -> Iterable[Candidate]:
        file = path / f"{article.stem}.jsonl" if path.is_dir() else path
        for number, line in enumerate(decode(read_bytes(file, MAX_CANDIDATES), file).splitlines(), 1):
            if not line.strip():
                continue
            try:
                yield from_json(json.loads(line))
            except (ValueError, TypeError, AttributeError, RecursionError) as error:
                raise BadInput.at(file, f"no candidate: {error}", line=number) from None

    return propose


def _by(name: str, seeds: Path) -> Propose:
    from kg.pipeline import proposer

    propose = proposer(seeds, model=name != "rules")
    return lambda article: propose(article.document).candidates


@click.command("eval", short_help="Score a proposer against articles whose claims are known.")
@click.argument("gold", type=PATH, metavar="[GOLD]", required=False)
@click.option(
    "--candidates", type=PATH, help="Score what `kg extract -f jsonl` wrote: a folder of <article>.jsonl."
)
@click.option(
    "--proposer", type=click.Choice(["rules", "rules+model"]), default="rules", show_default=True,
    help="Who reads the articles; a model is that of KG_MODEL_URL, which is sent the texts.",
)  # fmt: skip
@click.option("--patterns", "table_of", flag_value="patterns", help="Recall per pattern of writing instead.")
@click.option(
    "--misses", "table_of", flag_value="misses", help="List what is missing, wrong or false instead."
)
@seeds_option
@click.option(
    "-f", "--format", "fmt", type=click.Choice(_FORMATS), default="table", show_default=True,
    help="How rows are written.",
)  # fmt: skip
@output_option
def evaluate(
    gold: Path | None, candidates: Path | None, proposer: str, table_of: str | None, seeds: Path, fmt: str,
    output: Path | None,
) -> None:  # fmt: skip
    """Score candidates field by field: precision, recall and F1, in each language.

    GOLD is a folder of articles with the claims that they state, or one of its .yaml files (default:
    tests/extract/scored).  Without --candidates, the rules read each article first.

    \b
    Examples:
      kg eval
      kg eval tests/extract/dev --misses
      kg eval tests/extract/dev/en-dev-01.yaml --candidates candidates.jsonl -f markdown
    """
    from kg.cli.output import write_rows
    from kg.evaluate import read_gold, read_gold_folder, report, score

    gold = gold or DEFAULT_GOLD
    articles = (read_gold(gold),) if gold.suffix == ".yaml" else read_gold_folder(gold)
    propose = _from_files(candidates, len(articles)) if candidates else _by(proposer, seeds)
    scores = score(articles, propose)
    columns, rows = {
        None: (report.FIELD_COLUMNS, report.field_rows),
        "patterns": (report.PATTERN_COLUMNS, report.pattern_rows),
        "misses": (report.MISS_COLUMNS, report.miss_rows),
    }[table_of]
    write_rows(columns, rows(scores), fmt, output)


# The table of commands finds a command by its name.
eval = evaluate
