"""Synthetic claims of our own shape, for measuring: made from the shipped corpus, never about the world."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from kg.amount import read_amount
from kg.claim import Article, Evidence, FigureClaim
from kg.corpus import Corpus
from kg.identity import Part, Sum
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
    """A corpus of about `claims` figure claims that the audit has much to do with.

    Invented firms, each with three years of revenue in two currencies, growth, shares, segments and a target,
    told by three articles.  What is printed fits, but for one figure in twenty, off by up to a fifth,
    and one conversion in a hundred, which slipped by a thousand; one figure in four is hedged.
    """
    corpus = read_corpus(ROOT / "seeds")
    random_ = random.Random(seed)
    entities, articles, figures = dict(corpus.entities), [], []
    firm = entities["company/fpt-corporation"]
    number = 0
    while len(figures) < claims:
        number += 1
        name = f"synthetic-{number:06d}"
        entities[f"company/{name}"] = replace(firm, id=name, en=f"Firm {number}", vi=f"Công ty {number}")
        truth = _truth(random_)
        for outlet in range(3):
            stem = f"{name}-{outlet}"
            articles.append(replace(corpus.articles[0], stem=stem, date="2025-01-15", text_sha256=None))
            figures += _Article(stem, f"company/{name}", random_).claims(truth)
    segments = tuple(Part("metric/employee_count", f"sector/{sector}") for sector in _SEGMENTS)
    return Corpus(
        entities,
        tuple(articles),
        tuple(figures),
        (),
        corpus.predicates,
        corpus.inputs,
        (*corpus.identities, Sum("metric/employee_count", segments, exhaustive=True)),
    )


_SEGMENTS = ("software", "it-services", "hardware")
_YEARS = (2022, 2023, 2024)


def _truth(random_: random.Random) -> dict[int, tuple[int, list[int]]]:
    """By year, the revenue in millions of dollars and the people in each segment."""
    revenue, people = random_.randint(100, 900), [random_.randint(10, 99) * 100 for _ in _SEGMENTS]
    told = {}
    for year in (_YEARS[0] - 1, *_YEARS):
        told[year] = (revenue, people)
        revenue = round(revenue * random_.uniform(1.05, 1.2))
        people = [count + random_.randint(0, 9) * 100 for count in people]
    return told


class _Article:
    """What one article prints of one firm: thirty claims."""

    def __init__(self, stem: str, subject: str, random_: random.Random) -> None:
        self._stem, self._subject, self._random = stem, subject, random_

    def claims(self, truth: dict[int, tuple[int, list[int]]]) -> list[FigureClaim]:
        made: list[FigureClaim] = []
        for number in _YEARS:
            year, (revenue, people), before = str(number), truth[number], truth[number - 1][0]
            original = self._claim("revenue", ClaimKind.LEVEL, revenue * 25 * 10**9, "VND", year)
            slip = 1000 if self._random.random() < 0.01 else 1
            dollars = self._claim("revenue", ClaimKind.LEVEL, revenue * 10**6 * slip, "USD", year)
            made += [original, replace(dollars, conversion_of=original.id)]
            growth = round(100 * (revenue / before - 1), 1)
            made.append(self._claim("revenue_growth", ClaimKind.GROWTH, growth, "percent", year))
            abroad = round(revenue * 0.4)
            made.append(self._claim("overseas_revenue", ClaimKind.LEVEL, abroad * 10**6, "USD", year))
            share = round(100 * abroad / revenue, 1)
            made.append(self._claim("overseas_revenue_share", ClaimKind.SHARE, share, "percent", year))
            for sector, count in zip(_SEGMENTS, people, strict=True):
                made.append(
                    self._claim("employee_count", ClaimKind.COUNT, count, "persons", year, f"sector/{sector}")
                )
            made.append(self._claim("employee_count", ClaimKind.COUNT, sum(people), "persons", year))
        first, last = truth[_YEARS[0]][0], truth[_YEARS[-1]][0]
        yearly = round(100 * ((last / first) ** 0.5 - 1), 1)
        made.append(self._claim("annual_revenue_growth", ClaimKind.GROWTH, yearly, "percent", "2022/2024"))
        made.append(self._claim("revenue", ClaimKind.LEVEL, 2 * last * 10**6, "USD", "2030", plan=True))
        made.append(self._claim("founding_year", ClaimKind.DATE, 1999, "year", "undated"))
        return made

    def _claim(
        self, metric: str, kind: ClaimKind, value: float, unit: str, year: str, sector: str | None = None,
        *, plan: bool = False,
    ) -> FigureClaim:  # fmt: skip
        if kind is not ClaimKind.DATE and self._random.random() < 0.05:
            off = self._random.uniform(0.8, 1.2)
            value = round(value * off, 1) if unit == "percent" else round(value * off)
        amount = read_amount(str(value), "en")
        status = Status.TARGET if plan else Status.ACTUAL
        hedge = Hedge(
            self._random.choice(["exact", "exact", "exact", "exact", "exact", "exact", "about", "over"])
        )
        return FigureClaim(
            article=self._stem,
            subject=self._subject,
            metric=f"metric/{metric}",
            kind=kind,
            value=amount.value,
            step=amount.step,
            unit=f"unit/{unit}",
            hedge=Hedge.EXACT if kind is ClaimKind.DATE else hedge,
            status=status,
            period=period(year),
            evidence=Evidence(EvidenceLevel.CITED),
            sector=sector,
            slot=Slot(self._subject, f"metric/{metric}", kind, year, status.family, sector),
        )


_ONSETS = (
    "b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "ch", "kh", "ng", "nh",
    "ph", "th", "tr", "qu", "gi",
)  # fmt: skip
_RIMES = (
    "a", "e", "i", "o", "u", "an", "en", "in", "on", "un", "ang", "anh", "ai", "ao", "oi",
)  # fmt: skip
_TRADES = (
    "Software", "Technology", "Telecom", "Digital", "Solutions", "Electronics", "Media", "Bank", "Logistics",
    "Investment", "Trading", "Data", "Cloud", "Semiconductor", "Games",
)  # fmt: skip
_FORMS = ("JSC", "Co., Ltd.", "Corporation", "Group", "Company Limited", "Joint Stock Company", "")


def company_names(count: int, seed: int = 7) -> tuple[list[str], list[tuple[int, int]]]:
    """Invented names of companies; and which, one in twenty, are other ways of writing an earlier one: with
    another legal form, a letter doubled, or its words in another order."""
    chance = random.Random(seed)
    syllables = [onset + rime for onset in _ONSETS for rime in _RIMES]
    parts: list[list[str]] = []
    names: list[str] = []
    variants: list[tuple[int, int]] = []
    for number in range(count):
        if number % 20 == 19:
            earlier = chance.randrange(number)
            words = list(parts[earlier])
            how = chance.choice(("form", "letter", "order"))
            if how == "letter":
                words[0] = words[0] + words[0][-1]
            elif how == "order":
                words = words[1:] + words[:1]
            variants.append((earlier, number))
        elif chance.random() < 0.6:
            words = ["".join(chance.sample(syllables, chance.choice((2, 2, 3)))), chance.choice(_TRADES)]
        else:
            words = [*chance.sample(syllables, chance.choice((2, 3))), chance.choice(_TRADES)]
        parts.append(words)
        names.append(" ".join([*words, chance.choice(_FORMS)]).strip().title())
    return names, variants
