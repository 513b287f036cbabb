"""Precision and recall of the relations read in the articles of tests/extract, against those that they state.

python tests/relation_scores.py [FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

DEV = Path(__file__).resolve().parent / "extract" / "dev"
Triple = tuple[str, str, str]
# Read off both ends alike.
_SYMMETRIC = frozenset(("partner_of", "competes_with", "collaborates_with"))

# The last of the articles for developing in which every relation is marked.
_COMPLETE = {"en": 57, "vi": 47}


@dataclass(frozen=True, slots=True)
class Article:
    """An article of our own, and the relations that it states."""

    stem: str
    text: str
    language: str
    published: str | None
    stated: tuple[Triple, ...]


@dataclass(slots=True)
class Score:
    """What was found of what is stated, over several articles."""

    right: int = 0
    wrong: list[tuple[str, Triple]] = field(default_factory=list)
    missed: list[tuple[str, Triple]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was found that is stated."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of what is stated that was found."""
        return self.right / max(1, self.right + len(self.missed))


def articles(folder: Path = DEV) -> list[Article]:
    """The articles of a folder whose relations are all marked; the later ones name only some."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        language, _, number = path.stem.partition("-dev-")
        if number and int(number) > _COMPLETE[language]:
            continue
        gold = yaml.safe_load(path.read_text("utf-8"))
        date = str(gold["date"])
        relations = gold.get("relations", ())
        stated = tuple((_end(r, "subject"), r["predicate"], _end(r, "object")) for r in relations)
        text = path.with_suffix(".txt").read_text("utf-8")
        found.append(Article(path.stem, text, gold["language"], None if date == "unknown" else date, stated))
    return found


def _end(relation: dict[str, str], end: str) -> str:
    return str(relation.get(end) or relation[f"new_{end}"])


def _same(one: str, other: str) -> bool:
    """Whether two ends are one: the same entity, or a new name in its long and its short form."""
    if "/" in one or "/" in other:
        return one == other
    one, other = one.casefold(), other.casefold()
    return one in other or other in one


def _equal(one: Triple, other: Triple) -> bool:
    if one[1] != other[1]:
        return False
    if _same(one[0], other[0]) and _same(one[2], other[2]):
        return True
    return one[1] in _SYMMETRIC and _same(one[0], other[2]) and _same(one[2], other[0])


def score(reader: Callable[[Article], set[Triple]], folder: Path = DEV) -> Score:
    """How `reader` does on the articles of `folder`."""
    result = Score()
    for article in articles(folder):
        found = reader(article)
        for triple in sorted(found):
            if not any(_equal(triple, stated) for stated in article.stated):
                result.wrong.append((article.stem, triple))
        for stated in article.stated:
            if any(_equal(triple, stated) for triple in found):
                result.right += 1
            else:
                result.missed.append((article.stem, stated))
    return result


def main() -> None:
    """Print the score of the rules, what was missed and what is not stated."""
    from test_relations import relations_of, triples

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEV
    result = score(
        lambda article: triples(relations_of(article.text, article.language, article.published)), folder
    )
    for name, listed in (("missed", result.missed), ("not stated", result.wrong)):
        for stem, triple in listed:
            print(f"{stem}: {name}: {' '.join(triple)}")
    print(f"precision {result.precision:.3f}, recall {result.recall:.3f}")


if __name__ == "__main__":
    main()
