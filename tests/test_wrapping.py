"""Lines that were wrapped are read as the paragraphs that they were."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from conftest import RunKg
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate import read_gold_folder
from kg.files import canonical_text
from kg.wrapping import article_text, paragraphs

DEV = Path(__file__).resolve().parent / "extract" / "dev"
WORDS = [
    "FPT",
    "earned",
    "$20.4",
    "billion",
    "in",
    "2024,",
    "up",
    "5%",
    "tỷ",
    "đồng",
    "Vietnam's",
    "a",
    "market",
]
PARAGRAPH = st.lists(st.sampled_from(WORDS), min_size=50, max_size=70).map(lambda said: f"{' '.join(said)}.")


def filled(text: str, width: int = 72) -> str:
    """`text` with its paragraphs filled to a width, and a blank line between them."""
    lines = (line for line in text.split("\n") if line.strip())
    return "\n\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines
    )


@given(st.lists(PARAGRAPH, min_size=4, max_size=6), st.integers(50, 90))
def test_a_filled_text_is_read_as_before_it_was_filled(paragraph: list[str], width: int) -> None:
    assert article_text(filled("\n".join(paragraph), width)) == "\n\n".join(paragraph)


@given(st.text(alphabet='aB9 .,:\n-•"', max_size=400))
def test_positions_stay_and_reading_twice_changes_nothing(text: str) -> None:
    joined = article_text(text)
    assert len(joined) == len(canonical_text(text))
    assert all(a == b or (a, b) == (" ", "\n") for a, b in zip(joined, canonical_text(text), strict=True))
    assert article_text(joined) == joined


def test_articles_of_one_line_a_paragraph_stay_as_they_are() -> None:
    for article in read_gold_folder(DEV):
        assert article_text(article.document.text) == article.document.text


@pytest.mark.parametrize(
    "text",
    [
        "Revenue by firm:\n- FPT: $2.4 billion\n- CMC: $0.3 billion\n- VNG: $0.4 billion",
        "Headline of an article\nThe first paragraph says something.\nThe second one says more of it.",
        "Exports\n2023\n2024\n5%\n7%",
        "The company said that revenue is up in the year.\n" * 9,
    ],
)
def test_lines_that_mean_to_be_lines_stay(text: str) -> None:
    assert article_text(text) == text


def test_an_item_may_be_wrapped_and_begins_a_line() -> None:
    text = filled("The largest of them this year were these, in this order by what they earned at home:")
    text += "\n- FPT, which had earned more than in any year before, with a revenue of $2.4\nbillion\n- CMC"
    starts = [text[start:].split(maxsplit=2)[1] for start, _ in paragraphs(text)]
    assert starts[-2:] == ["FPT,", "CMC"]
    assert "$2.4 billion" in article_text(text)


def test_a_figure_over_two_lines_is_one(tmp_path: Path, kg: RunKg) -> None:
    sentence = (
        "FPT Corporation said on Monday that all its units together, at home and abroad, had a revenue of "
        "$20.4 billion in 2024, and that it employs 48,000 people in thirty countries. It expects more."
    )
    file = tmp_path / "wrapped.txt"
    width = sentence.index(" billion")
    file.write_text(textwrap.fill(sentence, width - 20), encoding="utf-8")
    plain = tmp_path / "plain.txt"
    plain.write_text(sentence, encoding="utf-8")
    fields = ("surface", "value", "unit", "metric", "subject_id", "period_start", "start", "end")
    read = []
    for path in (file, plain):
        done = kg("extract", str(path), "--date", "2025-01-15", "--lang", "en", "-f", "jsonl")
        assert done.returncode == 0, done.stderr
        read.append(
            [{name: c.get(name) for name in fields} for c in map(json.loads, done.stdout.splitlines())]
        )
    assert read[0] == read[1]
    assert "20400000000" in {c["value"] for c in read[0]}
