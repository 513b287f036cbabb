"""Building a new generation beside the one in use, and switching to it in one step.

Everything is written into a staging folder, read back, digested, listed in a manifest and made durable before
one rename gives it its name and a second one points CURRENT to it.  Whoever is killed at any point leaves the
old or the new generation, and the next builder sweeps up what else is lying there.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.digest import GraphDigest, GraphDigester
from kg.errors import BadInput, KGError, LimitReached, StoreDamaged
from kg.files import check_path, disk_errors, fsync_dir, sha256_file, write_atomic
from kg.store import layout
from kg.store.layout import FileEntry, Manifest
from kg.store.lock import exclusive
from kg.store.open import Generation, current_name, engine_errors

_LIMITS = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EMFILE, errno.ENFILE)
# The engine gives no error numbers, only these words.
_NO_ROOM = {
    "No space left on device": errno.ENOSPC,
    "File too large": errno.EFBIG,
    "Disk quota exceeded": errno.EDQUOT,
}
# Engine files that a reader does not need; the log would hold the machine's paths and the time.
_DISPENSABLE = ("LOG", "LOCK")
# RocksDB remembers the folders a process has open, so two stagings of one process need two names.
_serial = itertools.count()


class Staged:
    """A generation in the making: write dataset.nq, the tables and the report into `path`, then `publish`."""

    def __init__(self, root: Path, path: Path) -> None:
        self.root = root
        self.path = path
        self._graphs: dict[str, GraphDigest] = {}

    def load(self) -> None:
        """Load the quads into the engine; tables may still be written.  Raises as `publish` does."""
        dataset = self.path / layout.DATASET
        self._graphs = _fill(self.path / layout.ENGINE, dataset)
        _check_counts(self.path / layout.ENGINE, dataset, self._graphs)

    def publish(self, meta: Mapping[str, object], *, like: Manifest | None = None) -> Generation:
        """Load the quads where that is not done, check and seal the generation, and make it the current one.

        `meta` is kept in the manifest and must be JSON.  With `like`, this is a copy of that generation and
        takes its name.  Raises BadInput when dataset.nq is no N-Quads of named graphs or says a thing twice,
        StoreDamaged when a copy is none, LimitReached when room runs out; the current generation stays.
        """
        if not self.path.name.startswith(layout.STAGING):
            raise RuntimeError("this generation is published already")
        if not self._graphs:
            self.load()
        graphs = self._graphs
        with disk_errors(self.root):
            files = {name: _entry(self.path / name) for name in _files(self.path)}
            before = _live(self.root)
            if like is None:
                number = max(map(layout.generation_number, layout.generations(self.root)), default=0) + 1
                name = f"{number:06d}-{files[layout.DATASET].sha256[:12]}"
            else:
                _check_copy(self.path, like, files, graphs)
                name = like.name
                _discard(self.root, [old for old in layout.generations(self.root) if old == name != before])
            manifest = Manifest(name, dict(meta), files, graphs)
            (self.path / layout.MANIFEST).write_bytes(manifest.to_bytes())
            _make_durable(self.path)
            final = self.root / layout.GENERATIONS / name
            self.path.rename(final)
            # From here on an interrupted build removes the generation under its new name.
            self.path = final
            fsync_dir(final.parent)
            with write_atomic(self.root / layout.CURRENT) as file:
                file.write(f"{name}\n".encode())
            # A copy may have a lower number than what it follows: what counts is which was current when.
            kept = sorted(layout.generations(self.root), key=lambda old: (old == name, old == before))
            _discard(self.root, kept[: -layout.KEPT])
        return Generation(final, manifest)


@contextlib.contextmanager
def stage(store_dir: Path) -> Iterator[Staged]:
    """Hold the store and give a staging folder; what is not published when the block ends is removed.

    Raises UsageError where the folder is something else than a store (nothing is written), Busy while another
    process builds, BadInput where the folder cannot be written, LimitReached when room runs out.
    """
    root = check_path(store_dir)
    _prepare(root)
    with contextlib.ExitStack() as stack:
        with _writing(root):
            stack.enter_context(exclusive(root))
            _mark(root)
            _sweep(root)
            name = f"{layout.STAGING}{os.getpid()}-{next(_serial)}"
            staged = Staged(root, root / layout.GENERATIONS / name)
            staged.path.mkdir(parents=True)
        try:
            yield staged
        except BaseException as error:
            size = sum(f.stat().st_size for f in staged.path.rglob("*") if f.is_file())
            _drop(root, staged.path)
            if isinstance(error, OSError) and error.errno in _LIMITS:
                with _room(root, size), disk_errors(root):
                    raise
            if isinstance(error, LimitReached):
                with _room(root, size):
                    raise
            raise
        _drop(root, staged.path)


def _prepare(root: Path) -> None:
    with _writing(root):
        layout.check_marker(root)
        if not root.is_dir():
            root.mkdir(parents=True)


@contextlib.contextmanager
def _writing(root: Path) -> Iterator[None]:
    """Any refusal of the file system to make the store's folder ready, as one of ours."""
    try:
        with disk_errors(root):
            yield
    except KGError:
        raise
    except OSError as error:
        raise BadInput.at(
            root, f"cannot be a store: {error.strerror or error}", remedy="give another folder with --store"
        ) from None


