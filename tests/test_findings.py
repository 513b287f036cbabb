"""The graph of findings says what the audit found, no more, and goes with the claims that it rests on."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import founding
import pyoxigraph as ox
import pytest
from claims import corpus as invented
from claims import relation
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import query
from kg.audit import audit
from kg.audited import Audit, Check, Conflict, Derived
from kg.claim import FigureClaim
from kg.corpus import Corpus
from kg.engine import Embedded
from kg.entity import Entity
from kg.graph import write_nquads
from kg.graph.findings import _implied, _rounded, _value
from kg.interval import Interval
from kg.lists import Severity, Verdict
from kg.literals import decimal
from kg.namespaces import FINDINGS_GRAPH, ID, PREFIXES, SLOTS_GRAPH, VT, local_id
from kg.rational import Range
from kg.reason import reason
from kg.seeds import read_corpus
from kg.store import current
from kg.validate import validate
from kg.validate.checks import NO_FOCUS_RULE

ARITHMETIC, CONFLICT, ECHO, DERIVED = (
    VT + name for name in ("ArithmeticFinding", "ConflictFinding", "EchoFinding", "DerivedClaim")
)
TYPE, FROM = PREFIXES["rdf"] + "type", PREFIXES["prov"] + "wasDerivedFrom"
FOUND = ("finding", "cause", "contradiction", "link", "derived")


class Graphs:
    """The quads of a writing, by graph and subject."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.quads = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))

    @cached_property
    def about(self) -> dict[str, dict[str, list[Any]]]:
        """In the graph of findings: subject -> property -> values."""
        found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in self.quads:
            if quad.graph_name.value == FINDINGS_GRAPH:
                found[quad.subject.value][quad.predicate.value].append(quad.object)
        return found

    def of(self, class_: str) -> dict[str, dict[str, list[Any]]]:
        """The things of a class."""
        return {s: p for s, p in self.about.items() if any(t.value == class_ for t in p[TYPE])}

    def slots(self, name: str) -> dict[str, list[Any]]:
        """The values of a property of slots, by the id of the slot."""
        found: dict[str, list[Any]] = defaultdict(list)
        for quad in self.quads:
            if quad.graph_name.value == SLOTS_GRAPH and quad.predicate.value == VT + name:
                found[local_id(quad.subject.value)].append(quad.object)
        return found


def written(corpus: Corpus, found: Audit | None) -> Graphs:
    out = io.BytesIO()
    write_nquads(corpus, out, audit=found)
    return Graphs(out.getvalue())


def names(values: Iterable[Any]) -> set[str]:
    return {local_id(value.value) for value in values}


def one(values: list[Any]) -> str:
    (value,) = values
    return str(value.value)


def number(values: list[Any]) -> Decimal:
    return decimal(one(values))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(founding.SEEDS)


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> Audit:
    return audit(corpus)


@pytest.fixture(scope="module")
def graphs(corpus: Corpus, found: Audit) -> Graphs:
    return written(corpus, found)


def claim(corpus: Corpus, surface: str, article: str = "", metric: str = "") -> FigureClaim:
    (match,) = (
        c
        for c in corpus.figures
        if c.evidence.exact == surface and c.article.startswith(article) and c.metric.endswith(metric)
    )
    return match


# What is said


def test_the_share_of_domestic_value_does_not_fit_its_parts(corpus: Corpus, graphs: Graphs) -> None:
    claims = {claim(corpus, s, "001").id for s in ("$45.5 billion", "$155 billion", "31.8%")}
    (finding,) = (f for f in graphs.of(ARITHMETIC).values() if names(f[VT + "involves"]) == claims)
    assert one(finding[VT + "rule"]) == "share_of_total"
    assert names(finding[VT + "verdict"]) == {"inconsistent"}
    assert names(finding[VT + "severity"]) == {"warning"}
    assert names(finding[VT + "heldAgainst"]) == {claim(corpus, "31.8%", "001").id}
    (contradiction,) = finding[VT + "contradiction"]
    assert names(graphs.about[contradiction.value][VT + "contradictingClaim"]) == claims
    totals = [
        graphs.about[d.value]
        for d in finding[VT + "implies"]
        if names(graphs.about[d.value][VT + "metric"]) == {"revenue"}
    ]
    (total,) = totals
    assert Decimal("142.6e9") < number(total[VT + "lower"]) < Decimal("142.8e9")
    assert Decimal("143.4e9") < number(total[VT + "upper"]) < Decimal("143.6e9")
    assert names(total[VT + "answersSlot"]) == {claim(corpus, "$155 billion", "001").slot.id}
    assert names(total[FROM]) == claims - {claim(corpus, "$155 billion", "001").id}


