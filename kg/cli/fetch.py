"""`kg fetch`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import PATH, seeds_option
from kg.cli.output import note, write_text
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.claim import Article
    from kg.intake.guard import Guard


def guard_of(ctx: click.Context) -> Guard:
    """The policy of fetching: strict, unless the caller of the command line (a test) brings its own."""
    from kg.intake.guard import STRICT, Guard

    given = ctx.find_root().obj
    return given if isinstance(given, Guard) else STRICT


@click.command(short_help="Fetch a page and print what it is, without keeping its text.")
@click.argument("url", required=False)
@click.option(
    "--article", metavar="ID", help="Compare with this article's reviewed text; its address is URL."
)
@click.option("-o", "--output", type=PATH, help="Write the canonical text to this file, outside the seeds.")
@click.option("--metadata", type=PATH, help="Write the JSON to this file (atomically) instead of stdout.")
@seeds_option
@click.pass_context
def fetch(
    ctx: click.Context,
    url: str | None,
    article: str | None,
    output: Path | None,
    metadata: Path | None,
    seeds: Path,
) -> None:
    """Fetch one page and print its metadata as JSON: addresses, digests, title, publisher, date, language.

    Nothing of the text is kept unless -o names a file for it.  `status` is "fetched"; with --article it is
    "same" or "changed", by the digest of the reviewed text.  What the page does not say is null.

    Only public http(s) pages are fetched: at most two redirects, 20 seconds, 10 MB, no proxy.  Exit 3 for an
    address that is not public or no page, 6 where the server fails, 7 at a limit.

    \b
    Examples:
      kg fetch https://example.org/article
      kg fetch --article 001_3c753eb78a909be4
      kg fetch https://example.org/article -o article.txt
    """
    from kg.intake import read_url

    reviewed = None if article is None else _reviewed(seeds, article)
    address = url or (reviewed.url if reviewed else None)
    if address is None:
        if reviewed:
            raise UsageError(f"the article {reviewed.stem!r} has no address", remedy="give the URL")
        raise UsageError("no address is given", remedy="give a URL or --article ID")
    if output is not None:
        _outside_seeds(output, seeds)
    found = read_url(address, guard_of(ctx), note)
    status = "fetched"
    if reviewed is not None and reviewed.text_sha256 is not None:
        status = "same" if reviewed.text_sha256 == found.text_sha256 else "changed"
    said = {
        "status": status,
        "article": reviewed.stem if reviewed else None,
        "url": address,
        "final_url": found.address,
        "canonical_url": found.url,
        "media_type": found.media_type,
        "bytes": found.size,
        "fetched_sha256": found.sha256,
        "text_sha256": found.text_sha256,
        "text_length": len(found.text),
        "title": found.title,
        "publisher": found.publisher,
        "date": found.published_in(found.language),
        "language": found.language,
    }
    if output is not None:
        write_text([found.text], output)
    write_text([json.dumps(said, ensure_ascii=False, indent=2) + "\n"], metadata)


def _reviewed(seeds: Path, stem: str) -> Article:
    from kg.seeds import read_corpus
    from kg.verify import select

    return select(read_corpus(seeds), [stem])[0]


def _outside_seeds(output: Path, seeds: Path) -> None:
    """Refuse a place among the seeds: the text of an article is not ours to publish."""
    from kg import settings

    where = output.resolve()
    for folder in (seeds, settings.shipped_seeds_dir()):
        if where.is_relative_to(folder.resolve()):
            raise UsageError(f"{output} lies among the seeds", remedy="texts are kept outside; give another")
