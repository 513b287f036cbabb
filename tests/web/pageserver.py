"""The pages behind a small server on loopback with a strict content security policy, for tests in a browser."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from kg.answer import Answer, Table, sparql_json
from kg.engine import Embedded
from kg.gate import check
from kg.knowledge import KnowledgeGraph
from kg.web import assets, urls
from kg.web.pages import not_found, render
from kg.web.site import Page, Site

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class Pages:
    """Answers requests as the server of the project would: pages, static files, the endpoint."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        self.engine = Embedded(graph.generation.open())
        self.site = Site(ask=self._ask, select=self._select)

    def _ask(self, name: str, given: Mapping[str, str], language: str) -> Answer:
        return self.graph.ask(name, language, **given)

    def _select(self, query: str) -> Table | bool | str:
        passed = check(query)
        with passed.places():
            found = self.engine.run(passed.text, union=passed.union)
        return "\n".join(map(str, found)) if isinstance(found, list) else found

    def answer(self, address: str) -> Page:
        """The page at an address."""
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query))
        path = parts.path.removeprefix("/")
        if path.startswith(urls.ASSETS):
            found = assets.asset(path.removeprefix(urls.ASSETS))
            return Page(404, "text/plain", b"") if found is None else Page(200, *found)
        if path == urls.ENDPOINT:
            found_rows = self._select(query["query"])
            assert isinstance(found_rows, Table)
            body = sparql_json(found_rows.columns, found_rows.rows).encode()
            json.loads(body)
            return Page(200, "application/sparql-results+json", body)
        language, page = urls.split(path)
        return render(self.graph, page, query, language, self.site) or not_found(self.graph, language, self.site)


@contextmanager
def serving(graph: KnowledgeGraph) -> Iterator[str]:
    """The address of a server of the pages of a build, for as long as the block lasts."""
    pages = Pages(graph)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.answer(self.path)
            self.send_response(page.status)
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(page.body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
