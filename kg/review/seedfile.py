"""The seed file of an article: its head and what was accepted, in the order of the text.

What cannot be an entry is left out and listed with its reason; nothing is ever written that the seeds' reader
would refuse.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.candidate import Candidate, FigureCandidate
from kg.claim import Article
from kg.errors import BadInput, KGError
from kg.review import Check, Violations
from kg.review.entry import Entry, NoEntry, Register, entry_of, key_of, resolved
from kg.review.lines import order
from kg.yamlout import entries, lines

UNKNOWN = "unknown"
# Why a candidate is left out: something is not known, the seeds' reader refuses it, another says the same.
INCOMPLETE, REFUSED, REPEATED = "incomplete", "refused", "repeated"
_MARK = re.compile(rb"# Written by `kg review` from its decisions \(([0-9a-f]{16})\)[^\n]*\n")
_WHERE = re.compile(r"^(?:figure|relation) [^:]*: ")


@dataclass(frozen=True, slots=True)
class Left:
    """A candidate that was left out of a seed file, and why; `code` is one of the above."""

    candidate: Candidate
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeedFile:
    """The bytes of a seed file, how many figures and relations it holds, and what was left out of it.

    `notes` tell what was written otherwise than proposed.
    """

    data: bytes
    figures: int
    relations: int
    left: tuple[Left, ...] = ()
    notes: tuple[str, ...] = ()


class Writer:
    """Writes the seed files of one article.

    `check` is the seeds' reader, `violations` what would block a build; `register` holds the entities, among
    which those that were curated after the candidates were proposed are found by their names.
    """

    def __init__(self, head: Article, register: Register, check: Check, violations: Violations) -> None:
        self.head = head
        self._register = register
        self._check = check
        self._violations = violations

    def check_head(self) -> None:
        """Raises BadInput where the article could not be a seed whatever it states."""
        data = _text(self.head, [], [])[0]
        if (error := self._check(data)) is not None:
            raise BadInput(f"the article's head: {error.what}", place=error.place, remedy=error.remedy)
        for _, message in self._violations(data):
            raise BadInput(f"the article's head: {message}", remedy="see the options of its fields")

    def refuses(self, candidate: Candidate) -> Left | None:
        """Why `candidate` cannot be an entry by itself; None where it can."""
        left = self.write([candidate]).left
        return left[0] if left else None

    def write(self, accepted: Iterable[Candidate]) -> SeedFile:
        """The seed file of these candidates, each under the id that it was proposed with.

        What the reader refuses, or a shape would block a build for, is left out.  Raises KGError where that
        does not help, which cannot be.
        """
        candidates = sorted((resolved(c, self._register) for c in accepted), key=order)
        barred: dict[str, str] = {}
        while True:
            build = _Build(self.refusal, candidates, barred)
            for candidate in candidates:
                build.add(candidate)
            ids, figures, relations = build.result()
            data, starts = _text(self.head, figures, relations)
            if (error := self._check(data)) is not None:
                raise KGError(
                    f"the seeds' reader refuses what was to be written: {error.what}",
                    remedy="reject or correct that claim, and report it: nothing was written",
                )
            wrong = {starts.get(line, -1): message for line, message in self._violations(data)} if ids else {}
            if not wrong:
                left = tuple(sorted(build.left, key=lambda one: order(one.candidate)))
                return SeedFile(data, len(figures), len(relations), left, tuple(build.notes))
            if -1 in wrong:
                raise KGError(f"what was to be written breaks a rule of the graph: {wrong[-1]}")
            barred |= {ids[number]: message for number, message in wrong.items()}

    def refusal(self, entry: Entry, figure: bool, others: Sequence[Entry] = ()) -> str:
        """Why the seeds' reader refuses an entry (after `others`); the empty text where it does not."""
        figures = [*others, entry] if figure else []
        error = self._check(_text(self.head, figures, [] if figure else [entry])[0])
        if error is None:
            return ""
        remedy = f" ({error.remedy})" if error.remedy else ""
        return _WHERE.sub("", error.what) + remedy


Refuse = Callable[[Entry, bool, Sequence[Entry]], str]


