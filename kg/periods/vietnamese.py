"""How Vietnamese articles write times."""

from __future__ import annotations

import re

from kg.periods.form import Edge, Grammar, Reading, compiled, spelled
from kg.periods.mention import Relation, Role
from kg.periods.stamp import Around, Between, Stamp, YearToDate, between, first_months, last_months

_NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "mười lăm": 15, "hai mươi": 20, "vài": 3,
}  # fmt: skip
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTERS = _ROMANS | {"1": 1, "2": 2, "3": 3, "4": 4, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "nhất": 1,
                       "đầu": 1, "cuối": 4, "đầu tiên": 1}  # fmt: skip
_SHIFTS = {
    "nay": 0,
    "này": 0,
    "hiện tại": 0,
    "ngoái": -1,
    "trước": -1,
    "vừa qua": -1,
    "rồi": -1,
    "sau": 1,
    "tới": 1,
}
_UNITS = {"năm": "year", "quý": "quarter", "quí": "quarter", "tháng": "month", "tuần": "week", "ngày": "day"}

_N = f"(?:[0-9]{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True)[:-1])})"
_Q = "(?:iii|ii|iv|i|[1-4]|một|hai|ba|bốn|tư|nhất)"
_U = "(?P<u>năm|quý|quí|tháng|tuần|ngày)"
_REL = "(?:của )?năm (?P<rel>nay|ngoái|trước|sau|tới)\\b"
_TAIL = f"(?: ?[/-] ?(?P<y><Y>)|,? (?:(?:của|trong) )?(?:năm )?(?P<y2><Y>)| {_REL})"
_POINT = (
    "(?:(?:hết |cuối |đầu )?(?:ngày )?[0-9]{1,2}[/-][0-9]{1,2}(?:[/-]<YY>)?(?![\\w%])"
    "|(?:hết |cuối |đầu )?tháng [0-9]{1,2}(?:(?:[/-]| năm )<YY>)?(?!\\w)"
    f"|(?:hết |cuối |đầu )?quý {_Q}(?:(?:[/-]| năm )<YY>)?(?!\\w)"
    "|(?:hết |cuối |đầu )?(?:năm )?<YY>(?![\\w%]))"
)
_POINTS = tuple(
    re.compile(spelled(pattern))
    for pattern in (
        "(?:(?:hết|cuối|đầu) )?(?:ngày )?(?P<d>[0-9]{1,2})[/-](?P<m>[0-9]{1,2})(?:[/-](?P<y><YY>))?",
        "(?:(?:hết|cuối|đầu) )?tháng (?P<m>[0-9]{1,2})(?:(?:[/-]| năm )(?P<y><YY>))?",
        f"(?:(?:hết|cuối|đầu) )?quý (?P<q>{_Q})(?:(?:[/-]| năm )(?P<y><YY>))?",
        "(?:(?:hết|cuối|đầu) )?(?:năm )?(?P<y><YY>)",
    )
)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[" ".join(text.split())]


def _year(match: re.Match[str]) -> tuple[int | None, int | None]:
    groups = match.groupdict()
    for name in ("y", "y2"):
        if groups.get(name):
            return int(groups[name]), None
    if groups.get("yy"):
        return 2000 + int(groups["yy"]), None
    return None, _SHIFTS[groups["rel"]] if groups.get("rel") else None


def _md(match: re.Match[str], day: str = "d") -> str:
    groups = match.groupdict()
    return f"-{int(groups['m']):02d}" + (f"-{int(groups[day]):02d}" if groups.get(day) else "")


def _point(text: str) -> Stamp | None:
    for pattern in _POINTS:
        if match := pattern.fullmatch(text.strip()):
            year = int(match["y"]) if match["y"] else None
            groups = match.groupdict()
            if "m" in groups:
                return Stamp(year, None, _md(match))
            return Stamp(year, None, f"-Q{_QUARTERS[groups['q']]}") if "q" in groups else Stamp(year)
    return None


def _range(match: re.Match[str]) -> Reading | None:
    start, end = _point(match["a"]), _point(match["b"])
    if start is None or end is None:
        return None
    plain = not (start.first or end.first)
    if plain and start.year is not None and end.year is not None and start.year >= end.year:
        return None
    return Reading(stamp=between(start, end), role=Role.SPAN, bare=plain)


def _months_range(match: re.Match[str]) -> Reading:
    first, last = f"-{int(match['m']):02d}", f"-{int(match['m2']):02d}"
    return Reading(stamp=Stamp(*_year(match), first, last), role=Role.SPAN)


def _days_range(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), _md(match), _md(match, "d2")), role=Role.EVENT)


def _date(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), _md(match)), role=Role.EVENT)


