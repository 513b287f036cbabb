"""Does the ontology hold together, and what follows from it?

In: the folder of ontology/*.ttl and, if wished, a sample of the dataset as N-Triples.  Out: a `ReasonReport`:
consistent or not, the unsatisfiable classes, and the named statements that follow.  The engine is HermiT,
through owlready2; where Java is absent an OWL 2 RL check by owlrl takes its place, and the report says so,
because OWL 2 RL finds less.

Refused: files that are not ours to load.  owlready2 imports any Python module that an ontology names and
follows owl:imports, so it only ever sees N-Triples written here, stripped of imports, of owlready2's
own annotations and of everything that only describes.  Dates are left out as well: xsd:date is not in OWL 2's
datatype map, and HermiT stops on it.  So are the figures of a sample: owlready2 turns decimals into floats.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadInput, KGError, LimitReached
from kg.namespaces import ID, PREFIXES, VT

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

HERMIT: Final = "HermiT"
OWL_RL: Final = "OWL 2 RL (owlrl)"
MAX_SAMPLE: Final = 50_000
_OWL, _RDF, _RDFS, _XSD = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "xsd"))
_OWLREADY = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#"
_INFERRED = "http://inferrences/"  # the ontology in which owlready2 keeps what HermiT found
_DESCRIBING = frozenset(
    {_RDFS + n for n in ("label", "comment", "seeAlso", "isDefinedBy")}
    | {_OWL + n for n in ("imports", "versionInfo", "versionIRI", "priorVersion", "deprecated")}
)
# What HermiT may see of literals; figures and dates of a sample stay away from it.
_SAFE_TYPES = frozenset({_XSD + "boolean", _XSD + "string", _RDF + "langString"})

Pair = tuple[str, str]
Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ReasonReport:
    """What an engine says of an ontology.

    `complete` is False where the engine cannot find every consequence; `note` says why it ran.  `subclasses`
    (class, superclass), `types` (individual, class) and `relations` (subject, property, object) are all named
    statements that hold, stated or inferred; they are empty when the ontology is inconsistent.  `clashes`
    says why it is, where the engine can tell.
    """

    engine: str
    complete: bool
    consistent: bool
    unsatisfiable: tuple[str, ...]
    classes: int
    properties: int
    individuals: int
    subclasses: frozenset[Pair] = frozenset()
    types: frozenset[Pair] = frozenset()
    relations: frozenset[Triple] = frozenset()
    clashes: tuple[str, ...] = ()
    note: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong: consistent, and every class can have members."""
        return self.consistent and not self.unsatisfiable


def ontology_files(folder: Path) -> list[Path]:
    """The Turtle files of an ontology folder in order of name; raises BadInput when there is none."""
    files = sorted(folder.glob("*.ttl")) if folder.is_dir() else []
    if not files:
        raise BadInput.at(folder, "holds no *.ttl file", remedy="give the folder of the ontology")
    return files


def load_ontology(folder: Path) -> Graph:
    """All ontology/*.ttl of `folder` as one graph.

    Raises BadInput, with line and column, on what is not strict Turtle.
    """
    import pyoxigraph as ox
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for path in ontology_files(folder):
        try:
            triples = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))
        except SyntaxError as error:
            raise BadInput.at(
                path, f"is not Turtle: {error.msg}", line=error.lineno or 0, column=error.offset or 0
            ) from None
        except OSError as error:
            raise BadInput.at(path, f"cannot be read: {error.strerror or error}") from None
        _add(graph, triples)
    return graph


def load_sample(lines: Iterable[bytes]) -> Graph:
    """N-Triples or N-Quads (their graphs are dropped) as one graph, dates and figures left out.

    Raises BadInput on a line that is neither, LimitReached above `MAX_SAMPLE` statements.
    """
    import pyoxigraph as ox
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    data = b"\n".join(line.rstrip(b"\r\n") for line in lines)
    if data.count(b"\n") >= MAX_SAMPLE:
        raise LimitReached(
            f"the sample has more than {MAX_SAMPLE:,} statements", remedy="reason over a part of it"
        )
    try:
        kept = [
            q
            for q in _statements(data)
            if not isinstance(q.object, ox.Literal) or q.object.datatype.value in _SAFE_TYPES
        ]
    except SyntaxError as error:
        raise BadInput.at("sample", f"is not N-Triples: {error.msg}", line=error.lineno or 0) from None
    _add(graph, kept)
    return graph


