"""When something was known: the two clocks of an article, and a corpus as it was on a day.

A figure has a valid period, which is part of what it says.  Its article has two days more: when it was
`published`, and when it was `recorded`, that is, became part of the seeds.  Either can be unknown; then
nobody can say that it was known on a day, and the article is left out of every day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.claim import Article
from kg.corpus import Corpus
from kg.literals import date_bounds


class Clock(StrEnum):
    """By which of its days an article counts as known."""

    PUBLISHED = "published"
    RECORDED = "recorded"

    def reading(self, article: Article) -> dt.date | None:
        """The first day on which the article was surely there: of a month or year, its last day.

        None where this clock knows nothing of the article.
        """
        label = article.date if self is Clock.PUBLISHED else article.recorded
        return None if label is None else date_bounds(label)[1]


@dataclass(frozen=True, slots=True)
class Known:
    """What of a corpus was known on a day: `corpus` has only that, `later` and `unknown` are the stems of the
    articles left out, because their day had not come or because nobody knows it."""

    corpus: Corpus
    later: tuple[str, ...]
    unknown: tuple[str, ...]


def known_on(corpus: Corpus, day: dt.date, clock: Clock = Clock.PUBLISHED) -> Known:
    """The corpus as if its seeds held no other articles than those known on `day`.

    Entities, and the arithmetic that figures must obey, are timeless: they stay as they are.
    """
    later, unknown = [], []
    for article in corpus.articles:
        since = clock.reading(article)
        if since is None:
            unknown.append(article.stem)
        elif since > day:
            later.append(article.stem)
    left_out = {*later, *unknown}
    files = {article.place.rpartition(":")[0] for article in corpus.articles if article.stem in left_out}
    kept = replace(
        corpus,
        articles=tuple(a for a in corpus.articles if a.stem not in left_out),
        figures=tuple(c for c in corpus.figures if c.article not in left_out),
        relations=tuple(c for c in corpus.relations if c.article not in left_out),
        inputs=tuple(file for file in corpus.inputs if file.name not in files),
    )
    return Known(kept, tuple(later), tuple(unknown))
