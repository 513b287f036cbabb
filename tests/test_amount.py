"""Reading printed figures in English and Vietnamese: every form the articles use, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.amount import Amount, read_amount

D = Decimal


@pytest.mark.parametrize(
    ("surface", "language", "value", "step", "unit"),
    [
        ("3.88 million billion VND", "en", "3880000000000000", "10000000000000", "VND"),
        ("VND3.74 quadrillion", "en", "3740000000000000", "10000000000000", "VND"),
        ("VND52,300 billion", "en", "52300000000000", "100000000000", "VND"),
        ("US$136,000 million", "en", "136000000000", "1000000000", "USD"),
        ("$152 bln", "en", "152000000000", "1000000000", "USD"),
        ("$1.345 billion", "en", "1345000000", "1000000", "USD"),
        ("$3bn", "en", "3000000000", "1000000000", "USD"),
        ("50,000", "en", "50000", "10000", None),
        ("27,600", "en", "27600", "100", None),
        ("10.9%", "en", "10.9", "0.1", "percent"),
        ("31.8 per cent", "en", "31.8", "0.1", "percent"),
        ("3.1 percentage points", "en", "3.1", "0.1", "percentage_point"),
        ("twofold", "en", "2", "1", "ratio"),
        ("1.7-fold", "en", "1.7", "0.1", "ratio"),
        ("five times", "en", "5", "1", "ratio"),
        ("tripled", "en", "3", "1", "ratio"),
        ("ten", "en", "10", "1", None),
        ("third", "en", "3", "1", None),
        ("2019", "en", "2019", "1", None),
        ("4.243.984 tỷ đồng", "vi", "4243984000000000", "1000000000", "VND"),
        ("132,341 tỷ USD", "vi", "132341000000", "1000000", "USD"),
        ("598 nghìn tỷ đồng", "vi", "598000000000000", "1000000000000", "VND"),
        ("3,88 triệu tỷ đồng", "vi", "3880000000000000", "10000000000000", "VND"),
        ("13,2%", "vi", "13.2", "0.1", "percent"),
        ("2.500", "vi", "2500", "100", None),
        ("2.500", "en", "2.5", "0.001", None),
        ("gấp ba", "vi", "3", "1", "ratio"),
        ("gấp 3 lần", "vi", "3", "1", "ratio"),
        ("gấp đôi", "vi", "2", "1", "ratio"),
        ("mười", "vi", "10", "1", None),
    ],
)
def test_forms(surface: str, language: str, value: str, step: str, unit: str | None) -> None:
    assert read_amount(surface, language) == Amount(D(value), D(step), unit)


@pytest.mark.parametrize(
    ("surface", "low", "high", "unit"),
    [
        ("22-28%", "22", "28", "percent"),
        ("$120-130 billion", "120000000000", "130000000000", "USD"),
        ("150,000-200,000", "150000", "200000", None),
        ("2-3 times", "2", "3", "ratio"),
        ("22 to 28%", "22", "28", "percent"),
        ("5–7", "5", "7", None),
        ("1-2bn", "1000000000", "2000000000", None),
        ("$800 million to 1.2 billion", "800000000", "1200000000", "USD"),
    ],
)
def test_a_scale_or_unit_printed_once_belongs_to_both_ends(
    surface: str, low: str, high: str, unit: str | None
) -> None:
    amount = read_amount(surface, "en")
    assert (amount.value, amount.value_max, amount.unit) == (D(low), D(high), unit)


@pytest.mark.parametrize(
    "surface",
    [
        "",
        "   ",
        "1,5",
        "1,2,3",
        "1.234.567",
        "28-22%",
        "$500-1 billion",
        "900-1.2 billion",
        "$5-6 billion VND",
        "٣",
        "1e9",
        "1_000",
        "NaN",
        "$",
        "billion",
        "$5 zillion",
        "5 5",
        "0x10",
        "1" * 90,
        "--5",
        "½",
    ],
)
def test_what_is_not_one_figure_in_english_is_refused(surface: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_amount(surface, "en")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no number grammar"):
        read_amount("5", "fr")


@given(st.text(max_size=60), st.sampled_from(["en", "vi"]))
def test_the_reader_gives_an_amount_or_a_value_error_and_nothing_else(text: str, language: str) -> None:
    try:
        amount = read_amount(text, language)
    except ValueError:
        return
    assert amount.value.is_finite()
    assert amount.step > 0
    assert amount.value_max is None or amount.value_max >= amount.value


@given(st.integers(0, 10**12), st.sampled_from([("en", ","), ("vi", ".")]))
def test_grouped_whole_numbers_read_back(number: int, style: tuple[str, str]) -> None:
    language, comma = style
    printed = f"{number:,}".replace(",", comma)
    assert read_amount(printed, language).value == number
