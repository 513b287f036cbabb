"""`kg verify`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kg.cli.options import PATH, seeds_option
from kg.cli.output import note


@click.command(short_help="Check every claim against the texts of its articles.")
@click.option("--texts", type=PATH, required=True, help="The folder that holds the articles' texts.")
@click.option("--article", "articles", multiple=True, help="Only this article, by its id; repeatable.")
@seeds_option
@click.pass_context
def verify(ctx: click.Context, texts: Path, articles: tuple[str, ...], seeds: Path) -> None:
    """Check digest, position, phrase and figure of every claim against the articles' texts.

    The texts are not part of the data; whoever has them can check every claim.  Exit 1 where a text or a
    claim no longer matches, 3 where a text is missing or cannot be read.

    \b
    Examples:
      kg verify --texts ~/articles
      kg verify --texts . --article 2025-01-my-article
    """
    from kg.seeds import read_corpus
    from kg.verify import verify as check

    corpus = read_corpus(seeds)
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
    ctx.exit(3 if result.unreadable else 1 if result.findings else 0)
