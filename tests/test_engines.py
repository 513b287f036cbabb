"""The same question has the same rows on embedded Oxigraph, rdflib, an Oxigraph server and Virtuoso."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import servers
from conftest import RunKg

from kg import query
from kg.answer import Table, cell
from kg.engine import Embedded, Engine, Rdf
from kg.gate import check
from kg.namespaces import GRAPH
from kg.remote import LONG_QUERY, Remote
from kg.store import current

ENGINES = ("rdflib", "oxigraph", "virtuoso")
# Besides the bare question: one with a parameter, chosen so that the answer is not empty.
PARAMS: dict[str, dict[str, str]] = {
    "arithmetic": {"verdict": "consistent", "lang": "vi"},
    "company-markets": {"company": "Viettel"},
    "contradictions": {"article": "000", "lang": "vi"},
    "currency-pairs": {"year": "2024"},
    "disputed": {"article": "001", "lang": "vi"},
    "domestic-value": {"article": "001"},
    "domestic-value-share": {"year": "2024"},
    "enterprise-count": {"article": "000"},
    "enterprises-by-segment": {"subject": "vietnam-ict-industry"},
    "entity-counts": {"kind": "presence"},
    "entity-dump": {"entity": "hardware", "lang": "vi"},
    "evidence-place": {"claim": "71edf2"},
    "figure-status": {"status": "target"},
    "firms-abroad": {"subject": "Vietnamese IT firms in Japan"},
    "firms-over-a-billion": {"threshold": "3500000000"},
    "foreign-investors": {"investor": "Nvidia"},
    "hardware-exports": {"lang": "vi"},
    "implied": {"metric": "revenue", "lang": "vi"},
    "industry-growth": {"from": "2024"},
    "industry-size": {"year": "2024", "article": "001"},
    "known-by": {"date": "2023-12-31"},
    "laws": {"law": "Make in Vietnam", "lang": "vi"},
    "market-presence": {"company": "Viettel"},
    "origin-ministry": {"ministry": "MPI"},
    "origins": {"metric": "revenue", "lang": "vi"},
    "overseas-revenue": {"company": "FPT", "year": "2030"},
    "priority-technologies": {"who": "country/vietnam"},
    "products": {"company": "Sconnect"},
    "ranks": {"lang": "vi"},
    "related-series": {"series": "vietnam-ict-industry", "lang": "vi"},
    "safest-statement": {"year": "2024", "lang": "vi"},
    "shared-entities": {"entity": "strategy/make-in-vietnam"},
    "state-budget": {"year": "2024"},
    "strategy": {"strategy": "Make in Vietnam", "lang": "vi"},
    "targets": {"from": "2030", "lang": "vi"},
    "unattributed": {"subject": "FPT"},
    "weak-slots": {"year": "2021", "subject": "FPT"},
    "went-abroad": {"who": "Viettel"},
    "who-said-what": {"agent": "Nguyễn Khắc Lịch"},
    "why-disagree": {"status": "ruled_out", "lang": "vi"},
    "workforce": {"year": "2024"},
}
# The founding articles say nothing of it: test_ecosystem_answers.
SILENT = {"ownership"}
ASKED = sorted({*query.names()} - SILENT)
CASES = [(name, {"entity": "viettel-group"} if name == "entity-dump" else {}) for name in ASKED]
CASES += PARAMS.items()


@pytest.fixture(scope="module")
def dataset(built_store: Path) -> bytes:
    return current(built_store).dataset.read_bytes()


@pytest.fixture(scope="module")
def graphs(dataset: bytes) -> dict[str, bytes]:
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in ox.parse(dataset, format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.graph_name, ox.NamedNode)
        found[quad.graph_name.value].append(quad.triple)
    return {
        name: ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"" for name, triples in found.items()
    }


@pytest.fixture(scope="module")
def embedded(built_store: Path) -> Embedded:
    return Embedded(current(built_store).open())


@pytest.fixture(scope="module", name="rdflib")
def rdflib_engine(dataset: bytes) -> Rdf:
    # Not the union: the questions may not need it.
    return Rdf(rdflib.Dataset().parse(data=dataset, format="nquads"))


@pytest.fixture(scope="module")
def oxigraph_url(tmp_path_factory: pytest.TempPathFactory, graphs: dict[str, bytes]) -> Iterator[str]:
    if servers.find_oxigraph() is None:
        pytest.skip("no `oxigraph` server binary (pip install oxigraph)")
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        servers.replace_graphs(server, graphs, GRAPH)
        yield server.query_url


@pytest.fixture(scope="module")
def oxigraph(oxigraph_url: str) -> Remote:
    return Remote(oxigraph_url, credentials=None)


@pytest.fixture(scope="module")
def virtuoso(virtuoso_server: servers.Server, graphs: dict[str, bytes]) -> Remote:
    servers.replace_graphs(virtuoso_server, graphs, GRAPH)
    return Remote(virtuoso_server.query_url, credentials=None)


def test_every_question_is_asked_with_a_parameter_too() -> None:
    assert set(PARAMS) == {name for name in ASKED if query.load(name).params}


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize(("name", "params"), CASES, ids=lambda v: v if isinstance(v, str) else "-".join(v))
def test_a_question_has_the_same_answer_everywhere(
    engine_name: str, name: str, params: dict[str, str], embedded: Embedded, request: pytest.FixtureRequest
) -> None:
    question = query.load(name)
    here = question.ask(embedded, params)
    assert here.rows
    engine: Engine = request.getfixturevalue(engine_name)
    there = question.ask(engine, params)
    assert there.query == here.query
    assert there.rows == here.rows


def test_the_embedded_store_needs_no_union_of_graphs(embedded: Embedded, dataset: bytes) -> None:
    class Plain:
        def __init__(self) -> None:
            self.store = ox.Store()
            self.store.bulk_load(dataset, format=ox.RdfFormat.N_QUADS)

        def run(self, text: str) -> query.Table:
            found = self.store.query(text)
            assert isinstance(found, ox.QuerySolutions)
            names = tuple(variable.value for variable in found.variables)
            return query.Table(names, tuple(tuple(solution) for solution in found))

    plain = Plain()
    for name, params in CASES:
        assert query.load(name).ask(plain, params).rows == query.load(name).ask(embedded, params).rows  # type: ignore[arg-type]


def test_triples_are_the_same_on_the_servers(embedded: Embedded, oxigraph: Remote, virtuoso: Remote) -> None:
    where = "{ GRAPH <" + GRAPH + "entities> { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o } }"
    text = "CONSTRUCT { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } WHERE " + where
    here = embedded.run(text)
    assert isinstance(here, list)
    assert len(here) > 100
    assert oxigraph.run(text) == here
    assert virtuoso.run(text) == here
    assert (
        oxigraph.run("ASK { GRAPH ?g { ?s ?p ?o } }") is virtuoso.run("ASK { GRAPH ?g { ?s ?p ?o } }") is True
    )
    assert virtuoso.run("ASK { GRAPH <http://x/none> { ?s ?p ?o } }") is False


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a vt:FigureClaim }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) FROM graph:slots { ?s a ?class }",
        "ASK { ?s a vt:FigureClaim }",
        "CONSTRUCT { ?s vt:surface ?o } WHERE { ?s vt:surface ?o ; vt:slot ?slot }",
        "SELECT ?x { ?s a vt:FigureClaim } #" + "x" * LONG_QUERY,
    ],
    ids=["select", "from", "ask", "construct", "post"],
)
def test_servers_take_the_union_of_all_graphs_as_the_default_graph(
    text: str, embedded: Embedded, oxigraph: Remote, virtuoso: Remote
) -> None:
    passed = check(text)

    def answer(engine: Embedded | Remote) -> object:
        found = engine.run(passed.text, union=passed.union)
        if not isinstance(found, Table):
            return found
        return len(found.rows), [cell(term) for row in found.rows for term in row]

    here = answer(embedded)
    assert here not in (False, [], (0, []), (1, [0]))
    assert answer(oxigraph) == here
    assert answer(virtuoso) == here


def test_the_command_asks_an_endpoint_by_the_servers_address(
    kg: RunKg, built_store: Path, oxigraph_url: str
) -> None:
    base = oxigraph_url.removesuffix("/query")
    for arguments in (
        ["query", "industry-size", "-f", "csv"],
        ["query", "state-budget", "-f", "sparql-json"],
    ):
        here = kg(*arguments, "--store", str(built_store))
        there = kg(*arguments, "--endpoint", base)
        assert (there.returncode, there.stderr) == (0, here.stderr)
        assert there.stdout == here.stdout
    asked = kg(
        "sparql",
        "SELECT ?v { ?c vt:surface '0.76' ; vt:value ?v }",
        "-f",
        "csv",
        "--endpoint",
        base,
    )
    assert asked.stdout == "v\n0.76\n"
