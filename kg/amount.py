"""Reading a figure as printed: ``$1.345 billion``, ``3.88 million billion VND``, ``22-28%``, ``45,5 tỷ USD``.

`read_amount` takes the surface of one figure and its language and gives the value in base units, the unit
that the surface itself names, and the weight of the last significant digit.  English and Vietnamese swap the
roles of comma and point; what could be read both ways is refused, never guessed.

Rounding rule (design §3): digits after the point are all significant; the trailing zeros of a whole number
are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

_WORDS_EN = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS_EN = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_MULTIPLES_EN = {
    "double": 2, "doubled": 2, "doubling": 2, "triple": 3, "tripled": 3, "tripling": 3, "quadruple": 4,
    "quadrupled": 4, "twice": 2, "thrice": 3,
}  # fmt: skip
_WORDS_VI = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "đôi": 2,
}  # fmt: skip
_SCALES = {
    "en": {
        "hundred": 2, "thousand": 3, "million": 6, "mln": 6, "m": 6, "billion": 9, "bln": 9, "bn": 9, "b": 9,
        "trillion": 12, "tn": 12, "quadrillion": 15,
    },
    "vi": {"trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9},
}  # fmt: skip
_UNITS = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollars": "USD", "đô la": "USD", "vnd": "VND", "vnđ": "VND",
    "đồng": "VND", "dong": "VND", "đ": "VND", "%": "percent", "percent": "percent", "per cent": "percent",
    "phần trăm": "percent", "percentage points": "percentage_point", "percentage point": "percentage_point",
    "điểm phần trăm": "percentage_point", "times": "ratio", "lần": "ratio", "fold": "ratio", "-fold": "ratio",
}  # fmt: skip
# "gấp 3 lần", "gấp đôi": the word before the number makes it a multiple.
_MULTIPLE_VI = "gấp "
_UNIT_PATTERN = "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True))
_PREFIX = re.compile(rf"({_UNIT_PATTERN})\s*(?=[\d])", re.IGNORECASE)
_SUFFIX = re.compile(rf"\s*({_UNIT_PATTERN})\s*$", re.IGNORECASE)
_DIGITS = {
    "en": re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"),
    "vi": re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?"),
}
_RANGE_SIGN = re.compile(r"\s*(?:[-–—]|\bto\b|\band\b|\bđến\b)\s*", re.IGNORECASE)
MAX_SURFACE = 80


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in base units.

    `value` is the number, or the low end of a range whose high end is `value_max`; `step` (and `step_max`)
    is one unit of the last significant digit; `unit` is what the surface names, None for a bare number.
    """

    value: Decimal
    step: Decimal
    unit: str | None = None
    value_max: Decimal | None = None
    step_max: Decimal | None = None


def _plain_number(text: str, language: str) -> tuple[Decimal, Decimal]:
    """Value and step of digits with separators, or of a number word."""
    words = {"en": _WORDS_EN | _ORDINALS_EN | _MULTIPLES_EN, "vi": _WORDS_VI}[language]
    if text in words:
        return Decimal(words[text]), Decimal(1)
    if _DIGITS[language].fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a number as written in language {language!r}")
    group, point = (",", ".") if language == "en" else (".", ",")
    whole, _, fraction = text.replace(group, "").partition(point)
    value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    if fraction:
        return value, Decimal(1).scaleb(-len(fraction))
    zeros = len(whole) - len(whole.rstrip("0")) if value else 0
    return value, Decimal(1).scaleb(zeros)


class _Printed(NamedTuple):
    """A number as printed, the power of ten of its scale words, and its unit."""

    value: Decimal
    step: Decimal
    exponent: int
    unit: str | None

    def amount(self) -> Amount:
        return Amount(self.value.scaleb(self.exponent), self.step.scaleb(self.exponent), self.unit)


def _printed(text: str, language: str) -> _Printed:
    unit = None
    if language == "vi" and text.lower().startswith(_MULTIPLE_VI):
        return _multiple(text[len(_MULTIPLE_VI) :], language)
    if match := _PREFIX.match(text):
        unit, text = _UNITS[match[1].lower()], text[match.end() :]
    if unit is None and (match := _SUFFIX.search(text)) and match.start() > 0:
        unit, text = _UNITS[match[1].lower()], text[: match.start()]
    words = text.strip().lower().split()
    if not words:
        raise ValueError(f"{text!r} holds no number")
    head, *scales = words
    if not scales and (match := re.fullmatch(r"([\d.,]+)([a-z]+)", head)):
        head, scales = match[1], [match[2]]
    exponent = 0
    for scale in scales:
        if scale not in _SCALES[language]:
            raise ValueError(f"{scale!r} is no scale word of language {language!r}")
        exponent += _SCALES[language][scale]
    if unit is None and head in _MULTIPLES_EN and language == "en":
        unit = "ratio"
    return _Printed(*_plain_number(head, language), exponent, unit)


def _multiple(text: str, language: str) -> _Printed:
    printed = _printed(text, language)
    if printed.unit not in (None, "ratio"):
        raise ValueError(f"{text!r} is not a multiple")
    return printed._replace(unit="ratio")


def read_amount(surface: str, language: str) -> Amount:
    """The amount that `surface` prints in `language` (``en`` or ``vi``).

    Raises ValueError where the surface is not one figure, or can be read in more than one way.
    """
    text = surface.strip()
    if language not in _SCALES:
        raise ValueError(f"no number grammar for language {language!r}")
    if not text or len(text) > MAX_SURFACE:
        raise ValueError(f"{surface!r} is not one figure")
    for sign in _RANGE_SIGN.finditer(text):
        before, after = text[: sign.start()], text[sign.end() :]
        try:
            low, high = _printed(before, language), _printed(after, language)
        except ValueError:
            continue
        return _range(low, high, text)
    return _printed(text, language).amount()


def _range(low: _Printed, high: _Printed, surface: str) -> Amount:
    """The range of two numbers; a scale or unit printed once, after the second, belongs to both."""
    if low.unit is not None and high.unit is not None and low.unit != high.unit:
        raise ValueError(f"the range {surface!r} has two units")
    if low.exponent == 0:
        low = low._replace(exponent=high.exponent)
    first, last = low.amount(), high.amount()
    if first.value > last.value:
        # "$500-1 billion" may mean 500 million: nobody can tell.
        raise ValueError(f"the range {surface!r} runs downwards, or its first number lacks a scale")
    return Amount(first.value, first.step, high.unit or low.unit, last.value, last.step)
