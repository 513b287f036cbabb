"""Whether a figure is a change or a level, and which way the change goes, from the words around it.

"Fell by 9 %" and "a 9 % drop" are changes downwards; "rose to 29 %" is a level, and so is the 21 of "from 21
percent to 29", the level that the change starts from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.hedges.cues import BETWEEN, CUES, NO_CUE_AFTER, SIGNS
from kg.hedges.find import any_of, last_words

_REACH: Final = 110
_REACH_AFTER: Final = 60


class ChangeKind(StrEnum):
    """What a figure is in a statement of change."""

    LEVEL = "level"
    CHANGE = "change"
    BASE_LEVEL = "base_level"


@dataclass(frozen=True, slots=True)
class Change:
    """The kind of a figure, the sign of its change (0 for a level), and the words that say so.

    The place is empty (`start == end`) where no words say anything: a plain level.
    """

    kind: ChangeKind
    sign: int = 0
    start: int = 0
    end: int = 0


_UP = {
    "en": (
        "rose", "rise", "rises", "rising", "risen", "grew", "grow", "grows", "grown", "growing", "increase",
        "increased", "increases", "increasing", "climbed", "climb", "climbing", "jumped", "jump",
        "jumping", "surged",
        "surge", "surging", "soared", "soaring", "soar", "expanded", "expand", "expanding", "gained",
        "gain", "gaining",
        "improved", "improve", "improving", "rebounded", "recovered", "advanced", "up", "growth",
        "growth rate",
        "growth rates", "hike", "uptick", "expansion", "improvement", "cagr", "leap", "leapt", "leaped",
        "raised",
        "raise", "lifted", "boosted", "boost", "upturn", "accelerated", "swelled", "spiked", "edged up",
        "ticked up",
        "went up", "picked up", "gains", "climbs", "widened",
        "jumps", "surges", "soars", "expands", "improves", "lifts", "raises", "raising", "accelerates",
        "leaps",
    ),
    "vi": (
        "tăng", "tăng trưởng", "mức tăng", "mức tăng trưởng", "tốc độ tăng", "tốc độ tăng trưởng",
        "cao hơn", "nhiều hơn",
        "nhanh hơn", "nâng", "nới rộng", "bứt phá", "vọt", "đi lên", "tăng tốc", "cải thiện", "cagr",
        "tăng ròng", "nhích",
        "nhích nhẹ", "nhích lên", "thêm", "đắt hơn",
    ),
}  # fmt: skip
_DOWN = {
    "en": (
        "fell", "fall", "falls", "falling", "fallen", "dropped", "drop", "drops", "dropping", "declined",
        "decline",
        "declines", "declining", "decreased", "decrease", "decreases", "decreasing", "slid", "slide",
        "slipped", "slip",
        "shrank", "shrink", "shrunk", "shrinking", "contracted", "contraction", "contracting", "plunged",
        "plunge",
        "tumbled", "tumble", "dipped", "dip", "reduced", "reduce", "reduces", "reducing", "reduction",
        "cut", "cuts",
        "cutting", "lowered", "lower", "down", "downturn", "slump", "slumped", "sank", "plummeted",
        "negative growth", "narrowed",
        "tumbles", "plunges", "slides", "slips", "shrinks", "contracts", "dips",
        "edged down", "went down", "slashed", "trimmed", "saved", "save", "saving", "lost", "lose", "loses",
        "losing", "shed", "fewer",
    ),
    "vi": (
        "giảm", "sụt giảm", "suy giảm", "sụt", "hạ", "mức giảm", "thấp hơn", "ít hơn", "thu hẹp", "co hẹp",
        "cắt giảm",
        "đi lùi", "thấp đi", "tụt", "tăng trưởng âm", "lao dốc", "chậm hơn", "kém hơn", "tiết kiệm",
        "đi xuống", "bốc hơi", "mất", "hụt", "bớt", "bớt đi", "sụt mất", "rẻ hơn", "kém", "rơi", "vơi",
        "ít đi", "cắt",
    ),
}  # fmt: skip
_SIGN_OF = {
    language: dict.fromkeys(_UP[language], 1) | dict.fromkeys(_DOWN[language], -1)
    for language in ("en", "vi")
}
_WORD = {language: any_of(words) for language, words in _SIGN_OF.items()}
# Hedges, stress and articles between the words of change and the figure; taken off first.
_BETWEEN = {
    language: [
        *(cue for cues in CUES[language].values() for cue in cues if cue != "up to"),
        *(word for word in BETWEEN[language] if word != "thêm"),
        *more,
    ]
    for language, more in {
        "en": (
            "as high as", "as low as", "a", "an", "the", "its", "their", "well", "even", "a little",
            "slightly", "by as much as", "nearly", "respectively", "estimated", "projected", "expected",
            "record", "impressive", "staggering", "strong", "robust", "modest", "mere", "whopping",
        ),
        "vi": (
            "ước", "ước tính", "dự kiến", "lần lượt", "lần lượt là", "tương ứng", "đến", "tới", "những",
            "kỷ lục", "được",
        ),
    }.items()
}  # fmt: skip
_LOOSE = {language: re.compile(rf"(?<!\w)(?:{any_of(words)})\s+$") for language, words in _BETWEEN.items()}
_LOOSE_LAST = {language: last_words(words) for language, words in _BETWEEN.items()}
_MEMBER = (
    r"[0-9][0-9.,]*\s*(?:%|percent|per\s+cent|pct|phần\s+trăm|điểm\s+phần\s+trăm|điểm\s+%"
    r"|percentage\s+points?|times"
    r"|lần)?"
)
# Earlier members of the list that the figure belongs to.
_LIST = re.compile(rf"(?<![\w.,])(?:{_MEMBER}\s*(?:[,;]\s*(?:and|và|or)?|and|và|or|hoặc|[-–])\s*)+$")
_IN_TURN: Final = ("lần lượt", "tương ứng", "respectively")
_LIST_AFTER: Final = re.compile(rf"(?:\s*(?:,\s*(?:and|or)?|and|or)\s*{_MEMBER})+")
_EQUAL: Final = ("equivalent to", "equal to", "tương đương")
_LIST_LAST: Final = (",", ";", "and", "or", "và", "hoặc", "-", "–")
# The second of two changes, which leaves out the verb: "fell 31% in China and 75% in India".
_LIMB_OF = r"(?P<first>(?<![\w.,])[0-9][0-9.,]*\s*(?:%|percent|per\s+cent|pct|phần\s+trăm))"
_LIMB = {
    "en": re.compile(
        rf"{_LIMB_OF}(?:\s+(?:in|by|for|at|on)(?:\s+[\w’'-]+){{1,4}})?,?\s+(?:and|but)"
        r"(?:\s+(?:the|its|their)(?:\s+[\w-]+){1,2})?(?:\s+by)?\s*$"
    ),
    "vi": re.compile(
        rf"{_LIMB_OF}(?:\s+(?:ở|tại|về|trong)(?:\s+[^\s,.;:]+){{1,4}}(?:,|,?\s+và)"
        r"|(?:,|,?\s+và)\s+(?:giá\s+trị|số\s+lượng|sản\s+lượng))\s*$"
    ),
}
# How many limbs behind the one with the verb go its way: no sentence may cost a look at all of it for each.
_MOST_LIMBS: Final = 6
_LIMB_AFTER = {
    "en": re.compile(
        r"\s*(?:$|[,.;()])|\s+(?:in|by|for|at|on|over|respectively|year|compared|from|against)\b"
    ),
    "vi": re.compile(r"\s*(?:$|[,.;()])|\s+(?:ở|tại|về|trong|so|nếu)(?!\w)"),
}
_TO = {
    "en": re.compile(r"(?<!\w)(?:to|into|reaching|at)\s+(?:a|an|the)?\s*$"),
    "vi": re.compile(
        r"(?<!\w)(?:lên\s+(?:mức|tới|đến|thành)?|xuống\s*(?:còn|mức|dưới|tới)?|còn|chỉ\s+còn|thành|về"
        r"|về\s+mức)\s*$"
    ),
}
_BASE = {
    "en": re.compile(
        r"(?<!\w)(?:(?P<from>from)|compared\s+(?:with|to)|in\s+comparison\s+(?:with|to)|against|versus|vs\.?"
        r"|(?:short|shy)\s+of"
        r"|(?:higher|lower|greater|faster|slower|better)\s+than)\s*(?:just|only|the|a|an|its)?\s*$"
    ),
    "vi": re.compile(
        r"(?<!\w)(?:(?P<from>từ)|so\s+với|thay\s+vì|so\s+mức)\s*(?:mức|con\s+số|chỉ|mốc|khoảng)?\s*$"
    ),
}
# "Double the 13 trillion of last year".
_TIMES_THE = {
    "en": re.compile(r"(?<!\w)(?:double|twice|triple|treble|[\w.]+\s+times)\s+(?:the|that of|those of)\s+$"),
    "vi": re.compile(r"(?<!\w)gấp\s+(?:đôi|ba|[\d,]+\s+lần)\s+(?:so\s+với\s+)?(?:mức|con\s+số)\s+$"),
}
_TARGET_AFTER = {
    "en": re.compile(r"[^.;]{0,70}?\s(?:to|up\s+to)\s"),
    "vi": re.compile(r"[^.;]{0,70}?\s(?:lên|xuống|còn|tới|đến)\s"),
}
_MANNER = {
    "en": (
        r"(?:by|being|back|ahead|of|at|an\s+average(?:\s+of)?|on\s+average|year-on-year|year\s+on\s+year|yoy|y-o-y"
        r"|annually|per\s+year"
        r"|a\s+year|further|sharply|steadily|strongly|slightly|rapidly|modestly|around|rates?|averaging"
        r"|was|is|were|are"
        r"|reached|reaching|hit|stood|totalled|averaged|exceeded|some|in|and|remained|will|be|reach"
        r"|recorded|even|faster|more|again|:)"
    ),
    "vi": (
        r"(?:mạnh|nhẹ|nhanh|cao|thêm|bình\s+quân|trung\s+bình|hàng\s+năm|hằng\s+năm|mỗi\s+năm|kép|đều"
        r"|ròng|dương|đạt|là"
        r"|ở\s+mức|với\s+mức|mức|đáng\s+kể|tới|đến|liên\s+tục|trưởng|đột\s+biến|vượt\s+bậc|ổn\s+định|tiếp"
        r"|sâu|vào"
        r"|ước|tốc|với|gấp|lần\s+lượt|ấn\s+tượng|khá|thực)"
    ),
}
_NEAR = {
    language: re.compile(rf"(?<![\w-])(?P<word>{words})(?:,?\s+{_MANNER[language]}){{0,5}}\s*$")
    for language, words in _WORD.items()
}
# "Fell below 5 per cent": the level that something fell to.
_BEYOND: Final = re.compile(
    rf"(?<![\w-])(?P<word>{_WORD['en']})\s+(?:back\s+)?(?:below|under|above)\s+(?:the\s+)?$"
)
# A word of change farther off, with its object between: "cut costs by 30%", "tăng doanh thu 10%".
_FAR = {
    "en": re.compile(
        rf"(?<![\w-])(?P<word>{_WORD['en']})(?P<between>(?:\s+(?:\([^()]*\)|[^\s.;:,()]+)){{1,9}}?)"
        r"\s+(?:by|of|at|was|is|reached|hit|averaged|stood\s+at|to\s+be|will\s+be)\s*$"
    ),
    "vi": re.compile(rf"(?<![\w-])(?P<word>{_WORD['vi']})(?P<between>(?:\s+[^\s.;:,()]+){{1,9}}?)\s*$"),
}
_NOT_FAR = {
    "en": re.compile(
        r"(?<!\w)(?:to|account\w*|share|represent\w*|up|down|from|than|margin|contribut\w*)(?!\w)|%"
    ),
    "vi": re.compile(
        r"(?<!\w)(?:chiếm|đóng\s+góp|lên|xuống|còn|từ|so|tỷ\s+trọng|tỷ\s+lệ|thị\s+phần|biên|tương\s+đương"
        r"|bằng"
        r"|trong\s+đó|và|khi|nhờ|do|với)(?!\w)|%"
    ),
}
_RELATIVE = re.compile(
    r"(?:%|percent|per\s+cent|pct|[0-9]pc|trăm|points?|pp|ppts|lần|times|fold"
    r"|half|thirds?|quarters?|fifths?|tenths?|nửa|phần\s+\w+)$"
)
_NOUNS_AFTER = {
    "increase": 1, "increases": 1, "rise": 1, "growth": 1, "jump": 1, "surge": 1, "gain": 1, "hike": 1,
    "uptick": 1,
    "expansion": 1, "climb": 1, "improvement": 1, "leap": 1, "boost": 1, "cagr": 1, "upturn": 1, "rebound": 1,
    "drop": -1, "fall": -1, "decline": -1, "decrease": -1, "reduction": -1, "dip": -1, "slump": -1,
    "contraction": -1, "plunge": -1, "cut": -1, "slide": -1, "downturn": -1, "shrinkage": -1, "savings": -1,
}  # fmt: skip
_COMPARED_AFTER = {
    "higher": 1,
    "above": 1,
    "below": -1,
    "more": 1,
    "faster": 1,
    "larger": 1,
    "bigger": 1,
    "smaller": -1,
    "slower": -1,
    "wider": 1,
    "narrower": -1,
    "cheaper": -1,
    "short of": -1,
    "up": 1,
    "lower": -1,
    "less": -1,
    "fewer": -1,
    "down": -1,
}
_AFTER_EN = re.compile(
    r"[\s-]+(?:(?:year-on-year|year-over-year|yoy|y-o-y|annual|annualised|annualized|average|compound"
    r"|monthly|quarterly"
    r"|yearly|sharp|slight|further|revenue|export|sales|profit|market|gdp|user|on-year|strong|steep"
    r"|overall|real|price"
    rf"|industry|sector|wage|income)\s+){{0,3}}(?P<word>{any_of([*_NOUNS_AFTER, *_COMPARED_AFTER])})(?!\w)"
)
# "1.6 million fewer than in December": of things; of money it is a level beside another.
_MORE_THAN = re.compile(r"\s+(?P<word>(?:more|less)(?=\s+than\b)|fewer)(?!\w)")
_MONEY = re.compile(r"[$€£¥₫]|usd|vnd|dollar|dong|đồng")
# "Thấp hơn mức 5%": a level that another one is beside; "thấp hơn 5%" is a change.
_BESIDE_VI = re.compile(
    r"(?<!\w)(?:(?:thấp|cao|ít|nhiều|nhanh|chậm|kém)\s+hơn|kém)\s+(?:đáng\s+kể\s+|nhiều\s+|xa\s+|so\s+với\s+)?"
    r"(?:(?:mức|mốc|con\s+số|chỉ\s+tiêu|mục\s+tiêu|kế\s+hoạch|kỳ\s+vọng|dự\s+báo)\s+){1,2}$"
)
_NEGATIVE = re.compile(r"(?<!tăng trưởng )(?<!growth of )(?<!\w)(?P<word>âm|minus|negative)\s+$")
_DEFICIT = {
    "en": re.compile(
        r"(?<!\w)(?P<word>deficits?|trade\s+gap)(?:\s+[a-z]+){0,3}?\s+(?:of|at|to|was|reached)\s*$"
    ),
    "vi": re.compile(r"(?<!\w)(?P<word>nhập siêu|thâm hụt)(?:\s+[^\W\d]+){0,4}?\s*$"),
}
# "Five places higher".
_PLACES_EN = re.compile(
    r"\s+(?:places?|spots?|rungs?|notch(?:es)?|positions?)\s+(?P<word>higher|lower|up|down)\b"
)
# "Lên 15 bậc", "tụt ít nhất 9 hạng".
_PLACES_VI = re.compile(
    r"(?<!\w)(?P<word>(?P<up>lên|tăng|leo|nhảy|vượt|thêm|tiến|cải\s+thiện)|xuống|tụt|giảm|rớt|lùi|mất)\s*$"
)
_PLACES_AFTER_VI = re.compile(r"\s+(?:bậc|hạng)(?!\w)")
_AFTER_VI = re.compile(r"\s+(?P<word>tăng trưởng|cao hơn|thấp hơn)(?!\w)")
# A rate "year on year" is a change; the verb may stand before another figure.
_ON_YEAR = {
    "en": re.compile(r"\s*\(?(?P<word>year[- ]on[- ]year|year[- ]over[- ]year|on-year|yoy|y-o-y|y/y)(?!\w)"),
    "vi": re.compile(r"\s*\(?(?P<word>so\s+với\s+(?:cùng\s+kỳ|năm\s+(?:trước|ngoái)))(?!\w)"),
}
# "Took up 21 per cent", "raised $96 million": no changes.
_TAKEN_UP = re.compile(r"(?:took|takes?|taking|made|makes?|making|sets?|opened|ended|signed|freed)\s*$")
_NEEDS_RATE: Final = frozenset(
    ["raised", "raise", "raises", "raising", "saved", "save", "saving", "recovered", "advanced", "boosted",
     "boost", "tiết kiệm", "thêm", "vọt", "nâng", "lost", "lose", "loses", "losing", "shed", "mất", "hụt",
     "bớt", "kém", "rơi", "vơi", "cắt"]
)  # fmt: skip
# Things that are lost: "lost 400,000 subscribers", "mất hơn 60.000 việc làm"; time is only taken.
_LOST = {
    "en": re.compile(r"(?<!\w)(?P<word>lost|loses?|losing|sheds?)\s*$"),
    "vi": re.compile(r"(?<!\w)(?<!thiếu )(?P<word>mất|hụt|bớt|vơi)(?:\s+(?:đi|tới|đến))?\s*:?\s*$"),
}
_LOST_AFTER = {
    "en": re.compile(r"\s+(?:[a-z-]+\s+)?(?:subscribers|customers|users|jobs|shops|stores|accounts)\b"),
    "vi": re.compile(r"(?!\s+(?:năm|tháng|tuần|ngày|giờ|phút|lần)(?!\w))"),
}
# "Loses 9 per cent of its staff a year": how many leave, and not what became of their number.
_LOSING = re.compile(r"(?<!\w)(?:loses?|losing|lost)(?:\s+[a-z]+){0,2}\s*$")
_LEAVING = re.compile(r"\s+of\s[^.;,]{3,40}?\s(?:a|each|every|per)\s+(?:year|month)(?!\w)")
_NUMBER = re.compile(r"[0-9][0-9.,]*(?:\s+(?:million|thousand|triệu|nghìn|ngàn))?")
_VERBS_EN = re.compile(r"(?:doubl|tripl|quadrupl|quintupl)(?:ed|es|ing)$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SIGNS: Final = frozenset(SIGNS)
_GLUED = re.compile(r"(?:^|[\s(])([-−–+])$")


def change_at(text: str, start: int, end: int, clause_start: int, clause_end: int, language: str) -> Change:
    """What the figure `text[start:end]` is in its clause `text[clause_start:clause_end]`."""
    return _change_at(text, start, end, clause_start, clause_end, language, _MOST_LIMBS)


def _change_at(
    text: str, start: int, end: int, clause_start: int, clause_end: int, language: str, limbs: int
) -> Change:
    """`change_at`; of a list that leaves out its verb so many `limbs` before the figure are looked at."""
    low = max(clause_start, start - _REACH)
    before = _lower(text[low:start])
    surface = _lower(text[start:end])
    relative = _RELATIVE.search(surface) is not None
    if _YEAR.fullmatch(surface):
        return Change(ChangeKind.LEVEL)
    if found := _printed(before, surface, start, end, language, relative=relative):
        return found
    after = _lower(text[end : min(clause_end, end + _REACH_AFTER)])
    if relative and _LEAVING.match(after) and _LOSING.search(before):
        return Change(ChangeKind.LEVEL)
    if found := _after(after, end, language, relative=relative):
        return found
    if (more := _MORE_THAN.match(after)) and not relative and not _MONEY.search(surface):
        sign = 1 if more["word"] == "more" else -1
        return Change(ChangeKind.CHANGE, sign, end + more.start("word"), end + more.end("word"))
    bare = _bare(before, language)
    if found := _told(before, bare, low, language, relative=relative):
        return found
    before = bare
    if found := _places_vi(before, after, low, language) or _level(before, after, low, language):
        return found
    if (match := _NEAR[language].search(before)) and _says(match, before, relative=relative):
        return _change(match, before, low, language)
    if not relative:
        return _lost(before, surface, after, low, language) or Change(ChangeKind.LEVEL)
    if found := _far(before, after, low, end, language):
        return found
    if limbs and (limb := _LIMB[language].search(before)) and _LIMB_AFTER[language].match(after):
        place = low + limb.start("first"), low + limb.end("first")
        first = _change_at(text, *place, clause_start, clause_end, language, limbs - 1)
        if first.kind is ChangeKind.CHANGE and first.end <= place[0]:
            return first
    return Change(ChangeKind.LEVEL)


def _printed(
    before: str, surface: str, start: int, end: int, language: str, *, relative: bool
) -> Change | None:
    """The change that the figure itself prints: "-5%", "doubled"."""
    if relative and surface[0] in "-−–":
        return Change(ChangeKind.CHANGE, -1, start, end)
    if relative and (glued := _GLUED.search(before)):
        sign = 1 if glued[1] == "+" else -1
        return Change(ChangeKind.CHANGE, sign, start - len(before) + glued.start(1), start)
    if language == "en" and _VERBS_EN.search(surface):
        return Change(ChangeKind.CHANGE, 1, start, end)
    return None


def _lost(before: str, surface: str, after: str, low: int, language: str) -> Change | None:
    """The decline that a number of things is which were lost."""
    if not (_NUMBER.fullmatch(surface) and _LOST_AFTER[language].match(after)):
        return None
    match = _LOST[language].search(before)
    return match and Change(ChangeKind.CHANGE, -1, low + match.start("word"), low + match.end("word"))


def _far(before: str, after: str, low: int, end: int, language: str) -> Change | None:
    """The change that words farther off make of a rate, or "year-on-year" behind it."""
    if match := _FAR[language].search(before):
        word = " ".join(match["word"].split())
        between = match["between"]
        if not _NOT_FAR[language].search(between) and (language == "vi" or word in _SIGN_OF["en"]):
            return _change(match, before, low, language)
    if match := _ON_YEAR[language].match(after):
        words = [*re.finditer(rf"(?<![\w-])(?:{_WORD[language]})(?!\w)", before)]
        sign = _SIGN_OF[language][" ".join(words[-1][0].split())] if words else 1
        return Change(ChangeKind.CHANGE, sign, end + match.start("word"), end + match.end("word"))
    return None


def _places_vi(before: str, after: str, low: int, language: str) -> Change | None:
    """The change of "lên 15 bậc": "lên" may lead to a level, but not to places."""
    moved = _PLACES_VI.search(before) if language == "vi" and _PLACES_AFTER_VI.match(after) else None
    if moved is None:
        return None
    return Change(
        ChangeKind.CHANGE, 1 if moved["up"] else -1, low + moved.start("word"), low + moved.end("word")
    )


def _lower(text: str) -> str:
    """Lower case, letter for letter."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _bare(before: str, language: str) -> str:
    """The words before a figure without list members, hedges and stress right before it."""
    listed = True
    for _ in range(6):
        stripped = _LIST.sub("", before) if listed and before.rstrip().endswith(_LIST_LAST) else before
        end = stripped.rstrip()
        # "A decrease of 14%, equivalent to 15.7% of all": no list.
        listed = listed and not end.endswith(_EQUAL)
        if end.endswith(_LOOSE_LAST[language]) and (loose := _loose(stripped, language)):
            stripped = stripped[: loose.start()]
            if loose[0].startswith(_IN_TURN):
                # "Giảm, lần lượt 6,5% và 13%".
                stripped = re.sub(r",\s*$", " ", stripped)
        elif end[-1:] in _SIGNS:
            stripped = end[:-1]
        if stripped == before:
            break
        before = stripped
    return before


