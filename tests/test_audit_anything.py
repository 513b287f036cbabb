"""Whatever is printed, the audit answers and its answer hangs together: zeros, negatives, odd periods."""

from __future__ import annotations

import random

import pytest
from claims import SEGMENTS, corpus, figure, named

from kg.audit import audit
from kg.claim import FigureClaim
from kg.lists import Verdict

INDUSTRY, SECTOR, LAND = "aggregate/industry", "aggregate/sector", "country/land"
HEDGES = ("exact", "exact", "exact", "about", "over", "at_least", "nearly", "under", "at_most")
RATES = (
    "0",
    "0.0",
    "1",
    "-1",
    "5",
    "-100.0",
    "100.0",
    "99.5",
    "12.5",
    "-250",
    "1000",
    "0.05",
    "10-20",
    "0-5",
    "-5.5",
)
LEVELS = (
    "0",
    "0.4",
    "1 billion",
    "2.5 billion",
    "3-4 billion",
    "1 trillion",
    "-2.0 billion",
    "12.0 billion",
    "0-1 billion",
)
PERIODS = ("2024", "2024", "2024", "2023", "2024-H1", "2024-02-29", "1900", "as of 2024-06-30", "undated")
WORLDS: dict[str, tuple[str, ...]] = {
    "growth": ("revenue", "revenue", "revenue_growth", "revenue_rate", "revenue_multiple"),
    "share": ("value", "value_share", "revenue"),
    "points": ("margin", "margin_growth"),
    "ratio": ("firms", "firms_per_1000", "population", "firm_share", "firms_growth"),
    "country": ("exports", "export_share", "capital", "capital_flow", "capital_share"),
    "parts": ("firms", "firms", "value"),
    "events": ("founded", "went_abroad", "place"),
}


def _claim(draw: random.Random, metric: str, levels: list[FigureClaim]) -> FigureClaim:
    stated = metric.endswith(("growth", "rate", "multiple", "share", "1000", "margin"))
    money = metric in ("revenue", "value", "exports", "capital", "capital_flow")
    event = metric in ("founded", "went_abroad", "place")
    percent = metric.endswith(("growth", "rate", "share", "margin"))
    units = (
        ("USD", "USD", "VND") if money else ("percent", "percent", "percentage_point") if percent else (None,)
    )
    subjects = {
        "population": (LAND,),
        "exports": (LAND, INDUSTRY),
        "capital": (LAND, INDUSTRY),
        "capital_flow": (LAND,),
    }
    return figure(
        draw.choice(("1999", "2000") if event else RATES if stated else LEVELS),
        draw.choice(HEDGES),
        metric=metric,
        unit=draw.choice(units),
        subject=draw.choice(subjects.get(metric, (INDUSTRY,) if stated else (INDUSTRY, INDUSTRY, SECTOR))),
        period=draw.choice(("2023/2024", "2020/2024") if metric == "revenue_rate" else PERIODS),
        article=draw.choice("abc"),
        status=draw.choice(("actual", "actual", "actual", "estimate", "target")),
        sector=draw.choice((None, *SEGMENTS)) if metric == "firms" else None,
        ownership=draw.choice((None, "ownership/domestic", "ownership/foreign")) if money else None,
        base=draw.choice(("", "", "2023", "as of 2020-12-31"))
        if metric.endswith(("growth", "multiple"))
        else "",
        of=draw.choice(levels) if money and levels and draw.random() < 0.4 else None,
        by=draw.choice(((), ("ministry/new",), ("person/minister",))),
    )


@pytest.mark.parametrize("world", WORLDS)
def test_the_audit_answers_whatever_is_printed(world: str) -> None:
    verdicts: set[Verdict] = set()
    for seed in range(40):
        draw = random.Random(f"{world}{seed}")
        figures: list[FigureClaim] = []
        for _ in range(draw.randint(3, 16)):
            levels = [c for c in figures if c.kind == "level"]
            figures.append(_claim(draw, draw.choice(WORLDS[world]), levels))
        found = audit(corpus(figures))
        assert audit(corpus(draw.sample(figures, len(figures)))) == found
        assert set().union(*named(found).values()) <= {c.id for c in figures}
        for held in (found.checks, found.conflicts, found.derived):
            assert len({each.id for each in held}) == len(held)
        for check in found.checks:
            verdicts.add(check.verdict)
            assert all(check.why)
            assert bool(check.minimal) is (check.verdict is Verdict.INCONSISTENT)
            assert all(set(minimal) <= set(check.claims) for minimal in check.minimal)
            for quantity in (check.stated, *check.implied):
                assert not quantity.printed.is_empty()
                assert quantity.hedged.contains(quantity.printed)
        for derived in found.derived:
            assert not derived.quantity.printed.is_empty()
        assert all(all(conflict.why) for conflict in found.conflicts)
        verdicts |= {conflict.verdict for conflict in found.conflicts}
    assert len(verdicts) > 3
