"""A figure on its way to a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.amount import Figure
from kg.candidate import Cue
from kg.catalogue import PERCENTS
from kg.extract.actor import Actor
from kg.extract.dimensions import Dimensions
from kg.extract.measures import Measure
from kg.extract.timing import NO_TIME, Timing
from kg.hedges import Change, ChangeKind
from kg.lists import Hedge, Status

NO_DIMENSIONS = Dimensions()


@dataclass(slots=True, eq=False)
class Draft:
    """A figure on its way to a candidate; what is known so far."""

    figure: Figure
    unit: str | None
    family: str
    hedge: Hedge
    change: Change
    cues: list[Cue]
    value: Decimal
    value_max: Decimal | None
    measure: Measure | None = None
    timing: Timing = NO_TIME
    actor: Actor | None = None
    status: Status = Status.ACTUAL
    dims: Dimensions = NO_DIMENSIONS
    converts: Draft | None = None
    rule: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """The place of the surface."""
        return self.figure.start, self.figure.end

    @property
    def metric(self) -> str | None:
        """The metric, where one was found."""
        return self.measure.metric if self.measure else None

    @property
    def is_change(self) -> bool:
        """Whether the figure says by how much something changed."""
        return self.change.kind is ChangeKind.CHANGE

    @property
    def is_base(self) -> bool:
        """Whether the figure is the level that something rose or fell from."""
        return self.change.kind is ChangeKind.BASE_LEVEL

    @property
    def in_percent(self) -> bool:
        """Whether the figure is printed in percent or in percentage points."""
        return self.family in PERCENTS
