"""Take the pictures of the README anew: the main pages, as `kg site` writes them.

    python tests/web/screenshots.py              # the store of `kg build` -> kg/web/screenshots/

A picture is one window high.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from browser import chromium  # noqa: E402

from kg.knowledge import KnowledgeGraph  # noqa: E402
from kg.web import urls  # noqa: E402
from kg.web.folder import write_site  # noqa: E402
from kg.web.library import Library  # noqa: E402

FOLDER: Final = ROOT / "kg" / "web" / "screenshots"
DESK, PHONE = (1120, 900), (390, 900)


class Picture(NamedTuple):
    """One picture: of which page, in which language, how wide, and from which element on."""

    name: str
    page: str
    language: str = "en"
    size: tuple[int, int] = DESK
    dark: bool = False
    start: str = ""


def pictures(library: Library) -> list[Picture]:
    """What is shown: what is disputed most, so that it is there in any graph."""
    figures = library.figures
    hedged = (row for row in library.disputes if any(figures[c].hedge == "about" for c in row["claims"]))
    dispute = next(row for row in hedged if row["family"] == "observed" and len(row["claims"]) > 3)
    anchored = (c for c in figures.values() if c.evidence.start is not None and c.hedge == "about")
    claim = next(c for c in anchored if c.attribution.agents and library.findings_of_claim.get(c.id))
    return [
        Picture("overview", urls.OVERVIEW),
        Picture("slot", urls.slot(dispute["slot"])),
        Picture("claim", urls.claim(claim.id)),
        Picture("entity", urls.entity("company/viettel-group"), "vi"),
        Picture("question", urls.question("industry-size"), start="#chart"),
        Picture("phone", urls.slot(dispute["slot"]), "vi", PHONE, dark=True),
    ]


def main() -> None:
    """Write the pictures and tell how large they are."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--store", type=Path, default=None)
    options.add_argument("--folder", type=Path, default=FOLDER)
    given = options.parse_args()
    graph = KnowledgeGraph.open(given.store)
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Path(folder) / "site"
        write_site(graph, site)
        for picture in pictures(Library.of(graph)):
            width, height = picture.size
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if picture.dark else "light"
            )
            page = context.new_page()
            page.goto((site / urls.file(picture.page, picture.language)).as_uri())
            if picture.start:
                page.locator(picture.start).evaluate("e => scrollTo(0, e.getBoundingClientRect().top - 24)")
            target = given.folder / f"{picture.name}.png"
            page.screenshot(path=target)
            context.close()
            print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
