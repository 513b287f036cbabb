"""Two records compared: a score from 0 to 1, and the reasons that make it.

The names are held against each other, every one of the left with every one of the right, and the strongest
thing that they show counts; then all else that is known supports or contradicts it.  No score is a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from kg.reconcile.reading import Reading
from kg.reconcile.reasons import BASE, CONTRADICTION, SUPPORT, Reason
from kg.reconcile.record import Record
from kg.reconcile.words import GENERIC, OPPOSING, PLACES

# What weaker evidence leaves open: two siblings share a parent, and most of a name.
_WEAK: Final = frozenset(
    ("contained", "some_words", "shortened", "near_spelling", "loose_acronym", "same_sense")
)
_FACTS: Final = frozenset(("same_wikidata", "same_ticker", "parent_and_country"))
_EXACT: Final = frozenset(("same_name", "same_letters", "marks_missing"))
_HIGHEST: Final = 0.99
# Kinds that one thing may be taken for: a company is an outlet, a strategy comes as a law.
_ALIKE: Final = (
    {"agency", "ministry"},
    {"association", "international-organisation"},
    {"company", "state-owned-enterprise"},
    {"country", "market"},
    {"law", "strategy", "programme"},
)
# The names of places are common words in other names, not in their own.
_COMMON: Final = "common_words_only"
_PLACE_KINDS: Final = ("country", "market")
# Spelling counts from so many letters on, and two slips from so many.
_SPELT, _LONG = 5, 10
_COMMON_WORD: Final = 0.35
_SHORTENED = 4
_FIRST_LETTER: Final = 0.6


class Seen(NamedTuple):
    """What two names show: a code of BASE with its strength, and what it is about."""

    code: str
    strength: float
    left: Reading
    right: Reading
    what: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one, how likely that looks, and why."""

    left: Record
    right: Record
    score: float
    reasons: tuple[Reason, ...]

    @property
    def order(self) -> tuple[float, str, str, str, str]:
        """The likeliest first, then by reference and name."""
        return (-self.score, self.left.ref, self.right.ref, self.left.name, self.right.name)


def compare(left: Record, right: Record, at_least: float = 0.0) -> Pair | None:
    """The pair of two records; None where nothing of their names is alike, or it scores below `at_least`."""
    seen = max(_evidence(left, right), key=lambda s: (s.strength, s.left.text, s.right.text), default=None)
    if seen is None:
        return None
    score = seen.strength
    supports = tuple(_supports(seen, left, right))
    for reason in supports:
        score += (1 - score) * SUPPORT[reason.code]
    if _shown(score) < at_least:
        return None
    contradictions = tuple(_contradictions(seen, left, right))
    for reason in contradictions:
        score *= CONTRADICTION[reason.code]
    if seen.code not in _EXACT or contradictions:
        score = min(score, _HIGHEST)
    if _shown(score) < at_least:
        return None
    first = Reason(seen.code, seen.left.text, seen.right.text, seen.what)
    reasons = (first, *_aliases(seen, left, right), *supports, *contradictions)
    return Pair(left, right, _shown(score), reasons)


def _shown(score: float) -> float:
    return round(score, 2)


def _evidence(left: Record, right: Record) -> Iterator[Seen]:
    for one in left.readings:
        for other in right.readings:
            if (seen := alike(one, other)) is not None:
                yield seen
    ends = left.readings[0], right.readings[0]
    if left.wikidata and left.wikidata == right.wikidata:
        yield Seen("same_wikidata", BASE["same_wikidata"], *ends, left.wikidata)
    if left.ticker and left.ticker == right.ticker:
        yield Seen("same_ticker", BASE["same_ticker"], *ends, left.ticker)
    for derived, names, turned in (
        (left.derived, right.readings, False),
        (right.derived, left.readings, True),
    ):
        for one in derived:
            for other in names:
                if one.core_letters == other.core_letters or one.bag == other.bag:
                    both = (other, one) if turned else (one, other)
                    yield Seen("parent_and_country", BASE["parent_and_country"], *both)


