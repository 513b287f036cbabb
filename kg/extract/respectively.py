"""What is listed "respectively" (lần lượt, tương ứng): times, levels or actors, one to each figure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.candidate import Cue
from kg.catalogue import Catalogue
from kg.extract.actor import FIRMS, PLACES, Actor, kind_of
from kg.extract.draft import Draft
from kg.extract.grammar import LINK, linked
from kg.extract.reading import View
from kg.extract.scene import Scene
from kg.extract.timing import Timing
from kg.extract.trade import is_abroad, is_counted
from kg.lists import UnitFamily
from kg.literals import UNDATED, Period
from kg.periods import Role, TimeMention

RESPECTIVELY: Final = {
    "en": re.compile(r"\brespective(?:ly)?\b", re.I),
    "vi": re.compile(r"\b(?:lần lượt|tương ứng)\b", re.I),
}
# Between a figure and where it is so.
_IN: Final = re.compile(r"\s+(?:in|to|from|tại|ở|sang|từ)\s+(?:the\s+)?", re.I)
# Between the countries of a list.
_LISTED: Final = re.compile(r"(?:\s*\([^()]{1,20}\))?(?:,|,? and|,? và)\s(?:the )?")


class Respectively:
    """Hands out what the sentences of one text list."""

    def __init__(self, text: str, language: str, catalogue: Catalogue) -> None:
        self._text = text
        self._pattern = RESPECTIVELY[language]
        self._catalogue = catalogue

    def hand_out(self, scene: Scene, drafts: Sequence[Draft]) -> None:
        """Give each figure of a run that has no list of times its level's subject and time, or its actor."""
        view = scene.view
        match = self._pattern.search(self._text, view.start, view.end)
        self._partners(view, drafts, said=match is not None)
        self._places(view, drafts)
        if match is None:
            return
        run = self._run(drafts, match.start())
        if len(run) < 2:
            return
        if self.times(view, drafts) or self._levels(drafts, run):
            return
        self._actors(scene.actors, run)

    def _runs(self, drafts: Sequence[Draft]) -> list[list[Draft]]:
        """The lists of two figures or more."""
        runs: list[list[Draft]] = []
        for draft in drafts:
            if draft.converts is not None:
                continue
            if runs and linked(self._text, runs[-1][-1].figure.end, draft.figure.start):
                runs[-1].append(draft)
            else:
                runs.append([draft])
        return [run for run in runs if len(run) > 1]

    def _run(self, drafts: Sequence[Draft], place: int) -> list[Draft]:
        """The figures that are joined to a list of two or more, the list that ends nearest to `place`."""
        return min(self._runs(drafts), key=lambda run: abs(run[-1].figure.end - place), default=[])

    def _partners(self, view: View, drafts: Sequence[Draft], *, said: bool) -> None:
        """Give each of a list of exports one of the countries that they go to.

        Three or more need no word for it: "to the US, China and Japan by 53%, 16% and 29%".
        """
        # "By 53%, 16% and 29% to $6 billion, $5 billion and $2 billion" are two lists.
        alike = [list(g) for run in self._runs(drafts) for _, g in itertools.groupby(run, lambda d: d.family)]
        runs = [run for run in alike if len(run) > 1 and all(is_counted(d.metric) for d in run)]
        if not runs:
            return
        chains: list[list[Actor]] = []
        for place in filter(is_abroad, map(Actor.of_name, view.names)):
            if chains and _LISTED.fullmatch(self._text, chains[-1][-1].end, place.start):
                chains[-1].append(place)
            else:
                chains.append([place])
        for run in runs:
            fitting = [c for c in chains if len(c) == len(run) and (said or len(c) > 2)]
            if len(fitting) == 1:
                for draft, place in zip(run, fitting[0], strict=True):
                    draft.market = place

    def _places(self, view: View, drafts: Sequence[Draft]) -> None:
        """Give each figure of a company in a list the place behind it: "up 44% in Japan and 38% in Asia"."""
        starts = {name.start: name for name in view.names if kind_of(name) in PLACES}
        found: list[tuple[Draft, Actor]] = []
        for draft in drafts:
            match = _IN.match(self._text, draft.figure.end)
            firm = draft.actor is not None and draft.actor.kind in FIRMS
            if firm and match is not None and match.end() in starts:
                found.append((draft, Actor.of_name(starts[match.end()])))
        if len(found) > 1:
            for draft, place in found:
                draft.market = place

    def times(self, view: View, drafts: Sequence[Draft]) -> dict[Draft, Timing]:
        """The times that the sentence hands out: the years of one mention ("2023-2025"), or a list."""
        match = self._pattern.search(self._text, view.start, view.end)
        run = [] if match is None else self._run(drafts, match.start())
        if len(run) < 2:
            return {}
        times = [t for t in view.times if t.period is not UNDATED and not t.in_name]
        for time in times:
            if len(time.expansion) == len(run):
                given = [_dated(period, time) for period in time.expansion]
                return dict(zip(run, given, strict=True))
        listed = [t for t in times if t.role is Role.LIST] or self._linked(times)
        if len(listed) != len(run):
            return {}
        return {draft: _dated(t.period, t) for draft, t in zip(run, listed, strict=True)}

    def _linked(self, times: Sequence[TimeMention]) -> list[TimeMention]:
        """The times that are joined to the one before or after."""
        joined: set[int] = set()
        for number, (first, second) in enumerate(itertools.pairwise(times)):
            if LINK.fullmatch(self._text, first.end, second.start):
                joined |= {number, number + 1}
        return [time for number, time in enumerate(times) if number in joined]

    def _levels(self, drafts: Sequence[Draft], run: Sequence[Draft]) -> bool:
        """Let each change be that of one of the levels before the run; whether there are as many."""
        start, family = run[0].figure.start, run[0].family
        levels = [
            d
            for d in drafts
            if d not in run and d.figure.end <= start and d.family != family and not d.converts
        ][-len(run) :]
        if len(levels) != len(run):
            return False
        for draft, level in zip(run, levels, strict=True):
            metric = self._catalogue.growth_metric(level.metric or "", UnitFamily.PERCENT)
            if metric is not None and draft.is_change:
                draft.measure = level.measure._replace(metric=metric) if level.measure else None
            bases = (c for c in draft.timing.cues if c.role == "base")
            draft.actor = level.actor
            draft.timing = replace(level.timing, base=draft.timing.base, cues=(*level.timing.cues, *bases))
            draft.dims, draft.status = level.dims, level.status
        return True

    def _actors(self, actors: Sequence[Actor], run: Sequence[Draft]) -> None:
        """Give each figure one of the actors before the run, or else after it, where they are as many.

        Where more are named, those of a list count: "behind A and B with 51 and 28 per cent respectively".
        """
        start, end = run[0].figure.start, run[-1].figure.end
        named = [a for a in actors if a.end <= start and not a.carried and not self._in_brackets(a)]
        named = named or [a for a in actors if a.start >= end]
        chains = [named, *reversed(self._chains(named))]
        listed = next((chain for chain in chains if len(chain) == len(run)), None)
        if listed is None:
            return
        for draft, actor in zip(run, listed, strict=True):
            whose = draft.actor
            if draft.market is not None and draft.market.ref == actor.ref:
                continue
            if whose is not None and _narrows(actor, whose):
                draft.market = actor
            else:
                draft.actor = actor

    def _chains(self, actors: Sequence[Actor]) -> list[list[Actor]]:
        """The lists of actors that "and" or a comma joins."""
        chains: list[list[Actor]] = []
        for actor in actors:
            if chains and linked(self._text, chains[-1][-1].end, actor.start):
                chains[-1].append(actor)
            else:
                chains.append([actor])
        return chains

    def _in_brackets(self, actor: Actor) -> bool:
        """Whether a name only tells more of the one before: "Halotel (Tanzania)"."""
        return self._text[actor.start - 1 : actor.start] == "(" and self._text.startswith(")", actor.end)


def _narrows(place: Actor, whose: Actor) -> bool:
    """Whether a place says where the figure of `whose` is, as a town does of an industry."""
    if whose.is_place:
        return False
    return place.place or (place.kind == "market" and whose.kind == "aggregate")


def _dated(period: Period, time: TimeMention) -> Timing:
    return Timing(period, cues=(Cue("period", time.text, time.start, time.end),), rule="period-list")
