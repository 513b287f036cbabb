"""`kg verify`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.fetch import guard_of
from kg.cli.options import PATH, rows_options, seeds_option
from kg.cli.output import note, write_rows
from kg.csvtext import Row
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.corpus import Corpus
    from kg.intake.watch import Watched

_ONLINE_COLUMNS = ("article", "status", "claims", "standing", "claim", "figure", "message", "url")


@click.command(short_help="Check every claim against the texts of its articles.")
@click.option("--texts", type=PATH, help="The folder that holds the articles' texts.")
@click.option("--online", is_flag=True, help="Fetch the articles' pages instead, and say what changed.")
@click.option("--article", "articles", multiple=True, help="Only this article, by its id; repeatable.")
@seeds_option
@rows_options
@click.pass_context
def verify(
    ctx: click.Context,
    texts: Path | None,
    online: bool,
    articles: tuple[str, ...],
    seeds: Path,
    fmt: str,
    output: Path | None,
) -> None:
    """Check digest, position, phrase and figure of every claim against the articles' texts.

    The texts are not part of the data; whoever has them can check every claim.  Exit 1 where a text or a
    claim no longer matches, 3 where a text is missing or cannot be read.

    With --online, each article's page is fetched, one at a time, and nothing of it is kept: a row for each
    page (same, changed, gone, unreachable; reachable where no text was reviewed), and one for each claim
    that no longer stands there (lost).  A text that was taken from its page in another way differs from it
    too: look at the claims.  Exit 1 where pages changed or are gone, else 6 where one could not be reached.

    \b
    Examples:
      kg verify --texts ~/articles
      kg verify --texts . --article 2025-01-my-article
      kg verify --online -f json
    """
    from kg.seeds import read_corpus

    if online is (texts is not None):
        raise UsageError("either --texts DIR or --online is needed", remedy="give one of them")
    corpus = read_corpus(seeds)
    if texts is None:
        ctx.exit(_online(ctx, corpus, articles, fmt, output))
    if output is not None or ctx.get_parameter_source("fmt") is click.core.ParameterSource.COMMANDLINE:
        raise UsageError("-f and -o are for the rows of --online", remedy="leave them out")
    ctx.exit(_offline(corpus, texts, articles))


def _offline(corpus: Corpus, texts: Path, articles: tuple[str, ...]) -> int:
    from kg.verify import verify as check

    result = check(corpus, texts, articles)
    for finding in result.findings:
        click.echo(finding.line())
    for error in result.unreadable:
        click.echo(f"error: {error.line()}", err=True)
    totals = Counter(claim.article for claim in corpus.claims)
    for stem, anchored in result.anchored.items():
        note(f"{stem}: {anchored} of {totals[stem]} claims stand at their place")
    cited = sum(a.text_file is None for a in corpus.articles if not articles or a.stem in articles)
    if cited:
        note(f"{cited} cited article{'s' * (cited != 1)} without a text: nothing to check")
    return 3 if result.unreadable else 1 if result.findings else 0


def _online(
    ctx: click.Context, corpus: Corpus, articles: tuple[str, ...], fmt: str, output: Path | None
) -> int:
    from kg.intake.watch import FINDINGS, SourceStatus, watch
    from kg.verify import select

    chosen = select(corpus, articles)
    found = list(watch(chosen, corpus.claims, guard_of(ctx)))
    write_rows(_ONLINE_COLUMNS, (row for each in found for row in _rows(each)), fmt, output)
    if len(found) < len(chosen):
        missing = len(chosen) - len(found)
        note(f"{missing} article{'s' * (missing != 1)} without an address: nothing to fetch")
    statuses = {each.status for each in found}
    return 1 if statuses & FINDINGS else 6 if SourceStatus.UNREACHABLE in statuses else 0


def _rows(found: Watched) -> Iterator[Row]:
    """The row of an article's page, then one for each claim that no longer stands there."""
    head = {"article": found.article.stem, "url": found.article.url}
    yield {
        **head,
        "status": found.status.value,
        "claims": found.claims,
        "standing": found.standing,
        "message": found.message,
    }
    for lost in found.lost:
        yield {
            **head,
            "status": "lost",
            "claim": lost.claim.id,
            "figure": lost.claim.evidence.exact,
            "message": lost.message,
        }