def test_two_counts_of_one_ministry_are_a_soft_conflict(corpus: Corpus, graphs: Graphs) -> None:
    over = [
        c.id for c in corpus.figures if c.metric == "metric/enterprise_count" and c.value in (50_000, 27_600)
    ]
    assert len(over) == 2
    (finding,) = (f for f in graphs.of(CONFLICT).values() if names(f[VT + "involves"]) == set(over))
    assert one(finding[VT + "rule"]) == "comparison"
    assert names(finding[VT + "verdict"]) == {"soft_conflict"}
    assert one(finding[VT + "sameAuthority"]) == "true"
    assert (number(finding[VT + "gapAbsolute"]), number(finding[VT + "gapRelative"])) == (
        22_400,
        Decimal("0.448"),
    )
    kinds = {one(graphs.about[c.value][VT + "causeKind"]).rpartition("/")[2] for c in finding[VT + "cause"]}
    assert {"scope", "hedge", "exchange_rate"} <= kinds


def test_everything_that_was_found_is_written(graphs: Graphs, found: Audit) -> None:
    assert names(map(ox.NamedNode, graphs.of(CONFLICT))) == {c.id for c in found.conflicts}
    assert names(map(ox.NamedNode, graphs.of(ARITHMETIC))) == {c.id for c in found.checks}
    assert len(graphs.of(ECHO)) == len(found.origins.echo_of)
    by_id: dict[str, Conflict | Check] = {c.id: c for c in (*found.conflicts, *found.checks)}
    for iri, finding in (*graphs.of(CONFLICT).items(), *graphs.of(ARITHMETIC).items()):
        source = by_id[local_id(iri)]
        assert names(finding[VT + "involves"]) == set(source.claims)
        assert names(finding[VT + "verdict"]) == {source.verdict}
        assert names(finding[VT + "severity"]) == {source.severity}
        assert {o.language: o.value for o in finding[VT + "explanation"]} == dict(
            zip(("en", "vi"), source.why, strict=True)
        )
        assert one(finding[VT + "hedgePolicy"]) == found.policy
        causes = {
            (local_id(one(node[VT + "causeKind"])), local_id(one(node[VT + "causeStatus"])))
            for node in (graphs.about[c.value] for c in finding[VT + "cause"])
        }
        assert causes == {(cause.kind, cause.status) for cause in source.causes}
        assert len(finding[VT + "slotLink"]) == len(source.links)
        if isinstance(source, Check):
            sets = {
                frozenset(names(graphs.about[c.value][VT + "contradictingClaim"]))
                for c in finding[VT + "contradiction"]
            }
            assert sets == {frozenset(minimal) for minimal in source.minimal}
        else:
            sides = [names(finding[VT + side]) for side in ("oneSide", "otherSide")]
            assert sides == [set(side) for side in source.sides]
            assert names(finding[VT + "concernsSlot"]) == {source.slot}


def test_an_echo_names_the_claim_it_repeats_and_the_origin_of_both(graphs: Graphs, found: Audit) -> None:
    pairs = {}
    for finding in graphs.of(ECHO).values():
        echo, original = (local_id(one(finding[VT + name])) for name in ("echo", "echoed"))
        assert one(finding[VT + "origin"]) == ID + found.origins.of[echo] == ID + found.origins.of[original]
        pairs[echo] = original
    assert pairs == dict(found.origins.echo_of)


