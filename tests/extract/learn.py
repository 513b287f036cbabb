"""Learns the weights by which the extractor chooses, from the articles for developing and from reviewed ones.

KG_TEXTS=FOLDER python tests/extract/learn.py            how often each choice is right on articles left out
KG_TEXTS=FOLDER python tests/extract/learn.py --write    kg/extract/weights/*.json as well

FOLDER holds the texts of the articles in seeds/articles: what a person reviewed is learned from, too.

The walk through an article asks a model for each choice: whose a figure is, what it measures, when it was so.
Here a model that takes notes stands in for each; the gold says which of the options were right; and the
weights are those of a conditional logit (McFadden 1974: the odds of an option are the exponential of what its
features weigh) that make these likeliest, less a penalty on the square of each weight.  The more options have
a feature, the more its weight is held back, or a few common features would explain the many rare ones away.

What is chosen for one figure is a feature of the next.  So that the weights meet the mistakes that they will
meet in use, notes are taken in turns, on walks by weights that were learned without the article (from none at
first); the accuracy of the last of these walks is what is reported.  The same articles give the same weights.
"""

from __future__ import annotations

import json
import os
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads only slow down what is as small as this

import numpy as np
from learn_usage import Example, learn_usage
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg import settings
from kg.catalogue import Catalogue
from kg.claim import FigureClaim
from kg.document import Document
from kg.evaluate import GoldArticle, read_gold_folder
from kg.evaluate.gold import GoldFigure
from kg.extract import Extractor
from kg.extract.usage import Usage, Usages, figure_signs, sentence_signs, title_signs, usage_class
from kg.extract.weigh import KINDS, Features, Models, Option, Weights
from kg.files import read_text
from kg.lexicon import Lexicon
from kg.literals import period
from kg.seeds import read_corpus

