"""Whose a figure may be, and what it may measure: what is offered, whatever the learned weights make of it.

Every text is ours and invented.
"""

from __future__ import annotations

from collections.abc import Callable

import founding
import options
import pytest

from kg.candidate import FigureCandidate
from kg.document import Document
from kg.extract import Extractor
from kg.lexicon import Lexicon
from kg.seeds import read_corpus

VIETNAM = "country/vietnam"


def offered(text: str, figure: str, language: str = "en") -> dict[str | None, list[str]]:
    """The subjects that `figure` may have, each with its features."""
    return options.offered("subject", text, figure, language)


def test_every_new_name_of_the_text_may_be_meant_again() -> None:
    text = (
        "Lotus Chips and Kestrel Soft were founded in Hue in 2019.\n\nBoth employ 40 people.\n\n"
        "Revenue reached $3 million in 2024."
    )
    assert {"new: Lotus Chips", "new: Kestrel Soft"} <= set(offered(text, "$3 million"))


def test_whom_the_text_names_in_passing_may_be_meant_later_but_no_person() -> None:
    text = "Prices fell, says Maria Kestrel, director of Lotus Chips.\n\nRevenue reached $3 million in 2024."
    found = offered(text, "$3 million")
    assert "new: Lotus Chips" in found
    assert "new: Maria Kestrel" not in found


@pytest.mark.parametrize("short", ["LCH", "Lotus"])
def test_a_new_name_and_its_short_form_are_one(short: str) -> None:
    text = f"Lotus Chips (HoSE: LCH) is from Hue.\n\nIn 2024 {short} had revenue of $3 million."
    found = offered(text, "$3 million")
    assert "new: Lotus Chips" in found
    assert f"new: {short}" not in found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("FPT grew. “Our revenue reached $3 million in 2024,” she said.", "en"),
        ("FPT grew. “In 2024 we earned $3 million,” she said.", "en"),
        ("FPT tăng trưởng. “Năm 2024 chúng tôi đạt doanh thu $3 million”, bà nói.", "vi"),
    ],
)
def test_a_company_speaks_of_itself(text: str, language: str) -> None:
    told = offered(text, "$3 million", language)["company/fpt-corporation"]
    assert "stands for" in told
    assert any(name in told for name in ("stands:our", "stands:we", "stands:chúng tôi"))


def test_a_company_that_reports_its_own_results_is_not_taken_for_the_one_before() -> None:
    text = (
        "VNPT đạt doanh thu 58.000 tỷ đồng. Cùng ngày, Tập đoàn Công nghiệp - Viễn thông Quân đội cho hay "
        "doanh thu đạt 189.700 tỷ đồng."
    )
    found = offered(text, "189.700 tỷ đồng", "vi")
    assert "company/viettel-group" in found
    assert "stands for" not in found["company/vnpt"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("CMC grew. Lotus Chips, listed in 2021, reported a profit after tax of $3 million for 2023.", "en"),
        ("CMC grew. Lotus Chips announced revenue of $3 million for 2023.", "en"),
    ],
)
def test_a_new_company_that_reports_its_own_results_is_meant_though_it_speaks(
    text: str, language: str
) -> None:
    assert "from:here" in offered(text, "$3 million", language)["new: Lotus Chips"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vietnamese consumers are careful. Spending reached $3 million in 2024.", "en"),
        ("Người Việt thận trọng. Chi tiêu đạt $3 million năm 2024.", "vi"),
    ],
)
def test_a_text_that_only_speaks_of_its_people_is_about_the_country(text: str, language: str) -> None:
    assert VIETNAM in offered(text, "$3 million", language)
    assert VIETNAM not in offered(text.partition(". ")[2], "$3 million", language)