def _loose(before: str, language: str) -> re.Match[str] | None:
    """A hedge or the like at the end of `before`, unless "hơn" belongs to a comparison ("cao hơn 5%")."""
    loose = _LOOSE[language].search(before)
    if loose is None or loose[0].strip() != "hơn":
        return loose
    last = before[: loose.start()].rsplit(maxsplit=1)[-1:]
    return None if last and last[0] in NO_CUE_AFTER["vi"]["hơn"] else loose


def _after(after: str, end: int, language: str, *, relative: bool) -> Change | None:
    if language == "en" and (moved := _PLACES_EN.match(after)):
        sign = 1 if moved["word"] in ("higher", "up") else -1
        return Change(ChangeKind.CHANGE, sign, end + moved.start("word"), end + moved.end("word"))
    pattern = _AFTER_EN if language == "en" else _AFTER_VI
    match = pattern.match(after)
    if match is None and relative and language == "en" and (rest := _LIST_AFTER.match(after)):
        # "37 per cent and 50.8 per cent less".
        match = pattern.match(after, rest.end())
        match = match if match and match["word"] in _COMPARED_AFTER else None
    if match is None:
        return None
    word = match["word"]
    if language == "vi":
        sign = -1 if word.startswith("thấp") else 1
    elif word in _COMPARED_AFTER:
        if not relative:
            return None
        sign = _COMPARED_AFTER[word]
    else:
        sign = _NOUNS_AFTER[word]
    return Change(ChangeKind.CHANGE, sign, end + match.start("word"), end + match.end("word"))


