"""Does it add up?  Conflicts, clashes, arithmetic, causes and origins of the claims of a corpus.

`audit(corpus)` gives everything that was found, also what fits, as frozen values (`kg.audited`).  It says
where figures disagree, by how much, and what the figures say of the reasons; it never says who is right.
All arithmetic is on exact rationals, and all work goes slot by slot.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.audit import pace, plans, points, records, targets
from kg.audit.causes import Causes
from kg.audit.conflicts import conflicts
from kg.audit.declared import Rules
from kg.audit.origins import origins
from kg.audit.rates import Rates
from kg.audit.relations import clashes
from kg.audit.series import Slots
from kg.audit.statements import statements
from kg.audit.wording import Wording
from kg.audited import WITHOUT_SUMS, Audit, Check, Conflict, Derived
from kg.claim import FigureClaim, RelationClaim
from kg.collector import without_collector
from kg.corpus import Corpus

__all__ = ["audit"]


def audit(corpus: Corpus) -> Audit:
    """Everything that the claims of a corpus say of each other, in a fixed order."""
    # An audit makes no cycles, but the collector would walk all that it made again and again.
    with without_collector():
        # What is found must not hang on the order in which the claims come.
        figures = tuple(sorted(corpus.figures, key=_place))
        relations = tuple(sorted(corpus.relations, key=_place))
        return _audit(replace(corpus, figures=figures, relations=relations))


def _audit(corpus: Corpus) -> Audit:
    slots = Slots(corpus)
    rates = Rates(corpus)
    origin = origins(corpus)
    wording = Wording(corpus)
    compared = conflicts(corpus, slots, origin, Causes(corpus, slots, rates, origin))
    checked = [
        *Rules(corpus, slots, rates).checks(),
        *points.checks(corpus, slots),
        *rates.checks(),
        *rates.crossed(slots),
        *targets.checks(corpus, slots),
        *plans.checks(corpus, slots),
        *records.checks(corpus, slots),
        *pace.checks(slots),
    ]
    told = [replace(check, why=wording.check(check)) for check in checked]
    return Audit(
        policy=corpus.policy.name,
        conflicts=tuple(sorted((_worded(c, wording) for c in compared), key=lambda c: (c.slot, c.claims))),
        checks=tuple(sorted(told, key=lambda c: (c.rule, c.stated.subject, c.stated.period, c.id))),
        clashes=tuple(
            sorted((replace(c, why=wording.clash(c)) for c in clashes(corpus)), key=lambda c: (c.rule, c.id))
        ),
        derived=tuple(_derived(told)),
        origins=origin,
        statements=statements(corpus, slots, origin, wording),
    )


def _worded(conflict: Conflict, wording: Wording) -> Conflict:
    one, other = (wording.figure(side[0])[0] for side in conflict.sides)
    return replace(conflict, why=wording.conflict(conflict), values=(one, other))


def _place(claim: FigureClaim | RelationClaim) -> tuple[str, int, str]:
    start = claim.evidence.start
    return claim.article, -1 if start is None else start, claim.id


# What these imply are sums of their own terms, or no values at all.
_WITHOUT_VALUES = (*WITHOUT_SUMS, "part_of_period")


def _derived(checks: Iterable[Check]) -> list[Derived]:
    """The values that the checks imply, each once, by id."""
    found = {
        made.id: made
        for check in checks
        if check.rule not in _WITHOUT_VALUES
        for quantity in check.implied
        if (made := Derived(check.rule, quantity))
    }
    return [found[key] for key in sorted(found)]
