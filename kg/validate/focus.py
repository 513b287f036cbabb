"""How many nodes each shape looks at, counted by ourselves.

"Conforms" is also what an engine says of data that no shape has anything to do with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.namespaces import PREFIXES
from kg.validate.shapes import ShapeSet, Target

_TYPE: Final = f"<{PREFIXES['rdf']}type>".encode()
_SUBCLASS: Final = f"<{PREFIXES['rdfs']}subClassOf>".encode()


def focus_counts(nquads: bytes, shapes: ShapeSet) -> dict[str, int]:
    """How many focus nodes in canonical N-Quads each shape that has a target has, by its IRI."""
    return {shape: len(nodes) for shape, nodes in focus_nodes(nquads, shapes).items()}


def focus_nodes(nquads: bytes, shapes: ShapeSet) -> dict[str, set[bytes]]:
    """The focus nodes in canonical N-Quads, as terms, of each shape that has a target."""
    by_property = {t.iri for t in shapes.targets if t.kind in ("targetSubjectsOf", "targetObjectsOf")}
    wanted = {_TYPE, _SUBCLASS, *(b"<" + iri.encode() + b">" for iri in by_property)}
    found: dict[bytes, set[tuple[bytes, bytes]]] = {predicate: set() for predicate in wanted}
    for line in nquads.split(b"\n"):
        terms = line.split(b" ", 3)
        if len(terms) == 4 and terms[1] in found:
            found[terms[1]].add((terms[0], terms[2]))
    instances: dict[bytes, set[bytes]] = {}
    for subject, kind in found[_TYPE]:
        instances.setdefault(kind, set()).add(subject)
    below = _subclasses(found[_SUBCLASS])

    def nodes(target: Target) -> Iterable[bytes]:
        iri = target.iri.encode()
        if target.kind == "targetNode":
            return {b"<" + iri + b">"}
        if target.kind == "targetClass":
            kinds = below.get(b"<" + iri + b">", set()) | {b"<" + iri + b">"}
            return set().union(*(instances.get(kind, set()) for kind in kinds))
        return {pair[target.kind == "targetObjectsOf"] for pair in found[b"<" + iri + b">"]}

    focus: dict[str, set[bytes]] = {}
    for target in shapes.targets:
        focus.setdefault(target.shape, set()).update(nodes(target))
    return dict(sorted(focus.items()))


def _subclasses(pairs: set[tuple[bytes, bytes]]) -> dict[bytes, set[bytes]]:
    """Every class below each class, through any number of steps."""
    direct: dict[bytes, set[bytes]] = {}
    for child, parent in pairs:
        direct.setdefault(parent, set()).add(child)
    below: dict[bytes, set[bytes]] = {}
    for parent in direct:
        seen: set[bytes] = set()
        queue = [parent]
        while queue:
            for child in direct.get(queue.pop(), ()):
                if child not in seen:
                    seen.add(child)
                    queue.append(child)
        below[parent] = seen
    return below
