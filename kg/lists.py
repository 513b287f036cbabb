"""The closed lists of the model, as enumerations.

ontology/lists.ttl defines the same lists as SKOS concepts with labels and definitions in English and
Vietnamese; a test holds the two equal.  What each word means for a reader is written there.
"""

from __future__ import annotations

from enum import StrEnum


class Hedge(StrEnum):
    """How the words limit a figure (design: an estimate is a status, not a hedge)."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    AT_LEAST = "at_least"
    NEARLY = "nearly"
    UNDER = "under"
    AT_MOST = "at_most"
    RANGE = "range"


class StatusFamily(StrEnum):
    """Observed and planned figures are never compared as if they were one."""

    OBSERVED = "observed"
    PLANNED = "planned"


class Status(StrEnum):
    """Whether a figure happened or is yet to come."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    PROVISIONAL = "provisional"
    FORECAST = "forecast"
    TARGET = "target"

    @property
    def family(self) -> StatusFamily:
        """The family whose members may share a slot."""
        planned = self in (Status.FORECAST, Status.TARGET)
        return StatusFamily.PLANNED if planned else StatusFamily.OBSERVED


class ClaimKind(StrEnum):
    """What sort of quantity a figure is."""

    LEVEL = "level"
    GROWTH = "growth"
    SHARE = "share"
    RATIO = "ratio"
    MULTIPLE = "multiple"
    RANK = "rank"
    COUNT = "count"
    DATE = "date"
    DURATION = "duration"


class EvidenceLevel(StrEnum):
    """Anchored: a place in a text whose digest is known.  Cited: a URL only."""

    ANCHORED = "anchored"
    CITED = "cited"


class Agreement(StrEnum):
    """How the claims of one slot stand to each other, from best to worst."""

    SINGLE = "single"
    EQUAL = "equal"
    COMPATIBLE = "compatible"
    REFINING = "refining"
    SOFT_CONFLICT = "soft_conflict"
    HARD_CONFLICT = "hard_conflict"

    @property
    def disputed(self) -> bool:
        """Whether a reader must be told that sources disagree."""
        return self in (Agreement.SOFT_CONFLICT, Agreement.HARD_CONFLICT)


class UnitFamily(StrEnum):
    """Units of one family can measure the same metric; percent and percentage points are two families."""

    CURRENCY = "currency"
    COUNT = "count"
    PERCENT = "percent"
    PERCENTAGE_POINT = "percentage_point"
    TIME = "time"
    MULTIPLE = "multiple"
    RATE = "rate"
    RANK = "rank"
    PHYSICAL = "physical"
    SCORE = "score"


class TimeNature(StrEnum):
    """How a metric lies in time: over a period, at a moment, or neither."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"
    RANK = "rank"
    EVENT = "event"
    DURATION = "duration"


class PresenceRole(StrEnum):
    """What a company does in a market."""

    OPERATES = "operates"
    LEADS = "leads"


class Severity(StrEnum):
    """How much a finding matters: a violation blocks, a warning is reported, information is shown."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """What an audit says of claims: of two that answer one question, of a sum, of a target, of a series."""

    EQUAL = "equal"
    COMPATIBLE = "compatible"
    REFINING = "refining"
    RELATED = "related"
    SOFT_CONFLICT = "soft_conflict"
    HARD_CONFLICT = "hard_conflict"
    CONSISTENT = "consistent"
    STRAINED = "strained"
    INCONSISTENT = "inconsistent"
    AMBIGUOUS = "ambiguous"
    NOT_COMPARABLE = "not_comparable"
    MET = "met"
    NOT_MET = "not_met"
    NOT_YET_DUE = "not_yet_due"
    MOVED = "moved"
    IMPLAUSIBLE = "implausible"


# Sources disagree, the graver first.
DISPUTED = (Verdict.HARD_CONFLICT, Verdict.SOFT_CONFLICT)
# A finding with one of these verdicts leaves nothing open.
SETTLED = frozenset(
    (
        Verdict.EQUAL, Verdict.COMPATIBLE, Verdict.REFINING, Verdict.RELATED, Verdict.CONSISTENT, Verdict.MET,
        Verdict.NOT_COMPARABLE, Verdict.NOT_YET_DUE,
    )
)  # fmt: skip


class CauseKind(StrEnum):
    """Why claims might differ."""

    EXCHANGE_RATE = "exchange_rate"
    SCALE_SLIP = "scale_slip"
    AS_OF_DATE = "as_of_date"
    SCOPE = "scope"
    TARGET_AS_ACTUAL = "target_as_actual"
    PERCENT_OR_POINTS = "percent_or_points"
    ECHO = "echo"
    REVISION = "revision"
    HEDGE = "hedge"


class CauseStatus(StrEnum):
    """What the figures say of a possible cause."""

    RULED_OUT = "ruled_out"
    POSSIBLE = "possible"
    LIKELY = "likely"


class LinkKind(StrEnum):
    """Why two slots lie near each other without being the same."""

    OVERLAP = "overlap"
    PART_OF_PERIOD = "part_of_period"


class Ruling(StrEnum):
    """What an editor judged of two curated entities."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
