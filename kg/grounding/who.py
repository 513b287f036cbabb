"""Entities of a candidate: what is pointed to must be a name of the entity stated.

An anaphor ("the company") or a subject carried over from an earlier sentence points to its own words, and
with a second cue of the same role to words that name the entity, in the same sentence or before it.
"""

from __future__ import annotations

import re

from kg.candidate import Candidate, Cue, FigureCandidate, RelationCandidate
from kg.entity import KINDS
from kg.grounding.conventions import (
    ABROAD,
    ABROAD_OF,
    ALIKE,
    BODY_OF,
    COUNTRY,
    MAY_BE_OF,
    NETWORK_5G,
    OF_THE_COUNTRY,
    REGISTERED,
    SECTOR_OF,
    STANDS_FOR,
    THE_COUNTRY,
    sector_of_technology,
)
from kg.grounding.curated import Curated, spelling
from kg.grounding.reasons import Ungrounded
from kg.grounding.sight import Sight

_REF = re.compile(r"([a-z][a-z-]*)/[\w-]+")
# Bodies of the country: what they tell of an industry is the country's.
_NATIONAL = ("agency/", "ministry/")
_ABROAD_REF = "market/international"
# How many places are kept with what they name.
_MOST_KEPT = 1024


def _cues(c: Candidate, role: str) -> list[Cue]:
    return [cue for cue in c.cues if cue.role == role]


def named_at(sight: Sight, curated: Curated, cue: Cue) -> frozenset[str]:
    """The entities that the words of `cue`, all of them, name: asked for time and again, looked up once."""
    place = cue.start, cue.end, cue.text
    found = sight.named.get(place)
    if found is None:
        if len(sight.named) >= _MOST_KEPT:
            sight.named.clear()
        found = sight.named[place] = _named_at(sight, curated, cue)
    return found


def _named_at(sight: Sight, curated: Curated, cue: Cue) -> frozenset[str]:
    refs = set(sight.spelt(curated, cue.start, cue.end))
    for mention in sight.mention_at(cue.start, cue.end):
        if mention.flag != "lookalike":
            refs.update(mention.refs)
            refs.update(curated.names.organisation_of(ref) for ref in mention.refs)
    if not refs:
        for mention in sight.offices_at(curated, cue.start, cue.end):
            refs.update((*mention.refs, *(curated.names.organisation_of(ref) for ref in mention.refs)))
    # "Vietnam's ICT industry": the aggregate is the head of the words.
    refs.update(f"aggregate/{t.ref}" for t in sight.terms_ending(cue.start, cue.end) if t.role == "aggregate")
    language = sight.document.language
    its_own = THE_COUNTRY[language].fullmatch(cue.text) and (language == "vi" or sight.names(COUNTRY))
    if its_own or OF_THE_COUNTRY[language].fullmatch(cue.text):
        refs.add(COUNTRY)
    return frozenset(refs - {""})


def _by_convention(sight: Sight, curated: Curated, c: Candidate, ref: str, cues: list[Cue]) -> list[Cue]:
    """The cues that lead to the aggregate `ref` by a house rule: its metric, its sector, or its ministry."""
    if not ref.startswith("aggregate/"):
        return []
    metric = c.metric if isinstance(c, FigureCandidate) else None
    sectors = [
        cue
        for cue in cues
        if any(
            f"sector/{term.ref}" in curated.sectors.get(ref, ()) and term.role == "sector"
            for term in sight.terms_at(cue.start, cue.end)
        )
    ]
    measured = BODY_OF.get(metric or "") == ref or any(
        ref in _bodies_of(term.ref) for cue in cues for term in sight.terms_at(cue.start, cue.end)
    )
    found: list[Cue] = []
    for cue in cues:
        named = named_at(sight, curated, cue)
        of_metric = measured and any(name == COUNTRY or name.startswith("technology/") for name in named)
        of_network = ref == NETWORK_5G and "technology/5g" in named
        if (
            of_metric
            or of_network
            or (sectors and any(name == COUNTRY or name.startswith(_NATIONAL) for name in named))
            or any(SECTOR_OF.get(name) == ref for name in named)
        ):
            found.append(cue)
    return found


