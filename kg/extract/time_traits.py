"""What speaks for a time as that of a figure: the features that learned weights add up.

Features are words: where a time comes from ("from:before level"), what it looks like and how that goes with
the verb ("here past side:this year"), and what the sentence says if it means none ("none tense:perfect").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from kg.document import Document
from kg.extract.blocks import BlockKind
from kg.extract.clock import Clock, Known
from kg.extract.moments import Moment
from kg.extract.reading import View
from kg.extract.spans import Place
from kg.extract.stated import Stated
from kg.extract.tense import Tense
from kg.extract.time_places import TimePlaces
from kg.extract.timing import Datable, Timing
from kg.extract.weigh import Bundle, Told
from kg.literals import UNDATED, Period
from kg.periods import Role, TimeMention

_FORMS: Final = (
    ("moment", re.compile("as of .*")),
    ("year", re.compile("[0-9]{4}")),
    ("quarter", re.compile(".{4}-Q.")),
    ("half", re.compile(".{4}-H.")),
    ("month", re.compile(".{4}-..")),
    ("day", re.compile(".{4}-..-..")),
    ("years", re.compile("[0-9]{4}/[0-9]{4}")),
)
_STEPS: Final = (0, 1, 2, 4, 8, 16, 99)


class TimeTraits:
    """Tells the features of the times that the figures of one document may have."""

    def __init__(self, document: Document, clock: Clock, stated: Stated) -> None:
        self._text = document.text
        self._clock = clock
        self._tense = Tense(document.text, document.language)
        self._places = TimePlaces(document.text, clock, stated)
        # What is said of the times before the sentence that is read, for each kind of figure.
        self._number = -1
        self._carried: dict[tuple[str | None, ...], tuple[Bundle]] = {}
        self._part = ""
        self._bases: Sequence[TimeMention] = ()

    def of(
        self, view: View, asked: Datable, others: Sequence[Place], moments: Sequence[Moment]
    ) -> Iterator[Told]:
        """The features of each of `moments`; `others` are the places of the sentence's other figures."""
        if len(moments) == 1:
            yield Told()
            return
        if view.number != self._number:
            self._number, self._carried = view.number, {}
            self._part = self._tense.part(view.start, view.end)
            self._bases = [t for t in view.times if t.role is Role.BASE and not t.in_name]
        for moment in moments:
            if moment.source == "none":
                yield Told(self._of_none(view, asked))
                continue
            if moment.known is not None:
                yield Told(self._beside(asked, moment), self._of_known(view, asked, moment, moment.known))
                continue
            found = [*self._of_any(asked, moment), *self._beside(asked, moment)]
            if moment.time is not None:
                found += self._places.of(view, asked, others, moment.time, moment.timing.period)
            yield Told(found)

    def _of_none(self, view: View, asked: Datable) -> list[str]:
        """What the figure and its sentence say, if they mean no time."""
        what, span, tense, nature = asked.what, str(asked.span), asked.tense, asked.nature
        found = [
            "none ", f"none {what}", f"none {span}", f"none nature:{nature}", f"none nature:{nature} {what}",
            f"none kind:{asked.actor_kind} {span}", f"none tense:{tense}", f"none tense:{tense} {span}",
            f"none metric:{asked.metric} tense:{tense}",
        ]  # fmt: skip
        if asked.planned:
            found.append("none planned")
        now = self._tense.now(view.start, (asked.start, asked.end), view.end)
        if now != "no":
            found += (f"none now:{now}", f"none now:{now} {span}")
        if self._tense.is_rate((asked.start, asked.end), view.end):
            found.append("none rate")
        if any(time.role is Role.BASE for time in view.times):
            found.append(f"none has base {what}")
        found.append(f"none block:{'title' if view.sentence.block == 0 else view.block.kind}")
        if asked.last is None:
            found.append("none first figure")
        else:
            tie = ("linked" if asked.linked else "apart") + (" alike" if asked.alike else "")
            found.append(f"none last:{_state(asked.last)} {tie}")
        return found

    def _of_any(self, asked: Datable, moment: Moment) -> list[str]:
        """What it says of a time where it comes from, and what it looks like."""
        period = moment.timing.period
        form, side = _form(period.label), self._clock.side(period)
        where = "here" if moment.time is not None else "beside" if moment.known is None else "carried"
        return [
            *_of_source(moment.source, moment.reading, form, side, asked.what, asked.span),
            f"{where} {asked.tense} side:{side}",
        ]

    def _beside(self, asked: Datable, moment: Moment) -> list[str]:
        """How a time goes with those of the figures beside, and with what the sentence compares with."""
        period = moment.timing.period
        found: list[str] = []
        if asked.last is not None:
            same = f"last {'same' if asked.last.period == period else 'other'}"
            tie = ("linked" if asked.linked else "apart") + (" alike" if asked.alike else "")
            state = f"{same} {_state(asked.last)}"
            found += (state, f"{state} {asked.what} {asked.span}", f"{same} {tie}")
        if asked.level is not None:
            found.append(f"level {asked.level.period == period}")
        if asked.over is not None and moment.source != "over":
            found.append("not over")
        if self._part:
            found.append(f"says {self._part}:{_form(period.label) == self._part}")
        for base in self._bases:
            found += _by_base(base, period)
        return found

    def _of_known(self, view: View, asked: Datable, moment: Moment, known: Known) -> tuple[Bundle]:
        """Features of a time before the sentence; figures that are alike share them."""
        what, span, metric, label = asked.what, asked.span, asked.metric, moment.timing.period.label
        key = label, what, span, metric, asked.actor, asked.tense
        told = self._carried.get(key)
        if told is None:
            found = self._of_any(asked, moment)
            found.append(f"carried form:{_form(label)} metric:{metric}")
            for name in moment.names:
                found += _named(name, view.block.kind, span, what)
            found += _stated(known, view, span)
            if known.uses:
                found += _used(known, view, asked)
            told = self._carried[key] = (Bundle(tuple(found)),)
        return told


