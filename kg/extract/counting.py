"""What a bare number counts: the nouns of the phrase that it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.amount import Form
from kg.extract.grammar import GRAMMARS, words
from kg.extract.reading import Mark, View
from kg.tokens import Token

_OUT_OF: Final = re.compile(
    r"\s+(?:(?:out of|trên|trong số)\s+(?:\d[\d.,]*\d|\w+)"
    r"|of(?:\s+(?:the|its|their))?\s+\d(?:[\d.,]*\d)?)(?!\w)",
    re.I,
)
# "200 of its teachers", "35.8 million of the group's shares".
_OF_ITS: Final = re.compile(
    r"\s+of (?:(?:its|their|our|my|his|her|these|those)|the \w+['’]s|\w+['’]s)(?=\s)", re.I
)
# Between the members of a list of which only the last names what is counted.
LISTED: Final = re.compile(r"\s*(?:,|and|or|to|và|hoặc|đến|lên|,\s*and|,\s*và)\s*", re.I)
# What ends a noun phrase beside the little words: "52 universities now offer courses".
_ENDS: Final = words(
    """now already also still currently today here there abroad alone together each then only just never
    offer offers offered own owns owned provide provides provided use uses used join joined joins make makes
    made take took work works worked questions reasons things ways lessons takeaways trends pillars steps tips
    facts rules"""
)
_STOPS: Final = {"en": GRAMMARS["en"].stop | _ENDS, "vi": GRAMMARS["vi"].stop}
# "Two Vietnamese ones": of what was counted before.
_ONES: Final = re.compile(r"(?<!\w)ones(?!\w)", re.I)
_PLURAL: Final = re.compile(
    r"(?<![\w'’-])(?!(?:times|years|months|percents|places|points)\b)[a-z]{3,}[a-rt-z]s(?![\w'’])"
)
# "570 foreigners among them": of those counted before.
_AMONG: Final = re.compile(r"\b(?:among|of) (?:them|these|those)\b", re.I)
# How many words of a noun phrase are looked at: English puts the head noun last, Vietnamese first.
_SPAN: Final = {"en": 6, "vi": 3}


def counted(text: str, language: str, view: View, end: int) -> tuple[Mark, ...]:
    """The counted nouns of the noun phrase at `end`, right after a bare number, the best first."""
    if out_of := _OUT_OF.match(text, end):
        end = out_of.end()  # "7 out of 10 markets"
    elif of_its := _OF_ITS.match(text, end):
        end = of_its.end()
    reach = _phrase_end(view.tokens, end, _STOPS[language], _SPAN[language])
    if after := _listed(text, view, end):
        return counted(text, language, view, after)
    # "300 two years ago" counts no years.
    reach = min(reach, next((t.start for t in view.times if t.start >= end), reach))
    inside = [m for m in view.marks if m.term.role == "counted" and end <= m.start and m.end <= reach]
    if not inside or (language == "en" and _ONES.search(text, end, reach)):
        return ()
    if language == "en":
        inside = _before_participle(view.tokens, inside, end, reach)
        last = max(m.end for m in inside)
        return tuple(sorted((m for m in inside if m.end == last), key=lambda m: (m.start, m.term.ref == "")))
    first = min(m.start for m in inside)
    return tuple(sorted((m for m in inside if m.start == first), key=lambda m: (-m.end, m.term.ref == "")))


def names_things(text: str, language: str, view: View, end: int) -> bool:
    """Whether the noun phrase at `end`, right after a bare number, has a plural: things of its own."""
    if language != "en":
        return False
    reach = _phrase_end(view.tokens, end, _STOPS[language], 4)
    reach = min(reach, next((t.start for t in view.times if t.start >= end), reach))
    if not text[end : end + 1].isspace() or _AMONG.search(text, end, view.end):
        return False
    return _PLURAL.search(text, end, reach) is not None


def _listed(text: str, view: View, end: int) -> int:
    """Where the next number ends, if only a link stands between: "66,000 to 110,000 people"; else 0."""
    for figure in view.figures:
        if figure.start > end:
            plain = figure.amount is not None and figure.amount.unit is None and figure.form is Form.DIGITS
            return figure.end if plain and LISTED.fullmatch(text, end, figure.start) else 0
    return 0


def _before_participle(tokens: Sequence[Token], inside: Sequence[Mark], end: int, reach: int) -> list[Mark]:
    """The nouns before a participle that tells more of them: "attacks targeting organisations"."""
    for word in tokens:
        if end < word.start < reach and word.text.endswith("ing") and len(word.text) > 5:
            before = [m for m in inside if m.end <= word.start]
            if before:
                return before
    return list(inside)


def _phrase_end(tokens: Sequence[Token], end: int, stop: frozenset[str], span: int) -> int:
    """Where the noun phrase after `end` stops: at a sign, a number, a little word, or after `span` words."""
    reach, count = end, 0
    for word in tokens:
        if word.start < end:
            continue
        if not (word.text[0].isalnum() or word.text in "-/&") or word.text.casefold() in stop:
            break
        if word.text[0].isdigit() and word.text.isdigit():
            break
        count += 1
        if count > span:
            break
        reach = word.end
    return reach
