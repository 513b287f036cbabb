"""Correcting a candidate: `metric=revenue period=2024 cue.period="last year"` becomes checked fields.

Every word that is given is looked for in the text, the nearest place first, so that a correction points into
the text just as the proposal did.
"""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from kg.amount import read_amount
from kg.candidate import CUE_ROLES, MAX_PHRASE_WORDS, Candidate, Cue, FigureCandidate, to_json
from kg.entity import Entity
from kg.lists import ClaimKind, Hedge, Status
from kg.literals import decimal, decimal_text, period
from kg.names import fold

# Short names for what is corrected most.
SHORT = {
    "subject": "subject_id", "object": "object_id", "period": "period_label", "base": "base_period",
    "kind": "quantity", "source": "attributed_to",
}  # fmt: skip
NOTHING = ("", "-", "none", "null")
_LISTS: dict[str, type[StrEnum]] = {"quantity": ClaimKind, "hedge": Hedge, "status": Status}
_IDS = ("metric", "unit", "sector", "ownership")
_FLAGS = ("period_inherited", "attribution_inherited")
_NEVER_NOTHING = (*_LISTS, *_FLAGS, "predicate", "period_label", "value")
_COMMON = (
    "subject_id", "status", "period_label", "period_inherited", "attributed_to", "attribution_inherited",
    "ambiguity", "surface", "phrase",
)  # fmt: skip
_FIGURE = (
    "metric", "quantity", "value", "value_max", "unit", "hedge", "base_period", "sector", "market",
    "ownership", "conversion_of",
)  # fmt: skip
_RELATION = ("predicate", "object_id")