def test_slots_name_their_origins_and_what_can_be_printed(
    corpus: Corpus, graphs: Graphs, found: Audit
) -> None:
    claims: dict[str, list[str]] = defaultdict(list)
    for figure in corpus.figures:
        claims[figure.slot.id].append(figure.id)
    origins = {slot: set(found.origins.independent(held)) for slot, held in claims.items()}
    stated = {slot: {o.value.removeprefix(ID) for o in held} for slot, held in graphs.slots("origin").items()}
    assert stated == origins
    assert {s: number(v) for s, v in graphs.slots("originCount").items()} == {
        s: len(held) for s, held in origins.items()
    }
    for slot, words in graphs.slots("safestStatement").items():
        assert {w.language: w.value for w in words} == dict(
            zip(("en", "vi"), found.statements[slot], strict=True)
        )
    assert set(graphs.slots("safestStatement")) == set(found.statements)


def test_the_dataset_counts_findings_and_derived_claims(graphs: Graphs) -> None:
    counts = {
        local_id(q.subject.value): int(q.object.value)
        for q in graphs.quads
        if q.predicate.value == PREFIXES["void"] + "entities" and "/partition/" in q.subject.value
    }
    findings = sum(len(graphs.of(kind)) for kind in (ARITHMETIC, CONFLICT, ECHO))
    assert (counts["Finding"], counts["DerivedClaim"]) == (findings, len(graphs.of(DERIVED)))


def test_without_an_audit_there_is_no_graph_of_findings(corpus: Corpus) -> None:
    plain = written(corpus, None)
    assert not plain.about
    assert not plain.slots("origin")
    assert not [q for q in plain.quads if q.subject.value.startswith(tuple(f"{ID}{kind}/" for kind in FOUND))]


# Numbers


def test_every_implied_value_holds_its_exact_interval(graphs: Graphs, found: Audit) -> None:
    derived = {made.id: made.quantity for made in found.derived}
    assert len(graphs.of(DERIVED)) > 25
    for iri, node in graphs.of(DERIVED).items():
        q = derived[local_id(iri)]
        assert names(node[FROM]) == set(q.claims)
        for interval, low, high in ((q.printed, "lower", "upper"), (q.hedged, "lowerHard", "upperHard")):
            assert bool(node[VT + low]) is (interval.low is not None)
            assert bool(node[VT + high]) is (interval.high is not None)
            if interval.low is not None:
                assert 0 <= interval.low - Fraction(number(node[VT + low])) <= abs(interval.low) / 10**11 + 1
            if interval.high is not None:
                assert (
                    0 <= Fraction(number(node[VT + high])) - interval.high <= abs(interval.high) / 10**11 + 1
                )


ENDS = st.one_of(
    st.none(), st.fractions(-(10**19), 10**19), st.fractions(-1, 1), st.integers(0, 10**18).map(Fraction)
)


@given(ENDS, ENDS, st.booleans(), st.booleans())
@settings(max_examples=500)
def test_decimals_are_rounded_outward_and_fit_or_are_left_out(
    one: Fraction | None, other: Fraction | None, low_open: bool, high_open: bool
) -> None:
    if one is not None and other is not None and one > other:
        one, other = other, one
    interval: Range = Interval(one, other, low_open and one is not None, high_open and other is not None)
    value = _value(interval, interval)
    ends = [end for end in (one, other) if end is not None]
    if value is None:
        assert not ends or max(map(abs, ends)) >= 10**18 - 10**7
        return
    low, high = value.printed.low, value.printed.high
    for given_end, end in ((one, low), (other, high)):
        assert (given_end is None) == (end is None)
        if end is not None:
            assert decimal(f"{end:f}") == end
    assert decimal(f"{value.value:f}") == value.value
    assert low is None or one is None or (low <= one and low <= value.value)
    assert high is None or other is None or (high >= other and high >= value.value)


