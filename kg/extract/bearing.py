"""What speaks for a sector or a market as narrowing a figure: the features that learned weights add up.

Where it comes from ("from:title"), what it is, where its words stand to the figure, to the words of the
metric and to the subject, and what narrowed the figures before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from kg.candidate import Cue
from kg.extract.actor import BODIES, FIRMS, PLACES, REGIONS, VIETNAM, Actor, kind_of
from kg.extract.dimensions import ABROAD_REF, Dimensions
from kg.extract.reading import Mark, View
from kg.extract.scene import Scene
from kg.extract.spans import Place, lies_within
from kg.extract.standing import beside, bond, side_of, standing
from kg.extract.weigh import Bundle, Told

_HERE: Final = frozenset(("here", "abroad", "segment"))
_OF_SECTORS: Final = frozenset(("sector", "aggregate"))
# Where the first words of a sentence begin.
_FIRST: Final = 4
# How many kinds of figures are kept in mind.
_KEPT: Final = 4096


class Asked(NamedTuple):
    """A figure whose dimensions are asked for: its place, metric, family and subject.

    `market` is the place that a list gives it.
    """

    scene: Scene
    place: Place
    metric: str | None
    family: str
    change: bool
    subject: Actor | None
    cue: Cue | None = None
    market: Actor | None = None


class Named(NamedTuple):
    """A sector or market, and the words that name it."""

    ref: str
    cue: Cue


class Narrowed(NamedTuple):
    """A figure that was narrowed, for those after it to go on with."""

    number: int
    asked: Asked
    dims: Dimensions


class _Beside(NamedTuple):
    """What is beside a place of a sentence, whatever the figure."""

    before: str
    after: str
    in_longer: bool


class Bearing:
    """Tells the features of what may narrow the figures of one text, sentence by sentence."""

    def __init__(self, text: str, own: Mapping[str, str]) -> None:
        """`own` gives the own sector of an aggregate."""
        self._text = text
        self._own = own
        self._others: dict[str, list[Place]] = {}
        self._beside: dict[tuple[str, Place], _Beside] = {}
        self._nearest: tuple[Asked | None, Place | None] = (None, None)

    def enter(self, view: View) -> None:
        """Begin a sentence."""
        self._beside = {}
        self._others = {
            "sector": [(m.start, m.end) for m in view.marks if m.term.role == "sector"],
            "market": [(n.start, n.end) for n in view.names if kind_of(n) in PLACES],
        }

    def nothing(self, role: str, asked: Asked, before: Sequence[Narrowed], named: int) -> list[str]:
        """Features of a figure that nothing narrows; its sentence names `named` sectors or markets."""
        subject, kind = asked.subject, _kind(asked.subject)
        found = [
            "nothing", f"nothing kind:{kind}", f"nothing metric:{asked.metric}",
            f"nothing family:{asked.family}", f"nothing change:{asked.change}",
            f"nothing named:{min(3, named)}", f"nothing kind:{kind} named:{named > 0}",
            f"nothing kind:{kind} metric:{asked.metric}",
        ]  # fmt: skip
        if subject is not None and subject.carried:
            found.append("nothing carried")
        if role == "sector" and subject is not None and self._own.get(subject.ref or ""):
            found.append("nothing has own")
        if before:
            last = before[-1]
            when = "last" if last.number == asked.scene.view.number else "before"
            had = getattr(last.dims, role) is not None
            sign = f"nothing {when} had:{had} same:{_same(last.asked.subject, subject)}"
            found += [sign, f"{sign} metric:{last.asked.metric == asked.metric}"]
        return found

    def of(self, role: str, asked: Asked, before: Sequence[Narrowed], one: Named, source: str) -> Told:
        """Features of what may narrow the figure, which comes from `source`."""
        view, kind = asked.scene.view, _kind(asked.subject)
        what = _what(one.ref) if role == "market" else "sector"
        ref = one.ref if role == "sector" else None
        shared = (_of_source(source, what, ref, kind, asked.metric, asked.family, asked.change),)
        found: list[str] = []
        if asked.subject is not None:
            found += self._of_subject(role, asked.subject, one, source, kind)
        found += _had(role, asked, before, one, source)
        if source in _HERE and view.start <= one.cue.start < view.end:
            return Told(found + self._here(role, asked, one, kind, what, source), shared)
        begins = view.start == view.block.start
        found += (f"away:{source} {view.block.kind}", f"away:{source} paragraph begins:{begins}")
        return Told(found, shared)

    def _of_subject(self, role: str, subject: Actor, one: Named, source: str, kind: str) -> list[str]:
        """Features of what may narrow the figure, as it stands to the subject."""
        found = []
        if self._own.get(subject.ref or "") == one.ref:
            found.append("own of subject")
        if subject.ref == (one.ref if role == "market" else f"sector/{one.ref}"):
            found += ["subject itself", f"subject itself kind:{kind}"]
        if subject.start <= one.cue.start and one.cue.end <= subject.end:
            found += ["in subject", f"in subject kind:{kind}"]
        if subject.carried:
            found.append(f"from:{source} carried")
        return found

    def _here(self, role: str, asked: Asked, one: Named, kind: str, what: str, source: str) -> list[str]:
        """Features of what the sentence itself names."""
        scene = asked.scene
        place = (one.cue.start, one.cue.end)
        stands = standing(scene, asked.place, place)
        side = side_of(asked.place, place)
        found = [*stands, *[f"{name} what:{what}" for name in stands]]
        words = self._words(role, scene.view, place)
        if words.before:
            word = f"after word:{words.before}"
            found += [f"{side} {word}", f"{word} what:{what}", f"{word} kind:{kind}"]
        if words.after:
            word = f"before word:{words.after}"
            found += [f"{side} {word}", f"{word} what:{what}"]
        if words.in_longer:
            found += ["in longer", f"in longer {source}"]
        low, high = (place[1], asked.place[0]) if side == "before" else (asked.place[1], place[0])
        nearer = sum([low <= first and last <= high for first, last in self._others[role]])
        found += [f"{side} nearer:{min(2, nearer)}", f"{side} nearer:{min(2, nearer)} what:{what}"]
        if asked.subject is not None and not asked.subject.carried and low <= asked.subject.start < high:
            found.append(f"{side} behind subject")
        if role == "sector":
            found += self._to_metric(asked, one, place, side)
        if place[0] - scene.view.start < _FIRST:
            found.append(f"first what:{what}")
        return found

    def _to_metric(self, asked: Asked, one: Named, place: Place, side: str) -> list[str]:
        """Features of a sector as it stands to the words of the metric, and whether it is the nearest."""
        found = []
        if asked.cue is not None:
            tie = bond(self._text, place, (asked.cue.start, asked.cue.end))
            own = self._own.get((asked.subject.ref if asked.subject else None) or "") == one.ref
            found = [f"metric {tie} own:{own}", f"metric {tie} {side}"]
        if self._nearest[0] is not asked:
            others = [(f.start, f.end) for f in asked.scene.view.figures if f.start != asked.place[0]]
            mark = nearest(asked.scene, asked.place, "sector", others, asked.subject)
            self._nearest = (asked, None if mark is None else (mark.start, mark.end))
        if self._nearest[1] == place:
            found += ["nearest", f"nearest metric:{asked.metric}", f"nearest change:{asked.change}"]
        return found

    def _words(self, role: str, view: View, place: Place) -> _Beside:
        """What is beside a place of the sentence; every figure of it asks for the same."""
        known = self._beside.get((role, place))
        if known is None:
            in_longer = role == "sector" and lies_within(
                place, (m for m in view.marks if m.term.role in _OF_SECTORS)
            )
            known = _Beside(*beside(self._text, view.start, place), in_longer)
            self._beside[role, place] = known
        return known


def nearest(
    scene: Scene, figure: Place, role: str, others: Sequence[Place], subject: Actor | None = None
) -> Mark | None:
    """The term of `role` nearest to the figure, outside the words that name `subject`.

    Another figure between the two counts against a term; of two that are as near, the longer is meant.
    """
    start, end = figure
    best, top = None, 0.0
    for mark in scene.view.marks:
        if mark.term.role != role:
            continue
        if subject is not None and not subject.carried and subject.start <= mark.start < subject.end:
            continue
        if mark.start >= end:
            between = sum(1 for a, _ in others if end <= a < mark.start)
            score = 1.0 - 1.2 * scene.distance.cost(end, mark.start) - 0.8 * between
        else:
            between = sum(1 for a, b in others if mark.end <= a and b <= start)
            score = 1.0 - 0.8 * scene.distance.cost(mark.end, start) - 0.8 * between
        longer = best is not None and mark.end - mark.start > best.end - best.start
        if score > top or (score == top and longer):
            best, top = mark, score
    return best


@lru_cache(maxsize=_KEPT)
def _of_source(
    source: str, what: str, sector: str | None, kind: str, metric: str | None, family: str, change: bool
) -> Bundle:
    """Features of where something comes from and of what it is, with those of the figure and its subject."""
    come = f"from:{source}"
    found = [
        come, f"{come} kind:{kind}", f"{come} what:{what}", f"what:{what} kind:{kind}",
        f"what:{what} metric:{metric}", f"what:{what} family:{family}",
        f"{come} family:{family} change:{change}",
    ]  # fmt: skip
    if sector is not None:
        ref = f"ref:{sector}"
        found += (
            ref,
            f"{ref} {come}",
            f"{ref} kind:{kind}",
            f"{ref} metric:{metric}",
            f"{ref} family:{family}",
        )
    return Bundle(tuple(found))


def _had(role: str, asked: Asked, before: Sequence[Narrowed], one: Named, source: str) -> list[str]:
    """Features of the figure before that was narrowed alike."""
    view = asked.scene.view
    for ago, narrowed in enumerate(reversed(before)):
        if getattr(narrowed.dims, role) != one.ref:
            continue
        same = _same(narrowed.asked.subject, asked.subject)
        has = f"{'last' if narrowed.number == view.number else 'before'} has it"
        found = [f"{has}:{min(2, ago)}", f"{has} same:{same}", f"{source} {has} same:{same}"]
        if narrowed.asked.metric == asked.metric:
            found.append(f"{has}, metric too")
        if narrowed.asked.scene.view.sentence.block == view.sentence.block:
            found.append(f"{has}, block too")
        return found
    return [f"{source} not before"] if before else []


def _kind(actor: Actor | None) -> str:
    """The kind of a subject, as finely as it matters to what narrows it."""
    if actor is None:
        return "none"
    if actor.ref == VIETNAM:
        return "vietnam"
    kind = actor.kind
    return "firm" if kind in FIRMS else "body" if kind in BODIES else kind or "unknown"


def _what(ref: str) -> str:
    """The kind of a market, as finely as it matters to what it narrows."""
    if ref in (VIETNAM, ABROAD_REF, "market/world"):
        return ref.partition("/")[2]
    if ref.startswith("market/"):
        return "region" if ref in REGIONS else "place"
    return "country"


def _same(one: Actor | None, other: Actor | None) -> bool:
    """Whether two figures are of one subject."""
    if one is None or other is None:
        return one is other
    return one.is_same(other)
