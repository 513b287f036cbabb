"""Which sector, market and ownership narrow a figure, if any does.

A sector or a place may be named in the figure's sentence, in the words of its subject, or before: in the
title, the lead of a list, or for the figure before.  Each is an option with features (`bearing`); so is that
nothing narrows the figure.  Learned weights choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.candidate import Cue
from kg.extract.actor import PLACES, UNKNOWN, kind_of
from kg.extract.bearing import Asked, Bearing, Named, Narrowed, nearest
from kg.extract.blocks import BlockKind
from kg.extract.dimensions import ABROAD_REF, Dimensions, abroad
from kg.extract.reading import Reading, View
from kg.extract.spans import Place
from kg.extract.weigh import Model, Option, Told
from kg.grounding.conventions import sector_of_technology

__all__ = ["Asked", "Narrowing"]
# What has owners of several kinds: a named company is of one.
_OF_MANY_OWNERS: Final = frozenset(("aggregate", "country", UNKNOWN))
# How many sentences back a figure's dimensions may come from.
_SENTENCES_BACK: Final = 3


class Narrowing:
    """Finds what narrows the figures of one text, in its order."""

    def __init__(self, reading: Reading, sectors: Mapping[str, str], sector: Model, market: Model) -> None:
        """`sectors` gives the own sector of an aggregate; `sector` and `market` weigh the options."""
        self._text = reading.document.text
        self._language = reading.document.language
        self._own = sectors
        self._models = {"sector": sector, "market": market}
        self._bearing = Bearing(self._text, sectors)
        self._views = reading.views
        self._heading: View | None = None
        self._at = -1
        self._before: list[Narrowed] = []
        self._leads = {view.sentence.block: view for view in reading.views}
        self._earlier: Sequence[tuple[str, View]] = ()
        # What each sentence names, once it was asked for.
        self._named: dict[tuple[str, int], Sequence[Named]] = {}

    def of(self, asked: Asked, others: Sequence[Place]) -> Dimensions:
        """What narrows a figure; `others` are the other figures of the sentence."""
        self._enter(asked.scene.view)
        ownership = self._ownership(asked, others)
        found = [self._choose(role, asked) for role in ("sector", "market")]
        cues = tuple(named.cue for named in (*found, ownership) if named is not None)
        sector, market = (named.ref if named is not None else None for named in found)
        dims = Dimensions(sector, market, None if ownership is None else ownership.ref, cues)
        self._before.append(Narrowed(asked.scene.view.number, asked, dims))
        return dims

    def _enter(self, view: View) -> None:
        """Begin a sentence: forget what lies too far back, and note the headings on the way."""
        if view.number == self._at:
            return
        for passed in self._views[max(1, self._at) : view.number]:
            if passed.block.kind is BlockKind.HEADING:
                self._heading = passed
        self._at = view.number
        self._before = [b for b in self._before if b.number >= view.number - _SENTENCES_BACK]
        self._earlier = tuple(self._sentences_before(view))
        self._bearing.enter(view)

    def _sentences_before(self, view: View) -> Iterator[tuple[str, View]]:
        """The sentences before that may say what narrows the figures of this one."""
        if view.number and self._views[view.number - 1].sentence.block == view.sentence.block:
            yield "previous", self._views[view.number - 1]
        if view.block.lead is not None and view.block.lead in self._leads:
            yield "lead", self._leads[view.block.lead]
        if self._heading is not None and self._heading.number < view.number:
            yield "heading", self._heading
        if view.number:
            yield "title", self._views[0]

    def _choose(self, role: str, asked: Asked) -> Named | None:
        """What narrows the figure in one dimension; None for nothing."""
        listed = asked.market if role == "market" else None
        if listed is not None and listed.ref is not None:
            return Named(listed.ref, Cue(role, listed.text, listed.start, listed.end))
        possible = list(self._possible(role, asked))
        if not possible:
            return None
        named = len(self._named_in(role, asked.scene.view))
        options: list[Option[Named | None]] = [
            Option(None, None, Told(self._bearing.nothing(role, asked, self._before, named)))
        ]
        for one, source in possible:
            told = self._bearing.of(role, asked, self._before, one, source)
            options.append(Option(one, one.ref, told))
        return self._models[role].choose(asked.place, options).value

    def _possible(self, role: str, asked: Asked) -> Iterator[tuple[Named, str]]:
        """All that may narrow the figure, each with where it comes from."""
        subject, view = asked.subject, asked.scene.view
        own = getattr(subject, role) if subject is not None else None
        seen = set()
        if subject is not None and own is not None:
            seen.add(own)
            yield Named(own, Cue(role, subject.text, subject.start, subject.end)), "segment"
        for one in self._named_in(role, view):
            seen.add(one.ref)
            yield one, "here"
        if role == "market" and (
            place := abroad(self._text, self._language, view, asked.place, asked.scene.distance)
        ):
            seen.add(ABROAD_REF)
            yield Named(ABROAD_REF, Cue.at(self._text, "market", *place)), "abroad"
        for narrowed in reversed(self._before):
            ref = getattr(narrowed.dims, role)
            if ref is None or ref in seen or (cue := narrowed.dims.cue(role)) is None:
                continue
            seen.add(ref)
            yield Named(ref, cue), "last" if narrowed.number == view.number else "before"
        for source, earlier in self._earlier:
            for one in self._named_in(role, earlier):
                if one.ref not in seen:
                    seen.add(one.ref)
                    yield one, source

    def _named_in(self, role: str, view: View) -> Sequence[Named]:
        """The sectors or the places that a sentence names."""
        known = self._named.get((role, view.number))
        if known is None:
            found = self._sectors(view) if role == "sector" else self._places(view)
            known = self._named[role, view.number] = tuple(found)
        return known

    def _sectors(self, view: View) -> Iterator[Named]:
        """The sectors that a sentence names, also by an industry or a technology of theirs."""
        for mark in view.marks:
            role, ref = mark.term.role, mark.term.ref
            sector = self._own.get(f"aggregate/{ref}") if role == "aggregate" else None
            if sector is not None or role == "sector":
                yield Named(sector or ref, Cue.at(self._text, "sector", mark.start, mark.end))
        for name in view.names:
            sector = sector_of_technology(name.refs[0]) if name.refs else None
            if sector is not None:
                yield Named(sector, Cue("sector", name.text, name.start, name.end))

    def _places(self, view: View) -> Iterator[Named]:
        """The places that a sentence names."""
        for name in view.names:
            if kind_of(name) in PLACES:
                yield Named(name.refs[0], Cue("market", name.text, name.start, name.end))

    def _ownership(self, asked: Asked, others: Sequence[Place]) -> Named | None:
        """Whose enterprises the figure is of, where it is of enterprises."""
        subject = asked.subject
        if subject is not None and subject.ownership is not None:
            return Named(subject.ownership, Cue("ownership", subject.text, subject.start, subject.end))
        if subject is not None and subject.kind not in _OF_MANY_OWNERS:
            return None
        mark = nearest(asked.scene, asked.place, "ownership", others)
        if mark is None:
            return None
        return Named(mark.term.ref, Cue.at(self._text, "ownership", mark.start, mark.end))
