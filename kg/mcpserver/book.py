"""A build as the tools read it: its tables and claims by id, read once and only when they are needed.

An id that is not there raises an error that says what is near, or what else goes by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kg.claim import FigureClaim, RelationClaim
from kg.contents import Contents, Row, is_arithmetic
from kg.entity import Entity
from kg.errors import UsageError, printable
from kg.lists import SETTLED, Agreement
from kg.mcpserver.answers import NOTICE
from kg.names import fold
from kg.namespaces import ID
from kg.store import Generation

if TYPE_CHECKING:
    from kg.asking.index import Index, Phrase
    from kg.mcpserver.plain import Reader
    from kg.past import Past

Held = TypeVar("Held")
_NEAR = 5
_WORD = re.compile(r"[a-z0-9]+")
# What goes by an id, and the tool that takes it.
_TOOL = {
    "figure claim": "get_evidence", "relation claim": "get_evidence", "slot": "get_slot",
    "finding": "explain_conflict", "entity": "search_slots", "article": "search_slots",
}  # fmt: skip


class Unknown(UsageError):
    """There is nothing of that id."""


class Named(NamedTuple):
    """A phrase that names something, with its key and its words, folded."""

    phrase: Phrase
    key: str
    words: list[str]


class Book(Contents):
    """The tables and claims of a generation, or of what was known of it on a day."""

    def __init__(self, built: Generation | Past) -> None:
        super().__init__(built)
        self.day = None if isinstance(built, Generation) else built.day
        self.build = built.name if isinstance(built, Generation) else built.generation.name

    @property
    def head(self) -> Row:
        """What every answer from it says first."""
        held: Row = {"build": self.build, "notice": NOTICE, "truncated": False}
        return held | ({"as_of": str(self.day)} if self.day else {})

    @cached_property
    def reader(self) -> Reader:
        """What reads questions in plain words."""
        from kg.mcpserver.plain import Reader

        return Reader(lambda table: self.slots.values() if table == "slots" else self.built.rows(table))

    @property
    def index(self) -> Index:
        """The names of things."""
        return self.reader.index

    @cached_property
    def names(self) -> list[Named]:
        """The phrases that name things."""
        from kg.asking.index import NAME_ROLES
        from kg.asking.text import key_of, words

        def named(phrase: Phrase) -> Named:
            held = words(phrase.printed)
            return Named(phrase, key_of(held), [word.folded for word in held])

        things, roles = self.index.things, NAME_ROLES | {"noun"}
        return [named(p) for p in self.index.phrases() if p.ref in things and p.role in roles]

    @cached_property
    def question_words(self) -> dict[str, list[str]]:
        """The words of the question of each slot in both languages, folded."""
        from kg.asking.text import words

        asked = {slot: f"{row['question']} {row['question_vi']}" for slot, row in self.slots.items()}
        return {slot: [word.folded for word in words(text)] for slot, text in asked.items()}

    @cached_property
    def told_of(self) -> tuple[Counter[str], Counter[str]]:
        """How many figures and how many relations name an entity, in whatever part."""
        figures, relations = Counter[str](), Counter[str]()
        for figure in self.corpus.figures:
            dimensions = (figure.sector, figure.market, figure.ownership)
            named = {figure.subject, figure.metric, figure.unit, *dimensions, *figure.attribution.agents}
            figures.update(ref for ref in named if ref)
        for relation in self.corpus.relations:
            relations.update({relation.subject, relation.object, *relation.attribution.agents})
        return figures, relations

    @cached_property
    def echoes(self) -> dict[str, str]:
        """Claims that only repeat another, and which."""
        return {claim: other for row in self.slots.values() for claim, other in row["echoes"].items()}

    def is_disputed(self, slot: Row) -> bool:
        """Whether the claims of a slot disagree."""
        return Agreement(slot["agreement"]).disputed

    def open(self, claim: str) -> Iterator[Row]:
        """The findings about a claim that a reader must hear of."""
        return (row for row in self.findings_of_claim.get(claim, ()) if row["verdict"] not in SETTLED)

    def disputes(self, claim: str) -> Iterator[Row]:
        """The disagreements that a claim is part of."""
        return (row for row in self.open(claim) if not is_arithmetic(row))

    def open_sums(self, claim: str) -> Iterator[Row]:
        """The arithmetic that a claim takes part in and that does not simply hold."""
        return (row for row in self.open(claim) if is_arithmetic(row))

    # -- ids: `argument` is that of the tool, which an error names

    def entity(self, argument: str, given: str, *kinds: str) -> Entity:
        """The entity of an id ``kind/id``; one that another stands for by now is that one.

        Raises Unknown with what is near, UsageError where it is not of one of `kinds`.
        """
        ref = self.corpus.resolution.now(given.removeprefix(ID))
        entity = self.corpus.entities.get(ref)
        if entity is None:
            raise self._unknown(argument, "entity", given, self._near_entities(ref))
        if kinds and entity.kind not in kinds:
            what = f"{printable(given, 80)} is {_a(entity.kind)}, not {_a(' or '.join(kinds))}"
            raise UsageError(what, place=argument, remedy="find the right id by search_entities")
        return entity

    def slot(self, argument: str, given: str) -> Row:
        """The row of a slot; raises Unknown."""
        return self._held(argument, "slot", given, self.slots)

    def figure(self, argument: str, given: str) -> FigureClaim:
        """A figure claim; raises Unknown."""
        return self._held(argument, "figure claim", given, self.figures)

    def claim(self, argument: str, given: str) -> FigureClaim | RelationClaim:
        """A claim of either sort; raises Unknown."""
        held: dict[str, FigureClaim | RelationClaim] = {**self.figures, **self.relations}
        return self._held(argument, "claim", given, held)

    def found(self, argument: str, given: str) -> tuple[str, str]:
        """What goes by the id of a finding, a slot or a claim, and its id; raises Unknown."""
        for what, held in self._by_id().items():
            if what not in ("article", "entity") and (local := _local(given, what)) in held:
                return what, local
        known = (*self.slots, *self.findings, *self.figures, *self.relations)
        raise self._unknown(argument, "finding, slot or claim", given, _near(given, known))

    def _held(self, argument: str, what: str, given: str, held: Mapping[str, Held]) -> Held:
        local = _local(given, what)
        if local not in held:
            raise self._unknown(argument, what, given, _near(local, held))
        return held[local]

    def _by_id(self) -> dict[str, Mapping[str, Any]]:
        return {
            "finding": self.findings, "slot": self.slots, "figure claim": self.figures,
            "relation claim": self.relations, "article": self.articles, "entity": self.corpus.entities,
        }  # fmt: skip

    def _unknown(self, argument: str, what: str, given: str, near: Iterable[str]) -> Unknown:
        shown, suggested = printable(given, 80), list(near)
        for other, held in self._by_id().items():
            if other != what and _local(given, other) in held:
                wrong = f"{shown} is {_a(other)}, not {_a(what)}"
                return Unknown(wrong, place=argument, remedy=f"{_TOOL[other]} takes it")
        when, remedy = f" in the build {self.build}", "ids come from search_entities and search_slots"
        if suggested:
            remedy = f"did you mean {' or '.join(suggested)}?"
        if self.day:
            when = f" as of {self.day}"
            remedy = f"as_of leaves out articles of later or unknown date: ask without it; or {remedy}"
        return Unknown(f"there is no {what} {shown}{when}", place=argument, remedy=remedy)

    def _near_entities(self, ref: str) -> list[str]:
        kind, _, local = ref.rpartition("/")
        same = [known for known in self.corpus.entities if known.rpartition("/")[2] == local]
        if same:
            return same[:_NEAR]
        figures, relations = self.told_of

        def order(other: str) -> tuple[bool, int]:
            return not other.startswith(f"{kind}/"), -figures[other] - relations[other]

        return _near(local, sorted(self.corpus.entities, key=order))


def _local(given: str, what: str) -> str:
    """The id of a slot, a claim, …, where ``kind/id`` or an IRI may be given; of an entity, ``kind/id``."""
    short = given.removeprefix(ID)
    return short if what == "entity" else short.removeprefix(f"{what.rpartition(' ')[2]}/")


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "ae" else f"a {what}"


def _near(given: str, known: Iterable[str]) -> list[str]:
    """Ids that begin like the one given, else those that share most of its words, slips of the pen mended."""
    given, ids = fold(given), list(known)
    if len(given) >= 4 and (begun := [name for name in ids if name.startswith(given)]):
        return begun[:_NEAR]
    words = {name: set(_WORD.findall(name)) for name in ids}
    vocabulary = set[str]().union(*words.values())
    wanted = [get_close_matches(word, vocabulary, n=3, cutoff=0.75) for word in _WORD.findall(given)]

    def shared(name: str) -> int:
        return sum(not words[name].isdisjoint(meant) for meant in wanted)

    # At least half of the words; of those that share the most, first what says the least else.
    most = max(map(shared, ids), default=0)
    if not most or 2 * most < len(wanted):
        return []
    return sorted((name for name in ids if shared(name) == most), key=lambda name: len(words[name]))[:_NEAR]
