"""What times of one sentence tell each other: lists, a year said once, what "year-on-year" leans on."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.literals import UNDATED
from kg.periods.form import Grammar
from kg.periods.mention import Role, TimeMention, related
from kg.periods.shift import years_of

_BREAK = re.compile(r"[.!?;…][”\"’)]?\s+[^\sa-zà-ỹ]|\n")
_REACH = 300
_ANCHORS = frozenset({Role.WITHIN, Role.AS_OF, Role.SPAN, Role.LIST})
_CARRIED = frozenset({Role.BASE, Role.BY, Role.SINCE, Role.AS_OF})


def joined(text: str, mentions: list[TimeMention], grammar: Grammar) -> list[TimeMention]:
    """`mentions` of `text` with what they tell each other."""
    return _anchored(text, _expanded(text, _listed(text, mentions, grammar), grammar))


def _listed(text: str, mentions: list[TimeMention], grammar: Grammar) -> list[TimeMention]:
    """Members of lists marked as such; later members take the role that a cue gave the first."""
    out = list(mentions)
    for index in range(1, len(out)):
        first, second = out[index - 1], out[index]
        if not (_lists(first) and _lists(second) and second.role in (Role.WITHIN, Role.EVENT)):
            continue
        if (
            _shape(first) != _shape(second)
            or grammar.joint.fullmatch(text[first.end : second.start].lower()) is None
        ):
            continue
        role = first.role if first.role in _CARRIED else Role.LIST
        if role is Role.LIST:
            out[index - 1] = replace(first, role=role)
        if role is not Role.AS_OF:
            out[index] = replace(second, role=role)
    return out


def _lists(mention: TimeMention) -> bool:
    return (
        mention.period != UNDATED
        and not mention.in_name
        and mention.relation is None
        and mention.role is not Role.SPAN
    )


def _shape(mention: TimeMention) -> str:
    return re.sub("[0-9]", "0", mention.period.label.removeprefix("as of "))


def _expanded(text: str, mentions: list[TimeMention], grammar: Grammar) -> list[TimeMention]:
    """Ranges of years that stand for a list: "các năm 2020 - 2024 lần lượt"."""
    out = []
    for mention in mentions:
        years = years_of(mention.period) if mention.role is Role.SPAN and not mention.approximate else ()
        if len(years) > 1:
            after = _sentence(text[mention.end : mention.end + _REACH])
            each = grammar.each_of.search(text[max(0, mention.start - 24) : mention.start].lower())
            listing = grammar.listing.search(after.lower())
            if listing:
                role = Role.LIST if each or listing.start() < 20 else mention.role
                mention = replace(mention, role=role, expansion=years)
        out.append(mention)
    return out


def _sentence(after: str) -> str:
    stop = _BREAK.search(after)
    return after[: stop.start()] if stop else after


def _anchored(text: str, mentions: list[TimeMention]) -> list[TimeMention]:
    """Mentions that lean on another time, resolved by the nearest one of their sentence, earlier ones first."""
    out = list(mentions)
    anchor: TimeMention | None = None
    waiting: list[int] = []
    end = 0
    for index, mention in enumerate(out):
        gap = text[end : mention.start]
        if len(gap) > _REACH or _BREAK.search(gap):
            anchor, waiting = None, []
        end = mention.end
        if mention.relation is not None:
            if anchor is None:
                waiting.append(index)
            else:
                out[index] = _resolved(mention, anchor)
        elif mention.role in _ANCHORS and mention.period != UNDATED:
            anchor = mention
            for earlier in waiting:
                out[earlier] = _resolved(out[earlier], mention)
            waiting = []
    return out


def _resolved(mention: TimeMention, anchor: TimeMention) -> TimeMention:
    return replace(mention, period=related(mention.relation, mention.count, anchor.period))
