"""Checks an evidence bundle of vietnam-tech-kg:  python verify_bundle.py bundle.json [FOLDER-WITH-THE-TEXTS]

Done again, with Python 3.9 or later alone: the digest; the ids of claims, slots and findings; digits and
intervals of figures; comparisons and sums; with the texts, their digests and the words at their places.
Exit code 0: all fits; 1: it does not, a line for each difference; 3: a file is damaged or missing.
Taken as told: what is known of an article; who is one; the period of a slot, and its days; how much
"million" is; what metrics and predicates declare (what makes a sum; bodies that overlap; years, per,
exhaustive; what excludes what); what is due; when a relation holds; and every field not read below.
No bundle shows that nothing was left out, or that its ids are those that were published: compare them.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import unicodedata
from fractions import Fraction
from functools import reduce
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "vietnam-tech-kg evidence bundle 2"
# What a hedge means: the interval expected, then what its words allow.  r: the end of the rounding interval;
# v: value; u: a unit of its last digit; w: r, or 5 % of v further out; 0: zero, or no end if v is negative.
POLICY = {
    "name": "house-1", "about_width": "0.05", "exact": "[r, r] [r, r]", "about": "[w, w] [w, w]",
    "over": "(v, v+u] (v, inf)", "at_least": "[v, v+u] [v, inf)", "nearly": "[v-u, v) (0, v)",
    "under": "(0, v) (0, v)", "at_most": "(0, v] (0, v]", "range": "[v, v] [v, v]",
}  # fmt: skip
CLAIM = """article subject metric kind value value_max unit hedge status period period_inherited
    base_period sector market ownership agents cue inherited conversion_of ambiguity level exact start phrase
    phrase_start"""
# result = base * factor: what they are called, the least and most of what is stated, its factor, and back.
GROWTH = "level base growth", -100, inf, lambda x, n: (x / 100 + 1) ** n, lambda x, n: root(x, n) * 100 + -100
RULES: dict[str, tuple[str, Any, Any, Any, Any]] = {
    "growth": GROWTH, "percent": GROWTH, "compound_growth": GROWTH,  # over n years
    "multiple": ("level base growth", 0, inf, lambda x, n: x, lambda x, n: x),
    "share_of_total": ("part total share", 0, 100, lambda x, n: x / 100, lambda x, n: x * 100),
    "ratio_to_level": ("level base ratio", 0, inf, lambda x, n: x / n, lambda x, n: x * n),  # for every n
    "conversion": ("original converted rate", 0, inf, lambda x, n: x, lambda x, n: x),
}  # fmt: skip
USUAL = Fraction(22700), Fraction(26400)  # VND for a dollar, where no other pair tells a rate
PACE, STEP = 4, 100  # how many times as fast, or as large, is implausible
CLASHES = ("exclusion", "single_object", "single_subject")
RELATION = """article subject predicate object status period period_inherited agents cue inherited ambiguity
    level exact start phrase phrase_start"""
SUMS = {"sum_of_parts": "total", "part_of_period": "whole", "points": "level"}  # the sum of the others


class Interval(NamedTuple):
    """What lies between two ends: each a number with 0, or with 1 (low) or -1 (high) if left out itself."""

    low: tuple[Any, int] = (-inf, 1)
    high: tuple[Any, int] = (inf, -1)

    def __bool__(self) -> bool:
        return self.low <= self.high and self.low[0] < inf

    def meet(self, other: Interval) -> Interval:
        return Interval(max(self.low, other.low), min(self.high, other.high))

    def hull(self, other: Interval) -> Interval:
        return Interval(min(self.low, other.low), max(self.high, other.high))

    def __add__(self, other: Any) -> Interval:
        return Interval(*((a + b, x or y) for (a, x), (b, y) in zip(self, interval(other))))

    def __mul__(self, other: Any) -> Interval:
        pairs = [(p, q) for p in self for q in interval(other)]  # its ends are products of ends; 0 * inf is 0
        ends = [(p[0] and q[0] and p[0] * q[0], (0, 0) not in (p, q) and p[1] | q[1] != 0) for p, q in pairs]
        return Interval(min(ends), max((a, -x) for a, x in ends))

    def __truediv__(self, other: Any) -> Interval:  # by what is not negative
        return self * Interval(
            *((Fraction(1) / a, -x) if a else (inf, -1) for a, x in reversed(interval(other)))
        )

    def __pow__(self, n: int) -> Interval:
        return Interval(*((a**n, x) for a, x in self))

    def __str__(self) -> str:
        texts = [(f"{float(a):.15g}", a) for a, _ in self]
        low, high = (text if abs(a) == inf or Fraction(text) == a else str(a) for text, a in texts)
        return f"{'[('[self.low[1]]}{low}, {high}{'])'[-self.high[1]]}"


def interval(low: Any, high: Any = None) -> Interval:
    return low if isinstance(low, Interval) else Interval((low, 0), (low if high is None else high, 0))


def root(x: Interval, n: int) -> Interval:  # outward to twelve decimals
    ends = []
    for (value, beside), up in zip(x, (False, True)):
        whole = 0
        for bit in range(127, -1, -1):
            whole += 2**bit if Fraction(whole + 2**bit, 10**12) ** n <= value else 0
        whole += up and Fraction(whole, 10**12) ** n < value
        ends.append((Fraction(whole, 10**12) if value < inf else inf, beside))
    return Interval(*ends) if n > 1 else x


def hashed(content: Any, length: int = 20) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def figure(c: Any, policy: Any, lower_bound: bool = False) -> dict[str, Interval]:
    """The intervals of a claim, and what sums take of it: as printed, plain, or with its hedge."""
    top, top_u = (c["value_max"], c["step_max"]) if c["value_max"] else (None, None)
    told = [c["value"], top or c["value"], c["step"], top_u or c["step"], policy["about_width"]]
    v, top, u, top_u, wide = (Fraction(x if {*x} <= {*"-.0123456789"} else "no number") for x in told)
    counted = c["kind"] in ("count", "duration")
    whole = [not x or (counted and abs(x) < 100 and x.denominator == 1) for x in (v, top)]
    half = [0 if n or c["kind"] in ("rank", "date") else step / 2 for n, step in zip(whole, (u, top_u))]
    r = (v - half[0], top + half[1])
    ends = {
        "r": r, "v": (v, top), "v-u": (v - u,), "v+u": (0, top + top_u), "inf": (0, inf), "-inf": (-inf,),
        "0": (0 if v > 0 else -inf, 0 if top > 0 else inf),
        "w": (min(v - abs(v) * wide, r[0]), max(top + abs(top) * wide, r[1])),
    }  # fmt: skip
    row = re.findall(r"([\[(])(\S+), (\S+)([\])])", policy[c["hedge"]])
    pairs = [Interval((ends[a][0], int(x == "(")), (ends[b][1], -int(y == ")"))) for x, a, b, y in row]
    rounding = interval(v, top) if c["hedge"] == "range" and c["value_max"] else interval(*r)
    plain = rounding if c["hedge"] in ("exact", "about", "range") else rounding.hull(pairs[0])
    taken = {"printed": rounding, "plain": plain, "hedged": plain.hull(pairs[1])}
    taken = {width: Interval(i.low) if lower_bound else i for width, i in taken.items()}
    return {"rounding": rounding, "expected": pairs[0], "hard": pairs[1], "point": interval(v, top), **taken}


def check_claim(key: str, c: Any, policy: Any, language: str) -> Any:
    said = {**c, **c.get("stated", {})}  # what the id is of, where another entity stands for one now
    yield "id", hashed(["figure", *(said[name] for name in CLAIM.split())]), key
    family = "planned" if c["status"] in ("forecast", "target") else "observed"
    slot = [c["subject"], c["metric"], c["kind"], c["slot_period"], family]
    slot = [name or "" for name in (*slot, c["sector"], c["market"], c["ownership"])]
    yield "slot", hashlib.sha256("\x1f".join(slot).encode()).hexdigest()[:8], c["slot"][-8:]
    yield from ((name, str(figure(c, policy)[name]), c[name]) for name in ("rounding", "expected", "hard"))
    values = [(c["value"], c["step"])] + [(c["value_max"], c["step_max"] or c["step"])] * bool(c["value_max"])
    texts = re.findall(r"\d+(?:[.,\u00a0]\d+)*", c["exact"])
    for (value, step), text in zip(values, texts if len(texts) == len(values) else ()):  # else it is in words
        digits, steps = re.sub(r"\D", "", text), abs(Fraction(value)) / Fraction(step)
        whole = "." not in text if language == "en" else steps != int(digits)  # zeros at its end do not count
        yield f"digits of {text}", digits.strip("0"), re.sub(r"\D", "", value).strip("0")
        yield f"{text} in steps of {step}", int(digits.rstrip("0") or 0) if whole else int(digits), steps


def check_relation(key: str, c: Any) -> Any:
    yield "id", hashed(["relation", *(c[name] for name in RELATION.split())]), key


def check_text(claims: dict[str, Any], article: Any, data: bytes) -> Any:
    yield f"text {article['text_file']}", hashlib.sha256(data).hexdigest(), article["file_sha256"]
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text).replace("\n", " ")  # words may go on in the next line
    for key, c in claims.items():
        for name, at in (("exact", c["start"]), ("phrase", c["phrase_start"])):
            yield f"{name} of {key} at {at}", text[at : at + len(c[name])], c[name].replace("\n", " ")
        yield f"cue of {key}", c["cue"] if c["cue"] in text else "words of the text", c["cue"]


def check_conflict(key: str, f: Any, claims: Any, policy: Any) -> Any:
    yield "id", hashed(["conflict", sorted(map(sorted, f["sides"]))]), key
    yield "figures on both sides", [True, True], [len(side) > 0 for side in f["sides"]]
    for one, other in ((claims[x], claims[y]) for x in f["sides"][0] for y in f["sides"][1]):
        yield "verdict", compared(one, other, policy), f["verdict"]
        if not f["links"] and f["verdict"] != "related":
            yield "slot of both sides", one["slot"], other["slot"]


def check_clash(key: str, f: Any, claims: Any, policy: Any) -> Any:
    """Two relations that cannot both be."""
    yield "id", hashed(["clash", f["rule"], sorted(map(sorted, f["sides"]))]), key
    yield "relations on both sides", [True, True], [len(side) > 0 for side in f["sides"]]
    yield "verdict", True, f["verdict"] in ("soft_conflict", "hard_conflict")
    shared, apart = {
        "single_object": (("subject", "predicate"), "object"),
        "single_subject": (("predicate", "object"), "subject"),
        "exclusion": (("subject",), "predicate"),
    }[f["rule"]]
    for one, other in ((claims[x], claims[y]) for x in f["sides"][0] for y in f["sides"][1]):
        yield from ((f"{name} of both", one[name], other[name]) for name in shared)
        yield f"another {apart}", False, one[apart] == other[apart]


def check_told(f: Any, held: Any, found: Any) -> Any:
    """What is no sum: goals, records, and what is out of proportion."""
    rule, numbers, printed, plain, hedged = (
        f["rule"],
        dict(f["parameters"]),
        *([i[w] for i in found] for w in ("printed", "plain", "hedged")),
    )
    if rule in ("moved_target", "plan_or_done"):
        planned = [c["status"] in ("forecast", "target") for c in held]
        yield "what is planned", [True, rule == "moved_target"], planned
        for name in ("subject", "metric", "sector", "market", "ownership", "unit", "value", "value_max"):
            yield f"{name} of both", held[0][name], held[1][name]
        yield "verdict", "moved" if rule == "moved_target" else "ambiguous", f["verdict"]
    if rule == "moved_target":
        ends = [int(re.findall(r"\d{4}", c["slot_period"])[-1]) for c in held]
        yield "two deadlines", False, held[0]["slot_period"] == held[1]["slot_period"]
        yield "years between", ends[0] - ends[1], numbers["years"]
    if rule == "record":
        yield "first place", "1", held[0]["value"]
        fits = [bool(i[1].meet(Interval(i[2].low))) for i in (plain, hedged)]
        verdict = "consistent" if fits[0] else "strained" if fits[1] else "inconsistent"
        yield "verdict", verdict, f["verdict"]
    if rule in ("step", "rest_of_period"):
        if rule == "step":
            low, high = sorted(printed)
            far = bool(low.low[0] > 0 and high.low[0] > STEP * low.high[0])
        else:
            rest = (hedged[0] + hedged[1] * -1).meet(interval(0, inf))
            paces = hedged[1] / numbers["days"], rest / numbers["rest"]
            far = any(b.low[0] > PACE * a.high[0] for a, b in (paces, paces[::-1]))
        yield "verdict", "implausible" if far else "plausible", f["verdict"]


def compared(one: Any, other: Any, policy: Any) -> str:
    """How two figures of one question stand to each other."""
    a, b = figure(one, policy), figure(other, policy)
    possible, alike = a["hard"].meet(b["hard"]), a["rounding"].meet(b["rounding"])
    pairs = ((one, a["expected"], b["point"]), (other, b["expected"], a["point"]))
    finer = [c for c, i, point in pairs if c["hedge"] not in ("exact", "about") and i.meet(point) == point]
    if a["point"] == b["point"]:
        return "related" if one["metric"] != other["metric"] else "equal" if possible else "hard_conflict"
    if any(c["value_max"] for c in finer) or (finer and not alike):
        return "refining"
    return "compatible" if alike else "soft_conflict" if possible else "hard_conflict"


def solve(rule: str, name: str, n: int, env: dict[str, Interval]) -> Interval:
    """What a quantity must be by the others; n: years, per, or whether a sum is of all its parts."""
    if rule in SUMS:
        added = sum((i for key, i in env.items() if key not in (SUMS[rule], name)), interval(0))
        if name == SUMS[rule]:
            return added if n else Interval(added.low)
        rest = env[SUMS[rule]] + added * -1
        return interval(0, inf).meet(rest if n else Interval(high=rest.high))
    names, least, most, factor, back = RULES[rule]
    result, base, stated = (env.get(key, Interval()) for key in names.split())
    if name == names.split()[2]:
        return interval(back(result / base, n))
    if not (stated := stated.meet(interval(least, most))):
        return stated
    return interval(base * factor(stated, n) if name == names.split()[0] else result / factor(stated, n))


def check_sum(key: str, f: Any, claims: Any, policy: Any) -> Any:
    yield "id", hashed(["check", f["rule"], f["parameters"], f["terms"]]), key
    rule, roles, held = f["rule"], [t[0] for t in f["terms"]], [claims[t[1]] for t in f["terms"]]
    n = int(f["parameters"][0][1] if f["parameters"] and rule != "conversion" else rule != "part_of_period")
    if rule == "compound_growth" and not 0 < n < 999:
        raise ValueError("impossible years")
    names = [role if roles.count(role) == 1 else f"{role} {k}" for k, role in enumerate(roles)]
    found = [figure(c, policy, t[2]) for c, t in zip(held, f["terms"])]
    env = {w: {name: i[w] for name, i in zip(names, found)} for w in ("printed", "plain", "hedged")}
    readings, wanted, implied, fits = [rule], names, {}, {}
    if rule in ("moved_target", "plan_or_done", "record", "rest_of_period", "step"):
        yield from check_told(f, held, found)
        return
    if rule == "target_vs_actual":
        down = held[0]["hedge"] in ("under", "at_most") or held[0]["kind"] == "rank"
        goal = Interval(high=found[0]["point"].high) if down else Interval(found[0]["point"].low)
        yield "verdict", True, f["verdict"] in ("met", "not_met", "not_yet_due", "not_comparable")
        yield "verdict met", any(goal.meet(i["plain"]) for i in found[1:]), f["verdict"] == "met"
        allowed = f["verdict"] != "not_met" or not any(goal.meet(i["hedged"]) for i in found[1:])
        yield "verdict not_met, if said, whatever the words allow", True, allowed
        return
    if rule in ("common_rate", "conversion"):  # so many of the first for one of the second, pair by pair
        rates = [{w: one[w] / two[w] for w in env} for one, two in zip(found[::2], found[1::2])]
        shared = [rate for rate, role in zip(rates, roles[::2]) if role == "rate"]
        drift = interval(Fraction(1, 2), Fraction(3, 2)) if dict(f["parameters"]).get("drift") else 1
        for w, width in zip(env, ("plain", "plain", "hedged")):
            known = [rate[width] for rate in shared] or [interval(*USUAL)]
            env[w]["rate"] = reduce(Interval.meet, known) * drift
        wanted = ["converted", "original", "rate"]
    if rule == "common_rate":
        readings, implied = [], {f"rate, {w}": str(env["plain"]["rate"]) for w in ("printed", "hedged")}
        every = reduce(Interval.meet, (rate["hedged"] for rate in rates))
        fits = {"plain": int(len(shared) == len(rates)), "hedged": int(bool(every))}
    elif rule == "percent_or_points":
        readings = ["points"] if held[0]["unit"] == "unit/percentage_point" else ["percent", "points"]
        wanted = ["base" if "level" in names else "level"]
    for reading, name in ((reading, name) for reading in readings for name in wanted):
        made = {w: solve(reading, name, n, env[w]) for w in ("printed", "hedged")}
        label = name if reading == rule else f"{name} ({reading})"
        implied.update({f"{label}, {w}": str(i) for w, i in made.items() if made["printed"]})
    for w in env if readings else ():
        tried = [(reading, SUMS.get(reading) or RULES[reading][0].split()[0]) for reading in readings]
        fits[w] = sum(bool(solve(x, t, n, env[w]).meet(env[w].get(t, Interval()))) for x, t in tried)
    verdict = "consistent" if fits["plain"] else "strained" if fits["hedged"] else "inconsistent"
    if rule == "percent_or_points" and len(names) < 3:
        verdict = "ambiguous" if len(readings) > 1 else "not_comparable"
    yield "verdict", "ambiguous" if fits["plain"] > 1 else verdict, f["verdict"]
    yield from ((name, implied.get(name), f["implied"].get(name)) for name in {**implied, **f["implied"]})


def check(b: Any, texts: Any = None) -> Any:
    """All that is compared: where, what must be there, and what the bundle says."""
    claims, articles, findings, policy = b["claims"], b["articles"], b["findings"], b["policy"]
    yield "format", FORMAT, b["format"]
    yield "sha256", hashed({name: value for name, value in b.items() if name != "sha256"}, 64), b["sha256"]
    if policy["name"] == POLICY["name"]:
        yield from ((f"policy, {name}", row, policy[name]) for name, row in POLICY.items())
    own = {key for key, c in claims.items() if c.get("slot") == b["about"]["id"]}
    yield "findings, or claims of the slot", True, bool(own) or [*findings] == [b["about"]["id"]]
    named = own.union(*(x for f in findings.values() for x in (*f["sides"], [t[1] for t in f["terms"]])))
    stems = {c["article"] for c in claims.values()}
    yield "claims missing or not needed", [], sorted(named ^ {*claims})
    yield "articles missing or not needed", [], sorted(stems ^ {*articles})
    if not named <= {*claims} or not stems <= {*articles}:
        return
    for key, c in claims.items():
        language = articles[c["article"]]["language"]
        told = check_relation(key, c) if "predicate" in c else check_claim(key, c, policy, language)
        yield from ((f"claim {key}, {where}", *two) for where, *two in told)
    for key, f in findings.items():
        checked = check_clash if f["rule"] in CLASHES else check_conflict if f["sides"] else check_sum
        for where, *two in checked(key, f, claims, policy):
            yield f"{f['rule']} {key}, {where}", *two
    for stem, article in articles.items() if texts else ():
        if article["text_file"]:
            data = (texts / Path(article["text_file"]).name).read_bytes()
            yield from check_text({k: c for k, c in claims.items() if c["article"] == stem}, article, data)


def main() -> int:
    try:
        b, texts = json.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2]) if sys.argv[2:] else None
        about, done = b["about"]["id"], list(check(b, texts))
    except Exception as error:
        print(f"error: missing, damaged or no bundle: {repr(error)!r:.160}", file=sys.stderr)
        return 3
    wrong, read = (
        [each for each in done if each[1] != each[2]],
        sum(w.startswith("text ") for w, _, _ in done),
    )
    for where, expected, found in wrong:
        print(f"WRONG  {where!r:.160}: expected {expected!r:.160}, found {found!r:.160}")
    print(f"{'REFUSED' if wrong else 'fits'}: {about!r:.99}: {len(done)} comparisons; texts: {read}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
