"""A name as it is compared: what it is spelt like, which words it is made of, and what only dresses it.

>>> reading("Công ty Cổ phần FPT").words
('fpt',)
>>> reading("Vietnam Posts and Telecommunications Group").words
('vietnam', 'post', 'telecom')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

from kg.gazetteer.spelling import is_imitation, latin
from kg.names import fold
from kg.reconcile.words import (
    CITIES,
    GENERIC,
    GLOSSARY,
    LEGAL_FORMS,
    LONGEST_FORM,
    ONE_SENSE,
    PLACES,
    SMALL,
    spelling,
)
from kg.tokens import exact_key

# Of a name only so much is read: one made to be long must not take all the time.
MAX_NAME, MAX_WORDS = 200, 24
# Up to so many words of a name may each be skipped by an acronym.
_SKIPPED = 6
# The letters of scripts that are written without blanks make words of their own.
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[^\W_{_WIDE}]+|[{_WIDE}]+")
_INNER = re.compile(r"(?<=\w)[.'’‘ʼ](?=\w)|(?<=\b\w)\.(?=\s|$)")
_TONES_AND_MARKS = re.compile(r"[\u0300-\u036fđĐ]")
_VIETNAM = {"vietnam": ("v", "vn", "viet", "vina")}


def _tokens(text: str) -> list[str]:
    return _WORD.findall(_INNER.sub("", text))[:MAX_WORDS]


def _marked(word: str) -> bool:
    return _TONES_AND_MARKS.search(unicodedata.normalize("NFD", word)) is not None


# The glossary by the words as printed, and for names without marks by the folded words; what may be one
# syllable is left out there, since without its marks it is much else.
_SYLLABLE = 6
_SHORTS = frozenset(("cntt", "tp", "ubnd", "đhqg"))
_PRINTED = {tuple(map(exact_key, vi)): en for vi, en in GLOSSARY.items()}
_PLAIN = {
    tuple(map(fold, vi)): en
    for vi, en in GLOSSARY.items()
    if len("".join(vi)) > _SYLLABLE or vi[0] in _SHORTS
}
_LONGEST = max(map(len, GLOSSARY))
_ANYWHERE = frozenset((*map(exact_key, _SHORTS), *map(fold, _SHORTS)))
_HEADS = frozenset(
    map(exact_key, ("bộ", "cục", "vụ", "sở", "viện", "hội", "quỹ", "luật", "phó", "báo", "ngành"))
)


@dataclass(frozen=True)
class Reading:
    """One name.  `tokens` are its words without capitals and marks; `marks` the same with their marks;
    `words` what is left without legal forms and small words, in one spelling and in English where the word is
    one of the glossary; `forms` the legal forms, by who is liable; `imitated` tells that letters only look
    Latin."""

    text: str
    tokens: tuple[str, ...]
    marks: tuple[str, ...]
    core: tuple[str, ...]
    words: tuple[str, ...]
    forms: frozenset[str]
    translated: bool
    imitated: bool

    @cached_property
    def letters(self) -> str:
        """The folded name without blanks and signs."""
        return "".join(self.tokens)

    @cached_property
    def core_letters(self) -> str:
        """The folded name without legal forms, blanks and signs."""
        return "".join(self.core)

    @cached_property
    def bag(self) -> tuple[str, ...]:
        """The words, sorted, each once."""
        return tuple(sorted(set(self.words)))

    @cached_property
    def sense(self) -> tuple[str, ...]:
        """The words in one sense, sorted, each once: what a translation is compared by."""
        return tuple(sorted({ONE_SENSE.get(word, word) for word in self.words}))

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The words that not many names share."""
        return tuple(word for word in self.bag if word not in GENERIC and word not in PLACES)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The words with digits in them."""
        return frozenset(word for word in self.tokens if any(c.isdigit() for c in word))

    @cached_property
    def is_short(self) -> bool:
        """Whether the name may be an acronym: one word of two to eight letters."""
        return len(self.core) == 1 and 2 <= len(self.core_letters) <= 8 and self.core_letters.isalpha()

    @cached_property
    def is_capitals(self) -> bool:
        """Whether it is printed as acronyms are: more than one capital."""
        return self.is_short and sum(c.isupper() for c in self.text) > 1

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """What the first letters of all its words make, with and without legal forms and small words."""
        kinds = (self.tokens, tuple(t for t in self.tokens if t not in SMALL), self.plain)
        return frozenset(made for words in kinds if len(words) > 1 for made in _initials(words))

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The words that an acronym takes letters of."""
        return tuple(t for t in self.core if t not in SMALL)

    @cached_property
    def loose_acronyms(self) -> frozenset[str]:
        """The same where inner words may be skipped, and the first may give two letters ("VINASA")."""
        words = self.plain
        if len(words) == 1:
            # "VinaGame", in one word: VNG.
            rest = words[0].removeprefix("vina")
            return frozenset({"vn" + rest[0]}) if rest and rest != words[0] else frozenset()
        if not 2 <= len(words) <= _SKIPPED + 2:
            return frozenset()
        first, *inner, last = words
        made = set()
        for count in range(len(inner) + 1):
            for kept in combinations(inner, count):
                made |= _initials((first, *kept, last))
                made |= {first[:2] + end[1:] for end in _initials((first, *kept, last)) if end[0] == first[0]}
        return frozenset(made)


