"""Reading what others give us and writing what others rely on.

Reading refuses everything that is not a plain file of modest size in UTF-8, with the byte offset of the
first bad byte.  Writing is atomic: the new file is complete and on disk before it takes the old one's name.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kg.errors import BadInput, LimitReached, UsageError

MAX_TEXT = 5_000_000
MAX_DATA = 2_000_000_000
FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_ALLOWED_CONTROLS = {"\t", "\n", "\r"}


def check_path(text: str | os.PathLike[str]) -> Path:
    """A path, as opposed to a URL; raises UsageError for `http://…`, `file:…` and control characters."""
    given = os.fspath(text)
    scheme, found, _ = given.partition(":")
    if (
        found
        and len(scheme) > 1
        and scheme.isalpha()
        and (scheme.lower() in {"file", "data"} or given[len(scheme) :].startswith("://"))
    ):
        raise UsageError(f"a file's path is expected, not a URL: {given}", remedy="give a local path")
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in given):
        raise UsageError(f"control character in the path {given!r}", remedy="rename the file")
    return Path(given)


def read_bytes(path: Path, limit: int = MAX_DATA) -> bytes:
    """The content of a regular file; raises BadInput when it is none, unreadable, or above `limit` bytes."""
    path = check_path(path)
    try:
        # Non-blocking, so that a FIFO without a writer is refused instead of waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise BadInput.at(
            path, f"cannot be read: {error.strerror or error}", remedy="check the path"
        ) from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise BadInput.at(path, "is not a regular file", remedy="give a file")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > limit:
            raise BadInput.at(path, f"has {status.st_size:,} bytes, above the limit of {limit:,}")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise BadInput.at(path, f"grew above the limit of {limit:,} bytes while it was read")
    return data


def decode(data: bytes, path: Path | str) -> str:
    """`data` as strict UTF-8 text; raises BadInput naming the byte offset of what is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        hint = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "another encoding"
        raise BadInput.at(
            path, f"is not UTF-8 at byte {error.start}", remedy=f"it may be {hint}; save it as UTF-8"
        ) from None


def canonical_text(text: str) -> str:
    """The text that positions count in: NFC, LF line ends, no byte order mark."""
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def read_text(path: Path, limit: int = MAX_TEXT) -> str:
    """Canonical text of a file; raises BadInput on bad UTF-8, NUL and other control characters."""
    text = canonical_text(decode(read_bytes(path, limit), path))
    for number, line in enumerate(text.split("\n"), 1):
        for column, character in enumerate(line, 1):
            if unicodedata.category(character) == "Cc" and character not in _ALLOWED_CONTROLS:
                raise BadInput.at(
                    path,
                    f"control character U+{ord(character):04X}",
                    line=number,
                    column=column,
                    remedy="remove it",
                )
    return text


def sha256(data: bytes) -> str:
    """SHA-256 of `data`, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: Path) -> str:
    """SHA-256 of a file's content, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fsync_dir(path: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn a full disk or a file-size limit into LimitReached, a refused write into BadInput."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise LimitReached(
                f"no room to write: {error.strerror}",
                place=str(path),
                remedy="the old file is untouched; free some space",
            ) from None
        if error.errno in (errno.EMFILE, errno.ENFILE):
            raise LimitReached("too many open files", place=str(path), remedy="raise `ulimit -n`") from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR):
            raise BadInput.at(
                path, f"cannot be written: {error.strerror}", remedy="check the folder"
            ) from None
        raise


@contextlib.contextmanager
def write_atomic(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the name `path` only when the block ends well and its bytes are on disk."""
    path = check_path(path)
    if path.exists() and not path.is_file():
        raise BadInput.at(path, "is not a regular file", remedy="give another output")
    # Random, because in a container every run may have the same process id, also after one that was killed.
    temporary = path.with_name(f".{path.name[:100]}.{os.urandom(4).hex()}.tmp")
    with disk_errors(path):
        try:
            with temporary.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            fsync_dir(path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
