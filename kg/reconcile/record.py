"""What is compared: a curated entity, a row of a table, or a bare name, with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.entity import Entity
from kg.reconcile.reading import Reading, reading

# A thing is called by its parent and its country: "Viettel Peru".
_PARENTS = ("subsidiaryOf", "unitOf", "partOf", "brandOf")
_HIGHEST = 3


@dataclass(frozen=True, kw_only=True)
class Record:
    """One thing that may be another: `ref` is its reference, the place of its row, or empty.

    `names` come with the one that it is mostly called by first; `labels` are those of a curated entity that
    are no aliases, and `called` names that follow from its parents and country.  `links` are (property,
    reference).  Empty is not known.
    """

    ref: str
    names: tuple[str, ...]
    labels: frozenset[str] = frozenset()
    kind: str = ""
    countries: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()
    ticker: str = ""
    wikidata: str = ""
    links: tuple[tuple[str, str], ...] = ()
    called: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is mostly called."""
        return self.names[0]

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Its names as they are compared, those that are spelt alike once."""
        return _readings(self.names)

    @cached_property
    def derived(self) -> tuple[Reading, ...]:
        """The names that follow from its parents and country."""
        return _readings(self.called)


def _readings(names: tuple[str, ...]) -> tuple[Reading, ...]:
    return tuple(found for name in dict.fromkeys(names) if (found := reading(name)).tokens)


def entity_record(entity: Entity, entities: Mapping[str, Entity]) -> Record:
    """A curated entity with its names in both languages and what its links say."""
    countries = frozenset(target for name, target in entity.links if name == "country")
    parents = frozenset(target for name, target in entity.links if name in _PARENTS)
    return Record(
        ref=entity.ref,
        names=tuple(dict.fromkeys((entity.en, entity.vi, *(text for text, _ in entity.names)))),
        labels=frozenset((entity.en, entity.vi)),
        kind=entity.kind,
        countries=countries,
        parents=parents,
        ticker=entity.ticker,
        wikidata=entity.wikidata,
        links=entity.links,
        called=_called(entity, countries, entities),
    )


def _called(entity: Entity, countries: frozenset[str], entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """The first words of its parents and of theirs, each with its country where that is not theirs."""
    above: dict[str, None] = {}
    level = [entity]
    for _ in range(_HIGHEST):
        refs = [ref for each in level for name, ref in each.links if name in _PARENTS and ref in entities]
        above |= dict.fromkeys(refs)
        level = [entities[ref] for ref in refs]
    heads = {own[0] for ref in above if (own := reading(entities[ref].en).own)}
    homes = {target for ref in above for name, target in entities[ref].links if name == "country"}
    places = sorted(entities[ref].en for ref in countries - homes if ref in entities)
    return tuple(f"{head} {place}" for head in sorted(heads) for place in places)
