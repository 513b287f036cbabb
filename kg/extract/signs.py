"""What speaks for each thing that a figure may measure: the features that learned weights weigh."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from kg.amount import Form
from kg.extract.actor import FIRMS, VIETNAM, Actor
from kg.extract.blocks import BlockKind
from kg.extract.draft import Draft
from kg.extract.grammar import words
from kg.extract.measures import METRIC_ROLES, Measures
from kg.extract.memory import Memory
from kg.extract.offers import Offer
from kg.extract.reading import Mark
from kg.extract.sought import Case
from kg.extract.spans import within_longer
from kg.extract.topics import Topics
from kg.extract.usage import InUse
from kg.extract.weigh import Bundle, Told
from kg.lists import UnitFamily

_OF_TOTAL: Final = {
    "en": re.compile(
        r"\s+of (?:the |its |this |that )?(?:total|whole|sum|overall|amount|money|figure)\b", re.I
    ),
    "vi": re.compile(r"\s+(?:tổng|trong tổng|của tổng)\b", re.I),
}
_MAKES_UP: Final = {
    "en": re.compile(
        r"\b(?:account(?:s|ed|ing)? for|mak(?:es|ing) up|made up|represent(?:s|ed|ing)?|took|"
        r"contribut(?:es|ed|ing))\b[^.;]{0,24}$",
        re.I,
    ),
    "vi": re.compile(r"\b(?:chiếm|đóng góp|tương đương)\b[^.;]{0,20}$", re.I),
}
_MAKES_UP_REACH: Final = 40
# "Up 5% on a rise in revenue": what leads from a figure to the noun that grew.
_GROWTH_OF: Final = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}(?:growth|increase|rise|gain|jump|surge|decline|drop|fall|decrease|reduction|"
    r"expansion)\s+(?:in|of)\s+(?:[\w’'-]+\s+){0,4}",
    re.I,
)
_LAST_WORD: Final = re.compile(r"([^\W\d_]+|[(,;:–—-])\W*$", re.I)
_FIRST_WORD: Final = re.compile(r"\s*([^\W\d_]+|[(),;:.–—-])", re.I)
# The words that tell something of how a metric's words and the figure hang together: little ones, and the
# commonest verbs of statistics.
_BEFORE: Final = words(
    """to by of at from in for with on is was are were be been and or than rose fell grew rise growth increase
    increased decline reached reaching reach hit hitting totaled totalled worth up down has have had hold
    holds held holding own owns account accounts accounting accounted made make makes earned earning posted
    recorded raised invested spent sold bought paid costs cost against expand expanded jumped surged dropped
    dipped gained contribute contributed contributes represents representing takes took cover covers covering
    spans exceeded surpassed remained stood stands ranked ranking placed compared cut added employs employed
    drew brought so với là đạt tăng giảm chiếm lên xuống còn từ đến có được bằng thu hút đầu tư chi bán mua
    giá trị phí vốn sở hữu nắm giữ góp gọi huy động ghi nhận vượt cán mốc đứng hạng xếp thứ tốc độ ở và
    cho của trong ( , ; : – — -"""
)
_AFTER: Final = words(
    """of in from to per a an each on for by over at with year and or than as against more less higher lower
    faster stake share shares growth increase rise decline drop times people its the của trong so với mỗi một
    trên từ đến lên tổng cổ phần là và cho về năm tháng người cùng kỳ thị ( ) , ; : . – — -"""
)
# How many kinds of offers are kept in mind.
_KEPT: Final = 8192
# How far apart words and a figure may be that little words tie together.
_TIED: Final = 40
# What sums are worth in dollars, so that a salary is told from an investment.
_MONEY: Final = (Decimal(2_000), Decimal(2_000_000), Decimal(200_000_000))
_DONG: Final = Decimal(25_000)


class Signs:
    """Finds the features of what is offered for the figures of one text."""

    def __init__(
        self, text: str, language: str, measures: Measures, memory: Memory, topics: Topics, usage: InUse
    ) -> None:
        self._text = text
        self._language = language
        self._measures = measures
        self._memory = memory
        self._topics = topics
        self._usage = usage

    def of(self, case: Case, offers: Sequence[Offer]) -> list[Told]:
        """The features of each offer."""
        common = self._common(case)
        about = self._about(case)
        fitting = sorted({o.mark: None for o in offers if o.mark is not None}, key=lambda m: (m.start, m.end))
        within = within_longer(fitting)
        apart = [mark for mark in fitting if mark[:2] not in within]
        marked = {
            mark: Bundle(tuple(self._standing(case, mark, fitting, apart, contained=mark[:2] in within)))
            for mark in fitting
        }
        given: dict[str | None, dict[str, None]] = defaultdict(dict)
        renamed: dict[object, str] = {}
        for offer in offers:
            given[offer.metric][offer.source] = None
            if offer.renamed:
                renamed[offer.source, offer.mark, offer.giver] = offer.renamed + offer.fit
        used = self._usage.ranks(
            "metric", case.scene.view, case.draft.span, [str(metric) for metric in given]
        )
        givers: dict[object, Bundle] = {}
        last = "same" if self._memory.same_block(case.scene.view) else "other"
        found = []
        for offer in offers:
            metric, source = offer.metric, offer.source
            block = last if source.startswith("last") else ""
            shared = [
                _of_metric(metric, case.draft.unit, about),
                _of_source(source, offer.how, case.family, block, common),
                _of_both(metric, source, common),
                _of_usage(used[str(metric)], source),
            ]
            if offer.mark is not None:
                shared.append(marked[offer.mark])
            if offer.giver is not None:
                by = offer.giver, offer.how
                if by not in givers:
                    givers[by] = Bundle(tuple(self._giver(case, offer.giver, offer.how)))
                shared.append(givers[by])
            signs = _renaming(offer)
            if renamed and not offer.renamed:
                name = renamed.get((offer.source, offer.mark, offer.giver))
                if name is not None:
                    signs.append(f"not renamed:{name}")
            sources = given[metric]
            if len(sources) > 1 and metric is not None:
                signs += [f"also {other}" for other in sources if other != source]
            found.append(Told(signs, shared))
        return found

    # --- the offer itself -------------------------------------------------------------------------------

    def _common(self, case: Case) -> tuple[str, ...]:
        """What the figure says by itself and by the words beside it."""
        draft, view, text = case.draft, case.scene.view, self._text
        start, end = draft.span
        change = "change" if draft.is_change else "base" if draft.is_base else "level"
        signs = [f"is:{change}"]
        if draft.figure.form in (Form.FRACTION, Form.ORDINAL, Form.WORD):
            signs.append(f"form:{draft.figure.form}")
        low = max(view.start, start - _MAKES_UP_REACH)
        if _MAKES_UP[self._language].search(text[low:start]):
            signs.append("makes up")
        if _OF_TOTAL[self._language].match(text, end, view.end):
            signs.append("of total")
        follows = _FIRST_WORD.match(text, end)
        if follows is not None and (word := follows[1].lower()).isalpha():
            signs.append("then:little word" if word in _AFTER or word in _BEFORE else "then:word")
        if text[start - 1 : start] == "(" or text[end : end + 1] == ")":
            signs.append("in brackets")
        if view.block.kind is not BlockKind.PARAGRAPH:
            signs.append(f"in {view.block.kind}")
        if draft.family == UnitFamily.CURRENCY:
            worth = draft.value / _DONG if draft.unit == "VND" else draft.value
            signs.append(f"worth:{sum(worth >= step for step in _MONEY)}")
        if not any(m.term.role in METRIC_ROLES and m.term.ref for m in view.marks):
            signs.append("no words")
        return tuple(signs)

    def _about(self, case: Case) -> str:
        """What the sentence is about, else what the text is."""
        plain = [a for a in case.scene.actors if not (a.aside or a.place)]
        near = [a for a in plain if a.end <= case.draft.figure.start]
        actor = near[-1] if near else plain[0] if plain else self._topics.topic
        return _kind(actor)

    # --- the words that name it -------------------------------------------------------------------------

    def _standing(
        self, case: Case, mark: Mark, fitting: Sequence[Mark], apart: Sequence[Mark], *, contained: bool
    ) -> list[str]:
        """Features of where the words stand that name a metric."""
        start, end = case.draft.span
        side = "after" if mark.start >= end else "before"
        # "31, 17 and 12% of the money": words behind a list are behind each of its figures.
        listed = side == "after" and case.run.end <= mark.start
        low, high = (case.run.end if listed else end, mark.start) if side == "after" else (mark.end, start)
        at = f"{mark.term.role} {side}"
        between = [o for o in case.others if low <= o.start and o.end <= high]
        same = sum(1 for o in between if o.family == case.draft.family)
        bucket = next((n for n in (2, 6, 12, 25, 40, 60, 90, 140) if high - low <= n), 999)
        distance = case.scene.distance
        signs = [
            at, f"{at} within:{bucket}", f"{side} within:{bucket}",
            f"{at} barriers:{min(2, distance.barriers(low, high))}",
            f"{at} joints:{min(3, distance.joints(low, high))}",
            f"{at} same:{min(2, same)}", f"{at} others:{min(2, len(between) - same)}",
            f"{at} words:{min(4, self._text.count(' ', mark.start, mark.end) + 1)}",
        ]  # fmt: skip
        if listed and low > end:
            signs.append(f"{at} behind list")
        signs += self._rivals(case, mark, at, (low, high), apart)
        if contained:
            signs.append(f"{at} contained")
        return signs + self._ties(case, mark, (low, high), fitting)

    def _rivals(
        self, case: Case, mark: Mark, at: str, gap: tuple[int, int], others: Sequence[Mark]
    ) -> list[str]:
        """Features of what is nearer: other words to the figure, other figures to the words."""
        nearer = sum(1 for m in others if m is not mark and gap[0] <= m.start and m.end <= gap[1])
        signs = [f"{at} nearer:{min(2, nearer)}"]
        family = case.draft.family
        size = gap[1] - gap[0]
        if any(o.family == family and _gap(o.start, o.end, mark) < size for o in case.others):
            signs.append(f"{at} nearer to another")
        users = [d for d in case.before if d.measure is not None]
        named = [d.measure.cue.start if d.measure and d.measure.cue else -1 for d in users]
        if mark.start in named:
            signs.append(f"{at} used")
            if named[-1] == mark.start:
                signs.append(f"{at} used by last {'alike' if users[-1].family == family else 'unlike'}")
        return signs

    def _ties(self, case: Case, mark: Mark, gap: tuple[int, int], fitting: Sequence[Mark]) -> list[str]:
        """Features of how the words hang together with the figure, and with other words."""
        signs, role, (low, high) = [], mark.term.role, gap
        side = "after" if mark.start >= case.draft.figure.end else "before"
        if role == "noun":
            nouns = [o for o in fitting if o.term.role == "noun" and o is not mark]
            if any(self._measures.belongs(o, mark) for o in nouns):
                signs.append(f"{side} complement")
            if any(self._measures.belongs(mark, o) for o in nouns):
                signs.append(f"{side} has complement")
        if side == "before":
            word = _LAST_WORD.search(self._text, max(low, high - 30), high) if high - low < _TIED else None
            return (
                [*signs, f"{role} then:{word[1].lower()}"] if word and word[1].lower() in _BEFORE else signs
            )
        figure = (case.draft.figure.start, low)
        if self._measures.is_whole(figure, mark):
            signs.append(f"{role} is whole")
        if self._measures.is_behind(figure, mark):
            signs.append(f"{role} is behind")
        if _GROWTH_OF.fullmatch(self._text, low, mark.start):
            signs.append(f"{role} is what grew")
        word = _FIRST_WORD.match(self._text, low) if high - low < _TIED else None
        return [*signs, f"{role} by:{word[1].lower()}"] if word and word[1].lower() in _AFTER else signs

    # --- the figure that gives it -----------------------------------------------------------------------

    def _giver(self, case: Case, giver: Draft, how: str) -> list[str]:
        """Features of the figure before whose measure is offered, or what is made of it."""
        draft = case.draft
        back = len(case.before) - case.before.index(giver)
        alike = "alike" if giver.family == draft.family and giver.is_change == draft.is_change else "unlike"
        low, high = giver.figure.end, draft.figure.start
        gap = next((n for n in (5, 15, 40, 80) if high - low <= n), 999)
        at = f"giver {how} {alike}"
        distance = case.scene.distance
        signs = [
            at, f"{at} back:{min(3, back)}", f"{at} gap:{gap}", f"{at} {giver.family}",
            f"{at} barriers:{min(2, distance.barriers(low, high))}",
            f"{at} joints:{min(3, distance.joints(low, high))}",
            f"{at} sure:{giver.measure is not None and giver.measure.score >= 1.0}",
            f"{at} base:{draft.is_base}", f"{at} giver base:{giver.is_base}",
        ]  # fmt: skip
        mine, its = case.run, case.runs[giver]
        if mine.end == its.end:
            signs.append(f"{at} linked")
        elif its.length > 1:
            order = "unlike" if mine.length != its.length else "yes" if mine.number == its.number else "no"
            signs.append(f"giver {how} in order:{order}")
        kind = giver.family, giver.is_change
        if next(d for d in reversed(case.before) if (d.family, d.is_change) == kind) is giver:
            signs.append(f"{at} last of its kind")
        return signs


def _renaming(offer: Offer) -> list[str]:
    """Features of the rule by which words make the metric another."""
    metric, source = offer.metric, offer.source
    found: list[str] = []
    if offer.fit:
        found += (f"{source} fit:{offer.fit}", f"{source} fit:{offer.fit} metric:{metric}")
    if offer.renamed:
        rule = f"renamed:{offer.renamed}"
        found += (rule, f"{rule} {offer.fit}", f"{rule} metric:{metric}")
    return found


# Features that many offers share, by all that they tell.


@lru_cache(maxsize=_KEPT)
def _of_metric(metric: str | None, unit: str | None, about: str) -> Bundle:
    return Bundle((f"metric:{metric}", f"metric:{metric} unit:{unit}", f"about:{about} metric:{metric}"))


@lru_cache(maxsize=_KEPT)
def _of_usage(rank: str, source: str) -> Bundle:
    place = rank.partition(" ")[0]
    return Bundle((f"used:{rank}", f"used:{place} {source}", f"used:{rank} {source}"))


@lru_cache(maxsize=_KEPT)
def _of_source(source: str, how: str, family: str, block: str, common: tuple[str, ...]) -> Bundle:
    signs = [f"source:{source}", f"{source} {how}", f"{source} family:{family}"]
    signs += (f"{sign} {source}" for sign in common)
    signs += (f"{sign} {source} {how}" for sign in common)
    if block:
        signs.append(f"{source} {how} {block} block")
    return Bundle(tuple(signs))


@lru_cache(maxsize=_KEPT)
def _of_both(metric: str | None, source: str, common: tuple[str, ...]) -> Bundle:
    shape = "none" if metric is None else metric.rpartition("_")[2]
    signs = [f"metric:{metric} source:{source}", f"shape:{shape} source:{source}"]
    signs += (f"{sign} shape:{shape}" for sign in common)
    if source in ("generic", "none"):
        signs += (f"{sign} metric:{metric}" for sign in common)
    return Bundle(tuple(signs))


def _gap(start: int, end: int, mark: Mark) -> int:
    return mark.start - end if mark.start >= end else start - mark.end if mark.end <= start else 0


def _kind(actor: Actor | None) -> str:
    """The kind of what is spoken of, an industry by its name."""
    if actor is None:
        return "nothing"
    if actor.ref == VIETNAM:
        return "vietnam"
    if actor.kind in FIRMS:
        return "firm"
    if actor.kind == "aggregate":
        return actor.ref or ""
    return actor.kind or "unknown"
