"""What stands in one text, found by the grammars themselves: the gate takes no proposer's word for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.amount import Figure, find_amounts
from kg.candidate import Cue
from kg.document import Document
from kg.gazetteer import NameMention
from kg.grounding.curated import Curated, spelling
from kg.lexicon import Term
from kg.periods import TimeMention, find_periods
from kg.tokens import tokens

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sight:
    """Figures, times, names and terms of a text by their places, and its sentences."""

    document: Document
    sentences: Sequence[Place]
    figures: Sequence[Figure]
    times: Sequence[TimeMention]
    mentions: Sequence[NameMention]
    offices: Sequence[NameMention]
    terms: dict[int, list[tuple[int, Term]]]
    _starts: dict[str, list[int]] = field(default_factory=dict)

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
        offices = curated.names.offices(words, language, text)
        starts = {
            "sentences": [start for start, _ in sentences],
            "figures": [f.start for f in figures],
            "times": [t.start for t in times],
            "mentions": [m.start for m in mentions],
            "offices": [m.start for m in offices],
        }
        return cls(document, sentences, figures, times, mentions, offices, dict(terms), starts)

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
        """The names and offices that stand exactly at a place."""
        found = []
        for things, name in ((self.mentions, "mentions"), (self.offices, "offices")):
            at = bisect_left(self._starts[name], start)
            while at < len(things) and things[at].start == start:
                if things[at].end == end:
                    found.append(things[at])
                at += 1
        return found

    def terms_at(self, start: int, end: int) -> list[Term]:
        """The terms of the lexicon whose phrase stands exactly at a place."""
        return [term for last, term in self.terms.get(start, ()) if last == end]

    def terms_ending(self, start: int, end: int) -> list[Term]:
        """The terms of the lexicon that end where a place ends and begin in it."""
        return [
            term for first in range(start, end) for last, term in self.terms.get(first, ()) if last == end
        ]

    def spelt(self, curated: Curated, start: int, end: int) -> frozenset[str]:
        """The aggregates whose name is printed at a place, as the seeds spell it."""
        return curated.aggregates.get(spelling(self.text[start:end]), frozenset())
