"""The dimensions of a figure: the sector, market and ownership that narrow it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.candidate import Cue
from kg.extract.grammar import Distance
from kg.extract.reading import View
from kg.extract.spans import Place

# The market of business abroad.
ABROAD_REF: Final = "market/international"
_ABROAD = {
    "en": re.compile(
        r"\b(?:overseas|abroad|foreign (?:markets?|customers|clients)|international markets?|global markets?|"
        r"export markets?|outside (?:of )?Viet ?nam)\b",
        re.I,
    ),
    "vi": re.compile(r"\b(?:nước ngoài|quốc tế|hải ngoại|thị trường ngoài)\b", re.I),
}
# How far from a figure words about business abroad may stand.
_ABROAD_WITHIN = 60
_ABROAD_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Ids of the dimensions, None where there is none, and the words that name them."""

    sector: str | None = None
    market: str | None = None
    ownership: str | None = None
    cues: tuple[Cue, ...] = ()

    def cue(self, role: str) -> Cue | None:
        """The words that name the dimension of `role`."""
        return next((cue for cue in self.cues if cue.role == role), None)


def abroad(text: str, language: str, view: View, figure: Place, distance: Distance) -> Place | None:
    """The place of words that say that the figure is about business abroad; None where there are none."""
    first = max(view.start, figure[0] - _ABROAD_WITHIN + 1)
    last = min(view.end, figure[0] + _ABROAD_WITHIN + _ABROAD_LONGEST)
    for match in _ABROAD[language].finditer(text, first, last):
        low, high = sorted((match.start(), figure[0]))
        if high - low < _ABROAD_WITHIN and distance.barriers(low, high) == 0:
            return match.span()
    return None
