"""Number words in running text: which begin a figure, and which are everyday words ("one of", "mỗi năm")."""

from __future__ import annotations

import re
from typing import Final

from kg.amount.context import words_before
from kg.amount.part import Part, any_of
from kg.amount.value import Form
from kg.amount.words import BLANK, DENOMINATORS_EN, MULTIPLES, ONES, ORDINALS, TENS_EN

_EN = [
    *(w for w in ONES["en"] if w != "zero"), *TENS_EN, *ORDINALS["en"], *MULTIPLES["en"], "half",
    "number one",
]  # fmt: skip
WORD_TRIGGERS: Final = {
    "en": (
        any_of(w for w in _EN)
        + r"|no(?=\. ?[0-9])|an?(?= (?:hundred|thousand|million|billion|trillion|dozen"
        + rf"|{any_of(DENOMINATORS_EN)})(?!\w))"
    ),
    "vi": "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|thứ|hạng|số|gấp|nhân|nửa|cứ",
}
_NOT_ONE_BEFORE = frozenset(
    ["no", "this", "that", "the", "any", "each", "every", "which", "another", "day", "number", "present"]
)
_NOT_ONE_AFTER = re.compile(rf"{BLANK}(?:of|another|by|day|is|that|who|can|should|must|could|thing)(?!\w)|-")
_FREQUENCY = re.compile(rf"{BLANK}(?:a|an|per|each|every)(?!\w)")
_TIME_AFTER_EN = re.compile(
    rf"{BLANK}(?:half|quarters?|months?|years?|weeks?|days?|times?|decades?|century|centuries)(?!\w)"
)
_TIME_AFTER_MONTHS = re.compile(
    rf"{BLANK}(?:\w{{3,6}}{BLANK})?(?:half|quarters?|months?|years?|weeks?|days?|time|decades?|century)(?!\w)"
)
_LATER_VI = re.compile(rf"{BLANK}(?:đầu|cuối|năm|sau|tháng|ngày|trước|còn)(?!\w)")
_WEEK_VI = re.compile(rf"{BLANK}(?:tuần|tới|này|vừa|hàng|\()")
# What "five" may count; elsewhere "năm" is the year.
_COUNTED_VI = re.compile(
    rf"{BLANK}(?:doanh|công|nhà|dự|quốc|nước|thị|tỉnh|thành|trung|đơn|lĩnh|nhóm|ngân|trường|đại|tập|địa"
    rf"|khu|cơ|hãng"
    r"|tuyến|sản|quỹ|startup|kỹ|triệu|bộ|trạm|châu|tập)(?!\w)"
)
_YEAR_BEFORE_VI = frozenset(
    ["trong", "mỗi", "hàng", "từng", "cuối", "đầu", "giữa", "nhiều", "một", "hai", "ba", "bốn", "sáu",
     "bảy", "tám", "chín", "mười", "mươi", "vài", "mấy", "các", "những", "qua", "theo", "cả", "tháng",
     "quý"]
)  # fmt: skip
_PAIR_AFTER_VI = re.compile(rf"{BLANK}(?:bên|chiều|mặt|phía|miền)(?!\w)")
_NUMBER_ONE_VI = re.compile(
    rf"{BLANK}?(?:$|[.,;:)\n]|(?:thế|việt|của|tại|trong|về|châu|đông|khu|toàn|cả|thị)(?!\w))"
)
# Before "số 2", where it is a place and not a name: "vị trí số 2", but "Khu Công viên phần mềm số 2".
_RANKING_VI = frozenset(["trí", "đứng", "hạng", "xếp", "là", "lên", "giữ", "mạng"])
_FIRST_BESIDE_VI = re.compile(rf"{BLANK}(?:ở|với|khi|do|nếu|nhờ|trên)(?!\w)")
_PLACE_AFTER_VI = re.compile(rf"{BLANK}(?:bậc|hạng)(?!\w)")
_NOT_RANK_VI = frozenset(
    ["con", "tổng", "trong", "doanh", "chỉ", "dân", "hệ", "một", "đa", "đại", "thiểu", "tỷ", "tỉ",
     "thông", "chữ", "đổi", "tế", "thuật", "nghệ", "tảng", "hội", "đồ", "bội", "điểm", "ẩn", "hiệu",
     "phân", "vô", "mã", "nhân"]
)  # fmt: skip
_WEEKDAY_CUES_VI = frozenset(["ngày", "sáng", "chiều", "tối", "trưa", "đêm", "hôm"])


