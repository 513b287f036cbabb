"""The time of a draft, with what the drafts before it in the sentence say of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.amount import Form
from kg.catalogue import Catalogue
from kg.extract.clock import Clock, Dated
from kg.extract.draft import Draft
from kg.extract.grammar import LINK
from kg.extract.reading import Reading, View
from kg.extract.scene import Scene
from kg.extract.stance import Stance
from kg.extract.tense import Tense
from kg.extract.timing import NO_TIME, Datable, Span, Timing
from kg.extract.weigh import Model
from kg.extract.when import When
from kg.grounding.conventions import YEARLY
from kg.lists import TimeNature, UnitFamily
from kg.literals import UNDATED
from kg.periods import flow_of, span_of

# Metrics that lie in time like earnings, whatever their nature: sums of a period, shares of a year's plan.
_FLOWS: Final = frozenset(("registered_capital", "disbursed_capital", "plan_completion"))
# Tenses of the verb of a figure that is yet to come.
_FUTURE: Final = frozenset(("future", "then future"))
_SPANS: Final[Mapping[str, Span]] = {
    TimeNature.EVENT: Span.NONE,
    TimeNature.DURATION: Span.NONE,
    TimeNature.RANK: Span.SHARE,
    TimeNature.RATIO: Span.SHARE,
    TimeNature.FLOW: Span.FLOW,
}


class Dating:
    """Dates the figures of one document."""

    def __init__(self, reading: Reading, catalogue: Catalogue, model: Model) -> None:
        document = reading.document
        self._text = document.text
        self._stance = Stance(document.published)
        self._catalogue = catalogue
        self._clock = Clock(reading)
        self._tense = Tense(document.text, document.language)
        self._when = When(reading, self._clock, model)

    def enter(self, view: View) -> None:
        """Begin a sentence."""
        self._clock.enter(view)

    def leave(self, view: View, drafts: Sequence[Draft]) -> None:
        """End a sentence in which `drafts` are the figures that measure something."""
        self._clock.leave(
            view,
            [Dated(d.timing, _whose(d), self._span(d), d.metric) for d in drafts if not d.is_base],
        )

    def date(
        self, scene: Scene, draft: Draft, before: Sequence[Draft], others: Sequence[tuple[int, int]],
        listed: Timing | None,
    ) -> None:  # fmt: skip
        """Give `draft` its time.

        `before` are the drafts before it, `others` all other places, `listed` is what a list gives it.
        """
        asked = self._asked(scene, draft, before, listed)
        draft.timing = self._when.time(scene.view, asked, others)

    def level_of(self, draft: Draft, before: Sequence[Draft]) -> Draft | None:
        """The level before it that a change is one of; None where there is none."""
        if not draft.is_change or draft.measure is None:
            return None
        for level in reversed(before):
            grown = level.metric and self._catalogue.growth_metric(level.metric, UnitFamily.PERCENT)
            if level.metric and grown == draft.metric:
                return level
        return None

    def over_time(self, draft: Draft) -> None:
        """Revenue "by the end of 2024" is that of 2024."""
        if draft.timing.period.as_of and self._catalogue.is_flow(draft.metric):
            draft.timing = replace(draft.timing, period=flow_of(draft.timing.period))

    def _asked(self, scene: Scene, draft: Draft, before: Sequence[Draft], listed: Timing | None) -> Datable:
        """What must be known of a figure to date it."""
        view, figure = scene.view, draft.figure
        plain = [d for d in before if d.converts is None]
        last = next((d for d in reversed(plain) if not d.is_base), None)
        level = self.level_of(draft, before)
        metric = self._catalogue.metrics.get(draft.metric or "")
        planned = self._stance.is_planned(scene, draft.span)
        leant = next((d.timing for d in reversed(before) if d.timing.period is not UNDATED), NO_TIME)
        tense = self._tense.of(view.start, draft.span, view.end)
        multiple = _is_multiple(draft)
        return Datable(
            start=figure.start,
            end=figure.end,
            what=_what(draft, multiple=multiple),
            change=draft.is_change,
            base_level=draft.is_base,
            multiple=multiple,
            planned=planned,
            future=planned or tense in _FUTURE,
            tense=tense,
            span=self._span(draft),
            metric=draft.metric,
            nature="" if metric is None else str(metric.time),
            earned=self._catalogue.is_flow(draft.metric),
            moment=metric is not None and metric.time == TimeNature.STOCK,
            yearly=draft.metric in YEARLY,
            actor=_whose(draft),
            actor_kind="" if draft.actor is None else draft.actor.kind,
            before=leant.period,
            leant=leant.cues,
            last=None if last is None else last.timing,
            linked=bool(plain) and LINK.fullmatch(self._text, plain[-1].figure.end, figure.start) is not None,
            alike=last is not None and last.metric == draft.metric,
            level=None if level is None else level.timing,
            over=_over(draft, plain),
            listed=listed,
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


def _whose(draft: Draft) -> str | None:
    return None if draft.actor is None else draft.actor.identity


def _what(draft: Draft, *, multiple: bool) -> str:
    """What kind of figure asks for its time."""
    if draft.metric == "plan_completion":
        return "completion"
    if draft.metric in YEARLY:
        return "yearly"
    if multiple:
        return "multiple"
    return "base" if draft.is_base else "change" if draft.is_change else "level"


def _is_multiple(draft: Draft) -> bool:
    return draft.family == UnitFamily.MULTIPLE and draft.figure.form is not Form.FRACTION


def _over(draft: Draft, before: Sequence[Draft]) -> Timing | None:
    """The years between two levels, for a multiple or a yearly rate that sums them up: from 2020 to 2024."""
    is_multiple = draft.family == UnitFamily.MULTIPLE and draft.figure.form is Form.MULTIPLE
    if not is_multiple and draft.metric not in YEARLY:
        return None
    for first, second in itertools.pairwise(before):
        old, new = first.timing, second.timing
        if first.is_base and first.metric == second.metric and UNDATED not in (old.period, new.period):
            over = span_of(old.period, new.period)
            if over is not UNDATED:
                return replace(new, period=over, base=None, cues=(*old.cues, *new.cues))
    return None
