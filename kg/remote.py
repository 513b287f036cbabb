"""A SPARQL endpoint somewhere else.

SPARQLWrapper makes the request; sending it is ours, because SPARQLWrapper follows redirects with the
credentials, has no time-out of its own, and reads answers of any size.  Here a redirect is an error,
credentials are sent only to the configured address and only when it asks for them, time and size are limited,
and an answer is an answer only when it is well-formed to its last byte.
"""

from __future__ import annotations

import base64
import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

import pyoxigraph as ox

from kg import settings
from kg.answer import Table, term_from_json
from kg.engine import Graphs, Result, limited
from kg.errors import EndpointFailed, EndpointTimeout, LimitReached, UsageError, printable
from kg.gate import GRAPH_FORMS

MAX_ANSWER = 64_000_000
LONG_QUERY = 1_500
ATTEMPTS = 3
MAX_WAIT: Final = 5.0
_BLOCK = 1 << 16
_TRY_AGAIN = (502, 503, 504)
_LATE = (408, 504)
_ROWS = ("application/sparql-results+json", "application/json")
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
# Where servers answer queries, when only the server is named (Oxigraph, then Virtuoso and many others).
_USUAL_PATHS = ("/query", "/sparql")


def check_endpoint(url: str) -> str:
    """`url` when it is a plain http(s) address; raises UsageError on user info and other schemes."""
    shown = printable(url, 200)
    try:
        parts = urllib.parse.urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise UsageError(f"not an address: {shown}") from None
    if "@" in parts.netloc:
        remedy = "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD instead"
        raise UsageError("an endpoint's address must not hold a user or password", remedy=remedy)
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_fine:
        raise UsageError(f"not an http(s) address: {shown}", remedy="give http://HOST:PORT/PATH")
    if parts.fragment or any(c <= " " or c == "\x7f" for c in url) or not url.isascii():
        remedy = "leave out fragments, blanks and special characters"
        raise UsageError(f"not an address: {shown}", remedy=remedy)
    return url


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> NoReturn:
        fp.close()
        target = printable(urllib.parse.urlsplit(newurl).netloc, 100)
        raise EndpointFailed(
            f"redirects to {target or 'another address'} (HTTP {code})",
            place=shown(req.full_url),
            remedy="redirects are not followed; give the final address",
        )


def shown(url: str) -> str:
    """An address as messages show it: without query and user info."""
    parts = urllib.parse.urlsplit(url)
    return printable(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}", 200)


def opener(url: str, credentials: tuple[str, str] | None) -> urllib.request.OpenerDirector:
    """What sends requests to `url`: no redirects, Basic or Digest only when that address asks for it."""
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if credentials:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, url, *credentials)
        handlers += [
            urllib.request.HTTPDigestAuthHandler(passwords),
            urllib.request.HTTPBasicAuthHandler(passwords),
        ]
    return urllib.request.build_opener(*handlers)


