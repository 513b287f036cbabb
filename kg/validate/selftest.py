"""The proof that no shape is dead: each constraint fires when a valid example is broken where it looks.

Beside a folder of shapes stand ``examples/valid.ttl``, a graph that meets them all, and
``failing/RULE.ttl`` for rules whose breach cannot be derived (sh:or, sh:not, sh:sparql).  Such a file is laid
over the example: its values of a property replace the example's for that subject, and rdf:nil leaves none.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath

import pyoxigraph as ox

from kg import settings
from kg.errors import BadInput, UsageError
from kg.files import read_text
from kg.namespaces import ID, PREFIXES
from kg.validate.checks import ontology_nquads
from kg.validate.engines import Engine
from kg.validate.engines import engine as engine_called
from kg.validate.mutate import Breaker, Example, Mutation
from kg.validate.paths import Term
from kg.validate.report import make_items
from kg.validate.shapes import Rule, ShapeSet, load_shapes
from kg.validate.terms import SH

_NIL = ox.NamedNode(PREFIXES["rdf"] + "nil")
_ASKED = {PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "subClassOf"}
# A breach that fires other shapes too is improved on only so far.
_TRIES = 8
Graph = frozenset[ox.Triple]


@dataclass(frozen=True, slots=True)
class Trial:
    """One constraint of a rule, the graph that breaks it, and the rules that fired on that graph."""

    rule: str
    constraint: str
    graph: Graph
    fired: frozenset[str]

    @property
    def exact(self) -> bool:
        """Whether nothing else fired."""
        return self.fired == {self.rule}


@dataclass(frozen=True, slots=True)
class Batch:
    """One graph that breaks several rules at once."""

    rules: frozenset[str]
    graph: Graph


@dataclass(frozen=True)
class SelfTest:
    """The outcome: a trial for each constraint that fired, and (rule, constraint) for each that did not."""

    rules: int
    trials: tuple[Trial, ...]
    silent: tuple[tuple[str, str], ...]
    engines: tuple[str, ...]
    disagreements: tuple[str, ...] = field(default=())

    @property
    def dead(self) -> int:
        """How many constraints never fire, or fire in one engine only."""
        return len(self.silent) + len(self.disagreements)

    def lines(self) -> Iterator[str]:
        """The outcome as text: what is dead, then one line of counts."""
        for rule, constraint in self.silent:
            yield f"dead: {rule} never fires for sh:{constraint}\n"
        for text in self.disagreements:
            yield f"engines disagree: {text}\n"
        exact = sum(trial.exact for trial in self.trials)
        yield (
            f"{self.rules} shapes with {len(self.trials) + len(self.silent)} constraints, {self.dead} dead; "
            f"{exact} breaches fire their own shape alone, the others with shapes beside it "
            f"({' and '.join(self.engines)})\n"
        )


def self_test(shapes: str | FilePath = "all", engines: tuple[str, ...] = ("shacl",)) -> SelfTest:
    """Break the example of every constraint; with two engines the second must report the same findings.

    Raises BadInput or UsageError when the example is missing or does not meet the shapes.
    """
    shape_set = load_shapes(shapes)
    folder = _folder(shapes)
    example = read_example(folder)
    first, *others = [engine_called(name) for name in engines]
    runner = _Runner(shape_set, first)
    if fired := runner.fired(example.whole):
        what = f"does not meet {', '.join(sorted(fired))}"
        raise BadInput.at(folder / "examples" / "valid.ttl", what, remedy="correct the example")
    trials: list[Trial] = []
    silent: list[tuple[str, str]] = []
    for rule in shape_set.rules.values():
        for constraint, parameter in rule.constraints:
            trial = _trial(runner, example, rule, (constraint, parameter), folder / "failing")
            if trial is None:
                silent.append((rule.name, constraint.removeprefix(SH)))
            else:
                trials.append(trial)
    disagreements = [
        text for other in others for text in _compare(shape_set, first, other, example.whole, trials)
    ]
    names = tuple(e.name for e in (first, *others))
    return SelfTest(len(shape_set.rules), tuple(trials), tuple(silent), names, tuple(disagreements))


def read_example(folder: FilePath) -> Example:
    """The valid example beside a folder of shapes, with what shapes ask of the ontology."""
    return Example(_read(folder / "examples" / "valid.ttl"), _vocabulary())


def _folder(shapes: str | FilePath) -> FilePath:
    if shapes in ("all", "core"):
        return settings.shapes_dir()
    folder = FilePath(shapes)
    folder = folder if folder.is_dir() else folder.parent
    if not (folder / "examples" / "valid.ttl").exists():
        raise UsageError(
            f"{folder} has no examples/valid.ttl to break", remedy="write a small graph that meets the shapes"
        )
    return folder


def _read(file: FilePath) -> Graph:
    try:
        quads = list(ox.parse(read_text(file).encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise BadInput.at(file, f"not Turtle: {error.msg}", line=error.lineno or 0) from None
    return frozenset(ox.Triple(q.subject, q.predicate, q.object) for q in quads)


def _vocabulary() -> Graph:
    """What shapes ask of the ontology: what is a class below which, and all about the closed lists."""
    quads = ox.parse(ontology_nquads(), format=ox.RdfFormat.N_QUADS)
    return frozenset(
        ox.Triple(q.subject, q.predicate, q.object)
        for q in quads
        if q.predicate.value in _ASKED or q.subject.value.startswith(ID)
    )


class _Runner:
    """An engine on small graphs: which rules fire."""

    def __init__(self, shapes: ShapeSet, engine: Engine) -> None:
        self.shapes, self.engine = shapes, engine
        self._lines: dict[ox.Triple, bytes] = {}

    def keys(self, graph: Graph) -> frozenset[tuple[str, ...]]:
        """The findings on a graph, as engines are compared by."""
        with tempfile.TemporaryDirectory(prefix="kg-self-test-") as folder:
            file = FilePath(folder) / "graph.nt"
            file.write_bytes(b"".join(self._line(triple) for triple in graph))
            results = self.engine.run(self.shapes, file)
        return frozenset(item.finding.key() for item in make_items(results, self.shapes, {}))

    def fired(self, graph: Graph) -> frozenset[str]:
        """The names of the rules that fire on a graph."""
        return frozenset(rule for _, _, rule, _, _ in self.keys(graph))

    def _line(self, triple: ox.Triple) -> bytes:
        # Nearly all statements come back in every graph.
        if triple not in self._lines:
            self._lines[triple] = f"{triple.subject} {triple.predicate} {triple.object} .\n".encode()
        return self._lines[triple]


def _trial(
    runner: _Runner, example: Example, rule: Rule, constraint: tuple[str, Term], failing: FilePath
) -> Trial | None:
    """The first graph on which only `rule` fires, else the one on which least else does; None if none."""
    best: Trial | None = None
    tries = 0
    for mutation in _mutations(runner.shapes, example, rule, constraint, failing):
        if not (mutation.removed or mutation.added):
            continue
        tries += 1
        if best is not None and tries > _TRIES:
            break
        graph = mutation.of(example.whole)
        fired = runner.fired(graph)
        if rule.name not in fired:
            continue
        trial = Trial(rule.name, constraint[0].removeprefix(SH), graph, fired)
        if trial.exact:
            return trial
        if best is None or len(fired) < len(best.fired):
            best = trial
    return best


def _mutations(
    shapes: ShapeSet, example: Example, rule: Rule, constraint: tuple[str, Term], failing: FilePath
) -> Iterator[Mutation]:
    file = failing / f"{rule.name}.ttl"
    if file.exists():
        yield _overlay(example, _read(file))
        return
    for focus in example.focus(shapes)[rule.owner]:
        yield from Breaker(example, shapes.graph, rule, focus).mutations(*constraint)


def _overlay(example: Example, over: Graph) -> Mutation:
    replaced = {(t.subject, t.predicate) for t in over}
    return Mutation(
        frozenset(t for t in example.whole if (t.subject, t.predicate) in replaced),
        frozenset(t for t in over if t.object != _NIL),
    )


def merge(shapes: ShapeSet, engine: Engine, valid: Graph, trials: Iterable[Trial]) -> list[Batch]:
    """Graphs that hold one breach of every rule, as many in one graph as do not hide each other.

    `valid` is the graph that the trials broke.  An exact breach is taken before another of the same rule.
    """
    runner = _Runner(shapes, engine)
    chosen: dict[str, Trial] = {}
    for trial in trials:
        if trial.rule not in chosen or (trial.exact and not chosen[trial.rule].exact):
            chosen[trial.rule] = trial
    batches: list[Batch] = []
    for trial in chosen.values():
        removed, added = valid - trial.graph, trial.graph - valid
        for number, batch in enumerate(batches):
            graph = (batch.graph - removed) | added
            rules = batch.rules | {trial.rule}
            if removed <= batch.graph and rules <= runner.fired(graph):
                batches[number] = Batch(rules, graph)
                break
        else:
            batches.append(Batch(frozenset({trial.rule}), trial.graph))
    return batches


def findings_on(shapes: ShapeSet, engine: Engine, graph: Graph) -> frozenset[tuple[str, ...]]:
    """The keys of what an engine finds on a graph of statements."""
    return _Runner(shapes, engine).keys(graph)


def _compare(
    shapes: ShapeSet, one: Engine, other: Engine, valid: Graph, trials: list[Trial]
) -> Iterator[str]:
    """Rules that two engines do not apply alike to graphs with a breach of each rule."""
    for batch in merge(shapes, one, valid, trials):
        keys, other_keys = (findings_on(shapes, engine, batch.graph) for engine in (one, other))
        for rule in sorted({key[2] for key in keys ^ other_keys}):
            yield f"{rule}: {one.name} and {other.name} find different things"
