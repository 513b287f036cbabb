"""Which records are worth comparing: those that share a key, found in an inverted index and never all pairs.

A name has a key for each thing that `compare` sees: its letters, its words and each two of them, its words in
one sense, its acronyms, its beginning, and itself with one letter left out (two names one slip apart share
one of these).  Of a key that more than `MOST` records share, each is compared with the next one only, so that
the work grows with the number of names and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from kg.reconcile.reading import Reading
from kg.reconcile.record import Record

MOST = 50
# Names are held against misspelt ones from so many letters on, up to so many.
_SPELT = range(5, 31)
_PAIRED = 6
_BEGINNING = 5


def keys(record: Record) -> Iterator[str]:
    """The keys of a record, which may repeat; the letter before the colon says of what kind."""
    for reading in record.readings:
        yield from _keys(reading)
    for reading in record.derived:
        yield "c:" + reading.core_letters
        yield "w:" + " ".join(reading.bag)
    if record.ticker:
        yield "k:" + record.ticker
    if record.wikidata:
        yield "q:" + record.wikidata


def _keys(name: Reading) -> Iterator[str]:
    letters = name.core_letters
    yield "l:" + name.letters
    yield "c:" + letters
    yield "w:" + " ".join(name.bag)
    if len(name.sense) > 1:
        yield "w:" + " ".join(name.sense)
    for word in name.own or name.bag:
        yield "t:" + word
    for one, other in combinations(name.bag[:_PAIRED], 2):
        yield f"p:{one} {other}"
    if name.is_short:
        yield "a:" + letters
    for made in name.acronyms | name.loose_acronyms:
        yield "a:" + made
    for word in name.own:
        if len(word) >= _BEGINNING:
            yield "b:" + word[:_BEGINNING]
    if len(letters) in _SPELT:
        yield "d:" + letters
        for at in range(len(letters)):
            yield "d:" + letters[:at] + letters[at + 1 :]


def candidates(records: Sequence[Record], given: Iterable[int] | None = None) -> Iterator[tuple[int, int]]:
    """The numbers of records worth comparing, each pair once with the smaller first, in order.

    With `given`, only pairs in which one of those is.
    """
    chosen = None if given is None else set(given)
    holders: dict[str, list[int]] = defaultdict(list)
    own: list[list[str]] = []
    for number, record in enumerate(records):
        own.append(list(dict.fromkeys(keys(record))))
        for key in own[-1]:
            holders[key].append(number)
    for number, found in enumerate(own):
        near: set[int] = set()
        for key in found:
            sharing = holders[key]
            if len(sharing) == 1:
                continue
            if len(sharing) <= MOST:
                near.update(sharing)
            else:
                at = bisect_left(sharing, number)
                near.update(sharing[at + 1 : at + 2])
        for other in sorted(near):
            if other > number and (chosen is None or number in chosen or other in chosen):
                yield number, other
