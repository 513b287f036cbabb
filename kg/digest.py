"""Digests of the quads of each named graph, the same whatever order and store they come from.

In go quads, out comes per graph how many they are and one number.  Two lists of quads get equal digests when
they say the same: numbers count by value (`007`, `7.0` and `7E0` are 7, whatever their numeric type, because
Oxigraph and Virtuoso rewrite both), language tags in lower case (pyoxigraph makes them so), everything else
byte for byte.

The digest of a graph is the sum, modulo 2^256, of the SHA-256 of its statements.  A sum needs no sorting and
no memory beyond one number per graph, and a statement that is there twice changes it, where XOR would cancel
the pair.  It finds whatever a store loses or alters; it does not withstand a forger who may pick millions of
statements, against whom the SHA-256 of the whole file stands in the manifest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.literals import decimal_text
from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad

_MODULUS = 1 << 256
_NUMERIC = frozenset(
    f"{PREFIXES['xsd']}{name}>"
    for name in (
        "decimal", "integer", "double", "float", "long", "int", "short", "byte", "nonNegativeInteger",
        "nonPositiveInteger", "negativeInteger", "positiveInteger", "unsignedLong", "unsignedInt",
        "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
# Three digits of exponent hold every xsd:double; without the limit "1e999999999" would be written out.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class GraphDigest:
    """How many statements a graph holds, and the sum of their SHA-256 as 64 hexadecimal digits."""

    count: int
    sha256: str


def canonical_term(text: str) -> str:
    """A term in N-Triples syntax, with a number replaced by the canonical decimal of the same value."""
    if text[-1] != ">" or text[0] != '"':
        return text
    lexical, _, datatype = text.rpartition('"^^<')
    if datatype not in _NUMERIC or _NUMBER.fullmatch(lexical, 1) is None:
        return text
    return f'"{decimal_text(Decimal(lexical[1:]))}"^^<{PREFIXES["xsd"]}decimal>'


class GraphDigester:
    """Adds up the digests of quads that pass by one after the other."""

    def __init__(self) -> None:
        self._sums: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def add(self, quad: Quad) -> None:
        """Count one quad in; those of the default graph go under the empty name."""
        graph = getattr(quad.graph_name, "value", "")
        line = f"{quad.subject} {quad.predicate} {canonical_term(str(quad.object))}"
        # A lone surrogate cannot come out of a parser, so encoding cannot fail.
        number = int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")
        self._sums[graph] = (self._sums.get(graph, 0) + number) % _MODULUS
        self._counts[graph] = self._counts.get(graph, 0) + 1

    def watch(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The same quads, each counted in as it passes."""
        for quad in quads:
            self.add(quad)
            yield quad

    def result(self) -> dict[str, GraphDigest]:
        """The digests so far, by the IRI of the graph, in the order of the IRIs."""
        return {g: GraphDigest(self._counts[g], format(self._sums[g], "064x")) for g in sorted(self._sums)}


def graph_digests(quads: Iterable[Quad]) -> dict[str, GraphDigest]:
    """The digest of each named graph among `quads`, by the IRI of the graph ("" is the default graph)."""
    digester = GraphDigester()
    for quad in quads:
        digester.add(quad)
    return digester.result()
