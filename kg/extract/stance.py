"""Whether a figure happened or is yet to come: estimated, expected, aimed at.

The nearest word of a status in the figure's clause decides; a deadline that lies ahead of the publication
makes a plan of what has no such word.  A change has the status of the level beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.candidate import Cue
from kg.extract.grammar import Distance
from kg.extract.reading import Mark, View
from kg.extract.scene import Scene
from kg.extract.spans import last_match
from kg.extract.timing import Timing
from kg.lists import Status

_FUTURE = {
    "en": re.compile(r"\b(?:will|would|to reach|to hit|to rise to|to grow to|going to|shall)\b", re.I),
    "vi": re.compile(r"\b(?:sẽ)\b", re.I),
}
_FUTURE_WITHIN = 80
# How far a word of status reaches to a figure behind it, and to one before it.
_REACH = 130
_REACH_BACK = 30
# "The plan for this year (40 trillion dong)": a figure in brackets behind the word.
_PLAN = re.compile(
    r"\b(plan|target|goal|kế hoạch|mục tiêu|chỉ tiêu)\b[^.;()]{0,40}\(\s*(?:[\w.,]+\s+){0,3}$", re.I
)
_PLAN_WITHIN = 90
_AHEAD = frozenset((Status.FORECAST, Status.TARGET))
# What can only be said of what was.
_OF_THE_PAST = frozenset((Status.ESTIMATE, Status.PROVISIONAL))


@dataclass(frozen=True, slots=True)
class Stance:
    """Decides for one text, `published` then (None: unknown), what its figures claim to be."""

    text: str
    language: str
    published: str | None

    def is_planned(self, scene: Scene, figure: tuple[int, int]) -> bool:
        """Whether a word of planning or expecting stands before the figure in its clause."""
        return any(
            mark.term.role == "status"
            and mark.term.ref in _AHEAD
            and 0 <= figure[0] - mark.end <= _REACH
            and not scene.distance.barriers(mark.end, figure[0])
            for mark in scene.view.marks
        )

    def of(
        self, scene: Scene, figure: tuple[int, int], timing: Timing, *, base_level: bool
    ) -> tuple[Status, Cue | None]:
        """The status of the figure at `figure`, and the words that say it.

        `base_level`: it is what a change started from, so that it happened unless its time lies ahead.
        """
        start, first = figure[0], scene.view.start
        ahead = self._lies_ahead(timing)
        low = max(first, start - _PLAN_WITHIN)
        if plan := _PLAN.search(self.text[low:start]):
            return Status.TARGET, Cue("status", plan[1], low + plan.start(), low + plan.end(1))
        if base_level and not ahead:
            return Status.ACTUAL, None
        mark = self._nearest(scene, figure)
        if mark is not None:
            status = Status(mark.term.ref)
            if status in _OF_THE_PAST and ahead and timing.cues:
                status = Status.FORECAST
            return status, Cue.at(self.text, "status", mark.start, mark.end)
        if ahead:
            return Status.FORECAST, None
        future = last_match(_FUTURE[self.language], self.text, max(first, start - _FUTURE_WITHIN), start)
        if future is None or scene.distance.barriers(future.end(), start) or self._is_over(timing):
            return Status.ACTUAL, None
        return Status.FORECAST, Cue("status", future[0], future.start(), future.end())

    def _nearest(self, scene: Scene, figure: tuple[int, int]) -> Mark | None:
        """The likeliest word of a status for the figure, if one is likely at all."""
        best, top = None, 0.0
        for mark in scene.view.marks:
            if mark.term.role == "status" and not self._is_result(scene.view, mark):
                score = _score(mark, figure, scene.distance)
                if score > top:
                    best, top = mark, score
        return best

    def _is_result(self, view: View, mark: Mark) -> bool:
        """Whether "to reach" tells what a change led to: "up 27% to reach" happened."""
        before = max(view.start, mark.start - 60)
        leads_to = self.text[mark.start : mark.start + 3].lower() == "to "
        return leads_to and self.text.find("%", before, mark.start) >= 0

    def _lies_ahead(self, timing: Timing) -> bool:
        """Whether the period ends after the year of publication, or is a deadline."""
        end = timing.period.end
        later = end is not None and self.published is not None and end.year > int(self.published[:4])
        return later or timing.rule == "period-by"

    def _is_over(self, timing: Timing) -> bool:
        """Whether the text itself gives a period that had ended when it was published."""
        end = timing.period.end
        return not timing.inherited and end is not None and end.isoformat() <= (self.published or "9")


def _score(mark: Mark, figure: tuple[int, int], distance: Distance) -> float:
    """How likely a word of a status is of the figure; nothing at all where it cannot be."""
    start, end = figure
    if mark.start < end:
        if start - mark.end > _REACH:
            return 0.0
        return 1.5 - 0.55 * distance.cost(mark.end, start) - 0.2 * distance.joints(mark.end, start)
    # "$5 billion is expected", "(ước tính)": only right behind.
    apart = distance.barriers(end, mark.start) or distance.joints(end, mark.start)
    return 0.0 if apart or mark.start - end > _REACH_BACK else 0.6 - (mark.start - end) / 60
