"""The little words of each language that say how the parts of a sentence hang together."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Grammar:
    """Patterns of one language; each is linear and anchored where it is used.

    `barrier` ends a clause; `joint` only joins parts of one; `aside` are prepositions after which a name is
    no subject; `place` those after which a country is a market, with the places of a list between as group 1;
    `stop` are words that end a noun phrase; `possessive` follows an owner, `owned` stands before one;
    `anaphor` stands for a company that was spoken of, `body` for an industry, a country or an authority;
    `foreign` stands before an industry that is not the country's.
    """

    barrier: re.Pattern[str]
    joint: re.Pattern[str]
    aside: re.Pattern[str]
    place: re.Pattern[str]
    stop: frozenset[str]
    possessive: re.Pattern[str]
    owned: re.Pattern[str]
    anaphor: re.Pattern[str]
    body: re.Pattern[str]
    foreign: re.Pattern[str]


# "In May, FPT" is no list of places.
_NOT_TIMES_EN = (
    r"(?!(?:january|february|march|april|may|june|july|august|september|october|november|december|first|second|"
    r"third|fourth|last|past|same|next|quarter|half|year|month|end|addition|total|all|fact|short|contrast|"
    r"comparison|particular|response|recent|turn|return|parallel|general|other|late|early|spring|summer|"
    r"autumn|winter|terms|meantime|date|then|there|now)\b)"
)
_NOT_TIMES_VI = r"(?!(?:nay|đây|đó|cuối|hết|hiện|giữa|đầu|tháng|quý|năm|nửa|thời điểm|trước|sau)\b)"
_EN = Grammar(
    barrier=re.compile(
        r"[;:]|\s[—–]\s|—|,?\s(?:while|whereas|but|although|though|however|followed by|compared (?:with|to)|"
        r"as against|versus|of which|including|with)\s",
        re.I,
    ),
    joint=re.compile(r"[,()]|\s(?:and|or)\s", re.I),
    aside=re.compile(
        r"(?:^|\s|\()(?:in|to|from|at|on|across|into|for|with|by|among|between|against|than|like|including|"
        r"such as|namely|of|within|over|throughout|outside|as|via|under|between|behind|after|around|near|"
        r"toward|towards)\s+(?:the\s+|its\s+|a\s+|an\s+|other\s+)?$",
        re.I,
    ),
    place=re.compile(
        r"(?:^|\s|\()(?:in|to|from|at|across|into|within|throughout|of)\s+(?:the\s+)?"
        rf"({_NOT_TIMES_EN}[^\W\d][^\d,;:]{{1,40}}(?:,|\sand|\sor)\s+(?:the\s+)?)?$",
        re.I,
    ),
    stop=words(
        "of in to for by with at on and or from is are was were has have had that which who as than this "
        "while being be will would could may can into across through during since until against via per a an "
        "the out up down over under"
    ),
    possessive=re.compile(r"\s?['’](?:s\b)?"),
    owned=re.compile(r"\b(?:of|by|from|at|for)\s+(?:the\s+)?$", re.I),
    anaphor=re.compile(
        r"(?<!\bof )(?<!\bto )\b(?:[Tt]he|[Ii]ts)\s+parent(?:\s+(?:company|group))?\b(?!\s+(?:of|[A-Z]))|"
        r"\b(?:[Tt]he\s+(?:\w+[\s-]){0,2}?(?:company|group|firm|corporation|conglomerate|tech giant|carrier|"
        r"operator|telco|enterprise|business|manufacturer|automaker|start-?up|developer|bank|provider|giant|"
        r"corporate|unit|maker|brand|platform|retailer|chain|lender|studio|publisher|distributor|supplier|"
        r"exporter|marketplace|app|fund|exchange|subsidiary|arm|venture|broker|insurer|airline)"
        r"|[Ii]ts?|[Tt]hey|[Tt]heir|[Ww]e|[Oo]ur)\b(?![’']|\s+of\b)",
    ),
    body=re.compile(
        r"\b(?:the|this|that)\s+(?:industry|sector|market|economy|workforce|field|segment|country|nation|"
        r"ministry|agency|association|department|province|city|locality|region)\b(?!\s+(?:of|gas)\b)|"
        r"\bnationwide\b|"
        r"(?<!times the )(?<!of )\bnational(?= (?:average|total|rate|shipments|exports|figure)\b)",
        re.I,
    ),
    foreign=re.compile(
        r"\b(?:global|world|worldwide|world's|world’s|international|regional)\s+(?:\w+\s+)?$", re.I
    ),
)
_VI = Grammar(
    barrier=re.compile(
        r"[;:]|\s[—–-]\s|,?\s(?:trong khi|còn|nhưng|song|tuy nhiên|trong đó|bao gồm|so với)\s", re.I
    ),
    joint=re.compile(r"[,()]|\s(?:và|hoặc|hay)\s", re.I),
    aside=re.compile(
        r"(?:^|\s|\()(?:tại|ở|sang|từ|vào|với|cho|trên|giữa|như|gồm|gồm có|bao gồm|đến|tới|bởi|do|cùng|theo|"
        r"ngoài|trong)\s+"
        r"(?:thị trường\s+|nước\s+|các\s+)?$",
        re.I,
    ),
    place=re.compile(
        r"(?:^|\s|\()(?:tại|ở|sang|từ|vào|đến|tới|thị trường|nước|khắp)\s+(?:thị trường\s+|nước\s+)?"
        rf"({_NOT_TIMES_VI}[^\W\d][^\d,;:]{{1,40}}(?:,|\svà)\s+)?$",
        re.I,
    ),
    stop=words(
        "của trong tại ở và hoặc với cho từ đến là được có đã đang sẽ theo trên dưới bằng so để do vào ra "
        "chiếm đạt tăng giảm sử"
    ),
    possessive=re.compile(r"(?!)"),
    owned=re.compile(r"\b(?:của|từ)\s+(?:các\s+|những\s+)?$", re.I),
    anaphor=re.compile(
        r"(?<!cổ đông )(?<!cổ đông của )\b(?:công ty|tập đoàn) mẹ\b(?!\s+(?:của|là|(?-i:[A-ZĐ])))|"
        r"\b(?:công ty này|tập đoàn này|doanh nghiệp này|đơn vị này|nhà mạng này|hãng này|"
        r"startup này|chuỗi này|ứng dụng này|nền tảng này|sàn này|ví này|quỹ này|ngân hàng này|chúng tôi|"
        r"công ty|tập đoàn|tổng công ty|nhà mạng|hãng|nhà sản xuất này)\b"
        r"(?!\s+(?:cổ phần|công nghệ|viễn thông|trách nhiệm|mẹ|con|TNHH|đa quốc gia|nước ngoài))",
        re.I,
    ),
    body=re.compile(
        r"\b(?:ngành|lĩnh vực|thị trường|nền kinh tế|bộ|cơ quan|hiệp hội|tỉnh|thành phố|địa phương) này\b|"
        r"\b(?:toàn ngành|cả nước|toàn tỉnh|toàn thành phố)\b",
        re.I,
    ),
    foreign=re.compile(r"(?!)"),
)
GRAMMARS = {"en": _EN, "vi": _VI}
# What joins the members of a list, in either language.
LINK: Final = re.compile(r"\s*(?:,|and|or|và|hay|to|,\s*and)\s*", re.I)
# What stands behind the members of a list of figures, and says nothing of how they are joined.
BRACKETS: Final = re.compile(r"\s*\([^)]*\)|\s+(?:yoy|y/y|y-o-y|qoq|q/q|year[- ]on[- ]year|svck)(?!\w)", re.I)

_LINK_REACH: Final = 60


def linked(text: str, low: int, high: int) -> bool:
    """Whether no more than "and" or a comma stands between two members of a list, brackets left out."""
    between = BRACKETS.sub("", text[low:high]).replace(";", ",")
    return high - low < _LINK_REACH and LINK.fullmatch(between) is not None


class Distance:
    """How far two places of one sentence are apart: characters, and what lies between."""

    def __init__(self, text: str, start: int, end: int, grammar: Grammar) -> None:
        self._barriers = [m.start() for m in grammar.barrier.finditer(text, start, end)]
        self._joints = [m.start() for m in grammar.joint.finditer(text, start, end)]

    def barriers(self, low: int, high: int) -> int:
        """Ends of clauses between two places."""
        return _between(self._barriers, low, high)

    def joints(self, low: int, high: int) -> int:
        """Commas and conjunctions between two places."""
        return _between(self._joints, low, high)

    def cost(self, low: int, high: int) -> float:
        """The distance in the units of a score: a barrier weighs as much as a line of words."""
        return (high - low) / 60 + 0.7 * self.barriers(low, high) + 0.2 * self.joints(low, high)


def _between(places: list[int], low: int, high: int) -> int:
    return bisect_left(places, high) - bisect_left(places, low)