def _iso(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"]), None, f"-{match['m']}-{match['d']}"), role=Role.EVENT)


def _weak_date(match: re.Match[str]) -> Reading | None:
    """30/6 without the word for day: after a cue only, as it may be a fraction."""
    if int(match["m"]) > 12 or int(match["d"]) > 31:
        return None
    return Reading(stamp=Stamp(None, None, _md(match)), role=Role.EVENT, needs_cue=True)


def _month_of(match: re.Match[str]) -> Reading | None:
    return Reading(stamp=Stamp(*_year(match), _md(match))) if 1 <= int(match["m"]) <= 12 else None


def _quarter(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), f"-Q{_QUARTERS[' '.join(match['q'].split())]}"))


def _quarters(match: re.Match[str]) -> Reading | None:
    stamp = first_months(3 * _number(match["n"]), *_year(match))
    return Reading(stamp=stamp) if stamp else None


def _half(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), "-H1" if match["h"] == "đầu" else "-H2"))


def _part(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), f"-{match['k'].upper()}{match['n']}"), capital=True)


def _first_months(match: re.Match[str]) -> Reading | None:
    stamp = first_months(_number(match["n"]), *_year(match))
    return Reading(stamp=stamp) if stamp else None


def _last_months(match: re.Match[str]) -> Reading | None:
    stamp = last_months(_number(match["n"]), *_year(match))
    return Reading(stamp=stamp) if stamp else None


def _past(match: re.Match[str]) -> Reading:
    count = _number(match["n"] or "một")
    return Reading(stamp=Around(_UNITS[match["u"]], -count, 0), role=Role.SPAN, approximate=True)


def _coming(match: re.Match[str]) -> Reading:
    return Reading(stamp=Around(_UNITS[match["u"]], 0, _number(match["n"])), role=Role.SPAN, approximate=True)


def _ago(match: re.Match[str]) -> Reading:
    """3 năm trước: counted from the publication; one year before is the base of a change."""
    count, unit = _number(match["n"]), _UNITS[match["u"]]
    return Reading(stamp=Around(unit, -count, -count), role=Role.EVENT, approximate=True)


def _relative(match: re.Match[str]) -> Reading:
    shift = _SHIFTS[" ".join(match["which"].split())]
    return Reading(stamp=Around(_UNITS[match["u"]], shift, shift))


def _before(match: re.Match[str]) -> Reading:
    relation = Relation.YEAR_BEFORE if match["u"] == "năm" else Relation.PERIOD_BEFORE
    return Reading(role=Role.BASE, relation=relation)


def _same_period(match: re.Match[str]) -> Reading:
    if match["y"]:
        return Reading(role=Role.BASE, relation=Relation.SAME_IN_YEAR, count=int(match["y"]))
    return Reading(role=Role.BASE, relation=Relation.YEAR_BEFORE)


def _edge_of_year(match: re.Match[str]) -> Reading:
    """Cuối năm, đầu năm, giữa năm without saying which."""
    return Reading(
        stamp=Stamp(None, 0), moment=match["e"] in ("cuối", "hết"), approximate=match["e"] != "hết"
    )


def _to_date(match: re.Match[str]) -> Reading:
    return Reading(stamp=YearToDate(), role=Role.SPAN)


def _since(match: re.Match[str]) -> Reading:
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
    return (
        Reading(stamp=Between(Stamp(first), Stamp(last)), role=Role.SPAN, bare=True) if last > first else None
    )


def _rate(match: re.Match[str]) -> Reading:
    return Reading(role=Role.PER)


