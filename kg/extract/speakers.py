"""Who is credited by the words of one sentence: every reading of them, for a learned choice.

Somebody whom nobody knows speaks for an organisation: the one named beside him, the one that the text spoke
of, or nobody but himself; each is a reading of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg.candidate import Cue
from kg.extract.actor import BODIES, FIRMS, UNKNOWN, Actor, kind_of
from kg.extract.eligible import LISTED
from kg.extract.reading import Reading, View
from kg.extract.saying import (
    AFTER,
    ANSWERS,
    BEFORE,
    FIRMS_ONLY_SAY,
    JOINED,
    OF_OFFICE,
    OF_THE_STATE,
    SELF,
    WITH_OFFICE,
    only_titles,
)
from kg.gazetteer import NameMention
from kg.tokens import Token

_ORGANISATIONS = FIRMS | BODIES | {"university"}
_SPEAKERS = _ORGANISATIONS | {"office", "person"}
# Whom "the company" may stand for in its own sentence.
_COMPANIES = FIRMS | {UNKNOWN}
# Whom an unnamed minister or dean speaks for.
_OFFICIAL = frozenset(("agency", "association", "ministry", "university"))
# What follows tells more of an organisation: "of a fund that has invested in".
_TELLS_MORE = re.compile(r"\b(?:that|which|whose|mà)\b", re.I)
# How far a cue, a person and the organisation may stand apart.
_NEAR = 90


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is credited, by which words; `inherited` when an earlier sentence says so."""

    agents: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    inherited: bool = False


NO_CREDIT = Credit()


class Agent(NamedTuple):
    """Who speaks: an entity, or a printed name where nobody knows him; the words that name him; why he."""

    ref: str
    cue: Cue
    by: str = "named"


class Said(NamedTuple):
    """A reading of a sentence: whom it credits, by what kind of words, how the first agent was found."""

    credit: Credit
    source: str
    word: str
    by: str
    name: NameMention | None = None


