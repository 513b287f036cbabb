"""Claims, relations and articles as flat rows: the tables that scripts read.

Columns are a contract (README, "Tables").  Values are plain text, true/false or None; figures are decimal
text in base units; references are local ids.  `iri`, `place` (seed file and line), `disputed` (the claims of
the slot disagree), `key`, `phrase`, `cue` and the like ride along for tools that lead back to the graph and
to the seeds, explain a claim or compare builds; they are not part of the csv contract.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.literals import decimal_text
from kg.namespaces import resource

if TYPE_CHECKING:
    from kg.claim import Article, FigureClaim, RelationClaim
    from kg.corpus import Corpus
    from kg.entity import Entity

CLAIM_COLUMNS = (
    "claim", "article", "kind", "subject", "subject_label", "metric", "value", "value_max", "unit", "surface",
    "hedge", "lower", "upper", "lower_hard", "upper_hard", "status", "period_start", "period_end",
    "period_label", "sector", "market", "ownership", "attributed_to", "attribution_inherited",
    "evidence_level", "start", "end", "phrase_start", "phrase_end", "conversion_of", "ambiguity", "slot",
)  # fmt: skip
RELATION_COLUMNS = (
    "claim", "article", "subject", "predicate", "object", "period_label", "attributed_to", "start", "end",
)  # fmt: skip
ARTICLE_COLUMNS = (
    "article", "text_file", "text_sha256", "title", "publisher", "date", "recorded", "url", "language",
)  # fmt: skip

# What the reference, the IRI and the place of an entity say.
_PLACED = ("kind", "id", "place")
Value = str | int | bool | None
Row = dict[str, Value]


def _local(reference: str | None) -> str | None:
    return None if reference is None else reference.rpartition("/")[2]


def _number(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)


def claim_row(claim: FigureClaim, subject_label: str, disputed: bool) -> Row:
    """One figure claim as a row."""
    expected, hard, e = claim.bounds.expected, claim.bounds.hard, claim.evidence
    credited = claim.attribution
    return {
        "claim": claim.id,
        "article": claim.article,
        "kind": str(claim.kind),
        "subject": _local(claim.subject),
        "subject_label": subject_label,
        "metric": _local(claim.metric),
        "value": decimal_text(claim.value),
        "value_max": _number(claim.value_max),
        "unit": _local(claim.unit),
        "surface": e.exact or None,
        "hedge": str(claim.hedge),
        "lower": _number(expected.low),
        "upper": _number(expected.high),
        "lower_hard": _number(hard.low),
        "upper_hard": _number(hard.high),
        "status": str(claim.status),
        "period_start": claim.period.start.isoformat() if claim.period.start else None,
        "period_end": claim.period.end.isoformat() if claim.period.end else None,
        "period_label": claim.period.label,
        "sector": _local(claim.sector),
        "market": _local(claim.market),
        "ownership": _local(claim.ownership),
        "attributed_to": ";".join(a.rpartition("/")[2] for a in credited.agents) or None,
        "attribution_inherited": credited.inherited if credited.agents else None,
        "evidence_level": str(e.level),
        "start": e.start,
        "end": e.end,
        "phrase_start": e.phrase_start,
        "phrase_end": e.phrase_end,
        "conversion_of": claim.conversion_of,
        "ambiguity": claim.ambiguity or None,
        "slot": claim.slot.id,
        "disputed": disputed,
        "phrase": e.phrase or None,
        "cue": credited.cue or None,
        "period_inherited": claim.period_inherited,
        "base_period": claim.base_period or None,
        "key": claim.key or None,
        "iri": resource("claim", claim.id),
        "place": claim.place,
    }


def relation_row(claim: RelationClaim) -> Row:
    """One relation claim as a row."""
    return {
        "claim": claim.id,
        "article": claim.article,
        "subject": _local(claim.subject),
        "predicate": _local(claim.predicate),
        "object": _local(claim.object),
        "period_label": claim.period.label,
        "attributed_to": ";".join(a.rpartition("/")[2] for a in claim.attribution.agents) or None,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "cue": claim.evidence.exact or None,
        "status": str(claim.status),
        "period_inherited": claim.period_inherited,
        "attribution_cue": claim.attribution.cue or None,
        "attribution_inherited": claim.attribution.inherited,
        "evidence_level": str(claim.evidence.level),
        "phrase": claim.evidence.phrase or None,
        "phrase_start": claim.evidence.phrase_start,
        "ambiguity": claim.ambiguity or None,
        "key": claim.key or None,
        "iri": resource("claim", claim.id),
        "place": claim.place,
    }


def article_row(article: Article) -> Row:
    """One article as a row."""
    return {
        "article": article.stem,
        "text_file": article.text_file,
        "text_sha256": article.text_sha256,
        "title": article.title,
        "publisher": _local(article.publisher),
        "date": article.date,
        "recorded": article.recorded,
        "url": article.url,
        "language": article.language,
        "evidence_level": str(article.level),
        "iri": resource("article", article.stem),
        "place": article.place,
    }


def entity_row(entity: Entity) -> dict[str, Any]:
    """One entity as a row, with all that is told of it."""
    told = {field.name: getattr(entity, field.name) for field in fields(entity) if field.name not in _PLACED}
    lists = {name: list(map(list, value)) for name, value in told.items() if isinstance(value, tuple)}
    return {
        "entity": entity.ref,
        **told,
        **lists,
        "iri": resource(entity.kind, entity.id),
        "place": entity.place,
    }


def jsonl(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Rows as JSON Lines."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n"


def _figures(corpus: Corpus) -> Iterator[Row]:
    # Imported here: most who import this module want the names of the columns.
    from kg.compare import agreement
    from kg.graph import by_slot

    disputed = {slot for slot, claims in by_slot(corpus.figures).items() if agreement(claims).disputed}
    for claim in corpus.figures:
        yield claim_row(claim, corpus.entities[claim.subject].en, claim.slot.id in disputed)


def places(corpus: Corpus) -> dict[str, str]:
    """Where each claim, article and entity was written, by IRI: the seed file and line."""
    found = {resource("claim", c.id): c.place for c in corpus.claims}
    found |= {resource("article", a.stem): a.place for a in corpus.articles}
    return found | {resource(e.kind, e.id): e.place for e in corpus.entities.values()}


def tables(corpus: Corpus) -> dict[str, Iterator[dict[str, Any]]]:
    """The tables of a corpus by name: figures, relations, articles, entities."""
    return {
        "figures": _figures(corpus),
        "relations": (relation_row(c) for c in corpus.relations),
        "articles": (article_row(a) for a in corpus.articles),
        "entities": (entity_row(e) for e in corpus.named().values()),
    }
