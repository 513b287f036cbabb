"""The answer to a question in one sentence, from its rows and the question's template.

Nothing is chosen between sources: where the figures of one slot differ, the sentence gives the lowest and the
highest as they are hedged, how many sources there are, and that they disagree.  Figures of different slots
are never put together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from kg.answer import Answer, Cell
from kg.figurewords import figure_words, number_words, period_words
from kg.labels import Labels, Source
from kg.literals import period
from kg.namespaces import local_id
from kg.template import Call, Optional, Template

# Columns that hold periods, which have words of their own.
_PERIODS = ("period", "base_period", "since")
# Columns that tell one series from another, beside those that a template shows.
_SERIES = ("metric", "sector", "market", "ownership")
_PLANNED = ("forecast", "target")
_NEWEST_NAMED = 2
_AND = (" and ", " và ")
_OR = (" or ", " hoặc ")


@dataclass(frozen=True, slots=True)
class Naming:
    """In which language an answer is told, what things are called there, and who published the sources."""

    language: str
    labels: Labels
    sources: Mapping[str, Source]

    @property
    def index(self) -> int:
        """The place of the language in a pair of words."""
        return 0 if self.language == "en" else 1

    def pick(self, words: tuple[str, str]) -> str:
        """The words in the language."""
        return words[self.index]

    def term(self, term: ox.NamedNode) -> str:
        """What a thing is called; where nothing is known of it, its id in blanks for hyphens."""
        if term.value in self.sources and self.sources[term.value].name:
            return self.sources[term.value].name
        return self.labels.get(term.value) or local_id(term.value).replace("-", " ").replace("_", " ")


def sentence(template: Template, answer: Answer, naming: Naming, given: str = "") -> str:
    """The sentence that `template` makes of the rows of `answer`; `given` says what was asked of."""
    teller = _Teller(answer, naming, given)
    out = []
    for part in template:
        if isinstance(part, Optional):
            said = [p if isinstance(p, str) else teller.call(p) for p in part.parts]
            if any(text for text, p in zip(said, part.parts, strict=True) if isinstance(p, Call)):
                out += said
        else:
            out.append(part if isinstance(part, str) else teller.call(part))
    text = "".join(out)
    return text[:1].upper() + text[1:]


class _Teller:
    """Counts, lists and names over the rows of one answer."""

    def __init__(self, answer: Answer, naming: Naming, given: str) -> None:
        self._naming, self._given = naming, given
        self._rows: list[dict[str, Cell]] = answer.rows
        self._terms = answer.terms
        self._place = {name: n for n, name in enumerate(answer.columns)}
        self._calls: dict[str, Callable[[Call, list[int]], str]] = {
            "count": self._count,
            "disputed": self._disputed,
            "figures": self._figures,
            "for": lambda _call, _rows: self._given,
            "highest": lambda call, rows: self._end(call, rows, max),
            "list": self._list,
            "lowest": lambda call, rows: self._end(call, rows, min),
            "pairs": self._pairs,
            "tally": self._tally,
            "years": self._years,
        }

    def call(self, call: Call) -> str:
        """What one placeholder says; the empty text where there is nothing to say."""
        rows = range(len(self._rows))
        kept = list(rows)
        if call.where is not None:
            column, wanted, value = call.where
            kept = [n for n in rows if (_spelt(self._rows[n][column]) == value) is wanted]
        return self._calls[call.name](call, kept)

    # Cells

    def _shown(self, n: int, column: str) -> str:
        """A cell as a reader would write it."""
        value, term = self._rows[n][column], self._terms[n][self._place[column]]
        if isinstance(term, ox.NamedNode):
            return self._naming.term(term)
        if isinstance(value, Decimal):
            return self._naming.pick(number_words(value))
        text = _spelt(value)
        return self._naming.pick(period_words(text)) if column in _PERIODS and text else text

    def _different(self, rows: Iterable[int], column: str) -> list[str]:
        return [text for text in dict.fromkeys(self._shown(n, column) for n in rows) if text]

    def _joined(self, texts: Sequence[str], limit: int) -> str:
        """``a, b and c``; ``a, b and 4 more``."""
        more = len(texts) - limit
        if limit == 1 and more > 0:
            return f"{texts[0]} {self._naming.pick((f'(and {more} more)', f'(và {more} mục khác)'))}"
        named = list(texts[:limit]) if more > 0 else list(texts)
        if more > 0:
            named.append(self._naming.pick((f"{more} more", f"{more} mục khác")))
        head = ", ".join(named[:-1])
        return head + (self._naming.pick(_AND) if head else "") + named[-1] if named else ""

    # Placeholders

    def _list(self, call: Call, rows: list[int]) -> str:
        return self._joined(self._different(rows, call.columns[0]), call.limit)

    def _pairs(self, call: Call, rows: list[int]) -> str:
        one, other = call.columns
        pairs = dict.fromkeys((self._shown(n, one), self._shown(n, other)) for n in rows)
        return self._joined([f"{a} ({b})" if b else a for a, b in pairs if a], call.limit)

    def _count(self, call: Call, rows: list[int]) -> str:
        count = len(rows)
        if call.columns:
            count = len({self._rows[n][call.columns[0]] for n in rows} - {None})
        if call.where is not None and not count:
            return ""
        said = self._naming.pick(number_words(Decimal(count)))
        if not call.nouns:
            return said
        return f"{said} {call.nouns[0] if count == 1 else call.nouns[-1]}"

    def _tally(self, call: Call, rows: list[int]) -> str:
        counted: dict[str, set[Cell]] = {}
        for n in rows:
            key: Cell = self._rows[n][call.columns[1]] if len(call.columns) > 1 else Decimal(n)
            if text := self._shown(n, call.columns[0]):
                counted.setdefault(text, set()).add(key)
        by_size = sorted(counted.items(), key=lambda item: (-len(item[1]), item[0]))
        return ", ".join(f"{len(keys)} {text}" for text, keys in by_size)

    def _years(self, _call: Call, rows: list[int]) -> str:
        days = [bounds for n in rows if (bounds := _bounds(self._rows[n]["period"])) is not None]
        if not days:
            return ""
        ends = dict.fromkeys((min(start for start, _ in days).year, max(end for _, end in days).year))
        return "–".join(map(str, ends))

    def _disputed(self, _call: Call, rows: list[int]) -> str:
        slots = {self._rows[n]["slot"] for n in rows} - {None}
        disputed = {self._rows[n]["slot"] for n in rows if self._rows[n]["disputed"]} - {None}
        if not disputed:
            return ""
        if len(slots) == 1:
            return self._naming.pick(("The sources disagree.", "Các nguồn không thống nhất."))
        which = self._naming.pick((f"{len(disputed)} of these {len(slots)} figures",
                                   f"{len(disputed)} trong {len(slots)} số liệu này"))  # fmt: skip
        return self._naming.pick((f"Sources disagree on {which}.", f"Các nguồn không thống nhất về {which}."))

    # Figures

    def _end(self, call: Call, rows: list[int], end: Callable[[Iterable[Decimal]], Decimal]) -> str:
        column = call.columns[0] if call.columns else "value"
        valued = [(value, n) for n in rows if isinstance(value := self._rows[n][column], Decimal)]
        if not valued:
            return ""
        if call.columns:
            return self._naming.pick(number_words(end(value for value, _ in valued)))
        wanted = end(value for value, _ in valued)
        return self._figure(next(n for value, n in valued if value == wanted))

    def _figure(self, n: int) -> str:
        """The figure of a row with hedge and unit."""
        row, unit = self._rows[n], self._terms[n][self._place["unit"]]
        name = self._naming.labels.get(unit.value, "") if isinstance(unit, ox.NamedNode) else ""
        low, high = self._span(n)
        return self._naming.pick(
            figure_words(_spelt(row["hedge"]), low, high, _spelt(row["unit"]), (name, name))
        )

    def _figures(self, call: Call, rows: list[int]) -> str:
        slots: dict[Cell, list[int]] = {}
        for n in rows:
            if self._rows[n]["slot"] is not None and isinstance(self._rows[n]["value"], Decimal):
                slots.setdefault(self._rows[n]["slot"], []).append(n)
        ordered = self._newest_first(list(slots.values()), call.columns)
        said = [self._slot(group, call.columns) for group in ordered[: call.limit]]
        if len(ordered) > call.limit:
            more = len(ordered) - call.limit
            said.append(self._naming.pick((f"and {more} more", f"và {more} số liệu khác")))
        return "; ".join(said)

    def _newest_first(self, groups: list[list[int]], shown: Sequence[str]) -> list[list[int]]:
        """The newest slot of every series, the series of most claims first; then all others, newest first."""
        keys = [c for c in dict.fromkeys((*shown, *_SERIES)) if c in self._place and c not in _PERIODS]
        series: dict[tuple[Cell, ...], list[list[int]]] = {}
        for group in groups:
            first = self._rows[group[0]]
            series.setdefault(tuple(first[c] for c in keys), []).append(group)
        for members in series.values():
            members.sort(key=self._recency, reverse=True)
        by_size = sorted(series.values(), key=lambda members: -sum(map(len, members)))
        rest = [group for members in by_size for group in members[1:]]
        rest.sort(key=self._recency, reverse=True)
        return [members[0] for members in by_size] + rest

    def _recency(self, group: list[int]) -> tuple[bool, bool, dt.date]:
        """What happened comes before what is planned, years before parts of one, later before earlier."""
        ends = [_bounds(self._rows[n]["period"]) for n in group]
        last = max((bounds[1] for bounds in ends if bounds is not None), default=dt.date.min)
        first = self._rows[group[0]]
        yearly = _bounds(first["year"]) is not None and "-" not in _spelt(first["year"])
        return first["status"] not in _PLANNED, yearly, last

    def _slot(self, group: list[int], shown: Sequence[str]) -> str:
        named = [self._joined(self._different(group, column), _NEWEST_NAMED) for column in shown]
        head = ", ".join(text for text in named if text)
        units: dict[Cell, list[int]] = {}
        for n in group:
            units.setdefault(self._rows[n]["unit"], []).append(n)
        by_size = sorted(units.values(), key=lambda rows: -len(rows))
        spreads = self._naming.pick(_OR).join(self._spread(rows) for rows in by_size)
        notes = self._notes(group)
        return f"{head}: {spreads} ({notes})" if head else f"{spreads} ({notes})"

    def _spread(self, rows: list[int]) -> str:
        """The lowest and the highest of figures in one unit; one where there is no other."""

        low, high = min(rows, key=lambda n: self._span(n)[0]), max(rows, key=lambda n: self._span(n)[1])
        ends = self._figure(low), self._figure(high)
        if self._span(low) == self._span(high):
            # One number, hedged in several ways: all of them are said.
            return self._naming.pick(_OR).join(dict.fromkeys(self._figure(n) for n in rows))
        return self._naming.pick((f"from {ends[0]} to {ends[1]}", f"từ {ends[0]} đến {ends[1]}"))

    def _span(self, n: int) -> tuple[Decimal, Decimal]:
        """The number of a row, or both ends of its range."""
        value, most = self._rows[n]["value"], self._rows[n]["value_max"]
        assert isinstance(value, Decimal)
        return value, most if isinstance(most, Decimal) else value

    def _notes(self, group: list[int]) -> str:
        """What has to be said of a figure: that it is no actual, where it stands, that it is disputed."""
        notes = [text for text in self._different(group, "status") if not self._is_actual(group)]
        outlets = self._different(group, "article")
        articles = len({self._rows[n]["article"] for n in group})
        if articles > _NEWEST_NAMED or len(outlets) != articles:
            notes.append(self._naming.pick((f"{articles} sources", f"{articles} nguồn")))
        else:
            notes.append(self._joined(outlets, _NEWEST_NAMED))
        if any(self._rows[n]["disputed"] for n in group):
            notes.append(self._naming.pick(("disputed", "các nguồn không thống nhất")))
        return ", ".join(notes)

    def _is_actual(self, group: list[int]) -> bool:
        return {self._rows[n]["status"] for n in group} == {"actual"}


def _spelt(value: Cell) -> str:
    """A cell as its id or text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _bounds(label: Cell) -> tuple[dt.date, dt.date] | None:
    """First and last day of a period; None of what has none, or is no period of ours."""
    try:
        held = period(_spelt(label))
    except ValueError:
        return None
    return None if held.start is None or held.end is None else (held.start, held.end)
