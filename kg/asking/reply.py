"""What comes back: slots with all their claims, the answer to a saved query, or a refusal with what is near.

Every figure in a reply is the text of a row of the build's tables, or lies in a sentence of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.answer import Answer
    from kg.query import SavedQuery

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Near:
    """Something that can be asked instead: in words, and as what it would be read.

    `slot` or `query` is what answers; `scope` says what a look-alike series is.
    """

    text: str
    slot: str | None = None
    query: str | None = None
    scope: str | None = None

    def row(self) -> Row:
        """As a row, without what is not there."""
        named = {"text": self.text, "slot": self.slot, "query": self.query, "scope": self.scope}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class SlotAnswer:
    """One slot: its row, its claims with their articles, and where they disagree."""

    slot: Row
    subject: str
    metric: str
    claims: tuple[Row, ...]
    disputes: tuple[Row, ...] = ()
    low: str | None = None
    high: str | None = None
    unit: str | None = None

    def row(self) -> Row:
        """As JSON has it."""
        kept = ("slot", "sector", "market", "ownership", "period", "family", "agreement", "statement",
                "statement_vi", "question", "question_vi", "origins")  # fmt: skip
        return {
            "subject": self.subject,
            "metric": self.metric.partition("/")[2],
            **{name: self.slot[name] for name in kept},
            "spread": {"low": self.low, "high": self.high, "unit": self.unit},
            "claims": list(self.claims),
            "disputes": list(self.disputes),
        }


@dataclass(frozen=True, slots=True)
class Explained:
    """Words of the question and what they were read as."""

    words: str
    role: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What every answer says: how the question was read, in which language, and what to keep in mind."""

    language: str
    read_as: str
    period: str | None = None
    notes: tuple[str, ...] = ()
    explained: tuple[Explained, ...] = ()

    kind = "reply"

    def to_json(self) -> Row:
        """The reply as JSON values."""
        return {
            "kind": self.kind,
            "language": self.language,
            "read_as": self.read_as,
            "period": self.period,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotReply(Reply):
    """The slots that were asked for; targets and forecasts stand apart (`family`).

    `neighbours` are look-alike series and other periods: named, never mixed in.
    """

    slots: tuple[SlotAnswer, ...]
    neighbours: tuple[Near, ...] = ()

    kind = "slots"

    def to_json(self) -> Row:
        """The reply as JSON values."""
        return {
            **Reply.to_json(self),
            "slots": [slot.row() for slot in self.slots],
            "neighbours": [near.row() for near in self.neighbours],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReply(Reply):
    """The answer to a saved query, with the values that were read for its parameters."""

    query: SavedQuery
    params: Mapping[str, str]
    answer: Answer

    kind = "query"

    def to_json(self) -> Row:
        """The reply as JSON values; numbers stay texts."""
        rows = [{k: v if isinstance(v, bool | None) else str(v) for k, v in r.items()} for r in self.answer.rows]
        return {**Reply.to_json(self), "query": self.query.name, "params": dict(self.params), "rows": rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Reply):
    """A question that cannot be placed: why, and what is near it."""

    reason: str
    nearest: tuple[Near, ...] = field(default=())

    kind = "refusal"

    def to_json(self) -> Row:
        """The refusal as JSON values."""
        return {
            **Reply.to_json(self),
            "reason": self.reason,
            "nearest": [near.row() for near in self.nearest],
        }
