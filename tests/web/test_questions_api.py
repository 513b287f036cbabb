"""The saved questions over HTTP: the same answers as `kg query`, a description that holds, hostile values."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from conftest import RunKg
from http_client import send
from servers import KgServer

from kg import query
from kg.params import ParamType


def asked(server: KgServer, name: str, accept: str = "*/*", **params: str) -> Any:
    answer = send(server, f"/api/questions/{name}?{urlencode(params)}", Accept=accept)
    assert answer.status == 200, answer.text
    return answer


@pytest.mark.parametrize("question", query.load_all(), ids=lambda q: q.name)
def test_each_question_gives_what_the_graph_gives(served: KgServer, built_store: Any, question: Any) -> None:
    from kg import KnowledgeGraph

    given = {
        p.name: "company/fpt-corporation"
        for p in question.params
        if p.required and p.type is ParamType.ENTITY
    }
    if len(given) != sum(p.required for p in question.params):
        pytest.skip("needs a value of its own")
    wanted = KnowledgeGraph.open(built_store).ask(question.name, **given)
    content = asked(served, question.name, **given).json()
    assert content["columns"] == list(wanted.columns)
    assert content["rows"] == json.loads(json.dumps(wanted.rows, default=str))
    assert content["answer"] == (wanted.sentence() if question.answer else None)
    assert content["build"] == KnowledgeGraph.open(built_store).generation.name


def test_a_csv_is_that_of_the_command(served: KgServer, built_store: Any, kg: RunKg) -> None:
    done = kg("query", "industry-size", "-p", "year", "2024", "-f", "csv", "--store", str(built_store))
    wanted = list(csv.reader(io.StringIO(done.stdout)))
    answer = asked(served, "industry-size", "text/csv", year="2024")
    assert list(csv.reader(io.StringIO(answer.text))) == wanted
    assert len(wanted) > 2


def test_the_same_in_vietnamese(served: KgServer) -> None:
    english, vietnamese = (asked(served, "industry-size", lang=lang).json() for lang in ("en", "vi"))
    assert english["answer"] != vietnamese["answer"]
    assert "nguồn" in vietnamese["answer"]
    assert [row["value"] for row in english["rows"]] == [row["value"] for row in vietnamese["rows"]]


def test_sparql_results_hold_whole_iris(served: KgServer) -> None:
    answer = asked(served, "industry-size", "application/sparql-results+json")
    assert answer.column("subject")[0].startswith("https://w3id.org/")


HOSTILE = [
    ("company", 'FPT" } UNION { ?s ?p ?o } } #'),
    ("company", "company/fpt-corporation> ?p ?o . #"),
    ("company", "https://w3id.org/vietnam-tech-kg/id/company/fpt-corporation>"),
    ("company", "\u202efpt"),
    ("company", "x" * 2_000),
    ("company", ""),
    ("year", "NaN"),
    ("year", "2024; DROP ALL"),
    ("year", "-1"),
    ("year", "99999999999999999999"),
    ("lang", "fr"),
    ("nosuch", "1"),
]


@pytest.mark.parametrize(("name", "value"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_value_that_does_not_fit_is_refused_in_one_line(served: KgServer, name: str, value: str) -> None:
    answer = send(served, f"/api/questions/overseas-revenue?{urlencode({name: value})}")
    assert answer.status == 400, answer.text
    told = answer.json()
    assert told["detail"]
    assert "\n" not in told["detail"]
    assert "Traceback" not in answer.text


def test_a_value_of_a_megabyte_does_not_fit_the_line(served: KgServer) -> None:
    answer = send(served, "/api/questions/overseas-revenue?company=" + "x" * 40_000)
    assert answer.status == 414


def test_a_parameter_twice_is_refused(served: KgServer) -> None:
    answer = send(served, "/api/questions/overseas-revenue?year=2023&year=2024")
    assert answer.status == 400
    assert "twice" in answer.text


def test_an_unknown_question_is_told_what_there_is(served: KgServer) -> None:
    answer = send(served, "/api/questions/industry-sise")
    assert answer.status == 404
    assert "industry-size" in answer.json()["remedy"]
    assert send(served, "/api/questions/" + quote("../secrets", safe="")).status == 400


def test_the_list_has_every_question_with_what_it_takes(served: KgServer) -> None:
    listed = {q["name"]: q for q in send(served, "/api/questions").json()["questions"]}
    assert set(listed) == set(query.names())
    assert listed["industry-size"]["parameters"]["subject"]["kinds"] == ["aggregate"]
    target = listed["industry-size"]["url"].removeprefix(served.url)
    assert send(served, f"/{target}").status == 200


def test_the_description_is_openapi_and_true(served: KgServer) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    document = send(served, "/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()
    assert document["servers"] == [{"url": served.url.rstrip("/")}]
    for question in query.load_all():
        described = document["paths"][f"/api/questions/{question.name}"]["get"]
        assert {p["name"] for p in described["parameters"]} >= {p.name for p in question.params}
    for path, item in document["paths"].items():
        if "{" not in path and "get" in item and path != "/graph-store" and not _needs(item):
            assert send(served, path).status in (200, 303), path


def _needs(item: dict[str, Any]) -> bool:
    return any(p.get("required") for p in item["get"].get("parameters", ()))


def test_an_answer_is_as_the_description_says(served: KgServer) -> None:
    from jsonschema import Draft202012Validator

    document = send(served, "/openapi.json").json()
    for name in ("industry-size", "disputed", "entity-counts"):
        answers = document["paths"][f"/api/questions/{name}"]["get"]["responses"]["200"]["content"]
        schema = answers["application/json"]["schema"]
        Draft202012Validator(schema).validate(asked(served, name).json())
    refused = document["components"]["schemas"]["Problem"]
    Draft202012Validator(refused).validate(send(served, "/api/questions/none").json())


def test_the_questions_as_turtle_can_be_run_as_they_stand(served: KgServer) -> None:
    answer = send(served, "/questions.ttl")
    assert answer.type == "text/turtle"
    sh, found = "http://www.w3.org/ns/shacl#", {}
    for quad in ox.parse(answer.body, format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == sh + "select":
            found[quad.subject.value.rpartition("/")[2]] = quad.object.value  # type: ignore[union-attr]
    assert set(found) == set(query.names())
    for name, text in found.items():
        rows = send(served, f"/sparql?{urlencode({'query': text})}")
        assert rows.status == 200, (name, rows.text)
        if not any(param.required for param in query.load(name).params):
            wanted = asked(served, name).json()
            assert rows.json()["head"]["vars"] == wanted["columns"]
            assert len(rows.json()["results"]["bindings"]) == len(wanted["rows"]), name
    assert (
        send(served, "/query/industry-size", Accept="text/html").headers["location"]
        == "../questions/industry-size"
    )