def test_what_only_tells_more_of_a_name_stands_aside() -> None:
    told = offered("In May, VinaPhone, a unit that VNPT owns, served 3 million subscribers.", "3 million")
    assert "role:" in told["company/vinaphone"]
    assert "company/vnpt" not in told
    listed = offered("In May Malaysia, the Philippines, Laos and Thailand had 3 million users.", "3 million")
    assert "role:a" not in listed["country/philippines"]


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("In May, VinaPhone served 3 million subscribers.", "en", False),
        ("In Laos, VinaPhone served 3 million subscribers.", "en", False),
        ("Customers at VinaPhone sent 3 million messages.", "en", True),
        ("Đến nay, VinaPhone có 3 million thuê bao.", "vi", False),
        ("Ở Lào, VinaPhone có 3 million thuê bao.", "vi", False),
    ],
)
def test_behind_a_time_stands_no_place(text: str, language: str, place: bool) -> None:
    told = offered(text, "3 million", language)["company/vinaphone"]
    assert any(name.startswith("role:") and "p" in name[5:] for name in told) is place


def test_a_name_that_acts_is_told_from_one_before_that_does_not_any_more() -> None:
    told = offered(
        "CMC Telecom has a site in Hue and VNPT plans to spend $3 million on another.", "$3 million"
    )
    assert "another acts" in told["company/cmc-telecom"]
    assert "another acts" not in told["company/vnpt"]


@pytest.mark.parametrize(("figure", "verb"), [("450", "number"), ("tripled", "verb")])
def test_a_name_right_before_its_figure_is_told_so(figure: str, verb: str) -> None:
    text = {
        "450": "Synopsys has 600 engineers and Marvell 450 engineers in Vietnam.",
        "tripled": "FPT grew by 4% and Marvell tripled its revenue in 2024.",
    }[figure]
    assert f"right before {verb}" in offered(text, figure)["company/marvell"]


def test_a_clause_that_tells_more_of_a_name_says_where_it_ends() -> None:
    text = "In 2024 FPT, which put $3 million into Viettel, earned $9 million."
    assert "in told of:which" in offered(text, "$3 million")["company/fpt-corporation"]
    assert "behind told of:which" in offered(text, "$9 million")["company/fpt-corporation"]
    assert not any("told of" in name for name in offered(text, "$3 million")["company/viettel-group"])


@pytest.mark.parametrize("figure", ["63", "181 Mbps"])
def test_a_bare_number_may_measure_what_the_figure_before_printed(figure: str) -> None:
    text = "In 2024 Viettel's download speed was 181 Mbps in Hanoi; in Hue it was 63."
    assert "download_speed" in options.offered("metric", text, figure, "en")


def test_a_figure_may_measure_what_was_measured_before_or_most_often() -> None:
    text = (
        "Revenue of FPT was $4 billion in 2023. Its revenue was $5 billion in 2024. Its pre-tax profit was "
        "$1 billion. Its debt stood at $3 billion. In Hue it came to $2 billion."
    )
    found = options.offered("metric", text, "$2 billion", "en")
    assert "source:last" in found["debt"]
    assert "source:last but one" in found["profit_before_tax"]
    assert "source:usual" in found["revenue"]


def test_the_region_is_the_one_named_last() -> None:
    text = "Vietnam is the largest market of Southeast Asia.\n\nThe region had 40 unicorns in 2024."
    assert "stands:the region" in offered(text, "40")["market/southeast-asia"]


def test_the_country_of_an_article_about_another_is_not_vietnam() -> None:
    text = "Thailand grew fast.\n\nThe country had 3 million users in 2024."
    assert VIETNAM not in offered(text, "3 million")


def test_parcels_are_orders_that_are_sent() -> None:
    text = "Lotus Post brought 4,100 parcels to Hue in 2024."
    assert "transaction_count" in options.offered("metric", text, "4,100", "en")


def test_words_that_are_said_behind_figures_do_not_crowd_out_those_before() -> None:
    text = "Doanh thu và lợi nhuận trước thuế của FPT năm 2024 lần lượt đạt 62.800 tỷ đồng và 11.000 tỷ đồng."
    assert "source:noun" in options.offered("metric", text, "62.800 tỷ đồng", "vi")["revenue"]


