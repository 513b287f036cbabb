"""Fetching and watching: hostile addresses, hostile servers, and what is said of pages that changed.

Nothing here goes online: the guard of the tests reaches 127.0.0.1 only.
"""

from __future__ import annotations

import gzip
import hashlib
import ipaddress
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import RunKg
from webhost import Host, Reply, answer, by_path, guard, host

from kg.cli.main import cli
from kg.errors import BadInput, EndpointFailed, KGError, LimitReached, UsageError
from kg.intake import read_document
from kg.intake.fetch import OtherMedia, SourceGone, fetch
from kg.intake.guard import STRICT, Guard, is_public, parse_url, system_resolve
from kg.intake.watch import watch
from kg.seeds import read_corpus

ROOT = Path(__file__).resolve().parent.parent
TEXT = (
    "Đây là bài viết thử, invented for this test.\n"
    "FPT Corporation earned about $2.5 billion abroad in 2022, its chairman said.\n"
    "It operates in Japan.\n"
)
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"

# Addresses as text


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a", "gopher://example.org/", "file:///etc/passwd", "data:text/html,x",
        "javascript:alert(1)", "//example.org/", "example.org", "", "http:/example.org", "http://",
        "http:///a", "http://a@example.org/", "http://a:b@example.org/", "http://@example.org/",
        "http://example.org\\@127.0.0.1/", "http://exa mple.org/", "http://example.org/a b",
        "http://example.org/\r\nHost: x", "http://example.org/\u202eabc", "http://example.org:0/",
        "http://example.org:99999/", "http://example.org:x/", "http://[::1/", "http://[fe80::1%25eth0]x/",
        "http://0x7f000001/", "http://0177.0.0.1/", "http://2130706433/", "http://127.1/", "http://1.2.3.4.5/",
        "http://0x7f.0.0.1/", "http://127.0.0.0x1/", "http://-a.org/", "http://a..org/", "http://.org/",
        "http://exa_mple!.org/", "http://" + "a" * 64 + ".org/", "http://example.org/" + "a" * 3000,
        "http://vnехpress.net/",        # Cyrillic е and х
        "http://ѵnexpress.net/", "http://ｖnexpress.net/", "http://vnexpreßs.net/", "http://vnɑ.net/",
        "http://例え.jp/", "http://١٢٧.0.0.1/", "http://example。org/",
    ],
)  # fmt: skip
def test_only_plain_http_addresses_are_addresses(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_url(url)
    line = caught.value.line()
    assert line.isprintable()


@pytest.mark.parametrize(
    ("url", "again"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a?b=c#d", "https://example.org/a?b=c"),
        ("http://example.org.:8080/", "http://example.org:8080/"),
        ("https://example.org/kinh-tế?q=số", "https://example.org/kinh-t%E1%BA%BF?q=s%E1%BB%91"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("http://[2001:DB8::1]:81/", "http://[2001:db8::1]:81/"),
        ("http://1.2.3.4/", "http://1.2.3.4/"),
    ],
)
def test_an_address_is_written_in_one_way(url: str, again: str) -> None:
    assert (parse_url(url).url, parse_url(url).notes) == (again, ())


def test_hosts_that_are_not_what_they_look_like_are_told() -> None:
    assert parse_url("https://tiếngviệt.vn/").host == "tiếngviệt.vn".encode("idna").decode()
    assert "has letters with marks: it is xn--" in parse_url("https://vnexpréss.net/").notes[0]
    (note,) = parse_url("https://xn--pple-43d.com/").notes
    assert "is written '\\u0430pple.com'" in note


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fc00::1", "fd12::1",
        "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001:0:1::", "64:ff9b::7f00:1", "fe80::1%eth0",
        "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_addresses_within_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "203.162.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


# Addresses as names: the real guard, and a server on loopback that must hear nothing


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "0.0.0.0",
    ],
)
def test_the_strict_guard_reaches_no_loopback(name: str) -> None:
    with host(answer(b"secret")) as up:
        with pytest.raises(KGError) as caught:
            fetch(f"http://{name}:{up.port}/")
        assert not up.requests
    if "localhost" not in name.lower():  # which may be without a name in a sandbox
        assert "is no public address" in caught.value.line()


