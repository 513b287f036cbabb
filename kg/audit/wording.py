"""What was found, in one or two sentences of English and of Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from kg.audit.telling import ONE_ARTICLE, Telling
from kg.audited import VIETNAMESE, Check, Clash, Conflict, Link, Quantity, Words
from kg.claim import FigureClaim
from kg.corpus import Corpus
from kg.extent import extent
from kg.figurewords import HEDGES, scale, scaled, short
from kg.lists import LinkKind, UnitFamily, Verdict
from kg.literals import UNDATED, decimal_text
from kg.rational import Range

_CURRENCY = ("unitFamily", f"unit-family/{UnitFamily.CURRENCY}")
_YEAR = "unit/year"
_VERDICTS = {
    Verdict.CONSISTENT: ("It fits.", "Khớp."),
    Verdict.STRAINED: ("It fits only by the hedges.", "Chỉ khớp nhờ từ rào đón."),
    Verdict.INCONSISTENT: ("It does not fit.", "Không khớp."),
    Verdict.AMBIGUOUS: ("Which is meant is open.", "Chưa rõ nghĩa nào."),
    Verdict.NOT_COMPARABLE: ("They cannot be compared.", "Không so sánh được."),
}
_AGREEMENTS = {
    Verdict.EQUAL: ("the same figure", "cùng một số"),
    Verdict.COMPATIBLE: ("the same within rounding", "trùng nhau khi làm tròn"),
    Verdict.REFINING: ("one makes the other more exact", "số này làm rõ số kia"),
    Verdict.RELATED: ("different events of one year", "hai sự kiện khác nhau trong cùng một năm"),
    Verdict.SOFT_CONFLICT: ("they meet only through a hedge", "chỉ gặp nhau nhờ từ rào đón"),
    Verdict.HARD_CONFLICT: ("they cannot both be true", "không thể cùng đúng"),
}


# The sentence of these rules says the verdict itself.
_TOLD_BY_RULE = ("target_vs_actual", "moved_target", "plan_or_done", "rest_of_period", "step")


class Wording:
    """Sentences about what was found, by the names of the entities of a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._entities = corpus.entities
        self._claims = {claim.id: claim for claim in corpus.figures}
        self._telling = Telling(self, corpus)
        self._figures: dict[str, Words] = {}
        self._rules: dict[str, Callable[[Check], Words]] = {
            "growth": self._growth,
            "compound_growth": self._compound_growth,
            "multiple": self._multiple,
            "share_of_total": self._share_of_total,
            "ratio_to_level": self._ratio_to_level,
            "sum_of_parts": self._sum_of_parts,
            "part_of_period": self._part_of_period,
            "percent_or_points": self._percent_or_points,
            "common_rate": self._common_rate,
            "conversion": self._conversion,
            "target_vs_actual": self._target_vs_actual,
            **self._telling.rules,
        }

    def name(self, ref: str) -> Words:
        """The names of an entity; its id where it is not curated."""
        entity = self._entities.get(ref)
        return (entity.en, entity.vi) if entity else (ref.rpartition("/")[2],) * 2

    def figure(self, claim_id: str) -> Words:
        """A claim's figure with its hedge, as printed."""
        if claim_id not in self._figures:
            claim = self._claims[claim_id]
            printed = claim.evidence.exact
            shown = (printed, printed) if printed else self._value(claim)
            hedge = HEDGES[claim.hedge]
            self._figures[claim_id] = hedge[0] + shown[0], hedge[1] + shown[1]
        return self._figures[claim_id]

    def exact(self, low: Decimal, high: Decimal, unit: str) -> Words:
        """A stated figure, or the span of several, with all its digits: 62.849 trillion VND."""
        if unit == _YEAR:
            years = "–".join(dict.fromkeys(map(decimal_text, (low, high))))
            return years, years
        label = self._unit(unit)
        body = scaled(low, high)
        return body[0] + label[0], body[1] + label[1]

    def _value(self, claim: FigureClaim) -> Words:
        return self.exact(
            claim.value, claim.value if claim.value_max is None else claim.value_max, claim.unit
        )

    def range(self, interval: Range, unit: str) -> Words:
        """An interval with its unit, in short numbers: 142.7–143.5 billion USD."""
        label = self._unit(unit)
        held = [end for end in (interval.low, interval.high) if end is not None]
        largest = max((abs(end.numerator) // end.denominator for end in held), default=0)
        factor, en, vi = scale(largest)
        ends = [
            None if end is None else short(end, factor, up=up)
            for end, up in ((interval.low, False), (interval.high, True))
        ]
        low, high = ends
        scales = (f" {en}" if en else "", f" {vi}" if vi else "")
        words = []
        for n, (more, less) in enumerate((("more than", "up to"), ("trên", "tới"))):
            if low is None or (not interval.low and interval.high):
                body = ("any amount", "bao nhiêu cũng được")[n] if high is None else f"{less} {high}"
            elif high is None:
                body = f"{more} {low}"
            else:
                between = ("–", "–") if interval.low and interval.low > 0 else (" to ", " đến ")
                body = low if interval.low == interval.high else f"{low}{between[n]}{high}"
            # The words of a body have no points or commas.
            body = body.translate(VIETNAMESE) if n else body
            words.append(f"{body}{scales[n]}{label[n]}")
        return words[0], words[1]

    def _unit(self, unit: str) -> Words:
        local = unit.rpartition("/")[2]
        entity = self._entities.get(unit)
        if entity is not None and _CURRENCY in entity.flags:
            return f" {local}", f" {local}"
        if local == "percent":
            return " %", " %"
        if local in ("ratio", "year", "rank"):
            return "", ""
        return f" {self.name(unit)[0]}", f" {self.name(unit)[1]}"

    def what(self, quantity: Quantity) -> Words:
        """The question of a quantity in words."""
        refs = [quantity.metric, quantity.subject]
        if (claim := self._claims.get(quantity.claims[0])) is not None and claim.metric == quantity.metric:
            refs += [d for d in (claim.sector, claim.market, claim.ownership) if d]
        en, vi = (", ".join(self.name(ref)[n] for ref in refs) for n in (0, 1))
        return (
            f"{en}, {quantity.period}",
            f"{vi}, {quantity.period}",
        )

    def clash(self, clash: Clash) -> Words:
        """What two relations say that cannot both be."""
        return self._telling.clash(clash)

    def conflict(self, conflict: Conflict) -> Words:
        """What two readings of one question say of each other."""
        one, other = (self.figure(side[0]) for side in conflict.sides)
        about = self._about(conflict)
        gap = ("", "")
        if conflict.gap is not None and conflict.gap[0]:
            distance = Decimal(conflict.gap[0].numerator) / conflict.gap[0].denominator
            apart = self.exact(distance, distance, conflict.unit)
            part = f"{float(100 * conflict.gap[1]):.3g}"
            gap = (
                f" They lie {apart[0]} apart ({part} %).",
                f" Cách nhau {apart[1]} ({part.translate(VIETNAMESE)} %).",
            )
            if conflict.unit == _YEAR:
                years = "year" if distance == 1 else "years"
                gap = f" They lie {apart[0]} {years} apart.", f" Cách nhau {apart[1]} năm."
        same = ("", "")
        if conflict.same_authority and conflict.verdict in (Verdict.SOFT_CONFLICT, Verdict.HARD_CONFLICT):
            same = (" Both are credited to the same authority.", " Cả hai dẫn cùng một cơ quan.")
        if conflict.same_article and conflict.verdict in (Verdict.SOFT_CONFLICT, Verdict.HARD_CONFLICT):
            same = same[0] + ONE_ARTICLE[0], same[1] + ONE_ARTICLE[1]
        verdict = _AGREEMENTS[conflict.verdict]
        en = f"{about[0]}: {one[0]} and {other[0]}: {verdict[0]}.{gap[0]}{same[0]}"
        vi = f"{about[1]}: {one[1]} và {other[1]}: {verdict[1]}.{gap[1]}{same[1]}"
        return en + self._links(conflict.links)[0], vi + self._links(conflict.links)[1]

    def _about(self, conflict: Conflict) -> Words:
        claims = [self._claims[side[0]] for side in conflict.sides]
        metrics = list(dict.fromkeys(claim.metric for claim in claims))
        narrowed = [d for d in (claims[0].sector, claims[0].market, claims[0].ownership) if d]
        refs = [conflict.subject, *narrowed]
        en = ", ".join(self.name(ref)[0] for ref in refs)
        vi = ", ".join(self.name(ref)[1] for ref in refs)
        what = [" / ".join(self.name(m)[n] for m in metrics) for n in (0, 1)]
        return f"{what[0]}, {en}, {conflict.period}", f"{what[1]}, {vi}, {conflict.period}"

    def _links(self, links: Sequence[Link]) -> Words:
        en, vi = "", ""
        for link in links:
            if link.kind is LinkKind.OVERLAP:
                a, b = self.name(link.one), self.name(link.other)
                en += f" ({a[0]} and {b[0]} overlap; they are not the same.)"
                vi += f" ({a[1]} và {b[1]} chồng lấn, không trùng nhau.)"
            else:
                en += f" ({link.other} is a part of {link.one}, so its figure is a lower bound.)"
                vi += f" ({link.other} là một phần của {link.one}, nên số của nó là mức tối thiểu.)"
        return en, vi

    def check(self, check: Check) -> Words:
        """What a piece of arithmetic came to."""
        en, vi = self._rules[check.rule](check)
        told = check.rule not in _TOLD_BY_RULE
        verdict = _VERDICTS.get(check.verdict, ("", "")) if told else ("", "")
        if check.rule == "percent_or_points" and check.verdict is Verdict.CONSISTENT:
            verdict = self._fitting(check)
        links = ("", "") if check.rule == "rest_of_period" else self._links(check.links)
        return f"{en} {verdict[0]}{links[0]}".strip(), f"{vi} {verdict[1]}{links[1]}".strip()

    def _terms(self, check: Check) -> list[Words]:
        return [self.figure(term.claim) for term in check.terms]

    def _implied(self, check: Check, index: int = 0) -> Words:
        """An implied quantity, with what the hedges make of it where that is more."""
        quantity = check.implied[index]
        printed = self.range(quantity.printed, quantity.unit)
        if quantity.printed == quantity.hedged:
            return printed
        hedged = self.range(quantity.hedged, quantity.unit)
        if hedged == printed:
            return printed
        return f"{printed[0]} ({hedged[0]} with the hedges)", f"{printed[1]} ({hedged[1]} kể cả từ rào đón)"

    def _implied_of(self, check: Check, role: str) -> Words:
        """The implied quantity of a role; the others may leave it no value."""
        index = next((n for n, q in enumerate(check.implied) if q.role == role), None)
        return ("no figure", "không số nào") if index is None else self._implied(check, index)

    def _growth(self, check: Check) -> Words:
        stated, level, base = self._terms(check)
        implied = self._implied(check)
        return (
            f"From {base[0]} to {level[0]} is a change of {implied[0]}; stated: {stated[0]}.",
            f"Từ {base[1]} đến {level[1]} là thay đổi {implied[1]}; nguồn nêu: {stated[1]}.",
        )

    def _compound_growth(self, check: Check) -> Words:
        stated, level, base = self._terms(check)
        years, implied = dict(check.parameters)["years"], self._implied(check)
        return (
            f"From {base[0]} to {level[0]} in {years} years is {implied[0]} a year; stated: {stated[0]}.",
            f"Từ {base[1]} đến {level[1]} trong {years} năm là {implied[1]} mỗi năm; nguồn nêu: {stated[1]}.",
        )

    def _multiple(self, check: Check) -> Words:
        stated, level, base = self._terms(check)
        implied = self._implied(check)
        return (
            f"{level[0]} is {implied[0]} times {base[0]}; stated: {stated[0]}.",
            f"{level[1]} gấp {implied[1]} lần {base[1]}; nguồn nêu: {stated[1]}.",
        )

    def _share_of_total(self, check: Check) -> Words:
        stated, part, whole = self._terms(check)
        implied, total = self._implied(check), self._implied_of(check, "total")
        en = f"{part[0]} of {whole[0]} is {implied[0]}; stated: {stated[0]}, which implies {total[0]} in all."
        vi = f"{part[1]} trong {whole[1]} là {implied[1]}; nguồn nêu: {stated[1]}, suy ra tổng là {total[1]}."
        for n in (n for n, q in enumerate(check.implied) if q.reading):
            other = self._implied(check, n)
            metric = self.name(f"metric/{check.implied[n].reading}")
            en += f" Of {metric[0]} it would be {other[0]}."
            vi += f" Nếu tính trên {metric[1]} thì là {other[1]}."
        return en, vi

    def _ratio_to_level(self, check: Check) -> Words:
        stated, level, base = self._terms(check)
        per, implied = f"{dict(check.parameters)['per']:,}", self._implied_of(check, "level")
        local = per.translate(VIETNAMESE)
        return (
            f"{stated[0]} per {per} of {base[0]} is {implied[0]}; stated: {level[0]}.",
            f"{stated[1]} trên mỗi {local} của {base[1]} là {implied[1]}; nguồn nêu: {level[1]}.",
        )

    def _sum_of_parts(self, check: Check) -> Words:
        whole, *parts = self._terms(check)
        implied = self._implied(check)
        return (
            f"{' + '.join(p[0] for p in parts)} is {implied[0]}; stated as the total: {whole[0]}.",
            f"{' + '.join(p[1] for p in parts)} là {implied[1]}; tổng được nêu: {whole[1]}.",
        )

    def _part_of_period(self, check: Check) -> Words:
        whole, part = self._terms(check)
        label, inner = check.stated.period, check.implied[1].period
        return (
            f"{inner} alone has {part[0]}; the whole of {label}: {whole[0]}.",
            f"Riêng {inner} là {part[1]}; cả {label}: {whole[1]}.",
        )

    def _percent_or_points(self, check: Check) -> Words:
        stated = self.figure(check.terms[0].claim)
        known = [self.figure(term.claim) for term in check.terms[1:]]
        readings = {q.reading: self.range(q.printed, q.unit) for q in check.implied}
        names = {"percent": ("percent", "phần trăm"), "points": ("percentage points", "điểm phần trăm")}
        if not readings:
            return (
                f"A change of {stated[0]} beside {' and '.join(k[0] for k in known)}: no figure fits.",
                f"Mức thay đổi {stated[1]} bên cạnh {' và '.join(k[1] for k in known)}: không số nào khớp.",
            )
        what = ("before", "trước đó") if check.implied[0].role == "base" else ("after", "sau đó")
        en = "; ".join(f"as {names[r][0]}, {value[0]} {what[0]}" for r, value in readings.items())
        vi = "; ".join(f"hiểu là {names[r][1]} thì {what[1]} là {value[1]}" for r, value in readings.items())
        return (
            f"A change of {stated[0]} beside {' and '.join(k[0] for k in known)}: {en}.",
            f"Mức thay đổi {stated[1]} bên cạnh {' và '.join(k[1] for k in known)}: {vi}.",
        )

    def _fitting(self, check: Check) -> Words:
        """Which of the two readings fits what is known of the base."""
        base = extent(self._claims[check.terms[-1].claim]).plain
        fits = [q.reading for q in check.implied if q.printed.meets(base)]
        if fits == ["percent"]:
            return "As percent it fits.", "Hiểu là phần trăm thì khớp."
        if fits == ["points"]:
            return "As percentage points it fits.", "Hiểu là điểm phần trăm thì khớp."
        return _VERDICTS[check.verdict]

    def _common_rate(self, check: Check) -> Words:
        rate = self.range(check.implied[0].printed, check.stated.unit)
        outliers = [t for t in check.terms if t.role == "outlier"]
        pairs = len([t for t in check.terms if t.role == "rate"]) // 2
        dearer = self.name(check.stated.subject)
        year = check.stated.period
        sums = f"{pairs} sums in two currencies share" if pairs > 1 else "One sum in two currencies has"
        en = f"{sums} a rate of {rate[0]} for one {dearer[0]} in {year}"
        vi = f"{pairs} số tiền bằng hai loại tiền có chung tỷ giá {rate[1]} cho một {dearer[1]} năm {year}"
        if outliers:
            odd = self.range(check.stated.printed, check.stated.unit)
            return (
                f"{en}; {len(outliers) // 2} do not, the first with {odd[0]}.",
                f"{vi}; {len(outliers) // 2} số không khớp, số đầu tiên cho {odd[1]}.",
            )
        return f"{en}.", f"{vi}."

    def _conversion(self, check: Check) -> Words:
        converted, original = self._terms(check)[:2]
        implied = self._implied(check)
        shared = any(term.role == "rate" for term in check.terms)
        rate = ("the common rate", "tỷ giá chung") if shared else ("any usual rate", "tỷ giá thường gặp")
        return (
            f"{original[0]} at {rate[0]} is {implied[0]}; stated: {converted[0]}.",
            f"{original[1]} theo {rate[1]} là {implied[1]}; nguồn nêu: {converted[1]}.",
        )

    def _target_vs_actual(self, check: Check) -> Words:
        target = self.figure(check.terms[0].claim)
        what, due = self.what(check.stated), check.stated.period
        actual = self.figure(check.terms[1].claim) if len(check.terms) > 1 else None
        known = (
            (f" {check.implied[0].period}: {actual[0]}.", f" {check.implied[0].period}: {actual[1]}.")
            if actual
            else (" No figure is known.", " Chưa có số liệu.")
        )
        told = {
            Verdict.MET: ("is met", "đã đạt"),
            Verdict.NOT_MET: ("is not met", "không đạt"),
            Verdict.NOT_YET_DUE: ("is not yet due", "chưa đến hạn"),
            Verdict.NOT_COMPARABLE: ("cannot be judged", "chưa thể đánh giá"),
        }[check.verdict]
        by = (f" for {due}", f" cho {due}")
        if due == UNDATED.label or self._claims[check.terms[0].claim].slot.period_inferred:
            by = ", without a deadline,", ", không nêu thời hạn,"
        return (
            f"{what[0]}: the target of {target[0]}{by[0]} {told[0]}.{known[0]}",
            f"{what[1]}: chỉ tiêu {target[1]}{by[1]} {told[1]}.{known[1]}",
        )
