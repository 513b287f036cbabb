"""Judgements: strictly read, never contradictory, reversible; what is judged the same is one in the graph."""

from __future__ import annotations

import io
import itertools
import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import RunKg
from hypothesis import given
from hypothesis import strategies as st

from kg.audit import audit
from kg.bundle import bundle
from kg.bundle import verify_bundle as verifier
from kg.cli.seedcheck import SeedCheck
from kg.corpus import Corpus
from kg.corpusfile import load_corpus, write_corpus
from kg.entity import Entity
from kg.errors import BadInput
from kg.graph import write_nquads
from kg.judgement import Judgement, from_json, standing, to_line
from kg.lists import Ruling
from kg.namespaces import ENTITIES_GRAPH, ID, PREFIXES, VT
from kg.resolution import resolution
from kg.seeds import read_corpus, read_curated
from kg.validate import validate

A, B, C, D = "company/alpha", "company/alpha-group", "company/beta", "company/gamma"
ENTITIES = {
    "companies": """
  alpha:
    en: Alpha Corporation
    vi: Tập đoàn Alpha
    ticker: ALP
    links: {country: country/vietnam}
  alpha-group:
    en: Alpha Group
    vi: Nhóm Alpha
    aliases: [AlphaCo]
    scope_en: The group with all its companies.
    links: {sector: sector/software}
  beta:
    en: Beta
    vi: Beta
    links: {country: country/vietnam, subsidiary_of: company/alpha-group}
  gamma:
    en: Gamma
    vi: Gamma
""",
    "countries": "\n  vietnam: {en: Vietnam, vi: Việt Nam}\n  japan: {en: Japan, vi: Nhật Bản}\n",
    "media": "\n  daily: {en: Daily, vi: Nhật báo}\n  daily-online: {en: Daily Online, vi: Báo Ngày}\n",
    "metrics": """
  revenue:
    en: Revenue
    vi: Doanh thu
    unit_family: currency
    time: flow
    additive: yes
""",
    "sectors": "\n  software:\n    en: Software\n    vi: Phần mềm\n",
    "units": "\n  USD:\n    en: US dollar\n    vi: đô la Mỹ\n    family: currency\n",
}  # fmt: skip
KINDS = {"companies": "company", "countries": "country", "media": "media", "metrics": "metric",
         "sectors": "sector", "units": "unit"}  # fmt: skip
