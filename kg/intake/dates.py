"""The publication date that a plain text prints in its head, where it is unmistakable.

It is taken from a line of its own, from a line that says so (``Published: …``, ``Ngày đăng: …``) or from a
dateline (``Hà Nội, ngày 5/11/2024``), among the first lines only.  5/11/2024 in an English text can be read
in two ways; two different dates leave open which is meant: both give None, never a guess.
"""

from __future__ import annotations

import datetime as dt
import re

_HEAD_LINES = 8
_LONGEST = 200
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_MONTH_OF = {name[:length]: n for n, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9}
_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_DAY_EN = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY_VI = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|t[2-7]|cn)"
_DATE = (
    r"(?:"
    r"(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})"
    rf"|(?P<m2>{_NAMES})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)? (?P<m3>{_NAMES})\.?,? (?P<y3>\d{{4}})"
    r"|(?:ngày )?(?P<d4>\d{1,2}) ?(?P<sep>[/.-]) ?(?P<m4>\d{1,2}) ?(?P=sep) ?(?P<y4>\d{4})"
    r"|(?:ngày )?(?P<d5>\d{1,2}) tháng (?P<m5>\d{1,2})(?:,| năm) (?P<y5>\d{4})"
    r")(?![\d/.-]*\d)"
)
_TIME = (
    r"(?:[ t,|•·–-]*(?:at |lúc )?\d{1,2}(?::|h|g)\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?"
    r"(?: ?\(?(?:gmt|utc|ict|z)? ?(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)?)?"
)
_WEEKDAY = rf"(?:(?:{_DAY_EN}|{_DAY_VI}),? (?:ngày )?)?"
_LABEL = (
    r"(?:(?:first )?published(?: on| at)?|publication date|date published|posted(?: on)?|date"
    r"|ngày đăng|đăng(?: ngày| lúc)?|ngày xuất bản|xuất bản(?: ngày)?)"
)
_OWN_LINE = re.compile(rf"\(?{_WEEKDAY}{_DATE}{_TIME}\)?\.?")
_LABELLED = re.compile(rf"{_LABEL} ?(?::|-|–)? ?{_WEEKDAY}{_DATE}{_TIME}(?: ?[|•·].*)?\.?")
# A place, a date, and what ends a dateline: a dash, a closing bracket or the end of the line.
_PLACE = r"[^\W\d_](?:[^\W\d_]|[ .'’-]){1,40}"
_DATELINE = re.compile(rf"\(?{_PLACE}(?:, ?|\(){_WEEKDAY}{_DATE}{_TIME}(?:\)? ?(?:[-–—:]|$)|\))")


def find_published(text: str, language: str) -> str | None:
    """YYYY-MM-DD, or None where the head prints no date, two, or one that can be read in two ways."""
    found: set[str | None] = set()
    lines = (line for line in text[:20_000].split("\n") if line.strip())
    for number, raw in enumerate(lines):
        if number == _HEAD_LINES:
            break
        line = " ".join(raw[:_LONGEST].split()).lower()
        whole = len(raw) <= _LONGEST
        match = (whole and (_OWN_LINE.fullmatch(line) or _LABELLED.fullmatch(line))) or _DATELINE.match(line)
        if match:
            found.add(_date(match, language))
    return found.pop() if len(found) == 1 else None


def _date(match: re.Match[str], language: str) -> str | None:
    """The date that was matched; None where it is none or ambiguous."""
    for form in "12345":
        if (year := match[f"y{form}"]) is None:
            continue
        day, month = int(match[f"d{form}"]), match[f"m{form}"]
        number = _MONTH_OF.get(month) or int(month)
        if form == "4" and language != "vi" and day != number:
            if day <= 12 and number <= 12:
                return None
            day, number = max(day, number), min(day, number)
        try:
            date = dt.date(int(year), number, day)
        except ValueError:
            return None
        return date.isoformat() if _FIRST_YEAR <= date.year <= _LAST_YEAR else None
    return None
