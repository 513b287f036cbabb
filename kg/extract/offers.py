"""All that a figure may measure: what the words around it name, what its neighbours and the lines above do.

Nothing is weighed here; each offer tells where it comes from, so that `kg.extract.signs` can say what speaks
for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from kg.amount import Form
from kg.candidate import Cue
from kg.catalogue import ALSO_COUNTED, COUNTED, PERCENTS, PLACED, Catalogue, of_one_sort, unit_under
from kg.extract.counting import counted, names_things
from kg.extract.draft import Draft
from kg.extract.measures import METRIC_ROLES, Measure
from kg.extract.memory import AGAIN, Memory
from kg.extract.naming import NAMES, Naming
from kg.extract.pairs import LEVELS, Pairs
from kg.extract.reading import Mark, View
from kg.extract.respectively import RESPECTIVELY
from kg.extract.sought import Case
from kg.extract.spans import within_longer
from kg.extract.ways import GROWTHS, PARTS, WHOLES, Ways
from kg.grounding.conventions import (
    MEASURED_IN,
    NAMED_BY,
    OF_PEOPLE,
    PER_PEOPLE,
    POINTS_MOVED,
    has_dimension,
)
from kg.lists import UnitFamily

# "80% of its plan": a share of a plan is its completion.
_OF_PLAN: Final = {
    "en": re.compile(
        r"\s+of (?:the |its |their |this |that )?(?:[\w’'-]+ ){0,4}?"
        r"(?P<plan>plans?|targets?|goals?|planned)\b",
        re.I,
    ),
    "vi": re.compile(
        r"\s+(?:so với |của |trong )?(?:[^\W\d]+ ){0,2}?(?P<plan>kế hoạch|chỉ tiêu|mục tiêu)\b", re.I
    ),
}
# "54% of respondents", "62% người được hỏi": a part of those whom a survey asked.
_OF_ASKED: Final = {
    "en": re.compile(
        r"\s+of (?:(?:the|its|all|these|those)\s+)?(?:\d[\d,]*\s+)?"
        r"(?P<who>(?:[\w-]+\s+){0,2}?(?:respondents|surveyed|asked|polled|interviewed)\b)",
        re.I,
    ),
    "vi": re.compile(
        r"\s+(?P<who>(?:số )?(?:người|doanh nghiệp|đáp viên|khách hàng|công ty) "
        r"(?:được hỏi|tham gia khảo sát|được khảo sát|trả lời)\b)",
        re.I,
    ),
}
# How far behind a figure the words may stand that make it one per so many people, and what is counted so.
_PER_REACH: Final = 40
_OF_REACH: Final = 80
_BREAK: Final = re.compile(r"[.;,]\s")
_FIRMS_OR_NOTHING: Final = frozenset((None, "enterprises", "persons"))
# The words that a general metric goes by, and those that it cannot do without.
_ANNUAL: Final = "annual_growth_rate"
_REACHES: Final = {
    _ANNUAL: re.compile(
        r"annual|a year|per year|each year|every year|yearly|CAGR|compound|average|"
        r"bình quân|trung bình|năm|kép",
        re.I,
    ),
    "world_rank": re.compile(r"\b(?:world|global|globally|worldwide|thế giới|toàn cầu)\b", re.I),
    "regional_rank": re.compile(r"\b(?:southeast asia|asean|asia|region|Đông Nam Á|khu vực|châu Á)\b", re.I),
}
# How many words may name what a figure measures, before it and behind it; fewer where they crowd.
_NEAR: Final = (8, 5)
_NEAR_IN_CROWD: Final = (3, 2)
_CROWD: Final = 20
# How far before a part may stand what "of the whole" is a share of.
_PART_REACH: Final = 60
# How far before a list of figures the list of nouns may end that they measure.
_LISTED_REACH: Final = 70
# What percentages, multiples and places may be by themselves.
_IN_PERCENT: Final = ("share", *sorted(GROWTHS))
_IN_MULTIPLES: Final = ("multiple", "share", "growth_rate")
# What a number without a unit may go on with.
_GOING_ON: Final = (UnitFamily.COUNT, UnitFamily.CURRENCY)
# What is of one head or share, and the most that it can be in base units of a currency.
_PER_HEAD: Final = frozenset(
    ("arpu", "average_annual_income", "average_monthly_salary", "earnings_per_share", "gdp_per_capita",
     "gmv_per_capita")
)  # fmt: skip
_MOST_PER_HEAD: Final = {"USD": Decimal(1_000_000), "VND": Decimal(20_000_000_000)}
_ANY: Final = Decimal("Infinity")
_LACK_REACH: Final = 40
_LACKING: Final = {
    "en": re.compile(
        r"\b(?:lacks?|lacked|lacking|short of|shortage of|shortfall of|deficit of)\s+(?:(?:about|around|"
        r"approximately|some|nearly|over|more than|almost|roughly|an estimated|up to|at least)\s+)?$",
        re.I,
    ),
    "vi": re.compile(r"(?<!\w)thiếu(?: hụt)?\s+(?:(?:khoảng|hơn|gần|tới|đến|ít nhất|trên|chừng)\s+)?$", re.I),
}
# "$3 million in total revenue".
_IN_ALL: Final = re.compile(
    r" in (?:(?:its|the|total|net|gross|combined|consolidated|adjusted|annual|quarterly|overall|estimated) )*"
)
# "A 3 percent year-on-year increase in its revenue".
_RISE_OF: Final = re.compile(
    r" (?:(?:year[- ]on[- ]year|yoy|y/y|annual|quarterly) )?"
    r"(?:increase|rise|growth|gain|jump|surge|decline|decrease|drop|fall|slump|uptick|expansion) (?:in|of) "
    r"(?:(?:its|the|total|net|gross|combined|consolidated|annual|quarterly|overall) )*",
    re.I,
)
_COMPOUND: Final = re.compile(r"[-‐‑][^\W\d_]")
_RESPONDENTS: Final = "respondent_share"
_GROWTH: Final = "growth_rate"
_RANKS: Final = ("market_rank", "world_rank", "regional_rank")

# What is said of parts of a whole, and how far before their figure it may begin.
_IS_PART: Final = {
    "en": re.compile(
        r"\b(?:account(?:s|ed|ing)? for|ma(?:kes?|de|king) up|represent(?:s|ed|ing)?|compris(?:es|ed|ing))"
        r"(?: (?:about|around|nearly|almost|more than|over|some|only|just|roughly|approximately|up to|"
        r"close to|at least|as much as|less than|under|well|even)){0,3} $",
        re.I,
    ),
    "vi": re.compile(
        r"\bchiếm(?: (?:tới|khoảng|gần|hơn|trên|đến|xấp xỉ|chỉ|tỷ trọng|tỷ lệ|chừng|quá|dưới|"
        r"chưa đầy)){0,3} $",
        re.I,
    ),
}
_PART_BEFORE: Final = 50


class Offer(NamedTuple):
    """Something that a figure may measure: where it comes from, and how, by the words of which mark.

    `giver` is the figure of the sentence whose measure it is, or is made of; `renamed` and `fit` tell the
    rule by which words make the metric another.
    """

    metric: str | None
    measure: Measure | None
    source: str
    how: str = "own"
    mark: Mark | None = None
    giver: Draft | None = None
    renamed: str = ""
    fit: str = ""

    @classmethod
    def of(
        cls, measure: Measure, source: str, how: str = "own", mark: Mark | None = None, fit: str = ""
    ) -> Offer:
        """The offer of `measure`, under its own name."""
        return cls(measure.metric, measure, source, how, mark, fit=fit)


# No number without a sign is more percent.
_WHOLE: Final = 100


class Offers:
    """Finds what the figures of one text may measure, sentence by sentence."""

    def __init__(
        self, text: str, language: str, catalogue: Catalogue, ways: Ways, memory: Memory, naming: Naming
    ) -> None:
        self._text = text
        self._language = language
        self._catalogue = catalogue
        self._memory = memory
        self._naming = naming
        self._pairs = Pairs(text, language)
        self._ways = ways
        self._view: View | None = None
        # Of the sentence: the words that name metrics, the numbers of those that may before a figure, what
        # the lines above offer figures of one kind, and which general metrics it has words for.
        self._words: list[tuple[Mark, Cue]] = []
        self._starts: list[int] = []
        self._ahead: list[int] = []
        self._reached: dict[str, str] = {}
        # How far the paragraph was searched for words of a survey, the first of them, and that of the text.
        self._surveyed = -1
        self._survey: Cue | None = None
        self._first_survey = self._survey_within(0, len(text))
        self._from_above: dict[tuple[tuple[str, ...], str | None, bool], list[Offer]] = {}

    def of(self, case: Case) -> list[Offer]:
        """All offers for the figure of `case`, each metric of each source once; at last that of none."""
        rate = self._per_people(case)
        if rate is not None:
            return [Offer.of(rate, "rate")]
        asked = self._of_asked(case)
        if asked is not None:
            return [Offer.of(asked, "after")]
        if self._are_lacking(case):
            return [Offer(None, None, "none")]
        if case.is_change and case.draft.family in PLACED:
            moved = Measure(_GROWTH, case.draft.unit, None, 2.0, "metric-generic")
            return [Offer.of(moved, "generic")]
        if case.scene.view is not self._view:
            self._enter(case.scene.view)
        found: list[Offer] = []
        seen: set[tuple[str | None, str, int]] = set()
        unit = case.draft.unit
        for plain in self._plain(case):
            offer = self._risen(case, plain)
            if unit is not None and not has_dimension(offer.metric or "", unit):
                continue
            if unit is None and self._is_too_much(case, offer):
                continue
            if offer.metric in _PER_HEAD and case.draft.value > _MOST_PER_HEAD.get(unit or "", _ANY):
                continue
            start = offer.mark.start if offer.mark is not None else -1
            key = offer.metric, offer.source, start
            if key not in seen:
                seen.add(key)
                found.append(offer)
            for other in self._renamed(case, offer):
                key = other.metric, other.source, start
                if key not in seen:
                    seen.add(key)
                    found.append(other)
        found.append(Offer(None, None, "none"))
        found = self._no_growth_of_parts(case, found)
        return self._in_order(case, found) or self._said(case, found) or found

    def _said(self, case: Case, offers: Sequence[Offer]) -> list[Offer]:
        """Those of the words right behind a figure that say what it is: "$3 million in pre-tax profit"."""
        end = case.draft.span[1]
        if case.in_percent and case.is_change:
            return [
                o for o in offers
                if o.mark is not None and o.source == "noun" and o.how == "growth"
                and _RISE_OF.fullmatch(self._text, end, o.mark.start)
            ]  # fmt: skip
        if case.draft.family != UnitFamily.CURRENCY or case.is_change:
            return []
        return [
            o for o in offers
            if o.mark is not None and (
                (o.source == "after" and o.mark.start == end + 1
                 and self._text.startswith(("in ", "of "), o.mark.start))
                or (o.source == "noun" and o.how == "own"
                    and _IN_ALL.fullmatch(self._text, end, o.mark.start))
            )
        ]  # fmt: skip

    def _no_growth_of_parts(self, case: Case, offers: list[Offer]) -> list[Offer]:
        """`offers` without growth, where a percentage is what something accounts for."""
        start = case.draft.span[0]
        before = self._text[max(case.scene.view.start, start - _PART_BEFORE) : start]
        if case.is_change or not case.in_percent or not _IS_PART[self._language].search(before):
            return offers
        return [offer for offer in offers if not self._is_growth(offer.metric)]

    def _is_growth(self, metric: str | None) -> bool:
        known = self._catalogue.metrics.get(metric or "")
        return metric in GROWTHS or (known is not None and bool(known.growth_of))

    def _are_lacking(self, case: Case) -> bool:
        """Whether a number of people is of those who are missing: no metric counts them."""
        if case.draft.unit != "persons":
            return False
        start = case.draft.span[0]
        before = self._text[max(case.scene.view.start, start - _LACK_REACH) : start]
        return _LACKING[self._language].search(before) is not None

    def _is_too_much(self, case: Case, offer: Offer) -> bool:
        """Whether a bare number is more than a percentage can be: "up 13%, to 190 million"."""
        if offer.measure is None or case.draft.value <= _WHOLE:
            return False
        return (offer.measure.unit or self._catalogue.unit_of(offer.measure.metric)) == "percent"

    def _per_people(self, case: Case) -> Measure | None:
        """What a number is that is told of so many people: "2.1 firms for every 1,000 people"."""
        if case.family not in ("bare", UnitFamily.COUNT):
            return None
        low, (start, end) = case.scene.view.start, case.draft.span
        for unit, said in PER_PEOPLE.items():
            match = said.search(self._text, end, end + _PER_REACH + 20)
            behind = match is not None and not _BREAK.search(self._text, end, match.start())
            if behind or OF_PEOPLE[unit].search(self._text, max(low, start - _OF_REACH), start):
                firms = unit == "per_1000_persons" and case.draft.unit in _FIRMS_OR_NOTHING
                metric = "enterprises_per_1000_people" if firms else None
                return Measure(metric, unit, None, 2.0, "metric-rate")
        return None

    def _of_asked(self, case: Case) -> Measure | None:
        """What a part of those asked is, where the words right behind it say so."""
        if not (case.in_percent or case.draft.figure.form is Form.FRACTION):
            return None
        words = _OF_ASKED[self._language].match(self._text, case.run.end, case.scene.view.end)
        if words is None or _RESPONDENTS not in self._catalogue.metrics:
            return None
        return Measure(
            _RESPONDENTS, None, Cue.at(self._text, "metric", *words.span("who")), 2.0, "metric-after"
        )

    def _risen(self, case: Case, offer: Offer) -> Offer:
        """`offer`, or growth where the figure says by how many points a score rose."""
        known = self._catalogue.metrics.get(offer.metric or "")
        if known is None or offer.measure is None or known.families != {UnitFamily.SCORE}:
            return offer
        if not (case.is_change and POINTS_MOVED.match(self._text, case.draft.figure.end)):
            return offer
        grown = offer.measure._replace(metric=_GROWTH, unit="points", cue=None)
        return offer._replace(metric=_GROWTH, measure=grown)

    def _enter(self, view: View) -> None:
        """Begin a sentence."""
        self._view = view
        self._from_above.clear()
        self._reached.clear()
        self._words = [
            (mark, Cue.at(self._text, "metric", mark.start, mark.end))
            # Of words that begin at one place, the longest first.
            for mark in sorted(view.marks, key=lambda m: (m.start, -m.end))
            if mark.term.role in METRIC_ROLES and mark.term.ref and not self._goes_on(mark)
        ]
        self._starts = [mark.start for mark, _ in self._words]
        self._ahead = [n for n, (mark, _) in enumerate(self._words) if mark.term.role != "after"]

    def _goes_on(self, mark: Mark) -> bool:
        """Whether words said behind a figure only begin a compound: "(57%), full-stack developers"."""
        return mark.term.role == "after" and _COMPOUND.match(self._text, mark.end) is not None

    def _in_order(self, case: Case, offers: Sequence[Offer]) -> list[Offer]:
        """Those of what is listed in the same order, if any: "revenue and profit of A and B"."""
        run = case.run
        if run.length < 2:
            return []
        marks = (o.mark for o in offers if o.mark is not None and o.mark.term.role == "noun")
        nouns = {m[:2]: m for m in marks if run.start - m.end >= 0}
        within = within_longer(nouns.values())
        chains = self._pairs.chains([nouns[place] for place in sorted(nouns) if place not in within])
        if chains and len(chains[-1]) == run.length and run.start - chains[-1][-1].end < _LISTED_REACH:
            place = chains[-1][run.number][:2]
            return [o for o in offers if o.mark is not None and o.mark[:2] == place]
        giver = self._level_of(case)
        return [o for o in offers if o.giver is giver and "growth" in o.how] if giver is not None else []

    def _level_of(self, case: Case) -> Draft | None:
        """The level that a change is of, where levels and changes are listed in the same order."""
        run = case.run
        levels = [
            d for d in case.before if d.family in LEVELS and d.figure.end <= run.start and not d.converts
        ]
        if len(levels) < run.length or not (case.is_change and case.in_percent):
            return None
        view = case.scene.view
        listed = case.runs[levels[-1]].length == run.length
        if listed or RESPECTIVELY[self._language].search(self._text, view.start, view.end):
            return levels[-run.length :][run.number]
        return None

    def _plain(self, case: Case) -> Iterator[Offer]:
        yield from self._plan(case)
        yield from self._by_words(case)
        if not self._has_things(case):
            yield from self._by_neighbours(case)
            yield from self._above(case)
        yield from self._generic(case)

    # --- the words around it ----------------------------------------------------------------------------

    def _has_things(self, case: Case) -> bool:
        """Whether a bare number counts what it names itself, though nobody knows the words."""
        draft = case.draft
        bare = draft.unit is None and draft.family == "" and not case.is_change
        return bare and names_things(self._text, self._language, case.scene.view, draft.span[1])

    def _plan(self, case: Case) -> Iterator[Offer]:
        if not case.in_percent:
            return
        plan = _OF_PLAN[self._language].match(self._text, case.run.end, case.scene.view.end)
        if plan is not None:
            word = Cue.at(self._text, "metric", *plan.span("plan"))
            yield Offer.of(Measure("plan_completion", None, word, 3.4, "metric-plan"), "plan")

    def _by_words(self, case: Case) -> Iterator[Offer]:
        """What words outside the figure name that it can measure."""
        (start, end), draft = case.draft.span, case.draft
        heads: tuple[Mark, ...] = ()
        if UnitFamily.COUNT in case.families and draft.unit is not None:
            heads = counted(self._text, self._language, case.scene.view, end)
        in_parts = case.in_percent or UnitFamily.MULTIPLE in case.families
        for mark, cue in self._near(start):
            if mark.start < end and start < mark.end:
                continue
            source = "head" if mark in heads else mark.term.role
            # Words right behind a figure mean what they say; others may be called otherwise.
            ways = self._ways.going_on if source == "after" else self._ways.of
            for family in case.families:
                for metric, how in ways(mark.term.ref, family, change=draft.is_change):
                    unit = self._unit(draft, mark, metric, family)
                    if unit is not None:
                        measure = Measure(metric, unit or None, cue, 2.0, f"metric-{source}")
                        yield Offer(metric, measure, source, how, mark)
            if in_parts and mark.term.ref in WHOLES:
                yield from self._parts(draft, mark, cue)

    def _near(self, at: int) -> Sequence[tuple[Mark, Cue]]:
        """The words nearest to a figure at `at` that may name what it measures."""
        before, behind = _NEAR if len(self._words) <= _CROWD else _NEAR_IN_CROWD
        first = bisect_left(self._starts, at)
        # Words that are said behind a figure do not crowd out those before it.
        ahead = bisect_left(self._ahead, first)
        low = self._ahead[ahead - before] if ahead > before else 0
        return self._words[low : first + behind]

    def _parts(self, draft: Draft, whole: Mark, cue: Cue) -> Iterator[Offer]:
        """The share that a part has of a whole, where the sentence names both."""
        for noun, part in self._words:
            metric = PARTS.get((noun.term.ref, whole.term.ref)) if noun.term.role == "noun" else None
            if metric is not None and noun.start != whole.start and metric in self._catalogue.metrics:
                measure = Measure(metric, None, cue, 2.0, "metric-share", (part,))
                near = 0 <= draft.figure.start - noun.end < _PART_REACH
                how = "share of part near" if near else "share of part"
                yield Offer(metric, measure, whole.term.role, how, whole)

    def _unit(self, draft: Draft, mark: Mark, metric: str, family: str) -> str | None:
        """The unit that words add, "" for none; None where they count other things than the figure."""
        unit = draft.unit
        if unit is not None and family == UnitFamily.COUNT:
            if mark.term.role == "verb":
                # "Serves 200 communes": what it does tells of the customers, whoever they are.
                return unit
            if of_one_sort(unit, mark.term.unit or self._catalogue.unit_of(metric)):
                return unit
            return None
        return unit_under(metric, mark.term.ref, mark.term.unit) or ""

    def _renamed(self, case: Case, offer: Offer) -> Iterator[Offer]:
        """What else the metric of an offer may be called."""
        metric, measure = offer.metric, offer.measure
        if metric is None or measure is None:
            return
        if case.draft.family == UnitFamily.PERCENTAGE_POINT and not self._in_points(metric):
            new = measure._replace(metric="growth_rate")
            yield offer._replace(metric=new.metric, measure=new, renamed="points")
        if metric not in NAMES:
            return
        anchor = (measure.cue.start, measure.cue.end) if measure.cue is not None else case.draft.span
        for name in self._naming.names(case, metric, anchor):
            if name.metric in self._catalogue.metrics and name.metric != metric:
                unit = unit_under(name.metric, metric, measure.unit)
                new = measure._replace(metric=name.metric, unit=unit, also=(*measure.also, *name.cues))
                yield offer._replace(metric=name.metric, measure=new, renamed=name.rule, fit=name.fit)

    def _in_points(self, metric: str) -> bool:
        """Whether a metric grows by percentage points."""
        bases = self._catalogue.metrics[metric].growth_of
        return any(UnitFamily.PERCENT in self._catalogue.metrics[base].families for base in bases)

    # --- its neighbours and what is above ---------------------------------------------------------------

    def _by_neighbours(self, case: Case) -> Iterator[Offer]:
        """What the figures before it measure, its growth or a part of it; the nearest first."""
        seen: set[str] = set()
        for giver in reversed(case.before):
            if giver.measure is None or giver.measure.metric is None or giver.converts is not None:
                continue
            for offer in self._from(case, _named(giver, giver.measure), "neighbour", 0.8, seen):
                yield offer._replace(giver=giver)
            if _goes_on(case.draft, giver) and (words := self._memory.printed(giver)) is not None:
                metric = giver.measure.metric
                again = giver.measure._replace(unit=giver.unit, score=0.8, rule="metric-again", counted=words)
                yield Offer(metric, again, "neighbour", "again", giver=giver)

    def _from(
        self, case: Case, measure: Measure, source: str, score: float, seen: set[str]
    ) -> Iterator[Offer]:
        """What the figure may measure where another has `measure`, apart from what is `seen`."""
        mine = case.draft.unit
        for family in _families(case):
            for metric, how in self._ways.going_on(measure.metric or "", family, change=case.is_change):
                if metric in seen:
                    continue
                own = how == "own"
                counts = own and mine is not None and family == UnitFamily.COUNT
                if counts and not of_one_sort(mine, measure.unit or self._catalogue.unit_of(metric)):
                    continue
                seen.add(metric)
                unit, words = (measure.unit, measure.counted) if own and mine is None else (mine, None)
                rule = f"metric-{source}"
                new = Measure(metric, unit, measure.cue, score, rule, measure.also, words)
                yield Offer(metric, new, source, how)

    def _above(self, case: Case) -> Sequence[Offer]:
        """What the figures of the sentences before measured, and what the lines above name."""
        kind = case.families, case.draft.unit, case.is_change
        found = self._from_above.get(kind)
        if found is None:
            found = self._from_above[kind] = [*self._by_memory(case), *self._by_lines(case)]
        return found

    def _by_memory(self, case: Case) -> Iterator[Offer]:
        own, other, levels = set[str](), set[str](), set[str]()
        for family in _families(case):
            wanted = UnitFamily.PERCENT if family in PERCENTS else family
            if (last := self._memory.last(wanted, change=case.is_change)) is not None:
                yield from self._from(case, last, "last", 0.5, own)
                for source, earlier in self._memory.others(wanted, change=case.is_change):
                    yield from self._from(case, earlier, source, 0.5, own)
            if (last := self._memory.last(wanted, change=not case.is_change)) is not None:
                # A level that rose or a change that led to one: not the same again.
                yield from (o for o in self._from(case, last, "last other", 0.5, other) if o.how != "own")
        if case.in_percent or UnitFamily.MULTIPLE in case.families:
            for level in LEVELS:
                if (last := self._memory.last(level, change=False)) is not None:
                    yield from self._from(case, last, "last level", 0.5, levels)
        if case.draft.family == "" and (last := self._memory.last_printed) is not None:
            again = last._replace(score=0.5, rule="metric-again")
            yield Offer(last.metric, again, "last", "again")

    def _by_lines(self, case: Case) -> Iterator[Offer]:
        for place, marks in self._memory.above(case.scene.view):
            seen: set[str] = set()
            for mark in marks:
                named = mark.term.ref or COUNTED.get(mark.term.unit or "", "")
                cue = Cue.at(self._text, "metric", mark.start, mark.end)
                measure = Measure(named, mark.term.unit, cue, 0.9, "metric-heading")
                # A share is of what is named nearer.
                offers = self._from(case, measure, place, 0.9, seen)
                yield from (o for o in offers if not o.how.startswith("share"))

    # --- nothing but its unit ---------------------------------------------------------------------------

    def _generic(self, case: Case) -> Iterator[Offer]:
        """What a figure may measure by its unit alone."""
        names: Sequence[str] = ()
        family, unit = case.families[0], case.draft.unit or ""
        if case.in_percent or case.draft.figure.form is Form.FRACTION:
            yield from self._asked(case.scene.view)
        if case.in_percent:
            names = _IN_PERCENT
        elif family == UnitFamily.MULTIPLE:
            names = _IN_MULTIPLES
        elif family == UnitFamily.RANK:
            names = _RANKS
            for name in self._naming.ranks(case):
                measure = Measure(name.metric, None, name.cues[0], 1.0, "metric-index")
                yield Offer.of(measure, "index", fit=name.fit)
        elif family == UnitFamily.CURRENCY and case.draft.family:
            for name in self._naming.sizes(case):
                measure = Measure(name.metric, None, None, 0.8, "metric-of-body")
                yield Offer.of(measure, "size", fit=name.fit)
        for metric in (*names, COUNTED.get(unit), ALSO_COUNTED.get(unit), MEASURED_IN.get(unit)):
            if metric is not None and metric in self._catalogue.metrics:
                fit = self._reach(metric)
                if fit or metric != _ANNUAL:
                    measure = Measure(metric, case.draft.unit, None, 0.3, "metric-generic")
                    yield Offer.of(measure, "generic", fit=fit)

    def _asked(self, view: View) -> Iterator[Offer]:
        """What a survey found, where the paragraph so far speaks of one, or the text above it did."""
        if self._surveyed < view.block.start:
            self._surveyed, self._survey = view.block.start, None
        if self._survey is None and self._surveyed < view.end:
            self._survey = self._survey_within(self._surveyed, view.end)
            self._surveyed = view.end
        cue, source = self._survey, "survey before"
        if cue is None:
            cue, source = self._first_survey, "survey above"
        if cue is not None and cue.start < view.end and _RESPONDENTS in self._catalogue.metrics:
            measure = Measure(_RESPONDENTS, None, cue, 0.5, "metric-survey")
            yield Offer.of(measure, "survey" if cue.start >= view.start else source)

    def _survey_within(self, low: int, high: int) -> Cue | None:
        """The first words between two places that speak of a survey."""
        words = NAMED_BY[_RESPONDENTS].search(self._text, low, high)
        return None if words is None else Cue.at(self._text, "metric", *words.span())

    def _reach(self, metric: str) -> str:
        """Whether the sentence says that a rank is one of the world, or a growth one of every year."""
        named, view = _REACHES.get(metric), self._view
        if named is None or view is None:
            return ""
        if metric not in self._reached:
            self._reached[metric] = "here" if named.search(self._text, view.start, view.end) else ""
        return self._reached[metric]


def _goes_on(draft: Draft, giver: Draft) -> bool:
    """Whether a number without a unit may be one more of what another printed: "181 Mbps, in Hue 63"."""
    return draft.family == "" and giver.family in AGAIN and giver.value_max is None


def _families(case: Case) -> tuple[str, ...]:
    """The families in which a figure may go on with what another measures."""
    if case.draft.family:
        return case.families[:1]
    return tuple(family for family in case.families if family in _GOING_ON)


def _named(giver: Draft, measure: Measure) -> Measure:
    """What a figure measures, in its unit, with the words that name it: of a count, what it counts."""
    counted = next((cue for cue in giver.cues if cue.role == "unit"), None)
    if counted is not None:
        measure = measure._replace(unit=giver.unit, counted=counted)
        if measure.cue is None:
            return measure._replace(cue=Cue("metric", counted.text, counted.start, counted.end))
    return measure
