"""The period that a question names, read by the grammar of times that the extractor has.

A bare year needs no grammar.  Words that lean on today ("last year") settle nothing: a question has no date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.literals import Period, period
from kg.names import fold

_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)[0-9]{2}(?![\w%])(?![.,/-][0-9])")
# Whatever makes more of a year than a year, or names a time without one.
_MORE = re.compile(
    r"[0-9](?:st|nd|rd|th)?\s*(?:[-–—/]|q|h|m|t)|\b(?:q[1-4]|h[12]|[12]h|t[0-9]{1,2}|fy)\b|\b(?:quarters?|half|halves|"
    r"months?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|between|from|since|to|until|through|and|vs|versus|over|early|late|mid|end|"
    r"beginning|start|first|last|previous|past|next|this|ago|by|compared|than|or|fiscal|year|yearly|"
    r"quy|thang|nua|tu|den|va|dau|cuoi|giua|giai|doan|truoc|ngoai|nay|sau|toi|so|hay|ky|ngay|qua|gan|den)\b"
)
_RELATIVE = re.compile(
    r"\b(?:last|this|next|previous|past|recent|current|ago|yesterday|tomorrow|nam ngoai|nam nay|nam truoc|nam sau|nam toi|"
    r"quy truoc|quy nay|thang truoc|thang nay|hom nay|hom qua)\b"
)
# Vietnamese words of time typed without their marks, where what stands beside them shows what they are.
_RESTORED = [
    (re.compile(pattern), marked)
    for pattern, marked in (
        (r"\bnam(?= (?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}| nay\b| ngoai\b| truoc\b| toi\b| sau\b)", "năm"),
        (r"(?<=dau )nam\b|(?<=cuoi )nam\b|(?<=giua )nam\b|(?<=ca )nam\b", "năm"),
        (r"(?<=năm )ngoai\b", "ngoái"),
        (r"(?<=năm )truoc\b", "trước"),
        (r"(?<=năm )toi\b", "tới"),
        (r"\bquy(?= ?(?:[1-4]|i{1,3}|iv|nay|truoc)\b)", "quý"),
        (r"\bthang(?= ?[0-9])|(?<=[0-9] )thang\b|(?<=sau )thang\b|(?<=chin )thang\b|(?<=bay )thang\b", "tháng"),
        (r"(?<=tam )thang\b|(?<=nam )thang\b|(?<=bon )thang\b|(?<=ba )thang\b|(?<=muoi )thang\b", "tháng"),
        (r"\bsau(?= tháng)", "sáu"),
        (r"\bchin(?= tháng)", "chín"),
        (r"\bbay(?= tháng)", "bảy"),
        (r"\btam(?= tháng)", "tám"),
        (r"\bbon(?= tháng)", "bốn"),
        (r"\bdau(?= năm\b)|(?<=tháng )dau\b|(?<=nua )dau\b", "đầu"),
        (r"\bcuoi(?= năm\b)|(?<=tháng )cuoi\b|(?<=nua )cuoi\b", "cuối"),
        (r"\bnua(?= (?:đầu|cuối)\b)", "nửa"),
        (r"\bgiua(?= năm\b)", "giữa"),
        (r"\bgiai doan\b", "giai đoạn"),
        (r"\btu(?= (?:năm |tháng |quý )?(?:[0-9]|i{1,3}|iv)\b|(?= (?:năm )?(?:19|20)[0-9]{2}))", "từ"),
        (r"\bden(?= (?:năm |tháng |quý |hết |cuối |nay\b)?(?:[0-9]|cuối|hết|nay))", "đến"),
        (r"\btinh den\b", "tính đến"),
        (r"\btính den\b|\btinh đến\b", "tính đến"),
        (r"\bngay(?= [0-9])", "ngày"),
        (r"\bso voi\b", "so với"),
        (r"\bva(?= (?:năm |quý )?(?:19|20)?[0-9])", "và"),
    )
]
_LABEL = re.compile(r"\b((?:19|20)[0-9]{2})-([QH][1-4])\b", re.IGNORECASE)
_CODE = re.compile(r"\b([qht])([1-9][0-2]?)(?=[ /.-]?(?:năm )?(?:19|20)[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Asked:
    """The time that a question names: a label as tables have it, the periods behind it, its place.

    `periods` has more than one where several are named ("2023 and 2024"); `since` leaves the end open.
    """

    label: str
    periods: tuple[Period, ...]
    spans: tuple[tuple[int, int], ...]
    since: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """What a question says of time; `relative` are words that only a date could settle, by their place."""

    asked: Asked | None = None
    relative: tuple[tuple[int, int], ...] = ()


def read_times(text: str, language: str, names: Sequence[tuple[int, int]] = ()) -> Times:
    """The time named in a question; years inside the places `names` belong to names."""
    # As tables write it: 2024-Q3.
    text = _LABEL.sub(lambda match: f"{match[2].upper()} {match[1]}", text)
    folded = fold(text)
    if len(folded) == len(text):
        years = [m.span() for m in _YEAR.finditer(text) if not _inside(m.span(), names)]
        if years and not _MORE.search(folded):
            periods = tuple(period(year) for year in sorted({text[a:b] for a, b in years}))
            return Times(Asked(_label(periods), periods, tuple(years)))
        if not re.search("[0-9]", folded) and not _RELATIVE.search(folded):
            return Times()
    return _by_grammar(text, language, names)


def _by_grammar(text: str, language: str, names: Sequence[tuple[int, int]]) -> Times:
    from kg.periods import Role, find_periods

    low = text
    if language == "vi":
        low = _with_marks(text)
    low = _CODE.sub(lambda match: match[0].upper(), low)
    mentions = [m for m in find_periods(low, language, None) if not _inside((m.start, m.end), names)]
    relative = tuple(
        (m.start, m.end) for m in mentions if m.period.end is None and m.relative and m.role is not Role.PER
    )
    dated = [m for m in mentions if m.period.end is not None and m.role is not Role.PER]
    levels = [m for m in dated if m.role is not Role.BASE] or dated
    # "2024 vs 2023" asks for both, where no change is spoken of.
    if len(dated) > len(levels) and not _CHANGE.search(fold(text)):
        levels = dated
    if not levels:
        return Times(None, relative)
    spans = tuple((m.start, m.end) for m in mentions if m.period.end is not None or m.relative)
    periods = tuple(sorted({_plain(m.period) for m in levels}, key=_order))
    since = len(periods) == 1 and levels[0].role is Role.SINCE
    return Times(Asked(_label(periods), periods, spans, since), relative)


_CHANGE = re.compile(
    r"\b(?:gr[oe]w\w*|increas\w*|rise|rose|fell|fall|drop\w*|change\w*|faster|tang|giam|tang truong|thay doi)\b"
)


def _with_marks(text: str) -> str:
    """Vietnamese words of time with their marks, letter for letter, where a question has none for them."""
    low = text.lower()
    if len(low) != len(text):
        return text
    for pattern, marked in _RESTORED:
        low = pattern.sub(lambda match, marked=marked: marked if len(match[0]) == len(marked) else match[0], low)  # type: ignore[misc]
    return low


def _inside(span: tuple[int, int], names: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in names)


def _plain(found: Period) -> Period:
    """The period of a moment is the day, month or year that it ends."""
    return period(found.label.removeprefix("as of ")) if found.as_of else found


def _order(found: Period) -> tuple[dt.date, dt.date]:
    assert found.start is not None
    assert found.end is not None
    return found.start, found.end


def _label(periods: Sequence[Period]) -> str:
    if len(periods) == 1:
        return periods[0].label
    return f"{periods[0].label.partition('/')[0]}/{periods[-1].label.rpartition('/')[2]}"
