"""What follows from judgements of entities: references that another stands for, entities that are kept apart,
and the judgements themselves, each signed.  Only those whose entities are in the graph are said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from kg.graph import terms as t
from kg.graph.lines import A
from kg.judgement import Judgement
from kg.namespaces import ENTITIES_GRAPH
from kg.resolution import Resolution

_REPLACED, _SAME = t.known("dcterms", "isReplacedBy"), t.known("owl", "sameAs")
_APART = t.known("owl", "differentFrom")
_WHO, _WHEN = t.known("dcterms", "creator"), t.known("dcterms", "issued")
_WHY = t.known("dcterms", "description")


def resolution_lines(found: Resolution, named: Collection[str]) -> Iterator[str]:
    """The lines of the entities graph about what was judged of entities, those of `named` among them."""
    for old, now in found.by.items():
        if now in named:
            yield from _lines(t.ref(old), f"{_REPLACED} {t.ref(now)}", f"{_SAME} {t.ref(now)}")
    for left, right in sorted(found.apart):
        if left in named and right in named:
            yield from _lines(t.ref(left), f"{_APART} {t.ref(right)}")
            yield from _lines(t.ref(right), f"{_APART} {t.ref(left)}")
    for judgement in found.judgements:
        if all(found.now(ref) in named for ref in judgement.pair):
            yield from _lines(t.ref(f"judgement/{judgement.id}"), *_judgement(judgement))


def _judgement(judgement: Judgement) -> Iterator[str]:
    yield f"{A} {t.vt('Judgement')}"
    yield from (f"{t.vt('judged')} {t.ref(ref)}" for ref in judgement.pair)
    yield f"{t.vt('ruling')} {t.ref(f'ruling/{judgement.ruling}')}"
    yield f"{_WHO} {t.quoted(judgement.who)}"
    yield f"{_WHEN} {t.date(dt.date.fromisoformat(judgement.when))}"
    yield f"{_WHY} {t.tagged(judgement.why, 'en')}"


def _lines(node: str, *statements: str) -> Iterator[str]:
    yield "".join(f"{node} {statement} <{ENTITIES_GRAPH}> .\n" for statement in statements)
