"""Names that nobody knows: runs of capitalised words, with a guess of what kind of thing they name.

A run is cut at titles; what the seeds know in it stays known, unless a head word shows that the run is one
longer name: "Samsung" in "Samsung Heavy Industries" is not Samsung.  In headings printed in capitals or in
title case, capitals tell nothing, and nothing new is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from kg.gazetteer.context import Context, is_camel
from kg.gazetteer.headed import MAX_RUN, Span, again, headed
from kg.gazetteer.mention import NameMention
from kg.gazetteer.widen import COMPANIES, form_after
from kg.gazetteer.words import (
    ACRONYMS,
    APPOSED,
    BEFORE_PLACES_VI,
    BODIES_VI,
    BORROWED,
    COMMON,
    EXCHANGES,
    FUNCTION,
    HEADS_OF,
    MONTHS,
    NATIONS,
    NO_TAILS,
    OF_COUNTRY_VI,
    ROLES,
    SOFT_TAILS,
    SURNAMES,
    SYLLABLE,
    TAILS,
    TITLES,
    WEAK_TITLES,
)
from kg.tokens import Token

_PLACES = frozenset(("country", "market"))
# "BEVs", "IPs", "PhD": letters of what there are many of, degrees.
_LETTERS = re.compile(r"i?[A-Z]{1,4}(?:s|oU|hD)|[KMGTP]?Wh?p?|i(?:Pad|Phone|Mac)s?")
# "VND317bn", "USD45m": a sum, however it is printed.
_SUM = re.compile(r"[A-Z]{2,3}\d[\d.,]*(?:[kmb]|mn|mln|bn|tr?n)")
# "M.Son" signs an article; between sentences the blank may be missing.
_DOTTED = re.compile(r"[A-Z]\.\w+|.+\.[^\W\d_a-z].*")
# Ordinary words that a capital makes no name of.
_NO_NAMES = {"en": frozenset[str](), "vi": BORROWED | OF_COUNTRY_VI}
_VOWELS = frozenset("aeiou")
_ADJECTIVE = re.compile(r".{3,}(?:ese|ian|ish|ean|[lcr]an)s?")

# What tells, right behind a name, that it is one: "Enouvo, a local company", "Petrosetco (HoSE: PET)".
_APPOSED = re.compile(
    rf"\s?\((?:{'|'.join(sorted(EXCHANGES))})\b|"
    r",\s+(?:which|whose|founded|established|set up|headquartered|formerly)\s|"
    r",\s+(?:an?|the|another|one of the)\s(?:[\w’'-]+\s){0,6}?(?:\w+-)?"
    r"(?:company|start-?up|firm|maker|platform|app|bank|chain|retailer|operator|provider|developer|unit|"
    r"subsidiary|distributor|studio|fund|marketplace|exchange|carrier|supplier|manufacturer|exporter|"
    r"publisher|school|group|business|venture|outsourcer|integrator|lender|insurer|broker|wallet|brand|"
    r"accelerator|agency|consultancy|county|city|town|district|province)\b"
)
# Single letters that make a word of what stands behind the hyphen.
_PREFIXES = frozenset("EIXT")
_BEHIND_HYPHEN = frozenset(("based", "run", "own", "led", "made", "like", "wide", "on", "to", "in", "up"))

# Words of English that are syllables of Vietnamese names.
_SYLLABLES = frozenset(("do", "so"))
# Kinds of names that others go on, with how many words behind them; but "Hanoi City" is Hanoi.
_GOING_ON = frozenset((*COMPANIES, "product", "market"))
_BEHIND = 2
_OF_PLACES = frozenset(
    ("city", "district", "municipal", "people", "portal", "province", "provincial", "town")
)

# Bodies whose names join two matters: "Ministry of Posts and Roads".
_PUBLIC = frozenset(head for head, kind in HEADS_OF.items() if kind in ("ministry", "agency", "association"))


class _Seen(NamedTuple):
    """What other places of the text tell of a word with a capital."""

    # That something is told of it by an apposition.
    apposed: Collection[str]
    # That it has its capital inside a sentence too.
    inside: Collection[str]


def unknown_names(
    source: str | Sequence[Token], language: str, taken: Sequence[NameMention], text: str | None = None
) -> list[NameMention]:
    """Names in `source` (a text or its tokens) beside those `taken`, flagged ``new``, in its order."""
    found = with_new(Context.of(source, language, text), language, sorted(taken))
    old = {(mention.start, mention.end) for mention in taken}
    return [m for m in found if m.flag == "new" and (m.start, m.end) not in old]


def with_new(context: Context, language: str, known: Sequence[NameMention]) -> list[NameMention]:
    """`known` and the new names of the text, without the known ones that stand in a longer new one."""
    taken = context.covered(known)
    spans: list[Span] = []
    if language == "vi":
        spans += headed(context, taken)
    busy = [False] * len(context.words)
    for first, last, _ in spans:
        busy[first:last] = [True] * (last - first)
    done = 0
    seen = _Seen(_apposed(context), context.capitals_inside(taken))
    for first, last in _runs(context, busy):
        for low, high in _parts(context, max(first, done), last, taken, seen):
            new = _names(context, language, known, taken, low, high, seen)
            done = max((end for _, end, _ in new), default=done)
            spans += new
    if language == "vi":
        called = {
            tuple(context.texts[first:last]) for first, last, kind in spans if not kind and last - first > 1
        }
        spans += [(first, last, "") for first, last in again(context, taken, spans, called)]
    dropped: set[int] = set()
    found: list[NameMention] = []
    done = 0
    for first, last, kind in sorted(spans):
        # A legal form behind a name may be the beginning of what is named again.
        if first < done:
            continue
        done = last
        dropped.update(taken[first:last])
        start, end = context.words[first].start, context.words[last - 1].end
        found.append(NameMention(start, end, context.slice(start, end), flag="new", kind=kind))
    return sorted([m for number, m in enumerate(known, start=1) if number not in dropped] + found)


def _apposed(context: Context) -> set[str]:
    """The words that are names by what is told of them right behind one of their places."""
    if context.language != "en" or context.text is None:
        return set()
    return {
        context.texts[at]
        for at in context.capitals
        if not (at + 1 < len(context.words) and context.next_to(at + 1) and _capital(context.words[at + 1]))
        and _APPOSED.match(context.text, context.words[at].end)
    }


def _capital(word: Token) -> bool:
    return (word.text[:1].isupper() or is_camel(word.text)) and not (
        len(word.text) == 1 and word.text.isascii() and word.text not in "AB"
    )


def _runs(context: Context, busy: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words in one line, with the small words inside that names have."""
    words, count = context.words, len(context.words)
    done = 0
    for first in context.capitals:
        if first < done or busy[first] or context.in_heading(first):
            continue
        if not (_capital(words[first]) or _lettered(context, first)):
            continue
        if first and words[first - 1].text == "/" and words[first - 1].end == words[first].start:
            continue
        last = first + 1
        while last < count and last - first < MAX_RUN and not busy[last]:
            step = _step(context, first, last)
            if not step or busy[last + step - 1]:
                break
            last += step
        yield first, last
        done = last


