"""Figure claims of a text: for each figure, its unit, hedge, metric, time, subject, status and source.

Sentences are read in order, since subjects, times and credits carry over; within a sentence the figures are
read from left to right, since "up from $137 billion" says again what the figure before it measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.amount import Figure, Form
from kg.candidate import RULES, FigureCandidate, Refusal, RelationCandidate
from kg.catalogue import Catalogue
from kg.extract.attribution import Credit, Credits, agents_of
from kg.extract.cast import Cast
from kg.extract.choice import Choice
from kg.extract.dating import Dating
from kg.extract.draft import Draft
from kg.extract.drafting import Drafter, event_of
from kg.extract.grammar import GRAMMARS, Distance
from kg.extract.making import candidate_of
from kg.extract.measures import Measures
from kg.extract.measuring import Measurer
from kg.extract.memory import Memory
from kg.extract.narrowing import Asked, Narrowing
from kg.extract.reading import Reading, View
from kg.extract.relations import RelationReader
from kg.extract.respectively import Respectively
from kg.extract.scene import Scene, Sought
from kg.extract.sift import REASONS, Sieve
from kg.extract.stance import Statuses
from kg.extract.trade import name_export
from kg.extract.usage import InUse
from kg.extract.ways import Ways
from kg.extract.weigh import Models


class FigureReader:
    """Reads the figure claims of one document, and with `relations` what they find on the same walk."""

    def __init__(
        self,
        reading: Reading,
        catalogue: Catalogue,
        ways: Ways,
        models: Models,
        relations: RelationReader | None = None,
    ) -> None:
        text, language = reading.document.text, reading.document.language
        self.relations: list[RelationCandidate] = []
        self._relations = relations
        self._views = reading.views
        self._text, self._language = text, language
        self._catalogue = catalogue
        self._measures = Measures(text, language, catalogue)
        self._memory = Memory(reading.views)
        self._sieve = Sieve(text, language)
        self._drafter = Drafter(text, language, catalogue)
        self._respectively = Respectively(text, language, catalogue)
        self._cast = Cast(reading, catalogue)
        usage = InUse(models.usages, reading)
        self._measurer = Measurer(
            text,
            language,
            catalogue,
            ways,
            self._measures,
            self._memory,
            self._cast.topics,
            models.metric,
            models.claim,
            usage,
        )
        self._choice = Choice(reading, self._cast.topics, catalogue.sectors, models.subject, usage)
        self._narrowing = Narrowing(reading, catalogue.sectors, models.sector, models.market)
        self._dating = Dating(reading, catalogue, models.period)
        self._statuses = Statuses(reading, models.status)
        self._credits = Credits(reading, models.credit)

    def read(self) -> Iterator[FigureCandidate | Refusal]:
        """Candidates and refusals in the order of the text."""
        for view in self._views:
            yield from self._sentence(view)

    def _sentence(self, view: View) -> Iterator[FigureCandidate | Refusal]:
        self._cast.enter(view)
        self._dating.enter(view)
        credit = self._credits.of(view, self._cast.firm)
        agents = agents_of(view.names, credit)
        actors = self._cast.actors(view, agents)
        measured: list[Draft] = []
        if view.figures:
            distance = Distance(self._text, view.start, view.end, GRAMMARS[self._language])
            scene = Scene(view, actors, distance, self._cast.bystanders(view, actors), agents)
            events, drafts, refusals = self._drafts(scene)
            yield from refusals
            measured = self._concluded(scene, drafts)
            yield from (_refusal(d.figure, "uncounted") for d in drafts if d not in measured)
            yield from self._candidates(view, [*measured, *events], credit)
        if self._relations is not None:
            self.relations += self._relations.sentence(view, self._cast, actors, credit)
        self._cast.leave(view, actors, [d.actor for d in measured if d.actor is not None])
        self._memory.leave(view)
        self._dating.leave(view, measured)

    def _drafts(self, scene: Scene) -> tuple[list[Draft], list[Draft], list[Refusal]]:
        """The events that the figures of a sentence date, the drafts of its amounts, and what is neither."""
        events: list[Draft] = []
        drafts: list[Draft] = []
        refusals: list[Refusal] = []
        for figure in scene.view.figures:
            event = self._event(scene, figure) if figure.form is Form.YEAR else None
            if event is not None:
                self._statuses.decide_event(scene, event)
                events.append(event)
            elif (reason := self._sieve.reason(scene.view, figure)) is not None:
                refusals.append(_refusal(figure, reason))
            elif figure.amount is not None:
                drafts.append(self._drafter.draft(scene.view, figure, figure.amount))
        return events, drafts, refusals

    def _event(self, scene: Scene, figure: Figure) -> Draft | None:
        """The year of something that the sentence says happened: founded, launched, gone abroad."""
        found = self._measures.event(scene.view, (figure.start, figure.end))
        if found is None or found.cue is None or figure.amount is None:
            return None
        event = event_of(figure, figure.amount, found)
        event.actor = self._choice.of_event(scene.actors, found.cue, found.metric or "")
        return None if event.actor is None else event

    def _concluded(self, scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts that measure something, with all that the sentence and those before say of them."""
        kept = self._measurer.measured(scene, drafts)
        plain = [draft for draft in kept if draft.converts is None]
        listed = self._respectively.times(scene.view, kept)
        for number, draft in enumerate(kept):
            if draft.converts is not None:
                continue
            before = kept[:number]
            self._choose_actor(scene, draft, before)
            name_export(self._text, scene.view, draft)
            others = [d.span for d in plain if d is not draft]
            self._dating.date(scene, draft, before, others, listed.get(draft))
        self._respectively.hand_out(scene, kept)
        for number, draft in enumerate(kept):
            if draft.converts is None:
                self._statuses.decide(scene, draft, self._dating.level_of(draft, kept[:number]))
            self._settle(scene, draft, [d.span for d in kept if d is not draft])
        self._memory.remember(scene.view, kept)
        return kept

    def _choose_actor(self, scene: Scene, draft: Draft, before: Sequence[Draft]) -> None:
        cue = draft.measure.cue if draft.measure else None
        cue = cue or next((c for c in draft.cues if c.role == "unit"), None)
        last = next((d.actor for d in reversed(before) if d.actor is not None), None)
        behind = cue is not None and cue.start >= draft.figure.end
        whole = behind and draft.in_percent and not draft.is_change
        draft.actor = self._choice.choose(
            scene, Sought(draft.span, draft.metric, draft.family, draft.unit, cue, last, whole)
        )

    def _settle(self, scene: Scene, draft: Draft, others: Sequence[tuple[int, int]]) -> None:
        """Narrow the figure by sector, market and ownership; a conversion is all that it converts."""
        if (source := draft.converts) is not None:
            draft.measure, draft.actor, draft.dims = source.measure, source.actor, source.dims
            draft.timing, draft.status, draft.change = source.timing, source.status, source.change
            return
        asked = Asked(
            scene,
            draft.span,
            draft.metric,
            draft.family,
            draft.is_change,
            draft.actor,
            draft.measure.cue if draft.measure else None,
            draft.market,
        )
        draft.dims = self._narrowing.of(asked, others)
        self._dating.over_time(draft)

    def _candidates(self, view: View, drafts: list[Draft], credit: Credit) -> Iterator[FigureCandidate]:
        """The candidates of a sentence in its order; a conversion names what it converts by its id."""
        ids: dict[Draft, str] = {}
        for draft in sorted(drafts, key=lambda d: d.figure.start):
            source = ids.get(draft.converts) if draft.converts else None
            candidate = candidate_of(self._text, view, draft, credit, self._catalogue, source)
            ids[draft] = candidate.id
            yield candidate


def _refusal(figure: Figure, reason: str) -> Refusal:
    return Refusal(figure.start, figure.end, figure.surface, reason, REASONS[reason], RULES)
