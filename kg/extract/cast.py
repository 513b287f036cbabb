"""The actors of each sentence: names, aggregates and words that stand for them.

`Cast` walks through a document: what a sentence may be about is found here, what the text goes on speaking of
is kept by `topics`, and which actor a figure takes is decided by `choice`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import zip_longest

from kg.candidate import Cue
from kg.catalogue import Catalogue
from kg.extract.actor import ELIGIBLE, FIRMS, PLACES, TOPICS, VIETNAM, Actor, kind_of, ref_of
from kg.extract.eligible import Eligible
from kg.extract.grammar import GRAMMARS, Grammar
from kg.extract.reading import Mark, Reading, View
from kg.extract.saying import AFTER
from kg.extract.segments import Segments, of_whom
from kg.extract.spans import last_match, longest, overlaps, overlaps_ordered
from kg.extract.topics import OURSELVES, PARENT_NOUNS, PLACE_WORDS, REGION_WORDS, Topics
from kg.gazetteer import NameMention

# How far before a name the words may begin that say how it stands.
_BEFORE = 60
# Between the actors of one list.
_JOINED = re.compile(r"\s*(?:,|and|và|,\s*and)\s*")
# Between two commas, what only tells more of the name before them.
_APPOSITION = re.compile(
    r"(?:\s*\([^()]{1,40}\)|\))?\s*,\s+(?:an?|the|its|one of|which|who|another|part of|formerly|known as|"
    r"(?:owned|backed|run|operated|led|founded|developed|controlled) by|"
    r"(?:based|founded|headquartered|established) in|"
    r"thuộc|do|nơi|bên|quỹ|thành viên|đơn vị|công ty|nhà|hãng|một|thương hiệu|cổ đông|nền tảng|chủ|tập đoàn|"
    r"doanh nghiệp|sàn|ví|ứng dụng|ngân hàng|startup|chi nhánh)"
    r"\s[^.;]{2,150}?,(?=\s)",
    re.I,
)
# How far behind a name the next of a list begins: ", the ".
_LISTED = 6
_RELATIVE = re.compile(r",\s+(?:which|who|whose|where)\b", re.I)
# "With VinaPhone reaching 3 million": what does something is no aside.
_DOING = re.compile(r"\s+(?:\([^)]*\)\s*)?\w{3,}ing\b")
# Between a country and the aggregate that it owns: "Vietnam's booming ICT industry".
_OWNS = re.compile(r"(?:['’]s?)?(?:\s+[\w-]+){0,2}\s*")
_OWNS_WITHIN = 24
_OWNED_GAP = 14
# Behind the parent of what was named before: "the FPT unit".
_UNIT = re.compile(r" (?:unit|subsidiary|arm|affiliate)\b(?! of\b)")
# In how many sentences, its own among them, the unit is named.
_UNIT_WITHIN = 3
# How far behind a verb of saying "the company" is that of who speaks.
_SAYS_WITHIN = 40
# Before who says it.
_BY = re.compile(r"\b(?:according to|theo)\s+(?:đại diện\s+|lãnh đạo\s+|công bố của\s+)?$", re.I)
# Between an aggregate and the country behind it.
_OF_COUNTRY = re.compile(r"\s*(?:của|in|of)?\s*")
# "Indonesia could see its digital economy triple", "In Singapore, the digital economy".
_IN = re.compile(r"\W*(?:in|tại|ở)\s+(?:nước\s+)?\Z", re.I)
_ITS_OWN = re.compile(r"\b(?:its|their)\s+(?:own\s+)?$", re.I)


class Cast:
    """The actors of a document, sentence by sentence; `topics` are what it goes on speaking of."""

    def __init__(self, reading: Reading, catalogue: Catalogue) -> None:
        self._text = reading.document.text
        self._language = reading.document.language
        self._views = reading.views
        self._grammar: Grammar = GRAMMARS[self._language]
        self.topics = Topics(self._text, catalogue.parents)
        self._eligible = Eligible(reading)
        self._segments = Segments(self._text, self._language, catalogue.sectors)
        self._full = _full_names(reading)

    @property
    def topic(self) -> Actor | None:
        """What was spoken of last."""
        return self.topics.topic

    @property
    def firm(self) -> Actor | None:
        """The company that was spoken of last: what "the company" stands for."""
        return self.topics.firm

    @property
    def main(self) -> Actor | None:
        """What the article is about."""
        return self.topics.main

    def enter(self, view: View) -> None:
        """Begin a sentence; call in the order of the text, before anything else is asked of it."""
        self.topics.enter(view)

    def leave(self, view: View, actors: Sequence[Actor], measured: Sequence[Actor] = ()) -> None:
        """End a sentence that has `actors`, of which figures measured some."""
        passing = [
            self._in_full(Actor.of_name(name), name)
            for name in view.names
            if not overlaps(actors, name.start, name.end) and self._eligible.is_new(name)
        ]
        self.topics.leave(view, actors, measured, passing)

    # --- the actors of a sentence -----------------------------------------------------------------------

    def actors(self, view: View, agents: Collection[int]) -> list[Actor]:
        """The possible subjects of a sentence, in its order; `agents` begin the names of those who speak."""
        found = self._aggregates(view)
        for name in view.names:
            free = not overlaps(found, name.start, name.end)
            if free and self._eligible(name, agents, self.topic, first=not found):
                found.append(self._named(view, name))
        self._add_units(view, found)
        self._add_stand_ins(view, found)
        found.sort(key=lambda a: a.start)
        self._join_asides(found)
        found = of_whom(self._with_apposition(view, found))
        # "South Korea's Hanbit", "the country's internet economy": the owner is not what is spoken of.
        return [a for n, a in enumerate(found) if not _only_owns(a, found[n + 1 : n + 2])]

    def bystanders(self, view: View, actors: Sequence[Actor]) -> list[Actor]:
        """The names of a sentence that are no `actors` of it, but might be."""
        return [
            self._named(view, name)
            for name in view.names
            if not overlaps(actors, name.start, name.end)
            and not self._eligible.is_whence_or_whither(name)
            and (kind_of(name) in ELIGIBLE if name.refs else self._eligible.is_named(name))
        ]

    def _named(self, view: View, name: NameMention) -> Actor:
        """The actor that a name is."""
        return self._in_full(self._actor(view, name.start, name.end, ref_of(name)), name)

    def _in_full(self, actor: Actor, name: NameMention) -> Actor:
        """`actor`, pointing to where the text gives a new `name` in full."""
        full = None if name.refs else self._full.get(name.stands_for)
        return actor if full is None or full.start >= name.start else replace(actor, named=full)

    def _aggregates(self, view: View) -> list[Actor]:
        """The industries, markets and the like that a sentence names, unless they are another country's."""
        marks = longest(m for m in view.marks if m.term.role == "aggregate")
        return [actor for mark in marks if (actor := self._aggregate(view, mark)) is not None]

    def _aggregate(self, view: View, mark: Mark) -> Actor | None:
        """The actor of an aggregate's words, with the country that owns it; None for another country's."""
        owner = self._owner(view, mark)
        if owner is not None and ref_of(owner) != VIETNAM:
            return None
        start = mark.start if owner is None else owner.start
        if self._is_foreign(view, start, mark.end) or (owner is None and self._is_elsewhere(view, mark)):
            return None
        return self._actor(view, start, mark.end, f"aggregate/{mark.term.ref}")

    def _owner(self, view: View, mark: Mark) -> NameMention | None:
        """The country or region whose an aggregate is by the words right before it."""
        before = next((n for n in reversed(view.names) if n.end <= mark.start), None)
        if before is None or kind_of(before) not in PLACES or mark.start - before.end > _OWNS_WITHIN:
            return None
        return before if _OWNS.fullmatch(self._text, before.end, mark.start) else None

    def _is_foreign(self, view: View, start: int, end: int) -> bool:
        """Whether the words around an aggregate make it another country's, or the world's."""
        if self._grammar.foreign.search(self._text, max(view.start, start - 30), start):
            return True
        after = next((n for n in view.names if n.start >= end), None) if self._language == "vi" else None
        if after is None or kind_of(after) != "country" or ref_of(after) == VIETNAM:
            return False
        return _OF_COUNTRY.fullmatch(self._text, end, after.start) is not None

    def _is_elsewhere(self, view: View, mark: Mark) -> bool:
        """Whether a sentence speaks of another country where it says "its economy" or begins "In Japan, "."""
        named = next((n for n in reversed(view.names) if n.end <= mark.start), None)
        beside = next((n for n in view.names if n.end > mark.start), None)
        of_vietnam = beside is not None and ref_of(beside) == VIETNAM and beside.start - mark.end < _OWNED_GAP
        if named is None or kind_of(named) != "country" or ref_of(named) == VIETNAM or of_vietnam:
            return False
        if _ITS_OWN.search(self._text, max(view.start, mark.start - _OWNED_GAP), mark.start):
            return True
        opens = _IN.match(self._text, view.start, named.start) is not None
        return opens and self._text.startswith(",", named.end)

    def _add_units(self, view: View, found: list[Actor]) -> None:
        """Put what "the FPT unit" stands for in the place of its parent."""
        for number, actor in enumerate(found):
            words = _UNIT.match(self._text, actor.end) if actor.kind in FIRMS else None
            if words is None or not self._text[view.start : actor.start].lower().endswith("the "):
                continue
            meant = self._firm_before(view, actor)
            if meant is not None:
                start = actor.start - len("the ")
                found[number] = _standing_for(meant, self._actor(view, start, words.end(), meant.ref))

    def _firm_before(self, view: View, parent: Actor) -> Actor | None:
        """The company named last before "the FPT unit" that is not its parent."""
        low = max(0, view.number + 1 - _UNIT_WITHIN)
        for earlier in reversed(self._views[low : view.number + 1]):
            for name in reversed(earlier.names):
                firm = kind_of(name) in FIRMS if name.refs else self._eligible.is_named(name)
                if firm and name.end <= parent.start and ref_of(name) != parent.ref:
                    return self._in_full(Actor.of_name(name), name)
        return None

    def _add_stand_ins(self, view: View, found: list[Actor]) -> None:
        """Add what words such as "the company" and "this sector" stand for."""
        for pattern, firm in ((self._grammar.anaphor, True), (self._grammar.body, False)):
            for match in pattern.finditer(self._text, view.start, view.end):
                # "Tập đoàn" in a name stands for nobody else.
                if overlaps(found, *match.span()) or overlaps_ordered(view.names, *match.span()):
                    continue
                if not firm and match[0].lower() in REGION_WORDS:
                    meant = self.topics.region()
                elif not firm and match[0].lower() in PLACE_WORDS:
                    here = (a for a in reversed(found) if a.kind == "market" and a.end <= match.start())
                    meant = next(here, None) or self.topics.place()
                elif match[0].lower().endswith(PARENT_NOUNS):
                    child = self._antecedent(view, found, match.start())
                    meant = self.topics.parent_of(child or self.firm or self.topic)
                else:
                    named_here = firm and match[0].lower() not in OURSELVES
                    meant = self._antecedent(view, found, match.start()) if named_here else None
                    meant = meant or self.topics.meant(match[0], firm=firm)
                if meant is not None:
                    actor = self._actor(view, match.start(), match.end(), meant.ref)
                    if meant.kind == "market":
                        actor = actor.instead or actor  # the place itself, whatever it narrows
                    found.append(_standing_for(meant, actor))

    def _antecedent(self, view: View, found: Sequence[Actor], at: int) -> Actor | None:
        """What "it" stands for where the sentence itself names somebody before: its own subject.

        Where it has none, the company that somebody speaks for.
        """
        for actor in found:
            plain = not (actor.aside or actor.place or actor.carried)
            if actor.end <= at and plain and (actor.kind in TOPICS or actor.kind in ("facility", "product")):
                return actor
        for name in view.names:
            if name.end <= at and kind_of(name) in FIRMS:
                low = max(view.start, name.start - 40)
                if not self._grammar.aside.search(self._text[low : name.start]):
                    return Actor.of_name(name)
        return self._spoken_for(view, at)

    def _spoken_for(self, view: View, at: int) -> Actor | None:
        """Whose officer says something of "the company" at a place: "the CEO of FPT said the company"."""
        for name in view.names:
            if kind_of(name) not in FIRMS:
                continue
            end = name.end + self._text.startswith(",", name.end)
            says = AFTER[self._language].match(self._text, end, at)
            if says is not None and at - says.end() < _SAYS_WITHIN:
                return Actor.of_name(name)
            low = max(view.start, name.start - _SAYS_WITHIN)
            if name.end <= at and _BY.search(self._text[low : name.start]):
                return Actor.of_name(name)
        return None

    def _actor(self, view: View, start: int, end: int, ref: str | None) -> Actor:
        """The actor at a place, with how it stands there, and narrowed where it only narrows the topic."""
        grammar, text = self._grammar, self._text
        before = text[max(view.start, start - _BEFORE) : start]
        words = text[start:end]
        owner = grammar.possessive.match(text, end) is not None or words.lower() in ("its", "their", "our")
        # Words that say how a name stands are followed by a blank: at a sentence's head there are none.
        led = before[-1:].isspace()
        aside = (led and grammar.aside.search(before) is not None) or self._in_relative(view, start)
        if aside and before.rstrip().lower().endswith("with") and _DOING.match(text, end):
            aside = False
        owned = led and grammar.owned.search(before) is not None
        where = grammar.place.search(before) if led else None
        # "In Laos, Unitel": a company goes on no list of places.
        place = where is not None and (where[1] is None or (ref or "").partition("/")[0] in PLACES)
        actor = Actor(start, end, words, ref, aside, owner, owned, place)
        narrowed = self._segments.narrowed(view, actor, self.topic)
        return narrowed if narrowed is actor else replace(narrowed, instead=actor)

    def _in_relative(self, view: View, start: int) -> bool:
        """Whether a place lies in a clause that only tells more of another: "which supplies Samsung"."""
        low = max(view.start, start - 80)
        if self._text.find(",", low, start) < 0:
            return False
        match = last_match(_RELATIVE, self._text, low, start)
        return match is not None and "," not in self._text[match.end() : start]

    def _join_asides(self, found: list[Actor]) -> None:
        """What is listed after an aside is one too."""
        for n in range(1, len(found)):
            if found[n - 1].aside and _JOINED.fullmatch(self._text, found[n - 1].end, found[n].start):
                found[n] = replace(found[n], aside=True)

    def _with_apposition(self, view: View, found: list[Actor]) -> list[Actor]:
        """Make asides of what "Lumen Pay, a startup of Hanoi that …, has raised" tells of the first."""
        told: list[Actor] = []
        until = -1
        for actor, after in zip_longest(found, found[1:]):
            if actor.start < until:
                told.append(replace(actor, aside=True))
                continue
            match = None if actor.carried else _APPOSITION.match(self._text, actor.end, view.end)
            # "Malaysia, the Philippines, …" is a list.
            if match is None or (after is not None and after.start - actor.end <= _LISTED):
                told.append(actor)
                continue
            until = match.end()
            told.append(replace(actor, until=until))
        return told


def _standing_for(meant: Actor, words: Actor) -> Actor:
    """`words` as what stands for an actor that was named before, or for what that only narrows."""
    if words.instead is not None:
        # "The market" of a company: words that name no sector narrow to none.
        return replace(words, sector=None, instead=_standing_for(meant, words.instead))
    return replace(
        words, rule="subject-anaphor", carried=True, named=meant.origin, sector=meant.sector,
        also=meant.cues[1:],
    )  # fmt: skip


def _full_names(reading: Reading) -> dict[str, Cue]:
    """Where the text first gives the names in full that it shortens: "Lotus Chips (LC)"."""
    names = [name for view in reading.views for name in view.names if not name.refs]
    shortened = {name.stands_for for name in names if name.stands_for}
    first: dict[str, Cue] = {}
    for name in names:
        if name.text in shortened:
            first.setdefault(name.text, Cue("subject", name.text, name.start, name.end))
    return first


def _only_owns(actor: Actor, after: Sequence[Actor]) -> bool:
    """Whether a country does no more than own the actor that follows."""
    near = bool(after) and after[0].start - actor.end <= _OWNED_GAP
    return near and actor.owner and actor.is_place
