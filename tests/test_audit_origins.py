"""Origins: copies count once, independent articles each, and bodies under whatever name."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from claims import article, corpus, figure

from kg.audit import audit
from kg.audit.origins import COPY_FIGURES
from kg.audited import Origins
from kg.claim import Article, Evidence, FigureClaim, RelationClaim
from kg.corpus import Corpus
from kg.lists import EvidenceLevel, Verdict
from kg.literals import UNDATED

TEXTS = [
    ("152 billion", "revenue"), ("45.5 billion", "value"), ("31.8", "value_share"), ("27600", "firms"),
    ("0.76", "firms_per_1000"), ("10.9", "revenue_growth"),
]  # fmt: skip


def _written(
    stem: str, texts: Sequence[tuple[str, str]] = TEXTS, by: Sequence[str] = ()
) -> list[FigureClaim]:
    return [figure(text, metric=metric, article=stem, by=by) for text, metric in texts]


def _origins(held: Corpus) -> Origins:
    return audit(held).origins


def _count(held: Corpus, origins: Origins) -> int:
    return len(origins.independent(c.id for c in held.figures))


def _copies(count: int, dates: bool = True) -> list[Article]:
    return [
        article(
            f"copy-{n:02d}", f"2025-02-{n % 28 + 1:02d}" if dates else None, publisher=f"media/outlet-{n}"
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("how", ["same figures", "reworded", "one left out", "one added", "undated"])
def test_forty_copies_are_one_origin(how: str) -> None:
    draw = random.Random(7)
    first = article("original", "2025-01-31", publisher="media/herald")
    copies = _copies(40, dates=how != "undated")
    figures = _written("original")
    for n, copy in enumerate(copies):
        texts = list(TEXTS)
        if how != "same figures":
            draw.shuffle(texts)
        if how == "one left out":
            texts.pop()
        if how == "one added":
            texts.append((f"{n + 3}.5 million", "capital"))
        figures += _written(copy.stem, texts)
    held = corpus(figures, [*copies, first])
    origins = _origins(held)
    assert _count(held, origins) == 1
    assert set(origins.of.values()) == {"media/herald"}
    shared = [c for c in held.figures if c.metric != "metric/capital"]
    assert {c.id for c in shared} - origins.echo_of.keys() == {c.id for c in figures[: len(TEXTS)]}
    assert set(origins.echo_of.values()) <= {c.id for c in figures[: len(TEXTS)]}


def test_forty_copies_in_a_conflict_are_one_origin_against_another() -> None:
    copies = _copies(40)
    figures = [c for copy in copies for c in _written(copy.stem)]
    other = figure("155 billion", article="other")
    found = audit(corpus([*figures, other], [*copies, article("other", publisher="media/gazette")]))
    (conflict,) = [c for c in found.conflicts if other.id in c.claims]
    assert conflict.verdict is Verdict.HARD_CONFLICT
    assert len(conflict.claims) == 41
    assert len(conflict.origins) == 2


def test_copies_of_one_text_are_one_origin_even_with_a_single_figure() -> None:
    copies = [article(f"c{n}", publisher=f"media/{n}", text="same") for n in range(5)]
    held = corpus([figure("152 billion", article=a.stem) for a in copies], copies)
    assert _count(held, _origins(held)) == 1


def test_copies_on_both_sides_of_the_new_year_are_one_origin() -> None:
    texts = ["27600", "152000", "1345", "672"]
    subjects = ["aggregate/industry", "aggregate/sector", "company/firm", "country/land"]
    days = {"a": "2024-12-31", "b": "2025-01-01"}
    figures = [
        figure(text, metric="firms", subject=subject, period="undated", published=day, article=stem)
        for stem, day in days.items()
        for text, subject in zip(texts, subjects, strict=True)
    ]
    articles = [article(stem, day, publisher=f"media/{stem}") for stem, day in days.items()]
    held = corpus(figures, articles)
    assert _count(held, _origins(held)) == 1


def test_two_independent_articles_are_two_origins() -> None:
    mine = [("152 billion", "revenue"), ("45.5 billion", "value"), ("1200", "firms")]
    yours = [("152 billion", "revenue"), ("45.5 billion", "value"), ("1300", "firms")]
    held = corpus(
        _written("a", mine) + _written("b", yours),
        [article("a", publisher="media/herald"), article("b", publisher="media/gazette")],
    )
    origins = _origins(held)
    assert _count(held, origins) == 2
    assert not origins.echo_of


@pytest.mark.parametrize("digest_on", ["2025-01-01", "2025-06-01", None])
def test_a_digest_of_two_articles_does_not_make_them_one(digest_on: str | None) -> None:
    common = TEXTS[:COPY_FIGURES]

    def own(n: int) -> list[tuple[str, str]]:
        return [(f"{n}{k}.5 million", "capital") for k in range(10, 18)]

    held = corpus(
        _written("a", [*common, *own(1)]) + _written("b", [*common, *own(2)]) + _written("digest", common),
        [
            article("a", "2025-02-01", publisher="media/herald"),
            article("b", "2025-03-01", publisher="media/gazette"),
            article("digest", digest_on, publisher="media/digest"),
        ],
    )  # fmt: skip
    assert _count(held, _origins(held)) == 2


def test_fewer_shared_figures_than_a_copy_has_are_no_copy() -> None:
    held = corpus(
        _written("a", TEXTS[: COPY_FIGURES - 1]) + _written("b", TEXTS[: COPY_FIGURES - 1]),
        [article("a", publisher="media/herald"), article("b", publisher="media/gazette")],
    )
    assert _count(held, _origins(held)) == 2


def test_an_article_without_an_outlet_speaks_for_itself() -> None:
    held = corpus([figure("152 billion", article="a"), figure("155 billion", article="b")])
    assert set(_origins(held).of.values()) == {"article/a", "article/b"}


@pytest.mark.parametrize(
    ("agents", "origin"),
    [
        (["ministry/new"], "ministry/new"),
        (["ministry/old"], "ministry/new"),
        (["agency/unit"], "ministry/new"),
        (["office/minister"], "ministry/new"),
        (["media/herald", "ministry/old"], "ministry/new"),
        (["ministry/split"], "ministry/split"),
        (["ministry/half"], "ministry/half"),
        (["agency/customs"], "agency/customs"),
        (["person/minister"], "ministry/new"),
    ],
)
def test_a_credit_goes_to_the_body_that_answers_today(agents: list[str], origin: str) -> None:
    claim = figure("152 billion", by=agents)
    held = corpus([claim], relations=[_relation("person/minister", "predicate/heads", "agency/unit")])
    assert _origins(held).of[claim.id] == origin


def _relation(subject: str, predicate: str, other: str) -> RelationClaim:
    return RelationClaim(
        article="a", subject=subject, predicate=predicate, object=other, period=UNDATED,
        evidence=Evidence(EvidenceLevel.CITED),
    )  # fmt: skip


def test_a_person_with_two_offices_and_a_succession_in_a_circle_end_somewhere() -> None:
    one, other = figure("1 billion", by=["person/minister"]), figure("2 billion", by=["media/herald"])
    relations = [
        _relation("person/minister", "predicate/heads", "ministry/new"),
        _relation("person/minister", "predicate/role_of", "agency/customs"),
        _relation("media/herald", "predicate/succeeds", "media/gazette"),
        _relation("media/gazette", "predicate/succeeds", "media/herald"),
    ]
    origins = _origins(corpus([one, other], relations=relations))
    assert origins.of[one.id] == "person/minister"
    assert origins.of[other.id] in ("media/herald", "media/gazette")


def test_a_succession_that_articles_state_counts() -> None:
    claim = figure("1 billion", by=["agency/customs"])
    held = corpus([claim], relations=[_relation("media/gazette", "predicate/succeeds", "agency/customs")])
    assert _origins(held).of[claim.id] == "media/gazette"


def test_an_echo_is_of_the_earliest_with_its_origin_and_figure() -> None:
    days = {"a": "2025-03-01", "b": "2025-01-01", "c": "2025-02-01", "d": "2025-04-01"}
    figures = {
        "a": figure("152 billion", article="a", by=["ministry/new"]),
        "b": figure("152 billion", article="b", by=["ministry/old"]),
        "c": figure("152 billion", article="c", by=["agency/customs"]),
        "d": figure("155 billion", article="d", by=["ministry/new"]),
    }
    origins = _origins(corpus(figures.values(), [article(stem, day) for stem, day in days.items()]))
    assert origins.echo_of == {figures["a"].id: figures["b"].id}
    assert origins.independent([figures["a"].id, figures["b"].id]) == ("ministry/new",)


def test_the_same_figure_twice_in_one_article_is_no_echo() -> None:
    held = corpus([figure("152 billion", start=1), figure("152 billion", start=90)])
    assert not _origins(held).echo_of


def test_the_order_of_articles_and_figures_does_not_matter() -> None:
    copies = _copies(12)
    figures = [c for copy in copies for c in _written(copy.stem, random.Random(copy.stem).sample(TEXTS, 5))]
    expected = _origins(corpus(figures, copies))
    for seed in range(5):
        draw = random.Random(seed)
        other = corpus(draw.sample(figures, len(figures)), draw.sample(copies, len(copies)))
        assert _origins(other) == expected
