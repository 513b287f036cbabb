"""Evidence bundles: what is made is accepted by the verifier alone; whatever is changed in one is refused.

The verifier runs as a stranger would run it: a process of its own, without this package and without anything
that is not in Python itself.
"""

from __future__ import annotations

import ast
import copy
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from claims import SEGMENTS, article, corpus, figure
from conftest import RunKg
from hypothesis import given
from hypothesis import strategies as st

from kg.amount import read_amount
from kg.audit import audit
from kg.audited import RULES
from kg.bundle import VERIFIER, bundle, verify_bundle, written
from kg.claim import FigureClaim
from kg.compare import compare
from kg.corpus import Corpus
from kg.errors import UsageError
from kg.files import sha256
from kg.interval import POLICY, bounds
from kg.lists import ClaimKind, Hedge
from kg.literals import decimal_text
from kg.seeds import read_corpus

ROOT = Path(__file__).resolve().parent.parent
Bundle = dict[str, Any]
TEXT = (
    "An invented text for this test.\nRevenue was about 155 billion USD in 2024, the ministry said.\n"
    "In 2020 it had been 100 billion USD, and it grew by 22-28 % a year.\n"
    "Of the 155.2 billion USD counted later, 45.5 billion USD, or 31.8 %, stayed.\n"
)


def _said(words: str, hedge: str = "exact", **more: Any) -> FigureClaim:
    """A figure of the invented text, at its place there."""
    shown = words.removesuffix(" USD").removesuffix(" %")
    made = figure(shown, hedge, start=TEXT.index(words), **more)
    start = TEXT.rindex(" ", 0, TEXT.index(words) - 1) + 1
    phrase = TEXT[start : TEXT.index(words) + len(words)]
    return replace(made, evidence=replace(made.evidence, phrase=phrase, phrase_start=start))


def _invented() -> Corpus:
    by = {"by": ["ministry/new"]}
    figures = [
        replace(
            first := _said("155 billion USD", "about", **by),
            attribution=replace(first.attribution, cue="said"),
        ),
        _said("100 billion USD", period="2020"),
        _said("22-28 %", metric="revenue_rate", period="2020/2024"),
        _said("155.2 billion USD"),
        _said("45.5 billion USD", metric="value"),
        _said("31.8 %", metric="value_share"),
    ]
    digest = sha256(TEXT.encode())
    told = replace(
        article("a"), text_file="a.txt", file_sha256=digest, text_sha256=digest, title="An invented article"
    )
    return corpus(figures, [told])


INVENTED = _invented()
AUDIT = audit(INVENTED)


def _made(rule: str) -> Bundle:
    """A bundle of a check of the invented article, or of what its first claim is about."""
    if rule == "slot":
        return bundle(INVENTED, AUDIT, INVENTED.figures[0].slot.id)
    found = AUDIT.conflicts if rule == "conflict" else [c for c in AUDIT.checks if c.rule == rule]
    return bundle(INVENTED, AUDIT, found[0].id)


def _run(made: Bundle | str, folder: Path, *, text: str | None = TEXT) -> subprocess.CompletedProcess[str]:
    """The verifier in a process that sees neither this package nor any other."""
    program, file = folder / "verify_bundle.py", folder / "bundle.json"
    program.write_bytes(VERIFIER.read_bytes())
    file.write_text(made if isinstance(made, str) else written(made), "utf-8", newline="")
    texts = []
    if text is not None:
        (folder / "texts").mkdir(exist_ok=True)
        (folder / "texts" / "a.txt").write_bytes(text.encode())
        texts = ["--texts", str(folder / "texts")]
    return subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", str(program), str(file), *texts],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, cwd=folder, env={},
    )  # fmt: skip


# Accepted


