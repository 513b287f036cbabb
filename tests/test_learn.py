"""The weights of the extractor's choices: how they choose, how they are learned, that they fit the rules."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from kg.evaluate import read_gold_folder
from kg.extract.weigh import Models, Option, Told, Weights

EXTRACT = Path(__file__).resolve().parent / "extract"
sys.path.insert(0, str(EXTRACT))

import learn  # noqa: E402

# One article in so many is enough to meet every kind of feature.
SOME = 5
FEATURES = ("near", "far", "named", "carried", "first")


def decision(*options: str, right: int) -> learn.Decision:
    return learn.Decision([option.split() for option in options], frozenset((right,)), 0)


def choice(weights: Weights, *options: str) -> str:
    made = [Option(text, text, Told(text.split())) for text in options]
    return weights.choose((0, 1), made).value


# --- choosing -------------------------------------------------------------------------------------------


def test_the_option_with_the_most_weight_is_chosen() -> None:
    weights = Weights({"near": 1.5, "far": -1.0, "named": 0.5})
    assert choice(weights, "far named", "near", "named") == "near"


def test_the_first_of_equals_is_chosen() -> None:
    weights = Weights({"near": 1.0})
    assert choice(weights, "unheard-of", "near first", "near carried") == "near first"
    assert choice(Weights({}), "far", "near") == "far"


@given(st.permutations(["near", "far", "named", "carried", "first"]))
def test_the_order_of_features_does_not_matter(order: list[str]) -> None:
    weights = Weights({"near": 0.1, "far": 0.2, "named": 0.3, "carried": -0.6, "first": 0.7})
    other = "near far named carried first"
    # Whatever the order of adding up, the two are equal: so the first one is taken.
    assert choice(weights, " ".join(order), other) == " ".join(order)


# --- learning -------------------------------------------------------------------------------------------


def test_what_tells_right_from_wrong_is_learned() -> None:
    lessons = [
        decision("near carried", "far named", right=0),
        decision("far first", "near first", right=1),
    ] * 5
    weights = learn.learn(lessons)
    assert weights.of["near"] > 0 > weights.of["far"]
    assert "first" not in weights.of  # the same in every option of a choice: it tells nothing
    assert choice(weights, "far carried", "near named") == "near named"


def test_choices_that_say_nothing_are_left_out() -> None:
    alone = learn.Decision([["near"]], frozenset((0,)), 0)
    hopeless = learn.Decision([["near"], ["far"]], frozenset(), 0)
    assert learn.learn([alone, hopeless]).of == {}


@settings(max_examples=40)
@given(st.data())
def test_the_slope_is_that_of_the_loss(data: st.DataObject) -> None:
    option = st.lists(st.sampled_from(FEATURES), min_size=1, max_size=4, unique=True)
    drawn = data.draw(st.lists(st.lists(option, min_size=2, max_size=4), min_size=1, max_size=4))
    lessons = learn.Lessons.of(
        learn.Decision(options, frozenset((data.draw(st.integers(0, len(options) - 1)),)), 0)
        for options in drawn
    )
    size = len(lessons.names)
    at = np.array(data.draw(st.lists(st.floats(-2, 2), min_size=size, max_size=size)))
    penalty = np.linspace(0.5, 2.0, size)
    slope = lessons.loss(at, penalty)[1]
    assert slope == pytest.approx(approx_fprime(at, lambda x: lessons.loss(x, penalty)[0], 1e-6), abs=1e-3)


# --- what ships -----------------------------------------------------------------------------------------


def test_every_choice_has_its_weights() -> None:
    tables = {"usage-metric", "usage-subject"}
    assert {path.stem for path in learn.WEIGHTS.glob("*.json")} == {*learn.KINDS, *tables}
    for kind in learn.KINDS:
        weights = json.loads((learn.WEIGHTS / f"{kind}.json").read_text(encoding="utf-8"))
        assert weights
        assert all(round(weight, learn.DIGITS) == weight != 0 for weight in weights.values())


def _template(feature: str) -> str:
    """What a feature tells, without its values: "kind from" of "kind:firm from:topic"."""
    return " ".join(re.findall(r"([\w-]+):", feature)) or feature.split(maxsplit=1)[0]


def test_the_weights_that_ship_are_of_features_that_the_rules_tell() -> None:
    """A feature renamed without learning anew would silently lose its weight."""
    school = learn.School(read_gold_folder(EXTRACT / "dev")[::SOME])
    models = Models.learned()
    shipped = {kind: getattr(models, kind) for kind in learn.KINDS}
    told: dict[str, set[str]] = {kind: set() for kind in learn.KINDS}
    right = dict.fromkeys(learn.KINDS, 0)
    asked = dict.fromkeys(learn.KINDS, 0)
    for number in range(len(school.articles)):
        for kind, decisions in school.walk(number, shipped, models.usages).items():
            for made in decisions:
                told[kind].update(*made.options)
                asked[kind] += 1
                right[kind] += made.taken in made.right
    for kind in learn.KINDS:
        weights, names = set(shipped[kind].of), {_template(name) for name in told[kind]}
        # Some words stand in other articles only.
        assert sum(_template(name) in names for name in weights) > 0.95 * len(weights), kind
        assert right[kind] > 0.8 * asked[kind], kind
