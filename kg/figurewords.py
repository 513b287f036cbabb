"""Figures, units and periods in the words of people, in English and in Vietnamese.

``about $152 billion`` / ``khoảng 152 tỷ USD``; ``3.95 quadrillion VND`` / ``3,95 triệu tỷ đồng``.  A figure
keeps all its digits and its hedge; only what was computed is shortened, outward.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kg.audited import VIETNAMESE, Words
from kg.lists import Hedge
from kg.literals import UNDATED, decimal_text

HEDGES: Final[dict[str, Words]] = {
    Hedge.EXACT: ("", ""), Hedge.RANGE: ("", ""),
    Hedge.ABOUT: ("about ", "khoảng "), Hedge.OVER: ("over ", "hơn "),
    Hedge.AT_LEAST: ("at least ", "ít nhất "), Hedge.NEARLY: ("nearly ", "gần "),
    Hedge.UNDER: ("under ", "dưới "), Hedge.AT_MOST: ("at most ", "tối đa "),
}  # fmt: skip
_SCALES = (
    (10**15, "quadrillion", "triệu tỷ"), (10**12, "trillion", "nghìn tỷ"), (10**9, "billion", "tỷ"),
    (10**6, "million", "triệu"),
)  # fmt: skip
# Units that stand otherwise than as a name after the number.
_SIGNS: Final[dict[str, tuple[Words, Words]]] = {
    "USD": (("$", ""), ("", " USD")),
    "VND": (("", ""), (" VND", " đồng")),
    "percent": (("", ""), ("%", "%")),
    "ratio": (("", ""), (" times", " lần")),
    "rank": (("number ", "hạng "), ("", "")),
    "year": (("", ""), ("", "")),
}
_CURRENCY = re.compile(r"[A-Z]{3}")


def scale(largest: Fraction | Decimal | int) -> tuple[int, str, str]:
    """The power of ten in which numbers up to `largest` are said, and its names; 1 below a million."""
    return next((found for found in _SCALES if largest >= found[0]), (1, "", ""))


def scaled(low: Decimal, high: Decimal) -> Words:
    """A number, or the span of two, with all its digits: ``62.849 trillion``, ``62,849 nghìn tỷ``."""
    factor, en, vi = scale(abs(high))
    ends = dict.fromkeys(f"{(end / factor).normalize():,f}" for end in (low, high))
    body = " to ".join(ends) if low < 0 else "–".join(ends)
    local = body.translate(VIETNAMESE).replace(" to ", " đến ")
    return f"{body}{en and ' ' + en}", f"{local}{vi and ' ' + vi}"


def short(value: Fraction, factor: int, *, up: bool) -> str:
    """A number divided by a scale, to four significant digits, rounded outward, without needless zeros."""
    top, bottom = value.numerator, value.denominator * factor
    if top == 0:
        return "0"
    # Digits before the point, or the zeros after it as a negative number.
    size = len(str(abs(top) // bottom)) if abs(top) >= bottom else 1 - len(str(bottom // abs(top)))
    places = 4 - size
    ten = 10 ** abs(places)
    top, bottom = (top * ten, bottom) if places >= 0 else (top, bottom * ten)
    text = decimal_text(Decimal(-(-top // bottom) if up else top // bottom).scaleb(-places))
    head, point, tail = text.partition(".")
    return f"{int(head):,}{point}{tail}" if len(head) > 3 else text


def number_words(value: Decimal) -> Words:
    """A bare number: ``27,600``, ``27.600``; millions and more with their scale."""
    return scaled(value, value)


def figure_words(
    hedge: str, value: Decimal, value_max: Decimal | None, unit: str, names: Words = ("", "")
) -> Words:
    """A figure with its hedge and unit; `unit` is the id, `names` what it is called.

    An unknown hedge is said as it is spelt; of a unit without names, the id is.
    """
    high = value if value_max is None else value_max
    if unit == "year":
        digits = "–".join(dict.fromkeys((decimal_text(value), decimal_text(high))))
        body = (digits, digits)
    else:
        body = scaled(value, high)
    before, after = _SIGNS.get(unit, (("", ""), _after(unit, names, one=high == 1)))
    said = HEDGES.get(hedge, (f"{hedge} ", f"{hedge} "))
    return said[0] + before[0] + body[0] + after[0], said[1] + before[1] + body[1] + after[1]


def _after(unit: str, names: Words, *, one: bool) -> Words:
    """What follows the number: the name of the unit, of a currency its code."""
    if not unit:
        return "", ""
    if _CURRENCY.fullmatch(unit):
        return f" {unit}", f" {unit}"
    en, vi = (name or unit.replace("_", " ") for name in names)
    return f" {_singular(en) if one else en}", f" {vi}"


def _singular(plural: str) -> str:
    """``countries`` -> ``country``: the names of units are plain plurals."""
    head, space, tail = plural.partition(" ")
    if head.endswith("ies"):
        head = head[:-3] + "y"
    elif head.endswith("s") and not head.endswith("ss"):
        head = head[:-1]
    return head + space + tail


def period_words(label: str) -> Words:
    """A period as it is said: ``as of 2024-11`` / ``tính đến 2024-11``."""
    if label == UNDATED.label:
        return "no date given", "không nêu thời điểm"
    if label.startswith("as of "):
        return label, f"tính đến {label.removeprefix('as of ')}"
    return label.replace("/", " to "), label.replace("/", " đến ")
