"""Answers that were given already: an answer is a function of its build, so it may be sent again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from kg.web.workers.message import Reply


@dataclass(slots=True)
class Kept:
    """The last answers used, `size` bytes of them in all, none larger than `largest`."""

    size: int = 64_000_000
    largest: int = 1_000_000
    held: int = 0
    hits: int = 0
    _replies: OrderedDict[tuple[str, str], Reply] = field(default_factory=OrderedDict)

    def get(self, build: str, key: str) -> Reply | None:
        """The answer to `key` as of a build."""
        reply = self._replies.get((build, key))
        if reply is not None:
            self.hits += 1
            self._replies.move_to_end((build, key))
        return reply

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer, unless it is an error, large, or a file."""
        if reply.status != 200 or reply.path or len(reply.body) > self.largest:
            return
        place = (reply.build, key)
        if (before := self._replies.pop(place, None)) is not None:
            self.held -= self._weight(key, before)
        self._replies[place] = reply
        self.held += self._weight(key, reply)
        while self.held > self.size:
            (_, oldest), gone = self._replies.popitem(last=False)
            self.held -= self._weight(oldest, gone)

    @staticmethod
    def _weight(key: str, reply: Reply) -> int:
        # What Python needs beside the bytes themselves.
        return len(reply.body) + len(key) + 1_000