class _Build:
    """The entries of one file as they come together; what is converted is added before its conversions."""

    def __init__(
        self, refusal: Refuse, candidates: Sequence[Candidate], barred: Mapping[str, str]
    ) -> None:  # fmt: skip
        self._refusal = refusal
        self._barred = barred
        self._by_id: Mapping[str, Candidate] = {c.id: c for c in candidates}
        self._entries: dict[str, Entry] = {}
        self._order = [c.id for c in candidates]
        self._contents: dict[tuple[tuple[str, str], ...], str] = {}
        self._seen: set[str] = set()
        self._keys: set[str] = set()
        self.left: list[Left] = []
        self.notes: list[str] = []

    def result(self) -> tuple[list[str], list[Entry], list[Entry]]:
        """The ids of the entries in the order of the file, the figures, and the relations."""
        chosen = [id_ for id_ in self._order if id_ in self._entries]
        figures = [id_ for id_ in chosen if isinstance(self._by_id[id_], FigureCandidate)]
        relations = [id_ for id_ in chosen if not isinstance(self._by_id[id_], FigureCandidate)]
        return (
            [*figures, *relations], [self._entries[id_] for id_ in figures],
            [self._entries[id_] for id_ in relations],
        )  # fmt: skip

    def add(self, candidate: Candidate) -> None:
        """Take in a candidate, and what it converts before it."""
        chain = [candidate]
        while isinstance(last := chain[-1], FigureCandidate) and last.conversion_of is not None:
            original = self._by_id.get(last.conversion_of)
            if original is None or original in chain or original.id in self._seen:
                break
            chain.append(original)
        for each in reversed(chain):
            if each.id not in self._seen:
                self._seen.add(each.id)
                self._one(each)

    def _one(self, candidate: Candidate) -> None:
        if candidate.id in self._barred:
            self.left.append(Left(candidate, REFUSED, self._barred[candidate.id]))
            return
        figure = isinstance(candidate, FigureCandidate)
        target = candidate.conversion_of if isinstance(candidate, FigureCandidate) else None
        original = self._entries.get(target) if target is not None else None
        key = key_of(candidate, self._keys)
        try:
            entry = entry_of(candidate, key, str(original["key"]) if original else None)
        except NoEntry as error:
            self.left.append(Left(candidate, INCOMPLETE, str(error)))
            return
        # A converted figure may itself be a conversion: by itself it stands without saying so.
        others = [{n: v for n, v in original.items() if n != "conversion_of"}] if original else []
        if reason := self._refusal(entry, figure, others):
            self.left.append(Left(candidate, REFUSED, reason))
            return
        content = tuple((name, repr(value)) for name, value in entry.items() if name != "key")
        if content in self._contents:
            self.left.append(Left(candidate, REPEATED, f"says the same as {self._contents[content]}"))
            return
        if target is not None and original is None:
            self.notes.append(f"{key}: what it converts is not among the entries, so it stands by itself")
        self._contents[content] = key
        self._keys.add(key)
        self._entries[candidate.id] = entry


def _text(
    head: Article, figures: Sequence[Entry], relations: Sequence[Entry]
) -> tuple[bytes, dict[int, int]]:
    """The bytes of a seed file, and the number of the entry that begins at a line."""
    top = {
        "article": head.stem, "title": head.title, "publisher": head.publisher or UNKNOWN,
        "date": head.date or UNKNOWN, "recorded": head.recorded or "", "language": head.language,
        "url": head.url or UNKNOWN, "level": str(head.level), "text_file": head.text_file or "",
        "file_sha256": head.file_sha256 or "", "text_sha256": head.text_sha256 or "",
    }  # fmt: skip
    body = "".join(lines({name: value for name, value in top.items() if value}))
    starts: dict[int, int] = {}
    for name, items in (("figures", figures), ("relations", relations)):
        if items:
            # The mark, the body so far, an empty line and the list's name stand before the first entry.
            line = body.count("\n") + 4
            body += "\n" + "".join(entries(name, items))
            for item in items:
                starts[line] = len(starts)
                line += len(item)
    data = body.encode("utf-8")
    return _mark(data) + data, starts


def _mark(body: bytes) -> bytes:
    digest = hashlib.sha256(body).hexdigest()[:16]
    return f"# Written by `kg review` from its decisions ({digest}); edited by hand, it is yours.\n".encode()


def is_ours(data: bytes) -> bool:
    """Whether `data` is a seed file that we wrote and nobody has edited since."""
    match = _MARK.match(data)
    return match is not None and data[: match.end()] == _mark(data[match.end() :])
