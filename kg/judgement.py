"""What an editor judged of two curated entities: that they are one thing, two things, or not to be told yet.

A judgement is one line of ``judgements.jsonl``; a later line about the same two supersedes it, and ``undo``
takes back the last that was not taken back yet.  Lines about other pairs may stand in any order.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kg.errors import BadInput
from kg.lists import Ruling

UNDO: Final = "undo"
MAX_WORDS: Final = 500
ID_LENGTH: Final = 20
_REQUIRED: Final = ("left", "right", "judgement", "who", "when", "why")
FIELDS: Final = (*_REQUIRED, "canonical")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`who` judged `when` of two entities, and `why`; without a `ruling` it takes the one before back.

    `canonical` may say which of two that are the same keeps its id.  `place` is the file and line.
    """

    left: str
    right: str
    ruling: Ruling | None
    who: str
    when: str
    why: str
    canonical: str = ""
    place: str = field(default="", compare=False)

    @property
    def pair(self) -> Pair:
        """The two references, sorted: a judgement has no direction."""
        return (self.left, self.right) if self.left < self.right else (self.right, self.left)

    @property
    def id(self) -> str:
        """Hash of what was judged, by whom, when and why."""
        said = [*self.pair, self.ruling, self.canonical, self.who, self.when, self.why]
        text = json.dumps(["judgement", *said], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


def from_json(line: Mapping[str, Any]) -> Judgement:
    """The judgement of one JSON object; raises ValueError saying what is wrong with it."""
    for name, value in line.items():
        if name not in FIELDS:
            raise ValueError(f"{name!r} is no field of a judgement (they are {', '.join(FIELDS)})")
        _check_text(name, value)
    for name in _REQUIRED:
        if name not in line:
            raise ValueError(f"field {name!r} is missing")
    left, right, ruling = line["left"], line["right"], line["judgement"]
    if ruling not in (*Ruling, UNDO):
        raise ValueError(f"judgement: {ruling!r} is none of {', '.join((*Ruling, UNDO))}")
    if left == right:
        raise ValueError(f"left and right are both {left}")
    canonical = line.get("canonical", "")
    if canonical and (ruling != Ruling.SAME or canonical not in (left, right)):
        raise ValueError("canonical: the left or the right one, of two that are the same")
    if not _is_day(line["when"]):
        raise ValueError(f"when: {line['when']!r} is no date (YYYY-MM-DD)")
    return Judgement(
        left=left, right=right, ruling=None if ruling == UNDO else Ruling(ruling), who=line["who"],
        when=line["when"], why=line["why"], canonical=canonical,
    )  # fmt: skip


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        raise ValueError(f"{name}: a text without blanks around it is expected")
    if len(value) > MAX_WORDS:
        raise ValueError(f"{name}: more than {MAX_WORDS} characters")
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for c in value):
        raise ValueError(f"{name}: control or format character")
    if not unicodedata.is_normalized("NFC", value):
        raise ValueError(f"{name}: not in Unicode's composed form (NFC)")


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def to_line(judgement: Judgement) -> str:
    """A judgement as one line of JSON, without its line end."""
    j = judgement
    line = {
        "left": j.left, "right": j.right, "judgement": UNDO if j.ruling is None else str(j.ruling),
        "who": j.who, "when": j.when, "why": j.why,
    }  # fmt: skip
    return json.dumps(line | ({"canonical": j.canonical} if j.canonical else {}), ensure_ascii=False)


def standing(judgements: Iterable[Judgement]) -> dict[Pair, Judgement]:
    """The judgement that counts for each pair, by pair, sorted.

    Raises BadInput, with its place, on an undo that has nothing to take back.
    """
    stacks: dict[Pair, list[Judgement]] = {}
    for judgement in judgements:
        stack = stacks.setdefault(judgement.pair, [])
        if judgement.ruling is not None:
            stack.append(judgement)
        elif stack:
            stack.pop()
        else:
            raise BadInput(
                f"nothing is judged of {judgement.left} and {judgement.right} that could be undone",
                place=judgement.place,
                remedy="remove the line",
            )
    return {pair: stacks[pair][-1] for pair in sorted(stacks) if stacks[pair]}
