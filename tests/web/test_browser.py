"""The pages in a real Chromium: from a folder and from a server, with scripts and without."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import Watched, axe_source, chromium
from pageserver import serving

from kg.knowledge import KnowledgeGraph
from kg.web import urls
from kg.web.folder import write_site
from kg.web.library import Library
from kg.web.pages import paths, search

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# Element boxes that end beyond the right edge, but for those inside what scrolls by itself.
BEYOND = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table, div.kin, pre, nav, textarea'))
  .map(e => e.tagName + '.' + (e.className.baseVal ?? e.className)).slice(0, 3)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def graph(ecosystem_store: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(ecosystem_store)


@pytest.fixture(scope="module")
def folder(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "out"
    write_site(graph, target)
    return target


@pytest.fixture(scope="module")
def server(graph: KnowledgeGraph) -> Iterator[str]:
    with serving(graph) as address:
        yield address


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Watched]:
    """A page of the folder at the width of a desk."""
    watched = Watched(browser, folder.as_uri(), viewport=DESK)
    yield watched
    watched.close()


@pytest.fixture
def served(browser: Browser, server: str) -> Iterator[Watched]:
    """A page of the server at the width of a desk."""
    watched = Watched(browser, server, viewport=DESK)
    yield watched
    watched.close()


def some(graph: KnowledgeGraph, count: int = 4) -> list[str]:
    """Pages of every kind, among them those that show most."""
    library = Library.of(graph)
    rich = [
        urls.entity("company/viettel-group"), urls.entity("metric/revenue"), urls.entity("country/vietnam"),
        urls.slot(library.disputes[0]["slot"]), urls.source("001_3c753eb78a909be4"),
        urls.claim(next(c.id for c in library.figures.values() if c.evidence.start is not None)),
        urls.claim(next(iter(library.relations))), urls.question("industry-size"), urls.question("ownership"),
    ]  # fmt: skip
    by_kind: dict[str, list[str]] = {}
    for page in paths(graph):
        by_kind.setdefault(page.partition("/")[0], []).append(page)
    spread = [held[n * len(held) // count] for held in by_kind.values() for n in range(min(count, len(held)))]
    return list(dict.fromkeys((*rich, *spread)))


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_a_folder_are_quiet_and_fit(
    browser: Browser, graph: KnowledgeGraph, folder: Path, width: dict[str, int]
) -> None:
    """From ``file://``: no error, no request to anywhere else, nothing wider than the screen."""
    watched = Watched(browser, folder.as_uri(), viewport=width)
    for page in some(graph):
        for language in urls.LANGUAGES:
            watched.page.goto((folder / urls.file(page, language)).as_uri())
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= width["width"], page
            assert watched.page.evaluate(BEYOND) == [], page
            assert watched.page.evaluate("document.fonts.check('16px Newsreader')"), page
    watched.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(browser: Browser, graph: KnowledgeGraph, server: str, scheme: Any) -> None:
    """axe-core finds nothing serious on any kind of page, in either scheme."""
    axe = axe_source()
    watched = Watched(browser, server, viewport=DESK, color_scheme=scheme)
    worst: dict[str, Any] = {}
    for page in some(graph, 2):
        watched.page.goto(server + urls.place(page, "vi" if scheme == "dark" else "en"))
        watched.page.evaluate(axe)
        found = watched.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        for violation in found["violations"]:
            if violation["impact"] in ("serious", "critical"):
                node = violation["nodes"][0]
                worst.setdefault(violation["id"], (page, node["html"][:200], node["failureSummary"][:300]))
    watched.close()
    assert not worst, worst


def test_suggestions_fold_tone_marks_and_lead_to_pages(opened: Watched, folder: Path) -> None:
    page = opened.page
    page.goto((folder / "slots.html").as_uri())
    page.fill("#q", "tap doan viettel")
    page.wait_for_selector("#suggested li")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    first = page.locator("#suggested li").first
    assert first.get_attribute("aria-selected") == "true"
    assert page.get_attribute("#q", "aria-activedescendant") == first.get_attribute("id")
    assert "Viettel Group" in first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/company/viettel-group.html")
    page.fill("#q", "zzzz")
    page.wait_for_selector("#suggested .nothing")
    page.keyboard.press("Escape")
    assert not page.is_visible("#suggested")


