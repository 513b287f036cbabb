"""From a finished draft to the candidate that it is: its phrase, its cues and how sure it is."""

from __future__ import annotations

from kg.candidate import RULES, FigureCandidate, in_order, named
from kg.catalogue import Catalogue
from kg.extract.attribution import Credit
from kg.extract.draft import Draft
from kg.extract.phrase import phrase_around
from kg.extract.reading import View
from kg.literals import UNDATED

# What a phrase should hold beside the figure, where twelve words allow it.
_IN_PHRASE = frozenset(("hedge", "metric", "change", "unit"))


def candidate_of(
    text: str, view: View, draft: Draft, credit: Credit, catalogue: Catalogue, conversion_of: str | None
) -> FigureCandidate:
    """The candidate that `draft` is; `conversion_of` is the id of the one that it converts."""
    actor, measure, timing, dims = draft.actor, draft.measure, draft.timing, draft.dims
    cues = [*draft.cues, *timing.cues, *dims.cues, *credit.cues]
    if measure is not None and measure.cue is not None:
        cues.append(measure.cue)
    if actor is not None:
        cues += actor.cues
    wanted = [(c.start, c.end) for c in cues if c.role in _IN_PHRASE]
    phrase_start, phrase_end = phrase_around(text, view.start, view.end, draft.span, wanted)
    return named(
        FigureCandidate(
            subject=next((c.text for c in actor.cues), "") if actor is not None else "",
            subject_id=actor.ref if actor is not None else None,
            metric=draft.metric,
            quantity=catalogue.quantity(draft.metric, draft.unit, change=draft.is_change),
            value=draft.value,
            value_max=draft.value_max,
            unit=draft.unit,
            hedge=draft.hedge,
            status=draft.status,
            period=timing.period,
            period_inherited=timing.inherited,
            base_period=timing.base.label if timing.base else "",
            sector=dims.sector,
            market=dims.market,
            ownership=dims.ownership,
            attributed_to=credit.agents,
            attribution_inherited=credit.inherited,
            conversion_of=conversion_of,
            ambiguity="",
            surface=draft.figure.surface,
            start=draft.figure.start,
            end=draft.figure.end,
            phrase=text[phrase_start:phrase_end],
            phrase_start=phrase_start,
            proposer=RULES,
            rule=draft.rule or (measure.rule if measure else "no-metric"),
            confidence=_confidence(draft),
            cues=in_order(cues),
        )
    )


def _confidence(draft: Draft) -> float:
    """How surely the parts were found, between 0 and 1: the weakest part decides."""
    metric = 0.2 if draft.measure is None else min(1.0, 0.4 + draft.measure.score / 5)
    subject = 0.3 if draft.actor is None else 0.6 if draft.actor.carried else 0.9
    time = 0.5 if draft.timing.period is UNDATED else 0.7 if draft.timing.inherited else 0.95
    return round(min(metric, 0.5 + subject / 2, 0.5 + time / 2), 2)
