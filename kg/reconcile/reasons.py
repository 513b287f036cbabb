"""Why two may be one, or may not: each reason with its weight and its words in English and Vietnamese.

Of what the names show, the strongest counts (`BASE`).  What else is known moves that: a support takes away a
part of what is missing to 1, a contradiction a part of what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# What two names show, and the score that it gives by itself.
BASE: Final[dict[str, float]] = {
    "same_name": 1.0,
    "same_wikidata": 0.98,
    "same_letters": 0.97,
    "marks_missing": 0.96,
    "same_but_legal_form": 0.94,
    "same_words": 0.92,
    "same_ticker": 0.9,
    "translation": 0.88,
    "acronym": 0.82,
    "same_sense": 0.8,
    "shortened": 0.75,
    "parent_and_country": 0.75,
    "near_spelling": 0.72,
    "loose_acronym": 0.62,
    "contained": 0.55,
    "marks_differ": 0.55,
    "some_words": 0.25,
}
# The part of what is missing that a support adds, and the part that a contradiction leaves.
SUPPORT: Final[dict[str, float]] = {
    "same_kind": 0.05, "same_country": 0.1, "same_parent": 0.1, "same_number": 0.3, "ticker_agrees": 0.7,
}  # fmt: skip
CONTRADICTION: Final[dict[str, float]] = {
    "common_words_only": 0.6,
    "other_legal_form": 0.75,
    "other_kind": 0.5,
    "other_country": 0.55,
    "other_place": 0.5,
    "other_ticker": 0.25,
    "other_wikidata": 0.2,
    "other_number": 0.2,
    "opposing_word": 0.6,
    "mixed_scripts": 0.5,
    "siblings": 0.6,
    "other_name": 0.8,
    "linked": 0.3,
}
WEIGHTS: Final = {**BASE, **SUPPORT, **CONTRADICTION}

# {left} and {right} are the names; {what} is what the reason is about.
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "same_name": ("the same name: “{left}”", "cùng một tên: “{left}”"),
    "same_wikidata": ("the same Wikidata item: {what}", "cùng mục Wikidata: {what}"),
    "same_letters": (
        "“{left}” and “{right}” differ in capitals, blanks or signs only",
        "“{left}” và “{right}” chỉ khác chữ hoa, dấu cách hoặc ký hiệu",
    ),
    "marks_missing": (
        "“{left}” and “{right}” are the same but for missing marks",
        "“{left}” và “{right}” giống nhau, chỉ thiếu dấu",
    ),
    "same_but_legal_form": (
        "“{left}” and “{right}” are the same without the legal form",
        "“{left}” và “{right}” giống nhau khi bỏ loại hình doanh nghiệp",
    ),
    "same_words": (
        "“{left}” and “{right}” have the same words",
        "“{left}” và “{right}” gồm cùng các từ",
    ),
    "same_ticker": ("the same ticker: {what}", "cùng mã chứng khoán: {what}"),
    "translation": (
        "“{left}” and “{right}” are the same words in two languages",
        "“{left}” và “{right}” là cùng các từ trong hai ngôn ngữ",
    ),
    "same_sense": (
        "“{left}” and “{right}” have words of the same sense",
        "“{left}” và “{right}” gồm các từ cùng nghĩa",
    ),
    "acronym": (
        "“{left}” and “{right}”: one is the first letters of the other",
        "“{left}” và “{right}”: tên này là các chữ cái đầu của tên kia",
    ),
    "shortened": (
        "“{left}” and “{right}”: one shortens words of the other",
        "“{left}” và “{right}”: tên này rút gọn từ của tên kia",
    ),
    "parent_and_country": (
        "“{left}” and “{right}”: one is called by parent and country",
        "“{left}” và “{right}”: một bên gọi theo công ty mẹ và quốc gia",
    ),
    "near_spelling": (
        "“{left}” and “{right}” are spelt nearly the same, {what} apart",
        "“{left}” và “{right}” viết gần giống nhau, lệch {what} ký tự",
    ),
    "loose_acronym": (
        "“{left}” and “{right}”: one may be an acronym of the other",
        "“{left}” và “{right}”: tên này có thể là viết tắt của tên kia",
    ),
    "contained": (
        "“{left}” and “{right}”: one has all words of the other, and {what}",
        "“{left}” và “{right}”: tên này có mọi từ của tên kia, thêm {what}",
    ),
    "marks_differ": (
        "“{left}” and “{right}” differ in their marks",
        "“{left}” và “{right}” khác dấu",
    ),
    "some_words": ("“{left}” and “{right}” share {what}", "“{left}” và “{right}” cùng có {what}"),
    "alias": ("“{left}” is an alias of {what}", "“{left}” là tên khác của {what}"),
    "same_kind": ("both of the kind {what}", "cùng loại {what}"),
    "same_country": ("both of {what}", "cùng thuộc {what}"),
    "same_parent": ("both below {what}", "cùng trực thuộc {what}"),
    "same_number": ("the same number: {what}", "cùng số: {what}"),
    "ticker_agrees": ("the same ticker: {what}", "cùng mã chứng khoán: {what}"),
    "common_words_only": ("only words that many names have", "chỉ gồm từ mà nhiều tên có"),
    "other_legal_form": ("another legal form: {what}", "loại hình doanh nghiệp khác: {what}"),
    "other_kind": ("other kinds: {what}", "khác loại: {what}"),
    "other_country": ("other countries: {what}", "khác quốc gia: {what}"),
    "other_place": ("other places: {what}", "khác địa danh: {what}"),
    "other_ticker": ("other tickers: {what}", "khác mã chứng khoán: {what}"),
    "other_wikidata": ("other Wikidata items: {what}", "khác mục Wikidata: {what}"),
    "other_number": ("other numbers: {what}", "khác số: {what}"),
    "opposing_word": ("one of them is “{what}”", "một bên có “{what}”"),
    "mixed_scripts": (
        "“{what}” has letters that only look Latin",
        "“{what}” có chữ cái chỉ trông giống chữ Latinh",
    ),
    "other_name": ("each has a name that the other lacks", "mỗi bên có tên mà bên kia không có"),
    "siblings": ("each has a name of its own below {what}", "mỗi bên có tên riêng, cùng trực thuộc {what}"),
    "linked": ("the seeds say how they are related: {what}", "dữ liệu đã ghi quan hệ giữa hai bên: {what}"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code, the two names, and what it is about."""

    code: str
    left: str = ""
    right: str = ""
    what: str = ""

    @property
    def contradicts(self) -> bool:
        """Whether it speaks against the two being one."""
        return self.code in CONTRADICTION

    def words(self, language: str = "en") -> str:
        """The reason as a person reads it, in English or Vietnamese; "but" before what contradicts."""
        english, vietnamese = _WORDS[self.code]
        but = {"en": "but ", "vi": "nhưng "}[language] if self.contradicts else ""
        text = vietnamese if language == "vi" else english
        return but + text.format(left=self.left, right=self.right, what=self.what)
