"""Shapes read, checked and made ready: what every engine is given, and what every finding is named after.

An engine takes any graph for shapes and says "conforms" where nothing was checked.  So before one sees them,
shapes are refused that are empty, use terms that SHACL does not have, import, run code, call other servers,
or contain themselves.  Property shapes without a name get one, so that both engines name the same source.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath

import pyoxigraph as ox

from kg import gate, settings
from kg.errors import BadInput, UsageError
from kg.files import read_text
from kg.lists import Severity
from kg.namespaces import PREFIXES
from kg.validate.paths import Pairs, Path, Statements, Subject, Term, rdf_list, read_path
from kg.validate.terms import ALLOWED, CONSTRAINTS, SH, TARGETS

RULES_FILE = "rules.ttl"
_ONTOLOGY = PREFIXES["owl"] + "Ontology"
_IMPORTS = PREFIXES["owl"] + "imports"
_SEVERITIES = {
    SH + "Violation": Severity.VIOLATION,
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
}
_NESTING = {SH + name for name in ("node", "property", "not", "qualifiedValueShape")}
_NESTING_LISTS = {SH + name for name in ("and", "or", "xone")}
_QUERIES = (SH + "select", SH + "ask")
_CODE = {"JSConstraint", "JSRule", "SPARQLRule", "TripleRule", "js", "jsLibrary", "rule", "target"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One named shape that checks something: a property shape, or the checks of a node shape on itself.

    `constraints` are its (term of SHACL, value) pairs, `owner` is the node shape whose focus nodes it checks.
    A rule on the `whole_graph` has the ontology as its focus node; what is wrong is the value of its results.
    """

    iri: str
    owner: str
    severity: Severity
    message: str
    message_vi: str
    path: Path | None
    constraints: tuple[tuple[str, Term], ...]
    whole_graph: bool = False

    @property
    def name(self) -> str:
        """The local name of the shape, as findings cite it."""
        return local_name(self.iri)

    @property
    def is_query(self) -> bool:
        """Whether it is a SPARQL rule."""
        return any(term == SH + "sparql" for term, _ in self.constraints)


@dataclass(frozen=True, slots=True)
class Target:
    """Which nodes a shape looks at: `kind` is the local name of the sh:target… term."""

    shape: str
    kind: str
    iri: str


@dataclass(frozen=True, slots=True)
class ShapeSet:
    """Shapes that passed every check; `ntriples` is what engines read."""

    rules: dict[str, Rule]
    targets: tuple[Target, ...]
    graph: Statements
    ntriples: str

    def rule_of(self, shape: str) -> Rule | None:
        """The rule of a source shape that an engine names."""
        return self.rules.get(shape)


def local_name(iri: str) -> str:
    """The last part of the IRI of a shape or property, which may well be a URN when it is foreign."""
    return re.split(r"[/#:]", iri)[-1] or iri


def load_shapes(which: str | FilePath = "all") -> ShapeSet:
    """The shapes of ``all`` (shipped), ``core`` (shipped, without SPARQL rules), or of a file or folder.

    Raises BadInput on shapes that check nothing or must not run, with file and line where known.
    """
    if isinstance(which, str) and which in ("all", "core"):
        return _shipped(which)
    path = FilePath(which)
    files = sorted(path.glob("*.ttl")) if path.is_dir() else [path]
    if not files:
        raise BadInput.at(path, "has no shapes (*.ttl)", remedy="give shapes in Turtle, a file or a folder")
    return _load(files)


@lru_cache(maxsize=2)
def _shipped(which: str) -> ShapeSet:
    folder = settings.shapes_dir()
    files = [f for f in sorted(folder.glob("*.ttl")) if which == "all" or f.name != RULES_FILE]
    if not files:
        raise BadInput.at(folder, "the shipped shapes are missing", remedy="install the package again")
    return _load(files)


def _load(files: list[FilePath]) -> ShapeSet:
    graph: dict[Subject, Pairs] = {}
    for file in files:
        for quad in _parse(file):
            _check_terms(file, quad)
            graph.setdefault(quad.subject, []).append((quad.predicate, quad.object))
    where = files[0] if len(files) == 1 else files[0].parent
    try:
        graph = _named(graph)
        targets = tuple(_targets(graph))
        whole = {t.shape for t in targets if t.iri == _ONTOLOGY}
        rules = {rule.iri: rule for rule in _rules(graph, {t.shape for t in targets}, whole)}
        _refuse_recursion(graph)
    except ValueError as error:
        raise BadInput.at(where, f"the shapes hold {error}", remedy="correct the shapes") from None
    if not targets or not rules:
        raise BadInput.at(
            where,
            "no shape with a target checks anything, so everything would conform",
            remedy="give shapes with sh:targetClass or another sh:target…",
        )
    triples = (ox.Triple(s, p, o) for s, pairs in graph.items() for p, o in pairs)
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert text is not None
    return ShapeSet(rules, targets, graph, text.decode())


def _parse(file: FilePath) -> Iterator[ox.Quad]:
    text = read_text(file)
    try:
        yield from ox.parse(
            text.encode(), format=ox.RdfFormat.TURTLE, base_iri="urn:shapes:", rename_blank_nodes=True
        )
    except SyntaxError as error:
        place = {"line": error.lineno or 0, "column": error.offset or 0}
        raise BadInput.at(file, f"not Turtle: {error.msg}", **place, remedy="correct it") from None


