"""Plans that sources tell in two ways: with two deadlines, or as a plan and as a fact.

``moved_target``   the same goal (series, unit and number) stated for two deadlines.  Told in the order in
                   which they were published: a later deadline told later was put off, an earlier one brought
                   forward
``plan_or_done``   a goal without a deadline that another source reports as reached by the year in which it
                   was still told as a goal

Growth is left out: a goal of 10 % a year, each year, is not moved.  Forecasts are left out as well: they are
nobody's promise.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from kg.audit.series import Reading, Series, Slots, span
from kg.audited import Check, Quantity, Term
from kg.claim import FigureClaim
from kg.corpus import Corpus
from kg.extent import extent
from kg.lists import ClaimKind, Status, StatusFamily, Verdict
from kg.literals import UNDATED, date_bounds

_REPEATED = frozenset({ClaimKind.GROWTH, ClaimKind.MULTIPLE, ClaimKind.DATE, ClaimKind.DURATION})
_Number = tuple[str, Decimal, Decimal | None]


def checks(corpus: Corpus, slots: Slots) -> Iterator[Check]:
    """The goals of a corpus that are told in two ways."""
    told = {a.stem: date_bounds(a.date)[0] for a in corpus.articles if a.date}
    for series in slots.series():
        if series.family is StatusFamily.PLANNED:
            goals = _goals(series, slots)
            for held in goals.values():
                yield from _moved(held, told)
                yield from _done(held.get(UNDATED.label, ()), series, slots, told)


def _goals(series: Series, slots: Slots) -> Mapping[_Number, dict[str, list[FigureClaim]]]:
    """The targets of a series by their number, then by the label of their deadline."""
    goals: dict[_Number, dict[str, list[FigureClaim]]] = defaultdict(lambda: defaultdict(list))
    for label in slots.periods(series):
        for reading in slots.at(series, label):
            for claim in reading.claims:
                if claim.status is Status.TARGET and claim.kind not in _REPEATED:
                    # The year of publication is no deadline.
                    due = UNDATED.label if claim.slot.period_inferred else label
                    goals[claim.unit, claim.value, claim.value_max][due].append(claim)
    return goals


def _first(claims: Sequence[FigureClaim], told: Mapping[str, dt.date]) -> FigureClaim:
    """Of several claims the one published first."""
    return min(claims, key=lambda c: (c.article not in told, told.get(c.article, dt.date.max), c.id))


def _moved(held: Mapping[str, Sequence[FigureClaim]], told: Mapping[str, dt.date]) -> Iterator[Check]:
    """One goal with several deadlines: each beside the next that was told."""
    first = [(label, _first(claims, told)) for label, claims in held.items() if label != UNDATED.label]
    ends = {label: span(label)[1] for label, _ in first}
    first.sort(key=lambda pair: (told.get(pair[1].article, dt.date.max), ends[pair[0]], pair[1].id))
    for (label, one), (later, other) in pairwise(first):
        if ends[label] == ends[later]:
            continue
        days = told.get(one.article), told.get(other.article)
        known = None not in days and days[0] != days[1]
        yield Check(
            rule="moved_target",
            verdict=Verdict.MOVED,
            terms=(Term("target", other.id, other.article), Term("target", one.id, one.article)),
            stated=_quantity("target", other),
            implied=(_quantity("target", one),),
            why=("", ""),
            parameters=(
                ("years", ends[later].year - ends[label].year), ("order_known", int(known)),
            ),
        )  # fmt: skip


def _done(
    goals: Sequence[FigureClaim], series: Series, slots: Slots, told: Mapping[str, dt.date]
) -> Iterator[Check]:
    """A goal without a deadline beside what is reported as done no later than in the year of its telling."""
    goals = [goal for goal in goals if goal.article in told]
    if not goals:
        return
    goal = max(goals, key=lambda c: (told[c.article], c.id))
    observed = series._replace(family=StatusFamily.OBSERVED)
    for label in slots.periods(observed):
        for reading in slots.at(observed, label):
            if _same(goal, reading) and _by(reading, label, told[goal.article].year):
                done = _first(reading.claims, told)
                yield Check(
                    rule="plan_or_done",
                    verdict=Verdict.AMBIGUOUS,
                    terms=(Term("plan", goal.id, goal.article), Term("done", done.id, done.article)),
                    stated=_quantity("plan", goal),
                    implied=(_quantity("done", done),),
                    why=("", ""),
                )


def _same(goal: FigureClaim, reading: Reading) -> bool:
    claim = reading.first
    number = (goal.unit, goal.value, goal.value_max)
    return number == (claim.unit, claim.value, claim.value_max)


def _by(reading: Reading, label: str, year: int) -> bool:
    """Whether a reading is of a year up to `year`, as its claims say themselves."""
    own = not any(claim.slot.period_inferred for claim in reading.claims)
    return own and label != UNDATED.label and span(label)[1].year <= year


def _quantity(role: str, claim: FigureClaim) -> Quantity:
    printed, _, hedged = extent(claim)
    return Quantity(
        role, claim.metric, claim.subject, claim.slot.period, claim.unit, printed, hedged, (claim.id,)
    )
