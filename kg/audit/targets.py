"""Targets and what came of them.

``target_vs_actual``   met: the figure for the target's period reaches it (or an earlier one already did; of
a flow, which starts anew each year, the latest of the earlier ones);
not_met: that figure cannot be read as reaching it; not_yet_due: no source of the graph is as late as its
period; not_comparable: no date of its own, no figure of the same unit, or words that leave it open.

To reach is to be at least as high as the number printed, the rounding of the figure granted; at most as high
where the target says "under" or "at most", and for ranks.  No clock is asked: what the graph knows decides
what is due.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from kg.audit.series import Found, Reading, Series, Slots, span
from kg.audited import Check, Quantity, Term
from kg.claim import FigureClaim
from kg.corpus import Corpus
from kg.lists import ClaimKind, Hedge, Status, StatusFamily, Verdict
from kg.literals import UNDATED, date_bounds
from kg.rational import Range

_DOWNWARD = (Hedge.UNDER, Hedge.AT_MOST)


def checks(corpus: Corpus, slots: Slots) -> Iterator[Check]:
    """A check of every target."""
    until = _known_until(corpus)
    for series, label in slots.all():
        if series.family is not StatusFamily.PLANNED:
            continue
        for reading in slots.at(series, label):
            targets = tuple(
                c for c in reading.claims if c.status is Status.TARGET and c.kind is not ClaimKind.DATE
            )
            if targets:
                yield _check(Reading(reading.unit, reading.extent, targets), series, label, slots, until)


def _known_until(corpus: Corpus) -> dt.date:
    """The latest day that a dated article or an observed figure speaks of."""
    days = [dt.date.min]
    days += [date_bounds(article.date)[1] for article in corpus.articles if article.date]
    days += [
        claim.period.end
        for claim in corpus.figures
        if claim.period.end is not None and claim.status is Status.ACTUAL
    ]
    return max(days)


def _check(target: Reading, series: Series, label: str, slots: Slots, until: dt.date) -> Check:
    claim = target.first
    observed = series._replace(family=StatusFamily.OBSERVED)
    if label == UNDATED.label or claim.slot.period_inferred:
        return _made(claim, target, None, Verdict.NOT_COMPARABLE)
    own = [f for f in slots.find(observed, label) if f.reading.unit == target.unit and not f.lower_bound]
    verdicts = [(_reached(target, found.reading), found) for found in own]
    # The stock of an earlier day of the year says nothing against a target that is due on a later one.
    verdicts = [
        (verdict, found)
        for verdict, found in verdicts
        if verdict is Verdict.MET or any(_is_due(claim, actual) for actual in found.reading.claims)
    ]
    if verdicts:
        # Several sources: what most favours the target is told, the others stand in the slot.
        verdict, found = min(verdicts, key=lambda pair: _FAVOUR.index(pair[0]))
        return _made(claim, target, found, verdict)
    end = claim.period.end or span(label)[1]
    # A flow over a part of the period is no more than a lower bound, which says nothing of an upper limit.
    within = slots.parts(observed, label) if _is_downward(target) else []
    earlier = [
        (span(other)[1], reading)
        for other in slots.periods(observed)
        if other != UNDATED.label and span(other)[0] <= end and other not in within
        for reading in slots.at(observed, other)
        if reading.unit == target.unit and not any(_is_due(claim, actual) for actual in reading.claims)
    ]
    earlier.sort(key=lambda pair: (pair[0], pair[1].first.id))
    last = earlier[-1][0] if earlier and slots.is_flow(series.metric) else dt.date.min
    for end_day, reading in earlier:
        if end_day >= last and _reached(target, reading) is Verdict.MET:
            return _made(claim, target, Found(reading), Verdict.MET)
    latest = Found(earlier[-1][1]) if earlier else None
    return _made(claim, target, latest, Verdict.NOT_YET_DUE if end > until else Verdict.NOT_COMPARABLE)


def _is_due(target: FigureClaim, actual: FigureClaim) -> bool:
    """Whether a figure is as late as its target asks."""
    due, known = target.period.end, actual.period.end
    return due is None or known is None or known >= due


_FAVOUR = [Verdict.MET, Verdict.NOT_COMPARABLE, Verdict.NOT_MET]


def _is_downward(target: Reading) -> bool:
    return target.first.hedge in _DOWNWARD or target.first.kind is ClaimKind.RANK


def _reached(target: Reading, actual: Reading) -> Verdict:
    claim = target.first
    goal = Range(Fraction(claim.value), Fraction(claim.value_max or claim.value))
    plain, hedged = actual.extent.plain, actual.extent.hedged
    if _is_downward(target):
        low, widest = plain.low, hedged.low
        if goal.high is None or low is None or low <= goal.high:
            return Verdict.MET
        return Verdict.NOT_COMPARABLE if widest is None or widest <= goal.high else Verdict.NOT_MET
    high, widest = plain.high, hedged.high
    if goal.low is None or high is None or high >= goal.low:
        return Verdict.MET
    return Verdict.NOT_COMPARABLE if widest is None or widest >= goal.low else Verdict.NOT_MET


def _made(claim: FigureClaim, target: Reading, actual: Found | None, verdict: Verdict) -> Check:
    def quantity(role: str, held: FigureClaim, reading: Reading) -> Quantity:
        return Quantity(
            role, held.metric, held.subject, held.slot.period, held.unit, reading.extent.printed,
            reading.extent.hedged, (held.id,),
        )  # fmt: skip

    terms = [Term("target", claim.id, claim.article)]
    implied: tuple[Quantity, ...] = ()
    if actual is not None:
        shown = actual.reading.first
        terms.append(Term("actual", shown.id, shown.article))
        implied = (quantity("actual", shown, actual.reading),)
    return Check(
        rule="target_vs_actual",
        verdict=verdict,
        terms=tuple(terms),
        stated=quantity("target", claim, target),
        implied=implied,
        why=("", ""),
        links=actual.links if actual is not None else (),
    )
