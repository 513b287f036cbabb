"""Reading a store: the generation in use, its files, and its engine, each checked before it is handed out.

Readers take no lock and write nothing, so that any number of them work at once, also on a read-only disk, and
go on working while a new generation is published: the one before the current is kept.  Oxigraph notices
damage only in the blocks that it happens to read, and takes a cut write-ahead log or MANIFEST for a smaller
store, so the manifest of the generation decides.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import BadInput, Busy, LimitReached, StoreDamaged
from kg.files import check_path, sha256_file
from kg.store import layout
from kg.store.layout import FileEntry, Manifest, damaged

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.corpus import Corpus

# An engine of up to this size is digested whole whenever it is opened (at about 1.5 GB/s).  Of the tables
# (*.sst) of a larger one only the sizes are compared: their blocks carry checksums that Oxigraph verifies as
# it reads them.
DIGESTED_WHOLE = 8_000_000
_NEVER_BUILT = "run `kg build`, or name another with --store or KG_STORE"


def check_file(path: Path, entry: FileEntry, *, digest: bool = True) -> None:
    """Raise StoreDamaged, naming the file, unless it is there with the size (and the digest) of its entry."""
    try:
        size = path.stat().st_size
        if size != entry.size:
            raise damaged(path, f"has {size:,} bytes, not {entry.size:,}")
        if digest and sha256_file(path) != entry.sha256:
            raise damaged(path, "was changed since it was built")
    except (FileNotFoundError, NotADirectoryError):
        raise damaged(path, "is missing") from None
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> StoreDamaged | BadInput | LimitReached:
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return LimitReached("too many open files", place=str(path), remedy="raise `ulimit -n`")
    if error.errno in (errno.EACCES, errno.EPERM):
        return BadInput.at(path, f"cannot be read: {error.strerror}", remedy="check the permissions")
    return damaged(path, f"cannot be read: {error.strerror or error}")


@contextlib.contextmanager
def engine_errors(path: Path) -> Iterator[None]:
    """Turn what pyoxigraph raises on a damaged store, while it is opened or queried, into StoreDamaged.

    A shortage of file descriptors becomes LimitReached.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        text = " ".join(str(error).split())
        if isinstance(error, RecursionError | NotImplementedError):
            raise
        if "file descriptors" in text or "Too many open files" in text:
            raise LimitReached(text, place=str(path), remedy="raise `ulimit -n`") from None
        raise damaged(path, f"the engine cannot read it: {text}") from None


