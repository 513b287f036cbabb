"""Reasoning: consistent as it stands, not with any planted contradiction, and what must follow follows."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import Case, read_cases, read_turtle
from click.testing import CliRunner
from conftest import RunKg
from rdflib import RDF, RDFS, Graph

from kg.cli.main import cli
from kg.errors import BadInput, KGError, LimitReached
from kg.namespaces import ID, VT
from kg.reason import (
    HERMIT,
    OWL_RL,
    ReasonReport,
    engines,
    graphs,
    is_consistent,
    load_ontology,
    reason,
    reason_graph,
)
from kg.store import current

FOLDER = Path(__file__).resolve().parent.parent / "ontology"
CONTRADICTIONS = read_cases("contradictions")
ENTAILMENTS = read_cases("entailments")
needs_java = pytest.mark.skipif(
    engines.java() is None, reason="HermiT needs Java; test_fallback_* run instead"
)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """The ontology, read once; `_with` copies it."""
    return load_ontology(FOLDER)


def _with(ontology: Graph, *texts: str) -> Graph:
    graph = Graph(bind_namespaces="none")
    for part in (ontology, *map(read_turtle, texts)):
        for triple in part:
            graph.add(triple)
    return graph


def _halves(case: Case) -> tuple[str, str]:
    given, arrow, follows = case.text.partition("=>\n")
    assert arrow, case.name
    assert follows.strip(), case.name
    return given, follows


@pytest.fixture(scope="module")
def classified(ontology: Graph) -> ReasonReport:
    """One run of HermiT over the ontology and the individuals of all entailment cases."""
    return reason_graph(_with(ontology, *(_halves(case)[0] for case in ENTAILMENTS)))


@needs_java
def test_consistent_and_satisfiable() -> None:
    """The ontology as shipped: no contradiction, and each of its classes can have members."""
    report = reason(FOLDER)
    assert (report.engine, report.complete, report.consistent) == (HERMIT, True, True)
    assert report.unsatisfiable == ()
    assert report.sound
    assert report.counts.classes > 50
    assert report.counts.properties > 100


@needs_java
@pytest.mark.parametrize("case", CONTRADICTIONS, ids=lambda c: c.name)
def test_contradictions_are_found(case: Case, ontology: Graph) -> None:
    """Each planted contradiction alone makes the ontology inconsistent."""
    assert not is_consistent(_with(ontology, case.text))


@needs_java
def test_contradictions_are_not_found_in_everything(ontology: Graph) -> None:
    """Individuals of every kind side by side are no contradiction: the test above can fail."""
    text = "\n".join(
        f"ex:{name} a vt:{name} ." for name in ("Ministry", "Metric", "FigureClaim", "Slot", "Country")
    )
    assert is_consistent(
        _with(ontology, text, "ex:FigureClaim vt:value 3880000000000000.0 ; vt:slot ex:Slot .")
    )


@needs_java
def test_one_contradiction_through_owlready2(ontology: Graph) -> None:
    """The classifying run sees an inconsistency as well, and OWL 2 RL says where it lies."""
    report = reason_graph(_with(ontology, CONTRADICTIONS[0].text), explain=True)
    assert not report.consistent
    assert not report.sound
    assert any(ID + "example/x" in clash for clash in report.clashes)
    assert report.types == frozenset()


@needs_java
def test_an_unsatisfiable_class_is_named(ontology: Graph) -> None:
    """A class that can have no member is reported by name; the rest stays as it is."""
    report = reason_graph(
        _with(ontology, "vt:Impossible a owl:Class ; rdfs:subClassOf vt:Metric , vt:Person .")
    )
    assert report.consistent
    assert report.unsatisfiable == (VT + "Impossible",)
    assert not report.sound
    assert (VT + "Ministry", VT + "Organisation") in report.subclasses
    assert (VT + "Ministry", VT + "Metric") not in report.subclasses


@needs_java
@pytest.mark.parametrize("case", ENTAILMENTS, ids=lambda c: c.name)
def test_entailments_hold(case: Case, classified: ReasonReport) -> None:
    """What a competent reader concludes, HermiT concludes."""
    given, follows = _halves(case)
    assert classified.consistent
    stated = set(read_turtle(given))
    for s, p, o in read_turtle(follows):
        assert (s, p, o) not in stated, "the case states what it wants to follow"
        if p == RDF.type:
            assert (str(s), str(o)) in classified.types
        elif p == RDFS.subClassOf:
            assert (str(s), str(o)) in classified.subclasses
        else:
            assert (str(s), str(p), str(o)) in classified.relations


@needs_java
def test_what_does_not_follow(classified: ReasonReport) -> None:
    """Evidence is no claim of its article, a parent no subsidiary, and a market no company."""
    example = f"{ID}example/"
    assert (example + "i2", VT + "hasClaim", example + "i3") not in classified.relations
    assert (example + "b4", VT + "subsidiaryOf", example + "b1") not in classified.relations
    assert (example + "h1", VT + "hasPresence", example + "h2") not in classified.relations
    assert (example + "a1", VT + "Company") not in classified.types


def test_there_are_enough_cases() -> None:
    """The floors that the acceptance names."""
    assert len(CONTRADICTIONS) >= 20
    assert len(ENTAILMENTS) >= 15


SAMPLE = [
    f'<{ID}claim/c> <{VT}slot> <{ID}slot/s> .',
    f'<{ID}claim/c> <{VT}value> "152000000000"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://g> .',
    f'<{ID}claim/c> <{VT}periodStart> "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .',
]  # fmt: skip
OTHER_SLOT = f"<{ID}claim/c> <{VT}slot> <{ID}slot/t> ."


def _lines(*more: str) -> Iterator[bytes]:
    return (f"{line}\n".encode() for line in [*SAMPLE, *more])


@needs_java
def test_a_sample_is_checked_without_its_dates() -> None:
    """Individuals of the dataset: dates do not stop HermiT, and figures reach it as they are."""
    report = reason(FOLDER, _lines())
    assert report.consistent
    assert report.complete
    assert (VT + "Ministry", VT + "Organisation") in report.subclasses


@needs_java
def test_different_iris_are_different_things() -> None:
    """Two slots of one claim contradict only because our IRIs name different things."""
    report = reason(FOLDER, _lines(OTHER_SLOT), explain=True)
    assert not report.consistent
    assert report.clashes
    assert reason(FOLDER, _lines(OTHER_SLOT), distinct=False).consistent


@needs_java
def test_a_time_out_is_an_error_of_ours() -> None:
    """HermiT is stopped when the time is up."""
    with pytest.raises(LimitReached, match="no answer"):
        reason(FOLDER, _lines(), timeout=0.01)


@needs_java
def test_what_hermit_cannot_read_is_one_line(ontology: Graph) -> None:
    """A datatype that HermiT does not know is refused with a message, not with a Java trace."""
    graph = _with(ontology, 'ex:c vt:periodStart "2024-01-01"^^xsd:date .')
    for run in (reason_graph, is_consistent):
        with pytest.raises(KGError, match=r"HermiT stopped: .*date") as caught:
            run(graph)
        assert "\n" not in caught.value.line()


def test_bad_samples_are_refused() -> None:
    """A sample that is no RDF, or too large."""
    with pytest.raises(BadInput, match="sample"):
        reason(FOLDER, [b"<http://a> <http://b> .\n"])
    with pytest.raises(LimitReached):
        graphs.load_sample(b"" for _ in range(graphs.MAX_SAMPLE + 1))


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Java."""
    monkeypatch.setenv("PATH", "")


