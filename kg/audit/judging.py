"""From an equation and readings that may play its parts to checks.

Which claims are taken: every choice of one reading for each part, while these are few (`MOST_CHOICES`);
beyond that, the choices within one article, and each reading once beside what most articles print for the
others.  So the work stays in proportion to the claims, and no reading goes unchecked.  Of the claims that
print a reading, the one from the article that most of the others come from speaks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from math import prod

from kg.audit.equations import Equation, minimal_sets
from kg.audit.series import Found, Series
from kg.audit.sums import bounded, of_sum
from kg.audited import Check, Quantity, Term
from kg.claim import FigureClaim
from kg.extent import Extent
from kg.lists import Verdict
from kg.literals import UNDATED
from kg.rational import Range, at_least

MOST_CHOICES = 24
Choice = tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A part in a sum: its name, and the series and period whose figures may play it."""

    name: str
    series: Series
    period: str


def choices(options: Sequence[Sequence[Found]], levels: Sequence[int], period: str) -> Iterator[Choice]:
    """The choices of one reading for each part; those of the parts `levels` must share their unit.

    Figures without a date meet only within one article.
    """
    units = set.intersection(*({found.reading.unit for found in options[n]} for n in levels))
    for unit in sorted(units):
        narrowed = [
            [f for f in part if n not in levels or f.reading.unit == unit] for n, part in enumerate(options)
        ]
        for choice in _few(narrowed):
            if period != UNDATED.label or _shared_article(choice):
                yield choice


def _few(options: Sequence[Sequence[Found]]) -> Iterator[Choice]:
    if prod(map(len, options)) <= MOST_CHOICES:
        yield from product(*options)
        return
    usual = [max(part, key=lambda found: len(found.reading.claims)) for part in options]
    by_article: list[dict[str, Found]] = [
        {claim.article: found for found in reversed(part) for claim in found.reading.claims}
        for part in options
    ]
    seen: set[tuple[int, ...]] = set()

    within = (
        tuple(part[article] for part in by_article)
        for article in by_article[0]
        if all(article in part for part in by_article)
    )
    beside = ((*usual[:n], found, *usual[n + 1 :]) for n, part in enumerate(options) for found in part)
    for choice in chain(within, beside):
        key = tuple(id(found) for found in choice)
        if key not in seen:
            seen.add(key)
            yield choice


def _shared_article(choice: Choice) -> bool:
    return bool(set.intersection(*({c.article for c in found.reading.claims} for found in choice)))


def speakers(choice: Choice) -> tuple[FigureClaim, ...]:
    """The claim that speaks for each reading."""
    counts = Counter(a for found in choice for a in {claim.article for claim in found.reading.claims})
    return tuple(
        min(found.reading.claims, key=lambda c: (-counts[c.article], c.article, c.id)) for found in choice
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """The ranges of a choice at each of the three widths."""

    printed: tuple[Range, ...]
    plain: tuple[Range, ...]
    hedged: tuple[Range, ...]

    @classmethod
    def of(cls, choice: Choice) -> Sums:
        """The ranges of what was chosen; of a lower bound only the low end counts."""
        columns = []
        for found in choice:
            extent = found.reading.extent
            columns.append(Extent(*map(at_least, extent)) if found.lower_bound else extent)
        printed, plain, hedged = zip(*columns, strict=True)
        return cls(printed, plain, hedged)


def is_magnitude(found: Found) -> bool:
    """Whether a reading can stand in a product: it is nowhere negative, and not zero."""
    printed, _, hedged = found.reading.extent
    return hedged.low is not None and hedged.low >= 0 and printed.high != 0


def judge(
    rule: str,
    equation: Equation,
    roles: Sequence[Role],
    choice: Choice,
    order: Sequence[int],
    parameters: tuple[tuple[str, int], ...] = (),
    *,
    levels: Sequence[int],
    rate: Range | None = None,
) -> Check:
    """The check of one choice.  `order` gives the terms as they are told: first the stated one.  `levels` are
    those that a slip of scale may have hit, or, by the exchange `rate`, one of currency."""
    sums = Sums.of(choice)
    claims = speakers(choice)
    printed = equation.implied(sums.printed)
    hedged = printed if sums.hedged == sums.printed else equation.implied(sums.hedged)
    # An equation holds where its first term meets what the others imply of it.
    fits = sums.printed[0].meets(printed[0]) if sums.plain == sums.printed else equation.holds(sums.plain)
    verdict = Verdict.CONSISTENT
    if not fits:
        verdict = Verdict.STRAINED if sums.hedged[0].meets(hedged[0]) else Verdict.INCONSISTENT

    def quantity(index: int, printed: Range, hedged: Range, held: tuple[str, ...]) -> Quantity:
        role, claim = roles[index], choice[index].reading.first
        return Quantity(
            role.name, role.series.metric, claim.subject, role.period, claim.unit, printed, hedged, held
        )

    stated = order[0]
    implied = tuple(
        quantity(
            index, printed[index], hedged[index], tuple(c.id for n, c in enumerate(claims) if n != index)
        )
        for index in order
    )
    # What the other terms alone forbid has no value to imply.
    implied = tuple(q for q in implied if not q.printed.is_empty())
    minimal: tuple[tuple[str, ...], ...] = ()
    if verdict is Verdict.INCONSISTENT:
        found = minimal_sets(equation, sums.hedged)
        minimal = tuple(tuple(claims[n].id for n in indices) for indices in found)
    links = tuple(sorted({link for found in choice for link in found.links}))
    return Check(
        rule=rule,
        verdict=verdict,
        terms=tuple(
            Term(roles[n].name, claims[n].id, claims[n].article, choice[n].lower_bound) for n in order
        ),
        stated=quantity(stated, sums.printed[stated], sums.hedged[stated], (claims[stated].id,)),
        implied=implied,
        why=("", ""),
        links=links,
        parameters=parameters,
        minimal=minimal,
        causes=of_sum(equation, list(map(bounded, sums.plain, sums.hedged)), levels, rate, verdict, links),
    )
