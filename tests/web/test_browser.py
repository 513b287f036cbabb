"""The pages in a real Chromium: from a folder and from `kg serve`, with scripts and without.

`sweep.py` looks at every page of a graph in the way that the first test looks at some.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import servers
from browser import Watched, axe_source, chromium
from hostile import hostile
from looking import DESK, PHONE, barriers, layout, sample

from kg.knowledge import KnowledgeGraph
from kg.web import assets, urls, writing
from kg.web.folder import write_site
from kg.web.here import Here
from kg.web.library import Library
from kg.web.pages import search, view
from kg.web.site import FOLDER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize


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
def server(ecosystem_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.kg_server(
        ecosystem_store, tmp_path_factory.mktemp("served"), "--per-address", "0"
    ) as started:
        yield started.url


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


@pytest.mark.parametrize("language", urls.LANGUAGES)
@pytest.mark.parametrize(("origin", "count"), [("folder", 2), ("server", 0)])
def test_pages_are_quiet_and_fit(
    browser: Browser, graph: KnowledgeGraph, folder: Path, server: str, origin: str, count: int, language: str
) -> None:
    """Nothing in the console, no request to others, nothing wider than the screen, no words over others."""
    root = folder.as_uri() + "/" if origin == "folder" else server
    watched = Watched(browser, root, viewport=DESK)
    for page in sample(graph, count):
        place = urls.file(page, language) if origin == "folder" else urls.place(page, language)
        watched.page.set_viewport_size(DESK)
        watched.page.goto(root + place)
        assert watched.page.evaluate("document.fonts.check('16px Newsreader')"), place
        assert layout(watched.page) == [], place
        watched.page.set_viewport_size(PHONE)
        assert layout(watched.page) == [], f"{place} on a phone"
    watched.close()


@pytest.mark.parametrize(("language", "scheme", "size"), [("en", "dark", PHONE), ("vi", "light", DESK)])
def test_pages_are_accessible(
    browser: Browser, graph: KnowledgeGraph, server: str, language: str, scheme: Any, size: ViewportSize
) -> None:
    """axe-core finds nothing serious on any kind of page; the long lists are left to `sweep.py`."""
    axe = axe_source()
    watched = Watched(browser, server, viewport=size, color_scheme=scheme)
    for page in sample(graph, 1, extreme=False):
        if page not in (urls.SLOTS, urls.ENTITIES, urls.AUDIT):
            watched.page.goto(server + urls.place(page, language))
            assert barriers(watched.page, axe) == [], page
    watched.close()


def write_hostile(library: Library, root: Path, pages: list[str]) -> None:
    """Some pages of a library as `kg site` would write them."""
    for name in assets.names():
        held = assets.asset(name)
        assert held is not None
        (root / urls.ASSETS / name).parent.mkdir(parents=True, exist_ok=True)
        (root / urls.ASSETS / name).write_bytes(held[1])
    (root / urls.SEARCH_INDEX).write_bytes(search.index(library))
    for page in pages:
        here = Here(library, FOLDER, "en", page)
        made = view(here, {})
        assert made is not None, page
        (root / urls.file(page)).parent.mkdir(parents=True, exist_ok=True)
        (root / urls.file(page)).write_bytes(writing.html(made, here).body)


def test_hostile_names_do_nothing(browser: Browser, graph: KnowledgeGraph, tmp_path: Path) -> None:
    """Names that are markup, scripts, templates or a megabyte long are shown as text and keep to the page."""
    library = hostile(Library.of(graph))
    root = tmp_path / "site"
    # Saved questions ask the graph, whose names are not hostile.
    pages = [page for page in sample(graph, 0) if not page.startswith("questions")]
    write_hostile(library, root, pages)
    for size in (DESK, PHONE):
        watched = Watched(browser, root.as_uri(), viewport=size)
        for page in pages:
            watched.page.goto((root / urls.file(page)).as_uri())
            assert (
                watched.page.locator("main :is(script, img, iframe, object, [onmouseover], [onload])").count()
                == 0
            )
            wide = watched.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{page} is {wide} wide"
        watched.page.fill("#q", "alert")
        watched.page.wait_for_selector("#suggested li")
        assert watched.page.locator("#suggested :is(script, img, svg)").count() == 0
        watched.close()


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
    for text in (
        "viettel",
        "doanh thu 2024",
        "DA NANG",
        "fpt",
        "Đà",
        "revenue",
        "bo khoa hoc",
        "x 3",
        "5g",
        "how big",
    ):
        opened.page.goto((folder / "search.html").as_uri() + f"?q={text}")
        opened.page.wait_for_selector("[data-results] > *")
        shown = opened.page.locator(".results a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        expected = [f"{entry.page}.html" for entry in search.found(Library.of(graph), text)]
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


def test_the_audit_board_of_a_folder_is_filtered(
    opened: Watched, graph: KnowledgeGraph, folder: Path
) -> None:
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


def test_a_claim_is_checked_against_a_text_in_the_browser(
    opened: Watched, graph: KnowledgeGraph, folder: Path, tmp_path: Path
) -> None:
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
    asked = len(opened.requests)
    page.set_input_files("#article-file", file)
    page.wait_for_selector(".reading mark")
    assert page.is_visible(".result .differs")
    assert page.inner_text("[data-told]") == f"{len(held)} at their place"
    page.evaluate("sum => { document.querySelector('[data-checker]').dataset.sha256 = sum }", digest)
    page.fill("#article-text", text)
    assert page.is_visible(".result .same")
    first = min(held, key=lambda c: c.evidence.start or 0)
    page.fill("#article-text", f"x {first.evidence.exact}")
    assert "1 found elsewhere" in page.inner_text("[data-told]") or "elsewhere" in page.inner_text(
        "[data-told]"
    )
    assert "not found" in page.inner_text("[data-told]")
    assert page.inner_text(".reading mark") == first.evidence.exact
    page.fill("#article-text", "<img src=x onerror=alert(1)>")
    assert page.locator(".reading img").count() == 0
    assert not [url for url, _ in opened.requests[asked:] if not url.endswith("icon.svg")], (
        "the text stays here"
    )


def test_a_text_for_a_claim_is_not_sent_to_a_server(
    served: Watched, server: str, graph: KnowledgeGraph
) -> None:
    """On the page of a claim the words are marked, and no request is made with them."""
    claim = next(c for c in Library.of(graph).figures.values() if c.evidence.start is not None)
    served.page.goto(server + urls.claim(claim.id))
    served.page.wait_for_load_state("networkidle")
    asked = len(served.requests)
    served.page.fill("#article-text", f"Secret words. {claim.evidence.exact} and more.")
    assert served.page.inner_text(".reading mark") == claim.evidence.exact
    served.page.keyboard.press("Tab")
    served.page.wait_for_load_state("networkidle")
    assert served.requests[asked:] == []
    served.page.click(".language")
    served.page.wait_for_url("**/vi/claim/**")
    assert not [one for one in served.requests if "Secret" in f"{one}" or "words." in f"{one}"]


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
    page.goto(server + "questions/industry-size?year=2024")
    rows = page.locator("table.list tbody tr").count()
    page.click("section[aria-labelledby=sparql] a")
    page.click(".editor button")
    assert page.locator("table.list tbody tr").count() == rows > 3
    assert not page.is_visible("#rich")
    watched.close()


def test_a_question_is_narrowed_drawn_and_downloaded(served: Watched, server: str) -> None:
    """The picture, the rows and the CSV are those of the parameters that were given."""
    page = served.page
    page.goto(server + "questions/industry-size")
    every = page.locator("table.list tbody tr").count()
    assert page.locator("section svg.series .mark").count() > 5
    page.fill("input[name=year]", "2024")
    page.click("section button[type=submit]")
    page.wait_for_url("**year=2024**")
    rows = page.locator("table.list tbody tr").count()
    assert 0 < rows < every
    assert page.locator("section svg .mark").count() >= rows
    with page.expect_download() as started:
        page.click("a:text-is('CSV')")
    lines = Path(started.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == rows + 1
    assert all("2024" in line for line in lines[1:])
    page.click(".downloads a:text-is('JSON')")
    told = json.loads(page.inner_text("pre"))
    assert (told["params"], len(told["rows"])) == ({"year": "2024"}, rows)
    page.goto(server + "questions/industry-size?year=then")
    assert "year" in page.inner_text("[role=alert]")
    served.complaints.clear()  # the console tells of the status 400


def test_an_entity_is_taken_away_as_rdf(served: Watched, server: str) -> None:
    page = served.page
    page.goto(server + "entity/company/fpt-corporation")
    formats = page.locator("section[aria-labelledby=export] a").all_inner_texts()
    assert formats[0] == "JSON"
    assert "TTL" in formats
    turtle = page.request.get(
        page.locator("section[aria-labelledby=export] a:text-is('TTL')").evaluate("a => a.href")
    )
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert "company:fpt-corporation" in turtle.text()


HOSTILE_TERMS = """SELECT * { VALUES (?a ?b ?c) {
  (<javascript:alert(1)> "<img src=x onerror=alert(1)>" "<script>alert(1)</script>")
  (<data:text/html,hello> "\\u202Eevil" "'><svg onload=alert(1)>"@en) } }"""


def test_the_plain_form_runs_a_query_and_shows_terms_as_text(served: Watched, server: str) -> None:
    page = served.page
    page.goto(server + "editor")
    page.fill("#sparql", HOSTILE_TERMS)
    page.click(".editor button[type=submit]")
    page.wait_for_selector("table.list tbody tr")
    assert page.locator("table.list tbody tr").count() == 2
    assert page.locator("table.list :is(a, img, script, svg)").count() == 0
    assert "U+202E" in page.inner_text("table.list")


def test_yasgui_asks_this_server_alone(served: Watched, server: str) -> None:
    page = served.page
    page.goto(server + "editor")
    page.click("#rich")
    page.wait_for_selector(".yasqe_queryButton")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr .dataTable tbody tr")
    assert page.locator(".yasr .dataTable tbody tr").count() == 20
    assert page.input_value(".autocompleteWrapper input") == f"{server}sparql"


def test_yasgui_runs_nothing_that_an_answer_holds(served: Watched, server: str) -> None:
    """Its table links IRIs whatever their scheme; the content security policy keeps them from running."""
    page = served.page
    page.goto(server + "editor")
    page.fill("#sparql", HOSTILE_TERMS)
    page.click("#rich")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr .dataTable tbody tr")
    assert page.locator(".yasr .dataTable :is(img, script, svg[onload])").count() == 0
    assert served.complaints == []
    for link in page.locator(".yasr .dataTable a[href^='javascript']").all():
        link.evaluate("a => { a.target = ''; a.click() }")
    page.wait_for_function("() => true")
    assert page.url.startswith(server)
    assert all("violates the following Content Security Policy" in told for told in served.complaints)
    served.complaints.clear()


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


def test_focus_is_seen_on_everything(opened: Watched, folder: Path) -> None:
    """Whatever Tab reaches has an outline."""
    page = opened.page
    page.goto((folder / "index.html").as_uri())
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert seen != "none", page.evaluate("document.activeElement.outerHTML")


def test_less_motion_where_it_is_asked_for(browser: Browser, folder: Path) -> None:
    told = {}
    for motion in ("reduce", "no-preference"):
        watched = Watched(browser, folder.as_uri(), reduced_motion=motion)
        watched.page.goto((folder / "index.html").as_uri())
        told[motion] = watched.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
        watched.close()
    assert told == {"reduce": "auto", "no-preference": "smooth"}