def test_a_number_that_the_graph_cannot_hold_is_left_out() -> None:
    assert _rounded(Fraction(10**18), up=False) is None
    assert _rounded(Fraction(10**40), up=True) is None
    assert _rounded(Fraction(10**18 - 1), up=True) == 10**18 - 1
    assert _rounded(Fraction(10**19 - 1, 10), up=True) is None, "rounded up, it has a digit more"
    assert _rounded(Fraction(1, 3 * 10**9), up=True) == Decimal("0.000001")
    assert _rounded(Fraction(1, 3 * 10**9), up=False) == 0


def test_a_value_of_what_is_not_curated_is_left_out(corpus: Corpus, found: Audit) -> None:
    rate = next(made for made in found.derived if made.rule == "common_rate")
    metric = rate.quantity.metric
    without = {ref: entity for ref, entity in corpus.entities.items() if ref != metric}
    like = corpus.entities["metric/revenue"]
    named: Entity = replace(like, id=metric.partition("/")[2], en="Rate", vi="Tỷ giá", names=(), links=())
    curated = {**corpus.entities, metric: named}
    assert rate.id not in _implied(without, found.derived)
    assert rate.id in _implied(curated, found.derived)
    for entities in (without, curated):
        graphs = written(replace(corpus, entities=entities), found)
        assert (f"{ID}derived/{rate.id}" in graphs.about) is (entities is curated)
        found_wrong = validate(graphs.data, foreign=True).findings
        assert [f.line() for f in found_wrong if f.rule != NO_FOCUS_RULE] == []


# Claims come and go


def rests(graphs: Graphs) -> dict[str, set[str]]:
    """The claims that each finding and derived claim rests on."""
    return {
        iri: names([*node[VT + "involves"], *node[FROM]])
        for iri, node in graphs.about.items()
        if node[VT + "involves"] or node[FROM]
    }


def test_whatever_rests_on_a_claim_goes_with_it(corpus: Corpus, graphs: Graphs) -> None:
    before = rests(graphs)
    used = set().union(*before.values())
    assert len(used) > 20
    conversions = {c.conversion_of for c in corpus.figures}
    for gone in sorted(used - conversions):
        rest = replace(corpus, figures=tuple(c for c in corpus.figures if c.id != gone))
        after = rests(written(rest, audit(rest)))
        assert not [iri for iri, claims in before.items() if gone in claims and iri in after]
        assert not [iri for iri, claims in after.items() if gone in claims]


def test_a_further_claim_changes_no_id_of_what_was_found(corpus: Corpus, graphs: Graphs) -> None:
    """Ids rest on claims alone: what does not involve the newcomer is the same before and after."""
    newcomer = claim(corpus, "$1 billion", "000", "overseas_revenue")
    fewer = replace(corpus, figures=tuple(c for c in corpus.figures if c.id != newcomer.id))
    before, after = rests(written(fewer, audit(fewer))), rests(graphs)
    assert {iri: claims for iri, claims in before.items() if iri in after} == {
        iri: claims for iri, claims in after.items() if iri in before
    }
    assert len(before.keys() & after.keys()) > 40


def test_two_audits_are_written_alike(corpus: Corpus, graphs: Graphs) -> None:
    again = read_corpus(founding.SEEDS)
    assert written(again, audit(again)).data == graphs.data


# The whole


def test_the_build_conforms_and_is_consistent(built_store: Path) -> None:
    dataset = current(built_store).dataset
    report = validate(dataset)
    assert [f.line() for f in report.findings] == []
    lines = dataset.read_bytes().splitlines(keepends=True)
    sample = [line for line in lines if b"/graph/ontology>" not in line and b"/graph/dataset>" not in line]
    assert reason(ROOT / "ontology", sample).consistent


# Questions: what the audit found, asked of the store


@pytest.fixture(scope="module")
def engine(built_store: Path) -> Embedded:
    return Embedded(current(built_store).open())


def ask(engine: Embedded, name: str, **params: str) -> list[dict[str, Any]]:
    return list(query.load(name).ask(engine, params))


