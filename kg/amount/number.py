"""Numbers as digits with separators, and as words.

English and Vietnamese swap the roles of comma and point.  Where a text prints a number that can only be
written the other language's way (2.5 or 12,345,678 in Vietnamese, 2,5 in English), it is read so; where both
ways are possible the language decides, and the reading is called doubtful.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from kg.amount.words import BLANK, NOT_SCALE_VI, ONES, SCALES, TENS_EN

MAX_DIGITS = 24
DIGITS = (
    rf"(?:[0-9]{{1,3}}(?:{BLANK}[0-9]{{3}}){{1,6}}(?:[.,][0-9]+)?(?![0-9]|[.,][0-9])"
    r"|[0-9]+(?:[.,][0-9]+)*)"
)
_BLANKS = re.compile(BLANK)
_GROUPED = {
    ",": re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"),
    ".": re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"),
}
_DOZEN = 12


class Number(NamedTuple):
    """A number without its scale words; `step` is one unit of the last significant digit."""

    value: Decimal
    step: Decimal
    doubtful: bool = False


def plain(whole: str, fraction: str = "", *, doubtful: bool = False) -> Number:
    """The number with these digits before and after the point."""
    if len(whole) + len(fraction) > MAX_DIGITS:
        raise ValueError(f"{whole[:12]}… has too many digits for a figure")
    if fraction:
        return Number(Decimal(f"{whole}.{fraction}"), Decimal(1).scaleb(-len(fraction)), doubtful)
    value = Decimal(whole)
    zeros = len(whole) - len(whole.rstrip("0")) if value else 0
    return Number(value, Decimal(1).scaleb(zeros), doubtful)


def read_digits(printed: str, language: str) -> Number:
    """The number that these digits and separators print; ValueError when they print none, or two."""
    if printed.isdigit():
        return plain(printed)
    group, point = (",", ".") if language == "en" else (".", ",")
    text, blanks = _BLANKS.subn("", printed)
    whole, found, fraction = text.partition(point)
    if blanks:
        if text.isdigit():
            return plain(text, doubtful=" " in printed)
        if found and whole.isdigit() and fraction.isdigit():
            return plain(whole, fraction, doubtful=" " in printed)
    elif found and fraction.isdigit() and (whole.isdigit() or _GROUPED[group].fullmatch(whole)):
        if language == "vi" and fraction == "000" and _GROUPED[","].fullmatch(text):
            # Nobody prints three zeros behind a decimal comma: "80,000 shop" is written the English way.
            return plain(whole + fraction)
        # "1,234" in Vietnamese is a decimal by the language, and a slip for 1.234 more often than elsewhere.
        three = language == "vi" and len(fraction) == 3 and whole.isdigit() and len(whole) <= 3
        return plain(whole.replace(group, ""), fraction, doubtful=three and whole != "0")
    elif not found and _GROUPED[group].fullmatch(text):
        return plain(text.replace(group, ""))
    elif number := _english(text) if language == "vi" else _vietnamese(text):
        return number
    raise ValueError(f"{printed!r} is not a number as written in language {language!r}")


def _english(text: str) -> Number | None:
    """A number that a Vietnamese text prints the English way and that can be read in no other."""
    whole, found, fraction = text.partition(".")
    if not found:
        # At least two groups: one alone would be a decimal.
        return plain(text.replace(",", "")) if _GROUPED[","].fullmatch(text) else None
    if not fraction.isdigit():
        return None
    if whole.isdigit():
        # Three digits after the point would be a group, which cannot follow more than three digits or a 0.
        return plain(whole, fraction, doubtful=True)
    return plain(whole.replace(",", ""), fraction) if _GROUPED[","].fullmatch(whole) else None


def _vietnamese(text: str) -> Number | None:
    """A number that an English text prints the Vietnamese way and that can be read in no other."""
    whole, _, fraction = text.partition(",")
    # Three digits behind the comma would be a group.
    if not fraction.isdigit() or len(fraction) > 2:
        return None
    if whole.isdigit():
        return plain(whole, fraction, doubtful=True)
    return plain(whole.replace(".", ""), fraction) if _GROUPED["."].fullmatch(whole) else None


_TENS = "|".join(TENS_EN)
_ONES = "|".join(sorted(ONES["en"], key=len, reverse=True))
_BIG_EN = "thousand|million|billion|trillion|quadrillion"
_UNDER_100 = (
    rf"(?:(?:{_TENS})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine)(?!\w))?|(?:{_ONES}))(?!\w)"
)
_HUNDREDS = (
    rf"(?:(?:an? |{_UNDER_100} )hundred(?!\w)(?: (?:and )?{_UNDER_100})?|{_UNDER_100})(?: and a (?:half"
    rf"|quarter)(?!\w))?"
)
_DIGIT_VI = "một|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín"
_UNDER_100_VI = (
    rf"(?:mười(?: (?:một|hai|ba|bốn|tư|lăm|sáu|bảy|bẩy|tám|chín)(?!\w))?"
    r"|(?:hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín) mươi(?: (?:mốt|một|hai|ba|bốn|tư|lăm|sáu|bảy|bẩy|tám"
    r"|chín)(?!\w))?"
    rf"|(?:{_DIGIT_VI}))(?!\w)"
)
_REST_VI = (
    rf"(?: (?:(?:linh|lẻ) (?:{_DIGIT_VI})|mười(?: (?:{_DIGIT_VI}|lăm))?"
    rf"|(?:{_DIGIT_VI}) mươi(?: (?:{_DIGIT_VI}|mốt|lăm))?))?"
)
# A run of number words below a thousand; scale words follow by the grammar of parts.
WORDS = {
    "en": (
        rf"(?:(?:(?:half )?an? |{_UNDER_100} )dozen(?!\w)|half an? (?=(?:{_BIG_EN})(?!\w))"
        rf"|an? (?=(?:{_BIG_EN})(?!\w))|{_HUNDREDS})"
    ),
    "vi": rf"(?:(?:{_DIGIT_VI}) trăm(?!\w){_REST_VI}(?!\w)|{_UNDER_100_VI}|không(?!\w)"
    rf"|nửa (?=(?:triệu|tỷ|tỉ|nghìn|ngàn)(?!\w)(?! (?:{'|'.join(NOT_SCALE_VI)})(?!\w))))",
}
_TOKEN = re.compile(r"[^\W\d_]+")


def read_words(printed: str, language: str) -> Number:
    """The number that a run of `WORDS` prints; ValueError when it is none."""
    words = _TOKEN.findall(printed)
    total, last = Decimal(0), Decimal(1)
    for word in words:
        if word in ONES[language]:
            total, last = total + ONES[language][word], Decimal(1)
        elif word in TENS_EN and language == "en":
            total += TENS_EN[word]
        elif word in ("hundred", "trăm"):
            total, last = (total or Decimal(1)) * 100, Decimal(100)
        elif word == "mươi":
            # "ba mươi" after a hundred multiplies only its own digit.
            tens = total % 10
            total += tens * 9
        elif word == "mười":
            total += 10
        elif word == "dozen":
            total = (total or Decimal(1)) * _DOZEN
        elif word in ("half", "nửa", "quarter"):
            if total and "dozen" not in words:  # two and a half
                part = Decimal("0.5") if word == "half" else Decimal("0.25")
                return Number(total + part, Decimal("0.01"))
            return _half(words)
        elif word not in ("and", "a", "an", "linh", "lẻ"):
            raise ValueError(f"{word!r} is no number word of language {language!r}")
    if not words:
        raise ValueError(f"{printed!r} holds no number")
    return Number(total or Decimal("zero" not in words and "không" not in words), last)


def _half(words: list[str]) -> Number:
    return Number(Decimal(6), Decimal(1)) if "dozen" in words else Number(Decimal("0.5"), Decimal("0.1"))


__all__ = ["DIGITS", "MAX_DIGITS", "SCALES", "WORDS", "Number", "plain", "read_digits", "read_words"]
