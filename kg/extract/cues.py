"""The words by which articles state relations, as templates: seeds/lexicon/relations.yaml.

A template is a phrase with the places of its two ends: ``S`` for the subject, ``O`` for the object.

    S operates/operate in O        a slash separates forms of one word; an empty form makes it optional
    O was acquired by S            the order of the ends is that of the text
    S invested … in O              "…" stands for a few words
    S expanded/moved_on to O       "_" is a blank inside a form
    O-based S, S_under O           a slot glued to a word, or by "_", has nothing between
    S = subsidiary of O            "=" is a copula or a comma: "S, a subsidiary of O", "S is a …"
    O's !S                         what "!" stands before follows at once
    ^O subsidiary S                the end after "^" is not printed: it is the company spoken of

``events`` happen at the time of their clause, ``states`` hold at no particular time.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kg.errors import BadInput
from kg.files import read_bytes
from kg.phrases import Hit, PhraseIndex
from kg.tokens import Kept, Token, exact_key, tokens
from kg.yamlfile import Mapping as MappingNode
from kg.yamlfile import Node, Text, parse
from kg.yamlfile import Sequence as ListNode

LANGUAGES = ("en", "vi")
# What a clause may say of its relation beside stating it.
STANCES = ("not", "maybe", "target", "forecast")
MAX_FILE = 1_000_000
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_KEYS = Kept(lambda word: exact_key(word).translate(_APOSTROPHES))
_TIED = re.compile(r"[SO]_")
_FIELDS = frozenset(("subjects", "objects", "en", "vi", "example_en", "example_vi"))


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an end, ``S`` or ``O``; with `glued` the words after it follow at once, with `at_once` it
    follows those before it so."""

    end: str
    glued: bool = False
    unprinted: bool = False
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand as they are: printed, and as keys to compare."""

    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A few words whatever."""


@dataclass(frozen=True, slots=True)
class Link:
    """A copula, or the comma of an apposition."""


Element = Slot | Words | Gap | Link


