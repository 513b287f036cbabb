"""Evidence bundles: everything that one finding or slot rests on, for somebody who trusts nobody.

`bundle(corpus, audit, id)` gives a value that JSON can hold: the claims with all that their ids are hashes
of, their places and intervals, their articles with the digests of the texts, the hedge policy, and every sum
step by step, with the numbers put in.  No text of an article is in it but the words that the claims quote.
`verify_bundle.py`, in this folder, checks such a value with Python's standard library alone; `VERIFIER` is
its path, and nothing leaves here that it would refuse.

The same corpus gives the same bytes: `written` sorts the keys, numbers are texts, the digest is of all else.
"""

from __future__ import annotations

import json
import math
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any, Final

from kg.audited import Audit, Check, Conflict, Link, Quantity
from kg.bundle import verify_bundle as verifier
from kg.claim import Article, FigureClaim
from kg.corpus import Corpus
from kg.errors import KGError, UsageError, printable
from kg.interval import Interval, Policy
from kg.literals import decimal_text

__all__ = ["VERIFIER", "bundle", "written"]

VERIFIER: Final = Path(verifier.__file__)
Json = dict[str, Any]


def bundle(corpus: Corpus, audit: Audit, wanted: str) -> Json:
    """The evidence bundle of a finding or slot, by its id or an unambiguous beginning of it.

    Raises UsageError where there is none, or more than one.
    """
    kind, found = _find(corpus, audit, wanted)
    checks, conflicts, about = _parts(corpus, audit, kind, found)
    by_id = {claim.id: claim for claim in corpus.figures}
    used = {*about, *(c for f in checks for q in f.implied for c in q.claims)}
    used |= {c for f in checks for c in f.claims} | {c for f in conflicts for c in f.claims}
    claims = {key: _claim(by_id[key], audit.origins.of[key]) for key in sorted(used)}
    stems = {by_id[key].article for key in used}
    policy = _policy(corpus.policy)
    made: Json = {
        "format": verifier.FORMAT,
        "about": {"kind": kind, "id": found, "claims": list(about)},
        "policy": policy,
        "articles": {a.stem: _article(a) for a in corpus.articles if a.stem in stems},
        "claims": claims,
        "conflicts": {f.id: _conflict(f) for f in conflicts},
        "checks": {f.id: _check(f, claims, policy) for f in checks},
    }
    made["sha256"] = verifier.hashed(made, 64)
    verification = verifier.Verification(made)
    verification.run()
    if verification.failures:
        raise KGError(
            f"the bundle of {kind} {found} does not hold: {verification.failures[0]}",
            remedy="the audit and the verifier disagree; report it",
        )
    return made


def written(made: Json) -> str:
    """The text of a bundle's file."""
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _find(corpus: Corpus, audit: Audit, wanted: str) -> tuple[str, str]:
    """Kind and id of what is meant."""
    ids = {
        **{claim.slot.id: "slot" for claim in corpus.figures},
        **{conflict.id: "conflict" for conflict in audit.conflicts},
        **{check.id: "check" for check in audit.checks},
    }
    found = [wanted] if wanted in ids else sorted(key for key in ids if wanted and key.startswith(wanted))
    if len(found) == 1:
        return ids[found[0]], found[0]
    shown = printable(wanted, 80)
    if found:
        some = ", ".join(found[:3])
        raise UsageError(
            f"{shown!r} is the beginning of {len(found)} ids", remedy=f"{some}, …: say more of it"
        )
    raise UsageError(
        f"no finding or slot has the id {shown!r}",
        remedy="`kg audit --all -f json` and `kg conflicts --all -f json` list them",
    )


def _parts(
    corpus: Corpus, audit: Audit, kind: str, found: str
) -> tuple[list[Check], list[Conflict], tuple[str, ...]]:
    """The findings of a bundle, and the claims that it is about."""
    if kind == "check":
        check = next(f for f in audit.checks if f.id == found)
        return [check], [], check.claims
    if kind == "conflict":
        conflict = next(f for f in audit.conflicts if f.id == found)
        return [], [conflict], conflict.claims
    own = tuple(sorted(claim.id for claim in corpus.figures if claim.slot.id == found))
    held = set(own)
    return (
        [f for f in audit.checks if held & set(f.claims)],
        [f for f in audit.conflicts if held & set(f.claims)],
        own,
    )


# How the verifier writes the ends of the hedge policy, low and high.
_SIGNS: Final = {
    "rounded": ("[r", "r]"), "value": ("[v", "v]"), "beyond": ("(v", "v)"), "step": ("[v-u", "v+u]"),
    "wide": ("[w", "w]"), "above_zero": ("(0", "0)"), "unbounded": ("(-∞", "∞)"),
}  # fmt: skip


