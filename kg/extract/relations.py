"""Relation claims of a text: who stands in which relation to whom, where the text says so in plain words.

`RelationReader` matches the templates of the relation lexicon in each sentence (`matching`), leaves out what
is denied, asked, supposed or merely wished for, and gives what is planned its status.  Precision goes first:
an end that cannot be told makes no candidate.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.candidate import RULES, Cue, RelationCandidate, in_order, named
from kg.catalogue import Catalogue
from kg.corpus import Classes, Predicate
from kg.entity import Entity
from kg.extract.actor import FIRMS, Actor
from kg.extract.assertion import example, stance
from kg.extract.attribution import Credit, Credits, agents_of
from kg.extract.blocks import BlockKind
from kg.extract.cast import Cast
from kg.extract.cues import RelationLexicon, Stated, Template, relation_keys
from kg.extract.grammar import GRAMMARS, Distance
from kg.extract.holders import Holding, holdings
from kg.extract.matching import Match, Matcher
from kg.extract.parties import ORGANISATIONS, Party, add_anaphors, fits, parties, spoken_of
from kg.extract.phrase import phrase_around
from kg.extract.reading import Reading, View
from kg.extract.timing import Timing
from kg.extract.weigh import learned
from kg.extract.whereabouts import Whereabouts
from kg.lists import Status
from kg.literals import UNDATED
from kg.offices import Offices
from kg.periods import Role, TimeMention
from kg.phrases import Hit

ROLE = "role_of"
FOUNDER = "founder_of"
AUTHOR = "author_of"
# What a name says of itself that somebody wrote: a "by" behind it names who.
_WORK = re.compile(r"(?:report|study|survey)$|^báo cáo\b", re.I)
# The template of "Unitel (Laos)".
BRACKETED = "S_( O )"
# Those of "Unitel in Laos": a country and a company that is known, else the words may say anything.
BESIDE = frozenset(("S_in O", "S_tại O", "S_ở O", "In O , !S", "Tại O , !S", "Ở O , !S"))
# In tokens: what is longer is a list or no prose, and would take long.
MAX_SENTENCE = 600
_SAYS_WHEN = frozenset((Role.WITHIN, Role.AS_OF, Role.BY, Role.SINCE, Role.SPAN, Role.EVENT))
# How far a time may be: in the cost of a `Distance`.
_FAR = 2.5
# What is in one place, and in no region of many countries.
_SEATED = frozenset(("headquartered_in", "located_in"))
# Words of a relation further apart than this are shown by the first of them.
_LONG = 8


class Relations:
    """What reading relations takes, for any texts: the lexicon, the ontology's ends, the offices."""

    def __init__(
        self, lexicon: RelationLexicon, predicates: Mapping[str, Predicate], entities: Mapping[str, Entity]
    ) -> None:
        self.lexicon = lexicon
        self.ends: dict[str, tuple[Classes, Classes]] = {
            ref.partition("/")[2]: (predicate.domain, predicate.range)
            for ref, predicate in predicates.items()
        }
        self.offices = Offices(entities)
        self._regions = frozenset(
            ref
            for ref, entity in entities.items()
            if entity.kind == "market" and not any(role == "country" for role, _ in entity.links)
        )

    def fit(self, end: str, party: Party, template: Template) -> bool:
        """Whether `party` may be the subject (``S``) or object (``O``) of the template's predicate."""
        ends = self.ends.get(template.predicate)
        if ends is None:
            return False
        subjects, objects = self.lexicon.kinds[template.predicate]
        if template.text in BESIDE and (party.kind not in FIRMS if end == "S" else party.kind != "country"):
            return False
        if template.text in BESIDE and (party.ref is None or party.carried):
            return False
        if template.predicate == AUTHOR and end == "O" and template.words == 1:
            return _WORK.search(party.text) is not None
        if template.text == BRACKETED and not self._bracketed(end, party, template):
            return False
        if template.predicate in _SEATED and party.ref in self._regions:
            return False  # "Asia's FPT", "the world's No3 maker"
        if party.kind == "nation":
            return "nation" in objects and end == "O"
        domain, range_ = ends
        return fits(party, domain, subjects) if end == "S" else fits(party, range_, objects - {"nation"})

    def _bracketed(self, end: str, party: Party, template: Template) -> bool:
        """Whether a bracket behind a name may say this of it, and not where it is from, or its short name."""
        if template.predicate == "operates_in" and end == "S":
            return party.ref is not None
        return not (template.predicate == "unit_of" and end == "O" and party.kind in (*FIRMS, ""))


