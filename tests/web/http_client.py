"""HTTP as a client of the tests speaks it: one request a connection, or bytes as they are."""

from __future__ import annotations

import http.client
import json
import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from servers import KgServer

ROWS = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        """The media type."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def column(self, name: str) -> list[str]:
        """The values of a variable in SPARQL results."""
        return [row[name]["value"] for row in self.json()["results"]["bindings"]]


def send(
    server: KgServer,
    target: str,
    method: str = "GET",
    body: bytes | str | None = None,
    *,
    local: str | None = None,
    **headers: str,
) -> Answer:
    """One request, from the address `local`; headers are keyword arguments with _ for -."""
    source = (local, 0) if local else None
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60, source_address=source)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, body, named)
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def ask(server: KgServer, query: str, accept: str = ROWS, **fields: str | Iterable[str]) -> Answer:
    """A query by GET, with further parameters (_ for -)."""
    pairs = [("query", query)]
    for name, values in fields.items():
        each = [values] if isinstance(values, str) else values
        pairs += [(name.replace("_", "-"), value) for value in each]
    return send(server, f"/sparql?{urlencode(pairs)}", Accept=accept)


def raw(server: KgServer, data: bytes, *, local: str | None = None) -> bytes:
    """Send bytes, and give all that comes back until the server closes."""
    source = (local, 0) if local else None
    with socket.create_connection((server.host, server.port), 30, source) as connection:
        received = b""
        try:
            connection.sendall(data)
            while block := connection.recv(65_536):
                received += block
        except ConnectionError:
            pass
        return received


def statuses(received: bytes) -> list[int]:
    """The statuses of the responses that stand one after the other in `received`."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 ([0-9]{3}) ", received)]
