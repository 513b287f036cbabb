"""Saved questions: strict headers, typed parameters that cannot change what is asked, answers, `kg query`."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import ROOT, RunKg
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg import KnowledgeGraph, gate, query
from kg.answer import Answer, ColumnType, Table, cell, term_from_json, term_to_json
from kg.engine import Embedded
from kg.errors import BadInput, UsageError
from kg.labels import list_labels
from kg.params import CHOICES, Param, ParamType, bind, term
from kg.store import current

SHIPPED = query.names()
# 37 compares two builds: `kg diff`.
ANSWERED = {*range(1, 41)} - {37}

GOOD = """\
#+ question: [1]
#+ summary_en: How big?
#+ summary_vi: Bao nhiêu?
#+ params: {subject: {type: entity, kind: [company, aggregate]}, year: year, lang: language}
#+ columns: {subject: entity, value: decimal}
#+ table: [subject]
#+ tags: [size]
PREFIX vt: <https://w3id.org/vietnam-tech-kg/ont#>
SELECT (?_subject AS ?subject) ?value
WHERE {
  #values
  GRAPH ?g { ?c vt:subject ?_subject ; vt:value ?value ; vt:periodLabel ?_year ; vt:x ?_lang }
}
ORDER BY ?value
"""


def test_a_required_parameter_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "needy.rq"
    path.write_text(GOOD.replace("year: year", "year: {type: year, required: yes}"), encoding="utf-8")
    with pytest.raises(UsageError, match="needs the parameter year"):
        query.read(path).ask(Embedded(ox.Store()))


TOLD = """\
#+ answer_en: '{count subject}'
#+ answer_vi: '{count subject}'
#+ none_en: 'None.'
#+ none_vi: 'Không.'
"""
DRAWN = "#+ chart: {kind: over_time, label: [subject], title_en: A, title_vi: B}\n"

BROKEN: dict[str, tuple[str, str, int, str]] = {
    # name: (what is replaced, by what, line of the error, words of the error)
    "no header": ("#+ ", "# ", 1, "no header"),
    "unknown key": ("#+ tags:", "#+ tag:", 7, "unknown key 'tag'"),
    "missing key": ("#+ summary_vi: Bao nhiêu?\n", "", 1, "lacks 'summary_vi'"),
    "key twice": ("#+ tags: [size]", "#+ tags: [size]\n#+ tags: [size]", 8, "stands here twice"),
    "bad yaml": ("[size]", "[size", 8, "YAML"),
    "alias": ("[size]", "&a [size]", 7, "anchor"),
    "tag": ("How big?", "!!python/name:os.system x", 2, "tag"),
    "empty summary": ("How big?", "''", 2, "must be a text"),
    "question no list": ("[1]", "1", 1, "must be a list"),
    "question no number": ("[1]", "[one]", 1, "not the number of a question"),
    "unknown type": ("year: year", "year: age", 4, "no type 'age'"),
    "unknown kind": ("[company, aggregate]", "[firm]", 4, "no such kind"),
    "kind of a year": ("year: year", "year: {type: year, kind: company}", 4, "only an entity has a kind"),
    "choice without list": ("year: year", "year: {type: choice}", 4, "has a list"),
    "choice of no list": ("year: year", "year: {type: choice, list: colour}", 4, "no such list"),
    "required maybe": ("year: year", "year: {type: year, required: maybe}", 4, "yes or no"),
    "unknown param key": ("year: year", "year: {type: year, min: 3}", 4, "unknown key 'min'"),
    "param name": ("year: year", "Year: year", 4, "cannot name a parameter"),
    "column type": ("value: decimal", "value: money", 5, "cannot be of the type"),
    "no columns": ("{subject: entity, value: decimal}", "{}", 5, "no columns"),
    "table of nothing": ("table: [subject]", "table: [size]", 6, "not one of the columns"),
    "table without its parts": ("table: [subject]", "table: [figure]", 6, "not one of the columns"),
    "foreign prefix": ("PREFIX vt: <https://w3id.org/vietnam-tech-kg/ont#>", "PREFIX x: <a:b>", 8, "prefix"),
    "wrong prefix": ("/ont#>", "/ontology#>", 8, "prefix"),
    "two prefixes a line": ("PREFIX vt:", "PREFIX xsd: <http://x/> PREFIX vt:", 8, "prefix"),
    "undeclared param": ("?_year", "?_when", 1, "is used and not declared"),
    "unused param": ("?_year", "?year", 1, "is declared and not used"),
    "no marker": ("  #values\n", "", 1, "0 lines #values"),
    "two markers": ("  #values\n", "  #values\n  #values\n", 1, "2 lines #values"),
    "marker too late": ("  #values\n  GRAPH", "  GRAPH", 1, "0 lines #values"),
    "marker in a group": ("WHERE {\n  #values", "WHERE { {} {\n  #values", 11, "first line of the WHERE"),
    "sentence in one language": ("#+ tags:", "#+ answer_en: '{value}'\n#+ tags:", 7, "lacks 'answer_vi'"),
    "bad template": ("#+ tags:", TOLD.replace("count subject", "size") + "#+ tags:", 7, "answer_en: {size}"),
    "rows where there are none": ("#+ tags:", TOLD.replace("None", "{count}") + "#+ tags:", 9, "only {for}"),
    "chart of no kind": ("#+ tags:", DRAWN.replace("over_time", "pie") + "#+ tags:", 7, "no chart of"),
    "chart without columns": ("#+ tags:", DRAWN + "#+ tags:", 7, "the chart needs the column metric"),
    "chart without titles": ("#+ tags:", "#+ chart: {kind: over_time}\n#+ tags:", 7, "chart must have kind"),
    "late header": ("ORDER BY", "#+ note: x\nORDER BY", 14, "below the header"),
}  # fmt: skip


def write(folder: Path, text: str, name: str = "size.rq") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    question = query.read(write(tmp_path, GOOD))
    assert question.name == "size"
    assert question.questions == (1,)
    assert question.summary == {"en": "How big?", "vi": "Bao nhiêu?"}
    assert [p.name for p in question.params] == ["subject", "year", "lang"]
    assert question.params[0] == Param("subject", ParamType.ENTITY, ("company", "aggregate"))
    assert dict(question.columns) == {"subject": ColumnType.ENTITY, "value": ColumnType.DECIMAL}
    assert question.text.startswith("PREFIX")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_file_and_line(tmp_path: Path, name: str) -> None:
    old, new, line, words = BROKEN[name]
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(BadInput) as error:
        query.read(path)
    assert words in error.value.what
    assert re.fullmatch(rf"{re.escape(str(path))}:{line}(:\d+)?", error.value.place)


@pytest.mark.parametrize(
    ("name", "data"),
    [("Size.rq", GOOD.encode()), ("size.rq", b"#+ question: [1]\xff"), ("size.rq", GOOD.encode("utf-16"))],
    ids=["name", "not UTF-8", "UTF-16"],
)
def test_a_bad_name_or_encoding_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput):
        query.read(path)


def test_the_shipped_questions_are_those_that_are_answered() -> None:
    files = {path.stem for path in (ROOT / "queries").iterdir()}
    assert files == set(SHIPPED)
    assert {n for q in query.load_all() for n in q.questions} == ANSWERED
    assert "entity-counts" in SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_question_is_portable(name: str) -> None:
    question = query.load(name)
    assert gate.check(question.text).form == "SELECT"
    assert "ORDER BY" in question.text, "rows come in a stable order"
    assert re.search(r"[À-ỹ]", question.summary["vi"])
    # Data is matched inside GRAPH only: what is left outside must not name a triple pattern.
    outside = question.text
    while re.search(r"GRAPH\s+\S+\s*\{[^{}]*\}", outside):
        outside = re.sub(r"GRAPH\s+\S+\s*\{[^{}]*\}", "", outside)
        outside = re.sub(r"(OPTIONAL|EXISTS)\s*\{[^{}]*\}", "", outside)
    body = outside[outside.index("WHERE") : outside.rindex("ORDER BY")]
    assert not re.search(r"\?\w+\s+(a|\w+:\w+)\s+[?\w<]", body), "a pattern outside GRAPH"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_question_has_its_sentences(name: str) -> None:
    question = query.load(name)
    assert set(question.answer) == set(question.none) == {"en", "vi"}
    if question.chart is not None:
        assert set(question.chart.title) == {"en", "vi"}


def test_a_question_of_ones_own_needs_no_sentence(tmp_path: Path) -> None:
    question = query.read(write(tmp_path, GOOD))
    store = ox.Store()
    assert (question.answer, question.chart) == ({}, None)
    with pytest.raises(UsageError, match="size has no sentence"):
        question.ask(Embedded(store)).sentence()
    with pytest.raises(UsageError, match="size has no chart"):
        question.ask(Embedded(store)).chart()


def test_a_misspelt_name_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="industry-size"):
        query.load("industry-sise")
    with pytest.raises(UsageError, match="no saved question"):
        query.load("../industry-size")


# Parameters.


@pytest.fixture(scope="module")
def engine(built_store: Path) -> Embedded:
    return Embedded(current(built_store).open())


CLAIM = "71edf2fd6e3685c43844"


class Nowhere:
    """An engine that must not be asked."""

    def run(self, query: str) -> Any:
        raise AssertionError(query)


INJECTIONS = [
    'FPT" } UNION { ?s ?p ?o } } #',
    "company/fpt-corporation> } ?s ?p ?o . <x:y",
    "> <http://evil/p> <http://evil/o",
    "FPT\\u0022 } #",
    "'''\"\"\"",
    "{{ }}",
    "%s %(x)s {0}",
    "../../etc/passwd",
    "#values",
    "?_subject",
    "FPT\x00",
    "FPT\n} #",
    "\ud800",
    "NaN",
    "",
    "x" * 1_000_000,
]


@pytest.mark.parametrize("value", INJECTIONS, ids=lambda v: ascii(v[:20]))
@pytest.mark.parametrize("type_", [t for t in ParamType if t is not ParamType.TEXT])
def test_an_injection_is_no_value_of_a_type(value: str, type_: ParamType, engine: Embedded) -> None:
    param = Param("p", type_, choices="status" if type_ is ParamType.CHOICE else "")
    with pytest.raises(UsageError) as error:
        term(param, value, engine)
    assert error.value.exit_code == 2
    line = error.value.line()
    assert len(line) < 400
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in line)


@pytest.mark.parametrize(
    ("type_", "bad"),
    [
        (ParamType.YEAR, ["24", "20245", "MMXX", "٢٠٢٤", "2024-01", "1800", "2024.0"]),
        (ParamType.DATE, ["2024", "2024-02-30", "31/12/2024", "2024-1-1", "2024-01-01T00:00:00"]),
        (ParamType.INTEGER, ["1.5", "1e3", "1_000", "1,000", "٣", "9" * 19, "--1", "0x10"]),
        (ParamType.LANGUAGE, ["EN", "fr", "en-US"]),
        (ParamType.CHOICE, ["Actual", "guess", "status/actual"]),
    ],
    ids=str,
)
def test_a_value_of_another_form_is_refused(type_: ParamType, bad: list[str]) -> None:
    param = Param("p", type_, choices="status" if type_ is ParamType.CHOICE else "")
    for value in bad:
        with pytest.raises(UsageError, match="cannot be"):
            term(param, value, Nowhere())


@pytest.mark.parametrize(
    ("param", "value", "expected"),
    [
        (Param("p", ParamType.YEAR), "2024", '"2024"'),
        (Param("p", ParamType.DATE), "2024-02-29", '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
        (Param("p", ParamType.INTEGER), "-007", '"-7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (Param("p", ParamType.LANGUAGE), "vi", '"vi"'),
        (Param("p", ParamType.TEXT), ' a"b\\ ', '"a\\"b\\\\"'),
        (Param("p", ParamType.CHOICE, choices="status"), "target", "<https://w3id.org/vietnam-tech-kg/id/status/target>"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_a_good_value_becomes_its_term(param: Param, value: str, expected: str) -> None:
    assert str(term(param, value, Nowhere())) == expected


@pytest.mark.parametrize(
    ("kinds", "given", "found"),
    [
        (("company",), "fpt-corporation", "company/fpt-corporation"),
        ((), "company/fpt-corporation", "company/fpt-corporation"),
        ((), "https://w3id.org/vietnam-tech-kg/id/company/fpt-corporation", "company/fpt-corporation"),
        (("company",), "FPT", "company/fpt-corporation"),
        (("company",), " tập đoàn fpt ", "company/fpt-corporation"),
        (("company",), unicodedata.normalize("NFD", "Tập đoàn Viettel"), "company/viettel-group"),
        (("company",), "TAP DOAN VIETTEL", "company/viettel-group"),
        (("article",), "001_3c753eb78a909be4", "article/001_3c753eb78a909be4"),
        (("article",), "000", "article/000_48115a4c648cb1ef"),
        (("claim",), CLAIM, f"claim/{CLAIM}"),
        (("claim",), CLAIM[:6], f"claim/{CLAIM}"),
        (("claim",), f"claim/{CLAIM[:8]}", f"claim/{CLAIM}"),
        (("claim",), f"{CLAIM[:6]}…", f"claim/{CLAIM}"),
        (("article",), "001_3c753e…", "article/001_3c753eb78a909be4"),
        (("metric",), "revenue", "metric/revenue"),
        (("metric",), "Doanh thu", "metric/revenue"),
    ],
)
def test_an_entity_is_found_by_id_name_and_alias(
    engine: Embedded, kinds: tuple[str, ...], given: str, found: str
) -> None:
    value = term(Param("p", ParamType.ENTITY, kinds), given, engine)
    assert str(value) == f"<https://w3id.org/vietnam-tech-kg/id/{found}>"


@pytest.mark.parametrize(
    ("kinds", "given", "words"),
    [
        (("company",), "Viettl", "company/viettel-group"),
        (("company",), "Ministry of Planning and Investment", "nothing is called"),
        (("company",), "ministry/ministry-of-planning-and-investment", "nothing is called"),
        ((), "company/no-such-company", "nothing is called"),
        (("company",), "fpt-corp", "did you mean company/fpt-corporation"),
        (("claim",), "7", ", … (say which)"),
        (("article",), "00", "may be article/000_48115a4c648cb1ef, article/001_3c753eb78a909be4"),
        (("claim",), "00000000000000000000", "nothing is called"),
    ],
)
def test_an_unknown_or_ambiguous_entity_is_refused_with_what_is_near(
    engine: Embedded, kinds: tuple[str, ...], given: str, words: str
) -> None:
    with pytest.raises(UsageError) as error:
        term(Param("p", ParamType.ENTITY, kinds), given, engine)
    assert words in error.value.line()


@pytest.mark.parametrize("year", [2024, Decimal(2024), Decimal("2.024E3"), "2024"], ids=repr)
def test_a_number_may_be_given_as_one(engine: Embedded, year: query.Value) -> None:
    question = query.load("industry-size")
    assert question.ask(engine, {"year": year}).rows == question.ask(engine, {"year": "2024"}).rows


@pytest.mark.parametrize("value", [True, 2024.0, ["2024"], b"2024"], ids=repr)
def test_a_value_that_is_no_text_and_no_number_is_refused(engine: Embedded, value: Any) -> None:
    with pytest.raises(UsageError, match="parameter year cannot be of the type"):
        query.load("industry-size").ask(engine, {"year": value})


def skeleton(node: Any) -> Any:
    """An rdflib algebra without the data of its VALUES blocks."""
    if getattr(node, "name", "") == "values":
        return ("values", [sorted(map(str, row)) for row in node["res"]])
    if isinstance(node, dict):
        name = getattr(node, "name", "")
        return (name, {key: skeleton(value) for key, value in node.items() if key != "_vars"})
    if isinstance(node, list | tuple):
        return [skeleton(value) for value in node]
    return str(node)


def algebra(text: str) -> Any:
    return skeleton(translateQuery(parseQuery(text)).algebra)


TEXT = Param("text", ParamType.TEXT)
TEMPLATE = "SELECT ?_text WHERE {\n  #values\n}"
REFERENCE = algebra(bind(TEMPLATE, {"text": [ox.Literal("reference")]}))
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*'"\'\\{}<>#?$@^.; \n', "UNION", "\\u0022", "#values", "VALUES", "FPT"])).map(
        "".join
    ),
    st.sampled_from(INJECTIONS),
)  # fmt: skip


@settings(max_examples=300)
@given(HOSTILE)
def test_a_parameter_never_changes_the_algebra(value: str) -> None:
    try:
        made = term(TEXT, value, Nowhere())
    except UsageError:
        return
    text = bind(TEMPLATE, {"text": [made]})
    assert algebra(text) == REFERENCE
    # And it arrives as it was given.
    rows = list(ox.Store().query(text))  # type: ignore[arg-type]
    assert [row[0].value for row in rows] == [unicodedata.normalize("NFC", value).strip()]


@pytest.mark.parametrize("name", [n for n in SHIPPED if query.load(n).params])
def test_the_values_given_never_change_the_algebra_of_a_shipped_question(name: str) -> None:
    question = query.load(name)
    resource = ox.NamedNode("https://w3id.org/vietnam-tech-kg/id/company/x")
    hostile = ox.Literal('" } UNION { ?s ?p ?o } } #\\')
    plain = bind(question.text, {p.name: [resource] for p in question.params})
    nasty = bind(question.text, {p.name: [hostile] for p in question.params})
    assert algebra(plain) == algebra(nasty)
    assert plain.count("\n") == question.text.count("\n"), "lines keep their numbers"


def test_no_code_formats_text_into_a_query() -> None:
    """Text from outside reaches SPARQL as serialised terms only (hardening T13): a look at the code."""
    keywords = re.compile(r"\b(SELECT|WHERE|VALUES|GRAPH|FILTER|UNION|CONSTRUCT|PREFIX)\b")
    for name in ("query", "params", "answer", "engine", "gate", "remote", "worker"):
        tree = ast.parse((ROOT / "kg" / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            text: str | None = None
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(p.value) for p in node.values if isinstance(p, ast.Constant))
            elif (
                isinstance(node, ast.BinOp)
                and isinstance(node.op, ast.Mod)
                and isinstance(node.left, ast.Constant)
            ):
                text = str(node.left.value)
            elif isinstance(node, ast.Attribute) and node.attr in ("format", "format_map", "substitute"):
                text = str(node.value.value) if isinstance(node.value, ast.Constant) else "SELECT"
            # Messages speak of CONSTRUCT and the like; a query has braces or variables as well.
            assert text is None or not (keywords.search(text) and re.search(r"[{?$]|SELECT", text)), (
                name,
                text,
            )


# Answers.


def test_cells_are_the_same_however_a_store_spells_them() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"

    def literal(text: str, type_: str) -> ox.Literal:
        return ox.Literal(text, datatype=ox.NamedNode(xsd + type_))

    for spelt in (
        literal("5.0", "decimal"),
        literal("5", "integer"),
        literal("5.0E0", "double"),
        ox.Literal("5"),
    ):
        value = cell(spelt, ColumnType.DECIMAL)
        assert (value, str(value)) == (Decimal(5), "5")
    for spelt in (
        literal("true", "boolean"),
        literal("1", "integer"),
        literal("1", "boolean"),
        ox.Literal("true"),
    ):
        assert cell(spelt, ColumnType.BOOLEAN) is True
    ours = ox.NamedNode("https://w3id.org/vietnam-tech-kg/id/company/lego")
    assert cell(ours, ColumnType.ENTITY) == "company/lego"
    assert cell(ours, ColumnType.ID) == "lego"
    assert cell(ours) == "company/lego"
    assert cell(ox.NamedNode("http://www.w3.org/ns/org#Post")) == "org:Post"
    assert cell(None, ColumnType.DECIMAL) is None


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        (ox.Literal("many"), ColumnType.DECIMAL),
        (ox.Literal("NaN"), ColumnType.DECIMAL),
        (ox.Literal("yes"), ColumnType.BOOLEAN),
        (ox.Literal("x"), ColumnType.ENTITY),
        (ox.NamedNode("http://x/y"), ColumnType.TEXT),
        (ox.BlankNode("b"), ColumnType.ID),
    ],
    ids=str,
)
def test_a_cell_of_another_type_is_an_error_that_names_the_column(value: Any, type_: ColumnType) -> None:
    answer = Answer.of(Table(("c",), ((value,),)), "", {"c": type_})
    with pytest.raises(BadInput, match="row 1 of the answer, column c"):
        _ = answer.rows


def test_an_answer_with_other_columns_is_refused() -> None:
    with pytest.raises(BadInput, match="columns a, b, not a"):
        Answer.of(Table(("a", "b"), ()), "", {"a": ColumnType.ANY})


@given(
    st.one_of(
        st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(ox.Literal),
        st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(
            lambda t: ox.Literal(t, language="vi")
        ),
        st.integers().map(ox.Literal),
        st.just(ox.NamedNode("http://x/đ")),
        st.just(ox.BlankNode("b")),
    )
)
def test_a_term_survives_the_results_format(value: Any) -> None:
    assert term_from_json(json.loads(json.dumps(term_to_json(value)))) == value


@pytest.mark.parametrize(
    "binding",
    [None, {}, {"type": "uri"}, {"type": "uri", "value": 5}, {"type": "uri", "value": "a b"},
     {"type": "thing", "value": "x"}, {"type": "literal", "value": "x", "xml:lang": "no language"}, ["x"]],
    ids=str,
)  # fmt: skip
def test_what_is_no_binding_is_refused(binding: object) -> None:
    with pytest.raises(ValueError, match=r"binding|IRI|tag"):
        term_from_json(binding)


def test_an_answer_becomes_a_data_frame(engine: Embedded) -> None:
    pandas = pytest.importorskip("pandas")
    frame = query.load("industry-size").ask(engine).to_dataframe()
    assert isinstance(frame, pandas.DataFrame)
    assert Decimal(155_000_000_000) in list(frame["value"])


def test_labels_come_in_the_language_asked_for(engine: Embedded) -> None:
    question = query.load("overseas-revenue")
    english = {row["company_label"] for row in question.ask(engine)}
    vietnamese = {row["company_label"] for row in question.ask(engine, language="vi")}
    assert "FPT Corporation" in english
    assert "Tập đoàn FPT" in vietnamese
    assert {row["company_label"] for row in question.ask(engine, {"lang": "vi"})} == vietnamese


def test_closed_lists_have_labels_in_a_language(engine: Embedded) -> None:
    labels = list_labels(engine, "vi")
    assert labels["hedge/about"] == "khoảng"
    words = {f"{name}/{word}" for name, of in CHOICES.items() if name != "kind" for word in of}
    assert words <= set(labels)


# The command.


def test_a_table_says_its_question_and_words_in_the_language(kg: RunKg, built_store: Path) -> None:
    question = query.load("figure-status").summary["vi"] + "\n"
    answer = KnowledgeGraph.open(built_store).ask("figure-status", "vi", metric="revenue").sentence() + "\n"
    arguments = ("figure-status", "-p", "metric", "revenue", "--lang", "vi")
    done = kg("query", *arguments, "--store", str(built_store), COLUMNS="160")
    assert (done.returncode, done.stderr) == (0, question + answer)
    assert "thực hiện" in answer
    out = done.stdout
    assert "khoảng $152 billion" in out
    assert "ước tính" in out
    assert "đúng bằng" not in out, "no article says so"
    assert "estimate" in run(kg, built_store, *arguments, "-f", "csv"), "scripts read ids"


def run(kg: RunKg, store: Path, *arguments: str, said: str = "") -> str:
    done = kg("query", *arguments, "--store", str(store))
    assert (done.returncode, done.stderr) == (0, said)
    return done.stdout


def test_the_list_has_every_question(kg: RunKg, built_store: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(kg, built_store, "--list", "-f", "csv"))))
    assert list(rows[0]) == ["name", "question", "summary", "params"]
    assert {row["name"] for row in rows} == set(SHIPPED)
    assert "Quy mô" in run(kg, built_store, "--list", "--lang", "vi", "-f", "csv")
    assert all(name in run(kg, built_store, "--list") for name in SHIPPED[:3])


@pytest.mark.parametrize("fmt", ["table", "csv", "tsv", "json", "jsonl", "markdown", "sparql-json"])
def test_every_format_shows_the_figure(kg: RunKg, built_store: Path, fmt: str) -> None:
    # Question and answer stand above a table, on stderr; nowhere else.
    told = KnowledgeGraph.open(built_store).ask("state-budget").sentence()
    question = f"{query.load('state-budget').summary['en']}\n{told}\n" if fmt == "table" else ""
    out = run(kg, built_store, "state-budget", "-f", fmt, said=question)
    assert "$2.2" in out
    if fmt != "table":
        assert "2200000000" in out
        assert "001_3c753eb78a909be4" in out


def test_json_and_sparql_json_parse(kg: RunKg, built_store: Path) -> None:
    (row,) = json.loads(run(kg, built_store, "state-budget", "-f", "json"))
    assert row["value"] == "2200000000"
    assert row["disputed"] is False
    found = ox.parse_query_results(
        run(kg, built_store, "state-budget", "-f", "sparql-json"), format=ox.QueryResultsFormat.JSON
    )
    assert isinstance(found, ox.QuerySolutions)
    assert [solution["surface"].value for solution in found] == ["$2.2 billion"]


def test_the_output_file_names_the_format(kg: RunKg, built_store: Path, tmp_path: Path) -> None:
    target = tmp_path / "answer.csv"
    assert run(kg, built_store, "industry-size", "-p", "year", "2024", "-o", str(target)) == ""
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert {row["period"] for row in rows} == {"2024"}


def test_the_description_holds_parameters_columns_and_text(kg: RunKg, built_store: Path) -> None:
    out = run(kg, built_store, "firms-over-a-billion", "--describe")
    for words in ("question 13", "threshold", "default 1000000000", "company_label", "SELECT", "tỷ đô la"):
        assert words in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "name a question"),
        (["industry-size", "--list"], 2, "takes no name"),
        (["industry-sise"], 2, "did you mean industry-size"),
        (["industry-size", "-p", "colour", "red"], 2, "has no parameter 'colour'"),
        (["industry-size", "-p", "year", "24"], 2, "cannot be '24'"),
        (["industry-size", "-p", "year", "2024", "-p", "year", "2023"], 2, "given twice"),
        (["industry-size", "-p"], 2, "requires 2 arguments"),
        (["industry-size", "-p", "year=2024"], 2, "(write -p year 2024)"),
        (["industry-size", "-p", "year=2024", "-f", "csv"], 2, "(write -p year 2024)"),
        (["entity-counts", "-p", "kind", "units"], 2, "wanted: one of agency, "),
        (["firms-over-a-billion", "-p", "threshold", "1e9"], 2, "in digits only, 1000000000"),
        (["entity-dump", "-p", "entity", 'FPT" } UNION { ?s ?p ?o } } #'], 2, "nothing is called"),
        (["industry-size", "-f", "xml"], 2, "xml"),
        (["--list", "-f", "sparql-json"], 2, "no SPARQL terms"),
        (["industry-size", "--endpoint", "http://user:pw@127.0.0.1:9/"], 2, "must not hold a user"),
        (["industry-size", "--endpoint", "file:///etc/passwd"], 2, "not an http(s) address"),
        (["industry-size", "--endpoint", "http://127.0.0.1:9/query"], 6, "does not answer"),
        (["industry-size", "-o", "/dev/full/x.csv"], 3, ""),
    ],
    ids=lambda v: " ".join(v)[:30] if isinstance(v, list) else "",
)
def test_a_wrong_call_is_one_line_with_its_code(
    kg: RunKg, built_store: Path, arguments: list[str], code: int, words: str
) -> None:
    done = kg("query", *arguments, KG_STORE=str(built_store))
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert words in done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


def test_without_a_store_the_remedy_is_named(kg: RunKg, tmp_path: Path) -> None:
    done = kg("query", "industry-size", "--store", str(tmp_path / "none"))
    assert done.returncode == 3
    assert "kg build" in done.stderr
