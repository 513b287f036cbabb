"""A question as words: cleaned of what draws on a terminal, its language told, each word with its key.

Two spellings that a hurried writer takes for one have one key: case, tone marks, plurals and endings of
English words, "center" and "centre", "firm" and "company".  What the key of a run of words leaves out besides
is the blank: "e-commerce" and "ecommerce", "data centre" and "datacentre" are found alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.asking.words import SAME
from kg.errors import UsageError
from kg.names import fold
from kg.tokens import exact_key

LONGEST = 600
_WORD = re.compile(r"[^\W_]+(?:[.&+][^\W_]+)*\+?|%")
_POSSESSIVE = re.compile(r"(?<=\w)(['’‘`]s\b|['’](?=\s|$))")
_NO_KEY = re.compile(r"[^a-z0-9%]+")
_MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
# Endings are only taken off words of Latin letters that keep so many.
_STEM = 4
_VOWELS = frozenset("aeiouy")


class Word(NamedTuple):
    """A word of a question: its place, as typed, folded, and its key."""

    start: int
    end: int
    text: str
    folded: str
    key: str

    @property
    def plain(self) -> bool:
        """Whether it carries no mark: it may stand for a marked word."""
        return self.text.isascii()


def clean(question: str) -> str:
    """The question in NFC on one line, without control and format characters.

    Raises UsageError where nothing is left, and where it is longer than a question is.
    """
    if len(question) > 4 * LONGEST:
        raise UsageError(f"the question has {len(question):,} characters", remedy=f"ask in {LONGEST} or fewer")
    text = unicodedata.normalize("NFC", question)
    text = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    text = " ".join(text.split())
    if not text:
        raise UsageError("the question is empty", remedy='ask, for example, kg ask "revenue of FPT in 2024"')
    if len(text) > LONGEST:
        raise UsageError(f"the question has {len(text):,} characters", remedy=f"ask in {LONGEST} or fewer")
    return text


def words(text: str) -> tuple[Word, ...]:
    """The words of a cleaned text; signs and the possessive 's are no words."""
    bare = _POSSESSIVE.sub(lambda match: " " * len(match[0]), text)
    made = (Word(*match.span(), match[0], *_keys(match[0])) for match in _WORD.finditer(bare))
    return tuple(word for word in made if word.key)


@lru_cache(maxsize=65536)
def _keys(word: str) -> tuple[str, str]:
    folded = fold(word)
    return folded, _key(folded)


def _key(folded: str) -> str:
    bare = _NO_KEY.sub("", folded.replace("+", "plus"))
    stem = _stemmed(bare)
    return SAME.get(bare) or SAME.get(stem, stem)


def _stemmed(word: str) -> str:
    """An English word without its ending; others are rarely touched."""
    if len(word) <= _STEM or not word.isalpha() or not word.isascii():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _STEM - 1 and not _VOWELS.isdisjoint(stem):
            word = stem[:-1] if len(stem) > _STEM and stem[-1] == stem[-2] not in "sl" else stem
            break
    return word.removesuffix("e") if len(word) > _STEM else word


def key_of(found: Iterable[Word]) -> str:
    """The key of a run of words."""
    return "".join(word.key for word in found)


def phrase_key(phrase: str) -> str:
    """The key of a phrase; "…" between its pieces stays."""
    return "…".join(key_of(words(piece)) for piece in phrase.split("…"))


def language_of(found: Sequence[Word], known: Mapping[str, Collection[int]]) -> str:
    """``vi`` or ``en``: whose phrases cover more of the words (their numbers, by language); marks decide a draw."""
    marked = {"vi": any(_MARKED.search(word.text) for word in found), "en": False}
    return max(("en", "vi"), key=lambda language: (len(known[language]), marked[language]))


def likeness(typed: Sequence[Word], printed: Sequence[Word]) -> float:
    """How well words that share a key are spelt like a phrase, from 0 to 1."""
    if len(typed) != len(printed):
        same = "".join(w.folded for w in typed) == "".join(w.folded for w in printed)
        return 0.95 if same else 0.88
    score = 1.0
    for one, other in zip(typed, printed, strict=True):
        if one.text.casefold() == other.text.casefold():
            continue
        if one.folded != other.folded:
            score = min(score, 0.9)
        elif one.plain or other.plain or exact_key(one.text) == exact_key(other.text):
            score = min(score, 0.97)
        else:
            score = min(score, 0.6)  # another tone is another word
    return score


def is_small_letters(found: Sequence[Word]) -> bool:
    """Whether nothing is printed with a capital, so that capitals tell nothing."""
    return not any(c.isupper() for word in found for c in word.text)