def _policy(policy: Policy) -> Json:
    rows = {
        hedge.value: " ".join(f"{_SIGNS[low][0]}, {_SIGNS[high][1]}" for low, high in row)
        for hedge, row in policy.rows.items()
    }
    return {"name": policy.name, "about_width": decimal_text(policy.about_width), "rows": rows}


def _article(article: Article) -> Json:
    return {
        "title": article.title,
        "publisher": article.publisher,
        "date": article.date,
        "language": article.language,
        "url": article.url,
        "level": article.level.value,
        "text_file": article.text_file,
        "file_sha256": article.file_sha256,
        "text_sha256": article.text_sha256,
    }


def _range(interval: Interval[Any]) -> str:
    """An interval as the verifier writes it, each end exact."""
    low = -math.inf if interval.low is None else Fraction(interval.low)
    high = math.inf if interval.high is None else Fraction(interval.high)
    return str(verifier.Range(low, high, interval.low_open, interval.high_open))


def _claim(claim: FigureClaim, origin: str) -> Json:
    def text(value: Any) -> str | None:
        return None if value is None else decimal_text(value)

    e, by = claim.evidence, claim.attribution
    rounding, expected, hard = claim.bounds
    return {
        "id": claim.id,
        "article": claim.article,
        "subject": claim.subject,
        "metric": claim.metric,
        "kind": claim.kind.value,
        "value": text(claim.value),
        "value_max": text(claim.value_max),
        "step": text(claim.step),
        "step_max": text(claim.step_max),
        "unit": claim.unit,
        "hedge": claim.hedge.value,
        "status": claim.status.value,
        "period": claim.period.label,
        "period_inherited": claim.period_inherited,
        "base_period": claim.base_period,
        "sector": claim.sector,
        "market": claim.market,
        "ownership": claim.ownership,
        "agents": list(by.agents),
        "cue": by.cue,
        "inherited": by.inherited,
        "origin": origin,
        "conversion_of": claim.conversion_of,
        "ambiguity": claim.ambiguity,
        "level": e.level.value,
        "exact": e.exact,
        "start": e.start,
        "end": e.end,
        "phrase": e.phrase,
        "phrase_start": e.phrase_start,
        "slot": claim.slot.id,
        "slot_period": claim.slot.period,
        "rounding": _range(rounding),
        "expected": _range(expected),
        "hard": _range(hard),
    }


def _links(links: tuple[Link, ...]) -> list[list[str]]:
    return [[link.kind.value, link.one, link.other] for link in links]


def _conflict(found: Conflict) -> Json:
    gap = found.gap and dict(zip(("absolute", "relative"), map(verifier.shown, found.gap), strict=True))
    return {
        "id": found.id,
        "verdict": found.verdict.value,
        "sides": [list(side) for side in found.sides],
        "gap": gap,
        "same_authority": found.same_authority,
        "links": _links(found.links),
    }


def _quantity(found: Quantity) -> Json:
    return {"role": found.role, "printed": _range(found.printed), "hedged": _range(found.hedged)}


def _check(found: Check, claims: Json, policy: Json) -> Json:
    """A sum with its calculation: the words are the verifier's, the numbers are those of the audit."""
    told: Json = {
        "id": found.id,
        "rule": found.rule,
        "verdict": found.verdict.value,
        "parameters": [list(pair) for pair in found.parameters],
        "terms": [{"role": t.role, "claim": t.claim, "lower_bound": t.lower_bound} for t in found.terms],
        "links": _links(found.links),
        "stated": _quantity(found.stated),
        "implied": [_quantity(q) for q in found.implied],
    }
    for entry, quantity in zip(told["implied"], found.implied, strict=True):
        if found.rule == "percent_or_points":
            entry["reading"] = quantity.reading
        elif quantity.reading:
            entry |= {"of": list(quantity.claims), "lower_bounds": _lower_bounds(quantity, claims, policy)}
    worked = verifier.Sum(told, claims, policy).work_out()
    for entry, made in zip(told["implied"], worked["implied"], strict=True):
        entry["calculation"] = made["calculation"]
    return {**told, "test": worked["test"]}


def _lower_bounds(share: Quantity, claims: Json, policy: Json) -> list[str]:
    """Which of part and total were lower bounds where a share was computed of another total: the audit keeps
    its value, from which that can be told."""
    formula = verifier.FORMULAS["share_of_total"]["share"]
    for flags in product((False, True), repeat=2):
        bounds = [key for key, flag in zip(share.claims, flags, strict=True) if flag]
        part, total = (verifier.widths(claims[key], policy, key in bounds)["printed"] for key in share.claims)
        made, _ = verifier.evaluate(formula, {"part": part, "total": total})
        if str(made) == _range(share.printed):
            return bounds
    return []