@pytest.mark.parametrize(
    ("text", "language", "ref"),
    [
        # Where somebody is from, where something goes: no subjects.
        ("Bain, a U.S.-based firm, put the cost at $3 million.", "en", "country/united-states"),
        (
            "Xuất khẩu điện thoại của Việt Nam tăng; sang thị trường Mỹ đạt $3 million.",
            "vi", "country/united-states",
        ),
        # The economy of another country is not that of Vietnam.
        (
            "Vietnam leads. Indonesia could see its digital economy reach $3 million.",
            "en", "aggregate/vietnam-digital-economy",
        ),
        (
            "Vietnam leads. In Singapore, the digital economy is worth $3 million.",
            "en", "aggregate/vietnam-digital-economy",
        ),
    ],
)  # fmt: skip
def test_what_says_where_from_or_where_to_is_not_meant(text: str, language: str, ref: str) -> None:
    assert ref not in offered(text, "$3 million", language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Thailand lags. Vietnam saw its digital economy reach $3 million.", "en"),
        ("In Singapore, Vietnam's digital economy was put at $3 million.", "en"),
        ("Tại Singapore, kinh tế số Việt Nam được đánh giá đạt $3 million.", "vi"),
    ],
)
def test_the_economy_of_vietnam_is_meant(text: str, language: str) -> None:
    assert "aggregate/vietnam-digital-economy" in offered(text, "$3 million", language)


@pytest.mark.parametrize(
    ("text", "language", "name", "meant"),
    [
        # Who wrote an article or is called by a title is a person, whatever part of the name is used.
        ("By Maria Kestrel\n\nLotus Chips grew. Revenue reached $3 million.", "en", "Maria Kestrel", False),
        (
            "Marc Kestrel, director of Lotus Chips, spoke. Prices fell, Kestrel said, by $3 million.",
            "en", "Kestrel", False,
        ),
        ("By Kestrelo's count, 40 firms grew. It had revenue of $3 million.", "en", "Kestrelo", True),
        # What is led is no person, nor what belongs to a founder.
        ("Giám đốc Máy Cũ Xanh phát biểu.\n\nDoanh thu đạt $3 million.", "vi", "Máy Cũ Xanh", True),
        ("Kestrelo, the charging company of its founder, had revenue of $3 million.", "en", "Kestrelo", True),
    ],
)  # fmt: skip
def test_persons_are_not_meant_and_what_they_lead_is(
    text: str, language: str, name: str, *, meant: bool
) -> None:
    assert (f"new: {name}" in offered(text, "$3 million", language)) is meant


@pytest.mark.parametrize(
    ("text", "language", "investor"),
    [
        ("Lotus Chips raised $3 million in a round led by Kestrel Fund.", "en", "Kestrel Fund"),
        (
            "Lotus Chips raised $3 million in a round led by Bay Capital and Kestrel Fund.",
            "en",
            "Kestrel Fund",
        ),
        ("Lotus Chips raised $3 million from Kestrel Fund.", "en", "Kestrel Fund"),
        ("Kestrel Fund led a $3 million funding round in Lotus Chips.", "en", "Kestrel Fund"),
        ("For phones, Kestrel Fund led a $3 million funding round in Lotus Chips.", "en", "Kestrel Fund"),
        ("Kestrel Fund, which is Japanese, gave $3 million of funding to Lotus Chips.", "en", "Kestrel Fund"),
        ("Lotus Chips gọi vốn $3 million vòng Series A do Kestrel Fund dẫn dắt.", "vi", "Kestrel Fund"),
        ("Kestrel Fund dẫn dắt vòng gọi vốn $3 million của Lotus Chips.", "vi", "Kestrel Fund"),
    ],
)
def test_a_round_is_not_of_those_who_pay(text: str, language: str, investor: str) -> None:
    found = offered(text, "$3 million", language)
    assert "new: Lotus Chips" in found
    assert f"new: {investor}" not in found


