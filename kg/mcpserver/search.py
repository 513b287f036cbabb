"""Finding ids by names: entities by any phrase that names them, slots by whom and what they are about.

Case, tone marks and plurals are folded away on both sides.  What finds nothing raises an error that says what
is near; there is no empty answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from kg.asking import SlotReply
from kg.asking.index import Phrase
from kg.asking.text import key_of, words
from kg.contents import Row
from kg.entity import KINDS
from kg.errors import UsageError, printable
from kg.mcpserver import answers as a
from kg.mcpserver import asks
from kg.mcpserver import parts as p
from kg.mcpserver.book import Book, Named, Unknown
from kg.mcpserver.plain import placed
from kg.mcpserver.telling import Teller, said, shown
from kg.names import fold

_ALSO, _NEAR = 5, 5
# How a name was found, the best first.
_WHOLE, _BEGUN, _WITHIN, _MENTIONED = range(4)
_HOW = ("name", "beginning of a name", "words of a name", "named in the text")


class _Match(NamedTuple):
    rank: int
    weight: int
    ref: str
    printed: str


def entities(book: Book, ask: asks.FindEntities) -> a.Entities:
    """The things that a text names."""
    kinds = _kinds(ask.kinds)
    found = {m.ref: m for m in sorted(_matches(book, ask.text), reverse=True)}
    known = [m for m in found.values() if m.ref in book.entities]
    chosen = sorted(m for m in known if not kinds or m.ref.partition("/")[0] in kinds)
    if not chosen:
        raise _nothing(book, ask.text, kinds, sorted(known or found.values()))
    told = [_found(book, match) for match in chosen[: ask.limit]]
    return a.Entities(**book.head, entities=told, total=len(chosen))


def _kinds(given: list[str] | None) -> frozenset[str]:
    for kind in given or ():
        if kind not in KINDS:
            what = f"there is no kind {printable(kind, 60)}"
            raise UsageError(what, place="kinds", remedy=f"kinds: {', '.join(sorted(KINDS))}")
    return frozenset(given or ())


def _matches(book: Book, text: str) -> Iterator[_Match]:
    typed = words(text)
    key, folded = key_of(typed), [word.folded for word in typed]
    if not key:
        what = f"{printable(text, 60)} holds no word"
        raise UsageError(what, place="text", remedy="give a name or part of one")
    for name in book.names:
        rank = _rank(key, folded, name)
        if rank is not None:
            yield _match(book, rank, name.phrase)
    for language in ("en", "vi"):
        for hit in book.index.find(typed, language):
            if hit.phrase.ref in book.index.things:
                yield _match(book, _MENTIONED, hit.phrase)


def _rank(key: str, folded: list[str], name: Named) -> int | None:
    """How well a name is what was typed; None where it is not."""
    if name.key == key:
        return _WHOLE
    *whole, last = folded
    if name.words[: len(whole)] == whole and any(w.startswith(last) for w in name.words[len(whole) :][:1]):
        return _BEGUN
    return _WITHIN if _begin(folded, name.words) else None


def _begin(parts: list[str], held: list[str]) -> bool:
    """Whether each part is the beginning of one of the words."""
    return all(any(word.startswith(part) for word in held) for part in parts)


def _match(book: Book, rank: int, phrase: Phrase) -> _Match:
    return _Match(rank, -sum(told[phrase.ref] for told in book.told_of), phrase.ref, phrase.printed)


def _found(book: Book, match: _Match) -> p.EntityFound:
    entity, (figures, relations) = book.entities[match.ref], book.told_of
    told: Row = {
        "id": match.ref, "kind": entity.kind, "en": shown(entity.en), "vi": shown(entity.vi),
        "also": [shown(name) for name in dict.fromkeys(name for name, _ in entity.names)][:_ALSO],
        "matched": f"{_HOW[match.rank]}: {shown(match.printed)}",
        "figures": figures[match.ref], "relations": relations[match.ref],
    }  # fmt: skip
    if scope := Teller(book).scope(match.ref):
        told["scope"] = scope
    return p.EntityFound(**told)


def _nothing(book: Book, text: str, kinds: Iterable[str], others: list[_Match]) -> Unknown:
    what = f"nothing is called {printable(text, 80)}"
    if kinds:
        what += f" among the kinds {', '.join(sorted(kinds))}"
    if others:
        held = ", ".join(m.ref for m in others[:_NEAR])
        spoken_of = any(m.ref in book.entities for m in others)
        other = "of another kind" if spoken_of else "no source here speaks of"
        return Unknown(what, place="text", remedy=f"{other}: {held}")
    names = {fold(name.phrase.printed): name.phrase.ref for name in book.names}
    near = [names[name] for name in get_close_matches(fold(text), names, n=_NEAR, cutoff=0.6)]
    refs = [ref for ref in dict.fromkeys(near) if ref in book.entities]
    remedy = f"did you mean {' or '.join(refs)}?" if refs else "try a shorter name"
    return Unknown(what, place="text", remedy=remedy)


def slots(book: Book, ask: asks.FindSlots) -> a.Slots:
    """The slots about somebody, of a metric, in a period, with words in their question or asked for by it."""
    rows, reading = _measured(book, ask), None
    if ask.period is not None:
        rows = _in_period(rows, ask.period)
    if ask.text is not None:
        rows, reading = _about(book, rows, ask.text)
    if ask.disputed:
        rows = _disputed(book, rows)
    if ask.offset >= len(rows):
        raise UsageError(f"there are {len(rows)} slots", place="offset", remedy="begin at 0")
    teller = Teller(book, ask.language)
    found = [_slot(teller, row) for row in rows[ask.offset : ask.offset + ask.limit]]
    told: Row = {"slots": found, "offset": ask.offset, "total": len(rows)}
    return a.Slots(**book.head, **told, **(_read(teller, reading) if reading else {}))


def _about(book: Book, rows: list[Row], text: str) -> tuple[list[Row], SlotReply | None]:
    """Of some slots those whose question holds all words of a text; if none does, those that it asks for."""
    parts = [word.folded for word in words(text)]
    if not parts:
        what = f"{printable(text, 60)} holds no word"
        raise UsageError(what, place="text", remedy="give words of the question")
    if found := [row for row in rows if _begin(parts, book.question_words[row["slot"]])]:
        return found, None
    reading = placed(book, text)
    left = {row["slot"] for row in rows}
    if found := [answer.slot for answer in reading.slots if answer.slot["slot"] in left]:
        return found, reading
    held = ", ".join(answer.slot["slot"] for answer in reading.slots[:_NEAR])
    what = "what is asked for is not of the subject, metric and period that are given"
    raise Unknown(what, place="text", remedy=f"without them it is {held}")


def _read(teller: Teller, reading: SlotReply) -> Row:
    """How a question was read, and what lies near."""
    beside = [
        p.SlotNear(slot=near.slot, question=teller.pick(teller.book.slots[near.slot], "question"))
        for near in reading.neighbours
        if near.slot
    ]
    notes = [said(note) for note in reading.notes]
    return {"read_as": said(reading.read_as), "notes": notes, "near": beside}


def _measured(book: Book, ask: asks.FindSlots) -> list[Row]:
    """The slots of a subject and a metric, where they are given."""
    asked = []
    rows = list(book.slots.values())
    if ask.subject is not None:
        asked.append(book.entity("subject", ask.subject).ref)
        rows = [row for row in rows if book.question(row["slot"]).subject == asked[0]]
    if ask.metric is not None:
        asked.append(book.entity("metric", ask.metric, "metric").ref)
        before, rows = rows, [row for row in rows if book.question(row["slot"]).metric == asked[-1]]
        if not rows and before:
            measured = sorted({book.question(row["slot"]).metric for row in before})
            what = f"there is no figure of {' and '.join(asked)}"
            raise Unknown(what, place="metric", remedy=f"of {asked[0]} there are: {', '.join(measured)}")
    if not rows and not asked:
        raise Unknown(f"nothing was known as of {book.day}", place="as_of", remedy="give a later day")
    if not rows:
        argument = "metric" if ask.subject is None else "subject"
        what = f"there is no figure of {' and '.join(asked)}"
        raise Unknown(what, place=argument, remedy=_other_way(book, asked[0]))
    return rows


def _other_way(book: Book, ref: str) -> str:
    """How to ask about a thing of which there is no figure."""
    if book.told_of[1][ref]:
        return f"relations name it: run_question entity-dump with the parameter entity {ref}"
    return "find who or what is measured by search_entities"


def _in_period(rows: list[Row], period: str) -> list[Row]:
    """The slots of a period, or of parts of a year."""
    found = [row for row in rows if row["period"] == period or row["period"].startswith(f"{period}-")]
    if not found:
        periods = ", ".join(sorted({row["period"] for row in rows}))
        what = f"there is no such figure of {printable(period, 40)}"
        raise Unknown(what, place="period", remedy=f"there are: {periods}")
    return found


def _disputed(book: Book, rows: list[Row]) -> list[Row]:
    found = [row for row in rows if book.is_disputed(row)]
    if not found:
        what = f"none of these {len(rows)} slots is disputed"
        raise Unknown(what, place="disputed", remedy="leave it out")
    return found


def _slot(teller: Teller, row: Row) -> p.SlotFound:
    book = teller.book
    slot = book.question(row["slot"])
    return p.SlotFound(
        slot=row["slot"],
        question=teller.pick(row, "question"),
        subject=slot.subject,
        metric=slot.metric,
        period=row["period"],
        family=row["family"],
        agreement=row["agreement"],
        disputed=book.is_disputed(row),
        claims=len(row["claims"]),
        independent_origins=len(row["origins"]),
        safest_statement=said(teller.pick(row, "statement")),
    )
