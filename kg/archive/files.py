"""The files of a build as one archive (tar, gzip), and out of it again.

The engine stays behind: it is made anew from the quads.  The same build gives the same bytes.  An archive may
come from anywhere, so nothing is taken that its manifest does not name, and no name leads out of the folder.
"""

from __future__ import annotations

import gzip
import io
import re
import shutil
import tarfile
import zlib
from pathlib import Path

from kg.errors import BadInput, KGError, LimitReached
from kg.files import disk_errors
from kg.store import Generation, Manifest
from kg.store.layout import ENGINE, MANIFEST

MAX_FILES = 2_000_000_000
_MAX_MANIFEST = 64_000_000
_EFFORT = 6
_NAME = re.compile(r"[a-z][a-z_]*\.(?:jsonl|json|nq)")
_DAMAGED = "the archive of the build is damaged"


def pack(generation: Generation) -> bytes:
    """The files of a build; raises StoreDamaged where they are not those of its manifest."""
    out = io.BytesIO()
    # The name and time that gzip would write are those of this machine.
    with (
        gzip.GzipFile("", "wb", _EFFORT, out, mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        _add(archive, generation.path / MANIFEST)
        for name in sorted(generation.manifest.files):
            if not name.startswith(f"{ENGINE}/"):
                _add(archive, generation.file(name))
    return out.getvalue()


def _add(archive: tarfile.TarFile, path: Path) -> None:
    member = tarfile.TarInfo(path.name)
    member.size = path.stat().st_size
    with path.open("rb") as file:
        archive.addfile(member, file)


def unpack(data: bytes, folder: Path, name: str) -> Manifest:
    """Write the files of the build `name` into `folder`; the manifest says what they must be.

    Raises BadInput where the archive is damaged or of another build, LimitReached where it is too large.
    That each file has its digest is for who publishes them to see.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r|gz") as archive:
            return _unpacked(archive, folder, name)
    except (tarfile.TarError, zlib.error, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{_DAMAGED}: {error}") from None
    except gzip.BadGzipFile as error:
        raise BadInput(f"{_DAMAGED}: {error}") from None


def _unpacked(archive: tarfile.TarFile, folder: Path, name: str) -> Manifest:
    manifest: Manifest | None = None
    for member in archive:
        content = archive.extractfile(member)
        if content is None:
            raise BadInput(f"{_DAMAGED}: {member.name!r} is no file")
        if manifest is None:
            if member.name != MANIFEST or member.size > _MAX_MANIFEST:
                raise BadInput(f"{_DAMAGED}: it does not begin with a manifest")
            manifest = _manifest(content.read(), name)
            continue
        entry = manifest.files.get(member.name)
        if entry is None or not _NAME.fullmatch(member.name) or member.size != entry.size:
            raise BadInput(f"{_DAMAGED}: {member.name!r} is not as its manifest says")
        with disk_errors(folder), (folder / member.name).open("xb") as out:
            shutil.copyfileobj(content, out)
    if manifest is None:
        raise BadInput(f"{_DAMAGED}: it is empty")
    return manifest


def _manifest(data: bytes, name: str) -> Manifest:
    try:
        manifest = Manifest.parse(data, Path(MANIFEST), name)
    except KGError as error:
        raise BadInput(f"{_DAMAGED}: {error.what}") from None
    size = sum(entry.size for entry in manifest.files.values())
    if size > MAX_FILES:
        raise LimitReached(f"the build has {size:,} bytes, above the limit of {MAX_FILES:,}")
    return manifest
