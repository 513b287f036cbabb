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
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import founding
import pytest
from claims import SEGMENTS, article, corpus, figure, relation
from conftest import RunKg
from hypothesis import given
from hypothesis import strategies as st

from kg import rational
from kg.amount import read_amount
from kg.audit import audit
from kg.audited import CLASH_RULES, RULES, WITHOUT_SUMS, Audit
from kg.bundle import VERIFIER, bundle, verify_bundle, written
from kg.claim import FigureClaim
from kg.compare import compare
from kg.corpus import Corpus
from kg.errors import UsageError
from kg.files import sha256
from kg.interval import POLICY, Interval, bounds
from kg.lists import ClaimKind, Hedge
from kg.literals import decimal_text
from kg.seeds import read_corpus

THREE = ("rounding", "expected", "hard")
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
        texts = [str(folder / "texts")]
    return subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", str(program), str(file), *texts],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, cwd=folder, env={},
    )  # fmt: skip


# Accepted


@pytest.mark.parametrize("rule", ["share_of_total", "compound_growth", "conflict", "slot"])
def test_a_stranger_accepts_what_was_made(rule: str, tmp_path: Path) -> None:
    done = _run(_made(rule), tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith("fits: ")
    assert done.stdout.endswith("texts: 1\n")


def test_every_finding_and_slot_of_the_shipped_seeds() -> None:
    # `bundle` raises where its own verifier would refuse.
    held = read_corpus(founding.SEEDS)
    found = audit(held)
    ids = {f.id for f in (*found.checks, *found.conflicts, *found.clashes)} | {
        c.slot.id for c in held.figures
    }
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
        "moved_target": [figure("5 billion", status="target", period=due) for due in ("2025/2028", "2030")],
        "plan_or_done": [figure("5 billion", status="target", period="undated"), figure("5 billion", "over")],
        "record": [figure("1", metric="revenue_record"), figure("252 billion", "about"),
                   figure("264 billion", period="2020")],
        "rest_of_period": [figure("39.8 billion"), figure("37.2 billion", period="2024-01/2024-09")],
        "step": [figure("5 billion"), figure("4.1 million", period="2023")],
    }  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_worked_out_again(rule: str) -> None:
    held = corpus(_worlds()[rule])
    found = audit(held)
    checks = [c for c in found.checks if c.rule == rule]
    assert checks
    for check in checks:
        made = bundle(held, found, check.id)["findings"][check.id]
        assert made["verdict"] == check.verdict
        values = [q for q in check.implied if not (rule == "share_of_total" and q.reading)]
        assert len(made["implied"]) == (0 if rule in WITHOUT_SUMS else 2 * len(values))


def _clashing() -> tuple[Corpus, Audit]:
    told = [
        relation("company/firm", "seated_in", "country/land"),
        relation("company/firm", "seated_in", "country/other-land", article="b"),
        relation("company/firm", "owned_by", "agency/unit"),
        relation("company/firm", "venture_of", "company/other-firm"),
        relation("market/city", "capital_of", "country/land"),
        relation("market/japan", "capital_of", "country/land"),
    ]
    held = corpus([], relations=told)
    return held, audit(held)


def test_clashes_of_relations_are_worked_out_again(tmp_path: Path) -> None:
    held, found = _clashing()
    assert {clash.rule for clash in found.clashes} == {*CLASH_RULES}
    for clash in found.clashes:
        made = bundle(held, found, clash.id)
        assert made["about"] == {"kind": "clash", "id": clash.id}
        assert _run(made, tmp_path).returncode == 0


def _forged(made: Bundle, at: list[str], value: Any) -> Bundle:
    forged = json.loads(written(made))
    place = forged
    for key in at[:-1]:
        place = place[key] if not key.isdigit() else place[int(key)]
    place[at[-1]] = value
    forged["sha256"] = verify_bundle.hashed({k: v for k, v in forged.items() if k != "sha256"}, 64)
    return cast("Bundle", forged)