_BEFORE_YEAR = "(?<![0-9$€£¥#][.,/:-])(?<![$€£¥#])"
_FORMS, _MASTER = compiled(
    [
        ("(?<![0-9][./-])(?P<y><YY>)-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", _iso),
        (
            "(?<![0-9][./-])(?:ngày )?(?P<d>[0-9]{1,2})(?: ?[/.-] ?)(?P<m>[0-9]{1,2})(?: ?[/.-] ?)(?P<y><YY>)(?![\\w/])",
            _date,
        ),
        ("ngày (?P<d>[0-9]{1,2})<->(?P<d2>[0-9]{1,2})(?:/| tháng )(?P<m>[0-9]{1,2})(?:(?:[/-]| năm )(?P<y><Y>))?", _days_range),
        ("(?:ngày|mồng|mùng) (?:mồng |mùng )?(?P<d>[0-9]{1,2}) tháng (?P<m>[0-9]{1,2})(?:(?:[/-]|,? năm )(?P<y><Y>)| " + _REL + ")?", _date),
        ("(?:ngày|mồng|mùng) (?:mồng |mùng )?(?P<d>[0-9]{1,2})[/-](?P<m>[0-9]{1,2})(?: năm (?P<y><Y>)|(?![\\w/]))", _date),
        (
            "(?:với )?(?:cùng (?:kỳ|kì|thời điểm|giai đoạn|quý|tháng|thời gian))(?: (?:của )?(?:năm )?(?P<y><Y>)"
            "| (?:của )?năm (?:trước|ngoái|liền trước|trước đó))?",
            _same_period,
        ),
        (f"(?P<n>{_N}) {_U} (?:vừa qua|qua|gần đây|gần nhất|trở lại đây|liên tiếp vừa qua|vừa rồi)\\b", _past),
        (f"(?P<n>{_N}) {_U} (?:tới|tiếp theo|sắp tới|kế tiếp)\\b", _coming),
        (f"(?P<n>{_N}) {_U} trước(?: đây| đó)?\\b", _ago),
        (f"(?P<n>{_N}) tháng cuối(?: năm)?{_TAIL}?", _last_months),
        (f"(?P<n>{_N}) tháng đầu(?: tiên)?(?: (?:của )?năm)?(?!\\w){_TAIL}?", _first_months),
        (f"(?P<n>{_N}) tháng{_TAIL}", _first_months),
        (f"(?:lũy kế|luỹ kế|tính chung|cộng dồn|kết thúc)(?: (?:đến hết|đến|trong|sau|cả))? (?P<n>{_N}) tháng{_TAIL}?", _first_months),
        (f"(?P<n>{_N}) quý đầu(?: tiên)?(?: (?:của )?năm)?(?!\\w){_TAIL}?", _quarters),
        ("(?P<n>[0-9]{1,2})(?:t|m)(?: ?|/|-)(?P<y><Y>)", _first_months),
        (f"nửa (?:đầu|cuối) tháng {_N}\\b", lambda match: None),
        (f"nửa (?:năm )?(?P<h>đầu|cuối)(?: năm)?(?!\\w){_TAIL}?", _half),
        (f"(?:quý|quí) (?P<q>đầu tiên|đầu|cuối)(?: (?:của )?năm)?(?!\\w){_TAIL}?", _quarter),
        (f"từ (?:đầu )?(?P<a>{_POINT})(?: (?:đến|tới|cho đến)(?: hết)? |<->)(?P<b>{_POINT})(?![.,/][0-9])", _range),
        (f"(?P<a>{_POINT})(?: (?:đến|tới) |<->)(?P<b>{_POINT})(?![.,/][0-9])", _range),
        (f"quý (?P<q>{_Q})(?!\\w){_TAIL}?", _quarter),
        (f"quí (?P<q>{_Q})(?!\\w){_TAIL}?", _quarter),
        ("(?P<k>[hq])(?P<n>[1-4])(?:(?: |[/.-])?(?P<y><Y>)|(?![\\w-]))", _part),
        ("bán niên (?:năm )?(?P<y><Y>)", lambda match: Reading(stamp=Stamp(int(match["y"]), None, "-H1"))),
        ("tháng (?P<m>[0-9]{1,2})<->(?P<m2>[0-9]{1,2})(?:/| năm )(?P<y><Y>)", _months_range),
        (f"tháng (?P<m>[0-9]{{1,2}})(?![0-9%]|[.,][0-9]){_TAIL}?", _month_of),
        ("t(?P<m>[0-9]{1,2})/(?P<y><Y>)", _month_of),
        ("từ đầu năm(?: nay)?(?: (?:đến|tới) nay)?(?! (?:19|20)[0-9]{2})(?!\\w)", _to_date),
        ("năm tài (?:chính|khóa|khoá)(?: năm)? (?P<y><Y>)", _fiscal),
        ("(?P<e>cuối|đầu|giữa|hết) năm(?! (?:nay|ngoái|trước|sau|tới|qua|vừa|[0-9]))(?!\\w)", _edge_of_year),
        (f"{_U} (?:trước đó|liền trước|liền kề|trước)(?!\\w)", _before),
        (f"{_U} (?P<which>nay|này|hiện tại|ngoái|vừa qua|rồi|sau|tới)(?!\\w)", _relative),
        ("(?:trong )?(?P<u>năm) qua(?P<n>)(?!\\w)", _past),
        ("năm (?P<y><Y>) (?:đến|tới) nay(?!\\w)", _since),
        ("năm (?P<y><Y>)", _named_year),
        ("(?<![0-9][./-])(?P<m>0?[1-9]|1[0-2])/(?P<y><Y>)", _month_of),
        ("(?<![0-9][.,/:-])(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})(?![\\w/%]|[.,][0-9])", _weak_date),
        (_BEFORE_YEAR + "(?P<y><YY>)[/–-](?P<yy>[0-9]{2})(?![\\w%]|[./-][0-9])", _short_range),
        (_BEFORE_YEAR + "(?P<y><YY>) (?:đến|tới) nay(?!\\w)", _since),
        (_BEFORE_YEAR + "(?P<y><Y>)", _bare_year),
        (
            "(?:mỗi|hàng|hằng|bình quân|trung bình|từng) (?:năm|quý|tháng|tuần|ngày)(?!\\w)(?! [0-9])"
            "|một (?:năm|quý|tháng|tuần|ngày)(?!\\w)(?! (?:sau|trước|qua|tới|nữa|rưỡi))",
            _rate,
        ),
        ("/(?:năm|quý|tháng|tuần|ngày)(?!\\w)", _rate),
    ]
)  # fmt: skip

