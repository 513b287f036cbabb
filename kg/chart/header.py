"""What the header of a saved question says about its picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The sorts of pictures."""

    OVER_TIME = "over_time"  # years across, figures up, a colour for each series
    BY_CATEGORY = "by_category"  # a row for each category, figures across


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of an answer: its kind, the columns that name a series or a row, and its titles.

    `value`, `lower` and `upper` are the columns of the number and of its interval.
    """

    kind: Kind
    label: tuple[str, ...]
    title: Mapping[str, str]


# The columns that a picture rests on, beside those that name its series.
NEEDED = (
    "metric", "period", "hedge", "value", "value_max", "unit", "lower", "upper", "status", "disputed",
    "article", "claim",
)  # fmt: skip
NEEDED_OVER_TIME = ("year",)
