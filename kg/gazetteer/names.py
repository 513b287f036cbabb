"""The gazetteer: every name that the seeds give an entity, found in a text in one pass.

At each place the longest name that is spelt like one counts; what `spelling` refuses is no name.  Metrics,
units and other measures are the lexicon's and not found here.  An office is not found as such where the name
of its organisation stands in it ("Director of the National Innovation Center"), since that name says more;
`offices` gives them all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.entity import Entity
from kg.gazetteer.context import Context
from kg.gazetteer.mention import NameMention
from kg.gazetteer.shorts import with_abbreviations, with_parts, with_surnames
from kg.gazetteer.spelling import (
    Misprints,
    is_imitation,
    latin,
    same_capitals,
    same_marks,
    sign_key,
)
from kg.gazetteer.unknown import with_new
from kg.gazetteer.widen import widen
from kg.names import mixed_scripts
from kg.phrases import Hit, PhraseIndex
from kg.tokens import Token, key_of, tokens

# Kinds by how likely a name that several share means them; others are not looked for.
KINDS = (
    "company", "state-owned-enterprise", "ministry", "agency", "association", "university",
    "international-organisation", "media", "person", "product", "facility", "country", "market", "law",
    "strategy", "programme", "event", "technology", "office",
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_PLACES = frozenset(("country", "market"))
# Not taken for misprints: adjectives are one letter away from countries ("Angolan"), and persons share words.
_NOT_NEAR = _PLACES | {"person", "technology", "office"}


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of one entity: its words as printed, and its language ("" for both)."""

    ref: str
    kind: str
    words: tuple[str, ...]
    language: str


class _Found(NamedTuple):
    first: int
    last: int
    names: tuple[_Name, ...]
    exact: bool


# Where phrases begin, and those that begin there, the shortest first.
_Places = list[tuple[int, list[Hit[_Name]]]]


class Names:
    """The names of entities.  Made once, used for any number of texts; holds nothing of a text."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._index: PhraseIndex[_Name] = PhraseIndex()
        self._organisations: dict[str, str] = {}
        words: set[str] = set()
        for entity in entities.values():
            if entity.kind not in _RANK:
                continue
            if entity.kind == "office":
                self._organisations[entity.ref] = next(
                    (ref for name, ref in entity.links if name == "officeOf"), ""
                )
            for text, language in _texts(entity):
                parts = tokens(text)
                name = _Name(entity.ref, entity.kind, tuple(part.text for part in parts), language)
                for variant in _variants(parts, name):
                    self._index.add(
                        " ".join(sign_key(Token(0, 0, w, key_of(w))) for w in variant.words), variant
                    )
                if entity.kind not in _NOT_NEAR:
                    words.update(part.key for part in parts)
        self._misprints = Misprints(words)

    @classmethod
    def of(cls, entities: Mapping[str, Entity]) -> Names:
        """The names of the curated `entities`."""
        return cls(entities)

    def organisation_of(self, office: str) -> str:
        """The organisation that an office (``office/id``) belongs to; "" where that is not known."""
        return self._organisations.get(office, "")

    def find(
        self, source: str | Sequence[Token], language: str, text: str | None = None
    ) -> list[NameMention]:
        """The names in `source`, in its order, none overlapping another.

        `source` is a text, or its tokens; then `text` is the text itself, without which line ends cannot be
        told from blanks.  Known names come first; what is left is searched for misprints, imitations,
        abbreviations that the text introduces, and new names.
        """
        context = Context.of(source, language, text)
        places = self._places(context)
        known = self._known(context, language, places, office=False)
        offices = [m for m in self._known(context, language, places, office=True) if not _overlaps(m, known)]
        known = widen(sorted(known + offices), context)
        known = self._disguised(context, language, known)
        found = with_abbreviations(with_new(context, language, known), context)
        return with_parts(with_surnames(found, context))

    def offices(
        self, source: str | Sequence[Token], language: str, text: str | None = None
    ) -> list[NameMention]:
        """The offices in `source`, also those with the name of their organisation in them."""
        context = Context.of(source, language, text)
        return self._known(context, language, self._places(context), office=True)

    def _places(self, context: Context) -> _Places:
        """What may be a name, by where it begins."""
        keys = context.keys
        places = ((first, self._index.at_key(keys, first)) for first in self._index.starts(keys))
        return [(first, hits) for first, hits in places if hits]

    def _known(self, context: Context, language: str, places: _Places, *, office: bool) -> list[NameMention]:
        """The names that the seeds know, left to right: the offices, or all others."""
        found: list[NameMention] = []
        done = 0
        for first, hits in places:
            if first >= done and (hit := self._longest(hits, context, language, office=office)):
                found.append(_mention(hit, context))
                done = hit.last
        return found

    def _longest(
        self, hits: Sequence[Hit[_Name]], context: Context, language: str, *, office: bool
    ) -> _Found | None:
        """The longest of what begins at one token that is spelt like a name."""
        words = context.words
        for hit in reversed(hits):
            if not context.joined(hit.first, hit.last):
                continue
            span = words[hit.first : hit.last]
            fitting = [
                name
                for name in hit.held
                if (name.kind == "office") is office
                and _spelt(name, span)
                and _stands(name, hit.first, hit.last, context, language)
            ]
            if fitting:
                printed = tuple(context.texts[hit.first : hit.last])
                exact = [name for name in fitting if name.words == printed]
                return _Found(hit.first, hit.last, tuple(exact or fitting), bool(exact))
        return None

    def _disguised(self, context: Context, language: str, known: Sequence[NameMention]) -> list[NameMention]:
        """`known`, and names with letters of another script, and names one letter away from a known one."""
        taken = context.covered(known)
        flags: dict[int, str] = {}
        words = list(context.words)
        strange: list[NameMention] = []
        for at in context.capitals:
            if taken[at]:
                continue
            word = words[at]
            if is_imitation(word.text):
                text, flags[at] = latin(word.text), "lookalike"
                words[at] = Token(word.start, word.end, text, key_of(text))
                if mixed_scripts(word.text):
                    strange.append(NameMention(word.start, word.end, word.text, flag="lookalike"))
            elif not context.is_ordinary(word) and (near := self._misprints.near(word.key)):
                text, flags[at] = _cased(near, word.text), "near"
                words[at] = Token(word.start, word.end, text, near)
        if not flags:
            return list(known)
        corrected = Context(words, language, context.text)
        places = self._places(corrected)
        found: list[NameMention] = []
        for mention in self._known(corrected, language, places, office=False):
            first, last = context.beginning[mention.start], context.ending[mention.end]
            found_flags = {flags[at] for at in range(first, last + 1) if at in flags}
            printed = mention._replace(text=context.slice(mention.start, mention.end), exact=False)
            if "lookalike" in found_flags:
                found.append(printed._replace(flag="lookalike", refs=()))
            elif found_flags and mention.kind not in _NOT_NEAR:
                found.append(printed._replace(flag="near"))
        found += [m for m in strange if not _overlaps(m, found)]
        found.sort()
        return sorted(found + [m for m in known if not _overlaps(m, found)])


def _texts(entity: Entity) -> list[tuple[str, str]]:
    """The entity's names, each once, with their language; "" for those of both."""
    languages: dict[str, set[str]] = defaultdict(set)
    for text, language in ((entity.en, "en"), (entity.vi, "vi"), *entity.names):
        languages[text].add(language)
    return [(text, "" if len(found) > 1 else next(iter(found))) for text, found in languages.items()]


