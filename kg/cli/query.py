"""`kg query`: list, describe and run the saved questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import PATH, as_of_options, opened, output_option, store_option
from kg.cli.output import ROW_FORMATS, note, write_rows, write_text
from kg.cli.words import figure_words, interval_words
from kg.errors import UsageError, printable

if TYPE_CHECKING:
    from kg.answer import Answer, Cell
    from kg.engine import Engine
    from kg.query import SavedQuery

FORMATS = (*ROW_FORMATS, "sparql-json")
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".srj": "sparql-json",
}
# Columns of closed lists, whose words have a label in each language.
_LISTS = {
    "agreement": "agreement",
    "cause": "cause-kind",
    "cause_status": "cause-status",
    "family": "status-family",
    "hedge": "hedge",
    "status": "status",
    "verdict": "verdict",
}
_LONGEST_SENTENCE = 10_000
LIST_COLUMNS = ("name", "question", "summary", "params")


def row_format(fmt: str | None, output: Path | None) -> str:
    """The format to write: as given, else by the output's ending, else a table."""
    return fmt or (_SUFFIXES.get(output.suffix.lower(), "table") if output else "table")


class _Query(click.Command):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # The option takes two words; `-p year=2024` would swallow whatever comes next.
        for option, value in pairwise([*args, ""]):
            name, equals, rest = value.partition("=")
            if option in ("-p", "--param") and equals:
                what = f"a parameter is a name and a value, not {printable(value, 80)!r}"
                raise UsageError(what, remedy=f"write -p {printable(name, 60)} {printable(rest, 60)}")
        return super().parse_args(ctx, args)


@click.command(cls=_Query, short_help="List, describe and run the saved questions.")
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the questions.")
@click.option("--describe", is_flag=True, help="Show the question, its parameters and its SPARQL.")
@click.option("-p", "--param", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter; repeatable.")
@click.option(
    "--lang", type=click.Choice(["en", "vi"]), default="en", show_default=True, help="Language of labels."
)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the embedded store.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=60.0,
    show_default=True,
    help="Seconds to wait for an endpoint.",
)
@store_option
@as_of_options
@click.option(
    "-f",
    "--format",
    "fmt",
    type=click.Choice(FORMATS),
    help="How rows are written (default: by -o, else table).",
)
@click.option(
    "--sentence", "only_sentence", is_flag=True, help="Print the answer in one sentence and nothing else."
)
@click.option(
    "--chart",
    type=PATH,
    metavar="FILE",
    help="Draw the answer: FILE ends in .svg, .png or .vl.json (Vega-Lite).",
)
@output_option
def query(
    name: str | None,
    listing: bool,
    describe: bool,
    param: tuple[tuple[str, str], ...],
    lang: str,
    endpoint: str | None,
    timeout: float,
    store: Path,
    as_of: str | None,
    clock: str | None,
    fmt: str | None,
    only_sentence: bool,
    chart: Path | None,
    output: Path | None,
) -> None:
    """Ask a saved question.

    Every row shows the article it comes from and whom it credits, and of a figure whether sources dispute
    it.  The table shows the columns that fit, under the answer in one sentence (on stderr); every other
    format has all columns.  A parameter that is not given means "all".

    \b
    Examples:
      kg query --list
      kg query industry-size
      kg query overseas-revenue -p company Viettel -p year 2023
      kg query enterprise-count -f csv -o enterprises.csv
      kg query disputed --lang vi
      kg query entity-counts -p kind unit
      kg query strategy --describe
      kg query industry-size --as-of 2024-12-31
      kg query overseas-revenue -p company FPT -p from 2020 --sentence
      kg query industry-size --chart size.svg
      kg query industry-size --endpoint http://127.0.0.1:7878/query
    """
    from kg import query as saved

    if listing or name is None:
        if name is not None or not listing:
            what = "name a question" if name is None else "--list takes no name"
            raise UsageError(what, remedy="see `kg query --list`")
        rows = [_listed(question, lang) for question in saved.load_all()]
        write_rows(LIST_COLUMNS, rows, _listable(row_format(fmt, output)), output)
        return
    question = saved.load(name)
    if describe:
        write_text([_description(question)], output)
        return
    _check_ways(only_sentence, chart, fmt, output)
    given = _given(param)
    chosen = row_format(fmt, output)

    def ask(engine: Engine) -> _Told:
        return _ask(question, engine, given, lang, "chart" if chart else "" if only_sentence else chosen)

    if endpoint:
        if as_of is not None:
            what = "--as-of is not offered for an endpoint, which holds one state of the graph"
            raise UsageError(what, remedy="ask the embedded store, or load a build as of that day")
        from kg.remote import Remote

        told = ask(Remote(endpoint, seconds=timeout))
    else:
        from kg.engine import Embedded
        from kg.store import engine_errors

        built = opened(store, as_of, clock)
        with engine_errors(built.path):
            told = ask(Embedded(built.open()))
    if chart is not None:
        _draw(told.chart, chart)
    elif only_sentence:
        write_text([_line(told.sentence) + "\n"], output)
    else:
        _write(question, told, lang, chosen, output)


