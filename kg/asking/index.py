"""The phrases of a build, ready to be found in a question: things, metrics, signs, kinds of questions.

Made from the tables `names` and `questions`; a lookup costs a dictionary access for each run of words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from kg.asking.text import Word, is_small_letters, likeness, words
from kg.names import fold

Row = Mapping[str, Any]
# No phrase has more words, and between two pieces of one stand no more.
_LONGEST, _GAP = 12, 12
# A word of another language counts less, and one as short as this not at all.
_SHORT = 4
_GAPPED = 0.97
# A word of so few names is rare, so many of them tell a name, and this share of its words by their rarity.
_RARE, _TOLD = 2, 0.6
# Spelt worse than this, it is another word.
_WRONG = 0.7
NAME_ROLES = frozenset(("name", "short", "sector", "aggregate", "ownership"))
METRIC_ROLES = frozenset(("noun", "verb", "after", "counted", "asked"))


@dataclass(frozen=True, slots=True)
class Thing:
    """What a question can be about, as the table `names` has it."""

    ref: str
    en: str
    vi: str
    scope_en: str | None = None
    scope_vi: str | None = None
    figures: int = 0
    relations: int = 0
    growth_of: tuple[str, ...] = ()
    share_of: tuple[str, ...] = ()
    time: str = ""
    unit_family: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Row) -> Thing:
        """The thing of a row of the table."""
        held: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in row.items()
            if name in cls.__slots__
        }
        return cls(**held)

    @property
    def kind(self) -> str:
        """The kind of the reference: ``company``, ``metric``, …"""
        return self.ref.partition("/")[0]

    @property
    def local(self) -> str:
        """The id as tables name it."""
        return self.ref.partition("/")[2]

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.vi if language == "vi" else self.en

    def scope(self, language: str) -> str | None:
        """What is meant and what is not, where the seeds say so."""
        return self.scope_vi if language == "vi" else self.scope_en


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question and the saved queries that answer it, in order of preference.

    `focus` are the kinds of things one of which must be named, `metrics` the quantities one of which must be
    (none: nothing need be).  Where it `yields` a figure goes first ("named": only the figure of somebody who is
    named); without one it answers for the quantities `answers`, or, `otherwise`, for any.  `gives` is the
    parameter that whoever is named goes to, and `turns` says by which sign it becomes which other kind.
    """

    name: str
    queries: tuple[str, ...]
    focus: tuple[str, ...]
    metrics: tuple[str, ...]
    answers: tuple[str, ...]
    yields: str
    otherwise: bool
    gives: str
    turns: Mapping[str, str]

    @classmethod
    def of(cls, row: Row) -> Kind:
        """The kind of a row of the table."""
        queries, focus, metrics, answers = (
            tuple(row[name]) for name in ("queries", "focus", "metrics", "answers")
        )
        yields, otherwise = row["yields"], row["else"] == "yes"
        return cls(row["name"], queries, focus, metrics, answers, yields, otherwise, row["gives"], row["turns"])


class Phrase(NamedTuple):
    """A phrase and what it stands for: a reference, the name of a sign or kind, or the number of a rule."""

    role: str
    ref: str
    printed: str
    language: str


class Hit(NamedTuple):
    """A phrase in a question: the numbers of the words that it covers, and how well they are spelt like it."""

    covered: tuple[int, ...]
    phrase: Phrase
    quality: float

    @property
    def size(self) -> int:
        """How many words it covers."""
        return len(self.covered)