def _lettered(context: Context, at: int) -> bool:
    """Whether a single letter begins a name: "V-Green", but not "E-Commerce"."""
    words, after = context.words, at + 2
    return (
        after < len(words)
        and words[at].text not in _PREFIXES
        and words[at + 1].text == "-"
        and words[at].end == words[at + 1].start == words[after].start - 1
        and len(words[after].text) > 2
        and words[after].text.istitle()
        and not context.is_ordinary(words[after])
    )


def _step(context: Context, first: int, at: int) -> int:
    """By how many tokens a run from `first` goes on at the token `at`; 0 where it ends."""
    words = context.words
    if context.next_to(at) and _capital(words[at]):
        return 1
    after = at + 1
    if (
        words[at].text == "-"
        and after < len(words)
        and words[at - 1].end == words[at].start == words[after].start - 1
    ):
        return 2 if _capital(words[after]) or _given_name(context, first, at) else 0
    if words[at].text == "&" and context.next_to(at) and context.next_to(after):
        return 2 if _capital(words[after]) else 0
    keys = {word.key for word in words[first:at]}
    small = words[at].text
    # "Association of Chip Makers", but "Lotus Studio" where it is of Hanoi.
    body = words[at - 1].key in HEADS_OF or TAILS.get(words[at - 1].key, "company") != "company"
    headed = (small in ("of", "for") and body) or (
        small == "and" and "of" in keys and not keys.isdisjoint(_PUBLIC)
    )
    if headed and context.next_to(at):
        if after < len(words) and words[after].text == "the":
            after += 1
        if after < len(words) and context.next_to(after) and _capital(words[after]):
            return after - at + 1
    return 0


def _given_name(context: Context, first: int, at: int) -> bool:
    """Whether a Korean given name goes on behind the hyphen `at`: "Park Jin-woo", "CEO Park Jin-woo"."""
    words = context.words
    return (
        at - first > 1
        and (at - first == 2 or words[at - 3].text.lower() in TITLES)
        and max(len(words[at - 1].text), len(words[at + 1].text)) <= 5
        and words[at + 1].text.islower()
        and words[at + 1].text not in _BEHIND_HYPHEN
    )


