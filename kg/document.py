"""A text that claims are read from, with what is known of its publication."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One publication as text.

    `text` is canonical (`kg.wrapping.article_text`): positions count its code points.  `published` is
    YYYY[-MM[-DD]]; what is not known is None.  `publisher` is as the source prints it, no entity.  `name` and
    `file_sha256` are those of the file read, empty for what came from elsewhere.
    """

    text: str
    language: str
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    name: str = ""
    file_sha256: str = ""

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the canonical text as UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()