def test_who_has_a_round_led_is_not_taken_for_who_leads_it() -> None:
    assert "new: Lotus Chips" in offered(
        "In a round led by Kestrel Fund, Lotus Chips raised $3 million.", "$3 million"
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vietnam has 3 operators – Viettel, VNPT and MobiFone – with $3 million.", "en"),
        ("Vietnam's operators, including Viettel, VNPT and MobiFone, earned $3 million.", "en"),
        ("Việt Nam có ba nhà mạng gồm Viettel, VNPT và MobiFone đạt doanh thu $3 million.", "vi"),
        ("Vietnam's sales on Viettel, VNPT and MobiFone reached $3 million.", "en"),
    ],
)
def test_those_who_are_a_group_are_not_meant_one_by_one(text: str, language: str) -> None:
    found = offered(text, "$3 million", language)
    assert VIETNAM in found or "aggregate/vietnam-telecommunications-industry" in found
    assert not {"company/viettel-group", "company/vnpt", "company/mobifone"} & set(found)


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        (
            "Exports of Bac Giang, Vietnam, came to $9 billion. Nationwide, exports were $3 million.",
            "en",
            "market/bac-giang",
        ),
        (
            "Bac Giang in Vietnam exported goods worth $9 billion, while national shipments were $3 million.",
            "en",
            "market/bac-giang",
        ),
        (
            "Xuất khẩu của Hà Nam, Việt Nam, là $9 billion. Trong khi đó, cả nước đạt $3 million.",
            "vi",
            "market/ha-nam",
        ),
    ],
)
def test_what_is_national_is_no_provinces(text: str, language: str, place: str) -> None:
    found = offered(text, "$3 million", language)
    assert VIETNAM in found
    assert place not in found
    # A place that is named after the words may be meant.
    again = text.replace("$3 million", "$5 million, Da Nang $3 million")
    assert "market/da-nang" in offered(again, "$3 million", language)


@pytest.mark.parametrize(
    ("text", "language", "partner"),
    [
        ("Vietnam exports phones. China took $3 million of its exports.", "en", True),
        ("Vietnam exports phones. The biggest buyer, China, spent $3 million on exports.", "en", True),
        ("Vietnam exports phones. China exported $3 million worth of chips.", "en", False),
        ("Vietnam exports phones. China's exports reached $3 million.", "en", False),
        ("Vietnam exports phones. Exports of China reached $3 million.", "en", False),
        ("Việt Nam xuất khẩu điện thoại. Kế tiếp là Trung Quốc đạt kim ngạch $3 million.", "vi", True),
        ("Việt Nam xuất khẩu điện thoại. Trung Quốc cũng xuất khẩu $3 million.", "vi", False),
    ],
)
def test_who_buys_exports_is_not_whose_exports_they_are(text: str, language: str, *, partner: bool) -> None:
    found = offered(text, "$3 million", language)
    assert VIETNAM in found
    assert ("country/china" in found) is not partner


@pytest.mark.parametrize(
    "text",
    [
        "FPT Telecom grew. The Viettel unit Viettel Post did not. The FPT unit earned $3 million.",
        "FPT is in telecoms. None is bigger than FPT Telecom. In 2024 the FPT unit earned $3 million.",
    ],
)
def test_the_unit_of_a_parent_is_what_was_named_before(text: str) -> None:
    found = offered(text, "$3 million")
    assert "from:here" not in found.get("company/fpt-corporation", ())
    named = "company/viettel-post" if "Viettel" in text else "company/fpt-telecom"
    assert "stands for" in found[named]


@pytest.mark.parametrize(
    ("text", "language", "parent"),
    [
        ("FPT grew. FPT Telecom did, too. The parent's revenue rose to $3 million.", "en", "fpt-corporation"),
        ("VNPT grew. VinaPhone did, too, and its parent earned $3 million.", "en", "vnpt"),
        ("Viettel grew. VNPT did, too.\n\nVinaPhone grew most. The group earned $3 million.", "en", "vnpt"),
        ("VNPT tăng trưởng. VinaPhone cũng vậy, còn công ty mẹ thu $3 million.", "vi", "vnpt"),
    ],
)
def test_the_parent_is_that_of_who_was_spoken_of(text: str, language: str, parent: str) -> None:
    assert "stands for" in offered(text, "$3 million", language)[f"company/{parent}"]


