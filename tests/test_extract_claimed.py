"""What is a claim at all, and how much of an article speaks of a thing, in short texts of our own."""

from __future__ import annotations

from pathlib import Path

import founding
import pytest

from kg.document import Document
from kg.extract import Extractor
from kg.extract.actor import Actor
from kg.extract.prominence import Prominence
from kg.extract.reading import read
from kg.gazetteer import Names
from kg.lexicon import Lexicon
from kg.pipeline import proposer
from kg.seeds import read_corpus


def surfaces(text: str, language: str) -> list[str]:
    found = proposer(founding.SEEDS)(Document(text=text, language=language, published="2025-01-15"))
    return [c.surface for c in found.candidates]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("FPT employed 48,000 people in 2024. It had 52,000 a year before.", "en", ["48,000", "52,000"]),
        ("Viettel put up 16,800 stations last year. VNPT had 8,900.", "en", ["16,800", "8,900"]),
        ("FPT moved into Japan after three years of talks.", "en", []),
        ("FPT vào Nhật Bản sau ba năm đàm phán.", "vi", []),
    ],
)
def test_a_number_without_a_noun_goes_on_or_counts_nothing(
    text: str, language: str, expected: list[str]
) -> None:
    assert surfaces(text, language) == expected


def test_percentages_and_money_always_say_something() -> None:
    assert surfaces("FPT said it was 12% and $3 million.", "en") == ["12%", "$3 million"]


ARTICLE = """Lotus Software doubles its staff

Lotus Software employs 600 people, the company said. According to TopDev, the country has 530,000 programmers.
Lotus Software hopes to hire more. A survey by TopDev shows that few are free.
"""


@pytest.fixture(scope="module")
def prominence() -> Prominence:
    corpus = read_corpus(founding.SEEDS)
    names, lexicon = Names.of(corpus.entities), Lexicon.read(Path(founding.SEEDS))
    return Prominence(read(Document(text=ARTICLE, language="en", published="2025-01-15"), names, lexicon))


def test_who_is_only_a_source_is_told_from_whom_the_article_is_about(prominence: Prominence) -> None:
    lotus = prominence.of(Actor(0, 0, "Lotus Software", None), "unknown", "here").features
    topdev = prominence.of(Actor(0, 0, "TopDev", "company/topdev"), "firm", "here").features
    assert {"unknown in headline", "unknown heard:never", "unknown chief"} <= set(lotus)
    assert {"firm not in headline", "firm heard:always", "firm not chief"} <= set(topdev)


def test_an_exchange_beside_a_ticker_is_no_subject() -> None:
    corpus = read_corpus(founding.SEEDS)
    extract = Extractor(corpus.entities, Lexicon.read(Path(founding.SEEDS)))
    text = "FPT Corporation (HoSE: FPT) earned $3 billion in 2024."
    found = extract(Document(text=text, language="en", published="2025-01-15")).candidates
    assert [c.subject_id for c in found] == ["company/fpt-corporation"]
