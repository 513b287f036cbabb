"""Gold: articles of our own with the claims that a careful reader finds in them.

An article is a text, ``<stem>.txt``, and beside it ``<stem>.yaml`` with `claims`, `not_claims` (numbers that
are none) and `relations`.  A place is given by words: `in` stands once in the text and holds the `surface`
once.  A strict reader refuses what does not fit, with file and line; nothing is guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from kg.document import Document
from kg.entity import KINDS
from kg.errors import BadInput
from kg.files import MAX_TEXT, decode, read_bytes
from kg.lists import Hedge, Status
from kg.literals import Period, date_bounds, decimal, period
from kg.wrapping import article_text
from kg.yamlfile import Mapping, Node, Text, parse
from kg.yamlfile import Sequence as ListNode

MAX_WORDS = 12
PATTERNS = range(1, 24)
_TOP = ("article", "language", "date", "note", "claims", "not_claims", "relations")
_CLAIM = (
    "surface", "in", "subject", "new", "metric", "value", "value_max", "unit", "hedge", "status", "period",
    "period_inherited", "base_period", "sector", "market", "ownership", "attributed_to", "inherited",
    "conversion_of", "ambiguity", "patterns", "why",
)  # fmt: skip
_NOT_CLAIM = ("surface", "in", "patterns", "why")
_RELATION = ("subject", "new_subject", "predicate", "object", "new_object", "cue", "why")
_NONE = ("null", "~", "")
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFigure:
    """A figure that the text states; `new` is the printed name of a subject that the seeds do not know."""

    surface: str
    start: int
    end: int
    words: str
    subject: str | None
    new: str
    metric: str | None
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    hedge: Hedge
    status: Status
    period: Period
    period_inherited: bool
    base_period: str
    sector: str | None
    market: str | None
    ownership: str | None
    attributed_to: tuple[str, ...]
    inherited: bool
    conversion_of: str
    ambiguity: str
    patterns: tuple[int, ...]
    line: int


@dataclass(frozen=True, slots=True)
class NotClaim:
    """A number of the text that states nothing."""

    surface: str
    start: int
    end: int
    why: str
    patterns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """A relation that the text states; the ends are references, or printed names in `new_…`."""

    subject: str | None
    new_subject: str
    predicate: str
    object: str | None
    new_object: str
    cue: str
    line: int


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A text and what it states."""

    stem: str
    document: Document
    figures: tuple[GoldFigure, ...]
    not_claims: tuple[NotClaim, ...]
    relations: tuple[GoldRelation, ...]


