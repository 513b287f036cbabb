"""The words around a figure: hedges on either side, changes and levels, and which way a change goes."""

from __future__ import annotations

import pace
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.amount import find_amounts
from kg.hedges import Change, ChangeKind, change_at, hedge_at, hedge_before
from kg.lists import Hedge


def place(text: str) -> tuple[str, int, int]:
    """The text without the brackets around its figure, and where the figure stands."""
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(
    ("marked", "language", "hedge", "cue"),
    [
        ("about [$152 billion]", "en", Hedge.ABOUT, "about"),
        ("expected to top [$9 billion]", "en", Hedge.OVER, "to top"),
        ("[10,000] engineers or more", "en", Hedge.AT_LEAST, "or more"),
        ("[10.000] kỹ sư trở lên", "vi", Hedge.AT_LEAST, "trở lên"),
        ("some [500] firms", "en", Hedge.ABOUT, "some"),
        ("approx. [500]", "en", Hedge.ABOUT, "approx."),
        ("close to [5%]", "en", Hedge.NEARLY, "close to"),
        ("just shy of [5%]", "en", Hedge.NEARLY, "just shy of"),
        ("has surpassed [50,000]", "en", Hedge.OVER, "surpassed"),
        ("exceeded [50,000]", "en", Hedge.OVER, "exceeded"),
        ("topped [$1 billion]", "en", Hedge.OVER, "topped"),
        ("no less than [50]", "en", Hedge.AT_LEAST, "no less than"),
        ("no more than [50]", "en", Hedge.AT_MOST, "no more than"),
        ("up to [50]", "en", Hedge.AT_MOST, "up to"),
        ("up to about [50]", "en", Hedge.AT_MOST, "up to"),
        ("loans of up to [VND500 million] from 3 banks", "en", Hedge.AT_MOST, "up to"),
        ("pulling its share up to [39%] from 29%", "en", None, ""),
        ("took the total up to [12]", "en", None, ""),
        ("sớm hơn [11] năm", "vi", None, ""),
        ("about an estimated [$5 billion]", "en", Hedge.ABOUT, "about"),
        ("more than a total of [30]", "en", Hedge.OVER, "more than"),
        ("[30] or more", "en", Hedge.AT_LEAST, "or more"),
        ("[30] or so", "en", Hedge.ABOUT, "or so"),
        ("[50,000]+ users", "en", Hedge.AT_LEAST, "+"),
        ("[15+ million] users", "en", Hedge.AT_LEAST, "+"),
        ("about [50] or more", "en", Hedge.AT_LEAST, "or more"),
        ("over [50]+", "en", Hedge.OVER, "over"),
        (">[30]", "en", Hedge.OVER, ">"),
        ("~[15%]", "en", Hedge.ABOUT, "~"),
        ("only [5]", "en", None, ""),
        ("as much as [$3 billion]", "en", None, ""),
        ("an estimated [$3 billion]", "en", None, ""),
        ("about the [50]", "en", None, ""),
        ("brought about [300] jobs", "en", None, ""),
        ("handsome [500]", "en", None, ""),
        ('said "gần [178 tỷ USD]"', "en", Hedge.NEARLY, "gần"),
        ("ước đạt khoảng trên [598 nghìn tỷ]", "vi", Hedge.OVER, "trên"),
        ("ước đạt khoảng [598 nghìn tỷ]", "vi", Hedge.ABOUT, "khoảng"),
        ("trên dưới [500]", "vi", Hedge.ABOUT, "trên dưới"),
        ("gần [13%]", "vi", Hedge.NEARLY, "gần"),
        ("vượt mốc [100 triệu]", "vi", Hedge.OVER, "vượt mốc"),
        ("gấp hơn [3 lần]", "vi", Hedge.OVER, "hơn"),
        ("hơn [gấp đôi]", "vi", Hedge.OVER, "hơn"),
        ("không dưới [5]", "vi", Hedge.AT_LEAST, "không dưới"),
        ("ít nhất [36%]", "vi", Hedge.AT_LEAST, "ít nhất"),
        ("từ [50 tỷ] trở lên", "vi", Hedge.AT_LEAST, "trở lên"),
        ("chưa đầy [3%]", "vi", Hedge.UNDER, "chưa đầy"),
        ("tối đa [50]", "vi", Hedge.AT_MOST, "tối đa"),
        ("có tới [500]", "vi", None, ""),
        ("lên tới [5 tỷ]", "vi", None, ""),
        ("sóng đã tới [100%] dân số", "vi", None, ""),
        ("đơn hàng gấp tới [4,3 lần]", "vi", None, ""),
        ("deliveries added up to [72,167] units", "en", None, ""),
        ("this number will go up to [14%]", "en", None, ""),
        ("cao hơn [5%]", "vi", None, ""),
        ("chỉ [5%]", "vi", None, ""),
    ],
)
def test_a_hedge_is_read_from_the_words_around(
    marked: str, language: str, hedge: Hedge | None, cue: str
) -> None:
    text, start, end = place(marked)
    found = hedge_at(text, start, end, language)
    assert (found.hedge if found else None) is hedge
    assert (text[found.start : found.end] if found else "") == cue
    before = hedge_before(text[:start], language)
    if found and found.end <= start:
        assert before == (cue, hedge), "the seed reader takes the same word"