def _check_terms(file: FilePath, quad: ox.Quad) -> None:
    if quad.predicate.value == _IMPORTS:
        raise BadInput.at(file, f"owl:imports {quad.object} is not followed", remedy="copy those shapes here")
    used = [quad.predicate, quad.object] if isinstance(quad.object, ox.NamedNode) else [quad.predicate]
    for term in used:
        name = term.value.removeprefix(SH)
        if term.value in ALLOWED or name == term.value:
            continue
        if name in _CODE or name.startswith(("js", "JS")):
            raise BadInput.at(file, f"sh:{name} is not allowed: shapes must not run code", remedy="remove it")
        near = difflib.get_close_matches(name, [a.removeprefix(SH) for a in ALLOWED], n=1)
        hint = f"did you mean sh:{near[0]}?" if near else "see the SHACL recommendation"
        raise BadInput.at(file, f"SHACL has no term sh:{name} (on {quad.subject})", remedy=hint)
    if quad.predicate.value in _QUERIES:
        try:
            gate.check(quad.object.value if isinstance(quad.object, ox.Literal) else "")
        except BadInput as error:
            raise BadInput.at(file, f"a query of {quad.subject}: {error.what}", remedy=error.remedy) from None


def _named(graph: Statements) -> dict[Subject, Pairs]:
    """The graph with an IRI for every property shape that hangs on a named shape without a name of its own.

    Property shapes below sh:or and the like stay as they are: engines report the shape around them.
    """
    names: dict[Term, ox.NamedNode] = {}
    for subject, pairs in graph.items():
        if not isinstance(subject, ox.NamedNode):
            continue
        unnamed = [o for p, o in pairs if p.value == SH + "property" and isinstance(o, ox.BlankNode)]
        for number, node in enumerate(unnamed, 1):
            paths = [o for p, o in graph.get(node, []) if p.value == SH + "path"]
            path = read_path(graph, paths[0]) if paths else Path("", "property")
            short = local_name(path.predicate) if path.is_predicate else f"path{number}"
            name = ox.NamedNode(f"{subject.value}-{short}")
            taken = name in graph or name in names.values()
            names[node] = ox.NamedNode(f"{name.value}{number}") if taken else name

    def renamed(term: Term) -> Term:
        return names.get(term, term)

    return {
        names.get(subject, subject): [(p, renamed(o)) for p, o in pairs] for subject, pairs in graph.items()
    }


def _targets(graph: Statements) -> Iterator[Target]:
    for subject, pairs in graph.items():
        for predicate, value in pairs:
            if predicate.value in TARGETS:
                if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode):
                    raise ValueError(f"a target without a name: {subject} {predicate} {value}")
                yield Target(subject.value, predicate.value.removeprefix(SH), value.value)


def _rules(graph: Statements, targeted: set[str], whole: set[str]) -> Iterator[Rule]:
    owners = {shape: shape for shape in targeted}
    for shape in targeted:
        for predicate, value in graph[ox.NamedNode(shape)]:
            if predicate.value == SH + "property" and isinstance(value, ox.NamedNode):
                owners.setdefault(value.value, shape)
    for shape, owner in sorted(owners.items()):
        pairs = graph.get(ox.NamedNode(shape))
        if pairs is None:
            raise ValueError(f"a reference to a shape that is not there: <{shape}>")
        constraints = tuple((p.value, o) for p, o in pairs if p.value in CONSTRAINTS - {SH + "property"})
        if constraints:
            yield _rule(graph, shape, owner, constraints, owner in whole)


def _rule(
    graph: Statements, shape: str, owner: str, constraints: tuple[tuple[str, Term], ...], whole: bool
) -> Rule:
    severity, path = Severity.VIOLATION, None
    messages = {}
    for predicate, value in graph[ox.NamedNode(shape)]:
        if predicate.value == SH + "severity" and isinstance(value, ox.NamedNode):
            severity = _SEVERITIES.get(value.value, severity)
        elif predicate.value == SH + "message" and isinstance(value, ox.Literal):
            messages[value.language or "en"] = value.value
        elif predicate.value == SH + "path":
            path = read_path(graph, value)
    kinds = sorted(local_name(term) for term, _ in constraints)
    message = messages.get("en", f"does not meet {local_name(shape)} ({', '.join(kinds)})")
    return Rule(shape, owner, severity, message, messages.get("vi", message), path, constraints, whole)


def _refuse_recursion(graph: Statements) -> None:
    """Raise ValueError when a shape contains itself: SHACL leaves open what that means."""
    inner: dict[Term, list[Term]] = {}
    for subject, pairs in graph.items():
        for predicate, value in pairs:
            if predicate.value in _NESTING:
                inner.setdefault(subject, []).append(value)
            elif predicate.value in _NESTING_LISTS:
                inner.setdefault(subject, []).extend(rdf_list(graph, value))
    done: set[Term] = set()
    for start in inner:
        trail: list[Term] = []
        stack: list[tuple[Term, bool]] = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                done.add(trail.pop())
            elif node in trail:
                raise ValueError(f"a shape that contains itself: {node}")
            elif node not in done:
                trail.append(node)
                stack.append((node, True))
                stack.extend((part, False) for part in inner.get(node, []))


def parse_choice(text: str) -> str | FilePath:
    """``all``, ``core``, or the path of a file or folder that exists; raises UsageError otherwise."""
    if text in ("all", "core"):
        return text
    path = FilePath(text)
    if not path.exists():
        raise UsageError(f"no shapes at {text}", remedy="give all, core, a Turtle file or a folder of them")
    return path
