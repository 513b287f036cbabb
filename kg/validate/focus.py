"""How many nodes each shape looks at, counted by ourselves.

"Conforms" is also what an engine says of data that no shape has anything to do with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.namespaces import PREFIXES
from kg.validate.shapes import ShapeSet, Target

_TYPE: Final = PREFIXES["rdf"] + "type"
_SUBCLASS: Final = PREFIXES["rdfs"] + "subClassOf"


def focus_counts(nquads: bytes, shapes: ShapeSet) -> dict[str, int]:
    """Focus nodes in canonical N-Quads by the IRI of each shape that has a target."""
    by_property = {t.iri for t in shapes.targets if t.kind in ("targetSubjectsOf", "targetObjectsOf")}
    wanted = sorted(by_property | {_TYPE, _SUBCLASS})
    alternatives = b"|".join(re.escape(iri.encode()) for iri in wanted)
    pattern = re.compile(rb"^(<[^>\n]*>|_:[^ ]+) <(" + alternatives + rb")> (<[^>\n]*>|_:[^ ]+|\")", re.MULTILINE)
    found: dict[bytes, set[tuple[bytes, bytes]]] = {iri.encode(): set() for iri in wanted}
    for subject, predicate, value in pattern.findall(nquads):
        found[predicate].add((subject, value))
    instances: dict[bytes, set[bytes]] = {}
    for subject, kind in found[_TYPE.encode()]:
        instances.setdefault(kind, set()).add(subject)
    below = _subclasses(found[_SUBCLASS.encode()])

    def nodes(target: Target) -> Iterable[bytes]:
        iri = target.iri.encode()
        if target.kind == "targetNode":
            return {b"<" + iri + b">"}
        if target.kind == "targetClass":
            kinds = below.get(b"<" + iri + b">", set()) | {b"<" + iri + b">"}
            return set().union(*(instances.get(kind, set()) for kind in kinds))
        return {pair[target.kind == "targetObjectsOf"] for pair in found[iri]}

    focus: dict[str, set[bytes]] = {}
    for target in shapes.targets:
        focus.setdefault(target.shape, set()).update(nodes(target))
    return {shape: len(members) for shape, members in sorted(focus.items())}


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