@pytest.mark.parametrize("rule", ["share_of_total", "compound_growth", "conflict", "slot"])
def test_a_stranger_accepts_what_was_made(rule: str, tmp_path: Path) -> None:
    done = _run(_made(rule), tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "claims at their places" in done.stdout
    assert "fits: " in done.stdout.splitlines()[-1]


def test_every_finding_and_slot_of_the_shipped_seeds() -> None:
    # `bundle` raises where its own verifier would refuse.
    held = read_corpus(ROOT / "seeds")
    found = audit(held)
    ids = {f.id for f in (*found.checks, *found.conflicts)} | {c.slot.id for c in held.figures}
    assert len(ids) > 60
    for each in sorted(ids):
        assert bundle(held, found, each)["about"]["id"] == each


def _worlds() -> dict[str, list[FigureClaim]]:
    """For each rule, figures that it speaks of."""
    usd, vnd = figure("10 billion", article="a"), figure("4 billion", article="b")
    rated = [
        usd, figure("250 trillion", unit="VND", of=usd), vnd,
        figure("100 trillion", "about", unit="VND", of=vnd, article="b"),
    ]  # fmt: skip
    slip = figure("7 billion", article="c")
    return {
        "growth": [figure("11 billion"), figure("10 billion", period="2023"),
                   figure("12.5", "about", metric="revenue_growth")],
        "compound_growth": [figure("1.345 billion"), figure("672 million", period="2020"),
                            figure("22-28", metric="revenue_rate", period="2020/2024")],
        "multiple": [figure("20 billion"), figure("9 billion", "over", period="2023"),
                     figure("2", metric="revenue_multiple")],
        "share_of_total": [figure("2.82 billion", metric="capital", subject="aggregate/industry"),
                           figure("22.1 billion", "nearly", metric="capital", subject="country/land"),
                           figure("0.42 billion", metric="capital_flow", subject="country/land"),
                           figure("13", "nearly", metric="capital_share")],
        "ratio_to_level": [figure("27600", "over", metric="firms"), figure("0.76", metric="firms_per_1000"),
                           figure("101343754", metric="population", subject="country/land")],
        "sum_of_parts": [figure("27600", "over", metric="firms")]
        + [figure(f"{n}00", metric="firms", sector=SEGMENTS[m]) for m, n in enumerate((45, 125, 8, 97))],
        "part_of_period": [figure("3 billion"), figure("2 billion", "over", period="2024-H1")],
        "percent_or_points": [figure("31.8", metric="margin"), figure("3.1", metric="margin_growth")],
        "common_rate": [*rated, slip, figure("175 billion", unit="VND", of=slip, article="c")],
        "conversion": [*rated, slip, figure("172 trillion", "about", unit="VND", of=slip, article="c")],
        "target_vs_actual": [figure("5 billion", status="target"), figure("4.2 billion", "nearly")],
    }  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_worked_out_again(rule: str) -> None:
    held = corpus(_worlds()[rule])
    found = audit(held)
    checks = [c for c in found.checks if c.rule == rule]
    assert checks
    for check in checks:
        made = bundle(held, found, check.id)["checks"][check.id]
        assert made["verdict"] == check.verdict
        assert len(made["implied"]) == len(check.implied)


def test_a_calculation_can_be_followed_by_hand() -> None:
    (check,) = _made("share_of_total")["checks"].values()
    total = check["implied"][2]["calculation"]
    assert total[0] == "total = part / (share / 100)"
    assert total[1] == "printed, low: 45450000000 / (31.85 / 100) ≈ 142700156985"
    assert total[2] == "printed, high: 45550000000 / (31.75 / 100) ≈ 143464566930"


def test_the_same_seeds_give_the_same_bytes() -> None:
    shuffled = replace(INVENTED, figures=INVENTED.figures[::-1])
    for rule in ("share_of_total", "slot"):
        made = _made(rule)
        assert written(bundle(shuffled, audit(shuffled), made["about"]["id"])) == written(made)


def test_an_id_may_be_cut_short_and_must_be_known() -> None:
    whole = next(c for c in AUDIT.checks if c.rule == "share_of_total").id
    assert bundle(INVENTED, AUDIT, whole[:8])["about"]["id"] == whole
    with pytest.raises(UsageError, match="no finding or slot"):
        bundle(INVENTED, AUDIT, "nothing")
    with pytest.raises(UsageError, match="is the beginning of"):
        bundle(INVENTED, AUDIT, "revenue--")


def test_the_verifier_needs_python_alone() -> None:
    tree = ast.parse(VERIFIER.read_text("utf-8"), feature_version=(3, 9))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


# Refused


def _claim(made: Bundle, exact: str) -> Any:
    return next(c for c in made["claims"].values() if c["exact"] == exact)


def _check(made: Bundle) -> Any:
    return next(iter(made["checks"].values()))


def _conflict(made: Bundle) -> Any:
    return next(iter(made["conflicts"].values()))


def _sealed(made: Bundle) -> Bundle:
    """With the digest of what the bundle holds now, as a forger would make it."""
    made["sha256"] = verify_bundle.hashed({k: v for k, v in made.items() if k != "sha256"}, 64)
    return made


def _renamed(made: Bundle) -> Bundle:
    """With new ids of claims, slots and findings wherever they stand."""
    for key, c in list(made["claims"].items()):
        for old, new in ((key, verify_bundle.claim_id(c)), (c["slot"], verify_bundle.slot_id(c))):
            made = json.loads(json.dumps(made).replace(old, new))
    for f in list(made["checks"].values()):
        parts = [[t["role"], t["claim"], t["lower_bound"]] for t in f["terms"]]
        new = verify_bundle.hashed(["check", f["rule"], f["parameters"], parts])
        made = json.loads(json.dumps(made).replace(f["id"], new))
    for f in list(made["conflicts"].values()):
        new = verify_bundle.hashed(["conflict", sorted(map(sorted, f["sides"]))])
        made = json.loads(json.dumps(made).replace(f["id"], new))
    return made


def _recounted(made: Bundle) -> Bundle:
    """With new intervals of every claim, too."""
    for c in made["claims"].values():
        c.update({name: str(i) for name, i in verify_bundle.intervals(c, made["policy"]).items()})
    return made


Edit = Callable[[Bundle], object]


def _set(exact: str, /, **fields: Any) -> Edit:
    return lambda b: _claim(b, exact).update(fields)


def _swap_roles(made: Bundle) -> None:
    terms = _check(made)["terms"]
    terms[1]["claim"], terms[2]["claim"] = terms[2]["claim"], terms[1]["claim"]


def _remove(exact: str) -> Edit:
    return lambda b: b["claims"].pop(_claim(b, exact)["id"])


def _add(made: Bundle) -> None:
    other = copy.deepcopy(_claim(made, "31.8"))
    other["value"] = "29.3"
    made["claims"][verify_bundle.claim_id(other)] = other | {"id": verify_bundle.claim_id(other)}


def _widen_about(made: Bundle) -> None:
    made["policy"]["rows"]["exact"] = "[w, w] [w, w]"


def _spoil(*path: str | int, to: Any) -> Edit:
    def edit(made: Bundle) -> None:
        at: Any = _check(made) if path[0] == "check" else _conflict(made) if path[0] == "conflict" else made
        for key in path[1 if path[0] in ("check", "conflict") else 0 : -1]:
            at = at[key]
        at[path[-1]] = to

    return edit


NONE, DIGEST, IDS, ALL = "as it is", "digest repaired", "digest and ids repaired", "intervals repaired too"
# (what it is a bundle of, what is changed, how far the forger goes, what the verifier says)
TAMPERED: list[tuple[str, str, Edit, str, str]] = [
    ("share_of_total", "value", _set("31.8", value="29.3"), NONE, "bundle, sha256: expected "),
    ("share_of_total", "value, sealed", _set("31.8", value="29.3"), DIGEST, "id: expected "),
    ("share_of_total", "value, with ids", _set("31.8", value="29.3"), ALL,
     "value: expected the digits of '31.8', found 29.3"),
    ("share_of_total", "value and words", _set("31.8", value="29.3", exact="29.3", phrase="or 29.3"), ALL,
     "exact at 223 of a: expected 29.3, found 31.8"),
    ("share_of_total", "unit", _set("31.8", unit="unit/percentage_point"), DIGEST, "id: expected "),
    ("share_of_total", "hedge", _set("31.8", hedge="about"), DIGEST, "id: expected "),
    ("share_of_total", "hedge, with ids", _set("31.8", hedge="about"), IDS,
     "expected: expected [30.21, 33.39], found [31.75, 31.85]"),
    ("share_of_total", "hedge, with intervals", _set("31.8", hedge="about"), ALL,
     "hedged: expected [30.21, 33.39], found [31.75, 31.85]"),
    ("share_of_total", "step", _set("31.8", step="10"), DIGEST, "step: expected 0.1 by '31.8', found 10"),
    ("share_of_total", "step, with intervals", _set("31.8", step="10"), ALL,
     "step: expected 0.1 by '31.8', found 10"),
    ("share_of_total", "kind", _set("31.8", kind="date"), ALL,
     "printed: expected [31.8, 31.8], found [31.75, 31.85]"),
    ("share_of_total", "status", _set("31.8", status="target"), DIGEST, "slot: expected "),
    ("share_of_total", "period", _set("31.8", period="2023"), IDS, "slot_period: expected 2023, found 2024"),
    ("share_of_total", "slot", _set("31.8", slot_period="2023"), DIGEST,
     "slot: expected value-share--industry--2023--"),
    ("share_of_total", "place", _set("31.8", start=10, end=14), DIGEST, "id: expected "),
    ("share_of_total", "place, with ids", _set("31.8", start=10, end=14, phrase_start=7), IDS,
     "exact at 10 of a: expected 31.8, found "),
    ("share_of_total", "end of the place", _set("31.8", end=300), DIGEST, "end: expected 227, found 300"),
    ("share_of_total", "phrase", _set("31.8", phrase="only 31.8"), IDS,
     "phrase at 220 of a: expected only 31.8, found "),
    ("slot", "attribution", _set("155 billion", agents=["agency/customs"]), DIGEST, "id: expected "),
    ("slot", "cue", _set("155 billion", cue="denied"), IDS, "cue: expected in a, found nowhere: 'denied'"),
    ("share_of_total", "article digest", _spoil("articles", "a", "text_sha256", to="0" * 64), DIGEST,
     "article a, text_sha256: expected 0000"),
    ("share_of_total", "file digest", _spoil("articles", "a", "file_sha256", to="0" * 64), DIGEST,
     "article a, file_sha256: expected 0000"),
    ("share_of_total", "another article", _set("31.8", article="b"), IDS,
     "article b: expected in the bundle, found nothing"),
    ("share_of_total", "policy row", _widen_about, DIGEST,
     "policy, rows, exact: expected [r, r] [r, r], found [w, w] [w, w]"),
    ("share_of_total", "policy row, counted", _widen_about, ALL,
     "policy, rows, exact: expected [r, r] [r, r], found [w, w] [w, w]"),
    ("share_of_total", "width of about", _spoil("policy", "about_width", to="0.5"), DIGEST,
     "policy, about_width: expected 0.05, found 0.5"),
    ("slot", "interval end", _set("155 billion", hard="[100000000000, 162750000000]"), DIGEST,
     "hard: expected [147250000000, 162750000000], found [100000000000, 162750000000]"),
    ("slot", "open end", _set("155 billion", expected="(147250000000, 162750000000]"), DIGEST,
     "expected: expected [147250000000, 162750000000], found (147250000000, 162750000000]"),
    ("share_of_total", "verdict", _spoil("check", "verdict", to="consistent"), DIGEST,
     "verdict: expected inconsistent, found consistent"),
    ("share_of_total", "implied value", _spoil("check", "implied", 2, "printed", to="[155, 156]"), DIGEST,
     "implied 2, printed: expected [90900000000000/637, 18220000000000/127], found [155, 156]"),
    ("share_of_total", "stated value", _spoil("check", "stated", "printed", to="[29, 30]"), DIGEST,
     "stated, printed: expected [31.75, 31.85], found [29, 30]"),
    ("share_of_total", "calculation", _spoil("check", "implied", 0, "calculation", 1, to="2 + 2 = 5"), DIGEST,
     "calculation: expected printed, low: 45450000000 / "),
    ("share_of_total", "test", _spoil("check", "test", 1, to="hedged: they meet"), DIGEST,
     "test: expected hedged: part ["),
    ("share_of_total", "rule", _spoil("check", "rule", to="ratio_to_level"), IDS, "damaged, or no bundle"),
    ("share_of_total", "roles", _swap_roles, DIGEST, "id: expected "),
    ("share_of_total", "roles, with ids", _swap_roles, IDS, "implied 0, printed: expected "),
    ("share_of_total", "lower bound", _spoil("check", "terms", 1, "lower_bound", to=True), IDS,
     "links: expected to the parts ['2024'], found []"),
    ("share_of_total", "link", _spoil("check", "links", to=[["overlap", "aggregate/x", "aggregate/y"]]),
     DIGEST, "links: expected only to subjects of its claims"),
    ("compound_growth", "years", _spoil("check", "parameters", to=[["years", 3]]), DIGEST, "id: expected "),
    ("compound_growth", "years, with ids", _spoil("check", "parameters", to=[["years", 3]]), IDS,
     "years: expected 4, found 3"),
    ("conflict", "gap", _spoil("conflict", "gap", "absolute", to="1"), DIGEST,
     "gap, absolute: expected 200000000, found 1"),
    ("conflict", "verdict", _spoil("conflict", "verdict", to="hard_conflict"), DIGEST,
     "verdict: expected compatible, found hard_conflict"),
    ("conflict", "authority", _spoil("conflict", "same_authority", to=True), DIGEST,
     "same_authority: expected false, found true"),
    ("conflict", "sides", lambda b: _conflict(b)["sides"].reverse(), DIGEST, "about, claims: expected "),
    ("conflict", "link", _spoil("conflict", "links", to=[["overlap", "a", "b"]]), DIGEST,
     "links: expected [], found "),
    ("share_of_total", "removed claim", _remove("31.8"), DIGEST, "expected in the bundle, found nothing"),
    ("slot", "removed finding", lambda b: b["conflicts"].clear(), DIGEST, "expected a comparison of "),
    ("slot", "claim out of the slot", lambda b: b["about"]["claims"].pop(), DIGEST,
     "about, claims: expected "),
    ("share_of_total", "added claim", _add, DIGEST, "expected nothing that takes no part, found it"),
    ("share_of_total", "added field", _set("31.8", remark="audited"), DIGEST,
     "remark: expected nothing, found audited"),
    ("share_of_total", "id of the finding", _spoil("check", "id", to="0" * 20), DIGEST, "id: expected "),
    ("share_of_total", "what it is about", _spoil("about", "id", to="0" * 20), DIGEST,
     "bundle, findings: expected 0000"),
    ("share_of_total", "format", _spoil("format", to="bundle 2"), DIGEST,
     "bundle, format: expected vietnam-tech-kg evidence bundle 1, found bundle 2"),
]  # fmt: skip


@pytest.mark.parametrize("rule", ["share_of_total", "compound_growth", "conflict", "slot"])
def test_the_forger_of_these_tests_changes_nothing_by_itself(rule: str) -> None:
    made = _made(rule)
    assert _sealed(_recounted(_renamed(copy.deepcopy(made)))) == made


@pytest.mark.parametrize(
    ("rule", "edit", "effort", "said"),
    [(rule, edit, effort, said) for rule, _, edit, effort, said in TAMPERED],
    ids=[f"{name}, {effort}" for _, name, _, effort, _ in TAMPERED],
)
def test_a_tampered_bundle_is_refused_with_the_reason(
    rule: str, edit: Edit, effort: str, said: str, tmp_path: Path
) -> None:
    made = copy.deepcopy(_made(rule))
    edit(made)
    if effort in (IDS, ALL):
        made = _renamed(made)
    if effort == ALL:
        made = _recounted(made)
    done = _run(made if effort == NONE else _sealed(made), tmp_path)
    assert done.returncode == (3 if said.startswith("damaged") else 1), done.stdout + done.stderr
    assert said in done.stdout + done.stderr
    assert effort == NONE or "bundle, sha256" not in done.stdout
    assert "Traceback" not in done.stderr


def test_a_text_that_changed_is_refused(tmp_path: Path) -> None:
    done = _run(_made("share_of_total"), tmp_path, text=TEXT.replace("31.8", "29.3"))
    assert done.returncode == 1
    assert "exact at 223 of a: expected 31.8, found 29.3" in done.stdout
    assert "file_sha256: expected" in done.stdout


def test_wrapped_lines_and_line_ends(tmp_path: Path) -> None:
    # The words of a claim may go over the end of a line.
    made = _made("share_of_total")
    wrapped = TEXT.replace(" or 31.8", "\nor 31.8")
    made["articles"]["a"]["file_sha256"] = sha256(wrapped.encode())
    assert _run(_sealed(made), tmp_path, text=wrapped).returncode == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda t: "", lambda t: t[: len(t) // 2], lambda t: "[]", lambda t: "{}", lambda t: "[" * 100_000,
        lambda t: t.replace('"about": {', '"about": {}, "about": {', 1),
        lambda t: t.replace('"value": "31.8"', '"value": "1e999999999"'),
        lambda t: t.replace('"role": "share"', '"role": "__import__"'),
    ],
)  # fmt: skip
def test_a_damaged_file_is_one_line(damage: Callable[[str], str], tmp_path: Path) -> None:
    done = _run(damage(written(_made("share_of_total"))), tmp_path)
    assert done.returncode == 3, done.stdout
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("error: ")


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    made = _made("share_of_total")
    (tmp_path / "texts").mkdir()
    done = _run(made, tmp_path, text=None)
    assert done.returncode == 0
    assert "places not checked, its text was not given" in done.stdout
    (tmp_path / "bundle.json").unlink()
    again = subprocess.run(
        [sys.executable, "-I", "-S", str(tmp_path / "verify_bundle.py"), "bundle.json"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (again.returncode, again.stderr) == (3, "error: bundle.json: No such file or directory\n")


# The same arithmetic twice


_numbers = st.tuples(st.integers(-(10**6), 10**6), st.integers(-2, 9)).map(
    lambda pair: Decimal(pair[0]).scaleb(pair[1])
)


@given(
    st.sampled_from(Hedge), st.sampled_from(ClaimKind), _numbers, st.one_of(st.none(), st.integers(0, 10**6)),
    st.integers(-3, 9), st.one_of(st.none(), st.integers(-3, 9)),
)  # fmt: skip
def test_intervals_are_those_of_the_engine(
    hedge: Hedge, kind: ClaimKind, value: Decimal, wider: int | None, step: int, step_max: int | None
) -> None:
    top = None if wider is None else value + wider
    steps = Decimal(1).scaleb(step), None if step_max is None else Decimal(1).scaleb(step_max)
    told = {
        "value": decimal_text(value),
        "value_max": None if top is None else decimal_text(top),
        "step": decimal_text(steps[0]),
        "step_max": None if steps[1] is None else decimal_text(steps[1]),
        "hedge": hedge.value,
        "kind": kind.value,
    }
    ours = bounds(hedge, value, steps[0], kind, value_max=top, step_max=steps[1])
    for one, other in zip(ours, verify_bundle.intervals(told, verify_bundle.HOUSE).values(), strict=True):
        ends = [None if abs(end) == float("inf") else end for end in (other.low, other.high)]
        assert ends == [one.low, one.high]
        assert [one.low is not None and one.low_open, one.high is not None and one.high_open] == [
            ends[0] is not None and other.low_open, ends[1] is not None and other.high_open,
        ]  # fmt: skip


def test_the_house_policy_is_the_one_that_is_shipped() -> None:
    made = _made("slot")
    assert made["policy"] == verify_bundle.HOUSE
    assert made["policy"]["name"] == POLICY.name


_figures = st.builds(
    lambda digits, hedge: figure(f"{digits / 10} billion", hedge),
    st.integers(1, 40), st.sampled_from([h.value for h in Hedge if h is not Hedge.RANGE]),
)  # fmt: skip


@given(_figures, _figures)
def test_verdicts_are_those_of_the_engine(one: FigureClaim, other: FigureClaim) -> None:
    def told(claim: FigureClaim) -> Bundle:
        return {
            "value": decimal_text(claim.value), "value_max": None, "step": decimal_text(claim.step),
            "step_max": None, "hedge": claim.hedge.value, "kind": claim.kind.value,
        }  # fmt: skip

    assert verify_bundle.compared(told(one), told(other), verify_bundle.HOUSE) == compare(one, other)


@given(st.lists(_figures, min_size=3, max_size=3), st.integers(10, 400), st.sampled_from(["2023", "2020"]))
def test_sums_are_those_of_the_engine(levels: list[FigureClaim], rate: int, base: str) -> None:
    name = "revenue_growth" if base == "2023" else "revenue_rate"
    period = "2024" if base == "2023" else "2020/2024"
    start = replace(
        levels[1], slot=replace(levels[1].slot, period=base), period=replace(levels[1].period, label=base)
    )
    held = corpus([levels[0], start, figure(str(Decimal(rate) / 10), "nearly", metric=name, period=period)])
    found = audit(held)
    for check in found.checks:
        assert bundle(held, found, check.id)["checks"]


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        ("$3.60 billion", "en"), ("3.88 million billion VND", "en"), ("12,500", "en"), ("twofold", "en"),
        ("0.76", "en"), ("six", "en"), ("half a million", "en"), ("$1.345 billion", "en"), ("22-28%", "en"),
        ("27.600", "vi"), ("1,26 triệu", "vi"), ("3,60 tỷ USD", "vi"), ("155 tỷ", "vi"), ("2.5 triệu", "vi"),
    ],
)  # fmt: skip
def test_printed_digits_are_read_as_the_extractor_reads_them(printed: str, language: str) -> None:
    amount = read_amount(printed, language)
    told = {
        "exact": printed, "value": decimal_text(amount.value), "step": decimal_text(amount.step),
        "value_max": None if amount.value_max is None else decimal_text(amount.value_max),
        "step_max": None if amount.step_max is None else decimal_text(amount.step_max),
    }  # fmt: skip
    assert verify_bundle.misprint(told, language) == ""