def is_ordinary(part: Part, text: str, low: str, language: str) -> Form | None:
    """None when the words at `part` are a figure; else what they are: code, date, or mere words (WORD)."""
    return _english(part, low) if language == "en" else _vietnamese(part, text, low)


def _english(part: Part, low: str) -> Form | None:
    words = words_before(low, part.start)
    last = words[-1] if words else ""
    printed = low[part.start : part.end]
    if part.form is Form.ORDINAL:
        if printed.startswith("no"):
            return (
                Form.CODE
                if last in ("decision", "decree", "resolution", "circular", "directive", "law")
                else None
            )
        if printed == "second" and last == "per":
            return Form.WORD
        return Form.DATE if _TIME_AFTER_MONTHS.match(low, part.end) else None
    if printed == "one":
        return Form.WORD if last in _NOT_ONE_BEFORE or _NOT_ONE_AFTER.match(low, part.end) else None
    if printed == "half":
        halves = {*ORDINALS["en"], "other", "latter", "each", "in", "last"}
        return (
            Form.DATE
            if (last in halves and not (last == "in" and low.startswith(" of ", part.end)))
            or (last == "the" and low[part.end : part.end + 1] in ",.;)")
            or (words[-2:] == ["in", "the"] and not low.startswith(" of ", part.end))
            or low.startswith(" past ", part.end)
            or low.startswith("-", part.end)
            or _TIME_AFTER_EN.match(low, part.end)
            else None
        )
    if printed in MULTIPLES["en"]:
        frequent = printed in ("twice", "thrice") and _FREQUENCY.match(low, part.end)
        down = low.startswith((" down on", "-"), part.end)  # "to double down on", "double-digit"
        return Form.WORD if frequent or down else None
    return None


def _vietnamese(part: Part, text: str, low: str) -> Form | None:
    start, end = part.start, part.end
    words = words_before(low, start)
    last = words[-1] if words else ""
    printed = low[start:end]
    following = text[end : end + 2].strip()
    if text[start].isupper() and following[:1].isupper():
        return Form.WORD  # Ba Lan, Hai Bà Trưng
    if part.form is Form.ORDINAL:
        return _ordinal_vi(text, low, part, last)
    if last in ("tháng", "quý", "ngày"):
        return Form.DATE
    if part.form is Form.FRACTION:
        return Form.DATE if printed.endswith("nửa") and _LATER_VI.match(low, end) else None
    if part.unit or part.exponent:
        return Form.WORD if printed.startswith("không") else None
    if printed == "năm":
        counted = _COUNTED_VI.match(low, end) and last not in _YEAR_BEFORE_VI and not last[-1:].isdigit()
        return None if counted else Form.WORD
    if printed == "một" and _PLACE_AFTER_VI.match(low, end):
        return None  # "tụt một bậc"
    if printed in ("một", "không"):
        return Form.WORD
    return Form.WORD if last == "cả" or _PAIR_AFTER_VI.match(low, end) else None


def _ordinal_vi(text: str, low: str, part: Part, last: str) -> Form | None:
    start, end = part.start, part.end
    printed = low[start:end]
    if printed.startswith("thứ"):
        number = text[start:end].rsplit(maxsplit=1)[-1]
        if (
            last in _WEEKDAY_CUES_VI
            or _WEEK_VI.match(low, end)
            or (number[0].isupper() and text[start].islower())
        ):
            return Form.DATE
        firstly = text[start].isupper() and low.startswith(",", end)
        return Form.CODE if firstly or last in ("lần", "họp", "khóa", "hệ") else None
    if printed.startswith("số"):
        if last in _NOT_RANK_VI or printed.rsplit(maxsplit=1)[-1].startswith("0"):
            return Form.WORD
        ranks = part.value == 1 or (part.value <= 10 and last in _RANKING_VI)
        first = part.value == 1 and last in _RANKING_VI and _FIRST_BESIDE_VI.match(low, end)
        return None if first or (ranks and _NUMBER_ONE_VI.match(low, end)) else Form.WORD
    if not part.value:
        return Form.WORD  # "thứ hạng không phải là tất cả"
    return Form.CODE if low.startswith(" sao", end) else None
