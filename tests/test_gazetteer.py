"""Names in texts: what is found, what is refused, what is only flagged.  All sentences here are our own."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise

import pace
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import settings
from kg.gazetteer import NameMention, Names, unknown_names
from kg.names import fold
from kg.seeds.entities import index, read_entities
from kg.seeds.vocabulary import read_vocabulary
from kg.tokens import tokens


@cache
def names() -> Names:
    paths = sorted((settings.seeds_dir() / "entities").glob("*.yaml"))
    entries = [entry for path in paths for entry in read_entities(path.read_bytes(), path)]
    return Names.of(index(entries, read_vocabulary()))


def found(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(m.text, m.refs[0] if m.refs else m.flag) for m in names().find(text, language)]


def refs(text: str, language: str = "en") -> list[str]:
    return [ref for _, ref in found(text, language)]


def the_only(text: str, language: str = "en") -> NameMention:
    (mention,) = names().find(text, language)
    return mention


KNOWN = [
    ("en", "It said that Viettel grew.", "Viettel", "company/viettel-group"),
    ("en", "Revenue of the Military Industry and Telecoms Group rose.",
     "Military Industry and Telecoms Group", "company/viettel-group"),
    ("vi", "Doanh thu của Tập đoàn Công nghiệp - Viễn thông Quân đội tăng.",
     "Tập đoàn Công nghiệp - Viễn thông Quân đội", "company/viettel-group"),
    ("vi", "Doanh thu của Tập đoàn Công nghiệp – Viễn thông Quân đội tăng.",
     "Tập đoàn Công nghiệp – Viễn thông Quân đội", "company/viettel-group"),
    ("vi", "Doanh thu của Tập đoàn Công nghiệp, Viễn thông Quân đội tăng.",
     "Tập đoàn Công nghiệp, Viễn thông Quân đội", "company/viettel-group"),
    ("vi", "lợi nhuận của Viettel Global tăng", "Viettel Global", "company/viettel-global"),
    ("en", "a stake in VNG Limited", "VNG Limited", "company/vng-limited"),
    ("en", "a stake in VNG Ltd.", "VNG Ltd.", "company/vng-limited"),
    ("en", "shares of VNG rose", "VNG", "company/vng-corporation"),
    ("en", "shares of VNG Corp. rose", "VNG Corp.", "company/vng-corporation"),
    ("en", "shares of FPT JSC rose", "FPT JSC", "company/fpt-corporation"),
    ("en", "the plant of Foxconn Co., Ltd. opened", "Foxconn Co., Ltd.", "company/foxconn"),
    ("vi", "cổ phiếu CTCP FPT tăng", "CTCP FPT", "company/fpt-corporation"),
    ("vi", "của Công ty Cổ phần MISA", "Công ty Cổ phần MISA", "company/misa"),
    ("vi", "của công ty cổ phần MISA", "công ty cổ phần MISA", "company/misa"),
    ("vi", "của công ty MISA", "MISA", "company/misa"),
    ("vi", "Nhà máy của Công ty TNHH Samsung Electronics Việt Nam mở rộng.",
     "Công ty TNHH Samsung Electronics Việt Nam", "company/samsung-electronics-vietnam"),
    ("vi", "Bộ KH&CN công bố", "Bộ KH&CN", "ministry/ministry-of-science-and-technology"),
    ("vi", "theo Bộ Khoa học và công nghệ",
     "Bộ Khoa học và công nghệ", "ministry/ministry-of-science-and-technology"),
    ("vi", "Bo Khoa hoc va Cong nghe cong bo",
     "Bo Khoa hoc va Cong nghe", "ministry/ministry-of-science-and-technology"),
    ("en", "said the Ministry of Science and Technology (MoST)",
     "Ministry of Science and Technology", "ministry/ministry-of-science-and-technology"),
    ("en", "HÀ NỘI — exports rose", "HÀ NỘI", "market/hanoi"),
    ("en", "firms in Viet Nam grew", "Viet Nam", "country/vietnam"),
    ("en", "firms in Việt Nam grew", "Việt Nam", "country/vietnam"),
    ("en", "sold to the U.S. market", "U.S.", "country/united-states"),
    ("en", "the UK and others", "UK", "country/united-kingdom"),
    ("en", "made in the Republic of Korea", "Republic of Korea", "country/south-korea"),
    ("vi", "xuất khẩu sang Mỹ tăng", "Mỹ", "country/united-states"),
    ("vi", "xuất khẩu sang Anh tăng", "Anh", "country/united-kingdom"),
    ("vi", "khu vực Mỹ Latinh tăng", "Mỹ Latinh", "market/latin-america"),
    ("vi", "ông Trương Gia Bình nói", "Trương Gia Bình", "person/truong-gia-binh"),
    ("en", "said Truong Gia Binh on Monday", "Truong Gia Binh", "person/truong-gia-binh"),
    ("vi", "tại Hòa Lạc hôm qua", "Hòa Lạc", "market/hoa-lac-hi-tech-park"),
    ("vi", "tại Hoà Lạc hôm qua", "Hoà Lạc", "market/hoa-lac-hi-tech-park"),
    ("en", "its app Zalopay grew", "Zalopay", "product/zalopay"),
    ("en", "users of Mobifone grew", "Mobifone", "company/mobifone"),
    ("en", "the money of VNpay grew", "VNpay", "company/vnpay"),
    ("en", "said Moody’s on Monday", "Moody’s", "company/moodys"),
    ("en", "the Asia Pacific region", "Asia Pacific", "market/asia-pacific"),
    ("en", "said Cushman and Wakefield", "Cushman and Wakefield", "company/cushman-wakefield"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name", "ref"), KNOWN, ids=[row[1] for row in KNOWN])
def test_a_known_name_is_found_as_printed(language: str, text: str, name: str, ref: str) -> None:
    assert (name, ref) in found(text, language)


REFUSED = [
    ("en", "the Fpt of old"),
    ("en", "many FPTs were there"),
    ("en", "the MOst of it went on Vnpay"),
    ("en", "they grab a bite and apple pie, meta or not"),
    ("en", "most of it went via Hanover"),
    ("en", "it costs US$5 million"),
    ("en", "write to info@FPT today"),
    ("vi", "Anh nói rằng giá tăng"),
    ("vi", "anh Đức nói rằng giá tăng"),
    ("vi", "tại Mỹ Đình hôm qua"),
    ("vi", "gia dinh toi o day"),
    ("vi", "mới mua bo khoa học của trẻ"),
    ("en", "my friends at home"),
    ("vi", "một tập đoàn lớn của ngân hàng"),
]


@pytest.mark.parametrize(("language", "text"), REFUSED, ids=[text for _, text in REFUSED])
def test_what_only_resembles_a_name_is_none(language: str, text: str) -> None:
    assert [m for m in names().find(text, language) if m.refs] == []


def test_other_tone_marks_are_another_name() -> None:
    assert "person/nguyen-khac-lich" in refs("ông Nguyễn Khắc Lịch nói", "vi")
    assert "person/nguyen-khac-lich" in refs("ong Nguyen Khac Lich noi", "vi")
    assert "person/nguyen-khac-lich" not in refs("ông Nguyễn Khắc Lích nói", "vi")
    assert "person/nguyen-khac-lich" not in refs("ông Nguyễn Khác Lịch nói", "vi")


def test_the_longest_name_counts_and_the_leftmost() -> None:
    assert refs("FPT Software and FPT") == ["company/fpt-software", "company/fpt-corporation"]
    assert refs("Samsung, Viettel and FPT") == [
        "company/samsung", "company/viettel-group", "company/fpt-corporation",
    ]  # fmt: skip


def test_a_name_does_not_go_on_in_the_next_line() -> None:
    assert refs("a talk with FPT\nSoftware exports rose") == ["company/fpt-corporation"]


def test_the_possessive_is_no_part_of_the_name() -> None:
    for text in ("It was Viettel's profit", "It was Viettel’s profit", "at Samsung's"):
        assert the_only(text).text in ("Viettel", "Samsung")


def test_an_office_stands_for_what_is_not_named_otherwise() -> None:
    assert refs("the Director of the Department of ICT Industry") == ["agency/department-of-ict-industry"]
    (office,) = names().offices("the director of the Department of ICT Industry", "en")
    assert office.refs == ("office/director-department-of-ict-industry",)
    assert names().organisation_of(office.refs[0]) == "agency/department-of-ict-industry"
    minister = the_only("said the Minister of Finance").refs[0]
    assert names().organisation_of(minister) == "ministry/ministry-of-finance"
    assert names().organisation_of("office/nobody") == ""


@pytest.mark.parametrize(
    "text", ["shares of FР\u0422 rose", "shares of Viettеl rose", "at Sаmsung Vietnam now", "at Вкav now"]
)
def test_letters_that_only_look_latin_resolve_nothing(text: str) -> None:
    (mention,) = (m for m in names().find(text, "en") if m.flag == "lookalike")
    assert mention.refs == ()
    assert text[mention.start : mention.end] == mention.text
    assert not any(ref.startswith("company/") for ref in refs(text))


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("shares of Viettell rose", "company/viettel-group"),
        ("shares of Vietel rose", "company/viettel-group"),
        ("shares of Samsumg rose", "company/samsung"),
        ("shares of Samsnug Electronics rose", "company/samsung-electronics"),
        ("said the Ministry of Infomation and Communications",
         "ministry/ministry-of-information-and-communications"),
        ("shares of VIETTELL rose", "company/viettel-group"),
    ],
)  # fmt: skip
def test_a_misprint_is_flagged_never_equal(text: str, ref: str) -> None:
    mention = the_only(text)
    assert (mention.flag, mention.refs[0], mention.exact) == ("near", ref, False)


def test_what_the_text_prints_as_an_ordinary_word_is_no_misprint() -> None:
    assert the_only("shares of Samsumg rose").refs
    text = "a samsumg is a thing. Many a Samsumg, Apples, Oracles and Angolan things rose; Googles too"
    assert not any(m.refs for m in names().find(text, "en"))


NEW = [
    ("en", "The firm Lotus Chips reported a profit.", "Lotus Chips", "company"),
    ("en", "Shares of Blue Heron JSC fell.", "Blue Heron JSC", "company"),
    ("en", "Shares of Blue Heron Co., Ltd. fell.", "Blue Heron Co., Ltd.", "company"),
    ("en", "It was made by Samsung Heavy Industries in May.", "Samsung Heavy Industries", "company"),
    ("en", "It was made by Ericsson Vietnam in May.", "Ericsson Vietnam", "company"),
    ("en", "a study by the Vietnam Drone Association said", "Vietnam Drone Association", "association"),
    ("en", "a study by the University of Example Bay said", "University of Example Bay", "university"),
    ("en", "said the Ministry of Posts and Roads", "Ministry of Posts and Roads", "ministry"),
    ("en", "said Dr Pham Quoc Thinh, director of it", "Pham Quoc Thinh", "person"),
    ("en", "said Nguyen Hai Duong, director of it", "Nguyen Hai Duong", "person"),
    ("en", "said Park Jin-woo, director of it", "Park Jin-woo", ""),
    ("en", "Nvidia CEO Maria Kestrel said", "Maria Kestrel", ""),
    ("en", "said vice chairman and CEO Park Jin-woo", "Park Jin-woo", ""),
    ("en", "said the CEO of Do Lotus in May", "Do Lotus", ""),
    ("en", "it sold GreenMango to others", "GreenMango", ""),
    ("en", "it paid with eLotus today", "eLotus", ""),
    ("en", "it paid Lotus Studio of Hanoi", "Lotus Studio", "company"),
    ("en", "charged by V-Lotus of Hanoi", "V-Lotus", ""),
    ("vi", "năm nay, Bách Lụa Xanh mở thêm cửa hàng", "Bách Lụa Xanh", ""),
    ("vi", "cổ phiếu của Công ty Cổ phần Công nghệ Sao Mai tăng",
     "Công ty Cổ phần Công nghệ Sao Mai", "company"),
    ("vi", "cổ phiếu của công ty Sao Mai tăng", "Sao Mai", "company"),
    ("vi", "Theo Hiệp hội Thiết bị bay tự hành Việt Nam, ngành tăng",
     "Hiệp hội Thiết bị bay tự hành Việt Nam", "association"),
    ("vi", "ông Đỗ Minh Khang, giám đốc công ty", "Đỗ Minh Khang", "person"),
    ("vi", "Theo ông Nguyễn Văn An, ngành tăng", "Nguyễn Văn An", "person"),
    ("vi", "cổ phiếu An Hải Holdings tăng", "An Hải Holdings", "company"),
    ("vi", "Ngân hàng Sao Vàng và Tập đoàn Viettel hợp tác", "Ngân hàng Sao Vàng", "company"),
    ("vi", "Ngân hàng TMCP Sao Vàng và Quỹ đầu tư Do Ventures", "Ngân hàng TMCP Sao Vàng", "company"),
    ("en", "Vietnam signed it with Bay Holdings and Viettel today", "Bay Holdings", "company"),
    ("vi", "nền tảng Lotus Chips tăng", "Lotus Chips", "company"),
    # What is told right behind a name, or before it, says that it is one.
    ("en", "Kestrelo, a local company with 60 people, grew.", "Kestrelo", ""),
    ("en", "Kestrelo, which plans routes with AI, grew.", "Kestrelo", ""),
    ("en", "Kestrelo (HoSE) earned more.", "Kestrelo", ""),
    ("en", "Long Nguyet, the pharmacy chain, grew.", "Long Nguyet", ""),
    ("en", "An Binh Holdings grew.", "An Binh Holdings", "company"),
    # With a legal form of its own it is another than the one whose name it begins with.
    ("en", "Viettel Kestrelo Pte. Ltd. sold it.", "Viettel Kestrelo Pte. Ltd.", "company"),
    # Nor is it the one, or the place, that it only begins with.
    ("en", "Sales of Shopee Kestrelo rose.", "Shopee Kestrelo", ""),
    ("en", "Hanoi Lotus, whose sockets sell well, grew.", "Hanoi Lotus", ""),
    ("en", "So Tay, whose sockets sell well, grew.", "So Tay", ""),
    ("en", "So Kestrelo, which makes sockets, grew.", "Kestrelo", ""),
    ("vi", "Theo Chi cục Thống kê tỉnh Bắc Ninh, vốn tăng", "Chi cục Thống kê tỉnh Bắc Ninh", "agency"),
    ("vi", "Nền tảng học trực tuyến Lớp Mai nhận vốn", "Lớp Mai", "company"),
    ("vi", "Kestrelo: Công ty phần mềm ở Huế tăng", "Kestrelo", "company"),
    ("vi", "Kestrelo có 5.700 cửa hàng", "Kestrelo", ""),
    # What a name is said to be at the head of a sentence is no part of it.
    ("en", "Subsidiary Lotus Chips grew. Smaller firms did not.", "Lotus Chips", "company"),
    ("en", "Rival Sao Mai Group grew.", "Sao Mai Group", "company"),
    ("en", "It paid Partner Lotus Chips today", "Partner Lotus Chips", "company"),
    ("vi", "Theo Hội An toàn thông tin Kestrel, giá tăng", "Hội An toàn thông tin Kestrel", "association"),
    ("vi", "Theo Sở TT-TT Kestrel, giá tăng", "Sở TT-TT Kestrel", "agency"),
    ("vi", "Chuỗi Bách Lụa có 20 cửa hàng", "Bách Lụa", "company"),
    ("vi", "Còn Kestrelo Bay, hãng phần mềm, tăng", "Kestrelo Bay", "company"),
    ("vi", "Công ty TNHH Samsung Engineering Việt Nam tăng",
     "Công ty TNHH Samsung Engineering Việt Nam", "company"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hanoi City grew.", "Hanoi"),
        ("Hanoi People were asked.", "Hanoi"),
        ("FPT Chairman Maria Kestrel said so.", "FPT"),
        ("FPT AND VNPT GREW MORE THAN EVER BEFORE IN HANOI", "FPT"),
        ("Sales of Shopee Revenue rose.", "Shopee"),
        ("Viettel Shares fell.", "Viettel"),
    ],
)
def test_words_with_capitals_behind_a_name_do_not_always_make_another(text: str, name: str) -> None:
    assert name in [m.text for m in names().find(text, "en") if m.refs]


@pytest.mark.parametrize(("language", "text", "name", "kind"), NEW, ids=[row[1] for row in NEW])
def test_a_name_that_nobody_knows_is_proposed(language: str, text: str, name: str, kind: str) -> None:
    new = [m for m in names().find(text, language) if m.flag == "new"]
    assert [(m.text, m.kind, m.refs) for m in new] == [(name, kind, ())]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "However, the market grew. Exports rose in March and on Monday."),
        ("en", "Consequently, the company grew. Simultaneously, the group sold it."),
        ("en", "Mr Chairman and the Deputy Prime Minister spoke of AI, GDP and the CEO."),
        ("en", "Software Exports Rise Sharply as Demand Grows Abroad"),
        ("en", "SOFTWARE EXPORTS RISE SHARPLY AS DEMAND GROWS"),
        ("en", "It grew in eCommerce and E-Commerce, by 3 kWh."),
        ("en", "The Japanese and Angolan buyers came. Growth was high."),
        ("en", "Under Decision 749 and Resolution No. 41 it was so."),
        ("vi", "Tuy nhiên, thị trường tăng. Doanh thu tăng trong Quý III."),
        ("vi", "Nhà nước và Trung ương Đảng nêu mục tiêu."),
        ("vi", "Startup tăng. Livestream tăng. Fintech tăng: Startup Việt gọi vốn."),
        ("vi", "Doanh nghiệp phần mềm Việt tăng. Nền tảng của bà tăng."),
        ("en", "Overall, the market grew. Elsewhere, the growth was slow."),
        ("en", "It sold BEVs and iPads. TWh fell, the MoU stands. A PhD helps."),
        ("en", "FPT swung to a loss of VND317bn from USD45m, and paid RM4.5m."),
        ("en", "It came first in the Global Kestrel Index and the Payment Study."),
        ("en", "Under its Kestrel Action Plan the Committee met. M.Son wrote it."),
        ("en", "Subsidiary FPT Telecom grew."),
        # What is in a known name tells nothing of its words.
        ("en", "Foreign firms sold it to Viettel. Post firms and Vietnam Post did not."),
        ("vi", "Theo Malaysia.Bên kia, thị trường tăng."),
        ("vi", "Ở Hội An, mạng tăng."),
    ],
)
def test_capitals_of_ordinary_words_are_no_names(language: str, text: str) -> None:
    assert [m.text for m in names().find(text, language) if m.flag == "new"] == []


def test_an_abbreviation_holds_from_where_it_is_introduced() -> None:
    text = "VXDA began. The Vietnam Example Drone Association (VXDA) grew. VXDA said so."
    mentions = names().find(text, "en")
    long = "Vietnam Example Drone Association"
    assert [(m.text, m.stands_for, m.flag) for m in mentions if m.start > 12] == [
        (long, "", "new"), ("VXDA", long, "new"), ("VXDA", long, "new"),
    ]  # fmt: skip


def test_an_abbreviation_of_the_text_goes_before_that_of_the_seeds() -> None:
    text = "The Vietnam Insulation Association (VIA) grew. VIA said so."
    assert refs(text) == ["new", "new", "new"]
    assert refs("VIA said so.") == ["association/via"]
    text = "Viettel (Hanoi) and Samsung (SEV) grew; SEV more."
    assert refs(text).count("company/samsung-electronics-vietnam") == 2


@pytest.mark.parametrize(
    ("language", "text", "ticker", "ref"),
    [
        ("en", "Viettel (VTK) grew. Then VTK fell.", "VTK", "company/viettel-group"),
        ("en", "Viettel (HoSE: VTK) grew. Then VTK fell.", "VTK", "company/viettel-group"),
        ("vi", "Viettel (mã: VTK) tăng. Sau đó VTK giảm.", "VTK", "company/viettel-group"),
        # Letters behind a ministry, a sum of money, or without an introduction are no ticker.
        ("en", "Viettel (USD) grew. Then USD fell.", "USD", None),
        ("en", "Hanoi (VTK) grew. Then VTK fell.", "VTK", None),
        ("en", "Viettel grew. Then VTK fell.", "VTK", None),
    ],
)  # fmt: skip
def test_a_company_goes_by_its_ticker(language: str, text: str, ticker: str, ref: str | None) -> None:
    called = [m.refs for m in names().find(text, language) if m.text == ticker]
    assert called == ([(ref,), (ref,)] if ref else [])


def test_a_person_is_known_by_the_last_word_afterwards() -> None:
    text = "Truong Gia Binh spoke. Mr Binh said so, and Binh left."
    assert refs(text) == ["person/truong-gia-binh"] * 3
    text = "Ông Đỗ Minh Khang phát biểu. Ông Khang nói thêm."
    assert [(m.text, m.stands_for) for m in names().find(text, "vi")] == [
        ("Đỗ Minh Khang", ""), ("Khang", "Đỗ Minh Khang"),
    ]  # fmt: skip
    assert refs("Mr Binh said so.") == ["new"]


def test_who_answers_is_a_person_by_the_last_word_of_his_name() -> None:
    text = "It is led by Do Khanh Toan.\nHow many are you?\nToan: We are 40.\nTotal: 12"
    assert [(m.text, m.kind, m.stands_for) for m in names().find(text, "en")] == [
        ("Do Khanh Toan", "person", ""), ("Toan", "person", "Do Khanh Toan"),
    ]  # fmt: skip


def test_a_new_name_is_known_by_its_first_word_afterwards() -> None:
    text = "The firm Lotusia Chips grew. Last year Lotusia hired more."
    assert [(m.text, m.kind, m.stands_for) for m in names().find(text, "en")] == [
        ("Lotusia Chips", "company", ""), ("Lotusia", "company", "Lotusia Chips"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "short", "long"),
    [
        ("en", "Golden Kestrel Ventures grew. Last year Golden Kestrel hired more.", "Golden Kestrel",
         "Golden Kestrel Ventures"),
        ("vi", "Theo công ty Hạ tầng số Bách Lụa, giá tăng. Năm nay, Bách Lụa mở thêm cửa hàng.", "Bách Lụa",
         "Hạ tầng số Bách Lụa"),
        # Behind a legal form it is the name itself.
        ("vi", "Công ty Bách Lụa tăng. Năm nay, Bách Lụa mở thêm cửa hàng.", "Bách Lụa", ""),
    ],
)  # fmt: skip
def test_a_part_of_a_new_name_stands_for_it(language: str, text: str, short: str, long: str) -> None:
    found = [m for m in names().find(text, language) if m.text == short]
    assert [m.stands_for for m in found] == [long]


def test_unknown_names_leaves_out_what_is_taken() -> None:
    text = "shares of Lotus Chips and Viettel"
    taken = [m for m in names().find(text, "en") if m.refs]
    assert [m.text for m in unknown_names(text, "en", taken)] == ["Lotus Chips"]
    assert [m.text for m in unknown_names(tokens(text), "en", taken)] == ["Lotus Chips"]


def test_tokens_with_their_text_say_the_same_as_the_text() -> None:
    text = "a talk with FPT\nSoftware exports of Lotus Chips,\n\nHANOI"
    assert names().find(tokens(text), "en", text) == names().find(text, "en")


_PIECES = [
    "FPT", "Viettel Global", "VNG Limited", "CTCP", "Công ty Cổ phần", "JSC", "Lotus Chips", "(", ")", ",",
    ".", " ", "\n", "’s", "-", "Nguyễn Văn A", "Mỹ", "Anh", "of", "Ministry of", "Vietnam", "Samsumg", "FРТ",
    "the", "VXDA", "Association", "5G", "Việt Nam", "&", "ông", "Binh", "/", "$", "A",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(_PIECES), max_size=40), st.sampled_from(["", " "]), st.sampled_from(["en", "vi"])
)
def test_places_are_exact_and_never_overlap(pieces: list[str], glue: str, language: str) -> None:
    text = unicodedata.normalize("NFC", glue.join(pieces))
    last = 0
    for mention in names().find(text, language):
        assert last <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert "\n" not in mention.text
        assert mention.flag in ("", "lookalike", "near", "new")
        assert bool(mention.refs) == (mention.flag in ("", "near"))
        last = mention.end


@given(st.text(max_size=80), st.sampled_from(["en", "vi"]))
def test_any_text_can_be_searched(text: str, language: str) -> None:
    for mention in names().find(text, language):
        assert text[mention.start : mention.end] == mention.text


@given(st.sampled_from([row for row in KNOWN if row[0] == "vi"]))
def test_a_decomposed_text_is_read_alike(row: tuple[str, str, str, str]) -> None:
    language, text, name, ref = row
    decomposed = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text))
    assert (name, ref) in found(decomposed, language)
    assert fold(name) == fold(unicodedata.normalize("NFD", name))


@pytest.mark.parametrize(
    "piece",
    [
        "FPT ", "Viettell ", "Công ty Cổ phần ", "Công ty ", "Ministry of ", "Vietnam ", "A ", "A", "Nguyễn ",
        "(VXDA) ", "Lotus Chips (LC) ", "Lotus-", "FР ", "Tập đoàn Công nghiệp - ", "Bộ ", "Hội A và ",
        "Samsung Việt Nam ", "Mr Binh Truong Gia Binh ", "& ", ", ", "x", "X.", "Director of the ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_hundred_kilobytes_of_anything_take_no_more_than_a_second(piece: str, language: str) -> None:
    text = piece * (100_000 // len(piece))
    names().find("warm", language)
    assert pace.seconds(lambda: names().find(text, language), below=1.5) < 1.5


def named(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.kind) for m in unknown_names(text, "vi", [], text)]


@pytest.mark.parametrize(
    "text",
    [
        "Sau sáu năm, chủ ví Cánh Lụa báo lãi. Khách của Cánh Lụa tăng gấp đôi.",
        "Vòng gọi vốn thuộc về Cánh Lụa, startup có trụ sở trên núi. Khách của Cánh Lụa tăng gấp đôi.",
        "Khách của Cánh Lụa tăng gấp đôi. Năm ngoái, nền tảng Cánh Lụa có lãi.",
    ],
)
def test_a_company_of_plain_syllables_is_known_where_it_is_named_again(text: str) -> None:
    """Alone, two capitalised syllables may be called anything: words beside one of them tell."""
    assert named(text) == [("Cánh Lụa", "company")] * 2
    assert named("Khách của Cánh Lụa tăng gấp đôi.") == [("Cánh Lụa", "")]


def test_what_has_capitals_inside_a_sentence_is_a_name_at_its_head_too() -> None:
    assert named("Gốm Mây mở cửa. Khách của Gốm Mây tăng.") == [("Gốm Mây", "")] * 2
    assert named("Gốm Mây mở cửa. Khách tăng.") == []


@pytest.mark.parametrize("before", ["ở huyện", "ở chợ", "của bà", "ở khu công nghiệp"])
def test_what_is_called_a_place_or_a_person_is_no_name_of_anything_else(before: str) -> None:
    assert named(f"Khách {before} Gốm Mây tăng.") == []


@pytest.mark.parametrize("body", ["Khối Công nghệ", "Phòng Thống kê", "Tổng Liên đoàn"])
def test_the_first_words_of_a_body_are_no_name(body: str) -> None:
    assert named(f"Theo {body}, khách tăng.") == []


def test_a_form_behind_a_name_is_in_one_name_only() -> None:
    found = names().find("JSC JSC JSC ( CTCP JSC JSC", "vi")
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_of_which_country_a_company_is_is_no_name() -> None:
    assert named("Bảy trên mười doanh nghiệp Việt đã thử, còn hãng Nhật thì chưa.") == []