def read_gold_folder(folder: Path) -> tuple[GoldArticle, ...]:
    """All articles of a folder, by name; raises BadInput when there are none."""
    paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not paths:
        raise BadInput.at(folder, "holds no gold (*.yaml with *.txt)", remedy="give a folder of gold")
    return tuple(read_gold(path) for path in paths)


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and bytes of a folder's articles, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted((*folder.glob("*.txt"), *folder.glob("*.yaml"))):
        data = path.read_bytes()
        total.update(f"{path.name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


def read_gold(path: Path) -> GoldArticle:
    """The article of one file; raises BadInput naming file and line."""
    top = parse(read_bytes(path, MAX_TEXT), path)
    fields = _Fields(top, path)
    fields.only(_TOP)
    if fields.text("article") != path.stem:
        raise fields.error("is not the name of the file", "article")
    date = fields.text("date")
    if date != "unknown":
        fields.parsed("date", date_bounds)
    language = fields.text("language")
    if language not in ("en", "vi"):
        raise fields.error("is neither en nor vi", "language")
    text_path = path.with_suffix(".txt")
    text = article_text(decode(read_bytes(text_path, MAX_TEXT), text_path))
    document = Document(
        text=text, language=language, published=None if date == "unknown" else date, name=text_path.name
    )
    figures = tuple(_figure(item, text) for item in fields.items("claims"))
    not_claims = tuple(_not_claim(item, text) for item in fields.items("not_claims"))
    relations = tuple(_relation(item, text) for item in fields.items("relations"))
    placed = [
        *zip(fields.items("claims"), ((f.start, f.end) for f in figures), strict=True),
        *zip(fields.items("not_claims"), ((n.start, n.end) for n in not_claims), strict=True),
    ]
    placed.sort(key=lambda pair: pair[1])
    for (first, (_, end)), (second, (start, _)) in pairwise(placed):
        if start < end:
            raise second.error(f"overlaps what stands on line {first.line}", "surface")
    return GoldArticle(path.stem, document, figures, not_claims, relations)


def _figure(item: _Fields, text: str) -> GoldFigure:
    item.only(_CLAIM)
    start, end, words = _place(item, text)
    subject, new = _either(item, "subject", "new")
    value = item.parsed("value", decimal)
    value_max = item.parsed("value_max", decimal) if item.maybe("value_max") else None
    hedge = item.choice("hedge", Hedge)
    if (hedge is Hedge.RANGE) != (value_max is not None):
        raise item.error("a range has value_max, and only a range", "hedge")
    base = item.maybe("base_period") or ""
    if base:
        item.parsed("base_period", period)
    return GoldFigure(
        surface=item.text("surface"),
        start=start,
        end=end,
        words=words,
        subject=subject,
        new=new,
        metric=item.maybe("metric"),
        value=value,
        value_max=value_max,
        unit=item.maybe("unit"),
        hedge=hedge,
        status=item.choice("status", Status),
        period=item.parsed("period", period),
        period_inherited=item.flag("period_inherited"),
        base_period=base,
        sector=item.maybe("sector"),
        market=_reference(item, "market") if item.maybe("market") else None,
        ownership=item.maybe("ownership"),
        attributed_to=tuple(agent.removeprefix("new:").strip() for agent in item.texts("attributed_to")),
        inherited=item.flag("inherited"),
        conversion_of=item.maybe("conversion_of") or "",
        ambiguity=item.maybe("ambiguity") or "",
        patterns=_patterns(item),
        line=item.line,
    )


def _not_claim(item: _Fields, text: str) -> NotClaim:
    item.only(_NOT_CLAIM)
    start, end, _ = _place(item, text)
    return NotClaim(item.text("surface"), start, end, item.text("why"), _patterns(item))


def _relation(item: _Fields, text: str) -> GoldRelation:
    item.only(_RELATION)
    subject, new_subject = _either(item, "subject", "new_subject")
    target, new_object = _either(item, "object", "new_object")
    cue = item.text("cue")
    if text.count(cue) < 1 or len(cue.split()) > MAX_WORDS:
        raise item.error("is not in the text, or longer than 12 words", "cue")
    return GoldRelation(subject, new_subject, item.text("predicate"), target, new_object, cue, item.line)


def _place(item: _Fields, text: str) -> tuple[int, int, str]:
    words, surface = item.text("in"), item.text("surface")
    if text.count(words) != 1:
        raise item.error(f"{words!r} stands {text.count(words)} times in the text, not once", "in")
    if words.count(surface) != 1:
        raise item.error(f"{surface!r} stands {words.count(surface)} times in it, not once", "in")
    if len(words.split()) > MAX_WORDS:
        raise item.error(f"longer than {MAX_WORDS} words", "in")
    start = text.index(words) + words.index(surface)
    return start, start + len(surface), words


def _either(item: _Fields, known: str, new: str) -> tuple[str | None, str]:
    """A reference, or the printed name of something that is not known."""
    name = item.maybe(new)
    if (name is None) == (item.maybe(known) is None):
        raise item.error(f"either {known} or {new} is needed", known)
    return (None, name) if name else (_reference(item, known), "")


def _reference(item: _Fields, name: str) -> str:
    text = item.text(name)
    kind, slash, rest = text.partition("/")
    if kind not in KINDS or not slash or not rest:
        raise item.error(f"{text!r} is not kind/id", name)
    return text


def _patterns(item: _Fields) -> tuple[int, ...]:
    numbers = item.texts("patterns")
    if not all(n.isascii() and n.isdigit() and int(n) in PATTERNS for n in numbers):
        raise item.error("numbers of patterns are expected", "patterns")
    return tuple(map(int, numbers))


class _Fields:
    """Typed access to the entries of one mapping."""

    def __init__(self, mapping: Mapping, path: Path) -> None:
        self._entries = mapping.entries
        self._path = path
        self.line = mapping.line

    def error(self, what: str, name: str) -> BadInput:
        node = self._entries.get(name)
        return BadInput.at(self._path, f"{name}: {what}", line=node.line if node else self.line)

    def only(self, names: Sequence[str]) -> None:
        for name in self._entries:
            if name not in names:
                raise self.error(f"unknown field (known: {', '.join(names)})", name)

    def _get(self, name: str) -> Node | None:
        return self._entries.get(name)

    def maybe(self, name: str) -> str | None:
        """A text, None where it is absent or null."""
        node = self._get(name)
        if node is None:
            return None
        if not isinstance(node, Text):
            raise self.error("a text is expected", name)
        return None if node.text in _NONE else node.text

    def text(self, name: str) -> str:
        value = self.maybe(name)
        if value is None:
            raise self.error("is missing", name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        node = self._get(name)
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            raise self.error("a list is expected", name)
        found = []
        for item in node.items:
            if not isinstance(item, Text):
                raise self.error("a list of texts is expected", name)
            found.append(item.text)
        return tuple(found)

    def items(self, name: str) -> list[_Fields]:
        node = self._get(name)
        if not isinstance(node, ListNode):
            # A list that YAML prints as nothing, or as [].
            if node is None or (isinstance(node, Text) and node.text in _NONE):
                return []
            raise self.error("a list is expected", name)
        if not all(isinstance(item, Mapping) for item in node.items):
            raise self.error("a list of entries is expected", name)
        return [_Fields(item, self._path) for item in node.items if isinstance(item, Mapping)]

    def flag(self, name: str) -> bool:
        value = self.maybe(name)
        if value not in (None, "yes", "no"):
            raise self.error("is neither yes nor no", name)
        return value == "yes"

    def parsed(self, name: str, reader: Callable[[str], T]) -> T:
        text = self.text(name)
        try:
            return reader(text)
        except ValueError as error:
            raise self.error(str(error), name) from None

    def choice(self, name: str, values: type[E]) -> E:
        text = self.text(name)
        try:
            return values(text)
        except ValueError:
            raise self.error(f"{text!r} is none of {', '.join(values)}", name) from None
