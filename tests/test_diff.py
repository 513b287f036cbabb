"""What changed between two builds: all that did, nothing that did not, and the same thing found again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import founding
import pytest
from claims import ENTITIES, article, corpus, figure
from conftest import RunKg
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg.audit import audit
from kg.auditrows import audit_tables
from kg.claim import FigureClaim, RelationClaim
from kg.corpus import Corpus
from kg.diff import SECTIONS, Change, Diff, diff
from kg.diff.words import SHOWN, markdown, text, to_json
from kg.lists import Status
from kg.literals import UNDATED
from kg.tables import tables


class Built:
    """A corpus as if it had been built."""

    def __init__(self, held: Corpus, name: str = "x") -> None:
        made = audit(held)
        self.name = name
        self.corpus = replace(held, also=made.named)
        self.counts = {"figure_claims": len(held.figures)}
        self._tables = {
            n: list(r) for n, r in (tables(self.corpus) | audit_tables(self.corpus, made)).items()
        }

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        return iter(json.loads(json.dumps(self._tables[table])))


def compared(before: list[FigureClaim], after: list[FigureClaim], **more: Any) -> Diff:
    return diff(Built(corpus(before, **more), "before"), Built(corpus(after, **more), "after"))


def told(found: Diff) -> dict[str, list[str]]:
    """By section, what became of how many."""
    return {s: [c.kind for c in changes] for s, changes in found.sections.items() if changes}


def the(found: Diff, section: str) -> Change:
    (change,) = found.sections[section]
    return change


# Claims


def test_a_claim_that_was_corrected_is_found_again_by_its_key() -> None:
    old = replace(figure("10 billion", start=5), key="revenue-2024")
    new = replace(figure("12 billion", "about", start=70, period="2023"), key="revenue-2024")
    change = the(compared([old], [new]), "figure_claims")
    assert (change.kind, change.by, change.id) == ("changed", "key", new.id)
    assert change.fields["value"] == ("10000000000", "12000000000")
    assert change.fields["hedge"] == ("exact", "about")
    assert change.fields["period_label"] == ("2024", "2023")
    assert "slot" not in change.fields, "it follows from the rest"
    assert "metric" not in change.fields


def test_without_a_key_it_is_found_by_its_place_then_by_its_question() -> None:
    old = [figure("10", start=5), figure("7", metric="firms", start=90)]
    new = [replace(old[0], metric="metric/exports"), figure("8", metric="firms", start=300)]
    place, question = compared(old, new).sections["figure_claims"]
    by = {change.by: change for change in (place, question)}
    assert by["place"].fields == {"metric": ("revenue", "exports")}
    assert by["question"].fields["value"] == ("7", "8")
    assert {"start", "surface"} <= by["question"].fields.keys()


def test_a_key_weighs_more_than_a_place() -> None:
    old = [replace(figure("10", start=5), key="a"), replace(figure("20", start=50), key="b")]
    new = [replace(figure("21", start=5), key="b"), replace(figure("11", start=50), key="a")]
    found = {c.id: c.before["value"] for c in compared(old, new).sections["figure_claims"] if c.before}
    assert found == {new[0].id: "20", new[1].id: "10"}


def test_what_is_asked_twice_is_not_guessed_at() -> None:
    old = [figure("10", start=5), figure("11", start=50)]
    new = [figure("12", start=500)]
    assert told(compared(old, new))["figure_claims"] == ["added", "withdrawn", "withdrawn"]


def test_the_same_words_in_another_article_are_another_claim() -> None:
    old, new = figure("10", start=5, article="a"), figure("10", start=5, article="b")
    found = compared([old], [new], articles=[article("a"), article("b")])
    assert told(found) == {"figure_claims": ["added", "withdrawn"]}


def test_a_claim_whose_difference_no_table_shows_says_so() -> None:
    old, new = figure("10", start=5), figure("10", start=5)
    new = replace(new, evidence=replace(new.evidence, phrase_start=None))
    found = compared([old], [new])
    change = the(found, "figure_claims")
    assert change.kind == "changed"
    assert change.fields == {"phrase_start": (5, None)}


def relation(object_: str = "market/japan", **more: Any) -> RelationClaim:
    evidence = figure("10", start=400).evidence
    said: dict[str, Any] = {
        "article": "a", "subject": "company/firm", "predicate": "predicate/p", "object": object_,
        "period": UNDATED, "evidence": evidence, **more,
    }  # fmt: skip
    return RelationClaim(**said)


def test_relations_are_compared_too() -> None:
    base = [figure("10")]
    was, now = relation(), relation(status=Status.TARGET)
    found = diff(*(Built(corpus(base, [article("a")], [one])) for one in (was, now)))
    assert the(found, "relation_claims").fields == {"status": ("actual", "target")}
    gone = diff(*(Built(corpus(base, [article("a")], rs)) for rs in ([was], [])))
    assert told(gone)["relation_claims"] == ["withdrawn"]


# Sources and entities


def test_sources_and_entities_keep_their_ids() -> None:
    before = corpus([figure("10")], [article("a", None)])
    named = {**ENTITIES, "metric/revenue": replace(ENTITIES["metric/revenue"], vi="doanh thu")}
    after = corpus(
        [
            figure("10", start=before.figures[0].evidence.start),
            figure("5", subject="company/firm", article="b"),
        ],
        [article("a", "2024"), article("b")],
        entities=named,
    )
    found = diff(Built(before), Built(after))
    assert [(c.kind, c.id) for c in found.sections["sources"]] == [("added", "b"), ("changed", "a")]
    assert found.sections["sources"][1].fields == {"date": (None, "2024")}
    assert [(c.kind, c.id, dict(c.fields)) for c in found.sections["metrics"]] == [
        ("changed", "metric/revenue", {"vi": ("revenue", "doanh thu")})
    ]
    assert [(c.kind, c.id) for c in found.sections["entities"]] == [("added", "company/firm")]


def test_a_column_that_only_one_build_has_is_no_change() -> None:
    now = Built(corpus([figure("10")]))

    class Older(Built):
        def rows(self, table: str) -> Iterator[dict[str, Any]]:
            dropped = {"key", "base_period", "recorded", "links", "ambiguity"}
            return ({k: v for k, v in row.items() if k not in dropped} for row in now.rows(table))

    assert not diff(Older(now.corpus), now)


# Conflicts and checks


def test_a_conflict_is_opened_and_closed_by_its_second_side() -> None:
    one, other = figure("10.5 billion", article="a"), figure("15.5 billion", article="b")
    opened = compared([one], [one, other])
    assert (the(opened, "conflicts").kind, the(opened, "conflicts").by) == ("opened", "id")
    closed = compared([one, other], [one])
    assert the(closed, "conflicts").kind == "closed"
    assert the(closed, "conflicts").id == the(opened, "conflicts").id


def test_a_conflict_of_the_same_question_with_another_claim_is_changed() -> None:
    one, other = figure("10.5 billion", article="a"), figure("15.5 billion", article="b")
    third = figure("17.5 billion", article="c")
    change = the(compared([one, other], [one, third]), "conflicts")
    assert (change.kind, change.by) == ("changed", "question")
    assert change.fields["claims"] == ([one.id, other.id], [one.id, third.id])
    assert change.fields["gap"][0]["absolute"] == "5000000000"
    assert "verdict" not in change.fields


def test_a_conflict_that_a_hedge_softens_is_changed_and_one_that_fits_is_closed() -> None:
    one, other = figure("152 billion", article="a"), figure("155 billion", article="b", start=7)
    softer = replace(other, hedge=type(other.hedge)("about"))
    change = the(compared([one, other], [one, softer]), "conflicts")
    assert change.fields["verdict"] == ("hard_conflict", "soft_conflict")
    same = figure("152 billion", article="b", start=7)
    assert the(compared([one, other], [one, same]), "conflicts").kind == "closed"


def test_of_several_conflicts_of_a_question_those_with_common_claims_belong_together() -> None:
    a, b, c = (figure(f"{n}.5 billion", article=s) for n, s in ((10, "a"), (20, "b"), (30, "c")))
    b2 = figure("21.5 billion", article="b", start=9)
    found = compared([a, b, c], [a, b2, c])
    pairs = {frozenset(c.before["claims"]): frozenset(c.after["claims"]) for c in found.sections["conflicts"]
             if c.before and c.after}  # fmt: skip
    assert pairs == {
        frozenset({a.id, b.id}): frozenset({a.id, b2.id}),
        frozenset({b.id, c.id}): frozenset({b2.id, c.id}),
    }


def test_arithmetic_that_no_longer_holds_is_opened() -> None:
    level, base = figure("120.5 billion"), figure("102.5 billion", period="2023")
    rate, off = figure("17.6", metric="revenue_growth"), figure("37.2", metric="revenue_growth", start=3)
    assert "checks" not in told(compared([level, base], [level, base, rate])), "what fits is not open"
    assert told(compared([level, base, rate], [level, base, off]))["checks"] == ["opened"]
    assert told(compared([level, base, off], [level, base]))["checks"] == ["closed"]
    later = replace(off, attribution=type(off.attribution)(("ministry/new",), "said"))
    assert told(compared([level, base, off], [level, base, later]))["checks"] == ["changed"]


class Given:
    """Tables of which only some are not empty."""

    name = "x"

    def __init__(self, **rows: list[dict[str, Any]]) -> None:
        self.counts: dict[str, int] = {}
        self._rows = rows

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        return iter(self._rows.get(table, []))


def test_relations_that_cannot_both_be_are_told_apart_by_whom_they_are_about() -> None:
    def clash(id_: str, subject: str, *claims: str) -> dict[str, Any]:
        return {"id": id_, "slot": None, "rule": "single_object", "subject": subject, "claims": list(claims),
                "verdict": "hard_conflict", "question": "q", "figures": []}  # fmt: skip

    before = Given(conflicts=[clash("1", "fpt", "a", "b"), clash("2", "viettel", "c", "d")])
    after = Given(conflicts=[clash("3", "fpt", "a", "e"), clash("4", "vnpt", "f", "g")])
    kinds = {(c.kind, c.id, c.row["subject"]) for c in diff(before, after).sections["conflicts"]}
    assert kinds == {("changed", "3", "fpt"), ("closed", "2", "viettel"), ("opened", "4", "vnpt")}


def test_of_conflicts_without_common_claims_those_of_the_same_claims_corrected_belong_together() -> None:
    def claim(id_: str, key: str) -> dict[str, Any]:
        return {
            "claim": id_,
            "article": "a",
            "key": key,
            "slot": "s",
            "unit": "USD",
            "start": None,
            "end": None,
        }

    def conflict(id_: str, *claims: str) -> dict[str, Any]:
        return {"id": id_, "slot": "s", "claims": list(claims), "verdict": "hard_conflict"}

    before = Given(
        figures=[claim(c, c) for c in "abcd"],
        conflicts=[conflict("1", "a", "b"), conflict("2", "c", "d")],
    )
    after = Given(
        figures=[claim(f"{c}2", c) for c in "abcd"],
        conflicts=[conflict("3", "c2", "d2"), conflict("4", "a2", "b2")],
    )
    found = diff(before, after).sections["conflicts"]
    assert {(c.before["id"], c.id) for c in found if c.before} == {("1", "4"), ("2", "3")}


def test_a_claim_whose_entity_was_judged_to_be_another_is_changed_under_its_id() -> None:
    old = figure("10", subject="aggregate/sector")
    new = replace(old, subject="aggregate/industry", stated=old)
    assert new.id == old.id
    change = the(compared([old], [new]), "figure_claims")
    assert (change.kind, change.by, change.fields) == ("changed", "id", {"subject": ("sector", "industry")})


# Properties

FIGURES = st.lists(
    st.builds(
        lambda n, stem, start, key, metric: replace(
            figure(f"{n}.5 billion", article=stem, start=start, metric=metric), key=key
        ),
        st.integers(1, 4), st.sampled_from("ab"), st.integers(1, 5), st.sampled_from(("", "k", "l")),
        st.sampled_from(("revenue", "exports")),
    ),
    min_size=1, max_size=6, unique_by=lambda claim: claim.id,
)  # fmt: skip
ARTICLES = [article("a"), article("b")]


@settings(max_examples=60)
@given(FIGURES, FIGURES)
def test_the_changes_lead_from_one_build_to_the_other(
    before: list[FigureClaim], after: list[FigureClaim]
) -> None:
    old, new = (Built(corpus(figures, ARTICLES)) for figures in (before, after))
    found = diff(old, new)
    for section, table, id_ in (
        ("figure_claims", "figures", "claim"), ("conflicts", "conflicts", "id"), ("checks", "checks", "id"),
    ):  # fmt: skip
        settled = {"equal", "compatible", "refining", "related", "consistent"}
        one, other = (
            {row[id_] for row in build.rows(table) if row.get("verdict") not in settled}
            for build in (old, new)
        )
        changes = found.sections[section]
        gone, come = ([c.before for c in changes if c.before], [c.after for c in changes if c.after])
        assert len({r[id_] for r in gone}) == len(gone), "each is told of once"
        assert (one - {r[id_] for r in gone}) | {r[id_] for r in come} == other
        assert one >= {r[id_] for r in gone}
        assert all((c.kind == "changed") == (c.before is not None and c.after is not None) for c in changes)


@settings(max_examples=40)
@given(FIGURES, FIGURES)
def test_backwards_it_tells_the_opposite_and_of_itself_nothing(
    before: list[FigureClaim], after: list[FigureClaim]
) -> None:
    old, new = (Built(corpus(figures, ARTICLES)) for figures in (before, after))
    assert not diff(old, old)
    opposite = {"added": "withdrawn", "opened": "closed", "withdrawn": "added", "closed": "opened"}
    there, back = diff(old, new), diff(new, old)
    for section, kinds in SECTIONS.items():
        for kind in kinds:
            assert len(there.of(section, kind)) == len(back.of(section, opposite.get(kind, kind)))
    again = diff(Built(replace(old.corpus, figures=old.corpus.figures[::-1])), new)
    assert to_json(again) | {"before": ""} == to_json(there) | {"before": ""}, "no order of claims matters"


# Words


def test_words_are_data_and_long_lists_are_cut_only_in_text() -> None:
    evil = replace(article("a"), title="x\x1b[31m\n# y <b> [z](w)\u202e")
    figures = [figure(f"{n}.5", start=n * 10, period=str(1950 + n)) for n in range(SHOWN + 5)]
    found = diff(Built(corpus([figure("1", article="b")])), Built(corpus(figures, [evil])))
    short, long, marked = text(found), text(found, everything=True), markdown(found)
    assert "… and 5 more added" in short
    assert "more added" not in long + marked
    assert long.count("+ added revenue, industry") == SHOWN + 5
    for shown in (short, long, marked):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "\n# y" not in shown
    assert "\\<b\\>" in marked
    assert len(to_json(found)["changes"]["figure_claims"]) == SHOWN + 6


def test_nothing_changed_is_said() -> None:
    built = Built(corpus([figure("10")]), "one")
    assert text(diff(built, built)) == "from one to one\nnothing changed\n"
    assert "Nothing changed." in markdown(diff(built, built))


# The command


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two builds: the founding seeds, and the same with a figure corrected, a source and a company gone."""
    from kg.pipeline import build

    folder = tmp_path_factory.mktemp("diff")
    seeds = Path(shutil.copytree(founding.SEEDS, folder / "seeds"))
    build(seeds, folder / "store")
    path = seeds / "articles" / "dtinews-20241219153148375.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 384000000000", "value: 385000000000"), "utf-8")
    (seeds / "articles" / "vietnamplus-275850.yaml").unlink()
    build(seeds, folder / "store")
    return folder / "store"


