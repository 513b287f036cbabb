"""Which of the forms that we can write the client likes best (RFC 9110, 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_Q = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_ZERO = re.compile(r"q=0(?:\.0*)?")
_TOKEN = re.compile(r"[A-Za-z0-9!#$&^_.+*'`|~%-]+")


@dataclass(frozen=True, slots=True)
class Media:
    """A form that can be written: its short name (also the suffix of addresses), its media types, ours first.

    `iri` is what the W3C calls the format.
    """

    name: str
    types: tuple[str, ...]
    iri: str = ""

    @property
    def header(self) -> str:
        """The Content-Type that goes with it."""
        type_ = self.types[0]
        return f"{type_}; charset=utf-8" if type_.startswith("text/") else type_


_FORMATS = "http://www.w3.org/ns/formats/"
JSON = Media(
    "json", ("application/sparql-results+json", "application/json"), _FORMATS + "SPARQL_Results_JSON"
)
XML = Media(
    "xml", ("application/sparql-results+xml", "application/xml", "text/xml"), _FORMATS + "SPARQL_Results_XML"
)
CSV = Media("csv", ("text/csv",), _FORMATS + "SPARQL_Results_CSV")
TSV = Media("tsv", ("text/tab-separated-values",), _FORMATS + "SPARQL_Results_TSV")
TURTLE = Media("ttl", ("text/turtle", "application/x-turtle"), _FORMATS + "Turtle")
NTRIPLES = Media("nt", ("application/n-triples", "text/plain"), _FORMATS + "N-Triples")
NQUADS = Media("nq", ("application/n-quads",), _FORMATS + "N-Quads")
TRIG = Media("trig", ("application/trig",), _FORMATS + "TriG")
JSONLD = Media("jsonld", ("application/ld+json", "application/json"), _FORMATS + "JSON-LD")
RDFXML = Media("rdf", ("application/rdf+xml", "application/xml", "text/xml"), _FORMATS + "RDF_XML")
HTML = Media("html", ("text/html", "application/xhtml+xml"))
PLAIN_JSON = Media("json", ("application/json",))

ROWS = (JSON, XML, CSV, TSV)
GRAPHS = (TURTLE, NTRIPLES, NQUADS, TRIG, JSONLD, RDFXML)
SUFFIXES = {media.name: media for media in (HTML, *GRAPHS)}


def _ranges(accept: str) -> Iterator[tuple[str, str, float]]:
    """The media ranges of a header with their quality; what is malformed is left out."""
    for element in accept.split(","):
        range_, *parameters = (part.strip() for part in element.split(";"))
        type_, slash, subtype = range_.lower().partition("/")
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = float(value) if _Q.fullmatch(value.strip()) else -1.0
        if slash and quality >= 0 and _TOKEN.fullmatch(type_) and _TOKEN.fullmatch(subtype):
            yield type_, subtype, quality


def _quality(media_type: str, ranges: Sequence[tuple[str, str, float]]) -> tuple[float, int]:
    """Quality of a media type by the most specific range that it is in, and how specific that is."""
    type_, _, subtype = media_type.partition("/")
    found = (0.0, 0)
    for range_type, range_subtype, quality in ranges:
        if (range_type, range_subtype) == (type_, subtype):
            specific = 3
        elif (range_type, range_subtype) == (type_, "*"):
            specific = 2
        elif (range_type, range_subtype) == ("*", "*"):
            specific = 1
        else:
            continue
        if specific > found[1] or (specific == found[1] and quality > found[0]):
            found = (quality, specific)
    return found


def choose(accept: str | None, offered: Sequence[Media]) -> Media | None:
    """The best of `offered` (ours in order of preference) for an Accept header; None where nothing will do.

    Other names of a media type count where the client names them, not through a ``*``.
    """
    ranges = list(_ranges(accept)) if accept is not None else []
    if not ranges:
        return offered[0]
    best: tuple[float, Media | None] = (0.0, None)
    for media in offered:
        quality, specific = _quality(media.types[0], ranges)
        for alias in media.types[1:]:
            other, how = _quality(alias, ranges)
            if how == 3 and (specific < 3 or other > quality):
                quality, specific = other, how
        if quality > best[0]:
            best = (quality, media)
    return best[1]


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether a client that sent this Accept-Encoding header takes gzip; one that says nothing does not."""
    for element in (accept_encoding or "").lower().split(","):
        coding, *parameters = (part.strip() for part in element.split(";"))
        if coding in ("gzip", "x-gzip", "*"):
            return not any(_ZERO.fullmatch(parameter) for parameter in parameters)
    return False


def language(accept_language: str | None, offered: Sequence[str]) -> str:
    """The best of `offered` languages for an Accept-Language header, the first where it says nothing."""
    best = (0.0, offered[0])
    for element in (accept_language or "").split(","):
        tag, *parameters = (part.strip().lower() for part in element.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                quality = float(parameter[2:]) if _Q.fullmatch(parameter[2:]) else 0.0
        primary = tag.partition("-")[0]
        if primary in offered and quality > best[0]:
            best = (quality, primary)
    return best[1]