def _initials(words: Sequence[str]) -> set[str]:
    """The first letters of words; "Vietnam" gives V, VN, VIET or VINA."""
    made = {""}
    for word in words[:12]:
        parts = _VIETNAM.get(word, (word[0],)) if len(made) < 16 else (word[0],)
        made = {start + part for start in made for part in parts}
    return {each for each in made if len(each) > 1}


@lru_cache(maxsize=1 << 16)
def reading(name: str) -> Reading:
    """How a name is read; the same for every way in which Unicode may compose it."""
    text = unicodedata.normalize("NFC", name)[:MAX_NAME]
    imitated = is_imitation(text) and not any(_is_foreign(c) for c in latin(text))
    if imitated:
        text = latin(text)
    printed = _tokens(unicodedata.normalize("NFKC", text))
    joined = list(_joined(printed))
    tokens = tuple(fold(word) or word for word in joined)
    (start, end), forms = _without_forms(tokens)
    words, translated = _words(joined[start:end], tokens[start:end])
    return Reading(
        text=text,
        tokens=tokens,
        marks=tuple(map(exact_key, joined)),
        core=tokens[start:end],
        words=words or tokens,
        forms=forms,
        translated=translated,
        imitated=imitated,
    )


def _is_foreign(character: str) -> bool:
    return character.isalpha() and not unicodedata.name(character, "").startswith(("LATIN", "FULLWIDTH"))


def _joined(printed: Sequence[str]) -> Iterator[str]:
    """The words, "Viet Nam" as one."""
    at = 0
    while at < len(printed):
        if [fold(word) for word in printed[at : at + 2]] == ["viet", "nam"]:
            yield "Vietnam"
            at += 2
        else:
            yield printed[at]
            at += 1


def _without_forms(tokens: tuple[str, ...]) -> tuple[tuple[int, int], frozenset[str]]:
    """Where the name begins and ends without legal forms before and after it, and which those are."""
    start, end, forms = 0, len(tokens), set[str]()
    found = True
    while found:
        found = False
        for length in range(min(LONGEST_FORM, end - start - 1), 0, -1):
            before, after = tokens[start : start + length], tokens[end - length : end]
            if before in LEGAL_FORMS:
                forms.add(LEGAL_FORMS[before])
                start, found = start + length, True
                break
            if after in LEGAL_FORMS:
                forms.add(LEGAL_FORMS[after])
                end, found = end - length, True
                break
    return (start, end), frozenset(forms - {""})


def _words(printed: Sequence[str], tokens: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The words in one spelling, Vietnamese ones of the glossary in English; and whether there were any."""
    marked = any(map(_marked, printed))
    keys = tuple(map(exact_key, printed)) if marked else tuple(tokens)
    glossary = _PRINTED if marked else _PLAIN
    words: list[str] = []
    translated, at = False, 0
    while at < len(keys):
        city = next((c for c in CITIES if tuple(tokens[at : at + len(c)]) == c), None)
        if city:
            words.append("".join(city))
            at += len(city)
            continue
        for length in range(min(_LONGEST, len(keys) - at), 0, -1):
            phrase = keys[at : at + length]
            # A single syllable is much else too: it counts as the head of a name, or as all of it.
            is_head = at == 0 and phrase[0] in _HEADS
            stands = length > 1 or len(keys) == 1 or is_head or phrase[0] in _ANYWHERE
            if stands and phrase in glossary:
                words += map(spelling, glossary[phrase])
                translated, at = True, at + length
                break
        else:
            if tokens[at] not in SMALL:
                words.append(spelling(tokens[at]))
            at += 1
    return tuple(words), translated
