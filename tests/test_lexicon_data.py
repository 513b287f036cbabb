"""The words of seeds/lexicon: every metric is named in both languages, no phrase stands for two things."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.identity import EXCHANGE_RATE
from kg.lists import EvidenceLevel
from kg.seeds import read_corpus
from kg.tokens import exact_key, tokens
from kg.yamlfile import Mapping, Node, Sequence, Text, parse

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
CORPUS = read_corpus(SEEDS)
ENTITIES = CORPUS.entities
ROLES = ("nouns", "verbs", "after", "counted")
# In words; a Vietnamese word is often written as two.
LONGEST = {"en": 6, "vi": 10}
# Files of plain lists: the kind whose ids they use.
NAMED = {"units": "unit", "sectors": "sector", "aggregates": "aggregate", "ownerships": "ownership"}
TOPS = {"units": "things"}
# Capitalised words that are names or begin one; what is written in capitals throughout needs no entry.
NAMES = {
    "An", "Asia", "Asian", "Awards", "Bản", "Chỉ", "Cyber", "Cybersecurity", "Development", "East",
    "Global", "Government", "Index", "Innovation", "Internet", "Japan", "Khue", "Make", "Mobile", "Money",
    "Nam", "Nhật", "No.", "Readiness", "Sao", "Security", "Series", "South", "Southeast", "Speedtest",
    "Survey", "Viet", "Vietnam", "Vietnam's", "Vietnamese", "Vietnamese-owned", "Việt", "kWh", "Đông",
    "Đổi",
}  # fmt: skip


def of(node: Node | None) -> Mapping:
    assert isinstance(node, Mapping), node
    return node


def words(node: Node | None) -> list[str]:
    if node is None:
        return []
    assert isinstance(node, Sequence), node
    return [item.text for item in node.items if isinstance(item, Text)]


def entries(stem: str) -> dict[str, Node]:
    path = SEEDS / "lexicon" / f"{stem}.yaml"
    return of(parse(path.read_bytes(), path).entries[TOPS.get(stem, stem)]).entries


def metric_phrases() -> Iterator[tuple[str, str, str, str]]:
    """(metric, language, role, phrase)"""
    for metric, node in entries("metrics").items():
        for language in ("en", "vi"):
            for role, listed in of(of(node).entries[language]).entries.items():
                for phrase in words(listed):
                    yield metric, language, role, phrase


def listed_phrases() -> Iterator[tuple[str, str, str, str]]:
    """(id, language, file, phrase) of the files that are plain lists."""
    for stem in (*NAMED, "statuses"):
        for name, node in entries(stem).items():
            for language in ("en", "vi"):
                for phrase in words(of(node).entries.get(language)):
                    yield name, language, stem, phrase


def key(phrase: str, language: str) -> tuple[str, ...]:
    """What the extractor compares: tone marks count in Vietnamese only."""
    found = tokens(phrase)
    return tuple(exact_key(t.text) if language == "vi" else t.key for t in found)


def _unread() -> set[str]:
    """The metrics of cited claims that no anchored claim has, and the one that is only computed."""
    by_level: dict[EvidenceLevel, set[str]] = defaultdict(set)
    for figure in CORPUS.figures:
        by_level[figure.evidence.level].add(figure.metric.removeprefix("metric/"))
    cited = by_level[EvidenceLevel.CITED] - by_level[EvidenceLevel.ANCHORED]
    return {*cited, EXCHANGE_RATE.removeprefix("metric/")}


def test_every_metric_is_named_in_both_languages() -> None:
    """A growth metric needs no words of its own: what grew and a word of growth name it.  Neither does one
    that only cited sources state: no text of theirs is read."""
    metrics = {entity.id: dict(entity.flags) for entity in ENTITIES.values() if entity.kind == "metric"}
    named = {(metric, language) for metric, language, _, _ in metric_phrases()}
    assert {metric for metric, _ in named} <= set(metrics)
    missing = {
        (metric, language)
        for metric, flags in metrics.items()
        for language in ("en", "vi")
        if "growthOf" not in flags and metric not in _unread() and (metric, language) not in named
    }
    assert missing == set()


def test_fields_and_units_of_the_metrics() -> None:
    for metric, node in entries("metrics").items():
        entry = of(node).entries
        assert set(entry) <= {"en", "vi", "unit", "example_en", "example_vi"}, metric
        roles = {role for language in ("en", "vi") for role in of(entry[language]).entries}
        assert roles <= set(ROLES), metric
        unit = entry.get("unit")
        if "counted" in roles:
            assert isinstance(unit, Text), f"{metric}: what do its counted nouns count?"
        if isinstance(unit, Text):
            assert f"unit/{unit.text}" in ENTITIES, metric


def test_ids_are_curated() -> None:
    for stem, kind in NAMED.items():
        assert {f"{kind}/{name}" for name in entries(stem)} <= set(ENTITIES), stem
    assert set(entries("statuses")) == {"estimate", "provisional", "forecast", "target"}


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_example_holds_one_of_its_phrases(language: str) -> None:
    phrases: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for metric, of_language, _, phrase in metric_phrases():
        if of_language == language:
            phrases[metric].append(key(phrase, language))
    wrong = []
    for metric, node in entries("metrics").items():
        example = of(node).entries[f"example_{language}"]
        assert isinstance(example, Text)
        text = key(example.text, language)
        if not any(p == text[i : i + len(p)] for p in phrases[metric] for i in range(len(text))):
            wrong.append((metric, example.text))
    assert wrong == []


def test_no_phrase_stands_twice_in_one_role() -> None:
    """Two metrics may share one where the unit decides: "$2 billion of revenue", "20% of revenue"."""
    seen: dict[tuple[object, ...], set[str]] = defaultdict(set)
    twice = []
    for name, language, role, phrase in (*metric_phrases(), *listed_phrases()):
        family = dict(ENTITIES[f"metric/{name}"].flags)["unitFamily"] if role in ROLES else ""
        # A counted noun without a metric plays the same part as one with a metric.
        if role in ("counted", "units"):
            part: tuple[object, ...] = (language, "counted", "", key(phrase, language))
        else:
            part = (language, role, family, key(phrase, language))
        if seen[part]:
            twice.append((language, role, phrase, name, *seen[part]))
        seen[part].add(name)
    assert twice == [], "\n".join(map(str, twice))


def test_phrases_are_short_tidy_and_in_lower_case() -> None:
    wrong = []
    for name, language, role, phrase in (*metric_phrases(), *listed_phrases()):
        parts = phrase.split()
        plain = all(
            part == part.lower() or part in NAMES or len(re.findall(r"[A-ZĐ0-9]", part)) > 1
            or len(part) == 1
            for part in parts
        )  # fmt: skip
        if (
            not plain
            or not 1 <= len(parts) <= LONGEST[language]
            or phrase != unicodedata.normalize("NFC", " ".join(parts))
        ):
            wrong.append((name, role, phrase))
    assert wrong == []
