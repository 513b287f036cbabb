"""Every address of the service, and what is done there; the work itself is that of kg/web/answers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, Router

from kg import settings as places
from kg.files import sha256
from kg.namespaces import GRAPH, is_local_id, reference
from kg.web import assets, protocol, urls
from kg.web.http.guard import Guard, Policy, Receive, Scope, Send
from kg.web.http.metrics import MEDIA_TYPE
from kg.web.http.negotiate import GRAPHS, HTML, JSONLD, SUFFIXES, Media, choose, language
from kg.web.http.problem import PROBLEM, Problem
from kg.web.service import Options, Service, client_of

Endpoint = Callable[[Request], Awaitable[Response]]
_SUFFIXED = re.compile(r"(.*)\.([a-z]+)")
_PAGES = (HTML, *GRAPHS)
_VARY = "Accept, Accept-Language"


def application(options: Options) -> tuple[Guard, Service]:
    """The application and the service behind it, which is to be started and closed.

    Raises as `kg.store.current` does where there is no build to serve, and as `kg.web.mirror.Mirror` where
    there is none in a store elsewhere.
    """
    service = Service(options)
    router = Router(_Routes(service).all(), redirect_slashes=False)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = router
        try:
            await router(scope, receive, send)
        except HTTPException as error:
            raise _no_route(scope["method"], error) from None

    policy = Policy.of(options.host, options.hosts, options.origins, options.url)
    return Guard(app, policy, service.requests, lambda: service.build), service


def _no_route(method: str, error: HTTPException) -> Problem:
    if error.status_code == 405:
        return Problem(405, f"{method} is not offered here: read only", headers=error.headers)
    return Problem(error.status_code, "there is no such address", remedy="see / and /openapi.json")


def _chosen(request: Request, offered: Sequence[Media]) -> Media:
    media = choose(request.headers.get("accept"), offered)
    if media is None:
        known = ", ".join(form.types[0] for form in offered)
        raise Problem(406, "nothing that you accept can be written", remedy=f"accept {known}")
    return media


def _suffixed(path: str, offered: Sequence[Media]) -> tuple[str, Media | None]:
    """A path and the form that its suffix names; raises Problem on a suffix of no form."""
    match = _SUFFIXED.fullmatch(path)
    if match is None:
        return path, None
    media = SUFFIXES.get(match[2])
    if media is None or media not in offered:
        known = ", ".join(f".{form.name}" for form in offered)
        raise Problem(404, f"there is no form .{match[2]}", remedy=f"known: {known}")
    return match[1], media


def _see(address: str, vary: str = _VARY) -> Response:
    return RedirectResponse(address, 303, {"vary": vary, "cache-control": "no-cache"})


def _lang(request: Request) -> str:
    given = request.query_params.get("lang")
    return (
        given if given in urls.LANGUAGES else language(request.headers.get("accept-language"), urls.LANGUAGES)
    )


class _Routes:
    """The addresses."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._assets = {
            name: (*found, f'"{sha256(found[1])[:20]}"')
            for name in assets.names()
            if (found := assets.asset(name))
        }

    def all(self) -> list[Route]:
        """Every route; the first that matches counts."""
        reading: list[tuple[str, Endpoint]] = [
            ("/graph-store", self.graph_store),
            ("/graph/{name:path}", self.graph),
            ("/dataset", self.dataset),
            ("/dataset.{suffix}", self.dump),
            ("/id/{kind}/{local:path}", self.thing),
            ("/ont", self.ontology),
            ("/ont.{suffix}", self.ontology),
            ("/ont/{version}", self.ontology_version),
            ("/query/{name}", self.query),
            ("/context.jsonld", self.context),
            ("/.well-known/void", self.void),
            ("/questions.ttl", self.executables),
            ("/api/questions", self.questions),
            ("/api/questions/{name}", self.question),
            ("/openapi.json", self.openapi),
            ("/health", self.health),
            ("/metrics", self.metrics),
            ("/static/{name:path}", self.asset),
            ("/{path:path}", self.page),
        ]
        return [
            Route("/sparql", self.sparql, methods=["GET", "POST"]),
            Route("/update", self.update, methods=["GET", "POST"]),
            *(Route(path, endpoint, methods=["GET"]) for path, endpoint in reading),
        ]

    async def _answer(self, request: Request, op: str, **given: Any) -> Response:
        return await self._service.answer(request, op, given)

    # --- SPARQL

    async def sparql(self, request: Request) -> Response:
        """The SPARQL 1.1 Protocol; without a query the service description, or the editor for a browser."""
        asked = await protocol.asked(request)
        if asked.query is None:
            media = _chosen(request, (*GRAPHS, HTML))
            if media is HTML:
                return _see(urls.Links("sparql", _lang(request)).to(urls.EDITOR))
            return await self._answer(request, "service", base=self._service.base(request), format=media.name)
        return await self._answer(
            request, "sparql", query=asked.query, default=asked.default, named=asked.named,
            accept=request.headers.get("accept"),
        )  # fmt: skip

    async def update(self, request: Request) -> Response:
        """There is nothing to update, whatever is sent; an update by GET is none anywhere."""
        if request.method != "POST":
            raise Problem(405, protocol.READ_ONLY, headers={"Allow": "POST"})
        raise Problem(403, protocol.READ_ONLY)

    async def graph_store(self, request: Request) -> Response:
        """The SPARQL 1.1 Graph Store Protocol, to read: `?graph=IRI` or `?default`."""
        fields = protocol.pairs(request.scope["query_string"])
        graphs = [value for name, value in fields if name == "graph"]
        defaults = [name for name, _ in fields if name == "default"]
        if len(graphs) + len(defaults) != 1:
            raise Problem(400, "name one graph", remedy="give ?graph=IRI or ?default")
        media = _chosen(request, GRAPHS)
        return await self._answer(request, "graph", graph=graphs[0] if graphs else None, format=media.name)

    async def graph(self, request: Request) -> Response:
        """A named graph by its own address."""
        name, media = _suffixed(request.path_params["name"], GRAPHS)
        if not all(map(is_local_id, name.split("/"))):
            raise Problem(404, "there is no such graph", remedy="the service description lists the graphs")
        media = media or _chosen(request, GRAPHS)
        return await self._answer(request, "graph", graph=GRAPH + name, format=media.name)

    # --- The dataset

    async def dataset(self, request: Request) -> Response:
        """Where the dataset is described."""
        media = _chosen(request, (HTML, *GRAPHS))
        return _see("./" if media is HTML else ".well-known/void")

    async def dump(self, request: Request) -> Response:
        """All of it."""
        _, media = _suffixed(f"dataset.{request.path_params['suffix']}", GRAPHS)
        assert media is not None
        return await self._answer(request, "graph", graph=None, format=media.name)

    async def void(self, request: Request) -> Response:
        """VoID and DCAT."""
        media = _chosen(request, GRAPHS)
        return await self._answer(request, "void", base=self._service.base(request), format=media.name)

    async def context(self, request: Request) -> Response:
        """The JSON-LD context."""
        content = (places.ontology_dir() / "context.jsonld").read_bytes()
        return Response(content, media_type=JSONLD.types[0])

    # --- Things

    async def thing(self, request: Request) -> Response:
        """A thing is no document (303): here is where the form that the client likes is, and each form."""
        kind = request.path_params["kind"]
        local, media = _suffixed(request.path_params["local"], _PAGES)
        if media is not None and media is not HTML:
            return await self._answer(request, "resource", kind=kind, local=local, format=media.name)
        found = await self._service.known("locate", {"kind": kind, "local": local}, client_of(request))
        links = urls.Links(f"id/{kind}/{local}", urls.DEFAULT_LANGUAGE)
        if found["replaced"] is not None:
            return _see(links.root(f"id/{quote(reference(found['replaced']))}"))
        chosen = media or _chosen(request, _PAGES)
        if chosen is HTML and found["page"] is not None:
            return _see(links.to(found["page"], _lang(request)))
        if media is HTML:
            return await self._answer(request, "resource", kind=kind, local=local, format=HTML.name)
        return _see(f"{quote(local.rpartition('/')[2])}.{chosen.name}")

    async def ontology(self, request: Request) -> Response:
        """The ontology: where the form is that the client likes, and each form."""
        if "suffix" not in request.path_params:
            return _see(f"ont.{_chosen(request, _PAGES).name}")
        _, media = _suffixed(f"ont.{request.path_params['suffix']}", _PAGES)
        assert media is not None
        return await self._answer(request, "ontology", format=media.name, lang=_lang(request))

    async def ontology_version(self, request: Request) -> Response:
        """A version of the ontology; only the one that is in use is kept here."""
        version = request.path_params["version"]
        kept = (await self._service.known("version", {}, client_of(request)))["version"]
        if version != kept:
            raise Problem(404, f"version {version[:20]!r} is not kept here", remedy=f"this is {kept}")
        return _see("../ont")

    # --- Questions

    async def questions(self, request: Request) -> Response:
        """The saved questions."""
        return await self._answer(request, "questions", base=self._service.base(request))

    async def question(self, request: Request) -> Response:
        """The answer to one."""
        params = protocol.pairs(request.scope["query_string"])
        return await self._answer(
            request, "ask", name=request.path_params["name"], params=params,
            accept=request.headers.get("accept"),
        )  # fmt: skip

    async def executables(self, request: Request) -> Response:
        """The saved questions as sh:SPARQLExecutable."""
        return await self._answer(request, "questions.ttl", base=self._service.base(request))

    async def query(self, request: Request) -> Response:
        """The IRI of a saved question: its page, or the Turtle of all."""
        media = _chosen(request, (HTML, SUFFIXES["ttl"]))
        name = request.path_params["name"]
        return _see(f"../questions/{quote(name, safe='')}" if media is HTML else "../questions.ttl")

    async def openapi(self, request: Request) -> Response:
        """This interface as OpenAPI."""
        return await self._answer(request, "openapi", base=self._service.base(request))

    # --- Pages

    async def page(self, request: Request) -> Response:
        """A page of the explorer, or its twin as JSON, CSV or RDF."""
        lang, path = urls.split(request.path_params["path"])
        thing, media = self._twin(path)
        if thing is not None and media is not None:
            kind, local = thing
            return await self._answer(request, "resource", kind=kind, local=local, format=media.name)
        html = choose(request.headers.get("accept"), (PROBLEM, HTML)) is HTML
        query = dict(protocol.pairs(request.scope["query_string"]))
        return await self._answer(request, "page", path=path, lang=lang, query=query, html=html)

    @staticmethod
    def _twin(path: str) -> tuple[tuple[str, str] | None, Media | None]:
        """The thing that a page is about, and the form of RDF that its suffix names."""
        match = _SUFFIXED.fullmatch(path)
        media = SUFFIXES.get(match[2]) if match else None
        return (urls.resource_of(match[1]), media) if match and media in GRAPHS else (None, None)

    async def asset(self, request: Request) -> Response:
        """A static file of the pages."""
        found = self._assets.get(request.path_params["name"])
        if found is None:
            raise Problem(404, "there is no such file")
        media_type, content, tag = found
        headers = {"content-type": media_type, "etag": tag, "cache-control": "public, max-age=300"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers)

    # --- The service

    async def health(self, request: Request) -> Response:
        """Whether it can answer."""
        status, content = self._service.health()
        return JSONResponse(content, status, {"cache-control": "no-store"})

    async def metrics(self, request: Request) -> Response:
        """Counters."""
        return PlainTextResponse(
            self._service.metrics(), headers={"content-type": MEDIA_TYPE, "cache-control": "no-store"}
        )
