"""Pieces that several pages show: tables of claims with their strips, findings, series, rows for JSON."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from markupsafe import Markup

from kg.claim import Article, FigureClaim, RelationClaim
from kg.literals import period
from kg.tables import article_row
from kg.web import urls
from kg.web.drawing.axis import Axis, axis
from kg.web.drawing.series import Group, Mark, series
from kg.web.drawing.strip import reaches, scale_line, strip, together
from kg.web.here import Here
from kg.web.library import DISPUTED, Row
from kg.web.shown import visible

# Later years than so many after the last one that has happened would press the others together.
_FARTHEST_PLAN = 6
_SHORTEST_SERIES = 3
# Figures further apart than so many times are said each in a scale of its own.
_FAR_APART = 400


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim in a table: its figure, its strip, and where both come from."""

    id: str
    href: str
    figure: str
    strip: Markup
    status: str
    planned: bool
    who: Markup
    source: Markup
    question: Markup
    echo: str


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """Claims in one unit, and the line that their strips share."""

    unit: str
    scale: Markup
    lines: tuple[ClaimLine, ...]


def slot_tables(here: Here, slot: str) -> tuple[ClaimTable, ...]:
    """The claims of a slot, by unit; made once for its page and those of its claims."""
    key = ("tables", slot)
    made = here.kept.get(key)
    if made is None:
        made = here.kept[key] = claim_tables(here, here.library.claims_of_slot(slot))
    return cast(tuple[ClaimTable, ...], made)


def claim_tables(here: Here, claims: Sequence[FigureClaim], *, ask: bool = False) -> tuple[ClaimTable, ...]:
    """The claims by unit, the unit of most claims first; with `ask`, each line names its question."""
    units: dict[str, list[FigureClaim]] = {}
    for claim in claims:
        units.setdefault(claim.unit, []).append(claim)
    tables = []
    for unit, held in sorted(units.items(), key=lambda item: (-len(item[1]), item[0])):
        line = line_of(here, held, unit)
        lines = tuple(_claim_line(here, claim, line, ask=ask) for claim in held)
        tables.append(ClaimTable(line.title, scale_line(line), lines))
    return tuple(tables)


def _claim_line(here: Here, claim: FigureClaim, line: Axis, *, ask: bool) -> ClaimLine:
    library = here.library
    slot = library.slot_of[claim.id]
    echo = library.slots[slot]["echoes"].get(claim.id, "")
    figure = here.figure(claim.id)
    expected = claim.bounds.expected
    label = f"{figure}; {here.t.expected}: {here.between(expected.low, expected.high, claim.unit)}"
    agents = claim.attribution.agents
    return ClaimLine(
        id=claim.id,
        href=here.to.to(urls.claim(claim.id)),
        figure=figure,
        strip=strip(line, here.span(claim), label),
        status=here.word("STATUSES", claim.status),
        planned=claim.status in ("forecast", "target"),
        who=here.links(agents) if agents else Markup(""),
        source=here.source(library.articles[claim.article]),
        question=here.page_link(urls.slot(slot), here.question(slot)) if ask else Markup(""),
        echo=here.outlet(library.articles[library.figures[echo].article]) if echo in library.figures else "",
    )


