"""Checks an evidence bundle of vietnam-tech-kg with Python alone (3.9 or later; only its standard library).

    python verify_bundle.py bundle.json [--texts DIR]

It does again what the bundle says was done: the digest of the bundle; the id of every claim, slot and finding
from what it is a hash of; the interval of every figure by the hedge policy; digests and words at their places
in the texts (in DIR, for whoever has them); every comparison; every sum, step by step.  Exit code 0: all
fits; 1: it does not, with a line for each failure; 3: a file is missing or damaged.

No bundle can show that nothing was left out, or that its ids are those that were published: compare them.
Taken as told are title, publisher and date of an article, who an origin is, and what the metrics declare.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "vietnam-tech-kg evidence bundle 1"
# What each hedge means: the expected interval, then the one that the words allow.  r: the end of the rounding
# interval; v: the value; u: a unit of its last digit; w: r, or 5 % of v further out where that is wider;
# 0: zero, or no limit where v is negative.
HOUSE = {"name": "house-1", "about_width": "0.05", "rows": {
    "exact": "[r, r] [r, r]", "about": "[w, w] [w, w]", "over": "(v, v+u] (v, ∞)",
    "at_least": "[v, v+u] [v, ∞)", "nearly": "[v-u, v) (0, v)", "under": "(0, v) (0, v)",
    "at_most": "(0, v] (0, v]", "range": "[v, v] [v, v]",
}}  # fmt: skip
# What the id of a claim is a hash of, after the word "figure"; what the id of a slot is a hash of.
CLAIM_FIELDS = [
    "article", "subject", "metric", "kind", "value", "value_max", "unit", "hedge", "status", "period",
    "period_inherited", "base_period", "sector", "market", "ownership", "agents", "cue", "inherited",
    "conversion_of", "ambiguity", "level", "exact", "start", "phrase", "phrase_start",
]  # fmt: skip
SLOT_FIELDS = ["subject", "metric", "kind", "period", "family", "sector", "market", "ownership"]
# Each quantity by the others.  It falls with those that are marked ': its low end comes from their high ends.
# These texts are computed with (`eval`); no text of a bundle ever is.
_GROWN = {"level": "base * (1 + growth / 100)", "base": "level / (1 + growth' / 100)"}
FORMULAS: dict[str, dict[str, str]] = {
    "growth": {"growth": "(level / base' - 1) * 100", **_GROWN},
    "compound_growth": {
        "growth": "(root(level / base', years) - 1) * 100",
        "level": "base * (1 + growth / 100) ** years",
        "base": "level / (1 + growth' / 100) ** years",
    },
    "multiple": {"growth": "level / base'", "level": "base * growth", "base": "level / growth'"},
    "share_of_total": {
        "share": "part / total' * 100", "part": "total * share / 100", "total": "part / (share' / 100)",
    },
    "ratio_to_level": {
        "ratio": "level / base' * per", "level": "base * ratio / per", "base": "level / (ratio' / per)",
    },
    "conversion": {
        "converted": "original / rate'", "original": "converted * rate", "rate": "original / converted'",
    },
    "percent": _GROWN,
    "points": {"level": "base + growth", "base": "not below 0: level - growth'"},
}  # fmt: skip
# What a sum is tried on, else the level; and what the stated figure may be at all.
TRIED = {"share_of_total": "part", "conversion": "original"}
LIMITS: dict[str, tuple[str, int, Any]] = {
    "growth": ("growth", -100, inf), "compound_growth": ("growth", -100, inf),
    "percent": ("growth", -100, inf), "multiple": ("growth", 0, inf), "share_of_total": ("share", 0, 100),
    "ratio_to_level": ("ratio", 0, inf),
}  # fmt: skip
ROLES = [
    "level",
    "base",
    "growth",
    "part",
    "whole",
    "total",
    "share",
    "ratio",
    "converted",
    "original",
    "rate",
    "outlier",
    "target",
    "actual",
]
DRIFT = Fraction(1, 2)  # how far the rates of two years may lie apart
WIDTHS = ("printed", "plain", "hedged")
DIRECTIONAL = ("over", "at_least", "nearly", "under", "at_most")


class Range(NamedTuple):
    """The numbers between two ends, which belong to it unless they are open."""

    low: Any
    high: Any
    low_open: bool = False
    high_open: bool = False

    def meet(self, o: Range) -> Range:
        low = max((self.low, self.low_open), (o.low, o.low_open))
        high = min((self.high, not self.high_open), (o.high, not o.high_open))
        return Range(low[0], high[0], low[1], not high[1])

    def hull(self, o: Range) -> Range:
        low = min((self.low, self.low_open), (o.low, o.low_open))
        high = max((self.high, not self.high_open), (o.high, not o.high_open))
        return Range(low[0], high[0], low[1], not high[1])

    def is_empty(self) -> bool:
        return bool(self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)))

    def meets(self, o: Range) -> bool:
        return not self.meet(o).is_empty()

    def __str__(self) -> str:
        left, right = self.low_open or self.low == -inf, self.high_open or self.high == inf
        return f"{'[('[left]}{shown(self.low)}, {shown(self.high)}{'])'[right]}"


def number(text: str) -> Fraction:
    if not re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", text):
        raise ValueError(f"{text!r} is no number")
    return Fraction(text)


def shown(value: Any) -> str:
    """A number as the decimal that it is, else as a fraction."""
    if value in (inf, -inf):
        return "∞" if value > 0 else "-∞"
    places = next((n for n in range(16) if not 10**n % Fraction(value).denominator), -1)
    if places < 0:
        return str(value)
    digits = str(abs(int(value * 10**places))).zfill(places + 1)
    point = len(digits) - places
    return f"{'-' if value < 0 else ''}{digits[:point]}{'.' if places else ''}{digits[point:]}"


def outward(value: Any, up: bool) -> str:
    """A number as a decimal; where it has none, to twelve digits."""
    if "/" not in shown(value):
        return f"= {shown(value)}"
    context = Context(prec=12, rounding=ROUND_CEILING if up else ROUND_FLOOR)
    return f"≈ {context.divide(Decimal(value.numerator), Decimal(value.denominator)):f}"


def hashed(content: Any, length: int = 20) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def claim_id(c: Any) -> str:
    return hashed(["figure", *(c[name] for name in CLAIM_FIELDS)])


def slot_id(c: Any) -> str:
    """Metric, subject and period in letters, and a hash of the whole question."""
    family = "planned" if c["status"] in ("forecast", "target") else "observed"
    fields = {**c, "family": family, "period": c["slot_period"]}
    digest = hashlib.sha256("\x1f".join(fields[name] or "" for name in SLOT_FIELDS).encode()).hexdigest()
    words = (c["metric"].partition("/")[2], c["subject"].partition("/")[2], c["slot_period"])
    slugs = [
        re.sub("[^a-z0-9]+", "-", w.lower()).strip("-")[:n].rstrip("-") for w, n in zip(words, (48, 48, 24))
    ]
    return f"{'--'.join(slugs)}--{digest[:8]}"


def intervals(c: Any, policy: Any) -> dict[str, Range]:
    """The rounding, expected and hard interval of a figure."""
    v, u = number(c["value"]), number(c["step"])
    top, top_u = (number(c["value_max"]), number(c["step_max"] or c["step"])) if c["value_max"] else (v, u)

    def half(x: Fraction, step: Fraction) -> Fraction:
        counted = c["kind"] in ("count", "duration") and abs(x) < 100 and x.denominator == 1
        return Fraction(0) if counted or c["kind"] in ("rank", "date") else step / 2

    r = Range(v - half(v, u), top + half(top, top_u))
    wide = [x + sign * abs(x) * number(policy["about_width"]) for x, sign in ((v, -1), (top, 1))]
    low = {"r": r.low, "v": v, "v-u": v - u, "w": min(wide[0], r.low), "0": Fraction(0) if v > 0 else -inf}
    high = {"r": r.high, "v": top, "v+u": top + top_u, "w": max(wide[1], r.high), "∞": inf}
    row = re.findall(r"([\[(])(\S+), (\S+)([\])])", policy["rows"][c["hedge"]])
    expected, hard = (Range(low[a], high[b], left == "(", right == ")") for left, a, b, right in row)
    rounding = Range(v, top) if c["hedge"] == "range" and c["value_max"] else r
    return {"rounding": rounding, "expected": expected, "hard": hard}


def misprint(c: Any, language: str) -> str:
    """What a figure prints otherwise: the digits of its value, or its last digit; '' if nothing."""
    ends = [(c["value"], c["step"])] + [(c["value_max"], c["step_max"])] * bool(c["value_max"])
    texts = (
        re.findall(r"\d+(?:[.,\u00a0]\d+)*", c["exact"]) if c["exact"] else [v.strip("-") for v, _ in ends]
    )
    for (value, step), text in zip(ends, texts if len(texts) == len(ends) else ()):  # else it is in words
        digits = re.sub(r"\D", "", text)
        if digits.strip("0") != re.sub(r"\D", "", value).strip("0"):
            return f"value: expected the digits of {c['exact']!r}, found {value}"
        if digits.strip("0"):
            last = abs(number(value)) / int(digits)
            whole = last * 10 ** (len(digits) - len(digits.rstrip("0")))
            steps = [last, whole] if language == "vi" else [last] if "." in text else [whole]
            if number(step) not in steps:
                return f"step: expected {shown(steps[-1])} by {text!r}, found {step}"
    return ""


def root(value: Any, years: int, up: int) -> Any:
    """The root of so many years, outward to twelve decimals."""
    if value == inf:
        return inf
    low, high, power = 0, 10**12 * (int(value) + 1), value * 10 ** (12 * years)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**years <= power else (low, middle - 1)
    return Fraction(low + (up and low**years < power), 10**12)


def _text_of(texts: dict[str, str], name: re.Match[str]) -> str:
    return texts[name[0]]


def evaluate(formula: str, env: dict[str, Any], least: int = 0) -> tuple[Range, list[str]]:
    """What a formula gives for the ranges and numbers of `env`, and both ends with the numbers put in.

    `least` is the growth that leaves nothing.
    """
    bound, _, body = formula.rpartition(": ")
    ends: list[Any] = []
    lines = []
    for side, word in ((0, "low"), (1, "high")):
        values: dict[str, Any] = {"root": partial(root, up=side)}
        texts, opened, zero = {"root": "root"}, False, False
        for name, mark in set(re.findall(r"([a-z]+[0-9]*)('?)", body)) - {("root", "")}:
            end, at = env[name], side ^ (mark != "")
            if isinstance(end, Range):
                is_open = end[2 + at]
                end = end[at]
                opened = opened or is_open or abs(end) == inf
                # A factor that may be 0 makes 0 of the product, whether or not the others reach their ends.
                nothing = least if name == "growth" else 0
                zero = zero or (side == 0 and not mark and end == nothing and not is_open)
            values[name + mark.replace("'", "_")], texts[name + mark] = end, shown(end)
        try:
            value = eval(body.replace("'", "_"), {"__builtins__": {}}, values)
        except ZeroDivisionError:
            value = inf
        opened = opened and not (zero and re.search("[*/]", body))
        ends.append((Fraction(value) if abs(value) < inf else value, opened))
        put_in = re.sub(r"[a-z]+[0-9]*'?", partial(_text_of, texts), body)
        lines.append(f"{word}: {put_in} {outward(ends[side][0], side == 1)}")
    made = Range(ends[0][0], ends[1][0], ends[0][1], ends[1][1])
    if bound == "at least":
        return Range(made.low, inf, made.low_open), lines[:1]
    if bound == "at most":
        return Range(-inf, made.high, False, made.high_open).meet(Range(Fraction(0), inf)), lines[1:]
    return (made.meet(Range(Fraction(0), inf)) if bound else made), lines


# Findings: what each must come to is worked out from its claims, then held against what the bundle says.


def compared(one: Any, other: Any, policy: Any) -> str:
    """How two figures of one question stand to each other."""
    a, b = intervals(one, policy), intervals(other, policy)
    points = [Range(number(c["value"]), number(c["value_max"] or c["value"])) for c in (one, other)]

    def refines(c: Any, i: Any, point: Range) -> bool:
        return c["hedge"] in (*DIRECTIONAL, "range") and i["expected"].meet(point) == point

    pairs = ((one, a, points[1]), (other, b, points[0]))
    if points[0] == points[1]:
        return "equal"
    if any(pair[0]["value_max"] and refines(*pair) for pair in pairs):
        return "refining"
    if a["rounding"].meets(b["rounding"]):
        return "compatible"
    if any(refines(*pair) for pair in pairs):
        return "refining"
    return "soft_conflict" if a["hard"].meets(b["hard"]) else "hard_conflict"


def work_out_conflict(f: Any, claims: Any, policy: Any) -> dict[str, Any]:
    """What a comparison of two figures, each printed by the claims of a side, must say."""
    sides = [[claims[key] for key in side] for side in f["sides"]]
    one, other = sides[0][0], sides[1][0]
    alike = ("value", "value_max", "step", "hedge", "slot")
    if any(c[name] != side[0][name] for side in sides for c in side for name in alike):
        return {"sides": "claims that print one figure alike on each side"}
    if one["kind"] == "date" and one["metric"] != other["metric"] and one["subject"] == other["subject"]:
        verdict = "related" if one["value"] == other["value"] else "nothing: the years differ"
    elif slot_id({**other, "subject": one["subject"]}) == slot_id(one):
        verdict = compared(one, other, policy)
    else:
        return {"sides": "claims of one slot, or of subjects that overlap"}
    ends = [(number(c["value"]), number(c["value_max"] or c["value"])) for c in (one, other)]
    apart = max(ends[1][0] - ends[0][1], ends[0][0] - ends[1][1], Fraction(0))
    largest = max(abs(x) for pair in ends for x in pair)
    agents = [{a for c in side for a in c["agents"]} for side in sides]
    origins = [{c["origin"] for c in side if c["agents"]} for side in sides]
    return {
        "verdict": verdict,
        "links": [["overlap", one["subject"], other["subject"]]] * (one["subject"] != other["subject"]),
        "gap": {"absolute": shown(apart), "relative": shown(apart / largest if largest else Fraction(0))},
        "same_authority": bool(agents[0] & agents[1] or origins[0] & origins[1]),
    }


def widths(c: Any, policy: Any, lower_bound: bool = False) -> dict[str, Range]:
    """A figure as printed, by rounding alone; plain, as its words are taken; hedged, as they allow."""
    i = intervals(c, policy)
    plain = i["rounding"].hull(i["expected"]) if c["hedge"] in DIRECTIONAL else i["rounding"]
    made = {"printed": i["rounding"], "plain": plain, "hedged": plain.hull(i["hard"])}
    return {w: Range(r.low, inf, r.low_open) for w, r in made.items()} if lower_bound else made


def quantity(role: str, found: Any, **more: Any) -> dict[str, Any]:
    return {"role": role, "printed": str(found["printed"]), "hedged": str(found["hedged"]), **more}


class Sum:
    """A piece of arithmetic, worked out from its claims."""

    def __init__(self, f: Any, claims: Any, policy: Any) -> None:
        self.f, self.claims, self.policy, self.rule = f, claims, policy, f["rule"]
        self.held = [claims[t["claim"]] for t in f["terms"]]
        self.roles = [t["role"] for t in f["terms"]]
        if not set(self.roles) <= set(ROLES):
            raise ValueError(f"no such roles: {self.roles}")
        self.names = [r if self.roles.count(r) == 1 else f"{r}{n}" for n, r in enumerate(self.roles)]
        found = [widths(c, policy, t["lower_bound"]) for c, t in zip(self.held, f["terms"])]
        self.figures = dict(zip(self.names, found))
        self.parameters = dict(f["parameters"])
        if any(
            type(n) is not int or not 0 <= n <= (200 if key == "years" else 10**9)
            for key, n in f["parameters"]
        ):
            raise ValueError(f"impossible parameters: {self.parameters}")
        self.test: list[str] = []

    def work_out(self) -> dict[str, Any]:
        """The verdict (or those that it may have), the test, what is stated and what is implied."""
        first = self.names[0]
        stated = quantity(self.roles[0], self.figures[first])
        if self.rule == "target_vs_actual":
            verdict, implied = self.target()
        elif self.rule == "common_rate":
            verdict, stated, implied = self.common_rate()
        else:
            verdict, implied = self.formulas()
        return {"verdict": verdict, "test": self.test, "stated": stated, "implied": implied}

    def formulas(self) -> tuple[str, list[Any]]:
        """Rules with a formula for each quantity, in one reading or in two."""
        names, target = self.names, TRIED.get(self.rule, "level")
        readings = {"": FORMULAS.get(self.rule, {})}
        wanted = names
        if self.rule in ("sum_of_parts", "part_of_period"):
            target, readings[""] = names[0], self.added()
        elif self.rule == "percent_or_points":
            points = self.held[0]["unit"] == "unit/percentage_point"
            readings = {r: FORMULAS[r] for r in (["points"] if points else ["percent", "points"])}
            wanted = ["base" if "level" in names else "level"]
        elif self.rule == "conversion":
            wanted = ["converted", "original", "rate"]
            self.figures = {
                **self.figures,
                "rate": self.rate(),
            }
        implied = []
        for reading, formulas in readings.items():
            limits = LIMITS.get(reading or self.rule)
            more = {"reading": reading} if reading else {}
            for name in wanted:
                implied += self.solved(name, formulas[name], limits, self.figures, **more)
        for q in self.f["implied"] if self.rule == "share_of_total" else ():
            if "of" in q:  # the same share of another total
                of = [widths(self.claims[key], self.policy, key in q["lower_bounds"]) for key in q["of"]]
                figures = dict(zip(("part", "total"), of))
                more = {"of": q["of"], "lower_bounds": q["lower_bounds"]}
                implied += self.solved("share", FORMULAS[self.rule]["share"], None, figures, **more)
        if self.rule == "percent_or_points" and len(names) < 3:
            return "ambiguous" if len(readings) > 1 else "not_comparable", implied
        fits = [
            self.tried(target, formulas[target], LIMITS.get(r or self.rule))
            for r, formulas in readings.items()
        ]
        plain = sum(fit[0] for fit in fits)
        weak = "strained" if any(fit[1] for fit in fits) else "inconsistent"
        return "ambiguous" if plain > 1 else "consistent" if plain else weak, implied

    def added(self) -> dict[str, str]:
        """The formulas of a total and its parts; where there may be more parts, it is at least their sum."""
        whole, *parts = self.names
        all_parts = self.parameters.get("exhaustive", 0)
        made = {whole: ("" if all_parts else "at least: ") + " + ".join(parts)}
        for part in parts:
            rest = " - ".join([whole, *(f"{other}'" for other in parts if other != part)])
            made[part] = f"{'not below 0' if all_parts else 'at most'}: {rest}"
        return made

    def given(self, figures: Any, width: str, limits: Any) -> dict[str, Any] | None:
        """The figures at a width, the stated one within its limits; None where it cannot be."""
        env = {**self.parameters, **{key: found[width] for key, found in figures.items()}}
        if limits:
            env[limits[0]] = env[limits[0]].meet(Range(Fraction(limits[1]), limits[2]))
        return None if limits and env[limits[0]].is_empty() else env

    def solved(self, name: str, formula: str, limits: Any, figures: Any, **more: Any) -> list[Any]:
        """What a quantity must be by the others, with the calculation; nothing where they cannot be."""
        made, lines = {}, [f"{name} = {formula}".replace("'", "")]
        limits = None if limits and limits[0] == name else limits
        for width in ("printed", "hedged"):
            env = self.given(figures, width, limits)
            if env is None:
                return []
            made[width], steps = evaluate(formula, env, limits[1] if limits else 0)
            if width == "printed" or made["printed"] != made["hedged"]:
                lines += [f"{width}, {step}" for step in steps]
        if made["printed"].is_empty():
            return []
        return [quantity(re.sub("[0-9]", "", name), made, calculation=lines, **more)]

    def tried(self, target: str, formula: str, limits: Any) -> list[bool]:
        """Whether a quantity meets what the others make of it: plainly, and with all that hedges allow."""
        fits = []
        for width in ("plain", "hedged"):
            env = self.given(self.figures, width, limits)
            made = evaluate(formula, env, limits[1] if limits else 0)[0] if env else "nothing"
            fits.append(isinstance(made, Range) and made.meets(self.figures[target][width]))
            word = "they meet" if fits[-1] else "they do not meet"
            self.test.append(f"{width}: {target} {self.figures[target][width]}, {formula} {made}: {word}")
            self.test[-1] = self.test[-1].replace("'", "")
        return fits

    def pairs(self, first: int = 0) -> list[tuple[str, dict[str, Range]]]:
        """The year and the rate of each pair of terms: a sum in the cheaper currency, then in the dearer."""
        made = []
        for n in range(first, len(self.held), 2):
            cheap, dear = self.held[n : n + 2]
            env = [self.figures[name] for name in self.names[n : n + 2]]
            year = cheap["slot_period"] if dear["conversion_of"] == cheap["id"] else dear["slot_period"]
            formula = FORMULAS["conversion"]["rate"]
            rate = {w: evaluate(formula, {"original": env[0][w], "converted": env[1][w]})[0] for w in WIDTHS}
            made.append((year, rate))
        return made

    def rate(self) -> dict[str, Range]:
        """The rate that the other pairs share, of this year or, give or take `DRIFT`, of another."""
        known = self.pairs(2)
        shared = {w: known[0][1][w].meet(known[-1][1][w]) for w in ("plain", "hedged")}
        years = {self.held[0]["slot_period"], self.held[1]["slot_period"]}
        for width, r in shared.items() if known[0][0] not in years else ():
            shared[width] = Range(r.low * (1 - DRIFT), r.high * (1 + DRIFT), r.low_open, r.high_open)
        self.test.append(f"rate of {known[0][0]}: {shared['plain']}, with the hedges {shared['hedged']}")
        return {**shared, "printed": shared["plain"]}

    def common_rate(self) -> tuple[str, Any, list[Any]]:
        """The rate that the pairs share, and whether there are pairs that do not."""
        rates = [rate for _, rate in self.pairs()]
        shared = hedged = Range(-inf, inf)
        for rate, role in zip(rates, self.roles[::2]):
            shared = shared.meet(rate["plain"]) if role == "rate" else shared
            hedged = hedged.meet(rate["hedged"])
        odd = [rate for rate, role in zip(rates, self.roles[::2]) if role == "outlier"]
        self.test = [
            f"{role}: original / converted {rate['plain']}" for rate, role in zip(rates, self.roles[::2])
        ]
        verdict = "consistent" if not odd else "inconsistent" if hedged.is_empty() else "strained"
        if shared.is_empty() or any(rate["plain"].meets(shared) for rate in odd):
            verdict = "nothing: outliers share the rate, or there is none"
        both = {"printed": shared, "hedged": shared}
        implied = quantity("rate", both, calculation=[f"rate = what all of these share: {shared}"])
        return verdict, quantity("rate", (odd or rates)[0]), [implied]

    def target(self) -> tuple[Any, list[Any]]:
        """Whether the figure named reaches the target; what is due the bundle alone cannot show."""
        if len(self.held) == 1:
            return ("not_yet_due", "not_comparable"), []
        goal, actual, claim = self.figures["target"]["printed"], self.figures["actual"], self.held[0]
        down = claim["hedge"] in ("under", "at_most") or claim["kind"] == "rank"
        plain, hedged = (
            actual[w].low <= goal.high if down else actual[w].high >= goal.low for w in ("plain", "hedged")
        )
        self.test = [f"target {goal}, actual {actual['plain']} (as the words allow: {actual['hedged']})"]
        due = claim["slot_period"] == self.held[1]["slot_period"]
        missed: Any = (
            ("not_comparable" if hedged else "not_met") if due else ("not_yet_due", "not_comparable")
        )
        return "met" if plain else missed, [quantity("actual", actual, calculation=[])]


def wrong_links(f: Any, held: Any) -> str:
    """What the links of a sum should be; '' where they may be what they are."""
    ends = {end for link in f["links"] if link[0] == "overlap" for end in link[1:]}
    subjects = {c["subject"] for c in held if not c["subject"].startswith("country/")}
    if len(subjects) > 1 and f["rule"] not in ("common_rate", "conversion") and subjects - ends:
        return f"between {' and '.join(sorted(subjects))}"
    parts = {c["slot_period"] for c, t in zip(held, f["terms"]) if t["lower_bound"]}
    parts |= {held[1]["slot_period"]} if f["rule"] == "part_of_period" else set()
    if parts != {link[2] for link in f["links"] if link[0] == "part_of_period"}:
        return f"to the parts {sorted(parts)}"
    others = {link[2] for link in f["links"] if link[0] == "overlap"}
    return "only to subjects of its claims" if others - {c["subject"] for c in held} else ""


# The bundle as a whole


class Verification:
    """What was checked, and what was found wrong."""

    def __init__(self, bundle: Any, texts: Path | None = None) -> None:
        self.bundle, self.texts = bundle, texts
        self.failures: list[str] = []
        self.notes: list[str] = []

    def same(self, where: str, expected: Any, found: Any) -> None:
        """Note each difference; a tuple is a choice."""
        if isinstance(expected, dict) and isinstance(found, dict):
            for key in sorted({*expected, *found}):
                self.same(f"{where}, {key}", expected.get(key, "nothing"), found.get(key, "nothing"))
        elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
            for n, (one, other) in enumerate(zip(expected, found)):
                self.same(f"{where} {n}" if isinstance(one, dict) else where, one, other)
        elif (
            found not in expected
            if isinstance(expected, tuple)
            else found != expected or type(found) is not type(expected)
        ):
            self.failures.append(f"{where}: expected {brief(expected)}, found {brief(found)}")

    def run(self) -> None:
        b = self.bundle
        self.same("bundle, format", FORMAT, b["format"])
        self.same("bundle, sha256", hashed({k: v for k, v in b.items() if k != "sha256"}, 64), b["sha256"])
        if b["policy"]["name"] == HOUSE["name"]:
            self.same("policy", HOUSE, b["policy"])
        self.notes.append(f"digest of the bundle and hedge policy {b['policy']['name']}")
        used = self.used()
        for what, has, needs in (
            ("claim", b["claims"], used),
            ("article", b["articles"], {c["article"] for c in b["claims"].values()}),
        ):
            for key in sorted(needs - set(has)):
                self.failures.append(f"{what} {key}: expected in the bundle, found nothing")
            for key in sorted(set(has) - needs):
                self.failures.append(f"{what} {key}: expected nothing that takes no part, found it")
        for key, c in b["claims"].items():
            if c["article"] in b["articles"]:
                self.claim(key, c, b["articles"][c["article"]])
        self.notes.append(
            f"{len(b['claims'])} claims: id, slot, three intervals, digits and last digit of the figure"
        )
        for stem, article in b["articles"].items():
            self.text(stem, article, [c for c in b["claims"].values() if c["article"] == stem])
        if used <= set(b["claims"]):
            self.findings()

    def used(self) -> set[str]:
        """The claims that the bundle is about, and that its findings rest on."""
        b = self.bundle
        used = set(b["about"]["claims"])
        for f in b["checks"].values():
            used |= {t["claim"] for t in f["terms"]} | {key for q in f["implied"] for key in q.get("of", ())}
        return used.union(*(side for f in b["conflicts"].values() for side in f["sides"]))

    def claim(self, key: str, c: Any, article: Any) -> None:
        where = f"claim {key} ({c['exact'] or c['value']})"
        made = {name: str(i) for name, i in intervals(c, self.bundle["policy"]).items()}
        start, at = c["start"], None if c["start"] is None else c["start"] - c["phrase_start"]
        end = None if start is None else start + len(c["exact"])
        told = {**c, **made, "slot": slot_id(c), "end": end, "id": claim_id(c)}
        names = {*CLAIM_FIELDS, *made, "id", "slot", "slot_period", "step", "step_max", "end", "origin"}
        self.same(where, {name: told.get(name) for name in names}, c)
        self.same(f"{where}, key", claim_id(c), key)
        if at is not None and c["phrase"][at : at + len(c["exact"])] != c["exact"]:
            self.failures.append(
                f"{where}, phrase: expected {c['exact']!r} at its place, found {c['phrase']!r}"
            )
        if wrong := misprint(c, article["language"]):
            self.failures.append(f"{where}, {wrong}")
        years = re.findall(r"\b[0-9]{4}\b", c["period"]) or [(article["date"] or "")[:4]]
        self.same(f"{where}, slot_period", (c["period"], years[-1]), c["slot_period"])

    def text(self, stem: str, article: Any, claims: Any) -> None:
        if self.texts is None or not article["text_file"]:
            why = "its text was not given" if article["text_file"] else "it is cited and has no text"
            self.notes.append(f"article {stem}: places not checked, {why}")
            return
        data = (self.texts / Path(article["text_file"]).name).read_bytes()
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        text = unicodedata.normalize("NFC", text)
        bytes_fit = hashlib.sha256(data).hexdigest()
        self.same(f"article {stem}, file_sha256", article["file_sha256"], bytes_fit)
        digest = hashlib.sha256(text.encode()).hexdigest()
        # A line that ends no sentence may have been joined with the next one, which is not done again here.
        joined = re.search(r"""[^\s.!?…:;"”’')\]]["”’')\]]*[ \t]*\n[ \t]*\S""", text)
        if digest != article["text_sha256"] and bytes_fit == article["file_sha256"] and joined:
            self.notes.append(f"article {stem}: its file is the one reviewed; text_sha256 is of joined lines")
        else:
            self.same(f"article {stem}, text_sha256", article["text_sha256"], digest)
        text = text.replace("\n", " ")
        for c in claims:
            for name, start in (("exact", c["start"]), ("phrase", c["phrase_start"])):
                words = text[start : start + len(c[name])]
                self.same(f"claim {c['id']}, {name} at {start} of {stem}", c[name].replace("\n", " "), words)
            if c["cue"] not in text:
                self.failures.append(f"claim {c['id']}, cue: expected in {stem}, found nowhere: {c['cue']!r}")
        self.notes.append(f"article {stem}: digests of its text, and {len(claims)} claims at their places")

    def findings(self) -> None:
        b, about = self.bundle, self.bundle["about"]
        for key, f in b["conflicts"].items():
            told = work_out_conflict(f, b["claims"], b["policy"])
            told["id"] = hashed(["conflict", sorted(map(sorted, f["sides"]))])
            self.same(f"conflict {key}", {**told, "sides": told.get("sides", f["sides"])}, f)
            self.same(f"conflict {key}, key", told["id"], key)
        for key, f in b["checks"].items():
            told = Sum(f, b["claims"], b["policy"]).work_out()
            held = [b["claims"][t["claim"]] for t in f["terms"]]
            parts = [[t["role"], t["claim"], t["lower_bound"]] for t in f["terms"]]
            told["id"] = hashed(["check", f["rule"], f["parameters"], parts])
            asked = {name: f[name] for name in ("rule", "parameters", "terms", "links")}
            self.same(f"check {key} ({f['rule']})", {**asked, **told}, f)
            self.same(f"check {key}, key", told["id"], key)
            if wrong := wrong_links(f, held):
                self.failures.append(f"check {key}, links: expected {wrong}, found {brief(f['links'])}")
            if f["rule"] == "compound_growth":
                level, base = (re.findall(r"[0-9]{4}", c["slot_period"])[-1] for c in held[1:])
                self.same(f"check {key}, years", int(level) - int(base), dict(f["parameters"])["years"])
        for n, name in ((len(b["conflicts"]), "comparisons"), (len(b["checks"]), "sums worked out again")):
            self.notes.append(f"{n} {name}: id, verdict, numbers")
        if about["kind"] == "slot":
            self.slot(about)
            return
        own = b[about["kind"] + "s"].get(about["id"], {})
        claims = [
            *(t["claim"] for t in own.get("terms", ())),
            *(key for side in own.get("sides", ()) for key in side),
        ]
        self.same("bundle, about, claims", list(dict.fromkeys(claims)), about["claims"])
        self.same("bundle, findings", [about["id"]], [*b["checks"], *b["conflicts"]])

    def slot(self, about: Any) -> None:
        """Every claim of the slot is there, and every two figures of one unit were compared."""
        claims = self.bundle["claims"]
        self.same(
            "bundle, about, claims",
            sorted(k for k, c in claims.items() if c["slot"] == about["id"]),
            sorted(about["claims"]),
        )
        seen = [{key for side in f["sides"] for key in side} for f in self.bundle["conflicts"].values()]
        for one, other in combinations(sorted(about["claims"]), 2):
            units = {"" if claims[k]["kind"] == "count" else claims[k]["unit"] for k in (one, other)}
            if (
                len(units) == 1
                and len(about["claims"]) <= 8
                and not any({one, other} <= pair for pair in seen)
            ):
                self.failures.append(
                    f"slot {about['id']}: expected a comparison of {one} with {other}, found none"
                )


def brief(value: Any) -> str:
    text = (
        value
        if isinstance(value, str)
        else " or ".join(dict.fromkeys(map(str, value)))
        if isinstance(value, tuple)
        else json.dumps(value, ensure_ascii=False)
    )
    return ascii(text)[1:-1][:160] if not text.isprintable() else text[:160]


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Check an evidence bundle: digests, ids, intervals, words, sums."
    )
    parser.add_argument("bundle", type=Path, help="the bundle, a JSON file")
    parser.add_argument("--texts", type=Path, help="the folder with the texts of the articles")
    given = parser.parse_args()
    try:
        verification = Verification(
            json.loads(given.bundle.read_bytes(), object_pairs_hook=once), given.texts
        )
        verification.run()
    except OSError as error:
        print(f"error: {error.filename}: {error.strerror}", file=sys.stderr)
        return 3
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        print(
            f"error: {given.bundle}: damaged, or no bundle ({type(error).__name__}: {brief(str(error))})",
            file=sys.stderr,
        )
        return 3
    for line in verification.failures or verification.notes:
        print(("WRONG  " if verification.failures else "checked  ") + line)
    about = verification.bundle["about"]
    print(f"{'REFUSED' if verification.failures else 'fits'}: {about['kind']} {about['id']}")
    return 1 if verification.failures else 0


if __name__ == "__main__":
    sys.exit(main())