def test_the_previous_build_is_compared_with_the_current_one(kg: RunKg, store: Path) -> None:
    done = kg("diff", "--store", str(store))
    assert (done.returncode, done.stderr) == (0, "")
    assert "sources: 7 → 6" in done.stdout
    assert "- withdrawn Vietnamese firms invest nearly 421 million USD overseas in 2023" in done.stdout
    assert "value: 384000000000 → 385000000000" in done.stdout
    found = json.loads(kg("diff", "--store", str(store), "-f", "json").stdout)
    assert found["summary"]["sources"] == {"added": 0, "changed": 0, "withdrawn": 1}
    assert found["summary"]["figure_claims"]["changed"] == 1
    (changed,) = [c for c in found["changes"]["figure_claims"] if c["kind"] == "changed"]
    assert changed["matched_by"] == "key"
    assert changed["fields"]["value"] == {"before": "384000000000", "after": "385000000000"}
    assert kg("diff", "--store", str(store), "-f", "markdown").stdout.startswith("# Changes\n")


def test_builds_are_named_by_generation_store_or_folder(kg: RunKg, store: Path) -> None:
    whole = json.loads(kg("diff", "--store", str(store), "-f", "json").stdout)
    generations = sorted((store / "generations").iterdir())
    for before, after in (
        ("000001", "000002"), (generations[0].name, None), (str(generations[0]), str(store)),
    ):  # fmt: skip
        given_ = [before] if after is None else [before, after]
        done = kg("diff", *given_, "--store", str(store), "-f", "json")
        assert json.loads(done.stdout) == whole, done.stderr
    assert "nothing changed" in kg("diff", str(store), str(store)).stdout