def _told(before: str, bare: str, low: int, language: str, *, relative: bool) -> Change | None:
    """A level that words compare with, or make negative: "âm 52%", "a deficit of $19.1 billion"."""
    if language == "en" and (beyond := _BEYOND.search(before)):
        return Change(ChangeKind.LEVEL, 0, low + beyond.start(), low + beyond.end())
    if (" hơn " in before or "kém " in before) and (beside := _BESIDE_VI.search(before)):
        return Change(ChangeKind.BASE_LEVEL, 0, low + beside.start(), low + beside.end())
    if times := _TIMES_THE[language].search(before):
        return Change(ChangeKind.BASE_LEVEL, 0, low + times.start(), low + times.end())
    match = _NEGATIVE.search(before) if relative else _DEFICIT[language].search(bare)
    return match and Change(ChangeKind.LEVEL, -1, low + match.start("word"), low + match.end("word"))


def _level(before: str, after: str, low: int, language: str) -> Change | None:
    """A level at either end of a change: "from 21 percent", "to 29 percent", "compared with 21"."""
    if match := _BASE[language].search(before):
        changes = match["from"] is None or _near_change(before[: match.start()], language)
        if changes or _TARGET_AFTER[language].match(after):
            return Change(ChangeKind.BASE_LEVEL, 0, low + match.start(), low + match.end())
    if (match := _TO[language].search(before)) and not match[0].startswith("at"):
        return Change(ChangeKind.LEVEL, 0, low + match.start(), low + match.end())
    return None


def _near_change(before: str, language: str) -> bool:
    return re.search(rf"(?<![\w-])(?:{_WORD[language]})(?!\w)", before) is not None


def _says(match: re.Match[str], before: str, *, relative: bool) -> bool:
    """Whether the word of change right before the figure is one here."""
    word = " ".join(match["word"].split())
    if word == "up" and _TAKEN_UP.search(before[: match.start("word")]):
        return False
    return relative or word not in _NEEDS_RATE or match[0].rstrip().endswith(" by")


def _change(match: re.Match[str], before: str, low: int, language: str) -> Change:
    word = " ".join(match["word"].split())
    sign = _SIGN_OF[language][word]
    earlier = before[: match.start("word")].rstrip()
    if word.startswith("growth") and earlier.endswith("negative"):
        sign = -1
    return Change(ChangeKind.CHANGE, sign, low + match.start("word"), low + match.end("word"))
