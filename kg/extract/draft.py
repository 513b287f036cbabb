"""A figure on its way to a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.amount import Figure, Form
from kg.candidate import Cue
from kg.catalogue import PERCENTS
from kg.extract.actor import Actor
from kg.extract.dimensions import Dimensions
from kg.extract.measures import Measure
from kg.extract.timing import NO_TIME, Timing
from kg.grounding.conventions import may_fall
from kg.hedges import Change, ChangeKind
from kg.lists import Hedge, Status

NO_DIMENSIONS = Dimensions()


@dataclass(slots=True, eq=False)
class Draft:
    """A figure on its way to a candidate; what is known so far.

    `market` names the place that a list of places gives it.
    """

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
    market: Actor | None = None
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

    def fall(self, text: str) -> None:
        """Make it negative below zero, and where it says by how much a part or a number of things fell."""
        may = not self.is_change or may_fall((self.family,), fraction=self.figure.form is Form.FRACTION)
        if self.change.sign >= 0 or self.value <= 0 or not may:
            return
        if self.value_max is None:
            self.value = -self.value
        else:
            # The range turns round: down 3 to 5 per cent is from -5 to -3.
            self.value, self.value_max = -self.value_max, -self.value
        self.cues.append(Cue.at(text, "change", self.change.start, self.change.end))

    @property
    def in_percent(self) -> bool:
        """Whether the figure is printed in percent or in percentage points."""
        return self.family in PERCENTS
