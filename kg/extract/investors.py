"""Who gives money: a funding round is of the company that raises it, not of those who lead or join it."""

from __future__ import annotations

import re
from typing import Final

from kg.extract.actor import FIRMS, UNKNOWN, Actor

# What a round is measured by.
FUNDING: Final = "funding_amount"
_WORDS: Final = r"(?:[^\W\d][\w'’&-]* )"
# "Led by Singapore's" Temasek, "from East Ventures and" Nextrans.
_BEFORE: Final = {
    "en": re.compile(
        r"\b(?:(?:led|headed|backed|joined|anchored|funded|put up) by|"
        r"(?:million|billion|dong|USD|dollars|funding|capital|money|rounds?|investments?)\b[^.;]{0,30} from) "
        rf"{_WORDS}{{0,5}}?"
        rf"(?:{_WORDS}{{0,4}}and {_WORDS}{{0,2}}?)?$"
    ),
    "vi": re.compile(r"\b(?:do|từ|bởi) (?:(?:các )?(?:quỹ|tập đoàn|nhà đầu tư|công ty) (?:đầu tư )?)?$"),
}
_LIST: Final = r"(?:(?:,| and|, and| và) (?:[A-ZĐ][\w'’&.-]*+ ?+){1,4}){0,5}"
# KKR, "which put", "led a $60 million round".
_AFTER: Final = {
    "en": re.compile(
        rf"{_LIST}(?:, (?:which|who)|,[^,.;]{{1,60}},)? ?"
        r"(?:(?:has|have|had|also|already|recently|once|first|then|will|would) )*"
        r"(?:led|leads|co-led|headed|put|puts|poured|pours|injected|pumped|gave|gives|backed|"
        r"participated|contributed|pledged|handed)\b"
    ),
    "vi": re.compile(
        rf"{_LIST}(?: \([^)]{{1,40}}\))?(?: của [^\s,.;]{{1,20}})?(?:,[^,.;]{{1,60}},)? ?"
        r"(?:(?:đã|vừa|từng|sẽ|cũng|tiếp tục|cùng) )*(?:dẫn dắt|dẫn đầu|rót|bơm|góp vốn)\b"
    ),
}
_REACH: Final = 120


def invests(text: str, language: str, actor: Actor) -> bool:
    """Whether the words around the place of `actor` say that it gives money to others."""
    if actor.kind not in FIRMS and actor.kind != UNKNOWN:
        return False
    named = actor.origin
    if named is None:
        return False
    before = text[max(0, named.start - _REACH) : named.start]
    return bool(_BEFORE[language].search(before) or _AFTER[language].match(text, named.end))
