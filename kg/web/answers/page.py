"""Plain pages for what has no page of its own in the explorer: concepts, evidence, the ontology."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pyoxigraph as ox

from kg.namespaces import ID, compact, reference
from kg.web import urls
from kg.web.http.negotiate import SUFFIXES

_TITLE = {"en": "Vietnam tech knowledge graph", "vi": "Đồ thị tri thức công nghệ Việt Nam"}


def document(title: str, lang: str, body: str, depth: int = 0) -> bytes:
    """A page; `title` is text, `body` is HTML, `depth` how many folders deep it is."""
    style = f"{'../' * depth}{urls.ASSETS}explorer.css"
    head = f"{escape(title)} · {_TITLE[lang]}" if title else _TITLE[lang]
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{head}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="stylesheet" href="{style}">\n'
        f"</head><body><main>\n{body}\n</main></body></html>\n"
    ).encode()


def resource_page(iri: str, quads: Iterable[ox.Quad]) -> bytes:
    """What is said of a thing, as a table; links stay on this server."""
    local = reference(iri)
    rows = []
    for quad in sorted(quads, key=lambda q: (q.predicate.value, str(q.object))):
        if quad.subject == ox.NamedNode(iri):
            rows.append(
                f"<tr><th>{escape(compact(quad.predicate.value))}</th><td>{_value(quad.object)}</td></tr>"
            )
    stem = escape(local.rpartition("/")[2])
    formats = " · ".join(f'<a href="{stem}.{name}">{name}</a>' for name in SUFFIXES if name != "html")
    body = (
        f"<h1>{escape(local)}</h1>\n<p><code>{escape(iri)}</code> · {formats}</p>\n"
        f"<table>\n{chr(10).join(rows)}\n</table>"
    )
    return document(local, "en", body, depth=local.count("/") + 1)


def _value(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        if term.value.startswith(ID):
            here = reference(term.value)
            return f'<a href="../{escape(here)}">{escape(here)}</a>'
        # Only addresses of the web are links: an IRI may be of any scheme.
        if term.value.startswith(("https://", "http://")):
            return (
                f'<a href="{escape(term.value)}" rel="noopener noreferrer">{escape(compact(term.value))}</a>'
            )
        return escape(term.value)
    if isinstance(term, ox.Literal):
        lang = f' lang="{escape(term.language)}"' if term.language else ""
        return f"<bdi{lang}>{escape(term.value)}</bdi>"
    return escape(str(term))
