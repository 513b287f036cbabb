"""What times of one sentence tell each other: lists, a year said once, what "year-on-year" leans on."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.literals import UNDATED
from kg.periods.form import Grammar
from kg.periods.mention import Role, TimeMention, related
from kg.periods.scan import Found
from kg.periods.shift import parts_of
from kg.periods.stamp import Stamp

_BREAK = re.compile(r"[.!?;…][”\"’)]?\s+[^\sa-zà-ỹ]|\n")
_DIGIT = re.compile("[0-9]")
_MONTH = re.compile("-[0-9]{2}")
_REACH = 300
_ANCHORS = frozenset({Role.WITHIN, Role.AS_OF, Role.SPAN, Role.LIST})
_CARRIED = frozenset({Role.BASE, Role.BY, Role.SINCE})


def _broken(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two places, or they are too far apart to tell."""
    return end - start > _REACH or _BREAK.search(text, start, min(end + 1, len(text))) is not None


def with_years(text: str, found: list[Found], grammar: Grammar) -> list[Found]:
    """`found` with a year for parts of a year that have none: that of the list they are in (Q1 and Q2 of
    2024), or the one that their sentence has named before (In 2024, … in the first quarter; April 2023, …
    against March).
    """
    out = list(found)
    for index in range(len(out) - 2, -1, -1):
        stamp, later = out[index].reading.stamp, out[index + 1].reading.stamp
        if not (isinstance(stamp, Stamp) and stamp.yearless and isinstance(later, Stamp) and later.first):
            continue
        if grammar.joint.fullmatch(text, out[index].end, out[index + 1].start):
            out[index] = _in_year(out[index], stamp, later)
    said: Stamp | None = None
    part: Stamp | None = None
    end = 0
    for index, one in enumerate(out):
        if (said or part) and _broken(text, end, one.start):
            said = part = None
        end = one.end
        stamp = one.reading.stamp
        if not isinstance(stamp, Stamp):
            continue
        if one.whole_year is not None:
            said = part = stamp
        elif not stamp.yearless:
            part = part if one.in_name or one.cue is Role.BASE else stamp
        elif said is not None and one.cue is None:
            out[index] = _in_year(one, stamp, said)
        elif part is not None and (one.cue is Role.BASE or _goes_on(stamp, part)):
            out[index] = _in_year(one, stamp, part)
    return out


def _goes_on(stamp: Stamp, part: Stamp) -> bool:
    """Whether a month comes after one that names its year: "50 in April 2025, 200 in July"."""
    month, earlier = stamp.first or "", part.first or ""
    return bool(_MONTH.fullmatch(month) and _MONTH.fullmatch(earlier)) and month > earlier


def _in_year(one: Found, stamp: Stamp, said: Stamp) -> Found:
    """The part of the year of `said`; a base is the latest such part before it (January against December)."""
    back = 1 if one.cue is Role.BASE and said.first and stamp.first >= said.first else 0
    year = None if said.year is None else said.year - back
    shift = None if said.shift is None else said.shift - back
    stamp = replace(stamp, year=year, shift=shift)
    return replace(one, reading=replace(one.reading, stamp=stamp))


def joined(text: str, mentions: list[TimeMention], grammar: Grammar) -> list[TimeMention]:
    """`mentions` of `text` with what they tell each other."""
    listed = _listed(text, mentions, grammar)
    return _anchored(text, [_expanded(text, mention, grammar) for mention in listed])


def _listed(text: str, mentions: list[TimeMention], grammar: Grammar) -> list[TimeMention]:
    """Members of lists marked as such; later members take the role that a cue gave the first."""
    out = list(mentions)
    for index in range(1, len(out)):
        first, second = out[index - 1], out[index]
        if not (_may_list(first) and _may_list(second) and second.role is Role.WITHIN):
            continue
        if _shape(first) != _shape(second) or not grammar.joint.fullmatch(text, first.end, second.start):
            continue
        if first.role in _CARRIED:
            out[index] = replace(second, role=first.role)
        elif first.role in (Role.WITHIN, Role.LIST):
            out[index - 1], out[index] = replace(first, role=Role.LIST), replace(second, role=Role.LIST)
    return out


def _may_list(mention: TimeMention) -> bool:
    plain = not (mention.in_name or mention.approximate) and mention.relation is None
    return plain and mention.period != UNDATED


def _shape(mention: TimeMention) -> str:
    return _DIGIT.sub("0", mention.period.label)


def _expanded(text: str, mention: TimeMention, grammar: Grammar) -> TimeMention:
    """A range with the list it stands for: "các năm 2020 - 2024 lần lượt", "tháng 7, 8 và 9 lần lượt"."""
    parts = parts_of(mention.period) if mention.role is Role.SPAN and not mention.approximate else ()
    if not parts:
        return mention
    after = text[mention.end : mention.end + _REACH]
    stop = _BREAK.search(after)
    listing = grammar.listing.search(after[: stop.start()].lower() if stop else after.lower())
    if listing is None:
        return mention
    each = grammar.each_of.search(text[max(0, mention.start - 24) : mention.start].lower())
    role = Role.LIST if each or listing.start() < len(" 1, 2, respectively") else mention.role
    return replace(mention, role=role, expansion=parts)


def _anchored(text: str, mentions: list[TimeMention]) -> list[TimeMention]:
    """Mentions that lean on another time, with the nearest one of their sentence, an earlier one first."""
    out = list(mentions)
    anchor: TimeMention | None = None
    waiting: list[int] = []
    end = 0
    for index, mention in enumerate(out):
        if (anchor or waiting) and _broken(text, end, mention.start):
            anchor, waiting = None, []
        end = mention.end
        if mention.relation is not None:
            if anchor is None:
                waiting.append(index)
            else:
                out[index] = _leaning(mention, anchor)
        elif mention.role in _ANCHORS and mention.period != UNDATED:
            for earlier in waiting:
                out[earlier] = _leaning(out[earlier], mention)
            anchor, waiting = mention, []
    return out


def _leaning(mention: TimeMention, anchor: TimeMention) -> TimeMention:
    period = related(mention.relation, mention.count, anchor.period)
    # A fallback from the publication date stands where the sentence's time is of another size.
    if period == UNDATED:
        return mention
    role = Role.AS_OF if period.as_of and mention.role is Role.WITHIN else mention.role
    return replace(mention, period=period, role=role, needs_date=False)
