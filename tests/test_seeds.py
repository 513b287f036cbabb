"""The strict reader of the seeds: hostile YAML, wrong figures and names give one line with file and line."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import founding
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import judgement, yamlfile
from kg.errors import BadInput
from kg.graph import write_nquads
from kg.hedges import CUES, hedge_before
from kg.lists import Hedge
from kg.seeds import articles, entities, identities, policy, read_corpus
from kg.seeds.vocabulary import read_vocabulary
from kg.tables import tables
from kg.verify import verify

ROOT = Path(__file__).resolve().parent.parent
B = "001_3c753eb78a909be4"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the shipped seeds that a test may spoil."""
    return Path(shutil.copytree(founding.SEEDS, tmp_path / "seeds"))


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
    "unknown field before a missing one": (
        ARTICLE,
        "    hedge: over",
        "    hegde: over",
        "hegde: unknown field (did you mean hedge?)",
    ),
    "unknown field of an article": (ARTICLE, "figures:", "figurs:", "did you mean figures?"),
    "unknown field of a metric": (
        "entities/metrics.yaml",
        "    growth_of:",
        "    grwth_of:",
        "did you mean growth_of?",
    ),
    "text of a cited article": (ARTICLE, "level: anchored", "level: cited", "a cited article has no text"),
    "place beside the phrase": (
        ARTICLE,
        "at: 589-601",
        "at: 590-602",
        "at: 590-602, but by phrase_at the surface stands at 589-601 (correct one of them)",
    ),
    "place backwards": (ARTICLE, "at: 589-601", "at: 601-589", "START must be below END"),
    "place of a phrase without the phrase": (
        ARTICLE,
        "    phrase: estimated to reach $155 billion\n",
        "",
        "field 'phrase' is missing",
    ),
    "phrase without its place": (ARTICLE, "    phrase_at: 570-601\n", "", "field 'phrase_at' is missing"),
    "phrase of another length": (
        ARTICLE,
        "phrase_at: 570-601",
        "phrase_at: 570-602",
        "but the phrase has 31",
    ),
    "phrase without the figure": (
        ARTICLE,
        "phrase: estimated to reach $155 billion",
        "phrase: estimated to reach $165 billion",
        "the surface '$155 billion' does not stand in it",
    ),
    "relation to what does not fit": (
        ARTICLE,
        "predicate: operates_in\n    object: market/international",
        "predicate: exports_to\n    object: technology/artificial-intelligence",
        "object: technology/artificial-intelligence is no Market (exports_to leads to one)",
    ),
    "relation from what does not fit": (
        ARTICLE,
        "predicate: operates_in\n",
        "predicate: role_of\n",
        "is no Person (role_of starts from one)",
    ),
    "unit in small letters": (
        ARTICLE,
        "unit: USD",
        "unit: usd",
        "did you mean USD? or add it to seeds/entities/units.yaml",
    ),
    "unit by its name": (ARTICLE, "unit: USD", "unit: dollars", "did you mean USD?"),
    "subject by its label": (
        ARTICLE,
        "subject: company/viettel-group",
        "subject: Viettel Group",
        "did you mean company/viettel-group?",
    ),
    "subject by its alias": (
        ARTICLE,
        "subject: company/viettel-group",
        "subject: company/viettel",
        "did you mean company/viettel-group? or add it to seeds/entities/companies.yaml",
    ),
    "subject of another kind": (
        ARTICLE,
        "subject: company/viettel-group",
        "subject: person/fpt",
        "did you mean company/fpt-corporation?",
    ),
    "a new metric": (
        ARTICLE,
        "metric: revenue\n",
        "metric: zzz\n",
        "(add it to seeds/entities/metrics.yaml)",
    ),
    "unknown publisher": (
        ARTICLE,
        "publisher: vietnamnet",
        "publisher: vietnamnett",
        "did you mean vietnamnet?",
    ),
    "no period": (
        ARTICLE,
        "period: 2024\n",
        "period: in 2024\n",
        "A/B (from A to B, of those), as of A, or undated",
    ),
    "exact after a hedge": (
        "articles/000_48115a4c648cb1ef.yaml",
        "hedge: about",
        "hedge: exact",
        "hedge: the phrase says 'about', the hedge is exact (about, by the phrase)",
    ),
    "a hedge in the figure": (
        "articles/000_48115a4c648cb1ef.yaml",
        "surface: $152 billion",
        "surface: around $152 billion",
        "'around' is no part of the figure (hedge: about, and 'around' only in the phrase)",
    ),
    "another hedge than printed": (
        "articles/000_48115a4c648cb1ef.yaml",
        "hedge: about",
        "hedge: over",
        "the phrase says 'about', the hedge is over",
    ),
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
    "title of control characters": (ARTICLE, "title: ", 'title: "a\\u202eb"  # ', "U+202E"),
    "address of another scheme": (ARTICLE, "url: https", "url: javascript", "not an http"),
    "address with a password": (ARTICLE, "url: https://", "url: https://a:b@", "not an http"),
    "digest": (ARTICLE, "text_sha256: ", "text_sha256: X", "not a SHA-256"),
    "file name with a path": (ARTICLE, "text_file: ", "text_file: ../", "not a plain file name"),
    "wrong stem": (ARTICLE, f"article: {B}", "article: another", "must be the file's own name"),
    "language": (ARTICLE, "language: en", "language: fr", "'fr' is none of"),
    "recorded in a month": (ARTICLE, "recorded: ", "recorded: 2026-11  # ", "'2026-11' is not YYYY-MM-DD"),
    "recorded unknown": (ARTICLE, "recorded: ", "recorded: unknown  # ", "is not YYYY-MM-DD"),
    "recorded on no day": (ARTICLE, "recorded: ", "recorded: 2026-02-30  # ", "no calendar date"),
    "look-alike name": (
        "entities/companies.yaml",
        "en: FPT Corporation",
        "en: FРT Corporation",
        "mixes scripts",
    ),
    "clashing label": ("entities/companies.yaml", "en: FPT Corporation", "en: Viettel Group", "is a name of"),
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
    "dangling link": (
        "entities/offices.yaml",
        "office_of: agency/",
        "office_of: agency/no-",
        "not a curated agency",
    ),
    "link of an unknown name": (
        "entities/offices.yaml",
        "office_of: agency",
        "ofice_of: agency",
        "did you mean office_of?",
    ),
    "link to what does not fit": (
        "entities/companies.yaml",
        "country: country/vietnam",
        "country: market/international",
        "market/international is no Country (country leads to one)",
    ),
    "growth of an unknown metric": (
        "entities/metrics.yaml",
        "growth_of: revenue",
        "growth_of: revenu",
        "growth_of: 'revenu' is not a curated metric (did you mean revenue?",
    ),
    "unit family": ("entities/metrics.yaml", "unit_family: count", "unit_family: counts", "unit family"),
}


