"""The static files of the pages: style sheet, scripts, fonts, and the editor that others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "static"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


def names() -> Iterator[str]:
    """The names of the static files below ``static/``, sorted."""
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file() and path.suffix in _TYPES:
            yield path.relative_to(FOLDER).as_posix()


def asset(name: str) -> tuple[str, bytes] | None:
    """Media type and content of a static file; None where there is none of that name."""
    return (_TYPES[Path(name).suffix], (FOLDER / name).read_bytes()) if name in set(names()) else None
