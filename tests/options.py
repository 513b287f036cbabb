"""What the choices of the extractor are offered, whatever the learned weights make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

import founding

from kg.document import Document
from kg.entity import Entity
from kg.extract import Extractor
from kg.extract.weigh import Models, Option
from kg.lexicon import Lexicon
from kg.seeds import read_corpus

_T = TypeVar("_T")


@dataclass
class _Asked:
    """A model that takes the first option and writes down what it was offered, by the place of the figure."""

    offered: dict[tuple[int, int], dict[str | None, list[str]]] = field(default_factory=dict)

    def choose(self, place: tuple[int, int], options: Sequence[Option[_T]]) -> Option[_T]:
        self.offered[place] = {option.key: option.told.all() for option in reversed(options)}
        return options[0]


@cache
def _knowledge() -> tuple[dict[str, Entity], Lexicon]:
    return dict(read_corpus(founding.SEEDS).entities), Lexicon.read(founding.SEEDS)


def offered(kind: str, text: str, figure: str, language: str) -> dict[str | None, list[str]]:
    """The options for `figure` of one kind of choice, a field of `Models`, each with its features."""
    asked = _Asked()
    models = replace(Models.learned(), **{kind: asked})
    Extractor(*_knowledge(), models=models)(Document(text=text, language=language, published="2025-01-15"))
    start = text.index(figure)
    return asked.offered.get((start, start + len(figure)), {})
