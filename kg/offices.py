"""The curated offices, by their organisation and title: "Chairman" of FPT is one office, of CMC another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kg.entity import Entity
from kg.names import fold

# Little words of a title.
_PLAIN: Final = re.compile(r"\b(?:the|of|at|for|cua|tai|tap doan|cong ty|tong cong ty)\b|[^\w\s]")
# Titles that are one.
_CHAIR: Final = re.compile(r"\bchair(?:man|woman|person)\b")
_CHIEF: Final = re.compile(r"\bchief executive(?: officer)?\b")


class Offices:
    """Finds an office by the organisation that it is of and by its title."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._known: dict[tuple[str, str], str] = {}
        for entity in entities.values():
            if entity.kind != "office":
                continue
            organisation = next((ref for name, ref in entity.links if name == "officeOf"), "")
            named = entities.get(organisation)
            names = [] if named is None else [named.en, named.vi, *(n for n, _ in named.names)]
            folded = [fold(name) for name in names]
            # The Minister of Health is of the Ministry of Health.
            folded += [
                name.removeprefix("ministry of ") for name in folded if name.startswith("ministry of ")
            ]
            parts = sorted(folded, key=len, reverse=True)
            for text in (entity.en, entity.vi, *(n for n, _ in entity.names)):
                self._known.setdefault((organisation, _title(text, parts)), entity.ref)

    def find(self, organisation: str, title: str) -> str | None:
        """The office of that title in an organisation."""
        return self._known.get((organisation, _title(title, ())))


def _title(text: str, names: Sequence[str]) -> str:
    """A title without the name of its organisation and the little words."""
    folded = fold(text)
    for name in names:
        if name and name in folded:
            folded = folded.replace(name, " ", 1)
            break
    folded = _CHAIR.sub("chair", _CHIEF.sub("ceo", folded))
    return " ".join(_PLAIN.sub(" ", folded).split())
