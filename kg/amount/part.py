"""One printed part: currency, number, scale words, unit.  A figure is one part, or two that make a range.

`part_at` reads the part that begins at a position of a text, as far as it goes.  Texts are taken in lower
case (`lower`), which keeps every position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from kg.amount.number import DIGITS, WORDS, Number, plain, read_digits, read_words
from kg.amount.value import Amount, Figure, Form
from kg.amount.words import (
    BLANK,
    CURRENCIES,
    DENOMINATORS_EN,
    LARGE,
    MULTIPLES,
    MULTIPLIERS_VI,
    NOT_SCALE_VI,
    NOT_UNIT_VI,
    ORDINALS,
    SCALES,
    TENS_EN,
    UNITS,
)

_FRACTION_STEP = Decimal("0.01")
_SIX_PLACES = Decimal("0.000001")


class Part(NamedTuple):
    """A number as printed, the power of ten of its scale words, its unit, and how it is printed."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    exponent: int = 0
    unit: str | None = None
    form: Form = Form.DIGITS
    doubtful: bool = False
    prefixed: bool = False

    def amount(self) -> Amount:
        """The part as a figure of its own."""
        value, step = self.value, self.step
        if self.exponent:
            value, step = value.scaleb(self.exponent), step.scaleb(self.exponent)
        return Amount(value, step, self.unit)


class Found(NamedTuple):
    """A figure of a text, and the part that it was read from when it is one part."""

    figure: Figure
    part: Part | None = None


def lower(text: str) -> str:
    """`text` in lower case, letter for letter: positions stay."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first; a blank in them may be of any kind."""
    patterns = [re.escape(w).replace(r"\ ", BLANK) for w in sorted(words, key=len, reverse=True)]
    return "|".join(patterns)


