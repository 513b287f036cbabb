"""Rows and yes-or-no as the W3C writes them: JSON, XML, CSV and TSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.answer import Table, Term, sparql_json
from kg.web.http.negotiate import CSV, JSON, TSV, XML, Media
from kg.web.http.problem import Problem

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def boolean(value: bool, media: Media) -> bytes:
    """The answer to an ASK."""
    word = "true" if value else "false"
    if media is JSON:
        return f'{{"head": {{}}, "boolean": {word}}}\n'.encode()
    if media is XML:
        return f"{_HEAD}<head/>\n<boolean>{word}</boolean>\n</sparql>\n".encode()
    return f"{word}\n".encode()


def rows(table: Table, media: Media) -> bytes:
    """The answer to a SELECT; raises Problem on text that XML cannot hold."""
    if media is JSON:
        return sparql_json(table.columns, table.rows).encode()
    writer = {XML.name: _xml, CSV.name: _csv, TSV.name: _tsv}[media.name]
    return "".join(writer(table)).encode()


def _xml(table: Table) -> Iterator[str]:
    yield f"{_HEAD}<head>\n"
    yield from (f"<variable name={quoteattr(name)}/>\n" for name in table.columns)
    yield "</head>\n<results>\n"
    for row in table.rows:
        yield "<result>"
        for name, term in zip(table.columns, row, strict=True):
            if term is not None:
                yield f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
        yield "</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    if _NOT_XML.search(term.value):
        raise Problem(406, "the answer holds characters that XML cannot", remedy=f"ask for {JSON.types[0]}")
    text = escape(term.value, {"\r": "&#13;"})
    if isinstance(term, ox.NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{text}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    if term.datatype.value != _XSD_STRING:
        return f"<literal datatype={quoteattr(term.datatype.value)}>{text}</literal>"
    return f"<literal>{text}</literal>"


def _csv(table: Table) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_csv_term(term) for term in row])
    yield buffer.getvalue()


def _csv_term(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value


def _tsv(table: Table) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in table.columns) + "\n"
    for row in table.rows:
        yield "\t".join("" if t is None else str(t).replace("\t", "\\t") for t in row) + "\n"


def answer_json(content: object) -> bytes:
    """Any content as JSON; numbers keep their digits as text."""
    return (json.dumps(content, ensure_ascii=False, default=str, indent=1) + "\n").encode()
