"""What a text is speaking of, sentence by sentence: what "it", "the company" and "the sector" stand for.

A subject carries over: from the headline, from a list's lead to its items, and from sentence to sentence,
until the text speaks of another.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.extract.actor import FIRMS, PASSING, REGIONS, TOPICS, VIETNAM, Actor, kind_of, ref_of
from kg.extract.blocks import BlockKind
from kg.extract.reading import View
from kg.grounding.conventions import SECTOR_OF

PRONOUNS = frozenset(("it", "its", "they", "their"))
# What a company calls itself.
OURSELVES = frozenset(("we", "our", "chúng tôi"))
# Words for the company that the whole article is about, rather than the one named last.
_GROUP_NOUNS = ("group", "corporation", "tập đoàn")
# How many parents of parents are asked for, and how many of those named before may be one by their names.
_GENERATIONS, _NAMED_BEFORE = 4, 40
# Words for the company that owns another.
PARENT_NOUNS = ("parent", "parent company", "parent group", " mẹ")
_INDUSTRY_NOUNS = (
    "industry", "sector", "market", "ngành này", "lĩnh vực này", "thị trường này", "toàn ngành",
)  # fmt: skip
# What a ministry's report calls the sector that the ministry has charge of.
_OWN_SECTOR = frozenset(("the sector", "this sector", "ngành này", "toàn ngành"))
# What a province or city is called that was named before.
PLACE_WORDS = frozenset(
    (*(f"{the} {noun}" for the in ("the", "this", "that") for noun in ("province", "city", "locality")),
     "tỉnh này", "thành phố này", "địa phương này", "toàn tỉnh", "toàn thành phố")
)  # fmt: skip
# What several countries are called that were named before.
REGION_WORDS = frozenset(("the region", "this region"))
_COUNTRY = frozenset(("the country", "the nation", "this country", "nationwide", "national", "cả nước"))


class Seen(NamedTuple):
    """The number of the sentence that named something last, and how often it was named."""

    last: int
    times: int


class Topics:
    """What the sentences of one document go on speaking of; `enter` and `leave` each, in order.

    `topic` is what is spoken of, `firm` the company named last, `main` what the article is about.
    """

    def __init__(self, text: str, parents: Mapping[str, str]) -> None:
        """`parents` gives the company of which another is a subsidiary."""
        self._text = text
        self._parents = parents
        self.topic: Actor | None = None
        self.main: Actor | None = None
        self.firm: Actor | None = None
        self._section: Actor | None = None
        self._recent: Actor | None = None
        self._industry: Actor | None = None
        self._ministry: Actor | None = None
        self._vietnam: Actor | None = None
        self._heads: dict[int, Actor] = {}
        self._seen: dict[str, tuple[Actor, Seen]] = {}
        self._firm_block = -1
        self._block = -1

    def named_before(self) -> Iterator[tuple[Actor, Seen]]:
        """What the text has named so far, the latest first."""
        for key in reversed(self._seen):
            yield self._seen[key]

    def place(self) -> Actor | None:
        """The province or city that was named last."""
        return next((a for a, _ in self.named_before() if a.kind == "market" and a.ref not in REGIONS), None)

    def region(self) -> Actor | None:
        """The region of several countries that was named last."""
        return next((a for a, _ in self.named_before() if a.ref in REGIONS), None)

    def seen(self, actor: Actor) -> Seen | None:
        """When `actor` was named last."""
        found = self._seen.get(actor.identity)
        return None if found is None else found[1]

    def _see(self, view: View, actors: Iterable[Actor]) -> None:
        """Keep what the sentence names."""
        for actor in actors:
            for one in (actor, actor.instead):
                if one is None or one.carried:
                    continue
                _, seen = self._seen.pop(one.identity, (one, Seen(0, 0)))
                self._seen[one.identity] = one, Seen(view.number, seen.times + 1)

    @property
    def about(self) -> Actor | None:
        """What this part of the article is about."""
        return self._section or self.main

    def spoken_of(self) -> tuple[tuple[str, Actor | None], ...]:
        """All that the text goes on speaking of, each by its part in it, the likeliest first."""
        return (
            ("topic", self.topic), ("section", self._section), ("main", self.main),
            ("last industry", self._industry), ("recent", self._recent),
        )  # fmt: skip

    def country(self) -> Actor | None:
        """Vietnam, where the text has named it."""
        if self._vietnam is None:
            return None
        named = self._vietnam.origin
        return Actor(0, 0, "", VIETNAM, carried=True, rule="subject-country", named=named)

    # --- from sentence to sentence ----------------------------------------------------------------------

    def enter(self, view: View) -> None:
        """Begin a sentence: the items of a list are about what its lead is about."""
        self._recent = self.topic
        for name in view.names:
            if kind_of(name) == "ministry":
                self._ministry = Actor.of_name(name)
            elif ref_of(name) == VIETNAM:
                self._vietnam = Actor.of_name(name)
        if view.sentence.block == self._block:
            return
        self._block = view.sentence.block
        lead = view.block.lead
        if view.block.kind is BlockKind.ITEM and lead is not None and lead in self._heads:
            self.topic = self._heads[lead]
        elif view.block.kind is BlockKind.HEADING:
            self._section = None
        elif view.block.kind is BlockKind.PARAGRAPH and self.topic is not None and self.topic.kind in PASSING:
            # A new paragraph goes on with what the article is about, until it names another.
            self.topic = self.about or self.topic

    def leave(
        self, view: View, actors: Sequence[Actor], measured: Sequence[Actor], passing: Iterable[Actor]
    ) -> None:
        """End a sentence: what it measured, else what it is about, is what the next one goes on with.

        `passing` are new names that it is not about.
        """
        self._see(view, passing)
        self._see(view, actors)
        self._industry = next((a for a in reversed(measured) if a.kind == "aggregate"), self._industry)
        item = view.block.kind is BlockKind.ITEM
        head = self._measured(measured) or self._head(view, actors) or _stood_for(measured)
        if head is not None and not item and not self._asks(view):
            self.topic = head
            if view.block.kind is BlockKind.HEADING and self.main is not None and head.kind in FIRMS:
                self._section = head
        if self.topic is not None:
            self._heads[view.sentence.block] = self.topic
            self.main = self.main or self.topic
        if not item:
            self._note_firm(actors)

    def _asks(self, view: View) -> bool:
        return self._text[view.start : view.end].rstrip("”\"' ").endswith("?")

    def _measured(self, measured: Sequence[Actor]) -> Actor | None:
        """The first topic that the sentence itself names and measures."""
        named = (a for a in measured if a.rule == "subject-named" and not a.carried)
        return next((a for a in named if a.kind in TOPICS), None)

    def _head(self, view: View, actors: Sequence[Actor]) -> Actor | None:
        """What a sentence is about: its first topic that is no aside, else an owner, else an aggregate."""
        topics = [a for a in actors if a.kind in TOPICS and not a.carried]
        plain = (a for a in topics if not (a.aside or a.place))
        head = next(plain, None) or next((a for a in topics if a.owned), None)
        if head is not None:
            return head
        if self.topic is None:
            country = next((a for a in actors if a.kind == "country" and not a.place), None)
            return next((a for a in topics if a.kind == "aggregate"), country)
        # A new paragraph that begins with the country leaves the company.
        first = actors[0] if actors else None
        if first is None or first.ref != VIETNAM or first.owner or self.topic.kind == "aggregate":
            return None
        return first if view.start == view.block.start and first.start - view.start < 4 else None

    def _note_firm(self, actors: Sequence[Actor]) -> None:
        """Keep the company that "the company" will stand for."""
        firms = [a for a in actors if a.kind in FIRMS or a.ref is None]
        firm = next((a for a in firms if not (a.carried or a.aside)), None)
        if firm is None and self.firm is None:
            firm = next((a for a in firms if a.kind in FIRMS), None) or next(iter(firms), None)
        if firm is not None:
            self.firm, self._firm_block = firm, self._block

    # --- words that stand for what was named ------------------------------------------------------------

    def meant(self, words: str, *, firm: bool) -> Actor | None:
        """What `words` stand for by what was spoken of before; `firm`: they are words for a company."""
        words = words.lower()
        # "It" may be anything; "the company" is a company.
        if firm:
            if words in OURSELVES:
                return self.firm or self.main
            return (self._recent or self.topic) if words in PRONOUNS else self._company(words)
        if words in _OWN_SECTOR and (sector := self._sector_of_ministry()) is not None:
            return sector
        if self._industry is not None and words.endswith(_INDUSTRY_NOUNS):
            return self._industry
        return self.country() if words in _COUNTRY else self.topic

    def _company(self, words: str) -> Actor | None:
        """The company that "the company", or "the group", stands for."""
        main, firm = self.main, self.firm or self.topic
        if words.endswith(_GROUP_NOUNS) and self._firm_block == self._block and firm is not None:
            group = self.parent_of(firm)
            if group is not None:
                return group
        whole = words.endswith(_GROUP_NOUNS) or self._firm_block != self._block
        if main is not None and main.kind in FIRMS and whole:
            return main
        return firm

    def parent_of(self, firm: Actor | None) -> Actor | None:
        """The company that `firm` belongs to, if the text has named it: as is known, or as its name says."""
        if firm is None:
            return None
        ref = firm.ref or ""
        for _ in range(_GENERATIONS):
            ref = self._parents.get(ref, "")
            if ref in self._seen:
                return self._seen[ref][0]
        # "FPT Telecom" is of FPT.
        own = firm.text if firm.named is None else firm.named.text
        recent = (actor for actor, _ in itertools.islice(self.named_before(), _NAMED_BEFORE))
        firms = (actor for actor in recent if actor.kind in FIRMS or actor.ref is None)
        return next((actor for actor in firms if own.startswith(f"{actor.text} ")), None)

    def _sector_of_ministry(self) -> Actor | None:
        """The sector of the ministry that reports, unless an industry was spoken of since."""
        ministry = self._ministry
        sector = SECTOR_OF.get(ministry.ref or "") if ministry is not None else None
        if ministry is None or sector is None:
            return None
        topic = self.topic
        if topic is not None and topic.kind == "aggregate" and topic.start >= ministry.start:
            return None
        return Actor(0, 0, "", sector, named=ministry.origin)


def _stood_for(measured: Sequence[Actor]) -> Actor | None:
    """The topic that is measured and only stands for something named before."""
    return next((a for a in measured if a.rule == "subject-anaphor" and a.kind in TOPICS), None)
