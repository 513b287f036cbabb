"""The walk through the candidates of an article, as a value: which one is next, what was decided, undo.

A terminal (or a test) asks for `current`, and gets from `decide` and `undo` the next walk and the decision
that belongs into the log.  A walk that begins with the decisions of a log goes on where it was left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.candidate import Candidate
from kg.review.decisions import Action, Decision, latest


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, when, and on which text."""

    who: str
    when: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many candidates there are, how many are decided for good, and how."""

    total: int
    decided: int
    accepted: int
    corrected: int
    rejected: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Walk:
    """The candidates in the order of the text, the decisions so far, and what was put off in this session.

    `again` is the candidate whose decision was just undone: it comes next.
    """

    candidates: tuple[Candidate, ...]
    decisions: tuple[Decision, ...] = ()
    put_off: frozenset[str] = frozenset()
    again: str | None = None

    @classmethod
    def begin(cls, candidates: Iterable[Candidate], decisions: Iterable[Decision]) -> Walk:
        """A walk that goes on after these decisions; what was skipped before is asked again."""
        return cls(tuple(candidates), tuple(decisions))

    @property
    def current(self) -> Candidate | None:
        """The next candidate to decide about, None when there is none."""
        decided = latest(self.decisions)
        open_ = [
            c
            for c in self.candidates
            if c.id not in self.put_off and not (c.id in decided and decided[c.id].action.final)
        ]
        first = next((c for c in open_ if c.id == self.again), None)
        return first or (open_[0] if open_ else None)

    def decide(
        self, action: Action, by: Signature, *, reason: str = "", corrected: Mapping[str, Any] | None = None
    ) -> tuple[Walk, Decision]:
        """The walk after this decision about the current candidate, and the decision.

        Raises ValueError when there is no current candidate, or `corrected` does not fit it.
        """
        candidate = self.current
        if candidate is None or action is Action.UNDO:
            raise ValueError("there is nothing to decide about")
        decision = Decision(
            candidate=candidate, action=action, reason=reason, corrected=dict(corrected or {}),
            who=by.who, when=by.when, text_sha256=by.text_sha256,
        )  # fmt: skip
        decision.claim()
        put_off = self.put_off | {candidate.id} if action is Action.SKIP else self.put_off
        return Walk(self.candidates, (*self.decisions, decision), put_off), decision

    def undo(self, by: Signature) -> tuple[Walk, Decision] | None:
        """The walk without the last decision, and the decision that says so; None when there is none."""
        own = {c.id for c in self.candidates}
        last = next((d for d in reversed(latest(self.decisions).values()) if d.id in own), None)
        if last is None:
            return None
        decision = replace(
            last, action=Action.UNDO, reason="", corrected={}, who=by.who, when=by.when,
            text_sha256=by.text_sha256,
        )  # fmt: skip
        put_off = self.put_off - {last.id}
        return Walk(self.candidates, (*self.decisions, decision), put_off, last.id), decision

    @property
    def progress(self) -> Progress:
        """How far the walk is."""
        decided = latest(self.decisions)
        counts = Counter(decided[c.id].action for c in self.candidates if c.id in decided)
        accepted, corrected, rejected = (counts[a] for a in (Action.ACCEPT, Action.CORRECT, Action.REJECT))
        done = accepted + corrected + rejected
        return Progress(len(self.candidates), done, accepted, corrected, rejected, counts[Action.SKIP])


def rivals(candidate: Candidate, decisions: Iterable[Decision]) -> list[Decision]:
    """The accepting decisions about other readings of the same words: same kind, overlapping place."""
    return [
        d
        for d in latest(decisions).values()
        if d.action.accepts
        and d.id != candidate.id
        and d.candidate.kind == candidate.kind
        and d.candidate.proposer != candidate.proposer
        and d.candidate.start < candidate.end
        and candidate.start < d.candidate.end
    ]
