"""The public face: its names, what they cost, and the library as the README shows it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg import KGError, KnowledgeGraph

NAMES = ["Answer", "Article", "FigureClaim", "Finding", "KGError", "KnowledgeGraph", "RelationClaim", "Slot"]
NAMES += ["build", "read_corpus"]


def test_the_public_names_are_these_and_all_can_be_imported() -> None:
    assert kg.__all__ == NAMES
    for name in NAMES:
        assert getattr(kg, name).__doc__, name
        assert not isinstance(getattr(kg, name), type(kg)), (
            "a name that is also a module would change its meaning"
        )
    assert set(NAMES) <= set(dir(kg))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = kg.nonsense


def test_importing_the_package_imports_nothing_heavy() -> None:
    script = (
        "import sys, kg; print([m for m in ('rdflib', 'pyoxigraph', 'click', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_library_answers_like_the_command(built_store: Path) -> None:
    graph = KnowledgeGraph.open(built_store)
    counts = graph.counts()
    assert counts["figure_claims"] == len(list(graph.claims()))
    assert counts["relation_claims"] == len(list(graph.relations()))
    assert counts["sources"] == len(list(graph.articles()))
    (row,) = graph.sparql("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }").rows
    assert row["n"] == counts["quads"]
    answer = graph.ask("industry-size")
    frame = answer.to_dataframe()
    assert list(frame.columns) == list(answer.columns)
    assert len(frame) == len(answer) > 0
    assert repr(answer) == f"<Answer {len(answer)} rows × {len(answer.columns)} columns>"
    assert repr(graph) == f"<KnowledgeGraph {graph.generation.name}>"


@pytest.mark.parametrize(
    "query",
    ["ASK { ?s ?p ?o }", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "DROP ALL", "SELECT {"],
)
def test_the_library_refuses_what_the_gate_refuses(built_store: Path, query: str) -> None:
    with pytest.raises(KGError):
        KnowledgeGraph.open(built_store).sparql(query)
