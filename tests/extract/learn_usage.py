"""Learns what figures among such words usually are: the tables of `kg.extract.usage`.

A table is a multinomial logit: the odds of a class are the exponential of what the signs of a figure weigh,
among the classes that its unit allows.  Small weights are left out, the others rounded to tenths.  The same
articles give the same table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.extract.usage import Usage

# The penalty on the square of a weight, and how often the learner corrects itself.
PENALTY: Final = 0.5
STEPS: Final = 40
# Signs that stand in fewer figures, and weights that are smaller, are left out.
FEWEST: Final = 2
SMALLEST: Final = 0.15
# Words that stand in a larger part of the sentences tell nothing.
FREQUENT: Final = 0.12
# What a class weighs that the unit of a figure rules out.
_NEVER: Final = -1e9


class Example(NamedTuple):
    """A figure: its signs, its class, and the family of its unit, which says what it can be."""

    signs: frozenset[str]
    label: str
    family: str


def learn_usage(examples: Iterable[Example]) -> Usage:
    """The table that makes the classes of `examples` likely."""
    listed = [example for example in examples if example.signs]
    seen = Counter(sign for example in listed for sign in example.signs)
    most = FREQUENT * len(listed)
    signs = sorted(sign for sign, times in seen.items() if FEWEST <= times <= _limit(sign, most))
    classes = sorted({example.label for example in listed})
    if not signs or len(classes) < 2:
        return Usage()
    weights = _fitted(listed, signs, classes)
    return Usage(
        {
            name: {signs[n]: round(10 * float(column[n])) for n in np.flatnonzero(np.abs(column) >= SMALLEST)}
            for name, column in zip(classes, weights.T, strict=True)
        }
    )


def _limit(sign: str, most: float) -> float:
    """How many figures a sign may stand with; of the words of a sentence, no more than `most`."""
    return max(most, FEWEST) if sign.startswith("s:") else float("inf")


def _fitted(listed: Sequence[Example], signs: Sequence[str], classes: Sequence[str]) -> np.ndarray[Any, Any]:
    """The weights of the signs, a row each, for the classes, a column each."""
    column = {sign: number for number, sign in enumerate(signs)}
    number = {name: at for at, name in enumerate(classes)}
    places: list[int] = []
    ends = [0]
    of_family = defaultdict(set)
    for example in listed:
        places += sorted(column[sign] for sign in example.signs if sign in column)
        ends.append(len(places))
        of_family[example.family].add(number[example.label])
    matrix = csr_matrix((np.ones(len(places)), places, ends), shape=(len(listed), len(signs)))
    possible = np.full((len(listed), len(classes)), _NEVER)
    for row, example in enumerate(listed):
        possible[row, list(of_family[example.family])] = 0.0
    right = np.array([number[example.label] for example in listed])
    rows = np.arange(len(listed))

    def loss(flat: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        odds = matrix @ flat.reshape(len(signs), len(classes)) + possible
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        missed = -float(np.log(np.maximum(odds[rows, right], 1e-300)).sum())
        odds[rows, right] -= 1.0
        return missed + PENALTY / 2 * float(flat @ flat), (matrix.T @ odds).ravel() + PENALTY * flat

    start = np.zeros(len(signs) * len(classes))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return np.asarray(found.reshape(len(signs), len(classes)))
