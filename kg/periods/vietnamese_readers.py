"""Reading the forms of Vietnamese times: the parts they are made of, and a reader for each."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from kg.periods.form import Edge, Reading, spelled
from kg.periods.mention import Relation, Role
from kg.periods.stamp import (
    Around,
    Between,
    Stamp,
    Weekday,
    YearToDate,
    between,
    first_days,
    first_months,
    last_months,
)

_NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "mười lăm": 15, "hai mươi": 20,
}  # fmt: skip
_QUARTERS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "một": 1, "nhất": 1, "đầu": 1,
    "hai": 2, "đầu tiên": 1, "ba": 3, "bốn": 4, "tư": 4, "cuối": 4,
}  # fmt: skip
_SHIFTS = {"nay": 0, "này": 0, "hiện tại": 0, "ngoái": -1, "trước": -1, "vừa qua": -1, "rồi": -1, "qua": -1,
           "sau": 1, "tới": 1}  # fmt: skip
_UNITS = {"năm": "year", "quý": "quarter", "quí": "quarter", "tháng": "month", "tuần": "week", "ngày": "day"}
_DAYS = {"nay": 0, "qua": -1, "mai": 1}
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_WEEKS = {None: 0, "tuần trước": -1, "tuần rồi": -1, "tuần tới": 1}
_DIGITS = re.compile("[0-9]+")
_BEFORE = {"năm": Relation.YEAR_BEFORE, "tháng": Relation.MONTH_BEFORE}

FISCAL_YEAR = "(?:năm tài (?:chính|khóa|khoá)|niên độ(?: tài chính| kế toán)?)"
NUMBER = f"(?:[0-9]{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
QUARTER = "(?:iii|ii|iv|i|[1-4]|một|hai|ba|bốn|tư|nhất)"
UNIT = "(?P<u>năm|quý|quí|tháng|tuần|ngày)"
LONG_UNIT = "(?P<u>năm|quý|quí|tháng|tuần)"
RELATIVE_YEAR = r"(?:của )?năm (?P<rel>nay|ngoái|trước|sau|tới)\b"
YEAR_AFTER = f"(?: ?[/-] ?(?P<y><Y>)|(?:,? (?:(?:của|trong) )?năm | )(?P<y2><Y>)| {RELATIVE_YEAR})"
OF_YEAR = rf"(?!\w)(?:{YEAR_AFTER}|(?: (?:của )?năm)(?!\w))?"
_EDGES = "(?:(?:hết|cuối|đầu) )?"
POINT = (
    rf"(?:{_EDGES}(?:ngày )?[0-9]{{1,2}}[/-][0-9]{{1,2}}(?:[/-]<YY>)?(?![\w%])"
    rf"|{_EDGES}tháng [0-9]{{1,2}}(?:(?:[/-]| năm )<YY>)?(?!\w)"
    rf"|{_EDGES}quý {QUARTER}(?:(?:[/-]| năm )<YY>)?(?!\w)"
    rf"|{_EDGES}(?:năm )?<YY>(?![\w%]))"
)
_POINTS = tuple(
    re.compile(spelled(_EDGES + pattern))
    for pattern in (
        "(?:ngày )?(?P<d>[0-9]{1,2})[/-](?P<m>[0-9]{1,2})(?:[/-](?P<y><YY>))?",
        "tháng (?P<m>[0-9]{1,2})(?:(?:[/-]| năm )(?P<y><YY>))?",
        f"quý (?P<q>{QUARTER})(?:(?:[/-]| năm )(?P<y><YY>))?",
        "(?:năm )?(?P<y><YY>)",
    )
)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[" ".join(text.split())]


def _year(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Printed year and shift of the tail of a form."""
    groups = match.groupdict()
    printed = groups.get("y") or groups.get("y2")
    if printed:
        return int(printed), None
    return None, _SHIFTS[groups["rel"]] if groups.get("rel") else None


def _month_day(match: re.Match[str], day: str = "d") -> str:
    groups = match.groupdict()
    return f"-{int(groups['m']):02d}" + (f"-{int(groups[day]):02d}" if groups.get(day) else "")


def _point(text: str) -> Stamp | None:
    """One end of a range."""
    for pattern in _POINTS:
        if match := pattern.fullmatch(text.strip()):
            year = int(match["y"]) if match["y"] else None
            groups = match.groupdict()
            if "m" in groups:
                return Stamp(year, None, _month_day(match))
            return Stamp(year, None, f"-Q{_QUARTERS[groups['q']]}") if "q" in groups else Stamp(year)
    return None


