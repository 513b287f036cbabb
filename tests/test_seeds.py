"""The strict reader of the seeds: hostile YAML, wrong figures and names give one line with file and line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import yamlfile
from kg.errors import BadInput
from kg.seeds import read_corpus

ROOT = Path(__file__).resolve().parent.parent
B = "001_3c753eb78a909be4"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the shipped seeds that a test may spoil."""
    return Path(shutil.copytree(ROOT / "seeds", tmp_path / "seeds"))


def spoil(seeds: Path, name: str, old: str, new: str) -> Path:
    """Replace the first `old` in a seed file; the test fails when it is not there."""
    path = seeds / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def refused(seeds: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_corpus(seeds)
    line = caught.value.line()
    assert "\n" not in line
    assert caught.value.exit_code == 3
    return line


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "python object": ("a: !!python/object/apply:os.system [id]\n", r":1:4: tag"),
    "alias bomb": ("a: &a [x, x]\nb: [*a, *a]\n", r":1:4: anchor"),
    "self reference": ("a: &x [*x]\n", r":1:4: anchor"),
    "alias": ("a: b\nc: *d\n", r":2:4: (alias|not valid YAML)"),
    "depth 2000": ("a: " + "[" * 2000 + "]" * 2000 + "\n", r"nested deeper than 20"),
    "duplicate key": ("a: 1\nb: 2\na: 3\n", r":3:1: key 'a' stands here twice .first on line 1"),
    "tab": ("a:\n\t- b\n", r":2:\d+: not valid YAML"),
    "second document": ("a: b\n---\nc: d\n", r"second document"),
    "list on top": ("- a\n- b\n", r"must be a mapping"),
    "empty": ("", r":1: the file is empty"),
    "not UTF-8": (b"a: \xff\xfe\n", r"not UTF-8 at byte 3"),
    "UTF-16": ("a: b\n".encode("utf-16"), r"not UTF-8 at byte 0 .it may be UTF-16"),
    "surrogate escape": ('a: "\\ud800"\n', r"(not valid YAML|control or format|surrogate)"),
    "complex key": ("? [a, b]\n: c\n", r"a key must be a text"),
    "unclosed quote": ('a: "b\nc: d\n', r"not valid YAML"),
    "NUL": (b"a: b\x00c\n", r"not valid YAML"),
}


