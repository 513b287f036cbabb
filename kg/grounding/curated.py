"""What the gate knows beforehand: entities with their families and names, predicates, the lexicon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kg.corpus import Predicate
from kg.entity import Entity
from kg.gazetteer import Names
from kg.lexicon import Lexicon
from kg.lists import TimeNature
from kg.offices import Offices


class RelationWords(Protocol):
    """What the words of relations mean."""

    @property
    def nations(self) -> Mapping[str, frozenset[str]]:
        """The countries that an adjective names, by the adjective in lower case."""
        ...

    def predicates_in(self, text: str, language: str) -> frozenset[str]:
        """The predicates that `text` states; none where its words are unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Curated:
    """The curated things, ready for looking up; made once for any number of texts.

    `families` are the unit families of a metric or a unit by reference, `parts` what a metric is the growth
    or a share of, `sectors` those of an aggregate, `aggregates` them by their names, in lower case;
    `relations` tells which predicates words state, and which countries adjectives name.
    """

    entities: Mapping[str, Entity]
    predicates: Mapping[str, Predicate]
    names: Names
    lexicon: Lexicon
    families: Mapping[str, frozenset[str]]
    parts: Mapping[str, frozenset[str]]
    stocks: frozenset[str]
    sectors: Mapping[str, frozenset[str]]
    aggregates: Mapping[str, frozenset[str]]
    offices: Offices
    relations: RelationWords

    @classmethod
    def of(
        cls,
        entities: Mapping[str, Entity],
        predicates: Mapping[str, Predicate],
        names: Names,
        lexicon: Lexicon,
        relations: RelationWords,
    ) -> Curated:
        """The lookups over the curated entities and predicates, and the words of `relations`."""
        families: dict[str, frozenset[str]] = {}
        parts: dict[str, frozenset[str]] = {}
        stocks: set[str] = set()
        sectors: dict[str, frozenset[str]] = {}
        aggregates: dict[str, set[str]] = defaultdict(set)
        for ref, entity in entities.items():
            if entity.kind in ("metric", "unit"):
                families[ref] = frozenset(_values(entity, "unitFamily"))
                parts[ref] = frozenset((*_values(entity, "growthOf"), *_values(entity, "shareOf")))
                if TimeNature.STOCK in _values(entity, "timeNature"):
                    stocks.add(ref)
            elif entity.kind == "aggregate":
                sectors[ref] = frozenset(value for name, value in entity.links if name == "sector")
                for name in (entity.en, entity.vi, *(alias for alias, _ in entity.names)):
                    aggregates[spelling(name)].add(ref)
        shared = {name: frozenset(refs) for name, refs in aggregates.items()}
        return cls(
            entities, predicates, names, lexicon, families, parts, frozenset(stocks), sectors, shared,
            Offices(entities), relations,
        )  # fmt: skip


def spelling(name: str) -> str:
    """`name` without case and surplus blanks, its marks kept."""
    return " ".join(name.casefold().split())


def _values(entity: Entity, flag: str) -> list[str]:
    return [str(value).partition("/")[2] for name, value in entity.flags if name == flag]