@dataclass
class Index:
    """Every phrase by its key."""

    things: dict[str, Thing] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    means: list[tuple[str, ...]] = field(default_factory=list)
    families: list[tuple[str, ...]] = field(default_factory=list)
    turns: list[tuple[str, str, str]] = field(default_factory=list)
    small: dict[str, frozenset[str]] = field(default_factory=dict)
    _phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    _gapped: dict[str, list[tuple[tuple[str, ...], Phrase]]] = field(default_factory=lambda: defaultdict(list))
    _pieces: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, names: Iterable[Row], questions: Iterable[Row]) -> Index:
        """The index of the two tables."""
        made = cls()
        for row in names:
            made._add_thing(row)
        for row in questions:
            made._add_rule(row)
        return made

    def _add_thing(self, row: Row) -> None:
        ref = row["ref"]
        self.things[ref] = Thing.of(row)
        for key, printed, language, role in row["phrases"]:
            self._phrases[key].append(Phrase(role, ref, printed, language))

    def _add_rule(self, row: Row) -> None:
        match row["rule"]:
            case "family":
                self.families.append(tuple(f"metric/{metric}" for metric in row["means"]))
                return
            case "turn":
                self.turns.append((row["name"], row["from"], row["to"]))
                return
            case "metric":
                role, ref = "asked", str(len(self.means))
                self.means.append(tuple(f"metric/{metric}" for metric in row["means"]))
            case "kind":
                role, ref = "kind", row["name"]
                self.kinds[ref] = Kind.of(row)
            case rule:
                role, ref = rule, row.get("name", "")
        small = defaultdict[str, set[str]](set)
        for key, printed, language in row["phrases"]:
            phrase = Phrase(role, ref, printed, language)
            if "…" in key:
                pieces = tuple(key.split("…"))
                self._gapped[pieces[0]].append((pieces, phrase))
                self._pieces.update(pieces)
            else:
                self._phrases[key].append(phrase)
                if role == "plain" and " " not in printed:
                    small[language].add(fold(printed))
        if role == "plain":
            self.small = {language: frozenset(small[language]) for language in ("en", "vi")}

    @cached_property
    def figured(self) -> list[Thing]:
        """Everything that figures are about."""
        return [thing for thing in self.things.values() if thing.figures]

    @cached_property
    def name_words(self) -> dict[str, list[frozenset[str]]]:
        """The keys of the words of each name of what figures are about, by its reference."""
        wanted = {thing.ref for thing in self.figured}
        found: dict[str, list[frozenset[str]]] = defaultdict(list)
        for phrase in self.phrases():
            if phrase.ref in wanted and phrase.role in NAME_ROLES:
                found[phrase.ref].append(frozenset(word.key for word in words(phrase.printed)))
        return found

    def partly_named(self, typed: Sequence[Word], kinds: Collection[str]) -> dict[str, frozenset[str]]:
        """Things of some kinds by the rarer words of their names: "the Tan Phu Trung centre".

        Gives the keys of the words that name them; nothing where a name is hardly told by its words.
        """
        keys = {word.key for word in typed}
        count = Counter(key for names in self.name_words.values() for key in frozenset().union(*names))
        best: dict[str, tuple[float, frozenset[str]]] = {}
        for ref, names in self.name_words.items():
            for name in names if ref.partition("/")[0] in kinds else ():
                matched = name & keys
                if sum(count[key] <= _RARE for key in matched) >= _RARE:
                    share = sum(1 / count[key] for key in matched) / sum(1 / count[key] for key in name)
                    best[ref] = max(best.get(ref, (0.0, matched)), (share, matched), key=lambda pair: pair[0])
        top = max((share for share, _ in best.values()), default=0.0)
        return {ref: matched for ref, (share, matched) in best.items() if share == top >= _TOLD}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every phrase, folded."""
        return frozenset(fold(word) for word in self._printed_words)

    @cached_property
    def _printed_words(self) -> set[str]:
        printed = {phrase.printed for held in self._phrases.values() for phrase in held}
        printed |= {phrase.printed for held in self._gapped.values() for _, phrase in held}
        return {word for text in printed for word in re.findall(r"[^\W_]+", text)}

    def phrases(self) -> Iterator[Phrase]:
        """Every phrase that has no gap."""
        return (phrase for held in self._phrases.values() for phrase in held)

    def covered(self, typed: Sequence[Word]) -> dict[str, set[int]]:
        """By language, the numbers of the words that phrases of that language, and of no other, cover."""
        found: dict[str, set[int]] = {"en": set(), "vi": set()}
        for first, last, key in _runs(typed):
            held = [p for p in self._phrases.get(key, ()) if p.role not in ("name", "short")]
            for language in {phrase.language for phrase in held} - {""}:
                if any(likeness(typed[first:last], words(p.printed)) > _WRONG for p in held):
                    found[language].update(range(first, last))
        return found

    def find(self, typed: Sequence[Word], language: str) -> list[Hit]:
        """Every phrase in a question that is spelt well enough, also those inside longer ones."""
        small_letters = is_small_letters(typed)
        found: list[Hit] = []
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for first, last, key in _runs(typed):
            if key in self._pieces:
                places[key].append((first, last))
            for phrase in self._phrases.get(key, ()):
                quality = self._quality(phrase, typed[first:last], language, small_letters)
                if quality:
                    found.append(Hit(tuple(range(first, last)), phrase, quality))
        found += self._with_gaps(typed, places, language)
        return found

    def _quality(self, phrase: Phrase, typed: Sequence[Word], language: str, small_letters: bool) -> float:
        """How well the words are spelt like the phrase; 0 where they are rather something else."""
        quality = likeness(typed, words(phrase.printed))
        other = phrase.language not in ("", language)
        if phrase.role not in NAME_ROLES or phrase.role in ("sector", "aggregate", "ownership"):
            if other and (phrase.role in ("plain", "sign", "kind") or len("".join(w.key for w in typed)) <= _SHORT):
                return 0.0
            return quality * (0.9 if other else 1.0)
        if len(typed) == 1:
            word = typed[0]
            if word.folded in self.small.get(language, ()):
                # "US" and "us", "Mỹ" and "my": only as printed, and where capitals tell something.
                as_printed = word.text == phrase.printed and not (small_letters and word.plain)
                return quality if as_printed else 0.0
            if other and len(word.folded) <= _SHORT and word.text.casefold() != phrase.printed.casefold():
                return 0.0
        return quality * (0.99 if phrase.role == "short" else 1.0)

    def _with_gaps(
        self, typed: Sequence[Word], places: Mapping[str, Sequence[tuple[int, int]]], language: str
    ) -> Iterator[Hit]:
        for first_piece in places:
            for pieces, phrase in self._gapped.get(first_piece, ()):
                if phrase.language != language or not all(piece in places for piece in pieces):
                    continue
                covered = _chained(pieces, places)
                if covered:
                    printed = words(phrase.printed.replace("…", " "))
                    quality = likeness([typed[n] for n in covered], printed)
                    yield Hit(covered, phrase, quality * _GAPPED)


def _runs(typed: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Every run of words that may be a phrase, with its key."""
    for first in range(len(typed)):
        key = ""
        for last in range(first + 1, min(len(typed), first + _LONGEST) + 1):
            key += typed[last - 1].key
            yield first, last, key


def _chained(pieces: Sequence[str], places: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[int, ...]:
    """The words of the pieces, one after the other with few words between; () where they do not stand so."""
    for first, last in places[pieces[0]]:
        covered = list(range(first, last))
        for piece in pieces[1:]:
            after = [(a, b) for a, b in places[piece] if 0 <= a - (covered[-1] + 1) <= _GAP]
            if not after:
                break
            covered += range(*after[0])
        else:
            return tuple(covered)
    return ()