@pytest.mark.parametrize(("content", "expected"), HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_yaml_is_refused_with_its_place(seeds: Path, content: str | bytes, expected: str) -> None:
    path = seeds / "articles" / "hostile.yaml"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    line = refused(seeds)
    assert re.search(expected, line), line
    assert "hostile.yaml" in line


@pytest.mark.parametrize(
    "word", ["no", "NO", "1_000", "010", "12:30:00", "~", "null", ".nan", "0x1F", "1e3", "2024-02-30"]
)
def test_yaml_never_turns_a_text_into_something_else(word: str) -> None:
    node = yamlfile.parse(f"a: {word}\n".encode(), "x.yaml").entries["a"]
    assert isinstance(node, yamlfile.Text)
    assert node.text == word


@settings(max_examples=150)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_a_tree_or_an_error_that_names_the_file(data: bytes) -> None:
    try:
        tree = yamlfile.parse(data, "seed.yaml")
    except BadInput as error:
        line = error.line()
    else:
        line = "seed.yaml" if isinstance(tree, yamlfile.Mapping) else "no tree"
    assert line.startswith("seed.yaml")


ARTICLE = f"articles/{B}.yaml"
WRONG: dict[str, tuple[str, str, str, str]] = {
    # what: (file, old, new, expected in the message)
    "value differs from surface": (
        ARTICLE,
        "value: 155000000000",
        "value: 156000000000",
        "prints 155000000000",
    ),
    "unit differs from surface": (ARTICLE, "unit: USD", "unit: VND", "prints USD, not VND"),
    "exponent": (ARTICLE, "value: 155000000000", "value: 155e9", "not a plain decimal"),
    "grouped": (ARTICLE, "value: 155000000000", "value: 155,000,000,000", "not a plain decimal"),
    "NaN": (ARTICLE, "value: 155000000000", "value: .nan", "not a plain decimal"),
    "beyond 18 digits": (
        ARTICLE,
        "value: 155000000000",
        "value: 1550000000000000000000",
        "at most 18 digits",
    ),
    "Arabic digits": (ARTICLE, "value: 155000000000", "value: ١٥٥", "not a plain decimal"),
    "unknown hedge": (ARTICLE, "hedge: over", "hedge: ovr", "did you mean over?"),
    "unknown status": (ARTICLE, "status: estimate", "status: guess", "not in the list"),
    "unknown kind": (ARTICLE, "kind: level", "kind: levle", "did you mean level?"),
    "range without its end": (ARTICLE, "value_max: 28\n", "note: x\n", "a range needs value_max"),
    "unknown subject": (
        ARTICLE,
        "subject: company/viettel-group",
        "subject: company/viettel",
        "did you mean",
    ),
    "unknown metric": (ARTICLE, "metric: revenue\n", "metric: revenu\n", "did you mean"),
    "impossible date": (ARTICLE, "period: as of 2024-11", "period: as of 2024-11-31", "no calendar date"),
    "year of five digits": (ARTICLE, "period: as of 2024-11", "period: 20245", "20245"),
    "span too short": (ARTICLE, "surface: $155 billion", "surface: $155.0 billion", "code points"),
    "unknown field": (ARTICLE, "    hedge: over", "    hegde: over", "hedge"),
    "missing hedge": (ARTICLE, "    hedge: over\n", "", "'hedge' is missing"),
    "unknown predicate": (
        ARTICLE,
        "predicate: operates_in",
        "predicate: operate_in",
        "did you mean operates_in?",
    ),
    "unknown conversion": (
        ARTICLE,
        "    status: estimate\n",
        "    status: estimate\n    conversion_of: nope\n",
        "'nope'",
    ),
    "ambiguity without code": (
        ARTICLE,
        "    status: estimate\n",
        "    status: estimate\n    ambiguity: hm\n",
        "a code, a colon",
    ),
    "title of control characters": (ARTICLE, "title: ", 'title: "a\\u202eb"\nx: ', "U+202E"),
    "address of another scheme": (ARTICLE, "url: https", "url: javascript", "not an http"),
    "address with a password": (ARTICLE, "url: https://", "url: https://a:b@", "not an http"),
    "digest": (ARTICLE, "text_sha256: ", "text_sha256: X", "not a SHA-256"),
    "file name with a path": (ARTICLE, "text_file: ", "text_file: ../", "not a plain file name"),
    "wrong stem": (ARTICLE, f"article: {B}", "article: another", "must be the file's own name"),
    "language": (ARTICLE, "language: en", "language: fr", "'fr' is none of"),
    "look-alike name": (
        "entities/companies.yaml",
        "en: FPT Corporation",
        "en: FРT Corporation",
        "mixes scripts",
    ),
    "clashing label": ("entities/companies.yaml", "en: FPT Corporation", "en: Viettel Group", "clashes with"),
    "id with a slash": ("entities/companies.yaml", "  fpt-corporation:", "  ../fpt:", "is not an id"),
    "id with an angle bracket": (
        "entities/companies.yaml",
        "  fpt-corporation:",
        "  'fpt> <x':",
        "is not an id",
    ),
    "only an emoji": ("entities/companies.yaml", "  fpt-corporation:", "  🏢:", "is not an id"),
    "unknown class": ("entities/companies.yaml", "class: StateOwnedEnterprise", "class: Startup", "no class"),
    "kind in the wrong file": ("entities/companies.yaml", "kind: company", "kind: media", "belongs into"),
    "dangling link": ("entities/offices.yaml", "office_of: agency/", "office_of: agency/no-", "not curated"),
    "unit family": ("entities/metrics.yaml", "unit_family: count", "unit_family: counts", "unit family"),
}


@pytest.mark.parametrize(("name", "old", "new", "expected"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_entry_is_refused_with_file_line_and_remedy(
    seeds: Path, name: str, old: str, new: str, expected: str
) -> None:
    spoil(seeds, name, old, new)
    line = refused(seeds)
    assert expected in line, line
    assert re.search(rf"{re.escape(Path(name).name)}:\d+", line), line


def test_thirteen_words_are_too_many(seeds: Path) -> None:
    spoil(seeds, ARTICLE, "    attribution_cue: ", "    attribution_cue: a b c d e f g h i j k l m #")
    assert "at most 12" in refused(seeds)


def test_the_same_statement_twice_is_refused(seeds: Path) -> None:
    path = seeds / ARTICLE
    text = path.read_text(encoding="utf-8")
    first = text[
        text.index("figures:\n") + len("figures:\n") : text.index("  - key:", text.index("  - key:") + 5)
    ]
    path.write_text(text.replace("figures:\n", "figures:\n" + re.sub(r"key: \S+", "key: again", first), 1))
    assert "says the same as" in refused(seeds)


def test_a_folder_without_seeds_is_refused(tmp_path: Path) -> None:
    assert "holds no *.yaml" in refused(tmp_path)
    assert "not a folder" in refused(tmp_path / "nowhere")


def _shuffled(seeds: Path) -> None:
    """Reverse the figures of both articles and the entities of a file."""
    for path in (seeds / "articles").glob("*.yaml"):
        head, figures, relations = re.split(
            r"^(?:figures|relations):\n", path.read_text("utf-8"), flags=re.MULTILINE
        )
        parts = [
            re.findall(r"^  - .*?(?=^  - |\Z)", block, flags=re.MULTILINE | re.DOTALL)
            for block in (figures, relations)
        ]
        path.write_text(
            head
            + "relations:\n"
            + "".join(reversed(parts[1]))
            + "\nfigures:\n"
            + "".join(reversed(parts[0])),
            "utf-8",
        )


def test_the_order_of_entries_changes_nothing(seeds: Path) -> None:
    before = read_corpus(ROOT / "seeds")
    _shuffled(seeds)
    after = read_corpus(seeds)
    assert [c.id for c in after.claims] == [c.id for c in before.claims]
    assert after.figures == before.figures


def test_a_cited_article_has_no_places_and_its_unknowns_stay_unknown(seeds: Path) -> None:
    (seeds / "articles" / "cited-example.yaml").write_text(
        """
article: cited-example
title: An example that is cited only
publisher: unknown
date: 2024-02
language: en
url: https://example.org/page
level: cited
figures:
  - subject: company/fpt-corporation
    metric: employee_count
    kind: count
    value: 48000
    unit: persons
    hedge: about
    status: actual
    period: undated
""",
        encoding="utf-8",
    )
    corpus = read_corpus(seeds)
    (claim,) = [c for c in corpus.figures if c.article == "cited-example"]
    assert claim.evidence.start is None
    assert claim.slot.period == "2024", "a stock without a date takes the year of publication"
    assert claim.slot.period_inferred
    assert claim.step == 1000
