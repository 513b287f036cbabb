"""Seeds: the curated files, read strictly into a corpus.

`read_corpus(folder)` takes a folder with ``entities/*.yaml`` (one file per kind), ``articles/*.yaml`` (one
file per article), ``imported/*.yaml`` (the same, written by `kg import`) and, where hedges are to be read
otherwise than the house does, ``policy.yaml``.  What comes out is independent of the order of files and
entries.  Anything unexpected is refused with file and line; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg import files
from kg.claim import FigureClaim, RelationClaim
from kg.corpus import Corpus, InputFile
from kg.errors import BadInput
from kg.interval import POLICY
from kg.seeds.articles import ArticleClaims, read_article
from kg.seeds.entities import Entry, index, read_entities
from kg.seeds.identities import read_identities
from kg.seeds.policy import read_policy
from kg.seeds.references import References
from kg.seeds.vocabulary import read_vocabulary

__all__ = ["ARTICLE_FOLDERS", "read_corpus", "read_entries"]

MAX_SEED = 50_000_000
# Files of articles: by hand or from a review, and from tables.
ARTICLE_FOLDERS = ("articles", "imported")


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
    return Corpus(
        entities,
        tuple(a.article for a in articles),
        tuple(figures),
        tuple(relations),
        vocabulary.predicates,
        tuple(inputs),
        declared,
        policy,
    )


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
