"""The clocks: what one could have known on a day is what a build of the articles known then says."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import stores
from claims import article, corpus, figure
from conftest import RunKg
from hypothesis import given
from hypothesis import strategies as st

from kg import KnowledgeGraph, read_corpus
from kg.audit import audit
from kg.clocks import Clock, known_on
from kg.corpus import Corpus
from kg.corpusfile import load_corpus, write_corpus
from kg.errors import BadInput, UsageError
from kg.graph import write_nquads
from kg.interval import POLICY
from kg.past import as_of
from kg.pipeline import build
from kg.seeds import ARTICLE_FOLDERS
from kg.store import current, doctor

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("figures", "relations", "articles", "entities", "checks", "conflicts", "slots")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# Clocks


@pytest.mark.parametrize(
    ("date", "first"),
    [
        ("2024-02-10", "2024-02-10"),
        ("2024-02", "2024-02-29"),
        ("2024", "2024-12-31"),
    ],
)
def test_a_date_known_in_part_counts_when_it_has_wholly_passed(date: str, first: str) -> None:
    held = corpus([figure("10")], [article("a", date)])
    before = known_on(held, day(first) - dt.timedelta(days=1))
    assert (before.corpus.figures, before.later, before.unknown) == ((), ("a",), ())
    assert known_on(held, day(first)).corpus.figures == held.figures


def test_an_article_of_unknown_day_is_never_known_and_is_counted() -> None:
    dated = replace(article("b"), recorded="2025-03-01")
    held = corpus([figure("10", article="a"), figure("11", article="b")], [article("a", None), dated])
    published = known_on(held, day("2099-12-31"))
    assert [c.article for c in published.corpus.claims] == ["b"]
    assert published.unknown == ("a",)
    recorded = known_on(held, day("2025-02-28"), Clock.RECORDED)
    assert (recorded.corpus.claims, recorded.later, recorded.unknown) == ((), ("b",), ("a",))


def test_a_conflict_opens_on_the_day_of_its_second_article() -> None:
    held = corpus(
        [figure("10.5 billion", article="a"), figure("15.5 billion", article="b")],
        [article("a", "2024-05-01"), article("b", "2024-06-01")],
    )
    assert not audit(known_on(held, day("2024-05-31")).corpus).conflicts
    assert [c.verdict.value for c in audit(known_on(held, day("2024-06-01")).corpus).conflicts] == [
        "hard_conflict"
    ]


DAYS = [str(dt.date(2020, 1, 1) + dt.timedelta(days=n)) for n in range(3 * 365 + 1)]
DATES = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2022, 12, 31)).flatmap(
    lambda d: st.sampled_from([f"{d}", f"{d:%Y-%m}", f"{d:%Y}"])
)


@given(
    dates=st.lists(DATES, min_size=1, max_size=5),
    on=st.dates(dt.date(2019, 12, 31), dt.date(2023, 1, 1)),
    values=st.lists(st.integers(1, 40), min_size=5, max_size=5),
)
def test_what_was_known_is_the_graph_of_the_articles_known(
    dates: list[str | None], on: dt.date, values: list[int]
) -> None:
    articles = [article(f"a{n}", date) for n, date in enumerate(dates)]
    figures = [
        figure(f"{v} billion", article=a.stem, start=100) for a, v in zip(articles, values, strict=False)
    ]
    known = [a for a in articles if a.date and max(d for d in DAYS if d.startswith(a.date)) <= str(on)]
    stems = {a.stem for a in known}
    alone = corpus([c for c in figures if c.article in stems], [a for a in articles if a.stem in stems])
    assert graph(known_on(corpus(figures, articles), on).corpus) == graph(alone)


def graph(held: Corpus) -> bytes:
    out, found = io.BytesIO(), audit(held)
    write_nquads(replace(held, also=found.named), out, audit=found)
    return out.getvalue()


# The corpus that a build keeps


def test_a_kept_corpus_comes_back_whole(tmp_path: Path) -> None:
    held = read_corpus(ROOT / "seeds")
    strict = replace(POLICY, name="strict", about_width=Decimal("0.1"))
    other = replace(
        held, policy=strict, figures=tuple(replace(c, policy=strict) for c in held.figures),
        also=frozenset({"unit/USD", "country/vietnam"}),
    )  # fmt: skip
    for number, one in enumerate((held, other)):
        path = tmp_path / f"{number}.jsonl"
        with path.open("wb") as out:
            write_corpus(one, out)
        back = load_corpus(path)
        assert back == one
        # Of claims, equality does not see notes, places and the policy.
        assert [repr(c) for c in back.claims] == [repr(c) for c in one.claims]
        assert [list(e) for e in (back.entities, back.predicates)] == [
            list(one.entities),
            list(one.predicates),
        ]
        assert [c.policy for c in back.figures] == [c.policy for c in one.figures]
        assert [c.id for c in back.claims] == [c.id for c in one.claims]


def test_a_corpus_of_other_classes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    with path.open("wb") as out:
        write_corpus(corpus([figure("10")]), out)
    first, *rest = path.read_bytes().splitlines(keepends=True)
    assert load_corpus(path).figures
    for spoilt in (b"", b"{}\n", first[:-6] + b'0"}\n'):
        path.write_bytes(spoilt + b"".join(rest))
        with pytest.raises(BadInput, match="another version of this program"):
            load_corpus(path)


# A build as of a day


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped seeds, built, with their folder gone: the store must be enough."""
    folder = tmp_path_factory.mktemp("time")
    seeds = shutil.copytree(ROOT / "seeds", folder / "seeds")
    built = build(seeds, folder / "store")
    assert built.generation is not None
    shutil.rmtree(seeds)
    return folder / "store"


