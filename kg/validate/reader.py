"""A graph from outside as canonical N-Quads: what is not plainly RDF of modest size is refused.

Only pyoxigraph parses, strictly: other parsers take bad IRIs, follow remote JSON-LD contexts or read local
files.  What it refuses with an odd message (a byte order mark, a web page saved as Turtle, a pointer of
git-lfs) is recognised before.  Runs in a process of its own (see `kg.validate.foreign`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import BadInput, UsageError
from kg.files import decode

MAX_GRAPH: Final = 500_000_000
MAX_RDFXML: Final = 20_000_000
MAX_JSON_DEPTH: Final = 200
FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "json-ld": ox.RdfFormat.JSON_LD,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
    "rdf": ox.RdfFormat.RDF_XML,
}
_OTHER_ENDINGS = {"json": "jsonld", "n3": "turtle", "owl": "rdf", "rdfxml": "rdf"}
_JSON_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def format_of(name: str | None, path: Path | None, *, allow_rdfxml: bool = False) -> str:
    """The format called `name`, else the one that the ending of `path` stands for.

    Raises UsageError when neither says it, and for RDF/XML unless that is allowed.
    """
    if name is None:
        if path is None:
            raise UsageError(
                "stdin does not say what format it is in", remedy="give --format-in turtle, trig, …"
            )
        ending = path.suffix.lower().removeprefix(".")
        name = _OTHER_ENDINGS.get(ending, ending)
        if name not in FORMATS:
            raise UsageError(
                f"no format is known by the ending of {path.name}",
                remedy=f"give --format-in {'|'.join(FORMATS)}",
            )
    if FORMATS[name] == ox.RdfFormat.RDF_XML and not allow_rdfxml:
        raise UsageError(
            "RDF/XML is not read: its entities can grow without limit",
            remedy="give another format, or --allow-rdfxml for a file that you trust",
        )
    return name


def to_nquads(data: bytes, shown: str, fmt: str) -> bytes:
    """The statements of `data` as canonical N-Quads, each once; raises BadInput with the place of a fault."""
    text = _text(data, shown)
    parser = FORMATS[fmt]
    if parser == ox.RdfFormat.JSON_LD:
        _check_json_depth(text, shown)
    if parser == ox.RdfFormat.RDF_XML:
        _check_rdfxml(text, shown)
    try:
        lines = ox.serialize(_quads(text, parser), format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise BadInput.at(
            shown,
            f"not {parser.name}: {_words(error)}",
            line=error.lineno or 0,
            column=error.offset or 0,
            remedy="correct it, or say what it is with --format-in",
        ) from None
    except (ValueError, RuntimeError, OSError) as error:
        raise BadInput.at(shown, f"not {parser.name}: {_words(error)}", remedy="correct it") from None
    assert lines is not None
    if not lines:
        raise BadInput.at(shown, "holds no statement, so there is nothing to check", remedy="give a graph")
    return b"".join(dict.fromkeys(lines.splitlines(keepends=True)))


def _quads(text: str, parser: ox.RdfFormat) -> Iterator[ox.Quad]:
    for quad in ox.parse(text.encode(), format=parser, lenient=False):
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            raise ValueError("a statement about a statement (RDF 1.2), which SHACL engines pass over")
        yield quad


def _words(error: Exception) -> str:
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    if "LoadDocumentCallback" in str(message):
        return "a remote @context, which is never fetched; put the context into the file"
    return " ".join(str(message).split())[:300]


def _text(data: bytes, shown: str) -> str:
    if not data.strip():
        raise BadInput.at(shown, "is empty", remedy="give a graph")
    if data.startswith((b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ")):
        raise BadInput.at(shown, "is compressed", remedy="unpack it first")
    if data.startswith(b"version https://git-lfs"):
        raise BadInput.at(shown, "is a pointer of git-lfs, not the file itself", remedy="run `git lfs pull`")
    text = decode(data, shown).removeprefix("\ufeff")
    if re.match(r"\s*<(!doctype\s+html|html|head|body)\b", text[:2000], re.IGNORECASE):
        raise BadInput.at(shown, "is a web page, not a graph", remedy="download the file itself")
    if found := _CONTROL.search(text):
        before = text[: found.start()]
        raise BadInput.at(
            shown,
            f"control character U+{ord(found[0]):04X} ({unicodedata.category(found[0])})",
            line=before.count("\n") + 1,
            column=found.start() - before.rfind("\n"),
            remedy="remove it",
        )
    return text


def _check_json_depth(text: str, shown: str) -> None:
    """Refuse what is nested so deep that a parser would use up its stack or memory."""
    depth = 0
    for match in _JSON_STRUCTURE.finditer(text):
        if match[0] in "[{":
            depth += 1
            if depth > MAX_JSON_DEPTH:
                line = text.count("\n", 0, match.start()) + 1
                raise BadInput.at(
                    shown, f"nested deeper than {MAX_JSON_DEPTH}", line=line, remedy="flatten it"
                )
        elif match[0] in "]}":
            depth -= 1


def _check_rdfxml(text: str, shown: str) -> None:
    if len(text) > MAX_RDFXML:
        raise BadInput.at(
            shown, f"RDF/XML above the limit of {MAX_RDFXML:,} characters", remedy="use N-Triples"
        )
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadInput.at(shown, "a document type declaration is not read", remedy="remove <!DOCTYPE …>")