HERE = Path(__file__).resolve().parent
WEIGHTS = Path(sys.modules["kg.extract"].__path__[0]) / "weights"
TURNS: Final = 4
FOLDS: Final = 5
# The penalty on the square of a weight, by the root of how many options have its feature: left-out articles
# are read best by it.  What is a claim is told by words, each of which is rare: they are held back less.
PENALTY: Final = 0.7
PENALTIES: Final = {"claim": 0.2}
# As how many choices one counts that was made in a real article, which a person reviewed.
REVIEWED: Final = 2.0
# What a weight is rounded to.
DIGITS: Final = 1
# How far behind a sentence the figure may stand that inherits its credit, in characters.
_INHERITS_WITHIN: Final = 400
# Shares and changes of shares are of one family.
_PERCENT: Final = "percent"
_PERCENTS: Final = frozenset((_PERCENT, "percentage_point"))
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice that was made: its options, which of these are right, and which was taken.

    It counts as much as `weight` others when weights are learned.
    """

    options: Sequence[Features]
    right: frozenset[int]
    taken: int
    weight: float = 1.0


# What is asked on a walk through an article, of each kind.
Walk = Mapping[str, Sequence[Decision]]


@dataclass(slots=True)
class Notes:
    """A model that chooses by weights and writes down what it was asked."""

    weights: Weights
    asked: list[tuple[tuple[int, int], Sequence[Option[Any]], int]] = field(default_factory=list)

    def choose(self, place: tuple[int, int], options: Sequence[Option[_T]]) -> Option[_T]:
        """The best of `options` by the weights so far."""
        best = self.weights.choose(place, options)
        self.asked.append((place, options, next(n for n, each in enumerate(options) if each is best)))
        return best


def _is_subject(gold: GoldFigure, key: str | None) -> bool:
    if gold.subject is not None or key is None:
        return key == gold.subject
    return key.startswith("new:") and gold.new.split(maxsplit=1)[0].casefold() in key.casefold()


def _is_period(gold: GoldFigure, key: str | None) -> bool:
    if key is None:
        return False
    read = period(key)
    return (read.start, read.end) == (gold.period.start, gold.period.end)


def _is_credit(gold: GoldFigure, key: str | None) -> bool:
    return (key or "") == "|".join(agent.removeprefix("new:").strip() for agent in gold.attributed_to)


RIGHT: Mapping[str, Callable[[GoldFigure, str | None], bool]] = {
    "claim": lambda _, key: key == "claim",
    "subject": _is_subject,
    "metric": lambda gold, key: key == gold.metric,
    "period": _is_period,
    "sector": lambda gold, key: key == (gold.sector or "").removeprefix("sector/") or key == gold.sector,
    "market": lambda gold, key: key == gold.market,
    "status": lambda gold, key: key == gold.status,
    "credit": _is_credit,
}


def reviewed(texts: Path) -> Iterator[GoldArticle]:
    """The articles of the seeds as gold, by the folder of their texts; raises BadInput for a missing one."""
    corpus = read_corpus(settings.shipped_seeds_dir())
    for article in corpus.articles:
        if article.text_file is None:
            # Cited by its address: nobody marked its words.
            continue
        text = read_text(texts / article.text_file)
        claims = [claim for claim in corpus.figures if claim.article == article.stem]
        document = Document(text=text, language=article.language, published=article.date)
        yield GoldArticle(article.stem, document, tuple(map(_gold, claims)), (), ())


def _gold(claim: FigureClaim) -> GoldFigure:
    """A reviewed claim as gold."""
    place = claim.evidence
    return GoldFigure(
        surface=place.exact, start=place.start or 0, end=place.end or 0, words=place.phrase,
        subject=claim.subject, new="", metric=claim.metric.removeprefix("metric/"), value=claim.value,
        value_max=claim.value_max, unit=claim.unit.removeprefix("unit/"), hedge=claim.hedge,
        status=claim.status, period=claim.period, period_inherited=claim.period_inherited,
        base_period=claim.base_period, sector=claim.sector, market=claim.market, ownership=claim.ownership,
        attributed_to=claim.attribution.agents, inherited=claim.attribution.inherited,
        conversion_of=claim.conversion_of or "", ambiguity=claim.ambiguity, patterns=(), line=0,
    )  # fmt: skip


class School:
    """The articles that are learned from, each read once."""

    def __init__(self, articles: Iterable[GoldArticle], real: Iterable[GoldArticle] = ()) -> None:
        """`articles` were written to be learned from, `real` ones were found and reviewed."""
        seeds = settings.shipped_seeds_dir()
        self._entities, self._lexicon = read_corpus(seeds).entities, Lexicon.read(seeds)
        reader = Extractor(self._entities, self._lexicon)
        found = tuple(real)
        self._real = len(found)
        self.articles = [(article, reader.read(article.document)) for article in (*found, *articles)]
        self._families = Catalogue.of(self._entities).families

    def walk(self, number: int, weights: Mapping[str, Weights], usages: Usages) -> Walk:
        """What is asked on a walk through one article, of each kind."""
        article, reading = self.articles[number]
        notes = {kind: Notes(weights[kind]) for kind in KINDS}
        models = Models(**notes, usages=usages)
        Extractor(self._entities, self._lexicon, models=models).conclude(reading)
        weight = REVIEWED if number < self._real else 1.0
        return {kind: list(_decisions(kind, article.figures, notes[kind], weight)) for kind in KINDS}

    def usages(self, numbers: Iterable[int]) -> Usages:
        """What figures among such words are in the articles of `numbers`."""
        metrics: list[Example] = []
        subjects: list[Example] = []
        for number in numbers:
            article, reading = self.articles[number]
            starts, title = [view.start for view in reading.views], title_signs(reading)
            for gold in article.figures:
                view = reading.views[max(0, bisect_right(starts, gold.start) - 1)]
                beside = figure_signs(view, (gold.start, gold.end))
                signs = frozenset(sentence_signs(view) | title | beside)
                family = _PERCENT if gold.unit in _PERCENTS else self._families.get(gold.unit or "", "")
                metrics.append(Example(signs, str(gold.metric), family))
                subjects.append(Example(signs, usage_class(gold.subject), ""))
        return Usages(learn_usage(metrics), learn_usage(subjects))


def _decisions(kind: str, figures: Sequence[GoldFigure], notes: Notes, weight: float) -> Iterator[Decision]:
    for (start, end), options, taken in notes.asked:
        gold = next((g for g in figures if g.start < end and start < g.end), None)
        if gold is not None:
            right = frozenset(n for n, option in enumerate(options) if RIGHT[kind](gold, option.key))
        elif kind == "claim":
            right = frozenset(n for n, option in enumerate(options) if option.key == "none")
        elif kind == "credit":
            right = _credits_later(figures, end, options)
            if not right:
                continue
        else:
            continue
        yield Decision([option.told.all() for option in options], right, taken, weight)


def _credits_later(figures: Sequence[GoldFigure], end: int, options: Sequence[Option[Any]]) -> frozenset[int]:
    """The credits of a sentence without a figure, by what the next figure inherits; the first is nobody."""
    gold = next((g for g in figures if g.start >= end), None)
    if gold is None or gold.start - end > _INHERITS_WITHIN:
        return frozenset()
    if not gold.attributed_to:
        return frozenset((0,))
    own = (n for n, o in enumerate(options) if n and not o.value.source.startswith("carried"))
    return frozenset(n for n in own if gold.inherited and _is_credit(gold, options[n].key))


@dataclass(frozen=True, slots=True)
class Lessons:
    """The decisions of some articles as a matrix: a row for each option, a column for each feature."""

    names: Sequence[str]
    features: csr_matrix
    right: np.ndarray[Any, Any]
    starts: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Lessons:
        """Those with a right option and a wrong one: the others say nothing."""
        columns: dict[str, int] = {}
        places, ends, right, starts, weights = [], [0], [], [], []
        for decision in decisions:
            if not 0 < len(decision.right) < len(decision.options):
                continue
            starts.append(len(right))
            weights.append(decision.weight)
            for number, features in enumerate(decision.options):
                places += [columns.setdefault(name, len(columns)) for name in features]
                ends.append(len(places))
                right.append(number in decision.right)
        shape = (len(right), len(columns))
        matrix = csr_matrix((np.ones(len(places)), places, ends), shape=shape)
        rows = np.array(right, dtype=bool), np.array(starts, dtype=int), np.array(weights)
        return cls(tuple(columns), matrix, *rows)

    def loss(
        self, of: np.ndarray[Any, Any], penalty: np.ndarray[Any, Any]
    ) -> tuple[float, np.ndarray[Any, Any]]:
        """How unlikely weights `of` make the right options, with `penalty` on each squared, and its slope."""
        scores = self.features @ of
        sizes = np.diff(np.append(self.starts, len(scores)))
        scores = scores - np.repeat(np.maximum.reduceat(scores, self.starts), sizes)
        odds = np.exp(scores)
        every = np.add.reduceat(odds, self.starts)
        right = np.maximum(np.add.reduceat(odds * self.right, self.starts), 1e-300)
        slope = odds / np.repeat(every, sizes) - odds * self.right / np.repeat(right, sizes)
        slope *= np.repeat(self.weights, sizes)
        loss = float(self.weights @ (np.log(every) - np.log(right))) + float(penalty @ of**2) / 2
        return loss, self.features.T @ slope + penalty * of


def learn(decisions: Iterable[Decision], strength: float = PENALTY) -> Weights:
    """The weights that make the right options likely, `strength` that of the penalty."""
    lessons = Lessons.of(decisions)
    if not lessons.names:
        return Weights()
    start = np.zeros(len(lessons.names))
    penalty = strength * np.sqrt(np.asarray(lessons.features.sum(axis=0)).ravel())
    found = minimize(lessons.loss, start, penalty, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    rounded = (
        (name, round(float(weight), DIGITS)) for name, weight in zip(lessons.names, found, strict=True)
    )
    return Weights({name: weight for name, weight in sorted(rounded) if weight})


def learn_all(articles: Iterable[Walk]) -> dict[str, Weights]:
    """The weights of every kind of choice, from the decisions in `articles`."""
    listed = list(articles)
    return {
        kind: learn((d for article in listed for d in article[kind]), PENALTIES.get(kind, PENALTY))
        for kind in KINDS
    }


def taught(school: School) -> list[Walk]:
    """What is asked on the walk through each article, by weights that were learned from others."""
    numbers = range(len(school.articles))
    usages = [school.usages(n for n in numbers if n % FOLDS != fold) for fold in range(FOLDS)]
    nothing = dict.fromkeys(KINDS, Weights())
    walks: list[Walk] = [school.walk(number, nothing, usages[number % FOLDS]) for number in numbers]
    for _ in range(TURNS):
        without = [learn_all(walks[n] for n in numbers if n % FOLDS != fold) for fold in range(FOLDS)]
        walks = [school.walk(n, without[n % FOLDS], usages[n % FOLDS]) for n in numbers]
    return walks


def main(arguments: Sequence[str]) -> None:
    """Do what the arguments say."""
    if set(arguments) - {"--write"}:
        sys.exit(__doc__)
    if "KG_TEXTS" not in os.environ:
        sys.exit("KG_TEXTS names no folder with the texts of the reviewed articles")
    real = reviewed(Path(os.environ["KG_TEXTS"]))
    school = School(read_gold_folder(HERE / "dev"), real)
    walks = taught(school)
    weights = learn_all(walks)
    for kind in KINDS:
        decisions = [decision for walk in walks for decision in walk[kind]]
        reachable = sum(1 for d in decisions if d.right)
        taken = sum(1 for d in decisions if d.taken in d.right)
        print(
            f"{kind:8} {len(decisions)} choices, {reachable} with a right option, "
            f"{taken / len(decisions):.3f} right on articles left out, {len(weights[kind].of)} weights"
        )
        if "--write" in arguments:
            text = json.dumps(weights[kind].of, ensure_ascii=False, indent=0, sort_keys=True)
            (WEIGHTS / f"{kind}.json").write_text(text + "\n", encoding="utf-8")
    if "--write" in arguments:
        usages = school.usages(range(len(school.articles)))
        _write_usage("metric", usages.metric)
        _write_usage("subject", usages.subject)


def _write_usage(name: str, usage: Usage) -> None:
    rows = (f"{json.dumps(c)}: {json.dumps(w, ensure_ascii=False)}" for c, w in usage.of.items())
    (WEIGHTS / f"usage-{name}.json").write_text("{" + ",\n".join(rows) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
