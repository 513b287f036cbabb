"""The Vietnamese words around times: what gives them a role, and what makes them no times at all."""

from __future__ import annotations

import re

from kg.periods.fiscal import FiscalWords
from kg.periods.form import Edge, words
from kg.periods.mention import Role

STARTS = words(
    """
    ba bán bình bảy bẩy bốn chín chỉ cuối cùng cả cộng giữa h hai hàng hôm hằng hết hồi kế kết luỹ lũy mùng
    mười mồng mỗi một mục ngày năm nửa q quí quý sau sáu t tháng toàn trong trung trọn tuần tám tính tư từ
    từng đầu niên phiên sáng trưa chiều tối đêm
    """
)
CUES = {
    **dict.fromkeys(
        (
            "tính đến", "tính tới", "tính đến hết", "tính đến ngày", "tính đến thời điểm", "đến thời điểm",
            "tính đến cuối", "tại thời điểm", "tại ngày", "thời điểm", "đến hết", "tới hết", "tính hết",
        ),
        Role.AS_OF,
    ),
    **dict.fromkeys(
        (
            "đến", "tới", "cho đến", "cho tới", "đến trước", "trước", "hướng tới", "hướng đến", "tầm nhìn",
            "tầm nhìn đến", "chậm nhất", "muộn nhất", "vào trước",
        ),
        Role.BY,
    ),
    **dict.fromkeys(("từ", "kể từ", "bắt đầu từ", "tính từ", "ngay từ", "từ khoảng"), Role.SINCE),
    **dict.fromkeys(
        (
            "so với", "so", "so với thời điểm", "so với hồi", "so với mức", "so với kết quả", "hơn so với",
            "so với con số", "so với mức của", "so với giai đoạn", "so sánh với",
        ),
        Role.BASE,
    ),
}  # fmt: skip
FILLERS = words("năm ngày của mức các vào khoảng thời điểm trong hồi giai đoạn cả")
EDGES = {
    **dict.fromkeys(("cuối", "hết", "kết thúc", "khép lại"), Edge(moment=True)),
    "đầu": Edge(start=True),
    **dict.fromkeys(("giữa", "khoảng giữa"), Edge()),
}
HEDGES = words("hơn gần trên dưới xấp xỉ nhất")
COUNTED = words(
    """
    người doanh nhân lao kỹ trạm dự tỷ tỉ triệu nghìn ngàn đồng usd vnd % mw kw ha km m2 lượt thuê khách điểm
    cửa xe căn hộ trường trung sản máy thiết cán đơn suất học sinh viên ca giờ phút lần startup chiếc tấn
    """
)
PROMPTS = words("ngày đến tới từ hết sáng chiều tối trưa đêm hôm trước sau mồng mùng cuối")
PLAIN = words(
    """
    trong năm từ đến vào tính giai các hết cuối đầu so kể tới trước sau quý tháng ngày riêng và hay của cho
    với
    khoảng giữa thời nhiệm đoạn kỳ nửa mốc những
    """
)
NO_RATE = words("sau trong hơn gần khoảng được qua vòng chưa dưới trên từ mất tròn là cứ cả thêm về")
CHANGE = re.compile(r"%|\bđiểm phần trăm\b|\blần\b|\b(?:tăng|giảm|gấp|cao hơn|thấp hơn)\b")
FUTURE = re.compile(r"\b(?:sẽ|dự kiến|mục tiêu|kế hoạch|phấn đấu|dự báo|kỳ vọng|hướng tới|cần)\b")
COMING = re.compile(r" (?:tới|sắp tới)\b|[ ,\w]{0,30}?\b(?:sẽ|đặt kế hoạch|đặt mục tiêu|phấn đấu)\b")
PAST = re.compile(r"\b(?:đã|đạt|có|ghi nhận|thu hút|tăng|giảm|là)\b")
LISTING = re.compile(r"\b(?:lần lượt|tương ứng)\b")
EACH_OF = re.compile(r"\b(?:các|từng|những|các năm|từng năm|những năm)(?: từ)?\s*$")
JOINT = re.compile(r"\s{0,3}(?:,|,?\s{1,3}(?:và|hoặc|hay)|&)\s{1,3}")
PART_OF = re.compile(
    r"\b(?:bằng|tương đương)(?: với)?(?: khoảng| gần| hơn| trên)? [0-9][0-9.,]* ?% "
    r"(?:(?:số |kết quả |mức )?(?:thực hiện )?(?:của )?)?$"
    # "hai phần năm mức đỉnh của năm 2021", "hơn năm 2009"
    r"|\b(?:bằng|ngang|hơn|dưới|trên|vượt|lần|phần \w+) mức (?:đỉnh |kỷ lục |cao nhất )?"
    r"(?:của |hồi |trong )?(?:năm )?$"
    r"|\b(?:hơn|kém) (?:cả )?(?:năm )?$"
)
DECISION = re.compile(
    r"\b(?:nghị quyết|quyết định|nghị định|chỉ thị|thông tư|công văn|luật|kết luận|công điện)"
    r"(?:\s+số)?\s+(?=\S{0,20}[0-9])\S{1,24}(?:,?\s+(?:ban hành|ký))?(?:\s+(?:ngày|năm))?\s*$"
)
FOUNDING = re.compile(
    r"\b(?:thành lập|ra mắt|ra đời|khởi công|khai trương|sáng lập|khởi động|khánh thành)(?:\s+\w{1,10})?"
    r"\s+(?:từ\s+)?$"
)
# Names end in small letters as often as not, so their first word tells.
NAMED = re.compile(
    r"\b(?:luật|diễn đàn|hội nghị|hội thảo|sách trắng|báo cáo|giải thưởng|triển lãm|lễ|ngày hội|hội chợ"
    r"|techfest)"
    r"(?:[ \u00a0][^\s,.;:]{1,16}){1,6}(?<!đoạn)(?<!trong)(?<!từ)(?<!đến)(?<!với)[ \u00a0]$"
)
_FISCAL = (
    r"(?P<part>\b(?:quý \w+,? (?:của )?|bán niên (?:của )?|nửa (?:đầu|sau|cuối) (?:của )?))?"
    r"\b(?:năm tài (?:chính|khóa|khoá)|niên độ)\b"
)
_MONTH = r"(?:(?:ngày )?[0-9]{1,2}[/-]([0-9]{1,2})(?![0-9])|(?:[0-9]{1,2} )?tháng ([0-9]{1,2}))"
# "Năm tài chính 2024, bắt đầu từ ngày 1/4/2024", "niên độ 1/4/2025".
FISCAL = FiscalWords(
    word=re.compile("năm tài|niên độ"),
    begins=re.compile(rf"{_FISCAL}(?:[^.;\n]{{0,40}}?\b(?:từ|bắt đầu)(?: từ)?(?: ngày)?)? {_MONTH}"),
    ends=re.compile(rf"{_FISCAL}[^.;\n]{{0,40}}?\bkết thúc(?: vào)?(?: ngày)? {_MONTH}"),
)
