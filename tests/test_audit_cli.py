"""`kg audit`, `kg conflicts`, `kg why`: rows, filters, formats, exit codes."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import RunKg

CHECK_KEYS = {
    "id", "rule", "verdict", "severity", "claims", "articles", "links", "stated", "implied", "low_hedged",
    "high_hedged", "explanation",
}  # fmt: skip
CONFLICT_KEYS = {
    "id", "slot", "metric", "subject", "period", "verdict", "same_authority", "claims", "values", "gap",
    "links", "causes", "origins",
}  # fmt: skip
QUANTITY_KEYS = {"quantity", "reading", "low", "high", "unit"}


@pytest.fixture(scope="module")
def rows(built_store: Path, kg: RunKg) -> dict[str, list[dict[str, Any]]]:
    """What both commands print as JSON, everything."""
    found = {}
    for command in ("audit", "conflicts"):
        done = kg(command, "--all", "-f", "json", "--store", str(built_store))
        assert (done.returncode, done.stderr) == (0, "")
        found[command] = json.loads(done.stdout)
    claims = kg("claims", "-f", "json", "--store", str(built_store))
    found["claims"] = json.loads(claims.stdout)
    return found


def test_checks_keep_the_contract(rows: dict[str, list[dict[str, Any]]]) -> None:
    claims = {row["claim"]: row for row in rows["claims"]}
    assert len(rows["audit"]) > 20
    for row in rows["audit"]:
        assert row.keys() >= CHECK_KEYS
        assert row["stated"].keys() >= QUANTITY_KEYS - {"reading"}
        assert set(row["claims"]) <= claims.keys()
        assert set(row["articles"]) == {claims[c]["article"] for c in row["claims"]}
        for quantity in [row["stated"], *row["implied"]]:
            assert quantity.keys() >= QUANTITY_KEYS - {"reading"}
            ends = [quantity["low"], quantity["high"]]
            assert all(end is None or isinstance(Decimal(end), Decimal) for end in ends)
            if None not in ends:
                assert Decimal(ends[0]) <= Decimal(ends[1])
        if row["implied"]:
            first = row["implied"][0]
            assert (row["low_hedged"], row["high_hedged"]) == (first["low_hedged"], first["high_hedged"])


def test_conflicts_keep_the_contract(rows: dict[str, list[dict[str, Any]]]) -> None:
    claims = {row["claim"]: row for row in rows["claims"]}
    for row in rows["conflicts"]:
        assert row.keys() >= CONFLICT_KEYS
        assert len(row["values"]) == len(row["claims"]) >= 2
        assert row["slot"] in {claims[c]["slot"] for c in row["claims"]}
        disputed = row["verdict"] in ("soft_conflict", "hard_conflict")
        assert bool(row["causes"]) == disputed
        if disputed:
            assert len({c["cause"] for c in row["causes"]}) == 9
            assert {c["status"] for c in row["causes"]} <= {"ruled_out", "possible", "likely"}
            assert all(c["why"] for c in row["causes"])
        assert row["origins"]


def test_a_conflict_in_a_slot_makes_its_claims_disputed(
    rows: dict[str, list[dict[str, Any]]], built_store: Path, kg: RunKg
) -> None:
    """The slot's own agreement and the conflicts that are listed are computed apart."""
    within = {
        claim
        for row in rows["conflicts"]
        if row["verdict"] in ("soft_conflict", "hard_conflict") and not row["links"]
        for claim in row["claims"]
    }
    disputed = kg("claims", "--disputed", "-f", "json", "--store", str(built_store))
    slots = {row["slot"] for row in json.loads(disputed.stdout)}
    assert slots == {row["slot"] for row in rows["claims"] if row["claim"] in within}


