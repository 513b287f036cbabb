"""The words by which articles credit a source, in English and Vietnamese.

Patterns by language; where a pattern has a group ``verb``, that is the cue.
"""

from __future__ import annotations

import re

# Cues before the agent; the agent's name follows within a few words.
BEFORE = {
    "en": re.compile(
        r"\b(?:according to|as per|citing|quoting|data (?:from|of|by|released by|published by|compiled by)|"
        r"(?:figures|statistics|numbers|estimates?|calculations|analysis|forecasts?|research|findings|"
        r"results) (?:from|of|by|released by|published by)|"
        r"(?:report|survey|study|ranking|index|white paper|review|tally|count|poll)s? (?:\S+ ){0,3}?"
        r"(?:from|by|of|released by|published by|conducted by|compiled by|"
        r"(?:that|which)(?= [^.;,]{3,60} (?:published|released|conducted|carried out|compiled|presented)\b))|"
        r"(?:reported|said|announced|released|published|estimated|cited|quoted|disclosed|compiled|forecast|"
        r"shared|commissioned) by|"
        r"(?:statement|filing|note|notice|press release) (?:from|by|of)|says?|said)\s+",
        re.I,
    ),
    "vi": re.compile(
        r"(?:(?<!tiếp )(?<!kéo )(?<!kèm )(?<!đi )(?<!tuân )"
        r"\btheo(?: (?:số liệu|báo cáo|thống kê|dữ liệu|ước tính|thông tin|công bố|khảo sát|nghiên cứu|"
        r"dự báo|đánh giá|tính toán|đại diện|lãnh đạo|nguồn tin|kết quả|ghi nhận|chia sẻ|lời|cập nhật))*"
        r"(?: (?:của|từ|(?-i:do)|về|mới nhất|sơ bộ|mới đây|vừa công bố|tài chính|e-Conomy SEA \d{4}))*|"
        r"(?:số liệu|(?<!tâm )dữ liệu|báo cáo|thống kê|khảo sát|nghiên cứu|đánh giá|nhận định|dự báo|"
        r"ước tính|tính toán|thông tin) (?:\S+ ){0,5}?(?:của|từ|(?-i:do))|"
        r"số liệu(?= (?-i:[A-ZĐ]))|"
        r"(?:chỉ số(?! PUE)|bảng xếp hạng) (?:\S+ ){0,8}?(?:của|(?-i:do))|"
        r"\b(?:dẫn|trích) (?:số liệu|lời|báo cáo|nguồn)(?: của| từ)?)\s+",
        re.I,
    ),
}
_FILL_EN = r"(?:also |has |have |had |recently |earlier |further |later |then |now |this week |last week )?"
# Cues after the agent: verbs of saying.
AFTER = {
    "en": re.compile(
        r"(?:\s+\([^)]{1,60}\))?(?:['’]s?(?=\s))?(?:\s*,[^,.;]{1,90},)?\s+"
        + r"(?:(?:[\w-]+ ){0,3}?(?:survey|report|index|ranking|study|data|figures|statistics|"
        r"review|analysis) (?:(?:released|published|issued|compiled|conducted|made public|announced)"
        r"(?: (?:on|in|at|by|last|this|late|early|earlier|recently) [^,.;]{2,30}?)? )?)?"
        + _FILL_EN
        + r"(?P<verb>said|says|noted|notes|reported|reports|"
        r"announced|announces|stated|states|added|adds|revealed|shared|estimates?|estimated|forecasts?|"
        r"predicts?|predicted|projects|projected|recorded|shows?|showed|highlighted|pointed out|told|tells|"
        r"affirmed|emphasi[sz]ed|disclosed|confirmed|calculates|calculated|explained|expects|expected|"
        r"counted|counts|puts?(?= [^.;]{3,60} (?:at|in|\d)\b)|placed|ranked|ranks|finds?|found|"
        r"suggests?|suggested|indicates?|indicated|claimed|claims|believes|wrote|writes?|say|acknowledged|"
        r"reckons?|argues?|warned|stressed|concluded|hopes|talks to|talked to|spoke to|speaks to)\b",
        re.I,
    ),
    "vi": re.compile(
        r"(?:\s+\([^)]{1,60}\))?(?:\s*[,–-][^,.;]{1,90}?(?P<closed>[,–-])?)?\s+"
        r"(?:cũng |đã |vừa |mới |còn |hiện )?"
        r"(?P<verb>cho biết|cho hay|nói|công bố|thông tin|báo cáo|nhận định|dự báo|ước tính|khẳng định|"
        r"chia sẻ|nhấn mạnh|ghi nhận|thống kê|tiết lộ|đánh giá|thông báo|cho rằng|xác nhận|phát biểu|"
        r"tính toán|nêu|dẫn chứng|lưu ý|chỉ ra|trao đổi|trả lời|viết(?! tắt)|"
        r"kể(?! (?:từ|cả|trên|đến)\b)|than(?! đá)|thừa nhận|giải thích|phân tích|"
        r"cảnh báo|chấm(?= Việt Nam)|xếp(?= Việt Nam))\b",
        re.I,
    ),
}
# What a company must do to be a source: what it "posts" or "records" is its own result.
FIRMS_ONLY_SAY = {
    "en": re.compile(
        r"said|says|noted|notes|reported|reports|announced|announces|stated|states|added|adds|revealed|shared|"
        r"estimates?|estimated|forecasts?|predicts?|predicted|projects|projected|told|tells|affirmed|disclosed|"
        r"confirmed|calculates|calculated|explained|puts|put|believes|reckons?|wrote|writes?|say|acknowledged|"
        r"emphasi[sz]ed|stressed|showed|shows?|talks to|talked to|spoke to|speaks to|counts|pointed out|"
        r"highlighted|concluded|claims|claimed|placed|ranked|ranks|finds?|found|suggests?|suggested|indicates?|indicated",
        re.I,
    ),
    "vi": re.compile(
        r"cho biết|cho hay|nói|công bố|thông tin|báo cáo|nhận định|dự báo|ước tính|khẳng định|chia sẻ|"
        r"nhấn mạnh|thống kê|tiết lộ|đánh giá|thông báo|cho rằng|xác nhận|tính toán|chỉ ra",
        re.I,
    ),
}
# What stands right behind the name of somebody who answers: "Ms Vy: ".
ANSWERS = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?:\s")
# The text's own source: "its financial statement shows".
SELF = {
    "en": re.compile(
        r"\b(?:its|the (?:company|group|firm)['’]s) (?:[\w-]+ ){0,3}?(?:statements?|reports?|filings?|"
        r"results) (?:shows?|showed|said|says)\b|\baccording to its (?:[\w-]+ ){0,3}?(?:statements?|reports?|"
        r"filings?|results)\b",
        re.I,
    ),
    "vi": re.compile(
        r"\btheo (?:báo cáo (?:tài chính|kết quả kinh doanh)|BCTC|kết quả kinh doanh|công bố của (?:công ty|"
        r"tập đoàn))",
        re.I,
    ),
}
# A source named before: a pronoun, or what it is.
THE_SOURCE = {
    "en": re.compile(
        r"\b(?:he|she|they|the (?:[\w-]+ )?(?:minister|director|chairman|chairwoman|CEO|official|executive|"
        r"report|ministry|agency|association|survey|study|authors?|researchers?|firm|company|group|bank|"
        r"department|authority|slides?|authors))\s+(?:also\s+|further\s+)?"
        r"(?:said|says?|added|adds|noted|notes|stressed|explained|told|estimates?|estimated|forecasts?|"
        r"expects?|shows?|showed|pointed out|stated|reported|reckons|puts?|concludes?|finds|found|argues|"
        r"predicts?)\b|, it (?:said|says)\b|"
        r"\b(?:the|this) (?:ministry|agency|association|bank|department|authority|office|company|group|firm|"
        r"exchange|fund)['’]s (?:[\w-]+ ){0,2}?(?:figures|report|data|numbers|statistics|table|survey|study|"
        r"filing|estimates) (?:shows?|showed|says?|said|suggests?|puts?)\b|"
        r"\baccording to (?:him|her|them|(?:the|this|that) (?:same )?(?:ministry|agency|report|study|survey|"
        r"association|authors?|firm|company|group|researchers|department|source|authority|bank))\b",
        re.I,
    ),
    "vi": re.compile(
        r"\b(?:ông|bà|vị này|báo cáo|bộ này|bộ|cơ quan này|công ty|công ty này|tập đoàn|doanh nghiệp|"
        r"hiệp hội|đơn vị này|nhóm nghiên cứu|nghiên cứu|khảo sát|vị lãnh đạo)\s+"
        r"(?:cũng |này |còn )?(?:cho biết|cho hay|nói|nhận định|khẳng định|nhấn mạnh|nêu|dự báo|ước tính|"
        r"chia sẻ|cho rằng|thông tin|chỉ ra|cho thấy|đánh giá)\b|"
        r"\btheo (?:(?:ước tính|số liệu|thống kê|dự báo|báo cáo|công bố) của )"
        r"(?:tập đoàn|công ty|doanh nghiệp|hãng|bộ|cục|ngân hàng|sở)(?=[,.]| (?:này|vừa|mới|công bố)\b)|"
        r"\btheo (?:(?:ước tính|số liệu|thống kê|dự báo|đánh giá|tính toán) của )?"
        r"(?:báo cáo này|đơn vị này|cơ quan này|bộ này|nhóm nghiên cứu|ông|bà|hiệp hội này|hãng này|"
        r"khảo sát này|báo cáo(?=,|\s(?:này|trên)\b)|nghiên cứu(?=,|\s(?:này|trên)\b))",
        re.I,
    ),
}
# What such a source is: an authority, a company, something published.
OFFICIAL = {
    "en": re.compile(r"ministry|agency|association|department|authority", re.I),
    "vi": re.compile(r"bộ này|cơ quan|hiệp hội|đơn vị", re.I),
}
COMPANY = {
    "en": re.compile(r"company|group|firm|bank", re.I),
    "vi": re.compile(r"công ty|tập đoàn|doanh nghiệp", re.I),
}
PUBLISHED = {
    "en": re.compile(r"report|study|survey|authors|researchers", re.I),
    "vi": re.compile(r"báo cáo|nghiên cứu|khảo sát", re.I),
}
# Around a name: words of somebody who speaks for the state.
OF_THE_STATE = re.compile(r"minister|bộ trưởng|thứ trưởng|cục trưởng|vụ trưởng|department", re.I)
# Behind a name: what makes it somebody's who speaks for an organisation.
WITH_OFFICE = re.compile(
    r"\s*,\s+(?:an?\s|the\s|its\s|chief|director|chair|head|deputy|vice|partner|ceo)", re.I
)
# Between names that are credited together.
JOINED = re.compile(
    r"\s*\)?\s*(?:,|&|and|và|cùng|-|–|, and|as well as|with|together with|phối hợp với|"
    r"phối hợp cùng|hợp tác với|"
    r"in partnership with|in collaboration with)\s*(?:the\s+)?(?-i:[a-zà-ỹđ][\w-]*\s+){0,3}",
    re.I,
)
# Between a person and the organisation he speaks for.
OF_OFFICE = {
    "en": re.compile(r",|\b(?:of|at|from|for)\b", re.I),
    "vi": re.compile(r"[,(–-]|\b(?:của|tại|giám đốc|chủ tịch|trưởng)\b", re.I),
}
# Titles, articles and what organisations are called: one word of what may stand between a cue and a name.
_TITLE = re.compile(
    r"(?:the|a|an|its|mr|mrs|ms|dr|prof|deputy|prime|minister|director|general|chairman|chairwoman|ceo|"
    r"vice|president|head|chief|executive|officer|latest|new|recent|annual|official|vietnam['’]s|"
    r"country['’]s|of|at|from|by|and|firm|group|company|consultancy|brokerage|research|tracker|analysts?|"
    r"market|market-research|ministry|department|ông|bà|phó|thứ|bộ|trưởng|giám|đốc|chủ|tịch|tổng|cục|đại|"
    r"diện|lãnh|đạo|của|hội|đồng|quản|trị|công|ty|nghiên|cứu|hãng|viện|ban|do|từ|tập|đoàn|sàn|nền|tảng|đơn|"
    r"vị|north|south|east|west|(?-i:[A-Z][a-z]+(?:ese|ian|ean|ish|can|man))(?=\s)|[\d]{4}|[.,“\"(])\s*",
    re.I,
)
# "Research house", "market tracker": what the source is, in small letters.
_PLAIN = re.compile(r"(?:[a-zà-ỹđ][\w-]*\s*){1,3}")


def only_titles(words: str) -> bool:
    """Whether nothing but titles and articles stands in `words`."""
    at = 0
    while at < len(words):
        match = _TITLE.match(words, at)
        if match is None or match.end() == at:
            rest = words[at:].strip()
            return not rest or _PLAIN.fullmatch(rest) is not None
        at = match.end()
    return True
