"""Every page of the whole graph in both languages: made without error, well-formed, safe, true to data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest
from asking import asking
from hostile import hostile

from kg.audited import CLASH_RULES, RULES
from kg.entity import KINDS
from kg.knowledge import KnowledgeGraph
from kg.lists import (
    Agreement,
    CauseKind,
    CauseStatus,
    ClaimKind,
    EvidenceLevel,
    Hedge,
    Severity,
    Status,
    Verdict,
)
from kg.web import compiling, urls, words, writing
from kg.web.bytecode import Kept
from kg.web.here import Here
from kg.web.library import Library
from kg.web.pages import not_found, paths, render, view
from kg.web.shown import outward, visible
from kg.web.site import FOLDER, Site

SERVER = Site()
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "line", "rect"}
# Whatever runs or draws by itself, and would be refused by a strict content security policy.
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


@pytest.fixture(scope="module")
def graph(ecosystem_store: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(ecosystem_store)


@pytest.fixture(scope="module")
def library(graph: KnowledgeGraph) -> Library:
    return Library.of(graph)


class Elements(HTMLParser):
    """The elements of a page with their attributes; fails on one that is closed in the wrong order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(text)
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def html(library: Library, page: str, language: str, site: Site = FOLDER) -> str:
    here = Here(library, site, language, page)
    made = view(here, {})
    assert made is not None, page
    return writing.html(made, here).body.decode()


def sampled(graph: KnowledgeGraph) -> Iterator[str]:
    """Pages of every kind: all that there is one of, and a part of the others."""
    seen: dict[str, int] = {}
    for page in paths(graph):
        kind = page.partition("/")[0]
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] % 23 == 1 or "/" not in page:
            yield page


@pytest.mark.parametrize("language", urls.LANGUAGES)
def test_every_page_is_made(graph: KnowledgeGraph, library: Library, language: str) -> None:
    plain = [page for page in paths(graph) if not page.startswith("questions/")]
    assert len(plain) == len(set(plain))
    assert len(plain) > 2500
    for page in plain:
        text = html(library, page, language)
        assert text.startswith(f'<!doctype html>\n<html lang="{language}"'), page
        assert text.count("<h1") == 1, page
        assert "{{" not in text, page
        assert "&lt;code" not in text, page
        assert not INLINE.search(text), f"{page}: {INLINE.search(text)}"


@pytest.mark.parametrize("site", [FOLDER, SERVER], ids=["folder", "server"])
def test_pages_are_well_formed_and_have_their_landmarks(
    graph: KnowledgeGraph, library: Library, site: Site
) -> None:
    for page in sampled(graph):
        if page.startswith("questions/"):
            continue
        for language in urls.LANGUAGES:
            elements = Elements(html(library, page, language, site))
            tags = [tag for tag, _ in elements.found]
            assert [tags.count(tag) for tag in ("main", "footer", "h1")] == [1, 1, 1], page
            ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
            assert len(ids) == len(set(ids)), f"{page}: an id twice"
            labels = {
                attributes["for"]
                for tag, attributes in elements.found
                if tag == "label" and "for" in attributes
            }
            assert labels <= set(ids), page
            named = {part for _, a in elements.found for part in a.get("aria-labelledby", "").split()}
            assert named <= set(ids), page
            assert tags.count("table") == tags.count("caption"), f"{page}: a table without a caption"
            for tag, attributes in elements.found:
                if attributes.get("role") in ("img", "group"):
                    assert attributes.get("aria-label"), f"{page}: a picture without words"
                if tag == "a" and attributes.get("href", "").startswith("http"):
                    assert "noopener" in attributes.get("rel", ""), page


def test_saved_questions_are_answered(graph: KnowledgeGraph, library: Library) -> None:
    """On their pages stand the sentence, the rows and the query that `kg query` gives."""
    for page in paths(graph):
        if not page.startswith("questions/"):
            continue
        name = page.partition("/")[2]
        made = view(Here(library, SERVER, "vi", page), {})
        assert made is not None
        text = writing.html(made, Here(library, SERVER, "vi", page)).body.decode()
        Elements(text)
        assert not INLINE.search(text), page
        data = made.data()
        if "rows" in data:
            answer = graph.ask(name, "vi")
            assert len(data["rows"]) == len(answer), page
            assert data["sparql"] == answer.query, page
            if data["answer"] is not None:
                assert data["answer"] == answer.sentence("vi"), page
            table = writing.as_csv(made)
            assert table is not None
            assert table.body.decode().split("\n")[0] == ",".join(answer.columns)


def test_a_question_is_asked_with_its_parameters(graph: KnowledgeGraph) -> None:
    every = render(graph, "questions/industry-size.json", {}, "en")
    some = render(graph, "questions/industry-size.json", {"year": "2024", "subject": ""}, "en")
    assert every is not None
    assert some is not None
    rows = json.loads(some.body)["rows"]
    assert 0 < len(rows) < len(json.loads(every.body)["rows"])
    assert {row["year"] for row in rows} == {"2024"}


