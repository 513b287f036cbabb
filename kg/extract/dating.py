"""The time and status of a draft, and what a change takes over from the level beside it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.amount import Form
from kg.extract.catalogue import Catalogue
from kg.extract.clock import Clock
from kg.extract.draft import Draft
from kg.extract.reading import Reading
from kg.extract.scene import Scene
from kg.extract.stance import Stance
from kg.extract.timing import Asked, Span
from kg.lists import Status, TimeNature, UnitFamily
from kg.literals import UNDATED, Period
from kg.periods import flow_of, span_of

_YEARLY: Final = frozenset(("annual_revenue_growth", "annual_growth_rate"))
# Metrics that lie in time like earnings, whatever their nature: sums of a period, shares of a year's plan.
_FLOWS: Final = frozenset(("registered_capital", "disbursed_capital", "plan_completion"))
_SPANS: Final[Mapping[str, Span]] = {
    TimeNature.EVENT: Span.NONE,
    TimeNature.DURATION: Span.NONE,
    TimeNature.RANK: Span.SHARE,
    TimeNature.RATIO: Span.SHARE,
    TimeNature.FLOW: Span.FLOW,
}


class Dating:
    """Dates the figures of one document by its clock."""

    def __init__(self, reading: Reading, catalogue: Catalogue, clock: Clock) -> None:
        document = reading.document
        self._stance = Stance(document.text, document.language, document.published)
        self._catalogue = catalogue
        self._clock = clock

    def date(
        self, scene: Scene, draft: Draft, before: Sequence[Draft], others: Sequence[tuple[int, int]]
    ) -> None:
        """Give `draft` its time and status; `before` are the drafts before it, `others` all other places."""
        timing = self._clock.time(scene.view, self._asked(scene, draft, before), others, scene.distance)
        if (timing.inherited or timing.period is UNDATED) and timing.rule != "now":
            # The figures of a sentence are about one time, unless it says otherwise.
            other = next((d for d in reversed(before) if d.converts is None and not d.is_base), None)
            if other is not None and other.timing.period is not UNDATED:
                cues = (*other.timing.cues, *timing.cues)
                timing = replace(other.timing, base=timing.base, cues=cues)
        if (over := _over(draft, before)) is not None:
            timing = replace(timing, period=over, base=None)
        draft.timing = timing
        draft.status, cue = self._stance.of(scene, draft.span, timing, base_level=draft.is_base)
        if cue is not None:
            draft.cues.append(cue)

    def follow(self, draft: Draft, before: Sequence[Draft]) -> None:
        """Let a change follow the level beside it in what it says nothing of itself."""
        if not draft.is_change or draft.measure is None:
            return
        for level in reversed(before):
            if not level.metric:
                continue
            if self._catalogue.growth_metric(level.metric, UnitFamily.PERCENT) != draft.metric:
                continue
            if draft.timing.period is UNDATED or draft.timing.inherited:
                draft.timing = replace(
                    draft.timing, period=level.timing.period, inherited=level.timing.inherited,
                    cues=(*level.timing.cues, *draft.timing.cues),
                )  # fmt: skip
            if draft.status is Status.ACTUAL:
                draft.status = level.status
            return

    def over_time(self, draft: Draft) -> None:
        """Revenue "by the end of 2024" is that of 2024."""
        if draft.timing.period.as_of and self._catalogue.is_flow(draft.metric):
            draft.timing = replace(draft.timing, period=flow_of(draft.timing.period))

    def _asked(self, scene: Scene, draft: Draft, before: Sequence[Draft]) -> Asked:
        """What the clock must know of a figure."""
        return Asked(
            *draft.span,
            change=draft.is_change,
            base_level=draft.is_base,
            multiple=_is_multiple(draft),
            planned=self._stance.is_planned(scene, draft.span),
            # Counts of what statistics describe belong to the report's date.
            counted=draft.family in (UnitFamily.COUNT, UnitFamily.RATE)
            and draft.actor is not None
            and draft.actor.kind == "aggregate",
            span=self._span(draft),
            before=next(
                (d.timing.period for d in reversed(before) if d.timing.period is not UNDATED), UNDATED
            ),
        )

    def _span(self, draft: Draft) -> Span:
        """How the figure lies in time: a growth or share as what grows or is shared."""
        metric = self._catalogue.metrics.get(draft.metric or "")
        if metric is None:
            return Span.NONE
        own = _SPANS.get(metric.time, Span.STOCK)
        if metric.time in (TimeNature.EVENT, TimeNature.DURATION, TimeNature.RANK):
            return own
        if metric.id in _FLOWS or _is_multiple(draft):
            return Span.FLOW
        if whole := metric.growth_of or metric.share_of:
            if any(self._catalogue.is_flow(base) for base in whole):
                return Span.FLOW
            return Span.STOCK if metric.growth_of else Span.SHARE
        if metric.id == "growth_rate":
            return Span.FLOW
        return Span.STOCK if draft.family == UnitFamily.RATE else own


def _is_multiple(draft: Draft) -> bool:
    return draft.family == UnitFamily.MULTIPLE and draft.figure.form is not Form.FRACTION


def _over(draft: Draft, before: Sequence[Draft]) -> Period | None:
    """The years between two levels, for a multiple or a yearly rate that sums them up: from 2020 to 2024."""
    is_multiple = draft.family == UnitFamily.MULTIPLE and draft.figure.form is Form.MULTIPLE
    if not is_multiple and draft.metric not in _YEARLY:
        return None
    for first, second in itertools.pairwise(d for d in before if d.converts is None):
        old, new = first.timing.period, second.timing.period
        if first.is_base and first.metric == second.metric and old is not UNDATED:
            over = span_of(old, new) if new is not UNDATED else UNDATED
            return over if over is not UNDATED else None
    return None
