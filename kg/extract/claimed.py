"""What is a claim at all: whether a number says how much, or counts nothing anew.

Percentages, money and measures always say something.  Of other numbers rules tell whether words speak for
them, and learned weights decide, by these and by what stands around the number: "VNPT had 8,900" goes on with
the stations of the sentence before, "in three years" does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.amount import Form
from kg.catalogue import PERCENTS, Catalogue
from kg.extract.blocks import BlockKind
from kg.extract.draft import Draft
from kg.extract.grammar import LINK
from kg.extract.measures import Measures
from kg.extract.memory import Memory
from kg.extract.offers import Offer
from kg.extract.sought import LEAST_MONEY, Case
from kg.extract.weigh import Model, Option, Told
from kg.grounding.conventions import PLAIN_RATIOS
from kg.lists import Hedge, UnitFamily

# "On the four platforms": words that point back to things counted before.
_DEFINITE: Final = {
    "en": re.compile(r"\b(?:the|its|these|those|all|on|their|any)\s+$", re.I),
    "vi": re.compile(r"\b(?:cả|các|những)\s+$", re.I),
}
_DEFINITE_REACH: Final = 14
# How many were asked is no figure of what a survey found.
_ASKED: Final = {
    "en": re.compile(r"\b(?:survey|surveyed|polled|poll|respondents|asked|interviewed|study of)\b", re.I),
    "vi": re.compile(r"\b(?:khảo sát|thăm dò|phỏng vấn|được hỏi|câu trả lời)\b", re.I),
}
_OF_THEM: Final = re.compile(r"\s+of (?:them|these|those|which|whom)\b")
# A count below this that words name nowhere.
_FEW: Final = 10
# How much words must speak for a number without a unit, for one that may be money more.
_ENOUGH, _FOR_MONEY = 1.0, 1.6
# How near a verb must stand to say what a number of people or things is for.
_NEAR: Final = 26
# Units whose figures are claims even if their metric is not known.
_ALWAYS: Final = PERCENTS | {UnitFamily.CURRENCY, UnitFamily.PHYSICAL}
# From how much on a number is of another size.
_SIZES: Final = (10, 100, 1_000, 1_000_000)
# The words that stand before and behind a number.
_BEFORE: Final = re.compile(r"(?:([^\W\d_]+)\W{1,3})?([^\W\d_]+|[(,;:–—-])\s*$")
_AFTER: Final = re.compile(r"\s*([^\W\d_]+|[(),;:.–—-])(?:\s+([^\W\d_]+))?")
_REACH: Final = 30
# So many things may be named one by one, and how far behind their number the first stands.
_MOST_NAMED: Final = 8
_NAMED_WITHIN: Final = 60


class Claimed:
    """Tells the claims of one text from other numbers."""

    def __init__(
        self, text: str, language: str, catalogue: Catalogue, measures: Measures, memory: Memory, model: Model
    ) -> None:
        self._text = text
        self._language = language
        self._catalogue = catalogue
        self._measures = measures
        self._memory = memory
        self._model = model

    def __call__(self, case: Case, offers: Sequence[Offer]) -> bool:
        """Whether the figure measures something, though it may not be known what."""
        if case.draft.family in _ALWAYS:
            return True
        spoken_for = self._is_spoken_for(case, offers)
        is_one = Option(True, "claim", Told(tuple(dict.fromkeys(self._signs(case, offers, spoken_for)))))
        is_none = Option(False, "none", Told())
        options = (is_one, is_none) if spoken_for else (is_none, is_one)
        return self._model.choose(case.draft.span, options).value

    def _signs(self, case: Case, offers: Sequence[Offer], spoken_for: bool) -> Iterator[str]:
        """The features of a number as a claim."""
        draft = case.draft
        rule = "spoken for" if spoken_for else "alone"
        kind = f"{draft.family or 'bare'} {rule}"
        yield rule
        yield kind
        yield from self._of_number(draft, rule, kind)
        yield from self._beside(case, rule)
        for source in dict.fromkeys(offer.source for offer in offers if offer.metric is not None):
            yield f"offered:{source} {kind}"
        if any(d.family in ("", draft.family) for d in case.before):
            yield f"goes on {kind}"
        if case.run.length > 1:
            yield f"listed {rule}"
        if case.scene.view.block.kind is not BlockKind.PARAGRAPH:
            yield f"in {case.scene.view.block.kind} {rule}"
        if self._points_back(draft):
            yield f"points back {rule}"
        if self._is_number_of_named(case):
            yield f"as many are named {rule}"
        if _ASKED[self._language].search(self._text, case.scene.view.start, case.scene.view.end):
            yield f"asked {kind}"

    def _of_number(self, draft: Draft, rule: str, kind: str) -> Iterator[str]:
        """Features of the number itself: how it is printed, and how large it is."""
        form = "word" if draft.figure.form is Form.WORD else "digits"
        size = sum(draft.value >= step for step in _SIZES)
        yield f"{form} {kind}"
        yield f"{form} size:{size}"
        yield f"{form} size:{size} {rule}"
        yield f"{kind} {'change' if draft.is_change else 'base' if draft.is_base else 'level'}"
        if draft.unit is not None:
            yield f"unit:{draft.unit} {rule}"
        if draft.hedge is not Hedge.EXACT:
            yield "hedged"
            yield f"hedged {rule}"
        if any(mark in draft.figure.surface for mark in ".,"):
            yield f"parted {rule}"

    def _beside(self, case: Case, rule: str) -> Iterator[str]:
        """Features of the words before and behind the number."""
        view, text = case.scene.view, self._text
        start, end = case.draft.span
        before = _BEFORE.search(text[max(view.start, start - _REACH) : start])
        if before is None:
            yield "begins"
        else:
            yield f"before:{before[2].lower()}"
            if before[1]:
                yield f"before:{before[1].lower()} {before[2].lower()}"
        after = _AFTER.match(text, end)
        if after is not None:
            yield f"after:{after[1].lower()}"
            yield f"after:{after[1].lower()} {rule}"
            if after[2]:
                yield f"after:{after[1].lower()} {after[2].lower()}"
        named = (a.end for a in case.scene.actors if a.end <= start)
        if any(not text[place:start].strip(" (:,") for place in named):
            yield f"name before {rule}"

    def _is_number_of_named(self, case: Case) -> bool:
        """Whether the sentence names just as many right behind: "the two investors are X and Y"."""
        view, end, many = case.scene.view, case.draft.figure.end, case.draft.value
        if not 2 <= many <= _MOST_NAMED:
            return False
        stop = min((f.start for f in view.figures if f.start >= end), default=view.end)
        names = [n for n in view.names if end <= n.start < stop]
        first = next(iter(names), None)
        if first is None or first.start - end > _NAMED_WITHIN:
            return False
        listed, at = 1, first.end
        for name in names[1:]:
            if not LINK.fullmatch(self._text, at, name.start):
                break
            listed, at = listed + 1, name.end
        return listed == many

    # --- what words speak for ---------------------------------------------------------------------------

    def _is_spoken_for(self, case: Case, offers: Sequence[Offer]) -> bool:
        """Whether words say that the figure measures something."""
        draft = case.draft
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
            if money and draft.value < LEAST_MONEY:
                continue
            if UnitFamily.MULTIPLE in families and offer.metric not in PLAIN_RATIOS:
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
