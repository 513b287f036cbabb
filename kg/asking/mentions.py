"""Who and what a question names: words that are a name, and the references that they may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.asking.index import METRIC_ROLES, NAME_ROLES, Hit, Index, Thing
from kg.asking.text import Word

# Things that can be asked about by name; a topic only where none of these is named.
ACTORS = frozenset(
    ("company", "state-owned-enterprise", "product", "facility", "university", "association",
     "international-organisation", "event", "person", "ministry", "agency", "media", "office", "exchange")
)  # fmt: skip
# Of these, those that are rather credited with a figure than its subject.
AGENTS = frozenset(
    ("person", "ministry", "agency", "media", "office", "association", "international-organisation")
)
TOPICS = frozenset(("aggregate", "sector", "technology", "strategy", "programme", "law", "ownership"))
PLACES = frozenset(("country", "market"))
# What is spelt worse is another phrase; of several, those nearly as well spelt as the best may be meant.
POOR, _AS_WELL = 0.7, 0.05


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something, by their numbers, and what they may mean, the best spelt first."""

    covered: tuple[int, ...]
    refs: tuple[str, ...]
    printed: str
    quality: float


def find_names(hits: Sequence[Hit], typed: Sequence[Word], index: Index) -> list[Mention]:
    """The names in a question, none overlapping another, in the order of the words."""
    made = []
    for group in _longest(hit for hit in _names(hits, typed, index) if hit.quality >= POOR):
        best = max(hit.quality for hit in group)
        ranked = sorted(group, key=lambda hit: (-hit.quality, hit.phrase.ref))
        refs = tuple(dict.fromkeys(hit.phrase.ref for hit in ranked if hit.quality >= best - _AS_WELL))
        made.append(Mention(group[0].covered, refs, ranked[0].phrase.printed, best))
    return sorted(made, key=lambda mention: mention.covered)


def _longest(hits: Iterable[Hit]) -> Iterator[list[Hit]]:
    """The hits that cover most words, none overlapping another; those of the same words together."""
    by_words: dict[tuple[int, ...], list[Hit]] = defaultdict(list)
    for hit in hits:
        by_words[hit.covered].append(hit)
    taken: set[int] = set()
    order = sorted(by_words, key=lambda c: (-len(c) * max(h.quality for h in by_words[c]), c))
    for covered in order:
        if taken.isdisjoint(covered):
            taken.update(covered)
            yield by_words[covered]


def _names(hits: Sequence[Hit], typed: Sequence[Word], index: Index) -> list[Hit]:
    """The names among the hits; "lao động" is the word of a quantity and no newspaper."""
    measured = [h for h in hits if h.phrase.role in METRIC_ROLES]

    def is_quantity(hit: Hit) -> bool:
        return any(set(hit.covered) <= set(m.covered) and hit.quality <= m.quality for m in measured)

    # "Nvidia Vietnam", of which nothing is known, is Nvidia in Vietnam.
    places = {hit.covered for hit in hits if hit.phrase.ref in index.things and _is_place(hit.phrase.ref)}
    known = {
        hit.covered
        for hit in hits
        if (thing := index.things.get(hit.phrase.ref))
        and thing.kind in ACTORS
        and (thing.figures or thing.relations)
    }

    def is_somewhere(hit: Hit) -> bool:
        thing = index.things[hit.phrase.ref]
        if thing.kind == "office" and not thing.relations:
            return any(set(name) < set(hit.covered) for name in known)
        return not thing.figures and any(
            tuple(sorted(name + place)) == hit.covered for name in known for place in places
        )

    return [
        hit
        for hit in hits
        if hit.phrase.role in NAME_ROLES and not is_somewhere(hit)
        if hit.phrase.role not in ("name", "short")
        or hit.phrase.ref.partition("/")[0] not in ACTORS | PLACES
        or (typed[hit.covered[0]].text[:1].isupper() and not _is_index(index.things[hit.phrase.ref]))
        or not is_quantity(hit)
    ]


def _is_place(ref: str) -> bool:
    return ref.partition("/")[0] in PLACES


def _is_index(thing: Thing) -> bool:
    """Whether a thing is rather what measures others: an index of nations, of which there are no figures."""
    return thing.kind == "product" and not thing.figures


def partly_named(typed: Sequence[Word], hits: Sequence[Hit], index: Index) -> Iterator[Mention]:
    """Somebody who is named by some words of the name, where nothing else explains all of these words."""
    explained = {n for hit in hits if hit.quality >= POOR for n in hit.covered}
    if len(explained) == len(typed):
        return
    for ref, keys in index.partly_named(typed, ACTORS).items():
        covered = tuple(n for n, word in enumerate(typed) if word.key in keys)
        if not explained.issuperset(covered):
            yield Mention(covered, (ref,), index.things[ref].en, 1.0)


def of_kind(mentions: Iterable[Mention], kinds: frozenset[str]) -> Iterator[Mention]:
    """The mentions that may mean something of some kinds, with only these references."""
    for mention in mentions:
        refs = tuple(ref for ref in mention.refs if ref.partition("/")[0] in kinds)
        if refs:
            yield Mention(mention.covered, refs, mention.printed, mention.quality)
