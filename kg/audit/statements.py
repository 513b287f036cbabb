"""What can safely be printed of a slot today: the range, on whose word, from which source, and what is open.

Where the readings agree, the most exact one is given; where they do not, all of them are, with the range from
the lowest to the highest figure as printed.  It is a form of words, not a verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from kg.audit.series import Reading, Slots
from kg.audit.wording import Wording
from kg.audited import Origins, Words
from kg.claim import Article, FigureClaim
from kg.compare import agreement
from kg.corpus import Corpus
from kg.lists import Hedge, Status

_STATUSES = {
    Status.ACTUAL: ("", ""),
    Status.ESTIMATE: ("an estimate", "ước tính"),
    Status.PROVISIONAL: ("provisional", "sơ bộ"),
    Status.FORECAST: ("a forecast", "dự báo"),
    Status.TARGET: ("a target", "chỉ tiêu"),
}


def statements(corpus: Corpus, slots: Slots, origins: Origins, wording: Wording) -> dict[str, Words]:
    """By the id of the slot, what can safely be printed of it."""
    articles = {article.stem: article for article in corpus.articles}
    told = {}
    for series, label in slots.all():
        readings = slots.at(series, label)
        claims = [claim for reading in readings for claim in reading.claims]
        told[claims[0].slot.id] = _Statement(readings, claims, articles, wording).words(origins)
    return told


class _Statement:
    """The statement about one slot."""

    def __init__(
        self,
        readings: Sequence[Reading],
        claims: Sequence[FigureClaim],
        articles: dict[str, Article],
        wording: Wording,
    ) -> None:
        self._readings, self._claims = readings, claims
        self._articles, self._wording = articles, wording

    def words(self, origins: Origins) -> Words:
        """The statement in both languages."""
        verdict = agreement(self._claims)
        count = len(origins.independent(claim.id for claim in self._claims))
        en, vi = self._question()
        if verdict.disputed:
            each = [self._cited(reading) for reading in self._readings]
            span = self._span()
            return (
                f"{en}: {span[0]}; sources disagree: {'; '.join(e for e, _ in each)}.",
                f"{vi}: {span[1]}; các nguồn không thống nhất: {'; '.join(v for _, v in each)}.",
            )
        by_unit: dict[str, list[Reading]] = {}
        for reading in sorted(self._readings, key=_vagueness):
            by_unit.setdefault(reading.unit, []).append(reading)
        best = [self._cited(group[0]) for group in by_unit.values()]
        also = [self._cited(other) for group in by_unit.values() for other in _others(group)]
        more = _origins(count)
        others = [f"; also {e}" for e, _ in also], [f"; còn có {v}" for _, v in also]
        return (
            f"{en}: {' = '.join(e for e, _ in best)}{''.join(others[0])}{more[0]}.",
            f"{vi}: {' = '.join(v for _, v in best)}{''.join(others[1])}{more[1]}.",
        )

    def _question(self) -> Words:
        slot = self._claims[0].slot
        refs = [slot.metric, slot.subject, *(d for d in (slot.sector, slot.market, slot.ownership) if d)]
        names = [self._wording.name(ref) for ref in refs]
        dated = self._date()
        en, vi = (", ".join([*(name[n] for name in names), dated[n]]) for n in (0, 1))
        return en, vi

    def _date(self) -> Words:
        slot = self._claims[0].slot
        if slot.period == "undated":
            return "no date given", "không nêu thời điểm"
        if slot.period_inferred:
            return f"{slot.period} (year of publication)", f"{slot.period} (năm đăng)"
        return slot.period, slot.period

    def _span(self) -> Words:
        """From the lowest to the highest figure, of the unit that most claims have."""
        counts = Counter(r.unit for r in self._readings for _ in r.claims)
        unit = min(counts, key=lambda u: (-counts[u], u))
        held = [reading for reading in self._readings if reading.unit == unit]
        values = [end for r in held for end in (r.first.value, r.first.value_max or r.first.value)]
        return self._wording.exact(min(values), max(values), held[0].first.unit)

    def _cited(self, reading: Reading) -> Words:
        """A figure with its status, on whose word and from where."""
        claim = reading.first
        figure, status = self._wording.figure(claim.id), _STATUSES[claim.status]
        who = [self._wording.name(agent) for agent in claim.attribution.agents[-1:]]
        where = self._source(claim)
        notes = [[part for part in (status[n], *(w[n] for w in who), where[n]) if part] for n in (0, 1)]
        return f"{figure[0]} ({', '.join(notes[0])})", f"{figure[1]} ({', '.join(notes[1])})"

    def _source(self, claim: FigureClaim) -> Words:
        article = self._articles[claim.article]
        outlet = self._wording.name(article.publisher) if article.publisher else (f"“{article.name}”",) * 2
        if article.date:
            return f"{outlet[0]} {article.date}", f"{outlet[1]} {article.date}"
        return f"{outlet[0]}, undated", f"{outlet[1]}, không đề ngày"


def _vagueness(reading: Reading) -> tuple[bool, Fraction, str]:
    """What says most comes first: a figure without a hedge, then one with finer digits."""
    claim = reading.first
    return claim.hedge is not Hedge.EXACT, Fraction(claim.step), claim.id


def _others(group: Sequence[Reading]) -> list[Reading]:
    """The readings that print another number than the first."""
    first = group[0].first
    return [r for r in group[1:] if (r.first.value, r.first.value_max) != (first.value, first.value_max)]


def _origins(count: int) -> Words:
    if count > 1:
        return f"; {count} independent origins", f"; {count} nguồn gốc độc lập"
    return "; one origin", "; một nguồn gốc"