def _parts(
    context: Context, first: int, last: int, taken: Sequence[int], seen: _Seen
) -> Iterator[tuple[int, int]]:
    """A run without its titles and without small words and dates at its ends."""
    words = context.words

    apposed = context.text is not None and _APPOSED.match(context.text, words[last - 1].end) is not None

    def title(at: int) -> bool:
        word = words[at].text.lower()
        if taken[at] or word not in TITLES:
            return False
        if word not in WEAK_TITLES:
            return True
        return any(first <= i < last and words[i].text.lower() in TITLES for i in (at - 1, at + 1))

    begin = first
    for at in range(first, last + 1):
        if at < last and not title(at):
            continue
        low, high = begin, at
        while low < high and not taken[low] and _outside(context, low, high, seen, named=apposed):
            low += 1
        while low < high and not taken[high - 1] and _at_end(words[high - 1]):
            high -= 1
        if low < high:
            yield low, high
        begin = at + 1


def _outside(context: Context, at: int, end: int, seen: _Seen, *, named: bool) -> bool:
    """Whether the first word of a run up to `end` is no part of the name, which what follows may tell of."""
    word = context.words[at].text.lower()
    if word == "an" and at + 1 < end and context.words[at + 1].key[0] not in _VOWELS:
        return False  # "An Binh" has no article
    if word in _SYLLABLES and at + 1 < end:
        if named and SYLLABLE.fullmatch(context.words[at + 1].key):
            return False  # "So Tay, whose" is a name, not what follows
        if word == "do" and not context.begins_sentence(at) and context.words[at].text == "Do":
            return False  # "CEO of Do Ventures"
    return (
        (word in FUNCTION[context.language] and (context.language == "en" or context.begins_sentence(at)))
        or word in NATIONS
        or word in MONTHS
        or not context.words[at].text[0].isalpha()
        or (not named and context.begins_sentence(at) and context.is_ordinary(context.words[at]))
        or (
            context.begins_sentence(at)
            and at + 1 < end
            and word in APPOSED
            and context.words[at].text not in seen.inside
        )
    )


def _at_end(word: Token) -> bool:
    text = word.text.lower()
    return text in MONTHS or not text[0].isalpha() or _SUM.fullmatch(word.text) is not None


def _names(
    context: Context,
    language: str,
    known: Sequence[NameMention],
    taken: Sequence[int],
    first: int,
    last: int,
    seen: _Seen,
) -> list[Span]:
    """The new names of one part of a run."""
    words = context.words
    inside = [known[number - 1] for number in sorted({n for n in taken[first:last] if n})]
    whole = all(words[first].start <= m.start and m.end <= words[last - 1].end for m in inside)
    kinds = {mention.kind for mention in inside}
    left = [at for at in range(first, last) if not taken[at]]
    if not left:
        # "Ericsson Vietnam" is neither Ericsson nor Vietnam.
        pair = [m.kind for m in inside]
        company = len(pair) == 2 and pair[0] in COMPANIES and pair[1] == "country" and not inside[0].flag
        return [(first, last, "company")] if company and whole else []
    surname = words[first].text.lower() in SURNAMES
    if (
        surname
        and 2 <= last - first <= 5
        and whole
        and kinds <= _PLACES
        and _all_syllables(words[first:last])
    ):
        return [(first, last, "person")]
    kind = _kind(context, first, last)
    if kind and whole and (not inside or _one_name(words, left, taken, first, last)):
        return [(first, _with_form(context, first, last), kind)]
    if inside and whole and kinds <= _PLACES and words[last - 1].text in seen.apposed and not taken[first]:
        return [(first, last, "")]  # "Pixel Saigon, a studio"
    if inside and whole and kinds <= COMPANIES and taken[first] and _own_form(context, left[0], last):
        return [(first, _with_form(context, first, last), "company")]  # "Tiki Global Pte. Ltd." is not Tiki
    if len(inside) == 1 and whole and language == "en" and _goes_on(context, inside[0], last, left):
        end = _with_form(context, first, last)
        return [(first, end, "company" if end > last else "")]  # "Shopee Express" is not Shopee
    if inside:
        return [
            span
            for low, high in _stretches(left)
            if high - low > 1
            for span in _names(context, language, known, taken, low, high, seen)
        ]
    if last - first == 1:
        if (end := _with_form(context, first, last)) > last:
            return [(first, end, "company")]
        return [(first, last, "")] if _single(context, language, first, seen) else []
    if language == "vi" and _all_syllables(words[first:last]):
        return [(first, last, "")] if _called(context, first, last) else []
    if all(_common(word) or word.text.lower() in _NO_NAMES[language] for word in words[first:last]):
        return []
    end = _with_form(context, first, last)
    tail = words[last - 1]
    if end == last and context.next_to(last - 1) and (tail.key in NO_TAILS or _LETTERS.fullmatch(tail.text)):
        return []
    return [(first, end, "company" if end > last else "")]


