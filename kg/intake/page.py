"""HTML to canonical text and metadata: bytes to characters here, all else in a process that can be killed.

The page is data: nothing of it is run, fetched or written out as HTML again.  What comes out are headings,
paragraphs, list items (with a dash) and table rows, a line each.
"""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass

from kg.errors import BadInput, UsageError
from kg.intake.plain import Warn, check_size, check_text, warn_of_invisible
from kg.sandbox import Limits, run_child
from kg.wrapping import article_text

MAX_PAGE = 10_000_000
LIMITS = Limits(seconds=20.0, megabytes=512)
_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.I)
# Labels that pages in English and Vietnamese carry, as the web reads them (a page in "latin-1" is cp1252).
_CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "windows-1258": "cp1258", "cp1258": "cp1258", "windows-1252": "cp1252",
    "cp1252": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "iso-8859-15": "iso8859-15", "utf-16": "utf-16", "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says and what it says of itself; what it does not say is None.

    `published` is YYYY[-MM[-DD]], `language` the one that the page declares, en or vi.
    """

    text: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    canonical_url: str | None


def looks_like_html(data: bytes, name: str) -> bool:
    """Whether to read `data` as a page: by its beginning, or else by the ending of its name."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    return _START.match(head) is not None or name.lower().endswith((".html", ".htm", ".xhtml"))


def require_reader() -> None:
    """Raise UsageError where the optional dependency that reads HTML is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("trafilatura", "lxml_html_clean")):
        raise UsageError("reading HTML needs trafilatura", remedy="pip install '.[ingest]'")


def read_page(
    data: bytes, place: str, warn: Warn, *, charset: str | None = None, url: str | None = None,
    limits: Limits = LIMITS,
) -> Page:  # fmt: skip
    """The page in `data`, which came from `place`; `charset` is what the server said, `url` its address.

    Raises UsageError where the optional dependency is missing, BadInput where the encoding is not what the
    page says or where there is no article in it, LimitReached when it takes too much time or memory.
    """
    check_size(data, MAX_PAGE, place)
    if not data.strip():
        raise BadInput("holds no text", place=place, remedy="give an article")
    require_reader()
    html = decode_page(data, place, charset)
    answer = run_child("kg.intake.page_worker", {"html": html, "url": url}, limits, f"reading {place}")
    text = article_text(answer["text"])
    if not text.strip():
        raise BadInput("holds no article", place=place, remedy="save its text as UTF-8 and give that")
    check_text(text, place)
    warn_of_invisible(text, place, warn)
    return Page(
        text=text,
        title=answer["title"],
        publisher=answer["publisher"],
        published=answer["published"],
        language=answer["language"],
        canonical_url=answer["canonical_url"],
    )


def decode_page(data: bytes, place: str, charset: str | None = None) -> str:
    """The characters of a page; raises BadInput at the first byte that does not fit, and on unknown labels.

    What is UTF-8 to its last byte is UTF-8, whatever the page or its server say: nothing else looks like it
    by accident.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        offset = error.start
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        label = "utf-16"
    elif found := _META.search(data[:4096]):
        label = charset or found[1].decode("ascii")
    else:
        label = charset or "utf-8"
    codec = _CODECS.get(label.strip().lower())
    if codec is None:
        what = f"is not UTF-8 at byte {offset}, and calls itself {label!r}"
        raise BadInput(what, place=place, remedy="save it as UTF-8")
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        what = f"is not {label} at byte {error.start}"
        raise BadInput(what, place=place, remedy="save it as UTF-8") from None
