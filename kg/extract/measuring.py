"""Which metric each figure of a sentence measures: all that it may be is offered, learned weights choose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.candidate import Cue
from kg.catalogue import PERCENTS, Catalogue, thing_of
from kg.extract.claimed import Claimed
from kg.extract.draft import Draft
from kg.extract.measures import Measure, Measures, Neighbour
from kg.extract.memory import Memory
from kg.extract.naming import Naming
from kg.extract.offers import Offer, Offers
from kg.extract.pairs import Pairs
from kg.extract.scene import Scene
from kg.extract.signs import Signs
from kg.extract.sought import Case, asked_families
from kg.extract.topics import Topics
from kg.extract.usage import InUse
from kg.extract.ways import GROWTHS, Ways
from kg.extract.weigh import Model, Option, Told
from kg.grounding.conventions import PER_PEOPLE
from kg.hedges import Change, ChangeKind
from kg.lists import UnitFamily

# "1.6 million fewer", "20 of them": as many of what was counted before.
_OF_THE_SAME: Final = {
    "en": re.compile(r"\s+(?:more|fewer|less|of (?:them|these|those|which|whom))\b", re.I),
    "vi": re.compile(r"\s+(?:so với|trong số (?:đó|này))", re.I),
}
# A share, a rate or a multiple always measures something, if only in general.
_MEASURES_SOMETHING: Final = (*PERCENTS, UnitFamily.MULTIPLE)
_HUNDRED: Final = 100


class Measurer:
    """Gives the figures of one text their measures, sentence by sentence."""

    def __init__(
        self, text: str, language: str, catalogue: Catalogue, ways: Ways, measures: Measures, memory: Memory,
        topics: Topics, model: Model, claim: Model, usage: InUse,
    ) -> None:  # fmt: skip
        """`model` chooses the metric, `claim` tells what is one at all, `usage` is that of the text."""
        self._text = text
        self._language = language
        self._catalogue = catalogue
        self._measures = measures
        self._memory = memory
        self._topics = topics
        self._model = model
        self._pairs = Pairs(text, language)
        self._claimed = Claimed(text, language, catalogue, measures, memory, claim)
        naming = Naming(text, language, memory, topics)
        self._offers = Offers(text, language, catalogue, ways, memory, naming)
        self._signs = Signs(text, language, measures, memory, topics, usage)

    def measured(self, scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
        """The figures that measure something, each with its metric, or with what it converts."""
        kept: list[Draft] = []
        self._pairs.second_limbs(scene.view, drafts)
        places = [Neighbour(*d.span, d.family) for d in drafts]
        carried = [actor for _, actor in self._topics.spoken_of() if actor is not None]
        runs = self._pairs.runs(drafts)
        for number, draft in enumerate(drafts):
            if kept and self._pairs.is_conversion(kept[-1], draft):
                draft.converts = kept[-1].converts or kept[-1]
                draft.rule = "conversion"
                if draft.converts.measure is not None:
                    draft.cues += draft.converts.measure.also
                kept.append(draft)
                continue
            others = places[:number] + places[number + 1 :]
            case = Case(scene, draft, asked_families(draft), kept, others, carried, runs)
            offers = self._offers.of(case)
            if not self._claimed(case, offers):
                continue
            self._take(case, self._chosen(case, offers))
            kept.append(draft)
        return kept

    def _chosen(self, case: Case, offers: Sequence[Offer]) -> Offer:
        # Where there is nothing to choose, nothing needs to be told apart.
        features = self._signs.of(case, offers) if len(offers) > 1 else [Told()]
        options = [Option(o, o.metric, told) for o, told in zip(offers, features, strict=True)]
        chosen = self._model.choose(case.draft.span, options)
        if chosen.key is None and case.draft.family in _MEASURES_SOMETHING:
            named = [option for option in options if option.key is not None]
            # Of what grew, when nobody knows what did, the rate is still one of growth.
            grown = [option for option in named if case.is_change and option.key in GROWTHS]
            named = grown or named
            chosen = self._model.choose(case.draft.span, named) if named else chosen
        return chosen.value

    def _take(self, case: Case, offer: Offer) -> None:
        """Give a figure what was chosen for it, and the unit that goes with it."""
        draft, measure = case.draft, offer.measure
        draft.measure = measure
        if measure is not None:
            draft.cues += measure.also
            if measure.metric == "plan_completion":
                draft.change = Change(ChangeKind.LEVEL)
            if measure.unit in PER_PEOPLE:
                draft.unit, draft.family = measure.unit, UnitFamily.RATE
        if draft.unit is None:
            self._give_unit(case, measure)
        else:
            draft.unit = thing_of(draft.metric, draft.unit)

    def _counted_before(self, case: Case) -> tuple[str | None, Cue | None]:
        """What the last count counts, of the sentence or of those before, and the words that say so."""
        for last in reversed(case.before):
            if last.family == UnitFamily.COUNT:
                return last.unit, next((cue for cue in last.cues if cue.role == "unit"), None)
        known = self._memory.last(UnitFamily.COUNT, change=False)
        return (None, None) if known is None or known.counted is None else (known.unit, known.counted)

    def _give_unit(self, case: Case, measure: Measure | None) -> None:
        """A bare number has the unit of what it measures, or of the figure that it compares itself with."""
        draft, words = case.draft, None
        if measure is not None:
            draft.unit = measure.unit or self._catalogue.unit_of(measure.metric)
            words = measure.counted
            if draft.unit is None and (giver := _in_percent_before(case, measure)) is not None:
                words = self._memory.printed(giver)
                draft.unit = giver.unit if words is not None else None
        elif draft.family == "" and _OF_THE_SAME[self._language].match(self._text, draft.figure.end):
            unit, words = self._counted_before(case)
            draft.unit = unit if words is not None else None
        elif (giver := next((d for d in reversed(case.before) if d.unit), None)) is not None:
            words = self._memory.printed(giver) if self._pairs.goes_on(giver, draft) else None
            draft.unit = giver.unit if words is not None else None
        draft.family = self._catalogue.families.get(draft.unit or "", "")
        if words is not None:
            draft.cues.append(words)
        draft.fall(self._text)


def _in_percent_before(case: Case, measure: Measure) -> Draft | None:
    """The figure before that measures the same in percent: "edged up to 55 per cent from 52"."""
    if case.draft.value > _HUNDRED:
        return None
    alike = (d for d in case.before if d.metric == measure.metric and d.family == UnitFamily.PERCENT)
    return next(alike, None)