def range(match: re.Match[str]) -> Reading | None:
    start, end = _point(match["a"]), _point(match["b"])
    if start is None or end is None:
        return None
    # Without a word before them these may be fractions: 2/3 - 3/4.
    if start.yearless and end.yearless and match[0][0].isdigit():
        return None
    if start.first and start.yearless and not end.first:
        return None  # tháng 10-2024: one month
    plain = not (start.first or end.first)
    if plain and start.year is not None and end.year is not None and start.year >= end.year:
        return None
    return Reading(stamp=between(start, end), role=Role.SPAN, bare=plain and "năm" not in match[0])


def months_range(match: re.Match[str]) -> Reading:
    first, last = f"-{int(match['m']):02d}", f"-{int(match['m2']):02d}"
    return Reading(stamp=Stamp(*_year(match), first, last), role=Role.SPAN)


def days_range(match: re.Match[str]) -> Reading:
    stamp = Stamp(*_year(match), _month_day(match), _month_day(match, "d2"))
    return Reading(stamp=stamp, role=Role.EVENT)


def date(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), _month_day(match)), role=Role.EVENT)


def weak_date(match: re.Match[str]) -> Reading | None:
    """30/6 without the word for day: only after a word that dates follow, and where it is no fraction."""
    day, month = int(match["d"]), int(match["m"])
    if not (1 <= month <= 12 and month <= day <= 31):
        return None
    return Reading(stamp=Stamp(None, None, _month_day(match)), role=Role.EVENT, prompted=True)


def month_of(match: re.Match[str]) -> Reading | None:
    return Reading(stamp=Stamp(*_year(match), _month_day(match))) if 1 <= int(match["m"]) <= 12 else None


def spelled_month(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), f"-{_number(match['w']):02d}"))


def named_month(match: re.Match[str]) -> Reading:
    """Tháng Tư, with a capital: elsewhere "tư" may count."""
    return replace(spelled_month(match), capital=True)


def named_date(match: re.Match[str]) -> Reading:
    """Ngày 30 tháng Tư."""
    day = f"-{_number(match['w']):02d}-{int(match['d']):02d}"
    return Reading(stamp=Stamp(*_year(match), day), role=Role.EVENT, capital=True)


def quarter(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), f"-Q{_QUARTERS[' '.join(match['q'].split())]}"))


def quarters(match: re.Match[str]) -> Reading | None:
    """Quý II và III/2024."""
    first, last = _QUARTERS[match["q"]], _QUARTERS[match["q2"]]
    if first >= last:
        return None
    return Reading(stamp=Stamp(*_year(match), f"-Q{first}", f"-Q{last}"), role=Role.SPAN)


def months(match: re.Match[str]) -> Reading | None:
    """Tháng 7, 8 và 9."""
    listed = [int(number) for number in _DIGITS.findall(match["ms"])]
    if listed[-1] > 12 or any(second != first + 1 for first, second in itertools.pairwise(listed)):
        return None
    stamp = Stamp(*_year(match), f"-{listed[0]:02d}", f"-{listed[-1]:02d}")
    return Reading(stamp=stamp, role=Role.SPAN)


def half(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), "-H1" if match["h"] == "đầu" else "-H2"))


def part(match: re.Match[str]) -> Reading | None:
    """Q3/2024, H1."""
    letter, number = match["k"].upper(), match["n"]
    if letter == "H" and number > "2":
        return None
    return Reading(stamp=Stamp(*_year(match), f"-{letter}{number}"), capital=True)


def first_half(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), "-H1"))


def opening_months(match: re.Match[str]) -> Reading | None:
    size = 3 if match.groupdict().get("quarters") else 1
    stamp = first_months(_number(match["n"]) * size, *_year(match))
    return Reading(stamp=stamp) if stamp else None


def lasting_months(match: re.Match[str]) -> Reading | None:
    """Lãi 9 tháng vượt …: the months since January, where no word makes them a duration."""
    reading = opening_months(match)
    return replace(reading, lasting=True) if reading else None


# Before months that are more than one.
_SEVERAL = frozenset(("những", "các", "mấy", "vài", "nhiều", "nửa"))
_SEVERAL_WITHIN = 8


def some_months(match: re.Match[str]) -> Reading:
    """Tháng đầu năm 2014 is January; of những tháng cuối năm nobody says which."""
    year, shift = _year(match)
    before = match.string[max(0, match.start() - _SEVERAL_WITHIN) : match.start()].split()
    if not before or before[-1] not in _SEVERAL:
        return Reading(stamp=Stamp(year, shift, "-01" if match["edge"] == "đầu" else "-12"))
    return Reading(stamp=Stamp(year, 0 if year is None and shift is None else shift), approximate=True)


def closing_months(match: re.Match[str]) -> Reading | None:
    stamp = last_months(_number(match["n"]), *_year(match))
    return Reading(stamp=stamp) if stamp else None


