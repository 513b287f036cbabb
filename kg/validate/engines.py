"""The two SHACL engines behind one interface.

`shacl` (Rust) is the default; pyshacl is the reference, and the fallback where `shacl` has no wheel.  Both
see one graph, the union of all named graphs, and give their results as `Result`; whether they say "conforms"
is not asked, since an engine is known to say so beside violations.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from kg.errors import BadInput, UsageError
from kg.namespaces import PREFIXES, local_id
from kg.validate.result import Result
from kg.validate.shapes import ShapeSet

_SH = PREFIXES["sh"]
ENGINES = ("shacl", "pyshacl")


class Engine(Protocol):
    """A SHACL engine."""

    name: str

    def run(self, shapes: ShapeSet, dataset: Path) -> list[Result]:
        """The results for an N-Quads file; raises BadInput when the engine cannot use the shapes."""


def engine(name: str) -> Engine:
    """The engine called `name`; pyshacl where `shacl` is not installed (`Engine.name` tells)."""
    if name not in ENGINES:
        raise UsageError(f"no SHACL engine is called {name!r}", remedy=f"choose {' or '.join(ENGINES)}")
    return Shacl() if name == "shacl" and find_spec("shacl") else Pyshacl()


class Shacl:
    """The Rust engine."""

    name = "shacl"

    def run(self, shapes: ShapeSet, dataset: Path) -> list[Result]:
        """See `Engine`."""
        try:
            report = _compiled(shapes.ntriples).validate_file(str(dataset))
        except (ValueError, RuntimeError, OSError) as error:
            raise _unusable(self.name, error) from None
        return [
            Result(
                rule=(r.source_shape or "")[1:-1],
                component=r.component,
                focus=r.focus_node,
                path=_simple(r.path or ""),
                value=r.value or "",
            )
            for r in report.results
        ]


@lru_cache(maxsize=4)
def _compiled(ntriples: str) -> Any:
    import shacl

    return shacl.Shapes.from_text(ntriples, format="ntriples")


class Pyshacl:
    """The reference engine."""

    name = "pyshacl"

    def run(self, shapes: ShapeSet, dataset: Path) -> list[Result]:
        """See `Engine`."""
        import pyshacl
        import rdflib

        # A graph of rdflib's own: pyshacl on a pyoxigraph store was measured 40 times slower.
        graph = rdflib.Graph()
        with _literals_as_written(), dataset.open("rb") as lines:
            graph.parse(data=b"".join(_triples(lines)), format="nt")
        try:
            _, report, _ = pyshacl.validate(
                graph,
                shacl_graph=rdflib.Graph().parse(data=shapes.ntriples, format="nt"),
                inplace=True,
                advanced=False,
                js=False,
                do_owl_imports=False,
            )
        except Exception as error:
            # pyshacl raises its own errors, rdflib's and Python's alike on shapes that it cannot use.
            raise _unusable(self.name, error) from None
        assert isinstance(report, rdflib.Graph)
        return list(_read_report(report))


def _unusable(engine_name: str, error: Exception) -> BadInput:
    words = " ".join(str(error).split())[:300] or type(error).__name__
    return BadInput(f"{engine_name} cannot use the shapes: {words}", remedy="correct the shapes")


def _simple(path: str) -> str:
    """The IRI of a path of one step, else nothing: a longer path is the shape's own."""
    match = re.fullmatch(r"<([^>]*)>", path)
    return match[1] if match else ""


@contextlib.contextmanager
def _literals_as_written() -> Iterator[None]:
    """rdflib rewrites `007` as `7` while it parses; a pattern must see what the file says."""
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


_GRAPH_NAME = re.compile(rb' (?:<[^>"]*>|_:[^ ]+) \.\s*$')
_QUAD = re.compile(
    rb'^(?:<[^>]*>|_:[^ ]+) <[^>]*> (?:<[^>]*>|_:[^ ]+|"(?:[^"\\]|\\.)*"\S*) (?:<[^>]*>|_:[^ ]+) \.'
)


def _triples(lines: Iterable[bytes]) -> Iterator[bytes]:
    """N-Quads lines without their graph names."""
    for line in lines:
        yield _GRAPH_NAME.sub(b" .\n", line) if _QUAD.match(line) else line


def _read_report(report: Any) -> Iterator[Result]:
    from rdflib import RDF, URIRef

    def value(node: Any, name: str) -> Any:
        return report.value(node, URIRef(_SH + name))

    for node in report.subjects(RDF.type, URIRef(_SH + "ValidationResult")):
        path, offending = value(node, "resultPath"), value(node, "value")
        yield Result(
            rule=str(value(node, "sourceShape") or ""),
            component=local_id(str(value(node, "sourceConstraintComponent"))),
            focus=_term(value(node, "focusNode")),
            path=str(path) if isinstance(path, URIRef) else "",
            value="" if offending is None else _term(offending),
        )


def _term(node: Any) -> str:
    """A term of rdflib as N-Triples."""
    import pyoxigraph as ox
    from rdflib import BNode, URIRef

    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, BNode):
        return f"_:{node}"
    if node.language:
        return str(ox.Literal(str(node), language=node.language))
    return str(ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None))
