"""Deciding without asking: every candidate that is grounded and can be a seed entry is accepted."""

from __future__ import annotations

from collections.abc import Iterable

from kg.candidate import Candidate
from kg.review import Gate
from kg.review.decisions import Action, Decision, latest
from kg.review.seedfile import Writer
from kg.review.session import Signature, rivals

UNSEEN = "accepted by --accept-all, unseen"


def accept_all(
    candidates: Iterable[Candidate], decisions: Iterable[Decision], gate: Gate, writer: Writer, by: Signature
) -> list[Decision]:
    """The decisions to add to `decisions`: what was decided stays, what cannot be accepted is skipped with
    the reason.  Of two proposers that read the same words differently, the surer one is believed."""
    decided = latest(decisions)
    believed = [d for d in decided.values() if d.action.accepts]
    open_ = [c for c in candidates if not (c.id in decided and decided[c.id].action.final)]
    reasons: dict[str, str] = {}
    chosen: list[Decision] = []
    several = len({c.proposer for c in open_} | {d.candidate.proposer for d in believed}) > 1
    # The rules before a model, the surest first; the order of the text settles the rest.
    for candidate in sorted(open_, key=lambda c: (c.proposer != "rules", -c.confidence)):
        if (refusal := gate(candidate)) is not None:
            reasons[candidate.id] = f"{refusal.reason}: {refusal.message}"
        elif several and (other := rivals(candidate, [*believed, *chosen])):
            first = other[0].candidate
            reasons[candidate.id] = f"{first.proposer} reads the same words otherwise ({first.id})"
        else:
            chosen.append(_decision(candidate, Action.ACCEPT, UNSEEN, by))
    claims = [d.claim() for d in (*believed, *chosen)]
    reasons |= {left.candidate.id: left.reason for left in writer.write(claims).left}
    out = []
    for candidate in open_:
        reason = reasons.get(candidate.id, "")
        old = decided.get(candidate.id)
        if not reason:
            out.append(_decision(candidate, Action.ACCEPT, UNSEEN, by))
        elif old is None or old.reason != reason:
            out.append(_decision(candidate, Action.SKIP, reason, by))
    return out


def _decision(candidate: Candidate, action: Action, reason: str, by: Signature) -> Decision:
    return Decision(
        candidate=candidate, action=action, reason=reason, who=by.who, when=by.when,
        text_sha256=by.text_sha256,
    )  # fmt: skip
