"""What stands around digits and makes them no figure: dates, times, telephone numbers, codes, labels."""

from __future__ import annotations

import re
from typing import Final

from kg.amount.value import Form
from kg.amount.words import BLANK, MONTHS_EN

_MONTH = "|".join(MONTHS_EN)
_YEAR = "(?:19|20)[0-9]{2}"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
_END = r"(?![\w%]|[.,/][0-9])"
MONTH_DAY: Final = re.compile(
    rf"(?:{_MONTH})\.?{BLANK}{_DAY}(?:st|nd|rd|th)?"
    rf"(?:{BLANK}?[-–]{BLANK}?{_DAY}|{BLANK}to{BLANK}{_DAY}(?!{BLANK}(?:per|percent|[mb]illion|trillion)(?!\w)))?"
    rf"(?:,?{BLANK}{_YEAR})?{_END}"
)
_DAY_MONTH = (
    rf"{_DAY}(?:st|nd|rd"
    rf"|th)?(?:{BLANK}?[-–]{BLANK}?{_DAY})?{BLANK}(?:of{BLANK})?(?:{_MONTH})(?:,?{BLANK}{_YEAR})?(?!\w)"
)
_DATE = {
    "en": _DAY_MONTH,
    "vi": (
        rf"{_DAY}{BLANK}tháng{BLANK}[0-9]{{1,2}}(?:{BLANK}năm{BLANK}{_YEAR})?(?!\w)"
        rf"|{_DAY}[-–]{_DAY}/(?:1[0-2]|0?[1-9])(?:/{_YEAR})?(?![\w/])"
    ),
}
_NUMERIC_DATE = (
    rf"{_YEAR}-[01][0-9]-[0-3][0-9](?!\w)|{_DAY}([/.-])(?:1[0-2]|0?[1-9])\1{_YEAR}(?!\w)"
    rf"|(?:1[0-2]|0?[1-9])/{_DAY}/{_YEAR}(?!\w)|(?:1[0-2]|0?[1-9])/{_YEAR}(?![\w/])"
)
DATE: Final = {language: re.compile(rf"{_NUMERIC_DATE}|{words}") for language, words in _DATE.items()}
DAY_SLASH_MONTH: Final = re.compile(rf"({_DAY})/(1[0-2]|0?[1-9])(?![\w/%]|[.,][0-9])")
TIME: Final = re.compile(
    rf"[0-2]?[0-9](?::[0-5][0-9]){{1,2}}(?!\w)(?:{BLANK}?[ap]\.?m(?!\w))?"
    rf"|[0-9]{{1,2}}{BLANK}?[ap]\.?m\.?(?!\w)|[0-2]?[0-9]h(?:[0-5][0-9])?(?!\w)"
)
PHONE: Final = re.compile(
    r"(?:84[ .-]?[0-9]{1,3}|0[0-9]{1,3})\)?(?:[ .-]?[0-9]{3,4}){2}(?![\w%]|[.,][0-9])"
    # In groups of any length: (0236) 3 555 018, (+84) 292 555 0134, 080 43162.
    r"|(?=(?:[ .)-]{0,2}[0-9]){8,12}(?![0-9]))(?:84|0[0-9]{1,3})\)?[ .-](?:[0-9]{1,4}[ .-]){0,3}[0-9]{3,5}"
    r"(?![\w%]|[.,][0-9])"
    r"|1[89]00[ .-]?[0-9]{4}(?:[ .-]?[0-9]{2})?(?![\w%]|[.,][0-9])|0[0-9]{8,10}(?!\w)"
)
# "+46 8 555 01 20": behind a plus sign, in groups, nine digits or more.
ABROAD: Final = re.compile(
    r"(?=(?:[ .()-]{0,2}[0-9]){9,15}(?![0-9]))[1-9][0-9]{0,2}(?:[ .-]?\(?[0-9]{1,4}\)?){2,6}"
    r"(?![\w%]|[.,][0-9])"
)
CODE_TAIL: Final = re.compile(r"\w+(?:-\w+)*")
SLASH_TAIL: Final = re.compile(r"[\w/-]+")
URL: Final = re.compile(r"[^\s<>\"“”]+")

_LABELS_EN = """
decision decree resolution circular directive law article clause chapter section version phase stage tier
level category page figure table windows iphone galaxy wi-fi wifi route highway block lot ward gen generation
step
series top vf android ios code document dispatch regulation annex appendix season episode gate
"""
_LABELS_VI = """
điều chương phiên_bản giai_đoạn quận phường tòa iphone galaxy windows wi-fi wifi android ios top ngõ ngách hẻm
block phụ_lục khóa thế_hệ iso quốc_lộ đợt vf
"""
_DATES_VI = frozenset({"tháng", "quý", "ngày", "mùng", "mồng"})
LABELS: Final = {"en": frozenset(_LABELS_EN.split()), "vi": frozenset(_LABELS_VI.split())}
_PAPERS_VI = """
nghị_quyết quyết_định nghị_định thông_tư chỉ_thị luật công_văn kế_hoạch văn_bản công_điện thông_báo kết_luận
pháp_lệnh
"""
PAPERS: Final = {
    "en": frozenset(("decision", "decree", "resolution", "circular", "directive", "law", "document")),
    "vi": frozenset(p.rpartition("_")[2] for p in _PAPERS_VI.split()),
}
_PAPER_PAIRS_VI = frozenset(
    p.replace("_", " ") for p in (*_PAPERS_VI.split(), *_LABELS_VI.split()) if "_" in p
)
# What one digit numbers behind them: "nhà máy 2", but "nhà máy 500 công nhân".
_NUMBERED_VI = frozenset(("nhà máy", "mức độ"))
_LOOK_BACK = 28
DAY_CUES_VI: Final = frozenset({"ngày", "hôm", "sáng", "chiều", "tối", "trưa", "nay", "qua", "mai", "đêm"})


def words_before(low: str, at: int) -> list[str]:
    """The last three words before `at`, the nearest last; empty when a sign stands between."""
    before = low[max(0, at - _LOOK_BACK) : at].rstrip(" \t\u00a0\u202f\u2009")
    if not before or not (before[-1].isalnum() or before[-1] == "."):
        return []
    return before.split()[-3:]


def label(low: str, at: int, language: str, digits: str) -> Form | None:
    """What the words before a bare number make of it: a code ("Decision 749"), a date, or nothing."""
    words = words_before(low, at)
    if not words:
        return None
    last = words[-1]
    if language == "vi":
        if last in _DATES_VI:
            return Form.DATE
        if last == "số" and len(words) > 1:
            pair = " ".join(words[-3:-1])
            named = pair in _PAPER_PAIRS_VI or words[-2] in ("luật", "đường", "nhà", "lô")
            return Form.CODE if named else None
        if " ".join(words[-2:]) in _PAPER_PAIRS_VI and len(digits) <= 4:
            return None if words[-1] == "đoạn" and len(digits) == 4 else Form.CODE
        if " ".join(words[-2:]) in _NUMBERED_VI and len(digits) == 1:
            return Form.CODE
    elif (last in ("no.", "no") and len(words) > 1 and words[-2] in PAPERS["en"]) or last == "per":
        return Form.CODE
    if last in LABELS[language] and len(digits) <= 4:
        return Form.CODE
    return None