# The command


def test_the_command_writes_a_folder_that_checks_itself(kg: RunKg, tmp_path: Path) -> None:
    claims = read_corpus(ROOT / "seeds").figures
    slot = next(
        c.slot.id for c in claims if c.metric == "metric/domestic_value_share" and c.period.label == "2024"
    )
    seeds = ("--seeds", str(ROOT / "seeds"))
    done = kg("bundle", slot, "-o", str(tmp_path / "proof"), *seeds)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "proof").iterdir()) == ["bundle.json", "verify_bundle.py"]
    checked = subprocess.run(
        [sys.executable, "-I", "-S", "verify_bundle.py", "bundle.json"],
        cwd=tmp_path / "proof", capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    shown = kg("bundle", slot, *seeds)
    assert shown.stdout == (tmp_path / "proof" / "bundle.json").read_text("utf-8")
    alone = kg("bundle", slot, "-o", str(tmp_path / "one.json"), *seeds)
    assert (alone.returncode, alone.stdout) == (0, "")
    assert (tmp_path / "one.json").read_text("utf-8") == shown.stdout


def test_the_command_refuses_what_it_does_not_know(kg: RunKg, tmp_path: Path) -> None:
    for wanted, code in (("nothing-like-it", 2), (" ", 2), ("revenue--", 2)):
        done = kg("bundle", wanted, "--seeds", str(ROOT / "seeds"), "-o", str(tmp_path / "x"))
        assert done.returncode == code
        assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x").exists()
