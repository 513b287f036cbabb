"""What is asked and said about the time of a figure: the values that the clock takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that asks for its time.

    Its place; whether it is a change, a level that something rose from, a multiple, planned, or a count of an
    industry; how it lies in time; and the period of the figure before it.
    """

    start: int
    end: int
    change: bool = False
    base_level: bool = False
    multiple: bool = False
    planned: bool = False
    counted: bool = False
    span: Span = Span.FLOW
    before: Period = UNDATED
