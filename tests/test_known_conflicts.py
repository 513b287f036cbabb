"""What the audit makes of disagreements that people had found, and of the slips that the tables' notes tell.

`known_conflicts.yaml` lists them.  A disagreement that is listed as missed must stay missed for its reason:
once a rule finds it, the list is to say so.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import settings
from kg.audit import audit
from kg.audited import Audit, Check, Clash, Conflict
from kg.claim import FigureClaim, RelationClaim
from kg.corpus import Corpus
from kg.lists import CauseKind, CauseStatus, Verdict
from kg.literals import decimal_text
from kg.seeds import read_corpus

KNOWN: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "known_conflicts.yaml").read_text("utf-8")
)
FOUND = [known for known in KNOWN if "found" in known]
MISSED = [known for known in KNOWN if "missed" in known]
_FITS = (Verdict.EQUAL, Verdict.COMPATIBLE, Verdict.REFINING, Verdict.CONSISTENT)
_TARGETS = "target_vs_actual"

# Figures that slipped by a scale or a currency, as the tables note: a part of the address, and the figure.
SLIPS = {
    "FPT, profits abroad": ("fpts-oversea-markets-profit-soars-35", "135900000 USD"),
    "hardware exports": ("vietnam-s-ict-industry-spreads-its-wings-by", "132000000000000 VND"),
    "Viettel Global, dong": ("vietnam-telecom-giant-s-foreign-market-earnings-up-in-q3", "4430000000 VND"),
    "Viettel Global, dollars": ("vietnam-telecom-giant-s-foreign-market-earnings-up-in-q3", "188.71 USD"),
    "contribution to GDP": ("1732489/digital-tech-contributes-over-vnd1-trillion", "1075000000000 VND"),
    "profits of the industry": ("1732489/digital-tech-contributes-over-vnd1-trillion", "371000000000 VND"),
    "R&D centre": ("hai-trung-tam-cong-nghe-ty-usd-duoc-khoi-cong", "10000000000000 USD"),
    "An Khanh": ("hai-trung-tam-cong-nghe-ty-usd-duoc-khoi-cong", "17500000000000 USD"),
}  # fmt: skip
Finding = Check | Conflict | Clash


@pytest.fixture(scope="module")
def held() -> Corpus:
    return read_corpus(settings.shipped_seeds_dir())


@pytest.fixture(scope="module")
def found(held: Corpus) -> Audit:
    return audit(held)


def _said(claim: FigureClaim | RelationClaim) -> str:
    if isinstance(claim, RelationClaim):
        return f"{claim.predicate.rpartition('/')[2]} {claim.object}"
    return f"{decimal_text(claim.value)} {claim.unit.rpartition('/')[2]}"


def _side(held: Corpus, side: dict[str, str]) -> set[str]:
    stems = {article.stem for article in held.articles if article.url == side["url"]}
    said = str(side.get("figure") or side["relation"])
    return {claim.id for claim in held.claims if claim.article in stems and _said(claim) == said}


def _findings(found: Audit, *sides: set[str]) -> list[Finding]:
    """What the audit says of claims of all the sides together."""
    everything: list[Finding] = [*found.checks, *found.conflicts, *found.clashes]
    return [each for each in everything if all(side.intersection(each.claims) for side in sides)]


def _fits(finding: Finding, told: dict[str, Any]) -> bool:
    rule = "comparison" if isinstance(finding, Conflict) else finding.rule
    if (rule, finding.verdict) != (told["rule"], told["verdict"]):
        return False
    if "same_article" in told and (isinstance(finding, Check) or not finding.same_article):
        return False
    causes = () if isinstance(finding, Clash) else finding.causes
    likely = {cause.kind.value for cause in causes if cause.status is CauseStatus.LIKELY}
    return "cause" not in told or told["cause"] in likely


def test_all_are_listed() -> None:
    assert len(KNOWN) == 32
    assert len(FOUND) + len(MISSED) == len(KNOWN)
    assert len(FOUND) >= 22
    told = Counter(known["found"]["rule"] for known in FOUND)
    assert told["moved_target"] >= 1
    assert told["single_object"] + told["exclusion"] >= 1
    assert any(side.get("figure", "").endswith(" year") for known in FOUND for side in known["sides"])
    assert sum(known["found"].get("same_article", False) for known in FOUND) >= 1


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known["about"])
def test_both_sides_are_in_the_graph(known: dict[str, Any], held: Corpus) -> None:
    for side in known["sides"]:
        assert _side(held, side), side


@pytest.mark.parametrize("known", FOUND, ids=lambda known: known["about"])
def test_the_audit_finds_it(known: dict[str, Any], held: Corpus, found: Audit) -> None:
    findings = _findings(found, *(_side(held, side) for side in known["sides"]))
    assert any(_fits(finding, known["found"]) for finding in findings), [f.why[0] for f in findings]


@pytest.mark.parametrize("known", MISSED, ids=lambda known: known["about"])
def test_what_is_missed_stays_missed_for_its_reason(
    known: dict[str, Any], held: Corpus, found: Audit
) -> None:
    findings = _findings(found, *(_side(held, side) for side in known["sides"]))
    assert [f.why[0] for f in findings if f.verdict not in _FITS and getattr(f, "rule", "") != _TARGETS] == []


@pytest.mark.parametrize(("url", "said"), SLIPS.values(), ids=SLIPS)
def test_every_slip_that_the_tables_note_is_found(url: str, said: str, held: Corpus, found: Audit) -> None:
    stems = {article.stem for article in held.articles if url in (article.url or "")}
    slipped = {claim.id for claim in held.figures if claim.article in stems and _said(claim) == said}
    assert slipped
    findings = [f for f in _findings(found, slipped) if not isinstance(f, Clash)]
    likely = [
        cause.why[0]
        for finding in findings
        for cause in finding.causes
        if cause.kind is CauseKind.SCALE_SLIP and cause.status is not CauseStatus.RULED_OUT
    ]
    assert likely, [finding.why[0] for finding in findings]