@dataclass(frozen=True)
class Template:
    """A way to state a predicate; `anchor` is the element by which it is found."""

    predicate: str
    event: bool
    elements: tuple[Element, ...]
    anchor: int
    text: str

    @cached_property
    def words(self) -> int:
        """How many words it has: the longer of two templates says more."""
        return sum(len(e.keys) for e in self.elements if isinstance(e, Words))

    @cached_property
    def begins_clause(self) -> bool:
        """Whether it stands only where a clause begins: its first word is written with a capital."""
        first = self.elements[0]
        return isinstance(first, Words) and first.text[0].isupper()

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of its words: a sentence that lacks one does not state it so."""
        return frozenset(key for e in self.elements if isinstance(e, Words) for key in e.keys)


class Stated(NamedTuple):
    """A template whose words stand in a sentence: its anchor at the tokens ``first`` to before ``last``."""

    template: Template
    first: int
    last: int


def relation_key(token: Token) -> str:
    """What is compared: tone marks count, case does not, and all apostrophes are one."""
    return _KEYS[token.text]


def relation_keys(words: Sequence[Token]) -> list[str]:
    """The `relation_key` of every token."""
    return [_KEYS[text] for _, _, text, _ in words]


def keys(words: str) -> frozenset[str]:
    """Little words as `relation_key` compares them."""
    return frozenset(exact_key(word) for word in words.split())


# What states no predicate by itself, and what a title states.
_LITTLE = keys(
    "in of at to by for from with under on as and or the a an its is are was were be has have had which that "
    "who now also ' s ( ) , : - của ở tại trong cho với và là do từ vào lên"
)
_HELD = frozenset(("role_of", "founder_of", "heads"))


class RelationLexicon:
    """Templates of both languages, words of stance, titles of offices, adjectives of nations, places."""

    def __init__(
        self,
        templates: Mapping[str, Sequence[Template]],
        kinds: Mapping[str, tuple[frozenset[str], frozenset[str]]],
        lists: Mapping[str, Mapping[str, Sequence[tuple[str, str]]]],
    ) -> None:
        self.templates = templates
        self.kinds = kinds
        self._asked: tuple[Sequence[Token], str, Sequence[str]] = ((), "", ())
        self._templates: dict[str, PhraseIndex[Template]] = {}
        for language, listed in templates.items():
            index: PhraseIndex[Template] = PhraseIndex(exact=language == "vi")
            for template in listed:
                words = template.elements[template.anchor]
                assert isinstance(words, Words)
                for phrase in _spellings(words.text):
                    index.add(phrase, template)
            self._templates[language] = index
        # The countries that adjectives name, by the adjective in lower case.
        self.nations: dict[str, frozenset[str]] = {}
        for adjective, country in itertools.chain(*lists["nations"].values()):
            word = adjective.casefold()
            self.nations[word] = self.nations.get(word, frozenset()) | {country}
        self._lists = {
            name: {
                language: PhraseIndex(
                    [(s, held) for phrase, held in listed for s in _spellings(phrase)], exact=language == "vi"
                )
                for language, listed in languages.items()
            }
            for name, languages in lists.items()
        }

    def _keys(self, words: Sequence[Token], language: str) -> Sequence[str]:
        """The keys of `words`, kept until other words come: one sentence is asked for several things."""
        if self._asked[0] is not words or self._asked[1] != language:
            self._asked = words, language, self._templates[language].keys(words)
        return self._asked[2]

    def stated_in(self, words: Sequence[Token], language: str) -> list[Stated]:
        """The templates all of whose words stand in `words`, each with the place of its anchor."""
        hits = self._templates[language].find_all_keys(self._keys(words, language))
        if not hits:
            return []
        said = frozenset(relation_keys(words))
        return [
            Stated(template, hit.first, hit.last)
            for hit in hits
            for template in hit.held
            if template.keys <= said
        ]

    def predicates_in(self, text: str, language: str) -> frozenset[str]:
        """The predicates that the words of `text` state; none where they are little or unknown."""
        words = tokens(text)
        stated = [each.template for each in self.stated_in(words, language)]
        held = _HELD if self.titles_in(words, language) else frozenset[str]()
        if not held and all(template.keys <= _LITTLE for template in stated):
            return frozenset()
        return held.union(template.predicate for template in stated)

    def stances_in(self, words: Sequence[Token], language: str) -> list[Hit[str]]:
        """The words of stance in `words`, the longest at each place."""
        return self._lists["stances"][language].find(words)

    def titles_in(self, words: Sequence[Token], language: str) -> list[Hit[str]]:
        """The titles of offices in `words`, the longest at each place."""
        return self._lists["titles"][language].find_keys(self._keys(words, language))

    def nations_in(self, words: Sequence[Token], language: str) -> list[Hit[str]]:
        """The adjectives of nations in `words`, with the countries that they mean."""
        return self._lists["nations"][language].find_keys(self._keys(words, language))

    def places_in(self, words: Sequence[Token], language: str) -> list[Hit[str]]:
        """The places in `words` that have no name of their own, with the markets that they are."""
        return self._lists["places"][language].find_keys(self._keys(words, language))

    @classmethod
    def read(cls, folder: Path) -> RelationLexicon:
        """The lexicon of ``folder/lexicon/relations.yaml``; raises BadInput naming file and line."""
        return _Reader(folder / "lexicon" / "relations.yaml").read()


def _spellings(phrase: str) -> list[str]:
    return [phrase, phrase.replace("'", "’")] if "'" in phrase else [phrase]


class _Reader:
    """Reads the file, saying where it is wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> RelationLexicon:
        top = parse(read_bytes(self._path, MAX_FILE), self._path)
        kinds: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        templates: dict[str, list[Template]] = {language: [] for language in LANGUAGES}
        for predicate, node in self._mapping(top, "relations").entries.items():
            entry = self._below(node, predicate)
            if unknown := set(entry.entries) - _FIELDS:
                raise self._error(f"{predicate}: unknown field {min(unknown)!r}", entry)
            kinds[predicate] = (
                frozenset(t.text for t in self._texts(entry.entries.get("subjects"), predicate)),
                frozenset(t.text for t in self._texts(entry.entries.get("objects"), predicate)),
            )
            for language in LANGUAGES:
                if language in entry.entries:
                    words = self._below(entry.entries[language], predicate)
                    templates[language] += self._templates(words, predicate)
        return RelationLexicon(
            templates,
            kinds,
            {
                "stances": self._held(top, "stances", STANCES),
                "nations": self._held(top, "nations", None),
                "places": self._held(top, "places", None),
                "titles": self._titles(top),
            },
        )

    def _templates(self, words: MappingNode, predicate: str) -> Iterator[Template]:
        for name, listed in words.entries.items():
            if name not in ("states", "events"):
                raise self._error(f"{predicate}: {name!r} is neither states nor events", words)
            for text in self._texts(listed, predicate):
                try:
                    yield from templates_of(predicate, text.text, event=name == "events")
                except ValueError as error:
                    raise self._error(f"{predicate}: {text.text!r} {error}", text) from None

    def _held(
        self, top: MappingNode, name: str, allowed: Sequence[str] | None
    ) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {language: [] for language in LANGUAGES}
        for held, node in self._mapping(top, name).entries.items():
            if allowed is not None and held not in allowed:
                raise self._error(f"{name}: {held!r} is none of {', '.join(allowed)}", node)
            entry = self._below(node, held)
            for language in LANGUAGES:
                for text in self._texts(entry.entries.get(language), held):
                    found[language] += [(form, held) for form in forms(text.text)]
        return found

    def _titles(self, top: MappingNode) -> dict[str, list[tuple[str, str]]]:
        node = self._mapping(top, "titles")
        return {
            language: [
                (form, form)
                for text in self._texts(node.entries.get(language), "titles")
                for form in forms(text.text)
            ]
            for language in LANGUAGES
        }

    def _mapping(self, top: MappingNode, name: str) -> MappingNode:
        node = top.entries.get(name)
        if not isinstance(node, MappingNode):
            raise BadInput.at(
                self._path, f"the mapping {name!r} is missing", remedy="see seeds/lexicon/relations.yaml"
            )
        return node

    def _below(self, node: Node, name: str) -> MappingNode:
        if not isinstance(node, MappingNode):
            raise self._error(f"{name}: a mapping is expected", node)
        return node

    def _texts(self, node: Node | None, name: str) -> list[Text]:
        if node is None:
            return []
        if not isinstance(node, ListNode):
            raise self._error(f"{name}: a list is expected", node)
        for item in node.items:
            if not isinstance(item, Text):
                raise self._error(f"{name}: a list of phrases is expected", item)
        return [item for item in node.items if isinstance(item, Text)]

    def _error(self, what: str, node: Node) -> BadInput:
        return BadInput.at(self._path, what, line=node.line)


