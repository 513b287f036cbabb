"""The folder of seeds that a review writes into: never the one inside an installed package."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kg import settings
from kg.errors import BadInput, UsageError
from kg.files import MAX_DATA, disk_errors, read_bytes, write_atomic
from kg.review.seedfile import is_ours

ARTICLES, DECISIONS = "articles", "decisions"


def working_seeds(given: Path | None) -> tuple[Path, bool]:
    """The seeds to write into: `given`, else KG_SEEDS, else ./seeds; and whether they were begun just now.

    A folder that is not there yet begins as a copy of the shipped seeds, so that a build from it holds what
    a build without it would.
    """
    value = os.environ.get("KG_SEEDS")
    folder = given or (Path(value) if value else Path("seeds"))
    if folder.exists():
        return folder, False
    # Complete under another name first, so that a kill leaves no half a folder behind.
    temporary = folder.with_name(f".{folder.name[:100]}.{os.urandom(4).hex()}.tmp")
    with disk_errors(folder):
        try:
            shutil.copytree(settings.shipped_seeds_dir(), temporary, ignore=shutil.ignore_patterns(".*"))
            temporary.rename(folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    return folder, True


def seed_path(folder: Path, stem: str) -> Path:
    """Where the seed file of an article stands."""
    return folder / ARTICLES / f"{stem}.yaml"


def log_path(folder: Path, stem: str) -> Path:
    """Where the decisions about an article stand, unless another place is given."""
    return folder / DECISIONS / f"{stem}.jsonl"


def refuse_foreign(path: Path) -> None:
    """Raises UsageError where a seed file stands that was written or edited by hand."""
    if path.exists() and not is_ours(read_bytes(path, MAX_DATA)):
        raise UsageError(
            f"{path} was written or edited by hand",
            remedy="give another --article, or --overwrite to lose what is in it",
        )


def write_seed(path: Path, data: bytes) -> None:
    """Write a seed file, atomically; raises BadInput where it cannot be."""
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise BadInput.at(path, "is a folder", remedy="move it away")
    with write_atomic(path) as file:
        file.write(data)
