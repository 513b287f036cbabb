"""What a proposer reads in a text, before anybody accepted it: candidates, and refusals with a reason.

A candidate names every place that it leans on (`cues`), so that the grounding check, a reviewer or a stranger
can follow each field back to words.  Its id is a hash of its content.  JSON Lines is the form that others
script against; `from_json` gives back what `to_json` wrote.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from kg.lists import ClaimKind, Hedge, Status
from kg.literals import Period, decimal, decimal_text, period

ID_LENGTH = 12
# What the rules call themselves as a proposer.
RULES = "rules"
MAX_PHRASE_WORDS = 12
CUE_ROLES = (
    "agent", "attribution", "base", "change", "conversion", "hedge", "market", "metric", "object",
    "ownership", "period", "predicate", "sector", "status", "subject", "unit",
)  # fmt: skip


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Cue:
    """Words at one place of the text, and the `role` that they play for a candidate."""

    role: str
    text: str
    start: int
    end: int

    @classmethod
    def at(cls, text: str, role: str, start: int, end: int) -> Cue:
        """The words between two places of `text`."""
        return cls(role, text[start:end], start, end)


def in_order(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Each of `cues` once, in the order of the text."""
    return tuple(sorted(set(cues), key=lambda c: (c.start, c.end, c.role)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCandidate:
    """A figure as a proposer reads it.

    `subject` is as printed, `subject_id` the entity it names, if known; `attributed_to` holds references,
    or names as printed where no entity is known.  `value` and `value_max` are in base units of `unit`.
    """

    subject: str
    subject_id: str | None
    metric: str | None
    quantity: ClaimKind
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    hedge: Hedge
    status: Status
    period: Period
    period_inherited: bool
    base_period: str
    sector: str | None
    market: str | None
    ownership: str | None
    attributed_to: tuple[str, ...]
    attribution_inherited: bool
    conversion_of: str | None
    ambiguity: str
    surface: str
    start: int
    end: int
    phrase: str
    phrase_start: int
    proposer: str
    rule: str
    confidence: float
    cues: tuple[Cue, ...]
    id: str = ""

    @property
    def kind(self) -> str:
        """``figure``, as opposed to ``relation``."""
        return "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationCandidate:
    """A relation as a proposer reads it; `surface` are the words that state it."""

    subject: str
    subject_id: str | None
    predicate: str
    object: str
    object_id: str | None
    status: Status
    period: Period
    period_inherited: bool
    attributed_to: tuple[str, ...]
    attribution_inherited: bool
    ambiguity: str
    surface: str
    start: int
    end: int
    phrase: str
    phrase_start: int
    proposer: str
    rule: str
    confidence: float
    cues: tuple[Cue, ...]
    id: str = ""

    @property
    def kind(self) -> str:
        """``relation``, as opposed to ``figure``."""
        return "relation"


Candidate = FigureCandidate | RelationCandidate
_C = TypeVar("_C", bound=Candidate)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that look like a claim and are none: `reason` is a code, `message` says why."""

    start: int
    end: int
    surface: str
    reason: str
    message: str
    proposer: str = "rules"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one proposer made of one text, in the order of the text."""

    candidates: tuple[Candidate, ...]
    refusals: tuple[Refusal, ...]


def id_of(candidate: Candidate) -> str:
    """The id that the content of `candidate` gives it (who proposed it, and how surely, left out)."""
    content = _content(candidate)
    for name in ("id", "proposer", "rule", "confidence"):
        del content[name]
    text = _COMPACT.encode(content)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def with_id(candidate: _C) -> _C:
    """`candidate` with the id that its content gives it."""
    return replace(candidate, id=id_of(candidate))


def named(candidate: _C) -> _C:
    """`candidate` itself, named by its content: for one that was just made, and nobody has seen yet."""
    object.__setattr__(candidate, "id", id_of(candidate))
    return candidate


def to_json(candidate: Candidate) -> dict[str, Any]:
    """The candidate as one JSON object: every key always there, in one order."""
    content = _content(candidate)
    content["cues"] = [
        {"role": q.role, "text": q.text, "start": q.start, "end": q.end} for q in candidate.cues
    ]
    return content


def _content(c: Candidate) -> dict[str, Any]:
    """The JSON object without the cues, which come last."""
    start, end = c.period.start, c.period.end
    if isinstance(c, RelationCandidate):
        return {
            "id": c.id, "kind": c.kind, "subject": c.subject, "subject_id": c.subject_id,
            "predicate": c.predicate, "object": c.object, "object_id": c.object_id,
            "status": str(c.status),
            "period_start": None if start is None else start.isoformat(),
            "period_end": None if end is None else end.isoformat(),
            "period_label": c.period.label, "period_inherited": c.period_inherited,
            "attributed_to": list(c.attributed_to), "attribution_inherited": c.attribution_inherited,
            "ambiguity": c.ambiguity or None, "surface": c.surface, "start": c.start, "end": c.end,
            "phrase": c.phrase, "phrase_start": c.phrase_start, "proposer": c.proposer, "rule": c.rule,
            "confidence": c.confidence,
        }  # fmt: skip
    return {
        "id": c.id, "kind": c.kind, "subject": c.subject, "subject_id": c.subject_id,
        "metric": c.metric, "quantity": str(c.quantity), "value": decimal_text(c.value),
        "value_max": None if c.value_max is None else decimal_text(c.value_max),
        "unit": c.unit, "hedge": str(c.hedge), "status": str(c.status),
        "period_start": None if start is None else start.isoformat(),
        "period_end": None if end is None else end.isoformat(),
        "period_label": c.period.label, "period_inherited": c.period_inherited,
        "base_period": c.base_period or None, "sector": c.sector, "market": c.market,
        "ownership": c.ownership,
        "attributed_to": list(c.attributed_to), "attribution_inherited": c.attribution_inherited,
        "conversion_of": c.conversion_of,
        "ambiguity": c.ambiguity or None, "surface": c.surface, "start": c.start, "end": c.end,
        "phrase": c.phrase, "phrase_start": c.phrase_start, "proposer": c.proposer, "rule": c.rule,
        "confidence": c.confidence,
    }  # fmt: skip


def from_json(line: Mapping[str, Any]) -> Candidate:
    """The candidate of one JSON object; raises ValueError saying which field is missing or wrong."""
    take = _Taker(line)
    common: dict[str, Any] = {
        "id": take.text("id"), "subject": take.text("subject"), "subject_id": take.maybe("subject_id"),
        "status": _member(Status, take.text("status"), "status"), "period": take.period(),
        "period_inherited": take.flag("period_inherited"), "attributed_to": take.texts("attributed_to"),
        "attribution_inherited": take.flag("attribution_inherited"),
        "ambiguity": take.maybe("ambiguity") or "", "surface": take.text("surface"),
        "start": take.whole("start"), "end": take.whole("end"), "phrase": take.text("phrase"),
        "phrase_start": take.whole("phrase_start"), "proposer": take.text("proposer"),
        "rule": take.text("rule"), "confidence": take.share("confidence"), "cues": take.cues(),
    }  # fmt: skip
    kind = take.text("kind")
    if kind == "relation":
        return RelationCandidate(
            predicate=take.text("predicate"),
            object=take.text("object"),
            object_id=take.maybe("object_id"),
            **common,
        )
    if kind != "figure":
        raise ValueError(f"kind: {kind!r} is neither figure nor relation")
    maximum = take.maybe("value_max")
    return FigureCandidate(
        metric=take.maybe("metric"),
        quantity=_member(ClaimKind, take.text("quantity"), "quantity"),
        value=_number(take.text("value"), "value"),
        value_max=None if maximum is None else _number(maximum, "value_max"),
        unit=take.maybe("unit"),
        hedge=_member(Hedge, take.text("hedge"), "hedge"),
        base_period=take.maybe("base_period") or "",
        sector=take.maybe("sector"),
        market=take.maybe("market"),
        ownership=take.maybe("ownership"),
        conversion_of=take.maybe("conversion_of"),
        **common,
    )


def _number(text: str, name: str) -> Decimal:
    try:
        return decimal(text)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _member(values: Any, text: str, name: str) -> Any:
    try:
        return values(text)
    except ValueError:
        raise ValueError(f"{name}: {text!r} is none of {', '.join(values)}") from None


class _Taker:
    """Typed access to the fields of one JSON object."""

    def __init__(self, line: Mapping[str, Any]) -> None:
        self._line = line

    def _get(self, name: str, kind: type | tuple[type, ...], what: str) -> Any:
        if name not in self._line:
            raise ValueError(f"{name}: missing")
        value = self._line[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ValueError(f"{name}: {what} is expected")
        return value

    def text(self, name: str) -> str:
        value: str = self._get(name, str, "a text")
        return value

    def maybe(self, name: str) -> str | None:
        value: str | None = self._get(name, (str, type(None)), "a text or null")
        return value

    def flag(self, name: str) -> bool:
        value: bool = self._get(name, bool, "true or false")
        return value

    def whole(self, name: str) -> int:
        value: int = self._get(name, int, "a whole number")
        if value < 0:
            raise ValueError(f"{name}: below zero")
        return value

    def share(self, name: str) -> float:
        value = float(self._get(name, (int, float), "a number"))
        if not 0 <= value <= 1:
            raise ValueError(f"{name}: {value} is not between 0 and 1")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._get(name, list, "a list")
        if not all(isinstance(value, str) for value in values):
            raise ValueError(f"{name}: a list of texts is expected")
        return tuple(values)

    def period(self) -> Period:
        try:
            return period(self.text("period_label"))
        except ValueError as error:
            raise ValueError(f"period_label: {error}") from None

    def cues(self) -> tuple[Cue, ...]:
        cues = []
        for value in self._get("cues", list, "a list"):
            if not isinstance(value, dict):
                raise ValueError("cues: a list of objects is expected")
            one = _Taker(value)
            cues.append(Cue(one.text("role"), one.text("text"), one.whole("start"), one.whole("end")))
        return tuple(cues)
