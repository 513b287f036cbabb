"""Words that stand for a place that was named: "there", "in the province", "tại nước này"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.parties import Party
from kg.extract.reading import View

# Each word with the kinds of place that it stands for.
_COUNTRY, _REGION = frozenset(("country", "nation")), frozenset(("market",))
# What may follow: else the word is part of a longer one ("the city government", "the province of Bac Ninh").
_ALONE = (
    r"\b(?=\s*(?:[,.;:)]|$)|"
    r"\s+(?:and|in|by|for|with|since|to|from|as|on|is|was|has|at|where|this|last)\b)"
)
_WHICH_COUNTRY = r"(?:(?:same|African|Asian|neighbou?ring) )?(?:country|nation)"
_WHICH_REGION = r"(?:(?:same|northern|southern|central) )?(?:province|city)"
_WORDS = {
    "en": (
        (re.compile(rf"\b(?:the|that) {_WHICH_COUNTRY}{_ALONE}"), _COUNTRY),
        (re.compile(rf"\b(?:the|that) {_WHICH_REGION}{_ALONE}"), _REGION),
    ),
    "vi": (
        (re.compile(r"\b(?:nước|quốc gia|đất nước) (?:này|đó)\b"), _COUNTRY),
        (re.compile(r"\b(?:tỉnh|thành phố|địa phương) (?:này|đó)\b"), _REGION),
        (re.compile(r"(?<=\btại )đây\b|(?<=\bở )đây\b"), _COUNTRY | _REGION),
    ),
}
# No province: "the province" does not stand for it.
_NO_PLACE = frozenset(("market/international",))
# In sentences: how long a place is remembered.
_KEPT = 3


class Whereabouts:
    """The places that a text named last."""

    def __init__(self, language: str, text: str) -> None:
        self._words, self._text = _WORDS[language], text
        self._last: list[tuple[int, Party]] = []  # the latest first

    def spoken_of(self, view: View) -> list[Party]:
        """The places named shortly before a sentence, the latest first."""
        return [party for number, party in self._last if view.number - number <= _KEPT]

    def stand_ins(self, view: View, found: Iterable[Party]) -> Iterator[tuple[int, int, Party]]:
        """Where words of a sentence stand for a place, and which; `found` are its parties."""
        for pattern, kinds in self._words:
            for match in pattern.finditer(self._text, view.start, view.end):
                here = [_place(p) for p in found if p.kind in kinds and p.end <= match.start()]
                before = [p for p in self.spoken_of(view) if p.kind in _plain(kinds)]
                meant = next((p for p in [*reversed(here), *before] if p.ref not in _NO_PLACE), None)
                if meant is not None:
                    yield match.start(), match.end(), meant

    def note(self, view: View, found: Iterable[Party]) -> None:
        """Remember the places of a sentence that was read."""
        for party in found:
            if party.kind in _COUNTRY | _REGION and not party.carried and party.ref not in _NO_PLACE:
                self._last.insert(0, (view.number, _place(party)))
        del self._last[8:]


def _plain(kinds: frozenset[str]) -> frozenset[str]:
    return frozenset("country" if kind == "nation" else kind for kind in kinds)


def _place(party: Party) -> Party:
    """A place as a party that is not printed here; an adjective stands for its country."""
    kind = "country" if party.kind == "nation" else party.kind
    cue = party.cues("object")[0]
    return replace(party, kind=kind, first=-1, last=-1, named=cue, owner=False)
