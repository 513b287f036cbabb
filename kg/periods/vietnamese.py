"""How Vietnamese articles write times: the forms in order of preference."""

from __future__ import annotations

from kg.periods import vietnamese_readers as read
from kg.periods import vietnamese_words as vi
from kg.periods.form import Grammar, compiled
from kg.periods.vietnamese_readers import (
    FISCAL_YEAR,
    LONG_UNIT,
    NUMBER,
    OF_YEAR,
    POINT,
    QUARTER,
    RELATIVE_YEAR,
    UNIT,
    YEAR_AFTER,
)

_LONE = "(?<![0-9$€£¥#][.,/:-])(?<![$€£¥#])"
# Months by their names; of "tháng năm 2024" nobody knows whether it is one.
_SPELLED = "hai|ba|tư|năm|sáu|bảy|tám|chín|mười một|mười hai|mười"
# "Tháng 5 và 6" is no list where things are counted behind it.
_COUNTED = "|".join(sorted(vi.COUNTED - {"%"}))
_DAY_WORD = "(?:ngày|mồng|mùng) (?:mồng |mùng )?"
_FORMS, _MASTER = compiled(
    [
        ("(?<![0-9][./-])(?P<y><YY>)-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", read.date),
        (
            r"(?<![0-9][./-])(?:ngày )?(?P<d>[0-9]{1,2}) ?[/.-] ?(?P<m>[0-9]{1,2}) ?[/.-] ?"
            r"(?P<y><YY>)(?![\w/])",
            read.date,
        ),
        (
            "(?:ngày )?(?P<d>[0-9]{1,2})[-–](?P<d2>[0-9]{1,2})(?:/| tháng )(?P<m>[0-9]{1,2})"
            "(?:[/-]| năm )(?P<y><Y>)",
            read.days_range,
        ),
        (
            "(?:từ )?ngày (?P<d>[0-9]{1,2}) (?:đến|tới) (?:hết )?(?:ngày )?(?P<d2>[0-9]{1,2})"
            "(?:/| tháng )(?P<m>[0-9]{1,2})(?:(?:[/-]| năm )(?P<y><Y>)|(?![\\w/]))",
            read.days_range,
        ),
        (
            _DAY_WORD + "(?P<d>[0-9]{1,2}) tháng (?P<m>[0-9]{1,2})(?![0-9])"
            f"(?:(?:[/-]|,? năm )(?P<y><Y>)| {RELATIVE_YEAR})?",
            read.date,
        ),
        (
            _DAY_WORD + f"(?P<d>[0-9]{{1,2}}) tháng (?P<w>{_SPELLED})(?!\\w)"
            f"(?:,? năm (?P<y><Y>)| {RELATIVE_YEAR})?",
            read.named_date,
        ),
        (
            # "Ngày 2.2", but "ngày 2.5 triệu".
            r"ngày (?P<d>[0-9]{1,2})\.(?P<m>0?[1-9]|1[0-2])"
            r"(?![\w/%]|[.,][0-9]| ?(?:%|tỷ|tỉ|triệu|nghìn|ngàn|lần)(?!\w))",
            read.date,
        ),
        (
            _DAY_WORD
            + rf"(?P<d>[0-9]{{1,2}})[/-](?P<m>[0-9]{{1,2}})(?: năm (?P<y><Y>)| {RELATIVE_YEAR}|(?![\w/]))",
            read.date,
        ),
        (
            r"cùng (?:kỳ|kì|thời điểm|giai đoạn|quý|tháng|thời gian)\b(?: (?:của )?(?:năm )?(?P<y><Y>)"
            r"| (?:của )?năm (?:trước đó|trước|ngoái|liền trước)\b)?",
            read.same_period,
        ),
        (rf"(?P<n>{NUMBER}) {UNIT} (?:vừa qua|qua|gần đây|gần nhất|trở lại đây|vừa rồi)\b", read.past),
        (rf"(?P<n>{NUMBER}) {UNIT} (?:tới|tiếp theo|sắp tới|kế tiếp)\b", read.coming),
        (rf"(?P<n>{NUMBER}) {UNIT} trước(?: đây| đó)?\b", read.ago),
        (f"(?P<n>{NUMBER}) tháng cuối{OF_YEAR}", read.closing_months),
        (f"(?P<n>{NUMBER}) tháng đầu(?: tiên)?{OF_YEAR}", read.opening_months),
        (f"(?P<n>{NUMBER}) tháng{YEAR_AFTER}", read.opening_months),
        (
            r"(?:(?:lũy|luỹ) kế|tính chung|tính cả|cộng dồn|kết thúc)(?: (?:đến hết|đến|trong|sau|cả))? "
            rf"(?P<n>{NUMBER}) tháng(?: đầu(?: tiên)?)?{OF_YEAR}",
            read.opening_months,
        ),
        (rf"sau (?P<n>{NUMBER}) (?:tháng|(?P<quarters>quý))(?=[.,;)\n]|\Z)", read.opening_months),
        (
            rf"(?P<n>{NUMBER}) tháng(?= (?:(?:cũng|vẫn|đã|tiếp tục) )?"
            "(?:tăng|giảm|vượt|đạt|ước|ghi nhận|hoàn thành|lãi|thu) )",
            read.lasting_months,
        ),
        (r"trong (?P<n>[3-9]|1[01]|ba|sáu|chín) tháng(?= (?:ước|đạt|ước đạt) )", read.opening_months),
        (rf"tháng (?P<edge>đầu|cuối)(?= năm){OF_YEAR}", read.some_months),
        (rf"(?P<n>{NUMBER}) (?P<quarters>quý) đầu(?: tiên)?{OF_YEAR}", read.opening_months),
        (r"(?P<n>[0-9]{1,2})[tm](?: |/|-)?(?P<y><Y>)", read.opening_months),
        (f"nửa (?:năm )?(?P<h>đầu|cuối)(?! tháng){OF_YEAR}", read.half),
        (f"(?:quý|quí) (?P<q>đầu tiên|đầu|cuối){OF_YEAR}", read.quarter),
        (rf"quý (?P<q>{QUARTER})(?: và |, |<->)(?P<q2>{QUARTER})(?!\w){YEAR_AFTER}?", read.quarters),
        (rf"{NUMBER} năm (?P<a><YY>)<->(?P<b><Y>)", read.range),
        (
            r"từ đầu năm(?: nay| (?P<y2><Y>))?,? (?:cho )?(?:đến|tới) (?:hết )?(?:ngày |giữa |cuối )?"
            r"(?:(?P<d>[0-9]{1,2})[/.-]|(?:ngày )?(?:(?P<d2>[0-9]{1,2}) )?tháng )(?P<m>0?[1-9]|1[0-2])"
            r"(?:[/.-](?P<y><Y>)|(?![\w/%]|[.,][0-9]))",
            read.year_until,
        ),
        (f"từ (?P<a>{POINT})(?: (?:đến|tới|cho đến) |<->)(?P<b>{POINT})(?![.,/-][0-9])", read.range),
        (f"(?P<a>{POINT})(?: (?:đến|tới) |<->)(?P<b>{POINT})(?![.,/-][0-9])", read.range),
        (rf"(?:quý|quí) (?P<q>{QUARTER})(?!\w){YEAR_AFTER}?", read.quarter),
        (r"(?P<k>[hq])(?P<n>[1-4])(?:(?: |[/.-])?(?P<y><Y>)|(?![\w-]))", read.part),
        ("bán niên (?:năm )?(?P<y><Y>)", read.first_half),
        ("tháng (?P<m>[0-9]{1,2})<->(?P<m2>[0-9]{1,2})(?:/| năm )(?P<y><Y>)", read.months_range),
        (
            r"tháng (?P<ms>[0-9]{1,2}(?:, [0-9]{1,2}){0,4},? và [0-9]{1,2})"
            rf"(?![\w%]|[.,-][0-9]|(?! ?[/-] ?<YY>)[/-]| (?!lần lượt)(?:{_COUNTED})(?!\w)){YEAR_AFTER}?",
            read.months,
        ),
        (f"tháng (?P<m>[0-9]{{1,2}})(?![0-9%]|[.,][0-9]){YEAR_AFTER}?", read.month_of),
        (
            f"tháng (?P<w>hai|ba|tư|sáu|bảy|tám|chín|mười một|mười hai|mười){YEAR_AFTER}",
            read.spelled_month,
        ),
        (
            rf"tháng (?P<w>{_SPELLED})(?!\w)(?! [0-9])",
            read.named_month,
        ),
        (f"tháng (?P<w>năm){YEAR_AFTER}", read.named_month),
        ("t(?P<m>[0-9]{1,2})/(?P<y><Y>)", read.month_of),
        (r"từ đầu năm(?: nay)?(?: (?:đến|tới) nay)?(?!\w)(?! (?:19|20)[0-9]{2})", read.to_date),
        (
            f"{FISCAL_YEAR}(?: năm)? (?P<y><YY>)(?:[-–/](?P<to>[0-9]{{4}}))?"
            r"(?![\w%])(?![.,/:–-][0-9])",
            read.fiscal,
        ),
        (rf"{FISCAL_YEAR} (?:này|nay|hiện tại)(?!\w)", read.this_fiscal),
        (rf"{FISCAL_YEAR} (?:trước đó|liền trước|liền kề|trước)(?!\w)", read.before_fiscal),
        (
            r"(?:hôm|sáng|trưa|chiều|tối|đêm|phiên)(?: ngày)? (?P<wd>thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)"
            r"(?: (?P<which>tuần trước|tuần rồi|tuần tới))?(?!\w)(?!,? \(?(?:ngày )?[0-9]{1,2}[/-])",
            read.weekday,
        ),
        (
            r"phiên (?:giao dịch )?(?:ngày )?(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})(?:/(?P<y><Y>)|(?![\w/]))",
            read.date,
        ),
        (
            r"(?P<e>cuối|đầu|giữa|hết) năm(?!\w)(?! (?:nay|ngoái|trước|sau|tới|qua|vừa|[0-9]))",
            read.edge_of_year,
        ),
        (
            r"(?:cuối|hết) (?P<u>quý|tháng|kỳ(?: báo cáo)?)(?!\w)(?! (?:[0-9ivx]|một|hai|ba|bốn|tư|năm|"
            r"sáu|bảy|tám|chín|mười|nay|này|ngoái|rồi|trước|sau|tới|qua|vừa|đầu|cuối|giêng|chạp|họp|hạn|nghỉ|học|thi))",
            read.end_of_unit,
        ),
        (rf"{LONG_UNIT} (?:trước đó|liền trước|liền kề|trước)(?!\w)", read.before),
        (
            r"(?P<u>năm|quý|tháng|tuần) (?P<which>nay|này|hiện tại|ngoái|vừa qua|rồi|sau|tới)(?!\w)",
            read.relative,
        ),
        (r"(?P<u>quý|tháng|tuần) (?P<which>qua)(?!\w)", read.relative),
        (r"(?P<u>năm) qua(?P<n>)(?!\w)", read.past),
        (r"(?:cả|trọn|toàn) năm(?!\w)(?! (?:nay|này|ngoái|trước|sau|tới|qua|học|[0-9]))", read.year_of),
        (r"(?:kế hoạch|chỉ tiêu|mục tiêu) năm(?=[.,;)\n]| \()", read.year_of),
        (r"hôm (?P<which>nay|qua)(?!\w)", read.today),
        (r"(?:năm )?(?P<y><Y>) (?:đến|tới) nay(?!\w)", read.year_until_now),
        ("năm (?P<y><Y>)", read.named_year),
        ("(?<![0-9][./-])(?P<m>0?[1-9]|1[0-2])/(?P<y><Y>)", read.month_of),
        ("(?:đầu|giữa|cuối|hết|hồi) (?P<m>0?[1-9]|1[0-2])[.-](?P<y><Y>)(?![0-9./-])", read.month_of),
        (r"(?<![0-9][.,/:-])(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})(?![\w/%]|[.,][0-9])", read.weak_date),
        (_LONE + r"(?P<y><YY>)[/–-](?P<yy>[0-9]{2})(?![\w%]|[./-][0-9])", read.short_range),
        (_LONE + "(?P<y><Y>)(?! [0-9]{3})", read.bare_year),
        (
            r"(?:mỗi|hàng|hằng|bình quân|trung bình|từng) (?:năm|quý|tháng|tuần|ngày)(?!\w)(?! [0-9])"
            r"|một (?:năm|quý|tháng|tuần|ngày)(?!\w)(?! (?:sau|trước|qua|tới|nữa|rưỡi))",
            read.rate,
        ),
    ],
    [(r"/ ?(?:năm|quý|tháng|tuần|ngày)(?!\w)", read.rate)],
    vi.STARTS,
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
    coming=vi.COMING,
    past=vi.PAST,
    listing=vi.LISTING,
    each_of=vi.EACH_OF,
    joint=vi.JOINT,
    part_of=vi.PART_OF,
    decision=vi.DECISION,
    founding=vi.FOUNDING,
    named=vi.NAMED,
    fiscal=vi.FISCAL,
)
