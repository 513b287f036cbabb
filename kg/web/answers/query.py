"""A SPARQL query from outside: gate, dataset, engine, and the form that the client likes best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from kg.answer import Table
from kg.engine import Graphs, Result, TooManyRows
from kg.gate import KNOWN_PREFIXES, Passed, check
from kg.knowledge import KnowledgeGraph
from kg.store import engine_errors
from kg.web.answers import results
from kg.web.elsewhere import asked
from kg.web.http.negotiate import (
    GRAPHS,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    ROWS,
    TRIG,
    TURTLE,
    Media,
    choose,
)
from kg.web.http.problem import Problem
from kg.web.workers.message import Reply
from kg.web.workers.settings import Settings

FORMATS = {
    TURTLE.name: ox.RdfFormat.TURTLE,
    NTRIPLES.name: ox.RdfFormat.N_TRIPLES,
    NQUADS.name: ox.RdfFormat.N_QUADS,
    TRIG.name: ox.RdfFormat.TRIG,
    JSONLD.name: ox.RdfFormat.JSON_LD,
    RDFXML.name: ox.RdfFormat.RDF_XML,
}
_WITHOUT_PREFIXES = (NTRIPLES, NQUADS)


def sparql(graph: KnowledgeGraph, given: Mapping[str, Any], settings: Settings) -> Reply:
    """The answer to `query`, on the graphs `default` and `named` where these are given, as of `accept`.

    Raises GateRefused, and Problem on a graph that is not there, an answer that is too long, and a form that
    cannot be written.
    """
    passed = check(given["query"])
    media = negotiated(given["accept"], GRAPHS if passed.is_graph else ROWS)
    result = run(graph, passed, settings, _graphs(graph, given))
    if isinstance(result, bool):
        body = results.boolean(result, media)
    elif isinstance(result, Table):
        body = results.rows(result, media)
    else:
        body = triples(result, media)
    return Reply(200, media.header, within(body, settings))


def run(graph: KnowledgeGraph, passed: Passed, settings: Settings, graphs: Graphs | None = None) -> Result:
    """The result of a query that passed the gate; raises BadInput, and Problem on one that is too long."""
    try:
        with passed.places(), engine_errors(graph.generation.path):
            engine = asked(graph, settings, settings.rows)
            return engine.run(passed.text, union=passed.union, graphs=graphs)
    except TooManyRows as error:
        raise Problem(400, error.what, remedy="add a LIMIT, or take the whole dataset") from None


def negotiated(accept: str | None, offered: tuple[Media, ...]) -> Media:
    """The form to write; raises Problem 406 where none of ours will do."""
    media = choose(accept, offered)
    if media is None:
        raise Problem(406, "nothing that you accept can be written", remedy=_offer(offered))
    return media


def _offer(offered: tuple[Media, ...]) -> str:
    return "accept " + ", ".join(media.types[0] for media in offered)


def within(body: bytes, settings: Settings) -> bytes:
    """The body, if it is not too large; raises Problem."""
    if len(body) > settings.size:
        what = f"the answer has more than {settings.size:,} bytes"
        raise Problem(400, what, remedy="add a LIMIT, or take the whole dataset")
    return body


def triples(found: list[ox.Triple], media: Media) -> bytes:
    """Triples in one of GRAPHS, with our prefixes where they are used."""
    prefixes = None
    if media not in _WITHOUT_PREFIXES:
        text = " ".join(map(str, found))
        prefixes = {n: iri for n, iri in sorted(KNOWN_PREFIXES.items()) if n != "kg" and f"<{iri}" in text}
    try:
        data = ox.serialize(found, format=FORMATS[media.name], prefixes=prefixes)
    except (ValueError, OSError) as error:
        what = f"the answer cannot be written as {media.types[0]}: {error}"
        raise Problem(406, what, remedy=_offer(GRAPHS)) from None
    assert data is not None  # it is None only when a file is given
    return data


def _graphs(graph: KnowledgeGraph, given: Mapping[str, Any]) -> Graphs | None:
    """The dataset of the protocol's parameters; None where there are none."""
    default, named = tuple(given["default"]), tuple(given["named"])
    if not default and not named:
        return None
    for iri in (*default, *named):
        if iri not in held(graph):
            what = f"the store holds no graph <{iri}>; none is fetched"
            raise Problem(400, what, remedy="the service description lists the graphs")
    return Graphs(default, named)


def held(graph: KnowledgeGraph) -> Mapping[str, object]:
    """The named graphs of a build, by IRI."""
    from kg.store import Generation

    assert isinstance(graph.generation, Generation)
    return graph.generation.manifest.graphs