class Speakers:
    """Finds the credits that the sentences of one text give themselves."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self._language = reading.document.language
        self._first: dict[str, Cue] = {}
        self._of: dict[str, Agent] = {}
        self.organisations: list[Agent] = []
        for view in reading.views:
            for name in view.names:
                if not name.refs and name.flag == "new":
                    self._first.setdefault(name.text, agent_cue(name))
        for view in reading.views:
            for name in view.names:
                unknown = not name.refs or kind_of(name) == "office"
                if unknown and name.text not in self._of:
                    for agent in self._beside(view, name):
                        self._of[name.text] = agent
                        break
        self._main = self._named_most(reading)

    def _named_most(self, reading: Reading) -> Agent | None:
        """The organisation that the text names most often, if it names one twice."""
        names = [n for view in reading.views for n in view.names if kind_of(n) in _ORGANISATIONS]
        times = Counter(n.refs[0] for n in names)
        if not times:
            return None
        ref, most = times.most_common(1)[0]
        first = next(n for n in names if n.refs[0] == ref)
        return Agent(ref, agent_cue(first), "main") if most > 1 else None

    def of(self, view: View, topic: Actor | None) -> Iterator[Said]:
        """Every credit that the words of a sentence can give; `topic` is whom "the company" stands for."""
        for cue in BEFORE[self._language].finditer(self._text, view.start, view.end):
            yield from self._after_cue(view, cue, topic)
        for number, name in enumerate(view.names):
            if may_speak(name):
                yield from self._before_verb(view, number, topic)
        own = SELF[self._language].search(self._text, view.start, view.end)
        if own is not None:
            words, spoken = self.cue(*own.span()), None if topic is None else _speaking(topic)
            for agent in (*self.named_before(view, own.start()), *([spoken] if spoken else [])):
                yield Said(Credit((agent.ref,), (agent.cue, words)), "self", "", agent.by)

    def named_before(self, view: View, end: int) -> list[Agent]:
        """The organisations that the sentence names before `end`, the first and the last: "its report"."""
        found = [
            self._agent(name)
            for name in view.names
            if name.end <= end and may_speak(name) and not is_person(name) and kind_of(name) in _COMPANIES
        ]
        if len({agent.ref for agent in found}) < 2:
            return [agent._replace(by="here alone") for agent in found[:1]]
        return [found[0]._replace(by="here first"), found[-1]._replace(by="here last")]

    def note(self, view: View) -> None:
        """Keep the authorities that a sentence names, the latest first: whom "the ministry" may stand for."""
        for name in view.names:
            if kind_of(name) in _OFFICIAL:
                agent = Agent(name.refs[0], agent_cue(name))
                others = [a for a in self.organisations if a.ref != agent.ref]
                self.organisations = [agent, *others][:3]

    def introduced(self, before: int) -> Iterator[Agent]:
        """Those for whom somebody spoke who was named before a place."""
        yield from (agent for agent in self._of.values() if agent.cue.start < before)

    def cue(self, start: int, end: int) -> Cue:
        """The words that credit, without the blanks and commas around them."""
        words = self._text[start:end]
        start += len(words) - len(words.lstrip(" ,\n"))
        return Cue.at(self._text, "attribution", start, start + len(words.strip(" ,\n")))

    def _after_cue(self, view: View, cue: re.Match[str], topic: Actor | None) -> Iterator[Said]:
        """The credits of a cue before its agents, if a name follows soon enough."""
        names = [n for n in view.names if n.start >= cue.end() - 1]
        at = cue.end()
        for number, name in enumerate(names):
            between = self._text[at : name.start]
            if name.start - cue.end() > _NEAR or not only_titles(between):
                break
            at = max(at, name.end)
            if may_speak(name):
                words = self.cue(cue.start(), cue.end())
                joined = self._joined(names[number:])
                yield from self._credits(view, joined, words, "cue", topic)
                return
        printed = self._printed(view, cue.end()) if self._language == "vi" else None
        if printed is not None:
            words = self.cue(cue.start(), cue.end())
            known = self._first.setdefault(printed.text, printed)
            agent = Credit((known.text,), (words, known))
            yield Said(agent, "cue", " ".join(words.text.lower().split()), "printed")

    def _printed(self, view: View, at: int) -> Cue | None:
        """The capital words that a cue leads to, where no name was seen: those of an unknown source."""
        found: list[Token] = []
        for word in view.tokens:
            if word.start < at or (not found and word.text.islower() and word.start - at < _NEAR // 2):
                continue
            if not word.text[0].isupper() or (found and word.start - found[-1].end > 1):
                break
            found.append(word)
        if len(found) < 2 or any(n.start < found[-1].end and found[0].start < n.end for n in view.names):
            return None
        return Cue.at(self._text, "agent", found[0].start, found[-1].end)

    def _joined(self, names: Sequence[NameMention]) -> list[NameMention]:
        """The first name and those that are listed with it: "A, B and C", but not "according to A, B"."""
        found, end, sure = [names[0]], names[0].end, 1
        for name in names[1:]:
            between = self._text[end : name.start]
            end = name.end
            if name.refs and name.refs == found[-1].refs and len(between) < 4:
                continue  # its abbreviation in brackets
            alike = may_speak(name) and is_person(name) == is_person(found[0])
            if not alike or not JOINED.fullmatch(between):
                break
            found.append(name)
            if between.strip() != ",":
                sure = len(found)
        return found[:sure]

    def _before_verb(self, view: View, number: int, topic: Actor | None) -> Iterator[Said]:
        """The credits of a name that a verb of saying follows."""
        name = view.names[number]
        answer = ANSWERS.match(self._text, name.end, view.end)
        if answer is not None and name.start - view.block.start < 12:
            cue = Cue.at(self._text, "attribution", name.end, answer.end() - 1)
            yield from self._credits(view, [name], self.cue(cue.start, cue.end), "answer", topic)
        verb = AFTER[self._language].match(self._text, name.end, view.end)
        if verb is None:
            return
        firm = not is_person(name) and (not name.refs or kind_of(name) in FIRMS)
        only = FIRMS_ONLY_SAY[self._language].fullmatch(verb["verb"].lower()) is not None
        cue = Cue("attribution", verb["verb"], verb.start("verb"), verb.end("verb"))
        source = "verb" if only or not firm else "doing"
        if self._language == "vi" and verb["closed"] is None and "," in verb[0]:
            source = "open"
        before = self._listed_before(view.names, number)
        yield from self._credits(view, before, cue, source, topic)

    def _listed_before(self, names: Sequence[NameMention], at: int) -> list[NameMention]:
        """The names that are listed with the one at `at`, which is the last of them."""
        first = at
        while first and may_speak(names[first - 1]) and not is_person(names[first - 1]):
            if not JOINED.fullmatch(self._text, names[first - 1].end, names[first].start):
                break
            first -= 1
        return list(names[first : at + 1])

    # --- who speaks -------------------------------------------------------------------------------------

    def _credits(
        self, view: View, names: Sequence[NameMention], cue: Cue, source: str, topic: Actor | None
    ) -> Iterator[Said]:
        """The credits that `cue` gives to those whom `names` name, by every reading of the first."""
        word = " ".join(cue.text.lower().split())
        others = [self._agent(name) for name in names[1:]]
        seen = set()
        for agent in self._readings(view, names[0], topic):
            agents = [agent, *others]
            refs = tuple(dict.fromkeys(a.ref for a in agents))
            if refs not in seen:
                seen.add(refs)
                yield Said(Credit(refs, (cue, *(a.cue for a in agents))), source, word, agent.by, names[0])

    def _agent(self, name: NameMention) -> Agent:
        """Whom a name names; an unknown name is credited as it was printed in full."""
        if name.refs:
            return Agent(name.refs[0], agent_cue(name))
        full = self._first.get(name.stands_for)
        return Agent(name.text, agent_cue(name)) if full is None else Agent(full.text, full, "full")

    def _readings(self, view: View, name: NameMention, topic: Actor | None) -> Iterator[Agent]:
        """Who may speak where `name` is credited: for somebody unknown, whom he speaks for."""
        if name.refs and kind_of(name) != "office":
            yield self._agent(name)
            return
        yield from self._beside(view, name)
        known = self._of.get(name.stands_for or name.text) or self._of.get(name.text)
        if known is not None and known.cue.start < view.end:
            yield known._replace(by="of speaker")
            yield self._agent(name)
            return  # whom somebody was said to speak for, the text told: it is nobody else
        low, high = max(view.start, name.start - 40), min(view.end, name.end + 60)
        state = OF_THE_STATE.search(self._text, low, high) is not None
        for number, authority in enumerate(self.organisations):
            yield authority._replace(by=f"{'of the state' if state else 'organisation'} {number}")
        if topic is not None and (agent := _speaking(topic)) is not None:
            yield agent
        if self._main is not None and self._main.cue.start < view.end:
            yield self._main
        yield self._agent(name)

    def _beside(self, view: View, name: NameMention) -> Iterator[Agent]:
        """The organisations that are named beside somebody's name."""
        verb = AFTER[self._language].match(self._text, name.end, view.end)
        speaks = verb is not None and verb.start("verb") - name.end <= 1
        for other in view.names:
            known = kind_of(other) in _ORGANISATIONS
            if not known and (
                other.refs or other.flag != "new" or is_person(other) or other.start == name.start
            ):
                continue
            if LISTED.match(self._text, other.end):
                continue  # the exchange before a ticker: "(HoSE: FPT)"
            agent = self._agent(other)
            behind = ""
            # "The Internet Center shows that": whoever is named behind the verb is not whom it speaks for.
            if name.end <= other.start <= name.end + _NEAR and not speaks:
                behind = self._text[name.end : other.start]
            if OF_OFFICE[self._language].search(behind) and not _TELLS_MORE.search(behind):
                yield agent._replace(by=f"behind {known}")
            ahead = name.start - _NEAR <= other.end <= name.start
            if ahead and only_titles(self._text[other.end : name.start]):
                yield agent._replace(by=f"ahead {known}")

    def has_office(self, view: View, name: NameMention) -> bool:
        """Whether the words behind a name tell the office of somebody."""
        return WITH_OFFICE.match(self._text, name.end, min(view.end, name.end + 40)) is not None