@pytest.mark.parametrize(
    ("on", "clock"),
    [
        ("2022-12-31", "published"),
        ("2024-01-05", "published"),
        ("2025", "published"),
        ("2026-11-21", "recorded"),
    ],
)
def test_as_of_a_day_is_a_build_of_the_articles_known_then(
    store: Path, on: str, clock: str, tmp_path: Path
) -> None:
    past = as_of(current(store), on, clock)
    stems = {a.stem for a in past.known.corpus.articles}
    seeds = Path(shutil.copytree(ROOT / "seeds", tmp_path / "seeds"))
    for folder in ARTICLE_FOLDERS:
        for path in (seeds / folder).glob("*.yaml"):
            if path.stem not in stems:
                path.unlink()
    built = build(seeds, tmp_path / "store")
    assert built.generation is not None
    assert past.dataset == built.generation.dataset.read_bytes()
    for table in TABLES:
        rows = json.loads(json.dumps(list(past.rows(table))))
        assert rows == list(built.generation.rows(table)), table
    assert past.counts | {"findings": 0} == built.counts | {"findings": 0}
    assert set(past.open()) == set(built.generation.open())


def test_the_graph_from_python_as_of_a_day(store: Path) -> None:
    graph_ = KnowledgeGraph.open(store)
    past = graph_.as_of(dt.date(2024, 1, 5))
    assert "2024-01-05" in repr(past)
    stems = {a["article"] for a in past.articles()}
    assert "vietnamplus-275850" in stems
    assert "dtinews-20241219153148375" not in stems
    assert 0 < past.counts()["figure_claims"] < graph_.counts()["figure_claims"]
    assert past.counts()["figure_claims"] == len(list(past.claims()))
    asked = {row["article"] for row in past.ask("evidence-place")}
    assert asked <= stems
    assert len(past.sparql("SELECT ?c { ?c a vt:FigureClaim }")) == past.counts()["figure_claims"]
    with pytest.raises(UsageError, match="as of a day already"):
        past.as_of("2023")
    for bad in ("", "2024-13", "2024-02-30", "24", "2024-02-01T00:00:00", "+2024"):
        with pytest.raises(UsageError):
            graph_.as_of(bad)
    with pytest.raises(UsageError, match="no clock 'x'"):
        graph_.as_of("2024", "x")


def test_an_older_build_says_that_it_kept_too_little(tmp_path: Path) -> None:
    stores.build(tmp_path / "store")
    with pytest.raises(BadInput, match="rebuild with `kg build`"):
        as_of(current(tmp_path / "store"), "2024")


def test_the_doctor_accepts_what_a_build_keeps_and_finds_it_changed(store: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(store, tmp_path / "store"))
    assert doctor(copy) == []
    path = current(copy).path / "corpus.jsonl"
    path.write_bytes(path.read_bytes().replace(b"2024", b"2023", 1))
    assert [Path(finding.focus).name for finding in doctor(copy)] == ["corpus.jsonl"]


# The command line


@pytest.mark.parametrize(
    "command",
    [
        ("query", "evidence-place", "-f", "csv"),
        ("claims", "-f", "csv"),
        ("relations", "-f", "csv"),
        ("articles", "-f", "csv"),
        ("audit", "--all", "-f", "json"),
        ("conflicts", "--all", "-f", "json"),
        ("stats", "-f", "json"),
    ],
    ids=lambda command: command[0],
)
def test_every_reading_command_takes_a_day(kg: RunKg, store: Path, command: tuple[str, ...]) -> None:
    now = kg(*command, "--store", str(store))
    then = kg(*command, "--store", str(store), "--as-of", "2026-11-21", "--clock", "recorded")
    never = kg(*command, "--store", str(store), "--as-of", "2010")
    assert (now.returncode, then.returncode, never.returncode) == (0, 0, 0), then.stderr + never.stderr
    assert then.stdout != never.stdout
    assert now.stdout != then.stdout or command[0] == "relations", "no cited source states a relation"
    articles = list(KnowledgeGraph.open(store).articles())
    recorded = sum((a["recorded"] or "9") <= "2026-11-21" for a in articles)
    assert then.stderr.startswith(
        f"as of 2026-11-21, by the day recorded: {recorded} of {len(articles)} sources"
    )
    undated = sum(a["date"] is None for a in articles)
    assert never.stderr.startswith(
        f"as of 2010-12-31, by the day published: 0 of {len(articles)} sources; {undated} of unknown date"
    )
    assert "as of" not in now.stderr


def test_why_tells_what_could_be_printed_on_that_day(kg: RunKg, store: Path) -> None:
    options = ("--store", str(store), "--as-of", "2026-11-21", "--clock", "recorded")
    done = kg("why", "leading-market-count--viettel-group--undated", *options)
    assert "· 2026-11-21: Markets led, Viettel Group" in done.stdout
    gone = kg("why", "leading-market-count--viettel-group--undated", "--store", str(store), "--as-of", "2024")
    assert gone.returncode == 2
    assert "there is no claim, slot or finding" in gone.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--as-of", "2024-02-30"), "no calendar date (write 2024-06-30, 2024-06 or 2024)"),
        (("--as-of", "yesterday"), "'yesterday' is not YYYY, YYYY-MM or YYYY-MM-DD"),
        (("--as-of", "2024", "--endpoint", "http://127.0.0.1:9"), "--as-of is not offered for an endpoint"),
        (("--as-of", "2024", "--clock", "valid"), "'valid' is not one of 'published', 'recorded'"),
        (("--clock", "recorded"), "--clock says nothing without --as-of"),
    ],
)
def test_what_is_no_day_is_refused_in_one_line(
    kg: RunKg, store: Path, options: tuple[str, ...], message: str
) -> None:
    done = kg("query", "industry-size", "--store", str(store), *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
