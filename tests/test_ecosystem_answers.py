"""The forty questions on the whole graph: golden answers, the same everywhere, a source for every row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pace
import pytest
import rdflib
import servers
from answers import CASES, GOLDEN, ROOT, answer_text
from conftest import RunKg
from readme import BY_COMMAND

from kg import query
from kg.answer import Answer
from kg.cli.main import COMMANDS
from kg.engine import Embedded, Engine, Rdf
from kg.remote import Remote
from kg.store import current

NAMES = query.names()
CASE_LIST = [(name, number) for name in sorted(CASES) for number in range(len(CASES[name]))]
# Their aggregates take rdflib a minute and more on this many triples; test_engines compares them on fewer.
TOO_MUCH_FOR_RDFLIB = {"entity-counts", "entity-dump", "shared-entities"}
SECONDS = 0.3
# What people give most, alone and together: a plan that is quick with one may be slow with another.
USUAL = [
    {"year": "2024"}, {"from": "2022"}, {"metric": "metric/revenue"},
    {"subject": "aggregate/vietnam-ict-industry"},
    {"subject": "company/fpt-corporation", "metric": "metric/revenue", "year": "2024"},
    {"company": "company/viettel-group"}, {"article": "article/001_3c753eb78a909be4"},
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(ecosystem_store: Path) -> Embedded:
    return Embedded(current(ecosystem_store).open())


@pytest.fixture(scope="module")
def bare(engine: Embedded) -> dict[str, Answer]:
    """Each question without parameters."""
    return {name: query.load(name).ask(engine) for name in NAMES}


# The golden answers.


def test_every_question_has_golden_cases() -> None:
    assert set(CASES) == set(NAMES)
    assert {path.stem for path in GOLDEN.glob("*")} == set(CASES)


@pytest.mark.parametrize(("name", "number"), CASE_LIST)
def test_the_answer_is_the_golden_one(name: str, number: int, engine: Embedded) -> None:
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").split("\n\n")[number].rstrip("\n")
    # Changed for a good reason? `python tests/answers.py --write`, and read the difference.
    assert answer_text(name, CASES[name][number], engine).rstrip("\n") == golden


@pytest.fixture(scope="module", name="rdflib")
def rdflib_engine(ecosystem_store: Path) -> Rdf:
    data = current(ecosystem_store).dataset.read_bytes()
    return Rdf(rdflib.Dataset().parse(data=data, format="nquads"))


@pytest.fixture(scope="module")
def oxigraph(ecosystem_store: Path, kg: RunKg, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    if servers.find_oxigraph() is None:
        pytest.skip("no `oxigraph` server binary (pip install oxigraph)")
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        servers.load(kg, ecosystem_store, server)
        yield Remote(server.query_url, credentials=None)


@pytest.fixture(scope="module")
def virtuoso(ecosystem_store: Path, kg: RunKg, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    if servers.find_virtuoso() is None:
        pytest.skip("no `virtuoso-t` with its SQL client (apt-get install virtuoso-opensource-7-bin)")
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        servers.load(kg, ecosystem_store, server)
        yield Remote(server.query_url, credentials=None)


@pytest.mark.parametrize("engine_name", ["rdflib", "oxigraph", "virtuoso"])
@pytest.mark.parametrize("name", sorted(CASES))
def test_the_rows_are_the_same_everywhere(
    engine_name: str, name: str, engine: Embedded, request: pytest.FixtureRequest
) -> None:
    if engine_name == "rdflib" and name in TOO_MUCH_FOR_RDFLIB:
        pytest.skip("compared on the founding articles")
    other: Engine = request.getfixturevalue(engine_name)
    for params in CASES[name]:
        here = query.load(name).ask(engine, params)
        there = query.load(name).ask(other, params)
        assert there.rows == here.rows
        assert there.sentence() == here.sentence()


# What holds of all of them.


def test_forty_of_forty_questions_answer(bare: dict[str, Answer]) -> None:
    answered = {number for name in NAMES for number in query.load(name).questions if len(bare[name])}
    assert answered | set(BY_COMMAND) == set(range(1, 41))
    assert not answered & set(BY_COMMAND)
    for number, (command, _) in BY_COMMAND.items():
        assert command.split()[0] in COMMANDS
        assert f"| `kg {command}` | {number} | " in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_row_cites(name: str, bare: dict[str, Answer], ecosystem_store: Path) -> None:
    known = {line.split('"article": "')[1].split('"')[0] for line in articles(ecosystem_store)}
    rows = bare[name].rows
    assert rows
    assert {row["article"] for row in rows} <= known


def articles(store: Path) -> list[str]:
    return current(store).table("articles").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_every_question_answers_within_its_time(name: str, engine: Embedded) -> None:
    question = query.load(name)
    names = {param.name for param in question.params}
    for params in ({}, *CASES[name], *(usual for usual in USUAL if set(usual) <= names)):
        assert pace.seconds(partial(question.ask, engine, params), below=SECONDS) < SECONDS, params


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_has_a_sentence_in_both_languages(name: str, bare: dict[str, Answer]) -> None:
    english, vietnamese = bare[name].sentence("en"), bare[name].sentence("vi")
    assert english != vietnamese
    assert re.search(r"[À-ỹ]", vietnamese)
    for said in (english, vietnamese):
        assert not re.search(r"[{}\[\]]|  | \.|: ;", said), said
        assert said[0] == said[0].upper()


def test_nothing_found_has_a_sentence_of_its_own(engine: Embedded) -> None:
    for name in NAMES:
        question = query.load(name)
        if any(param.name == "year" for param in question.params) and name != "weak-slots":
            answer = question.ask(engine, {"year": "1901"})
            assert len(answer) == 0
            assert "(1901)" in answer.sentence("en")
            assert "(1901)" in answer.sentence("vi")
            assert not re.search(r"[0-9]", answer.sentence("en").replace("(1901)", ""))


def test_a_disputed_figure_is_never_told_without_its_dispute(engine: Embedded) -> None:
    slots = {row["slot"]: row for row in query.load("disputed").ask(engine)}
    assert len(slots) > 20
    question = query.load("figure-status")
    for row in list(slots.values())[:25]:
        given = {name: str(row[name]) for name in ("subject", "metric")}
        given["metric"] = f"metric/{given['metric']}"
        if len(year := str(row["year"])) == 4:
            given["year"] = year
        answer = question.ask(engine, given)
        found = [r for r in answer if r["slot"] == row["slot"]]
        assert len({(r["value"], r["value_max"], r["unit"]) for r in found}) > 1
        assert re.search(r"disputed|isagree", answer.sentence())
        assert "không thống nhất" in answer.sentence("vi")


def test_questions_speak_of_what_there_is() -> None:
    predicates = set(
        re.findall(r"(?m)^predicate:([a-z_]+) a ", (ROOT / "ontology/relations.ttl").read_text())
    )
    metrics = set(re.findall(r"(?m)^  ([a-z0-9_]+):", (ROOT / "seeds/entities/metrics.yaml").read_text()))
    for name in NAMES:
        text = query.load(name).text
        assert set(re.findall(r"/id/predicate/([a-z_]+)>", text)) <= predicates, name
        assert set(re.findall(r"/id/metric/([a-z0-9_]+)>", text)) <= metrics, name
