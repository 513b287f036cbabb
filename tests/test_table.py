"""Tables on a screen: at any width nothing is cut, and what belongs together stays together."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.output import table_text
from kg.cli.table import column_widths, display_width, table, wrap
from kg.cli.words import figure_words, interval_words
from kg.csvtext import Cell

# Each column has letters of its own, so that what it shows can be told from the output: plain, wide,
# Vietnamese ones, some with combining marks.  Separators and no-break spaces are the first column's.
LETTERS = ["abc-_/;\u00a0", "def日本", "ếữạđ", "12345", "o\u0309u\u0323", "qrs", "tvw", "xyz"]
HEADINGS = ["ABC ", "DE", "FGH ", "IJ", "KLM", "NOP", "QRST", "UVW"]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    count = draw(st.integers(1, len(LETTERS)))
    heads = [draw(st.text(HEADINGS[n], min_size=1, max_size=30)) for n in range(count)]
    texts = [st.text(LETTERS[n] + "  ", max_size=60) for n in range(count)]
    return heads, draw(st.lists(st.tuples(*texts).map(list), max_size=4))


@given(tables(), st.integers(20, 200), st.sets(st.integers(0, 7)))
def test_no_character_is_lost_at_any_width(
    drawn: tuple[list[str], list[list[str]]], width: int, right: set[int]
) -> None:
    heads, rows = drawn
    lines = table(heads, rows, width, right=right)
    assert all(display_width(line) <= width for line in lines)
    shown = "".join(lines)
    side_by_side = column_widths([heads, *rows], width) is not None
    for number, head in enumerate(heads):
        written = "".join(row[number] for row in rows).replace(" ", "")
        assert "".join(c for c in shown if c in LETTERS[number]) == written
        times = 1 if side_by_side else sum(row[number] != "" for row in rows)
        named = "".join(c for c in shown if c in HEADINGS[number].strip())
        assert named == head.replace(" ", "") * times


@given(st.text(LETTERS[0] + LETTERS[1] + " ", max_size=80), st.integers(2, 40))
def test_wrapping_keeps_every_letter_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("000_48115a… and 001_3c753e…", 12, ["000_48115a…", "and", "001_3c753e…"]),
        ("as of 2024-11", 9, ["as of", "2024-11"]),
        ("136.5\u00a0bn – 137.5\u00a0bn", 12, ["136.5\u00a0bn –", "137.5\u00a0bn"]),
        ("share_of_national_exports", 14, ["share_of_", "national_", "exports"]),
        ("market/state-owned", 12, ["market/", "state-owned"]),
        ("revenue--viettel", 10, ["revenue--", "viettel"]),
        ("Viễn thông", 8, ["Viễn", "thông"]),
        ("日本語", 4, ["日本", "語"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("", 4, [""]),
    ],
)
def test_where_a_cell_breaks(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width"), [("Tập đoàn", 8), ("Ta\u0323\u0302p", 3), ("ｗｉｄｅ 日本", 13), ("", 0)]
)
def test_what_a_text_takes_of_a_line(text: str, width: int) -> None:
    assert display_width(text) == width


def test_the_widest_column_is_narrowed_first() -> None:
    rows = [["short", "two words", "a cell that is as long as a sentence"]]
    assert column_widths(rows, 200) == [5, 9, 36]
    assert column_widths(rows, 40) == [5, 9, 21]
    assert column_widths(rows, 28) == [5, 9, 9]
    assert column_widths(rows, 20) is None


def test_what_does_not_fit_side_by_side_is_records() -> None:
    rows = [["Viettel", "", "unbreakable and so on"]]
    assert table(["name", "empty", "what_it_is"], rows, 24) == [
        "    name  Viettel",
        "what_it_  unbreakable",
        "      is  and so on",
        "",
    ]


def test_numbers_are_flush_right_and_texts_are_not() -> None:
    rows = [{"n": Decimal("136500000000"), "t": "1", "none": None}, {"n": 7, "t": "2024", "none": None}]
    shown = table_text(("n", "t", "none"), rows).splitlines()
    assert shown[0] == "        n  t     none"
    assert shown[2:] == [" 136.5\u00a0bn  1", "        7  2024", "2 rows"]


def test_ids_read_as_words_and_labels_as_they_are() -> None:
    rows = [
        {"subject": "viettel-group", "attributed_to": "one-body;two"},
        {"subject": "Foreign-invested firms"},
    ]
    shown = table_text(("subject", "attributed_to"), rows)
    assert "viettel group" in shown
    assert "one body; two" in shown
    assert "Foreign-invested firms" in shown


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "words"),
    [
        ("144400000000", "159600000000", "USD", "144.4\u00a0bn – 159.6\u00a0bn USD"),
        (Decimal("10.85"), Decimal("10.95"), "percent", "10.85 – 10.95%"),
        ("7", "7", "markets", "7 markets"),
        ("0.755", "0.765", "per_1000_persons", "0.755 – 0.765 per 1000 persons"),
        ("4.5", "5.5", "ratio", "4.5 – 5.5 times"),
        ("2019", "2019", "year", "2019"),
        (None, "6", None, "… – 6"),
        (None, None, "USD", ""),
    ],
)
def test_an_interval_names_its_unit(
    lower: str | Decimal | None, upper: str | Decimal | None, unit: str | None, words: str
) -> None:
    assert interval_words(lower, upper, unit) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("about", "$152 billion", "152000000000", None, "USD"), "about $152 billion"),
        (("exact", "six", "6", None, "markets"), "six"),
        (("nearly", None, Decimal(22_100_000_000), None, "USD"), "nearly 22.1\u00a0bn USD"),
        (("exact", "", "28.7", None, "percent"), "28.7%"),
        (("range", None, "22", "28", "percent"), "22 – 28%"),
        ((None, None, None, None, None), ""),
    ],
)
def test_a_figure_that_is_not_kept_as_printed_is_its_value(given: tuple[Cell, ...], words: str) -> None:
    assert figure_words(*given) == words
