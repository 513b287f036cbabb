"""What the words of a sentence say of time without naming any: its tense, words of now, a rate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NOW: Final = {
    "en": re.compile(r"\b(?:now|currently|today|at present|to date|so far|still|already|nowadays)\b", re.I),
    "vi": re.compile(r"\b(?:hiện|hiện nay|hiện có|hiện tại|đang|bây giờ|đến nay|tới nay)\b", re.I),
}
_JUST_NOW: Final = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:now|today|at present|currently|hiện nay|hiện tại)\b", re.I
)
_TENSES: Final = {
    "en": {
        "future": """
            will would could may might can expect expects expected forecast forecasts projected plan plans
            planned aim aims target targets targeted hope hopes should seek seeks seeking intend intends
            """,
        "past": """
            was were had did rose grew fell hit got made took went came brought sold won lost spent paid led
            saw began held left kept sank shrank drew met put built ran stood
            """,
        "present": """
            is are has have stand stands make makes earn earns account accounts spend spends hold holds
            remain remains keep keeps employ employs run runs operate operates own owns serve serves cover
            covers cost costs contribute contributes rank ranks lead leads use uses pay pays provide provides
            offer offers include includes represent represents
            """,
    },
    "vi": {
        "future": """
            sẽ dự_kiến dự_báo kỳ_vọng mục_tiêu phấn_đấu đặt kế_hoạch có_thể hướng_tới nhằm cần muốn
            """,
        "past": "đã từng vừa ghi_nhận thu_về huy_động mang_về rót",
        "present": "hiện đang gồm sở_hữu vận_hành phục_vụ",
        "reach": "đạt tăng giảm chiếm có là",
    },
}
_OF_WORD: Final = {
    language: {word.replace("_", " "): tense for tense, said in known.items() for word in said.split()}
    for language, known in _TENSES.items()
}
_WORD: Final = re.compile(r"[^\W\d_]+")
_AUXILIARIES: Final = frozenset(("has", "have"))
# How far before a figure, and behind it, its verb is looked for.
_BEFORE: Final = 90
_BEHIND: Final = 45
_RATE: Final = re.compile(
    r"\s+(?:[^\W\d]+\s+){0,3}?(?:a|per|each|every|mỗi|một|hàng|hằng)[\s/]?(?:year|month|năm|tháng)\b|/(?:năm|tháng)",
    re.I,
)

# "Revenue in the quarter": a part of a year without saying which.
_PART: Final = {
    "en": re.compile(
        r"\b(?:in|for|of|during|over|this|that|same) (?:the )?(?:(quarter)|(half)|(month))\b"
        r"(?! (?:of|to|ended|ending)\b)",
        re.I,
    ),
    "vi": re.compile(
        r"\b(?:trong|của|riêng|tính) (?:(quý)|(nửa năm)|(tháng))\b(?! (?:[\divx]+|trước)\b)", re.I
    ),
}
_PARTS: Final = ("quarter", "half", "month")


@dataclass(frozen=True, slots=True)
class Tense:
    """Reads the words of one text that say when, without a date."""

    text: str
    language: str

    def of(self, start: int, figure: tuple[int, int], end: int) -> str:
        """The tense of the verb of a figure in ``start:end``: the last before it, else the first behind."""
        last = self._verb(max(start, figure[0] - _BEFORE), figure[0], last=True)
        if last:
            return last
        behind = self._verb(figure[1], min(end, figure[1] + _BEHIND), last=False)
        return f"then {behind}" if behind else "none"

    def _verb(self, low: int, high: int, *, last: bool) -> str:
        """The tense of the first or last verb between two places, "" where there is none."""
        words = _WORD.findall(self.text[low:high].lower())
        known = _OF_WORD[self.language]
        places = range(len(words) - 1, -1, -1) if last else range(len(words))
        for at in places:
            word = words[at]
            tense = known.get(f"{words[at - 1]} {word}" if at else word) or known.get(word)
            if tense is None and self.language == "en" and len(word) > 4 and word.endswith("ed"):
                tense = "past"
            if tense is not None:
                before = words[at - 1] if at else ""
                return "perfect" if tense == "past" and before in _AUXILIARIES else tense
        return ""

    def now(self, start: int, figure: tuple[int, int], end: int) -> str:
        """Whether the sentence speaks of now: right behind the figure, anywhere, or not."""
        if _JUST_NOW.match(self.text, figure[1], end):
            return "just"
        return "here" if _NOW[self.language].search(self.text, start, end) else "no"

    def part(self, start: int, end: int) -> str:
        """The part of a year that a sentence speaks of without saying which; empty for none."""
        match = _PART[self.language].search(self.text, start, end)
        return "" if match is None else _PARTS[(match.lastindex or 1) - 1]

    def is_rate(self, figure: tuple[int, int], end: int) -> bool:
        """Whether the figure is one of every year or month."""
        return _RATE.match(self.text, figure[1], end) is not None
