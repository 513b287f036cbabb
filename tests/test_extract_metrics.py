"""What the figures of short sentences of our own are read to measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import founding
import options
import pytest

from kg.candidate import Extraction, FigureCandidate
from kg.document import Document
from kg.extract import Extractor
from kg.extract.weigh import Models, Weights
from kg.lexicon import Lexicon
from kg.pipeline import proposer
from kg.seeds import read_corpus

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
    ("FPT's net revenue was $2.1 billion in 2024.", {"$2.1 billion": "net_revenue"}),
    ("FPT's shares gained 3.1% on Friday.", {"3.1%": "share_price_growth"}),
    ("Games by VNG were downloaded 2.9 billion times in 2024.", {"2.9 billion": "download_count"}),
    ("In a TopDev survey in 2024, 62% of respondents said that they used AI.", {"62%": "respondent_share"}),
    # What stands right behind a sum says what it is, whatever the verb.
    ("FPT earned VND1,839 billion in pretax profit in 2024.", {"VND1,839 billion": "profit_before_tax"}),
    ("FPT earned VND1,839 billion of pretax profit in 2024.", {"VND1,839 billion": "profit_before_tax"}),
    ("FPT's profit-after-tax was VND1,524 billion in 2024.", {"VND1,524 billion": "profit_after_tax"}),
    (
        "Viettel had average download and upload speeds of 256.86 Mbps and 170.28 Mbps in 2024.",
        {"256.86 Mbps": "download_speed", "170.28 Mbps": "upload_speed"},
    ),
    # Of two rises each is of what stands behind it.
    (
        "In 2024 FPT saw a 22.6 percent year-on-year increase in profit before tax and a 19.4 percent "
        "increase in revenues.",
        {"22.6 percent": "profit_before_tax_growth", "19.4 percent": "revenue_growth"},
    ),
    (
        "In 2024 FPT had revenue of VND 49,887 billion and pre-tax profit of VND 9,540 billion, up 10.3% YoY "
        "and 18.6% YoY, respectively.",
        {
            "VND 49,887 billion": "revenue",
            "VND 9,540 billion": "profit_before_tax",
            "10.3%": "revenue_growth",
            "18.6%": "profit_before_tax_growth",
        },
    ),
    # A sum in so many words is what they say, whatever was named before.
    (
        "After posting a net loss in 2023, FPT reported VND9.3 trillion in consolidated revenue.",
        {"VND9.3 trillion": "revenue"},
    ),
    ("In 2024 Samsung Vietnam earned $55.7 billion from exporting.", {"$55.7 billion": "export_value"}),
    (
        "In 2025 FPT has 800 supercomputers and 6,000 GPU cards.",
        {"800": "device_count", "6,000": "device_count"},
    ),
    (
        "In 2024 FPT built a data centre of 10,000 sqm (107,600 sq ft).",
        {"10,000 sqm": "floor_area", "107,600 sq ft": "floor_area"},
    ),
    (
        "Vietnam is to have 100 design companies and 10 packaging and testing plants by 2030.",
        {"100": "enterprise_count", "10": "plant_count"},
    ),
    # Nothing counts people who are missing.
    ("In 2024 Vietnam lacked some 78,000 IT workers.", {"78,000": None}),
    # The size of the digital economy is its GMV, and grows.
    (
        "Vietnam's digital economy will reach 14 billion USD in 2025, a year-on-year increase of 16 percent.",
        {"14 billion USD": "gmv", "16 percent": "gmv_growth"},
    ),
    (
        "More than half of Vietnam's 90 million population were Internet users in 2024.",
        {"half": "user_share", "90 million": "population"},
    ),
    # What a line is about tells what its money, its sales and its people are.
    (
        "Startups of Vietnam raised $529 million in 2023.\n\n"
        "Southeast Asia attracted $4.9 billion, 41 percent less than in 2022.",
        {"$529 million": "funding_amount", "$4.9 billion": "funding_amount", "41 percent": "funding_growth"},
    ),
    (
        "Foreign investment in 2024: Bac Ninh led the provinces, as it received 4.51 billion USD.",
        {"4.51 billion USD": "registered_capital"},
    ),
    (
        "In 2024 the technology sector of FPT brought VND 19,310 billion in revenue, of which customers "
        "abroad accounted for 79%.",
        {"VND 19,310 billion": "revenue", "79%": "overseas_revenue_share"},
    ),
    ("FPT had 60 lecturers among its employees in 2024.", {"60": "employee_count"}),
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
    # Of words that begin at one place ("tốc độ", "tốc độ tải xuống") the longest count.
    (
        "Năm 2024, tốc độ tải xuống và tải lên của Viettel lần lượt đạt 256,86 Mbps và 170,28 Mbps.",
        {"256,86 Mbps": "download_speed", "170,28 Mbps": "upload_speed"},
    ),
    ("Năm 2024, Việt Nam thiếu khoảng 78.000 kỹ sư.", {"78.000": None}),
    # What a country earns by selling abroad are exports.
    (
        "Bán điện thoại ra nước ngoài, Việt Nam năm 2024 thu về 54 tỷ USD, theo Tổng cục Hải quan.",
        {"54 tỷ USD": "export_value"},
    ),
    # A target is a plan, too; what lasts so long happens in no year.
    (
        "Năm 2024, FPT hoàn thành 96% mục tiêu doanh thu và đạt 104% mục tiêu lợi nhuận.",
        {"96%": "plan_completion", "104%": "plan_completion"},
    ),
    (
        "MoMo đạt 20 triệu người dùng vào tháng 9/2020, sau đúng 10 năm ra mắt thị trường.",
        {"20 triệu": "user_count"},
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


def _figures(propose: Propose, text: str, language: str) -> list[FigureCandidate]:
    found = propose(Document(text=text, language=language, published="2025-01-15"))
    return [c for c in found.candidates if isinstance(c, FigureCandidate)]


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("FPT's exports fell by a third in 2024.", "en", "-0.333333", "ratio"),
        ("Năm 2024, doanh thu của FPT giảm một nửa.", "vi", "-0.5", "ratio"),
        ("VNG had 3,640 employees in 2024, a decrease of 210 people.", "en", "-210", "persons"),
        # A sum that another is lower than has not fallen.
        ("FPT's revenue in 2024 was lower than the $3 billion of 2023.", "en", "3000000000", "USD"),
    ],
)
def test_parts_and_numbers_of_things_that_fell_are_negative(
    propose: Propose, text: str, language: str, value: str, unit: str
) -> None:
    last = _figures(propose, text, language)[-1]
    assert (str(round(last.value, 6).normalize()) if "." in value else f"{last.value:.0f}", last.unit) == (
        value, unit,
    )  # fmt: skip


@pytest.mark.parametrize("figure", ["40 MW", "300 Mbps", "12 hectares", "35 TWh"])
def test_a_metric_is_never_measured_in_another_dimension(propose: Propose, figure: str) -> None:
    fitting = {
        "40 MW": {"data_centre_capacity", "design_capacity", "operational_capacity"},
        "300 Mbps": {"bandwidth", "download_speed", "upload_speed"},
        "12 hectares": {"floor_area", "land_area"},
    }
    text = f"Viettel's data centre covers land for servers with fast download speed and capacity of {figure}."
    (candidate,) = _figures(propose, text, "en")
    assert candidate.metric in {None, *fitting.get(figure, ())}


def test_an_industry_has_no_population(propose: Propose) -> None:
    text = "Vietnam's e-commerce market grew. E-commerce profits from a population of 100 million people."
    assert [(c.metric, c.subject_id) for c in _figures(propose, text, "en")] == [
        ("population", "country/vietnam")
    ]


def test_a_vietnamese_text_speaks_of_its_country_without_naming_it(propose: Propose) -> None:
    (candidate,) = _figures(propose, "Năm 2024, cả nước có 82.600 doanh nghiệp công nghệ số.", "vi")
    assert candidate.subject_id is not None
    assert "vietnam" in candidate.subject_id


def test_a_legal_form_ends_no_sentence(propose: Propose) -> None:
    (candidate,) = _figures(propose, "The firm Kestrelo Pte. Ltd. raised $63.5 million in 2024.", "en")
    assert candidate.subject == "Kestrelo Pte. Ltd."


@pytest.mark.parametrize(
    ("text", "language", "units"),
    [
        ("FPT sold 310 phones in 2024, up from 95 in 2021.", "en", ["phones", "phones"]),
        ("VNPT had 9.1 million customers at the end of 2024, 620,000 more than in 2023.", "en",
         ["customers", "customers"]),
        ("FPT had 450 engineers in 2024, up from 300 two years ago.", "en", ["persons", "persons"]),
        ("FPT's data centre had a power usage effectiveness of 1.4 in 2024.", "en", ["ratio"]),
        ("Vietnam hopes to be among the 40 leading economies of the Global Innovation Index by 2030.", "en",
         ["rank"]),
        ("Cuối năm 2024, FPT có 650 cửa hàng, giảm từ 800 của năm 2023.", "vi", ["stores", "stores"]),
        ("Cuối năm 2024, hệ số PUE của trung tâm dữ liệu Viettel là 1,4.", "vi", ["ratio"]),
        ("Deliveries of VinFast's electric cars rose to 69,580 units in 2024.", "en", ["vehicles"]),
        ("Vietnam had 208 venture funds in 2024.", "en", ["funds"]),
        ("The localisation rate of FPT's products edged up to 55 per cent in 2024 from 52 in 2023.", "en",
         ["percent", "percent"]),
        ("In 2024 the number of shops with orders on Shopee fell to 574,000.", "en", ["shops"]),
        ("In 2024 Viettel's download speed was 181 Mbps in Hanoi; in Hue it was 63.", "en", ["Mbps", "Mbps"]),
    ],
)  # fmt: skip
def test_a_bare_number_has_the_unit_of_what_it_measures_or_compares(
    propose: Propose, text: str, language: str, units: list[str]
) -> None:
    assert [c.unit for c in _figures(propose, text, language)] == units


@pytest.mark.parametrize(
    ("text", "language", "metric", "year"),
    [
        ("CMC runs a data centre, which opened in 2022.", "en", "completion_year", 2022),
        ("CMC's data centre is to be finished in 2026.", "en", "completion_year", 2026),
        ("MISA was listed on the Ho Chi Minh Stock Exchange in 2021.", "en", "listing_year", 2021),
        ("TMA Solutions dates from 1997.", "en", "founding_year", 1997),
        ("Intel came to Vietnam in 2006.", "en", "entry_year", 2006),
        ("Nhà máy của Samsung dự kiến đi vào hoạt động năm 2027.", "vi", "completion_year", 2027),
        ("FPT niêm yết trên sàn HoSE từ năm 2006.", "vi", "listing_year", 2006),
        ("Intel vào Việt Nam từ năm 2006.", "vi", "entry_year", 2006),
    ],
)
def test_the_year_of_an_event_is_a_figure(
    propose: Propose, text: str, language: str, metric: str, year: int
) -> None:
    (candidate,) = _figures(propose, text, language)
    assert (candidate.metric, candidate.value, candidate.unit) == (metric, year, "year")


@pytest.mark.parametrize(
    ("text", "language", "status"),
    [
        ("CMC runs a data centre, which opened in 2022.", "en", "actual"),
        ("CMC's data centre is expected to open in 2026.", "en", "forecast"),
        ("CMC's data centre will be completed in 2026.", "en", "forecast"),
        ("Nhà máy của Samsung dự kiến đi vào hoạt động năm 2027.", "vi", "forecast"),
    ],
)
def test_what_is_yet_to_happen_is_no_fact(propose: Propose, text: str, language: str, status: str) -> None:
    (event,) = _figures(propose, text, language)
    assert event.status == status
    assert (status == "actual") == all(cue.role != "status" for cue in event.cues)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Viettel Group owns 99% of Viettel Global, which was founded in 2006.", "company/viettel-global"),
        ("Viettel Group founded Viettel Global in 2006.", "company/viettel-global"),
        (
            "Founded in 1968 in both the US and Japan, Amkor Technology has 30 units.",
            "company/amkor-technology",
        ),
        ("FPT won a contract of Viettel Group. It was founded in 1988.", "company/fpt-corporation"),
        ("FPT, founded in 1988, owns 45% of FPT Retail.", "company/fpt-corporation"),
    ],
)
def test_the_year_of_an_event_is_that_of_what_came_into_being(
    propose: Propose, text: str, subject: str
) -> None:
    (event,) = (c for c in _figures(propose, text, "en") if c.unit == "year")
    assert event.subject_id == subject


def test_a_number_that_is_too_small_is_no_money(propose: Propose) -> None:
    text = (
        "Vietnam's startups raised $400 million in 2024 in two rounds above $50 million, compared with seven."
    )
    assert all(c.unit != "USD" or c.value >= 1000 for c in _figures(propose, text, "en"))


def test_the_name_of_a_band_is_no_figure(propose: Propose) -> None:
    assert _measured(
        propose, "Viettel bought the band at 700 MHz and 100 MHz of spectrum in 2024.", "en"
    ) == {"100 MHz": "bandwidth"}


def test_what_a_survey_found_is_offered_to_the_end_of_its_paragraph(propose: Propose) -> None:
    text = "TopDev surveyed 600 engineers in 2024. Some 62% said they used AI."
    assert _measured(propose, text, "en")["62%"] == "respondent_share"


def test_an_article_about_a_place_speaks_of_that_place(propose: Propose) -> None:
    text = (
        "Da Nang wants more software firms\n"
        "DA NANG - The central city had 2,450 digital technology enterprises at the end of June 2024, "
        "according to the Da Nang Department of Information and Communications.\n\n"
        "They employed 48,700 people in Da Nang.\n\n"
        "The city hopes for 60,000 by the end of 2025."
    )
    assert {c.subject_id for c in _figures(propose, text, "en")} == {"market/da-nang"}


@pytest.mark.parametrize(
    ("text", "figure", "language", "metric"),
    [
        ("The economy of Bac Ninh shrank by 12.59 percent in 2023.", "12.59 percent", "en", "gdp_growth"),
        ("Kinh tế Bắc Ninh năm 2023 giảm 12,59%.", "12,59%", "vi", "gdp_growth"),
        (
            "Bac Ninh owed 46.2 percent of its gross product to the sector.",
            "46.2 percent",
            "en",
            "share_of_gdp",
        ),
        ("About 95 percent of banks in Vietnam possess such a plan.", "95 percent", "en", "adoption_rate"),
        ("VF 3 and VF 5 made up 61 percent of all deliveries.", "61 percent", "en", "sales_share"),
        ("Vietnam ranked 71st in the United Nations' index in 2024.", "71st", "en", "egdi_rank"),
        ("Một khảo sát cho thấy người dùng ví chiếm 70%.", "70%", "vi", "respondent_share"),
    ],
)
def test_words_that_name_no_quantity_may_make_a_metric(
    text: str, figure: str, language: str, metric: str
) -> None:
    assert metric in options.offered("metric", text, figure, language)


def test_what_begins_a_compound_is_not_said_of_the_figure_before() -> None:
    text = "Respondents named back-end developers (56.7%), full-stack developers (53.2%) and others."
    assert "occupancy_rate" not in options.offered("metric", text, "56.7%", "en")
    assert "occupancy_rate" in options.offered("metric", text.replace("-stack", " racks"), "56.7%", "en")


@pytest.mark.parametrize(("figure", "possible"), [("$3,000", True), ("$600 million", False)])
def test_no_salary_is_millions(figure: str, *, possible: bool) -> None:
    text = f"The average monthly salary of engineers rose, from a revenue of {figure} in 2024."
    assert ("average_monthly_salary" in options.offered("metric", text, figure, "en")) is possible


def test_a_rate_or_multiple_measures_something_whatever_the_weights() -> None:
    nothing = replace(Models.learned(), metric=Weights({"source:none": 9.0}))
    read = Extractor(read_corpus(founding.SEEDS).entities, Lexicon.read(founding.SEEDS), models=nothing)
    text = "In 2024 FPT had revenue of $3 million, grew by 12 percent and had 300 engineers, double its 2023."
    found = read(Document(text=text, language="en", published="2025-01-15")).candidates
    metrics = {c.surface: c.metric for c in found if isinstance(c, FigureCandidate)}
    assert [surface for surface, metric in metrics.items() if metric is None] == ["$3 million", "300"]
    assert metrics["12 percent"] == "growth_rate"


def test_the_digital_economy_is_not_the_economy() -> None:
    offered = options.offered("metric", "Kinh tế số tăng trưởng 12% năm 2023.", "12%", "vi")
    assert offered
    assert "gdp_growth" not in offered


@pytest.mark.parametrize(
    ("text", "language", "figure", "is_read"),
    [
        ("Vietnam ranked 43rd in the GII in 2025, up one position on 2024.", "en", "one", True),
        ("Việt Nam xếp thứ 43 trong GII năm 2025, tăng một bậc so với năm 2024.", "vi", "một", True),
        ("Lumitel became the number one operator of Burundi in 2023.", "en", "number one", True),
        ("Growth is the number one priority of Lumitel in Burundi.", "en", "number one", False),
        ("In 2024 Lumitel had 52 shops that now offer courses.", "en", "52", True),
    ],
)
def test_a_one_that_is_a_place_or_a_move_counts(
    propose: Propose, text: str, language: str, figure: str, *, is_read: bool
) -> None:
    assert (figure in _measured(propose, text, language)) is is_read


@pytest.mark.parametrize(
    ("text", "figure", "unit"),
    [
        ("In 2024, 61 million Vietnamese went online.", "61 million", "persons"),
        ("FPT had 400 Vietnamese engineers and 200 Vietnamese partners in Japan in 2024.", "200", "partners"),
    ],
)
def test_a_people_counts_only_where_no_noun_follows(
    propose: Propose, text: str, figure: str, unit: str
) -> None:
    (found,) = (c for c in _figures(propose, text, "en") if c.surface == figure)
    assert found.unit == unit


def test_the_ones_of_a_kind_are_of_what_was_counted(propose: Propose) -> None:
    text = "Vietnam licensed 40 projects in 2024: 38 foreign ones and two Vietnamese ones."
    assert "persons" not in {c.unit for c in _figures(propose, text, "en")}


def test_what_is_done_with_things_ends_what_is_counted(propose: Propose) -> None:
    text = "In Vietnam, 52 universities now offer courses in Hanoi."
    (found,) = (c for c in _figures(propose, text, "en") if c.surface == "52")
    assert found.unit == "universities"


@pytest.mark.parametrize(
    ("counted", "again"),
    [
        ("45 in Hanoi", True),
        ("45 workhands in Hanoi", False),
        ("45 national databases", False),
        ("45 newcomers among them", True),
    ],
)
def test_a_number_with_things_of_its_own_does_not_count_those_before(counted: str, *, again: bool) -> None:
    text = f"In 2024 Vietnam had 700 servers. It had 28,000 racks, he said, adding that it has {counted}."
    assert ("server_count" in options.offered("metric", text, "45", "en")) is again


@pytest.mark.parametrize(
    ("text", "figure", "language"),
    [
        ("Phone exports fell 13% in October and accounted for almost 21% of the total.", "21%", "en"),
        ("Nhập khẩu tăng 13% trong tháng 10, trong đó điện thoại chiếm khoảng 21%.", "21%", "vi"),
    ],
)
def test_what_something_accounts_for_is_no_growth(text: str, figure: str, language: str) -> None:
    found = options.offered("metric", text, figure, language)
    assert not any(metric is not None and metric.endswith(("growth", "growth_rate")) for metric in found)
    grown = options.offered("metric", text, "13%", language)
    assert any(metric is not None and metric.endswith("growth") for metric in grown)
