"""A question in plain words as the slots that it asks for, read as `kg ask` reads it; no query is run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kg.asking import Asker, Refusal, SlotReply
from kg.asking.reply import Near
from kg.contents import Row
from kg.errors import printable
from kg.mcpserver.book import Book, Unknown


class _Saved(Exception):
    """A saved question answers, with these values."""

    def __init__(self, name: str, given: Mapping[str, str]) -> None:
        self.name, self.given = name, given
        super().__init__(name)


class Reader(Asker):
    """Reads questions on the tables of a build; where a query would have to be run, it only says which."""

    def __init__(self, rows: Callable[[str], Iterable[Row]]) -> None:
        super().__init__(rows, _no_engine)

    def run(self, name: str, given: Mapping[str, str], language: str) -> Any:
        """Raises _Saved."""
        raise _Saved(name, given)


def _no_engine() -> Any:
    raise AssertionError("a question is only read here")


def placed(book: Book, text: str) -> SlotReply:
    """The slots that a question asks for; raises Unknown with what is near, or the saved question to run."""
    asked = printable(text, 80)
    try:
        reply = book.reader.ask(text)
    except _Saved as saved:
        given = "".join(f", {name}: {value}" for name, value in saved.given.items())
        what = f"{asked} asks for no one figure"
        raise Unknown(what, place="text", remedy=f"ask run_question for {saved.name}{given}") from None
    if isinstance(reply, SlotReply):
        return reply
    assert isinstance(reply, Refusal)
    raise Unknown(f"no figure answers {asked}: {reply.reason}", place="text", remedy=_instead(reply.nearest))


def _instead(near: Iterable[Near]) -> str:
    slots = [found.slot for found in near if found.slot][:3]
    return f"near are the slots {', '.join(slots)}" if slots else "find ids by search_entities"