_SIGNS = [u for u in UNITS if not u[-1].isalnum()]
# "4x", "30pc": only glued, for there are letters and computers.
_GLUED = ("x", "pc")
_NAMED = [u for u in UNITS if u[-1].isalnum() and u not in _GLUED]
PREFIX = any_of(CURRENCIES)
# A scale word ends, or a currency is glued to it: "1.48 billionUSD", "20 tỷđồng".
_SCALE_END = r"(?!(?!(?:usd|vnđ|vnd|eur|đồng)(?!\w))\w)"
_SCALE_WORD = {
    "en": rf"(?:{BLANK}{{0,2}}|-)(?:{any_of(w for w in SCALES['en'] if len(w) > 1)}){_SCALE_END}",
    "vi": rf"{BLANK}{{0,2}}(?:{any_of(SCALES['vi'])}){_SCALE_END}(?!{BLANK}(?:{any_of(NOT_SCALE_VI)})(?!\w))",
}
_SCALES = {language: rf"(?:{word}){{0,3}}" for language, word in _SCALE_WORD.items()}
# "5 m" may be metres: a lone letter is a scale only when glued, or after a currency.
_LETTER_EN = rf"(?:(?(prefix){BLANK}?|)[mb]|k)(?!\w)"
_UNIT = (
    rf"(?:(?:{BLANK}{{0,2}}|-)(?:{any_of(_NAMED)})(?!\w)|{BLANK}{{0,2}}(?:{any_of(_SIGNS)})"
    rf"|(?:{any_of(_GLUED)})(?!\w))"
)
# "9 giờ sáng", "5 tháng 3", "3 tháng đầu năm": when, and not how long.
_NO_LENGTH = (
    rf"(?:giờ|tháng|tuần|ngày){BLANK}(?:[0-9]|sáng|trưa|chiều|tối|đêm|đầu|cuối|qua|tới|nay|trước|sau)"
)
_UNIT_OF = {
    "en": rf"(?:{_UNIT})",
    # "m" is a scale in English and a metre in Vietnamese.
    "vi": (
        rf"(?:(?!{BLANK}*(?:{_NO_LENGTH}|đồng{BLANK}(?:{any_of(NOT_UNIT_VI)})|đô{BLANK}(?:thị|vật)|lần{BLANK}(?:lượt"
        rf"|thứ|đầu|này))(?!\w))(?:{_UNIT}|{BLANK}?m(?!\w)))"
    ),
}
_ORDINAL_END = r"(?P<th>st|nd|rd|th)(?!\w)"
_DIGIT_PART = {
    "en": re.compile(
        rf"(?P<prefix>(?:{PREFIX}){BLANK}{{0,2}})?(?P<number>{DIGITS})(?:\+(?={BLANK}?(?:{any_of(LARGE['en'])})))?"
        rf"(?:{_ORDINAL_END}|(?P<scales>{_LETTER_EN}|{_SCALES['en']})(?P<unit>{_UNIT_OF['en']})?)"
    ),
    "vi": re.compile(
        rf"(?P<prefix>(?:{PREFIX}){BLANK}{{0,2}})?(?P<number>{DIGITS})"
        rf"(?P<scales>{_SCALES['vi']})(?P<half>(?<![0-9]){BLANK}rưỡi(?!\w))?(?P<unit>{_UNIT_OF['vi']})?"
    ),
}
_WORD_PART = {
    "en": re.compile(rf"(?P<number>{WORDS['en']})(?P<scales>{_SCALES['en']})(?P<unit>{_UNIT_OF['en']})?"),
    "vi": re.compile(
        rf"(?P<number>{WORDS['vi']})(?P<scales>{_SCALES['vi']})"
        rf"(?P<half>(?<![0-9]){BLANK}rưỡi(?!\w))?(?P<unit>{_UNIT_OF['vi']})?"
    ),
}
# 3 tỷ 200 triệu, three thousand five hundred: a second number of a lower scale.
_MORE = {
    "en": re.compile(
        rf"{BLANK}(?P<number>{WORDS['en']})(?P<scales>{_SCALES['en']})(?P<unit>{_UNIT_OF['en']})?"
    ),
    "vi": re.compile(
        rf"{BLANK}(?P<number>[0-9]{{1,3}}(?![.,][0-9])|{WORDS['vi']})(?P<scales>{_SCALES['vi']})"
        rf"(?P<unit>{_UNIT_OF['vi']})?"
    ),
}
_FOREIGN = {
    "en": re.compile(rf"{BLANK}?(?:{any_of(LARGE['vi'])})(?!\w)"),
    "vi": re.compile(rf"{BLANK}?(?:{any_of(LARGE['en'])})(?!\w)"),
}
_ORDINAL = {
    "en": re.compile(
        rf"(?:(?:{'|'.join(TENS_EN)})[- ])?(?:{any_of(ORDINALS['en'])})(?!\w)"
        rf"|no\. ?(?P<no>[0-9]{{1,3}})(?![\w/]|[.,][0-9])|number (?P<one>one)(?!\w)"
    ),
    "vi": re.compile(
        rf"(?:(?:thứ|số){BLANK}(?P<no>[0-9]{{1,3}})(?![\w]|[.,][0-9])"
        rf"|(?:thứ|hạng|số){BLANK}(?P<word>nhất|nhì|{WORDS['vi']})(?!\w))"
    ),
}
_MULTIPLE = {
    "en": re.compile(rf"(?:{any_of(MULTIPLES['en'])})(?!\w)"),
    "vi": re.compile(rf"(?:(?P<by>{'|'.join(MULTIPLIERS_VI)}){BLANK})?(?P<word>đôi|rưỡi)(?!\w)"),
}
_DENOMINATOR = any_of(DENOMINATORS_EN)
_EVERY_VI = "[1-9][0-9]{0,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
_FRACTION = {
    "en": re.compile(
        rf"(?P<top>an?|one|two|three|four|five|seven|nine)[- ](?P<bottom>{_DENOMINATOR})(?!\w)"
        rf"|(?P<half>half)(?!\w)"
        r"|(?P<of>one(?: (?!in |out )[a-z]+)?|two|three|four|five|six|seven|eight|nine|[0-9]{1,2})"
        r"(?: out of| in) (?P<whole>every )?"
        r"(?P<all>two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|[0-9]{1,3})(?![\w%]|[.,][0-9])"
        r"|(?P<over>[1-9][0-9]?)/(?P<under>[1-9][0-9]?|100)(?![\w/]|[.,][0-9])"
    ),
    "vi": re.compile(
        rf"(?P<top>một|hai|ba|bốn|năm|sáu|bảy|tám|chín|[1-9]){BLANK}phần{BLANK}"
        rf"(?P<bottom>hai|ba|tư|bốn|năm|sáu|bảy|tám|chín"
        rf"|mười|[1-9]|10)(?!\w)"
        rf"|(?P<half>(?:một{BLANK})?nửa)(?!\w)"
        rf"|(?P<of>hai|ba|bốn|sáu|bảy|tám|chín){BLANK}(?:trên|trong){BLANK}(?:số{BLANK})?"
        r"(?P<all>ba|bốn|sáu|bảy|tám|chín|mười)(?!\w)"
        rf"|cứ{BLANK}(?:khoảng{BLANK})?(?P<every>{_EVERY_VI}){BLANK}(?:[^\W\d]+{BLANK}){{1,7}}thì{BLANK}"
        rf"(?:(?:mới{BLANK}|chỉ{BLANK})?có{BLANK})?(?:khoảng{BLANK})?(?P<some>{_EVERY_VI})(?![\w%]|[.,][0-9])"
        r"|(?P<over>[1-9][0-9]?)/(?P<under>[1-9][0-9]?|100)(?![\w/]|[.,][0-9])"
    ),
}
_SMALL_DENOMINATORS = frozenset((*range(2, 13), 15, 20, 100))


