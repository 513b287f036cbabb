"""The strict readers of figures, dates and periods."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lists import ClaimKind, StatusFamily
from kg.literals import UNDATED, date_bounds, decimal, decimal_text, period
from kg.slot import Slot, slot_period


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "INF",
        "-INF",
        "1e400",
        "1e3",
        "1" + "0" * 30,
        "5.000 tỷ",
        "5,000",
        "٣",
        "1_000",
        "0x1F",
        "",
        " 5",
        "5 ",
        "5.",
        ".5",
        "+5",
        "--5",
        "9" * 19,
        "1.2345678",
        "12:30:00",
        "~",
        "no",
        "¾",
    ],
)
def test_figures_that_are_not_plain_decimals_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="plain decimal"):
        decimal(text)


@given(st.decimals(min_value=-(10**17), max_value=10**17, places=4))
def test_canonical_decimals_read_back_and_are_unique(value: Decimal) -> None:
    text = decimal_text(value)
    assert decimal(text) == value
    assert decimal_text(decimal(text)) == text
    assert "E" not in text
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize(
    ("text", "start", "end", "as_of"),
    [
        ("2024", "2024-01-01", "2024-12-31", False),
        ("2024-02", "2024-02-01", "2024-02-29", False),
        ("2024-H2", "2024-07-01", "2024-12-31", False),
        ("2024-Q1", "2024-01-01", "2024-03-31", False),
        ("2020/2024", "2020-01-01", "2024-12-31", False),
        ("2018-01/2018-09", "2018-01-01", "2018-09-30", False),
        ("2024-01-01/2024-12-14", "2024-01-01", "2024-12-14", False),
        ("as of 2024-11", "2024-11-30", "2024-11-30", True),
        ("as of 2024", "2024-12-31", "2024-12-31", True),
        ("as of 2023-09-20", "2023-09-20", "2023-09-20", True),
    ],
)
def test_periods(text: str, start: str, end: str, as_of: bool) -> None:
    got = period(text)
    assert (str(got.start), str(got.end), got.as_of, got.label) == (start, end, as_of, text)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-02-29",
        "24",
        "20245",
        "31/12/2024",
        "2024-13",
        "2024-00",
        "2024-01-01T00:00:00Z",
        "2024Z",
        "2024-Q5",
        "2024-H3",
        "2024/2020",
        "2024/",
        "/2024",
        "as of",
        "as of never",
        "last year",
        "0000",
        "1799",
        "",
        "٢٠٢٤",
    ],
)
def test_periods_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        period(text)


@given(st.text(max_size=30))
def test_the_period_reader_is_total(text: str) -> None:
    try:
        got = period(text)
    except ValueError:
        return
    assert got is UNDATED or (got.start is not None and got.end is not None and got.start <= got.end)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_a_full_date_is_its_own_bounds(day: dt.date) -> None:
    assert date_bounds(day.isoformat()) == (day, day)


def test_a_stock_takes_the_year_of_its_date_and_a_flow_keeps_its_period() -> None:
    assert slot_period(period("as of 2024-11"), stock=True, published=None) == ("2024", False)
    assert slot_period(period("as of 2024-11"), stock=False, published=None) == ("2024", False)
    assert slot_period(period("2024-Q3"), stock=True, published=None) == ("2024", False)
    assert slot_period(period("2024-Q3"), stock=False, published="2025-01") == ("2024-Q3", False)
    assert slot_period(UNDATED, stock=True, published="2025-01") == ("2025", True)
    assert slot_period(UNDATED, stock=True, published=None) == ("undated", False)


def test_slot_ids_tell_slots_apart_and_are_readable() -> None:
    base = Slot("company/fpt", "metric/overseas_revenue", ClaimKind.LEVEL, "2023", StatusFamily.OBSERVED)
    others = [
        Slot("company/fpt", "metric/overseas_revenue", ClaimKind.LEVEL, "2023", StatusFamily.PLANNED),
        Slot("company/fpt", "metric/overseas_revenue", ClaimKind.LEVEL, "2024", StatusFamily.OBSERVED),
        Slot("company/fpt", "metric/overseas_revenue", ClaimKind.GROWTH, "2023", StatusFamily.OBSERVED),
        Slot(
            "company/fpt",
            "metric/overseas_revenue",
            ClaimKind.LEVEL,
            "2023",
            StatusFamily.OBSERVED,
            sector="sector/s",
        ),
        Slot(
            "company/fpt",
            "metric/overseas_revenue",
            ClaimKind.LEVEL,
            "2023",
            StatusFamily.OBSERVED,
            market="sector/s",
        ),
    ]
    assert len({s.id for s in [base, *others]}) == 6
    assert base.id.startswith("overseas-revenue--fpt--2023--")
    inferred = Slot(base.subject, base.metric, base.kind, base.period, base.family, period_inferred=True)
    assert inferred.id == base.id, "how a year was found does not change the question"
