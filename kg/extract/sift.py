"""Numbers that are no claims: of decisions, names, times, generations, list items and the like.

Each refusal has a code and a reason in words, so that `kg extract --explain` can list what was left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.amount import Amount, Figure, Form
from kg.extract.reading import View
from kg.extract.spans import overlaps
from kg.grounding.conventions import PLACES_MOVED
from kg.periods import Role

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
    "age": "an age that says who is meant",
    "sample": "how many were asked, no quantity of the world",
    "field": "how many are compared in a ranking",
    "uncounted": "counts things that no metric is about",
    "unread": "can be read in more than one way",
}
# Forms of numbers that never say how much.
_NEVER = {
    Form.CODE: "code",
    Form.PHONE: "phone",
    Form.TIME: "date",
    Form.DATE: "date",
    Form.YEAR: "date",
    Form.YEAR_RANGE: "date",
}
# Before the number of a document, a version, a place and the like.
_DOCUMENT = {
    "en": re.compile(
        r"\b(?:decision|resolution|law|decree|circular|directive|article|clause|chapter|notice|"
        r"plan|document|project|appendix|no|(?<!s )(?<!to )(?<!will )(?<!now )(?<!the )(?<!currently )"
        r"(?<!together )number|version|level|"
        r"tier|phase|terminal|route|highway|section|page|session|vol|volume|ipv|wi-?fi|gate|flight|series|round|"
        r"zone|district|ward|iso|lot|model|"
        r"(?-i:Form|Statistic|Licen[cs]e|Programme|Program)|"
        r"(?:plan|decree|law|resolution)(?: on [^.;,]{1,30})?,? numbered)\.?\s+(?:no\.?\s*)?$",
        re.I,
    ),
    "vi": re.compile(
        r"(?:^|\W)(?:nghị quyết|quyết định|luật|nghị định|thông tư|chỉ thị|văn bản|công văn|điều|khoản|"
        r"chương|kết luận|kỳ họp|kỳ họp thứ|khóa|lần thứ|(?<!con )(?<!tổng )(?<!một )(?<!trong )"
        r"(?<!dung )(?<!nghệ )(?<!tế )(?<!đổi )(?<!chỉ )(?<!dân )(?<!hệ )(?<!doanh )(?<!tỷ )(?<!tảng )số|"
        r"phiên bản|giai đoạn|(?<!cung )(?<!được )(?<!đã )cấp|vòng|quốc lộ|đường|"
        r"thế hệ thứ|thế hệ|tier|chuẩn|kế hoạch|đề án)\s+(?:số\s+)?$",
        re.I,
    ),
}
# "Level 1 and" 2, "phases 1 and" 2.
_ALSO_NUMBERED = {
    "en": re.compile(
        r"\b(?:level|tier|phase|article|clause|chapter|section|terminal|zone|district|decree)s?\s+"
        r"\d{1,3}(?:,\s\d{1,3})*,?\s(?:and|or|&)\s$",
        re.I,
    ),
    "vi": re.compile(
        r"(?:^|\W)(?:cấp(?: độ)?|giai đoạn|điều|khoản|chương|tier|vòng|hạng|quận|tầng)\s+"
        r"\d{1,3}(?:,\s\d{1,3})*\s(?:và|hoặc|hay|&)\s$",
        re.I,
    ),
}
_MOST_NUMBERED = 99
# Documents have smaller numbers than "subscribers number 123.76 million".
_NO_DOCUMENT = 1_000_000
# Before a number that belongs to a label: "top 500", "VN30", "G20".
_LABEL = {
    "en": re.compile(r"\b(?:(?<!to )top|fortune|forbes|big|vn|vnr|hnx|asean|g)[\s-]*$", re.I),
    "vi": re.compile(r"\b(?:top|tốp|fortune|forbes|vn|vnr)[\s-]*$", re.I),
}
# "30 Under 30", "hai con số".
_UNDER = re.compile(r"\d Under $")
_SO_CALLED = re.compile(r" Under \d|\s(?:con|chữ) số\b")
# Before the base of a rate: "per 1,000 people".
_PER = {
    "en": re.compile(r"(?:\b(?:per|for every|of every|in every)\s+(?:one\s+)?|/\s?)$", re.I),
    "vi": re.compile(r"(?:(?:trên|cho|mỗi|trong|cứ|bình quân|trung bình)\s+(?:mỗi\s+|một\s+)?|/\s?)$", re.I),
}
_PER_THINGS = {
    "en": re.compile(r"\s*(?:people|persons|inhabitants|residents|households|users|population)\b", re.I),
    "vi": re.compile(r"\s*(?:dân|người dân|người|hộ)\b", re.I),
}
_PER_NUMBERS = (100, 1000, 10000, 100000)
_ONE_OF = re.compile(r"\s+of\s+(?:the|its|their|our|these|those|them|which|whom|\w+['’]s)\b", re.I)
# "The three countries", "hai công ty này": what was named before.
_BACK = {
    "en": (re.compile(r"\b(?:the|these|those)\s+$", re.I), re.compile(r"\s+[a-z-]+s\b")),
    "vi": (
        re.compile(r""),
        re.compile(r"\s+(?:(?!trong |trên )[^\W\d]+ ){1,3}?(?:này|đó|kể trên|nói trên)\b", re.I),
    ),
}
_BACK_AT_MOST = 10
# "Nhóm 5 tỉnh": a group is no count, unless somebody is among its leaders.
_GROUP_OF = {
    "en": re.compile(r"\b(?:a|the) (?:group|trio) of\s+$", re.I),
    "vi": re.compile(r"(?<!thuộc )(?<!vào )\bnhóm\s+(?:các\s+)?$", re.I),
}
# "Mộc Labs, nhóm 14 người": who they are is how many work there.
_OF_STAFF = re.compile(r"\s+(?:người|kỹ sư|nhân viên|thành viên|lập trình viên)\b", re.I)
_LEADERS = re.compile(r"\s+(?:\w+ ){0,3}(?:dẫn đầu|hàng đầu|lớn nhất|leading|largest)\b", re.I)
# "A survey of 320 founders", "polled 6,000 players", "rests on 505 interviews".
_HEDGED = r"(?:(?:about|around|some|over|nearly|more than|khoảng|hơn|gần|trên)\s+)?$"
_ASKED = {
    "en": (
        re.compile(
            r"\b(?:(?:survey|poll|study|review|sample|interviews?|questionnaire)\s+(?:of|with|among)|polled|"
            rf"questioned|interviewed|surveyed|questions to)\s+{_HEDGED}",
            re.I,
        ),
        re.compile(r"\s+(?:(?:online|phone|personal)\s+)?(?:interviews|respondents|questionnaires)\b", re.I),
    ),
    "vi": (
        re.compile(
            rf"(?:khảo sát|phỏng vấn|thăm dò|(?<!đòi )(?<!học )hỏi)\s+(?:(?:với|của|ý kiến)\s+)*{_HEDGED}",
            re.I,
        ),
        re.compile(r"(?!)"),
    ),
}
# "71st of 193", "third out of 78 countries", "hạng 44 trên 132".
_COMPARED = {
    "en": re.compile(
        r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
        r"(?:number|position) \d+)(?P<place> (?:rank|place|position|spot))?,? (?:of|out of|among) "
        r"(?:the |all |some )?$",
        re.I,
    ),
    "vi": re.compile(r"(?:thứ|hạng|vị trí)\s+\d+\s+(?:trên|trong(?: số)?|/)\s*(?:tổng (?:số|cộng) )?$", re.I),
}
# "At a ratio of 10:3".
_TO_ONE = (re.compile(r"\d:$"), re.compile(r":\d"))
# "24 Tran Phu Street".
_ADDRESS = re.compile(r"\s+(?:[^\W\d_a-z]\w+ ){2,4}(?:Street|Road|Avenue|Boulevard)\b")
# Around an ordinal that is a place in a ranking.
_RANKED = {
    "en": re.compile(
        r"(?:(?:,|,? and|,? or) (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)){0,4}"
        r"\s*[- ]?(?:places?|positions?|rank|spots?|globally|worldwide|largest|biggest|highest|most|best|"
        r"fastest|in the world|in southeast asia|in asean|in asia|in (?-i:[A-Z]\w*)|only to|behind|after|"
        r"out of|among|of \d|overall|leading|in the region|in the|with)\b",
        re.I,
    ),
    "vi": re.compile(
        r"\s*(?:thế giới|toàn cầu|khu vực|trên|Đông Nam Á|châu Á|ASEAN|trong|về|tại|cả nước|/)", re.I
    ),
}
_RANKING = {
    "en": re.compile(
        r"\b(?:rank(?:ed|s|ing)?|placed?|positioned|rose|moved|climbed|jumped|fell|dropped|slipped|stood|"
        r"stands|came|comes|sits?|position|placing|finished|went|up|down|to|from|remains?|remained|ended|"
        r"(?-i:[A-Z][\w.]+) (?:is|was|were|are))\b[^.;]{0,30}$",
        re.I,
    ),
    "vi": re.compile(
        r"(?:xếp|đứng|vị trí|hạng|lên|xuống|giữ|thứ hạng|từ|tận|lớn|(?-i:[A-ZĐ]\w*))[^.;]{0,20}$", re.I
    ),
}
# "Plans to open a third plant", "the third consecutive year".
_ONE_MORE = re.compile(
    r"\s+(?:(?!(?:in|by|with|of|to|for|and|on|at)\b)[\w-]+\s+){0,2}?"
    r"(?:plants?|offices?|parks?|factory|factories|cent(?:re|er)s?|stores?|shops?|campus|"
    r"buildings?|branch(?:es)?|hubs?|lines?|cables?|phases?|stages?|decades?|consecutive|straight|successive)\b",
    re.I,
)
# "Our number one priority" ranks nothing.
_FIRST_OF = re.compile(
    r"\s+(?:priority|problem|concern|issue|goal|aim|reason|rule|enemy|fan|question|choice|thing|task|cause|worry)",
    re.I,
)
# "Quốc khánh 2/9", "the remaining half of this year": fractions that say when.
_DAY = {
    "en": re.compile(r"(?!)"),
    "vi": re.compile(
        r"(?:quốc khánh|quốc tế lao động|giải phóng miền nam|lễ|sáng|chiều|tối|trưa|hôm|ngày)\s+$", re.I
    ),
}
_PART_OF_TIME = {
    "en": re.compile(
        r"\s+(?:of\s+(?:(?:this|the|last|next)\s+(?:year|month|decade|century)|(?:19|20)\d\d)"
        r"|an?\s+(?:century|decade|year|month|day|hour))\b",
        re.I,
    ),
    "vi": re.compile(r"\s+(?:đầu|cuối|còn lại của)?\s*(?:năm|thế kỷ|thập kỷ)\b", re.I),
}
# "The 5th forum": one of a series, no place in a ranking.
_OF_SERIES = re.compile(
    r"(?!\s+(?:this|last|in|for|of)\b)[\s-]+(?:\w+ ){0,2}?"
    r"(?:century|anniversary|floor|session|meeting|congress|edition|forum|birthday|year|"
    r"month|day|decade|phase|stage|step|chapter|wave|generation|grade|time|round|plenum|conference|summit|"
    r"week|festival|award|party|national|"
    r"central|annual|avenue|street)",
    re.I,
)
# "The 12th Lotus Telecom Expo".
_EVENT = re.compile(
    r"\s+(?:[^\W\d_a-z][\w-]+ ){0,6}(?:Expo|Forum|Summit|Day|Festival|Conference|Congress|Week|Awards?|"
    r"Meeting|Session|Symposium)\b"
)
# "(1)" before what is listed.
_ITEM = re.compile(r"(?:^|[:;.,?!–—]|\b(?:and|or|và|hoặc|are|is|là|gồm)) ?\($")
_ITEM_END = re.compile(r"\) [^\W\d]")
_MOST_ITEMS = 20
_OF_ITS_KIND = re.compile(r"\s+of (?:its|their|the) kind\b", re.I)
# "44th place last year": a ranking, whatever follows.
_PLACE = re.compile(r"[\s-]+(?:place|position|rank|spot)\b", re.I)
# "28 nm process", "băng tần 3,5 GHz": what a technology is called.
_STANDARD = {
    "en": (
        re.compile(r"(?!)"),
        re.compile(r"[\s-]+(?:process|node|band|spectrum|technology|chips?)\b", re.I),
    ),
    "vi": (re.compile(r"(?:tiến trình|băng tần|công nghệ|chip)\s+$", re.I), re.compile(r"(?!)")),
}
_OF_STANDARDS = frozenset(("nanometres", "GHz", "MHz"))
# Frequencies are names of bands, unless so much of a spectrum is spoken of.
_BANDS = frozenset(("GHz", "MHz"))
_OF_SPECTRUM = re.compile(r"\s*(?:of|in|wide|băng thông|phổ|tần số)\b", re.I)
_WIDE = re.compile(r"\b(?:bands?|width|bandwidth|blocks?|spectrum) of (?:\w+ )?$", re.I)
_AMONG = re.compile(r"(?:trong|nằm trong|among)\s+$", re.I)
# "Younger than 35", "15 or older", "dưới 25 tuổi": bounds that tell of whom a figure is.
_AGED = {
    "en": (
        re.compile(r"\b(?:younger|older) than\s+$|\bag(?:ed?|es) (?:(?:between|from|over|under) )?$", re.I),
        re.compile(
            r"(?:\s*(?:-|–|to|and)\s*\d\d)?(?:\s+(?:or|and) (?:older|over|above|younger|under|up)\b|"
            r"\s+years? of age\b|-year-olds?\b)",
            re.I,
        ),
    ),
    "vi": (
        re.compile(r"\bđộ tuổi (?:từ )?$", re.I),
        re.compile(r"(?:\s*(?:-|–|đến|tới)\s*\d\d)?\s+tuổi\b", re.I),
    ),
}
_LIFE = 120
# "Ly A Sang, 34, who sells": the age of somebody, by figures like these.
_YEARS_OLD = range(12, 100)
# "For enquiries call 1800 555 016"; "they call 2,000 people a day" is none.
_LEAST_PHONE = 1000
_WORD_AFTER = re.compile(r"\s+[^\W\d_]")
_CALL = {
    "en": re.compile(r"\b(?:call|dial|hotline|phone|telephone|tel\.?|ring):?\s+[\d\s.]*$", re.I),
    "vi": re.compile(r"(?<!\w)(?:hotline|điện thoại|tổng đài|gọi số|gọi|ĐT):?\s+(?:số\s+)?[\d\s.]*$", re.I),
}
# "Its best performance in 11 years": how far back nothing was like it.
_SINCE_WHEN = {
    "en": re.compile(
        r"(?<=est)\b[^.;:]{0,40} (?:in|for) (?:more than |over |nearly |almost |about )?$", re.I
    ),
    "vi": re.compile(r"\bnhất (?:trong|kể từ) (?:vòng |hơn |gần )?$", re.I),
}
_SPAN = re.compile(r"[\w\s]*?\b(?:years?|months?|quarters?|decades?|năm|tháng|quý)\b", re.I)
# "A 5-month low": the number is part of an adjective.
_COMPOUND = re.compile(
    r"-(?:month|year|quarter|week|day|hour|minute|storey|story|way|member|person|page|party|tier|star|seat|"
    r"old|time|digit|wheeler|strong(?! (?:workforce|staff|labou?r force))|step|point)s?\b",
    re.I,
)
# "2 tháng sau": when something was.
_LATER = re.compile(r"\s+(?:ngày|tuần|tháng|năm)\s+(?:sau|trước|qua|nay|tới)\b", re.I)
# "Các tháng 3, 4 và 5": months by their numbers.
_MONTHS = re.compile(r"\btháng\s+\d{1,2}(?:\s*,\s*\d{1,2}){0,10}\s*(?:,|và)\s*$")
_LAST_MONTH = 12
# "A multi-billion-dollar industry".
_ADJECTIVE = re.compile(r"(?:a|multi|one|several)[ -](?:m|b|tr)illion-dollar\b", re.I)
# "$1 = 25,000 dong".
_EQUALS = re.compile(r"\s*=\s*")
# How much of the words around a number is looked at.
_SURROUND = 45


@dataclass(frozen=True, slots=True)
class Sieve:
    """Decides for one language which numbers are none of a claim's."""

    text: str
    language: str

    def reason(self, view: View, figure: Figure) -> str | None:
        """The code of the reason why `figure` is no claim (a key of `REASONS`); None where it may be one."""
        code = self._by_reading(view, figure)
        if code is not None:
            return code
        if figure.amount is None:
            return "unread"
        return self._by_words(view, figure, figure.amount) or self._by_name(view, figure, figure.amount)

    def _by_reading(self, view: View, figure: Figure) -> str | None:
        """The reason that follows from what was seen at its place: a code, a time, a name."""
        start, end = figure.start, figure.end
        if figure.form in _NEVER:
            return _NEVER[figure.form]
        # "A quarter" of the grammar of times is a rate; where the figure is a fraction, none is meant.
        fraction = figure.form is Form.FRACTION
        if overlaps((t for t in view.times if not (fraction and t.role is Role.PER)), start, end):
            return "date"
        if overlaps((name for name in view.names if name.start < start), start, end):
            return "name"
        return None

    def _by_name(self, view: View, figure: Figure, amount: Amount) -> str | None:
        """The reason that a name right before it gives: the age of a person whom nobody knows."""
        if amount.unit is not None or figure.form is not Form.DIGITS or amount.value not in _YEARS_OLD:
            return None
        if (
            self.text[figure.start - 2 : figure.start] != ", "
            or self.text[figure.end : figure.end + 1] != ","
        ):
            return None
        end = figure.start - 2
        aged = any(n.end == end and not n.refs and n.kind in ("", "person") for n in view.names)
        return "age" if aged else None

    def _by_words(self, view: View, figure: Figure, amount: Amount) -> str | None:
        """The reason that the words around it give."""
        before = self.text[max(view.start, figure.start - _SURROUND) : figure.start]
        after = self.text[figure.end : min(view.end, figure.end + _SURROUND)]
        if _ADJECTIVE.match(self.text, figure.start, view.end):
            return "label"
        if figure.form is Form.FRACTION and (
            _DAY[self.language].search(before) or _PART_OF_TIME[self.language].match(after)
        ):
            return "date"
        named = _STANDARD[self.language]
        if amount.unit in _OF_STANDARDS and (named[0].search(before) or named[1].match(after)):
            return "code"
        if amount.unit in _BANDS and not (_OF_SPECTRUM.match(after) or _WIDE.search(before)):
            return "code"
        if _SINCE_WHEN[self.language].search(before) and _SPAN.match(figure.surface + after):
            return "date"
        if _EQUALS.match(after) or _EQUALS.fullmatch(before[-3:].lstrip("0123456789")):
            return "rate"
        code = self._of_bare(figure.form, amount, before, after) if amount.unit is None else None
        if code is None and figure.form is Form.ORDINAL:
            return self._of_ordinal(figure.surface, before, after)
        return code

    def _of_bare(self, form: Form, amount: Amount, before: str, after: str) -> str | None:
        """The reason for a number without a unit: what it numbers, is a part of or stands for."""
        called = form is Form.DIGITS and amount.value >= _LEAST_PHONE and _CALL[self.language].search(before)
        if called and not _WORD_AFTER.match(after):
            return "phone"
        aged = _AGED[self.language]
        if amount.value < _LIFE and (aged[0].search(before) or aged[1].match(after)):
            return "age"
        if (
            _COMPOUND.match(after)
            or _LATER.match(after)
            or (amount.value <= _LAST_MONTH and _MONTHS.search(before))
        ):
            return "date"
        small = amount.value < _NO_DOCUMENT and form not in (Form.RANGE, Form.ORDINAL)
        also = amount.value <= _MOST_NUMBERED and _ALSO_NUMBERED[self.language].search(before)
        if small and (also or _DOCUMENT[self.language].search(before)):
            return "document-number"
        asked = _ASKED[self.language]
        if form is not Form.ORDINAL and (asked[0].search(before) or asked[1].match(after)):
            return "sample"
        if form is not Form.ORDINAL and self._is_field(before):
            return "field"
        if amount.value <= _MOST_ITEMS and _ITEM_END.match(after) and _ITEM.search(before):
            return "label"
        if _TO_ONE[0].search(before) or _TO_ONE[1].match(after) or _ADDRESS.match(after):
            return "label"
        if _LABEL[self.language].search(before) or _UNDER.search(before) or _SO_CALLED.match(after):
            return "label"
        group = _GROUP_OF[self.language].search(before)
        leads = group and _AMONG.search(before[: group.start()]) and _LEADERS.match(after)
        if group and not leads and not _OF_STAFF.match(after):
            return "label"
        few = amount.value <= _BACK_AT_MOST and _PER_THINGS[self.language].match(after)
        base = amount.value in _PER_NUMBERS or few
        if base and _PER[self.language].search(before):
            return "unit"
        if form is Form.WORD:
            one_of_them = self.language == "en" and amount.value <= 2 and _ONE_OF.match(after)
            back = _BACK[self.language]
            known = amount.value <= _BACK_AT_MOST and back[0].search(before) and back[1].match(after)
            one = amount.value == 1 and not PLACES_MOVED.match(after)
            return "pronoun" if one or one_of_them or known else None
        return None

    def _is_field(self, before: str) -> bool:
        """Whether the words before a number make it that of all who are ranked, not of a series."""
        found = _COMPARED[self.language].search(before)
        if found is None or self.language == "vi" or found["place"]:
            return found is not None
        return _RANKING["en"].search(before[: found.start()]) is not None

    def _of_ordinal(self, surface: str, before: str, after: str) -> str | None:
        """The reason for an ordinal that is no place in a ranking."""
        if self.language == "en" and surface[0].isdigit():
            series = _EVENT.match(after) or (_OF_SERIES.match(after) and not _PLACE.match(after))
            return "ordinal" if series or _OF_ITS_KIND.match(after) else None
        if self.language == "en" and surface.lower().startswith("number"):
            return "ordinal" if _FIRST_OF.match(after) else None
        if _RANKED[self.language].match(after):
            return None
        one_more = self.language == "en" and _ONE_MORE.match(after)
        return "ordinal" if one_more or not _RANKING[self.language].search(before) else None
