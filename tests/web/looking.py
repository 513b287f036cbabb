"""What is looked for on a page in a browser, and which pages of a graph are looked at in the suite.

`sweep.py` looks at every page; the suite at each kind of page, at those that show most, and at some drawn by
hash, so that another graph brings other pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from kg.knowledge import KnowledgeGraph
from kg.web import urls
from kg.web.library import Library
from kg.web.pages import paths

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESK: Final[ViewportSize] = {"width": 1280, "height": 900}

# What a reader would trip over in the layout: a page that scrolls sideways, boxes that end beyond its right
# edge (but for those inside what scrolls by itself), words of a picture that cover others or are cut off.
_LAYOUT: Final = """() => {
  const found = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) found.push(`the page is ${wide} wide in ${innerWidth}`);
  const name = e => e.tagName.toLowerCase() + '.' + (e.className.baseVal ?? e.className);
  const scrolls = '.table, div.kin, pre, nav, textarea, .unseen, .skip, #yasgui';
  for (const e of document.querySelectorAll('main *, header *, footer *')) {
    const box = e.getBoundingClientRect();
    if (box.width && box.right > innerWidth + 1 && !e.closest(scrolls))
      found.push(`${name(e)} ends at ${Math.round(box.right)}`);
  }
  for (const svg of document.querySelectorAll('main svg:not(svg svg)')) {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()]);
    const texts = boxes.filter(([, b]) => b.width);
    texts.forEach(([t, b], n) => {
      if (b.left < frame.left - 14 || b.right > frame.right + 14)
        found.push(`${name(svg)} cuts off “${t.textContent}”`);
      for (const [u, c] of texts.slice(n + 1)) {
        const across = Math.min(b.right, c.right) - Math.max(b.left, c.left);
        const down = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top);
        if (across > 1 && down > 2) found.push(`${name(svg)}: “${t.textContent}” covers “${u.textContent}”`);
      }
    });
  }
  return found.slice(0, 4);
}"""
_AXE: Final = """async () => (await axe.run(document, {resultTypes: ['violations'], preload: false}))
  .violations.filter(v => ['serious', 'critical'].includes(v.impact))
  .map(v => `${v.id}: ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary.slice(0, 300)}`)"""


def layout(page: Page) -> list[str]:
    """What is wrong with the layout of a page at the width that it has."""
    found: list[str] = page.evaluate(_LAYOUT)
    return found


def barriers(page: Page, axe: str) -> list[str]:
    """What axe-core finds serious or critical on a page; `axe` is its source."""
    page.evaluate(axe)
    found: list[str] = page.evaluate(_AXE)
    return found


def drawn(pages: Iterable[str], count: int) -> list[str]:
    """So many of `pages`, by the hash of their paths."""
    return sorted(pages, key=lambda page: hashlib.sha256(page.encode()).digest())[:count]


def extremes(library: Library) -> list[str]:
    """The pages that show most of their kind, or the longest words."""

    def told(ref: str) -> int:
        return len(library.slots_about.get(ref, ())) + len(library.relations_about.get(ref, ()))

    def name(ref: str) -> int:
        return max(map(len, library.name(ref)))

    figures = library.figures
    anchored = [c for c in figures.values() if c.evidence.start is not None]
    bodies = [
        ref
        for ref in library.entities
        if ref.startswith(("company/", "ministry/", "state-owned-enterprise/"))
    ]
    claims: dict[str, Any] = {**figures, **library.relations}
    return [
        urls.entity(max(library.entities, key=told)),
        urls.entity(max(bodies, key=told)),
        urls.entity(max(library.entities, key=name)),
        urls.entity(max(library.linked_from, key=lambda ref: len(library.linked_from[ref]))),
        urls.slot(max(library.slots, key=lambda slot: len(library.slots[slot]["claims"]))),
        urls.slot(max(library.slots, key=lambda slot: len(library.slots[slot]["statement"]))),
        urls.slot(max(library.slots, key=lambda slot: len(library.series[library.series_key(slot)]))),
        urls.slot(library.disputes[0]["slot"]),
        urls.claim(max(anchored, key=lambda c: len(c.evidence.phrase or c.evidence.exact)).id),
        urls.claim(max(claims, key=lambda c: len(claims[c].ambiguity or ""))),
        urls.claim(max(figures, key=lambda c: max(map(len, library.figure_words[c])))),
        urls.source(max(library.claims_of_source, key=lambda a: len(library.claims_of_source[a]))),
        urls.source(max(library.articles, key=lambda a: len(library.articles[a].title))),
        urls.finding(max(library.findings, key=lambda f: len(library.findings[f]["explanation"]))),
        urls.finding(max(library.findings, key=lambda f: len(library.findings[f]["claims"]))),
    ]  # fmt: skip


def sample(graph: KnowledgeGraph, count: int, *, extreme: bool = True) -> list[str]:
    """Every page that there is one of, `count` of each kind, and the extremes."""
    kinds: dict[str, list[str]] = {}
    for page in paths(graph):
        kinds.setdefault(page.partition("/")[0] if "/" in page else "", []).append(page)
    some = [page for kind, held in kinds.items() for page in (held if not kind else drawn(held, count))]
    return list(dict.fromkeys((*some, *(extremes(Library.of(graph)) if extreme else ()))))