def part_at(low: str, at: int, language: str) -> Part | None:
    """The longest part that begins at `at`; None when no number does.

    Raises ValueError when digits stand there that are no number of the language.
    """
    match = _DIGIT_PART[language].match(low, at)
    form = Form.DIGITS
    if match is None:
        return _multiple(low, at, language) or _words(low, at, language)
    if foreign := _FOREIGN[language].match(low, match.end("number")):
        # A quotation in the other language: its scale words tell how its separators are meant.
        other = "vi" if language == "en" else "en"
        match = _DIGIT_PART[other].match(low, at)
        assert match is not None, f"{foreign[0]!r} follows digits"
        return _scaled(match, read_digits(match["number"], other), form, other, low)
    if fraction := fraction_at(low, at, language):
        return fraction
    number = read_digits(match["number"], language)
    if language == "en" and match["th"]:
        return Part(at, match.end(), number.value, number.step, 0, None, Form.ORDINAL)
    return _scaled(match, number, form, language, low)


def _words(low: str, at: int, language: str) -> Part | None:
    found = fraction_at(low, at, language) or ordinal_at(low, at, language)
    match = _WORD_PART[language].match(low, at)
    if match is None or (found and found.end >= match.end("number")):
        return found
    return _scaled(match, read_words(match["number"], language), Form.WORD, language, low)


def _scaled(match: re.Match[str], number: Number, form: Form, language: str, low: str) -> Part:
    start, end = match.start(), match.end()
    value, step, doubtful = number
    exponent = _exponent(match["scales"], language) if match["scales"] else 0
    unit_match = match
    half = language == "vi" and bool(match["half"])
    if exponent and half:
        value, step = value + Decimal("0.5"), Decimal("0.1")
    elif exponent and not match["unit"] and (more := _more(low, end, exponent, form, language)):
        unit_match, added, least = more
        if value == value.to_integral_value():
            value, step, end = value + added, least, unit_match.end()
        else:
            unit_match = match
    unit = None
    prefixed = False
    if "prefix" in match.re.groupindex and (prefix := match["prefix"]):
        unit, prefixed = CURRENCIES[" ".join(prefix.split())], True
        if not half:
            end = unit_match.end("scales")
    elif printed := unit_match["unit"]:
        unit, more_exponent = unit_of(printed)
        exponent += more_exponent
        if unit == "ratio" and value.scaleb(exponent) >= _MOST_TIMES:
            # "Downloaded 2.9 billion times" is no multiple.
            unit, end = None, unit_match.end("scales" if unit_match["scales"] else "number")
    if unit == "ratio":
        form = Form.MULTIPLE
    return Part(start, end, value, step, exponent, unit, form, doubtful, prefixed)