def past(match: re.Match[str]) -> Reading:
    count = _number(match["n"] or "một")
    return Reading(
        stamp=Around(_UNITS[match["u"]], -count, 0, calendar=True), role=Role.SPAN, approximate=True
    )


def coming(match: re.Match[str]) -> Reading:
    return Reading(stamp=Around(_UNITS[match["u"]], 0, _number(match["n"])), role=Role.SPAN, approximate=True)


def ago(match: re.Match[str]) -> Reading:
    count = _number(match["n"])
    return Reading(stamp=Around(_UNITS[match["u"]], -count, -count), role=Role.EVENT, approximate=True)


def relative(match: re.Match[str]) -> Reading:
    shift = _SHIFTS[" ".join(match["which"].split())]
    return Reading(stamp=Around(_UNITS[match["u"]], shift, shift))


def today(match: re.Match[str]) -> Reading:
    shift = _DAYS[match["which"]]
    return Reading(stamp=Around("day", shift, shift), role=Role.EVENT)


def before(match: re.Match[str]) -> Reading:
    """Năm trước: the year before the one spoken of, or before the publication where none is.

    Of weeks nobody keeps account: tuần trước is the one before the publication.
    """
    unit = match["u"]
    if unit == "tuần":
        return Reading(stamp=Around(_UNITS[unit], -1, -1))
    relation = _BEFORE.get(unit, Relation.QUARTER_BEFORE)
    return Reading(stamp=Around(_UNITS[unit], -1, -1), relation=relation, leaning=True)


def same_period(match: re.Match[str]) -> Reading:
    if match["y"]:
        return Reading(role=Role.BASE, relation=Relation.SAME_IN_YEAR, count=int(match["y"]))
    return Reading(role=Role.BASE, relation=Relation.YEAR_BEFORE)


def edge_of_year(match: re.Match[str]) -> Reading:
    """Cuối năm, đầu năm, giữa năm without saying which."""
    edge = Edge(moment=match["e"] in ("cuối", "hết"), start=match["e"] == "đầu")
    return Reading(stamp=Stamp(None, 0), edge=edge)


def year_of(match: re.Match[str]) -> Reading:
    """Cả năm: that of the time spoken of, or else of the publication."""
    return Reading(stamp=Stamp(None, 0), relation=Relation.YEAR_OF, leaning=True)


def to_date(match: re.Match[str]) -> Reading:
    return Reading(stamp=YearToDate(), role=Role.SPAN)


def year_until(match: re.Match[str]) -> Reading | None:
    """Từ đầu năm đến 15/2, or đến giữa tháng 2: then the months that have begun."""
    month, day = int(match["m"]), match["d"] or match["d2"]
    stamp = first_days(month, int(day), *_year(match)) if day else first_months(month, *_year(match))
    return Reading(stamp=stamp, role=Role.SPAN) if stamp else None


def year_until_now(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"])), role=Role.SINCE)


def bare_year(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"])), bare=True)


def named_year(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"])))


def fiscal(match: re.Match[str]) -> Reading:
    first = int(match["y"])
    stamp = Between(Stamp(first), Stamp(int(match["to"]))) if match["to"] else Stamp(first)
    return Reading(stamp=stamp, approximate=True, fiscal=True)


def this_fiscal(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(None, 0), approximate=True, fiscal=True)


def before_fiscal(match: re.Match[str]) -> Reading:
    """Năm tài chính trước: the one before that spoken of."""
    return Reading(role=Role.BASE, relation=Relation.YEAR_BEFORE)


_ENDS = {"quý": ("quarter", Relation.QUARTER_END), "tháng": ("month", Relation.MONTH_END)}


def end_of_unit(match: re.Match[str]) -> Reading:
    """Cuối quý, cuối kỳ: of the one spoken of, unless it lies ahead."""
    unit, relation = _ENDS.get(match["u"], ("", Relation.QUARTER_END))
    stamp = Around(unit, 0, 0) if unit else None
    return Reading(stamp=stamp, relation=relation, edge=Edge(moment=True))


def weekday(match: re.Match[str]) -> Reading:
    """Hôm thứ Sáu: the last one."""
    day, week = (" ".join((match[group] or "").split()) or None for group in ("wd", "which"))
    return Reading(stamp=Weekday(_WEEKDAYS.index(day or ""), week=_WEEKS[week]), role=Role.EVENT)


def short_range(match: re.Match[str]) -> Reading | None:
    """2024/25, 2020-25."""
    first = int(match["y"])
    last = first - first % 100 + int(match["yy"])
    if last <= first:
        return None
    return Reading(stamp=Between(Stamp(first), Stamp(last)), role=Role.SPAN, bare=True)


def rate(match: re.Match[str]) -> Reading:
    return Reading(role=Role.PER)
