"""Synthetic claims of our own shape, for measuring: made from the shipped corpus, never about the world."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from kg.amount import read_amount
from kg.claim import Article, FigureClaim
from kg.corpus import Corpus
from kg.lists import Hedge
from kg.literals import period
from kg.seeds import read_corpus

ROOT = Path(__file__).resolve().parents[2]
CLAIMS_PER_ARTICLE = 20


def synthetic(claims: int, seed: int = 1) -> Corpus:
    """A corpus of `claims` figure claims, twenty an article: invented values over the shipped entities."""
    corpus = read_corpus(ROOT / "seeds")
    random_ = random.Random(seed)
    models = [c for c in corpus.figures if c.unit == "unit/USD" and c.conversion_of is None]
    hedges = [h for h in Hedge if h is not Hedge.RANGE]
    template = corpus.articles[0]
    articles: list[Article] = []
    figures: list[FigureClaim] = []
    for number in range(claims):
        if number % CLAIMS_PER_ARTICLE == 0:
            articles.append(replace(template, stem=f"synthetic-{number // CLAIMS_PER_ARTICLE:07d}"))
        model = random_.choice(models)
        surface = f"${random_.randint(10, 9999) / 10} billion"
        amount = read_amount(surface, "en")
        year = str(random_.randint(1990, 2030))
        start = 50 + 100 * (number % CLAIMS_PER_ARTICLE)
        evidence = replace(
            model.evidence,
            exact=surface,
            start=start,
            end=start + len(surface),
            phrase=f"about {surface} in {year}",
            phrase_start=start - len("about "),
        )
        figures.append(
            replace(
                model,
                article=articles[-1].stem,
                value=Decimal(amount.value),
                step=amount.step,
                hedge=random_.choice(hedges),
                period=period(year),
                evidence=evidence,
                slot=replace(model.slot, period=year, subject=model.subject),
            )
        )
    return Corpus(corpus.entities, tuple(articles), tuple(figures), (), corpus.predicates, corpus.inputs)
