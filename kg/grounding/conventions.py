"""What house rules add to the words: whose figure it is where only the country is named, and the like.

A proposer may follow these rules, and the gate knows them; nothing else may be read into a text.
"""

from __future__ import annotations

import re
from typing import Final

COUNTRY: Final = "country/vietnam"
# Its capital is the registered one, where the text does not say which.
FOREIGN_INVESTMENT: Final = "aggregate/vietnam-foreign-investment"
# What a metric is of, where the text names no more than the country or a technology.
BODY_OF: Final = {
    "data_centre_count": "aggregate/vietnam-data-centre-market",
    "data_centre_capacity": "aggregate/vietnam-data-centre-market",
    "rack_count": "aggregate/vietnam-data-centre-market",
    "design_capacity": "aggregate/vietnam-data-centre-market",
    "registered_capital": "aggregate/vietnam-foreign-investment",
    "disbursed_capital": "aggregate/vietnam-foreign-investment",
    "registered_capital_growth": "aggregate/vietnam-foreign-investment",
    "unicorn_count": "aggregate/vietnam-startups",
    "population_coverage": "aggregate/vietnam-5g-network",
}
# Of these a country may be the subject all the same.
OF_EITHER: Final = frozenset(("unicorn_count",))
# The sector that "the sector" is, in the report of a ministry.
SECTOR_OF: Final = {
    "ministry/ministry-of-science-and-technology": "aggregate/vietnam-science-and-technology-sector",
    "ministry/ministry-of-information-and-communications": (
        "aggregate/vietnam-information-and-communications-sector"
    ),
}
# What a metric is called where words say that it was earned abroad.
ABROAD_OF: Final = {
    "revenue": "overseas_revenue", "revenue_growth": "overseas_revenue_growth",
    "revenue_share": "overseas_revenue_share",
}  # fmt: skip
# What a metric is called where words say by how much it rose in its own unit.
INCREASE_OF: Final = {
    "revenue": "revenue_increase", "profit": "profit_increase", "profit_before_tax": "profit_increase",
    "profit_after_tax": "profit_increase", "employee_count": "employee_increase",
}  # fmt: skip
# What a sum is where only its body is named: "the internet economy will hit $36 billion".
SIZE_OF: Final = {
    "aggregate/vietnam-internet-economy": "gmv", "aggregate/vietnam-e-commerce": "gmv",
    "aggregate/vietnam-digital-economy": "gmv", "aggregate/vietnam-data-centre-market": "market_size",
    "aggregate/vietnam-cloud-market": "market_size", "aggregate/vietnam-startups": "funding_amount",
}  # fmt: skip
ABROAD: Final = {
    "en": re.compile(r"overseas|abroad|foreign|international|global|export|outside|world", re.I),
    "vi": re.compile(r"nước ngoài|quốc tế|hải ngoại|toàn cầu|xuất khẩu|thị trường ngoài", re.I),
}
# Words that are the country, in a text that names it.
THE_COUNTRY: Final = {
    "en": re.compile(r"(?:the|this|our)\s+(?:country|nation|economy)|nationwide|(?:the\s+)?government", re.I),
    "vi": re.compile(r"(?:cả|toàn|trong|đất|nước)\s+(?:nước|quốc|ta)|quốc gia|nền kinh tế", re.I),
}
# Words that stand for something named before; what they mean is told by another cue.
STANDS_FOR: Final = {
    "en": re.compile(
        r"(?:the|this|that|these|those|its|their|our|his|her|such|both)\b.*|it|they|he|she|we|there", re.I
    ),
    "vi": re.compile(
        r".*\b(?:này|đó|ấy|trên|nói trên|mình|họ)|(?:toàn|cả|các|những)\s.*|(?:tổng |liên )?"
        r"(?:công ty|tập đoàn|doanh nghiệp|đơn vị|nhà mạng|hãng|ngành|ngân hàng|bộ|cơ quan|hiệp hội|startup|"
        r"nhà sản xuất)",
        re.I,
    ),
}
# "One of the first six countries": the rank is six at most.
ONE_OF_FIRST: Final = {
    "en": re.compile(r"(?:one of|among)\s+(?:the\s+|only\s+)*(?:world['’]s\s+)?(?:first|top)?", re.I),
    "vi": re.compile(
        r"(?:là\s+)?(?:một\s+)?trong\s+(?:số\s+|những\s+|các\s+|top\s+)*|thuộc\s+(?:top|nhóm)", re.I
    ),
}
# "0.73 enterprises per 1,000 people": the unit is printed after what is counted.
PER_THOUSAND: Final = re.compile(
    r"(?:per|for every|for each|trên|/)\s*(?:mỗi\s+)?(?:1[.,]?000|(?:one |a |một )?(?:thousand|nghìn|ngàn))",
    re.I,
)
# Words of many names that say nothing of a metric.
PLAIN: Final = frozenset(
    ("amount", "annual", "count", "growth", "level", "number", "place", "rank", "rate", "share", "size",
     "total", "tong", "value", "world", "year")
)  # fmt: skip