def line_of(here: Here, claims: Sequence[FigureClaim], unit: str, *, zero: bool = False) -> Axis:
    """The line on which claims of one unit lie; with `zero`, from zero on."""
    return axis(
        reaches(here.span(claim) for claim in claims),
        unit.rpartition("/")[2],
        here.library.name(unit),
        here.language,
        zero=zero,
    )


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One question in a list: what sources say of it, at a glance."""

    href: str
    metric: str
    subject: str
    narrowed: str
    period: str
    spread: str
    strip: Markup
    chip: Markup
    agreement: str
    planned: bool
    claims: str
    origins: str


def slot_line(here: Here, slot: str, *, picture: bool = True) -> SlotLine:
    """A question as a line; with `picture`, all its figures on one strip."""
    key = ("line", slot, picture)
    made = here.kept.get(key)
    if made is None:
        made = here.kept[key] = _slot_line(here, slot, picture=picture)
    return cast(SlotLine, made)


def _slot_line(here: Here, slot: str, *, picture: bool) -> SlotLine:
    library = here.library
    row, s = library.slots[slot], library.question(slot)
    claims = [library.figures[claim] for claim in row["claims"]]
    narrowed = [ref for ref in (s.sector, s.market, s.ownership) if ref]
    said, drawn = spread(here, slot), Markup("")
    if picture:
        unit, held = main_unit(claims)
        # From zero, so that strips of several questions tell small differences from large ones.
        drawn = together(line_of(here, held, unit, zero=True), [here.span(c) for c in held], said)
    return SlotLine(
        href=here.to.to(urls.slot(slot)),
        metric=here.name(s.metric),
        subject=here.name(s.subject),
        narrowed=", ".join(map(here.name, narrowed)),
        period=here.period(s.period),
        spread=said,
        strip=drawn,
        chip=here.chip(row["agreement"]) if row["agreement"] != "single" else Markup(""),
        agreement=row["agreement"],
        planned=row["family"] == "planned",
        claims=here.counted(len(claims), "claim"),
        origins=here.counted(len(row["origins"]), "origin"),
    )


def main_unit(claims: Sequence[FigureClaim]) -> tuple[str, list[FigureClaim]]:
    """The unit of most claims, and these."""
    counts = Counter(claim.unit for claim in claims)
    unit = min(counts, key=lambda u: (-counts[u], u))
    return unit, [claim for claim in claims if claim.unit == unit]


def spread(here: Here, slot: str, unit: str = "") -> str:
    """The figures of a question in few words: the one there is, or from the lowest to the highest.

    They are those in `unit`, where there are some, else those in the unit of most claims.
    """
    claims = [here.library.figures[claim] for claim in here.library.slots[slot]["claims"]]
    held = [claim for claim in claims if claim.unit == unit]
    if not held:
        unit, held = main_unit(claims)
    figures = list(dict.fromkeys(here.figure(claim.id) for claim in held))
    if len(figures) == 1:
        return figures[0]
    low = min(claim.value for claim in held)
    high = max(claim.value if claim.value_max is None else claim.value_max for claim in held)
    if low == high:
        return " / ".join(figures[:2])
    if low > 0 and high > _FAR_APART * low:
        # One scale for both would make one of them unreadable.
        ends = (min(held, key=lambda c: c.value), max(held, key=lambda c: c.value_max or c.value))
        return str(here.t.low_to_high).format(low=here.figure(ends[0].id), high=here.figure(ends[1].id))
    return here.between(low, high, unit)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in a list."""

    href: str
    chip: Markup
    verdict: str
    rule: str
    rule_name: str
    severity: str
    said: str
    question: str


def finding_line(here: Here, row: Row) -> FindingLine:
    """A finding as a line: verdict, rule, and what was found in a sentence."""
    key = ("finding", row["id"])
    made = here.kept.get(key)
    if made is None:
        made = here.kept[key] = _finding_line(here, row)
    return cast(FindingLine, made)


def _finding_line(here: Here, row: Row) -> FindingLine:
    return FindingLine(
        href=here.to.to(urls.finding(row["id"])),
        chip=here.chip(row["verdict"]),
        verdict=row["verdict"],
        rule=row["rule"],
        rule_name=here.word("RULES", row["rule"]),
        severity=row["severity"],
        said=said_of(here, row),
        question=question_of(here, row),
    )


def question_of(here: Here, row: Row) -> str:
    """The question that a finding is about: of its slot, or of the figure that is held against others."""
    slot = row.get("slot") or here.library.slot_of.get((row.get("stated") or row)["claims"][0])
    return here.question(slot) if slot and slot in here.library.slots else visible(row[here.key("question")])


def said_of(here: Here, row: Row) -> str:
    """What was found, without the question that it is about, which stands beside it."""
    said = visible(row[here.key("explanation")])
    bare = said.removeprefix(row[here.key("question")]).removeprefix(": ")
    return bare[:1].upper() + bare[1:]


def cause_lists(here: Here, row: Row) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The causes that are left, the likely ones first, and those that are ruled out."""
    lines = [
        {
            "name": here.word("CAUSES", cause["cause"]),
            "status": here.word("CAUSE_STATUS", cause["status"]),
            "id": cause["status"],
            "why": cause[here.key("why")],
        }
        for cause in row.get("causes", ())
    ]
    left = sorted(
        (c for c in lines if c["id"] != "ruled_out"), key=lambda c: (c["id"] != "likely", c["name"])
    )
    return left, [cause for cause in lines if cause["id"] == "ruled_out"]


# Series over time


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a series in a unit; `missing` claims have no place in it, `latest` is its last slot of
    what has happened."""

    picture: Markup
    missing: int
    unit: str
    latest: str


