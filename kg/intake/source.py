"""A file, stdin or an address as a Document: which of them it is, what it holds, and what is known of it."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from kg.document import Document
from kg.errors import UsageError, printable
from kg.files import check_path, read_bytes, sha256
from kg.intake.dates import find_published
from kg.intake.guard import STRICT, Guard, parse_url
from kg.intake.language import LANGUAGES, find_language, language_of
from kg.intake.page import MAX_PAGE, decode_page, looks_like_html, read_page
from kg.intake.plain import Warn, read_plain
from kg.literals import date_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A source as it was read, before anything is added by hand; None is what it does not say.

    `address` is the one that was read in the end, `url` the one to cite (the page's own name for itself where
    that is on the same host).
    """

    text: str
    is_page: bool
    language: str | None
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    address: str | None = None
    url: str | None = None
    media_type: str = ""
    name: str = ""
    size: int = 0
    sha256: str = ""

    def published_in(self, language: str | None) -> str | None:
        """The publication date: what a page says, or what a plain text in `language` prints in its head."""
        if self.is_page or language is None:
            return self.published
        return find_published(self.text, language)

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the canonical text as UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def _silent(_: str) -> None:
    pass


def is_url(source: str) -> bool:
    """Whether `source` names a page of the web."""
    return source[:8].lower().startswith(("http://", "https://"))


def read_document(
    source: str,
    *,
    language: str | None = None,
    published: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    allow_fetch: bool = False,
    guard: Guard = STRICT,
    stdin: BinaryIO | None = None,
    warn: Warn = _silent,
) -> Document:
    """The document at a path, on stdin (``-``) or, with `allow_fetch`, at an http(s) address.

    What is given (`language` en or vi, `published` YYYY[-MM[-DD]], …) wins over what is found; what is
    neither stays None, only the language must be known.  `warn` hears what the reader should know.

    Raises UsageError (a wrong argument; an address where none is allowed; HTML without its dependency),
    BadInput (what cannot be read, or is in no known language), EndpointFailed and LimitReached (the web).
    """
    if language not in (None, *LANGUAGES):
        raise UsageError(f"no language {language!r}", remedy="give en or vi")
    if published is not None:
        try:
            date_bounds(published)
        except ValueError as error:
            raise UsageError(f"not a publication date: {error}", remedy="give YYYY-MM-DD") from None
    if is_url(source) and allow_fetch:
        found = read_url(source, guard, warn)
    else:
        found = read_local(source, stdin, warn)
    spoken = language or found.language or language_of(found.text, printable(source, 200))
    return Document(
        text=found.text,
        language=spoken,
        published=published or found.published_in(spoken),
        title=title or found.title,
        publisher=publisher or found.publisher,
        url=url or found.url,
        name=found.name,
        file_sha256=found.sha256,
    )


def read_local(source: str, stdin: BinaryIO | None = None, warn: Warn = _silent) -> Reading:
    """The text or page in a file, or on stdin (``-``)."""
    if source == "-":
        data, name, place = (stdin or sys.stdin.buffer).read(MAX_PAGE + 1), "", "stdin"
    else:
        path = check_path(source)
        data, name, place = read_bytes(path, MAX_PAGE), path.name, str(path)
    if looks_like_html(data, name):
        return _page(data, place, warn, name=name)
    text = read_plain(data, place, warn)
    return Reading(
        text=text, is_page=False, language=find_language(text), media_type="text/plain", name=name,
        size=len(data), sha256=sha256(data),
    )  # fmt: skip


def read_url(url: str, guard: Guard = STRICT, warn: Warn = _silent) -> Reading:
    """The text or page at an address; fetches it, under `guard`."""
    from kg.intake.fetch import fetch

    got = fetch(url, guard)
    place = str(parse_url(got.final_url))
    for note in got.notes:
        warn(f"{place}: {note}")
    if got.media_type != "text/plain":
        return _page(got.data, place, warn, charset=got.charset, address=got.final_url, media=got.media_type)
    text = read_plain(decode_page(got.data, place, got.charset).encode("utf-8"), place, warn)
    return Reading(
        text=text, is_page=False, language=find_language(text), address=got.final_url, url=got.final_url,
        media_type=got.media_type, size=len(got.data), sha256=sha256(got.data),
    )  # fmt: skip


def _page(
    data: bytes, place: str, warn: Warn, *, name: str = "", charset: str | None = None,
    address: str | None = None, media: str = "text/html",
) -> Reading:  # fmt: skip
    page = read_page(data, place, warn, charset=charset, url=address)
    found = find_language(page.text)
    if page.language and found and page.language != found:
        # Templates often declare the language of whoever made them.
        warn(f"{place}: the page calls itself {page.language!r}, its text is read as {found!r}")
    return Reading(
        text=page.text, is_page=True, language=found or page.language, published=page.published,
        title=page.title, publisher=page.publisher, address=address, url=_own(page.canonical_url, address),
        media_type=media, name=name, size=len(data), sha256=sha256(data),
    )  # fmt: skip


def _own(canonical: str | None, address: str | None) -> str | None:
    """The address to cite: the page's own name for itself, unless that is on a host that we did not ask."""
    if canonical is None:
        return address
    try:
        parse_url(canonical)
    except UsageError:
        return address
    if address is not None and _host(canonical) != _host(address):
        return address
    return canonical


def _host(url: str) -> str:
    host = urlsplit(url).hostname or ""
    for part in ("www.", "m.", "amp."):
        host = host.removeprefix(part)
    return host
