"""From a model's words to candidates: every word is looked up in the text, and its place is ours.

What the words name is read by the same gazetteer, lexicon and grammar of times as everywhere; the model only
says which words belong together.  Words that stand nowhere are left out, and the gate refuses what then has
no ground.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from operator import eq
from typing import TypedDict

from kg.candidate import Candidate, Cue, FigureCandidate, RelationCandidate, in_order, with_id
from kg.catalogue import Catalogue
from kg.extract.answers import Entry
from kg.extract.phrase import phrase_around
from kg.extract.reading import Reading, View
from kg.extract.spans import Place
from kg.hedges import change_at
from kg.lists import Hedge, Status
from kg.literals import Period, decimal, period

RULE = "answer"
CONFIDENCE = 0.5
_ABROAD = "market/international"


class Misplaced(Exception):
    """An entry cannot be made a candidate; `reason` is a code of refusals."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class _Named:
    """An entity as printed, and the cues that lead to it."""

    words: str
    ref: str | None
    cues: tuple[Cue, ...]


class _Shared(TypedDict):
    """The fields that figures and relations share."""

    status: Status
    ambiguity: str
    surface: str
    start: int
    end: int
    phrase: str
    phrase_start: int
    proposer: str
    rule: str
    confidence: float
    cues: tuple[Cue, ...]