def _goes_on(context: Context, known: NameMention, last: int, left: Sequence[int]) -> bool:
    """Whether a word or two behind a known name make another of it; `left` are all unknown to `last`."""
    words = context.words
    if (
        known.flag
        or known.kind not in _GOING_ON
        or not last - _BEHIND <= left[0]
        or words[left[0]].start < known.end
    ):
        return False
    return not any(
        _common(words[at])
        or words[at].text.isupper()
        or not words[at].text.isalpha()
        or words[at].text.lower() in TITLES
        or words[at].key in HEADS_OF
        or words[at].key in _OF_PLACES
        for at in left
    )


def _called(context: Context, first: int, last: int) -> bool:
    """Whether Vietnamese syllables with capitals are what something is called: "Bách Hóa Xanh".

    Inside a sentence nothing else has capitals throughout; behind "huyện" or "bà" it is a place or a person.
    """
    words = context.words
    if context.begins_sentence(first):
        return False
    before = words[first - 1].text.lower() if first and context.next_to(first) else ""
    if before in BEFORE_PLACES_VI or before in ROLES or words[first].text.lower() in BODIES_VI:
        return False
    return not all(map(_common, words[first:last]))


def _with_form(context: Context, first: int, last: int) -> int:
    """Where a name ends with the legal form that begins in it or behind it: "Heron Co., Ltd."."""
    return max(last, *(form_after(context, at) for at in range(max(first + 1, last - 2), last + 1)))


def _own_form(context: Context, first: int, last: int) -> bool:
    """Whether the words from `first` on are more than a legal form, and end in one."""
    places = range(first + 1, last + 1)
    return form_after(context, first) == first and any(form_after(context, at) > at for at in places)


def _one_name(
    words: Sequence[Token], left: Sequence[int], taken: Sequence[int], first: int, last: int
) -> bool:
    """Whether a head word makes one name of known and unknown words."""
    if taken[last - 1] and words[first].key not in HEADS_OF and words[last - 1].key not in TAILS:
        return False
    return not (len(left) == 1 and words[left[0]].key in SOFT_TAILS and taken[first])


def _stretches(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    begin = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or places[i] != places[i - 1] + 1:
            yield places[begin], places[i - 1] + 1
            begin = i


def _kind(context: Context, first: int, last: int) -> str:
    """The kind that the head word of a run says: "… Association", "Ministry of …"."""
    words = context.words
    if last - first < 2:
        return ""
    if words[first + 1].text == "of" and words[first].key in HEADS_OF:
        return HEADS_OF[words[first].key]
    for at in range(last - 1, first, -1):
        if (kind := TAILS.get(words[at].key)) and (
            at == last - 1 or words[at + 1].text in ("of", "for", "-")
        ):
            return kind
    return ""


def _common(word: Token) -> bool:
    text = word.text.lower()
    return text in COMMON or text in ACRONYMS or text in NATIONS or text in MONTHS or not text[0].isalpha()


def _all_syllables(words: Sequence[Token]) -> bool:
    return all(SYLLABLE.fullmatch(word.key) for word in words)


def _single(context: Context, language: str, at: int, seen: _Seen) -> bool:
    """Whether one capitalised word by itself is likely a name."""
    word = context.words[at]
    text = word.text
    if word.key in TAILS or word.key in HEADS_OF or _LETTERS.fullmatch(text) or _DOTTED.fullmatch(text):
        return False
    adverb = context.begins_sentence(at) and text.endswith("ly")
    if text in seen.apposed and not adverb and not _common(word) and text.lower() not in TITLES:
        return True
    if language == "vi" and text.lower() in BORROWED:
        return False
    if len(text) < 3 or _common(word) or text.lower() in TITLES or _ADJECTIVE.fullmatch(text.lower()):
        return False
    if context.is_ordinary(word) or not text.replace(".", "").isalnum():
        return False
    if text.isupper():
        return len(text) >= 4 and text.isalpha() and text in seen.inside
    if language == "vi" and SYLLABLE.fullmatch(word.key):
        return False
    if any(c.isupper() for c in text[1:]):
        return True
    # A word of no Vietnamese shape that begins a sentence is a name, unless it is borrowed.
    foreign = language == "vi" and len(text) > 3
    return foreign or text in seen.inside