def agent_cue(name: NameMention) -> Cue:
    """The words of a name as those of who speaks."""
    return Cue("agent", name.text, name.start, name.end)


def _speaking(topic: Actor) -> Agent | None:
    """What the text speaks of, as who speaks."""
    named = topic.origin
    if named is None:
        return None
    return Agent(topic.identity, replace(named, role="agent"), "topic")


def own(topic: Actor, cue: Cue) -> Credit:
    """The credit of a company that speaks as "the company"."""
    agent = _speaking(topic)
    return NO_CREDIT if agent is None else Credit((agent.ref,), (agent.cue, cue))


def is_person(name: NameMention) -> bool:
    """Whether a name is somebody's."""
    return name.kind == "person" or kind_of(name) == "person"


def may_speak(name: NameMention) -> bool:
    """Whether what a name names can say something."""
    if not name.refs:
        return name.flag == "new" and not (name.text.isupper() and len(name.text) < 3)
    return kind_of(name) in _SPEAKERS


def agents_of(names: Sequence[NameMention], credit: Credit) -> frozenset[int]:
    """Where the mentions begin that are agents of `credit`, so that they are not taken for subjects."""
    places = {cue.start for cue in credit.cues if cue.role == "agent"}
    return frozenset(name.start for name in names if name.start in places)
