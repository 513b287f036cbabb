"""What narrows a figure, what it claims to be, and who is credited with it, in short sentences of our own."""

from __future__ import annotations

from collections.abc import Callable

import founding
import pytest

from kg.candidate import Extraction, FigureCandidate
from kg.document import Document
from kg.extract.weigh import Bundle, Option, Told, Weights
from kg.pipeline import proposer

FPT = "company/fpt-corporation"
Propose = Callable[[Document], Extraction]


@pytest.fixture(scope="module")
def propose() -> Propose:
    """The rules with the shipped names and words."""
    return proposer(founding.SEEDS)


def _figures(propose: Propose, text: str, language: str = "en") -> list[FigureCandidate]:
    found = propose(Document(text=text, language=language, published="2025-01-15")).candidates
    return [candidate for candidate in found if isinstance(candidate, FigureCandidate)]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Vietnam's mobile subscribers numbered 126 million in 2023.", "mobile"),
        ("Vietnam had 22.9 million broadband subscribers in 2023.", "broadband"),
        ("Vietnam had 100 million people in 2023.", None),
    ],
)
def test_a_sector_named_beside_the_figure_narrows_it(propose: Propose, text: str, sector: str | None) -> None:
    (figure,) = _figures(propose, text)
    assert figure.sector == sector


def test_a_change_is_of_the_sector_of_its_level(propose: Propose) -> None:
    level, change = _figures(propose, "Vietnam exported phones worth $53 billion in 2023, up 5% from 2022.")
    assert (level.sector, change.sector) == ("phones", "phones")


def test_where_a_company_earned_it_is_the_market(propose: Propose) -> None:
    (figure,) = _figures(propose, "Doanh thu của FPT tại Nhật Bản đạt 500 triệu USD năm 2024.", "vi")
    assert figure.market == "country/japan"


def test_each_figure_has_the_status_of_its_own_sentence(propose: Propose) -> None:
    was, aim = _figures(propose, "FPT's revenue was $3 billion in 2023. It aims to reach $5 billion by 2027.")
    assert (was.status, aim.status) == ("actual", "target")


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        (
            "Nova Harbor Logistics had revenue of $12 million in 2024, the company said.",
            "Nova Harbor Logistics",
        ),
        ("Zentora Labs had 1,200 employees in 2024, according to its annual report.", "Zentora Labs"),
        ("FPT had 1,200 employees in 2024, according to its annual report.", FPT),
    ],
)
def test_a_company_that_is_named_first_is_credited_by_what_stands_for_it(
    propose: Propose, text: str, agent: str
) -> None:
    (figure,) = _figures(propose, text)
    assert figure.attributed_to == (agent,)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("FPT met all its targets for 2023 with revenue of $2 billion.", "en"),
        ("Năm 2023, FPT hoàn thành tốt các chỉ tiêu kế hoạch được giao với doanh thu 2 tỷ USD.", "vi"),
    ],
)
def test_what_met_a_plan_is_none(propose: Propose, text: str, language: str) -> None:
    (figure,) = _figures(propose, text, language)
    assert figure.status == "actual"


def test_who_spoke_for_one_company_goes_on_speaking_for_it(propose: Propose) -> None:
    text = (
        "Ông Trần Văn Bách, Chủ tịch VNPT cho hay, đơn vị này đạt lợi nhuận 2.390 tỷ đồng. "
        "MobiFone thì khác.\n\n"
        "Vẫn theo ông Trần Văn Bách, đơn vị này sẽ lắp đặt 14.000 trạm BTS."
    )
    assert [figure.attributed_to for figure in _figures(propose, text, "vi")] == [("company/vnpt",)] * 2


def test_who_is_named_behind_the_verb_does_not_speak(propose: Propose) -> None:
    text = (
        "Statistics of the Lotus Internet Center show that the mobile data speed of Vietnam reached 81.7 "
        "Mbps in 2024, of which Viettel led with 96.57 Mbps."
    )
    assert all("company/viettel-group" not in figure.attributed_to for figure in _figures(propose, text))


def test_of_equal_options_the_first_is_chosen_in_whatever_order_weights_add_up() -> None:
    weights = Weights({"a": 0.1, "b": 0.2, "c": 0.3})
    one, other = Option("one", None, Told(("a", "b"))), Option("other", None, Told(("c",)))
    shared = Told(("a",), (Bundle(("b",)),))
    assert (
        weights.score(one.told) == weights.score(shared) == weights.score(shared) == weights.score(other.told)
    )
    assert shared.all() == ["a", "b"]
    assert weights.choose((0, 1), [one, other]) is one
    assert weights.choose((0, 1), [other, one]) is other
