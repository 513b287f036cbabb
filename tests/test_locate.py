"""kg locate: digests and places as `kg verify` counts them, and what was meant where words stand nowhere."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

import pytest
from conftest import RunKg
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.locate import _near
from kg.files import canonical_text

TEXT = (
    "Bài viết này được đặt ra cho phép thử.\n"
    "The firm earned about $2.5\u00a0billion “abroad” in 2022.\n"
    "It earned $2.5 billion, it said, and then $2.5 billion more.\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """The text as another system saves it: byte order mark, CRLF, decomposed letters."""
    path = tmp_path / "invented.txt"
    path.write_bytes(b"\xef\xbb\xbf" + unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n").encode())
    return path


def places(output: str, name: str) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in re.findall(rf"^    {name}: (\d+)-(\d+)$", output, re.MULTILINE)]


def test_digests_and_every_place_are_printed(article: Path, kg: RunKg) -> None:
    done = kg("locate", str(article), "$2.5 billion")
    assert (done.returncode, done.stderr) == (0, "")
    assert "text_file: invented.txt\n" in done.stdout
    assert f"file_sha256: {hashlib.sha256(article.read_bytes()).hexdigest()}\n" in done.stdout
    assert f"text_sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}\n" in done.stdout
    found = places(done.stdout, "at")
    assert [TEXT[slice(*place)] for place in found] == ["$2.5 billion"] * 2
    assert done.stdout.count("# line 3: ") == 2
    assert "phrase_at" not in done.stdout


def test_a_phrase_tells_places_apart_and_has_its_own(article: Path, kg: RunKg) -> None:
    done = kg("locate", str(article), "$2.5 billion", "--phrase", "then $2.5 billion more")
    (at,), (phrase_at,) = places(done.stdout, "at"), places(done.stdout, "phrase_at")
    assert TEXT[slice(*at)] == "$2.5 billion"
    assert TEXT[slice(*phrase_at)] == "then $2.5 billion more"
    assert phrase_at[0] < at[0] < at[1] < phrase_at[1]


def test_words_may_be_typed_in_decomposed_letters(article: Path, kg: RunKg) -> None:
    done = kg("locate", str(article), unicodedata.normalize("NFD", "được đặt ra"))
    assert [TEXT[slice(*place)] for place in places(done.stdout, "at")] == ["được đặt ra"]


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ("about $2.5 billion", 1, r"did you mean 'about $2.5\xa0billion', on line 2 at"),
        ('"abroad" in', 1, "did you mean '“abroad” in', on line 2 at"),
        ("THE FIRM", 1, "did you mean 'The firm', on line 2 at"),
        ("more. It", 1, "check the words"),
        ("2022. It", 1, r"did you mean '2022.\nIt', on line 2 at"),
        (" ", 2, "no words are given"),
    ],
)
def test_words_that_stand_nowhere(article: Path, kg: RunKg, words: str, code: int, expected: str) -> None:
    done = kg("locate", str(article), words)
    assert (done.returncode, done.stdout) == (code, "")
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_phrase_without_the_words_is_a_usage_error(article: Path, kg: RunKg) -> None:
    done = kg("locate", str(article), "$2.5 billion", "--phrase", "and then")
    assert (done.returncode, done.stderr) == (2, "error: the phrase must hold the words\n")


@pytest.mark.parametrize("name", ["missing.txt", "folder", "latin.txt"])
def test_a_file_that_cannot_be_read(tmp_path: Path, kg: RunKg, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.txt").write_bytes("được".encode("utf-16"))
    done = kg("locate", str(tmp_path / name), "x")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert name in done.stderr


# Invisible and combining characters beside the words would belong to them.
BESIDE = st.text(st.characters(exclude_categories=["Cf", "Cs", "Mc", "Me", "Mn"]), max_size=60)


@given(BESIDE, BESIDE)
def test_what_was_meant_is_found_in_any_text(before: str, after: str) -> None:
    meant = "“Hòa  Phát” – 10\u00a0%"
    text = canonical_text(before + "|" + meant + "|" + after)
    hint = _near('|"hòa phát" - 10 %|', text)
    start = text.index("|" + meant + "|")
    if text.count("Hòa") == 1:
        assert f"at {start}-{start + len(meant) + 2}?" in hint