def _statements(data: bytes) -> list[Any]:
    """N-Triples or N-Quads as pyoxigraph reads them; raises SyntaxError."""
    import pyoxigraph as ox

    return list(ox.parse(data, format=ox.RdfFormat.N_QUADS))


def _add(graph: Graph, triples: Iterable[Any]) -> None:
    """pyoxigraph statements into an rdflib graph."""
    import pyoxigraph as ox
    from rdflib import BNode, Literal, URIRef

    def term(node: Any) -> Node:
        if isinstance(node, ox.NamedNode):
            return URIRef(node.value)
        if isinstance(node, ox.BlankNode):
            return BNode(node.value)
        if node.language:
            return Literal(node.value, lang=node.language)
        return Literal(node.value, datatype=URIRef(node.datatype.value), normalize=False)

    for t in triples:
        graph.add((term(t.subject), term(t.predicate), term(t.object)))


def logical(graph: Graph) -> Graph:
    """`graph` without what only describes: annotations, imports, and whatever is owlready2's own."""
    from rdflib import OWL, RDF, Graph, URIRef

    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    found = Graph(bind_namespaces="none")
    for s, p, o in graph:
        if str(p) in _DESCRIBING or p in annotations or s in annotations:
            continue
        if any(isinstance(t, URIRef) and t.startswith(_OWLREADY) for t in (s, p, o)):
            continue
        found.add((s, p, o))
    return found


def assume_distinct(graph: Graph, sample: Graph) -> None:
    """State in `graph` that two resources of ours of one kind are two things.

    Each of our IRIs stands for a thing of its own, which OWL does not assume; without it a claim in two slots
    would merely mean that the two slots are one.  Kinds need no comparison with each other: their classes are
    disjoint.
    """
    from rdflib import OWL, RDF, BNode, URIRef
    from rdflib.collection import Collection

    kinds: dict[str, set[URIRef]] = defaultdict(set)
    for node in {t for triple in sample for t in (triple[0], triple[2])}:
        if isinstance(node, URIRef) and node.startswith(ID) and node.count("/") == ID.count("/") + 1:
            kinds[node[len(ID) :].partition("/")[0]].add(node)
    for members in kinds.values():
        if len(members) > 1:
            head, items = BNode(), BNode()
            graph.add((head, RDF.type, OWL.AllDifferent))
            graph.add((head, OWL.distinctMembers, items))
            Collection(graph, items, [*sorted(members)])


def java() -> str | None:
    """The Java that HermiT would run on; None where there is none."""
    return shutil.which("java")


def reason(
    ontology_dir: Path, sample: Iterable[bytes] | None = None, *, distinct: bool = True
) -> ReasonReport:
    """Reason over the ontology of a folder and, if given, a sample of the dataset as N-Triples or N-Quads.

    With `distinct`, two IRIs of the sample are two things (see `assume_distinct`).  Raises BadInput on files
    that cannot be read or are not Turtle, KGError when the engine fails.
    """
    graph = load_ontology(ontology_dir)
    if sample is not None:
        extra = load_sample(sample)
        if distinct:
            assume_distinct(graph, extra)
        for triple in extra:
            graph.add(triple)
    return reason_graph(graph)


def reason_graph(graph: Graph) -> ReasonReport:
    """Reason over an ontology, with individuals or without, that has been read into one graph."""
    core = logical(graph)
    if java() is None:
        return _with_owlrl(core, "no Java found, so HermiT cannot run: OWL 2 RL finds less than it would")
    return _with_hermit(core)


def _counts(graph: Graph) -> tuple[int, int, int]:
    """How many classes of ours, properties of ours and named individuals there are."""
    from rdflib import OWL, RDF, URIRef

    def ours(*kinds: URIRef) -> int:
        found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
        return sum(isinstance(s, URIRef) and s.startswith(VT) for s in found)

    return (
        ours(OWL.Class),
        ours(OWL.ObjectProperty, OWL.DatatypeProperty),
        len({s for s in graph.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(ID)}),
    )