def _state(last: Timing) -> str:
    return "undated" if last.period is UNDATED else "inherited" if last.inherited else "own"


def _ago(sentences: int) -> int:
    """How many sentences ago something was, roughly."""
    return _STEPS[bisect_left(_STEPS, min(sentences, _STEPS[-1]))]


def _stated(known: Known, view: View, span: str) -> tuple[str, ...]:
    """What it says of a time where it was stated."""
    role = known.time.role
    return (
        f"carried role:{role}", f"carried role:{role} {span}",
        f"stated ago:{_ago(view.number - known.sentence)}",
        f"stated in block:{known.block == view.sentence.block}",
        f"uses:{min(known.uses, 3)}",
    )  # fmt: skip


def _used(known: Known, view: View, asked: Datable) -> tuple[str, ...]:
    """What it says of a time which figure took it last."""
    same = known.actor is not None and known.actor == asked.actor
    pair = f"used {known.span} for {asked.span}"
    return (
        f"used ago:{_ago(view.number - known.used)}", f"used same actor:{same}", pair,
        f"used same metric:{known.metric == asked.metric}", f"{pair} same actor:{same}",
    )  # fmt: skip


def _by_base(base: TimeMention, period: Period) -> Iterator[str]:
    """Whether a period is of the size of a base: July 2022 is that of a month."""
    if base.relation is not None:
        yield f"base {base.relation} {_form(period.label)}"
    elif base.period == period:
        yield "is base"
    elif base.period is not UNDATED:
        alike = _form(base.period.label) == _form(period.label)
        later = alike and base.period.label[4:] == period.label[4:] and base.period.label < period.label
        yield "base of another year" if later else f"base alike:{alike}"


@lru_cache(maxsize=4096)
def _of_source(source: str, reading: str, form: str, side: str, what: str, span: str) -> tuple[str, ...]:
    """What it says of a time where it comes from, and what it looks like."""
    found = (
        f"from:{source}", f"from:{source} {what}", f"{source} reading:{reading}", f"{source} form:{form}",
        f"{source} side:{side}", f"{source} side:{side} {what}",
    )  # fmt: skip
    return found if reading == "own" else (*found, f"reading:{reading} {what}", f"reading:{reading} {span}")


@lru_cache(maxsize=1024)
def _named(name: str, kind: BlockKind, span: str, what: str) -> tuple[str, ...]:
    """What it says of a time that the clock has a name for it."""
    found = (f"is:{name}", f"is:{name} {span}", f"is:{name} {what}")
    return found if kind is BlockKind.PARAGRAPH else (*found, f"is:{name} block:{kind}")


@lru_cache(maxsize=1024)
def _form(label: str) -> str:
    """The form of a period."""
    return next((name for name, pattern in _FORMS if pattern.fullmatch(label)), "span")
