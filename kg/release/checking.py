"""Checking a release that somebody else may have made, with nothing online.

First the files against SHA256SUMS: changed, missing and additional ones.  Only when all are as listed, what
they say is held against each other: the manifest lists the same files, all formats hold the same statements,
whose digests are the manifest's, tables have as many rows as it counts, and every evidence bundle recomputes.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.bundle import verify_bundle as verifier
from kg.errors import BadInput
from kg.finding import Finding
from kg.lists import Severity
from kg.namespaces import ID, PREFIXES, VT
from kg.release.folder import (
    CRATE,
    MANIFEST,
    NAME,
    NQUADS,
    PROOF,
    SUMS,
    TABLES,
    Release,
    problems,
    read_manifest,
    read_sums,
)
from kg.release.making import canonical_digests

_TYPE = f"<{PREFIXES['rdf']}type>"
_WITH_GRAPHS = {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
_WITHOUT = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
# Tables whose rows the graph has too: what names a row, the kind of that, and its class where there is one
# for all that the graph has of it.
_NAMED = {
    "figures": ("claim", "claim", "FigureClaim"), "relations": ("claim", "claim", "RelationClaim"),
    "articles": ("article", "article", "Article"), "slots": ("slot", "slot", "Slot"),
    "conflicts": ("id", "finding", ""), "checks": ("id", "finding", ""),
}  # fmt: skip
_COUNTED = {
    "figures": "figure_claims", "relations": "relation_claims", "articles": "sources", "slots": "slots",
    "entities": "entities",
}  # fmt: skip
_REMEDY = "do not use it; get the release again, and compare the digest of SHA256SUMS"


def check(folder: Path) -> list[Finding]:
    """Everything that is wrong with a release; nothing when it is whole.

    Raises BadInput where the folder is no release, or its list of digests is none.
    """
    listed = read_sums(folder)
    found = [_finding(folder / name, "file", what) for name, what in problems(folder, listed)]
    if found:
        return found
    try:
        release = Release(folder, read_manifest(folder))
        return [_finding(folder / name, rule, what) for name, rule, what in _contents(release, listed)]
    except BadInput as error:
        return [Finding(Severity.VIOLATION, error.place, "release-content", error.what, _REMEDY)]


def _finding(path: Path, rule: str, what: str) -> Finding:
    return Finding(Severity.VIOLATION, str(path), f"release-{rule}", what, _REMEDY)


def _contents(release: Release, listed: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """What does not fit together, as (path, rule, what is wrong)."""
    files = release.manifest["files"]
    known = {path: entry.get("sha256") for path, entry in files.items()}
    known |= {name: listed.get(name) for name in (MANIFEST, CRATE)}
    if known != listed:
        odd = sorted(known.items() ^ listed.items())[0][0]
        yield MANIFEST, "manifest", f"does not list the same files as {SUMS}: {odd}"
        return
    nquads = _unpacked(release, NQUADS)
    yield from _graphs(release, nquads)
    yield from _tables(release, nquads)
    yield from _proofs(release)


def _tables(release: Release, nquads: bytes) -> Iterator[tuple[str, str, str]]:
    typed: dict[str, set[str]] = {}
    for line in nquads.decode().splitlines():
        subject, predicate, value, *_ = line.split(" ", 3)
        if predicate == _TYPE:
            typed.setdefault(value, set()).add(subject)
    for table, stem in TABLES.items():
        rows = list(release.rows(table))
        path, wanted = f"tables/{stem}.jsonl", release.counts.get(_COUNTED.get(table, ""), len(rows))
        if len(rows) != wanted:
            yield path, "table", f"has {len(rows):,} rows, not {wanted}"
        if table in _NAMED:
            column, kind, class_ = _NAMED[table]
            held = {f"<{ID}{kind}/{row[column]}>" for row in rows}
            everything = set().union(*typed.values())
            odd = held ^ typed.get(f"<{VT}{class_}>", set()) if class_ else held - everything
            if odd:
                yield path, "table", f"and the graph do not hold the same: {min(odd)}"


def _graphs(release: Release, nquads: bytes) -> Iterator[tuple[str, str, str]]:
    graphs, dataset = canonical_digests(nquads)
    wanted = release.manifest["graphs"]
    for iri in sorted({*graphs, *wanted}):
        if graphs.get(iri) != wanted.get(iri):
            yield NQUADS, "graph", f"<{iri}> does not hold the statements of the manifest's digest"
    if dataset != release.manifest["dataset"]:
        yield NQUADS, "graph", "does not hold the statements of the manifest's digest"
    quads = {str(quad) for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS)}
    triples = {str(quad.triple) for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS)}
    for formats, statements in ((_WITH_GRAPHS, quads), (_WITHOUT, triples)):
        for ending, format_ in formats.items():
            path = f"data/{NAME}.{ending}.gz"
            held = ox.parse(_unpacked(release, path), format=format_)
            kept = {str(quad if formats is _WITH_GRAPHS else quad.triple) for quad in held}
            if kept != statements:
                yield path, "graph", f"{len(kept ^ statements):,} statements differ from those of the N-Quads"


def _unpacked(release: Release, path: str) -> bytes:
    """The content of a compressed file, which must be of the size that the manifest gives."""
    size = release.manifest["files"].get(path, {}).get("content_size")
    if not isinstance(size, int):
        raise BadInput.at(release.path / path, "is not among the compressed files of the manifest")
    try:
        with gzip.open(release.path / path) as file:
            # One byte more tells a longer one, and no bomb can grow beyond that.
            content = file.read(size + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput.at(release.path / path, f"cannot be unpacked: {error}") from None
    if len(content) != size:
        raise BadInput.at(release.path / path, f"does not unpack to {size:,} bytes")
    return content


def _proofs(release: Release) -> Iterator[tuple[str, str, str]]:
    claims = {row["claim"] for row in release.rows("figures")}
    disputed = {row["slot"] for row in release.rows("slots") if row["agreement"].endswith("conflict")}
    proved = {path.stem for path in (release.path / PROOF).glob("*.json")}
    for slot in sorted(disputed ^ proved):
        yield f"{PROOF}/{slot}.json", "proof", "is not of exactly one disputed slot"
    for slot in sorted(disputed & proved):
        path = f"{PROOF}/{slot}.json"
        yield from ((path, "proof", what) for what in _refuted(release.path / path, slot, claims))


def _refuted(path: Path, slot: str, claims: set[str]) -> Iterator[str]:
    """What of a bundle does not hold."""
    try:
        made: Any = json.loads(path.read_bytes())
        if made["about"] != {"kind": "slot", "id": slot} or not {*made["claims"]} <= claims:
            yield "is about something else, or about claims that the release does not hold"
        for where, expected, stands in verifier.check(made):
            if expected != stands:
                yield f"{where}: expected {expected!r:.80}, found {stands!r:.80}"
    except Exception as error:  # the verifier trusts nothing, and reads what anybody may have written
        yield f"is no bundle: {error!r:.160}"