def _with_hermit(graph: Graph) -> ReasonReport:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # owlready2 warns about an optional C extension
        import owlready2
        from owlready2.reasoning import sync_reasoner_hermit

    counts = _counts(graph)
    world = owlready2.World()
    try:
        ontology = world.get_ontology(VT)
        # Written here from terms that pyoxigraph parsed: the only kind of file that owlready2 ever loads.
        ontology.load(fileobj=io.BytesIO(graph.serialize(format="nt", encoding="utf-8")), only_local=True)
        with _temporary_files():
            sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        inferred = io.BytesIO()
        world.get_ontology(_INFERRED).save(inferred, format="ntriples")
    except owlready2.OwlReadyInconsistentOntologyError:
        return ReasonReport(HERMIT, True, False, (), *counts)
    except owlready2.OwlReadyJavaError as error:
        raise KGError(
            f"HermiT stopped: {_java_message(str(error))}",
            remedy="look for what is outside OWL 2 DL with `kg reason --profile`",
        ) from None
    finally:
        world.close()
    _add(graph, _statements(inferred.getvalue()))
    return _report(HERMIT, graph, counts)


@contextmanager
def _temporary_files() -> Iterator[None]:
    """Let owlready2's temporary file end with the block: it leaves it behind when the engine fails."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="kg-reason-") as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def _java_message(text: str) -> str:
    """The line of a Java stack trace that says what is wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines[1:] if not line.startswith("at ")), "no message")


def _with_owlrl(graph: Graph, note: str) -> ReasonReport:
    import owlrl
    from rdflib import Literal

    counts = _counts(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    # owlrl writes each contradiction it meets into the graph, as an error message on a blank node.
    errors = {str(o) for _, p, o in graph if str(p).endswith("#error") and isinstance(o, Literal)}
    clashes = tuple(sorted(errors))
    if clashes:
        return ReasonReport(OWL_RL, False, False, (), *counts, clashes=clashes, note=note)
    return _report(OWL_RL, graph, counts, note)


def _report(engine: str, graph: Graph, counts: tuple[int, int, int], note: str = "") -> ReasonReport:
    """What holds in a graph to which an engine has added its inferences."""
    from rdflib import OWL, RDF, RDFS, URIRef

    above: dict[str, set[str]] = defaultdict(set)
    for link, both_ways in ((RDFS.subClassOf, False), (OWL.equivalentClass, True)):
        for child, parent in graph.subject_objects(link):
            if isinstance(child, URIRef) and isinstance(parent, URIRef):
                above[str(child)].add(str(parent))
                if both_ways:
                    above[str(parent)].add(str(child))
    nothing = _OWL + "Nothing"
    # Everything lies above the empty class; from there no class is to inherit.
    empty = {c for c in above if c != nothing and nothing in _reachable(c, above)}
    above.pop(nothing, None)
    named = {c: {a for a in _reachable(c, above) if not a.startswith((_OWL, _RDFS))} for c in above}
    reserved = (_OWL, _RDF, _RDFS, _XSD)
    subclasses = {(c, a) for c in named if not c.startswith(reserved) for a in named[c] if c != a}
    types = {
        (str(s), c)
        for s, stated in graph.subject_objects(RDF.type)
        if isinstance(s, URIRef)
        and isinstance(stated, URIRef)
        and not str(s).startswith(reserved)
        and not str(stated).startswith(reserved)
        for c in {str(stated), *named.get(str(stated), ())}
    }
    return ReasonReport(
        engine,
        engine == HERMIT,
        True,
        tuple(sorted(empty)),
        *counts,
        frozenset(subclasses),
        frozenset(types),
        frozenset(_relations(graph)),
        note=note,
    )


def _reachable(start: str, links: dict[str, set[str]]) -> set[str]:
    """Everything that a chain of links leads to from `start`."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in links.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _relations(graph: Graph) -> Iterator[Triple]:
    """Named statements by object properties, each also read through the inverse of its property."""
    from rdflib import OWL, RDF, URIRef

    inverse: dict[str, set[str]] = defaultdict(set)
    for a, b in graph.subject_objects(OWL.inverseOf):
        if isinstance(a, URIRef) and isinstance(b, URIRef):
            inverse[str(a)].add(str(b))
            inverse[str(b)].add(str(a))
    for p in graph.subjects(RDF.type, OWL.SymmetricProperty):
        inverse[str(p)].add(str(p))
    for prop in set(graph.subjects(RDF.type, OWL.ObjectProperty)):
        for s, o in graph.subject_objects(prop):
            if isinstance(s, URIRef) and isinstance(o, URIRef):
                yield str(s), str(prop), str(o)
                # owlready2 does not write down what the inverse property already says.
                for other in inverse[str(prop)]:
                    yield str(o), other, str(s)
