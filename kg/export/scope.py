"""A part of the dataset that can stand alone: one article, or one entity with all that is said of it.

What an audit found is no part of either: a finding is about claims of several articles and entities, and
would drag them all in.  For the same reason slots come without the names of their origins.

Works on the lines of the N-Quads file, a few passes over it, so that the memory it takes is that of the part.
The file is ours, one statement a line with single spaces between its terms.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.entity import KINDS
from kg.errors import UsageError
from kg.namespaces import (
    ARTICLE_GRAPHS,
    DATASET,
    ENTITIES_GRAPH,
    FINDINGS_GRAPH,
    ID,
    PREFIXES,
    VT,
    article_graph,
    is_local_id,
)

_OPEN = f"<{ID}".encode()
# What is followed: from a claim what it rests on, from anything else only the parts that belong to it.
_FROM_CLAIM = {b"claim", b"evidence", b"attribution", b"slot", b"article"}
_PARTS = {b"evidence"}
_ENTITIES = {kind.encode() for kind in KINDS}
_DESCRIBED = f" <{ENTITIES_GRAPH}> .\n".encode()
_NAMING = {b"claim", b"attribution", b"presence", b"membership", b"slot", b"article"}
# What was worked out from claims names entities that the claims may not.
_ORIGIN = f"<{VT}origin>".encode()
_FINDINGS = f"<{FINDINGS_GRAPH}>".encode()
_LABELS = {
    f"<{PREFIXES[prefix]}{name}>".encode()
    for prefix, name in (("rdf", "type"), ("skos", "prefLabel"), ("dcterms", "title"))
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What to take: the article with this stem, or the entity with this reference; one of the two."""

    article: str | None = None
    entity: str | None = None


@dataclass(slots=True)
class _Selection:
    """Subjects of whom everything is taken, lines that are taken for themselves, and IRIs that are named.

    Of a curated entity that is named its description is taken, of anything else type and label.
    """

    subjects: set[bytes] = field(default_factory=set)
    lines: set[bytes] = field(default_factory=set)
    named: set[bytes] = field(default_factory=set)


def _lines(dataset: Path) -> Iterator[bytes]:
    with dataset.open("rb") as file:
        yield from file


def _kind(term: bytes) -> bytes:
    """The kind of one of our resources in N-Quads syntax; empty for every other term."""
    return term[len(_OPEN) :].partition(b"/")[0] if term.startswith(_OPEN) else b""


def _split(line: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    subject, predicate, rest = line.split(b" ", 2)
    value, graph, _ = rest.rsplit(b" ", 2)
    return subject, predicate, value, graph


def _article(dataset: Path, stem: str) -> _Selection:
    ending = f"> <{article_graph(stem)}> .\n".encode()[1:] if is_local_id(stem) else b""
    selection = _Selection()
    if ending:
        selection.subjects = {line.partition(b" ")[0] for line in _lines(dataset) if line.endswith(ending)}
    if not selection.subjects:
        opening = f"<{ARTICLE_GRAPHS}".encode()
        stems = {g[len(opening) : -1] for *_, g in map(_split, _lines(dataset)) if g.startswith(opening)}
        _unknown("article", stem, stems)
    return selection


def _entity(dataset: Path, reference: str) -> _Selection:
    kind, slash, local = reference.partition("/")
    token = f"<{ID}{reference}>".encode()
    selection = _Selection(subjects={token})
    found = False
    if slash and is_local_id(kind) and is_local_id(local):
        for line in _lines(dataset):
            if token not in line:
                continue
            subject, predicate, value, graph = _split(line)
            if subject == token:
                found = True
            elif predicate == _ORIGIN or graph == _FINDINGS:
                continue
            elif value == token:
                if _kind(subject) in _NAMING:
                    selection.subjects.add(subject)
                elif subject != f"<{DATASET}>".encode():
                    selection.lines.add(line)
                    selection.named.add(subject)
    if not found:
        subjects = {line.partition(b" ")[0] for line in _lines(dataset)}
        entities = {s for s in subjects if _kind(s) in _ENTITIES}
        _unknown("entity", reference, (entity[len(_OPEN) : -1] for entity in entities))
    return selection


def _unknown(what: str, given: str, known: Iterable[bytes]) -> None:
    names = sorted(name.decode() for name in known)
    near = [name for name in names if name.endswith("/" + given)]
    near = near or difflib.get_close_matches(given, names, n=3, cutoff=0.5)
    remedy = "give its stem" if what == "article" else "give kind/id, such as company/fpt-corporation"
    if near:
        remedy = f"did you mean {', '.join(near[:3])}?"
    raise UsageError(f"the graph holds no {what} {given!r}", remedy=remedy)


def _follow(dataset: Path, selection: _Selection) -> None:
    """Add to the selection what its claims rest on, what the parts of that are, and what all these name."""
    fresh = set(selection.subjects)
    described = {iri for iri in selection.named if _kind(iri) in _ENTITIES}
    while fresh or described:
        found: set[bytes] = set()
        before = set(selection.named)
        for line in _lines(dataset):
            subject, predicate, value, _ = _split(line)
            if not value.startswith(b"<") or predicate == _ORIGIN:
                continue
            if subject in fresh:
                selection.named.add(value)
                if _kind(value) in (_FROM_CLAIM if _kind(subject) == b"claim" else _PARTS):
                    found.add(value)
            elif subject in described and line.endswith(_DESCRIBED):
                selection.named.add(value)
        fresh = found - selection.subjects
        described = {iri for iri in selection.named - before if _kind(iri) in _ENTITIES}
        selection.subjects |= fresh


def select(dataset: Path, scope: Scope) -> bytes:
    """The N-Quads lines of a scope, in the order of the file.

    An article comes with its claims, evidence, attributions and slots, an entity with every claim,
    attribution, presence and link that names it, and what those rest on; each with the descriptions of the
    entities that are named, and type and label of the rest, so that a part passes the shapes by itself.
    Raises UsageError when the graph does not hold what is asked for.
    """
    if scope.article is not None:
        selection = _article(dataset, scope.article)
    else:
        selection = _entity(dataset, scope.entity or "")
    _follow(dataset, selection)
    taken = []
    for line in _lines(dataset):
        subject, predicate, _, _ = _split(line)
        if predicate == _ORIGIN:
            continue
        if (
            subject in selection.subjects
            or line in selection.lines
            or (subject in selection.named and (predicate in _LABELS or line.endswith(_DESCRIBED)))
        ):
            taken.append(line)
    return b"".join(taken)
