"""A sentence with figures, as those who conclude something of its figures meet it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.candidate import Cue
from kg.extract.actor import Actor
from kg.extract.grammar import Distance
from kg.extract.reading import View


@dataclass(frozen=True, slots=True)
class Scene:
    """What was seen in the sentence, who it may be about, and how its places lie apart.

    `bystanders` are names that it is hardly about: who speaks, and words that
    only look like names; `agents` begin the names of those who speak.
    """

    view: View
    actors: Sequence[Actor]
    distance: Distance
    bystanders: Sequence[Actor] = ()
    agents: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """Whose the figure at `figure` may be: its metric, the words that name that, and what is before it.

    `family` is that of its `unit`; `last` is what the figure before in the sentence is about; with `whole`,
    what follows the figure is only what it is a share of: "32% of the nation's exports" is no figure of the
    nation.
    """

    figure: tuple[int, int]
    metric: str | None
    family: str
    unit: str | None
    cue: Cue | None
    last: Actor | None = None
    whole: bool = False
