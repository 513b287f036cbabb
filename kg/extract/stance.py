"""Whether a figure happened or is yet to come: estimated, expected, aimed at.

Every word of a status in the sentence is an option for a figure, and so are those of the figure before, of
the lead of a list, and of a deadline that lies ahead; that it simply happened is one, too.  Learned weights
choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.draft import Draft
from kg.extract.reading import Mark, Reading, View
from kg.extract.scene import Scene
from kg.extract.spans import Place, last_match, lies_within, overlaps
from kg.extract.standing import beside, standing
from kg.extract.timing import Timing
from kg.extract.weigh import Bundle, Model, Option, Told
from kg.lists import Status

_FUTURE = {
    "en": re.compile(
        r"\b(?:will|would|to reach|to hit|to rise to|to grow to|going to|shall|(?-i:may)(?=\s[a-z])|"
        r"(?:is|are|was|were) to \w+|should|"
        r"to (?:build|create|invest|raise|train|produce|open|have|spend|employ|earn|add))\b",
        re.I,
    ),
    "vi": re.compile(r"\b(?:sẽ|sắp|cần|phải)\b", re.I),
}
_FUTURE_WITHIN = 80
# How far a word of status may stand before a figure for the figure to be planned.
_REACH = 130
# "The plan for this year (40 trillion dong)": a figure in brackets behind the word.
_PLAN = re.compile(
    r"\b(plan|target|goal|kế hoạch|mục tiêu|chỉ tiêu)\b[^.;()]{0,40}\(\s*(?:[\w.,]+\s+){0,3}$", re.I
)
_PLAN_WITHIN = 90
_AHEAD = frozenset((Status.FORECAST, Status.TARGET))
# What can only be said of what was.
_OF_THE_PAST = frozenset((Status.ESTIMATE, Status.PROVISIONAL))
# Verbs that tell what happened.
_HAPPENED = {
    "en": re.compile(
        r"\b(?:was|were|had|has|have|did|rose|fell|grew|made|came|stood|hit|sold|won|drew|took|spent|sent|put|went|"
        r"saw|got|brought|built|ran|lost|gave|held|became|bought|paid|[a-z]{2,}ed)\b",
        re.I,
    ),
    "vi": re.compile(r"\b(?:đã|vừa|từng|hiện|được|đang|ghi nhận|hoàn thành|thực hiện)\b", re.I),
}
# "Met all its targets with a profit of 5,000": what follows was reached, and is no target.
_MET = {
    "en": re.compile(
        r"\b(?:met|fulfilled|achieved|completed|exceeded|surpassed|beat) (?:all )?(?:its|their|the) "
        r"(?:[\w-]+ ){0,3}(?:targets?|plans?|goals?)\b(?:[^.;\d]|(?:19|20)\d\d){0,40}? with\b",
        re.I,
    ),
    "vi": re.compile(
        r"\bhoàn thành (?:tốt |xuất sắc |vượt (?:mức )?|cơ bản )?(?:các |tất cả (?:các )?|toàn bộ )?"
        r"(?:chỉ tiêu|kế hoạch|mục tiêu)\b(?:[^.;\d]|(?:19|20)\d\d){0,60}? với\b",
        re.I,
    ),
}
_VERB_WITHIN = 60
# Where the words stand in the sentence of the figure.
_IN_SENTENCE = frozenset(("here", "future", "plan"))
_COMMITTED = re.compile(r"%|\b(?:kế hoạch|mục tiêu|plan|target|goal)\b", re.I)


class _Status(NamedTuple):
    """A status and the words that say it; a fact has none."""

    status: Status
    cue: Cue | None
    source: str


@dataclass(frozen=True, slots=True)
class Stance:
    """Says of one text, `published` then (None: unknown), whether its figures are planned."""

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

    def lies_ahead(self, timing: Timing) -> bool:
        """Whether the period ends after the year of publication, or is a deadline."""
        end = timing.period.end
        later = end is not None and self.published is not None and end.year > int(self.published[:4])
        return later or timing.rule == "period-by"

    def is_over(self, timing: Timing) -> bool:
        """Whether the text itself gives a period that had ended when it was published."""
        end = timing.period.end
        return not timing.inherited and end is not None and end.isoformat() <= (self.published or "9")


class Statuses:
    """Decides, figure by figure in the order of the text, what each claims to be."""

    def __init__(self, reading: Reading, model: Model) -> None:
        document = reading.document
        self._text = document.text
        self._language = document.language
        self._stance = Stance(document.published)
        self._model = model
        self._views = reading.views
        self._leads = {view.sentence.block: view for view in reading.views}
        self._block: list[tuple[View, Draft, Cue | None]] = []
        self._at = -1
        self._terms: Sequence[Mark] = ()
        self._future = False
        self._verbs: Sequence[Place] = ()

    def decide(self, scene: Scene, draft: Draft, level: Draft | None) -> None:
        """Give `draft` its status; `level` is that beside it which a change is one of."""
        view = scene.view
        if self._block and self._block[-1][0].sentence.block != view.sentence.block:
            self._block = []
        if view.number != self._at:
            self._enter(view)
        chosen = self._model.choose(draft.span, self._options(scene, draft, level)).value
        draft.status = chosen.status
        if chosen.cue is not None:
            draft.cues.append(chosen.cue)
        self._block.append((view, draft, chosen.cue))

    def decide_event(self, scene: Scene, event: Draft) -> None:
        """Give the year of something that happens its status: ahead where words before it say so."""
        view = scene.view
        if view.number != self._at:
            self._enter(view)
        start = event.figure.start
        said = [m for m in self._terms if m.term.ref in _AHEAD and 0 <= start - m.end <= _REACH]
        said = [m for m in said if not scene.distance.barriers(m.end, start)]
        if said:
            found = self._by(said[-1], "here", ahead=False)
        elif self._future and (future := self._said_ahead(view, start)) is not None:
            cue = Cue("status", future[0], future.start(), future.end())
            found = _Status(Status.FORECAST, cue, "future")
        else:
            return
        event.status = found.status
        if found.cue is not None:
            event.cues.append(found.cue)

    def _enter(self, view: View) -> None:
        """Begin a sentence: what is looked for in it, whatever the figure."""
        self._at = view.number
        self._terms = [m for m in view.marks if m.term.role == "status"]
        if met := self._terms and _MET[self._language].search(self._text, view.start, view.end):
            self._terms = [m for m in self._terms if not overlaps([m], *met.span())]
        happened = _HAPPENED[self._language]
        self._future = _FUTURE[self._language].search(self._text, view.start, view.end) is not None
        self._verbs = [m.span() for m in happened.finditer(self._text, view.start, view.end)]

    def _options(self, scene: Scene, draft: Draft, level: Draft | None) -> list[Option[_Status]]:
        """All that the figure may claim to be; one option alone needs nothing that speaks for it."""
        said = list(self._possible(scene, draft))
        if len(said) == 1:
            return [Option(said[0], said[0].status.value, Told())]
        about = self._about(scene, draft, level, said)
        heads = {head for one in said for head in (one.status.value, one.source)}
        by = {head: Bundle(tuple([f"{head} {name}" for name in about])) for head in heads}
        return [Option(one, one.status.value, self._features(scene, draft, one, by)) for one in said]

    # --- what it may be ---------------------------------------------------------------------------------

    def _possible(self, scene: Scene, draft: Draft) -> Iterator[_Status]:
        yield _Status(Status.ACTUAL, None, "fact")
        view, start = scene.view, draft.figure.start
        ahead = self._stance.lies_ahead(draft.timing)
        for mark in self._terms:
            yield self._by(mark, "here", ahead=ahead and bool(draft.timing.cues))
        low = max(view.start, start - _PLAN_WITHIN)
        if "(" in self._text[low:start] and (plan := _PLAN.search(self._text[low:start])):
            yield _Status(
                Status.TARGET, Cue("status", plan[1], low + plan.start(), low + plan.end(1)), "plan"
            )
        if ahead:
            yield _Status(Status.FORECAST, None, "ahead")
        if self._future and (future := self._said_ahead(view, start)) is not None:
            cue = Cue("status", future[0], future.start(), future.end())
            yield _Status(Status.FORECAST, cue, "future")
            if not overlaps(self._terms, cue.start, cue.end):
                yield _Status(Status.TARGET, cue, "future")
        for before, other, words in reversed(self._block[-3:]):
            if other.status is not Status.ACTUAL and words is not None:
                yield _Status(other.status, words, "last" if before is view else "before")
                break
        for source, earlier in self._earlier(view):
            for mark in earlier.marks:
                if mark.term.role == "status":
                    yield self._by(mark, source, ahead=False)

    def _said_ahead(self, view: View, start: int) -> re.Match[str] | None:
        """The last words before a figure at `start` that speak of the future."""
        low = max(view.start, start - _FUTURE_WITHIN)
        return last_match(_FUTURE[self._language], self._text, low, start)

    def _earlier(self, view: View) -> Iterator[tuple[str, View]]:
        """The sentences before that may say what the figures of this one are."""
        if view.number and self._views[view.number - 1].sentence.block == view.sentence.block:
            yield "previous", self._views[view.number - 1]
        if view.block.lead is not None and view.block.lead in self._leads:
            yield "lead", self._leads[view.block.lead]

    def _by(self, mark: Mark, source: str, *, ahead: bool) -> _Status:
        """What a word of a status says: of what lies ahead, an estimate is a forecast."""
        cue = Cue.at(self._text, "status", mark.start, mark.end)
        status = Status(mark.term.ref)
        if status in _OF_THE_PAST and ahead:
            status = Status.FORECAST
        return _Status(status, cue, source)

    # --- what speaks for it -----------------------------------------------------------------------------

    def _about(self, scene: Scene, draft: Draft, level: Draft | None, said: Sequence[_Status]) -> list[str]:
        """Features of the figure, whatever it claims to be."""
        timing, text, view = draft.timing, self._text, scene.view
        start = draft.figure.start
        ahead, over = self._stance.lies_ahead(timing), self._stance.is_over(timing)
        when = "ahead" if ahead else "over" if over else "undated" if timing.period.end is None else "now"
        found = [
            "any", f"when:{when} inherited:{timing.inherited}", f"when:{when}", f"rule:{timing.rule}",
            f"change:{draft.is_change}", f"base:{draft.is_base}", f"family:{draft.family}",
            f"base:{draft.is_base} when:{when}", f"hedge:{draft.hedge}",
            f"heading:{view.block.kind is BlockKind.HEADING}",
        ]  # fmt: skip
        here = [one.cue for one in said if one.source == "here" and one.cue is not None]
        verb = _last(self._verbs, start - _VERB_WITHIN, start)
        if verb is not None:
            apart = scene.distance.barriers(verb[1], start)
            since = any(verb[1] <= cue.start < start for cue in here)
            found += [
                f"happened:{not apart} said since:{since}",
                f"happened gap:{min(3, (start - verb[1]) // 15)} {since}",
            ]
        before = sum(1 for c in here if c.end <= start and not scene.distance.barriers(c.end, start))
        found += [f"said before:{min(2, before)}", f"said:{min(2, len(here))}"]
        if level is not None:
            found.append(f"level:{level.status}")
        elif self._block:
            earlier, other, _ = self._block[-1]
            near = f"{'last' if earlier is view else 'before'}:{other.status}"
            found += [near, f"{near} metric:{other.metric == draft.metric}", f"{near} base:{other.is_base}"]
        if draft.in_percent and _COMMITTED.search(text, draft.figure.end, draft.figure.end + 40):
            found.append("of a plan")
        return found

    def _features(self, scene: Scene, draft: Draft, one: _Status, by: Mapping[str, Bundle]) -> Told:
        """Features of a status: those of the figure `by` its name and its source, and how its words stand."""
        status, source = one.status.value, one.source
        shared = (by[status],) if source == "fact" else (by[status], by[source])
        found = [f"from:{source}", f"from:{source} {status}"]
        if one.cue is not None and source in _IN_SENTENCE:
            found += self._of_words(scene, draft, one.cue, status, source)
        return Told(found, shared)

    def _of_words(self, scene: Scene, draft: Draft, cue: Cue, status: str, source: str) -> list[str]:
        """Features of how the words of a status stand in the sentence."""
        place = (cue.start, cue.end)
        stands = standing(scene, draft.span, place)
        found = [*stands, *[f"{name} {status}" for name in stands]]
        after = beside(self._text, scene.view.start, place)[1]
        if after:
            found.append(f"{status} then:{after}")
        word = " ".join(cue.text.lower().split())
        if source != "here":
            return [*found, f"future:{word.partition(' ')[0]}"]
        return found + self._of_term(scene, draft, place, word)

    def _of_term(self, scene: Scene, draft: Draft, place: Place, word: str) -> list[str]:
        """Features of a word of a status that the lexicon has, as it stands among the others."""
        start, text = draft.figure.start, self._text
        nearer = sum(1 for m in self._terms if place[1] <= m.start and m.end <= start)
        found = [f"word:{word}", f"nearer:{min(2, nearer)}"]
        if lies_within(place, self._terms):
            found.append("in longer")
        if word.startswith("to ") and "%" in text[max(scene.view.start, place[0] - 60) : place[0]]:
            found.append("result")
        if any(place[1] <= first and last <= start for first, last in self._verbs):
            found.append("verb since")
        return found


def _last(places: Sequence[Place], low: int, high: int) -> Place | None:
    """The last of `places` that lies between two."""
    return next((p for p in reversed(places) if low <= p[0] and p[1] <= high), None)
