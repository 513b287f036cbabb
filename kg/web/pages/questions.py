"""The saved questions: the list, and a page for each with its sentence, picture, rows and query."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from kg.answer import Answer, Cell, ColumnType, Term
from kg.chart.header import Kind
from kg.chart.points import Panel, Point, in_order, points
from kg.errors import BadInput, KGError, UsageError
from kg.figurewords import figure_words, number_words, period_words
from kg.labels import Source, list_labels
from kg.namespaces import ID, reference
from kg.params import CHOICES, ParamType
from kg.query import SavedQuery, load_all
from kg.sentence import Naming, sentence
from kg.web import urls
from kg.web.drawing.axis import axis
from kg.web.drawing.series import Group, Mark, series
from kg.web.drawing.strip import Span, scale_line, strip
from kg.web.here import Here
from kg.web.library import Library
from kg.web.pages.view import View
from kg.web.rows import csv_text
from kg.web.shown import outward, visible

_MOST_ROWS, _MOST_PANELS, _MOST_BARS = 100, 6, 40
# Columns whose cells are ids of closed lists, and the words for them.
_LISTS = {
    "agreement": "VERDICTS", "verdict": "VERDICTS", "status": "STATUSES", "family": "FAMILIES",
    "hedge": "HEDGES", "cause": "CAUSES", "cause_status": "CAUSE_STATUS", "rule": "RULES",
    "severity": "SEVERITIES", "level": "LEVELS",
}  # fmt: skip
_PERIODS = ("period", "base_period", "since", "year")
_HEADS: dict[str, tuple[str, str]] = {
    "figure": ("Figure", "Số liệu"), "expected": ("Expected", "Kỳ vọng"),
    "converted": ("Converted", "Quy đổi"),
    "subject": ("Subject", "Đối tượng"), "period": ("Period", "Thời kỳ"), "status": ("Status", "Tính chất"),
    "attributed_to": ("On whose word", "Theo lời"), "disputed": ("Disputed", "Bất đồng"),
    "article": ("Source", "Nguồn"),
    "metric": ("Metric", "Chỉ tiêu"), "market": ("Market", "Thị trường"), "sector": ("Sector", "Lĩnh vực"),
    "ownership": ("Ownership", "Sở hữu"), "company": ("Company", "Doanh nghiệp"),
    "claim": ("Claim", "Phát biểu"),
    "slot": ("Question", "Câu hỏi"), "statement": ("Statement", "Phát biểu an toàn"),
    "ambiguity": ("Open", "Chưa rõ"),
    "agreement": ("Agreement", "Mức thống nhất"), "verdict": ("Verdict", "Kết luận"),
    "rule": ("Rule", "Quy tắc"),
    "origins": ("Origins", "Nguồn gốc"), "finding": ("Finding", "Phát hiện"),
    "claims": ("Claims", "Phát biểu"),
    "explanation": ("Explanation", "Giải thích"), "implied": ("Implied", "Suy ra"), "who": ("Who", "Ai"),
    "product": ("Product", "Sản phẩm"), "person": ("Person", "Nhân vật"), "office": ("Office", "Chức vụ"),
    "relation": ("Relation", "Quan hệ"), "object": ("Object", "Đối tượng"), "entity": ("Entity", "Thực thể"),
    "kind": ("Kind", "Loại"), "count": ("Count", "Số lượng"), "date": ("Date", "Ngày"),
    "url": ("Address", "Địa chỉ"),
    "publisher": ("Outlet", "Nơi đăng"), "since": ("Since", "Từ"), "surface": ("Words", "Câu chữ"),
    "phrase": ("Phrase", "Cụm từ"), "label_en": ("English", "Tiếng Anh"),
    "label_vi": ("Vietnamese", "Tiếng Việt"),
}  # fmt: skip


@lru_cache(maxsize=1)
def saved() -> tuple[SavedQuery, ...]:
    """The saved questions, by number."""
    return tuple(load_all())


def listed(here: Here) -> list[dict[str, Any]]:
    """The questions as lines of a list."""
    return [
        {
            "name": question.name,
            "summary": question.summary[here.language],
            "numbers": question.questions,
            "href": here.to.to(urls.question(question.name)),
            "tags": question.tags,
            "chart": question.chart is not None,
            "needs": any(param.required for param in question.params),
        }
        for question in saved()
    ]


def questions(here: Here) -> View:
    """The list of questions."""
    lines = listed(here)

    def data() -> dict[str, Any]:
        return {
            "questions": [
                {
                    "name": q.name,
                    "summary": dict(q.summary),
                    "params": [p.name for p in q.params],
                    "tags": list(q.tags),
                }
                for q in saved()
            ]
        }

    fields = {
        "numbered": [x for x in lines if x["numbers"]],
        "others": [x for x in lines if not x["numbers"]],
    }
    return View("questions.html", here.t.questions_title, data, fields, urls.QUESTIONS)


def question(here: Here, name: str, query: Mapping[str, str]) -> View | None:
    """The page of the question `name`, asked with the parameters of `query`; None where there is none."""
    held = next((q for q in saved() if q.name == name), None)
    if held is None:
        return None
    own = [param for param in held.params if param.type is not ParamType.LANGUAGE]
    # A form sends every field, the empty ones too.
    given = {key: value for key, value in query.items() if value}
    answer, problem, status = None, "", 200
    if not any(param.required and param.name not in given for param in own):
        try:
            answer = here.ask(name, given)
        except (UsageError, BadInput) as error:
            problem, status = error.line(), 400
        except KGError as error:
            problem, status = error.line(), 503
    fields: dict[str, Any] = {
        "question": held,
        "summary": held.summary[here.language],
        "params": [
            {
                "name": param.name,
                "value": visible(given.get(param.name, "")),
                "hint": param.hint,
                "choices": sorted(CHOICES[param.choices]) if param.choices else (),
                "required": param.required,
            }
            for param in own
        ],
        "given": {key: value for key, value in given.items() if key in {param.name for param in own}},
        "in_editor": {"example": name, **given},
        "problem": problem,
        "needs": answer is None and not problem,
        "sparql": answer.query if answer else held.text,
        "answered": None,
    }
    shown = None if answer is None else Shown(here, held, answer, fields["given"])
    if shown is not None:
        fields["answered"] = shown.fields()

    def data() -> dict[str, Any]:
        told: dict[str, Any] = {
            "question": name,
            "summary": dict(held.summary),
            "params": dict(fields["given"]),
            "error": problem or None,
        }
        if answer is not None and shown is not None:
            told["answer"] = shown.sentence()
            told["columns"] = list(answer.columns)
            told["rows"] = [{key: _plain(value) for key, value in row.items()} for row in answer.rows]
            told["sparql"] = answer.query
        return told

    def table() -> str:
        return "" if answer is None else csv_text(answer.columns, answer.cells)

    csv = None if answer is None else table
    return View(
        "question.html", held.summary[here.language], data, fields, urls.QUESTIONS, status, ("csv",), csv
    )


def _plain(value: Cell) -> str | bool | None:
    return str(value) if isinstance(value, Decimal) else value


@lru_cache(maxsize=4)
def _naming(library: Library, language: str) -> Naming:
    """What the things of an answer are called, from the library: no query needed."""
    n = 0 if language == "en" else 1
    labels = {ID + ref: pair[n] for ref, pair in library.names.items()}
    sources = {
        f"{ID}article/{a.stem}": Source(
            a.title, library.name(a.publisher)[n] if a.publisher else "", a.date or "", a.url or ""
        )
        for a in library.corpus.articles
    }
    labels |= {ID + ref: label for ref, label in list_labels(library.graph.engine, language).items()}
    return Naming(language, labels, sources)


class Shown:
    """An answer as its page shows it."""

    def __init__(self, here: Here, question: SavedQuery, answer: Answer, given: Mapping[str, str]) -> None:
        self._here, self._question, self._answer, self._given = here, question, answer, given
        self._place = {name: n for n, name in enumerate(answer.columns)}
        self._naming = _naming(here.library, here.language)

    def sentence(self) -> str | None:
        """The answer in one sentence, where the question has one."""
        template = (self._question.answer if self._answer.terms else self._question.none).get(
            self._here.language
        )
        if not template:
            return None
        said = ", ".join(f"{key} {value}" for key, value in self._given.items())
        return visible(sentence(template, self._answer, self._naming, f"({said})" if said else ""))

    def fields(self) -> dict[str, Any]:
        """What the template shows."""
        rows = self._answer.rows[:_MOST_ROWS]
        columns = self._question.table
        return {
            "sentence": self.sentence(),
            "heads": [self._head(column) for column in columns],
            "numeric": [self._is_number(column) for column in columns],
            "rows": [[self._shown(n, column) for column in columns] for n in range(len(rows))],
            "total": len(self._answer),
            "shown": len(rows),
            **self._charts(),
        }

    def _head(self, column: str) -> str:
        base = column.removesuffix("_label")
        return self._here.say(_HEADS.get(base, (base.replace("_", " ").capitalize(),) * 2))

    def _is_number(self, column: str) -> bool:
        return column in ("figure", "converted") or (
            column in self._place and self._answer.types[self._place[column]] is ColumnType.DECIMAL
        )

    def _shown(self, n: int, column: str) -> Markup | str:
        row, terms = self._answer.rows[n], self._answer.terms[n]
        if column not in self._place:
            return self._made(row, column)
        value, term = row[column], terms[self._place[column]]
        base = column.removesuffix("_label")
        if (
            base != column
            and base in self._place
            and isinstance(owner := terms[self._place[base]], ox.NamedNode)
        ):
            return self._linked(owner, str(value or ""))
        if isinstance(term, ox.NamedNode):
            return self._term(term, column)
        return self._value(value, column)

    def _made(self, row: Mapping[str, Cell], column: str) -> str:
        """``figure``, ``converted`` and ``expected``, made of several columns."""
        here = self._here
        if column == "expected":
            low, high = row.get("lower"), row.get("upper")
            unit = _text(row.get("unit"))
            return here.between(low, high, f"unit/{unit}") if low is not None or high is not None else ""
        prefix = "converted_" if column == "converted" else ""
        value, most, held_in = (row.get(prefix + part) for part in ("value", "value_max", "unit"))
        if not isinstance(value, Decimal):
            return _text(row.get(f"{prefix}surface"))
        most = most if isinstance(most, Decimal) else None
        names = here.library.name(f"unit/{held_in}")
        return here.say(figure_words(_text(row.get(f"{prefix}hedge")), value, most, _text(held_in), names))

    def _term(self, term: ox.NamedNode, column: str) -> Markup | str:
        here, library = self._here, self._here.library
        if not term.value.startswith(ID):
            return here.out(term.value)
        kind, _, local = reference(term.value).partition("/")
        if column in _LISTS and kind not in library.kinds:
            return here.word(_LISTS[column], local)
        if kind == "claim" and local in library.figures:
            return self._linked(term, here.figure(local))
        if kind == "slot" and local in library.slots:
            return self._linked(term, here.question(local))
        if kind == "article" and local in library.articles:
            return here.source(library.articles[local])
        return self._linked(term, here.name(f"{kind}/{local}"))

    def _linked(self, term: Term, text: str) -> Markup | str:
        kind, _, local = reference(term.value).partition("/")
        page = urls.of_resource(kind, local, self._here.library.kinds)
        known = page is not None and exists(self._here.library, kind, local)
        return self._here.page_link(page or "", text) if known else visible(text)

    def _value(self, value: Cell, column: str) -> Markup | str:
        here = self._here
        if value is None:
            return ""
        if isinstance(value, bool):
            return ("yes", "có")[here.local] if value else ("no", "không")[here.local]
        if isinstance(value, Decimal):
            return here.say(number_words(value))
        if column in _LISTS:
            return here.word(_LISTS[column], value)
        if column in _PERIODS:
            return here.say(period_words(value))
        return here.out(value) if outward(value) else visible(value)

    # Pictures

    def _charts(self) -> dict[str, Any]:
        chart = self._question.chart
        none: dict[str, Any] = {"chart_title": "", "panels": [], "bars": [], "undrawn": 0}
        if chart is None or not self._answer.terms:
            return none
        held = points(chart, self._answer, self._naming)
        if not held.panels:
            return none
        none["chart_title"] = chart.title[self._here.language]
        drawn = 0
        if chart.kind is Kind.OVER_TIME:
            for panel in held.panels:
                for label in in_order(panel.points):
                    own = [p for p in panel.points if p.label == label and p.year is not None]
                    if len({p.year for p in own}) > 1 and len(none["panels"]) < _MOST_PANELS:
                        none["panels"].append(self._series(panel, label, own))
                        drawn += len(own)
        if not none["panels"]:
            for panel in held.panels[:2]:
                kept = sorted(panel.points, key=lambda p: (-p.value, p.label, p.claim))[:_MOST_BARS]
                none["bars"].append(self._bars(panel, kept))
                drawn += len(kept)
        none["undrawn"] = len(self._answer) - drawn
        return none

    def _series(self, panel: Panel, label: str, own: list[Point]) -> dict[str, Any]:
        groups: dict[int, list[Point]] = {}
        for point in own:
            groups.setdefault(point.year or 0, []).append(point)
        spans = [(_low(p), max(p.high, p.value)) for p in own]
        line = axis(spans, panel.unit, (panel.unit_name,) * 2, self._here.language, 3, calm=False)
        drawn = [
            Group(
                self._page_of(held[0]),
                f"{year}: {'; '.join(dict.fromkeys(p.said for p in held))}",
                any(p.disputed for p in held) and len(held) > 1,
                tuple(
                    Mark(year + 0.5, p.value, _low(p), max(p.high, p.value), p.status, p.said) for p in held
                ),
            )
            for year, held in sorted(groups.items())
        ]
        return {
            "title": label,
            "metric": panel.metric,
            "picture": series(drawn, line, f"{panel.metric}, {label}"),
        }

    def _page_of(self, point: Point) -> str:
        slot = self._here.library.slot_of.get(point.claim)
        return self._here.to.to(urls.slot(slot) if slot else urls.claim(point.claim))

    def _bars(self, panel: Panel, kept: list[Point]) -> dict[str, Any]:
        spans = [(_low(p), max(p.high, p.value)) for p in kept]
        line = axis(spans, panel.unit, (panel.unit_name,) * 2, self._here.language)
        lines = [
            {
                "label": p.label,
                "period": p.period,
                "said": p.said,
                "href": self._page_of(p),
                "cited": p.cited,
                "disputed": p.disputed,
                "strip": strip(line, Span(p.value, None, _low(p), p.high, _low(p), p.high, p.status), p.said),
            }
            for p in kept
        ]
        return {"metric": panel.metric, "unit": line.title, "scale": scale_line(line), "lines": lines}


def _low(point: Point) -> Decimal:
    """The low end of an interval; of an ``under``, which begins at zero, the figure itself."""
    return point.value if point.low <= 0 < point.value else min(point.low, point.value)


def _text(value: Cell | None) -> str:
    return "" if value is None else str(value)


def exists(library: Library, kind: str, local: str) -> bool:
    """Whether a resource has a page in this build."""
    if kind == "claim":
        return local in library.figures or local in library.relations
    held: Mapping[str, Any] = {
        "slot": library.slots,
        "article": library.articles,
        "finding": library.findings,
    }.get(kind, {})
    return local in held or f"{kind}/{local}" in library.entities


def example_queries() -> list[dict[str, str]]:
    """Saved questions without parameters of their own, as examples for the editor."""
    return [
        {"name": q.name, "text": q.text}
        for q in saved()
        if all(param.type is ParamType.LANGUAGE and not param.required for param in q.params)
    ]
