"""The shapes themselves: written to the house style, none dead, and read alike by both engines.

The planted errors come from the self-test: for every constraint, the example broken where the shape looks.
pyshacl takes a second a graph, so that errors which do not hide each other share one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import lists, settings
from kg.finding import Finding
from kg.lists import Severity
from kg.namespaces import ID, PREFIXES, VT
from kg.validate import load_shapes
from kg.validate.engines import engine
from kg.validate.paths import rdf_list
from kg.validate.selftest import SelfTest, findings_on, merge, read_example, self_test
from kg.validate.shapes import Rule
from kg.validate.terms import SH

SHAPES = load_shapes()
RULES = sorted(SHAPES.rules.values(), key=lambda rule: rule.name)
SH_MESSAGE, SH_SEVERITY = SH + "message", SH + "severity"
Keys = frozenset[tuple[str, ...]]


def _statements(rule: Rule, predicate: str) -> list[ox.Literal | ox.NamedNode]:
    return [o for p, o in SHAPES.graph[ox.NamedNode(rule.iri)] if p.value == predicate]  # type: ignore[misc]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_has_severity_and_a_message_in_each_language(rule: Rule) -> None:
    languages = sorted(m.language or "" for m in _statements(rule, SH_MESSAGE))  # type: ignore[union-attr]
    assert languages == ["en", "vi"]
    assert len(_statements(rule, SH_SEVERITY)) == 1
    assert rule.message.endswith((".", "?"))
    assert rule.message != rule.message_vi


def test_every_property_shape_has_a_name_of_its_own() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in settings.shapes_dir().glob("*.ttl"))
    named = {rule.name for rule in RULES if rule.path is not None}
    assert all(f"vt:{name} a sh:PropertyShape ;" in text for name in named)
    assert len(named) >= 60


def test_messages_are_not_shared() -> None:
    shared = [r.name for r in RULES if sum(r.message == other.message for other in RULES) > 1]
    assert shared == []


def test_core_leaves_out_what_is_sparql_and_nothing_else() -> None:
    core = load_shapes("core")
    assert set(SHAPES.rules) - set(core.rules) == {rule.iri for rule in RULES if rule.is_query}


@pytest.mark.parametrize(
    ("rule", "kind", "words"),
    [
        ("FigureClaimShape-hedge", "hedge", lists.Hedge),
        ("FigureClaimShape-status", "status", lists.Status),
        ("RelationClaimShape-status", "status", lists.Status),
        ("FigureClaimShape-kind", "claim-kind", lists.ClaimKind),
        ("SlotShape-kind", "claim-kind", lists.ClaimKind),
        ("SlotShape-agreement", "agreement", lists.Agreement),
        ("SlotShape-statusFamily", "status-family", lists.StatusFamily),
        ("ClaimShape-evidenceLevel", "evidence-level", lists.EvidenceLevel),
        ("ArticleShape-evidenceLevel", "evidence-level", lists.EvidenceLevel),
        ("EvidenceShape-evidenceLevel", "evidence-level", lists.EvidenceLevel),
        ("MetricShape-unitFamily", "unit-family", lists.UnitFamily),
        ("UnitShape-unitFamily", "unit-family", lists.UnitFamily),
        ("MetricShape-timeNature", "time-nature", lists.TimeNature),
        ("MarketPresenceShape-role", "presence-role", lists.PresenceRole),
        ("FindingShape-verdict", "verdict", lists.Verdict),
        ("FindingShape-severity", "severity", lists.Severity),
        ("CauseShape-kind", "cause-kind", lists.CauseKind),
        ("CauseShape-status", "cause-status", lists.CauseStatus),
        ("SlotLinkShape-kind", "link-kind", lists.LinkKind),
    ],
)
def test_closed_lists_are_those_of_the_code(rule: str, kind: str, words: type[lists.Hedge]) -> None:
    constraints = dict(SHAPES.rules[VT + rule].constraints)
    allowed = {term.value for term in rdf_list(SHAPES.graph, constraints[SH + "in"])}  # type: ignore[union-attr]
    assert allowed == {f"{ID}{kind}/{word}" for word in words}


def test_only_the_rule_of_a_file_in_failing_is_named() -> None:
    names = {path.stem for path in (settings.shapes_dir() / "failing").glob("*.ttl")}
    assert names <= {rule.name for rule in RULES}


# Planted errors


@lru_cache(maxsize=1)
def outcome() -> SelfTest:
    """The self-test with the fast engine, once for all tests."""
    return self_test()


def test_no_shape_is_dead() -> None:
    result = outcome()
    assert result.silent == ()
    assert {trial.rule for trial in result.trials} == {rule.name for rule in RULES}
    assert len(result.trials) == sum(len(rule.constraints) for rule in RULES)
    # A breach that fires its own shape and no other: most can be that narrow.
    assert len({trial.rule for trial in result.trials if trial.exact}) >= 130


@dataclass(frozen=True)
class Batch:
    """One graph with several planted errors, and what each engine finds on it."""

    rules: frozenset[str]
    fast: Keys
    reference: Keys


@pytest.fixture(scope="module")
def batches() -> list[Batch]:
    """Graphs that together hold an error for every rule."""
    fast, reference = engine("shacl"), engine("pyshacl")
    valid = read_example(settings.shapes_dir()).whole
    return [
        Batch(b.rules, findings_on(SHAPES, fast, b.graph), findings_on(SHAPES, reference, b.graph))
        for b in merge(SHAPES, fast, valid, outcome().trials)
    ]


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_planted_error_is_found_alike_by_both_engines(rule: str, batches: list[Batch]) -> None:
    [batch] = [b for b in batches if rule in b.rules]
    fast, reference = ({key for key in keys if key[2] == rule} for keys in (batch.fast, batch.reference))
    assert fast
    assert fast == reference


def test_engines_agree_on_everything_else_in_those_graphs(batches: list[Batch]) -> None:
    assert all(batch.fast == batch.reference for batch in batches)


def test_self_test_tells_a_dead_shape(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "valid.ttl").write_text("<urn:a> a <urn:Thing> ; <urn:name> 'a' .\n")
    (tmp_path / "shapes.ttl").write_text(
        f"@prefix sh: <{SH}> .\n"
        "<urn:Alive> a sh:NodeShape ; sh:targetClass <urn:Thing> ; sh:property <urn:Alive-name> .\n"
        "<urn:Alive-name> a sh:PropertyShape ; sh:path <urn:name> ; sh:minCount 1 .\n"
        "<urn:Dead> a sh:NodeShape ; sh:targetClass <urn:Nothing> ; sh:property <urn:Dead-name> .\n"
        "<urn:Dead-name> a sh:PropertyShape ; sh:path <urn:name> ; sh:minCount 1 .\n"
    )
    result = self_test(tmp_path)
    assert result.silent == (("Dead-name", "minCount"),)
    assert "dead: Dead-name" in "".join(result.lines())


def test_finding_of_a_whole_graph_rule_is_about_the_thing_and_not_the_ontology(batches: list[Batch]) -> None:
    [batch] = [b for b in batches if "ClaimCountRule" in b.rules]
    focus = {key[1] for key in batch.fast if key[2] == "ClaimCountRule"}
    assert all(iri.startswith(ID + "slot/") for iri in focus)


def test_key_of_a_finding_does_not_depend_on_its_words() -> None:
    one = Finding(Severity.WARNING, "f", "r", "one message", path="p", value="v")
    other = Finding(Severity.WARNING, "f", "r", "another", path="p", value="v", place="x:1")
    assert one.key() == other.key()


def test_shapes_use_no_prefix_of_another_meaning() -> None:
    for path in settings.shapes_dir().glob("*.ttl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@prefix"):
                _, prefix, iri, _ = line.split()
                known = PREFIXES.get(prefix.removesuffix(":"))
                assert known in (None, iri.strip("<>")), f"{path.name}: {line}"
