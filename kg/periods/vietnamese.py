"""How Vietnamese articles write times."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.periods import vietnamese_words as vi
from kg.periods.form import Edge, Grammar, Reading, compiled, spelled
from kg.periods.mention import Relation, Role
from kg.periods.stamp import Around, Between, Stamp, YearToDate, between, first_months, last_months

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
_BEFORE = {"năm": Relation.YEAR_BEFORE, "tháng": Relation.MONTH_BEFORE, "tuần": Relation.PERIOD_BEFORE}

_N = f"(?:[0-9]{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_Q = "(?:iii|ii|iv|i|[1-4]|một|hai|ba|bốn|tư|nhất)"
_U = "(?P<u>năm|quý|quí|tháng|tuần|ngày)"
_LONG = "(?P<u>năm|quý|quí|tháng|tuần)"
_REL = r"(?:của )?năm (?P<rel>nay|ngoái|trước|sau|tới)\b"
_TAIL = f"(?: ?[/-] ?(?P<y><Y>)|(?:,? (?:(?:của|trong) )?năm | )(?P<y2><Y>)| {_REL})"
_OF_YEAR = rf"(?!\w)(?:{_TAIL}|(?: (?:của )?năm)(?!\w))?"
_EDGES = "(?:(?:hết|cuối|đầu) )?"
_POINT = (
    rf"(?:{_EDGES}(?:ngày )?[0-9]{{1,2}}[/-][0-9]{{1,2}}(?:[/-]<YY>)?(?![\w%])"
    rf"|{_EDGES}tháng [0-9]{{1,2}}(?:(?:[/-]| năm )<YY>)?(?!\w)"
    rf"|{_EDGES}quý {_Q}(?:(?:[/-]| năm )<YY>)?(?!\w)"
    rf"|{_EDGES}(?:năm )?<YY>(?![\w%]))"
)
_POINTS = tuple(
    re.compile(spelled(_EDGES + pattern))
    for pattern in (
        "(?:ngày )?(?P<d>[0-9]{1,2})[/-](?P<m>[0-9]{1,2})(?:[/-](?P<y><YY>))?",
        "tháng (?P<m>[0-9]{1,2})(?:(?:[/-]| năm )(?P<y><YY>))?",
        f"quý (?P<q>{_Q})(?:(?:[/-]| năm )(?P<y><YY>))?",
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


def _range(match: re.Match[str]) -> Reading | None:
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


def _months_range(match: re.Match[str]) -> Reading:
    first, last = f"-{int(match['m']):02d}", f"-{int(match['m2']):02d}"
    return Reading(stamp=Stamp(*_year(match), first, last), role=Role.SPAN)


def _days_range(match: re.Match[str]) -> Reading:
    stamp = Stamp(*_year(match), _month_day(match), _month_day(match, "d2"))
    return Reading(stamp=stamp, role=Role.EVENT)


def _date(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), _month_day(match)), role=Role.EVENT)


def _weak_date(match: re.Match[str]) -> Reading | None:
    """30/6 without the word for day: only after a word that dates follow, and where it is no fraction."""
    day, month = int(match["d"]), int(match["m"])
    if not (1 <= month <= 12 and month <= day <= 31):
        return None
    return Reading(stamp=Stamp(None, None, _month_day(match)), role=Role.EVENT, prompted=True)


def _month_of(match: re.Match[str]) -> Reading | None:
    return Reading(stamp=Stamp(*_year(match), _month_day(match))) if 1 <= int(match["m"]) <= 12 else None


def _spelled_month(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), f"-{_number(match['w']):02d}"))


def _quarter(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), f"-Q{_QUARTERS[' '.join(match['q'].split())]}"))


def _half(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), "-H1" if match["h"] == "đầu" else "-H2"))


def _part(match: re.Match[str]) -> Reading | None:
    """Q3/2024, H1."""
    letter, number = match["k"].upper(), match["n"]
    if letter == "H" and number > "2":
        return None
    return Reading(stamp=Stamp(*_year(match), f"-{letter}{number}"), capital=True)


def _first_half(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), "-H1"))


def _first_months(match: re.Match[str]) -> Reading | None:
    size = 3 if match.groupdict().get("quarters") else 1
    stamp = first_months(_number(match["n"]) * size, *_year(match))
    return Reading(stamp=stamp) if stamp else None


def _lasting_months(match: re.Match[str]) -> Reading | None:
    """Lãi 9 tháng vượt …: the months since January, where no word makes them a duration."""
    reading = _first_months(match)
    return replace(reading, lasting=True) if reading else None


def _some_months(match: re.Match[str]) -> Reading:
    """Những tháng cuối năm: nobody says which."""
    year, shift = _year(match)
    return Reading(stamp=Stamp(year, 0 if year is None and shift is None else shift), approximate=True)


def _last_months(match: re.Match[str]) -> Reading | None:
    stamp = last_months(_number(match["n"]), *_year(match))
    return Reading(stamp=stamp) if stamp else None


def _past(match: re.Match[str]) -> Reading:
    count = _number(match["n"] or "một")
    return Reading(stamp=Around(_UNITS[match["u"]], -count, 0), role=Role.SPAN, approximate=True)


def _coming(match: re.Match[str]) -> Reading:
    return Reading(stamp=Around(_UNITS[match["u"]], 0, _number(match["n"])), role=Role.SPAN, approximate=True)


def _ago(match: re.Match[str]) -> Reading:
    count = _number(match["n"])
    return Reading(stamp=Around(_UNITS[match["u"]], -count, -count), role=Role.EVENT, approximate=True)


def _relative(match: re.Match[str]) -> Reading:
    shift = _SHIFTS[" ".join(match["which"].split())]
    return Reading(stamp=Around(_UNITS[match["u"]], shift, shift))


def _today(match: re.Match[str]) -> Reading:
    shift = _DAYS[match["which"]]
    return Reading(stamp=Around("day", shift, shift), role=Role.EVENT)


def _before(match: re.Match[str]) -> Reading:
    """Năm trước: the year before the one spoken of, or before the publication where none is."""
    unit = match["u"]
    relation = _BEFORE.get(unit, Relation.QUARTER_BEFORE)
    return Reading(stamp=Around(_UNITS[unit], -1, -1), relation=relation, leaning=True)


def _same_period(match: re.Match[str]) -> Reading:
    if match["y"]:
        return Reading(role=Role.BASE, relation=Relation.SAME_IN_YEAR, count=int(match["y"]))
    return Reading(role=Role.BASE, relation=Relation.YEAR_BEFORE)


def _edge_of_year(match: re.Match[str]) -> Reading:
    """Cuối năm, đầu năm, giữa năm without saying which."""
    edge = Edge(moment=match["e"] in ("cuối", "hết"), start=match["e"] == "đầu")
    return Reading(stamp=Stamp(None, 0), edge=edge)


def _to_date(match: re.Match[str]) -> Reading:
    return Reading(stamp=YearToDate(), role=Role.SPAN)


def _year_until_now(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"])), role=Role.SINCE)


def _bare_year(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"])), bare=True)


def _named_year(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"])))


def _fiscal(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"])), approximate=True)


def _short_range(match: re.Match[str]) -> Reading | None:
    """2024/25, 2020-25."""
    first = int(match["y"])
    last = first - first % 100 + int(match["yy"])
    if last <= first:
        return None
    return Reading(stamp=Between(Stamp(first), Stamp(last)), role=Role.SPAN, bare=True)


def _rate(match: re.Match[str]) -> Reading:
    return Reading(role=Role.PER)


_LONE = "(?<![0-9$€£¥#][.,/:-])(?<![$€£¥#])"
_DAY_WORD = "(?:ngày|mồng|mùng) (?:mồng |mùng )?"
_FORMS, _MASTER = compiled(
    [
        ("(?<![0-9][./-])(?P<y><YY>)-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", _date),
        (
            r"(?<![0-9][./-])(?:ngày )?(?P<d>[0-9]{1,2}) ?[/.-] ?(?P<m>[0-9]{1,2}) ?[/.-] ?"
            r"(?P<y><YY>)(?![\w/])",
            _date,
        ),
        (
            "(?:ngày )?(?P<d>[0-9]{1,2})[-–](?P<d2>[0-9]{1,2})(?:/| tháng )(?P<m>[0-9]{1,2})"
            "(?:[/-]| năm )(?P<y><Y>)",
            _days_range,
        ),
        (
            _DAY_WORD + "(?P<d>[0-9]{1,2}) tháng (?P<m>[0-9]{1,2})(?![0-9])"
            f"(?:(?:[/-]|,? năm )(?P<y><Y>)| {_REL})?",
            _date,
        ),
        (
            _DAY_WORD + rf"(?P<d>[0-9]{{1,2}})[/-](?P<m>[0-9]{{1,2}})(?: năm (?P<y><Y>)| {_REL}|(?![\w/]))",
            _date,
        ),
        (
            r"cùng (?:kỳ|kì|thời điểm|giai đoạn|quý|tháng|thời gian)\b(?: (?:của )?(?:năm )?(?P<y><Y>)"
            r"| (?:của )?năm (?:trước đó|trước|ngoái|liền trước)\b)?",
            _same_period,
        ),
        (rf"(?P<n>{_N}) {_U} (?:vừa qua|qua|gần đây|gần nhất|trở lại đây|vừa rồi)\b", _past),
        (rf"(?P<n>{_N}) {_U} (?:tới|tiếp theo|sắp tới|kế tiếp)\b", _coming),
        (rf"(?P<n>{_N}) {_U} trước(?: đây| đó)?\b", _ago),
        (f"(?P<n>{_N}) tháng cuối{_OF_YEAR}", _last_months),
        (f"(?P<n>{_N}) tháng đầu(?: tiên)?{_OF_YEAR}", _first_months),
        (f"(?P<n>{_N}) tháng{_TAIL}", _first_months),
        (
            r"(?:(?:lũy|luỹ) kế|tính chung|cộng dồn|kết thúc)(?: (?:đến hết|đến|trong|sau|cả))? "
            rf"(?P<n>{_N}) tháng\b{_TAIL}?",
            _first_months,
        ),
        (rf"sau (?P<n>{_N}) (?:tháng|(?P<quarters>quý))(?=[.,;)\n]|\Z)", _first_months),
        (
            rf"(?P<n>{_N}) tháng(?= (?:tăng|giảm|vượt|đạt|ước|ghi nhận|hoàn thành|lãi|thu) )",
            _lasting_months,
        ),
        (rf"tháng (?:đầu|cuối)(?= năm){_OF_YEAR}", _some_months),
        (rf"(?P<n>{_N}) (?P<quarters>quý) đầu(?: tiên)?{_OF_YEAR}", _first_months),
        (r"(?P<n>[0-9]{1,2})[tm](?: |/|-)?(?P<y><Y>)", _first_months),
        (f"nửa (?:năm )?(?P<h>đầu|cuối)(?! tháng){_OF_YEAR}", _half),
        (f"(?:quý|quí) (?P<q>đầu tiên|đầu|cuối){_OF_YEAR}", _quarter),
        (f"từ (?P<a>{_POINT})(?: (?:đến|tới|cho đến) |<->)(?P<b>{_POINT})(?![.,/-][0-9])", _range),
        (f"(?P<a>{_POINT})(?: (?:đến|tới) |<->)(?P<b>{_POINT})(?![.,/-][0-9])", _range),
        (rf"(?:quý|quí) (?P<q>{_Q})(?!\w){_TAIL}?", _quarter),
        (r"(?P<k>[hq])(?P<n>[1-4])(?:(?: |[/.-])?(?P<y><Y>)|(?![\w-]))", _part),
        ("bán niên (?:năm )?(?P<y><Y>)", _first_half),
        ("tháng (?P<m>[0-9]{1,2})<->(?P<m2>[0-9]{1,2})(?:/| năm )(?P<y><Y>)", _months_range),
        (f"tháng (?P<m>[0-9]{{1,2}})(?![0-9%]|[.,][0-9]){_TAIL}?", _month_of),
        (
            f"tháng (?P<w>hai|ba|tư|sáu|bảy|tám|chín|mười một|mười hai|mười){_TAIL}",
            _spelled_month,
        ),
        ("t(?P<m>[0-9]{1,2})/(?P<y><Y>)", _month_of),
        (r"từ đầu năm(?: nay)?(?: (?:đến|tới) nay)?(?!\w)(?! (?:19|20)[0-9]{2})", _to_date),
        ("năm tài (?:chính|khóa|khoá)(?: năm)? (?P<y><Y>)", _fiscal),
        (r"(?P<e>cuối|đầu|giữa|hết) năm(?!\w)(?! (?:nay|ngoái|trước|sau|tới|qua|vừa|[0-9]))", _edge_of_year),
        (rf"{_LONG} (?:trước đó|liền trước|liền kề|trước)(?!\w)", _before),
        (
            r"(?P<u>năm|quý|tháng|tuần) (?P<which>nay|này|hiện tại|ngoái|vừa qua|rồi|sau|tới)(?!\w)",
            _relative,
        ),
        (r"(?P<u>quý|tháng|tuần) (?P<which>qua)(?!\w)", _relative),
        (r"(?P<u>năm) qua(?P<n>)(?!\w)", _past),
        (r"hôm (?P<which>nay|qua)(?!\w)", _today),
        (r"(?:năm )?(?P<y><Y>) (?:đến|tới) nay(?!\w)", _year_until_now),
        ("năm (?P<y><Y>)", _named_year),
        ("(?<![0-9][./-])(?P<m>0?[1-9]|1[0-2])/(?P<y><Y>)", _month_of),
        (r"(?<![0-9][.,/:-])(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})(?![\w/%]|[.,][0-9])", _weak_date),
        (_LONE + r"(?P<y><YY>)[/–-](?P<yy>[0-9]{2})(?![\w%]|[./-][0-9])", _short_range),
        (_LONE + "(?P<y><Y>)(?! [0-9]{3})", _bare_year),
        (
            r"(?:mỗi|hàng|hằng|bình quân|trung bình|từng) (?:năm|quý|tháng|tuần|ngày)(?!\w)(?! [0-9])"
            r"|một (?:năm|quý|tháng|tuần|ngày)(?!\w)(?! (?:sau|trước|qua|tới|nữa|rưỡi))",
            _rate,
        ),
    ],
    [(r"/ ?(?:năm|quý|tháng|tuần|ngày)(?!\w)", _rate)],
)

GRAMMAR = Grammar(
    forms=_FORMS,
    master=_MASTER,
    cues=vi.CUES,
    change_cues={},
    fillers=vi.FILLERS,
    edges=vi.EDGES,
    by_is_ahead=False,
    hedges=vi.HEDGES,
    counted=vi.COUNTED,
    prompts=vi.PROMPTS,
    plain=vi.PLAIN,
    no_rate=vi.NO_RATE,
    change=vi.CHANGE,
    future=vi.FUTURE,
    past=vi.PAST,
    listing=vi.LISTING,
    each_of=vi.EACH_OF,
    joint=vi.JOINT,
    decision=vi.DECISION,
    founding=vi.FOUNDING,
    named=vi.NAMED,
)
