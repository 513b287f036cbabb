"""Arithmetic that figures must obey, as it is declared with the metrics (seeds/entities/metrics.yaml).

References are ``metric/id``; sectors, markets and ownerships likewise.  None of these knows a claim: the
audit finds the claims that a declaration speaks of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# What no article needs to state: sums that are printed in two currencies imply it.
EXCHANGE_RATE: Final = "metric/exchange_rate"


@dataclass(frozen=True, slots=True)
class Growth:
    """`metric` tells how `of` changed: by percent, or by how many times (`multiple`).

    With `compound`, it is a rate per year over the years of its period.
    """

    metric: str
    of: tuple[str, ...]
    multiple: bool = False
    compound: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """`metric` is `part` in percent of one of `of`; of the same subject, or of its whole `country`."""

    metric: str
    of: tuple[str, ...]
    part: str
    country: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """`metric` is `of` for every `per` of `to`, which counts the whole country of the subject."""

    metric: str
    of: str
    to: str
    per: int


@dataclass(frozen=True, slots=True)
class Part:
    """One summand: its metric, and by what it is narrowed."""

    metric: str
    sector: str | None = None
    market: str | None = None
    ownership: str | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """`metric` of `subject` (None: of every subject) is made of `parts`: of these alone where they are
    `exhaustive`, else of at least these."""

    metric: str
    parts: tuple[Part, ...]
    exhaustive: bool
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """`metric` ranks the periods of `of` by their level: 1 is the highest up to then."""

    metric: str
    of: str


Identity = Growth | Share | Ratio | Sum | Record
