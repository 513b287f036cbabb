"""Who or what a figure may be about: names, aggregates and words that stand for them, sentence by sentence.

A subject carries over: from the heading to its paragraphs, from a list's lead to its items, and from sentence
to sentence, until the text speaks of another.  Which actor a figure takes is decided by `choose`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.grammar import GRAMMARS, Distance, Grammar
from kg.extract.reading import Reading, View

_ORGANISATIONS = frozenset(
    ("agency", "association", "company", "international-organisation", "media", "ministry",
     "state-owned-enterprise", "university")
)  # fmt: skip
_SUBJECTS = _ORGANISATIONS | {
    "aggregate", "country", "event", "law", "market", "product", "programme", "strategy", "technology",
}  # fmt: skip
_FIRMS = frozenset(("company", "state-owned-enterprise"))
VIETNAM = "country/vietnam"


@dataclass(frozen=True, slots=True)
class Actor:
    """A possible subject at its place.  `ref` is None for a name that nobody knows.

    `aside` says that it stands after a preposition; `owner` that a possessive follows; `carried` that it
    comes from an earlier sentence.
    """

    start: int
    end: int
    text: str
    ref: str | None
    aside: bool = False
    owner: bool = False
    owned: bool = False
    place: bool = False
    carried: bool = False
    rule: str = "subject-named"

    @property
    def kind(self) -> str:
        """The kind of entity; empty for an unknown name."""
        return (self.ref or "").partition("/")[0]

    @property
    def cue(self) -> Cue:
        """Where the text names it."""
        return Cue("subject", self.text, self.start, self.end)


class Cast:
    """The actors of a document, and which of them a sentence is about."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self._language = reading.document.language
        self._grammar: Grammar = GRAMMARS[self._language]
        self._reading = reading
        self._heads: dict[int, Actor] = {}
        self._main: Actor | None = None
        self._topic: Actor | None = None
        self._firm: Actor | None = None
        self._heading: Actor | None = None
        self._block = -1

    @property
    def topic(self) -> Actor | None:
        """What was spoken of last."""
        return self._topic

    @property
    def firm(self) -> Actor | None:
        """The company that was spoken of last: what "the company" stands for."""
        return self._firm

    def actors(self, view: View, agents: Collection[int]) -> list[Actor]:
        """The possible subjects of a sentence, in its order; `agents` begin the names of those who speak."""
        text, found = self._text, []
        taken: list[tuple[int, int]] = []
        aggregates = _longest([m for m in view.marks if m.term.role == "aggregate"])
        for mark in aggregates:
            start, end, ref = mark.start, mark.end, f"aggregate/{mark.term.ref}"
            before = next((n for n in reversed(view.names) if n.end <= start), None)
            if before is not None and before.refs and before.refs[0].startswith("country/"):
                between = text[before.end : start]
                if len(between) <= 24 and re.fullmatch(r"(?:['’]s?)?(?:\s+[\w-]+){0,2}\s*", between):
                    if before.refs[0] != VIETNAM:
                        continue  # another country's industry: the name itself is the subject
                    start = before.start
            if self._grammar.foreign.search(text, max(view.start, start - 30), start):
                continue
            taken.append((start, end))
            found.append(self._actor(view, start, end, ref))
        for name in view.names:
            if any(a < name.end and name.start < b for a, b in taken):
                continue
            ref = name.refs[0] if name.refs else None
            kind = (ref or "").partition("/")[0]
            if name.start in agents and kind not in _FIRMS:
                continue
            if ref is None and name.flag != "new":
                continue
            if ref is not None and kind not in _SUBJECTS:
                continue
            taken.append((name.start, name.end))
            found.append(self._actor(view, name.start, name.end, ref))
        for pattern, firm in ((self._grammar.anaphor, True), (self._grammar.body, False)):
            for match in pattern.finditer(text, view.start, view.end):
                if any(a < match.end() and match.start() < b for a, b in taken):
                    continue
                meant = self._meant(match[0], firm=firm)
                if meant is not None and meant.ref is not None:
                    actor = self._actor(view, match.start(), match.end(), meant.ref)
                    found.append(replace(actor, rule="subject-anaphor", carried=True))
        return sorted(found, key=lambda a: a.start)

    def _actor(self, view: View, start: int, end: int, ref: str | None) -> Actor:
        grammar, text = self._grammar, self._text
        before = text[max(view.start, start - 60) : start]
        owner = grammar.possessive.match(text, end) is not None or text[start:end].lower() in ("its", "their")
        aside = grammar.aside.search(before) is not None
        owned = grammar.owned.search(before) is not None
        place = grammar.place.search(before) is not None
        return Actor(start, end, text[start:end], ref, aside, owner, owned, place)

    def _meant(self, words: str, *, firm: bool) -> Actor | None:
        if not firm:
            return self._topic
        # "It" may be anything; "the company" is a company.
        if words.lower() in ("it", "its", "they", "their"):
            return self._topic
        return self._firm or self._topic

    def enter(self, view: View) -> None:
        """Begin a sentence: a new heading or list sets what is spoken of."""
        if view.sentence.block == self._block:
            return
        self._block = view.sentence.block
        lead = view.block.lead
        if view.block.kind is BlockKind.ITEM and lead is not None and lead in self._heads:
            self._topic = replace(self._heads[lead], carried=True)

    def leave(self, view: View, actors: list[Actor]) -> None:
        """End a sentence: what it is about is what the next one goes on with."""
        head = self._head(actors)
        if head is None:
            if self._topic is not None:
                self._heads.setdefault(view.sentence.block, self._topic)
            return
        if view.block.kind is not BlockKind.ITEM:
            self._topic = head
            self._heads[view.sentence.block] = head
        if self._main is None:
            self._main = head
        for actor in actors:
            if (actor.kind in _FIRMS or actor.ref is None) and not actor.carried and not actor.aside:
                self._firm = actor
                break
        else:
            if self._firm is None:
                self._firm = next((a for a in actors if a.kind in _FIRMS), None)

    def _head(self, actors: list[Actor]) -> Actor | None:
        """What a sentence is about: its first actor that is no aside, else its first one that is no place."""
        for test in (
            lambda a: not a.aside and a.ref != VIETNAM,
            lambda a: a.owned and not a.place and a.ref != VIETNAM,
            lambda a: not a.aside,
            lambda a: a.kind == "aggregate",
        ):
            for actor in actors:
                if test(actor):
                    return actor
        return None

    def choose(
        self, view: View, actors: list[Actor], figure: tuple[int, int], metric: Cue | None, distance: Distance
    ) -> Actor | None:
        """The actor that the figure at `figure`, of the metric that `metric` names, is about."""
        best, top = None, -99.0
        for actor in actors:
            score = self._score(view, actor, figure, metric, distance)
            if score > top:
                best, top = actor, score
        carried = self._topic or self._heading or self._main
        if best is None or (top < 0 and carried is not None):
            if carried is None:
                return best
            rule = "subject-carried"
            return replace(carried, carried=True, rule=rule)
        return best

    def _score(
        self, view: View, actor: Actor, figure: tuple[int, int], metric: Cue | None, distance: Distance
    ) -> float:
        start, end = figure
        text = self._text
        score = 1.5
        if metric is not None and not (metric.start <= actor.start < metric.end):
            if (
                actor.owner
                and 0 <= metric.start - actor.end <= 40
                and not _comma(text, actor.end, metric.start)
            ):
                score += 3.0
            elif (
                actor.owned
                and 0 <= actor.start - metric.end <= 30
                and not _comma(text, metric.end, actor.start)
            ):
                score += 2.8
            elif 0 <= actor.start - metric.end <= 1 and self._language == "vi":
                score += 2.8
            elif metric.end > actor.end and 0 <= metric.start - actor.end <= 1 and not actor.aside:
                score += 2.0
        elif metric is not None:
            score += 2.5
        if actor.place and actor.kind in ("country", "market") and not actor.owner:
            score -= 2.2
        elif actor.aside and not actor.owned:
            score -= 1.4
        elif actor.aside:
            score -= 0.4
        if actor.ref == VIETNAM:
            score -= 0.8
        elif actor.kind in ("country", "market", "technology", "law", "event", "product"):
            score -= 0.5
        if actor.ref is None:
            score -= 0.4
        if actor.end <= start:
            score -= 0.7 * distance.cost(actor.end, start)
            if actor.start - view.start < 3:
                score += 0.5
        else:
            score -= 1.1 + distance.cost(end, actor.start)
        return score


def _comma(text: str, start: int, end: int) -> bool:
    return any(sign in text[start:end] for sign in ",;:")


def _longest(marks: list) -> list:  # type: ignore[type-arg]
    """Marks without those that lie inside a longer one."""
    kept: list = []  # type: ignore[type-arg]
    for mark in sorted(marks, key=lambda m: (m.start - m.end, m.start)):
        if not any(a.start < mark.end and mark.start < a.end for a in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.start)