def test_the_graph_from_python(store: Path) -> None:
    graph = KnowledgeGraph.open(store)
    assert not graph.diff(graph)
    found = graph.diff(graph.as_of("2023-12-31"))
    assert found.of("figure_claims", "added")
    assert not found.of("figure_claims", "withdrawn")
    assert found.before.endswith("as of 2023-12-31 (published)")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("0000",), 2, "is the beginning of 2 builds (builds kept: 000001-"),
        (("nowhere",), 2, "'nowhere' is no build of"),
        (("http://example.org/",), 2, "a file's path is expected"),
        (("a", "b", "c"), 2, "unexpected extra argument"),
    ],
)
def test_what_is_no_build_is_refused(
    kg: RunKg, store: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = kg("diff", *arguments, "--store", str(store))
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_one_build_has_nothing_before_it(kg: RunKg, built_store: Path) -> None:
    done = kg("diff", "--store", str(built_store))
    assert done.returncode == 3
    assert "holds no build before 000001-" in done.stderr


def test_a_damaged_build_is_told_of(kg: RunKg, store: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(store, tmp_path / "store"))
    path = sorted((copy / "generations").iterdir())[0] / "figures.jsonl"
    path.write_bytes(path.read_bytes()[:-9])
    done = kg("diff", "--store", str(copy))
    assert (done.returncode, done.stdout) == (5, "")
    assert "figures.jsonl" in done.stderr
