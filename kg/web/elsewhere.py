"""Queries that a store elsewhere answers, as the build that is served is loaded there.

The gate stands before it as before the store of a build.  What a parser of ours refuses is not sent.  An
answer counts only if the store still holds that build once it has been given; while another one is being
loaded, the query is sent again with the graphs that it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.archive import Standing, standing
from kg.engine import Embedded, Graphs, Result, TooManyRows
from kg.errors import Busy, EndpointFailed, LimitReached
from kg.knowledge import KnowledgeGraph
from kg.remote import Remote

if TYPE_CHECKING:
    from kg.web.workers.settings import Settings

# What is left of a worker's time is for its own work.
_SHARE = 0.8
_LATER = "try again later"


class Replaced(Busy):
    """The store has been given another build."""


class Asked(Protocol):
    """What answers queries about a build."""

    def run(self, query: str, *, union: bool = True, graphs: Graphs | None = None) -> Result:
        """The result of `query`, as `kg.engine.Embedded.run` says."""


def asked(graph: KnowledgeGraph, settings: Settings, rows: int | None = None) -> Asked:
    """What answers queries about a build: its own engine, or the store elsewhere; at most `rows` rows."""
    if not settings.endpoint:
        return Embedded(graph.engine.store, rows)
    return Elsewhere(graph, settings, rows)


class Elsewhere:
    """A build as the store at `settings.endpoint` holds it."""

    def __init__(self, graph: KnowledgeGraph, settings: Settings, rows: int | None = None) -> None:
        self._graph = graph
        self._union = settings.union
        self._remote = Remote(settings.endpoint, seconds=_SHARE * settings.seconds, limit=rows)

    def run(self, query: str, *, union: bool = True, graphs: Graphs | None = None) -> Result:
        """The result of `query`; raises BadInput on a syntax error, TooManyRows above a limit of size,
        EndpointFailed where the store fails, Replaced where it holds another build.
        """
        # Nothing is there to be found, so only the parser works.
        Embedded(ox.Store()).run(query)
        every = None
        if union and graphs is None:
            # To name all graphs is slow (Oxigraph takes ten times as long); where it may, the store does as
            # it likes best.
            held = tuple(self._graph.generation.manifest.graphs)  # type: ignore[attr-defined]
            every = Graphs(held, held)
        try:
            found = self._remote.run(query, union=union, graphs=graphs if self._union else graphs or every)
            now = self._standing()
            if now is Standing.AMID_OTHERS and every is not None and self._union:
                found = self._remote.run(query, graphs=every)
                now = self._standing()
        except TooManyRows:
            raise
        except LimitReached as error:
            raise TooManyRows(f"the store: {error.what}", remedy=error.remedy) from None
        except EndpointFailed as error:
            # Where it is, and where that leads, is no business of who asks.
            what = error.what.partition(" to ")[0] if error.what.startswith("redirects") else error.what
            raise type(error)(f"the store: {what}", remedy=_LATER) from None
        if now is Standing.GONE:
            raise Replaced("the store has just been given another build", remedy=_LATER)
        return found

    def _standing(self) -> Standing:
        return standing(self._remote, self._graph.generation.name)
