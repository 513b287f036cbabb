"""Look at every page of a graph in Chromium: both languages, phone and desk, complaints, layout, axe-core.

    python tests/web/sweep.py                        # the store of `kg build`, as a folder from file://
    python tests/web/sweep.py --served               # from a `kg serve` of its own
    python tests/web/sweep.py --only entity/ --dark  # some pages, in the dark scheme

Prints a line for each complaint, then the counts as JSON; the exit code is 1 where there was a complaint.
The suite looks at a sample of the same (test_browser.py).  A page takes a fifth of a second, axe-core a
second more.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent), str(HERE)]

import servers  # noqa: E402
from browser import Watched, axe_source, chromium  # noqa: E402
from looking import DESK, PHONE, barriers, drawn, layout  # noqa: E402

from kg.knowledge import KnowledgeGraph  # noqa: E402
from kg.web import urls  # noqa: E402
from kg.web.folder import write_site  # noqa: E402
from kg.web.pages import paths  # noqa: E402


def main() -> int:
    """Look, tell, and return 1 where there was something to tell."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--store", type=Path, default=None)
    options.add_argument("--served", action="store_true", help="from a server, not from a folder")
    options.add_argument("--only", default="", help="pages whose path begins so")
    options.add_argument("--dark", action="store_true")
    options.add_argument(
        "--axe", type=int, default=1, metavar="N", help="axe-core on every Nth page, by hash; 0: none"
    )
    options.add_argument(
        "--part", default="1/1", metavar="I/N", help="this part of the pages, to look side by side"
    )
    given = options.parse_args()
    graph = KnowledgeGraph.open(given.store)
    part, parts = map(int, given.part.split("/"))
    wanted = [page for page in paths(graph) if page.startswith(given.only)][part - 1 :: parts]
    chosen = set(drawn(wanted, len(wanted) // given.axe)) if given.axe else set()
    counts: Counter[str] = Counter()
    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if given.served:
            server = servers.kg_server(graph.generation.path.parent.parent, folder, "--per-address", "0")
            root = stack.enter_context(server).url
        else:
            write_site(graph, folder / "site")
            root = (folder / "site").as_uri() + "/"
        axe = axe_source() if chosen else ""
        scheme = "dark" if given.dark else "light"
        watched = Watched(stack.enter_context(chromium()), root, viewport=DESK, color_scheme=scheme)
        for page in wanted:
            for language in urls.LANGUAGES:
                place = urls.place(page, language) if given.served else urls.file(page, language)
                watched.page.set_viewport_size(DESK)
                watched.page.goto(root + place)
                counts["pages"] += 1
                for size in (DESK, PHONE):
                    watched.page.set_viewport_size(size)
                    complaints = watched.complaints + layout(watched.page)
                    counts["layouts"] += 1
                    if page in chosen:
                        complaints += barriers(watched.page, axe)
                        counts["axe"] += 1
                    watched.complaints.clear()
                    counts["complaints"] += len(complaints)
                    for complaint in complaints:
                        print(f"{place} at {size['width']}: {complaint}", flush=True)
        requests = len(watched.requests)
    print(json.dumps({**counts, "requests": requests, "seconds": round(time.monotonic() - started)}))
    return 1 if counts["complaints"] else 0


if __name__ == "__main__":
    sys.exit(main())