class Editor:
    """Edits candidates of one text in one language; `predicates` are names such as ``operates_in``.

    `others` are the ids that a conversion may name.
    """

    def __init__(
        self, text: str, language: str, entities: Mapping[str, Entity], predicates: tuple[str, ...],
        others: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self._text = text
        self._language = language
        self._entities = entities
        self._predicates = predicates
        self._others = others

    def fields(self, candidate: Candidate) -> tuple[str, ...]:
        """The fields of `candidate` that can be corrected."""
        return (*(_FIGURE if isinstance(candidate, FigureCandidate) else _RELATION), *_COMMON)

    def edit(self, candidate: Candidate, line: str) -> dict[str, Any]:
        """The changes that `line` asks for, by their JSON names.

        Raises ValueError on an unknown field or value, with what was probably meant, and on words that do not
        stand in the text.
        """
        changes: dict[str, Any] = {}
        for name, value in _pairs(line):
            if name.startswith("cue."):
                self._cue(candidate, changes, name[4:], value)
                continue
            field = SHORT.get(name, name)
            allowed = self.fields(candidate)
            if field not in allowed:
                near = difflib.get_close_matches(field, (*allowed, *SHORT), n=1)
                hint = f"did you mean {near[0]}?" if near else f"they are {', '.join(allowed)}, cue.ROLE"
                raise ValueError(f"{name!r} is no field that can be corrected ({hint})")
            try:
                self._field(candidate, changes, field, value.strip())
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
        if not changes:
            raise ValueError("nothing is changed (write field=value)")
        before = to_json(candidate)
        return {name: value for name, value in changes.items() if before[name] != value}

    def _field(self, candidate: Candidate, changes: dict[str, Any], field: str, value: str) -> None:
        if field == "surface":
            self._surface(candidate, changes, value)
        elif field == "phrase":
            self._phrase(candidate, changes, value)
        elif value.lower() in NOTHING and field not in _NEVER_NOTHING:
            changes[field] = [] if field == "attributed_to" else None
        else:
            changes[field] = self._value(field, value)

    def _value(self, field: str, value: str) -> Any:
        """What a field is set to by these words; raises ValueError where they are no such thing."""
        if field in _LISTS:
            return _of_list(value, tuple(_LISTS[field]))
        if field in _FLAGS:
            return _of_list(value, ("yes", "no")) == "yes"
        if field in _IDS:
            return self._reference(value, field).partition("/")[2]
        match field:
            case "predicate":
                return _of_list(value, self._predicates)
            case "period_label" | "base_period":
                return period(value).label
            case "value" | "value_max":
                return decimal_text(decimal(value.replace("_", "")))
            case "attributed_to":
                return [self._reference(part.strip(), "") for part in value.split(",")]
            case "market":
                market = f"market/{value}"
                return self._reference(market if market in self._entities else value, "")
            case "subject_id" | "object_id":
                return self._reference(value, "")
            case "conversion_of":
                return self._other(value)
        return value

    def _reference(self, given: str, kind: str) -> str:
        """The entity that `given` names: by reference, by an id or name that only one has."""
        if (ref := f"{kind}/{given}" if kind else given) in self._entities:
            return ref
        names: dict[str, set[str]] = {}
        for ref, entity in self._entities.items():
            if kind in ("", entity.kind):
                for name in (ref, entity.id, entity.en, entity.vi, *(alias for alias, _ in entity.names)):
                    names.setdefault(fold(name), set()).add(ref)
        found = sorted(names.get(fold(given), ()))
        if len(found) == 1:
            return found[0]
        what = kind or "entity"
        if found:
            raise ValueError(f"{given!r} may be {' or '.join(found[:4])} (write one of them)")
        near = difflib.get_close_matches(fold(given), names, n=3)
        near += [name for name in sorted(names) if fold(given) in name][: 3 - len(near)]
        refs = list(
            dict.fromkeys(ref.removeprefix(f"{kind}/") for name in near for ref in sorted(names[name]))
        )
        hint = f"did you mean {' or '.join(refs[:3])}?" if refs else "add it to seeds/entities first"
        raise ValueError(f"{given!r} is no curated {what} ({hint})")

    def _other(self, given: str) -> str:
        found = [id_ for id_ in self._others if id_.startswith(given)]
        if len(found) != 1:
            raise ValueError(f"{given!r} is the beginning of {len(found)} candidates' ids")
        return found[0]

    def _nearest(self, words: str, at: int, fits: Callable[[int], bool] = lambda _: True) -> int:
        """The place of `words` in the text nearest to `at`; raises ValueError when they stand nowhere."""
        best, place = -1, self._text.find(words)
        while place >= 0 and words:
            if fits(place) and (best < 0 or abs(place - at) < abs(best - at)):
                best = place
            place = self._text.find(words, place + 1)
        if best < 0:
            raise ValueError(f"{words!r} does not stand there in the text")
        return best

    def _surface(self, candidate: Candidate, changes: dict[str, Any], words: str) -> None:
        """New words: their place, the figure that they print, and a phrase that holds them."""
        start = self._nearest(words, candidate.start)
        end = start + len(words)
        if isinstance(candidate, FigureCandidate):
            amount = read_amount(words, self._language)
            sign = -1 if candidate.value < 0 else 1
            changes.setdefault("value", decimal_text(sign * amount.value))
            high = amount.value_max
            changes.setdefault("value_max", None if high is None else decimal_text(high))
            if amount.unit is not None:
                changes.setdefault("unit", amount.unit)
        changes |= {"surface": words, "start": start, "end": end}
        if not (candidate.phrase_start <= start and end <= candidate.phrase_start + len(candidate.phrase)):
            changes |= {"phrase": words, "phrase_start": start}

    def _phrase(self, candidate: Candidate, changes: dict[str, Any], words: str) -> None:
        if len(words.split()) > MAX_PHRASE_WORDS:
            raise ValueError(f"{len(words.split())} words; at most {MAX_PHRASE_WORDS} may be kept")
        start, end = changes.get("start", candidate.start), changes.get("end", candidate.end)

        def holds(at: int) -> bool:
            return bool(at <= start and end <= at + len(words))

        changes |= {"phrase": words, "phrase_start": self._nearest(words, start, holds)}

    def _cue(self, candidate: Candidate, changes: dict[str, Any], role: str, words: str) -> None:
        """Let `words` be the one cue of a role; nothing takes the cues of the role away."""
        if role not in CUE_ROLES:
            near = difflib.get_close_matches(role, CUE_ROLES, n=1)
            raise ValueError(f"cue.{role}: no such role ({near[0] if near else ', '.join(CUE_ROLES)}?)")
        cues = [Cue(**cue) for cue in changes.get("cues", to_json(candidate)["cues"]) if cue["role"] != role]
        if words.lower() not in NOTHING:
            start = self._nearest(words, changes.get("start", candidate.start))
            cues.append(Cue(role, words, start, start + len(words)))
        cues.sort(key=lambda c: (c.start, c.end, c.role))
        changes["cues"] = [{"role": q.role, "text": q.text, "start": q.start, "end": q.end} for q in cues]


def _pairs(line: str) -> list[tuple[str, str]]:
    try:
        words = shlex.split(line)
    except ValueError:
        raise ValueError("a quotation mark is not closed") from None
    pairs = []
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise ValueError(
                f'{word!r} is not field=value (put words with blanks in quotes: phrase="in 2024")'
            )
        pairs.append((name.strip(), value))
    return pairs


def _of_list(value: str, allowed: tuple[str, ...]) -> str:
    if value in allowed:
        return str(value)
    near = difflib.get_close_matches(value, allowed, n=1)
    raise ValueError(
        f"{value!r} is none of {', '.join(allowed)}{f' (did you mean {near[0]}?)' if near else ''}"
    )
