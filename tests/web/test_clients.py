"""Programs of others against our endpoint: SPARQLWrapper, curl, a YASGUI request, rdflib, our own."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib
from conftest import RunKg
from http_client import FORM, send
from servers import KgServer

SELECT = (
    "SELECT ?s ?label { ?s a vt:Aggregate ; skos:prefLabel ?label FILTER(LANG(?label) = 'vi') } ORDER BY ?s"
)
PREFIXED = f"""PREFIX vt: <https://w3id.org/vietnam-tech-kg/ont#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
{SELECT}"""


@pytest.fixture(scope="module")
def labels(served: KgServer) -> list[str]:
    answer = send(served, f"/sparql?{urlencode({'query': SELECT})}")
    found = answer.column("label")
    assert len(found) > 3
    return found


# --- SPARQLWrapper


def wrapped(server: KgServer, query: str, **options: Any) -> Any:
    from SPARQLWrapper import SPARQLWrapper

    client = SPARQLWrapper(f"{server.url}sparql", **options)
    client.setQuery(query)
    return client


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("way", ["urlencoded", "postdirectly"])
@pytest.mark.parametrize("only_conneg", [True, False])
def test_sparqlwrapper_selects(
    served: KgServer, labels: list[str], method: str, way: str, only_conneg: bool
) -> None:
    client = wrapped(served, PREFIXED, returnFormat="json")
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setOnlyConneg(only_conneg)
    if (method, way) == ("GET", "postdirectly"):
        pytest.skip("there is no such request")
    found = client.queryAndConvert()["results"]["bindings"]
    assert [row["label"]["value"] for row in found] == labels


def test_sparqlwrapper_reads_xml_csv_and_tsv(served: KgServer, labels: list[str]) -> None:
    client = wrapped(served, PREFIXED, returnFormat="xml")
    document = client.queryAndConvert()
    texts = [node.firstChild.data for node in document.getElementsByTagName("literal")]
    assert texts == labels
    for form, sign in (("csv", ","), ("tsv", "\t")):
        client = wrapped(served, PREFIXED, returnFormat=form)
        lines = client.queryAndConvert().decode().splitlines()
        assert len(lines) == len(labels) + 1
        assert all(sign in line for line in lines)


@pytest.mark.parametrize("form", ["turtle", "n3", "xml", "rdf+xml", "json-ld"])
def test_sparqlwrapper_constructs_a_graph(served: KgServer, form: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/vietnam-tech-kg/ont#Aggregate> ; ?p ?o }"
    client = wrapped(served, query, returnFormat=form)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = client.query()
        data = answer.response.read()
    media_type = answer.info()["content-type"].partition(";")[0]
    graph = rdflib.Graph().parse(data=data, format=media_type)
    assert len(graph) > 20


def test_sparqlwrapper_asks(served: KgServer) -> None:
    assert wrapped(served, "ASK { ?s ?p ?o }", returnFormat="json").queryAndConvert()["boolean"] is True


def test_sparqlwrapper_hears_of_a_bad_query(served: KgServer) -> None:
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    with pytest.raises(QueryBadFormed, match="query:1:15"):
        wrapped(served, "SELECT * { ?s nope:p ?o }", returnFormat="json").query()


# --- curl

CURL = [
    (["-G", "--data-urlencode", "query=ASK {}", "{url}sparql"], '{"head": {}, "boolean": true}\n'),
    (["--data-urlencode", "query=ASK {}", "-H", "Accept: text/csv", "{url}sparql"], "true\n"),
    (["-H", "Content-Type: application/sparql-query", "--data-binary", "ASK {}", "-H", "Accept: text/csv",
      "{url}sparql"], "true\n"),
    (["-H", "Content-Type: application/sparql-query", "--data-binary",
      "SELECT ?label { company:fpt-corporation skos:prefLabel ?label FILTER(LANG(?label) = 'vi') }",
      "-H", "Accept: text/tab-separated-values", "{url}sparql"], '?label\n"Tập đoàn FPT"@vi\n'),
    (["-H", "Content-Type: application/sparql-update", "--data-binary", "CLEAR ALL",
      "-H", "Accept: text/plain",
      "{url}sparql"], "this service is read-only: updates are not accepted\n"),
    (["-X", "PUT", "-o", "/dev/null", "-w", "%{http_code}\n", "{url}sparql"], "405\n"),
    (["-I", "-o", "/dev/null", "-w", "%{http_code} %{content_type}\n", "{url}dataset.trig"],
     "200 application/trig\n"),
    (["-L", "-H", "Accept: application/n-triples", "-o", "/dev/null",
      "-w", "%{num_redirects} %{content_type}\n",
      "{url}id/company/fpt-corporation"], "1 application/n-triples\n"),
    (["--compressed", "{url}api/questions/industry-size?year=2024", "-H", "Accept: text/csv",
      "-o", "/dev/null",
      "-w", "%{http_code}\n"], "200\n"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), CURL, ids=range(len(CURL)))
def test_curl_transcript(served: KgServer, arguments: list[str], said: str) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl")
    command = [curl, "-s", "--max-time", "30", *(a.replace("{url}", served.url) for a in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout == said


# --- YASGUI


@pytest.mark.parametrize(
    ("query", "accept", "type_"),
    [
        (PREFIXED, "application/sparql-results+json,*/*;q=0.9", "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3", "application/n-triples,*/*;q=0.9", "application/n-triples"),
        ("DESCRIBE company:fpt-corporation", "text/turtle,*/*;q=0.9", "text/turtle"),
    ],
)
def test_yasgui_transcript(served: KgServer, query: str, accept: str, type_: str) -> None:
    """What the editor's page, which this server itself serves, sends and expects."""
    answer = send(
        served, "/sparql", "POST", urlencode({"query": query}), Accept=accept,
        Content_Type=f"{FORM}; charset=UTF-8", Origin=served.url.rstrip("/"), Referer=f"{served.url}editor",
        Sec_Fetch_Mode="cors", Sec_Fetch_Site="same-origin", X_Requested_With="XMLHttpRequest",
    )  # fmt: skip
    assert answer.status == 200
    assert answer.type == type_


# --- rdflib and our own client


def test_rdflib_reads_what_a_thing_is(served: KgServer) -> None:
    from rdflib.namespace import SKOS

    graph = rdflib.Graph().parse(f"{served.url}id/company/fpt-corporation")
    node = rdflib.URIRef("https://w3id.org/vietnam-tech-kg/id/company/fpt-corporation")
    assert rdflib.Literal("Tập đoàn FPT", lang="vi") in set(graph.objects(node, SKOS.prefLabel))


def test_our_commands_ask_the_endpoint_as_they_ask_the_store(
    served: KgServer, built_store: Any, kg: RunKg
) -> None:
    endpoint = ("--endpoint", f"{served.url}sparql")
    store = ("--store", str(built_store))
    for command in (("query", "industry-size", "-f", "json"), ("sparql", SELECT, "-f", "json")):
        remote, local = kg(*command, *endpoint), kg(*command, *store)
        assert remote.returncode == 0, remote.stderr
        assert json.loads(remote.stdout) == json.loads(local.stdout)