def test_what_fits_is_listed_only_when_asked_for(
    rows: dict[str, list[dict[str, Any]]], built_store: Path, kg: RunKg
) -> None:
    for command, left_out in (
        ("audit", {"consistent"}),
        ("conflicts", {"equal", "compatible", "refining", "related"}),
    ):
        done = kg(command, "-f", "json", "--store", str(built_store))
        listed = json.loads(done.stdout)
        assert [row["id"] for row in listed] == [
            row["id"] for row in rows[command] if row["verdict"] not in left_out
        ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("audit",), 0),
        (("audit", "--fail-on", "inconsistent"), 1),
        (("audit", "--fail-on", "not_met"), 0),
        (("audit", "--rule", "multiple", "--fail-on", "inconsistent"), 0),
        (("conflicts", "--fail-on", "hard_conflict"), 1),
        (("conflicts", "--fail-on", "hard_conflict", "--subject", "aggregate/vietnam-ict-industry"), 0),
        (("audit", "--article", "no-such"), 2),
        (("audit", "--claim", "ffffffffffff"), 2),
        (("conflicts", "--subject", "company/nobody"), 2),
        (("audit", "--rule", "no-such"), 2),
        (("why", "nothing-like-this"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_exit_codes(arguments: tuple[str, ...], code: int, built_store: Path, kg: RunKg) -> None:
    done = kg(*arguments, "--store", str(built_store))
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert bool(done.stderr) == (code == 2)
    assert len(done.stderr.splitlines()) <= 1


def test_filters_name_the_claim_asked_for(
    rows: dict[str, list[dict[str, Any]]], built_store: Path, kg: RunKg
) -> None:
    (claim,) = [row["claim"] for row in rows["claims"] if row["surface"] == "$45.5 billion"]
    done = kg("audit", "--all", "--claim", claim[:8], "-f", "json", "--store", str(built_store))
    listed = json.loads(done.stdout)
    assert [row["id"] for row in listed] == [row["id"] for row in rows["audit"] if claim in row["claims"]]
    assert len(listed) == 3


@pytest.mark.parametrize("command", ["audit", "conflicts"])
def test_tables_fit_and_speak_vietnamese(command: str, built_store: Path, kg: RunKg) -> None:
    english = kg(command, "--store", str(built_store), COLUMNS="100")
    vietnamese = kg(command, "--store", str(built_store), "--lang", "vi", COLUMNS="100")
    assert max(map(len, english.stdout.splitlines())) <= 100
    assert "Việt Nam" in vietnamese.stdout
    assert "Việt Nam" not in english.stdout
    markdown = kg(command, "--store", str(built_store), "-f", "markdown")
    assert markdown.stdout.startswith("| verdict |")


def test_why_of_a_claim_a_slot_and_a_finding(
    rows: dict[str, list[dict[str, Any]]], built_store: Path, kg: RunKg
) -> None:
    row = next(row for row in rows["claims"] if row["surface"] == "27,600")
    for asked in (row["claim"][:10], row["slot"], f"slot/{row['slot']}"):
        done = kg("why", asked, "--store", str(built_store), COLUMNS="120")
        assert done.returncode == 0, done.stderr
        text = done.stdout
        assert "over 27,600" in text
        assert f"at {row['start']}-{row['end']}" in text
        assert "“over 27,600 ICT companies”" in text
        assert "sources disagree" in text
        assert "soft_conflict" in text
        assert "strained, ratio_to_level" in text
        assert "scope, possible" in text
        assert max(map(len, text.splitlines())) <= 120
    finding = next(r["id"] for r in rows["audit"] if r["rule"] == "compound_growth")
    text = kg("why", finding, "--store", str(built_store)).stdout
    assert "$672 million" in text
    assert "18.9" in text


def test_why_as_json_and_markdown(built_store: Path, kg: RunKg) -> None:
    asked = ("why", "leading-market-count--viettel-group", "--store", str(built_store))
    told = json.loads(kg(*asked, "-f", "json").stdout)
    assert told["kind"] == "slot"
    assert len(told["claims"]) == 2
    assert {c["verdict"] for c in told["conflicts"]} == {"hard_conflict"}
    assert told["slots"][0]["statement_vi"]
    markdown = kg(*asked, "-f", "markdown", "--lang", "vi").stdout
    assert markdown.startswith("## Số thị trường dẫn đầu, Tập đoàn Viettel")


def test_an_ambiguous_beginning_is_refused_with_what_it_may_be(built_store: Path, kg: RunKg) -> None:
    done = kg("why", "revenue", "--store", str(built_store))
    assert done.returncode == 2
    assert "is the beginning of" in done.stderr
    assert "revenue--vietnam" in done.stderr


def test_clashing_relations_are_listed_and_explained(ecosystem_store: Path, kg: RunKg) -> None:
    asked = ("conflicts", "--store", str(ecosystem_store), "--subject", "amkor-technology")
    (row,) = json.loads(kg(*asked, "-f", "json").stdout)
    assert row.keys() >= CONFLICT_KEYS
    assert len(row["values"]) == len(row["claims"]) == 2
    assert (row["rule"], row["verdict"], row["same_article"]) == ("single_object", "hard_conflict", False)
    assert row["figures"] == ["headquartered in South Korea", "headquartered in United States"]
    assert "headquartered in, Amkor Technology, 2023" in kg(*asked, COLUMNS="200").stdout
    for asked_for in (row["id"], row["claims"][0]):
        text = kg("why", asked_for, "--store", str(ecosystem_store), COLUMNS="200").stdout
        assert "amkor-technology headquartered in south-korea (2023)" in text
        assert "both cannot be at one time" in text
    within = kg("conflicts", "--store", str(ecosystem_store), "--subject", "bitel", "-f", "json").stdout
    assert any(row["rule"] == "exclusion" and row["same_article"] for row in json.loads(within))