def _bodies_of(metric: str) -> frozenset[str]:
    """The bodies of the country of which its figures may be told by the words for `metric`."""
    called = (metric, REGISTERED.get(metric, ""), *ALIKE.get(metric, ()))
    always = {BODY_OF[name] for name in called if name in BODY_OF}
    return frozenset(always.union(*(MAY_BE_OF.get(name, ()) for name in called)))


def check_subject(sight: Sight, curated: Curated, c: Candidate) -> None:
    """Raises Ungrounded unless the subject's words stand there and name it."""
    _check_entity(sight, curated, c, "subject", c.subject, c.subject_id)


def _check_entity(
    sight: Sight, curated: Curated, c: Candidate, role: str, words: str, ref: str | None
) -> None:
    pointed = _cues(c, role)
    own = [cue for cue in pointed if cue.text == words]
    if not own:
        raise Ungrounded(role, f"{words!r} is not pointed to")
    if ref is None:
        known = named_at(sight, curated, own[0])
        if known:
            raise Ungrounded(role, f"{words!r} is known as {', '.join(sorted(known))}")
        if _stands_for(sight, words) and not any(c.isupper() for c in words[1:]):
            raise Ungrounded(role, f"what {words!r} stands for is not told")
        return
    _check_exists(curated, ref)
    metric = c.metric if isinstance(c, FigureCandidate) else None
    if ref == COUNTRY and metric in BODY_OF:
        raise Ungrounded(role, f"{metric} is that of {BODY_OF[metric]}")
    _, high = sight.sentence(c.start)
    if ref == COUNTRY and (narrower := _narrower(sight, curated, pointed)) is not None:
        raise Ungrounded(role, f"{narrower.text!r} is pointed to, and is not the country")
    naming = [cue for cue in pointed if ref in named_at(sight, curated, cue)]
    naming += _by_convention(sight, curated, c, ref, pointed)
    if role == "object":
        naming += _as_object(sight, curated, ref, own, pointed)
    if not naming:
        raise Ungrounded(role, f"{words!r} does not name {ref}")
    # What a text says of no country it says of its own, wherever that is named.
    if all(cue.start >= high and COUNTRY not in named_at(sight, curated, cue) for cue in naming):
        raise Ungrounded(role, f"{naming[0].text!r} stands after the sentence")
    if any(cue in naming for cue in own):
        return
    others = named_at(sight, curated, own[0])
    if others or not _stands_for(sight, words):
        shown = ", ".join(sorted(others)) or "nothing known"
        raise Ungrounded(role, f"{words!r} names {shown}, not {ref}")
    if all(cue.start > own[0].start for cue in naming):
        raise Ungrounded(role, f"{words!r} stands before what it stands for")


def _as_object(sight: Sight, curated: Curated, ref: str, own: list[Cue], pointed: list[Cue]) -> list[Cue]:
    """The cues that name the object of a relation as only objects are named.

    By the adjective of its nation, by words for its sector, or by a title and the organisation that it is of.
    """
    found = [
        cue
        for cue in pointed
        if ref in curated.relations.nations.get(spelling(cue.text), ())
        or any(t.role == "sector" and f"sector/{t.ref}" == ref for t in sight.terms_at(cue.start, cue.end))
    ]
    organisations = {name for cue in pointed for name in named_at(sight, curated, cue)}
    titles = (cue for cue in own if any(curated.offices.find(o, cue.text) == ref for o in organisations))
    return [*found, *titles]


def _narrower(sight: Sight, curated: Curated, pointed: list[Cue]) -> Cue | None:
    """A cue whose words name a sector or another entity, where only the country is stated."""
    for cue in pointed:
        named = named_at(sight, curated, cue)
        terms = sight.terms_at(cue.start, cue.end)
        telling = any(t.role == "sector" or _bodies_of(t.ref) for t in terms)
        if COUNTRY not in named and (named or telling):
            return cue
    return None


def _stands_for(sight: Sight, words: str) -> bool:
    return STANDS_FOR[sight.document.language].fullmatch(words) is not None


def _check_exists(curated: Curated, ref: str) -> None:
    if ref not in curated.entities:
        raise Ungrounded("unknown-id", ref)


