"""What a build keeps of its saved questions is what asking them finds, and saves the asking."""

from __future__ import annotations

from pathlib import Path

import founding
import pyoxigraph as ox
import pytest

from kg import answerrows
from kg.answerrows import LANGUAGE, Kept, answers, kept
from kg.engine import Embedded, Engine, Result
from kg.errors import KGError
from kg.knowledge import KnowledgeGraph
from kg.pipeline import build
from kg.query import SavedQuery, load, load_all


@pytest.fixture(scope="module")
def graph(ecosystem_store: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(ecosystem_store)


def nothing() -> Engine:
    raise AssertionError("the engine was opened")


def asked_without_values() -> list[SavedQuery]:
    return [q for q in load_all() if not any(param.required for param in q.params)]


def test_every_kept_answer_is_what_the_graph_answers(graph: KnowledgeGraph) -> None:
    engine = Kept(kept(graph.generation), nothing)
    rows = 0
    for question in asked_without_values():
        found = question.ask(engine, {}, LANGUAGE)
        assert found == graph.ask(question.name, LANGUAGE), question.name
        rows += len(found)
    assert rows > 5_000


def test_what_is_not_kept_is_asked(graph: KnowledgeGraph) -> None:
    asked: list[str] = []

    class Watched:
        def run(self, query: str) -> Result:
            asked.append(query)
            return graph.engine.run(query)

    engine = Kept(kept(graph.generation), Watched)
    question = load("industry-size")
    assert question.ask(engine, {"year": "2024"}) == graph.ask(question.name, year="2024")
    assert question.ask(engine, {}, "vi") == graph.ask(question.name, "vi")
    assert len(asked) == 2


def test_a_question_that_was_changed_since_is_asked_anew(graph: KnowledgeGraph) -> None:
    table = list(kept(graph.generation))
    changed = [{**row, "query": "0" * 64} for row in table]
    assert Kept(changed, lambda: graph.engine).run("ASK { ?s ?p ?o }") is True
    with pytest.raises(AssertionError, match="engine was opened"):
        load("ranks").ask(Kept(changed, nothing))


def test_a_question_that_fails_is_not_kept(tmp_path: Path) -> None:
    """A default that this graph does not know is told to whoever asks, and stops no build."""
    dataset = tmp_path / "dataset.nq"
    dataset.write_text("<https://x.test/s> <https://x.test/p> <https://x.test/o> <https://x.test/g> .\n")
    store = ox.Store()
    store.bulk_load(path=str(dataset), format=ox.RdfFormat.N_QUADS)
    table = answers(dataset)
    held = {row["question"] for row in table}
    for question in asked_without_values():
        if question.name in held:
            assert not question.ask(Kept(table, nothing)).terms
        else:
            with pytest.raises(KGError):
                question.ask(Embedded(store))
    assert 0 < len(held) < len(asked_without_values())


def test_a_large_build_keeps_no_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answerrows, "MOST_QUADS", 10)
    built = build(founding.SEEDS, tmp_path / "store")
    assert built.generation is not None
    assert "answers.jsonl" not in built.generation.manifest.files
    assert not list(kept(built.generation))
    assert not list(kept(KnowledgeGraph(built.generation).as_of("2026-01-01").generation))


def test_equal_graphs_keep_equal_answers(built_store: Path, tmp_path: Path) -> None:
    built = build(founding.SEEDS, tmp_path / "store").generation
    assert built is not None
    file = KnowledgeGraph.open(built_store).generation.path / "answers.jsonl"
    assert (built.path / "answers.jsonl").read_bytes() == file.read_bytes()