def test_the_end_of_a_word_is_no_hedge() -> None:
    text, start, end = place("[44 per cent] had cash for less than six months")
    assert hedge_at(text, start, end, "en") is None


def test_a_hedge_of_another_clause_is_none_of_this_one() -> None:
    text = "grew over 5"
    assert hedge_at(text, 10, 11, "en") is not None
    assert hedge_at(text, 10, 11, "en", 10) is None


C, L, B = ChangeKind.CHANGE, ChangeKind.LEVEL, ChangeKind.BASE_LEVEL


@pytest.mark.parametrize(
    ("marked", "language", "kind", "sign"),
    [
        ("a drop of [17 per cent]", "en", C, -1),
        ("a margin of [-3.2%]", "en", C, -1),
        ("[4.7%] short of 2023", "en", C, -1),
        ("[10.8%] smaller than a year ago", "en", C, -1),
        ("fell by [9 %]", "en", C, -1),
        ("down [1%]", "en", C, -1),
        ("rebounded after a [15.1 per cent] fall", "en", C, -1),
        ("a margin of -[3.2%]", "en", C, -1),
        ("negative growth of [5%]", "en", C, -1),
        ("cut costs by [30%]", "en", C, -1),
        ("was [5%] lower", "en", C, -1),
        ("up [6 %] against March but down 1 %", "en", C, 1),
        ("up 6 % against March but down [1 %] year on year", "en", C, -1),
        ("up 4.1% on the quarter and [22.5%] year on year", "en", C, 1),
        ("growth of [9%]", "en", C, 1),
        ("growth in 2024 reached [9%]", "en", C, 1),
        ("an increase of [$3 billion]", "en", C, 1),
        ("rose by about [5%]", "en", C, 1),
        ("grew 5%, 6% and [7%]", "en", C, 1),
        ("a [10.9%] year-on-year increase", "en", C, 1),
        ("revenue [doubled]", "en", C, 1),
        ("came 44th, [five] places higher", "en", C, 1),
        ("came 44th, [two] spots lower", "en", C, -1),
        ("rose to [29 percent] from 21 percent", "en", L, 0),
        ("rose to 29 percent from [21 percent]", "en", B, 0),
        ("up from [$137 billion]", "en", B, 0),
        ("rose from [21 percent] to 29 percent", "en", B, 0),
        ("compared with [5%] in 2023", "en", B, 0),
        ("rose 104 percent to [504 MW]", "en", L, 0),
        ("took up [21 per cent] of revenue", "en", L, 0),
        ("raised [$96 million]", "en", L, 0),
        ("accounted for [20%] of growth", "en", L, 0),
        ("a share of (1.5%) and [40%]", "en", L, 0),
        ("giảm [4,9%]", "vi", C, -1),
        ("giảm chi phí [30%]", "vi", C, -1),
        ("tăng trưởng âm [2%]", "vi", C, -1),
        ("thấp hơn [0,5 điểm phần trăm]", "vi", C, -1),
        ("cắt giảm khoảng [30%] nhân sự", "vi", C, -1),
        ("tăng [13,2%]", "vi", C, 1),
        ("tăng tới [15%]", "vi", C, 1),
        ("tăng trưởng GDP năm 2024 đạt [7,09%]", "vi", C, 1),
        ("tăng lần lượt 5% và [6%]", "vi", C, 1),
        ("tăng [gấp đôi]", "vi", C, 1),
        ("đạt 5 tỷ, [9%] so với cùng kỳ", "vi", C, 1),
        ("tăng lên [14,02%]", "vi", L, 0),
        ("giảm xuống còn [5%]", "vi", L, 0),
        ("từ [12,87%] năm 2021 lên 14,02% năm 2025", "vi", B, 0),
        ("từ 12,87% năm 2021 lên [14,02%] năm 2025", "vi", L, 0),
        ("so với mức [50 tỷ đồng]", "vi", B, 0),
        ("doanh thu tăng mạnh, chiếm [30%]", "vi", L, 0),
        ("tăng trong năm [2024]", "vi", L, 0),
        ("dropped even faster, by [23.9 percent]", "en", C, -1),
        ("the sharpest fall, at [14.8%]", "en", C, -1),
        ("the margin widened by [3.2 percentage points]", "en", C, 1),
        ("[1.6 million] fewer than in December", "en", C, -1),
        ("settled in 3.1 days, [1.9 days] less than in 2022", "en", C, -1),
        ("[$3 million] less than in 2022", "en", L, 0),
        ("we lose [9 per cent] of our staff a year", "en", L, 0),
        ("we lost [9 per cent] of our customers in the year", "en", C, -1),
        ("[620,000] more than in 2024", "en", C, 1),
        ("[$3 million] more than in 2024", "en", L, 0),
        ("hire [1,500] more next year", "en", L, 0),
        # Below zero, and no change.
        ("a deficit of about [$19.1 billion]", "en", L, -1),
        ("that deficit had come to [$25.6 billion]", "en", L, -1),
        ("the deficit shrank by [5%]", "en", C, -1),
        ("a margin of minus [3 per cent]", "en", L, -1),
        ("biên lợi nhuận gộp âm [52,4%]", "vi", L, -1),
        ("nhập siêu với Trung Quốc tới [9 tỷ USD]", "vi", L, -1),
        ("left a trade gap of [$7.57 billion]", "en", L, -1),
        ("lên [15] bậc so với năm 2022", "vi", C, 1),
        ("tụt ít nhất [9] bậc", "vi", C, -1),
        ("lên hạng [9]", "vi", L, 0),
        ("doanh thu kém cùng kỳ [3%]", "vi", C, -1),
        ("điện thoại bớt [1%] thuê bao", "vi", C, -1),
        ("fell back by [22] positions", "en", C, -1),
        ("thấp hơn chỉ tiêu [80%]", "vi", B, 0),
        ("cao hơn mức [6,2%]", "vi", B, 0),
        ("rẻ hơn [40%] so với Singapore", "vi", C, -1),
        # The second of two changes, which leaves out the verb, and shares, which have none.
        ("fell 31% in China and [75%] in India", "en", C, -1),
        ("the number dropped 16.8 per cent and the value [5.7 per cent].", "en", C, -1),
        ("rose 12% in 2024 and [45%] of it came", "en", L, 0),
        ("rose 12% last year and [45%] went abroad", "en", L, 0),
        ("stood at 31% in China and [75%] in India", "en", L, 0),
        ("[37 per cent] and 50.8 per cent less on-year", "en", C, -1),
        ("giảm 19,5% về số lượng, [19,1%] về giá trị", "vi", C, -1),
        ("chiếm 19,5% về số lượng, [19,1%] về giá trị", "vi", L, 0),
        ("giảm, lần lượt [6,5%] và 13%", "vi", C, -1),
        ("được cắt 63% và [19%] so với cùng kỳ", "vi", C, -1),
        ("doanh thu rơi [54%]", "vi", C, -1),
        ("sụt, lần lượt 22,8%; [22,4%] và 16,3%", "vi", C, -1),
        ("20% wider and [44%] narrower than", "en", C, -1),
        ("Students became fewer, by [15 percent] in", "en", C, -1),
        # Things that are lost; time and money are only spent, and what is lacking was never there.
        ("The operator lost [400,000] subscribers", "en", C, -1),
        ("lost [45] of them", "en", L, 0),
        ("The firm lost [$400,000]", "en", L, 0),
        ("ngành điện tử mất hơn [60.000] việc làm", "vi", C, -1),
        ("cố định bớt: [7.448] thuê bao", "vi", C, -1),
        ("Hàn Quốc mất [14] năm để", "vi", L, 0),
        ("thị trường thiếu hụt [200.000] kỹ sư", "vi", L, 0),
        # Levels beside others.
        ("is to fall below [5 per cent]", "en", L, 0),
        ("rose above [30%]", "en", L, 0),
        ("falls short of the [20 per cent] that", "en", B, 0),
        ("a decrease of 14%, equivalent to [15.7%] of all", "en", L, 0),
        ("thấp hơn mốc [63%]", "vi", B, 0),
        ("kém xa mục tiêu [80%]", "vi", B, 0),
        ("kém [5%] so với năm ngoái", "vi", C, -1),
    ],
)
def test_changes_and_levels_are_told_apart(marked: str, language: str, kind: ChangeKind, sign: int) -> None:
    text, start, end = place(marked)
    change = change_at(text, start, end, 0, len(text), language)
    assert (change.kind, change.sign) == (kind, sign)
    assert change_at(text, start, end, 0, len(text), language).sign == sign
    assert (change.start < change.end) is (change.kind is not L or change != Change(L))
    assert change.sign == 0 or change.kind is not B