def alike(left: Reading, right: Reading) -> Seen | None:
    """The strongest thing that two names show, None where they show nothing."""

    def seen(code: str, part: float = 1.0, what: str = "") -> Seen:
        return Seen(code, BASE[code] * part, left, right, what)

    if left.letters == right.letters:
        return seen(_marks(left, right))
    if left.core_letters == right.core_letters or left.words == right.words:
        if left.translated != right.translated:
            return seen("translation")
        return seen("same_but_legal_form" if left.core == right.core else "same_words")
    if left.bag == right.bag:
        return seen("translation" if left.translated != right.translated else "same_words")
    if left.sense == right.sense:
        return seen("translation" if left.translated != right.translated else "same_sense")
    found = [_acronym(left, right), _shortened(left, right), _spelling(left, right), _words(left, right)]
    strongest = max(found, key=lambda each: each[1])
    return seen(strongest[0], strongest[1] / BASE[strongest[0]], strongest[2]) if strongest[1] else None


def _marks(left: Reading, right: Reading) -> str:
    """How two names of the same letters differ: not at all, in signs, or in marks."""
    if left.text.casefold() == right.text.casefold():
        return "same_name"
    one, other = "".join(left.marks), "".join(right.marks)
    if one == other:
        return "same_letters"
    if len(left.marks) != len(right.marks):
        return "marks_missing" if one == left.letters or other == right.letters else "marks_differ"
    words = zip(left.marks, right.marks, left.tokens, right.tokens, strict=True)
    missing = all(a in (b, plain) or b == bare for a, b, plain, bare in words)
    return "marks_missing" if missing else "marks_differ"


_Found = tuple[str, float, str]
_NOTHING: Final[_Found] = ("some_words", 0.0, "")


def _acronym(left: Reading, right: Reading) -> _Found:
    for short, long in ((left, right), (right, left)):
        letters = short.core_letters
        if not short.is_short or letters in long.tokens:
            continue
        if letters in long.acronyms:
            code = "acronym" if len(letters) > 2 else "loose_acronym"
            return code, BASE[code], ""
        if short.is_capitals and len(letters) > 2 and letters in long.loose_acronyms:
            return "loose_acronym", BASE["loose_acronym"], ""
    return _NOTHING


def _shortened(left: Reading, right: Reading) -> _Found:
    """One has the beginnings of the other's words: "FPT Soft", "Rikkei"."""
    if len(left.core) != len(right.core):
        return _NOTHING
    pairs = [(a, b) if len(a) < len(b) else (b, a) for a, b in zip(left.core, right.core, strict=True)]
    cut = [(short, long) for short, long in pairs if short != long]
    least = _SHORTENED if len(pairs) > 1 else _SHORTENED + 1
    if not all(long.startswith(short) and len(short) >= least for short, long in cut):
        return _NOTHING
    return "shortened", BASE["shortened"] * (1.0 if len(pairs) > 1 else 0.8), ""


def _spelling(left: Reading, right: Reading) -> _Found:
    one, other = left.core_letters, right.core_letters
    shorter = min(len(one), len(other))
    if shorter < _SPELT or left.numbers != right.numbers:
        return _NOTHING
    most = 2 if shorter >= _LONG else 1
    distance = OSA.distance(one, other, score_cutoff=most)
    if distance > most:
        return _NOTHING
    strength = BASE["near_spelling"] + (0.1 if distance == 1 and shorter >= _LONG else 0)
    if len(left.core) == len(right.core):
        apart = [(a, b) for a, b in zip(left.core, right.core, strict=True) if a != b]
        if any(min(len(a), len(b)) < _SPELT or OSA.distance(a, b) > 1 for a, b in apart):
            # A short word with another letter is another word.
            return _NOTHING
    else:
        apart = [(one, other)]
    if any(a[0] != b[0] for a, b in apart):
        # A slip in the first letter is rare: Gambia and Zambia.
        strength *= _FIRST_LETTER
    return "near_spelling", strength, str(distance)


def _words(left: Reading, right: Reading) -> _Found:
    one, other = set(left.bag), set(right.bag)
    shared = one & other
    if not shared:
        return _NOTHING
    small, large = sorted((one, other), key=len)
    if small < large:
        more = ", ".join(sorted(large - small))
        part = sum(map(_weight, small)) / sum(map(_weight, large))
        return "contained", BASE["contained"] + 0.15 * part, more
    part = sum(map(_weight, shared)) / sum(map(_weight, one | other))
    return "some_words", BASE["some_words"] + 0.45 * part, ", ".join(sorted(shared))


