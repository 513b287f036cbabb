"""The current build, and what was known on a day, kept open between calls."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from kg.errors import UsageError
from kg.mcpserver.book import Book
from kg.store import Generation, current

_DAYS_KEPT = 4


class Shelf:
    """The books of a store.  A new build takes the place of the old one with the next call."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._current: Book | None = None
        self._past: OrderedDict[tuple[str, str], Book] = OrderedDict()

    def book(self, day: str | None = None) -> Book:
        """The current build, or what was known of it on a day.

        Raises as `kg.store.current` and `kg.past.as_of` do.
        """
        with self._lock:
            generation = current(self._store)
            if self._current is None or self._current.build != generation.name:
                self._current = Book(generation)
                self._past.clear()
            return self._current if day is None else self._known(generation, day)

    def _known(self, generation: Generation, day: str) -> Book:
        # Looking back takes the whole audit along, which few calls need.
        from kg.past import as_of, day_of

        try:
            when = day_of(day)
        except UsageError as error:
            raise UsageError(error.what, place="as_of", remedy=error.remedy) from None
        key = (generation.name, str(when))
        if key not in self._past:
            self._past[key] = Book(as_of(generation, when))
            if len(self._past) > _DAYS_KEPT:
                self._past.popitem(last=False)
        self._past.move_to_end(key)
        return self._past[key]