@contextlib.contextmanager
def _room(root: Path, size: int) -> Iterator[None]:
    """Say how many bytes had been written when a limit was hit."""
    try:
        yield
    except LimitReached as error:
        what = f"{error.what}, after {size:,} bytes of the new build"
        raise LimitReached(what, place=str(root), remedy=error.remedy) from None


def _mark(root: Path) -> None:
    if not layout.check_marker(root):
        with write_atomic(root / layout.MARKER) as file:
            file.write(layout.MARKER_TEXT.encode())


def _sweep(root: Path) -> None:
    """Remove what killed builders left: staging folders, temporaries, generations that never were current."""
    for path in root.iterdir():
        if layout.is_leftover(path.name):
            path.unlink()
    folder = root / layout.GENERATIONS
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name.startswith((layout.STAGING, layout.DISCARDED)):
            shutil.rmtree(path)
    try:
        live = current_name(root)
    except (BadInput, StoreDamaged):
        # Which one was current cannot be told: keep them all, the build that begins gets the highest number.
        return
    newest = layout.generation_number(live)
    _discard(root, [n for n in layout.generations(root) if layout.generation_number(n) > newest])


def _discard(root: Path, names: list[str]) -> None:
    """Remove generations; the rename first lets no reader meet one that is half gone."""
    for name in names:
        discarded = root / layout.GENERATIONS / f"{layout.DISCARDED}{name}"
        (root / layout.GENERATIONS / name).rename(discarded)
        shutil.rmtree(discarded)


def _drop(root: Path, staged: Path) -> None:
    """Remove a staging folder, or the generation it became, unless it is the current one."""
    if staged.name != _live(root):
        shutil.rmtree(staged, ignore_errors=True)


def _live(root: Path) -> str:
    """The name of the current generation; empty where that cannot be told."""
    try:
        return current_name(root)
    except KGError:
        return ""


def _check_copy(
    path: Path, like: Manifest, files: Mapping[str, FileEntry], graphs: Mapping[str, GraphDigest]
) -> None:
    """Raise StoreDamaged unless the graphs, and the files but for the engine's, are those of `like`."""

    def own(entries: Mapping[str, FileEntry]) -> dict[str, FileEntry]:
        return {name: e for name, e in entries.items() if not name.startswith(layout.ENGINE + "/")}

    theirs, ours = own(like.files), own(files)
    differing = sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name))
    if like.graphs != graphs or not like.name.endswith(files[layout.DATASET].sha256[:12]):
        differing.append("the quads")
    if differing:
        what = f"is no copy of {like.name}: {differing[0]} differs"
        raise layout.damaged(path, what, "take the copy anew")


def _fill(engine: Path, dataset: Path) -> dict[str, GraphDigest]:
    """Load the quads into a new engine; what was loaded is what was digested, in one pass.

    The quads go through Python on purpose: an interrupt acts between two of them, where a load by path would
    first commit (seconds later).
    """
    import pyoxigraph

    digester = GraphDigester()
    try:
        quads = pyoxigraph.parse(path=dataset, format=pyoxigraph.RdfFormat.N_QUADS)
        with _engine_room(engine), engine_errors(engine):
            store = pyoxigraph.Store(engine)
            store.bulk_extend(digester.watch(quads))
            store.flush()
            del store
    except SyntaxError as error:
        raise BadInput.at(dataset, f"is no N-Quads: {error.msg}", line=error.lineno or 0) from None
    if not (graphs := digester.result()):
        raise BadInput.at(dataset, "holds no quads", remedy="check the seeds")
    if "" in graphs:
        raise BadInput.at(dataset, f"{graphs[''].count:,} statements name no graph")
    for name in _DISPENSABLE:
        (engine / name).unlink(missing_ok=True)
    return graphs


@contextlib.contextmanager
def _engine_room(engine: Path) -> Iterator[None]:
    try:
        yield
    except StoreDamaged as error:
        for words, number in _NO_ROOM.items():
            if words in error.what:
                with disk_errors(engine.parent.parent.parent):
                    raise OSError(number, os.strerror(number)) from None
        raise


def _check_counts(engine: Path, dataset: Path, graphs: dict[str, GraphDigest]) -> None:
    """Raise unless the engine, opened anew from its files, holds as many quads per graph as were loaded."""
    import pyoxigraph

    with engine_errors(engine):
        store = pyoxigraph.Store.read_only(str(engine))
        rows = store.query("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        held = {row["g"].value: int(row["n"].value) for row in rows}
    for name, graph in graphs.items():
        if held.get(name, 0) != graph.count:
            what = (
                f"has {graph.count:,} statements in <{name}>, the engine {held.get(name, 0):,} different ones"
            )
            raise BadInput.at(dataset, what, remedy="is a statement written twice?")


def _files(folder: Path) -> list[str]:
    """Paths of all files below `folder`, with `/`, sorted; what is neither file nor folder is refused."""
    names = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise BadInput.at(path, "is not a regular file")
        if path.is_file():
            names.append(path.relative_to(folder).as_posix())
    return names


def _entry(path: Path) -> FileEntry:
    return FileEntry(path.stat().st_size, sha256_file(path))


def _make_durable(folder: Path) -> None:
    """Bring every file below `folder`, and every name, to the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    for path in [*(p for p in folder.rglob("*") if p.is_dir()), folder]:
        fsync_dir(path)