def _weight(word: str) -> float:
    return _COMMON_WORD if word in GENERIC or word in PLACES else 1.0


def _aliases(seen: Seen, left: Record, right: Record) -> Iterator[Reason]:
    for name, record in ((seen.left.text, left), (seen.right.text, right)):
        if record.labels and name in record.names and name not in record.labels:
            yield Reason("alias", left=name, what=record.ref)


def _supports(seen: Seen, left: Record, right: Record) -> Iterator[Reason]:
    if left.kind and left.kind == right.kind:
        yield Reason("same_kind", what=left.kind)
    if common := left.countries & right.countries:
        yield Reason("same_country", what=", ".join(sorted(common)))
    if seen.code not in _WEAK and (common := left.parents & right.parents):
        yield Reason("same_parent", what=", ".join(sorted(common)))
    if seen.code in _WEAK and seen.left.numbers and seen.left.numbers == seen.right.numbers:
        yield Reason("same_number", what=", ".join(sorted(seen.left.numbers)))
    if seen.code != "same_ticker" and left.ticker and left.ticker == right.ticker:
        yield Reason("ticker_agrees", what=left.ticker)


def _contradictions(seen: Seen, left: Record, right: Record) -> Iterator[Reason]:
    is_place = left.kind in _PLACE_KINDS and right.kind in _PLACE_KINDS
    yield from (reason for reason in _in_names(seen) if not (is_place and reason.code == _COMMON))
    kinds = {left.kind, right.kind} - {""}
    if len(kinds) > 1 and not any(kinds <= alike for alike in _ALIKE):
        yield Reason("other_kind", what=_both({left.kind}, {right.kind}))
    if left.countries and right.countries and not left.countries & right.countries:
        yield Reason("other_country", what=_both(left.countries, right.countries))
    if left.ticker and right.ticker and left.ticker != right.ticker:
        yield Reason("other_ticker", what=_both({left.ticker}, {right.ticker}))
    if left.wikidata and right.wikidata and left.wikidata != right.wikidata:
        yield Reason("other_wikidata", what=_both({left.wikidata}, {right.wikidata}))
    if seen.code == "some_words":
        if left.kind == right.kind == "person":
            yield Reason("other_name")
        if common := left.parents & right.parents:
            yield Reason("siblings", what=", ".join(sorted(common)))
    if how := sorted(_linked(left, right) | _linked(right, left)):
        yield Reason("linked", what=", ".join(how))


def _in_names(seen: Seen) -> Iterator[Reason]:
    """What the two names themselves say against it."""
    one, other = seen.left, seen.right
    if seen.code not in (*_EXACT, *_FACTS) and _is_common(seen):
        yield Reason(_COMMON)
    if one.forms and other.forms and not one.forms & other.forms:
        yield Reason("other_legal_form", what=_both(one.forms, other.forms))
    here, there = set(one.bag) & PLACES - set(other.bag), set(other.bag) & PLACES - set(one.bag)
    if seen.code in _WEAK and here and there:
        yield Reason("other_place", what=_both(here, there))
    if one.numbers and other.numbers and one.numbers != other.numbers:
        yield Reason("other_number", what=_both(one.numbers, other.numbers))
    if seen.code in _WEAK and (words := (set(one.bag) ^ set(other.bag)) & OPPOSING):
        yield Reason("opposing_word", what=", ".join(sorted(words)))
    for reading in (one, other):
        if reading.imitated:
            yield Reason("mixed_scripts", what=reading.text)


def _is_common(seen: Seen) -> bool:
    """Whether all that two names share are words that many have; of two that share a whole name, only one."""
    shared = set(seen.left.bag) & set(seen.right.bag)
    few = seen.code == "some_words" or len(shared) == 1
    return bool(shared) and few and not any(_weight(word) == 1 for word in shared)


def _linked(left: Record, right: Record) -> set[str]:
    return {name for name, target in left.links if target == right.ref}


def _both(one: set[str] | frozenset[str], other: set[str] | frozenset[str]) -> str:
    return f"{', '.join(sorted(one))} / {', '.join(sorted(other))}"
