"""How well candidates agree with gold.

Predicted and gold figures are matched one to one by overlapping places, in the order of the text.  A field
is right where the two of a pair agree; precision is right / predicted, recall right / gold, and F1 their
harmonic mean.  `whole` is right where amount, hedge, period, metric, subject and status all are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.candidate import Candidate, FigureCandidate, RelationCandidate
from kg.evaluate.gold import GoldArticle, GoldFigure, GoldRelation
from kg.literals import decimal_text

WHOLE = ("amount", "hedge", "period", "metric", "subject", "status")
FIELDS = (*WHOLE, "whole", "attribution", "sector", "market", "ownership", "base_period", "conversion")


@dataclass(slots=True)
class Tally:
    """What was found of what: `right` per field."""

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def precision(self, name: str) -> float:
        """The share of what was predicted that is right."""
        return self.right[name] / self.predicted if self.predicted else 0.0

    def recall(self, name: str) -> float:
        """The share of the gold that was found right."""
        return self.right[name] / self.gold if self.gold else 0.0

    def f1(self, name: str) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right[name] / (self.gold + self.predicted) if self.gold + self.predicted else 0.0

    def add(self, other: Tally) -> None:
        """Take in the counts of `other`."""
        self.gold += other.gold
        self.predicted += other.predicted
        self.matched += other.matched
        self.right.update(other.right)


@dataclass(frozen=True, slots=True)
class Miss:
    """Something wrong: `what` is ``missed``, ``false`` (a figure where gold has none) or a field's name."""

    article: str
    what: str
    start: int
    surface: str
    words: str
    expected: str
    got: str


@dataclass(slots=True)
class Scores:
    """Tallies per language ("all" for all), per pattern of writing, of relations per language, and misses."""

    figures: dict[str, Tally] = field(default_factory=dict)
    relations: dict[str, Tally] = field(default_factory=dict)
    patterns: dict[int, Tally] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)


def score(articles: Iterable[GoldArticle], propose: Callable[[GoldArticle], Iterable[Candidate]]) -> Scores:
    """The scores of what `propose` gives for each article."""
    scores = Scores()
    for article in articles:
        candidates = list(propose(article))
        figures = [c for c in candidates if isinstance(c, FigureCandidate)]
        relations = [c for c in candidates if isinstance(c, RelationCandidate)]
        tally = _figures(article, figures, scores)
        related = _relations(article, relations, scores)
        for name in ("all", article.document.language):
            scores.figures.setdefault(name, Tally()).add(tally)
            scores.relations.setdefault(name, Tally()).add(related)
    scores.figures = dict(sorted(scores.figures.items()))
    scores.relations = dict(sorted(scores.relations.items()))
    scores.patterns = dict(sorted(scores.patterns.items()))
    scores.misses.sort(key=lambda m: (m.article, m.start, m.what))
    return scores


# --- figures --------------------------------------------------------------------------------------------


def match(
    gold: Sequence[GoldFigure], predicted: Sequence[FigureCandidate]
) -> Iterator[tuple[GoldFigure | None, FigureCandidate | None]]:
    """Pairs of what overlaps, each in one pair, and what is left of either with None."""
    rest = sorted(predicted, key=lambda c: (c.start, c.end))
    for figure in sorted(gold, key=lambda g: g.start):
        over = [c for c in rest if c.start < figure.end and figure.start < c.end]
        # The one at the same place before one that only overlaps.
        over.sort(key=lambda c: ((c.start, c.end) != (figure.start, figure.end), c.start))
        if over:
            rest.remove(over[0])
        yield figure, over[0] if over else None
    for candidate in rest:
        yield None, candidate


def _figures(article: GoldArticle, predicted: Sequence[FigureCandidate], scores: Scores) -> Tally:
    tally = Tally(gold=len(article.figures), predicted=len(predicted))
    for gold, candidate in match(article.figures, predicted):
        if gold is None:
            assert candidate is not None
            scores.misses.append(_false(article, candidate))
            continue
        right: list[str] = []
        if candidate is None:
            shown = _shown(gold)
            miss = Miss(article.stem, "missed", gold.start, gold.surface, gold.words, shown, "")
            scores.misses.append(miss)
        else:
            tally.matched += 1
            for name, (expected, got, agrees) in compare(gold, candidate).items():
                if agrees:
                    right.append(name)
                elif name != "whole":
                    wrong = Miss(article.stem, name, gold.start, gold.surface, gold.words, expected, got)
                    scores.misses.append(wrong)
        tally.right.update(right)
        for pattern in gold.patterns:
            of_pattern = scores.patterns.setdefault(pattern, Tally())
            of_pattern.gold += 1
            of_pattern.matched += candidate is not None
            of_pattern.right.update(right)
    return tally


