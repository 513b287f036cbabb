"""What is found in plans, series and relations, as sentences of English and of Vietnamese."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kg.audited import Check, Clash, Words
from kg.corpus import Corpus
from kg.lists import Verdict
from kg.literals import UNDATED

if TYPE_CHECKING:
    from kg.audit.wording import Wording

ONE_ARTICLE: Final = (" Both stand in one article.", " Cả hai nằm trong cùng một bài.")


class Telling:
    """Sentences by rule, with the names and figures of a `Wording`."""

    def __init__(self, wording: Wording, corpus: Corpus) -> None:
        self._wording = wording
        self._claims = {claim.id: claim for claim in corpus.figures}
        self._articles = {article.stem: article for article in corpus.articles}
        self._predicates = {ref: predicate.words for ref, predicate in corpus.predicates.items()}
        self.rules: dict[str, Callable[[Check], Words]] = {
            "moved_target": self._moved_target,
            "plan_or_done": self._plan_or_done,
            "record": self._record,
            "rest_of_period": self._rest_of_period,
            "step": self._step,
        }

    def _terms(self, check: Check) -> list[Words]:
        return [self._wording.figure(term.claim) for term in check.terms]

    def _said(self, claim_id: str) -> Words:
        """Who said a figure, and when: the one credited, else the outlet, and the date of the article."""
        claim = self._claims[claim_id]
        article = self._articles[claim.article]
        agents = claim.attribution.agents
        who = self._wording.name(agents[-1]) if agents else ("", "")
        if not agents and article.publisher:
            who = self._wording.name(article.publisher)
        elif not agents:
            who = (f"“{article.title}”",) * 2
        if not article.date:
            return f"{who[0]}, undated", f"{who[1]}, không đề ngày"
        return f"{who[0]}, {article.date}", f"{who[1]}, {article.date}"

    def _moved_target(self, check: Check) -> Words:
        later, first = (term.claim for term in check.terms)
        figure, said, before = self._wording.figure(later), self._said(later), self._said(first)
        due, was = check.stated.period, check.implied[0].period
        parameters = dict(check.parameters)
        what = self._wording.what(check.stated)
        what = tuple(text.removesuffix(f", {due}") for text in what)  # type: ignore[assignment]
        if not parameters["order_known"]:
            how = ("the same goal with two deadlines", "cùng một chỉ tiêu với hai thời hạn")
        elif parameters["years"] < 0:
            how = ("the deadline was brought forward", "thời hạn được rút ngắn")
        else:
            how = ("the deadline was put off", "thời hạn bị lùi lại")
        return (
            f"{what[0]}: the target of {figure[0]} is due in {was} ({before[0]}) and in {due} ({said[0]}): "
            f"{how[0]}.",
            f"{what[1]}: chỉ tiêu {figure[1]} có hạn {was} ({before[1]}) và {due} ({said[1]}): {how[1]}.",
        )

    def _plan_or_done(self, check: Check) -> Words:
        plan, done = (term.claim for term in check.terms)
        what, by = self._wording.what(check.implied[0]), (self._said(plan), self._said(done))
        figure = self._wording.figure(plan), self._wording.figure(done)
        return (
            f"{what[0]}: {figure[1][0]} is told as done ({by[1][0]}), and {figure[0][0]} as still planned "
            f"({by[0][0]}).",
            f"{what[1]}: {figure[1][1]} được nêu là đã thực hiện ({by[1][1]}), còn {figure[0][1]} là dự kiến "
            f"({by[0][1]}).",
        )

    def _record(self, check: Check) -> Words:
        _, level, before = self._terms(check)
        earlier = check.implied[1].period
        what = self._wording.what(check.implied[0])
        return (
            f"{what[0]}: called the highest yet, {level[0]}; {earlier} had {before[0]}.",
            f"{what[1]}: được gọi là cao nhất từ trước tới nay, {level[1]}; {earlier} là {before[1]}.",
        )

    def _rest_of_period(self, check: Check) -> Words:
        whole, part = self._terms(check)
        label, inner = check.stated.period, check.implied[0].period
        what = self._wording.what(check.stated)
        rest = f"the rest of {label} would run at quite another pace"
        rest_vi = f"phần còn lại của {label} sẽ có nhịp độ khác hẳn"
        return (
            f"{what[0]}: {whole[0]} in all of {label}, of which {part[0]} in {inner}: {rest}.",
            f"{what[1]}: cả {label} là {whole[1]}, riêng {inner} là {part[1]}: {rest_vi}.",
        )

    def _step(self, check: Check) -> Words:
        level, beside = self._terms(check)
        what = self._wording.what(check.stated)
        near = check.implied[0].period
        return (
            f"{what[0]}: {level[0]}, and {beside[0]} in {near}: over a hundred times apart.",
            f"{what[1]}: {level[1]}, còn {near} là {beside[1]}: chênh nhau hơn một trăm lần.",
        )

    def clash(self, clash: Clash) -> Words:
        """What two relations say that cannot both be."""
        one, other = (self._statement(clash, n) for n in (0, 1))
        dated = ("", "") if clash.period == UNDATED.label else (f" ({clash.period})",) * 2
        how = (
            ("both cannot be at one time", "không thể cùng đúng vào một thời điểm")
            if clash.verdict is Verdict.HARD_CONFLICT
            else ("both cannot be at one time; when, is not told", "không thể cùng đúng vào một thời điểm; "
                  "không rõ thời điểm nào")
        )  # fmt: skip
        same = ONE_ARTICLE if clash.same_article else ("", "")
        return (
            f"{one[0]}; {other[0]}{dated[0]}: {how[0]}.{same[0]}",
            f"{one[1]}; {other[1]}{dated[1]}: {how[1]}.{same[1]}",
        )

    def _statement(self, clash: Clash, side: int) -> Words:
        predicate, end = clash.told[side]
        words, subject, far = (
            self._predicates[predicate],
            self._wording.name(clash.subject),
            self._wording.name(end),
        )
        if clash.rule == "single_subject":
            subject, far = far, subject
        return f"{subject[0]} {words[0]} {far[0]}", f"{subject[1]} {words[1]} {far[1]}"
