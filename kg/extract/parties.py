"""Who and what may be an end of a relation: names, aggregates, sectors, nations, anaphors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.candidate import Cue
from kg.corpus import Classes
from kg.entity import KINDS
from kg.extract.actor import FIRMS, Actor
from kg.extract.cast import Cast
from kg.extract.cues import RelationLexicon, keys, relation_key
from kg.extract.grammar import Grammar
from kg.extract.reading import View
from kg.tokens import Token

ORGANISATIONS = FIRMS | {
    "agency", "association", "international-organisation", "media", "ministry", "university",
}  # fmt: skip
# The kind of words that stand for something that cannot be told.
UNTOLD = "untold"
# A name that nobody knows, of a kind that its words do not tell, may be one of these.
_ANYTHING = frozenset(("Company", "Product"))
# Words after a name of a thing that make it a part of a longer expression: "AI chips", "5G stations".
_PREPOSITIONS = {
    "en": keys(
        """in to from at on across into for with by among between against than like including of within over
        throughout outside as via under behind after around near toward towards before until ("""
    ),
    "vi": keys(
        "tại ở sang từ vào với cho trên giữa như gồm đến tới bởi do cùng theo ngoài trong của về sau trước ("
    ),
}
_AND = keys("and và")
_OWNER = re.compile(r"\b(?:the (?:company|group|firm|corporation|conglomerate)(?=['’]s))\b", re.I)
_APOSTROPHES = ("'", "’")
# Whose words these are is named first: "According to FPT's chairman, the group …".
_TOLD = re.compile(r"according to\b|theo\b", re.I)
# Adjectives of nations, which stand behind their noun: "công ty Việt".
_NO_NAMES = frozenset(("Việt", "Hàn", "Nhật", "Trung", "Tây", "Âu", "Á"))
_GROUP = re.compile(r"group|corporation|conglomerate|tập đoàn|tổng công ty", re.I)
# Words that do not merely describe the name after them.
_VERBAL = keys(
    """is are was were has have had will would said says that which who and or but it
    là được bị đã sẽ và hoặc nhưng"""
)


@dataclass(frozen=True, slots=True)
class Party:
    """A possible end of a relation at its tokens `first` to before `last`.

    `ref` is None for a name that nobody knows; `owner` says that a possessive follows, `aside` that it stands
    after a preposition, `guess` that it may be misread.  Words that stand for a name elsewhere have its place
    in `named`.
    """

    start: int
    end: int
    text: str
    ref: str | None
    kind: str
    first: int
    last: int
    aside: bool = False
    owner: bool = False
    guess: bool = False
    named: Cue | None = None

    @property
    def carried(self) -> bool:
        """Whether these words only stand for a name elsewhere."""
        return self.named is not None

    @property
    def printed(self) -> str:
        """How the text calls it: a name that nobody knows, by that name rather than by what stands for it."""
        return self.named.text if self.named is not None and self.ref is None else self.text

    @property
    def same(self) -> str:
        """What two mentions of one thing have in common."""
        return self.ref or self.printed.casefold()

    def cues(self, role: str) -> list[Cue]:
        """Where it stands, and where that is only a word for it, where it is named."""
        here = [] if self.first < 0 else [Cue(role, self.text, self.start, self.end)]
        return here if self.named is None else [*here, replace(self.named, role=role)]


def fits(party: Party, classes: Classes, kinds: frozenset[str]) -> bool:
    """Whether `party` may stand where `classes` (and of them only `kinds`, if any) are allowed."""
    if kinds and party.kind not in kinds and not (party.kind == "" and "company" in kinds):
        return False
    if not party.kind:
        return not classes.named or bool(_ANYTHING & classes.members) or "Entity" in classes.named
    return party.kind in KINDS and classes.allow(KINDS[party.kind][0])


def parties(
    view: View, actors: Sequence[Actor], lexicon: RelationLexicon, grammar: Grammar, language: str, text: str
) -> Finder:
    """The parties that a sentence names, none overlapping another."""
    finder = Finder(view, grammar, language, text)
    for actor in actors:
        if actor.kind == "aggregate" and not actor.carried and not _field(view, actor):
            finder.add(actor.start, actor.end, actor.ref, "aggregate")
    for name in view.names:
        if name.flag == "lookalike" or (not name.refs and (name.flag != "new" or name.text in _NO_NAMES)):
            continue
        ref = name.refs[0] if name.refs else None
        finder.add(name.start, name.end, ref, name.kind or "", guess=name.flag == "near")
    for hit in lexicon.nations_in(view.tokens, language):
        first, last = view.tokens[hit.first], view.tokens[hit.last - 1]
        finder.add(first.start, last.end, hit.held[0], "nation")
    for hit in lexicon.places_in(view.tokens, language):
        first, last = view.tokens[hit.first], view.tokens[hit.last - 1]
        finder.add(first.start, last.end, hit.held[0], hit.held[0].partition("/")[0])
    for mark in sorted(view.marks, key=lambda m: m.start - m.end):
        if mark.term.role == "sector":
            finder.add(mark.start, mark.end, f"sector/{mark.term.ref}", "sector")
    return finder


def add_anaphors(
    finder: Finder, view: View, cast: Cast, grammar: Grammar, language: str, text: str, main: Party | None
) -> None:
    """Add the words that stand for a company; "the group" is rather `main`, that of the article."""
    named = finder.sorted()
    owners = _OWNER.finditer(text, view.start, view.end) if language == "en" else ()
    for match in (*owners, *grammar.anaphor.finditer(text, view.start, view.end)):
        if language == "vi" and finder.begins_name(match.start(), match.end()):
            continue
        here = any(not p.aside and p.kind in FIRMS and p.end <= match.start() for p in named)
        apposed = (
            text.endswith(", ", 0, match.start()) and text[match.end() : match.end() + 1] in _APOSTROPHES
        )
        told = any(p.kind in FIRMS and p.end <= match.start() for p in named) and (
            _TOLD.match(text, view.start) is not None
        )
        if main is not None and _GROUP.search(match[0]) and (apposed or not (here or told)):
            meant: Party | None = main
        elif apposed and match[0].lower() != "it" and here:
            meant = spoken_of(cast.firm)
        else:
            meant = _meant(match[0], match.start(), named, cast)
        if meant is None:
            finder.add(match.start(), match.end(), None, UNTOLD)
        else:
            finder.add(match.start(), match.end(), meant.ref, meant.kind, named=meant.cues("subject")[-1])


def _field(view: View, actor: Actor) -> bool:
    """Whether an industry's words only name a field: "in the telecommunications sector"."""
    return (
        (actor.aside or actor.place)
        and any(
            mark.term.role == "sector" and actor.start <= mark.start and mark.end <= actor.end
            for mark in view.marks
        )
        and not any(actor.start <= name.start < actor.end for name in view.names)
    )


def spoken_of(actor: Actor | None) -> Party | None:
    """An actor of an earlier sentence as a party that is not printed here."""
    if actor is None:
        return None
    cue = actor.origin
    if cue is None:
        return None
    return Party(cue.start, cue.end, cue.text, actor.ref, actor.kind, -1, -1, named=cue)


def _meant(words: str, at: int, named: Iterable[Party], cast: Cast) -> Party | None:
    """What a word such as "it" or "the company" stands for: a firm named before, here or earlier."""
    pronoun = words.lower() in ("it", "its", "they", "their")
    before = [p for p in named if p.end <= at and not p.owner]
    heads = [p for p in before if not p.aside]
    for party in heads:
        if party.kind in FIRMS or (party.kind == "" and party.ref is None):
            return party
    if pronoun:
        for party in heads:
            if party.kind in ORGANISATIONS:
                return party
    else:
        for party in reversed(before):
            if party.kind in FIRMS:
                return party
    meant = spoken_of(cast.topic if pronoun else (cast.firm or cast.topic))
    if meant is None or (meant.kind and meant.kind not in ORGANISATIONS | {"aggregate"}):
        return None
    return meant


class Finder:
    """Collects parties; the first to claim a place has it."""

    def __init__(self, view: View, grammar: Grammar, language: str, text: str) -> None:
        self._view, self._grammar, self._text = view, grammar, text
        self._small = _PREPOSITIONS[language]
        self._starts = [token.start for token in view.tokens]
        self._found: list[Party] = []
        self._spans: list[tuple[int, int]] = []  # of those found, in the order of the text
        self._until: dict[int, Party] = {}
        # Tokens of names and of times: what stands before these is not before the name behind them.
        self._named: set[int] = set()
        for time in view.times:
            first = bisect_left(self._starts, time.start)
            self._named.update(range(first, bisect_left(self._starts, time.end)))
        self._begun: set[int] = set()

    def add(
        self, start: int, end: int, ref: str | None, kind: str, *, guess: bool = False,
        named: Cue | None = None,
    ) -> None:  # fmt: skip
        """Claim the place `start` to `end` for a party, unless another has it."""
        at = bisect_left(self._spans, (start, end))
        if (at and self._spans[at - 1][1] > start) or (at < len(self._spans) and self._spans[at][0] < end):
            return
        self._spans.insert(at, (start, end))
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        printed = self._text[start:end]
        owner = self._grammar.possessive.match(self._text, end) is not None
        owner = owner or printed.lower() in ("its", "their")
        party = Party(start, end, printed, ref, kind, first, last, self._aside(first), owner, guess, named)
        self._found.append(party)
        self._until.setdefault(last, party)
        if kind != "nation":
            self._named.update(range(first, last))
        if kind != "sector":
            self._begun.add(first)

    def _aside(self, first: int) -> bool:
        """Whether a preposition stands before, with only describing words between."""
        tokens = self._view.tokens
        # "in Laos and Cambodia": what is joined to a name stands where that one does.
        key = relation_key(tokens[first - 1]) if first else ""
        joined = self._until.get(first - 1)
        if (
            joined is not None
            and joined.aside
            and (key in _AND or (key == "," and joined.kind in ("country", "market", "nation")))
        ):
            mention = next((m for m in self._view.names if m.start == tokens[first].start), None)
            if key in _AND or (mention is not None and mention.kind == joined.kind):
                return True
        for at in range(first - 1, max(-1, first - 6), -1):
            if relation_key(tokens[at]) in self._small:
                return True
            if at in self._named or not _describes(tokens[at]):
                return False
        return False

    def begins_name(self, start: int, end: int) -> bool:
        """Whether a common noun belongs to the name that follows: "công ty tư vấn Intellinet"."""
        if self._text[start:end].endswith("này"):
            return False
        first = bisect_left(self._starts, end)
        for at in range(first, min(first + 6, len(self._starts))):
            if at in self._begun:
                return True
            token = self._view.tokens[at]
            if not _describes(token) or relation_key(token) in self._small:
                return False
        return False

    def sorted(self) -> list[Party]:
        """What was found, in the order of the text."""
        return sorted(self._found, key=lambda p: p.start)


def _describes(token: Token) -> bool:
    """Whether a word may stand between a preposition and its name: "with chip giant Nvidia"."""
    return token.text.isalpha() and relation_key(token) not in _VERBAL