def check_dimensions(sight: Sight, curated: Curated, c: FigureCandidate) -> None:
    """Raises Ungrounded unless sector, market and ownership are each named by a cue, or absent with it."""
    for role, value, ref in (
        ("sector", c.sector, f"sector/{c.sector}"),
        ("ownership", c.ownership, f"ownership/{c.ownership}"),
        ("market", c.market, c.market or ""),
    ):
        pointed = _cues(c, role)
        if value is None:
            # "Overseas revenue" has its market in the metric.
            if pointed and not (role == "market" and c.metric in ABROAD_OF.values()):
                raise Ungrounded("dimension", f"{pointed[0].text!r} is pointed to, and no {role} is stated")
            continue
        _check_exists(curated, ref)
        if not any(_narrows(sight, curated, cue, role, value) for cue in pointed):
            raise Ungrounded("dimension", f"{value} is not named")


def _narrows(sight: Sight, curated: Curated, cue: Cue, role: str, value: str) -> bool:
    if role != "market":
        inside = sight.terms_inside(cue.start, cue.end)
        named = named_at(sight, curated, cue) if role == "sector" else ()
        if any(sector_of_technology(ref) == value for ref in named):
            return True
        # "Hardware manufacturing companies" are an industry by themselves, and a sector of a broader one.
        industries = (curated.sectors.get(f"aggregate/{t.ref}", ()) for t in inside if t.role == "aggregate")
        return any(t.role == role and t.ref == value for t in inside) or (
            role == "sector" and any(f"sector/{value}" in own for own in industries)
        )
    if value == _ABROAD_REF and ABROAD[sight.document.language].search(cue.text):
        return True
    return value in named_at(sight, curated, cue)


def check_agents(sight: Sight, curated: Curated, c: Candidate) -> None:
    """Raises Ungrounded unless whoever is credited is named at a place pointed to."""
    agents, words = _cues(c, "agent"), _cues(c, "attribution")
    if not c.attributed_to:
        if agents or words or c.attribution_inherited:
            raise Ungrounded("agent", "words of credit are pointed to, and nobody is credited")
        return
    low, high = sight.sentence(c.start)
    for agent in c.attributed_to:
        match = _REF.fullmatch(agent)
        if match and match[1] in KINDS:
            _check_exists(curated, agent)
            naming = [cue for cue in agents if agent in named_at(sight, curated, cue)]
        else:
            naming = [cue for cue in agents if cue.text == agent]
            if naming and (known := named_at(sight, curated, naming[0])):
                raise Ungrounded("agent", f"{agent!r} is known as {', '.join(sorted(known))}")
        if not naming:
            raise Ungrounded("agent", f"{agent} is not named")
        if all(cue.start >= high for cue in naming):
            raise Ungrounded("agent", f"{agent} is named after the sentence only")
    credited = [any(low <= cue.start < high for cue in cues) for cues in (agents, words)]
    if c.attribution_inherited:
        if all(credited):
            raise Ungrounded("agent", "inherited, but credited in the sentence itself")
        if not any(cue.start < low for cue in (*agents, *words)):
            raise Ungrounded("agent", "inherited, but nobody is credited before")
    elif not credited[1]:
        raise Ungrounded("agent", "no words of credit are pointed to in the sentence")


def check_relation(sight: Sight, curated: Curated, c: RelationCandidate) -> None:
    """Raises Ungrounded unless the predicate's words and the object's stand there and fit each other."""
    predicate = curated.predicates.get(f"predicate/{c.predicate}")
    if predicate is None:
        raise Ungrounded("predicate", f"no predicate {c.predicate!r}")
    cues = [q for q in _cues(c, "predicate") if q.start < c.end and c.start < q.end]
    if not cues:
        raise Ungrounded("predicate", "its words are not pointed to")
    words = " ".join(q.text for q in _cues(c, "predicate"))
    said = curated.relations.predicates_in(words, sight.document.language)
    if said and c.predicate not in said:
        raise Ungrounded("predicate", f"{words!r} states {', '.join(sorted(said))}")
    _check_entity(sight, curated, c, "object", c.object, c.object_id)
    if c.subject_id is not None and c.subject_id == c.object_id:
        raise Ungrounded("object", "it is the subject itself")
    for role, ref, allowed in (
        ("subject", c.subject_id, predicate.domain),
        ("object", c.object_id, predicate.range),
    ):
        if ref is not None and not allowed.allow(curated.entities[ref].type):
            raise Ungrounded(role, f"{ref} is no {allowed}")
