"""Which metric each figure of a sentence measures.

All that it may measure is offered, and learned weights choose.  Rules only tell what measures nothing at all:
a number without a unit, or one that counts nothing anew, is left out where no words speak for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.amount import Form
from kg.catalogue import PERCENTS, Catalogue
from kg.extract.blocks import BlockKind
from kg.extract.draft import Draft
from kg.extract.measures import Measures, Neighbour
from kg.extract.memory import Memory
from kg.extract.naming import Naming
from kg.extract.offers import Offer, Offers
from kg.extract.pairs import Pairs
from kg.extract.scene import Scene
from kg.extract.signs import Signs
from kg.extract.sought import Case, asked_families
from kg.extract.topics import Topics
from kg.extract.ways import Ways
from kg.extract.weigh import Model, Option, Told
from kg.hedges import Change, ChangeKind
from kg.lists import UnitFamily

# "On the four platforms": words that point back to things counted before.
_DEFINITE: Final = {
    "en": re.compile(r"\b(?:the|its|these|those|all|on|their|any)\s+$", re.I),
    "vi": re.compile(r"\b(?:cả|các|những)\s+$", re.I),
}
_DEFINITE_REACH: Final = 14
_OF_THEM: Final = re.compile(r"\s+of (?:them|these|those|which|whom)\b")
# Below this, a number without a currency is not taken for money; a count below this that words name nowhere.
_MONEY: Final = 1000
_FEW: Final = 10
# How much words must speak for a number without a unit, for one that may be money more.
_ENOUGH, _FOR_MONEY = 1.0, 1.6
# How near a verb must stand to say what a number of people or things is for.
_NEAR: Final = 26
# Units whose figures are claims even if their metric is not known.
_ALWAYS: Final = PERCENTS | {UnitFamily.CURRENCY, UnitFamily.PHYSICAL}


class Measurer:
    """Gives the figures of one text their measures, sentence by sentence."""

    def __init__(
        self, text: str, language: str, catalogue: Catalogue, ways: Ways, measures: Measures, memory: Memory,
        topics: Topics, model: Model,
    ) -> None:  # fmt: skip
        self._text = text
        self._language = language
        self._catalogue = catalogue
        self._measures = measures
        self._memory = memory
        self._topics = topics
        self._model = model
        self._pairs = Pairs(text, language)
        naming = Naming(text, language, memory, topics)
        self._offers = Offers(text, language, catalogue, ways, memory, naming)
        self._signs = Signs(text, language, measures, memory, topics)

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
                kept.append(draft)
                continue
            others = places[:number] + places[number + 1 :]
            case = Case(scene, draft, asked_families(draft), kept, others, carried, runs)
            offers = self._offers.of(case)
            if not self._is_claim(case, offers):
                continue
            self._take(draft, self._chosen(case, offers))
            kept.append(draft)
        return kept

    def _chosen(self, case: Case, offers: Sequence[Offer]) -> Offer:
        # Where there is nothing to choose, nothing needs to be told apart.
        features = self._signs.of(case, offers) if len(offers) > 1 else [Told()]
        options = [Option(o, o.metric, told) for o, told in zip(offers, features, strict=True)]
        return self._model.choose(case.draft.span, options).value

    def _take(self, draft: Draft, offer: Offer) -> None:
        """Give a figure what was chosen for it."""
        measure = draft.measure = offer.measure
        if measure is None:
            return
        draft.cues += measure.also
        if measure.metric == "plan_completion":
            draft.change = Change(ChangeKind.LEVEL)
        if measure.unit == "per_1000_persons":
            draft.unit, draft.family = measure.unit, UnitFamily.RATE
        if draft.unit is None:
            draft.unit = measure.unit or self._catalogue.unit_of(measure.metric)
            draft.family = self._catalogue.families.get(draft.unit or "", "")

    # --- what is a claim at all -------------------------------------------------------------------------

    def _is_claim(self, case: Case, offers: Sequence[Offer]) -> bool:
        """Whether the figure measures something, though it may not be known what."""
        draft = case.draft
        if draft.family in _ALWAYS:
            return True
        if draft.family == "" and draft.unit is None and case.families != (UnitFamily.RANK,):
            return self._is_bare_claim(case, offers)
        if draft.family == UnitFamily.COUNT:
            near = any(o.source == "after" or self._stands_near(case, o) for o in offers)
            if not near and self._points_back(draft):
                return False
            return draft.value >= _FEW or any(o.metric is not None for o in offers)
        if UnitFamily.RANK in case.families:
            return (
                self._language == "vi"
                or draft.figure.surface[:1].isdigit()
                or any(o.mark is not None or o.source == "index" or o.fit for o in offers)
            )
        return any(o.metric is not None for o in offers)

    def _is_bare_claim(self, case: Case, offers: Sequence[Offer]) -> bool:
        """Whether a number without a unit is one: a rate, a score, or a count whose noun stands before it.

        Money that lacks its currency is a figure too, where its metric stands right before it.
        """
        draft = case.draft
        last = case.before[-1] if case.before else None
        if (
            draft.is_base
            and last is not None
            and last.family == UnitFamily.COUNT
            and last.measure is not None
        ):
            return True
        for offer in offers:
            if offer.mark is None or offer.metric is None:
                continue
            families = self._catalogue.metrics[offer.metric].families
            money = UnitFamily.CURRENCY in families
            if money and draft.value < _MONEY:
                continue
            if UnitFamily.MULTIPLE in families and offer.metric != "pue":
                continue
            strength = self._measures.strength(offer.mark, draft.span, "", case.others, case.scene.distance)
            if strength is not None and strength > (_FOR_MONEY if money else _ENOUGH):
                return True
        if draft.value >= _FEW and any(
            d.family in ("", UnitFamily.COUNT) and d.is_change == draft.is_change and d.measure
            for d in case.before
        ):
            return True
        if any(o.source in ("lead", "block") for o in offers):
            return True
        return self._goes_on(case)

    def _goes_on(self, case: Case) -> bool:
        """Whether a number without words of its own goes on with what was measured before."""
        draft, view = case.draft, case.scene.view
        if self._memory.last(UnitFamily.COUNT, change=draft.is_change) is None:
            return False
        # "Climbed to 9 from 5": a number that something rose to.
        if self._memory.same_block(view) and draft.change.start != draft.change.end:
            return True
        of_them = _OF_THEM.match(self._text, draft.figure.end) is not None
        return draft.value >= _FEW and (view.block.kind is BlockKind.ITEM or of_them)

    def _stands_near(self, case: Case, offer: Offer) -> bool:
        """Whether verbs or nouns right before a number say what it counts for."""
        mark = offer.mark
        if mark is None or mark.term.role not in ("noun", "verb"):
            return False
        return 0 <= case.draft.figure.start - mark.end <= _NEAR

    def _points_back(self, draft: Draft) -> bool:
        """Whether a small number counts nothing anew: "on the four platforms"."""
        if draft.figure.form is not Form.WORD or draft.value >= _FEW:
            return False
        start = draft.figure.start
        return (
            _DEFINITE[self._language].search(self._text[max(0, start - _DEFINITE_REACH) : start]) is not None
        )
