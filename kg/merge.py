"""What follows from entities being one: one entity with all their names and links, and claims that name it.

This is done once, right after the seeds are read.  Nothing is lost: a claim keeps what the seeds state and
with it its id, and what was replaced stays known by its own reference.  Without its judgement a corpus comes
out as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kg.claim import Article, FigureClaim, RelationClaim
from kg.corpus import Corpus
from kg.entity import Entity
from kg.identity import Identity, Sum
from kg.resolution import Resolution

C = TypeVar("C", FigureClaim, RelationClaim)


def resolved(corpus: Corpus, found: Resolution) -> Corpus:
    """`corpus`, as the seeds have it, with the entities that `found` makes one made one."""
    if not found.by:
        return replace(corpus, resolution=found)
    return replace(
        corpus,
        entities=_entities(corpus.entities, found),
        articles=tuple(published(article, found) for article in corpus.articles),
        identities=tuple(_identity(identity, found) for identity in corpus.identities),
        figures=repointed(corpus.figures, found),
        relations=repointed(corpus.relations, found),
        resolution=found,
    )


def published(article: Article, found: Resolution) -> Article:
    """The article with the outlet that stands for its publisher."""
    publisher = found.by.get(article.publisher or "")
    return article if publisher is None else replace(article, publisher=publisher)


def repointed(claims: Iterable[C], found: Resolution) -> tuple[C, ...]:
    """The claims with the entities that stand for those that they name."""
    return tuple(_claim(claim, found) for claim in claims)


def _claim(claim: C, found: Resolution) -> C:
    # What else a claim names is vocabulary, and never replaced.
    named = {claim.subject, *claim.attribution.agents}
    if isinstance(claim, RelationClaim):
        named.add(claim.object)
    if found.by.keys().isdisjoint(named):
        return claim
    subject = found.now(claim.subject)
    agents = tuple(dict.fromkeys(map(found.now, claim.attribution.agents)))
    credit = replace(claim.attribution, agents=agents)
    if isinstance(claim, FigureClaim):
        slot = replace(claim.slot, subject=subject)
        return replace(claim, subject=subject, slot=slot, attribution=credit, stated=claim)
    return replace(claim, subject=subject, object=found.now(claim.object), attribution=credit, stated=claim)


def _identity(identity: Identity, found: Resolution) -> Identity:
    if not isinstance(identity, Sum) or identity.subject is None:
        return identity
    return replace(identity, subject=found.now(identity.subject))


def _entities(entities: Mapping[str, Entity], found: Resolution) -> dict[str, Entity]:
    clusters: dict[str, list[Entity]] = {}
    for ref, entity in found.replaced.items():
        clusters.setdefault(found.by[ref], []).append(entity)
    return {
        ref: _linked(one_of(entity, clusters.get(ref, ())), found)
        for ref, entity in entities.items()
        if ref not in found.by
    }


def one_of(canonical: Entity, others: Sequence[Entity]) -> Entity:
    """`canonical` with the names of `others` as aliases, their links, and what else it lacks."""
    if not others:
        return canonical
    names = {*canonical.names}
    scope = {language: text for text, language in reversed(canonical.scope)}
    for other in others:
        names |= {(other.en, "en"), (other.vi, "vi"), *other.names}
        for text, language in other.scope:
            scope.setdefault(language, text)
    all_ = (canonical, *others)
    names -= {(canonical.en, "en"), (canonical.vi, "vi")}
    links = {link for each in all_ for link in each.links}
    return replace(
        canonical,
        names=tuple(sorted(names)),
        scope=tuple((scope[language], language) for language in sorted(scope)),
        links=tuple(sorted(links)),
        ticker=next((each.ticker for each in all_ if each.ticker), ""),
        date=next((each.date for each in all_ if each.date), ""),
        wikidata=next((each.wikidata for each in all_ if each.wikidata), ""),
    )


def _linked(entity: Entity, found: Resolution) -> Entity:
    """`entity` with its links to what stands for their targets now."""
    if found.by.keys().isdisjoint(target for _, target in entity.links):
        return entity
    return replace(entity, links=tuple(sorted({(name, found.now(ref)) for name, ref in entity.links})))
