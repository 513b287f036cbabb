"""The ontology's files: every term of ours is described in both languages, and the whole is OWL 2 DL."""

from __future__ import annotations

import io
import re
from enum import StrEnum
from pathlib import Path

import founding
import pyoxigraph as ox
import pytest
from cases import Case, read_cases, read_turtle
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg import lists
from kg.errors import BadInput
from kg.graph import OntologyGraph, write_nquads
from kg.namespaces import ID, ONTOLOGY, PREFIXES, VT, camel, compact
from kg.profile import profile_violations
from kg.reason import load_ontology
from kg.seeds import read_corpus

FOLDER = Path(__file__).resolve().parent.parent / "ontology"
FILES = sorted(FOLDER.glob("*.ttl"))
GRAPH = load_ontology(FOLDER)
TERM_TYPES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def _terms() -> list[str]:
    found = {str(s) for kind in TERM_TYPES for s in GRAPH.subjects(RDF.type, kind)}
    return sorted(t for t in found if t.startswith(VT))


def _concepts() -> list[str]:
    return sorted({str(s) for s in GRAPH.subjects(RDF.type) if str(s).startswith(ID)})


def _languages(node: str, prop: URIRef) -> list[str]:
    return sorted(str(o.language) for o in GRAPH.objects(URIRef(node), prop) if isinstance(o, Literal))


def test_the_files_are_the_ones_meant() -> None:
    """A new file is seen here, so that none is left out of anything by accident."""
    names = (
        "claim core ecosystem finding judgement lists organisation person policy relations reused statistics"
    )
    assert [f.stem for f in FILES] == names.split()
    assert len(_terms()) > 150
    assert len(_concepts()) > 90


@pytest.mark.parametrize("term", _terms())
def test_every_term_is_described_in_both_languages(term: str) -> None:
    """One label and one definition each in English and Vietnamese, and where the term is defined."""
    assert _languages(term, RDFS.label) == ["en", "vi"]
    assert _languages(term, SKOS.definition) == ["en", "vi"]
    assert list(GRAPH.objects(URIRef(term), RDFS.isDefinedBy)) == [URIRef(ONTOLOGY)]


@pytest.mark.parametrize("concept", _concepts())
def test_every_concept_is_described_in_both_languages(concept: str) -> None:
    """The same for the members of the closed lists, the predicates and the schemes."""
    assert _languages(concept, SKOS.prefLabel) == ["en", "vi"]
    assert _languages(concept, SKOS.definition) == ["en", "vi"]
    assert list(GRAPH.objects(URIRef(concept), RDFS.isDefinedBy)) == [URIRef(ONTOLOGY)]
    if (URIRef(concept), RDF.type, SKOS.ConceptScheme) not in GRAPH:
        assert len(list(GRAPH.objects(URIRef(concept), SKOS.inScheme))) == 1


def test_texts_say_something_of_their_own() -> None:
    """No label is left in the other language, no definition is empty, and no two classes share a label."""
    for term in _terms():
        texts = {
            o.language: str(o) for o in GRAPH.objects(URIRef(term), SKOS.definition) if isinstance(o, Literal)
        }
        assert texts["en"] != texts["vi"]
        assert all(t.endswith(".") and t[0].isupper() for t in texts.values()), term
    for language in ("en", "vi"):
        labels = [
            str(o)
            for c in GRAPH.subjects(RDF.type, OWL.Class)
            for o in GRAPH.objects(c, RDFS.label)
            if isinstance(o, Literal) and o.language == language
        ]
        assert len(labels) == len(set(labels))


