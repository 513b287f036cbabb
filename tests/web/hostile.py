"""A library in which everything that has a name or words has hostile ones (T15)."""

from __future__ import annotations

from dataclasses import replace

from kg.claim import Article
from kg.web.library import Library

HOSTILE = (
    '<script>alert(1)</script>', '"onmouseover="alert(1)',
    "</title><svg onload=alert(1)>", "{{7*7}}{% raw %}",
    "\u202eevil\u2066", "\x1b[31m", "'><img src=x onerror=alert(1)>", "x" * 1_000_000,
)  # fmt: skip


def hostile(library: Library) -> Library:
    """The library with a hostile name for everything that has one."""
    corpus = library.corpus
    names = {
        ref: replace(e, en=HOSTILE[n % len(HOSTILE)], vi=HOSTILE[(n + 1) % len(HOSTILE)],
                     names=((HOSTILE[0], "en"),),
                     wikidata='Q1"><script>')
        for n, (ref, e) in enumerate(corpus.entities.items())
    }  # fmt: skip
    addresses = (
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        'https://x.test/"><script>',
        "//x",
    )
    articles: tuple[Article, ...] = tuple(
        replace(a, title=HOSTILE[n % len(HOSTILE)][:4000], url=addresses[n % len(addresses)], language="en")
        for n, a in enumerate(corpus.articles)
    )
    figures = tuple(
        replace(
            f,
            ambiguity=HOSTILE[0],
            stated=f,
            evidence=replace(f.evidence, phrase=HOSTILE[2], exact=HOSTILE[1]),
        )
        for f in corpus.figures
    )
    said = {
        "statement": HOSTILE[0],
        "statement_vi": HOSTILE[4],
        "explanation": HOSTILE[2],
        "explanation_vi": HOSTILE[6],
    }
    bad = Library(library.graph)
    vars(bad).update(
        corpus=replace(corpus, entities=names, articles=articles, figures=figures),
        slots={key: {**row, **said} for key, row in library.slots.items()},
        conflicts=tuple({**row, **said} for row in library.conflicts),
        checks=tuple({**row, **said} for row in library.checks),
    )
    return bad
