"""HermiT, which is complete for OWL 2 DL and needs Java, and owlrl, which knows OWL 2 RL and needs nothing.

owlready2 brings HermiT along.  To classify, it loads the ontology and runs HermiT itself.  To know only
whether an ontology is consistent, HermiT is started directly: classification with all the individuals of a
dataset takes minutes where consistency takes seconds.
"""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import KGError, LimitReached
from kg.namespaces import VT
from kg.reason.graphs import add, statements

if TYPE_CHECKING:
    from rdflib import Graph

HERMIT: Final = "HermiT"
OWL_RL: Final = "OWL 2 RL (owlrl)"
_INFERRED = "http://inferrences/"  # the ontology in which owlready2 keeps what HermiT found
_INCONSISTENT = "Inconsistent ontology"
# One short run: the optimising compiler would cost more than it saves.
_JAVA = ("-Xmx2000M", "-XX:TieredStopAtLevel=1")
_COMMAND_LINE = "org.semanticweb.HermiT.cli.CommandLine"


def java() -> str | None:
    """The Java that HermiT would run on; None where there is none."""
    return shutil.which("java")


def hermit_consistent(graph: Graph, timeout: float) -> bool:
    """Whether an ontology is consistent, by HermiT.

    Raises LimitReached after `timeout` seconds, KGError when HermiT stops on something.
    """
    import importlib.util

    program = java()
    package = importlib.util.find_spec("owlready2")
    if program is None or package is None or package.origin is None:
        raise KGError("HermiT cannot run", remedy="install Java and owlready2")
    jar = Path(package.origin).parent / "hermit" / "HermiT.jar"
    with tempfile.TemporaryDirectory(prefix="kg-reason-") as folder:
        path = Path(folder) / "merged.nt"
        path.write_bytes(graph.serialize(format="nt", encoding="utf-8"))
        try:
            done = subprocess.run(
                [program, *_JAVA, "-cp", str(jar), _COMMAND_LINE, "-k", path.as_uri()],
                capture_output=True, encoding="utf-8", errors="replace", timeout=timeout, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise LimitReached(
                f"HermiT found no answer in {timeout:g} s", remedy="reason over a smaller sample"
            ) from None
    if done.returncode and _INCONSISTENT not in done.stderr:
        raise _stopped(done.stderr)
    # HermiT answers whether owl:Thing can have members, and fails on an inconsistent ontology.
    return not done.returncode and "is satisfiable" in done.stdout


def hermit_classify(graph: Graph) -> bool:
    """Add to `graph` what HermiT infers, through owlready2; False, and nothing added, when inconsistent.

    Raises KGError when HermiT stops on something.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # owlready2 warns about an optional C extension
        import owlready2
        from owlready2.reasoning import sync_reasoner_hermit

    world = owlready2.World()
    try:
        # Written here from terms that pyoxigraph parsed: the only kind of file that owlready2 ever loads.
        data = io.BytesIO(graph.serialize(format="nt", encoding="utf-8"))
        world.get_ontology(VT).load(fileobj=data, only_local=True)
        with _temporary_files():
            sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        inferred = io.BytesIO()
        world.get_ontology(_INFERRED).save(inferred, format="ntriples")
    except owlready2.OwlReadyInconsistentOntologyError:
        return False
    except owlready2.OwlReadyJavaError as error:
        raise _stopped(str(error).partition("\n")[2]) from None
    finally:
        world.close()
    add(graph, statements(inferred.getvalue()))
    return True


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


def _stopped(trace: str) -> KGError:
    """The error for a Java stack trace: what stands before its first place in the code."""
    lines = [line.strip() for line in trace.splitlines()]
    text = " ".join(itertools.takewhile(lambda line: not line.startswith("at "), lines))
    what = text.removeprefix('Exception in thread "main"').strip() or "no message"
    return KGError(
        f"HermiT stopped: {what}", remedy="look for what is not OWL 2 DL with `kg reason --profile`"
    )


def owlrl_expand(graph: Graph) -> tuple[str, ...]:
    """Add to `graph` what follows by the rules of OWL 2 RL; returns the contradictions it met."""
    import owlrl
    from rdflib import OWL, Literal

    # owlrl takes two things for one that agree on all properties of a key but the last; shapes check keys.
    graph.remove((None, OWL.hasKey, None))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    # owlrl writes each contradiction into the graph, as an error message on a blank node.
    found = {str(o) for _, p, o in graph if str(p).endswith("#error") and isinstance(o, Literal)}
    # It knows owl:AllDifferent only with owl:members, not with the older owl:distinctMembers.
    for head in graph.objects(None, OWL.distinctMembers):
        members = set(graph.items(head))
        for one in members:
            for other in graph.objects(one, OWL.sameAs):
                if other != one and other in members:
                    found.add(
                        f"{min(str(one), str(other))} and {max(str(one), str(other))} are one and different"
                    )
    return tuple(sorted(found))
