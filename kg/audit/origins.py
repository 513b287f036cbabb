"""Where figures come from: origins are counted, not outlets.

The origin of a claim is whoever the article credits with it, directly or by a credit taken over, the
farthest of the chain; a person stands for the body whose office they hold, a unit for the body that it
belongs to, and a body for the one that succeeded it.  A claim that nobody is credited with has its outlet
for origin, or its article where the outlet is not known.  Articles that print the same figures are copies of
one another (`COPY_SHARE`), and all speak with the voice of the earliest: forty copies are one origin.

A claim is an echo of an earlier one that has its origin and prints the same figure for the same slot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

from kg.audited import Origins
from kg.claim import Article, FigureClaim
from kg.corpus import Corpus
from kg.literals import UNDATED

# Two articles are copies where they share so large a part of the figures of the one that has fewer, and so
# many at least: three different figures that agree in subject, metric, period and value are no coincidence.
COPY_SHARE = Fraction(4, 5)
COPY_FIGURES = 3
# A figure that more articles print than this tells little about who copied whom; the articles are then only
# compared with the next one.
_COMMON = 40
_UP = ("unitOf", "officeOf")


def origins(corpus: Corpus) -> Origins:
    """The origin of each figure claim, and which are echoes."""
    voices = _voices(corpus)
    bodies = _Bodies(corpus)
    dates = {article.stem: (article.date or "9999", article.stem) for article in corpus.articles}
    of: dict[str, str] = {}
    first: dict[tuple[object, ...], FigureClaim] = {}
    echo_of: dict[str, str] = {}
    for claim in sorted(corpus.figures, key=lambda c: (dates[c.article], c.id)):
        agents = claim.attribution.agents
        origin = bodies.answering(agents[-1]) if agents else voices[claim.article]
        of[claim.id] = origin
        key = (origin, claim.slot.id, claim.unit, claim.value, claim.value_max)
        original = first.setdefault(key, claim)
        if original.article != claim.article:
            echo_of[claim.id] = original.id
    return Origins(of, echo_of)


class _Bodies:
    """Which body answers for another, for its offices and their holders today."""

    def __init__(self, corpus: Corpus) -> None:
        self._up: dict[str, str] = {}
        successors: dict[str, set[str]] = defaultdict(set)
        for entity in corpus.entities.values():
            for name, target in entity.links:
                if name in _UP:
                    self._up[entity.ref] = target
                elif name == "succeeds":
                    successors[target].add(entity.ref)
        for relation in corpus.relations:
            if relation.predicate == "predicate/succeeds":
                successors[relation.object].add(relation.subject)
        # Whoever was split up has no single successor.
        self._up |= {old: next(iter(new)) for old, new in successors.items() if len(new) == 1}
        offices: dict[str, set[str]] = defaultdict(set)
        for relation in corpus.relations:
            if relation.predicate in ("predicate/role_of", "predicate/heads"):
                offices[relation.subject].add(self.answering(relation.object))
        self._up |= {person: next(iter(held)) for person, held in offices.items() if len(held) == 1}

    def answering(self, ref: str) -> str:
        """The body at the end of the chain."""
        seen = {ref}
        while (up := self._up.get(ref)) is not None and up not in seen:
            seen.add(up)
            ref = up
        return ref


def _voices(corpus: Corpus) -> dict[str, str]:
    """By article, who speaks in it on its own word."""
    by_stem = {article.stem: article for article in corpus.articles}
    leader = _families(corpus.figures, by_stem)
    voices = {}
    for stem in by_stem:
        first = by_stem[leader[stem]]
        voices[stem] = first.publisher or f"article/{first.stem}"
    return voices


def _families(figures: Iterable[FigureClaim], articles: Mapping[str, Article]) -> dict[str, str]:
    """By article, the earliest of those that print the same figures.

    Articles that share most of the figures of either are one family.  A family whose figures are mostly a
    part of another's goes with that one, and with one only: so a digest that quotes two long articles does
    not make these copies of each other."""
    printed: dict[str, set[tuple[object, ...]]] = {stem: set() for stem in articles}
    for claim in figures:
        printed[claim.article].add(_printed(claim))
    parent = {stem: stem for stem in articles}

    def find(stem: str) -> str:
        while parent[stem] != stem:
            parent[stem] = parent[parent[stem]]
            stem = parent[stem]
        return stem

    def order(stem: str) -> tuple[str, str]:
        return (articles[stem].date or "9999", stem)

    def join(one: str, other: str) -> None:
        early, late = sorted((find(one), find(other)), key=order)
        parent[late] = early

    for group in _alike(articles, printed):
        for stem in group[1:]:
            join(group[0], stem)
    leaders = {stem: printed[stem] for stem in articles if find(stem) == stem}
    quoted: list[tuple[str, str]] = []
    for one, other in _suspects(leaders):
        few, many = sorted((one, other), key=lambda stem: len(printed[stem]))
        if _copies(printed[few], printed[many], of=len(printed[many])):
            join(one, other)
        elif _copies(printed[few], printed[many], of=len(printed[few])):
            quoted.append((few, many))

    fullest: dict[str, int] = defaultdict(int)
    for stem in articles:
        fullest[find(stem)] = max(fullest[find(stem)], len(printed[stem]))
    source: dict[str, tuple[tuple[int, int, tuple[str, str]], str]] = {}
    for few, many in quoted:
        part, whole = find(few), find(many)
        if fullest[part] < fullest[whole]:
            shared = len(printed[few] & printed[many])
            link = ((-shared, -len(printed[many]), order(many)), whole)
            source[part] = min(source.get(part, link), link)

    def root(stem: str) -> str:
        stem = find(stem)
        while stem in source:
            stem = source[stem][-1]
        return stem

    earliest: dict[str, str] = {}
    for stem in sorted(articles, key=order):
        earliest.setdefault(root(stem), stem)
    return {stem: earliest[root(stem)] for stem in articles}


def _printed(claim: FigureClaim) -> tuple[object, ...]:
    """A figure as copies share it: without a year that is only that of the publication."""
    slot = replace(claim.slot, period=UNDATED.label) if claim.slot.period_inferred else claim.slot
    return slot.id, claim.unit, claim.value, claim.value_max


def _alike(
    articles: Mapping[str, Article], printed: Mapping[str, set[tuple[object, ...]]]
) -> Iterator[list[str]]:
    """Articles of one text, and articles of the very same figures."""
    groups: dict[object, list[str]] = defaultdict(list)
    for stem, article in sorted(articles.items()):
        if article.text_sha256:
            groups[article.text_sha256].append(stem)
        if len(printed[stem]) >= COPY_FIGURES:
            groups[frozenset(printed[stem])].append(stem)
    yield from groups.values()


def _suspects(printed: Mapping[str, set[tuple[object, ...]]]) -> Iterable[tuple[str, str]]:
    """Pairs of articles that share a figure; of a figure that very many print, neighbours only."""
    by_figure: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for stem, figures in sorted(printed.items()):
        for figure in figures:
            by_figure[figure].append(stem)
    pairs: set[tuple[str, str]] = set()
    for stems in by_figure.values():
        if len(stems) > _COMMON:
            pairs.update(pairwise(stems))
        else:
            pairs.update(combinations(stems, 2))
    return sorted(pairs)


def _copies(one: set[tuple[object, ...]], other: set[tuple[object, ...]], *, of: int) -> bool:
    shared = len(one & other)
    return shared >= COPY_FIGURES and shared >= COPY_SHARE * of
