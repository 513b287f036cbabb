"""Seeds: the curated files, read strictly into a corpus.

`read_corpus(folder)` takes a folder with ``entities/*.yaml`` (one file per kind), ``articles/*.yaml`` (one
file per article), ``imported/*.yaml`` (the same, written by `kg import`) and, where hedges are to be read
otherwise than the house does, ``policy.yaml``.  What comes out is independent of the order of files and
entries; entities that ``judgements.jsonl`` makes one are one in it.  Anything unexpected is refused with file
and line; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kg import files
from kg.claim import FigureClaim, RelationClaim
from kg.corpus import Corpus, InputFile
from kg.entity import Entity
from kg.errors import BadInput
from kg.interval import POLICY
from kg.judgement import Judgement
from kg.merge import resolved
from kg.resolution import Resolution, resolution
from kg.seeds.articles import ArticleClaims, read_article
from kg.seeds.entities import Entry, index, read_entities
from kg.seeds.identities import read_identities
from kg.seeds.judgements import FILE, read_judgements
from kg.seeds.policy import read_policy
from kg.seeds.references import References
from kg.seeds.vocabulary import read_vocabulary

__all__ = ["ARTICLE_FOLDERS", "read_corpus", "read_curated", "read_entries", "resolve"]

MAX_SEED = 50_000_000
# Files of articles: by hand or from a review, and from tables.
ARTICLE_FOLDERS = ("articles", "imported")


def _order(claim: FigureClaim | RelationClaim) -> tuple[str, int, str]:
    start = claim.evidence.start
    return (claim.article, -1 if start is None else start, claim.id)


def read_corpus(folder: Path) -> Corpus:
    """Everything below a seeds folder; raises BadInput naming file and line."""
    _check_folder(folder)
    inputs: list[InputFile] = []

    def load(path: Path) -> bytes:
        data = files.read_bytes(path, MAX_SEED)
        inputs.append(InputFile(path.relative_to(folder).as_posix(), files.sha256(data)))
        return data

    vocabulary = read_vocabulary()
    entries = read_entries(folder, load)
    entities = index(entries, vocabulary)
    references = References(entities)
    declared = tuple(read_identities(entries, references))
    given = folder / "policy.yaml"
    policy = read_policy(load(given), given) if given.is_file() else POLICY
    articles: list[ArticleClaims] = [
        read_article(load(path), path, references, vocabulary.predicates, policy)
        for name in ARTICLE_FOLDERS
        for path in yaml_files(folder / name)
    ]
    articles.sort(key=lambda each: each.article.stem)
    _refuse_clashes(articles, folder)
    figures = sorted((c for a in articles for c in a.figures), key=_order)
    relations = sorted((c for a in articles for c in a.relations), key=_order)
    judgements = _judgements(folder, load, entities)
    stated = Corpus(
        entities,
        tuple(a.article for a in articles),
        tuple(figures),
        tuple(relations),
        vocabulary.predicates,
        tuple(inputs),
        declared,
        policy,
    )
    return resolved(stated, resolve(folder, judgements, entities, relations))


def read_curated(folder: Path) -> tuple[dict[str, Entity], tuple[Judgement, ...]]:
    """The entities as the seeds curate them, none made one, and what was judged of them, in the order of the
    file; without the articles.  Raises BadInput as `read_corpus` does."""
    _check_folder(folder)
    entities = index(read_entries(folder), read_vocabulary())
    return entities, _judgements(folder, files.read_bytes, entities)


def resolve(
    folder: Path,
    judgements: Iterable[Judgement],
    entities: Mapping[str, Entity],
    relations: Iterable[RelationClaim] = (),
) -> Resolution:
    """What the judgements below a seeds folder say of its entities; raises BadInput with file and line."""
    try:
        return resolution(judgements, entities, relations)
    except BadInput as error:
        raise BadInput(error.what, place=f"{folder}/{error.place}", remedy=error.remedy) from None


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise BadInput.at(folder, "is not a folder of seeds", remedy="give --seeds DIR or set KG_SEEDS")


def _judgements(
    folder: Path, load: Callable[[Path], bytes], entities: dict[str, Entity]
) -> tuple[Judgement, ...]:
    path = folder / FILE
    return read_judgements(load(path), path, entities) if path.exists() else ()


def read_entries(folder: Path, load: Callable[[Path], bytes] = files.read_bytes) -> list[Entry]:
    """The curated entities below a seeds folder, each with its fields; raises BadInput with file and line."""
    paths = yaml_files(folder / "entities")
    if not paths:
        raise BadInput.at(folder / "entities", "holds no *.yaml", remedy="give a folder of seeds")
    return [entry for path in paths for entry in read_entities(load(path), path)]


def yaml_files(folder: Path) -> list[Path]:
    """The seed files of a folder, sorted; nothing that looks like one is passed over in silence."""
    try:
        paths = sorted(folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise BadInput.at(
            folder, f"cannot be read: {error.strerror}", remedy="check its permissions"
        ) from None
    for path in paths:
        if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yaml":
            raise BadInput.at(path, "is no *.yaml", remedy="rename it, or move it away")
    return [path for path in paths if path.suffix == ".yaml" and not path.name.startswith(".")]


def _refuse_clashes(articles: list[ArticleClaims], folder: Path) -> None:
    stems: dict[str, str] = {}
    for each in articles:
        stem = each.article.stem.casefold()
        if stem in stems:
            raise BadInput.at(
                folder / each.article.place, f"article id clashes with {stems[stem]}", remedy="rename one"
            )
        stems[stem] = each.article.stem
