"""Which time a figure is about: every one that it may have is an option with features, weights choose.

A growth is about the later of its two periods; the earlier one is its base.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.candidate import Cue
from kg.extract.clock import Clock
from kg.extract.moments import Moments
from kg.extract.reading import Reading, View
from kg.extract.spans import Place
from kg.extract.stated import Stated
from kg.extract.time_traits import TimeTraits
from kg.extract.timing import Datable, Timing
from kg.extract.weigh import Model, Option
from kg.literals import UNDATED


class When:
    """Decides when the figures of one document are."""

    def __init__(self, reading: Reading, clock: Clock, model: Model) -> None:
        """`clock` is kept by the walk through the document."""
        stated = Stated(reading.document.text)
        self._stated = stated
        self._moments = Moments(reading.document.text, clock)
        self._traits = TimeTraits(reading.document, clock, stated)
        self._model = model

    def time(self, view: View, asked: Datable, others: Sequence[Place]) -> Timing:
        """The timing of a figure; `others` are the places of the sentence's other figures."""
        moments = self._moments.possible(view, asked)
        options = [
            Option(moment.timing, moment.timing.period.label, told)
            for moment, told in zip(moments, self._traits.of(view, asked, others, moments), strict=True)
        ]
        timing = self._model.choose((asked.start, asked.end), options).value
        return self._with_base(view, asked, others, timing)

    def _with_base(self, view: View, asked: Datable, others: Sequence[Place], timing: Timing) -> Timing:
        """`timing` with what a change is measured against."""
        if not (asked.change or asked.multiple):
            return timing
        base = self._stated.base(view, asked, others)
        if base is None:
            return timing
        older = base.base_for(timing.period if timing.period is not UNDATED else asked.before)
        if older is UNDATED or older.label == timing.period.label:
            return timing
        cue = Cue("base", base.text, base.start, base.end)
        return replace(timing, base=older, cues=(*timing.cues, cue))
