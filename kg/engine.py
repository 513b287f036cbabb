"""What a query can run on: the embedded store, an rdflib dataset as a cross-check (and see kg.remote).

An engine takes the text of a query and gives a `Table` for SELECT, a bool for ASK, and triples for CONSTRUCT
and DESCRIBE.  The text is the same for every engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from kg.answer import Table, Term, Terms
from kg.errors import BadInput, LimitReached, printable

if TYPE_CHECKING:
    import rdflib

Result = Table | bool | list[ox.Triple]


class Engine(Protocol):
    """Something that runs a SPARQL query."""

    def run(self, query: str) -> Result:
        """The result of `query`; raises a KGError where it is refused or fails."""


class TooManyRows(LimitReached):
    """The answer is longer than it may be."""


@dataclass(frozen=True, slots=True)
class Graphs:
    """The dataset of one query, as the SPARQL protocol names it: IRIs of graphs of the store.

    The default graph is the merge of `default`, and GRAPH sees `named`; nothing else of the store is there.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def limited(rows: Iterable[Terms], limit: int | None) -> Iterator[Terms]:
    """The rows, up to `limit`; one more raises LimitReached: an answer is whole, or it is none."""
    for count, row in enumerate(rows, 1):
        if limit is not None and count > limit:
            what = f"the answer has more than {limit:,} rows"
            raise TooManyRows(what, remedy="add a LIMIT, or raise --rows")
        yield row


class Embedded:
    """The embedded Oxigraph store."""

    def __init__(self, store: ox.Store, limit: int | None = None) -> None:
        self._store = store
        self._limit = limit

    def limited_to(self, rows: int) -> Embedded:
        """The same store, with another limit."""
        return Embedded(self._store, rows)

    @property
    def store(self) -> ox.Store:
        """The store, to be read only."""
        return self._store

    def run(self, query: str, *, union: bool = True, graphs: Graphs | None = None) -> Result:
        """The result of `query`; raises BadInput on a syntax error, TooManyRows above the limit.

        With `union` all graphs together are the default graph, and Oxigraph does not hear the query's FROM.
        With `graphs` these are the dataset, whatever the query says.
        """
        chosen: dict[str, Any] = {"use_default_graph_as_union": union}
        if graphs is not None:
            chosen = {
                "default_graph": [ox.NamedNode(iri) for iri in graphs.default],
                "named_graphs": [ox.NamedNode(iri) for iri in graphs.named],
            }
        try:
            found = self._store.query(query, **chosen)
        except SyntaxError as error:
            raise BadInput(f"not a SPARQL query: {syntax(str(error))}") from None
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QuerySolutions):
            names = tuple(v.value for v in found.variables)
            rows: Iterator[Any] = (tuple(solution) for solution in found)
            return Table(names, tuple(limited(rows, self._limit)))
        # A set of triples: two rows of a CONSTRUCT may give the same one.
        return sorted({t for (t,) in limited(((t,) for t in found), self._limit)}, key=str)  # type: ignore[misc]


class Rdf:
    """An rdflib dataset: slow, independent of Oxigraph, and so a referee."""

    def __init__(self, dataset: rdflib.Dataset) -> None:
        self._dataset = dataset

    def run(self, query: str) -> Result:
        """The result of `query`; raises BadInput on a syntax error."""
        from pyparsing import ParseException

        try:
            found = self._dataset.query(query)
        except ParseException as error:
            raise BadInput(f"not a SPARQL query: {syntax(str(error))}") from None
        if found.type == "ASK":
            return bool(found.askAnswer)
        if found.type == "SELECT":
            variables = found.vars or []
            rows = tuple(tuple(_from_rdflib(row.get(v)) for v in variables) for row in found.bindings)
            return Table(tuple(str(v) for v in variables), rows)
        triples = {ox.Triple(*(_from_rdflib(term) for term in triple)) for triple in found.graph or ()}  # type: ignore[arg-type]
        return sorted(triples, key=str)


def _from_rdflib(term: Any) -> Term | None:
    import rdflib

    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype:
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
    return ox.Literal(str(term))


def syntax(message: str) -> str:
    """A parser's message as one short line: the place, and what was expected but for character classes."""
    line = re.sub(r",? ?\[[^]]*\]( \|)?|Prefix not found,? ?", "", " ".join(message.split()))
    return printable(re.sub(r"(: expected)?( one of)? *$", "", line), 160)
