"""What is asked and said about the time of a figure: the values that are passed between those who tell it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kg.candidate import Cue
from kg.literals import UNDATED, Period


class Span(StrEnum):
    """How a metric lies in time, as far as a period can be taken over."""

    FLOW = "flow"
    SHARE = "share"
    STOCK = "stock"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Timing:
    """The period of a figure, its base, and where the text says so."""

    period: Period = UNDATED
    inherited: bool = False
    base: Period | None = None
    cues: tuple[Cue, ...] = ()
    rule: str = "undated"


NO_TIME = Timing()


class Datable(NamedTuple):
    """A figure that is to be dated.

    Its place; `what` kind of figure it is: a `change`, a level that something rose from (`base_level`), a
    `multiple`, a plain level; whether it is `planned`, or said to be in the `future` by the `tense` of its
    verb; how it lies in time.  Its metric and the `nature` of that, whether it is `earned` over time, can be
    told at a `moment` alone, or is a `yearly` rate; and whose it is.

    `last` is the timing of the figure before it in the sentence, `linked` to it as a list is and `alike` in
    its metric; `before` the last period in the sentence and `leant` the words that say it; `level` the timing
    of the level that it is a change of, `over` the time between two levels that it sums up, and `listed` what
    a list hands out to it.
    """

    start: int
    end: int
    what: str
    change: bool
    base_level: bool
    multiple: bool
    planned: bool
    future: bool
    tense: str
    span: Span
    metric: str | None
    nature: str
    earned: bool
    moment: bool
    yearly: bool
    actor: str | None
    actor_kind: str
    before: Period
    leant: tuple[Cue, ...]
    last: Timing | None
    linked: bool
    alike: bool
    level: Timing | None
    over: Timing | None
    listed: Timing | None
