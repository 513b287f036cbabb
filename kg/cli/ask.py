"""`kg ask`: a question in plain English or Vietnamese."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import as_of_options, opened, output_option, store_option
from kg.cli.output import note, table_text, terminal_width, write_text
from kg.cli.table import wrap
from kg.cli.words import figure_words, interval_words
from kg.errors import UsageError, printable

if TYPE_CHECKING:
    from kg.asking import Refusal, Reply, SavedReply, SlotReply
    from kg.asking.reply import Near, SlotAnswer

Row = dict[str, Any]
_FORMATS = ("table", "json", "jsonl")
_COLUMNS = ("period", "figure", "expected", "status", "credited to", "source", "claim")
# So many slots are told of one by one; of more, the claims stand in one table and the newest are told of.
_TOLD = 3


class _Page:
    """A reply as lines for a terminal, in the language of the reply."""

    def __init__(self, reply: Reply, width: int) -> None:
        self._reply, self._width, self._vi = reply, width, reply.language == "vi"

    def _say(self, en: str, vi: str) -> str:
        return vi if self._vi else en

    def _item(self, text: str, depth: int = 0) -> Iterator[str]:
        first, *rest = wrap(printable(text, 4000), self._width - 4 - 2 * depth)
        yield f"{'  ' * depth}· {first}"
        yield from (f"{'  ' * depth}  {line}" for line in rest)

    def _heading(self, text: str) -> Iterator[str]:
        yield from ("", text, "─" * min(len(text), self._width))

    def head(self, count: str) -> Iterator[str]:
        """How the question was read, and what to keep in mind."""
        yield from wrap(f"{self._say('read as', 'hiểu là')}: {self._reply.read_as} → {count}", self._width)
        for told in self._reply.notes:
            yield from self._item(told)

    def explained(self) -> Iterator[str]:
        """What each phrase of the question was read as."""
        rows = [{"words": e.words, "is": e.role, "read as": e.reading} for e in self._reply.explained]
        yield from (*table_text(("words", "is", "read as"), rows, self._width).splitlines()[:-1], "")

    def slots(self, reply: SlotReply) -> Iterator[str]:
        """Slots with their claims, the observed apart from the planned."""
        count = len(reply.slots)
        yield from self.head(f"{count} {self._say('slot' if count == 1 else 'slots', 'ô số liệu')}")
        for _, group in groupby(reply.slots, key=_series):
            yield from self._series(list(group))
        if reply.neighbours:
            yield from self._heading(self._say("Near, and not the same", "Gần, nhưng không phải là một"))
            yield from self._near(reply.neighbours)

    def _series(self, slots: Sequence[SlotAnswer]) -> Iterator[str]:
        question = slots[0].slot[self._say("question", "question_vi")]
        title = question if len(slots) == 1 else question.rpartition(", ")[0]
        if slots[0].slot["family"] == "planned":
            title += self._say(": targets and forecasts", ": mục tiêu và dự báo")
        yield from (*self._heading(title), "")
        rows = [_shown(claim) for slot in slots for claim in slot.claims]
        yield from (*table_text(_COLUMNS, rows, self._width).splitlines()[:-1], "")
        for slot in slots[:_TOLD]:
            yield from self._slot(slot, alone=len(slots) == 1)
        if len(slots) > _TOLD:
            more = self._say("of the others, see `kg why SLOT`", "về các ô khác, xem `kg why SLOT`")
            yield from self._item(more)
        yield from self._sources(slots)

    def _slot(self, slot: SlotAnswer, *, alone: bool) -> Iterator[str]:
        row = slot.slot
        if alone and len(slot.claims) > 1:
            spread = interval_words(slot.low, slot.high, slot.unit)
            origins = ", ".join(origin.rpartition("/")[2].replace("-", " ") for origin in row["origins"])
            yield from self._item(f"{self._say('spread', 'khoảng')}: {spread}")
            yield from self._item(f"{self._say('independent origins', 'nguồn gốc độc lập')}: {origins}")
        for dispute in slot.disputes:
            named = dispute["verdict"].replace("_", " ")
            yield from self._item(f"{self._say('disputed', 'bất đồng')} ({named}): {dispute['explanation']}")
            for cause in dispute["causes"]:
                left = self._say("cause left", "nguyên nhân còn lại")
                yield from self._item(f"{left}, {cause['cause'].replace('_', ' ')}: {cause['why']}", 1)
        for claim in slot.claims:
            if claim["ambiguity"]:
                yield from self._item(f"{self._say('open', 'còn ngỏ')}: {claim['ambiguity']}", 1)
            if claim["echo_of"]:
                yield from self._item(
                    f"{claim['claim'][:6]}… {self._say('echoes', 'nhắc lại')} {claim['echo_of'][:6]}…", 1
                )
        safest = self._say("safest to print", "viết an toàn nhất")
        yield from self._item(f"{safest}: {row[self._say('statement', 'statement_vi')]}")

    def _sources(self, slots: Sequence[SlotAnswer]) -> Iterator[str]:
        articles = {claim["article"]: claim for slot in slots for claim in slot.claims}
        for claim in articles.values():
            facts = (claim["publisher"], claim["date"] or self._say("undated", "không đề ngày"), claim["url"])
            yield from self._item(f"“{claim['title']}” ({', '.join(str(fact) for fact in facts if fact)})")

    def _near(self, found: Sequence[Near]) -> Iterator[str]:
        for near in found:
            how = f"kg query {near.query}" if near.query else f"kg why {near.slot}"
            scope = f" {near.scope}" if near.scope else ""
            yield from self._item(f"{near.text} ({how}){'.' if scope else ''}{scope}")

    def refusal(self, reply: Refusal) -> Iterator[str]:
        """What is near a question that cannot be placed."""
        for told in reply.notes:
            yield from self._item(told)
        yield self._say("near it:", "gần với câu hỏi:")
        yield from self._near(reply.nearest)

    def saved(self, reply: SavedReply) -> Iterator[str]:
        """The rows of a saved query, as `kg query` shows them, and the answer in one sentence."""
        from kg.cli.query import on_screen

        count = len(reply.answer.rows)
        yield from self.head(f"{count} {self._say('row' if count == 1 else 'rows', 'dòng')}")
        if reply.query.answer:
            yield from ("", *wrap(printable(reply.answer.sentence(reply.language), 4000), self._width))
        columns = [name.removesuffix("_label") for name in reply.query.table]
        rows = [on_screen(reply.query, row) for row in reply.answer.rows]
        if rows:
            yield from ("", *table_text(columns, rows, self._width).splitlines()[:-1])


def _series(answer: SlotAnswer) -> tuple[Any, ...]:
    row = answer.slot
    return answer.subject, answer.metric, row["sector"], row["market"], row["ownership"], row["family"]


def _shown(claim: Row) -> Row:
    figure = figure_words(*(claim[c] for c in ("hedge", "surface", "value", "value_max", "unit")))
    return {
        **claim,
        "figure": figure,
        "expected": interval_words(claim["lower"], claim["upper"], claim["unit"]),
        "credited to": (claim["attributed_to"] or "").replace("-", " ").replace(";", "; "),
        "source": ", ".join(str(v) for v in (claim["publisher"], claim["date"]) if v),
    }


def _lines(reply: Reply, width: int, *, explain: bool) -> Iterator[str]:
    from kg.asking import SavedReply, SlotReply

    page = _Page(reply, width)
    if explain:
        yield from page.explained()
    if isinstance(reply, SlotReply):
        yield from page.slots(reply)
    elif isinstance(reply, SavedReply):
        yield from page.saved(reply)


def _rows(reply: Reply) -> list[Row]:
    """A reply as rows: a claim each, or a row of the saved query; each says how the question was read."""
    told = reply.to_json()
    if reply.kind == "slots":
        slots = [
            ({k: v for k, v in slot.items() if k not in ("claims", "disputes")}, slot)
            for slot in told["slots"]
        ]
        return [
            {"read_as": told["read_as"], **head, **claim} for head, slot in slots for claim in slot["claims"]
        ]
    if reply.kind == "query":
        return [{"read_as": told["read_as"], **row} for row in told["rows"]]
    return [told]


@click.command(short_help="Ask in plain English or Vietnamese.")
@click.argument("question")
@click.option(
    "--lang", type=click.Choice(("en", "vi")), help="Language of the answer (default: the question's)."
)
@click.option("--explain", is_flag=True, help="Show what each word of the question was read as.")
@click.option("-f", "--format", "fmt", type=click.Choice(_FORMATS), default="table", show_default=True,
              help="How it is written.")  # fmt: skip
@as_of_options
@store_option
@output_option
def ask(
    question: str, lang: str | None, explain: bool, fmt: str, as_of: str | None, clock: str | None, store: Path,
    output: Path | None,
) -> None:  # fmt: skip
    """Ask a question in plain English or Vietnamese, with or without tone marks.

    The answer says how the question was read, and shows the whole set: every claim with its hedge, interval,
    status and source, the spread, what is disputed and why it may be, the safest statement to print.  Targets
    and forecasts stand apart from what happened, series that only look alike are named and not mixed in.  No
    number is computed: each stands in the graph.

    A question that cannot be placed is refused with what is near it (exit code 2).

    \b
    Examples:
      kg ask "How big was the digital technology industry in 2024?"
      kg ask "doanh thu FPT từ 2019 đến 2023"
      kg ask "Why do the sources disagree about the number of firms?"
      kg ask "so doanh nghiep cong nghe so nam 2024" --explain
      kg ask "revenue of FPT in 2024" -f json
      kg ask "mục tiêu kinh tế số 2030" --as-of 2023
    """
    from kg.asking import Refusal
    from kg.knowledge import KnowledgeGraph
    from kg.store import engine_errors

    built = opened(store, as_of, clock)
    with engine_errors(built.path):
        reply = KnowledgeGraph(built).ask_text(question, lang)
        refused = isinstance(reply, Refusal)
        width = terminal_width(output)
        if fmt == "table":
            written = "\n".join(_lines(reply, width, explain=explain))
            written = written.strip("\n") + "\n" if written else ""
        elif fmt == "json":
            told = reply.to_json()
            if explain:
                told["explained"] = [
                    {"words": e.words, "is": e.role, "read_as": e.reading} for e in reply.explained
                ]
            written = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        else:
            written = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(reply))
    if written or not refused:
        write_text([written], output)
    if isinstance(reply, Refusal):
        for line in _Page(reply, width).refusal(reply):
            note(line)
        what = "the question cannot be placed" if reply.language == "en" else "không trả lời được câu hỏi"
        raise UsageError(what, remedy=reply.reason)
