"""Intake: files, stdin and pages as documents.  Every text here is invented for these tests."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import BadInput, LimitReached, UsageError
from kg.files import MAX_TEXT, canonical_text, sha256
from kg.intake import Offsets, byte_span, read_document
from kg.intake.dates import find_published
from kg.intake.language import find_language, language_of
from kg.intake.page import MAX_PAGE, Page, decode_page, looks_like_html, read_page
from kg.sandbox import Limits

EN = "The invented company said that its revenue reached $3 billion in 2023.\n"
VI = "Công ty bịa này cho biết doanh thu của họ đạt 3 tỷ USD trong năm 2023.\n"


def _read(tmp_path: Path, data: bytes, name: str = "a.txt", **given: str) -> tuple[str, list[str]]:
    """The canonical text of a file with these bytes, and the warnings."""
    path = tmp_path / name
    path.write_bytes(data)
    heard: list[str] = []
    return read_document(str(path), warn=heard.append, **given).text, heard  # type: ignore[arg-type]


# Plain text


def test_a_plain_text_becomes_a_document(tmp_path: Path) -> None:
    data = ("Published: January 15, 2025\n" + EN).encode()
    (tmp_path / "a.txt").write_bytes(data)
    found = read_document(str(tmp_path / "a.txt"))
    assert (found.language, found.published, found.name) == ("en", "2025-01-15", "a.txt")
    assert (found.title, found.publisher, found.url) == (None, None, None)
    assert found.file_sha256 == sha256(data)
    stated = read_document(str(tmp_path / "a.txt"), language="vi", published="2024-12", publisher="Báo Thử")
    assert (stated.language, stated.published, stated.publisher) == ("vi", "2024-12", "Báo Thử")


def test_stdin_is_a_source() -> None:
    found = read_document("-", stdin=io.BytesIO(VI.encode()))
    assert (found.text, found.language, found.name) == (VI, "vi", "")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no text"),
        (b" \n\t\n", "holds no text"),
        (b"\xef\xbb\xbf", "holds no text"),
        (b"abc \xff def", "is not UTF-8 at byte 4"),
        (EN.encode("utf-16"), "it may be UTF-16"),
        (EN.encode("utf-16-le"), "control character U+0000"),
        (b"\xd0\xe2y l\xe0 ti\xea\xecng Vi\xeat", "is not UTF-8 at byte 0"),
        (b"one\ntwo \x00 three", ":2:5: control character U+0000"),
        (b"a \x0b b", "control character U+000B"),
        (b"a \x1b[31m b", "control character U+001B"),
        ("a \x92 b".encode(), "control character U+0092"),
        (b"lone \xed\xa0\x80 surrogate", "is not UTF-8 at byte 5"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04 ...", "office file"),
        (b"x" * (MAX_TEXT + 1), "limit of 5,000,000"),
        (b"x" * 50_000_000, "above the limit"),
        (b"y" * 10_000_000, "limit of 5,000,000"),
    ],
    ids=lambda value: repr(value[:12]) if isinstance(value, bytes) else "",
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        _read(tmp_path, data, language="en")
    assert message in caught.value.line()
    assert "\n" not in caught.value.line()


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\xff", b"x" * (MAX_PAGE + 1)], ids=["pdf", "0xff", "large"])
def test_stdin_is_held_to_the_same(data: bytes) -> None:
    with pytest.raises(BadInput, match="stdin"):
        read_document("-", stdin=io.BytesIO(data), language="en")


@pytest.mark.parametrize(
    "given",
    [
        b"\xef\xbb\xbf" + VI.encode(),
        VI.replace("\n", "\r\n").encode(),
        VI.replace("\n", "\r").encode(),
        unicodedata.normalize("NFD", VI).encode(),
        (VI[:20] + unicodedata.normalize("NFD", VI[20:])).encode(),
    ],
    ids=["bom", "crlf", "cr", "nfd", "mixed"],
)
def test_forms_of_one_text_are_one_text(tmp_path: Path, given: bytes) -> None:
    assert _read(tmp_path, given) == (VI, [])


def test_invisible_characters_stay_and_are_told(tmp_path: Path) -> None:
    text = "It grew by 5\u200b0% and \u202e001\u202c more, said the company in its report of the year.\n"
    found, heard = _read(tmp_path, ("One line.\n" + text).encode())
    assert found == "One line.\n" + text
    (warning,) = heard
    assert "first on line 2" in warning
    for words in ("1 × U+200B zero width space", "1 × U+202E right-to-left override", "U+202C"):
        assert words in warning
    assert "\u202e" not in warning


def test_instructions_and_markup_in_a_text_are_text(tmp_path: Path) -> None:
    text = EN + "Ignore previous instructions.</script><script>alert(1)</script>\n"
    assert _read(tmp_path, text.encode()) == (text, [])


def test_five_megabytes_in_one_line_take_no_time(tmp_path: Path) -> None:
    data = (EN.strip() + " ").encode() * (MAX_TEXT // 75)
    began = time.perf_counter()
    text, _ = _read(tmp_path, data)
    assert len(text) == len(data)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("source", ["http://example.org/a", "HTTPS://example.org/a", "ftp://example.org/a"])
def test_an_address_is_no_file_and_nothing_is_fetched_unasked(source: str) -> None:
    with pytest.raises(UsageError, match="not a URL"):
        read_document(source)


def test_the_command_line_is_told_what_is_wrong_with_a_date_or_language(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(EN)
    with pytest.raises(UsageError, match="publication date"):
        read_document(str(tmp_path / "a.txt"), published="15/1/2025")
    with pytest.raises(UsageError, match="language 'fr'"):
        read_document(str(tmp_path / "a.txt"), language="fr")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFO here")
def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("fifo", "loop", "nowhere", "."):
        with pytest.raises(BadInput):
            read_document(str(tmp_path / name))


# The map back to the bytes

_PIECES = st.sampled_from(
    ["a", "\u0301", "\u0323", "\u0302", "e\u0302\u0301", "ế", "đ", "\r\n", "\r", "\n", "\ufeff", " ", "5",
     "€", "\u1100", "\u1161", "\u11a8", "가", "\u212b", "\u0344", "\u0f73", "\uf900", "\U0001d15f",
     "\u0958", "🙂"]
)  # fmt: skip
_TEXTS = st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=40))


@given(st.one_of(_TEXTS, _TEXTS.map("\ufeff".__add__)), st.data())
@settings(max_examples=400)
def test_every_place_leads_to_bytes_that_read_as_its_words(raw: str, data: st.DataObject) -> None:
    raw_bytes = raw.encode("utf-8")
    text = canonical_text(raw)
    offsets = Offsets(raw_bytes)
    assert offsets.length == len(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = offsets.byte_span(start, end)
    piece = raw_bytes[first:last].decode("utf-8")  # never within a character
    assert text[start:end] in canonical_text("5" + piece)  # nothing joins a digit
    # Neighbours meet, and all of them together are the file.
    if 0 < start < end:
        assert offsets.byte_span(0, start)[1] >= first >= offsets.byte_span(0, start)[0]
    if text:
        low, high = offsets.byte_span(0, len(text))
        assert high == len(raw_bytes)
        assert low == (3 if raw.startswith("\ufeff") else 0)


@given(st.text(st.sampled_from("aáđ5 %€"), max_size=40), st.data())
@settings(max_examples=200)
def test_places_in_a_file_that_nothing_changed_are_exact(words: str, data: st.DataObject) -> None:
    text = "\n".join([words, "5%", words])
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for ending in ("\n", "\r\n", "\r"):
        original = text.replace("\n", ending).encode()
        first, last = byte_span(original, start, end)
        assert original[first:last].decode() == text[start:end].replace("\n", ending)


def test_a_figure_is_found_in_the_original_bytes() -> None:
    original = b"\xef\xbb\xbf" + unicodedata.normalize("NFD", "Đạt tổng số\r\n45,5 tỷ USD\r\n").encode()
    text = canonical_text(original.decode())
    at = text.index("45,5 tỷ")
    first, last = byte_span(original, at, at + len("45,5 tỷ"))
    assert original[first:last] == unicodedata.normalize("NFD", "45,5 tỷ").encode()
    with pytest.raises(ValueError, match="is no place"):
        byte_span(original, at, len(text) + 1)


# Language and date


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (EN, "en"),
        (VI, "vi"),
        ("Thứ trưởng Nguyễn Huy Dũng and Chairman Trương Gia Bình said that the company will grow in Hà Nội "
         "and in Đà Nẵng, and that its revenue is on the rise.", "en"),
        ("Theo báo cáo e-Conomy SEA của Google, Temasek và Bain, thị trường thương mại điện tử Việt Nam đạt "
         "22 tỷ USD trong năm 2024.", "vi"),
        (EN + VI, None),
        ("Le chiffre d'affaires de la société a été porté à trois milliards d'euros là-bas et après.", None),
        ("Der Umsatz der Firma stieg in diesem Jahr auf drei Milliarden.", None),
        ("Выручка компании выросла", None),
        ("12345 67%", None),
        ("Cong ty nay cho biet doanh thu cua ho dat 3 ty USD", None),
    ],
)  # fmt: skip
def test_the_language_is_found_or_asked_for(text: str, language: str | None) -> None:
    assert find_language(text) == language
    if language is None:
        with pytest.raises(BadInput, match="--lang en or --lang vi"):
            language_of(text, "a.txt")


def test_decomposed_vietnamese_is_vietnamese() -> None:
    assert find_language(unicodedata.normalize("NFD", VI)) == "vi"


@pytest.mark.parametrize(
    ("language", "line", "date"),
    [
        ("vi", "Hà Nội, ngày 5/11/2024 - Một tập đoàn bịa", "2024-11-05"),
        ("vi", "(Hà Nội, 5/11/2024)", "2024-11-05"),
        ("vi", "Thứ Hai, 15/1/2025, 10:30 (GMT+7)", "2025-01-15"),
        ("vi", "Chủ nhật, ngày 05/01/2025 | 08:15", "2025-01-05"),
        ("vi", "ngày 5 tháng 11 năm 2024", "2024-11-05"),
        ("vi", "Ngày đăng: 05-11-2024", "2024-11-05"),
        ("vi", "Doanh thu đạt 5 tỷ, ngày 5/11/2024 là hạn", None),
        ("vi", "30/2/2024", None),
        ("vi", "Cập nhật: 05/11/2024", None),
        ("en", "January 15, 2025", "2025-01-15"),
        ("en", "Wednesday, 15 Jan 2025 at 10:30 AM", "2025-01-15"),
        ("en", "Published: Jan. 15, 2025 | Business", "2025-01-15"),
        ("en", "Published on January 5th, 2025", "2025-01-05"),
        ("en", "2025-01-15T10:00:00+07:00", "2025-01-15"),
        ("en", "HANOI, Jan 15, 2025 — An invented company", "2025-01-15"),
        ("en", "HO CHI MINH CITY (January 15, 2025) - An invented company", "2025-01-15"),
        ("en", "31/12/2024", "2024-12-31"),
        ("en", "12/31/2024", "2024-12-31"),
        ("en", "7/7/2024", "2024-07-07"),
        ("en", "5/11/2024", None),
        ("en", "Updated: January 15, 2025", None),
        ("en", "In Hanoi, January 15, 2025 was a cold day", None),
        ("en", "January 15", None),
        ("en", "The plan of January 15, 2025 is off.", None),
    ],
)
def test_a_date_is_taken_only_where_it_is_unmistakable(language: str, line: str, date: str | None) -> None:
    assert find_published(f"A title of ours\n\n{line}\nWords.\n", language) == date
    assert find_published("Words.\n" * 9 + line, language) is None, "only in the head"


def test_two_dates_are_none() -> None:
    assert find_published("January 15, 2025\nJanuary 16, 2025\n", "en") is None
    assert find_published("January 15, 2025\nPublished: 2025-01-15\n", "en") == "2025-01-15"
    assert find_published("January 15, 2025\n5/11/2024\n", "en") is None


# Pages

_FILLER = (
    "<p>The invented company said that its revenue reached $3 billion in 2023, more than expected.</p>" * 4
)


def _page(body: str, head: str = "", lang: str = "en") -> bytes:
    html = (
        f'<!doctype html><html lang="{lang}"><head>{head}</head><body><article>{body}</article></body></html>'
    )
    return html.encode()


def _lines(body: str) -> list[str]:
    return read_page(_page(body + _FILLER), "a.html", lambda _: None).text.split("\n")


def test_headings_paragraphs_items_and_rows_are_lines() -> None:
    lines = _lines(
        "<h1>A title of ours</h1><p>Exports of the <b>invented</b>\n firm rose&nbsp;5&#37; &amp; more, it"
        " said in May.</p><h2>Abroad</h2><ul><li>Two plants in Laos</li><li>Ten in Peru</li></ul>"
        "<table><tr><th>Year</th><th>Revenue</th></tr><tr><td>2023</td><td>$3 billion</td></tr></table>"
    )
    assert lines[:7] == [
        "A title of ours",
        "Exports of the invented firm rose 5% & more, it said in May.",
        "Abroad",
        "- Two plants in Laos",
        "- Ten in Peru",
        "Year | Revenue",
        "2023 | $3 billion",
    ]


_OPENING = "Exports of the invented firm reached $5 billion in the first ten months of this year."


@pytest.mark.parametrize(
    ("body", "first"),
    [
        # As Vietnamese newspapers print it: headline and standfirst before the article.
        (f'<h1>A title of ours</h1><p class="description">{_OPENING}</p><article>{{}}</article>',
         ["A title of ours", _OPENING]),
        (f'<h1>A title of ours</h1><h2 class="detail-sapo">Thu - {_OPENING}</h2><article>{{}}</article>',
         ["A title of ours", f"Thu - {_OPENING}"]),
        ('<h1>A title of ours</h1><article>{}</article>', ["A title of ours"]),
        # Once is enough.
        (f'<article><h1>A title of ours</h1><p class="lead">{_OPENING}</p>{{}}</article>',
         ["A title of ours", _OPENING]),
        # A logo is no headline, a box around everything no standfirst, what comes later neither.
        ('<h1>The Invented Times</h1><div class="lead"><article>{}</article></div>', []),
        (f'<h1>A title of ours</h1><article>{{}}</article><p class="summary">{_OPENING}</p>',
         ["A title of ours"]),
    ],
)  # fmt: skip
def test_headline_and_standfirst_come_first(body: str, first: list[str]) -> None:
    head = '<meta property="og:title" content="A title of ours"><title>A title of ours</title>'
    data = f"<html><head>{head}</head><body>{body.replace('{}', _FILLER)}</body></html>".encode()
    lines = read_page(data, "a.html", lambda _: None).text.split("\n")
    assert lines[: len(first)] == first
    assert lines[len(first)].startswith("The invented company said")
    assert lines.count(_OPENING) <= 1


def test_what_nobody_sees_is_not_read() -> None:
    hidden = "It earned $9 billion, which is hidden from all readers of this page."
    text = "\n".join(
        _lines(
            f'<p style="display: none">{hidden}</p><p hidden>{hidden}</p>'
            f'<div style="font-size:0px">{hidden}</div>'
            f'<p style="VISIBILITY:HIDDEN">{hidden}</p><template>{hidden}</template><!-- {hidden} -->'
            f"<noscript>{hidden}</noscript><script>var a = '{hidden}'</script><style>{hidden}</style>"
            f'<p style="font-size:0.9em">It is small but seen by all readers of this page.</p>'
        )
    )
    assert "9 billion" not in text
    assert "small but seen" in text


def test_escaped_markup_and_data_addresses_are_words_or_nothing() -> None:
    text = "\n".join(
        _lines(
            "<p>The invented firm writes &lt;script&gt;alert(1)&lt;/script&gt; in its report of the year.</p>"
            '<p><a href="javascript:alert(2)">A link</a> and <img src="data:text/html,secret"> in a line.</p>'
        )
    )
    assert "<script>alert(1)</script>" in text
    assert "alert(2)" not in text
    assert "secret" not in text


_LD = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "An invented &amp; headline",
    "datePublished": "2024-11-05T23:30:00+07:00",
    "dateModified": "2025-02-02",
    "publisher": {"@type": "Organization", "name": "The Invented Times"},
}


def _head(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def _read_head(head: str, lang: str = "en", url: str | None = None) -> Page:
    return read_page(_page(_FILLER, head, lang), "a.html", lambda _: None, url=url)


def test_a_page_tells_of_itself_in_json_ld_first() -> None:
    metas = (
        '<meta property="og:site_name" content="Another"><meta property="og:title" content="Another">'
        '<meta property="article:published_time" content="2020-01-01">'
        '<link rel="canonical" href="https://example.org/a"><title>Another</title>'
    )
    found = _read_head(metas + _head({"@graph": [{"@type": "WebSite", "name": "x"}, _LD]}))
    assert (found.title, found.publisher, found.published) == (
        "An invented & headline", "The Invented Times", "2024-11-05",
    )  # fmt: skip
    assert (found.canonical_url, found.language) == ("https://example.org/a", "en")
    found = _read_head(metas)
    assert (found.title, found.publisher, found.published) == ("Another", "Another", "2020-01-01")


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("", None),
        ('<meta name="pubdate" content="2024-02-30">', None),
        ('<meta property="article:modified_time" content="2024-02-03">' + _head({"@type": "Article"}), None),
        ('<meta itemprop="datePublished" content="2024-02-03T01:00:00Z">', "2024-02-03"),
        (_head([_LD, {**_LD, "datePublished": "2023-01-01"}]), None),
        (_head("{broken"), None),
        ("<title>Our review of February 2024</title>", None),
        ('<script type="application/ld+json">' + "[" * 5000 + "</script>", None),
    ],
)
def test_a_date_that_a_page_does_not_state_is_none(head: str, date: str | None) -> None:
    assert _read_head(head).published == date


@pytest.mark.parametrize(
    ("body", "lang", "date"),
    [
        ('<p class="date">15/11/2024</p>', "vi", "2024-11-15"),
        ('<span class="published">November 15, 2024</span>', "en", "2024-11-15"),
        ('<time itemprop="datePublished" datetime="2024-11-15T08:00">long ago</time>', "en", "2024-11-15"),
        ('<p class="date">November 2024</p>', "en", None),
        ('<p class="date">05/11/2024</p>', "en", None),
    ],
)
def test_a_date_that_the_body_marks_as_such(body: str, lang: str, date: str | None) -> None:
    page = read_page(_page(body + _FILLER, "", lang), "a.html", lambda _: None)
    assert page.published == date


def test_of_several_articles_the_one_of_this_address_counts() -> None:
    other = {**_LD, "url": "https://example.org/other", "datePublished": "2020-01-01"}
    own = {**_LD, "mainEntityOfPage": {"@type": "WebPage", "@id": "https://www.example.org/own/"}}
    assert _read_head(_head([other, own]), url="https://example.org/own").published == "2024-11-05"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/relative", "http://a@b/", "ftp://example.org/"])
def test_an_address_that_is_none_is_none(address: str) -> None:
    assert _read_head(f'<link rel="canonical" href="{address}">').canonical_url is None


def test_a_template_in_another_language_is_told(tmp_path: Path) -> None:
    body = f"<p>{VI}</p>" * 5
    (tmp_path / "a.html").write_bytes(_page(body, lang="en"))
    heard: list[str] = []
    assert read_document(str(tmp_path / "a.html"), warn=heard.append).language == "vi"
    assert "calls itself 'en'" in heard[0]


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a"])
def test_a_page_is_known_by_its_beginning(tmp_path: Path, name: str) -> None:
    text, _ = _read(tmp_path, b"\n<!-- x -->\n" + _page(_FILLER), name)
    assert "<" not in text
    assert text.startswith("The invented company")


def test_looking_at_the_beginning_takes_no_time() -> None:
    began = time.perf_counter()
    for data in (b"<!---->" * 1000, b"<!--" * 2000, b" " * 10_000, b"<?xml" * 2000):
        assert not looks_like_html(data, "")
    assert looks_like_html(b"<!---->" * 100 + b"<html>", "")
    assert time.perf_counter() - began < 1


def test_a_text_about_html_is_a_text(tmp_path: Path) -> None:
    text = "The tag <html> and the tag <p> are explained in this text for the readers of it.\n"
    assert _read(tmp_path, text.encode())[0] == text


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("<p>tỷ".encode(), None, "<p>tỷ"),
        ('<meta charset="iso-8859-1"><p>tỷ'.encode(), "latin1", '<meta charset="iso-8859-1"><p>tỷ'),
        (b"\xef\xbb\xbf<p>a", "utf-16", "<p>a"),
        ("<p>tỷ".encode("utf-16"), None, "<p>tỷ"),
        (b"<p>caf\xe9", "ISO-8859-1", "<p>café"),
        (b'<meta charset="windows-1252"><p>\x93a\x94', None, '<meta charset="windows-1252"><p>“a”'),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">\xd0', None, None),
    ],
)
def test_bytes_of_a_page_become_characters(data: bytes, charset: str | None, expected: str | None) -> None:
    text = decode_page(data, "a.html", charset)
    assert text == expected or (expected is None and text.endswith("Đ"))


@pytest.mark.parametrize(
    ("data", "charset", "message"),
    [
        (b"<p>caf\xe9", None, "is not utf-8 at byte 6"),
        (b"<p>\xe9", "x-klingon", "is not UTF-8 at byte 3, and calls itself 'x-klingon'"),
        (b"<p>\xe9", "rot13", "calls itself 'rot13'"),
        (b"<p>\x81", "windows-1252", "is not windows-1252 at byte 3"),
    ],
)
def test_bytes_that_do_not_fit_are_named(data: bytes, charset: str | None, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        decode_page(data, "a.html", charset)


@pytest.mark.parametrize(
    "html",
    [
        b"<html><body>" + b"<div>" * 100_000 + b"words" + b"</div>" * 100_000,
        b"<html>" + b"<p>" * 3_000_000,
        b"<html><body>" + b"<p>x" * 2_000_000,
        b"<html><body>" + b"<table><tr><td>" * 20_000,
        b"<html><body>" + b"<ul><li>x" * 50_000,
        b"<html><body></body></html>",
        b"<html><body>\x00\x01\x02</body></html>",
    ],
    ids=["divs", "p", "p with text", "tables", "lists", "empty", "controls"],
)
def test_hostile_pages_end_in_time_and_in_an_error_of_ours_or_none(html: bytes) -> None:
    began = time.perf_counter()
    with contextlib.suppress(BadInput, LimitReached):
        assert "\x00" not in read_page(html, "a.html", lambda _: None).text
    assert time.perf_counter() - began < 25


def test_twenty_megabytes_are_refused_unread() -> None:
    with pytest.raises(BadInput, match="limit of 10,000,000"):
        read_page(b"<p>" * 7_000_000, "a.html", lambda _: None)


def test_a_page_that_takes_too_long_is_left() -> None:
    with pytest.raises(LimitReached, match=r"reading a\.html took longer than 0\.01 seconds"):
        read_page(_page(_FILLER), "a.html", lambda _: None, limits=Limits(seconds=0.01, megabytes=512))


def test_a_page_that_takes_too_much_memory_is_left() -> None:
    with pytest.raises(LimitReached, match="40 MB"):
        read_page(b"<html>" + b"<p>x" * 500_000, "a.html", lambda _: None, limits=Limits(20.0, 40))


def test_without_the_extra_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kg.intake.page.importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install '\.\[ingest\]'"):
        _read(tmp_path, _page(_FILLER), "a.html")
    assert _read(tmp_path, EN.encode())[0] == EN, "plain text needs nothing"


def test_one_page_gives_the_same_bytes_twice() -> None:
    data = _page(_FILLER + "<ul><li>a</li><li>b</li></ul>", _head(_LD))
    assert read_page(data, "a", lambda _: None) == read_page(data, "a", lambda _: None)


def test_importing_the_intake_imports_nothing_heavy() -> None:
    heavy = "('trafilatura', 'lxml', 'http.client')"
    script = f"import sys, kg.intake; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
