"""What the figures of short sentences of our own are read to measure."""

from __future__ import annotations

from collections.abc import Callable

import founding
import pytest

from kg.candidate import Extraction, FigureCandidate
from kg.document import Document
from kg.pipeline import proposer

Propose = Callable[[Document], Extraction]


@pytest.fixture(scope="module")
def propose() -> Propose:
    """The rules with the shipped names and words; what the gate refuses is no candidate."""
    return proposer(founding.SEEDS)


def _measured(propose: Propose, text: str, language: str) -> dict[str, str | None]:
    found = propose(Document(text=text, language=language, published="2025-01-15"))
    return {c.surface: c.metric for c in found.candidates if isinstance(c, FigureCandidate)}


# text, then what its figures measure
ENGLISH = [
    ("FPT's revenue rose 12% to $2.1 billion in 2024.", {"12%": "revenue_growth", "$2.1 billion": "revenue"}),
    (
        "Revenue and pre-tax profit of FPT reached $2.1 billion and $300 million in 2024.",
        {"$2.1 billion": "revenue", "$300 million": "profit_before_tax"},
    ),
    ("The fintech startup MoMo raises $20 million.", {"$20 million": "funding_amount"}),
    (
        "VNPT contributed $120 million to the state budget in 2024.",
        {"$120 million": "state_budget_contribution"},
    ),
    ("Viettel had 60 million mobile subscribers in 2024.", {"60 million": "subscriber_count"}),
    (
        "Viettel's revenue was $7 billion in 2024, up from $6.5 billion in 2023.",
        {"$7 billion": "revenue", "$6.5 billion": "revenue"},
    ),
    ("Vietnam ranked 44th in the Global Innovation Index 2024.", {"44th": "gii_rank"}),
    ("In a TopDev survey in 2024, 62% of respondents said that they used AI.", {"62%": "respondent_share"}),
]
VIETNAMESE = [
    (
        "Doanh thu của FPT năm 2024 đạt 62.800 tỷ đồng, tăng 19,4% so với năm trước.",
        {"62.800 tỷ đồng": "revenue", "19,4%": "revenue_growth"},
    ),
    (
        "Năm 2024, VNPT nộp ngân sách nhà nước 4.000 tỷ đồng.",
        {"4.000 tỷ đồng": "state_budget_contribution"},
    ),
    ("Việt Nam thu hút 38 tỷ USD vốn FDI đăng ký trong năm 2024.", {"38 tỷ USD": "registered_capital"}),
    ("Năm 2024, Viettel có 60 triệu thuê bao di động.", {"60 triệu": "subscriber_count"}),
    (
        "Doanh thu và lợi nhuận trước thuế của FPT năm 2024 lần lượt đạt 62.800 tỷ đồng và 11.000 tỷ đồng.",
        {"62.800 tỷ đồng": "revenue", "11.000 tỷ đồng": "profit_before_tax"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=lambda v: v if isinstance(v, str) else "")
def test_english(propose: Propose, text: str, expected: dict[str, str]) -> None:
    assert _measured(propose, text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), VIETNAMESE, ids=lambda v: v if isinstance(v, str) else "")
def test_vietnamese(propose: Propose, text: str, expected: dict[str, str]) -> None:
    assert _measured(propose, text, "vi") == expected


def test_what_goes_on_is_what_the_sentence_before_measured(propose: Propose) -> None:
    text = "FPT's revenue was $2.1 billion in 2024. CMC earned $300 million. In 2023 it was $280 million."
    assert _measured(propose, text, "en") == {
        "$2.1 billion": "revenue", "$300 million": "revenue", "$280 million": "revenue",
    }  # fmt: skip


def test_a_conversion_measures_what_it_converts(propose: Propose) -> None:
    text = "FPT made a pre-tax profit of VND11 trillion ($433 million) in 2024."
    found = propose(Document(text=text, language="en", published="2025-01-15"))
    first, second = [c for c in found.candidates if isinstance(c, FigureCandidate)]
    assert second.metric == first.metric == "profit_before_tax"
    assert second.conversion_of == first.id


def test_small_numbers_that_point_back_count_nothing(propose: Propose) -> None:
    assert _measured(propose, "FPT and CMC sell online. The two platforms grew.", "en") == {}
