"""Two numbers that make one range ("22-28%", "between 5 and 7"), or two levels ("rose from 22 to 28%")."""

from __future__ import annotations

import re
from typing import Final

from kg.amount import context
from kg.amount.part import Found, Part, part_at
from kg.amount.read import MAX_SURFACE, RANGE_SIGN, range_of
from kg.amount.value import Amount, Figure, Form

_YEAR_LOW, _YEAR_HIGH = 1900, 2100
_CHANGE: Final = re.compile(
    r"(?<!\w)(?:r[io]s(?:e|es|ing|en)|gr[eo]w(?:s|n|ing|th)?|increas\w{0,3}|climb\w{0,3}|jump\w{0,3}|surg\w{0,3}"
    r"|expand\w{0,3}|soar\w{0,3}|up|rais\w{0,3}|lift\w{0,3}|improv\w{0,3}|f[ae]ll(?:s|en|ing)?|drop\w{0,4}"
    r"|declin\w{0,3}|down|cut|reduc\w{0,3}|shr[aiu]nk\w{0,3}|slow\w{0,3}|move[ds]?|went"
    r"|tăng|giảm|nâng|hạ|vươn)(?!\w)"
)
_FROM: Final = {"en": re.compile(r"from(?: \w+)?$"), "vi": re.compile(r"từ(?: \w+)?$")}
_BETWEEN: Final = {"en": re.compile(r"between(?: \w+)?$"), "vi": re.compile(r"giữa(?: \w+)?$")}
_CLAUSE: Final = re.compile(r"[.;:!?\n]\s")
_LOOK_BACK, _NEAR, _LONGEST_SIGN = 60, 30, 12
_AND = frozenset({"and", "và"})
_OR = frozenset({"or", "hay", "hoặc"})
_NO_RANGE = frozenset({Form.ORDINAL, Form.FRACTION})


def range_at(text: str, low: str, first: Part, language: str, *, multiple: bool = False) -> list[Found]:
    """The range that begins with `first`, or the two levels; empty when it stands alone.

    `multiple` says that a word before ("gấp") makes multiples of both ends.
    """
    sign = RANGE_SIGN.match(low, first.end)
    if sign is None or sign.end() - sign.start() > _LONGEST_SIGN:
        return []
    word = sign[0].strip()
    glued = sign[0] == word
    try:
        last = part_at(low, sign.end(), language)
    except ValueError:
        return []
    if last is None or not _may_join(first, last, word, low):
        return []
    if glued and (code := _chain(text, low, first, last)):
        return [code]
    before = low[max(0, first.start - _LOOK_BACK) : first.start].rstrip()
    near = before[-_NEAR:]
    if (is_year(first) != is_year(last) and not glued) or (
        word in _AND and not _BETWEEN[language].search(near)
    ):
        return []
    if word == "to" and near.split(" ")[-1] == "by" and _by_and_to(first, last):
        return [_alone(text, first), _alone(text, last)]
    if word[0].isalpha() and _FROM[language].search(near) and _levels(before, first, last, language):
        return _two(text, first, last)
    if multiple:
        first, last = first._replace(unit="ratio"), last._replace(unit="ratio")
    try:
        amount = range_of(first, last, text[first.start : last.end])
    except ValueError:
        return [_downwards(text, first, last)] if glued else []
    form = Form.YEAR_RANGE if is_year(first) and is_year(last) else Form.RANGE
    lent = multiple and not low.startswith("lần", last.end - 3)
    doubtful = first.doubtful or last.doubtful
    return [Found(_figure(text, first, last, amount, form, lent=lent, doubtful=doubtful))]


def is_year(part: Part) -> bool:
    """Whether the part is a bare number that may be a year."""
    return (
        part.form is Form.DIGITS
        and part.unit is None
        and part.exponent == 0
        and part.end - part.start == 4
        and _YEAR_LOW <= part.value <= _YEAR_HIGH
    )


def _figure(
    text: str,
    first: Part,
    last: Part,
    amount: Amount | None,
    form: Form,
    *,
    lent: bool = False,
    doubtful: bool = False,
) -> Figure:
    surface = text[first.start : last.end]
    return Figure(first.start, last.end, surface, amount, form, lent, doubtful)


def _may_join(first: Part, last: Part, word: str, low: str) -> bool:
    """Whether two parts with this sign between can be one range at all."""
    if low[last.end : last.end + 1].isalnum() or last.end - first.start > MAX_SURFACE:
        return False
    if first.form in _NO_RANGE or last.form in _NO_RANGE:
        return False
    if not word[0].isalpha() and last.form not in (Form.DIGITS, Form.MULTIPLE):
        return False
    if first.unit and not first.prefixed and last.unit is None:
        return False
    # "Six or seven" is a range, "2 or 8" is not.
    follows = last.value == first.value + 1 and first.form is last.form and first.exponent == 0
    return word not in _OR or follows or _rounded(first, last)


def _by_and_to(first: Part, last: Part) -> bool:
    """Whether "by A to B" is a change and a level: "by $750 million to $3 billion", not "by 20% to 30%"."""
    if first.unit == last.unit == "percent":
        return not first.value < last.value <= 2 * first.value
    return None not in (first.unit, last.unit)


def _rounded(first: Part, last: Part) -> bool:
    """Whether two round numbers lie one step apart: "35 or 40 per cent", and not "20 or 60 per cent"."""
    shared = first.unit is None and last.unit is not None and first.exponent == 0 and last.exponent == 0
    return shared and not (first.value % 5 or last.value % 5) and 0 < last.value - first.value <= 10


def _chain(text: str, low: str, first: Part, last: Part) -> Found | None:
    """Three numbers with hyphens are a code."""
    if low[last.end : last.end + 1] != "-" or not low[last.end + 1 : last.end + 2].isdigit():
        return None
    tail = context.CODE_TAIL.match(low, first.start)
    end = max(last.end, tail.end() if tail else 0)
    return Found(Figure(first.start, end, text[first.start : end], None, Form.CODE))


def _levels(before: str, first: Part, last: Part, language: str) -> bool:
    """Whether "from A to B" names two levels: after a verb of change, or each with a unit of its own."""
    if is_year(first) and is_year(last):
        return False
    clause = _CLAUSE.split(before)[-1]
    if _CHANGE.search(clause):
        return True
    return language == "en" and first.unit is not None and last.unit is not None and "rang" not in clause


def _two(text: str, first: Part, last: Part) -> list[Found]:
    """Two levels; the first may leave its unit to the second."""
    found = []
    bare = first.unit is None and first.exponent == 0 and not is_year(first)
    if bare and (last.unit is not None or last.exponent) and first.value < 1000:
        lent = first._replace(unit=last.unit, exponent=last.exponent).amount()
        found.append(Found(_figure(text, first, first, lent, first.form, lent=True, doubtful=True)))
    else:
        found.append(_alone(text, first))
    return [*found, _alone(text, last)]


def _alone(text: str, part: Part) -> Found:
    form = Form.YEAR if is_year(part) else part.form
    return Found(_figure(text, part, part, part.amount(), form, doubtful=part.doubtful), part)


def _downwards(text: str, first: Part, last: Part) -> Found:
    """Two glued numbers that make no range: "2024-25" are years, "900-1.2" cannot be told."""
    short = text[last.start : last.end]
    years = is_year(first) and len(short) == 2 and short.isdigit() and int(short) > int(first.value) % 100
    return Found(_figure(text, first, last, None, Form.YEAR_RANGE if years else Form.UNREADABLE))