def _more(
    low: str, at: int, exponent: int, form: Form, language: str
) -> tuple[re.Match[str], Decimal, Decimal] | None:
    """The number of a lower scale that goes on at `at`: its match, and value and step in the higher scale."""
    if language == "en" and form is not Form.WORD:
        return None
    match = _MORE[language].match(low, at)
    if match is None or not (match["scales"] or "hundred" in match["number"] or "trăm" in match["number"]):
        return None
    printed = match["number"]
    number = plain(printed) if printed.isdigit() else read_words(printed, language)
    scale = _exponent(match["scales"], language)
    added = number.value.scaleb(scale - exponent)
    return (match, added, Decimal(1).scaleb(scale - exponent)) if added < 1 else None


# Nothing is so many times another; what is done so often is counted.
_MOST_TIMES = 10_000
_SPLIT = re.compile(r"[^\W\d_]+")
_BLANK_RUN = re.compile(BLANK)


def _exponent(scales: str, language: str) -> int:
    return sum(SCALES[language][word] for word in _SPLIT.findall(scales))


def unit_of(printed: str) -> tuple[str, int]:
    """The unit that `printed` names, and the power of ten that it adds."""
    word = _BLANK_RUN.sub(" ", printed).strip(" ")
    if word == "m":
        return "metres", 0
    return UNITS[word] if word in UNITS else UNITS[word.lstrip("-")]


def _multiple(low: str, at: int, language: str) -> Part | None:
    match = _MULTIPLE[language].match(low, at)
    if match is None:
        return None
    word = match["word"] if language == "vi" else match[0]
    value = Decimal(MULTIPLES[language][word])
    step = Decimal(1) if value == value.to_integral_value() else Decimal("0.1")
    return Part(at, match.end(), value, step, 0, "ratio", Form.MULTIPLE)


def ordinal_at(low: str, at: int, language: str) -> Part | None:
    """An ordinal in words, or a number after a word of ranking, at `at`."""
    match = _ORDINAL[language].match(low, at)
    if match is None:
        return None
    if match["no"]:
        value = Decimal(match["no"])
    elif language == "en" and match["one"]:
        value = Decimal(1)
    elif language == "vi":
        word = match["word"]
        known = ORDINALS["vi"].get(word)
        value = Decimal(known) if known else read_words(word, "vi").value
    else:
        *tens, one = _SPLIT.findall(match[0])
        value = Decimal(ORDINALS["en"][one] + sum(TENS_EN[t] for t in tens))
    return Part(at, match.end(), value, Decimal(1), 0, None, Form.ORDINAL)


def fraction_at(low: str, at: int, language: str) -> Part | None:
    """A fraction at `at`, in words or as 2/3: its value has six places, its step is a hundredth."""
    match = _FRACTION[language].match(low, at)
    if match is None:
        return None
    doubtful = False
    if match["half"]:
        top, bottom = 1, 2
    elif match["over"]:
        top, bottom = int(match["over"]), int(match["under"])
        if top >= bottom or bottom not in _SMALL_DENOMINATORS:
            return None
        doubtful = language == "vi"  # 2/3 is the second of March as well
    elif language == "vi" and match["every"]:
        # "Cứ 10 đơn thì có 7"
        top, bottom = _small(match["some"], language), _small(match["every"], language)
        if top >= bottom:
            return None
    elif match["of"]:
        first, _, thing = match["of"].partition(" ")
        top, bottom = _small(first, language), _small(match["all"], language)
        if top >= bottom or _TIME_NEXT.match(low, match.end()):
            return None
        if thing and (thing in _NO_THING or _SEVERAL_NEXT.match(low, match.end())):
            return None  # "one plant in two provinces"
        doubtful = first.isdigit() and " out" not in match[0]
    else:
        if language == "en" and not _is_fraction(match, low):
            return None
        top = 1 if match["top"] in ("a", "an") else _small(match["top"], language)
        bottom = DENOMINATORS_EN[match["bottom"]] if language == "en" else _small(match["bottom"], language)
        if top >= bottom:
            return None
    value = (Decimal(top) / bottom).quantize(_SIX_PLACES).normalize()
    return Part(at, match.end(), value, _FRACTION_STEP, 0, "ratio", Form.FRACTION, doubtful)


