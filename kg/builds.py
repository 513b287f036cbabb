"""Builds and releases by what people call them."""

from __future__ import annotations

from pathlib import Path

from kg.errors import BadInput, UsageError, printable
from kg.files import check_path
from kg.release.folder import Release, is_release
from kg.store import Generation, Manifest, Tables, current, layout


def previous(store: Path) -> Generation:
    """The generation before the current one; raises BadInput where the store keeps none."""
    now = current(store).name
    number = layout.generation_number(now)
    older = [name for name in layout.generations(store) if layout.generation_number(name) < number]
    if not older:
        raise BadInput.at(
            store, f"holds no build before {now}", remedy="name two builds, or a release to compare with"
        )
    return _generation(store / layout.GENERATIONS / older[-1])


def build_called(name: str, store: Path) -> Tables:
    """What `name` means: a generation of `store` or the beginning of its name, or the folder of a store, of a
    generation or of a release.

    Raises UsageError where it is nothing, or not one thing, and what reading it raises.
    """
    folder = check_path(name)
    if is_release(folder):
        return Release.opened(folder)
    if (folder / layout.MARKER).exists():
        return current(folder)
    if folder.parent.name == layout.GENERATIONS and (folder / layout.MANIFEST).exists():
        return _generation(folder)
    kept = layout.generations(store)
    found = [each for each in kept if name and each.startswith(name)]
    if len(found) == 1:
        return _generation(store / layout.GENERATIONS / found[0])
    what = f"{printable(name, 80)!r} is the beginning of {len(found)} builds"
    if not found:
        what = f"{printable(name, 80)!r} is no build of {store}, and no folder of a store or release"
    raise UsageError(what, remedy=f"builds kept: {', '.join(kept) or 'none'}")


def _generation(path: Path) -> Generation:
    return Generation(path, Manifest.read(path))
