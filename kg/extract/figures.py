"""Figure claims of a text: for each figure, its unit, hedge, metric, time, subject, status and source.

Sentences are read in order, since subjects, times and credits carry over; within a sentence the figures are
read from left to right, since "up from $137 billion" says again what the figure before it measured.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.amount import Figure, Form
from kg.candidate import Cue, FigureCandidate, Refusal, RelationCandidate, with_id
from kg.extract.actor import Actor
from kg.extract.attribution import Credit, Credits, agents_of
from kg.extract.cast import Cast
from kg.extract.catalogue import Catalogue
from kg.extract.dimensions import dimensions
from kg.extract.draft import Draft
from kg.extract.grammar import GRAMMARS, Distance
from kg.extract.measures import COUNTED, Measure, Measures, counted
from kg.extract.naming import Naming
from kg.extract.phrase import phrase_around
from kg.extract.reading import Mark, Reading, View
from kg.extract.relations import RelationReader
from kg.extract.sift import REASONS, Sieve
from kg.extract.stance import is_planned, status_of
from kg.extract.timing import Asked, Clock, Span, Timing
from kg.grounding.conventions import PART_OF
from kg.hedges import Change, ChangeKind, change_at, hedge_at
from kg.lists import Hedge, Status, TimeNature, UnitFamily
from kg.literals import UNDATED, Period
from kg.periods import flow_of, span_of

PROPOSER = "rules"
_LEVELS = frozenset((UnitFamily.CURRENCY, UnitFamily.COUNT, UnitFamily.PHYSICAL))
_PERCENT = frozenset((UnitFamily.PERCENT, UnitFamily.PERCENTAGE_POINT))
_CONVERTS = {
    "en": re.compile(
        r"\s*[(,\[–—-]?\s*(?:or|about|around|approximately|roughly|nearly|some|over|more than|almost|equivalent to|"
        r"equal to|equivalent|worth|~|≈|i\.e\.|,|\s)*\s*",
        re.I,
    ),
    "vi": re.compile(
        r"\s*[(,\[–—-]?\s*(?:tương đương với|tương đương|tương ứng với|tương ứng|hay|hoặc|khoảng|xấp xỉ|gần|hơn|trên|quy đổi|"
        r"ước|là|bằng|~|≈|,|\s)*\s*",
        re.I,
    ),
}
_RESPECTIVELY = {
    "en": re.compile(r"\brespectively\b", re.I),
    "vi": re.compile(r"\b(?:lần lượt|tương ứng)\b", re.I),
}
_TO = re.compile(
    r"\s*,?\s*(?:a year |year-on-year |mỗi năm )?(?:to|to reach|reaching|hitting|lên|đạt|lên mức|xuống|xuống còn)(?:\s+\w+){0,3}?\s*",
    re.I,
)
_OF_TOTAL = {
    "en": re.compile(
        r"\s+of (?:the |its |this |that )?(?:total|whole|sum|overall|amount|money|figure)\b", re.I
    ),
    "vi": re.compile(r"\s+(?:tổng|trong tổng|của tổng)\b", re.I),
}
_MAKES_UP = {
    "en": re.compile(
        r"\b(?:account(?:s|ed|ing)? for|mak(?:es|ing) up|made up|represent(?:s|ed|ing)?|took|contribut(?:es|ed|ing))\b[^.;]{0,24}$",
        re.I,
    ),
    "vi": re.compile(r"\b(?:chiếm|đóng góp|tương đương)\b[^.;]{0,20}$", re.I),
}
_DEFINITE = {
    "en": re.compile(r"\b(?:the|its|these|those|all|on|their|any|these)\s+$", re.I),
    "vi": re.compile(r"\b(?:cả|các|những)\s+$", re.I),
}
_LIMB = re.compile(
    r"\b(?:and|và|or|hoặc)\s+(?:by\s+)?(?:more than |over |about |nearly |around |almost |hơn |gần |khoảng |trên )?$",
    re.I,
)
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_AND = re.compile(r"\s*(?:,\s*)?(?:and|và|&)\s+(?:its\s+|the\s+|total\s+)?", re.I)
_PLANNED = {
    "en": re.compile(r"\s+of (?:the |its |their |this )?(?:[\w’'-]+ ){0,3}?(?:plan|target|goal)\b", re.I),
    "vi": re.compile(r"\s+(?:so với |của |trong )?(?:[^\W\d]+ ){0,2}?(?:kế hoạch|chỉ tiêu|mục tiêu)\b", re.I),
}
_LEADERS = {
    "en": re.compile(
        r"\b(?:one of|among) (?:the )?(?:world['’]s )?(?:first|top|leading|largest|biggest|best|fastest) $",
        re.I,
    ),
    "vi": re.compile(r"(?!)"),
}
_AMONG = {
    "en": re.compile(r"\b(?:one of|among) (?:the )?(?:world['’]s )?$", re.I),
    "vi": re.compile(r"\b(?:một trong(?: những)?|nằm trong(?: nhóm)?|thuộc(?: nhóm)?|trong nhóm) $", re.I),
}
_LEADING = {
    "en": re.compile(r"\s+(?:leading|top|first|best|largest|biggest|fastest|most)\b", re.I),
    "vi": re.compile(
        r"\s+(?:quốc gia|nước|nền kinh tế|doanh nghiệp|công ty|thị trường) (?:\w+ ){0,3}?(?:đầu tiên|dẫn đầu|hàng đầu|lớn nhất)\b",
        re.I,
    ),
}
_OF_THEM = re.compile(r"\s+of (?:them|these|those|which|whom)\b")
# Verbs that stand before any number of people.
_LOOSE = frozenset(("investment_capital", "multiple", "country_count"))
_RANKS = (
    ("world_rank", re.compile(r"\b(?:world|global|globally|worldwide|thế giới|toàn cầu)\b", re.I)),
    (
        "regional_rank",
        re.compile(r"\b(?:southeast asia|asean|asia|region|Đông Nam Á|khu vực|châu Á)\b", re.I),
    ),
)
# How near a verb must stand to say what a number of people or things is for.
_NEAR = 26
# Below this, a number without a currency is not taken for money.
_MONEY = 1000
_LINK = re.compile(r"\s*(?:,|and|or|và|hay|to|,\s*and)\s*", re.I)


class FigureReader:
    """Reads the figure claims of one document, and with `relations` what they find on the same walk."""

    def __init__(
        self, reading: Reading, catalogue: Catalogue, relations: RelationReader | None = None
    ) -> None:
        document = reading.document
        self._relations = relations
        self.relations: list[RelationCandidate] = []
        self._reading = reading
        self._text, self._language = document.text, document.language
        self._published = document.published
        self._catalogue = catalogue
        self._grammar = GRAMMARS[self._language]
        self._measures = Measures(self._text, self._language, catalogue)
        self._sieve = Sieve(self._text, self._language)
        self._naming = Naming(self._text, self._language, catalogue)
        self._cast = Cast(reading, catalogue.sectors)
        self._clock = Clock(reading)
        self._credits = Credits(reading)
        self._last: dict[str, Measure] = {}
        self._last_block = -1
        self._block_marks: dict[int, list[Mark]] = defaultdict(list)
        for view in reading.views:
            self._block_marks[view.sentence.block] += view.marks

    def read(self) -> Iterator[FigureCandidate | Refusal]:
        """Candidates and refusals in the order of the text."""
        for view in self._reading.views:
            yield from self._sentence(view)

    def _sentence(self, view: View) -> Iterator[FigureCandidate | Refusal]:
        self._cast.enter(view)
        self._clock.enter(view)
        firm = self._cast.firm
        credit = self._credits.of(view, firm)
        actors = self._cast.actors(view, agents_of(view.names, credit))
        drafts: list[Draft] = []
        kept: list[Draft] = []
        events: list[Draft] = []
        if view.figures:
            distance = Distance(self._text, view.start, view.end, self._grammar)
            for figure in view.figures:
                if (
                    figure.form == Form.YEAR
                    and (year := self._event(view, figure, actors, distance)) is not None
                ):
                    events.append(year)
                    continue
                reason = self._sieve.reason(view, figure)
                draft = None if reason else self._draft(view, figure)
                if draft is None:
                    yield self._refusal(figure, reason or "uncounted")
                else:
                    drafts.append(draft)
            kept = self._conclude(view, drafts, actors, credit, distance)
            drafts = [*drafts, *events]
            kept = sorted([*kept, *events], key=lambda d: d.figure.start)
            for draft in drafts:
                if draft not in kept:
                    yield self._refusal(draft.figure, "uncounted")
            ids: dict[int, str] = {}
            for draft in kept:
                candidate = self._candidate(view, draft, credit, ids)
                ids[id(draft)] = candidate.id
                yield candidate
        if self._relations is not None:
            self.relations += self._relations.sentence(view, self._cast, actors, credit)
        self._cast.leave(view, actors, [d.actor for d in kept if d.actor is not None and d not in events])
        self._clock.leave(view, [d.timing for d in kept if d.change.kind != "base_level" and d not in events])

    def _refusal(self, figure: Figure, reason: str) -> Refusal:
        return Refusal(figure.start, figure.end, figure.surface, reason, REASONS[reason], PROPOSER)

    # --- what a figure says by itself -------------------------------------------------------------------

    def _draft(self, view: View, figure: Figure) -> Draft | None:
        amount = figure.amount
        assert amount is not None
        cues: list[Cue] = []
        hedge = Hedge.EXACT
        if amount.value_max is not None:
            hedge = Hedge.RANGE
        elif found := hedge_at(self._text, figure.start, figure.end, self._language, view.start, view.end):
            hedge = found.hedge
            cues.append(Cue("hedge", self._text[found.start : found.end], found.start, found.end))
        change = change_at(self._text, figure.start, figure.end, view.start, view.end, self._language)
        unit = amount.unit
        if figure.form == Form.ORDINAL:
            unit = "rank"
        elif unit is None and (group := self._leaders(view, figure)) is not None:
            # "One of the first six countries": the sixth place at most.
            unit, hedge = "rank", Hedge.AT_MOST
            cues.append(self._cue("hedge", *group))
        if unit is None:
            nouns = counted(self._text, view, figure.end, self._grammar, self._language)
            if nouns:
                unit = nouns[0].term.unit
                cues.append(self._cue("unit", nouns[0].start, nouns[0].end))
        value, value_max = amount.value, amount.value_max
        family = self._catalogue.families.get(unit or "", "")
        if (
            change.sign < 0
            and change.kind == "change"
            and (family in _PERCENT or family == UnitFamily.PERCENTAGE_POINT)
        ):
            value = -value
            value_max = None if value_max is None else -value_max
            if value_max is not None:
                value, value_max = value_max, value
            cues.append(self._cue("change", change.start, change.end))
        return Draft(figure, unit, family, hedge, change, cues, value, value_max)

    def _leaders(self, view: View, figure: Figure) -> tuple[int, int] | None:
        """The words that make a number a place: "one of the first" six, "among the" 40 leading."""
        low = max(view.start, figure.start - 60)
        before = _LEADERS[self._language].search(self._text[low : figure.start])
        if before is not None:
            return low + before.start(), low + len(before[0].rstrip()) + before.start()
        among = _AMONG[self._language].search(self._text[low : figure.start])
        if among is not None and _LEADING[self._language].match(self._text, figure.end):
            return low + among.start(), low + len(among[0].rstrip()) + among.start()
        return None

    def _cue(self, role: str, start: int, end: int) -> Cue:
        return Cue(role, self._text[start:end], start, end)

    def _event(self, view: View, figure: Figure, actors: list[Actor], distance: Distance) -> Draft | None:
        """The year of something that the sentence says happened: founded, launched, gone abroad."""
        found = self._measures.event(view, (figure.start, figure.end))
        if found is None or figure.amount is None or found.cue is None:
            return None
        year = Draft(
            figure, "year", UnitFamily.TIME, Hedge.EXACT, Change(ChangeKind.LEVEL), [], figure.amount.value, None,
            measure=found,
        )  # fmt: skip
        year.actor = self._cast.of_event(actors, found.cue, found.metric or "")
        return None if year.actor is None else year

    # --- what the sentence says of it -------------------------------------------------------------------

    def _conclude(
        self, view: View, drafts: list[Draft], actors: list[Actor], credit: Credit, distance: Distance
    ) -> list[Draft]:
        kept = self._measured(view, drafts, distance)
        spans = [draft.span for draft in kept if draft.converts is None]
        for number, draft in enumerate(kept):
            if draft.converts is not None:
                continue
            others = [span for span in spans if span != draft.span]
            self._naming.by_words(view, draft, self._last_share(view))
            self._naming.in_points(draft)
            self._subject(view, draft, kept[:number], actors, distance)
            self._naming.by_subject(view, draft, distance, self._cast.main)
            self._time(view, draft, kept[:number], others, distance)
            self._follow(draft, kept[:number])
        self._respectively(view, kept, actors)
        for draft in kept:
            self._settle(view, draft, actors, distance, [d.span for d in kept if d is not draft])
        self._remember(view, kept)
        return kept

    def _measured(self, view: View, drafts: list[Draft], distance: Distance) -> list[Draft]:
        """The figures that measure something, each with its metric; conversions point to what they convert."""
        kept: list[Draft] = []
        self._second_limbs(view, drafts)
        spans = [(d.figure.start, d.figure.end, d.family) for d in drafts]
        for number, draft in enumerate(drafts):
            if kept and self._is_conversion(kept[-1], draft):
                draft.converts = kept[-1].converts or kept[-1]
                draft.rule = "conversion"
                kept.append(draft)
                continue
            self._measure(view, draft, kept, spans[:number] + spans[number + 1 :], distance)
            if draft.measure is None and not self._worth(draft):
                continue
            if draft.unit is None and draft.measure is not None:
                draft.unit = self._unit_of(draft.measure)
                draft.family = self._catalogue.families.get(draft.unit or "", "")
            kept.append(draft)
        self._share_out(kept)
        self._grown_to(kept)
        self._in_order(view, kept)
        return kept

    def _second_limbs(self, view: View, drafts: Sequence[Draft]) -> None:
        """ "Down 3 per cent on June and 16 per cent over the same period" falls twice."""
        for first, second in itertools.pairwise(drafts):
            if first.change.kind != "change" or second.change.kind != "level":
                continue
            if first.family not in _PERCENT or second.family not in _PERCENT:
                continue
            between = self._text[first.figure.end : second.figure.start]
            if len(between) > 70 or not _LIMB.search(between):
                continue
            if not any(t.role == "base" and 0 <= t.start - second.figure.end < 20 for t in view.times):
                continue
            second.change = first.change
            if first.change.sign < 0:
                second.value = -second.value
                second.cues.append(self._cue("change", first.change.start, first.change.end))

    def _in_order(self, view: View, kept: Sequence[Draft]) -> None:
        """ "Revenue and profit of A and B, up x and y": coordinated metrics and figures go together in order."""
        plain = [d for d in kept if d.converts is None]
        for first, second in itertools.pairwise(plain):
            if (
                first.family != UnitFamily.CURRENCY
                or second.family != first.family
                or not self._joined(first, second)
            ):
                continue
            nouns = self._coordinated(view, first.figure.start)
            if len(nouns) != 2:
                continue
            for draft, noun in zip((first, second), nouns, strict=True):
                draft.measure = Measure(
                    noun.term.ref, None, self._cue("metric", noun.start, noun.end), 2.2, "metric-in-order"
                )  # fmt: skip
            later = [d for d in plain if d.figure.start > second.figure.end and d.change.kind == "change"][:2]
            if len(later) == 2 and self._joined(*later) and {d.family for d in later} <= _PERCENT:
                for draft, noun in zip(later, nouns, strict=True):
                    grown = self._catalogue.growth_metric(noun.term.ref, UnitFamily.PERCENT)
                    if grown is not None:
                        draft.measure = Measure(
                            grown, None, self._cue("metric", noun.start, noun.end), 2.2, "metric-in-order"
                        )  # fmt: skip

    def _joined(self, first: Draft, second: Draft) -> bool:
        """Whether two figures are joined by "and", conversions in brackets left out."""
        between = _BRACKETS.sub("", self._text[first.figure.end : second.figure.start])
        return _LINK.fullmatch(between) is not None and "," not in between.strip(" ,")

    def _coordinated(self, view: View, before: int) -> list[Mark]:
        """The two nouns of metrics that are joined by "and" before a place, the longest at each."""
        nouns = [
            m for m in view.marks
            if m.term.role == "noun" and m.end <= before and before - m.end < 70
            and self._measures.fits(m.term.ref, UnitFamily.CURRENCY, change=False) is not None
        ]  # fmt: skip
        longest = [
            m
            for m in nouns
            if not any(o.start <= m.start and m.end <= o.end and o[:2] != m[:2] for o in nouns)
        ]
        unique = list({m[:2]: m for m in longest}.values())
        pairs = [
            [a, b]
            for a, b in itertools.pairwise(unique)
            if _AND.fullmatch(self._text, a.end, b.start) and a.term.ref != b.term.ref
        ]
        return pairs[-1] if pairs else []

    def _grown_to(self, kept: Sequence[Draft]) -> None:
        """ "Grow by 210 per cent to 685 MW" says the growth of what the level measures."""
        for change, level in itertools.pairwise(kept):
            loose = change.measure is None or change.measure.rule in ("metric-carried", "metric-generic")
            if not loose or change.change.kind != "change" or change.family not in _PERCENT:
                continue
            if level.family not in _LEVELS or not _TO.fullmatch(
                self._text, change.figure.end, level.figure.start
            ):
                continue
            metric = self._catalogue.growth_metric(level.metric or "", UnitFamily.PERCENT) or "growth_rate"
            change.measure = Measure(
                metric, None, level.measure.cue if level.measure else None, 1.2, "metric-grown"
            )

    def _time(
        self, view: View, draft: Draft, before: Sequence[Draft], others: Sequence[tuple[int, int]],
        distance: Distance,
    ) -> None:  # fmt: skip
        timing = self._clock.time(view, self._asked(view, draft, before, distance), others, distance)
        if timing.inherited or timing.period is UNDATED:
            # The figures of a sentence are about one time, unless it says otherwise.
            for other in reversed(before):
                if other.converts is None and other.change.kind != "base_level":
                    if other.timing.period is not UNDATED and not _says_now(timing):
                        timing = replace(
                            other.timing, base=timing.base, cues=(*other.timing.cues, *timing.cues)
                        )
                    break
        if (over := self._over(draft, before)) is not None:
            timing = replace(timing, period=over, base=None)
        draft.timing = timing
        draft.status, cue = status_of(
            self._text, self._language, view, draft.span, timing, distance, self._published,
            base_level=draft.change.kind == "base_level",
        )  # fmt: skip
        if cue is not None:
            draft.cues.append(cue)

    def _over(self, draft: Draft, before: Sequence[Draft]) -> Period | None:
        """The years between two levels, for a multiple or a yearly rate that sums them up: from 2020 to 2024."""
        yearly = draft.metric in ("annual_revenue_growth", "annual_growth_rate")
        if not (yearly or (draft.family == UnitFamily.MULTIPLE and draft.figure.form == Form.MULTIPLE)):
            return None
        for first, second in itertools.pairwise(d for d in before if d.converts is None):
            old, new = first.timing.period, second.timing.period
            if first.change.kind == "base_level" and first.metric == second.metric and old is not UNDATED:
                over = span_of(old, new) if new is not UNDATED else UNDATED
                return over if over is not UNDATED else None
        return None

    def _subject(
        self, view: View, draft: Draft, before: Sequence[Draft], actors: list[Actor], distance: Distance
    ) -> None:
        cue = draft.measure.cue if draft.measure else None
        cue = cue or next((c for c in draft.cues if c.role == "unit"), None)
        last = next((d.actor for d in reversed(before) if d.actor is not None), None)
        whole = (
            draft.family in _PERCENT
            and draft.change.kind != "change"
            and cue is not None
            and cue.start >= draft.figure.end
        )
        draft.actor = self._cast.choose(
            view, actors, draft.span, draft.metric, cue, distance, last, whole=whole
        )

    def _asked(self, view: View, draft: Draft, kept: Sequence[Draft], distance: Distance) -> Asked:
        """What the clock must know of a figure."""
        planned = is_planned(self._text, view, draft.span, distance)
        before = next((d.timing.period for d in reversed(kept) if d.timing.period is not UNDATED), UNDATED)
        return Asked(
            *draft.span,
            change=draft.change.kind == "change",
            base_level=draft.change.kind == "base_level",
            multiple=draft.family == UnitFamily.MULTIPLE and draft.figure.form != Form.FRACTION,
            planned=planned,
            counted=draft.family in (UnitFamily.COUNT, UnitFamily.RATE) and _is_industry(draft.actor),
            span=self._span(draft),
            before=before,
        )

    def _last_share(self, view: View) -> Measure | None:
        """The market share that the paragraph speaks of, where "its share" is said."""
        last = self._last.get(f"{UnitFamily.PERCENT}False")
        same = last is not None and self._last_block == view.sentence.block and last.metric == "market_share"
        return last if same else None

    def _share_out(self, kept: list[Draft]) -> None:
        """In a list that ends "… and 15% of the money", what follows the last figure names them all."""
        for number in range(len(kept) - 2, -1, -1):
            first, second = kept[number], kept[number + 1]
            if first.family != second.family or second.measure is None or first.converts or second.converts:
                continue
            loose = first.measure is None or first.measure.score < 1.2
            after = second.measure.rule in ("metric-after", "metric-share")
            if loose and after and _LINK.fullmatch(self._text, first.figure.end, second.figure.start):
                first.measure = second.measure

    def _span(self, draft: Draft) -> Span:
        """How the figure lies in time: a growth or share as what grows or is shared."""
        metric = self._catalogue.metrics.get(draft.metric or "")
        if metric is None or metric.time in (TimeNature.EVENT, TimeNature.DURATION):
            return Span.NONE
        if metric.time == TimeNature.RANK:
            return Span.SHARE
        if metric.id in ("registered_capital", "disbursed_capital"):
            return Span.FLOW
        if draft.family == UnitFamily.MULTIPLE and draft.figure.form != Form.FRACTION:
            return Span.FLOW
        if metric.id == "plan_completion":
            return Span.FLOW
        whole = metric.growth_of or metric.share_of
        if whole:
            if any(self._catalogue.is_flow(base) for base in whole):
                return Span.FLOW
            return Span.STOCK if metric.growth_of else Span.SHARE
        if metric.id == "growth_rate":
            return Span.FLOW
        if draft.family == UnitFamily.RATE:
            return Span.STOCK
        if metric.time == TimeNature.RATIO:
            return Span.SHARE
        return Span.FLOW if metric.time == TimeNature.FLOW else Span.STOCK

    def _is_conversion(self, before: Draft, draft: Draft) -> bool:
        """Whether `draft` prints the same sum as the figure right before it, in another currency."""
        if before.family != UnitFamily.CURRENCY or draft.family != UnitFamily.CURRENCY:
            return False
        if before.unit == draft.unit:
            return False
        between = self._text[before.figure.end : draft.figure.start]
        return len(between) < 60 and _CONVERTS[self._language].fullmatch(between) is not None

    def _measure(
        self, view: View, draft: Draft, kept: Sequence[Draft], others: list[tuple[int, int, str]],
        distance: Distance,
    ) -> None:  # fmt: skip
        change = draft.change.kind == "change"
        family = self._asked_family(draft)
        start, end = draft.span
        level = next((d for d in reversed(kept) if d.family in _LEVELS and d.metric), None)
        best = None
        if family == "" and draft.unit is None:
            best = self._again(draft, kept) or self._bare(view, draft, others, distance)
        else:
            best = self._measures.choose(view, draft.span, family, others, distance, change=change)
        if family in _PERCENT and not change:
            share = self._measures.share(view, draft.span, level.metric if level else None)
            if share is not None and (best is None or best.score < share.score):
                best = share
        if family == UnitFamily.COUNT and draft.unit is not None:
            best = self._count(view, draft, best)
        if change and family in _PERCENT and (best is None or best.score < 1.2) and level is not None:
            metric = self._catalogue.growth_metric(level.metric or "", UnitFamily.PERCENT)
            gap = distance.barriers(level.figure.end, start)
            if metric is not None and (best is None or gap == 0):
                best = Measure(
                    metric, None, level.measure.cue if level.measure else None, 1.3, "metric-grown"
                )
        if best is not None and best.metric in ("annual_growth_rate", "growth_rate") and level is not None:
            grown = f"{'annual_' if best.metric == 'annual_growth_rate' else ''}{level.metric}_growth"
            near = best.metric == "annual_growth_rate" or not distance.barriers(level.figure.end, start)
            if grown in self._catalogue.metrics and near:
                best = replace(best, metric=grown)
        if draft.change.kind == "base_level" and kept and (best is None or best.score < 1.9):
            same = next((d for d in reversed(kept) if d.family == family and d.metric), None)
            if same is not None and not (same.change.kind == "change" and family in _PERCENT):
                best = replace(same.measure, score=1.5, rule="metric-same") if same.measure else best
        if best is None and family == UnitFamily.MULTIPLE:
            best = self._multiple(level)
        if best is None or best.score < 0.3:
            best = self._carried(view, draft, family, change=change, kept=kept) or best
        if family in _PERCENT and (plan := _PLANNED[self._language].match(self._text, end, view.end)):
            word = self._cue("metric", plan.end() - len(plan[0].split()[-1]), plan.end())
            best = Measure("plan_completion", None, word, 3.4, "metric-plan")
            draft.change = Change(ChangeKind.LEVEL)
        if family in _PERCENT and not change and (best is None or best.metric == "share" or best.score < 0.7):
            best = self._part(view, draft, level) or best
        if best is None:
            best = self._fallback(view, draft, family, change=change)
        draft.measure = best

    def _again(self, draft: Draft, kept: Sequence[Draft]) -> Measure | None:
        """What a bare number counts that says where a count stood before: "up from about 1,150"."""
        if draft.change.kind != "base_level" or not kept:
            return None
        last = kept[-1]
        if last.family == UnitFamily.COUNT and last.measure is not None:
            return replace(last.measure, unit=last.unit, score=1.5, rule="metric-same")
        return None

    def _asked_family(self, draft: Draft) -> str:
        """The family of metrics to look for: a fraction is a share of something."""
        if draft.figure.form == Form.ORDINAL or draft.unit == "rank":
            return UnitFamily.RANK
        if draft.figure.form == Form.FRACTION and draft.change.kind != "change":
            return UnitFamily.PERCENT
        return draft.family

    def _count(self, view: View, draft: Draft, best: Measure | None) -> Measure | None:
        """The metric of a counted noun, unless words right before the number say what it counts for."""
        family = UnitFamily.COUNT
        nouns = [
            m
            for m in counted(self._text, view, draft.figure.end, self._grammar, self._language)
            if m.term.ref
        ]
        metric = self._measures.fits(nouns[0].term.ref, family, change=False) if nouns else None
        if best is not None and best.rule == "metric-after" and self._same_things(best, draft.unit):
            return best
        for near in self._measures.near(view, draft.figure.start, family, _NEAR):
            if near.metric in _LOOSE or not self._same_things(near, draft.unit):
                continue
            if near.metric == "employee_count" and metric is not None:
                break  # "employs 500 engineers" counts engineers
            return replace(near, unit=draft.unit)
        few = draft.figure.form == Form.WORD and draft.value < 10
        if few and _DEFINITE[self._language].search(
            self._text[max(0, draft.figure.start - 14) : draft.figure.start]
        ):
            return None  # "on the four platforms" counts nothing anew
        if metric is not None:
            return Measure(
                metric, draft.unit, self._cue("metric", nouns[0].start, nouns[0].end), 3.0, "metric-counted"
            )
        if best is None or best.score < 1.4 or not self._same_things(best, draft.unit):
            plain = COUNTED.get(draft.unit or "")
            if plain in self._catalogue.metrics:
                return Measure(plain, draft.unit, None, 1.0, "metric-unit")
            if draft.value >= 10:
                return Measure(None, draft.unit, None, 0.3, "metric-unknown")
            return None
        return best

    def _same_things(self, measure: Measure, unit: str | None) -> bool:
        """Whether a metric counts the things that the figure counts."""
        counts = {measure.unit, self._unit_of(measure)}
        return unit in counts or {unit, *counts} >= {"countries", "markets"}

    def _multiple(self, level: Draft | None) -> Measure:
        """A multiple of what the level beside it measures, else of something unnamed."""
        if level is not None and level.measure is not None:
            metric = self._catalogue.growth_metric(level.metric or "", UnitFamily.MULTIPLE)
            if metric is not None:
                return replace(level.measure, metric=metric, score=1.2, rule="metric-grown")
        return Measure("multiple", None, None, 0.6, "metric-generic")

    def _part(self, view: View, draft: Draft, level: Draft | None) -> Measure | None:
        """The share that "accounting for 32% of the total" is, by the level that it is a share of."""
        after = _OF_TOTAL[self._language].match(self._text, draft.figure.end, view.end)
        before = _MAKES_UP[self._language].search(
            self._text[max(view.start, draft.figure.start - 40) : draft.figure.start]
        )
        if after is None and before is None:
            return None
        measure = level.measure if level is not None else None
        if measure is None and self._last_block == view.sentence.block:
            measure = self._last.get(f"{UnitFamily.CURRENCY}False")
        if measure is None or measure.metric not in PART_OF:
            return None
        return replace(measure, metric=PART_OF[measure.metric], unit=None, score=1.1, rule="metric-part")

    def _fallback(self, view: View, draft: Draft, family: str, *, change: bool) -> Measure | None:
        """The generic metric of a figure that names none."""
        if family in _PERCENT:
            return Measure("growth_rate" if change else "share", None, None, 0.3, "metric-generic")
        if family == UnitFamily.RANK:
            words = self._text[view.start : view.end]
            for metric, pattern in _RANKS:
                if pattern.search(words):
                    return Measure(metric, None, None, 0.5, "metric-generic")
            if self._language == "vi" or draft.figure.surface[:1].isdigit():
                return Measure("market_rank", None, None, 0.4, "metric-generic")
        return None

    def _bare(
        self, view: View, draft: Draft, others: list[tuple[int, int, str]], distance: Distance
    ) -> Measure | None:
        """The measure of a number without a unit: a rate, a score, or a count whose noun stands before it.

        Money that lacks its currency is a figure too, where its metric stands right before it.
        """
        best: Measure | None = None
        for family in (UnitFamily.RATE, UnitFamily.COUNT, UnitFamily.MULTIPLE, UnitFamily.SCORE):
            found = self._measures.choose(view, draft.span, family, others, distance, change=False)
            if found is not None and family == UnitFamily.MULTIPLE and found.metric != "pue":
                continue
            if found is not None and found.score > 1.0 and (best is None or found.score > best.score):
                best = found
        money = self._measures.choose(view, draft.span, UnitFamily.CURRENCY, others, distance, change=False)
        big = draft.value >= _MONEY
        if money is not None and money.score > 1.6 and big and (best is None or money.score > best.score):
            best = money
        return best

    def _carried(
        self, view: View, draft: Draft, family: str, *, change: bool, kept: Sequence[Draft]
    ) -> Measure | None:
        """The measure of the last figure like this one, of the list's lead, or of the heading."""
        for other in reversed(kept):
            alike = other.family == family or (family == "" and other.family == UnitFamily.COUNT)
            if alike and (other.change.kind == "change") == change and other.measure:
                if family == "" and draft.value < 10:
                    continue
                return replace(other.measure, score=0.8, rule="metric-same")
        for number in (view.block.lead, view.sentence.block if view.block.kind != "paragraph" else None):
            for wanted in (family,) if family else (UnitFamily.COUNT, UnitFamily.CURRENCY):
                found = self._measures.beyond(self._block_marks.get(number or 0, ()), wanted, change=change)
                if number is not None and found is not None:
                    return found
        last = self._last.get(f"{family or UnitFamily.COUNT}{change}")
        if last is None:
            return None
        after = self._text[draft.figure.end : draft.figure.end + 12]
        if family == "":
            # "Climbed to 9 from 5": a number that something rose to.
            moved = draft.change.start != draft.change.end and self._last_block == view.sentence.block
            again = moved or (
                draft.value >= 10 and (view.block.kind == "item" or _OF_THEM.match(after) is not None)
            )
            return replace(last, score=0.5, rule="metric-carried") if again else None
        if change and any(m.term.role == "aggregate" for m in view.marks):
            return None  # an industry that grows, in a sentence that names no quantity
        if family in _PERCENT and not change and self._last_block != view.sentence.block:
            return None  # a share is of what its own paragraph says
        return replace(last, score=0.5, rule="metric-carried")

    def _worth(self, draft: Draft) -> bool:
        """Whether a figure whose metric is not known is a claim all the same: money, percent, physical units."""
        return draft.family in (
            UnitFamily.CURRENCY,
            UnitFamily.PERCENT,
            UnitFamily.PERCENTAGE_POINT,
            "physical",
        )

    def _unit_of(self, measure: Measure) -> str | None:
        if measure.unit is not None:
            return measure.unit
        families = self._catalogue.metrics[measure.metric].families if measure.metric else frozenset()
        if UnitFamily.RATE in families:
            return "per_1000_persons"
        if UnitFamily.RANK in families:
            return "rank"
        if UnitFamily.COUNT in families:
            return next((u for u, m in COUNTED.items() if m == measure.metric), None)
        if UnitFamily.SCORE in families:
            return "points"
        if UnitFamily.MULTIPLE in families:
            return "ratio"
        return None

    def _follow(self, draft: Draft, kept: Sequence[Draft]) -> None:
        """A change follows the level beside it in what it says nothing of itself."""
        if draft.change.kind != "change" or draft.measure is None:
            return
        for level in reversed(kept):
            if (
                level.metric
                and self._catalogue.growth_metric(level.metric, UnitFamily.PERCENT) == draft.metric
            ):
                if draft.timing.period is UNDATED or draft.timing.inherited:
                    draft.timing = replace(
                        draft.timing, period=level.timing.period, inherited=level.timing.inherited,
                        cues=(*level.timing.cues, *draft.timing.cues),
                    )  # fmt: skip
                if draft.status is Status.ACTUAL:
                    draft.status = level.status
                return

    def _respectively(self, view: View, kept: list[Draft], actors: list[Actor]) -> None:
        """Hand out what is listed "respectively": times, levels or actors, one to each figure of the run."""
        match = _RESPECTIVELY[self._language].search(self._text, view.start, view.end)
        if match is None:
            return
        run = self._run(kept, match.start(), match.end())
        count = len(run)
        if count < 2:
            return
        first = run[0].figure.start
        times = [t for t in view.times if t.period is not UNDATED and not t.in_name]
        for time in times:
            if len(time.expansion) == count:
                for draft, period in zip(run, time.expansion, strict=True):
                    draft.timing = Timing(
                        period, cues=(self._cue("period", time.start, time.end),), rule="period-list"
                    )
                return
        listed = [t for t in times if t.role == "list"] or [
            t
            for n, t in enumerate(times)
            if any(
                _LINK.fullmatch(self._text, a.end, b.start)
                for a, b in itertools.pairwise(times[max(0, n - 1) : n + 2])
            )
        ]
        if len(listed) == count:
            for draft, time in zip(run, listed, strict=True):
                draft.timing = Timing(
                    time.period, cues=(self._cue("period", time.start, time.end),), rule="period-list"
                )
            return
        levels = [
            d
            for d in kept
            if d not in run and d.figure.end <= first and d.family != run[0].family and not d.converts
        ][-count:]
        if len(levels) == count:
            for draft, level in zip(run, levels, strict=True):
                metric = self._catalogue.growth_metric(level.metric or "", UnitFamily.PERCENT)
                if metric is not None and draft.change.kind == "change":
                    draft.measure = replace(level.measure, metric=metric) if level.measure else None
                draft.actor, draft.timing = (
                    level.actor,
                    replace(
                        level.timing,
                        base=draft.timing.base,
                        cues=(*level.timing.cues, *(c for c in draft.timing.cues if c.role == "base")),
                    ),
                )
                draft.dims, draft.status = level.dims, level.status
            return
        named = [a for a in actors if a.end <= first and not a.carried] or [
            a for a in actors if a.start >= run[-1].figure.end
        ]
        if len(named) == count:
            for draft, actor in zip(run, named, strict=True):
                whose = draft.actor
                if actor.place and whose is not None and whose.kind not in ("country", "market"):
                    draft.actor = replace(whose, market=actor.ref)
                else:
                    draft.actor = actor

    def _run(self, kept: list[Draft], low: int, high: int) -> list[Draft]:
        """The figures that are joined to a list, nearest to the word "respectively"."""
        runs: list[list[Draft]] = []
        for draft in kept:
            if draft.converts is not None:
                continue
            if runs and _LINK.fullmatch(self._text, runs[-1][-1].figure.end, draft.figure.start):
                runs[-1].append(draft)
            else:
                runs.append([draft])
        best: list[Draft] = []
        for run in runs:
            if len(run) > 1 and (not best or abs(run[-1].figure.end - low) < abs(best[-1].figure.end - low)):
                best = run
        return best

    def _settle(
        self, view: View, draft: Draft, actors: list[Actor], distance: Distance, spans: list[tuple[int, int]]
    ) -> None:
        if draft.converts is not None:
            draft.dims, draft.timing, draft.actor = (
                draft.converts.dims,
                draft.converts.timing,
                draft.converts.actor,
            )
            draft.measure, draft.status = draft.converts.measure, draft.converts.status
            draft.change = draft.converts.change
            return
        own = self._catalogue.sectors.get(draft.actor.ref or "") if draft.actor else None
        draft.dims = dimensions(
            self._text,
            self._language,
            view,
            draft.span,
            draft.metric,
            draft.actor,
            own,
            actors,
            distance,
            spans,
        )
        period = draft.timing.period
        if period.as_of and self._catalogue.is_flow(draft.metric):
            # Revenue "by the end of 2024" is that of 2024.
            draft.timing = replace(draft.timing, period=flow_of(period))

    def _remember(self, view: View, kept: list[Draft]) -> None:
        self._last_block = view.sentence.block
        for draft in kept:
            if draft.measure is not None and draft.measure.score >= 1.0:
                self._last[f"{draft.family}{draft.change.kind == 'change'}"] = draft.measure

    # --- the candidate ----------------------------------------------------------------------------------

    def _candidate(self, view: View, draft: Draft, credit: Credit, ids: dict[int, str]) -> FigureCandidate:
        actor = draft.actor
        subject, subject_id = (
            ("", None) if actor is None else (next((c.text for c in actor.cues), ""), actor.ref)
        )
        cues = [*draft.cues, *draft.timing.cues, *draft.dims.cues, *credit.cues]
        if draft.measure is not None and draft.measure.cue is not None:
            cues.append(draft.measure.cue)
        if actor is not None:
            cues += actor.cues
        phrase_start, phrase_end = phrase_around(
            self._text,
            view.start,
            view.end,
            draft.span,
            [(c.start, c.end) for c in cues if c.role in ("hedge", "metric", "change", "unit")],
        )
        measure = draft.measure
        candidate = FigureCandidate(
            subject=subject,
            subject_id=subject_id,
            metric=draft.metric,
            quantity=self._catalogue.quantity(draft.metric, draft.unit, change=draft.change.kind == "change"),
            value=draft.value,
            value_max=draft.value_max,
            unit=draft.unit,
            hedge=draft.hedge,
            status=draft.status,
            period=draft.timing.period,
            period_inherited=draft.timing.inherited,
            base_period=draft.timing.base.label if draft.timing.base else "",
            sector=draft.dims.sector,
            market=draft.dims.market,
            ownership=draft.dims.ownership,
            attributed_to=credit.agents,
            attribution_inherited=credit.inherited,
            conversion_of=ids.get(id(draft.converts)) if draft.converts else None,
            ambiguity=draft.ambiguity,
            surface=draft.figure.surface,
            start=draft.figure.start,
            end=draft.figure.end,
            phrase=self._text[phrase_start:phrase_end],
            phrase_start=phrase_start,
            proposer=PROPOSER,
            rule=draft.rule or (measure.rule if measure else "no-metric"),
            confidence=_confidence(draft),
            cues=tuple(sorted(set(cues), key=lambda c: (c.start, c.end, c.role))),
        )
        found = with_id(candidate)
        assert isinstance(found, FigureCandidate)
        return found


def _is_industry(actor: Actor | None) -> bool:
    """Whether a subject is one that statistics describe, whose counts belong to the report's date."""
    return actor is not None and actor.kind == "aggregate"


def _says_now(timing: Timing) -> bool:
    """Whether a figure has no time because the text says that it is so now."""
    return timing.rule == "now"


def _confidence(draft: Draft) -> float:
    """How surely the parts were found, between 0 and 1: the weakest part decides."""
    metric = 0.2 if draft.measure is None else min(1.0, 0.4 + draft.measure.score / 5)
    subject = 0.3 if draft.actor is None else 0.6 if draft.actor.carried else 0.9
    time = 0.5 if draft.timing.period is UNDATED else 0.7 if draft.timing.inherited else 0.95
    return round(min(metric, 0.5 + subject / 2, 0.5 + time / 2), 2)
