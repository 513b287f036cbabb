"""Pages that answer what is asked of the graph, without a server: for tests of the pages alone."""

from __future__ import annotations

from collections.abc import Mapping

from kg.answer import Answer, Table
from kg.engine import Embedded
from kg.gate import check
from kg.knowledge import KnowledgeGraph
from kg.web.site import Site


def asking(graph: KnowledgeGraph) -> Site:
    """A site that answers saved questions and runs queries that pass the gate, in this process."""
    engine = Embedded(graph.generation.open())

    def ask(name: str, given: Mapping[str, str], language: str) -> Answer:
        return graph.ask(name, language, **given)

    def select(query: str) -> Table | bool | str:
        passed = check(query)
        with passed.places():
            found = engine.run(passed.text, union=passed.union)
        return "\n".join(map(str, found)) if isinstance(found, list) else found

    return Site(ask=ask, select=select)
