"""`kg site`: the pages of the explorer as a folder of files."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import PATH, as_of_options, opened, store_option
from kg.cli.output import note


@click.command(short_help="Write the explorer's pages as a folder that opens without a server.")
@click.argument("folder", type=PATH)
@store_option
@as_of_options
def site(folder: Path, store: Path, as_of: str | None, clock: str | None) -> None:
    """Write the pages of the explorer, in English and Vietnamese, to FOLDER: open its index.html.

    The pages work from a disk, a stick or any plain web server, and send nothing anywhere.  An earlier site
    in FOLDER is replaced; anything else there is left alone.

    \b
    Examples:
      kg site site
      kg site --as-of 2024-12-31 site-2024
    """
    from kg.knowledge import KnowledgeGraph
    from kg.web.folder import write_site

    done = write_site(KnowledgeGraph(opened(store, as_of, clock)), folder)
    note(
        f"wrote {done.pages:,} pages, {done.files:,} files, {done.size / 1e6:.1f} MB: {folder / 'index.html'}"
    )
