"""The files of a release, as its manifest and its descriptions list them."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.files import sha256_file

_GZIP: Final = "application/gzip"
MEDIA_TYPES: Final = {
    ".cff": "application/yaml", ".csv": "text/csv", ".json": "application/json",
    ".jsonl": "application/jsonl", ".jsonld": "application/ld+json", ".md": "text/markdown",
    ".nq": "application/n-quads", ".nt": "application/n-triples", ".py": "text/x-python",
    ".rdf": "application/rdf+xml", ".trig": "application/trig", ".ttl": "text/turtle",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One file: its path within the release, what it is, and its size and SHA-256; of a compressed one also
    those of its content, which do not hang on the version of the compressor."""

    path: str
    about: str
    size: int
    sha256: str
    content_size: int | None = None
    content_sha256: str | None = None

    @property
    def compressed(self) -> bool:
        """Whether the file is compressed."""
        return self.content_sha256 is not None

    @property
    def media_type(self) -> str:
        """The media type of the content."""
        return MEDIA_TYPES.get(Path(self.path.removesuffix(".gz")).suffix, "text/plain")

    @property
    def file_type(self) -> str:
        """The media type of the file."""
        return _GZIP if self.compressed else self.media_type

    def entry(self) -> dict[str, Any]:
        """The file as the manifest has it."""
        made: dict[str, Any] = {
            "about": self.about, "media_type": self.media_type, "size": self.size, "sha256": self.sha256,
        }  # fmt: skip
        if self.compressed:
            made |= {"content_size": self.content_size, "content_sha256": self.content_sha256}
        return made


class _Digested:
    """A binary file that digests what is written to it."""

    def __init__(self, out: gzip.GzipFile) -> None:
        self._out, self._digest, self.size = out, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        """Write on."""
        self._digest.update(data)
        self.size += len(data)
        return self._out.write(data)

    @property
    def sha256(self) -> str:
        """The digest so far."""
        return self._digest.hexdigest()


class Inventory:
    """Writes the files of a release below `folder`, each once, and keeps their list."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.items: list[Item] = []

    @contextmanager
    def written(self, path: str, about: str) -> Iterator[Any]:
        """A binary file to be written; what ends with .gz is compressed, without a name or time in it."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        content: _Digested | None = None
        with target.open("xb") as file:
            if path.endswith(".gz"):
                with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=file, mtime=0) as packed:
                    content = _Digested(packed)
                    yield content
            else:
                yield file
        size, digest = target.stat().st_size, sha256_file(target)
        inner = (None, None) if content is None else (content.size, content.sha256)
        self.items.append(Item(path, about, size, digest, *inner))

    def text(self, path: str, about: str, text: str) -> None:
        """Write a text."""
        with self.written(path, about) as file:
            file.write(text.encode("utf-8"))

    def copy(self, path: str, about: str, source: Path) -> None:
        """Write what another file holds."""
        with self.written(path, about) as file, source.open("rb") as content:
            shutil.copyfileobj(content, file)
