"""What a question says: whom or what it speaks of, of which quantity, when and where, and what it wants.

In: a question and the index of a build.  Out: a `Reading`, which knows nothing yet of what the graph holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.asking.index import METRIC_ROLES, NAME_ROLES, Hit, Index, Kind, Thing
from kg.asking.text import Word, clean, language_of, words
from kg.asking.times import Times, read_times
from kg.asking.typos import corrected

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
# How much a phrase of a role says of the metric.
_WEIGHT = {"asked": 1.0, "noun": 1.0, "counted": 0.97, "verb": 0.85, "after": 0.75}
_UNCOUNTED, _NEXT, _WITHIN = 0.7, 0.05, 0.85
_POOR, _SURE = 0.7, 0.9
_OF_METRIC = 1.5
# Signs that say nothing as a word of a quantity: "earnings per share" is no share.
_PARTS = frozenset(("share", "growth", "rank", "year"))
_CREDITS = frozenset(("according", "theo", "says", "cites", "citing"))


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something, and the references that they may mean, the best spelt first."""

    covered: tuple[int, ...]
    refs: tuple[str, ...]
    printed: str
    quality: float
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read.  `covered` numbers of words say what was understood; metrics have weights."""

    text: str
    language: str
    words: tuple[Word, ...]
    actors: tuple[Mention, ...]
    topics: tuple[Mention, ...]
    places: tuple[Mention, ...]
    metrics: tuple[tuple[Mention, tuple[tuple[str, float], ...]], ...]
    kinds: tuple[tuple[Kind, Mention], ...]
    signs: dict[str, frozenset[int]]
    times: Times
    plain: frozenset[int] = frozenset()
    timed: frozenset[int] = frozenset()
    slips: tuple[tuple[str, str], ...] = ()
    hits: tuple[Hit, ...] = field(default=(), repr=False)

    @property
    def period(self) -> str | None:
        """The period that the question names, as tables write it."""
        return self.times.asked.label if self.times.asked else None

    def is_source(self, mention: Mention) -> bool:
        """Whether somebody is only named as who says it: "according to Google"."""
        before = [word.text.casefold() for word in self.words[: mention.covered[0]]][-3:]
        return not _CREDITS.isdisjoint(before) or before[-1:] == ["per"]

    def unread(self, used: Iterable[Mention]) -> list[int]:
        """The numbers of the words that neither `used` mentions nor time, signs and small words account for."""
        known = self.plain | self.timed | {n for mention in used for n in mention.covered}
        known |= {n for covered in self.signs.values() for n in covered}
        known |= {n for _, mention in self.kinds for n in mention.covered}
        known |= {n for mention, _ in self.metrics for n in mention.covered}
        return [n for n in range(len(self.words)) if n not in known and not _is_number(self.words[n])]


def read(question: str, index: Index, language: str | None = None) -> Reading:
    """The question as read; its own language where none is given.  Raises UsageError as `clean` does."""
    text = clean(question)
    typed = words(text)
    spoken = language_of(typed, index.covered(typed))
    hits = index.find(typed, spoken)
    typed, slips = _without_slips(typed, hits, index)
    if slips:
        hits = index.find(typed, spoken)
    names = _mentions(_named(hits, typed, index), NAME_ROLES)
    times = read_times(text, spoken, [(typed[m.covered[0]].start, typed[m.covered[-1]].end) for m in names])
    actors = tuple(_of_kind(names, ACTORS)) or tuple(_partly_named(typed, hits, index))
    within = {n for mention in actors for n in mention.covered if len(mention.covered) > 1}
    measured = [hit for hit in hits if not within.issuperset(hit.covered)]
    quantities = {hit.covered for hit in measured if hit.phrase.role in ("noun", "asked") and hit.quality > _POOR}
    signs = _signs(
        [
            hit
            for hit in hits
            if hit.phrase.ref not in _PARTS or not any(set(hit.covered) < set(words) for words in quantities)
        ]
    )
    metrics = _outside(_metrics(measured, index, signs), names)
    places = [m for m in _of_kind(names, PLACES) if not any(set(m.covered) < set(q.covered) for q, _ in metrics)]
    return Reading(
        text=text,
        language=language or spoken,
        words=typed,
        actors=actors,
        topics=tuple(_of_kind(names, TOPICS)),
        places=tuple(places),
        metrics=tuple(metrics),
        kinds=tuple(_kinds(_cues(hits, names), index, signs)),
        signs=signs,
        times=times,
        plain=frozenset(n for hit in hits if hit.phrase.role == "plain" for n in hit.covered),
        timed=_timed(typed, times),
        slips=slips,
        hits=tuple(hits),
    )


def _is_number(word: Word) -> bool:
    return any(c.isdigit() for c in word.text) or word.text == "%"


def _without_slips(
    typed: tuple[Word, ...], hits: Sequence[Hit], index: Index
) -> tuple[tuple[Word, ...], tuple[tuple[str, str], ...]]:
    """The words with slips mended, and what was mended."""
    known = {n for hit in hits for n in hit.covered}
    unknown = [n for n, word in enumerate(typed) if n not in known and len(word.folded) > 4]
    if not unknown:
        return typed, ()
    mended = corrected(typed, unknown, index.vocabulary)
    slips = tuple((typed[n].text, word.text) for n, word in mended.items())
    return tuple(mended.get(n, word) for n, word in enumerate(typed)), slips


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


def _named(hits: Sequence[Hit], typed: Sequence[Word], index: Index) -> list[Hit]:
    """The hits without names that are rather the words of a quantity: "lao động" is no newspaper."""
    measured = [h for h in hits if h.phrase.role in METRIC_ROLES]

    def is_quantity(hit: Hit) -> bool:
        return any(set(hit.covered) <= set(m.covered) and hit.quality <= m.quality for m in measured)

    # "Nvidia Vietnam", of which nothing is known, is Nvidia in Vietnam.
    places = {hit.covered for hit in hits if hit.phrase.ref in index.things and _is_place(hit.phrase.ref)}
    known = {
        hit.covered
        for hit in hits
        if (thing := index.things.get(hit.phrase.ref)) and thing.kind in ACTORS and (thing.figures or thing.relations)
    }

    def is_somewhere(hit: Hit) -> bool:
        thing = index.things[hit.phrase.ref]
        return not thing.figures and any(
            tuple(sorted(name + place)) == hit.covered for name in known for place in places
        )

    return [
        hit
        for hit in hits
        if hit.phrase.role not in NAME_ROLES or not is_somewhere(hit)
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


def _mentions(hits: Sequence[Hit], roles: frozenset[str]) -> list[Mention]:
    made = []
    for group in _longest(hit for hit in hits if hit.phrase.role in roles and hit.quality >= _POOR):
        best = max(hit.quality for hit in group)
        ranked = sorted(group, key=lambda hit: (-hit.quality, hit.phrase.ref))
        refs = tuple(dict.fromkeys(hit.phrase.ref for hit in ranked if hit.quality >= best - 0.05))
        made.append(
            Mention(
                group[0].covered, refs, ranked[0].phrase.printed, best, frozenset(h.phrase.role for h in group)
            )
        )
    return sorted(made, key=lambda mention: mention.covered)


def _partly_named(typed: Sequence[Word], hits: Sequence[Hit], index: Index) -> Iterator[Mention]:
    """Somebody who is named by some words of the name, where nothing else explains all of these words."""
    explained = {n for hit in hits if hit.quality >= _POOR for n in hit.covered}
    if len(explained) == len(typed):
        return
    for ref, keys in index.partly_named(typed, ACTORS).items():
        covered = tuple(n for n, word in enumerate(typed) if word.key in keys)
        if not explained.issuperset(covered):
            yield Mention(covered, (ref,), index.things[ref].en, 1.0, frozenset(("part",)))


def _of_kind(mentions: Iterable[Mention], kinds: frozenset[str]) -> Iterator[Mention]:
    for mention in mentions:
        refs = tuple(ref for ref in mention.refs if ref.partition("/")[0] in kinds)
        if refs:
            yield Mention(mention.covered, refs, mention.printed, mention.quality, mention.roles)


def _metrics(
    hits: Sequence[Hit], index: Index, signs: dict[str, frozenset[int]]
) -> Iterator[tuple[Mention, tuple[tuple[str, float], ...]]]:
    """The mentions of quantities, each with what it may mean and how likely."""
    counted = "count" in signs
    candidates = [
        hit
        for hit in hits
        if hit.phrase.role in METRIC_ROLES
        and hit.quality >= _POOR
        and (hit.phrase.role == "asked" or hit.phrase.ref.startswith("metric/"))
    ]
    small = {hit.covered for hit in hits if hit.phrase.role == "plain"}
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
            yield mention, ranked


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


def _outside(
    metrics: Iterable[tuple[Mention, tuple[tuple[str, float], ...]]], names: Sequence[Mention]
) -> list[tuple[Mention, tuple[tuple[str, float], ...]]]:
    """The quantities without those that are words of a longer name, where others are named ("AI workforce"), or
    where they hardly are quantities ("digital economy")."""
    found = list(metrics)

    def is_part(mention: Mention) -> bool:
        return any(set(mention.covered) < set(name.covered) for name in names)

    free = [(mention, ranked) for mention, ranked in found if not is_part(mention)]
    return free or [(mention, ranked) for mention, ranked in found if ranked[0][1] >= _SURE]


def _cues(hits: Sequence[Hit], names: Sequence[Mention]) -> list[Hit]:
    """The cues of kinds of questions that are no words of a name: "Go Global" is a strategy."""
    long = [set(name.covered) for name in names if len(name.covered) > 1]
    cues = [hit for hit in hits if hit.phrase.role == "kind" and hit.quality >= _POOR]
    return [hit for hit in cues if not any(set(hit.covered) <= words for words in long)]


def _kinds(
    cues: Sequence[Hit], index: Index, signs: dict[str, frozenset[int]]
) -> Iterator[tuple[Kind, Mention]]:
    """The kinds of question that the words point to, the surest first; each once.

    A long cue is surer than a short one; so is a kind that a sign turns into another, and one that only
    certain quantities have.
    """
    found: dict[str, Hit] = {}
    for hit in cues:
        best = found.get(hit.phrase.ref)
        if best is None or (hit.size, hit.quality) > (best.size, best.quality):
            found[hit.phrase.ref] = hit
    order = list(index.kinds)

    def rank(hit: Hit) -> tuple[float, float, int]:
        kind = index.kinds[hit.phrase.ref]
        surer = bool(kind.turns.keys() & signs.keys()) + bool(kind.metrics) * _OF_METRIC
        return -hit.size - surer, -hit.quality, order.index(kind.name)

    for hit in sorted(found.values(), key=rank):
        name = hit.phrase.ref
        yield index.kinds[name], Mention(hit.covered, (name,), hit.phrase.printed, hit.quality)


def _signs(hits: Sequence[Hit]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for hit in hits:
        if hit.phrase.role == "sign" and hit.quality >= _POOR:
            found[hit.phrase.ref].update(hit.covered)
        elif hit.phrase.role == "status" and hit.quality >= _POOR:
            name = "plan" if hit.phrase.ref in ("status/target", "status/forecast") else "state"
            found[name].update(hit.covered)
    return {name: frozenset(covered) for name, covered in found.items()}


def _timed(typed: Sequence[Word], times: Times) -> frozenset[int]:
    """The words that the time covers."""
    spans = [*times.relative, *(times.asked.spans if times.asked else ())]
    return frozenset(
        n for n, word in enumerate(typed) for start, end in spans if start <= word.start and word.end <= end
    )
