"""What house rules add to the words: whose figure it is where only the country is named, and the like.

A proposer may follow these rules, and the gate knows them; nothing else may be read into a text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from kg.lists import UnitFamily

_FALLING: Final = frozenset(
    (UnitFamily.PERCENT, UnitFamily.PERCENTAGE_POINT, UnitFamily.COUNT, UnitFamily.RANK, UnitFamily.SCORE)
)
COUNTRY: Final = "country/vietnam"
# Its capital is the registered one, where the text does not say which.
FOREIGN_INVESTMENT: Final = "aggregate/vietnam-foreign-investment"
# Metrics of countries, regions and places alone.
OF_PLACES: Final = frozenset(("population", "gdp", "gdp_growth", "gdp_per_capita"))
# What a metric is of, where the text names no more than the country or a technology.
BODY_OF: Final = {
    "data_centre_count": "aggregate/vietnam-data-centre-market",
    "data_centre_capacity": "aggregate/vietnam-data-centre-market",
    "rack_count": "aggregate/vietnam-data-centre-market",
    "design_capacity": "aggregate/vietnam-data-centre-market",
    "registered_capital": "aggregate/vietnam-foreign-investment",
    "disbursed_capital": "aggregate/vietnam-foreign-investment",
    "registered_capital_growth": "aggregate/vietnam-foreign-investment",
    "population_coverage": "aggregate/vietnam-5g-network",
}
_NETWORKS = ("aggregate/vietnam-telecommunications-industry", "aggregate/vietnam-5g-network")
_STARTUPS = ("aggregate/vietnam-startups",)
_PAYMENTS = ("aggregate/vietnam-cashless-payments",)
_ONLINE = ("aggregate/vietnam-e-commerce", "aggregate/vietnam-internet-economy")
_WORKFORCE = ("aggregate/vietnam-it-workforce",)
_INVESTMENT = ("aggregate/vietnam-foreign-investment",)
# What may be told of a country as of one of its industries, by what is measured: the words point to both.
MAY_BE_OF: Final[dict[str, tuple[str, ...]]] = {
    "subscriber_count": _NETWORKS, "subscriber_growth": _NETWORKS,
    "base_station_count": _NETWORKS, "area_coverage": _NETWORKS, "project_count": _INVESTMENT,
    "share_of_retail": ("aggregate/vietnam-e-commerce",),
    "transaction_count": _PAYMENTS, "transaction_value": _PAYMENTS,
    "transaction_growth": _PAYMENTS, "gmv": _ONLINE, "gmv_growth": _ONLINE, "funding_amount": _STARTUPS,
    "funding_growth": _STARTUPS, "deal_count": _STARTUPS, "average_monthly_salary": _WORKFORCE,
    "salary_growth": _WORKFORCE, "engineer_count": _WORKFORCE,
    "share_of_gdp": ("aggregate/vietnam-digital-economy",),
}  # fmt: skip
# What is said of 5G where operators or the country speak.
NETWORK_5G: Final = "aggregate/vietnam-5g-network"
# The sector that "the sector" is, in the report of a ministry.
SECTOR_OF: Final = {
    "ministry/ministry-of-science-and-technology": "aggregate/vietnam-science-and-technology-sector",
    "ministry/ministry-of-information-and-communications": (
        "aggregate/vietnam-information-and-communications-sector"
    ),
}
# What flows into a country, as its investment agency registers it, and what a company puts in itself.
REGISTERED: Final = {
    "investment_capital": "registered_capital",
    "investment_growth": "registered_capital_growth",
}
OF_FIRMS: Final = {new: old for old, new in REGISTERED.items()}
IN_FOREIGN: Final = {**REGISTERED, "funding_amount": "registered_capital", "share": "capital_share"}
# Money put into startups is their funding.
IN_STARTUPS: Final = {
    "investment_capital": "funding_amount", "investment_growth": "funding_growth",
    "capital_share": "funding_share",
}  # fmt: skip
# What people earn or are paid, and what shops sell.
WORKFORCES: Final = frozenset(("aggregate/vietnam-it-workforce", "aggregate/vietnam-ai-workforce"))
IN_WORK: Final = {
    "revenue": "average_monthly_salary", "spending": "average_monthly_salary",
    "price": "average_monthly_salary",
}  # fmt: skip
IN_SHOPS: Final = {"spending": "sales_value", "product_count": "unit_sales"}
ON_PLATFORMS: Final = {"spending": "gmv", "revenue": "gmv", "revenue_growth": "gmv_growth"}
# What the country and its electronics industry earn abroad is what they export.
TRADERS: Final = frozenset((COUNTRY, "aggregate/vietnam-electronics-industry"))
IN_TRADE: Final = {
    "revenue": "export_value", "revenue_growth": "export_growth",
    "overseas_revenue": "export_value", "overseas_revenue_growth": "export_growth",
    "overseas_revenue_share": "export_share",
}  # fmt: skip
# Growth that goes on for years.
ANNUAL_OF: Final = {
    "revenue_growth": "annual_revenue_growth", "gmv_growth": "annual_gmv_growth",
    "growth_rate": "annual_growth_rate",
}  # fmt: skip
# A share, by the metric of what it is a part of: "accounting for 32% of the total".
PART_OF: Final = {
    "revenue": "revenue_share", "export_value": "export_share", "funding_amount": "funding_share",
    "gdp": "share_of_gdp", "employee_count": "employee_share", "enterprise_count": "enterprise_share",
    "user_count": "user_share", "customer_count": "customer_share", "investment_capital": "capital_share",
    "registered_capital": "capital_share", "disbursed_capital": "capital_share",
    "overseas_revenue": "revenue_share", "engineer_count": "employee_share", "expert_count": "employee_share",
    "subscriber_count": "user_share", "data_traffic": "traffic_share", "population": "population_coverage",
    "household_count": "household_coverage", "deal_value": "funding_share", "market_size": "market_share",
    "sales_value": "market_share", "gmv": "market_share", "unit_sales": "market_share",
    "vehicle_count": "market_share", "transaction_value": "market_share",
}  # fmt: skip
# Metrics of what some physical units measure, whatever the words.
MEASURED_IN: Final = {"square_metres": "floor_area", "square_feet": "floor_area", "hectares": "land_area"}
# Rates per year over several years.
YEARLY: Final = frozenset(("annual_revenue_growth", "annual_gmv_growth", "annual_growth_rate"))
# Ratios that are printed without "times".
PLAIN_RATIOS: Final = frozenset(("pue",))
# The units of each metric that has none but a few: power is no area, and ten years are no year.
_POWER: Final = frozenset(("kW", "MW", "GW", "kVA", "MVA"))
_SPEED: Final = frozenset(("kbps", "Mbps", "Gbps"))
_AREA: Final = frozenset(("square_metres", "square_feet", "square_kilometres", "hectares"))
# Events whose year is a fact about somebody; when a plant opens is only when.
EVENT_YEARS: Final = frozenset(
    ("founding_year", "launch_year", "going_abroad_year", "listing_year", "completion_year", "entry_year")
)
_PHYSICAL: Final = {
    "bandwidth": frozenset(("Mbps", "Gbps", "Tbps", "kHz", "MHz", "GHz")),
    "data_centre_capacity": _POWER, "design_capacity": _POWER, "operational_capacity": _POWER,
    "data_traffic": frozenset(("MB", "GB", "TB", "PB", "EB")), "download_speed": _SPEED,
    "upload_speed": _SPEED, "floor_area": _AREA, "land_area": _AREA,
    **dict.fromkeys(EVENT_YEARS, frozenset(("year",))),
}  # fmt: skip
# What a metric is called where words say that it was earned abroad.
ABROAD_OF: Final = {
    "revenue": "overseas_revenue", "revenue_growth": "overseas_revenue_growth",
    "revenue_share": "overseas_revenue_share",
}  # fmt: skip
# Sorts of a metric, of whose growth and shares one speaks as of those of the metric.
SORT_OF: Final = {
    "net_revenue": "revenue", "parent_company_revenue": "revenue", "net_profit_to_parent": "profit_after_tax",
    "parent_company_profit": "profit", "operational_capacity": "data_centre_capacity",
    "shop_count": "merchant_count", "acquisition_count": "deal_count", "digital_consumer_count": "user_count",
    "investment_capital_flow": "registered_capital",
}  # fmt: skip
# What a metric is called where words say by how much it rose in its own unit.
INCREASE_OF: Final = {
    "revenue": "revenue_increase", "profit": "profit_increase", "profit_before_tax": "profit_increase",
    "profit_after_tax": "profit_increase", "employee_count": "employee_increase",
}  # fmt: skip
# What a sum is where only its body is named: "the internet economy will hit $36 billion".
SIZE_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "aggregate/vietnam-internet-economy": ("gmv", "market_size"),
    "aggregate/vietnam-e-commerce": ("gmv", "market_size"),
    "aggregate/vietnam-digital-economy": ("gmv", "market_size"),
    "aggregate/vietnam-data-centre-market": ("market_size",),
    "aggregate/vietnam-cloud-market": ("market_size",), "aggregate/vietnam-startups": ("funding_amount",),
}  # fmt: skip
# Words that name one metric as well as another: what a firm "spends" on a plant is invested, a share that it
# "holds" may be of a market or of a company.
ALIKE: Final[Mapping[str, tuple[str, ...]]] = {
    "ownership_share": ("market_share", "stake_acquired"), "share": ("market_share",),
    "stake_acquired": ("ownership_share",), "spending": ("investment_capital", "price", "sales_value"),
    "investment_capital": ("spending",), "price": ("deal_value", "spending"), "deal_value": ("price",),
    "transaction_value": ("gmv",), "sales_value": ("gmv", "export_value"), "gmv": ("market_size",),
    "market_size": ("investment_capital", "gmv", "spending"), "revenue": ("sales_value", "market_size"),
    "revenue_growth": ("sales_growth", "market_growth"), "sales_growth": ("gmv_growth",),
    "profit": ("net_loss",), "unit_sales": ("vehicle_count",), "export_value": ("overseas_revenue",),
    "enterprise_share": ("adoption_rate", "respondent_share", "sme_share"),
    "user_count": ("digital_consumer_count",),
    "user_share": ("adoption_rate", "smartphone_user_share", "internet_user_share"),
    "customer_share": ("user_share",),
    "population_coverage": ("area_coverage",), "engineer_count": ("employee_count",),
    "expert_count": ("employee_count",),
    "data_centre_capacity": ("design_capacity", "operational_capacity"),
    "design_capacity": ("data_centre_capacity",), "operational_capacity": ("data_centre_capacity",),
    "student_count": ("graduate_count",), "graduate_count": ("student_count",),
    "valuation": ("market_size",), "store_count": ("merchant_count", "shop_count", "customer_count"),
    "employee_increase": ("job_count",), "index_score": ("ai_readiness_score",),
    "merchant_count": ("customer_count", "shop_count", "partner_count"), "shop_count": ("merchant_count",),
    "enterprise_count": ("customer_count", "partner_count", "deal_count"), "country_count": ("market_count",),
    "market_count": ("country_count",), "deal_count": ("acquisition_count",),
    "revenue_share": ("sales_share", "share_of_overseas_revenue"),
    "sales_share": ("revenue_share", "market_share"),
    "share_of_gdp": ("core_share_of_gdp",), "overseas_revenue_share": ("share_of_overseas_revenue",),
    "share_of_overseas_revenue": ("overseas_revenue_share",), "net_revenue": ("revenue",),
    "employee_share": ("engineer_share",), "capital_share": ("fdi_share",),
    "funding_share": ("stake_acquired",),
}  # fmt: skip
ABROAD: Final = {
    "en": re.compile(r"overseas|abroad|foreign|international|global|export|outside|world", re.I),
    "vi": re.compile(r"nước ngoài|quốc tế|hải ngoại|toàn cầu|xuất khẩu|thị trường ngoài", re.I),
}
# Words that are the country, in a text that names it, and those that are it in any text.
THE_COUNTRY: Final = {
    "en": re.compile(
        r"(?:the|this|our)\s+(?:country|nation|economy)|nationwide|national|(?:the\s+)?government", re.I
    ),
    "vi": re.compile(r"(?:cả|toàn|trong|đất|nước)\s+(?:nước|quốc|ta)|quốc gia|nền kinh tế", re.I),
}
OF_THE_COUNTRY: Final = {
    "en": re.compile(r"\bVietnamese\b"),
    "vi": re.compile(r"\b(?:cả nước|nước ta|toàn quốc|trong nước|người Việt)\b", re.I),
}
# Words that stand for something named before; what they mean is told by another cue.
STANDS_FOR: Final = {
    "en": re.compile(
        r"(?:the|this|that|these|those|its|their|our|his|her|such|both)\b.*|it|they|he|she|we|there", re.I
    ),
    "vi": re.compile(
        r".*\b(?:này|đó|ấy|trên|nói trên|mình|họ)|chúng tôi|(?:toàn|cả|các|những)\s.*|(?:tổng |liên )?"
        r"(?:công ty|tập đoàn|doanh nghiệp|đơn vị|nhà mạng|hãng|ngành|ngân hàng|bộ|cơ quan|hiệp hội|startup|"
        r"nhà sản xuất)(?: mẹ)?",
        re.I,
    ),
}
# The sector of what is done with a technology, where it is not called the same.
_SECTOR_OF_TECHNOLOGY: Final = {
    "artificial-intelligence": "ai", "generative-ai": "ai", "cloud-computing": "cloud",
    "internet-of-things": "iot",
}  # fmt: skip
_SECTORS_TOO: Final = frozenset(("4g", "5g", "big-data", "blockchain", "robotics"))


def sector_of_technology(ref: str) -> str | None:
    """The sector that the name of a technology names; None for anything else."""
    kind, _, name = ref.partition("/")
    if kind != "technology":
        return None
    return name if name in _SECTORS_TOO else _SECTOR_OF_TECHNOLOGY.get(name)


# "One of the first six countries": the rank is six at most.
ONE_OF_FIRST: Final = {
    "en": re.compile(r"(?:one of|among)\s+(?:the\s+|only\s+)*(?:world['’]s\s+)?(?:first|top)?", re.I),
    "vi": re.compile(
        r"(?:là\s+)?(?:một\s+)?trong\s+(?:số\s+|những\s+|các\s+|top\s+)*|(?:thuộc|vào)\s+(?:top|nhóm)", re.I
    ),
}
# "Up 0.2 points": how far a score rose.
POINTS_MOVED: Final = re.compile(r"\s+(?:points?|điểm)\b", re.I)
# "Up two places": how far something moved in a ranking, which is a growth and no place.
PLACES_MOVED: Final = re.compile(
    r"\s+(?:places?|spots?|notch(?:es)?|positions?|ranks?|rungs?|bậc|hạng)\b", re.I
)
# "0.73 enterprises per 1,000 people": the unit is printed after what is counted.
PER_PEOPLE: Final = {
    "per_1000_persons": re.compile(
        r"(?:per|for every|for each|trên|/)\s*(?:mỗi\s+)?"
        r"(?:1[.,]?000|(?:one |a |một )?(?:thousand|nghìn|ngàn))\b",
        re.I,
    ),
    "per_100_persons": re.compile(
        r"(?:per|for every|for each|trên|/)\s*(?:mỗi\s+)?(?:100|(?:one |a |một )?(?:hundred|trăm))\s+"
        r"(?:people|persons|inhabitants|residents|người|dân)\b",
        re.I,
    ),
}
_OF_SO_MANY: Final = (
    r"(?:of every|for every|for each)\s+(?:{0})\s+(?:people|inhabitants|residents)\b[^.;]{{0,30}}\s$"
    r"|(?:cứ|trung bình|bình quân)\s+(?:mỗi\s+)?(?:{0})\s+(?:người|dân)\b"
    r"[^.;,\d]{{0,20}}\s(?:có|thì|là)\b[^.;]{{0,30}}\s$"
)
# "On average 100 people have 120 lines": what is told of so many people before its figure.
OF_PEOPLE: Final = {
    "per_1000_persons": re.compile(_OF_SO_MANY.format("1[.,]?000|nghìn|ngàn"), re.I),
    "per_100_persons": re.compile(_OF_SO_MANY.format("100|trăm"), re.I),
}
# Words of many names that say nothing of a metric.
PLAIN: Final = frozenset(
    ("amount", "annual", "count", "growth", "level", "number", "place", "rank", "rate", "share", "size",
     "total", "tong", "value", "world", "year")
)  # fmt: skip


STARTUPS: Final = "aggregate/vietnam-startups"
SHOPS: Final = "aggregate/vietnam-e-commerce"
_ALWAYS: Final = {
    "transaction_value": frozenset(("market_size", "transaction_count")),
    "global_share": frozenset(("share", "market_share")),
    "regional_share": frozenset(("share", "market_share")),
    "share_of_overseas_investment": frozenset(("capital_share",)),
    "domestic_value_share": frozenset(("domestic_value_amount", "revenue_share")),
    "rnd_share_of_gdp": frozenset(("share_of_gdp",)),
    "rnd_share_of_revenue": frozenset(("revenue_share",)),
    "transaction_growth": frozenset(("transaction_count", "transaction_value")),
    "annual_revenue_growth": frozenset(("annual_growth_rate", "revenue_growth")),
    "annual_gmv_growth": frozenset(("annual_growth_rate", "gmv_growth")),
}


def may_fall(families: Collection[str], *, fraction: bool) -> bool:
    """Whether a decline of a figure in units of `families` is negative: a part or a number of things.

    Sums of money are rather levels beside others ("lower than the $3 billion of 2023") than declines.
    """
    return fraction or not _FALLING.isdisjoint(families)


def has_dimension(metric: str, unit: str | None) -> bool:
    """Whether `unit`, if it is known, is of the dimension of `metric`: a speed is in no megawatts."""
    return unit is None or metric not in _PHYSICAL or unit in _PHYSICAL[metric]


def also_named(metric: str, subject: str | None) -> frozenset[str]:
    """The metrics whose words name `metric` too, by the rules above, for a `subject` (None: one unknown)."""
    kind = "company" if subject is None else subject.partition("/")[0]
    firm = kind in ("company", "state-owned-enterprise")
    place = kind in ("country", "market")
    rules = [PART_OF, INCREASE_OF]
    rules += [IN_FOREIGN] * (place or subject == FOREIGN_INVESTMENT)
    rules += [OF_FIRMS] * firm
    rules += [IN_STARTUPS] * (firm or subject == STARTUPS)
    rules += [IN_WORK] * (subject in WORKFORCES)
    rules += [IN_SHOPS, ON_PLATFORMS] * (subject == SHOPS)
    found = {word for rule in rules for word, named in rule.items() if named == metric}
    found |= {word for word, named in ALIKE.items() if metric in named}
    found |= {word for word, base in SORT_OF.items() if base == metric}
    return _ALWAYS.get(metric, frozenset()) | found


# Words of a sentence that speak of startups and of the money that is put into them.
VENTURES: Final = re.compile(
    r"start-?ups?|venture|funding|seed round|series [A-E]\b|khởi nghiệp|mạo hiểm|gọi vốn|vòng hạt giống",
    re.I,
)
# Words that speak of what foreigners put into the country.
FOREIGN_CAPITAL: Final = re.compile(
    r"\bFDI\b|foreign direct investment|foreign[- ]invest|đầu tư (?:trực tiếp )?nước ngoài|vốn đăng ký", re.I
)
# Words that speak of what customs count.
TRADE: Final = re.compile(r"\b(?:exports?|exported|exporting|imports|customs)\b|xuất khẩu|hải quan", re.I)
# Words that speak of what is sold on online platforms.
PLATFORMS: Final = re.compile(
    r"\b(?:e-?commerce|online|platforms?|shops?|shopping)\b|\bsàn\b|gian hàng|thương mại điện tử|trực tuyến",
    re.I,
)
# What a sentence says beside a figure that needs no word for what it measures: "grew 15% a year".
SAID_BESIDE: Final = {
    "annual_growth_rate": re.compile(
        r"\b(?:a year|per year|each year|every year|annual\w*|yearly|CAGR|compound|mỗi năm|hàng năm|hằng năm|"
        r"bình quân|trung bình|kép)\b",
        re.I,
    ),
    "average_monthly_salary": re.compile(
        r"\b(?:salar\w+|wages?|a month|monthly|lương|thu nhập|mỗi tháng|một tháng|/tháng)\b", re.I
    ),
    "funding_amount": VENTURES,
}
# And whose words name it there: "earn $2,000 a month".
WITH_SAID: Final = {
    "annual_growth_rate": frozenset(("growth_rate",)), "average_monthly_salary": frozenset(IN_WORK),
}  # fmt: skip
# How far before a figure the text is searched for what it speaks of.
ABOUT_REACH: Final = 600
# Words of what the text is about around a figure, whose words name other metrics there, and for which
# subjects (None: for all).
ABOUT: Final[tuple[tuple[re.Pattern[str], Mapping[str, str], frozenset[str] | None], ...]] = (
    (VENTURES, IN_STARTUPS, None), (FOREIGN_CAPITAL, {"share": "capital_share"}, None),
    (PLATFORMS, ON_PLATFORMS, None), (TRADE, IN_TRADE, TRADERS),
)  # fmt: skip
# Words for tables that rank by something else than by size on a market.
AN_INDEX: Final = re.compile(
    r"\b(?:index|indices|ranking of|score[ds]?|readiness|innovation|chỉ số|bảng xếp hạng|điểm số)\b", re.I
)
# What a metric is called where it is that of the parent company alone, and the words that say so.
OF_PARENT: Final = {
    "revenue": "parent_company_revenue", "net_revenue": "parent_company_revenue",
    "profit": "parent_company_profit", "profit_before_tax": "parent_company_profit",
    "profit_after_tax": "parent_company_profit",
}  # fmt: skip
_OF_PARENT: Final = re.compile(
    r"(?<!attributable to the )(?<!shareholders of the )(?<!shareholder of the )(?<!shareholders of )"
    r"\bparent company\b(?!['’]s shareholders)|(?<!cổ đông )(?<!cổ đông của )\bcông ty mẹ\b",
    re.I,
)
# Words that make a metric what it is, though they name no quantity.
NAMED_BY: Final = {
    "parent_company_revenue": _OF_PARENT,
    "parent_company_profit": _OF_PARENT,
    "respondent_share": re.compile(
        r"\b(?:survey(?:ed|s)?|respondents?|poll(?:ed|s)?|of those asked|asked|interviewed|members said|"
        r"được hỏi|khảo sát|trả lời)\b",
        re.I,
    ),
    "plan_completion": re.compile(r"\b(?:plan(?:s|ned)?|targets?|goals?|kế hoạch|chỉ tiêu|mục tiêu)\b", re.I),
    "adoption_rate": re.compile(
        r"\b(?:accounts?|bought|buys?|shopp?(?:ed|ing)?|use[sd]?|using|adopt\w*|appl(?:y|ied)|deploy\w*|possess|"
        r"sử dụng|dùng|áp dụng|ứng dụng|triển khai|tài khoản|mua)\b",
        re.I,
    ),
    "gdp_growth": re.compile(
        r"\b(?:economy|economic|gross (?:\w+ )?product|GRDP|GDP|nền kinh tế|kinh tế)\b(?! số)", re.I
    ),
    "share_of_gdp": re.compile(r"\b(?:gross (?:\w+ )?product|GRDP|GDP|economy|nền kinh tế)\b(?! số)", re.I),
    "sales_share": re.compile(r"\b(?:sales|deliveries|shipments|sold|GMV|doanh số|bán ra|đơn hàng)\b", re.I),
    "export_growth": re.compile(r"\b(?:export\w*|ship\w*|xuất khẩu|xuất sang)\b", re.I),
    "rnd_share_of_gdp": re.compile(r"research|R&D|nghiên cứu", re.I),
    "rnd_share_of_revenue": re.compile(r"research|R&D|nghiên cứu", re.I),
    "global_share": re.compile(r"\b(?:global|world|worldwide|thế giới|toàn cầu)\b", re.I),
    "regional_share": re.compile(r"\b(?:region|regional|southeast asian?|asean|khu vực|Đông Nam Á)\b", re.I),
    "gii_rank": re.compile(
        r"global innovation index|innovation index|\bGII\b|đổi mới sáng tạo toàn cầu", re.I
    ),
    "egdi_rank": re.compile(
        r"e-government|\bEGDI\b|chính phủ điện tử|digital government|United Nations['’] (?:\w+ )?index|"
        r"UN (?:\w+ )?(?:index|survey)",
        re.I,
    ),
    "gci_rank": re.compile(
        r"cybersecurity index|cyber security index|\bGCI\b|an toàn thông tin toàn cầu|an ninh mạng toàn cầu",
        re.I,
    ),
    "ai_readiness_rank": re.compile(
        r"AI readiness|readiness for (?:AI|artificial intelligence)|sẵn sàng (?:về )?AI|"
        r"sẵn sàng trí tuệ nhân tạo",
        re.I,
    ),
    "speed_rank": re.compile(r"speedtest|download speed|median speed|tốc độ (?:internet|tải)", re.I),
}
