"""What a printed figure is: its value in base units, and where in a text it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in base units.

    `value` is the number, or the low end of a range whose high end is `value_max`; `step` (and `step_max`)
    is one unit of the last significant digit; `unit` is what the surface names, None for a bare number.
    """

    value: Decimal
    step: Decimal
    unit: str | None = None
    value_max: Decimal | None = None
    step_max: Decimal | None = None


class Form(StrEnum):
    """How a quantity is printed; from `DATE` on, what looks like a figure and is none."""

    DIGITS = "digits"
    WORD = "word"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    MULTIPLE = "multiple"
    RANGE = "range"
    YEAR = "year"
    YEAR_RANGE = "year_range"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    CODE = "code"
    UNREADABLE = "unreadable"

    @property
    def is_quantity(self) -> bool:
        """Whether the figure can be a claim; a bare year can, as the year of an event."""
        return self in _QUANTITIES


_QUANTITIES = frozenset(
    {Form.DIGITS, Form.WORD, Form.ORDINAL, Form.FRACTION, Form.MULTIPLE, Form.RANGE, Form.YEAR}
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in running text.

    `amount` is what `read_amount` gives for `surface`, None where that is no amount (dates, codes, what can
    be read in two ways).  A `shared` figure is the exception: a list, a range or a word before it lends it a
    scale or a unit that its own surface lacks ("22.8 and 16.3 per cent").  `doubtful` marks a reading that
    the words allow and do not force.
    """

    start: int
    end: int
    surface: str
    amount: Amount | None
    form: Form
    shared: bool = False
    doubtful: bool = False

    @property
    def unit(self) -> str | None:
        """The unit of the figure as far as it shows; an ordinal is a rank."""
        if self.amount is None:
            return None
        return "rank" if self.form is Form.ORDINAL else self.amount.unit
