"""When figures are: the period that a sentence gives, that goes on from one before, or that nobody states."""

from __future__ import annotations

from collections.abc import Callable

import founding
import pytest

from kg.candidate import FigureCandidate
from kg.document import Document
from kg.extract import Extractor
from kg.lexicon import Lexicon
from kg.literals import period
from kg.seeds import read_corpus

PUBLISHED = "2025-01-15"
Figures = dict[str, FigureCandidate]
Read = Callable[..., Figures]


@pytest.fixture(scope="module")
def read() -> Read:
    """The figures of a text by their surfaces."""
    seeds = founding.SEEDS
    extract = Extractor(read_corpus(seeds).entities, Lexicon.read(seeds))

    def figures(text: str, language: str = "en", published: str | None = PUBLISHED) -> Figures:
        found = extract(Document(text=text, language=language, published=published)).candidates
        return {c.surface: c for c in found if isinstance(c, FigureCandidate)}

    return figures


@pytest.mark.parametrize(
    ("text", "language", "periods"),
    [
        ("FPT earned $2.4 billion in 2023.", "en", {"$2.4 billion": "2023"}),
        (
            "In the first nine months of 2024, FPT earned $1.8 billion.", "en",
            {"$1.8 billion": "2024-01/2024-09"},
        ),
        ("FPT had 80,000 employees at the end of 2024.", "en", {"80,000": "as of 2024-12"}),
        ("FPT earned $2.4 billion last year.", "en", {"$2.4 billion": "2024"}),
        (
            "FPT earned $2.1 billion in 2023 and $2.4 billion in 2024.", "en",
            {"$2.1 billion": "2023", "$2.4 billion": "2024"},
        ),
        ("FPT expects to earn $3 billion in 2026.", "en", {"$3 billion": "2026"}),
        # What brackets tell of another figure is not the time of this one.
        (
            "In 2024 FPT's revenue was $2.4 billion, up 14% ($2.1 billion in 2023).", "en",
            {"14%": "2024", "$2.1 billion": "2023"},
        ),
        ("Năm 2023, doanh thu của FPT đạt 52.618 tỷ đồng.", "vi", {"52.618 tỷ đồng": "2023"}),
        ("Doanh thu của FPT trong quý 3/2024 đạt 15.900 tỷ đồng.", "vi", {"15.900 tỷ đồng": "2024-Q3"}),
    ],
)  # fmt: skip
def test_a_sentence_dates_its_figures(read: Read, text: str, language: str, periods: dict[str, str]) -> None:
    found = read(text, language)
    assert {surface: found[surface].period.label for surface in periods} == periods
    assert not any(found[surface].period_inherited for surface in periods)


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        (
            "In July 2023, FPT earned $11 million.\n\nFPT had 300 staff at the end of the month.",
            "en",
            "as of 2023-07",
        ),
        (
            "In the third quarter of 2023 FPT earned $9 million. It had 300 staff at the end of the quarter.",
            "en",
            "as of 2023-09",
        ),
        (
            "In the third quarter of 2023 FPT earned $9 million. It had 300 staff at the end of the period.",
            "en",
            "as of 2023-09",
        ),
        (
            "In the first half of 2023, FPT earned $11 million. FPT had 300 staff at the end of the half.",
            "en",
            "as of 2023-06",
        ),
        # What lies ahead is of the day of publication.
        (
            "In July 2023, FPT earned $11 million. FPT will have 300 staff by the end of the quarter.",
            "en",
            "as of 2025-03",
        ),
        # A year has many quarters.
        ("In 2023, FPT earned $11 million. FPT had 300 staff at the end of the quarter.", "en", "undated"),
        (
            "Trong tháng 7/2023, FPT đạt doanh thu 11 tỷ đồng. Đến cuối tháng, FPT có 300 nhân viên.",
            "vi",
            "as of 2023-07",
        ),
        (
            "Quý III/2023, FPT đạt doanh thu 11 tỷ đồng. Cuối quý, FPT có 300 nhân viên.",
            "vi",
            "as of 2023-09",
        ),
    ],
)
def test_the_end_of_the_quarter_is_that_of_the_one_spoken_of(
    read: Read, text: str, language: str, label: str
) -> None:
    assert read(text, language)["300"].period.label == label


@pytest.mark.parametrize(
    ("text", "language", "surface", "label"),
    [
        # What something is a multiple of is of the time before.
        (
            "FPT's net loss was VND24 trillion in the third quarter of 2024, double the VND13 trillion loss "
            "for the same period last year.",
            "en", "VND13 trillion", "2023-Q3",
        ),
        (
            "Quý III/2024, FPT lãi 20 tỷ đồng, gấp đôi mức 8 tỷ đồng của cùng kỳ năm 2023.",
            "vi", "8 tỷ đồng", "2023-Q3",
        ),
        # What is so much of a year is of the later one.
        ("FPT nộp ngân sách năm 2024 là 50 tỷ đồng, bằng 118% năm 2023.", "vi", "118%", "2024"),
        ("FPT's revenue was $3 million in 2024, equal to 118 percent of 2023.", "en", "118 percent", "2024"),
        # Nor is what is as much as, or more than, that of a year.
        (
            "In its plan for 2024 FPT has a revenue of $3 million, about the level of 2023.",
            "en", "$3 million", "2024",
        ),
        ("In 2024 FPT raised $3 million, less than half of what it got in 2021.", "en", "half", "2024"),
        ("In 2024 FPT had 900 students, double the intake of 2023.", "en", "double", "2024"),
        ("FPT đạt doanh thu 50 tỷ đồng năm 2024, hơn năm 2023 là 10 tỷ đồng.", "vi", "10 tỷ đồng", "2024"),
        (
            "FPT huy động 50 triệu USD năm 2024, bằng hai phần năm mức đỉnh của năm 2021.",
            "vi", "hai phần năm", "2024",
        ),
    ],
)  # fmt: skip
def test_what_is_compared_with_a_time_is_not_of_that_time(
    read: Read, text: str, language: str, surface: str, label: str
) -> None:
    assert read(text, language)[surface].period.label == label


