"""Loading a build into a remote triple store, and the proof that it arrived.

Every graph is first put into a staging graph named after the build, read back and compared, and only when all
of them stand there complete they take their names, in one update where the store allows it.  Then everything
is read back once more.  Equal means the same count and the same digest of each graph, under the normalisation
of kg.digest.  From the first graph that is staged until the last one is removed, a graph of its own says that
the store is being loaded.  A load that broke off is taken up where it ended: what has arrived is compared and
not sent again, and graphs that already stand as they should are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.digest import GraphDigest, graph_digests
from kg.errors import EndpointFailed
from kg.load.client import AGAIN, Client, check_address
from kg.load.drivers import DRIVERS
from kg.load.endpoint import Endpoint, TooLarge, find
from kg.load.source import Source, statement
from kg.namespaces import LOADING_GRAPH, PREFIXES, STAGING_GRAPHS

__all__ = [
    "DRIVERS",
    "Client",
    "Endpoint",
    "Options",
    "Row",
    "Source",
    "State",
    "check_address",
    "find",
    "load",
]

# what is being done, how many steps are done, how many there are
Progress = Callable[[str, int, int], None]
_EXAMPLES = 2
_LOADING = f'<{LOADING_GRAPH}> <{PREFIXES["dcterms"]}title> "A build is being loaded."@en .\n'.encode()


class State(StrEnum):
    """What became of a graph on the server."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Row:
    """One graph of the report: how many statements it holds, how many were sent, its digest."""

    graph: str
    state: State
    triples: int
    sent: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """How to load.

    `method` is ``gsp`` or ``update``, or empty for what the driver prefers; `chunk` bounds the statements of
    one request; without `resume`, what an earlier load left is thrown away; with `keep`, graphs of ours that
    the build does not have stay on the server; `dry_run` only looks.
    """

    method: str = ""
    chunk: int | None = None
    resume: bool = True
    keep: bool = False
    dry_run: bool = False


def load(
    source: Source, endpoint: Endpoint, options: Options | None = None, progress: Progress | None = None
) -> list[Row]:
    """Make the server hold exactly the graphs of `source`, and prove it; a row per graph.

    Raises EndpointFailed when the server fails, or holds something else than was sent.
    """
    return _Load(source, endpoint, options or Options(), progress or (lambda *_: None)).run()


