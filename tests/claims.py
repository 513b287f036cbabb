"""Invented corpora in a few words, for tests of the audit: figures and articles about no real thing.

>>> corpus([figure("15.5 billion", period="2024"), figure("10 %", metric="revenue_growth")])
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.audit import audit
from kg.audited import Audit, Check, Conflict
from kg.claim import Article, Attribution, Evidence, FigureClaim, RelationClaim
from kg.corpus import Corpus, Predicate
from kg.entity import Entity
from kg.identity import Growth, Identity, Part, Ratio, Record, Share, Sum
from kg.lists import CauseKind, CauseStatus, ClaimKind, EvidenceLevel, Hedge, Status
from kg.literals import period as parse_period
from kg.slot import Slot, slot_period

_SCALES = {"": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15}
# metric: (kind of figure, unit family, nature in time, additive, what it is the growth of)
_METRICS: dict[str, tuple[str, str, str, bool, str | None]] = {
    "revenue": ("level", "currency", "flow", True, None),
    "revenue_growth": ("growth", "percent", "ratio", False, "revenue"),
    "revenue_rate": ("growth", "percent", "ratio", False, "revenue"),
    "revenue_multiple": ("multiple", "multiple", "ratio", False, "revenue"),
    "value": ("level", "currency", "flow", True, None),
    "value_share": ("share", "percent", "ratio", False, None),
    "exports": ("level", "currency", "flow", True, None),
    "export_share": ("share", "percent", "ratio", False, None),
    "firms": ("count", "count", "stock", True, None),
    "firms_growth": ("growth", "percent", "ratio", False, "firms"),
    "firm_share": ("share", "percent", "ratio", False, None),
    "firms_per_1000": ("ratio", "rate", "ratio", False, None),
    "population": ("count", "count", "stock", True, None),
    "margin": ("share", "percent", "ratio", False, None),
    "margin_growth": ("growth", "percent", "ratio", False, "margin"),
    "capital": ("level", "currency", "stock", True, None),
    "capital_flow": ("level", "currency", "flow", True, None),
    "capital_share": ("share", "percent", "ratio", False, None),
    "place": ("rank", "rank", "rank", False, None),
    "revenue_record": ("rank", "rank", "rank", False, None),
    "founded": ("date", "time", "event", False, None),
    "went_abroad": ("date", "time", "event", False, None),
}  # fmt: skip
_UNITS = {
    "level": "USD", "growth": "percent", "share": "percent", "multiple": "times", "count": "enterprises",
    "ratio": "ratio", "rank": "rank", "date": "year",
}  # fmt: skip
_FAMILIES = {
    "USD": "currency", "VND": "currency", "EUR": "currency", "JPY": "currency", "percent": "percent",
    "percentage_point": "percentage_point", "times": "multiple", "enterprises": "count", "markets": "count",
    "countries": "count", "ratio": "rate", "rank": "rank", "year": "time",
}  # fmt: skip
_BODIES: dict[str, tuple[tuple[str, str], ...]] = {
    "country/land": (),
    "country/other-land": (),
    "aggregate/industry": (("country", "country/land"), ("overlapsWith", "aggregate/sector")),
    "aggregate/sector": (("country", "country/land"),),
    "company/firm": (("country", "country/land"),),
    "company/other-firm": (),
    "market/city": (("country", "country/land"),),
    "ministry/new": (("succeeds", "ministry/old"),),
    "ministry/old": (),
    "ministry/split": (),
    "ministry/half": (("succeeds", "ministry/split"),),
    "ministry/other-half": (("succeeds", "ministry/split"),),
    "agency/unit": (("unitOf", "ministry/old"),),
    "agency/customs": (),
    "office/minister": (("officeOf", "ministry/new"),),
    "person/minister": (),
    "media/herald": (),
    "media/gazette": (),
    "sector/hardware": (),
    "sector/software": (),
    "sector/services": (),
    "sector/content": (),
    "market/japan": (),
    "ownership/domestic": (),
    "ownership/foreign": (),
}
SEGMENTS = ("sector/hardware", "sector/software", "sector/services", "sector/content")


def _entity(
    ref: str, links: Iterable[tuple[str, str]] = (), flags: Sequence[tuple[str, str | bool]] = ()
) -> Entity:
    kind, _, local = ref.partition("/")
    return Entity(
        kind=kind, id=local, type=kind.title(), en=local, vi=local, links=tuple(links), flags=tuple(flags)
    )


def _entities() -> dict[str, Entity]:
    made = [_entity(ref, links) for ref, links in _BODIES.items()]
    made += [_entity(f"unit/{u}", flags=[("unitFamily", f"unit-family/{f}")]) for u, f in _FAMILIES.items()]
    for name, (_, family, nature, additive, of) in _METRICS.items():
        flags: list[tuple[str, str | bool]] = [
            ("unitFamily", f"unit-family/{family}"),
            ("timeNature", f"time-nature/{nature}"),
            ("additive", additive),
        ]
        if of:
            flags.append(("growthOf", f"metric/{of}"))
        made.append(_entity(f"metric/{name}", flags=flags))
    return {entity.ref: entity for entity in made}


ENTITIES = _entities()


def _m(*names: str) -> tuple[str, ...]:
    return tuple(f"metric/{name}" for name in names)


_BY_SECTOR = tuple(Part("metric/firms", sector) for sector in SEGMENTS)
IDENTITIES: tuple[Identity, ...] = (
    Growth("metric/revenue_growth", _m("revenue")),
    Growth("metric/revenue_rate", _m("revenue"), compound=True),
    Growth("metric/revenue_multiple", _m("revenue"), multiple=True),
    Growth("metric/firms_growth", _m("firms")),
    Growth("metric/margin_growth", _m("margin")),
    Share("metric/value_share", _m("revenue"), "metric/value"),
    Share("metric/firm_share", _m("firms"), "metric/firms"),
    Share("metric/export_share", _m("exports"), "metric/exports", country=True),
    Share("metric/capital_share", _m("capital", "capital_flow"), "metric/capital", country=True),
    Record("metric/revenue_record", "metric/revenue"),
    Ratio("metric/firms_per_1000", "metric/firms", "metric/population", 1000),
    Sum("metric/firms", _BY_SECTOR, True, "aggregate/industry"),
    Sum("metric/firms", _BY_SECTOR[:2], False, "aggregate/sector"),
    Sum(
        "metric/value",
        (
            Part("metric/revenue", ownership="ownership/domestic"),
            Part("metric/value", ownership="ownership/foreign"),
        ),
        True,
    ),
)  # fmt: skip


def number(text: str) -> tuple[Decimal, Decimal]:
    """Value and step of "15.5 billion": trailing zeros of a whole number are not significant."""
    digits, _, scale = text.partition(" ")
    power = _SCALES[scale]
    value = Decimal(digits)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if "." not in digits:
        while value and value % 10 ** (exponent + 1) == 0:
            exponent += 1
    return value.scaleb(power), Decimal(1).scaleb(exponent + power)


PREDICATES = {
    "predicate/seated_in": Predicate(("seated in", "đóng tại"), single_object=True),
    "predicate/capital_of": Predicate(("capital of", "thủ đô của"), single_subject=True),
    "predicate/owned_by": Predicate(("owned by", "thuộc"), excludes=frozenset({"predicate/venture_of"})),
    "predicate/venture_of": Predicate(
        ("venture of", "liên doanh của"), excludes=frozenset({"predicate/owned_by"})
    ),
    "predicate/sells_in": Predicate(("sells in", "bán tại")),
}
_places = itertools.count(1000, 100)


def figure(
    text: str,
    hedge: str = "exact",
    *,
    metric: str = "revenue",
    subject: str = "aggregate/industry",
    period: str = "2024",
    unit: str | None = None,
    article: str = "a",
    status: str = "actual",
    by: Sequence[str] = (),
    sector: str | None = None,
    market: str | None = None,
    ownership: str | None = None,
    base: str = "",
    of: FigureClaim | None = None,
    inherited: bool = False,
    published: str | None = "2025-01-01",
    start: int | None = None,
    ambiguity: str = "",
) -> FigureClaim:
    """One figure: "15.5 billion", "22-28" for a range; what is not said is the common case.

    `of` is the sum that it was converted from.  Each stands at a place of its own, or at `start`.
    """
    kind, _, nature, _, _ = _METRICS[metric]
    low, _, high = text.partition("-") if not text.startswith("-") else (text, "", "")
    scale = text.partition(" ")[2]
    value, step = number(low if " " in low or not scale else f"{low} {scale}")
    value_max, step_max = number(high) if high else (None, None)
    when = parse_period(period)
    label, inferred = slot_period(when, stock=nature == "stock", published=published, event=nature == "event")
    state = Status(status)
    slot = Slot(
        subject, f"metric/{metric}", ClaimKind(kind), label, state.family, sector, market, ownership, inferred
    )
    place = next(_places) if start is None else start
    return FigureClaim(
        article=article,
        subject=subject,
        metric=f"metric/{metric}",
        kind=ClaimKind(kind),
        value=value,
        step=step,
        value_max=value_max,
        step_max=step_max,
        unit=f"unit/{unit or _UNITS[kind]}",
        hedge=Hedge("range" if high and hedge == "exact" else hedge),
        status=state,
        period=when,
        evidence=Evidence(EvidenceLevel.ANCHORED, text, place, place + len(text), text, place),
        slot=slot,
        base_period=base,
        sector=sector,
        market=market,
        ownership=ownership,
        attribution=Attribution(tuple(by), "said" if by else ""),
        conversion_of=of.id if of else None,
        period_inherited=inherited,
        ambiguity=ambiguity,
    )


def relation(
    subject: str,
    predicate: str,
    end: str,
    *,
    period: str = "2024",
    article: str = "a",
    status: str = "actual",
) -> RelationClaim:
    """One relation, in words that nobody wrote."""
    place = next(_places)
    return RelationClaim(
        article=article, subject=subject, predicate=f"predicate/{predicate}", object=end,
        period=parse_period(period), status=Status(status),
        evidence=Evidence(EvidenceLevel.ANCHORED, predicate, place, place + len(predicate), predicate, place),
    )  # fmt: skip


def article(
    stem: str, date: str | None = "2025-01-01", *, publisher: str | None = None, text: str | None = None
) -> Article:
    """An article that nobody wrote; `text` stands for its digest."""
    return Article(
        stem=stem, title=stem, publisher=publisher, date=date, language="en", url=None,
        level=EvidenceLevel.ANCHORED, text_sha256=text,
    )  # fmt: skip


def corpus(
    figures: Iterable[FigureClaim],
    articles: Iterable[Article] = (),
    relations: Iterable[RelationClaim] = (),
    identities: tuple[Identity, ...] = IDENTITIES,
    entities: dict[str, Entity] | None = None,
) -> Corpus:
    """A corpus of these figures, with an article for every stem that none is given for."""
    held, stated = tuple(figures), tuple(relations)
    known = {a.stem: a for a in articles}
    for claim in (*held, *stated):
        known.setdefault(claim.article, article(claim.article))
    return Corpus(
        entities or ENTITIES, tuple(known.values()), held, stated, PREDICATES, identities=identities
    )


def checks(*figures: FigureClaim, rule: str) -> list[Check]:
    """What the audit of these figures says by one rule."""
    return [check for check in audit(corpus(figures)).checks if check.rule == rule]


def check(*figures: FigureClaim, rule: str) -> Check:
    """The one check that the audit of these figures makes by a rule."""
    (found,) = checks(*figures, rule=rule)
    return found


def verdict(*figures: FigureClaim, rule: str) -> str:
    """What came of the one check."""
    return check(*figures, rule=rule).verdict.value


def disagreement(one: FigureClaim, other: FigureClaim, *more: FigureClaim) -> Conflict:
    """The comparison of the first two of these figures."""
    found = [c for c in audit(corpus([one, other, *more])).conflicts if {*c.claims} == {one.id, other.id}]
    assert len(found) == 1, found
    return found[0]


def cause(found: Conflict | Check, kind: str) -> CauseStatus:
    """What is said of one hypothesis."""
    (status,) = [c.status for c in found.causes if c.kind is CauseKind(kind)]
    return status


def without(held: Corpus, claim: FigureClaim) -> Corpus:
    """The corpus that lacks one claim."""
    return replace(held, figures=tuple(c for c in held.figures if c.id != claim.id))


def named(found: Audit) -> dict[str, frozenset[str]]:
    """By id of everything found, the claims that it names."""
    return {
        **{c.id: frozenset(c.claims) for c in found.checks},
        **{c.id: frozenset(c.claims) for c in found.conflicts},
        **{d.id: frozenset(d.quantity.claims) for d in found.derived},
    }
