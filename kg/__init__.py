"""Vietnam's tech ecosystem as a knowledge graph.

Ten names are the public face; each is imported when it is first used, so that `import kg` costs nothing.
`kg.validate.validate`, `kg.verify.verify`, `kg.export.write` and `kg.load.load` are the stages that stand on
their own; everything else is the inside of the package and may change.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.answer import Answer as Answer
    from kg.claim import Article as Article
    from kg.claim import FigureClaim as FigureClaim
    from kg.claim import RelationClaim as RelationClaim
    from kg.errors import KGError as KGError
    from kg.finding import Finding as Finding
    from kg.knowledge import KnowledgeGraph as KnowledgeGraph
    from kg.pipeline import build as build
    from kg.seeds import read_corpus as read_corpus
    from kg.slot import Slot as Slot

_HOMES = {
    "Answer": "kg.answer",
    "Article": "kg.claim",
    "FigureClaim": "kg.claim",
    "Finding": "kg.finding",
    "KGError": "kg.errors",
    "KnowledgeGraph": "kg.knowledge",
    "RelationClaim": "kg.claim",
    "Slot": "kg.slot",
    "build": "kg.pipeline",
    "read_corpus": "kg.seeds",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605 - the table is the one list of public names


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