@pytest.mark.parametrize(
    ("first", "limb", "language"),
    [("sales fell 1% in a", " and 1% in a", "en"), ("doanh số giảm 1%", " về a, 1%", "vi")],
)
def test_a_change_goes_on_over_a_few_limbs(first: str, limb: str, language: str) -> None:
    def last(limbs: int) -> ChangeKind:
        text = first + limb * limbs
        at = text.rindex("1%")
        return change_at(text, at, at + 2, 0, len(text), language).kind

    assert last(3) is C
    assert last(100) is L
    assert last(5_000) is L


def test_the_words_of_change_are_pointed_at() -> None:
    text, start, end = place("revenue fell sharply by [9%]")
    change = change_at(text, start, end, 0, len(text), "en")
    assert text[change.start : change.end] == "fell"


_WORDS = """
about over up to more than from rose fell by growth of 5% 17 $3 billion and , . - + khoảng trên gần
tới hơn cao tăng giảm lên xuống còn từ so với 13,2% 5 tỷ trở lên or more the a
"""


@given(
    st.lists(st.sampled_from(_WORDS.split()), max_size=14).map(" ".join) | st.text(max_size=40),
    st.sampled_from(["en", "vi"]),
)
def test_every_cue_lies_in_the_text_and_off_its_figure(text: str, language: str) -> None:
    for figure in find_amounts(text, language):
        start, end = figure.start, figure.end
        if found := hedge_at(text, start, end, language):
            assert 0 <= found.start < found.end <= len(text)
            assert found.end <= start or found.start >= end
        change = change_at(text, start, end, 0, len(text), language)
        assert 0 <= change.start <= change.end <= len(text)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    "word", ["more than ", "growth ", "tăng ", "5%, ", "a ", "khoảng ", " ", "to ", "\u0130"]
)
def test_hostile_clauses_cost_no_more_than_others(word: str, language: str) -> None:
    text = word * (100_000 // len(word)) + "5%"
    end = len(text)

    def twenty() -> None:
        for _ in range(20):
            hedge_at(text, end - 2, end, language)
            change_at(text, end - 2, end, 0, end, language)

    assert pace.seconds(twenty, below=1) < 1
