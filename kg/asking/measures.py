"""Which metrics a question may ask for, and how likely each is.

The quantities that are named are weighed by what else the question says: a growth of revenue, revenue earned
abroad, how many or how much.  A metric that stands near one that is named may be read in its place.
"""

from __future__ import annotations

from collections import defaultdict

from kg.asking.index import Index, Thing
from kg.asking.mentions import Mention
from kg.asking.reading import Reading

# What stands for a metric that is named; its growth; what a sign makes of it, and what is then left of it.
_FAMILY, _GROWTH, _TURN, _TURNED = 0.55, 0.55, 0.4, 0.4
_AGREES, _DISAGREES = 0.25, -0.35
_LEAST = 0.5
# What a sign wants to see, by families of units.
_FITTING = (
    ("share", frozenset(("percent", "percentage_point", "rate"))),
    ("rank", frozenset(("rank", "score"))),
    ("growth", frozenset(("percent", "percentage_point", "multiple"))),
)


def weigh(index: Index, reading: Reading, only: Mention | None = None) -> dict[str, float]:
    """The metrics that may be asked for, with weights; `only` one of the mentions where several are."""
    named: dict[str, float] = defaultdict(float)
    for mention, ranked in reading.metrics:
        if only is None or mention == only:
            for ref, weight in ranked:
                named[ref] += weight
    weights = defaultdict(float, named)
    for ref, weight in _changed(index, reading, dict(named)):
        weights[ref] = max(weights[ref], weight)
    for sign, base, made in index.turns:
        if sign in reading.signs and base in named:
            weights[made] = max(weights[made], named[base] + _TURN)
            weights[base] *= _TURNED
    for ref in list(weights):
        weights[ref] += _agreement(index.things[ref], reading)
    for family in index.families:
        best = max((weights[ref] for ref in family[:1] if ref in named), default=0.0)
        for ref in family[1:]:
            if best and weights.get(ref, 0.0) < best * _FAMILY:
                weights[ref] = best * _FAMILY
    return {ref: weight for ref, weight in weights.items() if weight >= _LEAST}


def _changed(index: Index, reading: Reading, named: dict[str, float]) -> list[tuple[str, float]]:
    """Growths and shares of the metrics that are named, where the question speaks of growth or of a share."""
    made = []
    for thing in index.things.values() if reading.signs.keys() & {"growth", "share"} else ():
        for sign, bases, more in (("growth", thing.growth_of, _GROWTH), ("share", thing.share_of, 0.0)):
            held = [named[ref] for ref in bases if ref in named]
            if sign in reading.signs and held:
                made.append((thing.ref, max(held) + more))
    return made


def _agreement(metric: Thing, reading: Reading) -> float:
    """How well the unit of a metric goes with what the question wants: how many, how much, what share."""
    families = set(metric.unit_family)
    if any(sign in reading.signs and families & fitting for sign, fitting in _FITTING):
        return _AGREES
    if "count" in reading.signs and families:
        return _AGREES if families & {"count", "physical"} else _DISAGREES
    if "money" in reading.signs and families:
        return 0.0 if families & {"currency", "percent"} else _DISAGREES / 2
    if "share" in reading.signs and "currency" in families:
        return _DISAGREES / 2
    return 0.0
