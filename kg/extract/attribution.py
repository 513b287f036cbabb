"""Whom a text credits: cue words, the agents next to them, and how far a credit reaches.

A credit holds for its sentence, and is inherited by the sentences after it in the same paragraph, by the
items of a list that it introduces, and by the answers of an interview.  Somebody whom nobody knows is
credited by the organisation that he speaks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg.candidate import Cue
from kg.extract.actor import BODIES, FIRMS, Actor, kind_of
from kg.extract.blocks import BlockKind
from kg.extract.reading import Reading, View
from kg.extract.saying import (
    AFTER,
    BEFORE,
    COMPANY,
    FIRMS_ONLY_SAY,
    JOINED,
    OF_OFFICE,
    OF_THE_STATE,
    OFFICIAL,
    PUBLISHED,
    SELF,
    THE_SOURCE,
    WITH_OFFICE,
    only_titles,
)
from kg.gazetteer import NameMention

_ORGANISATIONS = FIRMS | BODIES | {"university"}
_SPEAKERS = _ORGANISATIONS | {"office", "person"}
# Whom an unnamed minister or dean speaks for.
_OF_OFFICIALS = frozenset(("agency", "association", "ministry", "university"))
_OFFICIAL_REFS = ("agency/", "association/", "ministry/")
# How far a cue, a person and the organisation may stand apart.
_NEAR = 90
# So many questions make an interview.
_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is credited, by which words; `inherited` when an earlier sentence says so."""

    agents: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    inherited: bool = False


NO_CREDIT = Credit()


class _Agent(NamedTuple):
    """Who speaks: an entity, or a printed name where nobody knows him, and the words that name him."""

    ref: str
    cue: Cue