@dataclass
class Remote:
    """A SPARQL 1.1 endpoint; `url` is its query address, or its server's.

    `seconds` limits one request from its start to its last byte.
    """

    url: str
    credentials: tuple[str, str] | None = field(default_factory=settings.endpoint_credentials)
    seconds: float = 60.0
    limit: int | None = None
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        check_endpoint(self.url)
        self._query_url = ""

    @property
    def query_url(self) -> str:
        """The address that queries are sent to; raises EndpointFailed where none answers."""
        self._query_url = self._query_url or self._find()
        return self._query_url

    def run(self, query: str, *, union: bool = True, graphs: Graphs | None = None) -> Result:
        """The result of `query`; raises EndpointFailed, and LimitReached above the limits of size.

        With `union`, Oxigraph is asked to take all graphs together as the default graph; other servers do not
        know that parameter, and do as they are set up.  With `graphs` these are the dataset.
        """
        return self._run(self.query_url, query, union, graphs)

    def _find(self) -> str:
        parts = urllib.parse.urlsplit(self.url)
        if parts.path not in ("", "/"):
            return self.url
        failures = []
        for path in _USUAL_PATHS:
            candidate = urllib.parse.urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
            try:
                if isinstance(self._run(candidate, "ASK {}", union=False), bool):
                    return candidate
            except EndpointFailed as error:
                failures.append(error)
        raise failures[-1] if failures else EndpointFailed("no SPARQL endpoint found", place=shown(self.url))

    def _run(self, url: str, query: str, union: bool, graphs: Graphs | None = None) -> Result:
        from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

        wrapper = SPARQLWrapper(url)
        wrapper.setOnlyConneg(True)
        wrapper.setMethod(POST if len(query) > LONG_QUERY or graphs is not None else GET)
        wrapper.setQuery(query)
        if graphs is not None:
            for iri in graphs.default:
                wrapper.addParameter("default-graph-uri", iri)
            for iri in graphs.named:
                wrapper.addParameter("named-graph-uri", iri)
        elif union:
            wrapper.addParameter("union-default-graph", "true")
        is_graph = wrapper.queryType in GRAPH_FORMS
        wrapper.setReturnFormat(TURTLE if is_graph else JSON)
        accept = "application/n-triples, text/turtle;q=0.5" if is_graph else _ROWS[0]
        wrapper.addCustomHttpHeader("Accept", accept)
        media_type, data = self._send(wrapper._createRequest())
        try:
            return self._triples(media_type, data) if is_graph else self._rows(media_type, data)
        except (ValueError, SyntaxError, KeyError, TypeError, RecursionError) as error:
            problem = printable(" ".join(str(error).split()), 160)
            raise EndpointFailed(f"its answer is not well-formed: {problem}", place=shown(url)) from None

    def _send(self, request: urllib.request.Request) -> tuple[str, bytes]:
        """Media type and body of the answer, after at most ATTEMPTS attempts."""
        place = shown(request.full_url)
        send = opener(request.full_url, self.credentials)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with send.open(request, timeout=self.seconds) as response:
                    if response.status != 200:
                        raise EndpointFailed(f"HTTP {response.status} without an answer", place=place)
                    # Virtuoso's way to say that its own limit may have cut the answer.
                    if rows := response.headers["X-SPARQL-MaxRows"]:
                        what = f"its answer may be cut: it gives {printable(rows, 12)} rows at most"
                        raise LimitReached(what, place=place, remedy="add a LIMIT below that")
                    # Without a type of its own an answer must not pass for one of the default type.
                    media_type = (
                        response.headers.get_content_type() if response.headers["Content-Type"] else ""
                    )
                    return media_type, self._read(response, place)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in _TRY_AGAIN or attempt == ATTEMPTS:
                        what = self._without_secrets(_said(error))
                        kind = EndpointTimeout if error.code in _LATE else EndpointFailed
                        raise kind(what, place=place, remedy=_remedy(error.code)) from None
                    self.sleep(_wait(error.headers.get("Retry-After"), attempt))
            except (OSError, http.client.HTTPException, ValueError) as error:
                cause = getattr(error, "reason", error)
                if attempt == ATTEMPTS or isinstance(cause, ConnectionRefusedError | TimeoutError):
                    failed = EndpointTimeout if isinstance(cause, TimeoutError) else EndpointFailed
                    raise failed(f"does not answer: {_reason(error)}", place=place) from None
                self.sleep(_wait(None, attempt))
        raise AssertionError("unreachable")

    def _without_secrets(self, text: str) -> str:
        """`text` of a server without our login: some servers repeat a request's headers in an error page."""
        if self.credentials is None:
            return text
        login = base64.b64encode(":".join(self.credentials).encode()).decode()
        for secret in (login, self.credentials[1]):
            text = text.replace(secret, "…") if secret else text
        return text

    def _read(self, response: Any, place: str) -> bytes:
        deadline = time.monotonic() + self.seconds
        blocks: list[bytes] = []
        size = 0
        while block := response.read1(_BLOCK):
            size += len(block)
            blocks.append(block)
            if size > MAX_ANSWER:
                what = f"its answer is larger than {MAX_ANSWER:,} bytes"
                raise LimitReached(what, place=place, remedy="add a LIMIT")
            if time.monotonic() > deadline:
                raise EndpointTimeout(f"its answer took longer than {self.seconds:g} seconds", place=place)
        # read1 ends quietly on a body that was cut; the length that is still owed says so.
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(blocks)

    def _rows(self, media_type: str, data: bytes) -> Table | bool:
        if media_type not in _ROWS:
            raise ValueError(f"{media_type or 'no media type'} instead of {_ROWS[0]}")
        message = json.loads(data, parse_constant=_no_constant)
        if not isinstance(message, dict):
            raise ValueError("no object")
        if isinstance(message.get("boolean"), bool):
            return bool(message["boolean"])
        names = message["head"]["vars"]
        bindings = message["results"]["bindings"]
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ValueError("head.vars is not a list of names")
        known = set(names)
        if len(known) != len(names):
            raise ValueError("head.vars names a variable twice")
        if not isinstance(bindings, list):
            raise ValueError("results.bindings is not a list")
        if not all(isinstance(row, Mapping) and row.keys() <= known for row in bindings):
            raise ValueError("results.bindings are not rows of head.vars")
        rows = (tuple(term_from_json(row[n]) if n in row else None for n in names) for row in bindings)
        table = Table(tuple(names), tuple(limited(rows, self.limit)))
        if table.columns == ("__ASK_RETVAL",):  # Virtuoso's way to say yes or no
            return [row[0].value for row in table.rows if row[0] is not None] in (["1"], ["true"])
        return table

    def _triples(self, media_type: str, data: bytes) -> list[ox.Triple]:
        if media_type not in _TRIPLES:
            raise ValueError(f"{media_type or 'no media type'} instead of triples")
        rows = ((quad.triple,) for quad in ox.parse(data, format=_TRIPLES[media_type]))
        return sorted({triple for (triple,) in limited(rows, self.limit)}, key=str)  # type: ignore[misc]


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _said(error: urllib.error.HTTPError) -> str:
    try:
        # Of an error that urllib itself raises, early releases of Python 3.11 read an empty str, not bytes.
        body = (error.read(2_000) or b"").decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        body = ""
    first = next((line.strip() for line in body.splitlines() if line.strip()), "")
    if first.startswith("<"):  # a page says nothing in its first line
        first = ""
    return f"HTTP {error.code} {error.reason}" + (f": {printable(first, 160)}" if first else "")


def _remedy(code: int) -> str:
    return {
        401: "check KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD",
        403: "this user may not do that",
        404: "check the address",
        405: "check the address",
    }.get(code, "")


def _wait(retry_after: str | None, attempt: int) -> float:
    if retry_after and retry_after.isascii() and retry_after.isdigit():
        return min(float(retry_after[:6]), MAX_WAIT)
    return min(0.5 * float(2 ** (attempt - 1)), MAX_WAIT)


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return printable(" ".join(str(text).split()), 160)
