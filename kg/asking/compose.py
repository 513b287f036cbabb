"""From what was found to what is said: claims with their sources, the spread, disputes, neighbours, notes.

Nothing is computed: figures, statements and explanations are the texts of the tables' rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.asking.index import Index
from kg.asking.reading import Mention, Reading
from kg.asking.reply import Explained, Near, Refusal, SavedReply, SlotAnswer, SlotReply
from kg.asking.saved import Shelf
from kg.asking.slots import Fit, Found, SlotBook

if TYPE_CHECKING:
    from kg.answer import Answer
    from kg.query import SavedQuery

Row = dict[str, Any]
_CONFLICTS = ("hard_conflict", "soft_conflict")
_CLAIM = ("claim", "article", "value", "value_max", "unit", "surface", "hedge", "lower", "upper", "status",
          "sector", "market", "ownership", "attributed_to", "ambiguity")  # fmt: skip
_NEIGHBOURS, _NEAREST = 8, 6
# Why nothing is answered, in English and Vietnamese.
REASONS = {
    "opinion": ("the graph holds figures and who states them, no opinions or advice",
                "đồ thị chỉ có số liệu và nguồn nêu số liệu, không có ý kiến hay lời khuyên"),
    "nothing": ("neither a subject of the graph nor a kind of question was recognised",
                "không nhận ra đối tượng nào của đồ thị hay loại câu hỏi nào"),
    "subject": ("the question names nobody and nothing that the graph knows for it",
                "câu hỏi không nêu đối tượng nào mà đồ thị biết"),
    "quantity": ("the question names no quantity that the graph knows",
                 "câu hỏi không nêu đại lượng nào mà đồ thị biết"),
    "metric": ("the graph has no such figure of what is named",
               "đồ thị không có số liệu như vậy về đối tượng được nêu"),
    "period": ("the graph has such figures, but none of that time",
               "đồ thị có số liệu này, nhưng không phải của thời điểm đó"),
    "place": ("the graph has such figures, but none of that place",
              "đồ thị có số liệu này, nhưng không phải của nơi đó"),
    "unread": ("words of the question that matter were not understood",
               "có những từ quan trọng trong câu hỏi không hiểu được"),
    "today": ("the question is about today, and the graph knows what articles stated",
              "câu hỏi về hôm nay, còn đồ thị chỉ biết những gì các bài báo đã nêu"),
    "not_yet": ("no saved query answers this kind of question",
                "chưa có truy vấn lưu sẵn nào trả lời loại câu hỏi này"),
    "no_such": ("the graph holds nothing on what is named", "đồ thị không có gì về đối tượng được nêu"),
}  # fmt: skip


class Composer:
    """Writes the replies to one reading."""

    def __init__(
        self,
        index: Index,
        book: SlotBook,
        shelf: Shelf,
        reading: Reading,
        figures: Sequence[Row],
        rows: Callable[[str], Iterable[Row]],
    ) -> None:
        self._index, self._book, self._shelf, self._reading = index, book, shelf, reading
        self._figures, self._rows = figures, rows
        self._vi = reading.language == "vi"

    def _say(self, en: str, vi: str) -> str:
        return vi if self._vi else en

    def _label(self, ref: str) -> str:
        return self._index.things[ref].label(self._reading.language)

    @cached_property
    def _articles(self) -> dict[str, Row]:
        return {row["article"]: row for row in self._rows("articles")}

    @cached_property
    def _claims(self) -> dict[str, Row]:
        return {row["claim"]: row for row in self._figures}

    # -- slots

    def slots(self, founds: Sequence[Found]) -> SlotReply:
        """The reply of slots: the subjects that have any; the others are named in a note."""
        answered = [found for found in founds if found.fits]
        fits = [fit for found in answered for fit in found.fits]
        chosen = {fit.slot["slot"]: fit for fit in fits}
        disputes = self._disputes(chosen)
        answers = [self._slot(fit, disputes.get(name, [])) for name, fit in chosen.items()]
        planned_first = "plan" in self._reading.signs
        answers.sort(key=lambda a: (a.subject, a.metric, _recent(a.slot), a.slot["slot"]))
        answers.sort(key=lambda a: (a.slot["family"] == "planned") != planned_first)
        return SlotReply(
            language=self._reading.language,
            read_as=self._read_as(answered),
            period=self._reading.period,
            notes=tuple(self._notes(founds, fits)),
            explained=self._explained(),
            slots=tuple(answers),
            neighbours=tuple(self._neighbours(answered, chosen)),
        )

    def _slot(self, fit: Fit, disputes: list[Row]) -> SlotAnswer:
        slot = fit.slot
        claims = [self._claim(self._claims[claim], slot) for claim in sorted(slot["claims"])]
        claims.sort(key=lambda row: (row["date"] or "", row["article"], row["claim"]))
        low, high, unit = _spread(claims)
        return SlotAnswer(
            slot, self._ref(slot["subject"], fit), fit.metric, tuple(claims), tuple(disputes), low, high, unit
        )

    def _ref(self, local: str, fit: Fit) -> str:
        thing = self._index.things[fit.subject.ref]
        return thing.ref if thing.local == local else local

    def _claim(self, claim: Row, slot: Row) -> Row:
        article = self._articles.get(claim["article"], {})
        return {
            **{name: claim[name] for name in _CLAIM},
            "period": claim["period_label"],
            "echo_of": slot["echoes"].get(claim["claim"]),
            **{name: article.get(name) for name in ("title", "publisher", "date", "url")},
        }

    def _disputes(self, chosen: Mapping[str, Fit]) -> dict[str, list[Row]]:
        """The disagreements that the claims of the slots take part in, the hard ones first."""
        found: dict[str, list[Row]] = {}
        for row in self._rows("conflicts"):
            if row["verdict"] not in _CONFLICTS or row["slot"] not in chosen:
                continue
            why = "why_vi" if self._vi else "why"
            causes = [
                {"cause": c["cause"], "status": c["status"], "why": c[why]}
                for c in row["causes"]
                if c["status"] != "ruled_out"
            ]
            found.setdefault(row["slot"], []).append(
                {
                    "id": row["id"],
                    "verdict": row["verdict"],
                    "explanation": row["explanation_vi" if self._vi else "explanation"],
                    "causes": causes,
                }
            )
        for rows in found.values():
            rows.sort(key=lambda row: (_CONFLICTS.index(row["verdict"]), row["id"]))
        return found

    def _read_as(self, answered: Sequence[Found]) -> str:
        said = []
        for found in answered:
            top = found.fits[0]
            if len({fit.metric for fit in found.fits}) > 1:
                everything = f"{self._say('figures of', 'số liệu của')} {self._label(top.subject.ref)}"
                parts = [everything]
            else:
                parts = [self._of(top.metric, top.subject.ref, top.slot)]
            if self._reading.period:
                parts.append(self._reading.period)
            said.append(", ".join(parts))
        return "; ".join(dict.fromkeys(said))

    def _of(self, metric: str, subject: str, slot: Row) -> str:
        named = f"{_small(self._label(metric))} {self._say('of', 'của')} {self._label(subject)}"
        narrowed = [
            self._label(ref) if dimension == "market" else _small(self._label(ref))
            for dimension in ("sector", "market", "ownership")
            if slot[dimension] and (ref := self._dimension(dimension, slot[dimension]))
        ]
        return ", ".join([named, *narrowed])

    def _dimension(self, dimension: str, local: str) -> str:
        kinds = ("market", "country") if dimension == "market" else (dimension,)
        return next((f"{kind}/{local}" for kind in kinds if f"{kind}/{local}" in self._index.things), "")

    # -- what to keep in mind

    def _notes(self, founds: Sequence[Found], fits: Sequence[Fit]) -> Iterator[str]:
        reading = self._reading
        yield from self._reading_notes()
        for found in founds:
            if found.fits:
                yield from self._fit_notes(found.fits[0])
            elif found.near:
                subject = self._label(found.near[0].subject.ref)
                yield self._say(f"no such figure of {subject}", f"không có số liệu như vậy của {subject}")
        if any(_is_loose_number(reading, n) for n in range(len(reading.words))):
            yield self._say(
                "a number in a question is no source; only what articles state is shown",
                "con số trong câu hỏi không phải là nguồn; chỉ hiện những gì các bài báo nêu",
            )
        if reading.times.asked and fits and max(fit.level for fit in fits) < 3:
            yield self._say(
                "no figure of exactly that time; these are of a time around or within it",
                "không có số liệu đúng thời điểm đó; đây là số liệu của thời điểm gần hoặc nằm trong đó",
            )
        yield from self._wider(founds)
        yield from self._ambiguities(founds)

    def _wider(self, founds: Sequence[Found]) -> Iterator[str]:
        """What the question narrows by and the figures do not."""
        measured = {n for mention, _ in self._reading.metrics for n in mention.covered}
        for found in founds:
            for fit in found.fits[:1]:
                subject = self._index.things[fit.subject.ref]
                own = {*subject.sector, *subject.country, *subject.places, subject.ref, fit.subject.ref}
                for mention in (*self._reading.topics, *self._reading.places):
                    held = {fit.slot["sector"], fit.slot["market"], fit.slot["ownership"]}
                    if held & {_local(ref) for ref in mention.refs} or own & set(mention.refs):
                        continue
                    if mention == fit.subject.mention or measured.issuperset(mention.covered):
                        continue
                    named = self._label(mention.refs[0])
                    yield self._say(f"not narrowed to “{named}”", f"không thu hẹp theo “{named}”")

    def _reading_notes(self) -> Iterator[str]:
        reading = self._reading
        for typed, meant in reading.slips:
            yield self._say(f"“{typed}” was read as “{meant}”", f"“{typed}” được đọc là “{meant}”")
        if reading.times.relative and not reading.times.asked:
            yield self._say(
                "words like “last year” depend on the day; name the year to narrow the answer",
                "những từ như “năm ngoái” tùy vào ngày hỏi; hãy nêu rõ năm để thu hẹp câu trả lời",
            )
        mentions = [*reading.actors, *reading.topics, *reading.places]
        left = [reading.words[n].text for n in reading.unread(mentions)]
        left = [word for word in left if not any(c.isdigit() for c in word)]
        if left:
            said = ", ".join(f"“{word}”" for word in dict.fromkeys(left))
            yield self._say(f"not read: {said}", f"không hiểu: {said}")

    def _fit_notes(self, fit: Fit) -> Iterator[str]:
        label, subject = self._label(fit.metric), self._label(fit.subject.ref)
        asked = [ref for mention, ranked in self._reading.metrics for ref, _ in ranked]
        direct = {ref for _, ranked in self._reading.metrics for ref, _ in ranked[:1]}
        if asked and fit.metric not in direct:
            first = self._label(asked[0])
            yield self._say(
                f"read as “{label}”; “{first}” itself was not found or is less likely meant",
                f"được hiểu là “{label}”; không có “{first}” hoặc ít khả năng được hỏi",
            )
        match fit.subject.how:
            case "overlap":
                named = self._label(fit.subject.mention.refs[0])
                yield self._say(
                    f"the graph has no such figure of {named}; {subject} is another series that overlaps it",
                    f"đồ thị không có số liệu này của {named}; {subject} là chuỗi số liệu khác, có phần chồng lấn",
                )
            case "segment":
                sector = self._label(f"sector/{fit.subject.sector}")
                yield self._say(
                    f"counted as the segment “{sector}” of {subject}",
                    f"được tính là phân ngành “{sector}” của {subject}",
                )
            case "narrowed" | "completed":
                yield self._say(
                    f"“{fit.subject.mention.printed}” was read as {subject}",
                    f"“{fit.subject.mention.printed}” được hiểu là {subject}",
                )
            case "unnamed":
                yield self._say(f"nobody is named; read as {subject}", f"không nêu đối tượng; hiểu là {subject}")

    def _ambiguities(self, founds: Sequence[Found]) -> Iterator[str]:
        """Whom the name may also mean: others that bear it and have such a figure."""
        for found in founds:
            if not found.fits:
                continue
            top = found.fits[0]
            others = dict.fromkeys(
                fit.subject.ref
                for fit in found.near
                if fit.subject.ref != top.subject.ref and fit.subject.how in ("named", "completed", "narrowed")
                and fit.subject.mention == top.subject.mention
            )  # fmt: skip
            others.update(dict.fromkeys(self._namesakes(top)))
            if others:
                names = ", ".join(self._label(ref) for ref in list(others)[:5])
                printed = self._label(top.subject.ref)
                yield self._say(
                    f"read as {printed}; the name is also that of {names}: ask for it by its full name",
                    f"hiểu là {printed}; tên này cũng là của {names}: hãy hỏi bằng tên đầy đủ",
                )

    def _namesakes(self, fit: Fit) -> list[str]:
        """Others whose names begin with the name as typed and of whom the graph has the metric."""
        mention = fit.subject.mention
        if fit.subject.how != "named" or not mention.covered or fit.subject.ref.startswith(("aggregate/", "country/")):
            return []
        typed = " ".join(self._reading.words[n].folded for n in mention.covered) + " "
        metric = fit.slot["metric"]
        return [
            thing.ref
            for thing in self._book.figured
            if thing.ref != fit.subject.ref
            and thing.kind in ("company", "state-owned-enterprise")
            and thing.en.casefold().startswith(typed)
            and any(slot["metric"] == metric for slot in self._book.by_subject[thing.local])
        ]

    def _neighbours(self, answered: Sequence[Found], chosen: Mapping[str, Fit]) -> list[Near]:
        """What lies near: look-alike series with the same quantity, and the other slots that fitted less."""
        made: dict[str, Near] = {}
        asked = self._reading.times.asked
        for found in answered:
            top = found.fits[0]
            for ref in self._book.overlapping(top.subject.ref):
                thing = self._index.things[ref]
                rows = [r for r in self._book.by_subject[thing.local] if r["metric"] == top.slot["metric"]]
                rows.sort(key=lambda r: (r["period"] != top.slot["period"], _recent(r), r["slot"]))
                if rows:
                    scope = thing.scope(self._reading.language)
                    made.setdefault(rows[0]["slot"], Near(self._question(rows[0]), rows[0]["slot"], scope=scope))
            near = [fit.slot for fit in found.near if fit.metric == top.metric and fit.subject.ref == top.subject.ref]
            if asked:
                near.sort(key=lambda r: (r["period"] == top.slot["period"], _recent(r), r["slot"]))
            for slot in near:
                made.setdefault(slot["slot"], Near(self._question(slot), slot["slot"]))
        return [near for name, near in made.items() if name not in chosen][:_NEIGHBOURS]

    def _question(self, slot: Row) -> str:
        return str(slot["question_vi" if self._vi else "question"])

    # -- saved queries

    def saved(
        self, query: SavedQuery, given: Mapping[str, str], answer: Answer, dropped: Sequence[str]
    ) -> SavedReply:
        """The reply of a saved query; `dropped` are the values that nothing fitted."""
        left = {name: value for name, value in given.items() if name not in dropped}
        notes = list(self._reading_notes())
        notes += [
            self._say(f"nothing fits {name} {given[name]}; shown without it",
                      f"không có gì khớp {name} {given[name]}; hiển thị khi bỏ qua")
            for name in dropped
        ]  # fmt: skip
        said = "".join(f", {name} {value}" for name, value in left.items())
        return SavedReply(
            language=self._reading.language,
            read_as=self._say(f"saved query {query.name}{said}", f"truy vấn lưu sẵn {query.name}{said}"),
            period=self._reading.period,
            notes=tuple(notes),
            explained=self._explained(),
            query=query,
            params=left,
            answer=answer,
        )

    # -- refusals

    def refusal(self, reason: str, founds: Sequence[Found] = (), detail: str = "") -> Refusal:
        """The refusal for a reason of REASONS, with what is near: slots first, then saved queries."""
        en, vi = REASONS[reason]
        near = dict.fromkeys((*self._near_slots(founds), *self._near_queries()))
        return Refusal(
            language=self._reading.language,
            read_as="",
            period=self._reading.period,
            notes=tuple(self._reading_notes()),
            explained=self._explained(),
            reason=self._say(en, vi) + (f" ({detail})" if detail else ""),
            nearest=tuple(near)[:_NEAREST],
        )

    def _near_slots(self, founds: Sequence[Found]) -> Iterator[Near]:
        rows = [fit.slot for found in founds for fit in found.near or found.fits]
        if not rows:
            rows = self._by_subject() or self._by_metric()
        rows = list({row["slot"]: row for row in rows}.values())
        if not founds:
            rows.sort(key=lambda row: (_recent(row), row["slot"]))
        for row in rows[: _NEAREST - 2]:
            yield Near(self._question(row), slot=row["slot"])

    def _by_subject(self) -> list[Row]:
        """One slot of each quantity that the graph has of whoever is named."""
        mentions = [*self._reading.actors, *self._reading.topics]
        rows = [
            row
            for mention in mentions
            for ref in mention.refs
            for row in sorted(self._book.by_subject.get(_local(ref), ()), key=lambda r: (_recent(r), r["slot"]))
        ]
        return list({row["metric"]: row for row in reversed(rows)}.values())

    def _by_metric(self) -> list[Row]:
        """The newest slots of the quantity that is named."""
        wanted = {_local(ref) for _, ranked in self._reading.metrics for ref, _ in ranked[:1]}
        rows = [row for held in self._book.by_subject.values() for row in held if row["metric"] in wanted]
        return sorted(rows, key=lambda row: (_recent(row), row["slot"]))

    def _near_queries(self) -> Iterator[Near]:
        language = self._reading.language
        hinted = [name for kind, _ in self._reading.kinds for name in kind.queries if name in self._shelf.heads]
        ranked = [head.name for share, _, head in self._shelf.ranked(self._reading, ()) if share]
        fallback = ["entity-counts", "disputed", "industry-size"]
        for name in dict.fromkeys((*hinted, *ranked[:3], *fallback)):
            if name in self._shelf.heads:
                yield Near(self._shelf.heads[name].summary(language), query=name)

    # -- explaining

    def _explained(self) -> tuple[Explained, ...]:
        """What each phrase of the question was read as, in the order of the words."""
        reading, made = self._reading, list[tuple[tuple[int, ...], str, str]]()
        for mention in (*reading.actors, *reading.topics, *reading.places):
            made.append((mention.covered, mention.refs[0].partition("/")[0], ", ".join(mention.refs)))
        for mention, ranked in reading.metrics:
            made.append((mention.covered, "metric", ", ".join(_local(ref) for ref, _ in ranked[:4])))
        for kind, mention in reading.kinds:
            made.append((mention.covered, "kind", kind.name))
        for name, covered in reading.signs.items():
            made.append((tuple(sorted(covered)), "sign", name))
        if reading.period:
            made.append((tuple(sorted(reading.timed)), "period", reading.period))
        named: list[Mention] = [*reading.actors, *reading.topics, *reading.places]
        made += [((n,), "unread", "") for n in reading.unread(named)]
        return tuple(
            Explained(" ".join(reading.words[n].text for n in covered), role, said)
            for covered, role, said in sorted(made)
        )


def _local(ref: str) -> str:
    return ref.partition("/")[2]


def _small(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins an abbreviation."""
    return label[0].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label


def _recent(slot: Row) -> tuple[int, str]:
    """Orders slots by their time, the latest first, those without one last."""
    digits = "".join(c for c in str(slot["period"]).rpartition("/")[2] if c.isdigit())[:4]
    return (-int(digits) if digits else 1, str(slot["period"]))


def _spread(claims: Sequence[Row]) -> tuple[str | None, str | None, str | None]:
    """From the lowest to the highest expected end of the claims in the unit that most of them have."""
    units = Counter(row["unit"] for row in claims)
    unit = max(units, key=lambda name: (units[name], name))
    lows = [row["lower"] for row in claims if row["unit"] == unit and row["lower"] is not None]
    highs = [row["upper"] for row in claims if row["unit"] == unit and row["upper"] is not None]
    return min(lows, key=Decimal, default=None), max(highs, key=Decimal, default=None), unit


def _is_loose_number(reading: Reading, n: int) -> bool:
    """Whether a word is a number that no name, time or phrase holds."""
    word = reading.words[n]
    if not word.text[0].isdigit() or n in reading.timed or not any(c.isdigit() for c in word.text):
        return False
    held = {m for hit in reading.hits for m in hit.covered}
    return n not in held


