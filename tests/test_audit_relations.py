"""Relations that cannot hold together."""

from __future__ import annotations

import random

import pytest
from claims import corpus, relation

from kg.audit import audit
from kg.audited import Clash
from kg.claim import RelationClaim
from kg.lists import Severity

FIRM, CITY, LAND, OTHER = "company/firm", "market/city", "country/land", "country/other-land"


def clashes(*relations: RelationClaim) -> tuple[Clash, ...]:
    return audit(corpus([], relations=relations)).clashes


def test_two_head_offices_at_one_time_clash() -> None:
    one, other = relation(FIRM, "seated_in", LAND), relation(FIRM, "seated_in", OTHER, article="b")
    (found,) = clashes(one, other)
    assert (found.rule, found.verdict, found.severity) == ("single_object", "hard_conflict", Severity.WARNING)
    assert {*found.claims} == {one.id, other.id}
    assert (found.subject, found.period, found.same_article) == (FIRM, "2024", False)
    assert found.why[0].startswith("firm seated in land; firm seated in other-land (2024): ")
    assert "đóng tại" in found.why[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A city lies in its country: one answer, more and less exact.
        (relation(FIRM, "seated_in", LAND), relation(FIRM, "seated_in", CITY)),
        (relation(FIRM, "seated_in", LAND), relation(FIRM, "seated_in", LAND, article="b")),
        (relation(FIRM, "seated_in", LAND), relation(FIRM, "seated_in", OTHER, period="2019")),
        (relation(FIRM, "seated_in", LAND), relation("company/other-firm", "seated_in", OTHER)),
        (relation(FIRM, "sells_in", LAND), relation(FIRM, "sells_in", OTHER)),
        (relation(FIRM, "seated_in", LAND), relation(FIRM, "seated_in", OTHER, status="target")),
        (relation(FIRM, "venture_of", LAND), relation(FIRM, "venture_of", OTHER)),
    ],
)
def test_what_can_hold_together_does_not_clash(one: RelationClaim, other: RelationClaim) -> None:
    assert not clashes(one, other)


def test_without_a_time_they_may_speak_of_two_times() -> None:
    told = relation(FIRM, "seated_in", LAND, period="undated")
    (apart,) = clashes(told, relation(FIRM, "seated_in", OTHER, article="b"))
    assert (apart.verdict, apart.severity, apart.same_article) == ("soft_conflict", Severity.INFO, False)
    (within,) = clashes(told, relation(FIRM, "seated_in", OTHER, period="undated"))
    assert (within.verdict, within.same_article) == ("hard_conflict", True)
    assert within.why[0].endswith("Both stand in one article.")


def test_an_object_may_have_one_subject() -> None:
    (found,) = clashes(relation(CITY, "capital_of", LAND), relation("market/japan", "capital_of", LAND))
    assert (found.rule, found.subject) == ("single_subject", LAND)
    assert "city capital of land" in found.why[0]


def test_one_predicate_excludes_another_whatever_the_objects() -> None:
    one = relation(FIRM, "venture_of", "company/other-firm")
    other = relation(FIRM, "owned_by", "agency/unit")
    (found,) = clashes(one, other)
    assert found.rule == "exclusion"
    assert found.same_article


def test_more_sources_stand_on_their_sides_and_the_order_does_not_matter() -> None:
    told = [relation(FIRM, "seated_in", end, article=stem) for end in (LAND, OTHER) for stem in "abc"]
    (found,) = clashes(*told)
    assert sorted(map(len, found.sides)) == [3, 3]
    assert found.same_article
    random.Random(5).shuffle(told)
    assert clashes(*told) == (found,)


def test_crowded_answers_are_held_against_the_first() -> None:
    told = [relation(FIRM, "seated_in", f"place/{n:03d}") for n in range(200)]
    assert len(clashes(*told)) == 199
