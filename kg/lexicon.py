"""The words by which articles name metrics, counted things, sectors, aggregates, ownerships and statuses.

The words are data: seeds/lexicon/*.yaml, one file per kind of term, beside the entities that they name.  Each
term has a `role`, which says how the phrase must stand to a figure:

    noun       names the quantity anywhere in the clause ("revenue")
    verb       is the clause's verb and implies the metric ("employs")
    after      follows the figure ("of GDP")
    counted    follows a bare number and is what it counts ("27,600 enterprises")
    sector, aggregate, ownership, status   name those
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.errors import BadInput
from kg.files import read_bytes
from kg.phrases import PhraseIndex
from kg.tokens import Token
from kg.yamlfile import Mapping, Node, Text, parse
from kg.yamlfile import Sequence as ListNode

LANGUAGES = ("en", "vi")
METRIC_ROLES = {"nouns": "noun", "verbs": "verb", "after": "after", "counted": "counted"}
_NAMED = {
    "sectors": "sector", "aggregates": "aggregate", "ownerships": "ownership", "statuses": "status",
}  # fmt: skip
MAX_FILE = 5_000_000
# So short a word in capitals is an abbreviation: "IT" is not "it".
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Term:
    """What a phrase stands for: its role, the id of the thing named, and the unit that a noun counts."""

    role: str
    ref: str
    unit: str | None = None


class TermHit(NamedTuple):
    """A phrase of the lexicon in a text: its tokens from `first` to before `last`, and its terms."""

    first: int
    last: int
    terms: Sequence[Term]


# Whether the phrase only stands in capitals, and what it stands for.
_Held = tuple[bool, Term]


class Lexicon:
    """Phrases of both languages, ready to be found."""

    def __init__(self, phrases: dict[str, list[tuple[str, Term]]]) -> None:
        self._index: dict[str, PhraseIndex[_Held]] = {
            # Vietnamese words differ by their marks; English ones have none that matter.
            language: PhraseIndex(
                ((p, (_in_capitals(p), term)) for p, term in entries), exact=language == "vi"
            )
            for language, entries in phrases.items()
        }

    @classmethod
    def read(cls, folder: Path) -> Lexicon:
        """The lexicon of ``folder/lexicon/*.yaml``; raises BadInput naming file and line."""
        phrases: dict[str, list[tuple[str, Term]]] = {language: [] for language in LANGUAGES}
        for language, phrase, term in read_phrases(folder):
            phrases[language].append((phrase, term))
            if "Vietnam" in phrase:
                # Half the press prints two words, in English too.
                phrases[language].append((phrase.replace("Vietnam", "Viet Nam"), term))
        return cls(phrases)

    def find(self, words: Sequence[Token], language: str) -> list[TermHit]:
        """Every phrase in a text, also those inside longer ones, in the order of the text."""
        index = self._index[language]
        keys = index.keys(words)
        found = self._found(index, words, keys, index.starts(keys))
        # "Information and communications (IC) sector": an abbreviation in brackets parts no phrase.
        if gone := _in_brackets(words):
            found += self._parted(index, words, keys, gone)
            found.sort(key=lambda hit: hit[:2])
        return found

    def _found(
        self, index: PhraseIndex[_Held], words: Sequence[Token], keys: Sequence[str], starts: Iterable[int]
    ) -> list[TermHit]:
        found = []
        for first in starts:
            for _, last, held in index.at_key(keys, first):
                upper = words[first].text.isupper()
                terms = [term for capitals, term in held if upper or not capitals]
                if terms:
                    found.append(TermHit(first, last, terms))
        return found

    def _parted(
        self, index: PhraseIndex[_Held], words: Sequence[Token], keys: Sequence[str], gone: set[int]
    ) -> list[TermHit]:
        """The phrases that go on behind the tokens `gone`."""
        kept = [n for n in range(len(words)) if n not in gone]
        # Only from the words right before a bracket can a phrase reach over it.
        starts: dict[int, None] = {}
        for at in sorted(gone):
            if at - 1 not in gone:
                after = bisect_left(kept, at)
                starts.update(dict.fromkeys(range(max(0, after - index.longest), after)))
        found = self._found(index, [words[n] for n in kept], [keys[n] for n in kept], starts)
        return [
            TermHit(kept[first], kept[last - 1] + 1, terms)
            for first, last, terms in found
            if kept[last - 1] - kept[first] >= last - first
        ]


def read_phrases(folder: Path) -> Iterator[tuple[str, str, Term]]:
    """Every phrase of ``folder/lexicon/*.yaml`` with its language and what it stands for; raises BadInput."""
    for stem, read in (("metrics", _metrics), ("units", _things), *((n, _named) for n in _NAMED)):
        yield from read(folder / "lexicon" / f"{stem}.yaml", stem)


def _in_brackets(words: Sequence[Token]) -> set[int]:
    """The tokens that are an abbreviation in brackets, or its brackets."""
    gone: set[int] = set()
    last = len(words) - 2
    for at, word in enumerate(words):
        if word[2] == "(" and at < last and words[at + 2].text == ")" and words[at + 1].text.isupper():
            gone.update((at, at + 1, at + 2))
    return gone


def _in_capitals(phrase: str) -> bool:
    """Whether `phrase` only stands in capitals: "IT" is not "it"."""
    short = phrase if len(phrase) <= _SHORT else phrase.split(maxsplit=1)[0]
    return short.isupper() and len(short) <= _SHORT


_Entry = tuple[str, str, Term]


def _entries(path: Path, top: str) -> Mapping:
    node = parse(read_bytes(path, MAX_FILE), path).entries.get(top)
    if not isinstance(node, Mapping):
        raise BadInput.at(path, f"the mapping {top!r} is missing", remedy="see seeds/README.md")
    return node


def _below(path: Path, node: Node | None, name: str) -> Mapping:
    if not isinstance(node, Mapping):
        line = node.line if node else 1
        raise BadInput.at(path, f"{name}: a mapping is expected", line=line)
    return node


def _phrases(path: Path, node: Node | None, name: str) -> list[str]:
    if node is None:
        return []
    if not isinstance(node, ListNode) or not all(isinstance(item, Text) for item in node.items):
        raise BadInput.at(path, f"{name}: a list of phrases is expected", line=node.line)
    return [item.text for item in node.items if isinstance(item, Text)]


def _metrics(path: Path, _: str) -> Iterator[_Entry]:
    for metric, node in _entries(path, "metrics").entries.items():
        entry = _below(path, node, metric)
        unit_node = entry.entries.get("unit")
        unit = unit_node.text if isinstance(unit_node, Text) else None
        for language in LANGUAGES:
            if language not in entry.entries:
                continue
            words = _below(path, entry.entries[language], metric)
            for name, listed in words.entries.items():
                if name not in METRIC_ROLES:
                    raise BadInput.at(path, f"{metric}: unknown field {name!r}", line=words.line)
                for phrase in _phrases(path, listed, metric):
                    yield language, phrase, Term(METRIC_ROLES[name], metric, unit)


def _things(path: Path, _: str) -> Iterator[_Entry]:
    for unit, node in _entries(path, "things").entries.items():
        entry = _below(path, node, unit)
        for language in LANGUAGES:
            for phrase in _phrases(path, entry.entries.get(language), unit):
                yield language, phrase, Term("counted", "", unit)


def _named(path: Path, stem: str) -> Iterator[_Entry]:
    for ref, node in _entries(path, stem).entries.items():
        entry = _below(path, node, ref)
        for language in LANGUAGES:
            for phrase in _phrases(path, entry.entries.get(language), ref):
                yield language, phrase, Term(_NAMED[stem], ref)
