"""Asking: a question in, slots or a saved query or a refusal out.

The order of decision: an opinion is refused; a question about the figures themselves (where do they differ,
who says so) is a saved query; a quantity of somebody is looked up in the slots; then kinds of questions that
yield to a figure, a saved query by its own words, everything about the one thing that is named; else refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.asking.compose import Composer
from kg.asking.index import Index, Kind
from kg.asking.reading import Mention, Reading, read
from kg.asking.reply import Reply
from kg.asking.saved import Shelf, values
from kg.asking.slots import HOME, Found, SlotBook, Subject
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.engine import Engine

Row = dict[str, Any]
# So many words that nothing explains, and a question is about something else.
_MANY = 2
# A quantity of so much weight is one.
_SURE = 0.75
# Signs of a quantity: who asks how much wants no list of all.
_WANTS = frozenset(("count", "money", "share", "growth", "rank"))
_DAYS = frozenset(("today", "yesterday", "tomorrow", "hôm nay", "hôm qua", "ngày mai", "hom nay", "hom qua"))


class Asker:
    """Reads and answers questions on one build.

    `rows` gives the rows of a table by its name, `engine` runs saved queries; both are only called when
    needed.  `queries` is the folder of saved queries (default: the shipped ones).
    """

    def __init__(
        self,
        rows: Callable[[str], Iterable[Row]],
        engine: Callable[[], Engine],
        queries: Path | None = None,
    ) -> None:
        self._rows, self._engine, self.shelf = rows, engine, Shelf(queries)

    @cached_property
    def index(self) -> Index:
        """What questions are read by."""
        return Index.of(self._rows("names"), self._rows("questions"))

    @cached_property
    def figures(self) -> list[Row]:
        """The claims."""
        return list(self._rows("figures"))

    @cached_property
    def book(self) -> SlotBook:
        """The slots."""
        periods: dict[str, list[str]] = {}
        for row in self.figures:
            periods.setdefault(row["slot"], []).append(row["period_label"])
        return SlotBook(self.index, self._rows("slots"), periods)

    def ask(self, question: str, language: str | None = None) -> Reply:
        """The answer to a question, in its own language where none is given.

        What cannot be placed comes back as a Refusal.  Raises UsageError where the question is empty or too
        long.
        """
        reading = read(question, self.index, language)
        return _Answering(self, reading).reply()

    def composer(self, reading: Reading) -> Composer:
        """What writes replies to a reading."""
        return Composer(self.index, self.book, self.shelf, reading, self.figures, self._rows)

    def run(self, name: str, given: Mapping[str, str], language: str) -> Any:
        """The answer of a saved query on the build."""
        return self.shelf.load(name).ask(self._engine(), dict(given), language)


class _Answering:
    """One question on its way to a reply."""

    def __init__(self, asker: Asker, reading: Reading) -> None:
        self.asker, self.reading = asker, reading
        self.index, self.book, self.shelf = asker.index, asker.book, asker.shelf
        self.write = asker.composer(reading)
        self.metrics = self.book.metrics(reading)
        self.groups = self.book.groups(reading)
        # "Which firm" and "in which country" count nothing.
        self.measured = [mention for mention, ranked in reading.metrics if ranked[0][1] > _SURE]

    def reply(self) -> Reply:
        """The reply."""
        if "opinion" in self.reading.signs:
            return self.write.refusal("opinion")
        kind = self._kind()
        if kind is not None and kind[0].yields == "no":
            return self._saved(*kind)
        founds = self._slots()
        answered = [found for found in founds if found.fits]
        if answered and not (kind and self._goes_first(*kind, answered)):
            if reason := self._foreign():
                return self.write.refusal(reason, founds)
            return self.write.slots(founds)
        other_time = any(found.missing == "period" for found in founds)
        if kind is not None and not other_time:
            if kind[0].otherwise or self._only_echoes(kind[1], kind[0].answers):
                return self._saved(*kind)
        if not other_time and (answering := self._answering()):
            return self._saved(*answering)
        if founds and self.measured:
            return self.write.refusal(_missing(founds), founds)
        return self._otherwise()

    def _otherwise(self) -> Reply:
        """Neither a figure nor a known kind of question."""
        head = self.shelf.nearest(self.reading, ())
        if head is not None and not self.measured and not self._unknown():
            return self._run(head.name, self._given(head.name))
        named = [*self.reading.actors, *self.reading.topics]
        if named and not self.measured and not self.reading.unread(self._named()):
            if self.reading.times.asked or "plan" in self.reading.signs:
                founds = [self.book.all_of(group, self.reading) for group in self.groups]
                if any(found.fits for found in founds):
                    return self.write.slots(founds)
            elif not _WANTS & self.reading.signs.keys():
                return self._run("entity-dump", {"entity": self._one(named)})
        if not self.groups or not (self.reading.actors or self.reading.topics or self.reading.places):
            return self.write.refusal("subject" if self.measured else "nothing")
        return self.write.refusal("metric" if self.measured else "quantity")

    # -- figures

    def _slots(self) -> list[Found]:
        """What the graph has for each that is named, and for each quantity where two are asked for."""
        together = self.reading.signs.get("together", frozenset())
        asked = [mention for mention, _ in self.reading.metrics]
        parts: list[Mention | None] = [None]
        if any(
            any(a.covered[-1] < n < b.covered[0] for n in together)
            for a, b in zip(asked, asked[1:], strict=False)
        ):
            parts = list(asked)
        founds: list[Found] = []
        for group in self.groups:
            for part in parts:
                metrics = self.metrics if part is None else self.book.metrics(self.reading, part)
                founds.append(self.book.find(group, metrics, self.reading))
        if all(found.missing == "metric" for found in founds):
            body = self.book.only_body(self.metrics, self.reading)
            founds += [self.book.find(body, self.metrics, self.reading)] if body else []
        return founds

    def _goes_first(self, kind: Kind, cue: Mention, answered: list[Found]) -> bool:
        """Whether the kind of question goes before the figures found: they are only words of its cue."""
        if all(fit.subject.how == "unnamed" for found in answered for fit in found.fits[:1]):
            return True
        if kind.yields == "named":
            places = {ref for mention in self.reading.places for ref in mention.refs} | {HOME}
            if any(fit.subject.ref not in places for found in answered for fit in found.fits[:1]):
                return False
            return self._only_echoes(cue, kind.answers)
        return self._only_echoes(cue)

    def _only_echoes(self, cue: Mention, answers: tuple[str, ...] = ()) -> bool:
        """Whether every quantity is only a word of the cue ("world rankings" names no one rank), or one that
        the query answers."""
        return all(
            set(mention.covered) <= set(cue.covered) or ranked[0][0] in answers or ranked[0][1] <= _SURE
            for mention, ranked in self.reading.metrics
        )

    def _named(self) -> list[Mention]:
        reading = self.reading
        return [*reading.actors, *reading.topics, *reading.places]

    def _unknown(self) -> list[int]:
        """The words that nothing explains and that no phrase of the vocabulary has: names, as a rule."""
        unread = self.reading.unread(self._named())
        return [n for n in unread if self.reading.words[n].folded not in self.index.vocabulary]

    def _foreign(self) -> str:
        """Why the figures found are not what was asked for: somebody or something else is named; or ""."""
        reading, unknown = self.reading, self._unknown()
        unread = reading.unread(self._named())
        understood = {n for mention, _ in reading.metrics for n in mention.covered}
        understood |= {n for mention in self._named() for n in mention.covered}
        counted = {n for hit in reading.hits if hit.phrase.ref.startswith("unit/") for n in hit.covered}
        return "unread" if unknown or counted & set(unread) or len(unread) > max(len(understood), _MANY) else ""

    # -- saved queries

    def _kind(self) -> tuple[Kind, Mention] | None:
        """The kind of question that the words point to, where what it is about is named."""
        for kind, cue in self.reading.kinds:
            if kind.metrics and not set(kind.metrics) & set(self.metrics):
                continue
            if self._about(kind, cue):
                turned = next((name for sign, name in kind.turns.items() if sign in self.reading.signs), "")
                return self.index.kinds.get(turned, kind), cue
        return None

    def _answering(self) -> tuple[Kind, Mention] | None:
        """The kind of question that answers for every quantity named, of which there are no figures."""
        tops = {ranked[0][0] for mention, ranked in self.reading.metrics if mention in self.measured}
        for kind in self.index.kinds.values():
            if tops and tops <= set(kind.answers) and kind.focus and self._about(kind, self.measured[0]):
                return kind, self.measured[0]
        return None

    def _about(self, kind: Kind, cue: Mention) -> bool:
        if not kind.focus:
            return not self._unknown() or bool(self.reading.actors or self.reading.topics)
        refs = [ref for mention in self._named() for ref in mention.refs]
        return any(ref.partition("/")[0] in kind.focus for ref in refs)

    def _saved(self, kind: Kind, cue: Mention) -> Reply:
        name = next((name for name in kind.queries if name in self.shelf.heads), None)
        if name is None:
            return self.write.refusal("not_yet")
        if self._unknown():
            return self.write.refusal("unread")
        if self._of_today() and not self._named():
            return self.write.refusal("today")
        given = self._given(name, cue)
        if kind.gives and (subject := self._subject()):
            given = {key: value for key, value in given.items() if value != subject} | {kind.gives: subject}
        if kind.focus and not self._takes_somebody(name, given):
            return self.write.refusal("subject")
        return self._run(name, given)

    def _of_today(self) -> bool:
        """Whether the question leans on the day it is asked: today's rate is in no article."""
        reading = self.reading
        return any(reading.text[a:b].casefold() in _DAYS for a, b in reading.times.relative)

    def _takes_somebody(self, name: str, given: Mapping[str, str]) -> bool:
        params = self.shelf.load(name).params
        entities = {p.name for p in params if str(p.type) == "entity" and p.kinds != ("metric",)}
        return not entities or bool(entities & given.keys())

    def _given(self, name: str, cue: Mention | None = None) -> dict[str, str]:
        """Values for the parameters of a query; words of its own cue name no quantity."""
        within = set(cue.covered) if cue else set()
        sure = any(
            ranked[0][1] >= _SURE and not set(mention.covered) <= within
            for mention, ranked in self.reading.metrics
        )
        metrics = sorted(self.metrics, key=lambda ref: (-self.metrics[ref], ref))
        return values(self.shelf.load(name), self.reading, self._subject(), metrics if sure else [])

    def _subject(self) -> str | None:
        """Whom the question is about: the likeliest that figures are about, with the quantity if there is one."""
        spoken_of = [s for group in self.groups for s in group if s.mention.covered]
        ranked = sorted(spoken_of, key=lambda s: -s.weight)

        def has(subject: Subject) -> bool:
            slots = self.book.by_subject.get(subject.ref.partition("/")[2], ())
            return any(not self.metrics or f"metric/{slot['metric']}" in self.metrics for slot in slots)

        known = [s.ref for s in ranked if s.how != "overlap" and s.mention not in self.reading.places]
        with_slots = [s.ref for s in ranked if s.ref in known and has(s)]
        return next(iter(with_slots or known), None)

    def _one(self, mentions: list[Mention]) -> str:
        things = self.index.things
        refs = [ref for mention in mentions for ref in mention.refs]
        return max(refs, key=lambda ref: (things[ref].figures + things[ref].relations > 0, -refs.index(ref)))

    def _run(self, name: str, given: dict[str, str]) -> Reply:
        """The answer of a query; where nothing fits all values, with fewer of them, said so."""
        language = self.reading.language
        dropped: list[str] = []
        try:
            answer = self.asker.run(name, given, language)
            for extra in ("subject", "year", "metric"):
                if len(answer.rows):
                    break
                # The country is what all of the graph is about.
                if (extra in given and len(given) > 1) if extra != "subject" else given.get(extra) == HOME:
                    fewer = {key: value for key, value in given.items() if key != extra}
                    again = self.asker.run(name, fewer, language)
                    if len(again.rows):
                        answer, dropped = again, [extra]
        except UsageError as error:
            return self.write.refusal("no_such", detail=error.what)
        return self.write.saved(self.shelf.load(name), given, answer, dropped)


def _missing(founds: list[Found]) -> str:
    """Why nothing was found: the nearest miss counts."""
    for reason in ("period", "place", "metric"):
        if any(found.missing == reason for found in founds):
            return reason
    return "metric"