ARTICLE = """
article: {stem}
title: A page
publisher: {publisher}
date: 2025-01
language: en
url: https://example.org/{stem}
level: cited
figures:
  - subject: {subject}
    metric: revenue
    kind: level
    value: {value}
    unit: USD
    hedge: exact
    status: actual
    period: 2024
    attributed_to: [{subject}]
relations:
  - subject: {subject}
    predicate: operates_in
    object: country/japan
    period: undated
"""


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Four companies and two pages, each about another of two that may be one."""
    folder = tmp_path / "seeds"
    (folder / "entities").mkdir(parents=True)
    (folder / "articles").mkdir()
    for name, text in ENTITIES.items():
        head = f"kind: {KINDS[name]}\nentities:"
        (folder / "entities" / f"{name}.yaml").write_text(head + text, "utf-8")
    for stem, publisher, subject, value in (("one", "daily", A, 123), ("two", "daily-online", B, 217)):
        text = ARTICLE.format(stem=stem, publisher=publisher, subject=subject, value=value)
        (folder / "articles" / f"{stem}.yaml").write_text(text, "utf-8")
    return folder


def line(left: str, right: str, ruling: str = "same", **more: str) -> dict[str, Any]:
    said = {"who": "an editor", "when": "2026-11-22", "why": "for a reason"}
    return {"left": left, "right": right, "judgement": ruling, **said, **more}


OUTLETS = line("media/daily", "media/daily-online")


def judge(seeds: Path, *lines: dict[str, Any]) -> Path:
    path = seeds / "judgements.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), "utf-8")
    return seeds


def refused(seeds: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_corpus(seeds)
    text = caught.value.line()
    assert "\n" not in text
    assert text.startswith(str(seeds))
    return text


def quads(corpus: Corpus) -> bytes:
    out = io.BytesIO()
    write_nquads(corpus, out, audit=audit(corpus))
    return out.getvalue()


# Reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", r":1: no JSON"),
        ("[]", r":1: a JSON object is expected"),
        ('{"left": "a", "left": "b"}', r":1: 'left' stands here twice"),
        (json.dumps(line(A, B) | {"score": "1"}), r":1: 'score' is no field of a judgement"),
        (json.dumps({k: v for k, v in line(A, B).items() if k != "why"}), r":1: field 'why' is missing"),
        (json.dumps(line(A, B, "maybe")), r":1: judgement: 'maybe' is none of same, different, unsure, undo"),
        (json.dumps(line(A, A)), r":1: left and right are both company/alpha"),
        (json.dumps(line(A, B, when="2026-02-30")), r":1: when: '2026-02-30' is no date"),
        (json.dumps(line(A, B, when="20261122")), r":1: when: '20261122' is no date"),
        (json.dumps(line(A, B, why=" ")), r":1: why: a text without blanks"),
        (json.dumps(line(A, B, who="a\u202eb")), r":1: who: control or format character"),
        (json.dumps(line(A, B, why="x" * 501)), r":1: why: more than 500 characters"),
        (json.dumps(line(A, B, why="hoa\u0300")), r":1: why: not in Unicode's composed form"),
        (json.dumps(line(A, B) | {"why": 7}), r":1: why: a text"),
        (json.dumps(line(A, B, canonical=C)), r":1: canonical: the left or the right one"),
        (json.dumps(line(A, B, "different", canonical=A)), r":1: canonical: .* of two that are the same"),
        ("\n" + json.dumps(line(A, "company/alhpa-group")), r":2: 'company/alhpa-group' is not a curated "
         r"entity \(did you mean company/alpha-group\?\)"),
        (json.dumps(line(A, "alpha")), r":1: 'alpha' is not a curated entity"),
        (json.dumps(line(A, B, "undo")), r":1: nothing is judged of company/alpha and company/alpha-group"),
        ('{"left": "\\ud800"}', r":1: half of a character"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_with_its_place(seeds: Path, text: str, expected: str) -> None:
    (seeds / "judgements.jsonl").write_text(text + "\n", "utf-8")
    assert re.search(r"judgements\.jsonl" + expected, refused(seeds))


def test_bytes_that_are_no_text_are_refused(seeds: Path) -> None:
    (seeds / "judgements.jsonl").write_bytes(b"\xff\n")
    assert "judgements.jsonl: is not UTF-8 at byte 0" in refused(seeds)
    (seeds / "judgements.jsonl").unlink()
    (seeds / "judgements.jsonl").mkdir()
    assert "is not a regular file" in refused(seeds)


texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=20)


@given(st.sampled_from([*Ruling, None]), texts, texts, st.booleans())
def test_a_judgement_is_read_as_it_was_written(
    ruling: Ruling | None, who: str, why: str, first: bool
) -> None:

    canonical = A if first and ruling is Ruling.SAME else ""
    who, why = (unicodedata.normalize("NFC", text) for text in (who, why))
    made = Judgement(left=A, right=B, ruling=ruling, who=who, when="2026-11-22", why=why, canonical=canonical)
    assert from_json(json.loads(to_line(made))) == made
    assert made.id == replace(made, left=B, right=A).id, "a judgement has no direction"


# What counts


def test_the_last_judgement_counts_and_undo_takes_it_back() -> None:
    said = [from_json(line(A, B, each)) for each in ("same", "different", "undo", "unsure", "undo")]
    found = [standing(said[:number]) for number in range(1, 6)]
    rulings = [{j.ruling for j in each.values()} for each in found]
    assert rulings == [{Ruling.SAME}, {Ruling.DIFFERENT}, {Ruling.SAME}, {Ruling.UNSURE}, {Ruling.SAME}]
    assert standing([*said, from_json(line(B, A, "undo"))]) == {}


def company(ref: str) -> Entity:
    name = ref.partition("/")[2]
    return Entity(kind="company", id=name, type="Company", en=name, vi=name)


REFS = [f"company/{letter}" for letter in "abcdef"]
MANY = {ref: company(ref) for ref in REFS}
pairs = st.sampled_from(list(itertools.combinations(REFS, 2)))
rulings = st.dictionaries(pairs, st.sampled_from(["same", "same", "different", "unsure"]), max_size=8)


@given(rulings, st.randoms())
def test_clusters_are_what_chains_of_same_join_whatever_the_order(
    said: dict[tuple[str, str], str], random: Any
) -> None:
    """Against sets that are joined by hand; a `different` within one is refused, and only that."""
    lines = [from_json(line(*pair, ruling)) for pair, ruling in said.items()]
    random.shuffle(lines)
    groups = [{ref} for ref in REFS]
    for (left, right), ruling in said.items():
        if ruling == "same":
            one, other = (next(g for g in groups if ref in g) for ref in (left, right))
            if one is not other:
                groups.remove(other)
                one |= other
    clash = [p for p, r in said.items() if r == "different" and any(set(p) <= g for g in groups)]
    if clash:
        with pytest.raises(BadInput, match="are judged different, and the same by"):
            resolution(lines, MANY)
        return
    found = resolution(lines, MANY)
    assert {ref: found.now(ref) for ref in REFS} == {ref: min(g) for g in groups for ref in g}
    assert found == resolution(sorted(lines, key=lambda j: j.pair), MANY)
    for pair, ruling in said.items():
        assert found.are_apart(*pair) or ruling != "different"


def test_a_contradiction_shows_the_chain(seeds: Path) -> None:
    path = judge(seeds, line(A, D, "different"), line(A, B), line(D, B))
    assert refused(path) == (
        f"{seeds}/judgements.jsonl:1: company/alpha and company/gamma are judged different, and the same by "
        f"company/alpha = company/alpha-group (judgements.jsonl:2), "
        f"company/gamma = company/alpha-group (judgements.jsonl:3) (undo one of these judgements)"
    )


def test_a_judgement_that_curation_rules_out_is_refused(seeds: Path) -> None:
    for pair, expected in (
        ((A, "media/daily"), "their kinds differ (company and media)"),
        (("unit/USD", "metric/revenue"), "a unit is a word of the seeds' own"),
        (("country/vietnam", "country/japan"), "a country is a word of the seeds' own"),
        ((B, C), "company/beta subsidiaryOf company/alpha-group"),
    ):
        message = refused(judge(seeds, line(*pair)))
        assert expected in message, message
        assert "judgements.jsonl:1: " in message
    for field, value, expected in (
        ("ticker", "BET", "their tickers differ (ALP and BET)"),
        ("class", "StateOwnedEnterprise", "their classes differ"),
        ("wikidata", "Q1", ""),
    ):
        text = (seeds / "entities" / "companies.yaml").read_text("utf-8")
        changed = text.replace("    en: Gamma\n", f"    en: Gamma\n    {field}: {value}\n")
        (seeds / "entities" / "companies.yaml").write_text(changed, "utf-8")
        judge(seeds, line(A, D))
        if expected:
            assert expected in refused(seeds)
        else:
            assert read_corpus(seeds).entities[A].wikidata == value, "what one lacks comes from the other"
        (seeds / "entities" / "companies.yaml").write_text(text, "utf-8")


def test_two_that_an_article_relates_are_not_one(seeds: Path) -> None:
    path = seeds / "articles" / "one.yaml"
    stated = f"  - subject: {D}\n    predicate: invests_in\n    object: {A}\n    period: undated\n"
    path.write_text(path.read_text("utf-8") + stated, "utf-8")
    message = refused(judge(seeds, line(A, D)))
    assert "articles/one.yaml" in message
    assert "company/gamma invests_in company/alpha" in message


def test_who_stands_for_a_cluster(seeds: Path) -> None:
    """The first by name, unless a judgement says; whoever that puts behind another stands for nobody."""
    assert read_corpus(judge(seeds, line(B, A))).resolution.by == {B: A}
    assert read_corpus(judge(seeds, line(A, B, canonical=B))).resolution.by == {A: B}
    chain = [line(A, B, canonical=B), line(B, D, canonical=D)]
    assert read_corpus(judge(seeds, *chain)).resolution.by == {A: D, B: D}
    circle = [*chain, line(A, D, canonical=A)]
    assert "is put behind another" in refused(judge(seeds, *circle))


# What follows


@pytest.mark.parametrize("canonical", [A, B])
def test_one_entity_has_all_names_links_and_claims(seeds: Path, canonical: str) -> None:
    old = B if canonical == A else A
    corpus = read_corpus(
        judge(seeds, line(A, B, canonical=canonical), line("media/daily", "media/daily-online"))
    )
    assert old not in corpus.entities
    one = corpus.entities[canonical]
    every = {one.en, one.vi, *(text for text, _ in one.names)}
    assert every == {"Alpha Corporation", "Tập đoàn Alpha", "Alpha Group", "Nhóm Alpha", "AlphaCo"}
    assert (one.en, "en") not in one.names
    assert set(one.links) == {("country", "country/vietnam"), ("sector", "sector/software")}
    assert one.ticker == "ALP"
    assert one.scope == (("The group with all its companies.", "en"),)
    assert corpus.entities[C].links[1] == ("subsidiaryOf", canonical)
    assert {c.subject for c in corpus.claims} == {canonical}
    assert {c.slot.subject for c in corpus.figures} == {canonical}
    assert {c.attribution.agents for c in corpus.figures} == {(canonical,)}
    assert {a.publisher for a in corpus.articles} == {"media/daily"}


def test_ids_of_claims_do_not_change(seeds: Path) -> None:
    before = [c.id for c in read_corpus(seeds).claims]
    after = read_corpus(judge(seeds, line(A, B))).claims
    assert [c.id for c in after] == before
    assert [c.stated is not None for c in after] == [c.place.startswith("articles/two") for c in after]


def test_an_audit_compares_what_is_one(seeds: Path) -> None:
    """123 and 217 are of two companies until these are judged the same."""
    assert not [c for c in audit(read_corpus(seeds)).conflicts if c.verdict.endswith("conflict")]
    found = audit(read_corpus(judge(seeds, line(A, B))))
    assert [c.verdict for c in found.conflicts] == ["hard_conflict"]


def test_the_graph_says_who_was_replaced_and_by_whose_judgement(seeds: Path) -> None:
    corpus = read_corpus(judge(seeds, line(A, B), line(A, C, "different"), line(A, D, "unsure")))
    store = ox.Store()
    store.load(quads(corpus), format=ox.RdfFormat.N_QUADS)
    entities = ox.NamedNode(ENTITIES_GRAPH)

    def said(subject: str, predicate: str) -> set[str]:
        node, name = ox.NamedNode(ID + subject), ox.NamedNode(predicate)
        return {q.object.value for q in store.quads_for_pattern(node, name, None, entities)}  # type: ignore[union-attr]

    assert said(B, PREFIXES["dcterms"] + "isReplacedBy") == {ID + A}
    assert said(B, PREFIXES["owl"] + "sameAs") == {ID + A}
    assert said(B, PREFIXES["rdf"] + "type") == set(), "a list of companies has it once"
    # Neither beta nor gamma is named by a claim, so that the graph says nothing of them.
    assert said(A, PREFIXES["owl"] + "differentFrom") == set()
    (judged,) = corpus.resolution.judgements[:1]
    assert said(f"judgement/{judged.id}", VT + "judged") == {ID + A, ID + B}
    assert said(f"judgement/{judged.id}", VT + "ruling") == {ID + "ruling/same"}
    assert said(f"judgement/{judged.id}", PREFIXES["dcterms"] + "description") == {"for a reason"}
    old = ox.NamedNode(ID + B)
    naming = {q.predicate.value for q in store.quads_for_pattern(None, None, old)}
    assert naming == {VT + "judged"}


def test_entities_that_were_judged_different_are_told_apart_both_ways(seeds: Path) -> None:
    text = quads(read_corpus(judge(seeds, line(B, A, "different")))).decode()
    apart = f"<{PREFIXES['owl']}differentFrom>"
    for left, right in ((A, B), (B, A)):
        assert f"<{ID}{left}> {apart} <{ID}{right}> <{ENTITIES_GRAPH}> .\n" in text


def test_a_resolved_graph_conforms(seeds: Path) -> None:
    corpus = read_corpus(
        judge(seeds, line(A, B), line("media/daily", "media/daily-online"), line(A, D, "different"))
    )
    assert [f for f in validate(quads(corpus)).findings if f.severity == "violation"] == []


def test_a_bundle_of_resolved_claims_holds(seeds: Path) -> None:
    corpus = read_corpus(judge(seeds, line(A, B)))
    made = bundle(corpus, audit(corpus), corpus.figures[0].slot.id)
    assert len(made["claims"]) == 2
    stated = [c["stated"] for c in made["claims"].values() if "stated" in c]
    assert stated == [{"subject": B, "agents": [B]}]
    assert all(expected == stands for _, expected, stands in verifier.check(made))
    next(c for c in made["claims"].values() if "stated" in c)["stated"]["subject"] = C
    wrong = [where for where, expected, stands in verifier.check(made) if expected != stands]
    assert any(where.endswith("id") for where in wrong), wrong


def test_without_its_line_the_graph_is_as_before(seeds: Path) -> None:
    before = quads(read_corpus(seeds))
    first = line(A, C, "unsure")
    judge(seeds, first)
    with_first = quads(read_corpus(seeds))
    judge(seeds, first, line(A, B))
    assert quads(read_corpus(seeds)) != with_first
    judge(seeds, first)
    assert quads(read_corpus(seeds)) == with_first
    (seeds / "judgements.jsonl").unlink()
    assert quads(read_corpus(seeds)) == before


@pytest.mark.parametrize("lines", [[line(A, B)], [line(B, A, canonical=B)], [line(A, B), line(A, D)]])
def test_undone_is_as_if_it_had_not_been(seeds: Path, lines: list[dict[str, Any]]) -> None:
    """But for the digest of the file, which says that something was judged and undone."""
    before = read_corpus(seeds)
    undone = [line(each["left"], each["right"], "undo") for each in lines]
    after = read_corpus(judge(seeds, *lines, *undone))
    assert quads(replace(after, inputs=())) == quads(replace(before, inputs=()))


def test_the_order_of_lines_of_other_pairs_changes_nothing(seeds: Path) -> None:
    lines = [line(A, B), line(A, D), OUTLETS, line(A, C, "different")]
    expected = None
    for order in itertools.permutations(lines):
        made = quads(replace(read_corpus(judge(seeds, *order)), inputs=()))
        expected = expected or made
        assert made == expected


def test_what_is_curated_is_read_without_being_made_one(seeds: Path) -> None:
    entities, said = read_curated(judge(seeds, line(A, B)))
    assert {A, B} <= entities.keys()
    assert [j.pair for j in said] == [(A, B)]
    assert said[0].place == "judgements.jsonl:1", "no path of this machine"


def test_what_a_build_keeps_of_the_seeds_keeps_the_judgements(seeds: Path, tmp_path: Path) -> None:
    corpus = read_corpus(judge(seeds, line(A, B), line(A, C, "different")))
    with (tmp_path / "corpus.jsonl").open("wb") as out:
        write_corpus(corpus, out)
    assert str(tmp_path).encode() not in (tmp_path / "corpus.jsonl").read_bytes()
    held = load_corpus(tmp_path / "corpus.jsonl")
    assert held.resolution == corpus.resolution
    assert quads(held) == quads(corpus)


def test_a_replaced_reference_still_answers(seeds: Path, tmp_path: Path, kg: RunKg) -> None:
    """By its old reference, its IRI and its old names alike."""
    store = ("--store", str(tmp_path / "store"))
    done = kg("build", "--seeds", str(judge(seeds, line(A, B))), *store)
    assert done.returncode == 0, done.stderr
    answers = [
        kg("query", "figure-status", "-p", "subject", subject, "-f", "json", *store)
        for subject in (A, B, ID + B, "Alpha Group", "AlphaCo", "alpha-group")
    ]
    assert {(each.returncode, each.stdout) for each in answers} == {(0, answers[0].stdout)}
    assert len(json.loads(answers[0].stdout)) == 2
    exported = kg("export", "--entity", B, "--format", "nquads", *store)
    assert exported.returncode == 0, exported.stderr
    assert "isReplacedBy" in exported.stdout


def test_a_seed_file_may_name_what_was_replaced(seeds: Path) -> None:
    """As the file of an article that was written before the judgement does."""
    corpus = read_corpus(judge(seeds, line(A, B)))
    check = SeedCheck(corpus, "two")
    data = (seeds / "articles" / "two.yaml").read_bytes()
    assert check.read(data) is None
    assert check.violations(data) == []