class RelationReader:
    """Reads the relation claims of one document."""

    def __init__(self, reading: Reading, catalogue: Catalogue, relations: Relations) -> None:
        document = reading.document
        self._reading, self._relations, self._catalogue = reading, relations, catalogue
        self._lexicon = relations.lexicon
        self._text, self._language = document.text, document.language
        self._published = document.published
        self._named: dict[str, Party] = {}
        self._main: Party | None = None  # the company that was named first
        self._where = Whereabouts(self._language, self._text)
        self._grammar = GRAMMARS[self._language]

    def read(self) -> list[RelationCandidate]:
        """The candidates of the document, each relation once, in the order of the text."""
        cast = Cast(self._reading, self._catalogue)
        credits_ = Credits(self._reading, learned("credit"))
        found: list[RelationCandidate] = []
        for view in self._reading.views:
            cast.enter(view)
            credit = credits_.of(view, cast.firm)
            actors = cast.actors(view, agents_of(view.names, credit))
            found += self.sentence(view, cast, actors, credit)
            cast.leave(view, actors)
        return distinct(found)

    def sentence(
        self, view: View, cast: Cast, actors: Sequence[Actor], credit: Credit
    ) -> Iterator[RelationCandidate]:
        """The candidates of one sentence; `cast` has entered it, and not left it yet."""
        if len(view.tokens) > MAX_SENTENCE:
            return
        if self._text[view.start : view.end].rstrip("\"”’' )").endswith("?"):
            return
        titles = self._lexicon.titles_in(view.tokens, self._language)
        templates = self._lexicon.stated_in(view.tokens, self._language)
        finder = parties(view, actors, self._lexicon, self._grammar, self._language, self._text)
        found = finder.sorted()
        # Most sentences have the words of no relation: what stands for a name is then of no matter.
        if titles or templates:
            add_anaphors(finder, view, cast, self._grammar, self._language, self._text, self._main)
            ends = self._with_places(view, finder.sorted())
            yield from self._read(view, cast, ends, titles, templates, credit)
        self._note(found)
        self._where.note(view, found)

    def _read(
        self, view: View, cast: Cast, found: Sequence[Party], titles: Sequence[Hit[str]],
        templates: Sequence[Stated], credit: Credit,
    ) -> Iterator[RelationCandidate]:  # fmt: skip
        """The candidates of a sentence that has the words of some relation; `found` are its parties."""
        if titles:
            offices, spoken_of = self._relations.offices, self._organisations(cast)
            for holding in holdings(offices, view, found, titles, self._text, spoken_of):
                if not holding.founded:
                    yield self._office(view, holding)
                elif (organisation := holding.of or self._spoken_of(cast)) is not None:
                    yield self._founder(view, holding, organisation, credit)
        if found and templates:
            meant = [*_firms(cast), *self._where.spoken_of(view)]
            matcher = Matcher(view, found, titles, self._language, self._relations.fit, meant)
            yield from self._stated(view, matcher.matches(templates), cast, credit)

    def _stated(
        self, view: View, matches: Sequence[Match], cast: Cast, credit: Credit
    ) -> Iterator[RelationCandidate]:
        """The candidates of the matches that the sentence states."""
        if not matches:
            return
        keys = relation_keys(view.tokens)
        distance = Distance(self._text, view.start, view.end, self._grammar)
        for match in matches:
            said = stance(view, keys, match, self._lexicon, self._language, self._text)
            if said is None:
                continue
            status, cue = said
            timing = self._timing(view, match, distance)
            if status is Status.ACTUAL and self._ahead(timing):
                status = Status.FORECAST
            for subject, stated in itertools.product(match.subjects, match.objects):
                object_ = self._other(match.template, subject, stated, cast)
                if object_ is None or example(keys, object_, self._language):
                    continue
                candidate = self._candidate(view, match, subject, object_, status, cue, timing, credit)
                if candidate is not None:
                    yield candidate

    def _other(self, template: Template, subject: Party, object_: Party, cast: Cast) -> Party | None:
        """The object, which is another than the subject: who "owns 5% of the group" does not own himself."""
        if subject.same != object_.same:
            return object_
        if object_.carried:
            for party in self._meant(cast):
                if party.same != subject.same and self._relations.fit("O", party, template):
                    return replace(object_, ref=party.ref, kind=party.kind, named=party.cues("object")[-1])
        return None

    def _meant(self, cast: Cast) -> list[Party]:
        """Whom the sentences before speak of, the likeliest first, and the company named first."""
        meant = (spoken_of(cast.topic), spoken_of(cast.firm), self._main)
        return [party for party in meant if party is not None]

    def _spoken_of(self, cast: Cast) -> Party | None:
        """The company that the sentences before speak of."""
        return next((party for party in self._meant(cast) if party.kind in FIRMS or not party.kind), None)

    def _with_places(self, view: View, found: list[Party]) -> list[Party]:
        """The parties of a sentence, with those of words that stand for a place."""
        places = [stand for stand in self._where.stand_ins(view, found) if not _covered(stand, found)]
        if not places:
            return found
        return sorted([*found, *(self._stand_in(view, *stand) for stand in places)], key=lambda p: p.start)

    def _stand_in(self, view: View, start: int, end: int, meant: Party) -> Party:
        """The party of words that stand for a place."""
        starts = [token.start for token in view.tokens]
        first, last, words = bisect_left(starts, start), bisect_left(starts, end), self._text[start:end]
        return replace(meant, start=start, end=end, text=words, first=first, last=last, aside=True)

    def _organisations(self, cast: Cast) -> list[Party]:
        """The organisations that a title alone may be of: the company spoken of, then all named so far."""
        return [*(p for p in _firms(cast)[:1] if p.ref is not None), *self._named.values()]

    def _note(self, found: Iterable[Party]) -> None:
        for party in found:
            ref = party.ref
            if ref is None or ref in self._named or party.carried or party.kind not in ORGANISATIONS:
                continue
            noted = replace(party, first=-1, last=-1, named=party.cues("object")[0])
            self._named[ref] = noted
            if self._main is None and noted.kind in FIRMS:
                self._main = noted

    # --- when -------------------------------------------------------------------------------------------

    def _timing(self, view: View, match: Match, distance: Distance) -> Timing:
        """The time of a match: of its clause for an event, only what stands right beside for a state.

        A relation takes over no time from another sentence: that FPT operates in Japan is not said of 2023
        because the sentence before was about 2023.
        """
        place = self._place(view, match)
        ends = [place, *((p.start, p.end) for p in (*match.subjects, *match.objects) if p.first >= 0)]
        first, last = min(a for a, _ in ends), max(b for _, b in ends)
        best: TimeMention | None = None
        top = _FAR
        for time in view.times:
            if time.in_name or time.role not in _SAYS_WHEN or time.period is UNDATED:
                continue
            if match.template.event:
                low, high = (last, time.start) if time.start >= last else (time.end, first)
                inside = low > high
                if not inside and distance.barriers(low, high):
                    continue
                cost = 0.0 if inside else distance.cost(low, high)
            else:
                between = self._text[last : max(last, time.start)]
                if time.start < last or len(between) > 12 or any(sign in between for sign in ",.;:()"):
                    continue
                cost = 0.0
            if cost < top:
                best, top = time, cost
        if best is None:
            return Timing()
        return Timing(best.period, cues=(Cue("period", best.text, best.start, best.end),))

    def _ahead(self, timing: Timing) -> bool:
        end = timing.period.end
        return end is not None and self._published is not None and end.year > int(self._published[:4])

    # --- the candidate ----------------------------------------------------------------------------------

    def _place(self, view: View, match: Match) -> tuple[int, int]:
        return view.tokens[match.first].start, view.tokens[match.last - 1].end

    def _runs(self, view: View, match: Match) -> list[tuple[int, int]]:
        """The places of the words that state a relation, those next to each other as one."""
        runs: list[list[int]] = []
        for at in sorted(match.used):
            if runs and runs[-1][1] == at:
                runs[-1][1] = at + 1
            else:
                runs.append([at, at + 1])
        return [(view.tokens[a].start, view.tokens[b - 1].end) for a, b in runs]

    def _candidate(
        self, view: View, match: Match, subject: Party, object_: Party, status: Status, cue: Cue | None,
        timing: Timing, credit: Credit,
    ) -> RelationCandidate | None:  # fmt: skip
        runs = self._runs(view, match)
        start, end = self._place(view, match)
        if len(self._text[start:end].split()) > _LONG:
            start, end = runs[0]
        cues = [Cue.at(self._text, "predicate", a, b) for a, b in (*runs, (start, end))]
        cues += [*timing.cues, *credit.cues]
        cues += [*subject.cues("subject"), *object_.cues("object")]
        if cue is not None:
            cues.append(cue)
        confidence = 0.9
        for party in (subject, object_):
            confidence -= 0.15 if party.carried else 0.1 if party.ref is None else 0.0
            confidence -= 0.3 if party.guess else 0.0
        confidence -= min(0.3, 0.03 * match.loose)
        if view.block.kind is BlockKind.HEADING:
            confidence -= 0.1
        return self._made(
            view, (start, end), match.template.predicate, subject, object_.printed, object_.ref, cues, credit,
            status=status, timing=timing, confidence=confidence, rule=f"template: {match.template.text}",
        )  # fmt: skip

    def _office(self, view: View, holding: Holding) -> RelationCandidate:
        person = holding.person
        start, end = holding.start, holding.end
        cues = [
            Cue.at(self._text, "predicate", start, end),
            Cue("object", holding.office, holding.office_start, holding.office_start + len(holding.office)),
            *person.cues("subject"),
        ]
        if holding.of is not None:
            cues += holding.of.cues("object")
        confidence = 0.9 if person.ref and holding.ref else 0.75
        # Who somebody is, the text says itself, whomever it quotes.
        return self._made(
            view, (start, end), ROLE, person, holding.office, holding.ref, cues, Credit(),
            status=Status.ACTUAL, timing=Timing(), confidence=confidence, rule="office",
        )  # fmt: skip

    def _founder(
        self, view: View, holding: Holding, organisation: Party, credit: Credit
    ) -> RelationCandidate:
        """Who founded an organisation, by what he is called."""
        place = holding.start, holding.end
        cues = [Cue.at(self._text, "predicate", *place), *credit.cues]
        cues += [*holding.person.cues("subject"), *organisation.cues("object")]
        confidence = 0.9 - 0.15 * organisation.carried - 0.1 * (organisation.ref is None)
        return self._made(
            view, place, FOUNDER, holding.person, organisation.printed, organisation.ref, cues, credit,
            status=Status.ACTUAL, timing=Timing(), confidence=confidence, rule="founder",
        )  # fmt: skip

    def _made(
        self, view: View, place: tuple[int, int], predicate: str, subject: Party, object_: str,
        object_id: str | None, cues: Iterable[Cue], credit: Credit, *, status: Status, timing: Timing,
        confidence: float, rule: str,
    ) -> RelationCandidate:  # fmt: skip
        cues = in_order(cues)
        wanted = [(c.start, c.end) for c in cues if c.role in ("subject", "object")]
        inside = [w for w in wanted if view.start <= w[0] and w[1] <= view.end]
        a, b = phrase_around(self._text, view.start, view.end, place, inside)
        candidate = RelationCandidate(
            subject=subject.printed,
            subject_id=subject.ref,
            predicate=predicate,
            object=object_,
            object_id=object_id,
            status=status,
            period=timing.period,
            period_inherited=False,
            attributed_to=credit.agents,
            attribution_inherited=credit.inherited,
            ambiguity="",
            surface=self._text[place[0] : place[1]],
            start=place[0],
            end=place[1],
            phrase=self._text[a:b],
            phrase_start=a,
            proposer=RULES,
            rule=rule,
            confidence=round(max(0.2, confidence), 2),
            cues=cues,
        )
        return named(candidate)


