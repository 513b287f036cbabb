"""Scores `kg ask` on a file of questions: how many were placed as expected, by language and kind.

    python tests/ask/score.py tests/ask/develop.jsonl [--store DIR] [--show]

By itself it prints counts only; `--show` prints what failed, and is for questions that rules are made with.
README.md tells how a question counts.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg import KnowledgeGraph
from kg.asking import Refusal, Reply, SavedReply, SlotReply
from kg.asking.reply import SlotAnswer
from kg.query import SavedQuery, load
from kg.query import names as saved_names

ROOT = Path(__file__).resolve().parent.parent.parent
Question = dict[str, Any]


def questions(path: Path) -> list[Question]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


Rows = dict[str, list[tuple[str, str]]]


def table_rows(graph: KnowledgeGraph) -> Rows:
    """By claim, the names of subject and metric in the rows of the tables that state it.

    The expectations name series and metrics by those rows; the import may count "hardware" as a part of the
    ICT industry, and a revenue that the row's note calls net as net revenue.
    """
    refs = {row["en"]: row["ref"] for row in graph.generation.rows("names")}
    urls = {row["article"]: row["url"] for row in graph.articles()}
    stated: dict[tuple[str, Decimal], list[tuple[str, str]]] = defaultdict(list)
    for name in ("figures.csv", "conflict-sides.csv"):
        with (ROOT / "seeds" / "tables" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                subject = refs.get(row["subject"], "aggregate/" + row["subject"].lower().replace(" ", "-"))
                stated[row["source_url"], Decimal(row["value"])].append((subject, row["metric"]))
    return {
        row["claim"]: stated.get((urls[row["article"]] or "", Decimal(row["value"])), [])
        for row in graph.claims()
    }


def _named(slot: SlotAnswer, expect: Mapping[str, Any], rows: Rows) -> bool:
    """Whether a slot is about one of the subjects and metrics accepted, by its own names or by its rows'."""
    metric = slot.metric.partition("/")[2]
    named = [(slot.subject, metric), *(pair for claim in slot.claims for pair in rows.get(claim["claim"], ()))]
    return any(s in expect["subject"] for s, _ in named) and any(m in expect["metric"] for _, m in named)


# The numbers of the questions whose queries were not yet written, and have other names now.
UNWRITTEN = {
    "company-owners": 18, "world-ranks": 19, "policies": 22, "targets": 23, "changes": 37, "what-changed": 37,
}  # fmt: skip


def _is_query(query: SavedQuery, names: Sequence[str], *, strict: bool) -> bool:
    """Whether a query is one of those accepted: by its name, or by the number of the question it answers."""
    if query.name in names or strict:
        return query.name in names
    known = saved_names()
    numbers = {number for name in names if name in known for number in load(name).questions}
    return bool(set(query.questions) & (numbers | {UNWRITTEN[name] for name in names if name in UNWRITTEN}))


def holds(expect: Mapping[str, Any], reply: Reply, rows: Rows) -> bool:
    """Whether a reply is what one expectation says."""
    match expect["kind"]:
        case "slot":
            if not isinstance(reply, SlotReply) or not reply.slots:
                return False
            return all(_named(slot, expect, rows) for slot in reply.slots) and (
                reply.period in _listed(expect["period"])
            )
        case "query":
            if not isinstance(reply, SavedReply) or not _is_query(reply.query, expect["query"], strict=not rows):
                return False
            given = set(reply.params.values())
            return all(given & {str(v) for v in values} for values in expect.get("params", {}).values())
        case _:
            return isinstance(reply, Refusal)


def judged(question: Question, reply: Reply, rows: Rows) -> bool:
    """Whether a reply is one of those that a question accepts."""
    return any(holds(expect, reply, rows) for expect in (question["expect"], *question.get("also", ())))


def run(
    graph: KnowledgeGraph, path: Path, *, by_table: bool = True
) -> Iterator[tuple[Question, Reply, bool]]:
    """Every question with its reply, and whether it counts; `by_table`: also by the names of `table_rows`."""
    rows = table_rows(graph) if by_table else {}
    for question in questions(path):
        reply = graph.ask_text(question["text"])
        yield question, reply, judged(question, reply, rows)


def _said(reply: Reply) -> str:
    if isinstance(reply, SlotReply):
        slots = sorted({(s.subject, s.metric, s.slot["sector"] or "", s.slot["market"] or "") for s in reply.slots})
        return f"slots {slots} period={reply.period}"
    if isinstance(reply, SavedReply):
        return f"query {reply.query.name} {dict(reply.params)} rows={len(reply.answer.rows)}"
    assert isinstance(reply, Refusal)
    return f"refused: {reply.reason} period={reply.period}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--store", type=Path, default=None)
    parser.add_argument("--show", action="store_true", help="print what failed")
    parser.add_argument("--strict", action="store_true", help="only the names of the graph count, not those of the tables' rows")
    options = parser.parse_args()
    right, total = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for question, reply, good in run(
        KnowledgeGraph.open(options.store), options.file, by_table=not options.strict
    ):
        key = question["lang"], question["expect"]["kind"]
        total[key] += 1
        right[key] += good
        if options.show and not good:
            print(f"{question['id']} {question['text']}\n   want {question['expect']}\n   got  {_said(reply)}")
    for language in sorted({language for language, _ in total}):
        kinds = sorted(kind for spoken, kind in total if spoken == language)
        good = sum(right[language, kind] for kind in kinds)
        count = sum(total[language, kind] for kind in kinds)
        each = ", ".join(f"{kind} {right[language, kind]}/{total[language, kind]}" for kind in kinds)
        print(f"{language}: {good}/{count} ({100 * good / count:.1f} %): {each}")


if __name__ == "__main__":
    main()
