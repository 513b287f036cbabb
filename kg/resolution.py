"""Which curated entities are one, by the judgements that stand.

Entities that are judged the same, directly or through others, form a cluster; the *canonical* one stands for
all of them, and the others are *replaced*.  Nothing is ever made one by a score.  What cannot be is refused
with the judgements that say so: a cluster that two judged different would be in, two of different kinds,
classes, countries or tickers, or with a link between them that says that they are two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.claim import RelationClaim
from kg.entity import Entity
from kg.errors import BadInput
from kg.judgement import Judgement, Pair, standing
from kg.lists import Ruling

# The lexicon, the ontology and the declared sums name these by id: two that are one are made one there.
VOCABULARY: Final = frozenset(("aggregate", "country", "market", "metric", "ownership", "sector", "unit"))


@dataclass(frozen=True, slots=True)
class Resolution:
    """The judgements that stand, sorted by pair, and what follows from them.

    `by` leads from each replaced reference to the canonical one, and `replaced` to the entity as it was
    curated; `apart` are the pairs of canonical entities that were judged different.
    """

    judgements: tuple[Judgement, ...] = ()
    by: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, Entity] = field(default_factory=dict)
    apart: frozenset[Pair] = frozenset()

    def are_apart(self, left: str, right: str) -> bool:
        """Whether two were judged different, themselves or by what stands for them."""
        one, other = sorted((self.now(left), self.now(right)))
        return (one, other) in self.apart

    def now(self, ref: str) -> str:
        """The reference that stands for `ref` today, mostly itself."""
        return self.by.get(ref, ref)


NONE: Final = Resolution()


def resolution(
    judgements: Iterable[Judgement],
    entities: Mapping[str, Entity],
    relations: Iterable[RelationClaim] = (),
) -> Resolution:
    """What the judgements, in the order of their file, say of the entities that `relations` relate.

    They may come in any order but for lines about the same pair.  Every reference must be curated.  Raises
    BadInput with the place of the judgement, and the chain of those that it contradicts.
    """
    counted = standing(judgements)
    links = _Links([j for j in counted.values() if j.ruling is Ruling.SAME])
    for judgement in counted.values():
        if judgement.ruling is Ruling.DIFFERENT and links.joined(*judgement.pair):
            raise BadInput(
                f"{judgement.left} and {judgement.right} are judged different, and the same by "
                f"{links.chain(*judgement.pair)}",
                place=judgement.place,
                remedy="undo one of these judgements",
            )
    by: dict[str, str] = {}
    for cluster in links.clusters():
        for judgement in links.of(cluster):
            _refuse_unlike(judgement, entities)
        canonical = _canonical(cluster, links)
        by |= {ref: canonical for ref in cluster if ref != canonical}
    _refuse_related(links, entities, relations)
    pairs = (j.pair for j in counted.values() if j.ruling is Ruling.DIFFERENT)
    apart = {tuple(sorted((by.get(left, left), by.get(right, right)))) for left, right in pairs}
    return Resolution(
        tuple(counted.values()),
        dict(sorted(by.items())),
        {ref: entities[ref] for ref in sorted(by)},
        frozenset((left, right) for left, right in apart),
    )


class _Links:
    """The judgements that two are the same, as a graph of references."""

    def __init__(self, same: list[Judgement]) -> None:
        self._by_pair = {judgement.pair: judgement for judgement in same}
        self._next: dict[str, list[str]] = {}
        for left, right in sorted(self._by_pair):
            self._next.setdefault(left, []).append(right)
            self._next.setdefault(right, []).append(left)
        self._cluster: dict[str, tuple[str, ...]] = {}
        for ref in sorted(self._next):
            if ref not in self._cluster:
                cluster = tuple(sorted(self._reached(ref)))
                self._cluster |= dict.fromkeys(cluster, cluster)
        self._held: dict[tuple[str, ...], list[Judgement]] = {}
        for pair, judgement in self._by_pair.items():
            self._held.setdefault(self._cluster[pair[0]], []).append(judgement)

    def _reached(self, start: str) -> dict[str, str]:
        """Each reference that a chain leads to from `start`, with the one before it on a shortest chain."""
        before = {start: ""}
        queue = deque([start])
        while queue:
            ref = queue.popleft()
            for other in sorted(self._next.get(ref, ())):
                if other not in before:
                    before[other] = ref
                    queue.append(other)
        return before

    def clusters(self) -> list[tuple[str, ...]]:
        """The clusters of two or more, each sorted, in the order of their first members."""
        return list(self._held)

    def joined(self, left: str, right: str) -> bool:
        """Whether two are of one cluster."""
        return right in self._cluster.get(left, ())

    def of(self, cluster: tuple[str, ...]) -> list[Judgement]:
        """The judgements that hold a cluster together."""
        return self._held[cluster]

    def path(self, left: str, right: str) -> list[Judgement]:
        """The judgements of a shortest chain between two of one cluster."""
        before, path = self._reached(left), []
        while (ref := before[right]) != "":
            path.append(self._by_pair[min(ref, right), max(ref, right)])
            right = ref
        return path[::-1]

    def chain(self, left: str, right: str) -> str:
        """A shortest chain in words: who is whom, by which line."""
        return ", ".join(f"{j.left} = {j.right} ({j.place})" for j in self.path(left, right))


def _refuse_unlike(judgement: Judgement, entities: Mapping[str, Entity]) -> None:
    """Refuse that two are the same where their curation says that they cannot be."""
    left, right = entities[judgement.left], entities[judgement.right]
    if left.kind in VOCABULARY or right.kind in VOCABULARY:
        kind = left.kind if left.kind in VOCABULARY else right.kind
        raise _refusal(judgement, f"a {kind} is a word of the seeds' own", "make the two one in the seeds")
    for what, one, other in (
        ("kinds", {left.kind}, {right.kind}),
        ("classes", {left.type}, {right.type}),
        ("countries", _countries(left), _countries(right)),
        ("tickers", _set(left.ticker), _set(right.ticker)),
        ("dates", _set(left.date), _set(right.date)),
        ("Wikidata ids", _set(left.wikidata), _set(right.wikidata)),
    ):
        if one and other and not one & other:
            shown = f"{', '.join(sorted(one))} and {', '.join(sorted(other))}"
            raise _refusal(judgement, f"their {what} differ ({shown})", "correct one of them in the seeds")


def _set(text: str) -> set[str]:
    return {text} if text else set()


def _countries(entity: Entity) -> set[str]:
    return {target for name, target in entity.links if name == "country"}


def _refuse_related(
    links: _Links, entities: Mapping[str, Entity], relations: Iterable[RelationClaim]
) -> None:
    """Refuse a cluster in which one is said to be related to another: a thing is no part of itself."""
    stated = [
        (ref, target, name, entities[ref].place)
        for cluster in links.clusters()
        for ref in cluster
        for name, target in entities[ref].links
    ]
    stated += [(r.subject, r.object, r.predicate.partition("/")[2], r.place) for r in relations]
    for subject, object_, how, place in stated:
        if subject != object_ and links.joined(subject, object_):
            raise BadInput(
                f"{subject} and {object_} are judged the same by {links.chain(subject, object_)}, "
                f"but {place} says that {subject} {how} {object_}",
                place=links.path(subject, object_)[0].place,
                remedy="undo the judgement, or correct that",
            )


def _canonical(cluster: tuple[str, ...], links: _Links) -> str:
    """Who stands for a cluster: the first by name of those that no judgement puts behind another."""
    behind = set()
    for judgement in links.of(cluster):
        if judgement.canonical:
            behind |= {*judgement.pair} - {judgement.canonical}
    first = [ref for ref in cluster if ref not in behind]
    if not first:
        named = [j for j in links.of(cluster) if j.canonical]
        chain = ", ".join(f"{j.canonical} ({j.place})" for j in named)
        raise BadInput(
            f"every one of {', '.join(cluster)} is put behind another: {chain}",
            place=named[0].place,
            remedy="remove one `canonical`",
        )
    return first[0]


def _refusal(judgement: Judgement, why: str, remedy: str) -> BadInput:
    what = f"{judgement.left} and {judgement.right} cannot be the same: {why}"
    return BadInput(what, place=judgement.place, remedy=remedy)
