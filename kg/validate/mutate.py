"""Ways to break a valid graph so that one constraint of one shape no longer holds.

A mutation is derived from the constraint itself: what has a least number of values loses them, what has a
class gets a value of another, what has a pattern gets a text that does not fit, and so on.  The self-test
tries them in turn, the narrowest first.  Constraints that combine others (sh:or, sh:not, sh:sparql) have no
obvious breach; for these a file shows one (see `kg.validate.selftest`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from kg.namespaces import PREFIXES
from kg.validate.focus import focus_nodes
from kg.validate.paths import Path, Statements, Subject, Term, rdf_list
from kg.validate.shapes import Rule, ShapeSet
from kg.validate.terms import SH

_TYPE: Final = ox.NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS: Final = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_COMMENT: Final = ox.NamedNode(PREFIXES["rdfs"] + "comment")
_STRING: Final = PREFIXES["xsd"] + "string"
_LANG_STRING: Final = PREFIXES["rdf"] + "langString"
_DECIMAL: Final = PREFIXES["xsd"] + "decimal"
_DATE: Final = PREFIXES["xsd"] + "date"
_BLANK: Final = ox.BlankNode("broken")


@dataclass(frozen=True, slots=True)
class Mutation:
    """Statements to take out of a graph and to put in."""

    removed: frozenset[ox.Triple]
    added: frozenset[ox.Triple]

    def of(self, graph: frozenset[ox.Triple]) -> frozenset[ox.Triple]:
        """The graph, broken."""
        return (graph - self.removed) | self.added


class Example:
    """A valid graph with the vocabulary that it uses, and the questions that mutations ask of it."""

    def __init__(self, graph: frozenset[ox.Triple], vocabulary: frozenset[ox.Triple]) -> None:
        self.graph = graph
        self.whole = graph | vocabulary
        self._focus: dict[str, list[ox.NamedNode]] | None = None

    @cached_property
    def triples(self) -> list[ox.Triple]:
        """Everything, in a fixed order."""
        return sorted(self.whole, key=str)

    @cached_property
    def _by_subject(self) -> dict[tuple[Subject, str], list[Term]]:
        found: dict[tuple[Subject, str], list[Term]] = {}
        for t in self.triples:
            found.setdefault((t.subject, t.predicate.value), []).append(t.object)
        return found

    @cached_property
    def _by_object(self) -> dict[tuple[Term, str], list[Subject]]:
        found: dict[tuple[Term, str], list[Subject]] = {}
        for t in self.triples:
            found.setdefault((t.object, t.predicate.value), []).append(t.subject)
        return found

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        """Values of a property."""
        return self._by_subject.get((subject, predicate), []) if not isinstance(subject, ox.Literal) else []

    def subjects(self, predicate: str, value: Term) -> list[Subject]:
        """Nodes that have a value."""
        return self._by_object.get((value, predicate), [])

    def values(self, predicate: str) -> list[Term]:
        """Every value of a property, in a fixed order."""
        return [t.object for t in self.triples if t.predicate.value == predicate]

    def ends(self, node: Term, path: Path) -> Iterator[tuple[Term, str, Term, bool]]:
        """The last steps of a path from `node`: (from, predicate, to, backwards)."""
        if path.is_predicate:
            for value in self.objects(node, path.predicate):
                yield node, path.predicate, value, False
        elif path.kind == "^" and path.parts[0].is_predicate:
            for subject in self.subjects(path.parts[0].predicate, node):
                yield subject, path.parts[0].predicate, node, True
        elif path.kind == "|":
            for part in path.parts:
                yield from self.ends(node, part)
        elif path.kind == "/":
            middle = [node]
            for part in path.parts[:-1]:
                middle = [end[0] if end[3] else end[2] for m in middle for end in self.ends(m, part)]
            for m in dict.fromkeys(middle):
                yield from self.ends(m, path.parts[-1])

    def is_a(self, node: Term, kind: Term) -> bool:
        """Whether a node is of a class, or of one below it."""
        return any(t == kind or kind in self._above(t) for t in self.objects(node, _TYPE.value))

    def _above(self, kind: Term) -> set[Term]:
        seen: set[Term] = set()
        queue = [kind]
        while queue:
            for parent in self.objects(queue.pop(), _SUBCLASS.value):
                if parent not in seen:
                    seen.add(parent)
                    queue.append(parent)
        return seen

    def focus(self, shapes: ShapeSet) -> dict[str, list[ox.NamedNode]]:
        """Focus nodes by shape, those of the graph before those of the vocabulary."""
        if self._focus is None:
            lines = ox.serialize(self.triples, format=ox.RdfFormat.N_TRIPLES) or b""
            own = {t.subject for t in self.graph}
            self._focus = {
                shape: sorted(
                    (ox.NamedNode(n.decode()[1:-1]) for n in nodes if n.startswith(b"<")),
                    key=lambda n: (n not in own, n.value),
                )
                for shape, nodes in focus_nodes(lines, shapes).items()
            }
        return self._focus

    @cached_property
    def nodes(self) -> list[Subject]:
        """Everything of the graph that has a class, one of each class first."""
        kinds: dict[Term, Subject] = {}
        typed = [t for t in sorted(self.graph, key=str) if t.predicate == _TYPE]
        for t in typed:
            kinds.setdefault(t.object, t.subject)
        return list(dict.fromkeys([*kinds.values(), *(t.subject for t in typed)]))


Spot = tuple[Term, str, Term, bool]


class Breaker:
    """The mutations that break a rule at one focus node."""

    def __init__(self, example: Example, shapes: Statements, rule: Rule, focus: Subject) -> None:
        self.example, self.shapes, self.rule, self.focus = example, shapes, rule, focus

    def mutations(self, constraint: str, parameter: Term) -> Iterator[Mutation]:
        """Breaches of a constraint (a term of SHACL with its value), the narrowest first."""
        kind = constraint.removeprefix(SH)
        if kind == "closed":
            yield self._change(add=[(self.focus, _COMMENT.value, ox.Literal("unexpected"))])
        elif kind == "nodeKind" and self.rule.path is None:
            yield self._renamed(self.focus, _BLANK)
        elif kind in _FEWER_OR_MORE:
            yield from self._recounted(kind, int(parameter.value) if isinstance(parameter, ox.Literal) else 0)
        elif kind == "equals":
            yield from self._replaced_by(kind, parameter)
            yield self._change(remove=self._spots())
        elif kind == "uniqueLang":
            yield from self._replaced(lambda _: None, twice="en")
        else:
            yield from self._replaced_by(kind, parameter)

    def _replaced_by(self, kind: str, parameter: Term) -> Iterator[Mutation]:
        for wrong in self._wrong_values(kind, parameter):
            yield from self._replaced(wrong)

    # How many values

    def _recounted(self, kind: str, number: int) -> Iterator[Mutation]:
        spots = self._spots()
        if kind == "minCount":
            yield self._change(remove=spots[: len(spots) - number + 1] if number else spots)
            yield self._change(remove=spots)
            return
        needed = number + 1 - len(spots)
        for more in self._further_values(needed):
            yield self._change(add=more)

    def _further_values(self, needed: int) -> Iterator[list[tuple[Subject, str, Term]]]:
        """Lists of `needed` further statements at the end of the path."""
        path = self.rule.path
        if path is None:
            return
        if path.kind == "^":
            inverse = path.parts[0].predicate
            others = [s for v in self.example.values(inverse) for s in self.example.subjects(inverse, v)]
            others = [s for s in dict.fromkeys(others) if (s, inverse, self.focus, True) not in self._spots()]
            yield [(s, inverse, self.focus) for s in others[:needed]]
            return
        present = {spot[2] for spot in self._spots()}
        values = [v for v in dict.fromkeys(self.example.values(path.predicate)) if v not in present]
        if len(values) >= needed:
            for start in range(min(3, len(values) - needed + 1)):
                yield [(self.focus, path.predicate, v) for v in values[start : start + needed]]
        model = next(iter([*present, *values]), None)
        if isinstance(model, ox.Literal):
            fresh = [_another(model, n) for n in range(1, needed + 1)]
            yield [(self.focus, path.predicate, v) for v in fresh]
        elif isinstance(model, ox.NamedNode):
            yield [(self.focus, path.predicate, ox.NamedNode(f"{model.value}-{n}")) for n in range(needed)]

    # Other values

    def _spots(self) -> list[Spot]:
        return list(self.example.ends(self.focus, self.rule.path)) if self.rule.path else []

    def _replaced(self, wrong: Callable[[Term], Term | None], twice: str = "") -> Iterator[Mutation]:
        """Put a wrong value in the place of one at the end of the path; or add it where there is none."""
        spots = self._spots()
        path = self.rule.path
        if twice:
            one = next((s for s in spots if isinstance(s[2], ox.Literal)), None)
            predicate = one[1] if one else path.predicate if path else ""
            pair = [ox.Literal(text, language=twice) for text in ("one", "another")]
            yield self._change(remove=spots, add=[(self.focus, predicate, v) for v in pair])
            return
        for start, predicate, end, backwards in spots:
            value = wrong(self.focus if backwards else end)
            if value is None:
                continue
            if not backwards:
                yield self._change(remove=[(start, predicate, end, False)], add=[(start, predicate, value)])
            elif not isinstance(value, ox.Literal):
                yield self._change(remove=[(start, predicate, end, True)], add=[(value, predicate, end)])
                yield self._change(add=[(value, predicate, end)])
        if not spots and path is not None and path.is_predicate:
            values = self.example.values(path.predicate)
            value = wrong(values[0] if values else ox.Literal(""))
            if value is not None:
                yield self._change(add=[(self.focus, path.predicate, value)])

    def _wrong_values(self, kind: str, parameter: Term) -> Iterator[Callable[[Term], Term | None]]:
        """Functions from a right value to a wrong one."""
        if kind in ("class", "or"):
            for node in self._of_other_class(kind, parameter):
                yield lambda _old, node=node: node  # type: ignore[misc]
        elif kind == "in":
            allowed = rdf_list(self.shapes, parameter)
            yield lambda old: _outside(old, allowed)
            for node in self.example.nodes[:3]:
                yield lambda _old, node=node: node  # type: ignore[misc]
        elif kind in ("equals", "disjoint"):
            yield from self._beside(kind, parameter)
        elif kind in ("lessThan", "lessThanOrEquals") and isinstance(parameter, ox.NamedNode):
            limits = self.example.objects(self.focus, parameter.value)
            yield lambda old: _above(limits[0]) if limits else None
        elif kind == "datatype":
            yield lambda old: _of_other_datatype(old, parameter)
        elif kind == "nodeKind":
            yield lambda old: ox.Literal(str(old))
        elif kind in _LITERAL_BREACHES:
            yield lambda old: _LITERAL_BREACHES[kind](old, parameter)

    def _of_other_class(self, kind: str, parameter: Term) -> Iterator[Subject]:
        classes = [parameter]
        if kind == "or":
            members = rdf_list(self.shapes, parameter)
            classes = [o for m in members for p, o in self.shapes[m] if p.value == SH + "class"]  # type: ignore[index]
        yield from [n for n in self.example.nodes if not any(self.example.is_a(n, c) for c in classes)][:6]

    def _beside(self, kind: str, parameter: Term) -> Iterator[Callable[[Term], Term | None]]:
        if not isinstance(parameter, ox.NamedNode):
            return
        others = self.example.objects(self.focus, parameter.value)
        if kind == "disjoint":
            yield lambda _old: others[0] if others else None
            return
        path = self.rule.path
        end = path.parts[-1] if path and path.kind == "/" else path
        inner = end.parts[0] if end and end.kind == "^" else end
        values = self.example.values(inner.predicate) if inner else []
        for value in [v for v in dict.fromkeys(values) if v not in others][:6]:
            yield lambda _old, value=value: value  # type: ignore[misc]

    # Statements

    def _change(
        self, remove: list[Spot] | None = None, add: Sequence[tuple[Term, str, Term]] | None = None
    ) -> Mutation:
        return Mutation(
            frozenset(ox.Triple(s, ox.NamedNode(p), o) for s, p, o, _ in remove or []),  # type: ignore[arg-type]
            frozenset(ox.Triple(s, ox.NamedNode(p), o) for s, p, o in add or []),  # type: ignore[arg-type]
        )

    def _renamed(self, old: Subject, new: Subject) -> Mutation:
        touched = frozenset(t for t in self.example.whole if old in (t.subject, t.object))
        return Mutation(
            touched,
            frozenset(
                ox.Triple(
                    new if t.subject == old else t.subject, t.predicate, new if t.object == old else t.object
                )
                for t in touched
            ),
        )


_FEWER_OR_MORE = {"minCount", "maxCount"}


def _another(model: ox.Literal, number: int) -> ox.Literal:
    """A literal of the same kind with another value."""
    datatype = model.datatype.value
    if model.language:
        return ox.Literal(f"{model.value} {number}", language=model.language)
    if datatype == _DECIMAL:
        return ox.Literal(str(number + 1), datatype=model.datatype)
    if datatype == _DATE:
        return ox.Literal(f"2024-01-0{number}", datatype=model.datatype)
    if model.value in ("true", "false"):
        return ox.Literal("false" if model.value == "true" else "true", datatype=model.datatype)
    return ox.Literal(f"{model.value}{number}" if model.value else str(number), datatype=model.datatype)


def _outside(old: Term, allowed: list[Term]) -> Term | None:
    """A value of the same kind that is not in the list."""
    if isinstance(old, ox.Literal) and old.value in ("true", "false"):
        other = ox.Literal("false" if old.value == "true" else "true", datatype=old.datatype)
        return other if other not in allowed else None
    if isinstance(old, ox.Literal):
        return ox.Literal("xx", datatype=old.datatype)
    return None


def _above(limit: Term) -> Term | None:
    """A number or date above another."""
    if not isinstance(limit, ox.Literal):
        return None
    if limit.datatype.value == _DATE:
        return ox.Literal("2099-12-31", datatype=limit.datatype)
    return ox.Literal("999999999999999999", datatype=limit.datatype)


def _of_other_datatype(old: Term, parameter: Term) -> Term | None:
    if not isinstance(old, ox.Literal) or not isinstance(parameter, ox.NamedNode):
        return None
    if parameter.value == _STRING:
        return ox.Literal(old.value, language="en")
    return ox.Literal(old.value, datatype=ox.NamedNode(_STRING))


def _number(parameter: Term, change: int) -> ox.Literal:
    assert isinstance(parameter, ox.Literal)
    return ox.Literal(str(int(parameter.value) + change), datatype=ox.NamedNode(_DECIMAL))


def _text(old: Term, text: str) -> Term:
    if not isinstance(old, ox.Literal):
        return ox.NamedNode("urn:not:a:fit")
    if old.language:
        return ox.Literal(text, language=old.language)
    datatype = old.datatype if old.datatype.value == _DECIMAL else ox.NamedNode(_STRING)
    return ox.Literal("1.5" if datatype.value == _DECIMAL else text, datatype=datatype)


def _length(parameter: Term, change: int) -> str:
    return "x" * (int(parameter.value) + change) if isinstance(parameter, ox.Literal) else ""


_LITERAL_BREACHES: Final[dict[str, Callable[[Term, Term], Term]]] = {
    "languageIn": lambda old, _: ox.Literal(old.value if isinstance(old, ox.Literal) else "x", language="fr"),
    "pattern": lambda old, _: _text(old, " / "),
    "minLength": lambda old, parameter: _text(old, _length(parameter, -1)),
    "maxLength": lambda old, parameter: _text(old, _length(parameter, 1)),
    "minInclusive": lambda _, parameter: _number(parameter, -1),
    "maxInclusive": lambda _, parameter: _number(parameter, 1),
    "minExclusive": lambda _, parameter: _number(parameter, 0),
    "maxExclusive": lambda _, parameter: _number(parameter, 0),
}
