"""Importing tables of relations: what each row says, and which rows are no claims."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from kg.claim import FigureClaim, RelationClaim
from kg.corpus import Corpus
from kg.errors import BadInput
from kg.graph.view import view_lines
from kg.importing import Outcome, import_rows, rows_of
from kg.importing.relations import read_reading
from kg.importing.table import RELATION_COLUMNS
from kg.namespaces import VT
from kg.seeds import read_corpus

TABLES = ROOT / "seeds" / "tables"
SOURCE = "https://example.org/a,"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder of seeds with the curated entities and the mapping, and nothing imported yet."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in ("entities", "tables"):
        (folder / name).symlink_to(ROOT / "seeds" / name)
    return folder


def _import(seeds: Path, *lines: str) -> tuple[Outcome, Corpus]:
    table = seeds.parent / "relations.csv"
    text = "\n".join((",".join(RELATION_COLUMNS), *(SOURCE + line for line in lines))) + "\n"
    table.write_text(text, encoding="utf-8")
    return import_rows(rows_of([table]), seeds), read_corpus(seeds)


def _said(claims: tuple[RelationClaim, ...]) -> set[tuple[str, str, str, str, str]]:
    return {
        (c.subject, c.predicate.removeprefix("predicate/"), c.object, c.status.value, c.period.label)
        for c in claims
    }


def _year(claim: FigureClaim) -> tuple[str, str, int, str, str]:
    metric = claim.metric.removeprefix("metric/")
    return claim.subject, metric, int(claim.value), claim.kind.value, claim.status.value


STATED = {
    "plain": (
        "Qualcomm,acquired,Movian AI,2025-04,65% stake",
        {("company/qualcomm", "acquired", "company/movian-ai", "actual", "2025-04")},
    ),
    "several objects": (
        "VinFast,exports_to,Indonesia; Europe,,",
        {
            ("company/vinfast", "exports_to", "country/indonesia", "actual", "undated"),
            ("company/vinfast", "exports_to", "market/europe", "actual", "undated"),
        },
    ),
    "another word": (
        "Pham Nhat Vuong,owner_of,Vingroup,2024,",
        {("person/pham-nhat-vuong", "owns", "company/vingroup", "actual", "2024")},
    ),
    "a plan": (
        "VNG Corporation,plans_to_list_on,Nasdaq,2023,",
        {("company/vng-corporation", "listed_on", "company/nasdaq", "target", "2023")},
    ),
    "one word of persons": (
        "Na Ki Hong,succeeds,Choi Joo Ho,2025,",
        {("person/na-ki-hong", "took_over_from", "person/choi-joo-ho", "actual", "2025")},
    ),
    "and of organisations": (
        "Ministry of Science and Technology,succeeds,Ministry of Information and Communications,2025-03,",
        {
            (
                "ministry/ministry-of-science-and-technology", "succeeds",
                "ministry/ministry-of-information-and-communications", "actual", "2025-03",
            )
        },
    ),
    "two offices": (
        "Nguyen Trung Chinh,role_of,Chairman and CEO of CMC Corporation,2019,",
        {
            ("person/nguyen-trung-chinh", "role_of", "office/chairman-cmc-corporation", "actual", "2019"),
            ("person/nguyen-trung-chinh", "role_of", "office/ceo-cmc-corporation", "actual", "2019"),
        },
    ),
    "an office and a founder": (
        "Le Hong Minh,role_of,Co-founder and CEO of VNG,2023,",
        {
            ("person/le-hong-minh", "role_of", "office/ceo-vng-corporation", "actual", "2023"),
            ("person/le-hong-minh", "founder_of", "company/vng-corporation", "actual", "2023"),
        },
    ),
    "a brand that bears the company's name": (
        "Star Telecom,has_brand,Unitel,,",
        {("company/unitel", "has_brand", "product/unitel-brand", "actual", "undated")},
    ),
    "and the company": (
        "Unitel,market_leader_in,Laos,2018,",
        {("company/unitel", "market_leader_in", "country/laos", "actual", "2018")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STATED)
def test_what_a_row_says(case: str, seeds: Path) -> None:
    line, wanted = STATED[case]
    done, corpus = _import(seeds, line)
    assert done.refusals == []
    assert _said(corpus.relations) == wanted
    assert corpus.figures == ()


def test_a_year_is_a_figure(seeds: Path) -> None:
    done, corpus = _import(
        seeds,
        "VNG Corporation,founded_in,2004,,",
        "Viettel R&D Center Hoa Lac,expected_completion,2030,,",
        "Intel Products Vietnam,launched_in,2010-10-29,,",
    )
    assert (done.figures, done.relations, done.refusals) == (3, 0, [])
    assert {_year(claim) for claim in corpus.figures} == {
        ("company/vng-corporation", "founding_year", 2004, "date", "actual"),
        ("facility/viettel-rd-center-hoa-lac", "completion_year", 2030, "date", "target"),
        ("company/intel-products-vietnam", "launch_year", 2010, "date", "actual"),
    }
    (opening,) = [c for c in corpus.figures if c.metric == "metric/launch_year"]
    assert "2010-10-29" in opening.note


def test_what_a_note_adds(seeds: Path) -> None:
    """A year of entering a market, and a launch put off: both stand in notes."""
    _, corpus = _import(
        seeds,
        "FPT Corporation,operates_in,United States,2008,entered the market in 2008",
        "VinFast,invests_in,North Carolina factory,2028,launch postponed to 2028",
        'Northstar Group,invests_in,Tiki,2019,"reported, not confirmed"',
    )
    fpt, plant = "company/fpt-corporation", "facility/north-carolina-factory"
    years = {(*_year(claim), claim.market) for claim in corpus.figures}
    assert years == {
        (fpt, "entry_year", 2008, "date", "actual", "country/united-states"),
        (plant, "launch_year", 2028, "date", "target", None),
    }
    assert ("company/vinfast", "invests_in", plant, "actual", "undated") in _said(corpus.relations)
    (doubtful,) = [c for c in corpus.relations if c.ambiguity]
    assert doubtful.object == "company/tiki"


def test_a_name_is_no_claim_but_must_be_curated(seeds: Path) -> None:
    done, _ = _import(
        seeds,
        "Viettel Global,has_name,Tổng Công ty Cổ phần Đầu tư Quốc tế Viettel,2025,",
        "Viettel Global,has_name,The Company Formerly Known,2025,",
    )
    assert (done.figures, done.relations) == (0, 0)
    known, unknown = done.refusals
    assert (known.decided, unknown.decided) == (True, False)
    assert "is no name of company/viettel-global" in unknown.why


REFUSED = {
    "predicate": ("FPT Corporation,admires,Honda,2023,", "predicate 'admires' is not in the ontology"),
    "subject": ("Nobody Ltd,acquired,Honda,2023,", "subject 'Nobody Ltd' is no curated Organisation"),
    "object": ("FPT Corporation,acquired,Nobody Ltd,2023,", "object 'Nobody Ltd' is no curated Organisation"),
    "sort of object": ("FPT Corporation,operates_in,Honda,2023,", "object 'Honda' is no curated Market"),
    "one of several": (
        "FPT Corporation,operates_in,Japan; Atlantis,2023,",
        "'Atlantis' is no curated Market",
    ),
    "no object": ("FPT Corporation,acquired,,2023,", "object '' is no curated"),
    "date": ("VNG Corporation,founded_in,once upon a time,,", "is no date"),
    "period": ("FPT Corporation,acquired,Intellinet,next year,", "is not YYYY"),
    "itself": ("FPT Corporation,partner_of,FPT,2023,", "to itself"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_row_is_refused_and_the_others_are_taken(case: str, seeds: Path) -> None:
    line, why = REFUSED[case]
    done, corpus = _import(seeds, line, "Nvidia,acquired,VinBrain,2024-12,")
    (refusal,) = done.refusals
    assert why in refusal.why
    assert not refusal.decided
    assert refusal.place.endswith("relations.csv:2")
    assert {c.object for c in corpus.relations} == {"company/vinbrain"}


BAD_READINGS = {
    "predicates:\n  a: {metric: b, mood: c}\n": r"relations\.yaml:2.*mood",
    "rules:\n  - set: {object: x}\n": r"relations\.yaml:2.*`when`",
    "rules:\n  - when: {note: x}\n    set: {colour: x}\n": r"relations\.yaml:3.*colour",
    "rules:\n  - when: {note: x}\n    also:\n      - {metric: x}\n": r"relations\.yaml:4.*`value`",
    "rules:\n  - when: {note: x}\n    refuse: y\n    also:\n      - {metric: m, value: 1}\n": r"either",
    "things: {}\n": r"relations\.yaml:1.*things",
}


@pytest.mark.parametrize("text", BAD_READINGS)
def test_a_bad_reading_is_named_by_file_and_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "relations.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=BAD_READINGS[text]):
        read_reading(path)


def test_a_presence_tells_between_which_days_it_is_stated(seeds: Path) -> None:
    _, corpus = _import(
        seeds,
        "Viettel Global,operates_in,Laos,2020,",
        "Viettel Global,operates_in,Laos,2018-Q3,another row of the same",
        "Viettel Global,operates_in,Peru,,",
    )
    lines = "".join(view_lines(corpus.relations, corpus.entities)).splitlines()
    days = {line.split()[0].rsplit("/", 1)[-1]: [] for line in lines if "/presence/" in line.split()[0]}
    for line in lines:
        for name in ("statedFrom", "statedTo"):
            if f"<{VT}{name}>" in line:
                days[line.split()[0].rsplit("/", 1)[-1]].append((name, line.split('"')[1]))
    assert {name.split("--")[1]: held for name, held in days.items()} == {
        "country-laos": [("statedFrom", "2018-07-01"), ("statedTo", "2020-12-31")],
        "country-peru": [],
    }


def test_every_row_of_the_shipped_table_is_a_claim_or_only_a_name(seeds: Path) -> None:
    rows = rows_of([TABLES / "relations.csv"])
    done = import_rows(rows, seeds)
    assert (len(rows), done.relations >= 200) == (196, True)
    assert [refusal.line() for refusal in done.refusals if not refusal.decided] == []
    assert len(done.refusals) <= 0.03 * len(rows)
