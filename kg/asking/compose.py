"""From what was found to what is said: claims with their sources, the spread, disputes, refusals.

Nothing is computed: figures, statements and explanations are the texts of the tables' rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.asking.index import Index
from kg.asking.mentions import Mention
from kg.asking.near import Nearby
from kg.asking.notes import Notes, reading_notes
from kg.asking.reading import Reading
from kg.asking.reply import Explained, Refusal, SavedReply, SlotAnswer, SlotReply
from kg.asking.saved import Shelf
from kg.asking.slots import Fit, Found, SlotBook
from kg.asking.voice import Voice, local, recent, small
from kg.lists import DISPUTED

if TYPE_CHECKING:
    from kg.answer import Answer
    from kg.query import SavedQuery

Row = dict[str, Any]
_CLAIM = ("claim", "article", "value", "value_max", "unit", "surface", "hedge", "lower", "upper", "status",
          "sector", "market", "ownership", "attributed_to", "ambiguity")  # fmt: skip
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
        self._voice = Voice(index, reading.language)
        self._near = Nearby(index, book, shelf, reading, self._voice)

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
        answers.sort(key=lambda a: (a.subject, a.metric, recent(a.slot), a.slot["slot"]))
        answers.sort(key=lambda a: (a.slot["family"] == "planned") != planned_first)
        return SlotReply(
            language=self._reading.language,
            read_as=self._read_as(answered),
            period=self._reading.period,
            notes=tuple(Notes(self._index, self._book, self._reading, self._voice).of(founds)),
            explained=self._explained(),
            slots=tuple(answers),
            neighbours=tuple(self._near.neighbours(answered, chosen)),
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
            if row["verdict"] not in DISPUTED or row["slot"] not in chosen:
                continue
            why = self._voice.say("why", "why_vi")
            causes = [
                {"cause": c["cause"], "status": c["status"], "why": c[why]}
                for c in row["causes"]
                if c["status"] != "ruled_out"
            ]
            found.setdefault(row["slot"], []).append(
                {
                    "id": row["id"],
                    "verdict": row["verdict"],
                    "explanation": row[self._voice.say("explanation", "explanation_vi")],
                    "causes": causes,
                }
            )
        for rows in found.values():
            rows.sort(key=lambda row: (DISPUTED.index(row["verdict"]), row["id"]))
        return found

    def _read_as(self, answered: Sequence[Found]) -> str:
        said = []
        for found in answered:
            top = found.fits[0]
            if len({fit.metric for fit in found.fits}) > 1:
                everything = (
                    f"{self._voice.say('figures of', 'số liệu của')} {self._voice.label(top.subject.ref)}"
                )
                parts = [everything]
            else:
                parts = [self._of(top.metric, top.subject.ref, top.slot)]
            if self._reading.period:
                parts.append(self._reading.period)
            said.append(", ".join(parts))
        return "; ".join(dict.fromkeys(said))

    def _of(self, metric: str, subject: str, slot: Row) -> str:
        named = (
            f"{small(self._voice.label(metric))} {self._voice.say('of', 'của')} {self._voice.label(subject)}"
        )
        narrowed = [
            self._voice.label(ref) if dimension == "market" else small(self._voice.label(ref))
            for dimension in ("sector", "market", "ownership")
            if slot[dimension] and (ref := self._dimension(dimension, slot[dimension]))
        ]
        return ", ".join([named, *narrowed])

    def _dimension(self, dimension: str, local: str) -> str:
        kinds = ("market", "country") if dimension == "market" else (dimension,)
        return next((f"{kind}/{local}" for kind in kinds if f"{kind}/{local}" in self._index.things), "")

    # -- saved queries

    def saved(
        self, query: SavedQuery, given: Mapping[str, str], answer: Answer, dropped: Sequence[str]
    ) -> SavedReply:
        """The reply of a saved query; `dropped` are the values that nothing fitted."""
        left = {name: value for name, value in given.items() if name not in dropped}
        notes = list(reading_notes(self._reading, self._voice))
        notes += [
            self._voice.say(f"nothing fits {name} {given[name]}; shown without it",
                      f"không có gì khớp {name} {given[name]}; hiển thị khi bỏ qua")
            for name in dropped
        ]  # fmt: skip
        said = "".join(f", {name} {value}" for name, value in left.items())
        return SavedReply(
            language=self._reading.language,
            read_as=self._voice.say(
                f"saved query {query.name}{said}", f"truy vấn lưu sẵn {query.name}{said}"
            ),
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
        return Refusal(
            language=self._reading.language,
            read_as="",
            period=self._reading.period,
            notes=tuple(reading_notes(self._reading, self._voice)),
            explained=self._explained(),
            reason=self._voice.say(en, vi) + (f" ({detail})" if detail else ""),
            nearest=self._near.nearest(founds),
        )

    # -- explaining

    def _explained(self) -> tuple[Explained, ...]:
        """What each phrase of the question was read as, in the order of the words."""
        reading, made = self._reading, list[tuple[tuple[int, ...], str, str]]()
        for mention in (*reading.actors, *reading.topics, *reading.places):
            made.append((mention.covered, mention.refs[0].partition("/")[0], ", ".join(mention.refs)))
        for mention, ranked in reading.metrics:
            made.append((mention.covered, "metric", ", ".join(local(ref) for ref, _ in ranked[:4])))
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


def _spread(claims: Sequence[Row]) -> tuple[str | None, str | None, str | None]:
    """From the lowest to the highest expected end of the claims in the unit that most of them have."""
    units = Counter(row["unit"] for row in claims)
    unit = max(units, key=lambda name: (units[name], name))
    lows = [row["lower"] for row in claims if row["unit"] == unit and row["lower"] is not None]
    highs = [row["upper"] for row in claims if row["unit"] == unit and row["upper"] is not None]
    return min(lows, key=Decimal, default=None), max(highs, key=Decimal, default=None), unit