class Placer:
    """Makes candidates of entries about one part of a text."""

    def __init__(self, reading: Reading, catalogue: Catalogue, proposer: str) -> None:
        self._reading = reading
        self._text = reading.document.text
        self._language = reading.document.language
        self._catalogue = catalogue
        self._proposer = proposer
        self._used: set[tuple[str, int]] = set()

    def candidates(
        self, part: Place, entries: Iterable[Entry]
    ) -> tuple[list[Candidate], list[tuple[Entry, Misplaced]]]:
        """The candidates of `entries`, which are about ``text[part]``, and those that make none."""
        found: list[Candidate] = []
        misplaced: list[tuple[Entry, Misplaced]] = []
        figures: dict[str, FigureCandidate] = {}
        for entry in entries:
            try:
                candidate = self._candidate(part, entry)
                if isinstance(candidate, FigureCandidate):
                    if source := entry.get("converts"):
                        candidate = self._converted(candidate, figures.get(source), source)
                    figures[entry.surface] = candidate
                found.append(candidate)
            except Misplaced as error:
                misplaced.append((entry, error))
        return found, misplaced

    def _candidate(self, part: Place, entry: Entry) -> FigureCandidate | RelationCandidate:
        start, end = self._place(part, entry)
        view = self._view(start)
        if entry.kind == "relation":
            return self._relation(entry, view, start, end)
        return self._figure(entry, view, start, end)

    def _place(self, part: Place, entry: Entry) -> Place:
        """Where the words of `entry` stand; of several places the first that is not taken."""
        kind = f"{entry.kind}{entry.get('predicate')}{entry.get('object')}"
        for low, high in _occurrences(self._text, entry.get("phrase"), *part):
            for place in _occurrences(self._text, entry.surface, low, high):
                start, end = self._whole(*place) if entry.kind == "figure" else place
                if (kind, start) not in self._used:
                    self._used.add((kind, start))
                    return start, end
        raise Misplaced("place", f"{entry.surface[:80]!r} in {entry.get('phrase')[:120]!r} stands nowhere")

    def _whole(self, start: int, end: int) -> Place:
        """The figure of which the words are the one that they hold, or a piece; else the words themselves."""
        over = [f for f in self._view(start).figures if f.start < end and start < f.end]
        return (over[0].start, over[0].end) if len(over) == 1 else (start, end)

    def _view(self, at: int) -> View:
        number = bisect_right(self._reading.views, at, key=lambda view: view.start) - 1
        if number < 0 or at >= self._reading.views[number].end:
            raise Misplaced("place", "it stands in no sentence")
        return self._reading.views[number]

    # --- figures ----------------------------------------------------------------------------------------

    def _figure(self, entry: Entry, view: View, start: int, end: int) -> FigureCandidate:
        metric, unit = entry.get("metric") or None, entry.get("unit") or None
        subject = self._entity(view, start, "subject", entry.get("subject"), entry.get("subject_name"))
        cues = list(subject.cues)
        self._mark(
            cues, view, start, "metric", entry.get("metric_words"), lambda ref: self._is_part(metric, ref)
        )
        self._mark(cues, view, end, "unit", entry.get("unit_words"), None)
        self._mark(cues, view, start, "status", entry.get("status_words"), None)
        for role in ("sector", "ownership"):
            self._mark(cues, view, start, role, entry.get(f"{role}_words"), partial(eq, entry.get(role)))
        for role in ("hedge", "change"):
            self._plain(cues, view, start, role, entry.get(f"{role}_words"))
        when, inherited = self._times(cues, view, start, entry)
        base = _period(entry.get("base_period") or "undated")
        if base.start is not None:
            self._time(cues, view, start, "base", entry.get("base_words"))
        market = self._market(cues, view, start, entry.get("market_words"))
        agents, by_others = self._agents(cues, view, start, entry)
        change = change_at(self._text, start, end, view.start, view.end, self._language)
        maximum = entry.get("value_max")
        fields = self._shared(entry, view, (start, end), cues)
        return with_id(
            FigureCandidate(
                subject=subject.words,
                subject_id=subject.ref,
                metric=metric,
                quantity=self._catalogue.quantity(metric, unit, change=change.kind == "change"),
                value=_number(entry.get("value")),
                value_max=_number(maximum) if maximum else None,
                unit=unit,
                hedge=Hedge(entry.get("hedge")),
                period=when,
                period_inherited=inherited,
                base_period=base.label if base.start is not None else "",
                sector=entry.get("sector") or None,
                market=market,
                ownership=entry.get("ownership") or None,
                attributed_to=agents,
                attribution_inherited=by_others,
                conversion_of=None,
                **fields,
            )
        )

    def _converted(
        self, candidate: FigureCandidate, source: FigureCandidate | None, words: str
    ) -> FigureCandidate:
        if source is None:
            raise Misplaced("conversion", f"{words[:80]!r} is no figure before it")
        return with_id(replace(candidate, conversion_of=source.id))

    def _is_part(self, metric: str | None, ref: str) -> bool:
        known = self._catalogue.metrics.get(metric or "")
        return known is not None and ref in (known.id, *known.growth_of, *known.share_of)

    # --- relations --------------------------------------------------------------------------------------

    def _relation(self, entry: Entry, view: View, start: int, end: int) -> RelationCandidate:
        subject = self._entity(view, start, "subject", entry.get("subject"), entry.get("subject_name"))
        target = self._entity(view, end, "object", entry.get("object"), entry.get("object_name"))
        cues = [*subject.cues, *target.cues, Cue.at(self._text, "predicate", start, end)]
        self._mark(cues, view, start, "status", entry.get("status_words"), None)
        when, inherited = self._times(cues, view, start, entry)
        agents, by_others = self._agents(cues, view, start, entry)
        fields = self._shared(entry, view, (start, end), cues)
        return with_id(
            RelationCandidate(
                subject=subject.words,
                subject_id=subject.ref,
                predicate=entry.get("predicate"),
                object=target.words,
                object_id=target.ref,
                period=when,
                period_inherited=inherited,
                attributed_to=agents,
                attribution_inherited=by_others,
                **fields,
            )
        )

    def _shared(self, entry: Entry, view: View, place: Place, cues: list[Cue]) -> _Shared:
        wanted = [(c.start, c.end) for c in cues if c.role in ("hedge", "metric", "change", "unit", "object")]
        first, last = phrase_around(self._text, view.start, view.end, place, wanted)
        return {
            "status": Status(entry.get("status")), "ambiguity": "", "surface": self._text[slice(*place)],
            "start": place[0], "end": place[1], "phrase": self._text[first:last], "phrase_start": first,
            "proposer": self._proposer, "rule": RULE, "confidence": CONFIDENCE,
            "cues": in_order(cues),
        }  # fmt: skip

    # --- words to places --------------------------------------------------------------------------------

    def _nearest(self, words: str, view: View, at: int) -> Place | None:
        """Where `words` stand: nearest to `at` in the sentence, else last before it."""
        inside = list(_occurrences(self._text, words, view.start, view.end))
        if inside:
            return min(inside, key=lambda place: min(abs(place[0] - at), abs(place[1] - at)))
        before = list(_occurrences(self._text, words, 0, view.start))
        return before[-1] if before else None

    def _plain(self, cues: list[Cue], view: View, at: int, role: str, words: str) -> None:
        place = self._nearest(words, view, at) if words else None
        if place is not None:
            cues.append(Cue.at(self._text, role, *place))

    def _mark(
        self, cues: list[Cue], view: View, at: int, role: str, words: str, fits: Callable[[str], bool] | None
    ) -> None:
        """A cue for words of the lexicon: the term in them that `fits`, else the words as they are."""
        place = self._nearest(words, view, at) if words else None
        if place is None:
            return
        start, end = place
        marks = [
            m
            for m in self._view(start).marks
            if start <= m.start
            and m.end <= end
            and (fits(m.term.ref) if fits else _is_role(m.term.role, role))
        ]
        if marks:
            best = max(marks, key=lambda m: (m.end - m.start, -m.start))
            start, end = best.start, best.end
        cues.append(Cue.at(self._text, role, start, end))

    def _times(self, cues: list[Cue], view: View, at: int, entry: Entry) -> tuple[Period, bool]:
        when = _period(entry.get("period"))
        if when.start is None:
            return when, False
        place = self._time(cues, view, at, "period", entry.get("period_words"))
        return when, place is not None and place[0] < view.start

    def _time(self, cues: list[Cue], view: View, at: int, role: str, words: str) -> Place | None:
        """A cue for words of time: the whole mention that they are, or are a piece of."""
        place = self._nearest(words, view, at) if words else None
        if place is None:
            return None
        times = [t for t in self._view(place[0]).times if t.start < place[1] and place[0] < t.end]
        if times:
            place = (times[0].start, times[0].end)
        cues.append(Cue.at(self._text, role, *place))
        return place

    def _market(self, cues: list[Cue], view: View, at: int, words: str) -> str | None:
        place = self._nearest(words, view, at) if words else None
        if place is None:
            return None
        names = [n for n in self._names(*place) if n[2].startswith(("country/", "market/"))]
        start, end, ref = names[0] if names else (*place, _ABROAD)
        cues.append(Cue.at(self._text, "market", start, end))
        return ref

    def _names(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The known names and aggregates in a place, or around it."""
        view = self._view(start)
        names = [(n.start, n.end, n.refs[0]) for n in view.names if n.refs and n.flag != "lookalike"]
        groups = [
            (m.start, m.end, f"aggregate/{m.term.ref}") for m in view.marks if m.term.role == "aggregate"
        ]
        found = [n for n in (*groups, *names) if n[0] < end and start < n[1]]
        return sorted(found, key=lambda n: (n[2].partition("/")[0] != "aggregate", n[0] - n[1]))

    def _entity(self, view: View, at: int, role: str, words: str, name: str) -> _Named:
        """The entity that `words` are, or stand for by way of `name`."""
        place = self._nearest(words, view, at)
        if place is None:
            raise Misplaced(role, f"{words[:80]!r} stands nowhere")
        names = self._names(*place)
        if names:
            start, end, ref = names[0]
            return _Named(self._text[start:end], ref, (Cue.at(self._text, role, start, end),))
        own = Cue.at(self._text, role, *place)
        elsewhere = self._nearest(name, view, place[0]) if name and name != words else None
        if elsewhere is not None and (names := self._names(*elsewhere)):
            start, end, ref = names[0]
            return _Named(own.text, ref, (own, Cue.at(self._text, role, start, end)))
        return _Named(own.text, None, (own,))

    def _agents(self, cues: list[Cue], view: View, at: int, entry: Entry) -> tuple[tuple[str, ...], bool]:
        """Those who are credited, and whether an earlier sentence does so."""
        agents: list[str] = []
        inside: list[bool] = []
        for source in entry.sources:
            named = self._entity(view, at, "agent", source, source)
            agents.append(named.ref or named.words)
            cues += named.cues
            inside.append(named.cues[0].start >= view.start)
        if not agents:
            return (), False
        place = self._nearest(entry.get("source_words"), view, at) if entry.get("source_words") else None
        if place is not None:
            cues.append(Cue.at(self._text, "attribution", *place))
        return tuple(dict.fromkeys(agents)), not any(inside)


def _is_role(mark: str, role: str) -> bool:
    return mark == role or (role == "unit" and mark == "counted")


def _occurrences(text: str, words: str, low: int, high: int) -> list[Place]:
    """Where `words` stand whole in ``text[low:high]``: as printed, else whatever their case and blanks."""
    parts = words.split()
    if not parts:
        return []
    pattern = r"\s+".join(map(re.escape, parts))
    edged = rf"(?<!\w){pattern}" if parts[0][0].isalnum() else pattern
    edged += r"(?!\w)" if parts[-1][-1].isalnum() else ""
    for flags in (0, re.IGNORECASE):
        found = [match.span() for match in re.compile(edged, flags).finditer(text, low, high)]
        if found:
            return found
    return []


def _number(text: str) -> Decimal:
    try:
        return decimal(text)
    except ValueError as error:
        raise Misplaced("value", str(error)) from None


def _period(text: str) -> Period:
    try:
        return period(text)
    except ValueError as error:
        raise Misplaced("period", str(error)) from None
