"""Where every page lives, and how one page links to another: the one place that builds addresses.

A *page path* names a page without its language and without a leading slash: ``slot/ID``; the overview is the
empty path.  English stands at the root and Vietnamese below ``vi/``, on a server and in a folder alike.  A
page has twins beside it, under the same path with a suffix: ``slot/ID.json``, ``questions/NAME.csv``.  On a
server a page needs no suffix (``.html`` may be given), in a folder its file ends in ``.html``.

All links are relative, so that the same bytes work below any prefix and from ``file://``.  Ids are checked or
percent-encoded here; no page builds an address of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlencode

LANGUAGES: Final = ("en", "vi")
DEFAULT_LANGUAGE: Final = "en"
ASSETS: Final = "static/"

OVERVIEW: Final = ""
SLOTS: Final = "slots"
ENTITIES: Final = "entities"
SOURCES: Final = "sources"
AUDIT: Final = "audit"
QUESTIONS: Final = "questions"
EDITOR: Final = "editor"
SEARCH: Final = "search"
ABOUT: Final = "about"
# The names of everything, for the suggestions of the search box: a script, because a page from `file://` may
# load scripts but not fetch data.
SEARCH_INDEX: Final = "search-index.js"
# Pages that have a JSON twin in a folder too, one for both languages; the others would say the same again.
FOLDER_TWINS: Final = ("entity/",)
# Not a page: the SPARQL protocol, on a server only.
ENDPOINT: Final = "sparql"

# The kinds of resource that have pages of their own, and where.
_PAGES: Final = {"article": "source", "claim": "claim", "slot": "slot", "finding": "finding"}


@lru_cache(maxsize=65536)
def _segment(text: str) -> str:
    return quote(text, safe="")


def slot(local: str) -> str:
    """The page of a slot: one question, and all claims that answer it."""
    return f"slot/{_segment(local)}"


def claim(local: str) -> str:
    """The page of a claim, of a figure or a relation."""
    return f"claim/{_segment(local)}"


def source(local: str) -> str:
    """The page of a publication; `local` is the id of the article."""
    return f"source/{_segment(local)}"


def finding(local: str) -> str:
    """The page of a finding of the audit."""
    return f"finding/{_segment(local)}"


def entity(reference: str) -> str:
    """The page of an entity; `reference` is ``kind/id``."""
    kind, _, local = reference.partition("/")
    return f"entity/{_segment(kind)}/{_segment(local)}"


def question(name: str) -> str:
    """The page of a saved question."""
    return f"{QUESTIONS}/{_segment(name)}"


def of_resource(kind: str, local: str, entity_kinds: frozenset[str]) -> str | None:
    """The page that describes the resource ``…/id/KIND/LOCAL``; None where it has none of its own."""
    if kind in _PAGES:
        return f"{_PAGES[kind]}/{_segment(local)}"
    return entity(f"{kind}/{local}") if kind in entity_kinds else None


def resource_of(page: str) -> tuple[str, str] | None:
    """The kind and the id of the resource that a page describes; None where it describes none."""
    match page.split("/"):
        case ["entity", kind, local]:
            return kind, local
        case [section, local]:
            return next(((kind, local) for kind, own in _PAGES.items() if own == section), None)
    return None


def split(path: str) -> tuple[str, str]:
    """The language and the page path of a request: ``/vi/slot/x`` -> ``("vi", "slot/x")``."""
    path = path.removeprefix("/")
    first, _, rest = path.partition("/")
    if first in LANGUAGES and first != DEFAULT_LANGUAGE:
        return first, rest
    return DEFAULT_LANGUAGE, path


def place(page: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The address of a page below the root of a server: ``vi/slot/x``."""
    return page if language == DEFAULT_LANGUAGE else f"{language}/{page}"


def file(page: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The file of a page below the root of a folder: ``vi/slot/x.html``, ``index.html``."""
    return place(page or "index", language) + ".html"


def twin(page: str, suffix: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The address of a twin of a page below the root: ``vi/questions/x.csv``."""
    return f"{place(page or 'index', language)}.{suffix}"


@dataclass(frozen=True, slots=True)
class Links:
    """Links from the page at `here` in `language`; to files of a folder with `folder`, else on a server.

    `up` is the way from the page up to the root.
    """

    here: str
    language: str
    folder: bool = False
    up: str = field(init=False)

    def __post_init__(self) -> None:
        """Look once for what every link begins with."""
        object.__setattr__(self, "up", "../" * place(self.here, self.language).count("/"))

    def to(
        self, page: str, language: str | None = None, query: Mapping[str, str] | None = None, anchor: str = ""
    ) -> str:
        """A link to a page, in the same language unless another is given."""
        language = language or self.language
        # An empty link would mean this page, whatever it is.
        target = self.up + (file(page, language) if self.folder else place(page, language)) or "./"
        return target + (f"?{urlencode(query)}" if query else "") + (f"#{anchor}" if anchor else "")

    def twin(self, page: str, suffix: str, query: Mapping[str, str] | None = None) -> str:
        """A link to a twin of a page: ``json``, ``csv``, ``ttl`` …"""
        language = DEFAULT_LANGUAGE if self.folder and suffix == "json" else self.language
        return self.up + twin(page, suffix, language) + (f"?{urlencode(query)}" if query else "")

    def asset(self, name: str) -> str:
        """A link to a static file: the style sheet, a script."""
        return self.up + ASSETS + name

    def root(self, name: str) -> str:
        """A link to what has no language: the endpoint, the index of the search box."""
        return self.up + name
