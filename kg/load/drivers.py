"""What we know of the stores we load into: where their entry points are, and their quirks in one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths below a server's base address; None where there is no such entry point."""

    query: str | None
    update: str | None
    store: str | None

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that there are."""
        return tuple(path for path in (self.query, self.update, self.store) if path is not None)


@dataclass(frozen=True, slots=True)
class Driver:
    """A kind of store.

    `layouts` are tried in order; `layouts_with_login` replace them when there are credentials.  `method` is
    how it is best filled: by the Graph Store Protocol or by SPARQL Update.  `chunk` bounds the statements of
    one update, `batch` those of one Graph Store request, `moves` the graphs that one update switches;
    `answer` is the word in its Server header.
    """

    name: str
    answer: str
    layouts: tuple[Layout, ...]
    layouts_with_login: tuple[Layout, ...] = ()
    method: str = "gsp"
    chunk: int = 10_000
    batch: int = 50_000
    moves: int = 100_000

    @property
    def every_layout(self) -> tuple[Layout, ...]:
        """The layouts with and without a login."""
        return self.layouts + self.layouts_with_login

    def candidates(self, address: str, *, login: bool) -> list[tuple[str, Layout]]:
        """Base addresses with the layouts to try, when the user gave `address`, best guess first."""
        layouts = self.layouts_with_login if login and self.layouts_with_login else self.layouts
        base, suffix = split(address, (self,))
        ranked = sorted(layouts, key=lambda layout: suffix not in layout.paths)
        # The given address may also be the base of a server that happens to be called like an entry point.
        return [(base, layout) for layout in ranked] + (
            [(address, layout) for layout in layouts] if suffix else []
        )


def split(address: str, drivers: Iterable[Driver]) -> tuple[str, str]:
    """The base of an address, and the entry point that it ends in, empty when it ends in none we know."""
    paths = {p for driver in drivers for layout in driver.every_layout for p in layout.paths if p}
    suffix = max((path for path in paths if address.endswith("/" + path)), key=len, default="")
    return (address.removesuffix("/" + suffix) if suffix else address), suffix


OXIGRAPH = Driver("oxigraph", "Oxigraph", (Layout("query", "update", "store"),))

# What Virtuoso 7.2 does otherwise than the standard says, and where we heed it:
#   writing needs a login, at addresses of their own that ask for Digest       layouts_with_login
#   an INSERT DATA of more than about 4,990 lines fails                        chunk
#   a query returns at most ResultSetMaxRows statements, without a word        Endpoint.read, in parts
#   DROP of a graph that nobody CREATEd fails                                  Endpoint.switch, DROP SILENT
#   Turtle output drops the dot of whole decimals, and ASK answers a table     N-Triples and COUNT only
#   whole decimals lose their fraction digits, literals their leading zeros    kg.digest, numbers by value
#   a refused update is status 500                                             Endpoint.insert
# As N-Triples, booleans, dates, language tags and texts come back as they were sent.
VIRTUOSO = Driver(
    "virtuoso",
    "Virtuoso",
    (Layout("sparql", "sparql", "sparql-graph-crud"),),
    layouts_with_login=(Layout("sparql-auth", "sparql-auth", "sparql-graph-crud-auth"),),
    chunk=1_000,
    batch=20_000,
    moves=200,
)

# SPARQL 1.1 stores by the addresses that they use; the Graph Store address is only used when asked for.
GENERIC = Driver(
    "generic",
    "",
    (
        Layout("query", "update", "store"),
        Layout("query", "update", "data"),  # Fuseki
        Layout("sparql", "update", "data"),  # Fuseki
        Layout("", "statements", "rdf-graphs/service"),  # RDF4J, GraphDB
        Layout("sparql", "sparql", None),  # Blazegraph
        Layout("", "", None),  # QLever, and whatever has one address
    ),
    method="update",
    chunk=1_000,
    batch=20_000,
    moves=1_000,
)

DRIVERS = {driver.name: driver for driver in (GENERIC, OXIGRAPH, VIRTUOSO)}
