"""What lies where in a release, and reading one.

::

    README.md, CITATION.cff, LICENSE, LICENSE-DATA, CHANGES.md, changes.json
    data/vietnam-tech-kg.*.gz     the graph in six formats
    tables/*.csv, *.jsonl         claims, relations, articles, entities, conflicts, checks, slots
    proof/                        a bundle for each disputed slot, and the program that checks them
    ontology/, shapes/            the vocabulary, and the rules that the data keeps
    void.ttl                      description: VoID and DCAT
    manifest.json                 version, counts, digests of graphs and files
    ro-crate-metadata.json        the same for research archives: RO-Crate 1.2
    SHA256SUMS                    digests of all other files, as `sha256sum -c` reads them

A release is trusted for nothing: whoever reads one checks its digests first.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from kg.errors import BadInput
from kg.files import decode, read_bytes, sha256_file
from kg.release.forms import MANIFEST_FORM, ROWS, unfit
from kg.store import Tables

FORMAT: Final = "vietnam-tech-kg release 1"
NAME: Final = "vietnam-tech-kg"
NQUADS: Final = f"data/{NAME}.nq.gz"
SUMS: Final = "SHA256SUMS"
MANIFEST: Final = "manifest.json"
CRATE: Final = "ro-crate-metadata.json"
DESCRIPTION: Final = "void.ttl"
PROOF: Final = "proof"
# The tables of a build, and what they are called here.
TABLES: Final = {
    "figures": "claims", "relations": "relations", "articles": "articles", "entities": "entities",
    "conflicts": "conflicts", "checks": "checks", "slots": "slots",
}  # fmt: skip

_SUM = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._][A-Za-z0-9._/-]*)")
_MAX_LIST = 20_000_000


def is_release(folder: Path) -> bool:
    """Whether a folder looks like a release."""
    return (folder / SUMS).is_file() and (folder / MANIFEST).is_file()


def read_sums(folder: Path) -> dict[str, str]:
    """The digest of each file that SHA256SUMS lists; raises BadInput with the line that is none of ours."""
    path = folder / SUMS
    if not path.is_file():
        raise BadInput.at(folder, f"is no release: it has no {SUMS}", remedy="give the folder of a release")
    text = decode(read_bytes(path, _MAX_LIST), path)
    listed: dict[str, str] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        match = _SUM.fullmatch(line)
        parts = match[2].split("/") if match else []
        if match is None or not all(parts) or {".", ".."} & set(parts) or match[2] in (*listed, SUMS):
            raise BadInput.at(path, "is no line of digests of a release", line=number)
        listed[match[2]] = match[1]
    if not text.endswith("\n"):
        raise BadInput.at(path, "ends within a line")
    return listed


def problems(folder: Path, listed: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What of a folder is not as listed, as (path, what is wrong): changed, missing, or not listed."""
    found = dict(_walk(folder))
    for name, digest in listed.items():
        mode = found.pop(name, None)
        if mode is None:
            yield name, "is missing"
        elif not stat.S_ISREG(mode):
            yield name, "is not a regular file"
        elif sha256_file(folder / name) != digest:
            yield name, "was changed: it has another SHA-256"
    folders = {str(parent) for name in (*listed, SUMS) for parent in PurePosixPath(name).parents}
    for name, mode in found.items():
        if not (name == SUMS or (stat.S_ISDIR(mode) and name in folders)):
            yield name, "does not belong to the release"


def _walk(folder: Path) -> Iterator[tuple[str, int]]:
    """Every path below a folder with its mode, links not followed."""
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix(), os.lstat(path).st_mode


@dataclass(frozen=True)
class Release(Tables):
    """A release whose files are as its list of digests says."""

    path: Path
    manifest: dict[str, Any]

    @classmethod
    def opened(cls, folder: Path) -> Release:
        """The release in a folder; raises BadInput, naming the first file that is not what it was."""
        for name, what in problems(folder, read_sums(folder)):
            raise BadInput.at(folder / name, what, remedy="get the release again")
        return cls(folder, read_manifest(folder))

    @property
    def version(self) -> str:
        """Its version, X.Y.Z."""
        return str(self.manifest["version"])

    @property
    def name(self) -> str:
        """What to call it."""
        return f"release {self.version}"

    @property
    def counts(self) -> dict[str, int]:
        """What `kg stats` counted of the build."""
        return dict(self.manifest["counts"])

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table, called as those of a build."""
        path = self.path / "tables" / f"{TABLES[table]}.jsonl"
        form = ROWS[table]
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    row = json.loads(line)
                    odd = unfit(row, form)
                except (ValueError, TypeError, KeyError, RecursionError):
                    odd = ["the row"]
                if odd:
                    what = f"{odd[0]} is not what a release has there"
                    raise BadInput.at(path, what, line=number, remedy="get the release again")
                yield row


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release; raises BadInput where it is none of this form."""
    path = folder / MANIFEST
    try:
        content = json.loads(read_bytes(path, _MAX_LIST))
        if content["format"] != FORMAT:
            raise ValueError(f"its form is {content['format']!r}")
        odd = unfit(content, MANIFEST_FORM)
        if odd:
            raise ValueError(f"{odd[0]} is not what it should be")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadInput.at(path, f"is no manifest of a release: {error}") from None
    return dict(content)


def version_key(version: str) -> tuple[int, ...]:
    """What orders versions X.Y.Z."""
    return tuple(map(int, version.split(".")))
