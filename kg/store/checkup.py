"""Comparing a store with what its builder wrote down, in full.

Every file of every generation is digested, and every graph of the current engine is read back and digested.
Damage of what is in use is a violation; what does no harm (an older generation, left-overs of a killed build,
files that nobody knows) is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kg.digest import graph_digests
from kg.errors import BadInput, StoreDamaged
from kg.files import check_path
from kg.finding import Finding
from kg.lists import Severity
from kg.store import layout
from kg.store.layout import Manifest
from kg.store.lock import is_held
from kg.store.open import Generation, check_file, current_name, engine_errors

_SWEPT = "the next `kg build` removes it"
_FOREIGN = "move it elsewhere"
_OURS = {layout.MARKER, layout.LOCK, layout.CURRENT, layout.GENERATIONS}


def doctor(store_dir: Path, progress: Callable[[str], None] | None = None) -> list[Finding]:
    """Everything that is wrong with a store; nothing when it is sound.

    `progress` is told what is looked at.  Raises BadInput where there is no store to check, UsageError where
    the folder is something else.
    """
    root = check_path(store_dir)
    tell = progress or (lambda _: None)
    findings: list[Finding] = []
    live = ""
    try:
        live = current_name(root)
    except StoreDamaged as error:
        findings.append(_found("current", error))
    for name in sorted({*layout.generations(root), *filter(None, [live])}):
        tell(f"files of {name}")
        severity = Severity.WARNING if live and name != live else Severity.VIOLATION
        path = root / layout.GENERATIONS / name
        found = list(_generation(path, severity))
        if path.exists() or current_name(root) == name:
            findings += found
        elif name == live:
            # Two builds have ended meanwhile; what is now in use is what was asked about.
            return doctor(root, progress)
    if live and all(f.severity is not Severity.VIOLATION for f in findings):
        tell(f"graphs of {live}")
        findings += _graphs(root / layout.GENERATIONS / live)
    return findings + list(_strangers(root, live))


def _found(rule: str, error: StoreDamaged | BadInput, severity: Severity = Severity.VIOLATION) -> Finding:
    return Finding(severity, error.place, f"store-{rule}", error.what, error.remedy)


def _generation(path: Path, severity: Severity) -> Iterator[Finding]:
    """Findings on the files of one generation."""
    try:
        manifest = Manifest.read(path)
    except StoreDamaged as error:
        yield _found("manifest", error, severity)
        return
    except OSError as error:
        reason = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        yield _found("manifest", layout.damaged(path / layout.MANIFEST, reason), severity)
        return
    for name, entry in manifest.files.items():
        try:
            check_file(path / name, entry)
        except (StoreDamaged, BadInput) as error:
            yield _found("file", error, severity)
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if not file.is_dir() and name != layout.MANIFEST and name not in manifest.files:
            # A stranger within the engine stops readers, one beside it does not.
            if name.startswith(layout.ENGINE + "/"):
                yield _found("unknown", layout.damaged(file, "does not belong to the store"), severity)
            else:
                yield _foreign(file)


def _graphs(path: Path) -> Iterator[Finding]:
    """Findings on what the engine answers, graph by graph.

    The manifest's digests were taken from dataset.nq, whose bytes have just been found unchanged.
    """
    generation = Generation(path, Manifest.read(path))
    engine = path / layout.ENGINE
    try:
        with engine_errors(engine):
            held = graph_digests(generation.open())
    except StoreDamaged as error:
        yield _found("engine", error)
        return
    for iri in sorted({*held, *generation.manifest.graphs}):
        wanted, found = generation.manifest.graphs.get(iri), held.get(iri)
        if wanted != found:
            counts = f"{found.count if found else 0:,} statements, not {wanted.count if wanted else 0:,}"
            same = found and wanted and found.count == wanted.count
            what = f"<{iri}> holds {'other statements' if same else counts}"
            yield _found("graph", layout.damaged(engine, f"{what} than dataset.nq" if same else what))


def _strangers(root: Path, live: str) -> Iterator[Finding]:
    """Findings on what lies about: left-overs, unless a build is under way, and files that nobody knows."""
    building = is_held(root)
    for path in sorted(root.iterdir()):
        if layout.is_leftover(path.name):
            if not building:
                yield _leftover(path, "was left by a build that was stopped")
        elif path.name not in _OURS:
            yield _foreign(path)
    folder = root / layout.GENERATIONS
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        number = layout.generation_number(path.name)
        if path.name.startswith((layout.STAGING, layout.DISCARDED)):
            if not building:
                yield _leftover(path, "was left by a build that was stopped")
        elif number == 0:
            yield _foreign(path)
        elif live and number > layout.generation_number(live) and not building:
            yield _leftover(path, "was built but never became the current one")


def _leftover(path: Path, message: str) -> Finding:
    return Finding(Severity.INFO, str(path), "store-leftover", message, _SWEPT)


def _foreign(path: Path) -> Finding:
    return Finding(Severity.WARNING, str(path), "store-unknown", "does not belong to the store", _FOREIGN)
