"""Why a sum does not hold: hypotheses, as for two figures that disagree (`kg.audit.causes`)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.audit.equations import Equation
from kg.audit.slips import slip_of_term
from kg.audited import Cause, Link
from kg.lists import CauseKind, CauseStatus, LinkKind, Verdict
from kg.rational import Range

_RULED_OUT, _POSSIBLE = CauseStatus.RULED_OUT, CauseStatus.POSSIBLE


def of_sum(
    equation: Equation,
    ranges: Sequence[Range],
    levels: Sequence[int],
    rate: Range | None,
    verdict: Verdict,
    links: Sequence[Link],
) -> tuple[Cause, ...]:
    """The hypotheses about a sum that does not hold plainly: `ranges` of its terms, of which `levels` may
    have slipped by a scale or, by `rate`, have the wrong currency."""
    if verdict not in (Verdict.STRAINED, Verdict.INCONSISTENT):
        return ()
    causes = [slip_of_term(equation, ranges, levels, rate)]
    if any(link.kind is LinkKind.OVERLAP for link in links):
        causes.append(Cause(CauseKind.SCOPE, _POSSIBLE, (
            "The terms are about bodies that overlap without being the same.",
            "Các số hạng nói về những đối tượng chồng lấn nhưng không trùng nhau.",
        )))  # fmt: skip
    else:
        causes.append(Cause(CauseKind.SCOPE, _POSSIBLE, (
            "What exactly each term counts is not told.", "Không rõ chính xác mỗi số hạng tính những gì."
        )))  # fmt: skip
    if any(link.kind is LinkKind.PART_OF_PERIOD for link in links):
        causes.append(Cause(CauseKind.AS_OF_DATE, _POSSIBLE, (
            "A term covers only a part of the period.", "Có số hạng chỉ bao một phần của kỳ."
        )))  # fmt: skip
    causes.append(Cause(CauseKind.HEDGE, *(
        (_RULED_OUT, (
            "It does not hold whatever the words allow.", "Không khớp dù hiểu từ ngữ rộng đến đâu."
        ))
        if verdict is Verdict.INCONSISTENT
        else (_POSSIBLE, ("It holds only where the hedges are used.", "Chỉ khớp khi dùng đến từ rào đón."))
    )))  # fmt: skip
    return tuple(causes)


def bounded(plain: Range, hedged: Range) -> Range:
    """The widest interval of a figure that has two ends."""
    return plain if None in (hedged.low, hedged.high) or hedged.low == 0 else hedged