def compare(gold: GoldFigure, candidate: FigureCandidate) -> dict[str, tuple[str, str, bool]]:
    """For every field what is expected, what was got, and whether the two agree."""
    g, c = gold, candidate
    found: dict[str, tuple[str, str, bool]] = {}

    def put(name: str, expected: object, got: object, agrees: bool | None = None) -> None:
        found[name] = (_text(expected), _text(got), expected == got if agrees is None else agrees)

    amount = (g.value, g.value_max, g.unit, g.surface) == (c.value, c.value_max, c.unit, c.surface)
    put("amount", _shown(g), _shown(c), amount)
    put("hedge", g.hedge, c.hedge)
    same_days = (g.period.start, g.period.end) == (c.period.start, c.period.end)
    put("period", g.period.label, c.period.label, same_days)
    put("metric", g.metric, c.metric)
    put("subject", g.subject or f"new: {g.new}", c.subject_id or f"new: {c.subject}", _same_subject(g, c))
    put("status", g.status, c.status)
    put("whole", "", "", all(found[name][2] for name in WHOLE))
    put("attribution", "; ".join(g.attributed_to), "; ".join(c.attributed_to))
    put("sector", g.sector, c.sector)
    put("market", g.market, c.market)
    put("ownership", g.ownership, c.ownership)
    put("base_period", g.base_period, c.base_period)
    put("conversion", g.conversion_of, c.conversion_of, bool(g.conversion_of) == bool(c.conversion_of))
    return found


def _same_subject(gold: GoldFigure, candidate: FigureCandidate) -> bool:
    if gold.subject is not None:
        return candidate.subject_id == gold.subject
    return candidate.subject_id is None and _is_name(gold.new, candidate.subject)


def _is_name(name: str, words: str) -> bool:
    """Whether `words` print `name`, as far as its first word."""
    return name.split(maxsplit=1)[0].casefold() in words.casefold()


def _false(article: GoldArticle, candidate: FigureCandidate) -> Miss:
    known = next((n for n in article.not_claims if n.start < candidate.end and candidate.start < n.end), None)
    why = f"no claim: {known.why}" if known else "not in the gold"
    return Miss(
        article.stem, "false", candidate.start, candidate.surface, candidate.phrase, why, _shown(candidate)
    )


def _shown(figure: GoldFigure | FigureCandidate) -> str:
    values = [figure.value, *(() if figure.value_max is None else (figure.value_max,))]
    return f"{figure.surface} = {'–'.join(map(decimal_text, values))} {figure.unit or ''}".strip()


def _text(value: object) -> str:
    return "" if value is None else str(value)


# --- relations ------------------------------------------------------------------------------------------


def _relations(article: GoldArticle, predicted: Sequence[RelationCandidate], scores: Scores) -> Tally:
    distinct: dict[tuple[str, str, str], RelationCandidate] = {}
    for candidate in predicted:
        distinct.setdefault(_statement(candidate), candidate)
    rest = list(distinct.values())
    tally = Tally(gold=len(article.relations), predicted=len(rest))
    for gold in article.relations:
        found = next((c for c in rest if _same_relation(gold, c)), None)
        if found is None:
            words = f"{gold.subject or gold.new_subject} {gold.predicate} {gold.object or gold.new_object}"
            at = article.document.text.index(gold.cue)
            scores.misses.append(Miss(article.stem, "relation missed", at, gold.cue, gold.cue, words, ""))
        else:
            rest.remove(found)
            tally.matched += 1
            tally.right["relation"] += 1
    for candidate in rest:
        words = " ".join(_statement(candidate))
        scores.misses.append(
            Miss(
                article.stem,
                "relation false",
                candidate.start,
                candidate.surface,
                candidate.phrase,
                "",
                words,
            )
        )
    return tally


def _statement(candidate: RelationCandidate) -> tuple[str, str, str]:
    c = candidate
    return c.subject_id or c.subject, c.predicate, c.object_id or c.object


def _same_relation(gold: GoldRelation, candidate: RelationCandidate) -> bool:
    return (
        gold.predicate == candidate.predicate
        and _same_end(gold.subject, gold.new_subject, candidate.subject_id, candidate.subject)
        and _same_end(gold.object, gold.new_object, candidate.object_id, candidate.object)
    )


def _same_end(ref: str | None, new: str, found: str | None, words: str) -> bool:
    return found == ref if ref is not None else found is None and _is_name(new, words)
