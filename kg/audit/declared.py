"""Checks of the arithmetic that the metrics declare: growth, shares, ratios and sums of parts.

Rules and their equations (all figures as intervals):

``growth``            level = base × (1 + growth/100)
``compound_growth``   level = base × (1 + rate/100)^years
``multiple``          level = base × multiple
``share_of_total``    part = total × share/100
``ratio_to_level``    level = population × ratio/per
``sum_of_parts``      total = Σ parts, or total ≥ Σ parts where the parts are not all; also a year of flows by
                      its quarters or halves
``part_of_period``    whole ≥ part, for a flow over a part of the period

A figure is not held against one that cannot stand beside what its own article prints, or beside a base that
fits: such a disagreement is told of the two that disagree.

A growth without a base is against the same period of the year before; over more than a year it is against the
first of its years.  A planned growth starts from what was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.audit.equations import MULTIPLE, SHARE, Factor, Grown, Product, Scaled, Sum
from kg.audit.judging import Choice, Role, choices, is_magnitude, judge
from kg.audit.rates import Rates
from kg.audit.series import Found, Reading, Series, Slots, span
from kg.audited import Check, Link
from kg.claim import FigureClaim
from kg.compare import compare
from kg.corpus import Corpus
from kg.identity import Growth, Ratio, Share
from kg.identity import Sum as SumOfParts
from kg.lists import Agreement, LinkKind, StatusFamily, TimeNature, Verdict
from kg.literals import UNDATED
from kg.literals import period as parse_period
from kg.rational import Range

PERCENT = "unit/percent"
_YEAR = re.compile(r"\b(\d{4})\b")
_STOCK = ("timeNature", f"time-nature/{TimeNature.STOCK}")
_PERCENT_FAMILY = ("unitFamily", "unit-family/percent")


class Rules:
    """The declared arithmetic of a corpus, ready to be checked."""

    def __init__(self, corpus: Corpus, slots: Slots, rates: Rates) -> None:
        self._entities = corpus.entities
        self._identities = corpus.identities
        self._slots = slots
        self._rates = rates

    def checks(self) -> Iterator[Check]:
        """Every check that the claims allow, in the order of the declarations."""
        for identity in self._identities:
            if isinstance(identity, Growth):
                yield from self._growths(identity)
            elif isinstance(identity, Share):
                yield from self._shares(identity)
            elif isinstance(identity, Ratio):
                yield from self._ratios(identity)
            elif isinstance(identity, SumOfParts):
                yield from self._sums(identity)
        yield from self._parts_of_periods()
        yield from self._whole_years()

    def _stated(self, metric: str) -> Iterator[tuple[Series, str, list[Reading]]]:
        for series in self._slots.of_metric(metric):
            for label in self._slots.periods(series):
                yield series, label, self._slots.at(series, label)

    def label(self, metric: str, label: str) -> str:
        """The label under which a metric files what another files under `label`: a stock files by year."""
        if label == UNDATED.label or _STOCK not in self._entities[metric].flags:
            return label
        return str(span(label)[1].year)

    def _product(
        self,
        rule: str,
        factor: Factor,
        roles: tuple[Role, Role, Role],
        stated: Sequence[Reading],
        *,
        of: int = 0,
    ) -> Iterator[Check]:
        """The checks result = base × factor(stated); `of` is a number of the rule that no claim states."""
        articles = {claim.article for reading in stated for claim in reading.claims}
        options = [
            [f for f in self._slots.find(role.series, role.period, articles) if is_magnitude(f)]
            for role in roles[:2]
        ]
        if not all(options) or not stated:
            return
        name = {"compound_growth": "years", "ratio_to_level": "per"}.get(rule)
        parameters = ((name, of),) if name else ()
        levels = (0,) if rule == "ratio_to_level" else (0, 1)
        told: dict[tuple[int, int], list[tuple[Found, Check]]] = {}
        beside = _Beside(options)
        for choice in choices([*options, list(map(Found, stated))], levels, roles[2].period):
            if not beside.foreign(choice):
                check = judge(
                    rule, Product(factor), roles, choice, (2, 0, 1), parameters,
                    levels=(0, 1), rate=self._rate(choice),
                )  # fmt: skip
                key = id(choice[2].reading), id(choice[0].reading)
                told.setdefault(key, []).append((choice[1], check))
        for found in told.values():
            fitting = [base for base, check in found if check.verdict is Verdict.CONSISTENT]
            # What cannot stand beside a base that fits disagrees with that base, not with the stated figure.
            yield from (check for base, check in found if not any(_apart(base, other) for other in fitting))

    def _rate(self, choice: Choice) -> Range | None:
        """How many VND make a dollar in the year of a sum of money."""
        claim = choice[0].reading.first
        is_money = ("unitFamily", "unit-family/currency") in self._entities[claim.unit].flags
        return self._rates.dollar(claim.slot.period) if is_money else None

    # Growth

    def _growths(self, identity: Growth) -> Iterator[Check]:
        for series, label, readings in self._stated(identity.metric):
            if label == UNDATED.label:
                continue
            usable = [r for r in readings if identity.multiple or r.unit == PERCENT]
            for base, held in by_base(usable).items():
                times = growth_times(base, label, compound=identity.compound)
                if times is None:
                    continue
                start, end, years = times
                for of in identity.of:
                    if _PERCENT_FAMILY in self._entities[of].flags:
                        continue
                    level, at = series._replace(metric=of), self.label(of, start)
                    roles = (
                        Role("level", level, self.label(of, end)),
                        Role("base", self._base(level, at), at),
                        Role("growth", series, label),
                    )
                    if identity.multiple:
                        yield from self._product("multiple", MULTIPLE, roles, held)
                    elif identity.compound:
                        yield from self._product("compound_growth", Grown(years), roles, held, of=years)
                    else:
                        yield from self._product("growth", Grown(), roles, held)

    def _base(self, level: Series, label: str) -> Series:
        """The series of the base of a growth: what is planned grows from what is, where no plan was made for
        the base."""
        if level.family is StatusFamily.PLANNED and not self._slots.at(level, label):
            return level._replace(family=StatusFamily.OBSERVED)
        return level

    # Shares and ratios

    def _shares(self, identity: Share) -> Iterator[Check]:
        for series, label, readings in self._stated(identity.metric):
            stated = [reading for reading in readings if reading.unit == PERCENT]
            part = series._replace(metric=identity.part)
            at = self.label(part.metric, label)
            candidates: list[tuple[Series, Check]] = []
            for whole in self._wholes(identity, part):
                roles = (
                    Role("part", part, at),
                    Role("total", whole, self.label(whole.metric, label)),
                    Role("share", series, label),
                )
                found = self._product("share_of_total", SHARE, roles, stated)
                candidates += [(whole, check) for check in found]
            parts = [found.reading for found in self._slots.find(part, at)]
            yield from _best(candidates, [*stated, *parts])

    def _wholes(self, identity: Share, part: Series) -> Iterator[Series]:
        """The series of which a part may be a share: of the country, or with less narrowing than the part."""
        for metric in identity.of:
            if identity.country:
                country = self._slots.country(part.subject)
                whole = Series(country or "", metric, None, None, None, part.family)
                if country and whole != part:
                    yield whole
            elif identity.part in identity.of:
                # Measured alike, so that the part is narrower than the total.
                yield from (whole._replace(metric=metric) for whole in _widened(part))
            else:
                yield part._replace(metric=metric)

    def _ratios(self, identity: Ratio) -> Iterator[Check]:
        for series, label, readings in self._stated(identity.metric):
            country = self._slots.country(series.subject)
            if country is None:
                continue
            level = series._replace(metric=identity.of)
            base = Series(country, identity.to, None, None, None, series.family)
            roles = (
                Role("level", level, self.label(level.metric, label)),
                Role("base", base, self.label(base.metric, label)),
                Role("ratio", series, label),
            )
            yield from self._product("ratio_to_level", Scaled(identity.per), roles, readings, of=identity.per)

    # Sums

    def _sums(self, identity: SumOfParts) -> Iterator[Check]:
        for series in self._slots.of_metric(identity.metric):
            if identity.subject not in (None, series.subject):
                continue
            parts = [
                series._replace(
                    metric=part.metric,
                    sector=part.sector or series.sector,
                    market=part.market or series.market,
                    ownership=part.ownership or series.ownership,
                )
                for part in identity.parts
            ]
            # A figure that is itself narrowed as a part is has no such parts.
            if any(part.metric == series.metric and part == series for part in parts):
                continue
            for label in self._slots.periods(series):
                yield from self._sum(identity, series, label, parts)

    def _sum(self, identity: SumOfParts, series: Series, label: str, parts: list[Series]) -> Iterator[Check]:
        roles = [Role("total", series, label)]
        options = [self._slots.find(series, label)]
        for part in parts:
            at = self.label(part.metric, label)
            if found := [f for f in self._slots.find(part, at) if f.reading.extent.hedged.low is not None]:
                roles.append(Role("part", part, at))
                options.append(found)
        if len(roles) < 3:
            return
        exhaustive = identity.exhaustive and len(roles) == len(parts) + 1
        order = range(len(roles))
        for choice in choices(options, order, label):
            held = exhaustive and not any(found.lower_bound for found in choice[1:])
            parameters = (("exhaustive", int(held)),)
            rate = self._rate(choice)
            yield judge("sum_of_parts", Sum(held), roles, choice, order, parameters, levels=order, rate=rate)

    def _whole_years(self) -> Iterator[Check]:
        """The flows of the quarters, or of the halves, against that of the year that they make up."""
        for series, label in self._slots.all():
            if not label.isdigit() or not self._slots.is_flow(series.metric):
                continue
            for tiles in (("H1", "H2"), ("Q1", "Q2", "Q3", "Q4")):
                labels = [label, *(f"{label}-{tile}" for tile in tiles)]
                options = [list(map(Found, self._slots.at(series, each))) for each in labels]
                if not all(options):
                    continue
                roles = [Role("part" if n else "total", series, each) for n, each in enumerate(labels)]
                order = range(len(roles))
                for choice in choices(options, order, label):
                    yield judge(
                        "sum_of_parts", Sum(), roles, choice, order, (("exhaustive", 1),),
                        levels=order, rate=self._rate(choice),
                    )  # fmt: skip

    def _parts_of_periods(self) -> Iterator[Check]:
        for series, label in self._slots.all():
            for part in self._slots.parts(series, label):
                roles = (Role("whole", series, label), Role("part", series, part))
                link = Link(LinkKind.PART_OF_PERIOD, label, part)
                options = [
                    [Found(reading) for reading in self._slots.at(series, label)],
                    [Found(reading, (link,)) for reading in self._slots.at(series, part)],
                ]
                options = [[found for found in option if is_magnitude(found)] for option in options]
                for choice in choices(options, (0, 1), label):
                    rate = self._rate(choice)
                    yield judge(
                        "part_of_period", Sum(exhaustive=False), roles, choice, (0, 1),
                        levels=(0, 1), rate=rate,
                    )  # fmt: skip


class _Beside:
    """What each article prints for the first parts of a sum: of the series itself, or of a body near it."""

    def __init__(self, options: Sequence[Sequence[Found]]) -> None:
        self._by_article: list[dict[str, list[Found]]] = []
        self._mixed: list[bool] = []
        for part in options:
            held: dict[str, list[Found]] = {}
            for found in part:
                for article in dict.fromkeys(claim.article for claim in found.reading.claims):
                    held.setdefault(article, []).append(found)
            self._by_article.append(held)
            self._mixed.append(len({bool(found.links) for found in part}) > 1)

    def foreign(self, choice: Choice) -> bool:
        """Whether a choice holds a figure against another than what its own articles print beside it, where
        the two cannot both be: that is a disagreement of the two, not a sum that fails.  Where a series has
        figures of its own, those of a body near it count in their own article only."""
        stated = {claim.article for claim in choice[-1].reading.claims}
        return any(
            stated.isdisjoint(claim.article for claim in taken.reading.claims)
            and (
                (mixed and bool(taken.links))
                or any(_apart(taken, own) for article in sorted(stated) for own in part.get(article, ()))
            )
            for taken, part, mixed in zip(choice[:-1], self._by_article, self._mixed, strict=True)
        )


def _apart(one: Found, other: Found) -> bool:
    """Whether two readings of one question cannot both be."""
    if one.reading is other.reading or one.reading.unit != other.reading.unit:
        return False
    return compare(one.reading.first, other.reading.first) is Agreement.HARD_CONFLICT


_GOODNESS = [Verdict.CONSISTENT, Verdict.STRAINED, Verdict.INCONSISTENT]


def _best(candidates: Sequence[tuple[Series, Check]], readings: Sequence[Reading]) -> Iterator[Check]:
    """Of the checks that hold one share and one part against several totals, those against the total that
    fits best; what the others imply goes along as alternatives.  `readings` are of the shares and parts."""
    printed = {claim.id: n for n, reading in enumerate(readings) for claim in reading.claims}
    groups: dict[tuple[int, ...], list[tuple[Series, Check]]] = {}
    for whole, check in candidates:
        key = tuple(printed[term.claim] for term in check.terms[:2])
        groups.setdefault(key, []).append((whole, check))
    for group in groups.values():
        best, _ = min(group, key=lambda held: _GOODNESS.index(held[1].verdict))
        alternatives = tuple(
            check.implied[0]._replace(reading=total.metric.rpartition("/")[2])
            for total, check in group
            if total != best and check.implied
        )
        for total, check in group:
            if total == best:
                yield replace(check, implied=check.implied + alternatives)


def _widened(part: Series) -> Iterator[Series]:
    """The part with all of its narrowing taken away, then with one piece of it."""
    less = (part._replace(sector=None), part._replace(market=None), part._replace(ownership=None))
    pieces = [wider for wider in less if wider != part]
    if pieces:
        yield part._replace(sector=None, market=None, ownership=None)
    if len(pieces) > 1:
        yield from pieces


def by_base(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    """Readings by the base that their claims name, split where these name several."""
    groups: dict[str, list[Reading]] = {}
    for reading in readings:
        bases: dict[str, list[FigureClaim]] = {}
        for claim in reading.claims:
            bases.setdefault(claim.base_period, []).append(claim)
        for base, claims in bases.items():
            groups.setdefault(base, []).append(replace(reading, claims=tuple(claims)))
    return groups


def growth_times(base: str, label: str, *, compound: bool) -> tuple[str, str, int] | None:
    """Labels of the start and the end of a growth over the period `label`, against `base` where one is
    named, and the whole years between them; None where these cannot be told."""
    start, end = span(label)
    # Twelve months that do not begin in January are a year as well.
    if start.year == end.year or (not compound and (end - start).days < 366):
        if not base:
            before = None if compound else _year_before(label)
            return None if before is None else (before, label, 1)
        first = parse_period(base).end
    else:
        base, label = base or str(start.year), str(end.year)
        first = parse_period(base).end
    if first is None:
        return None
    years = end.year - first.year
    return (base.removeprefix("as of "), label, years) if years > 0 or not compound else None


def _year_before(label: str) -> str | None:
    """The label of the same period a year earlier; None before the first year that a period may have."""
    text = _YEAR.sub(lambda year: str(int(year[1]) - 1), label).replace("-02-29", "-02-28")
    try:
        return parse_period(text).label
    except ValueError:
        return None
