"""A figure whose metric is asked for, with all that stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from kg.amount import Form
from kg.catalogue import PERCENTS
from kg.extract.actor import Actor
from kg.extract.draft import Draft
from kg.extract.measures import Neighbour
from kg.extract.scene import Scene
from kg.lists import UnitFamily

# Below this, a number without a currency is not taken for money; from that on, for no rate and no score.
LEAST_MONEY: Final = 1000
_MOST_POINTS: Final = 10_000
# From that on, it is no multiple and no ratio.
_MOST_TIMES: Final = 100


class Run(NamedTuple):
    """A figure's place in a list of figures, "3, 4 and 5%": its number, how many there are, and its place."""

    number: int
    length: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """A figure to be measured: what it is in, and what is before it.

    `families` are those of the metrics to look for, several for a number without a unit; `carried` are those
    that the text was speaking of; `runs` are the lists that the figures of the sentence stand in.
    """

    scene: Scene
    draft: Draft
    families: tuple[str, ...]
    before: Sequence[Draft]
    others: Sequence[Neighbour]
    carried: Sequence[Actor]
    runs: Mapping[Draft, Run]

    @property
    def is_change(self) -> bool:
        """Whether the figure says a change."""
        return self.draft.is_change

    @property
    def in_percent(self) -> bool:
        """Whether the figure is a share or a rate."""
        return self.families[0] in PERCENTS

    @property
    def run(self) -> Run:
        """The list that the figure stands in, if only by itself."""
        return self.runs[self.draft]

    @property
    def family(self) -> str:
        """The family of its unit, as features call it."""
        return self.draft.family or ("rank" if UnitFamily.RANK in self.families else "bare")


def asked_families(draft: Draft) -> tuple[str, ...]:
    """The families of metrics to look for: a place is a rank, a fraction a share of something."""
    if draft.figure.form is Form.ORDINAL or draft.unit == "rank":
        return (UnitFamily.RANK,)
    if draft.family == "" and draft.unit is None:
        return _of_bare(draft.value)
    return (draft.family,)


def _of_bare(value: Decimal) -> tuple[str, ...]:
    """The families of metrics of a number without a unit, by its size."""
    if value >= _MOST_POINTS:
        return (UnitFamily.COUNT, UnitFamily.CURRENCY)
    if value >= LEAST_MONEY:
        return (UnitFamily.RATE, UnitFamily.COUNT, UnitFamily.SCORE, UnitFamily.CURRENCY)
    if value >= _MOST_TIMES:
        return (UnitFamily.RATE, UnitFamily.COUNT, UnitFamily.SCORE)
    return (UnitFamily.RATE, UnitFamily.COUNT, UnitFamily.SCORE, UnitFamily.MULTIPLE)