def test_a_parent_that_the_text_does_not_name_is_nobody() -> None:
    found = offered("VinaPhone grew. The parent's revenue rose to $3 million.", "$3 million")
    assert "company/vnpt" not in found


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("VNPT (Hanoi), which sells phones of Samsung, earned $3 million.", "en", "samsung"),
        ("VNPT, founded by people who had left Viettel, earned $3 million.", "en", "viettel-group"),
        ("VNPT, cổ đông của MobiFone, đạt doanh thu $3 million.", "vi", "mobifone"),
        ("Công ty Gạo Lứt (Gạo Lứt), công ty con của MobiFone, ghi nhận $3 million.", "vi", "mobifone"),
    ],
)
def test_what_tells_more_of_a_name_names_nobody_who_is_meant(text: str, language: str, other: str) -> None:
    assert f"company/{other}" not in offered(text, "$3 million", language)


def test_figures_in_what_tells_more_may_be_of_those_who_are_named_there() -> None:
    found = offered("VNPT, which bought phones of Samsung for $3 million, grew.", "$3 million")
    assert {"company/vnpt", "company/samsung"} <= set(found)


def test_the_parent_in_an_apposition_is_not_meant() -> None:
    found = offered("FPT Telecom, the FPT unit in Hanoi, earned $3 million.", "$3 million")
    assert "company/fpt-telecom" in found
    assert "from:here" not in found.get("company/fpt-corporation", ())


@pytest.mark.parametrize(
    ("text", "language", "owner"),
    [
        (
            "Wallets grew, by $2 million at Viettel, $3 million at MobiFone and $4 million at VNPT.",
            "en",
            "mobifone",
        ),
        ("More than $2 million is asked by VNPT and $3 million ($1) by MobiFone.", "en", "mobifone"),
        ("Doanh thu là $2 million của VNPT và $3 million của MobiFone.", "vi", "mobifone"),
    ],
)
def test_whose_each_figure_of_a_list_is_may_stand_behind_it(text: str, language: str, owner: str) -> None:
    assert set(offered(text, "$3 million", language)) == {f"company/{owner}"}


def test_one_name_behind_a_figure_decides_nothing() -> None:
    found = offered("VNPT paid $3 million for shops by MobiFone.", "$3 million")
    assert {"company/vnpt", "company/mobifone"} <= set(found)


@pytest.mark.parametrize(
    ("goods", "language", "industry"),
    [
        ("computers and electronic products", "en", True),
        ("phones", "en", False),
        ("máy vi tính, sản phẩm điện tử", "vi", True),
        ("điện thoại các loại và linh kiện", "vi", False),
    ],
)
def test_computers_are_the_electronics_industrys_and_phones_the_countrys(
    goods: str, language: str, *, industry: bool
) -> None:
    said = {
        "en": "Exports of computers and electronic products rose. In May Vietnam's exports of "
        f"{goods} reached $3 million.",
        "vi": "Xuất khẩu máy tính, sản phẩm điện tử tăng. Tháng 5, Việt Nam xuất khẩu "
        f"{goods} đạt $3 million.",
    }
    found = offered(said[language], "$3 million", language)
    assert VIETNAM in found
    assert ("aggregate/vietnam-electronics-industry" in found) is industry


def test_a_technology_has_no_revenue() -> None:
    found = offered("FPT sells AI. In AI, revenue reached $3 million.", "$3 million")
    assert "company/fpt-corporation" in found
    assert "technology/artificial-intelligence" not in found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("MobiFone grew. Le Hoang Sen, CEO of Viettel, said the company earned $3 million.", "en"),
        ("MobiFone tăng trưởng. Bà Lê Hoàng Sen, lãnh đạo Viettel, cho biết công ty đạt $3 million.", "vi"),
        ("MobiFone grew. According to Viettel, the company earned $3 million.", "en"),
        ("MobiFone tăng trưởng. Theo Viettel, hệ thống của công ty đạt $3 million.", "vi"),
    ],
)
def test_the_company_is_that_of_who_speaks(text: str, language: str) -> None:
    assert "stands for" in offered(text, "$3 million", language)["company/viettel-group"]


