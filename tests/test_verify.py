"""kg verify: every claim at its place in a text, and what happens when the text changed.

The text here is written for this test and says so; no article of the world is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import founding
import pytest
from conftest import RunKg

ROOT = Path(__file__).resolve().parent.parent
TEXT = (
    "Đây là bài viết thử, invented for this test.\n"
    "FPT Corporation earned about $2.5 billion abroad in 2022, its chairman said.\n"
    "It operates in Japan.\n"
)


def _seed(text: str) -> str:
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
url: https://example.org/invented
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
def case(tmp_path: Path) -> tuple[Path, Path]:
    """(seeds, texts) with the invented article only."""
    seeds = tmp_path / "seeds"
    shutil.copytree(founding.SEEDS / "entities", seeds / "entities")
    (seeds / "articles").mkdir()
    (seeds / "articles" / "invented.yaml").write_text(_seed(TEXT), encoding="utf-8")
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "invented.txt").write_bytes(TEXT.encode())
    return seeds, texts


def test_an_unchanged_text_verifies(case: tuple[Path, Path], kg: RunKg) -> None:
    done = kg("verify", "--seeds", str(case[0]), "--texts", str(case[1]))
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 of 2 claims stand at their place" in done.stderr


@pytest.mark.parametrize(
    ("change", "code", "expected"),
    [
        # A byte outside of every phrase: the article is named.
        ((b"said.", b"say!."), 1, ["invented: the file's bytes changed"]),
        # A digit inside the figure: article, claim and place.
        (
            (b"$2.5", b"$2.6"),
            1,
            ["'$2.6 billion' stands where '$2.5 billion' was", "/claim/", "articles/invented.yaml:13: "],
        ),
        # A word of the phrase but not of the figure.
        ((b"abroad", b"aboard"), 1, ["stands where the phrase"]),
        # A letter more before everything: each claim says where its words went.
        ((b"invented", b"inventedd"), 1, ["which now stands at"]),
        # CRLF line ends: same canonical text, other bytes.
        ((b"\n", b"\r\n"), 1, ["the file's bytes changed"]),
        # No longer UTF-8: the offset of the byte.
        ((b"Corporation", b"Corp\xffration"), 3, ["not UTF-8 at byte"]),
    ],
)
def test_a_changed_text_is_refused(
    case: tuple[Path, Path], kg: RunKg, change: tuple[bytes, bytes], code: int, expected: list[str]
) -> None:
    path = case[1] / "invented.txt"
    data = path.read_bytes()
    assert change[0] in data
    path.write_bytes(data.replace(*change))
    done = kg("verify", "--seeds", str(case[0]), "--texts", str(case[1]))
    assert done.returncode == code
    for words in expected:
        assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_crlf_changes_the_bytes_but_no_position(case: tuple[Path, Path], kg: RunKg) -> None:
    path = case[1] / "invented.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = kg("verify", "--seeds", str(case[0]), "--texts", str(case[1]))
    assert "canonical text changed" not in done.stdout
    assert "2 of 2 claims" in done.stderr


def test_a_missing_text_is_exit_3_and_named(case: tuple[Path, Path], kg: RunKg) -> None:
    (case[1] / "invented.txt").unlink()
    done = kg("verify", "--seeds", str(case[0]), "--texts", str(case[1]))
    assert done.returncode == 3
    assert "invented" in done.stderr
    assert "cannot be read" in done.stderr


def test_one_article_can_be_verified_without_the_texts_of_the_others(
    case: tuple[Path, Path], kg: RunKg
) -> None:
    for path in (founding.SEEDS / "articles").glob("*.yaml"):
        shutil.copy(path, case[0] / "articles")
    where = ("--seeds", str(case[0]), "--texts", str(case[1]))
    assert kg("verify", *where).returncode == 3
    done = kg("verify", *where, "--article", "invented")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "invented: 2 of 2 claims stand at their place\n"
    wrong = kg("verify", *where, "--article", "invented", "--article", "invnted")
    assert wrong.returncode == 2
    assert wrong.stderr == "error: no article 'invnted' (did you mean invented?)\n"


@pytest.mark.parametrize("texts", ["nowhere", "http://example.org/texts", "/dev/zero"])
def test_a_folder_that_is_none(case: tuple[Path, Path], kg: RunKg, texts: str) -> None:
    done = kg("verify", "--seeds", str(case[0]), "--texts", texts)
    assert done.returncode in (2, 3)
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("error: ")


def test_the_founding_articles_verify_where_they_are_at_hand(kg: RunKg) -> None:
    texts = Path(os.environ.get("KG_TEXTS", ROOT.parent / "shared" / "articles"))
    if not texts.is_dir():
        pytest.skip("the articles' texts are not part of the repository (KG_TEXTS names their folder)")
    done = kg("verify", "--seeds", str(founding.SEEDS), "--texts", str(texts))
    assert done.returncode == 0, done.stdout


def test_a_cited_source_has_nothing_to_check_and_says_so(kg: RunKg, tmp_path: Path) -> None:
    where = ("--seeds", str(founding.SEEDS), "--texts", str(tmp_path))
    one = ("--article", "vietnamplus-275850")
    done = kg("verify", *where, *one)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 cited article without a text: nothing to check\n"
    done = kg("verify", *where, *one, "--article", "zenodo-19707349-population")
    assert done.stderr == "2 cited articles without a text: nothing to check\n"