@dataclass(frozen=True)
class _Told:
    """An answer, and what was made of it while the store was at hand."""

    answer: Answer
    words: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""
    chart: dict[str, Any] = field(default_factory=dict)


def _given(param: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The parameters by name."""
    given: dict[str, str] = {}
    for key, value in param:
        if key in given:
            raise UsageError(f"parameter {key} is given twice", remedy="ask twice, or leave it out for all")
        given[key] = value
    return given


def _ask(question: SavedQuery, engine: Engine, given: Mapping[str, str], lang: str, wanted: str) -> _Told:
    """The answer, and what a format of rows, ``chart``, or the sentence alone (``""``) needs of it."""
    from kg.labels import list_labels

    answer = question.ask(engine, given, lang)
    if wanted == "chart":
        return _Told(answer, chart=answer.chart())
    if wanted not in ("", "table"):
        return _Told(answer)
    sentence = answer.sentence() if question.answer or not wanted else ""
    # The ids of closed lists are English words already.
    return _Told(answer, list_labels(engine, lang) if wanted and lang != "en" else {}, sentence)


def _write(question: SavedQuery, told: _Told, lang: str, chosen: str, output: Path | None) -> None:
    """The rows in a format; above a table, question and answer as a note."""
    answer = told.answer
    if chosen == "sparql-json":
        write_text([answer.to_sparql_json()], output)
    elif chosen == "table":
        shown = [on_screen(question, _worded(row, told.words)) for row in answer.rows]
        if output is None:
            note(question.summary[lang])
            if told.sentence:
                note(_line(told.sentence))
        write_rows([name.removesuffix("_label") for name in question.table], shown, chosen, output)
    else:
        write_rows(answer.columns, answer.rows, chosen, output)


def _check_ways(only_sentence: bool, chart: Path | None, fmt: str | None, output: Path | None) -> None:
    """Refuse options that want the answer in two ways at once, and a chart of no known format."""
    if only_sentence and (fmt or chart):
        raise UsageError("--sentence takes no format and no chart", remedy="ask once for each")
    if chart is not None:
        from kg.chart.render import ending_of

        if fmt or output:
            raise UsageError("--chart writes its own file", remedy="leave out -f and -o")
        ending_of(chart)


def _draw(spec: dict[str, Any], path: Path) -> None:
    from kg.chart.render import chart_bytes
    from kg.files import write_atomic

    drawn = chart_bytes(spec, path)
    with write_atomic(path) as file:
        file.write(drawn)
    note(_line(spec["description"]))


def _line(text: str) -> str:
    """A sentence as one line that a terminal can show: text of articles is data."""
    return printable(text, _LONGEST_SENTENCE)


def _worded(row: Mapping[str, Cell], words: Mapping[str, str]) -> Mapping[str, Cell]:
    """The row with `words` for the ids of closed lists; a hedge that no word says keeps its id."""
    said = {c: words.get(f"{list_}/{row[c]}", row[c]) for c, list_ in _LISTS.items() if c in row}
    if row.get("hedge") in ("exact", "range"):
        del said["hedge"]
    return {**row, **said}


def on_screen(question: SavedQuery, row: Mapping[str, Cell]) -> dict[str, Cell]:
    """The columns of a row that a table shows, figures and intervals in words."""
    made = {
        "figure": _figure(row, ""),
        "converted": _figure(row, "converted_"),
        "expected": interval_words(row.get("lower"), row.get("upper"), row.get("unit")),
    }
    return {name.removesuffix("_label"): row[name] if name in row else made[name] for name in question.table}


def _figure(row: Mapping[str, Cell], prefix: str) -> str:
    return figure_words(*(row.get(prefix + c) for c in ("hedge", "surface", "value", "value_max", "unit")))


def _listable(fmt: str) -> str:
    if fmt == "sparql-json":
        raise UsageError("the list has no SPARQL terms", remedy="use -f json")
    return fmt


def _listed(question: SavedQuery, lang: str) -> dict[str, str]:
    return {
        "name": question.name,
        "question": ", ".join(map(str, question.questions)),
        "summary": question.summary[lang],
        "params": ", ".join(param.name for param in question.params),
    }


def _description(question: SavedQuery) -> str:
    numbers = ", ".join(map(str, question.questions))
    lines = [
        question.name + (f" (question {numbers})" if numbers else ""),
        f"  {question.summary['en']}",
        f"  {question.summary['vi']}",
        f"  tags: {', '.join(question.tags)}",
        "parameters:" if question.params else "no parameters",
    ]
    for param in question.params:
        default = "required" if param.required else f"default {param.default}" if param.default else ""
        if param.name == "lang":
            default = "default: --lang"
        lines.append(f"  {param.name:<12} {param.hint}" + (f" ({default})" if default else ""))
    lines += ["columns:"] + [f"  {name:<16} {type_}" for name, type_ in question.columns.items()]
    return "\n".join(lines) + "\n\n" + question.text