def test_a_wrong_parameter_is_told_on_the_page(graph: KnowledgeGraph) -> None:
    page = render(graph, "questions/industry-size", {"year": '20"><script>'}, "en")
    assert page is not None
    assert page.status == 400
    text = page.body.decode()
    assert 'role="alert"' in text
    assert "<script>" not in text


def test_a_slot_shows_all_its_claims_and_its_twin_says_the_same(
    graph: KnowledgeGraph, library: Library
) -> None:
    for slot, row in list(library.slots.items())[::40]:
        text = html(library, urls.slot(slot), "en", SERVER)
        twin = render(graph, urls.slot(slot) + ".json", {}, "en")
        assert twin is not None
        data = json.loads(twin.body)
        assert sorted(c["claim"] for c in data["claims"]) == sorted(row["claims"])
        for claim in row["claims"]:
            assert f'href="../{urls.claim(claim)}"' in text
        assert data["slot"]["statement"] == row["statement"]


def test_disputed_slots_lead_to_their_causes(library: Library) -> None:
    """What is ruled out and what is left stands apart, and no cause is lost."""
    told = 0
    for row in library.disputes:
        made = view(Here(library, SERVER, "en", urls.slot(row["slot"])), {})
        assert made is not None
        for item, conflict in (
            (item, library.findings[item["line"].href.rpartition("/")[2]]) for item in made.fields["compared"]
        ):
            assert len(item["left"]) + len(item["out"]) == len(conflict["causes"])
            assert all(cause["id"] == "ruled_out" for cause in item["out"])
            told += len(conflict["causes"])
    assert told > 50


def test_claim_pages_hold_the_words_only(library: Library) -> None:
    anchored = [c for c in library.figures.values() if c.evidence.start is not None]
    assert anchored
    for claim in anchored[::9]:
        text = html(library, urls.claim(claim.id), "en")
        assert f"<mark>{writing.templates('en').shown(claim.evidence.exact)}</mark>" in text
        assert f"characters {claim.evidence.start}–{claim.evidence.end}" in text
        assert "data-checker" in text
    cited = next(c for c in library.figures.values() if c.evidence.start is None)
    assert "data-checker" not in html(library, urls.claim(cited.id), "en")


def test_the_language_of_a_page_is_that_of_its_words(library: Library) -> None:
    slot = next(slot for slot in library.slots if library.question(slot).period == "undated")
    assert "What the sources say" in html(library, urls.slot(slot), "en")
    text = html(library, urls.slot(slot), "vi")
    assert "Các nguồn nói gì" in text
    assert f'href="../../slot/{slot}.html"' in text
    assert re.search(r"<title>[^<]*, không nêu thời điểm · ", text)


def test_pages_that_are_not_there(graph: KnowledgeGraph) -> None:
    for path in ("slot/none", "claim/", "entity/company", "entity/company/none", "x", "slot/a/b",
    "questions/none", "entity/../etc/passwd", "finding/%00", "slot/" + "a" * 5000):  # fmt: skip
        assert render(graph, path, {}, "en") is None, path
    page = not_found(graph, "vi")
    assert page.status == 404
    Elements(page.body.decode())


def test_the_audit_board_is_filtered(graph: KnowledgeGraph, library: Library) -> None:
    page = render(graph, "audit.json", {"verdict": "inconsistent", "rule": ""}, "en")
    assert page is not None
    found = json.loads(page.body)["findings"]
    assert {row["id"] for row in found} == {
        r["id"] for r in library.findings.values() if r["verdict"] == "inconsistent"
    }
    nothing = render(graph, "audit", {"rule": "<b>"}, "en")
    assert nothing is not None
    assert "Nothing fits this filter" in nothing.body.decode()
    assert "<b>" not in nothing.body.decode()


def test_own_queries_are_run_where_a_site_can(graph: KnowledgeGraph) -> None:
    site = asking(graph)
    company = "<https://w3id.org/vietnam-tech-kg/ont#Company>"
    ask = f"SELECT ?s WHERE {{ GRAPH ?g {{ ?s a {company} }} }} ORDER BY ?s LIMIT 3"
    page = render(graph, "editor", {"query": ask}, "en", site)
    assert page is not None
    assert page.status == 200
    assert page.body.decode().count("<tr>") == 4
    refused = render(
        graph, "editor", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, "en", site
    )
    assert refused is not None
    assert refused.status == 400
    assert 'role="alert"' in refused.body.decode()
    only_shown = render(graph, "editor", {"query": ask}, "en", SERVER)
    assert only_shown is not None
    assert "<table" not in only_shown.body.decode()


