"""Choosing between options by learned weights: a linear model, every reason of which can be read.

An option has features, words such as "before" or "kind:company"; a model has a weight for each; the option
whose weights add up to the most is chosen, the first of equals.  The weights are learned from the development
articles by `tests/extract/learn.py` and kept as data, rounded: as whole numbers they add up exactly, in
whatever order, so that the same text gives the same choice everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from kg.extract.usage import Usages

_T = TypeVar("_T")
Features = Collection[str]
_PARTS: Final = 100


@dataclass(slots=True, eq=False)
class Bundle:
    """Features that many options have in common: what they weigh is added up once, then `known`."""

    features: tuple[str, ...]
    known: tuple[object, int] = (None, 0)


class Told(NamedTuple):
    """What is told of an option: features of its own, and those that it shares."""

    own: Features = ()
    shared: Sequence[Bundle] = ()

    def all(self) -> list[str]:
        """Every feature."""
        return [*self.own, *(name for bundle in self.shared for name in bundle.features)]


@dataclass(frozen=True, slots=True)
class Option(Generic[_T]):
    """Something that may be chosen; `key` tells what it comes to, as the gold of the tests writes it."""

    value: _T
    key: str | None
    told: Told


class Model(Protocol):
    """Chooses between options; the learner has one that also takes notes."""

    def choose(self, place: tuple[int, int], options: Sequence[Option[_T]]) -> Option[_T]:
        """The best of `options`, which are not empty, for the figure at `place`."""
        ...


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: the weight of each feature, in hundredths at the finest; others weigh nothing."""

    of: Mapping[str, float] = field(default_factory=dict)
    _parts: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = {name: round(weight * _PARTS) for name, weight in self.of.items()}
        object.__setattr__(self, "_parts", parts)

    def score(self, told: Told) -> int:
        """What the features add up to, in hundredths; each is to be given once."""
        total = self._sum(told.own)
        for bundle in told.shared:
            by, weight = bundle.known
            if by is not self:
                weight = self._sum(bundle.features)
                bundle.known = self, weight
            total += weight
        return total

    def _sum(self, features: Features) -> int:
        return sum(map(self._parts.get, features, repeat(0)))

    def choose(self, place: tuple[int, int], options: Sequence[Option[_T]]) -> Option[_T]:
        """The option with the highest score, the first of equals; one alone needs no features."""
        if len(options) == 1:
            return options[0]
        scores = [self.score(option.told) for option in options]
        return options[scores.index(max(scores))]


@cache
def learned(name: str) -> Weights:
    """The weights that ship with the package for one kind of choice, a field of `Models`."""
    text = files("kg.extract").joinpath("weights", f"{name}.json").read_text(encoding="utf-8")
    return Weights(json.loads(text))


@dataclass(frozen=True, slots=True)
class Models:
    """A model for each kind of choice."""

    claim: Model
    subject: Model
    metric: Model
    period: Model
    sector: Model
    market: Model
    status: Model
    credit: Model
    usages: Usages

    @classmethod
    def learned(cls) -> Models:
        """Those that ship with the package."""
        chosen = {kind: learned(kind) for kind in KINDS}
        return cls(**chosen, usages=Usages.learned())


KINDS: Final = tuple(each.name for each in fields(Models) if each.name != "usages")
