"""What the metrics declare about arithmetic, and how seeds may read hedges otherwise."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import founding
import pytest
from conftest import RunKg

from kg.audit import audit
from kg.errors import BadInput
from kg.identity import Growth, Part, Ratio, Share, Sum
from kg.lists import Hedge, Verdict
from kg.seeds import read_corpus

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the shipped seeds to change."""
    return Path(shutil.copytree(founding.SEEDS, tmp_path / "seeds"))


def test_declarations_of_the_shipped_metrics() -> None:
    declared = set(read_corpus(founding.SEEDS).identities)
    assert Growth("metric/annual_revenue_growth", ("metric/revenue",), compound=True) in declared
    assert Growth("metric/revenue_multiple", ("metric/revenue",), multiple=True) in declared
    assert (
        Share("metric/domestic_value_share", ("metric/revenue",), "metric/domestic_value_amount") in declared
    )
    assert (
        Share(
            "metric/share_of_national_exports", ("metric/export_value",), "metric/export_value", country=True
        )
        in declared
    )
    assert (
        Ratio("metric/enterprises_per_1000_people", "metric/enterprise_count", "metric/population", 1000)
        in declared
    )
    by_ownership = (
        Part("metric/revenue", ownership="ownership/domestic"),
        Part("metric/domestic_value_amount", ownership="ownership/foreign-invested"),
    )
    assert Sum("metric/domestic_value_amount", by_ownership, exhaustive=True) in declared
    assert not any(isinstance(d, Growth) and d.metric == "metric/gdp_growth" for d in declared), "real growth"


BAD = [
    ("    compound: yes\n", "    compound: perhaps\n", "neither yes nor no"),
    ("    part: domestic_value_amount\n", "    part: domestic_value\n", "is not a curated metric"),
    ("    whole: country\n", "    whole: world\n", "neither same nor country"),
    ("    per: 1000\n", "    per: a thousand\n", "no whole number"),
    ("    ratio_of: enterprise_count\n", "", "stands without 'ratio_of'"),
    ("          - {sector: hardware}\n", "          - {}\n", "a part that is the whole"),
    ("          - {sector: hardware}\n", "          - {sector: hardwear}\n", "did you mean hardware"),
    ("          - {sector: hardware}\n", "          - {sector: software}\n", "each once"),
    ("          - {sector: hardware}\n", "          - {sektor: hardware}\n", "unknown field"),
    ("      - exhaustive: yes\n", "      - exhaustive: maybe\n", "neither yes nor no"),
]


@pytest.mark.parametrize(("old", "new", "what"), BAD, ids=lambda text: text.strip()[:30])
def test_a_bad_declaration_is_refused_with_its_place(seeds: Path, old: str, new: str, what: str) -> None:
    path = seeds / "entities" / "metrics.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadInput) as caught:
        read_corpus(seeds)
    assert what in caught.value.line()
    assert "metrics.yaml:" in caught.value.line()


STRICT = """\
policy: strict-2
about_width: 0.01
hedges:
  over: {expected: beyond step, hard: beyond step}
"""


def test_a_policy_of_ones_own_changes_intervals_and_verdicts(seeds: Path) -> None:
    house = read_corpus(seeds)
    (seeds / "policy.yaml").write_text(STRICT, "utf-8")
    strict = read_corpus(seeds)
    assert strict.policy.name == "strict-2"
    about = {c.id: c.bounds.hard for c in strict.figures if c.hedge is Hedge.ABOUT}
    wide = {c.id: c.bounds.hard for c in house.figures if c.hedge is Hedge.ABOUT}
    assert about.keys() == wide.keys()
    assert all(wide[claim].contains(narrow) for claim, narrow in about.items())
    verdicts = [
        {frozenset(c.claims): c.verdict for c in audit(corpus).conflicts} for corpus in (house, strict)
    ]
    changed = [(was, verdicts[1][pair]) for pair, was in verdicts[0].items() if verdicts[1][pair] != was]
    assert (Verdict.SOFT_CONFLICT, Verdict.HARD_CONFLICT) in changed
    assert audit(strict).policy == "strict-2"


def test_a_build_names_the_policy_it_used(seeds: Path, tmp_path: Path, kg: RunKg) -> None:
    (seeds / "policy.yaml").write_text(STRICT, "utf-8")
    store = tmp_path / "store"
    done = kg("build", "--seeds", str(seeds), "--store", str(store))
    assert done.returncode == 0, done.stderr
    (dataset,) = store.glob("generations/*/dataset.nq")
    assert '"strict-2"' in dataset.read_text("utf-8")
    assert '"house-1"' not in dataset.read_text("utf-8")


BAD_POLICIES = [
    (STRICT.replace("strict-2", "house-1"), "a name of its own"),
    (STRICT.replace("0.01", "2"), "0 to 1 times"),
    (STRICT.replace("over:", "above:"), "unknown field"),
    (STRICT.replace("beyond step, hard", "beyond, hard"), "a low and a high end"),
    (STRICT.replace("hard: beyond step", "hard: rounded rounded"), "not within what is possible"),
    (STRICT.replace("hard:", "hart:"), "unknown field"),
    ("about_width: 0.1\n", "field 'policy' is missing"),
]


@pytest.mark.parametrize(("text", "what"), BAD_POLICIES, ids=lambda text: text[-30:].strip())
def test_a_bad_policy_is_refused_with_its_place(seeds: Path, text: str, what: str) -> None:
    (seeds / "policy.yaml").write_text(text, "utf-8")
    with pytest.raises(BadInput) as caught:
        read_corpus(seeds)
    assert what in caught.value.line()
    assert "policy.yaml" in caught.value.line()


def test_the_house_policy_is_what_it_was() -> None:
    corpus = read_corpus(founding.SEEDS)
    assert (corpus.policy.name, corpus.policy.about_width) == ("house-1", Decimal("0.05"))
