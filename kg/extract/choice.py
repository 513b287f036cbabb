"""Which of a sentence's actors a figure is about: who stands near, who owns the metric, who can have it.

Each actor has a score; the weights were tuned on the development articles of ``tests/extract``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.candidate import Cue
from kg.extract.actor import BODIES, FIRMS, PLANS, VIETNAM, Actor
from kg.extract.reading import View
from kg.extract.scene import Scene
from kg.extract.segments import SEGMENT
from kg.extract.topics import Topics
from kg.grounding.conventions import BODY_OF, FOREIGN_INVESTMENT, NETWORK_5G

_TECHNOLOGY_5G = "technology/5g"
_TELECOMS = "aggregate/vietnam-telecommunications-industry"
# What is measured of a network, where the words name only its operators.
_OF_NETWORKS = frozenset(("base_station_count", "population_coverage", "area_coverage"))
# What happens in a year, or goes on for years, also to strategies and products.
_EVENTS = frozenset(
    ("founding_year", "launch_year", "going_abroad_year", "completion_year", "listing_year", "entry_year",
     "implementation_duration")
)  # fmt: skip
# What only a country has.
_OF_COUNTRIES = frozenset(
    ("gii_rank", "egdi_rank", "gci_rank", "ai_readiness_rank", "speed_rank", "rnd_share_of_gdp", "gdp",
     "gdp_growth", "gdp_per_capita", "population", "download_speed", "upload_speed", "internet_user_share",
     "smartphone_user_share", "household_coverage", "tax_rate", "online_service_rate", "5g_mastery_rank",
     "unicorn_count")
)  # fmt: skip
# Regions are spoken of as markets of their own; other markets are places in Vietnam.
_REGIONS = frozenset(
    f"market/{name}"
    for name in ("world", "southeast-asia", "asean", "asia", "asia-pacific", "europe", "european-union",
                 "africa", "latin-america", "north-america")
)  # fmt: skip
# Below this score no actor of the sentence is likelier than what the text was speaking of.
_LIKELY = 0.35
# How far behind a share the whole may be named.
_WHOLE_WITHIN = 40
# How far before the words of a metric what belongs to it may stand.
_BEFORE_METRIC = 40
# "Indonesia at 48 percent", "China ($3.7 billion)": the name right before its figure.
_OF_THE_NAME = re.compile(
    r"\s*(?:\(|:|at|with|–|-|với|đạt|có|ở mức|chiếm)\s*(?:\(|about|around|nearly|over|more than|some|just|"
    r"only|almost|khoảng|gần|hơn|trên|mức|an? )?\s*",
    re.I,
)
# After a place, these go on with what happened there.
_GOES_ON = (["with"], ["với"], ["có"], ["đạt"])
_WITHIN = re.compile(r"\b(?:in|within|across|throughout|tại|ở)\s+(?:the\s+)?$", re.I)
# Between the one who launched something and the verb.
_ACTIVE = ("", "has", "had", "also", "đã")
# Between a metric and the country that it is of.
_OF = ("in", "tại", "ở", "of", "của")


@dataclass(frozen=True, slots=True)
class Sought:
    """Whose the figure at `figure` may be: its metric, the words that name the metric, and what is before it.

    `last` is what the figure before in the sentence is about; with `whole`, what follows the figure is only
    what it is a share of: "32% of the nation's exports" is no figure of the nation.
    """

    figure: tuple[int, int]
    metric: str | None
    cue: Cue | None
    last: Actor | None = None
    whole: bool = False


class Choice:
    """Decides whose the figures of one document are."""

    def __init__(self, text: str, language: str, topics: Topics, sectors: Mapping[str, str]) -> None:
        """`topics` are kept by the walk through the document, `sectors` are those of the aggregates."""
        self._text = text
        self._language = language
        self._topics = topics
        self._industries = {sector: ref for ref, sector in sectors.items()}

    def choose(self, scene: Scene, sought: Sought) -> Actor | None:
        """The actor that a figure is about: of its sentence, else what the text was speaking of."""
        metric = sought.metric
        best, top = None, -99.0
        for actor in scene.actors:
            score = self._score(scene, actor, sought) - _unfit(actor, metric)
            if score > top:
                best, top = actor, score
        if metric in _OF_COUNTRIES:
            if best is not None and (best.kind == "country" or (best.kind in FIRMS and top >= 0)):
                return best
            return self._topics.country() or best
        carried = sought.last or self._topics.topic
        if carried is not None and (best is None or top < _LIKELY):
            best = carried.carry()
        return self._body(scene.view, best, metric, sought.cue)

    def of_event(self, actors: Sequence[Actor], verb: Cue, metric: str) -> Actor | None:
        """What was founded, or launched, by the verb: what follows "X launched", else what stands nearest."""
        before = [a for a in actors if a.end <= verb.start and not a.place]
        after = [a for a in actors if a.start >= verb.end and not a.place]
        active = before and self._text[before[-1].end : verb.start].strip() in _ACTIVE
        if metric == "launch_year" and active and after:
            return after[0]
        if before:
            return next((a for a in reversed(before) if not a.aside), before[-1])
        if after:
            return after[0]
        topic = self._topics.topic
        return None if topic is None else replace(topic, carried=True)

    # --- who is measured, where the words name another --------------------------------------------------

    def _body(self, view: View, actor: Actor | None, metric: str | None, cue: Cue | None) -> Actor | None:
        """The body that is measured where the words name only the country, a technology or who reports."""
        if actor is not None and actor.ref == _TECHNOLOGY_5G:
            return self._of_5g(actor)
        if actor is not None and actor.ref == _TELECOMS and metric in _OF_NETWORKS and cue is not None:
            return self._network(view, actor, cue)
        if actor is not None and actor.ref != VIETNAM and actor.kind not in BODIES:
            return actor
        about = self._topics.about
        if actor is not None and about is not None and about.kind == "aggregate":
            told = actor.carried or about.ref == FOREIGN_INVESTMENT
            if told:  # "the country counted 54,500 firms" in an article about an industry
                return about.carry()
        body = BODY_OF.get(metric or "")
        if body is not None:
            country = actor or self._topics.country()
            return None if country is None else replace(country, ref=body, rule="subject-of-metric")
        if cue is None or actor is None:
            return actor
        return self._industry(view, actor, cue) or actor

    def _of_5g(self, actor: Actor) -> Actor:
        """The company whose 5G is spoken of, else the country's network."""
        topic = self._topics.topic
        if topic is not None and topic.kind in FIRMS:
            return replace(topic, sector="5g", carried=True, rule=SEGMENT)
        return replace(actor, ref=NETWORK_5G, rule="subject-of-metric")

    def _network(self, view: View, actor: Actor, cue: Cue) -> Actor:
        """The 5G network, where the words at `cue` name 5G and the actor is who operates it."""
        low = max(view.start, cue.start - _BEFORE_METRIC)
        at = self._text.find("5G", low, cue.end + 30)
        if at < 0:
            return actor
        named = Cue("subject", "5G", at, at + 2)
        return replace(actor, ref=NETWORK_5G, rule="subject-of-metric", also=(*actor.also, named))

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

    # --- how much speaks for an actor -------------------------------------------------------------------

    def _score(self, scene: Scene, actor: Actor, sought: Sought) -> float:
        """How much speaks for `actor`, by where it stands."""
        view, distance = scene.view, scene.distance
        start, end = sought.figure
        bond = self._bond(actor, sought.cue)
        score = 1.4 + bond
        if actor.place and actor.is_place and not actor.owner:
            score -= self._away(view, actor)
        elif (actor.aside or actor.owned) and not bond:
            score -= 1.4
        elif actor.aside:
            score -= 0.4
        score -= _unlikely(actor)
        if actor.end <= start:
            score += self._beside(actor, start)
            score -= 0.6 * distance.cost(max(actor.end, min(actor.until, start)), start)
            if actor.start - view.start < 3:
                score += 0.4
        elif actor.start >= end:
            score -= 1.1 + distance.cost(end, actor.start)
            if sought.whole and actor.start - end <= _WHOLE_WITHIN:
                score -= 3.5
        return score

    def _beside(self, actor: Actor, start: int) -> float:
        """How much the words right between a name and its figure tie them: "Indonesia at 48 percent"."""
        match = None if actor.carried else _OF_THE_NAME.fullmatch(self._text, actor.end, start)
        if match is None or (actor.place and match[0].split()[:1] in _GOES_ON):
            return 0.0
        return 2.4 if actor.is_place and actor.place else 1.8

    def _away(self, view: View, actor: Actor) -> float:
        """How much speaks against a place: "in Vietnam" may be measured, and so may a region set first."""
        before = self._text[max(view.start, actor.start - 16) : actor.start]
        if actor.ref == VIETNAM and _WITHIN.search(before):
            return 0.6
        topic = self._topics.topic
        first = actor.start - view.start < 20 and self._text[actor.end : actor.end + 1] == ","
        return -0.4 if first and topic is not None and topic.kind == "aggregate" else 2.4

    def _bond(self, actor: Actor, metric: Cue | None) -> float:
        """How firmly the words tie the actor to the metric: "its revenue", "revenue of", "doanh thu FPT"."""
        if metric is None or actor.text == "5G":
            return 0.0
        if metric.start <= actor.start < metric.end or actor.start <= metric.start < actor.end:
            return -2.0 if actor.ref == VIETNAM else 2.0
        if actor.end <= metric.start:
            return _owning(actor, self._text[actor.end : metric.start])
        return self._owned(actor, self._text[metric.end : actor.start])

    def _owned(self, actor: Actor, gap: str) -> float:
        """How firmly `gap`, between a metric and the actor behind it, makes the metric the actor's."""
        if actor.ref == VIETNAM and gap.strip() in _OF:
            return 2.0
        if len(gap) > 30 or any(sign in gap for sign in ",;:.("):
            return 0.0
        of_it = actor.owned and not re.search(r"\d", gap)
        return 2.4 if of_it or (len(gap) <= 1 and self._language == "vi") else 0.0