def forms(phrase: str) -> list[str]:
    """The phrases that "plan/plans to" stands for; an empty form leaves its word out."""
    return [
        " ".join(word if _TIED.match(word) else word.replace("_", " ") for word in choice if word)
        for choice in itertools.product(*(part.split("/") for part in phrase.split()))
    ]


def templates_of(predicate: str, text: str, *, event: bool) -> list[Template]:
    """The templates that `text` stands for; raises ValueError saying what is wrong with it."""
    found = []
    for form in forms(text):
        elements = _elements(form)
        ends = sorted(e.end for e in elements if isinstance(e, Slot))
        if ends != ["O", "S"]:
            raise ValueError("does not have one S and one O")
        anchors = [n for n, e in enumerate(elements) if isinstance(e, Words)]
        if not anchors:
            raise ValueError("has no words")
        anchor = max(anchors, key=lambda n: (_weight(elements[n]), -n))
        found.append(Template(predicate, event, tuple(elements), anchor, form))
    return found


def _weight(element: Element) -> int:
    return sum(len(key) for key in element.keys) if isinstance(element, Words) else 0


def _elements(form: str) -> list[Element]:
    found: list[Element] = []
    for part in form.split():
        bare = part.lstrip("^!")
        if part == "…":
            found.append(Gap())
        elif part == "=":
            found.append(Link())
        elif bare[:1] in ("S", "O") and not bare[1:2].isalpha():
            glued = bare[1:].lstrip("_").replace("_", " ")
            found.append(Slot(bare[0], bool(glued), part[0] == "^", part[0] == "!"))
            if glued:
                found.append(Words(glued, _keys(glued)))
        else:
            keys = _keys(part)
            last = found[-1] if found else None
            if isinstance(last, Words):
                found[-1] = Words(f"{last.text} {part}", (*last.keys, *keys))
            else:
                found.append(Words(part, keys))
    return found


def _keys(words: str) -> tuple[str, ...]:
    return tuple(exact_key(token.text).translate(_APOSTROPHES) for token in tokens(words))
