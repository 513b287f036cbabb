"""What a figure says by itself: its value, its unit, its hedge, and whether it is a change or a level."""

from __future__ import annotations

import re
from typing import Final

from kg.amount import Amount, Figure, Form
from kg.candidate import Cue
from kg.catalogue import Catalogue
from kg.extract.counting import counted
from kg.extract.draft import Draft
from kg.extract.measures import Measure
from kg.extract.reading import View
from kg.grounding.conventions import PLACES_MOVED
from kg.hedges import Change, ChangeKind, change_at, hedge_at
from kg.lists import Hedge, UnitFamily

# A number that is a place: "one of the first" six, "among the" 40 leading.
_FIRST: Final = {
    "en": re.compile(
        r"\b(?:one of|among) (?:the )?(?:world['’]s )?(?:first|top|leading|largest|biggest|best|fastest) $",
        re.I,
    ),
    "vi": re.compile(r"(?!)"),  # Vietnamese puts such words behind the number
}
_AMONG: Final = {
    "en": re.compile(r"\b(?:one of|among) (?:the )?(?:world['’]s )?$", re.I),
    "vi": re.compile(
        r"\b(?:một trong(?: những)?|nằm trong(?: nhóm)?|thuộc(?: nhóm)?|(?:trong|vào) nhóm) $", re.I
    ),
}
_LEADING: Final = {
    "en": re.compile(r"\s+(?:leading|top|first|best|largest|biggest|fastest|most)\b", re.I),
    "vi": re.compile(
        r"\s+(?:quốc gia|nước|nền kinh tế|doanh nghiệp|công ty|thị trường) (?:\w+ ){0,3}?"
        r"(?:đầu tiên|dẫn đầu|hàng đầu|lớn nhất)\b",
        re.I,
    ),
}
_AMONG_REACH: Final = 60


class Drafter:
    """Begins the drafts of the figures of one text."""

    def __init__(self, text: str, language: str, catalogue: Catalogue) -> None:
        self._text = text
        self._language = language
        self._catalogue = catalogue

    def draft(self, view: View, figure: Figure, amount: Amount) -> Draft:
        """The draft of `figure`, which reads as `amount`."""
        cues: list[Cue] = []
        hedge = self._hedge(view, figure, amount, cues)
        change = change_at(self._text, figure.start, figure.end, view.start, view.end, self._language)
        unit = amount.unit
        if figure.form is Form.ORDINAL:
            unit = "rank"
        elif unit is None and (group := self._group(view, figure)) is not None:
            # "One of the first six countries": the sixth place at most.
            unit, hedge = "rank", Hedge.AT_MOST
            cues.append(group)
        elif unit is None and change.kind is ChangeKind.CHANGE and PLACES_MOVED.match(self._text, figure.end):
            unit = "rank"
        elif unit is None and (nouns := counted(self._text, self._language, view, figure.end)):
            unit = nouns[0].term.unit
            cues.append(Cue.at(self._text, "unit", nouns[0].start, nouns[0].end))
        family = self._catalogue.families.get(unit or "", "")
        draft = Draft(figure, unit, family, hedge, change, cues, amount.value, amount.value_max)
        draft.fall(self._text)
        return draft

    def _hedge(self, view: View, figure: Figure, amount: Amount, cues: list[Cue]) -> Hedge:
        """The hedge of the figure; its words are added to `cues`."""
        if amount.value_max is not None:
            return Hedge.RANGE
        found = hedge_at(self._text, figure.start, figure.end, self._language, view.start, view.end)
        if found is None:
            return Hedge.EXACT
        cues.append(Cue.at(self._text, "hedge", found.start, found.end))
        return found.hedge

    def _group(self, view: View, figure: Figure) -> Cue | None:
        """The words that make a number a place: "one of the first" six, "among the" 40 leading."""
        low = max(view.start, figure.start - _AMONG_REACH)
        before = self._text[low : figure.start]
        found = _FIRST[self._language].search(before)
        if found is None and _LEADING[self._language].match(self._text, figure.end):
            found = _AMONG[self._language].search(before)
        if found is None:
            return None
        return Cue.at(self._text, "hedge", low + found.start(), low + found.start() + len(found[0].rstrip()))


def event_of(figure: Figure, amount: Amount, measure: Measure) -> Draft:
    """The draft of a year in which something happened; `measure` is what."""
    level = Change(ChangeKind.LEVEL)
    return Draft(figure, "year", UnitFamily.TIME, Hedge.EXACT, level, [], amount.value, None, measure=measure)