@pytest.mark.usefixtures("no_java")
def test_fallback_says_what_it_is() -> None:
    """Without Java: OWL 2 RL, marked as incomplete, with the reason."""
    report = reason(FOLDER)
    assert (report.engine, report.complete, report.consistent) == (OWL_RL, False, True)
    assert "Java" in report.note
    assert report.unsatisfiable == ()
    assert (VT + "Ministry", VT + "Organisation") in report.subclasses


@pytest.mark.usefixtures("no_java")
def test_fallback_finds_contradictions_and_chains(ontology: Graph) -> None:
    """Disjoint kinds and functional properties are within OWL 2 RL, and so are the chains."""
    for name in ("a ministry that is a metric", "a claim in two slots", "competing with oneself"):
        (case,) = (c for c in CONTRADICTIONS if c.name == name)
        report = reason_graph(_with(ontology, case.text))
        assert not report.consistent, name
        assert report.clashes
    (chain,) = (c for c in ENTAILMENTS if c.name == "a unit of a subsidiary belongs to the group")
    given, follows = _halves(chain)
    found = reason_graph(_with(ontology, given)).relations
    assert {(str(s), str(p), str(o)) for s, p, o in read_turtle(follows)} <= found


@pytest.mark.usefixtures("no_java")
def test_fallback_checks_a_sample() -> None:
    """The sample goes through the fallback as well; HermiT alone cannot be asked for."""
    assert reason(FOLDER, _lines()).consistent
    assert not reason(FOLDER, _lines(OTHER_SLOT)).consistent
    with pytest.raises(KGError, match="cannot run"):
        is_consistent(Graph())