class Credits:
    """The credits of a document, sentence by sentence in its order."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self._language = reading.document.language
        self._last = NO_CREDIT
        self._spoken = NO_CREDIT
        self._reported = NO_CREDIT
        self._organisation: _Agent | None = None
        self._block = -1
        self._interview = sum(map(self._is_question, reading.views)) >= _QUESTIONS
        self._answering = False

    def of(self, view: View, topic: Actor | None) -> Credit:
        """The credit of a sentence, where `topic` is whom "the company" stands for; call in order."""
        if view.sentence.block != self._block:
            self._enter(view)
        found = self._found(view, topic)
        if self._interview and self._is_question(view):
            self._answering = True
        for name in view.names:
            if kind_of(name) in _OF_OFFICIALS:
                self._organisation = _Agent(name.refs[0], _agent_cue(name))
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

    def _is_question(self, view: View) -> bool:
        """Whether a block ends with this sentence and a question mark."""
        return view.end == view.block.end and self._text[view.start : view.end].rstrip().endswith("?")

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
        """The credit that the sentence itself gives."""
        for cue in BEFORE[self._language].finditer(self._text, view.start, view.end):
            if credit := self._after_cue(view, cue):
                return credit
        for name in view.names:
            if _may_speak(name) and (credit := self._before_verb(view, name, topic)):
                return credit
        own = SELF[self._language].search(self._text, view.start, view.end)
        if own and topic is not None:
            return _own(topic, self._cue(own.start(), own.end()))
        source = THE_SOURCE[self._language].search(self._text, view.start, view.end)
        return NO_CREDIT if source is None else self._known(source, topic)

    def _known(self, source: re.Match[str], topic: Actor | None) -> Credit:
        """The credit of words such as "he said" and "the report shows", by who was credited before."""
        words, cue = source[0], self._cue(source.start(), source.end())
        if topic is not None and COMPANY[self._language].search(words):
            return _own(topic, cue)
        known = self._last if self._last.agents else self._spoken
        if self._reported.agents and PUBLISHED[self._language].search(words):
            known = self._reported
        # "The ministry said" names its source as well as the ministry's name does.
        official = OFFICIAL[self._language].search(words) is not None
        organisation = self._organisation if official else None
        if organisation is not None and not any(a.startswith(_OFFICIAL_REFS) for a in known.agents):
            return Credit((organisation.ref,), (organisation.cue, cue))
        if known.agents:
            return Credit(known.agents, (*known.cues, cue), inherited=not official)
        return NO_CREDIT if topic is None else _own(topic, cue)

    def _cue(self, start: int, end: int) -> Cue:
        """The words that credit, without the blanks and commas around them."""
        words = self._text[start:end]
        start += len(words) - len(words.lstrip(" ,\n"))
        return Cue.at(self._text, "attribution", start, start + len(words.strip(" ,\n")))

    def _after_cue(self, view: View, cue: re.Match[str]) -> Credit | None:
        """The credit of a cue before its agents, if a name follows soon enough."""
        names = [n for n in view.names if n.start >= cue.end() - 1]
        for number, name in enumerate(names):
            between = self._text[cue.end() : name.start]
            if len(between) > _NEAR or not only_titles(between):
                return None
            if _may_speak(name):
                joined = self._joined(names[number:])
                return self._credit(view, joined, self._cue(cue.start(), cue.end()))
        return None

    def _joined(self, names: Sequence[NameMention]) -> list[NameMention]:
        """The first name and those that are listed with it."""
        found, end = [names[0]], names[0].end
        for name in names[1:]:
            between = self._text[end : name.start]
            end = name.end
            if name.refs and name.refs == found[-1].refs and len(between) < 4:
                continue  # its abbreviation in brackets
            alike = _may_speak(name) and _is_person(name) == _is_person(found[0])
            if not alike or not JOINED.fullmatch(between):
                break
            found.append(name)
        return found

    def _before_verb(self, view: View, name: NameMention, topic: Actor | None) -> Credit | None:
        """The credit of a name that a verb of saying follows."""
        verb = AFTER[self._language].match(self._text, name.end, view.end)
        if verb is None:
            return None
        firm = not _is_person(name) and (not name.refs or kind_of(name) in FIRMS)
        if firm and not FIRMS_ONLY_SAY[self._language].fullmatch(verb["verb"].lower()):
            return None
        cue = Cue("attribution", verb["verb"], verb.start("verb"), verb.end("verb"))
        return self._credit(view, [name], cue, topic)

    # --- who speaks -------------------------------------------------------------------------------------

    def _credit(
        self, view: View, names: Sequence[NameMention], cue: Cue, topic: Actor | None = None
    ) -> Credit:
        """The credit that `cue` gives to those whom `names` name."""
        agents = [self._agent(view, name, topic) for name in names]
        return Credit(tuple(dict.fromkeys(a.ref for a in agents)), (cue, *(a.cue for a in agents)))

    def _agent(self, view: View, name: NameMention, topic: Actor | None) -> _Agent:
        """Who speaks where `name` is credited: for somebody unknown, the organisation that he speaks for."""
        if name.refs and kind_of(name) != "office":
            return _Agent(name.refs[0], _agent_cue(name))
        found = None
        if name.refs or _is_person(name) or self._has_office(view, name):
            found = self._beside(view, name)
            if found is None:
                low, high = max(view.start, name.start - 40), min(view.end, name.end + 60)
                if OF_THE_STATE.search(self._text, low, high):
                    found = self._organisation
                elif topic is not None:
                    found = _speaking(topic)
        return found or _Agent(name.text, _agent_cue(name))

    def _beside(self, view: View, name: NameMention) -> _Agent | None:
        """The organisation that is named beside somebody's name."""
        for other in view.names:
            if kind_of(other) not in _ORGANISATIONS:
                continue
            behind = self._text[name.end : other.start] if name.end <= other.start <= name.end + _NEAR else ""
            if behind and OF_OFFICE[self._language].search(behind):
                return _Agent(other.refs[0], _agent_cue(other))
            ahead = name.start - _NEAR <= other.end <= name.start
            if ahead and only_titles(self._text[other.end : name.start]):
                return _Agent(other.refs[0], _agent_cue(other))
        return None

    def _has_office(self, view: View, name: NameMention) -> bool:
        """Whether the words behind a name tell the office of somebody."""
        return WITH_OFFICE.match(self._text, name.end, min(view.end, name.end + 40)) is not None


def _agent_cue(name: NameMention) -> Cue:
    return Cue("agent", name.text, name.start, name.end)


def _speaking(topic: Actor) -> _Agent | None:
    """What the text speaks of, as who speaks; None for what nobody knows."""
    named = topic.origin
    return None if topic.ref is None or named is None else _Agent(topic.ref, replace(named, role="agent"))


def _own(topic: Actor, cue: Cue) -> Credit:
    """The credit of a company that speaks as "the company"."""
    agent = _speaking(topic)
    return NO_CREDIT if agent is None else Credit((agent.ref,), (agent.cue, cue))


def _is_person(name: NameMention) -> bool:
    return name.kind == "person" or kind_of(name) == "person"


def _may_speak(name: NameMention) -> bool:
    if not name.refs:
        return name.flag == "new" and not (name.text.isupper() and len(name.text) < 3)
    return kind_of(name) in _SPEAKERS


def agents_of(names: Sequence[NameMention], credit: Credit) -> frozenset[int]:
    """Where the mentions begin that are agents of `credit`, so that they are not taken for subjects."""
    places = {cue.start for cue in credit.cues if cue.role == "agent"}
    return frozenset(name.start for name in names if name.start in places)
