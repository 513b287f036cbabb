"""Whether words of a text spell a name: capitals, Vietnamese marks, imitated letters, misprints."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg.names import fold
from kg.tokens import Token, exact_key

# Signs that stand for each other in names: hyphen, dashes and comma; apostrophes; "and" for "&".
_SIGNS = {**dict.fromkeys("-‐‑‒–—−,", "-"), **dict.fromkeys("'’‘ʼ`", "'"), "&": "and"}
# Words of fewer letters are too often one letter away from another word.
MIN_NEAR, MAX_NEAR = 6, 40
# From so many words on, a name is told from ordinary words by its first capital alone.
LONG_NAME = 4

# Cyrillic and Greek letters that look like Latin ones.
_IMITATIONS = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅаеорсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
        "ABEKMHOPCTYXIJSaeopcyxijsdqwhABEZHIKMNOPTYXoav",
        strict=True,
    )
)
_IMITATION_LETTERS = frozenset(_IMITATIONS)


def sign_key(word: Token) -> str:
    """The key of a token, with signs that names use alike made one."""
    return _SIGNS.get(word.text, word.key)


def sign_keys(words: Sequence[Token]) -> list[str]:
    """The `sign_key` of every token."""
    return [_SIGNS.get(text, key) for _, _, text, key in words]


def is_imitation(word: str) -> bool:
    """Whether `word` holds a letter of another script that looks Latin."""
    return not word.isascii() and not _IMITATION_LETTERS.isdisjoint(word)


def latin(word: str) -> str:
    """`word` with the letters that only look Latin made Latin."""
    return "".join(_IMITATIONS.get(c, c) for c in word)


@lru_cache(maxsize=65536)
def _plain(word: str) -> bool:
    """Whether the word carries no mark at all: a spelling on a keyboard without them."""
    return word.isascii() or fold(word) == unicodedata.normalize("NFKC", word).casefold()


@lru_cache(maxsize=65536)
def _letters(word: str) -> str:
    return exact_key(unicodedata.normalize("NFKC", word))


def same_marks(name: Sequence[str], words: Sequence[Token]) -> bool:
    """Whether `words`, equal to `name` when folded, have its marks, or none of them throughout."""
    if all(_letters(a) == _letters(b.text) for a, b in zip(name, words, strict=True) if a[0].isalnum()):
        return True
    return all(_plain(word.text) for word in words)


def _shouted(word: str) -> bool:
    return word.isupper() or not any(c.isalpha() for c in word)


@lru_cache(maxsize=65536)
def _has_capitals(name: str, word: str) -> bool:
    """Whether `word` has the capitals of `name`: "Mobifone" those of "MobiFone", "Fpt" not those of "FPT"."""
    word = unicodedata.normalize("NFKC", word)
    if name.islower() or not any(c.isalpha() for c in name):
        return True
    if name.isupper():
        return word.isupper()
    if name[0].islower():  # iPhone
        return word == name
    if 2 * sum(map(str.isupper, name)) > len(name):  # MoST, which is no "Most"
        # VNpay, which is no ordinary word either.
        mixed = len(name) > len("MoST") and word[:1].isupper() and sum(map(str.isupper, word)) > 1
        return word == name or word.isupper() or mixed
    return word[:1].isupper()


def same_capitals(name: Sequence[str], words: Sequence[Token], *, loose: bool = False) -> bool:
    """Whether `words` are capitalised as `name` is, or all in capitals.

    Where `loose`, one capital of the name's is enough (offices: "chairman of FPT").  A name of many words
    only needs that of the first, and its acronyms.
    """
    pairs = [(a, b.text) for a, b in zip(name, words, strict=True) if a[0].isalnum()]
    if all(_shouted(b) for _, b in pairs) and any(len(b) > 1 for _, b in pairs):
        return len(pairs) > 1 or not name[0].islower() or len(name[0]) > 1
    if loose:
        return any(not a.islower() and a[:1].isalpha() and _has_capitals(a, b) for a, b in pairs)
    if len(pairs) >= LONG_NAME:
        return _has_capitals(*pairs[0]) and all(_has_capitals(a, b) for a, b in pairs if a.isupper())
    return all(_has_capitals(a, b) for a, b in pairs)


def _deletions(word: str) -> Iterator[str]:
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


class Misprints:
    """Words of names, found from a word that is one letter away: another, one more, one less, two swapped."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(word for word in words if len(word) >= MIN_NEAR and word.isalpha())
        self._short: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            for short in {word, *_deletions(word)}:
                self._short[short].append(word)

    def near(self, word: str) -> str | None:
        """The one known word that `word` misprints, both folded; None for none or several."""
        if not MIN_NEAR - 1 <= len(word) <= MAX_NEAR or word in self._known:
            return None
        found = {
            known
            for short in {word, *_deletions(word)}
            for known in self._short.get(short, ())
            if _one_away(word, known) and word not in (known + "s", known[:-1])
        }
        return found.pop() if len(found) == 1 else None


def _one_away(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    if len(a) > len(b):
        a, b = b, a
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
