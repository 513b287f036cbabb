"""What surrounds the pages: a server or a folder, and who answers what asks the graph anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.answer import Answer, Table

Ask = Callable[[str, Mapping[str, str], str], Answer]
Select = Callable[[str], Table | bool | str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page or a twin of it, ready to be sent or written."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Site:
    """A site of pages.

    In a `folder` links lead to files and nothing can be asked anew.  On a server, `ask` answers saved
    questions (name, parameters, language) and `select` runs a query from outside: rows, true or false, or the
    triples as Turtle.  Both raise KGErrors; with None, questions are asked of the build itself and the page
    of the editor runs no query.  `formats` are the suffixes under which the page of a resource is served as
    RDF.
    """

    folder: bool = False
    ask: Ask | None = None
    select: Select | None = None
    formats: tuple[str, ...] = ()


FOLDER = Site(folder=True)
