"""Which quantities a question names: runs of words, and the metrics that they may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.asking.index import METRIC_ROLES, Hit, Index
from kg.asking.mentions import POOR, Mention
from kg.asking.text import Word

# How much a phrase of a role says of the metric; a thing counted, where nobody asks how many; what each
# further meaning of a phrase has less; a phrase within a longer one.
_WEIGHT = {"asked": 1.0, "noun": 1.0, "counted": 0.97, "verb": 0.85, "after": 0.75}
_UNCOUNTED, _NEXT, _WITHIN = 0.7, 0.05, 0.85
# Within a name, only so sure a quantity is one.
_SURE = 0.9
_WHICH = frozenset(("which", "what", "whose", "those", "these", "nhung", "cac"))
_WHICH_AFTER = frozenset(("nao", "gi"))
# Signs that say nothing as a word of a quantity: "earnings per share" is no share.
PARTS = frozenset(("share", "growth", "rank", "year"))


class Quantity(NamedTuple):
    """Words that name a quantity, and the metrics that they may mean with weights, the likeliest first."""

    mention: Mention
    ranked: tuple[tuple[str, float], ...]


def find_quantities(
    hits: Sequence[Hit],
    typed: Sequence[Word],
    names: Sequence[Mention],
    index: Index,
    signs: Mapping[str, frozenset[int]],
) -> list[Quantity]:
    """The quantities in a question, in the order of the words.

    Words of a longer name name one only where no others do ("AI workforce") and they surely do.
    """
    candidates = [
        hit
        for hit in hits
        if hit.phrase.role in METRIC_ROLES
        and hit.quality >= POOR
        and (hit.phrase.role == "asked" or hit.phrase.ref.startswith("metric/"))
        and not _is_asked_for(hit, typed, index, signs)
    ]
    small = {hit.covered for hit in hits if hit.phrase.role == "plain"}
    found = list(_weighed(candidates, small, index, counted="count" in signs))

    def is_part(mention: Mention) -> bool:
        return any(set(mention.covered) < set(name.covered) for name in names)

    free = [quantity for quantity in found if not is_part(quantity.mention)]
    return free or [quantity for quantity in found if quantity.ranked[0][1] >= _SURE]


def _weighed(
    candidates: Sequence[Hit], small: set[tuple[int, ...]], index: Index, *, counted: bool
) -> Iterator[Quantity]:
    for group in _clusters(candidates):
        weights: dict[str, float] = defaultdict(float)
        for hit in group:
            # "Semiconductor engineers" are engineers, too: what a longer phrase holds may be meant.
            within = any(set(hit.covered) < set(other.covered) for other in group)
            role, quality = hit.phrase.role, hit.quality * (_WITHIN if within else 1.0)
            if (role in ("after", "verb") and hit.covered in small) or (within and role != "asked"):
                continue
            if role == "asked":
                for rank, ref in enumerate(index.means[int(hit.phrase.ref)]):
                    weights[ref] = max(weights[ref], quality * (1 - _NEXT * rank))
            else:
                weight = _UNCOUNTED if role == "counted" and not counted else _WEIGHT[role]
                weights[hit.phrase.ref] = max(weights[hit.phrase.ref], weight * quality)
        if weights:
            ranked = tuple(sorted(weights.items(), key=lambda item: (-item[1], item[0])))
            covered = tuple(sorted({n for hit in group for n in hit.covered}))
            longest = max(group, key=lambda hit: (hit.size, hit.quality))
            mention = Mention(covered, tuple(r for r, _ in ranked), longest.phrase.printed, longest.quality)
            yield Quantity(mention, ranked)


def _is_asked_for(hit: Hit, typed: Sequence[Word], index: Index, signs: Mapping[str, frozenset[int]]) -> bool:
    """Whether the words ask which ones and not how many: "which companies", "nước nào"."""
    if "count" in signs or hit.phrase.role not in ("counted", "noun"):
        return False
    thing = index.things.get(hit.phrase.ref)
    if thing is None or "count" not in thing.unit_family:
        return False
    before, after = hit.covered[0] - 1, hit.covered[-1] + 1
    return (before >= 0 and typed[before].folded in _WHICH) or (
        after < len(typed) and typed[after].folded in _WHICH_AFTER
    )


def _clusters(hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits that share words, together; in the order of the words."""
    made: list[tuple[set[int], list[Hit]]] = []
    for hit in sorted(hits, key=lambda h: (h.covered, h.phrase)):
        touching = [cluster for cluster in made if not cluster[0].isdisjoint(hit.covered)]
        words, held = set(hit.covered), [hit]
        for cluster in touching:
            words |= cluster[0]
            held = cluster[1] + held
            made.remove(cluster)
        made.append((words, held))
    return [held for _, held in sorted(made, key=lambda cluster: min(cluster[0]))]
