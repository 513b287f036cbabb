"""The pairs of curated entities and given names that may be one, with what was judged of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kg.entity import Entity
from kg.judgement import Judgement
from kg.lists import Ruling
from kg.reconcile import LISTED, Pair, Record, entity_record, pairs
from kg.resolution import VOCABULARY, Resolution

# Kinds that are looked through where none is asked for: words of the seeds' own are told apart by design.
LOOKED_THROUGH = "aggregate"


@dataclass(frozen=True, slots=True)
class Found:
    """A pair with the ruling that holds of it: by its own `judgement`, or as it follows from others."""

    pair: Pair
    ruling: Ruling | None = None
    judgement: Judgement | None = None


def listing(
    entities: Mapping[str, Entity],
    resolution: Resolution,
    given: Sequence[Record] = (),
    *,
    kinds: Collection[str] = (),
    at_least: float = LISTED,
    judged: bool = False,
) -> list[Found]:
    """The pairs that are not judged yet, the likeliest first; with `judged` all of them.

    With `given` names, each against every entity and the other names; without, the entities of some `kinds`
    against each other (default: all but words of the seeds' own, of which the aggregates).
    """
    records = [entity_record(entity, entities) for entity in entities.values()]
    wanted = {*kinds} or {entity.kind for entity in entities.values()} - (VOCABULARY - {LOOKED_THROUGH})
    if given:
        wanted = {*kinds}
        found = pairs([*records, *given], range(len(records), len(records) + len(given)), at_least=at_least)
    else:
        found = pairs([r for r in records if r.kind in wanted], at_least=at_least)
    by_pair = {judgement.pair: judgement for judgement in resolution.judgements}
    rows = [
        _judged(pair, resolution, by_pair)
        for pair in found
        if not (given and wanted) or wanted & {pair.left.kind, pair.right.kind}
    ]
    return [row for row in rows if judged or row.ruling is None]


def _judged(pair: Pair, resolution: Resolution, by_pair: Mapping[tuple[str, str], Judgement]) -> Found:
    left, right = sorted((pair.left.ref, pair.right.ref))
    if (judgement := by_pair.get((left, right))) is not None:
        return Found(pair, judgement.ruling, judgement)
    if left != right and resolution.now(left) == resolution.now(right):
        return Found(pair, Ruling.SAME)
    if resolution.are_apart(left, right):
        return Found(pair, Ruling.DIFFERENT)
    return Found(pair)