# Hostile names (T15)


def test_hostile_names_stay_text(graph: KnowledgeGraph, library: Library) -> None:
    bad = hostile(library)
    kinds: dict[str, int] = {}
    for page in paths(graph):
        kind = page.partition("/")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
        # Questions ask the graph, whose names are not hostile.
        if page.startswith("questions") or (kinds[kind] > 12 and "/" in page):
            continue
        for language in urls.LANGUAGES:
            text = html(bad, page, language)
            assert len(text) < 2_000_000, page
            elements = Elements(text)
            for tag, attributes in elements.found:
                assert tag not in ("img", "iframe", "object", "base", "style"), page
                assert tag != "script" or attributes["src"].endswith(".js"), page
                assert not [name for name in attributes if name.startswith("on") or name == "style"], page
                address = attributes.get("href", "")
                assert not re.match(r"(javascript|data|vbscript):|//", address), f"{page}: {address}"
            assert "\u202e" not in text, page
            assert "\x1b" not in text, page
            assert "49" not in re.findall(r"<title>(.*?)</title>", text)[0], page


def test_what_cannot_be_seen_is_shown() -> None:
    assert visible("a\u202eb\x1b\u200bc") == "aU+202EbU+001BU+200Bc"
    assert visible("Đà Nẵng\nhai dòng") == "Đà Nẵng\nhai dòng"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//host/x", "https:///x", "ftp://x.test/", "https://x.test/\u202ex",
     "x", "",
     None, "http://[::1"],
)  # fmt: skip
def test_only_web_addresses_are_links(address: str | None) -> None:
    assert outward(address) is None


def test_web_addresses_are_links() -> None:
    assert outward("https://vietnamnet.vn/a?b=1") == "https://vietnamnet.vn/a?b=1"


# Words


def test_all_that_is_said_of_findings_has_words() -> None:
    for table, ids in (
        (words.VERDICTS, [*Verdict, *Agreement]), (words.VERDICTS_LONG, [*Verdict, *Agreement]),
        (words.RULES, [*RULES, *CLASH_RULES, "comparison"]), (words.CAUSES, [*CauseKind]),
        (words.CAUSE_STATUS, [*CauseStatus]), (words.STATUSES, [*Status]), (words.HEDGES, [*Hedge]),
        (words.SEVERITIES, [*Severity]), (words.LEVELS, [*EvidenceLevel]), (words.CLAIM_KINDS, [*ClaimKind]),
        (words.ENTITY_KINDS, [*KINDS]),
    ):  # fmt: skip
        assert {str(key) for key in ids} <= set(table)


def test_every_word_is_used_and_in_both_languages() -> None:
    folder = Path(writing.__file__).parent
    sources = "".join(
        p.read_text(encoding="utf-8")
        for p in (*folder.rglob("*.py"), *folder.rglob("*.html"))
        if p.name != "words.py"
    )
    for name, (en, vi) in words.TEXTS.items():
        assert re.search(rf"\bt\.{name}\b|\"{name}\"", sources), f"{name} is not used"
        assert all((en, vi)), name
        assert re.findall(r"\{\w+\}", en) == re.findall(r"\{\w+\}", vi), name


# Templates


def test_compiled_templates_are_kept_while_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kept template is used again; one of other words, or a broken one, is compiled anew."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)

    def compiled(source: str, kind: str = "en") -> str:
        environment = jinja2.Environment(
            loader=jinja2.DictLoader({"a.html": source}), bytecode_cache=Kept(kind, tmp_path), autoescape=True
        )
        return environment.get_template("a.html").render()

    assert compiled("one") == "one"
    (held,) = tmp_path.iterdir()
    first = held.stat().st_mtime_ns, held.stat().st_ino
    assert compiled("one") == "one"
    assert (held.stat().st_mtime_ns, held.stat().st_ino) == first
    assert compiled("two") == "two"
    assert held.stat().st_ino != first[1]
    for damage in (b"", held.read_bytes()[:-20], b"x" * 500):
        held.write_bytes(damage)
        assert compiled("two") == "two"
    assert compiled("three", "vi") == "three"
    assert len(list(tmp_path.iterdir())) == 2


def test_templates_compile_to_what_jinja_itself_makes(graph: KnowledgeGraph, library: Library) -> None:
    """The plain code generator changes nothing that is shown."""

    class Usual(compiling.Templates):
        code_generator_class = jinja2.Environment.code_generator_class

        def __init__(self, language: str) -> None:
            super().__init__(language)
            self.finalize = lambda value: visible(value) if type(value) is str else value

    usual = Usual("en")
    for page in sampled(graph):
        if page.startswith("questions/"):
            continue
        here = Here(library, SERVER, "en", page)
        made = view(here, {})
        assert made is not None
        assert writing.html(made, here).body == writing.html(made, here, usual).body, page
