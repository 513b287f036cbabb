"""Whether a figure happened or is yet to come: estimated, expected, aimed at.

The nearest word of a status in the figure's clause decides; a deadline that lies ahead of the publication
makes a plan of what has no such word.  A change has the status of the level beside it.
"""

from __future__ import annotations

import re

from kg.candidate import Cue
from kg.extract.grammar import Distance
from kg.extract.reading import View
from kg.extract.timing import Timing
from kg.lists import Status

_FUTURE = {
    "en": re.compile(r"\b(?:will|would|to reach|to hit|to rise to|to grow to|going to|shall)\b", re.I),
    "vi": re.compile(r"\b(?:sẽ)\b", re.I),
}
_REACH = 130
_PLAN = re.compile(
    r"\b(plan|target|goal|kế hoạch|mục tiêu|chỉ tiêu)\b[^.;()]{0,40}\(\s*(?:[\w.,]+\s+){0,3}$", re.I
)


def is_planned(text: str, view: View, figure: tuple[int, int], distance: Distance) -> bool:
    """Whether a word of planning or expecting stands before the figure in its clause."""
    return any(
        mark.term.role == "status"
        and mark.term.ref in (Status.FORECAST, Status.TARGET)
        and 0 <= figure[0] - mark.end <= _REACH
        and not distance.barriers(mark.end, figure[0])
        for mark in view.marks
    )


def status_of(
    text: str, language: str, view: View, figure: tuple[int, int], timing: Timing, distance: Distance,
    published: str | None, *, base_level: bool,
) -> tuple[Status, Cue | None]:  # fmt: skip
    """The status of the figure at `figure`, and the words that say it."""
    start, end = figure
    ahead = _ahead(timing, published) or timing.rule == "period-by"
    if plan := _PLAN.search(text[max(view.start, start - 90) : start]):
        at = max(view.start, start - 90) + plan.start()
        word = plan[1]
        return Status.TARGET, Cue("status", word, at, at + len(word))
    if base_level and not ahead:
        return Status.ACTUAL, None
    best, top = None, 0.0
    for mark in view.marks:
        if mark.term.role != "status":
            continue
        if (
            text[mark.start : mark.start + 3].lower() == "to "
            and "%" in text[max(view.start, mark.start - 60) : mark.start]
        ):
            continue  # "up 27% to reach": the result of what happened
        if mark.start >= end:
            # "$5 billion is expected", "(ước tính)": only right behind.
            if (
                mark.start - end > 30
                or distance.barriers(end, mark.start)
                or distance.joints(end, mark.start)
            ):
                continue
            score = 0.6 - (mark.start - end) / 60
        else:
            if start - mark.end > _REACH:
                continue
            score = 1.5 - 0.55 * distance.cost(mark.end, start) - 0.2 * distance.joints(mark.end, start)
        if score > top:
            best, top = mark, score
    if best is not None:
        status = Status(best.term.ref)
        cue = Cue("status", text[best.start : best.end], best.start, best.end)
        # What lies ahead is no estimate of what was.
        if status in (Status.ESTIMATE, Status.PROVISIONAL) and ahead and timing.cues:
            status = Status.FORECAST
        return status, cue
    if ahead:
        return Status.FORECAST, None
    future = None
    for match in _FUTURE[language].finditer(text, max(view.start, start - 80), start):
        future = match
    if future is not None and not distance.barriers(future.end(), start):
        if (
            timing.inherited
            or timing.period.end is None
            or timing.period.end.isoformat() > (published or "9")
        ):
            return Status.FORECAST, Cue("status", future[0], future.start(), future.end())
    return Status.ACTUAL, None


def _ahead(timing: Timing, published: str | None) -> bool:
    """Whether the period ends after the year of publication."""
    end = timing.period.end
    return end is not None and published is not None and end.year > int(published[:4])
