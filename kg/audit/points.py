"""A rise of a percentage, printed with a percent sign: percent of it, or percentage points?

``percent_or_points``   level = base × (1 + growth/100), or level = base + growth

Where both readings fit what is known, or where too little is known to tell, the rule says *ambiguous* and
what each reading implies; where one fits, it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.audit.declared import PERCENT, by_base, growth_times
from kg.audit.equations import Equation, Grown, Product, Sum
from kg.audit.judging import Choice, Role, Sums, choices, is_magnitude, speakers
from kg.audit.series import Found, Reading, Slots
from kg.audited import Check, Quantity, Term
from kg.corpus import Corpus
from kg.identity import Growth
from kg.lists import Verdict
from kg.literals import UNDATED
from kg.rational import ANYTHING, Range

POINTS = "unit/percentage_point"
_PERCENT_FAMILY = ("unitFamily", "unit-family/percent")
_PERCENT_READING, _POINTS_READING = "percent", "points"


def checks(corpus: Corpus, slots: Slots) -> Iterator[Check]:
    """A check of every growth of a percentage whose level or base is known."""
    for identity in corpus.identities:
        if not isinstance(identity, Growth) or identity.multiple or identity.compound:
            continue
        for of in identity.of:
            if _PERCENT_FAMILY in corpus.entities[of].flags:
                yield from _growths(identity.metric, of, slots)


def _growths(metric: str, of: str, slots: Slots) -> Iterator[Check]:
    for series in slots.of_metric(metric):
        for label in slots.periods(series):
            if label == UNDATED.label:
                continue
            for base, held in by_base(slots.at(series, label)).items():
                times = growth_times(base, label, compound=False)
                if times is None:
                    continue
                start, end, _ = times
                roles = (
                    Role("level", series._replace(metric=of), end),
                    Role("base", series._replace(metric=of), start),
                    Role("growth", series, label),
                )
                for unit in (PERCENT, POINTS):
                    yield from _of_readings(roles, [r for r in held if r.unit == unit], slots)


def _of_readings(roles: tuple[Role, Role, Role], stated: Sequence[Reading], slots: Slots) -> Iterator[Check]:
    options = [[f for f in slots.find(role.series, role.period) if is_magnitude(f)] for role in roles[:2]]
    known = [n for n in (0, 1) if options[n]]
    if not stated or not known or (stated[0].unit == POINTS and len(known) < len(options)):
        # Points have one reading: with a level alone there is nothing to hold it against.
        return
    growth = list(map(Found, stated))
    for choice in choices([*(options[n] for n in known), growth], range(len(known)), roles[2].period):
        yield _check(roles, known, choice)


def _readings(unit: str) -> list[tuple[str, Equation]]:
    points: tuple[str, Equation] = (_POINTS_READING, Sum())
    return [points] if unit == POINTS else [(_PERCENT_READING, Product(Grown())), points]


def _check(roles: tuple[Role, Role, Role], known: list[int], choice: Choice) -> Check:
    claims = dict(zip([*known, 2], speakers(choice), strict=True))
    sums = Sums.of(choice)
    unit = claims[2].unit
    missing = next((n for n in (0, 1) if n not in known), 1)

    def full(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
        held = dict(zip([*known, 2], ranges, strict=True))
        return tuple(held.get(n, ANYTHING) for n in range(3))

    def quantity(index: int, printed: Range, hedged: Range, reading: str = "") -> Quantity:
        role, sample = roles[index], claims.get(index, claims[known[0]])
        held = tuple(c.id for n, c in claims.items() if n != index or not reading)
        own = sample.unit if index != 2 else unit
        return Quantity(
            role.name, role.series.metric, sample.subject, role.period, own, printed, hedged, held, reading
        )

    readings = _readings(unit)
    implied = tuple(
        quantity(missing, e.solve(missing, full(sums.printed)), e.solve(missing, full(sums.hedged)), name)
        for name, e in readings
    )
    implied = tuple(q for q in implied if not q.printed.is_empty())
    verdict = Verdict.AMBIGUOUS
    if len(known) == 2:
        fits = [(e.holds(full(sums.plain)), e.holds(full(sums.hedged))) for _, e in readings]
        plain, hedged = sum(p for p, _ in fits), sum(h for _, h in fits)
        if plain == 1:
            verdict = Verdict.CONSISTENT
        elif plain > 1:
            verdict = Verdict.AMBIGUOUS
        else:
            verdict = Verdict.STRAINED if hedged else Verdict.INCONSISTENT
    stated = quantity(2, sums.printed[-1], sums.hedged[-1])._replace(claims=(claims[2].id,))
    ids = tuple(claims[n].id for n in (2, *known))
    return Check(
        rule="percent_or_points",
        verdict=verdict,
        terms=tuple(Term(roles[n].name, claims[n].id, claims[n].article) for n in (2, *known)),
        stated=stated,
        implied=implied,
        why=("", ""),
        links=tuple(sorted({link for found in choice for link in found.links})),
        minimal=(ids,) if verdict is Verdict.INCONSISTENT else (),
    )
