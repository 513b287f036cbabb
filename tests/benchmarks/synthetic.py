"""Synthetic claims of our own shape, for measuring: made from the shipped corpus, never about the world."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from kg.amount import read_amount
from kg.claim import Article, Evidence, FigureClaim
from kg.corpus import Corpus
from kg.lists import ClaimKind, EvidenceLevel, Hedge, Status
from kg.literals import period
from kg.seeds import read_corpus
from kg.slot import Slot

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


def world(claims: int, seed: int = 1) -> Corpus:
    """A corpus of about `claims` figure claims that the audit has much to do with: invented firms, each with
    years of sums in two currencies, growth, shares, segments and targets from three articles, that disagree
    here and there."""
    corpus = read_corpus(ROOT / "seeds")
    random_ = random.Random(seed)
    entities, articles, figures = dict(corpus.entities), [], []
    firm = entities["company/fpt-corporation"]
    number = 0
    while len(figures) < claims:
        number += 1
        subject = f"company/synthetic-{number:06d}"
        entities[subject] = replace(
            firm, id=f"synthetic-{number:06d}", en=f"Firm {number}", vi=f"Công ty {number}"
        )
        for outlet in range(3):
            stem = f"synthetic-{number:06d}-{outlet}"
            articles.append(replace(corpus.articles[0], stem=stem, date="2025-01-15", text_sha256=None))
            figures += _firm(stem, subject, random_)
    return Corpus(
        entities, tuple(articles), tuple(figures), (), corpus.predicates, corpus.inputs, corpus.identities
    )


def _firm(stem: str, subject: str, random_: random.Random) -> list[FigureClaim]:
    """What one article prints of one firm: thirty claims."""
    made: list[FigureClaim] = []

    def say(metric: str, kind: str, value: object, unit: str, year: str, **more: object) -> FigureClaim:
        amount = read_amount(str(value), "en")
        hedge = Hedge(random_.choice(["exact", "exact", "about", "over"]))
        sector = more.pop("sector", None)
        status = Status(str(more.pop("status", "actual")))
        claim = FigureClaim(
            article=stem, subject=subject, metric=f"metric/{metric}", kind=ClaimKind(kind),
            value=amount.value, step=amount.step, unit=f"unit/{unit}", hedge=hedge, status=status,
            period=period(year), evidence=Evidence(EvidenceLevel.CITED), sector=sector,  # type: ignore[arg-type]
            slot=Slot(subject, f"metric/{metric}", ClaimKind(kind), year, status.family, sector),  # type: ignore[arg-type]
            **more,  # type: ignore[arg-type]
        )  # fmt: skip
        made.append(claim)
        return claim

    base = random_.randint(100, 900)
    for year in ("2022", "2023", "2024"):
        base = round(base * random_.uniform(1.05, 1.2))
        slip = 1000 if random_.random() < 0.01 else 1
        original = say("revenue", "level", base * 25 * 10**9, "VND", year)
        say("revenue", "level", base * 10**6 * slip, "USD", year, conversion_of=original.id)
        say("revenue_growth", "growth", random_.randint(50, 200) / 10, "percent", year)
        say("overseas_revenue", "level", round(base * 0.4) * 10**6, "USD", year)
        say("overseas_revenue_share", "share", random_.randint(380, 420) / 10, "percent", year)
        people = [random_.randint(10, 99) * 100 for _ in range(3)]
        for sector, count in zip(("software", "it-services", "hardware"), people, strict=True):
            say("employee_count", "count", count, "persons", year, sector=f"sector/{sector}")
        say("employee_count", "count", sum(people), "persons", year)
    say("revenue", "level", base * 2 * 10**6, "USD", "2030", status="target")
    say("annual_revenue_growth", "growth", random_.randint(80, 160) / 10, "percent", "2022/2024")
    say("founding_year", "date", 1999, "year", "undated")
    return made
