"""The hedge of a figure in a text, from the words right before and right after it.

The longest cue wins, so that "no less than" is not read as "less than".  Cues stack: a bound wins over an
approximation ("khoảng trên 598" is over 598), and of two bounds the one nearer to the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from kg.hedges.cues import AFTER, BETWEEN, CUES, NO_CUE_AFTER, SIGNS
from kg.lists import Hedge

_REACH: Final = 72


class HedgeCue(NamedTuple):
    """A hedge and the place of the words that say it."""

    hedge: Hedge
    start: int
    end: int


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first; blanks in them may be of any kind."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


def last_words(phrases: Iterable[str]) -> tuple[str, ...]:
    """The words that `phrases` end with: what ends otherwise need not be searched for them."""
    return tuple(sorted({phrase.split()[-1] for phrase in phrases}))


_HEDGE_OF = {
    language: {cue: hedge for hedge, cues in hedges.items() for cue in cues}
    for language, hedges in CUES.items()
}
_ANY = {language: any_of(cues) for language, cues in _HEDGE_OF.items()}
_FILLER = {language: any_of(words) for language, words in BETWEEN.items()}
_AT_END = {
    language: re.compile(
        rf"(?<!\w)(?:(?P<outer>{cues})\s+)?(?P<cue>{cues})(?:\s+(?:{_FILLER[language]}))*\s+$", re.IGNORECASE
    )
    for language, cues in _ANY.items()
}
_LAST = {language: last_words([*cues, *BETWEEN[language]]) for language, cues in _HEDGE_OF.items()}
_AT_START = {language: re.compile(rf"({cues})\s", re.IGNORECASE) for language, cues in _ANY.items()}
_SIGN = re.compile(rf"([{''.join(SIGNS)}])\s?$")
_AFTER = {
    # Up to three words may name what is counted: "10,000 employees or more".
    language: re.compile(
        rf"\s?(\+)(?!\w)|(?:\s+[^\W\d]+){{0,3}}?\s*(?<!\w)({any_of(words)})(?!\w)", re.IGNORECASE
    )
    for language, words in AFTER.items()
}


# "Pulling its share up to 39%", "up to 39% from 29": how far something went, no bound.
_UP_TO: Final = re.compile(
    r"(?:(?<!\w)(?:pull|push|bring|brought|lift|rais|tak|took|driv|drove|boost|send|sent)(?:e|es|s|ed|ing)?\s"
    r"(?P<what>(?:the|its|their|his|her|our|this|that|total|it|them)\b[^.;:\d]{0,50}?)\s)?up\s+to$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"\s(?:[^\W\d]+\s){0,4}?from\s(?:[^\W\d]+\s){0,2}?(?:[$€£]|\w{1,3}\$)?\d[\d.,]*\s?(?:%|percent|per cent|"
    r"(?:m|b|tr)illion)?(?=[,.;)]|$|\s(?:in|at|a|an|the|last|one|earlier|previously|during|on)\b)",
    re.IGNORECASE,
)


def _is_movement(before: str, after: str) -> bool:
    """Whether "up to" at the end of `before` tells where something that moved has come to."""
    match = _UP_TO.search(before)
    return match is not None and (match["what"] is not None or _FROM.match(after) is not None)


def hedge_before(words: str, language: str) -> tuple[str, Hedge] | None:
    """The cue at the end of `words`, the text that stands right before a figure, and its hedge; else None."""
    found = _before(words[-_REACH:], language)
    return (words[-_REACH:][found.start : found.end], found.hedge) if found else None


def hedge_within(figure: str, language: str) -> tuple[str, Hedge] | None:
    """The cue that `figure` begins with, and its hedge; else None."""
    match = _AT_START[language].match(figure)
    return (match[1], _hedge(match[1], language)) if match else None


def hedge_at(
    text: str, start: int, end: int, language: str, clause_start: int = 0, clause_end: int | None = None
) -> HedgeCue | None:
    """The hedge of the figure `text[start:end]`, from the words of its clause; None when it has none.

    The place is that of the deciding cue in `text`.
    """
    low = max(clause_start, start - _REACH)
    words = text[low:start]
    if low and text[low - 1].isalnum():
        words = words.partition(" ")[2]  # no half words
        low = start - len(words)
    before = _before(words, language)
    if before and _is_movement(words[: before.end], text[end : end + _REACH]):
        before = None
    if before:
        before = before._replace(start=low + before.start, end=low + before.end)
    after = _after(text[end : min(clause_end or len(text), end + 24)], end, language)
    if after is None and (inside := text.find("+", start + 1, end)) > 0:
        after = _after(text[inside : inside + 1], inside, language)  # "15+ million"
    if before is None or (after and before.hedge is Hedge.ABOUT):
        return after or before
    return before


def _hedge(cue: str, language: str) -> Hedge:
    return _HEDGE_OF[language][" ".join(cue.lower().split())]


def _before(words: str, language: str) -> HedgeCue | None:
    """The hedge at the end of `words`; a quotation in the other language is hedged in its own words."""
    found = _in_language(words, language)
    if found is None and language == "en" and not words[-24:].isascii():
        return _in_language(words, "vi")
    return found or (_in_language(words, "en") if language == "vi" else None)


def _in_language(words: str, language: str) -> HedgeCue | None:
    if sign := _SIGN.search(words):
        return HedgeCue(SIGNS[sign[1]], *sign.span(1))
    bare = words.rstrip()
    if len(bare) == len(words) or not bare.lower().endswith(_LAST[language]):
        return None
    match = _AT_END[language].search(words)
    if match is None:
        return None
    both = " ".join(f"{match['outer'] or ''} {match['cue']}".lower().split())
    if match["outer"] and both in _HEDGE_OF[language]:  # "trên dưới" is one cue
        return HedgeCue(_HEDGE_OF[language][both], match.start("outer"), match.end("cue"))
    cue = HedgeCue(_hedge(match["cue"], language), *match.span("cue"))
    if _is_none(match["cue"], words[: match.start()], language) and not match["outer"]:
        return None
    if match["outer"]:
        outer = HedgeCue(_hedge(match["outer"], language), *match.span("outer"))
        if _is_none(match["cue"], match["outer"], language) or (
            cue.hedge is Hedge.ABOUT and outer.hedge is not Hedge.ABOUT
        ):
            return outer
    return cue


def _is_none(cue: str, before: str, language: str) -> bool:
    """Whether the word before makes a comparison or a stress of the cue."""
    stops = NO_CUE_AFTER[language].get(cue.lower())
    if not stops:
        return False
    last = before.rsplit(maxsplit=1)[-1:]
    return bool(last) and last[0].lower() in stops


def _after(words: str, at: int, language: str) -> HedgeCue | None:
    match = _AFTER[language].match(words)
    if match is None:
        return None
    group = 1 if match[1] else 2
    said = " ".join(match[group].lower().split())
    hedge = Hedge.AT_LEAST if group == 1 else AFTER[language][said]
    return HedgeCue(hedge, at + match.start(group), at + match.end(group))
