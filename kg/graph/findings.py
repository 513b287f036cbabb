"""The graph of findings: what an audit found, and the values that claims imply.

A comparison, a clash of relations, a piece of arithmetic and an echo are findings (quality annotations of the
claims that they involve).  The causes that were tested, the smallest sets of claims that cannot all hold and
the links to near slots are nodes of their own, named after the finding; so is each implied value, which
several findings may share.  Ids are those of the audit, so that a finding keeps its IRI as long as its claims
are there.

Ends of implied values are exact rationals.  They are written as decimals of six places at most, rounded
outward; a value beyond what `kg.literals` allows, or of something that is not curated, is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from kg.audited import Audit, Cause, Check, Clash, Conflict, Derived, Link, Words, hashed
from kg.claim import Article, FigureClaim
from kg.corpus import Corpus
from kg.entity import Entity
from kg.graph import terms as t
from kg.graph.lines import DERIVED_FROM, LABEL, A
from kg.graph.terms import known, vt
from kg.interval import Interval
from kg.lists import LinkKind, Severity, Verdict
from kg.literals import decimal_text
from kg.namespaces import FINDINGS_GRAPH
from kg.rational import Range, decimal_end
from kg.slot import Slot

_COMPARISON, _ECHO = "comparison", "echo"
_DECIMALS = Decimal("0.000001")
_TOO_LARGE = 10**18
# Digits of an implied value that a label shows.
_SHOWN = 4

_ARITHMETIC, _CONFLICT, _ECHOES = vt("ArithmeticFinding"), vt("ConflictFinding"), vt("EchoFinding")
_RELATIONS = vt("RelationFinding")
_RULE, _VERDICT, _SEVERITY, _POLICY = vt("rule"), vt("verdict"), vt("severity"), vt("hedgePolicy")
_INVOLVES, _EXPLANATION, _IMPLIES = vt("involves"), vt("explanation"), vt("implies")
_MOTIVATED = f"{known('oa', 'motivatedBy')} {known('dqv', 'qualityAssessment')}"
_ENDS = (
    ((vt("lower"), vt("lowerOpen")), (vt("upper"), vt("upperOpen"))),
    ((vt("lowerHard"), vt("lowerHardOpen")), (vt("upperHard"), vt("upperHardOpen"))),
)


class Findings:
    """What an audit of a corpus found, ready to be written."""

    def __init__(self, corpus: Corpus, audit: Audit) -> None:
        self._corpus, self._audit = corpus, audit
        self._implied = _implied(corpus.entities, audit.derived)

    def counts(self) -> dict[str, int]:
        """How many things of each class there are."""
        audit = self._audit
        findings = len(audit.conflicts) + len(audit.clashes) + len(audit.checks) + len(audit.origins.echo_of)
        return {"Finding": findings, "DerivedClaim": len(self._implied)}

    def lines(self) -> Iterator[str]:
        """The graph as N-Quads, in pieces of text of one finding or value: comparisons, clashes, arithmetic,
        echoes, implied values, each in the order of the audit."""
        corpus, audit, implied = self._corpus, self._audit, self._implied
        graph = f"<{FINDINGS_GRAPH}>"
        yield from (_conflict(conflict, audit.policy, graph) for conflict in audit.conflicts)
        yield from (_clash(clash, audit.policy, graph) for clash in audit.clashes)
        yield from (_check(check, implied, audit.policy, graph) for check in audit.checks)
        yield from _echoes(corpus, audit, graph)
        slots = _answered(corpus.figures, audit.checks)
        for made in audit.derived:
            if made.id in implied:
                yield _derived(made, implied[made.id], slots.get(made.id), corpus.entities, graph)


# Findings


def _finding(
    class_: str, rule: str, verdict: Verdict, severity: Severity, why: Words, policy: str
) -> list[str]:
    """What every finding has, as lines without subject and graph."""
    return [
        f"{A} {class_}",
        f"{_RULE} {t.quoted(rule)}",
        f"{_VERDICT} {t.ref(f'verdict/{verdict}')}",
        f"{_SEVERITY} {t.ref(f'severity/{severity}')}",
        f"{_POLICY} {t.quoted(policy)}",
        _MOTIVATED,
        f"{_EXPLANATION} {t.tagged(why[0], 'en')}",
        f"{_EXPLANATION} {t.tagged(why[1], 'vi')}",
    ]


def _claims(predicate: str, claims: Iterable[str]) -> list[str]:
    return [f"{predicate} {t.ref(f'claim/{claim}')}" for claim in claims]


def _text(node: str, lines: Iterable[str], graph: str) -> str:
    return "".join(f"{node} {line} {graph} .\n" for line in lines)


def _conflict(conflict: Conflict, policy: str, graph: str) -> str:
    local = conflict.id
    node = t.ref(f"finding/{local}")
    out = _finding(_CONFLICT, _COMPARISON, conflict.verdict, conflict.severity, conflict.why, policy)
    out.append(f"{vt('concernsSlot')} {t.ref(f'slot/{conflict.slot}')}")
    out.append(f"{vt('sameAuthority')} {t.boolean(conflict.same_authority)}")
    out += _sides(conflict)
    if conflict.gap is not None:
        absolute, relative = (_rounded(part, up=False) for part in conflict.gap)
        if absolute is not None and relative is not None:
            out.append(f"{vt('gapAbsolute')} {t.number(absolute)}")
            out.append(f"{vt('gapRelative')} {t.number(relative)}")
            out.append(f"{vt('unit')} {t.ref(conflict.unit)}")
    return _text(node, out, graph) + _about(node, local, (), conflict.causes, conflict.links, graph)


def _sides(found: Conflict | Clash) -> list[str]:
    out = [f"{vt('sameArticle')} {t.boolean(found.same_article)}", *_claims(_INVOLVES, found.claims)]
    for name, side in zip(("oneSide", "otherSide"), found.sides, strict=True):
        out += _claims(vt(name), side)
    return out


def _clash(clash: Clash, policy: str, graph: str) -> str:
    out = _finding(_RELATIONS, clash.rule, clash.verdict, clash.severity, clash.why, policy)
    return _text(t.ref(f"finding/{clash.id}"), out + _sides(clash), graph)


def _check(check: Check, implied: Mapping[str, _Value], policy: str, graph: str) -> str:
    local = check.id
    node = t.ref(f"finding/{local}")
    out = _finding(_ARITHMETIC, check.rule, check.verdict, check.severity, check.why, policy)
    out += _claims(_INVOLVES, check.claims)
    out += _claims(vt("heldAgainst"), check.stated.claims)
    made = dict.fromkeys(Derived(check.rule, quantity).id for quantity in check.implied)
    out += [f"{_IMPLIES} {t.ref(f'derived/{one}')}" for one in made if one in implied]
    return _text(node, out, graph) + _about(node, local, check.minimal, check.causes, check.links, graph)


def _about(
    node: str,
    local: str,
    minimal: Sequence[tuple[str, ...]],
    causes: Iterable[Cause],
    links: Sequence[Link],
    graph: str,
) -> str:
    """The nodes that belong to the finding `local`: contradictions, causes, links."""
    out = ""
    for number, claims in enumerate(minimal, 1):
        part = t.ref(f"contradiction/{local}-{number}")
        out += f"{node} {vt('contradiction')} {part} {graph} .\n"
        out += _text(part, [f"{A} {vt('Contradiction')}", *_claims(vt("contradictingClaim"), claims)], graph)
    for cause in causes:
        part = t.ref(f"cause/{local}-{cause.kind}")
        out += f"{node} {vt('cause')} {part} {graph} .\n"
        lines = [
            f"{A} {vt('Cause')}",
            f"{vt('causeKind')} {t.ref(f'cause-kind/{cause.kind}')}",
            f"{vt('causeStatus')} {t.ref(f'cause-status/{cause.status}')}",
            f"{_EXPLANATION} {t.tagged(cause.why[0], 'en')}",
            f"{_EXPLANATION} {t.tagged(cause.why[1], 'vi')}",
        ]
        out += _text(part, lines, graph)
    for number, link in enumerate(links, 1):
        part = t.ref(f"link/{local}-{number}")
        out += f"{node} {vt('slotLink')} {part} {graph} .\n"
        out += _text(part, _link(link), graph)
    return out


def _link(link: Link) -> list[str]:
    out = [f"{A} {vt('SlotLink')}", f"{vt('linkKind')} {t.ref(f'link-kind/{link.kind}')}"]
    if link.kind is LinkKind.PART_OF_PERIOD:
        out += [f"{vt('wholePeriod')} {t.quoted(link.one)}", f"{vt('partPeriod')} {t.quoted(link.other)}"]
    else:
        out += [f"{vt('linkedSubject')} {t.ref(ref)}" for ref in sorted((link.one, link.other))]
    return out


def _echoes(corpus: Corpus, audit: Audit, graph: str) -> Iterator[str]:
    articles = {article.stem: article for article in corpus.articles}
    home = {claim.id: articles[claim.article] for claim in corpus.figures}
    for echo, original in sorted(audit.origins.echo_of.items()):
        origin = audit.origins.of[echo]
        local = hashed(_ECHO, echo, original)
        node = t.ref(f"finding/{local}")
        why = _echo_words(home[echo], home[original], _names(origin, corpus, articles))
        out = _finding(_ECHOES, _ECHO, Verdict.EQUAL, Severity.INFO, why, audit.policy)
        out += _claims(_INVOLVES, (echo, original))
        out += [*_claims(vt("echo"), (echo,)), *_claims(vt("echoed"), (original,))]
        out.append(f"{vt('origin')} {t.ref(origin)}")
        yield _text(node, out, graph)


def _names(origin: str, corpus: Corpus, articles: Mapping[str, Article]) -> Words:
    if origin in corpus.entities:
        return corpus.entities[origin].en, corpus.entities[origin].vi
    title = f"“{articles[origin.partition('/')[2]].name}”"
    return title, title


def _echo_words(echo: Article, original: Article, origin: Words) -> Words:
    return (
        f"“{echo.name}” repeats a figure of “{original.name}”: both go back to {origin[0]}.",
        f"“{echo.name}” lặp lại số liệu của “{original.name}”: cả hai có cùng nguồn gốc là {origin[1]}.",
    )


# Implied values


@dataclass(frozen=True, slots=True)
class _Value:
    """An implied value as decimals: one number, and what lies around it as printed and with hedges."""

    value: Decimal
    printed: Interval[Decimal]
    hedged: Interval[Decimal]


def _implied(entities: Mapping[str, Entity], derived: Iterable[Derived]) -> dict[str, _Value]:
    """The implied values that the graph holds, by id: those with an end, of curated things, that fit."""
    found = {}
    for made in derived:
        q = made.quantity
        if all(ref in entities for ref in (q.metric, q.subject, q.unit)):
            value = _value(q.printed, q.hedged)
            if value is not None:
                found[made.id] = value
    return found


def _value(printed: Range, hedged: Range) -> _Value | None:
    ends = [end for end in (printed.low, printed.high) if end is not None]
    if not ends:
        return None
    middle = _rounded(sum(ends, Fraction(0)) / len(ends), up=printed.low is None)
    intervals = (_outward(printed), _outward(hedged))
    if middle is None or intervals[0] is None or intervals[1] is None:
        return None
    return _Value(middle, intervals[0], intervals[1])


def _rounded(value: Fraction, *, up: bool) -> Decimal | None:
    """The next decimal of six places at most, downward or `up`; None where it is too large."""
    if abs(value) >= _TOO_LARGE:
        return None
    number = decimal_end(value, up=up).quantize(_DECIMALS, ROUND_CEILING if up else ROUND_FLOOR)
    return number if abs(number) < _TOO_LARGE else None


def _outward(interval: Range) -> Interval[Decimal] | None:
    low = None if interval.low is None else _rounded(interval.low, up=False)
    high = None if interval.high is None else _rounded(interval.high, up=True)
    if (low is None) != (interval.low is None) or (high is None) != (interval.high is None):
        return None
    return Interval(low, high, interval.low_open, interval.high_open)


def _answered(figures: Iterable[FigureClaim], checks: Iterable[Check]) -> dict[str, Slot]:
    """By implied value, the slot of the claim that it can be held against: the one claim of its sum that it
    was not computed from, if that is of the same metric, subject and unit."""
    by_id = {claim.id: claim for claim in figures}
    found: dict[str, Slot] = {}
    for check in checks:
        for quantity in check.implied:
            others = [by_id[claim] for claim in check.claims if claim not in quantity.claims]
            what = (quantity.metric, quantity.subject, quantity.unit)
            slots = {c.slot.id: c.slot for c in others if (c.metric, c.subject, c.unit) == what}
            if len(slots) == 1:
                found.setdefault(Derived(check.rule, quantity).id, slots.popitem()[1])
    return found


def _derived(
    made: Derived, value: _Value, slot: Slot | None, entities: Mapping[str, Entity], graph: str
) -> str:
    q = made.quantity
    narrowed = [] if slot is None else _narrowed(slot)
    what = [entities[ref] for ref in (q.metric, q.subject, *(ref for _, ref in narrowed))]
    en, vi = (", ".join([*names, q.period]) for names in ((e.en for e in what), (e.vi for e in what)))
    shown, unit = _shown(value.printed), entities[q.unit]
    out = [
        f"{A} {vt('DerivedClaim')}",
        f"{LABEL} {t.tagged(f'{en}: {shown[0]} {unit.en}', 'en')}",
        f"{LABEL} {t.tagged(f'{vi}: {shown[1]} {unit.vi}', 'vi')}",
        f"{_RULE} {t.quoted(made.rule)}",
        f"{vt('subject')} {t.ref(q.subject)}",
        f"{vt('metric')} {t.ref(q.metric)}",
        f"{vt('periodLabel')} {t.quoted(q.period)}",
        f"{vt('unit')} {t.ref(q.unit)}",
        f"{vt('value')} {t.number(value.value)}",
        *_interval(value.printed, 0),
        *_interval(value.hedged, 1),
        *_claims(DERIVED_FROM, q.claims),
    ]
    if q.reading:
        out.append(f"{vt('reading')} {t.quoted(q.reading)}")
    if slot is not None:
        out.append(f"{vt('answersSlot')} {t.ref(f'slot/{slot.id}')}")
    out += [f"{vt(name)} {t.ref(ref)}" for name, ref in narrowed]
    return _text(t.ref(f"derived/{made.id}"), out, graph)


def _narrowed(slot: Slot) -> list[tuple[str, str]]:
    """By what a slot is narrowed, as (property, reference)."""
    limits = (("sector", slot.sector), ("market", slot.market), ("ownership", slot.ownership))
    return [(name, ref) for name, ref in limits if ref is not None]


def _interval(interval: Interval[Decimal], row: int) -> Iterator[str]:
    ends = ((interval.low, interval.low_open), (interval.high, interval.high_open))
    for (value, is_open), (name, open_name) in zip(ends, _ENDS[row], strict=True):
        if value is not None:
            yield f"{name} {t.number(value)}"
            if is_open:
                yield f"{open_name} {t.TRUE}"


def _shown(interval: Interval[Decimal]) -> Words:
    """An interval in short numbers, rounded outward."""
    low = None if interval.low is None else _short(interval.low, ROUND_FLOOR)
    high = None if interval.high is None else _short(interval.high, ROUND_CEILING)
    if low is None:
        return f"up to {high}", f"tới {high}"
    if high is None:
        return f"from {low}", f"từ {low}"
    return (low, low) if low == high else (f"{low}–{high}",) * 2


def _short(value: Decimal, rounding: str) -> str:
    if value:
        step = Decimal(1).scaleb(value.adjusted() - _SHOWN + 1)
        value = (
            value.quantize(step, rounding) if step < 1 else (value / step).to_integral_value(rounding) * step
        )
    return f"{Decimal(decimal_text(value)):,f}"