def test_the_header() -> None:
    """Version, licence and titles as others quote them, and no import."""
    header = URIRef(ONTOLOGY)
    terms = {str(p): o for p, o in GRAPH.predicate_objects(header)}
    assert (header, OWL.versionIRI, URIRef(f"{ONTOLOGY}/0.1.0")) in GRAPH
    assert str(terms[PREFIXES["owl"] + "versionInfo"]) == "0.1.0"
    assert str(terms[PREFIXES["dcterms"] + "license"]) == "https://creativecommons.org/licenses/by/4.0/"
    assert str(terms[PREFIXES["vann"] + "preferredNamespaceUri"]) == VT
    assert _languages(ONTOLOGY, URIRef(PREFIXES["dcterms"] + "title")) == ["en", "vi"]
    assert not list(GRAPH.objects(None, OWL.imports))


LISTS: dict[str, tuple[str, type[StrEnum]]] = {
    "hedge": ("Hedge", lists.Hedge),
    "status": ("ClaimStatus", lists.Status),
    "claim-kind": ("ClaimKind", lists.ClaimKind),
    "evidence-level": ("EvidenceLevel", lists.EvidenceLevel),
    "status-family": ("StatusFamily", lists.StatusFamily),
    "agreement": ("Agreement", lists.Agreement),
    "unit-family": ("UnitFamily", lists.UnitFamily),
    "presence-role": ("PresenceRole", lists.PresenceRole),
    "time-nature": ("TimeNature", lists.TimeNature),
    "severity": ("Severity", lists.Severity),
    "verdict": ("Verdict", lists.Verdict),
    "cause-kind": ("CauseKind", lists.CauseKind),
    "cause-status": ("CauseStatus", lists.CauseStatus),
    "link-kind": ("LinkKind", lists.LinkKind),
    "ruling": ("Ruling", lists.Ruling),
}


@pytest.mark.parametrize("slug", LISTS)
def test_closed_lists_equal_the_enumerations(slug: str) -> None:
    """The concepts of a list, the class that closes it and the Python enumeration name the same things."""
    name, enumeration = LISTS[slug]
    wanted = {f"{ID}{slug}/{member}" for member in enumeration}
    kind = URIRef(VT + name)
    assert {str(s) for s in GRAPH.subjects(RDF.type, kind)} == wanted
    assert {str(s) for s in GRAPH.subjects(SKOS.inScheme, URIRef(f"{ID}scheme/{slug}"))} == wanted
    (closed,) = GRAPH.objects(kind, OWL.equivalentClass)
    (members,) = GRAPH.objects(closed, OWL.oneOf)
    assert {str(o) for o in GRAPH.items(members)} == wanted
    assert (kind, RDFS.subClassOf, SKOS.Concept) in GRAPH


def test_every_list_of_the_code_is_in_the_ontology() -> None:
    """No enumeration is left out of the table above."""
    defined = {v for v in vars(lists).values() if isinstance(v, type) and issubclass(v, StrEnum)} - {StrEnum}
    assert defined == {enumeration for _, enumeration in LISTS.values()}


@pytest.mark.parametrize("status", lists.Status)
def test_the_family_of_a_status(status: lists.Status) -> None:
    """The ontology puts each status into the family that the code compares it in."""
    families = list(GRAPH.objects(URIRef(f"{ID}status/{status}"), URIRef(VT + "statusFamily")))
    assert families == [URIRef(f"{ID}status-family/{status.family}")]


def test_every_predicate_has_its_view_property() -> None:
    """id/predicate/operates_in leads to vt:operatesIn, which is an object property with the same words."""
    predicates = sorted(str(s) for s in GRAPH.subjects(RDF.type, URIRef(VT + "Predicate")))
    assert len(predicates) > 25
    for predicate in predicates:
        prop = URIRef(VT + camel(predicate.rpartition("/")[2]))
        assert list(GRAPH.objects(URIRef(predicate), URIRef(VT + "viewProperty"))) == [prop]
        assert (prop, RDF.type, OWL.ObjectProperty) in GRAPH
        assert set(GRAPH.objects(URIRef(predicate), SKOS.prefLabel)) == set(GRAPH.objects(prop, RDFS.label))


