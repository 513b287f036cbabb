"""Evidence bundles: everything that one finding or slot rests on, for somebody who trusts nobody.

`bundle(corpus, audit, id)` gives a value that JSON can hold: the claims with all that their ids are hashes
of, their places and intervals, their articles with the digests of the texts, the hedge policy, and every
sum with what each quantity would have to be by the others.  `calculation` says that in words for readers.  No
text of an article is in it but the words that the claims quote.
`verify_bundle.py`, in this folder, checks such a value with Python's standard library alone; `VERIFIER` is
its path, and nothing leaves here that it would refuse.

The same corpus gives the same bytes: `written` sorts the keys, numbers are texts, the digest is of all else.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from kg.audited import WITHOUT_SUMS, Audit, Check, Clash, Conflict, Link, Quantity
from kg.bundle import verify_bundle as verifier
from kg.claim import Article, FigureClaim, RelationClaim
from kg.corpus import Corpus
from kg.errors import KGError, UsageError, printable
from kg.extent import extent
from kg.interval import Interval, Policy
from kg.literals import decimal_text
from kg.rational import at_least, decimal_end

__all__ = ["VERIFIER", "bundle", "written"]

VERIFIER: Final = Path(verifier.__file__)
Json = dict[str, Any]


def bundle(corpus: Corpus, audit: Audit, wanted: str) -> Json:
    """The evidence bundle of a finding or slot, by its id or an unambiguous beginning of it.

    Raises UsageError where there is none, or more than one.
    """
    kind, found = _find(corpus, audit, wanted)
    findings = _findings(corpus, audit, kind, found)
    by_id = {claim.id: claim for claim in corpus.figures}
    everything = {claim.id: claim for claim in corpus.claims}
    used = {claim for finding in findings for claim in finding.claims}
    used |= {claim.id for claim in corpus.figures if claim.slot.id == found}
    stems = {everything[key].article for key in used}
    made: Json = {
        "format": verifier.FORMAT,
        "about": {"kind": kind, "id": found},
        "policy": _policy(corpus.policy),
        "articles": {a.stem: _article(a) for a in corpus.articles if a.stem in stems},
        "claims": {key: _any(everything[key], audit) for key in sorted(used)},
        "findings": {f.id: _check(f, by_id) if isinstance(f, Check) else _sides(f) for f in findings},
    }
    made["sha256"] = verifier.hashed(made, 64)
    for where, expected, stands in verifier.check(made):
        if expected != stands:
            raise KGError(
                f"the bundle of {kind} {found} does not hold: {where}: expected {expected}, found {stands}",
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
        **{clash.id: "clash" for clash in audit.clashes},
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


def _findings(corpus: Corpus, audit: Audit, kind: str, found: str) -> list[Check | Conflict | Clash]:
    """The finding that is meant, or all that a claim of the slot has part in."""
    everything: list[Check | Conflict | Clash] = [*audit.checks, *audit.conflicts, *audit.clashes]
    if kind != "slot":
        return [f for f in everything if f.id == found]
    own = {claim.id for claim in corpus.figures if claim.slot.id == found}
    return [f for f in everything if own & set(f.claims)]


# How the verifier writes the ends of the hedge policy, low and high.
_SIGNS: Final = {
    "rounded": ("[r", "r]"), "value": ("[v", "v]"), "beyond": ("(v", "v)"), "step": ("[v-u", "v+u]"),
    "wide": ("[w", "w]"), "above_zero": ("(0", "0)"), "unbounded": ("(-inf", "inf)"),
}  # fmt: skip


def _policy(policy: Policy) -> Json:
    rows = {
        hedge.value: " ".join(f"{_SIGNS[low][0]}, {_SIGNS[high][1]}" for low, high in row)
        for hedge, row in policy.rows.items()
    }
    return {"name": policy.name, "about_width": decimal_text(policy.about_width), **rows}


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
    }


def _range(interval: Interval[Any]) -> str:
    """An interval as the verifier writes it, each end exact."""
    low = (-math.inf, 1) if interval.low is None else (Fraction(interval.low), int(interval.low_open))
    high = (math.inf, -1) if interval.high is None else (Fraction(interval.high), -int(interval.high_open))
    return str(verifier.Interval(low, high))


def _any(claim: FigureClaim | RelationClaim, audit: Audit) -> Json:
    return _relation(claim) if isinstance(claim, RelationClaim) else _claim(claim, audit.origins.of[claim.id])


def _relation(claim: RelationClaim) -> Json:
    e, by = claim.evidence, claim.attribution
    return {
        "article": claim.article,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "object": claim.object,
        "status": claim.status.value,
        "period": claim.period.label,
        "period_inherited": claim.period_inherited,
        "agents": list(by.agents),
        "cue": by.cue,
        "inherited": by.inherited,
        "ambiguity": claim.ambiguity,
        "level": e.level.value,
        "exact": e.exact,
        "start": e.start,
        "phrase": e.phrase,
        "phrase_start": e.phrase_start,
    }


def _claim(claim: FigureClaim, origin: str) -> Json:
    def text(value: Any) -> str | None:
        return None if value is None else decimal_text(value)

    e, by = claim.evidence, claim.attribution
    rounding, expected, hard = claim.bounds
    stated: Json = {}
    if (before := claim.stated) is not None:
        stated = {"stated": {"subject": before.subject, "agents": list(before.attribution.agents)}}
    return stated | {
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


def _sides(found: Conflict | Clash) -> Json:
    if isinstance(found, Clash):
        return {
            "rule": found.rule, "verdict": found.verdict.value, "sides": [list(side) for side in found.sides],
            "terms": [], "same_article": found.same_article, "links": [],
        }  # fmt: skip
    return {
        "rule": "comparison",
        "verdict": found.verdict.value,
        "sides": [list(side) for side in found.sides],
        "terms": [],
        "gap": found.gap and [decimal_text(decimal_end(gap, up=True)) for gap in found.gap],
        "same_authority": found.same_authority,
        "same_article": found.same_article,
        "links": _links(found.links),
    }


def _check(found: Check, by_id: Mapping[str, FigureClaim]) -> Json:
    quantities = [] if found.rule in WITHOUT_SUMS else [(_name(found, q), q) for q in found.implied]
    return {
        "rule": found.rule,
        "verdict": found.verdict.value,
        "parameters": [list(pair) for pair in found.parameters],
        "sides": [],
        "terms": [[term.role, term.claim, term.lower_bound] for term in found.terms],
        "links": _links(found.links),
        "implied": {
            f"{name}, {width}": _range(interval)
            for name, q in quantities
            if not _is_aside(found, q)
            for width, interval in (("printed", q.printed), ("hedged", q.hedged))
        },
        "calculation": [_calculation(found, name, q, by_id) for name, q in quantities],
    }


def _is_aside(found: Check, implied: Quantity) -> bool:
    """Whether a quantity is the same share of another total."""
    return found.rule == "share_of_total" and bool(implied.reading)


def _names(found: Check) -> list[str]:
    """What the terms are called: their roles, with their places where several have one."""
    roles = [term.role for term in found.terms]
    return [role if roles.count(role) == 1 else f"{role} {n}" for n, role in enumerate(roles)]


def _name(found: Check, implied: Quantity) -> str:
    """What an implied quantity is called: as its term is."""
    if implied.reading:
        return f"{implied.role} ({implied.reading})"
    if implied.role != "part":
        return implied.role
    pairs = zip(_names(found), found.terms, strict=True)
    return next(name for name, t in pairs if t.role == implied.role and t.claim not in implied.claims)


# The calculations in words, for readers.
_GROWN: Final = {
    "level": "base × (1 + growth / 100)", "base": "level / (1 + growth / 100)",
    "growth": "(level / base - 1) × 100",
}  # fmt: skip
_FORMULAS: Final[dict[str, dict[str, str]]] = {
    "growth": _GROWN,
    "percent": _GROWN,
    "points": {"level": "base + growth", "base": "level - growth"},
    "compound_growth": {
        "level": "base × (1 + growth / 100) ^ years", "base": "level / (1 + growth / 100) ^ years",
        "growth": "((level / base) ^ (1 / years) - 1) × 100",
    },
    "multiple": {"level": "base × growth", "base": "level / growth", "growth": "level / base"},
    "share_of_total": {
        "part": "total × share / 100", "total": "part / share × 100", "share": "part / total × 100",
    },
    "ratio_to_level": {
        "level": "base × ratio / per", "base": "level / ratio × per", "ratio": "level / base × per",
    },
    "conversion": {
        "converted": "original / rate", "original": "converted × rate", "rate": "original / converted",
    },
    "common_rate": {"rate": "what all pairs original / converted share"},
}  # fmt: skip


def _calculation(found: Check, name: str, implied: Quantity, by_id: Mapping[str, FigureClaim]) -> str:
    """A line for readers: a formula, the figures put in as they are printed, and what comes of them."""
    names = _names(found)
    low, high = (None if end is None else Fraction(end) for end in implied.printed[:2])
    ends = [
        "-∞" if low is None else decimal_text(decimal_end(low, up=False)),
        "∞" if high is None else decimal_text(decimal_end(high, up=True)),
    ]
    result = f"between {ends[0]} and {ends[1]}"
    if found.rule in ("sum_of_parts", "part_of_period"):
        others = [other for other in names[1:] if other != name]
        formula = " + ".join(others) if name == names[0] else " - ".join([names[0], *others])
    else:
        formula = _FORMULAS[(found.rule == "percent_or_points" and implied.reading) or found.rule][
            implied.role
        ]
    if _is_aside(found, implied):
        return f"{name} = {formula}: {result}"
    values = {key: str(number) for key, number in found.parameters}
    for key, term in zip(names, found.terms, strict=True):
        printed = extent(by_id[term.claim]).printed
        values[key] = _range(at_least(printed) if term.lower_bound else printed)
    put_in = re.sub("[a-z]+( [0-9]+)?", lambda match: values.get(match[0], match[0]), formula)
    return f"{name} = {formula} = {put_in}: {result}"
