"""Answers cut to size: whole items are left out from the ends of lists, and the answer says how many.

What a client gets is the answer twice, as JSON and as the same JSON in a text, and both count.
"""

from __future__ import annotations

import json
from typing import Any

from kg.errors import LimitReached
from kg.mcpserver.answers import Answer

MAX_BYTES = 64 * 1024
# The frame around an answer: the message, the id of the request, the names of the two forms.
_FRAME = 1_024
Told = dict[str, Any]


def text_of(told: Told) -> str:
    """An answer as text: compact JSON, in its own letters."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def size_of(told: Told) -> int:
    """The bytes of an answer on the wire, in both forms."""
    text = text_of(told)
    return len(text.encode()) + len(json.dumps(text, ensure_ascii=False).encode()) + _FRAME


def fitted(answer: Answer) -> Told:
    """The answer as JSON of at most MAX_BYTES; raises LimitReached where not even one item fits."""
    whole = answer.model_dump(mode="json", exclude_unset=True)
    told, least = whole, 1
    for name in (name for name in answer.CUT if name in whole):
        if size_of(told) <= MAX_BYTES:
            return told
        told = _cut(answer, whole, told, name, least)
        least = 0
    if size_of(told) > MAX_BYTES:
        raise LimitReached(f"the answer is larger than {MAX_BYTES // 1024} KB", remedy=answer.NARROW)
    return told


def _cut(answer: Answer, whole: Told, told: Told, name: str, least: int) -> Told:
    """The answer with as many items of a list as fit, but not fewer than `least`."""
    low, high = least, len(told[name])
    while low < high:
        middle = (low + high + 1) // 2
        if size_of(_first(answer, whole, told, name, middle)) <= MAX_BYTES:
            low = middle
        else:
            high = middle - 1
    return _first(answer, whole, told, name, low)


def _first(answer: Answer, whole: Told, told: Told, name: str, count: int) -> Told:
    """The answer with the first items of a list, which says what of the whole is left out."""
    cut = {**told, name: told[name][:count], "truncated": True, "narrow": answer.NARROW}
    answer.trim(cut)
    left_out = {n: len(whole[n]) - len(cut[n]) for n in answer.CUT if n in whole}
    return cut | {"left_out": {n: count for n, count in left_out.items() if count}}
