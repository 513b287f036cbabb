"""Whether a text is English or Vietnamese, by its letters and its little words."""

from __future__ import annotations

import re
import unicodedata

from kg.errors import BadInput

LANGUAGES = ("en", "vi")
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
# Letters with marks that Vietnamese has and its neighbours in type mostly lack; à, é, ô and the like are
# French too, so by themselves they say nothing.
_VIETNAMESE = re.compile(
    "[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]",
)
_LITTLE_VI = frozenset({
    "và", "của", "các", "là", "trong", "được", "cho", "với", "những", "một", "năm", "có", "không",
    "đến", "từ", "theo", "tại", "này", "đã", "sẽ", "về", "trên", "người", "khi", "cũng", "để", "ra",
    "nhiều", "hơn", "việt", "nam", "tỷ", "triệu", "đồng", "công", "ty", "doanh", "nghiệp",
})  # fmt: skip
_LITTLE_EN = frozenset({
    "the", "of", "and", "in", "to", "is", "for", "on", "that", "with", "was", "are", "by", "as", "at",
    "from", "it", "its", "has", "have", "an", "be", "this", "will", "which", "their", "more", "than",
    "were", "been", "about", "over", "said", "also", "after", "between", "million", "billion",
    "percent", "revenue", "company", "companies", "year", "years", "growth", "reached",
})  # fmt: skip
_MIN_HITS = 2


def find_language(text: str) -> str | None:
    """``en`` or ``vi`` where the text leaves no doubt, else None."""
    words = [word.lower() for word in _WORD.findall(unicodedata.normalize("NFC", text[:_SAMPLE]))]
    if not words:
        return None
    english = [word for word in words if word in _LITTLE_EN]
    vietnamese = [word for word in words if word in _LITTLE_VI]
    marked = sum(_VIETNAMESE.search(word) is not None for word in words) / len(words)
    is_english = len(set(english)) >= _MIN_HITS and len(english) / len(words) >= 0.1
    is_vietnamese = len(set(vietnamese)) >= _MIN_HITS and marked >= 0.2
    # Names and quotations of the other language are normal; a text half in each is undecided.
    if is_english and not (marked >= 0.15 and len(set(vietnamese)) >= _MIN_HITS):
        return "en"
    if is_vietnamese and len(english) / len(words) < 0.1:
        return "vi"
    return None


def language_of(text: str, place: str) -> str:
    """``en`` or ``vi``; raises BadInput where the text is neither, too short, or a mixture."""
    found = find_language(text)
    if found is None:
        what = "is neither clearly English nor clearly Vietnamese"
        raise BadInput(what, place=place, remedy="say which with --lang en or --lang vi")
    return found