def _owning(actor: Actor, gap: str) -> float:
    """How firmly `gap`, between the actor and a metric behind it, makes the metric the actor's."""
    if len(gap) > 40 or any(sign in gap for sign in ",;:."):
        return 0.0
    if actor.owner:
        return 2.6 if actor.kind not in BODIES or len(gap) < 12 else 0.4
    return 1.4 if len(gap) <= 1 and not (actor.aside or actor.place) else 0.0


def _unfit(actor: Actor, metric: str | None) -> float:
    """How much speaks against a kind of actor having this metric."""
    against = 2.0 if actor.kind in PLANS and metric not in _EVENTS else 0.0
    if metric in _OF_COUNTRIES:
        against += -1.0 if actor.kind == "country" else 2.0
    return against


def _unlikely(actor: Actor) -> float:
    """How much speaks against a kind of actor being measured at all."""
    if actor.ref == VIETNAM:
        return 0.8
    if actor.ref is None:
        return 0.3
    if actor.kind == "market" and actor.ref not in _REGIONS:
        return 2.2 if actor.aside or actor.place else 0.7
    if actor.kind in BODIES:
        return 1.3
    if actor.kind == "technology":
        return 1.6
    if actor.kind in ("country", "market", "law", "event", "product"):
        return 0.6
    return 0.0