@pytest.mark.parametrize(("name", "old", "new", "expected"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_entry_is_refused_with_file_line_and_remedy(
    seeds: Path, name: str, old: str, new: str, expected: str
) -> None:
    spoil(seeds, name, old, new)
    line = refused(seeds)
    assert expected in line, line
    assert line.startswith(f"{seeds / name}:")
    assert re.match(r"\d+:\d+: ", line.removeprefix(f"{seeds / name}:")), line


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


def test_a_name_of_two_entities_of_a_kind_is_refused(seeds: Path) -> None:
    spoil(seeds, "entities/companies.yaml", "aliases: [FPT]", "aliases: [FPT, viettel]")
    assert "is a name of" in refused(seeds)


def test_a_file_that_only_looks_like_a_seed_is_not_passed_over(seeds: Path) -> None:
    (seeds / ARTICLE).rename(seeds / "articles" / f"{B}.yml")
    assert "rename it" in refused(seeds)


def test_a_folder_that_may_not_be_read(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    assert "cannot be read: Permission denied" in refused(seeds)


def test_a_folder_without_seeds_is_refused(tmp_path: Path) -> None:
    assert "holds no *.yaml" in refused(tmp_path)
    assert "not a folder" in refused(tmp_path / "nowhere")


def _shuffled(seeds: Path) -> None:
    """Reverse the figures and the relations of every article, and which of the two come first."""
    for path in (seeds / "articles").glob("*.yaml"):
        head, *blocks = re.split(r"^(figures|relations):\n", path.read_text("utf-8"), flags=re.MULTILINE)
        parts = []
        for name, block in zip(blocks[::2], blocks[1::2], strict=True):
            entries = re.findall(r"^  - .*?(?=^  - |\Z)", block, flags=re.MULTILINE | re.DOTALL)
            parts.append(f"{name}:\n" + "".join(reversed(entries)))
        path.write_text(head + "\n".join(reversed(parts)), "utf-8")


def test_the_order_of_entries_changes_nothing(seeds: Path) -> None:
    before = read_corpus(founding.SEEDS)
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


@pytest.mark.parametrize(
    ("words", "language", "hedge"),
    [
        ("sales of about ", "en", Hedge.ABOUT),
        ("has surpassed ", "en", Hedge.OVER),
        ("no less than ", "en", Hedge.AT_LEAST),
        ("Close to ", "en", Hedge.NEARLY),
        ("only ", "en", None),
        ("moreover ", "en", None),
        ("about the ", "en", None),
        ("doanh thu gần ", "vi", Hedge.NEARLY),
        ("không dưới ", "vi", Hedge.AT_LEAST),
        ("chưa tới ", "vi", Hedge.UNDER),
        ("chỉ ", "vi", None),
    ],
)
def test_the_word_before_a_figure_is_its_hedge(words: str, language: str, hedge: Hedge | None) -> None:
    found = hedge_before(words, language)
    assert (found[1] if found else None) is hedge


def test_no_cue_stands_for_two_hedges() -> None:
    for hedges in CUES.values():
        cues = [cue for words in hedges.values() for cue in words]
        assert len(cues) == len(set(cues))


def test_every_predicate_says_what_it_leads_from_and_to() -> None:
    predicates = read_vocabulary().predicates
    assert len(predicates) >= 40
    for name, predicate in predicates.items():
        assert predicate.domain.named, name
        assert predicate.range.named, name
    assert predicates["predicate/operates_in"].range.allow("Country"), "a subclass of Market"
    assert predicates["predicate/develops"].domain.allow("StateOwnedEnterprise"), (
        "by a union, then twice down"
    )


def test_an_article_without_a_known_address_has_none_in_the_graph(seeds: Path) -> None:
    path = seeds / ARTICLE
    path.write_text(
        re.sub(r"^url: .*$", "url: unknown", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    corpus = read_corpus(seeds)
    assert [a.url for a in corpus.articles if a.stem == B] == [None]
    (row,) = [row for row in tables(corpus)["articles"] if row["article"] == B]
    assert row["url"] is None
    out = io.BytesIO()
    write_nquads(corpus, out)
    assert f"/article/{B}> <https://schema.org/url> ".encode() not in out.getvalue()


def test_places_name_the_file_below_the_seeds(seeds: Path) -> None:
    corpus = read_corpus(seeds)
    places = [x.place for x in (*corpus.articles, *corpus.claims, *corpus.entities.values())]
    assert all(re.fullmatch(r"(articles|entities)/[\w-]+\.yaml:\d+", place) for place in places)
    place, line = corpus.figures[0].place.split(":")
    assert (seeds / place).read_text("utf-8").splitlines()[int(line) - 1].startswith("  - key: ")


FORMAT = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")


def test_the_example_of_the_format_is_read_and_verified(seeds: Path, tmp_path: Path) -> None:
    """The three files that seeds/README.md shows, as a newcomer would save them."""
    blocks = dict(re.findall(r"<!-- (\S+/\S+) -->\n```\w+\n(.*?)```\n", FORMAT, flags=re.DOTALL))
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, content in blocks.items():
        path = tmp_path / name if name.startswith("texts/") else seeds / name
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_bytes((before + content).encode("utf-8"))
    corpus = read_corpus(seeds)
    assert len([c for c in corpus.claims if c.article == "2025-example"]) == 4
    result = verify(corpus, texts, ["2025-example"])
    assert (result.anchored, result.findings, result.unreadable) == ({"2025-example": 4}, [], [])


def test_the_day_of_recording_is_no_part_of_a_claim(seeds: Path) -> None:
    path = seeds / ARTICLE
    before = read_corpus(seeds)
    path.write_text(re.sub("(?m)^recorded: .*\n", "", path.read_text("utf-8")), "utf-8")
    after = read_corpus(seeds)
    assert [c.id for c in after.claims] == [c.id for c in before.claims]
    recorded = {article.stem: article.recorded for article in after.articles}
    assert recorded.pop(B) is None
    assert all(recorded.values())


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("an article", articles.ARTICLE_FIELDS),
        ("a figure", articles.FIGURE_FIELDS),
        ("a relation", articles.RELATION_FIELDS),
        ("an entity", entities.ENTITY_FIELDS),
        ("a metric", entities.METRIC_FIELDS),
        ("a sum", identities.SUM_FIELDS),
        ("a part", identities.PART_FIELDS),
        ("a policy", policy.POLICY_FIELDS),
        ("a unit", entities.UNIT_FIELDS),
        ("a judgement", judgement.FIELDS),
    ],
)
def test_the_format_explains_every_field(title: str, fields: tuple[str, ...]) -> None:
    (table,) = re.findall(rf"<!-- fields of {title} -->\n(.*?)\n(?:\n|\Z)", FORMAT + "\n", flags=re.DOTALL)
    assert sorted(re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)) == sorted(fields)