def disputes(found: Audit) -> list[Conflict]:
    return [c for c in found.conflicts if c.verdict in (Verdict.SOFT_CONFLICT, Verdict.HARD_CONFLICT)]


def test_why_sources_disagree(engine: Embedded, found: Audit) -> None:
    rows = ask(engine, "why-disagree")
    assert {
        (r["finding"], r["slot"], r["verdict"], r["cause"], r["cause_status"], r["why"]) for r in rows
    } == {
        (c.id, c.slot, c.verdict, cause.kind, cause.status, cause.why[0])
        for c in found.conflicts
        for cause in c.causes
    }
    assert {r["finding"] for r in rows} == {c.id for c in disputes(found)}
    ruled_out = ask(engine, "why-disagree", status="ruled_out", metric="revenue", lang="vi")
    assert "exchange_rate" in {r["cause"] for r in ruled_out}
    assert all(r["cause_status"] == "ruled_out" for r in ruled_out)


def test_how_far_sources_lie_apart(engine: Embedded, found: Audit) -> None:
    gaps: dict[str, list[Fraction]] = defaultdict(list)
    for conflict in found.conflicts:
        for one_claim in conflict.claims:
            gaps[one_claim].append(conflict.gap[1] if conflict.gap else Fraction(0))
    rows = ask(engine, "disputed")
    assert any(row["gap_relative"] for row in rows)
    for row in rows:
        expected = max(gaps[row["claim"]], default=None)
        assert (row["gap_relative"] is None) == (expected is None)
        assert expected is None or abs(Fraction(row["gap_relative"]) - expected) < Fraction(1, 10**5)


def test_origins_and_echoes(engine: Embedded, corpus: Corpus, found: Audit) -> None:
    by_slot: dict[str, list[str]] = defaultdict(list)
    for figure in corpus.figures:
        by_slot[figure.slot.id].append(figure.id)
    expected = {}
    for claims in by_slot.values():
        count = len(found.origins.independent(claims))
        for each in claims:
            if count > 1 or each in found.origins.echo_of:
                expected[each] = (count, found.origins.echo_of.get(each))
    rows = ask(engine, "origins")
    assert {r["claim"]: (r["origins"], r["echo_of"]) for r in rows} == expected
    assert any(echo for _, echo in expected.values())
    assert all(r["origin"] == found.origins.of[r["claim"]] for r in rows if r["echo_of"])


def test_arithmetic_inside_one_article(engine: Embedded, found: Audit) -> None:
    for verdict in (Verdict.INCONSISTENT, Verdict.CONSISTENT, Verdict.STRAINED, Verdict.AMBIGUOUS):
        expected = {
            (check.id, each, check.articles[0])
            for check in found.checks
            if check.verdict is verdict and len(check.articles) == 1
            for each in check.claims
        }
        rows = ask(engine, "arithmetic", verdict=str(verdict))
        assert {(r["finding"], r["claim"], r["article"]) for r in rows} == expected
    rows = ask(engine, "arithmetic")
    assert "compound_growth" in {r["rule"] for r in rows}
    assert {r["verdict"] for r in rows} == {"inconsistent"}