# "A third of" is a fraction, "a third plant" is not; "three quarters" are nine months unless "of" follows.
_AFTER_FRACTION = re.compile(
    rf"{BLANK}*(?:$|[^\w\s]|\n|(?:of|more|less|fewer|lower|higher|smaller|larger|above|below|from|compared|over"
    r"|in|by|to|this|last|year|on|and|while|are|were|since|cheaper|dearer|slower|faster|shorter|longer)(?!\w))"
)
# "Fell by a quarter", "a quarter lower", "it had a quarter."; "in a quarter" says when.
_OF = re.compile(
    rf"{BLANK}+(?:of|more|less|fewer|lower|higher|smaller|larger|cheaper|dearer|slower|faster|shorter|longer"
    r"|above|below)(?!\w)|$"
)
# "Sank by a third as": what is no thing, which "by a third party" names.
_NO_THING_NEXT = re.compile(
    rf"{BLANK}+(?:as|after|before|when|at|because|between|for|with|against|during|within|but|or|if|than)(?!\w)"
)
_BY = re.compile(r"(?<!\w)by (?:nearly |almost |about |around |some |over |more than )?$")
_HAD = re.compile(
    r"(?<!\w)(?:had|been|brings?|brought|takes?|took|holds?|held|owns?|owned|contributes?|contributed|"
    r"accounts? for|accounted for|makes? up|made up|share (?:of|is|was)) "
    r"(?:nearly |almost |about |around |some |over |more than |only |just )?$"
)
_BEFORE_QUARTER = 32
_ENDS = re.compile(r"[.,;)\n]|$")
_NO_THING = frozenset(
    ("billion", "million", "thousand", "hundred", "trillion", "of", "or", "and", "to", "per", "day")
)
_SEVERAL_NEXT = re.compile(
    rf"{BLANK}+(?:[a-z-]+{BLANK}+)?(?:countries|provinces|cities|places|markets|towns|districts|regions|locations|"
    r"areas|parks|zones|rounds|steps|stages|phases|parts|sectors|languages|buildings|halls|sites|states|wards)(?!\w)"
)
_TIME_NEXT = re.compile(rf"{BLANK}+(?:years?|months?|days?|weeks?|quarters?|hours?|minutes?)(?!\w)")


def _is_fraction(match: re.Match[str], low: str) -> bool:
    bottom = match["bottom"]
    if "-" in match[0]:
        return True
    if bottom.startswith("quarter"):
        if match["top"] != "a":
            return _OF.match(low, match.end()) is not None
        before = max(0, match.start() - _BEFORE_QUARTER), match.start()
        had = _ENDS.match(low, match.end()) and _HAD.search(low, *before)
        return bool(had or _BY.search(low, *before) or _OF.match(low, match.end()))
    if bottom.endswith(("s", "ves")) or _AFTER_FRACTION.match(low, match.end()) is not None:
        return True
    before = max(0, match.start() - _BEFORE_QUARTER), match.start()
    return _BY.search(low, *before) is not None and _NO_THING_NEXT.match(low, match.end()) is not None


def _small(word: str, language: str) -> int:
    return int(word) if word.isdigit() else int(read_words(word, language).value)