def test_one_bad_address_among_good_ones_is_enough() -> None:
    with host(answer(b"secret")) as up:
        mixed = Guard(resolve=lambda name, port: ["1.1.1.1", "10.0.0.1"])
        with pytest.raises(BadInput, match=r"leads to 10\.0\.0\.1"):
            fetch(up.url(), mixed)
    with pytest.raises(BadInput, match="no public address"):
        fetch("http://example.test/", Guard(resolve=lambda name, port: ["nonsense"]))


def test_a_name_is_resolved_once_and_the_checked_address_is_used() -> None:
    asked: list[str] = []

    def rebinding(name: str, port: int) -> list[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with host(answer(b"hello")) as up:
        assert fetch(up.url(), guard(resolve=rebinding)).data == b"hello"
        assert asked == ["example.test"]
        assert f"Host: example.test:{up.port}\r\n" in up.requests[0]
        # The second fetch resolves anew and is refused anew.
        with pytest.raises(BadInput, match=r"127\.0\.0\.2"):
            fetch(up.url(), guard(resolve=rebinding))
        assert len(up.requests) == 1


def test_a_name_without_an_address_or_an_answer() -> None:
    def fails(name: str, port: int) -> list[str]:
        raise socket.gaierror("no such name")

    with pytest.raises(EndpointFailed, match="does not resolve"):
        fetch("http://example.test/", guard(resolve=fails))
    with pytest.raises(EndpointFailed, match="does not resolve"):
        fetch("http://example.test/", guard(resolve=lambda name, port: []))


def test_a_resolver_that_hangs_ends_at_the_deadline() -> None:
    release = threading.Event()

    def hangs(name: str, port: int) -> list[str]:
        release.wait(10)
        return ["127.0.0.1"]

    try:
        with pytest.raises(LimitReached, match="too long to resolve"):
            fetch("http://example.test/", guard(resolve=hangs, seconds=0.05))
    finally:
        release.set()


def test_the_systems_resolver_gives_addresses() -> None:
    assert system_resolve("127.0.0.1", 80) == ["127.0.0.1"]


# Servers


def test_a_page_is_fetched_with_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    with host(answer(TEXT.encode(), type_="text/plain; charset=utf-8")) as up:
        got = fetch(up.url("/a?b=1#c"), guard())
        (request,) = up.requests
    assert (got.data, got.media_type, got.charset) == (TEXT.encode(), "text/plain", "utf-8")
    assert got.final_url == up.url("/a?b=1")
    assert request.startswith("GET /a?b=1 HTTP/1.1\r\n")
    assert {line.partition(":")[0] for line in request.split("\r\n")[1:] if line} == {
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Connection",
    }  # fmt: skip


def _redirect(target: str, code: int = 302) -> bytes:
    return answer(b"", f"{code} Moved", Location=target)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_two_redirects_are_followed_and_no_third(code: int) -> None:
    pages = {
        "/0": _redirect("/1", code),
        "/1": _redirect("2", code),
        "/2": _redirect("/3", code),
        "/3": answer(b"x"),
    }
    with host(by_path(pages)) as up:
        got = fetch(up.url("/1"), guard())
        assert (got.url, got.final_url) == (up.url("/1"), up.url("/3"))
        with pytest.raises(EndpointFailed, match="redirects more than 2 times"):
            fetch(up.url("/0"), guard())
        assert len(up.requests) == 6


def test_a_loop_of_redirects_ends() -> None:
    with host(by_path({"/a": _redirect("/a")})) as up:
        with pytest.raises(EndpointFailed, match="more than 2 times"):
            fetch(up.url("/a"), guard())
        assert len(up.requests) == 3


@pytest.mark.parametrize(
    ("location", "error", "message"),
    [
        ("http://127.0.0.2:{port}/", BadInput, "leads to 127.0.0.2"),
        ("http://[::1]:{port}/", BadInput, "leads to ::1"),
        ("http://2130706433:{port}/", EndpointFailed, "no http(s) address"),
        ("file:///etc/passwd", EndpointFailed, "no http(s) address"),
        ("gopher://127.0.0.1:{port}/", EndpointFailed, "no http(s) address"),
        ("http://a@example.test:{port}/b", EndpointFailed, "no http(s) address"),
        ("http://vnехpress.net/", EndpointFailed, "no http(s) address"),
        ("//[", EndpointFailed, "no http(s) address"),
        ("", EndpointFailed, "more than 2 times"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(
    location: str, error: type[KGError], message: str
) -> None:
    def reply(self: Host, connection: socket.socket, path: str) -> None:
        connection.sendall(_redirect(location.replace("{port}", str(self.port))))

    with host(reply) as up, pytest.raises(error) as caught:
        fetch(up.url("/"), guard())
    assert message in caught.value.line()
    assert all(" / " in request.split("\r\n")[0] for request in up.requests)


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (answer(b"", "404 Not Found"), SourceGone, "is gone (HTTP 404)"),
        (answer(b"", "410 Gone"), SourceGone, "is gone (HTTP 410)"),
        (answer(b"", "403 Forbidden"), EndpointFailed, "HTTP 403 Forbidden"),
        (answer(b"", "503 Later"), EndpointFailed, "HTTP 503 Later"),
        (answer(b"", "204 No Content"), EndpointFailed, "HTTP 204"),
        (answer(b"", "304 Not Modified"), EndpointFailed, "HTTP 304"),
        (answer(b"%PDF", type_="application/pdf"), OtherMedia, "is application/pdf"),
        (answer(b"{}", type_="application/json"), OtherMedia, "is application/json"),
        (answer(b"GIF", type_="image/gif"), OtherMedia, "is image/gif"),
        (answer(b"x", type_=""), OtherMedia, "does not say what it is"),
        (answer(b"x" * 10, length=20), EndpointFailed, "ended before its end"),
        (answer(b"x", Content_Encoding="br"), EndpointFailed, "compressed as 'br'"),
        (answer(b"x", Content_Encoding="gzip, gzip"), EndpointFailed, "compressed as"),
        (answer(b"not gzip", Content_Encoding="gzip"), EndpointFailed, "no gzip"),
        (answer(gzip.compress(b"x" * 999)[:-9], Content_Encoding="gzip"), EndpointFailed, "ended before"),
        (answer(b"", Content_Encoding="gzip"), EndpointFailed, "ended before"),
        (answer(gzip.compress(b"x") + b"more", Content_Encoding="gzip"), EndpointFailed, "after its"),
        (answer(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip"), LimitReached, "larger than 10,0"),
        (answer(b"0" * 10_000_001), LimitReached, "larger than 10,000,000"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", EndpointFailed, "does not answer as a web server"),
        (b"", EndpointFailed, "does not answer as a web server"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", EndpointFailed, "does not answer as a web"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000 + b"\r\n\r\n", EndpointFailed, "does not answer as a web"),
        (CHUNKED + b"zz\r\n", EndpointFailed, "does not answer as a web server"),
        (CHUNKED + b"5\r\nab", EndpointFailed, "does not answer as a web server"),
    ],
)  # fmt: skip
def test_an_answer_is_whole_and_a_page_or_it_is_an_error(
    reply: bytes, error: type[KGError], message: str
) -> None:
    with host(reply) as up, pytest.raises(error) as caught:
        fetch(up.url("/a?token=secret"), guard())
    line = caught.value.line()
    assert message in line
    assert "secret" not in line
    assert line.startswith(f"http://example.test:{up.port}/a: ")


def test_what_is_compressed_or_chunked_comes_whole() -> None:
    chunked = CHUNKED + b"3\r\nabc\r\n0\r\n\r\n"
    pages = {"/gzip": answer(gzip.compress(TEXT.encode()), Content_Encoding="gzip"), "/chunked": chunked}
    with host(by_path(pages)) as up:
        assert fetch(up.url("/gzip"), guard()).data == TEXT.encode()
        assert fetch(up.url("/chunked"), guard()).data == b"abc"


def _endless(self: Host, connection: socket.socket, path: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not self.closing.is_set():
        connection.sendall(b"x" * 65536)


def test_a_stream_without_end_is_cut_at_the_limit() -> None:
    with host(_endless) as up, pytest.raises(LimitReached, match="larger than 100,000"):
        fetch(up.url(), guard(max_bytes=100_000))


def _dripping(head: bytes) -> Reply:
    def reply(self: Host, connection: socket.socket, path: str) -> None:
        connection.sendall(head)
        while not self.closing.wait(0.02):
            connection.sendall(b"x")

    return reply


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: ",
        b"HTTP/1.1 ",
        b"HTTP/1.1 302 ",
    ],
    ids=["body", "header", "status", "redirect"],
)
def test_a_byte_now_and_then_ends_at_the_deadline(head: bytes) -> None:
    began = time.perf_counter()
    with host(_dripping(head)) as up, pytest.raises(LimitReached, match=r"took longer than 0\.3 seconds"):
        fetch(up.url(), guard(seconds=0.3))
    assert time.perf_counter() - began < 3


def test_the_deadline_is_one_for_all_redirects() -> None:
    now = [0.0]

    def reply(self: Host, connection: socket.socket, path: str) -> None:
        now[0] += 15.0
        connection.sendall(_redirect("/next"))

    with host(reply) as up, pytest.raises(LimitReached, match="took longer than 20 seconds"):
        fetch(up.url(), guard(clock=lambda: now[0]))
    assert len(up.requests) == 2


def test_nobody_there_says_so_and_names_a_proxy_that_was_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with host(answer()) as up:
        url = up.url()
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    with pytest.raises(EndpointFailed, match="https_proxy is set but not used"):
        fetch(url, guard())


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for example.test that nobody has signed, in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("no `openssl` to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", str(key), "-out", str(cert), "-days", "2", "-subj", "/CN=example.test",
         "-addext", "subjectAltName=DNS:example.test"],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "both.pem").write_bytes(key.read_bytes() + cert.read_bytes())
    return folder / "both.pem"


def _server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _trusting(certificate: Path) -> Guard:
    return guard(tls=lambda: ssl.create_default_context(cafile=str(certificate)))


def test_a_certificate_that_nobody_signed_is_a_failure(certificate: Path) -> None:
    with host(answer(b"secret"), _server_tls(certificate)) as up:
        with pytest.raises(EndpointFailed, match="TLS failed: self-signed certificate"):
            fetch(up.url(scheme="https"), guard())
        assert not up.requests


def test_a_certificate_for_another_name_is_a_failure(certificate: Path) -> None:
    with host(answer(b"secret"), _server_tls(certificate)) as up:
        assert fetch(up.url(scheme="https"), _trusting(certificate)).data == b"secret"
        with pytest.raises(EndpointFailed, match="TLS failed: Hostname mismatch"):
            fetch(up.url(scheme="https", host="other.test"), _trusting(certificate))
        assert len(up.requests) == 1


def test_a_server_without_tls_is_a_failure() -> None:
    with host(answer(b"plain")) as up:
        with pytest.raises(EndpointFailed, match="TLS failed"):
            fetch(up.url(scheme="https"), guard())
        assert not up.requests


def test_from_https_nothing_leads_to_http(certificate: Path) -> None:
    with host(answer(b"plain")) as plain:
        tls = _server_tls(certificate)
        with host(_redirect(plain.url()), tls) as up, pytest.raises(EndpointFailed, match="https to http"):
            fetch(up.url(scheme="https"), _trusting(certificate))
        assert not plain.requests


# A page as a document


def _html(text: str, head: str = "") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    page = f"<html lang=en><head>{head}</head><body><article>{body}</article></body></html>"
    return f"<!doctype html>{page}".encode()


LONG = "The invented company said that its revenue reached $3 billion in 2023, more than was expected.\n" * 3


def test_a_fetched_page_becomes_a_document() -> None:
    head = (
        '<meta property="article:published_time" content="2024-11-05">'
        '<meta property="og:site_name" content="Thử">'
        '<link rel="canonical" href="http://www.example.test/own"><title>A title</title>'
    )
    with host(answer(_html(LONG, head), type_="text/html")) as up:
        found = read_document(up.url("/a"), allow_fetch=True, guard=guard())
        foreign = read_document(up.url("/a", host="copy.test"), allow_fetch=True, guard=guard())
    assert found.text.startswith("The invented company")
    assert (found.published, found.publisher, found.title) == ("2024-11-05", "Thử", "A title")
    assert (found.url, found.language, found.name) == ("http://www.example.test/own", "en", "")
    assert foreign.url == up.url("/a", host="copy.test"), "a copy does not become the original by saying so"


def test_a_fetched_text_in_another_encoding_is_read_by_its_charset() -> None:
    text = "The café of the invented firm is in the heart of the town and that is all."
    with host(answer(text.encode("cp1252"), type_="text/plain; charset=iso-8859-1")) as up:
        assert read_document(up.url(), allow_fetch=True, guard=guard()).text == text


# The commands


def _run(*arguments: str, policy: Guard | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, obj=policy or guard())


def _seed(url: str, text: str = TEXT) -> str:
    def at(words: str) -> str:
        start = text.index(words)
        return f"{start}-{start + len(words)}"

    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"""
article: invented
title: An invented article
publisher: unknown
date: unknown
language: en
url: {url}
level: anchored
text_file: invented.txt
file_sha256: {digest}
text_sha256: {digest}
figures:
  - subject: company/fpt-corporation
    metric: overseas_revenue
    kind: level
    value: 2500000000
    unit: USD
    surface: $2.5 billion
    at: {at("$2.5 billion")}
    phrase: about $2.5 billion abroad
    phrase_at: {at("about $2.5 billion abroad")}
    hedge: about
    status: actual
    period: 2022
relations:
  - subject: company/fpt-corporation
    predicate: operates_in
    object: country/japan
    cue: operates in
    at: {at("operates in")}
    period: undated
"""


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds" / "entities", folder / "entities")
    (folder / "articles").mkdir()
    return folder


def test_fetch_prints_metadata_and_keeps_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = _html(LONG)
    with host(answer(data, type_="text/html; charset=utf-8")) as up:
        done = _run("fetch", up.url("/a"))
    said = json.loads(done.stdout)
    assert list(said) == [
        "status", "article", "url", "final_url", "canonical_url", "media_type", "bytes", "fetched_sha256",
        "text_sha256", "text_length", "title", "publisher", "date", "language",
    ]  # fmt: skip
    assert (said["status"], said["url"], said["language"], said["date"]) == (
        "fetched",
        up.url("/a"),
        "en",
        None,
    )
    assert said["fetched_sha256"] == hashlib.sha256(data).hexdigest()
    assert "revenue" not in done.output
    assert list(tmp_path.iterdir()) == []


def test_the_text_goes_where_the_user_says_but_not_among_the_seeds(tmp_path: Path, seeds: Path) -> None:
    with host(answer(TEXT.encode())) as up:
        done = _run("fetch", up.url(), "-o", str(tmp_path / "a.txt"), "--metadata", str(tmp_path / "a.json"))
        assert (done.exit_code, done.stdout) == (0, "")
        for place in (seeds / "articles" / "a.txt", ROOT / "seeds" / "a.txt", seeds / "x" / ".." / "a.txt"):
            refused = _run("fetch", up.url(), "--seeds", str(seeds), "-o", str(place))
            assert isinstance(refused.exception, UsageError)
            assert not place.exists()
        assert len(up.requests) == 1
    assert (tmp_path / "a.txt").read_text() == TEXT
    said = json.loads((tmp_path / "a.json").read_text())
    assert said["text_sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()


def test_fetch_compares_with_a_reviewed_article(seeds: Path) -> None:
    page = {"/a": answer(TEXT.encode())}
    with host(by_path(page)) as up:
        (seeds / "articles" / "invented.yaml").write_text(_seed(up.url("/a")))
        same = _run("fetch", "--article", "invented", "--seeds", str(seeds))
        page["/a"] = answer(TEXT.replace("2.5", "2.6").encode())
        changed = _run("fetch", "--article", "invented", "--seeds", str(seeds))
    assert (json.loads(same.stdout)["status"], json.loads(same.stdout)["article"]) == ("same", "invented")
    assert json.loads(changed.stdout)["status"] == "changed"
    assert isinstance(_run("fetch").exception, UsageError)
    assert "did you mean invented" in str(
        _run("fetch", "--article", "invnted", "--seeds", str(seeds)).exception
    )


def test_the_command_line_itself_is_strict(kg: RunKg) -> None:
    with host(answer(b"secret")) as up:
        for url, code in (
            (f"http://127.0.0.1:{up.port}/", 3),
            ("file:///etc/passwd", 2),
            ("ftp://example.org/", 2),
            ("http://a:b@example.org/", 2),
        ):
            done = kg("fetch", url)
            assert (done.returncode, done.stdout) == (code, ""), url
            assert done.stderr.startswith("error: ")
            assert done.stderr.count("\n") == 1
        assert not up.requests
    assert Guard() == STRICT


def _watch(seeds: Path, *options: str, policy: Guard | None = None) -> tuple[int, list[dict[str, object]]]:
    done = _run("verify", "--online", "--seeds", str(seeds), "-f", "json", *options, policy=policy)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, json.loads(done.stdout)


def test_the_same_text_is_the_same(seeds: Path) -> None:
    with host(answer(TEXT.replace("\n", "\r\n").encode())) as up:
        (seeds / "articles" / "invented.yaml").write_text(_seed(up.url("/a")))
        code, rows = _watch(seeds)
    assert (code, [row["status"] for row in rows]) == (0, ["same"])
    assert rows[0]["url"] == up.url("/a")


@pytest.mark.parametrize(
    ("old", "new", "figures"),
    [
        ("2.5", "2.6", ["$2.5 billion"]),
        ("about $2.5", "over $2.5", ["$2.5 billion"]),
        ("operates in", "works in", ["operates in"]),
        ("$2.5 billion", "US$12.5 billion", ["$2.5 billion"]),
        ("Đây", "A line more.\nĐây", []),
        ("billion abroad", "billion\nabroad", []),
        (
            TEXT,
            "Nothing of it is left on this page, and the rest of it is for sale.",
            ["$2.5 billion", "operates in"],
        ),
    ],
)
def test_a_changed_text_names_the_claims_that_no_longer_stand(
    seeds: Path, old: str, new: str, figures: list[str]
) -> None:
    with host(answer(TEXT.replace(old, new).encode())) as up:
        (seeds / "articles" / "invented.yaml").write_text(_seed(up.url("/a")))
        code, rows = _watch(seeds)
    assert code == 1
    assert rows[0]["status"] == "changed"
    assert f"{2 - len(figures)} of 2 claims stand" in str(rows[0]["message"])
    assert (rows[0]["claims"], rows[0]["standing"]) == (2, 2 - len(figures))
    assert [(row["status"], row["figure"]) for row in rows[1:]] == [("lost", figure) for figure in figures]


@pytest.mark.parametrize(
    ("reply", "status", "code"),
    [
        (answer(b"", "404 Not Found"), "gone", 1),
        (answer(b"", "410 Gone"), "gone", 1),
        (answer(b"", "500 Oops"), "unreachable", 6),
        (answer(b"x", type_="image/png"), "unreachable", 6),
        (b"", "unreachable", 6),
    ],
)
def test_a_page_that_is_gone_or_out_of_reach(seeds: Path, reply: bytes, status: str, code: int) -> None:
    with host(reply) as up:
        (seeds / "articles" / "invented.yaml").write_text(_seed(up.url("/a")))
        found, rows = _watch(seeds)
    assert (found, [row["status"] for row in rows]) == (code, [status])


def test_a_cited_article_needs_only_to_be_there(seeds: Path) -> None:
    head = _seed("URL").partition("figures:")[0].replace("level: anchored", "level: cited")
    head = "\n".join(line for line in head.splitlines() if not line.startswith(("text_", "file_")))
    with host(by_path({"/a": answer(b"%PDF", type_="application/pdf")})) as up:
        (seeds / "articles" / "invented.yaml").write_text(head.replace("URL", up.url("/a")))
        assert (_watch(seeds)[0], _watch(seeds)[1][0]["status"]) == (0, "reachable")
        (seeds / "articles" / "invented.yaml").write_text(head.replace("URL", up.url("/b")))
        assert (_watch(seeds)[0], _watch(seeds)[1][0]["status"]) == (1, "gone")


def test_pages_of_one_host_are_asked_for_one_at_a_time_with_a_pause(seeds: Path) -> None:
    pauses: list[float] = []
    with host(answer(TEXT.encode())) as up:
        for stem, url in (("a", up.url("/a")), ("b", up.url("/b")), ("c", up.url("/c", host="other.test"))):
            seed = _seed(url).replace("article: invented", f"article: {stem}")
            (seeds / "articles" / f"{stem}.yaml").write_text(seed)
        corpus = read_corpus(seeds)
        found = list(watch(corpus.articles, corpus.claims, guard(), sleep=pauses.append))
        assert [request.split()[1] for request in up.requests] == ["/a", "/b", "/c"]
    assert [(each.article.stem, each.status.value, each.claims) for each in found] == [
        ("a", "same", 2), ("b", "same", 2), ("c", "same", 2),
    ]  # fmt: skip
    assert pauses == [1.0]


def test_verify_wants_texts_or_the_network_not_both_and_not_neither(kg: RunKg, tmp_path: Path) -> None:
    for options in ([], ["--online", "--texts", str(tmp_path)], ["--texts", str(tmp_path), "-f", "json"]):
        done = kg("verify", *options)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
    assert kg("verify", "--online", "--article", "nobody").returncode == 2
