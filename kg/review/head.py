"""The head of an article's seed file: what is given, what the document says, what an earlier review wrote."""

from __future__ import annotations

import re
from pathlib import Path

from kg.claim import Article
from kg.document import Document
from kg.errors import BadInput, UsageError
from kg.files import MAX_TEXT, decode, read_bytes, sha256
from kg.lists import EvidenceLevel
from kg.names import fold
from kg.namespaces import is_local_id, slug
from kg.review.entry import Register
from kg.wrapping import article_text

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
_LONGEST_TITLE = 200


def make_head(
    document: Document, source: str, register: Register, before: Article | None = None, *,
    stem: str | None = None, title: str | None = None, publisher: str | None = None,
) -> Article:  # fmt: skip
    """The head for `document`, read from `source`; what is not given is as it was `before`, or else found.

    A publisher that is no curated outlet becomes None (unknown), never a guess.  Raises UsageError where the
    id or the title is not known.
    """
    stem = stem or (before.stem if before else None) or _stem(source, document)
    if not is_local_id(stem):
        raise UsageError(f"{stem!r} is no id of an article", remedy="--article: letters, digits, - and _")
    name, digest = _text_file(document, source, stem)
    known = register.named(publisher or document.publisher or "", "media")
    if publisher is not None and f"media/{publisher}" in register.entities:
        known = f"media/{publisher}"
    elif publisher is not None and publisher in register.entities:
        known = publisher
    if publisher is None and before is not None:
        known = before.publisher or known
    printed = title or (before.title if before else None) or document.title or _first_line(document.text)
    return Article(
        stem=stem,
        title=" ".join(printed.split()),
        publisher=known.removeprefix("media/") if known else None,
        date=document.published or (before.date if before else None),
        language=document.language,
        url=document.url or (before.url if before else None),
        level=EvidenceLevel.ANCHORED,
        text_file=name,
        file_sha256=digest,
        text_sha256=document.text_sha256,
        recorded=before.recorded if before else None,
    )


def _stem(source: str, document: Document) -> str:
    """The id that a file's name gives; nothing else names an article by itself."""
    name = Path(document.name).stem
    stem = name if is_local_id(name) else slug(fold(name), 80)
    if not stem:
        raise UsageError(f"{source} gives the article no id", remedy="give --article ID")
    return stem


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.split("\n") if line.strip()), "")
    if not line or len(line) > _LONGEST_TITLE:
        raise UsageError("the article's title is not known", remedy="give --title")
    return line


def _text_file(document: Document, source: str, stem: str) -> tuple[str, str]:
    """Name and digest of the file that `kg verify` will want: the one that was read, if it is plain text."""
    if document.name:
        try:
            data = read_bytes(Path(source), MAX_TEXT)
            same = article_text(decode(data, source)) == document.text
        except BadInput:
            same = False
        if same:
            if _FILE_NAME.fullmatch(document.name) is None:
                raise UsageError(
                    f"{document.name!r} cannot be the text_file of a seed",
                    remedy="rename it: letters, digits, . - _",
                )
            return document.name, sha256(data)
    return f"{stem}.txt", document.text_sha256
