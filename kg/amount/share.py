"""Units and scales that a list prints once: "22.8, 22.4 and 16.3 per cent", "$3, $4 and $5 billion"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kg.amount.part import Found, Part
from kg.amount.value import Figure, Form

_COMMAS = frozenset({",", ";"})
_ENDS = frozenset({"and", ", and", "or", ", or", "&", "và", ", và", "hoặc", ", hoặc", "hay", "; and", "; và"})
# "From 66,000 to 110,000 square metres".
_FROM, _TO = ("from ", "từ "), frozenset({"to", "lên", "đến", "xuống"})
# How many times as much the one number may be of two that share a scale.
_AT_MOST = 20
_LONGEST_GAP = 9
# From where on a number prints its scale itself, unless the next is of hundreds too.
_THOUSAND, _HUNDREDS = 1000, 100
_MEMBERS = frozenset({Form.DIGITS, Form.WORD})


def shared(found: list[Found], low: str) -> list[Figure]:
    """The figures of `found`, list members completed by the unit and scale of the last of their list."""
    figures = [f.figure for f in found]
    last = len(found) - 1
    while last > 0:
        first = _list_start(found, last, low)
        if first < last:
            _lend(figures, found, first, last)
        last = first - 1 if first < last else last - 1
    return figures


def _list_start(found: list[Found], last: int, low: str) -> int:
    """Where the list that ends with figure `last` begins; `last` itself when there is none."""
    part = found[last].part
    if part is None or (part.unit is None and part.exponent == 0):
        return last
    first = last
    while first > 0:
        left, right = found[first - 1], found[first]
        start, end = left.figure.end, right.figure.start
        if left.part is None or left.figure.form not in _MEMBERS or end - start > _LONGEST_GAP:
            break
        gap = low[start:end].strip()
        joined = gap in (_ENDS if first == last else _COMMAS)
        if first == last and gap in _TO and low[: start - len(left.figure.surface)].endswith(_FROM):
            joined = part.unit is not None or _is_in_order(gap, left.part.value, part.value)
        if not joined or not _fits(left.part, part):
            break
        first -= 1
    return first


def _is_in_order(word: str, first: Decimal, last: Decimal) -> bool:
    """Whether printed numbers move as the word says: "từ 12,1 lên 15,3 triệu", not "từ 310 lên 1,2 triệu"."""
    if word == "xuống":
        first, last = last, first
    return word in ("lên", "xuống") and first < last <= first * _AT_MOST


def _fits(member: Part, last: Part) -> bool:
    """Whether the member lacks what the last prints."""
    if member.unit not in (None, last.unit):
        return False
    lacks_unit = member.unit is None and last.unit is not None
    lacks_scale = member.exponent == 0 and last.exponent > 0
    alike = last.value <= member.value * _AT_MOST and member.value <= last.value * _AT_MOST
    if lacks_scale and member.value >= _THOUSAND and not (last.value >= _HUNDREDS and alike):
        # "236.000, 154.700 và 38.200 tỷ đồng" is a list; of "1,500 and 3 million" the first is small.
        return False
    return lacks_unit or lacks_scale


def _lend(figures: list[Figure], found: list[Found], first: int, last: int) -> None:
    lender = found[last].part
    assert lender is not None
    for at in range(first, last):
        part = found[at].part
        assert part is not None
        full = part._replace(unit=lender.unit, exponent=part.exponent or lender.exponent)
        # Two members alone may belong to different nouns.
        doubtful = last - first == 1 or full.amount().value > lender.amount().value * 100
        figures[at] = replace(
            figures[at], amount=full.amount(), shared=True, doubtful=figures[at].doubtful or doubtful
        )
