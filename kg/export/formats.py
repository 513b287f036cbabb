"""The formats we write, by every name that people know them under."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from kg.errors import UsageError


class Format(Enum):
    """An RDF format; the value is its name in rdflib."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "nt"
    JSONLD = "json-ld"
    RDFXML = "xml"

    @property
    def keeps_graphs(self) -> bool:
        """Whether the format says in which named graph a statement stands."""
        return self in (Format.TRIG, Format.NQUADS, Format.JSONLD)


# rdflib's names and the usual file endings
NAMES: dict[str, Format] = {
    "turtle": Format.TURTLE,
    "ttl": Format.TURTLE,
    "trig": Format.TRIG,
    "nquads": Format.NQUADS,
    "nq": Format.NQUADS,
    "nt": Format.NTRIPLES,
    "ntriples": Format.NTRIPLES,
    "json-ld": Format.JSONLD,
    "jsonld": Format.JSONLD,
    "xml": Format.RDFXML,
    "rdf": Format.RDFXML,
    "rdfxml": Format.RDFXML,
}


def named(name: str | None, output: Path | None) -> Format:
    """The format called `name`, else the one that the ending of `output` stands for, else TriG.

    Raises UsageError when the file's ending is none we know.
    """
    if name is not None:
        return NAMES[name]
    if output is None:
        return Format.TRIG
    ending = output.suffix.lower().removeprefix(".")
    if ending not in NAMES:
        raise UsageError(
            f"no format is known by the ending of {output.name!r}", remedy=f"give -f {'|'.join(NAMES)}"
        )
    return NAMES[ending]
