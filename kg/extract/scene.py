"""A sentence with figures, as those who conclude something of its figures meet it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.actor import Actor
from kg.extract.grammar import Distance
from kg.extract.reading import View


@dataclass(frozen=True, slots=True)
class Scene:
    """What was seen in the sentence, who it may be about, and how its places lie apart."""

    view: View
    actors: Sequence[Actor]
    distance: Distance
