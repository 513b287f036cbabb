"""Numbers that are no claims: of decisions, names, times, generations, list items and the like.

Each refusal has a code and a reason in words, so that `kg extract --explain` can list what was left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.amount import Figure, Form
from kg.extract.reading import View

REASONS = {
    "crowded": "stands in a table or a list of codes, not in prose",
    "code": "part of a name, a version or a generation",
    "date": "says when, not how much",
    "document-number": "the number of a law, decision or document",
    "label": "part of a label such as a top ten",
    "name": "part of a name",
    "ordinal": "a place in an order that is no ranking",
    "phone": "a telephone number",
    "pronoun": "stands for one of several, counts nothing",
    "unit": "part of a unit (per 1,000 people)",
    "rate": "an exchange rate used to convert",
    "uncounted": "counts things that no metric is about",
    "unread": "can be read in more than one way",
}
_DOCUMENT = {
    "en": re.compile(
        r"\b(?:decision|resolution|law|decree|circular|directive|article|clause|chapter|notice|"
        r"plan|document|project|appendix|no|number|version|level|tier|phase|terminal|route|highway|"
        r"section|page|session|vol|volume|ipv|wi-?fi|gate|flight|series|round|zone|district|ward|iso|lot|"
        r"model)\.?\s+(?:no\.?\s*)?$",
        re.I,
    ),
    "vi": re.compile(
        r"(?:^|\W)(?:nghị quyết|quyết định|luật|nghị định|thông tư|chỉ thị|văn bản|công văn|điều|khoản|"
        r"chương|kết luận|kỳ họp|kỳ họp thứ|khóa|lần thứ|số|phiên bản|giai đoạn|cấp|vòng|quốc lộ|đường|"
        r"thế hệ thứ|thế hệ|kế hoạch|đề án)\s+(?:số\s+)?$",
        re.I,
    ),
}
_LABEL = {
    "en": re.compile(r"\b(?:top|fortune|forbes|big|vn|vnr|hnx|asean|g)[\s-]*$", re.I),
    "vi": re.compile(r"\b(?:top|tốp|fortune|forbes|vn|vnr)[\s-]*$", re.I),
}
_PER = {
    "en": re.compile(r"\b(?:per|for every|out of every|in every)\s+(?:one\s+)?$", re.I),
    "vi": re.compile(r"(?:trên|cho|mỗi|trong)\s+(?:mỗi\s+|một\s+)?$", re.I),
}
_PER_THINGS = {
    "en": re.compile(r"\s*(?:people|persons|inhabitants|residents|households|users|population)\b", re.I),
    "vi": re.compile(r"\s*(?:dân|người dân|người|hộ)\b", re.I),
}
_ONE_OF = {
    "en": re.compile(r"\s+of\s+(?:the|its|their|our|these|those|them|which|whom|\w+['’]s)\b", re.I),
    "vi": re.compile(r"\s+(?:trong (?:số |những )|số )", re.I),
}
_RANKED = {
    "en": re.compile(
        r"\s*[- ]?(?:place|position|rank|spot|globally|worldwide|largest|biggest|highest|most|best|fastest|"
        r"in the world|in southeast asia|in asean|in asia|out of|among|of \d|overall|leading|in the region|"
        r"in the)\b",
        re.I,
    ),
    "vi": re.compile(
        r"\s*(?:thế giới|toàn cầu|khu vực|trên|Đông Nam Á|châu Á|ASEAN|trong|về|tại|cả nước|/)", re.I
    ),
}
_RANKING = {
    "en": re.compile(
        r"\b(?:rank(?:ed|s|ing)?|placed?|positioned|rose|moved|climbed|jumped|fell|dropped|slipped|stood|"
        r"stands|came|sits?|position|placing|finished|went|up|down|to|from)\b[^.;]{0,30}$",
        re.I,
    ),
    "vi": re.compile(r"(?:xếp|đứng|vị trí|hạng|lên|xuống|giữ|thứ hạng|từ)[^.;]{0,20}$", re.I),
}
# "Quốc khánh 2/9", "the remaining half of this year": fractions that say when.
_DAY = {
    "en": re.compile(r"(?!)"),
    "vi": re.compile(
        r"(?:quốc khánh|quốc tế lao động|giải phóng miền nam|lễ|sáng|chiều|tối|trưa|hôm|ngày)\s+$", re.I
    ),
}
_PART_OF_TIME = {
    "en": re.compile(
        r"\s+of\s+(?:(?:this|the|last|next)\s+(?:year|month|decade|century)|(?:19|20)\d\d)\b", re.I
    ),
    "vi": re.compile(r"\s+(?:đầu|cuối|còn lại của)?\s*(?:năm|thế kỷ|thập kỷ)\b", re.I),
}
# "The 5th forum": one of a series, no place in a ranking.
_OF_SERIES = re.compile(
    r"[\s-]+(?:\w+ ){0,2}?(?:century|anniversary|floor|session|meeting|congress|edition|forum|birthday|year|"
    r"month|day|generation|grade|time|round|plenum|conference|summit|week|festival|award|party|national|"
    r"central|annual|avenue|street)",
    re.I,
)
_COMPOUND = re.compile(
    r"-(?:month|year|quarter|week|day|hour|minute|storey|story|way|member|person|page|party|tier|star|seat|"
    r"old|time|digit|strong|step|point)s?\b",
    re.I,
)
_ADJECTIVE = re.compile(r"(?:a|multi|one|several)[ -](?:m|b|tr)illion-dollar\b", re.I)
_EQUALS = re.compile(r"\s*=\s*")
# "2 trends", "three pillars": words that a small number only introduces.
_SMALL = 12
_SURROUND = 45


@dataclass(frozen=True, slots=True)
class Sieve:
    """Decides for one language which numbers are none of a claim's."""

    text: str
    language: str

    def reason(self, view: View, figure: Figure) -> str | None:
        """The code of the reason why `figure` is no claim; None where it may be one."""
        start, end = figure.start, figure.end
        if figure.form in (Form.CODE,):
            return "code"
        if figure.form == Form.PHONE:
            return "phone"
        if figure.form == Form.TIME or any(t.start < end and start < t.end for t in view.times):
            return "date"
        if figure.form in (Form.DATE, Form.YEAR, Form.YEAR_RANGE):
            return "date"
        if any(n.start < end and start < n.end and n.start < start for n in view.names):
            return "name"
        if figure.amount is None:
            return "unread"
        before = self.text[max(view.start, start - _SURROUND) : start]
        after = self.text[end : min(view.end, end + _SURROUND)]
        if _ADJECTIVE.match(self.text, start, view.end):
            return "label"
        bare = figure.amount.unit is None
        if figure.form == Form.FRACTION and (
            _DAY[self.language].search(before) or _PART_OF_TIME[self.language].match(after)
        ):
            return "date"
        if _EQUALS.match(after) or _EQUALS.fullmatch(before[-3:].lstrip("0123456789")):
            return "rate"
        if bare and _COMPOUND.match(after):
            return "date"
        if bare and _DOCUMENT[self.language].search(before) and not figure.form == Form.RANGE:
            return "document-number"
        if bare and _LABEL[self.language].search(before):
            return "label"
        if (
            bare
            and _PER[self.language].search(before)
            and (_PER_THINGS[self.language].match(after) or figure.amount.value in (100, 1000, 10000, 100000))
        ):
            return "unit"
        if figure.form == Form.ORDINAL and figure.surface[0].isdigit() and self.language == "en":
            return "ordinal" if _OF_SERIES.match(after) else None
        if figure.form == Form.ORDINAL:
            ranked = _RANKED[self.language].match(after) or _RANKING[self.language].search(before)
            return None if ranked else "ordinal"
        if bare and figure.form == Form.WORD and _ONE_OF[self.language].match(after):
            if figure.amount.value <= 2 and self.language == "en":
                return "pronoun"
        if bare and figure.form == Form.WORD and figure.amount.value == 1:
            return "pronoun"
        return None
