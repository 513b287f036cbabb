"""One remote store: counting, reading, writing and switching named graphs.

Statements go out as N-Triples lines and come back as N-Triples.  An `Endpoint` has a SPARQL query and update
address, or only a Graph Store address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kg.errors import EndpointFailed, UsageError
from kg.load.client import Client, Reply, check_address
from kg.load.drivers import DRIVERS, GENERIC, Driver, Layout, split
from kg.namespaces import GRAPH

if TYPE_CHECKING:
    import pyoxigraph as ox

_RESULTS = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"
_READABLE = {_NTRIPLES: "nt", "text/plain": "nt", "text/turtle": "ttl", "application/x-turtle": "ttl"}
_NO_MOVE = {400, 404, 405, 415, 422, 501}
_MOST_PARTS = 3
_CHECK_DRIVER = "give the address of the store itself, or --driver"


class TooLarge(Exception):
    """The server finds a batch too large; a smaller one may do."""


class Endpoint:
    """A store at known addresses; `query`, `update` or `store` is None where there is no such address."""

    def __init__(
        self, client: Client, driver: Driver, query: str | None, update: str | None, store: str | None
    ) -> None:
        self.client = client
        self.driver = driver
        self.query = query
        self.update = update
        self.store = store

    @property
    def address(self) -> str:
        """The address to name in messages."""
        return self.query or self.store or self.client.origin

    def counts(self) -> dict[str, int] | None:
        """How many statements each of our graphs holds on the server; None when it cannot be asked."""
        if self.query is None:
            return None
        rows = self._select(
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER(STRSTARTS(STR(?g), "{GRAPH}")) }} GROUP BY ?g',
            "counting",
        )
        return {row["g"]: self._number(row.get("n", "")) for row in rows if "g" in row}

    def count(self, graph: str) -> int | None:
        """How many statements one graph holds; None when the server cannot be asked."""
        if self.query is None:
            return None
        rows = self._select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", "counting")
        return self._number(rows[0].get("n", "")) if len(rows) == 1 else self._number("")

    def read(self, graph: str, count: int | None) -> list[ox.Triple]:
        """All statements of a graph, of which the server counts `count`.

        A server that hands out fewer than it counts is asked again in parts, by the first digits of a hash of
        the subject.  Raises EndpointFailed when the parts do not add up either.
        """
        if self.query is None:
            return self._download(graph)
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        triples = self._construct(pattern, graph)
        digits = 0
        while count is not None and len(triples) < count and digits < _MOST_PARTS:
            digits += 1
            triples = []
            for number in range(16**digits):
                part = f'{pattern} FILTER(STRSTARTS(MD5(STR(?s)), "{number:0{digits}x}"))'
                triples += self._construct(part, graph)
        if count is not None and len(triples) != count:
            raise self.client.failure(
                self.address, f"counts {count:,} statements in <{graph}> but hands out {len(triples):,}"
            )
        return triples

    def insert(self, graph: str, lines: Sequence[bytes], method: str, doing: str) -> None:
        """Add statements to a graph; raises TooLarge when the server wants smaller batches."""
        if method == "gsp" and self.store is not None:
            url = self._graph_url(graph)
            reply = self.client.send("POST", url, b"".join(lines), {"Content-Type": _NTRIPLES}, doing=doing)
        else:
            url = self._need(self.update, "update")
            body = f"INSERT DATA {{ GRAPH <{graph}> {{\n".encode() + b"".join(lines) + b"} }"
            reply = self._update(body, doing)
        if reply.status == 413 and len(lines) > 1:
            raise TooLarge
        if not reply.ok:
            raise self.client.refused(url, reply, doing)

    def replace(self, graph: str, lines: Iterable[bytes], doing: str) -> None:
        """Make a graph hold exactly these statements, in one Graph Store request."""
        url = self._graph_url(graph)
        reply = self.client.send("PUT", url, b"".join(lines), {"Content-Type": _NTRIPLES}, doing=doing)
        if not reply.ok:
            raise self.client.refused(url, reply, doing)

    def drop(self, graphs: Sequence[str]) -> None:
        """Remove graphs, whether they exist or not."""
        if self.update is None:
            for graph in graphs:
                url = self._graph_url(graph)
                reply = self.client.send("DELETE", url, doing=f"removing <{graph}>")
                if not reply.ok and reply.status != 404:
                    raise self.client.refused(url, reply, f"removing <{graph}>")
            return
        for start in range(0, len(graphs), self.driver.moves):
            some = graphs[start : start + self.driver.moves]
            reply = self._update(
                " ;\n".join(f"DROP SILENT GRAPH <{g}>" for g in some).encode(), "removing graphs"
            )
            if not reply.ok:
                raise self.client.refused(self.update, reply, "removing graphs")

    def move(self, pairs: Sequence[tuple[str, str]]) -> bool:
        """Give graphs new names, replacing what has them; False when the server knows no MOVE.

        One update for all, or for as many as the driver allows.  Never repeated: a second MOVE of the same
        graph would find nothing.
        """
        if self.update is None:
            return False
        for start in range(0, len(pairs), self.driver.moves):
            some = pairs[start : start + self.driver.moves]
            body = " ;\n".join(f"MOVE GRAPH <{old}> TO GRAPH <{new}>" for old, new in some).encode()
            reply = self._update(body, "switching graphs", once=True)
            if reply.status in _NO_MOVE and start == 0:
                return False
            if not reply.ok:
                raise self.client.refused(self.update, reply, "switching graphs")
        return True

    def _need(self, url: str | None, what: str) -> str:
        if url is None:
            raise UsageError(f"{self.address} has no SPARQL {what} address", remedy=_CHECK_DRIVER)
        return url

    def _graph_url(self, graph: str) -> str:
        if self.store is None:
            raise UsageError(f"{self.address} has no Graph Store address", remedy="give --method update")
        return f"{self.store}?graph={quote(graph, safe='')}"

    def _update(self, body: bytes, doing: str, *, once: bool = False) -> Reply:
        headers = {"Content-Type": "application/sparql-update"}
        return self.client.send(
            "POST", self._need(self.update, "update"), body, headers, doing=doing, once=once
        )

    def _ask(self, sparql: str, accept: str, doing: str) -> Reply:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        body = urlencode({"query": sparql}).encode()
        return self.client.send("POST", self._need(self.query, "query"), body, headers, doing=doing)

    def _select(self, sparql: str, doing: str) -> list[dict[str, str]]:
        reply = self._ask(sparql, _RESULTS, doing)
        if not reply.ok:
            raise self.client.refused(self.address, reply, doing)
        try:
            bindings = json.loads(reply.body)["results"]["bindings"]
            return [{name: cell["value"] for name, cell in row.items()} for row in bindings]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            what = f"answered {reply.media_type or 'something'} that is no SPARQL result"
            raise self.client.failure(self.address, what, doing, _CHECK_DRIVER) from None

    def _number(self, text: str) -> int:
        if not text.isascii() or not text.isdecimal() or len(text) > 18:
            raise self.client.failure(self.address, f"answered {text[:40]!r} where a count was asked")
        return int(text)

    def _construct(self, pattern: str, graph: str) -> list[ox.Triple]:
        reply = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", _NTRIPLES, f"reading <{graph}>")
        return self._triples(self.address, reply, graph)

    def _download(self, graph: str) -> list[ox.Triple]:
        url = self._graph_url(graph)
        reply = self.client.send("GET", url, headers={"Accept": _NTRIPLES}, doing=f"reading <{graph}>")
        return [] if reply.status in (204, 404) else self._triples(url, reply, graph)

    def _triples(self, url: str, reply: Reply, graph: str) -> list[ox.Triple]:
        import pyoxigraph as ox

        doing = f"reading <{graph}>"
        if not reply.ok:
            raise self.client.refused(url, reply, doing)
        ending = _READABLE.get(reply.media_type)
        if ending is None:
            what = f"answered {reply.media_type or 'nothing known'} where N-Triples was asked"
            raise self.client.failure(url, what, doing, _CHECK_DRIVER)
        try:
            # Into a set: CONSTRUCT may repeat a statement.
            parsed = ox.parse(reply.body, format=ox.RdfFormat.from_extension(ending))
            return list({quad.triple for quad in parsed})
        except SyntaxError as error:
            raise self.client.failure(url, f"answered broken N-Triples: {error.msg}", doing) from None


def find(address: str, client: Client, driver: str, *, login: bool) -> Endpoint:
    """The store at a server's base, query, update or Graph Store address.

    `driver` is a name of DRIVERS, or ``auto``: the server's own name decides.  Raises EndpointFailed when
    nothing there answers as a store.
    """
    address = check_address(address)
    chosen = _recognised(address, client) if driver == "auto" else DRIVERS[driver]
    candidates = chosen.candidates(address, login=login)
    if chosen is not GENERIC:
        base, layout = candidates[0]
        return _at(client, chosen, base, layout)
    for base, layout in candidates:
        endpoint = _at(client, chosen, base, layout)
        if _answers(endpoint):
            return endpoint
    stores = {layout.store for layout in chosen.layouts if layout.store} | {
        "rdf-graph-store",
        "sparql-graph-crud",
    }
    if any(address.endswith("/" + path) for path in stores):
        endpoint = Endpoint(client, chosen, None, None, address)
        endpoint.read(GRAPH + "staging/probe", None)
        return endpoint
    tried = ", ".join(dict.fromkeys(f"{base}/{layout.query}".rstrip("/") for base, layout in candidates))
    raise EndpointFailed(f"nothing there answers SPARQL (tried {tried})", place=address, remedy=_CHECK_DRIVER)


def _recognised(address: str, client: Client) -> Driver:
    # The base: a Graph Store address would answer with all that it holds.
    base, _ = split(address, DRIVERS.values())
    name = client.send("GET", base, doing="looking at the server", login=False).headers.get("server", "")
    return next((d for d in DRIVERS.values() if d.answer and d.answer in name), GENERIC)


def _at(client: Client, driver: Driver, base: str, layout: Layout) -> Endpoint:
    query, update, store = (
        None if path is None else f"{base}/{path}".rstrip("/")
        for path in (layout.query, layout.update, layout.store)
    )
    return Endpoint(client, driver, query, update, store)


def _answers(endpoint: Endpoint) -> bool:
    """Whether both a query and an update that does nothing are understood."""
    doing = "looking for the query address"
    reply = endpoint._ask("ASK {}", _RESULTS, doing)
    if reply.status >= 500:
        raise endpoint.client.refused(endpoint.address, reply, doing)
    try:
        if not reply.ok or not isinstance(json.loads(reply.body)["boolean"], bool):
            return False
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return endpoint._update(b"INSERT DATA {}", "looking for the update address").ok
