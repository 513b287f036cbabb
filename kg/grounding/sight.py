"""What stands in one text, found by the grammars themselves: the gate takes no proposer's word for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kg.amount import Figure, find_amounts
from kg.candidate import Cue
from kg.document import Document
from kg.gazetteer import NameMention
from kg.grounding.curated import Curated, spelling
from kg.lexicon import Term
from kg.periods import TimeMention, find_periods
from kg.tokens import tokens

Place = tuple[int, int]
# No phrase of the lexicon is longer.
_REACH = 60


class _Term(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def term(self) -> Term: ...


class Seen(Protocol):
    """A sentence with what the grammars found in it: what a proposer saw need not be looked for again."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def figures(self) -> Sequence[Figure]: ...
    @property
    def times(self) -> Sequence[TimeMention]: ...
    @property
    def names(self) -> Sequence[NameMention]: ...
    @property
    def marks(self) -> Sequence[_Term]: ...


@dataclass(frozen=True, slots=True)
class Sight:
    """Figures, times, names and terms of a text by their places, and its sentences.

    `named` keeps what words at places were found to name.
    """

    document: Document
    sentences: Sequence[Place]
    figures: Sequence[Figure]
    times: Sequence[TimeMention]
    mentions: Sequence[NameMention]
    terms: Mapping[int, Sequence[tuple[int, Term]]]
    _starts: Mapping[str, Sequence[int]]
    _refs: frozenset[str]
    named: dict[tuple[int, int, str], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, sentences: Sequence[Place], curated: Curated) -> Sight:
        """What stands in `document`, which `sentences` (places in order, none overlapping) cut up."""
        text, language = document.text, document.language
        words = tokens(text)
        terms: dict[int, list[tuple[int, Term]]] = defaultdict(list)
        for hit in curated.lexicon.find(words, language):
            start, end = words[hit.first].start, words[hit.last - 1].end
            terms[start] += [(end, term) for term in hit.terms]
        figures = find_amounts(text, language)
        times = find_periods(text, language, document.published)
        mentions = curated.names.find(words, language, text)
        return cls._with(document, sentences, figures, times, mentions, terms)

    @classmethod
    def seen(cls, document: Document, views: Iterable[Seen]) -> Sight:
        """What was seen in the sentences of `document`, by the grammars of `of`, in the order of the text."""
        held = list(views)
        terms: dict[int, list[tuple[int, Term]]] = defaultdict(list)
        for mark in (mark for view in held for mark in view.marks):
            terms[mark.start].append((mark.end, mark.term))
        return cls._with(
            document,
            [(view.start, view.end) for view in held],
            [figure for view in held for figure in view.figures],
            [time for view in held for time in view.times],
            [name for view in held for name in view.names],
            terms,
        )

    @classmethod
    def _with(
        cls,
        document: Document,
        sentences: Sequence[Place],
        figures: Sequence[Figure],
        times: Sequence[TimeMention],
        mentions: Sequence[NameMention],
        terms: Mapping[int, Sequence[tuple[int, Term]]],
    ) -> Sight:
        starts = {
            "sentences": [start for start, _ in sentences],
            "figures": [f.start for f in figures],
            "times": [t.start for t in times],
            "mentions": [m.start for m in mentions],
        }
        refs = frozenset(ref for mention in mentions for ref in mention.refs)
        return cls(document, sentences, figures, times, mentions, dict(terms), starts, refs)

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.document.text

    def stands(self, words: str, start: int, end: int) -> bool:
        """Whether `words`, and not the piece of a longer word, stand at a place."""
        text = self.text
        return (
            0 <= start < end <= len(text)
            and text[start:end] == words
            and not (start and text[start - 1].isalnum() and text[start].isalnum())
            and not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())
        )

    def sentence(self, start: int) -> Place:
        """The sentence in which the place `start` lies; without one, the place alone."""
        at = bisect_right(self._starts["sentences"], start) - 1
        if at >= 0 and start < self.sentences[at][1]:
            return self.sentences[at]
        return start, start

    def figure_at(self, start: int, end: int) -> Figure | None:
        """The figure that overlaps a place, the one exactly there first."""
        at = bisect_right(self._starts["figures"], start) - 1
        if at >= 0 and self.figures[at].end > start:
            return self.figures[at]
        if at + 1 < len(self.figures) and self.figures[at + 1].start < end:
            return self.figures[at + 1]
        return None

    def figures_in(self, start: int, end: int) -> Sequence[Figure]:
        """The figures that begin in a place."""
        starts = self._starts["figures"]
        return self.figures[bisect_left(starts, start) : bisect_left(starts, end)]

    def times_over(self, start: int, end: int) -> list[TimeMention]:
        """The times that overlap a place."""
        at = max(0, bisect_right(self._starts["times"], start) - 1)
        return [t for t in self.times[at : bisect_left(self._starts["times"], end)] if start < t.end]

    def times_before(self, start: int, count: int) -> Sequence[TimeMention]:
        """The last `count` times before a place."""
        at = bisect_left(self._starts["times"], start)
        return self.times[max(0, at - count) : at]

    def times_in(self, cue: Cue) -> list[TimeMention]:
        """The times that the words of `cue` are, or hold."""
        starts = self._starts["times"]
        found = self.times[bisect_left(starts, cue.start) : bisect_left(starts, cue.end)]
        return [t for t in found if t.end <= cue.end] or [
            t for t in self.times_over(cue.start, cue.end) if t.start <= cue.start and cue.end <= t.end
        ]

    def mentions_over(self, start: int, end: int) -> list[NameMention]:
        """The names that overlap a place."""
        at = max(0, bisect_right(self._starts["mentions"], start) - 1)
        high = bisect_left(self._starts["mentions"], end)
        return [m for m in self.mentions[at:high] if m.end > start]

    def mention_at(self, start: int, end: int) -> list[NameMention]:
        """The names that stand exactly at a place."""
        at = bisect_left(self._starts["mentions"], start)
        return [m for m in self.mentions[at : at + 1] if (m.start, m.end) == (start, end)]

    def offices_at(self, curated: Curated, start: int, end: int) -> list[NameMention]:
        """The offices whose name stands exactly at a place, also with their organisation in it."""
        words = self.text[start:end]
        found = curated.names.offices(words, self.document.language)
        return [m for m in found if (m.start, m.end) == (0, len(words))]

    def names(self, ref: str) -> bool:
        """Whether the text names an entity anywhere."""
        return ref in self._refs

    def terms_at(self, start: int, end: int) -> list[Term]:
        """The terms of the lexicon whose phrase stands exactly at a place."""
        return [term for last, term in self.terms.get(start, ()) if last == end]

    def terms_inside(self, start: int, end: int) -> list[Term]:
        """The terms of the lexicon that lie in a place."""
        return [term for at in range(start, end) for last, term in self.terms.get(at, ()) if last <= end]

    def terms_between(self, start: int, end: int) -> list[Term]:
        """The terms of the lexicon that begin in a place."""
        return [term for first in range(start, end) for _, term in self.terms.get(first, ())]

    def terms_over(self, start: int, end: int) -> list[Term]:
        """The terms of the lexicon that begin in a place, or reach into it from a few words before."""
        low = max(0, start - _REACH)
        return [term for at in range(low, end) for last, term in self.terms.get(at, ()) if last > start]

    def terms_ending(self, start: int, end: int) -> list[Term]:
        """The terms of the lexicon that end where a place ends and begin in it."""
        return [
            term for first in range(start, end) for last, term in self.terms.get(first, ()) if last == end
        ]

    def spelt(self, curated: Curated, start: int, end: int) -> frozenset[str]:
        """The aggregates whose name is printed at a place, as the seeds spell it."""
        return curated.aggregates.get(spelling(self.text[start:end]), frozenset())