def test_the_search_page_of_a_folder_finds(opened: Watched, folder: Path) -> None:
    page = opened.page
    page.goto((folder / "vi" / "index.html").as_uri())
    page.fill("#q", "da nang")
    page.press("#q", "Enter")
    page.wait_for_selector(".results li")
    assert "/vi/search.html?q=da+nang" in page.url
    page.click(".results li a")
    page.wait_for_url("**/vi/**")


def test_the_script_ranks_as_the_server_does(opened: Watched, graph: KnowledgeGraph, folder: Path) -> None:
    for text in ("viettel", "doanh thu 2024", "DA NANG", "fpt", "Đà", "revenue", "bo khoa hoc", "x 3", "5g", "how big"):
        opened.page.goto((folder / "search.html").as_uri() + f"?q={text}")
        opened.page.wait_for_selector("[data-results] > *")
        shown = opened.page.locator(".results a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        expected = [f"{entry.page}.html" for entry in search.found(Library.of(graph), text, "en")]
        assert shown == expected, text


def test_lists_are_narrowed_by_typing(opened: Watched, folder: Path) -> None:
    page = opened.page
    page.goto((folder / "entities.html").as_uri())
    before = page.locator(".names li:visible").count()
    page.fill("#filter", "bo khoa hoc")
    after = page.locator(".names li:visible").count()
    assert 0 < after < before
    assert "Ministry of Science and Technology" in page.locator(".names li:visible").first.inner_text()
    page.fill("#filter", "")
    assert page.locator(".names li:visible").count() == before


def test_the_audit_board_of_a_folder_is_filtered(opened: Watched, graph: KnowledgeGraph, folder: Path) -> None:
    page = opened.page
    page.goto((folder / "audit.html").as_uri())
    library = Library.of(graph)
    assert page.locator(".findings > li:visible").count() == len(library.findings)
    page.select_option("select[name=verdict]", "inconsistent")
    wanted = [row for row in library.findings.values() if row["verdict"] == "inconsistent"]
    assert page.locator(".findings > li:visible").count() == len(wanted)
    page.click(".matrix a[data-rule=growth][data-verdict=inconsistent]")
    growth = [row for row in wanted if row["rule"] == "growth"]
    assert page.locator(".findings > li:visible").count() == len(growth)
    page.select_option("select[name=rule]", "conversion")
    page.select_option("select[name=verdict]", "met")
    assert page.is_visible("[data-empty]")


def test_a_claim_is_checked_against_a_text_in_the_browser(opened: Watched, graph: KnowledgeGraph, folder: Path, tmp_path: Path) -> None:
    """Words at their place, elsewhere and missing are told apart; the digest is that of Python."""
    library = Library.of(graph)
    held = [c for c in library.claims_of_source["001_3c753eb78a909be4"] if c.evidence.start is not None]
    length = max(c.evidence.end or 0 for c in held) + 20
    # No article is at hand: blanks, with the words of the claims where they should stand, after a sign of two
    # UTF-16 units, so that places in code points and in units differ.
    letters = ["😀", *" " * (length - 1)]
    for claim in held:
        assert claim.evidence.start is not None
        letters[claim.evidence.start : claim.evidence.end] = list(claim.evidence.exact)
    text = "".join(letters)
    digest = hashlib.sha256(text.encode()).hexdigest()
    file = tmp_path / "article.txt"
    file.write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8")
    page = opened.page
    page.goto((folder / "source" / "001_3c753eb78a909be4.html").as_uri())
    page.set_input_files("#article-file", file)
    page.wait_for_selector(".reading mark")
    assert page.is_visible(".result .differs")
    assert page.inner_text("[data-told]") == f"{len(held)} at their place"
    page.evaluate("sum => { document.querySelector('[data-checker]').dataset.sha256 = sum }", digest)
    page.fill("#article-text", text)
    assert page.is_visible(".result .same")
    first = min(held, key=lambda c: c.evidence.start or 0)
    page.fill("#article-text", f"x {first.evidence.exact}")
    assert "1 found elsewhere" in page.inner_text("[data-told]") or "elsewhere" in page.inner_text("[data-told]")
    assert "not found" in page.inner_text("[data-told]")
    assert page.inner_text(".reading mark") == first.evidence.exact
    page.fill("#article-text", "<img src=x onerror=alert(1)>")
    assert page.locator(".reading img").count() == 0


def test_statements_are_copied(browser: Browser, server: str, graph: KnowledgeGraph) -> None:
    watched = Watched(browser, server, viewport=DESK, permissions=["clipboard-read", "clipboard-write"])
    library = Library.of(graph)
    row = library.disputes[0]
    watched.page.goto(server + urls.slot(row["slot"]))
    watched.page.click("[data-copy=statement]")
    watched.page.wait_for_selector("[data-copy=statement]:text('Copied')")
    assert watched.page.evaluate("navigator.clipboard.readText()") == row["statement"]
    watched.close()


def test_the_language_is_switched_on_the_same_page(served: Watched, server: str) -> None:
    served.page.goto(server + "entity/company/fpt-corporation")
    served.page.click(".language")
    served.page.wait_for_url("**/vi/entity/company/fpt-corporation")
    assert served.page.get_attribute("html", "lang") == "vi"
    assert served.page.inner_text("h1") == "Tập đoàn FPT"
    served.page.click(".language")
    served.page.wait_for_url(server + "entity/company/fpt-corporation")


def test_without_scripts_all_can_be_reached(browser: Browser, server: str) -> None:
    """Search, filter, questions and queries are plain forms."""
    watched = Watched(browser, server, viewport=DESK, java_script_enabled=False)
    page = watched.page
    page.goto(server)
    page.fill("#q", "cong nghe so")
    page.press("#q", "Enter")
    assert page.locator(".results li").count() > 3
    page.goto(server + "audit")
    page.select_option("select[name=verdict]", "not_met")
    page.click("[data-board] button")
    assert page.locator(".findings > li").count() == page.locator("[data-verdict=not_met]:not(a)").count() > 0
    page.goto(server + "questions/industry-size")
    page.fill("input[name=year]", "2024")
    page.click("section button[type=submit]")
    assert "year=2024" in page.url
    assert page.locator("table.list tbody tr").count() > 3
    page.goto(server + "editor?example=laws")
    page.click(".editor button")
    assert page.locator("table.list tbody tr").count() > 0
    assert not page.is_visible("#rich")
    watched.close()


def test_downloads(served: Watched, server: str) -> None:
    served.page.goto(server + "questions/laws")
    with served.page.expect_download() as started:
        served.page.click("a:text('CSV')")
    content = Path(started.value.path()).read_text(encoding="utf-8")
    assert content.startswith("law,")
    answer = served.page.request.get(server + "questions/laws.json")
    assert json.loads(answer.body())["question"] == "laws"


def test_yasgui_asks_this_server_alone(served: Watched, server: str) -> None:
    served.page.goto(server + "editor")
    served.page.click("#rich")
    served.page.wait_for_selector(".yasqe_queryButton")
    served.page.click(".yasqe_queryButton")
    served.page.wait_for_selector(".yasr .dataTable tbody tr")
    assert served.page.locator(".yasr .dataTable tbody tr").count() == 20
    assert served.page.input_value(".autocompleteWrapper input") == f"{server}sparql"


def test_a_keyboard_reaches_the_content(opened: Watched, folder: Path) -> None:
    page = opened.page
    page.goto((folder / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_pages_can_be_printed(opened: Watched, graph: KnowledgeGraph, folder: Path) -> None:
    page = opened.page
    page.emulate_media(media="print")
    page.goto((folder / urls.file(urls.slot(Library.of(graph).disputes[0]["slot"]))).as_uri())
    assert not page.is_visible("nav")
    assert not page.is_visible(".search")
    assert page.is_visible("table.claims")
    assert len(page.pdf()) > 10_000
