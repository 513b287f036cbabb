"""Whom a text credits: cue words, the agents next to them, and how far a credit reaches.

A credit holds for its sentence, and is inherited by the sentences after it in the same paragraph, by the items
of a list that it introduces, and by the answers of an interview.  Somebody whom nobody knows is credited by
the organisation that he speaks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.candidate import Cue
from kg.extract.actors import Actor
from kg.extract.blocks import BlockKind
from kg.extract.reading import Reading, View
from kg.extract.saying import (
    AFTER,
    BEFORE,
    COMPANY,
    FIRMS_ONLY_SAY,
    JOINED,
    OF_OFFICE,
    OFFICIAL,
    PUBLISHED,
    SELF,
    THE_SOURCE,
    only_titles,
)
from kg.gazetteer import NameMention

_SPEAKERS = frozenset(
    ("agency", "association", "company", "international-organisation", "media", "ministry", "office", "person",
     "state-owned-enterprise", "university")
)  # fmt: skip
_FIRMS = frozenset(("company", "state-owned-enterprise"))
_NEAR = 90
_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is credited, by which words; `inherited` when an earlier sentence says so."""

    agents: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    inherited: bool = False


NO_CREDIT = Credit()


class Credits:
    """The credits of a document, sentence by sentence in its order."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self._language = reading.document.language
        self._last = NO_CREDIT
        self._spoken = NO_CREDIT
        self._reported = NO_CREDIT
        self._organisation: Cue | None = None
        self._organisation_ref = ""
        self._block = -1
        asked = sum(self._is_question(v) for v in reading.views)
        self._interview = asked >= _QUESTIONS
        self._answering = False

    def _is_question(self, view: View) -> bool:
        return view.end == view.block.end and self._text[view.start : view.end].rstrip().endswith("?")

    def of(self, view: View, topic: Actor | None) -> Credit:
        """The credit of a sentence, where `topic` is whom "the company" stands for; call in order."""
        if view.sentence.block != self._block:
            self._enter(view)
        found = self._found(view, topic)
        if self._interview and self._is_question(view):
            self._answering = True
        for name in view.names:
            if name.refs and name.refs[0].partition("/")[0] in (
                "ministry",
                "agency",
                "association",
                "university",
            ):
                self._organisation = Cue("agent", name.text, name.start, name.end)
                self._organisation_ref = name.refs[0]
        if found.agents:
            self._last = self._spoken = found
            if not found.agents[0].startswith("person/") and not found.inherited:
                self._reported = found
            return found
        if self._last.agents:
            return replace(self._last, inherited=True)
        if self._answering and self._spoken.agents:
            return replace(self._spoken, inherited=True)
        return NO_CREDIT

    def _enter(self, view: View) -> None:
        """A new block: a list keeps the credit of its lead, anything else begins without one."""
        kind = view.block.kind
        listed = kind is BlockKind.ITEM or (kind is BlockKind.HEADING and self._ended_with_colon(view))
        if not listed:
            self._last = NO_CREDIT
        self._block = view.sentence.block

    def _ended_with_colon(self, view: View) -> bool:
        """Whether the paragraph before a heading announces what follows."""
        at = view.start
        while at > 0 and self._text[at - 1].isspace():
            at -= 1
        return self._text.endswith(":", 0, at)

    # --- finding a credit -------------------------------------------------------------------------------

    def _found(self, view: View, topic: Actor | None) -> Credit:
        for cue in BEFORE[self._language].finditer(self._text, view.start, view.end):
            if credit := self._after_cue(view, cue):
                return credit
        for name in view.names:
            if _may_speak(name) and (credit := self._before_verb(view, name, topic)):
                return credit
        own = SELF[self._language].search(self._text, view.start, view.end)
        if own and topic is not None:
            return _own(topic, self._cue("attribution", own.start(), own.end()))
        third = THE_SOURCE[self._language].search(self._text, view.start, view.end)
        if third is None:
            return NO_CREDIT
        cue_third = self._cue("attribution", third.start(), third.end())
        known = self._last if self._last.agents else self._spoken
        if re.search(PUBLISHED[self._language], third[0], re.I) and self._reported.agents:
            known = self._reported
        # "The ministry said" names its source as well as the ministry's name does.
        noun = re.search(OFFICIAL[self._language], third[0], re.I) is not None
        firm = re.search(COMPANY[self._language], third[0], re.I) is not None
        if firm and topic is not None:
            return _own(topic, cue_third)
        if (
            noun
            and self._organisation is not None
            and not any(agent.startswith(("ministry/", "agency/", "association/")) for agent in known.agents)
        ):
            return Credit((self._organisation_ref,), (self._organisation, cue_third))
        if known.agents:
            return Credit(known.agents, (*known.cues, cue_third), inherited=not noun)
        if topic is not None:
            return _own(topic, cue_third)
        return NO_CREDIT

    def _cue(self, role: str, start: int, end: int) -> Cue:
        words = self._text[start:end]
        start += len(words) - len(words.lstrip(" ,\n"))
        words = words.strip(" ,\n")
        return Cue(role, words, start, start + len(words))

    def _after_cue(self, view: View, cue: re.Match[str]) -> Credit | None:
        """The credit of a cue before its agents, if a name follows soon enough."""
        names = [n for n in view.names if n.start >= cue.end() - 1]
        for number, name in enumerate(names):
            between = self._text[cue.end() : name.start]
            if len(between) > _NEAR or not only_titles(between):
                return None
            if _may_speak(name):
                joined = self._joined(names[number:])
                return self._credit(view, joined, self._cue("attribution", cue.start(), cue.end()))
        return None

    def _joined(self, names: Sequence[NameMention]) -> list[NameMention]:
        """The first name and those that are listed with it."""
        found, end = [names[0]], names[0].end
        for name in names[1:]:
            between = self._text[end : name.start]
            end = name.end
            if name.refs and name.refs == found[-1].refs and len(between) < 4:
                continue  # its abbreviation in brackets
            if (
                not JOINED.fullmatch(between)
                or not _may_speak(name)
                or _is_person(name) != _is_person(found[0])
            ):
                break
            found.append(name)
        return found

    def _before_verb(self, view: View, name: NameMention, topic: Actor | None) -> Credit | None:
        verb = AFTER[self._language].match(self._text, name.end, view.end)
        if verb is None:
            return None
        said = verb["verb"].lower()
        firm = not name.refs or name.refs[0].partition("/")[0] in _FIRMS
        if firm and not _is_person(name) and not re.fullmatch(FIRMS_ONLY_SAY[self._language], said, re.I):
            return None
        cue = Cue("attribution", verb["verb"], verb.start("verb"), verb.end("verb"))
        return self._credit(view, [name], cue, topic)

    def _credit(
        self, view: View, names: Sequence[NameMention], cue: Cue, topic: Actor | None = None
    ) -> Credit:
        cues, agents = [cue], []
        for name in names:
            ref, place = self._agent(view, name, topic)
            if ref not in agents:
                agents.append(ref)
            cues.append(place)
        return Credit(tuple(agents), tuple(cues))

    def _agent(self, view: View, name: NameMention, topic: Actor | None) -> tuple[str, Cue]:
        """The reference of who speaks, and the words that name him; a printed name where nobody knows him."""
        here = Cue("agent", name.text, name.start, name.end)
        if name.refs and not name.refs[0].startswith("office/"):
            return name.refs[0], here
        if name.refs or _is_person(name) or self._has_office(view, name):
            # Somebody unknown speaks for the organisation named beside the name.
            for other in view.names:
                if not other.refs or other.refs[0].partition("/")[0] in (
                    "person",
                    "office",
                    "country",
                    "market",
                ):
                    continue
                if not _may_speak(other):
                    continue
                behind = name.end <= other.start <= name.end + _NEAR
                ahead = name.start - _NEAR <= other.end <= name.start
                if behind and OF_OFFICE[self._language].search(self._text[name.end : other.start]):
                    return other.refs[0], Cue("agent", other.text, other.start, other.end)
                if ahead and only_titles(self._text[other.end : name.start]):
                    return other.refs[0], Cue("agent", other.text, other.start, other.end)
            around = self._text[max(view.start, name.start - 40) : min(view.end, name.end + 60)]
            official = re.search(
                r"minister|bộ trưởng|thứ trưởng|cục trưởng|vụ trưởng|department", around, re.I
            )
            if official and self._organisation is not None:
                return self._organisation_ref, self._organisation
            if topic is not None and not official:
                named = next(iter(topic.cues), None)
                if topic.ref is not None and named is not None:
                    return topic.ref, replace(named, role="agent")
        return name.text, here

    def _has_office(self, view: View, name: NameMention) -> bool:
        after = self._text[name.end : min(view.end, name.end + 40)]
        return (
            re.match(
                r"\s*,\s+(?:an?\s|the\s|its\s|chief|director|chair|head|deputy|vice|partner|ceo)", after, re.I
            )
            is not None
        )


def _own(topic: Actor, cue: Cue) -> Credit:
    """The credit of a company that speaks as "the company"."""
    named = next(iter(topic.cues), None)
    if topic.ref is None or named is None:
        return NO_CREDIT
    return Credit((topic.ref,), (replace(named, role="agent"), cue))


def _is_person(name: NameMention) -> bool:
    return name.kind == "person" or bool(name.refs and name.refs[0].startswith("person/"))


def _may_speak(name: NameMention) -> bool:
    if not name.refs:
        return name.flag == "new" and not (name.text.isupper() and len(name.text) < 3)
    return name.refs[0].partition("/")[0] in _SPEAKERS


def agents_of(names: Sequence[NameMention], credit: Credit) -> frozenset[int]:
    """Where the mentions begin that are agents of `credit`, so that they are not taken for subjects."""
    places = {cue.start for cue in credit.cues if cue.role == "agent"}
    return frozenset(name.start for name in names if name.start in places)