def series_chart(here: Here, slots: Sequence[str]) -> Chart | None:
    """The slots of a series over the years; None where too few years are told."""
    key = ("series", slots[0])
    if key not in here.kept:
        here.kept[key] = _series_chart(here, slots)
    return cast("Chart | None", here.kept[key])


def _series_chart(here: Here, slots: Sequence[str]) -> Chart | None:
    library = here.library
    every = [library.figures[claim] for slot in slots for claim in library.slots[slot]["claims"]]
    unit, _ = main_unit(every)
    groups, total = [], len(every)
    seen: list[tuple[str, list[tuple[float, FigureClaim]]]] = []
    for slot in slots:
        placed = [
            (at, claim)
            for claim in library.claims_of_slot(slot)
            if claim.unit == unit and (at := _place(claim)) is not None
        ]
        if placed:
            seen.append((slot, placed))
    done = [at for slot, placed in seen for at, claim in placed if claim.status not in ("forecast", "target")]
    last = max(done, default=max((at for _, placed in seen for at, _ in placed), default=0.0))
    seen = [
        (slot, held)
        for slot, placed in seen
        if (held := [p for p in placed if p[0] <= last + _FARTHEST_PLAN])
    ]
    years = {int(at) for _, placed in seen for at, _ in placed}
    if len(years) < _SHORTEST_SERIES:
        return None
    drawn = 0
    for slot, placed in seen:
        row = library.slots[slot]
        said = f"{here.period(row['period'])}: {spread(here, slot)}"
        if row["agreement"] != "single":
            said += f", {here.word('VERDICTS', row['agreement'])}"
        marks = tuple(_mark(here, at, claim) for at, claim in placed)
        drawn += len(marks)
        groups.append(Group(here.to.to(urls.slot(slot)), said, row["agreement"] in DISPUTED, marks))
    spans = [(min(m.value, m.low), max(m.value, m.high)) for g in groups for m in g.marks]
    line = axis(spans, unit.rpartition("/")[2], library.name(unit), here.language, 3, calm=False)
    s = library.question(slots[0])
    label = f"{here.name(s.metric)}, {here.name(s.subject)}: {here.t.series}"
    happened = [slot for slot, _ in seen if library.slots[slot]["family"] == "observed"]
    return Chart(series(groups, line, label), total - drawn, unit, (happened or slots)[-1])


def _place(claim: FigureClaim) -> float | None:
    """Where on an axis of years a claim lies: the middle of its year, or its day."""
    told = claim.period
    if told.as_of and told.end is not None:
        return told.end.year + min((told.end.timetuple().tm_yday - 1) / 366, 0.98)
    label = claim.slot.period
    if len(label) == 4 and label.isdigit():
        return int(label) + 0.5
    return None


def _mark(here: Here, at: float, claim: FigureClaim) -> Mark:
    expected = claim.bounds.expected
    high = claim.value if claim.value_max is None else claim.value_max
    middle = (claim.value + high) / 2
    # Open ends, and intervals from zero, would hide the series: they are on the page of the slot.
    low_end = claim.value if expected.low is None or expected.low <= 0 else expected.low
    high_end = high if expected.high is None else expected.high
    return Mark(
        at, middle, min(low_end, claim.value), max(high_end, high), str(claim.status), here.figure(claim.id)
    )


# Rows for programs


def article_data(article: Article) -> dict[str, Any]:
    """A source as a row of `kg articles`."""
    return dict(article_row(article))


def claim_data(here: Here, claim: FigureClaim | RelationClaim) -> dict[str, Any]:
    """A claim as a row of `kg claims` or `kg relations`."""
    return here.library.claim_rows[claim.id]


def relation_words(here: Here, claim: RelationClaim) -> str:
    """What a relation says, as a sentence of names."""
    return " ".join(
        (
            here.name(claim.subject),
            here.say(here.library.predicate(claim.predicate).words),
            here.name(claim.object),
        )
    )


def period_key(label: str) -> tuple[dt.date, str]:
    """An order of periods by their beginning; what is undated comes last."""
    try:
        start = period(label).start
    except ValueError:
        start = None
    return start or dt.date.max, label


def first_of(items: Iterable[Any], count: int) -> tuple[list[Any], int]:
    """The first items, and how many more there are."""
    held = list(items)
    return held[:count], max(len(held) - count, 0)