class Tables(Protocol):
    """What has the tables of a build: a generation, a release, or what was known on a day."""

    @property
    def name(self) -> str:
        """What to call it."""

    @property
    def counts(self) -> dict[str, int]:
        """What `kg stats` counts."""

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table."""


class Readable(Tables, Protocol):
    """What can be read as a build: a generation, or what was known on a day."""

    @property
    def path(self) -> Path:
        """The folder of the generation that it is, or comes from."""

    @property
    def corpus(self) -> Path | Corpus:
        """What was read from the seeds, or the file that keeps it (`kg.corpusfile`)."""

    def open(self) -> Store:
        """The engine, to be read only."""


@dataclass(frozen=True)
class Generation:
    """One complete build; what it hands out agrees with its manifest."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The running number and a digest of the quads: equal digests, equal data."""
        return self.path.name

    def file(self, name: str) -> Path:
        """A file of the generation, digested; raises StoreDamaged, or BadInput when the build made none."""
        if name not in self.manifest.files:
            raise BadInput.at(self.path / name, "is no part of this build", remedy=layout.REBUILD)
        with self._kept():
            check_file(self.path / name, self.manifest.files[name])
        return self.path / name

    @cached_property
    def dataset(self) -> Path:
        """The quads as canonical N-Quads, digested; raises StoreDamaged."""
        return self.file(layout.DATASET)

    def table(self, name: str) -> Path:
        """The rows of a table (`figures`, `checks`, …) as JSON lines, digested; raises StoreDamaged."""
        return self.file(f"{name}.jsonl")

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table, digested; raises StoreDamaged, or BadInput when the build made none."""
        with self.table(table).open(encoding="utf-8") as file:
            yield from map(json.loads, file)

    @property
    def counts(self) -> dict[str, int]:
        """What `kg stats` counts; nothing where the builder counted nothing."""
        return dict(self.manifest.meta.get("counts", {}))

    @property
    def corpus(self) -> Path:
        """What the build read from its seeds (`kg.corpusfile`), digested; errors as of `rows`."""
        return self.file(layout.CORPUS)

    def open(self) -> Store:
        """The engine, read-only, after a check of its files; raises StoreDamaged naming the file."""
        import pyoxigraph

        with self._kept(), engine_errors(self.path / layout.ENGINE):
            self.check_engine()
            return pyoxigraph.Store.read_only(str(self.path / layout.ENGINE))

    def check_engine(self) -> None:
        """Raise StoreDamaged unless the engine's files are those of the manifest, by size and quick digest.

        "Quick" is explained at DIGESTED_WHOLE.
        """
        entries = {n: e for n, e in self.manifest.files.items() if n.startswith(layout.ENGINE + "/")}
        whole = sum(e.size for e in entries.values()) <= DIGESTED_WHOLE
        for name, entry in entries.items():
            check_file(self.path / name, entry, digest=whole or not name.endswith(".sst"))
        for name in os.listdir(self.path / layout.ENGINE):
            if f"{layout.ENGINE}/{name}" not in entries:
                # Whoever opens the engine to write leaves a LOG and new tables behind.
                raise damaged(self.path / layout.ENGINE / name, "does not belong to the store")

    @contextlib.contextmanager
    def _kept(self) -> Iterator[None]:
        """Tell a generation that two later builds have replaced from one that is damaged."""
        try:
            yield
        except StoreDamaged:
            if self.path.exists():
                raise
            what = "the store was rebuilt more than once meanwhile"
            raise Busy(what, place=str(self.path), remedy="run the command again") from None


def current(store_dir: Path) -> Generation:
    """The generation in use.

    Raises BadInput where nothing was built yet, UsageError where the folder is something else, StoreDamaged
    (naming the file) where the store does not hold together.
    """
    root = check_path(store_dir)
    while True:
        name = current_name(root)
        path = root / layout.GENERATIONS / name
        try:
            return Generation(path, Manifest.read(path))
        except FileNotFoundError:
            # Two builds may have ended since we read the name: then there is another one to read.
            if current_name(root) == name:
                raise damaged(path / layout.MANIFEST, "is missing") from None
        except OSError as error:
            raise _unreadable(path / layout.MANIFEST, error) from None


def numbered(store_dir: Path, name: str) -> Generation:
    """The generation called `name`; raises Busy where it is there no more, and as `current` does."""
    path = check_path(store_dir) / layout.GENERATIONS / name
    try:
        return Generation(path, Manifest.read(path))
    except FileNotFoundError:
        what = f"the build {name} is there no more"
        raise Busy(what, place=str(store_dir), remedy="ask for the current one") from None
    except OSError as error:
        raise _unreadable(path / layout.MANIFEST, error) from None


def current_name(root: Path) -> str:
    """Name of the generation that CURRENT points to; errors as of `current`."""
    file = root / layout.CURRENT
    marked = layout.check_marker(root)
    try:
        text = file.read_bytes().decode("ascii", "replace")
    except FileNotFoundError:
        if layout.generations(root):
            raise damaged(file, "is missing") from None
        what = "holds no graph yet" if marked or root.exists() else "there is no store"
        raise BadInput.at(root, what, remedy=_NEVER_BUILT) from None
    except OSError as error:
        raise _unreadable(file, error) from None
    name = text.removesuffix("\n")
    if not layout.generation_number(name) or text == name:
        raise damaged(file, "does not name a generation")
    return name