def _firms(cast: Cast) -> list[Party]:
    """The companies that the text speaks of, the likeliest first."""
    firms = [actor for actor in (cast.firm, cast.topic) if actor is not None and actor.kind in FIRMS]
    meant = (spoken_of(actor) for actor in sorted(firms, key=lambda actor: actor.ref is None))
    return [party for party in meant if party is not None]


def _covered(stand: tuple[int, int, Party], found: Iterable[Party]) -> bool:
    return any(party.start < stand[1] and stand[0] < party.end for party in found)


def distinct(candidates: Sequence[RelationCandidate]) -> list[RelationCandidate]:
    """Each relation once: where a text states it again, the surest mention counts, the first among equals."""
    best: dict[tuple[str, ...], RelationCandidate] = {}
    for candidate in candidates:
        key = (
            candidate.subject_id or candidate.subject.casefold(),
            candidate.predicate,
            candidate.object_id or candidate.object.casefold(),
            str(candidate.status),
            "" if candidate.period is UNDATED else candidate.period.label,
        )
        if key not in best or best[key].confidence < candidate.confidence:
            best[key] = candidate
    dated = {key[:4] for key in best if key[4]}
    # Undated beside a dated mention of the same says nothing more.
    kept = [c for key, c in best.items() if key[4] or key[:4] not in dated]
    return sorted(kept, key=lambda c: (c.start, c.end))