GRAMMAR = Grammar(
    forms=_FORMS,
    master=_MASTER,
    cues={
        **dict.fromkeys(
            ("tính đến", "tính tới", "tính đến hết", "tính đến ngày", "tính đến thời điểm", "đến thời điểm",
             "tính đến cuối", "tại thời điểm", "tại ngày", "thời điểm", "đến hết", "tới hết", "tính hết"),
            Role.AS_OF,
        ),
        **dict.fromkeys(("đến", "tới", "cho đến", "cho tới", "đến trước", "trước", "hướng tới", "hướng đến", "tầm nhìn",
                         "tầm nhìn đến", "chậm nhất", "muộn nhất", "vào trước"), Role.BY),
        **dict.fromkeys(("từ", "kể từ", "bắt đầu từ", "tính từ", "ngay từ", "từ khoảng"), Role.SINCE),
        **dict.fromkeys(
            ("so với", "so", "so với thời điểm", "so với hồi", "so với mức", "so cùng", "so với kết quả", "hơn so với",
             "so với con số", "so với mức của", "so với giai đoạn"),
            Role.BASE,
        ),
    },
    change_cues={},
    fillers=frozenset({"năm", "ngày", "của", "mức", "các", "vào", "khoảng", "thời", "điểm", "trong", "hồi", "giai", "đoạn", "cả"}),
    edges={
        "cuối": Edge(moment=True), "hết": Edge(moment=True), "kết thúc": Edge(moment=True), "đầu": Edge(start=True),
        "giữa": Edge(), "khoảng giữa": Edge(), "khoảng cuối": Edge(),
    },
    change=re.compile(r"%|\bđiểm phần trăm\b|\blần\b|\b(?:tăng|giảm|gấp|cao hơn|thấp hơn)\b"),
    future=re.compile(r"\b(?:sẽ|dự kiến|mục tiêu|kế hoạch|phấn đấu|dự báo|kỳ vọng|hướng tới|đặt mục tiêu|cần)\b"),
    past=re.compile(r"\b(?:đã|đạt|có|ghi nhận|thu hút|tăng|giảm|là)\b"),
    listing=re.compile(r"\b(?:lần lượt|tương ứng)\b"),
    each_of=re.compile(r"\b(?:các năm|từng năm|những năm)(?: từ)?\s*$"),
    joint=re.compile(r"\s{0,3}(?:,|,?\s{1,3}(?:và|hoặc|hay)|&)\s{1,3}(?:năm\s{1,3})?"),
    decision=re.compile(
        r"\b(?:nghị quyết|quyết định|nghị định|chỉ thị|thông tư|công văn|luật|kết luận|công điện)(?:\s+số)?\s+\S{1,24}"
        r"(?:,?\s+(?:ban hành|ký))?(?:\s+(?:ngày|năm))?\s*$"
    ),
    beginning=re.compile(r"\b(?:thành lập|ra mắt|ra đời|khởi công|khai trương|sáng lập|khởi động|khánh thành)(?:\s+\w{1,10})?\s+(?:từ\s+)?$"),
    plain=frozenset(
        ["trong", "năm", "từ", "đến", "vào", "tính", "giai", "các", "hết", "cuối", "đầu", "so", "kể", "tới", "trước", "sau", "quý", "tháng", "ngày", "riêng", "và", "hay", "của", "cho", "với", "khoảng", "giữa", "thời", "nhiệm", "đoạn", "kỳ", "nửa", "mốc"]
    ),
    counted=frozenset(
        ["người", "doanh", "nhân", "lao", "kỹ", "trạm", "dự", "tỷ", "tỉ", "triệu", "nghìn", "ngàn", "đồng", "usd", "vnd", "%", "mw", "kw", "ha", "km", "m2", "lượt", "thuê", "khách", "điểm", "cửa", "xe", "căn", "hộ", "trường", "trung", "sản", "máy", "thiết", "cán", "đơn", "vị", "suất", "học", "sinh", "viên", "ca", "giờ", "phút", "lần", "startup", "chiếc", "tấn"]
    ),
    no_rate=frozenset(["sau", "trong", "hơn", "gần", "khoảng", "được", "qua", "vòng", "chưa", "dưới", "trên", "từ", "mất", "tròn", "là", "cứ", "cả", "thêm"]),
)  # fmt: skip
