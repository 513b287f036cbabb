"""What the graph says of one thing, of one named graph, and all of it: RDF in six formats."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.entity import KINDS
from kg.export import Format, pieces
from kg.files import sha256
from kg.knowledge import KnowledgeGraph
from kg.namespaces import BASE, DATASET_GRAPH, ID, PREFIXES, VT, is_local_id
from kg.store import Generation, engine_errors
from kg.web import urls
from kg.web.answers.query import held, within
from kg.web.answers.results import answer_json
from kg.web.http.negotiate import (
    JSONLD,
    NQUADS,
    NTRIPLES,
    PLAIN_JSON,
    RDFXML,
    SUFFIXES,
    TRIG,
    TURTLE,
    Media,
)
from kg.web.http.problem import Problem
from kg.web.workers.message import Reply
from kg.web.workers.settings import Settings

FORMATS = {
    TURTLE.name: Format.TURTLE,
    NTRIPLES.name: Format.NTRIPLES,
    NQUADS.name: Format.NQUADS,
    TRIG.name: Format.TRIG,
    JSONLD.name: Format.JSONLD,
    RDFXML.name: Format.RDFXML,
}
# What belongs to a thing so closely that it is told with it, by the property that leads there.
_PARTS = {VT + "evidence", PREFIXES["prov"] + "qualifiedAttribution", PREFIXES["oa"] + "hasSelector"}
_LABELS = (PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title")
_REPLACED = ox.NamedNode(PREFIXES["dcterms"] + "isReplacedBy")
_IN_SCHEME = ox.NamedNode(PREFIXES["skos"] + "inScheme")
_NEAR = 3
# Larger answers are files: a client takes them in its own time, and no worker waits for it.
_INLINE = 262_144


def locate(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """Where the pages of the thing ``kind/local`` are: `page` (or null), `replaced` (or null), as JSON.

    Raises Problem 404, with suggestions, where the graph knows no such thing.
    """
    kind, local = given["kind"], given["local"]
    node = _known(graph, kind, local)
    store = graph.engine.store
    replaced = next(
        (q.object.value for q in store.quads_for_pattern(node, _REPLACED, None)
         if isinstance(q.object, ox.NamedNode)), None,
    )  # fmt: skip
    page = urls.of_resource(kind, local, frozenset(KINDS))
    return Reply(200, PLAIN_JSON.header, answer_json({"page": page, "replaced": replaced}))


def resource(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """All that is said of ``kind/local``, what belongs to it, what leads to it, and what these are called.

    What leads to a concept of a closed list is left out: half of the graph does.  Raises Problem.
    """
    media = SUFFIXES[given["format"]]
    with engine_errors(graph.generation.path):
        node = _known(graph, given["kind"], given["local"])
        quads = described(graph.engine.store, node, settings.rows)
    if media.name == "html":
        from kg.web.answers.page import resource_page

        return Reply(200, media.header, resource_page(node.value, quads))
    return Reply(200, media.header, within(written(quads, media), settings))


def described(store: ox.Store, node: ox.NamedNode, limit: int) -> list[ox.Quad]:
    """The quads that describe a thing, graph by graph; raises Problem above the limit."""
    found = set(store.quads_for_pattern(node, None, None))
    fresh = list(found)
    while fresh:
        parts = [
            q.object for q in fresh if q.predicate.value in _PARTS and isinstance(q.object, ox.NamedNode)
        ]
        fresh = [q for part in parts for q in store.quads_for_pattern(part, None, None) if q not in found]
        found.update(fresh)
    if not any(q.predicate == _IN_SCHEME for q in found):
        for quad in store.quads_for_pattern(None, None, node):
            found.add(quad)
            if len(found) > limit:
                what = f"more than {limit:,} statements are about this"
                raise Problem(400, what, remedy="ask with SPARQL and a LIMIT")
    named = {term for q in found for term in (q.subject, q.object) if isinstance(term, ox.NamedNode)}
    for term in named:
        if term.value.startswith(BASE):
            for label in _LABELS:
                found.update(store.quads_for_pattern(term, ox.NamedNode(label), None))
    return sorted(found, key=lambda quad: (str(quad.graph_name), str(quad)))


def written(quads: Sequence[ox.Quad], media: Media) -> bytes:
    """Quads without blank nodes, graph by graph, in one of the formats."""
    return "".join(pieces(lambda: quads, FORMATS[media.name])).encode()


def _known(graph: KnowledgeGraph, kind: str, local: str) -> ox.NamedNode:
    """The thing, if the graph says something of it; raises Problem 404."""
    store = graph.engine.store
    place = f"{kind}/{local}"
    node = ox.NamedNode(ID + place) if all(map(is_local_id, place.split("/"))) else None
    if node is not None and next(store.quads_for_pattern(node, None, None), None) is not None:
        return node
    near = _near(graph, kind, local)
    hint = f"did you mean {' or '.join(near)}?" if near else "search, or ask with SPARQL"
    raise Problem(404, f"the graph knows no {place}", remedy=hint)


def _near(graph: KnowledgeGraph, kind: str, local: str) -> list[str]:
    """Entities called alike."""
    references = sorted(row["entity"] for row in graph.generation.rows("entities"))
    same = [r for r in references if r.endswith("/" + local)]
    of_kind = [r for r in references if r.startswith(kind + "/")] or references
    return (same or difflib.get_close_matches(f"{kind}/{local}", of_kind, n=_NEAR, cutoff=0.5))[:_NEAR]


# --- Graphs and the whole


def named_graph(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """The statements of the named graph `graph`, or of all graphs where it is null, in `format`.

    They are read from the dataset file, not the store.  Raises Problem 404 on a graph that is not there.
    """
    name, media = given["graph"], SUFFIXES[given["format"]]
    generation = graph.generation
    assert isinstance(generation, Generation)
    if name is not None and name not in held(graph):
        near = difflib.get_close_matches(name, held(graph), n=_NEAR, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "the service description lists the graphs"
        raise Problem(404, f"the store holds no graph <{name}>", remedy=hint)
    if name is None and media is NQUADS:
        return Reply(200, media.header, path=str(generation.dataset))
    folder = Path(settings.folder) / generation.name
    stem = "all" if name is None else sha256(name.encode())[:20]
    path = folder / f"{stem}.{media.name}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Two workers may write the same file; each has its own until it is whole.
        part = path.with_suffix(f".{media.name}.{os.getpid()}")
        _remove_unfinished(path)
        with part.open("wb") as out:
            source = _Lines(generation.dataset, name)
            out.writelines(piece.encode() for piece in pieces(source, FORMATS[media.name]))
        part.replace(path)
    if path.stat().st_size <= _INLINE:
        return Reply(200, media.header, path.read_bytes())
    return Reply(200, media.header, path=str(path))


def _remove_unfinished(path: Path) -> None:
    """Remove what workers that were killed meanwhile have written of a file."""
    for part in path.parent.glob(f"{path.name}.*"):
        try:
            os.kill(int(part.suffix.removeprefix(".")), 0)
        except ProcessLookupError:
            part.unlink(missing_ok=True)


class _Lines:
    """The quads of a graph of a dataset file, as often as they are asked for."""

    def __init__(self, dataset: Path, graph: str | None) -> None:
        self._dataset = dataset
        self._ending = b"" if graph is None else f" <{graph}> .\n".encode()

    def __call__(self) -> Iterator[ox.Quad]:
        if not self._ending:
            yield from ox.parse(path=str(self._dataset), format=ox.RdfFormat.N_QUADS)
            return
        with self._dataset.open("rb") as file:
            lines = b"".join(line for line in file if line.endswith(self._ending))
        yield from ox.parse(lines, format=ox.RdfFormat.N_QUADS)


def dataset_quads(graph: KnowledgeGraph) -> list[ox.Quad]:
    """What the build says of itself."""
    return list(graph.engine.store.quads_for_pattern(None, None, None, ox.NamedNode(DATASET_GRAPH)))
