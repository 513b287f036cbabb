"""The explorer's pages from a server: links lead somewhere, what a page asks is limited as a query is."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from http_client import send
from servers import KgServer

from kg.web import assets

START = ("/", "/vi/", "/entity/company/fpt-corporation", "/vi/slots", "/questions/industry-size",
         "/nowhere/at/all",
         "/id/verdict/hard_conflict.html", "/ont.html", "/editor")  # fmt: skip
LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


def links(page: str, text: str) -> set[str]:
    """The addresses on this server that a page names, without fragments."""
    found = {urljoin(page, unescape(link)) for link in LINK.findall(text)}
    return {
        link.partition("#")[0] for link in found if not urlsplit(link).netloc and urlsplit(link).scheme == ""
    }


@pytest.mark.parametrize("page", START)
def test_each_link_of_a_page_leads_somewhere(served: KgServer, page: str) -> None:
    first = send(served, page, Accept="text/html")
    assert first.type == "text/html"
    assert first.status == (404 if page == "/nowhere/at/all" else 200)
    broken = []
    for link in sorted(links(page, first.text))[:80]:
        answer = send(served, link, Accept="text/html, */*;q=0.5")
        if answer.status >= 400 and not link.endswith("/nowhere/at/all"):
            broken.append((link, answer.status))
    assert broken == []


def test_a_page_has_twins_for_programs(served: KgServer) -> None:
    place = "/entity/company/fpt-corporation"
    assert send(served, f"{place}.json").type == "application/json"
    turtle = send(served, f"{place}.ttl")
    assert turtle.type == "text/turtle"
    assert turtle.body == send(served, "/id/company/fpt-corporation.ttl").body
    assert send(served, "/questions/industry-size.csv?year=2024").type == "text/csv"


def test_a_page_speaks_the_language_of_its_address(served: KgServer) -> None:
    assert '<html lang="vi"' in send(served, "/vi/entity/company/fpt-corporation", Accept="text/html").text
    assert '<html lang="en"' in send(served, "/entity/company/fpt-corporation", Accept_Language="vi").text


def test_who_asks_for_no_page_gets_a_problem(served: KgServer) -> None:
    answer = send(served, "/nowhere", Accept="application/json")
    assert answer.status == 404
    assert answer.type == "application/problem+json"


@pytest.mark.parametrize("name", sorted(assets.names()))
def test_static_files_are_served_with_their_types(served: KgServer, name: str) -> None:
    answer = send(served, f"/static/{quote(name)}")
    assert answer.status == 200
    wanted = assets.asset(name)
    assert wanted is not None
    assert (answer.headers["content-type"], answer.body) == wanted
    assert send(served, f"/static/{quote(name)}", If_None_Match=answer.headers["etag"]).status == 304


def test_no_other_file_is_served(served: KgServer) -> None:
    for name in ("app.py", "../app.py", "%2e%2e/app.py", "/etc/passwd", ""):
        assert send(served, f"/static/{name}").status in (400, 404)


def test_the_editor_runs_a_query_without_scripts(served: KgServer) -> None:
    shown = send(served, f"/editor?{urlencode({'query': 'SELECT (41 + 1 AS ?answer) {}'})}")
    assert shown.status == 200
    assert "<bdi>42</bdi>" in shown.text
    refused = send(served, f"/editor?{urlencode({'query': 'SELECT * { SERVICE <http://127.0.0.1/> {} }'})}")
    assert refused.status == 400
    assert "SERVICE" in refused.text


def test_what_the_editor_runs_is_stopped_in_time(served: KgServer) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert send(served, f"/editor?{urlencode({'query': endless})}", Accept="text/html").status == 503
    many = send(served, f"/editor?{urlencode({'query': 'SELECT * { ?s ?p ?o }'})}", Accept="text/html")
    assert many.status == 400
    assert "10,000" in many.text


def test_a_hostile_parameter_is_shown_as_text(served: KgServer) -> None:
    for target in (
        "/questions/industry-size?year=%3Cscript%3Ealert(1)%3C/script%3E",
        "/search?q=%3Cscript%3E%22",
    ):
        answer = send(served, target)
        assert "<script>alert" not in answer.text
        assert "<script>&quot;" not in answer.text
        assert '<script>"' not in answer.text


def test_a_browser_at_the_endpoint_is_led_to_the_editor(served: KgServer) -> None:
    answer = send(served, "/sparql", Accept="text/html,*/*;q=0.8")
    assert answer.status == 303
    assert urljoin("/sparql", answer.headers["location"]) == "/editor"
