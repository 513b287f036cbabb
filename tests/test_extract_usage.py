"""Usage: what figures among such words usually are, as it is told, learned and shipped."""

from __future__ import annotations

import sys
from pathlib import Path

import founding
import pytest

from kg.document import Document
from kg.extract import Extractor
from kg.extract.reading import Reading, View
from kg.extract.spans import Place
from kg.extract.usage import InUse, Usage, Usages, figure_signs, sentence_signs, title_signs, usage_class
from kg.lexicon import Lexicon
from kg.seeds import read_corpus

sys.path.insert(0, str(Path(__file__).resolve().parent / "extract"))

from learn_usage import Example, learn_usage

ENTITIES = read_corpus(founding.SEEDS).entities


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(ENTITIES, Lexicon.read(founding.SEEDS))


def read(extractor: Extractor, text: str) -> Reading:
    return extractor.read(Document(text=text, language="en", published="2025-01-15"))


def view(extractor: Extractor, text: str) -> View:
    (seen,) = read(extractor, text).views
    return seen


def ranks(extractor: Extractor, usage: Usage, text: str, figure: str, *options: str) -> dict[str, str]:
    reading = read(extractor, text)
    return InUse(Usages(metric=usage), reading).ranks(
        "metric", reading.views[0], place(text, figure), options
    )


def place(text: str, figure: str) -> Place:
    start = text.index(figure)
    return start, start + len(figure)


# --- signs ----------------------------------------------------------------------------------------------


def test_signs_are_the_words_of_the_sentence_and_those_beside_the_figure(extractor: Extractor) -> None:
    text = "About 74% of adults had a bank account."
    seen = view(extractor, text)
    words = ("about", "of", "adults", "had", "a", "bank", "account")
    assert {sign for sign in sentence_signs(seen) if sign.startswith("s:")} == {f"s:{w}" for w in words}
    signs = figure_signs(seen, place(text, "74%"))
    assert {"b:about", "b1:about", "a:of", "a:of adults", "a1:of", "a2:of adults", "a:bank"} <= signs
    assert not any("74" in sign for sign in signs)
    # Six words behind, no more.
    long = "About 74% of adults had at least a bank account."
    assert "a:account" not in figure_signs(view(extractor, long), place(long, "74%"))


def test_signs_are_what_a_sentence_and_the_title_name(extractor: Extractor) -> None:
    reading = read(
        extractor, "E-commerce grows fast\n\nFPT and Vietnam earned $3 billion from software exports."
    )
    assert {"n:company", "n:country/vietnam", "sector:software"} <= sentence_signs(reading.views[-1])
    assert "tsector:e-commerce" in title_signs(reading)
    assert title_signs(read(extractor, "")) == set()


def test_a_figure_at_the_edge_has_nothing_beside_it(extractor: Extractor) -> None:
    text = "$3 billion"
    seen = view(extractor, text)
    assert figure_signs(seen, place(text, text)) == set()


# --- ranks ----------------------------------------------------------------------------------------------


def test_options_rank_by_what_the_words_add_up_to(extractor: Extractor) -> None:
    text = "About 74% of adults had a bank account."
    usage = Usage(
        {
            "adoption_rate": {"s:account": 12, "a:of adults": 9},
            "market_share": {"a:of adults": -4},
            "share": {"b:about": 10},
        }
    )
    told = ranks(extractor, usage, text, "74%", "share", "adoption_rate", "market_share")
    assert told["adoption_rate"].startswith("first")
    assert told["share"].startswith("second")
    assert told["market_share"].startswith("later")
    # What nothing was learned of comes behind all that words speak for.
    assert ranks(extractor, usage, text, "74%", "adoption_rate", "gmv")["gmv"].startswith("second")


def test_ranks_depend_on_the_figure_and_on_no_order(extractor: Extractor) -> None:
    text = "Sales were $3 billion and exports $2 billion."
    usage = Usage({"export_value": {"b1:exports": 20}, "revenue": {"b:sales": 10}})
    first = ranks(extractor, usage, text, "$3 billion", "revenue", "export_value")
    second = ranks(extractor, usage, text, "$2 billion", "export_value", "revenue")
    assert first["revenue"].startswith("first")
    assert second["export_value"].startswith("first")
    assert first == ranks(extractor, usage, text, "$3 billion", "export_value", "revenue")


def test_without_usage_all_are_alike(extractor: Extractor) -> None:
    told = ranks(extractor, Usage(), "Sales were $3 billion.", "$3 billion", "revenue", "gmv")
    assert told["revenue"] == told["gmv"]


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        (None, "new"), ("company/fpt-corporation", "company"), ("country/vietnam", "country/vietnam"),
        ("country/japan", "country"), ("aggregate/vietnam-e-commerce", "aggregate/vietnam-e-commerce"),
    ],
)  # fmt: skip
def test_subjects_are_classed_by_kind_and_industries_by_name(ref: str | None, expected: str) -> None:
    assert usage_class(ref) == expected


# --- learning -------------------------------------------------------------------------------------------


def examples(*lines: tuple[str, str]) -> list[Example]:
    return [Example(frozenset(words.split()), label, "percent") for words, label in lines]


def test_words_are_learned_to_speak_for_what_they_stand_beside() -> None:
    usage = learn_usage(
        examples(("adults bank", "adoption"), ("adults phone", "adoption"), ("market bank", "share")) * 4
    )
    assert usage.of["adoption"]["adults"] > 0 > usage.of["share"]["adults"]
    assert usage.of["share"]["market"] > 0


def test_words_that_stand_once_are_left_out() -> None:
    usage = learn_usage(
        examples(("adults once", "adoption"), ("adults", "adoption"), ("market", "share")) * 1
    )
    assert all("once" not in weights for weights in usage.of.values())
    assert any("adults" in weights for weights in usage.of.values())


def test_classes_of_other_units_do_not_compete() -> None:
    seen = [*examples(("sales", "revenue_share")) * 5, Example(frozenset({"sales"}), "revenue", "currency")]
    usage = learn_usage(seen)
    # Where each unit has one class, there is nothing to learn.
    assert not any(usage.of.values())


def test_nothing_comes_of_nothing() -> None:
    assert learn_usage([]) == Usage()
    assert learn_usage(examples(("adults", "adoption")) * 3) == Usage()


# --- what ships -----------------------------------------------------------------------------------------


def test_the_tables_that_ship_are_of_known_classes() -> None:
    metrics, subjects = Usage.learned("metric"), Usage.learned("subject")
    kinds = {entity.kind for entity in ENTITIES.values()}
    assert {name for name in metrics.of if f"metric/{name}" not in ENTITIES} == {"None"}
    assert all(name in ENTITIES or name in kinds or name == "new" for name in subjects.of)
    for usage in (metrics, subjects):
        assert any(usage.of.values())
        assert all(weight for weights in usage.of.values() for weight in weights.values())
