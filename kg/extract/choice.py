"""Which of a sentence's actors, or of those spoken of before, a figure is about.

Every one that it may be is an option; its features are told by `traits`, and learned weights choose.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.candidate import Cue
from kg.extract.actor import BODIES, FIRMS, UNKNOWN, VIETNAM, Actor, ref_of
from kg.extract.grammar import LINK
from kg.extract.investors import FUNDING, invests
from kg.extract.prominence import Prominence
from kg.extract.reading import Mark, Reading, View
from kg.extract.scene import Scene, Sought
from kg.extract.spans import Place, last_match
from kg.extract.topics import Topics
from kg.extract.trade import is_partner, is_trade
from kg.extract.traits import Traits
from kg.extract.usage import InUse
from kg.extract.weigh import Model, Option
from kg.grounding.conventions import BODY_OF, MAY_BE_OF, NETWORK_5G, OF_PLACES, OF_THE_COUNTRY

_TECHNOLOGY_5G = "technology/5g"
_ELECTRONICS = "aggregate/vietnam-electronics-industry"
# How far before the words of a metric what belongs to it may stand.
_BEFORE_METRIC = 40
# Sources of what the sentence does not name.
_CARRIED = frozenset(("last", "topic", "section", "main", "last industry", "recent", "before", "home"))
# How many of the sectors that a text names most may be its industries.
_SECTORS = 3
# How many of those named before may be meant again.
_NAMED_BEFORE = 6
# Between the one who launched something and the verb.
_ACTIVE = ("", "has", "had", "also", "đã")
# What customs count.
_GOODS = re.compile(
    r"(?P<phones>\b(?:smart)?phones?\b|\bhandsets?\b|điện thoại)|"
    r"\bcomputers?\b|\belectronic\w*|máy (?:vi )?tính|điện tử",
    re.I,
)
_INDUSTRY = re.compile(r"industry|sector|manufacturer|ngành|công nghiệp|lĩnh vực|doanh nghiệp", re.I)
# What is so of the whole country: "Nationwide, exports came to", "the national average stood at".
_NATIONAL = re.compile(
    r"(?:\A|(?<=[\n(])|(?<=[.,;:–—] )|(?<=while )|(?<=whereas )|(?<=but )|(?<=and ))"
    r"(?:nationwide\b|(?:the |a )?national (?:average|total|rate|shipments|exports|figure)\b|"
    r"(?:tính chung |trên phạm vi )?(?:cả nước|toàn quốc)\b)",
    re.I,
)
# Before the names of those who are a group; of platforms, what is sold on more than two together.
_GROUP = re.compile(r"(?: [–—-]|\(|:|\b(?:including|namely|such as|bao gồm|gồm(?: có)?|như))\s*$", re.I)
_ON_THEM = re.compile(r"\b(?:on|across|trên)\s+$", re.I)
_SEVERAL, _GROUP_REACH = 3, 20
# Between a figure and the name of whose it is.
_BEHIND = re.compile(
    r"(?:\s*\([^()]{1,30}\))?\s+(?:(?:is|are|was|were)\s+\w+\s+)?(at|by|for|của|ở)\s+(?:the\s+)?", re.I
)
# Between a name and a verb that only tells more of it: "9% of Viettel Global, which was founded in".
_TOLD_OF = re.compile(
    r"(?:\s*\([^()]{1,30}\))?,?\s+(?:(?:which|that|who)\s+)?"
    r"(?:(?:was|were|is|are|has been|had been|được|vốn)\s+)?"
)


class Choice:
    """Decides whose the figures of one document are."""

    def __init__(
        self, reading: Reading, topics: Topics, sectors: Mapping[str, str], model: Model, usage: InUse
    ) -> None:
        """`topics` and `usage` are kept by the walk through the text, `sectors` are those of aggregates."""
        self._text = reading.document.text
        self._language = reading.document.language
        self._topics = topics
        self._industries = {sector: ref for ref, sector in sectors.items()}
        self._model = model
        prominence = Prominence(reading)
        self._home = prominence.home
        self._traits = Traits(self._text, topics, prominence, usage)
        self._country = _country(reading)
        self._sectors: Sequence[Actor] = ()
        if self._country is not None:
            marks = (mark for view in reading.views for mark in view.marks)
            named = list(self._named_by_sector(marks, self._country))
            likely = {ref for ref, _ in Counter(a.ref for a in named).most_common(_SECTORS)}
            self._sectors = list({a.ref: a for a in reversed(named) if a.ref in likely}.values())[::-1]

    def choose(self, scene: Scene, sought: Sought) -> Actor | None:
        """The actor that a figure is about: of its sentence, else one that the text was speaking of."""
        possible = list(self._possible(scene, sought))
        for fits in self._tests(scene, sought):
            possible = [(a, source) for a, source in possible if fits(a)] or possible
        if not possible:
            return None
        traits = self._traits.of(scene, sought, possible)
        options = [Option(one, _key(one[0]), told) for one, told in zip(possible, traits, strict=True)]
        actor, source = self._model.choose(sought.figure, options).value
        return actor.carry() if source in _CARRIED else actor

    def of_event(self, actors: Sequence[Actor], verb: Cue, metric: str) -> Actor | None:
        """What was founded, or launched, by the verb: what follows "X launched", else what stands nearest."""
        # "Founded in both the US and Korea, …": a place is founded where nobody else is named.
        named = [a for a in actors if not (a.place or a.is_place)] or [a for a in actors if not a.place]
        before = [a for a in named if a.end <= verb.start]
        after = [a for a in named if a.start >= verb.end]
        active = before and self._text[before[-1].end : verb.start].strip() in _ACTIVE
        if after and self._text[verb.end : after[0].start].isspace():
            return after[0]  # "Viettel founded Viettel Global in 2006"
        if metric == "launch_year" and active and after:
            return after[0]
        told = [a for a in actors if a.end <= verb.start and not a.is_place]
        if told and _TOLD_OF.fullmatch(self._text, told[-1].end, verb.start):
            return told[-1]
        if before:
            return next((a for a in reversed(before) if not a.aside), before[-1])
        if after:
            return after[0]
        topic = self._topics.topic
        return None if topic is None else replace(topic, carried=True)

    def _tests(self, scene: Scene, sought: Sought) -> Iterator[Callable[[Actor], bool]]:
        """What an actor must stand to be meant, each unless none does."""
        if sought.metric in OF_PLACES:
            # An industry has no population.
            yield lambda a: a.is_place
        elif sought.metric in BODY_OF:
            # Nor has the country itself what one of its industries has by a house rule.
            yield lambda a: a.ref != VIETNAM
        if self._is_of_phones(scene, sought):
            yield lambda a: a.ref != _ELECTRONICS or _INDUSTRY.search(a.text) is not None
        if self._is_national(scene, sought):
            # "The province exported more, while national shipments fell."
            yield lambda a: a.ref == VIETNAM or a.kind == "aggregate"
        if is_trade(self._text, scene.view, sought.figure[0], sought.metric):
            yield lambda a: not is_partner(self._text, self._language, a)
        if sought.metric == FUNDING:
            yield lambda a: not invests(self._text, self._language, a)
        behind = self._named_behind(scene)
        if (own := behind.get(sought.figure[1])) is not None:
            yield lambda a: a.start == own and not a.carried
        clauses = [(a.end, a.until) for a in scene.actors if a.end < a.until <= sought.figure[0]]
        yield lambda a: not _is_in(a, clauses)
        members = self._members(scene.actors)
        yield lambda a: a.carried or a.start not in members
        # What a technology is told of is told of somebody who has it.
        yield lambda a: a.kind != "technology"

    def _is_of_phones(self, scene: Scene, sought: Sought) -> bool:
        """Whether the goods that are named last before a figure are phones.

        Customs count them apart from computers and electronic products, which are the electronics industry's.
        """
        goods = last_match(_GOODS, self._text, scene.view.start, sought.figure[0])
        return goods is not None and goods["phones"] is not None

    def _is_national(self, scene: Scene, sought: Sought) -> bool:
        """Whether the words before a figure say that it is the country's, and name nobody after that."""
        words = last_match(_NATIONAL, self._text, scene.view.start, sought.figure[0])
        return words is not None and not any(
            words.end() <= a.start < sought.figure[0] and (a.kind == "market" or a.kind in FIRMS)
            for a in scene.actors
        )

    def _named_behind(self, scene: Scene) -> dict[int, int]:
        """Where the name behind a figure begins, by the figure's end, in lists: "2% at VNPT, 3% at FPT"."""
        starts = {a.start for a in scene.actors if a.kind in FIRMS or a.kind in ("product", UNKNOWN)}
        found: dict[str, dict[int, int]] = {}
        for figure in scene.view.figures:
            match = _BEHIND.match(self._text, figure.end)
            if match is not None and match.end() in starts:
                found.setdefault(match[1].lower(), {})[figure.end] = match.end()
        return {end: start for pairs in found.values() if len(pairs) > 1 for end, start in pairs.items()}

    def _members(self, actors: Sequence[Actor]) -> set[int]:
        """Where those begin that only tell who a group are: "three operators – A, B and C –"."""
        found: set[int] = set()
        chain: list[Actor] = []
        for actor, after in itertools.zip_longest(actors, actors[1:]):
            chain.append(actor)
            if after is not None and LINK.fullmatch(self._text, actor.end, after.start):
                continue
            low = max(0, chain[0].start - _GROUP_REACH)
            if (len(chain) > 1 and _GROUP.search(self._text, low, chain[0].start)) or (
                len(chain) >= _SEVERAL and _ON_THEM.search(self._text, low, chain[0].start)
            ):
                found.update(a.start for a in chain)
            chain = []
        return found

    # --- what it may be ---------------------------------------------------------------------------------

    def _possible(self, scene: Scene, sought: Sought) -> Iterator[tuple[Actor, str]]:
        """All that the figure may be about, each with where it comes from; what is not named here, once."""
        here = set()
        for actor in scene.actors:
            here.add(actor.identity)
            yield from self._at_hand(scene, sought, actor)
        for actor in scene.bystanders:
            if actor.identity not in here:
                here.add(actor.identity)
                yield actor, "bystander"
        others = self._named_before(sought), self._of_country(scene, sought), self._at_home(scene)
        for actor, source in itertools.chain.from_iterable(others):
            if actor.identity not in here:
                here.add(actor.identity)
                yield actor, source

    def _named_before(self, sought: Sought) -> Iterator[tuple[Actor, str]]:
        """What the text was speaking of, the likeliest first."""
        if sought.last is not None:
            yield sought.last, "last"
        for source, known in self._topics.spoken_of():
            if known is not None:
                yield known, source
        for named, _ in itertools.islice(self._topics.named_before(), _NAMED_BEFORE):
            yield named, "before"

    def _of_country(self, scene: Scene, sought: Sought) -> Iterator[tuple[Actor, str]]:
        """The country, and its industries by what is named or measured."""
        country = self._topics.country() or self._country
        if country is None:
            return
        yield country, "country"
        for industry in self._named_by_sector(scene.view.marks, country):
            yield industry, "sector"
        for industry in self._sectors:
            if industry.start < scene.view.start:
                yield industry, "sector before"
        for body in self._by_metric(sought, country):
            yield body, "body"

    def _at_home(self, scene: Scene) -> Iterator[tuple[Actor, str]]:
        """The place that the article is about, from where it is first named on."""
        if self._home is not None and self._home.start < scene.view.start:
            yield self._home, "home"

    def _at_hand(self, scene: Scene, sought: Sought, actor: Actor) -> Iterator[tuple[Actor, str]]:
        """An actor of the sentence, and what its words may also mean."""
        if actor.ref == _TECHNOLOGY_5G:
            yield _network(actor), "5g"
            return
        yield actor, "here"
        if actor.instead is not None:
            own = actor.instead
            yield (_network(own) if own.ref == _TECHNOLOGY_5G else own), "instead"
        if (actor.ref == VIETNAM or actor.kind in BODIES) and sought.cue is not None:
            industry = self._industry(scene.view, actor, sought.cue)
            if industry is not None:
                yield industry, "industry"

    def _by_metric(self, sought: Sought, country: Actor) -> Iterator[Actor]:
        """The country's industries of which its figures of a metric may be told: "mobile subscribers"."""
        cue, metric = sought.cue, sought.metric or ""
        if cue is None:
            return
        words = Cue("subject", cue.text, cue.start, cue.end)
        for ref in (*filter(None, [BODY_OF.get(metric)]), *MAY_BE_OF.get(metric, ())):
            yield replace(country, ref=ref, rule="subject-of-metric", also=(words,))

    def _named_by_sector(self, marks: Iterable[Mark], country: Actor) -> Iterator[Actor]:
        """The country's industries whose sectors are named: "e-wallets", "5G stations"."""
        for mark in marks:
            industry = self._industries.get(mark.term.ref) if mark.term.role == "sector" else None
            if industry is not None:
                yield Actor(
                    mark.start, mark.end, self._text[mark.start : mark.end], industry,
                    rule="subject-of-sector", named=country.origin,
                )  # fmt: skip

    def _industry(self, view: View, actor: Actor, cue: Cue) -> Actor | None:
        """The industry whose sector stands beside the metric: "Vietnam's software exports" are its."""
        for mark in view.marks:
            before = cue.start - _BEFORE_METRIC <= mark.start and mark.end <= cue.end + 1
            behind = self._language == "vi" and cue.end <= mark.start <= cue.end + 12
            if mark.term.role == "sector" and (before or behind):
                gap = self._text[mark.end : cue.start] if before else self._text[cue.end : mark.start]
                industry = self._industries.get(mark.term.ref)
                if industry is not None and len(gap) < 14 and not re.search(r"[,.;:\d]", gap):
                    words = Cue.at(self._text, "subject", mark.start, mark.end)
                    return replace(actor, ref=industry, rule="subject-of-sector", also=(*actor.also, words))
        return None


def _is_in(actor: Actor, clauses: Iterable[Place]) -> bool:
    """Whether an actor is only named where `clauses` tell more of others; industries are told of, too."""
    if actor.carried or actor.kind == "aggregate":
        return False
    return any(low <= actor.start < high for low, high in clauses)


def _network(actor: Actor) -> Actor:
    """The country's network, by words that name 5G."""
    return replace(actor, ref=NETWORK_5G, rule="subject-of-metric")


def _country(reading: Reading) -> Actor | None:
    """Vietnam, where any part of the text names it: what a text says of no country is said of its own."""
    for view in reading.views:
        for name in view.names:
            if ref_of(name) == VIETNAM:
                named = Actor.of_name(name).origin
                return Actor(0, 0, "", VIETNAM, carried=True, rule="subject-country", named=named)
    text = reading.document.text
    if words := OF_THE_COUNTRY[reading.document.language].search(text):
        called = Cue.at(text, "subject", *words.span())
        return Actor(0, 0, "", VIETNAM, carried=True, rule="subject-country", named=called)
    return None


def _key(actor: Actor) -> str:
    """What the choice of an actor comes to."""
    return actor.ref or f"new: {actor.identity}"
