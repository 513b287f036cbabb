"""From the dataset file of a build to the formats that others read.

The source is always the N-Quads file that the build wrote, never what came back from a store: stores rewrite
literals.  `write` streams; one named graph at a time is in memory.  The same file gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import BadInput
from kg.export.formats import NAMES, Format, named
from kg.export.nodes import Source
from kg.export.rebuild import rebuild_graphs
from kg.export.scope import Scope, select

__all__ = ["NAMES", "Format", "Scope", "named", "pieces", "rebuild_graphs", "write"]


def _lines(source: Source, output_format: Format) -> Iterator[str]:
    """N-Quads, or N-Triples of the union."""
    if output_format is Format.NQUADS:
        yield from (f"{quad} .\n" for quad in source())
    else:
        yield from (f"{quad.triple} .\n" for quad in source())


def pieces(source: Source, output_format: Format) -> Iterator[str]:
    """The quads that `source` gives, graph by graph, as pieces of text; raises ValueError on a blank node."""
    # Each writer is imported only when its format is asked for.
    if output_format in (Format.TURTLE, Format.TRIG):
        from kg.export.turtle import trig, turtle

        return (trig if output_format is Format.TRIG else turtle)(source)
    if output_format is Format.JSONLD:
        from kg.export.jsonld import jsonld

        return jsonld(source)
    if output_format is Format.RDFXML:
        from kg.export.rdfxml import rdfxml

        return rdfxml(source)
    return _lines(source, output_format)


def write(dataset: Path, output: IO[bytes], output_format: Format, scope: Scope | None = None) -> None:
    """Write a build's dataset, or the part of it that `scope` names, to a binary file.

    Raises BadInput when the dataset is no N-Quads of ours or the format cannot hold it, UsageError when the
    graph does not hold what is asked for, OSError from writing.
    """
    part = None if scope is None else select(dataset, scope)

    def source() -> Iterable[ox.Quad]:
        if part is None:
            return ox.parse(path=str(dataset), format=ox.RdfFormat.N_QUADS)
        return ox.parse(part, format=ox.RdfFormat.N_QUADS)

    try:
        for piece in pieces(source, output_format):
            output.write(piece.encode("utf-8"))
    except SyntaxError as error:
        raise BadInput.at(
            dataset, f"is not N-Quads: {error.msg}", line=error.lineno or 0, remedy="rebuild with `kg build`"
        ) from None
    except ValueError as error:
        raise BadInput.at(dataset, f"cannot be written as {output_format.value}: {error}") from None
