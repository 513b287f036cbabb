"""The dataset file of a build as named graphs: where each lies in the file, its lines, its digest.

Graphs that are in no file may be loaded beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.digest import GraphDigest, canonical_term, graph_digests
from kg.errors import BadInput
from kg.files import sha256_file
from kg.namespaces import GRAPH, STAGING_GRAPHS

if TYPE_CHECKING:
    import pyoxigraph as ox


def statement(triple: ox.Triple) -> str:
    """A statement as it is compared: what two of them share is what the digest counts as the same."""
    return f"{triple.subject} {triple.predicate} {canonical_term(str(triple.object))}"


@dataclass(frozen=True)
class Source:
    """The graphs of a dataset file with their digests, in the order of the file."""

    path: Path
    graphs: Mapping[str, GraphDigest]
    build: str
    _places: Mapping[str, list[tuple[int, int]]] = field(repr=False)
    _beside: Mapping[str, tuple[bytes, ...]] = field(repr=False, default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> Source:
        """Read a dataset file; raises BadInput when it is no N-Quads or has quads outside our graphs."""
        import pyoxigraph as ox

        try:
            digests = graph_digests(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise BadInput.at(path, f"is not N-Quads: {error.msg}", line=error.lineno or 0) from None
        places = _places(path)
        for graph in digests:
            if not graph.startswith(GRAPH) or graph.startswith(STAGING_GRAPHS):
                raise BadInput.at(path, f"has statements in <{graph}>, which is no graph of ours")
        return cls(path, {g: digests[g] for g in places if g in digests}, sha256_file(path)[:12], places)

    def beside(self, graph: str, lines: Iterable[bytes]) -> Source:
        """The same with one more graph, whose statements are these N-Triples lines."""
        import pyoxigraph as ox

        held, name = tuple(lines), ox.NamedNode(graph)
        triples = ox.parse(b"".join(held), format=ox.RdfFormat.N_TRIPLES)
        digests = graph_digests(ox.Quad(q.subject, q.predicate, q.object, name) for q in triples)
        return replace(self, graphs={**self.graphs, **digests}, _beside={**self._beside, graph: held})

    def staging(self, graph: str) -> str:
        """Where a graph stands on the server until it is complete; another build has other names."""
        return f"{STAGING_GRAPHS}{self.build}/{graph.removeprefix(GRAPH)}"

    def lines(self, graph: str) -> Iterator[bytes]:
        """The statements of a graph as N-Triples lines."""
        if graph in self._beside:
            yield from self._beside[graph]
            return
        ending = len(f" <{graph}> .\n".encode())
        with self.path.open("rb") as file:
            for start, end in self._places[graph]:
                file.seek(start)
                while file.tell() < end:
                    yield file.readline()[:-ending] + b" .\n"


def _places(path: Path) -> dict[str, list[tuple[int, int]]]:
    """The stretches of the file that hold each graph, as offsets of bytes."""
    places: dict[str, list[tuple[int, int]]] = {}
    graph, start, position = b"", 0, 0
    with path.open("rb") as file:
        for line in file:
            name = line[line.rindex(b" ", 0, len(line) - 3) + 1 : -3]
            if name != graph:
                _note(places, graph, start, position)
                graph, start = name, position
            position += len(line)
    _note(places, graph, start, position)
    return places


def _note(places: dict[str, list[tuple[int, int]]], graph: bytes, start: int, end: int) -> None:
    if graph:
        places.setdefault(graph[1:-1].decode(), []).append((start, end))
