"""What a question says: whom or what it speaks of, of which quantity, when and where, and what it wants.

In: a question and the index of a build.  Out: a `Reading`, which knows nothing yet of what the graph holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.asking.index import Hit, Index, Kind
from kg.asking.mentions import ACTORS, PLACES, POOR, TOPICS, Mention, find_names, of_kind, partly_named
from kg.asking.quantities import PARTS, Quantity, find_quantities
from kg.asking.text import Word, clean, language_of, words
from kg.asking.times import Times, read_times
from kg.asking.typos import corrected

# A kind that only certain quantities have is so much surer than its words.
_OF_METRIC = 1.5
_CREDITS = frozenset(("according", "theo", "says", "cites", "citing"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read.  `covered` numbers of words say what was understood; metrics have weights."""

    text: str
    language: str
    words: tuple[Word, ...]
    actors: tuple[Mention, ...]
    topics: tuple[Mention, ...]
    places: tuple[Mention, ...]
    metrics: tuple[Quantity, ...]
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
        """The numbers of the words that neither `used` mentions nor time, signs and small words explain."""
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
    names = find_names(hits, typed, index)
    times = read_times(text, spoken, [(typed[m.covered[0]].start, typed[m.covered[-1]].end) for m in names])
    actors = tuple(of_kind(names, ACTORS)) or tuple(partly_named(typed, hits, index))
    within = {n for mention in actors for n in mention.covered if len(mention.covered) > 1}
    measured = [hit for hit in hits if not within.issuperset(hit.covered)]
    signs = _signs(hits, measured)
    metrics = find_quantities(measured, typed, names, index, signs)
    # "World" is no place in "world rank".
    places = [m for m in of_kind(names, PLACES) if not _is_word_of(m, metrics)]
    return Reading(
        text=text,
        language=language or spoken,
        words=typed,
        actors=actors,
        topics=tuple(of_kind(names, TOPICS)),
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


def _is_word_of(mention: Mention, metrics: Iterable[Quantity]) -> bool:
    return any(set(mention.covered) < set(quantity.mention.covered) for quantity in metrics)


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


def _cues(hits: Sequence[Hit], names: Sequence[Mention]) -> list[Hit]:
    """The cues of kinds of questions that are no words of a name: "Go Global" is a strategy."""
    long = [set(name.covered) for name in names if len(name.covered) > 1]
    cues = [hit for hit in hits if hit.phrase.role == "kind" and hit.quality >= POOR]
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


def _signs(hits: Sequence[Hit], measured: Iterable[Hit]) -> dict[str, frozenset[int]]:
    """What the question wants, and the words that say so; some signs say nothing as a word of a quantity."""
    quantities = [
        set(hit.covered) for hit in measured if hit.phrase.role in ("noun", "asked") and hit.quality > POOR
    ]
    found: dict[str, set[int]] = defaultdict(set)
    for hit in hits:
        name = hit.phrase.ref
        if hit.phrase.role == "status":
            name = "plan" if name in ("status/target", "status/forecast") else "state"
        elif hit.phrase.role != "sign":
            continue
        if hit.quality < POOR or (name in PARTS and any(set(hit.covered) < words for words in quantities)):
            continue
        found[name].update(hit.covered)
    return {name: frozenset(covered) for name, covered in found.items()}


def _timed(typed: Sequence[Word], times: Times) -> frozenset[int]:
    """The words that the time covers."""
    spans = [*times.relative, *(times.asked.spans if times.asked else ())]
    return frozenset(
        n for n, word in enumerate(typed) for start, end in spans if start <= word.start and word.end <= end
    )