def test_which_claims_would_have_to_be_wrong(engine: Embedded, found: Audit) -> None:
    sets: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for check in found.checks:
        for number, minimal in enumerate(check.minimal):
            for each in minimal:
                sets[each].add((check.id, number))
    for conflict in found.conflicts:
        if conflict.verdict is Verdict.HARD_CONFLICT:
            for each in conflict.claims:
                sets[each].add((conflict.id, 0))
    rows = ask(engine, "contradictions")
    assert {(r["claim"], r["finding"], r["contradictions"]) for r in rows} == {
        (each, finding, len(held)) for each, held in sets.items() for finding, _ in held
    }
    counts = [r["contradictions"] for r in rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1


def test_what_third_figures_imply_for_disputed_ones(
    engine: Embedded, corpus: Corpus, found: Audit, graphs: Graphs
) -> None:
    disputed = {row["slot"] for row in ask(engine, "disputed")}
    by_id = {c.id: c for c in corpus.figures}
    expected = set()
    for check in found.checks:
        for quantity in check.implied:
            made = Derived(check.rule, quantity)
            rest = [by_id[c] for c in check.claims if c not in quantity.claims]
            slots = {
                c.slot.id
                for c in rest
                if (c.metric, c.subject, c.unit) == (quantity.metric, quantity.subject, quantity.unit)
            }
            if len(slots) == 1 and slots <= disputed and f"{ID}derived/{made.id}" in graphs.about:
                expected |= {(slots.copy().pop(), made.id, made.rule, each) for each in quantity.claims}
    rows = ask(engine, "implied")
    assert {(r["slot"], r["derived"], r["rule"], r["from_claim"]) for r in rows} == expected
    assert len(rows) == len(expected)
    totals = {(r["lower"], r["upper"]) for r in rows if r["rule"] == "share_of_total" and r["unit"] == "USD"}
    assert any(142 * 10**9 < low < high < 144 * 10**9 for low, high in totals)


def test_the_safest_statements(engine: Embedded, corpus: Corpus, found: Audit) -> None:
    for number, language in enumerate(("en", "vi")):
        rows = list(query.load("safest-statement").ask(engine, language=language))
        assert {(r["slot"], r["statement"], r["claim"]) for r in rows} == {
            (c.slot.id, found.statements[c.slot.id][number], c.id) for c in corpus.figures
        }
    (slot,) = {
        r["slot"] for r in ask(engine, "safest-statement", metric="revenue", year="2024") if r["disputed"]
    }
    assert len(ask(engine, "safest-statement", slot=slot)) >= 3


@pytest.mark.parametrize("year", ["2022", "2024", "2030"])
def test_weak_slots(engine: Embedded, corpus: Corpus, found: Audit, year: str) -> None:
    slots = {c.slot.id: c.slot for c in corpus.figures}
    claims: dict[str, list[str]] = defaultdict(list)
    for figure in corpus.figures:
        claims[figure.slot.id].append(figure.id)
    observed = {(s.subject, s.metric) for s in slots.values() if s.family == "observed"}
    expected = set()
    for name, slot in slots.items():
        ending = slot.period.rpartition("/")[2][:4]
        single = len(found.origins.independent(claims[name])) == 1
        stale = ending.isdigit() and ending < year
        planned = (slot.subject, slot.metric) not in observed
        if single or stale or planned:
            expected.add((name, stale, single, planned))
    rows = ask(engine, "weak-slots", year=year)
    assert {(r["slot"], r["stale"], r["single_source"], r["only_targets"]) for r in rows} == expected
    assert len(rows) == len(expected)
    if year == "2024":
        assert rows == ask(engine, "weak-slots")


# Relations


def test_a_clash_of_relations_is_a_finding_of_its_own() -> None:
    held = invented([], relations=[
        relation("company/firm", "seated_in", "country/land"),
        relation("company/firm", "seated_in", "country/other-land", article="b"),
    ])  # fmt: skip
    found = audit(held)
    (clash,) = found.clashes
    graphs = written(held, found)
    ((iri, finding),) = graphs.of(VT + "RelationFinding").items()
    assert local_id(iri) == clash.id
    assert one(finding[VT + "rule"]) == "single_object"
    assert names(finding[VT + "verdict"]) == {"hard_conflict"}
    assert one(finding[VT + "sameArticle"]) == "false"
    assert names(finding[VT + "oneSide"]) == {*clash.sides[0]}
    assert names(finding[VT + "oneSide"]) | names(finding[VT + "otherSide"]) == names(
        finding[VT + "involves"]
    )


def test_the_whole_ecosystem_conforms_with_its_findings() -> None:
    held = read_corpus(ROOT / "seeds")
    found = audit(held)
    graphs = written(replace(held, also=found.named), found)
    assert len(graphs.of(VT + "RelationFinding")) == len(found.clashes) > 0
    wrong = validate(graphs.data).findings
    assert [f.line() for f in wrong if f.severity is Severity.VIOLATION] == []
