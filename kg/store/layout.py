"""What lies where in a store's folder, and the manifest of a generation.

::

    STORE/.vietnam-tech-kg            marks the folder as ours and names the format
    STORE/lock                        held by the one process that builds; its process id
    STORE/CURRENT                     the name of the generation in use
    STORE/generations/000007-9c1f…/   dataset.nq, *.jsonl, report.json, oxigraph/, manifest.json

`corpus.jsonl` is what the build read from the seeds, the other *.jsonl are tables for readers.
The manifest lists every file of its generation with size and SHA-256, and every graph with count and digest,
and is sealed by a digest of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from kg.digest import GraphDigest
from kg.errors import BadInput, StoreDamaged, UsageError

FORMAT: Final = 1
MARKER: Final = ".vietnam-tech-kg"
MARKER_TEXT: Final = f"vietnam-tech-kg store, format {FORMAT}\n"
LOCK: Final = "lock"
CURRENT: Final = "CURRENT"
GENERATIONS: Final = "generations"
MANIFEST: Final = "manifest.json"
DATASET: Final = "dataset.nq"
CORPUS: Final = "corpus.jsonl"
ENGINE: Final = "oxigraph"
STAGING: Final = ".staging-"
DISCARDED: Final = ".old-"
KEPT: Final = 2
REBUILD: Final = "rebuild with `kg build`"
_NAME = re.compile(r"([0-9]{6,9})-[0-9a-f]{12}")
_SEAL = b',\n "seal": "'


def damaged(path: Path, what: str, remedy: str = REBUILD) -> StoreDamaged:
    """The error that names a damaged file and says how to mend the store."""
    return StoreDamaged(what, place=str(path), remedy=remedy)


def generation_number(name: str) -> int:
    """The running number of a generation's name; 0 when `name` is none."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else 0


def generations(root: Path) -> list[str]:
    """Names of the complete generations in a store, oldest first."""
    try:
        names = os.listdir(root / GENERATIONS)
    except FileNotFoundError:
        return []
    return sorted((n for n in names if generation_number(n)), key=lambda n: (generation_number(n), n))


def is_leftover(name: str) -> bool:
    """Whether a file of the store's folder is the temporary one of a write that was killed."""
    return name.startswith((f".{MARKER}.", f".{CURRENT}.")) and name.endswith(".tmp")


def check_marker(root: Path) -> bool:
    """Whether `root` is a folder of ours; False where there is nothing yet.

    Raises UsageError when it is something else (a file, somebody's folder), StoreDamaged when it is a store
    of another format.
    """
    try:
        marker = (root / MARKER).read_bytes()
    except FileNotFoundError:
        pass
    except NotADirectoryError:
        raise UsageError("is not a folder", place=str(root), remedy="give a folder with --store") from None
    except OSError as error:
        raise BadInput.at(root, f"cannot be read: {error.strerror}", remedy="check the folder") from None
    else:
        if marker != MARKER_TEXT.encode():
            raise damaged(
                root / MARKER,
                "the store has another format than this program reads",
                "build into another folder with --store, or delete this one",
            )
        return True
    try:
        names = sorted(os.listdir(root))
    except FileNotFoundError:
        return False
    except OSError as error:
        raise BadInput.at(root, f"cannot be read: {error.strerror}", remedy="check the folder") from None
    if CURRENT in names and GENERATIONS in names:
        raise damaged(root / MARKER, "is missing", "delete the folder and rebuild with `kg build`")
    strangers = [n for n in names if n != LOCK and not is_leftover(n)]
    if strangers:
        raise UsageError(
            f"the folder holds other things than a store ({strangers[0]}); nothing was written",
            place=str(root),
            remedy="give an empty or new folder with --store",
        )
    return False


@dataclass(frozen=True, slots=True)
class FileEntry:
    """Size and SHA-256 of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation consists of.

    `meta` is what the builder says of it; `files` are paths within the generation, with `/`; `graphs` are
    the named graphs by IRI.
    """

    name: str
    meta: dict[str, Any]
    files: dict[str, FileEntry]
    graphs: dict[str, GraphDigest]

    @property
    def quads(self) -> int:
        """How many quads all graphs hold."""
        return sum(g.count for g in self.graphs.values())

    def to_bytes(self) -> bytes:
        """The manifest as JSON whose last member seals all bytes before it."""
        content = {"format": FORMAT, **asdict(self)}
        body = json.dumps(content, ensure_ascii=False, indent=1).removesuffix("\n}").encode()
        return body + _SEAL + hashlib.sha256(body).hexdigest().encode() + b'"\n}\n'

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """The manifest of the generation in folder `path`.

        Raises FileNotFoundError when there is none, StoreDamaged when its seal is broken or it was written
        for another generation or in another format.
        """
        file = path / MANIFEST
        return cls.parse(file.read_bytes(), file, path.name)

    @classmethod
    def parse(cls, data: bytes, file: Path, name: str) -> Manifest:
        """The manifest of the generation `name` that `data` is; `file` is what StoreDamaged names."""
        body, _, seal = data.rpartition(_SEAL)
        if seal != hashlib.sha256(body).hexdigest().encode() + b'"\n}\n':
            raise damaged(file, "the manifest is damaged")
        content = json.loads(body + b"}")
        if content["format"] != FORMAT or content["name"] != name:
            raise damaged(file, "the manifest belongs to another store")
        return cls(
            content["name"],
            content["meta"],
            {name: FileEntry(**entry) for name, entry in content["files"].items()},
            {name: GraphDigest(**entry) for name, entry in content["graphs"].items()},
        )
