"""Reading a figure as printed: ``$1.345 billion``, ``3.88 million billion VND``, ``22-28%``, ``45,5 tỷ USD``.

Rounding rule (design §3): digits after the point are all significant; the trailing zeros of a whole number
are not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.amount.part import Part, lower, part_at
from kg.amount.value import Amount
from kg.amount.words import BLANK, CURRENCIES, LANGUAGES, MULTIPLIERS_VI

RANGE_SIGN = re.compile(
    rf"{BLANK}*[-–—]{BLANK}*|{BLANK}+(?:to|and|or|đến|tới|và|hoặc|hay){BLANK}+",
)
_MULTIPLIER = re.compile(rf"(?:{'|'.join(MULTIPLIERS_VI)}){BLANK}+")
MAX_SURFACE = 80
_LEAD_REACH = 8
# What is printed with a minus: percentages, of a margin or a change, and sums, of earnings.
MINUS = "-−–"
_RATES = frozenset(("percent", "percentage_point"))
_BELOW_ZERO = _RATES | frozenset(CURRENCIES.values())
# A sum has no minus but behind these: anywhere else the sign is a dash.
_LEADS = re.compile(
    r"(?:(?<!\w)(?:of|to|at|from|was|is|were|by|and|than|là|đạt|mức|còn|từ|xuống|lên|và)[ \u00a0]|\()$"
)


def read_amount(surface: str, language: str) -> Amount:
    """The amount that `surface` prints in `language` (``en`` or ``vi``).

    Raises ValueError where the surface is not one figure, or can be read in more than one way.
    """
    text = surface.strip()
    if language not in LANGUAGES:
        raise ValueError(f"no number grammar for language {language!r}")
    if not text or len(text) > MAX_SURFACE:
        raise ValueError(f"{surface!r} is not one figure")
    low = lower(text)
    at = 0
    if text[0] in MINUS:
        part = _part(low, 1, language, surface)
        if part.end < len(low) or part.unit not in _BELOW_ZERO:
            raise ValueError(f"{surface!r} is not one figure")
        amount = part.amount()
        return replace(amount, value=-amount.value)
    if language == "vi" and (match := _MULTIPLIER.match(low)):
        at = match.end()
    first = _part(low, at, language, surface)
    last = None
    if first.end < len(low):
        sign = RANGE_SIGN.match(low, first.end)
        if sign is None:
            raise ValueError(f"{surface!r} is not one figure: {text[first.end :].strip()!r} is left over")
        last = _part(low, sign.end(), language, surface)
        if last.end < len(low):
            raise ValueError(f"{surface!r} is not one figure: {text[last.end :].strip()!r} is left over")
    if at:
        return _multiple(first, last, surface)
    return range_of(first, last, surface) if last else first.amount()


def below_zero(low: str, part: Part) -> bool:
    """Whether a sign right before a figure makes it negative: "(-24%)", "of –$0.41"; no range, no bullet."""
    at = part.start - 1
    if part.unit not in _BELOW_ZERO or at < 1 or low[at] not in MINUS or low[at - 1] not in " (\u00a0":
        return False
    if part.unit not in _RATES:
        return _LEADS.search(low, max(0, at - _LEAD_REACH), at) is not None
    return not low[:at].rstrip(" \u00a0")[-1:].isdigit()


def _part(low: str, at: int, language: str, surface: str) -> Part:
    part = part_at(low, at, language)
    if part is None:
        raise ValueError(f"{surface!r} is not a figure as written in language {language!r}")
    return part


def _multiple(first: Part, last: Part | None, surface: str) -> Amount:
    if any(p is not None and p.unit not in (None, "ratio") for p in (first, last)):
        raise ValueError(f"{surface!r} is not a multiple")
    first = first._replace(unit="ratio")
    return range_of(first, last._replace(unit="ratio"), surface) if last else first.amount()


def range_of(low: Part, high: Part, surface: str) -> Amount:
    """The range of two parts; a scale or unit printed once, after the second, belongs to both.

    Raises ValueError when they make none.
    """
    if low.unit is not None and high.unit is not None and low.unit != high.unit:
        raise ValueError(f"the range {surface!r} has two units")
    if low.exponent == 0:
        lent = low._replace(exponent=high.exponent)
        # "$500,000 to $3 million": two sums, each of which says itself how much.
        whole = low.prefixed and high.prefixed and lent.amount().value > high.amount().value
        low = low if whole else lent
    first, last = low.amount(), high.amount()
    if first.value > last.value:
        # "$500-1 billion" may mean 500 million: nobody can tell.
        raise ValueError(f"the range {surface!r} runs downwards, or its first number lacks a scale")
    return Amount(first.value, first.step, high.unit or low.unit, last.value, last.step)
