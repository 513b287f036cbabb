"""Seeds: the curated files, read strictly into a corpus.

`read_corpus(folder)` takes a folder with ``entities/*.yaml`` (one file per kind) and ``articles/*.yaml`` (one
file per article).  What comes out is independent of the order of files and entries.  Anything unexpected is
refused with file and line; nothing is guessed.
"""

from __future__ import annotations

from pathlib import Path

from kg import files, settings
from kg.claim import FigureClaim, RelationClaim
from kg.corpus import Corpus, InputFile
from kg.errors import BadInput
from kg.namespaces import ID, PREFIXES
from kg.seeds.articles import ArticleClaims, read_article
from kg.seeds.entities import index, read_entities

__all__ = ["read_corpus", "read_predicates"]

MAX_SEED = 50_000_000


def read_predicates(ontology: Path | None = None) -> dict[str, tuple[str, str]]:
    """The predicates that ontology/relations.ttl defines, by reference, with their words in en and vi."""
    import pyoxigraph as ox

    path = (ontology or settings.ontology_dir()) / "relations.ttl"
    label = PREFIXES["skos"] + "prefLabel"
    words: dict[str, dict[str, str]] = {}
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        subject, text = quad.subject, quad.object
        if (
            isinstance(subject, ox.NamedNode)
            and subject.value.startswith(ID + "predicate/")
            and quad.predicate.value == label
            and isinstance(text, ox.Literal)
        ):
            words.setdefault(subject.value.removeprefix(ID), {})[text.language or ""] = text.value
    return {ref: (w.get("en", ref), w.get("vi", ref)) for ref, w in sorted(words.items())}


def _order(claim: FigureClaim | RelationClaim) -> tuple[str, int, str]:
    start = claim.evidence.start
    return (claim.article, -1 if start is None else start, claim.id)


def read_corpus(folder: Path) -> Corpus:
    """Everything below a seeds folder; raises BadInput naming file and line."""
    if not folder.is_dir():
        raise BadInput.at(folder, "is not a folder of seeds", remedy="give --seeds DIR or set KG_SEEDS")
    inputs: list[InputFile] = []

    def load(path: Path) -> bytes:
        data = files.read_bytes(path, MAX_SEED)
        inputs.append(InputFile(path.relative_to(folder).as_posix(), files.sha256(data)))
        return data

    entity_paths = sorted((folder / "entities").glob("*.yaml"))
    if not entity_paths:
        raise BadInput.at(folder / "entities", "holds no *.yaml", remedy="give a folder of seeds")
    entities = index(e for path in entity_paths for e in read_entities(load(path), path))
    predicates = read_predicates()
    articles: list[ArticleClaims] = [
        read_article(load(path), path, entities, predicates)
        for path in sorted((folder / "articles").glob("*.yaml"))
    ]
    _refuse_clashes(articles)
    figures = sorted((c for a in articles for c in a.figures), key=_order)
    relations = sorted((c for a in articles for c in a.relations), key=_order)
    return Corpus(
        entities,
        tuple(a.article for a in articles),
        tuple(figures),
        tuple(relations),
        predicates,
        tuple(inputs),
    )


def _refuse_clashes(articles: list[ArticleClaims]) -> None:
    stems: dict[str, str] = {}
    for each in articles:
        stem = each.article.stem.casefold()
        if stem in stems:
            raise BadInput(
                f"article id clashes with {stems[stem]}", place=each.article.place, remedy="rename one"
            )
        stems[stem] = each.article.stem