def _variants(parts: Sequence[Token], name: _Name) -> list[_Name]:
    """The name itself, and without its inner hyphens and commas: "Asia-Pacific", "Asia Pacific"."""
    bare = tuple(part.text for part in parts if sign_key(part) != "-")
    if len(bare) == len(name.words) or len(bare) < 2:
        return [name]
    return [name, _Name(name.ref, name.kind, bare, name.language)]


def _spelt(name: _Name, words: Sequence[Token]) -> bool:
    return same_marks(name.words, words) and same_capitals(name.words, words, loose=name.kind == "office")


def _stands(name: _Name, first: int, last: int, context: Context, language: str) -> bool:
    """Whether the words around allow the name: "US$" is no country, and "Mỹ" may be in a person's name."""
    words = context.words
    after = words[last] if last < len(words) else None
    if after is not None and after.start == words[last - 1].end and after.text in "$@_":
        return False
    if first and words[first - 1].end == words[first].start and words[first - 1].text in "@_$":
        return False
    if last - first > 1:
        return True
    printed = words[first].text
    if name.kind in _PLACES and name.language == "vi" and len(printed) <= 4:
        # A syllable that is a country's name and much else: never unmarked, never within a longer name.
        if language != "vi" or context.is_name_part(first):
            return False
        return printed.lower() != key_of(printed) or not context.begins_sentence(first)
    return not (context.in_shouting_line(first) and printed.lower() in _WORDS_IN_CAPITALS)


# Names that a heading in capitals may print as ordinary words.
_WORDS_IN_CAPITALS = frozenset(("apple", "arm", "get", "grab", "meta", "metric", "most", "semi", "us", "via"))


def _cased(key: str, printed: str) -> str:
    return key.upper() if printed.isupper() else key[:1].upper() + key[1:]


def _mention(hit: _Found, context: Context) -> NameMention:
    names = hit.names
    if len(names) > 1:
        names = tuple(sorted(names, key=lambda name: (_RANK[name.kind], name.ref)))
    refs = tuple(dict.fromkeys([name.ref for name in names]))
    start, end = context.words[hit.first].start, context.words[hit.last - 1].end
    return NameMention(start, end, context.slice(start, end), refs, hit.exact, "", names[0].kind)


def _overlaps(mention: NameMention, others: Sequence[NameMention]) -> bool:
    at = bisect_left(others, mention.start, key=lambda other: other.start)
    return (at < len(others) and others[at].start < mention.end) or (
        at > 0 and others[at - 1].end > mention.start
    )