def test_a_forged_clash_is_refused() -> None:
    held, found = _clashing()
    (clash,) = (c for c in found.clashes if c.rule == "single_object")
    made = bundle(held, found, clash.id)
    claim = clash.sides[0][0]
    for at, value in (
        (["claims", claim, "object"], "country/nowhere"),
        (["claims", claim, "subject"], "company/other-firm"),
        (["findings", clash.id, "verdict"], "consistent"),
        (["findings", clash.id, "sides"], [[claim], [claim]]),
    ):
        assert any(a != b for _, a, b in verify_bundle.check(_forged(made, at, value)))


@pytest.mark.parametrize("rule", [r for r in WITHOUT_SUMS if r != "target_vs_actual"])
def test_a_forged_verdict_of_what_is_no_sum_is_refused(rule: str) -> None:
    held = corpus(_worlds()[rule])
    found = audit(held)
    (check,) = (c for c in found.checks if c.rule == rule)
    made = bundle(held, found, check.id)
    for verdict in {"consistent", "inconsistent", "moved", "ambiguous"} - {check.verdict.value}:
        assert any(
            a != b
            for _, a, b in verify_bundle.check(_forged(made, ["findings", check.id, "verdict"], verdict))
        )


def test_a_calculation_can_be_followed_by_hand() -> None:
    (check,) = _made("share_of_total")["findings"].values()
    assert check["calculation"][2] == (
        "total = part / share × 100 = [45450000000, 45550000000] / [31.75, 31.85] × 100: "
        "between 142700156985 and 143464566930"
    )


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


def _finding(made: Bundle) -> Any:
    return next(iter(made["findings"].values()))


def _sealed(made: Bundle) -> Bundle:
    """With the digest of what the bundle holds now, as a forger would make it."""
    made["sha256"] = verify_bundle.hashed({k: v for k, v in made.items() if k != "sha256"}, 64)
    return made


def _renamed(made: Bundle) -> Bundle:
    """With new ids of claims, slots and findings wherever they stand."""

    def right(checks: Any, what: str) -> str:
        return next(str(expected) for where, expected, _ in checks if where == what)

    for key, c in list(made["claims"].items()):
        checks = list(verify_bundle.check_claim(key, c, made["policy"], "en"))
        slot = c["slot"][:-8] + right(checks, "slot")
        for old, new in ((key, right(checks, "id")), (c["slot"], slot)):
            made = json.loads(json.dumps(made).replace(old, new))
    for key, f in list(made["findings"].items()):
        check = verify_bundle.check_conflict if f["sides"] else verify_bundle.check_sum
        new = right(check(key, f, made["claims"], made["policy"]), "id")
        made = json.loads(json.dumps(made).replace(key, new))
    return made


def _recounted(made: Bundle) -> Bundle:
    """With new intervals of every claim, too."""
    for c in made["claims"].values():
        found = verify_bundle.figure(c, made["policy"])
        c.update({name: str(found[name]) for name in THREE})
    return made


Edit = Callable[[Bundle], object]


def _set(exact: str, /, **fields: Any) -> Edit:
    return lambda b: _claim(b, exact).update(fields)


def _swap_roles(made: Bundle) -> None:
    terms = _finding(made)["terms"]
    terms[1][1], terms[2][1] = terms[2][1], terms[1][1]


def _remove(exact: str) -> Edit:
    return lambda b: b["claims"].pop(next(k for k, c in b["claims"].items() if c["exact"] == exact))


def _add(made: Bundle) -> None:
    other = copy.deepcopy(_claim(made, "31.8"))
    other["value"] = "29.3"
    made["claims"]["0" * 20] = other


def _widen_about(made: Bundle) -> None:
    made["policy"]["exact"] = "[w, w] [w, w]"


def _other_side(made: Bundle) -> None:
    """A figure beside itself."""
    found = _finding(made)
    found["sides"][1] = found["sides"][0]
    made["claims"] = {key: made["claims"][key] for key in found["sides"][0]}


def _rename_finding(made: Bundle) -> None:
    made["findings"] = {"0" * 20: _finding(made)}
    made["about"]["id"] = "0" * 20


def _spoil(*path: str | int, to: Any) -> Edit:
    def edit(made: Bundle) -> None:
        at: Any = _finding(made) if path[0] == "finding" else made
        for key in path[path[0] == "finding" : -1]:
            at = at[key]
        at[path[-1]] = to

    return edit