def test_terms_stand_in_order() -> None:
    """Within each section of a file, terms are sorted by name, so that a reader finds them."""
    for path in FILES:
        for section in re.split(r"^# .*\n", path.read_text("utf-8"), flags=re.MULTILINE):
            names = re.findall(r"^vt:(\w+) a ", section, flags=re.MULTILINE)
            assert names == sorted(names, key=str.lower), path.name


def test_only_declared_prefixes() -> None:
    """A prefix has the meaning that the code gives it, or is that of a list."""
    for path in FILES:
        text = path.read_text("utf-8")
        for prefix, iri in re.findall(r"^@prefix ([\w-]+): <([^>]+)>", text, flags=re.MULTILINE):
            assert PREFIXES.get(prefix, f"{ID}{prefix}/") == iri


def _with(turtle: str) -> Graph:
    """A copy of the ontology with more statements in it."""
    graph = Graph(bind_namespaces="none")
    for triple in GRAPH:
        graph.add(triple)
    for triple in read_turtle(turtle):
        graph.add(triple)
    return graph


def test_the_ontology_is_owl_2_dl() -> None:
    """The profile check reports nothing."""
    assert [f.line() for f in profile_violations(GRAPH)] == []


@pytest.mark.parametrize("case", read_cases("breaches"), ids=lambda c: c.name)
def test_the_profile_check_fires(case: Case) -> None:
    """Each planted breach is reported by its rule, at its place."""
    rule, place = case.fields
    found = {(f.rule, compact(f.focus).strip("()")) for f in profile_violations(_with(case.text))}
    assert f"owl-dl-{rule}" in {name for name, _ in found}, found
    assert place == "-" or (f"owl-dl-{rule}", place) in found


def test_what_owl_2_dl_allows_is_not_reported() -> None:
    """Individuals, keys, inverses in chains, complements and facets are fine."""
    turtle = """
        kg:company a owl:NamedIndividual , vt:Company ; owl:differentFrom kg:other ; vt:owns kg:product .
        kg:other a vt:Company . kg:product a vt:Product .
        vt:Company owl:hasKey ( vt:country ) ; owl:disjointWith [ a owl:Class ; owl:complementOf vt:Actor ] .
        ex:chained a owl:ObjectProperty ; owl:propertyChainAxiom ( [ owl:inverseOf vt:owns ] vt:develops ) .
        vt:Aim rdfs:subClassOf [ a owl:Restriction ; owl:onProperty [ owl:inverseOf vt:aimsAt ] ;
            owl:minCardinality "0"^^xsd:nonNegativeInteger ] .
    """
    assert [f.line() for f in profile_violations(_with(turtle))] == []


def test_the_dataset_uses_only_declared_terms() -> None:
    """Every class and property of a whole build is declared, and fits; but for xsd:date, it is OWL 2 DL."""
    out = io.BytesIO()
    write_nquads(read_corpus(founding.SEEDS), out, ontology=OntologyGraph.of_folder(FOLDER))
    graph = _with("")
    graph.parse(
        data="\n".join(f"{q.triple} ." for q in ox.parse(out.getvalue(), format=ox.RdfFormat.N_QUADS)),
        format="nt",
    )
    assert len(graph) > len(GRAPH) + 5_000
    found = [
        f for f in profile_violations(graph) if not (f.rule == "owl-dl-datatype" and "date" in f.message)
    ]
    assert [f.line() for f in found] == []


def test_bad_ontology_folders_are_refused(tmp_path: Path) -> None:
    """No files, no folder, broken Turtle: one error with its place."""
    with pytest.raises(BadInput, match="holds no"):
        load_ontology(tmp_path)
    with pytest.raises(BadInput, match="holds no"):
        load_ontology(tmp_path / "missing")
    (tmp_path / "bad.ttl").write_text("@prefix a: <http://a/> .\na:b a:c", "utf-8")
    with pytest.raises(BadInput, match=r"bad\.ttl:2"):
        load_ontology(tmp_path)
