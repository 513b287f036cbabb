"""An archive of a build as statements of one named graph, and what a store holds of them.

The graph describes the archive (its build, size and SHA-256), and has it in pieces: each is the base64 of
PIECE bytes, short enough for every store, and its number is the last part of its IRI.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from kg.answer import Table
from kg.engine import Result
from kg.errors import EndpointFailed, LimitReached
from kg.files import sha256
from kg.graph import terms as t
from kg.namespaces import BUILD_GRAPH, BUILDS, DATASET, LOADING_GRAPH, PREFIXES
from kg.store.layout import generation_number

PIECE = 3_000
MAX_SIZE = 256_000_000
_AT_ONCE = 250
_GZIP = "https://www.iana.org/assignments/media-types/application/gzip"
_TITLE = ("The whole build, to serve it from this store", "Toàn bộ bản dựng, để phục vụ từ kho này")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LABEL = f"""\
PREFIX dcat: <{PREFIXES["dcat"]}> PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX schema: <{PREFIXES["schema"]}>
SELECT ?name ?size ?sha256 WHERE {{ GRAPH <{BUILD_GRAPH}> {{
  ?build a dcat:Distribution ; dcterms:identifier ?name ; dcat:byteSize ?size ; schema:sha256 ?sha256
}} }}"""

_STANDING = (
    f"SELECT ?held WHERE {{ {{ GRAPH <{BUILD_GRAPH}> {{ ?held <{PREFIXES['dcterms']}identifier> ?name }} }} "
    f"UNION {{ GRAPH <{LOADING_GRAPH}> {{ ?held ?says ?so }} }} }}"
)


class Asked(Protocol):
    """A store that answers queries."""

    def run(self, query: str, *, union: bool = True) -> Result:
        """The result of a query."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a store says of the archive that it holds: which build, how many bytes, their SHA-256."""

    name: str
    size: int
    sha256: str

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return -(-self.size // PIECE)


def statements(name: str, archive: bytes) -> Iterator[bytes]:
    """The archive of the build `name` as N-Triples lines of the graph BUILD_GRAPH."""
    build = t.foreign(BUILDS + name)
    yield _line(t.foreign(DATASET), t.known("dcat", "distribution"), build)
    for prefix, term, value in (
        ("rdf", "type", t.known("dcat", "Distribution")),
        ("dcterms", "title", t.tagged(_TITLE[0], "en")),
        ("dcterms", "title", t.tagged(_TITLE[1], "vi")),
        ("dcterms", "identifier", t.quoted(name)),
        ("dcat", "mediaType", t.foreign(_GZIP)),
        ("dcat", "byteSize", t.whole(len(archive))),
        ("schema", "sha256", t.quoted(sha256(archive))),
    ):
        yield _line(build, t.known(prefix, term), value)
    for number, start in enumerate(range(0, len(archive), PIECE), 1):
        text = base64.b64encode(archive[start : start + PIECE]).decode()
        yield _line(t.foreign(_piece(name, number)), t.known("rdf", "value"), t.quoted(text))


def _line(*terms: str) -> bytes:
    return f"{' '.join(terms)} .\n".encode()


def _piece(name: str, number: int) -> str:
    return f"{BUILDS}{name}/{number}"


def look(store: Asked) -> Label | None:
    """Which build a store says that it holds; None where it holds none.

    Raises EndpointFailed where what it says makes no sense, and what asking it raises.
    """
    found = store.run(_LABEL)
    if not isinstance(found, Table) or not found.rows:
        return None
    values = [term.value if term is not None else "" for term in found.rows[0]]
    if len(found.rows) > 1 or len(values) != 3:
        raise EndpointFailed(f"names {len(found.rows)} builds at once")
    name, size, digest = values
    if not (generation_number(name) and re.fullmatch("[0-9]{1,12}", size) and _SHA256.fullmatch(digest)):
        raise EndpointFailed("does not describe its build as `kg load --with-build` does")
    if int(size) > MAX_SIZE:
        raise LimitReached(f"its build has {int(size):,} bytes, above the limit of {MAX_SIZE:,}")
    return Label(name, int(size), digest)


class Standing(Enum):
    """How a build stands in a store."""

    ALONE = "alone"
    AMID_OTHERS = "amid others"  # graphs of another one are there too, because that is being loaded
    GONE = "gone"


def standing(store: Asked, name: str) -> Standing:
    """How the build `name` stands in a store now."""
    found = store.run(_STANDING)
    texts = {term.value for row in found.rows for term in row if term} if isinstance(found, Table) else set()
    if BUILDS + name not in texts:
        return Standing.GONE
    return Standing.AMID_OTHERS if LOADING_GRAPH in texts else Standing.ALONE


def fetch(store: Asked, label: Label) -> bytes:
    """The archive that `label` describes; raises EndpointFailed where pieces are missing or were changed."""
    archive = bytearray()
    for first in range(1, label.pieces + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, label.pieces + 1))
        found = _pieces(store, label.name, numbers)
        for number in numbers:
            if number not in found:
                raise EndpointFailed(f"lacks piece {number} of {label.pieces} of the build {label.name}")
            archive += found[number]
    if len(archive) != label.size or sha256(bytes(archive)) != label.sha256:
        raise EndpointFailed(f"holds the build {label.name} with other bytes than were loaded")
    return bytes(archive)


def _pieces(store: Asked, name: str, numbers: range) -> dict[int, bytes]:
    wanted = {_piece(name, number): number for number in numbers}
    values = " ".join(f"<{iri}>" for iri in wanted)
    pattern = (
        f"VALUES ?piece {{ {values} }} GRAPH <{BUILD_GRAPH}> {{ ?piece <{PREFIXES['rdf']}value> ?text }}"
    )
    found = store.run(f"SELECT ?piece ?text WHERE {{ {pattern} }}")
    pieces: dict[int, bytes] = {}
    for piece, text in found.rows if isinstance(found, Table) else ():
        number = wanted.get(piece.value if piece is not None else "")
        if number is None or text is None:
            continue
        try:
            content = base64.b64decode(text.value, validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if not 0 < len(content) <= PIECE or number in pieces:
            raise EndpointFailed(
                f"holds piece {number} of the build {name} with another text than was loaded"
            )
        pieces[number] = content
    return pieces