class _Load:
    def __init__(self, source: Source, endpoint: Endpoint, options: Options, progress: Progress) -> None:
        self.source = source
        self.endpoint = endpoint
        self.options = options
        self.progress = progress
        self.method = options.method or (endpoint.driver.method if endpoint.update else "gsp")
        largest = endpoint.driver.batch if self.method == "gsp" else endpoint.driver.chunk
        self.chunk = min(options.chunk or largest, largest)
        self.sent: dict[str, int] = {}

    def run(self) -> list[Row]:
        wanted = self.source.graphs
        found = self.endpoint.counts()
        changed = [
            graph
            for number, graph in enumerate(wanted)
            if not self._stands(graph, graph, found, ("comparing", number, len(wanted)))
        ]
        others = [graph for graph in sorted(found or ()) if graph not in wanted]
        left_over = [graph for graph in others if graph.startswith(STAGING_GRAPHS)]
        strangers = [graph for graph in others if not graph.startswith(STAGING_GRAPHS)]
        gone = [*left_over, *([] if self.options.keep else strangers)]
        if not self.options.dry_run:
            if changed or gone:
                self.endpoint.insert(LOADING_GRAPH, [_LOADING], self.method, f"<{LOADING_GRAPH}>")
            for number, graph in enumerate(changed):
                self.progress(f"staging <{graph}>", number, len(changed))
                self._stage(graph, found)
            self._switch(changed)
            self._prove()
            # Only now is anything given up: graphs that the build no longer has, and what is left of staging.
            if changed or gone:
                self.endpoint.drop([*dict.fromkeys([*gone, LOADING_GRAPH])])
        return self._report(changed, strangers, found or {})

    def _report(
        self, changed: Sequence[str], strangers: Sequence[str], found: Mapping[str, int]
    ) -> list[Row]:
        rows = [
            Row(
                graph,
                State.LOADED if graph in changed else State.UNCHANGED,
                digest.count,
                self.sent.get(graph, 0),
                digest.sha256,
            )
            for graph, digest in self.source.graphs.items()
        ]
        fate = State.KEPT if self.options.keep else State.REMOVED
        return rows + [Row(graph, fate, found[graph]) for graph in strangers]

    def _stands(
        self, graph: str, place: str, found: Mapping[str, int] | None, step: tuple[str, int, int]
    ) -> bool:
        """Whether `place` on the server holds what `graph` should."""
        count = None if found is None else found.get(place, 0)
        if count is not None and count != self.source.graphs[graph].count:
            return False
        what, number, total = step
        self.progress(f"{what} <{graph}>", number, total)
        return self._digest(place, count) == self.source.graphs[graph]

    def _digest(self, place: str, count: int | None) -> GraphDigest:
        import pyoxigraph as ox

        name = ox.NamedNode(place)
        quads = (ox.Quad(t.subject, t.predicate, t.object, name) for t in self.endpoint.read(place, count))
        return graph_digests(quads).get(place, GraphDigest(0, "0" * 64))

    def _stage(self, graph: str, found: Mapping[str, int] | None) -> None:
        """Put a graph into its staging graph and check that it stands there."""
        place = self.source.staging(graph)
        lines = self._missing(graph, place, found)
        self.sent[graph] = len(lines)
        start = 0
        while start < len(lines):
            batch = lines[start : start + self.chunk]
            doing = f"<{graph}>, batch {start // self.chunk + 1} of {-(-len(lines) // self.chunk)}"
            try:
                self.endpoint.insert(place, batch, self.method, doing)
            except TooLarge:
                self.chunk = max(1, len(batch) // 2)
                continue
            start += len(batch)
        self._check(graph, place)

    def _missing(self, graph: str, place: str, found: Mapping[str, int] | None) -> list[bytes]:
        """The lines of a graph that its staging graph lacks; empties a staging graph that holds others."""
        ours = list(self.source.lines(graph))
        count = None if found is None else found.get(place, 0)
        if count == 0:
            return ours
        if self.options.resume:
            there = {statement(triple) for triple in self.endpoint.read(place, count)}
            mine = dict(zip(self._statements(graph), ours, strict=True))
            if there <= mine.keys():
                return [line for key, line in mine.items() if key not in there]
        self.endpoint.drop([place])
        return ours

    def _statements(self, graph: str) -> list[str]:
        import pyoxigraph as ox

        data = b"".join(self.source.lines(graph))
        return [statement(quad.triple) for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]

    def _switch(self, changed: Sequence[str]) -> None:
        """Give the staged graphs their names, all together where the store knows MOVE."""
        if not changed:
            return
        self.progress("switching", 0, 1)
        pairs = [(self.source.staging(graph), graph) for graph in changed]
        if self.endpoint.move(pairs):
            return
        for number, graph in enumerate(changed):
            self.progress(f"writing <{graph}>", number, len(changed))
            self._write(graph)
        self.endpoint.drop([place for place, _ in pairs])

    def _write(self, graph: str) -> None:
        """Write a graph under its own name, for a store that knows no MOVE."""
        lines = list(self.source.lines(graph))
        if self.endpoint.store is not None and self.method == "gsp":
            self.endpoint.replace(graph, lines, f"<{graph}>")
            return
        self.endpoint.drop([graph])
        for start in range(0, len(lines), self.chunk):
            batch = lines[start : start + self.chunk]
            self.endpoint.insert(graph, batch, self.method, f"<{graph}>, from statement {start + 1}")

    def _prove(self) -> None:
        """Read every graph back under its own name."""
        for number, graph in enumerate(self.source.graphs):
            self.progress(f"reading back <{graph}>", number, len(self.source.graphs))
            self._check(graph, graph)
        self.progress("done", 1, 1)

    def _check(self, graph: str, place: str) -> None:
        """Raise EndpointFailed, with what differs, unless `place` holds exactly what `graph` should."""
        count = self.endpoint.count(place)
        if self._digest(place, count) == self.source.graphs[graph]:
            return
        ours = set(self._statements(graph))
        there = {statement(triple) for triple in self.endpoint.read(place, count)}
        raise self._differs(graph, sorted(ours - there), sorted(there - ours))

    def _differs(self, graph: str, lost: Sequence[str], foreign: Sequence[str]) -> EndpointFailed:
        wanted = self.source.graphs[graph].count
        what = f"the graph <{graph}> is not what was sent: of {wanted:,} statements {len(lost):,} are missing"
        if foreign:
            what += f", {len(foreign):,} are others"
        examples = [f"missing: {text}" for text in lost[:_EXAMPLES]]
        examples += [f"instead: {text}" for text in foreign[:_EXAMPLES]]
        return EndpointFailed(
            "; ".join([what, *(text if len(text) <= 240 else text[:239] + "…" for text in examples)]),
            place=self.endpoint.address,
            remedy=AGAIN,
        )