@pytest.fixture(scope="module")
def subjects() -> Callable[..., dict[str, tuple[str | None, str | None]]]:
    """The subject and the market of each figure of a text, by its surface."""
    extract = Extractor(read_corpus(founding.SEEDS).entities, Lexicon.read(founding.SEEDS))

    def read(text: str, language: str) -> dict[str, tuple[str | None, str | None]]:
        found = extract(Document(text=text, language=language, published="2025-01-15")).candidates
        return {c.surface: (c.subject_id, c.market) for c in found if isinstance(c, FigureCandidate)}

    return read


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        # Those of a list count, whoever else is named.
        (
            "In 2024 FPT came third by revenue with $8 million, behind CMC and VNPT with $51 million and "
            "$28 million respectively.",
            "en",
            {"$51 million": ("company/cmc-corporation", None), "$28 million": ("company/vnpt", None)},
        ),
        # Brackets tell more of a name, and semicolons join what commas would split.
        (
            "Halotel (Tanzania), Movitel (Mozambique) và Lumitel (Burundi) có doanh thu tăng lần lượt 31,2; "
            "27,9 và 24,5% so với cùng kỳ.",
            "vi",
            {
                "31,2": ("company/halotel", None),
                "27,9": ("company/movitel", None),
                "24,5%": ("company/lumitel", None),
            },
        ),
        # Towns say where the figures of an industry are.
        (
            "In 2024 Vietnam's digital economy made up 46% of GRDP in Bac Ninh, followed by Thai Nguyen and "
            "Hai Phong with 33% and 28% respectively.",
            "en",
            {
                "33%": ("aggregate/vietnam-digital-economy", "market/thai-nguyen"),
                "28%": ("aggregate/vietnam-digital-economy", "market/hai-phong"),
            },
        ),
        # The countries of a list of exports are their markets, one each.
        (
            "Vietnam's exports to the US, China and South Korea leapt in 2024 by 53.7%, 16.6% and 29.8% to "
            "$6.6 billion, $6.4 billion and $2.7 billion.",
            "en",
            {
                "53.7%": (VIETNAM, "country/united-states"),
                "29.8%": (VIETNAM, "country/south-korea"),
                "$6.6 billion": (VIETNAM, "country/united-states"),
                "$6.4 billion": (VIETNAM, "country/china"),
                "$2.7 billion": (VIETNAM, "country/south-korea"),
            },
        ),
        (
            "Năm 2024, Việt Nam xuất khẩu điện thoại sang Trung Quốc và Hàn Quốc với trị giá lần lượt "
            "18,2 tỷ USD và 14,9 tỷ USD.",
            "vi",
            {
                "18,2 tỷ USD": (VIETNAM, "country/china"),
                "14,9 tỷ USD": (VIETNAM, "country/south-korea"),
            },
        ),
        # And so are the places that stand behind the figures of a company.
        (
            "In 2024 FPT saw its revenue grow by 44.1% in Japan and 37.6% in the European Union.",
            "en",
            {
                "44.1%": ("company/fpt-corporation", "country/japan"),
                "37.6%": ("company/fpt-corporation", "market/european-union"),
            },
        ),
    ],
)
def test_what_is_listed_respectively(
    subjects: Callable[..., dict[str, tuple[str | None, str | None]]],
    text: str, language: str, expected: dict[str, tuple[str | None, str | None]],
) -> None:  # fmt: skip
    found = subjects(text, language)
    assert {surface: found[surface][0] for surface in expected} == {
        s: who for s, (who, _) in expected.items()
    }
    assert all(where in (None, found[surface][1]) for surface, (_, where) in expected.items())
