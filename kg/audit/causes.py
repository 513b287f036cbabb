"""Why claims disagree: hypotheses, each tested against the figures.

===================  =================================================================================
``exchange_rate``    *ruled out* where no currency is converted, where the sums before conversion are disjoint
                     as printed while one rate serves both (of each pair of them, where there are several), or
                     where sums in USD or VND lie further apart, hedges granted, than any two rates of these
                     years (`RATE_SPREAD`); *likely* where the sums before conversion agree
``scale_slip``       *likely* where one figure times a power of a thousand, or times an exchange rate, meets
                     the other; *possible* times ten or a hundred, or nearly a power of a thousand; else
                     *ruled out*
``as_of_date``       *ruled out* where both state one and the same period and neither took it over; else
                     *possible*
``scope``            always *possible*; *likely* where the two are about different, overlapping subjects
``target_as_actual`` *likely* where a plan for the slot of either has the figure of one of them; *ruled out*
                     where the plans that are known have neither; else *possible*
``percent_or_points``  *ruled out* for what is no change of a percentage; else *possible*
``echo``             *ruled out* where both name an origin and nobody is credited by both; else *possible*
``revision``         *likely* where one body is credited with both, in articles of different dates, and one is
                     no final figure; *ruled out* where one article prints both, or nobody is credited by both
``hedge``            *ruled out* where the figures are disjoint whatever the words allow; else *possible*
===================  =================================================================================

Nothing is ruled out by default: where the figures do not exclude a cause, it stays possible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from kg.audit.rates import DOLLAR, Pair, Rates, distinct
from kg.audit.series import Reading, Series, Slots
from kg.audit.slips import number, slip
from kg.audit.sums import bounded
from kg.audited import VIETNAMESE, Cause, Link, Origins, Words
from kg.claim import FigureClaim
from kg.corpus import Corpus
from kg.extent import extent
from kg.lists import CauseKind, CauseStatus, LinkKind, Status, StatusFamily, TimeNature, Verdict
from kg.literals import UNDATED, date_bounds
from kg.rational import Range

# The dollar cost 22,700 to 26,400 VND in the years that the graph is about (State Bank, 2018-2026): whichever
# of these rates was taken, the result moves by less.
RATE_SPREAD = Fraction(1, 5)
# A figure that was only rounded again differs by no more.
_ROUNDED = Fraction(21, 20)
# Two dates of one year that tell a growing stock apart.
_APART = 60
# Figures of one size differ by less than so many times.
_ALIKE = 30
_TIMELESS = ("timeNature", f"time-nature/{TimeNature.EVENT}")
_PERCENT = ("unit/percent", "unit/percentage_point")
_CURRENCY = ("unitFamily", "unit-family/currency")
_ORDER = [CauseStatus.RULED_OUT, CauseStatus.POSSIBLE, CauseStatus.LIKELY]
_RULED_OUT, _POSSIBLE, _LIKELY = CauseStatus.RULED_OUT, CauseStatus.POSSIBLE, CauseStatus.LIKELY


class Causes:
    """The hypotheses about a pair of readings that disagree."""

    def __init__(self, corpus: Corpus, slots: Slots, rates: Rates, origins: Origins) -> None:
        self._entities = corpus.entities
        self._slots, self._rates, self._origins = slots, rates, origins
        self._published = {article.stem: article.date for article in corpus.articles if article.date}

    def __call__(
        self, one: Reading, other: Reading, verdict: Verdict, links: tuple[Link, ...]
    ) -> tuple[Cause, ...]:
        """Every hypothesis, in the order of the list."""
        return (
            self._exchange_rate(one, other),
            self._scale_slip(one, other),
            self._as_of_date(one, other),
            self._scope(one, other, links),
            self._target_as_actual(one, other),
            self._percent_or_points(one, other),
            self._echo(one, other),
            self._revision(one, other),
            _hedge(one, other, verdict),
        )

    def _exchange_rate(self, one: Reading, other: Reading) -> Cause:
        kind = CauseKind.EXCHANGE_RATE
        if _CURRENCY not in self._entities[one.first.unit].flags:
            return Cause(kind, _RULED_OUT, ("No currency is converted.", "Không có quy đổi tiền tệ."))
        pairs = [
            [pair for claim in reading.claims for pair in self._rates.by_claim.get(claim.id, ())]
            for reading in (one, other)
        ]
        both = [(a, b) for a in distinct(pairs[0]) for b in distinct(pairs[1]) if a.units == b.units]
        if both:
            # What one pair of sums rules out, another may allow.
            told = [_by_rates(a, b, one.unit) for a, b in both]
            return max(told, key=lambda cause: _ORDER.index(cause.status))
        apart = _apart(one, other)
        if one.unit in DOLLAR and apart > RATE_SPREAD:
            part, spread = number(100 * apart), number(100 * RATE_SPREAD)
            return Cause(kind, _RULED_OUT, (
                f"They lie {part[0]} % apart; the rates of these years lie within {spread[0]} %.",
                f"Hai số cách nhau {part[1]} %; tỷ giá các năm này chỉ chênh nhau trong {spread[1]} %.",
            ))  # fmt: skip
        return Cause(kind, _POSSIBLE, (
            "The sums before conversion are not known for both.",
            "Không biết cả hai số tiền trước khi quy đổi.",
        ))  # fmt: skip

    def _scale_slip(self, one: Reading, other: Reading) -> Cause:
        kind = CauseKind.SCALE_SLIP
        a, b = _bounded(one), _bounded(other)
        found = slip(a, b, self._rate(one))
        if found is None:
            ratio = number(_ratio(one.first, other.first))
            return Cause(kind, _RULED_OUT, (
                f"One is {ratio[0]} times the other: no power of ten, no exchange rate.",
                f"Số này gấp {ratio[1]} lần số kia: không phải lũy thừa của mười, không phải tỷ giá.",
            ))  # fmt: skip
        factor, first = found
        near = self._neighbours(one, other) if factor.status is _LIKELY else ("", "")
        slipped, right = (one, other) if first else (other, one)
        shown = [number(Fraction(reading.first.value)) for reading in (slipped, right)]
        return Cause(kind, factor.status, (
            f"{shown[0][0]} times {factor.shown()[0]} is {shown[1][0]}, the other.{near[0]}",
            f"{shown[0][1]} nhân {factor.shown()[1]} thì bằng số kia, {shown[1][1]}.{near[1]}",
        ))  # fmt: skip

    def _neighbours(self, one: Reading, other: Reading) -> Words:
        """Which of two figures has the size of those of the nearest other periods, where only one does."""
        series = Series.of(one.first)
        near = [r for r in self._slots.beside(series, one.first.slot.period) if r.unit == one.unit]
        alike = [
            any(_ratio(reading.first, held.first) < _ALIKE and held.first.value for held in near)
            for reading in (one, other)
        ]
        if alike[0] == alike[1]:
            return "", ""
        right = number(Fraction((one if alike[0] else other).first.value))
        return (
            f" Other periods have figures of the size of {right[0]}.",
            f" Các kỳ khác có số liệu cỡ {right[1]}.",
        )

    def _rate(self, reading: Reading) -> Range | None:
        """How many VND make a dollar in the year of a sum of money."""
        if _CURRENCY not in self._entities[reading.first.unit].flags:
            return None
        return self._rates.dollar(reading.first.slot.period)

    def _as_of_date(self, one: Reading, other: Reading) -> Cause:
        kind = CauseKind.AS_OF_DATE
        if _TIMELESS in self._entities[one.first.metric].flags:
            return Cause(kind, _RULED_OUT, (
                "The year of an event is the same at any date.",
                "Năm của một sự kiện không đổi theo thời điểm.",
            ))  # fmt: skip
        labels = [sorted({claim.period.label for claim in r.claims}) for r in (one, other)]
        stated = all(
            not c.period_inherited and not c.slot.period_inferred and c.period.end is not None
            and not c.ambiguity.startswith("period")
            for r in (one, other) for c in r.claims
        )  # fmt: skip
        named = [", ".join(each) for each in labels]
        stock = ("timeNature", f"time-nature/{TimeNature.STOCK}") in self._entities[one.first.metric].flags
        # The year of a stock names no day: two days of it may be meant.
        # Where several dates stand behind one of them, they may be crossed.
        if (
            stated
            and len(labels[0]) == 1
            and labels[0] == labels[1]
            and not (stock and not one.first.period.as_of)
        ):
            return Cause(kind, _RULED_OUT, (
                f"Both say {named[0]} themselves.", f"Cả hai đều tự nêu {named[0]}."
            ))  # fmt: skip
        if stock and stated and (grown := self._grown(one, other)):
            return Cause(kind, _POSSIBLE, (
                f"The larger is of {grown[1]}, the other of {grown[0]}.",
                f"Số lớn hơn tính đến {grown[1]}, số kia tính đến {grown[0]}.",
            ))  # fmt: skip
        if named[0] == named[1] == UNDATED.label:
            return Cause(kind, _POSSIBLE, ("Neither says when.", "Không bên nào nêu thời điểm."))
        unsaid = (
            ("", "") if stated else (", in part taken over or unsaid", ", một phần suy ra hoặc không nêu")
        )
        return Cause(kind, _POSSIBLE, (
            f"Stated for {named[0]} and for {named[1]}{unsaid[0]}.",
            f"Nêu cho {named[0]} và {named[1]}{unsaid[1]}.",
        ))  # fmt: skip

    def _grown(self, one: Reading, other: Reading) -> tuple[dt.date, dt.date] | None:
        """The days of two figures of a stock where the larger is of the later one, well after the other: no
        figure is of a day after its article was published."""
        low, high = sorted((one, other), key=lambda reading: reading.first.value)
        days = []
        for reading in (low, high):
            ends = [c.period.end for c in reading.claims if c.period.end is not None]
            told = [date_bounds(d)[1] for c in reading.claims if (d := self._published.get(c.article))]
            days.append(min([*ends, *told], default=None))
        earlier, later = days
        if earlier is None or later is None or (later - earlier).days < _APART:
            return None
        return earlier, later

    def _scope(self, one: Reading, other: Reading, links: Sequence[Link]) -> Cause:
        kind = CauseKind.SCOPE
        if any(link.kind is LinkKind.OVERLAP for link in links):
            names = [self._entities[r.first.subject] for r in (one, other)]
            return Cause(kind, _LIKELY, (
                f"Two bodies that overlap: {names[0].en} and {names[1].en}.",
                f"Hai đối tượng chồng lấn: {names[0].vi} và {names[1].vi}.",
            ))  # fmt: skip
        doubts = sorted({
            c.ambiguity.partition(": ")[2] for r in (one, other) for c in r.claims
            if c.ambiguity.startswith(("scope", "definition"))
        })  # fmt: skip
        if doubts:
            noted = "; ".join(doubts)
            return Cause(kind, _POSSIBLE, (f"Noted: {noted}.", f"Ghi chú: {noted}."))
        return Cause(kind, _POSSIBLE, (
            "What exactly is counted is not told.", "Không rõ chính xác cái gì được tính."
        ))  # fmt: skip

    def _target_as_actual(self, one: Reading, other: Reading) -> Cause:
        kind = CauseKind.TARGET_AS_ACTUAL
        series = Series.of(one.first)
        if series.family is StatusFamily.PLANNED:
            return Cause(kind, _RULED_OUT, ("Both are plans.", "Cả hai đều là dự kiến."))
        plans = [
            plan
            for subject in dict.fromkeys((one.first.subject, other.first.subject))
            for plan in self._slots.at(
                series._replace(subject=subject, family=StatusFamily.PLANNED), one.first.slot.period
            )
        ]
        for plan in plans:
            for reading in (one, other):
                if plan.unit == reading.unit and _copied(plan, reading):
                    return Cause(kind, _LIKELY, (
                        f"A plan for the same question has {number(Fraction(plan.first.value))[0]}.",
                        f"Một chỉ tiêu cho cùng câu hỏi là {number(Fraction(plan.first.value))[1]}.",
                    ))  # fmt: skip
        if any(plan.unit == one.unit for plan in plans):
            return Cause(kind, _RULED_OUT, (
                "The plans that are known have neither figure.",
                "Các chỉ tiêu đã biết không có số nào như vậy.",
            ))  # fmt: skip
        if any(c.status is Status.ESTIMATE for r in (one, other) for c in r.claims):
            return Cause(kind, _POSSIBLE, (
                "One is an estimate; no plan is known.", "Một số là ước tính; không biết chỉ tiêu nào."
            ))  # fmt: skip
        return Cause(kind, _POSSIBLE, ("No plan is known.", "Không biết chỉ tiêu nào."))

    def _percent_or_points(self, one: Reading, other: Reading) -> Cause:
        kind = CauseKind.PERCENT_OR_POINTS
        if one.first.unit not in _PERCENT:
            return Cause(kind, _RULED_OUT, ("Not a percentage.", "Không phải tỷ lệ phần trăm."))
        growths = {target for name, target in self._entities[one.first.metric].flags if name == "growthOf"}
        percentages = [
            t for t in growths
            if isinstance(t, str) and ("unitFamily", "unit-family/percent") in self._entities[t].flags
        ]  # fmt: skip
        if not percentages:
            return Cause(kind, _RULED_OUT, (
                "Not the change of a percentage.", "Không phải mức thay đổi của một tỷ lệ."
            ))  # fmt: skip
        return Cause(kind, _POSSIBLE, (
            "The change of a percentage may be in percent or in points.",
            "Mức thay đổi của một tỷ lệ có thể tính theo phần trăm hoặc điểm phần trăm.",
        ))  # fmt: skip

    def _echo(self, one: Reading, other: Reading) -> Cause:
        kind = CauseKind.ECHO
        every = all(c.attribution.agents for r in (one, other) for c in r.claims)
        if who := self._shared(one, other):
            return Cause(kind, _POSSIBLE, (
                f"Both go back to {who[0]}; one may be an earlier figure, or passed on wrongly.",
                f"Cả hai đều dẫn về {who[1]}; một số có thể là số cũ hoặc bị dẫn sai.",
            ))  # fmt: skip
        if every:
            return Cause(
                kind, _RULED_OUT, ("They name different origins.", "Hai bên nêu nguồn gốc khác nhau.")
            )
        return Cause(kind, _POSSIBLE, (
            "Not every one says where it comes from.", "Không phải bên nào cũng nói rõ nguồn gốc."
        ))  # fmt: skip

    def _shared(self, one: Reading, other: Reading) -> Words | None:
        """Who is credited with both; of a chain of origins, any link in common may be where one of them took
        it from."""
        named = [{self._origins.of[c.id] for c in r.claims if c.attribution.agents} for r in (one, other)]
        chains = [{agent for c in r.claims for agent in c.attribution.agents} for r in (one, other)]
        shared = sorted(named[0] & named[1]) or sorted(chains[0] & chains[1])
        if not shared:
            return None
        entity = self._entities.get(shared[0])
        return (entity.en, entity.vi) if entity else (shared[0], shared[0])

    def _revision(self, one: Reading, other: Reading) -> Cause:
        kind = CauseKind.REVISION
        if {c.article for c in one.claims} & {c.article for c in other.claims}:
            return Cause(kind, _RULED_OUT, (
                "One article prints both.", "Cùng một bài nêu cả hai."
            ))  # fmt: skip
        who = self._shared(one, other)
        if who is None:
            if all(c.attribution.agents for r in (one, other) for c in r.claims):
                return Cause(kind, _RULED_OUT, ("Two bodies gave them.", "Do hai bên khác nhau đưa ra."))
            return Cause(kind, _POSSIBLE, (
                "Not every one says where it comes from.", "Không phải bên nào cũng nói rõ nguồn gốc."
            ))  # fmt: skip
        told = [
            sorted({day for c in r.claims if (day := self._published.get(c.article))}) for r in (one, other)
        ]
        told = [[day for day in days if day] for days in told]
        if not all(told) or told[0][0] == told[1][0]:
            return Cause(kind, _POSSIBLE, (
                "Which was published first is not known.", "Không rõ số nào được công bố trước."
            ))  # fmt: skip
        final = all(c.status is Status.ACTUAL for r in (one, other) for c in r.claims)
        first, later = sorted(days[0] for days in told)
        return Cause(kind, _POSSIBLE if final else _LIKELY, (
            f"{who[0]} gave one by {first} and the other by {later}.",
            f"{who[1]} nêu một số vào {first} và số kia vào {later}.",
        ))  # fmt: skip


def _copied(plan: Reading, reading: Reading) -> bool:
    """Whether a figure may be that of a plan, more or less rounded."""
    if not plan.extent.printed.meets(reading.extent.printed):
        return False
    one, other = plan.first, reading.first
    ranges = one.value_max is not None or other.value_max is not None
    return ranges or one.value == other.value or 0 < _ratio(one, other) <= _ROUNDED


def _hedge(one: Reading, other: Reading, verdict: Verdict) -> Cause:
    if verdict is Verdict.HARD_CONFLICT:
        return Cause(CauseKind.HEDGE, _RULED_OUT, (
            "They are disjoint whatever the words allow.", "Hai số tách rời dù hiểu từ ngữ rộng đến đâu."
        ))  # fmt: skip
    apart = not one.extent.printed.meets(other.extent.printed)
    return Cause(CauseKind.HEDGE, _POSSIBLE, (
        "The words leave room for both" + ("; without the hedges they are disjoint." if apart else "."),
        "Từ ngữ để ngỏ cho cả hai" + ("; bỏ từ rào đón thì hai số tách rời." if apart else "."),
    ))  # fmt: skip


def _apart(one: Reading, other: Reading) -> Fraction:
    """How far two readings lie apart whatever the words allow, as a part of the larger; 0 where they meet."""
    below, above = one.extent.hedged, other.extent.hedged
    if below.meets(above):
        return Fraction(0)
    if below.high is None or above.low is None or below.high > above.low:
        below, above = above, below
    assert below.high is not None
    assert above.low is not None
    if below.high <= 0 <= above.low:
        return Fraction(1)
    small, large = sorted((abs(below.high), abs(above.low)))
    return 1 - small / large


def _by_rates(one: Pair, other: Pair, unit: str) -> Cause:
    """What two pairs of sums say about the rate between them."""
    kind = CauseKind.EXCHANGE_RATE
    sources = [(p.cheaper if p.dearer.unit == unit else p.dearer) for p in (one, other)]
    before = [extent(claim).printed for claim in sources]
    amounts = [(number(Fraction(claim.value)), claim.unit.rpartition("/")[2]) for claim in sources]
    en, vi = ([f"{amount[n]} {unit}" for amount, unit in amounts] for n in (0, 1))
    one_rate = one.rate.printed.meets(other.rate.printed)
    if before[0].meets(before[1]):
        return Cause(kind, _LIKELY, (
            f"Before conversion both are {en[0]}.", f"Trước khi quy đổi cả hai đều là {vi[0]}."
        ))  # fmt: skip
    if one_rate:
        rate = one.rate.printed.intersection(other.rate.printed)
        ends = _span(rate)
        return Cause(kind, _RULED_OUT, (
            f"{en[0]} and {en[1]} are disjoint before conversion, and one rate ({ends}) serves both.",
            f"{vi[0]} và {vi[1]} đã tách rời trước khi quy đổi, và một tỷ giá "
            f"({ends.translate(VIETNAMESE)}) khớp cả hai.",
        ))  # fmt: skip
    return Cause(kind, _POSSIBLE, (
        f"{en[0]} and {en[1]} differ before conversion, and so do the rates.",
        f"{vi[0]} và {vi[1]} khác nhau trước khi quy đổi, và tỷ giá cũng khác.",
    ))  # fmt: skip


def _span(interval: Range) -> str:
    """A rate in whole numbers."""
    return "–".join("∞" if end is None else f"{round(end):,}" for end in (interval.low, interval.high))


def _bounded(reading: Reading) -> Range:
    return bounded(reading.extent.plain, reading.extent.hedged)


def _ratio(one: FigureClaim, other: FigureClaim) -> Fraction:
    low, high = sorted(abs(Fraction(claim.value)) for claim in (one, other))
    return high / low if low else Fraction(0)
