"""The words that hedge a figure, per language, and what each of them says.

A cue stands right before the figure: "about $152 billion", "gần 13 %".  The longest cue wins, so that "no
less than" is not read as "less than".  Words that do not limit a figure ("only", "chỉ") are no cues.
"""

from __future__ import annotations

import re

from kg.lists import Hedge

CUES: dict[str, dict[Hedge, tuple[str, ...]]] = {
    "en": {
        Hedge.ABOUT: ("about", "approximately", "around", "roughly", "some"),
        Hedge.NEARLY: ("almost", "close to", "nearly"),
        Hedge.OVER: ("above", "exceeding", "more than", "over", "surpassed", "surpassing"),
        Hedge.AT_LEAST: ("at least", "no fewer than", "no less than", "not less than"),
        Hedge.UNDER: ("below", "fewer than", "less than", "under"),
        Hedge.AT_MOST: ("at most", "no more than", "not more than", "up to"),
    },
    "vi": {
        Hedge.ABOUT: ("khoảng", "xấp xỉ"),
        Hedge.NEARLY: ("gần",),
        Hedge.OVER: ("hơn", "trên", "vượt"),
        Hedge.AT_LEAST: ("ít nhất", "không dưới", "tối thiểu"),
        Hedge.UNDER: ("chưa tới", "chưa đến", "dưới"),
        Hedge.AT_MOST: ("không quá", "tới", "tối đa"),
    },
}
_HEDGE_OF = {
    language: {cue: hedge for hedge, cues in hedges.items() for cue in cues}
    for language, hedges in CUES.items()
}
# The longest first, as alternatives are tried in order.
_ANY = {language: "|".join(sorted(cues, key=len, reverse=True)) for language, cues in _HEDGE_OF.items()}
_AT_END = {language: re.compile(rf"(?<!\w)({cues})\s+$", re.IGNORECASE) for language, cues in _ANY.items()}
_AT_START = {language: re.compile(rf"({cues})\s", re.IGNORECASE) for language, cues in _ANY.items()}


def hedge_before(words: str, language: str) -> tuple[str, Hedge] | None:
    """The cue at the end of `words`, the text that stands right before a figure, and its hedge; else None."""
    return _found(_AT_END[language].search(words), language)


def hedge_within(figure: str, language: str) -> tuple[str, Hedge] | None:
    """The cue that `figure` begins with, and its hedge; else None."""
    return _found(_AT_START[language].match(figure), language)


def _found(match: re.Match[str] | None, language: str) -> tuple[str, Hedge] | None:
    return (match[1], _HEDGE_OF[language][match[1].lower()]) if match else None