NONE, DIGEST, IDS, ALL = "as it is", "digest repaired", "digest and ids repaired", "intervals repaired too"
SHARE = "share_of_total"
# (what it is a bundle of, what is changed, how far the forger goes, what the verifier says)
TAMPERED: list[tuple[str, str, Edit, str, str]] = [
    (SHARE, "value", _set("31.8", value="29.3"), NONE, "'sha256': expected "),
    (SHARE, "value, sealed", _set("31.8", value="29.3"), DIGEST, ", id': expected "),
    (SHARE, "value, with ids", _set("31.8", value="29.3"), ALL,
     "digits of 31.8': expected '318', found '293'"),
    (SHARE, "value and words", _set("31.8", value="29.3", exact="29.3", phrase="or 29.3"), ALL,
     "at 223': expected '31.8', found '29.3'"),
    (SHARE, "unit", _set("31.8", unit="unit/percentage_point"), DIGEST, ", id': expected "),
    (SHARE, "hedge", _set("31.8", hedge="about"), DIGEST, ", id': expected "),
    (SHARE, "hedge, with ids", _set("31.8", hedge="about"), IDS,
     "expected': expected '[30.21, 33.39]', found '[31.75, 31.85]'"),
    (SHARE, "hedge, with intervals", _set("31.8", hedge="about"), ALL,
     "verdict': expected 'strained', found 'inconsistent'"),
    (SHARE, "step", _set("31.8", step="10"), DIGEST,
     "31.8 in steps of 10': expected 318, found Fraction(159, 50)"),
    (SHARE, "step, with intervals", _set("31.8", step="10"), ALL, "31.8 in steps of 10': expected 318"),
    (SHARE, "finer step", _set("31.8", step="0.01"), ALL, "expected 318, found Fraction(3180, 1)"),
    (SHARE, "kind", _set("31.8", kind="date"), ALL, "part, printed': expected '[49"),
    (SHARE, "status", _set("31.8", status="target"), DIGEST, ", slot': expected "),
    (SHARE, "slot", _set("31.8", slot_period="2023"), DIGEST, ", slot': expected "),
    (SHARE, "place", _set("31.8", start=10), DIGEST, ", id': expected "),
    (SHARE, "place, with ids", _set("31.8", start=10, phrase_start=7), IDS, "at 10': expected "),
    (SHARE, "phrase", _set("31.8", phrase="only 31.8"), IDS, "found 'only 31.8'"),
    ("slot", "attribution", _set("155 billion", agents=["agency/customs"]), DIGEST, ", id': expected "),
    ("slot", "cue", _set("155 billion", cue="denied"), IDS, "expected 'words of the text', found 'denied'"),
    (SHARE, "file digest", _spoil("articles", "a", "file_sha256", to="0" * 64), DIGEST,
     "'text a.txt': expected "),
    (SHARE, "another article", _set("31.8", article="b"), IDS,
     "'articles missing or not needed': expected [], found ['b']"),
    (SHARE, "policy row", _widen_about, DIGEST,
     "'policy, exact': expected '[r, r] [r, r]', found '[w, w] [w, w]'"),
    (SHARE, "policy row, counted", _widen_about, ALL, "'policy, exact': expected '[r, r] [r, r]'"),
    (SHARE, "width of about", _spoil("policy", "about_width", to="0.5"), DIGEST,
     "'policy, about_width': expected '0.05', found '0.5'"),
    ("slot", "interval end", _set("155 billion", hard="[100000000000, 162750000000]"), DIGEST,
     "hard': expected '[147250000000, 162750000000]', found '[100000000000, 162750000000]'"),
    ("slot", "open end", _set("155 billion", expected="(147250000000, 162750000000]"), DIGEST,
     "expected': expected '[147250000000, 162750000000]', found '(147250000000, 162750000000]'"),
    (SHARE, "verdict", _spoil("finding", "verdict", to="consistent"), DIGEST,
     "verdict': expected 'inconsistent', found 'consistent'"),
    (SHARE, "implied value", _spoil("finding", "implied", "total, printed", to="[155, 156]"), DIGEST,
     "total, printed': expected '[90900000000000/637, 18220000000000/127]', found '[155, 156]'"),
    (SHARE, "implied value left out", lambda b: _finding(b)["implied"].pop("part, hedged"), DIGEST,
     "part, hedged': expected '["),
    (SHARE, "implied value added", _spoil("finding", "implied", "error", to="[1, 2]"), DIGEST,
     "error': expected None, found '[1, 2]'"),
    (SHARE, "calculation", _spoil("finding", "calculation", 0, to="2 + 2 = 5"), NONE, "'sha256': expected "),
    (SHARE, "rule", _spoil("finding", "rule", to="ratio_to_level"), DIGEST, ", id': expected "),
    (SHARE, "rule, with ids", _spoil("finding", "rule", to="ratio_to_level"), IDS, "expected "),
    (SHARE, "roles", _swap_roles, DIGEST, ", id': expected "),
    (SHARE, "roles, with ids", _swap_roles, IDS, "share, printed': expected "),
    (SHARE, "lower bound", _spoil("finding", "terms", 1, 2, to=True), DIGEST, ", id': expected "),
    (SHARE, "lower bound, with ids", _spoil("finding", "terms", 1, 2, to=True), IDS,
     "share, printed': expected "),
    ("compound_growth", "years", _spoil("finding", "parameters", to=[["years", 3]]), DIGEST,
     ", id': expected "),
    ("compound_growth", "years, with ids", _spoil("finding", "parameters", to=[["years", 3]]), IDS,
     "growth, printed': expected "),
    ("conflict", "verdict", _spoil("finding", "verdict", to="hard_conflict"), DIGEST,
     "verdict': expected 'compatible', found 'hard_conflict'"),
    ("conflict", "sides", _other_side, IDS, "verdict': expected "),
    ("conflict", "empty side", _spoil("finding", "sides", 1, to=[]), IDS,
     "figures on both sides': expected [True, True], found [True, False]"),
    ("conflict", "another question", _set("155.2 billion", slot="revenue--00000000"), DIGEST,
     "slot of both sides': expected "),
    (SHARE, "removed claim", _remove("31.8"), DIGEST, "'claims missing or not needed': expected [], found ["),
    (SHARE, "added claim", _add, DIGEST,
     "'claims missing or not needed': expected [], found ['00000000000000000000']"),
    (SHARE, "removed finding", lambda b: b["findings"].clear(), DIGEST, "claims of the slot': expected True"),
    ("slot", "removed finding", lambda b: b["findings"].clear(), DIGEST, "missing or not needed': expected "),
    (SHARE, "id of the finding", _rename_finding, DIGEST, ", id': expected "),
    (SHARE, "what it is about", _spoil("about", "id", to="0" * 20), DIGEST,
     "claims of the slot': expected True"),
    (SHARE, "format", _spoil("format", to="bundle 3"), DIGEST,
     "'format': expected 'vietnam-tech-kg evidence bundle 2', found 'bundle 3'"),
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
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stdout
    assert effort == NONE or "'sha256'" not in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("told", ["met", "not_met"])
def test_what_a_target_is_said_to_have_come_to(told: str) -> None:
    for actual in ("4.2 billion", "5.1 billion"):
        held = corpus([figure("5 billion", status="target"), figure(actual)])
        found = audit(held)
        (check,) = (c for c in found.checks if c.rule == "target_vs_actual")
        made = bundle(held, found, check.id)
        _finding(made)["verdict"] = told
        differing = [w for w, expected, stands in verify_bundle.check(_sealed(made)) if expected != stands]
        assert bool(differing) == (check.verdict != told)


def test_a_text_that_changed_is_refused(tmp_path: Path) -> None:
    done = _run(_made("share_of_total"), tmp_path, text=TEXT.replace("31.8", "29.3"))
    assert done.returncode == 1
    assert "at 223': expected '29.3', found '31.8'" in done.stdout
    assert "'text a.txt': expected" in done.stdout


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
        lambda t: t.replace('"value": "31.8"', '"value": "1e999999999"'),
        lambda t: t.replace('"rule": "share_of_total"', '"rule": "__import__"'),
        lambda t: t.replace('"rule": "share_of_total"', '"rule": "compound_growth"').replace(
            '"parameters": []', '"parameters": [["years", 999999999]]'),
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
    assert done.stdout.endswith("texts: 0\n")
    (tmp_path / "bundle.json").unlink()
    again = subprocess.run(
        [sys.executable, "-I", "-S", str(tmp_path / "verify_bundle.py"), "bundle.json"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert again.returncode == 3
    assert again.stderr.startswith("error: missing, damaged or no bundle: ")
    assert "No such file" in again.stderr


# The same arithmetic twice


def _same(one: Interval[Any], other: verify_bundle.Interval) -> bool:
    low = (float("-inf"), 1) if one.low is None else (one.low, int(one.low_open))
    high = (float("inf"), -1) if one.high is None else (one.high, -int(one.high_open))
    return (low, high) == tuple(other)


_ends = st.tuples(
    st.one_of(st.just(Fraction(0)), st.fractions(0, 40, max_denominator=9)), st.booleans(),
    st.one_of(st.none(), st.fractions(Fraction(1, 9), 40, max_denominator=9)), st.booleans(),
)  # fmt: skip


@given(_ends, _ends, st.integers(1, 5))
def test_interval_arithmetic_is_that_of_the_engine(one: Any, other: Any, n: int) -> None:
    pairs = []
    for low, low_open, more, high_open in (one, other):
        ours = Interval(low, None if more is None else low + more, low_open, more is not None and high_open)
        high = (float("inf"), -1) if ours.high is None else (ours.high, -int(high_open))
        pairs.append((ours, verify_bundle.Interval((low, int(low_open)), high)))
    (a, x), (b, y) = pairs
    assert _same(rational.plus(a, b), x + y)
    assert _same(rational.minus(a, b), x + y * -1)
    assert _same(rational.times(a, b), x * y)
    assert _same(rational.over(a, b), x / y)
    assert _same(rational.power(a, n), x**n)
    if n > 1:
        assert _same(rational.root(a, n), verify_bundle.root(x, n))
    assert a.meets(b) == bool(x.meet(y))
    assert _same(a.hull(b), x.hull(y))


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
    found = verify_bundle.figure(told, verify_bundle.POLICY)
    for one, other in zip(ours, (found["rounding"], found["expected"], found["hard"]), strict=True):
        assert _same(one, other)


def test_the_house_policy_is_the_one_that_is_shipped() -> None:
    made = _made("slot")
    assert made["policy"] == verify_bundle.POLICY
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
            "step_max": None, "hedge": claim.hedge.value, "kind": claim.kind.value, "metric": "",
        }  # fmt: skip

    assert verify_bundle.compared(told(one), told(other), verify_bundle.POLICY) == compare(one, other)


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
        assert bundle(held, found, check.id)["findings"]


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
    told = dict.fromkeys((*verify_bundle.CLAIM.split(), "slot_period", "slot", *THREE), "") | {
        "exact": printed, "value": decimal_text(amount.value), "step": decimal_text(amount.step),
        "value_max": None if amount.value_max is None else decimal_text(amount.value_max),
        "step_max": None if amount.step_max is None else decimal_text(amount.step_max),
        "hedge": "exact",
    }  # fmt: skip
    checks = list(verify_bundle.check_claim("", told, verify_bundle.POLICY, language))
    digits = [pair for where, *pair in checks if where not in ("id", "slot", *THREE)]
    assert all(expected == found for expected, found in digits)


# The command


def test_the_command_writes_a_folder_that_checks_itself(kg: RunKg, tmp_path: Path) -> None:
    claims = read_corpus(founding.SEEDS).figures
    slot = next(
        c.slot.id for c in claims if c.metric == "metric/domestic_value_share" and c.period.label == "2024"
    )
    seeds = ("--seeds", str(founding.SEEDS))
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
        done = kg("bundle", wanted, "--seeds", str(founding.SEEDS), "-o", str(tmp_path / "x"))
        assert done.returncode == code
        assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x").exists()
