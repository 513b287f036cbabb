"""The servers the other tests lean on: they start, take a graph by PUT, answer, and refuse strangers."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest
from servers import Server, graph_address, login

GRAPH = "http://example.org/test-servers"
TURTLE = '<http://example.org/s> <http://example.org/p> "Tập đoàn"@vi , 3.5 .'.encode()


def ask(server: Server, query: str) -> str:
    request = urllib.request.Request(
        f"{server.query_url}?query={urllib.parse.quote(query)}", headers={"Accept": "text/csv"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("name", ["oxigraph_server", "virtuoso_server"])
def test_a_server_takes_a_graph_and_gives_it_back(name: str, request: pytest.FixtureRequest) -> None:
    server: Any = request.getfixturevalue(name)
    put = urllib.request.Request(
        graph_address(server, GRAPH), data=TURTLE, method="PUT", headers={"Content-Type": "text/turtle"}
    )
    with login(server).open(put, timeout=30) as answer:
        assert answer.status in (200, 201, 204)
    rows = ask(server, f"SELECT ?o WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} ORDER BY DESC(STR(?o))")
    assert rows.replace('"', "").split() == ["o", "Tập", "đoàn", "3.5"]
    delete = urllib.request.Request(graph_address(server, GRAPH), method="DELETE")
    with login(server).open(delete, timeout=30) as answer:
        assert answer.status in (200, 204)


def test_virtuoso_refuses_a_writer_without_the_password(virtuoso_server: Server) -> None:
    put = urllib.request.Request(
        graph_address(virtuoso_server, GRAPH),
        data=TURTLE,
        method="PUT",
        headers={"Content-Type": "text/turtle"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(put, timeout=30)
    refused.value.close()
    assert refused.value.code == 401