@pytest.mark.usefixtures("no_java")
def test_fallback_finds_the_shipped_data_consistent(built_store: Path) -> None:
    """Two presences of one company in one market, in two roles, are not one thing."""
    presences = (
        line for line in current(built_store).dataset.read_bytes().splitlines(True) if b"/presence/" in line
    )
    assert reason(FOLDER, [b"".join(presences)]).consistent


def test_engines_see_no_imports_and_no_python_modules(ontology: Graph) -> None:
    """What makes owlready2 load other things never reaches it (nor does anything that only describes)."""
    python_module = "<http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module>"
    header = "<https://w3id.org/vietnam-tech-kg/ont>"
    loads = f'{header} owl:imports <http://example.org/evil> ; {python_module} "os" .'
    declared = f"{python_module} a owl:AnnotationProperty ."
    text = graphs.logical(_with(ontology, loads, declared)).serialize(format="nt")
    assert "evil" not in text
    assert "owlready" not in text
    assert "prefLabel" not in text
    assert VT + "Ministry" in text


def test_reports_are_values(ontology: Graph) -> None:
    """The ontology that was passed in is not changed by reasoning over it."""
    before = len(ontology)
    graphs.logical(ontology, figures=False)
    assert len(ontology) == before
    assert dataclasses.is_dataclass(ReasonReport)


def test_the_command_reports_as_text_and_json(kg: RunKg) -> None:
    """`kg reason`: the report on stdout, progress on stderr, exit 0."""
    shown = kg("reason", "--profile")
    assert shown.returncode == 0, shown.stderr
    assert "consistent     yes" in shown.stdout
    assert "OWL 2 DL       yes" in shown.stdout
    assert "reasoning" in shown.stderr
    found = json.loads(kg("reason", "--profile", "-f", "json").stdout)
    assert found["consistent"] is True
    assert found["unsatisfiable"] == found["profile"] == []
    assert ["vt:Ministry", "vt:Organisation"] in found["subclasses"]


def test_the_command_without_java(kg: RunKg) -> None:
    """An empty PATH: the same command, the fallback, and a note that says so."""
    shown = kg("reason", PATH="")
    assert shown.returncode == 0, shown.stderr
    assert "OWL 2 RL" in shown.stdout
    assert "no Java" in shown.stderr


@needs_java
def test_the_shipped_data_is_consistent(kg: RunKg, built_store: Path) -> None:
    """All entities, claims, slots and evidence of the build, together with the ontology."""
    found = json.loads(kg("reason", "--sample", "--store", str(built_store), "-f", "json").stdout)
    assert (found["engine"], found["consistent"]) == (HERMIT, True)
    assert found["individuals"] > 900


def test_the_command_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Findings are exit 1 and on stdout; an ontology that cannot be read is exit 3."""
    for path in FOLDER.glob("*.ttl"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    head = f"@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix vt: <{VT}> . "
    (tmp_path / "worse.ttl").write_text(
        f"{head} vt:Odd a owl:Klass . <{ID}x/y> a vt:Ministry , vt:Metric .", "utf-8"
    )
    monkeypatch.setattr("kg.settings.ontology_dir", lambda: tmp_path)
    result = CliRunner().invoke(cli, ["reason", "--profile"])
    assert result.exit_code == 1
    assert "consistent     NO" in result.stdout
    assert "have a common individual" in result.stdout
    assert "owl-dl-reserved" in result.stdout
    (tmp_path / "worse.ttl").write_text("broken", "utf-8")
    result = CliRunner().invoke(cli, ["reason"])
    assert isinstance(result.exception, BadInput)