def test_a_sentence_without_a_time_goes_on_with_that_of_its_paragraph(read: Read) -> None:
    found = read(
        "In the first half of 2024, FPT earned $1.2 billion.  Its pre-tax profit reached $200 million."
    )
    assert found["$200 million"].period.label == "2024-H1"
    assert found["$200 million"].period_inherited
    assert "first half of 2024" in next(c.text for c in found["$200 million"].cues if c.role == "period")


@pytest.mark.parametrize(
    ("text", "language", "surface", "label"),
    [
        # The lead of a list, or a short heading over it, dates its items; so does a plan.
        (
            "The main targets of Vietnam for 2030 are:\n- 80% with phones\n- 90% of homes online\n",
            "en", "90%", "2030",
        ),
        (
            "FPT grew.\n\nAt the end of September\n\n- Employees: 80,000\n- Offices: 30\n",
            "en", "30", "as of 2024-09",
        ),
        (
            "Đến cuối năm 2024, Viettel có:\n- 15 trung tâm dữ liệu;\n- hơn 6.500 trạm phát sóng 5G;\n",
            "vi", "6.500", "as of 2024-12",
        ),
        # Not what only lies before it, what is compared, or when the news is from.
        (
            "FPT has grown since 2019. It counts in its lists:\n- Employees: 80,000\n- Offices: 30\n",
            "en", "30", "undated",
        ),
    ],
)  # fmt: skip
def test_the_items_of_a_list_are_of_the_time_of_its_lead(
    read: Read, text: str, language: str, surface: str, label: str
) -> None:
    assert read(text, language)[surface].period == period(label)


def test_what_no_words_date_is_undated(read: Read) -> None:
    found = read("FPT employs 80,000 people.")["80,000"]
    assert found.period.label == "undated"
    assert not found.period_inherited


def test_a_growth_has_the_later_period_and_the_earlier_one_as_its_base(read: Read) -> None:
    found = read("FPT's revenue rose 19.4% in 2024 compared with 2023.")["19.4%"]
    assert (found.period.label, found.base_period) == ("2024", "2023")


def test_the_level_that_something_rose_from_is_that_of_the_year_before(read: Read) -> None:
    found = read("FPT earned $2.4 billion in 2024, up from $2.1 billion a year earlier.")
    assert found["$2.4 billion"].period.label == "2024"
    assert found["$2.1 billion"].period.label == "2023"


def test_words_counted_from_the_publication_need_its_date(read: Read) -> None:
    text = "FPT earned $2.4 billion last year."
    assert read(text, published="2023-05-02")["$2.4 billion"].period.label == "2022"
    assert read(text, published=None)["$2.4 billion"].period.label == "undated"


@pytest.mark.parametrize(
    ("text", "language", "surface", "label"),
    [
        # Published on a Wednesday, 15 January 2025.
        ("Shares of FPT closed at VND148,200 on Monday.", "en", "VND148,200", "2025-01-13"),
        ("Chốt phiên 14/1, cổ phiếu FPT có giá 148.200 đồng.", "vi", "148.200 đồng", "2025-01-14"),
        (
            "CMC's financial year begins on April 1. In FY2023, CMC earned $300 million.", "en",
            "$300 million", "2023-04/2024-03",
        ),
        (
            "Năm tài chính 2023 (từ 1/4/2023 đến 31/3/2024), doanh thu của CMC đạt 7.370 tỷ đồng.", "vi",
            "7.370 tỷ đồng", "2023-04/2024-03",
        ),
        (
            "In the 2024 Government AI Readiness Index, Vietnam ranked 55th in the world.", "en",
            "55th", "2024",
        ),
        (
            "FPT's revenue grew from $2 billion in 2020 to $3 billion in 2024, or by 11% a year on average.",
            "en", "11%", "2020/2024",
        ),
        (
            "The software market was worth $5 billion in 2024 and will grow by 15% a year until 2030.", "en",
            "15%", "2024/2030",
        ),
    ],
)  # fmt: skip
def test_a_time_that_is_no_plain_year(read: Read, text: str, language: str, surface: str, label: str) -> None:
    said, expected = read(text, language)[surface].period, period(label)
    assert (said.start, said.end) == (expected.start, expected.end)


def test_those_who_are_quoted_on_a_weekday_date_no_figure(read: Read) -> None:
    found = read("FPT earned $2.4 billion in 2024, its chairman said on Monday.")
    assert found["$2.4 billion"].period.label == "2024"
