"""Linked data: every IRI of ours leads to something, in the form asked for, and says what the file says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

import pyoxigraph as ox
import pytest
from http_client import Answer, ask, send
from servers import KgServer

from kg.namespaces import BASE, DATASET, ENTITIES_GRAPH, GRAPH, ID, ONTOLOGY, SLOTS_GRAPH, VT
from kg.store import current

FPT = "/id/company/fpt-corporation"
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML,
}  # fmt: skip
TYPES = {
    "ttl": "text/turtle", "nt": "application/n-triples", "nq": "application/n-quads",
    "trig": "application/trig", "jsonld": "application/ld+json", "rdf": "application/rdf+xml",
}  # fmt: skip


@pytest.fixture(scope="module")
def dataset(built_store: Path) -> set[ox.Quad]:
    """What the build wrote."""
    return set(ox.parse(path=str(current(built_store).dataset), format=ox.RdfFormat.N_QUADS))


def follow(server: KgServer, path: str, **headers: str) -> tuple[str, Answer]:
    """The address that a 303 leads to, and what is there."""
    answer = send(server, path, **headers)
    assert answer.status == 303, answer.text
    target = urljoin(path, answer.headers["location"])
    return target, send(server, target, **headers)


def triples(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    return {quad.triple for quad in quads}


@pytest.mark.parametrize("name", FORMATS)
def test_a_thing_in_each_form(served: KgServer, dataset: set[ox.Quad], name: str) -> None:
    target, answer = follow(served, FPT, Accept=TYPES[name])
    assert target == f"{FPT}.{name}"
    assert answer.type == TYPES[name]
    found = set(ox.parse(answer.body, format=FORMATS[name]))
    node = ox.NamedNode(BASE + FPT[1:])
    about = {q for q in dataset if node in (q.subject, q.object)}
    if name in ("nq", "trig", "jsonld"):
        assert about <= found <= dataset
    else:
        assert triples(about) <= triples(found) <= triples(dataset)


def test_a_claim_comes_with_its_evidence_and_its_source(served: KgServer, dataset: set[ox.Quad]) -> None:
    claim = next(
        q.subject for q in dataset if q.predicate.value == VT + "surface" and "claim/" in str(q.subject)
    )
    assert isinstance(claim, ox.NamedNode)
    answer = send(served, f"/{claim.value.removeprefix(BASE)}.nt")
    found = triples(ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES))
    evidence = next(t.object for t in found if t.subject == claim and t.predicate.value == VT + "evidence")
    assert triples(q for q in dataset if q.subject == evidence) <= found


def test_a_browser_is_led_to_the_page_in_its_language(served: KgServer) -> None:
    assert send(served, FPT, Accept="text/html").headers["location"] == "../../entity/company/fpt-corporation"
    vietnamese = send(served, FPT, Accept="text/html", Accept_Language="vi-VN,vi;q=0.9")
    assert vietnamese.headers["location"] == "../../vi/entity/company/fpt-corporation"
    assert vietnamese.headers["vary"] == "Accept, Accept-Language"


def test_what_has_no_page_of_the_explorer_has_a_plain_one(served: KgServer) -> None:
    target, answer = follow(served, "/id/verdict/hard_conflict", Accept="text/html")
    assert target == "/id/verdict/hard_conflict.html"
    assert answer.status == 200
    assert answer.type == "text/html"
    assert 'lang="vi"' in answer.text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/id/company/fpt-corportion", "company/fpt-corporation"),
        ("/id/ministry/fpt-corporation", "company/fpt-corporation"),
        ("/id/company/fpt-corportion.ttl", "company/fpt-corporation"),
        ("/id/nothing/at-all", "404"),
        ("/id/company/fpt corporation", "404"),
        ("/id/company/FPT<>.ttl", "404"),
        ("/id/company/fpt-corporation.png", ".ttl"),
        ("/id/company", "404"),
        ("/graph/entitys", "graph/entities"),
        ("/dataset.zip", ".trig"),
        ("/ont.zip", ".ttl"),
        ("/ont/9.9.9", "9.9.9"),
    ],
)
def test_what_is_not_there_is_said_with_what_might_be_meant(served: KgServer, path: str, said: str) -> None:
    answer = send(served, quote(path))
    assert answer.status == 404
    assert said in answer.text


def test_each_subject_of_ours_can_be_looked_up(served: KgServer, dataset: set[ox.Quad]) -> None:
    things = sorted({q.subject.value for q in dataset if str(q.subject).startswith(f"<{ID}")})  # type: ignore[union-attr]
    kinds = {thing.removeprefix(ID).partition("/")[0]: thing for thing in things}
    assert len(kinds) > 30
    for thing in kinds.values():
        answer = send(served, f"/{thing.removeprefix(BASE)}.nt")
        assert answer.status == 200, thing
        assert f"<{thing}> ".encode() in answer.body


# --- Graphs and dumps


@pytest.mark.parametrize("name", ["entities", "slots", "dataset", "ontology"])
def test_a_named_graph_by_its_own_address_and_by_name(
    served: KgServer, dataset: set[ox.Quad], name: str
) -> None:
    wanted = triples(q for q in dataset if q.graph_name == ox.NamedNode(GRAPH + name))
    for target in (f"/graph/{name}", f"/graph-store?{urlencode({'graph': GRAPH + name})}"):
        answer = send(served, target, Accept="application/n-triples")
        assert triples(ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)) == wanted


def test_the_graph_of_an_article(served: KgServer, dataset: set[ox.Quad]) -> None:
    graph = next(str(q.graph_name)[1:-1] for q in dataset if "/graph/article/" in str(q.graph_name))
    answer = send(served, f"/{graph.removeprefix(BASE)}.nq")
    assert set(ox.parse(answer.body, format=ox.RdfFormat.N_QUADS)) == {
        q for q in dataset if q.graph_name == ox.NamedNode(graph)
    }


@pytest.mark.parametrize("name", FORMATS)
def test_all_of_it_in_each_form(served: KgServer, dataset: set[ox.Quad], name: str) -> None:
    answer = send(served, f"/dataset.{name}")
    assert answer.status == 200
    assert answer.headers["content-length"] == str(len(answer.body))
    found = set(ox.parse(answer.body, format=FORMATS[name]))
    if name in ("nq", "trig", "jsonld"):
        assert found == dataset
    else:
        assert triples(found) == triples(dataset)
    assert send(served, f"/dataset.{name}", If_None_Match=answer.headers["etag"]).status == 304


def test_the_default_graph_of_the_graph_store_is_the_union(served: KgServer, dataset: set[ox.Quad]) -> None:
    answer = send(served, "/graph-store?default", Accept="application/n-triples")
    assert triples(ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)) == triples(dataset)


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/graph-store", 400),
        (f"/graph-store?default&{urlencode({'graph': SLOTS_GRAPH})}", 400),
        (f"/graph-store?{urlencode([('graph', SLOTS_GRAPH), ('graph', ENTITIES_GRAPH)])}", 400),
        ("/graph-store?graph=urn:none", 404),
        ("/graph-store?graph=file:///etc/passwd", 404),
        ("/graph-store?graph=", 404),
    ],
)
def test_the_graph_store_wants_one_graph_of_ours(served: KgServer, target: str, status: int) -> None:
    assert send(served, target, Accept="text/turtle").status == status


# --- Vocabulary and catalogue


def test_the_ontology_in_each_form_holds_every_axiom(served: KgServer) -> None:
    files = sorted((Path(__file__).resolve().parents[2] / "ontology").glob("*.ttl"))
    wanted = sum(1 for path in files for _ in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    for name, format_ in FORMATS.items():
        target, answer = follow(served, "/ont", Accept=TYPES[name])
        assert target == f"/ont.{name}"
        assert len(set(ox.parse(answer.body, format=format_))) == wanted, name


def test_the_ontology_is_a_page_with_a_place_for_each_term(served: KgServer, dataset: set[ox.Quad]) -> None:
    target, page = follow(served, "/ont", Accept="text/html")
    assert target == "/ont.html"
    terms = {q.subject.value for q in dataset if str(q.subject).startswith(f"<{VT}")}  # type: ignore[union-attr]
    declared = {
        t
        for t in terms
        if any(q.subject == ox.NamedNode(t) and "label" in q.predicate.value for q in dataset)
    }
    lost = [t for t in declared if f'id="{t.removeprefix(VT)}"' not in page.text]
    assert len(declared) > 100
    assert lost == []
    assert "Lớp" in send(served, "/ont.html?lang=vi").text


def test_the_version_of_the_ontology_is_known(served: KgServer, dataset: set[ox.Quad]) -> None:
    version = next(
        q.object.value for q in dataset  # type: ignore[union-attr]
        if q.subject == ox.NamedNode(ONTOLOGY) and q.predicate.value.endswith("versionInfo")
    )  # fmt: skip
    assert send(served, f"/ont/{version}").headers["location"] == "../ont"


def test_void_and_dcat_tell_where_everything_is(served: KgServer) -> None:
    answer = send(served, "/.well-known/void")
    assert answer.type == "text/turtle"
    found = triples(ox.parse(answer.body, format=ox.RdfFormat.TURTLE))
    void = "http://rdfs.org/ns/void#"
    told = {(t.predicate.value, t.object.value) for t in found if t.subject == ox.NamedNode(DATASET)}  # type: ignore[union-attr]
    assert (f"{void}sparqlEndpoint", f"{served.url}sparql") in told
    counted = ask(served, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").column("n")[0]
    assert (f"{void}triples", counted) in told
    dumps = [value for predicate, value in told if predicate == f"{void}dataDump"]
    assert len(dumps) == len(FORMATS)
    for dump in dumps:
        assert send(served, "/" + dump.removeprefix(served.url), "HEAD").status == 200
    assert send(served, "/.well-known/void", Accept="application/ld+json").type == "application/ld+json"
    assert send(served, "/dataset", Accept="text/turtle").headers["location"] == ".well-known/void"


def test_the_context_is_the_one_that_json_ld_names(served: KgServer) -> None:
    context = send(served, "/context.jsonld")
    assert context.type == "application/ld+json"
    used = json.loads(send(served, f"{FPT}.jsonld").body)["@context"]
    assert used.items() <= context.json()["@context"].items()


def test_each_response_names_the_build(served: KgServer, built_store: Path) -> None:
    build = current(built_store).name
    for path in (
        "/sparql?query=ASK+%7B%7D",
        FPT,
        f"{FPT}.ttl",
        "/dataset.nq",
        "/health",
        "/nowhere",
        "/sparql?query=x",
    ):
        assert send(served, path).headers["x-kg-build"] == build, path
